//! What the record needs beside the items: the session seen, who was present, what was told and said; times; people.

use super::{check_team, refuse_unless_started, store};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::tables::INSPECTION;
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use ts_rs::TS;

/// What may be stated about an inspection: stable key and Chinese label.
pub const DETAILS: [(&str, &str); 15] = [
    ("session", "场次"),
    ("duration", "播出时长"),
    ("viewers", "观看人数"),
    ("sales", "销量"),
    ("revenue", "销售额"),
    ("recordingNo", "录音录像编号"),
    ("place", "检查地点"),
    ("showedIdAt", "出示执法证时间"),
    ("toldRights", "告知陈述申辩及回避权利"),
    ("present", "在场人"),
    ("presentRole", "在场人身份"),
    ("attendance", "通知到场情况"),
    ("opinion", "当事人意见"),
    ("refusal", "拒签说明"),
    ("witness", "见证人"),
];

/// Details to state: keys that are given replace, an empty text clears, the rest stays.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InspectionDetails {
    /// The inspection.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// By key, see [`DETAILS`].
    #[serde(default)]
    pub details: BTreeMap<String, String>,
    /// 检查开始时间, UTC milliseconds.
    #[ts(optional)]
    pub began_at: Option<i64>,
    /// 检查结束时间, UTC milliseconds.
    #[ts(optional)]
    pub ended_at: Option<i64>,
    /// 组长
    #[ts(optional)]
    pub leader_id: Option<Id>,
    /// 组员
    #[ts(optional)]
    pub member_id: Option<Id>,
    /// Why a finished inspection is added to.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// Saved.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedDetails {
    /// The inspection's revision now.
    pub rev: Id,
    /// When, UTC milliseconds.
    pub saved_at: i64,
}

/// States details, times and people of an inspection.
pub fn details(context: &Context<'_>, input: InspectionDetails) -> Result<SavedDetails> {
    if let Some(key) = input.details.keys().find(|key| !DETAILS.iter().any(|(known, _)| known == key)) {
        return Err(Failure::field(format!("details.{key}"), format!("检查信息里没有“{key}”这一项。")));
    }
    context.office.write(context.actor, "inspections.details", |w| {
        let inspection = store::inspection(w.db(), input.id)?;
        w.about(inspection.id);
        let now = w.now_ms();
        let mut values: Vec<(&'static str, Value)> = Vec::new();
        let touches_core = input.began_at.is_some()
            || input.ended_at.is_some()
            || input.leader_id.is_some()
            || input.member_id.is_some();
        if inspection.state == "finished" && !touches_core {
            let reason = input.reason.as_deref().map(str::trim).unwrap_or_default();
            if reason.is_empty() {
                return Err(Failure::NotAllowed(
                    "这次检查已经完成。确需补充检查信息的，请写明补充的原因；原内容会留在留痕里。".into(),
                ));
            }
            w.note(json!({ "reason": reason }));
        } else if inspection.state != "planned" {
            refuse_unless_started(&inspection.state)?;
        }
        if !input.details.is_empty() {
            let mut all = inspection.details.clone();
            for (key, text) in &input.details {
                let text = text.trim();
                if text.is_empty() {
                    all.remove(key);
                } else {
                    all.insert(key.clone(), json!(text));
                }
            }
            values.push(("details", serde_json::to_string(&all)?.into()));
        }
        let began = input.began_at.or(inspection.began_at);
        let ended = input.ended_at.or(inspection.ended_at);
        check_times(began, ended, now)?;
        if let Some(began) = input.began_at {
            values.push(("began_at", began.into()));
        }
        if let Some(ended) = input.ended_at {
            values.push(("ended_at", ended.into()));
        }
        if input.leader_id.is_some() || input.member_id.is_some() {
            let leader = input.leader_id.or(inspection.leader);
            let member = input.member_id.or(inspection.member);
            if inspection.state == "started" {
                let subject =
                    store::subject(w.db(), &inspection.register, inspection.subject_id)?.unwrap_or_default();
                let known =
                    [inspection.subject_name.as_str(), &subject.operator_name, &subject.operator_code];
                check_team(w.db(), &date_of(now).to_string(), known, leader, member)?;
            }
            values.push(("leader_id", leader.into()));
            values.push(("member_id", member.into()));
            if member != inspection.member {
                values.push(("member_confirmed_at", Value::Null));
            }
        }
        if values.is_empty() {
            return Err(Failure::invalid("没有写要改什么，没有改动。"));
        }
        w.update(&INSPECTION, inspection.id, Some(input.rev), &values)?;
        Ok(SavedDetails { rev: store::revision(w.db(), &INSPECTION, inspection.id)?, saved_at: now })
    })
}

/// 检查时间 lies before 录入时间, and its end not before its beginning.
pub(super) fn check_times(began: Option<i64>, ended: Option<i64>, now: i64) -> Result<()> {
    if began.is_some_and(|began| began > now) {
        return Err(Failure::field("beganAt", "检查开始时间晚于现在，请核对。"));
    }
    if ended.is_some_and(|ended| ended > now) {
        return Err(Failure::field("endedAt", "检查结束时间晚于现在，请核对。"));
    }
    if let (Some(began), Some(ended)) = (began, ended)
        && ended < began
    {
        return Err(Failure::field("endedAt", "检查结束时间早于开始时间，请核对。"));
    }
    Ok(())
}
