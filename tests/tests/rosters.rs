//! Every real file beside the project through the import wizard, by keyboard alone: each ends in a receipt whose figures
//! add up and which names the file's own hash, or in one sentence that says why not. In headless Chromium all of them,
//! in the real window a few.
#![cfg(target_os = "linux")]

use greenroom_journeys::files::root;
use greenroom_journeys::hosts::Stage;
use greenroom_journeys::skip;
use greenroom_journeys::webdriver::{Driver, by, key};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// The largest of them takes a while in a build for tests.
const PATIENCE: Duration = Duration::from_mins(5);

/// Files that end in a sentence, and what it says.
const REFUSED: &[(&str, &str)] = &[
    ("calamine_pass_protected.xlsx", "文件有密码，请在 WPS 中取消密码后另存再导入"),
    ("calamine_picture.xls", "没有任何内容"),
    ("calamine_picture.xlsx", "没有任何内容"),
    ("excelize_encryptSHA1.xlsx", "文件有密码，请在 WPS 中取消密码后另存再导入"),
    ("fesod_demo_pwd_123.xls", "文件有密码，请在 WPS 中取消密码后另存再导入"),
    ("douyu_202004.json", "JSON"),
    ("douyu_rooms_20171113.notquite.json", "JSON"),
];

/// What the window gets: one of each form, and one that is refused. Their columns are known by name, because letters
/// that no key has cannot be typed there.
const A_FEW: &[&str] = &[
    "bilibili_live_rank_gbk.csv",
    "jd_店铺信息_really_xlsx.xls",
    "chongqing_finished_biff8.xls",
    "fesod_demo_pwd_123.xls",
];

#[test]
fn in_chromium() {
    let Some((_unpacked, files)) = real_files() else { return };
    let Some(stage) = Stage::chromium() else { return };
    let (mut receipts, mut sentences) = (0, 0);
    opens_the_wizard(&stage);
    for file in &files {
        if ends(&stage, file, &name_of(file)) { receipts += 1 } else { sentences += 1 }
    }
    assert!(receipts >= 45 && sentences >= REFUSED.len(), "{receipts} receipts, {sentences} sentences");
    stage.is_quiet();
    is_sound(stage);
}

#[test]
fn in_the_window() {
    let Some((_unpacked, files)) = real_files() else { return };
    let Some(stage) = Stage::window() else { return };
    opens_the_wizard(&stage);
    for name in A_FEW {
        let file =
            files.iter().find(|file| name_of(file) == *name).unwrap_or_else(|| panic!("{name} is not there"));
        ends(&stage, file, name);
    }
    is_sound(stage);
}

fn name_of(file: &Path) -> String {
    file.file_name().expect("files have names").to_string_lossy().into_owned()
}

/// The real rosters, packed ones unpacked, if this checkout stands beside them.
fn real_files() -> Option<(TempDir, Vec<PathBuf>)> {
    let data = root().parent()?.join("shared/data");
    if !data.is_dir() {
        skip("no shared/data beside the repository: its real files stay out of the wizard");
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder for what is packed");
    let unpacked = folder.path();
    let mut files = Vec::new();
    for kind in ["1-rosters", "2-livestream", "5-spreadsheets"] {
        for entry in std::fs::read_dir(data.join(kind)).expect("the folder").flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if let Some(plain) = name.strip_suffix(".gz") {
                let out = Command::new("gzip").arg("-dc").arg(&path).output().expect("gzip runs");
                std::fs::write(unpacked.join(plain), out.stdout).expect("written");
                files.push(unpacked.join(plain));
            } else if name.ends_with(".tar.xz") {
                let tar = Command::new("tar").arg("-xJf").arg(&path).arg("-C").arg(unpacked).status();
                assert!(tar.is_ok_and(|status| status.success()), "tar and xz unpack {name}");
                // One of the thirteen years is enough here; all of them go through the calls.
                let years =
                    Command::new("find").arg(unpacked).args(["-path", "*2004*", "-name", "*.csv"]).output();
                let years = String::from_utf8(years.expect("find runs").stdout).expect("names are UTF-8");
                files.extend(years.lines().take(1).map(PathBuf::from));
            } else {
                files.push(path);
            }
        }
    }
    files.sort_by_key(|file| std::fs::metadata(file).map_or(0, |known| known.len()));
    assert!(files.len() >= 50, "only {} files", files.len());
    Some((folder, files))
}

/// A new office, and from there by keys to the wizard.
fn opens_the_wizard(stage: &Stage) {
    let page = &stage.page;
    page.fill("field-name", "青屿区市场监督管理局网监科");
    page.fill("field-code", "QY");
    page.fill("field-person", "林青");
    page.click("btn-create");
    page.see("page-workbench");
    page.press(&[key::CONTROL, "2"]);
    page.see("page-registers");
    tab_to(page, "btn-import");
    page.press(&[key::ENTER]);
    page.see("page-import");
}

/// Presses Tab until the focus is on what bears this test id, or within it.
#[track_caller]
fn tab_to(page: &Driver, testid: &str) {
    const WHERE: &str = "return document.activeElement?.closest(arguments[0]) !== null && \
        document.activeElement !== document.body";
    page.see(testid);
    for _ in 0..400 {
        if page.run(WHERE, json!([by(testid)])) == true {
            return;
        }
        page.press(&[key::TAB]);
    }
    panic!("Tab does not reach {testid}");
}

/// Takes one file to its end; true for a receipt.
#[track_caller]
fn ends(stage: &Stage, file: &Path, name: &str) -> bool {
    let page = &stage.page;
    // The window's dialog is typed into, and takes only what has a key.
    let picked = if stage.host() == "window" {
        let ending = name.rsplit('.').next().expect("a name has an ending");
        let copy = stage.desk().join(format!("roster.{ending}"));
        std::fs::copy(file, &copy).expect("copied");
        copy
    } else {
        file.to_owned()
    };
    page.wait(format!("an empty wizard for {name}"), || {
        (page.count("page-import") == 1 && page.count("btn-pick") == 1).then_some(())
    });
    page.press(&[key::F9]);
    stage.pick_file(&picked);
    let refused = |what: &str| {
        page.wait_at_most(PATIENCE, format!("{what} of {name}"), || {
            if page.count("text-refused") > 0 {
                return Some(true);
            }
            (page.count(what) > 0).then_some(false)
        })
    };
    if refused("text-recognised") {
        return says_why_not(stage, name);
    }
    assert!(!REFUSED.iter().any(|(known, _)| *known == name), "{name} was not refused");
    if name == "used_range_to_XFD.xlsx" || name == "wps_dispimg_cellimages.xlsx" {
        stage.picture(&format!("rosters-1-{}", name.split('.').next().unwrap_or_default()));
    }
    page.press(&[key::F9]);
    page.see("table-mapping");
    if page.count("text-unnamed") > 0 {
        // Nothing says which column is the name: the person does, by keys.
        let said = page.text("text-unnamed");
        let label = said.split(['“', '”']).nth(1).expect("the sentence names the field");
        tab_to(page, "map-0");
        for letter in label.chars() {
            page.press(&[&letter.to_string()]);
        }
        page.press(&[key::DOWN]);
        page.press(&[key::ENTER]);
        page.see_gone("text-unnamed");
    }
    page.press(&[key::F9]);
    if refused("list-notes") {
        return says_why_not(stage, name);
    }
    page.press(&[key::F9]);
    page.see_css("[data-testid=\"step-4\"].on");
    page.press(&[key::F9]);
    if refused("page-receipt") {
        return says_why_not(stage, name);
    }
    adds_up(page, name);
    let hash = hex::encode(Sha256::digest(std::fs::read(&picked).expect("readable")));
    let shown: String = page.text("text-file-hash").split_whitespace().collect();
    assert_eq!(shown, hash, "{name}: the receipt names the file's own hash");
    page.press(&[key::F9]);
    true
}

/// One sentence, in Chinese, that ends.
#[track_caller]
fn says_why_not(stage: &Stage, name: &str) -> bool {
    let page = &stage.page;
    let said = page.text("text-refused");
    let known = REFUSED.iter().find(|(known, _)| *known == name);
    assert!(known.is_some_and(|(_, says)| said.contains(says)), "{name}: {said}");
    assert!(said.trim().ends_with('。') && !said.contains('\n'), "{name}: {said}");
    if name == "fesod_demo_pwd_123.xls" {
        stage.picture("rosters-refused");
    }
    false
}

/// 读入 ＝ 新增 ＋ 更新 ＋ 相同 ＋ 退回, as it is shown.
#[track_caller]
fn adds_up(page: &Driver, name: &str) {
    let shown = page.text("text-figures").replace(',', "");
    let figures: Vec<u64> = shown
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().expect("digits are a number"))
        .collect();
    assert_eq!(figures.len(), 5, "{name}: {shown}");
    assert_eq!(figures[0], figures[1..].iter().sum::<u64>(), "{name}: {shown}");
    assert!(figures[0] > 0, "{name}: {shown}");
}

/// The command line finds nothing wrong with what they all left.
#[track_caller]
fn is_sound(stage: Stage) {
    let folder = stage.close();
    let mut check = Command::new(greenroom_journeys::files::program("greenroom"));
    check.arg("--office").arg(folder.path().join("office")).arg("check");
    let output = check.output().expect("the command line runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("\"ok\":true"), "{said}");
}
