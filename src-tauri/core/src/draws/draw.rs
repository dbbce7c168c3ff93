//! The seed goes in, the result comes out.

use super::lock::current_checklist;
use super::model::source;
use super::plan::next_number;
use super::store::{self, DrawRow, PickRow};
use super::strata::{self, List};
use super::teams::{self, Need, Team};
use super::{ALGORITHM, document, seed};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Writing;
use crate::tables::{DRAW, DRAW_PICK, INSPECTION};
use chrono::Datelike;
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// A seed as read out.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnterSeed {
    /// The draw.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// As typed by the first of the two; empty when the office has the program make it.
    pub seed: String,
    /// As typed once more by the second, where it is typed twice.
    #[ts(optional)]
    pub again: Option<String>,
    /// The two who entered and compared it: names, or identities of people of the office.
    pub seeded_by: [String; 2],
}

/// A seed that was accepted.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SeedEntered {
    /// The draw's revision now.
    pub rev: Id,
    /// The bytes that count.
    pub seed: String,
}

/// Which draw to run.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrawNow {
    /// The draw.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
}

/// A result.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawnResult {
    /// The draw's revision now.
    pub rev: Id,
    /// SHA-256 of the result's canonical text.
    pub result_sha256: String,
    /// How many subjects were drawn.
    pub picks: i64,
}

/// Records the seed, once.
pub fn enter_seed(context: &Context<'_>, input: EnterSeed) -> Result<SeedEntered> {
    context.office.write(context.actor, "draws.seed", |w| {
        w.about(input.id);
        let draw = store::find(w.db(), input.id)?;
        draw.expect("locked", input.rev)?;
        draw.refuse_own_hand(context.actor)?;
        let entered = if draw.seed_kind == seed::PROGRAM {
            if !input.seed.trim().is_empty() {
                return Err(Failure::field(
                    "seed",
                    "计划写明随机种子由本程序生成，不能另外录入。要用外部来源请作废后另起一次。",
                ));
            }
            hex::encode(context.office.random::<16>()?)
        } else {
            seed::normalise(&draw.seed_kind, &input.seed)?
        };
        if let Some(again) = &input.again
            && draw.seed_kind != seed::PROGRAM
            && seed::normalise(&draw.seed_kind, again)? != entered
        {
            return Err(Failure::field(
                "again",
                "两个人录入的随机种子不一致，没有保存。请对照记录各自重录。",
            ));
        }
        let mut names: Vec<String> = Vec::new();
        for typed in input.seeded_by.iter().map(|name| name.trim()) {
            let known = match typed.parse::<Id>() {
                Ok(id) => Some(crate::people::find(w.db(), id, "")?),
                Err(_) => None,
            };
            let name = known.as_ref().map_or(typed, |person| person.name.as_str());
            if name.is_empty() || names.iter().any(|other| other == name) {
                return Err(Failure::field(
                    "seededBy",
                    "随机种子要由两个人录入并互相核对，请写两个不同的人。",
                ));
            }
            let drawn_from = |person: &&super::model::FrozenPerson| {
                person.counts() && known.as_ref().map_or(person.name == name, |known| known.id == person.id)
            };
            if draw.persons.iter().any(|person| drawn_from(&person)) {
                return Err(Failure::field(
                    "seededBy",
                    format!("{name}在本次检查人员名单里，不能录入随机种子。请换一个人。"),
                ));
            }
            names.push(name.to_owned());
        }
        let seeded_at = w.now_ms();
        if draw.locked_at.is_some_and(|locked| seeded_at < locked) {
            w.note(json!({"clockRanBack": {"lockedAt": draw.locked_at, "seededAt": seeded_at}}));
        }
        w.update(
            &DRAW,
            draw.id,
            Some(input.rev),
            &[
                ("state", "seeded".to_owned().into()),
                ("seed", entered.clone().into()),
                ("seeded_at", seeded_at.into()),
                ("seeded_by", serde_json::to_string(&names)?.into()),
            ],
        )?;
        Ok(SeedEntered { rev: w.entry(), seed: entered })
    })
}

/// Draws: subjects, teams, planned inspections, all in one transaction. Cancelled, nothing is drawn.
pub fn draw(context: &Context<'_>, input: DrawNow) -> Result<DrawnResult> {
    let office = context.office;
    let draw = office.read(|db| store::find(db, input.id))?;
    draw.expect("seeded", input.rev)?;
    draw.refuse_own_hand(context.actor)?;
    let seed = draw.seed.clone().ok_or_else(|| Failure::Internal("已录入的随机种子不在记录里".into()))?;
    let lists = document::lists(office, &draw)?;
    let order = first(context, &lists, &seed)?;
    let now = office.now_ms();
    let on = date_of(now).to_string();
    let needs: Vec<Need> =
        order.iter().map(|place| Need { subject: place.subject, on: on.clone() }).collect();
    let made = teams::assign(&draw.rules(), &seed, &draw.candidates(), &needs);
    context.cancelled()?;
    office.write(context.actor, "draws.draw", |w| {
        w.about(draw.id);
        store::find(w.db(), draw.id)?.expect("seeded", input.rev)?;
        let mut tasks = Tasks::begin(context, w, &draw, now)?;
        let mut lines = Vec::with_capacity(order.len());
        for (at, (place, team)) in order.iter().zip(&made).enumerate() {
            if at % 256 == 0 {
                context.cancelled()?;
                context.progress(at as u64, order.len() as u64, "生成检查任务");
            }
            let position = at as i64 + 1;
            let picked = New {
                position,
                subject: place.subject,
                ticket: &place.ticket,
                stratum: &lists[place.list].class,
                team: team.as_ref(),
                at: now,
                replaces: None,
            };
            insert_pick(context, w, &draw, &mut tasks, &picked)?;
            lines.push(Line { position, subject: place.subject, ticket: &place.ticket, team: team.clone() });
        }
        let result_sha256 = result_sha256(&draw, &lines);
        w.update(
            &DRAW,
            draw.id,
            Some(input.rev),
            &[
                ("state", "drawn".to_owned().into()),
                ("drawn_at", now.into()),
                ("result_sha256", result_sha256.clone().into()),
                ("algorithm", ALGORITHM.to_owned().into()),
            ],
        )?;
        Ok(DrawnResult { rev: w.entry(), result_sha256, picks: lines.len() as i64 })
    })
}

/// The first draw from the lists, with progress and cancel.
fn first(context: &Context<'_>, lists: &[List], seed: &str) -> Result<Vec<strata::Place>> {
    let total = lists.iter().map(|list| list.pool.len() as u64).sum();
    strata::first(lists, seed, &|done| {
        context.progress(done, total, "计算随机值");
        context.cancelled()
    })
}

/// A line of the result's canonical text.
pub(crate) struct Line<'a> {
    pub(crate) position: i64,
    pub(crate) subject: Id,
    pub(crate) ticket: &'a str,
    pub(crate) team: Option<Team>,
}

impl<'a> From<&'a PickRow> for Line<'a> {
    fn from(pick: &'a PickRow) -> Self {
        Self { position: pick.position, subject: pick.subject_id, ticket: &pick.ticket, team: pick.team() }
    }
}

impl Line<'_> {
    /// `position subject ticket leader member…`
    pub(crate) fn text(&self) -> String {
        let team = self.team.as_ref().map_or_else(
            || "- -".to_owned(),
            |team| team.everybody().map(|id| id.to_string()).collect::<Vec<_>>().join(" "),
        );
        format!("{} {} {} {team}", self.position, self.subject, self.ticket)
    }
}

/// SHA-256 of the result: a head with list and seed, then a line for each of the subjects first drawn.
pub(crate) fn result_sha256(draw: &DrawRow, lines: &[Line<'_>]) -> String {
    let mut text = format!(
        "greenroom draw result 1\npool {}\nseed {}\ntake {}\n",
        draw.pool_sha256.as_deref().unwrap_or_default(),
        draw.seed.as_deref().unwrap_or_default(),
        draw.take
    );
    for line in lines {
        text.push_str(&line.text());
        text.push('\n');
    }
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// A subject that was drawn, about to be written.
pub(crate) struct New<'a> {
    pub(crate) position: i64,
    pub(crate) subject: Id,
    pub(crate) ticket: &'a str,
    pub(crate) stratum: &'a str,
    pub(crate) team: Option<&'a Team>,
    pub(crate) at: i64,
    pub(crate) replaces: Option<Id>,
}

/// What the inspections of one draw have in common.
pub(crate) struct Tasks {
    year: i64,
    number: i64,
    pack: Id,
}

impl Tasks {
    /// The checklist in force and the next number of the year.
    pub(crate) fn begin(context: &Context<'_>, w: &Writing<'_>, draw: &DrawRow, at: i64) -> Result<Self> {
        let year = i64::from(date_of(at).year());
        let pack = current_checklist(context.office, &draw.checklist)?;
        Ok(Self { year, number: next_number(w.db(), "inspection", year)?, pack })
    }
}

/// Writes a pick and its planned inspection.
pub(crate) fn insert_pick(
    context: &Context<'_>,
    w: &mut Writing<'_>,
    draw: &DrawRow,
    tasks: &mut Tasks,
    new: &New<'_>,
) -> Result<Id> {
    let source = source(&draw.register)?;
    let sql = format!("SELECT name, {} FROM {} WHERE id = ?1", source.number, source.table);
    let found = w
        .db()
        .prepare_cached(&sql)?
        .query_row([new.subject], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    let (name, number) = found.unwrap_or_default();
    let Some(team) = new.team else {
        return Err(Failure::NotAllowed(format!(
            "第 {} 个“{name}”凑不成一组检查人员：锁定以后有人的执法证到期或休假了。请作废后重新锁定。",
            new.position
        )));
    };
    let (leader, member) = (team.leader, team.members[0]);
    let pick = context.office.new_id()?;
    w.insert(
        &DRAW_PICK,
        pick,
        &[
            ("draw_id", draw.id.into()),
            ("position", new.position.into()),
            ("subject_id", new.subject.into()),
            ("subject_no", number.into()),
            ("subject_name", name.clone().into()),
            ("ticket", new.ticket.to_owned().into()),
            ("picked_at", new.at.into()),
            ("replaces", new.replaces.map_or(rusqlite::types::Value::Null, Into::into)),
            ("stratum", new.stratum.to_owned().into()),
            ("leader_id", leader.into()),
            ("member_id", member.into()),
            ("others", serde_json::to_string(&team.members[1..])?.into()),
        ],
    )?;
    w.insert(
        &INSPECTION,
        context.office.new_id()?,
        &[
            ("year", tasks.year.into()),
            ("number", tasks.number.into()),
            ("register", draw.register.clone().into()),
            ("subject_id", new.subject.into()),
            ("subject_name", name.into()),
            ("draw_id", draw.id.into()),
            ("pick_id", pick.into()),
            ("pack_id", tasks.pack.into()),
            ("approach", source.approach.to_owned().into()),
            ("reason", format!("双随机抽查：{}", draw.title).into()),
            ("state", "planned".to_owned().into()),
            ("leader_id", leader.into()),
            ("member_id", member.into()),
            ("due_on", draw.due_on.clone().into()),
        ],
    )?;
    tasks.number += 1;
    Ok(pick)
}
