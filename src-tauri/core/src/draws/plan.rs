//! The plan of a draw, and how many subjects it would have.

use super::model::{DrawFilter, DrawWitness, FrozenPerson, PlanPerson, Source, source};
use super::store;
use crate::calls::{Context, Saved};
use crate::clock::{date_of, local};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::tables::DRAW;
use chrono::{Datelike, Months, NaiveDate, TimeZone};
use rusqlite::Connection;
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A plan as entered.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanDraw {
    /// Absent for a new draw.
    #[ts(optional)]
    pub id: Option<Id>,
    /// The revision that was read.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// 抽查名称
    pub title: String,
    /// 抽查依据
    #[serde(default)]
    pub basis: String,
    /// `platforms`, `rooms` or `operators`
    pub register: String,
    /// Name of the checklist pack.
    #[serde(default)]
    pub checklist: String,
    /// Which subjects.
    #[serde(default)]
    pub filter: DrawFilter,
    /// How many to draw.
    pub take: u32,
    /// To be checked by, YYYY-MM-DD.
    #[ts(optional)]
    pub due_on: Option<String>,
    /// `dice`, `lottery` or `other`
    pub seed_kind: String,
    /// Where the seed is thrown or published, with the issue number of a lottery.
    #[serde(default)]
    pub seed_place: String,
    /// Who witnesses.
    #[serde(default)]
    pub seed_witnesses: Vec<DrawWitness>,
    /// Who may be drawn.
    #[serde(default)]
    pub persons: Vec<PlanPerson>,
}

/// What to count.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewDraw {
    /// The register.
    pub register: String,
    /// Which subjects.
    #[serde(default)]
    pub filter: DrawFilter,
}

/// How many subjects a list would have, and why others are not on it.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawPreview {
    /// On the list.
    pub count: i64,
    /// Not on the list, by reason.
    pub excluded: Vec<DrawExcluded>,
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

/// Rows that are there at all, rows of an import under way, rows that match, rows inspected of late: as SQL.
pub(crate) struct Conditions {
    pub(crate) pending: &'static str,
    pub(crate) mismatch: String,
    pub(crate) recent: String,
    pub(crate) values: Vec<Value>,
}

/// The filter as SQL on the table aliased `t`.
pub(crate) fn conditions(source: &Source, filter: &DrawFilter, now_ms: i64) -> Result<Conditions> {
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
    let pending = "(t.batch IS NOT NULL AND t.batch IN (SELECT key FROM batch WHERE state = 'open'))";
    Ok(Conditions { pending, mismatch, recent, values })
}

/// The first millisecond of a day in China.
fn start_of(day: NaiveDate) -> Option<i64> {
    let midnight = local(0).offset().from_local_datetime(&day.and_hms_opt(0, 0, 0)?).single()?;
    Some(midnight.timestamp_millis())
}

/// Counts what a list would have.
pub fn preview(context: &Context<'_>, input: PreviewDraw) -> Result<DrawPreview> {
    let source = source(&input.register)?;
    let Conditions { pending, mismatch, recent, values } =
        conditions(source, &input.filter, context.office.now_ms())?;
    let sql = format!(
        "SELECT CASE WHEN t.retired <> 0 THEN 1 WHEN {pending} THEN 2 WHEN {mismatch} THEN 3 WHEN {recent} THEN 4 ELSE 0 END AS why,
           count(*) FROM {} t GROUP BY why ORDER BY why",
        source.table
    );
    let months = input.filter.not_inspected_months.unwrap_or_default();
    context.office.read(|db| {
        let mut made = DrawPreview { count: 0, excluded: Vec::new() };
        let mut statement = db.prepare(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let count = row.get(1)?;
            let reason = match row.get::<_, i64>(0)? {
                0 => {
                    made.count = count;
                    continue;
                }
                1 => "已从名录停用".to_owned(),
                2 => "所在的导入还没有完成".to_owned(),
                3 => "不符合筛选条件".to_owned(),
                _ => format!("近 {months} 个月检查过"),
            };
            made.excluded.push(DrawExcluded { reason, count });
        }
        Ok(made)
    })
}

/// Saves a plan; a new one takes the next number of the year.
pub fn plan(context: &Context<'_>, input: PlanDraw) -> Result<Saved> {
    let values = checked(&input, context.office.now_ms())?;
    let year = i64::from(date_of(context.office.now_ms()).year());
    context.office.write(context.actor, "draws.plan", |w| {
        for (at, person) in input.persons.iter().enumerate() {
            crate::people::find(w.db(), person.id, "")?;
            if input.persons[..at].iter().any(|other| other.id == person.id) {
                return Err(Failure::field("persons", "检查人员里有人重复，请去掉一次。"));
            }
        }
        let id = if let Some(id) = input.id {
            let rev = input.rev.ok_or_else(|| Failure::field("rev", "修改计划要带上读到的版本。"))?;
            let row = store::find(w.db(), id)?;
            row.expect("draft", rev)?;
            w.update(&DRAW, id, Some(rev), &values)?;
            id
        } else {
            let id = context.office.new_id()?;
            let mut all = values.clone();
            all.push(("year", year.into()));
            all.push(("number", next_number(w.db(), "draw", year)?.into()));
            all.push(("round", 1.into()));
            all.push(("state", "draft".to_owned().into()));
            w.insert(&DRAW, id, &all)?;
            id
        };
        w.about(id);
        Ok(Saved { id, rev: store::revision(w.db(), "draw", id)? })
    })
}

/// The next number of the year in a table with `year` and `number`.
pub(crate) fn next_number(db: &Connection, table: &str, year: i64) -> Result<i64> {
    let sql = format!("SELECT coalesce(max(number), 0) + 1 FROM {table} WHERE year = ?1");
    Ok(db.query_row(&sql, [year], |row| row.get(0))?)
}

fn checked(input: &PlanDraw, now_ms: i64) -> Result<Vec<(&'static str, Value)>> {
    let title = input.title.trim();
    if title.is_empty() {
        return Err(Failure::field("title", "请填写抽查名称。"));
    }
    let source = source(&input.register)?;
    conditions(source, &input.filter, now_ms)?;
    if input.take == 0 {
        return Err(Failure::field("take", "请填写要抽多少个，至少 1 个。"));
    }
    if let Some(due) = &input.due_on {
        NaiveDate::parse_from_str(due, "%Y-%m-%d")
            .map_err(|_| Failure::field("dueOn", "完成期限请写成 2027-12-31 这样的日期。"))?;
    }
    if !super::seed::KINDS.contains(&input.seed_kind.as_str()) {
        return Err(Failure::field("seedKind", "请选择随机种子的来源：掷骰、彩票期号或其他公开数字。"));
    }
    let witnesses: Vec<DrawWitness> = input
        .seed_witnesses
        .iter()
        .map(|witness| DrawWitness { name: witness.name.trim().into(), unit: witness.unit.trim().into() })
        .filter(|witness| !witness.name.is_empty() || !witness.unit.is_empty())
        .collect();
    let persons: Vec<FrozenPerson> = input
        .persons
        .iter()
        .map(|person| FrozenPerson {
            id: person.id,
            excluded_reason: person
                .excluded_reason
                .as_deref()
                .map(str::trim)
                .filter(|reason| !reason.is_empty())
                .map(Into::into),
            name: String::new(),
            certificate_no: String::new(),
            certificate_until: String::new(),
            valid: false,
            avoids: Vec::new(),
            apart: Vec::new(),
        })
        .collect();
    let checklist = match input.checklist.trim() {
        "" => source.checklist,
        named => named,
    };
    Ok(vec![
        ("title", title.to_owned().into()),
        ("basis", input.basis.trim().to_owned().into()),
        ("register", input.register.clone().into()),
        ("checklist", checklist.to_owned().into()),
        ("filter", serde_json::to_string(&input.filter)?.into()),
        ("take", i64::from(input.take).into()),
        ("due_on", input.due_on.clone().into()),
        ("seed_kind", input.seed_kind.clone().into()),
        ("seed_place", input.seed_place.trim().to_owned().into()),
        ("seed_witnesses", serde_json::to_string(&witnesses)?.into()),
        ("persons", serde_json::to_string(&persons)?.into()),
    ])
}
