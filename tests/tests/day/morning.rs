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

/// The office says where it is; two inspectors, so that a pair can go out, and a clerk.
pub(crate) fn registers_people(stage: &Stage) {
    let page = &stage.page;
    page.click("nav-settings");
    page.see("page-settings");
    page.fill("field-address", "青屿区北塘街道晴川路 8 号");
    page.fill("field-phone", "0000-00000000");
    page.click("btn-save-office");
    page.see_text_in("btn-save-office", "没有改动");
    stage.picture("settings-office");
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

/// Two rosters: the platform's rooms, and the firms behind them.
pub(crate) fn imports_rosters(stage: &Stage) {
    let kinds = ["茶事", "家居", "海味", "山货", "童装"];
    let code = |n: usize| format!("92990000MA000000{n:02}");
    let rooms = (1..=30).map(|n| {
        let name = format!("青屿{}{n:02}直播间", kinds[n % kinds.len()]);
        format!("{name},示例平台,73000000000000000{n:02},青屿区第{n:02}商行,{}\n", code(n))
    });
    let header = "直播间名称,平台名称,账号,经营主体,经营主体统一社会信用代码\n";
    imports(stage, "rooms", "roster-2026.csv", header, rooms.collect());
    stage.page.see_text("青屿家居01直播间");
    stage.picture("registers-rooms");
    let firms = (1..=30).map(|n| {
        let place = format!("青屿区南浦街道示例路{n}号");
        format!("青屿区第{n:02}商行,{},周示例{n:02},{place}\n", code(n))
    });
    imports(
        stage,
        "operators",
        "firms-2026.csv",
        "企业名称,统一社会信用代码,法定代表人,住所\n",
        firms.collect(),
    );
    stage.page.see_text("青屿区第01商行");
}

/// The wizard, from the file to the receipt, and on to the register.
fn imports(stage: &Stage, register: &str, file: &str, header: &str, rows: String) {
    let page = &stage.page;
    let roster = stage.desk().join(file);
    std::fs::write(&roster, header.to_owned() + &rows).expect("written");
    page.click("nav-registers");
    page.see("page-registers");
    page.click(&format!("tab-{register}"));
    page.click("btn-import");
    page.click("btn-pick");
    stage.pick_file(&roster);
    page.see("text-recognised");
    let shows = |screen: &str| {
        if register == "rooms" {
            stage.picture(screen);
        }
    };
    shows("import-recognised");
    for step in ["step-2", "step-3", "step-4"] {
        page.click("btn-go-on");
        page.see_css(&format!("[data-testid=\"{step}\"].on"));
        shows(&format!("import-{step}"));
    }
    page.click("btn-go-on");
    page.see("page-receipt");
    page.see_text("30");
    shows("import-receipt");
    page.click("btn-see");
    page.see("page-registers");
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
