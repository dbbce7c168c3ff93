//! Everything that happened to one subject on one time line, newest first, page by page.
//!
//! Each source is read through an index in the order of time and gives at most one page, so a subject with many
//! contacts costs no more than one with few.

use super::definition::Register;
use super::subject;
use super::words::Words;
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use ts_rs::TS;

/// Lines of the first page.
pub(super) const FIRST: usize = 30;

/// Which page of whose time line.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimelineInput {
    /// Wire name of the register.
    pub register: String,
    /// The record.
    pub id: Id,
    /// Only these kinds; all if absent.
    #[ts(optional)]
    pub kinds: Option<Vec<String>>,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// Lines per page, 30 if absent, at most 200.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// One line of the time line.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct TimelineEvent {
    /// Instant, UTC milliseconds; of an event that has only a day, its midnight in UTC.
    pub at: i64,
    /// Date.
    pub on: String,
    /// change, import, inspection, finding, rectification, rating, complaint, document, draw, visit, standing
    pub kind: String,
    /// Chinese title.
    pub title: String,
    /// Chinese detail.
    pub detail: String,
    /// Who.
    pub people: Option<String>,
    /// The record it leads to.
    pub id: Option<Id>,
}

/// A page of the time line, newest first.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct TimelinePage {
    /// The lines.
    pub events: Vec<TimelineEvent>,
    /// Hand this in as `after` for the next page; absent at the end.
    pub next: Option<String>,
}

/// How a source tells the time.
enum At {
    /// UTC milliseconds.
    Ms(&'static str),
    /// `YYYY-MM-DD`.
    Day(&'static str),
    /// The identity: its first 48 bits are the milliseconds of its making.
    Id(&'static str),
}

/// One source: `shown` is `id, code, code, detail, people`.
struct Source {
    kind: &'static str,
    at: At,
    key: &'static str,
    shown: &'static str,
    from: &'static str,
}

const PEOPLE: &str = "coalesce((SELECT name FROM person WHERE id = i.leader_id), '') || ' ' || coalesce((SELECT name FROM person WHERE id = i.member_id), '')";

const SOURCES: [Source; 12] = [
    Source {
        kind: "inspection",
        at: At::Ms("coalesce(ended_at, began_at, 0)"),
        key: "key",
        shown: "id, state, result_word, reason, leader_id",
        from: "inspection WHERE subject_id = ?1 AND retired = 0",
    },
    Source {
        kind: "finding",
        at: At::Day("found_on"),
        key: "key",
        shown: "id, state, item, CASE fact WHEN '' THEN situation ELSE fact END, ''",
        from: "finding WHERE subject_id = ?1 AND retired = 0",
    },
    Source {
        kind: "rectification",
        at: At::Id("id"),
        key: "key",
        shown: "id, state, coalesce(correct_by, ''), requirement, ''",
        from: "rectification WHERE subject_id = ?1 AND retired = 0",
    },
    Source {
        kind: "rectification",
        at: At::Day("rechecked_on"),
        key: "key",
        shown: "id, 'recheck', recheck_result, recheck_note, ''",
        from: "rectification WHERE subject_id = ?1 AND rechecked_on IS NOT NULL AND retired = 0",
    },
    Source {
        kind: "rating",
        at: At::Day("applied_on"),
        key: "key",
        shown: "id, 'applied', '', batch_title, ''",
        from: "rating WHERE room_id = ?1 AND retired = 0",
    },
    Source {
        kind: "rating",
        at: At::Ms("closed_at"),
        key: "key",
        shown: "id, 'closed', outcome_rung, batch_title, ''",
        from: "rating WHERE room_id = ?1 AND closed_at IS NOT NULL AND retired = 0",
    },
    Source {
        kind: "document",
        at: At::Ms("issued_at"),
        key: "key",
        shown: "id, title, number, file_name, ''",
        from: "document WHERE subject_id = ?1 AND retired = 0",
    },
    Source {
        kind: "complaint",
        at: At::Day("received_on"),
        key: "key",
        shown: "id, kind, number, category, ''",
        from: "complaint WHERE room_id = ?1 AND retired = 0",
    },
    Source {
        kind: "draw",
        at: At::Ms("picked_at"),
        key: "key",
        shown: "draw_id, (SELECT title FROM draw WHERE id = draw_id), CAST(position AS TEXT), '', ''",
        from: "draw_pick WHERE subject_id = ?1 AND retired = 0",
    },
    Source {
        kind: "visit",
        at: At::Day("visited_on"),
        key: "key",
        shown: "id, kind, coalesce(due_on, '') || CASE WHEN done_on IS NULL THEN '' ELSE '已办' END, summary || CASE next_step WHEN '' THEN '' ELSE '　跟进：' || next_step END, people",
        from: "visit WHERE subject_id = ?1 AND retired = 0",
    },
    Source {
        kind: "standing",
        at: At::Day("seen_on"),
        key: "key",
        shown: "id, kind, state, reason || CASE WHEN source = '' THEN '' WHEN reason = '' THEN '来源：' || source ELSE '（来源：' || source || '）' END, coalesce(CAST(year AS TEXT), '')",
        from: "standing WHERE subject_id = ?1 AND retired = 0",
    },
    Source {
        kind: "import",
        at: At::Ms("coalesce(b.finished_at, b.started_at)"),
        key: "b.key",
        shown: "b.id, b.state, 'updated', b.file_name, ''",
        from: "batch_row r JOIN batch b ON b.key = r.batch WHERE r.record = ?1 AND r.outcome = 'updated' AND b.state IN ('committed', 'undone')",
    },
];
/// Rank of the two sources that are not in [`SOURCES`].
const CREATED: usize = SOURCES.len();
const DEEDS: usize = SOURCES.len() + 1;

/// Where a page begins: everything after this instant, source and key.
#[derive(Clone, Copy)]
struct Cursor {
    at: i64,
    rank: usize,
    key: i64,
}

impl Cursor {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let cursor = Self {
            at: parts.next()?.parse().ok()?,
            rank: parts.next()?.parse().ok()?,
            key: parts.next()?.parse().ok()?,
        };
        parts.next().is_none().then_some(cursor)
    }
    /// The greatest key that a source of this rank may still show at the cursor's very instant.
    fn key_for(self, rank: usize) -> i64 {
        match rank.cmp(&self.rank) {
            std::cmp::Ordering::Greater => i64::MAX,
            std::cmp::Ordering::Equal => self.key,
            std::cmp::Ordering::Less => i64::MIN,
        }
    }
    /// Whether a line comes after the cursor in the order of the time line.
    fn admits(self, at: i64, rank: usize, key: i64) -> bool {
        (Reverse(at), rank, Reverse(key)) > (Reverse(self.at), self.rank, Reverse(self.key))
    }
}

const START: Cursor = Cursor { at: i64::MAX, rank: 0, key: i64::MAX };

struct Found {
    rank: usize,
    key: i64,
    event: TimelineEvent,
}

/// One page of a subject's time line.
pub fn timeline(context: &Context<'_>, input: TimelineInput) -> Result<TimelinePage> {
    let register = Register::by_name(&input.register)?;
    let limit = input.limit.unwrap_or(FIRST as u32).clamp(1, 200) as usize;
    let words = Words::of(context.office)?;
    context.office.read(|db| {
        subject::name(db, register, input.id)?;
        page(db, &words, register, input.id, input.kinds.as_deref(), input.after.as_deref(), limit)
    })
}

pub(super) fn page(
    db: &Connection,
    words: &Words,
    register: &'static Register,
    id: Id,
    kinds: Option<&[String]>,
    after: Option<&str>,
    limit: usize,
) -> Result<TimelinePage> {
    let cursor = match after {
        None => START,
        Some(text) => {
            Cursor::parse(text).ok_or_else(|| Failure::field("after", "翻页位置不对，请从第一页重新看。"))?
        }
    };
    let wanted = |kind: &str| kinds.is_none_or(|kinds| kinds.iter().any(|wanted| wanted == kind));
    let mut found: Vec<Found> = Vec::new();
    gather(db, words, register, id, &wanted, cursor, limit, &mut found)?;
    // What was done about a record that went into this one stays with that record and is shown here.
    for other in super::merge::absorbed(db, id)? {
        let from = found.len();
        gather(db, words, register, other.id, &wanted, cursor, limit, &mut found)?;
        for line in &mut found[from..] {
            line.event.detail = format!("〔{}〕{}", other.name, line.event.detail);
        }
    }
    found.sort_by_key(|line| (Reverse(line.event.at), line.rank, Reverse(line.key)));
    // One deed about both is one line.
    found.dedup_by(|one, other| one.rank == DEEDS && (one.rank, one.key) == (other.rank, other.key));
    let more = found.len() > limit;
    found.truncate(limit);
    let next =
        found.last().filter(|_| more).map(|last| format!("{}:{}:{}", last.event.at, last.rank, last.key));
    Ok(TimelinePage { events: found.into_iter().map(|line| line.event).collect(), next })
}

/// The lines of one record behind the cursor, of every source at most one page.
#[expect(
    clippy::too_many_arguments,
    reason = "one local loop, told apart because it runs for several records"
)]
fn gather(
    db: &Connection,
    words: &Words,
    register: &'static Register,
    id: Id,
    wanted: &dyn Fn(&str) -> bool,
    cursor: Cursor,
    limit: usize,
    found: &mut Vec<Found>,
) -> Result<()> {
    for (rank, source) in SOURCES.iter().enumerate().filter(|(_, source)| wanted(source.kind)) {
        source.read(db, words, id, rank, cursor, limit + 1, found)?;
    }
    if wanted("import") {
        found.extend(
            created(db, register, id)?.filter(|line| cursor.admits(line.event.at, line.rank, line.key)),
        );
    }
    if wanted("change") {
        deeds(db, words, register, id, cursor, limit + 1, found)?;
    }
    Ok(())
}

fn midnight(day: &str) -> i64 {
    crate::rules::parse::date(day)
        .and_then(|day| day.and_hms_opt(0, 0, 0))
        .map_or(0, |at| at.and_utc().timestamp_millis())
}

fn day_of(at: i64) -> Option<NaiveDate> {
    chrono::DateTime::from_timestamp_millis(at).map(|at| at.date_naive())
}

impl Source {
    fn sql(&self) -> String {
        let Self { key, shown, from, .. } = self;
        match self.at {
            At::Ms(at) | At::Day(at) => format!(
                "SELECT {key}, {at}, {shown} FROM {from} AND {at} <= ?2 AND ({at} < ?2 OR {key} < ?3)
                 ORDER BY {at} DESC, {key} DESC LIMIT ?4"
            ),
            // Those of one millisecond are told apart afterwards.
            At::Id(at) => format!(
                "SELECT {key}, {at}, {shown} FROM {from} AND {at} < ?2 AND {key} <> ?3 ORDER BY {at} DESC LIMIT ?4"
            ),
        }
    }

    /// The cursor in the source's own terms.
    fn bounds(&self, cursor: Cursor, rank: usize) -> (Value, i64) {
        match self.at {
            At::Ms(_) => (cursor.at.into(), cursor.key_for(rank)),
            At::Day(_) => match day_of(cursor.at) {
                None => ("9999-12-31".to_owned().into(), i64::MAX),
                Some(day) => {
                    let day = day.to_string();
                    let exact = midnight(&day) == cursor.at;
                    (day.into(), if exact { cursor.key_for(rank) } else { i64::MAX })
                }
            },
            At::Id(_) => {
                let mut bound = [0xff; 16];
                if let Ok(ms) = u64::try_from(cursor.at.saturating_add(1))
                    && ms < 1 << 48
                {
                    bound = [0; 16];
                    bound[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
                }
                (bound.to_vec().into(), if rank == cursor.rank { cursor.key } else { i64::MIN })
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one local loop, told apart for its length")]
    fn read(
        &self,
        db: &Connection,
        words: &Words,
        id: Id,
        rank: usize,
        cursor: Cursor,
        limit: usize,
        found: &mut Vec<Found>,
    ) -> Result<()> {
        let (at, key) = self.bounds(cursor, rank);
        // A finished check makes several rectifications in one millisecond.
        let spare = if matches!(self.at, At::Id(_)) { 64 } else { 0 };
        let mut statement = db.prepare_cached(&self.sql())?;
        let mut rows = statement.query(params![id, at, key, (limit + spare) as i64])?;
        while let Some(row) = rows.next()? {
            let key: i64 = row.get(0)?;
            let at = match self.at {
                At::Ms(_) => row.get(1)?,
                At::Day(_) => midnight(&row.get::<_, String>(1)?),
                At::Id(_) => {
                    let made: Id = row.get(1)?;
                    let mut ms = [0; 8];
                    ms[2..].copy_from_slice(&made.0[..6]);
                    i64::from_be_bytes(ms)
                }
            };
            if !cursor.admits(at, rank, key) {
                continue;
            }
            let target: Id = row.get(2)?;
            let (one, two): (String, String) = (text(row, 3)?, text(row, 4)?);
            let detail = text(row, 5)?;
            let (title, people) = if self.kind == "inspection" {
                let sql = format!("SELECT {PEOPLE} FROM inspection i WHERE i.id = ?1");
                (
                    words.title(self.kind, &one, &two, ""),
                    db.prepare_cached(&sql)?.query_row([target], |row| text(row, 0))?,
                )
            } else {
                let last = text(row, 6)?;
                (
                    words.title(self.kind, &one, &two, &last),
                    if self.kind == "standing" { String::new() } else { last },
                )
            };
            found.push(Found {
                rank,
                key,
                event: TimelineEvent {
                    at,
                    on: if at == 0 { String::new() } else { date_of(at).to_string() },
                    kind: self.kind.to_owned(),
                    title: title.trim().to_owned(),
                    detail,
                    people: Some(people.trim().to_owned()).filter(|people| !people.is_empty()),
                    id: Some(target),
                },
            });
        }
        Ok(())
    }
}

fn text(row: &rusqlite::Row<'_>, place: usize) -> rusqlite::Result<String> {
    Ok(row.get::<_, Option<String>>(place)?.unwrap_or_default())
}

/// The import that made the record.
fn created(db: &Connection, register: &Register, id: Id) -> Result<impl Iterator<Item = Found>> {
    let sql = format!(
        "SELECT b.key, coalesce(b.finished_at, b.started_at), b.id, b.file_name FROM {} t
         JOIN batch b ON b.key = t.batch WHERE t.id = ?1",
        register.table.name
    );
    let line = db
        .prepare_cached(&sql)?
        .query_row([id], |row| {
            let at: i64 = row.get(1)?;
            Ok(Found {
                rank: CREATED,
                key: row.get(0)?,
                event: TimelineEvent {
                    at,
                    on: date_of(at).to_string(),
                    kind: "import".into(),
                    title: "由名册导入".into(),
                    detail: row.get(3)?,
                    people: None,
                    id: row.get(2)?,
                },
            })
        })
        .optional()?;
    Ok(line.into_iter())
}

/// Deeds about the record itself.
fn deeds(
    db: &Connection,
    words: &Words,
    register: &Register,
    id: Id,
    cursor: Cursor,
    limit: usize,
    found: &mut Vec<Found>,
) -> Result<()> {
    let about = "journal j LEFT JOIN person p ON p.id = j.actor WHERE j.record = ?1";
    let besides = "deed_record d JOIN journal j ON j.id = d.entry LEFT JOIN person p ON p.id = j.actor WHERE d.record = ?1";
    for from in [about, besides] {
        let sql = format!(
            "SELECT j.key, j.at, j.deed, j.payload, p.name FROM {from}
             AND j.at <= ?2 AND (j.at < ?2 OR j.key < ?3) ORDER BY j.at DESC, j.key DESC LIMIT ?4"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query(params![id, cursor.at, cursor.key_for(DEEDS), limit as i64])?;
        while let Some(row) = rows.next()? {
            let (key, at): (i64, i64) = (row.get(0)?, row.get(1)?);
            let deed: String = row.get(2)?;
            let payload: serde_json::Value =
                serde_json::from_slice(&row.get::<_, Vec<u8>>(3)?).unwrap_or_default();
            found.push(Found {
                rank: DEEDS,
                key,
                event: TimelineEvent {
                    at,
                    on: date_of(at).to_string(),
                    kind: "change".into(),
                    title: words.deed(&deed),
                    detail: words.changes(register, &of_record(register, id, payload)),
                    people: row.get(4)?,
                    id: None,
                },
            });
        }
    }
    Ok(())
}

/// An entry about many records: of their changes only those of this one.
fn of_record(register: &Register, id: Id, mut payload: serde_json::Value) -> serde_json::Value {
    let id = id.to_string();
    if let Some(changes) = payload["changes"].as_array_mut() {
        changes.retain(|change| change["table"] != register.table.name || change["id"] == id);
    }
    payload
}

#[cfg(test)]
#[path = "timeline_tests.rs"]
mod tests;
