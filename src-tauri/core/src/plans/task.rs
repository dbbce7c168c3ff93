//! A task of a plan: what is drawn, how many, when, with whom.

use super::amount::{occurrences, share_words, take_of};
use super::checked::Checked;
use super::conditions::count;
use super::model::{Department, PlanTask, TaskOccurrence, TaskProgress};
use super::store::{self, TaskDraw, TaskRow};
use super::{matters, plan};
use crate::calls::{Context, Revision, Saved};
use crate::draws::DrawFilter;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use crate::rules;
use crate::tables::PLAN_TASK;
use chrono::{Datelike, NaiveDate};
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

/// Registers that are drawn from.
const REGISTERS: [&str; 3] = ["rooms", "platforms", "operators"];

/// A task as entered.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "SavePlanTask")]
pub struct SaveTask {
    /// Absent for a new task.
    #[ts(optional)]
    pub id: Option<Id>,
    /// The revision that was read.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// The plan.
    pub plan_id: Id,
    /// 任务名称
    pub title: String,
    /// 抽查事项: lines of the list.
    #[serde(default)]
    pub matters: Vec<String>,
    /// `rooms`, `platforms` or `operators`
    pub register: String,
    /// Name of the checklist pack; the register's own if empty.
    #[serde(default)]
    pub checklist: String,
    /// Which subjects.
    #[serde(default)]
    pub filter: DrawFilter,
    /// 抽查比例 in hundredths of a percent.
    #[ts(optional)]
    pub share: Option<u32>,
    /// Or a number.
    #[ts(optional)]
    pub take: Option<u32>,
    /// `targeted` or `untargeted`
    pub kind: String,
    /// `onsite` or `offsite`
    pub site: String,
    /// `once`, `monthly` or `quarterly`
    pub repeats: String,
    /// First day.
    pub starts_on: String,
    /// Last day.
    pub ends_on: String,
    /// 牵头部门
    #[serde(default)]
    pub lead: String,
    /// Departments that join.
    #[serde(default)]
    pub departments: Vec<Department>,
    /// Why a task of a published plan is added or changed.
    #[ts(optional)]
    pub reason: Option<String>,
}

/// A task to cancel or to take up again.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "CancelPlanTask")]
pub struct CancelTask {
    /// The task.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// False to take it up again.
    pub cancelled: bool,
    /// Why.
    pub reason: String,
}

/// A task of a draft to take out.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "RetirePlanTask")]
pub struct RetireTask {
    /// The task.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
}

/// The columns of a task but for its plan and place.
pub(super) fn values(task: &TaskRow) -> Result<Vec<(&'static str, Value)>> {
    Ok(vec![
        ("title", task.title.clone().into()),
        ("matters", serde_json::to_string(&task.matters)?.into()),
        ("register", task.register.clone().into()),
        ("checklist", task.checklist.clone().into()),
        ("filter", serde_json::to_string(&task.filter)?.into()),
        ("share", task.share.map(i64::from).into()),
        ("take", task.take.map(i64::from).into()),
        ("kind", task.kind.clone().into()),
        ("site", task.site.clone().into()),
        ("repeats", task.repeats.clone().into()),
        ("starts_on", task.starts_on.to_string().into()),
        ("ends_on", task.ends_on.to_string().into()),
        ("lead", task.lead.clone().into()),
        ("departments", serde_json::to_string(&task.departments)?.into()),
    ])
}

/// How many subjects the filter lets in now.
pub(super) fn count_of(context: &Context<'_>, register: &str, filter: &DrawFilter) -> Result<i64> {
    let input = serde_json::from_value(json!({"register": register, "filter": filter}))?;
    Ok(crate::draws::preview(context, input)?.count)
}

/// How many subjects a task is drawn from, as the registers stand now.
pub(super) fn pool_count(context: &Context<'_>, task: &TaskRow) -> Result<i64> {
    count_of(context, &task.register, &task.filter)
}

/// How many subjects a register has.
pub(super) fn register_count(context: &Context<'_>, register: &str) -> Result<i64> {
    count_of(context, register, &DrawFilter::default())
}

fn departments(input: &[Department], lead: &str, known: &[rules::Matter]) -> Result<Vec<Department>> {
    let mut found: Vec<Department> = Vec::new();
    for one in input {
        let one = Department {
            name: one.name.trim().into(),
            unit_name: one.unit_name.trim().into(),
            matters: one.matters.clone(),
            words: one.words.trim().into(),
        };
        if one.name.is_empty() {
            return Err(Failure::field("departments", "有一个联合部门没有写名称，请补上或去掉。"));
        }
        if found.iter().any(|other| other.name == one.name) {
            return Err(Failure::field(
                "departments",
                format!("联合部门“{}”写了两次，请去掉一次。", one.name),
            ));
        }
        if one.matters.is_empty() && one.words.is_empty() {
            return Err(Failure::field(
                "departments",
                format!("请写明{}部门查什么：选它的抽查事项，或者用文字写。", one.name),
            ));
        }
        if let Some(code) = one.matters.iter().find(|code| !known.iter().any(|line| line.id == **code)) {
            return Err(Failure::field("departments", format!("抽查事项清单里没有 {code}，请重新选择。")));
        }
        found.push(one);
    }
    if !found.is_empty() && lead.is_empty() {
        return Err(Failure::field("lead", "联合抽查要写明牵头部门。"));
    }
    Ok(found)
}

fn one_of(field: &str, value: &str, allowed: &[&str], words: &str) -> Result<()> {
    if allowed.contains(&value) { Ok(()) } else { Err(Failure::field(field, words)) }
}

fn checked(office: &Office, input: &SaveTask, year: i64) -> Result<TaskRow> {
    let title = input.title.trim();
    if title.is_empty() {
        return Err(Failure::field("title", "请填写任务名称。"));
    }
    one_of(
        "register",
        &input.register,
        &REGISTERS,
        "抽查对象只能是平台、直播间或经营主体名录，请重新选择。",
    )?;
    one_of("kind", &input.kind, &["targeted", "untargeted"], "请选择检查类型：定向或不定向。")?;
    one_of("site", &input.site, &["onsite", "offsite"], "请选择入企检查或非现场检查。")?;
    match (input.share, input.take) {
        (Some(_), Some(_)) => {
            return Err(Failure::field("take", "抽查比例和抽取户数只能写一个，请去掉一个。"));
        }
        (None, None | Some(0)) => return Err(Failure::field("take", "请写抽查比例，或者写抽取多少户。")),
        (Some(share), None) if share == 0 || share > 10_000 => {
            return Err(Failure::field("share", "抽查比例应大于 0，不超过 100%。"));
        }
        _ => {}
    }
    let day = |field: &str, text: &str| {
        rules::parse::date(text).ok_or_else(|| Failure::field(field, "日期请写成 2026-03-01 这样的日期。"))
    };
    let (starts_on, ends_on) = (day("startsOn", &input.starts_on)?, day("endsOn", &input.ends_on)?);
    if ends_on < starts_on {
        return Err(Failure::field("endsOn", "结束日期早于开始日期，请调换。"));
    }
    if i64::from(starts_on.year()) != year || i64::from(ends_on.year()) != year {
        return Err(Failure::field("startsOn", format!("任务的期间要在 {year} 年之内，请改日期。")));
    }
    occurrences(&input.repeats, starts_on, ends_on)?;
    // 定向 by area or trade: whoever filters by it does not draw from everybody.
    let narrowed = input.filter.street.is_some() || input.filter.platform_name.is_some();
    if input.kind == "untargeted" && narrowed {
        return Err(Failure::field("kind", "按街道或平台筛选的抽查是定向抽查，请改检查类型或去掉条件。"));
    }
    let known = matters::lines(office)?;
    for code in &input.matters {
        let line = known.iter().find(|line| line.id == *code);
        let line = line
            .ok_or_else(|| Failure::field("matters", format!("抽查事项清单里没有 {code}，请重新选择。")))?;
        if !line.subjects.contains(&input.register) {
            return Err(Failure::field(
                "matters",
                format!("“{}”不是这类对象的抽查事项，请去掉，或换抽查对象。", line.name),
            ));
        }
    }
    let lead = input.lead.trim().to_owned();
    Ok(TaskRow {
        id: Id::derived(&["unsaved task"]),
        rev: Id::derived(&["unsaved task"]),
        plan: input.plan_id,
        position: 0,
        title: title.to_owned(),
        matters: input.matters.clone(),
        register: input.register.clone(),
        checklist: input.checklist.trim().to_owned(),
        filter: input.filter.clone(),
        share: input.share,
        take: input.take,
        kind: input.kind.clone(),
        site: input.site.clone(),
        repeats: input.repeats.clone(),
        starts_on,
        ends_on,
        departments: departments(&input.departments, &lead, &known)?,
        lead,
        state: "open".to_owned(),
        state_reason: String::new(),
    })
}

/// Adds or changes a task.
pub fn save_task(context: &Context<'_>, input: SaveTask) -> Result<Saved> {
    let year = context.office.read(|db| Ok(store::plan(db, input.plan_id)?.year))?;
    let task = checked(context.office, &input, year)?;
    // The filter fits the register, or says why not.
    pool_count(context, &task)?;
    if !task.checklist.is_empty() {
        rules::store::current(context.office, &task.checklist)?;
    }
    context.office.write(context.actor, "plans.saveTask", |w| {
        let plan = store::plan(w.db(), input.plan_id)?;
        let reason = plan::reason_of(&plan, input.reason.as_deref())?;
        let mut values = values(&task)?;
        let (id, changed) = if let Some(id) = input.id {
            let rev = input.rev.ok_or_else(|| Failure::field("rev", "修改任务要带上读到的版本。"))?;
            if store::task(w.db(), id)?.plan != input.plan_id {
                return Err(Failure::field("planId", "这项任务属于另一份计划，没有改动。"));
            }
            (id, w.update(&PLAN_TASK, id, Some(rev), &values)?)
        } else {
            let id = context.office.new_id()?;
            let last = store::tasks(w.db(), input.plan_id)?.last().map_or(0, |task| task.position);
            values.push(("plan_id", input.plan_id.into()));
            values.push(("position", (last + 1).into()));
            w.insert(&PLAN_TASK, id, &values)?;
            (id, true)
        };
        if changed && let Some(reason) = reason {
            w.note(json!({"reason": reason}));
        }
        w.about(input.plan_id);
        Ok(Saved { id, rev: store::revision(w.db(), &PLAN_TASK, id)? })
    })
}

/// Cancels a task or takes it up again; its draws stay.
pub fn cancel_task(context: &Context<'_>, input: CancelTask) -> Result<Revision> {
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请写明理由，理由会记入留痕。"));
    }
    context.office.write(context.actor, "plans.cancelTask", |w| {
        let task = store::task(w.db(), input.id)?;
        store::plan(w.db(), task.plan)?.refuse_closed()?;
        w.about(task.plan);
        let state = if input.cancelled { "cancelled" } else { "open" };
        let values = [("state", state.to_owned().into()), ("state_reason", reason.to_owned().into())];
        w.update(&PLAN_TASK, input.id, Some(input.rev), &values)?;
        Ok(Revision { rev: store::revision(w.db(), &PLAN_TASK, input.id)? })
    })
}

/// Takes a task out of a draft; one of a published plan is cancelled instead, and stays listed.
pub fn retire_task(context: &Context<'_>, input: RetireTask) -> Result<Revision> {
    context.office.write(context.actor, "plans.retireTask", |w| {
        let task = store::task(w.db(), input.id)?;
        w.about(task.plan);
        if store::plan(w.db(), task.plan)?.state != "draft" {
            return Err(Failure::NotAllowed("计划已经公布，任务不能删掉，请取消并写明理由。".into()));
        }
        if store::draws(w.db(), task.plan)?.iter().any(|draw| draw.task == input.id) {
            return Err(Failure::NotAllowed("这项任务已经列了抽查，不能删掉，请取消并写明理由。".into()));
        }
        w.update(&PLAN_TASK, input.id, Some(input.rev), &[("retired", 1.into())])?;
        Ok(Revision { rev: store::revision(w.db(), &PLAN_TASK, input.id)? })
    })
}

/// The filter in words; `全部` for none.
pub(super) fn filter_words(office: &Office, register: &str, filter: &DrawFilter) -> Result<String> {
    let status = if register == "platforms" { "platformStatus" } else { "roomStatus" };
    let mut parts = Vec::new();
    if let Some(code) = &filter.status {
        let group = if register == "operators" { "subjectStatus" } else { status };
        parts.push(format!("状态 {}", rules::store::label(office, group, code)?));
    }
    if let Some(name) = &filter.platform_name {
        parts.push(format!("平台 {name}"));
    }
    if let Some(name) = &filter.street {
        parts.push(format!("街道 {name}"));
    }
    if let Some(code) = &filter.risk_class {
        parts.push(format!("信用风险类 {}", rules::store::label(office, "riskClass", code)?));
    }
    if let Some(months) = filter.not_inspected_months {
        parts.push(format!("近 {months} 个月未检查"));
    }
    Ok(if parts.is_empty() { "全部".to_owned() } else { parts.join("；") })
}

/// `3%` or `30 户`
pub(super) fn amount_words(task: &TaskRow) -> String {
    match (task.share, task.take) {
        (Some(share), _) => share_words(share),
        (None, take) => format!("{} 户", take_of(None, take, 0)),
    }
}

/// A task with how far it is.
pub(super) fn shown(
    office: &Office,
    task: TaskRow,
    draws: &[TaskDraw],
    rows: &[Checked],
    today: NaiveDate,
) -> Result<PlanTask> {
    let own: Vec<&Checked> = rows.iter().filter(|row| row.task == Some(task.id)).collect();
    let own_draws: Vec<&TaskDraw> = draws.iter().filter(|draw| draw.task == task.id).collect();
    let times = occurrences(&task.repeats, task.starts_on, task.ends_on)?;
    let progress = TaskProgress {
        times: times.len() as u32,
        draws: own_draws.iter().filter(|draw| draw.state == "drawn").count() as u32,
        drawn: count("drawn", &own, today),
        checked: count("checked", &own, today),
        check_overdue: count("checkOverdue", &own, today),
        to_review: count("toReview", &own, today),
        to_publish: count("toPublish", &own, today),
        published: count("published", &own, today),
        entry_overdue: count("entryOverdue", &own, today),
    };
    let occurrences = times
        .into_iter()
        .map(|when| {
            let draw = own_draws.iter().rev().find(|draw| draw.occurrence == when.key);
            let over = rules::parse::date(&when.to).is_some_and(|to| to < today);
            TaskOccurrence {
                draw_id: draw.map(|draw| draw.draw),
                draw_state: draw.map(|draw| draw.state.clone()),
                missed: over && task.state == "open" && draw.is_none_or(|draw| draw.state != "drawn"),
                when,
            }
        })
        .collect();
    let known = matters::lines(office)?;
    let name = |code: &String| {
        known.iter().find(|line| line.id == *code).map_or_else(|| code.clone(), |line| line.name.clone())
    };
    Ok(PlanTask {
        matter_names: task.matters.iter().map(name).collect(),
        filter_words: filter_words(office, &task.register, &task.filter)?,
        amount_words: amount_words(&task),
        occurrences,
        progress,
        id: task.id,
        rev: task.rev,
        plan_id: task.plan,
        title: task.title,
        matters: task.matters,
        register: task.register,
        checklist: task.checklist,
        filter: task.filter,
        share: task.share,
        take: task.take,
        kind: task.kind,
        site: task.site,
        repeats: task.repeats,
        starts_on: task.starts_on.to_string(),
        ends_on: task.ends_on.to_string(),
        lead: task.lead,
        departments: task.departments,
        state: task.state,
        state_reason: task.state_reason,
    })
}
