//! Recomputes every chain from the stored bytes.

use super::{Covered, genesis, payload_hash};
use crate::error::Result;
use crate::id::Id;
use rusqlite::Connection;

/// Where a chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    /// The device whose chain it is.
    pub device: Id,
    /// The entry's sequence number.
    pub seq: i64,
    /// Chinese sentence.
    pub what: String,
}

/// Walks all chains. Returns the number of entries read and the faults found, first fault per device.
pub fn verify(db: &Connection) -> Result<(u64, Vec<ChainFault>)> {
    let mut statement = db.prepare(
        "SELECT id, device, seq, clock, at, clock_ran_back, actor, deed, record, schema, salt, payload, payload_hash,
                previous, hash
         FROM journal ORDER BY device, seq",
    )?;
    let mut rows = statement.query([])?;
    let (mut count, mut faults) = (0, Vec::new());
    let mut at: Option<(Id, i64, Vec<u8>, bool)> = None;
    while let Some(row) = rows.next()? {
        count += 1;
        let device: Id = row.get(1)?;
        let seq: i64 = row.get(2)?;
        let (expected_seq, previous, broken) = match at.take() {
            Some((of, last, hash, broken)) if of == device => (last + 1, hash, broken),
            _ => (1, genesis(device).to_vec(), false),
        };
        let stored_hash: Vec<u8> = row.get(14)?;
        let deed: String = row.get(7)?;
        let salt: Vec<u8> = row.get(10)?;
        let payload: Vec<u8> = row.get(11)?;
        let stored_payload_hash: Vec<u8> = row.get(12)?;
        let what = if broken {
            None
        } else if seq != expected_seq {
            Some(format!("缺第 {expected_seq} 条，直接到了第 {seq} 条"))
        } else if row.get::<_, Vec<u8>>(13)? != previous {
            Some(format!("第 {seq} 条接不上前一条"))
        } else if payload_hash(&salt, &payload).as_slice() != stored_payload_hash {
            Some(format!("第 {seq} 条的内容被改过"))
        } else {
            let covered = Covered {
                id: row.get(0)?,
                device,
                seq,
                clock: row.get(3)?,
                at: row.get(4)?,
                ran_back: row.get(5)?,
                actor: row.get(6)?,
                deed: &deed,
                record: row.get(8)?,
                schema: row.get(9)?,
                payload_hash: &stored_payload_hash,
            };
            (covered.hash(&previous).as_slice() != stored_hash)
                .then(|| format!("第 {seq} 条的登记信息被改过"))
        };
        let broken = broken || what.is_some();
        if let Some(what) = what {
            faults.push(ChainFault { device, seq, what });
        }
        at = Some((device, seq, stored_hash, broken));
    }
    Ok((count, faults))
}
