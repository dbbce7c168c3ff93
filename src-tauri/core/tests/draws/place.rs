//! An office to draw in, on a clock that the test turns.

use greenroom_core::clock::Clock;
use greenroom_core::error::Result;
use greenroom_core::host::Host;
use greenroom_core::id::Id;
use greenroom_core::office::OpenOptions;
use greenroom_core::tables::ROOM;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// A clock that the test turns, with random bytes that count up.
#[derive(Debug)]
pub(crate) struct TestClock {
    pub(crate) now: AtomicI64,
    count: AtomicU64,
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.now.fetch_add(1, Ordering::Relaxed)
    }
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        let count = self.count.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (at, byte) in bytes.iter_mut().rev().enumerate() {
            *byte = count[7 - at % 8];
        }
        Ok(())
    }
}

/// An office with rooms and five people of whom three hold valid certificates.
pub(crate) struct Place {
    pub(crate) host: Host,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) folder: PathBuf,
    pub(crate) people: Vec<String>,
    pub(crate) rooms: Vec<Id>,
    _folder: tempfile::TempDir,
}

/// 2026-11-20 in the morning, in China.
const START: i64 = 1_795_140_000_000;

impl Place {
    pub(crate) fn new(rooms: usize) -> Self {
        let held = tempfile::tempdir().unwrap();
        let folder = held.path().join("office");
        let clock = Arc::new(TestClock { now: AtomicI64::new(START), count: AtomicU64::new(1) });
        let options =
            OpenOptions { clock: clock.clone(), state_folder: held.path().join("state"), vfs: None };
        let host = Host::new(folder.clone(), "browser", options).0;
        let mut place = Self { host, clock, folder, people: Vec::new(), rooms: Vec::new(), _folder: held };
        place.ask("host.create", json!({"name": "柳桥市场监管所", "code": "LQ-01", "personName": "沈砚"}));
        for (name, until) in [
            ("陆知遥", "2030-01-01"),
            ("顾南舟", "2030-01-01"),
            ("江映雪", "2030-01-01"),
            ("许过期", "2026-11-01"),
        ] {
            place.person(name, until, &[]);
        }
        let office = place.host.office().unwrap();
        place.rooms = office
            .write(None, "test.rooms", |w| {
                let mut ids = Vec::new();
                for n in 0..rooms {
                    let id = office.new_id()?;
                    let street = if n % 2 == 0 { "柳桥街道" } else { "东渡街道" };
                    w.insert(
                        &ROOM,
                        id,
                        &[
                            ("name", format!("直播间{n:05}").into()),
                            ("account", format!("acc-{n:05}").into()),
                            ("street", street.to_owned().into()),
                            ("operator_name", format!("经营者{n:05}号").into()),
                            ("status", "active".to_owned().into()),
                        ],
                    )?;
                    ids.push(id);
                }
                Ok(ids)
            })
            .unwrap();
        place
    }

    pub(crate) fn ask(&self, name: &str, input: Value) -> Value {
        self.host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
    }

    pub(crate) fn fails(&self, name: &str, input: Value) -> (String, String) {
        let failure = self.host.call(name, None, input, None).expect_err(name).wire();
        (failure.code, failure.message)
    }

    pub(crate) fn person(&mut self, name: &str, until: &str, recusals: &[&str]) -> String {
        let saved = self.ask(
            "people.save",
            json!({"name": name, "roles": ["inspector"], "certificateNo": format!("JC-{name}"), "certificateUntil": until, "recusals": recusals}),
        );
        let id = saved["id"].as_str().unwrap().to_owned();
        self.people.push(id.clone());
        id
    }

    /// Changes a person: skills, unit, days off.
    pub(crate) fn with(&self, person: usize, more: &Value) {
        let known = self.ask("people.list", json!({}));
        let id = json!(self.people[person]);
        let known = known.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
        let mut input = json!({});
        for field in
            ["id", "rev", "name", "unitName", "certificateNo", "certificateUntil", "roles", "recusals"]
        {
            input[field] = known[field].clone();
        }
        for (field, value) in more.as_object().unwrap() {
            input[field] = value.clone();
        }
        self.ask("people.save", input);
    }

    /// Gives the rooms these classes in turn.
    pub(crate) fn classes(&self, classes: &[&str]) {
        let office = self.host.office().unwrap();
        office
            .write(None, "test.classes", |w| {
                for (at, room) in self.rooms.iter().enumerate() {
                    let class = classes[at % classes.len()].to_owned();
                    w.update(&ROOM, *room, None, &[("risk_class", class.into())])?;
                }
                Ok(())
            })
            .unwrap();
    }

    /// The office's own sheet of a draw, read back.
    pub(crate) fn sheet(&self, draw: &Value, edition: &str) -> Value {
        let made = self.ask("draws.sheet", json!({"id": draw["id"], "edition": edition}));
        serde_json::from_slice(&self.take_file(&made)).unwrap()
    }

    pub(crate) fn plan(&self, take: usize) -> Value {
        let persons: Vec<Value> = self.people.iter().map(|id| json!({"id": id})).collect();
        json!({
            "title": "十一月直播间抽查", "basis": "年度抽查计划", "register": "rooms", "checklist": "checklist-room",
            "filter": {}, "take": take, "dueOn": "2026-12-20", "seedKind": "dice", "seedPlace": "本所会议室，录像",
            "seedWitnesses": [{"name": "周见证", "unit": "社区居委会"}], "persons": persons,
        })
    }

    /// Plans and locks; answers identity and revision.
    pub(crate) fn locked(&self, plan: &Value) -> (String, String) {
        let saved = self.ask("draws.plan", plan.clone());
        let locked = self.ask("draws.lock", json!({"id": saved["id"], "rev": saved["rev"]}));
        (saved["id"].as_str().unwrap().into(), locked["rev"].as_str().unwrap().into())
    }

    pub(crate) fn seeded(&self, id: &str, rev: &str, seed: &str) -> String {
        let entered = self
            .ask("draws.seed", json!({"id": id, "rev": rev, "seed": seed, "seededBy": ["沈砚", "方投掷"]}));
        entered["rev"].as_str().unwrap().into()
    }

    /// The whole way to a result.
    pub(crate) fn drawn(&self, plan: &Value, seed: &str) -> Value {
        let (id, rev) = self.locked(plan);
        let rev = self.seeded(&id, &rev, seed);
        self.ask("draws.draw", json!({"id": id, "rev": rev}));
        self.get(&id)
    }

    pub(crate) fn get(&self, id: &str) -> Value {
        self.ask("draws.get", json!({"id": id}))
    }

    pub(crate) fn take_file(&self, made: &Value) -> Vec<u8> {
        let held = self.host.files().take(made["file"].as_str().unwrap()).unwrap();
        std::fs::read(held.path).unwrap()
    }
}
