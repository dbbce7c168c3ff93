//! Reads tables that others saved: xlsx, xls, csv, tsv and tables in web pages, known by their content.
//!
//! Nothing here touches the database. Rows stream; what would fill the memory is refused with a sentence
//! before it is opened, and a panic of a library ends as a sentence too.

mod container;
mod delimited;
mod header;
mod html;
mod rows;
mod sniff;
mod text;
mod value;
mod xls;
mod xlsx;

use crate::error::{Failure, Result};
use schemars::JsonSchema;
use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use ts_rs::TS;

pub use rows::{Rows, Seen};

/// Rows shown before importing.
const PREVIEW: usize = 20;
/// Characters of a cell shown before importing.
const PREVIEW_CHARS: usize = 200;
/// Tables of a page that are offered.
const TABLES_MAX: usize = 50;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Format {
    /// Workbook of Excel 2007 and later, and of WPS.
    Xlsx,
    /// Workbook of the old binary kind.
    Xls,
    /// Text with commas (or semicolons, or bars).
    Csv,
    /// Text with tabs.
    Tsv,
    /// Tables in a web page.
    Html,
}

/// How its characters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, which GBK and GB2312 are parts of.
    Gb18030,
    /// A workbook: its characters are not the reader's business.
    None,
}

/// A file that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Recognised {
    /// What it is, by its content.
    pub format: Format,
    /// How its characters are written.
    pub encoding: Encoding,
    /// Whether it is packed with gzip.
    pub compressed: bool,
    /// Its sheets, or the tables of the page, or the one table of the text. Those without rows are left out.
    pub sheets: Vec<SheetInfo>,
    /// Chinese sentences for whoever imports.
    pub notes: Vec<String>,
}

/// One sheet that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetInfo {
    /// Its name; hand it back in `ReadOptions`.
    pub name: String,
    /// Rows of data below the header, blank ones left out. In sheets of more than 32 MB counted by their tags.
    #[ts(type = "number")]
    pub rows_seen: u64,
    /// Row that names the columns, counted from 1; none if the table begins with data.
    pub header_row: Option<usize>,
    /// Names of the columns; `列1`, `列2` … where there is no name.
    pub headers: Vec<String>,
    /// The first rows below the header, long cells cut.
    pub preview: Vec<Vec<String>>,
    /// Cells of these rows that are not simply what somebody typed.
    pub marks: Vec<CellMark>,
}

/// A cell of the preview that wants a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
pub struct CellMark {
    /// Row of the preview, from 0.
    pub row: usize,
    /// Column, from 0.
    pub column: usize,
    /// What it is.
    pub is: CellMarkKind,
}

/// Why a cell wants a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CellMarkKind {
    /// A formula: its stored result is read.
    Formula,
    /// A picture in the cell: it goes into no field.
    Picture,
    /// `#N/A` and its like: read as nothing.
    Error,
    /// Digits were lost before the file came here.
    Lossy,
}

/// What to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Sheet; without it the first visible one that has rows (of a page, the table with most rows).
    pub sheet: Option<String>,
    /// Row that names the columns, counted from 1; `Some(0)` if there is none; without it, it is looked for.
    pub header_row: Option<usize>,
}

/// A row of data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number in the sheet or file, counted from 1, as WPS shows it.
    pub number: u64,
    /// Its cells from the first column on.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says. Text is byte for byte; numbers have no exponent below 2^53; dates are `YYYY-MM-DD[ HH:MM:SS]`.
    pub text: String,
    /// What it was.
    pub kind: Kind,
    /// Digits were lost before the file came here; refuse the row where the column is a code.
    pub lossy: bool,
}

/// What a cell was.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A date or time.
    Date,
    /// True or false.
    Bool,
    /// A formula; the text is its last result.
    Formula,
    /// `#N/A` and its like.
    Error,
    /// A picture that WPS keeps in the cell; the text is empty.
    Picture,
    /// Nothing.
    #[default]
    Empty,
}

impl Cell {
    /// The text as a code or id, freed from what exports put around it; refused if its digits are gone.
    pub fn as_code(&self) -> Result<&str> {
        let text = crate::imports::mapping::clean(&self.text);
        if self.lossy {
            return Err(Failure::invalid(format!(
                "代码列出现科学计数 {text}，数字已丢失，请让报送方把该列设为文本后重新导出"
            )));
        }
        Ok(text)
    }

    /// Nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    fn mark(&self) -> Option<CellMarkKind> {
        match self.kind {
            _ if self.lossy => Some(CellMarkKind::Lossy),
            Kind::Formula => Some(CellMarkKind::Formula),
            Kind::Picture => Some(CellMarkKind::Picture),
            Kind::Error => Some(CellMarkKind::Error),
            _ => None,
        }
    }
}

impl Row {
    /// The text of a column, empty beyond the row's end.
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| &cell.text)
    }

    /// Nothing but white space in every cell.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }

    /// Makes every cell empty and keeps the buffers.
    fn clear(&mut self) {
        self.cells.iter_mut().for_each(Cell::reset);
    }

    /// Exactly `count` cells, all empty.
    fn fit(&mut self, count: usize) {
        self.cells.truncate(count);
        self.clear();
        self.cells.resize_with(count, Cell::default);
    }

    fn texts(&self) -> Vec<String> {
        let cut = |cell: &Cell| match cell.text.char_indices().nth(PREVIEW_CHARS) {
            Some((at, _)) => format!("{}…", &cell.text[..at]),
            None => cell.text.clone(),
        };
        self.cells.iter().map(cut).collect()
    }
}

/// Where rows come from. Blank rows may be among them.
trait Source: Send {
    /// Puts the next row into `row`; `false` at the end.
    fn next(&mut self, row: &mut Row) -> Result<bool>;
    /// How much has been read, from 0 to 1, if that is known.
    fn progress(&self) -> Option<f32> {
        None
    }
}

fn refuse(sentence: &str) -> Failure {
    let end = if sentence.ends_with('。') { "" } else { "。" };
    Failure::field("file", format!("{sentence}{end}"))
}

fn no_sheet(wanted: Option<&str>) -> Failure {
    match wanted {
        Some(name) => refuse(&format!("文件里没有名为“{name}”的工作表，请重新选择")),
        None => refuse("表格里没有任何内容。请确认报送方导出成功"),
    }
}

fn password() -> Failure {
    refuse("文件有密码，请在 WPS 中取消密码后另存再导入")
}

/// A library's panic becomes a sentence.
fn shielded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(refuse("文件内容异常，无法读取。请用 WPS 打开后另存为 xlsx 再导入")))
}

/// Looks at a file: what it is, its sheets, their headers and first rows. `name` is what the person calls the file.
pub fn recognise(path: &Path, name: &str) -> Result<Recognised> {
    shielded(|| look(path, name)).map_err(|failure| match failure {
        Failure::Invalid { message, field } => {
            Failure::Invalid { message: format!("“{name}”：{message}"), field }
        }
        other => other,
    })
}

/// One sheet once more, with the header where a person says that it is (0: nowhere).
pub fn look_again(path: &Path, sheet: &str, header_row: usize) -> Result<SheetInfo> {
    shielded(|| {
        let options = ReadOptions { sheet: Some(sheet.to_owned()), header_row: Some(header_row) };
        let mut rows = Rows::open(path, &options)?;
        let (mut head, mut count, mut row) = (Vec::new(), 0, Row::default());
        while rows.next_into(&mut row)? {
            count += 1;
            if head.len() < PREVIEW {
                head.push(row.clone());
            }
        }
        let header = rows.header_row().map(|number| number as usize);
        Ok(shown(sheet.to_owned(), rows.headers().to_vec(), header, &head, count))
    })
}

/// What one sheet showed: name, hidden, first rows, number of filled rows.
type Glance = (String, bool, Vec<Row>, u64);

fn look(path: &Path, name: &str) -> Result<Recognised> {
    let found = sniff::sniff(path)?;
    let mut notes = Vec::new();
    let mut encoding = Encoding::None;
    let mut format = found.format;
    let glances: Vec<Glance> = match found.format {
        Format::Xlsx => xlsx::survey(path, header::LOOK + PREVIEW + 1)?
            .into_iter()
            .map(|seen| (seen.name, seen.hidden, seen.head, seen.rows))
            .collect(),
        Format::Xls => xls::open(path)?
            .sheets
            .into_iter()
            .map(|sheet| glance(sheet.name.clone(), sheet.hidden, &mut xls::Sheeted::new(sheet)))
            .collect::<Result<_>>()?,
        Format::Html => {
            encoding = facts(path, found.gzip, &mut notes)?;
            let counts = html::survey(path, found.gzip, encoding)?;
            let several = counts.iter().filter(|rows| **rows > 0).count() > 1;
            let mut glances = Vec::new();
            for (index, _) in counts.iter().enumerate().filter(|(_, rows)| **rows > 0).take(TABLES_MAX) {
                let label = if several { format!("表格{}", index + 1) } else { "表格".to_owned() };
                glances.push(glance(
                    label,
                    false,
                    &mut html::OneTable::open(path, found.gzip, encoding, index)?,
                )?);
            }
            glances
        }
        Format::Csv | Format::Tsv => {
            encoding = facts(path, found.gzip, &mut notes)?;
            let delimiter = delimited::delimiter(path, found.gzip, encoding)?;
            format = if delimiter == b'\t' { Format::Tsv } else { Format::Csv };
            let label = Path::new(name)
                .file_stem()
                .map_or_else(|| "数据".into(), |stem| stem.to_string_lossy().into_owned());
            vec![glance(
                label,
                false,
                &mut delimited::Delimited::open(path, found.gzip, encoding, delimiter)?,
            )?]
        }
    };
    let mut hidden = 0;
    let mut sheets: Vec<(bool, SheetInfo)> = Vec::new();
    for (name, is_hidden, head, rows) in glances {
        if rows == 0 {
            continue;
        }
        hidden += usize::from(is_hidden);
        sheets.push((is_hidden, describe(name, &head, rows)));
    }
    // What is read when nobody chooses stands first.
    sheets.sort_by_key(|(is_hidden, _)| *is_hidden);
    let mut sheets: Vec<SheetInfo> = sheets.into_iter().map(|(_, sheet)| sheet).collect();
    if format == Format::Html {
        sheets.sort_by_key(|sheet| std::cmp::Reverse(sheet.rows_seen));
    }
    if format == Format::Xls && name.to_lowercase().ends_with(".et") {
        notes.push(
            "文件名是 WPS 的 et，内容按 xls 读入，请核对下面的前几行；有不对的，用 WPS 另存为 xlsx 再导入。"
                .to_owned(),
        );
    }
    let Some(first) = sheets.first() else {
        return Err(refuse("表格里没有任何内容。请确认报送方导出成功"));
    };
    if sheets.len() > 1 {
        notes.push(format!(
            "默认读取“{}”，另有 {} 个工作表也有内容{}，可在导入时选择。",
            first.name,
            sheets.len() - 1,
            if hidden > 0 { "（含隐藏的）" } else { "" }
        ));
    }
    if first.header_row.is_none() {
        notes.push("没有找到表头，各列暂以“列1、列2……”称呼，请逐列确认含义。".to_owned());
    }
    Ok(Recognised { format, encoding, compressed: found.gzip, sheets, notes })
}

fn facts(path: &Path, gzip: bool, notes: &mut Vec<String>) -> Result<Encoding> {
    let facts = text::detect(path, gzip)?;
    if facts.damaged > 0 {
        notes.push(format!("有 {} 处文字已损坏，读入后显示为“\u{fffd}”，请与报送方核对。", facts.damaged));
    }
    Ok(facts.encoding)
}

fn glance(name: String, hidden: bool, source: &mut dyn Source) -> Result<Glance> {
    let mut head = Vec::new();
    let mut rows = 0;
    let mut row = Row::default();
    while source.next(&mut row)? {
        if row.is_blank() {
            continue;
        }
        rows += 1;
        if head.len() <= header::LOOK + PREVIEW {
            head.push(row.clone());
        }
    }
    Ok((name, hidden, head, rows))
}

fn describe(name: String, head: &[Row], rows: u64) -> SheetInfo {
    let at = header::find(head);
    let above = at.map_or(0, |index| index + 1);
    let below = &head[above..];
    let headers = header::names(at.map(|index| &head[index]), below);
    shown(name, headers, at.map(|index| head[index].number as usize), below, rows - above as u64)
}

fn shown(
    name: String,
    headers: Vec<String>,
    header_row: Option<usize>,
    below: &[Row],
    rows_seen: u64,
) -> SheetInfo {
    let marks = below.iter().take(PREVIEW).enumerate().flat_map(|(row, cells)| {
        let marked = cells.cells.iter().enumerate();
        marked.filter_map(move |(column, cell)| Some(CellMark { row, column, is: cell.mark()? }))
    });
    SheetInfo {
        name,
        rows_seen,
        header_row,
        headers,
        marks: marks.collect(),
        preview: below.iter().take(PREVIEW).map(Row::texts).collect(),
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::shared as tests_shared;
