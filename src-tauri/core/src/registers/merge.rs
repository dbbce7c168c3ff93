//! Two records of the same subject become one, by hand. The other record is retired and stays, with everything that was
//! ever done about it: inspections, findings, papers keep naming the record they were about, and the page of the
//! survivor shows both histories. It can be taken back.

use super::definition::Register;
use super::restore::{TakenBack, name_of, restore};
use super::save::current;
use crate::calls::{Context, Saved};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::Writing;
use crate::tables::RECORD_MERGE;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// Which record goes into which.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MergeRecords {
    /// Wire name of the register.
    pub register: String,
    /// The record that stays.
    pub survivor: Id,
    /// Its revision as it was read.
    pub survivor_rev: Id,
    /// The record that goes into it.
    pub absorbed: Id,
    /// Its revision as it was read.
    pub absorbed_rev: Id,
    /// Wire names of the fields whose values are taken from the other record; the rest stays as the survivor has it.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub take: Vec<String>,
    /// Why they are the same.
    pub reason: String,
}

/// A merge to take back.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmergeRecords {
    /// The merge.
    pub id: Id,
}

/// A record that went into another.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MergedRecord {
    /// The merge, to take it back.
    pub merge: Id,
    /// The other record.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// When, UTC milliseconds.
    pub merged_at: i64,
    /// Why.
    pub reason: String,
}

/// Refuses what is only reported by others.
pub(crate) fn by_hand(register: &Register) -> Result<()> {
    if register.reference {
        return Err(Failure::NotAllowed(format!(
            "{}是只读的参照表，由平台报送的名册导入，不能在这里改。请让报送方更正名册后重新导入。",
            register.label
        )));
    }
    Ok(())
}

/// Makes two records one.
pub fn merge(context: &Context<'_>, input: MergeRecords) -> Result<Saved> {
    let register = Register::by_name(&input.register)?;
    by_hand(register)?;
    if input.survivor == input.absorbed {
        return Err(Failure::field("absorbed", "一条登记不能并入它自己，请另选一条。"));
    }
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请写明为什么认定是同一户。"));
    }
    let mut places = Vec::new();
    for name in &input.take {
        let place = register.fields.iter().position(|field| field.name == name);
        places.push(
            place.ok_or_else(|| Failure::field("take", format!("{}没有“{name}”这一项。", register.label)))?,
        );
    }
    let id = context.office.new_id()?;
    context.office.write(context.actor, "registers.merge", |w| {
        let (survivor, absorbed) = (input.survivor, input.absorbed);
        still(w.db(), register, survivor, input.survivor_rev)?;
        still(w.db(), register, absorbed, input.absorbed_rev)?;
        let other = current(w.db(), register, absorbed)?.or_not_found(register.label)?;
        let mut values: Vec<(&'static str, Value)> = Vec::new();
        for place in places {
            let field = &register.fields[place];
            values.push((
                field.column,
                super::save::stored(field.kind, field.label, field.name, &other[place])?,
            ));
        }
        w.update(register.table, survivor, Some(input.survivor_rev), &values)?;
        w.update(register.table, absorbed, Some(input.absorbed_rev), &[("retired", 1.into())])?;
        let at = w.now_ms();
        w.insert(
            &RECORD_MERGE,
            id,
            &[
                ("register", register.name.to_owned().into()),
                ("survivor", survivor.into()),
                ("absorbed", absorbed.into()),
                ("taken", json!(input.take).to_string().into()),
                ("reason", reason.to_owned().into()),
                ("merged_at", at.into()),
                ("state", "merged".to_owned().into()),
            ],
        )?;
        super::duplicates::decide(context.office, w, register, survivor, absorbed, "merged")?;
        w.about(survivor);
        w.touches(absorbed)?;
        w.note(json!({"reason": reason, "absorbed": absorbed}));
        Ok(Saved { id, rev: w.entry() })
    })
}

/// Both must be as they were seen, and in use.
fn still(db: &Connection, register: &Register, id: Id, rev: Id) -> Result<()> {
    let sql = format!("SELECT rev, retired, name FROM {} WHERE id = ?1", register.table.name);
    let read = |row: &rusqlite::Row<'_>| {
        Ok((row.get::<_, Id>(0)?, row.get::<_, bool>(1)?, row.get::<_, String>(2)?))
    };
    let (now, retired, name) = db.query_row(&sql, [id], read).optional()?.or_not_found(register.label)?;
    if retired {
        return Err(Failure::NotAllowed(format!("“{name}”已停用，不能合并。需要的话请先恢复它。")));
    }
    if now != rev {
        return Err(Failure::Conflict(format!("“{name}”刚被别处改过，还没有合并。请看一眼新内容再合并。")));
    }
    Ok(())
}

/// Takes a merge back: the other record is in use again, and the survivor's fields are as before where nobody has
/// changed them since.
pub fn unmerge(context: &Context<'_>, input: UnmergeRecords) -> Result<TakenBack> {
    context.office.write(context.actor, "registers.unmerge", |w| {
        let sql =
            "SELECT rev, register, survivor, absorbed, state FROM record_merge WHERE id = ?1 AND retired = 0";
        let read = |row: &rusqlite::Row<'_>| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?, row.get::<_, String>(4)?))
        };
        let found: Option<(Id, String, Id, Id, String)> =
            w.db().query_row(sql, [input.id], read).optional()?;
        let (entry, register, survivor, absorbed, state) = found.or_not_found("这次合并")?;
        if state != "merged" {
            return Err(Failure::NotAllowed("这次合并已经撤销过，没有再改动。".into()));
        }
        let register = Register::by_name(&register)?;
        let mut back = TakenBack::default();
        restore(w, register, entry, &mut back)?;
        w.update(&RECORD_MERGE, input.id, None, &[("state", "undone".to_owned().into())])?;
        super::duplicates::decide(context.office, w, register, survivor, absorbed, "open")?;
        w.about(survivor);
        w.touches(absorbed)?;
        w.note(json!({"undoes": input.id, "absorbed": absorbed}));
        Ok(back)
    })
}

/// The records that went into this one, also through others.
pub(crate) fn absorbed(db: &Connection, id: Id) -> Result<Vec<MergedRecord>> {
    let sql = "WITH RECURSIVE went (merge, id, register, merged_at, reason) AS (
                 SELECT id, absorbed, register, merged_at, reason FROM record_merge WHERE survivor = ?1 AND state = 'merged'
                 UNION
                 SELECT m.id, m.absorbed, m.register, m.merged_at, m.reason FROM record_merge m JOIN went ON m.survivor = went.id
                 WHERE m.state = 'merged')
               SELECT merge, id, register, merged_at, reason FROM went ORDER BY merged_at LIMIT 50";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(one(db, row)?);
    }
    Ok(found)
}

/// Names a record, `?1`, and those that went into it, also through others: what the office did about any of them it
/// did about the one subject.
pub(crate) const WITH_ABSORBED: &str = "WITH RECURSIVE subject (id) AS (
       SELECT ?1 UNION SELECT m.absorbed FROM subject CROSS JOIN record_merge m ON m.survivor = subject.id
       WHERE m.state = 'merged')";

/// The record that this one went into.
pub(crate) fn merged_into(db: &Connection, id: Id) -> Result<Option<MergedRecord>> {
    let sql = "SELECT id, survivor, register, merged_at, reason FROM record_merge
               WHERE absorbed = ?1 AND state = 'merged' ORDER BY key DESC LIMIT 1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(|row| one(db, row)).transpose()
}

fn one(db: &Connection, row: &rusqlite::Row<'_>) -> Result<MergedRecord> {
    let (id, register): (Id, String) = (row.get(1)?, row.get(2)?);
    let name = name_of(db, Register::by_name(&register)?, id)?.unwrap_or_default();
    Ok(MergedRecord { merge: row.get(0)?, id, name, merged_at: row.get(3)?, reason: row.get(4)? })
}

/// Whether a record went into another: a roster that names it brings it not back.
pub(crate) fn went_elsewhere(db: &Connection, id: Id) -> Result<bool> {
    let sql = "SELECT 1 FROM record_merge WHERE absorbed = ?1 AND state = 'merged'";
    Ok(db.prepare_cached(sql)?.exists(params![id])?)
}

/// What went into another comes back only by taking the merge back: in use beside the survivor, it would be a second
/// record of the same subject.
pub(crate) fn refuse_bringing_back(db: &Connection, register: &Register, id: Id) -> Result<()> {
    let Some(into) = merged_into(db, id)? else { return Ok(()) };
    let name = name_of(db, register, id)?.unwrap_or_default();
    Err(Failure::NotAllowed(format!(
        "“{name}”已并入“{}”，不能单独恢复，没有改动。确实不是同一户的，请在这一户的页面上点“撤销合并”。",
        into.name
    )))
}

impl Writing<'_> {
    /// The deed is about that record too: it stands in its time line.
    pub(crate) fn touches(&mut self, record: Id) -> Result<()> {
        // Derived from the entry's own changes; it travels with the journal and is no change of its own.
        let entry = self.entry();
        self.db()
            .prepare_cached("INSERT OR IGNORE INTO deed_record (record, entry) VALUES (?1, ?2)")?
            .execute(params![record, entry])?;
        Ok(())
    }
}
