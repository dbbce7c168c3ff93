//! What a board is on the wire: cards, charts, and the list behind every number.

use super::rows::RowsFilter;
use crate::complaints::Period;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum BoardName {
    /// 平台总貌
    Overview,
    /// 平台治理
    Governance,
    /// 平台明细
    Platform,
}

/// Which board, of which platform, for which days.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BoardInput {
    /// Which board.
    pub board: BoardName,
    /// For 平台明细; the first platform if absent.
    #[ts(optional)]
    pub platform_name: Option<String>,
    /// From the first of January to today if absent.
    #[ts(optional)]
    pub period: Option<Period>,
}

/// The list behind a figure: of a register (`registers.list`), or else of `dashboards.rows`.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct Drill {
    /// For `registers.list`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub register: Option<String>,
    /// For `dashboards.rows`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub list: Option<String>,
    /// What narrows it.
    pub filter: RowsFilter,
}

impl Drill {
    pub(super) fn list(list: &str, filter: RowsFilter) -> Self {
        Self { register: None, list: Some(list.to_owned()), filter }
    }
    /// A register's list, as far as its filter can say it; that one takes an empty word for no filter.
    pub(super) fn register(register: &str, filter: RowsFilter) -> Self {
        let empty = [&filter.status, &filter.platform_name, &filter.street];
        if empty.into_iter().flatten().any(String::is_empty) {
            return Self::list(register, filter);
        }
        Self { register: Some(register.to_owned()), list: None, filter }
    }
}

/// One figure.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// Stable name.
    pub key: String,
    /// 中文
    pub title: String,
    /// Absent when not reported or not counted yet; never an estimate.
    pub value: Option<i64>,
    /// 家, 件, 万元
    pub unit: String,
    /// 口径
    pub basis: String,
    /// Opens what was counted.
    pub drill: Drill,
    /// When it was counted, if not just now.
    pub as_of: Option<i64>,
}

/// How to draw a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum ChartKind {
    Bars,
    Columns,
    Line,
    Tiles,
}

/// One value of a series.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Point {
    /// Name, band or month.
    pub label: String,
    /// Absent when nothing was reported.
    pub value: Option<i64>,
    /// Opens what was counted.
    pub drill: Option<Drill>,
}

/// One series.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Series {
    /// 中文
    pub name: String,
    /// In order.
    pub points: Vec<Point>,
}

/// One chart.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    /// Stable name.
    pub key: String,
    /// 中文
    pub title: String,
    /// 口径
    pub basis: String,
    /// How to draw it.
    pub kind: ChartKind,
    /// 家, 件
    pub unit: String,
    /// Empty when there is nothing: then `note` says why.
    pub series: Vec<Series>,
    /// 期内没有数据。最近一条在 2026-08。
    pub note: Option<String>,
    /// When it was counted, if not just now.
    pub as_of: Option<i64>,
}

/// Something about the platform that is no number.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Fact {
    /// 中文
    pub label: String,
    /// As registered; 未填 if empty.
    pub words: String,
}

/// A board.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Board {
    /// When it was put together, UTC milliseconds.
    pub as_of: i64,
    /// The days it is about.
    pub period: Period,
    /// The platform it is about.
    pub platform_name: Option<String>,
    /// Where the figures come from.
    pub sources: Vec<String>,
    /// What was not reported, by name.
    pub missing: Vec<String>,
    /// Some figures are still being counted: ask again.
    pub counting: bool,
    /// Of one platform.
    pub facts: Vec<Fact>,
    /// Single figures.
    pub cards: Vec<Card>,
    /// Charts.
    pub charts: Vec<Chart>,
}
