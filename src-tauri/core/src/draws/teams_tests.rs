//! Who goes together, and what never does.

use super::*;
use proptest::prelude::*;

fn person(n: u8) -> Candidate {
    Candidate {
        id: Id([n; 16]),
        certificate_until: "2030-01-01".into(),
        avoids: vec![],
        apart: vec![],
        unit: String::new(),
        skills: vec![],
        days_off: vec![],
    }
}
fn need(n: u32) -> Need {
    let mut id = [0xee; 16];
    id[..4].copy_from_slice(&n.to_be_bytes());
    Need { subject: Id(id), on: "2026-11-22".into() }
}
fn two() -> Rules {
    Rules::default()
}

#[test]
fn load_and_lead_are_balanced() {
    let people: Vec<_> = (1..=7).map(person).collect();
    let needs: Vec<_> = (0..70).map(need).collect();
    let teams = assign(&two(), "42", &people, &needs);
    for one in &people {
        let total = teams.iter().flatten().filter(|team| team.everybody().any(|id| id == one.id)).count();
        let led = teams.iter().flatten().filter(|team| team.leader == one.id).count();
        assert_eq!(total, 20);
        assert!((8..=12).contains(&led), "{led}");
    }
    assert_ne!(teams, assign(&two(), "43", &people, &needs));
}

#[test]
fn an_expired_certificate_is_passed_over_and_too_few_are_said() {
    let mut people: Vec<_> = (1..=3).map(person).collect();
    people[0].certificate_until = "2026-11-21".into();
    let team = assign(&two(), "1", &people, &[need(1)]).remove(0).unwrap();
    assert!(team.everybody().all(|id| id != people[0].id));
    let third = people[2].id;
    people[1].apart.push(third);
    assert_eq!(assign(&two(), "1", &people, &[need(1)]), [None]);
    assert!(!possible(&two(), &people, need(1).subject, "2026-11-22"));
    assert!(possible(&two(), &people, need(1).subject, "2026-11-21"));
    assert!(short(&two(), &people, "2026-11-22").unwrap().contains("互相回避"));
}

#[test]
fn who_is_off_is_passed_over() {
    let mut people: Vec<_> = (1..=3).map(person).collect();
    people[1].days_off.push(DaysOff { from: "2026-11-20".into(), to: "2026-11-22".into() });
    let team = assign(&two(), "1", &people, &[need(1)]).remove(0).unwrap();
    assert!(team.everybody().all(|id| id != people[1].id));
    people[2].days_off.push(DaysOff { from: "2026-11-22".into(), to: "2026-11-22".into() });
    assert!(short(&two(), &people, "2026-11-22").unwrap().contains("只有 1 名"));
    assert_eq!(short(&two(), &people, "2026-11-23"), None);
}

#[test]
fn each_team_holds_the_skills_and_each_department_brings_two() {
    let mut people: Vec<_> = (1..=9).map(person).collect();
    people[2].skills.push("广告".into());
    people[4].skills.push("广告".into());
    for officer in &mut people[6..9] {
        officer.unit = "公安".into();
    }
    let rules = Rules { size: 3, skills: vec!["广告".into()], joint: vec!["公安".into()], ..two() };
    assert_eq!(short(&rules, &people, "2026-11-22"), None);
    let needs: Vec<_> = (0..40).map(need).collect();
    for (team, need) in assign(&rules, "5", &people, &needs).into_iter().zip(&needs) {
        let team = team.unwrap();
        assert_eq!(team.members.len(), 4);
        assert!(team.everybody().any(|id| id == people[2].id || id == people[4].id));
        let units: Vec<bool> = team
            .everybody()
            .map(|id| people.iter().any(|person| person.id == id && person.unit == "公安"))
            .collect();
        assert_eq!(units, [false, false, false, true, true]);
        assert_eq!(faults(&rules, &people, need, &team, &|id| id.to_string()), []);
    }
    people[8].certificate_until = "2026-01-01".into();
    people[7].certificate_until = "2026-01-01".into();
    assert!(short(&rules, &people, "2026-11-22").unwrap().contains("“公安”要有 2 名"));
    let rules = Rules { size: 2, skills: vec!["广告".into(), "食品".into()], ..two() };
    assert!(short(&rules, &people, "2026-11-22").unwrap().contains("“食品”"));
}

#[test]
fn who_falls_out_is_followed_by_ticket() {
    let mut people: Vec<_> = (1..=6).map(person).collect();
    let need = need(3);
    let team = assign(&two(), "77", &people, std::slice::from_ref(&need)).remove(0).unwrap();
    let out = team.leader;
    let first = follower(&two(), "77", &people, &need, &team, out, &[]).unwrap();
    assert!(team.everybody().all(|id| id != first));
    let now = team.swapped(out, first);
    assert_eq!((now.leader, now.members.clone()), (first, team.members.clone()));
    let second = follower(&two(), "77", &people, &need, &now, first, &[out]).unwrap();
    assert!(second != out && second != first);
    // The next in the order keeps away from the subject: the one after follows.
    let at = people.iter().position(|person| person.id == first).unwrap();
    people[at].avoids.push(need.subject);
    assert_eq!(follower(&two(), "77", &people, &need, &team, out, &[]), Some(second));
    let few: Vec<_> = people.iter().filter(|one| team.everybody().any(|id| id == one.id)).cloned().collect();
    assert_eq!(follower(&two(), "77", &few, &need, &team, out, &[]), None);
}

#[test]
fn a_hundred_thousand_draws_hold_no_forbidden_pair() {
    let mut people: Vec<_> = (0..7).map(person).collect();
    for (one, other) in [(0u8, 1u8), (1, 2), (3, 4), (5, 6), (0, 6)] {
        people[usize::from(one)].apart.push(Id([other; 16]));
    }
    let needs: Vec<_> = (0..1_000).map(need).collect();
    let mut drawn = 0;
    for seed in 0..100 {
        for team in assign(&two(), &seed.to_string(), &people, &needs) {
            let team = team.unwrap();
            let find = |id: Id| &people[usize::from(id.0[0])];
            assert!(together(find(team.leader), find(team.members[0])), "{seed}: {team:?}");
            drawn += 1;
        }
    }
    assert_eq!(drawn, 100_000);
}

proptest! {
    #[test]
    fn recusals_and_forbidden_pairs_hold(
        seed in "[0-9]{1,12}",
        count in 2u8..9,
        size in 2usize..4,
        avoided in proptest::collection::vec((0u8..9, 0u32..40), 0..30),
        apart in proptest::collection::vec((0u8..9, 0u8..9), 0..10),
    ) {
        let mut people: Vec<_> = (0..count).map(person).collect();
        for (who, subject) in avoided {
            if let Some(person) = people.get_mut(usize::from(who)) { person.avoids.push(need(subject).subject); }
        }
        for (one, other) in apart {
            if let Some(person) = people.get_mut(usize::from(one)) { person.apart.push(Id([other; 16])); }
        }
        let rules = Rules { size, ..Rules::default() };
        let needs: Vec<_> = (0..40).map(need).collect();
        let teams = assign(&rules, &seed, &people, &needs);
        prop_assert_eq!(&teams, &assign(&rules, &seed, &people, &needs));
        // A longer list keeps the teams of the shorter one.
        prop_assert_eq!(&teams[..25], &assign(&rules, &seed, &people, &needs[..25])[..]);
        for (team, need) in teams.iter().zip(&needs) {
            prop_assert_eq!(team.is_some(), possible(&rules, &people, need.subject, &need.on));
            let Some(team) = team else { continue };
            prop_assert_eq!(team.members.len() + 1, size);
            prop_assert_eq!(faults(&rules, &people, need, team, &|id| id.to_string()), vec![]);
        }
    }
}

#[test]
fn days_off_count_over_the_days_of_the_checks() {
    let off = |from: &str, to: &str| DaysOff { from: from.into(), to: to.into() };
    let rules = Rules { from: "2026-12-01".into(), until: "2026-12-20".into(), ..two() };
    assert_eq!(rules.days("2026-11-22"), ("2026-12-01", "2026-12-20"), "drawn before they begin");
    assert_eq!(rules.days("2026-12-05"), ("2026-12-05", "2026-12-20"), "drawn while they last");
    assert_eq!(rules.days("2026-12-24"), ("2026-12-24", "2026-12-24"), "a substitute after their end");
    assert_eq!(two().days("2026-11-22"), ("2026-11-22", "2026-11-22"));

    let mut people: Vec<_> = (1..=4).map(person).collect();
    // Off on the day of the draw alone: there when it counts.
    people[0].days_off.push(off("2026-11-20", "2026-11-30"));
    // Off on some of the days, and on all of them.
    people[1].days_off.push(off("2026-12-15", "2026-12-31"));
    people[2].days_off.push(off("2026-11-30", "2026-12-20"));
    let (whole, some, none) = ([people[0].id, people[3].id], people[1].id, people[2].id);
    for n in 0..20 {
        let team = assign(&rules, "1", &people, &[need(n)]).remove(0).unwrap();
        assert!(team.everybody().all(|id| whole.contains(&id)), "those who are there throughout come first");
        let out = team.members[0];
        let by = follower(&rules, "1", &people, &need(n), &team, out, &[]);
        assert_eq!(by, Some(some), "nobody else is left to follow");
        let stands = Team { leader: none, members: vec![some] };
        let name = |id: Id| id.to_string();
        let said = faults(&rules, &people, &need(n), &stands, &name);
        assert_eq!(said.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), ["dayOff"]);
        assert!(said[0].1.contains("检查期间一直休假"), "{}", said[0].1);
    }
    // Where those who are there throughout are too few, the others fill the seats; who is never there does not.
    people[3].certificate_until = "2026-11-30".into();
    let team = assign(&rules, "1", &people, &[need(1)]).remove(0).unwrap();
    assert!(team.everybody().all(|id| id == people[0].id || id == some));
    people[0].days_off.push(off("2026-12-01", "2026-12-20"));
    assert_eq!(assign(&rules, "1", &people, &[need(1)]), [None]);
    assert!(short(&rules, &people, "2026-11-22").unwrap().contains("检查期间可用的持证人员只有 1 名"));
}
