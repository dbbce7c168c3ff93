//! A template: a .docx that the office edits, filled in from a record. What it names and the record
//! lacks is an error with the name, never a blank on a signed paper.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};

use minijinja::value::{Serde, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};

use super::expression;
use super::package::Package;
use super::part::{self, Part, Step, Tag};
use super::xml;
use crate::error::{Failure, Result};

/// Largest text of one part that a paper may grow to.
const MAX_PART: usize = 16 << 20;

/// A template that was opened, judged and found usable.
///
/// ```text
/// {{ 当事人.名称 }}            the value; lacking, null or empty is an error that names it
/// {{ 当事人.电话 | 可空 }}      prints / where the record says null or nothing; the name must still exist
/// {% if 结果 == '合格' %}…{% else %}…{% endif %}      within one paragraph
/// {%p if … %} {%p for x in 清单 %} … {%p endfor %}    each alone in a paragraph, around paragraphs
/// {%tr for x in 证据 %} … {%tr endfor %}              each alone in a table row, around rows
/// {# a remark that is not printed #}
/// ```
#[derive(Debug, Clone)]
pub struct Template {
    package: Package,
    parts: Vec<Part>,
}

impl Template {
    /// Opens a template and refuses, in Chinese, what cannot or must not be filled in: no .docx,
    /// macros, content fetched from outside, bombs, tracked changes, tags that do not close.
    pub fn open(bytes: &[u8]) -> Result<Self> {
        let package = Package::open(bytes)?;
        let mut parts = Vec::new();
        for name in &package.text_parts {
            let content = package.part(name).unwrap_or_default();
            parts.extend(part::compile(name, content)?);
        }
        let template = Self { package, parts };
        template.environment()?;
        Ok(template)
    }

    /// Every name that the template mentions, in order and once. What stands in a loop is named
    /// through its list: `证据.名称`.
    pub fn fields(&self) -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        for name in self.parts.iter().flat_map(Part::tags).flat_map(|tag| &tag.names) {
            let name = name.replace("[]", "");
            if !fields.contains(&name) {
                fields.push(name);
            }
        }
        fields
    }

    /// Fills the template in. The same template and record give the same bytes.
    pub fn render(&self, record: &serde_json::Value) -> Result<Vec<u8>> {
        let environment = self.environment()?;
        let context = Value::from(Serde(record));
        let mut replaced = BTreeMap::new();
        for part in &self.parts {
            let mut text = Bounded(Vec::new());
            environment
                .get_template(&part.name)
                .and_then(|template| template.render_captured_to(context.clone(), &mut text).map(|_| ()))
                .map_err(|error| explain(&error, part, record))?;
            let mut root = xml::parse(&part.name, &text.0)?;
            xml::mend(&mut root);
            replaced.insert(part.name.clone(), xml::write(&root, false, &mut |_, _| {}));
        }
        self.package.save(&replaced)
    }

    fn environment(&self) -> Result<Environment<'_>> {
        // Empty: no filter, test or function but those below.
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_formatter(print);
        environment.add_filter(expression::MAY_BE_EMPTY, may_be_empty);
        environment.add_filter(part::PRINT, present);
        environment.add_filter(part::LIST, list);
        for part in &self.parts {
            environment
                .add_template(&part.name, &part.source)
                .map_err(|error| unreadable(error.line().and_then(|line| part.tag_at(line))))?;
        }
        Ok(environment)
    }
}

/// Stops a paper that grows without end.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_PART {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why a value could not be printed; travels inside the engine's error.
#[derive(Debug)]
enum Unprintable {
    /// Not there, null or empty; `row` is the item of the innermost loop, from 0.
    Lacking { row: Option<usize> },
    /// A list or a group of fields where a text belongs.
    Compound,
    /// Something else where a list belongs.
    NoList,
}

impl fmt::Display for Unprintable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for Unprintable {}

fn stop(why: Unprintable) -> Error {
    Error::from(ErrorKind::InvalidOperation).with_source(why)
}

fn is_blank(value: &Value) -> bool {
    value.is_undefined() || value.is_none() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// `{{ x | 可空 }}`: a known field without content prints `/`, as on paper. A name that the record
/// does not know at all stays an error: it is more likely misspelt than empty.
fn may_be_empty(value: Value) -> Value {
    if is_blank(&value) && !value.is_undefined() { Value::from("/") } else { value }
}

/// The item of the innermost loop, from 0.
fn row(state: &State) -> Option<usize> {
    state.lookup("loop").and_then(|turn| turn.get_attr("index0").ok()?.as_usize())
}

/// Lets only values pass that leave something on the paper.
fn present(state: &State, value: Value) -> Result<Value, Error> {
    match value.kind() {
        _ if is_blank(&value) => Err(stop(Unprintable::Lacking { row: row(state) })),
        ValueKind::String | ValueKind::Number | ValueKind::Bool => Ok(value),
        _ => Err(stop(Unprintable::Compound)),
    }
}

/// Lets only lists pass, empty ones too: that there is nothing can be a fact.
fn list(state: &State, value: Value) -> Result<Value, Error> {
    match value.kind() {
        ValueKind::Seq => Ok(value),
        ValueKind::Undefined | ValueKind::None => Err(stop(Unprintable::Lacking { row: row(state) })),
        _ => Err(stop(Unprintable::NoList)),
    }
}

/// Writes a value into the text of a run. Everything that XML or Word would read otherwise is put
/// into their words; characters that XML cannot hold become the replacement character.
fn print(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    const AGAIN: &str = r#"<w:t xml:space="preserve">"#;
    let text = match value.kind() {
        ValueKind::Bool => if value.is_true() { "是" } else { "否" }.to_owned(),
        _ => value.to_string(),
    };
    let written = text.replace("\r\n", "\n").chars().fold(String::new(), |mut written, character| {
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '\n' | '\r' => {
                written.push_str("</w:t><w:br/>");
                written.push_str(AGAIN);
            }
            '\t' => {
                written.push_str("</w:t><w:tab/>");
                written.push_str(AGAIN);
            }
            other if xml::legal(other) => written.push(other),
            _ => written.push('\u{fffd}'),
        }
        written
    });
    out.write_str(&written).map_err(Error::from)
}

fn unreadable(tag: Option<&Tag>) -> Failure {
    let shown = tag.map_or("", |tag| tag.text.as_str());
    Failure::invalid(format!("模板中的标签“{shown}”看不懂。请在 WPS 或 Word 中对照示例模板改正后重新选择。"))
}

/// Turns the engine's error into the sentence for the person at the desk.
fn explain(error: &Error, part: &Part, record: &serde_json::Value) -> Failure {
    if error.kind() == ErrorKind::WriteFailure {
        return Failure::invalid("文书内容过长，没有生成。请减少模板中循环的内容，或分成几份文书。");
    }
    let Some(tag) = error.line().and_then(|line| part.tag_at(line)) else { return unreadable(None) };
    let why = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Unprintable>());
    let row = match why {
        Some(Unprintable::Compound) => {
            return Failure::invalid(format!(
                "模板中的“{}”是一组内容，不能直接写成文字。请写出其中的一项，或用 {{%tr for … %}} 逐行列出。",
                tag.text
            ));
        }
        Some(Unprintable::NoList) => {
            return Failure::invalid(format!(
                "模板中的“{}”要逐项列出的内容，在记录里不是清单。请在模板中改正该处。",
                tag.text
            ));
        }
        // The turn of the innermost loop says something about a name only if there is one loop.
        Some(Unprintable::Lacking { row }) if tag.loops == 1 => *row,
        _ => None,
    };
    let needs_text = tag.step == Step::Print;
    match tag.names.iter().find(|name| lacks(record, name, row, needs_text)) {
        Some(name) => missing(name, row),
        None => Failure::invalid(format!(
            "模板中的“{}”在这份记录里没有可写的内容。请在检查记录中补填，或在模板中删去该处。",
            tag.text
        )),
    }
}

/// The failure for a name without content in the record.
fn missing(name: &str, row: Option<usize>) -> Failure {
    let (shown, field) = match row {
        Some(row) => {
            (name.replace("[]", &format!("（第{}项）", row + 1)), name.replace("[]", &format!("[{row}]")))
        }
        None => (name.replace("[]", ""), name.replace("[]", "")),
    };
    Failure::field(
        field,
        format!("模板用到“{shown}”，但记录里没有这一项。请在检查记录中补填，或在模板中删去该处。"),
    )
}

/// Whether the record has nothing at a path (`[]` stands for the items of a list).
fn lacks(record: &serde_json::Value, path: &str, row: Option<usize>, needs_text: bool) -> bool {
    use serde_json::Value as Json;
    fn at(value: &Json, steps: &[&str], row: Option<usize>, needs_text: bool) -> bool {
        let Some((step, rest)) = steps.split_first() else {
            return match value {
                Json::Null => true,
                Json::String(text) => needs_text && text.trim().is_empty(),
                _ => false,
            };
        };
        let key = step.trim_end_matches("[]");
        let Some(inner) = value.get(key) else { return true };
        if key.len() == step.len() {
            return at(inner, rest, row, needs_text);
        }
        let Some(items) = inner.as_array() else { return true };
        match row {
            Some(row) => items.get(row).is_none_or(|item| at(item, rest, None, needs_text)),
            None => items.iter().any(|item| at(item, rest, None, needs_text)),
        }
    }
    at(record, &path.split('.').collect::<Vec<_>>(), row, needs_text)
}
