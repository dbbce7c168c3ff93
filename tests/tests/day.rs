//! One working day, on screen, in both hosts: the same text drives headless Chromium on the loopback host and the real
//! window. Every screen leaves its pictures in `target/screens/`.
#![cfg(target_os = "linux")]

use greenroom_journeys::hosts::Stage;

#[test]
fn in_chromium() {
    if let Some(stage) = Stage::chromium() {
        day(&stage);
    }
}

#[test]
fn in_the_window() {
    if let Some(stage) = Stage::window() {
        day(&stage);
    }
}

fn day(stage: &Stage) {
    opens(stage);
    refuses_what_is_no_backup(stage);
    makes_an_office(stage);
    stage.is_quiet();
}

/// The page is there, in Chinese, by its name.
fn opens(stage: &Stage) {
    let page = &stage.page;
    page.wait("the title", || page.title().starts_with("绿间").then_some(()));
    page.see("page-office");
    page.see_text("新建单位");
    stage.picture("first-run");
}

/// A file comes in through the host's own dialog, and what is wrong with it is said.
fn refuses_what_is_no_backup(stage: &Stage) {
    let file = stage.desk().join("notes.zip");
    std::fs::write(&file, "no backup at all").expect("written");
    stage.page.click("btn-restore");
    stage.pick_file(&file);
    stage.page.see_text("备份");
    stage.page.wait("a refusal", || stage.page.page_text().contains("不是").then_some(()));
    assert!(!stage.office().join("office.db").exists(), "nothing half-written");
}

/// A new office, and its workbench.
fn makes_an_office(stage: &Stage) {
    let page = &stage.page;
    page.fill("field-name", "青屿区市场监督管理局网监科");
    page.fill("field-code", "QY");
    page.fill("field-person", "林青");
    page.click("btn-create");
    page.see("page-workbench");
    page.see_text("林青");
    stage.picture("workbench-empty");
}
