//! The list behind a figure. A figure is counted with the same condition that opens its list.

use crate::calls::{Context, Page};
use crate::clock::date_of;
use crate::complaints::{ListComplaints, Period};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::registers::NOT_OPEN;
use crate::registers::list::COUNT_CAP;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Turnover bands: code, words in 亿元, least and below-most cents. They only group a display.
pub(super) const BANDS: [(&str, &str, i64, i64); 5] = [
    ("below1000", "<0.1", 0, 1_000_000_000),
    ("from1000", "0.1–1", 1_000_000_000, 10_000_000_000),
    ("from10000", "1–10", 10_000_000_000, 100_000_000_000),
    ("from100000", "10–100", 100_000_000_000, 1_000_000_000_000),
    ("from1000000", "≥100", 1_000_000_000_000, i64::MAX),
];
/// Code of the band of platforms that reported no turnover.
pub(super) const UNREPORTED: &str = "unreported";

/// What narrows a list. Empty text asks for records where the field is not filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RowsFilter {
    /// Exact status.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub status: Option<String>,
    /// Exact platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub platform_name: Option<String>,
    /// Exact street.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub street: Option<String>,
    /// Exact kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub kind: Option<String>,
    /// Exact category.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub category: Option<String>,
    /// Code of 涉嫌违法情形.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub situation: Option<String>,
    /// Stable word of a state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub state: Option<String>,
    /// yes, no, pending
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub verified: Option<String>,
    /// A turnover band, or `unreported`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub turnover: Option<String>,
    /// `reported` or `unreported`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub shop_count: Option<String>,
    /// When it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub period: Option<Period>,
    /// When it was handed to the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub forwarded: Option<Period>,
    /// Whether the platform answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub answered: Option<bool>,
}

/// Which list.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RowsInput {
    /// platforms, rooms, shops, inspections, findings, rectifications, complaints
    pub list: String,
    /// What narrows it.
    #[ts(optional)]
    pub filter: Option<RowsFilter>,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// Rows per page, 50 if absent, at most 500.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// One row of whatever list.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct FigureRow {
    /// subject, inspection, finding, rectification, complaint
    pub kind: String,
    /// Its record.
    pub id: Id,
    /// Register, for a subject.
    pub register: Option<String>,
    /// Name.
    pub name: String,
    /// Detail.
    pub words: String,
    /// Date.
    pub on: Option<String>,
}

/// A condition under collection.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Condition {
    fn new(start: &str) -> Self {
        Self { sql: start.to_owned(), values: Vec::new() }
    }
    fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }
    fn exact(&mut self, column: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.and(&format!("{column} = ?"), [value.clone().into()]);
        }
    }
    fn within(&mut self, column: &str, period: Option<&Period>) -> Result<()> {
        if let Some(period) = period {
            period.check()?;
            self.and(
                &format!("{column} BETWEEN ? AND ?"),
                [period.from.clone().into(), period.to.clone().into()],
            );
        }
        Ok(())
    }
    /// The subject is a room on the platform, or the platform itself.
    fn on_platform(&mut self, table: &str, platform: Option<&String>) {
        if let Some(platform) = platform {
            self.and(
                &format!(
                    "(EXISTS (SELECT 1 FROM room r WHERE r.id = {table}.subject_id AND r.platform_name = ?)
                      OR EXISTS (SELECT 1 FROM platform p WHERE p.id = {table}.subject_id AND p.name = ?))"
                ),
                [platform.clone().into(), platform.clone().into()],
            );
        }
    }
}

/// Table, condition, and what to show: id, register, name, words, date.
struct Query {
    kind: &'static str,
    table: &'static str,
    shown: &'static str,
    condition: Condition,
}

/// The day at +08:00 of an instant in milliseconds, as SQL.
const FINISHED_ON: &str = "date(finished_at / 1000, 'unixepoch', '+8 hours')";

fn query(list: &str, filter: &RowsFilter, today: &str) -> Result<Query> {
    let registered = format!("retired = 0 AND {NOT_OPEN}");
    Ok(match list {
        "platforms" => {
            let mut condition = Condition::new(&registered);
            condition.exact("status", filter.status.as_ref());
            condition.exact("street", filter.street.as_ref());
            condition.exact("kind", filter.kind.as_ref());
            condition.exact("name", filter.platform_name.as_ref());
            match filter.shop_count.as_deref() {
                Some(UNREPORTED) => condition.and("shop_count IS NULL", []),
                Some(_) => condition.and("shop_count IS NOT NULL", []),
                None => {}
            }
            match filter.turnover.as_deref() {
                None => {}
                Some(UNREPORTED) => condition.and("turnover_cents IS NULL", []),
                Some(code) => {
                    let band = BANDS.iter().find(|band| band.0 == code);
                    let (_, _, from, below) =
                        band.ok_or_else(|| Failure::field("filter", "没有这一档交易额。"))?;
                    condition
                        .and("turnover_cents >= ? AND turnover_cents < ?", [(*from).into(), (*below).into()]);
                }
            }
            Query {
                kind: "subject",
                table: "platform",
                shown: "id, 'platforms', name, street, NULL",
                condition,
            }
        }
        "rooms" => {
            let mut condition = Condition::new(&registered);
            condition.exact("platform_name", filter.platform_name.as_ref());
            condition.exact("status", filter.status.as_ref());
            condition.exact("street", filter.street.as_ref());
            Query { kind: "subject", table: "room", shown: "id, 'rooms', name, account, NULL", condition }
        }
        "shops" => {
            let mut condition = Condition::new(&registered);
            condition.exact("platform_name", filter.platform_name.as_ref());
            condition.exact("category", filter.category.as_ref());
            Query {
                kind: "subject",
                table: "shop",
                shown: "id, 'shops', name, operator_name, NULL",
                condition,
            }
        }
        "inspections" => {
            let mut condition = Condition::new("retired = 0 AND state = 'finished'");
            condition.within(FINISHED_ON, filter.period.as_ref())?;
            condition.on_platform("inspection", filter.platform_name.as_ref());
            let shown = "id, register, subject_name, '检〔' || year || '〕' || number || '号', date(finished_at / 1000, 'unixepoch', '+8 hours')";
            Query { kind: "inspection", table: "inspection", shown, condition }
        }
        "findings" => {
            let mut condition = Condition::new("retired = 0");
            condition.exact("state", filter.state.as_ref());
            condition.exact("situation", filter.situation.as_ref());
            condition.within("found_on", filter.period.as_ref())?;
            condition.on_platform("finding", filter.platform_name.as_ref());
            Query {
                kind: "finding",
                table: "finding",
                shown: "id, register, subject_name, fact, found_on",
                condition,
            }
        }
        "rectifications" => {
            let mut condition = Condition::new("state NOT IN ('closed', 'withdrawn') AND retired = 0");
            match filter.state.as_deref() {
                Some("overdue") => condition.and("correct_by < ?", [today.to_owned().into()]),
                None | Some("open") => {}
                Some(_) => return Err(Failure::field("filter", "整改只能按未办结或已逾期查看。")),
            }
            condition.on_platform("rectification", filter.platform_name.as_ref());
            Query {
                kind: "rectification",
                table: "rectification",
                shown: "id, NULL, subject_name, requirement, correct_by",
                condition,
            }
        }
        "complaints" => {
            let (sql, values) = ListComplaints {
                platform_name: filter.platform_name.clone(),
                period: filter.period.clone(),
                forwarded: filter.forwarded.clone(),
                answered: filter.answered,
                category: filter.category.clone(),
                street: filter.street.clone(),
                kind: filter.kind.clone(),
                verified: filter.verified.clone(),
                ..Default::default()
            }
            .conditions()?;
            let condition = Condition { sql, values };
            let shown = "id, NULL, subject_name, number || ' ' || category, received_on";
            Query { kind: "complaint", table: "complaint", shown, condition }
        }
        _ => return Err(Failure::field("list", format!("没有名为“{list}”的清单。"))),
    })
}

/// How many records a figure counts.
pub(super) fn count(db: &Connection, list: &str, filter: &RowsFilter, today: &str) -> Result<u64> {
    let Query { table, condition, .. } = query(list, filter, today)?;
    let sql = format!("SELECT count(*) FROM {table} WHERE {}", condition.sql);
    Ok(db.prepare_cached(&sql)?.query_row(params_from_iter(condition.values), |row| row.get(0))?)
}

/// How many records of a list there are by a column (or an expression), the most frequent first.
pub(super) fn grouped(
    db: &Connection,
    list: &str,
    filter: &RowsFilter,
    by: &str,
    today: &str,
) -> Result<Vec<(String, u64)>> {
    let Query { table, condition, .. } = query(list, filter, today)?;
    let sql =
        format!("SELECT {by}, count(*) FROM {table} WHERE {} GROUP BY 1 ORDER BY 2 DESC, 1", condition.sql);
    let mut statement = db.prepare_cached(&sql)?;
    let rows =
        statement.query_map(params_from_iter(condition.values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One page of the list behind a figure, the newest first.
pub fn rows(context: &Context<'_>, input: RowsInput) -> Result<Page<FigureRow>> {
    let today = date_of(context.office.now_ms()).to_string();
    let limit = input.limit.unwrap_or(50).clamp(1, 500) as usize;
    let before = match &input.after {
        None => i64::MAX,
        Some(cursor) => {
            cursor.parse().map_err(|_| Failure::field("after", "翻页位置不对，请从第一页重新看。"))?
        }
    };
    let Query { kind, table, shown, condition } =
        query(&input.list, &input.filter.unwrap_or_default(), &today)?;
    context.office.read(|db| {
        let sql = format!(
            "SELECT {shown}, key FROM {table} WHERE {} AND key < ? ORDER BY key DESC LIMIT {}",
            condition.sql,
            limit + 1
        );
        let mut values = condition.values.clone();
        values.push(before.into());
        let mut statement = db.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(values), |row| {
            let shown = FigureRow {
                kind: kind.to_owned(),
                id: row.get(0)?,
                register: row.get(1)?,
                name: row.get(2)?,
                words: row.get(3)?,
                on: row.get(4)?,
            };
            Ok((row.get::<_, i64>(5)?, shown))
        })?;
        let mut rows = found.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|(key, _)| key.to_string());
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {} LIMIT {})",
            condition.sql,
            COUNT_CAP + 1
        );
        let total: u64 =
            db.prepare_cached(&sql)?.query_row(params_from_iter(condition.values), |row| row.get(0))?;
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        Ok(Page { rows, next, total: total.min(COUNT_CAP), total_is_capped: total > COUNT_CAP })
    })
}
