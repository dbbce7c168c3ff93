//! Finding records: the global search and the text box of every list.

use super::definition::{REGISTERS, Register};
use super::list::{COUNT_CAP, ListFilter, ListRow, columns, conditions, enrich, from_row};
use crate::calls::{Context, Page};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use crate::search::{Query, SearchReader, register_and_key, rowid};
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

fn hit(db: &Connection, register: &Register, key: i64) -> Result<Option<Hit>> {
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

/// One page of a register narrowed by text, in the register's own order.
pub(crate) fn page(
    context: &Context<'_>,
    register: &'static Register,
    text: &str,
    filter: &ListFilter,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<ListRow>> {
    let empty = Page { rows: Vec::new(), next: None, total: 0, total_is_capped: false };
    let Some((condition, values)) = conditions(register, filter) else { return Ok(empty) };
    let query = Query::parse(text);
    let after = after
        .map(|cursor| {
            cursor.parse::<i64>().map_err(|_| Failure::field("after", "翻页位置不对，请从第一页重新看。"))
        })
        .transpose()?;
    let (reader, _) = reader(context.office)?;
    context.office.read(|db| {
        let table = register.table.name;
        let narrowed = !values.is_empty();
        let holds = format!("SELECT 1 FROM {table} WHERE key = ? AND {condition}");
        let mut holds = db.prepare_cached(&holds)?;
        let mut passes = |key: i64| -> rusqlite::Result<bool> {
            let mut all: Vec<Value> = vec![key.into()];
            all.extend(values.iter().cloned());
            holds.exists(params_from_iter(all))
        };
        let mut keys = Vec::new();
        let mut failure = None;
        reader.walk(&query, Some(register.no), after, |row| {
            let key = register_and_key(row).1;
            match passes(key) {
                Ok(true) => keys.push(key),
                Ok(false) => {}
                Err(error) => failure = Some(error),
            }
            keys.len() <= limit && failure.is_none()
        })?;
        let (mut total, mut capped) = (0, false);
        if narrowed {
            reader.walk(&query, Some(register.no), None, |row| {
                match passes(register_and_key(row).1) {
                    Ok(true) => total += 1,
                    Ok(false) => {}
                    Err(error) => failure = Some(error),
                }
                capped = total > COUNT_CAP;
                !capped && failure.is_none()
            })?;
        } else {
            let (found, more) = reader.count(&query, Some(register.no), COUNT_CAP as usize)?;
            (total, capped) = (found as u64, more);
        }
        if let Some(error) = failure {
            return Err(error.into());
        }
        let more = keys.len() > limit;
        keys.truncate(limit);
        let next = if more { keys.last().map(|key| rowid(register.no, *key).to_string()) } else { None };
        let sql = format!("SELECT {} FROM {table} WHERE key = ?1", columns(register));
        let mut rows = Vec::with_capacity(keys.len());
        for key in keys {
            let mut row = db.prepare_cached(&sql)?.query_row([key], |row| from_row(register, row, 0))?;
            enrich(db, &mut row)?;
            rows.push(row);
        }
        Ok(Page { rows, next, total: total.min(COUNT_CAP), total_is_capped: capped })
    })
}
