//! The list behind a figure: drawn subjects of a scope that a named condition holds for, and the counts of the stages.

use super::checked::{Checked, Scope, rows_of};
use super::conditions::{count, hindrance, holds, known};
use super::route::{is_citizen_number, masked};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// The stages that are counted beside every list.
pub(super) const STAGES: [&str; 11] = [
    "drawn",
    "toCheck",
    "checkOverdue",
    "checked",
    "toConfirm",
    "toReview",
    "returned",
    "toPublish",
    "noRoute",
    "entryOverdue",
    "published",
];

/// Which list.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "DrawResultsInput")]
pub struct ResultsInput {
    /// Draws of that year.
    #[ts(optional)]
    pub year: Option<i64>,
    /// Of one plan.
    #[ts(optional)]
    pub plan_id: Option<Id>,
    /// Of one task.
    #[ts(optional)]
    pub task_id: Option<Id>,
    /// Of one draw.
    #[ts(optional)]
    pub draw_id: Option<Id>,
    /// Of one inspection.
    #[ts(optional)]
    pub inspection_id: Option<Id>,
    /// A stage or a column of the statistics.
    pub of: String,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// Rows per page, 50 if absent, at most 500.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// One drawn subject.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DrawResultRow")]
pub struct ResultRow {
    /// The pick.
    pub id: Id,
    /// Its inspection.
    pub inspection_id: Option<Id>,
    /// ××市监检〔2026〕12号
    pub number: String,
    /// The draw.
    pub draw_id: Id,
    /// Its title.
    pub draw_title: String,
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject_id: Id,
    /// Its name.
    pub subject_name: String,
    /// The firm that answers for it.
    pub firm: String,
    /// Its code; a citizen's number is masked.
    pub code: String,
    /// 组长, 组员
    pub people: Vec<String>,
    /// planned, started, finished; empty without an inspection.
    pub state: String,
    /// Code of the result word.
    pub result_word: String,
    /// Code of the follow-up.
    pub follow_up: String,
    /// To be checked by.
    pub due_on: Option<String>,
    /// The check ended.
    pub ended_on: Option<String>,
    /// Last day to enter and publish; absent where the calendar does not reach.
    pub entry_due: Option<String>,
    /// How it was reckoned.
    pub entry_words: String,
    /// That day has passed.
    pub entry_overdue: bool,
    /// 复核: passed or not, absent without one.
    pub review_passed: Option<bool>,
    /// Who reviewed.
    pub reviewed_by: String,
    /// What the review said.
    pub review_words: String,
    /// The acting person handled this check, so they do not review it.
    pub handled: bool,
    /// Its line on a 公示 list.
    pub line_id: Option<Id>,
    /// Revision of that line.
    pub line_rev: Option<Id>,
    /// published or corrected
    pub line_state: String,
    /// 公示日期
    pub published_on: Option<String>,
    /// Why it cannot be published now; empty if it can.
    pub hindrance: String,
}

/// A page of the list, and the counts of all stages in the same scope.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DrawResults")]
pub struct Results {
    /// The rows.
    pub rows: Vec<ResultRow>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// How many in all: the figure.
    pub total: u64,
    /// How many in each stage.
    pub counts: BTreeMap<String, u64>,
}

impl ResultsInput {
    fn scope(&self) -> Scope {
        Scope {
            year: self.year,
            plan: self.plan_id,
            task: self.task_id,
            draw: self.draw_id,
            inspection: self.inspection_id,
            unpublished: false,
        }
    }
}

/// The drawn subjects that a condition holds for.
pub fn results(context: &Context<'_>, input: ResultsInput) -> Result<Results> {
    let today = date_of(context.office.now_ms());
    let before: i64 = match &input.after {
        None => i64::MAX,
        Some(cursor) => {
            cursor.parse().map_err(|_| Failure::field("after", "翻页标记不对，请从第一页重新打开列表。"))?
        }
    };
    let limit = input.limit.unwrap_or(50).clamp(1, 500) as usize;
    let rows = rows_of(context, input.scope())?;
    let all: Vec<&Checked> = rows.iter().collect();
    let counts = STAGES.iter().map(|name| ((*name).to_owned(), count(name, &all, today))).collect();
    if !known(&input.of) {
        return Err(Failure::field("of", format!("没有名为“{}”的清单。", input.of)));
    }
    let found: Vec<&Checked> = rows.iter().filter(|row| holds(&input.of, row, today) == Some(true)).collect();
    let total = found.len() as u64;
    let page: Vec<&Checked> = found.into_iter().filter(|row| row.key < before).take(limit + 1).collect();
    let next = (page.len() > limit).then(|| page[limit - 1].key.to_string());
    let shown = page.into_iter().take(limit).map(|row| shown(context, row, today)).collect::<Result<_>>()?;
    Ok(Results { rows: shown, next, total, counts })
}

fn shown(context: &Context<'_>, row: &Checked, today: NaiveDate) -> Result<ResultRow> {
    let (number, handled) = context.office.read(|db| {
        let number = match row.number {
            Some((year, number)) => crate::inspections::number_words(db, year, number)?,
            None => String::new(),
        };
        let handled = match (context.actor, row.inspection) {
            (Some(actor), Some(_)) => super::review::handled(db, row, actor)?,
            _ => false,
        };
        Ok((number, handled))
    })?;
    let review = row.review.as_ref();
    let line = row.published.as_ref();
    Ok(ResultRow {
        id: row.pick,
        inspection_id: row.inspection,
        number,
        draw_id: row.draw,
        draw_title: row.draw_title.clone(),
        register: row.register.clone(),
        subject_id: row.subject,
        subject_name: row.subject_name.clone(),
        firm: row.firm.clone(),
        code: if is_citizen_number(&row.code) { masked(&row.code) } else { row.code.clone() },
        people: row.people.clone(),
        state: row.state.clone(),
        result_word: row.result.clone(),
        follow_up: row.follow_up.clone(),
        due_on: row.due_on.map(|day| day.to_string()),
        ended_on: row.ended_on.map(|day| day.to_string()),
        entry_due: row.entry_due.map(|day| day.to_string()),
        entry_words: row.entry_words.clone(),
        entry_overdue: holds("entryOverdue", row, today) == Some(true),
        review_passed: review.map(|review| review.passed),
        reviewed_by: review.map(|review| review.by.clone()).unwrap_or_default(),
        review_words: review.map(|review| review.words.clone()).unwrap_or_default(),
        handled,
        line_id: line.map(|line| line.line),
        line_rev: line.map(|line| line.rev),
        line_state: line.map(|line| line.state.clone()).unwrap_or_default(),
        published_on: line.map(|line| line.on.clone()),
        hindrance: hindrance(row).unwrap_or_default(),
    })
}
