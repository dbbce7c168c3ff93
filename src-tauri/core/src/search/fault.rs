//! What can go wrong with a file that is only derived, and how it is told and repaired.

use crate::error::Failure;
use std::path::{Path, PathBuf};

/// What can go wrong with a derived file.
#[derive(Debug)]
pub(super) enum Fault {
    Sql(rusqlite::Error),
    Damaged,
}
impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
/// Its presence says that the file is to be made anew.
pub(super) fn mark_of(path: &Path) -> PathBuf {
    beside(path, "-damaged")
}

/// The failure to show; a damaged file is marked, so that the next opening begins it anew.
pub(super) fn damaged(path: &Path, fault: Fault) -> Failure {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    match fault {
        Fault::Sql(error) if !matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)) => {
            error.into()
        }
        Fault::Sql(_) | Fault::Damaged => {
            // Without the mark the file is still only an index: the worst is that the same message comes again.
            let _ = std::fs::write(mark_of(path), b"");
            Failure::Conflict("检索索引已损坏，台账数据不受影响。请关闭程序再打开，索引会自动重建。".into())
        }
    }
}
