//! The bench of the tests of inspections: an office on a clock in the hand, a room, two inspectors.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]
#![allow(dead_code, unreachable_pub, reason = "each test crate uses its part")]

use greenroom_core::clock::{Clock, MachineClock};
use greenroom_core::error::Result;
use greenroom_core::host::Host;
use greenroom_core::id::Id;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that stands where the test puts it.
pub struct HandClock(AtomicI64);

impl Clock for HandClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Acquire)
    }
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        MachineClock.fill(bytes)
    }
}

pub fn at(date: &str, time: &str) -> i64 {
    chrono::DateTime::parse_from_rfc3339(&format!("{date}T{time}:00+08:00")).unwrap().timestamp_millis()
}

pub struct Bench {
    pub host: Host,
    pub clock: Arc<HandClock>,
    pub place: tempfile::TempDir,
    pub room: Id,
    pub leader: Id,
    pub member: Id,
}

impl Bench {
    /// An office on 2026-11-20, a Friday, with a room, two inspectors and a clerk without a certificate.
    pub fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock(AtomicI64::new(at("2026-11-20", "09:30"))));
        let host = open(place.path(), &clock);
        let ask = |name: &str, input: Value| host.call(name, None, input, None).unwrap().value;
        ask("host.create", json!({"name": "柳桥市场监管所", "code": "LQ-01", "personName": "沈砚"}));
        let office = ask("office.overview", json!({}));
        ask(
            "office.save",
            json!({"rev": office["rev"], "name": "柳桥市场监管所", "bureau": "示例县市场监督管理局", "address": "示例路1号",
                   "phone": "000-0", "numberPrefix": "示市监", "streets": []}),
        );
        let person = |name: &str, no: &str, until: &str| -> Id {
            let saved = ask(
                "people.save",
                json!({"name": name, "roles": ["inspector"], "certificateNo": no, "certificateUntil": until}),
            );
            saved["id"].as_str().unwrap().parse().unwrap()
        };
        let leader = person("陆知遥", "JC-001", "2030-01-01");
        let member = person("顾南乔", "JC-002", "2030-01-01");
        let saved = ask(
            "registers.save",
            json!({"register": "rooms", "values": {
                "name": "阿桨海味铺", "platformName": "澜播", "account": "ajhw_0917", "operatorName": "阿桨海味有限公司",
                "operatorCode": "91000000MA00000000", "domicile": "示例路88号"}}),
        );
        let room = saved["id"].as_str().unwrap().parse().unwrap();
        ask(
            "registers.save",
            json!({"register": "operators", "values": {
                "name": "阿桨海味有限公司", "creditCode": "91000000MA00000000", "legalPerson": "张某某"}}),
        );
        Self { host, clock, place, room, leader, member }
    }

    pub fn set(&self, date: &str, time: &str) {
        self.clock.0.store(at(date, time), Ordering::Release);
    }
    pub fn ask(&self, name: &str, input: Value) -> Value {
        self.ask_as(None, name, input)
    }
    pub fn ask_as(&self, actor: Option<Id>, name: &str, input: Value) -> Value {
        self.host.call(name, actor, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
    }
    pub fn fails(&self, name: &str, input: Value) -> (String, String) {
        self.fails_as(None, name, input)
    }
    pub fn fails_as(&self, actor: Option<Id>, name: &str, input: Value) -> (String, String) {
        let failure = self.host.call(name, actor, input, None).expect_err(name).wire();
        (failure.code, failure.message)
    }
    pub fn entries(&self) -> i64 {
        self.host.office().unwrap().newest_entry()
    }
    pub fn to_start(&self, approach: &str) -> Value {
        json!({"register": "rooms", "subjectId": self.room, "approach": approach, "reason": "routine",
               "leaderId": self.leader, "memberId": self.member})
    }
    pub fn start(&self, approach: &str) -> Value {
        let saved = self.ask("inspections.start", self.to_start(approach));
        saved["id"].clone()
    }
    pub fn get(&self, id: &Value) -> Value {
        self.ask("inspections.get", json!({"id": id}))
    }
    pub fn item(&self, id: &Value, code: &str) -> Value {
        items(&self.get(id)).into_iter().find(|item| item["code"] == code).unwrap()
    }
    pub fn answer(&self, id: &Value, code: &str, mut answer: Value) -> Value {
        let item = self.item(id, code);
        answer["item"] = item["id"].clone();
        answer["rev"] = item["rev"].clone();
        self.ask("inspections.answer", answer)
    }
    pub fn finish(&self, id: &Value, result: &str, follow_up: &str) -> Value {
        let rev = self.get(id)["rev"].clone();
        self.ask(
            "inspections.finish",
            json!({"id": id, "rev": rev, "resultWord": result, "followUp": follow_up, "uncheckedReason": "资料另行调取"}),
        )
    }
    pub fn offer(&self, name: &str, bytes: &[u8]) -> String {
        self.host.files().offer_bytes(name, bytes).unwrap()
    }
    pub fn evidence_folder(&self) -> PathBuf {
        self.place.path().join("office/evidence")
    }
    pub fn kept(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.evidence_folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

pub fn open(place: &Path, clock: &Arc<HandClock>) -> Host {
    let options =
        OpenOptions { clock: Arc::<HandClock>::clone(clock), state_folder: place.join("state"), vfs: None };
    let (host, problem) = Host::new(place.join("office"), "browser", options);
    assert!(problem.is_none(), "{problem:?}");
    host
}

pub fn items(view: &Value) -> Vec<Value> {
    let groups = view["groups"].as_array().unwrap();
    groups.iter().flat_map(|group| group["items"].as_array().unwrap().clone()).collect()
}
