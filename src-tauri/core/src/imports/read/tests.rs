//! Every real file opens with its counted rows or is refused with a sentence; so is every trap made here.

use super::*;
use proptest::prelude::*;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

/// The real files, if this checkout stands beside them.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?.parent()?.join("shared/data");
    if !root.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "the real files must be there in CI");
        eprintln!("SKIPPED: no shared/data beside the repository");
        return None;
    }
    Some(root.join(path))
}

fn temporary(name: &str, content: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, content).expect("a temporary file");
    (folder, path)
}

fn sentence<T>(result: Result<T>) -> String {
    match result {
        Err(Failure::Invalid { message, .. }) => message,
        Err(other) => panic!("not a sentence for the person: {other:?}"),
        Ok(_) => panic!("was not refused"),
    }
}

/// The sentence with which a file of this content is refused, by looking and by reading alike.
fn refusal(name: &str, content: &[u8]) -> String {
    let (_folder, path) = temporary(name, content);
    let looked = sentence(recognise(&path, name));
    assert!(looked.starts_with(&format!("“{name}”：")), "{looked}");
    let read = Rows::open(&path, &ReadOptions::default()).and_then(Iterator::collect::<Result<Vec<_>>>);
    let read = sentence(read);
    assert!(read.ends_with('。'), "{read}");
    read
}

fn rows(content: &[u8], options: &ReadOptions) -> Vec<(u64, Vec<String>)> {
    let (_folder, path) = temporary("t.csv", content);
    let rows = Rows::open(&path, options).expect("opens");
    rows.map(|row| {
        row.map(|row| (row.number, row.cells.into_iter().map(|c| c.text).collect())).expect("reads")
    })
    .collect()
}

#[test]
fn real_rosters_have_their_counted_rows() {
    // Counted with openpyxl, xlrd and Python's csv module.
    let counted: &[(&str, Format, usize, Option<usize>)] = &[
        ("1-rosters/chongqing_finished_biff8.xls", Format::Xls, 55, Some(1)),
        ("1-rosters/company_names_50k.xlsx", Format::Xlsx, 50_611, Some(1)),
        ("1-rosters/jd_店铺信息_really_xlsx.xls", Format::Xlsx, 3, Some(1)),
        ("1-rosters/meituan_henan1_gbk.csv.gz", Format::Csv, 58_960, None),
        ("1-rosters/ningbo_beilun_market_entities.csv", Format::Csv, 999, Some(1)),
        ("1-rosters/qichacha_company.csv.gz", Format::Csv, 24_510, Some(1)),
        ("1-rosters/shandong_enterprise_data.xlsx", Format::Xlsx, 7_551, Some(1)),
        ("2-livestream/bilibili_live_rank_gbk.csv", Format::Csv, 90, Some(1)),
        ("2-livestream/douyin_accounts.csv", Format::Csv, 5_025, Some(1)),
        ("2-livestream/douyin_rooms_20240615.html", Format::Html, 132, Some(1)),
        ("2-livestream/douyu_202004.csv", Format::Csv, 840, Some(1)),
        ("2-livestream/douyu_202004_really_xlsx.xls", Format::Xlsx, 120, Some(1)),
        ("2-livestream/douyu_rooms_20171113_biff8.xls", Format::Xls, 5_640, Some(1)),
        ("2-livestream/guild_主播数据_masked_wps.xlsx", Format::Xlsx, 103, Some(2)),
        ("2-livestream/kuaishou_hosts.csv.gz", Format::Csv, 10_247, Some(1)),
    ];
    for (name, format, count, header) in counted {
        let Some(path) = shared(name) else { return };
        let seen = recognise(&path, name).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(seen.format, *format, "{name}");
        assert_eq!(seen.sheets[0].header_row, *header, "{name}");
        let mut rows = Rows::open(&path, &ReadOptions::default()).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(rows.headers(), seen.sheets[0].headers, "{name}");
        let mut row = Row::default();
        let mut read = 0;
        let mut last = 0;
        while rows.next_into(&mut row).unwrap_or_else(|e| panic!("{name}: {e}")) {
            read += 1;
            assert!(row.number > last, "{name}: row {} after {last}", row.number);
            last = row.number;
        }
        assert_eq!(read, *count, "{name}");
        let repeats = if name.ends_with("douyu_202004.csv") { 6 } else { 0 };
        assert_eq!(seen.sheets[0].rows_seen, (*count + repeats) as u64, "{name}");
        assert_eq!(rows.notes().iter().any(|note| note.contains("6 行重复的表头")), repeats > 0, "{name}");
    }
}

#[test]
fn codes_and_long_ids_come_back_digit_for_digit() {
    let read = |name: &str, column: usize| -> Option<Vec<Cell>> {
        let path = shared(name)?;
        let rows = Rows::open(&path, &ReadOptions::default()).expect("opens");
        Some(rows.map(|row| row.expect("reads").cells.get(column).cloned().unwrap_or_default()).collect())
    };
    let Some(ids) = read("2-livestream/douyin_rooms_20240615.html", 1) else { return };
    assert_eq!(ids[0].text, "7380278964524452620");
    assert!(
        ids.iter().all(|id| id.text.len() == 19 && id.text.bytes().all(|b| b.is_ascii_digit()) && !id.lossy)
    );
    for (name, column, first, least) in [
        ("1-rosters/chongqing_finished_biff8.xls", 2, "91500109203226384B", 55),
        ("1-rosters/ningbo_beilun_market_entities.csv", 4, "92330206MA2EL62660", 999),
        ("1-rosters/shandong_enterprise_data.xlsx", 3, "9137068116942006X7", 5_000),
    ] {
        let Some(codes) = read(name, column) else { return };
        assert!(codes.iter().any(|code| code.text == first), "{name}");
        let whole = codes.iter().filter(|code| code.text.len() == 18).count();
        assert!(whole >= least, "{name}: {whole}");
        assert!(codes.iter().all(|code| !code.lossy), "{name}");
    }
    let Some(accounts) = read("2-livestream/guild_主播数据_masked_wps.xlsx", 1) else { return };
    assert_eq!((accounts[0].text.as_str(), accounts[0].kind), ("120407022", Kind::Number));
}

#[test]
fn other_sheets_are_named_and_can_be_chosen() {
    let Some(path) = shared("2-livestream/guild_主播数据_masked_wps.xlsx") else { return };
    let seen = recognise(&path, "a.xlsx").expect("opens");
    let sheets: Vec<_> = seen.sheets.iter().map(|s| (s.name.as_str(), s.rows_seen, s.header_row)).collect();
    assert_eq!(sheets, [("本部", 103, Some(2)), ("花溪天创分公司", 16, Some(2)), ("其他", 4, Some(2))]);
    assert_eq!(seen.notes, ["默认读取“本部”，另有 2 个工作表也有内容，可在导入时选择。"]);
    let options = ReadOptions { sheet: Some("其他".into()), header_row: None };
    let mut rows = Rows::open(&path, &options).expect("opens");
    let first = rows.next().expect("a row").expect("reads");
    assert_eq!((first.number, first.text(7)), (4, "2018-11-01"));
    let options = ReadOptions { sheet: Some("没有".into()), header_row: None };
    assert!(sentence(Rows::open(&path, &options)).contains("没有名为“没有”的工作表"));
}

#[test]
fn every_workbook_of_the_collection_opens_or_says_why_not() {
    let Some(folder) = shared("5-spreadsheets") else { return };
    let mut refused = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        match recognise(&path, &name) {
            Ok(seen) => {
                for sheet in &seen.sheets {
                    let options = ReadOptions {
                        sheet: Some(sheet.name.clone()),
                        header_row: Some(sheet.header_row.unwrap_or(0)),
                    };
                    let rows = Rows::open(&path, &options).unwrap_or_else(|e| panic!("{name}: {e}"));
                    let rows = rows.collect::<Result<Vec<_>>>().unwrap_or_else(|e| panic!("{name}: {e}"));
                    assert_eq!(rows.len() as u64, sheet.rows_seen, "{name} {}", sheet.name);
                }
            }
            Err(Failure::Invalid { message, .. }) => refused.push((name, message)),
            Err(other) => panic!("{name}: {other:?}"),
        }
    }
    refused.sort();
    let names: Vec<&str> = refused.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "calamine_pass_protected.xlsx",
            "calamine_picture.xls",
            "calamine_picture.xlsx",
            "excelize_encryptSHA1.xlsx",
            "fesod_demo_pwd_123.xls",
        ],
        "{refused:?}"
    );
    for (name, message) in refused {
        let why = if name.contains("picture") {
            "没有任何内容"
        } else {
            "文件有密码，请在 WPS 中取消密码后另存再导入"
        };
        assert!(message.contains(why), "{name}: {message}");
    }
}

#[test]
fn a_sheet_declared_16384_columns_wide_stays_as_wide_as_it_is() {
    let Some(path) = shared("5-spreadsheets/used_range_to_XFD.xlsx") else { return };
    let seen = recognise(&path, "宽.xlsx").expect("opens");
    assert_eq!((seen.sheets[0].headers.len(), seen.sheets[0].rows_seen), (20, 1246));
}

#[test]
fn archives_and_json_are_refused() {
    for (name, why) in [
        ("1-rosters/kinginsun_zhejiang_13years.tar.xz", "xz 压缩包"),
        ("2-livestream/douyu_202004.json", "JSON"),
        ("2-livestream/douyu_rooms_20171113.notquite.json", "JSON"),
        ("7-evidence/bagit_suite_shared.tar.gz", "tar 压缩包"),
        ("7-evidence/valid_example_1.wacz", "压缩包，不是表格"),
        ("7-evidence/video.mp4", "视频"),
        ("7-evidence/portfolio.mhtml", "不是表格"),
    ] {
        let Some(path) = shared(name) else { return };
        let told = match recognise(&path, name) {
            Err(failure) => failure.to_string(),
            Ok(seen) => format!("{name} opened as {:?}, 不是表格?", seen.format),
        };
        assert!(told.contains(why) || told.contains("无法读取"), "{name}: {told}");
    }
}

#[test]
fn encodings_are_told_apart_by_the_whole_text() {
    let text = "企业名称,电话\n杭州甲公司,0571-1\n绍兴乙公司,0575-2\n";
    let utf16 = |big: bool| -> Vec<u8> {
        let mark = if big { [0xFE, 0xFF] } else { [0xFF, 0xFE] };
        let units = text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() });
        mark.into_iter().chain(units).collect()
    };
    let bom = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    let gbk = encoding_rs::GB18030.encode(text).0.into_owned();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (bom, Encoding::Utf8Bom),
        (utf16(false), Encoding::Utf16Le),
        (utf16(true), Encoding::Utf16Be),
        (gbk, Encoding::Gb18030),
    ] {
        let (_folder, path) = temporary("a.csv", &bytes);
        let seen = recognise(&path, "a.csv").expect("opens");
        assert_eq!(seen.encoding, encoding);
        assert_eq!(seen.sheets[0].headers, ["企业名称", "电话"]);
        assert_eq!(rows(&bytes, &ReadOptions::default())[1].1, ["绍兴乙公司", "0575-2"]);
    }
    // One broken byte late in a long UTF-8 file does not make it GBK; it is told.
    let mut long = format!("企业名称\n{}", "杭州甲公司\n".repeat(20_000)).into_bytes();
    let at = long.len() - 40;
    long[at] = 0xFF;
    let (_folder, path) = temporary("a.csv", &long);
    let seen = recognise(&path, "a.csv").expect("opens");
    assert_eq!((seen.encoding, seen.sheets[0].rows_seen), (Encoding::Utf8, 20_000));
    assert!(seen.notes.iter().any(|note| note.contains("文字已损坏")), "{:?}", seen.notes);
    let noise: Vec<u8> =
        (0..4_000_u32).map(|i| if i % 3 == 0 { 0xFF } else { 0x80 + (i % 32) as u8 }).collect();
    assert!(refusal("乱.csv", &noise).contains("编码无法识别"));
}

#[test]
fn row_numbers_are_those_of_the_spreadsheet() {
    let text = "\n企业名称,简介\n\n甲,\"两\n行\"\n\n\n乙,一行\n企业名称,简介\n丙\n";
    let got = rows(text.as_bytes(), &ReadOptions::default());
    let numbers: Vec<(u64, &str)> = got.iter().map(|(number, cells)| (*number, cells[0].as_str())).collect();
    assert_eq!(numbers, [(4, "甲"), (7, "乙"), (9, "丙")]);
    let headerless = rows("甲店,0571-88886666\n乙店,0571-88887777\n".as_bytes(), &ReadOptions::default());
    assert_eq!(headerless.len(), 2);
    let forced = ReadOptions { header_row: Some(0), ..ReadOptions::default() };
    assert_eq!(rows("企业名称,电话\n甲,1\n".as_bytes(), &forced).len(), 2);
    let second = ReadOptions { header_row: Some(2), ..ReadOptions::default() };
    assert_eq!(rows("某某名册,\n企业名称,电话\n甲,1\n".as_bytes(), &second)[0].1, ["甲", "1"]);
}

#[test]
fn tables_of_pages_keep_their_columns() {
    let page = "<html><style>td{}</style><table><tr><td>x</table><table border=1><tr><th rowspan=2>企业名称<th colspan=2>地址\
                <tr><td>省<td>市</tr><tr><td>甲&amp;乙<br>丙</td><td>浙江</td><td>杭州</table>";
    let (_folder, path) = temporary("a.xls", page.as_bytes());
    let seen = recognise(&path, "a.xls").expect("opens");
    assert_eq!((seen.format, seen.sheets[0].name.as_str()), (Format::Html, "表格2"));
    let options = ReadOptions { header_row: Some(1), ..ReadOptions::default() };
    let got: Vec<Row> = Rows::open(&path, &options).expect("opens").map(|row| row.expect("reads")).collect();
    assert_eq!((got[0].text(0), got[0].text(1), got[0].text(2)), ("", "省", "市"));
    assert_eq!((got[1].text(0), got[1].text(2)), ("甲&乙\n丙", "杭州"));
}

#[test]
fn headers_are_found_without_known_words() {
    for (name, column, header, count) in [
        ("4-complaints/chicago_311_sanitation_74k.csv.gz", 0, "Creation_Date", 74_401),
        ("4-complaints/car_complaints_gbk.csv", 1, "id", 630),
        ("3-inspections/surrey_restaurants.csv", 0, "TRACKINGNUMBER", 1_366),
    ] {
        let Some(path) = shared(name) else { return };
        let sheet = recognise(&path, name).expect("opens").sheets.remove(0);
        assert_eq!((sheet.headers[column].as_str(), sheet.rows_seen), (header, count), "{name}");
    }
    // A list of values has no header, whatever stands first.
    let (_folder, path) = temporary("a.csv", "甲店,13800138000\n乙店,13900139000\n".as_bytes());
    assert_eq!(recognise(&path, "a.csv").expect("opens").sheets[0].header_row, None);
}

#[test]
fn both_epochs_give_the_right_days() {
    let Some(path) = shared("5-spreadsheets/calamine_date_1904.xlsx") else { return };
    let options = ReadOptions { header_row: Some(0), ..ReadOptions::default() };
    let rows: Vec<Row> = Rows::open(&path, &options).expect("opens").map(|row| row.expect("reads")).collect();
    assert!(rows.iter().flat_map(|row| &row.cells).any(|cell| cell.text == "2021-01-01"), "{rows:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn no_bytes_make_it_panic(head in prop::sample::select(vec![
        &b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\x1F\x8B\x08", b"<table><tr>", b"\xFF\xFE", b"\xEF\xBB\xBF", b"\"",
    ]), tail in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let (_folder, path) = temporary("x", &[head, &tail].concat());
        let _ = recognise(&path, "x");
        if let Ok(rows) = Rows::open(&path, &ReadOptions::default()) {
            let _ = rows.take(100).count();
        }
    }

    #[test]
    fn no_damage_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), which in 0..3_usize) {
        let names = ["1-rosters/chongqing_finished_biff8.xls", "2-livestream/douyu_202004_really_xlsx.xls", "5-spreadsheets/calamine_biff5_write.xls"];
        if let Some(path) = shared(names[which]) {
            let mut bytes = fs::read(path).expect("reads");
            let index = at.index(bytes.len());
            bytes[index] = byte;
            let (_folder, path) = temporary("x", &bytes);
            let _ = recognise(&path, "x");
        }
    }
}

mod traps;
