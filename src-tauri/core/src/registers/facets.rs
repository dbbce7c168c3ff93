//! The most frequent values of a field, for filters. With 1.6 million records one count takes longer than a screen may
//! wait, and every journal entry would ask for another: a large register is counted in the background, and until that is
//! done the last count stands.

use super::NOT_OPEN;
use super::definition::{Field, Register};
use crate::calls::Context;
use crate::error::{Failure, Result};
use crate::office::{Office, lock};
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use ts_rs::TS;

/// A register with fewer rows is counted at once.
const SMALL: i64 = 50_000;
/// Values that a filter offers.
const MOST: usize = 50;

/// Which field to count the values of.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FacetInput {
    /// Wire name of the register.
    pub register: String,
    /// Wire name of the field.
    pub field: String,
}

/// A value and how often it stands.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// How many records had it when they were counted.
    pub count: u64,
}

#[derive(Debug, Default)]
struct State {
    /// By register and column: the newest journal entry that was seen, and what was counted.
    known: HashMap<(u8, &'static str), (i64, Vec<Facet>)>,
    running: bool,
}

/// The last counts of an open office, and the thread that makes the next one.
#[derive(Debug, Default)]
pub struct Facets {
    state: Arc<Mutex<State>>,
    worker: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for Facets {
    fn drop(&mut self) {
        if let Some(worker) = lock(&self.worker).take() {
            // One count at most; a panic there was nobody's data.
            let _ = worker.join();
        }
    }
}

/// The 50 most frequent values of a field.
pub fn facets(context: &Context<'_>, input: FacetInput) -> Result<Vec<Facet>> {
    let register = Register::by_name(&input.register)?;
    let field = register.field(&input.field).filter(|field| !field.personal);
    let field = field.ok_or_else(|| Failure::field("field", "这一列不能用来筛选。"))?;
    let office = context.office;
    let newest = office.newest_entry();
    let place = (register.no, field.column);
    let stale = {
        let state = lock(&office.facets.state);
        match state.known.get(&place) {
            Some((entry, found)) if *entry == newest => return Ok(found.clone()),
            known => known.map(|(_, found)| found.clone()),
        }
    };
    let large = office.read(|db| {
        let sql = format!("SELECT coalesce(max(key), 0) > {SMALL} FROM {}", register.table.name);
        Ok(db.prepare_cached(&sql)?.query_row([], |row| row.get::<_, bool>(0))?)
    })?;
    match stale {
        Some(stale) if large => {
            recount(office, register, field)?;
            Ok(stale)
        }
        _ => {
            let found = office.read(|db| count(db, register, field))?;
            lock(&office.facets.state).known.insert(place, (newest, found.clone()));
            Ok(found)
        }
    }
}

/// Counts beside whatever else goes on; one count at a time.
fn recount(office: &Office, register: &'static Register, field: &'static Field) -> Result<()> {
    let mut state = lock(&office.facets.state);
    if state.running {
        return Ok(());
    }
    let db = office.new_reader()?;
    state.running = true;
    let shared = Arc::clone(&office.facets.state);
    let work = move || {
        let counted = newest(&db).and_then(|entry| Ok((entry, count(&db, register, field)?)));
        let mut state = lock(&shared);
        state.running = false;
        // What failed is asked for again by the next look.
        if let Ok(counted) = counted {
            state.known.insert((register.no, field.column), counted);
        }
    };
    *lock(&office.facets.worker) = Some(std::thread::spawn(work));
    Ok(())
}

fn newest(db: &Connection) -> Result<i64> {
    Ok(db.query_row("SELECT coalesce(max(key), 0) FROM journal", [], |row| row.get(0))?)
}

/// Counting in memory is several times faster than a GROUP BY that sorts.
fn count(db: &Connection, register: &Register, field: &Field) -> Result<Vec<Facet>> {
    let sql =
        format!("SELECT {} FROM {} WHERE retired = 0 AND {NOT_OPEN}", field.column, register.table.name);
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut counts: HashMap<String, u64> = HashMap::new();
    while let Some(row) = rows.next()? {
        let value = match row.get_ref(0)? {
            rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text),
            rusqlite::types::ValueRef::Integer(number) => number.to_string().into(),
            _ => continue,
        };
        if let Some(count) = counts.get_mut(value.as_ref()) {
            *count += 1;
        } else if !value.is_empty() {
            counts.insert(value.into_owned(), 1);
        }
    }
    let mut found: Vec<Facet> = counts.into_iter().map(|(value, count)| Facet { value, count }).collect();
    found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    found.truncate(MOST);
    Ok(found)
}
