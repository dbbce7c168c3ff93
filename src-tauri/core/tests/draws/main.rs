//! Draws through their calls: plan, list, seed, result, substitutes, rounds, and what recomputing finds.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod papers;
mod place;
mod sampler;
mod shapes;
mod sheets;
mod strata;
mod verifiers;

use greenroom_core::draws::sample::order;
use greenroom_core::draws::verify_sheet;
use greenroom_core::id::Id;
use place::Place;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

fn picked(draw: &Value) -> Vec<String> {
    draw["picks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pick| pick["subjectId"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn from_plan_to_planned_inspections() {
    let place = Place::new(40);
    let preview = place.ask("draws.preview", json!({"register": "rooms", "filter": {"street": "柳桥街道"}}));
    assert_eq!(preview["count"], 20);
    assert_eq!(preview["excluded"], json!([{"reason": "不符合筛选条件", "count": 20}]));
    let mut plan = place.plan(6);
    plan["filter"] = json!({"street": "柳桥街道"});
    let draw = place.drawn(&plan, "０3 5１6");
    assert_eq!(draw["numberWords"], "编号 1，第 1 次");
    assert_eq!((&draw["state"], &draw["poolCount"]), (&json!("drawn"), &json!(20)));
    assert_eq!(draw["seed"], "03516");
    let own: Vec<String> = place.rooms.iter().step_by(2).map(ToString::to_string).collect();
    let mut sorted = own.clone();
    sorted.sort();
    let expected: Vec<String> =
        order("03516", &sorted, 6).unwrap().into_iter().map(|(at, _)| sorted[at].clone()).collect();
    assert_eq!(picked(&draw), expected);
    let expired = &place.people[3];
    for pick in draw["picks"].as_array().unwrap() {
        assert_ne!(pick["leader"]["id"], pick["member"]["id"]);
        assert!(pick["leader"]["id"] != json!(expired) && pick["member"]["id"] != json!(expired));
        assert!(pick["inspectionId"].is_string() && pick["subjectNo"].as_str().unwrap().starts_with("acc-"));
    }
    assert_eq!(draw["persons"][3]["excludedReason"], "没有有效的执法证");
    let planned: (i64, i64, i64) = place
        .host
        .office()
        .unwrap()
        .read(|db| {
            let sql = "SELECT count(*), count(DISTINCT number), count(DISTINCT pick_id) FROM inspection WHERE state = 'planned' AND due_on = '2026-12-20'";
            Ok(db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
        })
        .unwrap();
    assert_eq!(planned, (6, 6, 6));
    let pool = place.take_file(&place.ask("draws.pool", json!({"id": draw["id"]})));
    assert_eq!(String::from_utf8(pool).unwrap(), sorted.join("\n") + "\n");
    assert_eq!(place.ask("office.check", json!({}))["faults"], json!([]));
    let again = place.ask("draws.recheck", json!({"id": draw["id"]}));
    assert_eq!(again["words"], "本机重算一致，不代替第三方复核");
    assert_eq!((&again["same"], &again["first"]), (&json!(true), &Value::Null));
    let listed = place.ask("draws.list", json!({}));
    assert_eq!((&listed[0]["drawn"], &listed[0]["inspected"]), (&json!(6), &json!(0)));
    assert!(draw["steps"].as_array().unwrap()[..4].iter().all(|step| step["done"] == true));
}

#[test]
fn what_cannot_be_staffed_is_said_before_the_seed() {
    let mut place = Place::new(12);
    let lock = |place: &Place, plan: &Value| {
        let saved = place.ask("draws.plan", plan.clone());
        place.fails("draws.lock", json!({"id": saved["id"], "rev": saved["rev"]})).1
    };
    let mut plan = place.plan(3);
    plan["persons"] = json!([{"id": place.people[0]}, {"id": place.people[3]}]);
    assert!(lock(&place, &plan).starts_with("缺 1 名持证人员，不能锁定名单"));
    plan["persons"] = json!([{"id": place.people[0]}, {"id": place.people[1], "excludedReason": "休假"}]);
    assert!(lock(&place, &plan).starts_with("缺 1 名持证人员"));
    assert!(lock(&place, &place.plan(13)).contains("只有 12 个，不够抽 13 个"));
    let mut plan = place.plan(3);
    plan["seedWitnesses"] = json!([{"name": "陆知遥", "unit": "本所"}]);
    assert!(lock(&place, &plan).contains("见证人陆知遥在本次检查人员名单里"));
    plan["seedWitnesses"] = json!([]);
    assert!(lock(&place, &plan).contains("见证人"));
    let mut plan = place.plan(3);
    plan["checklist"] = json!("no-such-list");
    assert!(lock(&place, &plan).contains("no-such-list"));
    // Two of three keep away from one room.
    let first = place.person("白一回避", "2030-01-01", &["经营者00007号"]);
    let second = place.person("白二回避", "2030-01-01", &["acc-00007"]);
    let mut plan = place.plan(3);
    plan["persons"] = json!([{"id": place.people[0]}, {"id": first}, {"id": second}]);
    assert!(lock(&place, &plan).contains("“直播间00007”经回避后凑不成两名检查人员"));
}

#[test]
fn whoever_operates_is_not_drawn() {
    let place = Place::new(12);
    let saved = place.ask("draws.plan", place.plan(3));
    let call = |name: &str, actor: usize, input: Value| {
        let actor: Id = place.people[actor].parse().unwrap();
        place.host.call(name, Some(actor), input, None)
    };
    let locked = call("draws.lock", 0, json!({"id": saved["id"], "rev": saved["rev"]})).unwrap().value;
    let id = saved["id"].as_str().unwrap();
    assert_eq!(place.get(id)["persons"][0]["excludedReason"], "本次抽取的操作人");
    let seed = json!({"id": id, "rev": locked["rev"], "seed": "12", "seededBy": ["甲", "乙"]});
    let failure = call("draws.seed", 1, seed.clone()).unwrap_err();
    assert!(failure.to_string().contains("顾南舟在本次检查人员名单里"));
    let rev = call("draws.seed", 0, seed).unwrap().value["rev"].clone();
    assert_eq!(call("draws.draw", 2, json!({"id": id, "rev": rev})).unwrap_err().code(), "notAllowed");
    call("draws.draw", 0, json!({"id": id, "rev": rev})).unwrap();
    for pick in place.get(id)["picks"].as_array().unwrap() {
        assert!(
            pick["leader"]["id"] != json!(place.people[0]) && pick["member"]["id"] != json!(place.people[0])
        );
    }
    // With the operator left out, one of two is missing.
    let mut plan = place.plan(3);
    plan["persons"] = json!([{"id": place.people[0]}, {"id": place.people[1]}]);
    let saved = place.ask("draws.plan", plan);
    let failure = call("draws.lock", 0, json!({"id": saved["id"], "rev": saved["rev"]})).unwrap_err();
    assert!(failure.to_string().starts_with("缺 1 名持证人员，不能锁定名单（操作人陆知遥不参加抽取）"));
}

#[test]
fn the_ledger_sets_chance_beside_what_happened() {
    let place = Place::new(20);
    let half = |street: &str, take: usize| {
        let mut plan = place.plan(take);
        plan["filter"] = json!({"street": street});
        plan
    };
    let first = place.drawn(&place.plan(5), "1");
    place.drawn(&half("柳桥街道", 4), "2");
    let void = place.drawn(&half("东渡街道", 10), "3");
    place.ask(
        "draws.void",
        json!({"id": void["id"], "rev": void["rev"], "reason": "试抽", "approvedBy": "所长"}),
    );
    let ledger = place.ask("draws.fairness", json!({"register": "rooms", "years": 3}));
    assert_eq!((&ledger["draws"], &ledger["subjects"]), (&json!(2), &json!(20)));
    let drawn = ledger["mostDrawn"].as_array().unwrap();
    let times: i64 = drawn.iter().map(|share| share["times"].as_i64().unwrap()).sum();
    assert_eq!((times, ledger["neverDrawn"].as_i64().unwrap()), (9, 20 - drawn.len() as i64));
    for share in drawn {
        let room = share["id"].as_str().unwrap().parse().unwrap();
        let even = place.rooms.iter().position(|known| *known == room).unwrap() % 2 == 0;
        let expected = 0.25 + if even { 0.4 } else { 0.0 };
        assert!((share["expected"].as_f64().unwrap() - expected).abs() < 1e-9);
    }
    let persons = ledger["persons"].as_array().unwrap();
    let sum = |field: &str| persons.iter().map(|share| share[field].as_f64().unwrap()).sum::<f64>();
    assert!(
        (sum("times") - 18.0).abs() < 1e-9
            && (sum("led") - 9.0).abs() < 1e-9
            && (sum("expected") - 18.0).abs() < 1e-9
    );
    let office = place.host.office().unwrap();
    let subject = first["picks"][0]["subjectId"].as_str().unwrap().parse().unwrap();
    assert!(greenroom_core::draws::fairness::expected(&office, "rooms", subject).unwrap() > 0.2);
}

#[test]
fn recusals_hold_for_every_pick() {
    let mut place = Place::new(30);
    place.person("白回避", "2030-01-01", &["经营者0000", "东渡不存在"]);
    let (id, avoided) = (place.people[4].clone(), &place.rooms[..10]);
    let draw = place.drawn(&place.plan(30), "777");
    let mut met = 0;
    for pick in draw["picks"].as_array().unwrap() {
        let takes_part = pick["leader"]["id"] == json!(id) || pick["member"]["id"] == json!(id);
        let subject: Id = pick["subjectId"].as_str().unwrap().parse().unwrap();
        assert!(!(takes_part && avoided.contains(&subject)));
        met += usize::from(takes_part);
    }
    assert!(met > 0, "the person takes part elsewhere");
    assert_eq!(place.ask("draws.recheck", json!({"id": draw["id"]}))["same"], true);
}

#[test]
fn the_order_of_steps_and_the_hands_are_kept() {
    let place = Place::new(10);
    let saved = place.ask("draws.plan", place.plan(2));
    let (id, rev) = (saved["id"].clone(), saved["rev"].clone());
    let seed = |rev: &Value, by: [&str; 2], seed: &str| {
        place.fails("draws.seed", json!({"id": id, "rev": rev, "seed": seed, "seededBy": by}))
    };
    assert_eq!(seed(&rev, ["甲", "乙"], "1").0, "notAllowed");
    assert_eq!(place.fails("draws.draw", json!({"id": id, "rev": rev})).0, "notAllowed");
    let locked = place.ask("draws.lock", json!({"id": id, "rev": rev}))["rev"].clone();
    assert_eq!(place.fails("draws.lock", json!({"id": id, "rev": rev})).0, "conflict");
    let mut change = place.plan(5);
    change["id"] = id.clone();
    change["rev"] = locked.clone();
    assert_eq!(place.fails("draws.plan", change).0, "notAllowed");
    assert_eq!(seed(&locked, ["甲", " 甲 "], "1").0, "invalid");
    assert_eq!(seed(&locked, ["甲", ""], "1").0, "invalid");
    assert!(seed(&locked, ["甲", "顾南舟"], "1").1.contains("顾南舟在本次检查人员名单里"));
    assert!(seed(&locked, ["甲", &place.people[0]], "1").1.contains("陆知遥"));
    assert!(seed(&locked, ["甲", "乙"], "12x").1.contains("“x”"));
    assert_eq!(place.get(id.as_str().unwrap())["state"], "locked");
    let rev = place.seeded(id.as_str().unwrap(), locked.as_str().unwrap(), "12");
    assert_eq!(seed(&json!(rev), ["甲", "乙"], "13").0, "notAllowed");
    place.ask("draws.draw", json!({"id": id, "rev": rev}));
    assert_eq!(place.fails("draws.draw", json!({"id": id, "rev": rev})).0, "conflict");
}

#[test]
fn a_changed_list_is_named() {
    let place = Place::new(25);
    let draw = place.drawn(&place.plan(4), "9001");
    let file = place.folder.join("documents").join(draw["poolSha256"].as_str().unwrap());
    let sound = std::fs::read(&file).unwrap();
    let recheck = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut text = sound.clone();
        change(&mut text);
        std::fs::write(&file, text).unwrap();
        let found = place.ask("draws.recheck", json!({"id": draw["id"]}));
        assert_eq!((&found["same"], &found["poolSha256Same"]), (&json!(false), &json!(false)));
        found["words"].as_str().unwrap().to_owned()
    };
    // One digit of the ninth subject: still in order, but no subject of the register.
    let words = recheck(&|text| {
        text[8 * 33 + 31] = if text[8 * 33 + 31] == b'f' { b'e' } else { text[8 * 33 + 31] + 1 }
    });
    assert!(words.contains("校验值与锁定时不一致"), "{words}");
    assert!(words.contains("第 9 行") || words.contains("第 10 行"), "{words}");
    assert!(recheck(&|text| text[5 * 33] = b'X').contains("名单第 6 行不是"));
    assert!(recheck(&|text| text.copy_within(0..33, 33)).contains("第 2 行与上一行重复"));
    assert_eq!(place.fails("draws.pool", json!({"id": draw["id"]})).0, "notAllowed");
    std::fs::remove_file(&file).unwrap();
    assert!(
        place.ask("draws.recheck", json!({"id": draw["id"]}))["words"].as_str().unwrap().contains("不见了")
    );
    std::fs::write(&file, &sound).unwrap();
    assert_eq!(place.ask("draws.recheck", json!({"id": draw["id"]}))["same"], true);
}

#[test]
fn a_changed_record_is_named() {
    let place = Place::new(25);
    let draw = place.drawn(&place.plan(4), "9001");
    let (third, other) = (&draw["picks"][2], &draw["picks"][0]);
    let office = place.host.office().unwrap();
    office
        .write(None, "test.tamper", |w| {
            let id = third["id"].as_str().unwrap().parse().unwrap();
            let ticket = other["ticket"].as_str().unwrap().to_owned();
            w.update(&greenroom_core::tables::DRAW_PICK, id, None, &[("ticket", ticket.into())])
        })
        .unwrap();
    let found = place.ask("draws.recheck", json!({"id": draw["id"]}));
    assert_eq!((&found["same"], &found["poolSha256Same"]), (&json!(false), &json!(true)));
    assert_eq!(found["first"]["position"], 3);
    assert!(found["first"]["recomputed"].as_str().unwrap().contains(third["ticket"].as_str().unwrap()));
}

#[test]
fn a_subject_that_is_gone_is_followed_by_the_next() {
    let place = Place::new(5);
    let draw = place.drawn(&place.plan(3), "31");
    let whole: Vec<String> = {
        let mut ids: Vec<String> = place.rooms.iter().map(ToString::to_string).collect();
        ids.sort();
        order("31", &ids, 5).unwrap().into_iter().map(|(at, _)| ids[at].clone()).collect()
    };
    let gone = &draw["picks"][1];
    let blank = json!({"pick": gone["id"], "rev": gone["rev"], "reason": " "});
    assert_eq!(place.fails("draws.substitute", blank).0, "invalid");
    let input = json!({"pick": gone["id"], "rev": gone["rev"], "reason": "已注销"});
    let made = place.ask("draws.substitute", input.clone());
    assert_eq!(made["position"], 4);
    assert_eq!(place.fails("draws.substitute", input).0, "notAllowed");
    let after = place.get(draw["id"].as_str().unwrap());
    assert_eq!(picked(&after), whole[..4]);
    assert_eq!(
        (&after["picks"][1]["state"], &after["picks"][1]["reason"]),
        (&json!("replaced"), &json!("已注销"))
    );
    assert_eq!(after["picks"][1]["inspectionId"], Value::Null);
    assert_eq!(after["picks"][3]["replaces"], gone["id"]);
    assert!(after["picks"][3]["inspectionId"].is_string());
    assert_eq!(after["resultSha256"], draw["resultSha256"]);
    assert_eq!(place.ask("draws.recheck", json!({"id": draw["id"]}))["same"], true);
    assert_eq!(place.ask("draws.list", json!({}))[0]["drawn"], 3);
    for pick in [&after["picks"][0], &after["picks"][2]] {
        let input = json!({"pick": pick["id"], "rev": pick["rev"], "reason": "已注销"});
        let outcome = place.host.call("draws.substitute", None, input, None);
        assert_eq!(outcome.is_ok(), pick["position"] == 1, "five subjects, then the list is exhausted");
    }
}

#[test]
fn a_voided_draw_stays_and_a_new_round_follows() {
    let place = Place::new(9);
    let draw = place.drawn(&place.plan(2), "5");
    let input =
        json!({"id": draw["id"], "rev": draw["rev"], "reason": "名单漏了一个街道", "approvedBy": "所长"});
    place.ask("draws.void", input.clone());
    assert_eq!(place.fails("draws.void", input).0, "conflict");
    let old = place.get(draw["id"].as_str().unwrap());
    assert_eq!((&old["state"], old["picks"].as_array().unwrap().len()), (&json!("voided"), 2));
    assert_eq!(old["picks"][0]["inspectionId"], Value::Null, "what has not begun falls away");
    assert_eq!(place.ask("draws.recheck", json!({"id": draw["id"]}))["same"], true);
    let made = place
        .ask("draws.again", json!({"id": draw["id"], "reason": "名单漏了一个街道", "approvedBy": "所长"}));
    let new = place.get(made["id"].as_str().unwrap());
    assert_eq!((&new["numberWords"], &new["state"]), (&json!("编号 1，第 2 次"), &json!("draft")));
    assert_eq!(new["otherRounds"], json!([{"id": draw["id"], "round": 1, "state": "voided"}]));
    assert_eq!(
        place.fails("draws.again", json!({"id": draw["id"], "reason": "再来", "approvedBy": "所长"})).0,
        "notAllowed"
    );
    let second = place.ask("draws.plan", place.plan(1));
    assert_eq!(place.get(second["id"].as_str().unwrap())["number"], 2);
}

#[test]
fn a_clock_set_back_is_named() {
    let place = Place::new(6);
    let (id, rev) = place.locked(&place.plan(2));
    place.clock.now.fetch_sub(3_600_000, Ordering::Relaxed);
    let rev = place.seeded(&id, &rev, "1");
    place.ask("draws.draw", json!({"id": id, "rev": rev}));
    let draw = place.get(&id);
    assert!(draw["clockNotes"][0].as_str().unwrap().contains("时钟被调回过"));
    assert!(draw["steps"][2]["words"].as_str().unwrap().contains("时钟被调回过"));
    let found = place.ask("draws.recheck", json!({"id": id}));
    assert!(found["notes"][0].as_str().unwrap().contains("时钟被调回过"));
    let sheet = place.take_file(&place.ask("draws.sheet", json!({"id": id, "edition": "public"})));
    assert_eq!(verify_sheet(&sheet, &|_| Ok(())).unwrap().notes.len(), 1);
}

#[test]
fn a_cancelled_draw_leaves_nothing() {
    let place = Place::new(3_000);
    let (id, rev) = place.locked(&place.plan(5));
    let rev = place.seeded(&id, &rev, "8");
    let office = place.host.office().unwrap();
    let cancel = greenroom_core::calls::Cancel::default();
    let report = |_: greenroom_core::calls::Progress| cancel.cancel();
    let context = greenroom_core::calls::Context {
        office: &office,
        actor: None,
        files: place.host.files(),
        report: &report,
        cancel: &cancel,
    };
    let outcome = greenroom_core::calls::dispatch(&context, "draws.draw", json!({"id": id, "rev": rev}));
    assert_eq!(outcome.unwrap_err().code(), "cancelled");
    let draw = place.get(&id);
    assert_eq!((&draw["state"], &draw["picks"]), (&json!("seeded"), &json!([])));
    place.ask("draws.draw", json!({"id": id, "rev": rev}));
}
