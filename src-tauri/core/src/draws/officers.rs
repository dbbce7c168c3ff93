//! A person who falls out of a team is followed by the next in the order that the seed has fixed. The swap stays on
//! the record for ever, beside the team as it was drawn.

use super::again::reason_of;
use super::store;
use super::teams::{self, Need};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::tables::{DRAW_PICK, INSPECTION};
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One person for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Swap {
    /// Who fell out.
    pub out: Id,
    /// Who follows.
    pub by: Id,
    /// When.
    pub at: i64,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Replace a person of a team.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplaceOfficer {
    /// The drawn subject.
    pub pick: Id,
    /// The revision of it that was read.
    pub rev: Id,
    /// Who falls out.
    pub person: Id,
    /// Why.
    pub reason: String,
}

/// Who follows.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OfficerReplaced {
    /// The pick's revision now.
    pub rev: Id,
    /// The person who follows.
    pub person: Id,
    /// 姓名
    pub name: String,
}

/// 递补 of a person.
pub fn replace_officer(context: &Context<'_>, input: ReplaceOfficer) -> Result<OfficerReplaced> {
    let reason = reason_of(&input.reason)?;
    context.office.write(context.actor, "draws.replaceOfficer", |w| {
        let pick = store::pick(w.db(), input.pick)?;
        let draw = store::find(w.db(), pick.draw_id)?;
        w.about(draw.id);
        draw.expect("drawn", draw.rev)?;
        if pick.state != "drawn" {
            return Err(Failure::NotAllowed("这个对象已经递补过，不再检查，不用换人。".into()));
        }
        let inspection: Option<(Id, String)> = w
            .db()
            .query_row(
                "SELECT id, state FROM inspection WHERE pick_id = ?1 AND retired = 0",
                [pick.id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        if inspection.as_ref().is_some_and(|(_, state)| state != "planned") {
            return Err(Failure::NotAllowed("这个对象的检查已经开始，不能在这里换人。".into()));
        }
        let missing = || Failure::Internal("抽中对象没有检查人员".into());
        let team = pick.team_now().ok_or_else(missing)?;
        let name = |id: Id| {
            let known = draw.persons.iter().find(|person| person.id == id);
            known.map(|person| person.name.clone()).unwrap_or_default()
        };
        if team.everybody().all(|id| id != input.person) {
            return Err(Failure::field("person", "要换的人不在这一组里，请刷新后再选。"));
        }
        let seed = draw.seed.as_deref().ok_or_else(missing)?;
        let now = w.now_ms();
        let need = Need { subject: pick.subject_id, on: date_of(now).to_string() };
        let gone: Vec<Id> = pick.swaps.iter().map(|swap| swap.out).collect();
        let by = teams::follower(&draw.rules(), seed, &draw.candidates(), &need, &team, input.person, &gone);
        let Some(by) = by else {
            return Err(Failure::NotAllowed(format!(
                "按已定的次序没有人可以递补{}：其余人员都已在组里、需要回避、休假或执法证到期。",
                name(input.person)
            )));
        };
        let mut swaps = pick.swaps.clone();
        swaps.push(Swap { out: input.person, by, at: now, reason });
        w.update(&DRAW_PICK, pick.id, Some(input.rev), &[("swaps", serde_json::to_string(&swaps)?.into())])?;
        let after = team.swapped(input.person, by);
        if let Some((inspection, _)) = inspection {
            w.update(
                &INSPECTION,
                inspection,
                None,
                &[("leader_id", after.leader.into()), ("member_id", after.members[0].into())],
            )?;
        }
        Ok(OfficerReplaced { rev: w.entry(), person: by, name: name(by) })
    })
}
