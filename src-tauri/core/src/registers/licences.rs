//! 证照: licences and filings of a subject, each with its own term; those that run out come onto the 工作台.

use super::definition::Register;
use super::relations::{TakeBack, rev_of};
use super::subject;
use crate::calls::{Context, Revision, Saved};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::tables::LICENCE;
use chrono::{Days, NaiveDate};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long before its last day a licence counts as 即将到期. A choice of this program, not of a law.
pub const AHEAD_DAYS: u64 = 30;

/// A licence as entered.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveLicence {
    /// Absent for a new one.
    #[ts(optional)]
    pub id: Option<Id>,
    /// The revision that was read.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject_id: Id,
    /// Stable word, see the labels `licenceKind`.
    pub kind: String,
    /// 证照编号
    #[ts(optional)]
    pub number: Option<String>,
    /// 发证机关
    #[ts(optional)]
    pub issuer: Option<String>,
    /// First day.
    #[ts(optional)]
    pub valid_from: Option<String>,
    /// Last day; absent means that none is known.
    #[ts(optional)]
    pub valid_until: Option<String>,
    /// 许可范围
    #[ts(optional)]
    pub scope: Option<String>,
    /// Where it is known from.
    #[ts(optional)]
    pub source: Option<String>,
    /// A remark.
    #[ts(optional)]
    pub remark: Option<String>,
}

/// Whose lines.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfSubject {
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject_id: Id,
}

/// One licence.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Licence {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Stable word.
    pub kind: String,
    /// 证照编号
    pub number: String,
    /// 发证机关
    pub issuer: String,
    /// First day.
    pub valid_from: Option<String>,
    /// Last day.
    pub valid_until: Option<String>,
    /// 许可范围
    pub scope: String,
    /// Where it is known from.
    pub source: String,
    /// A remark.
    pub remark: String,
    /// valid, expiring, expired, noTerm, notYet
    pub state: String,
}

/// Adds or changes a licence.
pub fn save(context: &Context<'_>, input: SaveLicence) -> Result<Saved> {
    let register = Register::by_name(&input.register)?;
    subject::known(context.office, "kind", "licenceKind", &input.kind)?;
    let from = subject::date("validFrom", "有效期起", input.valid_from.as_deref())?;
    let until = subject::date("validUntil", "有效期至", input.valid_until.as_deref())?;
    subject::term("validUntil", from.as_deref(), until.as_deref())?;
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let number = crate::search::fold_digits(input.number.as_deref().unwrap_or_default());
    if input.kind == "other" && number.is_empty() && text(&input.scope).is_empty() {
        return Err(Failure::field("number", "“其他证照”请至少写明编号或者许可范围，以便辨认。"));
    }
    context.office.write(context.actor, "licences.save", |w| {
        let name = subject::name(w.db(), register, input.subject_id)?;
        let mut values: Vec<(&'static str, Value)> = vec![
            ("kind", input.kind.clone().into()),
            ("number", number.into()),
            ("issuer", text(&input.issuer).into()),
            ("valid_from", from.into()),
            ("valid_until", until.into()),
            ("scope", text(&input.scope).into()),
            ("source", text(&input.source).into()),
            ("remark", text(&input.remark).into()),
        ];
        w.about(input.subject_id);
        let id = match input.id {
            Some(id) => {
                let owner = "SELECT subject_id FROM licence WHERE id = ?1 AND retired = 0";
                let owner: Id =
                    w.db().query_row(owner, [id], |row| row.get(0)).optional()?.or_not_found("证照")?;
                if owner != input.subject_id {
                    return Err(Failure::field("subjectId", "这份证照登记在另一个主体名下，没有改动。"));
                }
                w.update(&LICENCE, id, input.rev, &values)?;
                id
            }
            None => {
                values.extend([
                    ("register", register.name.to_owned().into()),
                    ("subject_id", input.subject_id.into()),
                    ("subject_name", name.into()),
                ]);
                let id = context.office.new_id()?;
                w.insert(&LICENCE, id, &values)?;
                id
            }
        };
        Ok(Saved { id, rev: rev_of(w.db(), "licence", id)? })
    })
}

/// Takes back a licence that was entered by mistake, or that was replaced.
pub fn withdraw(context: &Context<'_>, input: TakeBack) -> Result<Revision> {
    let reason = subject::reason(&input.reason)?;
    context.office.write(context.actor, "licences.withdraw", |w| {
        let sql = "SELECT subject_id FROM licence WHERE id = ?1";
        let owner: Id =
            w.db().query_row(sql, [input.id], |row| row.get(0)).optional()?.or_not_found("证照")?;
        w.about(owner);
        w.note(serde_json::json!({ "reason": reason }));
        w.update(&LICENCE, input.id, Some(input.rev), &[("retired", 1.into())])?;
        Ok(Revision { rev: rev_of(w.db(), "licence", input.id)? })
    })
}

/// The licences of a subject, what runs out first in front.
pub fn list(context: &Context<'_>, input: OfSubject) -> Result<Vec<Licence>> {
    let register = Register::by_name(&input.register)?;
    let today = crate::clock::date_of(context.office.now_ms());
    context.office.read(|db| {
        subject::name(db, register, input.subject_id)?;
        of(db, input.subject_id, today, 500)
    })
}

pub(super) fn of(db: &Connection, id: Id, today: NaiveDate, limit: u32) -> Result<Vec<Licence>> {
    let sql =
        "SELECT id, rev, kind, number, issuer, valid_from, valid_until, scope, source, remark FROM licence
               WHERE subject_id = ?1 AND retired = 0 ORDER BY key DESC LIMIT ?2";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![id, limit], |row| {
        let (from, until): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
        Ok(Licence {
            id: row.get(0)?,
            rev: row.get(1)?,
            kind: row.get(2)?,
            number: row.get(3)?,
            issuer: row.get(4)?,
            state: state(from.as_deref(), until.as_deref(), today).to_owned(),
            valid_from: from,
            valid_until: until,
            scope: row.get(7)?,
            source: row.get(8)?,
            remark: row.get(9)?,
        })
    })?;
    let mut found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    found.sort_by_key(|licence| (licence.valid_until.is_none(), licence.valid_until.clone()));
    Ok(found)
}

/// How a licence stands on a day.
pub fn state(from: Option<&str>, until: Option<&str>, today: NaiveDate) -> &'static str {
    let ahead = today.checked_add_days(Days::new(AHEAD_DAYS)).unwrap_or(today).to_string();
    let today = today.to_string();
    match (from, until) {
        (Some(from), _) if from > today.as_str() => "notYet",
        (_, Some(until)) if until < today.as_str() => "expired",
        (_, Some(until)) if until <= ahead.as_str() => "expiring",
        (_, Some(_)) => "valid",
        (_, None) => "noTerm",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_runs_out_after_its_last_day() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        for (from, until, expected) in [
            (None, None, "noTerm"),
            (None, Some("2026-11-25"), "expired"),
            (None, Some("2026-11-26"), "expiring"),
            (None, Some("2026-12-26"), "expiring"),
            (None, Some("2026-12-27"), "valid"),
            (Some("2026-11-27"), Some("2029-11-26"), "notYet"),
        ] {
            assert_eq!(state(from, until, today), expected, "{from:?} {until:?}");
        }
    }
}
