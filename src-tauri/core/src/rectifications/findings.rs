//! 问题线索: what an inspection found starts a clock of its own – it is verified, and the head decides. Putting it
//! right closes nothing here.

use super::term::stored_date;
use crate::calls::{Context, Revision};
use crate::clock::date_of;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::inspections::law;
use crate::office::{Office, Writing};
use crate::rules::store::weekday;
use crate::rules::{Calendar, Kind, Pack, RollOver, store, time_limits};
use crate::tables::{FINDING, RECTIFICATION};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use ts_rs::TS;

/// The line of the time limits by which a lead is verified.
const VERIFY_LEAD: &str = "verify-lead";

/// Which findings.
#[derive(Debug, Default, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListFindings {
    /// suspected, verifying, filed, notFiled or transferred.
    #[ts(optional)]
    pub state: Option<String>,
    /// Of one subject.
    #[ts(optional)]
    pub subject_id: Option<Id>,
}

/// One finding.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FindingRow {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject_id: Id,
    /// Its name.
    pub subject_name: String,
    /// Title of the checklist item.
    pub item: String,
    /// 涉嫌违法情形 in words.
    pub situation: String,
    /// 事实
    pub fact: String,
    /// 责任主体
    pub responsible: String,
    /// 发现日期
    pub found_on: String,
    /// suspected, verifying, filed, notFiled or transferred.
    pub state: String,
    /// Last day of 核查; absent where the calendar does not reach.
    pub verify_by: Option<String>,
    /// The same in words, or why it is 待核.
    pub verify_by_words: String,
    /// How the last day was reckoned.
    pub calculation: String,
    /// When it was decided.
    pub decided_on: Option<String>,
    /// Why it was decided so.
    pub reason: String,
    /// The inspection that found it.
    pub inspection_id: Id,
}

/// The head's decision, or that verification began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum FindingDecision {
    /// 核查中
    Verifying,
    /// 立案
    Filed,
    /// 不予立案
    NotFiled,
    /// 移交办案机构
    Transferred,
}

impl FindingDecision {
    fn word(self) -> &'static str {
        match self {
            Self::Verifying => "verifying",
            Self::Filed => "filed",
            Self::NotFiled => "notFiled",
            Self::Transferred => "transferred",
        }
    }
}

/// To decide about a finding.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecideFinding {
    /// The finding.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// What was decided.
    pub state: FindingDecision,
    /// Why; of 不予立案 the clause.
    pub reason: String,
}

/// The time limits of the packs with their switch for days off.
#[derive(Debug)]
pub(crate) struct Limits {
    calendar: Arc<Calendar>,
    packs: Vec<Pack>,
}

impl Limits {
    /// The loaded calendar and limits.
    pub(crate) fn of(office: &Office) -> Result<Self> {
        let packs = store::all(office)?;
        let packs = packs
            .iter()
            .filter(|loaded| loaded.pack.header.kind == Kind::TimeLimits)
            .map(|loaded| loaded.pack.clone())
            .collect();
        Ok(Self { calendar: store::calendar(office)?, packs })
    }

    /// The calendar.
    pub(crate) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// What happens to a last day without work.
    pub(crate) fn roll(&self, on: NaiveDate) -> Option<&RollOver> {
        time_limits::find(&self.packs, VERIFY_LEAD, on).map(|(_, roll)| roll)
    }

    /// Last day of 核查 and its calculation; `None` where the calendar does not reach.
    pub(crate) fn verify_by(&self, found_on: NaiveDate) -> Option<(String, String)> {
        let (limit, roll) = time_limits::find(&self.packs, VERIFY_LEAD, found_on)?;
        let reckoning = limit.due(&self.calendar, roll, found_on).ok()?;
        Some((reckoning.due, reckoning.words))
    }
}

/// What an inspection found at one item.
#[derive(Debug)]
pub(crate) struct Found<'a> {
    pub(crate) inspection: Id,
    pub(crate) item: Id,
    pub(crate) register: &'a str,
    pub(crate) subject: Id,
    pub(crate) subject_name: &'a str,
    /// Title of the item, as time lines show it.
    pub(crate) title: &'a str,
    /// The situation in words, as time lines show it.
    pub(crate) situation_words: &'a str,
    pub(crate) situation: &'a str,
    pub(crate) fact: &'a str,
    pub(crate) responsible: &'a str,
    /// 发现日期, from which its clock runs.
    pub(crate) on: NaiveDate,
    /// Also a draft of 责令改正.
    pub(crate) corrects: bool,
    /// The date that the officer plans for it.
    pub(crate) correct_by: Option<&'a str>,
}

/// Writes a finding with its clock, and the draft of its correction, in the inspection's own transaction.
pub(crate) fn record(office: &Office, w: &mut Writing<'_>, limits: &Limits, found: &Found<'_>) -> Result<Id> {
    let id = office.new_id()?;
    let (verify_by, calculation) = limits.verify_by(found.on).unzip();
    w.insert(
        &FINDING,
        id,
        &[
            ("inspection_id", found.inspection.into()),
            ("item_id", found.item.into()),
            ("register", found.register.to_owned().into()),
            ("subject_id", found.subject.into()),
            ("subject_name", found.subject_name.to_owned().into()),
            ("item", found.title.to_owned().into()),
            ("situation", found.situation.to_owned().into()),
            ("fact", found.fact.to_owned().into()),
            ("responsible", found.responsible.to_owned().into()),
            ("found_on", found.on.to_string().into()),
            ("verify_by", verify_by.into()),
            ("calendar", calculation.unwrap_or_default().into()),
        ],
    )?;
    if found.corrects {
        w.insert(
            &RECTIFICATION,
            office.new_id()?,
            &[
                ("finding_id", id.into()),
                ("inspection_id", found.inspection.into()),
                ("register", found.register.to_owned().into()),
                ("subject_id", found.subject.into()),
                ("subject_name", found.subject_name.to_owned().into()),
                ("state", "draft".to_owned().into()),
                ("requirement", format!("{}：{}", found.title, found.situation_words).into()),
                ("correct_by", found.correct_by.map(str::to_owned).into()),
            ],
        )?;
    }
    Ok(id)
}

/// The findings, the most urgent first.
pub fn list(context: &Context<'_>, input: ListFindings) -> Result<Vec<FindingRow>> {
    let office = context.office;
    let limits = Limits::of(office)?;
    office.read(|db| {
        let mut statement = db.prepare_cached(
            "SELECT f.id, f.rev, f.register, f.subject_id, f.subject_name, p.item, f.situation, f.fact, f.responsible,
                    f.found_on, f.state, f.verify_by, f.calendar, f.decided_on, f.reason, f.inspection_id, i.pack_id
             FROM finding f JOIN inspection i ON i.id = f.inspection_id JOIN inspection_item p ON p.id = f.item_id
             WHERE f.retired = 0 AND (?1 IS NULL OR f.state = ?1) AND (?2 IS NULL OR f.subject_id = ?2)
             ORDER BY f.state NOT IN ('suspected', 'verifying'), f.verify_by IS NULL, f.verify_by, f.key",
        )?;
        let rows = statement
            .query_map(params![input.state, input.subject_id], |row| {
                let found = FindingRow {
                    id: row.get(0)?,
                    rev: row.get(1)?,
                    register: row.get(2)?,
                    subject_id: row.get(3)?,
                    subject_name: row.get(4)?,
                    item: row.get(5)?,
                    situation: row.get(6)?,
                    fact: row.get(7)?,
                    responsible: row.get(8)?,
                    found_on: row.get(9)?,
                    state: row.get(10)?,
                    verify_by: row.get(11)?,
                    verify_by_words: String::new(),
                    calculation: row.get(12)?,
                    decided_on: row.get(13)?,
                    reason: row.get(14)?,
                    inspection_id: row.get(15)?,
                };
                Ok((found, row.get::<_, Id>(16)?))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let mut out = Vec::with_capacity(rows.len());
        for (mut found, pack) in rows {
            let words = law::item_words(office, pack, &found.item, &found.situation)?;
            (found.item, found.situation) = (words.title, words.situation);
            settle_clock(&limits, &mut found);
            out.push(found);
        }
        Ok(out)
    })
}

/// A clock that could not be set when the finding was made is reckoned again: the year may have been loaded since.
fn settle_clock(limits: &Limits, found: &mut FindingRow) {
    if found.verify_by.is_none()
        && let Some((due, words)) = stored_date(&found.found_on).and_then(|on| limits.verify_by(on))
    {
        (found.verify_by, found.calculation) = (Some(due), words);
    }
    found.verify_by_words = verify_by_words(found.verify_by.as_deref());
}

/// 2026-12-11 周五, or why there is no date.
pub(crate) fn verify_by_words(verify_by: Option<&str>) -> String {
    match verify_by.and_then(stored_date) {
        Some(date) => format!("{date} {}", weekday(date)),
        None => "待核：所涉年份放假安排尚未载入，不能推算核查期限。".to_owned(),
    }
}

/// One finding as a rectification shows it.
pub(crate) struct Brief {
    pub(crate) item_id: Id,
    pub(crate) item: String,
    pub(crate) situation: String,
    pub(crate) basis: String,
    pub(crate) fact: String,
    pub(crate) found_on: String,
    pub(crate) state: String,
    pub(crate) verify_by: Option<String>,
}

/// Reads a finding with its words.
pub(crate) fn brief(office: &Office, db: &Connection, id: Id) -> Result<Brief> {
    let (mut brief, pack): (Brief, Id) = db
        .prepare_cached(
            "SELECT f.item_id, p.item, f.situation, f.fact, f.found_on, f.state, f.verify_by, i.pack_id
             FROM finding f JOIN inspection i ON i.id = f.inspection_id JOIN inspection_item p ON p.id = f.item_id
             WHERE f.id = ?1",
        )?
        .query_row([id], |row| {
            let brief = Brief {
                item_id: row.get(0)?,
                item: row.get(1)?,
                situation: row.get(2)?,
                basis: String::new(),
                fact: row.get(3)?,
                found_on: row.get(4)?,
                state: row.get(5)?,
                verify_by: row.get(6)?,
            };
            Ok((brief, row.get(7)?))
        })
        .optional()?
        .or_not_found("问题线索")?;
    let words = law::item_words(office, pack, &brief.item, &brief.situation)?;
    (brief.item, brief.situation, brief.basis) = (words.title, words.situation, words.basis);
    Ok(brief)
}

/// Decides about a finding. What is decided stays decided.
pub fn decide(context: &Context<'_>, input: DecideFinding) -> Result<Revision> {
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请写明理由；不予立案的，写明依据的条款项。"));
    }
    context.office.write(context.actor, "findings.decide", |w| {
        let state: String = w
            .db()
            .query_row("SELECT state FROM finding WHERE id = ?1", [input.id], |row| row.get(0))
            .optional()?
            .or_not_found("问题线索")?;
        let open =
            state == "suspected" || (state == "verifying" && input.state != FindingDecision::Verifying);
        if !open {
            return Err(Failure::NotAllowed("这条线索已经作出这一决定或更后的决定，不能再改。".into()));
        }
        w.about(input.id);
        w.note(json!({ "reason": reason }));
        let decided = (input.state != FindingDecision::Verifying).then(|| date_of(w.now_ms()).to_string());
        let values = [
            ("state", input.state.word().to_owned().into()),
            ("decided_on", decided.into()),
            ("reason", reason.to_owned().into()),
        ];
        w.update(&FINDING, input.id, Some(input.rev), &values)?;
        let rev = w.db().query_row("SELECT rev FROM finding WHERE id = ?1", [input.id], |row| row.get(0))?;
        Ok(Revision { rev })
    })
}
