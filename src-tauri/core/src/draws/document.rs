//! Files of the office that are named by their content: written beside, read back, then put in place.

use super::pool::{self, Pool};
use super::store::DrawRow;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

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
    #[cfg(unix)]
    File::open(&folder)?.sync_all()?;
    Ok(())
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

/// The frozen list of a draw as it lies on the disk, unjudged.
pub(crate) fn pool_text(office: &Office, draw: &DrawRow) -> Result<Vec<u8>> {
    let Some(sha256) = &draw.pool_sha256 else {
        return Err(Failure::NotAllowed("名单还没有锁定，还没有名单文件。请先锁定名单。".into()));
    };
    match std::fs::read(office.folder().join("documents").join(sha256)) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(Failure::NotFound(format!(
            "名单文件 documents/{sha256} 不见了。请从备份恢复这个文件后再试。"
        ))),
        Err(error) => Err(error.into()),
    }
}

/// The frozen list of a draw, known to be the one that was locked.
pub(crate) fn pool(office: &Office, draw: &DrawRow) -> Result<Pool> {
    let text = pool_text(office, draw)?;
    if draw.pool_sha256.as_deref() != Some(hex::encode(Sha256::digest(&text)).as_str()) {
        return Err(Failure::NotAllowed(
            "名单文件的校验值与锁定时不一致，文件在锁定后被改动过，没有继续。请从备份恢复名单文件。".into(),
        ));
    }
    Pool::parse(text)
        .map_err(|flaw| Failure::NotAllowed(format!("名单文件{flaw}，没有继续。请作废后重新锁定。")))
}

/// Whether a subject is on the locked list of a draw, without reading the list: its lines are sorted and of one length.
/// A list that is gone holds nobody.
pub(crate) fn pool_holds(office: &Office, draw: &DrawRow, subject: Id) -> Result<bool> {
    let Some(sha256) = &draw.pool_sha256 else { return Ok(false) };
    let Ok(mut file) = File::open(office.folder().join("documents").join(sha256)) else { return Ok(false) };
    let wanted = subject.to_string();
    let mut line = [0; pool::LINE];
    let (mut low, mut high) = (0, file.metadata()?.len() / pool::LINE as u64);
    while low < high {
        let middle = u64::midpoint(low, high);
        file.seek(SeekFrom::Start(middle * pool::LINE as u64))?;
        file.read_exact(&mut line)?;
        match line[..pool::LINE - 1].cmp(wanted.as_bytes()) {
            Ordering::Equal => return Ok(true),
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
        }
    }
    Ok(false)
}
