//! Plans and tasks as they stand in the office's database.

use super::cap::Cap;
use super::model::Department;
use crate::draws::DrawFilter;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::tables::Table;
use chrono::NaiveDate;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::de::DeserializeOwned;

/// One plan.
#[derive(Debug, Clone)]
pub(super) struct PlanRow {
    pub(super) id: Id,
    pub(super) rev: Id,
    pub(super) year: i64,
    pub(super) name: String,
    pub(super) basis: String,
    pub(super) approver: String,
    pub(super) filing_no: String,
    pub(super) matters_no: String,
    pub(super) published_on: Option<String>,
    pub(super) state: String,
    pub(super) visit_cap: Option<u32>,
    pub(super) cap_exempt: Vec<String>,
    pub(super) cap_onsite_only: bool,
    pub(super) copied_from: Option<Id>,
}

/// One task.
#[derive(Debug, Clone)]
pub(super) struct TaskRow {
    pub(super) id: Id,
    pub(super) rev: Id,
    pub(super) plan: Id,
    pub(super) position: i64,
    pub(super) title: String,
    pub(super) matters: Vec<String>,
    pub(super) register: String,
    pub(super) checklist: String,
    pub(super) filter: DrawFilter,
    pub(super) share: Option<u32>,
    pub(super) take: Option<u32>,
    pub(super) kind: String,
    pub(super) site: String,
    pub(super) repeats: String,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    pub(super) lead: String,
    pub(super) departments: Vec<Department>,
    pub(super) state: String,
    pub(super) state_reason: String,
}

/// A draw of a task.
#[derive(Debug, Clone)]
pub(super) struct TaskDraw {
    pub(super) task: Id,
    pub(super) draw: Id,
    pub(super) occurrence: String,
    pub(super) state: String,
}

fn json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let text: String = row.get(at)?;
    serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}

fn day(row: &Row<'_>, at: usize) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(at)?;
    text.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}

impl PlanRow {
    /// The cap, if the plan has one.
    pub(super) fn cap(&self) -> Option<Cap> {
        let times = self.visit_cap?;
        Some(Cap { times, exempt: self.cap_exempt.clone(), onsite_only: self.cap_onsite_only })
    }
    /// Refuses to change what is closed.
    pub(super) fn refuse_closed(&self) -> Result<()> {
        if self.state == "closed" {
            return Err(Failure::NotAllowed("这份计划已经办结，不能再改。确需调整的，请先恢复执行。".into()));
        }
        Ok(())
    }
}

const PLAN: &str =
    "id, rev, year, name, basis, approver, filing_no, matters_no, published_on, state, visit_cap, cap_exempt,
    cap_onsite_only, copied_from";

fn plan_from(row: &Row<'_>) -> rusqlite::Result<PlanRow> {
    Ok(PlanRow {
        id: row.get(0)?,
        rev: row.get(1)?,
        year: row.get(2)?,
        name: row.get(3)?,
        basis: row.get(4)?,
        approver: row.get(5)?,
        filing_no: row.get(6)?,
        matters_no: row.get(7)?,
        published_on: row.get(8)?,
        state: row.get(9)?,
        visit_cap: row.get(10)?,
        cap_exempt: json(row, 11)?,
        cap_onsite_only: row.get(12)?,
        copied_from: row.get(13)?,
    })
}

/// One plan by identity.
pub(super) fn plan(db: &Connection, id: Id) -> Result<PlanRow> {
    let sql = format!("SELECT {PLAN} FROM year_plan WHERE id = ?1 AND retired = 0");
    db.prepare_cached(&sql)?.query_row([id], plan_from).optional()?.or_not_found("这份年度计划")
}

/// All plans, the newest year first.
pub(super) fn plans(db: &Connection) -> Result<Vec<PlanRow>> {
    let sql = format!("SELECT {PLAN} FROM year_plan WHERE retired = 0 ORDER BY year DESC, key DESC");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([], plan_from)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const TASK: &str = "id, rev, plan_id, position, title, matters, register, checklist, filter, share, take, kind, site, repeats,
    starts_on, ends_on, lead, departments, state, state_reason";

fn task_from(row: &Row<'_>) -> rusqlite::Result<TaskRow> {
    Ok(TaskRow {
        id: row.get(0)?,
        rev: row.get(1)?,
        plan: row.get(2)?,
        position: row.get(3)?,
        title: row.get(4)?,
        matters: json(row, 5)?,
        register: row.get(6)?,
        checklist: row.get(7)?,
        filter: json(row, 8)?,
        share: row.get(9)?,
        take: row.get(10)?,
        kind: row.get(11)?,
        site: row.get(12)?,
        repeats: row.get(13)?,
        starts_on: day(row, 14)?,
        ends_on: day(row, 15)?,
        lead: row.get(16)?,
        departments: json(row, 17)?,
        state: row.get(18)?,
        state_reason: row.get(19)?,
    })
}

/// One task by identity.
pub(super) fn task(db: &Connection, id: Id) -> Result<TaskRow> {
    let sql = format!("SELECT {TASK} FROM plan_task WHERE id = ?1 AND retired = 0");
    db.prepare_cached(&sql)?.query_row([id], task_from).optional()?.or_not_found("这项计划任务")
}

/// The tasks of a plan in order.
pub(super) fn tasks(db: &Connection, plan: Id) -> Result<Vec<TaskRow>> {
    let sql =
        format!("SELECT {TASK} FROM plan_task WHERE plan_id = ?1 AND retired = 0 ORDER BY position, key");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([plan], task_from)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The draws of a plan's tasks that stand, the newest round of each.
pub(super) fn draws(db: &Connection, plan: Id) -> Result<Vec<TaskDraw>> {
    let sql = "SELECT d.task_id, d.id, d.occurrence, d.state FROM draw d JOIN plan_task t ON t.id = d.task_id
               WHERE t.plan_id = ?1 AND d.retired = 0 AND d.state <> 'voided' ORDER BY d.key";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([plan], |row| {
        Ok(TaskDraw { task: row.get(0)?, draw: row.get(1)?, occurrence: row.get(2)?, state: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The revision a row is at.
pub(super) fn revision(db: &Connection, table: &Table, id: Id) -> Result<Id> {
    let sql = format!("SELECT rev FROM {} WHERE id = ?1", table.name);
    Ok(db.query_row(&sql, [id], |row| row.get(0))?)
}

/// The task that a draw belongs to, and which time of it.
pub(crate) fn link_of(db: &Connection, draw: Id) -> Result<(Option<Id>, String)> {
    let sql = "SELECT task_id, occurrence FROM draw WHERE id = ?1";
    Ok(db.query_row(sql, [draw], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Refuses a draw of a task that is not there or was cancelled.
pub(crate) fn refuse_unknown_task(db: &Connection, id: Id) -> Result<()> {
    if task(db, id)?.state == "cancelled" {
        return Err(Failure::field("taskId", "这项计划任务已经取消，不能再列抽查。"));
    }
    Ok(())
}
