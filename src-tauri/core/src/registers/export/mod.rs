//! A list as a file: any register, narrowed like the list on the screen, in the same order, as xlsx or csv.
//!
//! What went out is journalled before the file is handed over: register, filter, columns, rows, hash, and the reason
//! where personal data are in it.

pub(crate) mod cells;
mod file;

use super::definition::Register;
use super::filter::{Conditions, ListFilter, conditions};
use super::list::COUNT_CAP;
use crate::calls::Context;
use crate::clock::local;
use crate::error::{Failure, Result};
use crate::office::hash_file;
use crate::search::register_and_key;
use cells::{Column, Said};
use file::{Lines, RowFile, SHEET_ROWS, Sheets};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ExportFormat {
    /// A workbook.
    Xlsx,
    /// Comma-separated, UTF-8 with a byte order mark.
    Csv,
}

/// What to export.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExportInput {
    /// Wire name of the register.
    pub register: String,
    /// The kind of file.
    pub format: ExportFormat,
    /// What narrows the list, as in `registers.list`.
    #[serde(default)]
    #[ts(optional, as = "Option<ListFilter>")]
    pub filter: ListFilter,
    /// Wire names of the columns in their order; all fields if empty.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub columns: Vec<String>,
    /// Why personal data go out in full; masked if absent.
    #[ts(optional)]
    pub personal_reason: Option<String>,
}

/// The file and what it holds.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// Handle for the host.
    pub file: String,
    /// The name to save it under.
    pub file_name: String,
    /// Records in it.
    pub rows: u64,
    /// SHA-256 of the file, as journalled.
    pub sha256: String,
    /// Labels of the columns whose personal data are masked.
    pub masked: Vec<String>,
}

/// Deletes the file of an export that did not come about.
struct Unfinished(Option<PathBuf>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // It is in this process's temporary folder, which goes as a whole at the end.
            let _ = std::fs::remove_file(path);
        }
    }
}

/// Writes the list into a file and journals what went out.
pub fn export(context: &Context<'_>, input: ExportInput) -> Result<Exported> {
    let register = Register::by_name(&input.register)?;
    let reason = input.personal_reason.as_deref().map(str::trim);
    if reason == Some("") {
        return Err(Failure::field("personalReason", "要导出完整的联系人、电话等个人信息，请写明用途。"));
    }
    let columns = Column::chosen(context.office, register, &input.columns, reason.is_some())?;
    let wanted = conditions(register, &input.filter)?;
    let path = context.files.temporary()?;
    let mut unfinished = Unfinished(Some(path.clone()));
    let mut out: Box<dyn RowFile> = match input.format {
        ExportFormat::Xlsx => Box::new(Sheets::new(&path, register.label, &columns, SHEET_ROWS, context)?),
        ExportFormat::Csv => Box::new(Lines::new(&path, &columns)?),
    };
    let rows = match wanted {
        Some(wanted) => write_rows(context, register, &input.filter, &wanted, &columns, &mut *out)?,
        None => 0,
    };
    out.finish()?;
    context.cancelled()?;
    let sha256 = hash_file(&path)?;
    let ending = if input.format == ExportFormat::Xlsx { "xlsx" } else { "csv" };
    let stamp = local(context.office.now_ms()).format("%Y%m%d-%H%M");
    let file_name = format!("{}-{stamp}.{ending}", register.label);
    let masked =
        columns.iter().filter(|column| column.is_masked()).map(|column| column.field.label.to_owned());
    let masked: Vec<String> = masked.collect();
    context.office.write(context.actor, "registers.export", |w| {
        w.note(json!({
            "register": register.name, "filter": input.filter, "rows": rows, "sha256": sha256, "fileName": file_name,
            "columns": columns.iter().map(|column| column.field.name).collect::<Vec<_>>(),
            "personalReason": reason,
        }));
        Ok(())
    })?;
    let handle = context.files.offer(&file_name, path, true)?;
    unfinished.0 = None;
    Ok(Exported { file: handle, file_name, rows, sha256, masked })
}

/// All rows of the list in its order, which ends in a unique key.
fn write_rows(
    context: &Context<'_>,
    register: &'static Register,
    filter: &ListFilter,
    wanted: &Conditions,
    columns: &[Column],
    out: &mut dyn RowFile,
) -> Result<u64> {
    let db = context.office.new_reader()?;
    // One moment for all rows, however long it takes.
    db.execute_batch("BEGIN")?;
    let listed: Vec<&str> = columns.iter().map(|column| column.field.column).collect();
    let (listed, table) = (listed.join(", "), register.table.name);
    let mut pass = Pass { context, columns, out, done: 0, total: 0 };
    if let Some(text) = filter.sought() {
        let sql = format!("SELECT {listed} FROM {table} WHERE key = ? AND {}", wanted.whole());
        pass.total = 0;
        let mut statement = db.prepare(&sql)?;
        let mut failure = None;
        super::find::walk(context.office, register, text, &mut |row| {
            let mut values: Vec<Value> = vec![register_and_key(row).1.into()];
            values.extend(wanted.values());
            let found = statement.query(params_from_iter(values)).map_err(Failure::from);
            let taken = found.and_then(|mut rows| match rows.next()? {
                Some(row) => pass.take(row),
                None => Ok(()),
            });
            failure = taken.err();
            failure.is_none()
        })?;
        return failure.map_or(Ok(pass.done), Err);
    }
    pass.total = expected(&db, register, wanted)?;
    let sql = format!("SELECT {listed} FROM {table} WHERE {} ORDER BY sort_key, key", wanted.whole());
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query(params_from_iter(wanted.values()))?;
    while let Some(row) = rows.next()? {
        pass.take(row)?;
    }
    Ok(pass.done)
}

/// How many rows to expect; 0 where counting would take as long as writing.
fn expected(db: &Connection, register: &Register, wanted: &Conditions) -> Result<u64> {
    if wanted.open {
        return super::list::count(db, register);
    }
    if wanted.lead == "1" {
        return Ok(0);
    }
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {})",
        register.table.name,
        wanted.whole(),
        COUNT_CAP + 1
    );
    let found: u64 = db.query_row(&sql, params_from_iter(wanted.values()), |row| row.get(0))?;
    Ok(if found > COUNT_CAP { 0 } else { found })
}

struct Pass<'a, 'b> {
    context: &'a Context<'b>,
    columns: &'a [Column],
    out: &'a mut dyn RowFile,
    done: u64,
    total: u64,
}

impl Pass<'_, '_> {
    fn take(&mut self, row: &Row<'_>) -> Result<()> {
        let mut cells: Vec<Said<'_>> = Vec::with_capacity(self.columns.len());
        for (place, column) in self.columns.iter().enumerate() {
            cells.push(column.say(row.get_ref(place)?));
        }
        self.out.row(&cells)?;
        self.done += 1;
        if self.done.is_multiple_of(2048) {
            self.context.cancelled()?;
            self.context.progress(self.done, self.total.max(self.done), "写出登记");
        }
        Ok(())
    }
}

/// Puts a finished file where the person said, whole or not at all.
pub fn settle(from: &Path, to: &Path) -> Result<()> {
    let name = to.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let part = to.with_file_name(format!(".{name}.part"));
    let moved = std::fs::copy(from, &part).and_then(|_| std::fs::rename(&part, to));
    if moved.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    Ok(moved?)
}

#[cfg(test)]
mod tests;
