//! Conditions as tables of cases: what counts where, and that columns which add up do add up.

use super::*;
use crate::id::Id;
use crate::plans::checked::{Published, Reviewed};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn blank() -> Checked {
    let id = Id::derived(&["test"]);
    Checked {
        key: 1,
        pick: id,
        draw: id,
        draw_title: "一次抽查".into(),
        task: None,
        register: "rooms".into(),
        subject: id,
        subject_no: "acc-1".into(),
        subject_name: "直播间一".into(),
        place: String::new(),
        firm: "阿桨海味有限公司".into(),
        code: "91110000802100433B".into(),
        route: Route::Firm,
        inspection: Some(id),
        number: Some((2026, 1)),
        state: "finished".into(),
        leader: Some(id),
        member: Some(id),
        people: vec!["陆知遥".into(), "顾南乔".into()],
        due_on: Some(day("2026-11-10")),
        ended_on: Some(day("2026-11-02")),
        confirmed: true,
        result: "noProblem".into(),
        follow_up: "none".into(),
        left_open: 0,
        food: false,
        review: None,
        published: None,
        entry_due: Some(day("2026-11-30")),
        entry_words: String::new(),
    }
}

fn reviewed(passed: bool) -> Option<Reviewed> {
    Some(Reviewed { passed, by: "沈砚".into(), words: String::new() })
}

fn published() -> Option<Published> {
    let id = Id::derived(&["line"]);
    Some(Published { line: id, rev: id, state: "published".into(), on: "2026-11-20".into() })
}

/// The stages that hold, in the order of the table.
fn stages(row: &Checked, today: &str) -> Vec<&'static str> {
    CONDITIONS[..13].iter().filter(|(_, holds)| holds(row, day(today))).map(|(name, _)| *name).collect()
}

#[test]
fn a_subject_goes_through_its_stages() {
    let mut row = Checked { state: "planned".into(), result: String::new(), ..blank() };
    assert_eq!(stages(&row, "2026-11-10"), ["drawn", "toCheck", "unpublished"]);
    assert_eq!(stages(&row, "2026-11-11"), ["drawn", "toCheck", "checkOverdue", "unpublished"]);
    row = Checked { confirmed: false, ..blank() };
    assert_eq!(stages(&row, "2026-11-11"), ["drawn", "checked", "toConfirm", "toEnter", "unpublished"]);
    row = blank();
    assert_eq!(stages(&row, "2026-11-30"), ["drawn", "checked", "toReview", "toEnter", "unpublished"]);
    assert_eq!(
        stages(&row, "2026-12-01"),
        ["drawn", "checked", "toReview", "toEnter", "entryOverdue", "unpublished"]
    );
    row = Checked { review: reviewed(false), ..blank() };
    assert_eq!(stages(&row, "2026-11-11"), ["drawn", "checked", "returned", "toEnter", "unpublished"]);
    row = Checked { review: reviewed(true), ..blank() };
    assert_eq!(stages(&row, "2026-11-11"), ["drawn", "checked", "toPublish", "toEnter", "unpublished"]);
    row = Checked { review: reviewed(true), published: published(), ..blank() };
    assert_eq!(stages(&row, "2027-01-01"), ["drawn", "checked", "published"]);
    row = Checked { review: reviewed(true), route: Route::NaturalPerson, ..blank() };
    assert_eq!(
        stages(&row, "2027-01-01"),
        ["drawn", "checked", "noRoute", "unpublished"],
        "no route, yet done"
    );
    row = Checked { review: reviewed(true), route: Route::NoCode, ..blank() };
    assert!(stages(&row, "2027-01-01").contains(&"entryOverdue"), "a missing code is to be filled in");
    row = Checked { entry_due: None, ..blank() };
    assert!(
        !stages(&row, "2099-01-01").contains(&"entryOverdue"),
        "a year without a calendar is not overdue"
    );
}

#[test]
fn what_hinders_publishing_is_said() {
    for (row, words) in [
        (Checked { state: "started".into(), ..blank() }, "检查还没有完成"),
        (Checked { confirmed: false, ..blank() }, "组员还没有确认"),
        (blank(), "还没有复核"),
        (Checked { review: reviewed(false), ..blank() }, "复核退回"),
        (Checked { review: reviewed(true), published: published(), ..blank() }, "已经公示"),
        (Checked { review: reviewed(true), route: Route::NaturalPerson, ..blank() }, "自然人"),
        (Checked { review: reviewed(true), route: Route::NoCode, ..blank() }, "没有统一社会信用代码"),
        (Checked { review: reviewed(true), route: Route::WrongCode, ..blank() }, "校验位"),
    ] {
        assert!(hindrance(&row).unwrap().contains(words), "{words}");
    }
    assert_eq!(hindrance(&Checked { review: reviewed(true), ..blank() }), None);
}

#[test]
fn columns_that_add_up_do() {
    let today = day("2026-11-26");
    let results = [
        "noProblem",
        "notPublished",
        "falsePublication",
        "unreachableRegistered",
        "orderedToCorrect",
        "correctedAfterOrder",
        "uncooperative",
        "noActivity",
        "pendingFollowUp",
        "closedOrLiquidating",
        "cancelled",
        "revoked",
        "annulled",
        "movedOut",
        "otherRegistrationBreach",
        "unreachable",
        "accountGone",
    ];
    let follows = [
        "none",
        "verifyLead",
        "orderCorrection",
        "reminder",
        "transferCase",
        "transferOther",
        "interview",
        "notifyPlatform",
        "verifyGoods",
        "sampling",
        "guidance",
        "requestInformation",
        "listAbnormal",
        "",
    ];
    let sum = |row: &Checked, names: &[&str]| {
        names.iter().filter(|name| holds(name, row, today) == Some(true)).count()
    };
    for state in ["planned", "started", "finished"] {
        for result in results {
            for follow in follows {
                for food in [false, true] {
                    let row = Checked {
                        state: state.into(),
                        result: result.into(),
                        follow_up: follow.into(),
                        food,
                        ..blank()
                    };
                    let finished = usize::from(state == "finished");
                    let case = format!("{state} {result} {follow} {food}");
                    let results = [
                        "noProblem",
                        "corrected",
                        "noActivity",
                        "closed",
                        "uncooperative",
                        "gone",
                        "pending",
                    ];
                    assert_eq!(sum(&row, &results), finished, "one result: {case}");
                    let follows = [
                        "followNone",
                        "followTalk",
                        "followOrder",
                        "followCase",
                        "followOthers",
                        "followRest",
                    ];
                    assert_eq!(sum(&row, &follows), finished, "one follow-up: {case}");
                    let parts = ["registration", "pendingFood", "pendingMarket", "pendingOthers"];
                    assert_eq!(
                        sum(&row, &parts),
                        sum(&row, &["pending"]),
                        "parts of what is pending: {case}"
                    );
                    let parts = ["notPublished", "falsePublication", "unreachable", "otherRegistration"];
                    assert_eq!(
                        sum(&row, &parts),
                        sum(&row, &["registration"]),
                        "parts of registration: {case}"
                    );
                    assert_eq!(sum(&row, &["published", "unpublished"]), 1, "{case}");
                }
            }
        }
    }
}

#[test]
fn a_name_stands_once_and_an_unknown_one_is_no_condition() {
    for (index, (name, _)) in CONDITIONS.iter().enumerate() {
        assert!(!CONDITIONS[..index].iter().any(|(other, _)| other == name), "{name}");
    }
    assert_eq!(holds("nothing-like-it", &blank(), day("2026-11-26")), None);
    let open = Checked { left_open: 1, ..blank() };
    assert_eq!(count("settled", &[&blank(), &open], day("2026-11-26")), 1);
}
