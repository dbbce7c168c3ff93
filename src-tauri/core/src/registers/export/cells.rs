//! What a cell of an exported list says: words for codes, masked personal data, nothing that a spreadsheet would
//! take for a formula, and nothing that an import would read differently.

use crate::error::{Failure, Result};
use crate::imports::mapping::clean;
use crate::office::Office;
use crate::registers::warnings::mask;
use crate::registers::{Field, FieldKind, Register};
use crate::rules::store;
use rusqlite::types::ValueRef;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The words of one group, those left out that stand for two codes: an import could not tell which was meant.
#[derive(Debug, Default)]
pub(crate) struct Words {
    by_code: BTreeMap<String, String>,
}

impl Words {
    /// The words of a field's codes; empty for a field that is no enum.
    pub(crate) fn of(office: &Office, field: &Field) -> Result<Self> {
        let mut words = Self::default();
        if field.kind != FieldKind::Enum || field.label_group.is_empty() {
            return Ok(words);
        }
        let pairs = store::words_of(office, field.label_group)?;
        for (code, said) in &pairs {
            let twins = pairs.iter().filter(|(_, other)| other == said).count();
            if twins == 1 && !pairs.iter().any(|(other, _)| other == said) {
                words.by_code.insert(code.clone(), said.clone());
            }
        }
        Ok(words)
    }
    /// What a person reads for a code.
    pub(crate) fn say<'a>(&'a self, code: &'a str) -> &'a str {
        self.by_code.get(code).map_or(code, String::as_str)
    }
    /// Whether that is one of the codes.
    pub(crate) fn knows(&self, code: &str) -> bool {
        self.by_code.contains_key(code)
    }
}

/// One column of the file.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) field: &'static Field,
    masked: bool,
    words: Words,
}

impl Column {
    /// The chosen columns; all of the register's if none is chosen.
    pub(super) fn chosen(
        office: &Office,
        register: &'static Register,
        names: &[String],
        unmasked: bool,
    ) -> Result<Vec<Self>> {
        let mut fields: Vec<&'static Field> = Vec::new();
        for name in names {
            let field = register.field(name).ok_or_else(|| {
                Failure::field("columns", format!("{}没有“{name}”这一列。", register.label))
            })?;
            if fields.iter().any(|other| other.name == field.name) {
                return Err(Failure::field("columns", format!("“{}”选了两次，请只留一列。", field.label)));
            }
            fields.push(field);
        }
        if fields.is_empty() {
            fields.extend(register.fields);
        }
        let column = |field: &'static Field| {
            Ok(Self { field, masked: field.personal && !unmasked, words: Words::of(office, field)? })
        };
        fields.into_iter().map(column).collect()
    }

    /// Its header. A masked column goes by a name that no import takes for the field: the stars would overwrite
    /// what the office knows.
    pub(super) fn header(&self) -> String {
        if self.masked { format!("已遮住的{}", self.field.label) } else { self.field.label.to_owned() }
    }

    pub(super) fn is_masked(&self) -> bool {
        self.masked
    }

    /// What stands in the cell.
    pub(super) fn say<'a>(&'a self, value: ValueRef<'a>) -> Said<'a> {
        match value {
            ValueRef::Integer(number) => Said::Number(number),
            ValueRef::Text(bytes) => {
                let text = String::from_utf8_lossy(bytes);
                if text.is_empty() {
                    Said::Nothing
                } else if self.masked {
                    Said::Text(Cow::Owned(mask(self.field.kind, &text)))
                } else {
                    match text {
                        Cow::Borrowed(text) => Said::Text(Cow::Borrowed(self.words.say(text))),
                        Cow::Owned(text) => Said::Text(Cow::Owned(text)),
                    }
                }
            }
            _ => Said::Nothing,
        }
    }
}

/// The content of one cell.
#[derive(Debug, PartialEq)]
pub(super) enum Said<'a> {
    Nothing,
    Number(i64),
    Text(Cow<'a, str>),
}

/// A text as it is written where the program that opens the file decides what it is (csv): an apostrophe goes
/// before what would become a formula. An import takes exactly one apostrophe away again.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { kept(text) }
}

/// A text as it is written where a string stays a string (xlsx): only what an import would tidy away, such as an
/// apostrophe of its own, is protected by one more.
pub(super) fn kept(text: &str) -> Cow<'_, str> {
    if clean(text) == text {
        return Cow::Borrowed(text);
    }
    let with = format!("'{text}");
    if clean(&with) == text { Cow::Owned(with) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_disarmed_in_csv() {
        for text in ["=1+1", "+86", "-cmd|' /C calc'!A0", "@SUM(A1)", "＝1"] {
            assert_eq!(guarded(text), format!("'{text}"));
            assert_eq!(clean(&guarded(text)), text);
        }
        assert_eq!(guarded("青屿"), "青屿");
        assert_eq!(guarded("'quoted"), "''quoted");
        assert_eq!(kept("=1+1"), "=1+1", "a string of a workbook is no formula");
        assert_eq!(kept("=\"0012\""), "'=\"0012\"");
    }

    proptest! {
        /// Whatever an import can have read before, it reads again from what is written.
        #[test]
        fn reading_again_gives_the_same(text in "\\PC{0,24}") {
            let stored = clean(&text);
            let (in_a_book, in_a_csv) = (kept(stored), guarded(stored));
            prop_assert_eq!(clean(&in_a_book), stored);
            prop_assert_eq!(clean(&in_a_csv), stored);
        }
    }
}
