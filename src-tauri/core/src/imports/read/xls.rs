//! Workbooks of the old binary kind. The library takes them whole and trusts what they say about themselves,
//! so this looks through the container and the records first and hands over a clean copy of one stream.

use super::text::io_failure;
use super::{Kind, Row, Source, password, refuse, shielded};
use crate::error::{Failure, Result};
use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls, XlsError};
use std::fs::File;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

/// An .xls ends at 65,536 rows a sheet; one that is larger than this is better converted.
const FILE_MAX: u64 = 96 << 20;
/// The library lays each sheet out as a full rectangle.
const RECTANGLE_MAX: u64 = 6_000_000;
const SHEETS_MAX: usize = 512;
const RECORDS_MAX: u64 = 60_000_000;

/// A string of the table is copied into every cell that shows it.
const TEXT_MAX: u64 = 256 << 20;

const STRING_TABLE: u16 = 0x00FC;
const CONTINUE: u16 = 0x003C;
const STRING_CELL: u16 = 0x00FD;
const BOUND_SHEET: u16 = 0x0085;
const FILE_PASS: u16 = 0x002F;
const DIMENSIONS: u16 = 0x0200;
const FORMULA: u16 = 0x0006;
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;

fn too_large() -> Failure {
    refuse("旧格式工作簿（xls）太大，无法直接读取。请用 WPS 打开后另存为 xlsx 再导入")
}

fn damaged() -> Failure {
    refuse("文件不完整或已损坏，可能没有拷贝完。请重新拷贝，或用 WPS 打开后另存为 xlsx 再导入")
}

/// The workbook, read whole.
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
}

/// One sheet.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) range: Range<Data>,
    /// Rows and columns of the cells that hold a formula, in order.
    formulas: Vec<(u16, u16)>,
}

/// Opens the workbook after looking through it.
pub(super) fn open(path: &Path) -> Result<Book> {
    let file = File::open(path).map_err(io_failure)?;
    let size = file.metadata().map_err(io_failure)?.len();
    if size > FILE_MAX {
        return Err(too_large());
    }
    let (name, mut stream) = shielded(|| workbook_stream(file, size))?;
    let mut formulas = examine(&mut stream)?;
    let clean = shielded(|| clean_copy(name, &stream))?;
    drop(stream);
    shielded(|| {
        let mut book: Xls<_> = Xls::new(Cursor::new(clean)).map_err(failure)?;
        let sheets = book
            .sheets_metadata()
            .iter()
            .enumerate()
            .filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet)
            .map(|(at, sheet)| (at, sheet.name.clone(), sheet.visible != SheetVisible::Visible))
            .collect::<Vec<_>>();
        let sheets = sheets
            .into_iter()
            .map(|(at, name, hidden)| {
                let range = book.worksheet_range(&name).map_err(failure)?;
                let formulas = formulas.get_mut(at).map(std::mem::take).unwrap_or_default();
                Ok(Sheet { name, hidden, range, formulas })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(Book { sheets })
    })
}

fn failure(error: XlsError) -> Failure {
    match error {
        XlsError::Password => password(),
        _ => damaged(),
    }
}

/// The stream that holds the cells, out of a container that may hold anything.
fn workbook_stream(file: File, size: u64) -> Result<(&'static str, Vec<u8>)> {
    let mut container = cfb::CompoundFile::open(file).map_err(|_| damaged())?;
    let has = |name: &str| container.is_stream(name);
    if has("/EncryptedPackage") || has("/EncryptionInfo") {
        return Err(password());
    }
    if has("/WordDocument") {
        return Err(refuse("这是 Word 文档，不是表格。请把表格复制到 xlsx 后再导入"));
    }
    if has("/PowerPoint Document") {
        return Err(refuse("这是演示文稿，不是表格"));
    }
    let Some(name) = ["Workbook", "Book"].into_iter().find(|name| has(&format!("/{name}"))) else {
        return Err(refuse(
            "这不是能读取的工作簿（可能是 WPS 专用的 et 格式）。请用 WPS 打开后另存为 xlsx 再导入",
        ));
    };
    let mut stream = Vec::new();
    container
        .open_stream(format!("/{name}"))
        .and_then(|inner| inner.take(size + 1).read_to_end(&mut stream))
        .map_err(|_| damaged())?;
    if stream.len() as u64 > size {
        return Err(damaged());
    }
    Ok((name, stream))
}

/// A container with nothing but that stream.
fn clean_copy(name: &str, stream: &[u8]) -> Result<Vec<u8>> {
    let mut container = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))
        .map_err(|_| damaged())?;
    container
        .create_stream(format!("/{name}"))
        .and_then(|mut inner| inner.write_all(stream).and_then(|()| inner.flush()))
        .map_err(|_| damaged())?;
    container.flush().map_err(|_| damaged())?;
    Ok(container.into_inner().into_inner())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

/// Walks the records: passwords, where sheets begin, how large a rectangle their cells span. Declared dimensions are
/// blanked, because the library reserves memory by them. Answers, sheet by sheet, which cells hold a formula.
fn examine(stream: &mut [u8]) -> Result<Vec<Vec<(u16, u16)>>> {
    let mut begins = Vec::new();
    let mut strings = Vec::new();
    let mut at = 0;
    while let (Some(kind), Some(len)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let data = at + 4;
        match kind {
            FILE_PASS => return Err(password()),
            BOUND_SHEET => begins.push(u32_at(stream, data).ok_or_else(damaged)? as usize),
            STRING_TABLE => strings = string_lengths(stream, at),
            EOF => break,
            _ => {}
        }
        at = data + usize::from(len);
    }
    if begins.is_empty() {
        return Err(damaged());
    }
    if begins.len() > SHEETS_MAX {
        return Err(too_large());
    }
    let mut spent = Spent::default();
    let mut rectangles = 0_u64;
    let mut formulas = Vec::new();
    for begin in begins {
        if begin >= stream.len() {
            return Err(damaged());
        }
        let mut found = Vec::new();
        rectangles = rectangles.saturating_add(rectangle(stream, begin, &strings, &mut spent, &mut found)?);
        found.sort_unstable();
        formulas.push(found);
        if rectangles > RECTANGLE_MAX || spent.records > RECORDS_MAX || spent.text > TEXT_MAX {
            return Err(too_large());
        }
    }
    Ok(formulas)
}

/// What reading the sheets will cost.
#[derive(Default)]
struct Spent {
    records: u64,
    text: u64,
}

/// Characters of each string of the table that begins at `at`, as far as they can be followed over its continuations.
fn string_lengths(stream: &[u8], mut at: usize) -> Vec<u32> {
    let mut pieces: Vec<&[u8]> = Vec::new();
    while let (Some(kind), Some(len)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let wanted = if pieces.is_empty() { STRING_TABLE } else { CONTINUE };
        let Some(data) = stream.get(at + 4..at + 4 + usize::from(len)).filter(|_| kind == wanted) else {
            break;
        };
        pieces.push(data);
        at += 4 + usize::from(len);
    }
    let mut lengths = Vec::new();
    let mut pieces = pieces.into_iter();
    let Some(mut data) = pieces.next().and_then(|first| first.get(8..)) else { return lengths };
    loop {
        while data.is_empty() {
            let Some(next) = pieces.next() else { return lengths };
            data = next;
        }
        let (Some(count), Some(flags)) = (u16_at(data, 0), data.get(2).copied()) else { return lengths };
        let mut head = 3;
        let mut extra = 0;
        if flags & 8 != 0 {
            extra += usize::from(u16_at(data, head).unwrap_or(0)) * 4;
            head += 2;
        }
        if flags & 4 != 0 {
            extra += u32_at(data, head).unwrap_or(0) as usize;
            head += 4;
        }
        data = data.get(head..).unwrap_or_default();
        let mut left = usize::from(count);
        let mut width = if flags & 1 == 1 { 2 } else { 1 };
        loop {
            let here = left.min(data.len() / width);
            left -= here;
            data = &data[here * width..];
            if left == 0 {
                break;
            }
            // A string goes on in the next record behind a byte that says how wide its characters are there.
            let Some((flags, rest)) = pieces.next().and_then(<[u8]>::split_first) else { return lengths };
            width = if flags & 1 == 1 { 2 } else { 1 };
            data = rest;
        }
        lengths.push(u32::from(count));
        while extra > data.len() {
            extra -= data.len();
            let Some(next) = pieces.next() else { return lengths };
            data = next;
        }
        data = &data[extra..];
    }
}

/// Cells of the smallest rectangle around the filled cells of the sheet that begins at `at`.
fn rectangle(
    stream: &mut [u8],
    mut at: usize,
    strings: &[u32],
    spent: &mut Spent,
    formulas: &mut Vec<(u16, u16)>,
) -> Result<u64> {
    let (mut top, mut bottom, mut left, mut right) = (u64::MAX, 0, u64::MAX, 0);
    let mut depth = 0_u32;
    let mut seen_begin = false;
    while let (Some(kind), Some(len)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        spent.records += 1;
        let data = at + 4;
        let len = usize::from(len);
        at = data + len;
        match kind {
            BOF if seen_begin => depth += 1,
            BOF => seen_begin = true,
            EOF if depth == 0 => break,
            EOF => depth -= 1,
            DIMENSIONS => {
                if let Some(declared) = stream.get_mut(data..data + len) {
                    declared.fill(0);
                }
            }
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | STRING_CELL | 0x00BD | FORMULA if depth == 0 => {
                let (Some(row), Some(first)) = (u16_at(stream, data), u16_at(stream, data + 2)) else {
                    return Err(damaged());
                };
                if kind == FORMULA {
                    formulas.push((row, first));
                }
                if kind == STRING_CELL {
                    let string = u32_at(stream, data + 6).and_then(|index| strings.get(index as usize));
                    // A string that was not found may be as long as a string can be.
                    spent.text +=
                        string.map_or(if strings.is_empty() { 0 } else { 65_535 }, |len| u64::from(*len));
                }
                let last =
                    if kind == 0x00BD { u16_at(stream, (data + len).saturating_sub(2)) } else { Some(first) };
                let last = last.unwrap_or(first).max(first);
                top = top.min(u64::from(row));
                bottom = bottom.max(u64::from(row));
                left = left.min(u64::from(first));
                right = right.max(u64::from(last));
            }
            _ => {}
        }
    }
    Ok(if top == u64::MAX { 0 } else { (bottom - top + 1) * (right - left + 1) })
}

/// Rows of one sheet.
pub(super) struct Sheeted {
    range: Range<Data>,
    formulas: Vec<(u16, u16)>,
    at: usize,
}

impl Sheeted {
    pub(super) fn new(sheet: Sheet) -> Self {
        Self { range: sheet.range, formulas: sheet.formulas, at: 0 }
    }
}

impl Source for Sheeted {
    fn next(&mut self, row: &mut Row) -> Result<bool> {
        let Some((top, left)) = self.range.start() else { return Ok(false) };
        let width = self.range.width();
        if self.at >= self.range.height() {
            return Ok(false);
        }
        row.number = u64::from(top) + self.at as u64 + 1;
        let left = left as usize;
        row.fit(left + width);
        for column in 0..width {
            let cell = &mut row.cells[left + column];
            match self.range.get((self.at, column)) {
                Some(Data::Int(value)) => cell.set_number(*value as f64),
                Some(Data::Float(value)) => cell.set_number(*value),
                Some(Data::String(text)) => cell.set_text(text),
                Some(Data::Bool(value)) => cell.set_bool(*value),
                Some(Data::DateTime(date)) => cell.set_date(date),
                Some(Data::DateTimeIso(text) | Data::DurationIso(text)) => cell.set_iso(text),
                Some(Data::Error(error)) => cell.set_error(error),
                _ => {}
            }
            let place = (top as usize + self.at, left + column);
            let formula = u16::try_from(place.0).ok().zip(u16::try_from(place.1).ok());
            if formula.is_some_and(|place| self.formulas.binary_search(&place).is_ok())
                && !matches!(cell.kind, Kind::Error | Kind::Empty)
            {
                cell.kind = Kind::Formula;
            }
            if cell.text.starts_with('=') && cell.shows_picture() {
                cell.set_picture();
            }
        }
        let filled = |cell: &super::Cell| !cell.is_blank() || cell.kind == Kind::Picture;
        let used = row.cells.iter().rposition(filled).map_or(0, |last| last + 1);
        row.cells.truncate(used);
        self.at += 1;
        Ok(true)
    }

    fn progress(&self) -> Option<f32> {
        Some(self.at as f32 / self.range.height().max(1) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn cell(row: u16, column: u16, string: u32) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        record(STRING_CELL, &[place, string.to_le_bytes().to_vec()].concat())
    }

    /// A workbook of one sheet whose only long string stands in a number of cells.
    fn stream(cells: u16, length: u16, last_row: u16) -> Vec<u8> {
        // "ab", then a long string over two records, in wide characters first and narrow ones after.
        let first = usize::from(length) / 2;
        let mut table =
            [vec![0; 8], vec![2, 0, 0, b'a', b'b'], length.to_le_bytes().to_vec(), vec![1]].concat();
        table.extend(std::iter::repeat_n([b'x', 0], first).flatten());
        let rest = [vec![0], vec![b'x'; usize::from(length) - first]].concat();
        let mut out = [record(STRING_TABLE, &table), record(CONTINUE, &rest)].concat();
        let begin = (out.len() + 12 + 4) as u32;
        out.extend(record(BOUND_SHEET, &[begin.to_le_bytes().to_vec(), vec![0; 4]].concat()));
        out.extend(record(EOF, &[]));
        out.extend(record(BOF, &[0; 8]));
        out.extend(record(DIMENSIONS, &[0xFF; 14]));
        (0..cells).for_each(|row| out.extend(cell(row, 0, 1)));
        out.extend(cell(last_row, if last_row == u16::MAX { 255 } else { 1 }, 0));
        out.extend(record(EOF, &[]));
        out
    }

    #[test]
    fn strings_are_measured_over_their_continuations() {
        assert_eq!(string_lengths(&stream(1, 5_001, 0), 0), [2, 5_001]);
    }

    #[test]
    fn what_would_fill_the_memory_is_refused() {
        let refused = |mut stream: Vec<u8>| examine(&mut stream).err().map(|failure| failure.to_string());
        assert_eq!(refused(stream(1_000, 5_000, 1_000)), None);
        // 60,000 times 5,000 characters
        assert!(refused(stream(60_000, 5_000, 1_000)).is_some_and(|told| told.contains("太大")));
        // 65,536 rows by 256 columns for two cells
        assert!(refused(stream(1, 5, 65_535)).is_some_and(|told| told.contains("太大")));
        let mut dims = stream(1, 5, 1);
        examine(&mut dims).expect("small");
        assert!(!dims.windows(14).any(|bytes| bytes == [0xFF; 14]));
    }
}
