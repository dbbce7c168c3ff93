//! Officers for every drawn subject, by the same seed.
//!
//! For a subject, the order of persons is the sampler's order of the texts `person id/subject id`. Those with the
//! fewest subjects so far come first, that order decides among equals. The seats of a team are those of the office's
//! own group, then two for each joint department; of all teams whose members may work together and who hold the
//! required skills between them, the first in that order goes. Of the own group, the one who has led least leads. A
//! person whose certificate has run out by the first day of the checks, who is off on all of their days or who keeps
//! away from the subject is passed over; who is off on some of them comes behind everybody who is there throughout.
//! Places are filled from the first to the last, so a substitute never changes the team of a
//! subject before it.
//!
//! A person who falls out is followed by the first by ticket alone who fits that seat beside the others.

use super::sample::Seeded;
use crate::id::Id;
use crate::people::DaysOff;
use std::collections::HashMap;

/// Each joint department brings two of its own.
pub const JOINT: usize = 2;

/// What a team is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Officers of the office's own group.
    pub size: usize,
    /// Each must be held by one of the own group.
    pub skills: Vec<String>,
    /// Units that bring two officers each.
    pub joint: Vec<String>,
    /// First day of the checks, YYYY-MM-DD; empty for the day of the draw.
    pub from: String,
    /// Last day of the checks; empty for the first.
    pub until: String,
}

impl Default for Rules {
    fn default() -> Self {
        Self { size: 2, skills: Vec::new(), joint: Vec::new(), from: String::new(), until: String::new() }
    }
}

impl Rules {
    /// The group a unit belongs to: 0 is the office's own.
    pub fn group(&self, unit: &str) -> usize {
        self.joint.iter().position(|joint| joint == unit).map_or(0, |at| at + 1)
    }
    /// Seats of a group.
    pub fn seats(&self, group: usize) -> usize {
        if group == 0 { self.size } else { JOINT }
    }
    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.joint.len() + 1
    }
    /// First and last day of the checks of what was drawn on a day.
    pub fn days<'a>(&'a self, on: &'a str) -> (&'a str, &'a str) {
        let first = on.max(self.from.as_str());
        (first, first.max(self.until.as_str()))
    }
}

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
    /// 单位
    pub unit: String,
    /// 业务专长
    pub skills: Vec<String>,
    /// 休假
    pub days_off: Vec<DaysOff>,
}

/// A drawn subject and the day it was drawn, YYYY-MM-DD.
#[derive(Debug, Clone)]
pub struct Need {
    /// The subject.
    pub subject: Id,
    /// The day.
    pub on: String,
}

/// A leader and the others: first of the own group, then of the joint departments in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// 组长
    pub leader: Id,
    /// 组员
    pub members: Vec<Id>,
}

impl Team {
    /// Everybody, the leader first.
    pub fn everybody(&self) -> impl Iterator<Item = Id> + '_ {
        std::iter::once(self.leader).chain(self.members.iter().copied())
    }
    /// The same team with one person for another.
    #[must_use]
    pub fn swapped(&self, out: Id, by: Id) -> Self {
        let put = |id: Id| if id == out { by } else { id };
        Self { leader: put(self.leader), members: self.members.iter().map(|id| put(*id)).collect() }
    }
}

/// Whether two persons may work together.
pub fn together(one: &Candidate, other: &Candidate) -> bool {
    !one.apart.contains(&other.id) && !other.apart.contains(&one.id)
}

/// Whether somebody is off from the first to the last day of the checks.
pub fn off(rules: &Rules, person: &Candidate, on: &str) -> bool {
    let (first, last) = rules.days(on);
    person.days_off.iter().any(|days| days.from.as_str() <= first && last <= days.to.as_str())
}

/// Whether somebody is off on some of the days of the checks.
pub fn partly_off(rules: &Rules, person: &Candidate, on: &str) -> bool {
    let (first, last) = rules.days(on);
    person.days_off.iter().any(|days| days.from.as_str() <= last && first <= days.to.as_str())
}

fn fits(rules: &Rules, person: &Candidate, need: &Need) -> bool {
    person.certificate_until.as_str() >= rules.days(&need.on).0
        && !off(rules, person, &need.on)
        && !person.avoids.contains(&need.subject)
}

/// Whether each skill is held by one of these.
fn skilled<'a>(rules: &Rules, people: impl Iterator<Item = &'a Candidate> + Clone) -> bool {
    rules.skills.iter().all(|skill| people.clone().any(|person| person.skills.contains(skill)))
}

/// Whether at least one team can be made for the subject on that day.
pub fn possible(rules: &Rules, candidates: &[Candidate], subject: Id, on: &str) -> bool {
    let need = Need { subject, on: on.to_owned() };
    let order: Vec<usize> = (0..candidates.len()).filter(|at| fits(rules, &candidates[*at], &need)).collect();
    seat(rules, candidates, &order).is_some()
}

/// The first team in the order given: places in `candidates`, the own group first.
fn seat(rules: &Rules, candidates: &[Candidate], order: &[usize]) -> Option<Vec<usize>> {
    let groups: Vec<Vec<usize>> = (0..rules.groups())
        .map(|group| {
            let of = order.iter().copied();
            of.filter(|at| rules.group(&candidates[*at].unit) == group).collect()
        })
        .collect();
    let mut chosen = Vec::new();
    fill(rules, candidates, &groups, 0, 0, &mut chosen).then_some(chosen)
}

/// Fills the seats from `group` on, choosing from place `from` of that group; true once every seat is taken.
fn fill(
    rules: &Rules,
    candidates: &[Candidate],
    groups: &[Vec<usize>],
    group: usize,
    from: usize,
    chosen: &mut Vec<usize>,
) -> bool {
    let Some(people) = groups.get(group) else { return true };
    let before: usize = (0..group).map(|group| rules.seats(group)).sum();
    let taken = chosen.len() - before;
    if taken == rules.seats(group) {
        let own = || chosen.iter().map(|at| &candidates[*at]);
        if group == 0 && !skilled(rules, own()) {
            return false;
        }
        return fill(rules, candidates, groups, group + 1, 0, chosen);
    }
    let left = rules.seats(group) - taken;
    for place in from..people.len() {
        if people.len() - place < left {
            return false;
        }
        let at = people[place];
        if chosen.iter().all(|other| together(&candidates[at], &candidates[*other])) {
            chosen.push(at);
            if fill(rules, candidates, groups, group, place + 1, chosen) {
                return true;
            }
            chosen.pop();
        }
    }
    false
}

/// A team for each subject in turn; `None` where nobody is left.
pub fn assign(rules: &Rules, seed: &str, candidates: &[Candidate], needs: &[Need]) -> Vec<Option<Team>> {
    let seeded = Seeded::new(seed);
    let mut loads = vec![(0u32, 0u32); candidates.len()];
    let mut teams = Vec::with_capacity(needs.len());
    for need in needs {
        let mut fit: Vec<(bool, u32, String, usize)> = candidates
            .iter()
            .enumerate()
            .filter(|(_, person)| fits(rules, person, need))
            .map(|(at, person)| {
                (partly_off(rules, person, &need.on), loads[at].0, ticket(&seeded, person, need), at)
            })
            .collect();
        fit.sort_unstable();
        let order: Vec<usize> = fit.iter().map(|(.., at)| *at).collect();
        teams.push(seat(rules, candidates, &order).map(|mut chosen| {
            let led =
                chosen[..rules.size].iter().enumerate().min_by_key(|(place, at)| (loads[**at].1, *place));
            let place = led.map_or(0, |(place, _)| place);
            let leader = chosen.remove(place);
            loads[leader].1 += 1;
            for at in std::iter::once(&leader).chain(&chosen) {
                loads[*at].0 += 1;
            }
            Team {
                leader: candidates[leader].id,
                members: chosen.into_iter().map(|at| candidates[at].id).collect(),
            }
        }));
    }
    teams
}

fn ticket(seeded: &Seeded, person: &Candidate, need: &Need) -> String {
    seeded.ticket(format!("{}/{}", person.id, need.subject).as_bytes())
}

/// Who follows a person who falls out of a team: the first by ticket who fits the seat, those who are there throughout
/// before the others. `gone` have fallen out before.
pub fn follower(
    rules: &Rules,
    seed: &str,
    candidates: &[Candidate],
    need: &Need,
    team: &Team,
    out: Id,
    gone: &[Id],
) -> Option<Id> {
    let seeded = Seeded::new(seed);
    let known: HashMap<Id, &Candidate> = candidates.iter().map(|person| (person.id, person)).collect();
    let group = rules.group(&known.get(&out)?.unit);
    let stay: Vec<&Candidate> =
        team.everybody().filter(|id| *id != out).filter_map(|id| known.get(&id).copied()).collect();
    let own: Vec<&Candidate> = stay.iter().copied().filter(|person| rules.group(&person.unit) == 0).collect();
    candidates
        .iter()
        .filter(|person| {
            rules.group(&person.unit) == group
                && person.id != out
                && !gone.contains(&person.id)
                && team.everybody().all(|id| id != person.id)
                && fits(rules, person, need)
                && stay.iter().all(|other| together(person, other))
                && (group != 0 || skilled(rules, own.iter().copied().chain(std::iter::once(*person))))
        })
        .map(|person| (partly_off(rules, person, &need.on), ticket(&seeded, person, need), person.id))
        .min()
        .map(|(.., id)| id)
}

/// What is wrong with a team that stands on a record: a stable word and the sentence, each member looked at.
pub fn faults(
    rules: &Rules,
    candidates: &[Candidate],
    need: &Need,
    team: &Team,
    name: &dyn Fn(Id) -> String,
) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    let mut people: Vec<&Candidate> = Vec::new();
    for id in team.everybody() {
        let Some(person) = candidates.iter().find(|person| person.id == id) else {
            faults.push(("person", format!("{}不在可抽取的检查人员里", name(id))));
            continue;
        };
        let (first, last) = rules.days(&need.on);
        if person.certificate_until.as_str() < first {
            let until = &person.certificate_until;
            faults.push(("certificate", format!("{}的执法证 {until} 已经到期", name(id))));
        }
        if off(rules, person, &need.on) {
            let when = if first == last { "当天" } else { "检查期间一直" };
            faults.push(("dayOff", format!("{}{when}休假", name(id))));
        }
        if person.avoids.contains(&need.subject) {
            faults.push(("recusal", format!("{}应当回避这个对象", name(id))));
        }
        if let Some(other) = people.iter().find(|other| !together(person, other)) {
            faults.push(("pair", format!("{}和{}不能同组", name(other.id), name(id))));
        }
        people.push(person);
    }
    let own = people.iter().copied().filter(|person| rules.group(&person.unit) == 0);
    for skill in &rules.skills {
        if !own.clone().any(|person| person.skills.contains(skill)) {
            faults.push(("skill", format!("没有人具备“{skill}”专长")));
        }
    }
    for (at, joint) in rules.joint.iter().enumerate() {
        let count = people.iter().filter(|person| rules.group(&person.unit) == at + 1).count();
        if count < JOINT {
            faults.push(("department", format!("“{joint}”只有 {count} 名检查人员，应有 {JOINT} 名")));
        }
    }
    faults
}

/// What keeps teams from being made at all, with the constraint that is short.
pub fn short(rules: &Rules, candidates: &[Candidate], on: &str) -> Option<String> {
    let nobody = Need { subject: Id([0; 16]), on: on.to_owned() };
    let fit: Vec<&Candidate> = candidates.iter().filter(|person| fits(rules, person, &nobody)).collect();
    for group in 0..rules.groups() {
        let count = fit.iter().filter(|person| rules.group(&person.unit) == group).count();
        let seats = rules.seats(group);
        if count < seats && group > 0 {
            return Some(format!(
                "联合部门“{}”要有 {seats} 名检查期间可用的持证人员，现在只有 {count} 名",
                rules.joint[group - 1]
            ));
        }
        if count < seats {
            return Some(format!("每组要 {seats} 名检查人员，检查期间可用的持证人员只有 {count} 名"));
        }
    }
    let own: Vec<&&Candidate> = fit.iter().filter(|person| rules.group(&person.unit) == 0).collect();
    for skill in &rules.skills {
        if !own.iter().any(|person| person.skills.contains(skill)) {
            return Some(format!("要求的专长“{skill}”没有可用的检查人员具备"));
        }
    }
    if possible(rules, candidates, nobody.subject, on) {
        return None;
    }
    let free = Rules { skills: Vec::new(), ..rules.clone() };
    Some(if possible(&free, candidates, nobody.subject, on) {
        format!("要求的专长“{}”凑不到一组人里", rules.skills.join("、"))
    } else {
        format!("检查人员之间互相回避，凑不成 {} 人一组", rules.size)
    })
}

#[cfg(test)]
#[path = "teams_tests.rs"]
mod tests;
