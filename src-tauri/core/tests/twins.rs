//! Duplicates, merging and bulk edits through their calls.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};

struct Place {
    folder: tempfile::TempDir,
    host: Host,
}

fn options(folder: &std::path::Path) -> OpenOptions {
    OpenOptions { state_folder: folder.join("state"), ..OpenOptions::default() }
}

fn office() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::new(folder.path().join("office"), "command", options(folder.path())).0;
    host.call("host.create", None, json!({"name": "柳桥市场监管所", "code": "LQ"}), None).unwrap();
    Place { folder, host }
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
    fn room(&self, name: &str, account: &str, phone: &str) -> Value {
        let values = json!({"name": name, "platformName": "澜播", "account": account, "phone": phone, "status": "active"});
        self.ask("registers.save", json!({"register": "rooms", "values": values}))
    }
    /// What a list says of the last contact with a room; nothing, if the room is not in it.
    fn contact(&self, id: &Value) -> Option<Value> {
        let rows = self.ask("registers.list", json!({"register": "rooms"}))["rows"].clone();
        let found =
            self.ask("registers.list", json!({"register": "rooms", "filter": {"text": "阿桨"}}))["rows"]
                .clone();
        let of = |rows: &Value| {
            rows.as_array()
                .unwrap()
                .iter()
                .find(|row| row["id"] == *id)
                .map(|row| row["lastContact"]["words"].clone())
        };
        assert_eq!(of(&rows), of(&found), "searched or looked through, the row says the same");
        of(&rows)
    }
    fn page(&self, id: &Value) -> Value {
        self.ask("registers.get", json!({"register": "rooms", "id": id}))
    }
    fn pairs(&self) -> Vec<(String, String, String)> {
        let found = self.ask("registers.duplicates", json!({"register": "rooms"}));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let pairs = found["pairs"].as_array().unwrap().iter();
        pairs
            .map(|pair| (text(&pair["record"]["name"]), text(&pair["other"]["name"]), text(&pair["reason"])))
            .collect()
    }
}

#[test]
fn twins_are_suggested_and_a_decision_is_remembered() {
    let place = office();
    let first = place.room("阿桨海味铺", "ajhw", "10812345678");
    let second = place.room("阿桨海味旗舰店", "other", "108-1234-5678");
    place.room("山前果园", "sqgy", "10812345678");
    place.room("灯下旧书摊", "dxjs", "10800001111");
    let expected = vec![("阿桨海味铺".to_owned(), "阿桨海味旗舰店".to_owned(), "namePhone".to_owned())];
    assert_eq!(place.pairs(), expected);
    let alike = place.ask("registers.alike", json!({"register": "rooms", "id": second["id"]}));
    assert_eq!(alike[0]["other"]["id"], first["id"], "{alike}");
    assert_eq!(alike.as_array().unwrap().len(), 1);
    let decision = |separate: bool| json!({"register": "rooms", "record": second["id"], "other": first["id"], "separate": separate});
    place.ask("registers.separate", decision(true));
    assert!(place.pairs().is_empty(), "not the same is remembered");
    assert_eq!(place.ask("registers.alike", json!({"register": "rooms", "id": first["id"]})), json!([]));
    place.ask("registers.separate", decision(false));
    assert_eq!(place.pairs(), expected, "and can be taken back");
    assert!(place.refused("registers.duplicates", json!({"register": "shops"})).contains("只读"));
}

#[test]
fn the_same_account_saved_twice_is_a_pair() {
    let place = office();
    place.room("甲", "same", "");
    place.room("乙", "SAME ", "");
    let pairs = place.pairs();
    assert_eq!(pairs.len(), 1, "once, though noticed twice: {pairs:?}");
}

#[test]
fn a_merge_keeps_both_histories_and_is_taken_back() {
    let place = office();
    let stays = place.room("阿桨海味铺", "ajhw", "10812345678");
    let goes = place.room("阿桨海味旗舰店", "other", "10812345678");
    let people: Vec<Value> = [("沈砚", "JC-1"), ("陆知遥", "JC-2")]
        .iter()
        .map(|(name, certificate)| {
            let person = json!({"name": name, "roles": ["inspector"], "certificateNo": certificate, "certificateUntil": "2099-12-31"});
            place.ask("people.save", person)["id"].clone()
        })
        .collect();
    let start = json!({"register": "rooms", "subjectId": goes["id"], "approach": "onsite", "reason": "routine", "leaderId": people[0], "memberId": people[1]});
    let inspection = place.ask("inspections.start", start);
    let merge = |take: Value, reason: &str| {
        json!({"register": "rooms", "survivor": stays["id"], "survivorRev": place.page(&stays["id"])["rev"], "absorbed": goes["id"],
            "absorbedRev": place.page(&goes["id"])["rev"], "take": take, "reason": reason})
    };
    assert!(place.refused("registers.merge", merge(json!([]), " ")).contains("为什么"));
    assert!(place.refused("registers.merge", merge(json!(["nothing"]), "同一营业执照")).contains("nothing"));
    let mut stale = merge(json!([]), "同一营业执照");
    stale["survivorRev"] = place.page(&goes["id"])["rev"].clone();
    assert!(place.refused("registers.merge", stale).contains("刚被别处改过"));
    assert_eq!(place.contact(&stays["id"]), Some(Value::Null));
    assert_eq!(place.contact(&goes["id"]), Some(json!("检查中")));
    let earlier = json!({"register": "rooms", "subjectId": goes["id"], "kind": "visit", "visitedOn": "2020-01-01", "summary": "讲解亮照"});
    place.ask("visits.add", earlier);
    assert_eq!(place.contact(&goes["id"]), Some(json!("检查中")), "the later of the two");
    let merged = place.ask("registers.merge", merge(json!(["name"]), "同一营业执照"));

    let page = place.page(&stays["id"]);
    assert_eq!(page["name"], "阿桨海味旗舰店", "the chosen field");
    assert_eq!(page["values"]["account"], "ajhw", "the rest stays");
    assert_eq!(page["absorbed"][0]["id"], goes["id"]);
    let lines: Vec<&Value> = page["timeline"]["events"].as_array().unwrap().iter().collect();
    assert!(
        lines.iter().any(|line| line["kind"] == "inspection" && line["id"] == inspection["id"]),
        "{lines:?}"
    );
    assert!(lines.iter().any(|line| line["title"] == "合并重复登记"));
    assert_eq!(page["due"][0]["id"], inspection["id"], "what is due of the other is due");
    let other = place.page(&goes["id"]);
    assert_eq!((&other["retired"], &other["mergedInto"]["id"]), (&json!(true), &stays["id"]));
    assert_eq!(
        place.contact(&stays["id"]),
        Some(json!("检查中")),
        "the list counts what was done under the other"
    );
    assert_eq!(place.contact(&goes["id"]), None);
    let alone = json!({"register": "rooms", "id": goes["id"], "rev": other["rev"], "retired": false, "reason": "还在播"});
    let refusal = place.refused("registers.retire", alone);
    assert!(refusal.contains("撤销合并") && refusal.contains("阿桨海味旗舰店"), "{refusal}");
    let asked = place.ask("inspections.get", json!({"id": inspection["id"]}));
    assert_eq!(asked["subject"]["id"], goes["id"], "the inspection names the record it was about");
    assert_eq!(place.ask("registers.counts", json!({}))["rooms"], 1);
    assert!(place.pairs().is_empty());

    // A roster that still has both accounts brings the other one not back.
    let roster = "直播间名称,平台,账号\n阿桨海味旗舰店,澜播,ajhw\n阿桨海味旗舰店,澜播,other\n";
    let file = place.host.files().offer_bytes("名册.csv", roster.as_bytes()).unwrap();
    let source = place.ask("imports.recognise", json!({"file": file, "register": "rooms"}))["source"].clone();
    let mapping = json!([{"column": 0, "field": "name"}, {"column": 1, "field": "platformName"}, {"column": 2, "field": "account"}]);
    let receipt =
        place.ask("imports.commit", json!({"source": source, "register": "rooms", "mapping": mapping}));
    assert_eq!(receipt["unchanged"], 2, "{receipt}");
    assert_eq!(place.page(&goes["id"])["retired"], true);

    // Somebody changes the survivor's name: that stays when the merge is taken back.
    let renamed = json!({"register": "rooms", "id": stays["id"], "rev": place.page(&stays["id"])["rev"], "values": {"name": "阿桨海鲜铺"}});
    place.ask("registers.save", renamed);
    let back = place.ask("registers.unmerge", json!({"id": merged["id"]}));
    assert_eq!(
        (&back["restored"], &back["keptCount"], &back["kept"][0]["field"]),
        (&json!(1), &json!(1), &json!("直播间名称"))
    );
    assert_eq!(place.page(&stays["id"])["name"], "阿桨海鲜铺");
    assert_eq!(place.page(&stays["id"])["absorbed"], json!([]));
    let other = place.page(&goes["id"]);
    assert_eq!((&other["retired"], &other["mergedInto"]), (&json!(false), &Value::Null));
    assert_eq!(place.contact(&stays["id"]), Some(Value::Null), "each has its own again");
    assert_eq!(place.contact(&goes["id"]), Some(json!("检查中")));
    // Once apart, each is retired and brought back as any other.
    for retired in [true, false] {
        let rev = place.page(&goes["id"])["rev"].clone();
        let change = json!({"register": "rooms", "id": goes["id"], "rev": rev, "retired": retired, "reason": "停播一阵"});
        place.ask("registers.retire", change);
    }
    assert!(place.refused("registers.unmerge", json!({"id": merged["id"]})).contains("已经撤销过"));
    assert_eq!(place.ask("office.check", json!({}))["ok"], true);
}

#[test]
fn a_merge_or_a_form_may_change_nothing() {
    let place = office();
    let room = place.room("灯下旧书摊", "dxjs", "");
    let same = json!({"register": "rooms", "id": room["id"], "rev": room["rev"], "values": {}});
    assert_eq!(place.ask("registers.save", same)["rev"], room["rev"], "saved as it was");
    let (stays, goes) = (place.room("阿桨海味铺", "ajhw", ""), place.room("阿桨海味旗舰店", "other", ""));
    let merge = json!({"register": "rooms", "survivor": stays["id"], "survivorRev": stays["rev"], "absorbed": goes["id"],
        "absorbedRev": goes["rev"], "reason": "同一营业执照"});
    let merged = place.ask("registers.merge", merge);
    let page = place.page(&stays["id"]);
    assert_eq!((&page["name"], &page["absorbed"][0]["id"]), (&json!("阿桨海味铺"), &goes["id"]));
    assert_eq!(place.page(&goes["id"])["retired"], true);
    assert_eq!(place.ask("registers.unmerge", json!({"id": merged["id"]}))["keptCount"], 0);
    assert_eq!(place.page(&goes["id"])["retired"], false);
    assert_eq!(place.ask("office.check", json!({}))["ok"], true);
}

#[test]
fn many_are_changed_at_once_as_previewed_and_taken_back() {
    let place = office();
    let rooms: Vec<Value> = (0..30).map(|n| place.room(&format!("店{n:02}"), &format!("a{n}"), "")).collect();
    place.ask("registers.retire", json!({"register": "rooms", "id": rooms[0]["id"], "rev": rooms[0]["rev"], "retired": true, "reason": "注销"}));
    let values = json!({"register": "rooms", "id": rooms[1]["id"], "rev": rooms[1]["rev"], "values": {"street": "柳桥街道"}});
    place.ask("registers.save", values);
    let ids: Vec<&Value> = rooms[..10].iter().map(|room| &room["id"]).collect();
    let choice = json!({"register": "rooms", "ids": ids, "values": {"street": "柳桥街道", "riskClass": "B"}});
    let seen = place.ask("registers.bulkPreview", choice.clone());
    assert_eq!(
        (&seen["chosen"], &seen["changed"], &seen["refusedCount"]),
        (&json!(10), &json!(9), &json!(1))
    );
    assert!(seen["refused"][0]["reason"].as_str().unwrap().contains("已停用"));
    assert_eq!(
        seen["rows"][0]["changes"],
        json!([{"field": "riskClass", "before": "", "after": "B"}]),
        "the street stands already"
    );
    let commit = |fingerprint: &Value, reason: &str| json!({"choice": choice, "fingerprint": fingerprint, "reason": reason});
    assert!(place.refused("registers.bulkCommit", commit(&seen["fingerprint"], "")).contains("为什么"));
    assert!(
        place.refused("registers.bulkCommit", commit(&json!("other"), "按街道名录订正")).contains("重新预览")
    );
    let done = place.ask("registers.bulkCommit", commit(&seen["fingerprint"], "按街道名录订正"));
    assert_eq!(done["changed"], 9);
    assert!(
        place.refused("registers.bulkCommit", commit(&seen["fingerprint"], "再来")).contains("重新预览"),
        "not twice"
    );
    let risky = place.ask("registers.list", json!({"register": "rooms", "filter": {"riskClass": "B"}}));
    assert_eq!(risky["total"], 9);
    let lines = place.page(&rooms[2]["id"])["timeline"]["events"].clone();
    let line = lines.as_array().unwrap().iter().find(|line| line["title"] == "成批修改").unwrap();
    assert!(
        line["detail"].as_str().unwrap().contains("街道：柳桥街道")
            || line["detail"].as_str().unwrap().contains("→ 柳桥街道"),
        "{line}"
    );

    // One of them changes again; the undo leaves that and lists it.
    let page = place.page(&rooms[3]["id"]);
    let values =
        json!({"register": "rooms", "id": rooms[3]["id"], "rev": page["rev"], "values": {"riskClass": "D"}});
    place.ask("registers.save", values);
    let back = place.ask("registers.bulkUndo", json!({"id": done["id"]}));
    assert_eq!(
        (&back["keptCount"], &back["kept"][0]["name"], &back["kept"][0]["field"]),
        (&json!(1), &json!("店03"), &json!("信用风险类（内部）"))
    );
    assert_eq!(place.page(&rooms[2]["id"])["values"]["street"], Value::Null);
    assert_eq!(place.page(&rooms[1]["id"])["values"]["street"], "柳桥街道", "it stood there before");
    assert_eq!(place.page(&rooms[3]["id"])["values"]["riskClass"], "D");
    assert!(place.refused("registers.bulkUndo", json!({"id": done["id"]})).contains("已经撤销过"));
    let lines = place.ask("registers.bulks", json!({"register": "rooms"}));
    assert_eq!((&lines[0]["state"], &lines[0]["changed"]), (&json!("undone"), &json!(9)));
    assert_eq!(place.ask("office.check", json!({}))["ok"], true);
}

#[test]
fn a_bulk_edit_by_filter_and_what_it_refuses() {
    let place = office();
    for n in 0..12 {
        place.room(&format!("店{n:02}"), &format!("a{n}"), "");
    }
    let choice = |values: Value| json!({"register": "rooms", "filter": {"text": "店0"}, "values": values});
    let seen = place.ask("registers.bulkPreview", choice(json!({"status": "stopped", "source": "年度核查"})));
    assert_eq!(seen["changed"], 10);
    for (choice, words) in [
        (choice(json!({})), "至少选一项"),
        (choice(json!({"name": "都叫这个"})), "一户一个"),
        (choice(json!({"account": "x"})), "一户一个"),
        (choice(json!({"status": "somewhere"})), "没有“somewhere”"),
        (json!({"register": "rooms", "values": {"street": "x"}}), "还没有选"),
        (json!({"register": "shops", "filter": {}, "values": {"category": "x"}}), "只读"),
    ] {
        let refusal = place.refused("registers.bulkPreview", choice);
        assert!(refusal.contains(words), "{refusal}");
    }
}

/// An edit that a crash cut short is taken back at the next opening.
#[test]
fn a_cancelled_bulk_edit_changes_nothing() {
    let place = office();
    let roster = (0..3_000).fold("昵称,账号\n".to_owned(), |text, n| text + &format!("店{n},a{n}\n"));
    let file = place.host.files().offer_bytes("名册.csv", roster.as_bytes()).unwrap();
    let source = place.ask("imports.recognise", json!({"file": file, "register": "hosts"}))["source"].clone();
    let mapping = json!([{"column": 0, "field": "name"}, {"column": 1, "field": "account"}]);
    place.ask("imports.commit", json!({"source": source, "register": "hosts", "mapping": mapping}));
    let choice = json!({"register": "hosts", "filter": {}, "values": {"city": "青屿"}});
    let seen = place.ask("registers.bulkPreview", choice.clone());
    assert_eq!(seen["changed"], 3_000);
    let commit = json!({"choice": choice, "fingerprint": seen["fingerprint"], "reason": "订正"});
    let outcome = std::thread::scope(|scope| {
        let work = scope.spawn(|| place.host.call("registers.bulkCommit", None, commit, Some("job")));
        while !work.is_finished() {
            if place.host.progress("job").is_some_and(|progress| progress.words == "逐条修改") {
                place.host.cancel("job");
            }
            std::thread::yield_now();
        }
        work.join().unwrap()
    });
    assert_eq!(outcome.unwrap_err().code(), "cancelled");
    let changed = json!({"register": "hosts", "filter": {"rules": [{"field": "city", "test": "filled"}]}});
    assert_eq!(place.ask("registers.list", changed.clone())["total"], 0);
    assert_eq!(place.ask("registers.bulks", json!({"register": "hosts"}))[0]["state"], "cancelled");
    let Place { folder, host } = place;
    drop(host);
    let host = Host::new(folder.path().join("office"), "command", options(folder.path())).0;
    assert_eq!(host.call("registers.list", None, changed, None).unwrap().value["total"], 0);
}
