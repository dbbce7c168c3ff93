//! Papers that were issued: listed, and handed out again as they were.

use super::store;
use crate::calls::{Context, FileResult};
use crate::error::{OrNotFound, Result};
use crate::id::Id;
use rusqlite::{OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which papers.
#[derive(Debug, Default, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListDocuments {
    /// Of one kind: a code of the labels' group `documentKind`.
    #[ts(optional)]
    pub kind: Option<String>,
    /// Of one inspection.
    #[ts(optional)]
    pub inspection_id: Option<Id>,
    /// Of one subject.
    #[ts(optional)]
    pub subject_id: Option<Id>,
}

/// A paper that was issued.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentRow {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Code of the labels' group `documentKind`.
    pub kind: String,
    /// Its name.
    pub title: String,
    /// 文号
    pub number: String,
    /// The subject; empty for a draw.
    pub subject_name: String,
    /// The inspection that it records, if any.
    pub inspection_id: Option<Id>,
    /// Code of the labels' group `documentState`.
    pub state: String,
    /// When, UTC milliseconds.
    pub issued_at: i64,
    /// The name to save it under.
    pub file_name: String,
    /// SHA-256 of the file.
    pub file_sha256: String,
    /// SHA-256 of the template; empty where there was none.
    pub template_sha256: String,
    /// Head of the journal's chain when it was issued.
    pub chain_head: String,
}

/// Which paper.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OpenDocument {
    /// The document.
    pub id: Id,
}

/// The papers that were issued, newest first.
pub fn list(context: &Context<'_>, input: ListDocuments) -> Result<Vec<DocumentRow>> {
    context.office.read(|db| {
        let mut statement = db.prepare_cached(
            "SELECT id, rev, kind, title, number, subject_name, inspection_id, state, issued_at, file_name, file_sha256,
                    template_sha256, chain_head
             FROM document
             WHERE retired = 0 AND (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR inspection_id = ?2)
               AND (?3 IS NULL OR subject_id = ?3)
             ORDER BY issued_at DESC, key DESC LIMIT 5000",
        )?;
        let rows = statement.query_map(params![input.kind, input.inspection_id, input.subject_id], |row| {
            Ok(DocumentRow {
                id: row.get(0)?,
                rev: row.get(1)?,
                kind: row.get(2)?,
                title: row.get(3)?,
                number: row.get(4)?,
                subject_name: row.get(5)?,
                inspection_id: row.get(6)?,
                state: row.get(7)?,
                issued_at: row.get(8)?,
                file_name: row.get(9)?,
                file_sha256: row.get(10)?,
                template_sha256: row.get(11)?,
                chain_head: row.get(12)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    })
}

/// The file of a paper, known to be the one that was issued.
pub fn open(context: &Context<'_>, input: OpenDocument) -> Result<FileResult> {
    let office = context.office;
    let (sha256, file_name, title): (String, String, String) = office.read(|db| {
        let sql = "SELECT file_sha256, file_name, title FROM document WHERE id = ?1";
        db.query_row(sql, [input.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?
            .or_not_found("文书")
    })?;
    store::read(office, &sha256, &format!("文书“{title}”"))?;
    let file = context.files.offer(&file_name, store::path(office, &sha256), false)?;
    Ok(FileResult { file, file_name })
}
