//! The most frequent values of a field, for filters. With 1.6 million records one count takes longer than a screen may
//! wait, and every journal entry would ask for another: a large register is counted in the background. Until that is
//! done the last count stands; where there is none yet, an index tells the values alone.

use super::NOT_OPEN;
use super::definition::{Field, Register};
use super::filter::FieldIndex;
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
const MOST: usize = 200;

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
    /// How many records had it when they were counted; absent while the first count goes on.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
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

/// The most frequent values of a field.
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
    let index = FieldIndex::of(register, field);
    let for_now = match (stale, index) {
        (Some(stale), _) if large => stale,
        (None, Some(index)) if large => office.read(|db| values(db, register, field.column, index))?,
        _ => {
            let found = office.read(|db| count(db, register, field))?;
            lock(&office.facets.state).known.insert(place, (newest, found.clone()));
            return Ok(found);
        }
    };
    recount(office, register, field)?;
    Ok(for_now)
}

/// The values of an index from one to the next, without counting them.
fn values(db: &Connection, register: &Register, column: &str, index: FieldIndex) -> Result<Vec<Facet>> {
    let (table, named) = (register.table.name, index.named(column));
    let sql = format!(
        "WITH RECURSIVE step (value) AS (
             SELECT min({column}) FROM {table} WHERE {named}
             UNION ALL
             SELECT (SELECT min({column}) FROM {table} WHERE {named} AND {column} > step.value)
             FROM step WHERE step.value IS NOT NULL LIMIT {MOST} + 2)
         SELECT value FROM step WHERE value <> '' LIMIT {MOST}"
    );
    let facet = |value: String| Facet { value, count: None };
    let mut found = db
        .prepare_cached(&sql)?
        .query_map([], |row| row.get(0).map(facet))?
        .collect::<rusqlite::Result<Vec<Facet>>>()?;
    if let Some(omitted) = index.omitted.filter(|value| !value.is_empty()) {
        let sql =
            format!("SELECT (SELECT count(*) FROM {table}) > (SELECT count(*) FROM {table} WHERE {named})");
        if db.query_row(&sql, [], |row| row.get(0))? {
            found.insert(0, facet(omitted.to_owned()));
        }
    }
    Ok(found)
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

fn count(db: &Connection, register: &Register, field: &Field) -> Result<Vec<Facet>> {
    let importing = "SELECT EXISTS (SELECT 1 FROM batch WHERE state = 'open' AND register = ?1)";
    let importing: bool = db.query_row(importing, [register.name], |row| row.get(0))?;
    // The index cannot tell the rows of an open import from the others.
    let index = FieldIndex::of(register, field).filter(|_| !importing);
    let mut counts = match index {
        Some(index) => count_index(db, register, field.column, index)?,
        None => count_rows(db, register, field.column)?,
    };
    counts.retain(|value, count| !value.is_empty() && *count > 0);
    let facet = |(value, count)| Facet { value, count: Some(count) };
    let mut found: Vec<Facet> = counts.into_iter().map(facet).collect();
    found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    found.truncate(MOST);
    Ok(found)
}

/// An index is a tenth of the table's size; what it leaves out is the rest, and the few retired rows are taken off.
fn count_index(
    db: &Connection,
    register: &Register,
    column: &str,
    index: FieldIndex,
) -> Result<HashMap<String, u64>> {
    let (table, named) = (register.table.name, index.named(column));
    let grouped = |condition: &str| -> Result<HashMap<String, u64>> {
        let sql = format!("SELECT {column}, count(*) FROM {table} WHERE {condition} GROUP BY {column}");
        let counts = db
            .prepare(&sql)?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(counts)
    };
    let mut counts = grouped(&named)?;
    if let Some(omitted) = index.omitted {
        let all: u64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        counts.insert(omitted.to_owned(), all.saturating_sub(counts.values().sum()));
    }
    for (value, retired) in grouped("retired = 1")? {
        if let Some(count) = counts.get_mut(&value) {
            *count = count.saturating_sub(retired);
        }
    }
    Ok(counts)
}

/// Counting in memory is several times faster than a GROUP BY that sorts.
fn count_rows(db: &Connection, register: &Register, column: &str) -> Result<HashMap<String, u64>> {
    let sql = format!("SELECT {column} FROM {} WHERE retired = 0 AND {NOT_OPEN}", register.table.name);
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
        } else {
            counts.insert(value.into_owned(), 1);
        }
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use super::*;

    #[test]
    fn an_index_counts_and_tells_what_the_rows_do() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(
            "CREATE TABLE batch (key INTEGER PRIMARY KEY, register TEXT, state TEXT);
             CREATE TABLE room (key INTEGER PRIMARY KEY, batch INTEGER, retired INTEGER, status TEXT, street TEXT,
                 risk_class TEXT, platform_name TEXT);
             CREATE INDEX by_status ON room (status) WHERE status <> 'active';
             CREATE INDEX by_risk ON room (risk_class) WHERE risk_class <> '';
             CREATE INDEX by_street ON room (street);
             CREATE INDEX by_platform ON room (platform_name);
             INSERT INTO room (retired, status, street, risk_class, platform_name) VALUES
                 (0, 'active', '柳桥街道', 'A', ''), (0, 'active', '', '', ''), (0, 'stopped', '石湾镇', 'C', ''),
                 (1, 'active', '石湾镇', 'C', ''), (1, 'closed', '临澜镇', '', ''), (0, 'active', '石湾镇', '', '');",
        )
        .unwrap();
        let register = Register::by_name("rooms").unwrap();
        for name in ["status", "street", "riskClass", "platformName"] {
            let field = register.field(name).unwrap();
            let index = FieldIndex::of(register, field).unwrap();
            let expected: HashMap<String, u64> = count_rows(&db, register, field.column).unwrap();
            let mut found = count_index(&db, register, field.column, index).unwrap();
            found.retain(|_, count| *count > 0);
            assert_eq!(found, expected, "{name}");
            let counted = count(&db, register, field).unwrap();
            let told: Vec<String> = values(&db, register, field.column, index)
                .unwrap()
                .into_iter()
                .map(|facet| facet.value)
                .collect();
            assert!(counted.iter().all(|facet| told.contains(&facet.value)), "{name}: {told:?}");
            assert!(told.iter().all(|value| !value.is_empty()));
        }
        // The index must not count what an open import has written so far.
        db.execute_batch(
            "INSERT INTO batch VALUES (1, 'rooms', 'open');
             INSERT INTO room (batch, retired, status, street, risk_class, platform_name)
                 VALUES (1, 0, 'active', '柳桥街道', '', '')",
        )
        .unwrap();
        let streets = count(&db, register, register.field("street").unwrap()).unwrap();
        let of = |street: &str| streets.iter().find(|facet| facet.value == street).unwrap().count;
        assert_eq!((of("柳桥街道"), of("石湾镇")), (Some(1), Some(2)));
    }
}
