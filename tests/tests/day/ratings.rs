//! A rating: two people apart, each in their own cells, the total that only then is known, and its end.

use crate::inspections::act_as;
use greenroom_journeys::hosts::Stage;
use greenroom_journeys::webdriver::key;
use serde_json::json;

/// Starts with a room, and scores every line twice.
pub(crate) fn rates(stage: &Stage, room: &str) {
    let page = &stage.page;
    act_as(stage, "林青");
    page.click("nav-ratings");
    page.see("page-ratings");
    page.click("btn-new-rating");
    page.see("dialog-rating");
    let field = page.see_css("[data-testid=\"field-room\"] input, input[data-testid=\"field-room\"]");
    page.type_into(&field, room);
    page.click_css(".el-autocomplete-suggestion li");
    page.fill("field-batch", "第四批");
    for (field, name) in [("field-first", "林青"), ("field-second", "许映波")] {
        page.click(field);
        page.click_choice(name);
        page.see_text_in(field, name);
    }
    stage.picture("rating-start");
    page.click("btn-start-rating");
    page.see("page-rating");
    scores(stage);
    stage.picture("rating-first");
    act_as(stage, "许映波");
    scores(stage);
    page.see_text_in("text-total", "/");
    stage.picture("rating");
    looks_the_vetoes_up(stage);
    page.press(&[key::F9]);
    page.fill("field-note", "两名评审人评分一致。");
    stage.picture("rating-end");
    page.click("btn-confirm-close");
    page.see_text_in("text-outcome", "评审结束");
    stage.picture("rating-closed");
}

/// Every veto was looked up, with day and source.
fn looks_the_vetoes_up(stage: &Stage) {
    let page = &stage.page;
    let vetoes = page.run(
        "return [...document.querySelectorAll('[data-testid^=veto-]')].map(e => e.dataset.testid)",
        json!([]),
    );
    for veto in vetoes.as_array().expect("a list") {
        let veto = veto.as_str().expect("a veto");
        page.click(veto);
        page.click("state-clear");
        page.fill_css(".el-dialog [data-testid=\"field-source\"]", "公示系统查询");
        page.click("btn-save-veto");
        page.see_gone("btn-save-veto");
        page.see_text_in(veto, "未触发");
    }
}

/// Types a score into each of one's own cells: one short of the most there is.
fn scores(stage: &Stage) {
    let page = &stage.page;
    let most = "return [...document.querySelectorAll('[data-testid^=score-]')].map(e => \
        [e.dataset.testid, e.getAttribute('aria-label').match(/满分 ([0-9.]+)/)[1]])";
    let cells = page.wait("cells of one's own", || {
        let cells = page.run(most, json!([]));
        (!cells.as_array()?.is_empty()).then_some(cells)
    });
    for cell in cells.as_array().expect("a list") {
        let (testid, most) = (cell[0].as_str().expect("a cell"), cell[1].as_str().expect("a maximum"));
        let field = page.see(testid);
        page.type_into(&field, most);
        page.type_into(&field, key::ENTER);
    }
    page.wait("every cell to be kept", || {
        let open =
            "return [...document.querySelectorAll('[data-testid^=score-]')].filter(e => !e.value).length";
        (page.run(open, json!([])) == 0).then_some(())
    });
}
