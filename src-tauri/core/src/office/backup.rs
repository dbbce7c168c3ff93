//! Backups: one file with the database, a manifest of every kept file with its hash, and (when it leaves the
//! machine) those files. Written under a new name, synced, read back and verified, then renamed.

use super::check::hash_file;
use super::sweep::COPY;
use super::{Office, OpenOptions, device, migrate};
use crate::calls::{Context, Nothing};
use crate::clock::local;
use crate::error::{Failure, Result};
use rusqlite::{Connection, OpenFlags};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::Path;
use ts_rs::TS;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The newest backup in the office's own folder.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BackupKnown {
    /// When it was made, UTC milliseconds.
    pub at: i64,
    /// It was read back whole.
    pub verified: bool,
    /// Its file name.
    pub name: String,
}

/// A backup just made.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BackupMade {
    /// Handle of a copy that the host can save elsewhere.
    pub file: String,
    /// Its file name.
    pub name: String,
    /// When, UTC milliseconds.
    pub at: i64,
    /// Size in bytes.
    pub bytes: u64,
    /// It was read back whole.
    pub verified: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    format: u32,
    office: String,
    schema: i64,
    made_at: i64,
    chain_head: String,
    database_sha256: String,
    files: Vec<ManifestFile>,
    files_inside: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct ManifestFile {
    name: String,
    bytes: u64,
    sha256: String,
}

/// Folders whose files are named by their hash and never change.
const KEPT: [&str; 3] = ["evidence", "originals", "documents"];

/// Makes a verified backup under `backups/` and offers a copy.
pub fn call(context: &Context<'_>, _: Nothing) -> Result<BackupMade> {
    let office = context.office;
    let at = office.now_ms();
    let name = format!("绿间备份-{}.greenroom", local(at).format("%Y%m%d-%H%M%S"));
    let path = office.folder().join("backups").join(&name);
    make(office, &path, true, &|done, total, words| context.progress(done, total, words))?;
    let bytes = std::fs::metadata(&path)?.len();
    let file = context.files.offer(&name, path, false)?;
    Ok(BackupMade { file, name, at, bytes, verified: true })
}

/// Writes a backup to `to`, which must not exist yet.
pub fn make(office: &Office, to: &Path, with_files: bool, progress: &dyn Fn(u64, u64, &str)) -> Result<()> {
    if to.exists() {
        return Err(Failure::Conflict("备份文件已经存在，没有覆盖它。请换一个文件名。".into()));
    }
    let part = to.with_extension("part");
    let copy = office.folder().join("backups").join(format!("{COPY}{}.db", office.new_id()?));
    let outcome = (|| {
        let database_sha256 = copy_database(office, &copy)?;
        let mut manifest = Manifest {
            format: 1,
            office: office.id()?.to_string(),
            schema: migrate::CURRENT,
            made_at: office.now_ms(),
            chain_head: office.chain_head(),
            database_sha256,
            files: Vec::new(),
            files_inside: with_files,
        };
        let mut zip = ZipWriter::new(File::create(&part)?);
        let packed =
            SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
        let stored = packed.compression_method(CompressionMethod::Stored);
        put(&mut zip, "office.db", &copy, packed)?;
        let names = kept_files(office.folder())?;
        for (done, name) in names.iter().enumerate() {
            progress(done as u64, names.len() as u64, "备份证据与文书");
            let path = office.folder().join(name);
            let bytes = std::fs::metadata(&path)?.len();
            manifest.files.push(ManifestFile { name: name.clone(), bytes, sha256: hash_file(&path)? });
            if with_files {
                put(&mut zip, name, &path, stored)?;
            }
        }
        zip.start_file("manifest.json", packed).map_err(zip_failure)?;
        zip.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
        zip.finish().map_err(zip_failure)?.sync_all()?;
        progress(names.len() as u64, names.len() as u64, "读回校验");
        verify(&part)?;
        std::fs::rename(&part, to)?;
        Ok(super::sync_folder(
            to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")),
        )?)
    })();
    let _ = std::fs::remove_file(&copy);
    if outcome.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    outcome
}

fn copy_database(office: &Office, to: &Path) -> Result<String> {
    let source = office.new_reader()?;
    // VACUUM INTO writes the other file only, yet counts as a write.
    source.execute_batch("PRAGMA query_only = OFF")?;
    source.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    drop(source);
    let copy = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let verdict: String = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(Failure::Internal(format!("备份的数据库没有通过检查：{verdict}")));
    }
    // A restored office must never continue this device's chain.
    device::set_meta(&copy, "incarnation", "")?;
    drop(copy);
    Ok(hash_file(to)?)
}

fn kept_files(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for sub in KEPT {
        for entry in std::fs::read_dir(folder.join(sub))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if is_kept_name(&name) {
                names.push(format!("{sub}/{name}"));
            }
        }
    }
    names.sort();
    Ok(names)
}

fn is_kept_name(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit())
}

fn put(zip: &mut ZipWriter<File>, name: &str, path: &Path, options: SimpleFileOptions) -> Result<()> {
    zip.start_file(name, options).map_err(zip_failure)?;
    std::io::copy(&mut File::open(path)?, zip)?;
    Ok(())
}

fn zip_failure(error: zip::result::ZipError) -> Failure {
    match error {
        zip::result::ZipError::Io(error) => error.into(),
        _ => Failure::invalid(format!("备份文件损坏或不完整，没有恢复任何内容：{error}")),
    }
}

fn open_archive(path: &Path) -> Result<(ZipArchive<File>, Manifest)> {
    let mut zip = ZipArchive::new(File::open(path)?).map_err(|_| {
        Failure::invalid("这个文件不是绿间的备份，或者没有复制完整。请选择以 .greenroom 结尾的备份文件。")
    })?;
    let manifest = {
        let file = zip
            .by_name("manifest.json")
            .map_err(|_| Failure::invalid("这个文件不是绿间的备份：里面没有清单。"))?;
        let mut text = String::new();
        file.take(1 << 28).read_to_string(&mut text)?;
        serde_json::from_str::<Manifest>(&text)
            .map_err(|_| Failure::invalid("备份里的清单读不懂，文件可能损坏。"))?
    };
    Ok((zip, manifest))
}

/// Reads a backup whole and compares every hash.
pub fn verify(path: &Path) -> Result<()> {
    let (mut zip, manifest) = open_archive(path)?;
    each_file(&mut zip, &manifest, |_, _| Ok(()))
}

fn each_file(
    zip: &mut ZipArchive<File>,
    manifest: &Manifest,
    mut with: impl FnMut(&str, &[u8]) -> Result<()>,
) -> Result<()> {
    use sha2::Digest;
    let inside = manifest
        .files
        .iter()
        .filter(|_| manifest.files_inside)
        .map(|file| (file.name.as_str(), &file.sha256));
    for (name, sha256) in std::iter::once(("office.db", &manifest.database_sha256)).chain(inside) {
        let fine = name == "office.db"
            || name.split_once('/').is_some_and(|(sub, file)| KEPT.contains(&sub) && is_kept_name(file));
        if !fine {
            return Err(Failure::invalid(format!("备份里有不该有的文件“{name}”，没有恢复任何内容。")));
        }
        let mut file = zip
            .by_name(name)
            .map_err(|_| Failure::invalid(format!("备份缺少“{name}”，没有恢复任何内容。请换一份备份。")))?;
        let mut hasher = sha2::Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = file.read(&mut buffer).map_err(|error| {
                Failure::invalid(format!("备份里的“{name}”读不出来（{error}），没有恢复任何内容。"))
            })?;
            if read == 0 {
                break;
            }
            hasher.update(&buffer[..read]);
            with(name, &buffer[..read])?;
        }
        if hex::encode(hasher.finalize()) != *sha256 {
            return Err(Failure::invalid(format!(
                "备份里的“{name}”与清单的校验值不同，没有恢复任何内容。请换一份备份。"
            )));
        }
    }
    Ok(())
}

/// Restores a backup into an empty or missing folder. The restored office starts a new device.
pub fn restore(file: &Path, folder: &Path, options: &OpenOptions) -> Result<()> {
    if folder.exists() && std::fs::read_dir(folder)?.next().is_some() {
        return Err(Failure::Conflict("目标文件夹不是空的，没有恢复任何内容。请选一个空文件夹。".into()));
    }
    let (mut zip, manifest) = open_archive(file)?;
    if manifest.schema > migrate::CURRENT {
        return Err(migrate::too_new(manifest.schema, migrate::CURRENT));
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    let mut random = [0; 8];
    options.clock.fill(&mut random)?;
    let staging = parent.join(format!(".restore-{}", hex::encode(random)));
    std::fs::create_dir(&staging)?;
    let outcome = (|| {
        for sub in KEPT.iter().chain(&["backups"]) {
            std::fs::create_dir_all(staging.join(sub))?;
        }
        let mut open: Option<(String, File)> = None;
        each_file(&mut zip, &manifest, |name, bytes| {
            if open.as_ref().is_none_or(|(current, _)| current != name) {
                if let Some((_, done)) = open.take() {
                    done.sync_all()?;
                }
                open = Some((name.to_owned(), File::create(staging.join(name))?));
            }
            if let Some((_, file)) = &mut open {
                file.write_all(bytes)?;
            }
            Ok(())
        })?;
        if let Some((_, mut last)) = open {
            last.flush()?;
            last.rewind()?;
            last.sync_all()?;
        }
        if folder.exists() {
            std::fs::remove_dir(folder)?;
        }
        std::fs::rename(&staging, folder)?;
        Ok(super::sync_folder(parent)?)
    })();
    if outcome.is_err() {
        let _ = std::fs::remove_dir_all(&staging);
    }
    outcome
}

/// The newest backup in the office's own folder.
pub(crate) fn newest(folder: &Path) -> Result<Option<BackupKnown>> {
    let mut found: Option<BackupKnown> = None;
    for entry in std::fs::read_dir(folder.join("backups"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".greenroom") {
            continue;
        }
        let modified = entry.metadata()?.modified()?;
        let at = modified.duration_since(std::time::UNIX_EPOCH).map_or(0, |age| age.as_millis() as i64);
        if found.as_ref().is_none_or(|known| known.at < at) {
            // Only a verified backup gets its final name.
            found = Some(BackupKnown { at, verified: true, name });
        }
    }
    Ok(found)
}
