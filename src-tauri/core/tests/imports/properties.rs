//! What holds for every roster, however it was shuffled, doubled or spoilt.

use crate::place::{Place, figures, office};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const HEADER: &str = "直播间名称,平台,账号,统一社会信用代码,街道\n";

/// One row as it stands in the file: name, platform, account, code, street.
type Line = [String; 5];

/// Few names and accounts, so that rows meet; some without a name, some whose code has lost its digits.
fn line() -> impl Strategy<Value = Line> {
    let pick = |from: &'static [&'static str]| prop::sample::select(from).prop_map(str::to_owned);
    (
        pick(&["", "阿桨海味铺", "云母护肤室", "甲店", "乙店", "半糖茶饮间"]),
        pick(&["", "澜播", "柿子直播"]),
        pick(&["", "a1", "A1", "a2", "a3", "7345678901234567890", "7345678901234567891"]),
        pick(&["", "", "", "91350100M000100Y43", "9.13E+17"]),
        pick(&["", "东街", "西街"]),
    )
        .prop_map(|(name, platform, account, code, street)| [name, platform, account, code, street])
}

fn roster(lines: &[Line]) -> Vec<u8> {
    let lines = lines.iter().map(|line| format!("{}\n", line.join(",")));
    std::iter::once(HEADER.to_owned()).chain(lines).collect::<String>().into_bytes()
}

/// A line without a cell is a blank line to whoever opens the file.
fn is_blank(line: &Line) -> bool {
    line.iter().all(String::is_empty)
}

/// The whole register, in the order of its identities.
fn register(place: &Place) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    let mut after = Value::Null;
    loop {
        let page = place.ask("registers.list", json!({"register": "rooms", "after": after, "limit": 200}));
        for row in page["rows"].as_array().unwrap() {
            all.insert(row["id"].as_str().unwrap().to_owned(), json!([row["name"], row["values"]]));
        }
        after = page["next"].clone();
        if after.is_null() {
            return all;
        }
    }
}

fn import(place: &Place, lines: &[Line]) -> Option<Value> {
    let path = place.file("名册.csv", &roster(lines));
    // A file with nothing in it is refused; there is nothing to count then.
    place.plan("rooms", &path).ok().map(|plan| place.ask("imports.commit", plan))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_order_gives_the_same_register(
        lines in prop::collection::vec(line(), 1..40),
        order in any::<prop::sample::Index>(),
        swaps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..60),
    ) {
        let mut shuffled = lines.clone();
        shuffled.rotate_left(order.index(lines.len()));
        for (one, other) in swaps {
            shuffled.swap(one.index(lines.len()), other.index(lines.len()));
        }
        let (straight, mixed) = (office(), office());
        let (one, other) = (import(&straight, &lines), import(&mixed, &shuffled));
        prop_assert_eq!(one.as_ref().map(figures), other.as_ref().map(figures));
        prop_assert_eq!(register(&straight), register(&mixed));
    }

    #[test]
    fn receipts_add_up_and_contradictions_are_all_named(
        before in prop::collection::vec(line(), 0..12),
        lines in prop::collection::vec(line(), 1..40),
    ) {
        let place = office();
        let _ = import(&place, &before);
        let Some(receipt) = import(&place, &lines) else {
            prop_assert!(lines.iter().all(is_blank));
            return Ok(());
        };
        let [rows, ..] = figures(&receipt);
        prop_assert_eq!(rows as usize, lines.iter().filter(|line| !is_blank(line)).count());
        // Whom each row is about, worked out here from the file alone.
        let mut about: BTreeMap<(String, String), BTreeSet<&Line>> = BTreeMap::new();
        let whole = |line: &Line| !line[0].is_empty() && !line[3].contains("E+");
        let key = |line: &Line| (!line[2].is_empty()).then(|| (line[1].clone(), line[2].to_lowercase()));
        for line in lines.iter().filter(|line| whole(line)) {
            if let Some(key) = key(line) {
                about.entry(key).or_default().insert(line);
            }
        }
        let rejected: BTreeMap<u64, String> = receipt["rejects"].as_array().unwrap().iter()
            .map(|reject| (reject["row"].as_u64().unwrap(), reject["reason"].as_str().unwrap().to_owned()))
            .collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !is_blank(line)) {
            let reason = rejected.get(&(at as u64 + 2));
            let contradicts = whole(line) && key(line).is_some_and(|key| about[&key].len() > 1);
            if contradicts {
                prop_assert!(reason.is_some_and(|reason| reason.contains("同一个对象")), "{}: {:?}", at + 2, reason);
            } else {
                prop_assert_eq!(reason.is_some(), !whole(line), "{}: {:?}", at + 2, reason);
            }
        }
        // The second time nothing changes, and the receipt still adds up.
        let again = figures(&import(&place, &lines).unwrap());
        prop_assert_eq!([again[0], again[1], again[2], again[4]], [rows, 0, 0, rejected.len() as u64]);
    }
}
