//! Evidence through its calls, and what disks and crashes do to it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod bench;

use bench::{Bench, at, items, open};
use greenroom_core::calls::Progress;
use greenroom_core::id::Id;
use serde_json::json;
use std::path::{Path, PathBuf};

#[test]
fn evidence_is_kept_once_verified_withdrawn_and_never_deleted() {
    let bench = Bench::new();
    let id = bench.start("replay");
    let first = bench.offer("回放 第4项.mp4", b"abc");
    let second = bench.offer("同一段.mp4", b"abc");
    let add = |file: &str| json!({"file": file, "inspectionId": id, "kind": "recording"});
    let one = bench.ask("evidence.add", add(&first));
    let two = bench.ask("evidence.add", add(&second));
    // The published test vectors of both standards for "abc".
    assert_eq!(one["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(one["sm3"], "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    assert_ne!(one["id"], two["id"]);
    assert_eq!(bench.kept(), [one["sha256"].as_str().unwrap()], "one file for the same bytes");
    assert_eq!((&one["sourceState"], &one["mime"]), (&json!("toCheck"), &json!("video/mp4")));
    assert_eq!(one["depositedAt"], at("2026-11-20", "09:30"));
    let path = bench.evidence_folder().join(one["sha256"].as_str().unwrap());
    assert!(std::fs::metadata(&path).unwrap().permissions().readonly());
    assert_eq!(bench.fails("evidence.add", add(&first)).0, "invalid", "a handle is used once");

    let item = bench.item(&id, "room-04")["id"].clone();
    bench.ask("evidence.describe", json!({"id": one["id"], "rev": one["rev"], "itemId": item, "source": "平台回放页", "madeHow": "录屏", "madeBy": "陆知遥"}));
    assert_eq!(bench.item(&id, "room-04")["evidence"], 1);
    let list = bench.ask("evidence.list", json!({"inspectionId": id}));
    assert_eq!((&list[0]["sourceState"], &list[0]["present"]), (&json!("stated"), &json!(true)));
    let verified = bench.ask("evidence.verify", json!({"id": one["id"]}));
    assert_eq!(verified["same"], true);
    assert!(verified["words"].as_str().unwrap().contains("不证明来源、时间、真实、完整"));
    let exported = bench.ask("evidence.export", json!({"id": one["id"]}));
    let held = bench.host.files().take(exported["file"].as_str().unwrap()).unwrap();
    assert_eq!(
        (held.name.as_str(), held.temporary),
        ("回放 第4项.mp4", false),
        "the host copies, it does not move"
    );

    assert_eq!(
        bench.fails("evidence.withdraw", json!({"id": two["id"], "rev": two["rev"], "reason": ""})).0,
        "invalid"
    );
    bench.ask("evidence.withdraw", json!({"id": two["id"], "rev": two["rev"], "reason": "重复"}));
    let list = bench.ask("evidence.list", json!({"inspectionId": id}));
    assert_eq!(list[1]["withdrawnReason"], "重复");
    assert_eq!(bench.ask("office.check", json!({}))["ok"], true);

    // Somebody changes the file behind the program's back.
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    #[expect(clippy::permissions_set_readonly_false, reason = "the test plays the vandal")]
    permissions.set_readonly(false);
    std::fs::set_permissions(&path, permissions).unwrap();
    std::fs::write(&path, b"abd").unwrap();
    let verified = bench.ask("evidence.verify", json!({"id": one["id"]}));
    assert_eq!(verified["same"], false);
    let check = bench.ask("office.check", json!({}));
    assert!(check["faults"][0]["what"].as_str().unwrap().contains("与登记的校验值不同"), "{check}");
    // The same bytes once more heal the place; the rotten file is set aside, not deleted.
    let third = bench.offer("再来.mp4", b"abc");
    bench.ask("evidence.add", add(&third));
    assert_eq!(bench.ask("evidence.verify", json!({"id": one["id"]}))["same"], true);
    assert_eq!(bench.kept().len(), 2);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(bench.ask("evidence.list", json!({"inspectionId": id}))[0]["present"], false);
    assert!(
        bench.ask("evidence.verify", json!({"id": one["id"]}))["words"].as_str().unwrap().contains("缺失")
    );
    let office = bench.host.office().unwrap();
    let gone: Id = one["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(greenroom_core::evidence::open(&office, gone).unwrap_err().code(), "notFound");
}

#[test]
fn a_deposit_that_fails_leaves_nothing() {
    let bench = Bench::new();
    let id = bench.start("replay");
    let before = bench.entries();
    let add = |file: &str| json!({"file": file, "inspectionId": id, "kind": "other"});
    let nowhere = bench.host.files().offer("没了.png", bench.place.path().join("never"), false).unwrap();
    let (code, words) = bench.fails("evidence.add", add(&nowhere));
    assert_eq!(code, "notFound");
    assert!(words.contains("已经不在原处"));
    let stray = bench.offer("无主.png", b"x");
    assert_eq!(bench.fails("evidence.add", json!({"file": stray, "kind": "other"})).0, "invalid");
    assert!(bench.kept().is_empty());
    // The folder cannot be written: there is a file in its place.
    std::fs::remove_dir(bench.evidence_folder()).unwrap();
    std::fs::write(bench.evidence_folder(), "").unwrap();
    let file = bench.offer("好.png", b"good");
    let (code, words) = bench.fails("evidence.add", add(&file));
    assert_eq!(code, "diskFull");
    assert!(words.contains("证据文件夹写不进去"), "{words}");
    std::fs::remove_file(bench.evidence_folder()).unwrap();
    std::fs::create_dir(bench.evidence_folder()).unwrap();
    assert_eq!(bench.entries(), before, "no row without a file");
    bench.ask("evidence.add", add(&file));
    assert_eq!(bench.kept().len(), 1, "the same handle works once there is room");
}

/// A mounted small disk; unmounted whatever happens.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path) -> Option<Self> {
        if !cfg!(target_os = "linux") {
            return None;
        }
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(at)
            .output()
            .is_ok_and(|done| done.status.success());
        mounted.then(|| Self(at.to_owned()))
    }
    fn read_only(&self) -> bool {
        let done = std::process::Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).output();
        done.is_ok_and(|done| done.status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn a_full_or_read_only_disk_is_a_sentence() {
    let bench = Bench::new();
    let id = bench.start("replay");
    let Some(disk) = SmallDisk::mount(&bench.evidence_folder()) else {
        eprintln!("SKIPPED: mounting a small disk is not permitted here");
        return;
    };
    let before = bench.entries();
    let large = bench.offer("大.mp4", &vec![7; 1 << 20]);
    let (code, words) =
        bench.fails("evidence.add", json!({"file": large, "inspectionId": id, "kind": "recording"}));
    assert_eq!(code, "diskFull");
    assert!(words.contains("磁盘空间不足") && words.contains("大.mp4"), "{words}");
    assert!(bench.kept().is_empty(), "no half file");
    let small = bench.offer("小.png", b"small");
    assert!(disk.read_only());
    let (code, words) =
        bench.fails("evidence.add", json!({"file": small, "inspectionId": id, "kind": "screenshot"}));
    assert_eq!(code, "diskFull");
    assert!(words.contains("证据文件夹写不进去"), "{words}");
    assert_eq!(bench.entries(), before);
    drop(disk);
}

#[test]
fn what_a_crash_left_half_written_is_swept_at_open() {
    let bench = Bench::new();
    let id = bench.start("replay");
    let file = bench.offer("好.png", b"good");
    let kept = bench.ask("evidence.add", json!({"file": file, "inspectionId": id, "kind": "photo"}));
    bench.answer(&id, "room-04", json!({"result": "problem", "fact": "写到一半"}));
    std::fs::write(bench.evidence_folder().join(".part-0123"), "half").unwrap();
    let Bench { host, clock, place, .. } = bench;
    drop(host);
    let host = open(place.path(), &clock);
    let names: Vec<_> = std::fs::read_dir(place.path().join("office/evidence"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names, [kept["sha256"].as_str().unwrap()]);
    let view = host.call("inspections.get", None, json!({"id": id}), None).unwrap().value;
    let fourth = items(&view).into_iter().find(|item| item["code"] == "room-04").unwrap();
    assert_eq!(fourth["fact"], "写到一半", "an answer that was committed is there after the crash");
}

#[test]
fn a_deposit_can_be_cancelled() {
    let bench = Bench::new();
    let id = bench.start("replay");
    let file = bench.offer("长.mp4", &vec![1; 3 << 20]);
    let office = bench.host.office().unwrap();
    let cancel = greenroom_core::calls::Cancel::default();
    let report = |progress: Progress| {
        if progress.done >= 1 << 20 {
            cancel.cancel();
        }
    };
    let context = greenroom_core::calls::Context {
        office: &office,
        actor: None,
        files: bench.host.files(),
        report: &report,
        cancel: &cancel,
    };
    let input = json!({"file": file, "inspectionId": id, "kind": "recording"});
    let failure = greenroom_core::calls::dispatch(&context, "evidence.add", input).unwrap_err();
    assert_eq!(failure.code(), "cancelled");
    assert!(bench.kept().is_empty());
}
