//! Disks that are full or cannot be written, and imports that meet: a sentence, nothing half-written, and the office
//! usable afterwards.
#![cfg(target_os = "linux")]

use greenroom_core::error::Failure;
use greenroom_core::host::Host;
use greenroom_core::office::{Office, OpenOptions};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A small disk of its own, in memory; what stands beside it lies on the ordinary one.
struct Disk {
    place: tempfile::TempDir,
}

impl Disk {
    /// `None`, and said, where nobody may mount.
    fn of(size: &str) -> Option<Self> {
        let disk = Self { place: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(disk.root()).expect("a place to mount at");
        let options = format!("size={size}");
        if disk.mount(&["-t", "tmpfs", "-o", &options, "tmpfs"]) {
            return Some(disk);
        }
        eprintln!("SKIPPED: nobody may mount a small disk here");
        None
    }

    fn mount(&self, arguments: &[&str]) -> bool {
        let mut command = Command::new("mount");
        command.args(arguments).arg(self.root()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    fn read_only(&self) {
        assert!(self.mount(&["-o", "remount,ro"]), "the disk turns read-only");
    }

    fn root(&self) -> PathBuf {
        self.place.path().join("disk")
    }

    fn office(&self) -> PathBuf {
        self.root().join("office")
    }

    fn options(&self) -> OpenOptions {
        OpenOptions { state_folder: self.place.path().join("state"), ..OpenOptions::default() }
    }

    fn host(&self) -> Host {
        let (host, problem) = Host::new(self.office(), "browser", self.options());
        assert!(problem.is_none(), "{problem:?}");
        host
    }

    fn new_office(&self) -> Host {
        let host = self.host();
        ask(&host, "host.create", json!({"name": "柳桥市场监管所", "code": "LQ", "personName": "沈砚"}));
        host
    }

    /// Takes all room but the last `left` KiB.
    fn fill(&self, left: usize) -> PathBuf {
        let path = self.root().join("ballast");
        let mut file = File::create(&path).expect("the disk can be written");
        let block = [7; 1024];
        let mut written = 0_u64;
        while file.write_all(&block).is_ok() {
            written += 1;
        }
        let keep = written.saturating_sub(left as u64) * 1024;
        file.set_len(keep).expect("a file can be shortened");
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: a host that a failed test left open does not hold it.
        let _ = Command::new("umount").arg("-l").arg(self.root()).status();
    }
}

fn ask(host: &Host, name: &str, input: Value) -> Value {
    host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
}

#[track_caller]
fn refused(host: &Host, name: &str, input: Value) {
    disk_full(&host.call(name, None, input, None).expect_err(name));
}

#[track_caller]
fn disk_full(failure: &Failure) {
    let failure = failure.wire();
    assert_eq!(failure.code, "diskFull", "{}", failure.message);
    sentence(&failure.message);
}

#[track_caller]
fn sentence(message: &str) {
    let chinese = message.chars().filter(|letter| ('\u{4e00}'..'\u{9fff}').contains(letter)).count();
    assert!(chinese > 8 && message.ends_with('。') && message.contains('请'), "no sentence: {message}");
}

fn sound(host: &Host) {
    assert_eq!(ask(host, "office.check", json!({}))["faults"], json!([]));
}

fn roster(place: &Path, rows: usize) -> PathBuf {
    let mut text = String::from("直播间名称,平台,账号\n");
    for row in 0..rows {
        let _ = writeln!(text, "很长名字的直播间第{row}号柳桥市场监管所辖区,柿子直播,acc{row}");
    }
    let path = place.join("名册.csv");
    fs::write(&path, text).expect("a roster");
    path
}

fn plan(host: &Host, path: &Path) -> Value {
    let source = host.files().offer("名册.csv", path.to_owned(), false).expect("a handle");
    json!({"source": source, "register": "rooms", "mapping": [
        {"column": 0, "field": "name"}, {"column": 1, "field": "platformName"}, {"column": 2, "field": "account"}]})
}

fn rooms(host: &Host) -> Value {
    ask(host, "registers.counts", json!({}))["rooms"].clone()
}

fn room(name: &str) -> Value {
    json!({"register": "rooms", "values": {"name": name}})
}

/// Open batches, and rows of batches that never happened.
fn half_rows(host: &Host) -> i64 {
    let sql = "SELECT (SELECT count(*) FROM batch WHERE state = 'open')
                    + (SELECT count(*) FROM room WHERE batch IN (SELECT key FROM batch WHERE state <> 'committed'))";
    host.office().expect("open").read(|db| Ok(db.query_row(sql, [], |row| row.get(0))?)).expect("reads")
}

/// The disk fills up in the middle of an import. After room was made, in the same session or at the next open, the
/// half import is gone, and the same file imports whole.
#[test]
fn an_import_that_fills_the_disk() {
    for reopen in [false, true] {
        let Some(disk) = Disk::of("24m") else { return };
        let mut host = disk.new_office();
        ask(&host, "registers.save", room("甲"));
        let path = roster(disk.place.path(), 4_000);
        let ballast = disk.fill(1_000);
        refused(&host, "imports.commit", plan(&host, &path));
        assert_eq!(rooms(&host), 1, "what is half imported is not seen");
        fs::remove_file(&ballast).expect("room is made");
        if reopen {
            drop(host);
            host = disk.host();
            assert_eq!(half_rows(&host), 0, "the half import is withdrawn");
        }
        let receipt = ask(&host, "imports.commit", plan(&host, &path));
        assert_eq!((&receipt["rows"], &receipt["created"]), (&json!(4_000), &json!(4_000)), "{receipt}");
        assert_eq!(rooms(&host), 4_001);
        assert_eq!(half_rows(&host), 0);
        ask(&host, "registers.save", room("乙"));
        sound(&host);
        drop(host);
        let host = disk.host();
        assert_eq!(rooms(&host), 4_002, "nothing of it goes at the next open");
        sound(&host);
    }
}

/// An import that the disk did not even let withdraw: its rows must not pass for known ones, or they would go at the
/// next open and take with them what a later receipt said to be there.
#[test]
fn an_import_that_could_not_be_withdrawn_goes_before_the_next() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let options = OpenOptions { state_folder: place.path().join("state"), ..OpenOptions::default() };
    let folder = place.path().join("office");
    let host = Host::new(folder.clone(), "browser", options.clone()).0;
    ask(&host, "host.create", json!({"name": "柳桥市场监管所", "code": "LQ"}));
    let path = roster(place.path(), 500);
    ask(&host, "imports.commit", plan(&host, &path));
    let db = rusqlite::Connection::open(folder.join("office.db")).expect("opens");
    db.execute("UPDATE batch SET state = 'open', open_created = created", [])
        .expect("as the full disk left it");
    drop(db);
    assert_eq!(rooms(&host), 0);
    let receipt = ask(&host, "imports.commit", plan(&host, &path));
    assert_eq!((&receipt["created"], &receipt["unchanged"]), (&json!(500), &json!(0)), "{receipt}");
    drop(host);
    let host = Host::new(folder, "browser", options).0;
    assert_eq!(rooms(&host), 500);
    assert_eq!(half_rows(&host), 0);
    sound(&host);
}

#[test]
fn a_second_import_waits_for_the_first() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let options = OpenOptions { state_folder: place.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(place.path().join("office"), "browser", options).0;
    ask(&host, "host.create", json!({"name": "柳桥市场监管所", "code": "LQ"}));
    let path = roster(place.path(), 3_000);
    std::thread::scope(|threads| {
        let first = threads.spawn(|| host.call("imports.commit", None, plan(&host, &path), Some("first")));
        while host.progress("first").is_none() && !first.is_finished() {
            std::thread::yield_now();
        }
        let failure =
            host.call("imports.commit", None, plan(&host, &path), None).expect_err("one at a time").wire();
        assert_eq!(failure.code, "conflict");
        sentence(&failure.message);
        first.join().expect("no panic").expect("the first is not disturbed");
    });
    assert_eq!(rooms(&host), 3_000);
    sound(&host);
}

/// Records are saved until one no longer fits: that one is refused, those before it stay.
#[test]
fn a_record_that_does_not_fit() {
    let Some(disk) = Disk::of("8m") else { return };
    let host = disk.new_office();
    let ballast = disk.fill(200);
    let mut saved = 0;
    loop {
        match host.call("registers.save", None, room(&format!("第{saved}间")), None) {
            Ok(_) => saved += 1,
            Err(failure) => break disk_full(&failure),
        }
        assert!(saved < 10_000, "the disk never fills");
    }
    assert_eq!(rooms(&host), saved, "the refused one left nothing");
    // A refused write may free its own pages, and a shorter record may fit where a longer one did not: each further
    // try is either refused in words or kept.
    for _ in 0..20 {
        match host.call("registers.save", None, room("再来"), None) {
            Ok(_) => saved += 1,
            Err(failure) => disk_full(&failure),
        }
        assert_eq!(rooms(&host), saved, "what was said to be kept is there, and no more");
    }
    sound(&host);
    fs::remove_file(&ballast).expect("room is made");
    ask(&host, "registers.save", room("末了"));
    assert_eq!(rooms(&host), saved + 1);
    drop(host);
    let host = disk.host();
    assert_eq!(rooms(&host), saved + 1);
    sound(&host);
}

#[test]
fn evidence_and_backups_that_do_not_fit_leave_no_file() {
    let Some(disk) = Disk::of("8m") else { return };
    let host = disk.new_office();
    let people = ask(&host, "people.list", json!({}));
    let known = json!({"id": people[0]["id"], "rev": people[0]["rev"], "name": "沈砚", "roles": ["admin", "inspector"],
                       "certificateNo": "1", "certificateUntil": "2099-01-01"});
    ask(&host, "people.save", known);
    let other = json!({"name": "陆知遥", "roles": ["inspector"], "certificateNo": "2", "certificateUntil": "2099-01-01"});
    let other = ask(&host, "people.save", other);
    let subject = ask(&host, "registers.save", room("甲"));
    let start = json!({"register": "rooms", "subjectId": subject["id"], "approach": "replay", "reason": "routine",
                       "leaderId": people[0]["id"], "memberId": other["id"]});
    let inspection = ask(&host, "inspections.start", start);
    let ballast = disk.fill(500);

    let large = host.files().offer_bytes("录屏.mp4", &vec![9; 2 << 20]).expect("a file elsewhere");
    refused(
        &host,
        "evidence.add",
        json!({"file": large, "inspectionId": inspection["id"], "kind": "recording"}),
    );
    refused(&host, "office.backup", json!({}));
    for sub in ["evidence", "backups"] {
        let left = fs::read_dir(disk.office().join(sub)).expect("reads").flatten();
        assert_eq!(left.map(|entry| entry.file_name()).collect::<Vec<_>>(), Vec::<std::ffi::OsString>::new());
    }
    sound(&host);
    fs::remove_file(&ballast).expect("room is made");
    let large = host.files().offer_bytes("录屏.mp4", &vec![9; 1 << 20]).expect("a file elsewhere");
    ask(&host, "evidence.add", json!({"file": large, "inspectionId": inspection["id"], "kind": "recording"}));
    ask(&host, "office.backup", json!({}));
    sound(&host);
}

#[test]
fn an_office_that_does_not_fit_is_not_made() {
    let Some(disk) = Disk::of("300k") else { return };
    let host = disk.host();
    refused(&host, "host.create", json!({"name": "所", "code": "S"}));
    let left: Vec<_> = fs::read_dir(disk.office()).into_iter().flatten().flatten().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_disk_that_cannot_be_written() {
    let Some(disk) = Disk::of("8m") else { return };
    let host = disk.new_office();
    ask(&host, "registers.save", room("甲"));
    drop(host);
    let before = fs::read(disk.office().join("office.db")).expect("reads");
    disk.read_only();
    let failure = Office::open(&disk.office(), disk.options()).expect_err("it cannot be opened").wire();
    assert_eq!(failure.code, "diskFull", "{}", failure.message);
    sentence(&failure.message);
    let elsewhere = disk.root().join("new");
    let failure =
        Office::create(&elsewhere, "所", "S", false, disk.options()).expect_err("it cannot be made").wire();
    assert_eq!(failure.code, "diskFull", "{}", failure.message);
    sentence(&failure.message);
    assert!(!elsewhere.exists());
    assert!(disk.mount(&["-o", "remount,rw"]));
    assert_eq!(fs::read(disk.office().join("office.db")).expect("reads"), before, "untouched");
    let host = disk.host();
    ask(&host, "registers.save", room("乙"));
    sound(&host);
}
