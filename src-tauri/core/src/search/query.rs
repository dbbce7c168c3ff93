//! What the user typed into a search box, and whether a record answers it.

use super::fold::search_fold;
use super::grams::{self, Gram};
use super::pinyin::{begins_a_syllable, syllable_number};

/// The most terms of one query that are looked at; the rest of a pasted paragraph is ignored.
const TERM_LIMIT: usize = 16;
/// Ways to divide letters into syllables that are followed before giving up on exactness.
const WAYS_LIMIT: usize = 32;
/// Letters that are divided at most, and attempts at it.
const LETTERS_LIMIT: usize = 40;
const ATTEMPTS_LIMIT: usize = 4_096;

/// A search: terms that must all be found, each as a substring of a name or code, as initials, or as full pinyin from
/// a syllable on. Every sign that the user types is text; there are no operators.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) terms: Vec<Term>,
}

/// One term and the grams that its finders must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub text: String,
    /// Grams that a plain line's record must hold, in any place.
    pub grams: Vec<Gram>,
    /// Pairs that must stand at these distances from each other.
    pub phrase: Vec<(u32, Gram)>,
    /// The two lists above leave no doubt.
    pub exact: bool,
    /// Ways to read it as full pinyin; one of them must hold.
    pub spelled: Spelled,
}

/// Ways to read letters as full pinyin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Spelled {
    /// All letters begin one syllable.
    pub within_one: Option<Gram>,
    /// Each way to divide them into syllables, as steps at their distances.
    pub divided: Vec<Vec<(u32, Gram)>>,
    /// The steps speak of all letters.
    pub exact: bool,
}

impl Query {
    /// Splits at blanks and folds each term as the index does. Terms of nothing but dropped signs vanish.
    pub fn parse(text: &str) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        for word in text.split_whitespace() {
            let folded = search_fold(word);
            if !folded.is_empty() && terms.len() < TERM_LIMIT && terms.iter().all(|t| t.text != folded) {
                terms.push(Term::new(folded));
            }
        }
        Self { terms }
    }

    /// Nothing was asked: lists show everything, the search box shows nothing.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The folded terms, for marking them in results.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| term.text.as_str())
    }

    /// Does a record with these names and codes answer? An empty query is answered by every record.
    pub fn matches(&self, texts: &[&str], codes: &[&str]) -> bool {
        self.holds(&grams::hay(texts.iter().copied(), codes.iter().copied()))
    }

    pub(super) fn holds(&self, hay: &str) -> bool {
        self.terms.iter().all(|term| grams::holds(hay, &term.text))
    }
}

/// Does a record with these names and codes answer what the user typed?
pub fn matches(text: &str, texts: &[&str], codes: &[&str]) -> bool {
    Query::parse(text).matches(texts, codes)
}

impl Term {
    fn new(text: String) -> Self {
        let mut term = Self {
            text: String::new(),
            grams: Vec::new(),
            phrase: Vec::new(),
            exact: true,
            spelled: Spelled::default(),
        };
        let chars: Vec<char> = text.chars().collect();
        if let [only] = chars[..] {
            term.grams.push(grams::single(only));
        } else {
            term.exact = plain_grams(&chars, &mut term.phrase, &mut term.grams);
            if text.bytes().all(|b| b.is_ascii_lowercase()) {
                term.spelled = divide(&text);
            }
        }
        term.text = text;
        term
    }
}

/// Adds the grams of two or more characters; true when they leave no doubt.
fn plain_grams(chars: &[char], phrase: &mut Vec<(u32, Gram)>, grams: &mut Vec<Gram>) -> bool {
    let mut covered = vec![false; chars.len()];
    for (at, two) in chars.windows(2).enumerate() {
        if !(two[0].is_ascii() && two[1].is_ascii()) {
            phrase.push((at as u32, grams::pair(two[0], two[1])));
            covered[at..at + 2].fill(true);
        }
    }
    for (kind, width) in [(char::is_ascii_lowercase as fn(&char) -> bool, 3), (char::is_ascii_digit, 4)] {
        for (start, end) in runs(chars, kind) {
            let run: Vec<u8> = chars[start..end].iter().map(|&c| c as u8).collect();
            if run.len() < width {
                continue;
            }
            let last = run.len() - width;
            for at in (0..last).step_by(width).chain([last]) {
                phrase.push(((start + at) as u32, grams::ascii(&run[at..at + width])));
            }
            covered[start..end].fill(true);
        }
    }
    if covered.iter().all(|c| *c) {
        return true;
    }
    for (start, end) in runs(chars, char::is_ascii) {
        let run: Vec<u8> = chars[start..end].iter().map(|&c| c as u8).collect();
        let width = run.len().min(3);
        for (at, window) in run.windows(width).enumerate().filter(|(_, window)| window.len() >= 2) {
            let gram = grams::ascii(window);
            // What the phrase says already need not be asked again.
            let said = covered[start + at..start + at + width].iter().all(|c| *c)
                && (window.iter().all(u8::is_ascii_lowercase) || window.iter().all(u8::is_ascii_digit));
            if !said && !grams.contains(&gram) {
                grams.push(gram);
            }
        }
    }
    // Two or three ASCII characters are one gram.
    phrase.is_empty() && grams.len() == 1 && chars.len() <= 3
}

/// Beginnings and ends of the longest runs of a kind.
fn runs(chars: &[char], kind: fn(&char) -> bool) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let end = at + chars[at..].iter().take_while(|c| kind(c)).count();
        if end > at {
            out.push((at, end));
        }
        at = end + 1;
    }
    out
}

/// The ways to read letters as full pinyin. With too many of them only the first letters are asked for, and what they
/// find is checked.
fn divide(text: &str) -> Spelled {
    let mut asked = text.len().min(LETTERS_LIMIT);
    loop {
        let mut ways: Vec<Vec<&str>> = Vec::new();
        let mut attempts = 0;
        if every_division(&text[..asked], &mut Vec::new(), &mut ways, &mut attempts) {
            let mut spelled = Spelled { exact: asked == text.len(), ..Spelled::default() };
            for way in ways {
                if let [only] = way[..] {
                    spelled.within_one = Some(grams::syllable(only.as_bytes()));
                    continue;
                }
                let steps = way.windows(2).enumerate().map(|(at, two)| {
                    let number = syllable_number(two[0].as_bytes())?;
                    Some((at as u32, grams::step(number, two[1].as_bytes())))
                });
                spelled.divided.extend(steps.collect::<Option<Vec<_>>>());
            }
            return spelled;
        }
        asked = asked * 3 / 4;
    }
}

/// Whole syllables and at last the beginning of one; false when there are too many ways.
fn every_division<'a>(
    rest: &'a str,
    so_far: &mut Vec<&'a str>,
    ways: &mut Vec<Vec<&'a str>>,
    attempts: &mut usize,
) -> bool {
    *attempts += 1;
    if begins_a_syllable(rest) {
        so_far.push(rest);
        ways.push(so_far.clone());
        so_far.pop();
    }
    for length in 1..=6.min(rest.len().saturating_sub(1)) {
        if syllable_number(&rest.as_bytes()[..length]).is_some() {
            so_far.push(&rest[..length]);
            let few = every_division(&rest[length..], so_far, ways, attempts);
            so_far.pop();
            if !few {
                return false;
            }
        }
    }
    ways.len() <= WAYS_LIMIT && *attempts <= ATTEMPTS_LIMIT
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: &[&str] = &["微山湖（特产）旗舰店", "Nike 中国"];
    const CODES: &[&str] = &["91370826MA3CABC1X", "13806371234"];

    #[test]
    fn every_way_to_ask_is_answered() {
        for text in [
            "微",
            "山湖特",
            "特产旗舰店",
            "w",
            "wsh",
            "shtc",
            "qjd",
            "weishan",
            "weish",
            "shanhutechan",
            "we",
            "nike",
            "n",
            "ＮＩＫＥ",
            "1371",
            "91370826ma3cabc1x",
            "91370826MA3CABC1X",
            "1234",
            "微山 1234 wsh",
            "微山-湖",
            "zhongguo",
            "",
            " - ",
            "nike中国",
            "e中",
        ] {
            let expected = text != "1371";
            assert_eq!(matches(text, TEXTS, CODES), expected, "{text}");
        }
    }

    #[test]
    fn a_spelling_begins_at_a_syllable() {
        assert!(matches("shan", TEXTS, CODES));
        assert!(!matches("anhu", TEXTS, CODES));
        assert!(!matches("eishan", TEXTS, CODES));
    }

    #[test]
    fn pasted_letters_are_divided_in_bounded_time() {
        for text in ["an".repeat(5_000), "a".repeat(7), format!("{}x", "an".repeat(30)), "lexian".repeat(100)]
        {
            let query = Query::parse(&text);
            assert!(query.terms[0].spelled.divided.len() <= WAYS_LIMIT);
        }
        assert!(matches(&"lexian".repeat(10), &[&"乐县".repeat(10)], &[]));
        assert!(Query::parse("qijiandian").terms[0].spelled.exact);
    }

    #[test]
    fn signs_are_text() {
        for sign in ["\"", "*", "NEAR(", "^微", "微*", "'", "微 OR 湖", "微 AND 湖", "%", "_"] {
            assert!(!matches(sign, TEXTS, CODES), "{sign}");
        }
        assert!(matches("5\"*^", &["5\"*^屏"], &[]));
    }
}
