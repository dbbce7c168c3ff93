//! The result once more from what was recorded, and everything that does not agree, each by a stable word and a
//! sentence. Pure: for a draw of this office, for a sheet that anyone holds. The page (`page.html`) and
//! `docs/verify_draw.py` find the same by the same words.

use super::locked::Locked;
use super::model::{DrawWitness, FrozenPerson};
use super::officers::Swap;
use super::pool::{Pool, Seals, seals};
use super::seed;
use super::strata::{self, List, Place, Stratum, class_words, take_of};
use super::teams::{self, Candidate, Need, Rules, Team};
use crate::clock::date_of;
use crate::error::Result;
use crate::id::Id;
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// What may be said when everything agrees, and no more.
const AGREES: &str = "本机重算一致，不代替第三方复核";
/// The same where strata are not told.
const AGREES_WITHOUT_STRATA: &str =
    "本机重算一致，不代替第三方复核。公开版不含分层，只核对名单、随机值和先后";

/// What recomputing gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawRecheck {
    /// Everything agrees.
    pub same: bool,
    /// The first place that differs.
    pub first: Option<FirstDifference>,
    /// The list has the hash that was fixed when it was locked.
    pub pool_sha256_same: bool,
    /// In Chinese.
    pub words: String,
    /// Each thing that does not agree.
    pub faults: Vec<DrawFault>,
    /// What else is to be known: a clock that was set back.
    pub notes: Vec<String>,
}

/// One thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawFault {
    /// A stable word, the same from every verifier.
    pub kind: String,
    /// In Chinese.
    pub words: String,
}

/// The first place that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FirstDifference {
    /// Place in the order.
    pub position: i64,
    /// As recorded.
    pub recorded: String,
    /// As recomputed.
    pub recomputed: String,
}

/// Everything recomputing needs.
pub(crate) struct Facts<'a> {
    pub(crate) pool_text: Vec<u8>,
    pub(crate) pool_count: i64,
    pub(crate) pool_sha256: &'a str,
    pub(crate) pool_sm3: &'a str,
    /// The strata with their lists; none if there are none, nothing if they are not told.
    pub(crate) strata: Option<Vec<(Stratum, Vec<u8>)>>,
    pub(crate) take: i64,
    pub(crate) seed_kind: &'a str,
    pub(crate) seed: &'a str,
    /// Absent on a public sheet: then neither teams nor what was locked are compared.
    pub(crate) people: Option<People<'a>>,
    pub(crate) picks: Vec<RecordedPick>,
    pub(crate) notes: Vec<String>,
}

/// The persons and what else was fixed with them.
pub(crate) struct People<'a> {
    pub(crate) persons: &'a [FrozenPerson],
    pub(crate) rules: Rules,
    pub(crate) seed_place: &'a str,
    pub(crate) witnesses: &'a [DrawWitness],
    pub(crate) lock_sha256: &'a str,
}

/// A pick as recorded.
pub(crate) struct RecordedPick {
    pub(crate) position: i64,
    pub(crate) subject: String,
    pub(crate) ticket: String,
    pub(crate) stratum: String,
    /// As drawn.
    pub(crate) team: Option<Team>,
    pub(crate) swaps: Vec<Swap>,
    pub(crate) on: String,
}

/// Those who could be drawn.
pub(crate) fn candidates(persons: &[FrozenPerson]) -> Vec<Candidate> {
    let counting = persons.iter().filter(|person| person.counts());
    counting
        .map(|person| Candidate {
            id: person.id,
            certificate_until: person.certificate_until.clone(),
            avoids: person.avoids.clone(),
            apart: person.apart.clone(),
            unit: person.unit.clone(),
            skills: person.skills.clone(),
            days_off: person.days_off.clone(),
        })
        .collect()
}

type Watch<'a> = &'a (dyn Fn(u64) -> Result<()> + Sync);

/// Collects faults; of each kind only the first is told.
#[derive(Default)]
struct Faults(Vec<DrawFault>);

impl Faults {
    fn tell(&mut self, kind: &str, words: String) {
        if self.0.iter().all(|known| known.kind != kind) {
            self.0.push(DrawFault { kind: kind.into(), words });
        }
    }
}

/// Recomputes and compares.
pub(crate) fn compare(facts: Facts<'_>, watch: Watch<'_>) -> Result<DrawRecheck> {
    let mut faults = Faults::default();
    let Seals { sha256: found, sm3 } = seals(&facts.pool_text);
    let pool_sha256_same = found == facts.pool_sha256;
    if !pool_sha256_same {
        faults.tell(
            "poolHash",
            format!(
                "名单的校验值与锁定时不一致（锁定时 {}，现在 {found}），名单在锁定后被改动过",
                facts.pool_sha256
            ),
        );
    }
    if sm3 != facts.pool_sm3 {
        let words = format!("名单的 SM3 校验值与锁定时不一致（锁定时 {}，现在 {sm3}）", facts.pool_sm3);
        faults.tell("poolSm3", words);
    }
    if seed::normalise(facts.seed_kind, facts.seed).ok().as_deref() != Some(facts.seed) {
        faults.tell("seedForm", "随机种子不是规范写法，可能被改动过".into());
    }
    if (facts.picks.len() as i64) < facts.take {
        let words = format!("应抽 {} 个，只记录了 {} 个", facts.take, facts.picks.len());
        faults.tell("take", words);
    }
    if let Some(people) = &facts.people {
        check_lock(&facts, people, &mut faults);
    }
    let told = facts.strata.is_some();
    let lists = lists(&facts, &mut faults);
    let mut first = None;
    if let Some(lists) = lists {
        first = if told {
            first_difference(&facts, &lists, watch)?
        } else {
            first_strange_ticket(&facts, &lists[0].pool)
        };
        if let Some(first) = &first {
            let FirstDifference { position, recorded, recomputed } = first;
            faults.tell("order", format!("第 {position} 位：记录为 {recorded}，重算为 {recomputed}"));
        }
    }
    check_tickets(&facts, &mut faults);
    if let Some(people) = &facts.people {
        check_people(&facts, people, &mut faults);
    }
    let faults = faults.0;
    let same = faults.is_empty();
    let words = match (same, told) {
        (true, true) => AGREES.to_owned(),
        (true, false) => AGREES_WITHOUT_STRATA.to_owned(),
        _ => {
            let words: Vec<&str> = faults.iter().map(|fault| fault.words.as_str()).collect();
            format!("本机重算不一致：{}。", words.join("；"))
        }
    };
    Ok(DrawRecheck { same, first, pool_sha256_same, words, faults, notes: facts.notes })
}

/// What was fixed has the hash that was fixed.
fn check_lock(facts: &Facts<'_>, people: &People<'_>, faults: &mut Faults) {
    let strata: Vec<Stratum> = facts.strata.iter().flatten().map(|(stratum, _)| stratum.clone()).collect();
    let locked = Locked {
        pool_count: facts.pool_count,
        pool_sha256: facts.pool_sha256,
        pool_sm3: facts.pool_sm3,
        take: facts.take,
        strata: &strata,
        rules: &people.rules,
        seed_kind: facts.seed_kind,
        seed_place: people.seed_place,
        witnesses: people.witnesses,
        persons: people.persons,
    };
    if locked.sha256() != people.lock_sha256 {
        let words = "锁定时固定的分层、检查人员、回避或随机种子来源与当时的校验值不一致，锁定后被改动过";
        faults.tell("lockHash", words.into());
    }
}

fn flaw_kind(flaw: &str) -> &'static str {
    if flaw.contains("重复") {
        "poolTwice"
    } else if flaw.contains("次序") {
        "poolOrder"
    } else {
        "poolLine"
    }
}

/// The lists to draw from, if they can be drawn from.
fn lists(facts: &Facts<'_>, faults: &mut Faults) -> Option<Vec<List>> {
    let pool = match Pool::parse(facts.pool_text.clone()) {
        Ok(pool) => pool,
        Err(flaw) => {
            faults.tell(flaw_kind(&flaw), format!("名单{flaw}"));
            return None;
        }
    };
    if pool.len() as i64 != facts.pool_count {
        let words = format!("名单里有 {} 个，记录为 {} 个", pool.len(), facts.pool_count);
        faults.tell("poolCount", words);
    }
    let strata = facts.strata.as_deref().unwrap_or_default();
    if strata.is_empty() {
        return Some(vec![List { class: String::new(), pool, take: facts.take.max(0) as usize }]);
    }
    let mut lists = Vec::new();
    let mut ids = Vec::new();
    for (stratum, text) in strata {
        let name = class_words(&stratum.class);
        if hex::encode(Sha256::digest(text)) != stratum.sha256 {
            faults.tell("strataHash", format!("“{name}”这一层的名单校验值与锁定时不一致"));
        }
        let list = match Pool::parse(text.clone()) {
            Ok(list) => list,
            Err(flaw) => {
                faults.tell(flaw_kind(&flaw), format!("“{name}”这一层的名单{flaw}"));
                return None;
            }
        };
        let count = list.len() as i64;
        if count < i64::from(stratum.minimum) {
            let minimum = stratum.minimum;
            faults.tell("strataShort", format!("“{name}”这一层最少要抽 {minimum} 个，名单里只有 {count} 个"));
        }
        let take = take_of(count, stratum.share, stratum.minimum);
        if take != stratum.take {
            let words = format!("“{name}”这一层应抽 {take} 个，记录为 {} 个", stratum.take);
            faults.tell("strataTake", words);
        }
        ids.extend((0..list.len()).map(|at| list.id(at)));
        lists.push(List { class: stratum.class.clone(), pool: list, take: stratum.take.max(0) as usize });
    }
    if ids.len() != pool.len() || Pool::of(ids) != pool {
        faults.tell("strataSum", "各层合起来与名单不一致".into());
    }
    let sum: i64 = strata.iter().map(|(stratum, _)| stratum.take).sum();
    if sum != facts.take {
        faults.tell("strataTake", format!("各层合计应抽 {sum} 个，记录为 {} 个", facts.take));
    }
    Some(lists)
}

/// The order as it should be, as long as the recorded one: the first draw, then the substitutes.
fn expected(facts: &Facts<'_>, lists: &[List], watch: Watch<'_>) -> Result<Vec<Option<Place>>> {
    let mut places: Vec<Option<Place>> =
        strata::first(lists, facts.seed, watch)?.into_iter().map(Some).collect();
    let later = facts.picks.iter().skip(places.len());
    let mut whole: Vec<Option<Vec<Place>>> = lists.iter().map(|_| None).collect();
    let mut used: Vec<usize> = lists.iter().map(|list| list.take.min(list.pool.len())).collect();
    let wanted: Vec<usize> = later
        .map(|pick| lists.iter().position(|list| list.class == pick.stratum).unwrap_or_default())
        .collect();
    for number in wanted.iter().copied() {
        if whole[number].is_none() {
            let most = used[number] + wanted.iter().filter(|other| **other == number).count();
            let list = &lists[number];
            let all = List { class: String::new(), pool: list.pool.clone(), take: most };
            let found = strata::first(std::slice::from_ref(&all), facts.seed, watch)?;
            whole[number] = Some(found.into_iter().map(|place| Place { list: number, ..place }).collect());
        }
        let next = whole[number].as_ref().and_then(|order| order.get(used[number])).cloned();
        used[number] += 1;
        places.push(next);
    }
    Ok(places)
}

fn first_difference(facts: &Facts<'_>, lists: &[List], watch: Watch<'_>) -> Result<Option<FirstDifference>> {
    let places = expected(facts, lists, watch)?;
    let made = facts.people.as_ref().map(|people| {
        let needs: Vec<Need> = places
            .iter()
            .zip(&facts.picks)
            .map_while(|(place, pick)| Some(Need { subject: place.as_ref()?.subject, on: pick.on.clone() }))
            .collect();
        teams::assign(&people.rules, facts.seed, &candidates(people.persons), &needs)
    });
    for (at, pick) in facts.picks.iter().enumerate() {
        let position = at as i64 + 1;
        let differs = |recorded: String, recomputed: String| {
            Ok(Some(FirstDifference { position, recorded, recomputed }))
        };
        if pick.position != position {
            return differs(format!("位次 {}", pick.position), format!("位次 {position}"));
        }
        let Some(place) = places.get(at).and_then(Option::as_ref) else {
            return differs(pick.subject.clone(), "名单里已没有更多对象".into());
        };
        let subject = place.subject.to_string();
        if pick.subject != subject {
            return differs(format!("对象 {}", pick.subject), format!("对象 {subject}"));
        }
        if pick.ticket != place.ticket {
            return differs(format!("随机值 {}", pick.ticket), format!("随机值 {}", place.ticket));
        }
        if pick.stratum != lists[place.list].class {
            let words = |class: &str| format!("分层 {}", class_words(class));
            return differs(words(&pick.stratum), words(&lists[place.list].class));
        }
        if let Some(made) = &made
            && pick.team != made[at]
        {
            return differs(team_words(pick.team.as_ref()), team_words(made[at].as_ref()));
        }
    }
    Ok(None)
}

fn team_words(team: Option<&Team>) -> String {
    let Some(team) = team else { return "没有检查人员".into() };
    let members: Vec<String> = team.members.iter().map(Id::to_string).collect();
    format!("组长 {}、组员 {}", team.leader, members.join("、"))
}

/// Where the strata are not told, each ticket is still that of its subject, and each subject is on the list.
fn first_strange_ticket(facts: &Facts<'_>, pool: &Pool) -> Option<FirstDifference> {
    let seeded = super::sample::Seeded::new(facts.seed);
    for (at, pick) in facts.picks.iter().enumerate() {
        let position = at as i64 + 1;
        let differs =
            |recorded: String, recomputed: String| Some(FirstDifference { position, recorded, recomputed });
        if pick.position != position {
            return differs(format!("位次 {}", pick.position), format!("位次 {position}"));
        }
        if !pick.subject.parse().is_ok_and(|id| pool.contains(id)) {
            return differs(format!("对象 {}", pick.subject), "名单里没有这个对象".into());
        }
        let ticket = seeded.ticket(pick.subject.as_bytes());
        if pick.ticket != ticket {
            return differs(format!("随机值 {}", pick.ticket), format!("随机值 {ticket}"));
        }
    }
    None
}

/// The first draw stands in the order of its tickets.
fn check_tickets(facts: &Facts<'_>, faults: &mut Faults) {
    let first = &facts.picks[..facts.picks.len().min(facts.take.max(0) as usize)];
    for (at, pair) in first.windows(2).enumerate() {
        if pair[1].ticket <= pair[0].ticket {
            let words = format!("第 {} 位的随机值不大于第 {} 位的，次序不对", at + 2, at + 1);
            faults.tell("ticketOrder", words);
        }
    }
}

/// Each team as recorded keeps the rules, and each swap follows the order.
fn check_people(facts: &Facts<'_>, people: &People<'_>, faults: &mut Faults) {
    let candidates = candidates(people.persons);
    let name = |id: Id| {
        let known = people.persons.iter().find(|person| person.id == id);
        known.map_or_else(|| id.to_string(), |person| person.name.clone())
    };
    for pick in &facts.picks {
        let (Some(team), Ok(subject)) = (&pick.team, pick.subject.parse::<Id>()) else { continue };
        let need = Need { subject, on: pick.on.clone() };
        for (kind, words) in teams::faults(&people.rules, &candidates, &need, team, &name) {
            faults.tell(kind, format!("第 {} 位：{words}", pick.position));
        }
        let mut team = team.clone();
        let mut gone: Vec<Id> = Vec::new();
        for swap in &pick.swaps {
            let need = Need { subject, on: date_of(swap.at).to_string() };
            let by = teams::follower(&people.rules, facts.seed, &candidates, &need, &team, swap.out, &gone);
            if by != Some(swap.by) {
                faults.tell(
                    "swap",
                    format!(
                        "第 {} 位：记录由{}递补{}，重算为{}",
                        pick.position,
                        name(swap.by),
                        name(swap.out),
                        by.map_or_else(|| "没有人可以递补".into(), name)
                    ),
                );
            }
            gone.push(swap.out);
            team = team.swapped(swap.out, swap.by);
        }
    }
}
