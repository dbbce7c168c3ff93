//! Totals that must add up: what was doubled, lost, promised, declined, or was never plain text, shows on the receipt.

use crate::place::{Place, adds_up, figures, office};
use rust_xlsxwriter::{Formula, Workbook};
use serde_json::{Value, json};
use std::path::PathBuf;

fn csv(place: &Place, name: &str, lines: &[String]) -> PathBuf {
    place.file(name, format!("直播间名称,平台,账号,街道\n{}\n", lines.join("\n")).as_bytes())
}

fn room(n: usize, street: &str) -> String {
    format!("直播间{n:03},澜播,acc{n:03},{street}")
}

fn notes(receipt: &Value) -> String {
    receipt["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note.as_str().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_shuffled_roster_with_doubles_and_losses_is_caught() {
    let place = office();
    let all: Vec<String> = (0..600).map(|n| room(n, "东街")).collect();
    assert_eq!(figures(&place.import("rooms", &csv(&place, "十月.csv", &all))), [600, 600, 0, 0, 0]);
    // Seven are lost, five stand twice, three stand twice with another street; then all of it is shuffled.
    let mut next: Vec<String> = (0..600).filter(|n| n % 89 != 3).map(|n| room(n, "东街")).collect();
    assert_eq!(next.len(), 593);
    next.extend([20, 21, 22, 23, 24].map(|n| room(n, "东街")));
    next.extend([40, 41, 42].map(|n| room(n, "西街")));
    let count = next.len();
    let shuffled: Vec<String> = (0..count).map(|at| next[(at * 257 + 11) % count].clone()).collect();
    let path = csv(&place, "十一月.csv", &shuffled);
    for call in ["imports.trial", "imports.commit"] {
        let receipt = place.ask(call, place.plan("rooms", &path).unwrap());
        assert_eq!(figures(&receipt), [601, 0, 0, 595, 6], "{call}");
        assert_eq!(receipt["reading"]["repeats"], 5, "{call}");
        let absent = &receipt["reading"]["absent"];
        assert_eq!(
            (absent["count"].as_u64(), absent["fileName"].as_str()),
            (Some(7), Some("十月.csv")),
            "{call}"
        );
        let names: Vec<&str> =
            absent["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        assert_eq!(names[..2], ["直播间003", "直播间092"], "{call}");
        let reasons: Vec<&str> = receipt["rejects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|reject| reject["reason"].as_str().unwrap())
            .collect();
        assert!(reasons.iter().all(|reason| reason.contains("同一个对象")), "{reasons:?}");
        assert!(notes(&receipt).contains("5 行与本文件前面的行一字不差"), "{}", notes(&receipt));
        assert!(notes(&receipt).contains("“十月.csv”里有、这次没有的：7 户"), "{}", notes(&receipt));
    }
    // The stored receipt says it too.
    let batch = place.ask("imports.list", json!({}))[0]["id"].clone();
    let stored = place.ask("imports.receipt", json!({"batch": batch}));
    assert_eq!(stored["reading"]["absent"]["count"], 7);
    assert!(notes(&stored).contains("7 户"));
    place.sound();
}

#[test]
fn the_senders_own_count_must_be_met() {
    let place = office();
    let path = csv(&place, "名册.csv", &(0..59).map(|n| room(n, "东街")).collect::<Vec<_>>());
    let mut plan = place.plan("rooms", &path).unwrap();
    plan["stated"] = json!(60);
    let trial = place.ask("imports.trial", plan.clone());
    assert!(notes(&trial).contains("报送方说共 60 行，与读到的 59 行对不上"), "{}", notes(&trial));
    let refused = place.host.call("imports.commit", None, plan.clone(), None).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "报送方说共 60 行，表里读到 59 行，少 1 行。没有导入任何内容。请与报送方核对，或清空“应有行数”再导入。"
    );
    assert_eq!(place.ask("imports.list", json!({})), json!([]), "nothing half-written");
    plan["stated"] = json!(59);
    let receipt = place.ask("imports.commit", plan);
    assert!(notes(&receipt).contains("与报送方所说的 59 行一致"), "{}", notes(&receipt));
}

#[test]
fn a_row_that_is_not_adopted_changes_nothing_and_is_named() {
    let place = office();
    place.import("rooms", &csv(&place, "一.csv", &[room(1, "东街"), room(2, "东街"), room(3, "东街")]));
    let path = csv(&place, "二.csv", &[room(1, "西街"), room(2, "西街"), room(3, "东街"), room(4, "北街")]);
    let mut plan = place.plan("rooms", &path).unwrap();
    let trial = place.ask("imports.trial", plan.clone());
    let rows: Vec<u64> =
        trial["updatedRows"].as_array().unwrap().iter().map(|row| row["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, [2, 3]);
    plan["changesAfter"] = json!(2);
    assert_eq!(place.ask("imports.trial", plan.clone())["updatedRows"][0]["row"], 3, "the next ones");
    // Row 3 is not adopted; nor can row 5 be, which is new and no change.
    plan["declined"] = json!([3, 5]);
    let receipt = place.ask("imports.commit", plan);
    assert_eq!(figures(&receipt), [4, 1, 1, 1, 1]);
    assert_eq!(receipt["rejects"][0], json!({"row": 3, "reason": "核对时选择不采用，登记里的内容没有改"}));
    assert_eq!(receipt["reading"]["declined"], 1);
    let page = place.ask("registers.list", json!({"register": "rooms"}));
    let streets: Vec<&str> = page["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["values"]["street"].as_str().unwrap())
        .collect();
    assert_eq!(streets, ["西街", "东街", "东街", "北街"]);
    place.sound();
}

#[test]
fn formulas_errors_and_pictures_are_marked() {
    let place = office();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["直播间名称", "账号", "粉丝数", "备注"].iter().enumerate() {
        sheet.write_string(0, column as u16, *header).unwrap();
    }
    for row in 1..=4_u32 {
        sheet.write_string(row, 0, format!("直播间{row}")).unwrap();
        sheet.write_string(row, 1, format!("acc{row}")).unwrap();
    }
    sheet.write_formula(1, 2, Formula::new("=100+23").set_result("123")).unwrap();
    sheet.write_formula(3, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let picture = "=DISPIMG(\"ID_533C44CDE9A4467C802EF470BD4C7930\",1)";
    sheet.write_formula(2, 3, Formula::new(picture).set_result(picture)).unwrap();
    let path = place.folder.path().join("公式.xlsx");
    book.save(&path).unwrap();

    let handle = place.host.files().offer("公式.xlsx", path.clone(), false).unwrap();
    let seen = place.ask("imports.recognise", json!({"file": handle}));
    assert_eq!(
        seen["sheets"][0]["marks"],
        json!([{"row": 0, "column": 2, "is": "formula"}, {"row": 1, "column": 3, "is": "picture"}, {"row": 2, "column": 2, "is": "error"}])
    );
    let receipt = place.import("rooms", &path);
    assert_eq!(figures(&receipt), [4, 4, 0, 0, 0]);
    let said = notes(&receipt);
    assert!(said.contains("“粉丝数（来源原文）”列有 1 格是公式（第一处在第 2 行）"), "{said}");
    assert!(said.contains("“粉丝数（来源原文）”列有 1 格是 #N/A 一类的错误值（第一处在第 4 行）"), "{said}");
    assert!(said.contains("有 1 格是 WPS 单元格图片"), "{said}");
    for (text, fans, remark) in [("acc1", "123", ""), ("acc2", "", ""), ("acc3", "", "")] {
        let page = place.ask("registers.list", json!({"register": "rooms", "filter": {"text": text}}));
        let id = &page["rows"][0]["id"];
        let values = place.ask("registers.get", json!({"register": "rooms", "id": id}))["values"].clone();
        assert_eq!(values["fans"].as_str().unwrap_or_default(), fans, "{text}: {values}");
        assert_eq!(values["remark"].as_str().unwrap_or_default(), remark, "{text}: {values}");
    }
}

#[test]
fn a_mapping_is_remembered_for_its_header_and_a_similar_name_is_only_offered() {
    let place = office();
    let text = "房间,平台,直播间的账号名,联系电话号\n甲,澜播,a1,10812345678\n";
    let look = |name: &str, text: &str| {
        let path = place.file(name, text.as_bytes());
        let handle = place.host.files().offer(name, path, false).unwrap();
        place.ask("imports.recognise", json!({"file": handle, "register": "rooms"}))
    };
    let seen = look("一.csv", text);
    assert_eq!(seen["remembered"], false);
    let phone = &seen["mapping"][3];
    assert!(
        phone["how"] != "similar" || (phone["field"].is_null() && phone["suggestion"].is_string()),
        "offered, not taken: {phone}"
    );
    // The person decides: the first column is the name, the third the account, the fourth is left out.
    let mapping = json!([{"column": 0, "field": "name"}, {"column": 1, "field": "platformName"}, {"column": 2, "field": "account"}]);
    place.ask(
        "imports.commit",
        json!({"source": seen["source"], "register": "rooms", "mapping": mapping, "fingerprint": seen["fingerprint"]}),
    );
    // The same header in another dress: spaces, brackets, full width.
    let again = look("二.csv", "房 间,平台（必填）,直播间的账号名 ,联系电话号*\n乙,澜播,a2,10812345679\n");
    assert_eq!((&again["remembered"], &again["fingerprint"]), (&json!(true), &seen["fingerprint"]));
    let fields: Vec<&Value> =
        again["mapping"].as_array().unwrap().iter().map(|guess| &guess["field"]).collect();
    assert_eq!(fields, [&json!("name"), &json!("platformName"), &json!("account"), &Value::Null]);
    assert!(again["mapping"].as_array().unwrap().iter().all(|guess| guess["suggestion"].is_null()));
    // Another header knows nothing of it.
    assert_eq!(look("三.csv", "房间,平台,账号\n丙,澜播,a3\n")["remembered"], false);
}

#[test]
fn rejected_rows_come_out_as_they_came_and_can_be_mended() {
    let place = office();
    let path = place.file(
        "平台报送.csv",
        "某平台名册,,,\n直播间名称,平台,账号,统一社会信用代码\n甲,澜播,7345678901234567890,9.13E+17\n乙,澜播,a2,\n,澜播,a3,\n".as_bytes(),
    );
    let receipt = place.import("rooms", &path);
    assert_eq!(figures(&receipt), [3, 1, 0, 0, 2]);
    let out = place.ask("imports.rejects", json!({"batch": receipt["batch"]}));
    assert_eq!(out["fileName"], "退回行 平台报送.xlsx");
    let seen = place.ask("imports.recognise", json!({"file": out["file"], "register": "rooms"}));
    let sheet = &seen["sheets"][0];
    assert_eq!(
        sheet["headers"],
        json!(["原文件行号", "退回原因", "直播间名称", "平台", "账号", "统一社会信用代码"])
    );
    assert_eq!(sheet["preview"][0][0], "3");
    assert_eq!(sheet["preview"][0][4], "7345678901234567890", "digit for digit");
    assert_eq!(sheet["preview"][1][1], "没有直播间名称");
    let fields: Vec<&str> = seen["mapping"]
        .as_array()
        .unwrap()
        .iter()
        .map(|guess| guess["field"].as_str().unwrap_or("-"))
        .collect();
    assert_eq!(fields, ["-", "-", "name", "platformName", "account", "operatorCode"]);
    // An import without rejected rows has an empty list.
    let whole = place.import("rooms", &csv(&place, "好.csv", &[room(1, "东街")]));
    assert!(place.ask("imports.rejects", json!({"batch": whole["batch"]}))["file"].is_string());
}

#[test]
fn the_receipt_is_a_paper_with_the_files_hash() {
    let place = office();
    let path = csv(&place, "名册.csv", &[room(1, "东街"), String::from(",澜播,a2,")]);
    let person = place.ask("people.list", json!({}))[0].clone();
    let plan = place.plan("rooms", &path).unwrap();
    let actor = person["id"].as_str().and_then(|id| id.parse().ok());
    let receipt = place.host.call("imports.commit", actor, plan, None).unwrap().value;
    let stored = place.ask("imports.receipt", json!({"batch": receipt["batch"]}));
    assert_eq!(stored["person"], person["name"]);
    assert_eq!(stored["chainHead"], receipt["chainHead"]);
    let out = place.ask("imports.paper", json!({"batch": receipt["batch"]}));
    assert_eq!(out["fileName"], "导入回执 名册.csv.docx");
    let held = place.host.files().peek(out["file"].as_str().unwrap()).unwrap();
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&held.path).unwrap()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut text).unwrap();
    for must in [
        stored["fileHash"].as_str().unwrap(),
        stored["outcomeHash"].as_str().unwrap(),
        stored["chainHead"].as_str().unwrap(),
        person["name"].as_str().unwrap(),
        "读入 2 ＝ 新增 1 ＋ 更新 0 ＋ 相同 0 ＋ 退回 1。",
        "没有直播间名称",
        "柳桥市场监管所",
    ] {
        assert!(text.contains(must), "{must} is not on the paper");
    }
    // After an undo the paper says so.
    place.ask("imports.undo", json!({"batch": receipt["batch"]}));
    let out = place.ask("imports.paper", json!({"batch": receipt["batch"]}));
    assert!(out["file"].is_string());
}

#[test]
fn check_finds_an_outcome_that_was_changed() {
    let place = office();
    let receipt = place.import("rooms", &csv(&place, "名册.csv", &[room(1, "东街"), room(2, "东街")]));
    adds_up(&receipt);
    place.sound();
    let database = place.folder.path().join("office").join("office.db");
    let tamper = |sql: &str| {
        let db = rusqlite::Connection::open(&database).unwrap();
        db.execute_batch(sql).unwrap();
        let faults = place.ask("office.check", json!({}))["faults"].clone();
        faults
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| fault["what"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let said = tamper("UPDATE batch SET created = 3");
    assert!(said.iter().any(|what| what.contains("回执上的数与逐行结果对不上")), "{said:?}");
    let said = tamper(
        "UPDATE batch SET created = 2; DROP TRIGGER batch_row_no_update; UPDATE batch_row SET outcome = 'unchanged' WHERE row = 2",
    );
    assert!(said.iter().any(|what| what.contains("逐行结果与入库时的校验值不同")), "{said:?}");
    let said = tamper("UPDATE batch_row SET outcome = 'created' WHERE row = 2");
    assert!(said.is_empty(), "{said:?}");
    std::fs::remove_file(
        place.folder.path().join("office/originals").join(receipt["fileHash"].as_str().unwrap()),
    )
    .unwrap();
    let said = tamper("SELECT 1");
    assert!(said.iter().any(|what| what.contains("“名册.csv”缺失")), "{said:?}");
}
