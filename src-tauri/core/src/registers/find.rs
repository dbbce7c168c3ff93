//! Finding records: the global search and the text box of every list.

use super::definition::{REGISTERS, Register};
use super::list::{Asked, COUNT_CAP, COUNT_LOOK, LOOK, ListPage, columns, enrich, from_row};
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
        let mut passes = |key: i64| -> rusqlite::Result<bool> {
            let values = std::iter::once(Value::from(key)).chain(asked.wanted.values());
            holds.exists(params_from_iter(values))
        };
        let mut page = ListPage::default();
        let (mut keys, mut failure, mut seen, mut last) = (Vec::new(), None, 0, None);
        reader.walk(&query, Some(register.no), after, |row| {
            let key = register_and_key(row).1;
            let holds = passes(key).unwrap_or_else(|error| {
                failure = Some(error);
                false
            });
            let full = keys.len() == asked.limit;
            if failure.is_some() || seen == LOOK || full && holds {
                page.next = last.take();
                page.unfinished = !full;
                return false;
            }
            seen += 1;
            if holds {
                keys.push(key);
            }
            last = Some(row.to_string());
            true
        })?;
        if asked.wanted.open {
            let (found, more) = reader.count(&query, Some(register.no), COUNT_CAP as usize)?;
            (page.total, page.total_is_capped) = (found as u64, more);
        } else {
            let mut seen = 0;
            reader.walk(&query, Some(register.no), None, |row| {
                page.total_is_floor = seen == COUNT_LOOK;
                page.total_is_capped = page.total > COUNT_CAP;
                if page.total_is_floor || page.total_is_capped || failure.is_some() {
                    return false;
                }
                seen += 1;
                match passes(register_and_key(row).1) {
                    Ok(holds) => page.total += u64::from(holds),
                    Err(error) => failure = Some(error),
                }
                true
            })?;
            page.total = page.total.min(COUNT_CAP);
        }
        if let Some(error) = failure {
            return Err(error.into());
        }
        // The index is still taking something in: there may be more.
        page.total_is_floor |= behind;
        let sql = format!("SELECT {} FROM {table} WHERE key = ?1", columns(&asked.fields));
        for key in keys {
            let mut row = db.prepare_cached(&sql)?.query_row([key], |row| from_row(&asked.fields, row, 0))?;
            enrich(db, &mut row)?;
            page.rows.push(row);
        }
        Ok(page)
    })
}
