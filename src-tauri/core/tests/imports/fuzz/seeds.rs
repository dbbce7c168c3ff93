//! The corpus, made here: small rosters with made-up names in every form that is read.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook};
use std::io::{Cursor, Write};

const ROWS: [[&str; 4]; 4] = [
    ["直播间名称", "平台", "账号", "统一社会信用代码"],
    ["阿桨海味铺", "澜播", "ajhw_0917", "91350100M000100Y43"],
    ["云母护肤室", "澜播", "7345678901234567890", ""],
    ["半糖茶饮间😀", "柿子直播", "0012", "-"],
];

/// Every file of the corpus by its name.
pub(super) fn all() -> Vec<(&'static str, Vec<u8>)> {
    let csv = ROWS.map(|row| row.join(",")).join("\n");
    let quoted = "某平台名册,,\n\n昵称,粉丝数,简介\n\"甲\",1e10,\"两\n行，\"\"引号\"\"\"\n乙,\"12,000\",\n昵称,粉丝数,简介\n丙,-,NULL\n";
    let utf16 =
        |text: &str| [vec![0xFF, 0xFE], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    vec![
        ("csv-plain", csv.clone().into_bytes()),
        ("csv-quoted", quoted.as_bytes().to_vec()),
        ("csv-gb18030", encoding_rs::GB18030.encode(&csv).0.into_owned()),
        ("csv-utf16", utf16(&csv)),
        ("csv-tabs", csv.replace(',', "\t").into_bytes()),
        ("csv-headerless", "甲店,0571-88886666\n乙店,10812345678/0575-1\n".as_bytes().to_vec()),
        ("html-plain", page(&ROWS.map(|row| format!("<tr><td>{}", row.join("<td>"))).concat())),
        (
            "html-spans",
            page("<tr><th rowspan=2>企业名称<th colspan=2>地址<tr><td>省<td>市</tr><tr><td>甲&amp;乙<br>丙</td><td>浙江<td>杭州<table><tr><td>内</table>"),
        ),
        ("xlsx-plain", workbook(false)),
        ("xlsx-shared", workbook(true)),
        ("xls-8", container("/Workbook", &biff8())),
        ("xls-5", container("/Book", &biff5())),
        ("headers-known", "直播间名称|平台（必填）|账号*|统一社会信用代码证号|联 系 电 话\n甲|澜播|a1|91350100M000100Y43|10812345678".as_bytes().to_vec()),
        ("headers-machine", "uni_social_crd_cd|comp_nm|列3|【备注】|ＩＤ\n91350100M000100Y43|某某商行|浙江省杭州市某某路1号|http://a.cn/1.jpg|7345678901234567890".as_bytes().to_vec()),
        ("codes-all", "91350100M000100Y43\n９１３５０１００Ｍ０００１００Ｙ４３\n=\"0012\"\n'0012\n9.13E+17\n7345678901234567890\n10812345678/0571-88886666\nhttps://live.example/7345678901234567890?a=1\nAJHW_0917\u{200b}\n\u{feff}- \n重庆银行\nÄÖß ﬁ İ".as_bytes().to_vec()),
    ]
}

fn page(rows: &str) -> Vec<u8> {
    format!(
        "<html><head><style>td{{color:red}}</style></head><body><table border=1>{rows}</table></body></html>"
    )
    .into_bytes()
}

fn workbook(shared: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 11, 20).expect("a day");
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = if shared {
        book.add_worksheet()
    } else {
        book.add_worksheet_with_constant_memory().expect("a sheet")
    };
    let must = "cells fit";
    for (at, row) in ROWS.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            sheet.write_string(at as u32, column as u16, *text).expect(must);
        }
    }
    sheet.write_number(4, 2, 913_301_002_345_678_000.0).expect(must);
    sheet.write_formula(4, 3, Formula::new("=1/0").set_result("#DIV/0!")).expect(must);
    let picture = "=DISPIMG(\"ID_533C44CDE9A4467C802EF470BD4C7930\",1)";
    sheet.write_formula(5, 1, Formula::new(picture).set_result(picture)).expect(must);
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.write_datetime_with_format(5, 2, &made, &day).expect(must);
    sheet.write_boolean(5, 3, true).expect(must);
    book.add_worksheet().set_hidden(true).write_string(0, 0, "隐藏").expect(must);
    book.save_to_buffer().expect("a workbook")
}

/// A container that holds one stream.
pub(super) fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut container = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))
        .expect("a container");
    container
        .create_stream(name)
        .and_then(|mut inner| inner.write_all(stream).and_then(|()| inner.flush()))
        .expect("a stream");
    container.flush().expect("a container");
    container.into_inner().into_inner()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn words(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// One sheet behind its globals: `sheet` begins where the bound sheet record says.
fn stream(version: u16, mut globals: Vec<u8>, name: &[u8], sheet: &[u8]) -> Vec<u8> {
    let bof = |kind: u16| record(0x0809, &[words(&[version, kind, 0x0DBB, 0x07CC]), vec![0; 8]].concat());
    let mut all = bof(5);
    all.append(&mut globals);
    let at = all.len() + 4 + 6 + name.len() + 4;
    all.extend(record(0x0085, &[(at as u32).to_le_bytes().to_vec(), vec![0, 0], name.to_vec()].concat()));
    all.extend(record(0x000A, &[]));
    all.extend(bof(0x0010));
    all.extend(record(0x0200, &[0; 14]));
    all.extend_from_slice(sheet);
    all.extend(record(0x000A, &[]));
    all
}

/// A workbook of Excel 97: a table of strings, numbers, a formula, an error.
fn biff8() -> Vec<u8> {
    let texts: Vec<&str> = ROWS.iter().flatten().copied().collect();
    let mut table = [(texts.len() as u32).to_le_bytes(), (texts.len() as u32).to_le_bytes()].concat();
    for text in &texts {
        let units: Vec<u16> = text.encode_utf16().collect();
        table.extend((units.len() as u16).to_le_bytes());
        table.push(1);
        table.extend(words(&units));
    }
    let globals = [record(0x0042, &words(&[1200])), record(0x00FC, &table)].concat();
    let mut sheet = Vec::new();
    for (at, _) in texts.iter().enumerate() {
        let place = words(&[(at / 4) as u16, (at % 4) as u16, 0]);
        sheet.extend(record(0x00FD, &[place, (at as u32).to_le_bytes().to_vec()].concat()));
    }
    sheet.extend(record(0x0203, &[words(&[4, 1, 0]), 13.5_f64.to_le_bytes().to_vec()].concat()));
    let formula = [words(&[4, 2, 0]), 42.0_f64.to_le_bytes().to_vec(), vec![0; 6], words(&[3, 0x1E, 0])];
    sheet.extend(record(0x0006, &formula.concat()));
    sheet.extend(record(0x0205, &[words(&[4, 3, 0]), vec![0x2A, 1]].concat()));
    let name: Vec<u8> = [vec![2, 1], words(&"名册".encode_utf16().collect::<Vec<_>>())].concat();
    stream(0x0600, globals, &name, &sheet)
}

/// A workbook of Excel 95 in GBK: labels in the cells themselves.
fn biff5() -> Vec<u8> {
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let mut sheet = Vec::new();
    for (row, cells) in ROWS.iter().enumerate().take(3) {
        for (column, text) in cells.iter().enumerate() {
            let text = gbk(text);
            let head = words(&[row as u16, column as u16, 0, text.len() as u16]);
            sheet.extend(record(0x0204, &[head, text].concat()));
        }
    }
    let name = gbk("名册");
    let name = [vec![name.len() as u8], name].concat();
    stream(0x0500, record(0x0042, &words(&[936])), &name, &sheet)
}
