//! The time line of a record, read from the journal.

use crate::calls::Context;
use crate::error::Result;
use crate::id::Id;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whose time line, and where to go on.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HistoryInput {
    /// The record; absent for the whole office.
    #[ts(optional)]
    pub record: Option<Id>,
    /// `next` of the page before.
    #[ts(optional)]
    pub before: Option<i64>,
    /// At most this many, 50 if absent.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// One deed.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Identity of the entry.
    pub id: Id,
    /// Wall time, UTC milliseconds.
    pub at: i64,
    /// The machine's clock ran backwards before this entry.
    pub clock_ran_back: bool,
    /// Stable English word of the deed; its Chinese words are in the labels pack, group `deed`.
    pub deed: String,
    /// Who did it.
    pub actor: Option<Id>,
    /// Their name, if known.
    pub actor_name: Option<String>,
    /// Changes before and after, as stored.
    pub payload: serde_json::Value,
}

/// A page of deeds, newest first.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HistoryPage {
    /// The deeds.
    pub events: Vec<Event>,
    /// Hand this in as `before` for the next page; absent at the end.
    pub next: Option<i64>,
}

/// A personal field stays masked here too: whoever wants to see it asks, and that is journalled.
fn mask_personal(payload: &mut serde_json::Value) {
    for change in payload["changes"].as_array_mut().into_iter().flatten() {
        let Some(register) = change["table"].as_str().and_then(crate::registers::Register::by_table) else {
            continue;
        };
        for side in ["before", "after"] {
            let Some(values) = change.get_mut(side).and_then(serde_json::Value::as_object_mut) else {
                continue;
            };
            for field in register.fields.iter().filter(|field| field.personal) {
                if let Some(serde_json::Value::String(text)) = values.get_mut(field.column) {
                    *text = crate::registers::warnings::mask(field.kind, text);
                }
            }
        }
    }
}

/// The time line of a record: deeds about it, newest first.
pub fn history(context: &Context<'_>, input: HistoryInput) -> Result<HistoryPage> {
    let limit = i64::from(input.limit.unwrap_or(50).min(500));
    context.office.read(|db| {
        let mut statement = db.prepare_cached(
            "SELECT j.key, j.id, j.at, j.clock_ran_back, j.deed, j.actor, p.name, j.payload, j.record
             FROM journal j LEFT JOIN person p ON p.id = j.actor
             WHERE (?1 IS NULL OR j.record = ?1) AND j.key < ?2 ORDER BY j.key DESC LIMIT ?3",
        )?;
        let rows = statement.query_map(
            params![input.record, input.before.unwrap_or(i64::MAX), limit + 1],
            |row| {
                let payload: Vec<u8> = row.get(7)?;
                let event = Event {
                    id: row.get(1)?,
                    at: row.get(2)?,
                    clock_ran_back: row.get(3)?,
                    deed: row.get(4)?,
                    actor: row.get(5)?,
                    actor_name: row.get(6)?,
                    payload: serde_json::from_slice(&payload).unwrap_or_default(),
                };
                Ok((row.get::<_, i64>(0)?, event, row.get::<_, Option<Id>>(8)?))
            },
        )?;
        let mut found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let next = if more { found.last().map(|(key, ..)| *key) } else { None };
        for (_, event, record) in &mut found {
            mask_personal(&mut event.payload);
            // Another rater's points stay covered here too.
            if event.deed == "ratings.score"
                && event.actor != context.actor
                && record.is_some_and(|rating| crate::ratings::is_covered(context.office, db, rating))
            {
                event.payload = serde_json::json!({ "covered": true });
            }
        }
        Ok(HistoryPage { events: found.into_iter().map(|(_, event, _)| event).collect(), next })
    })
}
