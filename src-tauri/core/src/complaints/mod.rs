//! 投诉举报: the ledger as far as the boards and the ratings need it. Only 核查属实 counts against anybody.

use crate::calls::{Context, Page};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::registers::list::COUNT_CAP;
use chrono::Months;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A span of days, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

impl Period {
    /// Refuses what is no span of days.
    pub fn check(&self) -> Result<()> {
        let day = |text: &str| {
            crate::rules::parse::date(text)
                .ok_or_else(|| Failure::field("period", "期间请写成 2026-01-01 至 2026-11-30 这样的日期。"))
        };
        if day(&self.from)? > day(&self.to)? {
            return Err(Failure::field("period", "期间的开始日期晚于结束日期，请调换。"));
        }
        Ok(())
    }
}

/// What narrows the ledger. A field given as empty text asks for entries where it is not filled in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ListComplaints {
    /// Exact platform.
    #[ts(optional)]
    pub platform_name: Option<String>,
    /// 登记日
    #[ts(optional)]
    pub period: Option<Period>,
    /// 转送平台日
    #[ts(optional)]
    pub forwarded: Option<Period>,
    /// Only those that the platform answered, or did not.
    #[ts(optional)]
    pub answered: Option<bool>,
    /// Only settled ones, or unsettled ones.
    #[ts(optional)]
    pub settled: Option<bool>,
    /// Exact category.
    #[ts(optional)]
    pub category: Option<String>,
    /// Exact street.
    #[ts(optional)]
    pub street: Option<String>,
    /// complaint, report
    #[ts(optional)]
    pub kind: Option<String>,
    /// yes, no, pending
    #[ts(optional)]
    pub verified: Option<String>,
    /// The room complained of.
    #[ts(optional)]
    pub room_id: Option<Id>,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// Rows per page, 50 if absent, at most 500.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// One entry of the ledger.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComplaintRow {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// 登记编号
    pub number: String,
    /// complaint, report
    pub kind: String,
    /// 登记日
    pub received_on: String,
    /// 平台
    pub platform_name: String,
    /// The room, if known.
    pub room_id: Option<Id>,
    /// 被投诉举报方
    pub subject_name: String,
    /// 类目
    pub category: String,
    /// 街道
    pub street: String,
    /// As it came.
    pub state: String,
    /// yes, no, pending
    pub verified: String,
    /// 转送平台日
    pub forwarded_on: Option<String>,
    /// 平台回告日
    pub answered_on: Option<String>,
    /// 解决日
    pub settled_on: Option<String>,
}

/// Complaints about a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[ts(rename = "ComplaintsCounted")]
pub struct Counted {
    /// 核查属实: these count.
    pub verified: u64,
    /// All others: they do not.
    pub unverified: u64,
}

impl ListComplaints {
    /// The filter as SQL.
    pub(crate) fn conditions(&self) -> Result<(String, Vec<Value>)> {
        let mut sql = String::from("retired = 0");
        let mut values: Vec<Value> = Vec::new();
        let exact = [
            ("platform_name", &self.platform_name),
            ("category", &self.category),
            ("street", &self.street),
            ("kind", &self.kind),
            ("verified", &self.verified),
        ];
        for (column, value) in exact {
            if let Some(value) = value {
                sql.push_str(&format!(" AND {column} = ?"));
                values.push(value.clone().into());
            }
        }
        for (column, period) in [("received_on", &self.period), ("forwarded_on", &self.forwarded)] {
            if let Some(period) = period {
                period.check()?;
                sql.push_str(&format!(" AND {column} BETWEEN ? AND ?"));
                values.push(period.from.clone().into());
                values.push(period.to.clone().into());
            }
        }
        for (column, given) in [("answered_on", self.answered), ("settled_on", self.settled)] {
            match given {
                Some(true) => sql.push_str(&format!(" AND {column} IS NOT NULL")),
                Some(false) => sql.push_str(&format!(" AND {column} IS NULL")),
                None => {}
            }
        }
        if let Some(room) = self.room_id {
            sql.push_str(" AND room_id = ?");
            values.push(room.into());
        }
        Ok((sql, values))
    }
}

/// One page of the ledger, newest first.
pub fn list(context: &Context<'_>, input: ListComplaints) -> Result<Page<ComplaintRow>> {
    let limit = input.limit.unwrap_or(50).clamp(1, 500) as usize;
    let (condition, values) = input.conditions()?;
    context.office.read(|db| {
        let mut page_values = values.clone();
        let mut page_condition = condition.clone();
        if let Some(cursor) = &input.after {
            let (on, key) = cursor
                .split_once(':')
                .and_then(|(on, key)| Some((on.to_owned(), key.parse::<i64>().ok()?)))
                .ok_or_else(|| Failure::field("after", "翻页位置不对，请从第一页重新看。"))?;
            page_condition.push_str(" AND (received_on, key) < (?, ?)");
            page_values.push(on.into());
            page_values.push(key.into());
        }
        let sql = format!(
            "SELECT key, id, rev, number, kind, received_on, platform_name, room_id, subject_name, category, street,
                    state, verified, forwarded_on, answered_on, settled_on
             FROM complaint WHERE {page_condition} ORDER BY received_on DESC, key DESC LIMIT {}",
            limit + 1
        );
        let mut statement = db.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(page_values), |row| {
            let shown = ComplaintRow {
                id: row.get(1)?,
                rev: row.get(2)?,
                number: row.get(3)?,
                kind: row.get(4)?,
                received_on: row.get(5)?,
                platform_name: row.get(6)?,
                room_id: row.get(7)?,
                subject_name: row.get(8)?,
                category: row.get(9)?,
                street: row.get(10)?,
                state: row.get(11)?,
                verified: row.get(12)?,
                forwarded_on: row.get(13)?,
                answered_on: row.get(14)?,
                settled_on: row.get(15)?,
            };
            Ok((row.get::<_, i64>(0)?, shown))
        })?;
        let mut rows = found.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|(key, row)| format!("{}:{key}", row.received_on));
        let sql =
            format!("SELECT count(*) FROM (SELECT 1 FROM complaint WHERE {condition} LIMIT {})", COUNT_CAP + 1);
        let total: u64 = db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?;
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        Ok(Page { rows, next, total: total.min(COUNT_CAP), total_is_capped: total > COUNT_CAP })
    })
}

/// How many entries a filter finds.
pub(crate) fn count(db: &Connection, filter: &ListComplaints) -> Result<u64> {
    let (condition, values) = filter.conditions()?;
    let sql = format!("SELECT count(*) FROM complaint WHERE {condition}");
    Ok(db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?)
}

/// What the ledger can be grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Platform,
    Category,
    Street,
    Month,
    ForwardedMonth,
}

/// How many entries a filter finds, by group; the most frequent first, months in order.
pub(crate) fn grouped(db: &Connection, filter: &ListComplaints, by: By) -> Result<Vec<(String, u64)>> {
    let (condition, values) = filter.conditions()?;
    let (group, order) = match by {
        By::Platform => ("platform_name", "2 DESC, 1"),
        By::Category => ("category", "2 DESC, 1"),
        By::Street => ("street", "2 DESC, 1"),
        By::Month => ("substr(received_on, 1, 7)", "1"),
        By::ForwardedMonth => ("substr(forwarded_on, 1, 7)", "1"),
    };
    let sql =
        format!("SELECT {group}, count(*) FROM complaint WHERE {condition} GROUP BY 1 ORDER BY {order}");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The newest 登记日 of the ledger, of one platform if one is named.
pub(crate) fn newest(db: &Connection, platform: Option<&str>) -> Result<Option<String>> {
    edge(db, "max", platform)
}

/// The oldest 登记日 of the ledger, of one platform if one is named.
pub(crate) fn oldest(db: &Connection, platform: Option<&str>) -> Result<Option<String>> {
    edge(db, "min", platform)
}

fn edge(db: &Connection, which: &str, platform: Option<&str>) -> Result<Option<String>> {
    let all = format!("SELECT {which}(received_on) FROM complaint WHERE retired = 0");
    Ok(match platform {
        Some(name) => db
            .prepare_cached(&format!("{all} AND platform_name = ?1"))?
            .query_row([name], |row| row.get(0))?,
        None => db.prepare_cached(&all)?.query_row([], |row| row.get(0))?,
    })
}

/// Complaints about a room, verified ones apart.
pub(crate) fn counted(db: &Connection, room: Id) -> Result<Counted> {
    let about = |verified: Option<&str>| {
        let verified = verified.map(str::to_owned);
        count(db, &ListComplaints { room_id: Some(room), verified, ..Default::default() })
    };
    let verified = about(Some("yes"))?;
    Ok(Counted { verified, unverified: about(None)? - verified })
}

/// Complaints of the year before `today` about a room that were verified and are not settled.
pub(crate) fn unsettled_within_a_year(db: &Connection, room: Id, today: &str) -> Result<u64> {
    let day = crate::rules::parse::date(today);
    let from = day.and_then(|day| day.checked_sub_months(Months::new(12))).unwrap_or_default();
    count(
        db,
        &ListComplaints {
            room_id: Some(room),
            verified: Some("yes".into()),
            settled: Some(false),
            period: Some(Period { from: from.to_string(), to: today.to_owned() }),
            ..Default::default()
        },
    )
}
