//! The Chinese words of a time line: titles of events, names of deeds, what changed.

use super::definition::Register;
use super::warnings::mask;
use crate::error::Result;
use crate::office::Office;
use crate::rules::{Lines, store};
use std::collections::HashMap;

/// The Chinese words of codes, read once per page.
pub(super) struct Words(HashMap<(String, String), String>);

impl Words {
    pub(super) fn of(office: &Office) -> Result<Self> {
        let mut words = HashMap::new();
        if let Lines::Labels(lines) = &store::current(office, "labels")?.pack.lines {
            for line in lines {
                words.insert((line.group.clone(), line.code.clone()), line.words.clone());
            }
        }
        Ok(Self(words))
    }

    pub(super) fn word<'a>(&'a self, group: &str, code: &'a str) -> &'a str {
        self.0.get(&(group.to_owned(), code.to_owned())).map_or(code, String::as_str)
    }

    pub(super) fn title(&self, kind: &str, one: &str, two: &str, three: &str) -> String {
        match (kind, one) {
            ("inspection", "finished") => format!("检查：{}", self.word("checkResult", two)),
            ("inspection", state) => format!("检查（{}）", self.word("inspectionState", state)),
            ("finding", state) => format!("问题线索（{}）", self.word("findingState", state)),
            ("rectification", "recheck") => format!("复查：{}", self.word("recheckResult", two)),
            ("rectification", _) if two.is_empty() => "整改".into(),
            ("rectification", _) => format!("整改，期限 {two}"),
            ("rating", "closed") => format!("培育评估结束：{}", self.word("ratingRung", two)),
            ("rating", _) => "培育评估申请".into(),
            ("document", title) => format!("{title} {two}"),
            ("complaint", what) => format!("{} {two}", self.word("complaintKind", what)),
            ("draw", title) => format!("抽中：{title}，第 {two} 号"),
            ("visit", what) => {
                let word = self.word("visitKind", what);
                match two.strip_suffix("已办") {
                    Some(_) => format!("{word}（跟进已办）"),
                    None if two.is_empty() => word.to_owned(),
                    None => format!("{word}（{two} 前跟进）"),
                }
            }
            ("standing", what) => {
                let group = super::standings::KINDS
                    .iter()
                    .find(|(kind, _)| *kind == what)
                    .map_or("", |(_, group)| group);
                let year = if three.is_empty() { String::new() } else { format!(" {three} 年度") };
                format!("{}{year}：{}", self.word("standingKind", what), self.word(group, two))
            }
            ("import", "undone") => "名册更新（该批已撤销）".into(),
            ("import", _) => "名册更新".into(),
            _ => one.to_owned(),
        }
    }

    pub(super) fn deed(&self, deed: &str) -> String {
        let known = self.word("deed", deed);
        if known != deed {
            return known.to_owned();
        }
        let what = deed.rsplit('.').next().unwrap_or_default();
        match what {
            "save" => "信息登记或变更",
            "retire" => "停用或恢复",
            "reveal" => "查看完整信息",
            "undo" => "撤销",
            _ => deed,
        }
        .to_owned()
    }

    /// What changed, field by field, personal ones masked.
    pub(super) fn changes(&self, register: &Register, payload: &serde_json::Value) -> String {
        let mut parts: Vec<String> = Vec::new();
        if let Some(reason) = payload["note"]["reason"].as_str() {
            parts.push(format!("原因：{reason}"));
        }
        if let Some(field) = payload["note"]["field"].as_str().and_then(|name| register.field(name)) {
            parts.push(field.label.to_owned());
        }
        for change in payload["changes"].as_array().into_iter().flatten() {
            let own = change["table"].as_str() == Some(register.table.name);
            let Some(after) = change["after"].as_object() else { continue };
            for (column, value) in after {
                if !own {
                    let (label, group) = match column.as_str() {
                        "kind" => ("", ["relationKind", "licenceKind"]),
                        "level" => ("", ["responsibilityLevel", ""]),
                        "number" | "person_name" | "unit_name" => ("", ["", ""]),
                        "until" | "valid_until" => ("至 ", ["", ""]),
                        _ => continue,
                    };
                    if let Some(text) = value.as_str().filter(|text| !text.is_empty()) {
                        let word =
                            group.iter().map(|group| self.word(group, text)).find(|word| *word != text);
                        parts.push(format!("{label}{}", word.unwrap_or(text)));
                    }
                    continue;
                }
                let Some(field) = register.fields.iter().find(|field| field.column == column) else {
                    continue;
                };
                let plain = |value: &serde_json::Value| match value {
                    serde_json::Value::String(text) if field.personal => mask(field.kind, text),
                    serde_json::Value::String(text) => self.word(field.label_group, text).to_owned(),
                    serde_json::Value::Null => String::new(),
                    other => other.to_string(),
                };
                match change.get("before").and_then(|before| before.get(column)) {
                    Some(before) => {
                        let blank =
                            |text: String| if text.is_empty() { "（空）".to_owned() } else { text };
                        parts.push(format!(
                            "{}：{} → {}",
                            field.label,
                            blank(plain(before)),
                            blank(plain(value))
                        ));
                    }
                    None if !plain(value).is_empty() => {
                        parts.push(format!("{}：{}", field.label, plain(value)));
                    }
                    None => {}
                }
            }
        }
        parts.join("；").chars().take(400).collect()
    }
}
