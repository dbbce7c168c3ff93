//! 主体状况 as seen on a day: 亮照亮标, 年报, the statutory lists, the credit-risk class, 内部关注.
//!
//! Lists with consequences are the statutory ones only. Anything else is 内部关注: it has a reason, a source and an
//! expiry, and nothing in this program reads it to decide anything.

use super::definition::Register;
use super::relations::{TakeBack, rev_of};
use super::subject;
use crate::calls::{Context, Page, Revision, Saved};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::{Office, Writing};
use crate::tables::STANDING;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The kinds, each with the group of its states.
pub const KINDS: [(&str, &str); 6] = [
    ("display", "displayState"),
    ("annualReport", "annualReportState"),
    ("abnormalList", "listState"),
    ("dishonestList", "listState"),
    ("risk", "riskClass"),
    ("watch", "watchState"),
];

/// What was seen.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddStanding {
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject_id: Id,
    /// display, annualReport, abnormalList, dishonestList, risk, watch
    pub kind: String,
    /// Stable word of its group.
    pub state: String,
    /// The day on which it was seen, or from which it holds.
    pub seen_on: String,
    /// Of 内部关注: when it ends by itself.
    #[ts(optional)]
    pub until: Option<String>,
    /// Of 年报: for which year.
    #[ts(optional)]
    pub year: Option<i32>,
    /// Why.
    #[ts(optional)]
    pub reason: Option<String>,
    /// Where it is known from.
    #[ts(optional)]
    pub source: Option<String>,
}

/// Which history.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListStandings {
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject_id: Id,
    /// Which kind.
    pub kind: String,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
}

/// One line.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Which kind.
    pub kind: String,
    /// Stable word of its group.
    pub state: String,
    /// The day on which it was seen.
    pub seen_on: String,
    /// Of 内部关注: when it ends by itself.
    pub until: Option<String>,
    /// Of 年报: for which year.
    pub year: Option<i32>,
    /// Why.
    pub reason: String,
    /// Where it is known from.
    pub source: String,
    /// 内部关注 that has ended by itself.
    pub over: bool,
}

/// Enters what was seen on a day. The newest line of a kind holds; the others are its history.
pub fn add(context: &Context<'_>, input: AddStanding) -> Result<Saved> {
    let register = Register::by_name(&input.register)?;
    let group = KINDS.iter().find(|(kind, _)| *kind == input.kind).map(|(_, group)| *group);
    let group = group.ok_or_else(|| {
        Failure::field(
            "kind",
            "只能登记亮照亮标、年报、法定名单、信用风险类和内部关注。自设的名单不能登记；要提醒同事，请用内部关注。",
        )
    })?;
    subject::known(context.office, "state", group, &input.state)?;
    let seen_on = subject::date("seenOn", "看到的日期", Some(&input.seen_on))?;
    let seen_on = seen_on.ok_or_else(|| Failure::field("seenOn", "请填写看到的日期。"))?;
    subject::not_ahead(context.office, "seenOn", "看到的日期", &seen_on)?;
    let until = subject::date("until", "到期日期", input.until.as_deref())?;
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let (reason, source) = (text(&input.reason), text(&input.source));
    needed(&input, &seen_on, until.as_deref(), &reason, &source)?;
    context.office.write(context.actor, "standings.add", |w| {
        let name = subject::name(w.db(), register, input.subject_id)?;
        let id = context.office.new_id()?;
        // It stands on the subject's time line itself; the deed heads its own.
        w.about(id);
        w.insert(
            &STANDING,
            id,
            &[
                ("register", register.name.to_owned().into()),
                ("subject_id", input.subject_id.into()),
                ("subject_name", name.into()),
                ("kind", input.kind.clone().into()),
                ("state", input.state.clone().into()),
                ("seen_on", seen_on.into()),
                ("until", until.into()),
                ("year", input.year.map(i64::from).into()),
                ("reason", reason.into()),
                ("source", source.into()),
            ],
        )?;
        carry_risk(w, register, input.subject_id)?;
        Ok(Saved { id, rev: w.entry() })
    })
}

/// What a line of each kind must say.
fn needed(input: &AddStanding, seen_on: &str, until: Option<&str>, reason: &str, source: &str) -> Result<()> {
    match input.kind.as_str() {
        "watch" if reason.is_empty() => {
            Err(Failure::field("reason", "内部关注要写明理由。它只提醒同事，不产生任何后果。"))
        }
        "watch" if source.is_empty() => {
            Err(Failure::field("source", "内部关注要写明信息来源。它只提醒同事，不产生任何后果。"))
        }
        "watch" if input.state == "watching" && until.is_none() => {
            Err(Failure::field("until", "内部关注要有到期日期，到期自动结束；需要继续的，到期再登记。"))
        }
        "watch" if until.is_some_and(|until| until <= seen_on) => {
            Err(Failure::field("until", "内部关注的到期日期应晚于登记日期。"))
        }
        "abnormalList" | "dishonestList" if source.is_empty() => {
            Err(Failure::field("source", "法定名单的状态请写明从哪里查到，例如查询的系统或者决定文号。"))
        }
        "annualReport" if input.year.is_none_or(|year| !(1990..=2200).contains(&year)) => {
            Err(Failure::field("year", "请写明是哪一年度的年报。"))
        }
        kind if kind != "watch" && until.is_some() => {
            Err(Failure::field("until", "只有内部关注有到期日期，别的状况以最近一次看到的为准。"))
        }
        _ => Ok(()),
    }
}

/// The list filters by the class that holds now: it is carried into the subject's own row.
fn carry_risk(w: &mut Writing<'_>, register: &'static Register, id: Id) -> Result<()> {
    let Some(field) = register.field("riskClass") else { return Ok(()) };
    let sql = "SELECT state FROM standing WHERE subject_id = ?1 AND kind = 'risk' AND retired = 0
               ORDER BY seen_on DESC, key DESC LIMIT 1";
    let now: Option<String> = w.db().query_row(sql, [id], |row| row.get(0)).optional()?;
    if let Some(class) = now {
        w.update(register.table, id, None, &[(field.column, class.into())])?;
    }
    Ok(())
}

/// A class that was changed in the form becomes a line of the history, as of today.
pub(super) fn follow_risk(
    w: &mut Writing<'_>,
    office: &Office,
    register: &'static Register,
    id: Id,
    class: &str,
) -> Result<()> {
    let sql = "SELECT state FROM standing WHERE subject_id = ?1 AND kind = 'risk' AND retired = 0
               ORDER BY seen_on DESC, key DESC LIMIT 1";
    let known: Option<String> = w.db().query_row(sql, [id], |row| row.get(0)).optional()?;
    if class.is_empty() || known.as_deref() == Some(class) {
        return Ok(());
    }
    let name = subject::name(w.db(), register, id)?;
    let today = crate::clock::date_of(office.now_ms()).to_string();
    w.insert(
        &STANDING,
        office.new_id()?,
        &[
            ("register", register.name.to_owned().into()),
            ("subject_id", id.into()),
            ("subject_name", name.into()),
            ("kind", "risk".to_owned().into()),
            ("state", class.to_owned().into()),
            ("seen_on", today.into()),
            ("source", "登记中修改".to_owned().into()),
        ],
    )?;
    Ok(())
}

/// Takes back a line that was entered by mistake.
pub fn withdraw(context: &Context<'_>, input: TakeBack) -> Result<Revision> {
    let reason = subject::reason(&input.reason)?;
    context.office.write(context.actor, "standings.withdraw", |w| {
        let sql = "SELECT subject_id, register FROM standing WHERE id = ?1 AND retired = 0";
        let (owner, register): (Id, String) = w
            .db()
            .query_row(sql, [input.id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .or_not_found("主体状况")?;
        w.about(owner);
        w.note(serde_json::json!({ "reason": reason }));
        w.update(&STANDING, input.id, Some(input.rev), &[("retired", 1.into())])?;
        carry_risk(w, Register::by_name(&register)?, owner)?;
        Ok(Revision { rev: rev_of(w.db(), "standing", input.id)? })
    })
}

const COLUMNS: &str = "id, rev, kind, state, seen_on, until, year, reason, source, key";

fn read(row: &rusqlite::Row<'_>, today: &str) -> rusqlite::Result<Standing> {
    let until: Option<String> = row.get(5)?;
    Ok(Standing {
        id: row.get(0)?,
        rev: row.get(1)?,
        kind: row.get(2)?,
        state: row.get(3)?,
        seen_on: row.get(4)?,
        over: until.as_deref().is_some_and(|until| until < today),
        until,
        year: row.get(6)?,
        reason: row.get(7)?,
        source: row.get(8)?,
    })
}

/// What holds now, or held on `today`: the newest line of each kind.
pub(super) fn current(db: &Connection, id: Id, today: &str) -> Result<Vec<Standing>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM standing WHERE subject_id = ?1 AND kind = ?2 AND seen_on <= ?3 AND retired = 0
         ORDER BY seen_on DESC, key DESC LIMIT 1"
    );
    let mut found = Vec::new();
    for (kind, _) in KINDS {
        let mut statement = db.prepare_cached(&sql)?;
        found.extend(statement.query_row(params![id, kind, today], |row| read(row, today)).optional()?);
    }
    Ok(found)
}

/// The history of one kind, newest first.
pub fn list(context: &Context<'_>, input: ListStandings) -> Result<Page<Standing>> {
    const LIMIT: usize = 50;
    let register = Register::by_name(&input.register)?;
    let today = crate::clock::date_of(context.office.now_ms()).to_string();
    let after = match &input.after {
        None => ("9999".to_owned(), i64::MAX),
        Some(cursor) => cursor
            .split_once(':')
            .and_then(|(day, key)| Some((day.to_owned(), key.parse().ok()?)))
            .ok_or_else(|| Failure::field("after", "翻页位置不对，请从第一页重新看。"))?,
    };
    context.office.read(|db| {
        subject::name(db, register, input.subject_id)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM standing WHERE subject_id = ?1 AND kind = ?2 AND (seen_on, key) < (?3, ?4)
             AND retired = 0 ORDER BY seen_on DESC, key DESC LIMIT {}",
            LIMIT + 1
        );
        let mut statement = db.prepare_cached(&sql)?;
        let rows = statement.query_map(params![input.subject_id, input.kind, after.0, after.1], |row| {
            Ok((row.get::<_, i64>(9)?, read(row, &today)?))
        })?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = rows.len() > LIMIT;
        rows.truncate(LIMIT);
        let next = rows.last().filter(|_| more).map(|(key, line)| format!("{}:{key}", line.seen_on));
        let count = "SELECT count(*) FROM standing WHERE subject_id = ?1 AND kind = ?2 AND retired = 0";
        let total =
            db.prepare_cached(count)?.query_row(params![input.subject_id, input.kind], |row| row.get(0))?;
        Ok(Page {
            rows: rows.into_iter().map(|(_, line)| line).collect(),
            next,
            total,
            total_is_capped: false,
        })
    })
}
