//! What packs say about an item and in which words: checklist, catalogue of law, result words, labels.

use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use crate::rules::{ChecklistItem, Kind, LawLine, Lines, Pack, Subject, store};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt::Write as _;
use ts_rs::TS;

/// One line of law behind an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemBasis {
    /// Name of the law.
    pub law: String,
    /// Article.
    pub article: String,
    /// The duty in our own words.
    pub gist: String,
    /// Read in the text itself; otherwise 待核.
    pub verified: bool,
    /// Where it was read.
    pub source: String,
}

/// The items of a checklist pack.
pub(crate) fn items(pack: &Pack) -> Result<&[ChecklistItem]> {
    match &pack.lines {
        Lines::Checklist(items) => Ok(items),
        _ => Err(Failure::field(
            "checklist",
            format!("“{}”不是检查清单，请选择一份检查清单。", pack.header.name),
        )),
    }
}

/// The item of that code.
pub(crate) fn item<'p>(pack: &'p Pack, code: &str) -> Result<&'p ChecklistItem> {
    items(pack)?.iter().find(|item| item.id == code).ok_or_else(|| {
        Failure::Internal(format!("检查清单“{}”{} 里没有 {code} 项", pack.header.name, pack.header.version))
    })
}

/// The name of the checklist that a register is looked at with.
pub(crate) fn default_checklist(office: &Office, register: &str) -> Result<String> {
    let subject = match register {
        "rooms" => Some(Subject::Room),
        "platforms" => Some(Subject::Platform),
        _ => None,
    };
    if let Some(subject) = subject {
        for loaded in store::all(office)? {
            let header = &loaded.pack.header;
            if header.kind == Kind::Checklist && header.subject == Some(subject) {
                return Ok(header.pack.clone());
            }
        }
    }
    Err(Failure::field("checklist", "这类对象没有默认的检查清单，请选择一份检查清单。"))
}

/// The lines of the catalogue that were named, in their order.
pub(crate) fn cite(catalogue: &Pack, basis: &[String]) -> Vec<ItemBasis> {
    let Lines::LawCatalogue(lines) = &catalogue.lines else { return Vec::new() };
    basis.iter().filter_map(|id| lines.iter().find(|line| line.id == *id)).map(basis_of).collect()
}

fn basis_of(line: &LawLine) -> ItemBasis {
    ItemBasis {
        law: line.law.clone(),
        article: line.article.clone(),
        gist: line.duty.clone(),
        verified: line.verified.is_settled(),
        source: line.source.clone(),
    }
}

/// 《甲法》第一条、第二条；《乙法》第三条 – each law once; what was not read in the text is marked 待核.
pub(crate) fn basis_words(lines: &[ItemBasis]) -> String {
    let mut laws: Vec<(&str, Vec<String>)> = Vec::new();
    for line in lines {
        let law = line.law.trim_matches(['《', '》']);
        let article =
            if line.verified { line.article.clone() } else { format!("{}（待核）", line.article) };
        match laws.iter_mut().find(|(name, _)| *name == law) {
            Some((_, articles)) if articles.contains(&article) => {}
            Some((_, articles)) => articles.push(article),
            None => laws.push((law, vec![article])),
        }
    }
    let mut words = String::new();
    for (law, articles) in laws {
        if !words.is_empty() {
            words.push('；');
        }
        let _ = write!(words, "《{law}》{}", articles.join("、"));
    }
    words
}

/// 法律责任 of an item in one line.
pub(crate) fn consequence_words(item: &ChecklistItem) -> String {
    let parts: Vec<String> =
        item.consequence.iter().map(|one| format!("{}：{}", one.article, one.words)).collect();
    parts.join("；")
}

/// The code of a result word or of a follow-up: given as code or as its words. Words that serve another kind of
/// task are refused.
pub(crate) fn result_code(
    office: &Office,
    group: &str,
    field: &str,
    given: &str,
    register: &str,
) -> Result<String> {
    let given = given.trim();
    let pack = store::current(office, "result-words")?;
    let Lines::ResultWords(lines) = &pack.pack.lines else {
        return Err(Failure::Internal("result-words is no pack of result words".into()));
    };
    let Some(line) =
        lines.iter().find(|line| line.group == group && (line.code == given || line.words == given))
    else {
        return Err(Failure::field(field, format!("用语表里没有“{given}”，请从列出的用语中选择。")));
    };
    let task = if register == "platforms" { "platform" } else { "room" };
    if !line.applies_to.iter().any(|one| one == task) {
        return Err(Failure::field(
            field,
            format!("“{}”只用于公示信息抽查等其他任务，这次检查不能用，请另选。", line.words),
        ));
    }
    Ok(line.code.clone())
}

/// The words of a result word or of a follow-up.
pub(crate) fn result_words(office: &Office, group: &str, code: &str) -> Result<String> {
    let pack = store::current(office, "result-words")?;
    let Lines::ResultWords(lines) = &pack.pack.lines else { return Ok(code.to_owned()) };
    let found = lines.iter().find(|line| line.group == group && line.code == code);
    Ok(found.map_or_else(|| code.to_owned(), |line| line.words.clone()))
}

/// An item of a finding in words: title, situation and basis, by the checklist that its inspection began with.
#[derive(Debug, Clone)]
pub(crate) struct ItemWords {
    pub(crate) title: String,
    pub(crate) situation: String,
    pub(crate) basis: String,
}

/// The words of an item, a situation and their law. What the pack no longer resolves stays as its code.
pub(crate) fn item_words(office: &Office, pack_id: Id, code: &str, situation: &str) -> Result<ItemWords> {
    let loaded = store::by_id(office, pack_id)?;
    let Ok(found) = item(&loaded.pack, code) else {
        return Ok(ItemWords {
            title: code.to_owned(),
            situation: situation.to_owned(),
            basis: String::new(),
        });
    };
    let catalogue = store::current(office, "law-catalogue")?;
    Ok(ItemWords {
        title: found.title.clone(),
        situation: situation_words(found, situation),
        basis: basis_words(&cite(&catalogue.pack, &found.basis)),
    })
}

/// The code of a situation that the checklist does not list; what it is stands in the fact.
pub(crate) const OTHER: &str = "other";

/// The words of a coded situation.
pub(crate) fn situation_words(item: &ChecklistItem, code: &str) -> String {
    if code == OTHER {
        return "其他（见事实）".to_owned();
    }
    let found = item.situations.iter().find(|one| one.code == code);
    found.map_or_else(|| code.to_owned(), |one| one.words.clone())
}
