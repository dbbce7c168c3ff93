//! The file of an export, row by row: a workbook in constant memory, or a csv.

use super::cells::{Column, Said, guarded, kept};
use crate::calls::{Cancel, Context, Progress};
use crate::error::{Failure, Result};
use crate::registers::FieldKind;
use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet, XlsxError};
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

/// Rows of one sheet below its header: a sheet ends at row 1,048,576.
pub(super) const SHEET_ROWS: u32 = 1_048_575;
/// Whole numbers up to here are the same as a spreadsheet's number.
const EXACT: u64 = 1 << 53;

/// Takes rows one after another.
pub(super) trait RowFile {
    /// One row.
    fn row(&mut self, cells: &[Said<'_>]) -> Result<()>;
    /// Writes what is left. Nothing is complete before.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// A workbook.
pub(super) struct Sheets<'a> {
    book: Workbook,
    name: String,
    headers: Vec<String>,
    columns: &'a [Column],
    heading: Format,
    text: Format,
    limit: u32,
    /// Rows in the last sheet.
    filled: u32,
    rows: u64,
    out: Watched<'a>,
}

impl<'a> Sheets<'a> {
    pub(super) fn new(
        path: &Path,
        name: &str,
        columns: &'a [Column],
        limit: u32,
        context: &Context<'a>,
    ) -> Result<Self> {
        let mut book = Workbook::new();
        if let Some(folder) = path.parent() {
            book.set_tempdir(folder).map_err(fault)?;
        }
        let heading = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
        let mut made = Self {
            book,
            name: name.to_owned(),
            headers: columns.iter().map(Column::header).collect(),
            columns,
            heading,
            text: Format::new().set_num_format("@"),
            limit,
            filled: 0,
            rows: 0,
            out: Watched {
                file: File::create(path)?,
                cancel: context.cancel,
                report: context.report,
                written: 0,
            },
        };
        made.sheet()?;
        Ok(made)
    }

    fn sheet(&mut self) -> Result<()> {
        let number = self.book.worksheets().len() + 1;
        let sheet = self.book.add_worksheet_with_constant_memory().map_err(fault)?;
        let name = if number == 1 { self.name.clone() } else { format!("{}{number}", self.name) };
        sheet.set_name(name).map_err(fault)?;
        sheet.set_freeze_panes(1, 1).map_err(fault)?;
        // Printed, too, each page names its rows and columns.
        sheet.set_landscape().set_paper_size(9).set_footer("&L&A&R第 &P 页　共 &N 页");
        sheet.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        sheet.set_repeat_rows(0, 0).map_err(fault)?.set_repeat_columns(0, 0).map_err(fault)?;
        for (place, (column, header)) in self.columns.iter().zip(&self.headers).enumerate() {
            let place = place as u16;
            let kind = column.field.kind;
            // The name stands first, whatever its kind.
            let width = match kind {
                FieldKind::Long => 36.0,
                _ if place == 0 => 28.0,
                FieldKind::Code | FieldKind::Id | FieldKind::Url => 24.0,
                _ => (header.chars().count() as f64 * 2.0 + 4.0).clamp(14.0, 30.0),
            };
            sheet.set_column_width(place, width).map_err(fault)?;
            if kind != FieldKind::Integer {
                // Whoever types into the column later keeps his digits too.
                sheet.set_column_format(place, &self.text).map_err(fault)?;
            }
            sheet.write_string_with_format(0, place, header.as_str(), &self.heading).map_err(fault)?;
        }
        self.filled = 0;
        Ok(())
    }

    /// The filter buttons need to know where the sheet ends.
    fn close(&mut self) -> Result<()> {
        let (filled, last) = (self.filled, self.columns.len() as u16 - 1);
        self.last()?.autofilter(0, 0, filled, last).map_err(fault)?;
        Ok(())
    }

    fn last(&mut self) -> Result<&mut Worksheet> {
        let place = self.book.worksheets().len() - 1;
        self.book.worksheet_from_index(place).map_err(fault)
    }
}

impl RowFile for Sheets<'_> {
    fn row(&mut self, cells: &[Said<'_>]) -> Result<()> {
        if self.filled == self.limit {
            self.close()?;
            self.sheet()?;
        }
        self.filled += 1;
        self.rows += 1;
        let (at, number, columns) = (self.filled, self.rows, self.columns);
        let sheet = self.last()?;
        for (place, cell) in cells.iter().enumerate() {
            let written = match cell {
                Said::Nothing => continue,
                Said::Number(n) if n.unsigned_abs() <= EXACT => {
                    sheet.write_number(at, place as u16, *n as f64)
                }
                Said::Number(n) => sheet.write_string(at, place as u16, n.to_string()),
                Said::Text(text) => sheet.write_string(at, place as u16, kept(text)),
            };
            written.map_err(|error| match error {
                XlsxError::MaxStringLengthExceeded => Failure::invalid(format!(
                    "第 {number} 条的“{}”超过 32,767 个字，表格放不下，没有导出。请改为导出 csv。",
                    columns[place].field.label
                )),
                error => fault(error),
            })?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.close()?;
        let Self { book, out, .. } = &mut *self;
        let saved = book.save_to_writer(&mut *out);
        if out.cancel.is_cancelled() {
            return Err(Failure::Cancelled);
        }
        saved.map_err(fault)
    }
}

fn fault(error: XlsxError) -> Failure {
    match error {
        XlsxError::IoError(error) => error.into(),
        error => Failure::Internal(error.to_string()),
    }
}

/// The file under the packing: says how far it is and stops when asked to.
struct Watched<'a> {
    file: File,
    cancel: &'a Cancel,
    report: &'a (dyn Fn(Progress) + Sync),
    written: u64,
}

impl Write for Watched<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.cancel.is_cancelled() {
            return Err(std::io::Error::other("cancelled"));
        }
        let count = self.file.write(bytes)?;
        let before = self.written >> 20;
        self.written += count as u64;
        if self.written >> 20 != before {
            (self.report)(Progress {
                done: self.written >> 20, total: 0, words: "压缩成文件（MB）".into()
            });
        }
        Ok(count)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

/// A csv in UTF-8 with the mark by which Excel and WPS know it.
pub(super) struct Lines {
    writer: csv::Writer<File>,
}

impl Lines {
    pub(super) fn new(path: &Path, columns: &[Column]) -> Result<Self> {
        let mut file = File::create(path)?;
        file.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .buffer_capacity(1 << 18)
            .from_writer(file);
        writer.write_record(columns.iter().map(Column::header)).map_err(csv_fault)?;
        Ok(Self { writer })
    }
}

impl RowFile for Lines {
    fn row(&mut self, cells: &[Said<'_>]) -> Result<()> {
        for cell in cells {
            let written = match cell {
                Said::Nothing => self.writer.write_field(""),
                Said::Number(number) => self.writer.write_field(number.to_string()),
                Said::Text(text) => self.writer.write_field(guarded(text).as_bytes()),
            };
            written.map_err(csv_fault)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(csv_fault)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.writer.flush()?)
    }
}

fn csv_fault(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => Failure::Internal(format!("{other:?}")),
    }
}
