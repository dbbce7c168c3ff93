//! Second pass with writing: an open batch in chunks; interactive writes pass between them; cancel and crash
//! recovery undo the open batch.

use super::outcome::{CellChange, DECLINED, Judge, Kind, Outcome};
use super::reading::{Reading, absent};
use super::receipt::{CreatedSample, Receipt, Reject, Trial, UpdatedSample};
use super::sorted::Sorter;
use super::staging::{ImportPlan, Staging, spool_text, unspool_text};
use crate::calls::Context;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Writing;
use crate::registers::Register;
use crate::tables::{BATCH, DUPLICATE_NOTICE};
use rusqlite::params;
use rusqlite::types::Value;
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use std::io::Read;
use std::time::Instant;

/// A chunk ends after so many rows or when its time is over, whichever is first.
const CHUNK_ROWS: usize = 50_000;
const REJECTS_SHOWN: usize = 200;
const CHANGES_SHOWN: usize = 200;

/// Figures that grow row by row.
#[derive(Default)]
struct Tally {
    rows: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
    repeats: u64,
    declined: u64,
    rejects: Vec<Reject>,
}

impl Tally {
    fn count(&mut self, row: u64, kind: Kind, reason: Option<&str>) {
        self.rows += 1;
        match kind {
            Kind::Created => self.created += 1,
            Kind::Updated => self.updated += 1,
            Kind::Unchanged => self.unchanged += 1,
            Kind::Repeat => {
                self.unchanged += 1;
                self.repeats += 1;
            }
            Kind::Rejected => {
                self.rejected += 1;
                self.declined += u64::from(reason == Some(DECLINED));
                if self.rejects.len() < REJECTS_SHOWN {
                    let reason = reason.unwrap_or_default().to_owned();
                    self.rejects.push(Reject { row, reason });
                }
            }
        }
    }
    fn receipt(
        self,
        register: &Register,
        file_name: &str,
        file_hash: &str,
        started_at: i64,
        reading: &Reading,
    ) -> Receipt {
        let reading = Reading { repeats: self.repeats, declined: self.declined, ..reading.clone() };
        Receipt {
            reading,
            notes: Vec::new(),
            person: None,
            rows: self.rows,
            created: self.created,
            updated: self.updated,
            unchanged: self.unchanged,
            rejected: self.rejected,
            rejects: self.rejects,
            batch: None,
            register: register.name.to_owned(),
            file_name: file_name.to_owned(),
            file_hash: file_hash.to_owned(),
            outcome_hash: None,
            started_at,
            finished_at: None,
            state: "trial".into(),
            chain_head: None,
        }
    }
}

/// What an import would do. Writes nothing.
pub(super) fn trial(
    context: &Context<'_>,
    register: &'static Register,
    staging: &Staging,
    plan: &ImportPlan,
    file_name: &str,
    file_hash: &str,
) -> Result<Trial> {
    let started_at = context.office.now_ms();
    let db = context.office.new_reader()?;
    let reading = Reading {
        absent: absent(&db, register, plan.fingerprint.as_deref(), staging)?,
        ..staging.reading.clone()
    };
    let judge = Judge::new(&db, register, staging)?;
    let mut rows = staging.reader(register)?;
    let (mut tally, mut updated_rows, mut created_rows) = (Tally::default(), Vec::new(), Vec::new());
    while let Some(staged) = rows.next()? {
        let row = staged.row;
        let outcome = judge.judge(&db, staged)?;
        tally.count(row, outcome.kind(), outcome.reason());
        match &outcome {
            Outcome::Created { values, .. } if created_rows.len() < 20 => {
                created_rows.push(CreatedSample { row, name: values[0].clone() });
            }
            Outcome::Updated { name, changes, before, revive, .. }
                if updated_rows.len() < CHANGES_SHOWN
                    && plan.changes_after.is_none_or(|after| row > after) =>
            {
                let changes = changes
                    .iter()
                    .map(|(place, after)| CellChange::shown(&register.fields[*place], &before[*place], after))
                    .collect();
                updated_rows.push(UpdatedSample { row, name: name.clone(), changes, revive: *revive });
            }
            _ => {}
        }
        if tally.rows.is_multiple_of(8192) {
            context.cancelled()?;
            context.progress(tally.rows, staging.rows, "试运行");
        }
    }
    let mut receipt = tally.receipt(register, file_name, file_hash, started_at, &reading);
    receipt.must_add_up()?;
    receipt.put_into_words()?;
    Ok(Trial { receipt, updated_rows, created_rows })
}

/// The import itself.
pub(super) fn commit(
    context: &Context<'_>,
    register: &'static Register,
    staging: &Staging,
    plan: &ImportPlan,
    file_name: &str,
    file_hash: &str,
) -> Result<Receipt> {
    let office = context.office;
    staging.reading.must_meet(staging.rows)?;
    let absent = office.read(|db| absent(db, register, plan.fingerprint.as_deref(), staging))?;
    let reading = Reading { absent, ..staging.reading.clone() };
    let started_at = office.now_ms();
    let batch = office.new_id()?;
    let mapping = json!({"sheet": plan.sheet, "headerRow": plan.header_row, "mapping": plan.mapping, "defaults": plan.defaults, "fingerprint": plan.fingerprint});
    let (batch_key, entry) = office.write(context.actor, "imports.open", |w| {
        w.about(batch);
        let key = w.insert(
            &BATCH,
            batch,
            &[
                ("register", register.name.to_owned().into()),
                ("file_name", file_name.to_owned().into()),
                ("file_hash", file_hash.to_owned().into()),
                ("mapping", mapping.to_string().into()),
                ("state", "open".to_owned().into()),
                ("started_at", started_at.into()),
            ],
        )?;
        Ok((key, w.entry()))
    })?;
    let written = write_rows(context, register, staging, batch_key, entry);
    let (tally, outcome_hash) = match written {
        Ok(written) => written,
        Err(failure) => {
            super::undo::withdraw(office, context.actor, batch, "cancelled")?;
            return Err(failure);
        }
    };
    let mut receipt = tally.receipt(register, file_name, file_hash, started_at, &reading);
    if let Err(failure) = receipt.must_add_up() {
        super::undo::withdraw(office, context.actor, batch, "cancelled")?;
        return Err(failure);
    }
    let finished_at = office.now_ms();
    office.write(context.actor, "imports.commit", |w| {
        w.about(batch);
        w.note(json!({"settledBatch": batch, "fileHash": file_hash, "outcomeHash": outcome_hash}));
        w.update(
            &BATCH,
            batch,
            None,
            &[
                ("state", "committed".to_owned().into()),
                ("rows", (receipt.rows as i64).into()),
                ("created", (receipt.created as i64).into()),
                ("updated", (receipt.updated as i64).into()),
                ("unchanged", (receipt.unchanged as i64).into()),
                ("rejected", (receipt.rejected as i64).into()),
                ("outcome_hash", outcome_hash.clone().into()),
                ("reading", serde_json::to_string(&receipt.reading)?.into()),
                ("finished_at", finished_at.into()),
            ],
        )?;
        Ok(())
    })?;
    receipt.put_into_words()?;
    receipt.batch = Some(batch);
    receipt.state = "committed".into();
    receipt.outcome_hash = Some(outcome_hash);
    receipt.finished_at = Some(finished_at);
    receipt.chain_head = Some(office.chain_head());
    Ok(receipt)
}

/// Two passes: the rows in the order of the register's index, then what became of them in the order of the file.
fn write_rows(
    context: &Context<'_>,
    register: &'static Register,
    staging: &Staging,
    batch_key: i64,
    entry: Id,
) -> Result<(Tally, String)> {
    let newest = context.office.newest_entry();
    let judge = context.office.read(|db| Judge::new(db, register, staging))?;
    let pen = Pen::new(register, batch_key, entry);
    let mut rows = staging.sorted(context, register)?;
    let mut long = context.office.long_write(context.actor);
    let mut outcomes = Sorter::new(context.files);
    let (mut done, mut more) = (0_u64, true);
    while more {
        context.cancelled()?;
        let budget = long.budget();
        more = long.chunk("imports.rows", |w| {
            if context.office.newest_entry() != newest {
                judge.look_everything_up();
            }
            let began = Instant::now();
            let (mut created, mut more) = (0, true);
            for number in 0..CHUNK_ROWS {
                if number % 256 == 255 && began.elapsed() > budget {
                    break;
                }
                let Some((sort_key, staged)) = rows.next()? else {
                    more = false;
                    break;
                };
                let row = staged.row;
                let outcome = judge.judge(w.db(), staged)?;
                created += u64::from(outcome.kind() == Kind::Created);
                let told = pen.write(w, row, &sort_key, outcome, context)?;
                outcomes.push(&row.to_be_bytes(), &told.spooled(row)?)?;
                done += 1;
            }
            pen.grow(w, created)?;
            Ok(more)
        })?;
        context.progress(done, staging.rows, "写入登记");
    }
    let mut outcomes = outcomes.sorted()?;
    let (mut tally, mut hasher) = (Tally::default(), Sha256::new());
    let (mut spooled, mut more) = (Vec::new(), true);
    while more {
        context.cancelled()?;
        let budget = long.budget();
        more = long.chunk("imports.outcomes", |w| {
            let began = Instant::now();
            for number in 0..CHUNK_ROWS {
                if number % 256 == 255 && began.elapsed() > budget {
                    break;
                }
                if !outcomes.next_into(&mut spooled)? {
                    return Ok(false);
                }
                let (row, told) = Told::unspooled(&spooled)?;
                tally.count(row, told.kind, told.reason.as_deref());
                told.hash(row, &mut hasher);
                if told.kind != Kind::Updated {
                    pen.keep(w, row, &told)?;
                }
            }
            Ok(true)
        })?;
        context.progress(tally.rows, staging.rows, "写入结果");
    }
    Ok((tally, hex::encode(hasher.finalize())))
}

/// What became of a row, as it is stored.
struct Told {
    kind: Kind,
    record: Option<Id>,
    changes: Option<String>,
    reason: Option<String>,
}

impl Told {
    fn plain(kind: Kind, record: Id) -> Self {
        Self { kind, record: Some(record), changes: None, reason: None }
    }

    fn hash(&self, row: u64, hasher: &mut Sha256) {
        let (changes, reason) = (self.changes.as_deref(), self.reason.as_deref());
        super::verify::feed(hasher, row, self.record, self.kind.word(), changes, reason);
    }

    fn spooled(&self, row: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(32);
        bytes.extend_from_slice(&row.to_le_bytes());
        bytes.push(self.kind as u8);
        bytes.extend_from_slice(&self.record.map_or([0; 16], |id| id.0));
        for text in [&self.changes, &self.reason].into_iter().flatten() {
            spool_text(&mut bytes, text)?;
        }
        Ok(bytes)
    }

    fn unspooled(mut bytes: &[u8]) -> Result<(u64, Self)> {
        let (mut row, mut kind, mut id) = ([0; 8], [0], [0; 16]);
        bytes.read_exact(&mut row)?;
        bytes.read_exact(&mut kind)?;
        bytes.read_exact(&mut id)?;
        let kind = Kind::ALL.get(usize::from(kind[0])).copied();
        let kind = kind.ok_or_else(|| Failure::Internal("暂存的结果读不回来".into()))?;
        let mut told = Self::plain(kind, Id(id));
        match kind {
            Kind::Updated => told.changes = Some(unspool_text(&mut bytes)?),
            Kind::Rejected => (told.record, told.reason) = (None, Some(unspool_text(&mut bytes)?)),
            Kind::Created | Kind::Unchanged | Kind::Repeat => {}
        }
        Ok((u64::from_le_bytes(row), told))
    }
}

/// Writes rows and their outcomes. They are covered by the batch's own entries, not by one entry each.
struct Pen {
    register: &'static Register,
    batch: i64,
    entry: Id,
    insert: String,
}

impl Pen {
    fn new(register: &'static Register, batch: i64, entry: Id) -> Self {
        let marks: Vec<String> = (0..register.fields.len()).map(|place| format!("?{}", place + 5)).collect();
        let insert = format!(
            "INSERT INTO {} (id, rev, batch, sort_key, {}) VALUES (?1, ?2, ?3, ?4, {})",
            register.table.name,
            register.column_list(),
            marks.join(", ")
        );
        Self { register, batch, entry, insert }
    }

    /// Keeps the count of rows that are not yet visible.
    fn grow(&self, w: &Writing<'_>, created: u64) -> Result<()> {
        w.db().execute(
            "UPDATE batch SET open_created = open_created + ?2 WHERE key = ?1",
            params![self.batch, created],
        )?;
        Ok(())
    }

    /// Writes a row of the register. What it changed is kept in the same transaction: whoever withdraws the batch
    /// after a crash needs it. The other outcomes are kept later, in the order of the file.
    fn write(
        &self,
        w: &mut Writing<'_>,
        row: u64,
        sort_key: &str,
        outcome: Outcome,
        context: &Context<'_>,
    ) -> Result<Told> {
        Ok(match outcome {
            Outcome::Created { id, values, notice } => {
                self.create(w, id, sort_key, values)?;
                if let Some(other) = notice {
                    w.insert(
                        &DUPLICATE_NOTICE,
                        context.office.new_id()?,
                        &[
                            ("register", self.register.name.to_owned().into()),
                            ("record", id.into()),
                            ("other", other.into()),
                            ("reason", "sameKey".to_owned().into()),
                        ],
                    )?;
                }
                Told::plain(Kind::Created, id)
            }
            Outcome::Updated { id, rev, changes, before, revive, .. } => {
                let changes = self.change(w, id, rev, changes, &before, revive)?;
                let told = Told { changes: Some(changes.to_string()), ..Told::plain(Kind::Updated, id) };
                self.keep(w, row, &told)?;
                told
            }
            Outcome::Unchanged { id, repeat } => {
                Told::plain(if repeat { Kind::Repeat } else { Kind::Unchanged }, id)
            }
            Outcome::Rejected { reason } => {
                Told { kind: Kind::Rejected, record: None, changes: None, reason: Some(reason) }
            }
        })
    }

    fn keep(&self, w: &Writing<'_>, row: u64, told: &Told) -> Result<()> {
        w.db()
            .prepare_cached(
                "INSERT INTO batch_row (batch, row, record, outcome, changes, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![self.batch, row, told.record, told.kind.word(), told.changes, told.reason])?;
        Ok(())
    }

    fn create(&self, w: &Writing<'_>, id: Id, sort_key: &str, values: Vec<String>) -> Result<()> {
        let mut statement = w.db().prepare_cached(&self.insert)?;
        statement.raw_bind_parameter(1, id)?;
        statement.raw_bind_parameter(2, self.entry)?;
        statement.raw_bind_parameter(3, self.batch)?;
        statement.raw_bind_parameter(4, sort_key)?;
        for (place, (field, value)) in self.register.fields.iter().zip(values).enumerate() {
            // What is on a roster and says no other status is in operation, as for a record entered by hand; the
            // state of a firm's registration is never assumed.
            let operating = value.is_empty()
                && field.name == "status"
                && field.kind == crate::registers::FieldKind::Enum
                && field.label_group != "subjectStatus";
            let value = if operating { "active".to_owned() } else { value };
            statement.raw_bind_parameter(place + 5, for_column(field, value)?)?;
        }
        statement.raw_execute()?;
        Ok(())
    }

    /// Writes the changed fields; answers, unit by unit, what was there, what is there, and whose it was.
    fn change(
        &self,
        w: &mut Writing<'_>,
        id: Id,
        rev: Id,
        changes: Vec<(usize, String)>,
        before: &[String],
        revive: bool,
    ) -> Result<Json> {
        let mut set = String::from("rev = ?2");
        let mut all: Vec<Value> = vec![id.into(), self.entry.into()];
        let mut units: Map<String, Json> = Map::new();
        let mut put = |unit: &str, column: &str, old: Json, new: Json| {
            let unit = units.entry(unit).or_insert_with(|| json!({"before": {}, "after": {}}));
            unit["before"][column] = old;
            unit["after"][column] = new;
        };
        for (place, value) in changes {
            let field = &self.register.fields[place];
            let unit = self.register.table.unit_of(field.column).unwrap_or_default();
            let new = for_column(field, value.clone())?;
            let old = for_column(field, before[place].clone())?;
            put(unit, field.column, crate::office::to_json(&old), crate::office::to_json(&new));
            all.push(new);
            set.push_str(&format!(", {} = ?{}", field.column, all.len()));
            if field.column == "name" {
                all.push(crate::search::sort_key(&value).into());
                set.push_str(&format!(", sort_key = ?{}", all.len()));
            }
        }
        if revive {
            set.push_str(", retired = 0");
            put("retired", "retired", json!(1), json!(0));
        }
        let sql = format!("UPDATE {} SET {set} WHERE id = ?1", self.register.table.name);
        w.db().prepare_cached(&sql)?.execute(rusqlite::params_from_iter(all))?;
        let names: Vec<String> = units.keys().cloned().collect();
        for unit in names {
            let base = w.move_head_to(id, &unit, rev, self.entry)?;
            units[&unit]["base"] = json!(base);
        }
        Ok(Json::Object(units))
    }
}

fn for_column(field: &crate::registers::Field, value: String) -> Result<Value> {
    if field.kind == crate::registers::FieldKind::Integer {
        if value.is_empty() {
            return Ok(Value::Null);
        }
        return value
            .parse()
            .map(Value::Integer)
            .map_err(|_| Failure::Internal(format!("“{}”应是整数：{value}", field.label)));
    }
    Ok(Value::Text(value))
}
