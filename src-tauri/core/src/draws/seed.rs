//! The seed: what people read out in front of witnesses, as one documented byte string.
//!
//! - full-width forms (U+FF01 to U+FF5E) become the ASCII characters they depict;
//! - blanks are dropped wherever they stand: white space, the full-width blank, zero-width characters, the byte order mark;
//! - leading zeros stay: the seed is text, not a number, and `007` is not `7`;
//! - case stays as it is;
//! - for dice and lottery only the digits 0 to 9 remain allowed, otherwise letters, digits and `-_.:/`;
//! - a seed that the program made, because the office said so, is 32 lower-case hexadecimal digits.

use crate::error::{Failure, Result};

/// How the rules above are worded on a sheet.
pub const RULE: &str = "全角字符转为半角，去掉所有空白，保留开头的 0 和字母大小写，按 UTF-8 字节使用";

/// Where a seed may come from: thrown dice, a public lottery, another public number, or the program itself.
pub const KINDS: [&str; 4] = ["dice", "lottery", "other", PROGRAM];
/// The program makes the seed; every sheet says so.
pub const PROGRAM: &str = "program";
/// What every sheet of such a draw says.
pub const MADE_BY_PROGRAM: &str = "本次随机种子由本程序生成，不是外部来源";

/// Longest seed that is accepted, in characters, after normalisation.
const LONGEST: usize = 256;

/// The seed that is hashed, or why the text is none.
pub fn normalise(kind: &str, text: &str) -> Result<String> {
    let mut seed = String::with_capacity(text.len());
    for character in text.chars() {
        let character = match character {
            '\u{ff01}'..='\u{ff5e}' => char::from((character as u32 - 0xfee0) as u8),
            '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => continue,
            other if other.is_whitespace() => continue,
            other => other,
        };
        let allowed = character.is_ascii_digit()
            || kind == "other" && (character.is_ascii_alphabetic() || "-_.:/".contains(character))
            || kind == PROGRAM && ('a'..='f').contains(&character);
        if !allowed {
            let what = match kind {
                "other" => "字母、数字和 - _ . : /",
                PROGRAM => "数字和 a 到 f",
                _ => "数字",
            };
            return Err(Failure::field(
                "seed",
                format!("随机种子里有“{character}”，这里只能填{what}。请对照记录重填。"),
            ));
        }
        seed.push(character);
    }
    if seed.is_empty() {
        return Err(Failure::field("seed", "请填写随机种子。"));
    }
    if seed.len() > LONGEST {
        return Err(Failure::field("seed", format!("随机种子最长 {LONGEST} 个字符，请核对是否多粘了内容。")));
    }
    Ok(seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_however_it_is_typed() {
        for typed in
            ["00731652", "００７３１６５２", " 007 316 52 ", "0073\u{3000}1652\n", "\u{feff}0073\u{200b}1652"]
        {
            assert_eq!(normalise("dice", typed).unwrap(), "00731652");
        }
        assert_ne!(normalise("dice", "0731652").unwrap(), normalise("dice", "731652").unwrap());
        assert_eq!(normalise("other", "Ａb-9").unwrap(), "Ab-9");
    }

    #[test]
    fn what_is_no_seed_is_named() {
        assert!(normalise("dice", "12a").unwrap_err().to_string().contains("“a”"));
        assert!(normalise("lottery", "１２٣").unwrap_err().to_string().contains("“٣”"));
        assert!(normalise("other", " \u{3000}").is_err());
        assert!(normalise("other", &"1".repeat(257)).is_err());
    }
}
