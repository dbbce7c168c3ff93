//! What happens after a draw: a subject that is gone is followed by the next in the fixed order; a draw that cannot
//! stand is voided and kept, and a new round is planned.

use super::document;
use super::draw::{New, Tasks, insert_pick};
use super::store::{self, DrawRow};
use super::strata;
use super::teams::{self, Need};
use crate::calls::{Context, Revision};
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Writing;
use crate::tables::{DRAW, DRAW_PICK, INSPECTION};
use rusqlite::{OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// Void a draw.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VoidDraw {
    /// The draw.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// Why.
    pub reason: String,
    /// Who approved it.
    #[serde(default)]
    pub approved_by: String,
}

/// Plan a new round of a draw.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AgainDraw {
    /// The draw that cannot stand.
    pub id: Id,
    /// Why.
    pub reason: String,
    /// Who approved it.
    #[serde(default)]
    pub approved_by: String,
}

/// The new round.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct NewDraw {
    /// Its identity.
    pub id: Id,
}

/// Replace a drawn subject that is gone.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubstitutePick {
    /// The drawn subject.
    pub pick: Id,
    /// The revision of it that was read.
    pub rev: Id,
    /// Why, as found.
    pub reason: String,
}

/// 递补
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Substituted {
    /// The replaced pick's revision now.
    pub rev: Id,
    /// The new pick.
    pub pick: Id,
    /// Its place in the fixed order.
    pub position: i64,
    /// Its subject.
    pub subject_name: String,
}

fn approval_of(text: &str) -> Result<String> {
    let approval = text.trim();
    if approval.is_empty() {
        return Err(Failure::field("approvedBy", "作废和另起一次要经批准，请写明批准人。"));
    }
    Ok(approval.to_owned())
}

pub(crate) fn reason_of(text: &str) -> Result<String> {
    let reason = text.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请写明理由。"));
    }
    Ok(reason.to_owned())
}

/// Voids a draw; its list, seed and result stay. Inspections that have not begun fall away.
pub fn void(context: &Context<'_>, input: VoidDraw) -> Result<Revision> {
    let (reason, approval) = (reason_of(&input.reason)?, approval_of(&input.approved_by)?);
    context.office.write(context.actor, "draws.void", |w| {
        w.about(input.id);
        let draw = store::find(w.db(), input.id)?;
        if draw.state == "voided" {
            draw.expect("drawn", input.rev)?;
        }
        close(w, &draw, input.rev, reason, approval)?;
        Ok(Revision { rev: w.entry() })
    })
}

fn close(w: &mut Writing<'_>, draw: &DrawRow, rev: Id, reason: String, approval: String) -> Result<()> {
    w.update(
        &DRAW,
        draw.id,
        Some(rev),
        &[
            ("state", "voided".to_owned().into()),
            ("void_reason", reason.into()),
            ("void_approval", approval.into()),
        ],
    )?;
    let waiting: Vec<Id> = w
        .db()
        .prepare("SELECT id FROM inspection WHERE draw_id = ?1 AND state = 'planned' AND retired = 0")?
        .query_map([draw.id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for inspection in waiting {
        w.update(&INSPECTION, inspection, None, &[("retired", 1.into())])?;
    }
    Ok(())
}

/// Plans a new round with the same plan; the old round stays, voided.
pub fn again(context: &Context<'_>, input: AgainDraw) -> Result<NewDraw> {
    let (reason, approval) = (reason_of(&input.reason)?, approval_of(&input.approved_by)?);
    context.office.write(context.actor, "draws.again", |w| {
        let draw = store::find(w.db(), input.id)?;
        if draw.state == "draft" {
            return Err(Failure::NotAllowed("这次抽查还是草稿，直接修改即可，不必另起一次。".into()));
        }
        let last: i64 = w.db().query_row(
            "SELECT max(round) FROM draw WHERE year = ?1 AND number = ?2",
            params![draw.year, draw.number],
            |row| row.get(0),
        )?;
        if last != draw.round {
            return Err(Failure::NotAllowed(format!("这一编号已经有第 {last} 次，请到最新一次上操作。")));
        }
        if draw.state != "voided" {
            close(w, &draw, draw.rev, reason.clone(), approval.clone())?;
        }
        let (task, occurrence) = crate::plans::link_of(w.db(), draw.id)?;
        let id = context.office.new_id()?;
        w.about(id);
        let why = json!({"again": draw.id, "reason": reason, "approvedBy": approval});
        w.note(why.clone());
        let persons: Vec<_> = draw
            .persons
            .iter()
            .map(|person| json!({"id": person.id, "excludedReason": person.excluded_reason}))
            .collect();
        w.insert(
            &DRAW,
            id,
            &[
                ("year", draw.year.into()),
                ("number", draw.number.into()),
                ("round", (last + 1).into()),
                ("state", "draft".to_owned().into()),
                ("title", draw.title.clone().into()),
                ("basis", draw.basis.clone().into()),
                ("plan", why.to_string().into()),
                ("register", draw.register.clone().into()),
                ("checklist", draw.checklist.clone().into()),
                ("filter", serde_json::to_string(&draw.filter)?.into()),
                ("take", draw.take.into()),
                ("terms", serde_json::to_string(&draw.terms)?.into()),
                ("due_on", draw.due_on.clone().into()),
                ("seed_kind", draw.seed_kind.clone().into()),
                ("seed_place", draw.seed_place.clone().into()),
                ("seed_witnesses", serde_json::to_string(&draw.seed_witnesses)?.into()),
                ("persons", serde_json::to_string(&persons)?.into()),
                ("task_id", task.into()),
                ("occurrence", occurrence.into()),
            ],
        )?;
        Ok(NewDraw { id })
    })
}

/// 递补: the next subject of the fixed order takes the place of one that cannot be inspected.
pub fn substitute(context: &Context<'_>, input: SubstitutePick) -> Result<Substituted> {
    let reason = reason_of(&input.reason)?;
    let office = context.office;
    let (draw, pick, picks) = office.read(|db| {
        let pick = store::pick(db, input.pick)?;
        Ok((store::find(db, pick.draw_id)?, pick.clone(), store::picks(db, pick.draw_id)?))
    })?;
    draw.expect("drawn", draw.rev)?;
    if pick.state != "drawn" {
        return Err(Failure::NotAllowed("这个对象已经递补过了，请看它后面的对象。".into()));
    }
    let seed = draw.seed.clone().ok_or_else(|| Failure::Internal("已录入的随机种子不在记录里".into()))?;
    let lists = document::lists(office, &draw)?;
    let place = picks.len();
    let stratum = lists.iter().position(|list| list.class == pick.stratum).unwrap_or_default();
    let list = &lists[stratum];
    let taken = picks.iter().filter(|other| other.stratum == pick.stratum).count();
    let watch = |done: u64| {
        context.progress(done, list.pool.len() as u64, "计算随机值");
        context.cancelled()
    };
    let Some(next) = strata::nth(list, stratum, &seed, taken, &watch)? else {
        return Err(Failure::NotAllowed(if draw.strata.is_empty() {
            "锁定的名单已经抽完，没有可以递补的对象。".into()
        } else {
            format!("“{}”这一层的名单已经抽完，没有可以递补的对象。", strata::class_words(&pick.stratum))
        }));
    };
    let now = office.now_ms();
    let mut needs: Vec<Need> = picks
        .iter()
        .map(|pick| Need { subject: pick.subject_id, on: date_of(pick.picked_at).to_string() })
        .collect();
    needs.push(Need { subject: next.subject, on: date_of(now).to_string() });
    let team = teams::assign(&draw.rules(), &seed, &draw.candidates(), &needs).pop().flatten();
    office.write(context.actor, "draws.substitute", |w| {
        w.about(draw.id);
        let taken: i64 =
            w.db().query_row("SELECT count(*) FROM draw_pick WHERE draw_id = ?1", [draw.id], |row| {
                row.get(0)
            })?;
        store::find(w.db(), draw.id)?.expect("drawn", draw.rev)?;
        if taken as usize != place {
            return Err(Failure::Conflict("刚有别的对象递补了这个位置，请刷新后再做。".into()));
        }
        let inspection: Option<(Id, String)> = w
            .db()
            .query_row(
                "SELECT id, state FROM inspection WHERE pick_id = ?1 AND retired = 0",
                [pick.id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        if let Some((inspection, state)) = inspection {
            if state != "planned" {
                return Err(Failure::NotAllowed(
                    "这个对象的检查已经开始，不能递补。请在检查里写明结果。".into(),
                ));
            }
            w.update(&INSPECTION, inspection, None, &[("retired", 1.into())])?;
        }
        w.update(
            &DRAW_PICK,
            pick.id,
            Some(input.rev),
            &[("state", "replaced".to_owned().into()), ("reason", reason.into())],
        )?;
        let position = place as i64 + 1;
        let new = New {
            position,
            subject: next.subject,
            ticket: &next.ticket,
            stratum: &pick.stratum,
            team: team.as_ref(),
            at: now,
            replaces: Some(pick.id),
        };
        let mut tasks = Tasks::begin(context, w, &draw, now)?;
        let made = insert_pick(context, w, &draw, &mut tasks, &new)?;
        let subject_name = store::pick(w.db(), made)?.subject_name;
        Ok(Substituted { rev: w.entry(), pick: made, position, subject_name })
    })
}
