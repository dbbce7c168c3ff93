//! Search against a LIKE scan with its count: 1 to 8 characters, pinyin, codes, rare and common.

use crate::Setting;
use crate::roster;
use crate::table::{Table, percentile, seconds};
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use rusqlite::Connection;
use serde_json::json;
use std::path::Path;

pub(crate) fn search(setting: &Setting, office: &Path, table: &mut Table) {
    let options = OpenOptions { state_folder: setting.folder.path().join("state"), ..OpenOptions::default() };
    let (host, problem) = Host::new(office.to_owned(), "browser", options);
    assert!(problem.is_none());
    let words = roster::words(setting.rows);
    let ask = |text: &str| {
        host.call("registers.search", None, json!({"text": text, "register": "rooms", "limit": 50}), None)
            .unwrap()
    };
    ask("暖");
    let mut ours: Vec<f64> = words.iter().map(|word| seconds(|| ask(word)).0 * 1000.0).collect();
    // The scan is slow: a sample of the words is enough for its middle.
    let db = Connection::open(office.join("office.db")).unwrap();
    let mut like: Vec<f64> = words
        .iter()
        .step_by(words.len() / 24 + 1)
        .map(|word| {
            let pattern = format!("%{word}%");
            let took = seconds(|| {
                let holds = "name LIKE ?1 OR operator_name LIKE ?1 OR account LIKE ?1 OR phone LIKE ?1 OR operator_code LIKE ?1";
                let page = format!("SELECT id, name FROM room WHERE {holds} LIMIT 50");
                let rows: Vec<String> =
                    db.prepare(&page).unwrap().query_map([&pattern], |row| row.get(1)).unwrap().map(Result::unwrap).collect();
                let count: i64 = db
                    .query_row(&format!("SELECT count(*) FROM room WHERE {holds}"), [&pattern], |row| row.get(0))
                    .unwrap();
                (rows, count)
            });
            took.0 * 1000.0
        })
        .collect();
    let middle = percentile(&mut like, 0.5);
    table.add(
        "search, 99th percentile",
        "ms",
        percentile(&mut ours, 0.99),
        None,
        Some(middle),
        "peer: LIKE scan with count, median",
    );
    table.add("search, median", "ms", percentile(&mut ours, 0.5), None, Some(middle), "as above");
}
