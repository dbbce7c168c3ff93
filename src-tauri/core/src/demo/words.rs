//! The words that made-up names are put together from.

use crate::error::Result;
use serde::Deserialize;

/// The word lists.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Words {
    pub(super) brands: Vec<String>,
    pub(super) goods: Vec<Goods>,
    pub(super) room_endings: Vec<String>,
    pub(super) operator_endings: Vec<OperatorEnding>,
    pub(super) platforms: Vec<PlatformWords>,
    pub(super) streets: Vec<String>,
    pub(super) roads: Vec<String>,
    pub(super) agencies: Vec<String>,
    pub(super) surnames: Vec<String>,
    pub(super) given_names: Vec<String>,
    pub(super) hosts: Vec<String>,
    pub(super) cities: Vec<String>,
    pub(super) staff: Vec<Staff>,
    pub(super) witnesses: Vec<Witness>,
    pub(super) departments: Vec<DepartmentWords>,
    pub(super) scopes: Vec<String>,
    pub(super) complaint_states: Vec<String>,
}

/// Goods of one category.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Goods {
    pub(super) category: String,
    pub(super) words: Vec<String>,
}

/// How a firm's name ends, and what kind of firm that is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OperatorEnding {
    pub(super) words: String,
    pub(super) kind: String,
    /// Second place of its credit code.
    pub(super) code: String,
}

/// A platform.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlatformWords {
    pub(super) name: String,
    pub(super) operator: String,
    pub(super) kind: String,
    pub(super) model: String,
}

/// A person of the office.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Staff {
    pub(super) name: String,
    pub(super) roles: Vec<String>,
    /// `expired` or `soon`; otherwise valid for years.
    #[serde(default)]
    pub(super) certificate: String,
}

/// A department that joins a check, with its officers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DepartmentWords {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) people: Vec<String>,
}

/// A witness of a draw's seed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Witness {
    pub(super) name: String,
    pub(super) unit: String,
}

/// The words that come with the program.
pub(super) fn words() -> Result<Words> {
    Ok(serde_json::from_str(include_str!("../../../../assets/demo/words.json"))?)
}
