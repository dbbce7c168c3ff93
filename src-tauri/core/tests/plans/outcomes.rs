//! From the checks of a draw to review, 公示 and statistics.

use crate::place::{Place, code};
use greenroom_core::id::Id;
use serde_json::{Value, json};

/// A draw of six rooms, all checked in different ways; by firm's name the inspection of each.
struct Outcome {
    place: Place,
    plan: Value,
    picks: Vec<Value>,
}

/// What is found at each room, in the order of the draw.
const FOUND: [(&str, &str, Option<&str>); 5] = [
    ("noProblem", "none", None),
    ("orderedToCorrect", "orderCorrection", Some("room-04")),
    ("pendingFollowUp", "verifyLead", Some("room-22")),
    ("pendingFollowUp", "transferOther", Some("room-13")),
    ("unreachable", "notifyPlatform", None),
];

fn checked() -> Outcome {
    let place = Place::new();
    let (plan, task) = place.published();
    let opened = place.bench.ask("plans.open", json!({"id": task}));
    let draw = place.draw(&opened["drawId"]);
    let picks = draw["picks"].as_array().unwrap().clone();
    assert_eq!(picks.len(), 6);
    for (pick, (result, follow, problem)) in picks.iter().zip(FOUND) {
        place.check(pick, result, follow, problem);
    }
    Outcome { place, plan, picks }
}

impl Outcome {
    fn inspection(&self, at: usize) -> Value {
        self.picks[at]["inspectionId"].clone()
    }
    fn reviewed(&self, at: usize) {
        self.place.bench.ask_as(
            Some(self.place.reviewer),
            "plans.review",
            json!({"inspections": [self.inspection(at)], "decision": "passed"}),
        );
    }
    /// Places of picks that a firm can be published for, and of the natural person.
    fn firms(&self) -> (Vec<usize>, Option<usize>) {
        let person =
            self.picks.iter().position(|pick| pick["subjectName"].as_str().unwrap().contains("赶海人"));
        ((0..5).filter(|at| Some(*at) != person).collect(), person)
    }
}

#[test]
fn the_last_day_comes_from_the_time_limits_and_overdue_is_said() {
    let outcome = checked();
    let place = &outcome.place;
    let rows = place.results("checked");
    assert_eq!(rows["total"], 5);
    let row = &rows["rows"][0];
    assert_eq!(
        (&row["endedOn"], &row["entryDue"]),
        (&json!("2026-11-20"), &json!("2026-12-18")),
        "20 working days"
    );
    assert!(row["entryWords"].as_str().unwrap().contains("20 个工作日"), "{row}");
    assert_eq!(place.results("entryOverdue")["total"], 0);
    assert_eq!(place.results("toCheck")["counts"]["toCheck"], 1);
    let bench = place.bench.ask("dashboards.workbench", json!({}));
    let of = |bench: &Value| {
        let tasks = bench["tasks"].as_array().unwrap().clone();
        tasks.into_iter().filter(|task| task["kind"] == "result").collect::<Vec<_>>()
    };
    assert_eq!(of(&bench).len(), 5);
    assert!(of(&bench)[0]["words"].as_str().unwrap().contains("等复核"));
    assert_eq!(of(&bench)[0]["dueOn"], "2026-12-18");
    place.bench.set("2026-12-19", "09:00");
    assert_eq!(place.results("entryOverdue")["total"], 5);
    let task = place.get(&outcome.plan)["tasks"][0]["progress"].clone();
    assert_eq!((&task["drawn"], &task["checked"], &task["entryOverdue"]), (&json!(6), &json!(5), &json!(5)));
    assert_eq!((&task["times"], &task["draws"], &task["toReview"]), (&json!(1), &json!(1), &json!(5)));
    place.bench.set("2026-12-21", "09:00");
    assert_eq!(place.get(&outcome.plan)["tasks"][0]["progress"]["checkOverdue"], 1);
    let overdue = of(&place.bench.ask("dashboards.workbench", json!({})));
    assert!(overdue.iter().all(|task| task["tone"] == "overdue"), "{overdue:?}");
}

#[test]
fn who_handled_a_check_does_not_review_it() {
    let outcome = checked();
    let place = &outcome.place;
    let bench = &place.bench;
    let first = outcome.inspection(0);
    let ask =
        |decision: &str, words: &str| json!({"inspections": [first], "decision": decision, "words": words});
    let entries = bench.entries();
    assert!(bench.fails("plans.review", ask("passed", "")).1.contains("沈砚不是审核人"));
    let leader: Id = outcome.picks[0]["leader"]["id"].as_str().unwrap().parse().unwrap();
    for (person, name) in [(bench.leader, "陆知遥"), (bench.member, "顾南乔")] {
        let one = bench.ask("people.list", json!({}));
        let one = one.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone();
        bench.ask(
            "people.save",
            json!({"id": one["id"], "rev": one["rev"], "name": name, "roles": ["inspector", "reviewer"],
                   "certificateNo": one["certificateNo"], "certificateUntil": one["certificateUntil"]}),
        );
        let words = bench.fails_as(Some(person), "plans.review", ask("passed", "")).1;
        assert!(words.contains("办理的人不复核"), "{words}");
    }
    assert_eq!(bench.entries(), entries + 2, "only the two roles were written");
    assert!([bench.leader, bench.member].contains(&leader));
    // Whoever only added to the record has handled it as well.
    let rev = bench.get(&first)["rev"].clone();
    let details = json!({"id": first, "rev": rev, "details": {"place": "补记地点"}, "reason": "补记"});
    bench.ask_as(Some(place.reviewer), "inspections.details", details);
    assert!(bench.fails_as(Some(place.reviewer), "plans.review", ask("passed", "")).1.contains("办理过"));
    let saved = bench.ask("people.save", json!({"name": "柯另审", "roles": ["reviewer"]}));
    let other: Id = saved["id"].as_str().unwrap().parse().unwrap();
    assert!(bench.fails_as(Some(other), "plans.review", ask("returned", " ")).1.contains("需要补正什么"));
    assert!(bench.fails_as(Some(other), "plans.review", ask("perhaps", "")).1.contains("复核通过或退回"));
    bench.ask_as(Some(other), "plans.review", ask("returned", "补送达地址"));
    let row = place.results("returned")["rows"][0].clone();
    assert_eq!(
        (&row["reviewPassed"], &row["reviewWords"], &row["reviewedBy"]),
        (&json!(false), &json!("补送达地址"), &json!("柯另审"))
    );
    bench.ask_as(Some(other), "plans.review", ask("passed", ""));
    assert_eq!(bench.fails_as(Some(other), "plans.review", ask("passed", "")).0, "conflict");
    // One that is not finished stops all.
    let both = json!({"inspections": [outcome.inspection(1), outcome.inspection(5)], "decision": "passed"});
    assert!(bench.fails_as(Some(other), "plans.review", both).1.contains("还没有完成"));
    assert_eq!(place.results("toReview")["total"], 4);
}

#[test]
fn only_reviewed_results_of_firms_are_published_and_stay() {
    let outcome = checked();
    let place = &outcome.place;
    let bench = &place.bench;
    let (firms, person) = outcome.firms();
    let publish = |at: &[usize]| {
        let inspections: Vec<Value> = at.iter().map(|at| outcome.inspection(*at)).collect();
        json!({"title": "抽查结果公示", "objectionPhone": "100-1000001", "inspections": inspections})
    };
    let entries = bench.entries();
    assert!(bench.fails("plans.publishResults", publish(&firms[..1])).1.contains("还没有复核"));
    assert!(bench.fails("plans.publishResults", publish(&[5])).1.contains("还没有完成"));
    assert!(bench.fails("plans.publishResults", publish(&[])).1.contains("请选择"));
    let mut wrong = publish(&firms[..1]);
    wrong["objectionPhone"] = json!("电话");
    assert!(bench.fails("plans.publishResults", wrong).1.contains("异议电话"));
    assert_eq!(bench.entries(), entries);
    for at in 0..5 {
        outcome.reviewed(at);
    }
    if let Some(person) = person.filter(|at| *at < 5) {
        let words = bench.fails("plans.publishResults", publish(&[firms[0], person])).1;
        assert!(words.contains("没有企业公示渠道") && words.contains("全部没有公示"), "{words}");
    }
    assert!(bench.fails("plans.publishResults", publish(&[firms[0], firms[0]])).1.contains("两次"));
    let made = bench.ask("plans.publishResults", publish(&firms));
    assert_eq!(made["lines"], firms.len());
    let cells = place.cells(&made);
    assert_eq!(cells[1][1..3], ["名称", "统一社会信用代码（注册号）"]);
    for (line, at) in firms.iter().enumerate() {
        let name = outcome.picks[*at]["subjectName"].as_str().unwrap();
        let number: u32 = name.trim_start_matches("虚构直播间").parse().unwrap();
        let row = &cells[2 + line];
        assert_eq!((&row[1], &row[2]), (&format!("虚构海味{number}有限公司"), &code(number)));
        assert!(!row[7].is_empty() && row[9] == "100-1000001" && row[10].is_empty(), "{row:?}");
    }
    let all = cells.concat().join("\n");
    assert!(all.contains("示例县市场监督管理局") && all.contains("异议") && all.contains("公示的依据"));
    assert!(!all.contains("13800000001") && !all.contains("自拟第一版"));
    assert!(bench.fails("plans.publishResults", publish(&firms[..1])).1.contains("已经公示"));
    assert_eq!(place.results("published")["total"], firms.len());
    assert_eq!(bench.ask("office.check", json!({}))["faults"], json!([]));

    let lists = bench.ask("plans.publications", json!({}));
    let line = lists[0]["lines"][0].clone();
    let amend = |state: &str, word: &str, reason: &str, rev: &Value| json!({"id": line["id"], "rev": rev, "state": state, "resultWord": word, "reason": reason});
    assert!(
        bench.fails("plans.amend", amend("corrected", "noActivity", "", &line["rev"])).1.contains("理由")
    );
    assert!(
        bench
            .fails("plans.amend", amend("corrected", "nothing", "录错", &line["rev"]))
            .1
            .contains("用语表里没有")
    );
    let words = bench.fails("plans.amend", amend("corrected", "notPublished", "录错", &line["rev"])).1;
    assert!(words.contains("只用于公示信息抽查"), "{words}");
    let once = bench.ask("plans.amend", amend("corrected", "noActivity", "录错了一格", &line["rev"]));
    assert_eq!(bench.fails("plans.amend", amend("withdrawn", "", "异议成立", &line["rev"])).0, "conflict");
    assert!(
        bench
            .fails("plans.amend", amend("corrected", "noActivity", "再来", &once["rev"]))
            .1
            .contains("没有改动")
    );
    let cells = place.cells(&bench.ask("plans.publicationFile", json!({"id": lists[0]["id"]})));
    assert!(cells[2][10].contains("更正为：未发现开展本次抽查涉及的经营活动"), "{:?}", cells[2]);
    bench.ask("plans.amend", amend("withdrawn", "", "异议成立", &once["rev"]));
    assert_eq!(place.results("published")["total"], firms.len() - 1);
    let now = bench.ask("plans.publications", json!({}))[0]["lines"][0].clone();
    assert_eq!(
        (&now["state"], &now["resultWords"]),
        (&json!("withdrawn"), &line["resultWords"]),
        "what was published stays"
    );
    let history = bench.ask("office.history", json!({"record": lists[0]["id"]})).to_string();
    for deed in ["plans.publishResults", "plans.exportPublication", "plans.amendPublication"] {
        assert!(history.contains(deed), "{deed}");
    }
    // Withdrawn, it can go out again.
    bench.ask("plans.publishResults", publish(&firms[..1]));
}

/// A figure in hundredths, so that rates compare as well.
fn hundredths(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 100.0).round() as i64
}

#[test]
fn each_figure_of_the_statistics_is_the_length_of_its_list() {
    let outcome = checked();
    let place = &outcome.place;
    let bench = &place.bench;
    for at in 0..3 {
        outcome.reviewed(at);
    }
    // One more draw that belongs to no plan.
    let persons: Vec<Value> = [bench.leader, bench.member].iter().map(|id| json!({"id": id})).collect();
    let loose = bench.ask(
        "draws.plan",
        json!({"title": "临时抽查", "register": "rooms", "take": 2, "seedKind": "dice", "persons": persons}),
    );
    place.draw(&loose["id"]);
    let table = bench.ask("plans.statistics", json!({"year": 2026}));
    let columns = table["columns"].as_array().unwrap();
    assert_eq!(columns.len(), 33);
    let rows = table["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1]["cells"][1]["words"], "临时抽查");
    let mut opened = 0;
    for row in rows.iter().chain([&table["total"]]) {
        for (column, cell) in columns.iter().zip(row["cells"].as_array().unwrap()) {
            if column["list"] == "" {
                continue;
            }
            // A rate opens the list of its numerator.
            let counted = columns.iter().position(|other| other["key"] == column["list"]).unwrap();
            let figure = hundredths(&row["cells"][counted]["value"]);
            let rate = column["key"] != column["list"];
            assert!(rate || cell == &row["cells"][counted]);
            if column["key"] == "pool" {
                let pools = row["pools"].as_array().unwrap();
                assert_eq!(figure, pools.iter().map(|pool| hundredths(&pool["count"])).sum::<i64>());
                continue;
            }
            let mut input = json!({"year": 2026, "of": column["list"], "limit": 500});
            for key in ["taskId", "drawId"] {
                if !row[key].is_null() {
                    input[key] = row[key].clone();
                }
            }
            let list = bench.ask("plans.results", input);
            assert_eq!(figure, hundredths(&list["total"]), "{}", column["title"]);
            assert_eq!(figure, list["rows"].as_array().unwrap().len() as i64 * 100, "{}", column["title"]);
            opened += 1;
        }
    }
    assert_eq!(opened, 3 * 28, "every figure, and the three rates");
    // A count by hand.
    let by_hand = [
        ("pool", 6),
        ("drawn", 6),
        ("published", 0),
        ("unpublished", 6),
        ("noProblem", 1),
        ("corrected", 1),
        ("pending", 3),
        ("registration", 1),
        ("unreachable", 1),
        ("pendingFood", 1),
        ("pendingMarket", 0),
        ("pendingOthers", 1),
        ("followNone", 1),
        ("followTalk", 1),
        ("followOrder", 1),
        ("followCase", 1),
        ("followOthers", 1),
        ("followRest", 0),
        ("settled", 2),
        ("share", 100),
        ("completion", 0),
        ("settledShare", 40),
    ];
    let cell = |key: &str| {
        let at = columns.iter().position(|column| column["key"] == key).unwrap();
        hundredths(&rows[0]["cells"][at]["value"])
    };
    for (key, expected) in by_hand {
        assert_eq!(cell(key), expected * 100, "{key}");
    }
    let cells = place.cells(&bench.ask("plans.statisticsFile", json!({"year": 2026})));
    assert_eq!(cells[4].len(), 33);
    assert!(cells[1][0].contains("不是官方统一表式"));
    for (at, column) in columns.iter().enumerate() {
        assert_eq!(cells[4][at], (at + 1).to_string());
        let heading = if column["group"] == "" { &cells[2][at] } else { &cells[3][at] };
        assert_eq!(heading, column["title"].as_str().unwrap());
        let value = &rows[0]["cells"][at]["value"];
        if !value.is_null() {
            let written = json!(cells[5][at].parse::<f64>().unwrap());
            assert_eq!(hundredths(&written), hundredths(value), "{}", column["title"]);
        }
    }
    assert_eq!(cells[7][0], "合计");
    assert!(bench.fails("plans.results", json!({"year": 2026, "of": "nothing"})).1.contains("没有名为"));
    assert!(bench.fails("plans.results", json!({"of": "drawn", "after": "x"})).1.contains("翻页"));
    let first = bench.ask("plans.results", json!({"year": 2026, "of": "drawn", "limit": 5}));
    let rest =
        bench.ask("plans.results", json!({"year": 2026, "of": "drawn", "limit": 5, "after": first["next"]}));
    assert_eq!(rest["rows"].as_array().unwrap().len(), 3);
    assert_eq!(rest["next"], Value::Null);
}

#[test]
fn tasks_go_out_as_a_table_and_as_a_paper() {
    let outcome = checked();
    let place = &outcome.place;
    let bench = &place.bench;
    let left = &outcome.picks[5];
    let cells = place.cells(&bench.ask("plans.taskList", json!({"format": "xlsx"})));
    assert_eq!(cells[1][2], "检查对象");
    assert_eq!(cells[2][2], left["subjectName"].as_str().unwrap());
    assert_eq!(cells[2][8], "2026-12-20");
    assert!(cells[2][7].starts_with(left["leader"]["name"].as_str().unwrap()));
    let made = bench.ask("plans.taskList", json!({"format": "docx", "personId": bench.leader}));
    assert!(made["fileName"].as_str().unwrap().starts_with("检查任务单 陆知遥"));
    let bytes = place.take_file(&made);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut text).unwrap();
    assert!(text.contains(left["subjectName"].as_str().unwrap()) && !text.contains("{{"));
    let nobody = bench.fails("plans.taskList", json!({"format": "xlsx", "personId": place.reviewer})).1;
    assert!(nobody.contains("苏复核现在没有抽中未检的任务"), "{nobody}");
}
