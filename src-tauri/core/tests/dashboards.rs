//! The workbench and the boards through their calls: every figure opens what it counts.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use greenroom_core::calls::{Cancel, Context, dispatch};
use greenroom_core::clock::{Clock, MachineClock};
use greenroom_core::files::Files;
use greenroom_core::id::Id;
use greenroom_core::office::{Office, OpenOptions};
use greenroom_core::tables::{self, Table};
use rusqlite::types::Value as Sql;
use serde_json::{Value, json};
use std::sync::Arc;

/// 2026-11-20 10:00 at +08:00, a Friday; or another instant.
struct Fixed(i64);
const NOW: i64 = 1_795_140_000_000;

impl Clock for Fixed {
    fn now_ms(&self) -> i64 {
        self.0
    }
    fn fill(&self, bytes: &mut [u8]) -> greenroom_core::error::Result<()> {
        MachineClock.fill(bytes)
    }
}

struct Place {
    office: Office,
    files: Files,
    _folder: tempfile::TempDir,
}

fn text(words: &str) -> Sql {
    words.to_owned().into()
}

impl Place {
    fn at(now: i64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options =
            OpenOptions { state_folder: folder.path().join("state"), clock: Arc::new(Fixed(now)), vfs: None };
        let office =
            Office::create(&folder.path().join("office"), "柳桥市场监管所", "LQ", false, options).unwrap();
        Self { office, files: Files::default(), _folder: folder }
    }
    fn ask(&self, name: &str, input: Value) -> Value {
        let cancel = Cancel::default();
        let context = Context {
            office: &self.office,
            actor: None,
            files: &self.files,
            report: &|_| (),
            cancel: &cancel,
        };
        dispatch(&context, name, input).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
    }
    fn put(&self, table: &'static Table, values: &[(&'static str, Sql)]) -> Id {
        let id = self.office.new_id().unwrap();
        self.office.write(None, "test.put", |w| w.insert(table, id, values)).unwrap();
        id
    }
    fn save(&self, register: &str, values: Value) -> Id {
        let saved = self.ask("registers.save", json!({"register": register, "values": values}));
        saved["id"].as_str().unwrap().parse().unwrap()
    }
    fn inspection(&self, subject: Id, state: &str, due: Option<&str>) -> Id {
        let pack = self
            .office
            .read(|db| Ok(db.query_row("SELECT id FROM pack LIMIT 1", [], |row| row.get::<_, Id>(0))?));
        self.put(
            &tables::INSPECTION,
            &[
                ("year", 2026.into()),
                ("number", 1.into()),
                ("register", text("rooms")),
                ("subject_id", subject.into()),
                ("subject_name", text("半糖茶饮间")),
                ("pack_id", pack.unwrap().into()),
                ("approach", text("replay")),
                ("state", text(state)),
                ("due_on", due.map(str::to_owned).into()),
                ("finished_at", (state == "finished").then_some(NOW).into()),
            ],
        )
    }
    fn finding(&self, subject: Id, state: &str, situation: &str, verify_by: Option<&str>) -> Id {
        let other = self.office.new_id().unwrap();
        self.put(
            &tables::FINDING,
            &[
                ("inspection_id", other.into()),
                ("item_id", other.into()),
                ("register", text("rooms")),
                ("subject_id", subject.into()),
                ("subject_name", text("半糖茶饮间")),
                ("item", text("1")),
                ("situation", text(situation)),
                ("fact", text("主页没有公示营业执照")),
                ("responsible", text("room_operator")),
                ("found_on", text("2026-11-10")),
                ("state", text(state)),
                ("verify_by", verify_by.map(str::to_owned).into()),
            ],
        )
    }
    fn rectification(&self, subject: Id, finding: Id, state: &str, correct_by: Option<&str>) -> Id {
        let mut values = vec![
            ("finding_id", finding.into()),
            ("inspection_id", finding.into()),
            ("subject_id", subject.into()),
            ("subject_name", text("半糖茶饮间")),
            ("state", text(state)),
            ("requirement", text("公示营业执照")),
            ("correct_by", correct_by.map(str::to_owned).into()),
        ];
        // A column that the table may have besides.
        if tables::RECTIFICATION.columns().any(|column| column == "register") {
            values.push(("register", text("rooms")));
        }
        self.put(&tables::RECTIFICATION, &values)
    }
    fn complaint(
        &self,
        on: &str,
        platform: &str,
        verified: &str,
        forwarded: Option<&str>,
        answered: Option<&str>,
    ) {
        self.put(
            &tables::COMPLAINT,
            &[
                ("kind", text("complaint")),
                ("received_on", text(on)),
                ("platform_name", text(platform)),
                ("subject_name", text("某店")),
                ("category", text("食品")),
                ("verified", text(verified)),
                ("forwarded_on", forwarded.map(str::to_owned).into()),
                ("answered_on", answered.map(str::to_owned).into()),
            ],
        );
    }
    fn filled() -> Self {
        let place = Self::at(NOW);
        place.save("platforms", json!({"name": "澜播", "status": "active", "street": "柳桥街道", "kind": "platform", "shopCount": "120", "turnoverCents": "5000000000"}));
        place.save(
            "platforms",
            json!({"name": "青集", "status": "active", "street": "桥西街道", "kind": "app"}),
        );
        place.save("platforms", json!({"name": "旧站", "status": "stopped", "shopCount": "7"}));
        let mut room = None;
        for number in 0..7 {
            let platform = if number < 5 { "澜播" } else { "" };
            let status = if number == 0 { "stopped" } else { "active" };
            let values = json!({"name": format!("间{number}"), "platformName": platform, "account": format!("a{number}"), "status": status, "street": "柳桥街道"});
            room = Some(place.save("rooms", values)).filter(|_| number < 5).or(room);
        }
        let room = room.unwrap();
        let shop =
            ["name", "platform_name", "shop_no", "category"].into_iter().zip(["铺", "澜播", "1", "食品"]);
        place.put(&tables::SHOP, &shop.map(|(column, value)| (column, text(value))).collect::<Vec<_>>());
        place.save("operators", json!({"name": "某公司", "status": "abnormal"}));
        place.inspection(room, "finished", None);
        place.inspection(room, "planned", Some("2026-11-24"));
        let finding = place.finding(room, "suspected", "licence-missing", Some("2026-11-18"));
        place.finding(room, "filed", "licence-missing", None);
        place.rectification(room, finding, "open", Some("2026-11-20"));
        place.rectification(room, finding, "running", Some("2026-11-19"));
        place.rectification(room, finding, "closed", Some("2026-11-01"));
        place.rectification(room, finding, "draft", None);
        place.complaint("2026-09-03", "澜播", "yes", Some("2026-09-04"), Some("2026-09-09"));
        place.complaint("2026-11-03", "澜播", "pending", Some("2026-11-04"), None);
        place.complaint("2025-11-03", "青集", "no", None, None);
        place
    }
}

#[test]
fn overdue_comes_first_and_counts_are_counted_apart() {
    let place = Place::filled();
    let bench = place.ask("dashboards.workbench", json!({}));
    assert_eq!((&bench["today"], &bench["weekday"]), (&json!("2026-11-20"), &json!("周五")));
    assert_eq!(bench["counts"], json!({"overdue": 2, "today": 1, "soon": 1}));
    let tasks = bench["tasks"].as_array().unwrap();
    let tones: Vec<&str> = tasks.iter().map(|task| task["tone"].as_str().unwrap()).collect();
    assert_eq!(tones, ["overdue", "overdue", "due", "doing", "draft"]);
    assert_eq!(bench["tasksInAll"], 5);
    assert_eq!(tasks[0]["kind"], "finding", "the earliest day first");
    assert_eq!(tasks[0]["dueWords"], "逾期 2 个工作日");
    assert_eq!(tasks[1]["register"], "rooms");
    assert_eq!(tasks[2]["dueWords"], "今日到期");
    assert_eq!((&tasks[3]["dueWords"], &tasks[3]["verb"]), (&json!("还剩 2 个工作日"), &json!("开始检查")));
    assert_eq!(tasks[4]["dueWords"], "未定期限");
    let ribbon = bench["ribbon"].as_array().unwrap();
    assert_eq!(ribbon.len(), 15);
    assert_eq!(ribbon[0], json!({"date": "2026-11-20", "weekday": "周五", "off": false, "count": 1}));
    assert_eq!(ribbon[1]["off"], true);
    assert_eq!(ribbon[4]["count"], 1);
    assert!(bench["notices"].to_string().contains("2027 年放假安排尚未载入"));
}

#[test]
fn the_list_of_the_day_is_what_is_due_and_nothing_else() {
    let place = Place::filled();
    let made = place.ask("dashboards.todayPaper", json!({}));
    assert_eq!(made["fileName"], "今日清单 2026-11-20.docx");
    let held = place.files.take(made["file"].as_str().unwrap()).unwrap();
    let mut archive = zip::ZipArchive::new(std::fs::File::open(held.path).unwrap()).unwrap();
    let mut paper = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut paper).unwrap();
    assert!(!paper.contains("{{") && !paper.contains("{%"), "every tag is filled in");
    for expected in [
        "2026-11-20 周五",
        "已逾期 2 件，今日到期 1 件，3 个工作日内到期 1 件",
        "逾期 2 个工作日",
        "公示营业执照",
        "柳桥街道",
        "共 4 件。",
    ] {
        assert!(paper.contains(expected), "{expected}");
    }
    assert!(!paper.contains("未定期限"), "what has no day is not due");

    let empty = Place::at(NOW);
    let (cancel, files) = (Cancel::default(), &empty.files);
    let context = Context { office: &empty.office, actor: None, files, report: &|_| (), cancel: &cancel };
    let refusal = dispatch(&context, "dashboards.todayPaper", json!({})).unwrap_err();
    assert!(refusal.to_string().contains("没有清单可打印"), "{refusal}");
}

#[test]
fn a_year_without_a_calendar_is_unknown_and_said() {
    // 2026-12-28
    let place = Place::at(NOW + 38 * 86_400_000);
    let room = place.save("rooms", json!({"name": "甲", "account": "a"}));
    place.inspection(room, "planned", Some("2027-01-08"));
    let bench = place.ask("dashboards.workbench", json!({}));
    let ribbon = bench["ribbon"].as_array().unwrap();
    assert_eq!((&ribbon[3]["date"], &ribbon[3]["off"]), (&json!("2026-12-31"), &json!(false)));
    for day in &ribbon[4..] {
        assert_eq!(day["off"], Value::Null, "{day}");
    }
    assert_eq!(bench["tasks"][0]["dueWords"], "工作日数待核");
    assert!(bench["notices"].to_string().contains("2027"));
}

/// Opens a drill the way a screen does and counts what is listed.
fn opened(place: &Place, drill: &Value) -> u64 {
    let mut total = 0;
    let mut after = Value::Null;
    loop {
        let mut input = json!({"filter": drill["filter"], "limit": 2});
        if !after.is_null() {
            input["after"] = after;
        }
        let page = if let Some(register) = drill["register"].as_str() {
            input["register"] = json!(register);
            place.ask("registers.list", input)
        } else {
            input["list"] = drill["list"].clone();
            place.ask("dashboards.rows", input)
        };
        total += page["rows"].as_array().unwrap().len() as u64;
        after = page["next"].clone();
        if after.is_null() {
            assert_eq!(page["total"], total);
            return total;
        }
    }
}

/// Figures that are sums or amounts: they open the platforms that reported them.
const SUMS: [&str; 2] = ["reportedShops", "turnover"];

#[test]
fn every_figure_opens_exactly_what_it_counts() {
    let place = Place::filled();
    let mut figures = 0;
    for board in ["overview", "governance", "platform"] {
        let board = place.ask("dashboards.board", json!({"board": board, "platformName": "澜播"}));
        assert_eq!(board["counting"], false);
        for card in board["cards"].as_array().unwrap() {
            assert!(!card["basis"].as_str().unwrap().is_empty());
            let found = opened(&place, &card["drill"]);
            if SUMS.contains(&card["key"].as_str().unwrap()) {
                assert_eq!(found, 1, "{card}");
            } else {
                assert_eq!(card["value"], found, "{card}");
                figures += 1;
            }
        }
        for chart in board["charts"].as_array().unwrap() {
            assert!(!chart["basis"].as_str().unwrap().is_empty());
            for series in chart["series"].as_array().unwrap() {
                for point in series["points"].as_array().unwrap() {
                    if point["value"].is_null() {
                        assert!(point["drill"].is_null(), "nothing reported, nothing to open: {point}");
                        continue;
                    }
                    assert_eq!(point["value"], opened(&place, &point["drill"]), "{} {point}", chart["key"]);
                    figures += 1;
                }
            }
        }
    }
    assert!(figures > 40, "{figures}");
}

fn card<'v>(board: &'v Value, key: &str) -> &'v Value {
    board["cards"].as_array().unwrap().iter().find(|card| card["key"] == key).unwrap()
}

fn chart<'v>(board: &'v Value, key: &str) -> &'v Value {
    board["charts"].as_array().unwrap().iter().find(|chart| chart["key"] == key).unwrap()
}

#[test]
fn figures_are_right_and_gaps_are_gaps() {
    let place = Place::filled();
    let overview = place.ask("dashboards.board", json!({"board": "overview"}));
    assert_eq!(card(&overview, "platforms")["value"], 2);
    assert_eq!(card(&overview, "rooms")["value"], 7);
    assert_eq!(card(&overview, "activeRooms")["value"], 6);
    assert_eq!(card(&overview, "reportedShops")["value"], 120);
    assert!(overview["missing"].to_string().contains("未报送网店数：青集"));
    let governance = place.ask("dashboards.board", json!({"board": "governance"}));
    assert_eq!(card(&governance, "complaints")["value"], 2);
    assert_eq!(card(&governance, "verifiedComplaints")["value"], 1);
    assert_eq!(card(&governance, "overdue")["value"], 1);
    assert_eq!(card(&governance, "rectifications")["value"], 3);
    let trend = chart(&governance, "complaintTrend");
    let values = |series: usize| -> Vec<Value> {
        let points = trend["series"][series]["points"].as_array().unwrap();
        points.iter().map(|point| point["value"].clone()).collect()
    };
    let this: Vec<Value> = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1].map(|n| json!(n)).to_vec();
    assert_eq!(values(0), this);
    let before: Vec<Value> = values(1);
    assert!(before[..10].iter().all(Value::is_null), "before the ledger began nothing was reported");
    assert_eq!(before[10], 1);
    let platform = place.ask("dashboards.board", json!({"board": "platform", "platformName": "青集"}));
    assert_eq!(card(&platform, "reportedShops")["value"], Value::Null);
    assert_eq!(card(&platform, "turnover")["value"], Value::Null);
    let names = place.ask("dashboards.platforms", json!({}));
    assert!(names.as_array().unwrap().contains(&json!("青集")));
    assert!(!names.as_array().unwrap().contains(&json!("")));
}

#[test]
fn nothing_reported_is_not_nought() {
    let place = Place::at(NOW);
    let governance = place.ask("dashboards.board", json!({"board": "governance"}));
    assert_eq!(card(&governance, "complaints")["value"], Value::Null);
    assert!(governance["missing"].to_string().contains("投诉举报未报送"));
    assert_eq!(chart(&governance, "complaintTrend")["series"], json!([]));
    let overview = place.ask("dashboards.board", json!({"board": "overview"}));
    assert_eq!(card(&overview, "reportedShops")["value"], Value::Null);
    place.complaint("2026-08-03", "澜播", "yes", None, None);
    let days = json!({"board": "governance", "period": {"from": "2026-10-01", "to": "2026-10-31"}});
    let governance = place.ask("dashboards.board", days);
    assert_eq!(card(&governance, "complaints")["value"], 0);
    assert_eq!(chart(&governance, "complaintsByPlatform")["note"], "期内没有数据。最近一条在 2026-08。");
    let board = place.ask("dashboards.board", json!({"board": "platform"}));
    assert!(board["missing"].to_string().contains("还没有登记平台"));
}

#[test]
fn a_board_follows_what_is_written() {
    let place = Place::filled();
    let count =
        || card(&place.ask("dashboards.board", json!({"board": "overview"})), "rooms")["value"].clone();
    assert_eq!(count(), 7);
    place.save("rooms", json!({"name": "新", "account": "new"}));
    assert_eq!(count(), 8);
}

#[test]
fn the_ledger_pages_without_gaps() {
    let place = Place::at(NOW);
    for day in 1..=7 {
        place.complaint(&format!("2026-11-{day:02}"), "澜播", "pending", None, None);
        place.complaint("2026-11-04", "青集", "yes", None, None);
    }
    let mut seen = Vec::new();
    let mut after = Value::Null;
    loop {
        let mut input = json!({"limit": 3});
        if !after.is_null() {
            input["after"] = after;
        }
        let page = place.ask("complaints.list", input);
        assert_eq!(page["total"], 14);
        seen.extend(page["rows"].as_array().unwrap().iter().map(|row| row["id"].clone()));
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    seen.sort_by_key(ToString::to_string);
    seen.dedup();
    assert_eq!(seen.len(), 14);
    let narrow = json!({"platformName": "青集", "period": {"from": "2026-11-01", "to": "2026-11-30"}, "verified": "yes"});
    assert_eq!(place.ask("complaints.list", narrow)["total"], 7);
}
