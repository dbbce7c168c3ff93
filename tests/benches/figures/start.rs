//! From nothing to the first list, and pages at any depth.

use crate::Setting;
use crate::table::{Table, percentile, seconds};
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

fn first_list(setting: &Setting, office: &Path) -> f64 {
    let mut times: Vec<f64> = (0..11)
        .map(|_| {
            let took = seconds(|| {
                Command::new(&setting.greenroom)
                    .args([
                        "--office",
                        office.to_str().unwrap(),
                        "call",
                        "registers.list",
                        r#"{"register":"rooms"}"#,
                    ])
                    .env("GREENROOM_STATE", setting.folder.path().join("state"))
                    .output()
                    .unwrap()
            });
            assert!(took.1.status.success());
            took.0 * 1000.0
        })
        .collect();
    percentile(&mut times, 0.5)
}

pub(crate) fn pages(setting: &Setting, office: &Path, table: &mut Table) {
    let empty = setting.folder.path().join("empty");
    let made = Command::new(&setting.greenroom)
        .args(["--office", empty.to_str().unwrap(), "init", "--name", "空所", "--code", "EMPTY"])
        .env("GREENROOM_STATE", setting.folder.path().join("state"))
        .output()
        .unwrap();
    assert!(made.status.success());
    let (full, bare) = (first_list(setting, office), first_list(setting, &empty));
    table.add(
        "start of the process to the first list",
        "ms",
        full,
        Some(bare),
        None,
        "floor: the same on an empty office",
    );
    let options = OpenOptions { state_folder: setting.folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(office.to_owned(), "browser", options).0;
    let page = |after: Option<&Value>| {
        let mut input = json!({"register": "rooms", "limit": 50});
        if let Some(after) = after {
            input["after"] = after.clone();
        }
        let (took, answer) = seconds(|| host.call("registers.list", None, input, None).unwrap());
        (took * 1000.0, answer.value)
    };
    page(None);
    let mut first: Vec<f64> = (0..50).map(|_| page(None).0).collect();
    let mut deep = Vec::new();
    // Cursors from all over the list: sort keys of rows found by search.
    let mut cursor = page(None).1["next"].clone();
    for step in 0..400 {
        let (took, value) = page(Some(&cursor));
        deep.push(took);
        cursor = value["next"].clone();
        if cursor.is_null() {
            break;
        }
        if step % 8 == 7 {
            // A far leap: the same sort key order, a later first letter.
            let letter = char::from(b'a' + (step / 16) as u8 % 25);
            cursor = json!(format!("{}:{letter}", step * 1000));
        }
    }
    table.add(
        "a page of the list, at any depth",
        "ms",
        percentile(&mut deep, 0.5),
        Some(percentile(&mut first, 0.5)),
        None,
        "floor: the first page; medians",
    );
    table.add(
        "a page of the list, 99th percentile",
        "ms",
        percentile(&mut deep, 0.99),
        Some(percentile(&mut first, 0.99)),
        None,
        "as above",
    );
}
