//! The beginning: room, two raters without an interest, and the version of the scheme.

use super::scheme::Scheme;
use crate::calls::{Context, Saved};
use crate::clock::date_of;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::people::{self, Person};
use crate::tables::{RATING, RATING_VETO};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

/// A rating to begin.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StartRating {
    /// The room, which applied of its own will.
    pub room_id: Id,
    /// 批次
    pub batch_title: String,
    /// 评审人一
    pub first_rater_id: Id,
    /// 评审人二
    pub second_rater_id: Id,
    /// Name of the scheme's pack; absent: the office's own one in force, or the example.
    #[ts(optional)]
    pub scheme: Option<String>,
}

/// Begins a rating: the scheme's version is frozen here.
pub fn start(context: &Context<'_>, input: StartRating) -> Result<Saved> {
    let office = context.office;
    let batch = input.batch_title.trim();
    if batch.is_empty() {
        return Err(Failure::field("batchTitle", "请填写批次，例如 2026 年第二批。"));
    }
    if input.first_rater_id == input.second_rater_id {
        return Err(Failure::field("secondRaterId", "两名评审人不能是同一人，请另选一人。"));
    }
    let scheme = Scheme::current(office, input.scheme.as_deref())?;
    if scheme.raters != 2 {
        return Err(Failure::NotAllowed(format!(
            "方案“{}”要求每户 {} 人评审，目前只支持 2 人。请换一套方案。",
            scheme.title, scheme.raters
        )));
    }
    let today = date_of(office.now_ms()).to_string();
    office.write(context.actor, "ratings.start", |w| {
        let room = w
            .db()
            .query_row("SELECT name FROM room WHERE id = ?1 AND retired = 0", [input.room_id], |row| {
                row.get::<_, String>(0)
            })
            .optional()?
            .or_not_found("直播间")?;
        for (field, rater) in
            [("firstRaterId", input.first_rater_id), ("secondRaterId", input.second_rater_id)]
        {
            let person = people::find(w.db(), rater, &today)?;
            if person.retired {
                return Err(Failure::field(field, format!("{}已停用，请另选评审人。", person.name)));
            }
            refuse_interested(w.db(), &person, input.room_id, Some(field))?;
        }
        let open: Option<String> = w
            .db()
            .query_row(
                "SELECT batch_title FROM rating WHERE room_id = ?1 AND state <> 'closed' AND retired = 0",
                [input.room_id],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(open) = open {
            return Err(Failure::Conflict(format!(
                "“{room}”在“{open}”里的评估还没有结束，没有新建。请先办完那一次。"
            )));
        }
        let id = office.new_id()?;
        w.about(id);
        w.insert(
            &RATING,
            id,
            &[
                ("room_id", input.room_id.into()),
                ("room_name", room.into()),
                ("pack_id", scheme.pack.into()),
                ("batch_title", batch.to_owned().into()),
                ("state", "reviewing".to_owned().into()),
                ("first_rater", input.first_rater_id.into()),
                ("second_rater", input.second_rater_id.into()),
                ("applied_on", today.clone().into()),
            ],
        )?;
        for veto in &scheme.vetoes {
            let veto_id = Id::derived(&["ratingVeto", &id.to_string(), &veto.code]);
            w.insert(&RATING_VETO, veto_id, &[("rating_id", id.into()), ("veto", veto.code.clone().into())])?;
        }
        Ok(Saved { id, rev: w.entry() })
    })
}

/// Who inspected a room does not rate it; nor does who keeps away from it.
pub(super) fn refuse_interested(
    db: &Connection,
    person: &Person,
    room: Id,
    field: Option<&str>,
) -> Result<()> {
    let sql = "SELECT EXISTS (SELECT 1 FROM inspection WHERE subject_id = ?1 AND retired = 0
                              AND (leader_id = ?2 OR member_id = ?2))";
    let inspected: bool = db.prepare_cached(sql)?.query_row(params![room, person.id], |row| row.get(0))?;
    let sql = "SELECT name || char(10) || operator_name || char(10) || operator_code || char(10) || account
               FROM room WHERE id = ?1";
    let facts: Option<String> = db.prepare_cached(sql)?.query_row([room], |row| row.get(0)).optional()?;
    let facts = facts.unwrap_or_default();
    let keeps_away = person
        .recusals
        .iter()
        .map(|word| word.trim())
        .any(|word| !word.is_empty() && (facts.contains(word) || word == room.to_string()));
    let words = if inspected {
        format!("评审人回避：{}检查过这个直播间，不能评审。请另选评审人。", person.name)
    } else if keeps_away {
        format!("评审人回避：{}须回避这个直播间，不能评审。请另选评审人。", person.name)
    } else {
        return Ok(());
    };
    Err(match field {
        Some(field) => Failure::field(field, words),
        None => Failure::NotAllowed(words),
    })
}
