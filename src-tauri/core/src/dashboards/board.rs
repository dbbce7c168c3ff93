//! The three boards: what a figure is, and what all boards share.

use super::figures::Counted;
use super::rows::RowsFilter;
use super::shown::{Board, BoardInput, BoardName, Card, Chart, ChartKind, Drill, Fact, Point, Series};
use super::{governance, overview, platform};
use crate::calls::{Context, Nothing};
use crate::clock::date_of;
use crate::complaints::{self, By, ListComplaints, Period};
use crate::error::Result;
use chrono::{Datelike, Months, NaiveDate};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Months of a trend at most.
const MONTHS: usize = 36;
/// Bars of a chart at most; the basis says so when there are more.
pub(super) const BARS: usize = 30;

/// What a board is put together with.
pub(super) struct Maker<'a> {
    pub db: &'a Connection,
    pub counted: Option<Arc<Counted>>,
    pub counting_of: bool,
    pub period: Period,
    pub today: String,
    pub cards: Vec<Card>,
    pub charts: Vec<Chart>,
    pub facts: Vec<Fact>,
    pub sources: Vec<String>,
    pub missing: Vec<String>,
    pub label: &'a dyn Fn(&str, &str) -> String,
    pub situation: &'a dyn Fn(&str) -> String,
}

/// One board.
pub fn board(context: &Context<'_>, input: BoardInput) -> Result<Board> {
    let office = context.office;
    let now = office.now_ms();
    let today = date_of(now);
    let period = match input.period {
        Some(period) => {
            period.check()?;
            period
        }
        None => Period {
            from: today.with_day(1).and_then(|day| day.with_month(1)).unwrap_or(today).to_string(),
            to: today.to_string(),
        },
    };
    // The first count of an open office may take a moment; later ones run behind the last.
    let newest = office.newest_entry();
    let counted = match office.figures.current(office, Duration::from_millis(60))? {
        Some(counted) => Some(counted),
        None => office.figures.current(office, Duration::from_millis(700))?,
    };
    let label = |group: &str, code: &str| {
        crate::rules::store::label(office, group, code).unwrap_or_else(|_| code.to_owned())
    };
    let situations = situations(context)?;
    let situation = |code: &str| match situations.get(code) {
        Some(words) => words.clone(),
        None if code.is_empty() => "未写明情形".to_owned(),
        None => code.to_owned(),
    };
    let platform_name = match (input.board, input.platform_name) {
        (BoardName::Platform, None) => platforms(context, Nothing {})?.into_iter().next(),
        (BoardName::Platform, given) => given,
        _ => None,
    };
    office.read(|db| {
        let mut maker = Maker {
            db,
            counting_of: counted.as_ref().is_none_or(|counted| counted.entry() < newest),
            counted: counted.clone(),
            period: period.clone(),
            today: today.to_string(),
            cards: Vec::new(),
            charts: Vec::new(),
            facts: Vec::new(),
            sources: Vec::new(),
            missing: Vec::new(),
            label: &label,
            situation: &situation,
        };
        match (input.board, &platform_name) {
            (BoardName::Overview, _) => overview::fill(&mut maker)?,
            (BoardName::Governance, _) => governance::fill(&mut maker)?,
            (BoardName::Platform, Some(name)) => platform::fill(&mut maker, name)?,
            (BoardName::Platform, None) => maker.missing.push("还没有登记平台".to_owned()),
        }
        let Maker { cards, charts, facts, sources, missing, counting_of, .. } = maker;
        let uses = cards.iter().any(|card| card.as_of.is_some() || card.value.is_none())
            || charts.iter().any(|chart| chart.as_of.is_some() || chart.series.is_empty());
        Ok(Board {
            as_of: now,
            period: period.clone(),
            platform_name: platform_name.clone(),
            sources,
            missing,
            counting: counting_of && uses,
            facts,
            cards,
            charts,
        })
    })
}

/// 涉嫌违法情形 of all checklists, by code.
fn situations(context: &Context<'_>) -> Result<BTreeMap<String, String>> {
    let mut words = BTreeMap::new();
    for loaded in crate::rules::store::all(context.office)? {
        if let crate::rules::Lines::Checklist(items) = &loaded.pack.lines {
            for situation in items.iter().flat_map(|item| &item.situations) {
                words.insert(situation.code.clone(), situation.words.clone());
            }
        }
    }
    Ok(words)
}

/// Names of platforms: those registered, then those that only stand in the register of rooms.
pub fn platforms(context: &Context<'_>, _: Nothing) -> Result<Vec<String>> {
    context.office.read(|db| {
        let sql = format!(
            "SELECT DISTINCT name FROM platform WHERE retired = 0 AND {} ORDER BY sort_key, key LIMIT 2000",
            crate::registers::NOT_OPEN
        );
        let mut names: Vec<String> =
            db.prepare_cached(&sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        // From one name to the next in the index, instead of a pass over every room.
        let sql = "WITH RECURSIVE next(name) AS (
                     SELECT min(platform_name) FROM room
                     UNION ALL SELECT (SELECT min(platform_name) FROM room WHERE platform_name > next.name)
                     FROM next WHERE next.name IS NOT NULL)
                   SELECT name FROM next WHERE name IS NOT NULL AND name <> '' LIMIT 2000";
        let used: Vec<String> =
            db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        for name in used {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Ok(names)
    })
}

impl Maker<'_> {
    /// A figure counted just now with the condition that opens its list.
    pub(super) fn counted_card(
        &mut self,
        key: &str,
        title: &str,
        unit: &str,
        basis: &str,
        drill: Drill,
    ) -> Result<()> {
        let list = drill.list.as_deref().or(drill.register.as_deref()).unwrap_or_default();
        let value = super::rows::count(self.db, list, &drill.filter, &self.today)?;
        self.card(key, title, Some(value as i64), unit, basis, drill);
        Ok(())
    }

    pub(super) fn card(
        &mut self,
        key: &str,
        title: &str,
        value: Option<i64>,
        unit: &str,
        basis: &str,
        drill: Drill,
    ) {
        self.cards.push(Card {
            key: key.to_owned(),
            title: title.to_owned(),
            value,
            unit: unit.to_owned(),
            basis: basis.to_owned(),
            drill,
            as_of: None,
        });
    }

    /// A figure of the background count: absent until it is there.
    pub(super) fn tallied_card(
        &mut self,
        key: &str,
        title: &str,
        unit: &str,
        basis: &str,
        drill: Drill,
        value: impl Fn(&Counted) -> u64,
    ) {
        let counted = self.counted.clone();
        let value = counted.as_ref().map(|counted| value(counted) as i64);
        let basis = if value.is_some() { basis.to_owned() } else { format!("{basis}；正在统计") };
        self.card(key, title, value, unit, &basis, drill);
        if let Some(card) = self.cards.last_mut() {
            card.as_of = counted.map(|counted| counted.as_of);
        }
    }

    /// A chart of one series of counted groups; each bar opens its own list.
    pub(super) fn chart(
        &mut self,
        key: &str,
        title: &str,
        kind: ChartKind,
        unit: &str,
        basis: &str,
        groups: Vec<(String, u64, Drill)>,
    ) {
        let mut basis = basis.to_owned();
        if groups.len() > BARS {
            basis.push_str(&format!("；共 {} 组，列前 {BARS} 组", groups.len()));
        }
        let points: Vec<Point> = groups
            .into_iter()
            .take(BARS)
            .map(|(label, value, drill)| Point {
                label: if label.is_empty() { "未填".to_owned() } else { label },
                value: Some(value as i64),
                drill: Some(drill),
            })
            .collect();
        let note = points.is_empty().then(|| "没有数据。".to_owned());
        let series =
            if points.is_empty() { Vec::new() } else { vec![Series { name: title.to_owned(), points }] };
        self.charts.push(Chart {
            key: key.to_owned(),
            title: title.to_owned(),
            basis,
            kind,
            unit: unit.to_owned(),
            series,
            note,
            as_of: None,
        });
    }

    /// As [`Maker::chart`], from the background count.
    pub(super) fn tallied_chart(
        &mut self,
        key: &str,
        title: &str,
        kind: ChartKind,
        unit: &str,
        basis: &str,
        groups: impl Fn(&Counted) -> Vec<(String, u64, Drill)>,
    ) {
        let counted = self.counted.clone();
        self.chart(key, title, kind, unit, basis, counted.as_ref().map_or_else(Vec::new, |c| groups(c)));
        if let Some(chart) = self.charts.last_mut() {
            chart.as_of = counted.as_ref().map(|counted| counted.as_of);
            if counted.is_none() {
                chart.note = Some("正在统计，请稍后再看。".to_owned());
            }
        }
    }

    /// What the ledger of complaints says when the days hold nothing.
    pub(super) fn complaint_note(&self, platform: Option<&str>) -> Result<String> {
        Ok(match complaints::newest(self.db, platform)? {
            Some(on) => format!("期内没有数据。最近一条在 {}。", &on[..on.len().min(7)]),
            None => "投诉举报未报送。".to_owned(),
        })
    }

    /// Complaints by month beside the same months of the year before. Months outside what the ledger covers are
    /// not reported, not nought.
    pub(super) fn complaint_trend(&mut self, key: &str, platform: Option<&str>) -> Result<()> {
        let platform_name = platform.map(str::to_owned);
        let filter = |period: Period| ListComplaints {
            platform_name: platform_name.clone(),
            period: Some(period),
            ..Default::default()
        };
        let months = months(&self.period);
        let mut series = Vec::new();
        let mut any = false;
        for (name, back) in [("登记数", 0), ("上年同月", 12)] {
            let spans: Vec<(String, Period)> = months
                .iter()
                .filter_map(|(label, span)| Some((label.clone(), earlier(span, back)?)))
                .collect();
            let (Some(first), Some(last)) = (spans.first(), spans.last()) else { continue };
            let whole = Period { from: first.1.from.clone(), to: last.1.to.clone() };
            let found: BTreeMap<String, u64> =
                complaints::grouped(self.db, &filter(whole), By::Month)?.into_iter().collect();
            let covered = self.covered(platform)?;
            let points: Vec<Point> = spans
                .into_iter()
                .map(|(label, span)| {
                    let month = &span.from[..7];
                    let reported = covered
                        .as_ref()
                        .is_some_and(|(first, last)| first.as_str() <= month && month <= last.as_str());
                    let value = reported.then(|| found.get(month).copied().unwrap_or(0) as i64);
                    any |= value.is_some_and(|value| value > 0);
                    let filter = RowsFilter {
                        platform_name: platform_name.clone(),
                        period: Some(span),
                        ..Default::default()
                    };
                    Point { label, value, drill: value.map(|_| Drill::list("complaints", filter)) }
                })
                .collect();
            series.push(Series { name: name.to_owned(), points });
        }
        let note = if any { None } else { Some(self.complaint_note(platform)?) };
        self.charts.push(Chart {
            key: key.to_owned(),
            title: "投诉举报趋势".to_owned(),
            basis: "按登记日计月；同期线为上年同月；台账没有覆盖的月份为未报送".to_owned(),
            kind: ChartKind::Line,
            unit: "件".to_owned(),
            series: if any { series } else { Vec::new() },
            note,
            as_of: None,
        });
        Ok(())
    }

    /// First and last month of the ledger.
    fn covered(&self, platform: Option<&str>) -> Result<Option<(String, String)>> {
        let Some(last) = complaints::newest(self.db, platform)? else { return Ok(None) };
        let Some(first) = complaints::oldest(self.db, platform)? else { return Ok(None) };
        Ok(Some((first.chars().take(7).collect(), last.chars().take(7).collect())))
    }
}

/// The months of a period, the first and the last clipped to it; the last ones if there are too many.
pub(super) fn months(period: &Period) -> Vec<(String, Period)> {
    let (Some(from), Some(to)) =
        (crate::rules::parse::date(&period.from), crate::rules::parse::date(&period.to))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut day = from;
    while day <= to {
        let Some(next) = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))) else {
            break;
        };
        let last = next.pred_opt().unwrap_or(day).min(to);
        found.push((day.format("%Y-%m").to_string(), Period { from: day.to_string(), to: last.to_string() }));
        day = next;
    }
    let skip = found.len().saturating_sub(MONTHS);
    found.split_off(skip)
}

/// The same span some months earlier. A span that ends with its month ends with the earlier month too.
fn earlier(span: &Period, months: u32) -> Option<Period> {
    let day = |text: &str| crate::rules::parse::date(text);
    let (from, to) = (day(&span.from)?, day(&span.to)?);
    let back = |day: NaiveDate| day.checked_sub_months(Months::new(months));
    let ends_month = to.succ_opt().is_some_and(|next| next.day() == 1);
    let to = if ends_month { back(to.succ_opt()?)?.pred_opt()? } else { back(to)? };
    Some(Period { from: back(from)?.to_string(), to: to.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Period {
        Period { from: from.to_owned(), to: to.to_owned() }
    }

    #[test]
    fn months_are_clipped_and_leap_days_are_not_lost() {
        let found = months(&span("2028-01-15", "2028-03-02"));
        let spans: Vec<&Period> = found.iter().map(|(_, span)| span).collect();
        assert_eq!(
            spans,
            [
                &span("2028-01-15", "2028-01-31"),
                &span("2028-02-01", "2028-02-29"),
                &span("2028-03-01", "2028-03-02")
            ]
        );
        assert_eq!(earlier(spans[1], 12), Some(span("2027-02-01", "2027-02-28")));
        assert_eq!(earlier(&span("2027-02-01", "2027-02-28"), 36), Some(span("2024-02-01", "2024-02-29")));
        assert_eq!(months(&span("2020-01-01", "2026-11-20")).len(), MONTHS);
    }
}
