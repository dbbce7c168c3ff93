//! A change of many records, and the taking back of one, each ended in the middle by SIGKILL.

use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Records that change: many chunks.
const RECORDS: usize = 4_000;
/// Where they are before, in turn.
const BEFORE: [&str; 3] = ["青屿", "柳桥", ""];
/// Where all of them are afterwards.
const AFTER: &str = "东渡";
/// A process that is ended too late is ended once more, at most so often.
const ATTEMPTS: u32 = 6;

/// What is cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// The change itself.
    Edit,
    /// Taking it back.
    Undo,
}

impl Work {
    /// The deed of its chunks in the journal.
    pub fn deed(self) -> &'static str {
        match self {
            Self::Edit => "registers.bulk.rows",
            Self::Undo => "registers.bulk.back",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Undo => "undo",
        }
    }

    /// Does it, to its end.
    pub fn on(self, host: &Host) {
        match self {
            Self::Edit => {
                let choice = json!({"register": "hosts", "filter": {}, "values": {"city": AFTER}});
                let seen = ask(host, "registers.bulkPreview", choice.clone());
                let commit =
                    json!({"choice": choice, "fingerprint": seen["fingerprint"], "reason": "按街道名录订正"});
                assert_eq!(ask(host, "registers.bulkCommit", commit)["changed"], RECORDS);
            }
            Self::Undo => {
                let made = ask(host, "registers.bulks", json!({"register": "hosts"}));
                ask(host, "registers.bulkUndo", json!({"id": made[0]["id"]}));
            }
        }
    }
}

fn ask(host: &Host, name: &str, input: Value) -> Value {
    host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
}

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// An office with its records; for an undo, with the change made.
    fn new(work: Work) -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let host = place.host();
        ask(&host, "host.create", json!({"name": "柳桥市场监管所", "code": "LQ"}));
        let mut roster = String::from("昵称,账号,城市\n");
        for number in 0..RECORDS {
            let _ = writeln!(roster, "主播{number},a{number},{}", BEFORE[number % BEFORE.len()]);
        }
        let source = host.files().offer_bytes("名册.csv", roster.as_bytes()).expect("a handle");
        let mapping = json!([{"column": 0, "field": "name"}, {"column": 1, "field": "account"}, {"column": 2, "field": "city"}]);
        ask(&host, "imports.commit", json!({"source": source, "register": "hosts", "mapping": mapping}));
        if work == Work::Undo {
            Work::Edit.on(&host);
        }
        place
    }

    fn office(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    fn host(&self) -> Host {
        let options = OpenOptions { state_folder: self.state(), ..OpenOptions::default() };
        let (host, problem) = Host::new(self.office(), "browser", options);
        assert!(problem.is_none(), "{problem:?}");
        host
    }

    /// Lets the worker begin, and ends it as soon as it says that a part is written.
    fn work_and_die(&self, worker: &Path, work: Work) {
        let mut child = Command::new(worker)
            .args([self.office(), self.state()])
            .arg(work.word())
            .env("TMPDIR", self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the worker starts");
        let pipe = child.stdout.take().expect("stdout is piped");
        let first = BufReader::new(pipe).lines().next().expect("the worker says something").expect("text");
        child.kill().expect("the worker can be ended");
        child.wait().expect("the worker can be waited for");
        assert_eq!(first, "half", "the worker was done before a part of it was seen");
    }

    /// How many records bear the new value, as they lie on the disk: nobody has opened the office since.
    fn changed_on_disk(&self) -> usize {
        let db = Connection::open(self.office().join("office.db")).expect("the database opens");
        let sql = "SELECT count(*) FROM host WHERE city = ?1";
        db.query_row(sql, [AFTER], |row| row.get(0)).expect("it can be counted")
    }
}

/// Cuts the work short until it was caught in the middle, and looks at what the next opening made of it every time.
/// Answers how many records had the new value when the process died.
pub fn cut_short(worker: &Path, work: Work) -> usize {
    for _ in 0..ATTEMPTS {
        let place = Place::new(work);
        place.work_and_die(worker, work);
        let half = place.changed_on_disk();
        let host = place.host();
        whole(&host, work);
        // The office works on: the change is made and taken back as if nothing had happened.
        if made(&host) == 0 {
            Work::Edit.on(&host);
        }
        assert_eq!(made(&host), RECORDS);
        Work::Undo.on(&host);
        as_before(&host);
        sound(&host);
        if half > 0 && half < RECORDS {
            eprintln!("{work:?}: {half} of {RECORDS} when the process died");
            return half;
        }
    }
    0
}

/// The change is there for all records or for none, and its line says which.
fn whole(host: &Host, work: Work) {
    let state = ask(host, "registers.bulks", json!({"register": "hosts"}))[0]["state"].clone();
    match made(host) {
        0 => {
            as_before(host);
            assert_eq!(state, if work == Work::Edit { "cancelled" } else { "undone" });
        }
        RECORDS => assert_eq!(state, "committed"),
        half => panic!("{work:?}: {half} of {RECORDS} are changed, and it counts as {state}"),
    }
    sound(host);
}

/// Records with that value, as the list counts them.
fn with(host: &Host, city: &str) -> usize {
    let rule = if city.is_empty() {
        json!({"field": "city", "test": "empty"})
    } else {
        json!({"field": "city", "test": "is", "value": city})
    };
    let found = ask(host, "registers.list", json!({"register": "hosts", "filter": {"rules": [rule]}}));
    found["total"].as_u64().expect("a count") as usize
}

fn made(host: &Host) -> usize {
    with(host, AFTER)
}

fn as_before(host: &Host) {
    for (place, city) in BEFORE.iter().enumerate() {
        let expected = (0..RECORDS).filter(|number| number % BEFORE.len() == place).count();
        assert_eq!(with(host, city), expected, "records in “{city}”");
    }
}

fn sound(host: &Host) {
    let check = ask(host, "office.check", json!({}));
    assert_eq!(check["ok"], true, "{check}");
}
