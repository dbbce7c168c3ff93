//! The index against a plain reading of the same records.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::*;
use crate::search::Query;
use proptest::prelude::*;
use std::collections::BTreeMap;

type Rows = BTreeMap<(u8, i64), (Vec<String>, Vec<String>)>;

fn fill(index: &mut SearchIndex, rows: &Rows, watermark: i64) {
    let borrowed: Vec<(u8, i64, Vec<&str>, Vec<&str>)> = rows
        .iter()
        .map(|((register, key), (texts, codes))| {
            (
                *register,
                *key,
                texts.iter().map(String::as_str).collect(),
                codes.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    let docs: Vec<Doc<'_>> = borrowed
        .iter()
        .map(|(register, key, texts, codes)| Doc { register: *register, key: *key, texts, codes })
        .collect();
    index.apply(&docs, &[], watermark).unwrap();
}

/// Substring over every line, read plainly: lines of the record, its initials, its spellings from a syllable on.
fn plainly(text: &str, rows: &Rows) -> Vec<i64> {
    use crate::search::{fold::search_fold, pinyin};
    let terms: Vec<String> = text.split_whitespace().map(search_fold).filter(|t| !t.is_empty()).collect();
    if terms.is_empty() {
        return Vec::new();
    }
    rows.iter()
        .filter(|(_, (texts, codes))| {
            terms.iter().all(|term| {
                texts.iter().chain(codes).any(|line| search_fold(line).contains(term.as_str()))
                    || texts.iter().any(|line| {
                        pinyin::spellings(&search_fold(line)).iter().any(|spelling| {
                            spelling.initials.contains(term.as_str())
                                || term.bytes().all(|b| b.is_ascii_lowercase())
                                    && spelling.full.match_indices(|c: char| c.is_ascii_uppercase()).any(
                                        |(at, _)| {
                                            spelling.full[at..]
                                                .to_ascii_lowercase()
                                                .starts_with(term.as_str())
                                        },
                                    )
                        })
                    })
            })
        })
        .map(|((register, key), _)| rowid(*register, *key))
        .collect()
}

fn ask(reader: &SearchReader, text: &str) -> Vec<i64> {
    reader.query(&Query::parse(text), None, None, usize::MAX).unwrap()
}

fn opened() -> (tempfile::TempDir, SearchIndex) {
    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::open(&folder.path().join("search.db")).unwrap();
    (folder, index)
}

fn rows(list: &[(u8, i64, &str, &str)]) -> Rows {
    list.iter()
        .map(|(r, k, text, code)| ((*r, *k), (vec![(*text).to_owned()], vec![(*code).to_owned()])))
        .collect()
}

fn some_text() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        6 => proptest::sample::select("微山湖重庆长乐行银店旗舰a1w".chars().collect::<Vec<_>>()),
        1 => proptest::sample::select("ns9·（）-\"*^ Ａ😀𠮷é".chars().collect::<Vec<_>>()),
    ];
    proptest::collection::vec(sign, 0..12).prop_map(|signs| signs.into_iter().collect())
}
fn some_code() -> impl Strategy<Value = String> {
    "[0-3]{0,8}[A-Ba]{0,3}[0-1]{0,4}"
}
fn some_rows() -> impl Strategy<Value = Rows> {
    // Keys on both sides of a chunk's border.
    let key = prop_oneof![0_i64..40, 65_520_i64..65_550];
    proptest::collection::btree_map(
        (1_u8..4, key),
        (proptest::collection::vec(some_text(), 0..3), proptest::collection::vec(some_code(), 0..2)),
        0..30,
    )
}
fn some_queries() -> impl Strategy<Value = Vec<String>> {
    let short = some_text().prop_map(|t| t.chars().take(4).collect::<String>());
    let letters = proptest::sample::select(vec![
        "w",
        "ws",
        "wsh",
        "cq",
        "zq",
        "yh",
        "weishan",
        "weish",
        "shanhu",
        "chongqing",
        "zhongqing",
        "yinhang",
        "changle",
        "zhangyue",
        "an",
        "qijiandian",
        "qijiand",
        "1",
        "01",
        "011",
        "0123",
        "01230",
        "012301",
        "zqlyh",
        "wshcql",
        "shanhuchong",
        "ananananananananananananan",
        "lexianxianan",
        "chongqingchangle",
        "weishanhuchongqing",
        "12a",
        "aa1",
        "33221100",
        "0 1 微",
    ]);
    proptest::collection::vec(
        prop_oneof![short, some_text(), some_code(), letters.prop_map(str::to_owned)],
        1..12,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn answers_are_those_of_a_plain_reading(
        first in some_rows(), second in some_rows(), queries in some_queries(), bulk in any::<bool>(),
    ) {
        let (_folder, mut index) = opened();
        if bulk {
            index.begin_bulk();
        }
        fill(&mut index, &first, 1);
        // Every other record goes, the second set overwrites what it meets.
        let gone: Vec<(u8, i64)> = first.keys().copied().step_by(2).collect();
        index.apply(&[], &gone, 2).unwrap();
        fill(&mut index, &second, 3);
        if bulk {
            index.finish_bulk().unwrap();
        }
        let mut rows = first.clone();
        for key in &gone { rows.remove(key); }
        rows.extend(second.clone());
        let reader = index.reader().unwrap();
        // Pieces of what is there find it, too.
        let pieces = rows.values().flat_map(|(t, c)| t.iter().chain(c)).flat_map(|line| {
            let signs: Vec<char> = line.chars().collect();
            [signs.iter().take(5).collect::<String>(), signs.iter().skip(1).take(3).collect(), line.clone()]
        }).take(20);
        for text in queries.into_iter().chain(pieces) {
            let expected = plainly(&text, &rows);
            let query = Query::parse(&text);
            prop_assert_eq!(ask(&reader, &text), expected.clone(), "{}", text);
            let page = reader.first_page(&query, None, 3, 5).unwrap();
            prop_assert_eq!(&page.rows[..], &expected[..expected.len().min(3)]);
            prop_assert_eq!((page.total, page.capped), (expected.len().min(5), expected.len() > 5));
            if let Some(&after) = expected.get(1) {
                prop_assert_eq!(reader.query(&query, None, Some(after), 100).unwrap(), expected[2..].to_vec());
            }
            let of_two: Vec<i64> = expected.iter().copied().filter(|row| register_and_key(*row).0 == 2).collect();
            prop_assert_eq!(reader.query(&query, Some(2), None, usize::MAX).unwrap(), of_two);
            for ((register, key), (texts, codes)) in &rows {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
                if !query.is_empty() {
                    prop_assert_eq!(query.matches(&texts, &codes), expected.contains(&rowid(*register, *key)));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_forgotten_chunk_is_gone_and_no_other(
        before in some_rows(), after in some_rows(), queries in some_queries(), register in 1_u8..4, low in any::<bool>(),
        bulk in any::<bool>(),
    ) {
        let (_folder, mut index) = opened();
        fill(&mut index, &before, 1);
        if bulk { index.begin_bulk(); }
        let end = index.forget_chunk(register, if low { 17 } else { 65_540 }).unwrap();
        prop_assert_eq!(end, if low { 65_535 } else { 131_071 });
        if bulk { index.finish_bulk().unwrap(); }
        let mut left = before;
        left.retain(|(r, key), _| *r != register || (*key <= 65_535) != low);
        let reader = index.reader().unwrap();
        for query in &queries {
            prop_assert_eq!(ask(&reader, query), plainly(query, &left), "{}", query);
        }
        // What comes into the chunk again is found.
        fill(&mut index, &after, 2);
        left.extend(after);
        let reader = index.reader().unwrap();
        for query in &queries {
            prop_assert_eq!(ask(&reader, query), plainly(query, &left), "{}", query);
        }
    }
}

#[test]
fn two_characters_one_character_and_none() {
    let (_folder, mut index) = opened();
    fill(&mut index, &rows(&[(1, 1, "微山湖特产", "138"), (1, 2, "山东食品", "139"), (2, 1, "湖", "")]), 7);
    let reader = index.reader().unwrap();
    assert_eq!(ask(&reader, "微山"), [rowid(1, 1)]);
    assert_eq!(ask(&reader, "山"), [rowid(1, 1), rowid(1, 2)]);
    assert_eq!(ask(&reader, "湖"), [rowid(1, 1), rowid(2, 1)]);
    assert_eq!(ask(&reader, "3"), [rowid(1, 1), rowid(1, 2)]);
    assert_eq!(ask(&reader, "山湖 8"), [rowid(1, 1)]);
    assert!(
        ask(&reader, "").is_empty() && ask(&reader, " （） ").is_empty() && ask(&reader, "湖微").is_empty()
    );
    assert_eq!((index.watermark(), reader.watermark().unwrap()), (7, 7));
}

#[test]
fn where_few_are_left_their_texts_decide() {
    let (_folder, mut index) = opened();
    let name = |key: i64| match key {
        // The rare pieces of what is looked for, but not in this order.
        77 => "acc_阿桨海味00077".to_owned(),
        78 => "00077acc_，阿桨旧书海味".to_owned(),
        _ => format!("阿桨海味acc_{key:05}"),
    };
    let many: Vec<(u8, i64, String, &str)> = (1..=200).map(|key| (1, key, name(key), "x")).collect();
    let many: Vec<_> = many.iter().map(|(r, k, text, code)| (*r, *k, text.as_str(), *code)).collect();
    fill(&mut index, &rows(&many), 1);
    let reader = index.reader().unwrap();
    assert_eq!(ask(&reader, "acc_00076"), [rowid(1, 76)]);
    assert!(ask(&reader, "acc_00077").is_empty());
    assert_eq!(ask(&reader, "桨海味acc_0012").len(), 10);
    assert_eq!(ask(&reader, "味00077"), [rowid(1, 77)]);
    assert_eq!(ask(&reader, "旧书海味"), [rowid(1, 78)]);
    assert_eq!(ask(&reader, "旧书 acc_ 077"), [rowid(1, 78)]);
    assert_eq!(ask(&reader, "ajhw").len(), 199);
    assert_eq!(ask(&reader, "ajhw 00150"), [rowid(1, 150)]);
}

#[test]
fn operators_quotes_and_emoji_are_text() {
    let (_folder, mut index) = opened();
    fill(
        &mut index,
        &rows(&[(1, 1, "5\"屏*NEAR^店", "x"), (1, 2, "😀𠮷野家👨‍👩‍👧", "a_b%c"), (1, 3, "OR AND", "")]),
        1,
    );
    let reader = index.reader().unwrap();
    for (text, key) in [
        ("\"", 1),
        ("\"屏*", 1),
        ("*", 1),
        ("NEAR", 1),
        ("near^", 1),
        ("^店", 1),
        ("😀", 2),
        ("😀𠮷", 2),
        ("𠮷野", 2),
        ("👩", 2),
        ("_", 2),
        ("b%c", 2),
        ("%", 2),
        ("or", 3),
        ("OR AND", 3),
    ] {
        assert_eq!(ask(&reader, text), [rowid(1, key)], "{text}");
    }
    for text in ["'", "微*", "NOT", "rowid:1", "{", "\\", "\0"] {
        assert!(ask(&reader, text).is_empty(), "{text}");
    }
}

#[test]
fn a_change_and_a_removal_show_at_once() {
    let (_folder, mut index) = opened();
    fill(&mut index, &rows(&[(1, 1, "微山湖特产", "138"), (1, 2, "微山湖食品", "139")]), 1);
    let reader = index.reader().unwrap();
    fill(&mut index, &rows(&[(1, 1, "南四湖特产", "138")]), 2);
    assert_eq!(ask(&reader, "微山"), [rowid(1, 2)]);
    assert_eq!(ask(&reader, "nsh"), [rowid(1, 1)]);
    index.apply(&[], &[(1, 2), (9, 9)], 3).unwrap();
    assert!(ask(&reader, "微").is_empty());
    assert_eq!(index.watermark(), 3);
}

#[test]
fn an_unfinished_bulk_is_as_if_it_had_not_been() {
    let (folder, mut index) = opened();
    fill(&mut index, &rows(&[(1, 1, "微山湖", "")]), 5);
    index.begin_bulk();
    fill(&mut index, &rows(&[(1, 2, "微山岛", "")]), 6);
    drop(index);
    let index = SearchIndex::open(&folder.path().join("search.db")).unwrap();
    assert_eq!(index.watermark(), 5);
    assert_eq!(ask(&index.reader().unwrap(), "微山"), [rowid(1, 1)]);
}

#[test]
fn a_file_of_another_kind_is_begun_anew() {
    for damage in ["garbage", "format", "mark"] {
        let (folder, mut index) = opened();
        let path = folder.path().join("search.db");
        fill(&mut index, &rows(&[(1, 1, "微山湖", "")]), 5);
        match damage {
            "garbage" => {
                drop(index);
                std::fs::write(&path, vec![0x5a; 20_000]).unwrap();
            }
            "format" => {
                index.conn.pragma_update(None, "user_version", FORMAT + 1).unwrap();
                drop(index);
            }
            _ => {
                drop(index);
                std::fs::write(mark_of(&path), b"").unwrap();
            }
        }
        let mut index = SearchIndex::open(&path).unwrap();
        assert_eq!(index.watermark(), 0, "{damage}");
        fill(&mut index, &rows(&[(1, 1, "微山湖", "")]), 5);
        assert_eq!(ask(&index.reader().unwrap(), "山湖"), [rowid(1, 1)], "{damage}");
        assert!(!mark_of(&path).exists());
    }
}

#[test]
fn damage_met_later_is_told_and_repaired_by_the_next_opening() {
    let (folder, mut index) = opened();
    let path = folder.path().join("search.db");
    fill(&mut index, &rows(&[(1, 1, "微山湖", "")]), 5);
    index.conn.execute_batch("UPDATE posting SET body = x'ff'").unwrap();
    let failure = index.reader().unwrap().query(&Query::parse("微山"), None, None, 10).unwrap_err();
    assert_eq!(failure.code(), "conflict");
    drop(index);
    assert_eq!(SearchIndex::open(&path).unwrap().watermark(), 0);
}
