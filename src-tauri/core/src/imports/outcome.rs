//! What becomes of one row: created, updated, unchanged or rejected.

use super::staging::{Staged, Staging, Standing};
use crate::error::Result;
use crate::id::Id;
use crate::registers::Register;
use crate::registers::definition::Field;
use crate::registers::identity::{Values, natural_key};
use crate::registers::warnings::mask;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// Why a row was not taken that the person decided against.
pub(super) const DECLINED: &str = "核对时选择不采用，登记里的内容没有改";

/// One cell that an import changes.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
pub struct CellChange {
    /// Wire name of the field.
    pub field: String,
    /// What stood there; personal data masked.
    pub before: String,
    /// What the file says; personal data masked.
    pub after: String,
    /// The two are masked: they may look alike and are not.
    pub masked: bool,
}

impl CellChange {
    /// As a screen may have it: whoever wants personal data in full looks into the file or asks for them, and that
    /// is journalled.
    pub(super) fn shown(field: &Field, before: &str, after: &str) -> Self {
        let cell = |text: &str| if field.personal { mask(field.kind, text) } else { text.to_owned() };
        Self {
            field: field.name.to_owned(),
            before: cell(before),
            after: cell(after),
            masked: field.personal,
        }
    }
}

/// What becomes of a row.
#[derive(Debug)]
pub(super) enum Outcome {
    Created {
        id: Id,
        values: Values,
        notice: Option<Id>,
    },
    Updated {
        id: Id,
        rev: Id,
        name: String,
        changes: Vec<(usize, String)>,
        before: Values,
        revive: bool,
    },
    /// `repeat`: an earlier row of the file said the same.
    Unchanged {
        id: Id,
        repeat: bool,
    },
    Rejected {
        reason: String,
    },
}

impl Outcome {
    /// Its word in `batch_row`.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Created { .. } => Kind::Created,
            Self::Updated { .. } => Kind::Updated,
            Self::Unchanged { repeat: false, .. } => Kind::Unchanged,
            Self::Unchanged { repeat: true, .. } => Kind::Repeat,
            Self::Rejected { .. } => Kind::Rejected,
        }
    }

    /// Why not, of a rejected row.
    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Self::Rejected { reason } => Some(reason),
            _ => None,
        }
    }
}

/// What became of a row, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Created,
    Updated,
    Unchanged,
    /// Unchanged, because an earlier row of the file said the same.
    Repeat,
    Rejected,
}

impl Kind {
    pub(super) const ALL: [Self; 5] =
        [Self::Created, Self::Updated, Self::Unchanged, Self::Repeat, Self::Rejected];

    /// As stored.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged | Self::Repeat => "unchanged",
            Self::Rejected => "rejected",
        }
    }
}

/// Looks rows up in one register.
pub(super) struct Judge<'a> {
    register: &'static Register,
    staging: &'a Staging,
    sql: String,
    /// The register was empty before this import, and nobody wrote since: nothing has to be looked up.
    empty: std::cell::Cell<bool>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(db: &Connection, register: &'static Register, staging: &'a Staging) -> Result<Self> {
        let table = register.table.name;
        let empty = !db.prepare(&format!("SELECT 1 FROM {table} LIMIT 1"))?.exists([])?;
        let sql = format!("SELECT rev, retired, {} FROM {table} WHERE id = ?1", register.column_list());
        Ok(Self { register, staging, sql, empty: std::cell::Cell::new(empty) })
    }

    /// Somebody wrote meanwhile: from here on every row is looked up.
    pub(super) fn look_everything_up(&self) {
        self.empty.set(false);
    }

    pub(super) fn judge(&self, db: &Connection, staged: Staged) -> Result<Outcome> {
        let (natural, keyed, values) = match staged.said {
            Ok(said) => said,
            Err(reason) => return Ok(Outcome::Rejected { reason }),
        };
        match self.staging.standing(&natural, staged.row) {
            Standing::Contradicted(first) => {
                let reason = if first == staged.row {
                    "本文件后面还有一行说的是同一个对象，内容却不同，请核对后重新报送".to_owned()
                } else {
                    format!("与第 {first} 行是同一个对象，内容却不同，请核对后重新报送")
                };
                return Ok(Outcome::Rejected { reason });
            }
            Standing::Repeat => return Ok(Outcome::Unchanged { id: natural, repeat: true }),
            Standing::First => {}
        }
        if self.empty.get() {
            return Ok(Outcome::Created { id: natural, values, notice: None });
        }
        let row = staged.row;
        match self.against_register(db, natural, keyed, values)? {
            Outcome::Updated { .. } if self.staging.declines(row) => {
                Ok(Outcome::Rejected { reason: DECLINED.to_owned() })
            }
            outcome => Ok(outcome),
        }
    }

    fn against_register(&self, db: &Connection, natural: Id, keyed: bool, values: Values) -> Result<Outcome> {
        let key = natural_key(self.register, &values);
        let mut id = natural;
        // A derived identity is used while it is free or still bears the key; else the next in a fixed row of them.
        for again in 2..=9 {
            let Some((rev, retired, before)) = self.find(db, id)? else {
                let notice = (id != natural).then_some(natural);
                return Ok(Outcome::Created { id, values, notice });
            };
            if retired && crate::registers::merge::went_elsewhere(db, id)? {
                // A person made it one with another record: a roster does not part them again.
                return Ok(Outcome::Unchanged { id, repeat: false });
            }
            if !keyed {
                // The content is the identity: the row is here, whatever a person changed since.
                return Ok(if retired {
                    revived(id, rev, before)
                } else {
                    Outcome::Unchanged { id, repeat: false }
                });
            }
            if natural_key(self.register, &before) == key {
                return Ok(compare(id, rev, retired, before, values));
            }
            let mut parts: Vec<String> = key.clone().unwrap_or_default();
            parts.push(again.to_string());
            id = Id::derived(&parts.iter().map(String::as_str).collect::<Vec<_>>());
        }
        Ok(Outcome::Rejected {
            reason: "这个账号或代码已先后属于多个登记对象，请在登记中手工处理".into()
        })
    }

    fn find(&self, db: &Connection, id: Id) -> Result<Option<(Id, bool, Values)>> {
        let read = |row: &rusqlite::Row<'_>| {
            let values = (0..self.register.fields.len())
                .map(|place| {
                    Ok(match row.get(place + 2)? {
                        Value::Text(text) => text,
                        Value::Integer(number) => number.to_string(),
                        _ => String::new(),
                    })
                })
                .collect::<rusqlite::Result<Values>>()?;
            Ok((row.get(0)?, row.get(1)?, values))
        };
        Ok(db.prepare_cached(&self.sql)?.query_row([id], read).optional()?)
    }
}

fn revived(id: Id, rev: Id, before: Values) -> Outcome {
    Outcome::Updated { id, rev, name: before[0].clone(), changes: Vec::new(), before, revive: true }
}

/// An empty cell says nothing: what the office knows stays.
fn compare(id: Id, rev: Id, retired: bool, before: Values, values: Values) -> Outcome {
    let changes: Vec<(usize, String)> = values
        .into_iter()
        .enumerate()
        .filter(|(place, value)| !value.is_empty() && before[*place] != *value)
        .collect();
    if changes.is_empty() && !retired {
        return Outcome::Unchanged { id, repeat: false };
    }
    Outcome::Updated { id, rev, name: before[0].clone(), changes, before, revive: retired }
}
