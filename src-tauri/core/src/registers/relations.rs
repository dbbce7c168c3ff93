//! 关系: dated relations between subjects, and those that the words of a roster suggest.

use super::NOT_OPEN;
use super::definition::Register;
use super::roles::{self, NAMED};
use super::subject;
use crate::calls::{Context, Page, Revision, Saved};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::tables::RELATION;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Relations on the first page of a subject.
pub(super) const FIRST: usize = 24;

/// One side of a relation.
#[derive(Debug, Clone, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "RelationSide")]
pub struct Side {
    /// Wire name of its register.
    pub register: String,
    /// The record.
    pub id: Id,
}

/// A relation to enter.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddRelation {
    /// Stable word, see the labels `relationKind`.
    pub kind: String,
    /// Who does it.
    pub from: Side,
    /// To whom.
    pub to: Side,
    /// First day, if known.
    #[ts(optional)]
    pub since: Option<String>,
    /// Last day, if it has ended.
    #[ts(optional)]
    pub until: Option<String>,
    /// Where it is known from.
    #[ts(optional)]
    pub source: Option<String>,
    /// A remark.
    #[ts(optional)]
    pub remark: Option<String>,
}

/// A relation that has ended.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndRelation {
    /// The relation.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// Last day.
    pub until: String,
    /// Where that is known from.
    #[ts(optional)]
    pub source: Option<String>,
}

/// Something to take back because it was entered by mistake.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    /// The line.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// Why.
    pub reason: String,
}

/// Whose relations, and where to go on.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListRelations {
    /// Wire name of the register.
    pub register: String,
    /// The record.
    pub id: Id,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// Lines per page, 100 if absent, at most 500.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// One relation as seen from a subject.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[ts(rename = "SubjectRelation")]
pub struct Relation {
    /// The relation; absent for what a roster says only in words.
    pub id: Option<Id>,
    /// Its revision.
    pub rev: Option<Id>,
    /// Stable word.
    pub kind: String,
    /// The subject is on the receiving side: the words are those of `relationBack`.
    pub back: bool,
    /// Register of the other.
    pub register: String,
    /// The other, if it is registered.
    pub other: Option<Id>,
    /// Its name.
    pub name: String,
    /// First day.
    pub since: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// current, ended, future, suggested, text
    pub state: String,
    /// Where it is known from; for a suggestion, why.
    pub source: String,
    /// A remark.
    pub remark: String,
}

/// Enters a relation.
pub fn add(context: &Context<'_>, input: AddRelation) -> Result<Saved> {
    let from = Register::by_name(&input.from.register)?;
    let to = Register::by_name(&input.to.register)?;
    let role = roles::check(&input.kind, from, to)?;
    let since = subject::date("since", "开始日期", input.since.as_deref())?;
    let until = subject::date("until", "结束日期", input.until.as_deref())?;
    subject::term("until", since.as_deref(), until.as_deref())?;
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    context.office.write(context.actor, "relations.add", |w| {
        let (one, other) =
            (subject::name(w.db(), from, input.from.id)?, subject::name(w.db(), to, input.to.id)?);
        let same = "SELECT 1 FROM relation WHERE from_id = ?1 AND kind = ?2 AND to_id = ?3 AND until IS NULL AND retired = 0";
        if until.is_none()
            && w.db().prepare_cached(same)?.exists(params![input.from.id, role.name, input.to.id])?
        {
            return Err(Failure::Conflict(format!(
                "“{one}”和“{other}”的这种关系已经登记，还没有结束，没有再登记一次。"
            )));
        }
        let id = context.office.new_id()?;
        w.about(input.from.id);
        w.insert(
            &RELATION,
            id,
            &[
                ("kind", role.name.to_owned().into()),
                ("from_register", from.name.to_owned().into()),
                ("from_id", input.from.id.into()),
                ("to_register", to.name.to_owned().into()),
                ("to_id", input.to.id.into()),
                ("since", since.into()),
                ("until", until.into()),
                ("source", text(&input.source).into()),
                ("remark", text(&input.remark).into()),
            ],
        )?;
        Ok(Saved { id, rev: w.entry() })
    })
}

/// Ends a relation; it stays in the history.
pub fn end(context: &Context<'_>, input: EndRelation) -> Result<Revision> {
    let until = subject::date("until", "结束日期", Some(&input.until))?;
    let until = until.ok_or_else(|| Failure::field("until", "请填写结束的日期。"))?;
    context.office.write(context.actor, "relations.end", |w| {
        let (from, since) = whose(w.db(), input.id)?;
        subject::term("until", since.as_deref(), Some(&until))?;
        w.about(from);
        let mut values: Vec<(&'static str, Value)> = vec![("until", until.into())];
        if let Some(source) = input.source.as_deref().map(str::trim).filter(|source| !source.is_empty()) {
            values.push(("source", source.to_owned().into()));
        }
        w.update(&RELATION, input.id, Some(input.rev), &values)?;
        Ok(Revision { rev: rev_of(w.db(), "relation", input.id)? })
    })
}

/// Takes back a relation that was entered by mistake.
pub fn withdraw(context: &Context<'_>, input: TakeBack) -> Result<Revision> {
    let reason = subject::reason(&input.reason)?;
    context.office.write(context.actor, "relations.withdraw", |w| {
        let (from, _) = whose(w.db(), input.id)?;
        w.about(from);
        w.note(serde_json::json!({ "reason": reason }));
        w.update(&RELATION, input.id, Some(input.rev), &[("retired", 1.into())])?;
        Ok(Revision { rev: rev_of(w.db(), "relation", input.id)? })
    })
}

fn whose(db: &Connection, id: Id) -> Result<(Id, Option<String>)> {
    let sql = "SELECT from_id, since FROM relation WHERE id = ?1 AND retired = 0";
    db.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?.or_not_found("关系")
}

/// The revision of a row.
pub(super) fn rev_of(db: &Connection, table: &str, id: Id) -> Result<Id> {
    let sql = format!("SELECT rev FROM {table} WHERE id = ?1");
    Ok(db.prepare_cached(&sql)?.query_row([id], |row| row.get(0))?)
}

/// One page of a subject's relations.
pub fn list(context: &Context<'_>, input: ListRelations) -> Result<Page<Relation>> {
    let register = Register::by_name(&input.register)?;
    let limit = input.limit.unwrap_or(100).clamp(1, 500) as usize;
    let today = crate::clock::date_of(context.office.now_ms()).to_string();
    context.office.read(|db| {
        subject::name(db, register, input.id)?;
        page(db, input.id, input.after.as_deref(), limit, &today)
    })
}

/// Those of a subject: what it does first, then what is done to it, each by kind in the order of entering.
pub(super) fn page(
    db: &Connection,
    id: Id,
    after: Option<&str>,
    limit: usize,
    today: &str,
) -> Result<Page<Relation>> {
    let (mut back, mut kind, mut key) = (false, String::new(), 0);
    if let Some(cursor) = after {
        let mut parts = cursor.splitn(3, ':');
        let parsed =
            (|| Some((parts.next()? == "1", parts.next()?.to_owned(), parts.next()?.parse::<i64>().ok()?)))();
        (back, kind, key) =
            parsed.ok_or_else(|| Failure::field("after", "翻页位置不对，请从第一页重新看。"))?;
    }
    let mut rows: Vec<(String, Relation)> = Vec::new();
    for side in [false, true] {
        if (back && !side) || rows.len() > limit {
            continue;
        }
        let (own, other) = if side { ("to", "from") } else { ("from", "to") };
        let sql = format!(
            "SELECT key, id, rev, kind, {other}_register, {other}_id, since, until, source, remark FROM relation
             WHERE {own}_id = ?1 AND (kind, key) > (?2, ?3) AND retired = 0 ORDER BY kind, key LIMIT ?4"
        );
        let from: (&str, i64) = if side == back { (&kind, key) } else { ("", 0) };
        let mut statement = db.prepare_cached(&sql)?;
        let mut found = statement.query(params![id, from.0, from.1, (limit + 1 - rows.len()) as i64])?;
        while let Some(row) = found.next()? {
            let kind: String = row.get(3)?;
            let register: String = row.get(4)?;
            let other: Id = row.get(5)?;
            let (since, until): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
            let name = subject::name(db, Register::by_name(&register)?, other).unwrap_or_default();
            let cursor = format!("{}:{kind}:{}", u8::from(side), row.get::<_, i64>(0)?);
            rows.push((
                cursor,
                Relation {
                    id: row.get(1)?,
                    rev: row.get(2)?,
                    state: state(since.as_deref(), until.as_deref(), today).to_owned(),
                    kind,
                    back: side,
                    register,
                    other: Some(other),
                    name,
                    since,
                    until,
                    source: row.get(8)?,
                    remark: row.get(9)?,
                },
            ));
        }
    }
    let next = (rows.len() > limit).then(|| rows[limit - 1].0.clone());
    rows.truncate(limit);
    let count = "SELECT (SELECT count(*) FROM relation WHERE from_id = ?1 AND retired = 0)
                      + (SELECT count(*) FROM relation WHERE to_id = ?1 AND retired = 0)";
    let total = db.prepare_cached(count)?.query_row([id], |row| row.get(0))?;
    Ok(Page { rows: rows.into_iter().map(|(_, row)| row).collect(), next, total, total_is_capped: false })
}

/// Whether a relation holds on a day.
pub fn state(since: Option<&str>, until: Option<&str>, on: &str) -> &'static str {
    if since.is_some_and(|since| since > on) {
        "future"
    } else if until.is_some_and(|until| until < on) {
        "ended"
    } else {
        "current"
    }
}

/// What the words of the record say about others: a suggestion where a name or a code fits a registered subject,
/// else the words themselves. What is already related is left out.
pub(super) fn suggested(
    db: &Connection,
    register: &Register,
    id: Id,
    values: &[String],
) -> Result<Vec<Relation>> {
    let value = |name: &str| -> &str {
        let place = register.fields.iter().position(|field| field.name == name);
        place.and_then(|place| values.get(place)).map_or("", |value| value.trim())
    };
    let mut found: Vec<Relation> = Vec::new();
    for named in NAMED.iter().filter(|named| named.register == register.name) {
        let (name, code) = (value(named.name), value(named.code));
        if name.is_empty() && code.is_empty() {
            continue;
        }
        let other = Register::by_name(named.other)?;
        let (mut fits, mut why) = (by_code(db, other, code)?, format!("代码 {code} 相同"));
        if fits.is_empty() {
            (fits, why) = (by_name(db, other, name)?, format!("名册写的是“{name}”，名称相同"));
        }
        let line = |other: Option<Id>, name: &str, state: &str, source: String| Relation {
            id: None,
            rev: None,
            kind: named.role.to_owned(),
            back: named.back,
            register: named.other.to_owned(),
            other,
            name: name.to_owned(),
            since: None,
            until: None,
            state: state.to_owned(),
            source,
            remark: String::new(),
        };
        if fits.is_empty() && !name.is_empty() {
            found.push(line(None, name, "text", "名册所载，没有登记成对象".into()));
        }
        for (fit, fit_name) in fits {
            if !related(db, named.role, named.back, id, fit)? {
                found.push(line(Some(fit), &fit_name, "suggested", why.clone()));
            }
        }
    }
    if register.name == "operators" {
        let code = value("creditCode");
        let sql = format!(
            "SELECT id, name FROM room WHERE operator_code = ?1 AND operator_code <> '' AND retired = 0 AND {NOT_OPEN} LIMIT 20"
        );
        for (fit, name) in pairs(db, &sql, [code.to_owned().into()])? {
            if !code.is_empty() && !related(db, "operates", false, id, fit)? {
                found.push(Relation {
                    id: None,
                    rev: None,
                    kind: "operates".into(),
                    back: false,
                    register: "rooms".into(),
                    other: Some(fit),
                    name,
                    since: None,
                    until: None,
                    state: "suggested".into(),
                    source: format!("直播间名册上的代码 {code} 相同"),
                    remark: String::new(),
                });
            }
        }
    }
    Ok(found)
}

fn related(db: &Connection, role: &str, back: bool, id: Id, other: Id) -> Result<bool> {
    let (from, to) = if back { (other, id) } else { (id, other) };
    let sql = "SELECT 1 FROM relation WHERE from_id = ?1 AND kind = ?2 AND to_id = ?3 AND retired = 0";
    Ok(db.prepare_cached(sql)?.exists(params![from, role, to])?)
}

fn by_code(db: &Connection, register: &Register, code: &str) -> Result<Vec<(Id, String)>> {
    if code.is_empty() || register.field("creditCode").is_none() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, name FROM {} WHERE credit_code = ?1 AND credit_code <> '' AND retired = 0 AND {NOT_OPEN} LIMIT 3",
        register.table.name
    );
    pairs(db, &sql, [code.to_owned().into()])
}

/// By the exact name, through the order of the list: no index of its own is needed.
fn by_name(db: &Connection, register: &Register, name: &str) -> Result<Vec<(Id, String)>> {
    if name.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, name FROM {} WHERE sort_key = ?1 AND name = ?2 AND retired = 0 AND {NOT_OPEN} LIMIT 3",
        register.table.name
    );
    pairs(db, &sql, [crate::search::sort_key(name).into(), name.to_owned().into()])
}

fn pairs<const N: usize>(db: &Connection, sql: &str, values: [Value; N]) -> Result<Vec<(Id, String)>> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::state;

    #[test]
    fn a_relation_holds_from_its_first_day_to_its_last() {
        for (since, until, on, holds) in [
            (None, None, "2026-11-26", "current"),
            (Some("2026-11-26"), None, "2026-11-26", "current"),
            (Some("2026-11-27"), None, "2026-11-26", "future"),
            (None, Some("2026-11-26"), "2026-11-26", "current"),
            (None, Some("2026-11-25"), "2026-11-26", "ended"),
        ] {
            assert_eq!(state(since, until, on), holds, "{since:?} {until:?}");
        }
    }
}
