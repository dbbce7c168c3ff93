//! Draws as screens and the command line see them.

use super::model::{DrawFilter, DrawWitness, number_words};
use super::seed;
use super::store::{self, DrawRow};
use super::strata::Stratum;
use super::teams::Team;
use super::terms::DrawTerms;
use crate::calls::{Context, Nothing};
use crate::clock::{date_of, written};
use crate::error::Result;
use crate::id::Id;
use crate::people;
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use ts_rs::TS;

/// A draw in the list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawSummary {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Year of the number.
    pub year: i64,
    /// Number in the year.
    pub number: i64,
    /// Round of the number.
    pub round: i64,
    /// `编号 4，第 2 次`
    pub number_words: String,
    /// 抽查名称
    pub title: String,
    /// `draft`, `locked`, `seeded`, `drawn` or `voided`
    pub state: String,
    /// Subjects on the locked list.
    pub pool_count: Option<i64>,
    /// How many to draw.
    pub take: i64,
    /// To be checked by.
    pub due: Option<String>,
    /// Subjects drawn that stand.
    pub drawn: i64,
    /// Of them, inspected.
    pub inspected: i64,
}

/// Which draw.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetDraw {
    /// The draw.
    pub id: Id,
}

/// A person of the list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawPerson {
    /// The person.
    pub id: Id,
    /// 姓名
    pub name: String,
    /// 执法证号
    pub certificate_no: String,
    /// An inspector with a valid certificate: when the list was locked, before that today.
    pub valid: bool,
    /// Why left out.
    pub excluded_reason: Option<String>,
    /// 单位
    pub unit: String,
    /// 业务专长
    pub skills: Vec<String>,
    /// Subjects of the list that this person keeps away from; known once the list is locked.
    pub avoids: i64,
    /// Names of those this person does not work with; known once the list is locked.
    pub apart: Vec<String>,
}

/// A person of a team.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PickPerson {
    /// The person.
    pub id: Id,
    /// 姓名
    pub name: String,
}

/// A person who fell out of a team, and who followed.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PickSwap {
    /// Who fell out.
    pub out: PickPerson,
    /// Who followed.
    pub by: PickPerson,
    /// When.
    pub at: i64,
    /// Why.
    pub reason: String,
}

/// A drawn subject.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawPick {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Place in the fixed order.
    pub position: i64,
    /// The subject.
    pub subject_id: Id,
    /// Its number.
    pub subject_no: String,
    /// Its name when drawn.
    pub subject_name: String,
    /// 随机值
    pub ticket: String,
    /// 组长
    pub leader: Option<PickPerson>,
    /// 组员
    pub member: Option<PickPerson>,
    /// Further members, those of joint departments too.
    pub others: Vec<PickPerson>,
    /// Who fell out and who followed.
    pub swaps: Vec<PickSwap>,
    /// The stratum it was drawn from; internal.
    pub stratum: String,
    /// `drawn` or `replaced`
    pub state: String,
    /// Why replaced.
    pub reason: String,
    /// The pick it stands in for.
    pub replaces: Option<Id>,
    /// Its inspection.
    pub inspection_id: Option<Id>,
}

/// A step of the draw.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawStep {
    /// `plan`, `lock`, `seed`, `draw`, `inspect`
    pub key: String,
    /// Done.
    pub done: bool,
    /// When.
    pub at: Option<i64>,
    /// In Chinese.
    pub words: String,
}

/// Another round of the same number.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawRound {
    /// The draw.
    pub id: Id,
    /// Its round.
    pub round: i64,
    /// Its state.
    pub state: String,
}

/// A whole draw.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are those of the plan, the list, the seed and the result")]
pub struct Draw {
    pub id: Id,
    pub rev: Id,
    pub year: i64,
    pub number: i64,
    pub round: i64,
    pub number_words: String,
    pub title: String,
    pub basis: String,
    pub register: String,
    pub checklist: String,
    pub filter: DrawFilter,
    pub take: i64,
    pub due_on: Option<String>,
    pub state: String,
    pub pool_count: Option<i64>,
    pub pool_sha256: Option<String>,
    pub pool_sm3: Option<String>,
    pub locked_at: Option<i64>,
    pub persons: Vec<DrawPerson>,
    pub seed_kind: String,
    pub seed_place: String,
    pub seed_witnesses: Vec<DrawWitness>,
    pub seed: Option<String>,
    pub seeded_at: Option<i64>,
    pub seeded_by: Vec<String>,
    pub drawn_at: Option<i64>,
    pub result_sha256: Option<String>,
    pub algorithm: String,
    pub picks: Vec<DrawPick>,
    pub steps: Vec<DrawStep>,
    /// What is wrong with the times, in Chinese.
    pub clock_notes: Vec<String>,
    pub other_rounds: Vec<DrawRound>,
    pub void_reason: String,
    pub void_approval: String,
    /// Why this round was planned after another, and who approved it.
    pub again: Option<DrawAgain>,
    pub terms: DrawTerms,
    pub strata: Vec<Stratum>,
    pub lock_sha256: Option<String>,
    /// What every sheet says of the seed: that the program made it.
    pub seed_note: Option<String>,
}

/// Why a round followed another.
#[derive(Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawAgain {
    /// The round before.
    #[serde(rename = "again")]
    pub before: Id,
    /// Why.
    pub reason: String,
    /// Who approved it.
    #[serde(default)]
    pub approved_by: String,
}

/// All draws, the newest first.
pub fn list(context: &Context<'_>, _: Nothing) -> Result<Vec<DrawSummary>> {
    context.office.read(|db| {
        store::all(db)?
            .into_iter()
            .map(|draw| {
                let (drawn, inspected) = counts(db, draw.id)?;
                Ok(DrawSummary {
                    id: draw.id,
                    rev: draw.rev,
                    year: draw.year,
                    number: draw.number,
                    round: draw.round,
                    number_words: number_words(draw.number, draw.round),
                    title: draw.title,
                    state: draw.state,
                    pool_count: draw.pool_count,
                    take: draw.take,
                    due: draw.due_on,
                    drawn,
                    inspected,
                })
            })
            .collect()
    })
}

fn counts(db: &Connection, draw: Id) -> Result<(i64, i64)> {
    let sql = "SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM inspection i
                 WHERE i.pick_id = p.id AND i.retired = 0 AND i.state = 'finished')), 0)
               FROM draw_pick p WHERE p.draw_id = ?1 AND p.state = 'drawn' AND p.retired = 0";
    Ok(db.prepare_cached(sql)?.query_row([draw], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// One draw with everything about it.
pub fn get(context: &Context<'_>, input: GetDraw) -> Result<Draw> {
    let today = date_of(context.office.now_ms()).to_string();
    context.office.read(|db| {
        let draw = store::find(db, input.id)?;
        let persons = persons(db, &draw, &today)?;
        let picks = picks(db, &draw)?;
        let (drawn, inspected) = counts(db, draw.id)?;
        let seed_kind = draw.seed_kind.clone();
        let other_rounds = store::other_rounds(db, &draw)?
            .into_iter()
            .map(|(id, round, state)| DrawRound { id, round, state })
            .collect();
        Ok(Draw {
            steps: steps(&draw, drawn, inspected),
            clock_notes: draw.clock_notes(),
            persons,
            picks,
            other_rounds,
            number_words: number_words(draw.number, draw.round),
            id: draw.id,
            rev: draw.rev,
            year: draw.year,
            number: draw.number,
            round: draw.round,
            title: draw.title,
            basis: draw.basis,
            register: draw.register,
            checklist: draw.checklist,
            filter: draw.filter,
            take: draw.take,
            due_on: draw.due_on,
            state: draw.state,
            pool_count: draw.pool_count,
            pool_sha256: draw.pool_sha256,
            pool_sm3: draw.pool_sm3,
            locked_at: draw.locked_at,
            seed_kind: seed_kind.clone(),
            seed_place: draw.seed_place,
            seed_witnesses: draw.seed_witnesses,
            seed: draw.seed,
            seeded_at: draw.seeded_at,
            seeded_by: draw.seeded_by,
            drawn_at: draw.drawn_at,
            result_sha256: draw.result_sha256,
            algorithm: draw.algorithm,
            void_reason: draw.void_reason,
            void_approval: draw.void_approval,
            again: serde_json::from_str(&draw.plan).ok(),
            terms: draw.terms,
            strata: draw.strata,
            lock_sha256: draw.lock_sha256,
            seed_note: (seed_kind == seed::PROGRAM).then(|| seed::MADE_BY_PROGRAM.into()),
        })
    })
}

fn persons(db: &Connection, draw: &DrawRow, today: &str) -> Result<Vec<DrawPerson>> {
    let name = |id: Id| draw.persons.iter().find(|person| person.id == id).map(|person| person.name.clone());
    draw.persons
        .iter()
        .map(|frozen| {
            let now = if draw.locked_at.is_some() {
                frozen.clone()
            } else {
                let person = people::find(db, frozen.id, today)?;
                super::lock::freeze(&person, frozen.excluded_reason.as_deref())
            };
            Ok(DrawPerson {
                id: now.id,
                name: now.name,
                certificate_no: now.certificate_no,
                valid: now.valid,
                excluded_reason: now.excluded_reason,
                unit: now.unit,
                skills: now.skills,
                avoids: now.avoids.len() as i64,
                apart: now.apart.into_iter().filter_map(name).collect(),
            })
        })
        .collect()
}

fn picks(db: &Connection, draw: &DrawRow) -> Result<Vec<DrawPick>> {
    let mut inspections: HashMap<Id, Id> = HashMap::new();
    let mut statement = db.prepare_cached(
        "SELECT pick_id, id FROM inspection WHERE draw_id = ?1 AND pick_id IS NOT NULL AND retired = 0",
    )?;
    let mut rows = statement.query([draw.id])?;
    while let Some(row) = rows.next()? {
        inspections.insert(row.get(0)?, row.get(1)?);
    }
    let names: HashMap<Id, &str> =
        draw.persons.iter().map(|person| (person.id, person.name.as_str())).collect();
    let person = |id: Id| PickPerson { id, name: names.get(&id).copied().unwrap_or_default().to_owned() };
    let picks = store::picks(db, draw.id)?;
    Ok(picks
        .into_iter()
        .map(|pick| {
            let team = pick.team_now();
            let mut everybody = team.iter().flat_map(Team::everybody).map(person);
            let (leader, member) = (everybody.next(), everybody.next());
            DrawPick {
                leader,
                member,
                others: everybody.collect(),
                swaps: pick
                    .swaps
                    .iter()
                    .map(|swap| PickSwap {
                        out: person(swap.out),
                        by: person(swap.by),
                        at: swap.at,
                        reason: swap.reason.clone(),
                    })
                    .collect(),
                stratum: pick.stratum,
                inspection_id: inspections.get(&pick.id).copied(),
                id: pick.id,
                rev: pick.rev,
                position: pick.position,
                subject_id: pick.subject_id,
                subject_no: pick.subject_no,
                subject_name: pick.subject_name,
                ticket: pick.ticket,
                state: pick.state,
                reason: pick.reason,
                replaces: pick.replaces,
            }
        })
        .collect())
}

fn steps(draw: &DrawRow, drawn: i64, inspected: i64) -> Vec<DrawStep> {
    let step =
        |key: &str, at: Option<i64>, done: bool, words: String| DrawStep { key: key.into(), done, at, words };
    let locked = match (draw.pool_count, draw.locked_at) {
        (Some(count), Some(at)) => format!("{} 锁定名单，{count} 个对象", written(at)),
        _ => "锁定名单，固定检查人员、回避和随机种子来源".into(),
    };
    let mut seeded = match (&draw.seed, draw.seeded_at) {
        (Some(seed), Some(at)) => {
            format!("{} 录入随机种子 {seed}，录入人 {}", written(at), draw.seeded_by.join("、"))
        }
        _ => "两人录入随机种子".into(),
    };
    for note in draw.clock_notes() {
        seeded.push('。');
        seeded.push_str(&note);
    }
    let result = match draw.drawn_at {
        Some(at) => format!("{} 抽出 {} 个对象和检查人员", written(at), draw.take),
        None => "抽取对象和检查人员".into(),
    };
    let planned = if draw.locked_at.is_none() && draw.terms.strata.is_some() {
        "计划按分层比例抽取".into()
    } else {
        format!("计划抽 {} 个", draw.take)
    };
    vec![
        step("plan", None, true, planned),
        step("lock", draw.locked_at, draw.locked_at.is_some(), locked),
        step("seed", draw.seeded_at, draw.seeded_at.is_some(), seeded),
        step("draw", draw.drawn_at, draw.drawn_at.is_some(), result),
        step("inspect", None, drawn > 0 && inspected == drawn, format!("已检查 {inspected} / {drawn}")),
    ]
}
