//! The list of inspections.

use super::number_words;
use crate::calls::{Context, Page};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::rules;
use rusqlite::params;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

const CAP: u64 = 10_000;

/// Which inspections.
#[derive(Debug, Default, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListInspections {
    /// planned, started or finished.
    #[ts(optional)]
    pub state: Option<String>,
    /// Only those in which the acting person checks.
    #[ts(optional)]
    pub mine: Option<bool>,
    /// Of one draw.
    #[ts(optional)]
    pub draw_id: Option<Id>,
    /// Part of the subject's name.
    #[ts(optional)]
    pub text: Option<String>,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// At most this many, 50 if absent.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// One inspection in the list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InspectionRow {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// ××市监检〔2026〕12号
    pub number: String,
    /// Its subject.
    pub subject_name: String,
    /// The subject's identity.
    pub subject_id: Id,
    /// The subject's register.
    pub register: String,
    /// The draw it comes from.
    pub draw_title: Option<String>,
    /// planned, started or finished.
    pub state: String,
    /// 组长, 组员
    pub people: Vec<String>,
    /// To be done by.
    pub due_on: Option<String>,
    /// Items that are no longer 未检查.
    pub checked: u32,
    /// All items.
    pub total: u32,
    /// Items with 发现问题.
    pub problems: u32,
    /// Beginning, UTC milliseconds.
    pub began_at: Option<i64>,
    /// When it was finished, UTC milliseconds.
    pub finished_at: Option<i64>,
    /// Code of the result word.
    pub result_word: String,
}

const WHERE: &str =
    "i.retired = 0 AND (?1 IS NULL OR i.state = ?1) AND (?2 IS NULL OR i.leader_id = ?2 OR i.member_id = ?2)
     AND (?3 IS NULL OR i.draw_id = ?3) AND (?4 IS NULL OR instr(i.subject_name, ?4) > 0)";

/// The inspections, newest first.
pub fn list(context: &Context<'_>, input: ListInspections) -> Result<Page<InspectionRow>> {
    let before = match &input.after {
        None => i64::MAX,
        Some(cursor) => {
            cursor.parse().map_err(|_| Failure::field("after", "翻页标记不对，请从第一页重新打开列表。"))?
        }
    };
    let limit = input.limit.unwrap_or(50).clamp(1, 500) as usize;
    let mine = if input.mine == Some(true) { context.actor } else { None };
    let text = input.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    context.office.read(|db| {
        let count = format!("SELECT count(*) FROM (SELECT 1 FROM inspection i WHERE {WHERE} LIMIT {})", CAP + 1);
        let found: i64 = db
            .prepare_cached(&count)?
            .query_row(params![input.state, mine, input.draw_id, text], |row| row.get(0))?;
        let sql = format!(
            "SELECT i.key, i.id, i.rev, i.year, i.number, i.subject_name, i.subject_id, i.register, d.title, i.state,
                    l.name, m.name, i.due_on, count(p.key), coalesce(sum(p.result <> 'unchecked'), 0),
                    coalesce(sum(p.result = 'problem'), 0), i.began_at, i.finished_at, i.result_word, i.pack_id
             FROM inspection i
             LEFT JOIN draw d ON d.id = i.draw_id
             LEFT JOIN person l ON l.id = i.leader_id LEFT JOIN person m ON m.id = i.member_id
             LEFT JOIN inspection_item p ON p.inspection_id = i.id
             WHERE {WHERE} AND i.key < ?5 GROUP BY i.key ORDER BY i.key DESC LIMIT ?6"
        );
        let mut statement = db.prepare_cached(&sql)?;
        let fetched = statement
            .query_map(params![input.state, mine, input.draw_id, text, before, limit as i64 + 1], |row| {
                let people = [row.get::<_, Option<String>>(10)?, row.get(11)?];
                let (year, number): (i32, i64) = (row.get(3)?, row.get(4)?);
                let row_out = InspectionRow {
                    id: row.get(1)?,
                    rev: row.get(2)?,
                    number: String::new(),
                    subject_name: row.get(5)?,
                    subject_id: row.get(6)?,
                    register: row.get(7)?,
                    draw_title: row.get(8)?,
                    state: row.get(9)?,
                    people: people.into_iter().flatten().collect(),
                    due_on: row.get(12)?,
                    total: row.get(13)?,
                    checked: row.get(14)?,
                    problems: row.get(15)?,
                    began_at: row.get(16)?,
                    finished_at: row.get(17)?,
                    result_word: row.get(18)?,
                };
                Ok((row.get::<_, i64>(0)?, year, number, row.get::<_, Id>(19)?, row_out))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let more = fetched.len() > limit;
        let next = if more { fetched.get(limit - 1).map(|(key, ..)| key.to_string()) } else { None };
        let mut rows = Vec::with_capacity(fetched.len().min(limit));
        for (_, year, number, pack_id, mut row) in fetched.into_iter().take(limit) {
            row.number = number_words(db, year, number)?;
            if row.state == "planned" {
                // Its items are made when it begins; the list tells what awaits.
                row.total = rules::store::by_id(context.office, pack_id)?.pack.lines.len() as u32;
            }
            rows.push(row);
        }
        let found = found as u64;
        Ok(Page { rows, next, total: found.min(CAP), total_is_capped: found > CAP })
    })
}
