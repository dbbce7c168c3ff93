//! A draw of this office recomputed from the list on the disk and the seed.

use super::check::{DrawFault, DrawRecheck, Facts, People, RecordedPick, compare};
use super::document;
use super::draw::{Line, result_sha256};
use super::model::source;
use super::pool::Pool;
use super::store::{self, DrawRow, PickRow};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

/// Which draw to recompute.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecheckDraw {
    /// The draw.
    pub id: Id,
}

/// Recomputes a draw of this office from the list on the disk and the seed.
pub fn recheck(context: &Context<'_>, input: RecheckDraw) -> Result<DrawRecheck> {
    let office = context.office;
    let (draw, picks) = office.read(|db| Ok((store::find(db, input.id)?, store::picks(db, input.id)?)))?;
    let (Some(seed), Some(_)) = (&draw.seed, draw.drawn_at) else {
        return Err(Failure::NotAllowed("结果还没有抽出，没有可以重算的内容。".into()));
    };
    let texts = document::pool_text(office, &draw).and_then(|text| {
        let strata = draw.strata.iter();
        let strata = strata.map(|one| Ok((one.clone(), document::list_text(office, &one.sha256)?)));
        Ok((text, strata.collect::<Result<Vec<_>>>()?))
    });
    let (text, strata) = match texts {
        Ok(texts) => texts,
        Err(Failure::NotFound(words)) => {
            return Ok(DrawRecheck {
                same: false,
                first: None,
                pool_sha256_same: false,
                faults: vec![DrawFault { kind: "poolGone".into(), words: words.clone() }],
                words,
                notes: draw.clock_notes(),
            });
        }
        Err(failure) => return Err(failure),
    };
    let total = text.len() as u64 / 33;
    let facts = Facts {
        pool_text: text.clone(),
        pool_count: draw.pool_count.unwrap_or_default(),
        pool_sha256: draw.pool_sha256.as_deref().unwrap_or_default(),
        pool_sm3: draw.pool_sm3.as_deref().unwrap_or_default(),
        strata: Some(strata),
        take: draw.take,
        seed_kind: &draw.seed_kind,
        seed,
        people: Some(People {
            persons: &draw.persons,
            rules: draw.rules(),
            seed_place: &draw.seed_place,
            witnesses: &draw.seed_witnesses,
            lock_sha256: draw.lock_sha256.as_deref().unwrap_or_default(),
        }),
        picks: picks.iter().map(recorded_pick).collect(),
        notes: draw.clock_notes(),
    };
    let mut outcome = compare(facts, &|done| {
        context.progress(done.min(total), total, "重算随机值");
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
            let words = "结果的校验值与抽取时记录的不同，结果在抽取后被改动过";
            outcome.words = format!("本机重算不一致：{words}。");
            outcome.faults.push(DrawFault { kind: "result".into(), words: words.into() });
        }
    }
    Ok(outcome)
}

pub(crate) fn recorded_pick(pick: &PickRow) -> RecordedPick {
    RecordedPick {
        position: pick.position,
        subject: pick.subject_id.to_string(),
        ticket: pick.ticket.clone(),
        stratum: pick.stratum.clone(),
        team: pick.team(),
        swaps: pick.swaps.clone(),
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
