//! 退回行: the rejected rows as they came, each with its reason, as a workbook that can be mended and imported again.

use super::read::{ReadOptions, Row, Rows};
use super::receipt::BatchInput;
use crate::calls::{Context, FileResult};
use crate::error::{Failure, OrNotFound, Result};
use crate::files::safe_name;
use rusqlite::OptionalExtension;
use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet, XlsxError};
use serde_json::Value as Json;
use std::path::Path;

/// What a cell of a workbook holds.
const CELL_CHARS: usize = 32_767;
/// Rows of one sheet, below its header.
const SHEET_ROWS: u32 = 1_000_000;
/// Columns of ours before those of the file.
const OURS: [&str; 2] = ["原文件行号", "退回原因"];

/// The rejected rows of a batch.
pub fn rejects(context: &Context<'_>, input: BatchInput) -> Result<FileResult> {
    let (key, file_name, file_hash, mapping) = context.office.read(|db| {
        let sql = "SELECT key, file_name, file_hash, mapping FROM batch WHERE id = ?1";
        db.query_row(sql, [input.batch], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
            ))
        })
        .optional()?
        .or_not_found("导入批次")
    })?;
    let mapping: Json = serde_json::from_str(&mapping)?;
    let original = context.office.folder().join("originals").join(&file_hash);
    let mut original = Original::open(&original, &mapping);
    let mut book = Workbook::new();
    let mut sheets = Sheets { headers: original.headers(), at: 0, count: 0 };
    context.office.read(|db| {
        let mut statement = db.prepare_cached(
            "SELECT row, coalesce(reason, '') FROM batch_row WHERE batch = ?1 AND outcome = 'rejected' ORDER BY row",
        )?;
        let mut rows = statement.query([key])?;
        let mut row = rows.next()?;
        while let Some(found) = row {
            let (number, reason): (u64, String) = (found.get(0)?, found.get(1)?);
            let cells = original.row(number);
            sheets.write(&mut book, number, &reason, cells).map_err(|error| failed(&error))?;
            row = rows.next()?;
        }
        Ok(())
    })?;
    if sheets.count == 0 {
        sheets.begin(&mut book).map_err(|error| failed(&error))?;
    }
    let path = context.files.temporary()?;
    book.save(&path).map_err(|error| failed(&error))?;
    let stem =
        Path::new(&file_name).file_stem().map_or(file_name.as_str().into(), |stem| stem.to_string_lossy());
    let file_name = safe_name(&format!("退回行 {stem}.xlsx"));
    Ok(FileResult { file: context.files.offer(&file_name, path, true)?, file_name })
}

fn failed(error: &XlsxError) -> Failure {
    match error {
        XlsxError::IoError(error) => std::io::Error::new(error.kind(), error.to_string()).into(),
        other => Failure::Internal(other.to_string()),
    }
}

/// The file as it came. Where it cannot be read any more, the reasons are handed out without their rows.
struct Original {
    rows: Option<Rows>,
    row: Row,
}

impl Original {
    fn open(path: &Path, mapping: &Json) -> Self {
        let options = ReadOptions {
            sheet: mapping["sheet"].as_str().map(str::to_owned),
            header_row: mapping["headerRow"].as_u64().map(|row| row as usize),
        };
        Self { rows: Rows::open(path, &options).ok(), row: Row::default() }
    }

    fn headers(&self) -> Vec<String> {
        self.rows.as_ref().map(|rows| rows.headers().to_vec()).unwrap_or_default()
    }

    /// The cells of the row of this number; the numbers asked for rise.
    fn row(&mut self, number: u64) -> Option<&Row> {
        let rows = self.rows.as_mut()?;
        while self.row.number < number {
            match rows.next_into(&mut self.row) {
                Ok(true) => {}
                _ => {
                    self.rows = None;
                    return None;
                }
            }
        }
        (self.row.number == number).then_some(&self.row)
    }
}

/// The workbook being written, a sheet at a time.
struct Sheets {
    headers: Vec<String>,
    /// The last row of the current sheet.
    at: u32,
    count: usize,
}

impl Sheets {
    fn begin(&mut self, book: &mut Workbook) -> Result<(), XlsxError> {
        let sheet = book.add_worksheet_with_constant_memory()?;
        self.count += 1;
        self.at = 0;
        sheet.set_name(if self.count == 1 {
            "退回行".to_owned()
        } else {
            format!("退回行{}", self.count)
        })?;
        sheet.set_freeze_panes(1, OURS.len() as u16)?;
        sheet.set_landscape().set_paper_size(9).set_footer("&L&A&R第 &P 页　共 &N 页");
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_column_width(0, 12)?;
        sheet.set_column_width(1, 48)?;
        let bold = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
        let text = Format::new().set_num_format("@");
        for (column, header) in self.headers.iter().enumerate() {
            let column = (column + OURS.len()) as u16;
            // Whoever mends a code in the sheet keeps its digits.
            sheet.set_column_format(column, &text)?;
            sheet.set_column_width(column, (header.chars().count() as f64 * 2.0 + 4.0).clamp(18.0, 30.0))?;
        }
        for (column, header) in
            OURS.iter().copied().chain(self.headers.iter().map(String::as_str)).enumerate()
        {
            sheet.write_string_with_format(0, column as u16, clipped(header), &bold)?;
        }
        Ok(())
    }

    fn write(
        &mut self,
        book: &mut Workbook,
        number: u64,
        reason: &str,
        row: Option<&Row>,
    ) -> Result<(), XlsxError> {
        if self.count == 0 || self.at == SHEET_ROWS {
            self.begin(book)?;
        }
        self.at += 1;
        let sheet: &mut Worksheet = book.worksheet_from_index(self.count - 1)?;
        sheet.write_number(self.at, 0, number as f64)?;
        sheet.write_string(self.at, 1, clipped(reason))?;
        for (column, cell) in row.iter().flat_map(|row| &row.cells).enumerate() {
            if !cell.text.is_empty() {
                // As text: no digit of a code is lost a second time.
                sheet.write_string(self.at, (column + OURS.len()) as u16, clipped(&cell.text))?;
            }
        }
        Ok(())
    }
}

fn clipped(text: &str) -> &str {
    text.char_indices().nth(CELL_CHARS).map_or(text, |(at, _)| &text[..at])
}
