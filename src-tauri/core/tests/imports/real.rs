//! Every real file beside the project, through recognise, mapping, trial and commit: each ends in a register with a
//! receipt that adds up, or in one Chinese sentence that says why not and what to do.

use crate::place::{Place, figures, office};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How a file ends.
enum End {
    /// Register, rows read, created, rejected.
    Receipt(&'static str, u64, u64, u64),
    /// What the sentence says.
    Sentence(&'static str),
}
use End::{Receipt, Sentence};

/// The real files of a folder, if this checkout stands beside them.
fn folder(name: &str) -> Option<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if data.is_dir() {
        return Some(data);
    }
    assert!(std::env::var_os("CI").is_none(), "the data folder must be there in CI");
    eprintln!("SKIPPED: no data folder beside the project");
    None
}

/// The files of a folder by their names, packed ones unpacked.
fn files(place: &Place, from: &Path, wanted: fn(&str) -> bool) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !wanted(&name) {
            continue;
        }
        if let Some(plain) = name.strip_suffix(".gz") {
            let mut bytes = Vec::new();
            flate2::read::GzDecoder::new(std::fs::File::open(&path).unwrap())
                .read_to_end(&mut bytes)
                .unwrap();
            found.push((plain.to_owned(), place.file(plain, &bytes)));
        } else if let Some(stem) = name.strip_suffix(".tar.xz") {
            let target = place.folder.path().join(stem);
            std::fs::create_dir_all(&target).unwrap();
            let tar = Command::new("tar").arg("-xJf").arg(&path).arg("-C").arg(&target).status();
            assert!(tar.is_ok_and(|status| status.success()), "tar and xz unpack {name}");
            collect(&target, stem, &mut found);
        } else {
            found.push((name, path));
        }
    }
    found.sort();
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<(String, PathBuf)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() { collect(&path, &name, found) } else { found.push((name, path)) }
    }
}

/// As the wizard goes: recognised, mapped as suggested (the first column as the name where nothing says what it is),
/// tried, imported, imported again.
fn end_of(place: &Place, path: &Path) -> Result<(String, Value), String> {
    let name = path.file_name().unwrap().to_string_lossy();
    let handle = place.host.files().offer(&name, path.to_owned(), false).unwrap();
    let call = |name: &str, input: Value| {
        place.host.call(name, None, input, None).map(|answer| answer.value).map_err(|failure| {
            assert_ne!(failure.code(), "internal", "{failure}");
            failure.to_string()
        })
    };
    let seen = call("imports.recognise", json!({"file": handle}))?;
    let guesses = seen["mapping"].as_array().unwrap();
    let mut mapping: Vec<Value> = guesses
        .iter()
        .filter(|guess| guess["field"].is_string())
        .map(|guess| json!({"column": guess["column"], "field": guess["field"]}))
        .collect();
    if !mapping.iter().any(|column| column["field"] == "name") {
        mapping.retain(|column| column["column"] != 0);
        mapping.push(json!({"column": 0, "field": "name"}));
    }
    let sheet =
        seen["sheets"].as_array().unwrap().iter().find(|sheet| sheet["name"] == seen["sheet"]).unwrap();
    let register = seen["register"].as_str().unwrap().to_owned();
    let plan = json!({
        "source": seen["source"], "register": register, "sheet": seen["sheet"], "mapping": mapping,
        "headerRow": sheet["headerRow"].as_u64().unwrap_or(0), "fingerprint": seen["fingerprint"],
    });
    let large = sheet["rowsSeen"].as_u64() > Some(5_000);
    let trial = if large { None } else { Some(call("imports.trial", plan.clone())?) };
    let receipt = call("imports.commit", plan.clone())?;
    if let Some(trial) = trial {
        assert_eq!(figures(&trial), figures(&receipt), "{name}: the trial said what the import did");
        assert_eq!(trial["notes"], receipt["notes"], "{name}");
    }
    let reading = &receipt["reading"];
    let parts = ["above", "blank", "repeatedHeaders"].map(|part| reading[part].as_u64().unwrap());
    let rows = receipt["rows"].as_u64().unwrap();
    assert_eq!(parts.iter().sum::<u64>() + rows, reading["lastRow"].as_u64().unwrap(), "{name}: {reading}");
    // A trial judges as an import does: large files are written once.
    let again = if large { "imports.trial" } else { "imports.commit" };
    let [rows_again, created, updated, ..] = figures(&call(again, plan)?);
    assert_eq!((rows_again, created, updated), (rows, 0, 0), "{name}: the second time changes nothing");
    Ok((register, receipt))
}

/// Takes every file of a folder to its end.
#[track_caller]
fn all_end(place: &Place, files: &[(String, PathBuf)], expected: &[&(&str, End)]) {
    let mut wrong = Vec::new();
    for (name, path) in files {
        let end = end_of(place, path);
        let said = match &end {
            Ok((register, receipt)) => {
                let [rows, created, _, _, rejected] = figures(receipt);
                format!("(\"{name}\", Receipt(\"{register}\", {rows}, {created}, {rejected})),")
            }
            Err(sentence) => {
                assert!(sentence.ends_with('。') && !sentence.contains('\n'), "one sentence: {sentence}");
                format!("(\"{name}\", Sentence(\"{sentence}\")),")
            }
        };
        let fits = match (&end, expected.iter().find(|(known, _)| known == name)) {
            (Ok((register, receipt)), Some((_, Receipt(to, rows, created, rejected)))) => {
                let found = figures(receipt);
                register == to && [found[0], found[1], found[4]] == [*rows, *created, *rejected]
            }
            (Err(sentence), Some((_, Sentence(says)))) => sentence.contains(says),
            _ => false,
        };
        if !fits {
            wrong.push(said);
        }
    }
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
    let named: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for (name, _) in expected {
        assert!(named.contains(name), "{name} is not there");
    }
    assert!(
        place
            .ask("imports.list", json!({}))
            .as_array()
            .unwrap()
            .iter()
            .all(|batch| batch["state"] == "committed")
    );
    place.sound();
}

/// Rows as counted with other programs; what repeats or was there before is not created again.
const ROSTERS: &[(&str, End)] = &[
    ("chongqing_finished_biff8.xls", Receipt("operators", 55, 55, 0)),
    ("company_names_50k.xlsx", Receipt("operators", 50611, 50611, 0)),
    ("jd_店铺信息_really_xlsx.xls", Receipt("shops", 3, 3, 0)),
    ("meituan_henan1_gbk.csv", Receipt("shops", 58960, 43152, 0)),
    ("ningbo_beilun_market_entities.csv", Receipt("operators", 999, 999, 0)),
    ("qichacha_company.csv", Receipt("operators", 24510, 24510, 0)),
    ("shandong_enterprise_data.xlsx", Receipt("operators", 7551, 5439, 168)),
];

/// One register over thirteen years: 122,280 rows.
const YEARS: &[(&str, End)] = &[
    ("kinginsun_zhejiang_13years/csv/1999/浙江.csv", Receipt("operators", 7188, 7188, 0)),
    ("kinginsun_zhejiang_13years/csv/2000/浙江.csv", Receipt("operators", 10881, 10881, 0)),
    ("kinginsun_zhejiang_13years/csv/2001/浙江.csv", Receipt("operators", 11655, 11655, 0)),
    ("kinginsun_zhejiang_13years/csv/2004/浙江.csv", Receipt("operators", 8213, 8213, 0)),
    ("kinginsun_zhejiang_13years/csv/2006/浙江.csv", Receipt("operators", 7962, 7962, 0)),
    ("kinginsun_zhejiang_13years/csv/2009/浙江.csv", Receipt("operators", 13700, 13700, 0)),
    ("kinginsun_zhejiang_13years/csv/2010/浙江.csv", Receipt("operators", 11822, 11822, 0)),
    ("kinginsun_zhejiang_13years/csv/2011/浙江.csv", Receipt("operators", 9531, 9531, 0)),
    ("kinginsun_zhejiang_13years/csv/2012/浙江.csv", Receipt("operators", 9336, 9336, 0)),
    ("kinginsun_zhejiang_13years/csv/2013/浙江.csv", Receipt("operators", 10138, 10138, 0)),
    ("kinginsun_zhejiang_13years/csv/2015/浙江.csv", Receipt("operators", 11090, 11090, 0)),
    ("kinginsun_zhejiang_13years/csv/2018/浙江.csv", Receipt("operators", 6228, 6228, 0)),
    ("kinginsun_zhejiang_13years/csv/2019/浙江.csv", Receipt("operators", 4536, 4536, 0)),
];

/// Lists taken several times on one day contradict themselves: those rows are rejected.
const LIVESTREAMS: &[(&str, End)] = &[
    ("bilibili_live_rank_gbk.csv", Receipt("rooms", 90, 32, 0)),
    ("douyin_accounts.csv", Receipt("hosts", 5025, 5025, 0)),
    ("douyin_rooms_20240615.html", Receipt("rooms", 132, 12, 120)),
    ("douyu_202004.csv", Receipt("rooms", 840, 326, 100)),
    ("douyu_202004.json", Sentence("这是 JSON 数据，不是表格。请让报送方导出 xlsx 或 csv")),
    ("douyu_202004_really_xlsx.xls", Receipt("rooms", 120, 12, 0)),
    ("douyu_rooms_20171113.notquite.json", Sentence("这是 JSON 数据，不是表格。请让报送方导出 xlsx 或 csv")),
    ("douyu_rooms_20171113_biff8.xls", Receipt("rooms", 5640, 5128, 9)),
    ("guild_主播数据_masked_wps.xlsx", Receipt("hosts", 103, 100, 3)),
    ("kuaishou_hosts.csv", Receipt("hosts", 10247, 10073, 6)),
];

/// Other people's hard cases: most are no rosters, and their first column stands for the name.
const WORKBOOKS: &[(&str, End)] = &[
    ("calamine_OOM_alloc2.xls", Receipt("rooms", 191, 1, 0)),
    ("calamine_biff5-rich-text-string.xls", Receipt("operators", 15, 15, 0)),
    ("calamine_biff5_write.xls", Receipt("operators", 4, 4, 0)),
    ("calamine_date_1904.xlsx", Receipt("operators", 3, 3, 0)),
    ("calamine_empty_shared_string.xlsx", Receipt("operators", 1, 1, 0)),
    ("calamine_errors.xlsx", Receipt("operators", 7, 0, 7)),
    ("calamine_gh548_incorrect_sst_unique_count.xls", Receipt("operators", 55, 0, 55)),
    ("calamine_has_x000D_.xlsx", Receipt("operators", 1, 1, 0)),
    ("calamine_issue_174.xlsx", Receipt("rooms", 1, 1, 0)),
    ("calamine_malformed_format.xls", Receipt("operators", 35, 30, 4)),
    ("calamine_merge_cells.xls", Receipt("operators", 2, 2, 0)),
    ("calamine_merged_range.xlsx", Receipt("operators", 3, 3, 0)),
    ("calamine_pass_protected.xlsx", Sentence("文件有密码，请在 WPS 中取消密码后另存再导入")),
    ("calamine_picture.xls", Sentence("表格里没有任何内容。请确认报送方导出成功")),
    ("calamine_picture.xlsx", Sentence("表格里没有任何内容。请确认报送方导出成功")),
    ("calamine_rph.xlsx", Receipt("operators", 1, 1, 0)),
    ("calamine_sst_continue.xls", Receipt("operators", 136, 136, 0)),
    ("calamine_strict_iso_paths.xlsx", Receipt("operators", 75, 75, 0)),
    ("calamine_table_with_absolute_paths.xlsx", Receipt("rooms", 4, 4, 0)),
    ("excelize_MergeCell.xlsx", Receipt("operators", 12, 5, 5)),
    ("excelize_encryptSHA1.xlsx", Sentence("文件有密码，请在 WPS 中取消密码后另存再导入")),
    ("fesod_comment_comment.xls", Receipt("operators", 2, 0, 0)),
    ("fesod_compatibility_t01.xls", Receipt("rooms", 1, 1, 0)),
    ("fesod_compatibility_t03.xlsx", Receipt("hosts", 1, 1, 0)),
    ("fesod_compatibility_t07.xlsx", Receipt("operators", 1, 1, 0)),
    ("fesod_converter_converter07.xlsx", Receipt("operators", 1, 0, 0)),
    ("fesod_dataformat_dataformat.xls", Receipt("operators", 27, 1, 0)),
    ("fesod_dataformat_dataformat.xlsx", Receipt("operators", 27, 0, 0)),
    ("fesod_datewindowing_1904DateWindowing.xls", Receipt("hosts", 10, 10, 0)),
    ("fesod_demo_pwd_123.xls", Sentence("文件有密码，请在 WPS 中取消密码后另存再导入")),
    ("fesod_extra_extra.xlsx", Receipt("operators", 6, 6, 0)),
    ("fesod_hiddensheets_hiddensheets.xls", Receipt("operators", 2, 2, 0)),
    ("fesod_poi_last_row_number_xssf_date_test.xls", Receipt("operators", 10, 1, 9)),
    ("fesod_temp_issue2443_date1.xlsx", Receipt("operators", 1, 1, 0)),
    ("form_module_biff8.xls", Receipt("operators", 12, 4, 8)),
    ("ledger_台账.xlsx", Receipt("operators", 757, 0, 754)),
    ("magicodes_2020年春季教材订购明细样表.xlsx", Receipt("rooms", 4, 1, 3)),
    ("magicodes_issue500带描述头测试.xlsx", Receipt("hosts", 3, 1, 0)),
    ("magicodes_合并行.xlsx", Receipt("hosts", 13, 3, 10)),
    ("magicodes_图片导入模板非表头非第一行并且带有不规整的行.xlsx", Receipt("rooms", 25, 24, 0)),
    ("magicodes_截断数据测试.xlsx", Receipt("hosts", 6, 4, 0)),
    ("magicodes_管轴导入数据带有空行.xlsx", Receipt("operators", 6, 5, 1)),
    ("used_range_to_XFD.xlsx", Receipt("operators", 1246, 1215, 0)),
    ("wps_dispimg_cellimages.xlsx", Receipt("operators", 2, 0, 0)),
];

#[test]
fn every_roster_ends() {
    let Some(from) = folder("1-rosters") else { return };
    let place = office();
    let files = files(&place, &from, |name| !name.ends_with(".tar.xz"));
    all_end(&place, &files, &ROSTERS.iter().collect::<Vec<_>>());
}

#[test]
fn every_year_of_a_register_ends() {
    let Some(from) = folder("1-rosters") else { return };
    let place = office();
    let mut files = files(&place, &from, |name| name.ends_with(".tar.xz"));
    // All thirteen in CI; three of them where somebody waits.
    let now = |name: &str| {
        std::env::var_os("CI").is_some() || ["1999", "2010", "2019"].iter().any(|year| name.contains(year))
    };
    files.retain(|(name, _)| now(name));
    let years: Vec<&(&str, End)> = YEARS.iter().filter(|(name, _)| now(name)).collect();
    all_end(&place, &files, &years);
}

#[test]
fn every_list_of_livestreams_ends() {
    let Some(from) = folder("2-livestream") else { return };
    let place = office();
    let files = files(&place, &from, |_| true);
    all_end(&place, &files, &LIVESTREAMS.iter().collect::<Vec<_>>());
}

#[test]
fn every_hard_workbook_ends() {
    let Some(from) = folder("5-spreadsheets") else { return };
    let place = office();
    let files = files(&place, &from, |_| true);
    all_end(&place, &files, &WORKBOOKS.iter().collect::<Vec<_>>());
}

/// Every record of a register, field by field.
fn whole_register(place: &Place, register: &str, field: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut after = Value::Null;
    loop {
        let page = place.ask("registers.list", json!({"register": register, "after": after, "limit": 500}));
        for row in page["rows"].as_array().unwrap() {
            found.extend(row["values"][field].as_str().map(str::to_owned));
        }
        after = page["next"].clone();
        if after.is_null() {
            return found;
        }
    }
}

/// Runs of exactly so many letters and digits, found without any reader of tables.
fn runs(text: &str, length: usize, digits_only: bool) -> BTreeSet<String> {
    let fits =
        |c: char| if digits_only { c.is_ascii_digit() } else { c.is_ascii_digit() || c.is_ascii_uppercase() };
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|run| run.len() == length && run.chars().all(fits))
        .map(str::to_owned)
        .collect()
}

#[test]
fn codes_and_ids_come_back_digit_for_digit() {
    let Some(rosters) = folder("1-rosters") else { return };
    let Some(lists) = folder("2-livestream") else { return };
    // 18-character codes of a text.
    let place = office();
    let path = rosters.join("ningbo_beilun_market_entities.csv");
    place.import("operators", &path);
    let raw = runs(&std::fs::read_to_string(&path).unwrap(), 18, false);
    let kept: BTreeSet<String> = whole_register(&place, "operators", "creditCode").into_iter().collect();
    assert!(kept.len() > 900 && kept.is_subset(&raw), "{} codes", kept.len());
    // 18-character codes of a workbook, out of its table of strings.
    let place = office();
    let path = rosters.join("shandong_enterprise_data.xlsx");
    place.import("operators", &path);
    let mut strings = String::new();
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    zip.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut strings).unwrap();
    let raw = runs(&strings, 18, false);
    let kept: BTreeSet<String> = whole_register(&place, "operators", "creditCode")
        .into_iter()
        .filter(|code| code.len() == 18)
        .collect();
    assert!(kept.len() > 4_000 && kept.is_subset(&raw), "{} codes", kept.len());
    // 19-digit ids of a page: each is found by all of its digits, whatever became of its row.
    let place = office();
    let path = lists.join("douyin_rooms_20240615.html");
    let receipt = place.import("rooms", &path);
    let raw = runs(&std::fs::read_to_string(&path).unwrap(), 19, true);
    let found = raw.iter().filter(|id| {
        let hits = place.ask("registers.search", json!({"text": id}));
        hits["total"].as_u64().unwrap() > 0
    });
    assert_eq!(found.count() as u64, receipt["created"].as_u64().unwrap(), "{receipt}");
}
