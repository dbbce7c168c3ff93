//! Receipts that add up, nothing twice, contradictions, undo, cancel.

use crate::place::{figures, office};
use serde_json::json;

const ROSTER: &str = "直播间名称,平台,账号,统一社会信用代码,联系电话\n\
    阿桨海味铺,澜播,ajhw_0917,91350100M000100Y43,10812345678\n\
    云母护肤室,澜播,7345678901234567890,,\n\
    云母护肤室,澜播,7345678901234567890,,\n\
    甲店,柿子直播,same,,\n\
    乙店,柿子直播,same,,\n\
    ,澜播,noname,,\n\
    坏码店,澜播,bad1,9.13E+17,\n";

#[test]
fn a_receipt_adds_up_and_the_same_file_changes_nothing() {
    let place = office();
    let path = place.file("平台报送.csv", ROSTER.as_bytes());
    let trial = place.ask("imports.trial", place.plan("rooms", &path).unwrap());
    assert_eq!(figures(&trial), [7, 2, 0, 1, 4]);
    assert_eq!(place.ask("registers.counts", json!({}))["rooms"], 0, "a trial writes nothing");
    let receipt = place.import("rooms", &path);
    assert_eq!(figures(&receipt), [7, 2, 0, 1, 4]);
    let reasons: Vec<&str> = receipt["rejects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|reject| reject["reason"].as_str().unwrap())
        .collect();
    assert!(reasons[0].contains("同一个对象") && reasons[1].contains("第 5 行"), "{reasons:?}");
    assert!(reasons[2].contains("没有直播间名称"));
    assert!(reasons[3].contains("9.13E+17") && reasons[3].contains("设为文本"));
    assert_eq!(figures(&place.import("rooms", &path)), [7, 0, 0, 3, 4]);
    assert_eq!(place.ask("registers.counts", json!({}))["rooms"], 2);
    let found = place.ask("registers.search", json!({"text": "7345678901234567890"}));
    assert_eq!(found["hits"][0]["name"], "云母护肤室", "19 digits come back digit for digit");
    place.sound();
}

#[test]
fn an_update_shows_old_and_new_and_undo_restores_what_nobody_touched() {
    let place = office();
    let first =
        place.file("a.csv", "直播间名称,平台,账号,街道\n甲,澜播,a1,东街\n乙,澜播,a2,东街\n".as_bytes());
    place.import("rooms", &first);
    let second = place.file(
        "b.csv",
        "直播间名称,平台,账号,街道\n甲,澜播,a1,西街\n乙改,澜播,a2,\n丙,澜播,a3,北街\n".as_bytes(),
    );
    let trial = place.ask("imports.trial", place.plan("rooms", &second).unwrap());
    assert_eq!(
        trial["updatedRows"][0]["changes"][0],
        json!({"field": "street", "before": "东街", "after": "西街", "masked": false})
    );
    let receipt = place.import("rooms", &second);
    assert_eq!(figures(&receipt), [3, 1, 2, 0, 0]);
    // Somebody changes one of the imported fields; that one stays at undo.
    let rows = place.ask("registers.list", json!({"register": "rooms", "filter": {"text": "a1"}}));
    let row = &rows["rows"][0];
    place.ask(
        "registers.save",
        json!({"register": "rooms", "id": row["id"], "rev": row["rev"], "values": {"street": "南街"}}),
    );
    let undone = place.ask("imports.undo", json!({"batch": receipt["batch"]}));
    assert_eq!(undone["undone"], 2, "{undone}");
    assert_eq!(undone["kept"][0]["field"], "街道");
    let names = |place: &crate::place::Place| -> Vec<(String, String)> {
        let page = place.ask("registers.list", json!({"register": "rooms"}));
        let rows = page["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| {
                (
                    row["name"].as_str().unwrap().into(),
                    row["values"]["street"].as_str().unwrap_or_default().into(),
                )
            })
            .collect()
    };
    assert_eq!(names(&place), [("甲".into(), "南街".into()), ("乙".into(), "东街".into())]);
    assert_eq!(place.ask("registers.search", json!({"text": "丙"}))["total"], 0);
    // A re-import revives what was taken back.
    let again = place.import("rooms", &second);
    assert_eq!(figures(&again)[1], 0);
    assert_eq!(place.ask("registers.counts", json!({}))["rooms"], 3);
    place.sound();
}

#[test]
fn a_crash_in_the_middle_leaves_no_half_result() {
    let place = office();
    let rows = (0..80_000).fold(String::new(), |text, n| text + &format!("店{n},澜播,acc{n}\n"));
    let path = place.file("big.csv", format!("直播间名称,平台,账号\n{rows}").as_bytes());
    let plan = place.plan("rooms", &path).unwrap();
    // Cancelled as soon as rows are being written.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            loop {
                match place.host.progress("import") {
                    Some(progress) if progress.words == "写入登记" => break place.host.cancel("import"),
                    _ => std::thread::yield_now(),
                }
            }
        });
        let failure = place.host.call("imports.commit", None, plan.clone(), Some("import")).unwrap_err();
        assert_eq!(failure.code(), "cancelled");
    });
    assert_eq!(place.ask("registers.counts", json!({}))["rooms"], 0);
    assert_eq!(place.ask("imports.list", json!({}))[0]["state"], "cancelled");
    assert_eq!(figures(&place.ask("imports.commit", plan)), [80_000, 80_000, 0, 0, 0]);
    place.sound();
}

#[test]
fn files_that_cannot_be_taken_are_sentences() {
    let place = office();
    for (name, bytes, says) in [
        ("a.xlsx", b"PK\x03\x04 not really".to_vec(), "。"),
        ("b.csv", vec![0; 4096], "。"),
        ("c.png", b"\x89PNG\r\n\x1a\n0000".to_vec(), "。"),
        ("d.csv", Vec::new(), "。"),
    ] {
        let path = place.file(name, &bytes);
        let sentence = place.plan("rooms", &path).unwrap_err();
        assert!(sentence.contains(says) && sentence.chars().any(|c| c > '\u{4e00}'), "{name}: {sentence}");
    }
    assert_eq!(place.ask("imports.list", json!({})), json!([]));
    place.sound();
}

/// Personal data of a trial and of its rejected rows are masked, and the import writes them as they are.
#[test]
fn a_trial_masks_personal_data() {
    let place = office();
    let roster = |name: &str, rows: &str| {
        place.file(name, format!("昵称,姓名,账号,手机号,身份证号码\n{rows}").as_bytes())
    };
    let first = roster("a.csv", "阿桨,江小舟,a1,10812345678,990000199001010012\n");
    assert_eq!(figures(&place.import("hosts", &first)), [1, 1, 0, 0, 0]);
    let second = roster(
        "b.csv",
        "阿桨,江大舟,a1,10887654321,990000199001010039\n云母,,a2,1.08E+10,\n半糖,,a3,,9.9E+17\n",
    );
    let trial = place.ask("imports.trial", place.plan("hosts", &second).unwrap());
    assert_eq!(figures(&trial), [3, 0, 1, 0, 2]);
    let cell = |field: &str, before: &str, after: &str| json!({"field": field, "before": before, "after": after, "masked": true});
    assert_eq!(
        trial["updatedRows"][0]["changes"],
        json!([
            cell("realName", "江**", "江**"),
            cell("idCard", "9900*************2", "9900*************9"),
            cell("phone", "108****5678", "108****4321"),
        ])
    );
    let receipt = place.import("hosts", &second);
    for told in [&trial, &receipt] {
        let text = told.to_string();
        for secret in ["江大舟", "江小舟", "10812345678", "10887654321", "19900101", "1.08E+10", "9.9E+17"]
        {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert!(told["rejects"][0]["reason"].as_str().unwrap().contains("“联系电话”列出现科学计数 ****"));
    }
    let hosts = place.ask("registers.list", json!({"register": "hosts"}));
    let ask = json!({"register": "hosts", "id": hosts["rows"][0]["id"], "field": "phone"});
    let seen = place.ask("registers.reveal", ask);
    assert_eq!(seen["value"], "10887654321", "{seen}");
    place.sound();
}

#[test]
fn a_roster_that_is_read_only_comes_in() {
    let place = office();
    let path = place.file("光盘.csv", "直播间名称,平台,账号\n灯下旧书,澜播,a1\n".as_bytes());
    let mut rights = std::fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights).unwrap();
    assert_eq!(figures(&place.import("rooms", &path)), [1, 1, 0, 0, 0]);
    // What is kept is a file of our own: with the rights of the source it could not be synced, but by root.
    let kept =
        std::fs::read_dir(place.folder.path().join("office/originals")).unwrap().next().unwrap().unwrap();
    assert!(!kept.metadata().unwrap().permissions().readonly());
    place.sound();
}
