//! Numbered schema steps: a copy first, then all steps in one transaction. A newer file is refused untouched.

use crate::error::{Failure, Result};
use rusqlite::Connection;
use std::path::Path;

/// The steps, in order. A released step is never edited.
pub const STEPS: &[&str] = &[include_str!("migrations/0001_office.sql")];

/// The schema number this program writes.
pub const CURRENT: i64 = STEPS.len() as i64;

/// The schema number of an open file.
pub fn version(db: &Connection) -> Result<i64> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings the file to [`CURRENT`]. `copy_to` is where the copy before a change goes.
pub fn migrate(db: &mut Connection, copy_to: impl FnOnce(i64) -> std::path::PathBuf) -> Result<()> {
    run(db, STEPS, copy_to)
}

fn run(db: &mut Connection, steps: &[&str], copy_to: impl FnOnce(i64) -> std::path::PathBuf) -> Result<()> {
    let found = version(db)?;
    let current = steps.len() as i64;
    if found > current {
        return Err(too_new(found, current));
    }
    if found == current {
        return Ok(());
    }
    if found > 0 {
        copy(db, &copy_to(found))?;
    }
    // Foreign keys cannot be switched inside a transaction.
    db.execute_batch("PRAGMA foreign_keys = OFF")?;
    let outcome = (|| -> Result<()> {
        let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)?;
        for step in &steps[found as usize..] {
            tx.execute_batch(step)?;
        }
        let broken: i64 =
            tx.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
        if broken > 0 {
            return Err(Failure::Internal(format!("升级后有 {broken} 处引用对不上，已退回升级前的状态")));
        }
        tx.pragma_update(None, "user_version", current)?;
        Ok(tx.commit()?)
    })();
    db.execute_batch("PRAGMA foreign_keys = ON")?;
    outcome
}

/// The refusal of a file that a newer program wrote.
pub fn too_new(found: i64, current: i64) -> Failure {
    Failure::FileTooNew(format!(
        "这个数据文件夹是更新版本的绿间写的（数据版本 {found}，本程序到 {current}），没有改动它。请安装新版程序后再打开。"
    ))
}

fn copy(db: &Connection, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // Under its final name only when it is whole.
    let part = to.with_extension("part");
    let _ = std::fs::remove_file(&part);
    db.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
    Ok(std::fs::rename(part, to)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_step_leaves_the_file_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let mut db = Connection::open(folder.path().join("a.db")).unwrap();
        run(&mut db, &["CREATE TABLE one (x)"], |_| folder.path().join("never")).unwrap();
        db.execute("INSERT INTO one VALUES ('kept')", []).unwrap();
        let copy = folder.path().join("copy.db");
        let steps = ["CREATE TABLE one (x)", "CREATE TABLE two (x); SELECT nonsense"];
        assert!(run(&mut db, &steps, |_| copy.clone()).is_err());
        assert_eq!(version(&db).unwrap(), 1);
        assert_eq!(db.query_row("SELECT x FROM one", [], |row| row.get::<_, String>(0)).unwrap(), "kept");
        assert!(db.prepare("SELECT * FROM two").is_err(), "all steps or none");
        assert!(copy.exists(), "the copy comes first");
    }

    #[test]
    fn a_newer_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut db = Connection::open(folder.path().join("a.db")).unwrap();
        db.pragma_update(None, "user_version", CURRENT + 1).unwrap();
        let failure = migrate(&mut db, |_| folder.path().join("never")).unwrap_err();
        assert_eq!(failure.code(), "fileTooNew");
    }
}
