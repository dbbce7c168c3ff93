//! Inspections through their calls: from the first item to what it comes to.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod bench;

use bench::{Bench, at, items};
use greenroom_core::documents::Template;
use greenroom_core::id::Id;
use greenroom_core::inspections::paper_context;
use serde_json::{Value, json};

const FORBIDDEN: &str = "这一项不能凭回放判断，请改用调阅资料、现场或询问";

#[test]
fn a_full_inspection_from_start_to_correction() {
    let bench = Bench::new();
    let id = bench.start("replay");
    let view = bench.get(&id);
    assert_eq!(view["number"], "示市监检〔2026〕1号");
    assert_eq!(
        (&view["state"], &view["total"], &view["checked"]),
        (&json!("started"), &json!(24), &json!(0))
    );
    assert_eq!(view["subject"]["operatorName"], "阿桨海味有限公司");
    assert_eq!(view["leader"]["valid"], true);
    assert_eq!(view["suggestions"], json!({"resultWord": "", "followUp": ""}), "nothing is preselected");
    let fourth = bench.item(&id, "room-04");
    assert_eq!(fourth["methods"], json!(["replay"]));
    assert!(fourth["basis"][0]["article"].as_str().unwrap().starts_with("第二十六条"));
    assert_eq!(fourth["consequenceBadge"], "限期改正在先，先核上位法罚则");

    let before = bench.entries();
    let saved = bench.answer(&id, "room-04", json!({"result": "problem"}));
    assert_eq!(bench.entries(), before + 1, "one answer, one entry");
    assert_eq!((&saved["checked"], &saved["problems"]), (&json!(1), &json!(1)));
    assert_eq!(saved["savedAt"], at("2026-11-20", "09:30"));

    let rev = bench.get(&id)["rev"].clone();
    let to_finish = json!({"id": id, "rev": rev, "resultWord": "pendingFollowUp", "followUp": "verifyLead", "uncheckedReason": "另行调取"});
    let (code, words) = bench.fails("inspections.finish", to_finish);
    assert_eq!(code, "invalid");
    assert_eq!(words, "第 4 项发现问题，还缺涉嫌违法情形、责任主体、事实，不能完成检查。请补上。");

    let whole = json!({"result": "problem", "situation": "room-04-b", "responsible": "room_operator",
                       "fact": "00:41:20 挂链接后需跳转三次", "correctBy": "2026-11-27"});
    let saved = bench.answer(&id, "room-04", whole.clone());
    assert_eq!(saved["correctByWords"], "周五，第 5 个工作日；期限由执法人员确定，自收到通知书之日起算");
    let before = bench.entries();
    bench.answer(&id, "room-04", whole);
    assert_eq!(bench.entries(), before, "the same answer again is no deed");
    bench.answer(&id, "room-01", json!({"result": "clear"}));
    bench.answer(&id, "room-20", json!({"result": "notApplicable"}));

    let rev = bench.get(&id)["rev"].clone();
    let before = bench.entries();
    let marked = bench.ask("inspections.markRest", json!({"id": id, "rev": rev}));
    assert_eq!(bench.entries(), before + 1);
    let view = bench.get(&id);
    let unchecked: Vec<Value> =
        items(&view).into_iter().filter(|item| item["result"] == "unchecked").collect();
    assert!(!unchecked.is_empty());
    for item in &unchecked {
        let methods = item["methods"].as_array().unwrap();
        assert!(!methods.contains(&json!("replay")), "what a replay can show is not left over");
    }
    assert_eq!(marked["left"], unchecked.len());
    assert_eq!(view["bulkMarked"], marked["marked"]);
    assert_eq!(bench.item(&id, "room-01")["bulk"], false, "an answer of a person stays one");
    assert_eq!(view["suggestions"], json!({"resultWord": "orderedToCorrect", "followUp": "orderCorrection"}));

    let refuse = |result: &str, follow_up: &str, reason: &str| {
        let rev = bench.get(&id)["rev"].clone();
        bench.fails(
            "inspections.finish",
            json!({"id": id, "rev": rev, "resultWord": result, "followUp": follow_up, "uncheckedReason": reason}),
        )
        .1
    };
    assert!(refuse("orderedToCorrect", "orderCorrection", " ").contains("项未检查"));
    assert!(refuse("noProblem", "none", "另行调取").contains("有 1 项发现问题"));
    assert!(refuse("falsePublication", "none", "另行调取").contains("只用于公示信息抽查"));
    assert!(refuse("pendingFollowUp", "verifyLead", "另行调取").contains("责令改正"));

    bench.set("2026-11-20", "11:05");
    let done = bench.finish(&id, "发现问题已责令改正", "orderCorrection");
    assert_eq!((&done["findings"], &done["rectifications"]), (&json!(1), &json!(1)));
    let view = bench.get(&id);
    assert_eq!(view["resultWord"], "orderedToCorrect");
    assert_eq!(view["enteredAt"], at("2026-11-20", "11:05"));
    assert_eq!(view["uncheckedReason"], "资料另行调取");

    let findings = bench.ask("findings.list", json!({}));
    assert_eq!(findings[0]["state"], "suspected");
    let page = bench.ask("registers.get", json!({"register": "rooms", "id": bench.room}));
    let due = page["due"].to_string();
    assert!(due.contains("链接不多跳、不强制关注、无遮挡：需多次跳转方可查看"), "{due}");
    assert!(!due.contains("room-04"), "no code on a page: {due}");
    assert_eq!(findings[0]["situation"], "需多次跳转方可查看");
    assert_eq!(findings[0]["verifyBy"], "2026-12-11", "15 working days after Friday 2026-11-20");
    assert_eq!(findings[0]["verifyByWords"], "2026-12-11 周五");
    let cards = bench.ask("rectifications.list", json!({}));
    assert_eq!(cards[0]["state"], "draft");
    assert_eq!((&cards[0]["column"], &cards[0]["daysLeft"]), (&json!("later"), &json!(5)));
    bench.set("2026-11-24", "09:00");
    assert_eq!(bench.ask("rectifications.list", json!({}))[0]["column"], "soon");
    bench.set("2026-11-27", "09:00");
    assert_eq!(bench.ask("rectifications.list", json!({}))[0]["column"], "today");
    bench.set("2026-11-30", "09:00");
    let card = bench.ask("rectifications.list", json!({}))[0].clone();
    assert_eq!((&card["column"], &card["daysLeft"]), (&json!("overdue"), &json!(-1)));

    let rows = bench.ask("inspections.list", json!({"state": "finished"}));
    assert_eq!(rows["total"], 1);
    assert_eq!(rows["rows"][0]["people"], json!(["陆知遥", "顾南乔"]));
    assert_eq!(rows["rows"][0]["problems"], 1);
    assert_eq!(bench.ask("office.check", json!({}))["faults"], json!([]));
}

#[test]
fn two_certificates_are_needed_to_start() {
    let bench = Bench::new();
    let mut alone = bench.to_start("replay");
    alone["memberId"] = Value::Null;
    let (code, words) = bench.fails("inspections.start", alone);
    assert_eq!(
        (code.as_str(), words.as_str()),
        ("notAllowed", "缺 1 名持证人员，不能开始检查。请选定组长和组员。")
    );
    let mut same = bench.to_start("replay");
    same["memberId"] = json!(bench.leader);
    assert!(bench.fails("inspections.start", same).1.contains("同一人"));
    let person = |name: &str, more: Value| -> Value {
        let mut input = json!({"name": name, "roles": ["clerk"]});
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        bench.ask("people.save", input)["id"].clone()
    };
    for (id, words) in [
        (person("许录入", json!({})), "许录入 没有执法证"),
        (
            person("旧证", json!({"certificateNo": "9", "certificateUntil": "2026-11-19"})),
            "有效期至 2026-11-19",
        ),
        (
            person(
                "避",
                json!({"certificateNo": "8", "certificateUntil": "2030-01-01", "recusals": ["阿桨海味"]}),
            ),
            "已登记对这个对象回避",
        ),
    ] {
        let mut input = bench.to_start("replay");
        input["memberId"] = id;
        let refused = bench.fails("inspections.start", input).1;
        assert!(refused.contains(words), "{refused}");
    }
    assert_eq!(bench.ask("inspections.list", json!({}))["total"], 0, "nothing half-begun stays");
}

#[test]
fn an_item_is_ticked_only_by_what_can_show_it() {
    let bench = Bench::new();
    let id = bench.start("replay");
    let item = bench.item(&id, "room-05");
    let before = bench.entries();
    for given in [json!({}), json!({"method": "replay"})] {
        let mut input = json!({"item": item["id"], "rev": item["rev"], "result": "clear"});
        input.as_object_mut().unwrap().extend(given.as_object().unwrap().clone());
        assert_eq!(bench.fails("inspections.answer", input), ("invalid".into(), FORBIDDEN.into()));
    }
    assert_eq!(bench.entries(), before);
    bench.answer(&id, "room-05", json!({"result": "clear", "method": "documents"}));
    assert_eq!(bench.item(&id, "room-05")["method"], "documents");
    let unknown = json!({"item": item["id"], "rev": bench.item(&id, "room-05")["rev"], "result": "problem", "method": "onsite", "situation": "room-04-b"});
    assert!(bench.fails("inspections.answer", unknown).1.contains("第 5 项的清单里没有这个涉嫌违法情形"));
    let past = json!({"item": item["id"], "rev": bench.item(&id, "room-05")["rev"], "result": "problem", "method": "onsite", "correctBy": "2026-11-19"});
    assert!(bench.fails("inspections.answer", past).1.contains("不能早于今天"));
    bench.answer(&id, "room-05", json!({"result": "problem", "method": "onsite", "correctBy": "2027-01-08"}));
    assert!(
        bench.item(&id, "room-05")["correctByWords"].as_str().unwrap().contains("待核"),
        "2027 is not loaded"
    );
}

#[test]
fn two_windows_on_one_item_and_on_two() {
    let bench = Bench::new();
    let id = bench.start("live");
    let (first, second) = (bench.item(&id, "room-03"), bench.item(&id, "room-04"));
    let say = |item: &Value, result: &str| json!({"item": item["id"], "rev": item["rev"], "result": result});
    bench.ask("inspections.answer", say(&first, "clear"));
    let (code, words) = bench.fails("inspections.answer", say(&first, "problem"));
    assert_eq!(code, "conflict");
    assert!(words.contains("刚被别处改过"));
    assert_eq!(bench.item(&id, "room-03")["result"], "clear", "the first answer stands");
    assert_eq!(bench.item(&id, "room-03")["method"], "replay", "live is watched like a replay");
    bench.ask("inspections.answer", say(&second, "problem"));
    let rev = bench.get(&id)["rev"].clone();
    let details = json!({"id": id, "rev": rev, "details": {"session": "11-19 20 时场"}});
    bench.ask("inspections.details", details.clone());
    assert_eq!(bench.fails("inspections.details", details).0, "conflict");
    let wrong = json!({"id": id, "rev": bench.get(&id)["rev"], "details": {"mood": "好"}});
    assert_eq!(bench.fails("inspections.details", wrong).0, "invalid");
    let late = json!({"id": id, "rev": bench.get(&id)["rev"], "endedAt": at("2026-11-20", "09:00")});
    assert!(bench.fails("inspections.details", late).1.contains("早于开始时间"));
}

#[test]
fn a_finished_inspection_stands() {
    let bench = Bench::new();
    let id = bench.start("replay");
    let item = bench.item(&id, "room-04");
    bench.answer(&id, "room-04", json!({"result": "clear"}));
    bench.finish(&id, "noProblem", "none");
    let (rev, item_rev) = (bench.get(&id)["rev"].clone(), bench.item(&id, "room-04")["rev"].clone());
    let refused = [
        ("inspections.answer", json!({"item": item["id"], "rev": item_rev, "result": "problem"})),
        ("inspections.markRest", json!({"id": id, "rev": rev})),
        ("inspections.finish", json!({"id": id, "rev": rev, "resultWord": "noProblem", "followUp": "none"})),
        ("inspections.details", json!({"id": id, "rev": rev, "details": {"opinion": "无"}})),
        (
            "inspections.details",
            json!({"id": id, "rev": rev, "endedAt": at("2026-11-20", "09:30"), "reason": "写错"}),
        ),
    ];
    for (call, input) in refused {
        assert_eq!(bench.fails(call, input).0, "notAllowed", "{call}");
    }
    bench.ask(
        "inspections.details",
        json!({"id": id, "rev": rev, "details": {"opinion": "无"}, "reason": "补录当事人意见"}),
    );
    let history = bench.ask("office.history", json!({"record": id}));
    assert_eq!(history["events"][0]["payload"]["note"]["reason"], "补录当事人意见");

    let rev = bench.get(&id)["rev"].clone();
    let confirm =
        json!({"id": id, "rev": rev, "resultWord": "noProblem", "followUp": "none", "memberConfirms": true});
    assert!(bench.fails_as(Some(bench.leader), "inspections.finish", confirm.clone()).1.contains("组员本人"));
    bench.ask_as(Some(bench.member), "inspections.finish", confirm);
    assert_eq!(bench.get(&id)["memberConfirmedAt"], at("2026-11-20", "09:30"));

    let again = bench.start("replay");
    let view = bench.get(&again);
    assert_eq!(view["lastTime"]["words"], "没有记录问题");
    assert_eq!(bench.item(&again, "room-04")["lastTime"]["result"], "clear");
    assert_eq!(view["number"], "示市监检〔2026〕2号");
}

#[test]
fn what_a_draw_planned_begins_once() {
    let bench = Bench::new();
    let plan = json!({
        "title": "十一月直播间抽查", "basis": "年度抽查计划", "register": "rooms", "checklist": "checklist-room", "filter": {},
        "take": 1, "dueOn": "2026-12-20", "seedKind": "dice", "seedPlace": "会议室，录像",
        "seedWitnesses": [{"name": "周见证", "unit": "社区居委会"}], "persons": [{"id": bench.leader}, {"id": bench.member}]});
    let planned = bench.ask("draws.plan", plan);
    let draw = planned["id"].clone();
    let locked = bench.ask("draws.lock", json!({"id": draw, "rev": planned["rev"]}));
    let thrown =
        json!({"id": draw, "rev": locked["rev"], "seed": "00731652", "seededBy": ["沈砚", "方投掷"]});
    let seeded = bench.ask("draws.seed", thrown);
    bench.ask("draws.draw", json!({"id": draw, "rev": seeded["rev"]}));

    let row = bench.ask("inspections.list", json!({"drawId": draw}))["rows"][0].clone();
    assert_eq!(
        (&row["state"], &row["total"]),
        (&json!("planned"), &json!(24)),
        "its items are made when it begins"
    );
    assert_eq!((&row["drawTitle"], &row["dueOn"]), (&json!("十一月直播间抽查"), &json!("2026-12-20")));
    assert_eq!(bench.get(&row["id"])["groups"], json!([]));
    let start = json!({"register": "rooms", "subjectId": bench.room, "approach": "onsite", "reason": "random", "inspectionId": row["id"]});
    let mut other = start.clone();
    other["subjectId"] = json!(bench.leader);
    assert!(bench.fails("inspections.start", other).1.contains("与抽中的对象不同"));
    bench.ask("inspections.start", start.clone());
    assert_eq!(bench.fails("inspections.start", start).0, "conflict");
    let view = bench.get(&row["id"]);
    assert_eq!(
        (&view["total"], &view["approach"], &view["draw"]["position"]),
        (&json!(24), &json!("onsite"), &json!(1))
    );
    assert_ne!(view["leader"]["id"], view["member"]["id"], "the team that was drawn");
    assert_eq!(view["number"], row["number"]);
}

#[test]
fn the_record_has_the_words_of_the_paper() {
    let bench = Bench::new();
    let id = bench.start("replay");
    bench.answer(
        &id,
        "room-04",
        json!({"result": "problem", "situation": "room-04-b", "responsible": "room_operator", "fact": "需跳转三次"}),
    );
    bench.answer(&id, "room-05", json!({"result": "clear", "method": "inquiry"}));
    bench.answer(&id, "room-06", json!({"result": "unable"}));
    let shot = bench.offer("图.png", b"x");
    let item = bench.item(&id, "room-04")["id"].clone();
    let shot = bench.ask("evidence.add", json!({"file": shot, "itemId": item, "kind": "screenshot"}));
    let paper = bench.ask("inspections.papers", json!({"id": id}))[0].clone();
    assert_eq!((&paper["kind"], &paper["title"]), (&json!("onlineRecord"), &json!("网络检查记录")));
    assert_eq!(paper["ready"], false);
    for wanted in [
        "检查尚未完成",
        "组员尚未在本人名下确认",
        "检查地点（检查信息）",
        "场次（检查信息；没有场次的写“不适用”）",
        "证据 1“图.png”的出处",
    ] {
        assert!(paper["missing"].as_array().unwrap().contains(&json!(wanted)), "{wanted}: {paper}");
    }
    bench.ask("evidence.describe", json!({"id": shot["id"], "rev": shot["rev"], "source": "平台回放页", "madeHow": "截图", "madeAt": "2026-11-20 09:40", "madeBy": "陆知遥"}));
    let rev = bench.get(&id)["rev"].clone();
    bench.ask("inspections.details", json!({"id": id, "rev": rev, "details": {"place": "本所 201 室", "session": "11-19 20 时场", "duration": "2 小时", "showedIdAt": "09:31", "toldRights": "已当面告知"}}));
    bench.finish(&id, "pendingFollowUp", "verifyLead");
    let rev = bench.get(&id)["rev"].clone();
    bench.ask_as(
        Some(bench.member),
        "inspections.finish",
        json!({"id": id, "rev": rev, "resultWord": "pendingFollowUp", "followUp": "verifyLead", "memberConfirms": true}),
    );
    let paper = bench.ask("inspections.papers", json!({"id": id}))[0].clone();
    assert_eq!(paper["missing"], json!([]));
    assert_eq!(paper["ready"], true);
    let office = bench.host.office().unwrap();
    let inspection: Id = id.as_str().unwrap().parse().unwrap();
    let context = paper_context(&office, inspection).unwrap();
    assert_eq!(context["编号"], "示市监检〔2026〕1号");
    assert_eq!(context["检查"]["开始时间"], "2026年11月20日09时30分");
    assert_eq!(context["检查"]["事由"], "日常检查");
    assert_eq!(context["检查"]["方式"], "看直播或回放、询问");
    assert_eq!(context["当事人"]["负责人"], "张某某", "what the room leaves open the operator's row knows");
    assert_eq!(context["检查人员"][1], json!({"姓名": "顾南乔", "执法证号": "JC-002"}));
    let third = &context["检查情况"][2];
    assert_eq!(third["结果"], Value::Null, "an unviewed item is no result");
    assert_eq!(context["检查情况"][3]["事实"], "需多次跳转方可查看：需跳转三次");
    assert_eq!(
        context["汇总"],
        json!({"已检查": 3, "未检查": 21, "发现问题": 1, "不适用": 0, "批量标注": 0})
    );
    assert_eq!(context["在场人"]["到场情况"], "未记录当事人到场");
    assert_eq!(context["后续"], "按线索核查");
    assert_eq!(context["链头"], office.chain_head());
    let templates = [
        include_bytes!("../../../assets/templates/网络检查记录.docx").as_slice(),
        include_bytes!("../../../assets/templates/现场检查笔录.docx").as_slice(),
    ];
    for template in templates {
        Template::open(template).unwrap().render(&context).unwrap();
    }
}
