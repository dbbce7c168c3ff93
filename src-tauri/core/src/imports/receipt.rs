//! The receipt: five figures that add up, every rejected row with its reason, the file's hash.

use super::outcome::CellChange;
use super::reading::Reading;
use crate::calls::{Context, Nothing};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::registers::Register;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A row that was not taken.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct Reject {
    /// Its number in the file, as WPS shows it.
    pub row: u64,
    /// Why, in Chinese.
    pub reason: String,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// Rows read: created + updated + unchanged + rejected.
    pub rows: u64,
    /// New records.
    pub created: u64,
    /// Records that the file changed.
    pub updated: u64,
    /// Records that were as the file says, and exact repeats.
    pub unchanged: u64,
    /// Rows that were not taken.
    pub rejected: u64,
    /// The first 200 of them.
    pub rejects: Vec<Reject>,
    /// What reading the file was like beside its rows.
    pub reading: Reading,
    /// The same in Chinese sentences, and what else is to be known.
    pub notes: Vec<String>,
    /// Who imported it; absent for a trial.
    pub person: Option<String>,
    /// The batch; absent for a trial.
    pub batch: Option<Id>,
    /// Register.
    pub register: String,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_hash: String,
    /// SHA-256 over the outcome of every row; absent for a trial.
    pub outcome_hash: Option<String>,
    /// UTC milliseconds.
    pub started_at: i64,
    /// UTC milliseconds; absent for a trial.
    pub finished_at: Option<i64>,
    /// open, committed, cancelled, undone, or trial.
    pub state: String,
    /// Head of the journal when it was settled.
    pub chain_head: Option<String>,
}

impl Receipt {
    /// Says in sentences what reading was like.
    pub(super) fn put_into_words(&mut self) -> Result<()> {
        self.notes = super::sentences::of(self, Register::by_name(&self.register)?);
        Ok(())
    }

    /// The figures must add up; an import whose figures do not is not settled.
    pub(super) fn must_add_up(&self) -> Result<()> {
        if self.rows == self.created + self.updated + self.unchanged + self.rejected {
            return Ok(());
        }
        Err(Failure::Internal(format!(
            "回执对不上：读入 {}，新增 {}、更新 {}、相同 {}、退回 {}；本批已撤回",
            self.rows, self.created, self.updated, self.unchanged, self.rejected
        )))
    }
}

/// A row that would change.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct UpdatedSample {
    /// Its number in the file.
    pub row: u64,
    /// The record's name.
    pub name: String,
    /// Old and new, cell by cell.
    pub changes: Vec<CellChange>,
    /// The record was retired and would be taken back into the register.
    pub revive: bool,
}

/// A row that would be new.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct CreatedSample {
    /// Its number in the file.
    pub row: u64,
    /// Its name.
    pub name: String,
}

/// A trial: the figures and some rows to look at.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Trial {
    /// The figures.
    #[serde(flatten)]
    pub receipt: Receipt,
    /// The first 200 rows that would change, behind `changesAfter` if that was asked.
    pub updated_rows: Vec<UpdatedSample>,
    /// The first 20 that would be new.
    pub created_rows: Vec<CreatedSample>,
}

/// Which batch.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchInput {
    /// The batch.
    pub batch: Id,
}

/// One batch in the list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BatchRow {
    /// The batch.
    pub id: Id,
    /// Register.
    pub register: String,
    /// Name of the file.
    pub file_name: String,
    /// open, committed, cancelled, undone
    pub state: String,
    /// Rows read.
    pub rows: u64,
    /// New records.
    pub created: u64,
    /// Changed records.
    pub updated: u64,
    /// Unchanged rows.
    pub unchanged: u64,
    /// Rejected rows.
    pub rejected: u64,
    /// UTC milliseconds.
    pub started_at: i64,
    /// UTC milliseconds.
    pub finished_at: Option<i64>,
}

/// The imports so far, newest first.
pub fn list(context: &Context<'_>, _: Nothing) -> Result<Vec<BatchRow>> {
    context.office.read(|db| {
        let mut statement = db.prepare_cached(
            "SELECT id, register, file_name, state, rows, created, updated, unchanged, rejected, started_at, finished_at
             FROM batch ORDER BY key DESC LIMIT 200",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(BatchRow {
                id: row.get(0)?,
                register: row.get(1)?,
                file_name: row.get(2)?,
                state: row.get(3)?,
                rows: row.get(4)?,
                created: row.get(5)?,
                updated: row.get(6)?,
                unchanged: row.get(7)?,
                rejected: row.get(8)?,
                started_at: row.get(9)?,
                finished_at: row.get(10)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    })
}

/// The receipt of a batch.
pub fn receipt(context: &Context<'_>, input: BatchInput) -> Result<Receipt> {
    context.office.read(|db| read(db, input.batch))
}

pub(super) fn read(db: &Connection, batch: Id) -> Result<Receipt> {
    let sql = "SELECT key, register, file_name, file_hash, state, rows, created, updated, unchanged, rejected, outcome_hash,
                      started_at, finished_at, reading,
                      (SELECT person.name FROM journal JOIN person ON person.id = journal.actor
                       WHERE journal.record = ?1 AND journal.deed = 'imports.open' ORDER BY journal.key LIMIT 1),
                      (SELECT lower(substr(hex(device), 1, 8) || '-' || seq || '-' || substr(hex(hash), 1, 16)) FROM journal
                       WHERE journal.record = ?1 AND journal.deed = 'imports.commit' ORDER BY journal.key LIMIT 1)
               FROM batch WHERE id = ?1";
    let found = db
        .query_row(sql, [batch], |row| {
            let outcome: String = row.get(10)?;
            let receipt = Receipt {
                register: row.get(1)?,
                file_name: row.get(2)?,
                file_hash: row.get(3)?,
                state: row.get(4)?,
                rows: row.get(5)?,
                created: row.get(6)?,
                updated: row.get(7)?,
                unchanged: row.get(8)?,
                rejected: row.get(9)?,
                outcome_hash: Some(outcome).filter(|hash| !hash.is_empty()),
                started_at: row.get(11)?,
                finished_at: row.get(12)?,
                batch: Some(batch),
                rejects: Vec::new(),
                reading: serde_json::from_str(&row.get::<_, String>(13)?).unwrap_or_default(),
                notes: Vec::new(),
                person: row.get(14)?,
                chain_head: row.get(15)?,
            };
            Ok((row.get::<_, i64>(0)?, receipt))
        })
        .optional()?;
    let (key, mut receipt) = found.or_not_found("导入批次")?;
    let mut statement = db.prepare_cached(
        "SELECT row, coalesce(reason, '') FROM batch_row WHERE batch = ?1 AND outcome = 'rejected' ORDER BY row LIMIT 200",
    )?;
    let rows =
        statement.query_map(params![key], |row| Ok(Reject { row: row.get(0)?, reason: row.get(1)? }))?;
    receipt.rejects = rows.collect::<rusqlite::Result<_>>()?;
    receipt.put_into_words()?;
    Ok(receipt)
}
