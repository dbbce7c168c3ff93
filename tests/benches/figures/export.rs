//! The whole register as a workbook against the bare writer: the same SELECT, the same cells, nothing around it.

use crate::Setting;
use crate::table::{Table, seconds};
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use std::path::Path;

/// Fields that a roster fills: column, wire name.
const COLUMNS: [(&str, &str); 12] = [
    ("name", "name"),
    ("platform_name", "platformName"),
    ("account", "account"),
    ("account_url", "accountUrl"),
    ("operator_name", "operatorName"),
    ("operator_code", "operatorCode"),
    ("host_name", "hostName"),
    ("category", "category"),
    ("street", "street"),
    ("business_address", "businessAddress"),
    ("phone", "phone"),
    ("remark", "remark"),
];

pub(crate) fn export(setting: &Setting, office: &Path, table: &mut Table) {
    let options = OpenOptions { state_folder: setting.folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(office.to_owned(), "browser", options).0;
    let names: Vec<&str> = COLUMNS.iter().map(|(_, name)| *name).collect();
    let input = json!({"register": "rooms", "format": "xlsx", "columns": names, "personalReason": "测速"});
    let (ours, made) = seconds(|| host.call("registers.export", None, input, None).unwrap().value);
    assert_eq!(made["rows"], setting.rows);
    let held = host.files().take(made["file"].as_str().unwrap()).unwrap();
    std::fs::remove_file(held.path).unwrap();
    let input = json!({"register": "rooms", "format": "csv", "columns": names, "personalReason": "测速"});
    let (csv, made) = seconds(|| host.call("registers.export", None, input, None).unwrap().value);
    assert_eq!(made["rows"], setting.rows);
    drop::<Value>(made);
    let file = setting.folder.path().join("floor.xlsx");
    let (floor, ()) = seconds(|| bare(&office.join("office.db"), &file));
    std::fs::remove_file(file).unwrap();
    let note = "floor: rust_xlsxwriter in constant memory, the same cells from the same SELECT";
    table.add("xlsx export of all rows", "s", ours, Some(floor), None, note);
    table.add("csv export of all rows", "s", csv, None, None, "");
}

fn bare(office: &Path, file: &Path) {
    let db = Connection::open(office).unwrap();
    let columns: Vec<&str> = COLUMNS.iter().map(|(column, _)| *column).collect();
    let sql = format!("SELECT {} FROM room WHERE retired = 0 ORDER BY sort_key, key", columns.join(", "));
    let mut statement = db.prepare(&sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut book = Workbook::new();
    book.set_tempdir(file.parent().unwrap()).unwrap();
    let mut more = true;
    while more {
        let sheet = book.add_worksheet_with_constant_memory().unwrap();
        let mut at = 0;
        while let Some(row) = rows.next().unwrap() {
            for place in 0..COLUMNS.len() {
                if let ValueRef::Text(text) = row.get_ref(place).unwrap() {
                    sheet.write_string(at, place as u16, std::str::from_utf8(text).unwrap()).unwrap();
                }
            }
            at += 1;
            if at == 1_048_575 {
                break;
            }
        }
        more = at == 1_048_575;
    }
    book.save(file).unwrap();
}
