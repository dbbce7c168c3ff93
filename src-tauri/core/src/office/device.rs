//! Which device this is. The device's identity and a random incarnation live in the office and, as a
//! second copy, outside of it: an office that was restored or copied finds no match and starts a new
//! device, so that two folders never continue one hash chain.

use crate::clock::Clock;
use crate::error::Result;
use crate::id::Id;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What the outside copy says about one office folder.
#[derive(Serialize, Deserialize, Debug, PartialEq, Eq)]
struct Outside {
    device: Id,
    incarnation: Id,
    seq: i64,
}

/// Length of an outside copy: JSON, and blanks after it.
const LENGTH: usize = 256;

/// Where the outside copies live: `GREENROOM_STATE`, else the user's own state folder.
pub(crate) fn state_folder() -> PathBuf {
    let of = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    of("GREENROOM_STATE")
        .or_else(|| of("LOCALAPPDATA").map(|folder| folder.join("Greenroom")))
        .or_else(|| of("XDG_STATE_HOME").map(|folder| folder.join("greenroom")))
        .or_else(|| of("HOME").map(|folder| folder.join(".local/state/greenroom")))
        .unwrap_or_else(std::env::temp_dir)
        .join("devices")
}

/// The outside copy of one office folder.
#[derive(Debug)]
pub(crate) struct Outpost {
    file: PathBuf,
    device: Id,
    incarnation: Id,
}

impl Outpost {
    /// Continues the device that wrote this folder last, or starts a new one.
    pub(crate) fn settle(db: &Connection, folder: &Path, state: &Path, clock: &dyn Clock) -> Result<Self> {
        let office: String = meta(db, "officeId")?.unwrap_or_default();
        let place = Id::derived(&[&office, &folder.to_string_lossy()]);
        let file = state.join(format!("{place}.json"));
        let inside = Self::inside(db)?;
        let outside: Option<Outside> =
            std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let device = match (inside, outside) {
            (Some((device, incarnation)), Some(known))
                if known.device == device
                    && known.incarnation == incarnation
                    && head(db, device)?.map_or(0, |(seq, _)| seq) >= known.seq =>
            {
                device
            }
            _ => fresh(clock)?,
        };
        let outpost = Self { file, device, incarnation: fresh(clock)? };
        // Outside first: a crash between the two only starts a new device at the next open.
        std::fs::create_dir_all(state)?;
        outpost.note(head(db, device)?.map_or(0, |(seq, _)| seq))?;
        set_meta(db, "device", &outpost.device.to_string())?;
        set_meta(db, "incarnation", &outpost.incarnation.to_string())?;
        Ok(outpost)
    }

    fn inside(db: &Connection) -> Result<Option<(Id, Id)>> {
        let read = |name| -> Result<Option<Id>> { Ok(meta(db, name)?.and_then(|text| text.parse().ok())) };
        Ok(read("device")?.zip(read("incarnation")?))
    }

    /// This device.
    pub(crate) fn device(&self) -> Id {
        self.device
    }

    /// Remembers outside how far the chain is; not synced, it only has to survive the process. Written over in one
    /// piece of one length: a new file under the old name would make the next answer's commit wait for its blocks.
    pub(crate) fn note(&self, seq: i64) -> Result<()> {
        let known = Outside { device: self.device, incarnation: self.incarnation, seq };
        let mut bytes = serde_json::to_vec(&known)?;
        bytes.resize(LENGTH.max(bytes.len()), b' ');
        let mut file =
            std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(&self.file)?;
        file.write_all(&bytes)?;
        Ok(())
    }
}

fn fresh(clock: &dyn Clock) -> Result<Id> {
    let mut random = [0; 10];
    clock.fill(&mut random)?;
    Ok(Id::at(clock.now_ms(), random))
}

/// The last sequence number and hash of a device's chain.
pub(crate) fn head(db: &Connection, device: Id) -> Result<Option<(i64, Vec<u8>)>> {
    Ok(db
        .query_row(
            "SELECT seq, hash FROM journal WHERE device = ?1 ORDER BY seq DESC LIMIT 1",
            [device],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?)
}

/// A local setting of this file.
pub(crate) fn meta(db: &Connection, name: &str) -> Result<Option<String>> {
    Ok(db.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

/// Writes a local setting of this file.
pub(crate) fn set_meta(db: &Connection, name: &str, value: &str) -> Result<()> {
    db.execute(
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
        [name, value],
    )?;
    Ok(())
}
