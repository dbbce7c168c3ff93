//! From a task to a draw: the fields of the draw are filled from the plan, what stands in the way is said first.

use super::amount::{Occurrence, occurrences, take_of};
use super::store::{self, PlanRow, TaskRow};
use super::{cap, matters, task};
use crate::calls::{Context, Saved};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::people::{self, ListPeople, Person};
use crate::rules;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// Certified officers that a check needs: of the office, and of each department for its own matters.
const OFFICERS: usize = 2;

/// Which task.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "OnePlanTask")]
pub struct OneTask {
    /// The task.
    pub id: Id,
}

/// What a draw of a task would be.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "PlanTaskOutlook")]
pub struct TaskOutlook {
    /// Subjects that fit now.
    pub count: i64,
    /// How many would be drawn.
    pub take: u32,
    /// Certified inspectors who would be on the list of persons.
    pub persons: u32,
    /// What goes beyond the cap: wants a reason.
    pub warnings: Vec<String>,
    /// What is short, in Chinese: the draw can be opened, and is not locked before it is there.
    pub shortages: Vec<String>,
    /// 抽查依据 that the draw would carry.
    pub basis: String,
}

/// A draw to open.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "OpenPlanTask")]
pub struct OpenTask {
    /// The task.
    pub id: Id,
    /// Which time of a task that repeats: `2026-11`, `2026-Q4`; empty for one that does not.
    #[serde(default)]
    pub occurrence: String,
    /// Why it goes beyond the cap.
    #[ts(optional)]
    pub cap_reason: Option<String>,
}

/// The draw that was opened.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "OpenedPlanDraw")]
pub struct OpenedDraw {
    /// The draw, a draft.
    pub draw_id: Id,
    /// The task's revision.
    pub rev: Id,
}

/// Certified inspectors of the task: the office's own, and those of the departments that join.
fn persons(context: &Context<'_>, task: &TaskRow, all: &[TaskRow]) -> Result<(Vec<Person>, Vec<String>)> {
    let list = people::list(context, ListPeople { include_retired: None })?;
    let certified = list
        .into_iter()
        .filter(|person| person.certificate_valid && person.roles.iter().any(|role| role == "inspector"));
    let unit_of = |person: &Person, tasks: &[TaskRow]| {
        tasks
            .iter()
            .flat_map(|task| &task.departments)
            .any(|department| !department.unit_name.is_empty() && department.unit_name == person.unit_name)
    };
    let own_task = std::slice::from_ref(task);
    let chosen: Vec<Person> =
        certified.filter(|person| !unit_of(person, all) || unit_of(person, own_task)).collect();
    let own = chosen.iter().filter(|person| !unit_of(person, all)).count();
    let mut shortages = Vec::new();
    if own < OFFICERS {
        shortages.push(format!("本单位持有效执法证的只有 {own} 名，不足 {OFFICERS} 名"));
    }
    for department in &task.departments {
        if department.unit_name.is_empty() {
            shortages.push(format!("{}部门没有写单位，它的人员不会进人员名录", department.name));
            continue;
        }
        let there = chosen.iter().filter(|person| person.unit_name == department.unit_name).count();
        if there < OFFICERS {
            shortages.push(format!(
                "{}部门（{}）持有效执法证的只有 {there} 名，它的事项要有 {OFFICERS} 名本部门人员",
                department.name, department.unit_name
            ));
        }
    }
    Ok((chosen, shortages))
}

/// The basis that is printed on every sheet of the draw: plan, approval, matters, departments with theirs.
fn basis(context: &Context<'_>, plan: &PlanRow, task: &TaskRow) -> Result<String> {
    let known = matters::lines(context.office)?;
    let names = |codes: &[String]| {
        let found: Vec<&str> = codes
            .iter()
            .filter_map(|code| known.iter().find(|line| line.id == *code))
            .map(|line| line.name.as_str())
            .collect();
        found.join("、")
    };
    let kind = rules::store::label(context.office, "planKind", &task.kind)?;
    let site = rules::store::label(context.office, "planSite", &task.site)?;
    let mut parts = vec![plan.name.clone()];
    for (label, text) in [
        ("依据", &plan.basis),
        ("方案批准人", &plan.approver),
        ("备案号", &plan.filing_no),
        ("事项公布文号", &plan.matters_no),
    ] {
        if !text.is_empty() {
            parts.push(format!("{label}：{text}"));
        }
    }
    parts.push(format!("检查类型：{kind}，{site}"));
    if !task.matters.is_empty() {
        parts.push(format!("抽查事项：{}", names(&task.matters)));
    }
    if !task.departments.is_empty() {
        let joined: Vec<String> = task
            .departments
            .iter()
            .map(|department| {
                let own = names(&department.matters);
                let both = [own.as_str(), department.words.as_str()];
                let both: Vec<&str> = both.into_iter().filter(|text| !text.is_empty()).collect();
                format!("{}（{}）", department.name, both.join("；"))
            })
            .collect();
        parts.push(format!("牵头部门：{}；联合部门：{}", task.lead, joined.join("、")));
    }
    Ok(parts.join("；"))
}

struct Prepared {
    plan: PlanRow,
    task: TaskRow,
    opened: Vec<store::TaskDraw>,
    persons: Vec<Person>,
    outlook: TaskOutlook,
}

fn prepare(context: &Context<'_>, id: Id) -> Result<Prepared> {
    let (plan, task, all, opened) = context.office.read(|db| {
        let task = store::task(db, id)?;
        Ok((
            store::plan(db, task.plan)?,
            task.clone(),
            store::tasks(db, task.plan)?,
            store::draws(db, task.plan)?,
        ))
    })?;
    let count = task::pool_count(context, &task)?;
    let (persons, shortages) = persons(context, &task, &all)?;
    let mut warnings = Vec::new();
    if let Some(cap) = plan.cap().filter(|cap| cap.holds_for(&task.site)) {
        let reached = context.office.read(|db| cap::reached(db, &cap, &task.register, plan.year))?;
        if reached > 0 {
            warnings.push(format!(
                "{} 年检查（含已安排的）已到 {} 次的有 {reached} 户，可能再被抽中",
                plan.year, cap.times
            ));
        }
    }
    let outlook = TaskOutlook {
        count,
        take: take_of(task.share, task.take, count),
        persons: persons.len() as u32,
        warnings,
        shortages,
        basis: basis(context, &plan, &task)?,
    };
    Ok(Prepared { plan, task, opened, persons, outlook })
}

/// What a draw of the task would be, and what stands in its way.
pub fn outlook(context: &Context<'_>, input: OneTask) -> Result<TaskOutlook> {
    Ok(prepare(context, input.id)?.outlook)
}

fn occurrence_of(task: &TaskRow, asked: &str) -> Result<Occurrence> {
    occurrences(&task.repeats, task.starts_on, task.ends_on)?
        .into_iter()
        .find(|one| one.key == asked)
        .ok_or_else(|| Failure::field("occurrence", "这项任务没有这一次，请从任务里选哪个月或哪个季度。"))
}

/// Opens a draw of the task: a draft with its fields filled from the plan, linked to the task.
pub fn open(context: &Context<'_>, input: OpenTask) -> Result<OpenedDraw> {
    let Prepared { plan, task, opened, persons, outlook } = prepare(context, input.id)?;
    match plan.state.as_str() {
        "published" => {}
        "draft" => {
            return Err(Failure::NotAllowed("计划还没有公布，不能列抽查。请先批准、备案并公布计划。".into()));
        }
        _ => return Err(Failure::NotAllowed("这份计划已经办结，不能再列抽查。".into())),
    }
    if task.state == "cancelled" {
        return Err(Failure::NotAllowed("这项任务已经取消，不能再列抽查。".into()));
    }
    let when = occurrence_of(&task, &input.occurrence)?;
    if opened.iter().any(|draw| draw.task == task.id && draw.occurrence == when.key) {
        return Err(Failure::Conflict("这一次已经列了抽查，没有重复列。请打开它继续。".into()));
    }
    if outlook.take == 0 {
        return Err(Failure::invalid("现在没有一户符合这项任务的条件，没有列抽查。请先导入名录或调整条件。"));
    }
    let reason = cap::reason_for(&outlook.warnings, input.cap_reason.as_deref())?;
    let title = if when.words.is_empty() {
        task.title.clone()
    } else {
        format!("{}（{}）", task.title, when.words)
    };
    // Each joining department brings officers of its own for its matters.
    let units = task.departments.iter().map(|department| department.unit_name.as_str());
    let joint: Vec<&str> = units.filter(|unit| !unit.is_empty()).collect();
    // The plan's cap goes with the draw: who reaches it before the list is locked is left out, unless it was said here
    // why such subjects stay; then the lock says it again, with how many they are.
    let yearly_cap = plan.cap().filter(|cap| cap.holds_for(&task.site)).map(|cap| {
        json!({"visits": cap.times, "keepReason": reason,
               "ofPlan": {"year": plan.year, "exempt": cap.exempt, "onsiteOnly": cap.onsite_only}})
    });
    let plan_draw = serde_json::from_value(json!({
        "title": title,
        "basis": outlook.basis,
        "register": task.register,
        "checklist": task.checklist,
        "filter": task.filter,
        "take": outlook.take,
        "terms": {"joint": joint, "startsOn": when.from, "yearlyCap": yearly_cap},
        "dueOn": when.to,
        "seedKind": "dice",
        "persons": persons.iter().map(|person| json!({"id": person.id})).collect::<Vec<_>>(),
        "taskId": task.id,
        "occurrence": when.key,
    }))?;
    // The reason first: a draw beyond the cap never stands without one.
    if let Some(reason) = reason {
        context.office.write(context.actor, "plans.exceedCap", |w| {
            w.about(task.plan);
            w.note(json!({"task": task.id, "occurrence": when.key, "reason": reason, "warnings": outlook.warnings}));
            Ok(())
        })?;
    }
    let Saved { id, .. } = crate::draws::plan(context, plan_draw)?;
    Ok(OpenedDraw { draw_id: id, rev: task.rev })
}
