//! The container of a .docx: opened with limits, refused when it holds what a paper must not hold,
//! and written again byte for byte the same from the same content.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use crate::error::{Failure, Result};

/// Largest file accepted, as it lies on the disk.
const MAX_FILE: usize = 32 << 20;
/// Largest content accepted once unpacked.
const MAX_UNPACKED: u64 = 128 << 20;
/// Largest part with text accepted: as a tree it takes many times its size.
const MAX_TEXT: usize = 8 << 20;
/// Most entries accepted.
const MAX_ENTRIES: usize = 1000;

/// Content types (by their ending) of the parts in which a template may have tags.
const TEXT_PARTS: [&str; 5] = [
    "wordprocessingml.document.main+xml",
    "wordprocessingml.header+xml",
    "wordprocessingml.footer+xml",
    "wordprocessingml.footnotes+xml",
    "wordprocessingml.endnotes+xml",
];

/// An opened .docx.
#[derive(Debug, Clone)]
pub(super) struct Package {
    /// Name and content, in the order of the file.
    entries: Vec<(String, Vec<u8>)>,
    /// Names of the parts that hold text.
    pub(super) text_parts: Vec<String>,
}

impl Package {
    /// Opens and judges the container.
    pub(super) fn open(bytes: &[u8]) -> Result<Self> {
        let entries = unpack(bytes)?;
        let text_parts = judge_content_types(&entries)?;
        for (name, content) in &entries {
            if content.len() > MAX_TEXT && text_parts.contains(name) {
                return Err(too_big());
            }
            let lower = name.to_ascii_lowercase();
            if lower.contains("vbaproject") || lower.contains("vbadata") || lower.contains("activex") {
                return Err(macros());
            }
            if lower.rsplit('.').next() == Some("rels") {
                judge_relationships(content)?;
            }
        }
        Ok(Self { entries, text_parts })
    }

    /// The content of a part.
    pub(super) fn part(&self, name: &str) -> Option<&[u8]> {
        self.entries.iter().find(|(entry, _)| entry == name).map(|(_, content)| content.as_slice())
    }

    /// Writes the container with some parts replaced.
    pub(super) fn save(&self, replaced: &BTreeMap<String, String>) -> Result<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // Everything that could differ between two runs or two machines is fixed here.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .system(System::Dos)
            .unix_permissions(0o644);
        let internal = |error: zip::result::ZipError| Failure::Internal(error.to_string());
        for (name, content) in &self.entries {
            zip.start_file(name.as_str(), options).map_err(internal)?;
            zip.write_all(replaced.get(name).map_or(content.as_slice(), String::as_bytes))?;
        }
        Ok(zip.finish().map_err(internal)?.into_inner())
    }
}

fn not_docx() -> Failure {
    Failure::invalid("这不是 .docx 文档。请在 WPS 或 Word 中用“另存为”保存成 .docx，再重新选择。")
}

fn damaged() -> Failure {
    Failure::invalid("模板文件打不开，可能没有保存完整。请在 WPS 或 Word 中打开后另存为 .docx，再重新选择。")
}

fn macros() -> Failure {
    Failure::invalid(
        "模板里带有宏或控件，为安全起见不能使用。请在 WPS 或 Word 中另存为不带宏的 .docx，再重新选择。",
    )
}

fn too_big() -> Failure {
    Failure::invalid("模板文件展开后过大，不像正常的文书模板，没有打开。请换一个文件，或删去其中的大图片。")
}

fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(Failure::invalid(
            "这是旧版 .doc 文档，或者加了打开密码。请去掉密码，并另存为 .docx，再重新选择。",
        ));
    }
    if !bytes.starts_with(b"PK") {
        return Err(not_docx());
    }
    if bytes.len() > MAX_FILE {
        return Err(too_big());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MAX_ENTRIES {
        return Err(too_big());
    }
    let mut entries = Vec::with_capacity(archive.len());
    let mut room = MAX_UNPACKED;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|_| damaged())?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().to_owned();
        if name.starts_with('/') || name.contains(['\\', ':']) || name.split('/').any(|step| step == "..") {
            return Err(damaged());
        }
        // What the directory declares is not believed: only what comes out counts.
        let mut content = Vec::new();
        let read = file.take(room + 1).read_to_end(&mut content).map_err(|_| damaged())? as u64;
        room = room.checked_sub(read).ok_or_else(too_big)?;
        entries.push((name, content));
    }
    Ok(entries)
}

/// Finds the parts with text, and refuses what is no plain Word document.
fn judge_content_types(entries: &[(String, Vec<u8>)]) -> Result<Vec<String>> {
    let (_, content) = entries.iter().find(|(name, _)| name == "[Content_Types].xml").ok_or_else(not_docx)?;
    let mut parts = Vec::new();
    let mut main = false;
    each_element(content, |element| {
        let Some(kind) = attribute(element, "ContentType") else { return Ok(()) };
        let lower = kind.to_ascii_lowercase();
        if lower.contains("macroenabled") || lower.contains("vbaproject") || lower.contains("activex") {
            return Err(macros());
        }
        let Some(name) = attribute(element, "PartName") else { return Ok(()) };
        let name = name.trim_start_matches('/').to_owned();
        if TEXT_PARTS.iter().any(|ending| kind.ends_with(ending)) && entries.iter().any(|(e, _)| *e == name) {
            main |= kind.ends_with(TEXT_PARTS[0]);
            parts.push(name);
        }
        Ok(())
    })?;
    if !main {
        return Err(not_docx());
    }
    parts.dedup();
    Ok(parts)
}

/// Refuses whatever would be fetched or run from elsewhere when the paper is opened.
fn judge_relationships(content: &[u8]) -> Result<()> {
    each_element(content, |element| {
        let kind = attribute(element, "Type").unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let external =
            attribute(element, "TargetMode").is_some_and(|mode| mode.trim().eq_ignore_ascii_case("external"));
        if external && kind != "hyperlink" {
            let target = attribute(element, "Target").unwrap_or_default();
            return Err(Failure::invalid(format!(
                "模板引用了文件之外的内容“{target}”，换一台电脑就会缺失或被改动，不能使用。请在 WPS 或 Word \
                 中把它改为嵌入，或断开链接后再保存。"
            )));
        }
        if kind == "vbaproject" || kind == "control" {
            return Err(macros());
        }
        if kind == "afchunk" {
            return Err(Failure::invalid(
                "模板里嵌入了另一份网页或文档，打开时才会展开，不能使用。请在 WPS 或 Word 中打开后另存为 .docx，再重新选择。",
            ));
        }
        Ok(())
    })
}

fn each_element(content: &[u8], mut see: impl FnMut(&BytesStart<'_>) -> Result<()>) -> Result<()> {
    let text = std::str::from_utf8(content).map_err(|_| damaged())?;
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    loop {
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(element) | Event::Empty(element) => see(&element)?,
            Event::DocType(_) => return Err(damaged()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}
