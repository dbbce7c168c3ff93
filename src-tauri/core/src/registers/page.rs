//! 一户一档: everything about one subject on one page.

use super::definition::Register;
use super::warnings::{Warning, mask, warnings};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{OrNotFound, Result};
use crate::id::Id;
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

/// Something that belongs to the subject.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Relation {
    /// Chinese word of the relation.
    pub kind: String,
    /// Register of the other side, if it is registered.
    pub register: Option<String>,
    /// The other record, if it is registered.
    pub id: Option<Id>,
    /// Its name.
    pub name: String,
}

/// How often a subject was drawn.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Drawn {
    /// Times.
    pub times: u32,
}

/// One line of the time line.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct TimelineEvent {
    /// Instant, if known: orders the line.
    pub at: i64,
    /// Date.
    pub on: String,
    /// change, import, inspection, finding, rectification, rating, complaint, document, draw
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

/// Something to be done.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Due {
    /// Date, if there is one.
    pub on: Option<String>,
    /// Chinese words.
    pub words: String,
    /// rectification, finding, inspection
    pub kind: String,
    /// The record.
    pub id: Id,
}

/// One subject.
#[derive(Debug, Serialize, TS, JsonSchema)]
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
    /// Who operates, hosts, supplies.
    pub relations: Vec<Relation>,
    /// Draws.
    pub drawn: Drawn,
    /// Newest first, at most 200 lines.
    pub timeline: Vec<TimelineEvent>,
    /// What is due.
    pub due: Vec<Due>,
}

/// One subject with its time line, relations and what is due.
pub fn get(context: &Context<'_>, input: GetRecord) -> Result<RecordPage> {
    let register = Register::by_name(&input.register)?;
    context.office.read(|db| {
        let stored = super::save::current(db, register, input.id)?.or_not_found(register.label)?;
        let sql = format!("SELECT rev, retired FROM {} WHERE id = ?1", register.table.name);
        let (rev, retired) =
            db.prepare_cached(&sql)?.query_row([input.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut values = BTreeMap::new();
        let mut masked = Vec::new();
        for (field, value) in register.fields.iter().zip(&stored) {
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
        let times = db
            .prepare_cached("SELECT count(*) FROM draw_pick WHERE subject_id = ?1 AND retired = 0")?
            .query_row([input.id], |row| row.get(0))?;
        Ok(RecordPage {
            id: input.id,
            rev,
            register: register.name.to_owned(),
            name: stored[0].clone(),
            retired,
            warnings: warnings(register, &stored),
            relations: relations(db, register, &values, &stored)?,
            values,
            masked,
            drawn: Drawn { times },
            timeline: timeline(db, register, input.id)?,
            due: due(db, input.id)?,
        })
    })
}

fn relations(
    db: &Connection,
    register: &Register,
    values: &BTreeMap<String, Option<String>>,
    stored: &[String],
) -> Result<Vec<Relation>> {
    let value = |name: &str| values.get(name).cloned().flatten().unwrap_or_default();
    let mut found = Vec::new();
    let by = |sql: &str, what: &str| -> Result<Option<Id>> {
        if what.is_empty() {
            Ok(None)
        } else {
            Ok(db.prepare_cached(sql)?.query_row([what], |row| row.get(0)).optional()?)
        }
    };
    let mut one = |kind: &str, other: &str, name: String, id: Option<Id>| {
        if !name.is_empty() {
            found.push(Relation { kind: kind.into(), register: id.map(|_| other.to_owned()), id, name });
        }
    };
    if ["rooms", "shops", "hosts"].contains(&register.name) {
        let name = value("platformName");
        let id = by("SELECT id FROM platform WHERE name = ?1 AND retired = 0 LIMIT 1", &name)?;
        one("所在平台", "platforms", name, id);
        let code = value("operatorCode");
        let id = by(
            "SELECT id FROM operator WHERE credit_code = ?1 AND credit_code <> '' AND retired = 0 LIMIT 1",
            &code,
        )?;
        one("经营主体", "operators", value("operatorName"), id);
        one("主播", "hosts", value("hostName"), None);
        one("服务机构（MCN）", "agencies", value("mcnName"), None);
    }
    if register.name == "operators" && !value("creditCode").is_empty() {
        let sql = "SELECT id, name FROM room WHERE operator_code = ?1 AND operator_code <> '' AND retired = 0 ORDER BY key LIMIT 20";
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map([&value("creditCode")], |row| {
            Ok(Relation {
                kind: "运营的直播间".into(),
                register: Some("rooms".into()),
                id: row.get(0)?,
                name: row.get(1)?,
            })
        })?;
        found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    if register.name == "platforms" {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM room WHERE platform_name = ?1 LIMIT 10001)";
        let rooms: i64 = db.prepare_cached(sql)?.query_row([&stored[0]], |row| row.get(0))?;
        let words = if rooms > 10_000 { "10,000+ 个".to_owned() } else { format!("{rooms} 个") };
        found.push(Relation {
            kind: "平台内直播间".into(),
            register: Some("rooms".into()),
            id: None,
            name: words,
        });
    }
    Ok(found)
}

fn timeline(db: &Connection, register: &Register, id: Id) -> Result<Vec<TimelineEvent>> {
    let mut events = Vec::new();
    deeds(db, register, id, &mut events)?;
    let sources = [
        (
            "inspection",
            "SELECT i.id, coalesce(i.ended_at, i.began_at, 0), '检查 ' || CASE i.state WHEN 'finished' THEN i.result_word WHEN 'started' THEN '进行中' ELSE '待检' END,
                    i.reason, coalesce((SELECT name FROM person WHERE id = i.leader_id), '') || ' ' || coalesce((SELECT name FROM person WHERE id = i.member_id), '')
             FROM inspection i WHERE i.subject_id = ?1 AND i.retired = 0 ORDER BY i.key DESC LIMIT 100",
        ),
        (
            "rating",
            "SELECT id, coalesce(closed_at, unixepoch(applied_on) * 1000), '培育评估 ' || outcome_rung, batch_title, '' FROM rating
             WHERE room_id = ?1 AND retired = 0 ORDER BY key DESC LIMIT 50",
        ),
        (
            "rectification",
            "SELECT r.id, (SELECT coalesce(ended_at, 0) FROM inspection WHERE id = r.inspection_id), '整改', r.requirement, ''
             FROM rectification r WHERE r.subject_id = ?1 AND r.retired = 0 ORDER BY r.key DESC LIMIT 100",
        ),
        (
            "document",
            "SELECT id, issued_at, title || ' ' || number, file_name, '' FROM document WHERE subject_id = ?1 AND retired = 0
             ORDER BY key DESC LIMIT 100",
        ),
        (
            "complaint",
            "SELECT id, unixepoch(received_on) * 1000, '投诉举报 ' || number, category, '' FROM complaint
             WHERE room_id = ?1 AND retired = 0 ORDER BY key DESC LIMIT 100",
        ),
        (
            "draw",
            "SELECT d.id, coalesce(d.drawn_at, 0), '抽中：' || d.title, '第 ' || p.position || ' 号', '' FROM draw_pick p
             JOIN draw d ON d.id = p.draw_id WHERE p.subject_id = ?1 AND p.retired = 0 ORDER BY p.key DESC LIMIT 50",
        ),
    ];
    for (kind, sql) in sources {
        let mut statement = db.prepare_cached(sql)?;
        let rows = statement.query_map([id], |row| {
            let at: i64 = row.get(1)?;
            let people: String = row.get(4)?;
            Ok(TimelineEvent {
                at,
                on: if at == 0 { String::new() } else { date_of(at).to_string() },
                kind: kind.to_owned(),
                title: row.get::<_, String>(2)?.trim().to_owned(),
                detail: row.get(3)?,
                people: Some(people.trim().to_owned()).filter(|people| !people.is_empty()),
                id: row.get(0)?,
            })
        })?;
        events.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    events.truncate(200);
    Ok(events)
}

/// Deeds about the record itself, and the import that created it.
fn deeds(db: &Connection, register: &Register, id: Id, events: &mut Vec<TimelineEvent>) -> Result<()> {
    let sql = "SELECT j.at, j.deed, j.payload, p.name FROM journal j LEFT JOIN person p ON p.id = j.actor
               WHERE j.record = ?1 ORDER BY j.key DESC LIMIT 100";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        let at: i64 = row.get(0)?;
        let deed: String = row.get(1)?;
        let payload: serde_json::Value =
            serde_json::from_slice(&row.get::<_, Vec<u8>>(2)?).unwrap_or_default();
        let (title, detail) = words_of(register, &deed, &payload);
        events.push(TimelineEvent {
            at,
            on: date_of(at).to_string(),
            kind: "change".into(),
            title,
            detail,
            people: row.get(3)?,
            id: None,
        });
    }
    let sql = format!(
        "SELECT b.id, coalesce(b.finished_at, b.started_at), b.file_name FROM {} t JOIN batch b ON b.key = t.batch WHERE t.id = ?1",
        register.table.name
    );
    let import = db
        .prepare_cached(&sql)?
        .query_row(params![id], |row| {
            Ok((row.get::<_, Id>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
        })
        .optional()?;
    if let Some((batch, at, file)) = import {
        events.push(TimelineEvent {
            at,
            on: date_of(at).to_string(),
            kind: "import".into(),
            title: "由名册导入".into(),
            detail: file,
            people: None,
            id: Some(batch),
        });
    }
    Ok(())
}

fn words_of(register: &Register, deed: &str, payload: &serde_json::Value) -> (String, String) {
    let title = match deed.rsplit('.').next().unwrap_or_default() {
        "save" => "信息登记或变更",
        "retire" => "停用或恢复",
        "reveal" => "查看完整信息",
        "undo" => "撤销导入",
        _ => deed,
    };
    let mut parts = Vec::new();
    for change in payload["changes"].as_array().into_iter().flatten() {
        let Some(after) = change["after"].as_object() else { continue };
        for (column, value) in after {
            let Some(field) = register.fields.iter().find(|field| field.column == column) else { continue };
            let plain = |value: &serde_json::Value| match value {
                serde_json::Value::String(text) if field.personal => mask(field.kind, text),
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Null => String::new(),
                other => other.to_string(),
            };
            match change.get("before").and_then(|before| before.get(column)) {
                Some(before) => parts.push(format!("{}：{} → {}", field.label, plain(before), plain(value))),
                None if !plain(value).is_empty() => parts.push(format!("{}：{}", field.label, plain(value))),
                None => {}
            }
        }
    }
    let detail: String = parts.join("；").chars().take(400).collect();
    (title.to_owned(), detail)
}

fn due(db: &Connection, id: Id) -> Result<Vec<Due>> {
    let sql = "SELECT id, correct_by, '整改：' || requirement, 'rectification' FROM rectification
                 WHERE subject_id = ?1 AND state NOT IN ('closed', 'withdrawn') AND retired = 0
               UNION ALL SELECT id, verify_by, '核查并决定是否立案：' || item, 'finding' FROM finding
                 WHERE subject_id = ?1 AND state IN ('suspected', 'verifying') AND retired = 0
               UNION ALL SELECT id, due_on, '检查', 'inspection' FROM inspection
                 WHERE subject_id = ?1 AND state <> 'finished' AND retired = 0
               ORDER BY 2 LIMIT 50";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([id], |row| {
        Ok(Due { id: row.get(0)?, on: row.get(1)?, words: row.get(2)?, kind: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
