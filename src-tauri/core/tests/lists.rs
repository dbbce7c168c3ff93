//! Lists through their calls: typed filters, export and what an import reads back, saved views.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use calamine::{Reader, open_workbook_auto_from_rs};
use greenroom_core::calls::CALLS;
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Cursor;

struct Place {
    _folder: tempfile::TempDir,
    host: Host,
}

fn office() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions { state_folder: folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(folder.path().join("office"), "command", options).0;
    host.call("host.create", None, json!({"name": "柳桥市场监管所", "code": "LQ"}), None).unwrap();
    Place { _folder: folder, host }
}

impl Place {
    fn ask(&self, name: &str, input: Value) -> Value {
        self.host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
    }
    fn refused(&self, name: &str, input: Value) -> String {
        let failure =
            self.host.call(name, None, input, None).err().unwrap_or_else(|| panic!("{name} went through"));
        failure.to_string()
    }
    fn save(&self, register: &str, values: Value) -> Value {
        self.ask("registers.save", json!({"register": register, "values": values}))
    }
    fn list(&self, register: &str, filter: Value) -> Vec<String> {
        let page = self.ask("registers.list", json!({"register": register, "filter": filter, "limit": 500}));
        assert_eq!(
            page["total"].as_u64().unwrap() as usize,
            page["rows"].as_array().unwrap().len(),
            "{page}"
        );
        page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    }
    /// The bytes of an export.
    fn export(&self, input: Value) -> (Value, Vec<u8>) {
        let made = self.ask("registers.export", input);
        let held = self.host.files().take(made["file"].as_str().unwrap()).unwrap();
        (made, std::fs::read(held.path).unwrap())
    }
    /// Imports a file as the wizard maps it by itself.
    fn import(&self, register: &str, name: &str, bytes: &[u8]) -> Value {
        let file = self.host.files().offer_bytes(name, bytes).unwrap();
        let seen = self.ask("imports.recognise", json!({"file": file, "register": register}));
        let mapping: Vec<Value> = seen["mapping"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|guess| guess["field"].is_string())
            .map(|guess| json!({"column": guess["column"], "field": guess["field"]}))
            .collect();
        let plan = json!({"source": seen["source"], "register": register, "mapping": mapping, "headerRow": seen["sheets"][0]["headerRow"]});
        self.ask("imports.commit", plan)
    }
    /// Every field of every record, by name.
    fn all(&self, register: &str) -> BTreeMap<String, Value> {
        let definitions = self.ask("registers.definitions", json!({}));
        let definition = definitions.as_array().unwrap().iter().find(|d| d["register"] == register).unwrap();
        let names: Vec<Value> =
            definition["fields"].as_array().unwrap().iter().map(|f| f["name"].clone()).collect();
        let page = self.ask("registers.list", json!({"register": register, "limit": 500, "columns": names}));
        page["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["id"].to_string(), row["values"].clone()))
            .collect()
    }
}

fn sheet(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn an_export_is_masked_ordered_and_journalled() {
    let place = office();
    for (name, account, phone) in [("山前果园", "b2", "10812345678"), ("阿桨海味铺", "a1", "10887654321")]
    {
        place.save("rooms", json!({"name": name, "platformName": "澜播", "account": account, "phone": phone, "status": "active"}));
    }
    let columns = json!(["name", "platformName", "status", "account", "phone"]);
    let (made, bytes) = place.export(json!({"register": "rooms", "format": "xlsx", "columns": columns}));
    assert_eq!((&made["rows"], &made["masked"]), (&json!(2), &json!(["联系电话"])));
    assert_eq!(
        sheet(&bytes),
        [
            ["直播间名称", "平台", "状态", "账号", "已遮住的联系电话"],
            ["阿桨海味铺", "澜播", "在营", "a1", "108****4321"],
            ["山前果园", "澜播", "在营", "b2", "108****5678"],
        ]
    );
    let events = place.ask("office.history", json!({"limit": 1}))["events"].clone();
    assert_eq!(events[0]["deed"], "registers.export");
    let note = &events[0]["payload"]["note"];
    assert_eq!(
        (&note["rows"], &note["sha256"], &note["personalReason"]),
        (&json!(2), &made["sha256"], &Value::Null)
    );
    assert!(events[0]["actor"].is_string());
    // Stars never come back over a telephone number.
    let receipt = place.import("rooms", "名册.xlsx", &bytes);
    assert_eq!(receipt["unchanged"], 2, "{receipt}");

    let refusal = place
        .refused("registers.export", json!({"register": "rooms", "format": "csv", "personalReason": " "}));
    assert!(refusal.contains("用途"), "{refusal}");
    let filter = json!({"text": "果园"});
    let input = json!({"register": "rooms", "format": "csv", "columns": columns, "filter": filter, "personalReason": "案件协查"});
    let (made, bytes) = place.export(input);
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{feff}直播间名称,平台,状态,账号,联系电话\r\n山前果园,澜播,在营,b2,10812345678\r\n"
    );
    let note = place.ask("office.history", json!({"limit": 1}))["events"][0]["payload"]["note"].clone();
    assert_eq!((&note["personalReason"], &note["filter"]), (&json!("案件协查"), &filter));
    assert_eq!(made["rows"], 1);
}

#[test]
fn bad_columns_and_a_cell_that_no_sheet_holds_are_refused_with_nothing_journalled() {
    let place = office();
    place.save("rooms", json!({"name": "长文", "account": "x", "remark": "字".repeat(40_000)}));
    let before = place.ask("office.history", json!({"limit": 1}))["events"][0]["id"].clone();
    for (columns, words) in [
        (json!(["name", "nothing"]), "nothing"),
        (json!(["name", "name"]), "选了两次"),
        (json!([]), "改为导出 csv"),
    ] {
        let refusal = place
            .refused("registers.export", json!({"register": "rooms", "format": "xlsx", "columns": columns}));
        assert!(refusal.contains(words), "{refusal}");
    }
    assert_eq!(place.ask("office.history", json!({"limit": 1}))["events"][0]["id"], before);
    let (made, bytes) = place.export(json!({"register": "rooms", "format": "csv"}));
    assert_eq!(made["rows"], 1);
    assert!(bytes.len() > 120_000, "a csv holds it");
}

#[test]
fn what_looks_like_a_formula_stays_text() {
    let place = office();
    for (number, name) in ["=HYPERLINK(\"x\")", "+86店", "-减", "@商标", "'单引号"].iter().enumerate()
    {
        place.save("hosts", json!({"name": name, "account": format!("a{number}")}));
    }
    let (_, bytes) =
        place.export(json!({"register": "hosts", "format": "csv", "columns": ["name", "account"]}));
    let text = String::from_utf8(bytes.clone()).unwrap();
    for line in text.lines().skip(1) {
        assert!(line.trim_start_matches('"').starts_with('\''), "{line}");
    }
    assert_eq!(place.import("hosts", "名册.csv", &bytes)["unchanged"], 5);
    let (_, bytes) =
        place.export(json!({"register": "hosts", "format": "xlsx", "columns": ["name", "account"]}));
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(&bytes)).unwrap();
    assert!(book.worksheet_formula("主播").unwrap().is_empty(), "no cell is a formula");
    assert_eq!(place.import("hosts", "名册.xlsx", &bytes)["unchanged"], 5);
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        "[=+\\-@'\"，,\t ]{0,3}[a-z0-9甲乙丙店 ]{0,8}",
        "0[0-9]{5,19}",
        "[一-龥]{1,6}[\n,\";]{0,2}[一-龥]{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    /// import → export → import is the identity, for both kinds of file.
    #[test]
    fn what_was_exported_is_read_back_as_it_was(rows in proptest::collection::vec((cell(), cell(), cell(), cell()), 1..12)) {
        let place = office();
        let mut roster = csv::Writer::from_writer(Vec::new());
        roster.write_record(["昵称", "账号", "城市", "简介"]).unwrap();
        for (number, (name, city, bio, tail)) in rows.iter().enumerate() {
            roster.write_record([format!("店{name}"), format!("acc{number}{}", tail.trim()), city.clone(), bio.clone()]).unwrap();
        }
        place.import("hosts", "名册.csv", &roster.into_inner().unwrap());
        let first = place.all("hosts");
        for format in ["csv", "xlsx"] {
            let (made, bytes) = place.export(json!({"register": "hosts", "format": format, "personalReason": "核对"}));
            let receipt = place.import("hosts", &format!("名册.{format}"), &bytes);
            prop_assert_eq!(&receipt["unchanged"], &made["rows"], "{}: {}", format, receipt);
            prop_assert_eq!(&place.all("hosts"), &first);
            // Into an office that knows nothing yet, the same records come out.
            let other = office();
            other.import("hosts", &format!("名册.{format}"), &bytes);
            prop_assert_eq!(&other.all("hosts"), &first, "{}", format);
        }
    }
}

#[test]
fn every_register_goes_out_and_comes_back_without_a_hand() {
    let place = office();
    let definitions = place.ask("registers.definitions", json!({}));
    for definition in definitions.as_array().unwrap() {
        let register = definition["register"].as_str().unwrap();
        let fields = definition["fields"].as_array().unwrap();
        let header: Vec<&str> = fields.iter().map(|field| field["label"].as_str().unwrap()).collect();
        let row: Vec<String> = fields
            .iter()
            .enumerate()
            .map(|(place, field)| match field["kind"].as_str().unwrap() {
                "integer" => "123456789012".into(),
                "date" => "2024-02-29".into(),
                "code" => "91350100M000100Y43".into(),
                "phone" => "10812345678".into(),
                "area" => "330110".into(),
                "idCard" => "11010519491231002X".into(),
                _ => format!("值{place}"),
            })
            .collect();
        let roster = format!("{}\r\n{}\r\n", header.join(","), row.join(","));
        let receipt = place.import(register, "名册.csv", roster.as_bytes());
        assert_eq!(receipt["created"], 1, "{register}: {receipt}");
        let first = place.all(register);
        let stored: Vec<bool> =
            first.values().next().unwrap().as_object().unwrap().values().map(|v| !v.is_null()).collect();
        assert!(stored.iter().all(|filled| *filled), "{register}: every label is recognised: {first:?}");
        for format in ["csv", "xlsx"] {
            let (_, bytes) =
                place.export(json!({"register": register, "format": format, "personalReason": "核对"}));
            let receipt = place.import(register, &format!("名册.{format}"), &bytes);
            assert_eq!(receipt["unchanged"], 1, "{register} {format}: {receipt}");
        }
    }
}

#[test]
fn typed_filters_narrow_lists_and_what_is_wrong_is_said() {
    let place = office();
    for (name, kind, on) in [
        ("甲商行", "individual", "2020-05-01"),
        ("乙公司", "company", "2021-01-01"),
        ("丙公司", "company", "2021-12-31"),
        ("丁公司", "company", "不详"),
        ("戊商行", "individual", ""),
    ] {
        place.save(
            "operators",
            json!({"name": name, "kind": kind, "establishedOn": on, "legalPerson": "Zhang San"}),
        );
    }
    let rule = |field: &str, test: &str, value: Value, until: Value| json!({"rules": [{"field": field, "test": test, "value": value, "until": until}]});
    let none = Value::Null;
    assert_eq!(
        place.list("operators", rule("kind", "is", json!("individual"), none.clone())),
        ["甲商行", "戊商行"]
    );
    assert_eq!(place.list("operators", rule("name", "contains", json!("公司"), none.clone())).len(), 3);
    assert_eq!(
        place.list("operators", rule("legalPerson", "contains", json!("ZHANG s"), none.clone())).len(),
        5
    );
    assert_eq!(
        place.list("operators", rule("establishedOn", "empty", none.clone(), none.clone())),
        ["戊商行"]
    );
    assert_eq!(place.list("operators", rule("establishedOn", "filled", none.clone(), none.clone())).len(), 4);
    let year = rule("establishedOn", "between", json!("2021-01-01"), json!("2021-12-31"));
    assert_eq!(
        place.list("operators", year.clone()).len(),
        2,
        "both ends belong to it, what is no date does not"
    );
    assert_eq!(
        place.list("operators", rule("establishedOn", "between", none.clone(), json!("2020-12-31"))),
        ["甲商行"]
    );
    let mut with_text = year;
    with_text["text"] = json!("公司");
    with_text["rules"]
        .as_array_mut()
        .unwrap()
        .push(json!({"field": "name", "test": "contains", "value": "丙"}));
    assert_eq!(place.list("operators", with_text), ["丙公司"]);
    for (filter, words) in [
        (rule("nothing", "is", json!("1"), none.clone()), "没有“nothing”"),
        (rule("name", "is", none.clone(), none.clone()), "还没有填"),
        (rule("name", "between", json!("a"), none.clone()), "不是日期或数字"),
        (rule("establishedOn", "between", json!("2021-13-01"), none.clone()), "2026-01-31"),
        (json!({"rules": vec![json!({"field": "name", "test": "filled"}); 20]}), "最多"),
    ] {
        let refusal = place.refused("registers.list", json!({"register": "operators", "filter": filter}));
        assert!(refusal.contains(words), "{refusal}");
    }
}

#[test]
fn pages_of_a_filter_without_an_index_leave_nothing_out() {
    let place = office();
    let roster = (0..130).fold("昵称,账号,城市\n".to_owned(), |text, number| {
        text + &format!("店{number:03},a{number},{}\n", if number % 3 == 0 { "青屿" } else { "别处" })
    });
    place.import("hosts", "名册.csv", roster.as_bytes());
    for filter in [
        json!({"rules": [{"field": "city", "test": "is", "value": "青屿"}]}),
        json!({"text": "店", "rules": [{"field": "city", "test": "is", "value": "青屿"}]}),
    ] {
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = place.ask(
                "registers.list",
                json!({"register": "hosts", "filter": filter, "limit": 7, "after": after}),
            );
            assert_eq!(page["total"], 44);
            seen.extend(
                page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()),
            );
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        let expected: Vec<String> = (0..130).step_by(3).map(|number| format!("店{number:03}")).collect();
        assert_eq!(seen, expected, "{filter}");
    }
}

#[test]
fn facets_follow_what_is_saved() {
    let place = office();
    let facets = || place.ask("registers.facets", json!({"register": "rooms", "field": "street"}));
    place.save("rooms", json!({"name": "甲", "account": "1", "street": "柳桥街道"}));
    assert_eq!(facets(), json!([{"value": "柳桥街道", "count": 1}]));
    let second = place.save("rooms", json!({"name": "乙", "account": "2", "street": "柳桥街道"}));
    assert_eq!(facets()[0]["count"], 2);
    place.ask("registers.retire", json!({"register": "rooms", "id": second["id"], "rev": second["rev"], "retired": true, "reason": "注销"}));
    assert_eq!(facets()[0]["count"], 1, "retired records are in no filter");
    assert!(
        place
            .refused("registers.facets", json!({"register": "rooms", "field": "phone"}))
            .contains("不能用来筛选")
    );
}

#[test]
fn a_search_mixes_characters_pinyin_and_digits() {
    let place = office();
    for (name, account, phone) in [
        ("阿桨海味铺", "ajhw_0917", "10812345678"),
        ("海角童鞋间", "hjtx_0917", "10812349999"),
        ("阿满海味摊", "amhw_22", "10812345678"),
    ] {
        place
            .save("rooms", json!({"name": name, "platformName": "澜播", "account": account, "phone": phone}));
    }
    for (text, expected) in [
        ("海味 ajhw", 1),
        ("hw 5678", 2),
        ("海 0917", 2),
        ("澜播 aman 5678", 1),
        ("haiwei 铺 0917", 1),
        ("海味 tx", 0),
    ] {
        let found = place.ask("registers.search", json!({"text": text}));
        assert_eq!(found["total"], expected, "{text}: {found}");
        assert_eq!(found["hits"].as_array().unwrap().len(), expected, "{text}");
        for hit in found["hits"].as_array().unwrap() {
            assert!(hit["register"] == "rooms" && hit["id"].is_string() && hit["name"].is_string(), "{hit}");
        }
    }
}

#[test]
fn views_belong_to_a_person_and_may_be_shared() {
    let place = office();
    let other = place.ask("people.save", json!({"name": "陆知遥", "roles": ["clerk"]}))["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let as_other = |name: &str, input: Value| place.host.call(name, Some(other), input, None);
    let filter =
        json!({"street": "柳桥街道", "rules": [{"field": "category", "test": "contains", "value": "海味"}]});
    let own = json!({"register": "rooms", "name": "柳桥海味", "filter": filter, "columns": ["name", "street", "phone"]});
    let saved = place.ask("registers.saveView", own);
    let shared = json!({"register": "rooms", "name": "全所", "filter": {}, "shared": true});
    let shared = place.ask("registers.saveView", shared);
    let mine = place.ask("registers.views", json!({"register": "rooms"}));
    assert_eq!(mine["views"].as_array().unwrap().len(), 2);
    let seen = mine["views"].as_array().unwrap().iter().find(|view| view["id"] == saved["id"]).unwrap();
    assert!(serde_json::to_string(&seen["filter"]).unwrap().contains("海味"));
    assert_eq!(seen["columns"], json!(["name", "street", "phone"]));
    let theirs = as_other("registers.views", json!({"register": "rooms"})).unwrap().value;
    assert_eq!(theirs["views"].as_array().unwrap().len(), 1, "only the shared one");
    assert_eq!(theirs["views"][0]["own"], false);
    let refusal =
        as_other("registers.dropView", json!({"id": shared["id"], "rev": shared["rev"]})).unwrap_err();
    assert!(refusal.to_string().contains("别人"), "{refusal}");
    place.ask("registers.chooseColumns", json!({"register": "rooms", "columns": ["name", "category"]}));
    place.ask("registers.chooseColumns", json!({"register": "rooms", "columns": ["name", "contact"]}));
    assert_eq!(
        place.ask("registers.views", json!({"register": "rooms"}))["columns"],
        json!(["name", "contact"])
    );
    assert_eq!(
        as_other("registers.views", json!({"register": "rooms"})).unwrap().value["columns"],
        json!([])
    );
    place.ask("registers.dropView", json!({"id": saved["id"], "rev": saved["rev"]}));
    assert_eq!(
        place.ask("registers.views", json!({"register": "rooms"}))["views"].as_array().unwrap().len(),
        1
    );
    for (input, words) in [
        (json!({"register": "rooms", "name": " ", "filter": {}}), "名字"),
        (
            json!({"register": "rooms", "name": "甲", "filter": {"rules": [{"field": "nothing", "test": "filled"}]}}),
            "nothing",
        ),
        (json!({"register": "rooms", "name": "甲", "filter": {}, "columns": ["nothing"]}), "nothing"),
    ] {
        assert!(place.refused("registers.saveView", input).contains(words));
    }
}

#[test]
fn a_cancelled_export_leaves_nothing() {
    let place = office();
    let roster = (0..6_000)
        .fold("昵称,账号\n".to_owned(), |text, number| text + &format!("店{number},a{number}\n"));
    place.import("hosts", "名册.csv", roster.as_bytes());
    let before = place.ask("office.history", json!({"limit": 1}))["events"][0]["id"].clone();
    let outcome = std::thread::scope(|scope| {
        let work = scope.spawn(|| {
            place.host.call(
                "registers.export",
                None,
                json!({"register": "hosts", "format": "xlsx"}),
                Some("job"),
            )
        });
        while !work.is_finished() {
            place.host.cancel("job");
            std::thread::yield_now();
        }
        work.join().unwrap()
    });
    assert_eq!(outcome.unwrap_err().code(), "cancelled");
    assert_eq!(place.ask("office.history", json!({"limit": 1}))["events"][0]["id"], before);
    assert!(CALLS.iter().any(|call| call.name == "registers.export" && call.writes));
}
