//! The result once more from list and seed, compared with what was recorded: for a draw of this office and for a
//! sheet that anyone holds.

use super::document;
use super::draw::{Line, result_sha256};
use super::model::{FrozenPerson, source};
use super::pool::{Pool, Seals, seals};
use super::store::{self, DrawRow, PickRow};
use super::teams::{self, Candidate, Need};
use super::{sample, seed};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What may be said when everything agrees, and no more.
const AGREES: &str = "本机重算一致，不代替第三方复核";

/// Which draw to recompute.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecheckDraw {
    /// The draw.
    pub id: Id,
}

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
    /// What else is to be known: a clock that was set back.
    pub notes: Vec<String>,
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
pub(crate) struct Recorded<'a> {
    pub(crate) pool_text: Vec<u8>,
    pub(crate) pool_sha256: &'a str,
    pub(crate) pool_sm3: &'a str,
    pub(crate) seed_kind: &'a str,
    pub(crate) seed: &'a str,
    /// Absent on a public sheet: then teams are not compared.
    pub(crate) candidates: Option<Vec<Candidate>>,
    pub(crate) picks: Vec<RecordedPick>,
    pub(crate) notes: Vec<String>,
}

/// A pick as recorded.
pub(crate) struct RecordedPick {
    pub(crate) position: i64,
    pub(crate) subject: String,
    pub(crate) ticket: String,
    pub(crate) team: Option<(Id, Id)>,
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
        })
        .collect()
}

/// Recomputes and compares.
pub(crate) fn compare(
    recorded: Recorded<'_>,
    watch: &(dyn Fn(u64) -> Result<()> + Sync),
) -> Result<DrawRecheck> {
    let Seals { sha256: found, sm3 } = seals(&recorded.pool_text);
    let pool_sha256_same = found == recorded.pool_sha256;
    let notes = recorded.notes;
    let mut faults: Vec<String> = Vec::new();
    if !pool_sha256_same {
        faults.push(format!(
            "名单的校验值与锁定时不一致（锁定时 {}，现在 {found}），名单在锁定后被改动过",
            recorded.pool_sha256
        ));
    }
    if sm3 != recorded.pool_sm3 {
        faults.push(format!("名单的 SM3 校验值与锁定时不一致（锁定时 {}，现在 {sm3}）", recorded.pool_sm3));
    }
    if seed::normalise(recorded.seed_kind, recorded.seed).ok().as_deref() != Some(recorded.seed) {
        faults.push("随机种子不是规范写法，可能被改动过".into());
    }
    let first = match Pool::parse(recorded.pool_text) {
        Err(flaw) => {
            faults.push(format!("名单{flaw}"));
            None
        }
        Ok(pool) => first_difference(&pool, recorded.seed, recorded.candidates, &recorded.picks, watch)?,
    };
    if let Some(first) = &first {
        faults.push(format!(
            "第 {} 位：记录为 {}，重算为 {}",
            first.position, first.recorded, first.recomputed
        ));
    }
    let same = faults.is_empty();
    let words =
        if same { AGREES.to_owned() } else { format!("本机重算不一致：{}。", faults.join("；")) };
    Ok(DrawRecheck { same, first, pool_sha256_same, words, notes })
}

fn first_difference(
    pool: &Pool,
    seed: &str,
    candidates: Option<Vec<Candidate>>,
    picks: &[RecordedPick],
    watch: &(dyn Fn(u64) -> Result<()> + Sync),
) -> Result<Option<FirstDifference>> {
    let order = sample::order_by(seed, pool.len(), |at| pool.line(at), picks.len(), watch)?;
    let made = candidates.map(|candidates| {
        let needs: Vec<Need> = order
            .iter()
            .zip(picks)
            .map(|((at, _), pick)| Need { subject: pool.id(*at), on: pick.on.clone() })
            .collect();
        teams::assign(seed, &candidates, &needs)
    });
    for (place, pick) in picks.iter().enumerate() {
        let position = place as i64 + 1;
        let differs = |recorded: String, recomputed: String| {
            Ok(Some(FirstDifference { position, recorded, recomputed }))
        };
        if pick.position != position {
            return differs(format!("位次 {}", pick.position), format!("位次 {position}"));
        }
        let Some((at, ticket)) = order.get(place) else {
            return differs(pick.subject.clone(), "名单里已没有更多对象".into());
        };
        let subject = pool.id(*at).to_string();
        if pick.subject != subject {
            return differs(format!("对象 {}", pick.subject), format!("对象 {subject}"));
        }
        if pick.ticket != *ticket {
            return differs(format!("随机值 {}", pick.ticket), format!("随机值 {ticket}"));
        }
        if let Some(made) = &made {
            let words = |team: Option<(Id, Id)>| match team {
                Some((leader, member)) => format!("组长 {leader}、组员 {member}"),
                None => "没有检查人员".into(),
            };
            if pick.team != made[place] {
                return differs(words(pick.team), words(made[place]));
            }
        }
    }
    Ok(None)
}

/// Recomputes a draw of this office from the list on the disk and the seed.
pub fn recheck(context: &Context<'_>, input: RecheckDraw) -> Result<DrawRecheck> {
    let office = context.office;
    let (draw, picks) = office.read(|db| Ok((store::find(db, input.id)?, store::picks(db, input.id)?)))?;
    let (Some(seed), Some(_)) = (&draw.seed, draw.drawn_at) else {
        return Err(Failure::NotAllowed("结果还没有抽出，没有可以重算的内容。".into()));
    };
    let text = match document::pool_text(office, &draw) {
        Ok(text) => text,
        Err(Failure::NotFound(words)) => {
            return Ok(DrawRecheck {
                same: false,
                first: None,
                pool_sha256_same: false,
                words,
                notes: draw.clock_notes(),
            });
        }
        Err(failure) => return Err(failure),
    };
    let total = text.len() as u64 / 33;
    let recorded = Recorded {
        pool_text: text.clone(),
        pool_sha256: draw.pool_sha256.as_deref().unwrap_or_default(),
        pool_sm3: draw.pool_sm3.as_deref().unwrap_or_default(),
        seed_kind: &draw.seed_kind,
        seed,
        candidates: Some(draw.candidates()),
        picks: picks.iter().map(recorded_pick).collect(),
        notes: draw.clock_notes(),
    };
    let mut outcome = compare(recorded, &|done| {
        context.progress(done, total, "重算随机值");
        context.cancelled()
    })?;
    if !outcome.pool_sha256_same {
        if let Some(words) = stranger(context, &draw, text)? {
            outcome.words.push_str(&words);
        }
    } else if outcome.same {
        let lines: Vec<Line<'_>> = picks.iter().take(draw.take as usize).map(Line::from).collect();
        if draw.result_sha256.as_deref() != Some(result_sha256(&draw, &lines).as_str()) {
            outcome.same = false;
            outcome.words = "本机重算不一致：结果的校验值与抽取时记录的不同，结果在抽取后被改动过。".into();
        }
    }
    Ok(outcome)
}

pub(crate) fn recorded_pick(pick: &PickRow) -> RecordedPick {
    RecordedPick {
        position: pick.position,
        subject: pick.subject_id.to_string(),
        ticket: pick.ticket.clone(),
        team: pick.leader_id.zip(pick.member_id),
        on: date_of(pick.picked_at).to_string(),
    }
}

/// The first line of a changed list that names no subject of the register.
fn stranger(context: &Context<'_>, draw: &DrawRow, text: Vec<u8>) -> Result<Option<String>> {
    let Ok(pool) = Pool::parse(text) else { return Ok(None) };
    let sql = format!("SELECT 1 FROM {} WHERE id = ?1", source(&draw.register)?.table);
    context.office.read(|db| {
        let mut statement = db.prepare(&sql)?;
        for at in 0..pool.len() {
            if at.is_multiple_of(8192) {
                context.cancelled()?;
            }
            if statement.query_row([pool.id(at)], |_| Ok(())).optional()?.is_none() {
                return Ok(Some(format!("名单第 {} 行 {} 不在名录里。", at + 1, pool.id(at))));
            }
        }
        Ok(None)
    })
}
