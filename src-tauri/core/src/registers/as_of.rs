//! A record as it was at the end of a day, read back from the journal, merge unit by merge unit.
//!
//! Each unit leads from the entry that wrote it last to the one before (`base`), through imports and their undoing
//! as well. Where that chain breaks, the page says so instead of showing something.

use super::definition::Register;
use super::licences::{self, Licence};
use super::relations::{self, Relation};
use super::responsibilities::{self, Responsibility};
use super::standings::{self, Standing};
use super::subject;
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Entries looked through for one unit at most; a record that was changed more often than this is said so.
const STEPS: usize = 5_000;

/// Which record on which day.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AsOfInput {
    /// Wire name of the register.
    pub register: String,
    /// The record.
    pub id: Id,
    /// The day: the record is shown as it was at its end.
    pub on: String,
}

/// Whether the record was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum There {
    /// It was registered.
    Yes,
    /// It was registered only later.
    NotYet,
    /// The journal cannot say.
    Unknown,
}

/// A field that was different then.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Since {
    /// Wire name.
    pub field: String,
    /// What stands there today, personal fields masked.
    pub now: Option<String>,
}

/// A record as it was at the end of a day.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AsOf {
    /// The day.
    pub on: String,
    /// Whether the record was there.
    pub there: There,
    /// When it was registered, if known.
    pub registered_on: Option<String>,
    /// No longer in use then.
    pub retired: bool,
    /// All fields as they were, personal ones masked.
    pub values: BTreeMap<String, Option<String>>,
    /// Wire names of the masked fields that held something.
    pub masked: Vec<String>,
    /// What is different today.
    pub different: Vec<Since>,
    /// Labels of the fields of which the journal cannot say how they were; they are left empty above.
    pub unsure: Vec<String>,
    /// Relations that held, by their own dates.
    pub relations: Vec<Relation>,
    /// Licences, by their own dates.
    pub licences: Vec<Licence>,
    /// The newest line of each kind of standing up to that day.
    pub standings: Vec<Standing>,
    /// 包片 on that day, by its own dates.
    pub responsibilities: Vec<Responsibility>,
    /// What to know about this view, in Chinese sentences.
    pub notes: Vec<String>,
}

/// Shows a record as it was at the end of a day.
pub fn as_of(context: &Context<'_>, input: AsOfInput) -> Result<AsOf> {
    let register = Register::by_name(&input.register)?;
    let day = crate::rules::parse::date(input.on.trim());
    let day = day.ok_or_else(|| Failure::field("on", "日期请写成 2026-11-27。"))?;
    subject::not_ahead(context.office, "on", "日期", &day.to_string())?;
    // The midnight that ends the day, at fixed +08:00.
    let end = (day - chrono::NaiveDate::default()).num_days().saturating_add(1) * 86_400_000 - 8 * 3_600_000;
    let on = day.to_string();
    context.office.read(|db| {
        let stored = super::save::current(db, register, input.id)?.or_not_found(register.label)?;
        let mut past = Past::read(db, register, input.id, end, stored.clone())?;
        past.go_back()?;
        let unsure = past.unsure_labels();
        let (values, masked) = super::page::covered(register, &past.values);
        let (today, _) = super::page::covered(register, &stored);
        let mut different: Vec<Since> = Vec::new();
        for (field, (then, now)) in register.fields.iter().zip(past.values.iter().zip(&stored)) {
            if then != now {
                different.push(Since {
                    field: field.name.to_owned(),
                    now: today.get(field.name).cloned().flatten(),
                });
            }
        }
        let street = register
            .fields
            .iter()
            .position(|field| field.name == "street")
            .and_then(|place| past.values.get(place))
            .cloned()
            .unwrap_or_default();
        let mut related = relations::page(db, input.id, None, 200, &on)?.rows;
        related.retain(|relation| relation.state == "current");
        let mut notes = past.notes(&on);
        if !unsure.is_empty() {
            notes.push(format!("日志说不清这些项目当时是什么：{}。", unsure.join("、")));
        }
        notes.push("关系、证照、主体状况和包片按各自写明的日期列出。".to_owned());
        Ok(AsOf {
            there: past.there,
            registered_on: past.made_at.map(|at| date_of(at).to_string()),
            retired: past.retired,
            values,
            masked,
            different,
            unsure,
            relations: related,
            licences: licences::of(db, input.id, day, 200)?,
            standings: standings::current(db, input.id, &on)?,
            responsibilities: responsibilities::of(db, input.id, &street, &on)?,
            notes,
            on,
        })
    })
}

/// One change of one unit: what stood there before, and who wrote that.
struct Step {
    at: i64,
    before: Vec<(String, String)>,
    base: Option<Id>,
}

struct Past<'d> {
    db: &'d Connection,
    register: &'static Register,
    id: Id,
    /// The first instant that is too late.
    end: i64,
    values: Vec<String>,
    retired: bool,
    rev: Id,
    /// The import that made the record.
    batch: Option<i64>,
    made_by: Id,
    made_at: Option<i64>,
    there: There,
    unsure: Vec<&'static str>,
    clock_ran_back: bool,
}

impl<'d> Past<'d> {
    fn read(
        db: &'d Connection,
        register: &'static Register,
        id: Id,
        end: i64,
        values: Vec<String>,
    ) -> Result<Self> {
        let sql = format!("SELECT rev, retired, batch FROM {} WHERE id = ?1", register.table.name);
        let (rev, retired, batch): (Id, bool, Option<i64>) =
            db.prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let whole = "SELECT entry FROM unit_head WHERE record = ?1 AND unit = '*'";
        let made_by: Option<Id> = db.prepare_cached(whole)?.query_row([id], |row| row.get(0)).optional()?;
        let mut past = Self {
            db,
            register,
            id,
            end,
            values,
            retired,
            rev,
            batch,
            made_by: made_by.unwrap_or(rev),
            made_at: None,
            there: There::Unknown,
            unsure: Vec::new(),
            clock_ran_back: false,
        };
        past.made_at = past.when_made()?;
        Ok(past)
    }

    fn when_made(&mut self) -> Result<Option<i64>> {
        if let Some(batch) = self.batch {
            let sql = "SELECT coalesce(finished_at, started_at) FROM batch WHERE key = ?1";
            return Ok(self.db.prepare_cached(sql)?.query_row([batch], |row| row.get(0)).optional()?);
        }
        let sql = "SELECT at, clock_ran_back FROM journal WHERE id = ?1";
        let found = self
            .db
            .prepare_cached(sql)?
            .query_row([self.made_by], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?)))
            .optional()?;
        Ok(found.map(|(at, ran_back)| {
            self.clock_ran_back |= ran_back;
            at
        }))
    }

    fn go_back(&mut self) -> Result<()> {
        self.there = match self.made_at {
            None => There::Unknown,
            Some(at) if at >= self.end => There::NotYet,
            Some(_) => There::Yes,
        };
        if self.there == There::NotYet {
            self.values = vec![String::new(); self.register.fields.len()];
            self.retired = false;
            return Ok(());
        }
        for unit in self.register.table.units {
            self.unit_back(unit.name, unit.columns)?;
        }
        Ok(())
    }

    fn unit_back(&mut self, unit: &'static str, columns: &'static [&'static str]) -> Result<()> {
        let sql = "SELECT entry FROM unit_head WHERE record = ?1 AND unit = ?2";
        let head: Option<Id> =
            self.db.prepare_cached(sql)?.query_row(params![self.id, unit], |row| row.get(0)).optional()?;
        // The undoing of an import retires what it made without a head of its own.
        let mut at_entry = match head {
            Some(head) => head,
            None if unit == "retired" && self.retired && self.batch.is_some() => self.rev,
            None => return Ok(()),
        };
        for _ in 0..STEPS {
            if at_entry == self.made_by && self.batch.is_none() {
                return Ok(());
            }
            let Some(step) = self.step(at_entry, unit)? else {
                return self.lose(unit, columns);
            };
            if step.at < self.end {
                return Ok(());
            }
            for (column, before) in step.before {
                self.put(&column, before);
            }
            match step.base {
                Some(base) => at_entry = base,
                None => return Ok(()),
            }
        }
        self.lose(unit, columns)
    }

    /// The journal cannot say: the columns of the unit are shown empty and named.
    fn lose(&mut self, unit: &'static str, columns: &'static [&'static str]) -> Result<()> {
        self.unsure.push(unit);
        for column in columns {
            self.put(column, String::new());
        }
        Ok(())
    }

    fn put(&mut self, column: &str, value: String) {
        if column == "retired" {
            self.retired = value == "1";
        } else if let Some(place) = self.register.fields.iter().position(|field| field.column == column) {
            self.values[place] = value;
        }
    }

    /// What an entry did to a unit of this record.
    fn step(&mut self, entry: Id, unit: &str) -> Result<Option<Step>> {
        let sql = "SELECT at, deed, record, payload, clock_ran_back FROM journal WHERE id = ?1";
        let found = self
            .db
            .prepare_cached(sql)?
            .query_row([entry], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, Option<Id>>(2)?,
                    row.get::<_, Vec<u8>>(3)?,
                    row.get::<_, bool>(4)?,
                ))
            })
            .optional()?;
        let Some((at, deed, record, payload, ran_back)) = found else { return Ok(None) };
        self.clock_ran_back |= ran_back;
        let payload: Json = serde_json::from_slice(&payload).unwrap_or_default();
        match deed.as_str() {
            "imports.open" => self.imported(record, entry, unit),
            "imports.undo" | "imports.withdraw" => {
                let batch =
                    payload["note"]["undoes"].as_str().or_else(|| payload["note"]["withdraws"].as_str());
                self.taken_back(batch.and_then(|text| text.parse().ok()), at, unit)
            }
            _ => {
                let own = self.id.to_string();
                let changes = payload["changes"].as_array().cloned().unwrap_or_default();
                let change = changes.iter().find(|change| {
                    change["table"] == self.register.table.name
                        && change["id"] == own.as_str()
                        && (change["unit"] == unit || change["unit"] == "*")
                });
                Ok(change.map(|change| Step {
                    at,
                    before: plain(&change["before"]),
                    base: change["base"].as_str().and_then(|text| text.parse().ok()),
                }))
            }
        }
    }

    /// The import's row about this record, and when it became visible.
    fn row_of(&self, batch: Id) -> Result<Option<(i64, i64, Json)>> {
        let sql = "SELECT b.key, coalesce(b.finished_at, b.started_at),
                          (SELECT changes FROM batch_row WHERE record = ?2 AND outcome = 'updated' AND batch = b.key LIMIT 1)
                   FROM batch b WHERE b.id = ?1";
        let found = self
            .db
            .prepare_cached(sql)?
            .query_row(params![batch, self.id], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<String>>(2)?))
            })
            .optional()?;
        Ok(match found {
            None => None,
            Some((key, at, changes)) => {
                Some((key, at, serde_json::from_str(changes.as_deref().unwrap_or("null"))?))
            }
        })
    }

    fn imported(&self, batch: Option<Id>, entry: Id, unit: &str) -> Result<Option<Step>> {
        let Some(batch) = batch else { return Ok(None) };
        let Some((key, at, changes)) = self.row_of(batch)? else { return Ok(None) };
        let change = &changes[unit];
        if change.is_object() {
            return Ok(Some(Step {
                at,
                before: plain(&change["before"]),
                base: change["base"].as_str().and_then(|text| text.parse().ok()),
            }));
        }
        // The import that made the record: nothing was there before.
        Ok((self.batch == Some(key) || self.made_by == entry).then_some(Step {
            at: i64::MIN,
            before: Vec::new(),
            base: None,
        }))
    }

    fn taken_back(&self, batch: Option<Id>, at: i64, unit: &str) -> Result<Option<Step>> {
        let Some(batch) = batch else { return Ok(None) };
        let Some((key, _, changes)) = self.row_of(batch)? else { return Ok(None) };
        let opened =
            "SELECT id FROM journal WHERE record = ?1 AND deed = 'imports.open' ORDER BY key LIMIT 1";
        let base: Option<Id> =
            self.db.prepare_cached(opened)?.query_row([batch], |row| row.get(0)).optional()?;
        if unit == "retired" && self.batch == Some(key) && !changes[unit].is_object() {
            return Ok(Some(Step { at, before: vec![("retired".into(), "0".into())], base }));
        }
        let change = &changes[unit];
        Ok(change.is_object().then(|| Step { at, before: plain(&change["after"]), base }))
    }

    fn unsure_labels(&self) -> Vec<String> {
        let units = self.register.table.units.iter().filter(|unit| self.unsure.contains(&unit.name));
        let mut labels: Vec<String> = Vec::new();
        for column in units.flat_map(|unit| unit.columns) {
            match self.register.fields.iter().find(|field| field.column == *column) {
                Some(field) => labels.push(field.label.to_owned()),
                None => labels.push("是否停用".to_owned()),
            }
        }
        labels
    }

    fn notes(&self, on: &str) -> Vec<String> {
        let mut notes = Vec::new();
        match (self.there, self.made_at) {
            (There::NotYet, Some(at)) => {
                notes.push(format!("{on} 还没有登记；登记于 {}。", date_of(at)));
            }
            (There::Unknown, _) => {
                notes.push("日志里没有这一条是何时登记的，不能断定那一天是否已经登记。".into());
            }
            _ => notes.push(format!("这是 {on} 结束时的登记，由日志逐项倒推。")),
        }
        if self.clock_ran_back {
            notes.push("这期间本机时钟曾被往回拨，先后按日志的顺序，日期以当时的时钟为准。".into());
        }
        notes
    }
}

/// Column and text of each value.
fn plain(values: &Json) -> Vec<(String, String)> {
    values
        .as_object()
        .into_iter()
        .flatten()
        .map(|(column, value)| {
            let text = match value {
                Json::String(text) => text.clone(),
                Json::Number(number) => {
                    let number = number.as_i64().map_or(Value::Null, Value::Integer);
                    super::list::text_of(number).unwrap_or_default()
                }
                _ => String::new(),
            };
            (column.clone(), text)
        })
        .collect()
}
