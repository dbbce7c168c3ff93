//! The code that a roster's word stands for: 存续 → `active`. The words are data: `assets/rules/import-words.json`.
//!
//! A word that is not known stays as it was written; nothing is guessed and nothing is lost.

use crate::search::fold_v1;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// Group → folded word → code.
static CODES: LazyLock<HashMap<String, HashMap<String, String>>> = LazyLock::new(|| {
    let file: BTreeMap<String, BTreeMap<String, Vec<String>>> =
        serde_json::from_str(include_str!("../../../../assets/rules/import-words.json"))
            .expect("the file is part of the program and read by a test");
    let group = |codes: BTreeMap<String, Vec<String>>| {
        let mut words = HashMap::new();
        for (code, names) in codes {
            for name in names.iter().chain([&code]) {
                words.entry(fold_v1(name)).or_insert_with(|| code.clone());
            }
        }
        words
    };
    file.into_iter().map(|(name, codes)| (name, group(codes))).collect()
});

/// The code of a word in a group of labels; `None` if it is not known there.
///
/// What stands in brackets behind the word is left out if the whole is not known: 存续（在营、开业、在册）.
pub fn code_of(group: &str, word: &str) -> Option<&'static str> {
    let words = CODES.get(group)?;
    let whole = words.get(&fold_v1(word));
    let front = || {
        let end = word.find(['（', '(', '[', '【', '，', ','])?;
        words.get(&fold_v1(&word[..end]))
    };
    whole.or_else(front).map(String::as_str)
}

/// Whether the words of that group are known at all.
pub fn has_group(group: &str) -> bool {
    CODES.contains_key(group)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::{FieldKind, REGISTERS};
    use crate::rules::{Lines, builtin, parse};

    #[test]
    fn the_words_of_rosters() {
        for (group, word, code) in [
            ("subjectStatus", "存续", Some("active")),
            ("subjectStatus", " 存续（在营、开业、在册）", Some("active")),
            ("subjectStatus", "在业", Some("active")),
            ("subjectStatus", "吊销，未注销", Some("revoked")),
            ("subjectStatus", "吊销未注销", Some("revoked")),
            ("subjectStatus", "注销", Some("cancelled")),
            ("subjectStatus", "active", Some("active")),
            ("subjectStatus", "神秘", None),
            ("roomStatus", "停播", Some("stopped")),
            ("riskClass", "Ｃ类", Some("C")),
            ("operatorKind", "有限责任公司(自然人独资)", Some("company")),
            ("yesNo", "是", Some("yes")),
            ("noSuchGroup", "是", None),
            ("subjectStatus", "", None),
            ("subjectStatus", "（）", None),
        ] {
            assert_eq!(code_of(group, word), code, "{group} {word}");
        }
    }

    /// Every code of the file is a label, every label's own words lead back to its code, and every field of that
    /// kind has its group here.
    #[test]
    fn words_and_labels_agree() {
        let (file, bytes) = builtin().iter().find(|(name, _)| *name == "labels.json").unwrap();
        let Lines::Labels(labels) = parse(bytes, file).unwrap().lines else { panic!("labels") };
        for (group, words) in CODES.iter() {
            for code in words.values() {
                let there = labels.iter().any(|label| label.group == *group && label.code == *code);
                assert!(there, "{group}.{code} is no label");
            }
            for label in labels.iter().filter(|label| label.group == *group) {
                assert_eq!(
                    code_of(group, &label.words),
                    Some(label.code.as_str()),
                    "{group} {}",
                    label.words
                );
            }
        }
        for field in REGISTERS.iter().flat_map(|register| register.fields) {
            if field.kind == FieldKind::Enum {
                assert!(has_group(field.label_group), "{}", field.label_group);
            }
        }
    }
}
