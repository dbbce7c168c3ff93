//! One working day, on screen, in both hosts: the same text drives headless Chromium on the loopback host and the real
//! window. Every screen leaves its pictures in `target/screens/`. When the screens are closed, the command line checks
//! the office that they left behind.
#![cfg(target_os = "linux")]

mod draws;
mod inspections;
mod morning;
mod ratings;

use greenroom_journeys::files::program;
use greenroom_journeys::hosts::Stage;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

#[test]
fn in_chromium() {
    if let Some(stage) = Stage::chromium() {
        day(stage);
    }
}

#[test]
fn in_the_window() {
    if let Some(stage) = Stage::window() {
        day(stage);
    }
}

fn day(stage: Stage) {
    morning::opens(&stage);
    morning::refuses_what_is_no_backup(&stage);
    morning::makes_an_office(&stage);
    morning::registers_people(&stage);
    morning::imports_rosters(&stage);
    morning::finds_a_room(&stage);
    draws::plans(&stage);
    draws::locks_and_seeds(&stage);
    let (room, leader) = draws::draws_and_rechecks(&stage);
    inspections::starts(&stage, &leader);
    inspections::answers(&stage);
    inspections::states_the_details(&stage);
    inspections::finishes(&stage);
    inspections::issues_the_paper(&stage, &leader);
    inspections::takes_a_template(&stage);
    inspections::follows_up(&stage, &room);
    ratings::rates(&stage, &room);
    every_page_opens(&stage);
    backs_up(&stage);
    stage.is_quiet();
    let folder = stage.close();
    is_sound(&folder.path().join("office"));
}

/// Each entry of the navigation leads to its page, and none of them shows a fault.
fn every_page_opens(stage: &Stage) {
    const WORDS: [&str; 10] = [
        "workbench",
        "registers",
        "draws",
        "inspections",
        "rectifications",
        "ratings",
        "dashboards",
        "documents",
        "ledgers",
        "settings",
    ];
    let page = &stage.page;
    for word in WORDS {
        page.click(&format!("nav-{word}"));
        page.see(&format!("page-{word}"));
        page.see_gone("state-loading");
        if word == "dashboards" {
            page.see_css("[data-testid^=\"card-\"]");
        }
        stage.picture(word);
        let text = page.page_text();
        assert!(
            !text.contains("没有名为") && !text.contains("程序内部出错"),
            "{word} shows a fault:\n{text}"
        );
    }
    for section in ["calendar", "packs", "journal"] {
        page.click(&format!("settings-{section}"));
        page.see_gone("state-loading");
        stage.picture(&format!("settings-{section}"));
    }
}

/// The day ends with a backup that was verified.
fn backs_up(stage: &Stage) {
    let page = &stage.page;
    page.click("nav-settings");
    page.see("page-settings");
    page.click("settings-backup");
    page.click("btn-backup");
    page.see_text_in("text-last-backup", "已验");
    page.click("btn-check");
    page.see_text_in("text-check", "没有发现问题");
    stage.picture("settings-backup");
}

/// The command line finds nothing wrong with what the day has left.
fn is_sound(office: &Path) {
    let mut check = Command::new(program("greenroom"));
    check.arg("--office").arg(office).arg("check");
    let output = check.output().expect("the command line runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "check failed: {said}{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("check printed: {said}"));
    assert_eq!(report["ok"], true, "{report}");
    assert!(report["journalEntries"].as_u64() > Some(20), "{report}");
}
