//! The office: one open data folder. Everything is read and written through it.
//!
//! Invariants kept here: one process per folder; one writer and query-only readers; every write is one
//! transaction with its journal entry; interactive writes go before long ones; `synchronous=FULL`.

pub mod backup;
pub mod check;
pub(crate) mod device;
mod lock;
pub mod migrate;
pub mod overview;
mod sweep;
mod write;

pub(crate) use check::hash_file;
pub use check::{CheckReport, Fault};
pub(crate) use write::to_json;
pub use write::{LongWrite, Writing};

use crate::clock::{Clock, MachineClock};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::journal::Chain;
use device::Outpost;
use lock::OfficeLock;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How to open an office. `Default` is what the programs use; tests hand in a clock, a state folder, a VFS.
#[derive(Clone)]
pub struct OpenOptions {
    /// Time and chance.
    pub clock: Arc<dyn Clock>,
    /// Where the device's outside copy lives.
    pub state_folder: PathBuf,
    /// Name of a registered SQLite VFS, for fault tests.
    pub vfs: Option<String>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { clock: Arc::new(MachineClock), state_folder: device::state_folder(), vfs: None }
    }
}

impl std::fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenOptions").field("vfs", &self.vfs).finish_non_exhaustive()
    }
}

/// One open data folder.
pub struct Office {
    folder: PathBuf,
    options: OpenOptions,
    writer: Mutex<Writer>,
    readers: Mutex<Vec<Connection>>,
    /// Interactive writes that are waiting: long writes let them pass.
    waiting: AtomicUsize,
    /// Local key of the newest journal entry: screens and the search index compare against it.
    newest: AtomicI64,
    search: Mutex<Option<crate::search::SearchIndex>>,
    /// The file of the search index has its tables: readers may open it while a thread fills it.
    search_is_there: std::sync::atomic::AtomicBool,
    /// Held by the import or undo under way: two at once would count on each other's unfinished rows.
    pub(crate) importing: Mutex<()>,
    /// Rule packs, parsed once.
    pub(crate) shelf: crate::rules::store::Shelf,
    /// Figures over whole registers, counted in the background.
    pub(crate) figures: crate::dashboards::Figures,
    /// Values that filters offer, counted in the background.
    pub(crate) facets: crate::registers::facets::Facets,
    /// What looking for duplicates found.
    pub(crate) duplicates: crate::registers::duplicates::Passes,
    _lock: OfficeLock,
}

pub(crate) struct Writer {
    pub(crate) db: Connection,
    pub(crate) chain: Chain,
    pub(crate) outpost: Outpost,
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// Sub-folders of an office.
const FOLDERS: [&str; 4] = ["evidence", "originals", "documents", "backups"];
const READERS: usize = 4;
/// Settings of a connection; a long write has its own for a while.
const EVERYDAY: &str = "PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 2000";

impl Office {
    /// Makes a new office in an empty or missing folder, with one person who may do everything until people are entered.
    pub fn create(
        folder: &Path,
        name: &str,
        code: &str,
        practice: bool,
        options: OpenOptions,
    ) -> Result<Self> {
        let name = name.trim();
        let code = code.trim();
        if name.is_empty() {
            return Err(Failure::field("name", "请填写单位名称。"));
        }
        if code.is_empty() || !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Err(Failure::field("code", "单位代码请用字母、数字或短横线填写，例如 330110-WJ。"));
        }
        if folder.join("office.db").exists() {
            return Err(Failure::Conflict(
                "这个文件夹里已经有一个单位的数据，没有改动它。请换一个文件夹，或直接打开。".into(),
            ));
        }
        std::fs::create_dir_all(folder)?;
        if std::fs::read_dir(folder)?.filter_map(Result::ok).any(|entry| entry.file_name() != "office.lock") {
            return Err(Failure::Conflict(
                "这个文件夹不是空的，没有改动它。请选一个空文件夹来放新单位的数据。".into(),
            ));
        }
        let lock = OfficeLock::take(folder)?;
        let made = Self::make(folder, name, code, practice, options, lock);
        if made.is_err() {
            // Nothing half-made stays: the folder held nothing but ours.
            for file in ["office.db", "office.db-wal", "office.db-shm", "office.lock"] {
                let _ = std::fs::remove_file(folder.join(file));
            }
            for sub in FOLDERS {
                let _ = std::fs::remove_dir(folder.join(sub));
            }
        }
        made
    }

    fn make(
        folder: &Path,
        name: &str,
        code: &str,
        practice: bool,
        options: OpenOptions,
        lock: OfficeLock,
    ) -> Result<Self> {
        for sub in FOLDERS {
            std::fs::create_dir_all(folder.join(sub))?;
        }
        let mut db = connect(folder, &options, true)?;
        migrate::migrate(&mut db, |_| folder.join("backups/never.db"))?;
        let office_id = new_id(&*options.clock)?;
        device::set_meta(&db, "officeId", &office_id.to_string())?;
        let office = Self::settle(folder, options, db, lock)?;
        office.write(None, "office.create", |w| {
            w.about(office_id);
            w.insert(
                &crate::tables::OFFICE,
                office_id,
                &[
                    ("name", name.to_owned().into()),
                    ("code", code.to_owned().into()),
                    ("practice", i64::from(practice).into()),
                ],
            )?;
            Ok(())
        })?;
        crate::people::first_person(&office)?;
        crate::rules::store::load_builtin(&office)?;
        Ok(office)
    }

    /// Opens an existing office: lock, check the version, migrate, settle the device.
    pub fn open(folder: &Path, options: OpenOptions) -> Result<Self> {
        if !folder.join("office.db").is_file() {
            return Err(Failure::NotFound(
                "这个文件夹里没有绿间的数据（缺 office.db）。请检查位置，或新建单位、从备份恢复。".into(),
            ));
        }
        refuse_network_place(folder)?;
        let lock = OfficeLock::take(folder)?;
        {
            // A newer file is refused before anything is written, its journal mode included.
            let probe =
                Connection::open_with_flags(folder.join("office.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let found = migrate::version(&probe)?;
            if found > migrate::CURRENT {
                return Err(migrate::too_new(found, migrate::CURRENT));
            }
        }
        for sub in FOLDERS {
            std::fs::create_dir_all(folder.join(sub))?;
        }
        sweep::sweep(folder)?;
        let mut db = connect(folder, &options, true)?;
        let stamp = options.clock.now_ms();
        migrate::migrate(&mut db, |from| {
            folder.join(format!("backups/before-upgrade-from-{from}-{stamp}.db"))
        })?;
        let office = Self::settle(folder, options, db, lock)?;
        crate::rules::store::load_builtin(&office)?;
        crate::imports::recover(&office)?;
        crate::registers::bulk::recover(&office)?;
        crate::evidence::sweep(&office)?;
        Ok(office)
    }

    fn settle(folder: &Path, options: OpenOptions, db: Connection, lock: OfficeLock) -> Result<Self> {
        let canonical = folder.canonicalize()?;
        let outpost = Outpost::settle(&db, &canonical, &options.state_folder, &*options.clock)?;
        let chain = Chain::resume(&db, outpost.device())?;
        let newest = db.query_row("SELECT coalesce(max(key), 0) FROM journal", [], |row| row.get(0))?;
        Ok(Self {
            folder: canonical,
            options,
            writer: Mutex::new(Writer { db, chain, outpost }),
            readers: Mutex::new(Vec::new()),
            waiting: AtomicUsize::new(0),
            newest: AtomicI64::new(newest),
            search: Mutex::new(None),
            search_is_there: std::sync::atomic::AtomicBool::new(false),
            importing: Mutex::new(()),
            shelf: crate::rules::store::Shelf::default(),
            figures: crate::dashboards::Figures::default(),
            facets: crate::registers::facets::Facets::default(),
            duplicates: crate::registers::duplicates::Passes::default(),
            _lock: lock,
        })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Now, UTC milliseconds, by the clock that was handed in.
    pub fn now_ms(&self) -> i64 {
        self.options.clock.now_ms()
    }

    /// A new identity.
    pub fn new_id(&self) -> Result<Id> {
        new_id(&*self.options.clock)
    }

    /// Random bytes from the clock that was handed in.
    pub fn random<const N: usize>(&self) -> Result<[u8; N]> {
        let mut bytes = [0; N];
        self.options.clock.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// This office's identity.
    pub fn id(&self) -> Result<Id> {
        self.read(|db| Ok(db.query_row("SELECT id FROM office ORDER BY key LIMIT 1", [], |row| row.get(0))?))
    }

    /// Local key of the newest journal entry.
    pub fn newest_entry(&self) -> i64 {
        self.newest.load(Ordering::Acquire)
    }

    /// Runs `look` on a query-only connection.
    pub fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let db = match lock(&self.readers).pop() {
            Some(db) => db,
            None => self.new_reader()?,
        };
        let outcome = look(&db);
        let mut readers = lock(&self.readers);
        if readers.len() < READERS {
            readers.push(db);
        }
        outcome
    }

    /// A query-only connection of its own, for long reads.
    pub(crate) fn new_reader(&self) -> Result<Connection> {
        let db = connect(&self.folder, &self.options, false)?;
        db.execute_batch("PRAGMA query_only = ON")?;
        Ok(db)
    }

    /// Uses the writer of the search index; waits for another thread that is at it.
    pub(crate) fn search<T>(
        &self,
        use_it: impl FnOnce(&mut crate::search::SearchIndex) -> Result<T>,
    ) -> Result<T> {
        let mut slot = lock(&self.search);
        self.with_index(&mut slot, use_it)
    }

    /// As [`Office::search`], but `None` if another thread is at it.
    pub(crate) fn try_search<T>(
        &self,
        use_it: impl FnOnce(&mut crate::search::SearchIndex) -> Result<T>,
    ) -> Result<Option<T>> {
        match self.search.try_lock() {
            Ok(mut slot) => self.with_index(&mut slot, use_it).map(Some),
            Err(std::sync::TryLockError::Poisoned(slot)) => {
                self.with_index(&mut slot.into_inner(), use_it).map(Some)
            }
            Err(std::sync::TryLockError::WouldBlock) if self.search_is_there.load(Ordering::Acquire) => {
                Ok(None)
            }
            Err(std::sync::TryLockError::WouldBlock) => self.search(use_it).map(Some),
        }
    }

    fn with_index<T>(
        &self,
        slot: &mut Option<crate::search::SearchIndex>,
        use_it: impl FnOnce(&mut crate::search::SearchIndex) -> Result<T>,
    ) -> Result<T> {
        let mut index = match slot.take() {
            Some(index) => index,
            None => crate::search::SearchIndex::open(&self.search_file())?,
        };
        self.search_is_there.store(true, Ordering::Release);
        let outcome = use_it(&mut index);
        // After a failure it is opened again, and rebuilt if it was damaged.
        if outcome.is_ok() {
            *slot = Some(index);
        }
        outcome
    }

    /// The file of the search index.
    pub(crate) fn search_file(&self) -> PathBuf {
        self.folder.join("search.db")
    }

    fn take_writer(&self) -> MutexGuard<'_, Writer> {
        self.waiting.fetch_add(1, Ordering::AcqRel);
        let guard = lock(&self.writer);
        self.waiting.fetch_sub(1, Ordering::AcqRel);
        guard
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        lock(&self.readers).clear();
        let writer = lock(&self.writer);
        // Best effort: a missing note only means less to compare with at the next open.
        let _ = writer.outpost.note(writer.chain.seq());
        let _ = writer.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}

/// A mutex whose holder panicked is still sound here: its transaction was rolled back.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes a rename in `folder` survive a power cut. Windows keeps names with the file itself.
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

pub(crate) fn new_id(clock: &dyn Clock) -> Result<Id> {
    let mut random = [0; 10];
    clock.fill(&mut random)?;
    Ok(Id::at(clock.now_ms(), random))
}

fn connect(folder: &Path, options: &OpenOptions, writes: bool) -> Result<Connection> {
    let path = folder.join("office.db");
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = match &options.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(&path, flags, vfs.as_str()),
        None => Connection::open_with_flags(&path, flags),
    }?;
    db.busy_timeout(std::time::Duration::from_secs(5))?;
    db.set_prepared_statement_cache_capacity(128);
    if writes {
        let mode: String = db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(Failure::DiskFull(
                "这个位置不支持安全写入（WAL）。请把数据文件夹放在本机硬盘上。".into(),
            ));
        }
        db.execute_batch("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")?;
        let level: i64 = db.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
        if level != 2 {
            return Err(Failure::Internal("数据库没有接受 synchronous=FULL".into()));
        }
    }
    db.execute_batch("PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF")?;
    db.execute_batch(EVERYDAY)?;
    Ok(db)
}

/// WAL needs the shared memory of one machine: network places lose data.
fn refuse_network_place(folder: &Path) -> Result<()> {
    let text = folder.to_string_lossy();
    if text.starts_with("\\\\") && !text.starts_with("\\\\?\\") || text.starts_with("//") {
        return Err(Failure::NotAllowed(
            "数据文件夹不能放在网络共享上，多台电脑同时写会损坏数据。请放在本机硬盘。".into(),
        ));
    }
    Ok(())
}
