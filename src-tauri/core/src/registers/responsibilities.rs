//! 包片: who answers for a subject, at three levels: 所, 科室, 局领导. What is entered for the subject itself goes
//! before what is entered for its street.

use super::definition::Register;
use super::relations::{TakeBack, rev_of};
use super::subject;
use crate::calls::{Context, Revision, Saved};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::tables::RESPONSIBILITY;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The levels, the nearest first.
pub const LEVELS: [&str; 3] = ["station", "section", "leader"];

/// A line as entered: for a subject, or for a street.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveResponsibility {
    /// Absent for a new one.
    #[ts(optional)]
    pub id: Option<Id>,
    /// The revision that was read.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// Register of the subject; absent for a street.
    #[ts(optional)]
    pub register: Option<String>,
    /// The subject; absent for a street.
    #[ts(optional)]
    pub subject_id: Option<Id>,
    /// The street; absent for a subject.
    #[ts(optional)]
    pub street: Option<String>,
    /// station, section, leader
    pub level: String,
    /// 单位、科室
    #[ts(optional)]
    pub unit_name: Option<String>,
    /// Person of the office, if registered.
    #[ts(optional)]
    pub person_id: Option<Id>,
    /// Name, if the person is not registered here.
    #[ts(optional)]
    pub person_name: Option<String>,
    /// First day.
    #[ts(optional)]
    pub since: Option<String>,
    /// Last day.
    #[ts(optional)]
    pub until: Option<String>,
    /// A remark.
    #[ts(optional)]
    pub remark: Option<String>,
}

/// Whose lines: of a subject, of a street, or all.
#[derive(Debug, Default, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ListResponsibilities {
    /// The subject.
    #[ts(optional)]
    pub subject_id: Option<Id>,
    /// The street.
    #[ts(optional)]
    pub street: Option<String>,
}

/// One line.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Responsibility {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// station, section, leader
    pub level: String,
    /// 单位、科室
    pub unit_name: String,
    /// Person of the office.
    pub person_id: Option<Id>,
    /// Name.
    pub person_name: String,
    /// The street it is entered for; empty if for the subject itself.
    pub street: String,
    /// First day.
    pub since: Option<String>,
    /// Last day.
    pub until: Option<String>,
    /// A remark.
    pub remark: String,
}

/// Adds or changes a line.
pub fn save(context: &Context<'_>, input: SaveResponsibility) -> Result<Saved> {
    let street = input.street.as_deref().unwrap_or_default().trim().to_owned();
    let register = input.register.as_deref().map(Register::by_name).transpose()?;
    if input.id.is_none() && (input.subject_id.is_some() && register.is_some()) != street.is_empty() {
        return Err(Failure::field("street", "包片责任要么登记到一个主体，要么登记到一条街道，请只填一样。"));
    }
    if !LEVELS.contains(&input.level.as_str()) {
        return Err(Failure::field("level", "层级只有所、科室、局领导三级，请选一级。"));
    }
    let since = subject::date("since", "开始日期", input.since.as_deref())?;
    let until = subject::date("until", "结束日期", input.until.as_deref())?;
    subject::term("until", since.as_deref(), until.as_deref())?;
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    context.office.write(context.actor, "responsibilities.save", |w| {
        let person = match input.person_id {
            Some(person) => w
                .db()
                .query_row("SELECT name FROM person WHERE id = ?1", [person], |row| row.get(0))
                .optional()?
                .or_not_found("人员")?,
            None => text(&input.person_name),
        };
        if person.is_empty() && text(&input.unit_name).is_empty() {
            return Err(Failure::field("personName", "请填写责任人或者责任单位。"));
        }
        let mut values: Vec<(&'static str, Value)> = vec![
            ("unit_name", text(&input.unit_name).into()),
            ("person_id", input.person_id.map_or(Value::Null, Into::into)),
            ("person_name", person.into()),
            ("since", since.into()),
            ("until", until.into()),
            ("remark", text(&input.remark).into()),
        ];
        let id = match input.id {
            Some(id) => {
                about(w, id)?;
                w.update(&RESPONSIBILITY, id, input.rev, &values)?;
                id
            }
            None => {
                values.push(("level", input.level.clone().into()));
                match (register, input.subject_id) {
                    (Some(register), Some(subject)) => {
                        subject::name(w.db(), register, subject)?;
                        w.about(subject);
                        values.push(("register", register.name.to_owned().into()));
                        values.push(("subject_id", subject.into()));
                    }
                    _ => values.push(("street", street.into())),
                }
                let id = context.office.new_id()?;
                w.insert(&RESPONSIBILITY, id, &values)?;
                id
            }
        };
        Ok(Saved { id, rev: rev_of(w.db(), "responsibility", id)? })
    })
}

fn about(w: &mut crate::office::Writing<'_>, id: Id) -> Result<()> {
    let sql = "SELECT subject_id FROM responsibility WHERE id = ?1 AND retired = 0";
    let subject: Option<Id> =
        w.db().query_row(sql, [id], |row| row.get(0)).optional()?.or_not_found("包片责任")?;
    w.about(subject.unwrap_or(id));
    Ok(())
}

/// Takes a line back.
pub fn withdraw(context: &Context<'_>, input: TakeBack) -> Result<Revision> {
    let reason = subject::reason(&input.reason)?;
    context.office.write(context.actor, "responsibilities.withdraw", |w| {
        about(w, input.id)?;
        w.note(serde_json::json!({ "reason": reason }));
        w.update(&RESPONSIBILITY, input.id, Some(input.rev), &[("retired", 1.into())])?;
        Ok(Revision { rev: rev_of(w.db(), "responsibility", input.id)? })
    })
}

const COLUMNS: &str = "id, rev, level, unit_name, person_id, person_name, street, since, until, remark";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Responsibility> {
    Ok(Responsibility {
        id: row.get(0)?,
        rev: row.get(1)?,
        level: row.get(2)?,
        unit_name: row.get(3)?,
        person_id: row.get(4)?,
        person_name: row.get(5)?,
        street: row.get(6)?,
        since: row.get(7)?,
        until: row.get(8)?,
        remark: row.get(9)?,
    })
}

/// Lines as entered, the newest first.
pub fn list(context: &Context<'_>, input: ListResponsibilities) -> Result<Vec<Responsibility>> {
    context.office.read(|db| {
        let sql = format!(
            "SELECT {COLUMNS} FROM responsibility WHERE retired = 0 AND (?1 IS NULL OR subject_id = ?1)
             AND (?2 IS NULL OR street = ?2) ORDER BY key DESC LIMIT 500"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let rows = statement.query_map(params![input.subject_id, input.street], read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    })
}

/// Who answers for a subject on a day, level by level; a level that nobody holds is absent.
pub(super) fn of(db: &Connection, id: Id, street: &str, on: &str) -> Result<Vec<Responsibility>> {
    let holds = "retired = 0 AND (since IS NULL OR since <= ?2) AND (until IS NULL OR until >= ?2)";
    let mut lines: Vec<Responsibility> = Vec::new();
    let own = format!(
        "SELECT {COLUMNS} FROM responsibility WHERE subject_id = ?1 AND {holds} ORDER BY key DESC LIMIT 20"
    );
    let mut statement = db.prepare_cached(&own)?;
    let found = statement.query_map(params![id, on], read)?;
    lines.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
    if !street.is_empty() {
        let of_street = format!(
            "SELECT {COLUMNS} FROM responsibility WHERE street = ?1 AND street <> '' AND {holds} ORDER BY key DESC LIMIT 20"
        );
        let mut statement = db.prepare_cached(&of_street)?;
        let found = statement.query_map(params![street, on], read)?;
        lines.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(nearest(lines))
}

/// One line a level: the subject's own before its street's, the newer before the older.
fn nearest(lines: Vec<Responsibility>) -> Vec<Responsibility> {
    LEVELS.iter().filter_map(|level| lines.iter().find(|line| line.level == *level).cloned()).collect()
}
