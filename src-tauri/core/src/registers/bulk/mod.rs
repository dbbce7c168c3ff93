//! 成批修改: one or several fields of many records at once. First a preview of every change, then one deed in chunks;
//! taking it back leaves and lists what was changed since.

mod plan;

use super::definition::{Field, Register};
use super::filter::ListFilter;
use super::restore::{KeptValue, TakenBack, restore};
use crate::calls::Context;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::Office;
use crate::tables::BULK_EDIT;
use plan::{Change, plan};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use ts_rs::TS;

/// Records of one bulk edit at most: a person can still look through the preview.
pub const MOST: usize = 20_000;
/// Changes that a preview shows one by one; all are counted.
const SHOWN: usize = 200;
/// A chunk ends after this long: an interactive write waits no longer.
const CHUNK_TIME: Duration = Duration::from_millis(400);
const CHUNK_ROWS: usize = 500;

/// Which records, and what they get.
#[derive(Debug, Clone, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BulkChoice {
    /// Wire name of the register.
    pub register: String,
    /// The records; those of the filter if empty.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<Id>>")]
    pub ids: Vec<Id>,
    /// What narrows the list, if no records are named.
    #[serde(default)]
    #[ts(optional)]
    pub filter: Option<ListFilter>,
    /// Values by wire name of the field; null empties it.
    pub values: BTreeMap<String, Option<String>>,
}

/// A bulk edit as it was seen in its preview.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BulkCommit {
    /// As previewed.
    pub choice: BulkChoice,
    /// What the preview answered: if a record has changed since, nothing is written.
    pub fingerprint: String,
    /// Why.
    pub reason: String,
}

/// Which bulk edit.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneBulk {
    /// The bulk edit.
    pub id: Id,
}

/// One value that changes.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct BulkCell {
    /// Wire name of the field.
    pub field: String,
    /// What stands there; personal data masked.
    pub before: String,
    /// What will stand there.
    pub after: String,
}

/// One record that changes.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct BulkRow {
    /// The record.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What changes.
    pub changes: Vec<BulkCell>,
}

/// What a bulk edit would do.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BulkPreview {
    /// Records that were chosen.
    pub chosen: u64,
    /// Those that change.
    pub changed: u64,
    /// Those that have these values already.
    pub unchanged: u64,
    /// Those that cannot be changed.
    pub refused_count: u64,
    /// The first 200 that change.
    pub rows: Vec<BulkRow>,
    /// The first 200 that cannot be changed, with the reason.
    pub refused: Vec<KeptValue>,
    /// Stands for exactly these records as they are now.
    pub fingerprint: String,
}

/// What a bulk edit did.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BulkDone {
    /// The bulk edit, to take it back.
    pub id: Id,
    /// Records changed.
    pub changed: u64,
    /// Records that somebody changed while it ran: they were left alone.
    pub refused: Vec<KeptValue>,
}

/// A bulk edit that was made.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BulkLine {
    /// Identity.
    pub id: Id,
    /// When, UTC milliseconds.
    pub began_at: i64,
    /// Who.
    pub person: Option<String>,
    /// Why.
    pub reason: String,
    /// Labels of the fields.
    pub fields: Vec<String>,
    /// Records changed.
    pub changed: u64,
    /// `open`, `committed`, `cancelled` or `undone`.
    pub state: String,
}

/// What a bulk edit would do. Writes nothing.
pub fn preview(context: &Context<'_>, input: BulkChoice) -> Result<BulkPreview> {
    let plan = plan(context, &input)?;
    let text = |field: &Field, value: &Value| {
        let text = super::list::text_of(value.clone()).unwrap_or_default();
        if field.personal { super::warnings::mask(field.kind, &text) } else { text }
    };
    let shown = plan.changes.iter().take(SHOWN).map(|change| BulkRow {
        id: change.id,
        name: change.name.clone(),
        changes: change
            .values
            .iter()
            .map(|(field, before, after)| BulkCell {
                field: field.name.to_owned(),
                before: text(field, before),
                after: super::list::text_of(after.clone()).unwrap_or_default(),
            })
            .collect(),
    });
    let (changed, refused_count) = (plan.changes.len() as u64, plan.refused.len() as u64);
    Ok(BulkPreview {
        chosen: changed + plan.unchanged + refused_count,
        changed,
        unchanged: plan.unchanged,
        refused_count,
        rows: shown.collect(),
        refused: plan.refused.into_iter().take(SHOWN).collect(),
        fingerprint: plan.fingerprint,
    })
}

/// Makes a bulk edit as it was previewed.
pub fn commit(context: &Context<'_>, input: BulkCommit) -> Result<BulkDone> {
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请写明为什么成批修改。"));
    }
    let plan = plan(context, &input.choice)?;
    if plan.fingerprint != input.fingerprint {
        return Err(Failure::Conflict("预览之后有登记变过，还没有改动任何一条。请重新预览再改。".into()));
    }
    let office = context.office;
    let register = Register::by_name(&input.choice.register)?;
    let id = office.new_id()?;
    office.write(context.actor, "registers.bulk", |w| {
        w.about(id);
        let at = w.now_ms();
        let values = [
            ("register", register.name.to_owned().into()),
            ("filter", json!(input.choice.filter).to_string().into()),
            ("fields", json!(input.choice.values).to_string().into()),
            ("reason", reason.to_owned().into()),
            ("began_at", at.into()),
            ("state", "open".to_owned().into()),
        ];
        w.insert(&BULK_EDIT, id, &values)
    })?;
    match write_rows(context, register, id, &plan.changes) {
        Ok((changed, refused)) => {
            settle(office, context.actor, id, "committed", Some(changed))?;
            Ok(BulkDone { id, changed, refused })
        }
        Err(failure) => {
            take_back(office, context.actor, register, id)?;
            settle(office, context.actor, id, "cancelled", None)?;
            Err(failure)
        }
    }
}

fn write_rows(
    context: &Context<'_>,
    register: &'static Register,
    bulk: Id,
    changes: &[Change],
) -> Result<(u64, Vec<KeptValue>)> {
    let mut long = context.office.long_write(context.actor);
    let (mut at, mut changed, mut refused) = (0, 0, Vec::new());
    while at < changes.len() {
        context.cancelled()?;
        at = long.chunk("registers.bulk.rows", |w| {
            w.about(bulk);
            let began = Instant::now();
            for (place, change) in changes.iter().enumerate().skip(at).take(CHUNK_ROWS) {
                let values: Vec<(&'static str, Value)> =
                    change.values.iter().map(|(field, _, after)| (field.column, after.clone())).collect();
                match w.update(register.table, change.id, Some(change.rev), &values) {
                    Ok(_) => {
                        w.touches(change.id)?;
                        changed += 1;
                    }
                    Err(Failure::Conflict(_)) => refused.push(KeptValue {
                        id: change.id,
                        name: change.name.clone(),
                        field: String::new(),
                        reason: "刚被别处改过，没有动它".into(),
                    }),
                    Err(failure) => return Err(failure),
                }
                if began.elapsed() > CHUNK_TIME {
                    return Ok(place + 1);
                }
            }
            Ok((at + CHUNK_ROWS).min(changes.len()))
        })?;
        context.progress(at as u64, changes.len() as u64, "逐条修改");
    }
    Ok((changed, refused))
}

fn settle(office: &Office, actor: Option<Id>, id: Id, state: &str, changed: Option<u64>) -> Result<()> {
    let deed = match state {
        "committed" => "registers.bulkDone",
        "undone" => "registers.bulkUndo",
        _ => "registers.bulkCancelled",
    };
    office.write(actor, deed, |w| {
        w.about(id);
        let mut values: Vec<(&'static str, Value)> = vec![("state", state.to_owned().into())];
        values.extend(changed.map(|changed| ("changed", Value::from(changed as i64))));
        w.update(&BULK_EDIT, id, None, &values)?;
        Ok(())
    })
}

/// Restores what a bulk edit changed, the last chunk first.
fn take_back(office: &Office, actor: Option<Id>, register: &'static Register, id: Id) -> Result<TakenBack> {
    let entries: Vec<Id> = office.read(|db| {
        let sql =
            "SELECT id FROM journal WHERE record = ?1 AND deed = 'registers.bulk.rows' ORDER BY key DESC";
        let mut statement = db.prepare(sql)?;
        Ok(statement.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    })?;
    let mut back = TakenBack::default();
    let mut long = office.long_write(actor);
    for entry in entries {
        long.chunk("registers.bulk.back", |w| {
            w.about(id);
            restore(w, register, entry, &mut back)?;
            let now = w.entry();
            w.db().execute(
                "INSERT OR IGNORE INTO deed_record (record, entry) SELECT record, ?2 FROM deed_record WHERE entry = ?1",
                params![entry, now],
            )?;
            Ok(())
        })?;
    }
    Ok(back)
}

/// Takes a bulk edit back.
pub fn undo(context: &Context<'_>, input: OneBulk) -> Result<TakenBack> {
    let found: Option<(String, String)> = context.office.read(|db| {
        let sql = "SELECT register, state FROM bulk_edit WHERE id = ?1";
        Ok(db.query_row(sql, [input.id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    })?;
    let (register, state) = found.or_not_found("这次成批修改")?;
    if state != "committed" {
        return Err(Failure::NotAllowed("这次成批修改已经撤销过，或者没有做完，没有再改动。".into()));
    }
    let back = take_back(context.office, context.actor, Register::by_name(&register)?, input.id)?;
    settle(context.office, context.actor, input.id, "undone", None)?;
    Ok(back)
}

/// After a crash: a bulk edit that was cut short is taken back, and one whose taking back was cut short is taken back
/// to the end. Either way nothing stays half done.
pub(crate) fn recover(office: &Office) -> Result<()> {
    let half: Vec<(Id, String, String)> = office.read(|db| {
        let sql = "SELECT id, register, state FROM bulk_edit WHERE state = 'open' OR state = 'committed' AND EXISTS
                     (SELECT 1 FROM journal j WHERE j.record = bulk_edit.id AND j.deed = 'registers.bulk.back')";
        let mut statement = db.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    })?;
    for (id, register, state) in half {
        take_back(office, None, Register::by_name(&register)?, id)?;
        settle(office, None, id, if state == "open" { "cancelled" } else { "undone" }, None)?;
    }
    Ok(())
}

/// The last bulk edits of a register, newest first.
pub fn list(context: &Context<'_>, input: super::views::OfRegister) -> Result<Vec<BulkLine>> {
    let register = Register::by_name(&input.register)?;
    context.office.read(|db| {
        let sql = "SELECT b.id, b.began_at, b.reason, b.fields, b.changed, b.state,
                     (SELECT p.name FROM journal j JOIN person p ON p.id = j.actor WHERE j.record = b.id ORDER BY j.key LIMIT 1)
                   FROM bulk_edit b WHERE b.register = ?1 ORDER BY b.key DESC LIMIT 50";
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map([register.name], |row| {
            let fields: String = row.get(3)?;
            let fields: BTreeMap<String, Option<String>> = serde_json::from_str(&fields).unwrap_or_default();
            let label = |name: &String| register.field(name).map(|field| field.label.to_owned());
            Ok(BulkLine {
                id: row.get(0)?,
                began_at: row.get(1)?,
                reason: row.get(2)?,
                fields: fields.keys().filter_map(label).collect(),
                changed: row.get(4)?,
                state: row.get(5)?,
                person: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    })
}
