//! Ratings: the sum as a rule, and the sheet through its calls.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use greenroom_core::calls::{Cancel, Context, dispatch};
use greenroom_core::clock::{Clock, MachineClock};
use greenroom_core::files::Files;
use greenroom_core::id::Id;
use greenroom_core::office::{Office, OpenOptions};
use greenroom_core::ratings::score::{Given, Outcome, outcome, rung, total};
use greenroom_core::tables;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

/// 2026-11-20 10:00 at +08:00.
struct Fixed;

impl Clock for Fixed {
    fn now_ms(&self) -> i64 {
        1_795_140_000_000
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

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options =
            OpenOptions { state_folder: folder.path().join("state"), clock: Arc::new(Fixed), vfs: None };
        let office =
            Office::create(&folder.path().join("office"), "柳桥市场监管所", "LQ", false, options).unwrap();
        Self { office, files: Files::default(), _folder: folder }
    }
    fn run(&self, actor: Option<&Value>, name: &str, input: Value) -> Result<Value, (String, String)> {
        let cancel = Cancel::default();
        let actor = actor.map(|id| id.as_str().unwrap().parse().unwrap());
        let context =
            Context { office: &self.office, actor, files: &self.files, report: &|_| (), cancel: &cancel };
        dispatch(&context, name, input).map(|answer| answer.value).map_err(|failure| {
            let wire = failure.wire();
            (wire.code, wire.message)
        })
    }
    fn ask(&self, actor: Option<&Value>, name: &str, input: Value) -> Value {
        self.run(actor, name, input).unwrap_or_else(|failure| panic!("{name}: {failure:?}"))
    }
    fn person(&self, name: &str, recusals: &[&str]) -> Value {
        let input = json!({"name": name, "roles": ["inspector"], "certificateNo": format!("C-{name}"), "certificateUntil": "2030-01-01", "recusals": recusals});
        self.ask(None, "people.save", input)["id"].clone()
    }
    fn room(&self, name: &str) -> Value {
        let values = json!({"name": name, "platformName": "澜播", "account": name});
        self.ask(None, "registers.save", json!({"register": "rooms", "values": values}))["id"].clone()
    }
    fn start(&self, room: &Value, first: &Value, second: &Value) -> Result<Value, (String, String)> {
        let input = json!({"roomId": room, "batchTitle": "2026 年第二批", "firstRaterId": first, "secondRaterId": second});
        self.run(Some(first), "ratings.start", input).map(|saved| saved["id"].clone())
    }
    fn get(&self, actor: &Value, rating: &Value) -> Value {
        self.ask(Some(actor), "ratings.get", json!({"id": rating}))
    }
    /// Full marks for every indicator, less `less` on the first one.
    fn fill(&self, rating: &Value, rater: &Value, seat: &str, less: u64) {
        for (place, (code, max)) in indicators(&self.get(rater, rating)).into_iter().enumerate() {
            let tenths = if place == 0 { max - less } else { max };
            self.ask(
                Some(rater),
                "ratings.score",
                json!({"id": rating, "indicator": code, "seat": seat, "tenths": tenths, "reason": "见材料"}),
            );
        }
    }
    fn clear_vetoes(&self, rating: &Value, rater: &Value) {
        for veto in self.get(rater, rating)["vetoes"].as_array().unwrap() {
            let input = json!({"id": veto["id"], "rev": veto["rev"], "state": "clear", "checkedOn": "2026-11-19", "source": "国家企业信用信息公示系统"});
            self.ask(Some(rater), "ratings.veto", input);
        }
    }
}

fn indicators(shown: &Value) -> Vec<(String, u64)> {
    let sections = shown["sections"].as_array().unwrap().iter();
    let all = sections.flat_map(|section| section["indicators"].as_array().unwrap());
    all.map(|i| (i["code"].as_str().unwrap().to_owned(), i["max"].as_u64().unwrap())).collect()
}

fn id(value: &Value) -> Id {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn the_other_column_is_covered_until_both_are_complete_everywhere() {
    let place = Place::new();
    let (first, second) = (place.person("沈砚", &[]), place.person("陆知遥", &[]));
    let room = place.room("山前果园直播");
    let rating = place.start(&room, &first, &second).unwrap();
    place.fill(&rating, &first, "first", 13);

    let seen = place.get(&second, &rating);
    assert_eq!(seen["seat"], "second");
    let indicator = &seen["sections"][0]["indicators"][0];
    assert_eq!(indicator["firstTenths"], "covered");
    assert_eq!(indicator["secondTenths"], Value::Null);
    assert_eq!(indicator["reasons"]["first"], "", "the reason would give the points away");
    assert_eq!(seen["total"]["tenths"], Value::Null);
    assert_eq!(place.get(&first, &rating)["sections"][0]["indicators"][0]["firstTenths"], 67);
    let history = place.ask(Some(&second), "office.history", json!({"record": rating, "limit": 500}));
    let deeds = history["events"].as_array().unwrap();
    let scores: Vec<&Value> = deeds.iter().filter(|deed| deed["deed"] == "ratings.score").collect();
    assert!(!scores.is_empty() && scores.iter().all(|deed| deed["payload"] == json!({"covered": true})));

    // The second rater differs on the first indicator: that must not show while covered.
    let (code, max) = indicators(&seen)[0].clone();
    let missing = seen["total"]["missing"].as_u64().unwrap();
    let input = json!({"id": rating, "indicator": code, "seat": "second", "tenths": max, "reason": ""});
    place.ask(Some(&second), "ratings.score", input.clone());
    let seen = place.get(&second, &rating);
    assert_eq!(seen["total"]["missing"], missing - 1);
    assert_eq!(seen["sections"][0]["indicators"][0]["disagreement"], false);
    assert_eq!(seen["sections"][0]["indicators"][0]["score"], Value::Null);
    // Nobody types into the other's column, nobody confers early.
    let mut other = input.clone();
    other["seat"] = json!("first");
    assert!(place.run(Some(&second), "ratings.score", other).unwrap_err().1.contains("不能代填"));
    let mut early = input;
    early["seat"] = json!("agreed");
    early["reason"] = json!("甲");
    assert!(place.run(Some(&second), "ratings.score", early).unwrap_err().1.contains("都评完以后"));

    place.fill(&rating, &second, "second", 0);
    let seen = place.get(&second, &rating);
    assert_eq!(seen["sections"][0]["indicators"][0]["firstTenths"], 67);
    assert_eq!(seen["total"]["missing"], 0, "13 tenths are below the limit");
    assert_eq!(seen["sections"][0]["indicators"][0]["score"], 74, "the middle, half a tenth upwards");
    let history = place.ask(Some(&second), "office.history", json!({"record": rating, "limit": 500}));
    assert!(history["events"].as_array().unwrap().iter().all(|deed| deed["payload"]["covered"].is_null()));
    let late = json!({"id": rating, "indicator": code, "seat": "second", "tenths": 67, "reason": ""});
    assert!(place.run(Some(&second), "ratings.score", late).unwrap_err().1.contains("不再改动"));
}

#[test]
fn a_disagreement_counts_nothing_before_they_confer() {
    let place = Place::new();
    let (first, second) = (place.person("沈砚", &[]), place.person("陆知遥", &[]));
    let room = place.room("山前果园直播");
    let rating = place.start(&room, &first, &second).unwrap();
    place.fill(&rating, &first, "first", 20);
    place.fill(&rating, &second, "second", 0);
    let seen = place.get(&first, &rating);
    let (code, max) = indicators(&seen)[0].clone();
    assert_eq!(seen["state"], "conferring");
    assert_eq!(seen["sections"][0]["indicators"][0]["disagreement"], true);
    assert_eq!(seen["sections"][0]["indicators"][0]["score"], Value::Null);
    assert_eq!(seen["total"]["tenths"], 1000 - max, "not the mean: 暂不计分");
    assert_eq!(seen["total"]["complete"], false);
    assert!(seen["rungs"].as_array().unwrap().iter().all(|rung| rung["reached"] == false));
    assert!(seen["blockedBy"].to_string().contains("须会商"));
    let mut agreed =
        json!({"id": rating, "indicator": code, "seat": "agreed", "tenths": max - 5, "reason": " "});
    assert_eq!(place.run(Some(&first), "ratings.score", agreed.clone()).unwrap_err().0, "invalid");
    agreed["reason"] = json!("采信培训签到表");
    place.ask(Some(&first), "ratings.score", agreed);
    let seen = place.get(&first, &rating);
    assert_eq!(seen["total"]["tenths"], 995);
    assert_eq!(seen["state"], "reviewing");
}

#[test]
fn who_inspected_the_room_or_keeps_away_does_not_rate_it() {
    let place = Place::new();
    let (first, second) = (place.person("沈砚", &[]), place.person("陆知遥", &[]));
    let cousin = place.person("方越", &["山前果园"]);
    let room = place.room("山前果园直播");
    assert!(place.start(&room, &first, &cousin).unwrap_err().1.contains("评审人回避"));
    assert_eq!(place.start(&room, &first, &first).unwrap_err().0, "invalid");
    let rating = place.start(&room, &first, &second).unwrap();
    assert_eq!(place.start(&room, &first, &second).unwrap_err().0, "conflict", "one at a time");
    // The second rater inspects it afterwards: no more points from this hand.
    inspect(&place, &room, &second);
    let code = indicators(&place.get(&first, &rating))[0].0.clone();
    let input = json!({"id": rating, "indicator": code, "seat": "second", "tenths": 10, "reason": ""});
    assert!(place.run(Some(&second), "ratings.score", input).unwrap_err().1.contains("评审人回避"));
    let other = place.room("别处直播");
    inspect(&place, &other, &first);
    assert!(place.start(&other, &first, &second).unwrap_err().1.contains("沈砚检查过"));
}

fn inspect(place: &Place, room: &Value, member: &Value) {
    let new = place.office.new_id().unwrap();
    place
        .office
        .write(None, "inspections.start", |w| {
            let pack: Id = w.db().query_row("SELECT id FROM pack LIMIT 1", [], |row| row.get(0))?;
            let values = [
                ("year", 2026.into()),
                ("number", 1.into()),
                ("register", "rooms".to_owned().into()),
                ("subject_id", id(room).into()),
                ("subject_name", "某".to_owned().into()),
                ("pack_id", pack.into()),
                ("approach", "replay".to_owned().into()),
                ("state", "finished".to_owned().into()),
                ("member_id", id(member).into()),
            ];
            w.insert(&tables::INSPECTION, new, &values)
        })
        .unwrap();
}

fn complain(place: &Place, room: &Value, verified: &str) {
    let new = place.office.new_id().unwrap();
    place
        .office
        .write(None, "complaints.save", |w| {
            let values = [
                ("kind", "complaint".to_owned().into()),
                ("received_on", "2026-10-08".to_owned().into()),
                ("room_id", id(room).into()),
                ("verified", verified.to_owned().into()),
            ];
            w.insert(&tables::COMPLAINT, new, &values)
        })
        .unwrap();
}

#[test]
fn closing_gives_an_internal_outcome_and_keeps_publicity_locked() {
    let place = Place::new();
    let (first, second) = (place.person("沈砚", &[]), place.person("陆知遥", &[]));
    let stranger = place.person("方越", &[]);
    let room = place.room("山前果园直播");
    let rating = place.start(&room, &first, &second).unwrap();
    place.fill(&rating, &first, "first", 0);
    place.fill(&rating, &second, "second", 0);
    complain(&place, &room, "no");
    complain(&place, &room, "pending");
    let rev = place.get(&first, &rating)["rev"].clone();
    let close = json!({"id": rating, "rev": rev, "note": ""});
    assert!(place.run(Some(&first), "ratings.close", close.clone()).unwrap_err().1.contains("待查"));
    let veto = place.get(&first, &rating)["vetoes"][0].clone();
    let bare = json!({"id": veto["id"], "rev": veto["rev"], "state": "clear", "checkedOn": "2026-11-19", "source": ""});
    assert_eq!(place.run(Some(&first), "ratings.veto", bare).unwrap_err().0, "invalid");
    let future = json!({"id": veto["id"], "rev": veto["rev"], "state": "clear", "checkedOn": "2026-12-19", "source": "甲"});
    assert_eq!(place.run(Some(&first), "ratings.veto", future).unwrap_err().0, "invalid");
    place.clear_vetoes(&rating, &first);
    assert!(place.run(Some(&stranger), "ratings.close", close.clone()).unwrap_err().1.contains("只有评审人"));

    let seen = place.get(&first, &rating);
    assert_eq!(seen["complaints"], json!({"verified": 0, "unverified": 2}));
    assert_eq!(seen["rungs"][3]["reached"], true, "complaints that were not verified count for nothing");
    assert!(seen["scheme"]["faceNotes"].to_string().contains("不得用于广告、直播画面"));
    assert_eq!(seen["publicityBlockedBy"][0], "未载入批准或委托文件，公示、名单、证书不可用");
    complain(&place, &room, "yes");
    let seen = place.get(&first, &rating);
    assert_eq!((&seen["rungs"][3]["reached"], &seen["rungs"][2]["reached"]), (&json!(false), &json!(true)));

    let closed = place.ask(Some(&first), "ratings.close", close);
    assert_eq!(closed["points"], 1000);
    assert_eq!(closed["rung"], "培育");
    assert!(closed["withheld"][0].as_str().unwrap().contains("核查属实的投诉没有解决"));
    assert!(closed["publicityBlockedBy"].to_string().contains("未载入批准"));
    let line = &place.ask(Some(&first), "ratings.list", json!({}))[0];
    assert_eq!(
        (&line["state"], &line["rung"], &line["points"]),
        (&json!("closed"), &json!("培育"), &json!(1000))
    );
    let code = indicators(&place.get(&first, &rating))[0].0.clone();
    let late = json!({"id": rating, "indicator": code, "seat": "agreed", "tenths": 0, "reason": "改"});
    assert_eq!(place.run(Some(&first), "ratings.score", late).unwrap_err().0, "notAllowed");
    let page = place.ask(Some(&first), "registers.list", json!({"register": "rooms"}));
    assert_eq!(page["rows"][0]["rating"], "培育");
}

#[test]
fn a_veto_leaves_the_lowest_rung() {
    let place = Place::new();
    let (first, second) = (place.person("沈砚", &[]), place.person("陆知遥", &[]));
    let rating = place.start(&place.room("甲"), &first, &second).unwrap();
    place.fill(&rating, &first, "first", 0);
    place.fill(&rating, &second, "second", 0);
    place.clear_vetoes(&rating, &first);
    let seen = place.get(&first, &rating);
    let veto = &seen["vetoes"][2];
    let hit = json!({"id": veto["id"], "rev": veto["rev"], "state": "hit", "checkedOn": "2026-11-19", "source": "处罚文书"});
    place.ask(Some(&first), "ratings.veto", hit);
    let closed =
        place.ask(Some(&first), "ratings.close", json!({"id": rating, "rev": seen["rev"], "note": ""}));
    assert_eq!(closed["rung"], "暂不入库");
}

#[test]
fn a_new_scheme_changes_no_rating_that_began_under_the_old_one() {
    let place = Place::new();
    let (first, second) = (place.person("沈砚", &[]), place.person("陆知遥", &[]));
    let rating = place.start(&place.room("甲"), &first, &second).unwrap();
    place.fill(&rating, &first, "first", 0);
    let before = place.get(&first, &rating);
    let text = include_str!("../../../assets/rules/scheme-example.json")
        .replace("\"2026.1\"", "\"2026.2\"")
        .replace("主播身份核验与报送", "换了名字的指标");
    let file = place.files.offer_bytes("scheme.json", text.as_bytes()).unwrap();
    place.ask(None, "rules.load", json!({"file": file}));
    assert_eq!(place.get(&first, &rating), before);
    let other = place.start(&place.room("乙"), &first, &second).unwrap();
    assert_eq!(place.get(&first, &other)["scheme"]["version"], "2026.2");
    assert_eq!(place.get(&first, &other)["sections"][0]["indicators"][0]["title"], "换了名字的指标");
}

fn given() -> impl Strategy<Value = Given> {
    let points = || proptest::option::of(0..=100_u32);
    (points(), points(), points()).prop_map(|(first, second, agreed)| Given { first, second, agreed })
}

proptest! {
    #[test]
    fn a_score_lies_between_the_two_and_below_the_maximum(given in given(), limit in 0..50_u32) {
        if let Outcome::Counted(tenths) = outcome(given, limit) {
            prop_assert!(tenths <= 100);
            let (first, second) = (given.first.unwrap(), given.second.unwrap());
            match given.agreed {
                Some(agreed) => prop_assert_eq!(tenths, agreed),
                None => {
                    prop_assert!(first.min(second) <= tenths && tenths <= first.max(second));
                    prop_assert!(limit == 0 || first.abs_diff(second) < limit);
                }
            }
        } else {
            prop_assert!(given.first.is_none() || given.second.is_none() || given.agreed.is_none());
        }
    }

    #[test]
    fn it_does_not_matter_who_sits_where(given in given(), limit in 0..50_u32) {
        let turned = Given { first: given.second, second: given.first, agreed: given.agreed };
        prop_assert_eq!(outcome(given, limit), outcome(turned, limit));
    }

    #[test]
    fn more_points_never_lower_a_score(given in given(), limit in 0..50_u32, more in 1..20_u32) {
        let raised = Given { first: given.first.map(|points| points + more), ..given };
        if let (Outcome::Counted(before), Outcome::Counted(after)) = (outcome(given, limit), outcome(raised, limit)) {
            prop_assert!(before <= after);
        }
    }

    #[test]
    fn the_sum_does_not_depend_on_the_order(sheet in proptest::collection::vec(given(), 0..20), limit in 0..50_u32) {
        let forwards = total(sheet.iter().map(|given| outcome(*given, limit)));
        let backwards = total(sheet.iter().rev().map(|given| outcome(*given, limit)));
        prop_assert_eq!(forwards, backwards);
        prop_assert!(forwards.tenths <= 100 * sheet.len() as u32);
        prop_assert_eq!(forwards.is_complete(), forwards.missing == 0);
    }

    #[test]
    fn the_rung_is_the_highest_within_reach(ladder in proptest::collection::btree_set(0..1000_u32, 1..6), tenths in 0..1000_u32) {
        let ladder: Vec<u32> = ladder.into_iter().collect();
        match rung(&ladder, tenths) {
            Some(place) => {
                prop_assert!(ladder[place] <= tenths);
                prop_assert!(ladder.get(place + 1).is_none_or(|next| *next > tenths));
            }
            None => prop_assert!(ladder[0] > tenths),
        }
    }
}
