//! Registers through their calls: save, list, find, mask, retire, filter, page.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};

struct Place {
    _folder: tempfile::TempDir,
    host: Host,
}

fn office() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions { state_folder: folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(folder.path().join("office"), "browser", options).0;
    host.call("host.create", None, json!({"name": "柳桥市场监管所", "code": "LQ"}), None).unwrap();
    Place { _folder: folder, host }
}

impl Place {
    fn ask(&self, name: &str, input: Value) -> Value {
        self.host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
    }
    fn room(&self, name: &str, account: &str) -> Value {
        let values = json!({"name": name, "platformName": "澜播", "account": account, "phone": "10812345678", "status": "active", "street": "柳桥街道"});
        self.ask("registers.save", json!({"register": "rooms", "values": values}))
    }
}

#[test]
fn a_room_is_saved_found_masked_and_revealed() {
    let place = office();
    let saved = place.room("阿桨海味铺", "ajhw_0917");
    for text in ["阿桨", "海味", "味", "ajhw", "AJHW_09", "ajianghaiwei", "0917", "5678", "澜播 海味"]
    {
        let found = place.ask("registers.search", json!({"text": text}));
        assert_eq!(found["hits"][0]["id"], saved["id"], "{text}: {found}");
        assert_eq!(found["total"], 1, "{text}");
    }
    assert_eq!(place.ask("registers.search", json!({"text": "不存在"}))["total"], 0);
    assert_eq!(place.ask("registers.search", json!({"text": "\"*^NEAR("}))["total"], 0);
    let page = place.ask("registers.get", json!({"register": "rooms", "id": saved["id"]}));
    assert_eq!(page["values"]["phone"], "108****5678");
    let full =
        place.ask("registers.reveal", json!({"register": "rooms", "id": saved["id"], "field": "phone"}));
    assert_eq!(full["value"], "10812345678");
    let history = place.ask("office.history", json!({"record": saved["id"]}));
    assert_eq!(history["events"][0]["deed"], "rooms.reveal", "a look at personal data is journalled");
    let renamed = json!({"register": "rooms", "id": saved["id"], "rev": saved["rev"], "values": {"name": "阿桨海鲜铺"}});
    let renamed = place.ask("registers.save", renamed);
    assert_eq!(
        place.ask("registers.search", json!({"text": "海味"}))["total"],
        0,
        "the index follows a change"
    );
    assert_eq!(place.ask("registers.search", json!({"text": "海鲜"}))["total"], 1);
    place.ask("registers.retire", json!({"register": "rooms", "id": saved["id"], "rev": renamed["rev"], "retired": true, "reason": "账号注销"}));
    assert_eq!(place.ask("registers.search", json!({"text": "海鲜"}))["total"], 0);
    assert_eq!(place.ask("registers.counts", json!({}))["rooms"], 0);
}

#[test]
fn the_same_account_twice_gets_a_notice_and_no_silent_merge() {
    let place = office();
    let first = place.room("甲", "same");
    let second = place.room("乙", "same");
    assert_ne!(first["id"], second["id"]);
    assert_eq!(second["duplicates"][0]["id"], first["id"]);
}

#[test]
fn pages_follow_the_pinyin_order_without_gaps() {
    let place = office();
    for number in 0..123 {
        place.room(&format!("店{number:03}"), &format!("a{number}"));
    }
    let mut seen = Vec::new();
    let mut after = Value::Null;
    loop {
        let mut input = json!({"register": "rooms", "limit": 25, "filter": {"platformName": "澜播"}});
        if !after.is_null() {
            input["after"] = after;
        }
        let page = place.ask("registers.list", input);
        assert_eq!(page["total"], 123);
        seen.extend(
            page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()),
        );
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    let expected: Vec<String> = (0..123).map(|number| format!("店{number:03}")).collect();
    assert_eq!(seen, expected);
    let none = place.ask("registers.list", json!({"register": "rooms", "filter": {"street": "别处"}}));
    assert_eq!(none["total"], 0);
    let found = place.ask("registers.list", json!({"register": "rooms", "filter": {"text": "店01"}}));
    assert_eq!(found["total"], 10);
}

#[test]
fn a_wrong_check_digit_warns_and_does_not_block() {
    let place = office();
    let values = json!({"name": "某公司", "creditCode": "91350100M000100Y44"});
    let saved = place.ask("registers.save", json!({"register": "operators", "values": values}));
    assert!(saved["warnings"][0]["message"].as_str().unwrap().contains("校验位不符，仍可保存"));
}
