//! What a deed was about: the record by its name, the paper by its number, the roster by its file.
//!
//! An entry names one record at most and not its table. The table stands in the entry's changes, or else the record is
//! looked up by its identity, which is unique over all tables: a handful of index look-ups for a line of the journal.

use crate::error::Result;
use crate::id::Id;
use crate::registers::Register;
use rusqlite::{Connection, OptionalExtension};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a deed was about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// Its name, title or number.
    pub name: String,
    /// How many others of its kind the deed changed as well.
    pub others: usize,
    /// Which page shows it: `subject`, or the name of its table; empty where there is none.
    pub kind: String,
    /// Wire name of its register, of a subject only.
    pub register: Option<String>,
    /// The record to open; absent with an empty kind.
    pub id: Option<Id>,
}

/// What is needed of an entry's payload.
#[derive(Default, Deserialize)]
pub(super) struct Outline {
    #[serde(default)]
    changes: Vec<Change>,
    #[serde(default)]
    note: Option<Note>,
}

#[derive(Deserialize)]
struct Change {
    table: String,
    id: Id,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Note {
    file_name: Option<String>,
    title: Option<String>,
}

/// Where the record of a table is shown and what it is called: kind, register, identity, name.
struct Source {
    table: &'static str,
    sql: &'static str,
}

/// Those first that many entries name without their table.
const SOURCES: [Source; 33] = [
    Source {
        table: "inspection",
        sql: "SELECT 'inspection', '', id, subject_name || '　' || (SELECT number_prefix FROM office ORDER BY key LIMIT 1)
              || '检〔' || year || '〕' || number || '号' FROM inspection WHERE id = ?1",
    },
    Source { table: "rating", sql: "SELECT 'rating', '', id, room_name FROM rating WHERE id = ?1" },
    Source {
        table: "draw",
        sql: "SELECT 'draw', '', id, title || '　' || year || ' 年编号 ' || number || '，第 ' || round || ' 次' FROM draw WHERE id = ?1",
    },
    Source { table: "year_plan", sql: "SELECT 'year_plan', '', id, name FROM year_plan WHERE id = ?1" },
    Source { table: "batch", sql: "SELECT 'batch', '', id, file_name FROM batch WHERE id = ?1" },
    Source { table: "person", sql: "SELECT 'person', '', id, name FROM person WHERE id = ?1" },
    Source {
        table: "rectification",
        sql: "SELECT 'rectification', '', id, subject_name FROM rectification WHERE id = ?1",
    },
    Source {
        table: "finding",
        sql: "SELECT 'finding', '', id, subject_name || CASE situation WHEN '' THEN '' ELSE '　' || situation END FROM finding WHERE id = ?1",
    },
    Source {
        table: "document",
        sql: "SELECT 'document', '', id, title || CASE number WHEN '' THEN '' ELSE '　' || number END FROM document WHERE id = ?1",
    },
    Source {
        table: "publication",
        sql: "SELECT 'publication', '', id, title FROM publication WHERE id = ?1",
    },
    Source { table: "office", sql: "SELECT 'office', '', id, name FROM office WHERE id = ?1" },
    Source {
        table: "pack",
        sql: "SELECT 'pack', '', id, title || ' ' || version FROM pack WHERE id = ?1",
    },
    Source {
        table: "evidence",
        sql: "SELECT CASE WHEN inspection_id IS NULL THEN '' ELSE 'inspection' END, '', inspection_id, name FROM evidence WHERE id = ?1",
    },
    Source {
        table: "bulk_edit",
        sql: "SELECT '', '', NULL, reason FROM bulk_edit WHERE id = ?1",
    },
    Source { table: "template", sql: "SELECT '', '', NULL, file_name FROM template WHERE id = ?1" },
    Source {
        table: "plan_task",
        sql: "SELECT 'year_plan', '', plan_id, title FROM plan_task WHERE id = ?1",
    },
    Source {
        table: "result_review",
        sql: "SELECT 'inspection', '', i.id, i.subject_name FROM result_review r JOIN inspection i ON i.id = r.inspection_id WHERE r.id = ?1",
    },
    Source {
        table: "publication_line",
        sql: "SELECT 'publication', '', publication_id, name FROM publication_line WHERE id = ?1",
    },
    Source {
        table: "draw_pick",
        sql: "SELECT 'draw', '', draw_id, subject_name FROM draw_pick WHERE id = ?1",
    },
    Source {
        table: "inspection_item",
        sql: "SELECT 'inspection', '', i.id, i.subject_name FROM inspection_item t JOIN inspection i ON i.id = t.inspection_id WHERE t.id = ?1",
    },
    Source {
        table: "rating_score",
        sql: "SELECT 'rating', '', r.id, r.room_name FROM rating_score s JOIN rating r ON r.id = s.rating_id WHERE s.id = ?1",
    },
    Source {
        table: "rating_veto",
        sql: "SELECT 'rating', '', r.id, r.room_name FROM rating_veto v JOIN rating r ON r.id = v.rating_id WHERE v.id = ?1",
    },
    Source {
        table: "relation",
        sql: "SELECT 'of', from_register, from_id, '' FROM relation WHERE id = ?1",
    },
    Source {
        table: "licence",
        sql: "SELECT 'subject', register, subject_id, subject_name FROM licence WHERE id = ?1",
    },
    Source {
        table: "standing",
        sql: "SELECT 'subject', register, subject_id, subject_name FROM standing WHERE id = ?1",
    },
    Source {
        table: "responsibility",
        sql: "SELECT CASE WHEN subject_id IS NULL THEN '' ELSE 'of' END, register, subject_id, street FROM responsibility WHERE id = ?1",
    },
    Source {
        table: "visit",
        sql: "SELECT 'subject', register, subject_id, subject_name FROM visit WHERE id = ?1",
    },
    Source {
        table: "duplicate_notice",
        sql: "SELECT 'of', register, record, '' FROM duplicate_notice WHERE id = ?1",
    },
    Source {
        table: "record_merge",
        sql: "SELECT 'of', register, survivor, '' FROM record_merge WHERE id = ?1",
    },
    Source { table: "saved_view", sql: "SELECT '', '', NULL, name FROM saved_view WHERE id = ?1" },
    Source { table: "complaint", sql: "SELECT '', '', NULL, number FROM complaint WHERE id = ?1" },
    Source {
        table: "number_range",
        sql: "SELECT '', '', NULL, series || ' ' || year || ' 年' FROM number_range WHERE id = ?1",
    },
    Source {
        table: "mapping_memory",
        sql: "SELECT '', '', NULL, register FROM mapping_memory WHERE id = ?1",
    },
];

/// What an entry about `record` with these changes was about; none if it names nothing that is still known.
pub(super) fn about(db: &Connection, record: Option<Id>, outline: &Outline) -> Result<Option<About>> {
    let changes = &outline.changes;
    // A paper is asked for by its number, whatever it records.
    let paper = changes.iter().rev().find(|change| change.table == "document");
    let named = record.and_then(|record| changes.iter().find(|change| change.id == record));
    let first = changes.first().map(|change| of_table(db, &change.table, change.id)).transpose()?.flatten();
    let mut found = match (paper, named, record) {
        (Some(change), ..) | (None, Some(change), _) => of_table(db, &change.table, change.id)?,
        // Most deeds change a part of what they are about: its owner is one look-up, the record itself may be dozens.
        (None, None, Some(record)) => match &first {
            Some(about) if about.id == Some(record) => first.clone(),
            _ => anywhere(db, record)?,
        },
        (None, None, None) => None,
    };
    if found.is_none()
        && let (Some(mut about), Some(change)) = (first, changes.first())
    {
        let alike = changes.iter().filter(|other| other.table == change.table);
        about.others = alike.map(|other| other.id).collect::<std::collections::HashSet<_>>().len() - 1;
        found = Some(about);
    }
    let note = outline.note.as_ref().and_then(|note| note.file_name.as_ref().or(note.title.as_ref()));
    Ok(found.or_else(|| note.map(|name| plain(name.clone()))))
}

fn plain(name: String) -> About {
    About { name, others: 0, kind: String::new(), register: None, id: None }
}

fn of_table(db: &Connection, table: &str, id: Id) -> Result<Option<About>> {
    if let Some(register) = Register::by_table(table) {
        return of_register(db, register, id);
    }
    match SOURCES.iter().find(|source| source.table == table) {
        Some(source) => source.read(db, id),
        None => Ok(None),
    }
}

fn anywhere(db: &Connection, id: Id) -> Result<Option<About>> {
    for source in &SOURCES {
        if let Some(found) = source.read(db, id)? {
            return Ok(Some(found));
        }
    }
    for register in crate::registers::REGISTERS {
        if let Some(found) = of_register(db, register, id)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// A subject by its name, masked if its register calls that personal.
fn of_register(db: &Connection, register: &'static Register, id: Id) -> Result<Option<About>> {
    let sql = format!("SELECT name FROM {} WHERE id = ?1", register.table.name);
    let name: Option<String> = db.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
    Ok(name.map(|name| {
        let personal = register.fields.iter().find(|field| field.column == "name" && field.personal);
        About {
            name: personal.map_or_else(|| name.clone(), |f| crate::registers::warnings::mask(f.kind, &name)),
            others: 0,
            kind: "subject".into(),
            register: Some(register.name.into()),
            id: Some(id),
        }
    }))
}

impl Source {
    fn read(&self, db: &Connection, id: Id) -> Result<Option<About>> {
        let row = db
            .prepare_cached(self.sql)?
            .query_row([id], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, Option<Id>>(2)?,
                    row.get::<_, String>(3)?,
                ))
            })
            .optional()?;
        let Some((kind, register, target, name)) = row else { return Ok(None) };
        // What hangs on a subject without its name is called after it.
        if kind == "of" {
            return match (target, Register::by_name(&register)) {
                (Some(target), Ok(register)) => of_register(db, register, target),
                _ => Ok(None),
            };
        }
        let register = Some(register).filter(|register| !register.is_empty());
        Ok(Some(About { name, others: 0, kind, register, id: target }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every journalled table is named here, or holds nothing but a person's own choice of columns.
    #[test]
    fn every_table_has_its_words() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(crate::office::migrate::STEPS[0]).unwrap();
        for table in crate::tables::ALL {
            let known = Register::by_table(table.name).is_some()
                || SOURCES.iter().any(|source| source.table == table.name)
                || table.name == "chosen_columns";
            assert!(known, "the journal cannot name a deed about {}", table.name);
        }
        for source in &SOURCES {
            let id = Id([7; 16]);
            assert_eq!(source.read(&db, id).unwrap(), None, "{} reads", source.table);
        }
    }
}
