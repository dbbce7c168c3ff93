//! Taking a batch back. A field is restored only where the batch wrote it last; the rest is listed and left.

use super::receipt::BatchInput;
use crate::calls::Context;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::{Office, Writing};
use crate::registers::Register;
use crate::tables::BATCH;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::collections::HashSet;
use std::sync::{MutexGuard, TryLockError};
use ts_rs::TS;

/// Rows per chunk; deletions and restores are cheap.
const CHUNK: i64 = 10_000;

/// Which batch to take back.
pub type UndoInput = BatchInput;

/// Something that somebody changed since, and that therefore stays.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct Kept {
    /// Row of the file.
    pub row: i64,
    /// Name of the record.
    pub name: String,
    /// Field or unit, in Chinese where it has a label.
    pub field: String,
    /// Why it stays, in Chinese.
    pub reason: String,
}

/// What was taken back.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Undone {
    /// Records taken back.
    pub undone: u64,
    /// How many fields stay.
    pub kept_count: u64,
    /// The first 200 of them.
    pub kept: Vec<Kept>,
}

/// Takes back a settled batch.
pub fn undo(context: &Context<'_>, input: UndoInput) -> Result<Undone> {
    let office = context.office;
    let _alone = alone(office)?;
    let batch = Batch::find(office, input.batch)?;
    if batch.state != "committed" {
        return Err(Failure::NotAllowed("只有已经入库的批次才能撤销，这一批已撤销或没有入库。".into()));
    }
    let entry = office.write(context.actor, "imports.undo", |w| {
        w.about(input.batch);
        w.note(json!({"undoes": input.batch}));
        Ok(w.entry())
    })?;
    let mut undone = Undone { undone: 0, kept_count: 0, kept: Vec::new() };
    let mut long = office.long_write(context.actor);
    let mut after = batch.first(office)?.map_or(i64::MAX, |first| first - 1);
    let mut kept = HashSet::new();
    while long
        .chunk("imports.undo.rows", |w| batch.retire_chunk(w, entry, &mut after, &mut undone, &mut kept))?
    {
        context.progress(undone.undone, batch.touched, "撤销本批");
    }
    let mut after = -1;
    while long.chunk("imports.undo.rows", |w| batch.restore_chunk(w, entry, &mut after, &mut undone))? {
        context.progress(undone.undone, batch.touched, "撤销本批");
    }
    batch.list_kept(office, &kept, &mut undone)?;
    office.write(context.actor, "imports.undone", |w| {
        w.about(input.batch);
        w.note(json!({"settledBatch": input.batch, "undone": undone.undone, "kept": undone.kept_count}));
        w.update(&BATCH, input.batch, None, &[("state", "undone".to_owned().into())])
    })?;
    Ok(undone)
}

/// One import or undo at a time. A batch that an earlier one could not withdraw (a full disk, say) goes first: its
/// rows must not pass for known ones.
pub(super) fn alone(office: &Office) -> Result<MutexGuard<'_, ()>> {
    let guard = match office.importing.try_lock() {
        Ok(guard) => guard,
        Err(TryLockError::Poisoned(guard)) => guard.into_inner(),
        Err(TryLockError::WouldBlock) => {
            return Err(Failure::Conflict(
                "另一份名册正在导入或撤销，这一份还没有开始。请等那一份完成后再试。".into(),
            ));
        }
    };
    recover(office)?;
    Ok(guard)
}

/// After a crash: a batch that was left open is withdrawn.
pub fn recover(office: &Office) -> Result<()> {
    let open: Vec<Id> = office.read(|db| {
        let mut statement = db.prepare("SELECT id FROM batch WHERE state = 'open'")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    })?;
    open.into_iter().try_for_each(|batch| withdraw(office, None, batch, "cancelled"))
}

/// Withdraws an open batch: its new rows were never visible and go, its changes are restored, its outcomes stay.
pub(super) fn withdraw(office: &Office, actor: Option<Id>, id: Id, state: &str) -> Result<()> {
    let batch = Batch::find(office, id)?;
    let table = batch.register.table.name;
    let mut long = office.long_write(actor);
    let entry = office.write(actor, "imports.withdraw", |w| {
        w.about(id);
        w.note(json!({"withdraws": id}));
        Ok(w.entry())
    })?;
    let mut after = -1;
    let mut ignored = Undone { undone: 0, kept_count: 0, kept: Vec::new() };
    while long.chunk("imports.withdraw.rows", |w| batch.restore_chunk(w, entry, &mut after, &mut ignored))? {}
    let delete = format!(
        "DELETE FROM {table} WHERE key IN (SELECT key FROM {table} WHERE batch = ?1 AND rev = ?2 AND key > ?3 ORDER BY key LIMIT {CHUNK})"
    );
    // Read once: a withdrawal that a crash cut short must find the rest as well.
    if let Some(first) = batch.first(office)? {
        while long.chunk("imports.withdraw.rows", |w| {
            Ok(w.db().execute(&delete, params![batch.key, batch.entry, first - 1])?)
        })? > 0
        {}
    }
    office.write(actor, "imports.withdrawn", |w| {
        w.about(id);
        w.db().execute("UPDATE batch SET open_created = 0 WHERE key = ?1", [batch.key])?;
        w.update(&BATCH, id, None, &[("state", state.to_owned().into()), ("finished_at", w.now_ms().into())])
    })?;
    Ok(())
}

struct Batch {
    key: i64,
    /// The entry that opened it: revision of the rows it wrote.
    entry: Id,
    register: &'static Register,
    state: String,
    touched: u64,
}

impl Batch {
    fn find(office: &Office, id: Id) -> Result<Self> {
        let (key, register, state, touched, entry) = office.read(|db| {
            let sql = "SELECT key, register, state, created + updated,
                              (SELECT id FROM journal WHERE record = ?1 AND deed = 'imports.open' ORDER BY key LIMIT 1)
                       FROM batch WHERE id = ?1";
            db.query_row(sql, [id], |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .optional()?
            .or_not_found("导入批次")
        })?;
        Ok(Self { key, entry, register: Register::by_name(&register)?, state, touched })
    }

    /// The first key that the batch created, by a pass over the table.
    fn first(&self, office: &Office) -> Result<Option<i64>> {
        let sql = format!("SELECT min(key) FROM {} WHERE batch = ?1", self.register.table.name);
        office.read(|db| Ok(db.query_row(&sql, [self.key], |row| row.get(0))?))
    }

    /// Retires what the batch created and nobody touched since, in the order in which it lies on the disk.
    fn retire_chunk(
        &self,
        w: &mut Writing<'_>,
        entry: Id,
        after: &mut i64,
        undone: &mut Undone,
        kept: &mut HashSet<Id>,
    ) -> Result<bool> {
        let table = self.register.table.name;
        let sql = format!(
            "SELECT max(key), count(*) FROM (SELECT key FROM {table} WHERE batch = ?1 AND key > ?2 ORDER BY key LIMIT {CHUNK})"
        );
        let (last, count): (Option<i64>, u64) = w
            .db()
            .prepare_cached(&sql)?
            .query_row(params![self.key, *after], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some(last) = last else { return Ok(false) };
        let sql = format!(
            "UPDATE {table} SET retired = 1, rev = ?5 WHERE key > ?1 AND key <= ?2 AND batch = ?3 AND rev = ?4"
        );
        let hits =
            w.db().prepare_cached(&sql)?.execute(params![*after, last, self.key, self.entry, entry])?;
        undone.undone += hits as u64;
        if hits as u64 != count {
            let sql =
                format!("SELECT id FROM {table} WHERE key > ?1 AND key <= ?2 AND batch = ?3 AND rev <> ?4");
            let mut statement = w.db().prepare_cached(&sql)?;
            let found = statement.query_map(params![*after, last, self.key, entry], |row| row.get(0))?;
            for id in found {
                kept.insert(id?);
            }
        }
        *after = last;
        Ok(true)
    }

    /// Lists the records that somebody changed since, with their rows of the file.
    fn list_kept(&self, office: &Office, kept: &HashSet<Id>, undone: &mut Undone) -> Result<()> {
        if kept.is_empty() {
            return Ok(());
        }
        office.read(|db| {
            let mut statement = db.prepare(
                "SELECT row, record FROM batch_row WHERE batch = ?1 AND outcome = 'created' ORDER BY row",
            )?;
            let mut rows = statement.query([self.key])?;
            while let Some(row) = rows.next()? {
                let record: Id = row.get(1)?;
                if kept.contains(&record) {
                    keep(db, self.register, row.get(0)?, record, "整条", undone)?;
                }
            }
            Ok(())
        })
    }

    fn restore_chunk(
        &self,
        w: &mut Writing<'_>,
        entry: Id,
        after: &mut i64,
        undone: &mut Undone,
    ) -> Result<bool> {
        let rows = self.updated(w, *after)?;
        let Some((last, ..)) = rows.last() else { return Ok(false) };
        *after = *last;
        for (row, record, changes) in rows {
            self.restore(w, entry, row, record, changes.as_deref(), undone)?;
        }
        Ok(true)
    }

    fn updated(&self, w: &Writing<'_>, after: i64) -> Result<Vec<(i64, Id, Option<String>)>> {
        let sql = format!(
            "SELECT row, record, changes FROM batch_row
             WHERE batch = ?1 AND row > ?2 AND outcome = 'updated' ORDER BY row LIMIT {CHUNK}"
        );
        let mut statement = w.db().prepare_cached(&sql)?;
        let rows = statement
            .query_map(params![self.key, after], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn restore(
        &self,
        w: &mut Writing<'_>,
        entry: Id,
        row: i64,
        record: Id,
        changes: Option<&str>,
        undone: &mut Undone,
    ) -> Result<()> {
        let units: Json = serde_json::from_str(changes.unwrap_or("{}"))?;
        let mut restored = false;
        for (unit, change) in units.as_object().into_iter().flatten() {
            let head: Option<Id> = w
                .db()
                .prepare_cached("SELECT entry FROM unit_head WHERE record = ?1 AND unit = ?2")?
                .query_row(params![record, unit], |found| found.get(0))
                .optional()?;
            if head != Some(self.entry) {
                for column in change["after"].as_object().into_iter().flatten().map(|(column, _)| column) {
                    let label = self.register.fields.iter().find(|field| field.column == column);
                    keep(
                        w.db(),
                        self.register,
                        row,
                        record,
                        label.map_or(column, |field| field.label),
                        undone,
                    )?;
                }
                continue;
            }
            let mut set = String::from("rev = ?2");
            let mut all: Vec<Value> = vec![record.into(), entry.into()];
            for (column, before) in change["before"].as_object().into_iter().flatten() {
                // Column names come from our own outcome row; they are checked against the table all the same.
                let Some(column) = self.register.table.columns().find(|known| known == column) else {
                    continue;
                };
                all.push(match before {
                    Json::Number(number) => number.as_i64().map_or(Value::Null, Value::Integer),
                    Json::String(text) => text.clone().into(),
                    _ => Value::Null,
                });
                set.push_str(&format!(", {column} = ?{}", all.len()));
                if column == "name" {
                    all.push(crate::search::sort_key(before.as_str().unwrap_or_default()).into());
                    set.push_str(&format!(", sort_key = ?{}", all.len()));
                }
            }
            let sql = format!("UPDATE {} SET {set} WHERE id = ?1", self.register.table.name);
            w.db().prepare_cached(&sql)?.execute(rusqlite::params_from_iter(all))?;
            w.move_head_to(record, unit, self.entry, entry)?;
            restored = true;
        }
        undone.undone += u64::from(restored);
        Ok(())
    }
}

fn keep(
    db: &Connection,
    register: &Register,
    row: i64,
    record: Id,
    field: &str,
    undone: &mut Undone,
) -> Result<()> {
    undone.kept_count += 1;
    if undone.kept.len() < 200 {
        let sql = format!("SELECT name FROM {} WHERE id = ?1", register.table.name);
        let name: Option<String> =
            db.prepare_cached(&sql)?.query_row([record], |found| found.get(0)).optional()?;
        undone.kept.push(Kept {
            row,
            name: name.unwrap_or_default(),
            field: field.to_owned(),
            reason: "入库后又有人改过，保留现在的内容".into(),
        });
    }
    Ok(())
}
