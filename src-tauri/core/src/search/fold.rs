//! What counts as the same text.
//!
//! [`fold_v1`] is FROZEN: identities and duplicate keys are derived from it, so its answer for a given text must
//! never change. A better folding for keys is a `fold_v2` beside it. [`search_fold`] may change at any time: the
//! search index is rebuilt when [`super::index::FORMAT`] is raised.

use unicode_normalization::{UnicodeNormalization, is_nfkc_quick};

/// The frozen folding for keys. In this order:
///
/// 1. Unicode NFKC (full-width to half-width, `㈱` to `(株)`, ligatures, compatibility ideographs);
/// 2. Unicode lower case, character by character without regard to context (`Σ` is always `σ`);
/// 3. every character of these kinds is dropped:
///    white space and control characters; invisible characters (U+00AD, U+034F, U+061C, U+115F, U+1160, U+17B4,
///    U+17B5, U+180B–U+180F, U+200B–U+200F, U+202A–U+202E, U+2060–U+206F, U+3164, U+FE00–U+FE0F, U+FEFF, U+FFA0,
///    U+FFF9–U+FFFB, U+E0000–U+E0FFF);
///    brackets `()[]{}<>` and `〈〉《》「」『』【】〔〕〖〗〘〙〚〛`;
///    dashes U+002D, U+2010–U+2015, U+2212, U+2E3A, U+2E3B, U+301C, U+30A0, `~`;
///    dots `·` U+00B7, `•` U+2022, `‧` U+2027, `∙` U+2219, `⋅` U+22C5, `・` U+30FB, U+2024, U+0387, U+16EB;
/// 4. NFKC again, because characters that were apart may now stand together.
///
/// Kept: letters, digits, ideographs, `_ . , / \ @ # & * " '` and every other sign.
pub fn fold_v1(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.chars().all(is_plain) {
        folded.extend(text.chars().filter(|&c| !dropped(c)).map(|c| c.to_ascii_lowercase()));
        return folded;
    }
    let mut current = fold_once(text);
    // Almost always stable at once; a dropped sign between a letter and a combining mark may need another round.
    for _ in 0..4 {
        if current.chars().all(is_plain) {
            break;
        }
        let next = fold_once(&current);
        if next == current {
            break;
        }
        current = next;
    }
    current
}

fn fold_once(text: &str) -> String {
    let kept: String = text.nfkc().flat_map(char::to_lowercase).filter(|&c| !dropped(c)).collect();
    if is_nfkc_quick(kept.chars()) == unicode_normalization::IsNormalized::Yes {
        kept
    } else {
        kept.nfkc().collect()
    }
}

/// ASCII and the unified ideographs: NFKC leaves them alone and only ASCII has case.
fn is_plain(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

fn dropped(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_whitespace()
            || c.is_ascii_control()
            || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '-' | '~');
    }
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        return false;
    }
    matches!(c,
        // white space and control characters, spelled out so that a newer Unicode cannot change them
        '\u{80}'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}'
        | '\u{205f}' | '\u{3000}'
        // invisible
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}'
        // brackets
        | '〈' | '〉' | '《' | '》' | '「' | '」' | '『' | '』' | '【' | '】' | '〔' | '〕' | '〖' | '〗' | '〘' | '〙'
        | '〚' | '〛'
        // dashes
        | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2e3a}' | '\u{2e3b}' | '\u{301c}' | '\u{30a0}'
        // dots
        | '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{2024}' | '\u{387}'
        | '\u{16eb}')
}

/// The folding of the search index and of what is typed into a search box: [`fold_v1`], and typographic quotation
/// marks become plain ones. May change; raise [`super::index::FORMAT`] when it does.
pub fn search_fold(text: &str) -> String {
    let folded = fold_v1(text);
    if !folded.contains(['“', '”', '„', '‘', '’', '‚']) {
        return folded;
    }
    folded
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' => '"',
            '‘' | '’' | '‚' => '\'',
            other => other,
        })
        .collect()
}

/// Codes, account ids and telephone numbers in one form: half-width, ASCII letters in upper case, white space and
/// control and invisible characters dropped. Dashes and other signs stay: they are part of some platforms' ids.
pub fn fold_digits(code: &str) -> String {
    let keep = |c: &char| {
        !(c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'))
    };
    if code.is_ascii() {
        return code.chars().filter(keep).map(|c| c.to_ascii_uppercase()).collect();
    }
    let once = |code: &str| code.nfkc().filter(keep).map(|c| c.to_ascii_uppercase()).collect::<String>();
    let mut current = once(code);
    for _ in 0..4 {
        let next = once(&current);
        if next == current {
            break;
        }
        current = next;
    }
    current
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// FROZEN. A line here may be added, never changed.
    const GOLDEN: &[(&str, &str)] = &[
        ("微山湖特产店", "微山湖特产店"),
        ("微山湖（特产）·店", "微山湖特产店"),
        ("微山湖(特产)店", "微山湖特产店"),
        ("【官方】ＡＢＣ旗舰店", "官方abc旗舰店"),
        (" 杭州 某某\u{3000}有限公司\t", "杭州某某有限公司"),
        ("Nike-耐克•中国", "nike耐克中国"),
        ("L’ORÉAL 欧莱雅", "l’oréal欧莱雅"),
        ("ﬁne 茶", "fine茶"),
        ("㈱东方", "株东方"),
        ("①号店", "1号店"),
        ("Ⅲ型", "iii型"),
        ("½杯", "1⁄2杯"),
        ("ΑΣ", "ασ"),
        ("İ", "i̇"),
        ("STRASSE ß", "strasseß"),
        ("豈有此理", "豈有此理"),
        ("a_b.c@d#e&f*g\"h'i", "a_b.c@d#e&f*g\"h'i"),
        ("阿·布·都", "阿布都"),
        ("阿・布‧都", "阿布都"),
        ("《直播》—间——『1』", "直播间1"),
        ("零\u{200b}宽\u{feff}字", "零宽字"),
        ("❤\u{fe0f}好店😀", "❤好店😀"),
        ("𠮷野家", "𠮷野家"),
        ("ｶﾞ", "ガ"),
        ("e-\u{301}", "é"),
        ("~折扣～", "折扣"),
        ("（）()-·•【】", ""),
        ("", ""),
    ];

    #[test]
    fn the_frozen_folding_gives_the_golden_answers() {
        for (text, folded) in GOLDEN {
            assert_eq!(&fold_v1(text), folded, "{text:?}");
        }
    }

    #[test]
    fn quotation_marks_fold_for_searching_only() {
        assert_eq!(search_fold("“老字号”"), "\"老字号\"");
        assert_eq!(fold_v1("“老字号”"), "“老字号”");
    }

    #[test]
    fn codes_are_half_width_upper_case_without_blanks() {
        assert_eq!(fold_digits(" ９１３７０８２６ma3c\u{200b}abc1x "), "91370826MA3CABC1X");
        assert_eq!(fold_digits("dy-Room_01"), "DY-ROOM_01");
        assert_eq!(fold_digits("鲁\u{3000}JY13708260001"), "鲁JY13708260001");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold_v1(&text);
            prop_assert_eq!(fold_v1(&once), once.clone());
            let search = search_fold(&text);
            prop_assert_eq!(search_fold(&search), search.clone());
            let code = fold_digits(&text);
            prop_assert_eq!(fold_digits(&code), code.clone());
            prop_assert!(!once.chars().any(char::is_whitespace));
        }
    }
}
