//! What a rule pack is: a dated, versioned list of lines, each with its own source.
//!
//! The law is data. A pack is one JSON file; its kind decides what a line holds. Nothing here reads
//! a file or a database: see `parse` for reading and `links` for what packs say about each other.

use super::matter::Matter;
use super::places::{Area, JurisdictionLine};
use super::scheme::SchemeLine;
use super::time_limits::TimeLimit;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far a line was checked. Only `Text` may be shown as settled law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verified {
    /// Read in the text itself.
    Text,
    /// Seen in the press or on secondary pages only: shown as 待核.
    Press,
    /// Recalled, not seen: shown as 待核.
    Recalled,
    /// The program's own words, which claim nothing about the law.
    Own,
}

impl Verified {
    /// Whether the line may be shown as settled.
    pub fn is_settled(self) -> bool {
        self == Self::Text
    }
    /// Whether a screen must mark the line 待核.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Press | Self::Recalled)
    }
}

/// Who bears a duty.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "Answerable")]
pub enum Who {
    /// 直播电商平台经营者
    Platform,
    /// 直播间运营者
    RoomOperator,
    /// 直播营销人员
    Host,
    /// 直播营销人员服务机构
    Mcn,
    /// 经营者 in general
    Operator,
    /// 实际销售者、供货者
    Supplier,
}

/// How an item may be looked at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "CheckMethod")]
pub enum Method {
    /// 看直播或回放
    Replay,
    /// 调阅资料
    Documents,
    /// 现场
    Onsite,
    /// 询问
    Inquiry,
}

/// Whether an order to correct comes before a fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CorrectionFirst {
    /// The article itself orders correction first.
    Yes,
    /// 限期改正在先，先核上位法罚则: the law officer chooses.
    CheckHigherNorm,
    /// Not 改正前置.
    No,
}

/// What a pack holds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "PackKind")]
pub enum Kind {
    /// Duties and penalties.
    LawCatalogue,
    /// What is looked at in a check.
    Checklist,
    /// 抽查事项清单: what may be checked, how, by whom, on which basis.
    CheckMatters,
    /// Result, follow-up and record words with their codes.
    ResultWords,
    /// Days off and make-up work days of one year.
    Calendar,
    /// Statutory time limits.
    TimeLimits,
    /// A rating scheme.
    Scheme,
    /// 常用语 for facts, with blanks.
    Phrases,
    /// Chinese labels of the English words in the database.
    Labels,
    /// Which places decide whose a breach is.
    Jurisdiction,
    /// Codes of provinces and cities.
    Areas,
}

/// What a checklist looks at.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, JsonSchema,
)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "ChecklistSubject")]
pub enum Subject {
    /// A livestream room.
    Room,
    /// A platform.
    Platform,
}

/// Whether the last day of a period moves to the next working day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RollOver {
    /// A day off by the State Council's notice.
    pub legal_holiday: bool,
    /// A plain Saturday or Sunday.
    pub weekend: bool,
    /// What the switch means, in Chinese.
    pub words: String,
    /// Where the rule comes from.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
}

/// The head of a pack: everything but its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PackHeader")]
pub struct Header {
    /// Stable name, the same in every version: `checklist-room`.
    pub pack: String,
    /// Chinese name.
    pub name: String,
    /// Version, compared as text: `2026.1`.
    pub version: String,
    /// First day on which it holds, `YYYY-MM-DD`.
    pub effective_from: String,
    /// Where the pack as a whole comes from.
    pub source: String,
    /// Room for a signature.
    pub signature: Option<String>,
    /// What the lines hold.
    pub kind: Kind,
    /// Sentences printed wherever the pack is used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<String>,
    /// Of a calendar: its year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub year: Option<i32>,
    /// Of a checklist: what it looks at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub subject: Option<Subject>,
    /// Of time limits: the roll-over switch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub roll_over: Option<RollOver>,
}

/// A duty and what follows from breaking it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LawLine {
    /// `livestream-26-2`
    pub id: String,
    /// Full name of the law.
    pub law: String,
    /// Who issued it.
    pub issuer: String,
    /// 文号 or date of passing.
    pub doc_no: String,
    /// In force from, `YYYY-MM-DD`.
    pub effective_date: String,
    /// 第二十六条第二款
    pub article: String,
    /// The duty, in our own words.
    pub duty: String,
    /// Who bears it.
    pub who: Who,
    /// The article with the penalty; empty if there is none of its own.
    pub penalty_article: String,
    /// The penalty, in our own words; empty if none.
    pub penalty: String,
    /// The article as published, where it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text: Option<String>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
    /// Where it was read.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
}

/// A coded 涉嫌违法情形.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "CheckSituation")]
pub struct Situation {
    /// Stable code, unique in the pack.
    pub code: String,
    /// Chinese words.
    pub words: String,
}

/// 法律责任 of an item, copied from the catalogue (`check_links` compares).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Consequence {
    /// Line of the catalogue.
    pub basis: String,
    /// Law and article with the penalty.
    pub article: String,
    /// The penalty in our own words.
    pub words: String,
}

/// One thing that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChecklistItem {
    /// `room-04`
    pub id: String,
    /// Number on the sheet, from 1 without gaps.
    pub no: u32,
    /// Heading under which it stands.
    pub group: String,
    /// Short title.
    pub title: String,
    /// What to look at.
    pub look: String,
    /// How to check.
    pub how: String,
    /// The only ways by which it may be ticked.
    pub methods: Vec<Method>,
    /// Lines of the catalogue.
    pub basis: Vec<String>,
    /// Who answers for it.
    pub answerable: Vec<Who>,
    /// What may be found.
    pub situations: Vec<Situation>,
    /// What to do next.
    pub follow_up: String,
    /// Whether correction comes first.
    pub correction_first: CorrectionFirst,
    /// 法律责任.
    pub consequence: Vec<Consequence>,
    /// 要点 in our own words.
    pub gist: String,
    /// Where the item comes from.
    pub source: String,
    /// How far its basis was checked.
    pub verified: Verified,
}

impl ChecklistItem {
    /// Whether the item may be ticked in this way.
    pub fn allows(&self, method: Method) -> bool {
        self.methods.contains(&method)
    }
}

/// A coded word: result of a check, follow-up, result of an item, of a recheck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResultWord {
    /// `checkResult` | `followUp` | `itemResult` | `recheckResult` | `recordLabel`
    pub group: String,
    /// Stable English code, unique in its group.
    pub code: String,
    /// The words.
    pub words: String,
    /// Tasks it serves: `publicInfo`, `room`, `platform`.
    pub applies_to: Vec<String>,
    /// Codes of other systems that mean the same.
    pub alias: Vec<String>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
    /// Where the words come from.
    pub source: String,
    /// How far they were checked.
    pub verified: Verified,
}

/// Day off or make-up work day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DayType {
    /// Nobody works.
    Off,
    /// A weekend day on which everybody works.
    Work,
}

/// A day that differs from its weekday, or a day off that falls on one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarDay {
    /// `YYYY-MM-DD`
    pub date: String,
    /// Off or work.
    pub day: DayType,
    /// Name of the holiday.
    pub name: String,
    /// The notice.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
}

/// 常用语 with blanks written as `{销售者名称}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Phrase {
    /// Identity.
    pub id: String,
    /// Heading in the picker.
    pub group: String,
    /// Items for which it is offered first; empty means all.
    pub items: Vec<String>,
    /// The sentence.
    pub words: String,
    /// Names of its blanks, in order.
    pub blanks: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
}

/// The Chinese label of an English word of the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "PackLabel")]
pub struct Label {
    /// `roomStatus`
    pub group: String,
    /// `active`
    pub code: String,
    /// 在营
    pub words: String,
    /// Where the word comes from.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
}

/// The lines, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(untagged)]
#[ts(rename = "PackLines")]
pub enum Lines {
    /// Duties and penalties.
    LawCatalogue(Vec<LawLine>),
    /// Items.
    Checklist(Vec<ChecklistItem>),
    /// Matters.
    CheckMatters(Vec<Matter>),
    /// Words.
    ResultWords(Vec<ResultWord>),
    /// Days.
    Calendar(Vec<CalendarDay>),
    /// Limits.
    TimeLimits(Vec<TimeLimit>),
    /// Scheme.
    Scheme(Vec<SchemeLine>),
    /// Phrases.
    Phrases(Vec<Phrase>),
    /// Labels.
    Labels(Vec<Label>),
    /// Jurisdiction.
    Jurisdiction(Vec<JurisdictionLine>),
    /// Areas.
    Areas(Vec<Area>),
}

impl Lines {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Self::LawCatalogue(lines) => lines.len(),
            Self::Checklist(lines) => lines.len(),
            Self::CheckMatters(lines) => lines.len(),
            Self::ResultWords(lines) => lines.len(),
            Self::Calendar(lines) => lines.len(),
            Self::TimeLimits(lines) => lines.len(),
            Self::Scheme(lines) => lines.len(),
            Self::Phrases(lines) => lines.len(),
            Self::Labels(lines) => lines.len(),
            Self::Jurisdiction(lines) => lines.len(),
            Self::Areas(lines) => lines.len(),
        }
    }
    /// How many are not settled and shown as 待核.
    pub fn pending(&self) -> usize {
        let count =
            |marks: &mut dyn Iterator<Item = Verified>| marks.filter(|mark| mark.is_pending()).count();
        match self {
            Self::LawCatalogue(lines) => count(&mut lines.iter().map(|line| line.verified)),
            Self::Checklist(lines) => count(&mut lines.iter().map(|line| line.verified)),
            Self::CheckMatters(lines) => count(&mut lines.iter().map(|line| line.verified)),
            Self::ResultWords(lines) => count(&mut lines.iter().map(|line| line.verified)),
            Self::Calendar(lines) => count(&mut lines.iter().map(|line| line.verified)),
            Self::TimeLimits(lines) => count(&mut lines.iter().map(|line| line.verified)),
            Self::Scheme(lines) => count(&mut lines.iter().map(|line| line.common().2)),
            Self::Phrases(lines) => count(&mut lines.iter().map(|line| line.verified)),
            Self::Labels(lines) => count(&mut lines.iter().map(|line| line.verified)),
            Self::Jurisdiction(lines) => count(&mut lines.iter().map(|line| line.verified)),
            Self::Areas(lines) => count(&mut lines.iter().map(|line| line.verified)),
        }
    }
    /// Whether there is none (`parse` never returns such a pack).
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A pack that was read and found whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pack {
    /// Its head.
    #[serde(flatten)]
    pub header: Header,
    /// SHA-256 of the file's bytes, hex.
    pub sha256: String,
    /// Its lines.
    pub lines: Lines,
}
