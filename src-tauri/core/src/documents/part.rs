//! One part of a template (body, header, footer) turned into source for the template engine.
//!
//! Word and WPS cut a paragraph into runs wherever they like, so a tag is first joined across the
//! runs of its paragraph. `{%p …%}` takes its whole paragraph away, `{%tr …%}` its whole table row.
//! Every tag begins on a line of its own and nothing else breaks a line: a line number in an error
//! of the engine is the number of a tag.

use std::ops::Range;

use super::expression::{self, Fault};
use super::xml::{self, Element, Node};
use crate::error::{Failure, Result};

/// The filter that judges every printed value; templates cannot name it.
pub(super) const PRINT: &str = "_print";
/// The filter that judges every list of a loop; templates cannot name it.
pub(super) const LIST: &str = "_list";

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// `{{ … }}`
    Print,
    /// `if`
    If,
    /// `elif`
    Elif,
    /// `else`
    Else,
    /// `endif`
    EndIf,
    /// `for`
    For,
    /// `endfor`
    EndFor,
}

/// What a tag takes away with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Inline,
    Paragraph,
    Row,
}

/// A tag of the template.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    /// What it does.
    pub(super) step: Step,
    level: Level,
    /// As the office wrote it.
    pub(super) text: String,
    /// As the engine reads it.
    source: String,
    /// The variable of a loop.
    variable: Option<String>,
    /// The names it mentions; loop variables replaced by what they run over, with `[]` for each item.
    pub(super) names: Vec<String>,
    /// How many loops it stands in.
    pub(super) loops: usize,
    /// The paragraph it stands in, for messages.
    paragraph: String,
}

/// A part with tags.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Name in the package.
    pub(super) name: String,
    /// Source for the engine.
    pub(super) source: String,
    tags: Vec<Tag>,
    /// Tag numbers in the order of their lines.
    lines: Vec<usize>,
}

impl Part {
    /// The tag at a line of the source, counted from 1.
    pub(super) fn tag_at(&self, line: usize) -> Option<&Tag> {
        self.lines.get(line.checked_sub(2)?).map(|number| &self.tags[*number])
    }

    /// The tags in the order of the text.
    pub(super) fn tags(&self) -> impl Iterator<Item = &Tag> {
        self.lines.iter().map(|number| &self.tags[*number])
    }
}

/// Reads a part; `None` when it has no tags and stays as it is.
pub(super) fn compile(name: &str, bytes: &[u8]) -> Result<Option<Part>> {
    let mut root = xml::parse(name, bytes)?;
    if !root.name.starts_with("w:") {
        return Err(Failure::invalid(
            "这份文档不是由 WPS 或 Word 保存的，无法识别其中的段落。请在 WPS 或 Word 中打开后另存为 .docx，再重新选择。",
        ));
    }
    let mut reader = PartReader { tags: Vec::new() };
    let rows = reader.element(&mut root)?;
    if let Some(number) = rows.first() {
        let tag = &reader.tags[*number];
        return Err(at(&tag.paragraph, &format!("“{}”只能写在表格的行里", tag.text)));
    }
    let mut tags = reader.tags;
    if tags.is_empty() {
        return Ok(None);
    }
    let mut lines = Vec::new();
    let source = xml::write(&root, true, &mut |number, out| {
        lines.push(number);
        out.push_str(&tags[number].source);
    });
    resolve(&mut tags, &lines);
    Ok(Some(Part { name: name.to_owned(), source, tags, lines }))
}

/// A failure in a paragraph of the template.
fn at(paragraph: &str, what: &str) -> Failure {
    let mut shown: String = paragraph.trim().chars().take(60).collect();
    if shown.len() < paragraph.trim().len() {
        shown.push('…');
    }
    Failure::invalid(format!(
        "模板有误：{what}。所在段落：“{shown}”。请在 WPS 或 Word 中改正后重新选择模板。"
    ))
}

struct PartReader {
    tags: Vec<Tag>,
}

impl PartReader {
    /// Rewrites the element's children; returns the row tags that still look for their row.
    fn element(&mut self, element: &mut Element) -> Result<Vec<usize>> {
        if matches!(element.name.as_str(), "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo") {
            return Err(Failure::invalid(
                "模板里还留有修订痕迹，打印时会分不清哪些字算数。请在 WPS 或 Word 中接受或拒绝全部修订后再保存。",
            ));
        }
        let mut rows = Vec::new();
        let mut children = Vec::with_capacity(element.children.len());
        for node in std::mem::take(&mut element.children) {
            let Node::Element(mut child) = node else {
                children.push(node);
                continue;
            };
            let mut pending = self.element(&mut child)?;
            let (level, tags) =
                if child.name == "w:p" { self.paragraph(&mut child)? } else { (Level::Inline, Vec::new()) };
            match level {
                Level::Paragraph => children.extend(tags.into_iter().map(Node::Tag)),
                Level::Row => {
                    pending.extend(tags);
                    children.push(Node::Element(child));
                }
                Level::Inline if child.name == "w:tr" && !pending.is_empty() => {
                    let rest = child.text();
                    if !rest.trim().is_empty() {
                        let tag = &self.tags[pending[0]];
                        return Err(at(&rest, &format!("“{}”要单独占一行，同一行不能有别的字", tag.text)));
                    }
                    children.extend(pending.drain(..).map(Node::Tag));
                }
                Level::Inline => children.push(Node::Element(child)),
            }
            rows.extend(pending);
        }
        let own: Vec<usize> = children
            .iter()
            .filter_map(|node| if let Node::Tag(n) = node { Some(*n) } else { None })
            .collect();
        self.balanced(&own)?;
        element.children = children;
        Ok(rows)
    }

    /// Finds the tags of a paragraph and puts each into the run where it begins.
    fn paragraph(&mut self, paragraph: &mut Element) -> Result<(Level, Vec<usize>)> {
        judge_fields(paragraph)?;
        let mut pieces: Vec<String> = Vec::new();
        each_text(paragraph, &mut |leaf| {
            pieces.push(leaf.children.iter().map(text_of).collect());
        });
        let text = pieces.concat();
        let found = find_tags(&text)?;
        if found.is_empty() {
            return Ok((Level::Inline, Vec::new()));
        }
        let first = self.tags.len();
        for range in &found {
            let tag = read_tag(&text[range.clone()], &text)?;
            self.tags.push(tag);
        }
        let comment = |range: &Range<usize>| text[range.clone()].starts_with("{#");
        // A comment leaves nothing behind; its place in the list keeps the numbers simple.
        let numbers: Vec<usize> =
            (first..).zip(&found).filter(|(_, range)| !comment(range)).map(|(number, _)| number).collect();
        let level = numbers.iter().map(|n| self.tags[*n].level).find(|level| *level != Level::Inline);
        if let Some(level) = level {
            if let Some(odd) = numbers.iter().find(|n| self.tags[**n].level != level) {
                return Err(at(
                    &text,
                    &format!("“{}”不能和独占整段、整行的标签写在一起", self.tags[*odd].text),
                ));
            }
            let mut rest = text.clone();
            for range in found.iter().rev() {
                rest.replace_range(range.clone(), "");
            }
            if !rest.trim().is_empty() {
                let tag = &self.tags[numbers[0]].text;
                return Err(at(&text, &format!("“{tag}”要单独占一段，同一段不能有别的字")));
            }
            each_text(paragraph, &mut |leaf| leaf.children.clear());
            return Ok((level, numbers));
        }
        self.balanced(&numbers)?;
        let mut start = 0;
        let mut piece = pieces.iter();
        each_text(paragraph, &mut |leaf| {
            let length = piece.next().map_or(0, String::len);
            let own = start..start + length;
            start = own.end;
            if found.iter().any(|tag| tag.start < own.end && own.start < tag.end) {
                leaf.children = cut(&text, &own, &found, first, &comment);
                " xml:space=\"preserve\"".clone_into(&mut leaf.attributes);
            }
        });
        Ok((Level::Inline, Vec::new()))
    }

    /// Checks that the tags between two siblings open and close each other.
    fn balanced(&self, numbers: &[usize]) -> Result<()> {
        let mut open: Vec<&Tag> = Vec::new();
        for number in numbers {
            let tag = &self.tags[*number];
            let wanted: &[Step] = match tag.step {
                Step::Print => continue,
                Step::If | Step::For => {
                    open.push(tag);
                    continue;
                }
                Step::Else => &[Step::If, Step::For],
                Step::Elif | Step::EndIf => &[Step::If],
                Step::EndFor => &[Step::For],
            };
            if !open.last().is_some_and(|before| wanted.contains(&before.step)) {
                return Err(at(&tag.paragraph, &format!("“{}”前面没有与它配对的开始标签", tag.text)));
            }
            if matches!(tag.step, Step::EndIf | Step::EndFor) {
                open.pop();
            }
        }
        match open.last() {
            Some(tag) => Err(at(
                &tag.paragraph,
                &format!(
                    "“{}”没有与它配对的结束标签（要跨段落请用 {{%p …%}}，要跨表格行请用 {{%tr …%}}）",
                    tag.text
                ),
            )),
            None => Ok(()),
        }
    }
}

fn text_of(node: &Node) -> &str {
    if let Node::Text(words) = node { words } else { "" }
}

/// Visits the `w:t` of a paragraph, without those of paragraphs inside it (text boxes).
fn each_text(element: &mut Element, visit: &mut impl FnMut(&mut Element)) {
    for node in &mut element.children {
        match node {
            Node::Element(child) if child.name == "w:p" => {}
            Node::Element(child) if child.name == "w:t" => visit(child),
            Node::Element(child) => each_text(child, visit),
            Node::Text(_) | Node::Tag(_) => {}
        }
    }
}

/// Field codes of Word that fetch or run something else.
const FETCHING_FIELDS: [&str; 6] = ["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK"];

fn judge_fields(paragraph: &Element) -> Result<()> {
    let mut codes = vec![String::new()];
    gather_fields(paragraph, &mut codes);
    for code in codes {
        let outside_quotes = code.split('"').step_by(2).collect::<Vec<_>>().join(" ");
        for word in outside_quotes.split(|c: char| !c.is_ascii_alphanumeric()) {
            if FETCHING_FIELDS.contains(&word.to_ascii_uppercase().as_str()) {
                return Err(Failure::invalid(format!(
                    "模板里有会从别处取内容的域“{word}”，不能使用。请在 WPS 或 Word 中删去该域，或转为普通文字后再保存。"
                )));
            }
        }
    }
    Ok(())
}

/// The codes of the fields in a paragraph, one by one.
fn gather_fields(element: &Element, codes: &mut Vec<String>) {
    for node in &element.children {
        let Node::Element(child) = node else { continue };
        match child.name.as_str() {
            "w:instrText" => {
                if let Some(code) = codes.last_mut() {
                    code.extend(child.children.iter().map(text_of));
                }
            }
            "w:fldSimple" => codes.extend([child.attribute("w:instr").unwrap_or_default(), String::new()]),
            "w:fldChar" => codes.push(String::new()),
            _ => {}
        }
        gather_fields(child, codes);
    }
}

/// The places of all tags in a paragraph.
fn find_tags(text: &str) -> Result<Vec<Range<usize>>> {
    const PAIRS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
    let mut found = Vec::new();
    let mut position = 0;
    while let Some(offset) = text[position..].find(['{', '｛', '}', '%', '#', '｝']) {
        let start = position + offset;
        let rest = &text[start..];
        if rest.starts_with("｛｛") || rest.starts_with("｛%") || rest.starts_with("｝｝") {
            return Err(at(text, "标签要用半角的花括号 {{ }} 或 {% %}"));
        }
        if PAIRS.iter().any(|(_, close)| rest.starts_with(close)) {
            return Err(at(text, &format!("“{}”前面没有开始的花括号", &rest[..2])));
        }
        let Some((_, close)) = PAIRS.iter().find(|(open, _)| rest.starts_with(open)) else {
            position = start + rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let inside = &rest[2..];
        let end = inside.find(close);
        let next = PAIRS.iter().filter_map(|(open, _)| inside.find(open)).min();
        match end {
            Some(end) if *close == "#}" || next.is_none_or(|next| end < next) => {
                position = start + 2 + end + 2;
                found.push(start..position);
            }
            _ => return Err(at(text, &format!("“{}”没有写完，后面缺少“{close}”", &rest[..2]))),
        }
    }
    Ok(found)
}

/// The children of one `w:t`: its own text, and the tags that begin in it.
fn cut(
    text: &str,
    own: &Range<usize>,
    found: &[Range<usize>],
    first: usize,
    comment: &impl Fn(&Range<usize>) -> bool,
) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut position = own.start;
    for (number, tag) in (first..).zip(found) {
        if tag.end <= own.start || tag.start >= own.end {
            continue;
        }
        if position < tag.start {
            nodes.push(Node::Text(text[position..tag.start].to_owned()));
        }
        if tag.start >= own.start && !comment(tag) {
            nodes.push(Node::Tag(number));
        }
        position = tag.end.min(own.end);
    }
    if position < own.end {
        nodes.push(Node::Text(text[position..own.end].to_owned()));
    }
    nodes
}

/// Straightens what a Chinese keyboard or the word processor's corrections put into a tag.
fn straighten(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            '｜' => '|',
            '\u{a0}' | '\u{3000}' | '\n' | '\r' | '\t' => ' ',
            other => other,
        })
        .collect()
}

fn read_tag(written: &str, paragraph: &str) -> Result<Tag> {
    let inside = straighten(&written[2..written.len() - 2]);
    let mut tag = Tag {
        step: Step::Print,
        level: Level::Inline,
        text: written.to_owned(),
        source: String::new(),
        variable: None,
        names: Vec::new(),
        loops: 0,
        paragraph: paragraph.to_owned(),
    };
    if written.starts_with("{#") {
        return Ok(tag);
    }
    // `-` asks other engines to trim spaces; between runs there are none.
    let inside = inside.trim_matches('-').trim();
    let unknown = || at(paragraph, &format!("不认识标签“{written}”"));
    if written.starts_with("{{") {
        tag.names = read_expression(inside, written, paragraph)?;
        tag.source = format!("{{{{\n({inside})|{PRINT}}}}}");
        return Ok(tag);
    }
    let (mut word, mut rest) = split_word(inside);
    tag.level = match word {
        "p" => Level::Paragraph,
        "tr" => Level::Row,
        _ => Level::Inline,
    };
    if tag.level != Level::Inline {
        (word, rest) = split_word(rest);
    }
    tag.step = match word {
        "if" => Step::If,
        "elif" => Step::Elif,
        "for" => Step::For,
        "else" if rest.is_empty() => Step::Else,
        "endif" if rest.is_empty() => Step::EndIf,
        "endfor" if rest.is_empty() => Step::EndFor,
        _ => return Err(unknown()),
    };
    match tag.step {
        Step::If | Step::Elif => tag.names = read_expression(rest, written, paragraph)?,
        Step::For => {
            let (variable, list) = split_word(rest);
            let (between, list) = split_word(list);
            if between != "in" || !expression::is_plain_name(variable) || !expression::is_path(list) {
                return Err(at(paragraph, &format!("“{written}”应写成“for 项 in 清单”的样子")));
            }
            tag.variable = Some(variable.to_owned());
            tag.names = vec![list.to_owned()];
        }
        _ => {}
    }
    tag.source = match tag.step {
        Step::For => format!("{{%\nfor {} in ({}|{LIST}) %}}", split_word(rest).0, tag.names[0]),
        _ => format!("{{%\n{word} {rest} %}}"),
    };
    Ok(tag)
}

fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()))
}

fn read_expression(inside: &str, written: &str, paragraph: &str) -> Result<Vec<String>> {
    expression::names(inside).map_err(|fault| {
        let what = match fault {
            Fault::UnknownFilter(name) => {
                format!("“{written}”用了不认识的写法“| {name}”，可用的只有“| {}”", expression::MAY_BE_EMPTY)
            }
            Fault::NotAllowed(sign) => format!("“{written}”里不能使用“{sign}”，只能写字段名和比较"),
            Fault::Unreadable => format!("“{written}”看不懂，应写成“{{{{ 当事人.名称 }}}}”的样子"),
        };
        at(paragraph, &what)
    })
}

/// Replaces loop variables by what they run over.
fn resolve(tags: &mut [Tag], lines: &[usize]) {
    let mut scopes: Vec<(Option<String>, String)> = Vec::new();
    for number in lines {
        let tag = &mut tags[*number];
        for name in &mut tag.names {
            let (head, rest) = name.split_once('.').map_or((name.as_str(), None), |(h, r)| (h, Some(r)));
            let bound = scopes.iter().rev().find(|(variable, _)| variable.as_deref() == Some(head));
            if let Some((_, path)) = bound {
                *name = rest.map_or_else(|| path.clone(), |rest| format!("{path}.{rest}"));
            }
        }
        tag.loops = scopes.iter().filter(|(variable, _)| variable.is_some()).count();
        match tag.step {
            Step::For => scopes.push((tag.variable.clone(), format!("{}[]", tag.names[0]))),
            Step::If => scopes.push((None, String::new())),
            Step::EndFor | Step::EndIf => {
                scopes.pop();
            }
            Step::Print | Step::Elif | Step::Else => {}
        }
    }
}
