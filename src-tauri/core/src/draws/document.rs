//! The frozen list of a draw: a file of the office named by its content.

use super::pool::{self, Pool};
use super::store::DrawRow;
use super::strata::List;
pub(crate) use crate::documents::store::keep;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

/// The frozen list of a draw as it lies on the disk, unjudged.
pub(crate) fn pool_text(office: &Office, draw: &DrawRow) -> Result<Vec<u8>> {
    let Some(sha256) = &draw.pool_sha256 else {
        return Err(Failure::NotAllowed("名单还没有锁定，还没有名单文件。请先锁定名单。".into()));
    };
    list_text(office, sha256)
}

/// Any kept list as it lies on the disk, unjudged.
pub(crate) fn list_text(office: &Office, sha256: &str) -> Result<Vec<u8>> {
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

/// The lists to draw from: the whole list, or each stratum. All are known to be those that were locked.
pub(crate) fn lists(office: &Office, draw: &DrawRow) -> Result<Vec<List>> {
    let pool = pool(office, draw)?;
    if draw.strata.is_empty() {
        return Ok(vec![List { class: String::new(), pool, take: draw.take as usize }]);
    }
    draw.strata
        .iter()
        .map(|one| {
            let text = crate::documents::store::read(office, &one.sha256, "分层名单")?;
            let pool = Pool::parse(text).map_err(|flaw| {
                Failure::NotAllowed(format!("分层名单{flaw}，没有继续。请作废后重新锁定。"))
            })?;
            Ok(List { class: one.class.clone(), pool, take: one.take as usize })
        })
        .collect()
}

/// Whether a subject is on a kept list, without reading the list: its lines are sorted and of one length.
/// A list that is gone holds nobody.
pub(crate) fn list_holds(office: &Office, sha256: &str, subject: Id) -> Result<bool> {
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
