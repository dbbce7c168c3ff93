//! 一户一档 of a subject with many contacts against one with few, in the office of the large roster.

use crate::Setting;
use crate::table::{Table, percentile, seconds};
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};
use std::path::Path;

fn ask(host: &Host, name: &str, input: Value) -> Value {
    host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
}

/// A room with so many relations, visits and lines of standing each.
fn room(host: &Host, contacts: usize) -> Value {
    let values =
        json!({"name": format!("有 {contacts} 次接触的直播间"), "account": format!("contacts_{contacts}")});
    let room = ask(host, "registers.save", json!({"register": "rooms", "values": values}))["id"].clone();
    for number in 0..contacts {
        let values = json!({"name": format!("主播 {contacts}-{number}"), "account": format!("host_{contacts}_{number}")});
        let other = ask(host, "registers.save", json!({"register": "hosts", "values": values}))["id"].clone();
        let relation = json!({"kind": "hosts", "from": {"register": "hosts", "id": other}, "to": {"register": "rooms", "id": room}});
        ask(host, "relations.add", relation);
        let day = format!("20{:02}-{:02}-{:02}", 10 + number % 15, 1 + number % 12, 1 + number % 28);
        let visit = json!({"register": "rooms", "subjectId": room, "kind": "visit", "visitedOn": day, "summary": format!("第 {number} 次")});
        ask(host, "visits.add", visit);
        let standing = json!({"register": "rooms", "subjectId": room, "kind": "display", "state": "shown", "seenOn": day});
        ask(host, "standings.add", standing);
    }
    room
}

pub(crate) fn subject(setting: &Setting, office: &Path, table: &mut Table) {
    let options = OpenOptions { state_folder: setting.folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(office.to_owned(), "browser", options).0;
    let (few, many) = (room(&host, 5), room(&host, 500));
    let page = |id: &Value| {
        seconds(|| ask(&host, "registers.get", json!({"register": "rooms", "id": id}))).0 * 1000.0
    };
    let back = |id: &Value| {
        seconds(|| ask(&host, "registers.asOf", json!({"register": "rooms", "id": id, "on": "2026-01-01"}))).0
            * 1000.0
    };
    let (mut of_few, mut of_many, mut back_few, mut back_many) = (vec![], vec![], vec![], vec![]);
    // In turn, so that both meet the same machine.
    for _ in 0..200 {
        of_few.push(page(&few));
        of_many.push(page(&many));
        back_few.push(back(&few));
        back_many.push(back(&many));
    }
    let note = "floor: the same page of a subject with 5; medians of 200, in turn";
    table.add(
        "subject page with 500 relations, visits and states",
        "ms",
        percentile(&mut of_many, 0.5),
        Some(percentile(&mut of_few, 0.5)),
        None,
        note,
    );
    table.add(
        "the same subject on an earlier day",
        "ms",
        percentile(&mut back_many, 0.5),
        Some(percentile(&mut back_few, 0.5)),
        None,
        note,
    );
    let counts = |_: usize| seconds(|| ask(&host, "registers.counts", json!({}))).0 * 1000.0;
    let mut times: Vec<f64> = (0..50).map(counts).collect();
    table.add("how many records each register holds", "ms", percentile(&mut times, 0.5), None, None, "");
}
