//! Checks that warn and never block: the rules have known exceptions among old codes.

use super::codes;
use super::definition::{FieldKind, Register};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// Something to look at.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct Warning {
    /// Wire name of the field.
    pub field: String,
    /// Chinese sentence.
    pub message: String,
}

/// Characters of the 统一社会信用代码, in the order of their values (GB 32100-2015).
const CODE_CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of its first 17 places (GB 32100-2015).
const CODE_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// The check digit of a code's first 17 characters (GB 32100-2015).
pub fn credit_code_check(body: &str) -> Option<char> {
    let values: Vec<usize> = body.chars().map(|c| CODE_CHARACTERS.find(c)).collect::<Option<_>>()?;
    if values.len() != 17 {
        return None;
    }
    let sum: usize = values.iter().zip(CODE_WEIGHTS).map(|(value, weight)| value * weight).sum();
    CODE_CHARACTERS.chars().nth((31 - sum % 31) % 31)
}

/// Whether an 18-character code's check digit holds (GB 32100-2015).
pub fn credit_code_holds(code: &str) -> bool {
    let Some((at, last)) = code.char_indices().next_back() else { return false };
    credit_code_check(&code[..at]) == Some(last)
}

/// Weights of an identity card's first 17 digits (GB 11643).
const CARD_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Its check characters by the sum modulo 11 (GB 11643).
const CARD_CHECKS: &str = "10X98765432";

/// Whether an 18-character card number's check character holds (GB 11643).
pub fn id_card_holds(card: &str) -> bool {
    let characters: Vec<char> = card.chars().collect();
    if characters.len() != 18 {
        return false;
    }
    let digits: Option<Vec<u32>> = characters[..17].iter().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits else { return false };
    let sum: u32 = digits.iter().zip(CARD_WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    CARD_CHECKS.chars().nth((sum % 11) as usize) == Some(characters[17].to_ascii_uppercase())
}

/// Whether the digits in front are a province or a city of the list; an empty list knows nothing against it.
fn area_known(digits: &str, areas: &[(String, String)], length: usize) -> bool {
    areas.is_empty()
        || digits.get(..length).is_none_or(|front| areas.iter().any(|(code, _)| code == front))
        // 总局 registers under its own two digits, which have no cities.
        || areas.iter().any(|(code, name)| digits.starts_with(code) && name.starts_with("国家"))
}

fn code(label: &str, value: &str, areas: &[(String, String)]) -> Option<String> {
    if value.chars().count() != 18 {
        return Some(format!("{label}不是 18 位，仍可保存，请核对证照。"));
    }
    let upper = value.to_ascii_uppercase();
    if !credit_code_holds(&upper) {
        return Some(format!("{label}校验位不符，仍可保存，请核对证照。"));
    }
    let area = upper.get(2..8)?;
    if !area.bytes().all(|byte| byte.is_ascii_digit()) || !area_known(area, areas, 2) {
        return Some(format!("{label}第 3 至 8 位 {area} 不是已知的区划，仍可保存，请核对证照。"));
    }
    None
}

fn card(label: &str, value: &str, areas: &[(String, String)]) -> Option<String> {
    let length = value.chars().count();
    let digits = value.chars().take(17).all(|c| c.is_ascii_digit());
    if !matches!(length, 15 | 18) || !digits {
        return Some(format!("{label}应是 18 位（旧证 15 位）数字，仍可保存，请核对证件。"));
    }
    if length == 18 && !id_card_holds(value) {
        return Some(format!("{label}校验位不符，仍可保存，请核对证件。"));
    }
    if !area_known(value, areas, 2) {
        return Some(format!("{label}开头两位不是已知的省份，仍可保存，请核对证件。"));
    }
    None
}

fn phone(value: &str) -> Option<String> {
    // Several numbers in one cell are usual; each is looked at.
    for one in value.split(['/', '、', ',', '，', ';', '；', ' ']).filter(|one| !one.trim().is_empty()) {
        let digits: String = one.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < 7 {
            return Some("电话位数偏少，仍可保存，请核对。".to_owned());
        }
        if digits.starts_with('1') && digits.len() > 7 && digits.len() != 11 {
            return Some(format!("手机号应是 11 位，现在是 {} 位，仍可保存，请核对。", digits.len()));
        }
        if digits.len() > 20 {
            return Some("电话位数偏多，仍可保存，请核对。".to_owned());
        }
    }
    None
}

fn area(label: &str, value: &str, areas: &[(String, String)]) -> Option<String> {
    if value.len() != 6 || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(format!("{label}是 6 位数字，仍可保存，请核对。"));
    }
    (!area_known(value, areas, 2) || !area_known(value, areas, 4))
        .then(|| format!("{label} {value} 不在省、市区划代码表里，仍可保存，请核对（近年调整可能未收入）。"))
}

/// What to look at in a row's values; `areas` are the codes of provinces and cities with their names.
pub fn warnings(register: &Register, values: &[String], areas: &[(String, String)]) -> Vec<Warning> {
    let mut found = Vec::new();
    for (field, value) in register.fields.iter().zip(values) {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let message = match field.kind {
            FieldKind::Code if field.name != "registrationNo" => code(field.label, value, areas),
            FieldKind::IdCard => card(field.label, value, areas),
            FieldKind::Area => area(field.label, value, areas),
            FieldKind::Phone => phone(value),
            FieldKind::Enum
                if codes::has_group(field.label_group)
                    && codes::code_of(field.label_group, value).is_none() =>
            {
                Some(format!("{}写的是“{value}”，不在用语表里，按原文保留，请选一个。", field.label))
            }
            _ => None,
        };
        if let Some(message) = message {
            found.push(Warning { field: field.name.to_owned(), message });
        }
    }
    found
}

/// A value with its middle hidden: `138****1234`, `张*`.
pub fn mask(kind: FieldKind, value: &str) -> String {
    let characters: Vec<char> = value.chars().collect();
    if characters.is_empty() {
        return String::new();
    }
    if kind == FieldKind::IdCard && characters.len() >= 15 {
        // The area in front and the last character tell cards apart; the birthday is what must not show.
        let head: String = characters[..4].iter().collect();
        let tail = characters[characters.len() - 1];
        return format!("{head}{}{tail}", "*".repeat(characters.len() - 5));
    }
    if kind == FieldKind::Phone && characters.len() >= 7 {
        // A short number has no middle: three in front and four behind would be all of it.
        let (head, tail) = if characters.len() >= 11 { (3, 4) } else { (0, 3) };
        let tail: String = characters[characters.len() - tail..].iter().collect();
        let head: String = characters[..head].iter().collect();
        return format!("{head}****{tail}");
    }
    let mut masked = characters[0].to_string();
    masked.push_str(&"*".repeat((characters.len() - 1).clamp(1, 4)));
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits() {
        for (code, holds) in [
            ("91330106MA2CFNBN5R", false),
            ("91110000802100433B", true),
            ("91350100M000100Y43", true),
            ("91350100M000100Y44", false),
            ("9135", false),
            ("I1350100M000100Y43", false),
        ] {
            assert_eq!(credit_code_holds(code), holds, "{code}");
        }
    }

    fn areas() -> Vec<(String, String)> {
        let area = |code: &str, name: &str| (code.to_owned(), name.to_owned());
        vec![
            area("10", "国家（总局登记）"),
            area("33", "浙江省"),
            area("35", "福建省"),
            area("3301", "杭州市"),
        ]
    }

    #[test]
    fn identity_cards() {
        for (card, holds) in [
            ("11010519491231002X", true),
            ("11010519491231002x", true),
            ("110105194912310021", false),
            ("440524188001010014", true),
            ("44052418800101001", false),
            ("4405241880010100A4", false),
            ("", false),
        ] {
            assert_eq!(id_card_holds(card), holds, "{card}");
        }
    }

    #[test]
    fn what_is_odd_is_said_and_what_is_usual_is_not() {
        let areas = areas();
        let cases: [(Option<String>, Option<&str>); 17] = [
            (code("代码", "91350100M000100Y43", &areas), None),
            (code("代码", "91350100M000100Y44", &areas), Some("校验位不符")),
            (code("代码", "9135010", &areas), Some("不是 18 位")),
            (code("代码", "91110000802100433B", &areas), Some("不是已知的区划")),
            (code("代码", "91110000802100433B", &[]), None),
            (card("证号", "440524188001010014", &areas), Some("省份")),
            (card("证号", "110105194912310021", &areas), Some("校验位")),
            (card("证号", "甲乙丙", &areas), Some("18 位")),
            (area("区划", "330110", &areas), None),
            (area("区划", "100000", &areas), None),
            (area("区划", "339910", &areas), Some("不在")),
            (area("区划", "33011", &areas), Some("6 位")),
            (phone("10812345678"), None),
            (phone("0571-88001234/10812345678"), None),
            (phone("12345"), Some("偏少")),
            (phone("108123456789"), Some("11 位")),
            (phone("400-800-8820"), None),
        ];
        for (number, (said, expected)) in cases.into_iter().enumerate() {
            match expected {
                None => assert_eq!(said, None, "case {number}"),
                Some(part) => assert!(
                    said.as_deref().is_some_and(|said| said.contains(part)),
                    "case {number}: {said:?}"
                ),
            }
        }
    }

    #[test]
    fn masks_keep_just_enough() {
        assert_eq!(mask(FieldKind::IdCard, "11010519491231002X"), "1101*************X");

        assert_eq!(mask(FieldKind::Phone, "10812345678"), "108****5678");
        assert_eq!(mask(FieldKind::Phone, "3127177"), "****177");
        assert_eq!(mask(FieldKind::Text, "沈砚"), "沈*");
        assert_eq!(mask(FieldKind::Text, ""), "");
    }
}
