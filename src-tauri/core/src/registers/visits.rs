//! 走访、约谈、驻场指导、培训、提醒: contacts with a subject that are no inspection.

use super::definition::Register;
use super::relations::rev_of;
use super::subject;
use crate::calls::{Context, Revision, Saved};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::tables::VISIT;
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

/// A visit as entered.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddVisit {
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject_id: Id,
    /// Stable word, see the labels `visitKind`.
    pub kind: String,
    /// The day.
    pub visited_on: String,
    /// Who was there, as written.
    #[ts(optional)]
    pub people: Option<String>,
    /// What was said and seen.
    pub summary: String,
    /// What is to follow.
    #[ts(optional)]
    pub next_step: Option<String>,
    /// By when.
    #[ts(optional)]
    pub due_on: Option<String>,
}

/// What was to follow is done.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DoneVisit {
    /// The visit.
    pub id: Id,
    /// The revision that was read; absent where the list did not show it.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// The day.
    pub done_on: String,
}

/// Enters a visit.
pub fn add(context: &Context<'_>, input: AddVisit) -> Result<Saved> {
    let register = Register::by_name(&input.register)?;
    subject::known(context.office, "kind", "visitKind", &input.kind)?;
    let visited_on = subject::date("visitedOn", "日期", Some(&input.visited_on))?;
    let visited_on = visited_on.ok_or_else(|| Failure::field("visitedOn", "请填写日期。"))?;
    subject::not_ahead(context.office, "visitedOn", "日期", &visited_on)?;
    let due_on = subject::date("dueOn", "跟进期限", input.due_on.as_deref())?;
    subject::term("dueOn", Some(&visited_on), due_on.as_deref())?;
    let text = |text: Option<&str>| text.unwrap_or_default().trim().to_owned();
    let (summary, next_step) = (text(Some(&input.summary)), text(input.next_step.as_deref()));
    if summary.is_empty() {
        return Err(Failure::field("summary", "请写明谈了什么、看了什么。"));
    }
    if due_on.is_some() && next_step.is_empty() {
        return Err(Failure::field("nextStep", "写了跟进期限，请一并写明要跟进什么。"));
    }
    context.office.write(context.actor, "visits.add", |w| {
        let name = subject::name(w.db(), register, input.subject_id)?;
        let id = context.office.new_id()?;
        // It stands on the subject's time line itself; the deed heads its own.
        w.about(id);
        w.insert(
            &VISIT,
            id,
            &[
                ("register", register.name.to_owned().into()),
                ("subject_id", input.subject_id.into()),
                ("subject_name", name.into()),
                ("kind", input.kind.clone().into()),
                ("visited_on", visited_on.into()),
                ("people", text(input.people.as_deref()).into()),
                ("summary", summary.into()),
                ("next_step", next_step.into()),
                ("due_on", due_on.into()),
            ],
        )?;
        Ok(Saved { id, rev: w.entry() })
    })
}

/// Records that what was to follow is done.
pub fn done(context: &Context<'_>, input: DoneVisit) -> Result<Revision> {
    let done_on = subject::date("doneOn", "办结日期", Some(&input.done_on))?;
    let done_on = done_on.ok_or_else(|| Failure::field("doneOn", "请填写办结日期。"))?;
    subject::not_ahead(context.office, "doneOn", "办结日期", &done_on)?;
    context.office.write(context.actor, "visits.done", |w| {
        let sql = "SELECT visited_on FROM visit WHERE id = ?1 AND retired = 0";
        let visited_on: String =
            w.db().query_row(sql, [input.id], |row| row.get(0)).optional()?.or_not_found("走访")?;
        subject::term("doneOn", Some(&visited_on), Some(&done_on))?;
        w.about(input.id);
        w.update(&VISIT, input.id, input.rev, &[("done_on", done_on.into())])?;
        Ok(Revision { rev: rev_of(w.db(), "visit", input.id)? })
    })
}
