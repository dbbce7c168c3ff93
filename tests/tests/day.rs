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
}

/// The page is there, in Chinese, by its name.
fn opens(stage: &Stage) {
    let page = &stage.page;
    page.wait("the title", || page.title().starts_with("绿间").then_some(()));
    page.see("page-office");
    stage.is_quiet();
    stage.picture("first-run");
}
