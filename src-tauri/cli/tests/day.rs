//! A day by the command line alone, on every system: an office is made, people and subjects are entered, a roster is
//! imported, the folder is checked, backed up and restored. `GREENROOM_PROGRAM` names another program to run it with
//! (one built for Windows, under Wine).

use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

/// The program on one office.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a readable name").to_owned()
    }

    fn run(&self, office: &str, arguments: &[&str]) -> Output {
        let given = std::env::var("GREENROOM_PROGRAM").ok();
        let given = given.as_deref().unwrap_or(env!("CARGO_BIN_EXE_greenroom"));
        let mut words = given.split(' ');
        let mut command = Command::new(words.next().expect("a program"));
        command.args(words).arg("--office").arg(self.path(office)).args(arguments);
        command.env("GREENROOM_STATE", self.path("state")).output().expect("the program runs")
    }

    /// What it prints when it does what it was asked.
    #[track_caller]
    fn does(&self, office: &str, arguments: &[&str]) -> Value {
        let output = self.run(office, arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        json_of(&output)
    }

    #[track_caller]
    fn call(&self, name: &str, input: &Value) -> Value {
        self.does("office", &["call", name, &input.to_string()])
    }

    /// The error object when it refuses.
    #[track_caller]
    fn refuses(&self, office: &str, arguments: &[&str]) -> Value {
        let output = self.run(office, arguments);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
        assert!(!output.stderr.is_empty(), "a refusal is said on stderr");
        let failure = json_of(&output);
        assert!(failure["code"].is_string() && failure["message"].is_string(), "{failure}");
        failure
    }
}

#[track_caller]
fn json_of(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in: {text}"))
}

#[test]
fn from_an_empty_folder_to_a_restored_one() {
    let desk = Desk::new();
    desk.refuses("office", &["call", "people.list", "{}"]);
    desk.does(
        "office",
        &["init", "--name", "青屿区市场监督管理局网监科", "--code", "QY", "--person", "林青"],
    );
    assert_eq!(desk.refuses("office", &["init", "--name", "又一个", "--code", "QY"])["code"], "conflict");

    let people = desk.call("people.list", &json!({}));
    assert_eq!(people[0]["name"], "林青");

    let room = json!({ "register": "rooms", "values": { "name": "青屿海味直播间", "account": "1234567890123456789" } });
    let saved = desk.call("registers.save", &room);
    assert!(saved["id"].is_string(), "{saved}");
    let found = desk.does("office", &["find", "海味"]);
    assert_eq!(found["hits"][0]["name"], "青屿海味直播间", "{found}");

    let roster = desk.path("名册.csv");
    std::fs::write(
        &roster,
        "直播间名称,平台,账号\n青屿茶园直播间,示例平台甲,7300000000000000001\n山海果蔬直播间,示例平台乙,7300000000000000002\n",
    )
    .expect("written");
    let receipt = desk.does("office", &["import", "rooms", &roster]);
    assert_eq!([&receipt["rows"], &receipt["created"], &receipt["rejected"]], [2, 2, 0], "{receipt}");
    let again = desk.does("office", &["import", "rooms", &roster]);
    assert_eq!([&again["rows"], &again["unchanged"]], [2, 2], "{again}");
    let found = desk.does("office", &["find", "7300000000000000002"]);
    assert_eq!(found["hits"][0]["name"], "山海果蔬直播间", "every digit comes back: {found}");

    let inspection = draws_one(&desk);
    records(&desk, &inspection);

    let check = desk.does("office", &["check"]);
    assert_eq!(check["ok"], true, "{check}");

    let backup = desk.path("备份.greenroom");
    desk.does("office", &["backup", &backup]);
    desk.does("restored", &["restore", &backup]);
    let found = desk.does("restored", &["find", "海味"]);
    assert_eq!(found["hits"][0]["name"], "青屿海味直播间", "{found}");
    assert_eq!(desk.does("restored", &["check"])["ok"], true);
}

/// Draws one room and a pair of inspectors by dice; answers the planned inspection.
fn draws_one(desk: &Desk) -> String {
    let inspectors = ["陆知遥", "顾南乔", "江映雪"].map(|name| {
        let person = json!({
            "name": name, "roles": ["inspector"], "certificateNo": format!("JC-{name}"), "certificateUntil": "2099-01-01",
        });
        json!({ "id": desk.call("people.save", &person)["id"] })
    });
    let plan = desk.call(
        "draws.plan",
        &json!({
            "title": "十一月直播间抽查", "basis": "年度抽查计划", "register": "rooms", "checklist": "checklist-room",
            "filter": {}, "take": 1, "dueOn": "2099-12-20", "seedKind": "dice", "seedPlace": "本所会议室，录像",
            "seedWitnesses": [{ "name": "周见证", "unit": "社区居委会" }], "persons": inspectors,
        }),
    );
    let id = &plan["id"];
    let locked = desk.call("draws.lock", &json!({ "id": id, "rev": plan["rev"] }));
    let seed = json!({ "id": id, "rev": locked["rev"], "seed": "35162", "seededBy": ["林青", "方投掷"] });
    let seeded = desk.call("draws.seed", &seed);
    desk.call("draws.draw", &json!({ "id": id, "rev": seeded["rev"] }));
    let draw = desk.call("draws.get", &json!({ "id": id }));
    assert_eq!((&draw["state"], &draw["poolCount"]), (&json!("drawn"), &json!(3)), "{draw}");
    assert_eq!(desk.call("draws.recheck", &json!({ "id": id }))["same"], true);
    draw["picks"][0]["inspectionId"].as_str().expect("a pick plans an inspection").to_owned()
}

/// Does the planned inspection: one problem, the rest as a replay shows it, and what follows.
fn records(desk: &Desk, id: &str) {
    let get = || desk.call("inspections.get", &json!({ "id": id }));
    let planned = get();
    let start = json!({
        "register": "rooms", "subjectId": planned["subject"]["id"], "approach": "replay", "reason": "routine",
        "inspectionId": id,
    });
    desk.call("inspections.start", &start);
    let begun = get();
    let items = begun["groups"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|group| group["items"].as_array().cloned());
    let fourth =
        items.flatten().find(|item| item["code"] == "room-04").expect("the fourth item of the checklist");
    desk.call(
        "inspections.answer",
        &json!({
            "item": fourth["id"], "rev": fourth["rev"], "result": "problem", "situation": "room-04-b",
            "responsible": "room_operator", "fact": "00:41:20 挂链接后需跳转三次", "correctBy": "2099-11-27",
        }),
    );
    desk.call("inspections.markRest", &json!({ "id": id, "rev": get()["rev"] }));
    let finish = json!({
        "id": id, "rev": get()["rev"], "resultWord": "orderedToCorrect", "followUp": "orderCorrection",
        "uncheckedReason": "资料另行调取",
    });
    let done = desk.call("inspections.finish", &finish);
    assert_eq!((&done["findings"], &done["rectifications"]), (&json!(1), &json!(1)), "{done}");
}

#[test]
fn wrong_usage_ends_with_two() {
    let desk = Desk::new();
    for arguments in [&["nonsense"][..], &[], &["call"], &["import", "rooms"], &["demo", "--scale", "huge"]] {
        let output = desk.run("office", arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    assert!(!Path::new(&desk.path("office")).exists(), "nothing was made");
}

#[test]
fn what_cannot_be_done_is_refused_with_the_error_object() {
    let desk = Desk::new();
    desk.does("office", &["init", "--name", "所", "--code", "S"]);
    assert_eq!(desk.refuses("office", &["call", "no.such"])["code"], "invalid");
    assert_eq!(desk.refuses("office", &["call", "people.list", "{"])["code"], "invalid");
    assert_eq!(desk.refuses("office", &["call", "people.list", r#"{"unknown":1}"#])["code"], "invalid");
    desk.refuses("office", &["restore", &desk.path("no such file")]);
    assert_eq!(desk.does("office", &["check"])["ok"], true);
}
