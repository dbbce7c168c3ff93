//! The Chinese words of the English codes, gathered from the packs, and the version of a pack in force.

use super::pack::{Lines, Pack};
use chrono::NaiveDate;

/// Groups of codes with their words, groups and codes in the packs' order: `labels` and `result-words`
/// together. A code that stands twice takes the words of the later pack.
pub fn labels(packs: &[Pack]) -> Vec<(&str, Vec<(&str, &str)>)> {
    let mut out: Vec<(&str, Vec<(&str, &str)>)> = Vec::new();
    for pack in packs {
        let rows: Vec<(&str, &str, &str)> = match &pack.lines {
            Lines::Labels(lines) => {
                lines.iter().map(|l| (l.group.as_str(), l.code.as_str(), l.words.as_str())).collect()
            }
            Lines::ResultWords(lines) => {
                lines.iter().map(|l| (l.group.as_str(), l.code.as_str(), l.words.as_str())).collect()
            }
            _ => continue,
        };
        for (group, code, words) in rows {
            let at = out.iter().position(|(name, _)| *name == group).unwrap_or_else(|| {
                out.push((group, Vec::new()));
                out.len() - 1
            });
            match out[at].1.iter_mut().find(|(known, _)| *known == code) {
                Some(entry) => entry.1 = words,
                None => out[at].1.push((code, words)),
            }
        }
    }
    out
}

/// The version of the pack of that name that holds on `on`: the last to come into force, of equals the
/// greatest version.
pub fn in_force<'a>(packs: &'a [Pack], name: &str, on: NaiveDate) -> Option<&'a Pack> {
    let on = on.to_string();
    packs
        .iter()
        .filter(|pack| pack.header.pack == name && pack.header.effective_from <= on)
        .max_by_key(|pack| (&pack.header.effective_from, &pack.header.version))
}
