//! Templates as an office would make and spoil them.

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use self::papers::{NETWORK, SCENE, sample_context};
use super::Template;
use super::xml;
use crate::error::Failure;

mod papers;

const TYPES: &str = r#"<Types xmlns="t"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/></Types>"#;

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A document whose body is the given XML.
fn document(body: &str) -> Vec<u8> {
    with_parts(body, &[])
}

fn with_parts(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let main =
        format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    let mut entries: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", main.as_bytes())];
    entries.extend_from_slice(more);
    zipped(&entries)
}

/// A paragraph whose runs are the given texts.
fn paragraph(runs: &[&str]) -> String {
    format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", runs.join("</w:t></w:r><w:r><w:t>"))
}

fn row(text: &str) -> String {
    format!("<w:tr><w:tc>{}</w:tc></w:tr>", paragraph(&[text]))
}

fn part_of(docx: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Every paragraph of the body as its text.
fn paragraphs(docx: &[u8]) -> Vec<String> {
    fn collect(element: &xml::Element, all: &mut Vec<String>) {
        if element.name == "w:p" {
            all.push(element.text());
        }
        for node in &element.children {
            if let xml::Node::Element(child) = node {
                collect(child, all);
            }
        }
    }
    let mut all = Vec::new();
    collect(
        &xml::parse("word/document.xml", part_of(docx, "word/document.xml").as_bytes()).unwrap(),
        &mut all,
    );
    all
}

fn rendered(body: &str, record: &Value) -> Vec<String> {
    paragraphs(&Template::open(&document(body)).unwrap().render(record).unwrap())
}

fn refusal(bytes: &[u8]) -> String {
    match Template::open(bytes) {
        Err(Failure::Invalid { message, .. }) => message,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

fn lacking(body: &str, record: &Value) -> (String, String) {
    match Template::open(&document(body)).unwrap().render(record) {
        Err(Failure::Invalid { message, field }) => (message, field.unwrap_or_default()),
        other => panic!("expected a missing field, got {other:?}"),
    }
}

#[test]
fn values_land_where_runs_split_the_tag() {
    let body = paragraph(&["当事人：{", "{ 当事", "人.名", "称 }", "}（", "{{编号}}", "）"]);
    let record = json!({ "当事人": { "名称": "甲 <乙> & \"丙\"" }, "编号": 7 });
    assert_eq!(rendered(&body, &record), ["当事人：甲 <乙> & \"丙\"（7）"]);
}

#[test]
fn a_correction_of_the_word_processor_does_not_break_a_tag() {
    let body =
        paragraph(&["{% if 结果 == ‘合格’ %}合{% else %}不合{% endif %}{{\u{a0}编号\u{3000}｜ 可空 }}"]);
    assert_eq!(rendered(&body, &json!({ "结果": "合格", "编号": null })), ["合/"]);
}

#[test]
fn line_breaks_and_tabs_become_theirs() {
    let template = Template::open(&document(&paragraph(&["{{ 甲 }}"]))).unwrap();
    let docx = template.render(&json!({ "甲": "一\n二\r\n三\t四\u{1}" })).unwrap();
    let main = part_of(&docx, "word/document.xml");
    assert_eq!(main.matches("<w:br/>").count(), 2, "{main}");
    assert_eq!(main.matches("<w:tab/>").count(), 1);
    assert!(main.contains("四\u{fffd}"), "{main}");
}

#[test]
fn a_value_is_never_read_as_a_tag() {
    let body = paragraph(&["{{ 甲 }}"]);
    assert_eq!(rendered(&body, &json!({ "甲": "{{ 乙 }} {% if %}" })), ["{{ 乙 }} {% if %}"]);
}

#[test]
fn paragraphs_come_and_go_and_repeat() {
    let body = [
        paragraph(&["{%p if 证据 %}"]),
        paragraph(&["{", "%p for x in 证据 %}"]),
        paragraph(&["{{ loop.index }}. {{ x.名称 }}"]),
        paragraph(&["{%p endfor %}"]),
        paragraph(&["{%p else %}"]),
        paragraph(&["没有"]),
        paragraph(&["{%p endif %}"]),
    ]
    .concat();
    assert_eq!(rendered(&body, &json!({ "证据": [{ "名称": "甲" }, { "名称": "乙" }] })), ["1. 甲", "2. 乙"]);
    assert_eq!(rendered(&body, &json!({ "证据": [] })), ["没有"]);
}

#[test]
fn rows_repeat_as_rows() {
    let body = format!(
        "<w:tbl>{}{}{}{}</w:tbl>",
        row("栏目"),
        row("{%tr for x in 证据 %}"),
        row("{{ x.名称 }}"),
        row("{%tr endfor %}")
    );
    let template = Template::open(&document(&body)).unwrap();
    let docx = template.render(&json!({ "证据": [{ "名称": "甲" }, { "名称": "乙" }] })).unwrap();
    assert_eq!(paragraphs(&docx), ["栏目", "甲", "乙"]);
    assert_eq!(part_of(&docx, "word/document.xml").matches("<w:tr>").count(), 3);
}

#[test]
fn a_cell_keeps_a_paragraph_and_an_empty_table_goes() {
    let cell = format!(
        "<w:tbl><w:tr><w:tc>{}{}{}</w:tc></w:tr></w:tbl>",
        paragraph(&["{%p if 甲 %}"]),
        paragraph(&["字"]),
        paragraph(&["{%p endif %}"])
    );
    let empty = format!("<w:tbl>{}{}{}</w:tbl>", row("{%tr for x in 乙 %}"), row("x"), row("{%tr endfor %}"));
    let template = Template::open(&document(&format!("{cell}{empty}"))).unwrap();
    let main = part_of(&template.render(&json!({ "甲": false, "乙": [] })).unwrap(), "word/document.xml");
    assert!(main.contains("<w:tc><w:p/></w:tc>"), "{main}");
    assert_eq!(main.matches("<w:tbl>").count(), 1);
}

#[test]
fn headers_are_filled_in_and_untouched_parts_stay() {
    let header = format!(r#"<w:hdr xmlns:w="w">{}</w:hdr>"#, paragraph(&["{{ 编号 }}"]));
    let body = "<w:p><!-- stays --></w:p>";
    let template = Template::open(&with_parts(
        body,
        &[("word/header1.xml", header.as_bytes()), ("word/media/a.png", b"\x89P")],
    ))
    .unwrap();
    assert_eq!(template.fields(), ["编号"]);
    let docx = template.render(&json!({ "编号": "第9号" })).unwrap();
    assert!(part_of(&docx, "word/header1.xml").contains("第9号"));
    assert!(part_of(&docx, "word/document.xml").contains("<!-- stays -->"));
    assert!(ZipArchive::new(Cursor::new(&docx)).unwrap().by_name("word/media/a.png").is_ok());
}

#[test]
fn what_the_record_lacks_is_named() {
    let body = paragraph(&["{{ 编号 }}，住{{ 当事人.住所 }}"]);
    for record in [
        json!({ "编号": 1, "当事人": { "名称": "甲" } }),
        json!({ "编号": 1, "当事人": { "住所": null } }),
        json!({ "编号": 1, "当事人": { "住所": "" } }),
        json!({ "编号": 1, "当事人": { "住所": " \u{3000} " } }),
        json!({ "编号": 1, "当事人": null }),
        json!({ "编号": 1 }),
    ] {
        let (message, field) = lacking(&body, &record);
        assert_eq!(
            message, "模板用到“当事人.住所”，但记录里没有这一项。请在检查记录中补填，或在模板中删去该处。",
            "{record}"
        );
        assert_eq!(field, "当事人.住所");
    }
}

#[test]
fn what_an_item_of_a_list_lacks_is_named_with_its_number() {
    let body = paragraph(&["{% for x in 证据 %}{{ x.名称 }}{% endfor %}"]);
    let (message, field) = lacking(&body, &json!({ "证据": [{ "名称": "甲" }, { "名称": "" }] }));
    assert!(message.contains("“证据（第2项）.名称”"), "{message}");
    assert_eq!(field, "证据[1].名称");
    let (_, field) = lacking(&body, &json!({ "证据": null }));
    assert_eq!(field, "证据");
    let (_, field) = lacking(&body, &json!({}));
    assert_eq!(field, "证据");
    let (message, _) = lacking(&body, &json!({ "证据": 3 }));
    assert!(message.contains("在记录里不是清单"), "{message}");
}

#[test]
fn what_may_be_empty_prints_the_stroke_but_must_be_known() {
    let body = paragraph(&["{{ 甲.乙 | 可空 }}"]);
    assert_eq!(rendered(&body, &json!({ "甲": { "乙": null } })), ["/"]);
    assert_eq!(rendered(&body, &json!({ "甲": { "乙": " " } })), ["/"]);
    assert_eq!(rendered(&body, &json!({ "甲": { "乙": "有" } })), ["有"]);
    assert_eq!(lacking(&body, &json!({ "甲": {} })).1, "甲.乙");
}

#[test]
fn a_condition_on_an_unknown_name_is_an_error_too() {
    let (_, field) = lacking(&paragraph(&["{% if 甲.乙 %}有{% endif %}"]), &json!({ "甲": {} }));
    assert_eq!(field, "甲.乙");
}

#[test]
fn truth_and_numbers_read_as_words_and_lists_do_not_print() {
    assert_eq!(rendered(&paragraph(&["{{ 甲 }}{{ 乙 }}"]), &json!({ "甲": true, "乙": 0 })), ["是0"]);
    let (message, _) = lacking(&paragraph(&["{{ 甲 }}"]), &json!({ "甲": [1] }));
    assert!(message.contains("是一组内容"), "{message}");
    let (message, _) = lacking(&paragraph(&["{{ '有' if 甲 }}"]), &json!({ "甲": false }));
    assert!(message.contains("“{{ '有' if 甲 }}”在这份记录里没有可写的内容"), "{message}");
}

#[test]
fn fields_are_all_names_once_in_order() {
    let body = [
        paragraph(&["{{ 单位.名称 }}{{ 编号|可空 }}{# {{ 不算 }} #}"]),
        paragraph(&["{%p for x in 证据 %}"]),
        paragraph(&["{{ x.名称 }}{% if x.出处 == '甲' and not loop.last %}{{ 编号 }}{% endif %}"]),
        paragraph(&["{%p for y in x.附件 %}"]),
        paragraph(&["{{ y }}"]),
        paragraph(&["{%p endfor %}"]),
        paragraph(&["{%p endfor %}"]),
        paragraph(&["{{ x }}"]),
    ]
    .concat();
    assert_eq!(
        Template::open(&document(&body)).unwrap().fields(),
        ["单位.名称", "编号", "证据", "证据.名称", "证据.出处", "证据.附件", "x"]
    );
}

#[test]
fn tags_that_do_not_close_are_refused_with_their_paragraph() {
    for (body, wanted) in [
        (paragraph(&["此处{{ 甲"]), "没有写完"),
        (paragraph(&["此处 甲 }}"]), "前面没有开始的花括号"),
        (paragraph(&["此处{{ 甲 {{ 乙 }}"]), "没有写完"),
        (paragraph(&["此处｛｛ 甲 ｝｝"]), "半角的花括号"),
        (paragraph(&["此处{% if 甲 %}"]), "没有与它配对的结束标签"),
        (paragraph(&["此处{% endif %}"]), "没有与它配对的开始标签"),
        (paragraph(&["此处{% for x in 甲 %}{% endif %}{% endfor %}"]), "没有与它配对的开始标签"),
        (paragraph(&["此处{%p if 甲 %}"]), "要单独占一段"),
        (paragraph(&["{%p if 甲 %}{{ 此处 }}"]), "不能和独占整段"),
        (paragraph(&["{%p if 此处 %}"]), "没有与它配对的结束标签"),
        (paragraph(&["{%tr if 此处 %}"]), "只能写在表格的行里"),
        (format!("<w:tbl>{}</w:tbl>", row("{%tr if 此处 %}")), "没有与它配对的结束标签"),
        (
            format!(
                "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
                paragraph(&["{%tr if 甲 %}"]),
                paragraph(&["此处"])
            ),
            "要单独占一行",
        ),
        (paragraph(&["此处{% set 甲 = 1 %}"]), "不认识标签"),
        (paragraph(&["此处{% for a, b in 甲 %}{% endfor %}"]), "for 项 in 清单"),
        (paragraph(&["此处{{ 甲 | upper }}"]), "不认识的写法“| upper”"),
        (paragraph(&["此处{{ 甲 * 3 }}"]), "不能使用“*”"),
        (paragraph(&["此处{{ 甲() }}"]), "不能使用“括号”"),
        (paragraph(&["此处{{ }}"]), "看不懂"),
        (paragraph(&["此处{{ 甲 乙 }}"]), "看不懂"),
    ] {
        let message = refusal(&document(&body));
        assert!(message.contains(wanted), "{body}\n{message}");
        assert!(message.contains("此处") || message.contains("甲 乙"), "{body}\n{message}");
    }
}

#[test]
fn files_that_are_no_plain_document_are_refused() {
    assert!(refusal(b"").contains("不是 .docx"));
    assert!(refusal("现场检查笔录".as_bytes()).contains("不是 .docx"));
    assert!(refusal(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]).contains("旧版 .doc"));
    assert!(refusal(&zipped(&[("xl/workbook.xml", b"<a/>")])).contains("不是 .docx"));
    assert!(refusal(&SCENE[..SCENE.len() / 2]).contains("没有保存完整"));
    assert!(refusal(&document("<w:p>")).contains("不完整"));
    assert!(refusal(&document("<w:p a='1' a='2'/>")).contains("不完整"));
    assert!(refusal(&document("<w:p>&多;</w:p>")).contains("不完整"));
    assert!(refusal(&document(&"<w:p>".repeat(9_000))).contains("不完整"));
    assert!(refusal(&with_parts("", &[("word/../../a", b"")])).contains("没有保存完整"));
    let doctype = br#"<!DOCTYPE a [<!ENTITY b "c">]><w:document/>"#;
    assert!(
        refusal(&zipped(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", doctype)]))
            .contains("不完整")
    );
    assert!(
        refusal(&zipped(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", b"<document/>")]))
            .contains("不是由 WPS 或 Word")
    );
}

#[test]
fn macros_are_refused() {
    assert!(refusal(&with_parts("", &[("word/vbaProject.bin", b"x")])).contains("宏"));
    assert!(refusal(&with_parts("", &[("word/activeX/activeX1.bin", b"x")])).contains("宏"));
    let types = TYPES.replace("wordprocessingml.document.main", "macroEnabled.main");
    assert!(refusal(&zipped(&[("[Content_Types].xml", types.as_bytes())])).contains("宏"));
    let rels = br#"<Relationships><Relationship Type="http://x/2006/relationships/vbaProject" Target="v.bin"/></Relationships>"#;
    assert!(refusal(&with_parts("", &[("word/_rels/document.xml.rels", rels)])).contains("宏"));
}

#[test]
fn what_would_be_fetched_from_outside_is_refused() {
    let rels = |kind: &str, mode: &str| {
        format!(
            r#"<Relationships><Relationship Type="http://x/{kind}" Target="http://a.example/b" TargetMode="{mode}"/></Relationships>"#
        )
    };
    for (kind, mode) in
        [("image", "External"), ("attachedTemplate", "external"), ("oleObject", "&#69;xternal")]
    {
        let message =
            refusal(&with_parts("", &[("word/_rels/document.xml.rels", rels(kind, mode).as_bytes())]));
        assert!(message.contains("文件之外的内容“http://a.example/b”"), "{message}");
    }
    let allowed = rels("hyperlink", "External");
    assert!(Template::open(&with_parts("", &[("word/_rels/document.xml.rels", allowed.as_bytes())])).is_ok());
    let chunk = rels("aFChunk", "Internal");
    assert!(
        refusal(&with_parts("", &[("word/_rels/document.xml.rels", chunk.as_bytes())])).contains("另一份")
    );
    let field = "<w:p><w:r><w:instrText> INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT \"c:\\a\" </w:instrText></w:r></w:p>";
    assert!(refusal(&document(field)).contains("域“INCLUDETEXT”"));
    let simple = r#"<w:p><w:fldSimple w:instr="DDEAUTO a b"/></w:p>"#;
    assert!(refusal(&document(simple)).contains("域“DDEAUTO”"));
    let page = r#"<w:p><w:fldSimple w:instr=" PAGE &quot;link&quot; "/><w:r><w:instrText>HYPERLINK "http://link.example"</w:instrText></w:r></w:p>"#;
    assert!(Template::open(&document(page)).is_ok());
}

#[test]
fn tracked_changes_are_refused() {
    assert!(
        refusal(&document("<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>")).contains("修订")
    );
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![b' '; 130 << 20];
    assert!(refusal(&with_parts("", &[("word/media/a.bin", &zeros)])).contains("过大"));
    assert!(refusal(&document(&"<w:p/>".repeat(2 << 20))).contains("过大"));
    let names: Vec<String> = (0..1001).map(|n| format!("word/media/{n}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(refusal(&with_parts("", &many)).contains("过大"));
}

#[test]
fn a_paper_that_grows_without_end_stops() {
    let body = paragraph(&[
        "{% for x in 甲 %}{% for y in 甲 %}{% for z in 甲 %}{{ 乙 }}{% endfor %}{% endfor %}{% endfor %}",
    ]);
    let record = json!({ "甲": vec![1; 100], "乙": "字".repeat(100) });
    let (message, _) = lacking(&body, &record);
    assert!(message.contains("内容过长"), "{message}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Template::open(&bytes);
        let _ = Template::open(&[b"PK\x03\x04".as_slice(), &bytes].concat());
        let _ = Template::open(&zipped(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", &bytes)]));
    }

    #[test]
    fn no_damage_panics(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = NETWORK.to_vec();
        for (place, value) in flips {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if let Ok(template) = Template::open(&bytes) {
            let _ = template.render(&sample_context());
        }
    }

    #[test]
    fn no_writing_panics(runs in proptest::collection::vec("[{}%#|.'甲乙 a-z<&\\[(]{0,12}|\\{\\{ [甲乙.|可空]{1,6} \\}\\}|\\{%(p|tr)? (if|for|endif|endfor|else|x in) ?[甲a]? ?%\\}", 0..8)) {
        let escaped: Vec<String> = runs.iter().map(|run| run.replace('&', "&amp;").replace('<', "&lt;")).collect();
        let body = paragraph(&escaped.iter().map(String::as_str).collect::<Vec<_>>());
        if let Ok(template) = Template::open(&document(&body)) {
            let _ = template.fields();
            if let Ok(docx) = template.render(&json!({ "甲": { "乙": "丙" }, "乙": [1], "a": null })) {
                xml::parse("x", part_of(&docx, "word/document.xml").as_bytes()).unwrap();
            }
        }
    }

    #[test]
    fn every_text_comes_back_as_it_was(text in "\\PC{1,60}") {
        prop_assume!(!text.trim().is_empty());
        prop_assert_eq!(rendered(&paragraph(&["{{ 甲 }}"]), &json!({ "甲": text })), vec![text]);
    }
}
