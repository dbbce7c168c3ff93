//! What several calls of the draws share: the filter, the persons, the witnesses.

use crate::error::{Failure, Result};
use crate::id::Id;
use crate::people::DaysOff;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which subjects of a register are in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrawFilter {
    /// 状态
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// 平台
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_name: Option<String>,
    /// 镇街
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// 信用风险分类; internal, never on a public sheet
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_class: Option<String>,
    /// Not inspected in the last so many months.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_inspected_months: Option<u32>,
}

/// A witness of the seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrawWitness {
    /// 姓名
    pub name: String,
    /// 单位
    pub unit: String,
}

/// A person of the plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanPerson {
    /// The person.
    pub id: Id,
    /// Why this person is left out of this draw.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded_reason: Option<String>,
}

/// A person as frozen with the list; before that only `id` and `excluded_reason` count.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FrozenPerson {
    pub(crate) id: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) excluded_reason: Option<String>,
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) certificate_no: String,
    #[serde(default)]
    pub(crate) certificate_until: String,
    #[serde(default)]
    pub(crate) valid: bool,
    /// Subjects of the list that this person keeps away from.
    #[serde(default)]
    pub(crate) avoids: Vec<Id>,
    /// Persons this one does not work with.
    #[serde(default)]
    pub(crate) apart: Vec<Id>,
    #[serde(default)]
    pub(crate) unit: String,
    #[serde(default)]
    pub(crate) skills: Vec<String>,
    #[serde(default)]
    pub(crate) days_off: Vec<DaysOff>,
}

impl FrozenPerson {
    /// Whether this person may be drawn.
    pub(crate) fn counts(&self) -> bool {
        self.valid && self.excluded_reason.is_none()
    }
}

/// Columns that are internal: nothing goes out by which they could be told.
pub(crate) const INTERNAL: &[&str] = &["riskClass"];

/// A register that can be drawn from, and where its words are.
pub(crate) struct Source {
    pub(crate) table: &'static str,
    /// SQL of the number that is printed for a subject.
    pub(crate) number: &'static str,
    /// SQL of everything a recusal may name.
    pub(crate) known_by: &'static str,
    /// Columns a filter may use: wire name, column.
    pub(crate) filters: &'static [(&'static str, &'static str)],
    /// The checklist that is used unless another is named.
    pub(crate) checklist: &'static str,
    /// How a planned inspection of such a subject begins unless changed.
    pub(crate) approach: &'static str,
}

/// The registers that can be drawn from.
pub(crate) fn source(register: &str) -> Result<&'static Source> {
    match register {
        "rooms" => Ok(&Source {
            table: "room",
            number: "account",
            known_by: "name || char(10) || account || char(10) || operator_name || char(10) || operator_code || char(10) || host_name || char(10) || agency_name",
            filters: &[
                ("status", "status"),
                ("platformName", "platform_name"),
                ("street", "street"),
                ("riskClass", "risk_class"),
            ],
            checklist: "checklist-room",
            approach: "replay",
        }),
        "operators" => Ok(&Source {
            table: "operator",
            number: "CASE WHEN credit_code <> '' THEN credit_code ELSE registration_no END",
            known_by: "name || char(10) || credit_code || char(10) || registration_no || char(10) || legal_person",
            filters: &[("status", "status")],
            checklist: "checklist-room",
            approach: "onsite",
        }),
        "platforms" => Ok(&Source {
            table: "platform",
            number: "credit_code",
            known_by: "name || char(10) || credit_code || char(10) || operator_name",
            filters: &[("status", "status"), ("street", "street")],
            checklist: "checklist-platform",
            approach: "documents",
        }),
        _ => Err(Failure::field("register", "抽查对象只能是平台、直播间或经营主体名录，请重新选择。")),
    }
}

/// `编号 4，第 2 次`
pub(crate) fn number_words(number: i64, round: i64) -> String {
    format!("编号 {number}，第 {round} 次")
}
