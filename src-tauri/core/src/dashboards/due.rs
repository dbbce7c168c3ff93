//! How far a day is off, in words. Pure; a year without a calendar is said, never guessed.

use super::workbench::Tone;
use crate::rules::Calendar;
use chrono::{Days, NaiveDate};

/// "Soon" is the next three working days.
const SOON: u32 = 3;

/// How far "soon" reaches from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Horizon {
    pub today: NaiveDate,
    /// The last day that is soon.
    pub soon: NaiveDate,
}

impl Horizon {
    /// Where the calendar does not reach, the next three days: they are within three working days for certain.
    pub(super) fn new(today: NaiveDate, calendar: &Calendar) -> Self {
        let soon = calendar
            .add_working_days(today, SOON)
            .or_else(|_| today.checked_add_days(Days::new(SOON.into())).ok_or(()))
            .unwrap_or(today);
        Self { today, soon }
    }

    pub(super) fn tone(self, due: Option<NaiveDate>) -> Tone {
        match due {
            Some(due) if due < self.today => Tone::Overdue,
            Some(due) if due == self.today => Tone::Due,
            Some(due) if due <= self.soon => Tone::Doing,
            _ => Tone::Draft,
        }
    }
}

/// 逾期 2 个工作日 · 今日到期 · 还剩 3 个工作日 · `none` when there is no day.
pub(super) fn words(due: Option<NaiveDate>, today: NaiveDate, calendar: &Calendar, none: &str) -> String {
    let Some(due) = due else { return none.to_owned() };
    if due == today {
        return "今日到期".to_owned();
    }
    match calendar.working_days_between(today, due) {
        Ok(days) if days > 0 => format!("还剩 {days} 个工作日"),
        Ok(0) if due > today => "还剩不足 1 个工作日".to_owned(),
        Ok(0) => "已逾期，不足 1 个工作日".to_owned(),
        Ok(days) => format!("逾期 {} 个工作日", -days),
        Err(_) if due < today => "已逾期，工作日数待核".to_owned(),
        Err(_) => "工作日数待核".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{builtin, parse};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        let packs: Vec<_> = builtin()
            .iter()
            .filter(|(name, _)| name.starts_with("calendar"))
            .map(|(name, bytes)| parse(bytes, name).unwrap())
            .collect();
        Calendar::from_packs(&packs).unwrap()
    }

    #[test]
    fn words_count_working_days_and_say_what_is_not_known() {
        let (calendar, today) = (calendar(), day("2026-11-20"));
        let say = |due: &str| words(Some(day(due)), today, &calendar, "");
        assert_eq!(say("2026-11-20"), "今日到期");
        assert_eq!(say("2026-11-18"), "逾期 2 个工作日");
        assert_eq!(say("2026-11-23"), "还剩 1 个工作日");
        assert_eq!(say("2026-11-22"), "还剩不足 1 个工作日");
        assert_eq!(say("2027-03-01"), "工作日数待核", "a year without a notice is not counted");
        assert_eq!(words(None, today, &calendar, "未定期限"), "未定期限");
        assert_eq!(
            words(Some(day("2026-11-20")), day("2026-11-21"), &calendar, ""),
            "已逾期，不足 1 个工作日"
        );
    }

    #[test]
    fn soon_is_three_working_days_and_less_where_no_calendar_reaches() {
        let near = Horizon::new(day("2026-11-20"), &calendar());
        assert_eq!(near.soon, day("2026-11-25"));
        assert_eq!(near.tone(Some(day("2026-11-19"))), Tone::Overdue);
        assert_eq!(near.tone(Some(day("2026-11-25"))), Tone::Doing);
        assert_eq!(near.tone(Some(day("2026-11-26"))), Tone::Draft);
        let edge = Horizon::new(day("2026-12-31"), &calendar());
        assert_eq!(edge.soon, day("2027-01-03"));
    }
}
