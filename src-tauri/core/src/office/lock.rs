//! One process per office: an operating-system lock on `office.lock`.

use crate::error::{Failure, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Held for as long as the office is open; the system releases it even when the process is killed.
#[derive(Debug)]
pub(crate) struct OfficeLock {
    _file: File,
}

impl OfficeLock {
    /// Takes the lock, or says that another window has it.
    pub(crate) fn take(folder: &Path) -> Result<Self> {
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("office.lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Failure::Conflict(
                "这个数据文件夹已在另一个绿间窗口或命令中打开。请先关闭那一个，再打开这里。".into(),
            )),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}
