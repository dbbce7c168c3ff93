//! What packs say about each other: an item's basis must be a line of the catalogue, and say the same.

use super::matter::Matter;
use super::pack::{ChecklistItem, LawLine, Lines, Pack};
use super::scheme::SchemeLine;
use crate::error::{Failure, Result};
use std::collections::{BTreeMap, BTreeSet};

fn refuse(pack: &Pack, number: usize, id: &str, what: &str) -> Failure {
    Failure::invalid(format!("规则包 {}.json 第 {number} 条（id={id}）{what}，未载入。", pack.header.pack))
}

/// How an item prints the article with the penalty.
pub fn penalty_reference(line: &LawLine) -> String {
    if line.penalty_article.is_empty() {
        format!("《{}》", line.law)
    } else if line.penalty_article.starts_with('第') {
        format!("《{}》{}", line.law, line.penalty_article)
    } else {
        line.penalty_article.clone()
    }
}

/// Every basis is a line of the catalogue; an item's 法律责任 repeats the catalogue word for word; an
/// item that rests on a line not read in its text is itself not settled; every phrase and every matter names known
/// items.
pub fn check_links(packs: &[Pack]) -> Result<()> {
    let mut laws: BTreeMap<&str, &LawLine> = BTreeMap::new();
    let mut items: BTreeSet<&str> = BTreeSet::new();
    let mut listed: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for pack in packs {
        if !seen.insert((&pack.header.pack, &pack.header.version)) {
            return Err(Failure::invalid(format!(
                "规则包 {} 的版本 {} 载入了两次，请只留一份。",
                pack.header.pack, pack.header.version
            )));
        }
        match &pack.lines {
            Lines::LawCatalogue(lines) => laws.extend(lines.iter().map(|line| (line.id.as_str(), line))),
            Lines::Checklist(lines) => {
                items.extend(lines.iter().map(|item| item.id.as_str()));
                listed.extend(lines.iter().map(|item| (pack.header.pack.as_str(), item.id.as_str())));
            }
            _ => {}
        }
    }
    for pack in packs {
        match &pack.lines {
            Lines::Checklist(lines) => {
                for (index, item) in lines.iter().enumerate() {
                    item_links(pack, index + 1, item, &laws)?;
                }
            }
            Lines::CheckMatters(lines) => {
                for (index, matter) in lines.iter().enumerate() {
                    matter_links(pack, index + 1, matter, &laws, &listed)?;
                }
            }
            Lines::Scheme(lines) => {
                for (index, line) in lines.iter().enumerate() {
                    let (SchemeLine::Indicator { id, basis, .. } | SchemeLine::Veto { id, basis, .. }) = line
                    else {
                        continue;
                    };
                    if let Some(missing) = basis.iter().find(|b| !laws.contains_key(b.as_str())) {
                        return Err(refuse(pack, index + 1, id, &format!("的依据 {missing} 不在法条目录里")));
                    }
                }
            }
            Lines::Phrases(lines) => {
                for (index, phrase) in lines.iter().enumerate() {
                    if let Some(missing) = phrase.items.iter().find(|i| !items.contains(i.as_str())) {
                        return Err(refuse(
                            pack,
                            index + 1,
                            &phrase.id,
                            &format!("的检查项 {missing} 不在检查清单里"),
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A matter rests on lines of the catalogue and takes items of one checklist together.
fn matter_links(
    pack: &Pack,
    number: usize,
    matter: &Matter,
    laws: &BTreeMap<&str, &LawLine>,
    listed: &BTreeSet<(&str, &str)>,
) -> Result<()> {
    for basis in &matter.basis {
        let Some(line) = laws.get(basis.as_str()) else {
            return Err(refuse(pack, number, &matter.id, &format!("的依据 {basis} 不在法条目录里")));
        };
        if matter.verified.is_settled() && !line.verified.is_settled() {
            return Err(refuse(pack, number, &matter.id, &format!("标为已核，但依据 {basis} 待核")));
        }
    }
    let Some(checklist) = &matter.checklist else { return Ok(()) };
    match matter.items.iter().find(|item| !listed.contains(&(checklist.as_str(), item.as_str()))) {
        Some(missing) => {
            Err(refuse(pack, number, &matter.id, &format!("的检查项 {missing} 不在检查清单 {checklist} 里")))
        }
        None => Ok(()),
    }
}

fn item_links(
    pack: &Pack,
    number: usize,
    item: &ChecklistItem,
    laws: &BTreeMap<&str, &LawLine>,
) -> Result<()> {
    for basis in &item.basis {
        let Some(line) = laws.get(basis.as_str()) else {
            return Err(refuse(pack, number, &item.id, &format!("的依据 {basis} 不在法条目录里")));
        };
        if item.verified.is_settled() && !line.verified.is_settled() {
            return Err(refuse(pack, number, &item.id, &format!("标为已核，但依据 {basis} 待核")));
        }
    }
    for consequence in &item.consequence {
        let same = laws.get(consequence.basis.as_str()).is_some_and(|line| {
            penalty_reference(line) == consequence.article && line.penalty == consequence.words
        });
        if !same {
            let what = format!("的法律责任与法条目录 {} 不一致", consequence.basis);
            return Err(refuse(pack, number, &item.id, &what));
        }
    }
    Ok(())
}
