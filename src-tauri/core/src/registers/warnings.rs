//! Checks that warn and never block: the rules have known exceptions among old codes.

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

/// What to look at in a row's values.
pub fn warnings(register: &Register, values: &[String]) -> Vec<Warning> {
    let mut found = Vec::new();
    for (field, value) in register.fields.iter().zip(values) {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let message = match field.kind {
            FieldKind::Code if field.name != "registrationNo" => {
                if value.chars().count() != 18 {
                    Some(format!("{}不是 18 位，仍可保存，请核对证照。", field.label))
                } else if credit_code_holds(&value.to_ascii_uppercase()) {
                    None
                } else {
                    Some(format!("{}校验位不符，仍可保存，请核对证照。", field.label))
                }
            }
            FieldKind::Phone => {
                let digits = value.chars().filter(char::is_ascii_digit).count();
                (digits < 7).then(|| "电话位数偏少，仍可保存，请核对。".to_owned())
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

    #[test]
    fn masks_keep_just_enough() {
        assert_eq!(mask(FieldKind::Phone, "10812345678"), "108****5678");
        assert_eq!(mask(FieldKind::Phone, "3127177"), "****177");
        assert_eq!(mask(FieldKind::Text, "沈砚"), "沈*");
        assert_eq!(mask(FieldKind::Text, ""), "");
    }
}
