//! A file system for SQLite on which a power cut can be played: what is written to an office's database stays in
//! this process until SQLite syncs it, so that killing the process loses it. Everything else (locks, the shared
//! memory, other files) is the machine's own.
//!
//! A sync hands the bytes to the operating system and does not wait for the platter: the process is killed, not the
//! machine.
#![allow(unsafe_code, reason = "a SQLite VFS is a table of C functions over raw memory")]

use super::unsynced::{Disk, Unsynced};
use rusqlite::ffi::{self, sqlite3_file, sqlite3_filename, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};
use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The name to open with.
pub const NAME: &str = "greenroom-power-cut";
const C_NAME: &CStr = c"greenroom-power-cut";
/// Files that forget.
const FORGETFUL: [&[u8]; 3] = [b"office.db", b"office.db-wal", b"office.db-journal"];

static SYNCS: AtomicBool = AtomicBool::new(true);
static FILES: Mutex<BTreeMap<Vec<u8>, Arc<Mutex<Unsynced>>>> = Mutex::new(BTreeMap::new());

/// Registers the file system in this process. With `syncs` false it is a disk that lies: a sync does nothing.
pub fn register(syncs: bool) {
    static ONCE: std::sync::Once = std::sync::Once::new();
    SYNCS.store(syncs, Ordering::Release);
    ONCE.call_once(|| {
        let real = real();
        // SAFETY: the default VFS is registered for the whole life of the process and never changed.
        let mut own = unsafe { *real };
        own.zName = C_NAME.as_ptr();
        own.pNext = std::ptr::null_mut();
        own.szOsFile += HEAD as c_int;
        own.xOpen = Some(open);
        own.xDelete = Some(delete);
        let own = Box::leak(Box::new(own));
        // SAFETY: `own` lives for ever, and every function in it is either ours or the default's, whose private
        // data pointer was copied with it.
        let code = unsafe { ffi::sqlite3_vfs_register(own, 0) };
        assert_eq!(code, ffi::SQLITE_OK, "the VFS is accepted");
    });
}

/// Memory of one open file: this head, and the real file behind it.
#[repr(C)]
struct Head {
    base: sqlite3_file,
    /// From `Arc::into_raw`; null for a file that forgets nothing.
    unsynced: *const Mutex<Unsynced>,
}
const HEAD: usize = size_of::<Head>();

fn real() -> *mut sqlite3_vfs {
    // SAFETY: asking for the default VFS needs nothing; it initialises the library if need be.
    let real = unsafe { ffi::sqlite3_vfs_find(std::ptr::null()) };
    assert!(!real.is_null(), "there is a default VFS");
    real
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The real file behind the head.
///
/// SAFETY: `file` must be memory that SQLite gave to [`open`]: `szOsFile` bytes, head first.
unsafe fn inner(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: the head is followed by the real file, as `szOsFile` asked for both.
    unsafe { file.cast::<u8>().add(HEAD).cast() }
}

/// What this file has not synced yet.
///
/// SAFETY: as [`inner`], and the file must be open.
unsafe fn unsynced<'a>(file: *mut sqlite3_file) -> Option<&'a Mutex<Unsynced>> {
    // SAFETY: the pointer is null or keeps its `Arc` until `close`.
    unsafe { (*file.cast::<Head>()).unsynced.as_ref() }
}

/// Calls the method of the real file.
macro_rules! real_file {
    ($file:expr, $method:ident $(, $argument:expr)*) => {{
        // SAFETY: the callers hand on a file that SQLite has open through this VFS, so the real file is open too.
        unsafe {
            let file = inner($file);
            let method = (*(*file).pMethods).$method.expect("the default VFS has every method of version 2");
            method(file $(, $argument)*)
        }
    }};
}

/// Methods that go straight through.
macro_rules! straight {
    ($($name:ident = $method:ident($($argument:ident: $kind:ty),*) -> $result:ty;)*) => {$(
        unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $argument: $kind)*) -> $result {
            real_file!(file, $method $(, $argument)*)
        }
    )*};
}

straight! {
    lock = xLock(level: c_int) -> c_int;
    unlock = xUnlock(level: c_int) -> c_int;
    is_reserved = xCheckReservedLock(answer: *mut c_int) -> c_int;
    sector_size = xSectorSize() -> c_int;
    characteristics = xDeviceCharacteristics() -> c_int;
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, answer: *mut *mut c_void) -> c_int;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int;
    shm_barrier = xShmBarrier() -> ();
    shm_unmap = xShmUnmap(delete: c_int) -> c_int;
}

/// Version 2: no memory mapping, which would go around the unsynced blocks.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(is_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// The real file as a disk. Errors are SQLite's codes.
struct RealFile(*mut sqlite3_file);

fn fine(code: c_int) -> Result<(), c_int> {
    if code == ffi::SQLITE_OK { Ok(()) } else { Err(code) }
}

impl Disk for RealFile {
    type Error = c_int;
    fn length(&self) -> Result<u64, c_int> {
        let mut length: sqlite3_int64 = 0;
        fine(real_file!(self.0, xFileSize, &raw mut length))?;
        Ok(length as u64)
    }
    fn read(&self, bytes: &mut [u8], at: u64) -> Result<(), c_int> {
        let code =
            real_file!(self.0, xRead, bytes.as_mut_ptr().cast(), bytes.len() as c_int, at as sqlite3_int64);
        if code == ffi::SQLITE_IOERR_SHORT_READ { Ok(()) } else { fine(code) }
    }
    fn write(&self, bytes: &[u8], at: u64) -> Result<(), c_int> {
        fine(real_file!(self.0, xWrite, bytes.as_ptr().cast(), bytes.len() as c_int, at as sqlite3_int64))
    }
    fn truncate(&self, length: u64) -> Result<(), c_int> {
        fine(real_file!(self.0, xTruncate, length as sqlite3_int64))
    }
}

fn code_of(outcome: Result<(), c_int>) -> c_int {
    outcome.err().unwrap_or(ffi::SQLITE_OK)
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let vfs = real();
    // SAFETY: SQLite gives `szOsFile` bytes at `file` and a name that outlives it; both go on to the default VFS,
    // which fills the part behind the head. The head is written here before anybody reads it.
    let (code, to_close, name) = unsafe {
        let head = Head { base: sqlite3_file { pMethods: std::ptr::null() }, unsynced: std::ptr::null() };
        file.cast::<Head>().write(head);
        let behind = inner(file);
        let code = (*vfs).xOpen.expect("the default VFS opens")(vfs, name, behind, flags, out);
        let name = if name.is_null() { &[] } else { CStr::from_ptr(name).to_bytes() };
        (code, !(*behind).pMethods.is_null(), name)
    };
    let shared = fine(code).and_then(|()| shared(file, name));
    match shared {
        Ok(shared) => {
            // SAFETY: as above; the file is open now, and from here on its methods are ours.
            unsafe {
                (*file.cast::<Head>()).unsynced = shared.map_or(std::ptr::null(), Arc::into_raw);
                (*file).pMethods = &raw const METHODS;
            }
            ffi::SQLITE_OK
        }
        Err(code) => {
            if to_close {
                real_file!(file, xClose);
            }
            code
        }
    }
}

/// The unsynced state of the file of that name, if it is one that forgets.
fn shared(file: *mut sqlite3_file, name: &[u8]) -> Result<Option<Arc<Mutex<Unsynced>>>, c_int> {
    if !FORGETFUL.iter().any(|forgetful| name.ends_with(forgetful)) {
        return Ok(None);
    }
    let on_disk = RealFile(file).length()?;
    let mut files = held(&FILES);
    let fresh = || Arc::new(Mutex::new(Unsynced::start(on_disk)));
    let shared = files.entry(name.to_vec()).or_insert_with(fresh);
    // Nobody else has it open: what another VFS wrote meanwhile counts.
    if Arc::strong_count(shared) == 1 && !held(shared).is_changed() {
        *shared = fresh();
    }
    Ok(Some(Arc::clone(shared)))
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    let vfs = real();
    // SAFETY: `name` is a C string for the time of the call.
    unsafe {
        held(&FILES).remove(CStr::from_ptr(name).to_bytes());
        (*vfs).xDelete.expect("the default VFS deletes")(vfs, name, sync_folder)
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let code = real_file!(file, xClose);
    // SAFETY: SQLite closes a file once; the pointer is null or came from `Arc::into_raw` in `open`.
    unsafe {
        let head = file.cast::<Head>();
        let unsynced = std::mem::replace(&mut (*head).unsynced, std::ptr::null());
        if !unsynced.is_null() {
            drop(Arc::from_raw(unsynced));
        }
        (*file).pMethods = std::ptr::null();
    }
    code
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    to: *mut c_void,
    length: c_int,
    at: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite calls with a file it has open.
    let Some(state) = (unsafe { unsynced(file) }) else { return real_file!(file, xRead, to, length, at) };
    // SAFETY: SQLite gives a buffer of `length` bytes.
    let bytes = unsafe { std::slice::from_raw_parts_mut(to.cast::<u8>(), length as usize) };
    match held(state).read(&RealFile(file), bytes, at as u64) {
        Ok(true) => ffi::SQLITE_OK,
        Ok(false) => ffi::SQLITE_IOERR_SHORT_READ,
        Err(code) => code,
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite calls with a file it has open.
    let Some(state) = (unsafe { unsynced(file) }) else { return real_file!(file, xWrite, from, length, at) };
    // SAFETY: SQLite gives a buffer of `length` bytes.
    let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), length as usize) };
    code_of(held(state).write(&RealFile(file), bytes, at as u64))
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: sqlite3_int64) -> c_int {
    // SAFETY: SQLite calls with a file it has open.
    let Some(state) = (unsafe { unsynced(file) }) else { return real_file!(file, xTruncate, length) };
    held(state).truncate(length as u64);
    ffi::SQLITE_OK
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: SQLite calls with a file it has open.
    let Some(state) = (unsafe { unsynced(file) }) else { return real_file!(file, xSync, flags) };
    if !SYNCS.load(Ordering::Acquire) {
        return ffi::SQLITE_OK;
    }
    code_of(held(state).sync(&RealFile(file)))
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, answer: *mut sqlite3_int64) -> c_int {
    // SAFETY: SQLite calls with a file it has open.
    let Some(state) = (unsafe { unsynced(file) }) else { return real_file!(file, xFileSize, answer) };
    // SAFETY: SQLite gives a place for the answer.
    unsafe { *answer = held(state).length() as sqlite3_int64 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn control(file: *mut sqlite3_file, deed: c_int, argument: *mut c_void) -> c_int {
    // SAFETY: SQLite calls with a file it has open.
    let forgetful = unsafe { unsynced(file) }.is_some();
    match deed {
        // The real file grows when its blocks are synced, and is never mapped.
        ffi::SQLITE_FCNTL_SIZE_HINT if forgetful => ffi::SQLITE_OK,
        ffi::SQLITE_FCNTL_MMAP_SIZE if forgetful => ffi::SQLITE_NOTFOUND,
        _ => real_file!(file, xFileControl, deed, argument),
    }
}
