//! xlsx, a row at a time: a thread of its own reads ahead, so that parsing and storing run side by side.

use super::container::{self, Parts};
use super::delimited::{FILLED_MAX, too_wide};
use super::text::io_failure;
use super::{Row, Source, password, refuse, shielded};
use crate::error::{Failure, Result};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

type Book = Xlsx<BufReader<File>>;

/// Rows that travel between the threads at once.
const BATCH: usize = 256;
/// Batches that may wait.
const AHEAD: usize = 4;
/// What Excel allows in one cell.
const CELL_CHARS_MAX: usize = 32_767;
/// Up to this much XML a sheet's rows are counted by reading them; beyond, by their tags.
const COUNT_BY_READING: u64 = 32 << 20;
/// One string of the table may stand in every cell of a row.
const ROW_BYTES_MAX: usize = 8 << 20;
/// Text that travels between the threads at once.
const BATCH_BYTES: usize = 4 << 20;
/// Columns of a sheet.
const COLUMNS: usize = 16_384;

fn open_book(path: &Path) -> Result<Book> {
    let file = File::open(path).map_err(io_failure)?;
    Xlsx::new(BufReader::new(file)).map_err(|error| failure(&error, ""))
}

/// One sheet as first seen.
pub(super) struct Seen {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// The first filled rows.
    pub(super) head: Vec<Row>,
    /// Filled rows.
    pub(super) rows: u64,
}

/// Sheets with their beginnings and their numbers of rows.
pub(super) fn survey(path: &Path, look: usize) -> Result<Vec<Seen>> {
    let parts = container::check(path)?;
    shielded(|| {
        let mut book = open_book(path)?;
        let known = rows_by_name(path, &parts);
        let mut seen = Vec::new();
        for (name, hidden) in sheets(&book) {
            let counted = known.get(&name).copied().filter(|sheet| sheet.bytes > COUNT_BY_READING);
            let mut head = Vec::new();
            let mut rows = 0;
            pump(&mut book, &name, &mut |row| {
                rows += 1;
                if head.len() < look {
                    head.push(std::mem::take(row));
                }
                counted.is_none() || head.len() < look
            })?;
            seen.push(Seen { name, hidden, head, rows: counted.map_or(rows, |sheet| sheet.rows) });
        }
        Ok(seen)
    })
}

/// Names of the sheets that hold cells, and whether they are hidden.
fn sheets(book: &Book) -> Vec<(String, bool)> {
    book.sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect()
}

/// Reads the filled rows of one sheet into `sink` until it says no.
fn pump(book: &mut Book, sheet: &str, sink: &mut dyn FnMut(&mut Row) -> bool) -> Result<()> {
    let mut cells = match book.worksheet_cells_reader(sheet) {
        Ok(cells) => cells,
        // A sheet without any cells may lack the element that holds them.
        Err(XlsxError::XmlEof("worksheet")) => return Ok(()),
        Err(error) => return Err(failure(&error, sheet)),
    };
    let mut row = Row::default();
    let mut at = None;
    let mut used = 0;
    let mut filled = 0;
    let mut bytes = 0;
    loop {
        let next = cells.next_cell_with_formula_metadata().map_err(|error| failure(&error, sheet))?;
        let place = next.as_ref().map(|cell| cell.pos.0);
        if place != at {
            if used > 0 {
                row.cells.truncate(used);
                if !sink(&mut row) {
                    return Ok(());
                }
            }
            let Some(place) = place else { return Ok(()) };
            at = Some(place);
            row.number = u64::from(place) + 1;
            row.clear();
            (used, filled, bytes) = (0, 0, 0);
        }
        let Some(record) = next else { return Ok(()) };
        let formula = record.formula.is_some();
        if matches!(record.value, DataRef::Empty) && !formula {
            continue;
        }
        let column = record.pos.1 as usize;
        if column >= COLUMNS {
            return Err(damaged(sheet));
        }
        if row.cells.len() <= column {
            row.cells.resize_with(column + 1, Default::default);
        }
        let cell = &mut row.cells[column];
        match &record.value {
            DataRef::Int(value) => cell.set_number(*value as f64),
            DataRef::Float(value) => cell.set_number(*value),
            DataRef::String(text) => cell.set_text(text),
            DataRef::SharedString(text) => cell.set_text(text),
            DataRef::Bool(value) => cell.set_bool(*value),
            DataRef::DateTime(date) => cell.set_date(date),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => cell.set_iso(text),
            DataRef::Error(error) => cell.set_error(error),
            DataRef::Empty => cell.reset(),
        }
        if formula && cell.kind != super::Kind::Error {
            cell.kind = super::Kind::Formula;
        }
        if (formula || cell.text.starts_with('=')) && cell.shows_picture() {
            cell.set_picture();
        }
        if cell.text.len() > CELL_CHARS_MAX && cell.text.chars().count() > CELL_CHARS_MAX {
            return Err(refuse(&format!(
                "工作表“{sheet}”第 {} 行第 {} 列的内容超过 32,767 字，不像名册。请检查后再导入",
                row.number,
                column + 1
            )));
        }
        bytes += cell.text.len();
        if bytes > ROW_BYTES_MAX {
            return Err(refuse(&format!(
                "工作表“{sheet}”第 {} 行的内容超过 8 MB，不像名册。请检查后再导入",
                row.number
            )));
        }
        if !cell.is_blank() || matches!(cell.kind, super::Kind::Picture | super::Kind::Formula) {
            used = used.max(column + 1);
            filled += 1;
            if filled > FILLED_MAX {
                return Err(too_wide(row.number));
            }
        }
    }
}

fn damaged(sheet: &str) -> Failure {
    let place = if sheet.is_empty() { String::new() } else { format!("工作表“{sheet}”") };
    refuse(&format!("{place}不完整或已损坏，可能没有拷贝完。请重新拷贝，或用 WPS 打开后另存为 xlsx 再导入"))
}

fn failure(error: &XlsxError, sheet: &str) -> Failure {
    match error {
        XlsxError::Password => password(),
        XlsxError::WorksheetNotFound(name) => {
            refuse(&format!("工作簿里没有名为“{name}”的工作表，请重新选择"))
        }
        _ if sheet.is_empty() => damaged("文件"),
        _ => damaged(sheet),
    }
}

enum Parcel {
    /// Always first: the sheet that is read.
    Sheet(String),
    Rows(Vec<Row>),
    Failed(Failure),
    Done,
}

/// Rows of one sheet, read ahead by a thread.
pub(super) struct Streamed {
    parcels: Receiver<Parcel>,
    /// Emptied rows go back, so that their buffers are used again.
    back: SyncSender<Vec<Row>>,
    batch: Vec<Row>,
    at: usize,
    done: bool,
    given: u64,
    expected: Option<u64>,
}

impl Streamed {
    /// Checks the container and begins reading `sheet`, or the first filled one; answers with its name.
    pub(super) fn open(path: &Path, sheet: Option<&str>) -> Result<(String, Self)> {
        let parts = container::check(path)?;
        let (send, parcels) = sync_channel(AHEAD);
        let (back, returned) = sync_channel(AHEAD + 2);
        let (own, sheet) = (path.to_owned(), sheet.map(str::to_owned));
        std::thread::Builder::new()
            .name("xlsx".into())
            .spawn(move || {
                let last = match shielded(|| read_ahead(&own, sheet, &send, &returned)) {
                    Ok(()) => Parcel::Done,
                    Err(failure) => Parcel::Failed(failure),
                };
                // Nobody listening means that the reader was dropped.
                let _ = send.send(last);
            })
            .map_err(io_failure)?;
        let sheet = match parcels.recv() {
            Ok(Parcel::Sheet(sheet)) => sheet,
            Ok(Parcel::Failed(failure)) => return Err(failure),
            _ => return Err(damaged("文件")),
        };
        let expected = rows_by_name(path, &parts).get(&sheet).map(|sheet| sheet.rows);
        Ok((sheet, Self { parcels, back, batch: Vec::new(), at: 0, done: false, given: 0, expected }))
    }
}

fn read_ahead(
    path: &Path,
    sheet: Option<String>,
    send: &SyncSender<Parcel>,
    returned: &Receiver<Vec<Row>>,
) -> Result<()> {
    let mut book = open_book(path)?;
    let sheet = match sheet {
        Some(sheet) => sheet,
        None => first_filled(&mut book)?,
    };
    if send.send(Parcel::Sheet(sheet.clone())).is_err() {
        return Ok(());
    }
    let mut batch: Vec<Row> = Vec::with_capacity(BATCH);
    let mut spare: Vec<Row> = Vec::new();
    let mut listening = true;
    let mut bytes = 0;
    pump(&mut book, &sheet, &mut |row| {
        let mut fresh = spare.pop().unwrap_or_default();
        std::mem::swap(&mut fresh, row);
        bytes += fresh.cells.iter().map(|cell| cell.text.len()).sum::<usize>();
        batch.push(fresh);
        if batch.len() == BATCH || bytes > BATCH_BYTES {
            bytes = 0;
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            listening = send.send(Parcel::Rows(full)).is_ok();
            if spare.is_empty()
                && let Ok(rows) = returned.try_recv()
            {
                spare = rows;
            }
        }
        listening
    })?;
    if listening && !batch.is_empty() {
        let _ = send.send(Parcel::Rows(batch));
    }
    Ok(())
}

impl Source for Streamed {
    fn next(&mut self, row: &mut Row) -> Result<bool> {
        if self.at == self.batch.len() {
            if self.done {
                return Ok(false);
            }
            let emptied = std::mem::take(&mut self.batch);
            if !emptied.is_empty() {
                let _ = self.back.try_send(emptied);
            }
            self.at = 0;
            match self.parcels.recv() {
                Ok(Parcel::Rows(rows)) => self.batch = rows,
                Ok(Parcel::Failed(failure)) => {
                    self.done = true;
                    return Err(failure);
                }
                Ok(Parcel::Done | Parcel::Sheet(_)) | Err(_) => {
                    self.done = true;
                    return Ok(false);
                }
            }
        }
        std::mem::swap(row, &mut self.batch[self.at]);
        self.at += 1;
        self.given += 1;
        Ok(true)
    }

    fn progress(&self) -> Option<f32> {
        self.expected.map(|rows| (self.given as f32 / rows.max(1) as f32).min(1.0))
    }
}

/// Lays the counts of the parts onto the names of the sheets; a sheet whose part is not found is simply absent.
fn rows_by_name(path: &Path, parts: &Parts) -> HashMap<String, container::Sheet> {
    let read = |wanted: &str| -> Option<String> {
        let mut zip = zip::ZipArchive::new(BufReader::new(File::open(path).ok()?)).ok()?;
        let name = zip
            .file_names()
            .find(|name| name.trim_start_matches('/').eq_ignore_ascii_case(wanted))?
            .to_owned();
        let mut text = String::new();
        zip.by_name(&name).ok()?.take(16 << 20).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let (Some(workbook), Some(links)) = (read("xl/workbook.xml"), read("xl/_rels/workbook.xml.rels")) else {
        return HashMap::new();
    };
    let targets: HashMap<String, String> =
        elements(&links, "Relationship", "Id", "Target").into_iter().collect();
    elements(&workbook, "sheet", "id", "name")
        .into_iter()
        .filter_map(|(id, name)| {
            let target = targets.get(&id)?.to_lowercase();
            let part = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{}", target.trim_start_matches("./")),
            };
            Some((name, *parts.sheets.get(&part)?))
        })
        .collect()
}

/// Two attributes of every element of a name, prefixes aside.
fn elements(xml: &str, element: &str, key: &str, value: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut found = Vec::new();
    while let Ok(event) = reader.read_event() {
        let (Event::Start(tag) | Event::Empty(tag)) = event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        if tag.local_name().as_ref() != element {
            continue;
        }
        let attribute = |wanted: &str| {
            tag.attributes()
                .flatten()
                .find(|attribute| attribute.key.local_name().as_ref() == wanted)
                .and_then(|attribute| {
                    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
                })
        };
        if let (Some(key), Some(value)) = (attribute(key), attribute(value)) {
            found.push((key, value));
        }
    }
    found
}

/// The sheet to read when nobody chooses: the first visible one with a filled row, else the first with one.
fn first_filled(book: &mut Book) -> Result<String> {
    let (visible, hidden): (Vec<_>, Vec<_>) = sheets(book).into_iter().partition(|(_, hidden)| !hidden);
    for (name, _) in visible.into_iter().chain(hidden) {
        let mut any = false;
        pump(book, &name, &mut |_| {
            any = true;
            false
        })?;
        if any {
            return Ok(name);
        }
    }
    Err(refuse("表格里没有任何内容。请确认报送方导出成功"))
}
