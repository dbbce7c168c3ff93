//! One answer with its journal entry against a bare one-row commit with synchronous=FULL; and while an import runs.

use crate::Setting;
use crate::table::{Table, percentile, seconds};
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

fn ask(host: &Host, name: &str, input: Value) -> Value {
    host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
}

/// An inspection that was started, and its items.
fn inspection(host: &Host) -> Value {
    let mut people = Vec::new();
    for (name, certificate) in [("沈砚", "JC-1"), ("陆知遥", "JC-2")] {
        let person = json!({"name": name, "roles": ["inspector"], "certificateNo": certificate, "certificateUntil": "2099-12-31"});
        people.push(ask(host, "people.save", person)["id"].clone());
    }
    let rooms = ask(host, "registers.list", json!({"register": "rooms", "limit": 1}));
    let start = json!({
        "register": "rooms", "subjectId": rooms["rows"][0]["id"], "approach": "onsite", "reason": "测速",
        "leaderId": people[0], "memberId": people[1]
    });
    let started = ask(host, "inspections.start", start);
    ask(host, "inspections.get", json!({"id": started["id"]}))
}

struct Answering<'a> {
    host: &'a Host,
    item: Value,
    method: Value,
    rev: Value,
    number: u32,
}

impl Answering<'_> {
    fn once(&mut self) -> f64 {
        self.number += 1;
        let result = if self.number.is_multiple_of(2) { "clear" } else { "notApplicable" };
        let input = json!({"item": self.item, "rev": self.rev, "result": result, "method": self.method, "fact": format!("第 {} 次", self.number)});
        let (took, answer) = seconds(|| ask(self.host, "inspections.answer", input));
        self.rev = answer["rev"].clone();
        took * 1000.0
    }
}

pub(crate) fn answers(setting: &Setting, office: &Path, table: &mut Table) {
    let options = OpenOptions { state_folder: setting.folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(office.to_owned(), "browser", options).0;
    let shown = inspection(&host);
    let item = &shown["groups"][0]["items"][0];
    let mut answering = Answering {
        host: &host,
        item: item["id"].clone(),
        method: item["methods"][0].clone(),
        rev: item["rev"].clone(),
        number: 0,
    };
    let bare = Connection::open(setting.folder.path().join("bare.db")).unwrap();
    bare.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, '')")
        .unwrap();
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    // In turn, so that both meet the same disk.
    for number in 0..1000 {
        ours.push(answering.once());
        floor.push(
            seconds(|| bare.execute("UPDATE t SET v = ?1 WHERE k = 1", [number.to_string()]).unwrap()).0
                * 1000.0,
        );
    }
    let note = "floor: one-row UPDATE with synchronous=FULL, in turn";
    table.add(
        "an answer saved, 99th percentile",
        "ms",
        percentile(&mut ours, 0.99),
        Some(percentile(&mut floor, 0.99)),
        None,
        note,
    );
    table.add(
        "an answer saved, median",
        "ms",
        percentile(&mut ours, 0.5),
        Some(percentile(&mut floor, 0.5)),
        None,
        note,
    );

    let roster = setting.folder.path().join("second.csv");
    let rows =
        (0..200_000).fold(String::new(), |text, number| text + &format!("店{number},别处,second_{number}\n"));
    std::fs::write(&roster, format!("直播间名称,平台,账号\n{rows}")).unwrap();
    let handle = host.files().offer("second.csv", roster, false).unwrap();
    let mapping = json!([{"column": 0, "field": "name"}, {"column": 1, "field": "platformName"}, {"column": 2, "field": "account"}]);
    let plan = json!({"source": handle, "register": "rooms", "mapping": mapping});
    let done = AtomicBool::new(false);
    let mut waits = Vec::new();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            ask(&host, "imports.commit", plan);
            done.store(true, Ordering::Release);
        });
        while !done.load(Ordering::Acquire) {
            waits.push(answering.once());
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    });
    table.add(
        "an answer saved while an import runs, worst",
        "ms",
        percentile(&mut waits, 1.0),
        None,
        None,
        "must stay below 2,000 ms",
    );
}
