//! A small tree of one XML part: enough to find paragraphs and rows, and to write them back.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::{minimal_escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};

use crate::error::{Failure, Result};

/// Deepest nesting accepted; papers of tables in tables stay far below.
const MAX_DEPTH: usize = 200;

/// One node of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element with its children.
    Element(Element),
    /// Text, unescaped.
    Text(String),
    /// A template tag, by its number in the part.
    Tag(usize),
}

/// An element; the attributes stay as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    /// Name with its prefix.
    pub(super) name: String,
    /// Everything between the name and the end of the start tag, escaped.
    pub(super) attributes: String,
    /// Children in order.
    pub(super) children: Vec<Node>,
}

impl Element {
    /// An element without attributes or children.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    fn open(start: &BytesStart<'_>) -> Option<Self> {
        // Duplicate or malformed attributes are found here, not when Word opens the paper.
        if start.attributes().any(|attribute| attribute.is_err()) {
            return None;
        }
        let raw = start.attributes_raw().trim_end();
        if raw.contains('<') {
            return None;
        }
        Some(Self {
            name: start.name().into_inner().to_owned(),
            attributes: raw.replace(['\n', '\r'], " "),
            children: Vec::new(),
        })
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let start = BytesStart::from_content(format!("{}{}", self.name, self.attributes), self.name.len());
        let attribute = start.try_get_attribute(name).ok()??;
        Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
    }

    /// All text of the `w:t` below, in order.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(child) => child.gather(text),
                Node::Text(words) if self.name == "w:t" => text.push_str(words),
                Node::Text(_) | Node::Tag(_) => {}
            }
        }
    }
}

/// The failure for a part that is not well-formed.
fn broken(part: &str) -> Failure {
    Failure::invalid(format!(
        "文档中的“{part}”不完整，文件可能已损坏。请在 WPS 或 Word 中打开后另存为 .docx，再重新选择。"
    ))
}

/// Reads one part into a tree. Comments and processing instructions are dropped.
pub(super) fn parse(part: &str, bytes: &[u8]) -> Result<Element> {
    let text = std::str::from_utf8(bytes).map_err(|_| broken(part))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    loop {
        let event = reader.read_event().map_err(|_| broken(part))?;
        let closed = match event {
            Event::Start(start) => {
                if root.is_some() || open.len() >= MAX_DEPTH {
                    return Err(broken(part));
                }
                open.push(Element::open(&start).ok_or_else(|| broken(part))?);
                None
            }
            Event::Empty(start) => Some(Element::open(&start).ok_or_else(|| broken(part))?),
            Event::End(_) => Some(open.pop().ok_or_else(|| broken(part))?),
            Event::Text(words) => {
                push_text(&mut open, &words.xml10_content(), part)?;
                None
            }
            Event::CData(words) => {
                push_text(&mut open, &words.xml10_content(), part)?;
                None
            }
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|_| broken(part))?;
                let words = match character {
                    Some(character) if legal(character) => character.to_string(),
                    Some(_) => return Err(broken(part)),
                    None => resolve_predefined_entity(&reference).ok_or_else(|| broken(part))?.to_owned(),
                };
                push_text(&mut open, &words, part)?;
                None
            }
            // A document type could define entities: no paper needs one.
            Event::DocType(_) => return Err(broken(part)),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => None,
            Event::Eof => break,
        };
        if let Some(element) = closed {
            match open.last_mut() {
                Some(parent) => parent.children.push(Node::Element(element)),
                None if root.is_none() => root = Some(element),
                None => return Err(broken(part)),
            }
        }
    }
    if open.is_empty() { root.ok_or_else(|| broken(part)) } else { Err(broken(part)) }
}

fn push_text(open: &mut [Element], words: &str, part: &str) -> Result<()> {
    let Some(parent) = open.last_mut() else {
        return if words.trim().is_empty() { Ok(()) } else { Err(broken(part)) };
    };
    if !words.chars().all(legal) {
        return Err(broken(part));
    }
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(words),
        _ => parent.children.push(Node::Text(words.to_owned())),
    }
    Ok(())
}

/// Whether XML 1.0 can hold the character at all.
pub(super) fn legal(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// The start of every written part.
const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// Writes a tree. `tag` writes what stands for a tag. With `template`, the text is safe inside a
/// template: no brace of it can open a tag, and no line break of it counts as a line.
pub(super) fn write(root: &Element, template: bool, tag: &mut dyn FnMut(usize, &mut String)) -> String {
    let mut out = DECLARATION.to_owned();
    write_element(root, template, tag, &mut out);
    out
}

fn write_element(
    element: &Element,
    template: bool,
    tag: &mut dyn FnMut(usize, &mut String),
    out: &mut String,
) {
    out.push('<');
    out.push_str(&element.name);
    if template {
        out.push_str(&element.attributes.replace('{', "&#123;"));
    } else {
        out.push_str(&element.attributes);
    }
    if element.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    let only_text = element.children.iter().all(|node| !matches!(node, Node::Element(_)));
    for node in &element.children {
        match node {
            Node::Element(child) => write_element(child, template, tag, out),
            // Indentation between elements carries nothing.
            Node::Text(words) if !only_text && words.trim().is_empty() => {}
            Node::Text(words) => {
                let escaped = minimal_escape(words.as_str()).replace('>', "&gt;");
                let escaped = escaped.replace('\n', "&#10;").replace('\r', "&#13;");
                out.push_str(&if template { escaped.replace('{', "&#123;") } else { escaped });
            }
            Node::Tag(number) => tag(*number, out),
        }
    }
    out.push_str("</");
    out.push_str(&element.name);
    out.push('>');
}

/// Mends what Word calls damage: a cell, header or text box whose paragraphs were all left out gets
/// an empty one, and a table without any row goes.
pub(super) fn mend(element: &mut Element) {
    for node in &mut element.children {
        if let Node::Element(child) = node {
            mend(child);
        }
    }
    element.children.retain(|node| {
        !matches!(node, Node::Element(child)
            if child.name == "w:tbl" && !child.children.iter().any(|row| is_named(row, "w:tr")))
    });
    let holds_paragraphs = matches!(element.name.as_str(), "w:tc" | "w:hdr" | "w:ftr" | "w:txbxContent");
    if holds_paragraphs {
        let last = element.children.iter().rev().find(|node| matches!(node, Node::Element(_)));
        if !last.is_some_and(|node| is_named(node, "w:p") || is_named(node, "w:sdt")) {
            element.children.push(Node::Element(Element::new("w:p")));
        }
    }
}

fn is_named(node: &Node, name: &str) -> bool {
    matches!(node, Node::Element(element) if element.name == name)
}
