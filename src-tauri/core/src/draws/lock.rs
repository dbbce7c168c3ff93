//! Locking: the list, the persons, their recusals and the seed's source are fixed, before any seed is known.

use super::model::{FrozenPerson, Source, source};
use super::plan::{Conditions, conditions};
use super::pool::{Pool, Seals};
use super::store::{self, DrawRow};
use super::{document, teams};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use crate::people::{self, Person};
use crate::rules::{self, pack::Kind};
use crate::tables::DRAW;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A team is two.
const TEAM: usize = 2;
/// More recusals than this for one person are a mistake of wording, not a list of relations.
const MOST_RECUSALS: usize = 10_000;

/// Which draw to lock.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LockDraw {
    /// The draw.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
}

/// A locked list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawLocked {
    /// The draw's revision now.
    pub rev: Id,
    /// Subjects on the list.
    pub pool_count: i64,
    /// 名单校验值, SHA-256
    pub pool_sha256: String,
    /// 名单校验值, SM3
    pub pool_sm3: String,
}

/// Locks the list: writes it to a file, hashes it, fixes persons and seed source. Cancelled, nothing is locked.
pub fn lock(context: &Context<'_>, input: LockDraw) -> Result<DrawLocked> {
    let office = context.office;
    let today = date_of(office.now_ms()).to_string();
    let draw = office.read(|db| store::find(db, input.id))?;
    draw.expect("draft", input.rev)?;
    let source = source(&draw.register)?;
    current_checklist(office, &draw.checklist)?;
    let known = office.read(|db| {
        draw.persons
            .iter()
            .map(|planned| Ok((people::find(db, planned.id, &today)?, planned.excluded_reason.clone())))
            .collect::<Result<Vec<_>>>()
    })?;
    let mut persons: Vec<FrozenPerson> =
        known.iter().map(|(person, why)| freeze(person, why.as_deref())).collect();
    resolve_pairs(&mut persons, &known);
    // Whoever operates is not drawn: left out by name, printed with the list.
    let operator = persons.iter_mut().find(|person| person.counts() && Some(person.id) == context.actor);
    let left_out = operator.map(|person| {
        person.excluded_reason = Some("本次抽取的操作人".into());
        format!("（操作人{}不参加抽取）", person.name)
    });
    check_source(&draw, &persons)?;
    let certified = persons.iter().filter(|person| person.counts()).count();
    if certified < TEAM {
        return Err(Failure::NotAllowed(format!(
            "缺 {} 名持证人员，不能锁定名单{}。请补录有效执法证或增加检查人员。",
            TEAM - certified,
            left_out.unwrap_or_default()
        )));
    }

    let pool = read_pool(context, &draw, source, &mut persons, &known)?;
    let count = pool.len() as i64;
    if count < draw.take {
        return Err(Failure::field(
            "take",
            format!("符合条件的只有 {count} 个，不够抽 {} 个。请放宽条件或减少数量。", draw.take),
        ));
    }
    check_teams(context, &draw, &persons, source, &today)?;
    context.progress(count as u64, count as u64, "计算名单校验值");
    let Seals { sha256, sm3 } = pool.seals();
    context.cancelled()?;
    document::keep(office, &sha256, pool.text())?;
    office.write(context.actor, "draws.lock", |w| {
        context.cancelled()?;
        w.about(draw.id);
        store::find(w.db(), draw.id)?.expect("draft", input.rev)?;
        w.update(
            &DRAW,
            draw.id,
            Some(input.rev),
            &[
                ("state", "locked".to_owned().into()),
                ("pool_count", count.into()),
                ("pool_sha256", sha256.clone().into()),
                ("pool_sm3", sm3.clone().into()),
                ("persons", serde_json::to_string(&persons)?.into()),
                ("locked_at", w.now_ms().into()),
            ],
        )?;
        Ok(DrawLocked {
            rev: w.entry(),
            pool_count: count,
            pool_sha256: sha256.clone(),
            pool_sm3: sm3.clone(),
        })
    })
}

/// The checklist in force, or a sentence that it is missing.
pub(crate) fn current_checklist(office: &Office, checklist: &str) -> Result<Id> {
    let found = rules::store::current(office, checklist)?;
    if found.pack.header.kind != Kind::Checklist {
        return Err(Failure::field("checklist", format!("规则包“{checklist}”不是检查清单，请换一份。")));
    }
    Ok(found.id)
}

pub(crate) fn freeze(person: &Person, excluded_reason: Option<&str>) -> FrozenPerson {
    let inspector = person.roles.iter().any(|role| role == "inspector");
    let own = if person.retired {
        Some("已不在岗")
    } else if !inspector {
        Some("不是检查人员")
    } else if !person.certificate_valid {
        Some("没有有效的执法证")
    } else {
        None
    };
    FrozenPerson {
        id: person.id,
        excluded_reason: excluded_reason.or(own).map(Into::into),
        name: person.name.clone(),
        certificate_no: person.certificate_no.clone(),
        certificate_until: person.certificate_until.clone().unwrap_or_default(),
        valid: person.certificate_valid && inspector && !person.retired,
        avoids: Vec::new(),
        apart: Vec::new(),
    }
}

/// A recusal that names another person of the list means: not together.
fn resolve_pairs(persons: &mut [FrozenPerson], known: &[(Person, Option<String>)]) {
    for (at, (person, _)) in known.iter().enumerate() {
        let others = known.iter().filter(|(other, _)| other.id != person.id);
        persons[at].apart = others
            .filter(|(other, _)| {
                person
                    .recusals
                    .iter()
                    .map(|word| word.trim())
                    .any(|word| word == other.name || word == other.id.to_string())
            })
            .map(|(other, _)| other.id)
            .collect();
    }
}

/// Where the seed comes from is fixed now, and nobody who watches may be drawn.
fn check_source(draw: &DrawRow, persons: &[FrozenPerson]) -> Result<()> {
    if draw.seed_place.is_empty() {
        return Err(Failure::field(
            "seedPlace",
            "请写明随机种子从哪里来：掷骰的地点，或彩票、公开数字的名称和期号。",
        ));
    }
    if draw.seed_witnesses.is_empty() {
        return Err(Failure::field("seedWitnesses", "请至少写一位见证人的姓名和单位。"));
    }
    for witness in &draw.seed_witnesses {
        if witness.name.is_empty() || witness.unit.is_empty() {
            return Err(Failure::field("seedWitnesses", "见证人的姓名和单位都要写。"));
        }
        if persons.iter().any(|person| person.counts() && person.name == witness.name) {
            return Err(Failure::field(
                "seedWitnesses",
                format!(
                    "见证人{}在本次检查人员名单里。请换一位见证人，或把其从检查人员中排除并写明理由。",
                    witness.name
                ),
            ));
        }
    }
    Ok(())
}

fn read_pool(
    context: &Context<'_>,
    draw: &DrawRow,
    source: &Source,
    persons: &mut [FrozenPerson],
    known: &[(Person, Option<String>)],
) -> Result<Pool> {
    let Conditions { pending, mismatch, recent, values } =
        conditions(source, &draw.filter, context.office.now_ms())?;
    let words: Vec<(usize, &str)> = known
        .iter()
        .enumerate()
        .flat_map(|(at, (person, _))| person.recusals.iter().map(move |word| (at, word.trim())))
        .filter(|(at, word)| !word.is_empty() && persons[*at].counts())
        .collect();
    let known_by = if words.is_empty() { "''" } else { source.known_by };
    let sql = format!(
        "SELECT t.id, {known_by} FROM {} t WHERE t.retired = 0 AND NOT {pending} AND NOT ({mismatch}) AND NOT {recent}",
        source.table
    );
    let ids = context.office.read(|db| {
        let mut ids: Vec<Id> = Vec::new();
        let mut statement = db.prepare(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let id: Id = row.get(0)?;
            if !words.is_empty() {
                let lines: &str = row.get_ref(1)?.as_str().unwrap_or_default();
                recuse(&words, id, lines, persons)?;
            }
            ids.push(id);
            if ids.len().is_multiple_of(8192) {
                context.cancelled()?;
                context.progress(ids.len() as u64, 0, "读取名单");
            }
        }
        Ok(ids)
    })?;
    for person in persons {
        person.avoids.sort_unstable();
        person.avoids.dedup();
    }
    Ok(Pool::of(ids))
}

/// A recusal fits a subject by its identity, by one of its names or numbers, or by a part of one of two or more characters.
fn recuse(words: &[(usize, &str)], id: Id, lines: &str, persons: &mut [FrozenPerson]) -> Result<()> {
    for (at, word) in words {
        let fits = lines.lines().any(|line| line == *word)
            || word.chars().nth(1).is_some() && lines.contains(word)
            || word.len() == 32 && *word == id.to_string();
        if fits {
            persons[*at].avoids.push(id);
            if persons[*at].avoids.len() > MOST_RECUSALS {
                return Err(Failure::field(
                    "persons",
                    format!(
                        "{}的回避内容“{word}”碰到的对象太多，像是写得太宽。请写具体的对象。",
                        persons[*at].name
                    ),
                ));
            }
        }
    }
    Ok(())
}

/// What cannot be staffed is said now, with what is short.
fn check_teams(
    context: &Context<'_>,
    draw: &DrawRow,
    persons: &[FrozenPerson],
    source: &Source,
    today: &str,
) -> Result<()> {
    let candidates = DrawRow { persons: persons.to_vec(), ..draw.clone() }.candidates();
    let nobody = Id([0; 16]);
    if !teams::possible(&candidates, nobody, today) {
        return Err(Failure::NotAllowed(
            "检查人员之间互相回避，凑不成两人一组，不能锁定名单。请增加检查人员。".into(),
        ));
    }
    let mut touched: Vec<Id> = candidates.iter().flat_map(|person| person.avoids.iter().copied()).collect();
    touched.sort_unstable();
    touched.dedup();
    for subject in touched {
        if !teams::possible(&candidates, subject, today) {
            let sql = format!("SELECT name FROM {} WHERE id = ?1", source.table);
            let name: String =
                context.office.read(|db| Ok(db.query_row(&sql, [subject], |row| row.get(0))?))?;
            return Err(Failure::NotAllowed(format!(
                "“{name}”经回避后凑不成两名检查人员，不能锁定名单。请增加检查人员。"
            )));
        }
    }
    Ok(())
}
