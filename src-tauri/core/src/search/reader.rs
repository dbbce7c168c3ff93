//! Reading `search.db`: a walk over the chunks in register order that stops when the page is full and the count capped.

use super::fault::{Fault, damaged};
use super::grams::Gram;
use super::index::{KEY_BITS, place, rowid};
use super::postings::{self, Bits};
use super::query::{Query, Term};
use crate::error::Result;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};

/// Reading the text of a record costs about as much as reading this many bytes of a posting. Tests have too few
/// records to get there, and are to meet both ways.
const TEXT_COST: usize = if cfg!(test) { 8 } else { 4_096 };

/// A reader of `search.db`, with its own connection.
#[derive(Debug)]
pub struct SearchReader {
    conn: Connection,
    path: PathBuf,
}

/// A first page with its count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Row-ids in register order.
    pub rows: Vec<i64>,
    /// Records that answer, counted up to the cap.
    pub total: usize,
    /// There are more than `total`.
    pub capped: bool,
}

impl SearchReader {
    /// Opens a file that a [`SearchIndex`] has opened before.
    pub fn open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(std::time::Duration::from_secs(5))?;
        conn.execute_batch(
            "PRAGMA query_only = ON; PRAGMA cache_size = -32768; PRAGMA mmap_size = 8589934592;",
        )?;
        conn.set_prepared_statement_cache_capacity(16);
        Ok(Self { conn, path: path.to_owned() })
    }

    /// The watermark that this reader sees.
    pub fn watermark(&self) -> Result<i64> {
        Ok(self.conn.query_row("SELECT value FROM meta WHERE name = 'watermark'", [], |row| row.get(0))?)
    }

    /// The first page, with its count up to `cap`, in one walk.
    pub fn first_page(&self, query: &Query, register: Option<u8>, limit: usize, cap: usize) -> Result<Found> {
        let mut found = Found::default();
        self.walk(query, register, None, |row| {
            if found.total == cap {
                found.capped = true;
                return found.rows.len() < limit && limit > cap;
            }
            found.total += 1;
            if found.rows.len() < limit {
                found.rows.push(row);
            }
            true
        })?;
        Ok(found)
    }

    /// Up to `limit` row-ids behind `after`, in register order. An empty query finds nothing.
    pub fn query(
        &self,
        query: &Query,
        register: Option<u8>,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<i64>> {
        let mut rows = Vec::new();
        if limit > 0 {
            self.walk(query, register, after, |row| {
                rows.push(row);
                rows.len() < limit
            })?;
        }
        Ok(rows)
    }

    /// How many records answer, counted up to `cap`, and whether there are more.
    pub fn count(&self, query: &Query, register: Option<u8>, cap: usize) -> Result<(usize, bool)> {
        let found = self.first_page(query, register, 0, cap)?;
        Ok((found.total, found.capped))
    }

    /// Calls `visit` for every answer in order until it returns false.
    pub fn walk(
        &self,
        query: &Query,
        register: Option<u8>,
        after: Option<i64>,
        visit: impl FnMut(i64) -> bool,
    ) -> Result<()> {
        if query.is_empty() {
            return Ok(());
        }
        self.walk_inner(query, register, after, visit).map_err(|error| damaged(&self.path, error))
    }

    fn walk_inner(
        &self,
        query: &Query,
        register: Option<u8>,
        after: Option<i64>,
        mut visit: impl FnMut(i64) -> bool,
    ) -> Result<(), Fault> {
        let (mut low, high) = match register {
            Some(register) => (rowid(register, 0), rowid(register, (1 << KEY_BITS) - 1)),
            None => (0, i64::MAX),
        };
        if let Some(after) = after {
            low = low.max(after.saturating_add(1));
        }
        if low > high {
            return Ok(());
        }
        let snapshot = self.conn.unchecked_transaction()?;
        let mut next_chunk = snapshot
            .prepare_cached("SELECT chunk, ordinal FROM chunk WHERE chunk >= ?1 ORDER BY chunk LIMIT 1")?;
        let mut hay = snapshot.prepare_cached("SELECT hay FROM doc WHERE rowid = ?1")?;
        let mut from = low >> 16;
        while let Some((chunk, ordinal)) = next_chunk
            .query_row([from], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
            .optional()?
        {
            if chunk > high >> 16 {
                break;
            }
            from = chunk + 1;
            let Some((sure, maybe)) = answer(&snapshot, ordinal, &query.terms)? else { continue };
            let first = if chunk == low >> 16 { low as u16 } else { 0 };
            let last = if chunk == high >> 16 { high as u16 } else { u16::MAX };
            for doc in maybe.iter_within(first, last) {
                let row = chunk << 16 | i64::from(doc);
                let answers = sure.contains(doc)
                    || hay
                        .query_row([row], |row| {
                            Ok(row.get_ref(0)?.as_str().is_ok_and(|hay| query.holds(hay)))
                        })
                        .optional()?
                        .unwrap_or(false);
                if answers && !visit(row) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// The records of a chunk that surely answer, and all that may (the sure ones among them).
fn answer(conn: &Connection, chunk: i64, terms: &[Term]) -> Result<Option<(Bits, Bits)>, Fault> {
    let mut whole: Option<(Bits, Bits)> = None;
    for term in terms {
        let (sure, maybe) = answer_term(conn, chunk, term)?;
        match &mut whole {
            None => whole = Some((sure, maybe)),
            Some((all_sure, all_maybe)) => {
                all_sure.and(&sure);
                all_maybe.and(&maybe);
            }
        }
        if whole.as_ref().is_some_and(|(_, maybe)| maybe.is_empty()) {
            return Ok(None);
        }
    }
    Ok(whole)
}

fn answer_term(conn: &Connection, chunk: i64, term: &Term) -> Result<(Bits, Bits), Fault> {
    let mut sure = Bits::empty();
    let mut maybe = Bits::empty();
    let mut take = |bits: Bits, exact: bool| {
        if exact {
            sure.or(&bits);
        }
        maybe.or(&bits);
    };
    if !term.grams.is_empty() || !term.phrase.is_empty() {
        let (bits, all) = holders(conn, chunk, &term.grams, &term.phrase)?;
        take(bits, all && term.exact);
    }
    if let Some(gram) = term.spelled.within_one {
        take(holders(conn, chunk, &[gram], &[])?.0, term.spelled.exact);
    }
    for steps in &term.spelled.divided {
        let (bits, all) = holders(conn, chunk, &[], steps)?;
        take(bits, all && term.spelled.exact);
    }
    Ok((sure, maybe))
}

/// The records that hold all of these grams, and the pairs at their distances from one another. False when some of
/// them only may: so few were left that reading their texts costs less than reading another posting.
fn holders(
    conn: &Connection,
    chunk: i64,
    grams: &[Gram],
    phrase: &[(u32, Gram)],
) -> Result<(Bits, bool), Fault> {
    // SQLite tells the length of a posting without reading it.
    let mut size = conn.prepare_cached("SELECT length(body) FROM posting WHERE place = ?1")?;
    let in_any_place = grams.iter().map(|gram| (None, *gram));
    let at_distances = phrase.iter().map(|(distance, gram)| (Some(*distance), *gram));
    let count = grams.len() + phrase.len();
    let mut postings: Vec<(usize, Option<u32>, Gram)> = Vec::with_capacity(count);
    for (distance, gram) in in_any_place.chain(at_distances) {
        let size = match count {
            1 => Some(0),
            _ => size.query_row([place(chunk, gram)], |row| row.get(0)).optional()?,
        };
        let Some(size) = size else { return Ok((Bits::empty(), true)) };
        postings.push((size, distance, gram));
    }
    postings.sort_unstable();
    let only_one = phrase.len() == 1;
    let mut read = conn.prepare_cached("SELECT body FROM posting WHERE place = ?1")?;
    let (mut docs, mut places, mut right): (Option<Bits>, Option<Vec<u32>>, Vec<u32>) =
        (None, None, Vec::new());
    for (size, distance, gram) in postings {
        let left = docs.as_ref().map(Bits::len);
        if left.is_some_and(|left| left == 0) {
            break;
        }
        if left.is_some_and(|left| left * TEXT_COST < size) {
            return Ok((docs.unwrap_or_else(Bits::empty), false));
        }
        let mut rows = read.query([place(chunk, gram)])?;
        let Some(row) = rows.next()? else { return Ok((Bits::empty(), true)) };
        let body = row.get_ref(0)?.as_blob().map_err(|_| Fault::Damaged)?;
        let mut bits = Bits::empty();
        match distance {
            Some(distance) if !only_one => {
                postings::decode_places(body, distance, &mut right).ok_or(Fault::Damaged)?;
                let so_far = places.get_or_insert_with(|| right.clone());
                postings::intersect(so_far, &right);
                for place in so_far {
                    bits.insert((*place >> 16) as u16);
                }
            }
            _ => postings::decode_docs(body, &mut bits).ok_or(Fault::Damaged)?,
        }
        if let Some(docs) = &docs {
            bits.and(docs);
        }
        docs = Some(bits);
    }
    Ok((docs.unwrap_or_else(Bits::empty), true))
}
