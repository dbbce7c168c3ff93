//! Registers by the hundred thousand: the way of an import, under one entry per register.

use super::rows::Maker;
use crate::calls::{Cancel, Progress};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use crate::registers::identity::identity;
use crate::registers::{FieldKind, Register};
use crate::tables::BATCH;
use rusqlite::params;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::time::{Duration, Instant};

const CHUNK_TIME: Duration = Duration::from_millis(800);
const CHUNK_ROWS: u64 = 20_000;

/// How far all registers together are.
pub(super) struct Gauge<'a> {
    pub(super) report: &'a (dyn Fn(Progress) + Sync),
    pub(super) cancel: &'a Cancel,
    pub(super) done: u64,
    pub(super) total: u64,
}

impl Gauge<'_> {
    pub(super) fn forward(&mut self, by: u64, words: &str) -> Result<()> {
        if self.cancel.is_cancelled() {
            return Err(Failure::Cancelled);
        }
        self.done += by;
        (self.report)(Progress {
            done: self.done.min(self.total),
            total: self.total,
            words: words.to_owned(),
        });
        Ok(())
    }
}

/// Writes all records of one register as one committed batch.
pub(super) fn write(
    office: &Office,
    actor: Id,
    register: &'static Register,
    maker: &Maker<'_>,
    gauge: &mut Gauge<'_>,
) -> Result<()> {
    let count = maker.count(register.name);
    if count == 0 {
        return Ok(());
    }
    let batch = office.new_id()?;
    let started_at = office.now_ms();
    let (batch_key, entry) = office.write(Some(actor), "imports.open", |w| {
        w.about(batch);
        let key = w.insert(
            &BATCH,
            batch,
            &[
                ("register", register.name.to_owned().into()),
                ("file_name", format!("演示名录·{}（虚构）", register.label).into()),
                ("file_hash", String::new().into()),
                ("mapping", "{}".to_owned().into()),
                ("state", "open".to_owned().into()),
                ("started_at", started_at.into()),
            ],
        )?;
        Ok((key, w.entry()))
    })?;
    let marks: Vec<String> = (0..register.fields.len()).map(|place| format!("?{}", place + 5)).collect();
    let insert = format!(
        "INSERT INTO {} (id, rev, batch, sort_key, {}) VALUES (?1, ?2, ?3, ?4, {})",
        register.table.name,
        register.column_list(),
        marks.join(", ")
    );
    let words = format!("写入{}", register.label);
    let mut long = office.long_write(Some(actor));
    let (mut next, mut hasher) = (0u64, Sha256::new());
    while next < count {
        let from = next;
        next = long.chunk("imports.rows", |w| {
            let began = Instant::now();
            let mut row = w.db().prepare_cached(&insert)?;
            let mut outcome = w.db().prepare_cached(
                "INSERT INTO batch_row (batch, row, record, outcome) VALUES (?1, ?2, ?3, 'created')",
            )?;
            let mut number = from;
            while number < count && number - from < CHUNK_ROWS {
                if number % 256 == 255 && began.elapsed() > CHUNK_TIME {
                    break;
                }
                let values = maker.values(register, number);
                let (id, _) = identity(register, &values);
                row.raw_bind_parameter(1, id)?;
                row.raw_bind_parameter(2, entry)?;
                row.raw_bind_parameter(3, batch_key)?;
                row.raw_bind_parameter(4, crate::search::sort_key(&values[0]))?;
                for (place, (field, value)) in register.fields.iter().zip(values).enumerate() {
                    if field.kind == FieldKind::Integer {
                        row.raw_bind_parameter(place + 5, value.parse::<i64>().ok())?;
                    } else {
                        row.raw_bind_parameter(place + 5, value)?;
                    }
                }
                row.raw_execute()?;
                number += 1;
                outcome.execute(params![batch_key, number as i64, id])?;
                // The same form as an import's: whoever verifies one verifies the other.
                hasher.update(number.to_le_bytes());
                hasher.update(id.0);
                for part in ["created", "", ""] {
                    hasher.update((part.len() as u64).to_le_bytes());
                    hasher.update(part.as_bytes());
                }
            }
            w.db().execute(
                "UPDATE batch SET open_created = open_created + ?2 WHERE key = ?1",
                params![batch_key, (number - from) as i64],
            )?;
            Ok(number)
        })?;
        gauge.forward(next - from, &words)?;
    }
    office.write(Some(actor), "imports.commit", |w| {
        w.about(batch);
        let outcome_hash = hex::encode(hasher.finalize());
        w.note(json!({"settledBatch": batch, "outcomeHash": outcome_hash}));
        w.update(
            &BATCH,
            batch,
            None,
            &[
                ("state", "committed".to_owned().into()),
                ("rows", (count as i64).into()),
                ("created", (count as i64).into()),
                ("outcome_hash", outcome_hash.into()),
                ("finished_at", w.now_ms().into()),
            ],
        )?;
        Ok(())
    })
}
