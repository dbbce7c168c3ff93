//! A draw: the plan, the locked list, the thrown dice, the picks, and the same answer a second time.

use greenroom_journeys::hosts::Stage;
use serde_json::Value;

/// The plan: three rooms out of thirty, dice thrown in front of a witness.
pub(crate) fn plans(stage: &Stage) {
    let page = &stage.page;
    page.click("nav-draws");
    page.see("page-draws");
    page.click_css("[data-testid=\"btn-new-draw\"], [data-testid=\"state-empty\"] button");
    page.see("page-plan");
    page.fill("field-title", "第四季度直播间抽查");
    page.fill("field-basis", "年度抽查计划");
    page.fill("field-take", "3");
    page.fill("field-seed-place", "三楼会议室");
    page.fill("field-witness-0", "周行简");
    page.fill("field-witness-unit-0", "区司法局");
    page.see_text_in("text-pool", "30");
    stage.picture("draw-plan");
    page.click("btn-save-plan");
    page.see("page-draw");
    page.see("btn-lock");
    stage.picture("draw-draft");
}

/// The list is locked first; only then do numbers come in, from two people who are not drawn from.
pub(crate) fn locks_and_seeds(stage: &Stage) {
    let page = &stage.page;
    page.click("btn-lock");
    page.see("ask");
    page.click("btn-confirm");
    page.see("field-thrower-1");
    page.see_text("SM3");
    page.fill("field-thrower-1", "许映波");
    page.fill("field-thrower-2", "林青");
    let dice = page.see("field-seed");
    page.type_into(&dice, "361452");
    page.see_text("已录 6 / 24 位");
    stage.picture("draw-seed");
    page.type_into(&dice, "261435625143361254");
    page.see_text("已录 24 / 24 位");
    page.click("btn-seed");
    page.see("btn-draw");
    stage.picture("draw-seeded");
}

/// The draw, and the recheck that agrees with it. The first room, and who leads its inspection.
pub(crate) fn draws_and_rechecks(stage: &Stage) -> (String, String) {
    let page = &stage.page;
    page.click("btn-draw");
    page.see("ask");
    page.click("btn-confirm");
    page.see_text_in("text-recheck", "一致");
    page.see("pick-3");
    page.click("btn-recheck");
    page.see_text_in("text-recheck", "本机重算一致");
    stage.picture("draw-record");
    page.click("btn-sheet-internal");
    let sheet = std::fs::read(stage.receive("json")).expect("the record can be read");
    let sheet: Value = serde_json::from_slice(&sheet).expect("the record is JSON");
    assert!(sheet.to_string().contains("361452261435625143361254"), "the record has its seed: {sheet}");
    let row = page.text("pick-1");
    let room = row.split_whitespace().find(|word| word.contains("直播间")).expect("a room in the row");
    let leader = row.split_whitespace().find(|word| ["陆知遥", "顾南乔"].contains(word));
    (room.to_owned(), leader.unwrap_or_else(|| panic!("nobody leads: {row}")).to_owned())
}
