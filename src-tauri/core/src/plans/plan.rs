//! The plan of a year: saved, copied from last year, published with its approval, closed.

use super::cap::{self, Load};
use super::checked::{Scope, rows_of};
use super::model::{YearPlan, YearPlanSummary};
use super::store::{self, PlanRow, TaskRow};
use super::{amount, task};
use crate::calls::{Context, Nothing, Revision, Saved};
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::tables::{PLAN_TASK, YEAR_PLAN};
use chrono::{Datelike, NaiveDate};
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

/// Where a task goes on site, for the cap.
const ONSITE: &str = "onsite";

/// A plan as entered.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavePlan {
    /// Absent for a new plan.
    #[ts(optional)]
    pub id: Option<Id>,
    /// The revision that was read.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// 年度
    pub year: i64,
    /// 名称
    pub name: String,
    /// 依据
    #[serde(default)]
    pub basis: String,
    /// 方案批准人
    #[serde(default)]
    pub approver: String,
    /// 备案号
    #[serde(default)]
    pub filing_no: String,
    /// 事项公布文号
    #[serde(default)]
    pub matters_no: String,
    /// 检查频次上限; absent for none.
    #[ts(optional)]
    pub visit_cap: Option<u32>,
    /// 检查事由 that do not count: codes of the labels' group `checkReason`.
    #[serde(default)]
    pub cap_exempt: Vec<String>,
    /// Only 现场检查 counts.
    #[serde(default)]
    pub cap_onsite_only: bool,
    /// Why a published plan is changed.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// Which plan.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "GetYearPlan")]
pub struct GetPlan {
    /// The plan.
    pub id: Id,
}

/// A plan to copy into another year.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CopyPlan {
    /// The plan.
    pub id: Id,
    /// The year of the new one.
    pub year: i64,
}

/// A plan to publish.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublishPlan {
    /// The plan.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// When it was published, YYYY-MM-DD.
    pub published_on: String,
    /// Why it goes beyond the cap.
    #[ts(optional)]
    pub cap_reason: Option<String>,
}

/// Closes a plan, or takes it up again.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPlanState {
    /// The plan.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// `closed`, or `published` to take it up again.
    pub state: String,
    /// Why.
    pub reason: String,
}

fn checked(input: &SavePlan) -> Result<Vec<(&'static str, Value)>> {
    let name = input.name.trim();
    if name.is_empty() {
        return Err(Failure::field("name", "请填写计划名称。"));
    }
    if !(2000..=2100).contains(&input.year) {
        return Err(Failure::field("year", "年度请写成 2026 这样的四位数。"));
    }
    if input.visit_cap == Some(0) {
        return Err(Failure::field("visitCap", "频次上限至少是 1 次；不设上限的请留空。"));
    }
    Ok(vec![
        ("year", input.year.into()),
        ("name", name.to_owned().into()),
        ("basis", input.basis.trim().to_owned().into()),
        ("approver", input.approver.trim().to_owned().into()),
        ("filing_no", input.filing_no.trim().to_owned().into()),
        ("matters_no", input.matters_no.trim().to_owned().into()),
        ("visit_cap", input.visit_cap.map(i64::from).into()),
        ("cap_exempt", serde_json::to_string(&input.cap_exempt)?.into()),
        ("cap_onsite_only", i64::from(input.cap_onsite_only).into()),
    ])
}

/// Why a published plan is changed; a draft needs no reason.
pub(super) fn reason_of(plan: &PlanRow, reason: Option<&str>) -> Result<Option<String>> {
    plan.refuse_closed()?;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if plan.state == "published" && reason.is_none() {
        return Err(Failure::field("reason", "这份计划已经公布，调整要写明理由，理由会记入留痕。没有改动。"));
    }
    Ok(reason.map(str::to_owned))
}

/// Adds or changes a plan.
pub fn save(context: &Context<'_>, input: SavePlan) -> Result<Saved> {
    let values = checked(&input)?;
    context.office.write(context.actor, "plans.save", |w| {
        let id = if let Some(id) = input.id {
            let rev = input.rev.ok_or_else(|| Failure::field("rev", "修改计划要带上读到的版本。"))?;
            let plan = store::plan(w.db(), id)?;
            let reason = reason_of(&plan, input.reason.as_deref())?;
            if plan.state == "published" {
                let still =
                    [("approver", &input.approver, "方案批准人"), ("filingNo", &input.filing_no, "备案号")];
                if let Some((field, _, label)) = still.into_iter().find(|(_, text, _)| text.trim().is_empty())
                {
                    return Err(Failure::field(field, format!("计划已经公布，{label}不能清空。")));
                }
            }
            let tasks = store::tasks(w.db(), id)?;
            if plan.year != input.year && !tasks.is_empty() {
                return Err(Failure::field(
                    "year",
                    "这份计划已经有任务，年度不能再改。另一年的计划请用“复制到另一年”。",
                ));
            }
            if w.update(&YEAR_PLAN, id, Some(rev), &values)?
                && let Some(reason) = reason
            {
                w.note(json!({"reason": reason}));
            }
            id
        } else {
            let id = context.office.new_id()?;
            w.insert(&YEAR_PLAN, id, &values)?;
            id
        };
        w.about(id);
        Ok(Saved { id, rev: store::revision(w.db(), &YEAR_PLAN, id)? })
    })
}

/// The plans, the newest year first.
pub fn list(context: &Context<'_>, _: Nothing) -> Result<Vec<YearPlanSummary>> {
    context.office.read(|db| {
        store::plans(db)?
            .into_iter()
            .map(|plan| {
                let tasks = store::tasks(db, plan.id)?;
                Ok(YearPlanSummary {
                    id: plan.id,
                    year: plan.year,
                    name: plan.name,
                    state: plan.state,
                    published_on: plan.published_on,
                    tasks: tasks.iter().filter(|task| task.state == "open").count() as u32,
                })
            })
            .collect()
    })
}

/// One plan with its tasks and how far they are.
pub fn get(context: &Context<'_>, input: GetPlan) -> Result<YearPlan> {
    let rows = rows_of(context, Scope { plan: Some(input.id), ..Scope::default() })?;
    let (plan, tasks, draws) = context.office.read(|db| {
        Ok((store::plan(db, input.id)?, store::tasks(db, input.id)?, store::draws(db, input.id)?))
    })?;
    let warnings = outlook(context, &plan, &tasks)?;
    let today = date_of(context.office.now_ms());
    let missing = missing(&plan, &tasks);
    let tasks = tasks
        .into_iter()
        .map(|task| task::shown(context.office, task, &draws, &rows, today))
        .collect::<Result<_>>()?;
    Ok(YearPlan {
        id: plan.id,
        rev: plan.rev,
        year: plan.year,
        name: plan.name,
        basis: plan.basis,
        approver: plan.approver,
        filing_no: plan.filing_no,
        matters_no: plan.matters_no,
        published_on: plan.published_on,
        state: plan.state,
        visit_cap: plan.visit_cap,
        cap_exempt: plan.cap_exempt,
        cap_onsite_only: plan.cap_onsite_only,
        copied_from: plan.copied_from,
        tasks,
        warnings,
        missing,
    })
}

/// What publishing still needs.
fn missing(plan: &PlanRow, tasks: &[TaskRow]) -> Vec<String> {
    let texts = [
        ("依据", &plan.basis),
        ("方案批准人", &plan.approver),
        ("备案号", &plan.filing_no),
        ("事项公布文号", &plan.matters_no),
    ];
    let mut missing: Vec<String> =
        texts.into_iter().filter(|(_, text)| text.is_empty()).map(|(label, _)| label.to_owned()).collect();
    if !tasks.iter().any(|task| task.state == "open") {
        missing.push("至少一项任务".to_owned());
    }
    missing
}

/// What the tasks together ask of each register, where that is more than the cap allows.
fn outlook(context: &Context<'_>, plan: &PlanRow, tasks: &[TaskRow]) -> Result<Vec<String>> {
    let Some(cap) = plan.cap() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut registers: Vec<&str> = tasks.iter().map(|task| task.register.as_str()).collect();
    registers.sort_unstable();
    registers.dedup();
    for register in registers {
        let mut loads = Vec::new();
        let own = tasks.iter().filter(|task| task.register == register && task.state == "open");
        for task in own {
            let count = task::pool_count(context, task)?;
            loads.push(Load {
                take: amount::take_of(task.share, task.take, count),
                times: amount::occurrences(&task.repeats, task.starts_on, task.ends_on)?.len() as u32,
                onsite: task.site == ONSITE,
            });
        }
        let subjects = task::register_count(context, register)?;
        let words = crate::rules::store::label(context.office, "register", register)?;
        if let Some(over) = cap::too_much(&cap, subjects, &loads) {
            found.push(format!("{words}：{over}"));
        }
    }
    Ok(found)
}

/// Publishes a plan that is whole: approved, filed, with its matters and at least one task.
pub fn publish(context: &Context<'_>, input: PublishPlan) -> Result<Revision> {
    let on = crate::rules::parse::date(&input.published_on)
        .ok_or_else(|| Failure::field("publishedOn", "公布日期请写成 2026-01-15 这样的日期。"))?;
    if on > date_of(context.office.now_ms()) {
        return Err(Failure::field("publishedOn", "公布日期晚于今天，请核对。"));
    }
    let (plan, tasks) =
        context.office.read(|db| Ok((store::plan(db, input.id)?, store::tasks(db, input.id)?)))?;
    let warnings = outlook(context, &plan, &tasks)?;
    context.office.write(context.actor, "plans.publish", |w| {
        w.about(input.id);
        let plan = store::plan(w.db(), input.id)?;
        if plan.state != "draft" {
            return Err(Failure::NotAllowed("这份计划已经公布过了，没有重复公布。".into()));
        }
        let missing = missing(&plan, &store::tasks(w.db(), input.id)?);
        if !missing.is_empty() {
            return Err(Failure::invalid(format!("计划还缺{}，不能公布。请补上。", missing.join("、"))));
        }
        if let Some(reason) = cap::reason_for(&warnings, input.cap_reason.as_deref())? {
            w.note(json!({"capReason": reason, "warnings": warnings}));
        }
        let values = [("state", "published".to_owned().into()), ("published_on", on.to_string().into())];
        w.update(&YEAR_PLAN, input.id, Some(input.rev), &values)?;
        Ok(Revision { rev: store::revision(w.db(), &YEAR_PLAN, input.id)? })
    })
}

/// Closes a published plan, or takes a closed one up again; with a reason.
pub fn set_state(context: &Context<'_>, input: SetPlanState) -> Result<Revision> {
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请写明理由，理由会记入留痕。"));
    }
    context.office.write(context.actor, "plans.setState", |w| {
        w.about(input.id);
        let plan = store::plan(w.db(), input.id)?;
        match (plan.state.as_str(), input.state.as_str()) {
            ("published", "closed") | ("closed", "published") => {}
            ("draft", _) => return Err(Failure::NotAllowed("计划还没有公布，不能办结。".into())),
            _ => {
                return Err(Failure::field(
                    "state",
                    "已公布的计划可以办结，办结的可以恢复执行，没有别的状态。",
                ));
            }
        }
        w.update(&YEAR_PLAN, input.id, Some(input.rev), &[("state", input.state.clone().into())])?;
        w.note(json!({"reason": reason}));
        Ok(Revision { rev: store::revision(w.db(), &YEAR_PLAN, input.id)? })
    })
}

/// The same day of another year; 29 February becomes the 28th.
fn moved(day: NaiveDate, years: i32) -> NaiveDate {
    let year = day.year() + years;
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28)).unwrap_or(day)
}

/// Copies a plan with its tasks into another year, as a draft: what was approved then is not approved now.
pub fn copy(context: &Context<'_>, input: CopyPlan) -> Result<Saved> {
    if !(2000..=2100).contains(&input.year) {
        return Err(Failure::field("year", "年度请写成 2027 这样的四位数。"));
    }
    context.office.write(context.actor, "plans.copy", |w| {
        let plan = store::plan(w.db(), input.id)?;
        if plan.year == input.year {
            return Err(Failure::field("year", "复制到同一年会有两份一样的计划，请写另一年。"));
        }
        let id = context.office.new_id()?;
        w.about(id);
        let (then, now) = (plan.year.to_string(), input.year.to_string());
        let renamed = |text: &str| text.replace(&then, &now);
        w.insert(
            &YEAR_PLAN,
            id,
            &[
                ("year", input.year.into()),
                ("name", renamed(&plan.name).into()),
                ("basis", plan.basis.clone().into()),
                ("visit_cap", plan.visit_cap.map(i64::from).into()),
                ("cap_exempt", serde_json::to_string(&plan.cap_exempt)?.into()),
                ("cap_onsite_only", i64::from(plan.cap_onsite_only).into()),
                ("copied_from", plan.id.into()),
            ],
        )?;
        let years = i32::try_from(input.year - plan.year).unwrap_or_default();
        for task in store::tasks(w.db(), plan.id)?.into_iter().filter(|task| task.state == "open") {
            let copy = TaskRow {
                plan: id,
                title: renamed(&task.title),
                starts_on: moved(task.starts_on, years),
                ends_on: moved(task.ends_on, years),
                ..task
            };
            let mut values = task::values(&copy)?;
            values.push(("plan_id", id.into()));
            values.push(("position", copy.position.into()));
            w.insert(&PLAN_TASK, context.office.new_id()?, &values)?;
        }
        Ok(Saved { id, rev: store::revision(w.db(), &YEAR_PLAN, id)? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leap_day_moves_to_the_day_before() {
        for (day, years, expected) in [
            ("2028-02-29", 1, "2029-02-28"),
            ("2028-02-29", 4, "2032-02-29"),
            ("2026-12-31", 1, "2027-12-31"),
            ("2026-01-01", -1, "2025-01-01"),
        ] {
            assert_eq!(moved(day.parse().unwrap(), years).to_string(), expected);
        }
    }
}
