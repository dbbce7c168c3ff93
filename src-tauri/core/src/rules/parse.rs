//! Reading a pack: strictly, whole or not at all, naming the file and the line at fault.

use super::pack::{Header, Kind, Lines, Pack, Verified};
use super::scheme::SchemeLine;
use crate::error::{Failure, Result};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt;

/// JSON in which no key stands twice: the usual reader keeps the last one in silence.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Walk;
        impl<'de> Visitor<'de> for Walk {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_unit<E>(self) -> std::result::Result<Value, E> {
                Ok(Value::Null)
            }
            fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
                Ok(value.into())
            }
            fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
                Ok(value.into())
            }
            fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
                Ok(value.into())
            }
            fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
                Ok(value.into())
            }
            fn visit_str<E>(self, value: &str) -> std::result::Result<Value, E> {
                Ok(value.into())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> std::result::Result<Value, A::Error> {
                let mut out = Vec::new();
                while let Some(Strict(value)) = seq.next_element()? {
                    out.push(value);
                }
                Ok(Value::Array(out))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Value, A::Error> {
                let mut out = Map::new();
                while let Some(key) = map.next_key::<String>()? {
                    let Strict(value) = map.next_value()?;
                    if out.insert(key.clone(), value).is_some() {
                        return Err(A::Error::custom(format!("“{key}”写了两次")));
                    }
                }
                Ok(Value::Object(out))
            }
        }
        deserializer.deserialize_any(Walk).map(Strict)
    }
}

/// The English of serde as a Chinese half-sentence.
fn plain(error: &str) -> String {
    let name = || error.split('`').nth(1).unwrap_or_default().to_owned();
    if error.starts_with("missing field") {
        format!("缺少“{}”", name())
    } else if error.starts_with("unknown field") {
        format!("有不认识的“{}”", name())
    } else if error.starts_with("unknown variant") {
        format!("写了不允许的值“{}”", name())
    } else {
        format!("内容不合要求（{error}）")
    }
}

/// Names the pack and refuses it.
fn refuse(file: &str, what: impl fmt::Display) -> Failure {
    Failure::invalid(format!("规则包 {file} {what}，未载入。"))
}

/// One line's place: number from 1 and identity, if it has one.
struct Place<'a> {
    file: &'a str,
    number: usize,
    id: String,
}

impl Place<'_> {
    fn refuse(&self, what: impl fmt::Display) -> Failure {
        let id = if self.id.is_empty() { String::new() } else { format!("（id={}）", self.id) };
        refuse(self.file, format!("第 {} 条{id}{what}", self.number))
    }
    fn filled(&self, key: &str, value: &str) -> Result<()> {
        if value.trim().is_empty() { Err(self.refuse(format!("的“{key}”是空的"))) } else { Ok(()) }
    }
    fn date(&self, key: &str, value: &str) -> Result<NaiveDate> {
        date(value).ok_or_else(|| self.refuse(format!("的“{key}”不是 2026-01-31 这样的日期：{value}")))
    }
    fn distinct<T: Ord>(&self, key: &str, values: &[T]) -> Result<()> {
        let set: BTreeSet<&T> = values.iter().collect();
        if set.len() == values.len() { Ok(()) } else { Err(self.refuse(format!("的“{key}”有重复"))) }
    }
}

/// A date written exactly as `YYYY-MM-DD`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| date.to_string() == text)
}

fn value_id(line: &Value) -> String {
    let text = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
    for key in ["id", "date"] {
        if !text(key).is_empty() {
            return text(key).to_owned();
        }
    }
    match (text("group"), text("code")) {
        (_, "") => String::new(),
        ("", code) => code.to_owned(),
        (group, code) => format!("{group}.{code}"),
    }
}

fn typed<T: DeserializeOwned>(
    file: &str,
    values: Vec<Value>,
    judge: impl Fn(&Place<'_>, &T) -> Result<()>,
) -> Result<Vec<T>> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::with_capacity(values.len());
    for (index, value) in values.into_iter().enumerate() {
        let place = Place { file, number: index + 1, id: value_id(&value) };
        let source = value.get("source").and_then(Value::as_str).unwrap_or("?").to_owned();
        let line: T =
            serde_json::from_value(value).map_err(|error| place.refuse(plain(&error.to_string())))?;
        place.filled("source", &source)?;
        place.filled("id", &place.id)?;
        if !seen.insert(place.id.clone()) {
            return Err(place.refuse("与前面的条目重复"));
        }
        judge(&place, &line)?;
        out.push(line);
    }
    Ok(out)
}

/// Reads a pack. A broken line refuses the whole pack; the sentence names the file and the line.
pub fn parse(bytes: &[u8], file_name: &str) -> Result<Pack> {
    let Strict(value) = serde_json::from_slice(bytes)
        .map_err(|error| refuse(file_name, format!("第 {} 行不是合规的 JSON（{error}）", error.line())))?;
    let Value::Object(mut top) = value else {
        return Err(refuse(file_name, "最外层不是一个对象"));
    };
    let lines = match top.remove("lines") {
        Some(Value::Array(lines)) if !lines.is_empty() => lines,
        Some(Value::Array(_)) => return Err(refuse(file_name, "没有一条内容（“lines”是空的）")),
        Some(_) => return Err(refuse(file_name, "的“lines”不是列表")),
        None => return Err(refuse(file_name, "缺少“lines”")),
    };
    let header = header(top, file_name)?;
    let lines = read_lines(&header, lines, file_name)?;
    Ok(Pack { header, sha256: hex::encode(Sha256::digest(bytes)), lines })
}

fn header(top: Map<String, Value>, file: &str) -> Result<Header> {
    const KEYS: [&str; 11] = [
        "pack",
        "name",
        "version",
        "effectiveFrom",
        "source",
        "signature",
        "kind",
        "notices",
        "year",
        "subject",
        "rollOver",
    ];
    if let Some(key) = top.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(refuse(file, format!("有不认识的“{key}”")));
    }
    if !top.contains_key("signature") {
        return Err(refuse(file, "缺少“signature”（没有签名写 null）"));
    }
    let header: Header = serde_json::from_value(Value::Object(top))
        .map_err(|error| refuse(file, plain(&error.to_string())))?;
    let texts = [
        ("pack", &header.pack),
        ("name", &header.name),
        ("version", &header.version),
        ("source", &header.source),
    ];
    if let Some((key, _)) = texts.iter().find(|(_, text)| text.trim().is_empty()) {
        return Err(refuse(file, format!("的“{key}”是空的")));
    }
    if date(&header.effective_from).is_none() {
        return Err(refuse(
            file,
            format!("的“effectiveFrom”不是 2026-01-31 这样的日期：{}", header.effective_from),
        ));
    }
    let own = [
        ("year", header.year.is_some(), header.kind == Kind::Calendar),
        ("subject", header.subject.is_some(), header.kind == Kind::Checklist),
        ("rollOver", header.roll_over.is_some(), header.kind == Kind::TimeLimits),
    ];
    for (key, there, wanted) in own {
        if there != wanted {
            return Err(refuse(file, if wanted { format!("缺少“{key}”") } else { format!("不应有“{key}”") }));
        }
    }
    if header.roll_over.as_ref().is_some_and(|roll| roll.source.trim().is_empty()) {
        return Err(refuse(file, "的“rollOver”缺少“source”"));
    }
    Ok(header)
}

fn read_lines(header: &Header, values: Vec<Value>, file: &str) -> Result<Lines> {
    Ok(match header.kind {
        Kind::LawCatalogue => {
            Lines::LawCatalogue(typed(file, values, |place, line: &super::pack::LawLine| {
                for (key, text) in [("law", &line.law), ("issuer", &line.issuer), ("duty", &line.duty)] {
                    place.filled(key, text)?;
                }
                if line.verified.is_settled() {
                    place.filled("article", &line.article)?;
                }
                place.date("effectiveDate", &line.effective_date).map(drop)
            })?)
        }
        Kind::Checklist => Lines::Checklist(checklist(file, values)?),
        Kind::CheckMatters => Lines::CheckMatters(matters(file, values)?),
        Kind::ResultWords => {
            Lines::ResultWords(typed(file, values, |place, line: &super::pack::ResultWord| {
                place.filled("words", &line.words)?;
                place.filled("group", &line.group)?;
                place.distinct("alias", &line.alias)
            })?)
        }
        Kind::Calendar => Lines::Calendar(typed(file, values, |place, line: &super::pack::CalendarDay| {
            let date = place.date("date", &line.date)?;
            if Some(date.year()) == header.year {
                Ok(())
            } else {
                Err(place.refuse(format!("不在 {} 年内", header.year.unwrap_or_default())))
            }
        })?),
        Kind::TimeLimits => {
            Lines::TimeLimits(typed(file, values, |place, line: &super::time_limits::TimeLimit| {
                for (key, text) in [("step", &line.step), ("countFrom", &line.count_from), ("law", &line.law)]
                {
                    place.filled(key, text)?;
                }
                if line.amount == 0 {
                    return Err(place.refuse("的“amount”是 0"));
                }
                if let Some(since) = &line.effective_from {
                    place.date("effectiveFrom", since)?;
                }
                if line.verified.is_settled() { place.filled("article", &line.article) } else { Ok(()) }
            })?)
        }
        Kind::Scheme => Lines::Scheme(scheme(file, values)?),
        Kind::Phrases => Lines::Phrases(typed(file, values, |place, line: &super::pack::Phrase| {
            place.filled("words", &line.words)?;
            let found = blanks(&line.words).ok_or_else(|| place.refuse("的“words”里有没有配对的花括号"))?;
            if found == line.blanks {
                Ok(())
            } else {
                Err(place.refuse(format!("的“blanks”与句中的空（{}）不一致", found.join("、"))))
            }
        })?),
        Kind::Labels => Lines::Labels(typed(file, values, |place, line: &super::pack::Label| {
            place.filled("group", &line.group)?;
            place.filled("words", &line.words)
        })?),
        Kind::Jurisdiction => {
            Lines::Jurisdiction(typed(file, values, |place, line: &super::places::JurisdictionLine| {
                for (key, text) in [("law", &line.law), ("article", &line.article)] {
                    place.filled(key, text)?;
                }
                if line.order.is_empty() {
                    return Err(place.refuse("的“order”是空的"));
                }
                Ok(())
            })?)
        }
        Kind::Areas => Lines::Areas(typed(file, values, |place, line: &super::places::Area| {
            place.filled("name", &line.name)?;
            if matches!(line.code.len(), 2 | 4) && line.code.bytes().all(|byte| byte.is_ascii_digit()) {
                Ok(())
            } else {
                Err(place.refuse("的“code”不是两位或四位数字"))
            }
        })?),
    })
}

/// The names in `{…}`, in order, each once; `None` if a brace stands alone.
fn blanks(words: &str) -> Option<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    let mut rest = words;
    while let Some(open) = rest.find(['{', '}']) {
        let after = rest[open..].strip_prefix('{')?;
        let close = after.find(['{', '}']).filter(|&at| after[at..].starts_with('}') && at > 0)?;
        let name = after[..close].to_owned();
        if !out.contains(&name) {
            out.push(name);
        }
        rest = &after[close + 1..];
    }
    Some(out)
}

fn checklist(file: &str, values: Vec<Value>) -> Result<Vec<super::pack::ChecklistItem>> {
    let items = typed(file, values, |place, item: &super::pack::ChecklistItem| {
        let texts = [
            ("group", &item.group),
            ("title", &item.title),
            ("look", &item.look),
            ("how", &item.how),
            ("followUp", &item.follow_up),
            ("gist", &item.gist),
        ];
        for (key, text) in texts {
            place.filled(key, text)?;
        }
        let lists = [
            ("methods", item.methods.len()),
            ("basis", item.basis.len()),
            ("answerable", item.answerable.len()),
            ("situations", item.situations.len()),
        ];
        for (key, count) in lists {
            if count == 0 {
                return Err(place.refuse(format!("的“{key}”是空的")));
            }
        }
        place.distinct("methods", &item.methods)?;
        place.distinct("basis", &item.basis)?;
        place.distinct("answerable", &item.answerable)?;
        if let Some(other) = item.consequence.iter().find(|c| !item.basis.contains(&c.basis)) {
            return Err(place.refuse(format!("的法律责任引用了“basis”以外的 {}", other.basis)));
        }
        if item.verified == Verified::Own {
            return Err(place.refuse("的“verified”不能是 own"));
        }
        Ok(())
    })?;
    let mut codes = BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        let place = Place { file, number: index + 1, id: item.id.clone() };
        if item.no as usize != index + 1 {
            return Err(place.refuse(format!("的“no”应为 {}", index + 1)));
        }
        for situation in &item.situations {
            place.filled("code", &situation.code)?;
            place.filled("words", &situation.words)?;
            if !codes.insert(situation.code.as_str()) {
                return Err(place.refuse(format!("的情形代码 {} 重复", situation.code)));
            }
        }
    }
    Ok(items)
}

fn matters(file: &str, values: Vec<Value>) -> Result<Vec<super::matter::Matter>> {
    let matters = typed(file, values, |place, line: &super::matter::Matter| {
        let texts = [
            ("department", &line.department),
            ("field", &line.field),
            ("name", &line.name),
            ("process", &line.process),
            ("matter", &line.matter),
            ("method", &line.method),
            ("shareWords", &line.share_words),
            ("frequency", &line.frequency),
            ("who", &line.who),
        ];
        for (key, text) in texts {
            place.filled(key, text)?;
        }
        if line.subjects.is_empty() {
            return Err(place.refuse("的“subjects”是空的"));
        }
        place.distinct("subjects", &line.subjects)?;
        place.distinct("basis", &line.basis)?;
        place.distinct("items", &line.items)?;
        if line.basis.is_empty() {
            place.filled("basisWords", &line.basis_words)?;
        }
        if line.verified.is_settled() && !line.basis_words.is_empty() {
            return Err(place.refuse("标为已核，但有不在法条目录里的依据"));
        }
        if line.share.is_some_and(|share| share == 0 || share > 10_000) {
            return Err(place.refuse("的“share”应在 1 至 10000（万分比）之间"));
        }
        if line.checklist.is_some() == line.items.is_empty() {
            return Err(place.refuse("的“checklist”和“items”要么都写，要么都不写"));
        }
        Ok(())
    })?;
    for (index, line) in matters.iter().enumerate() {
        if line.no as usize != index + 1 {
            let place = Place { file, number: index + 1, id: line.id.clone() };
            return Err(place.refuse(format!("的“no”应为 {}", index + 1)));
        }
    }
    Ok(matters)
}

fn scheme(file: &str, values: Vec<Value>) -> Result<Vec<SchemeLine>> {
    let lines = typed(file, values, |place, line: &SchemeLine| match line {
        SchemeLine::Indicator { weight, points, evidence, .. } => {
            if points.iter().map(|point| point.score).sum::<u32>() != *weight {
                return Err(place.refuse(format!("各评分要点之和不等于满分 {weight}")));
            }
            if evidence.is_empty() { Err(place.refuse("的“evidence”是空的")) } else { Ok(()) }
        }
        SchemeLine::Rung { min_score, .. } if *min_score > 100 => Err(place.refuse("的“minScore”超过 100")),
        _ => Ok(()),
    })?;
    let mut total = 0;
    for (index, line) in lines.iter().enumerate() {
        let place = Place { file, number: index + 1, id: line.common().0.to_owned() };
        match line {
            SchemeLine::Indicator { group, weight, .. } => {
                total += weight;
                let known = lines.iter().any(|l| matches!(l, SchemeLine::Group { id, .. } if id == group));
                if !known {
                    return Err(place.refuse(format!("所属的“{group}”不存在")));
                }
            }
            SchemeLine::Group { id, weight, .. } => {
                let sum: u32 = lines
                    .iter()
                    .map(|l| match l {
                        SchemeLine::Indicator { group, weight, .. } if group == id => *weight,
                        _ => 0,
                    })
                    .sum();
                if sum != *weight {
                    return Err(place.refuse(format!("的分值 {weight} 不等于其指标之和 {sum}")));
                }
            }
            _ => {}
        }
    }
    if total != 100 {
        return Err(refuse(file, format!("各指标分值之和是 {total}，应为 100")));
    }
    Ok(lines)
}

/// Reads several packs and checks what they say about each other.
pub fn parse_all(files: &[(&str, &[u8])]) -> Result<Vec<Pack>> {
    let packs = files.iter().map(|(name, bytes)| parse(bytes, name)).collect::<Result<Vec<_>>>()?;
    super::links::check_links(&packs)?;
    Ok(packs)
}
