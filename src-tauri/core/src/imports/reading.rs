//! What reading a file was like, beside its rows: what stands between them, what was no plain text, what an earlier
//! file of the same kind had and this one has not. It goes onto the receipt, so that a loss shows.

use super::read::Seen;
use super::staging::Staging;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::registers::Register;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names of what is missing that are shown.
const NAMES: usize = 50;

/// What was seen beside the five figures. `last row = above + blank + repeated headers + rows`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Reading {
    /// Number of the last row, as WPS shows it.
    #[ts(type = "number")]
    pub last_row: u64,
    /// Rows down to the header: titles, blanks, the header itself.
    #[ts(type = "number")]
    pub above: u64,
    /// Blank rows below it.
    #[ts(type = "number")]
    pub blank: u64,
    /// Repeated headers that were passed over.
    #[ts(type = "number")]
    pub repeated_headers: u64,
    /// Rows that say exactly what an earlier row says; they count as unchanged.
    #[ts(type = "number")]
    pub repeats: u64,
    /// Pictures in cells: they go into no field.
    #[ts(type = "number")]
    pub pictures: u64,
    /// Columns that hold formulas; their stored results were read.
    pub formulas: Vec<MarkedColumn>,
    /// Columns that hold `#N/A` and its like; read as nothing.
    pub errors: Vec<MarkedColumn>,
    /// How many rows the sender says there are.
    #[ts(type = "number | null")]
    pub stated: Option<u64>,
    /// Rows that the person did not adopt; they count as rejected.
    #[ts(type = "number")]
    pub declined: u64,
    /// What the last file with this header had, and this one has not.
    pub absent: Option<Absent>,
}

/// Cells of one column that are no plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MarkedColumn {
    /// Wire name of the field that the column fills.
    pub field: String,
    /// How many.
    #[ts(type = "number")]
    pub cells: u64,
    /// The first one's row.
    #[ts(type = "number")]
    pub first_row: u64,
}

/// Records that an earlier file had.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Absent {
    /// How many.
    #[ts(type = "number")]
    pub count: u64,
    /// Names of the first 50.
    pub names: Vec<String>,
    /// The file that had them.
    pub file_name: String,
    /// When that was imported, UTC milliseconds.
    #[ts(type = "number")]
    pub at: i64,
}

impl Reading {
    /// What the rows between header and end add up to.
    pub(super) fn settle(&mut self, seen: Seen, header_row: Option<u64>, rows: u64) {
        self.pictures = seen.pictures;
        self.repeated_headers = seen.repeated;
        self.above = header_row.unwrap_or(0);
        self.last_row = seen.last_row.max(self.above);
        self.blank = self.last_row.saturating_sub(self.above + seen.repeated + rows);
    }

    /// The sender's own count must be met before anything is written.
    pub(super) fn must_meet(&self, rows: u64) -> Result<()> {
        match self.stated {
            Some(stated) if stated != rows => Err(Failure::field(
                "stated",
                format!(
                    "报送方说共 {stated} 行，表里读到 {rows} 行，{}。没有导入任何内容。请与报送方核对，或清空“应有行数”再导入。",
                    difference(stated, rows)
                ),
            )),
            _ => Ok(()),
        }
    }
}

fn difference(stated: u64, rows: u64) -> String {
    if stated > rows { format!("少 {} 行", stated - rows) } else { format!("多 {} 行", rows - stated) }
}

/// What the last settled file with this header said and this one does not. `None` if there was none.
///
/// A record whose natural key was given to another one by hand bears another identity than its row; it is listed too.
pub(super) fn absent(
    db: &Connection,
    register: &Register,
    fingerprint: Option<&str>,
    staging: &Staging,
) -> Result<Option<Absent>> {
    let Some(fingerprint) = fingerprint else { return Ok(None) };
    let sql = "SELECT key, file_name, started_at FROM batch
               WHERE register = ?1 AND state = 'committed' AND json_extract(mapping, '$.fingerprint') = ?2
               ORDER BY key DESC LIMIT 1";
    let before = db
        .prepare_cached(sql)?
        .query_row(params![register.name, fingerprint], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
        })
        .optional()?;
    let Some((batch, file_name, at)) = before else { return Ok(None) };
    let mut absent = Absent { file_name, at, ..Absent::default() };
    let name = format!("SELECT name FROM {} WHERE id = ?1 AND retired = 0", register.table.name);
    let mut name = db.prepare_cached(&name)?;
    let mut records = db.prepare_cached(
        "SELECT record FROM batch_row WHERE batch = ?1 AND record IS NOT NULL ORDER BY row",
    )?;
    let mut records = records.query([batch])?;
    let mut counted = std::collections::HashSet::new();
    while let Some(row) = records.next()? {
        let record: Id = row.get(0)?;
        if staging.mentions(&record) || !counted.insert(record) {
            continue;
        }
        // What was retired since is no loss of the file.
        let Some(name) = name.query_row([record], |row| row.get::<_, String>(0)).optional()? else {
            continue;
        };
        absent.count += 1;
        if absent.names.len() < NAMES {
            absent.names.push(name);
        }
    }
    Ok(Some(absent))
}
