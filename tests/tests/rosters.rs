//! Every real file beside the project through the import wizard, by keyboard alone: each ends in a receipt whose figures
//! add up and which names the file's own hash, or in one sentence that says why not; all of them in headless Chromium,
//! and in the real window a few, or all on request.
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

/// Files whose way is kept as pictures: one that names its name column, one that does not, one with many columns.
const SHOWN: &[(&str, &str)] = &[
    ("guild_主播数据_masked_wps.xlsx", "named"),
    ("jd_店铺信息_really_xlsx.xls", "unnamed"),
    ("used_range_to_XFD.xlsx", "wide"),
];

/// What the window gets in every run: one of each form, and one that is refused. With `GREENROOM_EVERY_FILE` set it gets
/// all of them, which takes several minutes.
const A_FEW: &[&str] = &[
    "bilibili_live_rank_gbk.csv",
    "guild_主播数据_masked_wps.xlsx",
    "jd_店铺信息_really_xlsx.xls",
    "chongqing_finished_biff8.xls",
    "fesod_demo_pwd_123.xls",
];

#[test]
fn in_chromium() {
    all_end(Stage::chromium, |_| true);
}

#[test]
fn in_the_window() {
    let every = std::env::var_os("GREENROOM_EVERY_FILE").is_some();
    all_end(Stage::window, |name| every || A_FEW.contains(&name));
}

/// Every file that is wanted, smallest first, into one office.
#[track_caller]
fn all_end(open: fn() -> Option<Stage>, wanted: impl Fn(&str) -> bool) {
    let Some((_unpacked, mut files)) = real_files() else { return };
    files.retain(|file| wanted(&name_of(file)));
    let refused = files.iter().filter(|file| REFUSED.iter().any(|(name, _)| *name == name_of(file))).count();
    assert!(refused > 0 && files.len() > refused + 3, "{} files, {refused} to be refused", files.len());
    let Some(stage) = open() else { return };
    opens_the_wizard(&stage);
    let mut receipts = 0;
    for (number, file) in files.iter().enumerate() {
        receipts += usize::from(ends(&stage, file, number));
    }
    assert_eq!(receipts, files.len() - refused);
    stage.is_quiet();
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
    page.tab_to("btn-import");
    page.press(&[key::ENTER]);
    page.see("page-import");
}

/// Takes one file to its end; true for a receipt.
#[track_caller]
fn ends(stage: &Stage, file: &Path, number: usize) -> bool {
    let page = &stage.page;
    let name = &*name_of(file);
    // The window's dialog is typed into, and takes only what has a key. What is read is told by content, not by name.
    // Each lies in a folder of its own: between roster.xls and roster.xlsx the dialog would offer a choice, and Enter
    // would only close that.
    let picked = if stage.host() == "window" {
        let ending = name.rsplit('.').next().expect("a name has an ending");
        let folder = stage.desk().join(format!("{number}"));
        std::fs::create_dir(&folder).expect("a folder for one file");
        let copy = folder.join(format!("roster.{ending}"));
        std::fs::copy(file, &copy).expect("copied");
        copy
    } else {
        file.to_owned()
    };
    page.wait(format!("an empty wizard for {name}"), || {
        (page.count("page-import") == 1 && page.count("btn-pick") == 1).then_some(())
    });
    stage.press_f9_for_a_dialog();
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
    keep(stage, name, "1-recognised");
    goes_on(page, name);
    page.see("table-mapping");
    if page.count("text-unnamed") > 0 {
        keep(stage, name, "2-unnamed");
        chooses_a_name(stage, name);
    }
    keep(stage, name, "2-mapping");
    goes_on(page, name);
    if refused("list-notes") {
        return says_why_not(stage, name);
    }
    keep(stage, name, "3-trial");
    goes_on(page, name);
    page.see_css("[data-testid=\"step-4\"].on");
    keep(stage, name, "4-check");
    goes_on(page, name);
    if refused("page-receipt") {
        return says_why_not(stage, name);
    }
    adds_up(page, name);
    let hash = hex::encode(Sha256::digest(std::fs::read(&picked).expect("readable")));
    let shown: String = page.text("text-file-hash").split_whitespace().collect();
    assert_eq!(shown, hash, "{name}: the receipt names the file's own hash");
    keep(stage, name, "5-receipt");
    page.press(&[key::F9]);
    true
}

/// F9, once the wizard offers it.
#[track_caller]
fn goes_on(page: &Driver, name: &str) {
    let offered = format!("{}:not(:disabled)", by("btn-go-on"));
    page.wait(format!("a way on for {name}"), || (!page.all(&offered).is_empty()).then_some(()));
    page.press(&[key::F9]);
}

/// Nothing says which column is the name: the person does, by keys. The focus stands on the first column that is free.
/// In Chromium the field is typed; the window's driver has only letters that a key has, so there arrows find it.
#[track_caller]
fn chooses_a_name(stage: &Stage, name: &str) {
    const FOCUSED: &str = "return document.activeElement?.closest('[data-testid]')?.dataset.testid ?? ''";
    const OPEN: &str = "return [...document.querySelectorAll('.el-select-dropdown__item')]
        .some(e => e.getClientRects().length > 0)";
    const UNDER_KEYS: &str = "return [...document.querySelectorAll('.el-select-dropdown__item.is-hovering')]
        .find(e => e.getClientRects().length > 0)?.innerText.trim() ?? ''";
    let page = &stage.page;
    let said = page.text("text-unnamed");
    let label = said.split(['“', '”']).nth(1).expect("the sentence names the field");
    page.wait(format!("the focus on a column of {name}"), || {
        page.run(FOCUSED, json!([])).as_str().is_some_and(|at| at.starts_with("map-")).then_some(())
    });
    if stage.host() == "window" {
        page.press(&[key::DOWN]);
    } else {
        for letter in label.chars() {
            page.press(&[&letter.to_string()]);
        }
    }
    page.wait(format!("an open list for {name}"), || (page.run(OPEN, json!([])) == true).then_some(()));
    page.wait(format!("{label} under the keys for {name}"), || {
        page.press(&[key::DOWN]);
        (page.run(UNDER_KEYS, json!([])) == label).then_some(())
    });
    page.press(&[key::ENTER]);
    page.see_gone("text-unnamed");
    page.wait(format!("the list of {name} to close"), || (page.run(OPEN, json!([])) == false).then_some(()));
}

/// A picture of this step, if this file's way is shown.
#[track_caller]
fn keep(stage: &Stage, name: &str, step: &str) {
    if let Some((_, way)) = SHOWN.iter().find(|(shown, _)| *shown == name) {
        stage.picture(&format!("rosters-{way}-{step}"));
    }
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
