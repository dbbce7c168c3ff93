//! Figures over whole registers, counted in the background: with 1.6 million rooms one pass takes longer than
//! a screen may wait. What is shown carries the time it was counted at.

use crate::error::Result;
use crate::office::{Office, lock};
use crate::registers::{NOT_OPEN, Register};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often each combination of a few columns stands in a register.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: Vec<(Vec<String>, u64)>,
}

impl Tally {
    /// Counts by one of the columns, the most frequent first, of those rows that `keep` keeps.
    pub(super) fn by(&self, column: usize, keep: impl Fn(&[String]) -> bool) -> Vec<(String, u64)> {
        let mut sums: HashMap<&str, u64> = HashMap::new();
        for (values, count) in self.counts.iter().filter(|(values, _)| keep(values)) {
            *sums.entry(values[column].as_str()).or_default() += count;
        }
        let mut sums: Vec<(String, u64)> = sums.into_iter().map(|(value, n)| (value.to_owned(), n)).collect();
        sums.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        sums
    }
    /// How many rows `keep` keeps.
    pub(super) fn sum(&self, keep: impl Fn(&[String]) -> bool) -> u64 {
        self.counts.iter().filter(|(values, _)| keep(values)).map(|(_, count)| count).sum()
    }
}

/// One pass over the registers.
#[derive(Debug)]
pub(super) struct Counted {
    /// The newest journal entry it has seen.
    entry: i64,
    /// When it was counted, UTC milliseconds.
    pub as_of: i64,
    /// Rooms by platform, status, street.
    pub rooms: Tally,
    /// Shops by platform, category.
    pub shops: Tally,
    /// Operators by status.
    pub operators: Tally,
}

impl Counted {
    /// The newest journal entry it has seen.
    pub(super) fn entry(&self) -> i64 {
        self.entry
    }
}

/// Columns of [`Counted::rooms`].
pub(super) const ROOM_PLATFORM: usize = 0;
/// Status of a room.
pub(super) const ROOM_STATUS: usize = 1;
/// Street of a room.
pub(super) const ROOM_STREET: usize = 2;
/// Columns of [`Counted::shops`].
pub(super) const SHOP_PLATFORM: usize = 0;
/// Category of a shop.
pub(super) const SHOP_CATEGORY: usize = 1;

#[derive(Debug, Default)]
struct State {
    known: Option<Arc<Counted>>,
    running: bool,
    fault: Option<String>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    done: Condvar,
    stop: AtomicBool,
}

/// The last count of an open office, and the thread that makes the next one.
#[derive(Debug, Default)]
pub struct Figures {
    shared: Arc<Shared>,
    worker: Mutex<Option<JoinHandle<()>>>,
}

impl Figures {
    /// The count as it stands: fresh if it can be had within `patience`, otherwise the last one there is. Whoever
    /// asks for an outdated one starts the next.
    pub(super) fn current(&self, office: &Office, patience: Duration) -> Result<Option<Arc<Counted>>> {
        let newest = office.newest_entry();
        let mut state = lock(&self.shared.state);
        if let Some(known) = state.known.as_ref().filter(|known| known.entry == newest) {
            return Ok(Some(Arc::clone(known)));
        }
        if !state.running {
            let db = office.new_reader()?;
            let (shared, as_of) = (Arc::clone(&self.shared), office.now_ms());
            state.running = true;
            let worker = std::thread::spawn(move || shared.run(&db, as_of));
            *lock(&self.worker) = Some(worker);
        }
        let (state, _) = self
            .shared
            .done
            .wait_timeout_while(state, patience, |state| state.running)
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(fault) = &state.fault {
            return Err(crate::error::Failure::Internal(fault.clone()));
        }
        Ok(state.known.clone())
    }
}

impl Drop for Figures {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        if let Some(worker) = lock(&self.worker).take() {
            // It stops at its next look; a panic there was nobody's data.
            let _ = worker.join();
        }
    }
}

impl Shared {
    fn run(&self, db: &Connection, as_of: i64) {
        let outcome = count(db, as_of, &self.stop);
        let mut state = lock(&self.state);
        state.running = false;
        match outcome {
            Ok(counted) => {
                state.known = Some(Arc::new(counted));
                state.fault = None;
            }
            Err(fault) => state.fault = Some(fault.to_string()),
        }
        self.done.notify_all();
    }
}

fn count(db: &Connection, as_of: i64, stop: &AtomicBool) -> Result<Counted> {
    // One snapshot for all of it.
    db.execute_batch("BEGIN")?;
    let entry = db.query_row("SELECT coalesce(max(key), 0) FROM journal", [], |row| row.get(0))?;
    let rooms = tally(db, "rooms", &["platform_name", "status", "street"], stop)?;
    let shops = tally(db, "shops", &["platform_name", "category"], stop)?;
    let operators = tally(db, "operators", &["status"], stop)?;
    db.execute_batch("COMMIT")?;
    Ok(Counted { entry, as_of, rooms, shops, operators })
}

/// One pass over a register: counting in memory is several times faster than a sorting GROUP BY.
fn tally(db: &Connection, register: &str, columns: &[&str], stop: &AtomicBool) -> Result<Tally> {
    const SEPARATOR: u8 = 0x1f;
    let table = Register::by_name(register)?.table.name;
    let sql = format!("SELECT {} FROM {table} WHERE retired = 0 AND {NOT_OPEN}", columns.join(", "));
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut counts: HashMap<Vec<u8>, u64> = HashMap::new();
    let mut key = Vec::new();
    let mut seen = 0_u64;
    while let Some(row) = rows.next()? {
        key.clear();
        for column in 0..columns.len() {
            if let ValueRef::Text(text) = row.get_ref(column)? {
                key.extend_from_slice(text);
            }
            key.push(SEPARATOR);
        }
        match counts.get_mut(&key) {
            Some(count) => *count += 1,
            None => {
                counts.insert(key.clone(), 1);
            }
        }
        seen += 1;
        if seen.is_multiple_of(8192) && stop.load(Ordering::Acquire) {
            return Err(crate::error::Failure::Cancelled);
        }
    }
    let counts = counts.into_iter().map(|(key, count)| {
        let values = key.split(|byte| *byte == SEPARATOR).take(columns.len());
        (values.map(|value| String::from_utf8_lossy(value).into_owned()).collect(), count)
    });
    Ok(Tally { counts: counts.collect() })
}
