//! The rows of one sheet, whatever it is stored in.

use super::{
    Format, Kind, PREVIEW, ReadOptions, Row, Source, delimited, header, html, no_sheet, refuse, shielded,
    sniff, text, xls, xlsx,
};
use crate::error::Result;
use std::collections::VecDeque;
use std::path::Path;

/// Rows of data of one sheet, one after another, without titles, header, repeated headers and blank rows.
pub struct Rows {
    source: Box<dyn Source>,
    sheet: String,
    header: Option<Row>,
    headers: Vec<String>,
    ahead: VecDeque<Row>,
    seen: Seen,
    finished: bool,
}

/// What the rows were like; complete after the last one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Repeated headers that were passed over.
    pub repeated: u64,
    /// Places whose characters were damaged before the file came here.
    pub damaged: u64,
    /// Cells that hold a picture.
    pub pictures: u64,
    /// Number of the last row that was given.
    pub last_row: u64,
}

impl Rows {
    /// Opens a file for reading.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self> {
        shielded(|| Self::open_inner(path, options))
    }

    fn open_inner(path: &Path, options: &ReadOptions) -> Result<Self> {
        let found = sniff::sniff(path)?;
        let mut damaged = 0;
        let (sheet, source): (String, Box<dyn Source>) = match found.format {
            Format::Xlsx => {
                let (sheet, source) = xlsx::Streamed::open(path, options.sheet.as_deref())?;
                (sheet, Box::new(source))
            }
            Format::Xls => {
                let sheets = xls::open(path)?.sheets;
                let chosen = if let Some(wanted) = &options.sheet {
                    sheets.into_iter().find(|sheet| sheet.name == *wanted)
                } else {
                    let at = sheets
                        .iter()
                        .position(|sheet| !sheet.hidden && !sheet.range.is_empty())
                        .or_else(|| sheets.iter().position(|sheet| !sheet.range.is_empty()));
                    at.and_then(|at| sheets.into_iter().nth(at))
                };
                let chosen = chosen.ok_or_else(|| no_sheet(options.sheet.as_deref()))?;
                (chosen.name.clone(), Box::new(xls::Sheeted::new(chosen)))
            }
            Format::Html => {
                let facts = text::detect(path, found.gzip)?;
                damaged = facts.damaged;
                let counts = html::survey(path, found.gzip, facts.encoding)?;
                let wanted = options
                    .sheet
                    .as_deref()
                    .and_then(|name| name.strip_prefix("表格")?.parse::<usize>().ok());
                let most = counts.iter().copied().max().unwrap_or(0);
                let largest = counts.iter().position(|rows| *rows == most).unwrap_or(usize::MAX);
                let index = wanted.map_or(largest, |number| number.wrapping_sub(1));
                if counts.get(index).is_none_or(|rows| *rows == 0) {
                    return Err(no_sheet(options.sheet.as_deref()));
                }
                let source = html::OneTable::open(path, found.gzip, facts.encoding, index)?;
                (format!("表格{}", index + 1), Box::new(source))
            }
            Format::Csv | Format::Tsv => {
                let facts = text::detect(path, found.gzip)?;
                damaged = facts.damaged;
                let delimiter = delimited::delimiter(path, found.gzip, facts.encoding)?;
                let source = delimited::Delimited::open(path, found.gzip, facts.encoding, delimiter)?;
                (options.sheet.clone().unwrap_or_default(), Box::new(source))
            }
        };
        let mut rows = Self {
            source,
            sheet,
            header: None,
            headers: Vec::new(),
            ahead: VecDeque::new(),
            seen: Seen { damaged, ..Seen::default() },
            finished: false,
        };
        rows.find_header(options.header_row)?;
        Ok(rows)
    }

    /// Reads ahead as far as a header may stand, and sets it aside.
    fn find_header(&mut self, given: Option<usize>) -> Result<()> {
        let mut head: Vec<Row> = Vec::new();
        let wanted = given.unwrap_or(0) as u64;
        loop {
            let mut row = Row::default();
            if !self.pull(&mut row)? {
                break;
            }
            let number = row.number;
            if number >= wanted || given.is_none() {
                head.push(row);
            }
            let enough = given.is_some() || head.len() > header::LOOK + PREVIEW;
            if (enough && head.len() > PREVIEW) || (given.is_some() && number > wanted + PREVIEW as u64) {
                break;
            }
        }
        if head.is_empty() && given.is_none_or(|number| number == 0) {
            return Err(no_sheet(None));
        }
        let at = match given {
            Some(0) => None,
            Some(number) => match head.first() {
                Some(row) if row.number == number as u64 => Some(0),
                _ => return Err(refuse(&format!("第 {number} 行是空行，不能作表头，请重新选择表头行"))),
            },
            None => header::find(&head),
        };
        let below = head.split_off(at.map_or(0, |index| index + 1));
        self.header = at.and_then(|_| head.pop());
        self.headers = header::names(self.header.as_ref(), &below);
        self.ahead = below.into();
        Ok(())
    }

    /// The next row that is not blank.
    fn pull(&mut self, row: &mut Row) -> Result<bool> {
        while self.source.next(row)? {
            if !row.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Puts the next row into `row`, whose buffers are used again; `false` at the end. After an error there is no more.
    pub fn next_into(&mut self, row: &mut Row) -> Result<bool> {
        loop {
            if self.finished {
                return Ok(false);
            }
            if let Some(mut next) = self.ahead.pop_front() {
                std::mem::swap(row, &mut next);
            } else {
                match self.pull(row) {
                    Ok(true) => {}
                    Ok(false) => self.finished = true,
                    Err(failure) => {
                        self.finished = true;
                        return Err(failure);
                    }
                }
                if self.finished {
                    return Ok(false);
                }
            }
            self.seen.last_row = row.number;
            if self.repeats_header(row) {
                self.seen.repeated += 1;
                continue;
            }
            self.seen.pictures += row.cells.iter().filter(|cell| cell.kind == Kind::Picture).count() as u64;
            return Ok(true);
        }
    }

    fn repeats_header(&self, row: &Row) -> bool {
        self.header.as_ref().is_some_and(|header| {
            header.cells.first().map(|c| &c.text) == row.cells.first().map(|c| &c.text)
                && header.cells.iter().map(|c| &c.text).eq(row.cells.iter().map(|c| &c.text))
        })
    }

    /// The sheet that is read; of a csv what was asked for.
    pub fn sheet(&self) -> &str {
        &self.sheet
    }

    /// Names of the columns; `列1`, `列2` … where there is no name.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Row that names the columns, counted from 1.
    pub fn header_row(&self) -> Option<u64> {
        self.header.as_ref().map(|row| row.number)
    }

    /// How much has been read, from 0 to 1, if that is known.
    pub fn progress(&self) -> Option<f32> {
        self.source.progress()
    }

    /// Chinese sentences about what was passed over; complete after the last row.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.seen.repeated > 0 {
            notes.push(format!("跳过了 {} 行重复的表头。", self.seen.repeated));
        }
        if self.seen.damaged > 0 {
            notes.push(format!(
                "有 {} 处文字已损坏，读入后显示为“\u{fffd}”，请与报送方核对。",
                self.seen.damaged
            ));
        }
        notes
    }

    /// What the rows were like; complete after the last row.
    pub fn seen(&self) -> Seen {
        self.seen
    }
}

impl Iterator for Rows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut row = Row::default();
        match self.next_into(&mut row) {
            Ok(true) => Some(Ok(row)),
            Ok(false) => None,
            Err(failure) => Some(Err(failure)),
        }
    }
}
