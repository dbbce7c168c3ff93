//! Jurisdiction as a table of cases, and that every combination has an answer with a reason.

use super::*;
use crate::rules::{Lines, builtin, parse};
use proptest::prelude::*;

fn lines() -> Vec<JurisdictionLine> {
    let (name, bytes) = builtin().iter().find(|(name, _)| *name == "jurisdiction.json").unwrap();
    match parse(bytes, name).unwrap().lines {
        Lines::Jurisdiction(lines) => lines,
        other => panic!("{other:?}"),
    }
}

fn ours() -> Ours {
    let area = |code: &str, name: &str| (code.to_owned(), name.to_owned());
    Ours {
        area_code: "330110".into(),
        area_name: "余杭区".into(),
        streets: vec!["柳桥街道".into(), "闻堰街道".into()],
        areas: vec![
            area("33", "浙江省"),
            area("44", "广东省"),
            area("3301", "杭州市"),
            area("3302", "宁波市"),
            area("4401", "广州市"),
        ],
    }
}

fn at(text: &str, area: &str) -> Place {
    Place { text: text.into(), area: area.into(), street: String::new() }
}

#[test]
fn a_room_follows_its_places_in_the_order_of_the_pack() {
    let away = at("广东省广州市天河区某路1号", "");
    let here = at("浙江省杭州市余杭区某路1号", "");
    let nothing = Place::default();
    let mute = at("某路1号", "");
    let cases = [
        // actual, domicile, platform, registered → verdict, place
        (&here, &away, &away, Some(true), Verdict::Ours, Some(PlaceKind::Actual)),
        (&away, &here, &here, Some(true), Verdict::Elsewhere, Some(PlaceKind::Actual)),
        (&nothing, &here, &away, Some(true), Verdict::Ours, Some(PlaceKind::Domicile)),
        (&nothing, &here, &away, Some(false), Verdict::Elsewhere, Some(PlaceKind::Platform)),
        (&nothing, &here, &here, None, Verdict::Unknown, None),
        (&nothing, &nothing, &here, Some(true), Verdict::Unknown, Some(PlaceKind::Domicile)),
        (&mute, &here, &here, Some(true), Verdict::Unknown, Some(PlaceKind::Actual)),
    ];
    for (number, (actual, domicile, platform, registered, verdict, place)) in cases.into_iter().enumerate() {
        let case = Case {
            actual: actual.clone(),
            domicile: domicile.clone(),
            platform: platform.clone(),
            registered,
        };
        let found = derive(&lines(), JurisdictionSubject::Room, &case, &ours());
        let livestream = found.iter().find(|one| one.matter == JurisdictionMatter::Livestream).unwrap();
        assert_eq!((livestream.verdict, livestream.place), (verdict, place), "case {number}: {livestream:?}");
        assert!(livestream.basis.contains("第四十七条"), "{}", livestream.basis);
    }
}

#[test]
fn advertising_goes_by_the_publisher_and_not_by_the_place_of_business() {
    let case = Case {
        actual: at("浙江省杭州市余杭区某路1号", ""),
        domicile: at("浙江省宁波市某路2号", ""),
        platform: Place::default(),
        registered: Some(true),
    };
    let found = derive(&lines(), JurisdictionSubject::Room, &case, &ours());
    let verdicts: Vec<_> = found.iter().map(|one| (one.matter, one.verdict)).collect();
    assert!(verdicts.contains(&(JurisdictionMatter::Livestream, Verdict::Ours)), "{verdicts:?}");
    assert!(verdicts.contains(&(JurisdictionMatter::Advertising, Verdict::Elsewhere)), "{verdicts:?}");
}

#[test]
fn a_code_is_believed_before_the_words_of_an_address() {
    let ours = ours();
    for (place, verdict) in [
        (at("余杭区某路", "330106"), Verdict::Elsewhere),
        (at("某路", "330110"), Verdict::Ours),
        (at("柳桥街道某路", ""), Verdict::Ours),
        (at("浙江省宁波市柳桥街道", ""), Verdict::Elsewhere),
        (at("宁波市海曙区", ""), Verdict::Elsewhere),
        (at("浙江省杭州市西湖区", ""), Verdict::Unknown),
        (at("", ""), Verdict::Unknown),
    ] {
        assert_eq!(locate(&place, &ours).0, verdict, "{place:?}");
    }
    assert_eq!(locate(&at("余杭区", "330110"), &Ours::default()).0, Verdict::Unknown);
}

fn place() -> impl Strategy<Value = Place> {
    let text = prop_oneof![
        Just(String::new()),
        Just("浙江省杭州市余杭区路1号".to_owned()),
        Just("广东省路2号".to_owned()),
        ".{0,12}"
    ];
    let area =
        prop_oneof![Just(String::new()), Just("330110".to_owned()), Just("440106".to_owned()), "[0-9]{0,7}"];
    (text, area, prop_oneof![Just(String::new()), Just("柳桥街道".to_owned())])
        .prop_map(|(text, area, street)| Place { text, area, street })
}

proptest! {
    /// Whatever is registered, every subject has an answer in every matter of the pack, with its reason and its
    /// basis; and no answer says whose it is without a place that was registered.
    #[test]
    fn every_combination_has_a_reasoned_answer(
        actual in place(),
        domicile in place(),
        platform in place(),
        registered in prop_oneof![Just(None), Just(Some(true)), Just(Some(false))],
        known in any::<bool>(),
    ) {
        let ours = if known { ours() } else { Ours::default() };
        let case = Case { actual, domicile, platform, registered };
        for subject in [
            JurisdictionSubject::Platform,
            JurisdictionSubject::Room,
            JurisdictionSubject::OwnVenue,
            JurisdictionSubject::Host,
            JurisdictionSubject::Agency,
        ] {
            let found = derive(&lines(), subject, &case, &ours);
            for matter in [JurisdictionMatter::Livestream, JurisdictionMatter::Advertising] {
                prop_assert_eq!(found.iter().filter(|one| one.matter == matter).count(), 1);
            }
            for one in found {
                prop_assert!(!one.steps.is_empty() && !one.basis.is_empty() && !one.source.is_empty());
                if one.verdict != Verdict::Unknown {
                    let place = one.place.expect("a verdict rests on a place");
                    prop_assert!(step(&case, place).is_known());
                    prop_assert!(known);
                }
            }
        }
    }
}
