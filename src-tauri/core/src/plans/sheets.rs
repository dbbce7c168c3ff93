//! Tables as xlsx files that WPS and Excel open: headings, rows, and the sentences that go with them.

use crate::error::{Failure, Result};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// A heading with the width of its column in characters.
pub(super) type Heading<'a> = (&'a str, f64);

/// A cell.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    /// With one decimal.
    Rate(f64),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

pub(super) fn failed(error: XlsxError) -> Failure {
    Failure::Internal(format!("表格没有写成：{error}"))
}

/// The looks of a sheet.
pub(super) struct Looks {
    pub(super) title: Format,
    pub(super) head: Format,
    pub(super) cell: Format,
    pub(super) number: Format,
    pub(super) rate: Format,
    pub(super) note: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let base = || Format::new().set_font_name("宋体").set_font_size(11);
        let boxed = || base().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        Self {
            title: base().set_font_size(16).set_bold().set_align(FormatAlign::Center),
            head: boxed()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_background_color("#EDF2EF"),
            cell: boxed().set_text_wrap(),
            number: boxed().set_align(FormatAlign::Center).set_num_format("0"),
            rate: boxed().set_align(FormatAlign::Center).set_num_format("0.0"),
            note: base().set_text_wrap(),
        }
    }
}

/// A workbook that says when the office made it, not when the machine did.
pub(super) fn book(now_ms: i64) -> Result<Workbook> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(now_ms / 1000).map_err(failed)?;
    book.set_properties(&DocProperties::new().set_author("绿间").set_creation_datetime(&made));
    Ok(book)
}

pub(super) fn write(sheet: &mut Worksheet, at: (u32, u16), cell: &Cell, looks: &Looks) -> Result<()> {
    let (row, column) = at;
    match cell {
        Cell::Text(text) => sheet.write_string_with_format(row, column, text.as_str(), &looks.cell),
        Cell::Number(number) => sheet.write_number_with_format(row, column, *number, &looks.number),
        Cell::Rate(number) => sheet.write_number_with_format(row, column, *number, &looks.rate),
        Cell::Empty => sheet.write_string_with_format(row, column, "—", &looks.number),
    }
    .map_err(failed)?;
    Ok(())
}

/// A sentence over the whole width of a sheet.
pub(super) fn sentence(sheet: &mut Worksheet, row: u32, width: u16, text: &str, look: &Format) -> Result<()> {
    sheet.merge_range(row, 0, row, width - 1, text, look).map_err(failed)?;
    Ok(())
}

/// Landscape, margins that a desk printer keeps, and the number of the page.
pub(super) fn page(sheet: &mut Worksheet) {
    sheet
        .set_landscape()
        .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_footer("&C第 &P 页　共 &N 页");
}

/// A plain table on landscape A4: title, headings that repeat on every page, rows, sentences.
pub(super) fn table(
    now_ms: i64,
    title: &str,
    headings: &[Heading<'_>],
    rows: &[Vec<Cell>],
    notes: &[String],
) -> Result<Vec<u8>> {
    let looks = Looks::new();
    let mut book = book(now_ms)?;
    let width = headings.len() as u16;
    let sheet = book.add_worksheet();
    sheet.set_name("清单").map_err(failed)?;
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0);
    page(sheet);
    sentence(sheet, 0, width, title, &looks.title)?;
    sheet.set_row_height(0, 28).map_err(failed)?;
    for (at, (heading, wide)) in headings.iter().enumerate() {
        sheet.set_column_width(at as u16, *wide).map_err(failed)?;
        sheet.write_string_with_format(1, at as u16, *heading, &looks.head).map_err(failed)?;
    }
    sheet.set_repeat_rows(1, 1).map_err(failed)?;
    sheet.set_freeze_panes(2, 0).map_err(failed)?;
    if !rows.is_empty() {
        sheet.autofilter(1, 0, rows.len() as u32 + 1, width - 1).map_err(failed)?;
    }
    let mut next = 2;
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            write(sheet, (next, at as u16), cell, &looks)?;
        }
        next += 1;
    }
    for note in notes {
        next += 1;
        sentence(sheet, next, width, note, &looks.note)?;
    }
    book.save_to_buffer().map_err(failed)
}
