//! A made-up roster of 12 columns, and the two files it comes in.

use rust_xlsxwriter::Workbook;
use std::io::Write;
use std::path::Path;

pub(crate) const HEADERS: [&str; 12] = [
    "直播间名称",
    "平台",
    "账号",
    "账号链接",
    "经营主体",
    "统一社会信用代码",
    "主播",
    "主营类目",
    "街道",
    "实际经营地址",
    "联系电话",
    "备注",
];

const FIRST: [&str; 24] = [
    "阿桨", "云母", "灯下", "半糖", "麦垛", "小满", "竹筏", "暮色", "老槐", "石湾", "早班", "南塘", "蓝布",
    "柿饼", "竹影", "落雨", "阿满", "橡子", "半坡", "青团", "晚风", "海角", "桂子", "山前",
];
const SECOND: [&str; 16] = [
    "海味", "护肤", "旧书", "茶饮", "童鞋", "厨房", "户外", "花坊", "面馆", "腌菜", "咖啡", "米面", "裁缝",
    "茶器", "家居", "果园",
];
const LAST: [&str; 8] = ["铺", "室", "摊", "间", "旗舰店", "专卖店", "工作室", "直播间"];
const PLATFORMS: [&str; 5] = ["澜播", "柿子直播", "小橹购", "折耳市集", "半亩云店"];
const STREETS: [&str; 6] = ["柳桥街道", "青屿街道", "北塘街道", "石湾镇", "南浦街道", "临澜镇"];

/// splitmix64: every row is the same in every run.
pub(crate) fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

pub(crate) fn row(number: usize) -> [String; 12] {
    let m = mixed(number as u64);
    let pick = |list: &[&str], shift: u32| list[((m >> shift) as usize) % list.len()].to_owned();
    let name = format!("{}{}{}{}", pick(&FIRST, 0), pick(&SECOND, 8), pick(&FIRST, 16), pick(&LAST, 24));
    let operator = format!("青屿区{}{}商行", pick(&FIRST, 32), pick(&SECOND, 40));
    [
        name,
        pick(&PLATFORMS, 5),
        format!("acc_{number:07}"),
        format!("https://live.example/{number:07}"),
        operator,
        format!("92990000MA{:08}", number % 100_000_000),
        format!("{}{}", pick(&FIRST, 48), number % 97),
        pick(&SECOND, 52),
        pick(&STREETS, 20),
        format!("{}{}号", pick(&STREETS, 20), number % 999),
        format!("10{:09}", m % 1_000_000_000),
        String::new(),
    ]
}

/// Two sheets, as a sheet holds at most 1,048,576 rows.
pub(crate) fn write_xlsx(path: &Path, rows: usize) {
    let mut book = Workbook::new();
    for sheet_no in 0..2 {
        let sheet = book.add_worksheet_with_constant_memory().unwrap();
        sheet.set_name(format!("名单{}", sheet_no + 1)).unwrap();
        for (column, header) in HEADERS.iter().enumerate() {
            sheet.write_string(0, column as u16, *header).unwrap();
        }
        let (from, to) = (rows / 2 * sheet_no, if sheet_no == 0 { rows / 2 } else { rows });
        for number in from..to {
            for (column, text) in row(number).iter().enumerate() {
                sheet.write_string((number - from + 1) as u32, column as u16, text).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

pub(crate) fn write_csv(path: &Path, rows: usize) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let mut line = |text: String| {
        let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
        file.write_all(&bytes).unwrap();
    };
    line(format!("{}\r\n", HEADERS.join(",")));
    for number in 0..rows {
        line(format!("{}\r\n", row(number).join(",")));
    }
}

/// What people look for: 1 to 8 characters, pinyin, accounts and tails of phones, rare and common.
pub(crate) fn words(rows: usize) -> Vec<String> {
    let mut words: Vec<String> =
        ["店", "味", "a", "旗舰", "海味", "旗舰店", "专卖店", "hw", "ajhw", "qjd", "haiwei"]
            .map(str::to_owned)
            .to_vec();
    for number in 0..60 {
        let row = row(mixed(number) as usize % rows);
        let name: Vec<char> = row[0].chars().collect();
        for length in [2, 3, 4, 5, 6, 8] {
            if name.len() >= length {
                words.push(name[..length].iter().collect());
            }
        }
        words.push(row[2].clone());
        words.push(row[10][5..].to_owned());
    }
    words
}
