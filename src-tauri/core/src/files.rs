//! Files without paths: the host opens or receives a file and hands the core a one-use handle; results are
//! handles that the host saves. No call takes or returns a path.

use crate::error::{Failure, Result};
use crate::office::lock;
use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// A file behind a handle.
#[derive(Debug, Clone)]
pub struct HeldFile {
    /// The name a person knows it by.
    pub name: String,
    /// Where it is; never leaves the process.
    pub path: PathBuf,
    /// Delete it when the handle goes.
    pub temporary: bool,
    /// Media type, for downloads.
    pub mime: String,
}

/// The handles of one process.
#[derive(Debug, Default)]
pub struct Files {
    held: Mutex<HashMap<String, HeldFile>>,
    folder: Mutex<Option<Own>>,
}

/// Begin of the names of folders for temporary files.
const OWN: &str = "greenroom-";
/// Digits behind it.
const OWN_DIGITS: usize = 16;

/// This process's folder for temporary files, and the lock beside it that says that the process lives. Rosters are
/// personal data: what a killed process left is removed by the next one that starts.
#[derive(Debug)]
struct Own {
    path: PathBuf,
    lock: PathBuf,
    _held: File,
}

impl Own {
    fn make() -> Result<Self> {
        let mut random = [0u8; OWN_DIGITS / 2];
        getrandom::fill(&mut random).map_err(|error| Failure::Internal(error.to_string()))?;
        let path = std::env::temp_dir().join(format!("{OWN}{}", hex::encode(random)));
        let lock = lock_of(&path);
        // The lock first: a folder without one that is held belongs to nobody.
        let held = File::create_new(&lock)?;
        held.try_lock().map_err(std::io::Error::from)?;
        if let Err(error) = create_private(&path) {
            let _ = std::fs::remove_file(&lock);
            return Err(error.into());
        }
        Ok(Self { path, lock, _held: held })
    }
}

/// A folder that only its user may read.
#[cfg(unix)]
fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().mode(0o700).create(path)
}

/// The temporary folder of Windows is already its user's own.
#[cfg(not(unix))]
fn create_private(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir(path)
}

impl Drop for Own {
    fn drop(&mut self) {
        // Only this process's own temporary files are in it.
        let _ = std::fs::remove_dir_all(&self.path);
        let _ = std::fs::remove_file(&self.lock);
    }
}

fn lock_of(folder: &Path) -> PathBuf {
    folder.with_extension("lock")
}

/// Removes the temporary files of processes that were killed. What cannot be removed is tried at the next start.
pub(crate) fn sweep() {
    sweep_in(&std::env::temp_dir());
}

fn sweep_in(temporary: &Path) {
    for entry in std::fs::read_dir(temporary).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let digits = name.to_str().and_then(|name| name.strip_prefix(OWN));
        let ours = digits.is_some_and(|rest| {
            rest.len() == OWN_DIGITS && rest.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        // Never through a link that somebody else put there.
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let (folder, lock) = (entry.path(), lock_of(&entry.path()));
        let Ok(file) = File::options().write(true).open(&lock) else { continue };
        if file.try_lock().is_ok() && std::fs::remove_dir_all(&folder).is_ok() {
            drop(file);
            let _ = std::fs::remove_file(&lock);
        }
    }
}

impl Files {
    /// Registers a file that the host opened or received.
    pub fn offer(&self, name: &str, path: PathBuf, temporary: bool) -> Result<String> {
        let name = safe_name(name);
        let mime = mime_of(&name).to_owned();
        let mut random = [0u8; 16];
        getrandom::fill(&mut random).map_err(|error| Failure::Internal(error.to_string()))?;
        let handle = hex::encode(random);
        lock(&self.held).insert(handle.clone(), HeldFile { name, path, temporary, mime });
        Ok(handle)
    }
    /// Looks at a handle without using it up (a wizard reads its file several times).
    pub fn peek(&self, handle: &str) -> Result<HeldFile> {
        lock(&self.held).get(handle).cloned().ok_or_else(gone)
    }
    /// Uses a handle up.
    pub fn take(&self, handle: &str) -> Result<HeldFile> {
        lock(&self.held).remove(handle).ok_or_else(gone)
    }
    /// Writes bytes to a temporary file and registers it as a result.
    pub fn offer_bytes(&self, name: &str, bytes: &[u8]) -> Result<String> {
        let path = self.temporary()?;
        std::fs::write(&path, bytes)?;
        self.offer(name, path, true)
    }
    /// A fresh temporary path of this process.
    pub fn temporary(&self) -> Result<PathBuf> {
        let mut folder = lock(&self.folder);
        let base = match &*folder {
            Some(own) => own.path.clone(),
            None => folder.insert(Own::make()?).path.clone(),
        };
        let mut random = [0u8; 8];
        getrandom::fill(&mut random).map_err(|error| Failure::Internal(error.to_string()))?;
        Ok(base.join(hex::encode(random)))
    }
}

fn gone() -> Failure {
    Failure::invalid("这个文件句柄已用过或已过期，请重新选择文件。")
}

/// The name without folders and without characters that Windows refuses.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        last.chars().map(|c| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let clean = clean.trim_matches(['.', ' ']).to_owned();
    if clean.is_empty() { "未命名".into() } else { clean }
}

/// Media type by the name's ending.
pub fn mime_of(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "bmp" => "image/bmp",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "json" => "application/json",
        "csv" => "text/csv",
        "txt" => "text/plain",
        "html" | "htm" => "text/html",
        "mhtml" | "mht" => "multipart/related",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_goes_and_what_lives_stays() {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let make = |digits: &str| {
            let folder = temporary.path().join(format!("{OWN}{digits}"));
            std::fs::create_dir(&folder).expect("a folder");
            std::fs::write(folder.join("spooled"), "名册").expect("a file");
            let lock = File::create_new(lock_of(&folder)).expect("a lock");
            (folder, lock)
        };
        let (dead, lock) = make("00000000000000aa");
        drop(lock);
        let (living, held) = make("00000000000000bb");
        held.try_lock().expect("it is free");
        let (strange, _lock) = make("not-digits");
        let unlocked = temporary.path().join(format!("{OWN}00000000000000cc"));
        std::fs::create_dir(&unlocked).expect("a folder");
        sweep_in(temporary.path());
        assert!(!dead.exists() && !lock_of(&dead).exists());
        assert!(living.join("spooled").exists() && strange.exists() && unlocked.exists());
        drop(held);
        sweep_in(temporary.path());
        assert!(!living.exists());
    }

    #[test]
    fn temporary_files_are_private_and_end_with_their_owner() {
        let files = Files::default();
        let path = files.temporary().expect("a path");
        let folder = path.parent().expect("a folder").to_owned();
        std::fs::write(&path, "名册").expect("a file");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&folder).expect("it is there").permissions().mode() & 0o777, 0o700);
        }
        sweep();
        assert!(path.exists(), "a living process's files stay");
        drop(files);
        assert!(!folder.exists() && !lock_of(&folder).exists());
    }
}
