//! An office with a plan to carry out: rooms of firms, of a natural person and of nobody known; inspectors; a reviewer.

use crate::bench::Bench;
use greenroom_core::id::Id;
use greenroom_core::registers::warnings::credit_code_check;
use serde_json::{Value, json};

/// A made-up code of region 99, which nobody has.
pub(crate) fn code(number: u32) -> String {
    let body = format!("91990000MA000{number:04}");
    format!("{body}{}", credit_code_check(&body).unwrap())
}

/// A plan that lacks nothing but its tasks.
pub(crate) fn plan() -> Value {
    json!({"year": 2026, "name": "2026年度双随机抽查计划", "basis": "示例方案", "approver": "方审批", "filingNo": "示备1号",
           "mattersNo": "示公1号", "visitCap": 2, "capExempt": ["complaint"]})
}

/// The same, with one visit a year to each subject.
pub(crate) fn plan_with_a_cap() -> Value {
    let mut plan = plan();
    plan["visitCap"] = json!(1);
    plan
}

/// A task that takes all six rooms of one street.
pub(crate) fn task(plan: &Value) -> Value {
    json!({"planId": plan, "title": "直播间定向抽查", "matters": ["matter-room-licence"], "register": "rooms",
           "filter": {"street": "柳桥街道"}, "take": 6, "kind": "targeted", "site": "offsite", "repeats": "once",
           "startsOn": "2026-11-01", "endsOn": "2026-12-20"})
}

pub(crate) struct Place {
    pub(crate) bench: Bench,
    pub(crate) reviewer: Id,
}

impl Place {
    /// The bench's own room has a code that does not hold; five more have firms, one a natural person.
    pub(crate) fn new() -> Self {
        let bench = Bench::new();
        let saved = bench.ask("people.save", json!({"name": "苏复核", "roles": ["reviewer"]}));
        let reviewer = saved["id"].as_str().unwrap().parse().unwrap();
        for number in 1..=5 {
            bench.ask(
                "registers.save",
                json!({"register": "rooms", "values": {
                    "name": format!("虚构直播间{number}"), "platformName": "澜播", "account": format!("xg_{number}"),
                    "operatorName": format!("虚构海味{number}有限公司"), "operatorCode": code(number), "street": "柳桥街道"}}),
            );
        }
        bench.ask(
            "registers.save",
            json!({"register": "rooms", "values": {
                "name": "虚构赶海人13800000001", "platformName": "澜播", "account": "xg_9", "operatorName": "虚构某人",
                "operatorCode": code(9), "street": "柳桥街道"}}),
        );
        bench.ask(
            "registers.save",
            json!({"register": "operators", "values": {"name": "虚构某人", "creditCode": code(9), "kind": "natural_person"}}),
        );
        Self { bench, reviewer }
    }

    /// A published plan with one task: plan, task.
    pub(crate) fn published(&self) -> (Value, Value) {
        let saved = self.bench.ask("plans.save", plan());
        let task = self.bench.ask("plans.saveTask", task(&saved["id"]));
        let rev = self.get(&saved["id"])["rev"].clone();
        self.bench.ask("plans.publish", json!({"id": saved["id"], "rev": rev, "publishedOn": "2026-11-20"}));
        (saved["id"].clone(), task["id"].clone())
    }

    pub(crate) fn get(&self, plan: &Value) -> Value {
        self.bench.ask("plans.get", json!({"id": plan}))
    }

    /// Starts a check of a room that the task may draw.
    pub(crate) fn start_of_the_street(&self) -> Value {
        let rooms =
            self.bench.ask("registers.list", json!({"register": "rooms", "filter": {"street": "柳桥街道"}}));
        let mut start = self.bench.to_start("replay");
        start["subjectId"] = rooms["rows"][0]["id"].clone();
        self.bench.ask("inspections.start", start)["id"].clone()
    }

    /// Locks, seeds and draws a draft; answers the draw.
    pub(crate) fn draw(&self, draw: &Value) -> Value {
        let bench = &self.bench;
        let draft = bench.ask("draws.get", json!({"id": draw}));
        let persons: Vec<Value> =
            draft["persons"].as_array().unwrap().iter().map(|one| json!({"id": one["id"]})).collect();
        let saved = bench.ask(
            "draws.plan",
            json!({"id": draw, "rev": draft["rev"], "title": draft["title"], "basis": draft["basis"],
                   "register": draft["register"], "checklist": draft["checklist"], "filter": draft["filter"],
                   "take": draft["take"], "terms": draft["terms"], "dueOn": draft["dueOn"], "seedKind": "dice", "seedPlace": "会议室，录像",
                   "seedWitnesses": [{"name": "周见证", "unit": "社区居委会"}], "persons": persons}),
        );
        let locked = bench.ask("draws.lock", json!({"id": draw, "rev": saved["rev"]}));
        let seeded = bench.ask(
            "draws.seed",
            json!({"id": draw, "rev": locked["rev"], "seed": "351624351624351624351624", "seededBy": ["沈砚", "方投掷"]}),
        );
        bench.ask("draws.draw", json!({"id": draw, "rev": seeded["rev"]}));
        bench.ask("draws.get", json!({"id": draw}))
    }

    /// Checks a drawn subject and finishes it; the member confirms.
    pub(crate) fn check(&self, pick: &Value, result: &str, follow_up: &str, problem: Option<&str>) {
        let bench = &self.bench;
        let of = |seat: &str| -> Id { pick[seat]["id"].as_str().unwrap().parse().unwrap() };
        let (leader, member, id) = (of("leader"), of("member"), &pick["inspectionId"]);
        bench.ask_as(
            Some(leader),
            "inspections.start",
            json!({"register": "rooms", "subjectId": pick["subjectId"], "approach": "replay", "reason": "random", "inspectionId": id}),
        );
        if let Some(code) = problem {
            let item = bench.item(id, code);
            let situation = item["situations"][0]["code"].clone();
            bench.ask_as(
                Some(leader),
                "inspections.answer",
                json!({"item": item["id"], "rev": item["rev"], "result": "problem", "situation": situation,
                       "responsible": "room_operator", "fact": "00:01:00 起", "correctBy": (follow_up == "orderCorrection").then_some("2026-11-30")}),
            );
        }
        let rev = bench.get(id)["rev"].clone();
        let finish = json!({"id": id, "rev": rev, "resultWord": result, "followUp": follow_up, "uncheckedReason": "另行安排"});
        bench.ask_as(Some(leader), "inspections.finish", finish.clone());
        let mut confirm = finish;
        confirm["rev"] = bench.get(id)["rev"].clone();
        confirm["memberConfirms"] = json!(true);
        bench.ask_as(Some(member), "inspections.finish", confirm);
    }

    pub(crate) fn results(&self, of: &str) -> Value {
        self.bench.ask("plans.results", json!({"year": 2026, "of": of, "limit": 500}))
    }

    pub(crate) fn take_file(&self, made: &Value) -> Vec<u8> {
        let held = self.bench.host.files().take(made["file"].as_str().unwrap()).unwrap();
        std::fs::read(held.path).unwrap()
    }

    /// Every cell of the first sheet of a workbook as text.
    pub(crate) fn cells(&self, made: &Value) -> Vec<Vec<String>> {
        use calamine::{Reader, Xlsx};
        let bytes = self.take_file(made);
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }
}
