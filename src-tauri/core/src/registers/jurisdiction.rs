//! Which bureau has jurisdiction over a subject, and why: the connecting places and their order come from a rule
//! pack, the places from the registers. What is not known is said, never guessed.

use crate::rules::{JurisdictionLine, JurisdictionMatter, JurisdictionSubject, PlaceKind, PlaceWhen};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// A place as registered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The address.
    pub text: String,
    /// Six digits, if they were entered.
    pub area: String,
    /// The street, if it was entered.
    pub street: String,
}

impl Place {
    /// Whether anything was entered.
    pub fn is_known(&self) -> bool {
        !(self.text.trim().is_empty() && self.area.trim().is_empty())
    }
}

/// What is known about a subject.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// 实际经营地
    pub actual: Place,
    /// 住所
    pub domicile: Place,
    /// 平台住所, from the register of platforms.
    pub platform: Place,
    /// Whether it is registered as a business; `None` if that is not known.
    pub registered: Option<bool>,
}

/// What belongs to this office.
#[derive(Debug, Clone, Default)]
pub struct Ours {
    /// Six digits of the county.
    pub area_code: String,
    /// Its name.
    pub area_name: String,
    /// The office's streets.
    pub streets: Vec<String>,
    /// Names of provinces and cities with the first digits of their codes.
    pub areas: Vec<(String, String)>,
}

/// Whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "JurisdictionVerdict")]
pub enum Verdict {
    /// The place lies in this office's county.
    Ours,
    /// It lies elsewhere.
    Elsewhere,
    /// It cannot be said from what is registered.
    Unknown,
}

/// One matter's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Jurisdiction {
    /// Which kind of breach.
    pub matter: JurisdictionMatter,
    /// Whose it is.
    pub verdict: Verdict,
    /// The place that decides, if one was found.
    pub place: Option<PlaceKind>,
    /// That place as registered.
    pub place_text: String,
    /// Step by step, in Chinese.
    pub steps: Vec<String>,
    /// Whoever else may take it up.
    pub also: Vec<String>,
    /// Law and article.
    pub basis: String,
    /// Where it was read.
    pub source: String,
    /// A remark of the line, shown as 待核 where it is our own reading.
    pub note: Option<String>,
    /// The basis was not read in its text.
    pub pending: bool,
}

/// The Chinese word of a kind of place.
pub fn place_word(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Actual => "实际经营地",
        PlaceKind::Domicile => "住所",
        PlaceKind::Platform => "平台住所",
    }
}

/// Where a place lies, and how that is known.
pub fn locate(place: &Place, ours: &Ours) -> (Verdict, String) {
    let area: String = place.area.trim().chars().filter(char::is_ascii_digit).collect();
    if ours.area_code.is_empty() && ours.area_name.is_empty() && ours.streets.is_empty() {
        return (
            Verdict::Unknown,
            "本单位的区划代码、名称和街道都没有登记（设置 · 本单位），不能比对".into(),
        );
    }
    if area.len() == 6 && ours.area_code.len() == 6 {
        let (verdict, words) = if area == ours.area_code {
            (Verdict::Ours, "等于")
        } else {
            (Verdict::Elsewhere, "不等于")
        };
        return (verdict, format!("区划代码 {area} {words}本单位的 {}", ours.area_code));
    }
    let text = format!("{}{}", place.text, place.street);
    // Before the county's name: several cities have a 鼓楼区.
    if let Some(elsewhere) = another_city(&text, ours) {
        return (Verdict::Elsewhere, format!("地址写的是“{elsewhere}”"));
    }
    if !ours.area_name.is_empty() && text.contains(&ours.area_name) {
        return (Verdict::Ours, format!("地址写有“{}”", ours.area_name));
    }
    if let Some(street) = ours.streets.iter().find(|street| !street.is_empty() && text.contains(*street)) {
        return (Verdict::Ours, format!("地址写有本辖区的“{street}”"));
    }
    (Verdict::Unknown, "地址里看不出在哪个县（区），请补区划代码".into())
}

/// The province or city that an address begins with, where it is not ours.
fn another_city<'a>(text: &str, ours: &'a Ours) -> Option<&'a str> {
    if ours.area_code.len() != 6 {
        return None;
    }
    let mut rest = text.trim();
    // A province in front, then perhaps a city: both are looked at, longest name first.
    for length in [2, 4] {
        let named = ours
            .areas
            .iter()
            .filter(|(code, name)| code.len() == length && name.chars().count() > 2 && rest.starts_with(name))
            .max_by_key(|(_, name)| name.len());
        let Some((code, name)) = named else { continue };
        if !ours.area_code.starts_with(code) {
            return Some(name);
        }
        rest = rest[name.len()..].trim_start();
    }
    None
}

fn step(case: &Case, kind: PlaceKind) -> &Place {
    match kind {
        PlaceKind::Actual => &case.actual,
        PlaceKind::Domicile => &case.domicile,
        PlaceKind::Platform => &case.platform,
    }
}

/// Answers one line of the pack.
pub fn judge(line: &JurisdictionLine, case: &Case, ours: &Ours) -> Jurisdiction {
    let mut steps = Vec::new();
    let mut found = None;
    for order in &line.order {
        let word = place_word(order.place);
        let known = step(case, order.place).is_known();
        match (order.when, case.registered) {
            (PlaceWhen::Known, _) if known => found = Some(order.place),
            (PlaceWhen::Known, _) => steps.push(format!("没有登记{word}")),
            (PlaceWhen::Always, _) => found = Some(order.place),
            (PlaceWhen::Registered, Some(true)) => {
                steps.push("已办理经营主体登记".into());
                found = Some(order.place);
            }
            (PlaceWhen::Unregistered, Some(false)) => {
                steps.push("没有办理经营主体登记".into());
                found = Some(order.place);
            }
            (PlaceWhen::Registered | PlaceWhen::Unregistered, Some(_)) => {}
            (PlaceWhen::Registered | PlaceWhen::Unregistered, None) => {
                steps.push("是否办理经营主体登记还不清楚，下一步不能判断".into());
                break;
            }
        }
        if found.is_some() {
            break;
        }
    }
    let (verdict, place_text) = match found {
        None => (Verdict::Unknown, String::new()),
        Some(kind) => {
            let place = step(case, kind);
            let word = place_word(kind);
            if place.is_known() {
                let (verdict, how) = locate(place, ours);
                steps.push(format!("看{word}：{how}"));
                (verdict, if place.text.trim().is_empty() { place.area.clone() } else { place.text.clone() })
            } else {
                steps.push(format!("应看{word}，但没有登记"));
                (Verdict::Unknown, String::new())
            }
        }
    };
    Jurisdiction {
        matter: line.matter,
        verdict,
        place: found,
        place_text,
        steps,
        also: line.also.clone(),
        basis: format!("《{}》{}", line.law, line.article),
        source: line.source.clone(),
        note: line.note.clone(),
        pending: !line.verified.is_settled(),
    }
}

/// All matters of a subject, in the pack's order. A subject without a line has no answer here.
pub fn derive(
    lines: &[JurisdictionLine],
    subject: JurisdictionSubject,
    case: &Case,
    ours: &Ours,
) -> Vec<Jurisdiction> {
    lines.iter().filter(|line| line.subject == subject).map(|line| judge(line, case, ours)).collect()
}

#[cfg(test)]
#[path = "jurisdiction_tests.rs"]
mod tests;
