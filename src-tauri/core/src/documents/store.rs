//! Files of the office that are named by their content: written beside, read back, then put in place.

use crate::error::{Failure, Result};
use crate::office::Office;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;

/// SHA-256, hex.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Where a kept file lies.
pub(crate) fn path(office: &Office, sha256: &str) -> PathBuf {
    office.folder().join("documents").join(sha256)
}

/// A kept file, known to be what it was when it was kept. `what` names it in messages.
pub(crate) fn read(office: &Office, sha256: &str, what: &str) -> Result<Vec<u8>> {
    let bytes = match std::fs::read(path(office, sha256)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Failure::NotFound(format!(
                "{what}的文件 documents/{sha256} 不见了。请从备份恢复这个文件后再试。"
            )));
        }
        Err(error) => return Err(error.into()),
    };
    if self::sha256(&bytes) == sha256 {
        Ok(bytes)
    } else {
        Err(Failure::NotAllowed(format!(
            "{what}的文件 documents/{sha256} 被改动过，与登记的校验值不同，没有打开。请从备份恢复这个文件。"
        )))
    }
}

/// Keeps bytes under `documents/`, by their SHA-256, which must be given. Nothing is overwritten; the folder
/// is on disk when this returns.
pub(crate) fn keep(office: &Office, sha256: &str, bytes: &[u8]) -> Result<()> {
    let folder = office.folder().join("documents");
    let place = folder.join(sha256);
    if place.exists() && std::fs::read(&place)? == bytes {
        return Ok(());
    }
    let beside = folder.join(format!("{sha256}.{}.part", hex::encode(office.random::<4>()?)));
    let kept = write_through(&beside, bytes).and_then(|()| Ok(std::fs::rename(&beside, &place)?));
    if kept.is_err() {
        // What is left of a failed write is of no use; the failure itself is reported.
        let _ = std::fs::remove_file(&beside);
    }
    kept?;
    Ok(crate::office::sync_folder(&folder)?)
}

fn write_through(path: &std::path::Path, bytes: &[u8]) -> Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    let mut back = File::open(path)?;
    let mut seen = 0;
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = back.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        if bytes.get(seen..seen + read) != Some(&buffer[..read]) {
            return Err(Failure::Internal("文件写入后读回不一致，磁盘可能有故障".into()));
        }
        seen += read;
    }
    if seen == bytes.len() {
        Ok(())
    } else {
        Err(Failure::Internal("文件写入后读回不完整，磁盘可能有故障".into()))
    }
}
