//! What a bulk edit would do to every record that was chosen.

use super::{BulkChoice, KeptValue, MOST};
use crate::calls::Context;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use crate::registers::definition::{Field, FieldKind, Register};
use crate::registers::export::cells::Words;
use crate::registers::filter::conditions;
use crate::registers::merge::by_hand;
use crate::registers::save::stored;
use crate::search::register_and_key;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::json;
use sha2::{Digest, Sha256};

pub(super) struct Change {
    pub(super) id: Id,
    pub(super) rev: Id,
    pub(super) name: String,
    pub(super) values: Vec<(&'static Field, Value, Value)>,
}

pub(super) struct Plan {
    pub(super) changes: Vec<Change>,
    pub(super) unchanged: u64,
    pub(super) refused: Vec<KeptValue>,
    pub(super) fingerprint: String,
}

/// The new values, checked: no field that tells one record from another, no code that nobody knows.
fn wanted(
    office: &Office,
    register: &'static Register,
    input: &BulkChoice,
) -> Result<Vec<(&'static Field, Value)>> {
    if input.values.is_empty() {
        return Err(Failure::field("values", "请至少选一项要改的内容。"));
    }
    let mut wanted = Vec::new();
    for (name, value) in &input.values {
        let field = register
            .field(name)
            .ok_or_else(|| Failure::field("values", format!("{}没有“{name}”这一项。", register.label)))?;
        if field.name == "name" || register.keys.iter().flat_map(|key| key.iter()).any(|key| key == name) {
            return Err(Failure::field(
                field.name,
                format!("“{}”一户一个，不能成批改成同样的内容。请逐户修改。", field.label),
            ));
        }
        let text = value.as_deref().unwrap_or_default().trim();
        if field.kind == FieldKind::Enum && !text.is_empty() {
            let words = Words::of(office, field)?;
            if !words.knows(text) {
                return Err(Failure::field(field.name, format!("“{}”没有“{text}”这个选项。", field.label)));
            }
        }
        wanted.push((field, stored(field.kind, field.label, field.name, text)?));
    }
    Ok(wanted)
}

/// Every record that was chosen, and what becomes of it.
pub(super) fn plan(context: &Context<'_>, input: &BulkChoice) -> Result<Plan> {
    let register = Register::by_name(&input.register)?;
    by_hand(register)?;
    let wanted = wanted(context.office, register, input)?;
    let db = context.office.new_reader()?;
    db.execute_batch("BEGIN")?;
    let chosen = chosen(context, &db, register, input)?;
    let columns: Vec<&str> = wanted.iter().map(|(field, _)| field.column).collect();
    let sql = format!(
        "SELECT rev, name, retired, {}, {} FROM {} WHERE id = ?1",
        crate::registers::NOT_OPEN,
        columns.join(", "),
        register.table.name
    );
    let mut plan =
        Plan { changes: Vec::new(), unchanged: 0, refused: Vec::new(), fingerprint: String::new() };
    let mut hasher = Sha256::new();
    hasher.update(json!([input.register, input.values]).to_string());
    for (place, id) in chosen.into_iter().enumerate() {
        if place % 1024 == 1023 {
            context.cancelled()?;
            context.progress(place as u64, 0, "逐条比对");
        }
        let read = |row: &rusqlite::Row<'_>| {
            let before = (0..wanted.len())
                .map(|place| row.get(place + 4))
                .collect::<rusqlite::Result<Vec<Value>>>()?;
            Ok((
                row.get::<_, Id>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, bool>(2)?,
                row.get::<_, bool>(3)?,
                before,
            ))
        };
        let found = db.prepare_cached(&sql)?.query_row([id], read).optional()?;
        let mut refuse = |name: &str, reason: &str| {
            let (name, reason) = (name.to_owned(), reason.to_owned());
            plan.refused.push(KeptValue { id, name, field: String::new(), reason });
        };
        let Some((rev, name, retired, settled, before)) = found else {
            refuse("", "没有找到这条登记");
            continue;
        };
        hasher.update(id.0);
        hasher.update(rev.0);
        if !settled {
            refuse(&name, "所在的导入批次还没有入库");
        } else if retired {
            refuse(&name, "已停用，恢复后才能修改");
        } else {
            let values = wanted.iter().zip(before).filter(|((_, after), before)| after != before);
            let values: Vec<_> =
                values.map(|((field, after), before)| (*field, before, after.clone())).collect();
            if values.is_empty() {
                plan.unchanged += 1;
            } else {
                plan.changes.push(Change { id, rev, name, values });
            }
        }
    }
    plan.fingerprint = hex::encode(hasher.finalize());
    Ok(plan)
}

/// The records in their order, each once.
fn chosen(
    context: &Context<'_>,
    db: &Connection,
    register: &'static Register,
    input: &BulkChoice,
) -> Result<Vec<Id>> {
    let too_many = || {
        Failure::field("filter", format!("一次最多改 {MOST} 条，现在选得更多。请再加一个条件，分几次改。"))
    };
    if !input.ids.is_empty() {
        let mut seen = std::collections::HashSet::new();
        let ids: Vec<Id> = input.ids.iter().copied().filter(|id| seen.insert(*id)).collect();
        return if ids.len() > MOST { Err(too_many()) } else { Ok(ids) };
    }
    let Some(filter) = &input.filter else {
        return Err(Failure::field("ids", "还没有选要改的登记。"));
    };
    let Some(wanted) = conditions(register, filter)? else { return Ok(Vec::new()) };
    let table = register.table.name;
    let mut ids = Vec::new();
    if let Some(text) = filter.sought() {
        let mut statement =
            db.prepare(&format!("SELECT id FROM {table} WHERE key = ? AND {}", wanted.whole()))?;
        let mut failure = None;
        crate::registers::find::walk(context.office, register, text, &mut |row| {
            let values = std::iter::once(Value::from(register_and_key(row).1)).chain(wanted.values());
            match statement.query_row(params_from_iter(values), |row| row.get::<_, Id>(0)).optional() {
                Ok(found) => ids.extend(found),
                Err(error) => failure = Some(error),
            }
            failure.is_none() && ids.len() <= MOST && !context.cancel.is_cancelled()
        })?;
        if let Some(error) = failure {
            return Err(error.into());
        }
    } else {
        let sql = format!(
            "SELECT id FROM {table} WHERE {} ORDER BY sort_key, key LIMIT {}",
            wanted.whole(),
            MOST + 1
        );
        let mut statement = db.prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(wanted.values()), |row| row.get(0))?;
        ids = rows.collect::<rusqlite::Result<_>>()?;
    }
    context.cancelled()?;
    if ids.len() > MOST { Err(too_many()) } else { Ok(ids) }
}
