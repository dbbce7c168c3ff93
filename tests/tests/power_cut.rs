//! The power goes at random moments of the day's work: what was not synced is gone, what was acknowledged is not.

use greenroom_journeys::faults::rounds::{asked, play};
use greenroom_journeys::faults::vfs;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

const WORKER: &str = env!("CARGO_BIN_EXE_day-worker");

#[test]
fn nothing_acknowledged_is_lost_when_the_power_goes() {
    let outcome = play(Path::new(WORKER), "power-cut", asked(20));
    eprintln!("{outcome:?}");
    assert!(outcome.lost.is_empty(), "{:#?}", outcome.lost);
    assert!(outcome.at_work > 0 && outcome.acknowledged > 0, "nobody was disturbed at work: {outcome:?}");
}

/// The test above can fail: on a disk that lies about its syncs, acknowledged writes are missed.
#[test]
fn a_disk_that_ignores_syncs_is_found_out() {
    let outcome = play(Path::new(WORKER), "no-sync", 6);
    assert!(outcome.acknowledged > 0, "{outcome:?}");
    assert!(outcome.lost.iter().any(|lost| lost.contains("was acknowledged")), "{outcome:?}");
}

/// What the disk holds after one commit, by how it was synced.
fn on_the_disk_after_a_commit(synchronous: &str) -> i64 {
    vfs::register(true);
    let place = tempfile::tempdir().expect("a temporary folder");
    let (file, copy) = (place.path().join("office.db"), place.path().join("copy.db"));
    let db = Connection::open_with_flags_and_vfs(&file, OpenFlags::default(), vfs::NAME).expect("opens");
    let words =
        format!("PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; CREATE TABLE one (x);");
    db.execute_batch(&words).expect("a table");
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("the table is on the disk");
    db.execute("INSERT INTO one VALUES (1)", []).expect("a row");
    let seen = |db: &Connection| db.query_row("SELECT count(*) FROM one", [], |row| row.get::<_, i64>(0));
    let other = Connection::open_with_flags_and_vfs(&file, OpenFlags::default(), vfs::NAME).expect("opens");
    assert_eq!(seen(&other).expect("reads"), 1, "the process sees its own write, synced or not");
    std::fs::copy(&file, &copy).expect("copied");
    std::fs::copy(file.with_extension("db-wal"), copy.with_extension("db-wal")).expect("copied");
    seen(&Connection::open(&copy).expect("opens")).expect("reads")
}

#[test]
fn a_commit_is_on_the_disk_only_if_it_was_synced() {
    assert_eq!(on_the_disk_after_a_commit("FULL"), 1);
    assert_eq!(on_the_disk_after_a_commit("NORMAL"), 0);
}
