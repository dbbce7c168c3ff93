//! The view back in time: by hand, through imports, through their undoing; and what the journal cannot know.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use greenroom_core::clock::{Clock, MachineClock};
use greenroom_core::error::Result;
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Noon of a day that the test chooses.
#[derive(Default)]
struct Days(AtomicI64);

impl Clock for Days {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        MachineClock.fill(bytes)
    }
}

impl Days {
    /// 12:00 at +08:00 of that day of November 2026.
    fn go_to(&self, day: i64) {
        let first = 1_793_505_600_000; // 2026-11-01T12:00:00+08:00
        self.0.store(first + (day - 1) * 86_400_000, Ordering::Relaxed);
    }
}

struct Place {
    folder: tempfile::TempDir,
    host: Host,
    days: Arc<Days>,
}

fn office() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let days = Arc::new(Days::default());
    days.go_to(1);
    let options = OpenOptions {
        clock: Arc::<Days>::clone(&days),
        state_folder: folder.path().join("state"),
        ..OpenOptions::default()
    };
    let host = Host::new(folder.path().join("office"), "browser", options).0;
    host.call("host.create", None, json!({"name": "柳桥市场监管所", "code": "LQ"}), None).unwrap();
    Place { folder, host, days }
}

impl Place {
    fn ask(&self, name: &str, input: Value) -> Value {
        self.host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
    }
    fn import(&self, name: &str, text: &str) -> Value {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let handle = self.host.files().offer(name, path, false).unwrap();
        let seen = self.ask("imports.recognise", json!({"file": handle, "register": "rooms"}));
        let guesses = seen["mapping"].as_array().unwrap().iter().filter(|guess| guess["field"].is_string());
        let mapping: Vec<Value> =
            guesses.map(|guess| json!({"column": guess["column"], "field": guess["field"]})).collect();
        self.ask("imports.commit", json!({"source": seen["source"], "register": "rooms", "mapping": mapping}))
    }
    fn room(&self) -> Value {
        self.ask("registers.list", json!({"register": "rooms"}))["rows"][0].clone()
    }
    fn on(&self, id: &Value, day: u32) -> Value {
        self.ask("registers.asOf", json!({"register": "rooms", "id": id, "on": format!("2026-11-{day:02}")}))
    }
}

fn said(view: &Value) -> (String, String, String, bool) {
    let text = |name: &str| view["values"][name].as_str().unwrap_or_default().to_owned();
    (text("name"), text("street"), text("phone"), view["retired"] == true)
}

fn was(name: &str, street: &str, phone: &str, retired: bool) -> (String, String, String, bool) {
    (name.to_owned(), street.to_owned(), phone.to_owned(), retired)
}

#[test]
fn a_record_is_followed_back_through_hands_imports_and_their_undoing() {
    let place = office();
    let head = "直播间名称,平台,账号,街道,联系电话\n";
    place.days.go_to(3);
    place.import("一.csv", &format!("{head}阿桨海味铺,澜播,ajhw,柳桥街道,10811110000\n"));
    let room = place.room();
    let id = room["id"].clone();
    place.days.go_to(5);
    let save = json!({"register": "rooms", "id": id, "rev": room["rev"], "values": {"street": "闻堰街道"}});
    place.ask("registers.save", save);
    place.days.go_to(7);
    let second = place.import("二.csv", &format!("{head}阿桨海鲜铺,澜播,ajhw,长河街道,10822220000\n"));
    assert_eq!(second["updated"], 1, "{second}");
    place.days.go_to(9);
    place.ask("imports.undo", json!({"batch": second["batch"]}));
    place.days.go_to(11);
    let retire =
        json!({"register": "rooms", "id": id, "rev": place.room()["rev"], "retired": true, "reason": "注销"});
    place.ask("registers.retire", retire);
    place.days.go_to(13);

    let first = "108****0000";
    for (day, expected) in [
        (3, was("阿桨海味铺", "柳桥街道", first, false)),
        (4, was("阿桨海味铺", "柳桥街道", first, false)),
        (5, was("阿桨海味铺", "闻堰街道", first, false)),
        (6, was("阿桨海味铺", "闻堰街道", first, false)),
        (7, was("阿桨海鲜铺", "长河街道", first, false)),
        (8, was("阿桨海鲜铺", "长河街道", first, false)),
        (9, was("阿桨海味铺", "闻堰街道", first, false)),
        (10, was("阿桨海味铺", "闻堰街道", first, false)),
        (11, was("阿桨海味铺", "闻堰街道", first, true)),
        (13, was("阿桨海味铺", "闻堰街道", first, true)),
    ] {
        let view = place.on(&id, day);
        assert_eq!(said(&view), expected, "2026-11-{day:02}: {view}");
        assert_eq!((view["there"].as_str(), view["unsure"].as_array().map(Vec::len)), (Some("yes"), Some(0)));
    }
    let then = place.on(&id, 7);
    let different: Vec<&str> =
        then["different"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(different, ["name", "phone", "street"], "{then}");
    assert!(!then.to_string().contains("10822220000"), "personal fields stay masked in the past too");

    let before = place.on(&id, 2);
    assert_eq!(before["there"], "notYet");
    assert_eq!(before["registeredOn"], "2026-11-03");
    assert_eq!(said(&before), was("", "", "", false));
    assert!(before["notes"][0].as_str().unwrap().contains("还没有登记"), "{before}");

    let kinds = place.ask("registers.timeline", json!({"register": "rooms", "id": id, "kinds": ["import"]}));
    let titles: Vec<&str> =
        kinds["events"].as_array().unwrap().iter().map(|line| line["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["名册更新（该批已撤销）", "由名册导入"]);
}

#[test]
fn what_an_undone_import_made_was_there_until_it_was_undone() {
    let place = office();
    place.days.go_to(3);
    let made = place.import("一.csv", "直播间名称,平台,账号\n阿桨海味铺,澜播,ajhw\n");
    let id = place.room()["id"].clone();
    place.days.go_to(5);
    place.ask("imports.undo", json!({"batch": made["batch"]}));
    place.days.go_to(6);
    for (day, retired) in [(3, false), (4, false), (5, true), (6, true)] {
        let view = place.on(&id, day);
        assert_eq!(said(&view), was("阿桨海味铺", "", "", retired), "2026-11-{day:02}: {view}");
    }
    place.import("一.csv", "直播间名称,平台,账号\n阿桨海味铺,澜播,ajhw\n");
    place.days.go_to(8);
    for (day, retired) in [(4, false), (5, true), (6, false), (8, false)] {
        let view = place.on(&id, day);
        assert_eq!(said(&view).3, retired, "2026-11-{day:02}: {view}");
    }
}

#[test]
fn a_day_that_is_none_or_has_not_come_is_a_sentence() {
    let place = office();
    place.days.go_to(3);
    place.ask("registers.save", json!({"register": "rooms", "values": {"name": "甲"}}));
    let id = place.room()["id"].clone();
    for (on, expected) in [("2026-11-04", "还没有到"), ("昨天", "日期"), ("2026-13-01", "日期"), ("", "日期")]
    {
        let input = json!({"register": "rooms", "id": id, "on": on});
        let said = place.host.call("registers.asOf", None, input, None).unwrap_err().to_string();
        assert!(said.contains(expected), "{on}: {said}");
    }
    let day = place.on(&id, 3);
    assert_eq!((day["there"].as_str(), day["registeredOn"].as_str()), (Some("yes"), Some("2026-11-03")));
}
