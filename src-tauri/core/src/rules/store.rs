//! Packs in the office: copied in when first used, kept for ever, so that an upgrade of the program never takes
//! away the version that an open record began with.

use super::pack::{Kind, Lines, Pack};
use super::working_days::Calendar;
use super::{builtin, check_links, parse};
use crate::calls::{Context, Nothing};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::{Office, lock};
use crate::tables::PACK;
use rusqlite::{Connection, OptionalExtension};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};
use ts_rs::TS;

/// A pack with its identity in the office.
#[derive(Debug, Clone)]
pub struct LoadedPack {
    /// Identity of the row.
    pub id: Id,
    /// What it says.
    pub pack: Pack,
}

/// Parsed packs, kept by the open office: a pack never changes once it is loaded.
#[derive(Debug, Default)]
pub struct Shelf {
    packs: Mutex<HashMap<Id, Arc<LoadedPack>>>,
    calendar: Mutex<Option<Arc<Calendar>>>,
}

/// A pack's head as listed in 设置.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PackSummary {
    /// Identity.
    pub id: Id,
    /// Stable name, the same in every version.
    pub name: String,
    /// What the lines hold.
    pub kind: Kind,
    /// Chinese title.
    pub title: String,
    /// Version.
    pub version: String,
    /// First day on which it holds.
    pub effective_from: String,
    /// Where it comes from.
    pub source: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// When it was loaded, UTC milliseconds.
    pub loaded_at: i64,
    /// How many lines.
    pub lines: usize,
    /// How many of them are not settled: shown as 待核.
    pub unverified: usize,
    /// New records use it.
    pub current: bool,
}

/// A whole pack.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PackShown {
    /// Its head.
    pub summary: PackSummary,
    /// Its content.
    pub content: Pack,
}

/// Which pack.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackInput {
    /// Identity.
    pub id: Id,
}

/// A pack file to load.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoadInput {
    /// Handle of the file.
    pub file: String,
}

/// What was loaded.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Loaded {
    /// Identity.
    pub id: Id,
    /// Chinese title.
    pub title: String,
    /// Version.
    pub version: String,
    /// What differs from the version before, in Chinese words.
    pub changes: Vec<String>,
}

/// One year of the working-day calendar.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// Days off.
    pub off_days: Vec<String>,
    /// Make-up work days.
    pub work_days: Vec<String>,
    /// The notice.
    pub source: String,
}

/// The loaded years.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct CalendarShown {
    /// In order.
    pub years: Vec<CalendarYear>,
}

/// A term to count.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkingDaysInput {
    /// The day that is not counted.
    pub from: String,
    /// Working days.
    pub days: u32,
}

/// Where a term ends.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct WorkingDaysOutput {
    /// The last day.
    pub date: String,
    /// 周五
    pub weekday: String,
}

/// The packs that come with the program are copied in, once per version.
pub(crate) fn load_builtin(office: &Office) -> Result<()> {
    let known: Vec<String> = office.read(|db| {
        let mut statement = db.prepare("SELECT sha256 FROM pack")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    })?;
    let mut fresh = Vec::new();
    for (file, bytes) in builtin() {
        if !known.contains(&sha256(bytes)) {
            fresh.push((parse(bytes, file)?, *bytes));
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    office.write(None, "rules.builtin", |w| {
        for (pack, bytes) in &fresh {
            insert(w, pack, bytes)?;
        }
        Ok(())
    })
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    hex::encode(sha2::Sha256::digest(bytes))
}

fn insert(w: &mut crate::office::Writing<'_>, pack: &Pack, bytes: &[u8]) -> Result<Id> {
    let header = &pack.header;
    let id = Id::derived(&["pack", &header.pack, &header.version, &pack.sha256]);
    let content =
        std::str::from_utf8(bytes).map_err(|_| Failure::invalid("规则包不是 UTF-8 文本，未载入。"))?;
    let kind = serde_json::to_value(header.kind)?;
    w.insert(
        &PACK,
        id,
        &[
            ("name", header.pack.clone().into()),
            ("kind", kind.as_str().unwrap_or_default().to_owned().into()),
            ("title", header.name.clone().into()),
            ("version", header.version.clone().into()),
            ("effective_from", header.effective_from.clone().into()),
            ("source", header.source.clone().into()),
            ("sha256", pack.sha256.clone().into()),
            ("signature", header.signature.clone().into()),
            ("content", content.to_owned().into()),
            ("loaded_at", w.now_ms().into()),
        ],
    )?;
    Ok(id)
}

/// The pack of that identity.
pub fn by_id(office: &Office, id: Id) -> Result<Arc<LoadedPack>> {
    if let Some(found) = lock(&office.shelf.packs).get(&id) {
        return Ok(Arc::clone(found));
    }
    let (name, content): (String, String) = office.read(|db| {
        let sql = "SELECT name, content FROM pack WHERE id = ?1";
        db.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?.or_not_found("规则包")
    })?;
    let loaded = Arc::new(LoadedPack { id, pack: parse(content.as_bytes(), &name)? });
    lock(&office.shelf.packs).insert(id, Arc::clone(&loaded));
    Ok(loaded)
}

/// The version of a pack that new records use: of those in force today, the latest.
pub fn current(office: &Office, name: &str) -> Result<Arc<LoadedPack>> {
    let today = crate::clock::date_of(office.now_ms()).to_string();
    let id = office.read(|db| current_id(db, name, &today))?;
    by_id(office, id.ok_or_else(|| Failure::NotFound(format!("规则包“{name}”还没有载入，请到设置中载入。")))?)
}

fn current_id(db: &Connection, name: &str, today: &str) -> Result<Option<Id>> {
    let sql = "SELECT id FROM pack WHERE name = ?1 AND retired = 0 AND effective_from <= ?2
               ORDER BY effective_from DESC, version DESC, key DESC LIMIT 1";
    Ok(db.prepare_cached(sql)?.query_row([name, today], |row| row.get(0)).optional()?)
}

/// Every loaded pack.
pub fn all(office: &Office) -> Result<Vec<Arc<LoadedPack>>> {
    let ids: Vec<Id> = office.read(|db| {
        let mut statement = db.prepare_cached("SELECT id FROM pack WHERE retired = 0 ORDER BY key")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    })?;
    ids.into_iter().map(|id| by_id(office, id)).collect()
}

/// The working-day calendar over all loaded years.
pub fn calendar(office: &Office) -> Result<Arc<Calendar>> {
    if let Some(calendar) = &*lock(&office.shelf.calendar) {
        return Ok(Arc::clone(calendar));
    }
    let ids: Vec<Id> = office.read(|db| {
        let mut statement =
            db.prepare_cached("SELECT id FROM pack WHERE retired = 0 AND kind = 'calendar' ORDER BY key")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    })?;
    let packs: Vec<Pack> =
        ids.into_iter().map(|id| Ok(by_id(office, id)?.pack.clone())).collect::<Result<_>>()?;
    let calendar = Arc::new(Calendar::from_packs(&packs)?);
    *lock(&office.shelf.calendar) = Some(Arc::clone(&calendar));
    Ok(calendar)
}

/// Which calendars a date was computed with, for the record: `2026@2026.1`.
pub fn calendar_version(office: &Office, year: i32) -> Result<String> {
    let packs = all(office)?;
    let found = packs.iter().rev().find(|loaded| loaded.pack.header.year == Some(year));
    Ok(found.map_or_else(String::new, |loaded| format!("{year}@{}", loaded.pack.header.version)))
}

fn summary(loaded: &LoadedPack, loaded_at: i64, current: bool) -> PackSummary {
    let header = &loaded.pack.header;
    PackSummary {
        id: loaded.id,
        name: header.pack.clone(),
        kind: header.kind,
        title: header.name.clone(),
        version: header.version.clone(),
        effective_from: header.effective_from.clone(),
        source: header.source.clone(),
        sha256: loaded.pack.sha256.clone(),
        loaded_at,
        lines: loaded.pack.lines.len(),
        unverified: loaded.pack.lines.pending(),
        current,
    }
}

fn summary_of(office: &Office, loaded: &LoadedPack) -> Result<PackSummary> {
    let today = crate::clock::date_of(office.now_ms()).to_string();
    let (at, current) = office.read(|db| {
        let at = db.query_row("SELECT loaded_at FROM pack WHERE id = ?1", [loaded.id], |row| row.get(0))?;
        Ok((at, current_id(db, &loaded.pack.header.pack, &today)?))
    })?;
    Ok(summary(loaded, at, current == Some(loaded.id)))
}

/// The packs, as listed in 设置.
pub fn packs(context: &Context<'_>, _: Nothing) -> Result<Vec<PackSummary>> {
    all(context.office)?.iter().map(|loaded| summary_of(context.office, loaded)).collect()
}

/// One pack, whole.
pub fn pack(context: &Context<'_>, input: PackInput) -> Result<PackShown> {
    let loaded = by_id(context.office, input.id)?;
    Ok(PackShown { summary: summary_of(context.office, &loaded)?, content: loaded.pack.clone() })
}

/// Loads a pack file. A pack with a broken line is refused whole.
pub fn load(context: &Context<'_>, input: LoadInput) -> Result<Loaded> {
    let held = context.files.peek(&input.file)?;
    if std::fs::metadata(&held.path)?.len() > 64 << 20 {
        return Err(Failure::invalid(format!("“{}”太大，不像规则包，未载入。", held.name)));
    }
    let bytes = std::fs::read(&held.path)?;
    let pack = parse(&bytes, &held.name)?;
    let mut together: Vec<Pack> = all(context.office)?
        .iter()
        .filter(|loaded| loaded.pack.header.pack != pack.header.pack)
        .map(|loaded| loaded.pack.clone())
        .collect();
    let before = current(context.office, &pack.header.pack).ok();
    together.push(pack.clone());
    check_links(&together)?;
    if before.as_ref().is_some_and(|before| before.pack.sha256 == pack.sha256) {
        return Err(Failure::Conflict(format!(
            "“{}”{} 已经载入过，没有变化。",
            pack.header.name, pack.header.version
        )));
    }
    let changes = before.map_or_else(Vec::new, |before| changes(&before.pack, &pack));
    let id = context.office.write(context.actor, "rules.load", |w| {
        let id = insert(w, &pack, &bytes)?;
        w.about(id);
        Ok(id)
    })?;
    *lock(&context.office.shelf.calendar) = None;
    Ok(Loaded { id, title: pack.header.name, version: pack.header.version, changes })
}

/// What differs, line by line, in Chinese words.
fn changes(before: &Pack, after: &Pack) -> Vec<String> {
    let lines = |pack: &Pack| -> Vec<serde_json::Value> {
        let value = serde_json::to_value(&pack.lines).unwrap_or_default();
        let list = value.as_object().and_then(|object| object.values().next().cloned()).unwrap_or(value);
        list.as_array().cloned().unwrap_or_default()
    };
    let (old, new) = (lines(before), lines(after));
    let mut words = vec![format!(
        "版本 {} → {}，{} 条 → {} 条",
        before.header.version,
        after.header.version,
        old.len(),
        new.len()
    )];
    for (number, line) in new.iter().enumerate() {
        match old.get(number) {
            Some(was) if was == line => {}
            Some(_) => words.push(format!("第 {} 条有变化", number + 1)),
            None => words.push(format!("第 {} 条是新增的", number + 1)),
        }
    }
    words.truncate(200);
    words
}

/// Chinese labels of the English words in the database, by group and code.
pub fn labels(context: &Context<'_>, _: Nothing) -> Result<BTreeMap<String, BTreeMap<String, String>>> {
    let mut groups: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    if let Lines::Labels(lines) = &current(context.office, "labels")?.pack.lines {
        for line in lines {
            groups.entry(line.group.clone()).or_default().insert(line.code.clone(), line.words.clone());
        }
    }
    Ok(groups)
}

/// The Chinese label of one word; the word itself where there is none.
pub fn label(office: &Office, group: &str, code: &str) -> Result<String> {
    if let Lines::Labels(lines) = &current(office, "labels")?.pack.lines
        && let Some(line) = lines.iter().find(|line| line.group == group && line.code == code)
    {
        return Ok(line.words.clone());
    }
    Ok(code.to_owned())
}

/// The codes of one group with their Chinese words, in the pack's order.
pub fn words_of(office: &Office, group: &str) -> Result<Vec<(String, String)>> {
    let pack = current(office, "labels")?;
    let Lines::Labels(lines) = &pack.pack.lines else { return Ok(Vec::new()) };
    let lines = lines.iter().filter(|line| line.group == group);
    Ok(lines.map(|line| (line.code.clone(), line.words.clone())).collect())
}

/// The loaded years of the calendar.
pub fn calendar_call(context: &Context<'_>, _: Nothing) -> Result<CalendarShown> {
    let mut years: BTreeMap<i32, CalendarYear> = BTreeMap::new();
    for loaded in all(context.office)? {
        let (Lines::Calendar(lines), Some(year)) = (&loaded.pack.lines, loaded.pack.header.year) else {
            continue;
        };
        let of = |work: bool| {
            let days = lines.iter().filter(|line| (line.day == super::DayType::Work) == work);
            days.map(|line| line.date.clone()).collect()
        };
        let source = loaded.pack.header.source.clone();
        years.insert(year, CalendarYear { year, off_days: of(false), work_days: of(true), source });
    }
    Ok(CalendarShown { years: years.into_values().collect() })
}

/// Where a term of working days ends.
pub fn working_days(context: &Context<'_>, input: WorkingDaysInput) -> Result<WorkingDaysOutput> {
    let from =
        super::parse::date(&input.from).ok_or_else(|| Failure::field("from", "日期请写成 2026-11-27。"))?;
    let date = calendar(context.office)?.add_working_days(from, input.days.min(2000))?;
    Ok(WorkingDaysOutput { date: date.to_string(), weekday: weekday(date).to_owned() })
}

/// 周一 … 周日
pub fn weekday(date: chrono::NaiveDate) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
        [chrono::Datelike::weekday(&date).num_days_from_monday() as usize]
}
