//! Files that were being written when the process died. They never had their final name, so nothing counts on them;
//! they only take room.

use super::FOLDERS;
use crate::error::Result;
use std::path::Path;

/// Ends of names that are not final.
const UNFINISHED: [&str; 2] = [".part", ".part-journal"];
/// Begin of the names of a backup's copies of the database.
pub(super) const COPY: &str = "copy-";

/// Removes what a process that died left unfinished. The office's lock must be held.
pub(super) fn sweep(folder: &Path) -> Result<()> {
    for sub in FOLDERS {
        for entry in std::fs::read_dir(folder.join(sub))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if UNFINISHED.iter().any(|end| name.ends_with(end)) || sub == "backups" && name.starts_with(COPY)
            {
                // What cannot be removed now is tried again at the next open.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
    Ok(())
}
