//! Sheets and the page: each recomputes by itself, and all find the same.

use super::place::Place;
use greenroom_core::draws::verify_sheet;
use serde_json::{Value, json};

#[test]
fn sheets_recompute_and_the_public_one_keeps_silent() {
    let mut place = Place::new(20);
    place.person("白回避", "2030-01-01", &["acc-00003"]);
    let mut plan = place.plan(5);
    plan["filter"] = json!({"riskClass": ""});
    let draw = place.drawn(&plan, "20261120");
    let gone = &draw["picks"][0];
    place.ask("draws.substitute", json!({"pick": gone["id"], "rev": gone["rev"], "reason": "查明已注销"}));
    let made = place.ask("draws.sheet", json!({"id": draw["id"], "edition": "internal"}));
    let again = place.ask("draws.sheet", json!({"id": draw["id"], "edition": "internal"}));
    assert_eq!(made["documentId"], again["documentId"], "the same content is one document");
    let internal = place.take_file(&made);
    let public = place.take_file(&place.ask("draws.sheet", json!({"id": draw["id"], "edition": "public"})));
    let quiet = |_: u64| Ok(());
    for sheet in [&internal, &public] {
        let found = verify_sheet(sheet, &quiet).unwrap();
        assert!(found.same, "{}", found.words);
    }
    let text = String::from_utf8(public.clone()).unwrap();
    for secret in
        ["陆知遥", "白回避", "avoids", "查明已注销", "直播间0", "周见证", "JC-", "riskClass", "方投掷"]
    {
        assert!(!text.contains(secret), "the public sheet says {secret}");
    }
    let tampered = |from: &str, to: &str| {
        let text = String::from_utf8(internal.clone()).unwrap();
        assert!(text.contains(from));
        verify_sheet(text.replacen(from, to, 1).as_bytes(), &quiet).unwrap()
    };
    assert!(tampered("\"value\": \"20261120\"", "\"value\": \"20261121\"").first.is_some());
    let found = tampered("\"value\": \"20261120\"", "\"value\": \"２0261120\"");
    assert!(found.words.contains("随机种子不是规范写法"));
    let found = tampered("\"position\": 2", "\"position\": 3");
    assert_eq!(found.first.unwrap().position, 2);
    let leader = draw["picks"][1]["leader"]["id"].as_str().unwrap();
    let member = draw["picks"][1]["member"]["id"].as_str().unwrap();
    let swapped = tampered(
        &format!("\"leader\": \"{leader}\",\n      \"member\": \"{member}\""),
        &format!("\"leader\": \"{member}\",\n      \"member\": \"{leader}\""),
    );
    assert!(swapped.first.unwrap().recomputed.contains("组长"));
    assert!(verify_sheet(b"{}", &quiet).is_err());
    assert_eq!(place.ask("office.check", json!({}))["faults"], json!([]));
}

/// The page's own code, run without a browser: it agrees with the program on sound and on changed sheets.
#[test]
fn the_page_finds_what_the_program_finds() {
    let mut place = Place::new(60);
    place.person("白回避", "2030-01-01", &["acc-00003", "顾南舟"]);
    let draw = place.drawn(&place.plan(50), "20261120");
    let page = String::from_utf8(
        place.take_file(&place.ask("draws.page", json!({"id": draw["id"], "edition": "internal"}))),
    )
    .unwrap();
    let between = |from: &str, to: &str| {
        let at = page.find(from).unwrap() + from.len();
        page[at..at + page[at..].find(to).unwrap()].to_owned()
    };
    let code = between("<script id=\"code\">", "</script>");
    let sound = between("<script id=\"sheet\" type=\"application/json\">", "</script>");
    let sheet: Value = serde_json::from_str(&sound).unwrap();
    let change = |pointer: &str, value: Value| {
        let mut changed = sheet.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        changed
    };
    let line = sheet["pool"]["ids"][7].as_str().unwrap();
    let sheets = [
        sheet.clone(),
        change("/seed/value", json!("20261121")),
        change("/seed/value", json!("２0261120")),
        change("/pool/ids/8", json!(line)),
        change("/pool/ids/8", json!(line.to_uppercase())),
        change("/pool/sha256", json!("00")),
        change("/picks/4/ticket", json!("0.5")),
        change("/picks/5/position", json!(9)),
        change("/picks/6/leader", sheet["picks"][6]["member"].clone()),
        change("/seed/enteredAt", json!(1)),
    ];
    let folder = tempfile::tempdir().unwrap();
    let (script, data) = (folder.path().join("page.cjs"), folder.path().join("sheets.json"));
    let run = "\nprocess.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8')).map(verify)))";
    std::fs::write(&script, code + run).unwrap();
    std::fs::write(&data, serde_json::to_vec(&sheets).unwrap()).unwrap();
    let Ok(done) = std::process::Command::new("node").arg(&script).arg(&data).output() else {
        eprintln!("SKIPPED: node is needed to run the page's code");
        return;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let theirs: Vec<Value> = serde_json::from_slice(&done.stdout).unwrap();
    for (at, (theirs, sheet)) in theirs.iter().zip(&sheets).enumerate() {
        let ours =
            serde_json::to_value(verify_sheet(sheet.to_string().as_bytes(), &|_| Ok(())).unwrap()).unwrap();
        for field in ["same", "first", "poolSha256Same", "notes", "words"] {
            assert_eq!(theirs[field], ours[field], "sheet {at}, {field}");
        }
        assert_eq!(theirs["same"], at == 0 || at == 9);
    }
    assert_eq!(theirs[9]["notes"].as_array().unwrap().len(), 1);
}
