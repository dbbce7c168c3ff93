//! Which way a result may be published: firms by their code; a natural person who need not register has no 企业公示.
//! And what personal data a list may not carry. Pure.

use crate::registers::warnings::credit_code_holds;

/// Whether there is a way to publish, and if not why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// 企业公示 by code.
    Firm,
    /// 依法不需登记的自然人.
    NaturalPerson,
    /// No code is known.
    NoCode,
    /// The code's check digit does not hold.
    WrongCode,
}

impl Route {
    /// Why there is no way, in Chinese.
    pub(super) fn hindrance(self) -> Option<&'static str> {
        match self {
            Self::Firm => None,
            Self::NaturalPerson => Some("依法不需登记的自然人，没有企业公示渠道"),
            Self::NoCode => Some("没有统一社会信用代码或注册号，请先在登记里补上"),
            Self::WrongCode => Some("统一社会信用代码的校验位不符，请先核对代码"),
        }
    }
}

/// Weights of the citizen's number (GB 11643-1999).
const CITIZEN_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Whether a text is a citizen's number: 18 places, a day of birth, a check digit that holds.
pub(super) fn is_citizen_number(text: &str) -> bool {
    let places: Vec<char> = text.chars().collect();
    if places.len() != 18 || !places[..17].iter().all(char::is_ascii_digit) {
        return false;
    }
    let birth: String = places[6..14].iter().collect();
    if chrono::NaiveDate::parse_from_str(&birth, "%Y%m%d").is_err() {
        return false;
    }
    let sum: u32 = places.iter().zip(CITIZEN_WEIGHTS).filter_map(|(c, w)| Some(c.to_digit(10)? * w)).sum();
    let check = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize];
    places[17].to_ascii_uppercase() == check
}

/// The way for a firm of that code and kind.
pub(super) fn route(code: &str, kind: &str) -> Route {
    let code = code.trim();
    if kind == "natural_person" || is_citizen_number(code) && !credit_code_holds(code) {
        return Route::NaturalPerson;
    }
    match code.chars().count() {
        0 => Route::NoCode,
        18 if credit_code_holds(code) => Route::Firm,
        // 注册号: 13 or 15 digits.
        13 | 15 if code.chars().all(|c| c.is_ascii_digit()) => Route::Firm,
        _ => Route::WrongCode,
    }
}

/// Telephone and citizen's numbers in a text with their middle hidden; everything else, a firm's name above all, stays.
pub(super) fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        let part = c.is_ascii_digit() || run.len() == 17 && c.eq_ignore_ascii_case(&'X');
        if part {
            run.push(c);
            continue;
        }
        let personal = run.len() == 11 && run.starts_with('1') || is_citizen_number(&run);
        if personal {
            out.push_str(&run[..3]);
            out.push_str(&"*".repeat(run.len() - 7));
            out.push_str(&run[run.len() - 4..]);
        } else {
            out.push_str(&run);
        }
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A made-up number of region 999999, which nobody has, with its check digit.
    fn citizen(body: &str) -> String {
        let sum: u32 = body.chars().zip(CITIZEN_WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
        let check = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize];
        format!("{body}{check}")
    }

    #[test]
    fn who_can_be_published() {
        let person = citizen("99999919900101001");
        for (code, kind, expected) in [
            ("91110000802100433B", "company", Route::Firm),
            (" 91110000802100433B ", "", Route::Firm),
            ("91110000802100433B", "natural_person", Route::NaturalPerson),
            ("91110000802100433C", "company", Route::WrongCode),
            ("330100000012345", "individual", Route::Firm),
            ("3301000000123", "", Route::Firm),
            ("33010000001234", "", Route::WrongCode),
            ("", "company", Route::NoCode),
            ("  ", "", Route::NoCode),
            (person.as_str(), "", Route::NaturalPerson),
            (person.as_str(), "unknown", Route::NaturalPerson),
            ("９１１１００００８０２１００４３３Ｂ", "", Route::WrongCode),
        ] {
            assert_eq!(route(code, kind), expected, "{code} {kind}");
        }
    }

    #[test]
    fn a_firm_keeps_its_name_and_a_person_is_hidden() {
        let person = citizen("99999919900101001");
        let hidden = format!("{}***********{}", &person[..3], &person[14..]);
        for (text, expected) in [
            ("阿桨海味有限公司", "阿桨海味有限公司".to_owned()),
            ("阿桨13800000001直播间", "阿桨138****0001直播间".to_owned()),
            ("10000000000", "100****0000".to_owned()),
            ("回放 00:41:20，订单 202611261234567", "回放 00:41:20，订单 202611261234567".to_owned()),
            ("91110000802100433B", "91110000802100433B".to_owned()),
            (person.as_str(), hidden.clone()),
            (&format!("证号{person}。"), format!("证号{hidden}。")),
            ("", String::new()),
            ("138", "138".to_owned()),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }
}
