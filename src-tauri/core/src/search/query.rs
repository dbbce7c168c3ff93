//! What the user typed into a search box, and whether a record answers it.

use super::fold::search_fold;
use super::grams::{self, Gram};

/// The most terms of one query that are looked at; the rest of a pasted paragraph is ignored.
const TERM_LIMIT: usize = 16;

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
    /// The gram of the full spelling, and whether it leaves no doubt.
    pub spelled: Option<(Gram, bool)>,
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
        let mut term =
            Self { text: String::new(), grams: Vec::new(), phrase: Vec::new(), exact: true, spelled: None };
        let chars: Vec<char> = text.chars().collect();
        if let [only] = chars[..] {
            term.grams.push(grams::single(only));
        } else if text.is_ascii() {
            term.exact = ascii_grams(text.as_bytes(), &mut term.grams);
            if text.bytes().all(|b| b.is_ascii_lowercase()) {
                term.spelled = grams::spelled(text.as_bytes());
            }
        } else {
            let mut covered = vec![false; chars.len()];
            for (at, two) in chars.windows(2).enumerate() {
                if !(two[0].is_ascii() && two[1].is_ascii()) {
                    term.phrase.push((at as u32, grams::pair(two[0], two[1])));
                    covered[at] = true;
                    covered[at + 1] = true;
                }
            }
            term.exact = covered.iter().all(|c| *c);
            if !term.exact {
                for run in text.as_bytes().split(|b| !b.is_ascii()).filter(|run| run.len() >= 2) {
                    ascii_grams(run, &mut term.grams);
                }
            }
        }
        term.text = text;
        term
    }
}

/// Adds the grams of a run of two or more ASCII bytes; true when they leave no doubt about it.
fn ascii_grams(run: &[u8], out: &mut Vec<Gram>) -> bool {
    if run.len() <= 3 {
        out.push(grams::ascii(run));
        return true;
    }
    let mut add = |window: &[u8]| {
        let gram = grams::ascii(window);
        if !out.contains(&gram) {
            out.push(gram);
        }
    };
    // Four digits say more than three characters: they come first, and a wholly numeric run needs nothing else.
    run.windows(4).filter(|w| w.iter().all(u8::is_ascii_digit)).for_each(&mut add);
    if run.iter().all(u8::is_ascii_digit) {
        return run.len() == 4;
    }
    run.windows(3).for_each(&mut add);
    false
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
    fn signs_are_text() {
        for sign in ["\"", "*", "NEAR(", "^微", "微*", "'", "微 OR 湖", "微 AND 湖", "%", "_"] {
            assert!(!matches(sign, TEXTS, CODES), "{sign}");
        }
        assert!(matches("5\"*^", &["5\"*^屏"], &[]));
    }
}
