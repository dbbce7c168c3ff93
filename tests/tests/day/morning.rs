//! From the first run to a register with rooms in it.

use greenroom_journeys::hosts::Stage;
use greenroom_journeys::webdriver::key;

/// The page is there, in Chinese, by its name.
pub(crate) fn opens(stage: &Stage) {
    let page = &stage.page;
    page.wait("the title", || page.title().starts_with("绿间").then_some(()));
    page.see("page-office");
    page.see_text("新建单位");
    stage.picture("first-run");
}

/// A file comes in through the host's own dialog, and what is wrong with it is said.
pub(crate) fn refuses_what_is_no_backup(stage: &Stage) {
    let file = stage.desk().join("notes.zip");
    std::fs::write(&file, "no backup at all").expect("written");
    stage.page.click("btn-restore");
    stage.pick_file(&file);
    stage.page.see_text("备份");
    stage.page.wait("a refusal", || stage.page.page_text().contains("不是").then_some(()));
    assert!(!stage.office().join("office.db").exists(), "nothing half-written");
}

/// A new office, and its workbench.
pub(crate) fn makes_an_office(stage: &Stage) {
    let page = &stage.page;
    page.fill("field-name", "青屿区市场监督管理局网监科");
    page.fill("field-code", "QY");
    page.fill("field-person", "林青");
    page.click("btn-create");
    page.see("page-workbench");
    page.see_text("林青");
    stage.picture("workbench-empty");
}

/// Two inspectors, so that a pair can go out, and a clerk.
pub(crate) fn registers_people(stage: &Stage) {
    let page = &stage.page;
    page.click("nav-settings");
    page.see("page-settings");
    page.click("settings-people");
    for (name, number) in [("陆知遥", "JC-001"), ("顾南乔", "JC-002"), ("许映波", "")] {
        page.click("btn-new-person");
        let form = |field: &str| format!("[data-testid=\"form-person\"] [data-testid=\"{field}\"]");
        page.fill_css(&form("field-name"), name);
        if number.is_empty() {
            page.click("role-inspector");
            page.click("role-clerk");
        } else {
            page.fill_css(&form("field-certificate"), number);
            page.fill_css(&form("field-until"), "2099-12-31");
        }
        if name == "陆知遥" {
            stage.picture("settings-person");
        }
        page.click("btn-save-person");
        page.see(&format!("row-{name}"));
        page.see_gone("form-person");
    }
    stage.picture("settings-people");
}

/// The wizard, from the file to the receipt.
pub(crate) fn imports_a_roster(stage: &Stage) {
    let page = &stage.page;
    let roster = stage.desk().join("roster-2026.csv");
    let kinds = ["茶事", "家居", "海味", "山货", "童装"];
    let rows = (1..=30).map(|n| {
        let name = format!("青屿{}{n:02}直播间", kinds[n % kinds.len()]);
        format!("{name},示例平台,73000000000000000{n:02}\n")
    });
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
    page.see_text("青屿家居01直播间");
    stage.picture("registers-rooms");
}

/// The search finds a room by its initials and opens its page.
pub(crate) fn finds_a_room(stage: &Stage) {
    let page = &stage.page;
    page.press(&[key::CONTROL, "k"]);
    let field = page.see("field-search");
    page.type_into(&field, "qyjj01");
    page.see_text_in("dialog-search", "青屿家居01直播间");
    stage.picture("search");
    page.press(&[key::ENTER]);
    page.see("page-subject");
    page.see_text("青屿家居01直播间");
    stage.picture("subject");
}
