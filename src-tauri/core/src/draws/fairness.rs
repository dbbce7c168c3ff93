//! The ledger of fairness: how often subjects and persons were drawn, beside how often chance would have it.
//!
//! A subject's expectation is the sum, over the draws whose locked list it is on, of drawn subjects per listed
//! subject; a person's that of two places per drawn subject, over all who could be drawn. Voided draws do not count.

use super::document;
use super::model::source;
use super::store::{self, DrawRow};
use crate::calls::Context;
use crate::clock::local;
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
/// Two officers go to each subject.
const TEAM: f64 = 2.0;

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
    /// Everybody who could be drawn.
    pub persons: Vec<PersonShare>,
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
        Ok(Fairness {
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

/// Draws with a result that stands, each with the number of its picks.
fn counting(db: &Connection, register: &str, since_ms: i64) -> Result<Vec<(DrawRow, i64)>> {
    store::all(db)?
        .into_iter()
        .filter(|draw| draw.register == register && draw.state == "drawn")
        .filter(|draw| draw.drawn_at.is_some_and(|at| at >= since_ms))
        .map(|draw| {
            let sql = "SELECT count(*) FROM draw_pick WHERE draw_id = ?1 AND retired = 0";
            let picks = db.prepare_cached(sql)?.query_row([draw.id], |row| row.get(0))?;
            Ok((draw, picks))
        })
        .collect()
}

fn share(office: &Office, draws: &[(DrawRow, i64)], subject: Id) -> Result<f64> {
    let mut expected = 0.0;
    for (draw, picks) in draws {
        let count = draw.pool_count.unwrap_or_default();
        if count > 0 && document::pool_holds(office, draw, subject)? {
            expected += *picks as f64 / count as f64;
        }
    }
    Ok(expected)
}

fn persons(db: &Connection, draws: &[(DrawRow, i64)]) -> Result<Vec<PersonShare>> {
    let mut shares: Vec<PersonShare> = Vec::new();
    let mut places: HashMap<Id, usize> = HashMap::new();
    let mut statement = db.prepare_cached(
        "SELECT leader_id, member_id FROM draw_pick WHERE draw_id = ?1 AND retired = 0
         AND leader_id IS NOT NULL AND member_id IS NOT NULL",
    )?;
    for (draw, picks) in draws {
        let counting: Vec<_> = draw.persons.iter().filter(|person| person.counts()).collect();
        for person in &counting {
            let place = *places.entry(person.id).or_insert_with(|| {
                shares.push(PersonShare {
                    id: person.id,
                    name: person.name.clone(),
                    times: 0,
                    led: 0,
                    expected: 0.0,
                });
                shares.len() - 1
            });
            shares[place].expected += TEAM * *picks as f64 / counting.len() as f64;
        }
        let mut rows = statement.query([draw.id])?;
        while let Some(row) = rows.next()? {
            let (leader, member): (Id, Id) = (row.get(0)?, row.get(1)?);
            for id in [leader, member] {
                if let Some(place) = places.get(&id) {
                    shares[*place].times += 1;
                    shares[*place].led += i64::from(id == leader);
                }
            }
        }
    }
    shares.sort_by(|one, other| other.times.cmp(&one.times).then_with(|| one.id.cmp(&other.id)));
    Ok(shares)
}
