//! The searchable text of a record and the short character sequences ("grams") it is found by.
//!
//! The searchable text ("hay") of a record is its plain lines (folded names, codes, pinyin initials) joined by line
//! feeds, then, each behind a tab, its full spellings. Folding drops both separators from the lines themselves.
//!
//! | gram | of | answers |
//! |---|---|---|
//! | single | every character of the plain lines | one character |
//! | ASCII 2 and 3 | runs of ASCII in the plain lines | two and three characters; more as candidates |
//! | letters 3, digits 4, with places | runs of letters, of digits | any length, because places must follow each other |
//! | pair with its place | two neighbours, one of them not ASCII | any length, in the same way |
//! | syllable | its first letters, two or more | full pinyin within one syllable |
//! | step with its place | a syllable and the first letters of the next | full pinyin of any length |
//!
//! What these leave open (letters mixed with digits beyond three characters) is checked against the hay.

use super::fold::search_fold;
use super::pinyin::{spellings, syllable_number};

/// A gram as one number: content above, class in the lowest three bits.
pub(super) type Gram = u64;

const LETTERS3: u64 = 0;
const SINGLE: u64 = 1;
const ASCII2: u64 = 2;
const ASCII3: u64 = 3;
const DIGITS4: u64 = 4;
const PAIR: u64 = 5;
const SYLLABLE: u64 = 6;
const STEP: u64 = 7;

/// Every gram is below two to this power.
pub(super) const GRAM_BITS: u32 = 45;
/// Longer texts (a scope of business) are found by their characters only, not by pinyin.
const PINYIN_LIMIT: usize = 64;
/// Characters of one record beyond this place are not searchable.
pub(super) const PLACE_LIMIT: usize = 60_000;

/// Does this gram's posting hold places?
pub(super) fn has_places(gram: Gram) -> bool {
    matches!(gram & 7, LETTERS3 | DIGITS4 | PAIR | STEP)
}
pub(super) fn single(c: char) -> Gram {
    (c as u64) << 3 | SINGLE
}
pub(super) fn pair(a: char, b: char) -> Gram {
    ((a as u64) << 21 | b as u64) << 3 | PAIR
}
/// Gram of two or three ASCII bytes, or of four digits.
pub(super) fn ascii(bytes: &[u8]) -> Gram {
    let class = match bytes.len() {
        2 => ASCII2,
        3 if bytes.iter().all(u8::is_ascii_lowercase) => LETTERS3,
        3 => ASCII3,
        _ => DIGITS4,
    };
    bytes.iter().fold(0, |content, &b| content << 7 | u64::from(b)) << 3 | class
}
/// Gram of the first letters of a syllable.
pub(super) fn syllable(letters: &[u8]) -> Gram {
    spelled(letters) << 3 | SYLLABLE
}
/// Gram of a whole syllable, by its number, followed by the first letters of another.
pub(super) fn step(number: u64, letters: &[u8]) -> Gram {
    (number << 30 | spelled(letters)) << 3 | STEP
}
fn spelled(letters: &[u8]) -> u64 {
    letters.iter().fold(0, |content, &b| content << 5 | u64::from(b.to_ascii_lowercase() - b'a' + 1))
}

/// The searchable text of a record.
pub(super) fn hay<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    codes: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut plain: Vec<String> = Vec::new();
    let mut full: Vec<String> = Vec::new();
    for text in texts {
        let line = search_fold(text);
        if line.chars().count() <= PINYIN_LIMIT {
            for spelling in spellings(&line) {
                push_new(&mut plain, spelling.initials);
                push_new(&mut full, spelling.full);
            }
        }
        push_new(&mut plain, line);
    }
    for code in codes {
        push_new(&mut plain, search_fold(code));
    }
    let mut hay = plain.join("\n");
    if let Some((place, _)) = hay.char_indices().nth(PLACE_LIMIT) {
        hay.truncate(place);
    }
    for spelling in full {
        hay.push('\t');
        hay.push_str(&spelling);
    }
    hay
}

fn push_new(lines: &mut Vec<String>, line: String) {
    if !line.is_empty() && !lines.contains(&line) {
        lines.push(line);
    }
}

/// Calls `emit(gram, place)` for every gram of a hay; the same gram may come several times.
pub(super) fn each_gram(hay: &str, mut emit: impl FnMut(Gram, u16)) {
    let (plain, full) = hay.split_once('\t').unwrap_or((hay, ""));
    let mut last: Option<char> = None;
    let mut window: u64 = 0;
    let (mut run, mut letters, mut digits) = (0, 0, 0);
    for (place, c) in plain.chars().enumerate() {
        if c == '\n' {
            last = None;
            (run, letters, digits) = (0, 0, 0);
            continue;
        }
        emit(single(c), 0);
        if let Some(before) = last
            && !(before.is_ascii() && c.is_ascii())
        {
            emit(pair(before, c), (place - 1) as u16);
        }
        last = Some(c);
        if !c.is_ascii() {
            (run, letters, digits) = (0, 0, 0);
            continue;
        }
        window = window << 7 | c as u64;
        run += 1;
        letters = if c.is_ascii_lowercase() { letters + 1 } else { 0 };
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        if run >= 2 {
            emit((window & 0x3fff) << 3 | ASCII2, 0);
        }
        if letters >= 3 {
            emit((window & 0x1f_ffff) << 3 | LETTERS3, (place - 2) as u16);
        } else if run >= 3 {
            emit((window & 0x1f_ffff) << 3 | ASCII3, 0);
        }
        if digits >= 4 {
            emit((window & 0xfff_ffff) << 3 | DIGITS4, (place - 3) as u16);
        }
    }
    each_spelled_gram(full.as_bytes(), emit);
}

fn each_spelled_gram(full: &[u8], mut emit: impl FnMut(Gram, u16)) {
    let mut before: Option<u64> = None;
    let mut place: u16 = 0;
    let mut at = 0;
    while at < full.len() {
        if !full[at].is_ascii_uppercase() {
            // The end of a run of ideographs: places on either side are not neighbours.
            before = None;
            place = place.saturating_add(1);
            at += 1;
            continue;
        }
        let length = 1 + full[at + 1..].iter().take_while(|b| b.is_ascii_lowercase()).count();
        let letters = &full[at..at + length];
        let mut content = 0;
        for (i, letter) in letters.iter().enumerate() {
            content = content << 5 | u64::from(letter.to_ascii_lowercase() - b'a' + 1);
            if i > 0 {
                emit(content << 3 | SYLLABLE, 0);
            }
            if let Some(number) = before {
                emit((number << 30 | content) << 3 | STEP, place - 1);
            }
        }
        before = syllable_number(letters);
        place = place.saturating_add(1);
        at += length;
    }
}

/// Does a hay hold this folded term: in a plain line, or spelled in full from a syllable on?
pub(super) fn holds(hay: &str, term: &str) -> bool {
    let (plain, full) = hay.split_once('\t').unwrap_or((hay, ""));
    if plain.contains(term) {
        return true;
    }
    if full.is_empty() || !term.bytes().all(|b| b.is_ascii_lowercase()) {
        return false;
    }
    let (full, term) = (full.as_bytes(), term.as_bytes());
    full.len() >= term.len()
        && (0..=full.len() - term.len())
            .any(|at| full[at].is_ascii_uppercase() && full[at..at + term.len()].eq_ignore_ascii_case(term))
}
