//! 工作台: what is to be done, overdue first; nothing hides behind a limit, because counts are counted apart.

use super::due::{Horizon, words};
use super::tasks::{SOURCES, Source};
use crate::calls::{Context, Nothing};
use crate::clock::date_of;
use crate::error::Result;
use crate::id::Id;
use crate::ratings;
use crate::rules::Calendar;
use crate::rules::store::{self, weekday};
use chrono::{Days, NaiveDate};
use rusqlite::{Connection, params};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use ts_rs::TS;

/// Tasks listed at most, of each kind: the most urgent ones.
const LISTED: u32 = 300;
/// Days of the ribbon.
const RIBBON: u64 = 15;

/// What a task is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names are the domain's words")]
pub enum TaskKind {
    Rectification,
    Finding,
    Inspection,
    Rating,
    Draw,
    Licence,
    Visit,
    Watch,
    Result,
}

/// How urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Tone {
    /// 已逾期
    Overdue,
    /// 今日到期
    Due,
    /// 未来 3 个工作日
    Doing,
    /// 以后
    Draft,
}

/// One task.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// What it is about.
    pub kind: TaskKind,
    /// Its record; of a licence, a visit and 内部关注 the subject itself.
    pub id: Id,
    /// Register of the subject.
    pub register: Option<String>,
    /// Name of the subject.
    pub subject_name: String,
    /// Number or reason.
    pub words: String,
    /// Last day.
    pub due_on: Option<String>,
    /// How far off.
    pub due_words: String,
    /// How urgent.
    pub tone: Tone,
    /// What to do.
    pub verb: String,
}

/// How much is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
pub struct DueCounts {
    /// 已逾期
    pub overdue: u64,
    /// 今日到期
    pub today: u64,
    /// In the next three working days.
    pub soon: u64,
}

/// One day of the ribbon.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct DayShown {
    /// Date.
    pub date: String,
    /// 周五
    pub weekday: String,
    /// Nobody works; absent when the year's calendar is not loaded.
    pub off: Option<bool>,
    /// What falls on it.
    pub count: u64,
}

/// Something half written.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct UnfinishedLine {
    /// inspection, rating, import
    pub kind: String,
    /// Its record.
    pub id: Id,
    /// Title.
    pub title: String,
    /// How far it is.
    pub words: String,
    /// Last touched, UTC milliseconds.
    pub at: Option<i64>,
}

/// A draw whose subjects are not all inspected.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawLine {
    /// Identity.
    pub id: Id,
    /// Title.
    pub title: String,
    /// To be done by.
    pub due_on: Option<String>,
    /// Inspected.
    pub done: u32,
    /// Being inspected.
    pub doing: u32,
    /// Drawn.
    pub total: u32,
}

/// A rectification to be rechecked.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecheckLine {
    /// Identity.
    pub id: Id,
    /// 改正期限
    pub on: Option<String>,
    /// Subject.
    pub subject_name: String,
    /// What is required.
    pub words: String,
}

/// What the program asks for.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct NoticeShown {
    /// A sentence.
    pub words: String,
    /// calendar, backup, people
    pub action: Option<String>,
}

/// The workbench.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Workbench {
    /// Date.
    pub today: String,
    /// 周五
    pub weekday: String,
    /// Counted over everything, not over `tasks`.
    pub counts: DueCounts,
    /// From today on.
    pub ribbon: Vec<DayShown>,
    /// The most urgent first.
    pub tasks: Vec<Task>,
    /// How many tasks there are in all.
    pub tasks_in_all: u64,
    /// 没写完的
    pub unfinished: Vec<UnfinishedLine>,
    /// 抽中未检
    pub draws: Vec<DrawLine>,
    /// 等待复查
    pub recheck: Vec<RecheckLine>,
    /// What the program asks for.
    pub notices: Vec<NoticeShown>,
}

/// What is to be done.
pub fn workbench(context: &Context<'_>, _: Nothing) -> Result<Workbench> {
    let office = context.office;
    let today = date_of(office.now_ms());
    let calendar = store::calendar(office)?;
    let horizon = Horizon::new(today, &calendar);
    let ratings = open_ratings(context)?;
    let results = super::results::results(context, horizon, &calendar)?;
    let notices = notices(context, &calendar, today)?;
    let labels = store::labels(context, Nothing {})?;
    office.read(|db| {
        let mut tasks = Vec::new();
        let mut days: BTreeMap<NaiveDate, u64> = BTreeMap::new();
        let mut tasks_in_all = (ratings.len() + results.len()) as u64;
        super::results::by_day(&results, &mut days);
        for source in &SOURCES {
            tasks_in_all += tally(db, source, horizon, &mut days)?;
            list(db, source, horizon, &calendar, &mut tasks)?;
        }
        for task in tasks.iter_mut().filter(|task| task.kind == TaskKind::Licence) {
            task.words = name_licence(&labels, &task.words);
        }
        tasks.extend(ratings);
        tasks.extend(results.into_iter().take(LISTED as usize));
        tasks.sort_by(|a: &Task, b: &Task| {
            (a.tone, a.due_on.is_none(), &a.due_on).cmp(&(b.tone, b.due_on.is_none(), &b.due_on))
        });
        let sum = |from: Option<NaiveDate>, to: NaiveDate| -> u64 {
            days.iter()
                .filter(|(day, _)| from.is_none_or(|from| **day >= from) && **day <= to)
                .map(|(_, n)| n)
                .sum()
        };
        let counts = DueCounts {
            overdue: today.pred_opt().map_or(0, |yesterday| sum(None, yesterday)),
            today: sum(Some(today), today),
            soon: today.succ_opt().map_or(0, |tomorrow| sum(Some(tomorrow), horizon.soon)),
        };
        let ribbon =
            (0..RIBBON).filter_map(|ahead| today.checked_add_days(Days::new(ahead))).map(|day| DayShown {
                date: day.to_string(),
                weekday: weekday(day).to_owned(),
                off: calendar.is_working(day).ok().map(|working| !working),
                count: days.get(&day).copied().unwrap_or(0),
            });
        Ok(Workbench {
            today: today.to_string(),
            weekday: weekday(today).to_owned(),
            counts,
            ribbon: ribbon.collect(),
            tasks,
            tasks_in_all,
            unfinished: unfinished(db)?,
            draws: draws(db)?,
            recheck: recheck(db)?,
            notices,
        })
    })
}

/// Counts by day; answers how many there are in all, those without a day included.
fn tally(
    db: &Connection,
    source: &Source,
    horizon: Horizon,
    days: &mut BTreeMap<NaiveDate, u64>,
) -> Result<u64> {
    let sql = source.tally_sql(horizon);
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let mut all = 0;
    while let Some(row) = rows.next()? {
        let (due, count): (Option<String>, u64) = (row.get(0)?, row.get(1)?);
        all += count;
        if let Some(day) = due.and_then(|due| crate::rules::parse::date(&due)) {
            *days.entry(day).or_default() += count;
        }
    }
    Ok(all)
}

/// Those with a day, the earliest first, then those without.
fn list(
    db: &Connection,
    source: &Source,
    horizon: Horizon,
    calendar: &Calendar,
    tasks: &mut Vec<Task>,
) -> Result<()> {
    for with_day in [true, false] {
        let sql = source.list_sql(with_day, horizon);
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement.query([LISTED])?;
        while let Some(row) = rows.next()? {
            let due: Option<String> = row.get(1)?;
            let day = due.as_deref().and_then(crate::rules::parse::date);
            let state: String = row.get(5)?;
            tasks.push(Task {
                kind: source.kind,
                id: row.get(0)?,
                register: row.get(2)?,
                subject_name: row.get(3)?,
                words: match source.kind {
                    TaskKind::Licence => format!("{state} {}", row.get::<_, String>(4)?),
                    _ => row.get(4)?,
                },
                due_words: words(day, horizon.today, calendar, source.none),
                tone: horizon.tone(day),
                due_on: due,
                verb: source.verb(&state).to_owned(),
            });
        }
    }
    Ok(())
}

/// `kind number` as words.
fn name_licence(labels: &BTreeMap<String, BTreeMap<String, String>>, words: &str) -> String {
    let (kind, number) = words.split_once(' ').unwrap_or((words, ""));
    let name = labels.get("licenceKind").and_then(|group| group.get(kind)).map_or(kind, String::as_str);
    format!("{name} {number}").trim().to_owned()
}

fn open_ratings(context: &Context<'_>) -> Result<Vec<Task>> {
    let open = ratings::list(context, Nothing {})?.into_iter().filter(|line| line.state != "closed");
    let tasks = open.map(|line| Task {
        kind: TaskKind::Rating,
        id: line.id,
        register: Some("rooms".to_owned()),
        subject_name: line.room_name,
        words: format!("{}：{}", line.batch_title, line.waiting),
        due_on: None,
        due_words: "评审中".to_owned(),
        tone: Tone::Draft,
        verb: "评审".to_owned(),
    });
    Ok(tasks.collect())
}

fn unfinished(db: &Connection) -> Result<Vec<UnfinishedLine>> {
    let sql = "SELECT i.id, i.subject_name,
                      (SELECT count(*) FROM inspection_item x WHERE x.inspection_id = i.id AND x.result <> 'unchecked'),
                      (SELECT count(*) FROM inspection_item x WHERE x.inspection_id = i.id),
                      coalesce((SELECT max(x.answered_at) FROM inspection_item x WHERE x.inspection_id = i.id), i.began_at) AS at
               FROM inspection i WHERE i.state = 'started' AND i.retired = 0 ORDER BY i.key DESC LIMIT 8";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let (checked, total): (u32, u32) = (row.get(2)?, row.get(3)?);
        Ok(UnfinishedLine {
            kind: "inspection".to_owned(),
            id: row.get(0)?,
            title: row.get(1)?,
            words: format!("已检查 {checked} / {total} 项"),
            at: row.get(4)?,
        })
    })?;
    let mut lines = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let sql = "SELECT id, file_name, rows, started_at FROM batch WHERE state = 'open' AND retired = 0 ORDER BY key DESC LIMIT 4";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(UnfinishedLine {
            kind: "import".to_owned(),
            id: row.get(0)?,
            title: row.get(1)?,
            words: format!("导入还没有完成，已读 {} 行", row.get::<_, i64>(2)?),
            at: row.get(3)?,
        })
    })?;
    for row in rows {
        lines.push(row?);
    }
    Ok(lines)
}

fn draws(db: &Connection) -> Result<Vec<DrawLine>> {
    let sql = "SELECT d.id, d.title, d.due_on, count(p.key),
                      coalesce(sum(i.state = 'finished'), 0), coalesce(sum(i.state = 'started'), 0)
               FROM draw d JOIN draw_pick p ON p.draw_id = d.id AND p.state IN ('drawn', 'substitute') AND p.retired = 0
               LEFT JOIN inspection i ON i.pick_id = p.id AND i.retired = 0
               WHERE d.state = 'drawn' AND d.retired = 0 GROUP BY d.key
               HAVING coalesce(sum(i.state = 'finished'), 0) < count(p.key)
               ORDER BY d.due_on IS NULL, d.due_on, d.key DESC LIMIT 10";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(DrawLine {
            id: row.get(0)?,
            title: row.get(1)?,
            due_on: row.get(2)?,
            total: row.get(3)?,
            done: row.get(4)?,
            doing: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn recheck(db: &Connection) -> Result<Vec<RecheckLine>> {
    let sql = "SELECT id, correct_by, subject_name, requirement FROM rectification
               WHERE state NOT IN ('closed', 'withdrawn') AND retired = 0 AND correct_by IS NOT NULL
               ORDER BY correct_by LIMIT ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![12], |row| {
        Ok(RecheckLine { id: row.get(0)?, on: row.get(1)?, subject_name: row.get(2)?, words: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn notices(context: &Context<'_>, calendar: &Calendar, today: NaiveDate) -> Result<Vec<NoticeShown>> {
    let mut notices = Vec::new();
    let mut say = |words: String, action: &str| {
        notices.push(NoticeShown { words, action: Some(action.to_owned()) });
    };
    let years = calendar.years();
    let last = today.checked_add_days(Days::new(RIBBON - 1)).unwrap_or(today);
    let overview = crate::office::overview::overview(context, Nothing {})?;
    let mut missing: Vec<i32> = [today, last].map(|day| chrono::Datelike::year(&day)).to_vec();
    missing.extend(overview.next_year_calendar_missing);
    missing.sort_unstable();
    missing.dedup();
    for year in missing.into_iter().filter(|year| !years.contains(year)) {
        let words = format!("{year} 年放假安排尚未载入。落在 {year} 年的期限标“待核”，不按普通周末推算。");
        say(words, "calendar");
    }
    if overview.backup_overdue {
        let words = match &overview.last_backup {
            None => "还没有核对过的备份。请先备份一次。",
            Some(known) if !known.verified => "最近一份备份没有通过核对。请再备份一次。",
            Some(_) => "最近一份备份已超过一天。请备份。",
        };
        say(words.to_owned(), "backup");
    }
    let people = crate::people::list(context, crate::people::ListPeople { include_retired: None })?;
    let valid = people.iter().filter(|person| person.certificate_valid).count();
    if valid < 2 {
        let words = format!("有效执法证的人员只有 {valid} 名，检查和抽取须两人以上。请登记人员。");
        say(words, "people");
    }
    Ok(notices)
}
