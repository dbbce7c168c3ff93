//! The searchable text of a record and the short character sequences ("grams") it is found by.
//!
//! The searchable text ("hay") of a record is its plain lines (folded names, codes, pinyin initials) joined by line
//! feeds, then, each behind a tab, its full spellings. Folding drops both separators from the lines themselves.
//!
//! | gram | of | answers |
//! |---|---|---|
//! | single | every character of the plain lines | one character, exactly |
//! | ASCII 2, 3 (and 4 digits) | runs of ASCII in the plain lines | two, three (four) characters exactly, more as candidates |
//! | pair with its place | two neighbours, one of them not ASCII | any length exactly, because places must follow each other |
//! | spelling prefix | first 2, 3, 4, 5, 6, 8 letters from each syllable on | full pinyin |

use super::fold::search_fold;
use super::pinyin::spellings;

/// A gram as one number: content above, class in the lowest three bits.
pub(super) type Gram = u64;

const SINGLE: u64 = 1;
const ASCII2: u64 = 2;
const ASCII3: u64 = 3;
const ASCII4: u64 = 4;
const PAIR: u64 = 5;
const SPELLED: u64 = 6;

/// Prefix lengths of a spelling that have a gram.
const SPELLED_LENGTHS: [usize; 6] = [2, 3, 4, 5, 6, 8];
/// Longer texts (a scope of business) are found by their characters only, not by pinyin.
const PINYIN_LIMIT: usize = 64;
/// Characters of one record beyond this place are not searchable.
pub(super) const PLACE_LIMIT: usize = 60_000;

/// Does this gram's posting hold places?
pub(super) fn has_places(gram: Gram) -> bool {
    gram & 7 == PAIR
}
pub(super) fn single(c: char) -> Gram {
    (c as u64) << 3 | SINGLE
}
pub(super) fn pair(a: char, b: char) -> Gram {
    ((a as u64) << 21 | b as u64) << 3 | PAIR
}
/// Gram of two, three or four ASCII bytes.
pub(super) fn ascii(bytes: &[u8]) -> Gram {
    let class = match bytes.len() {
        2 => ASCII2,
        3 => ASCII3,
        _ => ASCII4,
    };
    bytes.iter().fold(0, |content, &b| content << 7 | u64::from(b)) << 3 | class
}
/// Gram of the longest indexed prefix of lower-case `letters` and whether that is all of them.
pub(super) fn spelled(letters: &[u8]) -> Option<(Gram, bool)> {
    let length = SPELLED_LENGTHS.iter().rev().find(|&&length| length <= letters.len())?;
    Some((spelled_exactly(&letters[..*length]), *length == letters.len()))
}
fn spelled_exactly(letters: &[u8]) -> Gram {
    letters.iter().fold(0, |content, &b| content << 5 | u64::from(b - b'a' + 1)) << 3 | SPELLED
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
    for (place, c) in plain.chars().enumerate() {
        if c == '\n' {
            last = None;
            continue;
        }
        emit(single(c), 0);
        if let Some(before) = last
            && !(before.is_ascii() && c.is_ascii())
        {
            emit(pair(before, c), (place - 1) as u16);
        }
        last = Some(c);
    }
    for run in plain.as_bytes().split(|b| !b.is_ascii() || *b == b'\n').filter(|run| run.len() >= 2) {
        run.windows(2).for_each(|w| emit(ascii(w), 0));
        run.windows(3).for_each(|w| emit(ascii(w), 0));
        run.windows(4).filter(|w| w.iter().all(u8::is_ascii_digit)).for_each(|w| emit(ascii(w), 0));
    }
    for spelling in full.as_bytes().split(|b| *b == b'\t') {
        for start in (0..spelling.len()).filter(|&at| spelling[at].is_ascii_uppercase()) {
            let mut content = 0;
            let letters = spelling[start..].iter().take(8).take_while(|b| b.is_ascii_alphabetic());
            for (at, letter) in letters.enumerate() {
                content = content << 5 | u64::from(letter.to_ascii_lowercase() - b'a' + 1);
                if SPELLED_LENGTHS.contains(&(at + 1)) {
                    emit(content << 3 | SPELLED, 0);
                }
            }
        }
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
