//! A draw as others see it: ten draws of different shape are found sound by the command line and, in Chromium, by the
//! page that needs no network; and the whole way to a printed record takes at most twelve clicks.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

#[allow(dead_code, reason = "the draws of the core's own tests; not all of what they need is needed here")]
#[path = "../../src-tauri/core/tests/draws/place.rs"]
mod place;
#[allow(dead_code, reason = "the draws of the core's own tests; not all of what they need is needed here")]
#[path = "../../src-tauri/core/tests/draws/shapes.rs"]
mod shapes;

use greenroom_journeys::files::program;
use greenroom_journeys::hosts::{Stage, browser};
use greenroom_journeys::webdriver::{Driver, by};
use serde_json::json;
use std::cell::Cell;
use std::path::Path;
use std::process::Command;

/// Opens a page from the disk, as from a USB stick, and answers what it found.
fn said(page: &Driver, file: &Path) -> String {
    page.go(&format!("file://{}", file.display()));
    page.wait("the page to have computed", || {
        let words = page.run("return document.getElementById('words').textContent", json!([]));
        words.as_str().filter(|words| !words.contains("正在计算")).map(str::to_owned)
    })
}

#[test]
fn ten_draws_are_sound_by_the_command_line_and_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let Some((page, driver)) = browser(folder.path()) else { return };
    let place = shapes::office();
    let draws = shapes::ten(&place);
    for (at, draw) in draws.iter().enumerate() {
        for edition in ["internal", "public"] {
            let sheet = folder.path().join(format!("{at}-{edition}.json"));
            std::fs::write(&sheet, place.sheet(draw, edition).to_string()).unwrap();
            let done =
                Command::new(program("greenroom")).args(["verify", "draw"]).arg(&sheet).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
            let html = folder.path().join(format!("{at}-{edition}.html"));
            let made = place.ask("draws.page", json!({"id": draw["id"], "edition": edition}));
            std::fs::write(&html, place.take_file(&made)).unwrap();
            let words = said(&page, &html);
            assert!(words.starts_with("本机重算一致"), "{}, {edition}: {words}", draw["title"]);
            let rows = page.run("return document.querySelectorAll('#picks tr').length", json!([]));
            assert_eq!(rows, json!(draw["picks"].as_array().unwrap().len()));
        }
    }
    // One byte of the list is changed: the page and the command line name it, the row is marked.
    let html = folder.path().join("4-internal.html");
    let text = std::fs::read_to_string(&html).unwrap();
    let seed = text.replacen("\"value\":\"61\"", "\"value\":\"62\"", 1);
    assert_ne!(seed, text);
    std::fs::write(&html, seed).unwrap();
    let words = said(&page, &html);
    assert!(words.starts_with("本机重算不一致") && words.contains("第 1 位"), "{words}");
    assert_eq!(page.run("return document.querySelectorAll('#picks tr.first').length", json!([])), json!(1));
    assert_eq!(page.console(), Vec::<String>::new(), "the page asks no network and throws nothing");
    drop(page);
    drop(driver);
}

/// A hand that counts how often it clicks.
struct Hand<'a> {
    page: &'a Driver,
    clicks: Cell<u32>,
}

impl Hand<'_> {
    #[track_caller]
    fn click(&self, testid: &str) {
        self.clicks.set(self.clicks.get() + 1);
        self.page.click_css(&by(testid));
    }
}

#[test]
fn from_plan_to_printed_record_in_twelve_clicks() {
    let made = Stage::chromium_on(|folder| {
        let mut demo = Command::new(program("greenroom"));
        demo.arg("--office").arg(folder.join("office")).args(["demo", "--scale", "small"]);
        let done = demo.env("GREENROOM_STATE", folder.join("state")).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    });
    let Some(stage) = made else { return };
    let page = &stage.page;
    let hand = Hand { page, clicks: Cell::new(0) };
    hand.click("nav-draws");
    page.see("page-draws");
    hand.click("btn-new-draw");
    page.see("page-plan");
    page.fill("field-title", "第四季度直播间分层抽查");
    page.fill("field-basis", "年度抽查计划（演示）");
    page.fill("field-seed-place", "三楼会议室");
    page.fill("field-witness-0", "周行简");
    page.fill("field-witness-unit-0", "区司法局");
    hand.click("check-strata");
    page.see("table-strata");
    let fields = page.run(
        "return [...document.querySelectorAll('[data-testid^=field-share-]')].map(e => e.dataset.testid)",
        json!([]),
    );
    for field in fields.as_array().unwrap() {
        page.fill(field.as_str().unwrap(), "5");
    }
    page.see_gone("text-short");
    stage.picture("draws-plan");
    hand.click("btn-save-plan");
    page.see("page-draw");
    stage.picture("draws-draft");
    hand.click("btn-lock");
    hand.click("btn-confirm");
    page.see("field-thrower-1");
    hand.click("btn-paper-lock");
    assert!(std::fs::read(stage.receive("docx")).unwrap().starts_with(b"PK"));
    page.fill("field-thrower-1", "许映波");
    page.fill("field-thrower-2", "方知意");
    let dice = page.see("field-seed");
    page.type_into(&dice, "361452261435625143361254");
    stage.picture("draws-seed");
    hand.click("btn-seed");
    hand.click("btn-draw");
    hand.click("btn-confirm");
    page.see_text_in("text-recheck", "一致");
    hand.click("btn-paper-internal");
    assert!(std::fs::read(stage.receive("docx")).unwrap().starts_with(b"PK"));
    stage.picture("draws-record");
    assert!(hand.clicks.get() <= 12, "{} clicks", hand.clicks.get());
    // A person falls out afterwards: the swap stays on the sheet.
    page.click("btn-swap-1");
    page.click_css("[data-testid^=swap-]");
    page.fill("field-swap-reason", "临时出差");
    page.click("btn-confirm-swap");
    page.see_text_in("pick-1", "临时出差");
    stage.picture("draws-swapped");
    page.click("nav-draws");
    page.click("tab-fairness");
    page.see("table-weights");
    stage.picture("draws-fairness");
    stage.is_quiet();
}
