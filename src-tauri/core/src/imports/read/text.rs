//! Bytes to characters: gzip, byte order marks, the strict UTF-8 test, GB18030, and bounds on what is read.

use super::{Encoding, refuse};
use crate::error::Result;
use encoding_rs::{DecoderResult, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// gzip cannot pack better than 1032:1; beyond this size and ratio it is no roster.
const UNPACKED_SUSPECT: u64 = 256 << 20;
/// A roster of repeated lines packs about 1:40.
const RATIO_MAX: u64 = 300;
/// No roster of the country is this long.
const UNPACKED_MAX: u64 = 8 << 30;
const CHUNK: usize = 64 << 10;

/// Counts what is read from the file itself, for progress.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buf)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Stops a gzip that unpacks without end.
struct Bounded<R> {
    inner: R,
    packed: u64,
    unpacked: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.unpacked += n as u64;
        if self.unpacked > UNPACKED_MAX
            || (self.unpacked > UNPACKED_SUSPECT && self.unpacked / self.packed.max(1) > RATIO_MAX)
        {
            return Err(io::Error::other(Stop::Bomb));
        }
        Ok(n)
    }
}

/// An unclosed quote or tag must not pull the rest of a file into memory.
const RATION: u64 = 8 << 20;

/// Hands out at most one record's worth of bytes between two renewals.
pub(super) struct Rationed {
    inner: Box<dyn Read + Send>,
    given: Arc<AtomicU64>,
}

impl Rationed {
    pub(super) fn new(inner: Box<dyn Read + Send>) -> Self {
        Self { inner, given: Arc::new(AtomicU64::new(0)) }
    }
    /// The count itself, for who cannot reach the reader.
    pub(super) fn given(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.given)
    }
    /// A record was complete: the next one has the full ration.
    pub(super) fn renew(&self) {
        self.given.store(0, Ordering::Relaxed);
    }
}

impl Read for Rationed {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        if self.given.fetch_add(n as u64, Ordering::Relaxed) > RATION {
            return Err(io::Error::other(Stop::Record));
        }
        Ok(n)
    }
}

/// Why a reader of ours stopped; travels inside `io::Error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stop {
    #[error("unpacks without end")]
    Bomb,
    #[error("one record without end")]
    Record,
}

/// The sentence for an error of a reader of ours or of the machine.
pub(super) fn io_failure(error: io::Error) -> crate::error::Failure {
    let stop = error.get_ref().and_then(|inner| inner.downcast_ref::<Stop>()).copied();
    match stop {
        Some(Stop::Bomb) => refuse("文件解压后异常庞大，疑似压缩炸弹，已停止读取。请向报送方索取原始表格"),
        Some(Stop::Record) => {
            refuse("有一行异常长（超过 8 MB），多半是引号没有成对。请用 WPS 打开检查后另存再导入")
        }
        None => match error.kind() {
            io::ErrorKind::NotFound => refuse("文件不存在或已被移走，请重新选择文件"),
            io::ErrorKind::PermissionDenied => {
                refuse("没有权限读取这个文件，或它正被别的程序占用。请关闭后重试")
            }
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                refuse("文件不完整或已损坏，可能没有拷贝完。请重新拷贝或向报送方重新索取")
            }
            _ => crate::error::Failure::from(error),
        },
    }
}

/// The file's own bytes, unpacked if it is a gzip.
pub(super) fn bytes(path: &Path, gzip: bool, read: &Arc<AtomicU64>) -> Result<Box<dyn Read + Send>> {
    let file = File::open(path).map_err(io_failure)?;
    let packed = file.metadata().map_err(io_failure)?.len();
    let counted = Counted { file, read: Arc::clone(read) };
    Ok(if gzip {
        Box::new(Bounded {
            inner: MultiGzDecoder::new(BufReader::with_capacity(CHUNK, counted)),
            packed,
            unpacked: 0,
        })
    } else {
        Box::new(counted)
    })
}

/// What the whole text was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextFacts {
    pub(super) encoding: Encoding,
    /// Byte sequences that are no character of that encoding.
    pub(super) damaged: u64,
}

/// Fills `buf` as far as the reader has bytes.
pub(super) fn fill(reader: &mut dyn Read, buf: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buf.len() {
        match reader.read(&mut buf[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

/// Finds the encoding by reading the whole text once, and once more if it is not plain UTF-8.
pub(super) fn detect(path: &Path, gzip: bool) -> Result<TextFacts> {
    let read = Arc::new(AtomicU64::new(0));
    let mut reader = bytes(path, gzip, &read)?;
    let mut buf = vec![0; CHUNK];
    let mut held = 0; // bytes of a character cut by the chunk's end
    let mut first = true;
    let mut bom = false;
    loop {
        let filled = held + fill(&mut reader, &mut buf[held..]).map_err(io_failure)?;
        let chunk = &buf[..filled];
        if first {
            first = false;
            if chunk.starts_with(&[0xFF, 0xFE]) {
                return Ok(TextFacts { encoding: Encoding::Utf16Le, damaged: 0 });
            }
            if chunk.starts_with(&[0xFE, 0xFF]) {
                return Ok(TextFacts { encoding: Encoding::Utf16Be, damaged: 0 });
            }
            bom = chunk.starts_with(&[0xEF, 0xBB, 0xBF]);
        }
        if memchr::memchr(0, &chunk[held..]).is_some() {
            return Err(binary());
        }
        let valid = encoding_rs::Encoding::utf8_valid_up_to(chunk);
        let rest = filled - valid;
        let last = filled < buf.len();
        if rest > 3 || (last && rest > 0) || (rest > 0 && !is_cut(&chunk[valid..])) {
            break;
        }
        if last {
            let encoding = if bom { Encoding::Utf8Bom } else { Encoding::Utf8 };
            return Ok(TextFacts { encoding, damaged: 0 });
        }
        buf.copy_within(valid..filled, 0);
        held = rest;
    }
    drop(reader);
    judge(path, gzip, bom)
}

/// Whether the tail could be the beginning of a UTF-8 character.
fn is_cut(tail: &[u8]) -> bool {
    matches!(std::str::from_utf8(tail), Err(error) if error.error_len().is_none())
}

fn binary() -> crate::error::Failure {
    refuse("这不是文本表格：内容里有二进制零字节。请用 WPS 打开后另存为 xlsx 再导入")
}

/// Not plain UTF-8: damaged UTF-8 or GB18030, whichever leaves fewer broken characters.
fn judge(path: &Path, gzip: bool, bom: bool) -> Result<TextFacts> {
    let read = Arc::new(AtomicU64::new(0));
    let mut reader = bytes(path, gzip, &read)?;
    let mut tallies = [Tally::new(UTF_8), Tally::new(GB18030)];
    let mut buf = vec![0; CHUNK];
    loop {
        let filled = fill(&mut reader, &mut buf).map_err(io_failure)?;
        if memchr::memchr(0, &buf[..filled]).is_some() {
            return Err(binary());
        }
        let last = filled < buf.len();
        for tally in tallies.iter_mut().filter(|tally| !tally.hopeless()) {
            tally.take(&buf[..filled], last);
        }
        if last {
            break;
        }
    }
    let [utf8, gb] = tallies;
    // In GBK text nearly every character breaks UTF-8, so a few breaks among many characters mean damaged UTF-8.
    let (encoding, tally) = if bom || utf8.broken * 20 < utf8.wide {
        (if bom { Encoding::Utf8Bom } else { Encoding::Utf8 }, utf8)
    } else {
        (Encoding::Gb18030, gb)
    };
    if tally.broken > 16 && tally.broken * 50 > tally.wide {
        return Err(refuse(
            "文字编码无法识别（既不是 UTF-8 也不是 GBK/GB18030）。请用 WPS 打开后另存为 xlsx 再导入",
        ));
    }
    Ok(TextFacts { encoding, damaged: tally.broken })
}

/// Characters and breaks of one encoding over the whole text.
struct Tally {
    decoder: encoding_rs::Decoder,
    broken: u64,
    wide: u64,
    out: Vec<u8>,
}

impl Tally {
    fn new(encoding: &'static encoding_rs::Encoding) -> Self {
        Self {
            decoder: encoding.new_decoder_without_bom_handling(),
            broken: 0,
            wide: 0,
            out: vec![0; CHUNK * 4],
        }
    }

    /// Not this encoding, and no need to read on to say so.
    fn hopeless(&self) -> bool {
        self.broken > 10_000 && self.broken * 4 > self.wide
    }

    fn take(&mut self, mut chunk: &[u8], last: bool) {
        loop {
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(chunk, &mut self.out, last);
            chunk = &chunk[read..];
            // Lead bytes of characters beyond ASCII.
            self.wide += self.out[..written].iter().filter(|b| **b >= 0xC0).count() as u64;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.broken += 1,
            }
        }
    }
}

/// The text as UTF-8, without its byte order mark; broken characters become U+FFFD.
pub(super) fn decoded(
    path: &Path,
    gzip: bool,
    encoding: Encoding,
    read: &Arc<AtomicU64>,
) -> Result<Box<dyn Read + Send>> {
    let raw = bytes(path, gzip, read)?;
    let chosen = match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => UTF_8,
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Gb18030 => GB18030,
        Encoding::None => return Err(refuse("这不是文本表格")),
    };
    let reader = DecodeReaderBytesBuilder::new()
        .encoding(Some(chosen))
        .strip_bom(true)
        .build_with_buffer(raw, vec![0; CHUNK])
        .map_err(io_failure)?;
    Ok(Box::new(reader))
}
