//! Comma- and tab-separated text, in whatever encoding, a record at a time.

use super::text::{Rationed, decoded, io_failure};
use super::{Cell, Encoding, Row, Source, refuse};
use crate::error::{Failure, Result};
use csv::{ReaderBuilder, StringRecord};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// No field of a register is longer.
const CELL_MAX: usize = 1 << 20;
/// More columns than any roster has.
pub(super) const FILLED_MAX: usize = 2000;
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The delimiter that cuts the first lines most evenly.
pub(super) fn delimiter(path: &Path, gzip: bool, encoding: Encoding) -> Result<u8> {
    let mut reader = decoded(path, gzip, encoding, &Arc::new(AtomicU64::new(0)))?;
    let mut head = vec![0; 64 << 10];
    let filled = super::text::fill(&mut reader, &mut head).map_err(io_failure)?;
    let head = &head[..filled];
    let mut best = (0, b',');
    for delimiter in DELIMITERS {
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(head);
        let mut widths = Vec::new();
        let mut record = csv::ByteRecord::new();
        while widths.len() < 20 && reader.read_byte_record(&mut record).unwrap_or(false) {
            widths.push(record.len());
        }
        if widths.len() > 1 && filled == 64 << 10 {
            widths.pop(); // may be cut by the end of the sample
        }
        let Some(usual) = widths.iter().copied().max_by_key(|w| widths.iter().filter(|x| *x == w).count())
        else {
            continue;
        };
        let even = widths.iter().filter(|w| **w == usual).count() * 100 / widths.len();
        let score = if usual > 1 { even * 100 + usual.min(99) } else { 0 };
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    Ok(best.1)
}

/// Records of one text.
pub(super) struct Delimited {
    reader: csv::Reader<Rationed>,
    record: StringRecord,
    row: u64,
    read: Arc<AtomicU64>,
    size: u64,
}

impl Delimited {
    pub(super) fn open(path: &Path, gzip: bool, encoding: Encoding, delimiter: u8) -> Result<Self> {
        let read = Arc::new(AtomicU64::new(0));
        let size = std::fs::metadata(path).map_err(io_failure)?.len();
        let inner = Rationed::new(decoded(path, gzip, encoding, &read)?);
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 << 10)
            .from_reader(inner);
        Ok(Self { reader, record: StringRecord::new(), row: 0, read, size })
    }
}

impl Source for Delimited {
    fn next(&mut self, row: &mut Row) -> Result<bool> {
        self.reader.get_ref().renew();
        let before = self.reader.position().line();
        let got = match self.reader.read_record(&mut self.record) {
            Ok(got) => got,
            Err(error) => return Err(failure(error, self.row + 1)),
        };
        if !got {
            return Ok(false);
        }
        // Empty lines are rows to whoever opens the file in WPS; the csv reader passes over them.
        let lines = self.reader.position().line().saturating_sub(before);
        let inner = if lines > 1 {
            memchr::memchr_iter(b'\n', self.record.as_slice().as_bytes()).count() as u64
        } else {
            0
        };
        self.row += lines.saturating_sub(inner).max(1);
        row.number = self.row;
        row.fit(self.record.len());
        let mut filled = 0;
        for (column, (cell, text)) in row.cells.iter_mut().zip(&self.record).enumerate() {
            if text.len() > CELL_MAX {
                return Err(refuse(&format!(
                    "第 {} 行第 {} 列的内容超过 1 MB，不像名册。请用 WPS 打开检查（多半是引号没有成对）后另存再导入",
                    self.row,
                    column + 1
                )));
            }
            Cell::set_text(cell, text);
            filled += usize::from(!text.is_empty());
        }
        if filled > FILLED_MAX {
            return Err(too_wide(self.row));
        }
        Ok(true)
    }

    fn progress(&self) -> Option<f32> {
        Some((self.read.load(Ordering::Relaxed) as f32 / self.size.max(1) as f32).min(1.0))
    }
}

/// The sentence for a row with too many filled cells.
pub(super) fn too_wide(row: u64) -> Failure {
    refuse(&format!("第 {row} 行有超过 {FILLED_MAX} 列内容，不像名册。请删去无关的列后再导入"))
}

fn failure(error: csv::Error, row: u64) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => match io_failure(error) {
            Failure::Invalid { message, field } => {
                Failure::Invalid { message: format!("第 {row} 行附近：{message}"), field }
            }
            other => other,
        },
        _ => refuse(&format!("第 {row} 行无法读取。请用 WPS 打开检查后另存再导入")),
    }
}
