//! The ledger of fairness: how often subjects and persons were drawn, beside how often chance would have it.
//!
//! A subject's expectation is the sum, over the draws whose locked list it is on, of drawn subjects per listed
//! subject, stratum by stratum where there are strata; a person's that of the seats of the own group per drawn subject,
//! over all of that group who could be drawn. Voided draws do not count. What a person has is the team as it stands.

use super::document;
use super::model::source;
use super::store::{self, DrawRow, PickRow};
use crate::calls::Context;
use crate::clock::{date_of, local};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use chrono::Months;
use rusqlite::{Connection, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

/// Subjects shown by name.
const SHOWN: i64 = 50;

/// Which ledger.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FairnessInput {
    /// The register that was drawn from.
    pub register: String,
    /// How many years back.
    pub years: u32,
}

/// The ledger.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Fairness {
    /// From this day.
    pub since: String,
    /// Draws that count.
    pub draws: i64,
    /// Subjects of the register now.
    pub subjects: i64,
    /// Of them, never drawn in that time.
    pub never_drawn: i64,
    /// The most often drawn, at most fifty.
    pub most_drawn: Vec<SubjectShare>,
    /// Some of those never drawn, at most fifty, with how often chance would have it.
    pub never: Vec<SubjectShare>,
    /// The weights of each draw, in the open: how many of how many, stratum by stratum.
    pub weights: Vec<DrawWeight>,
    /// Everybody who could be drawn.
    pub persons: Vec<PersonShare>,
}

/// The weights of a draw.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawWeight {
    /// The draw.
    pub id: Id,
    /// 抽查名称
    pub title: String,
    /// The day it was drawn.
    pub on: String,
    /// One, or one for each stratum.
    pub lists: Vec<ListWeight>,
}

/// The weight of a list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListWeight {
    /// The stratum; empty without strata or for subjects without a class.
    pub class: String,
    /// Subjects on it.
    pub count: i64,
    /// Of them drawn, substitutes too.
    pub picks: i64,
}

/// A subject's share.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubjectShare {
    /// The subject.
    pub id: Id,
    /// Its name when last drawn.
    pub name: String,
    /// Times drawn.
    pub times: i64,
    /// Times expected.
    pub expected: f64,
}

/// A person's share.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonShare {
    /// The person.
    pub id: Id,
    /// 姓名
    pub name: String,
    /// Subjects drawn to.
    pub times: i64,
    /// Of them, as leader.
    pub led: i64,
    /// Of them, inspections not yet finished.
    pub open: i64,
    /// Subjects expected.
    pub expected: f64,
}

/// The ledger of a register.
pub fn fairness(context: &Context<'_>, input: FairnessInput) -> Result<Fairness> {
    let table = source(&input.register)?.table;
    let since = local(context.office.now_ms())
        .checked_sub_months(Months::new(input.years.saturating_mul(12)))
        .ok_or_else(|| Failure::field("years", "年数太大，请填小一些。"))?;
    let since_ms = since.timestamp_millis();
    context.office.read(|db| {
        let draws = counting(db, &input.register, since_ms)?;
        let (subjects, never_drawn) = db.query_row(
            &format!(
                "SELECT count(*), coalesce(sum(NOT EXISTS (SELECT 1 FROM draw_pick p JOIN draw d ON d.id = p.draw_id
                   WHERE p.subject_id = t.id AND d.state = 'drawn' AND d.drawn_at >= ?1)), 0)
                 FROM {table} t WHERE t.retired = 0"
            ),
            [since_ms],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let mut statement = db.prepare(
            "SELECT p.subject_id, max(p.subject_name), count(*) AS times FROM draw_pick p JOIN draw d ON d.id = p.draw_id
             WHERE d.register = ?1 AND d.state = 'drawn' AND d.drawn_at >= ?2 AND p.retired = 0
             GROUP BY p.subject_id ORDER BY times DESC, p.subject_id LIMIT ?3",
        )?;
        let found: Vec<(Id, String, i64)> = statement
            .query_map(params![input.register, since_ms, SHOWN], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut most_drawn = Vec::with_capacity(found.len());
        for (id, name, times) in found {
            context.cancelled()?;
            most_drawn.push(SubjectShare { id, name, times, expected: share(context.office, &draws, id)? });
        }
        let mut statement = db.prepare(&format!(
            "SELECT t.id, t.name FROM {table} t WHERE t.retired = 0 AND NOT EXISTS (SELECT 1 FROM draw_pick p
               JOIN draw d ON d.id = p.draw_id WHERE p.subject_id = t.id AND d.state = 'drawn' AND d.drawn_at >= ?1)
             ORDER BY t.sort_key, t.key LIMIT ?2"
        ))?;
        let found: Vec<(Id, String)> = statement
            .query_map(params![since_ms, SHOWN], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut never = Vec::with_capacity(found.len());
        for (id, name) in found {
            context.cancelled()?;
            never.push(SubjectShare { id, name, times: 0, expected: share(context.office, &draws, id)? });
        }
        never.sort_by(|one, other| other.expected.total_cmp(&one.expected));
        Ok(Fairness {
            never,
            weights: draws.iter().map(Counted::weight).collect(),
            since: since.date_naive().to_string(),
            draws: draws.len() as i64,
            subjects,
            never_drawn,
            most_drawn,
            persons: persons(db, &draws)?,
        })
    })
}

/// How often a subject would have been drawn by chance alone, over all draws that count.
pub fn expected(office: &Office, register: &str, subject: Id) -> Result<f64> {
    let draws = office.read(|db| counting(db, register, i64::MIN))?;
    share(office, &draws, subject)
}

/// A draw with a result that stands.
struct Counted {
    draw: DrawRow,
    picks: Vec<PickRow>,
}

impl Counted {
    /// Each list drawn from: its file, its class, subjects on it, picks of it.
    fn lists(&self) -> Vec<(&str, &str, i64, i64)> {
        let of = |class: &str| self.picks.iter().filter(|pick| pick.stratum == class).count() as i64;
        if self.draw.strata.is_empty() {
            let sha256 = self.draw.pool_sha256.as_deref().unwrap_or_default();
            return vec![(sha256, "", self.draw.pool_count.unwrap_or_default(), self.picks.len() as i64)];
        }
        let strata = self.draw.strata.iter();
        strata.map(|one| (one.sha256.as_str(), one.class.as_str(), one.count, of(&one.class))).collect()
    }

    fn weight(&self) -> DrawWeight {
        let lists = self.lists().into_iter();
        DrawWeight {
            id: self.draw.id,
            title: self.draw.title.clone(),
            on: date_of(self.draw.drawn_at.unwrap_or_default()).to_string(),
            lists: lists
                .map(|(_, class, count, picks)| ListWeight { class: class.to_owned(), count, picks })
                .collect(),
        }
    }
}

/// Draws with a result that stands, each with its picks.
fn counting(db: &Connection, register: &str, since_ms: i64) -> Result<Vec<Counted>> {
    store::all(db)?
        .into_iter()
        .filter(|draw| draw.register == register && draw.state == "drawn")
        .filter(|draw| draw.drawn_at.is_some_and(|at| at >= since_ms))
        .map(|draw| Ok(Counted { picks: store::picks(db, draw.id)?, draw }))
        .collect()
}

fn share(office: &Office, draws: &[Counted], subject: Id) -> Result<f64> {
    let mut expected = 0.0;
    for counted in draws {
        for (sha256, _, count, picks) in counted.lists() {
            if count > 0 && document::list_holds(office, sha256, subject)? {
                expected += picks as f64 / count as f64;
                break;
            }
        }
    }
    Ok(expected)
}

fn persons(db: &Connection, draws: &[Counted]) -> Result<Vec<PersonShare>> {
    let mut shares: Vec<PersonShare> = Vec::new();
    let mut places: HashMap<Id, usize> = HashMap::new();
    let mut open = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM inspection WHERE pick_id = ?1 AND retired = 0 AND state <> 'finished')",
    )?;
    for Counted { draw, picks } in draws {
        let rules = draw.rules();
        let counting: Vec<_> = draw.persons.iter().filter(|person| person.counts()).collect();
        for person in &counting {
            let place = *places.entry(person.id).or_insert_with(|| {
                shares.push(PersonShare {
                    id: person.id,
                    name: person.name.clone(),
                    times: 0,
                    led: 0,
                    open: 0,
                    expected: 0.0,
                });
                shares.len() - 1
            });
            let group = rules.group(&person.unit);
            let peers = counting.iter().filter(|other| rules.group(&other.unit) == group).count();
            shares[place].expected += (rules.seats(group) * picks.len()) as f64 / peers as f64;
        }
        for pick in picks {
            let Some(team) = pick.team_now() else { continue };
            let is_open: bool = open.query_row([pick.id], |row| row.get(0))?;
            for id in team.everybody() {
                if let Some(place) = places.get(&id) {
                    let share = &mut shares[*place];
                    share.times += 1;
                    share.led += i64::from(id == team.leader);
                    share.open += i64::from(is_open);
                }
            }
        }
    }
    shares.sort_by(|one, other| other.times.cmp(&one.times).then_with(|| one.id.cmp(&other.id)));
    Ok(shares)
}
