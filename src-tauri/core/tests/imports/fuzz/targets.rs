//! What is played: a file as it comes in, names of columns, codes and ids as they are typed.

use greenroom_core::error::Failure;
use greenroom_core::imports::mapping;
use greenroom_core::imports::read::{ReadOptions, Row, Rows, look_again, recognise};
use greenroom_core::registers::identity::identity;
use greenroom_core::registers::{REGISTERS, Register, warnings};
use greenroom_core::search::{fold, pinyin, query};

/// Rows that are read of one sheet.
const ROWS: usize = 3_000;

/// A failure that a person can do something about.
fn is_sentence(failure: &Failure) {
    let said = failure.to_string();
    assert!(matches!(failure, Failure::Invalid { .. }), "no sentence for a person: {failure:?}");
    assert!(said.ends_with('。') && said.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{said}");
}

/// A file of any kind: looked at, read sheet by sheet, mapped.
pub(super) fn table(bytes: &[u8]) {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("a temporary file");
    let seen = match recognise(file.path(), "名册") {
        Ok(seen) => seen,
        Err(failure) => {
            is_sentence(&failure);
            // What cannot be looked at cannot be read either, or says why not.
            if let Err(failure) = Rows::open(file.path(), &ReadOptions::default()).map(drain) {
                is_sentence(&failure);
            }
            return;
        }
    };
    for sheet in seen.sheets.iter().take(3) {
        let options = ReadOptions { sheet: Some(sheet.name.clone()), header_row: sheet.header_row };
        match Rows::open(file.path(), &options) {
            Ok(rows) => drain(rows),
            Err(failure) => is_sentence(&failure),
        }
        let register = mapping::guess_register(&sheet.headers, &sheet.preview);
        mapping::suggest(register, &sheet.headers, &sheet.preview);
    }
    if let Some(sheet) = seen.sheets.first() {
        for header in [0, 2] {
            if let Err(failure) = look_again(file.path(), &sheet.name, header) {
                is_sentence(&failure);
            }
        }
    }
}

fn drain(mut rows: Rows) {
    let mut row = Row::default();
    for _ in 0..ROWS {
        match rows.next_into(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(failure) => return is_sentence(&failure),
        }
        for cell in &row.cells {
            let _ = cell.as_code();
        }
    }
    rows.notes();
}

/// Names of columns on the first line, what stands below them on the others.
pub(super) fn headers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines().map(|line| line.split('|').map(str::to_owned).collect::<Vec<String>>());
    let names = lines.next().unwrap_or_default();
    let sample: Vec<Vec<String>> = lines.take(20).collect();
    for name in &names {
        mapping::is_known_header(name);
        assert_eq!(mapping::normalise(&mapping::normalise(name)), mapping::normalise(name), "{name}");
    }
    for register in REGISTERS {
        let guesses = mapping::suggest(register.name, &names, &sample);
        assert_eq!(guesses.len(), names.len());
        let mut taken: Vec<&String> = guesses.iter().filter_map(|guess| guess.field.as_ref()).collect();
        let count = taken.len();
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), count, "a field twice: {guesses:?}");
        let fields = guesses.iter().flat_map(|guess| [&guess.field, &guess.suggestion]).flatten();
        fields.for_each(|name| assert!(register.field(name).is_some(), "{name}"));
    }
    assert!(Register::by_name(mapping::guess_register(&names, &sample)).is_ok());
}

/// Codes, ids, phones, links and names, one a line.
pub(super) fn codes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for line in text.lines().take(60) {
        let clean = mapping::clean(line);
        assert!(line.contains(clean) && clean.trim() == clean, "{line:?}");
        warnings::credit_code_holds(clean);
        warnings::credit_code_check(clean);
        fold::fold_digits(clean);
        assert_eq!(fold::fold_v1(&fold::fold_v1(clean)), fold::fold_v1(clean), "{clean:?}");
        fold::search_fold(clean);
        pinyin::sort_key(clean);
        pinyin::initials(clean);
        let asked = query::Query::parse(clean);
        assert_eq!(asked.is_empty(), asked.terms().next().is_none());
        for register in REGISTERS {
            let values = vec![clean.to_owned(); register.fields.len()];
            assert_eq!(identity(register, &values), identity(register, &values));
            warnings::warnings(register, &values, &[]);
            for field in register.fields {
                let masked = warnings::mask(field.kind, clean);
                let shown = masked.chars().filter(|c| *c != '*').count();
                assert!(
                    clean.contains('*') || clean.is_empty() || shown * 3 <= clean.chars().count() * 2 + 1,
                    "{masked} for {clean}"
                );
            }
        }
    }
}
