//! A long list by keyboard alone, on a demonstration office: typed conditions, a view that is kept and used again, one's
//! own columns, files that go out whole, many records changed at once and back, two records made one and apart again.
//! The same text drives headless Chromium and the real window; what counts is what the screen shows and the files that
//! are received. When the screens are closed, the command line checks the office that they left behind.
#![cfg(target_os = "linux")]

use calamine::{Data, Reader, open_workbook_auto};
use greenroom_journeys::files::program;
use greenroom_journeys::hosts::Stage;
use greenroom_journeys::webdriver::{Driver, Element, key};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// A code that a spreadsheet would round, and whose zeros it would drop.
const LONG_ACCOUNT: &str = "0073000000000000019";
/// How many are changed at once.
const MARKED: usize = 3;

/// Two rooms of the demonstration that look like one, each with a history of its own.
struct Twins {
    stays: Twin,
    goes: Twin,
}

struct Twin {
    name: String,
    account: String,
    /// Rectifications under way.
    open: u64,
}

#[test]
fn in_chromium() {
    let mut twins = None;
    let stage = Stage::chromium_on(|folder| twins = Some(demonstration(folder)));
    if let (Some(stage), Some(twins)) = (stage, twins) {
        journey(stage, &twins);
    }
}

#[test]
fn in_the_window() {
    let mut twins = None;
    let stage = Stage::window_on(|folder| twins = Some(demonstration(folder)));
    if let (Some(stage), Some(twins)) = (stage, twins) {
        journey(stage, &twins);
    }
}

fn journey(stage: Stage, twins: &Twins) {
    stage.page.see("page-workbench");
    stage.page.press(&[key::CONTROL, "2"]);
    stage.page.see("page-registers");
    registers_a_room(&stage);
    let found = filters_by_type(&stage);
    keeps_a_view(&stage, &found);
    chooses_columns(&stage);
    exports(&stage, &found);
    changes_many_and_back(&stage);
    merges_and_parts(&stage, twins);
    stage.is_quiet();
    let folder = stage.close();
    let said = greenroom(folder.path(), &["check"]);
    assert_eq!(said["ok"], true, "{said}");
}

/// Runs the command line on the office of this journey.
fn greenroom(folder: &Path, arguments: &[&str]) -> Value {
    let mut command = Command::new(program("greenroom"));
    command.arg("--office").arg(folder.join("office")).args(arguments);
    let done = command.env("GREENROOM_STATE", folder.join("state")).output().expect("the command line runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("the command line answers in JSON")
}

/// An office full of made-up records, and two of them that look like one.
fn demonstration(folder: &Path) -> Twins {
    greenroom(folder, &["demo", "--scale", "small"]);
    let ask = |name: &str, input: Value| greenroom(folder, &["call", name, &input.to_string()]);
    let rows = ask("registers.list", json!({"register": "rooms", "limit": 500}))["rows"].clone();
    let twin = |of: &Value| {
        let row = rows.as_array()?.iter().find(|row| row["id"] == of["id"])?;
        row["lastContact"].is_object().then(|| Twin {
            name: row["name"].as_str().unwrap_or_default().to_owned(),
            account: row["values"]["account"].as_str().unwrap_or_default().to_owned(),
            open: row["openRectifications"].as_u64().unwrap_or_default(),
        })
    };
    let pairs = ask("registers.duplicates", json!({"register": "rooms"}))["pairs"].clone();
    let pairs = pairs.as_array().expect("pairs").iter();
    let mut both =
        pairs.filter_map(|pair| Some(Twins { stays: twin(&pair["record"])?, goes: twin(&pair["other"])? }));
    both.find(|twins| twins.goes.open > 0).expect("two inspected rooms of the demonstration look like one")
}

/// Opens a menu's line by arrows.
#[track_caller]
fn takes_from_menu(page: &Driver, testid: &str) {
    page.see(testid);
    page.step_to(key::DOWN, testid);
    page.press(&[key::ENTER]);
    page.see_gone(testid);
}

/// Takes away what stands where the focus is.
#[track_caller]
fn empties(page: &Driver) -> Element {
    const BACKSPACE: &str = "\u{e003}";
    let field = page.see_css("input:focus, textarea:focus");
    page.press(&[key::CONTROL, "a"]);
    page.press(&[BACKSPACE]);
    page.wait("an empty field", || page.value(&field).is_empty().then_some(()));
    field
}

/// Types where the focus is, in place of what stands there.
#[track_caller]
fn writes(page: &Driver, text: &str) {
    let field = empties(page);
    page.type_into(&field, text);
    page.wait(format!("{text} in the field"), || (page.value(&field) == text).then_some(()));
}

/// Chooses from the list of the field that has the focus, by the beginning of a name.
#[track_caller]
fn chooses(page: &Driver, name: &str) {
    const OFFERED: &str = "const open = [...document.querySelectorAll('.el-select-dropdown__item')]
        .filter(e => e.getClientRects().length > 0);
        return [open.length, open.some(e => e.innerText.trim().startsWith(arguments[0]))]";
    const HOVERED: &str = "return [...document.querySelectorAll('.el-select-dropdown__item.is-hovering')]
        .find(e => e.getClientRects().length > 0)?.innerText ?? ''";
    page.press(&[key::ENTER]);
    page.wait(format!("{name} in an open list"), || {
        (page.run(OFFERED, json!([name]))[1] == true).then_some(())
    });
    for _ in 0..60 {
        if page.run(HOVERED, json!([])).as_str().is_some_and(|line| line.trim().starts_with(name)) {
            page.press(&[key::ENTER]);
            page.wait("the list to close", || (page.run(OFFERED, json!([name]))[0] == 0).then_some(()));
            return;
        }
        page.press(&[key::DOWN]);
    }
    panic!("the arrows do not reach {name}");
}

/// How many records the foot of the list tells of.
#[track_caller]
fn total(page: &Driver) -> usize {
    let said = page.text("list-count");
    let digits: String =
        said.rsplit('共').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no count in {said}"))
}

/// The column of this heading, row by row, and whether all of it can be read.
#[track_caller]
fn column(page: &Driver, heading: &str) -> (Vec<String>, bool) {
    const READ: &str = "const heads = [...document.querySelectorAll('.el-table__header th')];
        const at = heads.findIndex(e => e.innerText.trim() === arguments[0]);
        if (at < 0) return null;
        const cells = [...document.querySelectorAll('.el-table__body tr')].map(r => r.cells[at].querySelector('.cell'));
        return [cells.map(c => c.innerText.trim()), cells.every(c => c.scrollWidth <= c.clientWidth)]";
    let read = page.wait(format!("the column {heading}"), || {
        let read = page.run(READ, json!([heading]));
        read.is_array().then_some(read)
    });
    let cells = read[0].as_array().expect("cells").iter();
    (cells.map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect(), read[1] == true)
}

/// A room whose account has nineteen digits, entered by hand.
fn registers_a_room(stage: &Stage) {
    let page = &stage.page;
    page.see("list");
    stage.picture("lists-rooms");
    page.tab_to("btn-register-new");
    page.press(&[key::ENTER]);
    // The form begins where one writes.
    page.see("field-name");
    page.wait("the first field to have the focus", || {
        let first = page
            .run("return document.activeElement?.closest('[data-testid=field-name]') !== null", json!([]));
        (first == true).then_some(())
    });
    writes(page, "阿长号海味铺");
    for (field, text) in [("field-platformName", "澜播"), ("field-account", LONG_ACCOUNT)] {
        page.tab_to(field);
        writes(page, text);
    }
    page.tab_to("field-status");
    chooses(page, "在营");
    page.tab_to("field-street");
    writes(page, "杏林镇");
    stage.picture("lists-new-room");
    page.press(&[key::F9]);
    page.see("page-subject");
    page.see_text(LONG_ACCOUNT);
    page.press(&[key::ESCAPE]);
    page.see("list");
    page.press(&["/"]);
    writes(page, LONG_ACCOUNT);
    page.press(&[key::ENTER]);
    page.see_text_in("list-count", "共 1 条");
    let (accounts, whole) = column(page, "账号");
    assert_eq!(accounts, [LONG_ACCOUNT]);
    assert!(whole, "nineteen digits are read to the last one");
    stage.picture("lists-account");
    page.press(&["/"]);
    empties(page);
    page.press(&[key::ENTER]);
}

/// What the conditions leave.
struct Found {
    all: usize,
    few: usize,
}

/// Conditions by the type of the field: one of a list, a part of a name.
fn filters_by_type(stage: &Stage) -> Found {
    let page = &stage.page;
    page.wait("the whole list", || (total(page) > 100).then_some(()));
    let all = total(page);
    page.press(&["f"]);
    page.see("dialog-filter");
    page.tab_to("rule-field-0");
    chooses(page, "状态");
    page.tab_to("rule-value-0");
    chooses(page, "在营");
    page.press(&[key::ALT, "n"]);
    page.see("rule-1");
    page.tab_to("rule-field-1");
    chooses(page, "平台");
    page.tab_to("rule-value-1");
    writes(page, "澜");
    stage.picture("lists-filter");
    page.press(&[key::ENTER]);
    page.see_gone("dialog-filter");
    page.see_text("状态 等于“在营”");
    page.see_text("平台 包含“澜”");
    page.wait("fewer rows", || (total(page) < all).then_some(()));
    let few = total(page);
    assert!(few > MARKED, "{few} of {all}");
    for (heading, part) in [("状态", "在营"), ("平台", "澜")] {
        let (cells, _) = column(page, heading);
        assert!(cells.iter().all(|cell| cell.contains(part)), "{heading}: {cells:?}");
    }
    stage.picture("lists-filtered");
    Found { all, few }
}

/// The conditions are kept under a name, taken away, and come back.
fn keeps_a_view(stage: &Stage, found: &Found) {
    let page = &stage.page;
    page.press(&["v"]);
    takes_from_menu(page, "btn-save-view");
    page.wait("the name to have the focus", || {
        let there = "return document.activeElement?.closest('[data-testid=field-view-name]') !== null";
        (page.run(there, json!([])) == true).then_some(())
    });
    writes(page, "澜播在营");
    stage.picture("lists-view-name");
    page.press(&[key::ENTER]);
    page.see_gone("field-view-name");
    page.tab_to("btn-clear-filter");
    page.press(&[key::ENTER]);
    page.wait("the whole list again", || (total(page) == found.all).then_some(()));
    page.press(&["v"]);
    page.see("view-澜播在营");
    stage.picture("lists-views");
    takes_from_menu(page, "view-澜播在营");
    page.see_text_in("btn-views", "澜播在营");
    page.see_text("状态 等于“在营”");
    page.wait("the view's rows", || (total(page) == found.few).then_some(()));
}

/// Some columns more and one less, for this person.
fn chooses_columns(stage: &Stage) {
    let page = &stage.page;
    page.press(&["l"]);
    page.see("dialog-columns");
    for (testid, then) in [
        ("column-off-riskClass", "column-on-riskClass"),
        ("column-off-operatorName", "column-on-operatorName"),
        ("column-on-remark", "column-off-remark"),
    ] {
        page.tab_to(testid);
        page.press(&[key::ENTER]);
        page.see(then);
    }
    stage.picture("lists-columns");
    page.press(&[key::F9]);
    page.see_gone("dialog-columns");
    column(page, "备注");
    let heads = page.run(
        "return [...document.querySelectorAll('.el-table__header th')].map(e => e.innerText.trim())",
        json!([]),
    );
    let heads: Vec<&str> =
        heads.as_array().expect("heads").iter().filter_map(Value::as_str).filter(|h| !h.is_empty()).collect();
    assert_eq!(heads, ["名称", "平台", "账号", "状态", "街道", "备注", "最近接触", "整改", "评级"]);
    stage.picture("lists-own-columns");
}

/// The list goes out as both kinds of file; what is received is what is listed, digit for digit.
fn exports(stage: &Stage, found: &Found) {
    let page = &stage.page;
    page.press(&[key::CONTROL, "e"]);
    page.see("dialog-export");
    stage.picture("lists-export");
    page.press(&[key::F9]);
    let file = stage.receive("xlsx");
    page.see_text_in("text-exported", &format!("已写出 {} 条", found.few));
    stage.picture("lists-exported");
    let mut book = open_workbook_auto(&file).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("it can be read");
    let texts = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut rows = sheet.rows();
    let heads = texts(rows.next().expect("a heading"));
    assert_eq!(heads, ["直播间名称", "平台", "账号", "状态", "街道", "备注"]);
    let rows: Vec<&[Data]> = rows.collect();
    assert_eq!(rows.len(), found.few);
    assert!(rows.iter().all(|row| matches!(row[2], Data::String(_))), "an account is text, never a number");
    let mine = |name: &str| name == "阿长号海味铺";
    let row = rows.iter().map(|row| texts(row)).find(|row| mine(&row[0])).expect("the room that was entered");
    assert_eq!(row, ["阿长号海味铺", "澜播", LONG_ACCOUNT, "在营", "杏林镇", ""]);

    page.tab_to("format-xlsx");
    page.press(&[key::DOWN]);
    page.press(&[key::F9]);
    let bytes = std::fs::read(stage.receive("csv")).expect("the file can be read");
    page.see_text_in("text-exported", &format!("已写出 {} 条", found.few));
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").expect("the mark by which spreadsheets know UTF-8");
    let mut table = csv::Reader::from_reader(text);
    assert_eq!(table.headers().expect("a heading").iter().collect::<Vec<_>>(), heads);
    let lines: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().expect("whole lines");
    assert_eq!(lines.len(), found.few);
    let line = lines.iter().find(|line| mine(&line[0])).expect("the room that was entered");
    assert_eq!(line.iter().collect::<Vec<_>>(), row);
    page.press(&[key::ESCAPE]);
    page.see_gone("dialog-export");
}

/// Some rows are marked, changed as previewed, and changed back.
fn changes_many_and_back(stage: &Stage) {
    let page = &stage.page;
    let before = column(page, "备注").0;
    page.tab_to("list");
    for _ in 0..MARKED {
        page.press(&[" "]);
        page.press(&[key::DOWN]);
    }
    page.see_text_in("text-marked", &format!("选中 {MARKED} 条"));
    stage.picture("lists-marked");
    page.press(&["b"]);
    page.see("dialog-bulk");
    page.tab_to("bulk-field-0");
    chooses(page, "备注");
    page.tab_to("bulk-value-0");
    writes(page, "年报已核");
    stage.picture("lists-bulk");
    page.press(&[key::ENTER]);
    page.see_text_in("text-bulk", &format!("会变 {MARKED}"));
    let seen = page.text("table-bulk");
    assert_eq!(seen.matches("年报已核").count(), MARKED, "{seen}");
    assert_eq!(column(page, "备注").0, before, "nothing is written yet");
    page.tab_to("field-bulk-reason");
    writes(page, "年度报告核对");
    stage.picture("lists-bulk-preview");
    page.press(&[key::ENTER]);
    page.see_gone("dialog-bulk");
    let changed = || column(page, "备注").0.iter().filter(|cell| *cell == "年报已核").count();
    page.wait("the rows to be changed", || (changed() == MARKED).then_some(()));
    page.see_text_in("line-undo", &format!("成批修改了 {MARKED} 条"));
    stage.picture("lists-bulk-done");
    page.press(&[key::CONTROL, "z"]);
    page.see_text(&format!("恢复了 {MARKED} 条"));
    page.wait("the rows as they were", || (column(page, "备注").0 == before).then_some(()));
    page.see_gone("line-undo");
    stage.picture("lists-bulk-undone");
}

/// The list, narrowed to one account; then that record's page.
#[track_caller]
fn opens(page: &Driver, account: &str) {
    narrows(page, account, 1);
    page.press(&[key::ENTER]);
    page.see("page-subject");
    page.see_text(account);
}

#[track_caller]
fn narrows(page: &Driver, account: &str, rows: usize) {
    page.press(&["/"]);
    writes(page, account);
    page.press(&[key::ENTER]);
    page.wait(format!("{rows} of {account}"), || {
        let names = page.all(".el-table__body tr").len();
        let done = page.all(".el-table").len() == 1 && names == rows && (rows == 0 || total(page) == rows);
        done.then_some(())
    });
}

/// Back to the whole list.
#[track_caller]
fn leaves(page: &Driver) {
    page.press(&[key::ESCAPE]);
    page.see("list");
    if page.count("btn-clear-filter") > 0 {
        page.tab_to("btn-clear-filter");
        page.press(&[key::ENTER]);
        page.see_gone("btn-clear-filter");
    }
}

/// How many inspections the time line shows.
#[track_caller]
fn inspections(page: &Driver) -> usize {
    page.see("timeline");
    page.all("[data-testid=\"timeline\"] li.k-inspection").len()
}

/// Two records become one: both histories stand on its page and count in the list. Then each has its own again.
fn merges_and_parts(stage: &Stage, twins: &Twins) {
    let page = &stage.page;
    let Twins { stays, goes } = twins;
    leaves(page);
    opens(page, &stays.account);
    let of_stays = inspections(page);
    leaves(page);
    opens(page, &goes.account);
    let of_goes = inspections(page);
    assert!(of_stays > 0 && of_goes > 0, "{of_stays} and {of_goes}");
    leaves(page);
    page.press(&["d"]);
    page.see("page-duplicates");
    page.see("list");
    stage.picture("lists-duplicates");
    let pairs = page.all(".el-table__body tr").len();
    const HERE: &str = "return document.querySelector('.el-table__body tr.current-row')?.innerText ?? ''";
    for _ in 0..pairs {
        let row = page.run(HERE, json!([])).as_str().unwrap_or_default().to_owned();
        if row.contains(&stays.account) && row.contains(&goes.account) {
            break;
        }
        page.press(&[key::DOWN]);
    }
    page.press(&[key::ENTER]);
    page.see("dialog-merge");
    page.see_text_in("table-merge", &stays.account);
    page.see_text_in("table-merge", &goes.account);
    page.tab_to("field-merge-reason");
    writes(page, "同一营业执照，换过账号");
    stage.picture("lists-merge");
    page.press(&[key::F9]);
    page.see_gone("dialog-merge");
    page.see_text_in("line-undo", &format!("“{}”并入“{}”", goes.name, stays.name));
    page.wait("the pair to go", || (page.all(".el-table__body tr").len() < pairs).then_some(()));
    stage.picture("lists-merged");

    leaves(page);
    narrows(page, &goes.account, 0);
    narrows(page, &stays.account, 1);
    let (open, _) = column(page, "整改");
    assert_eq!(open, [(stays.open + goes.open).to_string()], "the list counts both");
    opens(page, &stays.account);
    page.see_text(&format!("并入了 {}", goes.name));
    assert_eq!(inspections(page), of_stays + of_goes, "both histories");
    stage.picture("lists-survivor");
    page.tab_to("link-absorbed");
    page.press(&[key::ENTER]);
    page.see("note-merged");
    page.see_text_in("note-merged", "撤销合并");
    assert_eq!(page.count("btn-retire"), 0, "it comes back by taking the merge back, and in no other way");
    assert_eq!(inspections(page), of_goes, "what was done under it stays with it");
    stage.picture("lists-absorbed");

    page.press(&[key::CONTROL, "z"]);
    page.see_text("已撤销合并");
    page.see_gone("note-merged");
    page.see("btn-retire");
    assert_eq!(inspections(page), of_goes);
    stage.picture("lists-parted");
    leaves(page);
    for (twin, many) in [(stays, of_stays), (goes, of_goes)] {
        narrows(page, &twin.account, 1);
        let (open, _) = column(page, "整改");
        assert_eq!(open, [if twin.open == 0 { "—".to_owned() } else { twin.open.to_string() }]);
        opens(page, &twin.account);
        assert_eq!(inspections(page), many, "{}", twin.name);
        leaves(page);
    }
}
