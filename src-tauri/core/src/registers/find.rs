//! Finding records: the global search and the text box of every list.

use super::definition::{REGISTERS, Register};
use super::list::{Asked, COUNT_CAP, ListPage, columns, enrich, from_row};
use crate::calls::{Cancel, Context};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use crate::search::{Query, SearchReader, register_and_key};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// What to look for.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchInput {
    /// As typed.
    pub text: String,
    /// Only in this register.
    #[ts(optional)]
    pub register: Option<String>,
    /// Hits per register, 10 if absent, at most 200.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// One hit.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Hit {
    /// Register.
    pub register: String,
    /// Identity.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Platform, account, code, street: what tells it from others.
    pub detail: String,
}

/// The hits.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SearchOutput {
    /// How many in all, at most the cap per register.
    pub total: u64,
    /// There are more than `total`.
    pub total_is_capped: bool,
    /// Hits, register by register.
    pub hits: Vec<Hit>,
    /// How many in each register.
    pub groups: BTreeMap<String, u64>,
    /// The index is still taking in a long import: hits may be missing.
    pub indexing: bool,
}

fn reader(office: &Office) -> Result<(SearchReader, bool)> {
    let up_to_date = super::index::try_catch_up(office)?;
    Ok((SearchReader::open(&office.search_file())?, !up_to_date))
}

/// Hits that one answer asks the register about: each is a step into a wide table, not one row behind another as in
/// [`super::list`].
const LOOK: usize = 10_000;

/// Finds records in all registers or in one.
pub fn search(context: &Context<'_>, input: SearchInput) -> Result<SearchOutput> {
    let limit = input.limit.unwrap_or(10).clamp(1, 200) as usize;
    let only = input.register.as_deref().map(Register::by_name).transpose()?;
    let query = Query::parse(&input.text);
    let mut output = SearchOutput {
        total: 0,
        total_is_capped: false,
        hits: Vec::new(),
        groups: BTreeMap::new(),
        indexing: false,
    };
    if query.is_empty() {
        return Ok(output);
    }
    let (reader, indexing) = reader(context.office)?;
    output.indexing = indexing;
    context.office.read(|db| {
        for register in REGISTERS.iter().filter(|register| only.is_none_or(|only| only.no == register.no)) {
            let found = reader.first_page(&query, Some(register.no), limit, COUNT_CAP as usize)?;
            for row in found.rows {
                output.hits.extend(hit(db, register, register_and_key(row).1)?);
            }
            if found.total > 0 {
                output.groups.insert(register.name.to_owned(), found.total as u64);
            }
            output.total += found.total as u64;
            output.total_is_capped |= found.capped;
        }
        Ok(output)
    })
}

pub(crate) fn hit(db: &Connection, register: &Register, key: i64) -> Result<Option<Hit>> {
    let telling: Vec<&str> = ["platformName", "account", "creditCode", "operatorName", "street", "shopNo"]
        .iter()
        .filter_map(|name| register.field(name))
        .map(|field| field.column)
        .collect();
    let sql = format!("SELECT id, name, {} FROM {} WHERE key = ?1", telling.join(", "), register.table.name);
    Ok(db
        .prepare_cached(&sql)?
        .query_row([key], |row| {
            let details = (0..telling.len())
                .map(|place| row.get::<_, String>(place + 2))
                .collect::<rusqlite::Result<Vec<_>>>()?;
            let details: Vec<String> = details.into_iter().filter(|text| !text.is_empty()).collect();
            Ok(Hit {
                register: register.name.to_owned(),
                id: row.get(0)?,
                name: row.get(1)?,
                detail: details.join(" · "),
            })
        })
        .optional()?)
}

/// Every record of a register that answers, complete and in the register's own order, until `visit` says no.
pub(crate) fn walk(
    office: &Office,
    register: &Register,
    text: &str,
    visit: &mut dyn FnMut(i64) -> bool,
) -> Result<()> {
    super::index::catch_up(office, &|_, _| (), &Cancel::default())?;
    SearchReader::open(&office.search_file())?.walk(&Query::parse(text), Some(register.no), None, visit)
}

/// The hits of one page, gathered one by one.
struct Rows {
    keys: Vec<i64>,
    limit: usize,
    seen: usize,
    /// The last hit that was looked at.
    last: Option<i64>,
    /// Where the next page begins: behind this hit.
    next: Option<String>,
    full: bool,
}

impl Rows {
    fn of(limit: usize) -> Self {
        Self { keys: Vec::new(), limit, seen: 0, last: None, next: None, full: false }
    }
    /// Answers whether more can come.
    fn take(&mut self, row: i64, holds: bool) -> bool {
        if !self.full && (self.seen == LOOK || self.keys.len() == self.limit && holds) {
            self.next = self.last.map(|row| row.to_string());
            self.full = true;
        }
        if !self.full {
            self.seen += 1;
            self.last = Some(row);
            if holds {
                self.keys.push(register_and_key(row).1);
            }
        }
        !self.full
    }
}

/// How many hits pass: exact up to the cap, at least so many where there was too much to look at.
#[derive(Default)]
struct Count {
    total: u64,
    seen: usize,
    capped: bool,
    floor: bool,
}

impl Count {
    /// Answers whether to go on.
    fn take(&mut self, holds: bool) -> bool {
        self.capped |= self.total == COUNT_CAP && holds;
        self.floor |= !self.capped && self.seen == LOOK;
        if self.capped || self.floor {
            return false;
        }
        self.seen += 1;
        self.total += u64::from(holds);
        true
    }
}

/// One page of a register narrowed by text, in the register's own order.
pub(crate) fn page(context: &Context<'_>, asked: &Asked, text: &str) -> Result<ListPage> {
    let register = asked.register;
    let query = Query::parse(text);
    let after = asked.after.as_deref();
    let after = after
        .map(|cursor| {
            cursor.parse::<i64>().map_err(|_| Failure::field("after", "翻页位置不对，请从第一页重新看。"))
        })
        .transpose()?;
    let (reader, behind) = reader(context.office)?;
    context.office.read(|db| {
        let table = register.table.name;
        let holds = format!("SELECT 1 FROM {table} WHERE key = ? AND {}", asked.wanted.whole());
        let mut holds = db.prepare_cached(&holds)?;
        let mut passes = |row: i64| -> rusqlite::Result<bool> {
            let key = Value::from(register_and_key(row).1);
            holds.exists(params_from_iter(std::iter::once(key).chain(asked.wanted.values())))
        };
        let (mut rows, mut count) = (Rows::of(asked.limit), Count::default());
        if asked.wanted.open {
            // One hit more tells whether there is another page.
            let limit = asked.limit + 1;
            let mut found = reader.first_page(&query, Some(register.no), limit, COUNT_CAP as usize)?;
            if after.is_some() {
                found.rows = reader.query(&query, Some(register.no), after, limit)?;
            }
            (count.total, count.capped) = (found.total as u64, found.capped);
            found.rows.into_iter().take_while(|row| rows.take(*row, true)).for_each(drop);
        } else {
            let mut failure = None;
            let mut look = |after, visit: &mut dyn FnMut(i64, bool) -> bool| {
                reader.walk(&query, Some(register.no), after, |row| match passes(row) {
                    Ok(holds) => visit(row, holds),
                    Err(error) => {
                        failure = Some(error);
                        false
                    }
                })
            };
            if after.is_some() {
                look(after, &mut |row, holds| rows.take(row, holds))?;
                look(None, &mut |_, holds| count.take(holds))?;
            } else {
                // Both begin at the same hit: one look at each.
                look(None, &mut |row, holds| rows.take(row, holds) | count.take(holds))?;
            }
            if let Some(error) = failure {
                return Err(error.into());
            }
        }
        let mut page = ListPage {
            total: count.total,
            total_is_capped: count.capped,
            total_is_floor: count.floor,
            unfinished: rows.full && rows.keys.len() < asked.limit,
            next: rows.next,
            ..ListPage::default()
        };
        // The index is still taking something in: there may be more.
        page.total_is_floor |= behind;
        let sql = format!("SELECT {} FROM {table} WHERE key = ?1", columns(&asked.fields));
        for key in rows.keys {
            let mut row = db.prepare_cached(&sql)?.query_row([key], |row| from_row(&asked.fields, row, 0))?;
            enrich(db, &mut row)?;
            page.rows.push(row);
        }
        Ok(page)
    })
}
