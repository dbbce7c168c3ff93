//! Rounds of sudden death: a worker is ended at a random moment of its day, and everything it had said to be saved
//! must be there.

use greenroom_core::host::Host;
use greenroom_core::id::Id;
use greenroom_core::office::{OpenOptions, backup};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// An office is used for so many rounds, then a new one is made: a day, not a year.
const ROUNDS_PER_OFFICE: u32 = 20;
/// The worker lives at most so long.
const LONGEST_LIFE: Duration = Duration::from_millis(700);

/// How many rounds a test plays: few in an ordinary run, `GREENROOM_ROUNDS` for more.
pub fn asked(ordinary: u32) -> u32 {
    let given = std::env::var("GREENROOM_ROUNDS").ok();
    given.map_or(ordinary, |text| text.parse().expect("GREENROOM_ROUNDS is a number"))
}

/// What the rounds saw, all together.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Rounds played.
    pub rounds: u32,
    /// Rounds in which the office was open when the worker died.
    pub at_work: u32,
    /// Writes that were acknowledged.
    pub acknowledged: u64,
    /// Imports that were under way and were withdrawn at the next open.
    pub withdrawn: u64,
    /// Acknowledged writes that were gone, and faults that `check` found.
    pub lost: Vec<String>,
}

/// Acknowledged writes: kind and identity, then value.
type Promises = BTreeMap<(String, String), String>;

/// Plays `rounds` rounds of the program `worker` on the disk of that name.
pub fn play(worker: &Path, disk: &str, rounds: u32) -> Outcome {
    let mut outcome = Outcome::default();
    while outcome.rounds < rounds {
        let place = Place::new();
        let (mut promises, mut withdrawn) = (Promises::new(), 0);
        for _ in 0..ROUNDS_PER_OFFICE.min(rounds - outcome.rounds) {
            outcome.rounds += 1;
            let life = LONGEST_LIFE.mul_f64(chance());
            let heard = place.work_and_die(worker, disk, outcome.rounds, life);
            outcome.at_work += u32::from(heard.opened);
            outcome.acknowledged += heard.promises.len() as u64;
            promises.extend(heard.promises);
            let seen = place.look(&promises);
            outcome.withdrawn += seen.withdrawn - std::mem::replace(&mut withdrawn, seen.withdrawn);
            let round = outcome.rounds;
            outcome.lost.extend(seen.lost.iter().map(|lost| format!("round {round}, {life:?}: {lost}")));
            if !seen.lost.is_empty() {
                break;
            }
        }
    }
    outcome
}

fn chance() -> f64 {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("chance");
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

/// A folder with an office in it.
struct Place {
    folder: tempfile::TempDir,
}

/// What the worker said before it died.
struct Heard {
    opened: bool,
    promises: Promises,
}

/// What was found afterwards.
struct Seen {
    withdrawn: u64,
    lost: Vec<String>,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let (host, _) = Host::new(place.office(), "browser", place.options());
        let input = json!({"name": "柳桥市场监管所", "code": "LQ", "personName": "沈砚"});
        host.call("host.create", None, input, None).expect("an office");
        for name in ["陆知遥", "顾南乔"] {
            let person = json!({"name": name, "roles": ["inspector"], "certificateNo": name, "certificateUntil": "2099-01-01"});
            host.call("people.save", None, person, None).expect("an inspector");
        }
        place
    }

    fn office(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    fn options(&self) -> OpenOptions {
        OpenOptions { state_folder: self.folder.path().join("state"), ..OpenOptions::default() }
    }

    fn work_and_die(&self, worker: &Path, disk: &str, shift: u32, life: Duration) -> Heard {
        let mut child = Command::new(worker)
            .arg(self.office())
            .arg(self.folder.path().join("state"))
            .arg(disk)
            .arg(shift.to_string())
            .env("TMPDIR", self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the worker starts");
        let pipe = child.stdout.take().expect("stdout is piped");
        let listener = std::thread::spawn(move || listen(BufReader::new(pipe)));
        let end = Instant::now() + life;
        let mut early = None;
        while Instant::now() < end && early.is_none() {
            std::thread::sleep(Duration::from_millis(1).min(end.saturating_duration_since(Instant::now())));
            early = child.try_wait().expect("the worker can be waited for");
        }
        // SIGKILL, or what comes nearest.
        child.kill().expect("the worker can be ended");
        let output = child.wait_with_output().expect("the worker can be waited for");
        let heard = listener.join().expect("the worker can be heard");
        assert!(early.is_none(), "the worker gave up: {}", String::from_utf8_lossy(&output.stderr));
        heard
    }

    /// Opens the office as anybody would and looks for everything that was promised.
    fn look(&self, promises: &Promises) -> Seen {
        let mut lost = Vec::new();
        let (host, problem) = Host::new(self.office(), "browser", self.options());
        if let Some(problem) = problem {
            return Seen { withdrawn: 0, lost: vec![format!("the office does not open: {problem}")] };
        }
        let ask = |name: &str, input: Value| match host.call(name, None, input, None) {
            Ok(answer) => answer.value,
            Err(failure) => json!({"failure": failure.to_string()}),
        };
        let check = ask("office.check", json!({}));
        if check["ok"] != true {
            lost.push(format!("check: {check}"));
        }
        let office = host.office().expect("it is open");
        let mut withdrawn = 0;
        let read = office.read(|db| {
            for ((kind, id), value) in promises {
                let found = found(db, &self.office(), kind, id)?;
                if found.as_ref() != Some(value) {
                    lost.push(format!("{kind} {id}: {value} was acknowledged, there is {found:?}"));
                }
            }
            let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0));
            if count("SELECT count(*) FROM batch WHERE state = 'open'")? != 0 {
                lost.push("an import is still open".into());
            }
            let half =
                "SELECT count(*) FROM room WHERE batch IN (SELECT key FROM batch WHERE state <> 'committed')";
            if count(half)? != 0 {
                lost.push("rows of an import that never happened".into());
            }
            withdrawn = count("SELECT count(*) FROM batch WHERE state = 'cancelled'")? as u64;
            Ok(())
        });
        if let Err(failure) = read {
            lost.push(format!("the office does not read: {failure}"));
        }
        lost.extend(half_files(&self.office()));
        // The search follows too: the last room is found by its name.
        if let Some((_, name)) = promises.iter().rfind(|((kind, _), _)| kind == "room") {
            let mut hits = ask("registers.search", json!({"text": name}));
            let patience = Instant::now();
            // The index is brought up beside the first list; an answer says whether that is still going on.
            while hits["indexing"] == true && patience.elapsed() < Duration::from_secs(20) {
                std::thread::sleep(Duration::from_millis(5));
                hits = ask("registers.search", json!({"text": name}));
            }
            if hits["total"].as_u64().unwrap_or(0) == 0 {
                lost.push(format!("search does not find {name}: {hits}"));
            }
        }
        Seen { withdrawn, lost }
    }
}

fn listen(lines: impl BufRead) -> Heard {
    let mut heard = Heard { opened: false, promises: Promises::new() };
    for line in lines.split(b'\n') {
        let line =
            String::from_utf8(line.expect("a pipe ends, it does not fail")).expect("the worker writes text");
        let mut words = line.splitn(4, ' ');
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("open"), ..) => heard.opened = true,
            (Some("saved"), Some(kind), Some(id), Some(value)) => {
                heard.promises.insert((kind.to_owned(), id.to_owned()), value.to_owned());
            }
            // The last line may be cut off: it was not heard.
            _ => {}
        }
    }
    heard
}

/// The value that the office holds now.
fn found(
    db: &Connection,
    folder: &Path,
    kind: &str,
    id: &str,
) -> greenroom_core::error::Result<Option<String>> {
    if kind == "backup" {
        let file = folder.join("backups").join(id);
        return Ok(backup::verify(&file).ok().map(|()| file.metadata().map_or(0, |of| of.len()).to_string()));
    }
    let sql = match kind {
        "room" => "SELECT name FROM room WHERE id = ?1",
        "street" => "SELECT street FROM room WHERE id = ?1",
        "inspection" => "SELECT subject_name FROM inspection WHERE id = ?1",
        "answer" => "SELECT fact FROM inspection_item WHERE id = ?1 AND result = 'clear'",
        "evidence" => "SELECT sha256 FROM evidence WHERE id = ?1",
        "finished" => "SELECT result_word FROM inspection WHERE id = ?1",
        "import" => {
            "SELECT CAST(min(created, (SELECT count(*) FROM room WHERE room.batch = batch.key)) AS TEXT)
             FROM batch WHERE id = ?1 AND state = 'committed'"
        }
        other => panic!("nobody knows how to look for {other}"),
    };
    let id: Id = id.parse().expect("an identity");
    Ok(db.prepare_cached(sql)?.query_row(params![id], |row| row.get(0)).optional()?)
}

/// Files that were being written when the process died must not stay.
fn half_files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for sub in ["evidence", "originals", "documents", "backups"] {
        for entry in std::fs::read_dir(folder.join(sub)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let whole = match sub {
                "backups" => name.ends_with(".greenroom"),
                _ => name.len() == 64 && name.bytes().all(|letter| letter.is_ascii_hexdigit()),
            };
            if !whole {
                found.push(format!("half a file stays: {sub}/{name}"));
            }
        }
    }
    found
}
