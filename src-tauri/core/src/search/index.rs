//! The file `search.db`: filled in batches that follow a watermark, read by as many readers as there are windows.
//!
//! Nothing in it is anybody's only copy. A file that is damaged or of another format is deleted and begun again at
//! watermark 0, and whoever fills it starts over from there.
//!
//! All registers share one row-id space, so that one walk answers for all of them and a register is a range:
//! see [`rowid`]. Postings are stored by chunks of 65,536 row-ids in register order; a walk reads chunk after chunk
//! and stops as soon as the page is full and the count has reached its cap.

use super::fault::{Fault, beside, damaged, mark_of};
use super::grams::{self, GRAM_BITS, Gram, each_gram, has_places};
use super::postings::{self, Bits};
use super::reader::SearchReader;
use crate::error::{Failure, Result};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::path::{Path, PathBuf};

/// Format of the file, folding and pinyin tables included. Raise it when any of them changes.
pub const FORMAT: i64 = 2;
/// Counts stop here and are shown as "10,000+".
pub const COUNT_CAP: usize = 10_000;

/// Bits of a row-id that hold the local key.
pub(super) const KEY_BITS: u32 = 40;
/// In bulk, postings are written when a chunk is behind us and at least this many records wait …
const ENOUGH_WAITING: usize = 16_384;
/// … or when this many wait, whatever their chunks.
const TOO_MANY_WAITING: usize = 100_000;

/// Records whose texts are prepared at a time.
const PART: usize = 4_096;

/// The row-id of a record: registers one after another, records in each by local key.
pub fn rowid(register: u8, key: i64) -> i64 {
    i64::from(register) << KEY_BITS | (key & ((1 << KEY_BITS) - 1))
}
/// The last key of a register in the chunk of this one.
pub fn last_of_chunk(register: u8, key: i64) -> i64 {
    register_and_key(rowid(register, key) | 0xffff).1
}
/// The register and local key of a row-id.
pub fn register_and_key(rowid: i64) -> (u8, i64) {
    ((rowid >> KEY_BITS) as u8, rowid & ((1 << KEY_BITS) - 1))
}

/// Where the posting of a gram in a chunk is stored.
pub(super) fn place(ordinal: i64, gram: Gram) -> i64 {
    ordinal << GRAM_BITS | gram as i64
}

/// What is searchable of one record.
#[derive(Debug, Clone, Copy)]
pub struct Doc<'a> {
    /// Number of the register.
    pub register: u8,
    /// Local key in it, 0 to 2^40 - 1.
    pub key: i64,
    /// Names and free text: found by any substring, by initials, by full pinyin.
    pub texts: &'a [&'a str],
    /// Account ids, credit codes, telephone numbers: found by any substring.
    pub codes: &'a [&'a str],
}

/// The writer of `search.db`. One per office.
#[derive(Debug)]
pub struct SearchIndex {
    conn: Connection,
    path: PathBuf,
    waiting: Waiting,
    bulk: bool,
    /// Watermark of the last whole batch.
    watermark: i64,
}

/// Postings that are not written yet, by chunk.
#[derive(Debug, Default)]
struct Waiting {
    chunks: HashMap<i64, Change>,
    records: usize,
}

type ByGram<V> = HashMap<Gram, Vec<V>, BuildHasherDefault<GramHasher>>;

#[derive(Debug)]
struct Change {
    docs: ByGram<u16>,
    places: ByGram<u32>,
    removed: ByGram<u16>,
    touched: Bits,
}

/// The hays of some records, made by as many threads as are worth it.
fn hays(docs: &[Doc<'_>]) -> Vec<String> {
    let make = |docs: &[Doc<'_>]| -> Vec<String> {
        docs.iter().map(|doc| grams::hay(doc.texts.iter().copied(), doc.codes.iter().copied())).collect()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
    if docs.len() < PART / 8 || threads == 1 {
        return make(docs);
    }
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            docs.chunks(docs.len().div_ceil(threads)).map(|part| scope.spawn(move || make(part))).collect();
        parts.into_iter().flat_map(|part| part.join().expect("making a hay does not panic")).collect()
    })
}

impl Change {
    fn new() -> Self {
        Self {
            docs: HashMap::default(),
            places: HashMap::default(),
            removed: HashMap::default(),
            touched: Bits::empty(),
        }
    }
    fn add(&mut self, gram: Gram, doc: u16, place: u16) {
        if has_places(gram) {
            self.places.entry(gram).or_default().push(u32::from(doc) << 16 | u32::from(place));
        } else {
            let docs = self.docs.entry(gram).or_default();
            if docs.last() != Some(&doc) {
                docs.push(doc);
            }
        }
    }
}

/// The grams of a hay with their places in order.
fn by_gram(hay: &str) -> ByGram<u16> {
    let mut all = ByGram::default();
    each_gram(hay, |gram, place| all.entry(gram).or_default().push(place));
    all
}

/// Grams are numbers already: one multiplication spreads them.
#[derive(Debug, Default)]
struct GramHasher(u64);
impl Hasher for GramHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.write_u64(u64::from(b));
        }
    }
    fn write_u64(&mut self, number: u64) {
        let spread = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ (spread >> 29);
    }
}

const SCHEMA: &str = "
    CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE doc (rowid INTEGER PRIMARY KEY, hay TEXT NOT NULL) STRICT;
    CREATE TABLE chunk (chunk INTEGER PRIMARY KEY, ordinal INTEGER NOT NULL UNIQUE) STRICT;
    CREATE TABLE posting (place INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
    INSERT INTO meta VALUES ('watermark', 0);";

impl SearchIndex {
    /// Opens the file, or begins it anew when it is missing, damaged, marked as damaged, or of another format.
    pub fn open(path: &Path) -> Result<Self> {
        if !mark_of(path).exists()
            && let Ok((conn, watermark)) = Self::try_open(path)
        {
            return Ok(Self::with(conn, path, watermark));
        }
        for name in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm"), mark_of(path)] {
            match std::fs::remove_file(&name) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        let conn = Connection::open(path)?;
        conn.execute_batch("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; BEGIN;")?;
        conn.execute_batch(SCHEMA)?;
        conn.execute_batch(&format!("PRAGMA user_version = {FORMAT}; COMMIT;"))?;
        drop(conn);
        let (conn, watermark) = Self::try_open(path)?;
        Ok(Self::with(conn, path, watermark))
    }

    fn with(conn: Connection, path: &Path, watermark: i64) -> Self {
        Self { conn, path: path.to_owned(), waiting: Waiting::default(), bulk: false, watermark }
    }

    fn try_open(path: &Path) -> Result<(Connection, i64)> {
        if !path.exists() {
            return Err(Failure::not_found("检索索引"));
        }
        let conn = Connection::open(path)?;
        conn.busy_timeout(std::time::Duration::from_secs(5))?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768;
             PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;",
        )?;
        conn.set_prepared_statement_cache_capacity(16);
        let format: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if format != FORMAT {
            return Err(Failure::Internal("search format".into()));
        }
        let watermark =
            conn.query_row("SELECT value FROM meta WHERE name = 'watermark'", [], |row| row.get(0))?;
        // One step into each tree: gross damage shows here, the rest when it is met (see `damaged`).
        conn.query_row("SELECT length(body) FROM posting LIMIT 1", [], |_| Ok(())).optional()?;
        conn.query_row("SELECT length(hay) FROM doc ORDER BY rowid DESC LIMIT 1", [], |_| Ok(()))
            .optional()?;
        Ok((conn, watermark))
    }

    /// Everything up to this point of the journal is searchable.
    pub fn watermark(&self) -> i64 {
        self.watermark
    }

    /// A reader of the same file.
    pub fn reader(&self) -> Result<SearchReader> {
        SearchReader::open(&self.path)
    }

    /// Takes in records (new or changed) and lets go of others, and moves the watermark: all or nothing, unless in
    /// bulk, where the watermark becomes durable with the postings. Applying the same again changes nothing.
    pub fn apply(&mut self, batch: &[Doc<'_>], removals: &[(u8, i64)], watermark: i64) -> Result<()> {
        let done = self.apply_inner(batch, removals, watermark);
        if done.is_err() {
            self.forget_waiting();
        }
        done.map_err(|error| damaged(&self.path, error))
    }

    fn apply_inner(
        &mut self,
        batch: &[Doc<'_>],
        removals: &[(u8, i64)],
        watermark: i64,
    ) -> Result<(), Fault> {
        self.begin()?;
        for &(register, key) in removals {
            self.put(rowid(register, key), None)?;
        }
        for part in batch.chunks(PART) {
            for (doc, hay) in part.iter().zip(hays(part)) {
                self.put(rowid(doc.register, doc.key), Some(&hay))?;
            }
        }
        self.watermark = watermark;
        if !self.bulk {
            self.write_waiting()?;
        }
        Ok(())
    }

    /// From here on batches are gathered until a chunk is complete. For imports and rebuilding; batches should come in
    /// order of their keys. Readers go on seeing the last written state.
    pub fn begin_bulk(&mut self) {
        self.bulk = true;
    }

    /// Writes what waits and tells SQLite to tidy up. Must be called at the end of a bulk, otherwise the last
    /// batches are not there after the next start (the watermark knows).
    pub fn finish_bulk(&mut self) -> Result<()> {
        self.bulk = false;
        let done = self.write_waiting().and_then(|()| {
            self.conn.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);").map_err(Fault::from)
        });
        if done.is_err() {
            self.forget_waiting();
        }
        done.map_err(|error| damaged(&self.path, error))
    }

    /// Lets go of all records of a register that share a chunk with this key: cheaper than one by one, where none of
    /// them is left. Answers the last key of the chunk.
    pub fn forget_chunk(&mut self, register: u8, key: i64) -> Result<i64> {
        let chunk = rowid(register, key) >> 16;
        let done = self.forget_chunk_inner(chunk);
        if done.is_err() {
            self.forget_waiting();
        }
        done.map_err(|error| damaged(&self.path, error))?;
        Ok(last_of_chunk(register, key))
    }

    fn forget_chunk_inner(&mut self, chunk: i64) -> Result<(), Fault> {
        self.begin()?;
        self.write_postings()?;
        let (first, last) = (chunk << 16, chunk << 16 | 0xffff);
        self.conn.prepare_cached("DELETE FROM doc WHERE rowid BETWEEN ?1 AND ?2")?.execute([first, last])?;
        let ordinal: Option<i64> = self
            .conn
            .prepare_cached("SELECT ordinal FROM chunk WHERE chunk = ?1")?
            .query_row([chunk], |row| row.get(0))
            .optional()?;
        if let Some(ordinal) = ordinal {
            let last = place(ordinal, (1 << GRAM_BITS) - 1);
            self.conn
                .prepare_cached("DELETE FROM posting WHERE place BETWEEN ?1 AND ?2")?
                .execute([place(ordinal, 0), last])?;
        }
        if !self.bulk {
            self.write_waiting()?;
        }
        Ok(())
    }

    /// Forgets everything: the next batches start from watermark 0.
    pub fn clear(&mut self) -> Result<()> {
        self.forget_waiting();
        self.conn.execute_batch(
            "BEGIN IMMEDIATE; DELETE FROM posting; DELETE FROM chunk; DELETE FROM doc; UPDATE meta SET value = 0; COMMIT;",
        )?;
        self.watermark = 0;
        Ok(())
    }

    fn begin(&self) -> Result<(), Fault> {
        if self.conn.is_autocommit() {
            self.conn.execute_batch("BEGIN IMMEDIATE")?;
        }
        Ok(())
    }

    fn forget_waiting(&mut self) {
        self.waiting = Waiting::default();
        if !self.conn.is_autocommit() {
            // A failing rollback leaves nothing behind either: SQLite rolls back when the file is next opened.
            let _ = self.conn.execute_batch("ROLLBACK");
        }
        let stored =
            self.conn.query_row("SELECT value FROM meta WHERE name = 'watermark'", [], |row| row.get(0));
        self.watermark = stored.unwrap_or(0);
    }

    /// One record's new searchable text, or none.
    fn put(&mut self, rowid: i64, hay: Option<&str>) -> Result<(), Fault> {
        let (chunk, doc) = (rowid >> 16, rowid as u16);
        let known = self.waiting.chunks.get(&chunk);
        let again = known.is_some_and(|change| change.touched.contains(doc));
        let behind = known.is_none() && self.waiting.records >= ENOUGH_WAITING;
        if again || behind || self.waiting.records >= TOO_MANY_WAITING {
            self.write_postings()?;
        }
        let before: Option<String> = self
            .conn
            .prepare_cached("SELECT hay FROM doc WHERE rowid = ?1")?
            .query_row([rowid], |row| row.get(0))
            .optional()?;
        if before.as_deref() == hay {
            return Ok(());
        }
        match hay {
            Some(hay) => self
                .conn
                .prepare_cached("INSERT OR REPLACE INTO doc (rowid, hay) VALUES (?1, ?2)")?
                .execute((rowid, hay))?,
            None => self.conn.prepare_cached("DELETE FROM doc WHERE rowid = ?1")?.execute([rowid])?,
        };
        let change = self.waiting.chunks.entry(chunk).or_insert_with(Change::new);
        change.touched.insert(doc);
        self.waiting.records += 1;
        let Some(before) = before else {
            each_gram(hay.unwrap_or_default(), |gram, place| change.add(gram, doc, place));
            return Ok(());
        };
        // Only what differs is touched: most changes leave most grams alone.
        let (old, new) = (by_gram(&before), by_gram(hay.unwrap_or_default()));
        for gram in old.keys().filter(|gram| new.get(gram) != old.get(gram)) {
            change.removed.entry(*gram).or_default().push(doc);
        }
        for (gram, places) in new.iter().filter(|(gram, places)| old.get(gram) != Some(places)) {
            for place in places {
                change.add(*gram, doc, *place);
            }
        }
        Ok(())
    }

    /// Writes what waits, moves the watermark and commits.
    fn write_waiting(&mut self) -> Result<(), Fault> {
        self.begin()?;
        self.write_chunks()?;
        self.conn
            .prepare_cached("UPDATE meta SET value = ?1 WHERE name = 'watermark'")?
            .execute([self.watermark])?;
        self.conn.execute_batch("COMMIT")?;
        Ok(())
    }

    /// Writes what waits in the middle of a batch. In bulk the transaction ends here, with the watermark of the last
    /// whole batch: applying the torn batch again is harmless.
    fn write_postings(&mut self) -> Result<(), Fault> {
        if self.bulk {
            self.write_waiting()?;
            self.begin()
        } else {
            self.write_chunks()
        }
    }

    fn write_chunks(&mut self) -> Result<(), Fault> {
        let mut chunks: Vec<_> = std::mem::take(&mut self.waiting).chunks.into_iter().collect();
        chunks.sort_unstable_by_key(|(chunk, _)| *chunk);
        for (chunk, change) in chunks {
            write_chunk(&self.conn, chunk, change)?;
        }
        Ok(())
    }
}

/// Merges one chunk's changes into its stored postings.
fn write_chunk(conn: &Connection, chunk: i64, change: Change) -> Result<(), Fault> {
    let known: Option<i64> = conn
        .prepare_cached("SELECT ordinal FROM chunk WHERE chunk = ?1")?
        .query_row([chunk], |row| row.get(0))
        .optional()?;
    let ordinal = match known {
        Some(ordinal) => ordinal,
        None => conn
            .prepare_cached(
                "INSERT INTO chunk SELECT ?1, coalesce(max(ordinal), 0) + 1 FROM chunk RETURNING ordinal",
            )?
            .query_row([chunk], |row| row.get(0))?,
    };
    let Change { mut docs, mut places, mut removed, .. } = change;
    let mut touched: Vec<Gram> = docs.keys().chain(places.keys()).chain(removed.keys()).copied().collect();
    touched.sort_unstable();
    touched.dedup();
    let mut read = conn.prepare_cached("SELECT body FROM posting WHERE place = ?1")?;
    let mut write = conn.prepare_cached("INSERT OR REPLACE INTO posting (place, body) VALUES (?1, ?2)")?;
    let mut delete = conn.prepare_cached("DELETE FROM posting WHERE place = ?1")?;
    let (mut body, mut stored_places) = (Vec::new(), Vec::new());
    for gram in touched {
        let gone = removed.remove(&gram).unwrap_or_default();
        let stored: Option<Vec<u8>> = if known.is_none() {
            None
        } else {
            read.query_row([place(ordinal, gram)], |row| row.get(0)).optional()?
        };
        let empty;
        if has_places(gram) {
            let mut list = places.remove(&gram).unwrap_or_default();
            if let Some(stored) = stored {
                postings::decode_places(&stored, 0, &mut stored_places).ok_or(Fault::Damaged)?;
                if gone.is_empty() {
                    list.extend_from_slice(&stored_places);
                } else {
                    let mut bits = Bits::empty();
                    for &doc in &gone {
                        bits.insert(doc);
                    }
                    list.extend(stored_places.iter().filter(|place| !bits.contains((**place >> 16) as u16)));
                }
            }
            if !list.is_sorted() {
                list.sort_unstable();
            }
            list.dedup();
            empty = list.is_empty();
            postings::encode_places(&list, &mut body);
        } else {
            let mut list = docs.remove(&gram).unwrap_or_default();
            if let Some(stored) = stored {
                let mut bits = Bits::empty();
                postings::decode_docs(&stored, &mut bits).ok_or(Fault::Damaged)?;
                for &doc in &gone {
                    bits.remove(doc);
                }
                for &doc in &list {
                    bits.insert(doc);
                }
                empty = bits.is_empty();
                postings::encode_bits(&bits, &mut body);
            } else {
                if !list.is_sorted() {
                    list.sort_unstable();
                }
                empty = list.is_empty();
                postings::encode_docs(&list, &mut body);
            }
        }
        if empty {
            delete.execute([place(ordinal, gram)])?;
        } else {
            write.execute((place(ordinal, gram), &body))?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
