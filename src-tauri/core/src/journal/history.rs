//! The time line of a record or of the office, read from the journal.

use super::about::{About, Outline, about};
use crate::calls::Context;
use crate::error::{Failure, Result};
use crate::id::Id;
use rusqlite::types::Value;
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
    /// Only what this person did.
    #[ts(optional)]
    pub actor: Option<Id>,
    /// Only what was done on this day, `YYYY-MM-DD`.
    #[ts(optional)]
    pub day: Option<String>,
    /// Without the payloads: a list that shows none of them need not carry them.
    #[ts(optional)]
    pub brief: Option<bool>,
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
    /// What it was about, of the whole office's time line; absent if nothing known is named.
    pub about: Option<About>,
    /// Changes before and after, as stored; null in a brief answer.
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

/// The entries of a page, newest first, and their values. Whatever is asked, an index leads to them.
fn page(input: &HistoryInput, limit: i64) -> Result<(String, Vec<Value>)> {
    let mut values: Vec<Value> = vec![input.before.unwrap_or(i64::MAX).into(), limit.into()];
    let mut conditions = String::new();
    for (column, id) in [("record", input.record), ("actor", input.actor)] {
        if let Some(id) = id {
            values.push(id.0.to_vec().into());
            conditions.push_str(&format!(" AND {column} = ?{}", values.len()));
        }
    }
    let mut key = "key";
    if let Some(day) = &input.day {
        let refused = || Failure::field("day", "日期要写成 2026-01-31 这样，请重新选择。");
        let day = crate::rules::parse::date(day).ok_or_else(refused)?;
        let next = day.succ_opt().ok_or_else(refused)?;
        values.push(crate::clock::start_of(day).into());
        values.push(crate::clock::start_of(next).into());
        conditions.push_str(&format!(" AND at >= ?{} AND at < ?{}", values.len() - 1, values.len()));
        // Without an index of its own, so that the one of the days is used: it covers what is asked.
        key = "+key";
    }
    let sql = format!(
        "SELECT j.key, j.id, j.at, j.clock_ran_back, j.deed, j.actor, p.name, j.payload, j.record
         FROM journal j LEFT JOIN person p ON p.id = j.actor
         WHERE j.key IN (SELECT key FROM journal WHERE {key} < ?1{conditions} ORDER BY {key} DESC LIMIT ?2)
         ORDER BY j.key DESC"
    );
    Ok((sql, values))
}

/// The time line of a record or of the office: deeds about it, newest first.
pub fn history(context: &Context<'_>, input: HistoryInput) -> Result<HistoryPage> {
    let limit = i64::from(input.limit.unwrap_or(50).min(500));
    let (sql, values) = page(&input, limit + 1)?;
    let brief = input.brief.unwrap_or(false);
    context.office.read(|db| {
        let mut statement = db.prepare_cached(&sql)?;
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| {
            let payload: Vec<u8> = row.get(7)?;
            let event = Event {
                id: row.get(1)?,
                at: row.get(2)?,
                clock_ran_back: row.get(3)?,
                deed: row.get(4)?,
                actor: row.get(5)?,
                actor_name: row.get(6)?,
                about: None,
                payload: if brief {
                    serde_json::Value::Null
                } else {
                    serde_json::from_slice(&payload).unwrap_or_default()
                },
            };
            let outline = match input.record {
                None => serde_json::from_slice(&payload).unwrap_or_default(),
                Some(_) => Outline::default(),
            };
            Ok((row.get::<_, i64>(0)?, event, row.get::<_, Option<Id>>(8)?, outline))
        })?;
        let mut found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let more = found.len() as i64 > limit;
        found.truncate(limit as usize);
        let next = if more { found.last().map(|(key, ..)| *key) } else { None };
        for (_, event, record, outline) in &mut found {
            if input.record.is_none() {
                event.about = about(db, *record, outline)?;
            }
            if brief {
                continue;
            }
            mask_personal(&mut event.payload);
            // Another rater's points stay covered here too.
            if event.deed == "ratings.score"
                && event.actor != context.actor
                && record.is_some_and(|rating| crate::ratings::is_covered(context.office, db, rating))
            {
                event.payload = serde_json::json!({ "covered": true });
            }
        }
        Ok(HistoryPage { events: found.into_iter().map(|(_, event, ..)| event).collect(), next })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However long the journal is, a page reads through an index and never the whole of it.
    #[test]
    fn every_page_is_led_by_an_index() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        db.execute_batch(crate::office::migrate::STEPS[0]).unwrap();
        let (some, day) = (Some(Id([1; 16])), Some("2026-11-26".to_owned()));
        for (record, actor, day) in [
            (None, None, None),
            (some, None, None),
            (None, some, None),
            (None, None, day.clone()),
            (None, some, day.clone()),
            (some, some, day),
        ] {
            let input = HistoryInput { record, actor, day, brief: None, before: Some(9), limit: None };
            let (sql, values) = page(&input, 51).unwrap();
            let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let plan: Vec<String> = statement
                .query_map(rusqlite::params_from_iter(values), |row| row.get(3))
                .unwrap()
                .map(|line| line.unwrap())
                .collect();
            assert!(!plan.iter().any(|line| line.starts_with("SCAN journal")), "{input:?}: {plan:?}");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        let input = HistoryInput {
            day: Some("2026-02-30".into()),
            record: None,
            actor: None,
            brief: None,
            before: None,
            limit: None,
        };
        assert_eq!(page(&input, 1).unwrap_err().code(), "invalid");
    }
}
