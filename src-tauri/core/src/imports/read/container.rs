//! Looks through an xlsx before anything else opens it: a zip says little about what it unpacks to.
//!
//! The limits stand far above any real roster and far below what would fill an office desktop:
//! Excel itself stops at 1,048,576 rows a sheet, which as XML is well under one gigabyte.

use super::refuse;
use super::text::io_failure;
use crate::error::{Failure, Result};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// All parts together, unpacked.
const TOTAL_MAX: u64 = 8 << 30;
/// A workbook packs about 1:10, a very uniform one 1:60. Small parts may pack as they like.
const RATIO_MAX: u64 = 300;
const RATIO_FROM: u64 = 256 << 20;
/// The string table is held in memory while reading.
const STRINGS_MAX: u64 = 1 << 30;
const STRING_COUNT_MAX: u64 = 20_000_000;
/// Parts that describe the workbook (styles, links) are held in memory too.
const OTHER_MAX: u64 = 256 << 20;
const PARTS_MAX: usize = 20_000;
/// 32,767 characters, each written as an entity, fit.
const CELL_XML_MAX: u64 = 1 << 20;
const CHUNK: usize = 256 << 10;
/// A tag's name and the attribute looked for stand within this many bytes.
const TAG: usize = 16;

/// What was found: filled rows and unpacked size of every worksheet part, by its path in lower case.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) sheets: HashMap<String, Sheet>,
}

/// One worksheet part.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Sheet {
    /// Rows with a value in at least one cell.
    pub(super) rows: u64,
    /// Bytes of XML.
    pub(super) bytes: u64,
}

fn bomb() -> Failure {
    refuse("文件解压后异常庞大，疑似压缩炸弹，已停止读取。请向报送方索取原始表格")
}

fn damaged() -> Failure {
    refuse("文件不完整或已损坏，可能没有拷贝完。请重新拷贝，或用 WPS 打开后另存为 xlsx 再导入")
}

/// Opens the zip and checks every part that reading will touch.
pub(super) fn check(path: &Path) -> Result<Parts> {
    let file = File::open(path).map_err(io_failure)?;
    let packed_total = file.metadata().map_err(io_failure)?.len();
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|_| damaged())?;
    if zip.len() > PARTS_MAX {
        return Err(bomb());
    }
    kind(&zip)?;
    let mut parts = Parts::default();
    let mut total = 0_u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|_| damaged())?;
        let name = entry.name().trim_start_matches('/').to_lowercase();
        if entry.encrypted() {
            return Err(super::password());
        }
        total = total.saturating_add(entry.size());
        drop(entry);
        if total > TOTAL_MAX || (total > RATIO_FROM && total / packed_total.max(1) > RATIO_MAX) {
            return Err(bomb());
        }
        if name.contains("pivotcache") {
            continue;
        }
        let strings = name.ends_with("sharedstrings.xml");
        let sheet = name.contains("worksheets/") && !name.contains("_rels/");
        let entry = zip.by_index(index).map_err(|_| damaged())?;
        let packed = entry.compressed_size();
        let limit = if strings {
            STRINGS_MAX
        } else if sheet {
            TOTAL_MAX
        } else {
            OTHER_MAX
        };
        // Any part may be named as a sheet, whatever its extension; a damaged picture alone does no harm.
        let xml = Path::new(&name).extension().is_some_and(|e| e == "xml" || e == "rels");
        let found = match Scan::new(packed, limit, sheet || strings).run(entry) {
            Err(Broken::Damaged) if !xml => continue,
            found => found.map_err(Broken::into_failure)?,
        };
        if found.strings > STRING_COUNT_MAX {
            return Err(bomb());
        }
        if sheet {
            parts.sheets.insert(name, Sheet { rows: found.rows, bytes: found.bytes });
        }
    }
    Ok(parts)
}

/// Other things that are zips say what they are in the names of their parts.
fn kind<R: Read + std::io::Seek>(zip: &ZipArchive<R>) -> Result<()> {
    let mut workbook = false;
    for name in zip.file_names() {
        let name = name.trim_start_matches('/').to_lowercase();
        if name == "xl/workbook.bin" {
            return Err(refuse("这是二进制工作簿（xlsb），无法读取。请用 WPS 打开后另存为 xlsx 再导入"));
        }
        if name.starts_with("word/") {
            return Err(refuse("这是 Word 文档，不是表格。请把表格复制到 xlsx 后再导入"));
        }
        if name.starts_with("ppt/") {
            return Err(refuse("这是演示文稿，不是表格"));
        }
        if name == "content.xml" || name == "ofd.xml" {
            return Err(refuse("这是 ODS 或 OFD 文档，无法读取。请用 WPS 打开后另存为 xlsx 再导入"));
        }
        workbook |= name.starts_with("xl/") || name.ends_with("workbook.xml");
    }
    if workbook {
        return Ok(());
    }
    Err(refuse(if zip.is_empty() {
        "这是空的压缩包，不是表格"
    } else {
        "这是压缩包，不是表格。请先解压，再逐个导入里面的表格"
    }))
}

/// Why a part could not be looked through.
enum Broken {
    Damaged,
    Refused(Failure),
}

impl Broken {
    fn into_failure(self) -> Failure {
        match self {
            Self::Damaged => damaged(),
            Self::Refused(failure) => failure,
        }
    }
}

#[derive(Debug, Default)]
struct Found {
    bytes: u64,
    rows: u64,
    strings: u64,
}

/// A pass over the XML of one part that holds one chunk and counts tags.
struct Scan {
    packed: u64,
    limit: u64,
    cells: bool,
    found: Found,
    /// Bytes since the last cell, row or string began.
    since: u64,
    row_filled: bool,
    /// Between the beginning and the end of the cells (or strings).
    inside: bool,
    begun: bool,
    past_first: bool,
}

impl Scan {
    fn new(packed: u64, limit: u64, cells: bool) -> Self {
        Self {
            packed,
            limit,
            cells,
            found: Found::default(),
            since: 0,
            row_filled: false,
            inside: false,
            begun: false,
            past_first: false,
        }
    }

    fn run(mut self, mut entry: impl Read) -> Result<Found, Broken> {
        let mut buf = vec![0; CHUNK];
        let mut held = 0;
        loop {
            let read = super::text::fill(&mut entry, &mut buf[held..]).map_err(|_| Broken::Damaged)?;
            self.found.bytes += read as u64;
            if self.found.bytes > self.limit
                || (self.found.bytes > RATIO_FROM && self.found.bytes / self.packed.max(1) > RATIO_MAX)
            {
                return Err(Broken::Refused(bomb()));
            }
            let filled = held + read;
            // Tags at the end of the chunk wait for the next one.
            let usable = if read == 0 { filled } else { filled.saturating_sub(TAG) };
            self.chunk(&buf[..filled], usable).map_err(Broken::Refused)?;
            if read == 0 {
                return Ok(self.found);
            }
            buf.copy_within(usable..filled, 0);
            held = filled - usable;
        }
    }

    fn chunk(&mut self, buf: &[u8], usable: usize) -> Result<()> {
        self.past_first = self.begun;
        if !self.begun && usable > 0 {
            self.begun = true;
            declared_count(buf)?;
        }
        let mut from = 0;
        for at in memchr::memchr_iter(b'<', &buf[..usable]) {
            self.gap((at - from) as u64)?;
            from = at;
            let tail = &buf[at + 1..buf.len().min(at + TAG)];
            let closes = tail.first() == Some(&b'/');
            let tail = &tail[usize::from(closes)..];
            let end = tail
                .iter()
                .position(|b| matches!(b, b' ' | b'>' | b'/' | b'\t' | b'\n' | b'\r'))
                .unwrap_or(tail.len());
            let name = &tail[..end];
            let name = memchr::memchr(b':', name).map_or(name, |colon| &name[colon + 1..]);
            if closes {
                self.inside &= !matches!(name, b"sheetData" | b"sst");
                continue;
            }
            match name {
                b"c" => self.since = 0,
                b"sheetData" | b"sst" => {
                    self.since = 0;
                    self.inside = true;
                    // A table of strings that begins behind a long preamble hides its count.
                    if name == b"sst" && self.found.strings == 0 && self.past_first {
                        return Err(bomb());
                    }
                }
                b"row" => {
                    self.since = 0;
                    self.row_filled = false;
                }
                b"si" => {
                    self.since = 0;
                    self.found.strings += 1;
                }
                b"v" | b"t" if !self.row_filled => {
                    self.row_filled = true;
                    self.found.rows += 1;
                }
                _ => {}
            }
        }
        self.gap((usable - from) as u64)
    }

    fn gap(&mut self, bytes: u64) -> Result<()> {
        self.since += bytes;
        // What follows the cells (validations, links) is not read; only cells are bounded.
        if self.cells && self.since > CELL_XML_MAX && self.inside {
            let place = if self.found.strings > 0 {
                "文字表里".to_owned()
            } else {
                format!("第 {} 行附近", self.found.rows)
            };
            return Err(refuse(&format!(
                "{place}有一格内容异常长（超过 32,767 字），不像名册。请用 WPS 打开检查后再导入"
            )));
        }
        Ok(())
    }
}

/// `uniqueCount` is believed by readers, which then ask for that much memory.
fn declared_count(head: &[u8]) -> Result<()> {
    let Some(at) = memchr::memmem::find(head, b"uniqueCount") else { return Ok(()) };
    let digits: String = head[at + 11..]
        .iter()
        .skip_while(|b| matches!(b, b'=' | b'"' | b'\'') || b.is_ascii_whitespace())
        .take_while(|b| b.is_ascii_digit())
        .map(|b| char::from(*b))
        .collect();
    if digits.is_empty() || digits.parse::<u64>().is_ok_and(|count| count <= STRING_COUNT_MAX) {
        return Ok(());
    }
    Err(bomb())
}
