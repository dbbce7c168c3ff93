//! Reads of inspections and their items.

use super::method::{Approach, ItemResult};
use crate::error::{OrNotFound, Result};
use crate::id::Id;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value as Json};

/// One inspection as stored.
#[derive(Debug, Clone)]
pub(super) struct Inspection {
    pub(super) id: Id,
    pub(super) rev: Id,
    pub(super) year: i32,
    pub(super) number: i64,
    pub(super) register: String,
    pub(super) subject_id: Id,
    pub(super) subject_name: String,
    pub(super) draw_id: Option<Id>,
    pub(super) pick_id: Option<Id>,
    pub(super) pack_id: Id,
    pub(super) approach: Approach,
    pub(super) reason: String,
    pub(super) state: String,
    pub(super) leader: Option<Id>,
    pub(super) member: Option<Id>,
    pub(super) member_confirmed_at: Option<i64>,
    pub(super) began_at: Option<i64>,
    pub(super) ended_at: Option<i64>,
    pub(super) entered_at: Option<i64>,
    pub(super) due_on: Option<String>,
    pub(super) details: Map<String, Json>,
    pub(super) result_word: String,
    pub(super) follow_up: String,
    pub(super) unchecked_reason: String,
    pub(super) finished_at: Option<i64>,
    pub(super) retired: bool,
}

/// The inspection of that identity.
pub(super) fn inspection(db: &Connection, id: Id) -> Result<Inspection> {
    db.prepare_cached(
        "SELECT id, rev, year, number, register, subject_id, subject_name, draw_id, pick_id, pack_id, approach, reason,
                state, leader_id, member_id, member_confirmed_at, began_at, ended_at, entered_at, due_on, details,
                result_word, follow_up, unchecked_reason, finished_at, retired
         FROM inspection WHERE id = ?1",
    )?
    .query_row([id], |row| {
        Ok(Inspection {
            id: row.get(0)?,
            rev: row.get(1)?,
            year: row.get(2)?,
            number: row.get(3)?,
            register: row.get(4)?,
            subject_id: row.get(5)?,
            subject_name: row.get(6)?,
            draw_id: row.get(7)?,
            pick_id: row.get(8)?,
            pack_id: row.get(9)?,
            approach: Approach::from_word(&row.get::<_, String>(10)?).unwrap_or(Approach::Replay),
            reason: row.get(11)?,
            state: row.get(12)?,
            leader: row.get(13)?,
            member: row.get(14)?,
            member_confirmed_at: row.get(15)?,
            began_at: row.get(16)?,
            ended_at: row.get(17)?,
            entered_at: row.get(18)?,
            due_on: row.get(19)?,
            details: serde_json::from_str(&row.get::<_, String>(20)?).unwrap_or_default(),
            result_word: row.get(21)?,
            follow_up: row.get(22)?,
            unchecked_reason: row.get(23)?,
            finished_at: row.get(24)?,
            retired: row.get(25)?,
        })
    })
    .optional()?
    .or_not_found("检查")
}

/// One item as stored.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) id: Id,
    pub(super) rev: Id,
    pub(super) code: String,
    pub(super) result: ItemResult,
    pub(super) method: String,
    pub(super) situation: String,
    pub(super) responsible: String,
    pub(super) fact: String,
    pub(super) correct_by: Option<String>,
    pub(super) bulk: bool,
    pub(super) answered_at: Option<i64>,
}

const ITEM: &str = "id, rev, item, result, method, situation, responsible, fact, correct_by, bulk, answered_at, inspection_id";

fn item_from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Item> {
    Ok(Item {
        id: row.get(0)?,
        rev: row.get(1)?,
        code: row.get(2)?,
        result: ItemResult::from_word(&row.get::<_, String>(3)?),
        method: row.get(4)?,
        situation: row.get(5)?,
        responsible: row.get(6)?,
        fact: row.get(7)?,
        correct_by: row.get(8)?,
        bulk: row.get(9)?,
        answered_at: row.get(10)?,
    })
}

/// The items of an inspection in the order in which it began with them.
pub(super) fn items(db: &Connection, inspection: Id) -> Result<Vec<Item>> {
    let sql = format!("SELECT {ITEM} FROM inspection_item WHERE inspection_id = ?1 ORDER BY position");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([inspection], item_from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What an answer needs to know about its inspection.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) inspection: Id,
    pub(super) pack_id: Id,
    pub(super) approach: Approach,
    pub(super) state: String,
}

/// One item and where it stands.
pub(super) fn item(db: &Connection, id: Id) -> Result<(Item, Place)> {
    let sql = format!("SELECT {ITEM} FROM inspection_item WHERE id = ?1");
    let (item, inspection) = db
        .prepare_cached(&sql)?
        .query_row([id], |row| Ok((item_from_row(row)?, row.get::<_, Id>(11)?)))
        .optional()?
        .or_not_found("检查项")?;
    let place = db
        .prepare_cached("SELECT pack_id, approach, state FROM inspection WHERE id = ?1")?
        .query_row([inspection], |row| {
            Ok(Place {
                inspection,
                pack_id: row.get(0)?,
                approach: Approach::from_word(&row.get::<_, String>(1)?).unwrap_or(Approach::Replay),
                state: row.get(2)?,
            })
        })?;
    Ok((item, place))
}

/// How far an inspection is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) total: u32,
    pub(super) checked: u32,
    pub(super) problems: u32,
    pub(super) not_applicable: u32,
    pub(super) bulk: u32,
}

/// Counts over the items of one inspection: one indexed query.
pub(super) fn counts(db: &Connection, inspection: Id) -> Result<Counts> {
    Ok(db
        .prepare_cached(
            "SELECT count(*), coalesce(sum(result <> 'unchecked'), 0), coalesce(sum(result = 'problem'), 0),
                    coalesce(sum(result = 'notApplicable'), 0), coalesce(sum(bulk), 0)
             FROM inspection_item WHERE inspection_id = ?1",
        )?
        .query_row([inspection], |row| {
            Ok(Counts {
                total: row.get(0)?,
                checked: row.get(1)?,
                problems: row.get(2)?,
                not_applicable: row.get(3)?,
                bulk: row.get(4)?,
            })
        })?)
}

/// The current revision of an inspection or of an item.
pub(super) fn revision(db: &Connection, table: &'static crate::tables::Table, id: Id) -> Result<Id> {
    let sql = format!("SELECT rev FROM {} WHERE id = ?1", table.name);
    Ok(db.prepare_cached(&sql)?.query_row([id], |row| row.get(0))?)
}

/// The number that the next inspection of the year takes.
pub(super) fn next_number(db: &Connection, year: i32) -> Result<i64> {
    Ok(db
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM inspection WHERE year = ?1")?
        .query_row([year], |row| row.get(0))?)
}

/// A subject as the registers know it now. Fields that its register does not have stay empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) platform_name: String,
    pub(super) account: String,
    pub(super) operator_name: String,
    pub(super) operator_code: String,
    pub(super) domicile: String,
    pub(super) business_address: String,
    pub(super) phone: String,
    pub(super) head: String,
    pub(super) category: String,
    pub(super) host_name: String,
}

/// The columns of a register in the order of [`Subject`], or `None` for an unknown register.
fn subject_columns(register: &str) -> Option<(&'static str, &'static str)> {
    Some(match register {
        "platforms" => {
            ("platform", "name, name, '', operator_name, credit_code, domicile, '', '', '', categories, ''")
        }
        "rooms" => (
            "room",
            "name, platform_name, account, operator_name, operator_code, domicile, business_address, phone, '', \
             category, host_name",
        ),
        "operators" => (
            "operator",
            "name, '', '', name, credit_code, domicile, business_address, phone, legal_person, '', ''",
        ),
        "hosts" => ("host", "name, platform_name, account, '', '', '', '', phone, '', '', name"),
        "shops" => (
            "shop",
            "name, platform_name, shop_no, operator_name, operator_code, '', address, phone, '', category, ''",
        ),
        _ => return None,
    })
}

/// Reads a subject. `None` if the register is unknown or the row is not there.
pub(super) fn subject(db: &Connection, register: &str, id: Id) -> Result<Option<Subject>> {
    let Some((table, columns)) = subject_columns(register) else { return Ok(None) };
    let sql = format!("SELECT {columns} FROM {table} WHERE id = ?1");
    let found = db
        .prepare_cached(&sql)?
        .query_row([id], |row| {
            Ok(Subject {
                name: row.get(0)?,
                platform_name: row.get(1)?,
                account: row.get(2)?,
                operator_name: row.get(3)?,
                operator_code: row.get(4)?,
                domicile: row.get(5)?,
                business_address: row.get(6)?,
                phone: row.get(7)?,
                head: row.get(8)?,
                category: row.get(9)?,
                host_name: row.get(10)?,
            })
        })
        .optional()?;
    let Some(mut subject) = found else { return Ok(None) };
    if !subject.operator_code.is_empty() {
        // What the subject's own row leaves open, the operator's row may know.
        let operator = db
            .prepare_cached(
                "SELECT legal_person, domicile, business_address, phone FROM operator
                 WHERE credit_code = ?1 AND retired = 0 ORDER BY key LIMIT 1",
            )?
            .query_row([&subject.operator_code], |row| {
                Ok([row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
            })
            .optional()?;
        if let Some([head, domicile, business_address, phone]) = operator {
            for (slot, known) in [
                (&mut subject.head, head),
                (&mut subject.domicile, domicile),
                (&mut subject.business_address, business_address),
                (&mut subject.phone, phone),
            ] {
                if slot.is_empty() {
                    *slot = known;
                }
            }
        }
    }
    Ok(Some(subject))
}

/// The last finished inspection of a subject before this one.
pub(super) struct Before {
    pub(super) id: Id,
    pub(super) finished_at: i64,
    pub(super) problems: u32,
}

/// The last finished inspection of the subject other than `except`.
pub(super) fn last_finished(db: &Connection, subject: Id, except: Id) -> Result<Option<Before>> {
    Ok(db
        .prepare_cached(
            "SELECT i.id, i.finished_at, (SELECT count(*) FROM inspection_item p
                                          WHERE p.inspection_id = i.id AND p.result = 'problem')
             FROM inspection i WHERE i.subject_id = ?1 AND i.id <> ?2 AND i.state = 'finished'
             ORDER BY i.finished_at DESC LIMIT 1",
        )?
        .query_row(params![subject, except], |row| {
            Ok(Before { id: row.get(0)?, finished_at: row.get(1)?, problems: row.get(2)? })
        })
        .optional()?)
}

/// What each item of the checklist showed when the subject was last checked for it: code, result, when, where.
pub(super) fn last_results(
    db: &Connection,
    subject: Id,
    except: Id,
) -> Result<Vec<(String, String, i64, Id)>> {
    let mut statement = db.prepare_cached(
        "SELECT p.item, p.result, i.finished_at, i.id FROM inspection i
         JOIN inspection_item p ON p.inspection_id = i.id
         WHERE i.subject_id = ?1 AND i.id <> ?2 AND i.state = 'finished' AND p.result <> 'unchecked'
         ORDER BY i.finished_at",
    )?;
    let rows = statement.query_map(params![subject, except], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many pieces of evidence each item has, the withdrawn not counted.
pub(super) fn evidence_per_item(db: &Connection, inspection: Id) -> Result<Vec<(Id, u32)>> {
    let mut statement = db.prepare_cached(
        "SELECT item_id, count(*) FROM evidence
         WHERE inspection_id = ?1 AND item_id IS NOT NULL AND withdrawn_reason = '' GROUP BY item_id",
    )?;
    let rows = statement.query_map([inspection], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
