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
    registers_people(stage);
    imports_a_roster(stage);
    every_page_opens(stage);
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

/// Two inspectors, so that a pair can go out.
fn registers_people(stage: &Stage) {
    let page = &stage.page;
    page.click("nav-settings");
    page.see("page-settings");
    page.click("settings-people");
    for (name, number) in [("陆知遥", "JC-001"), ("顾南乔", "JC-002")] {
        page.click("btn-new-person");
        let form = "[data-testid=\"form-person\"] ";
        page.fill_css(&format!("{form}[data-testid=\"field-name\"]"), name);
        page.fill_css(&format!("{form}[data-testid=\"field-certificate\"]"), number);
        page.click("role-inspector");
        page.click("btn-save-person");
        page.see(&format!("row-{name}"));
    }
    stage.picture("settings-people");
}

/// The wizard, from the file to the receipt.
fn imports_a_roster(stage: &Stage) {
    let page = &stage.page;
    let roster = stage.desk().join("名册.csv");
    let rows = (1..=30).map(|n| format!("直播间{n:02},示例平台,73000000000000000{n:02}\n"));
    let text = std::iter::once("直播间名称,平台名称,账号\n".to_owned()).chain(rows).collect::<String>();
    std::fs::write(&roster, text).expect("written");
    page.click("nav-registers");
    page.see("page-registers");
    page.click("btn-import");
    page.click("btn-pick");
    stage.pick_file(&roster);
    page.see("text-recognised");
    stage.picture("import-recognised");
    for step in ["step-2", "step-3", "step-4"] {
        page.click("btn-go-on");
        page.see_css(&format!("[data-testid=\"{step}\"].on"));
        stage.picture(&format!("import-{step}"));
    }
    page.click("btn-go-on");
    page.see("page-receipt");
    page.see_text("30");
    stage.picture("import-receipt");
    page.click("nav-registers");
    page.see_text("直播间01");
    stage.picture("registers-rooms");
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
        stage.picture(word);
        let text = page.page_text();
        assert!(
            !text.contains("没有名为") && !text.contains("程序内部出错"),
            "{word} shows a fault:\n{text}"
        );
    }
}
