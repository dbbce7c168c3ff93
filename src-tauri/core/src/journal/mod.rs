//! The append-only journal: who did what, when, on which device, with the fields before and after.
//!
//! Each device has one hash chain over its own entries. The chain covers a salted hash of the payload,
//! so that a lawful erasure of a payload leaves the chain verifiable.

mod about;
mod history;
mod verify;

pub use about::About;
pub use history::{Event, HistoryInput, HistoryPage, history};
pub use verify::{ChainFault, verify};

use crate::error::Result;
use crate::id::Id;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

/// The schema number that entries carry; raised together with the migrations.
pub const SCHEMA: i64 = crate::office::migrate::CURRENT;

/// What one deed appends.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Identity of the entry, and the new revision of the rows it touched.
    pub id: Id,
    /// Wall time, UTC milliseconds.
    pub at: i64,
    /// The person.
    pub actor: Option<Id>,
    /// Stable English word of the deed.
    pub deed: &'a str,
    /// The record it is about.
    pub record: Option<Id>,
    /// Salt of the payload's hash.
    pub salt: &'a [u8; 16],
    /// JSON bytes.
    pub payload: &'a [u8],
}

/// Where the chain would stand if the transaction commits.
#[derive(Debug)]
pub struct Link {
    /// Local key of the entry.
    pub key: i64,
    /// Its sequence number on this device.
    pub seq: i64,
    hash: [u8; 32],
    clock: i64,
    at: i64,
}

/// This device's chain, held by the one writer.
#[derive(Debug)]
pub struct Chain {
    device: Id,
    seq: i64,
    hash: [u8; 32],
    /// Newest hybrid clock and wall time over all devices.
    clock: i64,
    at: i64,
}

impl Chain {
    /// Reads where the chain of `device` stands.
    pub fn resume(db: &Connection, device: Id) -> Result<Self> {
        let own: Option<(i64, Vec<u8>)> = crate::office::device::head(db, device)?;
        let (clock, at) = db
            .query_row("SELECT clock, at FROM journal ORDER BY key DESC LIMIT 1", [], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
            })
            .optional()?
            .unwrap_or((0, 0));
        let (seq, hash) = match own {
            Some((seq, bytes)) => (seq, bytes.try_into().unwrap_or([0; 32])),
            None => (0, genesis(device)),
        };
        Ok(Self { device, seq, hash, clock, at })
    }

    /// The last sequence number.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// `seq` and the first 16 hex digits of the head, as printed on papers.
    pub fn head_text(&self) -> String {
        format!("{}-{}", self.seq, hex::encode(&self.hash[..8]))
    }

    /// Appends inside `db`'s transaction; takes effect here with [`Chain::advance`] after the commit.
    pub fn append(&self, db: &Connection, entry: &Entry<'_>) -> Result<Link> {
        let seq = self.seq + 1;
        let clock = (entry.at << 16).max(self.clock + 1);
        let ran_back = entry.at < self.at;
        let payload_hash = payload_hash(entry.salt, entry.payload);
        let covered = Covered {
            id: entry.id,
            device: self.device,
            seq,
            clock,
            at: entry.at,
            ran_back,
            actor: entry.actor,
            deed: entry.deed,
            record: entry.record,
            schema: SCHEMA,
            payload_hash: &payload_hash,
        };
        let hash = covered.hash(&self.hash);
        db.prepare_cached(
            "INSERT INTO journal (id, device, seq, clock, at, clock_ran_back, actor, deed, record, schema, salt, payload,
                                  payload_hash, previous, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(params![
            entry.id,
            self.device,
            seq,
            clock,
            entry.at,
            ran_back,
            entry.actor,
            entry.deed,
            entry.record,
            SCHEMA,
            entry.salt.as_slice(),
            entry.payload,
            payload_hash.as_slice(),
            self.hash.as_slice(),
            hash.as_slice(),
        ])?;
        Ok(Link { key: db.last_insert_rowid(), seq, hash, clock, at: entry.at })
    }

    /// The transaction of `link` is committed.
    pub fn advance(&mut self, link: Link) {
        self.seq = link.seq;
        self.hash = link.hash;
        self.clock = link.clock;
        self.at = self.at.max(link.at);
    }
}

/// What the chain hash covers, besides the hash before it.
pub(crate) struct Covered<'a> {
    pub(crate) id: Id,
    pub(crate) device: Id,
    pub(crate) seq: i64,
    pub(crate) clock: i64,
    pub(crate) at: i64,
    pub(crate) ran_back: bool,
    pub(crate) actor: Option<Id>,
    pub(crate) deed: &'a str,
    pub(crate) record: Option<Id>,
    pub(crate) schema: i64,
    pub(crate) payload_hash: &'a [u8],
}

impl Covered<'_> {
    pub(crate) fn hash(&self, previous: &[u8]) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(previous);
        hasher.update(self.id.0);
        hasher.update(self.device.0);
        for number in [self.seq, self.clock, self.at, i64::from(self.ran_back), self.schema] {
            hasher.update(number.to_be_bytes());
        }
        for id in [self.actor, self.record] {
            hasher.update([u8::from(id.is_some())]);
            hasher.update(id.map_or([0; 16], |id| id.0));
        }
        hasher.update((self.deed.len() as u64).to_be_bytes());
        hasher.update(self.deed.as_bytes());
        hasher.update(self.payload_hash);
        hasher.finalize().into()
    }
}

/// The first `previous` of a device's chain.
pub(crate) fn genesis(device: Id) -> [u8; 32] {
    Sha256::new().chain_update(b"greenroom journal v1").chain_update(device.0).finalize().into()
}

/// SHA-256(salt ‖ payload).
pub(crate) fn payload_hash(salt: &[u8], payload: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(payload).finalize().into()
}
