//! 复核 of what was found: by a reviewer who did not handle the check. A result goes out only after it.

use super::checked::{Checked, EntryLimit, Scope, load};
use crate::calls::{Context, Done};
use crate::clock::date_of;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::people;
use crate::tables::RESULT_REVIEW;
use rusqlite::{Connection, params};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

/// A review of one or several finished checks.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "ReviewDrawResults")]
pub struct ReviewResult {
    /// The inspections.
    pub inspections: Vec<Id>,
    /// `passed`, or `returned` to be added to.
    pub decision: String,
    /// What is to be added; wanted when returned.
    #[serde(default)]
    pub words: String,
}

/// Whether a person handled a check: on its team, or wrote to it.
pub(super) fn handled(db: &Connection, row: &Checked, person: Id) -> Result<bool> {
    if row.leader == Some(person) || row.member == Some(person) {
        return Ok(true);
    }
    let Some(inspection) = row.inspection else { return Ok(false) };
    let sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE record = ?1 AND actor = ?2 AND deed LIKE 'inspections.%')";
    Ok(db.prepare_cached(sql)?.query_row(params![inspection, person], |row| row.get(0))?)
}

/// Reviews finished checks: all of them or, if one cannot be, none.
pub fn review(context: &Context<'_>, input: ReviewResult) -> Result<Done> {
    let words = input.words.trim();
    let passed = match input.decision.as_str() {
        "passed" => true,
        "returned" if words.is_empty() => {
            return Err(Failure::field("words", "退回要写明需要补正什么。"));
        }
        "returned" => false,
        _ => return Err(Failure::field("decision", "请选择复核通过或退回补正。")),
    };
    if input.inspections.is_empty() || input.inspections.len() > 500 {
        return Err(Failure::field("inspections", "请选择要复核的检查，一次不超过 500 件。"));
    }
    let office = context.office;
    let limit = EntryLimit::of(office)?;
    let reviewer = context.actor.ok_or_else(|| Failure::NotAllowed("请先选定操作人，再复核。".into()))?;
    office.write(context.actor, "plans.review", |w| {
        let today = date_of(w.now_ms()).to_string();
        let person = people::find(w.db(), reviewer, &today)?;
        if !person.roles.iter().any(|role| role == "reviewer") {
            return Err(Failure::NotAllowed(format!(
                "{}不是审核人，不能复核。请由审核人在自己名下复核，或在人员里登记角色。",
                person.name
            )));
        }
        for inspection in &input.inspections {
            let scope = Scope { inspection: Some(*inspection), ..Scope::default() };
            let row = load(office, w.db(), &limit, scope)?.pop().or_not_found("这次抽查的检查")?;
            let name = &row.subject_name;
            if !row.finished() {
                return Err(Failure::NotAllowed(format!(
                    "“{name}”的检查还没有完成，不能复核。全部没有写入。"
                )));
            }
            if !row.confirmed {
                return Err(Failure::NotAllowed(format!(
                    "“{name}”的组员还没有确认，不能复核。全部没有写入。"
                )));
            }
            if handled(w.db(), &row, reviewer)? {
                return Err(Failure::NotAllowed(format!(
                    "{}办理过“{name}”的检查，办理的人不复核。请换一名审核人。全部没有写入。",
                    person.name
                )));
            }
            if row.published.is_some() {
                return Err(Failure::NotAllowed(format!(
                    "“{name}”的结果已经公示，不再复核。有错的请更正或撤回公示。全部没有写入。"
                )));
            }
            if passed && row.review.as_ref().is_some_and(|review| review.passed) {
                return Err(Failure::Conflict(format!("“{name}”已经复核通过，没有重复写入。请刷新后再选。")));
            }
            w.insert(
                &RESULT_REVIEW,
                office.new_id()?,
                &[
                    ("inspection_id", (*inspection).into()),
                    ("reviewer_id", reviewer.into()),
                    ("decision", input.decision.clone().into()),
                    ("words", words.to_owned().into()),
                    ("reviewed_at", w.now_ms().into()),
                ],
            )?;
        }
        if let [only] = input.inspections.as_slice() {
            w.about(*only);
        }
        Ok(Done { ok: true })
    })
}
