//! The demonstration office: the same every time, in proportion, sound.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use super::{Scale, create, summary};
use crate::calls::{Cancel, Context, dispatch};
use crate::clock::{Clock, MachineClock};
use crate::error::Result;
use crate::files::Files;
use crate::office::{Office, OpenOptions};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// Friday 2026-11-20, 15:00 in China.
struct Fixed;

impl Clock for Fixed {
    fn now_ms(&self) -> i64 {
        1_795_158_000_000
    }
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        MachineClock.fill(bytes)
    }
}

fn made(place: &Path, name: &str, scale: Scale) -> Office {
    let options = OpenOptions { clock: Arc::new(Fixed), state_folder: place.join("state"), vfs: None };
    create(&place.join(name), scale, options, &|_| (), &Cancel::default()).unwrap()
}

fn ask(office: &Office, name: &str, input: Value) -> Value {
    let files = Files::default();
    let context = Context { office, actor: None, files: &files, report: &|_| (), cancel: &Cancel::default() };
    dispatch(&context, name, input).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
}

/// Every journalled table in a stable order, but for what the machine's own chance goes into after the opening.
fn everything(office: &Office) -> String {
    office
        .read(|db| {
            let mut all = String::new();
            for table in crate::tables::ALL {
                let columns: Vec<&str> = table.columns().collect();
                let sql = format!("SELECT hex(id), {} FROM {} ORDER BY key", columns.join(", "), table.name);
                let mut statement = db.prepare(&sql)?;
                let width = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    for place in 0..width {
                        write!(all, "{:?}|", row.get::<_, rusqlite::types::Value>(place)?).unwrap();
                    }
                    all.push('\n');
                }
            }
            Ok(all)
        })
        .unwrap()
}

#[test]
fn a_small_office_is_sound_alive_and_the_same_every_time() {
    let place = tempfile::tempdir().unwrap();
    let one = made(place.path(), "one", Scale::Small);
    let check = ask(&one, "office.check", json!({}));
    assert_eq!(check["faults"], json!([]));
    let known = ask(&one, "office.overview", json!({}));
    assert_eq!(known["practice"], true, "the screens say that it is a demonstration");

    // Its rosters came from no file, and their receipts are papers all the same.
    for batch in ask(&one, "imports.list", json!({})).as_array().unwrap() {
        let paper = ask(&one, "imports.paper", json!({"batch": batch["id"]}));
        assert!(paper["fileName"].as_str().unwrap().starts_with("导入回执 演示名录"));
    }

    let counts = summary(&one).unwrap();
    assert_eq!((counts.rooms, counts.operators, counts.platforms), (300, 120, 5));
    assert_eq!((counts.hosts, counts.shops, counts.draws), (60, 15, 3));
    assert!(counts.inspections > 60 && counts.findings >= counts.rectifications);
    assert!(counts.rectifications > 9 && counts.complaints > 100, "{counts:?}");

    let cards = ask(&one, "rectifications.list", json!({}));
    let columns: Vec<&str> =
        cards.as_array().unwrap().iter().map(|c| c["column"].as_str().unwrap()).collect();
    for column in ["overdue", "today", "soon", "later", "closed"] {
        assert!(columns.contains(&column), "{column} in {columns:?}");
    }
    for (state, least) in [("planned", 4), ("started", 3), ("finished", 40)] {
        let list = ask(&one, "inspections.list", json!({"state": state}));
        assert!(list["total"].as_u64().unwrap() >= least, "{state}: {}", list["total"]);
    }
    let ratings = ask(&one, "ratings.list", json!({}));
    let closed = ratings.as_array().unwrap().iter().filter(|rating| rating["state"] == "closed");
    assert_eq!((closed.count() as u64, ratings.as_array().unwrap().len() as u64), (5, 6));
    let bench = ask(&one, "dashboards.workbench", json!({}));
    for count in ["overdue", "today", "soon"] {
        assert!(bench["counts"][count].as_u64().unwrap() > 0, "{count}: {}", bench["counts"]);
    }
    for list in ["tasks", "unfinished", "draws"] {
        assert!(!bench[list].as_array().unwrap().is_empty(), "{list}");
    }
    let draws = ask(&one, "draws.list", json!({}));
    let states: Vec<&str> = draws.as_array().unwrap().iter().map(|d| d["state"].as_str().unwrap()).collect();
    assert!(states.contains(&"drawn") && states.contains(&"draft"));
    let mut capped = 0;
    for draw in draws.as_array().unwrap().iter().filter(|draw| draw["state"] == "drawn") {
        assert_eq!(ask(&one, "draws.recheck", json!({"id": draw["id"]}))["same"], true);
        let full = ask(&one, "draws.get", json!({"id": draw["id"]}));
        assert_eq!(full["seed"].as_str().unwrap().len(), 24, "as many digits as throws");
        for who in full["seededBy"].as_array().unwrap() {
            let witnesses = full["seedWitnesses"].as_array().unwrap();
            assert!(witnesses.iter().all(|one| one["name"] != *who), "{who} looks on and enters nothing");
        }
        capped += u32::from(full["terms"]["yearlyCap"]["ofPlan"]["year"].is_number());
    }
    assert!(capped > 0, "what was opened from the plan keeps the plan's cap");
    let (streets, silent): (i64, i64) = one
        .read(|db| {
            let sql = "SELECT count(DISTINCT street) FILTER (WHERE street <> ''), count(*) FILTER (WHERE turnover_cents IS NULL) FROM platform";
            Ok(db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
        .unwrap();
    assert!(streets > 1, "the board of platforms has more than one place to show");
    assert_eq!(silent, 1, "one platform has not reported its turnover");
    every_deed_is_named(&one);
    assert_eq!(ask(&one, "registers.search", json!({"text": "阿桨海味铺"}))["hits"][0]["name"], "阿桨海味铺");
    let back: i64 = one
        .read(|db| Ok(db.query_row("SELECT sum(clock_ran_back) FROM journal", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(back, 0, "the story goes forward");
    let first = everything(&one);
    drop(one);

    let two = made(place.path(), "two", Scale::Small);
    assert!(first == everything(&two), "the same scale at the same time gives the same office");
}

/// The journal says of each deed what it was about, page by page to its beginning.
fn every_deed_is_named(office: &Office) {
    let (mut before, mut seen) = (Value::Null, 0);
    loop {
        let mut input = json!({"limit": 500, "brief": true});
        if before.is_number() {
            input["before"] = before.clone();
        }
        let page = ask(office, "office.history", input);
        for event in page["events"].as_array().unwrap() {
            seen += 1;
            let name = event["about"]["name"].as_str().unwrap_or_default();
            assert!(!name.is_empty(), "{event}");
        }
        before = page["next"].clone();
        if before.is_null() {
            break;
        }
    }
    let entries: i64 =
        office.read(|db| Ok(db.query_row("SELECT count(*) FROM journal", [], |row| row.get(0))?)).unwrap();
    assert_eq!(seen, entries, "no entry is missing and none comes twice");
}

#[test]
fn nothing_in_it_exists() {
    let place = tempfile::tempdir().unwrap();
    let office = made(place.path(), "one", Scale::Small);
    office
        .read(|db| {
            let mut codes = db.prepare("SELECT credit_code FROM operator UNION SELECT operator_code FROM room UNION SELECT credit_code FROM platform")?;
            let mut rows = codes.query([])?;
            while let Some(row) = rows.next()? {
                let code: String = row.get(0)?;
                assert!(crate::registers::warnings::credit_code_holds(&code), "{code}");
                assert_eq!(&code[2..4], "99", "an area that is assigned to nobody");
            }
            let phones: i64 = db.query_row("SELECT count(*) FROM room WHERE phone NOT LIKE '10%' OR length(phone) <> 11", [], |row| row.get(0))?;
            assert_eq!(phones, 0);
            let strangers: i64 = db.query_row("SELECT count(*) FROM room WHERE operator_code NOT IN (SELECT credit_code FROM operator)", [], |row| row.get(0))?;
            assert_eq!(strangers, 0, "every room has its firm");
            Ok(())
        })
        .unwrap();
}

#[test]
fn cancelled_it_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("one");
    let options = OpenOptions { clock: Arc::new(Fixed), state_folder: place.path().join("state"), vfs: None };
    let cancel = Cancel::default();
    let report = |progress: crate::calls::Progress| {
        if progress.words.contains("业务") {
            cancel.cancel();
        }
    };
    let failure = create(&folder, Scale::Small, options, &report, &cancel).unwrap_err();
    assert_eq!(failure.code(), "cancelled");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
}
