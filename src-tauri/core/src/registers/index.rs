//! Keeps the search index up with the journal: what was written since the watermark is taken in.
//!
//! The index is derived. It may lag behind while a long write is being taken in; it never blocks a writer.

use super::definition::{REGISTERS, Register};
use crate::calls::Cancel;
use crate::error::Result;
use crate::id::Id;
use crate::office::Office;
use crate::search::{Doc, SearchIndex, last_of_chunk};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeSet;

/// Documents per batch handed to the index.
const BATCH: usize = 10_000;

/// Takes in everything up to the newest journal entry.
pub fn catch_up(office: &Office, progress: &dyn Fn(u64, u64), cancel: &Cancel) -> Result<()> {
    office.search(|index| follow(office, index, progress, cancel))
}

/// Takes in everything, unless another thread is at it. Answers whether the index is up to date.
pub(crate) fn try_catch_up(office: &Office) -> Result<bool> {
    let done = office.try_search(|index| follow(office, index, &|_, _| (), &Cancel::default()))?;
    Ok(done.is_some())
}

fn follow(
    office: &Office,
    index: &mut SearchIndex,
    progress: &dyn Fn(u64, u64),
    cancel: &Cancel,
) -> Result<()> {
    let newest = office.newest_entry();
    let from = index.watermark();
    if from == newest {
        return Ok(());
    }
    let db = office.new_reader()?;
    let mut single: BTreeSet<(u8, Id)> = BTreeSet::new();
    let mut batches: Vec<Id> = Vec::new();
    {
        let mut statement =
            db.prepare("SELECT payload FROM journal WHERE key > ?1 AND key <= ?2 ORDER BY key")?;
        let mut rows = statement.query([from, newest])?;
        while let Some(row) = rows.next()? {
            let payload: serde_json::Value = match row.get_ref(0)? {
                ValueRef::Blob(bytes) => serde_json::from_slice(bytes).unwrap_or_default(),
                _ => continue,
            };
            for change in payload["changes"].as_array().into_iter().flatten() {
                let Some(register) = change["table"].as_str().and_then(Register::by_table) else { continue };
                if let Some(id) = change["id"].as_str().and_then(|text| text.parse().ok()) {
                    single.insert((register.no, id));
                }
            }
            if let Some(batch) = payload["note"]["settledBatch"].as_str().and_then(|text| text.parse().ok()) {
                batches.push(batch);
            }
        }
    }
    for batch in batches {
        take_in_batch(&db, index, batch, from, progress, cancel)?;
    }
    let single: Vec<(u8, Id)> = single.into_iter().collect();
    for chunk in single.chunks(BATCH) {
        cancelled(cancel)?;
        let mut taken = Taken::default();
        for (no, id) in chunk {
            let Some(register) = Register::by_no(*no) else { continue };
            taken.one(&db, register, *id)?;
        }
        taken.hand_over(index, from)?;
    }
    index.apply(&[], &[], newest)
}

fn cancelled(cancel: &Cancel) -> Result<()> {
    if cancel.is_cancelled() { Err(crate::error::Failure::Cancelled) } else { Ok(()) }
}

/// All rows that a settled import created or changed, or that its undo took back.
fn take_in_batch(
    db: &Connection,
    index: &mut SearchIndex,
    batch: Id,
    watermark: i64,
    progress: &dyn Fn(u64, u64),
    cancel: &Cancel,
) -> Result<()> {
    let found: Option<(i64, String, u64)> = db
        .query_row("SELECT key, register, created + updated FROM batch WHERE id = ?1", [batch], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((batch_key, register, total)) = found else { return Ok(()) };
    let register = Register::by_name(&register)?;
    let table = register.table.name;
    index.begin_bulk();
    let outcome = (|| {
        // Created rows lie together; their keys rise with the import.
        let sql = format!(
            "SELECT key, retired, {} FROM {table} WHERE batch = ?1 AND key > ?2 ORDER BY key LIMIT {BATCH}",
            searched(register)
        );
        let first: Option<i64> = db
            .prepare(&format!("SELECT min(key) FROM {table} WHERE batch = ?1"))?
            .query_row([batch_key], |row| row.get(0))?;
        if let Some(first) = first {
            forget_whole_chunks(db, index, register, batch_key, first)?;
        }
        let (mut after, mut done) = (first.map_or(i64::MAX, |key| key - 1), 0u64);
        loop {
            cancelled(cancel)?;
            let mut taken = Taken::default();
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query(params![batch_key, after])?;
            while let Some(row) = rows.next()? {
                after = row.get(0)?;
                taken.row(register, row)?;
            }
            let count = taken.len();
            taken.hand_over(index, watermark)?;
            done += count as u64;
            progress(done, total.max(done));
            if count < BATCH {
                break;
            }
        }
        let mut statement =
            db.prepare("SELECT record FROM batch_row WHERE batch = ?1 AND outcome = 'updated' ORDER BY row")?;
        let mut rows = statement.query([batch_key])?;
        let mut taken = Taken::default();
        while let Some(row) = rows.next()? {
            taken.one(db, register, row.get(0)?)?;
            if taken.len() >= BATCH {
                cancelled(cancel)?;
                std::mem::take(&mut taken).hand_over(index, watermark)?;
            }
        }
        taken.hand_over(index, watermark)
    })();
    let finished = index.finish_bulk();
    outcome.and(finished)
}

/// Where a large import was taken back, most chunks hold nothing that is left: they go as a whole.
fn forget_whole_chunks(
    db: &Connection,
    index: &mut SearchIndex,
    register: &Register,
    batch_key: i64,
    first: i64,
) -> Result<()> {
    let undone =
        db.prepare_cached("SELECT 1 FROM batch WHERE key = ?1 AND state = 'undone'")?.exists([batch_key])?;
    let last: Option<i64> = db
        .prepare_cached(&format!("SELECT max(key) FROM {} WHERE batch = ?1", register.table.name))?
        .query_row([batch_key], |row| row.get(0))?;
    let Some(last) = last.filter(|_| undone) else { return Ok(()) };
    let left = format!("SELECT 1 FROM {} WHERE key BETWEEN ?1 AND ?2 AND retired = 0", register.table.name);
    let mut left = db.prepare_cached(&left)?;
    let mut key = first;
    while key <= last {
        let end = last_of_chunk(register.no, key);
        // The chunk may begin before the batch.
        let begin = (end - 0xffff).max(0);
        if !left.exists([begin, end])? {
            index.forget_chunk(register.no, key)?;
        }
        key = end + 1;
    }
    Ok(())
}

/// The searched columns: texts first, then codes.
fn searched(register: &Register) -> String {
    let of = |kind: char| {
        register.fields.iter().filter(move |field| field.search == kind).map(|field| field.column)
    };
    of('t').chain(of('c')).collect::<Vec<_>>().join(", ")
}

/// Rows read from the office, on their way into the index.
#[derive(Default)]
struct Taken {
    docs: Vec<(u8, i64, Vec<String>, usize)>,
    gone: Vec<(u8, i64)>,
}

impl Taken {
    fn len(&self) -> usize {
        self.docs.len() + self.gone.len()
    }
    fn one(&mut self, db: &Connection, register: &'static Register, id: Id) -> Result<()> {
        let sql =
            format!("SELECT key, retired, {} FROM {} WHERE id = ?1", searched(register), register.table.name);
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([id])?;
        if let Some(row) = rows.next()? {
            self.row(register, row)?;
        }
        Ok(())
    }
    /// `key, retired, searched columns…`
    fn row(&mut self, register: &'static Register, row: &Row<'_>) -> Result<()> {
        let key: i64 = row.get(0)?;
        if row.get(1)? {
            self.gone.push((register.no, key));
            return Ok(());
        }
        let texts = register.fields.iter().filter(|field| field.search == 't').count();
        let codes = register.fields.iter().filter(|field| field.search == 'c').count();
        let values =
            (0..texts + codes).map(|place| row.get(place + 2)).collect::<rusqlite::Result<Vec<String>>>()?;
        self.docs.push((register.no, key, values, texts));
        Ok(())
    }
    fn hand_over(self, index: &mut SearchIndex, watermark: i64) -> Result<()> {
        let parts: Vec<(Vec<&str>, Vec<&str>)> = self
            .docs
            .iter()
            .map(|(_, _, values, texts)| (filled(&values[..*texts]), filled(&values[*texts..])))
            .collect();
        let docs: Vec<Doc<'_>> = self
            .docs
            .iter()
            .zip(&parts)
            .map(|((register, key, _, _), (texts, codes))| Doc {
                register: *register,
                key: *key,
                texts,
                codes,
            })
            .collect();
        index.apply(&docs, &self.gone, watermark)
    }
}

fn filled(part: &[String]) -> Vec<&str> {
    part.iter().map(String::as_str).filter(|text| !text.is_empty()).collect()
}

/// All registers are known to the index by their number.
const _: () = assert!(REGISTERS.len() < 256, "a register's number is one byte");
