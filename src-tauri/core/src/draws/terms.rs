//! What a plan lays down besides the filter: strata with their shares, a yearly cap, exclusions, and what a team is.
//! All of it is the office's own parameter; none of it is law.

use super::model::Source;
use super::strata::StratumTerm;
use super::teams::Rules;
use crate::error::{Failure, Result};
use crate::id::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// More subjects than this are left out by a filter, not one by one.
const MOST_EXCLUSIONS: usize = 500;
/// Officers of a team, those of joint departments not counted.
const TEAM_SIZES: std::ops::RangeInclusive<u32> = 2..=4;
/// More departments than this do not come along.
const MOST_JOINT: usize = 6;

/// What a plan lays down besides the filter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrawTerms {
    /// Draw by strata; absent, the list is one.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strata: Option<DrawStrata>,
    /// Most visits of a subject in a calendar year.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yearly_cap: Option<YearlyCap>,
    /// Subjects left out one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<DrawExclusion>,
    /// Officers of a team; absent, two.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_size: Option<u32>,
    /// 业务专长: each must be held by one of the team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// 联合部门: units that bring two of their own officers each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint: Vec<String>,
    /// First day of the checks, YYYY-MM-DD; absent, the day of the draw.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<String>,
}

/// Strata by one column of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrawStrata {
    /// The column, by its wire name: `riskClass`.
    pub by: String,
    /// One line for each class that the list holds.
    pub classes: Vec<StratumTerm>,
}

/// A cap of visits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct YearlyCap {
    /// With so many visits this year a subject is left out.
    pub visits: u32,
    /// Why such subjects stay on the list all the same.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_reason: Option<String>,
    /// The cap is that of a year's plan, and counts as the plan does; absent, every visit that was made counts.
    #[ts(optional)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_plan: Option<PlanCap>,
}

/// How a year's plan counts: planned visits too, some of them not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanCap {
    /// The year of the plan.
    pub year: i64,
    /// 检查事由 that do not count.
    #[serde(default)]
    pub exempt: Vec<String>,
    /// Only 现场检查 counts.
    #[serde(default)]
    pub onsite_only: bool,
}

impl YearlyCap {
    /// What a subject at the cap has behind it, in Chinese.
    pub(crate) fn words(&self) -> String {
        match &self.of_plan {
            Some(plan) => format!("{} 年按计划的口径已检查（含已安排的）{} 次", plan.year, self.visits),
            None => format!("本年已检查 {} 次", self.visits),
        }
    }

    /// The reason why subjects over the cap stay on the list.
    pub(crate) fn kept(&self) -> Option<&str> {
        self.keep_reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty())
    }
}

/// A subject left out by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrawExclusion {
    /// The subject.
    pub subject: Id,
    /// Its name, for the sheet.
    #[serde(default)]
    pub name: String,
    /// Why.
    pub reason: String,
}

impl DrawTerms {
    /// What a team is, and when it is needed.
    pub(crate) fn rules(&self, due_on: Option<&str>) -> Rules {
        Rules {
            size: self.team_size.unwrap_or(2) as usize,
            skills: self.skills.clone(),
            joint: self.joint.clone(),
            from: self.starts_on.clone().unwrap_or_default(),
            until: due_on.unwrap_or_default().to_owned(),
        }
    }

    /// As stored: blanks dropped, or the first thing that cannot be.
    pub(crate) fn checked(&self, source: &Source) -> Result<Self> {
        let mut terms = self.clone();
        terms.skills = words(&self.skills);
        terms.joint = words(&self.joint);
        if !TEAM_SIZES.contains(&terms.team_size.unwrap_or(2)) {
            return Err(Failure::field("terms.teamSize", "每组检查人员请填 2 到 4 人。"));
        }
        if terms.joint.len() > MOST_JOINT {
            return Err(Failure::field("terms.joint", format!("联合部门最多 {MOST_JOINT} 个，请减少。")));
        }
        if terms.starts_on.as_deref().is_some_and(|day| crate::rules::parse::date(day).is_none()) {
            return Err(Failure::field("terms.startsOn", "检查开始日期请写成 2027-12-31 这样的日期。"));
        }
        if terms.yearly_cap.as_ref().is_some_and(|cap| cap.visits == 0) {
            return Err(Failure::field("terms.yearlyCap", "年度检查次数上限至少填 1 次，不限就不填。"));
        }
        if terms.exclusions.len() > MOST_EXCLUSIONS {
            return Err(Failure::field(
                "terms.exclusions",
                format!("逐户剔除最多 {MOST_EXCLUSIONS} 户，更多请改用名单条件。"),
            ));
        }
        for (at, exclusion) in terms.exclusions.iter_mut().enumerate() {
            exclusion.reason = exclusion.reason.trim().to_owned();
            if exclusion.reason.is_empty() {
                return Err(Failure::field(
                    "terms.exclusions",
                    format!("剔除“{}”要写明理由。", exclusion.name),
                ));
            }
            if self.exclusions[..at].iter().any(|other| other.subject == exclusion.subject) {
                return Err(Failure::field(
                    "terms.exclusions",
                    format!("“{}”剔除了两次，请去掉一次。", exclusion.name),
                ));
            }
        }
        if let Some(strata) = &terms.strata {
            column(source, &strata.by)?;
            super::strata::check(&strata.classes)?;
        }
        Ok(terms)
    }
}

/// The column that strata go by.
pub(crate) fn column(source: &Source, by: &str) -> Result<&'static str> {
    source.filters.iter().find(|(wire, _)| *wire == by).map(|(_, column)| *column).ok_or_else(|| {
        Failure::field("terms.strata", format!("这个名录没有“{by}”，不能按它分层。请改为不分层。"))
    })
}

fn words(typed: &[String]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in typed.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}
