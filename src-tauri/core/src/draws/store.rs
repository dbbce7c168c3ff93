//! Draws as they stand in the office's database.

use super::model::{DrawFilter, DrawWitness, FrozenPerson};
use super::officers::Swap;
use super::strata::Stratum;
use super::teams::{Candidate, Rules, Team};
use super::terms::DrawTerms;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::de::DeserializeOwned;

/// One draw.
#[derive(Debug, Clone)]
pub(crate) struct DrawRow {
    pub(crate) id: Id,
    pub(crate) rev: Id,
    pub(crate) year: i64,
    pub(crate) number: i64,
    pub(crate) round: i64,
    pub(crate) title: String,
    pub(crate) basis: String,
    pub(crate) state: String,
    pub(crate) register: String,
    pub(crate) checklist: String,
    pub(crate) filter: DrawFilter,
    pub(crate) take: i64,
    pub(crate) due_on: Option<String>,
    pub(crate) pool_count: Option<i64>,
    pub(crate) pool_sha256: Option<String>,
    pub(crate) pool_sm3: Option<String>,
    pub(crate) persons: Vec<FrozenPerson>,
    pub(crate) seed_kind: String,
    pub(crate) seed_place: String,
    pub(crate) seed_witnesses: Vec<DrawWitness>,
    pub(crate) locked_at: Option<i64>,
    pub(crate) seed: Option<String>,
    pub(crate) seeded_at: Option<i64>,
    pub(crate) seeded_by: Vec<String>,
    pub(crate) drawn_at: Option<i64>,
    pub(crate) result_sha256: Option<String>,
    pub(crate) algorithm: String,
    pub(crate) void_reason: String,
    pub(crate) void_approval: String,
    pub(crate) plan: String,
    pub(crate) terms: DrawTerms,
    pub(crate) strata: Vec<Stratum>,
    pub(crate) lock_sha256: Option<String>,
}

const COLUMNS: &str = "id, rev, year, number, round, title, basis, state, register, checklist, filter, take, due_on,
    pool_count, pool_sha256, pool_sm3, persons, seed_kind, seed_place, seed_witnesses, locked_at, seed, seeded_at,
    seeded_by, drawn_at, result_sha256, algorithm, void_reason, void_approval, plan, terms, strata, lock_sha256";

fn json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let text: String = row.get(at)?;
    serde_json::from_str(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<DrawRow> {
    Ok(DrawRow {
        id: row.get(0)?,
        rev: row.get(1)?,
        year: row.get(2)?,
        number: row.get(3)?,
        round: row.get(4)?,
        title: row.get(5)?,
        basis: row.get(6)?,
        state: row.get(7)?,
        register: row.get(8)?,
        checklist: row.get(9)?,
        filter: json(row, 10)?,
        take: row.get(11)?,
        due_on: row.get(12)?,
        pool_count: row.get(13)?,
        pool_sha256: row.get(14)?,
        pool_sm3: row.get(15)?,
        persons: json(row, 16)?,
        seed_kind: row.get(17)?,
        seed_place: row.get(18)?,
        seed_witnesses: json(row, 19)?,
        locked_at: row.get(20)?,
        seed: row.get(21)?,
        seeded_at: row.get(22)?,
        seeded_by: json(row, 23)?,
        drawn_at: row.get(24)?,
        result_sha256: row.get(25)?,
        algorithm: row.get(26)?,
        void_reason: row.get(27)?,
        void_approval: row.get(28)?,
        plan: row.get(29)?,
        terms: json(row, 30)?,
        strata: json(row, 31)?,
        lock_sha256: row.get(32)?,
    })
}

/// One draw by identity.
pub(crate) fn find(db: &Connection, id: Id) -> Result<DrawRow> {
    let sql = format!("SELECT {COLUMNS} FROM draw WHERE id = ?1 AND retired = 0");
    db.prepare_cached(&sql)?.query_row([id], from_row).optional()?.or_not_found("这次抽查")
}

/// All draws, the newest first.
pub(crate) fn all(db: &Connection) -> Result<Vec<DrawRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM draw WHERE retired = 0 ORDER BY year DESC, number DESC, round DESC");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([], from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The other rounds of a number: identity, round, state.
pub(crate) fn other_rounds(db: &Connection, draw: &DrawRow) -> Result<Vec<(Id, i64, String)>> {
    let mut statement = db.prepare_cached(
        "SELECT id, round, state FROM draw WHERE year = ?1 AND number = ?2 AND id <> ?3 AND retired = 0 ORDER BY round",
    )?;
    let rows = statement.query_map(rusqlite::params![draw.year, draw.number, draw.id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The revision a draw is at.
pub(crate) fn revision(db: &Connection, table: &str, id: Id) -> Result<Id> {
    Ok(db.query_row(&format!("SELECT rev FROM {table} WHERE id = ?1"), [id], |row| row.get(0))?)
}

impl DrawRow {
    /// Refuses unless the draw stands where the step needs it.
    pub(crate) fn expect(&self, state: &str, rev: Id) -> Result<()> {
        if self.rev != rev {
            return Err(Failure::Conflict(
                "这次抽查刚被别处改过，这一步还没有做。请看一眼新内容再继续。".into(),
            ));
        }
        if self.state == state {
            return Ok(());
        }
        let stands = match self.state.as_str() {
            "draft" => "名单还没有锁定，请先锁定名单",
            "locked" => "名单已经锁定，还没有录入随机种子",
            "seeded" => "随机种子已经录入，不能再改",
            "drawn" => "结果已经抽出，不能重来；确需重抽请另起一次并写明理由",
            _ => "这次抽查已作废（结果保留）",
        };
        Err(Failure::NotAllowed(format!("{stands}。这一步没有做。")))
    }

    /// Whoever operates is not among those who may be drawn.
    pub(crate) fn refuse_own_hand(&self, actor: Option<Id>) -> Result<()> {
        let Some(person) = self.persons.iter().find(|person| person.counts() && Some(person.id) == actor)
        else {
            return Ok(());
        };
        Err(Failure::NotAllowed(format!(
            "{}在本次检查人员名单里，不能操作这次抽取。请换人操作，或在锁定前把其排除并写明理由。",
            person.name
        )))
    }

    /// What a team is, and when it is needed.
    pub(crate) fn rules(&self) -> Rules {
        self.terms.rules(self.due_on.as_deref())
    }

    /// Those who may be drawn.
    pub(crate) fn candidates(&self) -> Vec<Candidate> {
        super::check::candidates(&self.persons)
    }

    /// What is wrong with the times of the steps, in words.
    pub(crate) fn clock_notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let (Some(locked), Some(seeded)) = (self.locked_at, self.seeded_at)
            && seeded < locked
        {
            notes.push(
                "录入随机种子的时间早于锁定名单的时间：两步之间本机时钟被调回过。先后以日志链的次序为准。"
                    .into(),
            );
        }
        if let (Some(seeded), Some(drawn)) = (self.seeded_at, self.drawn_at)
            && drawn < seeded
        {
            notes.push(
                "抽取的时间早于录入随机种子的时间：两步之间本机时钟被调回过。先后以日志链的次序为准。".into(),
            );
        }
        notes
    }
}

/// One drawn subject.
#[derive(Debug, Clone)]
pub(crate) struct PickRow {
    pub(crate) id: Id,
    pub(crate) rev: Id,
    pub(crate) draw_id: Id,
    pub(crate) position: i64,
    pub(crate) subject_id: Id,
    pub(crate) subject_no: String,
    pub(crate) subject_name: String,
    pub(crate) ticket: String,
    pub(crate) picked_at: i64,
    pub(crate) replaces: Option<Id>,
    pub(crate) leader_id: Option<Id>,
    pub(crate) member_id: Option<Id>,
    pub(crate) others: Vec<Id>,
    pub(crate) swaps: Vec<Swap>,
    pub(crate) stratum: String,
    pub(crate) state: String,
    pub(crate) reason: String,
}

impl PickRow {
    /// The team as it was drawn.
    pub(crate) fn team(&self) -> Option<Team> {
        let (leader, member) = self.leader_id.zip(self.member_id)?;
        let members = std::iter::once(member).chain(self.others.iter().copied()).collect();
        Some(Team { leader, members })
    }
    /// The team as it stands after the swaps.
    pub(crate) fn team_now(&self) -> Option<Team> {
        Some(self.swaps.iter().fold(self.team()?, |team, swap| team.swapped(swap.out, swap.by)))
    }
}

const PICK_COLUMNS: &str =
    "id, rev, draw_id, position, subject_id, subject_no, subject_name, ticket, picked_at,
    replaces, leader_id, member_id, state, reason, others, swaps, stratum";

fn pick_from_row(row: &Row<'_>) -> rusqlite::Result<PickRow> {
    Ok(PickRow {
        id: row.get(0)?,
        rev: row.get(1)?,
        draw_id: row.get(2)?,
        position: row.get(3)?,
        subject_id: row.get(4)?,
        subject_no: row.get(5)?,
        subject_name: row.get(6)?,
        ticket: row.get(7)?,
        picked_at: row.get(8)?,
        replaces: row.get(9)?,
        leader_id: row.get(10)?,
        member_id: row.get(11)?,
        state: row.get(12)?,
        reason: row.get(13)?,
        others: json(row, 14)?,
        swaps: json(row, 15)?,
        stratum: row.get(16)?,
    })
}

/// The picks of a draw in their order.
pub(crate) fn picks(db: &Connection, draw: Id) -> Result<Vec<PickRow>> {
    let sql =
        format!("SELECT {PICK_COLUMNS} FROM draw_pick WHERE draw_id = ?1 AND retired = 0 ORDER BY position");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([draw], pick_from_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// One pick by identity.
pub(crate) fn pick(db: &Connection, id: Id) -> Result<PickRow> {
    let sql = format!("SELECT {PICK_COLUMNS} FROM draw_pick WHERE id = ?1 AND retired = 0");
    db.prepare_cached(&sql)?.query_row([id], pick_from_row).optional()?.or_not_found("这个抽中对象")
}
