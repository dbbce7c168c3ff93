//! Ten draws of different shape, with subjects and people who fall out: what every verifier is held against.

use super::place::Place;
use serde_json::{Value, json};

/// An office of 164 rooms in four classes, nine people of two departments, recusals, pairs, skills.
pub(crate) fn office() -> Place {
    let mut place = Place::new(164);
    place.person("白回避", "2030-01-01", &["acc-0000", "顾南舟"]);
    place.person("乔广告", "2030-01-01", &[]);
    for name in ["陶公安", "孟公安", "阮公安"] {
        place.person(name, "2030-01-01", &[]);
        place.with(place.people.len() - 1, &json!({"unitName": "公安"}));
    }
    let off = json!([{"from": "2026-12-01", "to": "2026-12-05"}]);
    place.with(5, &json!({"skills": ["广告", "食品"], "daysOff": off}));
    place.with(1, &json!({"skills": ["广告"]}));
    place.classes(&["A", "B", "", "D", "A"]);
    place
}

/// Shares for the four classes.
pub(crate) fn classes() -> Value {
    json!({"by": "riskClass", "classes": [
        {"class": "A", "share": 30, "minimum": 0}, {"class": "B", "share": 55, "minimum": 6},
        {"class": "", "share": 0, "minimum": 1}, {"class": "D", "share": 333, "minimum": 2}]})
}

/// Makes all ten, and answers them.
pub(crate) fn ten(place: &Place) -> Vec<Value> {
    let streets = json!({"strata": {"by": "street", "classes": [
        {"class": "柳桥街道", "share": 1000}, {"class": "东渡街道", "share": 10}]}});
    let shapes: [(usize, Value, Value, &str, &str); 10] = [
        (5, json!({}), json!({}), "dice", "416253"),
        (1, json!({}), json!({}), "lottery", "000123"),
        (82, json!({"street": "柳桥街道"}), json!({}), "dice", "1"),
        (4, json!({"street": "东渡街道"}), json!({"teamSize": 3}), "other", "a-b_c.d:e/F"),
        (0, json!({}), json!({"strata": classes()}), "dice", "61"),
        (
            0,
            json!({}),
            json!({"strata": classes(), "joint": ["公安"], "skills": ["广告"]}),
            "lottery",
            "７ ７",
        ),
        (40, json!({}), json!({"joint": ["公安"]}), "program", ""),
        (12, json!({"riskClass": "D"}), json!({"teamSize": 4, "skills": ["食品"]}), "dice", "5555"),
        (63, json!({}), json!({"exclusions": [{"subject": place.rooms[7], "reason": "停业"}]}), "dice", "12"),
        (0, json!({"status": "active"}), streets, "dice", "36"),
    ];
    let draws = shapes.into_iter().enumerate().map(|(at, (take, filter, terms, kind, seed))| {
        let mut plan = place.plan(take);
        plan["title"] = json!(format!("第 {} 种", at + 1));
        plan["filter"] = filter;
        plan["terms"] = terms;
        plan["seedKind"] = json!(kind);
        let draw = place.drawn(&plan, seed);
        if at % 3 != 2 {
            // Where a skill is rare or a stratum is drawn whole, nobody is left to follow: that is said, and nothing changes.
            let ask = |name: &str, input: Value| {
                if let Err(failure) = place.host.call(name, None, input, None) {
                    assert_eq!(failure.code(), "notAllowed", "{failure}");
                }
            };
            let pick = &draw["picks"][0];
            let out = json!({"pick": pick["id"], "rev": pick["rev"], "person": pick["member"]["id"], "reason": "出差"});
            ask("draws.replaceOfficer", out);
            let now = place.get(draw["id"].as_str().unwrap());
            let pick = now["picks"].as_array().unwrap().last().unwrap();
            ask("draws.substitute", json!({"pick": pick["id"], "rev": pick["rev"], "reason": "已注销"}));
        }
        place.get(draw["id"].as_str().unwrap())
    });
    let draws: Vec<Value> = draws.collect();
    let picks = || draws.iter().flat_map(|draw| draw["picks"].as_array().unwrap());
    assert!(picks().filter(|pick| pick["replaces"].is_string()).count() >= 4, "subjects fell out");
    assert!(picks().filter(|pick| pick["swaps"] != json!([])).count() >= 3, "people fell out");
    draws
}
