//! The only way rows are written: a transaction that carries its journal entry.

use super::{Office, Writer, lock};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::journal::Entry;
use crate::tables::Table;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::{Map, Value as Json, json};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// A transaction under way. Dropped without commit, nothing happened.
pub struct Writing<'a> {
    tx: Transaction<'a>,
    entry: Id,
    now: i64,
    record: Option<Id>,
    changes: Vec<Json>,
    note: Option<Json>,
}

impl std::fmt::Debug for Writing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writing").field("entry", &self.entry).finish_non_exhaustive()
    }
}

impl Office {
    /// Runs `work` and its journal entry as one transaction. `actor` is the person, `deed` the stable English
    /// word of what was done. If `work` changed nothing, nothing is journalled.
    pub fn write<T>(
        &self,
        actor: Option<Id>,
        deed: &str,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut writer = self.take_writer();
        self.transact(&mut writer, actor, deed, work)
    }

    fn transact<T>(
        &self,
        writer: &mut Writer,
        actor: Option<Id>,
        deed: &str,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T>,
    ) -> Result<T> {
        let entry = self.new_id()?;
        let now = self.now_ms();
        let salt = self.random::<16>()?;
        let Writer { db, chain, outpost } = writer;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut writing = Writing { tx, entry, now, record: None, changes: Vec::new(), note: None };
        let value = work(&mut writing)?;
        let Writing { tx, record, changes, note, .. } = writing;
        if changes.is_empty() && note.is_none() {
            tx.commit()?;
            return Ok(value);
        }
        let mut payload = Map::new();
        if let Some(note) = note {
            payload.insert("note".into(), note);
        }
        payload.insert("changes".into(), Json::Array(changes));
        let payload = serde_json::to_vec(&Json::Object(payload))?;
        let entry = Entry { id: entry, at: now, actor, deed, record, salt: &salt, payload: &payload };
        let link = chain.append(&tx, &entry)?;
        tx.commit()?;
        self.newest.store(link.key, Ordering::Release);
        let seq = link.seq;
        chain.advance(link);
        if seq % 32 == 0 {
            // It is committed: a note that cannot be written only means less to compare with at the next open.
            let _ = outpost.note(seq);
        }
        Ok(value)
    }

    /// Starts a write in chunks under an open batch. Interactive writes pass between chunks.
    pub fn long_write(&self, actor: Option<Id>) -> LongWrite<'_> {
        // The pages of the indexes that are met at random stay in memory, and are copied into the database once for
        // many chunks. If it is refused, the write is only slower.
        let _ =
            lock(&self.writer).db.execute_batch("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 0");
        LongWrite {
            office: self,
            actor,
            last_checkpoint: Instant::now(),
            last_commit: Duration::ZERO,
            checkpointer: None,
        }
    }

    /// Chain head of this device, hex: printed on papers and receipts.
    pub fn chain_head(&self) -> String {
        let writer = lock(&self.writer);
        format!("{}-{}", &writer.outpost.device().to_string()[..8], writer.chain.head_text())
    }

    /// This device's identity.
    pub fn device(&self) -> Id {
        lock(&self.writer).outpost.device()
    }
}

/// What a chunk may take in all: an interactive write waits no longer.
const CHUNK: Duration = Duration::from_millis(900);
/// What a chunk may work before it commits: more would only make the commit longer.
const CHUNK_WORK: Duration = Duration::from_millis(500);
/// Between two copies of the write-ahead log into the database.
const CHECKPOINT: Duration = Duration::from_secs(3);

/// A long write, chunk by chunk.
#[derive(Debug)]
pub struct LongWrite<'a> {
    office: &'a Office,
    actor: Option<Id>,
    last_checkpoint: Instant,
    last_commit: Duration,
    checkpointer: Option<rusqlite::Connection>,
}

impl LongWrite<'_> {
    /// How long the next chunk may work: slow disks need a part of the time for the commit.
    pub fn budget(&self) -> Duration {
        CHUNK.saturating_sub(self.last_commit).clamp(Duration::from_millis(50), CHUNK_WORK)
    }

    /// One chunk: must work no longer than [`LongWrite::budget`]. Lets waiting interactive writes go first.
    pub fn chunk<T>(&mut self, deed: &str, work: impl FnOnce(&mut Writing<'_>) -> Result<T>) -> Result<T> {
        let patience = Instant::now();
        while self.office.waiting.load(Ordering::Acquire) > 0 && patience.elapsed() < Duration::from_secs(1) {
            std::thread::yield_now();
            std::thread::sleep(Duration::from_micros(200));
        }
        let mut worked = Instant::now();
        let value = {
            let mut writer = lock(&self.office.writer);
            self.office.transact(&mut writer, self.actor, deed, |w| {
                let value = work(w);
                worked = Instant::now();
                value
            })?
        };
        self.last_commit = worked.elapsed();
        if self.last_checkpoint.elapsed() > CHECKPOINT {
            self.checkpoint();
        }
        Ok(value)
    }

    /// Copies the log into the database, so that it stays short, on a connection of its own: nobody waits for it. If
    /// it fails, the next one does it, and the log is only longer.
    fn checkpoint(&mut self) {
        if self.checkpointer.is_none() {
            self.checkpointer = super::connect(&self.office.folder, &self.office.options, true).ok();
        }
        if let Some(db) = &self.checkpointer {
            let _ = db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
        }
        self.last_checkpoint = Instant::now();
    }
}

impl Drop for LongWrite<'_> {
    fn drop(&mut self) {
        self.checkpoint();
        // Settings of the connection: they cannot fail but for a closed one.
        let _ = lock(&self.office.writer).db.execute_batch(super::EVERYDAY);
    }
}

impl<'a> Writing<'a> {
    /// Reads inside the transaction. Writing through it would escape the journal: only the import's outcome
    /// rows and local tables do that, and say so.
    pub fn db(&self) -> &Transaction<'a> {
        &self.tx
    }
    /// The entry that this transaction will append.
    pub fn entry(&self) -> Id {
        self.entry
    }
    /// When this transaction began, UTC milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.now
    }
    /// The record the deed is about; it heads that record's time line.
    pub fn about(&mut self, record: Id) {
        self.record = Some(record);
    }
    /// Something to remember beside the changes: a reason, the hash of an import.
    pub fn note(&mut self, note: Json) {
        self.note = Some(note);
    }

    /// Inserts a row. Columns not given take their defaults. Returns the local key.
    pub fn insert(&mut self, table: &'static Table, id: Id, values: &[(&'static str, Value)]) -> Result<i64> {
        let mut columns = String::from("id, rev");
        let mut marks = String::from("?1, ?2");
        let mut all: Vec<Value> = vec![id.0.to_vec().into(), self.entry.0.to_vec().into()];
        for (column, value) in values {
            columns.push_str(", ");
            columns.push_str(column);
            all.push(value.clone());
            marks.push_str(&format!(", ?{}", all.len()));
        }
        if table.sorted {
            columns.push_str(", sort_key");
            all.push(crate::search::sort_key(name_of(values)).into());
            marks.push_str(&format!(", ?{}", all.len()));
        }
        let sql = format!("INSERT INTO {} ({columns}) VALUES ({marks})", table.name);
        self.tx.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(all.iter()))?;
        let key = self.tx.last_insert_rowid();
        let after: Map<String, Json> = values
            .iter()
            .filter(|(column, _)| table.unit_of(column).is_some())
            .map(|(column, value)| ((*column).to_owned(), to_json(value)))
            .collect();
        self.changes.push(json!({"table": table.name, "id": id, "unit": "*", "after": after}));
        Ok(key)
    }

    /// Changes a row. `rev` is the revision the person saw: if the row has moved on, `Conflict`.
    /// Values equal to what is there are not written. Returns whether anything changed.
    pub fn update(
        &mut self,
        table: &'static Table,
        id: Id,
        rev: Option<Id>,
        values: &[(&'static str, Value)],
    ) -> Result<bool> {
        // A form that was left as it was names no column at all.
        let names: Vec<&str> =
            std::iter::once("rev").chain(values.iter().map(|(column, _)| *column)).collect();
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), table.name);
        let found = self
            .tx
            .prepare_cached(&sql)?
            .query_row([id], |row| {
                let rev: Id = row.get(0)?;
                let before: Vec<Value> =
                    (1..names.len()).map(|i| row.get(i)).collect::<rusqlite::Result<_>>()?;
                Ok((rev, before))
            })
            .optional()?;
        let Some((current, before)) = found else { return Err(Failure::not_found(table.label)) };
        if rev.is_some_and(|seen| seen != current) {
            return Err(Failure::Conflict(format!(
                "这条{}刚被别处改过，您的修改还没有写入。请看一眼新内容，再决定采用哪一个。",
                table.label
            )));
        }
        let changed: Vec<usize> = (0..values.len()).filter(|&i| values[i].1 != before[i]).collect();
        if changed.is_empty() {
            return Ok(false);
        }
        let mut set = String::from("rev = ?2");
        let mut all: Vec<Value> = vec![id.0.to_vec().into(), self.entry.0.to_vec().into()];
        for &i in &changed {
            all.push(values[i].1.clone());
            set.push_str(&format!(", {} = ?{}", values[i].0, all.len()));
        }
        if table.sorted && changed.iter().any(|&i| values[i].0 == "name") {
            all.push(crate::search::sort_key(name_of(values)).into());
            set.push_str(&format!(", sort_key = ?{}", all.len()));
        }
        let sql = format!("UPDATE {} SET {set} WHERE id = ?1", table.name);
        self.tx.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(all.iter()))?;
        for unit in table.units {
            let mut old = Map::new();
            let mut new = Map::new();
            for &i in changed.iter().filter(|&&i| unit.columns.contains(&values[i].0)) {
                old.insert(values[i].0.to_owned(), to_json(&before[i]));
                new.insert(values[i].0.to_owned(), to_json(&values[i].1));
            }
            if new.is_empty() {
                continue;
            }
            let base = self.move_head(id, unit.name, current)?;
            self.changes.push(json!({
                "table": table.name, "id": id, "unit": unit.name, "base": base, "before": old, "after": new
            }));
        }
        Ok(true)
    }

    /// Records that this entry is now the last to have written `unit`, and returns the one before it.
    fn move_head(&mut self, record: Id, unit: &str, current: Id) -> Result<Id> {
        self.move_head_to(record, unit, current, self.entry)
    }

    /// As [`Writing::move_head`], for rows that belong to a batch's own entry.
    pub(crate) fn move_head_to(&mut self, record: Id, unit: &str, current: Id, entry: Id) -> Result<Id> {
        let sql =
            "SELECT entry FROM unit_head WHERE record = ?1 AND unit IN (?2, '*') ORDER BY unit = '*' LIMIT 1";
        let base: Option<Id> =
            self.tx.prepare_cached(sql)?.query_row(params![record, unit], |row| row.get(0)).optional()?;
        if base.is_none() {
            self.tx
                .prepare_cached("INSERT INTO unit_head (record, unit, entry) VALUES (?1, '*', ?2)")?
                .execute(params![record, current])?;
        }
        self.tx
            .prepare_cached(
                "INSERT INTO unit_head (record, unit, entry) VALUES (?1, ?2, ?3)
                 ON CONFLICT (record, unit) DO UPDATE SET entry = ?3",
            )?
            .execute(params![record, unit, entry])?;
        Ok(base.unwrap_or(current))
    }
}

fn name_of<'v>(values: &'v [(&'static str, Value)]) -> &'v str {
    values
        .iter()
        .find_map(|(column, value)| match value {
            Value::Text(text) if *column == "name" => Some(text.as_str()),
            _ => None,
        })
        .unwrap_or_default()
}

/// A database value as it stands in the journal: blobs as hex.
pub(crate) fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Blob(bytes) => json!(hex::encode(bytes)),
    }
}
