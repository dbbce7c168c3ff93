//! A drawn subject with all that came of it: check, review, 公示. Figures and lists are made of these alone.

use super::route::{Route, route};
use super::store;
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::Result;
use crate::id::Id;
use crate::office::Office;
use crate::rules::{self, Calendar, Kind, Lines, Pack, time_limits};
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::sync::Arc;

/// The time limit within which a result is entered and published, by its name in the pack.
const RESULT_ENTRY: &str = "check-result-entry";
/// The field of matters that the statistics count apart.
const FOOD: &str = "food";

/// A line of a 公示 list that stands.
#[derive(Debug, Clone)]
pub(super) struct Published {
    pub(super) line: Id,
    pub(super) rev: Id,
    pub(super) state: String,
    pub(super) on: String,
}

/// The newest review.
#[derive(Debug, Clone)]
pub(super) struct Reviewed {
    pub(super) passed: bool,
    pub(super) by: String,
    pub(super) words: String,
}

/// One drawn subject.
#[derive(Debug, Clone)]
pub(super) struct Checked {
    /// Local row of the pick, for pages.
    pub(super) key: i64,
    pub(super) pick: Id,
    pub(super) draw: Id,
    pub(super) draw_title: String,
    pub(super) task: Option<Id>,
    pub(super) register: String,
    pub(super) subject: Id,
    pub(super) subject_no: String,
    pub(super) subject_name: String,
    pub(super) place: String,
    /// The firm that answers for the subject.
    pub(super) firm: String,
    pub(super) code: String,
    pub(super) route: Route,
    pub(super) inspection: Option<Id>,
    pub(super) number: Option<(i32, i64)>,
    pub(super) state: String,
    pub(super) leader: Option<Id>,
    pub(super) member: Option<Id>,
    /// Names of leader and member.
    pub(super) people: Vec<String>,
    pub(super) due_on: Option<NaiveDate>,
    pub(super) ended_on: Option<NaiveDate>,
    pub(super) confirmed: bool,
    pub(super) result: String,
    pub(super) follow_up: String,
    /// 涉嫌线索 and 整改 that are still open.
    pub(super) left_open: i64,
    /// Something was found at an item of a matter of food.
    pub(super) food: bool,
    pub(super) review: Option<Reviewed>,
    pub(super) published: Option<Published>,
    /// Last day to enter and publish the result, and how it was reckoned; absent where the calendar does not reach.
    pub(super) entry_due: Option<NaiveDate>,
    pub(super) entry_words: String,
}

/// Which drawn subjects.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope {
    pub(super) year: Option<i64>,
    pub(super) plan: Option<Id>,
    pub(super) task: Option<Id>,
    pub(super) draw: Option<Id>,
    pub(super) inspection: Option<Id>,
    /// Only finished checks whose result is not published.
    pub(super) unpublished: bool,
}

/// What a last day is reckoned with.
pub(super) struct EntryLimit {
    calendar: Arc<Calendar>,
    packs: Vec<Pack>,
}

impl EntryLimit {
    pub(super) fn of(office: &Office) -> Result<Self> {
        let packs = rules::store::all(office)?;
        let packs = packs
            .iter()
            .filter(|loaded| loaded.pack.header.kind == Kind::TimeLimits)
            .map(|loaded| loaded.pack.clone())
            .collect();
        Ok(Self { calendar: rules::store::calendar(office)?, packs })
    }

    fn due(&self, ended: NaiveDate) -> Option<(NaiveDate, String)> {
        let (limit, roll) = time_limits::find(&self.packs, RESULT_ENTRY, ended)?;
        let reckoning = limit.due(&self.calendar, roll, ended).ok()?;
        Some((reckoning.due.parse().ok()?, reckoning.words))
    }
}

/// The items of matters of food, as JSON.
fn food_items(office: &Office) -> Result<String> {
    let mut items: Vec<String> = Vec::new();
    if let Ok(loaded) = rules::store::current(office, super::matters::PACK)
        && let Lines::CheckMatters(lines) = &loaded.pack.lines
    {
        items.extend(
            lines.iter().filter(|line| line.field == FOOD).flat_map(|line| line.items.iter().cloned()),
        );
    }
    Ok(serde_json::to_string(&items)?)
}

const SQL: &str = "
  SELECT p.key, p.id, d.id, d.title, d.task_id, d.register, p.subject_id, p.subject_no, p.subject_name,
         coalesce(nullif(r.business_address, ''), nullif(r.domicile, ''), nullif(o.business_address, ''), o.domicile, pl.domicile, ''),
         coalesce(CASE d.register WHEN 'rooms' THEN coalesce(nullif(ro.name, ''), r.operator_name)
                                  WHEN 'operators' THEN o.name ELSE coalesce(nullif(pl.operator_name, ''), pl.name) END, ''),
         coalesce(CASE d.register WHEN 'rooms' THEN r.operator_code
                                  WHEN 'operators' THEN CASE WHEN o.credit_code <> '' THEN o.credit_code ELSE o.registration_no END
                                  ELSE pl.credit_code END, ''),
         coalesce(ro.kind, o.kind, ''),
         i.id, i.year, i.number, coalesce(i.state, ''), i.leader_id, i.member_id, l.name, m.name, i.due_on, i.ended_at,
         i.member_confirmed_at IS NOT NULL, coalesce(i.result_word, ''), coalesce(i.follow_up, ''),
         (SELECT count(*) FROM finding f WHERE f.inspection_id = i.id AND f.retired = 0 AND f.state IN ('suspected', 'verifying'))
         + (SELECT count(*) FROM rectification c WHERE c.inspection_id = i.id AND c.retired = 0 AND c.state NOT IN ('closed', 'withdrawn')),
         EXISTS (SELECT 1 FROM inspection_item x JOIN json_each(?6) e ON e.value = x.item
                 WHERE x.inspection_id = i.id AND x.result = 'problem'),
         v.decision, vp.name, v.words, n.id, n.rev, n.state, u.published_on
  FROM draw d
  JOIN draw_pick p ON p.draw_id = d.id AND p.state = 'drawn' AND p.retired = 0
  LEFT JOIN plan_task t ON t.id = d.task_id
  LEFT JOIN inspection i ON i.pick_id = p.id AND i.retired = 0
  LEFT JOIN person l ON l.id = i.leader_id
  LEFT JOIN person m ON m.id = i.member_id
  LEFT JOIN room r ON d.register = 'rooms' AND r.id = p.subject_id
  LEFT JOIN operator o ON d.register = 'operators' AND o.id = p.subject_id
  LEFT JOIN platform pl ON d.register = 'platforms' AND pl.id = p.subject_id
  LEFT JOIN operator ro ON r.operator_code <> '' AND ro.key = (
    SELECT min(x.key) FROM operator x WHERE x.credit_code <> '' AND x.credit_code = r.operator_code AND x.retired = 0)
  LEFT JOIN result_review v ON v.key = (SELECT max(w.key) FROM result_review w WHERE w.inspection_id = i.id)
  LEFT JOIN person vp ON vp.id = v.reviewer_id
  LEFT JOIN publication_line n ON n.key = (
    SELECT max(y.key) FROM publication_line y WHERE y.inspection_id = i.id AND y.state <> 'withdrawn')
  LEFT JOIN publication u ON u.id = n.publication_id
  WHERE d.state = 'drawn' AND d.retired = 0
    AND (?1 IS NULL OR d.year = ?1) AND (?2 IS NULL OR t.plan_id = ?2) AND (?3 IS NULL OR d.task_id = ?3)
    AND (?4 IS NULL OR d.id = ?4) AND (?5 IS NULL OR i.id = ?5)
    AND (?7 = 0 OR (i.state = 'finished' AND n.key IS NULL))
  ORDER BY p.key DESC";

/// The drawn subjects of a scope, the newest first. Subjects that were replaced are not among them.
pub(super) fn load(
    office: &Office,
    db: &Connection,
    limit: &EntryLimit,
    scope: Scope,
) -> Result<Vec<Checked>> {
    let food = food_items(office)?;
    let mut statement = db.prepare_cached(SQL)?;
    let values = params![
        scope.year,
        scope.plan,
        scope.task,
        scope.draw,
        scope.inspection,
        food,
        i64::from(scope.unpublished)
    ];
    let rows = statement.query_map(values, |row| {
        let (code, kind): (String, String) = (row.get(11)?, row.get(12)?);
        let people: [Option<String>; 2] = [row.get(19)?, row.get(20)?];
        let ended: Option<i64> = row.get(22)?;
        let due: Option<String> = row.get(21)?;
        let year: Option<i32> = row.get(14)?;
        let number: Option<i64> = row.get(15)?;
        let decision: Option<String> = row.get(28)?;
        let line: Option<Id> = row.get(31)?;
        Ok(Checked {
            key: row.get(0)?,
            pick: row.get(1)?,
            draw: row.get(2)?,
            draw_title: row.get(3)?,
            task: row.get(4)?,
            register: row.get(5)?,
            subject: row.get(6)?,
            subject_no: row.get(7)?,
            subject_name: row.get(8)?,
            place: row.get(9)?,
            firm: row.get(10)?,
            route: route(&code, &kind),
            code,
            inspection: row.get(13)?,
            number: year.zip(number),
            state: row.get(16)?,
            leader: row.get(17)?,
            member: row.get(18)?,
            people: people.into_iter().flatten().collect(),
            due_on: due.as_deref().and_then(rules::parse::date),
            ended_on: ended.map(date_of),
            confirmed: row.get(23)?,
            result: row.get(24)?,
            follow_up: row.get(25)?,
            left_open: row.get(26)?,
            food: row.get(27)?,
            review: match decision {
                None => None,
                Some(decision) => Some(Reviewed {
                    passed: decision == "passed",
                    by: row.get::<_, Option<String>>(29)?.unwrap_or_default(),
                    words: row.get::<_, Option<String>>(30)?.unwrap_or_default(),
                }),
            },
            published: match line {
                None => None,
                Some(line) => Some(Published {
                    line,
                    rev: row.get(32)?,
                    state: row.get(33)?,
                    on: row.get::<_, Option<String>>(34)?.unwrap_or_default(),
                }),
            },
            entry_due: None,
            entry_words: String::new(),
        })
    })?;
    let mut found = Vec::new();
    for row in rows {
        let mut row = row?;
        if row.finished()
            && let Some((due, words)) = row.ended_on.and_then(|ended| limit.due(ended))
        {
            row.entry_due = Some(due);
            row.entry_words = words;
        }
        found.push(row);
    }
    Ok(found)
}

/// A finished check whose result is not out yet, for the workbench.
#[derive(Debug)]
pub struct Awaiting {
    /// The inspection.
    pub inspection: Id,
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject_name: String,
    /// What it waits for.
    pub words: String,
    /// The last day; absent where the calendar does not reach.
    pub due: Option<NaiveDate>,
    /// What to do.
    pub verb: &'static str,
}

/// Every finished check of a draw whose result still has to go out.
pub(crate) fn awaiting(context: &Context<'_>) -> Result<Vec<Awaiting>> {
    let limit = EntryLimit::of(context.office)?;
    let today = date_of(context.office.now_ms());
    let rows = context
        .office
        .read(|db| load(context.office, db, &limit, Scope { unpublished: true, ..Scope::default() }))?;
    let waiting =
        rows.into_iter().filter(|row| super::conditions::holds("toEnter", row, today) == Some(true));
    Ok(waiting
        .filter_map(|row| {
            let (words, verb) = match (&row.review, row.confirmed) {
                (_, false) => ("等组员本人确认", "看结果"),
                (None, true) => ("等复核", "复核"),
                (Some(review), true) if !review.passed => ("复核退回，待补正", "看结果"),
                (Some(_), true) => match row.route.hindrance() {
                    Some(_) => ("不能公示，待核对代码", "看结果"),
                    None => ("已复核，待公示", "公示"),
                },
            };
            Some(Awaiting {
                inspection: row.inspection?,
                register: row.register,
                subject_name: row.subject_name,
                words: format!("抽查结果：{words}"),
                due: row.entry_due,
                verb,
            })
        })
        .collect())
}

/// The calendar's answer to a scope's subjects, for modules beside this one.
pub(super) fn rows_of(context: &Context<'_>, scope: Scope) -> Result<Vec<Checked>> {
    let limit = EntryLimit::of(context.office)?;
    context.office.read(|db| {
        if let Some(plan) = scope.plan {
            store::plan(db, plan)?;
        }
        load(context.office, db, &limit, scope)
    })
}
