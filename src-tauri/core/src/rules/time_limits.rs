//! Deadlines: a time limit, the day of the event, and how the last day was found.

use super::pack::{Lines, Pack, RollOver, Verified};
use super::working_days::Calendar;
use crate::error::{Failure, Result};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Unit of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "TimeUnit")]
pub enum Unit {
    /// 工作日
    WorkingDay,
    /// 日
    Day,
    /// 月
    Month,
    /// 年
    Year,
    /// 小时
    Hour,
}

/// An extension that somebody may grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "TimeExtension")]
pub struct Extension {
    /// How much; absent where the law names no amount.
    pub amount: Option<u32>,
    /// Its unit.
    pub unit: Unit,
    /// Who grants it and when.
    pub condition: String,
}

/// A statutory time limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimeLimit {
    /// `verify-lead`
    pub id: String,
    /// What must be done.
    pub step: String,
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
    /// The event that starts it; the day of the event is not counted.
    pub count_from: String,
    /// The extension, if the law knows one.
    pub extension: Option<Extension>,
    /// In force from, where later than the pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub effective_from: Option<String>,
    /// Time that is not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub excluded: Option<String>,
    /// Article.
    pub article: String,
    /// Law.
    pub law: String,
    /// Where it was read.
    pub source: String,
    /// How far it was checked.
    pub verified: Verified,
}

/// A stretch of days that were not counted, or over which the last day moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Skipped {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// 周末, 春节 …
    pub name: String,
}

/// A deadline and its calculation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reckoning {
    /// Day of the event; not counted.
    pub event: String,
    /// First day that is counted.
    pub first_day: String,
    /// Last day.
    pub due: String,
    /// The last day before it moved, if it moved.
    pub moved_from: Option<String>,
    /// Days without work on the way, for working days; days over which the end moved, for the rest.
    pub skipped: Vec<Skipped>,
    /// The calculation in one Chinese line.
    pub words: String,
}

/// 5 个工作日, 30 日, 6 个月 …
pub fn amount_words(amount: u32, unit: Unit) -> String {
    match unit {
        Unit::WorkingDay => format!("{amount} 个工作日"),
        Unit::Day => format!("{amount} 日"),
        Unit::Month => format!("{amount} 个月"),
        Unit::Year => format!("{amount} 年"),
        Unit::Hour => format!("{amount} 小时"),
    }
}

/// As `reckon_from`, for an event without a name of its own.
pub fn reckon(
    calendar: &Calendar,
    roll: &RollOver,
    event: NaiveDate,
    amount: u32,
    unit: Unit,
) -> Result<Reckoning> {
    reckon_from(calendar, roll, event, "起因日", amount, unit)
}

/// Finds the last day of `amount` `unit` after `event`; `happened` says what happened then (送达).
pub fn reckon_from(
    calendar: &Calendar,
    roll: &RollOver,
    event: NaiveDate,
    happened: &str,
    amount: u32,
    unit: Unit,
) -> Result<Reckoning> {
    let plain =
        |end: Option<NaiveDate>| end.ok_or_else(|| Failure::invalid("天数太大，算不出日期。请检查期限。"));
    let first_day = plain(event.succ_opt())?;
    let raw = match unit {
        Unit::WorkingDay => calendar.add_working_days(event, amount)?,
        Unit::Day => plain(event.checked_add_days(chrono::Days::new(amount.into())))?,
        Unit::Month => plain(event.checked_add_months(chrono::Months::new(amount)))?,
        Unit::Year => plain(event.checked_add_months(chrono::Months::new(amount.saturating_mul(12))))?,
        Unit::Hour => {
            return Err(Failure::invalid("这一期限按小时计算，请填写起算的具体时刻。"));
        }
    };
    let due = if unit == Unit::WorkingDay { raw } else { calendar.roll(raw, roll)? };
    let skipped = skipped(calendar, if unit == Unit::WorkingDay { first_day } else { raw }, due)?;
    let short = |date: NaiveDate| date.format("%m-%d").to_string();
    let why: Vec<String> = skipped
        .iter()
        .map(|run| {
            if run.from == run.to {
                format!("{} {}", run.name, &run.from[5..])
            } else {
                format!("{} {} 至 {}", run.name, &run.from[5..], &run.to[5..])
            }
        })
        .collect();
    let why = match (why.is_empty(), raw == due) {
        (true, _) => String::new(),
        (false, true) => format!("，不计{}", why.join("、")),
        (false, false) => format!("，末日 {} 遇{}，顺延", short(raw), why.join("、")),
    };
    let words = format!(
        "{} {happened}，{} 起算，{}{why} → {}",
        short(event),
        short(first_day),
        amount_words(amount, unit),
        due
    );
    Ok(Reckoning {
        event: event.to_string(),
        first_day: first_day.to_string(),
        due: due.to_string(),
        moved_from: (raw != due).then(|| raw.to_string()),
        skipped,
        words,
    })
}

fn skipped(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> Result<Vec<Skipped>> {
    let mut out: Vec<Skipped> = Vec::new();
    let mut day = from;
    let mut yesterday_off = false;
    while day < to {
        let off = calendar.day_off(day)?;
        if let Some(name) = off {
            match out.last_mut().filter(|run| yesterday_off && run.name == name) {
                Some(run) => run.to = day.to_string(),
                None => out.push(Skipped { from: day.to_string(), to: day.to_string(), name: name.into() }),
            }
        }
        yesterday_off = off.is_some();
        day = match day.succ_opt() {
            Some(next) => next,
            None => break,
        };
    }
    Ok(out)
}

impl TimeLimit {
    /// The last day, counted from the day of the event.
    pub fn due(&self, calendar: &Calendar, roll: &RollOver, event: NaiveDate) -> Result<Reckoning> {
        reckon_from(calendar, roll, event, &self.count_from, self.amount, self.unit)
    }
    /// The last instant of a limit in hours, as UTC milliseconds; `None` for any other unit.
    pub fn due_at_ms(&self, event_ms: i64) -> Option<i64> {
        (self.unit == Unit::Hour).then(|| event_ms.saturating_add(i64::from(self.amount) * 3_600_000))
    }
    /// The last day after the extension was granted: counted on from the last day of the limit.
    pub fn extended(&self, calendar: &Calendar, roll: &RollOver, event: NaiveDate) -> Result<Reckoning> {
        let Some(Extension { amount: Some(amount), unit, .. }) = &self.extension else {
            return Err(Failure::invalid(format!("“{}”没有法定的延长期限，请写明批准的日期。", self.step)));
        };
        if *unit == self.unit {
            return reckon_from(calendar, roll, event, &self.count_from, self.amount + amount, *unit);
        }
        let first = self.due(calendar, roll, event)?;
        let end = super::parse::date(&first.due)
            .ok_or_else(|| Failure::Internal(format!("not a date: {}", first.due)))?;
        reckon_from(calendar, roll, end, "原期限届满", *amount, *unit)
    }
}

/// The limit of that identity among `packs`, with the pack's roll-over switch; of several versions the
/// last that holds on `on`.
pub fn find<'a>(packs: &'a [Pack], id: &str, on: NaiveDate) -> Option<(&'a TimeLimit, &'a RollOver)> {
    let on = on.to_string();
    packs
        .iter()
        .filter(|pack| pack.header.effective_from <= on)
        .filter_map(|pack| {
            let Lines::TimeLimits(lines) = &pack.lines else { return None };
            let limit = lines.iter().find(|limit| {
                limit.id == id && limit.effective_from.as_ref().is_none_or(|since| *since <= on)
            })?;
            Some((&pack.header, limit, pack.header.roll_over.as_ref()?))
        })
        .max_by(|a, b| (&a.0.effective_from, &a.0.version).cmp(&(&b.0.effective_from, &b.0.version)))
        .map(|(_, limit, roll)| (limit, roll))
}
