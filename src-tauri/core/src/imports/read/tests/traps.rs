//! Files that must be refused before they do harm, each with the sentence that says why.

use super::*;

#[test]
fn things_that_are_no_tables_say_what_they_are() {
    assert!(refusal("图.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").contains("这是图片，不是表格"));
    assert!(refusal("文.xls", b"%PDF-1.7\n1 0 obj").contains("这是PDF 文档"));
    assert!(refusal("数.csv", br#"{"roomnum": "1"}"#).contains("JSON"));
    assert!(refusal("数.csv", br#"[{"roomnum": "1"}]"#).contains("JSON"));
    assert!(refusal("空.csv", b"").contains("文件是空的"));
    assert!(refusal("白.csv", b"\n,,\n \n").contains("没有任何内容"));
    assert!(refusal("页.xls", b"<html><body>hello</body></html>").contains("没有表格"));
    assert!(refusal("零.csv", b"a,b\n1,\0\0\0\n").contains("二进制零字节"));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("readme.txt", zip::write::SimpleFileOptions::default()).expect("starts");
    zip.write_all(b"hello").expect("writes");
    let zip = zip.finish().expect("ends").into_inner();
    assert!(refusal("包.xlsx", &zip).contains("这是压缩包"));
}

fn workbook(sheet: &str, strings: Option<&str>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().large_file(false);
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, options).expect("starts");
        zip.write_all(text.as_bytes()).expect("writes");
    };
    part(
        "[Content_Types].xml",
        r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
    );
    part(
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    );
    part(
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    );
    part(
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    );
    part(
        "xl/worksheets/sheet1.xml",
        &format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
        ),
    );
    if let Some(strings) = strings {
        part("xl/sharedStrings.xml", strings);
    }
    zip.finish().expect("ends").into_inner()
}

fn inline(reference: &str, text: &str) -> String {
    format!(r#"<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn numbers_that_lost_digits_are_marked() {
    let sheet = format!(
        r#"<row r="1">{}{}</row><row r="3"><c r="A3"><v>913301002345678000</v></c>{}<c r="C3"><f>1+1</f><v>2</v></c></row>"#,
        inline("A1", "统一社会信用代码"),
        inline("B1", "企业名称"),
        inline("B3", "甲")
    );
    let (_folder, path) = temporary("a.xlsx", &workbook(&sheet, None));
    let mut rows = Rows::open(&path, &ReadOptions::default()).expect("opens");
    assert_eq!(rows.headers(), ["统一社会信用代码", "企业名称"]);
    let row = rows.next().expect("a row").expect("reads");
    assert_eq!(row.number, 3);
    assert_eq!((row.text(0), row.cells[0].lossy), ("9.13301002345678E+17", true));
    assert_eq!((row.text(1), row.cells[1].lossy), ("甲", false));
    assert_eq!((row.text(2), row.cells[2].kind), ("2", Kind::Formula));
    assert!(rows.next().is_none());

    let (_folder, path) = temporary("a.csv", "名称,代码\n甲,9.13E+17\n乙,91330100234567800X\n".as_bytes());
    let codes: Vec<String> = Rows::open(&path, &ReadOptions::default())
        .expect("opens")
        .map(|row| match row.expect("reads").cells[1].as_code() {
            Ok(code) => code.to_owned(),
            Err(failure) => failure.to_string(),
        })
        .collect();
    assert_eq!(
        codes,
        ["代码列出现科学计数 9.13E+17，数字已丢失，请让报送方把该列设为文本后重新导出", "91330100234567800X"]
    );
    let lossy: Vec<bool> = Rows::open(&path, &ReadOptions::default())
        .expect("opens")
        .map(|row| row.expect("reads").cells[1].lossy)
        .collect();
    assert_eq!(lossy, [true, false]);
}

#[test]
fn old_containers_that_hold_no_open_workbook_say_so() {
    let container = |stream: &str| {
        let mut container = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("creates");
        container.create_stream(stream).and_then(|mut s| s.write_all(&[7; 5_000])).expect("writes");
        container.flush().expect("flushes");
        container.into_inner().into_inner()
    };
    let password = "文件有密码，请在 WPS 中取消密码后另存再导入。";
    assert_eq!(refusal("密.xlsx", &container("/EncryptedPackage")), password);
    assert!(refusal("表.et", &container("/ETData")).contains("WPS 专用的 et 格式"));
    assert!(refusal("文.doc", &container("/WordDocument")).contains("Word 文档"));
    assert!(refusal("坏.xls", &container("/Workbook")).contains("不完整或已损坏"));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.bin", zip::write::SimpleFileOptions::default()).expect("starts");
    let zip = zip.finish().expect("ends").into_inner();
    assert!(refusal("二.xlsb", &zip).contains("xlsb"));
}

#[test]
fn a_truncated_workbook_is_refused() {
    let whole = workbook(&format!(r#"<row r="1">{}</row>"#, inline("A1", "企业名称")), None);
    for keep in [30, whole.len() / 2, whole.len() - 10] {
        assert!(refusal("断.xlsx", &whole[..keep]).contains("不完整或已损坏"), "{keep}");
    }
    let Some(path) = shared("1-rosters/chongqing_finished_biff8.xls") else { return };
    let whole = fs::read(path).expect("reads");
    for keep in [600, whole.len() / 2] {
        assert!(refusal("断.xls", &whole[..keep]).contains("不完整或已损坏"), "{keep}");
    }
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    // 300 MB of nothing in a few hundred KB.
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).expect("starts");
    let blank = vec![b' '; 1 << 20];
    for _ in 0..300 {
        zip.write_all(&blank).expect("writes");
    }
    let bomb = zip.finish().expect("ends").into_inner();
    assert!(bomb.len() < 1 << 20);
    assert!(refusal("弹.xlsx", &bomb).contains("压缩炸弹"));

    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let line = vec![b'a'; 1 << 20];
    for _ in 0..300 {
        gzip.write_all(&line).expect("writes");
    }
    let told = refusal("弹.csv.gz", &gzip.finish().expect("ends"));
    assert!(told.contains("压缩炸弹"), "{told}");

    // A table of strings that claims to hold more than there is memory.
    let strings = r#"<sst uniqueCount="999999999999"><si><t>a</t></si></sst>"#;
    let told =
        refusal("表.xlsx", &workbook(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#, Some(strings)));
    assert!(told.contains("压缩炸弹"), "{told}");
}

#[test]
fn endless_cells_are_refused_with_their_place() {
    let long = "长".repeat(40_000);
    let sheet = |text: &str| {
        workbook(
            &format!(
                r#"<row r="1">{}</row><row r="2">{}</row>"#,
                inline("A1", "企业名称"),
                inline("A2", text)
            ),
            None,
        )
    };
    let told = refusal("长.xlsx", &sheet(&long));
    assert!(told.contains("工作表“一”第 2 行第 1 列") && told.contains("32,767"), "{told}");
    assert!(refusal("长.xlsx", &sheet(&long.repeat(20))).contains("异常长"));
    let told = refusal("长.csv", format!("企业名称,电话\n\"{}\",1\n", "a".repeat(2 << 20)).as_bytes());
    assert!(told.contains("第 2 行第 1 列") && told.contains("1 MB"), "{told}");
    // One string of the table in every cell of a row: little to unpack, much to hold.
    let strings = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(30_000));
    let many: String = (0..1_000).map(|_| r#"<c t="s"><v>0</v></c>"#).collect();
    let told = refusal("长.xlsx", &workbook(&format!(r#"<row r="1">{many}</row>"#), Some(&strings)));
    assert!(told.contains("第 1 行的内容超过 8 MB"), "{told}");
    let table = format!("<table><tr><th>名称<tr><td>{}</table>", "b".repeat(2 << 20));
    assert!(refusal("长.xls", table.as_bytes()).contains("超过 1 MB"));
}

#[test]
fn one_cell_of_200_mb_is_not_held_in_memory() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("一格.csv");
    let mut file = std::io::BufWriter::new(fs::File::create(&path).expect("creates"));
    file.write_all("企业名称,电话\n\"".as_bytes()).expect("writes");
    let block = vec![b'x'; 1 << 20];
    for _ in 0..200 {
        file.write_all(&block).expect("writes");
    }
    drop(file);
    let before = peak_memory();
    let told = sentence(recognise(&path, "一格.csv"));
    assert!(told.contains("第 2 行附近") && told.contains("引号没有成对"), "{told}");
    if let (Some(before), Some(after)) = (before, peak_memory()) {
        assert!(after < before.max(64 << 10) + (100 << 10), "{before} KB, then {after} KB");
    }
}

/// The most memory this process ever held, in KB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

#[test]
fn too_many_columns_are_refused() {
    let line = vec!["甲"; 2_001].join(",");
    assert!(refusal("宽.csv", format!("{line}\n{line}\n").as_bytes()).contains("超过 2000 列"));
    let cells: String = (0..2_001).map(|_| "<c><v>1</v></c>").collect();
    assert!(
        refusal("宽.xlsx", &workbook(&format!(r#"<row r="1">{cells}</row>"#), None)).contains("超过 2000 列")
    );
}
