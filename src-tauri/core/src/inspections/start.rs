//! Beginning an inspection: a free one, or one that a draw has planned.

use super::method::Approach;
use super::{check_team, law, store};
use crate::calls::{Context, Saved};
use crate::clock::date_of;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::Office;
use crate::rules;
use crate::tables::{INSPECTION, INSPECTION_ITEM};
use chrono::Datelike;
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

/// An inspection to begin.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StartInspection {
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject_id: Id,
    /// Name of the checklist; absent for the register's own.
    #[ts(optional)]
    pub checklist: Option<String>,
    /// How it is done.
    pub approach: Approach,
    /// 检查事由: a code of the labels' group `checkReason`, or words.
    pub reason: String,
    /// 组长
    #[ts(optional)]
    pub leader_id: Option<Id>,
    /// 组员
    #[ts(optional)]
    pub member_id: Option<Id>,
    /// A planned inspection to begin.
    #[ts(optional)]
    pub inspection_id: Option<Id>,
}

fn checklist(office: &Office, register: &str, asked: Option<&str>) -> Result<String> {
    match asked.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => Ok(name.to_owned()),
        None => law::default_checklist(office, register),
    }
}

/// Begins an inspection: the row and all its items in one transaction.
pub fn start(context: &Context<'_>, input: StartInspection) -> Result<Saved> {
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请填写检查事由。"));
    }
    let office = context.office;
    office.write(context.actor, "inspections.start", |w| {
        let now = w.now_ms();
        let today = date_of(now);
        let planned = input.inspection_id.map(|id| store::inspection(w.db(), id)).transpose()?;
        if let Some(planned) = &planned {
            if planned.retired {
                return Err(Failure::NotAllowed(
                    "这次检查的抽查已作废或已递补，不能开始。请从抽查中打开现在的对象。".into(),
                ));
            }
            if planned.state != "planned" {
                return Err(Failure::Conflict("这次检查已经开始过，没有重复开始。请直接打开它。".into()));
            }
            if planned.register != input.register || planned.subject_id != input.subject_id {
                return Err(Failure::field("subjectId", "检查对象与抽中的对象不同，没有开始检查。"));
            }
        }
        let subject = store::subject(w.db(), &input.register, input.subject_id)?.or_not_found("检查对象")?;
        let leader = input.leader_id.or(planned.as_ref().and_then(|one| one.leader));
        let member = input.member_id.or(planned.as_ref().and_then(|one| one.member));
        let known = [subject.name.as_str(), subject.operator_name.as_str(), subject.operator_code.as_str()];
        check_team(w.db(), &today.to_string(), known, leader, member)?;
        let name = match (&input.checklist, &planned) {
            (None, Some(planned)) => rules::store::by_id(office, planned.pack_id)?.pack.header.pack.clone(),
            (asked, _) => checklist(office, &input.register, asked.as_deref())?,
        };
        let pack = rules::store::current(office, &name)?;
        let begin: Vec<(&'static str, Value)> = vec![
            ("pack_id", pack.id.into()),
            ("approach", input.approach.word().to_owned().into()),
            ("reason", reason.to_owned().into()),
            ("state", "started".to_owned().into()),
            ("leader_id", leader.into()),
            ("member_id", member.into()),
            ("began_at", now.into()),
        ];
        let id = if let Some(planned) = planned {
            w.update(&INSPECTION, planned.id, Some(planned.rev), &begin)?;
            planned.id
        } else {
            let id = office.new_id()?;
            let mut values = begin;
            values.extend([
                ("year", i64::from(today.year()).into()),
                ("number", store::next_number(w.db(), today.year())?.into()),
                ("register", input.register.clone().into()),
                ("subject_id", input.subject_id.into()),
                ("subject_name", subject.name.clone().into()),
            ]);
            w.insert(&INSPECTION, id, &values)?;
            id
        };
        w.about(id);
        for (position, item) in law::items(&pack.pack)?.iter().enumerate() {
            w.insert(
                &INSPECTION_ITEM,
                office.new_id()?,
                &[
                    ("inspection_id", id.into()),
                    ("item", item.id.clone().into()),
                    ("position", (position as i64).into()),
                ],
            )?;
        }
        Ok(Saved { id, rev: store::revision(w.db(), &INSPECTION, id)? })
    })
}
