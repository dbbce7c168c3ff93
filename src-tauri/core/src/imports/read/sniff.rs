//! What a file is by its content; its name is only a name.

use super::text::{bytes, fill, io_failure};
use super::{Format, refuse};
use crate::error::Result;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// A table may stand behind a long style sheet, but not behind more than this.
const HEAD: usize = 1 << 20;

/// A kind of file, before its inside was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sniffed {
    pub(super) format: Format,
    pub(super) gzip: bool,
}

/// Beginnings of files that are no tables, and what people call them.
const OTHERS: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xFF\xD8\xFF", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xBC\xAF", "7z 压缩包"),
    (b"\xFD7zXZ", "xz 压缩包"),
    (b"BZh", "bz2 压缩包"),
    (b"\x28\xB5\x2F\xFD", "zst 压缩包"),
    (b"SQLite format 3", "数据库文件"),
    (b"MZ", "程序文件"),
    (b"\x7FELF", "程序文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"WARC/", "网页存档"),
    (b"\xFF\xFB", "音频"),
    (b"ID3", "音频"),
];

/// Looks at the beginning of the file, and of what is inside a gzip.
pub(super) fn sniff(path: &Path) -> Result<Sniffed> {
    let head = head(path, false)?;
    if head.starts_with(&[0x1F, 0x8B]) {
        let inside = self::head(path, true)?;
        if inside.get(257..262) == Some(b"ustar") {
            return Err(refuse("这是 tar 压缩包，不是表格。请先解压，再逐个导入里面的表格"));
        }
        let format = by_head(&inside)?;
        return if matches!(format, Format::Xlsx | Format::Xls) {
            Err(refuse("这是压缩过的工作簿，请先解压再导入"))
        } else {
            Ok(Sniffed { format, gzip: true })
        };
    }
    Ok(Sniffed { format: by_head(&head)?, gzip: false })
}

fn head(path: &Path, gzip: bool) -> Result<Vec<u8>> {
    let mut reader = bytes(path, gzip, &Arc::new(AtomicU64::new(0)))?;
    let mut buf = vec![0; HEAD];
    let filled = fill(&mut reader, &mut buf).map_err(io_failure)?;
    buf.truncate(filled);
    Ok(buf)
}

fn by_head(head: &[u8]) -> Result<Format> {
    if head.is_empty() {
        return Err(refuse("文件是空的，没有任何内容。请确认报送方导出成功"));
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x07\x08") {
        return Ok(Format::Xlsx);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Format::Xls);
    }
    if let Some((_, what)) = OTHERS.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(not_a_table(what));
    }
    if head.get(4..8) == Some(b"ftyp") {
        return Err(not_a_table("视频"));
    }
    if head.get(257..262) == Some(b"ustar") {
        return Err(not_a_table("tar 压缩包"));
    }
    // BIFF2 to BIFF5 outside a container: programs of before 1995.
    if matches!(head.get(..4), Some([0x09, 0x00 | 0x02 | 0x04 | 0x08, 0x04..=0x10, 0x00])) {
        return Err(refuse("这是很早的 Excel 格式，无法读取。请用 WPS 打开后另存为 xlsx 再导入"));
    }
    by_text(&as_text(head))
}

fn not_a_table(what: &str) -> crate::error::Failure {
    refuse(&format!("这是{what}，不是表格。能导入的是 xlsx、xls、csv 和网页表格"))
}

/// Enough of the text to see its shape; exact characters do not matter here.
fn as_text(head: &[u8]) -> String {
    let text = if head.starts_with(&[0xFF, 0xFE]) {
        encoding_rs::UTF_16LE.decode(head).0
    } else if head.starts_with(&[0xFE, 0xFF]) {
        encoding_rs::UTF_16BE.decode(head).0
    } else {
        String::from_utf8_lossy(head)
    };
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned()
}

fn by_text(text: &str) -> Result<Format> {
    let mut rest = text.chars();
    let first = rest.next().unwrap_or(' ');
    let second = rest.find(|c| !c.is_whitespace()).unwrap_or(' ');
    if (first == '{' && matches!(second, '"' | '}'))
        || (first == '[' && matches!(second, '{' | '[' | '"' | ']'))
    {
        return Err(refuse("这是 JSON 数据，不是表格。请让报送方导出 xlsx 或 csv"));
    }
    if text.starts_with("MIME-Version") || text.starts_with("From: <Saved by") {
        return Err(refuse("这是单个文件网页（MHT），无法读取。请用 WPS 打开后另存为 xlsx 再导入"));
    }
    if first == '<' {
        let lower = text.to_ascii_lowercase();
        if lower.contains("urn:schemas-microsoft-com:office:spreadsheet")
            && !lower.contains("<table>")
            && lower.contains("<workbook")
        {
            return Err(refuse("这是 XML 电子表格，无法读取。请用 WPS 打开后另存为 xlsx 再导入"));
        }
        if lower.contains("<table") {
            return Ok(Format::Html);
        }
        if ["<?xml", "<!doctype", "<html", "<head", "<body", "<div"].iter().any(|tag| lower.starts_with(tag))
        {
            return Err(refuse("这是网页或 XML，里面没有表格。请让报送方导出 xlsx 或 csv"));
        }
    }
    Ok(Format::Csv)
}
