//! Three verifiers that share no code beyond the format: the program, the page's own script, and `docs/verify_draw.py`
//! on the public package. They find the same on sound sheets of ten shapes, and the same on every kind of bad one.

use super::place::Place;
use super::shapes::{classes, office, ten};
use greenroom_core::draws::verify_sheet;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// What the page's script says of each sheet; nothing without node.
fn page(place: &Place, draw: &Value, sheets: &[Value]) -> Option<Vec<Value>> {
    let made = place.ask("draws.page", json!({"id": draw["id"], "edition": "internal"}));
    let page = String::from_utf8(place.take_file(&made)).unwrap();
    let from = page.find("<script id=\"code\">").unwrap() + "<script id=\"code\">".len();
    let code = &page[from..from + page[from..].find("</script>").unwrap()];
    let folder = tempfile::tempdir().unwrap();
    let (script, data) = (folder.path().join("page.cjs"), folder.path().join("sheets.json"));
    let run = "\nprocess.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8')).map(verify)))";
    std::fs::write(&script, format!("{code}{run}")).unwrap();
    std::fs::write(&data, serde_json::to_vec(sheets).unwrap()).unwrap();
    let Ok(done) = Command::new("node").arg(&script).arg(&data).output() else {
        eprintln!("SKIPPED: node is needed to run the page's code");
        return None;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(serde_json::from_slice(&done.stdout).unwrap())
}

/// What the Python program says of each sheet; nothing without the public package.
fn python(sheets: &[Value]) -> Option<Vec<Value>> {
    let found = Command::new("python3").args(["-c", "import consistent_sampler"]).output();
    if !found.is_ok_and(|done| done.status.success()) {
        eprintln!("SKIPPED: pip install consistent_sampler==1.0.10 to compare with it");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("sheets.json");
    std::fs::write(&data, serde_json::to_vec(sheets).unwrap()).unwrap();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let script = "import json, sys; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1]); import verify_draw
print(json.dumps([verify_draw.verify(sheet) for sheet in json.load(open(sys.argv[2], encoding='utf-8'))]))";
    let done = Command::new("python3").args(["-c", script]).arg(docs).arg(&data).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(serde_json::from_slice(&done.stdout).unwrap())
}

fn kinds(faults: &Value) -> Vec<String> {
    let faults = faults.as_array().unwrap().iter();
    faults.map(|fault| fault["kind"].as_str().or(fault.as_str()).unwrap().to_owned()).collect()
}

/// What all of them find, which must be the same.
fn found(place: &Place, draw: &Value, sheets: &[Value]) -> Vec<Value> {
    let ours: Vec<Value> = sheets
        .iter()
        .map(|sheet| {
            let found = verify_sheet(sheet.to_string().as_bytes(), &|_| Ok(())).unwrap();
            serde_json::to_value(found).unwrap()
        })
        .collect();
    for (at, (theirs, ours)) in page(place, draw, sheets).into_iter().flatten().zip(&ours).enumerate() {
        for field in ["same", "first", "poolSha256Same", "faults", "notes", "words"] {
            assert_eq!(theirs[field], ours[field], "page, sheet {at}, {field}");
        }
    }
    for (at, (theirs, ours)) in python(sheets).into_iter().flatten().zip(&ours).enumerate() {
        let (mut theirs_kinds, mut ours_kinds) = (kinds(&theirs["faults"]), kinds(&ours["faults"]));
        theirs_kinds.sort();
        ours_kinds.sort();
        assert_eq!(theirs_kinds, ours_kinds, "python, sheet {at}");
        assert_eq!(theirs["clockRanBack"], json!(!ours["notes"].as_array().unwrap().is_empty()));
        if ours["first"].is_object() {
            assert_eq!(theirs["position"], ours["first"]["position"], "python, sheet {at}");
        }
    }
    ours
}

/// The six lines that are printed on the sheet say yes, and nothing else.
fn printed_lines_agree(sheet: &Value) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("抽取记录.json"), sheet.to_string()).unwrap();
    let lines: Vec<&str> =
        sheet["recheck"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert_eq!(lines.len(), 6);
    let done =
        Command::new("python3").args(["-c", &lines.join("\n")]).current_dir(folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.contains("True") && !said.contains("False"), "{said}");
}

#[test]
fn ten_draws_of_different_shape_are_found_sound_by_all() {
    let place = office();
    let draws = ten(&place);
    let mut sheets = Vec::new();
    for draw in &draws {
        assert_eq!(place.ask("draws.recheck", json!({"id": draw["id"]}))["same"], true, "{}", draw["title"]);
        sheets.push(place.sheet(draw, "internal"));
        sheets.push(place.sheet(draw, "public"));
    }
    for (at, outcome) in found(&place, &draws[0], &sheets).iter().enumerate() {
        assert_eq!(outcome["same"], true, "sheet {at}: {}", outcome["words"]);
    }
    if python(&[]).is_some() {
        sheets.iter().for_each(printed_lines_agree);
    }
}

#[test]
fn every_kind_of_bad_sheet_is_named_by_all() {
    let place = office();
    let mut plan = place.plan(0);
    plan["terms"] = json!({"strata": classes(), "joint": ["公安"], "skills": ["广告"]});
    let draw = place.drawn(&plan, "61");
    let pick = &draw["picks"][0];
    place.ask(
        "draws.replaceOfficer",
        json!({"pick": pick["id"], "rev": pick["rev"], "person": pick["others"][0]["id"], "reason": "出差"}),
    );
    let sheet = place.sheet(&draw, "internal");
    let public = place.sheet(&draw, "public");
    let change = |sheet: &Value, pointer: &str, value: Value| {
        let mut changed = sheet.clone();
        *changed.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        changed
    };
    let leader = sheet["picks"][1]["leader"].clone();
    let person = |id: &Value| {
        let at = sheet["persons"].as_array().unwrap().iter().position(|person| person["id"] == *id).unwrap();
        format!("/persons/{at}")
    };
    let one_byte = |sheet: &Value| {
        let line = sheet["pool"]["ids"][8].as_str().unwrap();
        let last = if line.ends_with('f') { "e" } else { "f" };
        json!(format!("{}{last}", &line[..31]))
    };
    let swapped_places = |sheet: &Value| {
        let mut changed = sheet.clone();
        let (first, second) = (sheet["picks"][0].clone(), sheet["picks"][1].clone());
        changed["picks"][0] = second;
        changed["picks"][1] = first;
        changed["picks"][0]["position"] = json!(1);
        changed["picks"][1]["position"] = json!(2);
        changed
    };
    let dropped = {
        let mut changed = sheet.clone();
        changed["picks"].as_array_mut().unwrap().pop();
        changed
    };
    let twice = |sheet: &Value| change(sheet, "/pool/ids/8", sheet["pool"]["ids"][7].clone());
    let count = sheet["strata"][3]["ids"].as_array().unwrap().len();
    let moved = {
        let mut changed = sheet.clone();
        let id = changed["strata"][0]["ids"].as_array_mut().unwrap().remove(0);
        changed["strata"][1]["ids"].as_array_mut().unwrap().insert(0, id);
        changed
    };
    let matrix: Vec<(&str, Value)> = vec![
        ("poolHash", change(&sheet, "/pool/ids/8", one_byte(&sheet))),
        ("poolHash", change(&public, "/pool/ids/8", one_byte(&public))),
        ("poolSm3", change(&sheet, "/pool/sm3", json!("00"))),
        ("poolTwice", twice(&sheet)),
        ("poolTwice", twice(&public)),
        ("poolLine", change(&sheet, "/pool/ids/8", json!("Z"))),
        ("ticketOrder", swapped_places(&sheet)),
        ("ticketOrder", swapped_places(&public)),
        ("order", change(&sheet, "/picks/2/ticket", json!("0.5"))),
        ("order", change(&public, "/picks/2/ticket", json!("0.5"))),
        ("order", change(&sheet, "/picks/4/leader", sheet["picks"][4]["member"].clone())),
        ("order", change(&sheet, "/picks/4/stratum", json!("没有这一层"))),
        ("seedForm", change(&sheet, "/seed/value", json!("６1"))),
        ("seedForm", change(&public, "/seed/value", json!("6 1"))),
        ("order", change(&sheet, "/seed/value", json!("62"))),
        ("take", dropped),
        ("strataShort", change(&sheet, "/strata/3/minimum", json!(count + 1))),
        ("strataTake", change(&sheet, "/strata/3/take", json!(1))),
        ("strataHash", moved),
        ("strataSum", change(&sheet, "/strata/1/ids", sheet["strata"][0]["ids"].clone())),
        (
            "certificate",
            change(&sheet, &format!("{}/certificateUntil", person(&leader)), json!("2026-11-19")),
        ),
        (
            "dayOff",
            change(
                &sheet,
                &format!("{}/daysOff", person(&leader)),
                json!([{"from": "2026-11-20", "to": "2026-12-20"}]),
            ),
        ),
        ("recusal", change(&sheet, &format!("{}/avoids", person(&leader)), json!([sheet["picks"][1]["id"]]))),
        ("pair", change(&sheet, &format!("{}/apart", person(&leader)), json!([sheet["picks"][1]["member"]]))),
        ("person", change(&sheet, &format!("{}/valid", person(&leader)), json!(false))),
        ("skill", change(&sheet, "/terms/skills", json!(["药品"]))),
        ("department", change(&sheet, "/terms/joint", json!(["公安", "文旅"]))),
        ("swap", change(&sheet, "/picks/0/swaps/0/by", leader.clone())),
        ("lockHash", change(&sheet, "/seed/place", json!("别处"))),
        ("lockHash", change(&sheet, "/persons/0/name", json!("别人"))),
        ("lockHash", change(&sheet, "/dueOn", json!("2026-12-21"))),
    ];
    let sheets: Vec<Value> = matrix.iter().map(|(_, sheet)| sheet.clone()).collect();
    for ((kind, _), outcome) in matrix.iter().zip(found(&place, &draw, &sheets)) {
        assert_eq!(outcome["same"], false, "{kind}");
        assert!(kinds(&outcome["faults"]).contains(&(*kind).to_owned()), "{kind} in {}", outcome["words"]);
    }
    // A clock set back is no fault of the result, but it is told.
    let set_back = change(&sheet, "/seed/enteredAt", json!(1));
    let outcome = found(&place, &draw, &[set_back]).remove(0);
    assert_eq!(outcome["same"], true);
    assert!(outcome["notes"][0].as_str().unwrap().contains("时钟被调回"));
}

/// Strata that are not internal go out by number: who has the public file alone recomputes each, and finds a share or
/// a member that was changed. Strata by what is internal do not go out, and neither does what they could be told by.
#[test]
fn a_public_sheet_proves_the_shares_of_strata_that_are_not_internal() {
    let place = office();
    let mut plan = place.plan(0);
    plan["terms"] = json!({"strata": {"by": "street", "classes": [
        {"class": "柳桥街道", "share": 100, "minimum": 0}, {"class": "东渡街道", "share": 50, "minimum": 6}]}});
    let draw = place.drawn(&plan, "77");
    let pick = &draw["picks"][0];
    place.ask("draws.substitute", json!({"pick": pick["id"], "rev": pick["rev"], "reason": "已注销"}));
    let public = place.sheet(&draw, "public");
    let text = public.to_string();
    for secret in ["柳桥街道", "东渡街道", "直播间0", "陆知遥", "已注销"] {
        assert!(!text.contains(secret), "the public sheet says {secret}");
    }
    let strata = public["strata"].as_array().unwrap();
    let told: Vec<[i64; 4]> = strata
        .iter()
        .map(|one| ["share", "minimum", "count", "take"].map(|name| one[name].as_i64().unwrap()))
        .collect();
    assert_eq!(told, [[100, 0, 82, 9], [50, 6, 82, 6]]);
    assert_eq!((&strata[0]["class"], &strata[1]["class"]), (&json!("1"), &json!("2")));
    assert_eq!(public["picks"][15]["replaces"], 1);
    assert_eq!(public["picks"][15]["stratum"], public["picks"][0]["stratum"]);

    let change = |changes: &[(&str, Value)]| {
        let mut changed = public.clone();
        for (pointer, value) in changes {
            *changed.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value.clone();
        }
        changed
    };
    // The two lists with one member moved, each with the hash that it then has: nobody but the order tells.
    let mut lists = [0, 1].map(|at| {
        let ids = strata[at]["ids"].as_array().unwrap().iter();
        ids.map(|id| id.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    });
    let drawn = public["picks"].as_array().unwrap().iter().find(|pick| pick["stratum"] == "2").unwrap();
    let moved = drawn["id"].as_str().unwrap().to_owned();
    lists[1].retain(|id| *id != moved);
    lists[0].push(moved);
    lists[0].sort();
    let hash = |ids: &[String]| {
        use sha2::{Digest, Sha256};
        json!(hex::encode(Sha256::digest(format!("{}\n", ids.join("\n")))))
    };
    let matrix = [
        ("strataTake", change(&[("/strata/0/share", json!(110))])),
        ("strataTake", change(&[("/strata/1/minimum", json!(7))])),
        ("strataTake", change(&[("/strata/0/take", json!(8)), ("/strata/1/take", json!(7))])),
        ("strataHash", change(&[("/strata/0/ids", json!(lists[0])), ("/strata/1/ids", json!(lists[1]))])),
        (
            "order",
            change(&[
                ("/strata/0/ids", json!(lists[0])),
                ("/strata/1/ids", json!(lists[1])),
                ("/strata/0/sha256", hash(&lists[0])),
                ("/strata/1/sha256", hash(&lists[1])),
            ]),
        ),
        ("order", change(&[("/picks/3/stratum", json!("没有这一层"))])),
    ];
    let sheets: Vec<Value> =
        std::iter::once(public.clone()).chain(matrix.iter().map(|(_, sheet)| sheet.clone())).collect();
    let outcomes = found(&place, &draw, &sheets);
    assert_eq!(
        outcomes[0]["words"], "本机重算一致，不代替第三方复核",
        "the whole of it, not the order alone"
    );
    for ((kind, _), outcome) in matrix.iter().zip(&outcomes[1..]) {
        assert!(kinds(&outcome["faults"]).contains(&(*kind).to_owned()), "{kind} in {}", outcome["words"]);
    }

    let mut plan = place.plan(0);
    plan["terms"] = json!({"strata": classes()});
    let draw = place.drawn(&plan, "78");
    let public = place.sheet(&draw, "public");
    assert_eq!((&public["strata"], &public["terms"]), (&Value::Null, &Value::Null));
    assert!(public["picks"].as_array().unwrap().iter().all(|pick| pick["stratum"].is_null()));
    let outcome = found(&place, &draw, std::slice::from_ref(&public)).remove(0);
    assert!(outcome["words"].as_str().unwrap().contains("公开版不含分层"));
}
