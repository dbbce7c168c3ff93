//! Working days by the State Council's notices. A year without a notice is a refusal, never a guess.

use super::pack::{DayType, Lines, Pack, RollOver};
use super::parse::date;
use crate::error::{Failure, Result};
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// Why nobody works on an ordinary Saturday or Sunday.
pub(crate) const WEEKEND: &str = "周末";

/// The loaded years.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    years: BTreeMap<i32, BTreeMap<NaiveDate, (DayType, String)>>,
}

fn overflow() -> Failure {
    Failure::invalid("天数太大，算不出日期。请检查期限。")
}

impl Calendar {
    /// Gathers the calendars among `packs`; of two packs for a year the later version holds.
    pub fn from_packs(packs: &[Pack]) -> Result<Self> {
        let mut chosen: BTreeMap<i32, &Pack> = BTreeMap::new();
        for pack in packs {
            let (Lines::Calendar(_), Some(year)) = (&pack.lines, pack.header.year) else { continue };
            let later = chosen.get(&year).is_none_or(|other| other.header.version < pack.header.version);
            if later {
                chosen.insert(year, pack);
            }
        }
        let mut years = BTreeMap::new();
        for (year, pack) in chosen {
            let Lines::Calendar(lines) = &pack.lines else { continue };
            let mut days = BTreeMap::new();
            for line in lines {
                let day = date(&line.date).ok_or_else(|| {
                    Failure::invalid(format!("{year} 年放假安排里的日期 {} 有误，请重新载入。", line.date))
                })?;
                days.insert(day, (line.day, line.name.clone()));
            }
            years.insert(year, days);
        }
        Ok(Self { years })
    }

    /// The loaded years, in order.
    pub fn years(&self) -> Vec<i32> {
        self.years.keys().copied().collect()
    }

    fn year(&self, year: i32) -> Result<&BTreeMap<NaiveDate, (DayType, String)>> {
        self.years.get(&year).ok_or_else(|| {
            Failure::invalid(format!(
                "{year} 年放假安排尚未载入，不能推算期限。请在设置中载入国务院办公厅通知。"
            ))
        })
    }

    /// Whether the office works on that day.
    pub fn is_working(&self, date: NaiveDate) -> Result<bool> {
        Ok(match self.year(date.year())?.get(&date) {
            Some((day, _)) => *day == DayType::Work,
            None => !is_weekend(date),
        })
    }

    /// Why nobody works on that day: the name of the holiday, or 周末; `None` on a working day.
    pub fn day_off(&self, date: NaiveDate) -> Result<Option<&str>> {
        Ok(match self.year(date.year())?.get(&date) {
            Some((DayType::Off, name)) => Some(name.as_str()),
            Some((DayType::Work, _)) => None,
            None => is_weekend(date).then_some(WEEKEND),
        })
    }

    /// The `n`th working day after `start`, which is itself not counted; `start` if `n` is 0.
    pub fn add_working_days(&self, start: NaiveDate, n: u32) -> Result<NaiveDate> {
        let mut day = start;
        let mut left = n;
        while left > 0 {
            day = day.succ_opt().ok_or_else(overflow)?;
            if self.is_working(day)? {
                left -= 1;
            }
        }
        Ok(day)
    }

    /// The `n`th day after `start`, moved off a day without work as the switch says.
    pub fn add_days(&self, start: NaiveDate, n: u32, roll: &RollOver) -> Result<NaiveDate> {
        self.roll(start.checked_add_days(Days::new(n.into())).ok_or_else(overflow)?, roll)
    }

    /// The same day `n` months later (or that month's last day), moved as the switch says.
    pub fn add_months(&self, start: NaiveDate, n: u32, roll: &RollOver) -> Result<NaiveDate> {
        self.roll(start.checked_add_months(Months::new(n)).ok_or_else(overflow)?, roll)
    }

    /// Moves a last day to the first working day on or after it, if the switch covers it.
    pub fn roll(&self, last: NaiveDate, roll: &RollOver) -> Result<NaiveDate> {
        let named = matches!(self.year(last.year())?.get(&last), Some((DayType::Off, _)));
        let covered = if named { roll.legal_holiday } else { roll.weekend };
        let mut day = last;
        while covered && !self.is_working(day)? {
            day = day.succ_opt().ok_or_else(overflow)?;
        }
        Ok(day)
    }

    /// Working days after `from` up to and with `to`; negative if `to` is earlier.
    /// `add_working_days(from, n)` lies `n` working days after `from`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> Result<i64> {
        if to < from {
            return Ok(-self.working_days_between(to, from)?);
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = day.succ_opt().ok_or_else(overflow)?;
            count += i64::from(self.is_working(day)?);
        }
        Ok(count)
    }
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}
