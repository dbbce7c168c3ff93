//! The printed sheets of a draw: what stands on them, what the public one keeps silent, and that they are kept.

use super::place::Place;
use greenroom_core::documents::DRAW_FIELDS;
use serde_json::{Value, json};
use std::io::Read;

fn text(place: &Place, draw: &Value, kind: &str) -> String {
    let made = place.ask("draws.paper", json!({"id": draw["id"], "kind": kind}));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(place.take_file(&made))).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    assert!(!text.contains("{{") && !text.contains("{%"), "every tag is filled in");
    text
}

#[test]
fn the_lock_sheet_comes_before_the_seed() {
    let mut place = Place::new(30);
    place.person("白回避", "2030-01-01", &["acc-00003", "顾南舟"]);
    let saved = place.ask("draws.plan", place.plan(3));
    let input = json!({"id": saved["id"], "kind": "lock"});
    assert_eq!(place.fails("draws.paper", input).0, "notAllowed");
    place.ask("draws.lock", json!({"id": saved["id"], "rev": saved["rev"]}));
    let draw = place.get(saved["id"].as_str().unwrap());
    assert!(
        place.fails("draws.paper", json!({"id": draw["id"], "kind": "internal"})).1.contains("还没有抽出")
    );
    let sheet = text(&place, &draw, "lock");
    for hash in ["poolSha256", "poolSm3", "lockSha256"] {
        assert!(sheet.contains(draw[hash].as_str().unwrap()), "{hash}");
    }
    // Recusals and forbidden pairs are printed with the pool.
    assert!(sheet.contains("acc-00003") && sheet.contains("白回避") && sheet.contains("没有有效的执法证"));
}

#[test]
fn the_record_in_both_editions() {
    let mut place = Place::new(30);
    place.person("白回避", "2030-01-01", &["acc-00003"]);
    place.classes(&["A", "D", "D"]);
    let mut plan = place.plan(0);
    plan["terms"] = json!({"strata": {"by": "riskClass", "classes": [
        {"class": "A", "share": 100}, {"class": "D", "share": 300}]}});
    let draw = place.drawn(&plan, "20261120");
    let gone = &draw["picks"][0];
    place.ask("draws.substitute", json!({"pick": gone["id"], "rev": gone["rev"], "reason": "查明已注销"}));
    let pick = &draw["picks"][1];
    place.ask(
        "draws.replaceOfficer",
        json!({"pick": pick["id"], "rev": pick["rev"], "person": pick["leader"]["id"], "reason": "临时出差"}),
    );
    let internal = text(&place, &draw, "internal");
    for word in [
        "20261120",
        "查明已注销",
        "临时出差",
        "分层与比例",
        "白回避",
        "递补第 1 位",
        "consistent_sampler",
        "周见证",
    ] {
        assert!(internal.contains(word), "{word}");
    }
    let public = text(&place, &draw, "public");
    for word in [
        "20261120",
        "acc-0",
        "递补第 1 位",
        "已递补",
        "consistent_sampler",
        draw["poolSha256"].as_str().unwrap(),
    ] {
        assert!(public.contains(word), "{word}");
    }
    for secret in [
        "陆知遥",
        "顾南舟",
        "白回避",
        "查明已注销",
        "临时出差",
        "直播间0",
        "周见证",
        "JC-",
        "方投掷",
        "分层与比例",
        "信用",
    ] {
        assert!(!public.contains(secret), "the public record says {secret}");
    }
    let again =
        |kind: &str| place.ask("draws.paper", json!({"id": draw["id"], "kind": kind}))["documentId"].clone();
    let first = again("internal");
    assert_eq!(first, again("internal"), "the same record is one paper");
    // Voided, it is another paper; the one before stays.
    let now = place.get(draw["id"].as_str().unwrap());
    let void = json!({"id": draw["id"], "rev": now["rev"], "reason": "见证人未到场"});
    assert!(place.fails("draws.void", void.clone()).1.contains("批准人"));
    let mut void = void;
    void["approvedBy"] = json!("沈所长");
    place.ask("draws.void", void);
    assert_ne!(first, again("internal"));
    let record = text(&place, &draw, "internal");
    assert!(
        record.contains("见证人未到场") && record.contains("沈所长") && record.contains("作废（结果保留）")
    );
    let next =
        place.ask("draws.again", json!({"id": draw["id"], "reason": "补请见证人", "approvedBy": "沈所长"}));
    let next = place.get(next["id"].as_str().unwrap());
    assert_eq!((&next["again"]["reason"], &next["terms"]), (&json!("补请见证人"), &draw["terms"]));
    assert_eq!(place.ask("office.check", json!({}))["faults"], json!([]));
}

#[test]
fn the_templates_name_only_what_there_is() {
    let place = Place::new(1);
    let shown = place.ask("documents.templates", json!({}));
    let draws: Vec<&Value> = shown
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["kind"].as_str().unwrap().starts_with("draw"))
        .collect();
    assert_eq!(draws.len(), 3);
    for one in draws {
        for field in one["fields"].as_array().unwrap() {
            let name = field.as_str().unwrap();
            let known = |field: &&str| {
                field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            assert!(DRAW_FIELDS.iter().any(known), "{name} is not in DRAW_FIELDS");
        }
    }
}
