//! A rating as it is stored, with the scheme it began with.

use super::scheme::Scheme;
use super::score::{Given, Outcome, Total, disagree, outcome, total};
use crate::error::{OrNotFound, Result};
use crate::id::Id;
use crate::office::Office;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// One cell: points and why.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub rev: Option<Id>,
    pub tenths: Option<u32>,
    pub reason: String,
}

/// First rater, second rater, agreed.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub first: Cell,
    pub second: Cell,
    pub agreed: Cell,
}

impl Row {
    pub(super) fn given(&self) -> Given {
        Given { first: self.first.tenths, second: self.second.tenths, agreed: self.agreed.tenths }
    }
}

/// One veto as stored.
#[derive(Debug, Clone)]
pub(super) struct VetoRow {
    pub id: Id,
    pub rev: Id,
    pub code: String,
    pub state: String,
    pub checked_on: Option<String>,
    pub source: String,
}

/// The rating's own row.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub id: Id,
    pub rev: Id,
    pub room: Id,
    pub room_name: String,
    pub pack: Id,
    pub batch_title: String,
    pub state: String,
    pub first: Option<Id>,
    pub second: Option<Id>,
    pub points: Option<u32>,
    pub rung: String,
}

/// Everything of one rating.
#[derive(Debug)]
pub(super) struct Sheet {
    pub head: Head,
    pub scheme: Scheme,
    pub rows: BTreeMap<String, Row>,
    pub vetoes: Vec<VetoRow>,
}

const HEAD: &str =
    "SELECT id, rev, room_id, room_name, pack_id, batch_title, state, first_rater, second_rater,
                           outcome_points, outcome_rung FROM rating";

fn head_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        id: row.get(0)?,
        rev: row.get(1)?,
        room: row.get(2)?,
        room_name: row.get(3)?,
        pack: row.get(4)?,
        batch_title: row.get(5)?,
        state: row.get(6)?,
        first: row.get(7)?,
        second: row.get(8)?,
        points: row.get(9)?,
        rung: row.get(10)?,
    })
}

/// One rating's own row.
pub(super) fn head(db: &Connection, id: Id) -> Result<Head> {
    let sql = format!("{HEAD} WHERE id = ?1 AND retired = 0");
    db.prepare_cached(&sql)?.query_row([id], head_of).optional()?.or_not_found("这次评估")
}

/// All ratings: open ones first, then the newest.
pub(super) fn heads(db: &Connection) -> Result<Vec<Head>> {
    let sql = format!("{HEAD} WHERE retired = 0 ORDER BY state = 'closed', key DESC");
    Ok(db.prepare_cached(&sql)?.query_map([], head_of)?.collect::<rusqlite::Result<_>>()?)
}

impl Sheet {
    /// Loads one rating with the scheme it began with.
    pub(super) fn load(office: &Office, db: &Connection, id: Id) -> Result<Self> {
        Self::of(office, db, head(db, id)?)
    }

    /// Fills in what belongs to a rating's own row.
    pub(super) fn of(office: &Office, db: &Connection, head: Head) -> Result<Self> {
        let scheme = Scheme::by_id(office, head.pack)?;
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        let sql = "SELECT indicator, seat, rev, tenths, reason FROM rating_score WHERE rating_id = ?1 AND retired = 0";
        let mut statement = db.prepare_cached(sql)?;
        let mut found = statement.query([head.id])?;
        while let Some(row) = found.next()? {
            let entry = rows.entry(row.get(0)?).or_default();
            let seat: String = row.get(1)?;
            let cell = match seat.as_str() {
                "first" => &mut entry.first,
                "second" => &mut entry.second,
                _ => &mut entry.agreed,
            };
            *cell = Cell { rev: row.get(2)?, tenths: row.get(3)?, reason: row.get(4)? };
        }
        let sql = "SELECT id, rev, veto, state, checked_on, source FROM rating_veto WHERE rating_id = ?1 AND retired = 0 ORDER BY key";
        let mut statement = db.prepare_cached(sql)?;
        let vetoes = statement.query_map([head.id], |row| {
            Ok(VetoRow {
                id: row.get(0)?,
                rev: row.get(1)?,
                code: row.get(2)?,
                state: row.get(3)?,
                checked_on: row.get(4)?,
                source: row.get(5)?,
            })
        })?;
        let vetoes = vetoes.collect::<rusqlite::Result<_>>()?;
        Ok(Self { head, scheme, rows, vetoes })
    }

    pub(super) fn is_closed(&self) -> bool {
        self.head.state == "closed"
    }

    pub(super) fn row(&self, indicator: &str) -> Row {
        self.rows.get(indicator).cloned().unwrap_or_default()
    }

    /// How many indicators a seat has not scored yet.
    pub(super) fn left(&self, first: bool) -> usize {
        let scored = |row: &Row| if first { row.first.tenths } else { row.second.tenths }.is_some();
        self.scheme.indicators().filter(|i| !self.rows.get(&i.code).is_some_and(scored)).count()
    }

    /// Indicators that one of the two has not scored yet.
    pub(super) fn unscored(&self) -> usize {
        self.outcomes().filter(|outcome| *outcome == Outcome::Missing).count()
    }

    /// Both raters are complete: the columns are uncovered.
    pub(super) fn is_uncovered(&self) -> bool {
        self.is_closed() || (self.left(true) == 0 && self.left(false) == 0)
    }

    /// The two differ too much on it. Nobody learns of it before both are complete.
    pub(super) fn is_disputed(&self, row: &Row) -> bool {
        match (row.first.tenths, row.second.tenths) {
            (Some(first), Some(second)) => disagree(first, second, self.scheme.limit),
            _ => false,
        }
    }

    pub(super) fn outcomes(&self) -> impl Iterator<Item = Outcome> {
        self.scheme.indicators().map(|i| outcome(self.row(&i.code).given(), self.scheme.limit))
    }

    pub(super) fn total(&self) -> Total {
        total(self.outcomes())
    }

    /// `reviewing`, `conferring` or `closed`.
    pub(super) fn state(&self) -> &'static str {
        if self.is_closed() {
            "closed"
        } else if self.is_uncovered() && self.total().missing > 0 {
            "conferring"
        } else {
            "reviewing"
        }
    }

    /// What still stands between this sheet and its end, in words.
    pub(super) fn blocked_by(&self, first_name: &str, second_name: &str) -> Vec<String> {
        let mut words = Vec::new();
        if self.is_closed() {
            return words;
        }
        for (name, left) in [(first_name, self.left(true)), (second_name, self.left(false))] {
            if left > 0 {
                words.push(format!("{name}还差 {left} 项"));
            }
        }
        if self.is_uncovered() {
            let disputed = self.outcomes().filter(|outcome| *outcome == Outcome::Conferring).count();
            if disputed > 0 {
                words.push(format!("{disputed} 项相差过大，须会商"));
            }
        }
        let unchecked = self.vetoes.iter().filter(|veto| veto.state == "toCheck").count();
        if unchecked > 0 {
            words.push(format!("一票否决 {unchecked} 条待查"));
        }
        words
    }
}

/// Whether the raters' points of a rating are still covered: its deeds are then shown without their content.
pub(crate) fn is_covered(office: &Office, db: &Connection, rating: Id) -> bool {
    Sheet::load(office, db, rating).is_ok_and(|sheet| !sheet.is_uncovered())
}
