//! Tables of cases for packs, links, working days and time limits.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::error::Failure;
use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;

static PACKS: LazyLock<Vec<Pack>> = LazyLock::new(|| parse_all(builtin()).unwrap());
static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::from_packs(&PACKS).unwrap());

fn pack(name: &str) -> &'static Pack {
    PACKS.iter().find(|pack| pack.header.pack == name).unwrap()
}
fn roll() -> &'static RollOver {
    pack("time-limits").header.roll_over.as_ref().unwrap()
}
fn day(text: &str) -> NaiveDate {
    parse::date(text).unwrap()
}
fn builtin_value(name: &str) -> Value {
    serde_json::from_slice(builtin().iter().find(|(file, _)| *file == name).unwrap().1).unwrap()
}
/// The sentence with which a changed copy of a built-in pack is refused.
fn refusal(name: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut value = builtin_value(name);
    change(&mut value);
    let error = parse(value.to_string().as_bytes(), name).unwrap_err();
    assert!(matches!(error, Failure::Invalid { .. }));
    error.to_string()
}

#[test]
fn the_packs_that_come_with_the_program_are_whole() {
    assert_eq!(PACKS.len(), builtin().len());
    for (file, _) in builtin() {
        let name = file.strip_suffix(".json").unwrap();
        assert_eq!(pack(name).header.pack, name);
        assert_eq!(pack(name).sha256.len(), 64);
    }
    assert_eq!(pack("law-catalogue").lines.len(), 240);
    assert!((20..=24).contains(&pack("checklist-room").lines.len()));
    assert!((16..=20).contains(&pack("checklist-platform").lines.len()));
}

#[test]
fn a_line_that_was_not_read_is_never_settled() {
    let Lines::LawCatalogue(lines) = &pack("law-catalogue").lines else { panic!() };
    let pending: Vec<_> = lines.iter().filter(|line| !line.verified.is_settled()).collect();
    assert_eq!(pending.len(), 6);
    assert!(pending.iter().all(|line| line.verified.is_pending()));
}

#[test]
fn an_inspector_of_rooms_can_read_the_article() {
    let Lines::LawCatalogue(laws) = &pack("law-catalogue").lines else { panic!() };
    let Lines::Checklist(items) = &pack("checklist-room").lines else { panic!() };
    for basis in items.iter().flat_map(|item| &item.basis).filter(|id| id.starts_with("livestream-")) {
        let line = laws.iter().find(|law| law.id == *basis).unwrap();
        assert!(line.text.as_ref().is_some_and(|text| text.chars().count() > 40), "{basis}");
    }
}

#[test]
fn penalties_that_yield_to_a_higher_norm_say_so() {
    let Lines::LawCatalogue(lines) = &pack("law-catalogue").lines else { panic!() };
    let mut seen = 0;
    for line in lines.iter().filter(|line| line.id.starts_with("livestream-")) {
        let yields = ["第五十四条", "第五十八条", "第五十九条", "第六十一条", "第六十四条"]
            .iter()
            .any(|article| line.penalty_article.starts_with(article));
        assert_eq!(
            yields,
            line.penalty.starts_with("法律、行政法规有规定的，依照其规定；没有规定的，"),
            "{}",
            line.id
        );
        seen += usize::from(yields);
    }
    assert_eq!(seen, 24);
}

#[test]
fn a_replay_cannot_show_what_lies_in_a_drawer() {
    let Lines::Checklist(items) = &pack("checklist-room").lines else { panic!() };
    let (kept, rest): (Vec<_>, Vec<_>) = items.iter().partition(|item| item.group == "核验与留档");
    assert!(kept.len() >= 5 && kept.iter().all(|item| !item.allows(Method::Replay)));
    assert!(rest.iter().any(|item| item.allows(Method::Replay)));
}

#[test]
fn the_badge_follows_the_penalty() {
    let Lines::LawCatalogue(laws) = &pack("law-catalogue").lines else { panic!() };
    for name in ["checklist-room", "checklist-platform"] {
        let Lines::Checklist(items) = &pack(name).lines else { panic!() };
        for item in items {
            let penalty = &laws.iter().find(|law| law.id == item.basis[0]).unwrap().penalty;
            if item.correction_first == CorrectionFirst::CheckHigherNorm {
                assert!(penalty.starts_with("法律、行政法规有规定的"), "{}", item.id);
            }
            if item.correction_first == CorrectionFirst::Yes {
                assert!(penalty.contains("责令限期改正；逾期"), "{}: {penalty}", item.id);
            }
        }
    }
}

#[test]
fn a_broken_pack_names_file_and_line() {
    let line = |n: usize, key: &'static str| {
        move |value: &mut Value| {
            value["lines"][n].as_object_mut().unwrap().remove(key);
        }
    };
    assert_eq!(
        refusal("checklist-room.json", line(6, "source")),
        "规则包 checklist-room.json 第 7 条（id=room-07）缺少“source”，未载入。"
    );
    assert_eq!(
        refusal("checklist-room.json", |v| v["lines"][0]["methods"] = json!(["telepathy"])),
        "规则包 checklist-room.json 第 1 条（id=room-01）写了不允许的值“telepathy”，未载入。"
    );
    type Change = fn(&mut Value);
    let cases: [(&str, Change, &str); 19] = [
        (
            "labels.json",
            |v| v["lines"][3]["colour"] = json!("red"),
            "第 4 条（id=platformKind.officialAccount）有不认识的“colour”",
        ),
        (
            "labels.json",
            |v| v["lines"][1] = v["lines"][0].clone(),
            "第 2 条（id=platformKind.platform）与前面的条目重复",
        ),
        (
            "labels.json",
            |v| v["lines"][0]["source"] = json!(" "),
            "第 1 条（id=platformKind.platform）的“source”是空的",
        ),
        ("labels.json", |v| v["mood"] = json!(1), "有不认识的“mood”"),
        ("labels.json", |v| v["lines"] = json!([]), "没有一条内容"),
        ("labels.json", |v| v["year"] = json!(2026), "不应有“year”"),
        ("labels.json", |v| v["kind"] = json!("poem"), "写了不允许的值“poem”"),
        ("labels.json", |v| v["effectiveFrom"] = json!("2026-2-1"), "的“effectiveFrom”不是"),
        (
            "law-catalogue.json",
            |v| v["lines"][9]["effectiveDate"] = json!("2026-02-30"),
            "第 10 条（id=livestream-12）的“effectiveDate”不是",
        ),
        ("checklist-room.json", |v| v["lines"][2]["no"] = json!(9), "第 3 条（id=room-03）的“no”应为 3"),
        (
            "checklist-room.json",
            |v| v["lines"][2]["basis"] = json!([]),
            "第 3 条（id=room-03）的“basis”是空的",
        ),
        (
            "checklist-room.json",
            |v| v["lines"][2]["methods"] = json!(["onsite", "onsite"]),
            "第 3 条（id=room-03）的“methods”有重复",
        ),
        (
            "checklist-room.json",
            |v| v["lines"][1]["situations"][0]["code"] = json!("room-01-a"),
            "第 2 条（id=room-02）的情形代码 room-01-a 重复",
        ),
        (
            "calendar-2026.json",
            |v| v["lines"][1]["date"] = json!("2026-01-01"),
            "第 2 条（id=2026-01-01）与前面的条目重复",
        ),
        (
            "calendar-2026.json",
            |v| v["lines"][0]["date"] = json!("2027-01-01"),
            "第 1 条（id=2027-01-01）不在 2026 年内",
        ),
        (
            "time-limits.json",
            |v| v["lines"][0]["amount"] = json!(0),
            "第 1 条（id=check-result-entry）的“amount”是 0",
        ),
        (
            "phrases.json",
            |v| v["lines"][0]["blanks"] = json!([]),
            "第 1 条（id=replay-segment）的“blanks”与句中的空",
        ),
        (
            "scheme-example.json",
            |v| v["lines"][1]["points"][0]["score"] = json!(5),
            "第 2 条（id=people-1-1）各评分要点之和不等于满分 8",
        ),
        (
            "scheme-example.json",
            |v| {
                v["lines"][0]["weight"] = json!(26);
                v["lines"][1]["weight"] = json!(9);
                v["lines"][1]["points"][0]["score"] = json!(5);
            },
            "各指标分值之和是 101，应为 100",
        ),
    ];
    for (file, change, words) in cases {
        let said = refusal(file, change);
        assert!(said.starts_with(&format!("规则包 {file} ")) && said.contains(words), "{said}");
        assert!(said.ends_with("，未载入。"), "{said}");
    }
    let twice = br#"{"pack":"x",
"pack":"y"}"#;
    let said = parse(twice, "x.json").unwrap_err().to_string();
    assert!(said.contains("第 2 行") && said.contains("“pack”写了两次"), "{said}");
    assert!(parse(b"\xff\xfe", "x.json").is_err());
}

#[test]
fn links_are_checked() {
    let broken = |name: &str, change: fn(&mut Value)| {
        let mut packs = PACKS.clone();
        let mut value = builtin_value(&format!("{name}.json"));
        change(&mut value);
        let at = packs.iter().position(|pack| pack.header.pack == name).unwrap();
        packs[at] = parse(value.to_string().as_bytes(), name).unwrap();
        check_links(&packs).unwrap_err().to_string()
    };
    for (name, change, words) in [
        (
            "checklist-room",
            (|v| v["lines"][3]["basis"].as_array_mut().unwrap().push(json!("nowhere-1"))) as fn(&mut Value),
            "第 4 条（id=room-04）的依据 nowhere-1 不在法条目录里",
        ),
        (
            "checklist-room",
            |v| v["lines"][3]["consequence"][0]["words"] = json!("处一百万元罚款"),
            "第 4 条（id=room-04）的法律责任与法条目录 livestream-26-2 不一致",
        ),
        (
            "checklist-room",
            |v| v["lines"][23]["basis"].as_array_mut().unwrap().push(json!("ailabel-4-5")),
            "第 24 条（id=room-24）标为已核，但依据 ailabel-4-5 待核",
        ),
        (
            "scheme-example",
            |v| v["lines"][1]["basis"] = json!(["nowhere-1"]),
            "第 2 条（id=people-1-1）的依据 nowhere-1 不在法条目录里",
        ),
        (
            "phrases",
            |v| v["lines"][0]["items"] = json!(["room-99"]),
            "第 1 条（id=replay-segment）的检查项 room-99 不在检查清单里",
        ),
    ] {
        let said = broken(name, change);
        assert!(said.contains(words), "{said}");
    }
    let mut twice = PACKS.clone();
    twice.push(PACKS[0].clone());
    assert!(check_links(&twice).unwrap_err().to_string().contains("载入了两次"));
}

#[test]
fn every_code_has_one_word() {
    let groups = labels(&PACKS);
    let word = |group: &str, code: &str| {
        let (_, codes) = groups.iter().find(|(name, _)| *name == group).unwrap();
        codes.iter().find(|(known, _)| *known == code).unwrap().1
    };
    for (group, code, words) in [
        ("itemResult", "unchecked", "未检查"),
        ("itemResult", "clear", "未发现问题"),
        ("roomStatus", "active", "在营"),
        ("findingState", "transferred", "移交办案机构（案源登记）"),
        ("drawState", "voided", "作废（结果保留）"),
        ("recheckResult", "unreachable", "通过登记住所（经营场所）/实际经营地址无法联系"),
        ("checkResult", "pendingFollowUp", "发现问题待后续处理"),
    ] {
        assert_eq!(word(group, code), words);
    }
    let Lines::Labels(screen) = &pack("labels").lines else { panic!() };
    let Lines::ResultWords(results) = &pack("result-words").lines else { panic!() };
    for result in results {
        let shown = screen.iter().find(|label| label.group == result.group && label.code == result.code);
        assert_eq!(shown.unwrap().words, result.words, "{}.{}", result.group, result.code);
    }
    for barred in ["认定", "示范", "黑名单", "查无此户", "打点", "催办", "主办", "协办"] {
        for (group, codes) in &groups {
            assert!(codes.iter().all(|(_, words)| !words.contains(barred)), "{group}: {barred}");
        }
    }
}

#[test]
fn the_version_in_force_is_the_last_one_that_has_begun() {
    let mut packs = PACKS.clone();
    let mut next = pack("labels").clone();
    next.header.version = "2027.1".into();
    next.header.effective_from = "2027-01-01".into();
    packs.push(next);
    let version = |on: &str| in_force(&packs, "labels", day(on)).map(|pack| pack.header.version.as_str());
    assert_eq!(version("2026-12-31"), Some("2026.1"));
    assert_eq!(version("2027-01-01"), Some("2027.1"));
    assert_eq!(version("2020-01-01"), None);
}

fn case(name: &str, expected: &[(&str, bool)]) {
    for (date, working) in expected {
        assert_eq!(CALENDAR.is_working(day(date)).unwrap(), *working, "{name} {date}");
    }
}

#[test]
fn spring_festival_2026_day_by_day() {
    case(
        "春节",
        &[
            ("2026-02-13", true),
            ("2026-02-14", true),
            ("2026-02-15", false),
            ("2026-02-16", false),
            ("2026-02-20", false),
            ("2026-02-23", false),
            ("2026-02-24", true),
            ("2026-02-28", true),
            ("2026-03-01", false),
        ],
    );
}

#[test]
fn make_up_days_are_worked_and_weekends_are_not() {
    case(
        "调休",
        &[
            ("2024-02-04", true),
            ("2024-02-18", true),
            ("2024-10-12", true),
            ("2025-01-26", true),
            ("2025-10-11", true),
            ("2026-01-04", true),
            ("2026-05-09", true),
            ("2026-09-20", true),
            ("2026-10-10", true),
            ("2026-10-11", false),
            ("2026-11-21", false),
            ("2026-11-23", true),
        ],
    );
}

#[test]
fn working_days_are_added() {
    for (start, n, end) in [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-10", 15, "2026-03-09"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 7, "2026-10-15"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2024-09-30", 5, "2024-10-12"),
    ] {
        assert_eq!(CALENDAR.add_working_days(day(start), n).unwrap(), day(end), "{start} + {n}");
    }
}

#[test]
fn the_last_day_moves_as_the_switch_says() {
    let literal = RollOver { weekend: false, ..roll().clone() };
    let never = RollOver { legal_holiday: false, weekend: false, ..roll().clone() };
    for (start, n, default, law, none) in [
        ("2026-01-17", 30, "2026-02-24", "2026-02-24", "2026-02-16"),
        ("2026-11-01", 20, "2026-11-23", "2026-11-21", "2026-11-21"),
        ("2026-01-30", 15, "2026-02-14", "2026-02-14", "2026-02-14"),
        ("2026-09-01", 60, "2026-11-02", "2026-10-31", "2026-10-31"),
    ] {
        assert_eq!(CALENDAR.add_days(day(start), n, roll()).unwrap(), day(default), "{start} + {n}");
        assert_eq!(CALENDAR.add_days(day(start), n, &literal).unwrap(), day(law), "{start} + {n}");
        assert_eq!(CALENDAR.add_days(day(start), n, &never).unwrap(), day(none), "{start} + {n}");
    }
    assert_eq!(CALENDAR.add_months(day("2025-08-31"), 6, roll()).unwrap(), day("2026-02-28"));
    assert_eq!(CALENDAR.add_months(day("2025-11-21"), 6, roll()).unwrap(), day("2026-05-21"));
}

#[test]
fn an_unloaded_year_refuses() {
    let words = "2027 年放假安排尚未载入，不能推算期限。请在设置中载入国务院办公厅通知。";
    let last = day("2026-12-31");
    for said in [
        CALENDAR.is_working(day("2027-03-01")).unwrap_err(),
        CALENDAR.add_working_days(last, 1).unwrap_err(),
        CALENDAR.add_days(last, 1, roll()).unwrap_err(),
        CALENDAR.working_days_between(last, day("2027-01-05")).unwrap_err(),
    ] {
        assert_eq!(said.to_string(), words);
        assert_eq!(said.code(), "invalid");
    }
    assert!(CALENDAR.is_working(last).unwrap());
}

#[test]
fn a_deadline_shows_its_calculation() {
    let (limit, roll) = time_limits::find(&PACKS, "verify-lead", day("2026-11-20")).unwrap();
    let due = limit.due(&CALENDAR, roll, day("2026-02-10")).unwrap();
    assert_eq!((due.first_day.as_str(), due.due.as_str()), ("2026-02-11", "2026-03-09"));
    let names: Vec<_> = due.skipped.iter().map(|run| (run.name.as_str(), run.from.as_str())).collect();
    assert_eq!(names, [("春节", "2026-02-15"), ("周末", "2026-03-01"), ("周末", "2026-03-07")]);
    assert_eq!(limit.extended(&CALENDAR, roll, day("2026-02-10")).unwrap().due, "2026-03-30");
    assert!(time_limits::find(&PACKS, "verify-lead", day("2025-01-01")).is_some());
    assert!(time_limits::find(&PACKS, "verify-lead", day("2021-01-01")).is_none());
    assert!(time_limits::find(&PACKS, "complaint-accept", day("2026-04-14")).is_none());
    assert!(time_limits::find(&PACKS, "complaint-accept", day("2026-04-15")).is_some());

    let (seizure, roll) = time_limits::find(&PACKS, "seizure", day("2026-11-20")).unwrap();
    let due = seizure.due(&CALENDAR, roll, day("2026-01-17")).unwrap();
    assert_eq!((due.moved_from.as_deref(), due.due.as_str()), (Some("2026-02-16"), "2026-02-24"));
    assert_eq!(
        due.words,
        "01-17 查封、扣押之日，01-18 起算，30 日，末日 02-16 遇春节 02-16 至 02-23，顺延 → 2026-02-24"
    );

    let term = reckon_from(&CALENDAR, roll, day("2026-11-20"), "送达", 5, Unit::WorkingDay).unwrap();
    assert_eq!(term.words, "11-20 送达，11-21 起算，5 个工作日，不计周末 11-21 至 11-22 → 2026-11-27");

    let (report, roll) = time_limits::find(&PACKS, "preserve-urgent-report", day("2026-11-20")).unwrap();
    assert!(report.due(&CALENDAR, roll, day("2026-11-20")).is_err());
    assert_eq!(report.due_at_ms(1_000), Some(86_401_000));
}

#[test]
fn calendars_agree_with_the_reference() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/6-reference");
    let mut compared = 0;
    for year in CALENDAR.years() {
        let Ok(bytes) = std::fs::read(folder.join(format!("holiday_{year}.json"))) else {
            assert!(std::env::var_os("CI").is_none(), "the reference for {year} must be present in CI");
            eprintln!("SKIPPED: no reference for {year}");
            continue;
        };
        let reference: Value = serde_json::from_slice(&bytes).unwrap();
        let mut date = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        while date.year() == year {
            let named = reference["days"].as_array().unwrap().iter().find(|d| d["date"] == date.to_string());
            let works = named.map_or(date.weekday().number_from_monday() < 6, |d| d["isOffDay"] == false);
            assert_eq!(CALENDAR.is_working(date).unwrap(), works, "{date}");
            compared += 1;
            date = date.succ_opt().unwrap();
        }
    }
    assert!(compared == 0 || compared == 366 + 365 + 365);
}

proptest! {
    #[test]
    fn adding_and_counting_are_inverse(offset in 0u64..1000, n in 1u32..60) {
        let start = day("2024-01-01") + chrono::Days::new(offset);
        if let Ok(end) = CALENDAR.add_working_days(start, n) {
            prop_assert!(CALENDAR.is_working(end).unwrap());
            prop_assert_eq!(CALENDAR.working_days_between(start, end).unwrap(), i64::from(n));
            prop_assert_eq!(CALENDAR.working_days_between(end, start).unwrap(), -i64::from(n));
        } else {
            prop_assert!(offset > 900, "only the end of 2026 may refuse");
        }
    }

    #[test]
    fn no_bytes_make_the_reader_fall(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(parse(&bytes, "x.json").is_err());
    }

    #[test]
    fn a_moved_last_day_is_worked(offset in 0u64..900, n in 0u32..120) {
        let start = day("2024-01-01") + chrono::Days::new(offset);
        if let Ok(end) = CALENDAR.add_days(start, n, roll()) {
            prop_assert!(CALENDAR.is_working(end).unwrap());
            prop_assert!(end >= start + chrono::Days::new(n.into()));
        }
    }
}
