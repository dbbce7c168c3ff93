//! Which subjects of a register make the list, which are left out and why, as SQL; and how many that would be.

use super::model::{DrawFilter, Source, source};
use super::strata::{class_words, short, take_of};
use super::terms::{DrawTerms, column};
use crate::calls::Context;
use crate::clock::{date_of, local};
use crate::error::{Failure, Result};
use chrono::{Datelike, Months, NaiveDate, TimeZone};
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What to count.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewDraw {
    /// The register.
    pub register: String,
    /// Which subjects.
    #[serde(default)]
    pub filter: DrawFilter,
    /// Strata, cap, exclusions; none if absent.
    #[serde(default)]
    #[ts(optional, as = "Option<DrawTerms>")]
    pub terms: DrawTerms,
}

/// How many subjects a list would have, and why others are not on it.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawPreview {
    /// On the list.
    pub count: i64,
    /// Not on the list, by reason.
    pub excluded: Vec<DrawExcluded>,
    /// On the list though they reached the yearly cap.
    pub over_cap: i64,
    /// What each stratum would give; empty without strata.
    pub strata: Vec<PreviewStratum>,
    /// What is short, in Chinese; with any of it the list cannot be locked.
    pub short: Vec<String>,
}

/// Why so many are left out.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawExcluded {
    /// In Chinese.
    pub reason: String,
    /// How many.
    pub count: i64,
}

/// A stratum to be.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PreviewStratum {
    /// The value of the column.
    pub class: String,
    /// Subjects on the list.
    pub count: i64,
    /// How many it would give.
    pub take: i64,
}

/// Why a row is not on the list, each as SQL on the table aliased `t`.
pub(crate) struct Conditions {
    pub(crate) pending: &'static str,
    pub(crate) mismatch: String,
    pub(crate) recent: String,
    pub(crate) excluded: String,
    /// Visits of this year have reached the cap.
    pub(crate) capped: String,
    /// Such rows stay on the list all the same, for a stated reason.
    pub(crate) capped_stay: bool,
    /// The column of the strata; `''` without strata.
    pub(crate) class: String,
    pub(crate) values: Vec<Value>,
}

impl Conditions {
    /// What makes a row of the list.
    pub(crate) fn listed(&self) -> String {
        let Self { pending, mismatch, recent, excluded, capped, .. } = self;
        let capped = if self.capped_stay { "0" } else { capped };
        format!(
            "t.retired = 0 AND NOT {pending} AND NOT ({mismatch}) AND NOT {recent} AND NOT {excluded} AND NOT {capped}"
        )
    }
}

/// The filter and the terms as SQL.
pub(crate) fn conditions(
    source: &Source,
    filter: &DrawFilter,
    terms: &DrawTerms,
    now_ms: i64,
) -> Result<Conditions> {
    let mut values: Vec<Value> = Vec::new();
    let mut mismatch = String::from("0");
    let wanted = [
        ("status", "状态", &filter.status),
        ("platformName", "平台", &filter.platform_name),
        ("street", "镇街", &filter.street),
        ("riskClass", "信用风险分类", &filter.risk_class),
    ];
    for (name, label, value) in wanted {
        let Some(value) = value.as_deref().filter(|value| !value.is_empty()) else { continue };
        let Some((_, column)) = source.filters.iter().find(|(wire, _)| *wire == name) else {
            return Err(Failure::field(
                format!("filter.{name}"),
                format!("这个名录没有“{label}”，不能按它筛选。请去掉这个条件。"),
            ));
        };
        values.push(value.to_owned().into());
        let place = values.len();
        mismatch = format!("{mismatch} OR t.{column} <> ?{place}");
    }
    let mut recent = String::from("0");
    if let Some(months) = filter.not_inspected_months.filter(|months| *months > 0) {
        let since = local(now_ms).date_naive().checked_sub_months(Months::new(months)).and_then(start_of);
        let since =
            since.ok_or_else(|| Failure::field("filter.notInspectedMonths", "月数太大，请填小一些。"))?;
        values.push(since.into());
        recent = format!(
            "EXISTS (SELECT 1 FROM inspection i WHERE i.subject_id = t.id AND i.retired = 0
              AND coalesce(i.ended_at, i.began_at, i.finished_at) >= ?{})",
            values.len()
        );
    }
    let mut excluded = String::from("0");
    if !terms.exclusions.is_empty() {
        let mut places = Vec::new();
        for exclusion in &terms.exclusions {
            values.push(exclusion.subject.into());
            places.push(format!("?{}", values.len()));
        }
        excluded = format!("t.id IN ({})", places.join(", "));
    }
    let mut capped = String::from("0");
    if let Some(cap) = &terms.yearly_cap
        && let Some(plan) = &cap.of_plan
    {
        values.push(plan.year.into());
        values.push(serde_json::to_string(&plan.exempt)?.into());
        values.push(i64::from(plan.onsite_only).into());
        values.push(i64::from(cap.visits).into());
        let at = values.len();
        capped = format!(
            "((SELECT count(*) FROM inspection i WHERE i.subject_id = t.id AND i.retired = 0 AND i.year = ?{}
               AND NOT EXISTS (SELECT 1 FROM json_each(?{}) e WHERE e.value = i.reason)
               AND (?{} = 0 OR i.approach = 'onsite')) >= ?{at})",
            at - 3,
            at - 2,
            at - 1
        );
    } else if let Some(cap) = &terms.yearly_cap {
        let year = date_of(now_ms).year();
        let since = NaiveDate::from_ymd_opt(year, 1, 1).and_then(start_of).unwrap_or_default();
        values.push(since.into());
        values.push(i64::from(cap.visits).into());
        capped = format!(
            "((SELECT count(*) FROM inspection i WHERE i.subject_id = t.id AND i.retired = 0
               AND coalesce(i.ended_at, i.began_at, i.finished_at) >= ?{}) >= ?{})",
            values.len() - 1,
            values.len()
        );
    }
    let class = match &terms.strata {
        Some(strata) => format!("t.{}", column(source, &strata.by)?),
        None => "''".into(),
    };
    let capped_stay = terms.yearly_cap.as_ref().is_some_and(|cap| cap.kept().is_some());
    let pending = "(t.batch IS NOT NULL AND t.batch IN (SELECT key FROM batch WHERE state = 'open'))";
    Ok(Conditions { pending, mismatch, recent, excluded, capped, capped_stay, class, values })
}

/// The first millisecond of a day in China.
fn start_of(day: NaiveDate) -> Option<i64> {
    let midnight = local(0).offset().from_local_datetime(&day.and_hms_opt(0, 0, 0)?).single()?;
    Some(midnight.timestamp_millis())
}

/// Counts what a list would have.
pub fn preview(context: &Context<'_>, input: PreviewDraw) -> Result<DrawPreview> {
    let source = source(&input.register)?;
    let found = conditions(source, &input.filter, &input.terms, context.office.now_ms())?;
    let Conditions { pending, mismatch, recent, excluded, capped, class, .. } = &found;
    let out_by_cap = if found.capped_stay { "0" } else { capped.as_str() };
    let sql = format!(
        "SELECT CASE WHEN t.retired <> 0 THEN 1 WHEN {pending} THEN 2 WHEN {mismatch} THEN 3 WHEN {recent} THEN 4
           WHEN {excluded} THEN 5 WHEN {out_by_cap} THEN 6 ELSE 0 END AS why, {class} AS class, {capped} AS over,
           count(*) FROM {} t GROUP BY why, class, over ORDER BY why, class",
        source.table
    );
    let months = input.filter.not_inspected_months.unwrap_or_default();
    let cap_words = input.terms.yearly_cap.as_ref().map(super::terms::YearlyCap::words).unwrap_or_default();
    let mut counts: Vec<(String, i64)> = Vec::new();
    let mut made =
        DrawPreview { count: 0, excluded: Vec::new(), over_cap: 0, strata: Vec::new(), short: Vec::new() };
    context.office.read(|db| {
        let mut statement = db.prepare(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(found.values.iter()))?;
        while let Some(row) = rows.next()? {
            let (class, over, count): (String, bool, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let reason = match row.get::<_, i64>(0)? {
                0 => {
                    made.count += count;
                    made.over_cap += if over { count } else { 0 };
                    match counts.iter_mut().find(|(known, _)| *known == class) {
                        Some((_, known)) => *known += count,
                        None => counts.push((class, count)),
                    }
                    continue;
                }
                1 => "已从名录停用".to_owned(),
                2 => "所在的导入还没有完成".to_owned(),
                3 => "不符合筛选条件".to_owned(),
                4 => format!("近 {months} 个月检查过"),
                5 => "计划写明理由剔除".to_owned(),
                _ => format!("{cap_words}，到了上限"),
            };
            match made.excluded.iter_mut().find(|known| known.reason == reason) {
                Some(known) => known.count += count,
                None => made.excluded.push(DrawExcluded { reason, count }),
            }
        }
        Ok(())
    })?;
    if let Some(strata) = &input.terms.strata {
        made.short = short(&strata.classes, &counts);
        made.strata = counts
            .into_iter()
            .map(|(class, count)| {
                let term = strata.classes.iter().find(|term| term.class == class);
                let take = term.map_or(0, |term| take_of(count, term.share, term.minimum));
                PreviewStratum { class, count, take }
            })
            .collect();
        made.strata.sort_by(|one, other| class_words(&one.class).cmp(class_words(&other.class)));
    }
    Ok(made)
}
