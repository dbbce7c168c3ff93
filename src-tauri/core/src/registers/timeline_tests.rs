//! The sources of a time line are read in their own order, and pages go on where they stopped.

use super::*;
use crate::office::{Office, OpenOptions};

/// Every source is read through an index in its own order: nothing is sorted but the imports of one record.
#[test]
fn no_source_sorts() {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions { state_folder: folder.path().join("state"), ..OpenOptions::default() };
    let office = Office::create(&folder.path().join("office"), "柳桥所", "LQ", true, options).unwrap();
    for source in SOURCES.iter().filter(|source| source.kind != "import") {
        let sql = format!("EXPLAIN QUERY PLAN {}", source.sql());
        let plan = office.read(|db| {
            let mut statement = db.prepare(&sql)?;
            let lines = statement
                .query_map(params![Id::derived(&["x"]), "0", 0, 1], |row| row.get::<_, String>(3))?;
            Ok(lines.collect::<rusqlite::Result<Vec<_>>>()?.concat())
        });
        let plan = plan.unwrap();
        assert!(plan.contains("USING INDEX") && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
    }
}

#[test]
fn a_cursor_goes_on_where_it_stopped() {
    let cursor = Cursor::parse("1000:3:7").unwrap();
    for (at, rank, key, after) in [
        (999, 0, 9, true),
        (1000, 3, 6, true),
        (1000, 3, 7, false),
        (1000, 3, 8, false),
        (1000, 4, 99, true),
        (1000, 2, 1, false),
        (1001, 9, 1, false),
    ] {
        assert_eq!(cursor.admits(at, rank, key), after, "{at} {rank} {key}");
    }
    for text in ["", "1", "1:2", "1:2:3:4", "a:b:c", "1:-2:3"] {
        assert!(Cursor::parse(text).is_none(), "{text}");
    }
}
