//! 常用视图: filters with a name, one's own or shared with the office, and the columns that a person chose for a list.

use super::definition::Register;
use super::filter::{ListFilter, conditions};
use crate::calls::{Context, Done, Revision, Saved};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::tables::{CHOSEN_COLUMNS, SAVED_VIEW};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// Characters of a name at most.
const LONGEST: usize = 30;
/// Columns of a list at most: more cannot be read on one screen.
const WIDEST: usize = 12;

/// Which register.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfRegister {
    /// Wire name of the register.
    pub register: String,
}

/// One saved view.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct SavedView {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Its name.
    pub name: String,
    /// What narrows the list.
    pub filter: ListFilter,
    /// Wire names of its columns; those of the person if empty.
    pub columns: Vec<String>,
    /// Everybody in the office sees it.
    pub shared: bool,
    /// It belongs to the acting person, who alone may change it.
    pub own: bool,
    /// Whose it is.
    pub person: Option<String>,
}

/// What a person sees above a list.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct ListViews {
    /// Wire names of the columns that the acting person chose; empty for the usual ones.
    pub columns: Vec<String>,
    /// Own views first, then shared ones, by name.
    pub views: Vec<SavedView>,
}

/// A view as entered.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveView {
    /// Absent for a new view.
    #[ts(optional)]
    pub id: Option<Id>,
    /// The revision that was read.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// Wire name of the register.
    pub register: String,
    /// Its name.
    pub name: String,
    /// What narrows the list.
    pub filter: ListFilter,
    /// Wire names of its columns; those of the person if empty.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub columns: Vec<String>,
    /// Everybody in the office sees it.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub shared: bool,
}

/// A view that goes.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropView {
    /// The view.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
}

/// The columns of a list, for the acting person.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseColumns {
    /// Wire name of the register.
    pub register: String,
    /// Wire names in their order; the usual ones if empty.
    pub columns: Vec<String>,
}

fn checked(register: &'static Register, columns: &[String]) -> Result<String> {
    super::list::shown(register, columns)?;
    let twice = columns.iter().enumerate().any(|(place, name)| columns[..place].contains(name));
    if twice || columns.len() > WIDEST {
        return Err(Failure::field("columns", format!("一张表最多 {WIDEST} 列，每列只选一次。")));
    }
    Ok(json!(columns).to_string())
}

/// The views of a register for the acting person, and the columns chosen.
pub fn views(context: &Context<'_>, input: OfRegister) -> Result<ListViews> {
    let register = Register::by_name(&input.register)?;
    context.office.read(|db| {
        let sql = "SELECT columns FROM chosen_columns WHERE register = ?1 AND person = ?2 AND retired = 0 ORDER BY key DESC LIMIT 1";
        let columns: Option<String> = db
            .prepare_cached(sql)?
            .query_row(params![register.name, context.actor], |row| row.get(0))
            .optional()?;
        let sql = "SELECT v.id, v.rev, v.name, v.filter, v.columns, v.shared, v.person IS ?2, p.name
                   FROM saved_view v LEFT JOIN person p ON p.id = v.person
                   WHERE v.register = ?1 AND v.retired = 0 AND (v.person IS ?2 OR v.shared = 1)
                   ORDER BY v.person IS NOT ?2, v.name, v.key LIMIT 100";
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map(params![register.name, context.actor], |row| {
            let (filter, columns): (String, String) = (row.get(3)?, row.get(4)?);
            Ok(SavedView {
                id: row.get(0)?,
                rev: row.get(1)?,
                name: row.get(2)?,
                filter: serde_json::from_str(&filter).unwrap_or_default(),
                columns: known(register, &columns),
                shared: row.get(5)?,
                own: row.get(6)?,
                person: row.get(7)?,
            })
        })?;
        let views = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(ListViews { columns: columns.map(|columns| known(register, &columns)).unwrap_or_default(), views })
    })
}

/// What a newer program may have chosen and this one does not know is left out.
fn known(register: &Register, columns: &str) -> Vec<String> {
    let columns: Vec<String> = serde_json::from_str(columns).unwrap_or_default();
    columns.into_iter().filter(|name| register.field(name).is_some()).collect()
}

/// Saves a view.
pub fn save(context: &Context<'_>, input: SaveView) -> Result<Saved> {
    let register = Register::by_name(&input.register)?;
    let name = input.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST {
        return Err(Failure::field("name", format!("请给视图起个名字，最多 {LONGEST} 个字。")));
    }
    conditions(register, &input.filter)?;
    let columns = checked(register, &input.columns)?;
    let person =
        context.actor.ok_or_else(|| Failure::NotAllowed("请先选择当前操作人，再保存视图。".into()))?;
    context.office.write(context.actor, "registers.saveView", |w| {
        let values = [
            ("name", name.to_owned().into()),
            ("filter", json!(input.filter).to_string().into()),
            ("columns", columns.into()),
            ("shared", i64::from(input.shared).into()),
        ];
        let id = match input.id {
            Some(id) => {
                own(w.db(), id, person)?;
                w.update(&SAVED_VIEW, id, input.rev, &values)?;
                id
            }
            None => {
                let id = context.office.new_id()?;
                let place = [("register", register.name.to_owned().into()), ("person", person.into())];
                let all: Vec<_> = place.into_iter().chain(values).collect();
                w.insert(&SAVED_VIEW, id, &all)?;
                id
            }
        };
        let rev = w.db().query_row("SELECT rev FROM saved_view WHERE id = ?1", [id], |row| row.get(0))?;
        Ok(Saved { id, rev })
    })
}

/// A view is its person's: others use it and save their own.
fn own(db: &Connection, id: Id, person: Id) -> Result<()> {
    let sql = "SELECT person FROM saved_view WHERE id = ?1 AND retired = 0";
    let of: Id = db.query_row(sql, [id], |row| row.get(0)).optional()?.or_not_found("这个视图")?;
    if of == person {
        return Ok(());
    }
    Err(Failure::NotAllowed("这是别人的共享视图，不能改。可以另存一个自己的。".into()))
}

/// Retires a view.
pub fn drop_view(context: &Context<'_>, input: DropView) -> Result<Revision> {
    let person = context.actor.ok_or_else(|| Failure::NotAllowed("请先选择当前操作人。".into()))?;
    context.office.write(context.actor, "registers.dropView", |w| {
        own(w.db(), input.id, person)?;
        w.update(&SAVED_VIEW, input.id, Some(input.rev), &[("retired", 1.into())])?;
        Ok(Revision { rev: w.entry() })
    })
}

/// Remembers the columns that a person wants in a list.
pub fn choose_columns(context: &Context<'_>, input: ChooseColumns) -> Result<Done> {
    let register = Register::by_name(&input.register)?;
    let columns = checked(register, &input.columns)?;
    let person = context.actor.ok_or_else(|| Failure::NotAllowed("请先选择当前操作人，再选列。".into()))?;
    context.office.write(context.actor, "registers.chooseColumns", |w| {
        let sql =
            "SELECT id FROM chosen_columns WHERE register = ?1 AND person = ?2 ORDER BY key DESC LIMIT 1";
        let known: Option<Id> =
            w.db().query_row(sql, params![register.name, person], |row| row.get(0)).optional()?;
        let chosen = ("columns", columns.into());
        match known {
            Some(id) => {
                w.update(&CHOSEN_COLUMNS, id, None, &[chosen])?;
            }
            None => {
                let place = [("register", register.name.to_owned().into()), ("person", person.into())];
                let all: Vec<_> = place.into_iter().chain([chosen]).collect();
                w.insert(&CHOSEN_COLUMNS, context.office.new_id()?, &all)?;
            }
        }
        Ok(Done { ok: true })
    })
}
