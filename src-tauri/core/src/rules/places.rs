//! Lines of packs about places: whose a breach is, and the codes of provinces and cities.

use super::pack::Verified;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which kind of breach a line of jurisdiction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum JurisdictionMatter {
    /// 直播电商违法行为
    Livestream,
    /// 互联网广告违法行为
    Advertising,
}

/// Whom a line of jurisdiction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum JurisdictionSubject {
    /// 平台经营者
    Platform,
    /// A room on a platform.
    Room,
    /// A room on a site or another service of its own.
    OwnVenue,
    /// 直播营销人员
    Host,
    /// 服务机构
    Agency,
}

/// A place that may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum PlaceKind {
    /// 实际经营地
    Actual,
    /// 住所
    Domicile,
    /// 平台住所
    Platform,
}

/// When a place decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum PlaceWhen {
    /// When it is known; else the next step.
    Known,
    /// When the subject is registered as a business.
    Registered,
    /// When it is not.
    Unregistered,
    /// Always.
    Always,
}

/// One step of a line of jurisdiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlaceStep {
    /// The place.
    pub place: PlaceKind,
    /// When it decides.
    pub when: PlaceWhen,
}

/// Whose a breach is: the places in the order in which they decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JurisdictionLine {
    /// `livestream-room`
    pub id: String,
    /// Which kind of breach.
    pub matter: JurisdictionMatter,
    /// By whom.
    pub subject: JurisdictionSubject,
    /// The places in their order.
    pub order: Vec<PlaceStep>,
    /// Whoever else may take it up, in our own words.
    #[serde(default)]
    pub also: Vec<String>,
    /// Law.
    pub law: String,
    /// Article.
    pub article: String,
    /// A remark: what is our own reading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub note: Option<String>,
    /// Where it was read.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
}

/// The code of a province (two digits) or a city (four).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "AreaCode")]
pub struct Area {
    /// Two or four digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
}
