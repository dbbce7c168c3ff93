//! Strata, the yearly cap, exclusions, teams of several departments, persons who fall out, seeds made by the program.

use super::place::Place;
use greenroom_core::draws::sample::order;
use serde_json::{Value, json};

fn shares(classes: &[(&str, u32, u32)]) -> Value {
    let classes: Vec<Value> = classes
        .iter()
        .map(|(class, share, minimum)| json!({"class": class, "share": share, "minimum": minimum}))
        .collect();
    json!({"strata": {"by": "riskClass", "classes": classes}})
}

#[test]
fn each_stratum_gives_its_share_in_the_order_of_the_sampler() {
    let place = Place::new(60);
    place.classes(&["A", "A", "A", "B", "B", "D"]);
    let mut plan = place.plan(0);
    plan["terms"] = shares(&[("A", 100, 0), ("B", 200, 5), ("D", 1000, 0)]);
    let seen = place.ask("draws.preview", json!({"register": "rooms", "terms": plan["terms"]}));
    let counts: Vec<(&str, i64, i64)> = seen["strata"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (one["class"].as_str().unwrap(), one["count"].as_i64().unwrap(), one["take"].as_i64().unwrap())
        })
        .collect();
    assert_eq!(counts, [("A", 30, 3), ("B", 20, 5), ("D", 10, 10)]);
    assert_eq!((&seen["count"], &seen["short"]), (&json!(60), &json!([])));
    let draw = place.drawn(&plan, "425163");
    assert_eq!((&draw["take"], draw["picks"].as_array().unwrap().len()), (&json!(18), 18));
    let picks = draw["picks"].as_array().unwrap();
    let tickets: Vec<&str> = picks.iter().map(|pick| pick["ticket"].as_str().unwrap()).collect();
    assert!(tickets.is_sorted(), "the places say nothing about the strata");
    for (class, step, take) in [("A", [0, 1, 2].as_slice(), 3), ("B", &[3, 4], 5), ("D", &[5], 10)] {
        let mut ids: Vec<String> = place
            .rooms
            .iter()
            .enumerate()
            .filter(|(at, _)| step.contains(&(at % 6)))
            .map(|(_, id)| id.to_string())
            .collect();
        ids.sort();
        let expected: Vec<&String> =
            order("425163", &ids, take).unwrap().into_iter().map(|(at, _)| &ids[at]).collect();
        let own: Vec<&str> = picks
            .iter()
            .filter(|pick| pick["stratum"] == class)
            .map(|pick| pick["subjectId"].as_str().unwrap())
            .collect();
        assert_eq!(own, expected, "{class}");
    }
    // The substitute comes from the stratum of the one it follows.
    let gone = picks.iter().find(|pick| pick["stratum"] == "A").unwrap();
    place.ask("draws.substitute", json!({"pick": gone["id"], "rev": gone["rev"], "reason": "已注销"}));
    let after = place.get(draw["id"].as_str().unwrap());
    assert_eq!((&after["picks"][18]["stratum"], &after["picks"][18]["replaces"]), (&json!("A"), &gone["id"]));
    let last = picks.iter().find(|pick| pick["stratum"] == "D").unwrap();
    let input = json!({"pick": last["id"], "rev": last["rev"], "reason": "已注销"});
    assert!(place.fails("draws.substitute", input).1.contains("“D”这一层的名单已经抽完"));
    assert_eq!(
        place.ask("draws.recheck", json!({"id": draw["id"]}))["words"],
        "本机重算一致，不代替第三方复核"
    );
    let ledger = place.ask("draws.fairness", json!({"register": "rooms", "years": 3}));
    assert_eq!(ledger["weights"][0]["lists"][0], json!({"class": "A", "count": 30, "picks": 4}));
    for share in ledger["mostDrawn"].as_array().unwrap() {
        let room = share["id"].as_str().unwrap().parse().unwrap();
        let at = place.rooms.iter().position(|known| *known == room).unwrap() % 6;
        let expected = [4.0 / 30.0, 0.25, 1.0][[0, 0, 0, 1, 1, 2][at]];
        assert!((share["expected"].as_f64().unwrap() - expected).abs() < 1e-9);
    }
    let never = ledger["never"].as_array().unwrap();
    assert_eq!(never.len() as i64, ledger["neverDrawn"].as_i64().unwrap());
    assert!(never[0]["expected"].as_f64().unwrap() >= never[never.len() - 1]["expected"].as_f64().unwrap());
}

#[test]
fn a_short_stratum_is_said_before_the_seed() {
    let place = Place::new(12);
    place.classes(&["A", "A", "A", "D"]);
    let fails = |terms: Value| {
        let mut plan = place.plan(0);
        plan["terms"] = terms;
        let saved = place.ask("draws.plan", plan);
        place.fails("draws.lock", json!({"id": saved["id"], "rev": saved["rev"]})).1
    };
    assert!(fails(shares(&[("A", 100, 0), ("D", 0, 5)])).contains("“D”这一层最少要抽 5 个，名单里只有 3 个"));
    assert!(fails(shares(&[("A", 100, 0)])).contains("3 个属于“D”"));
    assert!(fails(shares(&[("A", 0, 0), ("D", 0, 0)])).contains("一个也抽不出来"));
    let mut plan = place.plan(0);
    plan["terms"] = shares(&[("A", 1001, 0)]);
    assert!(place.fails("draws.plan", plan.clone()).1.contains("超过了 100%"));
    plan["terms"] = json!({"strata": {"by": "colour", "classes": [{"class": "A", "share": 1}]}});
    assert_eq!(place.fails("draws.plan", plan).0, "invalid");
}

#[test]
fn the_cap_and_the_exclusions_leave_out_with_a_reason() {
    let place = Place::new(10);
    let first = place.drawn(&place.plan(2), "1");
    let office = place.host.office().unwrap();
    office
        .write(None, "test.visits", |w| {
            for pick in first["picks"].as_array().unwrap() {
                let id = pick["inspectionId"].as_str().unwrap().parse().unwrap();
                let at = w.now_ms();
                w.update(&greenroom_core::tables::INSPECTION, id, None, &[("began_at", at.into())])?;
            }
            Ok(())
        })
        .unwrap();
    let excluded = place
        .rooms
        .iter()
        .map(ToString::to_string)
        .find(|id| first["picks"].as_array().unwrap().iter().all(|pick| pick["subjectId"] != json!(id)));
    let mut plan = place.plan(3);
    plan["terms"] = json!({"yearlyCap": {"visits": 1},
        "exclusions": [{"subject": excluded, "name": "某直播间", "reason": "已移交办案机构"}]});
    let seen = place.ask("draws.preview", json!({"register": "rooms", "terms": plan["terms"]}));
    assert_eq!(seen["count"], 7);
    let reasons: Vec<&str> =
        seen["excluded"].as_array().unwrap().iter().map(|one| one["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["计划写明理由剔除", "本年已检查 1 次，到了上限"]);
    assert_eq!(place.drawn(&plan, "2")["poolCount"], 7);
    // Kept all the same: warned, with the reason in the journal.
    plan["terms"]["yearlyCap"]["keepReason"] = json!("投诉集中，经批准仍列入");
    let seen = place.ask("draws.preview", json!({"register": "rooms", "terms": plan["terms"]}));
    assert_eq!((&seen["count"], &seen["overCap"]), (&json!(9), &json!(2)));
    let saved = place.ask("draws.plan", plan.clone());
    let locked = place.ask("draws.lock", json!({"id": saved["id"], "rev": saved["rev"]}));
    assert_eq!(locked["overCap"], 2);
    let history = place.ask("office.history", json!({"record": saved["id"]})).to_string();
    assert!(history.contains("投诉集中，经批准仍列入"), "{history}");
    plan["terms"]["exclusions"][0]["reason"] = json!(" ");
    assert!(place.fails("draws.plan", plan).1.contains("某直播间"));
}

#[test]
fn departments_and_skills_make_teams_and_a_person_who_falls_out_is_followed() {
    let mut place = Place::new(20);
    for name in ["陶公安", "孟公安", "阮公安"] {
        place.person(name, "2030-01-01", &[]);
        place.with(place.people.len() - 1, &json!({"unitName": "公安"}));
    }
    place.with(1, &json!({"skills": ["广告"]}));
    let mut plan = place.plan(6);
    plan["terms"] = json!({"skills": ["广告"], "joint": ["公安"]});
    let draw = place.drawn(&plan, "7");
    let adept = json!(place.people[1]);
    for pick in draw["picks"].as_array().unwrap() {
        assert!(pick["leader"]["id"] == adept || pick["member"]["id"] == adept);
        let others: Vec<&str> =
            pick["others"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert!(others.len() == 2 && others.iter().all(|name| name.ends_with("公安")), "{others:?}");
    }
    // An officer of the department falls out: the third of the department follows, and the swap stays.
    let pick = &draw["picks"][2];
    let out = &pick["others"][0];
    let input = json!({"pick": pick["id"], "rev": pick["rev"], "person": out["id"], "reason": "临时抽调"});
    let made = place.ask("draws.replaceOfficer", input.clone());
    assert!(made["name"].as_str().unwrap().ends_with("公安"));
    assert_eq!(place.fails("draws.replaceOfficer", input).0, "invalid", "who is out cannot fall out again");
    let after = place.get(draw["id"].as_str().unwrap());
    let swap = &after["picks"][2]["swaps"][0];
    assert_eq!(
        (&swap["out"]["id"], &swap["by"]["name"], &swap["reason"]),
        (&out["id"], &made["name"], &json!("临时抽调"))
    );
    assert_eq!(after["picks"][2]["others"][0]["name"], made["name"]);
    // Nobody else knows about advertising.
    let pick = &after["picks"][0];
    let input = json!({"pick": pick["id"], "rev": pick["rev"], "person": adept, "reason": "生病"});
    assert!(place.fails("draws.replaceOfficer", input).1.contains("没有人可以递补顾南舟"));
    // The leader falls out before the check: the planned inspection has the new one.
    let other = if pick["leader"]["id"] == adept { "member" } else { "leader" };
    let input =
        json!({"pick": pick["id"], "rev": pick["rev"], "person": pick[other]["id"], "reason": "生病"});
    let made = place.ask("draws.replaceOfficer", input);
    let inspection = place.ask("inspections.get", json!({"id": pick["inspectionId"]}));
    assert_eq!(inspection[other]["id"], made["person"], "{inspection}");
    assert_eq!(place.ask("draws.recheck", json!({"id": draw["id"]}))["same"], true);
    // What is short is named: two officers of a department are needed.
    let mut plan = place.plan(6);
    plan["terms"] = json!({"joint": ["文旅"]});
    let saved = place.ask("draws.plan", plan.clone());
    let said = place.fails("draws.lock", json!({"id": saved["id"], "rev": saved["rev"]})).1;
    assert!(said.contains("联合部门“文旅”要有 2 名"), "{said}");
    plan["terms"] = json!({"skills": ["食品"]});
    let saved = place.ask("draws.plan", plan);
    let said = place.fails("draws.lock", json!({"id": saved["id"], "rev": saved["rev"]})).1;
    assert!(said.contains("“食品”没有可用的检查人员具备"), "{said}");
}

#[test]
fn who_is_off_while_the_checks_last_is_not_drawn() {
    let mut place = Place::new(8);
    place.person("宋休假", "2030-01-01", &[]);
    let team = |draw: &Value, at: usize| -> Vec<Value> {
        ["leader", "member"].iter().map(|seat| draw["picks"][at][seat]["id"].clone()).collect()
    };
    let drawn = |place: &Place, person: usize, seed: &str| {
        let draw = place.drawn(&place.plan(8), seed);
        assert_eq!(place.ask("draws.recheck", json!({"id": draw["id"]}))["same"], true);
        (0..8).filter(|at| team(&draw, *at).contains(&json!(place.people[person]))).count()
    };
    // Off on the day of the draw and after it, or only later but before the last day: the others go.
    for off in [("2026-11-16", "2026-11-20"), ("2026-11-21", "2026-12-31"), ("2026-12-20", "2026-12-20")] {
        place.with(0, &json!({"daysOff": [{"from": off.0, "to": off.1}]}));
        assert_eq!(drawn(&place, 0, "9"), 0, "{off:?}");
    }
    // Off before the draw or behind the last day counts for nothing.
    for off in [("2026-11-16", "2026-11-19"), ("2026-12-21", "2026-12-31")] {
        place.with(0, &json!({"daysOff": [{"from": off.0, "to": off.1}]}));
        assert!(drawn(&place, 0, "9") > 0, "{off:?}");
    }
    // Too few are there throughout: who is off on some days goes, who is off on all of them does not.
    let days = |from: &str, to: &str| json!({"daysOff": [{"from": from, "to": to}]});
    place.with(0, &days("2026-11-20", "2026-12-20"));
    place.with(1, &days("2026-12-01", "2026-12-05"));
    place.with(2, &days("2026-11-21", "2026-12-20"));
    let draw = place.drawn(&place.plan(8), "10");
    assert!((0..8).all(|at| !team(&draw, at).contains(&json!(place.people[0]))));
    assert!(
        (0..8).all(|at| team(&draw, at).contains(&json!(place.people[4]))),
        "the only one there throughout"
    );
    place.with(2, &days("2026-11-20", "2026-12-31"));
    place.with(4, &days("2026-11-01", "2026-12-20"));
    let saved = place.ask("draws.plan", place.plan(4));
    let said = place.fails("draws.lock", json!({"id": saved["id"], "rev": saved["rev"]})).1;
    assert!(said.contains("检查期间可用的持证人员只有 1 名"), "{said}");
    // The checks begin later than the draw: then nobody is away any more.
    let mut plan = place.plan(4);
    plan["terms"] = json!({"startsOn": "2027-01-05"});
    plan["dueOn"] = json!("2027-01-20");
    assert_eq!(place.drawn(&plan, "11")["picks"].as_array().unwrap().len(), 4);
    plan["terms"] = json!({"startsOn": "明年"});
    assert!(place.fails("draws.plan", plan).1.contains("检查开始日期"));
    let bad = json!({"name": "某人", "roles": [], "daysOff": [{"from": "2026-11-20", "to": "2026-11-16"}]});
    assert!(place.fails("people.save", bad).1.contains("早于第一天"));
}

#[test]
fn a_seed_of_the_program_is_said_on_every_sheet() {
    let place = Place::new(9);
    let mut plan = place.plan(2);
    plan["seedKind"] = json!("program");
    plan["seedPlace"] = json!("所长批准，会议纪要〔2026〕3号");
    let (id, rev) = place.locked(&plan);
    let enter = |seed: &str| json!({"id": id, "rev": rev, "seed": seed, "seededBy": ["沈砚", "方投掷"]});
    assert!(place.fails("draws.seed", enter("1234")).1.contains("由本程序生成"));
    let made = place.ask("draws.seed", enter(""));
    assert_eq!(made["seed"].as_str().unwrap().len(), 32);
    place.ask("draws.draw", json!({"id": id, "rev": made["rev"]}));
    let draw = place.get(&id);
    assert!(draw["seedNote"].as_str().unwrap().contains("由本程序生成"));
    for edition in ["internal", "public"] {
        assert!(place.sheet(&draw, edition)["seed"]["note"].as_str().unwrap().contains("由本程序生成"));
    }
}

#[test]
fn two_who_type_must_agree() {
    let place = Place::new(9);
    let mut plan = place.plan(2);
    plan["seedKind"] = json!("lottery");
    let (id, rev) = place.locked(&plan);
    let enter = |again: &str| json!({"id": id, "rev": rev, "seed": "００７ 31", "again": again, "seededBy": ["沈砚", "方投掷"]});
    assert!(place.fails("draws.seed", enter("731")).1.contains("不一致"));
    assert_eq!(place.ask("draws.seed", enter("0 0731"))["seed"], "00731");
}
