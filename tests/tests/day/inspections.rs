//! A drawn inspection: by keys from item to item, a picture as evidence, the result words, the paper, what follows.

use greenroom_journeys::hosts::Stage;
use greenroom_journeys::webdriver::key;
use serde_json::json;

/// Chooses who acts, in the corner of every page.
pub(crate) fn act_as(stage: &Stage, name: &str) {
    stage.page.click("btn-actor");
    stage.page.click(&format!("actor-{name}"));
    stage.page.see_text_in("btn-actor", &name.chars().take(1).collect::<String>());
}

/// The leader opens the first pick and says how it is checked.
pub(crate) fn starts(stage: &Stage, leader: &str) {
    let page = &stage.page;
    act_as(stage, leader);
    page.click("btn-inspect-1");
    page.see("dialog-start");
    page.click("approach-replay");
    stage.picture("inspection-start");
    page.click("btn-start");
    page.see_gone("dialog-start");
    page.see("item-1");
    page.see_text_in("text-progress", "已查 0 /");
    stage.picture("inspection");
}

/// 1, 2 and 3 answer; a problem has a situation and a fact; a picture is its evidence; the rest is marked at once.
pub(crate) fn answers(stage: &Stage) {
    let page = &stage.page;
    say_how(stage);
    page.press(&["1"]);
    page.see_text_in("text-progress", "已查 1 /");
    page.see("item-2");
    say_how(stage);
    page.press(&["2"]);
    page.see_text_in("text-progress", "有问题 1");
    for field in ["field-situation", "field-responsible"] {
        page.click(field);
        page.click_first_choice();
        page.wait(format!("{field} to stand"), || {
            let chosen = format!("return document.querySelector('[data-testid={field}]').innerText");
            (!page.run(&chosen, json!([])).as_str()?.contains("请选")).then_some(())
        });
    }
    page.fill("field-fact", "平台报送记录显示，主体变更后超过三个工作日未报送。");
    page.fill("field-correct-by", "+5");
    page.press(&[key::TAB]);
    let picture = stage.desk().join("replay-001230.png");
    stage.keep_picture(&picture);
    page.click("btn-import-evidence");
    stage.pick_file(&picture);
    page.see_text_in("evidence-list", "replay-001230");
    page.wait("the picture to be shown", || {
        let drawn = "return document.querySelector('[data-testid=evidence-picture]')?.naturalWidth > 0";
        (page.run(drawn, json!([])) == true).then_some(())
    });
    says_where_it_is_from(stage);
    stage.picture("inspection-problem");
    page.press(&[key::PAGE_DOWN]);
    page.see("item-3");
    page.run("document.activeElement?.blur()", json!([]));
    page.press(&["3"]);
    page.see_text_in("text-progress", "不适用 1");
    page.see("item-4");
    page.press(&["a"]);
    page.see("line-armed");
    page.press(&["a"]);
    page.see_text("批量标注");
    page.see_gone("line-armed");
}

/// F9, and through its three sheets.
pub(crate) fn finishes(stage: &Stage) {
    let page = &stage.page;
    page.press(&[key::F9]);
    page.see("panel-finish");
    if page.count("field-unchecked-reason") > 0 {
        page.fill("field-unchecked-reason", "本场回放中未涉及，资料另行调取。");
    }
    stage.picture("inspection-finish-gaps");
    page.click_css(&within("btn-go-on"));
    page.see("field-result-word");
    choose_if_open(stage, "word-");
    stage.picture("inspection-finish-result");
    page.click_css(&within("btn-go-on"));
    page.see("field-follow-up");
    page.click_text("[data-testid=\"panel-finish\"]", "责令改正");
    stage.picture("inspection-finish-follow-up");
    page.click_css(&within("btn-go-on"));
    page.see_gone("panel-finish");
    page.see("panel-papers");
}

/// What the paper needs beside the items.
pub(crate) fn states_the_details(stage: &Stage) {
    let page = &stage.page;
    page.click("btn-details");
    page.see("panel-details");
    let details = [
        ("place", "本局网络监测室"),
        ("session", "不适用"),
        ("duration", "02:10:00"),
        ("presentRole", "回放检查，未通知到场"),
    ];
    for (field, text) in details {
        page.fill_css(&format!("[data-testid=\"panel-details\"] [data-testid=\"field-{field}\"]"), text);
    }
    stage.picture("inspection-details");
    page.click("btn-close-details");
    page.see_gone("panel-details");
}

/// The paper waits for the second officer, who confirms under their own name; then it comes out with its number.
pub(crate) fn issues_the_paper(stage: &Stage, leader: &str) {
    let page = &stage.page;
    page.see_text_in("panel-papers", "网络检查记录");
    page.see_text_in("panel-papers", "组员尚未在本人名下确认");
    stage.picture("inspection-papers");
    page.press(&[key::ESCAPE]);
    page.see_gone("panel-papers");
    act_as(stage, if leader == "陆知遥" { "顾南乔" } else { "陆知遥" });
    page.click("btn-member-confirm");
    page.see_gone("btn-member-confirm");
    page.click("btn-print");
    page.wait("the paper to be ready", || {
        let said = page.text("panel-papers");
        (said.contains("网络检查记录") && !said.contains('缺')).then_some(())
    });
    page.press(&["1"]);
    page.see_text_in("panel-papers", "再按一次确认");
    page.press(&[key::ENTER]);
    let paper = std::fs::read(stage.receive("docx")).expect("the paper can be read");
    assert!(paper.starts_with(b"PK") && paper.len() > 4_000, "no package of Word");
    page.see_css("[data-testid^=\"btn-open-\"]");
    stage.picture("inspection-paper-issued");
    page.press(&[key::ESCAPE]);
    page.see_gone("panel-papers");
}

/// A template comes out as a file of Word, through the host's own way of saving.
pub(crate) fn takes_a_template(stage: &Stage) {
    let page = &stage.page;
    page.click("nav-documents");
    page.see("page-documents");
    page.click("tab-templates");
    page.see("table-templates");
    stage.picture("documents-templates");
    page.click_css("[data-testid^=\"btn-template-\"]");
    let bytes = std::fs::read(stage.receive("docx")).expect("the template can be read");
    assert!(bytes.starts_with(b"PK") && bytes.len() > 4_000, "no package of Word");
}

/// The problem is now a matter to be put right.
pub(crate) fn follows_up(stage: &Stage, room: &str) {
    let page = &stage.page;
    page.click("nav-rectifications");
    page.see("page-rectifications");
    page.see_css("[data-testid^=\"card-\"]");
    page.see_text(room);
    stage.picture("rectifications-board");
    page.click("tab-findings");
    page.see_text_in("table-findings", room);
    stage.picture("rectifications-findings");
}

/// A picture without its origin is no evidence for a paper.
fn says_where_it_is_from(stage: &Stage) {
    let page = &stage.page;
    if page.all("[data-testid^=\"btn-describe-\"]").is_empty() {
        page.click_css("[data-testid=\"evidence-list\"] li .head");
    }
    page.click_css("[data-testid^=\"btn-describe-\"]");
    let origin = [
        ("source", "示例平台回放"),
        ("made-how", "回放截图"),
        ("made-at", "2026-11-20 10:31"),
        ("made-by", "陆知遥"),
    ];
    for (field, text) in origin {
        page.fill_css(&format!(".el-dialog [data-testid=\"field-{field}\"]"), text);
    }
    page.click("btn-save-source");
    page.see_gone("btn-save-source");
}

/// An item that the approach alone cannot judge is asked about first.
fn say_how(stage: &Stage) {
    let open = "return !document.querySelector('[name=method]:checked')";
    if stage.page.run(open, json!([])) == true {
        stage.page.click_css("[data-testid^=\"method-\"]");
    }
    stage.page.run("document.activeElement?.blur()", json!([]));
}

fn within(testid: &str) -> String {
    format!("[data-testid=\"panel-finish\"] [data-testid=\"{testid}\"]")
}

/// Takes the first choice where nothing was suggested.
fn choose_if_open(stage: &Stage, choices: &str) {
    let open = "return !document.querySelector('[data-testid=panel-finish] input[type=radio]:checked')";
    if stage.page.run(open, json!([])) == true {
        stage.page.click_css(&format!("[data-testid^=\"{choices}\"]"));
    }
}
