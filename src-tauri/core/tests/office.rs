//! The office through its calls: create, write, revise, check, back up, restore, refuse.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use greenroom_core::host::Host;
use greenroom_core::office::{Office, OpenOptions};
use serde_json::{Value, json};
use std::path::Path;

fn options(state: &Path) -> OpenOptions {
    OpenOptions { state_folder: state.to_owned(), ..OpenOptions::default() }
}

fn host(folder: &Path, state: &Path) -> Host {
    Host::new(folder.to_owned(), "browser", options(state)).0
}

fn ask(host: &Host, name: &str, input: Value) -> Value {
    host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
}

fn fails(host: &Host, name: &str, input: Value) -> (String, String) {
    let failure = host.call(name, None, input, None).expect_err(name).wire();
    (failure.code, failure.message)
}

#[test]
fn a_new_office_is_sound_and_remembers() {
    let place = tempfile::tempdir().unwrap();
    let (folder, state) = (place.path().join("office"), place.path().join("state"));
    {
        let host = host(&folder, &state);
        assert_eq!(ask(&host, "host.status", json!({}))["open"], false);
        assert_eq!(fails(&host, "people.list", json!({})).0, "notAllowed");
        ask(&host, "host.create", json!({"name": "柳桥市场监管所", "code": "LQ-01", "personName": "沈砚"}));
        let people = ask(&host, "people.list", json!({}));
        assert_eq!(people[0]["name"], "沈砚");
        let saved = ask(
            &host,
            "people.save",
            json!({"name": "陆知遥", "roles": ["inspector"], "certificateNo": "JC-002", "certificateUntil": "2030-01-01"}),
        );
        let stale = json!({"id": saved["id"], "rev": saved["rev"], "name": "陆知遥", "roles": ["inspector"], "certificateNo": "JC-003", "certificateUntil": "2030-01-01"});
        ask(&host, "people.save", stale.clone());
        let mut again = stale;
        again["certificateNo"] = json!("JC-004");
        assert_eq!(fails(&host, "people.save", again).0, "conflict", "a stale revision overwrites nothing");
        let check = ask(&host, "office.check", json!({}));
        assert_eq!(check["faults"], json!([]));
        let history = ask(&host, "office.history", json!({"record": saved["id"]}));
        assert_eq!(history["events"][0]["payload"]["changes"][0]["before"]["certificate_no"], "JC-002");
    }
    let host = host(&folder, &state);
    assert_eq!(ask(&host, "host.status", json!({}))["officeName"], "柳桥市场监管所");
    assert_eq!(ask(&host, "people.list", json!({})).as_array().unwrap().len(), 2);
}

#[test]
fn the_journal_names_what_was_done_to_and_is_asked_by_person_and_day() {
    let place = tempfile::tempdir().unwrap();
    let host = host(&place.path().join("office"), &place.path().join("state"));
    ask(&host, "host.create", json!({"name": "柳桥市场监管所", "code": "LQ-01", "personName": "沈砚"}));
    let me: greenroom_core::id::Id =
        ask(&host, "people.list", json!({}))[0]["id"].as_str().unwrap().parse().unwrap();
    let room = host
        .call(
            "registers.save",
            Some(me),
            json!({"register": "rooms", "values": {"name": "阿桨海味铺", "account": "a1", "phone": "10812345678", "status": "active"}}),
            None,
        )
        .unwrap()
        .value["id"]
        .clone();
    let other: greenroom_core::id::Id =
        ask(&host, "people.save", json!({"name": "陆知遥", "roles": ["clerk"]}))["id"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
    host.call("registers.export", Some(other), json!({"register": "rooms", "format": "csv"}), None).unwrap();

    let all = ask(&host, "office.history", json!({"limit": 2, "brief": true}));
    let events = all["events"].as_array().unwrap();
    assert!(events[0]["about"]["name"].as_str().unwrap().starts_with("直播间-"), "the file: {}", events[0]);
    assert_eq!(events[1]["about"]["name"], "陆知遥");
    assert_eq!(events[1]["payload"], Value::Null, "a brief answer carries no payload");
    let rest = ask(&host, "office.history", json!({"before": all["next"], "limit": 1}));
    let saved = &rest["events"][0];
    assert_eq!(
        saved["about"],
        json!({"name": "阿桨海味铺", "others": 0, "kind": "subject", "register": "rooms", "id": room})
    );
    assert_eq!(saved["payload"]["changes"][0]["after"]["phone"], "108****5678");

    let hers = ask(&host, "office.history", json!({"actor": other}));
    assert_eq!(hers["events"].as_array().unwrap().len(), 1);
    assert_eq!(hers["events"][0]["deed"], "registers.export");
    let at = hers["events"][0]["at"].as_i64().unwrap();
    let today = greenroom_core::clock::date_of(at);
    let of_day = |day: chrono::NaiveDate| {
        ask(&host, "office.history", json!({"day": day.to_string(), "limit": 500}))["events"].clone()
    };
    let whole = ask(&host, "office.history", json!({"limit": 500}))["events"].clone();
    // The test may run over midnight: the two days together are all of it.
    let yesterday = of_day(today.pred_opt().unwrap());
    let mut days = of_day(today).as_array().unwrap().clone();
    days.extend(yesterday.as_array().unwrap().iter().cloned());
    assert_eq!(Value::Array(days), whole);
    assert_eq!(of_day(today.succ_opt().unwrap()), json!([]));
    assert_eq!(fails(&host, "office.history", json!({"day": "2026-02-30"})).0, "invalid");
}

#[test]
fn a_second_process_is_refused_and_harms_nothing() {
    let place = tempfile::tempdir().unwrap();
    let (folder, state) = (place.path().join("office"), place.path().join("state"));
    let first = Office::create(&folder, "一所", "A1", false, options(&state)).unwrap();
    let failure = Office::open(&folder, options(&state)).unwrap_err();
    assert_eq!(failure.code(), "conflict");
    assert!(failure.to_string().contains("已在另一个绿间窗口"));
    drop(first);
    Office::open(&folder, options(&state)).unwrap();
}

#[test]
fn a_copied_folder_starts_a_new_device_and_the_original_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let (folder, state) = (place.path().join("office"), place.path().join("state"));
    let device = Office::create(&folder, "一所", "A1", false, options(&state)).unwrap().device();
    let copy = place.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    std::fs::copy(folder.join("office.db"), copy.join("office.db")).unwrap();
    assert_eq!(Office::open(&folder, options(&state)).unwrap().device(), device);
    assert_ne!(Office::open(&copy, options(&state)).unwrap().device(), device);
    // The old database put back in its own place is a restored office too.
    std::fs::copy(copy.join("office.db"), folder.join("office.db")).unwrap();
    assert_ne!(Office::open(&folder, options(&state)).unwrap().device(), device);
}

#[test]
fn the_journal_refuses_update_and_delete() {
    let place = tempfile::tempdir().unwrap();
    let (folder, state) = (place.path().join("office"), place.path().join("state"));
    drop(Office::create(&folder, "一所", "A1", false, options(&state)).unwrap());
    let db = rusqlite::Connection::open(folder.join("office.db")).unwrap();
    assert!(db.execute("UPDATE journal SET deed = 'x'", []).is_err());
    assert!(db.execute("DELETE FROM journal", []).is_err());
    // Who gets around the triggers is found by the chain.
    db.execute_batch("DROP TRIGGER journal_no_update; UPDATE journal SET payload = x'7b7d' WHERE seq = 2")
        .unwrap();
    drop(db);
    let host = host(&folder, &state);
    let report = ask(&host, "office.check", json!({}));
    assert_eq!(report["ok"], false);
    assert!(report["faults"][0]["what"].as_str().unwrap().contains("第 2 条的内容被改过"));
}

#[test]
fn a_backup_restores_elsewhere_and_a_damaged_one_restores_nothing() {
    let place = tempfile::tempdir().unwrap();
    let (folder, state) = (place.path().join("office"), place.path().join("state"));
    let file = place.path().join("a.greenroom");
    {
        let office = Office::create(&folder, "一所", "A1", false, options(&state)).unwrap();
        greenroom_core::office::backup::make(&office, &file, true, &|_, _, _| ()).unwrap();
        let again = greenroom_core::office::backup::make(&office, &file, true, &|_, _, _| ());
        assert_eq!(again.unwrap_err().code(), "conflict", "a backup never overwrites");
    }
    let target = place.path().join("restored");
    greenroom_core::office::backup::restore(&file, &target, &options(&state)).unwrap();
    let restored = host(&target, &state);
    assert_eq!(ask(&restored, "office.check", json!({}))["ok"], true);

    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0x55;
    std::fs::write(&file, &bytes).unwrap();
    let broken = place.path().join("broken");
    assert!(greenroom_core::office::backup::restore(&file, &broken, &options(&state)).is_err());
    assert!(!broken.exists(), "nothing half-restored stays");
    std::fs::write(&file, "not a zip").unwrap();
    let failure = greenroom_core::office::backup::restore(&file, &broken, &options(&state)).unwrap_err();
    assert!(failure.to_string().contains("不是绿间的备份"));
}

#[test]
fn an_office_of_a_newer_version_is_refused_untouched() {
    let place = tempfile::tempdir().unwrap();
    let (folder, state) = (place.path().join("office"), place.path().join("state"));
    drop(Office::create(&folder, "一所", "A1", false, options(&state)).unwrap());
    let db = rusqlite::Connection::open(folder.join("office.db")).unwrap();
    db.pragma_update(None, "user_version", 999).unwrap();
    drop(db);
    let before = std::fs::read(folder.join("office.db")).unwrap();
    let failure = Office::open(&folder, options(&state)).unwrap_err();
    assert_eq!(failure.code(), "fileTooNew");
    assert_eq!(std::fs::read(folder.join("office.db")).unwrap(), before);
}

#[test]
fn unknown_calls_and_wrong_shapes_are_sentences() {
    let place = tempfile::tempdir().unwrap();
    let (folder, state) = (place.path().join("office"), place.path().join("state"));
    let host = host(&folder, &state);
    ask(&host, "host.create", json!({"name": "一所", "code": "A1"}));
    assert!(fails(&host, "people.fly", json!({})).1.contains("没有名为"));
    assert_eq!(fails(&host, "people.list", json!({"nope": 1})).0, "invalid");
    assert_eq!(fails(&host, "people.save", json!({"name": " ", "roles": []})).0, "invalid");
    assert_eq!(fails(&host, "host.create", json!({"name": "二所", "code": "B"})).0, "conflict");
}
