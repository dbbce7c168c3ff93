//! Two officers for every drawn subject, by the same seed.
//!
//! For a subject, the order of persons is the sampler's order of the texts `person id/subject id`. Those with the
//! fewest subjects so far come first, that order decides among equals; of the pairs that may work together the
//! first one goes. Of the two, the one who has led less leads. A person whose certificate has run out by the
//! day of the draw, or who keeps away from the subject, is passed over. Places are filled from the first to the
//! last, so a substitute never changes the team of a subject before it.

use super::sample::Seeded;
use crate::id::Id;

/// Someone who may be drawn: not excluded, with a certificate that was valid when the list was locked.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The person.
    pub id: Id,
    /// Last day of the certificate, YYYY-MM-DD.
    pub certificate_until: String,
    /// Subjects this person keeps away from.
    pub avoids: Vec<Id>,
    /// Persons this one does not work with.
    pub apart: Vec<Id>,
}

/// A drawn subject and the day it was drawn, YYYY-MM-DD.
#[derive(Debug, Clone)]
pub struct Need {
    /// The subject.
    pub subject: Id,
    /// The day.
    pub on: String,
}

/// Leader and member.
pub type Team = (Id, Id);

/// Whether two persons may work together.
fn together(one: &Candidate, other: &Candidate) -> bool {
    !one.apart.contains(&other.id) && !other.apart.contains(&one.id)
}

/// Whether at least one team can be made for the subject on that day.
pub fn possible(candidates: &[Candidate], subject: Id, on: &str) -> bool {
    let fit: Vec<&Candidate> = fitting(candidates, subject, on).collect();
    fit.iter().enumerate().any(|(at, one)| fit[at + 1..].iter().any(|other| together(one, other)))
}

fn fitting<'a>(candidates: &'a [Candidate], subject: Id, on: &str) -> impl Iterator<Item = &'a Candidate> {
    candidates
        .iter()
        .filter(move |person| person.certificate_until.as_str() >= on && !person.avoids.contains(&subject))
}

/// A team for each subject in turn; `None` where nobody is left.
pub fn assign(seed: &str, candidates: &[Candidate], needs: &[Need]) -> Vec<Option<Team>> {
    let seeded = Seeded::new(seed);
    let mut loads = vec![(0u32, 0u32); candidates.len()];
    let mut teams = Vec::with_capacity(needs.len());
    for need in needs {
        let mut fit: Vec<(u32, String, usize)> = candidates
            .iter()
            .enumerate()
            .filter(|(_, person)| {
                person.certificate_until >= need.on && !person.avoids.contains(&need.subject)
            })
            .map(|(at, person)| {
                (loads[at].0, seeded.ticket(format!("{}/{}", person.id, need.subject).as_bytes()), at)
            })
            .collect();
        fit.sort_unstable();
        let pair = fit.iter().enumerate().find_map(|(place, one)| {
            let partner =
                fit[place + 1..].iter().find(|other| together(&candidates[one.2], &candidates[other.2]))?;
            Some((one.2, partner.2))
        });
        teams.push(pair.map(|(first, second)| {
            let (leader, member) =
                if loads[second].1 < loads[first].1 { (second, first) } else { (first, second) };
            loads[leader].0 += 1;
            loads[leader].1 += 1;
            loads[member].0 += 1;
            (candidates[leader].id, candidates[member].id)
        }));
    }
    teams
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn person(n: u8) -> Candidate {
        Candidate { id: Id([n; 16]), certificate_until: "2030-01-01".into(), avoids: vec![], apart: vec![] }
    }
    fn need(n: u32) -> Need {
        let mut id = [0xee; 16];
        id[..4].copy_from_slice(&n.to_be_bytes());
        Need { subject: Id(id), on: "2026-11-22".into() }
    }

    #[test]
    fn load_and_lead_are_balanced() {
        let people: Vec<_> = (1..=7).map(person).collect();
        let needs: Vec<_> = (0..70).map(need).collect();
        let teams = assign("42", &people, &needs);
        for one in &people {
            let total = teams.iter().flatten().filter(|team| team.0 == one.id || team.1 == one.id).count();
            let led = teams.iter().flatten().filter(|team| team.0 == one.id).count();
            assert_eq!(total, 20);
            assert!((8..=12).contains(&led), "{led}");
        }
        assert_ne!(teams, assign("43", &people, &needs));
    }

    #[test]
    fn an_expired_certificate_is_passed_over_and_too_few_are_said() {
        let mut people: Vec<_> = (1..=3).map(person).collect();
        people[0].certificate_until = "2026-11-21".into();
        let team = assign("1", &people, &[need(1)])[0].unwrap();
        assert!(team.0 != people[0].id && team.1 != people[0].id);
        let third = people[2].id;
        people[1].apart.push(third);
        assert_eq!(assign("1", &people, &[need(1)]), [None]);
        assert!(!possible(&people, need(1).subject, "2026-11-22"));
        assert!(possible(&people, need(1).subject, "2026-11-21"));
    }

    proptest! {
        #[test]
        fn recusals_and_forbidden_pairs_hold(
            seed in "[0-9]{1,12}",
            count in 2u8..9,
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
            let needs: Vec<_> = (0..40).map(need).collect();
            let teams = assign(&seed, &people, &needs);
            prop_assert_eq!(&teams, &assign(&seed, &people, &needs));
            // A longer list keeps the teams of the shorter one.
            prop_assert_eq!(&teams[..25], &assign(&seed, &people, &needs[..25])[..]);
            for (team, need) in teams.iter().zip(&needs) {
                prop_assert_eq!(team.is_some(), possible(&people, need.subject, &need.on));
                let Some((leader, member)) = team else { continue };
                let find = |id: &Id| people.iter().find(|person| person.id == *id).unwrap();
                let (leader, member) = (find(leader), find(member));
                prop_assert!(leader.id != member.id && together(leader, member));
                prop_assert!(!leader.avoids.contains(&need.subject) && !member.avoids.contains(&need.subject));
            }
        }
    }
}
