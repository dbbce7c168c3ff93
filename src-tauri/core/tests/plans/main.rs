//! The plan of a year and what comes of it, through its calls.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

#[path = "../bench/mod.rs"]
mod bench;
mod outcomes;
mod place;

use place::Place;
use serde_json::{Value, json};

#[test]
fn every_matter_has_its_four_aspects_and_says_how_far_it_was_checked() {
    let place = Place::new();
    let matters = place.bench.ask("plans.matters", json!({}));
    let lines = matters["lines"].as_array().unwrap();
    assert!(lines.len() >= 18);
    let mut items = 0;
    for line in lines {
        for aspect in ["process", "matter", "method", "who", "shareWords", "frequency", "source"] {
            assert!(!line[aspect].as_str().unwrap().is_empty(), "{}: {aspect}", line["id"]);
        }
        let own = line["department"] == "市场监管";
        assert_eq!(line["verified"], if own { "own" } else { "recalled" }, "{}", line["id"]);
        assert_eq!(line["laws"].as_array().unwrap().is_empty(), !own, "{}", line["id"]);
        assert_eq!(line["docNo"], "", "no number is invented");
        assert_eq!(line["items"].as_array().unwrap().len(), line["checklistItems"].as_array().unwrap().len());
        items += line["checklistItems"].as_array().unwrap().len();
    }
    assert_eq!(items, 44, "every item of both checklists belongs to one matter");
    let packs = place.bench.ask("rules.packs", json!({}));
    let pack = packs.as_array().unwrap().iter().find(|pack| pack["kind"] == "check-matters").unwrap();
    assert_eq!((&pack["unverified"], &pack["current"]), (&json!(4), &json!(true)));
}

#[test]
fn the_libraries_say_what_is_missing() {
    let place = Place::new();
    place.bench.ask(
        "people.save",
        json!({"name": "许过期", "roles": ["inspector"], "certificateNo": "JC-9", "certificateUntil": "2026-11-19"}),
    );
    place.bench.ask(
        "people.save",
        json!({"name": "孟将期", "unitName": "别处", "roles": ["inspector"], "certificateNo": "JC-10", "certificateUntil": "2026-12-01"}),
    );
    let found = place.bench.ask("plans.libraries", json!({}));
    let states: Vec<(&str, &str)> = found["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["state"].as_str().unwrap()))
        .collect();
    assert_eq!(
        states,
        [("陆知遥", "valid"), ("顾南乔", "valid"), ("许过期", "expired"), ("孟将期", "expiring")]
    );
    assert_eq!((&found["drawable"], &found["others"]), (&json!(3), &json!(2)));
    let rooms = &found["subjects"][1];
    assert_eq!((&rooms["register"], &rooms["count"]), (&json!("rooms"), &json!(7)));
    assert_eq!(rooms["missing"][1], json!({"words": "没有写街道", "count": 1}));
    assert_eq!(rooms["missing"][3], json!({"words": "没有信用风险分类", "count": 7}));
}

#[test]
fn a_plan_is_published_whole_and_changed_with_a_reason() {
    let place = Place::new();
    let bench = &place.bench;
    let mut plan = place::plan();
    plan["approver"] = json!("");
    let saved = bench.ask("plans.save", plan.clone());
    let shown = place.get(&saved["id"]);
    assert_eq!(shown["missing"], json!(["方案批准人", "至少一项任务"]));
    let publish = |rev: &Value, on: &str| json!({"id": saved["id"], "rev": rev, "publishedOn": on});
    let words = bench.fails("plans.publish", publish(&saved["rev"], "2026-11-20")).1;
    assert_eq!(words, "计划还缺方案批准人、至少一项任务，不能公布。请补上。");
    assert!(bench.fails("plans.publish", publish(&saved["rev"], "2026-11-21")).1.contains("晚于今天"));
    assert!(bench.fails("plans.publish", publish(&saved["rev"], "十一月")).1.contains("2026-01-15"));
    let task = bench.ask("plans.saveTask", place::task(&saved["id"]));
    let words = bench.fails("plans.open", json!({"id": task["id"]})).1;
    assert!(words.contains("还没有公布"), "{words}");
    plan["id"] = saved["id"].clone();
    plan["rev"] = saved["rev"].clone();
    plan["approver"] = json!("方审批");
    let saved_again = bench.ask("plans.save", plan.clone());
    let (code, _) = bench.fails("plans.save", plan.clone());
    assert_eq!(code, "conflict", "somebody changed it since");
    bench.ask("plans.publish", publish(&saved_again["rev"], "2026-11-20"));
    let rev = place.get(&saved["id"])["rev"].clone();
    assert!(bench.fails("plans.publish", publish(&rev, "2026-11-20")).1.contains("已经公布过"));
    plan["rev"] = rev.clone();
    plan["visitCap"] = json!(3);
    assert!(bench.fails("plans.save", plan.clone()).1.contains("调整要写明理由"));
    plan["reason"] = json!("年中调整");
    bench.ask("plans.save", plan.clone());
    let history = bench.ask("office.history", json!({"record": saved["id"]}));
    assert!(history.to_string().contains("年中调整"), "{history}");
    let mut second = place::task(&saved["id"]);
    second["title"] = json!("平台检查");
    second["register"] = json!("platforms");
    second["matters"] = json!(["matter-platform-rules"]);
    assert!(bench.fails("plans.saveTask", second.clone()).1.contains("调整要写明理由"));
    let retire = json!({"id": task["id"], "rev": task["rev"]});
    assert!(bench.fails("plans.retireTask", retire).1.contains("请取消并写明理由"));
    let cancel =
        |reason: &str| json!({"id": task["id"], "rev": task["rev"], "cancelled": true, "reason": reason});
    assert!(bench.fails("plans.cancelTask", cancel(" ")).1.contains("写明理由"));
    bench.ask("plans.cancelTask", cancel("并入专项"));
    assert!(bench.fails("plans.open", json!({"id": task["id"]})).1.contains("已经取消"));
    let rev = place.get(&saved["id"])["rev"].clone();
    bench.ask(
        "plans.setState",
        json!({"id": saved["id"], "rev": rev, "state": "closed", "reason": "年度结束"}),
    );
    plan["rev"] = place.get(&saved["id"])["rev"].clone();
    assert!(bench.fails("plans.save", plan).1.contains("已经办结"));
}

#[test]
fn a_task_that_cannot_be_is_refused_in_a_sentence() {
    let place = Place::new();
    let saved = place.bench.ask("plans.save", place::plan());
    let entries = place.bench.entries();
    let cases: [(&str, Value, &str); 17] = [
        ("title", json!(" "), "任务名称"),
        ("register", json!("hosts"), "抽查对象只能是"),
        ("kind", json!("any"), "检查类型"),
        ("kind", json!("untargeted"), "定向抽查"),
        ("site", json!(""), "入企"),
        ("share", json!(300), "只能写一个"),
        ("take", json!(0), "写抽查比例"),
        ("startsOn", json!("2025-12-01"), "2026 年之内"),
        ("endsOn", json!("2026-10-01"), "调换"),
        ("endsOn", json!("2026-2-1"), "2026-03-01"),
        ("repeats", json!("weekly"), "每季度"),
        ("matters", json!(["matter-nothing"]), "没有 matter-nothing"),
        ("matters", json!(["matter-platform-rules"]), "不是这类对象"),
        ("checklist", json!("no-such-list"), "no-such-list"),
        ("filter", json!({"street": "柳桥街道", "notInspectedMonths": 4_000_000}), "月数太大"),
        ("departments", json!([{"name": "公安", "words": "治安"}]), "牵头部门"),
        ("departments", json!([{"name": "公安"}]), "公安部门查什么"),
    ];
    for (field, value, words) in cases {
        let mut task = place::task(&saved["id"]);
        task[field] = value;
        let said = place.bench.fails("plans.saveTask", task).1;
        assert!(said.contains(words), "{field}: {said}");
    }
    assert_eq!(place.bench.entries(), entries, "nothing half-written");
    for (field, value, words) in [
        ("name", json!(""), "计划名称"),
        ("year", json!(26), "四位数"),
        ("visitCap", json!(0), "至少是 1 次"),
    ] {
        let mut plan = place::plan();
        plan[field] = value;
        assert!(place.bench.fails("plans.save", plan).1.contains(words), "{field}");
    }
}

#[test]
fn last_year_is_copied_as_a_draft() {
    let place = Place::new();
    let (plan, _) = place.published();
    let copied = place.bench.ask("plans.copy", json!({"id": plan, "year": 2027}));
    let shown = place.get(&copied["id"]);
    assert_eq!(shown["name"], "2027年度双随机抽查计划");
    assert_eq!(
        (&shown["state"], &shown["approver"], &shown["filingNo"]),
        (&json!("draft"), &json!(""), &json!(""))
    );
    assert_eq!((&shown["copiedFrom"], &shown["visitCap"]), (&plan, &json!(2)));
    let task = &shown["tasks"][0];
    assert_eq!((&task["startsOn"], &task["endsOn"]), (&json!("2027-11-01"), &json!("2027-12-20")));
    assert_eq!((&task["progress"]["drawn"], &task["filter"]["street"]), (&json!(0), &json!("柳桥街道")));
    assert!(place.bench.fails("plans.copy", json!({"id": plan, "year": 2026})).1.contains("另一年"));
    assert_eq!(place.bench.ask("plans.list", json!({}))[0]["year"], 2027);
}

#[test]
fn a_draw_is_opened_from_its_task_once_with_its_fields() {
    let place = Place::new();
    let bench = &place.bench;
    let police = |name: &str, until: &str| {
        bench.ask(
            "people.save",
            json!({"name": name, "unitName": "虚构公安分局", "roles": ["inspector"], "certificateNo": name, "certificateUntil": until}),
        )
    };
    police("韩甲警", "2030-01-01");
    police("韩乙警", "2026-01-01");
    let saved = bench.ask("plans.save", place::plan());
    let own = bench.ask("plans.saveTask", place::task(&saved["id"]));
    let mut joint = place::task(&saved["id"]);
    joint["title"] = json!("每月云抽查");
    joint["repeats"] = json!("monthly");
    joint["take"] = Value::Null;
    joint["share"] = json!(3_000);
    joint["lead"] = json!("市场监管");
    joint["departments"] = json!([
        {"name": "公安", "unitName": "虚构公安分局", "matters": ["matter-joint-police"]},
        {"name": "网信", "words": "账号管理"},
    ]);
    let joint = bench.ask("plans.saveTask", joint);
    let rev = place.get(&saved["id"])["rev"].clone();
    bench.ask("plans.publish", json!({"id": saved["id"], "rev": rev, "publishedOn": "2026-11-20"}));

    let outlook = bench.ask("plans.outlook", json!({"id": own["id"]}));
    assert_eq!((&outlook["count"], &outlook["take"], &outlook["persons"]), (&json!(6), &json!(6), &json!(2)));
    assert_eq!(outlook["shortages"], json!([]));
    let outlook = bench.ask("plans.outlook", json!({"id": joint["id"]}));
    assert_eq!((&outlook["take"], &outlook["persons"]), (&json!(2), &json!(3)), "theirs are on the list too");
    let short = outlook["shortages"].to_string();
    assert!(
        short.contains("公安部门（虚构公安分局）持有效执法证的只有 1 名")
            && short.contains("网信部门没有写单位")
    );

    assert!(
        bench
            .fails("plans.open", json!({"id": joint["id"], "occurrence": "2026-10"}))
            .1
            .contains("没有这一次")
    );
    let opened = bench.ask("plans.open", json!({"id": joint["id"], "occurrence": "2026-12"}));
    let draw = bench.ask("draws.get", json!({"id": opened["drawId"]}));
    assert_eq!(draw["title"], "每月云抽查（2026年12月）");
    assert_eq!(
        (&draw["take"], &draw["dueOn"], &draw["state"]),
        (&json!(2), &json!("2026-12-20"), &json!("draft"))
    );
    let basis = draw["basis"].as_str().unwrap();
    for words in [
        "方案批准人：方审批",
        "备案号：示备1号",
        "事项公布文号：示公1号",
        "定向",
        "公安（网络安全与违法犯罪线索检查）",
        "网信（账号管理）",
    ] {
        assert!(basis.contains(words), "{words}: {basis}");
    }
    assert_eq!(draw["persons"].as_array().unwrap().len(), 3);
    assert_eq!(draw["terms"]["joint"], json!(["虚构公安分局"]), "officers of their own for their matters");
    let (code, words) = bench.fails("plans.open", json!({"id": joint["id"], "occurrence": "2026-12"}));
    assert_eq!(code, "conflict");
    assert!(words.contains("已经列了抽查"));
    let shown = place.get(&saved["id"]);
    let times = shown["tasks"][1]["occurrences"].as_array().unwrap();
    assert_eq!(times.len(), 2);
    assert_eq!(
        (&times[0]["key"], &times[0]["drawId"], &times[0]["missed"]),
        (&json!("2026-11"), &Value::Null, &json!(false))
    );
    assert_eq!((&times[1]["drawId"], &times[1]["drawState"]), (&opened["drawId"], &json!("draft")));
    bench.set("2026-12-01", "09:00");
    assert_eq!(place.get(&saved["id"])["tasks"][1]["occurrences"][0]["missed"], true, "November went by");
}

#[test]
fn a_voided_draw_and_its_next_round_stay_with_the_task() {
    let place = Place::new();
    let (plan, task) = place.published();
    let opened = place.bench.ask("plans.open", json!({"id": task}));
    place.draw(&opened["drawId"]);
    let again = place.bench.ask(
        "draws.again",
        json!({"id": opened["drawId"], "reason": "录像没有录上，经批准重抽", "approvedBy": "方审批"}),
    );
    let times = place.get(&plan)["tasks"][0]["occurrences"].clone();
    assert_eq!((&times[0]["drawId"], &times[0]["drawState"]), (&again["id"], &json!("draft")));
}

#[test]
fn beyond_the_cap_a_reason_is_wanted_and_journalled() {
    let place = Place::new();
    let bench = &place.bench;
    let saved = bench.ask("plans.save", place::plan_with_a_cap());
    let mut task = place::task(&saved["id"]);
    task["repeats"] = json!("monthly");
    let task = bench.ask("plans.saveTask", task);
    let shown = place.get(&saved["id"]);
    assert_eq!(shown["warnings"], json!(["直播间：各项任务共 12 户次，7 户按每户每年 1 次只容 7 户次"]));
    let mut publish = json!({"id": saved["id"], "rev": shown["rev"], "publishedOn": "2026-11-20"});
    assert!(bench.fails("plans.publish", publish.clone()).1.contains("请写明理由"));
    publish["capReason"] = json!("年末专项部署");
    bench.ask("plans.publish", publish);
    assert!(bench.ask("office.history", json!({"record": saved["id"]})).to_string().contains("年末专项部署"));

    let id = place.start_of_the_street();
    assert_eq!(bench.get(&id)["state"], "started");
    let outlook = bench.ask("plans.outlook", json!({"id": task["id"]}));
    assert_eq!(outlook["warnings"], json!(["2026 年检查（含已安排的）已到 1 次的有 1 户，可能再被抽中"]));
    let mut open = json!({"id": task["id"], "occurrence": "2026-11"});
    let entries = bench.entries();
    assert!(bench.fails("plans.open", open.clone()).1.contains("检查频次上限"));
    assert_eq!(bench.entries(), entries);
    open["capReason"] = json!("投诉集中，经批准再查");
    let opened = bench.ask("plans.open", open);
    let history = bench.ask("office.history", json!({"record": saved["id"]}));
    assert!(history.to_string().contains("投诉集中"), "{history}");

    // The cap goes with the draw: who reached it stays for that reason, and the lock writes down how many they are.
    let draw = bench.ask("draws.get", json!({"id": opened["drawId"]}));
    assert_eq!(draw["terms"]["startsOn"], "2026-11-01");
    assert_eq!(
        draw["terms"]["yearlyCap"],
        json!({"visits": 1, "keepReason": "投诉集中，经批准再查",
               "ofPlan": {"year": 2026, "exempt": ["complaint"], "onsiteOnly": false}})
    );
    let preview = |terms: &Value| {
        bench.ask("draws.preview", json!({"register": "rooms", "filter": draw["filter"], "terms": terms}))
    };
    let seen = preview(&draw["terms"]);
    assert_eq!((&seen["count"], &seen["overCap"]), (&json!(6), &json!(1)), "{seen}");
    // Without a reason they are left out; what the plan exempts does not count.
    let mut terms = draw["terms"].clone();
    terms["yearlyCap"]["keepReason"] = Value::Null;
    let seen = preview(&terms);
    assert_eq!(seen["count"], 5);
    assert!(
        seen["excluded"].to_string().contains("2026 年按计划的口径已检查（含已安排的）1 次，到了上限"),
        "{seen}"
    );
    terms["yearlyCap"]["ofPlan"]["exempt"] = json!(["routine"]);
    assert_eq!(preview(&terms)["count"], 6);
    terms["yearlyCap"]["ofPlan"] = json!({"year": 2026, "exempt": [], "onsiteOnly": true});
    assert_eq!(preview(&terms)["count"], 6, "a replay is no visit");
    terms["yearlyCap"]["ofPlan"] = json!({"year": 2025, "exempt": [], "onsiteOnly": false});
    assert_eq!(preview(&terms)["count"], 6, "another year");
    place.draw(&opened["drawId"]);
    let history = bench.ask("office.history", json!({"record": opened["drawId"]})).to_string();
    assert!(history.contains("overCap") && history.contains("投诉集中，经批准再查"), "{history}");
}

/// A subject that reaches the cap between the opening of a draw and its lock is left out: nobody gave a reason for it.
#[test]
fn the_cap_of_the_plan_holds_until_the_list_is_locked() {
    let place = Place::new();
    let bench = &place.bench;
    let saved = bench.ask("plans.save", place::plan_with_a_cap());
    let mut task = place::task(&saved["id"]);
    task["take"] = json!(5);
    let task = bench.ask("plans.saveTask", task);
    let rev = place.get(&saved["id"])["rev"].clone();
    bench.ask("plans.publish", json!({"id": saved["id"], "rev": rev, "publishedOn": "2026-11-20"}));
    let opened = bench.ask("plans.open", json!({"id": task["id"]}));
    let inspection = bench.get(&place.start_of_the_street());
    let draw = place.draw(&opened["drawId"]);
    assert_eq!((&draw["poolCount"], draw["picks"].as_array().unwrap().len()), (&json!(5), 5));
    assert!(
        draw["picks"].as_array().unwrap().iter().all(|pick| pick["subjectId"] != inspection["subject"]["id"])
    );
}
