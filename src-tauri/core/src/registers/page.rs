//! 一户一档: everything about one subject on one page.

use super::definition::Register;
use super::jurisdiction::{self, Case, Jurisdiction, Ours, Place};
use super::licences::{self, Licence};
use super::merge::{self, MergedRecord};
use super::relations::{self, Relation};
use super::responsibilities::{self, Responsibility};
use super::standings::{self, Standing};
use super::timeline::{self, TimelinePage};
use super::warnings::{Warning, mask, warnings};
use super::words::Words;
use crate::calls::{Context, Page};
use crate::error::{OrNotFound, Result};
use crate::id::Id;
use crate::office::Office;
use crate::rules::{JurisdictionLine, JurisdictionSubject, Lines, store};
use chrono::{Days, NaiveDate};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Which record.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetRecord {
    /// Wire name of the register.
    pub register: String,
    /// The record.
    pub id: Id,
}

/// How often a subject was drawn.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Drawn {
    /// Times.
    pub times: u32,
}

/// Something to be done.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Due {
    /// Date, if there is one.
    pub on: Option<String>,
    /// Chinese words.
    pub words: String,
    /// rectification, finding, inspection, visit, licence, watch
    pub kind: String,
    /// The record.
    pub id: Id,
}

/// One subject.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecordPage {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Register.
    pub register: String,
    /// Name.
    pub name: String,
    /// No longer in use.
    pub retired: bool,
    /// All fields, personal ones masked.
    pub values: BTreeMap<String, Option<String>>,
    /// Wire names of the masked fields that hold something.
    pub masked: Vec<String>,
    /// To look at.
    pub warnings: Vec<Warning>,
    /// Who operates, hosts, supplies: the first page.
    pub relations: Page<Relation>,
    /// What the words of the record say about others, and is no relation yet.
    pub suggested: Vec<Relation>,
    /// 证照
    pub licences: Vec<Licence>,
    /// The newest line of each kind of standing.
    pub standings: Vec<Standing>,
    /// 包片, level by level.
    pub responsibilities: Vec<Responsibility>,
    /// 平台住所, as the register of platforms has it.
    pub platform_domicile: Option<String>,
    /// Whose breaches would be, matter by matter, with reasons.
    pub jurisdiction: Vec<Jurisdiction>,
    /// Draws.
    pub drawn: Drawn,
    /// Newest first: the first page.
    pub timeline: TimelinePage,
    /// What is due.
    pub due: Vec<Due>,
    /// Records that went into this one; their histories stand in the time line.
    pub absorbed: Vec<MergedRecord>,
    /// The record that this one went into.
    pub merged_into: Option<MergedRecord>,
}

/// One subject with its time line, relations and what is due.
pub fn get(context: &Context<'_>, input: GetRecord) -> Result<RecordPage> {
    let register = Register::by_name(&input.register)?;
    let today = crate::clock::date_of(context.office.now_ms());
    let day = today.to_string();
    let words = Words::of(context.office)?;
    let ours = ours(context.office)?;
    let pack = store::current(context.office, "jurisdiction")?;
    let lines: &[JurisdictionLine] = match &pack.pack.lines {
        Lines::Jurisdiction(lines) => lines,
        _ => &[],
    };
    context.office.read(|db| {
        let stored = super::save::current(db, register, input.id)?.or_not_found(register.label)?;
        let sql = format!("SELECT rev, retired FROM {} WHERE id = ?1", register.table.name);
        let (rev, retired) =
            db.prepare_cached(&sql)?.query_row([input.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (values, masked) = covered(register, &stored);
        let absorbed = merge::absorbed(db, input.id)?;
        let times = db
            .prepare_cached(&format!(
                "{} SELECT count(*) FROM subject CROSS JOIN draw_pick p ON p.subject_id = subject.id
                 WHERE p.retired = 0",
                merge::WITH_ABSORBED
            ))?
            .query_row([input.id], |row| row.get(0))?;
        Ok(RecordPage {
            id: input.id,
            rev,
            register: register.name.to_owned(),
            name: stored[0].clone(),
            retired,
            warnings: warnings(register, &stored, &ours.areas),
            relations: relations::page(db, input.id, None, relations::FIRST, &day)?,
            suggested: relations::suggested(db, register, input.id, &stored)?,
            licences: licences::of(db, input.id, today, 60)?,
            standings: standings::current(db, input.id, &day)?,
            responsibilities: responsibilities::of(db, input.id, text(register, &stored, "street"), &day)?,
            platform_domicile: platform(db, text(register, &stored, "platformName"))?
                .map(|place| place.text)
                .filter(|text| !text.is_empty()),
            jurisdiction: whose(lines, db, register, input.id, &stored, &ours, &day)?,
            values,
            masked,
            drawn: Drawn { times },
            timeline: timeline::page(db, &words, register, input.id, None, None, timeline::FIRST)?,
            due: whole_due(db, &words, input.id, &absorbed, today)?,
            merged_into: merge::merged_into(db, input.id)?,
            absorbed,
        })
    })
}

/// The values as a screen may have them, and which of them are masked.
pub(super) fn covered(
    register: &Register,
    stored: &[String],
) -> (BTreeMap<String, Option<String>>, Vec<String>) {
    let mut values = BTreeMap::new();
    let mut masked = Vec::new();
    for (field, value) in register.fields.iter().zip(stored) {
        let shown = if value.is_empty() {
            None
        } else if field.personal {
            masked.push(field.name.to_owned());
            Some(mask(field.kind, value))
        } else {
            Some(value.clone())
        };
        values.insert(field.name.to_owned(), shown);
    }
    (values, masked)
}

fn text<'v>(register: &Register, stored: &'v [String], name: &str) -> &'v str {
    let place = register.fields.iter().position(|field| field.name == name);
    place.and_then(|place| stored.get(place)).map_or("", |value| value.trim())
}

/// What belongs to this office, and the names of provinces and cities.
pub(super) fn ours(office: &Office) -> Result<Ours> {
    let areas = match &store::current(office, "areas")?.pack.lines {
        Lines::Areas(lines) => lines.iter().map(|line| (line.code.clone(), line.name.clone())).collect(),
        _ => Vec::new(),
    };
    office.read(|db| {
        let sql = "SELECT area_code, area_name, streets FROM office ORDER BY key LIMIT 1";
        Ok(db.prepare_cached(sql)?.query_row([], |row| {
            let streets: String = row.get(2)?;
            Ok(Ours {
                area_code: row.get(0)?,
                area_name: row.get(1)?,
                streets: serde_json::from_str(&streets).unwrap_or_default(),
                areas,
            })
        })?)
    })
}

/// 平台住所, by the platform's exact name.
fn platform(db: &Connection, name: &str) -> Result<Option<Place>> {
    if name.is_empty() {
        return Ok(None);
    }
    let sql = "SELECT domicile, domicile_area, street FROM platform WHERE sort_key = ?1 AND name = ?2 AND retired = 0
               ORDER BY key LIMIT 1";
    let key = crate::search::sort_key(name);
    let read =
        |row: &rusqlite::Row<'_>| Ok(Place { text: row.get(0)?, area: row.get(1)?, street: row.get(2)? });
    Ok(db.prepare_cached(sql)?.query_row(params![key, name], read).optional()?)
}

/// The places of a subject as far as they are registered.
fn case(db: &Connection, register: &Register, stored: &[String]) -> Result<Case> {
    let text = |name: &str| text(register, stored, name).to_owned();
    let street = text("street");
    let actual = Place { text: text("businessAddress"), area: text("businessArea"), street: street.clone() };
    let domicile = Place { text: text("domicile"), area: text("domicileArea"), street };
    let registered = match text("registered").as_str() {
        "yes" => Some(true),
        "no" => Some(false),
        // Who has a code is registered; who has none may be so all the same.
        _ if !text("operatorCode").is_empty() => Some(true),
        _ => None,
    };
    Ok(Case {
        actual,
        domicile,
        platform: platform(db, &text("platformName"))?.unwrap_or_default(),
        registered,
    })
}

fn whose(
    lines: &[JurisdictionLine],
    db: &Connection,
    register: &'static Register,
    id: Id,
    stored: &[String],
    ours: &Ours,
    day: &str,
) -> Result<Vec<Jurisdiction>> {
    let subject = match (register.name, text(register, stored, "venue")) {
        ("platforms", _) => JurisdictionSubject::Platform,
        ("rooms", "" | "platform") => JurisdictionSubject::Room,
        ("rooms", _) => JurisdictionSubject::OwnVenue,
        ("hosts", _) => JurisdictionSubject::Host,
        ("agencies", _) => JurisdictionSubject::Agency,
        _ => return Ok(Vec::new()),
    };
    let case = if subject == JurisdictionSubject::Host {
        host_case(db, id, day)?
    } else {
        case(db, register, stored)?
    };
    Ok(jurisdiction::derive(lines, subject, &case, ours))
}

/// A host follows a room in which it appears: the one entered last that holds today.
fn host_case(db: &Connection, id: Id, day: &str) -> Result<Case> {
    let sql = "SELECT to_id FROM relation WHERE from_id = ?1 AND kind = 'hosts' AND retired = 0
               AND (since IS NULL OR since <= ?2) AND (until IS NULL OR until >= ?2) ORDER BY key DESC LIMIT 1";
    let room: Option<Id> =
        db.prepare_cached(sql)?.query_row(params![id, day], |row| row.get(0)).optional()?;
    let rooms = Register::by_name("rooms")?;
    match room {
        None => Ok(Case::default()),
        Some(room) => match super::save::current(db, rooms, room)? {
            Some(stored) => case(db, rooms, &stored),
            None => Ok(Case::default()),
        },
    }
}

/// What is due of the record and of those that went into it.
fn whole_due(
    db: &Connection,
    words: &Words,
    id: Id,
    absorbed: &[MergedRecord],
    today: NaiveDate,
) -> Result<Vec<Due>> {
    let mut all = due(db, words, id, today)?;
    for other in absorbed {
        all.extend(due(db, words, other.id, today)?);
    }
    all.sort_by(|a, b| a.on.cmp(&b.on));
    Ok(all)
}

fn due(db: &Connection, words: &Words, id: Id, today: NaiveDate) -> Result<Vec<Due>> {
    let sql = "SELECT id, correct_by, '整改：' || requirement, 'rectification' FROM rectification
                 WHERE subject_id = ?1 AND state NOT IN ('closed', 'withdrawn') AND retired = 0
               UNION ALL SELECT id, verify_by, '核查并决定是否立案：' || item, 'finding' FROM finding
                 WHERE subject_id = ?1 AND state IN ('suspected', 'verifying') AND retired = 0
               UNION ALL SELECT id, due_on, '检查', 'inspection' FROM inspection
                 WHERE subject_id = ?1 AND state <> 'finished' AND retired = 0
               UNION ALL SELECT id, due_on, '跟进：' || next_step, 'visit' FROM visit
                 WHERE subject_id = ?1 AND due_on IS NOT NULL AND done_on IS NULL AND retired = 0
               UNION ALL SELECT id, valid_until, kind || ' ' || number, 'licence' FROM licence
                 WHERE subject_id = ?1 AND valid_until <= ?2 AND retired = 0
               ORDER BY 2 LIMIT 50";
    let ahead = today.checked_add_days(Days::new(licences::AHEAD_DAYS)).unwrap_or(today).to_string();
    let today = today.to_string();
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![id, ahead], |row| {
        let (on, said, kind): (Option<String>, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let said = match said.split_once(' ') {
            Some((what, number)) if kind == "licence" => {
                let over = on.as_deref().is_some_and(|on| on < today.as_str());
                let how = if over { "已过期" } else { "即将到期" };
                format!("{how}：{} {number}", words.word("licenceKind", what)).trim().to_owned()
            }
            _ => said,
        };
        Ok(Due { id: row.get(0)?, on, words: said, kind })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
