//! Locking: the list, the persons, their recusals and the seed's source are fixed, before any seed is known.

use super::list::conditions;
use super::locked::Locked;
use super::model::{FrozenPerson, Source, source};
use super::pool::{Pool, Seals};
use super::store::{self, DrawRow};
use super::strata::{Stratum, short, take_of};
use super::{check, document, teams};
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
use serde_json::json;
use std::collections::BTreeMap;
use ts_rs::TS;

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
    /// SHA-256 of everything that was fixed: lists, shares, persons, recusals, seed source.
    pub lock_sha256: String,
    /// How many will be drawn.
    pub take: i64,
    /// Subjects that stay on the list though they reached the yearly cap.
    pub over_cap: i64,
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
    let seats = draw.rules().size;
    if certified < seats {
        return Err(Failure::NotAllowed(format!(
            "缺 {} 名持证人员，不能锁定名单{}。请补录有效执法证或增加检查人员。",
            seats - certified,
            left_out.unwrap_or_default()
        )));
    }
    let read = read_list(context, &draw, source, &mut persons, &known)?;
    check_teams(context, &draw, &persons, source, &today)?;
    let strata = keep_strata(office, &draw, &read)?;
    let pool = Pool::of(read.ids);
    let count = pool.len() as i64;
    let take = if strata.is_empty() { draw.take } else { strata.iter().map(|one| one.take).sum() };
    if count < take {
        return Err(Failure::field(
            "take",
            format!("符合条件的只有 {count} 个，不够抽 {take} 个。请放宽条件或减少数量。"),
        ));
    }
    if take == 0 {
        return Err(Failure::field("terms.strata", "按各层的比例一个也抽不出来，请核对比例和最少数。"));
    }
    context.progress(count as u64, count as u64, "计算名单校验值");
    let Seals { sha256, sm3 } = pool.seals();
    let lock_sha256 = Locked {
        pool_count: count,
        pool_sha256: &sha256,
        pool_sm3: &sm3,
        take,
        strata: &strata,
        rules: &draw.rules(),
        seed_kind: &draw.seed_kind,
        seed_place: &draw.seed_place,
        witnesses: &draw.seed_witnesses,
        persons: &persons,
    }
    .sha256();
    context.cancelled()?;
    document::keep(office, &sha256, pool.text())?;
    office.write(context.actor, "draws.lock", |w| {
        context.cancelled()?;
        w.about(draw.id);
        store::find(w.db(), draw.id)?.expect("draft", input.rev)?;
        if let Some(cap) = draw.terms.yearly_cap.as_ref().filter(|_| read.over_cap > 0) {
            w.note(
                json!({"overCap": {"subjects": read.over_cap, "visits": cap.visits, "reason": cap.kept(), "ofPlan": cap.of_plan}}),
            );
        }
        w.update(
            &DRAW,
            draw.id,
            Some(input.rev),
            &[
                ("state", "locked".to_owned().into()),
                ("take", take.into()),
                ("pool_count", count.into()),
                ("pool_sha256", sha256.clone().into()),
                ("pool_sm3", sm3.clone().into()),
                ("strata", serde_json::to_string(&strata)?.into()),
                ("persons", serde_json::to_string(&persons)?.into()),
                ("lock_sha256", lock_sha256.clone().into()),
                ("locked_at", w.now_ms().into()),
            ],
        )?;
        Ok(DrawLocked {
            rev: w.entry(),
            pool_count: count,
            pool_sha256: sha256.clone(),
            pool_sm3: sm3.clone(),
            lock_sha256: lock_sha256.clone(),
            take,
            over_cap: read.over_cap,
        })
    })
}

/// The strata of the list, each kept as a list of its own. What is short is said here.
fn keep_strata(office: &Office, draw: &DrawRow, read: &Read) -> Result<Vec<Stratum>> {
    let Some(terms) = &draw.terms.strata else { return Ok(Vec::new()) };
    let counts: Vec<(String, i64)> =
        read.classes.iter().map(|(class, ids)| (class.clone(), ids.len() as i64)).collect();
    let short = short(&terms.classes, &counts);
    if !short.is_empty() {
        return Err(Failure::field(
            "terms.strata",
            format!("{}，不能锁定名单。请改计划里的比例、最少数或名单条件。", short.join("；")),
        ));
    }
    let mut strata = Vec::new();
    for term in &terms.classes {
        let pool = Pool::of(read.classes.get(&term.class).cloned().unwrap_or_default());
        let count = pool.len() as i64;
        let sha256 = pool.seals().sha256;
        document::keep(office, &sha256, pool.text())?;
        strata.push(Stratum {
            class: term.class.clone(),
            share: term.share,
            minimum: term.minimum,
            count,
            take: take_of(count, term.share, term.minimum),
            sha256,
        });
    }
    Ok(strata)
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
        unit: person.unit_name.clone(),
        skills: person.skills.clone(),
        days_off: person.days_off.clone(),
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

/// The subjects of the list, as read.
struct Read {
    ids: Vec<Id>,
    /// By class, if there are strata.
    classes: BTreeMap<String, Vec<Id>>,
    over_cap: i64,
}

fn read_list(
    context: &Context<'_>,
    draw: &DrawRow,
    source: &Source,
    persons: &mut [FrozenPerson],
    known: &[(Person, Option<String>)],
) -> Result<Read> {
    let conditions = conditions(source, &draw.filter, &draw.terms, context.office.now_ms())?;
    let words: Vec<(usize, &str)> = known
        .iter()
        .enumerate()
        .flat_map(|(at, (person, _))| person.recusals.iter().map(move |word| (at, word.trim())))
        .filter(|(at, word)| !word.is_empty() && persons[*at].counts())
        .collect();
    let known_by = if words.is_empty() { "''" } else { source.known_by };
    let sql = format!(
        "SELECT t.id, {known_by}, {}, {} FROM {} t WHERE {}",
        conditions.class,
        conditions.capped,
        source.table,
        conditions.listed()
    );
    let strata = draw.terms.strata.is_some();
    let read = context.office.read(|db| {
        let mut read = Read { ids: Vec::new(), classes: BTreeMap::new(), over_cap: 0 };
        let mut statement = db.prepare(&sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(conditions.values.iter()))?;
        while let Some(row) = rows.next()? {
            let id: Id = row.get(0)?;
            if !words.is_empty() {
                let lines: &str = row.get_ref(1)?.as_str().unwrap_or_default();
                recuse(&words, id, lines, persons)?;
            }
            if strata {
                read.classes.entry(row.get(2)?).or_default().push(id);
            }
            read.over_cap += row.get::<_, i64>(3)?;
            read.ids.push(id);
            if read.ids.len().is_multiple_of(8192) {
                context.cancelled()?;
                context.progress(read.ids.len() as u64, 0, "读取名单");
            }
        }
        Ok(read)
    })?;
    for person in persons {
        person.avoids.sort_unstable();
        person.avoids.dedup();
    }
    Ok(read)
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
    let (candidates, rules) = (check::candidates(persons), draw.rules());
    if let Some(short) = teams::short(&rules, &candidates, today) {
        return Err(Failure::NotAllowed(format!("{short}，不能锁定名单。请增加检查人员或修改计划。")));
    }
    let mut touched: Vec<Id> = candidates.iter().flat_map(|person| person.avoids.iter().copied()).collect();
    touched.sort_unstable();
    touched.dedup();
    for subject in touched {
        if !teams::possible(&rules, &candidates, subject, today) {
            let sql = format!("SELECT name FROM {} WHERE id = ?1", source.table);
            let name: String =
                context.office.read(|db| Ok(db.query_row(&sql, [subject], |row| row.get(0))?))?;
            return Err(Failure::NotAllowed(format!(
                "“{name}”经回避后凑不成{}名检查人员，不能锁定名单。请增加检查人员。",
                if rules.size == 2 { "两".to_owned() } else { rules.size.to_string() }
            )));
        }
    }
    Ok(())
}
