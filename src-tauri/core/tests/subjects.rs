//! Everything about a subject through its calls: relations, licences, standing, 包片, visits, jurisdiction, the
//! time line page by page, the reference table.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};

struct Place {
    folder: tempfile::TempDir,
    host: Host,
}

fn office() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions { state_folder: folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(folder.path().join("office"), "browser", options).0;
    host.call("host.create", None, json!({"name": "柳桥市场监管所", "code": "LQ"}), None).unwrap();
    Place { folder, host }
}

impl Place {
    fn ask(&self, name: &str, input: Value) -> Value {
        self.host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
    }
    fn refused(&self, name: &str, input: Value) -> String {
        match self.host.call(name, None, input.clone(), None) {
            Ok(answer) => panic!("{name} {input} was taken: {}", answer.value),
            Err(failure) => failure.to_string(),
        }
    }
    fn saved(&self, register: &str, values: Value) -> String {
        let saved = self.ask("registers.save", json!({"register": register, "values": values}));
        saved["id"].as_str().unwrap().to_owned()
    }
    fn page(&self, register: &str, id: &str) -> Value {
        self.ask("registers.get", json!({"register": register, "id": id}))
    }
    fn area(&self) {
        let office = self.ask("office.overview", json!({}));
        let mut office = json!({"rev": office["rev"], "name": "柳桥市场监管所", "bureau": "", "address": "", "phone": "",
            "numberPrefix": "", "streets": ["柳桥街道"]});
        office["areaCode"] = json!("330110");
        office["areaName"] = json!("余杭区");
        self.ask("office.save", office);
    }
}

#[test]
fn roles_are_many_to_many_and_dated() {
    let place = office();
    let firm = place
        .saved("operators", json!({"name": "示例县阿桨海味有限公司", "creditCode": "91350100M000100Y43"}));
    let room = place.saved("rooms", json!({"name": "阿桨海味铺", "account": "ajhw"}));
    let brand = place.saved("brands", json!({"name": "阿桨"}));
    let add = |kind: &str, from: (&str, &str), to: (&str, &str), since: Value| json!({"kind": kind, "from": {"register": from.0, "id": from.1}, "to": {"register": to.0, "id": to.1}, "since": since});
    let operates = add("operates", ("operators", &firm), ("rooms", &room), json!("2026-01-01"));
    let made = place.ask("relations.add", operates.clone());
    place.ask("relations.add", add("ownsBrand", ("operators", &firm), ("brands", &brand), Value::Null));
    assert!(place.refused("relations.add", operates).contains("已经登记"));
    assert!(
        place
            .refused("relations.add", add("operates", ("rooms", &room), ("operators", &firm), Value::Null))
            .contains("不能登记这种关系")
    );
    assert!(
        place
            .refused(
                "relations.add",
                add("ownsBrand", ("operators", &firm), ("brands", &brand), json!("2026-02-30"))
            )
            .contains("日期")
    );
    let of_firm = place.page("operators", &firm);
    let kinds: Vec<(&str, bool)> = of_firm["relations"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["kind"].as_str().unwrap(), row["back"].as_bool().unwrap()))
        .collect();
    assert_eq!(kinds, [("operates", false), ("ownsBrand", false)]);
    let of_room = place.page("rooms", &room);
    assert_eq!(of_room["relations"]["rows"][0]["back"], true);
    assert_eq!(of_room["relations"]["rows"][0]["other"], firm.as_str());

    let early = json!({"id": made["id"], "rev": made["rev"], "until": "2025-12-31"});
    assert!(place.refused("relations.end", early).contains("早于"));
    place.ask("relations.end", json!({"id": made["id"], "rev": made["rev"], "until": "2026-06-30"}));
    let ended = &place.page("rooms", &room)["relations"]["rows"][0];
    assert_eq!((ended["state"].as_str(), ended["until"].as_str()), (Some("ended"), Some("2026-06-30")));
    let stale = json!({"id": made["id"], "rev": made["rev"], "until": "2026-07-01"});
    assert!(place.refused("relations.end", stale).contains("刚被别处改过"));
}

#[test]
fn what_a_roster_says_in_words_is_suggested_and_never_related_by_itself() {
    let place = office();
    let firm = place
        .saved("operators", json!({"name": "示例县阿桨海味有限公司", "creditCode": "91350100M000100Y43"}));
    let platform = place.saved("platforms", json!({"name": "澜播", "domicile": "浙江省杭州市余杭区某路1号"}));
    let values = json!({"name": "阿桨海味铺", "account": "ajhw", "platformName": "澜播", "operatorName": "写错的名字",
        "operatorCode": "91350100M000100Y43", "hostName": "小桨"});
    let room = place.saved("rooms", values);
    let page = place.page("rooms", &room);
    assert_eq!(page["relations"]["total"], 0);
    let suggested = |page: &Value| -> Vec<(String, String)> {
        let rows = page["suggested"].as_array().unwrap();
        rows.iter()
            .map(|row| (row["kind"].as_str().unwrap().to_owned(), row["state"].as_str().unwrap().to_owned()))
            .collect()
    };
    let expected = [("onPlatform", "suggested"), ("operates", "suggested"), ("hosts", "text")];
    assert_eq!(suggested(&page), expected.map(|(kind, state)| (kind.to_owned(), state.to_owned())));
    assert_eq!(page["platformDomicile"], "浙江省杭州市余杭区某路1号");
    let by_code = &page["suggested"][1];
    assert!(by_code["source"].as_str().unwrap().contains("91350100M000100Y43"), "{by_code}");
    assert_eq!(by_code["other"], firm.as_str());
    let from_firm = place.page("operators", &firm);
    assert_eq!(from_firm["suggested"][0]["other"], room.as_str(), "{from_firm}");
    place.ask(
        "relations.add",
        json!({"kind": "onPlatform", "from": {"register": "rooms", "id": room}, "to": {"register": "platforms", "id": platform}, "source": "平台报送名册"}),
    );
    let page = place.page("rooms", &room);
    assert!(!suggested(&page).iter().any(|(kind, _)| kind == "onPlatform"), "{page}");
}

#[test]
fn a_licence_that_runs_out_comes_onto_the_workbench() {
    let place = office();
    let room = place.saved("rooms", json!({"name": "阿桨海味铺", "account": "ajhw"}));
    let licence = json!({"register": "rooms", "subjectId": room, "kind": "foodOperation", "number": "ＪＹ 1330", "validUntil": "2020-01-31"});
    let saved = place.ask("licences.save", licence);
    let page = place.page("rooms", &room);
    assert_eq!(page["licences"][0]["state"], "expired");
    assert_eq!(page["licences"][0]["number"], "JY1330");
    assert!(page["due"][0]["words"].as_str().unwrap().contains("已过期"), "{page}");
    let workbench = place.ask("dashboards.workbench", json!({}));
    let task = workbench["tasks"].as_array().unwrap().iter().find(|task| task["kind"] == "licence").unwrap();
    assert_eq!((task["id"].as_str(), task["tone"].as_str()), (Some(room.as_str()), Some("overdue")));
    assert!(task["words"].as_str().unwrap().contains("食品经营许可"), "{task}");
    let renewed = json!({"id": saved["id"], "rev": saved["rev"], "register": "rooms", "subjectId": room, "kind": "foodOperation", "validUntil": "2999-01-31"});
    place.ask("licences.save", renewed);
    let workbench = place.ask("dashboards.workbench", json!({}));
    assert!(!workbench["tasks"].to_string().contains("licence"), "{workbench}");
    for (change, expected) in [
        (json!({"kind": "unheardOf"}), "没有“unheardOf”这一种"),
        (json!({"validUntil": "31.1.2026"}), "日期"),
        (json!({"validFrom": "2026-02-01", "validUntil": "2026-01-31"}), "早于"),
        (json!({"subjectId": "00000000000000000000000000000000"}), "没有找到"),
    ] {
        let mut input = json!({"register": "rooms", "subjectId": room, "kind": "business"});
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let said = place.refused("licences.save", input);
        assert!(said.contains(expected), "{said}");
    }
    assert_eq!(
        place.ask("licences.list", json!({"register": "rooms", "subjectId": room})).as_array().unwrap().len(),
        1
    );
}

#[test]
fn standing_keeps_its_history_and_only_statutory_lists_exist() {
    let place = office();
    let firm = place.saved("operators", json!({"name": "示例县云母护肤有限公司"}));
    let line = |kind: &str, state: &str, seen: &str| json!({"register": "operators", "subjectId": firm, "kind": kind, "state": state, "seenOn": seen});
    place.ask("standings.add", line("risk", "A", "2025-01-01"));
    let second = place.ask("standings.add", line("risk", "C", "2026-01-01"));
    place.ask("standings.add", line("risk", "B", "2025-06-01"));
    let page = place.page("operators", &firm);
    assert_eq!(page["values"]["riskClass"], "C", "the newest class holds, whenever it was entered");
    let history =
        place.ask("standings.list", json!({"register": "operators", "subjectId": firm, "kind": "risk"}));
    let states: Vec<&str> =
        history["rows"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["C", "B", "A"]);
    place
        .ask("standings.withdraw", json!({"id": second["id"], "rev": second["rev"], "reason": "录错了对象"}));
    let page = place.page("operators", &firm);
    assert_eq!(page["values"]["riskClass"], "B");
    let form = json!({"register": "operators", "id": firm, "rev": page["rev"], "values": {"riskClass": "D"}});
    place.ask("registers.save", form);
    let history =
        place.ask("standings.list", json!({"register": "operators", "subjectId": firm, "kind": "risk"}));
    assert_eq!(
        (history["rows"][0]["state"].as_str(), history["total"].as_u64()),
        (Some("D"), Some(3)),
        "the form too"
    );

    for (input, expected) in [
        (line("blackList", "listed", "2026-01-01"), "法定名单"),
        (line("abnormalList", "listed", "2026-01-01"), "从哪里查到"),
        (line("annualReport", "reported", "2026-01-01"), "年度"),
        (line("display", "shown", "2999-01-01"), "还没有到"),
        (line("display", "listed", "2026-01-01"), "没有“listed”这一种"),
        (line("watch", "watching", "2026-01-01"), "理由"),
    ] {
        let said = place.refused("standings.add", input);
        assert!(said.contains(expected), "{said}");
    }
    let mut watch = line("watch", "watching", "2026-01-01");
    watch["reason"] = json!("多次更换账号");
    assert!(place.refused("standings.add", watch.clone()).contains("来源"));
    watch["source"] = json!("日常巡查");
    assert!(place.refused("standings.add", watch.clone()).contains("到期"));
    watch["until"] = json!("2026-02-01");
    place.ask("standings.add", watch);
    let page = place.page("operators", &firm);
    let watch = page["standings"].as_array().unwrap().iter().find(|line| line["kind"] == "watch").unwrap();
    assert!(watch["over"].is_boolean());
    assert_eq!(page["values"]["riskClass"], "D", "内部关注 changes nothing");
}

#[test]
fn who_answers_is_found_level_by_level() {
    let place = office();
    let room = place.saved("rooms", json!({"name": "阿桨海味铺", "account": "ajhw", "street": "柳桥街道"}));
    let save = |input: Value| place.ask("responsibilities.save", input);
    save(json!({"street": "柳桥街道", "level": "station", "personName": "沈砚"}));
    save(json!({"street": "柳桥街道", "level": "section", "unitName": "网监科"}));
    save(json!({"street": "柳桥街道", "level": "leader", "personName": "老局长", "until": "2020-01-01"}));
    save(json!({"register": "rooms", "subjectId": room, "level": "station", "personName": "陆知遥"}));
    let found = place.page("rooms", &room)["responsibilities"].clone();
    let who: Vec<(&str, &str)> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["level"].as_str().unwrap(), line["personName"].as_str().unwrap()))
        .collect();
    assert_eq!(
        who,
        [("station", "陆知遥"), ("section", "")],
        "the subject's own before its street's, none that ended"
    );
    for (input, expected) in [
        (json!({"level": "station", "personName": "甲"}), "只填一样"),
        (
            json!({"street": "柳桥街道", "register": "rooms", "subjectId": room, "level": "station", "personName": "甲"}),
            "只填一样",
        ),
        (json!({"street": "柳桥街道", "level": "province", "personName": "甲"}), "三级"),
        (json!({"street": "柳桥街道", "level": "station"}), "责任人"),
    ] {
        let said = place.refused("responsibilities.save", input);
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn jurisdiction_is_derived_and_explained() {
    let place = office();
    place.area();
    place.saved("platforms", json!({"name": "澜播", "domicileArea": "440106"}));
    let of = |values: Value| {
        let room = place.saved("rooms", values);
        let page = place.page("rooms", &room);
        let found = page["jurisdiction"].as_array().unwrap().clone();
        assert_eq!(found.len(), 2, "{page}");
        found
    };
    let here = of(
        json!({"name": "甲", "account": "a", "businessAddress": "余杭区柳桥街道1号", "domicile": "宁波市海曙区2号", "registered": "yes"}),
    );
    assert_eq!((here[0]["matter"].as_str(), here[0]["verdict"].as_str()), (Some("livestream"), Some("ours")));
    assert!(here[0]["basis"].as_str().unwrap().contains("第四十七条第二款"));
    assert_eq!(
        (here[1]["matter"].as_str(), here[1]["verdict"].as_str()),
        (Some("advertising"), Some("elsewhere"))
    );
    assert!(here[1]["note"].as_str().unwrap().contains("待核"));
    let away = of(json!({"name": "乙", "account": "b", "platformName": "澜播", "registered": "no"}));
    assert_eq!(
        (away[0]["verdict"].as_str(), away[0]["place"].as_str()),
        (Some("elsewhere"), Some("platform"))
    );
    let open = of(json!({"name": "丙", "account": "c", "platformName": "澜播"}));
    assert_eq!(open[0]["verdict"], "unknown");
    assert!(open[0]["steps"].to_string().contains("还不清楚"), "{open:?}");
    let own = of(json!({"name": "丁", "account": "d", "venue": "miniProgram", "domicileArea": "330110"}));
    assert_eq!((own[0]["verdict"].as_str(), own[0]["place"].as_str()), (Some("ours"), Some("domicile")));
}

#[test]
fn the_time_line_goes_on_page_by_page_without_a_gap() {
    let place = office();
    let room = place.saved("rooms", json!({"name": "阿桨海味铺", "account": "ajhw"}));
    for number in 0..61 {
        let day = format!("2026-{:02}-{:02}", 1 + number % 9, 1 + number % 28);
        let visit = json!({"register": "rooms", "subjectId": room, "kind": "visit", "visitedOn": day, "summary": format!("走访{number}")});
        place.ask("visits.add", visit);
    }
    for (day, state) in [("2026-01-01", "missing"), ("2026-03-03", "shown")] {
        place.ask(
            "standings.add",
            json!({"register": "rooms", "subjectId": room, "kind": "display", "state": state, "seenOn": day}),
        );
    }
    let all = |kinds: Value| {
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let mut input = json!({"register": "rooms", "id": room, "limit": 7});
            if !after.is_null() {
                input["after"] = after;
            }
            if !kinds.is_null() {
                input["kinds"] = kinds.clone();
            }
            let page = place.ask("registers.timeline", input);
            seen.extend(page["events"].as_array().unwrap().clone());
            after = page["next"].clone();
            if after.is_null() {
                return seen;
            }
        }
    };
    let seen = all(Value::Null);
    assert_eq!(seen.len(), 61 + 2 + 1, "visits, standings and the entry of the record");
    assert!(seen.windows(2).all(|pair| pair[0]["at"].as_i64() >= pair[1]["at"].as_i64()));
    let mut details: Vec<&str> = seen
        .iter()
        .filter(|line| line["kind"] == "visit")
        .map(|line| line["detail"].as_str().unwrap())
        .collect();
    details.sort_unstable();
    details.dedup();
    assert_eq!(details.len(), 61);
    assert_eq!(all(json!(["standing"])).len(), 2);
    assert_eq!(all(json!(["standing"]))[0]["title"], "亮照亮标：已亮照亮标");
    assert_eq!(place.page("rooms", &room)["timeline"]["events"].as_array().unwrap().len(), 30);
    assert!(
        place
            .refused("registers.timeline", json!({"register": "rooms", "id": room, "after": "x"}))
            .contains("翻页")
    );
}

#[test]
fn a_visit_with_something_to_follow_stays_due_until_it_is_done() {
    let place = office();
    let room = place.saved("rooms", json!({"name": "阿桨海味铺", "account": "ajhw"}));
    let visit = json!({"register": "rooms", "subjectId": room, "kind": "guidance", "visitedOn": "2026-01-05", "summary": "讲解亮照", "nextStep": "看整改后的主页", "dueOn": "2026-01-20"});
    let contact =
        || place.ask("registers.list", json!({"register": "rooms"}))["rows"][0]["lastContact"].clone();
    assert_eq!(contact(), Value::Null);
    let added = place.ask("visits.add", visit);
    assert_eq!(contact(), json!({"on": "2026-01-05", "kind": "visit", "words": "guidance"}));
    assert!(place.page("rooms", &room)["due"].to_string().contains("看整改后的主页"));
    place.ask("visits.done", json!({"id": added["id"], "doneOn": "2026-01-19"}));
    assert_eq!(place.page("rooms", &room)["due"].as_array().unwrap().len(), 0);
    for (change, expected) in [
        (json!({"summary": " "}), "谈了什么"),
        (json!({"visitedOn": "2999-01-01"}), "还没有到"),
        (json!({"dueOn": "2026-01-20"}), "要跟进什么"),
        (json!({"kind": "raid"}), "没有“raid”这一种"),
    ] {
        let mut input = json!({"register": "rooms", "subjectId": room, "kind": "visit", "visitedOn": "2026-01-05", "summary": "走访"});
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let said = place.refused("visits.add", input);
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn what_is_typed_is_looked_at_before_it_is_saved() {
    let place = office();
    let typed = json!({"register": "operators", "values": {"creditCode": "91350100M000100Y44", "idCard": "110105194912310021",
        "phone": "12345", "domicileArea": "33011", "name": "甲"}});
    let said = place.ask("registers.check", typed);
    let fields: Vec<&str> =
        said.as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["creditCode", "idCard", "phone", "domicileArea"]);
    let well = json!({"register": "operators", "values": {"creditCode": "91350100M000100Y43", "phone": "0571-88001234"}});
    assert_eq!(place.ask("registers.check", well), json!([]));
    assert_eq!(place.ask("registers.counts", json!({}))["operators"], 0, "nothing was written");
}

#[test]
fn the_reference_table_of_shops_is_not_edited_by_hand() {
    let place = office();
    let said = place.refused("registers.save", json!({"register": "shops", "values": {"name": "某网店"}}));
    assert!(said.contains("只读") && said.contains("导入"), "{said}");
    let definitions = place.ask("registers.definitions", json!({}));
    let reference: Vec<&str> = definitions
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["reference"] == true)
        .map(|one| one["register"].as_str().unwrap())
        .collect();
    assert_eq!(reference, ["shops"]);
    assert_eq!(definitions.as_array().unwrap().len(), 9);
}

#[test]
fn personal_fields_are_masked_in_the_history_too() {
    let place = office();
    let host = place.saved(
        "hosts",
        json!({"name": "小桨", "account": "x", "realName": "沈小桨", "phone": "10812345678", "idCard": "11010519491231002X"}),
    );
    let history = place.ask("office.history", json!({"record": host})).to_string();
    for secret in ["沈小桨", "10812345678", "19491231"] {
        assert!(!history.contains(secret), "{secret}: {history}");
    }
    let page = place.page("hosts", &host).to_string();
    for secret in ["沈小桨", "10812345678", "19491231"] {
        assert!(!page.contains(secret), "{secret}: {page}");
    }
    let full = place.ask("registers.reveal", json!({"register": "hosts", "id": host, "field": "idCard"}));
    assert_eq!(full["value"], "11010519491231002X");
}

#[test]
fn the_words_of_a_roster_become_codes_and_unknown_words_stay() {
    let place = office();
    let path = place.folder.path().join("名册.csv");
    let text = "企业名称,统一社会信用代码,登记状态\n甲公司,91350100M000100Y43,存续（在营、开业、在册）\n乙公司,,吊销，未注销\n丙公司,,神秘状态\n丁公司,,\n";
    std::fs::write(&path, text).unwrap();
    let handle = place.host.files().offer("名册.csv", path, false).unwrap();
    let seen = place.ask("imports.recognise", json!({"file": handle, "register": "operators"}));
    let guesses = seen["mapping"].as_array().unwrap().iter().filter(|guess| guess["field"].is_string());
    let mapping: Vec<Value> =
        guesses.map(|guess| json!({"column": guess["column"], "field": guess["field"]})).collect();
    assert_eq!(mapping.len(), 3, "{seen}");
    let receipt = place.ask(
        "imports.commit",
        json!({"source": seen["source"], "register": "operators", "mapping": mapping}),
    );
    assert_eq!(receipt["created"], 4, "{receipt}");
    let rows = place.ask("registers.list", json!({"register": "operators"}))["rows"].clone();
    let mut states: Vec<(&str, &str)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["name"].as_str().unwrap(), row["values"]["status"].as_str().unwrap_or_default()))
        .collect();
    states.sort_unstable();
    assert_eq!(states, [("丁公司", ""), ("丙公司", "神秘状态"), ("乙公司", "revoked"), ("甲公司", "active")]);
    let odd = rows.as_array().unwrap().iter().find(|row| row["name"] == "丙公司").unwrap();
    let page = place.page("operators", odd["id"].as_str().unwrap());
    assert!(page["warnings"].to_string().contains("按原文保留"), "{page}");
    assert_eq!(place.ask("registers.counts", json!({}))["operators"], 4);
}
