//! The sampler beside the public Python package, and what makes a draw fair.

use greenroom_core::draws::sample::{order, shown};
use proptest::prelude::*;
use serde_json::json;
use std::collections::HashSet;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// Ten draws of different shape, computed again by the public Python package.
#[test]
fn the_public_sampler_agrees() {
    let python = |script: &str, input: &str| {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("draw.json");
        std::fs::write(&file, input).unwrap();
        Command::new("python3").arg("-c").arg(script).arg(&file).output()
    };
    let present = python("import consistent_sampler", "").is_ok_and(|done| done.status.success());
    if !present {
        eprintln!("SKIPPED: pip install consistent_sampler==1.0.10 to compare with it");
        return;
    }
    let script = "import json, sys
from consistent_sampler import sampler
draw = json.load(open(sys.argv[1], encoding='utf-8'))
print(json.dumps([[t[1], t[0]] for t in sampler(draw['ids'], seed=draw['seed'], take=draw['take'], digits=100)]))";
    let shapes: [(usize, usize, &str, &str); 10] = [
        (1, 1, "0", "a"),
        (63, 4, "000123", "room-"),
        (164, 5, "20261120", "平台"),
        (500, 500, "x", ""),
        (8_999, 3_000, "31415926535", "id/"),
        (1_000, 1, "9".repeat(77).leak(), "直播间 "),
        (2_000, 1_999, "a-b_c.d:e/f", "A"),
        (40_000, 17, "7", "0"),
        (333, 400, "007", "é"),
        (12_345, 678, "2026322", "🦀"),
    ];
    for (count, take, seed, prefix) in shapes {
        let ids: Vec<String> = (0..count).map(|n| format!("{prefix}{n}")).collect();
        let done = python(script, &json!({"ids": ids, "seed": seed, "take": take}).to_string()).unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let theirs: Vec<(String, String)> = serde_json::from_slice(&done.stdout).unwrap();
        let ours: Vec<(String, String)> = order(seed, &ids, take)
            .unwrap()
            .into_iter()
            .map(|(at, ticket)| (ids[at].clone(), shown(&ticket, 100).to_owned()))
            .collect();
        assert_eq!(ours, theirs, "{count} choose {take}");
    }
}

/// Over a thousand seeds every subject is drawn, and how often passes chi-square at 0.1 %.
#[test]
fn every_subject_is_reachable_and_none_is_favoured() {
    // The bound is the upper 0.1 % point by Wilson and Hilferty's formula.
    for (count, take) in [(63usize, 4usize), (164, 5), (8_999, 3_000)] {
        let ids: Vec<String> = (0..count).map(|n| format!("{n:032x}")).collect();
        let seeds = 1_000usize;
        let times: Vec<AtomicU32> = (0..count).map(|_| AtomicU32::new(0)).collect();
        std::thread::scope(|scope| {
            for part in 0..4 {
                let (ids, times) = (&ids, &times);
                scope.spawn(move || {
                    for seed in (part..seeds).step_by(4) {
                        for (at, _) in order(&seed.to_string(), ids, take).unwrap() {
                            times[at].fetch_add(1, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        let times: Vec<u32> = times.into_iter().map(AtomicU32::into_inner).collect();
        assert!(times.iter().all(|times| *times > 0));
        let share = take as f64 / count as f64;
        let expected = seeds as f64 * share;
        // Without replacement the plain statistic is too small by the finite-population factor.
        let statistic = times.iter().map(|times| (f64::from(*times) - expected).powi(2)).sum::<f64>()
            / (expected * (1.0 - share))
            * (count as f64 - 1.0)
            / count as f64;
        let freedom = count as f64 - 1.0;
        let ninth = 2.0 / (9.0 * freedom);
        let bound = freedom * (1.0 - ninth + 3.0902 * ninth.sqrt()).powi(3);
        assert!(statistic < bound, "{count} choose {take}: {statistic} ≥ {bound}");
    }
}

proptest! {
    #[test]
    fn no_subject_twice_and_a_longer_draw_begins_like_the_shorter(
        seed in "[0-9]{1,20}", ids in proptest::collection::hash_set("[a-z0-9]{1,12}", 1..200), take in 1usize..80,
    ) {
        let ids: Vec<String> = ids.into_iter().collect();
        let drawn = order(&seed, &ids, take).unwrap();
        prop_assert_eq!(drawn.len(), take.min(ids.len()));
        let places: HashSet<usize> = drawn.iter().map(|(at, _)| *at).collect();
        prop_assert_eq!(places.len(), drawn.len());
        prop_assert!(drawn.is_sorted_by(|one, next| (&one.1, &ids[one.0]) < (&next.1, &ids[next.0])));
        let longer = order(&seed, &ids, take + 7).unwrap();
        prop_assert_eq!(&longer[..drawn.len()], &drawn[..]);
        // The order of the input does not matter.
        let mut turned = ids.clone();
        turned.reverse();
        let same: Vec<String> = order(&seed, &turned, take).unwrap().into_iter().map(|(at, _)| turned[at].clone()).collect();
        let first: Vec<String> = drawn.into_iter().map(|(at, _)| ids[at].clone()).collect();
        prop_assert_eq!(same, first);
    }
}
