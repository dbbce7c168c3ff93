//! Dates as words and as columns of the board. Pure: the day and the calendar are handed in, and a year without
//! a calendar gives 待核, never a countdown.

use crate::error::{Failure, Result};
use crate::rules::store::weekday;
use crate::rules::time_limits::reckon_from;
use crate::rules::working_days::WEEKEND;
use crate::rules::{Calendar, RollOver, Unit};
use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// How many working days ahead the board shows under 即将到期. A matter of the screen, not of law.
const SOON: i64 = 3;

/// What is said beside every term.
pub(crate) const TERM_NOTE: &str = "期限由执法人员确定，自收到通知书之日起算";

/// Where a card stands on the board, by its date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RectificationColumn {
    /// 逾期
    Overdue,
    /// 今日
    Today,
    /// 几个工作日内
    Soon,
    /// 以后
    Later,
    /// 未定日期
    NoDate,
    /// 办结
    Closed,
}

/// A date as it crosses: `2026-11-27`.
pub(crate) fn parse_date(field: &str, text: &str) -> Result<NaiveDate> {
    stored_date(text).ok_or_else(|| Failure::field(field, "日期请写成 2026-11-27 这样，并且是真实的日期。"))
}

/// A date as it is stored.
pub(crate) fn stored_date(text: &str) -> Option<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (date.to_string() == text).then_some(date)
}

/// `11-28 周六（非工作日）`: the last day by itself, for a card. Another year than this one is named.
pub(crate) fn day_words(calendar: &Calendar, by: NaiveDate, today: NaiveDate) -> String {
    let date = by.format(if by.year() == today.year() { "%m-%d" } else { "%Y-%m-%d" });
    let mark = match calendar.day_off(by) {
        Ok(None) => "",
        Ok(Some(_)) => "（非工作日）",
        Err(_) => "（是否工作日待核）",
    };
    format!("{date} {}{mark}", weekday(by))
}

/// 周五，第 5 个工作日；期限由执法人员确定，自收到通知书之日起算
pub(crate) fn correct_by_words(calendar: &Calendar, from: NaiveDate, by: NaiveDate) -> String {
    let mut day = weekday(by).to_owned();
    let place = match (calendar.working_days_between(from, by), calendar.day_off(by)) {
        _ if by == from => "当日".to_owned(),
        (Ok(count), Ok(None)) => format!("第 {count} 个工作日"),
        (Ok(count), Ok(Some(name))) => {
            // A Saturday says by itself that it is a weekend.
            day.push_str(&if name == WEEKEND {
                "（非工作日）".to_owned()
            } else {
                format!("（{name}，非工作日）")
            });
            format!("此前有 {count} 个工作日")
        }
        _ => "这一年放假安排尚未载入，工作日数待核".to_owned(),
    };
    format!("{day}，{place}；{TERM_NOTE}")
}

/// How the working days up to the date were counted, in one line.
pub(crate) fn calculation(calendar: &Calendar, roll: &RollOver, from: NaiveDate, by: NaiveDate) -> String {
    let counted = calendar
        .working_days_between(from, by)
        .and_then(|days| reckon_from(calendar, roll, from, "发现问题", days.max(0) as u32, Unit::WorkingDay));
    match counted {
        Ok(reckoning) if reckoning.due == by.to_string() => {
            format!("按发现日试算：{}。{TERM_NOTE}。", reckoning.words)
        }
        Ok(reckoning) => format!(
            "{by} {}不是工作日；按发现日试算，此前最后一个工作日为 {}。{TERM_NOTE}。",
            weekday(by),
            reckoning.due
        ),
        Err(_) => format!("{by} {}。所涉年份放假安排尚未载入，工作日数待核。{TERM_NOTE}。", weekday(by)),
    }
}

/// The column of a card, and the working days left where the calendar knows them.
pub(crate) fn column(
    calendar: &Calendar,
    closed: bool,
    by: Option<NaiveDate>,
    today: NaiveDate,
) -> (RectificationColumn, Option<i64>) {
    if closed {
        return (RectificationColumn::Closed, None);
    }
    let Some(by) = by else { return (RectificationColumn::NoDate, None) };
    let left = calendar.working_days_between(today, by).ok();
    let column = match (by.cmp(&today), left) {
        (std::cmp::Ordering::Less, _) => RectificationColumn::Overdue,
        (std::cmp::Ordering::Equal, _) => RectificationColumn::Today,
        (std::cmp::Ordering::Greater, Some(left)) if left <= SOON => RectificationColumn::Soon,
        (std::cmp::Ordering::Greater, _) => RectificationColumn::Later,
    };
    (column, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{builtin, parse_all};

    fn calendar() -> Calendar {
        Calendar::from_packs(&parse_all(builtin()).unwrap()).unwrap()
    }
    fn day(text: &str) -> NaiveDate {
        stored_date(text).unwrap()
    }

    #[test]
    fn words_count_working_days_or_say_that_they_cannot() {
        let calendar = calendar();
        let words = |from, by| correct_by_words(&calendar, day(from), day(by));
        assert_eq!(
            words("2026-11-20", "2026-11-27"),
            "周五，第 5 个工作日；期限由执法人员确定，自收到通知书之日起算"
        );
        assert!(words("2026-11-20", "2026-11-28").starts_with("周六（非工作日），此前有 5 个工作日；"));
        assert!(words("2026-09-28", "2026-10-01").starts_with("周四（国庆节，非工作日），此前有"));
        assert!(words("2026-11-20", "2026-11-20").starts_with("周五，当日"));
        assert!(
            words("2026-09-28", "2026-10-09").contains("第 4 个工作日"),
            "the October holiday is not counted"
        );
        assert!(words("2026-12-30", "2027-01-08").contains("待核"), "no calendar, no number");
    }

    #[test]
    fn a_card_says_the_day_and_no_more() {
        let calendar = calendar();
        let words = |by| day_words(&calendar, day(by), day("2026-11-20"));
        assert_eq!(words("2026-11-27"), "11-27 周五");
        assert_eq!(words("2026-11-28"), "11-28 周六（非工作日）");
        assert_eq!(words("2027-01-05"), "2027-01-05 周二（是否工作日待核）");
    }

    #[test]
    fn columns_follow_the_date() {
        use RectificationColumn as Column;
        let calendar = calendar();
        let of = |by: &str| column(&calendar, false, Some(day(by)), day("2026-11-20"));
        assert_eq!(of("2026-11-19"), (Column::Overdue, Some(-1)));
        assert_eq!(of("2026-11-20"), (Column::Today, Some(0)));
        assert_eq!(of("2026-11-25"), (Column::Soon, Some(3)));
        assert_eq!(of("2026-11-26"), (Column::Later, Some(4)));
        assert_eq!(of("2027-01-05"), (Column::Later, None), "no countdown into a year without a calendar");
        assert_eq!(column(&calendar, false, None, day("2026-11-20")), (Column::NoDate, None));
        assert_eq!(
            column(&calendar, true, Some(day("2026-11-01")), day("2026-11-20")),
            (Column::Closed, None)
        );
    }

    #[test]
    fn only_real_dates_in_one_writing_are_dates() {
        for text in ["2026-02-30", "2026-2-3", "26-02-03", "明天", ""] {
            assert!(stored_date(text).is_none(), "{text}");
        }
    }
}
