//! The plan of a draw.

use super::list::conditions;
use super::model::{DrawFilter, DrawWitness, FrozenPerson, PlanPerson, source};
use super::store;
use super::terms::DrawTerms;
use crate::calls::{Context, Saved};
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::tables::DRAW;
use chrono::{Datelike, NaiveDate};
use rusqlite::Connection;
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::Deserialize;
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
    /// How many to draw; with strata each gives its own share instead.
    pub take: u32,
    /// Strata, cap, exclusions, teams.
    #[serde(default)]
    pub terms: DrawTerms,
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
    /// The task of a year's plan that it belongs to; absent leaves what was stated before.
    #[ts(optional)]
    pub task_id: Option<Id>,
    /// Which time of a task that repeats: `2026-11`, `2026-Q4`.
    #[ts(optional)]
    pub occurrence: Option<String>,
}

/// Saves a plan; a new one takes the next number of the year.
pub fn plan(context: &Context<'_>, input: PlanDraw) -> Result<Saved> {
    let values = checked(&input, context.office.now_ms())?;
    let year = i64::from(date_of(context.office.now_ms()).year());
    context.office.write(context.actor, "draws.plan", |w| {
        if let Some(task) = input.task_id {
            crate::plans::refuse_unknown_task(w.db(), task)?;
        }
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
    let terms = input.terms.checked(source)?;
    conditions(source, &input.filter, &terms, now_ms)?;
    if input.take == 0 && terms.strata.is_none() {
        return Err(Failure::field("take", "请填写要抽多少个，至少 1 个。"));
    }
    if let Some(due) = &input.due_on {
        NaiveDate::parse_from_str(due, "%Y-%m-%d")
            .map_err(|_| Failure::field("dueOn", "完成期限请写成 2027-12-31 这样的日期。"))?;
    }
    if !super::seed::KINDS.contains(&input.seed_kind.as_str()) {
        return Err(Failure::field(
            "seedKind",
            "请选择随机种子的来源：掷骰、彩票期号、其他公开数字，或写明批准后由本程序生成。",
        ));
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
            unit: String::new(),
            skills: Vec::new(),
            days_off: Vec::new(),
        })
        .collect();
    let checklist = match input.checklist.trim() {
        "" => source.checklist,
        named => named,
    };
    let mut values = vec![
        ("title", title.to_owned().into()),
        ("basis", input.basis.trim().to_owned().into()),
        ("register", input.register.clone().into()),
        ("checklist", checklist.to_owned().into()),
        ("filter", serde_json::to_string(&input.filter)?.into()),
        ("take", i64::from(input.take).into()),
        ("terms", serde_json::to_string(&terms)?.into()),
        ("due_on", input.due_on.clone().into()),
        ("seed_kind", input.seed_kind.clone().into()),
        ("seed_place", input.seed_place.trim().to_owned().into()),
        ("seed_witnesses", serde_json::to_string(&witnesses)?.into()),
        ("persons", serde_json::to_string(&persons)?.into()),
    ];
    if let Some(task) = input.task_id {
        values.push(("task_id", task.into()));
        values.push(("occurrence", input.occurrence.clone().unwrap_or_default().into()));
    }
    Ok(values)
}
