//! Entering and changing one record by hand.

use super::definition::{FieldKind, Register};
use super::identity::{Values, identity};
use super::warnings::{Warning, warnings};
use crate::calls::{Context, Revision};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::tables::DUPLICATE_NOTICE;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A record as entered.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveRecord {
    /// Wire name of the register.
    pub register: String,
    /// Absent for a new record.
    #[ts(optional)]
    pub id: Option<Id>,
    /// The revision that was read.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// The fields to write; those not named stay.
    pub values: BTreeMap<String, Option<String>>,
}

/// Another record that may be the same subject.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Duplicate {
    /// The other record.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Chinese words.
    pub reason: String,
}

/// What was saved, and what to look at.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct SavedRecord {
    /// The record.
    pub id: Id,
    /// Its revision now.
    pub rev: Id,
    /// To look at; nothing was blocked.
    pub warnings: Vec<Warning>,
    /// Records that may be the same subject.
    pub duplicates: Vec<Duplicate>,
}

/// Retire or bring back.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetireRecord {
    /// Wire name of the register.
    pub register: String,
    /// The record.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// True to retire.
    pub retired: bool,
    /// Why.
    pub reason: String,
}

/// A personal field to look at.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reveal {
    /// Wire name of the register.
    pub register: String,
    /// The record.
    pub id: Id,
    /// Wire name of the field.
    pub field: String,
}

/// The full value.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Revealed {
    /// As stored.
    pub value: String,
}

/// Values as typed, before anything is saved.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckValues {
    /// Wire name of the register.
    pub register: String,
    /// The fields to look at.
    pub values: BTreeMap<String, Option<String>>,
}

/// What to look at in values that are being typed. Nothing is written and nothing is blocked.
pub fn check(context: &Context<'_>, input: CheckValues) -> Result<Vec<Warning>> {
    let register = Register::by_name(&input.register)?;
    let areas = super::page::ours(context.office)?.areas;
    Ok(warnings(register, &in_order(register, &input.values), &areas))
}

/// A value as it is stored: text as typed but trimmed, whole numbers as integers.
pub(crate) fn stored(kind: FieldKind, label: &str, name: &str, text: &str) -> Result<Value> {
    let text = text.trim();
    if kind != FieldKind::Integer {
        return Ok(text.to_owned().into());
    }
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let digits: String = text.chars().filter(|c| !",，_ ".contains(*c)).collect();
    let number = digits.parse::<i64>();
    number
        .map(Value::Integer)
        .map_err(|_| Failure::field(name, format!("“{label}”要填整数，现在是“{text}”。")))
}

/// A reference table is what somebody else reported: a correction goes back to them, not into the table.
fn by_hand(register: &Register) -> Result<()> {
    if register.reference {
        return Err(Failure::NotAllowed(format!(
            "{}是只读的参照表，由平台报送的名册导入，不能手工增改。请让报送方更正名册后重新导入。",
            register.label
        )));
    }
    Ok(())
}

/// Adds or changes a record.
pub fn save(context: &Context<'_>, input: SaveRecord) -> Result<SavedRecord> {
    let register = Register::by_name(&input.register)?;
    by_hand(register)?;
    let mut columns: Vec<(&'static str, Value)> = Vec::new();
    for (name, value) in &input.values {
        let field = register.field(name).ok_or_else(|| {
            Failure::field(name.as_str(), format!("{}没有“{name}”这一项。", register.label))
        })?;
        columns.push((
            field.column,
            stored(field.kind, field.label, field.name, value.as_deref().unwrap_or_default())?,
        ));
    }
    let empty_name = |columns: &[(&str, Value)]| {
        columns
            .iter()
            .any(|(column, value)| *column == "name" && matches!(value, Value::Text(text) if text.is_empty()))
    };
    if empty_name(&columns) || input.id.is_none() && !input.values.contains_key("name") {
        return Err(Failure::field("name", format!("请填写{}的名称。", register.label)));
    }
    let areas = super::page::ours(context.office)?.areas;
    let deed = format!("{}.save", register.name);
    context.office.write(context.actor, &deed, |w| {
        let id = match input.id {
            Some(id) => {
                w.update(register.table, id, input.rev, &columns)?;
                id
            }
            None => {
                let values = in_order(register, &input.values);
                let (natural, keyed) = identity(register, &values);
                let taken = keyed && name_of(w.db(), register, natural)?.is_some();
                let id = if keyed && !taken { natural } else { context.office.new_id()? };
                w.insert(register.table, id, &columns)?;
                if taken {
                    w.insert(
                        &DUPLICATE_NOTICE,
                        context.office.new_id()?,
                        &[
                            ("register", register.name.to_owned().into()),
                            ("record", id.into()),
                            ("other", natural.into()),
                            ("reason", "sameKey".to_owned().into()),
                        ],
                    )?;
                }
                id
            }
        };
        w.about(id);
        if let Some((_, Value::Text(class))) = columns.iter().find(|(column, _)| *column == "risk_class") {
            super::standings::follow_risk(w, context.office, register, id, class)?;
        }
        let values = current(w.db(), register, id)?.or_not_found(register.label)?;
        let duplicates = duplicates(w.db(), register, id, &values)?;
        let sql = format!("SELECT rev FROM {} WHERE id = ?1", register.table.name);
        let rev = w.db().query_row(&sql, [id], |row| row.get(0))?;
        Ok(SavedRecord { id, rev, warnings: warnings(register, &values, &areas), duplicates })
    })
}

fn in_order(register: &Register, given: &BTreeMap<String, Option<String>>) -> Values {
    let of = |name: &str| given.get(name).cloned().flatten().unwrap_or_default().trim().to_owned();
    register.fields.iter().map(|field| of(field.name)).collect()
}

fn name_of(db: &Connection, register: &Register, id: Id) -> Result<Option<String>> {
    let sql = format!("SELECT name FROM {} WHERE id = ?1", register.table.name);
    Ok(db.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?)
}

/// All fields of a record in the register's order, empty where there is nothing.
pub(crate) fn current(db: &Connection, register: &Register, id: Id) -> Result<Option<Values>> {
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", register.column_list(), register.table.name);
    let read = |row: &rusqlite::Row<'_>| {
        (0..register.fields.len())
            .map(|place| Ok(super::list::text_of(row.get(place)?).unwrap_or_default()))
            .collect::<rusqlite::Result<Values>>()
    };
    Ok(db.prepare_cached(&sql)?.query_row([id], read).optional()?)
}

/// Other records with the same code, or the same account on the same platform.
fn duplicates(db: &Connection, register: &Register, id: Id, values: &[String]) -> Result<Vec<Duplicate>> {
    let value = |name: &str| {
        let place = register.fields.iter().position(|field| field.name == name)?;
        values.get(place).filter(|value| !value.is_empty())
    };
    let mut found = Vec::new();
    if register.name == "operators"
        && let Some(code) = value("creditCode")
    {
        let mut statement = db.prepare_cached(
            "SELECT id, name FROM operator WHERE credit_code = ?1 AND credit_code <> '' AND id <> ?2 AND retired = 0 LIMIT 5",
        )?;
        let rows = statement.query_map(params![code, id], |row| {
            Ok(Duplicate {
                id: row.get(0)?, name: row.get(1)?, reason: "统一社会信用代码相同".into()
            })
        })?;
        found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    let (natural, keyed) = identity(register, values);
    if keyed
        && natural != id
        && let Some(name) = name_of(db, register, natural)?
    {
        found.push(Duplicate { id: natural, name, reason: "平台账号或代码相同".into() });
    }
    Ok(found)
}

/// Retires a record, or brings one back. Nothing is deleted.
pub fn retire(context: &Context<'_>, input: RetireRecord) -> Result<Revision> {
    let register = Register::by_name(&input.register)?;
    by_hand(register)?;
    if input.reason.trim().is_empty() {
        return Err(Failure::field("reason", "请写明停用或恢复的原因。"));
    }
    context.office.write(context.actor, &format!("{}.retire", register.name), |w| {
        w.about(input.id);
        w.note(serde_json::json!({"reason": input.reason.trim()}));
        if !input.retired {
            super::merge::refuse_bringing_back(w.db(), register, input.id)?;
        }
        w.update(register.table, input.id, Some(input.rev), &[("retired", i64::from(input.retired).into())])?;
        let sql = format!("SELECT rev FROM {} WHERE id = ?1", register.table.name);
        Ok(Revision { rev: w.db().query_row(&sql, [input.id], |row| row.get(0))? })
    })
}

/// The full value of a masked field. The look is journalled.
pub fn reveal(context: &Context<'_>, input: Reveal) -> Result<Revealed> {
    let register = Register::by_name(&input.register)?;
    let field = register.field(&input.field).or_not_found("这一项")?;
    context.office.write(context.actor, &format!("{}.reveal", register.name), |w| {
        w.about(input.id);
        w.note(serde_json::json!({"field": field.name}));
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", field.column, register.table.name);
        let value: Value =
            w.db().query_row(&sql, [input.id], |row| row.get(0)).optional()?.or_not_found(register.label)?;
        Ok(Revealed { value: super::list::text_of(value).unwrap_or_default() })
    })
}
