//! `check`: is everything that was written still there, and still what was written?

use super::Office;
use crate::calls::{Context, Nothing};
use crate::error::Result;
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;
use ts_rs::TS;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
pub struct Fault {
    /// Table, file or chain.
    pub r#where: String,
    /// Chinese sentence.
    pub what: String,
}

/// The outcome of a check.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// Nothing is wrong.
    pub ok: bool,
    /// Entries whose chain was recomputed.
    pub journal_entries: u64,
    /// Files whose hash was recomputed.
    pub evidence_files: u64,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Checks the whole office.
pub fn call(context: &Context<'_>, _: Nothing) -> Result<CheckReport> {
    check(context.office, &|done, total, words| context.progress(done, total, words))
}

/// Checks the whole office, reporting progress.
pub fn check(office: &Office, progress: &dyn Fn(u64, u64, &str)) -> Result<CheckReport> {
    let db = office.new_reader()?;
    let mut faults = Vec::new();
    progress(0, 4, "数据库结构");
    integrity(&db, &mut faults)?;
    progress(1, 4, "引用关系");
    references(&db, &mut faults)?;
    progress(2, 4, "留痕链");
    let (journal_entries, chain) = crate::journal::verify(&db)?;
    faults.extend(chain.into_iter().map(|fault| Fault {
        r#where: format!("留痕链 {}", &fault.device.to_string()[..8]),
        what: fault.what,
    }));
    heads(&db, &mut faults)?;
    faults.extend(crate::imports::verify::faults(&db)?);
    progress(3, 4, "证据文件");
    let evidence_files = files(&db, office.folder(), &mut faults)?;
    progress(4, 4, "完成");
    Ok(CheckReport { ok: faults.is_empty(), journal_entries, evidence_files, faults })
}

fn integrity(db: &Connection, faults: &mut Vec<Fault>) -> Result<()> {
    let mut statement = db.prepare("PRAGMA integrity_check")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    for line in lines {
        let line = line?;
        if line != "ok" {
            faults.push(Fault {
                r#where: "数据库".into(),
                what: format!("结构损坏：{line}。请用最近的备份恢复。"),
            });
        }
    }
    Ok(())
}

fn references(db: &Connection, faults: &mut Vec<Fault>) -> Result<()> {
    let mut statement = db.prepare("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check")?;
    let rows = statement.query_map([], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, Option<i64>>(1)?.unwrap_or_default(),
            row.get::<_, String>(2)?,
        ))
    })?;
    for row in rows {
        let (table, key, parent) = row?;
        faults
            .push(Fault {
                r#where: format!("{table} 第 {key} 行"), what: format!("指向的 {parent} 不存在")
            });
    }
    Ok(())
}

/// Every row's revision is an entry of the journal.
fn heads(db: &Connection, faults: &mut Vec<Fault>) -> Result<()> {
    for table in crate::tables::ALL {
        let sql = format!(
            "SELECT count(*) FROM (SELECT DISTINCT rev FROM {}) WHERE rev NOT IN (SELECT id FROM journal)",
            table.name
        );
        let loose: i64 = db.query_row(&sql, [], |row| row.get(0))?;
        if loose > 0 {
            faults.push(Fault {
                r#where: table.name.to_owned(),
                what: format!("有 {loose} 个版本在留痕中找不到，这些行可能被绕过程序改过"),
            });
        }
    }
    Ok(())
}

fn files(db: &Connection, folder: &Path, faults: &mut Vec<Fault>) -> Result<u64> {
    let mut count = 0;
    let kept = [
        ("evidence", "SELECT DISTINCT sha256, name FROM evidence"),
        (
            "originals",
            "SELECT DISTINCT file_hash, file_name FROM batch WHERE file_hash <> '' AND state IN ('committed', 'undone')",
        ),
        ("documents", "SELECT DISTINCT file_sha256, file_name FROM document"),
        ("documents", "SELECT DISTINCT sha256, file_name FROM template"),
        ("documents", "SELECT DISTINCT file_sha256, file_name FROM publication"),
        ("documents", "SELECT DISTINCT pool_sha256, title FROM draw WHERE pool_sha256 IS NOT NULL"),
        (
            "documents",
            "SELECT DISTINCT json_extract(one.value, '$.sha256'), title FROM draw, json_each(draw.strata) one",
        ),
    ];
    for (sub, sql) in kept {
        let mut statement = db.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        for row in rows {
            let (sha256, name) = row?;
            count += 1;
            let path = folder.join(sub).join(&sha256);
            let what = match hash_file(&path) {
                Ok(found) if found == sha256 => continue,
                Ok(_) => format!("文件“{name}”的内容与登记的校验值不同"),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => format!("文件“{name}”缺失"),
                Err(error) => format!("文件“{name}”读不出来：{error}"),
            };
            faults.push(Fault { r#where: format!("{sub}/{sha256}"), what });
        }
    }
    Ok(count)
}

/// SHA-256 of a file, hex.
pub(crate) fn hash_file(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hex::encode(hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
    }
}
