//! Findings and their clocks, corrections and their board, through their calls.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod bench;

use bench::Bench;
use serde_json::{Value, json};

#[test]
fn the_clock_of_a_finding_stops_at_a_year_without_a_calendar() {
    let bench = Bench::new();
    bench.set("2026-12-28", "10:00");
    let id = bench.start("replay");
    let problem =
        json!({"result": "problem", "situation": "other", "responsible": "room_operator", "fact": "事实"});
    bench.answer(&id, "room-04", problem);
    let done = bench.finish(&id, "pendingFollowUp", "verifyLead");
    assert_eq!((&done["findings"], &done["rectifications"]), (&json!(1), &json!(0)));
    let finding = bench.ask("findings.list", json!({}))[0].clone();
    assert_eq!(finding["verifyBy"], Value::Null);
    assert!(finding["verifyByWords"].as_str().unwrap().starts_with("待核"));
    let decide = |rev: &Value, state: &str, reason: &str| json!({"id": finding["id"], "rev": rev, "state": state, "reason": reason});
    assert_eq!(bench.fails("findings.decide", decide(&finding["rev"], "notFiled", " ")).0, "invalid");
    let rev = bench.ask("findings.decide", decide(&finding["rev"], "verifying", "开始核查"))["rev"].clone();
    assert_eq!(bench.fails("findings.decide", decide(&finding["rev"], "filed", "成立")).0, "conflict");
    let rev = bench.ask("findings.decide", decide(&rev, "filed", "符合立案条件"))["rev"].clone();
    assert_eq!(bench.fails("findings.decide", decide(&rev, "notFiled", "改主意")).0, "notAllowed");
    assert_eq!(bench.ask("findings.list", json!({"state": "filed"}))[0]["decidedOn"], "2026-12-28");
}

#[test]
fn the_october_holiday_is_not_counted() {
    let bench = Bench::new();
    bench.set("2026-09-28", "10:00");
    let id = bench.start("replay");
    bench.answer(
        &id,
        "room-04",
        json!({"result": "problem", "situation": "other", "responsible": "host", "fact": "事实"}),
    );
    bench.finish(&id, "pendingFollowUp", "verifyLead");
    // 29, 30 September; 8, 9 October; Saturday the 10th is a make-up work day; 12–16, 19–23 October.
    assert_eq!(bench.ask("findings.list", json!({}))[0]["verifyBy"], "2026-10-23");
}

#[test]
fn a_correction_closes_only_with_evidence_or_a_note_and_the_finding_runs_on() {
    let bench = Bench::new();
    let id = bench.start("replay");
    bench.answer(
        &id,
        "room-04",
        json!({"result": "problem", "situation": "room-04-a", "responsible": "room_operator", "fact": "事实", "correctBy": "2026-11-27"}),
    );
    let item = bench.item(&id, "room-04")["id"].clone();
    let shot = bench.offer("前.png", b"before");
    bench.ask("evidence.add", json!({"file": shot, "itemId": item, "kind": "screenshot"}));
    bench.finish(&id, "orderedToCorrect", "orderCorrection");
    let card = bench.ask("rectifications.list", json!({}))[0].clone();
    let moved =
        json!({"id": card["id"], "rev": card["rev"], "correctBy": "2026-12-04", "reason": "当事人申请"});
    let rev = bench.ask("rectifications.setTerm", moved)["rev"].clone();
    bench.set("2026-12-01", "10:00");
    let recheck = |rev: &Value, result: &str, note: &str| json!({"id": card["id"], "rev": rev, "result": result, "note": note, "on": "2026-12-01"});
    assert_eq!(bench.fails("rectifications.recheck", recheck(&rev, "corrected", " ")).0, "invalid");
    let partly = bench.ask("rectifications.recheck", recheck(&rev, "partly", "入口已改，弹窗仍在"));
    assert_eq!(partly["state"], "rechecked");
    bench.set("2026-12-02", "10:00");
    assert_eq!(bench.fails("rectifications.recheck", recheck(&partly["rev"], "corrected", "")).0, "invalid");
    let after = bench.offer("后.png", b"after");
    bench.ask("evidence.add", json!({"file": after, "rectificationId": card["id"], "kind": "screenshot"}));
    let view = bench.ask("rectifications.get", json!({"id": card["id"]}));
    assert_eq!(view["evidenceBefore"][0]["name"], "前.png");
    assert_eq!(view["evidenceAfter"][0]["name"], "后.png");
    assert!(view["termCalculation"].as_str().unwrap().contains("10 个工作日"), "{}", view["termCalculation"]);
    assert!(view["finding"]["basis"].as_str().unwrap().starts_with("《直播电商监督管理办法》第二十六条"));
    let done = bench.ask("rectifications.recheck", recheck(&partly["rev"], "corrected", ""));
    assert_eq!(done["state"], "closed");
    assert_eq!(bench.ask("rectifications.list", json!({}))[0]["column"], "closed");
    assert_eq!(bench.fails("rectifications.recheck", recheck(&done["rev"], "partly", "x")).0, "notAllowed");
    assert_eq!(bench.ask("findings.list", json!({}))[0]["state"], "suspected", "put right is not decided");
}
