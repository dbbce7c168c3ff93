//! 入库: a file becomes evidence. Written beside its final place, hashed on the way, forced to the disk, read
//! again and compared, and only then named by its SHA-256. What failed leaves no file behind.

use crate::calls::Context;
use crate::error::{Failure, Result};
use crate::office::Office;
use sha2::{Digest, Sha256};
use sm3::Sm3;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// How a file begins that is not yet evidence.
const PART: &str = ".part-";
const CHUNK: usize = 1 << 20;

/// What was computed over the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sums {
    /// Length in bytes.
    pub(crate) size: u64,
    /// SHA-256, hex.
    pub(crate) sha256: String,
    /// SM3, hex.
    pub(crate) sm3: String,
}

/// The folder of the evidence.
pub(crate) fn folder(office: &Office) -> PathBuf {
    office.folder().join("evidence")
}

/// A file under way; removed unless it was kept.
struct Part(PathBuf);

impl Drop for Part {
    fn drop(&mut self) {
        // Renamed or never made: nothing to remove. What cannot be removed is swept at the next open.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Brings the file at `source`, which a person knows as `name`, into the folder of evidence.
pub(crate) fn deposit(context: &Context<'_>, source: &Path, name: &str) -> Result<Sums> {
    let mut from = File::open(source).map_err(|error| unreadable(&error, name))?;
    let total = from.metadata().map_err(|error| unreadable(&error, name))?.len();
    let folder = folder(context.office);
    let part = Part(folder.join(format!("{PART}{}", context.office.new_id()?)));
    let mut to = File::create_new(&part.0).map_err(|error| unwritable(&error, name))?;
    let copied = pour(&mut from, Some(&mut to), |done| {
        context.progress(done, total, &format!("正在入库 {name}"));
        context.cancelled()
    });
    let sums = copied.map_err(|fault| fault.explain(name))?;
    to.sync_all().map_err(|error| unwritable(&error, name))?;
    drop(to);
    context.progress(sums.size, total, &format!("正在复读核对 {name}"));
    let read_back = sums_of(&part.0, || context.cancelled()).map_err(|fault| fault.explain(name))?;
    if read_back != sums {
        return Err(Failure::DiskFull(format!(
            "“{name}”写入后复读的内容与写入时不同，没有入库。硬盘可能有故障，请先备份，再换一块硬盘。"
        )));
    }
    keep(&folder, &part.0, &sums).map_err(|error| unwritable(&error, name))?;
    Ok(sums)
}

/// Names the finished file by its hash. The same bytes that are there already stay; bytes that rotted are set
/// aside, never deleted.
fn keep(folder: &Path, part: &Path, sums: &Sums) -> std::io::Result<()> {
    let place = folder.join(&sums.sha256);
    match sums_of(&place, || Ok(())) {
        Ok(found) if found == *sums => return Ok(()),
        Ok(_) => {
            let mut number = 1;
            let mut aside = folder.join(format!("damaged-{}-{number}", sums.sha256));
            while aside.exists() {
                number += 1;
                aside = folder.join(format!("damaged-{}-{number}", sums.sha256));
            }
            std::fs::rename(&place, aside)?;
        }
        Err(Fault::Read(error)) if error.kind() == ErrorKind::NotFound => {}
        Err(Fault::Read(error) | Fault::Write(error)) => return Err(error),
        Err(Fault::Stopped(_)) => {}
    }
    let mut permissions = std::fs::metadata(part)?.permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(part, permissions)?;
    std::fs::rename(part, &place)?;
    crate::office::sync_folder(folder)
}

/// Where a copy went wrong.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The source could not be read.
    Read(std::io::Error),
    /// The target could not be written.
    Write(std::io::Error),
    /// The person cancelled.
    Stopped(Failure),
}

impl Fault {
    fn explain(self, name: &str) -> Failure {
        match self {
            Self::Read(error) => unreadable(&error, name),
            Self::Write(error) => unwritable(&error, name),
            Self::Stopped(failure) => failure,
        }
    }
}

fn pour(
    from: &mut impl Read,
    mut to: Option<&mut File>,
    mut after: impl FnMut(u64) -> Result<()>,
) -> Result<Sums, Fault> {
    let (mut sha256, mut sm3) = (Sha256::new(), Sm3::new());
    let mut buffer = vec![0; CHUNK];
    let mut size = 0;
    loop {
        let read = from.read(&mut buffer).map_err(Fault::Read)?;
        if read == 0 {
            break;
        }
        let bytes = &buffer[..read];
        if let Some(to) = to.as_deref_mut() {
            to.write_all(bytes).map_err(Fault::Write)?;
        }
        sha256.update(bytes);
        sm3.update(bytes);
        size += read as u64;
        after(size).map_err(Fault::Stopped)?;
    }
    Ok(Sums { size, sha256: hex::encode(sha256.finalize()), sm3: hex::encode(sm3.finalize()) })
}

/// Both hashes of a file, in one pass.
pub(crate) fn sums_of(path: &Path, mut goes_on: impl FnMut() -> Result<()>) -> Result<Sums, Fault> {
    let mut file = File::open(path).map_err(Fault::Read)?;
    pour(&mut file, None, |_| goes_on())
}

fn unreadable(error: &std::io::Error, name: &str) -> Failure {
    if error.kind() == ErrorKind::NotFound {
        return Failure::NotFound(format!("要入库的文件“{name}”已经不在原处，没有入库。请重新选择文件。"));
    }
    Failure::invalid(format!("要入库的文件“{name}”读不出来，没有入库。请检查文件后重新选择。（{error}）"))
}

fn unwritable(error: &std::io::Error, name: &str) -> Failure {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Failure::DiskFull(format!(
            "磁盘空间不足，“{name}”没有入库，没有留下半个文件。请清理磁盘后再入库一次。"
        )),
        _ => Failure::DiskFull(format!(
            "证据文件夹写不进去，“{name}”没有入库。请检查数据文件夹是否还在、是否只读，再入库一次。（{error}）"
        )),
    }
}

/// Removes what a crash left half-written in the folder of evidence; answers how many files it was.
pub fn sweep(office: &Office) -> Result<u64> {
    let mut swept = 0;
    for entry in std::fs::read_dir(folder(office))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(PART) && std::fs::remove_file(entry.path()).is_ok()
        {
            swept += 1;
        }
    }
    Ok(swept)
}
