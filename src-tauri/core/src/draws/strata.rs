//! Strata: how many each gives, and in which order all of them together.
//!
//! A stratum gives the larger of its share, rounded up, and its minimum. Each is ordered by the sampler for itself;
//! the first draw then lists all picks by their tickets, so that the places say nothing about the strata. After that
//! each substitute is the next of the stratum of the subject that it follows.

use super::pool::Pool;
use super::sample;
use crate::error::{Failure, Result};
use crate::id::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A whole, in the unit of shares.
const WHOLE: u32 = 1000;

/// What a class of subjects gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StratumTerm {
    /// The value of the column; empty for subjects without one.
    pub class: String,
    /// Of a thousand.
    pub share: u32,
    /// At least so many.
    #[serde(default)]
    pub minimum: u32,
}

/// A stratum as frozen with the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Stratum {
    /// The value of the column.
    pub class: String,
    /// Of a thousand.
    pub share: u32,
    /// At least so many.
    pub minimum: u32,
    /// Subjects of it on the list.
    pub count: i64,
    /// How many it gives.
    pub take: i64,
    /// SHA-256 of its own list.
    pub sha256: String,
}

/// A list to draw from, and how many.
#[derive(Debug)]
pub struct List {
    /// The class; empty when there are no strata.
    pub class: String,
    /// Its subjects.
    pub pool: Pool,
    /// How many it gives.
    pub take: usize,
}

/// A subject in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which list.
    pub list: usize,
    /// The subject.
    pub subject: Id,
    /// Its whole ticket.
    pub ticket: String,
}

/// Shares and minima that can be, each class once.
pub(crate) fn check(classes: &[StratumTerm]) -> Result<()> {
    if classes.is_empty() {
        return Err(Failure::field("terms.strata", "分层抽取要给每一层写比例，请至少写一层，或改为不分层。"));
    }
    for (at, term) in classes.iter().enumerate() {
        let name = class_words(&term.class);
        if term.share > WHOLE {
            return Err(Failure::field("terms.strata", format!("“{name}”这一层的比例超过了 100%，请核对。")));
        }
        if classes[..at].iter().any(|other| other.class == term.class) {
            return Err(Failure::field("terms.strata", format!("“{name}”这一层写了两次，请去掉一次。")));
        }
    }
    Ok(())
}

/// How a class is called in a sentence.
pub(crate) fn class_words(class: &str) -> &str {
    if class.is_empty() { "未分类" } else { class }
}

/// How many a stratum of `count` gives: its share rounded up, at least the minimum, at most all.
pub fn take_of(count: i64, share: u32, minimum: u32) -> i64 {
    let share = (count * i64::from(share) + i64::from(WHOLE) - 1) / i64::from(WHOLE);
    share.max(i64::from(minimum)).min(count)
}

/// What is short before anything is drawn: `counts` are the classes that the list holds.
pub(crate) fn short(classes: &[StratumTerm], counts: &[(String, i64)]) -> Vec<String> {
    let mut short = Vec::new();
    for term in classes {
        let count = counts.iter().find(|(class, _)| *class == term.class).map_or(0, |(_, count)| *count);
        if count < i64::from(term.minimum) {
            short.push(format!(
                "“{}”这一层最少要抽 {} 个，名单里只有 {count} 个",
                class_words(&term.class),
                term.minimum
            ));
        }
    }
    for (class, count) in counts {
        if !classes.iter().any(|term| term.class == *class) {
            short.push(format!("名单里有 {count} 个属于“{}”，计划没有给这一层写比例", class_words(class)));
        }
    }
    short
}

/// The first draw: each list's first, all of them by their tickets.
pub fn first(lists: &[List], seed: &str, watch: &(dyn Fn(u64) -> Result<()> + Sync)) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    let mut before = 0;
    for (list, of) in lists.iter().enumerate() {
        let order = sample::order_by(seed, of.pool.len(), |at| of.pool.line(at), of.take, &|done| {
            watch(before + done)
        })?;
        before += of.pool.len() as u64;
        places.extend(order.into_iter().map(|(at, ticket)| Place { list, subject: of.pool.id(at), ticket }));
    }
    if lists.len() > 1 {
        places.sort_by(|one, other| {
            one.ticket
                .cmp(&other.ticket)
                .then_with(|| one.subject.to_string().cmp(&other.subject.to_string()))
        });
    }
    Ok(places)
}

/// The order of one list as far as its place `place`, from 0; nothing if the list is shorter.
pub fn nth(
    list: &List,
    number: usize,
    seed: &str,
    place: usize,
    watch: &(dyn Fn(u64) -> Result<()> + Sync),
) -> Result<Option<Place>> {
    let order = sample::order_by(seed, list.pool.len(), |at| list.pool.line(at), place + 1, watch)?;
    Ok(order.into_iter().nth(place).map(|(at, ticket)| Place {
        list: number,
        subject: list.pool.id(at),
        ticket,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(from: u8, count: u8) -> Vec<Id> {
        (from..from + count).map(|n| Id([n; 16])).collect()
    }
    fn term(class: &str, share: u32, minimum: u32) -> StratumTerm {
        StratumTerm { class: class.into(), share, minimum }
    }

    #[test]
    fn a_share_is_rounded_up_and_never_below_the_minimum() {
        assert_eq!(take_of(1000, 30, 0), 30);
        assert_eq!(take_of(1001, 30, 0), 31);
        assert_eq!(take_of(40, 30, 5), 5);
        assert_eq!(take_of(3, 0, 5), 3);
        assert_eq!(take_of(0, 1000, 0), 0);
        assert_eq!(take_of(7, 1000, 0), 7);
    }

    #[test]
    fn what_is_short_is_named() {
        let counts = [("A".to_owned(), 40), ("D".to_owned(), 3), (String::new(), 2)];
        let said = short(&[term("A", 10, 0), term("D", 1000, 5), term("C", 10, 1)], &counts);
        assert_eq!(said.len(), 3);
        assert!(said[0].contains("“D”这一层最少要抽 5 个，名单里只有 3 个"));
        assert!(said[1].contains("“C”") && said[2].contains("2 个属于“未分类”"));
        assert!(check(&[term("A", 1001, 0)]).is_err() && check(&[term("A", 1, 0), term("A", 2, 0)]).is_err());
        assert!(check(&[]).is_err());
    }

    #[test]
    fn each_stratum_keeps_its_own_order_within_one_list_by_ticket() {
        let quiet = |_: u64| Ok(());
        let list = |class: &str, from, count, take| List {
            class: class.into(),
            pool: Pool::of(ids(from, count)),
            take,
        };
        let lists = [list("A", 0, 90, 3), list("D", 100, 20, 9)];
        let places = first(&lists, "316", &quiet).unwrap();
        assert_eq!(places.len(), 12);
        assert!(places.is_sorted_by(|one, next| one.ticket < next.ticket));
        for (number, list) in lists.iter().enumerate() {
            let own: Vec<&Place> = places.iter().filter(|place| place.list == number).collect();
            assert_eq!(own.len(), list.take);
            for (place, found) in own.into_iter().enumerate() {
                assert_eq!(nth(list, number, "316", place, &quiet).unwrap().as_ref(), Some(found));
            }
        }
        assert_eq!(nth(&lists[1], 1, "316", 20, &quiet).unwrap(), None);
    }
}
