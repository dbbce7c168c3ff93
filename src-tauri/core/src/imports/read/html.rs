//! Tables inside web pages: what many systems hand out under the name `.xls`.

use super::text::{Rationed, decoded, io_failure};
use super::{Encoding, Row, Source, refuse};
use crate::error::Result;
use html5gum::{IoReader, Token, Tokenizer};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A cell that spans more columns than a spreadsheet has is nonsense.
const SPAN_MAX: usize = 256;
/// Tables nested deeper are layout, not data.
const DEPTH_MAX: usize = 32;
const CELL_MAX: usize = 1 << 20;

/// Rows of the tables of a page, in the order in which the tables begin.
pub(super) struct Tables {
    tokens: Tokenizer<IoReader<Rationed>>,
    /// What the tokenizer took since the last token.
    given: Arc<AtomicU64>,
    /// Open tables, innermost last.
    open: Vec<Open>,
    begun: usize,
    ready: VecDeque<(usize, u64, Vec<String>)>,
    skipping: Option<Vec<u8>>,
}

#[derive(Default)]
struct Open {
    index: usize,
    rows: u64,
    row: Option<Vec<String>>,
    cell: Option<String>,
    /// Columns still covered by a cell from a row above: (rows left).
    covered: Vec<u32>,
    span: (usize, u32),
}

impl Tables {
    pub(super) fn open(path: &Path, gzip: bool, encoding: Encoding) -> Result<Self> {
        let ration = Rationed::new(decoded(path, gzip, encoding, &Arc::new(AtomicU64::new(0)))?);
        let given = ration.given();
        Ok(Self {
            tokens: Tokenizer::new(IoReader::new(ration)),
            given,
            open: Vec::new(),
            begun: 0,
            ready: VecDeque::new(),
            skipping: None,
        })
    }

    /// The next row of any table: table index, row number in it, texts.
    pub(super) fn next_row(&mut self) -> Result<Option<(usize, u64, Vec<String>)>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row));
            }
            self.given.store(0, Ordering::Relaxed);
            match self.tokens.next() {
                None => {
                    if self.open.is_empty() {
                        return Ok(None);
                    }
                    self.end_table();
                }
                Some(Err(error)) => return Err(io_failure(error)),
                Some(Ok(token)) => self.take(token)?,
            }
        }
    }

    fn take(&mut self, token: Token) -> Result<()> {
        match token {
            Token::StartTag(tag) => {
                let name: &[u8] = &tag.name;
                match name {
                    b"script" | b"style" if !tag.self_closing => self.skipping = Some(name.to_vec()),
                    b"table" => {
                        if self.open.len() >= DEPTH_MAX {
                            return Err(refuse(
                                "网页里的表格嵌套太深，无法读取。请用 WPS 打开后另存为 xlsx 再导入",
                            ));
                        }
                        self.open.push(Open { index: self.begun, ..Open::default() });
                        self.begun += 1;
                    }
                    b"tr" => {
                        self.end_row();
                        if let Some(open) = self.open.last_mut() {
                            open.row = Some(Vec::new());
                        }
                    }
                    b"td" | b"th" => {
                        self.end_cell();
                        let number = |key: &[u8]| {
                            tag.attributes
                                .iter()
                                .find(|(k, _)| k.as_slice() == key)
                                .and_then(|(_, v)| String::from_utf8_lossy(v).trim().parse::<usize>().ok())
                                .unwrap_or(1)
                                .clamp(1, SPAN_MAX)
                        };
                        if let Some(open) = self.open.last_mut() {
                            open.row.get_or_insert_default();
                            open.cell = Some(String::new());
                            open.span = (number(b"colspan"), number(b"rowspan") as u32);
                        }
                    }
                    b"br" | b"p" | b"div" => self.text("\n")?,
                    _ => {}
                }
            }
            Token::EndTag(tag) => {
                let name: &[u8] = &tag.name;
                if self.skipping.as_deref() == Some(name) {
                    self.skipping = None;
                }
                match name {
                    b"td" | b"th" => self.end_cell(),
                    b"tr" => self.end_row(),
                    b"table" => self.end_table(),
                    _ => {}
                }
            }
            Token::String(text) => self.text(&String::from_utf8_lossy(&text))?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<()> {
        if self.skipping.is_some() {
            return Ok(());
        }
        if let Some(open) = self.open.last_mut()
            && let Some(cell) = &mut open.cell
        {
            cell.push_str(text);
            if cell.len() > CELL_MAX {
                return Err(refuse(&format!(
                    "第 {} 行有一格内容超过 1 MB，不像名册，已停止读取",
                    open.rows + 1
                )));
            }
        }
        Ok(())
    }

    fn end_cell(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        let (Some(cell), Some(row)) = (open.cell.take(), open.row.as_mut()) else { return };
        fill_covered(row, &mut open.covered);
        let (across, down) = open.span;
        let at = row.len();
        row.push(squeeze(&cell));
        row.resize(at + across, String::new());
        if down > 1 {
            open.covered.resize(open.covered.len().max(at + across), 0);
            open.covered[at..at + across].fill(down);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        let Some(open) = self.open.last_mut() else { return };
        if let Some(row) = open.row.take() {
            open.rows += 1;
            for left in &mut open.covered {
                *left = left.saturating_sub(1);
            }
            self.ready.push_back((open.index, open.rows, row));
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        self.open.pop();
    }
}

/// Puts blanks where a cell from above still stands. A span set in this very row counts from the next one.
fn fill_covered(row: &mut Vec<String>, covered: &mut [u32]) {
    while covered.get(row.len()).is_some_and(|left| *left > 0) {
        row.push(String::new());
    }
}

/// White space as a browser shows it; line breaks of the page stay.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let mut words = line.split_whitespace();
        let Some(word) = words.next() else { continue };
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(word);
        for word in words {
            out.push(' ');
            out.push_str(word);
        }
    }
    out
}

/// The rows of one table of a page.
pub(super) struct OneTable {
    tables: Tables,
    index: usize,
}

impl OneTable {
    pub(super) fn open(path: &Path, gzip: bool, encoding: Encoding, index: usize) -> Result<Self> {
        Ok(Self { tables: Tables::open(path, gzip, encoding)?, index })
    }
}

impl Source for OneTable {
    fn next(&mut self, row: &mut Row) -> Result<bool> {
        while let Some((index, number, texts)) = self.tables.next_row()? {
            if index != self.index {
                continue;
            }
            row.number = number;
            row.fit(texts.len());
            for (cell, text) in row.cells.iter_mut().zip(&texts) {
                cell.set_text(text);
            }
            return Ok(true);
        }
        Ok(false)
    }
}

/// Counts rows per table; the one with most rows (the first among equals) is the roster.
pub(super) fn survey(path: &Path, gzip: bool, encoding: Encoding) -> Result<Vec<u64>> {
    let mut tables = Tables::open(path, gzip, encoding)?;
    let mut counts = Vec::new();
    while let Some((index, ..)) = tables.next_row()? {
        if counts.len() <= index {
            counts.resize(index + 1, 0);
        }
        counts[index] += 1;
    }
    Ok(counts)
}
