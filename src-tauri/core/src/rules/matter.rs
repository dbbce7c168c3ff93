//! A line of the 抽查事项清单.

use super::pack::Verified;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One 抽查事项 with its four aspects: 检查流程, 检查事项, 检查内容和方法, 检查依据.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "CheckMatter")]
pub struct Matter {
    /// `matter-room-price`
    pub id: String,
    /// Number on the list, from 1 without gaps.
    pub no: u32,
    /// The department whose matter it is: 市场监管, 公安 …
    pub department: String,
    /// Code of the labels' group `matterField`.
    pub field: String,
    /// 抽查事项
    pub name: String,
    /// Registers whose subjects it concerns.
    pub subjects: Vec<String>,
    /// 检查流程
    pub process: String,
    /// 检查事项
    pub matter: String,
    /// 检查内容和方法
    pub method: String,
    /// 检查依据: lines of the catalogue.
    pub basis: Vec<String>,
    /// 检查依据 that is not in the catalogue, in words; empty if there is none.
    pub basis_words: String,
    /// 抽查比例 in words.
    pub share_words: String,
    /// 抽查比例 in hundredths of a percent, where the list itself names one.
    pub share: Option<u32>,
    /// 抽查频次
    pub frequency: String,
    /// Who may check.
    pub who: String,
    /// 事项公布文号; empty until the office has filled it in.
    pub doc_no: String,
    /// The checklist whose items it takes together.
    pub checklist: Option<String>,
    /// Those items.
    pub items: Vec<String>,
    /// Where the line comes from.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
}
