//! 整改: what was found is put right by a date and looked at again. The term starts when the notice is received;
//! before that there is only the date that the officer plans. Nothing closes without new evidence or a written note.

pub mod findings;
pub(crate) mod term;

pub use term::RectificationColumn;

use crate::calls::{Context, Revision};
use crate::clock::date_of;
use crate::error::{Failure, OrNotFound, Result};
use crate::evidence::{self, Evidence};
use crate::id::Id;
use crate::office::Office;
use crate::tables::RECTIFICATION;
use chrono::NaiveDate;
use findings::{Brief, Limits};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use term::{parse_date, stored_date};
use ts_rs::TS;

const CLOSED: &str = "closed";

/// Which rectifications.
#[derive(Debug, Default, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRectifications {
    /// Of one state.
    #[ts(optional)]
    pub state: Option<String>,
    /// Of one subject.
    #[ts(optional)]
    pub subject_id: Option<Id>,
}

/// One card of the board.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RectificationRow {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// The subject's name.
    pub subject_name: String,
    /// The subject.
    pub subject_id: Id,
    /// Its register.
    pub register: String,
    /// The inspection that found it.
    pub inspection_id: Id,
    /// The finding, whose clock runs on its own.
    pub finding_id: Id,
    /// The fact in the officer's words.
    pub finding_words: String,
    /// 涉嫌违法情形 in words.
    pub situation: String,
    /// 改正期限
    pub correct_by: Option<String>,
    /// The same day in a few words, for a card.
    pub day_words: String,
    /// The same in words, with how it was reckoned.
    pub correct_by_words: String,
    /// Where the card stands.
    pub column: RectificationColumn,
    /// Working days left, negative when overdue; absent where the calendar does not reach.
    pub days_left: Option<i64>,
    /// draft … rechecked, closed.
    pub state: String,
    /// 复查日期
    pub rechecked_on: Option<String>,
    /// corrected, partly, notCorrected, unreachable or accountGone.
    pub recheck_result: String,
    /// 复查情况
    pub recheck_note: String,
}

/// One rectification, by identity.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OneRectification {
    /// Which.
    pub id: Id,
}

/// The finding behind a rectification.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RectificationFinding {
    /// Title of the item.
    pub item: String,
    /// 事实
    pub fact: String,
    /// The law in one line.
    pub basis: String,
    /// 发现日期
    pub found_on: String,
    /// State of the finding's own clock.
    pub state: String,
    /// Last day of 核查.
    pub verify_by: Option<String>,
}

/// One rectification with what was before and after.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RectificationView {
    /// The card.
    #[serde(flatten)]
    pub row: RectificationRow,
    /// The finding.
    pub finding: RectificationFinding,
    /// Evidence of the finding.
    pub evidence_before: Vec<Evidence>,
    /// Evidence of the recheck.
    pub evidence_after: Vec<Evidence>,
    /// How the term was counted, in one line.
    pub term_calculation: String,
}

/// What a recheck found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RecheckResult {
    /// 已改正
    Corrected,
    /// 部分改正
    Partly,
    /// 未改正
    NotCorrected,
    /// 无法联系
    Unreachable,
    /// 账号注销、停播或者迁移
    AccountGone,
}

impl RecheckResult {
    fn word(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Partly => "partly",
            Self::NotCorrected => "notCorrected",
            Self::Unreachable => "unreachable",
            Self::AccountGone => "accountGone",
        }
    }
}

/// A recheck.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Recheck {
    /// The rectification.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// What was found.
    pub result: RecheckResult,
    /// 复查情况; needed where there is no new evidence.
    #[serde(default)]
    pub note: String,
    /// 复查日期
    pub on: String,
}

/// A recheck as recorded.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Rechecked {
    /// The revision now.
    pub rev: Id,
    /// The state now.
    pub state: String,
}

/// Another planned date.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetTerm {
    /// The rectification.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// 改正期限
    pub correct_by: String,
    /// Why.
    pub reason: String,
}

struct Stored {
    row: RectificationRow,
    finding: Id,
}

const SELECT: &str = "SELECT id, rev, subject_name, subject_id, register, inspection_id, finding_id, correct_by, state, \
     rechecked_on, recheck_result, recheck_note FROM rectification";

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    let finding = row.get(6)?;
    Ok(Stored {
        finding,
        row: RectificationRow {
            id: row.get(0)?,
            rev: row.get(1)?,
            subject_name: row.get(2)?,
            subject_id: row.get(3)?,
            register: row.get(4)?,
            inspection_id: row.get(5)?,
            finding_id: finding,
            finding_words: String::new(),
            situation: String::new(),
            correct_by: row.get(7)?,
            day_words: String::new(),
            correct_by_words: String::new(),
            column: RectificationColumn::NoDate,
            days_left: None,
            state: row.get(8)?,
            rechecked_on: row.get(9)?,
            recheck_result: row.get(10)?,
            recheck_note: row.get(11)?,
        },
    })
}

fn stored(db: &Connection, id: Id) -> Result<Stored> {
    let sql = format!("{SELECT} WHERE id = ?1");
    db.prepare_cached(&sql)?.query_row([id], from_row).optional()?.or_not_found("整改")
}

/// Fills in words, column and countdown.
fn fill(mut stored: Stored, brief: &Brief, limits: &Limits, today: NaiveDate) -> RectificationRow {
    let by = stored.row.correct_by.as_deref().and_then(stored_date);
    let row = &mut stored.row;
    (row.column, row.days_left) = term::column(limits.calendar(), row.state == CLOSED, by, today);
    row.finding_words.clone_from(&brief.fact);
    row.situation.clone_from(&brief.situation);
    row.day_words = by.map_or_else(String::new, |by| term::day_words(limits.calendar(), by, today));
    row.correct_by_words = match (by, stored_date(&brief.found_on)) {
        (Some(by), Some(from)) => format!("{by} {}", term::correct_by_words(limits.calendar(), from, by)),
        _ => String::new(),
    };
    stored.row
}

/// The rectifications, by date.
pub fn list(context: &Context<'_>, input: ListRectifications) -> Result<Vec<RectificationRow>> {
    let office = context.office;
    let limits = Limits::of(context.office)?;
    let today = date_of(context.office.now_ms());
    context.office.read(|db| {
        let sql = format!(
            "{SELECT} WHERE retired = 0 AND (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR subject_id = ?2)
             ORDER BY state = '{CLOSED}', correct_by IS NULL, correct_by, key"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let rows = statement
            .query_map(params![input.state, input.subject_id], from_row)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        rows.into_iter()
            .map(|stored| {
                let brief = findings::brief(office, db, stored.finding)?;
                Ok(fill(stored, &brief, &limits, today))
            })
            .collect()
    })
}

/// One rectification.
pub fn get(context: &Context<'_>, input: OneRectification) -> Result<RectificationView> {
    let office = context.office;
    let limits = Limits::of(office)?;
    let today = date_of(office.now_ms());
    office.read(|db| {
        let stored = stored(db, input.id)?;
        let brief = findings::brief(office, db, stored.finding)?;
        let row = fill(stored, &brief, &limits, today);
        let mut before = evidence::of_inspection(db, office, row.inspection_id)?;
        before.retain(|one| one.item_id == Some(brief.item_id) && one.withdrawn_reason.is_empty());
        Ok(RectificationView {
            evidence_before: before,
            evidence_after: evidence::of_rectification(db, office, row.id)?,
            term_calculation: term_calculation(&limits, &brief, row.correct_by.as_deref()),
            finding: RectificationFinding {
                item: brief.item,
                fact: brief.fact,
                basis: brief.basis,
                found_on: brief.found_on,
                state: brief.state,
                verify_by: brief.verify_by,
            },
            row,
        })
    })
}

fn term_calculation(limits: &Limits, brief: &Brief, correct_by: Option<&str>) -> String {
    let dates = (correct_by.and_then(stored_date), stored_date(&brief.found_on));
    let (Some(by), Some(from)) = dates else {
        return format!("还没有定改正期限。{}。", term::TERM_NOTE);
    };
    match limits.roll(from) {
        Some(roll) => term::calculation(limits.calendar(), roll, from, by),
        None => term::correct_by_words(limits.calendar(), from, by),
    }
}

/// Records a recheck. 已改正 closes the rectification; the finding's own clock runs on.
pub fn recheck(context: &Context<'_>, input: Recheck) -> Result<Rechecked> {
    let on = parse_date("on", &input.on)?;
    let note = input.note.trim();
    let office = context.office;
    office.write(context.actor, "rectifications.recheck", |w| {
        let Stored { row, finding } = stored(w.db(), input.id)?;
        refuse_closed(&row)?;
        let found_on = stored_date(&findings::brief(office, w.db(), finding)?.found_on);
        if on > date_of(w.now_ms()) || found_on.is_some_and(|found| on < found) {
            return Err(Failure::field("on", "复查日期要在发现问题之日以后、今天以前，请核对。"));
        }
        if note.is_empty() && !has_new_evidence(w.db(), office, input.id)? {
            return Err(Failure::field(
                "note",
                "没有新证据，也没有写明复查情况，不能记录复查。请补充其中一项。",
            ));
        }
        w.about(input.id);
        let state = if input.result == RecheckResult::Corrected { CLOSED } else { "rechecked" };
        let values = [
            ("state", state.to_owned().into()),
            ("rechecked_on", on.to_string().into()),
            ("recheck_result", input.result.word().to_owned().into()),
            ("recheck_note", note.to_owned().into()),
        ];
        w.update(&RECTIFICATION, input.id, Some(input.rev), &values)?;
        Ok(Rechecked { rev: stored(w.db(), input.id)?.row.rev, state: state.to_owned() })
    })
}

/// Whether evidence came in since the recheck before, by the journal's order of deeds.
fn has_new_evidence(db: &Connection, office: &Office, id: Id) -> Result<bool> {
    let last: Option<i64> = db.query_row(
        "SELECT max(at) FROM journal WHERE record = ?1 AND deed = 'rectifications.recheck'",
        [id],
        |row| row.get(0),
    )?;
    let all = evidence::of_rectification(db, office, id)?;
    Ok(all.iter().any(|one| one.withdrawn_reason.is_empty() && last.is_none_or(|at| one.deposited_at > at)))
}

fn refuse_closed(row: &RectificationRow) -> Result<()> {
    if row.state == CLOSED {
        return Err(Failure::NotAllowed("这项整改已经办结，不能再改。".into()));
    }
    Ok(())
}

/// Plans another date, under a reason.
pub fn set_term(context: &Context<'_>, input: SetTerm) -> Result<Revision> {
    let by = parse_date("correctBy", &input.correct_by)?;
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请写明改动期限的理由。"));
    }
    context.office.write(context.actor, "rectifications.setTerm", |w| {
        let row = stored(w.db(), input.id)?.row;
        refuse_closed(&row)?;
        if by < date_of(w.now_ms()) {
            return Err(Failure::field("correctBy", "改正期限不能早于今天，请重新填写日期。"));
        }
        w.about(input.id);
        w.note(json!({ "reason": reason }));
        w.update(&RECTIFICATION, input.id, Some(input.rev), &[("correct_by", by.to_string().into())])?;
        Ok(Revision { rev: stored(w.db(), input.id)?.row.rev })
    })
}
