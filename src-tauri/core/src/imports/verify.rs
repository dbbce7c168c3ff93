//! Is the outcome of every import still what it was? Recomputes its hash from the stored rows, and compares it with the
//! batch and with the journal.

use crate::error::Result;
use crate::id::Id;
use crate::office::Fault;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

/// Adds the outcome of one row to the hash of a batch.
pub(super) fn feed(
    hasher: &mut Sha256,
    row: u64,
    record: Option<Id>,
    outcome: &str,
    changes: Option<&str>,
    reason: Option<&str>,
) {
    hasher.update(row.to_le_bytes());
    hasher.update(record.map_or([0; 16], |id| id.0));
    for part in [outcome, changes.unwrap_or_default(), reason.unwrap_or_default()] {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
}

/// One settled batch, as its row says.
struct Settled {
    key: i64,
    id: Id,
    file_name: String,
    outcome_hash: String,
    figures: [i64; 5],
}

/// Every settled import whose outcome is not what it was.
pub(crate) fn faults(db: &Connection) -> Result<Vec<Fault>> {
    let mut statement = db.prepare(
        "SELECT key, id, file_name, outcome_hash, rows, created, updated, unchanged, rejected FROM batch
         WHERE state IN ('committed', 'undone') ORDER BY key",
    )?;
    let batches = statement.query_map([], |row| {
        Ok(Settled {
            key: row.get(0)?,
            id: row.get(1)?,
            file_name: row.get(2)?,
            outcome_hash: row.get(3)?,
            figures: [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?],
        })
    })?;
    let mut faults = Vec::new();
    for batch in batches {
        let batch = batch?;
        if let Some(what) = wrong(db, &batch)? {
            faults.push(Fault { r#where: format!("导入批次“{}”", batch.file_name), what });
        }
    }
    Ok(faults)
}

fn wrong(db: &Connection, batch: &Settled) -> Result<Option<String>> {
    let mut hasher = Sha256::new();
    let mut figures = [0_i64; 5];
    let mut statement = db.prepare_cached(
        "SELECT row, record, outcome, changes, reason FROM batch_row WHERE batch = ?1 ORDER BY row",
    )?;
    let mut rows = statement.query([batch.key])?;
    while let Some(row) = rows.next()? {
        let outcome = row.get_ref(2)?.as_str().unwrap_or_default();
        let text = |at: usize| row.get_ref(at).ok().and_then(|value| value.as_str().ok());
        feed(&mut hasher, row.get(0)?, row.get(1)?, outcome, text(3), text(4));
        figures[0] += 1;
        let place = ["created", "updated", "unchanged", "rejected"].iter().position(|word| *word == outcome);
        if let Some(place) = place {
            figures[place + 1] += 1;
        }
    }
    let found = hex::encode(hasher.finalize());
    if found != batch.outcome_hash {
        return Ok(Some(
            "逐行结果与入库时的校验值不同，这些行可能被绕过程序改过。请用最近的备份核对。".into(),
        ));
    }
    if figures != batch.figures {
        return Ok(Some("回执上的数与逐行结果对不上，回执可能被绕过程序改过。请用最近的备份核对。".into()));
    }
    let journalled: Option<Option<String>> = db
        .prepare_cached(
            "SELECT json_extract(CAST(payload AS TEXT), '$.note.outcomeHash') FROM journal
             WHERE record = ?1 AND deed = 'imports.commit' AND json_valid(CAST(payload AS TEXT)) ORDER BY key LIMIT 1",
        )?
        .query_row(params![batch.id], |row| row.get(0))
        .optional()?;
    Ok(match journalled.flatten() {
        Some(hash) if hash != found => Some("结果校验值与留痕里记的不同，批次可能被绕过程序改过。".into()),
        _ => None,
    })
}
