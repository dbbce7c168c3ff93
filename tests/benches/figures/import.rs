//! Import of a whole district's rooms, from xlsx and from GB18030 csv.

use crate::Setting;
use crate::roster;
use crate::table::{Table, seconds};
use calamine::{DataRef, Xlsx, open_workbook};
use rusqlite::{Connection, params_from_iter};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const NOTE: &str = "floor: read, INSERT, the same indexes and an FTS5 row of bigrams in one bare transaction";

/// Runs the command line; its memory is not known here.
fn run(setting: &Setting, arguments: &[&str]) -> (Value, f64) {
    let output = Command::new(&setting.greenroom)
        .args(arguments)
        .env("GREENROOM_STATE", setting.folder.path().join("state"))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{arguments:?}: {text}");
    (serde_json::from_str(&text).unwrap_or(Value::Null), 0.0)
}

/// Peak memory in MB of one run, as the operating system saw it.
pub(crate) fn run_with_memory(setting: &Setting, arguments: &[&str]) -> (Value, f64) {
    let time = Path::new("/usr/bin/time");
    if !time.exists() {
        return run(setting, arguments);
    }
    let output = Command::new(time)
        .args(["-f", "%M"])
        .arg(&setting.greenroom)
        .args(arguments)
        .env("GREENROOM_STATE", setting.folder.path().join("state"))
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{arguments:?}: {text}");
    let kilobytes: f64 = String::from_utf8_lossy(&output.stderr)
        .lines()
        .last()
        .and_then(|line| line.trim().parse().ok())
        .unwrap_or(0.0);
    (serde_json::from_str(&text).unwrap(), kilobytes / 1024.0)
}

fn new_office(setting: &Setting, name: &str) -> PathBuf {
    let folder = setting.folder.path().join(name);
    run(setting, &["--office", folder.to_str().unwrap(), "init", "--name", "测速所", "--code", "BENCH"]);
    folder
}

pub(crate) fn xlsx(setting: &Setting, table: &mut Table) {
    let file = setting.folder.path().join("roster.xlsx");
    roster::write_xlsx(&file, setting.rows);
    let office = new_office(setting, "xlsx");
    let mut peak: f64 = 0.0;
    let mut batches = Vec::new();
    let (ours, ()) = seconds(|| {
        for sheet in ["名单1", "名单2"] {
            let plan = setting.folder.path().join("plan.json");
            std::fs::write(&plan, json!({"sheet": sheet}).to_string()).unwrap();
            let arguments = [
                "--office",
                office.to_str().unwrap(),
                "import",
                "rooms",
                file.to_str().unwrap(),
                "--mapping",
                plan.to_str().unwrap(),
            ];
            let (receipt, megabytes) = run_with_memory(setting, &arguments);
            assert_eq!(receipt["rejected"], 0, "{receipt}");
            peak = peak.max(megabytes);
            batches.push(receipt["batch"].clone());
        }
    });
    let (undo, ()) = seconds(|| {
        for batch in batches.iter().rev() {
            let input = json!({"batch": batch}).to_string();
            run(setting, &["--office", office.to_str().unwrap(), "call", "imports.undo", &input]);
        }
        // What was taken back is no longer found.
        let (found, _) = run(setting, &["--office", office.to_str().unwrap(), "find", "海味"]);
        assert_eq!(found["total"], 0, "{found}");
    });
    let (floor, ()) = seconds(|| {
        let mut floor = Floor::new(&setting.folder.path().join("floor-xlsx.db"));
        for sheet in ["名单1", "名单2"] {
            let mut book: Xlsx<_> = open_workbook(&file).unwrap();
            let mut cells = book.worksheet_cells_reader(sheet).unwrap();
            let mut row: Vec<String> = vec![String::new(); 12];
            let mut at = 0;
            while let Some(cell) = cells.next_cell().unwrap() {
                let (line, column) = cell.get_position();
                if line != at {
                    if at > 0 {
                        floor.insert(&row);
                    }
                    row.iter_mut().for_each(String::clear);
                    at = line;
                }
                if let DataRef::String(text) = cell.get_value() {
                    row[column as usize].clone_from(text);
                }
            }
            floor.insert(&row);
        }
        floor.finish(setting.rows);
    });
    table.add("import from xlsx to searchable", "s", ours, Some(floor), None, NOTE);
    table.add("memory of that import", "MB", peak, None, None, "peak of the process");
    let note = "floor: the import itself; both halves, until nothing of them is found";
    table.add("undo of that import", "s", undo, Some(ours), None, note);
    std::fs::remove_dir_all(office).unwrap();
    std::fs::remove_file(setting.folder.path().join("floor-xlsx.db")).unwrap();
}

/// Answers the office that it filled.
pub(crate) fn csv(setting: &Setting, table: &mut Table) -> PathBuf {
    let file = setting.folder.path().join("roster.csv");
    roster::write_csv(&file, setting.rows);
    let office = new_office(setting, "national");
    let mut peak = 0.0;
    let (ours, ()) = seconds(|| {
        let arguments = ["--office", office.to_str().unwrap(), "import", "rooms", file.to_str().unwrap()];
        let (receipt, megabytes) = run_with_memory(setting, &arguments);
        assert_eq!(receipt["created"], setting.rows, "{receipt}");
        peak = megabytes;
    });
    let (floor, ()) = seconds(|| {
        let mut floor = Floor::new(&setting.folder.path().join("floor-csv.db"));
        let decoded = encoding_rs_io::DecodeReaderBytesBuilder::new()
            .encoding(Some(encoding_rs::GB18030))
            .build(std::fs::File::open(&file).unwrap());
        let mut reader = csv::Reader::from_reader(decoded);
        for record in reader.records() {
            let row: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            floor.insert(&row);
        }
        floor.finish(setting.rows);
    });
    table.add("import from GB18030 csv to searchable", "s", ours, Some(floor), None, NOTE);
    table.add("memory of that import", "MB", peak, None, None, "peak of the process");
    std::fs::remove_file(setting.folder.path().join("floor-csv.db")).unwrap();
    office
}

/// The bare work: one table with the room register's indexes, one FTS5 table of bigrams, one transaction.
struct Floor {
    db: Connection,
    count: usize,
}

impl Floor {
    fn new(path: &Path) -> Self {
        let db = Connection::open(path).unwrap();
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000;
             CREATE TABLE room (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, name TEXT, platform_name TEXT, account TEXT,
               account_url TEXT, operator_name TEXT, operator_code TEXT, host_name TEXT, category TEXT, street TEXT,
               business_address TEXT, phone TEXT, remark TEXT, sort_key TEXT) STRICT;
             CREATE INDEX a ON room (sort_key, key);
             CREATE INDEX b ON room (platform_name, sort_key, key);
             CREATE INDEX c ON room (street, sort_key, key);
             CREATE INDEX d ON room (operator_code) WHERE operator_code <> '';
             CREATE VIRTUAL TABLE fts USING fts5 (t, content='', contentless_delete=1, detail=none, tokenize='unicode61');
             BEGIN",
        )
        .unwrap();
        Self { db, count: 0 }
    }

    fn insert(&mut self, row: &[String]) {
        self.count += 1;
        let id = greenroom_core::id::Id::derived(&[&row[1], &row[2]]);
        let sort = greenroom_core::search::sort_key(&row[0]);
        let sql = "INSERT INTO room (id, name, platform_name, account, account_url, operator_name, operator_code, host_name,
                   category, street, business_address, phone, remark, sort_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        let mut values: Vec<rusqlite::types::Value> = vec![id.into()];
        values.extend(row.iter().cloned().map(Into::into));
        values.push(sort.into());
        self.db.prepare_cached(sql).unwrap().execute(params_from_iter(values)).unwrap();
        let mut grams = String::new();
        for text in [&row[0], &row[4], &row[6]] {
            let characters: Vec<char> = text.chars().collect();
            for pair in characters.windows(2) {
                grams.extend(pair);
                grams.push(' ');
            }
            grams.extend(characters.last());
            grams.push(' ');
        }
        for code in [&row[2], &row[5], &row[10]] {
            grams.push_str(code);
            grams.push(' ');
        }
        self.db
            .prepare_cached("INSERT INTO fts (rowid, t) VALUES (?1, ?2)")
            .unwrap()
            .execute((self.db.last_insert_rowid(), grams))
            .unwrap();
    }

    fn finish(self, rows: usize) {
        assert_eq!(self.count, rows);
        self.db.execute_batch("COMMIT").unwrap();
    }
}
