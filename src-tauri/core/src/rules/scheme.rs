//! A rating scheme: headings, indicators, vetoes, rungs and the numbers it sets.

use super::pack::Verified;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Points within an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "SchemePoint")]
pub struct Point {
    /// Points at most.
    pub score: u32,
    /// For what.
    pub words: String,
}

/// What a rung asks besides the score, as far as the program can look it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RungRequirement {
    /// No rectification of the subject is open.
    NoOpenRectification,
    /// No complaint of the last year that was verified and is not settled.
    NoUnsettledComplaint,
}

/// A line of a rating scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum SchemeLine {
    /// Heading: 人, 货, 场, 责.
    Group {
        /// Identity.
        id: String,
        /// Heading.
        title: String,
        /// Sum of its indicators.
        weight: u32,
        /// Where it comes from.
        source: String,
        /// How far it was checked.
        verified: Verified,
    },
    /// What is scored.
    Indicator {
        /// Identity.
        id: String,
        /// Group's identity.
        group: String,
        /// Number on the sheet, 1.1.
        no: String,
        /// Name.
        title: String,
        /// Full marks.
        weight: u32,
        /// How the marks are made up.
        points: Vec<Point>,
        /// Kinds of 佐证材料.
        evidence: Vec<String>,
        /// Lines of the catalogue, may be empty.
        basis: Vec<String>,
        /// Where it comes from.
        source: String,
        /// How far it was checked.
        verified: Verified,
    },
    /// What proposes removal or refusal; the office decides.
    Veto {
        /// Identity.
        id: String,
        /// Short words.
        title: String,
        /// When it is met.
        words: String,
        /// Lines of the catalogue, may be empty.
        basis: Vec<String>,
        /// Where it comes from.
        source: String,
        /// How far it was checked.
        verified: Verified,
    },
    /// A rung of the ladder.
    Rung {
        /// Identity.
        id: String,
        /// Name.
        title: String,
        /// Least score out of 100.
        min_score: u32,
        /// What is asked besides the score.
        condition: String,
        /// What of it the program looks up itself.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        requires: Vec<RungRequirement>,
        /// Where it comes from.
        source: String,
        /// How far it was checked.
        verified: Verified,
    },
    /// A number that the scheme sets: `raters`, `disagreementLimit`, `publicityWorkingDays`, `validMonths`.
    Setting {
        /// Identity.
        id: String,
        /// What it means.
        words: String,
        /// The number.
        value: u32,
        /// Where it comes from.
        source: String,
        /// How far it was checked.
        verified: Verified,
    },
}

impl SchemeLine {
    /// Identity, source and mark of whatever line it is.
    pub fn common(&self) -> (&str, &str, Verified) {
        match self {
            Self::Group { id, source, verified, .. }
            | Self::Indicator { id, source, verified, .. }
            | Self::Veto { id, source, verified, .. }
            | Self::Rung { id, source, verified, .. }
            | Self::Setting { id, source, verified, .. } => (id, source, *verified),
        }
    }
}
