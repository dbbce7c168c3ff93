//! Taking a deed back: a field is restored only where that deed wrote it last; the rest is listed and left.

use super::definition::Register;
use crate::error::Result;
use crate::id::Id;
use crate::office::Writing;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;
use ts_rs::TS;

/// Values that are listed one by one.
const LISTED: usize = 200;

/// Something that was changed since and therefore stays.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct KeptValue {
    /// The record.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Label of the field.
    pub field: String,
    /// Why it stays, in Chinese.
    pub reason: String,
}

/// What was taken back and what stays.
#[derive(Debug, Default, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TakenBack {
    /// Records restored.
    pub restored: u64,
    /// Values that stay.
    pub kept_count: u64,
    /// The first 200 of them.
    pub kept: Vec<KeptValue>,
}

/// The changes that an entry made, as journalled.
pub(crate) fn changes_of(db: &Connection, entry: Id) -> Result<Vec<Json>> {
    let payload: Option<Vec<u8>> = db
        .prepare_cached("SELECT payload FROM journal WHERE id = ?1")?
        .query_row([entry], |row| row.get(0))
        .optional()?;
    let mut payload: Json =
        payload.map(|bytes| serde_json::from_slice(&bytes)).transpose()?.unwrap_or_default();
    Ok(payload["changes"].as_array_mut().map(std::mem::take).unwrap_or_default())
}

/// Restores what `entry` changed in a register.
pub(crate) fn restore(
    w: &mut Writing<'_>,
    register: &'static Register,
    entry: Id,
    back: &mut TakenBack,
) -> Result<()> {
    for change in changes_of(w.db(), entry)? {
        let (Some(id), Some(unit)) =
            (change["id"].as_str().and_then(|id| id.parse::<Id>().ok()), change["unit"].as_str())
        else {
            continue;
        };
        let Some(before) = change["before"].as_object().filter(|_| change["table"] == register.table.name)
        else {
            continue;
        };
        let head: Option<Id> = w
            .db()
            .prepare_cached("SELECT entry FROM unit_head WHERE record = ?1 AND unit = ?2")?
            .query_row(params![id, unit], |row| row.get(0))
            .optional()?;
        let columns: Vec<&'static str> =
            register.table.columns().filter(|column| before.contains_key(*column)).collect();
        if head == Some(entry) {
            let value = |column: &&'static str| match &before[*column] {
                Json::Number(number) => number.as_i64().map_or(Value::Null, Value::Integer),
                Json::String(text) => text.clone().into(),
                _ => Value::Null,
            };
            let values: Vec<(&'static str, Value)> = columns.iter().map(|c| (*c, value(c))).collect();
            back.restored += u64::from(w.update(register.table, id, None, &values)?);
            continue;
        }
        for column in columns {
            back.kept_count += 1;
            if back.kept.len() < LISTED {
                let label = register.fields.iter().find(|field| field.column == column);
                back.kept.push(KeptValue {
                    id,
                    name: name_of(w.db(), register, id)?.unwrap_or_default(),
                    field: label.map_or("停用状态", |field| field.label).to_owned(),
                    reason: "之后又有人改过，保留现在的内容".into(),
                });
            }
        }
    }
    Ok(())
}

/// The name of a record.
pub(crate) fn name_of(db: &Connection, register: &Register, id: Id) -> Result<Option<String>> {
    let sql = format!("SELECT name FROM {} WHERE id = ?1", register.table.name);
    Ok(db.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?)
}
