//! How many a task takes, and how often it comes up in its months. Pure.

use crate::error::{Failure, Result};
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// One time that a task comes up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Occurrence {
    /// `2026-11`, `2026-Q4`, or empty for a task that comes up once.
    pub key: String,
    /// `2026年11月`, `2026年第4季度`, or empty.
    pub words: String,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
}

/// 比例 or number as how many of `count`: a share is rounded up, so that something is drawn wherever there is anybody.
pub(super) fn take_of(share: Option<u32>, take: Option<u32>, count: i64) -> u32 {
    let count = u32::try_from(count.max(0)).unwrap_or(u32::MAX);
    match (share, take) {
        (Some(share), _) => {
            let exact = u64::from(count) * u64::from(share.min(10_000));
            u32::try_from(exact.div_ceil(10_000)).unwrap_or(u32::MAX).min(count)
        }
        (None, Some(take)) => take,
        (None, None) => 0,
    }
}

/// `12.5%` of hundredths of a percent.
pub(super) fn share_words(share: u32) -> String {
    match (share / 100, share % 100) {
        (whole, 0) => format!("{whole}%"),
        (whole, part) if part % 10 == 0 => format!("{whole}.{}%", part / 10),
        (whole, part) => format!("{whole}.{part:02}%"),
    }
}

/// Every time a task comes up between its first and its last day.
pub(super) fn occurrences(repeats: &str, starts: NaiveDate, ends: NaiveDate) -> Result<Vec<Occurrence>> {
    let span = |from: NaiveDate, to: NaiveDate, key: String, words: String| Occurrence {
        key,
        words,
        from: from.max(starts).to_string(),
        to: to.min(ends).to_string(),
    };
    let months = match repeats {
        "once" => return Ok(vec![span(starts, ends, String::new(), String::new())]),
        "monthly" => 1,
        "quarterly" => 3,
        _ => return Err(Failure::field("repeats", "请选择这项任务一年做几次：一次、每月或每季度。")),
    };
    let mut found = Vec::new();
    let mut month = starts.month0() - starts.month0() % months;
    let mut year = starts.year();
    let too_far = || Failure::field("endsOn", "任务的期间太长，请写在计划的年度以内。");
    while let Some(from) = NaiveDate::from_ymd_opt(year, month + 1, 1).filter(|from| *from <= ends) {
        let (next_year, next) = if month + months >= 12 { (year + 1, 0) } else { (year, month + months) };
        let to = NaiveDate::from_ymd_opt(next_year, next + 1, 1).and_then(|day| day.pred_opt());
        let to = to.ok_or_else(too_far)?;
        let (key, words) = if months == 1 {
            (format!("{year}-{:02}", month + 1), format!("{year}年{}月", month + 1))
        } else {
            let quarter = month / 3 + 1;
            (format!("{year}-Q{quarter}"), format!("{year}年第{quarter}季度"))
        };
        found.push(span(from, to, key, words));
        if found.len() > 24 {
            return Err(too_far());
        }
        (year, month) = (next_year, next);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_share_is_rounded_up_and_never_more_than_there_are() {
        for (share, take, count, expected) in [
            (Some(300), None, 164, 5),
            (Some(300), None, 0, 0),
            (Some(1), None, 3, 1),
            (Some(10_000), None, 63, 63),
            (Some(20_000), None, 63, 63),
            (Some(2_500), None, 1_600_000, 400_000),
            (None, Some(5), 164, 5),
            (None, Some(200), 164, 200),
            (None, None, 164, 0),
            (Some(300), Some(7), 100, 3),
            (Some(300), None, -1, 0),
        ] {
            assert_eq!(take_of(share, take, count), expected, "{share:?} {take:?} of {count}");
        }
    }

    #[test]
    fn shares_in_words() {
        for (share, words) in [(300, "3%"), (10_000, "100%"), (250, "2.5%"), (301, "3.01%"), (5, "0.05%")] {
            assert_eq!(share_words(share), words);
        }
    }

    #[test]
    fn a_task_comes_up_in_each_of_its_months() {
        for (repeats, from, to, expected) in [
            ("once", "2026-03-01", "2026-11-30", vec![""]),
            ("monthly", "2026-03-15", "2026-05-02", vec!["2026-03", "2026-04", "2026-05"]),
            ("monthly", "2026-12-01", "2026-12-31", vec!["2026-12"]),
            ("quarterly", "2026-02-10", "2026-12-31", vec!["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
            ("monthly", "2026-12-31", "2027-01-01", vec!["2026-12", "2027-01"]),
        ] {
            let found = occurrences(repeats, day(from), day(to)).unwrap();
            let keys: Vec<&str> = found.iter().map(|one| one.key.as_str()).collect();
            assert_eq!(keys, expected, "{repeats} {from}");
            assert_eq!(found[0].from, from);
            assert_eq!(found[found.len() - 1].to, to);
        }
        assert_eq!(
            occurrences("monthly", day("2026-03-01"), day("2026-03-31")).unwrap()[0].words,
            "2026年3月"
        );
        assert!(occurrences("weekly", day("2026-03-01"), day("2026-03-31")).is_err());
        assert!(occurrences("monthly", day("2026-03-01"), day("2036-03-31")).is_err());
    }
}
