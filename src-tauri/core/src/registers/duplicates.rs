//! 疑似重复: records of one register that may be the same subject. Found by blocking keys, never by comparing all
//! with all; what a person decided about a pair is remembered.

use super::NOT_OPEN;
use super::alike::{Likeness, Traits, likeness};
use super::definition::Register;
use super::merge::by_hand;
use crate::calls::{Context, Done};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::{Office, Writing, lock};
use crate::search::{Query, SearchReader, register_and_key};
use crate::tables::DUPLICATE_NOTICE;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use ts_rs::TS;

/// Records under one key that are compared with each other; more of them share something that tells nobody apart.
const CROWD: usize = 40;
/// Pairs that one pass keeps.
const MOST: usize = 2_000;
/// A register with fewer rows is looked through anew at each call.
const SMALL: i64 = 50_000;

/// Which register to look through.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindDuplicates {
    /// Wire name of the register.
    pub register: String,
    /// Look through a large register again, even if it was done before.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub again: bool,
}

/// One of the two.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct Twin {
    /// Identity.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Platform, account, code, street: what tells it from others.
    pub detail: String,
}

/// Two records that may be the same subject.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct DuplicatePair {
    /// The one that was there first.
    pub record: Twin,
    /// The other.
    pub other: Twin,
    /// `sameCode`, `sameAccount`, `namePhone`, `nameAddress` or `sameKey`; words in the labels pack, group `likeness`.
    pub reason: String,
}

/// What looking through a register found.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Duplicates {
    /// The first 200 pairs that nobody decided about, the surest first.
    pub pairs: Vec<DuplicatePair>,
    /// How many there are.
    pub total: u64,
    /// There may be more: looking ended when so many were found.
    pub more: bool,
    /// Groups too large to be compared: a telephone or address that hundreds share.
    pub crowds: u64,
    /// When the register was looked through, UTC milliseconds.
    pub as_of: i64,
    /// It has changed since.
    pub outdated: bool,
}

/// Which record to compare with the rest.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindAlike {
    /// Wire name of the register.
    pub register: String,
    /// The record.
    pub id: Id,
}

/// What a person decided about two records.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecidePair {
    /// Wire name of the register.
    pub register: String,
    /// One.
    pub record: Id,
    /// The other.
    pub other: Id,
    /// True: they are not the same. False: the question is open again.
    pub separate: bool,
}

/// One pass over a register.
#[derive(Debug)]
struct Pass {
    entry: i64,
    as_of: i64,
    pairs: Vec<(i64, i64, Likeness)>,
    more: bool,
    crowds: u64,
}

/// The last pass over each register of an open office.
#[derive(Debug, Default)]
pub struct Passes(Mutex<HashMap<u8, Arc<Pass>>>);

/// Looks through a register.
pub fn duplicates(context: &Context<'_>, input: FindDuplicates) -> Result<Duplicates> {
    let register = Register::by_name(&input.register)?;
    by_hand(register)?;
    let office = context.office;
    let known = lock(&office.duplicates.0).get(&register.no).cloned();
    let db = office.new_reader()?;
    let sql = format!("SELECT coalesce(max(key), 0) FROM {}", register.table.name);
    let large = db.query_row(&sql, [], |row| row.get::<_, i64>(0))? > SMALL;
    let newest = office.newest_entry();
    let pass = match known.filter(|pass| pass.entry == newest || large && !input.again) {
        Some(pass) => pass,
        None => {
            let pass = Arc::new(look(context, &db, register)?);
            lock(&office.duplicates.0).insert(register.no, Arc::clone(&pass));
            pass
        }
    };
    let decided = decided(&db, register)?;
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for (record, other) in noticed(&db, register)? {
        if seen.insert(ordered(record, other))
            && let (Some(a), Some(b)) = (twin(&db, register, record)?, twin(&db, register, other)?)
        {
            found.push(DuplicatePair { record: b, other: a, reason: "sameKey".into() });
        }
    }
    for (a, b, why) in &pass.pairs {
        let (Some(a), Some(b)) = (by_key(&db, register, *a)?, by_key(&db, register, *b)?) else { continue };
        let pair = ordered(a.id, b.id);
        if !decided.contains(&pair) && seen.insert(pair) {
            found.push(DuplicatePair { record: a, other: b, reason: why.word().into() });
        }
    }
    let total = found.len() as u64;
    found.truncate(200);
    Ok(Duplicates {
        pairs: found,
        total,
        more: pass.more,
        crowds: pass.crowds,
        as_of: pass.as_of,
        outdated: pass.entry != newest,
    })
}

/// One pass: keys of every record, sorted; those under the same key are compared.
fn look(context: &Context<'_>, db: &Connection, register: &'static Register) -> Result<Pass> {
    let as_of = context.office.now_ms();
    db.execute_batch("BEGIN")?;
    let entry = db.query_row("SELECT coalesce(max(key), 0) FROM journal", [], |row| row.get(0))?;
    let fields = Traits::fields(register);
    let columns: Vec<&str> = fields.iter().map(|field| field.column).collect();
    let columns = columns.join(", ");
    let table = register.table.name;
    let total = super::list::count(db, register)?;
    let mut keyed: Vec<(u64, i64)> = Vec::new();
    {
        let sql = format!("SELECT key, {columns} FROM {table} WHERE retired = 0 AND {NOT_OPEN}");
        let mut statement = db.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut done = 0u64;
        while let Some(row) = rows.next()? {
            let key = row.get(0)?;
            keyed.extend(traits(&fields, row)?.blocks().map(|block| (block, key)));
            done += 1;
            if done.is_multiple_of(8192) {
                context.cancelled()?;
                context.progress(done, total, "逐户看代码、账号、电话、地址");
            }
        }
    }
    keyed.sort_unstable();
    let sql = format!("SELECT key, {columns} FROM {table} WHERE key = ?1");
    let mut pass = Pass { entry, as_of, pairs: Vec::new(), more: false, crowds: 0 };
    let mut seen: HashSet<(i64, i64)> = HashSet::new();
    for group in keyed.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        if pass.pairs.len() >= MOST {
            pass.more = true;
            break;
        }
        context.cancelled()?;
        if group.len() > CROWD * 25 {
            pass.crowds += 1;
            continue;
        }
        let mut members = Vec::with_capacity(group.len());
        for (_, key) in group {
            members.push((*key, db.prepare_cached(&sql)?.query_row([key], |row| Ok(traits(&fields, row)))??));
        }
        // A building or a telephone of many: only those whose names begin alike are compared.
        let begins = |traits: &Traits| traits.name.chars().take(2).collect::<String>();
        if members.len() > CROWD {
            members.sort_by_cached_key(|(key, traits)| (begins(traits), *key));
        }
        let crowded = members.len() > CROWD;
        for near in members.chunk_by(|a, b| !crowded || begins(&a.1) == begins(&b.1)) {
            if near.len() > CROWD {
                pass.crowds += 1;
                continue;
            }
            for (place, (one, a)) in near.iter().enumerate() {
                for (other, b) in &near[place + 1..] {
                    if let Some(why) = likeness(a, b)
                        && seen.insert((*one.min(other), *one.max(other)))
                    {
                        pass.pairs.push((*one.min(other), *one.max(other), why));
                    }
                }
            }
        }
    }
    db.execute_batch("COMMIT")?;
    pass.pairs.sort_by_key(|(a, b, why)| (*why, *a, *b));
    Ok(pass)
}

fn traits(fields: &[&'static super::Field], row: &rusqlite::Row<'_>) -> Result<Traits> {
    let value = |place: usize| Ok(super::list::text_of(row.get(place + 1)?).unwrap_or_default());
    let values = (0..fields.len()).map(value).collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(Traits::of(fields, &values))
}

/// Records that may be the same subject as this one, found through the search index.
pub fn alike(context: &Context<'_>, input: FindAlike) -> Result<Vec<DuplicatePair>> {
    let register = Register::by_name(&input.register)?;
    if register.reference {
        return Ok(Vec::new());
    }
    let office = context.office;
    super::index::try_catch_up(office)?;
    let reader = SearchReader::open(&office.search_file())?;
    office.read(|db| {
        let fields = Traits::fields(register);
        let columns: Vec<&str> = fields.iter().map(|field| field.column).collect();
        let (columns, table) = (columns.join(", "), register.table.name);
        let sql = format!("SELECT key, {columns} FROM {table} WHERE id = ?1");
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, traits(&fields, row)));
        let (key, own) = db.query_row(&sql, [input.id], read).optional()?.or_not_found(register.label)?;
        let own = own?;
        let account = own.account.split('\u{1}').nth(1).unwrap_or_default();
        let sought = own.codes.iter().chain(&own.phones).chain(&own.addresses).map(String::as_str);
        let mut keys = Vec::new();
        for text in sought.chain(Some(account).filter(|text| !text.is_empty())) {
            let found = reader.query(&Query::parse(text), Some(register.no), None, CROWD * 5)?;
            keys.extend(found.into_iter().map(|row| register_and_key(row).1));
        }
        keys.sort_unstable();
        keys.dedup();
        let decided = decided(db, register)?;
        let sql = format!("SELECT key, {columns} FROM {table} WHERE key = ?1 AND retired = 0 AND {NOT_OPEN}");
        let me = twin(db, register, input.id)?.or_not_found(register.label)?;
        let mut found: Vec<(Likeness, DuplicatePair)> = Vec::new();
        for other in keys.into_iter().filter(|other| *other != key) {
            let theirs =
                db.prepare_cached(&sql)?.query_row([other], |row| Ok(traits(&fields, row))).optional()?;
            let Some(why) = theirs.transpose()?.and_then(|theirs| likeness(&own, &theirs)) else { continue };
            let Some(other) = by_key(db, register, other)? else { continue };
            if !decided.contains(&ordered(input.id, other.id)) {
                found.push((why, DuplicatePair { record: me.clone(), other, reason: why.word().into() }));
            }
        }
        found.sort_by_key(|(why, _)| *why);
        found.truncate(20);
        Ok(found.into_iter().map(|(_, pair)| pair).collect())
    })
}

/// "They are not the same" is remembered; it can be taken back.
pub fn separate(context: &Context<'_>, input: DecidePair) -> Result<Done> {
    let register = Register::by_name(&input.register)?;
    by_hand(register)?;
    if input.record == input.other {
        return Err(Failure::field("other", "这是同一条登记，请选两条。"));
    }
    let deed = if input.separate { "registers.separate" } else { "registers.reopen" };
    context.office.write(context.actor, deed, |w| {
        for id in [input.record, input.other] {
            super::restore::name_of(w.db(), register, id)?.or_not_found(register.label)?;
        }
        let state = if input.separate { "separate" } else { "open" };
        decide(context.office, w, register, input.record, input.other, state)?;
        w.about(input.record);
        w.touches(input.other)
    })?;
    Ok(Done { ok: true })
}

/// Writes down where a pair stands.
pub(crate) fn decide(
    office: &Office,
    w: &mut Writing<'_>,
    register: &Register,
    record: Id,
    other: Id,
    state: &str,
) -> Result<()> {
    let sql = "SELECT id FROM duplicate_notice WHERE register = ?1 AND retired = 0
               AND (record = ?2 AND other = ?3 OR record = ?3 AND other = ?2)";
    let known: Vec<Id> = w
        .db()
        .prepare_cached(sql)?
        .query_map(params![register.name, record, other], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let values = [("state", state.to_owned().into())];
    for id in &known {
        w.update(&DUPLICATE_NOTICE, *id, None, &values)?;
    }
    if known.is_empty() && state != "open" {
        let [state] = values;
        let values = [
            ("register", register.name.to_owned().into()),
            ("record", record.into()),
            ("other", other.into()),
            ("reason", "decided".to_owned().into()),
            state,
        ];
        w.insert(&DUPLICATE_NOTICE, office.new_id()?, &values)?;
    }
    Ok(())
}

fn ordered(a: Id, b: Id) -> (Id, Id) {
    if a.0 <= b.0 { (a, b) } else { (b, a) }
}

/// Pairs that somebody decided about.
fn decided(db: &Connection, register: &Register) -> Result<HashSet<(Id, Id)>> {
    pairs(db, register, "state <> 'open'")
        .map(|pairs| pairs.into_iter().map(|(a, b)| ordered(a, b)).collect())
}

/// Pairs that were noticed when they were saved or imported. What was only reopened is found by looking.
fn noticed(db: &Connection, register: &Register) -> Result<Vec<(Id, Id)>> {
    pairs(db, register, "state = 'open' AND reason <> 'decided'")
}

fn pairs(db: &Connection, register: &Register, condition: &str) -> Result<Vec<(Id, Id)>> {
    let sql = format!(
        "SELECT record, other FROM duplicate_notice WHERE register = ?1 AND retired = 0 AND {condition} ORDER BY key LIMIT 20000"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([register.name], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn by_key(db: &Connection, register: &Register, key: i64) -> Result<Option<Twin>> {
    let sql = format!("SELECT 1 FROM {} WHERE key = ?1 AND retired = 0", register.table.name);
    if !db.prepare_cached(&sql)?.exists([key])? {
        return Ok(None);
    }
    Ok(super::find::hit(db, register, key)?.map(|hit| Twin {
        id: hit.id,
        name: hit.name,
        detail: hit.detail,
    }))
}

fn twin(db: &Connection, register: &Register, id: Id) -> Result<Option<Twin>> {
    let sql = format!("SELECT key FROM {} WHERE id = ?1", register.table.name);
    let key: Option<i64> = db.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
    key.map_or(Ok(None), |key| by_key(db, register, key))
}
