//! Finished checks of draws whose results still have to be confirmed, reviewed or published, as tasks of the workbench.

use super::due::{Horizon, words};
use super::workbench::{Task, TaskKind};
use crate::calls::Context;
use crate::error::Result;
use crate::rules::Calendar;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The tasks, the earliest day first, those without a day last.
pub(super) fn results(context: &Context<'_>, horizon: Horizon, calendar: &Calendar) -> Result<Vec<Task>> {
    let mut waiting = crate::plans::awaiting(context)?;
    waiting.sort_by_key(|one| (one.due.is_none(), one.due));
    let tasks = waiting.into_iter().map(|one| Task {
        kind: TaskKind::Result,
        id: one.inspection,
        register: Some(one.register),
        subject_name: one.subject_name,
        words: one.words,
        due_words: words(one.due, horizon.today, calendar, "录入期限待核"),
        tone: horizon.tone(one.due),
        due_on: one.due.map(|due| due.to_string()),
        verb: one.verb.to_owned(),
    });
    Ok(tasks.collect())
}

/// Counts them by day.
pub(super) fn by_day(tasks: &[Task], days: &mut BTreeMap<NaiveDate, u64>) {
    for day in tasks.iter().filter_map(|task| task.due_on.as_deref()).filter_map(crate::rules::parse::date) {
        *days.entry(day).or_default() += 1;
    }
}
