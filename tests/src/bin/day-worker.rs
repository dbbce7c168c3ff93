//! A clerk who never stops, until somebody ends the process: saves rooms and changes them, inspects them with
//! evidence, imports rosters, makes backups, all at once. Every write that was acknowledged is said on stdout, `saved KIND ID VALUE`; whoever hears a
//! line may rely on it.

use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use greenroom_journeys::faults::vfs;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    // Whatever goes wrong in any thread ends the whole worker, and is heard.
    std::panic::set_hook(Box::new(|what| {
        eprintln!("{what}");
        std::process::exit(3);
    }));
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("day-worker FOLDER STATE DISK SHIFT");
    let (folder, state, disk, shift) = (PathBuf::from(next()), PathBuf::from(next()), next(), next());
    let vfs = match disk.as_str() {
        "own" => None,
        "power-cut" | "no-sync" => {
            vfs::register(disk == "power-cut");
            Some(vfs::NAME.to_owned())
        }
        other => panic!("no such disk: {other}"),
    };
    let desk = folder.with_extension(format!("desk-{shift}"));
    std::fs::create_dir_all(&desk).expect("a place for files to import");
    let options = OpenOptions { state_folder: state, vfs, ..OpenOptions::default() };
    let (host, problem) = Host::new(folder, "browser", options);
    if let Some(problem) = problem {
        panic!("the office does not open: {problem}");
    }
    let clerk = Clerk { host: &host, desk: &desk, shift: &shift };
    say(&["open", &shift, &disk]);
    std::thread::scope(|threads| {
        threads.spawn(|| (0..u32::MAX).for_each(|number| clerk.rooms(number)));
        threads.spawn(|| (0..u32::MAX).for_each(|number| clerk.inspection(number)));
        threads.spawn(|| (0..u32::MAX).for_each(|number| clerk.rosters(number)));
    });
}

/// One line, out of this process before anything else happens.
fn say(words: &[&str]) {
    let line = format!("{}\n", words.join(" "));
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).expect("somebody listens");
}

struct Clerk<'a> {
    host: &'a Host,
    desk: &'a Path,
    shift: &'a str,
}

impl Clerk<'_> {
    fn ask(&self, name: &str, input: Value) -> Value {
        match self.host.call(name, None, input, None) {
            Ok(answer) => answer.value,
            Err(failure) => panic!("{name}: {failure}"),
        }
    }

    fn rooms(&self, number: u32) {
        let (name, account) = (format!("{}班{number}号间", self.shift), format!("r{}-{number}", self.shift));
        let values = json!({"name": name, "platformName": "澜播", "account": account});
        let saved = self.ask("registers.save", json!({"register": "rooms", "values": values}));
        let id = text(&saved, "id");
        say(&["saved", "room", id, &name]);
        if number.is_multiple_of(2) {
            let street = format!("{}街{number}号", self.shift);
            let change =
                json!({"register": "rooms", "id": id, "rev": saved["rev"], "values": {"street": street}});
            self.ask("registers.save", change);
            say(&["saved", "street", id, &street]);
        }
    }

    fn inspection(&self, number: u32) {
        let name = format!("{}班{number}号被检间", self.shift);
        let room = self.ask("registers.save", json!({"register": "rooms", "values": {"name": name}}));
        let people = self.ask("people.list", json!({}));
        let inspector = |number: usize| people[people.as_array().map_or(0, Vec::len) - number]["id"].clone();
        let start = json!({"register": "rooms", "subjectId": room["id"], "approach": "replay", "reason": "routine",
                           "leaderId": inspector(1), "memberId": inspector(2)});
        let started = self.ask("inspections.start", start);
        let id = text(&started, "id");
        say(&["saved", "inspection", id, &name]);
        let view = self.ask("inspections.get", json!({"id": id}));
        let groups = view["groups"].as_array().expect("groups of items");
        for (place, item) in
            groups.iter().flat_map(|group| group["items"].as_array().into_iter().flatten()).enumerate()
        {
            let fact = format!("{}班{number}次第{place}项看过", self.shift);
            let answer = json!({"item": item["id"], "rev": item["rev"], "result": "clear",
                                "method": item["methods"][0], "fact": fact});
            self.ask("inspections.answer", answer);
            say(&["saved", "answer", text(item, "id"), &fact]);
            if place.is_multiple_of(6) {
                let bytes = fact.repeat(4_000 * (place + 1));
                let file = self.host.files().offer_bytes("截图.png", bytes.as_bytes()).expect("a file");
                let evidence =
                    json!({"file": file, "inspectionId": id, "itemId": item["id"], "kind": "screenshot"});
                let kept = self.ask("evidence.add", evidence);
                say(&["saved", "evidence", text(&kept, "id"), text(&kept, "sha256")]);
            }
        }
        let rev = self.ask("inspections.get", json!({"id": id}))["rev"].clone();
        let finish = json!({"id": id, "rev": rev, "resultWord": "noProblem", "followUp": "none"});
        self.ask("inspections.finish", finish);
        say(&["saved", "finished", id, "noProblem"]);
    }

    fn rosters(&self, number: u32) {
        if number % 3 == 1 {
            return self.backup();
        }
        let mut roster = String::from("直播间名称,平台,账号\n");
        let rows = if number.is_multiple_of(3) { 60 } else { 3_000 };
        for row in 0..rows {
            let _ = writeln!(roster, "名册{number}第{row}行,柿子直播,i{}-{number}-{row}", self.shift);
        }
        let path = self.desk.join(format!("{number}.csv"));
        std::fs::write(&path, roster).expect("a roster to import");
        let source = self.host.files().offer("名册.csv", path, true).expect("a handle");
        let plan = json!({"source": source, "register": "rooms", "fingerprint": "a roster", "mapping": [
            {"column": 0, "field": "name"}, {"column": 1, "field": "platformName"}, {"column": 2, "field": "account"}]});
        let receipt = self.ask("imports.commit", plan);
        assert_eq!(receipt["created"], rows, "{receipt}");
        say(&["saved", "import", text(&receipt, "batch"), &rows.to_string()]);
    }

    fn backup(&self) {
        match self.host.call("office.backup", None, json!({}), None) {
            Ok(made) => {
                let name = text(&made.value, "name");
                say(&["saved", "backup", name, &made.value["bytes"].to_string()]);
            }
            // Names count seconds: a second one within the same second is refused, and nothing is overwritten.
            Err(failure) => assert_eq!(failure.code(), "conflict", "{failure}"),
        }
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}
