//! Lists: keyset pages in the order of the pinyin sort key, filters, counts.

use super::NOT_OPEN;
use super::definition::{FieldKind, REGISTERS, Register};
use crate::calls::{Context, Nothing, Page};
use crate::error::{Failure, Result};
use crate::id::Id;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Counts go up to here; above, the screen says "10,000+".
pub const COUNT_CAP: u64 = 10_000;

/// One field, for lists and forms.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldShown {
    /// Wire name.
    pub name: String,
    /// 中文
    pub label: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Section of the page.
    pub group: String,
    /// Shown in the list.
    pub in_list: bool,
    /// Masked until somebody asks.
    pub personal: bool,
    /// Group in the labels pack, empty if none.
    pub label_group: String,
}

/// One register, for lists and forms.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegisterShown {
    /// Wire name.
    pub register: String,
    /// 中文
    pub label: String,
    /// Its fields.
    pub fields: Vec<FieldShown>,
    /// A read-only reference table: imports write it.
    pub reference: bool,
}

/// The registers and their fields.
pub fn definitions(_: &Context<'_>, _: Nothing) -> Result<Vec<RegisterShown>> {
    let shown = REGISTERS.iter().map(|register| RegisterShown {
        register: register.name.to_owned(),
        label: register.label.to_owned(),
        fields: register
            .fields
            .iter()
            .map(|field| FieldShown {
                name: field.name.to_owned(),
                label: field.label.to_owned(),
                kind: field.kind,
                group: field.group.to_owned(),
                in_list: field.in_list,
                personal: field.personal,
                label_group: field.label_group.to_owned(),
            })
            .collect(),
        reference: register.reference,
    });
    Ok(shown.collect())
}

/// How many records each register holds, retired ones and open imports left out.
pub fn counts(context: &Context<'_>, _: Nothing) -> Result<BTreeMap<String, u64>> {
    context.office.read(|db| {
        REGISTERS.iter().map(|register| Ok((register.name.to_owned(), count(db, register)?))).collect()
    })
}

/// How many records a register holds.
pub fn count(db: &Connection, register: &Register) -> Result<u64> {
    let table = register.table.name;
    // What imports made is known batch by batch, and few rows are entered by hand or retired: at ten million rows
    // even an index-only count of all would take longer than a person waits.
    let sql = format!(
        "SELECT (SELECT count(*) FROM {table} WHERE batch IS NULL) - (SELECT count(*) FROM {table} WHERE retired = 1)
              + coalesce((SELECT sum(created) FROM batch WHERE state IN ('committed', 'undone') AND register = ?1), 0)"
    );
    Ok(db.prepare_cached(&sql)?.query_row([register.name], |row| row.get(0))?)
}

/// What narrows a list.
#[derive(Debug, Default, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ListFilter {
    /// Exact status.
    #[ts(optional)]
    pub status: Option<String>,
    /// Exact platform name.
    #[ts(optional)]
    pub platform_name: Option<String>,
    /// Exact street.
    #[ts(optional)]
    pub street: Option<String>,
    /// Exact risk class.
    #[ts(optional)]
    pub risk_class: Option<String>,
    /// Any part of the name, pinyin, account, code, phone.
    #[ts(optional)]
    pub text: Option<String>,
}

/// Which page of which list.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListInput {
    /// Wire name of the register.
    pub register: String,
    /// What narrows it.
    #[ts(optional)]
    pub filter: Option<ListFilter>,
    /// `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
    /// Rows per page, 50 if absent, at most 500.
    #[ts(optional)]
    pub limit: Option<u32>,
}

/// The last time the office dealt with a subject.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct LastContact {
    /// Date.
    pub on: String,
    /// Stable word: inspection.
    pub kind: String,
    /// Chinese words.
    pub words: String,
}

/// One row of a list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListRow {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Name.
    pub name: String,
    /// The fields shown in the list, personal ones masked.
    pub values: BTreeMap<String, Option<String>>,
    /// The last inspection.
    pub last_contact: Option<LastContact>,
    /// Rectifications under way.
    pub open_rectifications: u32,
    /// Rung of the last closed rating.
    pub rating: Option<String>,
}

/// The filter as SQL. `None` if a field is not in this register: then nothing matches.
pub(crate) fn conditions(register: &Register, filter: &ListFilter) -> Option<(String, Vec<Value>)> {
    let mut sql = format!("retired = 0 AND {NOT_OPEN}");
    let mut values = Vec::new();
    let given = [
        ("status", &filter.status),
        ("platformName", &filter.platform_name),
        ("street", &filter.street),
        ("riskClass", &filter.risk_class),
    ];
    for (name, value) in given {
        if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
            sql.push_str(&format!(" AND {} = ?", register.field(name)?.column));
            values.push(value.clone().into());
        }
    }
    Some((sql, values))
}

/// One page of a register.
pub fn list(context: &Context<'_>, input: ListInput) -> Result<Page<ListRow>> {
    let register = Register::by_name(&input.register)?;
    let filter = input.filter.unwrap_or_default();
    let limit = input.limit.unwrap_or(50).clamp(1, 500) as usize;
    if let Some(text) = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        return super::find::page(context, register, text, &filter, input.after.as_deref(), limit);
    }
    let Some((sql, values)) = conditions(register, &filter) else {
        return Ok(Page { rows: Vec::new(), next: None, total: 0, total_is_capped: false });
    };
    context.office.read(|db| {
        let table = register.table.name;
        let mut page_values = values.clone();
        let mut page_sql = sql.clone();
        if let Some(cursor) = &input.after {
            let (key, sort) = cursor
                .split_once(':')
                .and_then(|(key, sort)| Some((key.parse::<i64>().ok()?, sort)))
                .ok_or_else(|| Failure::field("after", "翻页位置不对，请从第一页重新看。"))?;
            page_sql.push_str(" AND (sort_key, key) > (?, ?)");
            page_values.push(sort.to_owned().into());
            page_values.push(key.into());
        }
        let sql = format!(
            "SELECT key, sort_key, {} FROM {table} WHERE {page_sql} ORDER BY sort_key, key LIMIT {}",
            columns(register),
            limit + 1
        );
        let mut statement = db.prepare_cached(&sql)?;
        let mut rows = statement
            .query_map(params_from_iter(page_values), |row| {
                Ok((
                    format!("{}:{}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?),
                    from_row(register, row, 2)?,
                ))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(|(cursor, _)| cursor.clone()) } else { None };
        let mut rows: Vec<ListRow> = rows.into_iter().map(|(_, row)| row).collect();
        for row in &mut rows {
            enrich(db, row)?;
        }
        let (total, total_is_capped) = if values.is_empty() {
            whole_count(db, register)?
        } else {
            capped_count(db, table, &self::where_of(register, &filter), &values)?
        };
        Ok(Page { rows, next, total, total_is_capped })
    })
}

fn where_of(register: &Register, filter: &ListFilter) -> String {
    conditions(register, filter).map_or_else(|| "0".to_owned(), |(sql, _)| sql)
}

/// The count of a list that nothing narrows, from an index alone: wide rows would have to be read for `retired`.
fn whole_count(db: &Connection, register: &Register) -> Result<(u64, bool)> {
    let table = register.table.name;
    let sql = format!(
        "SELECT (SELECT count(*) FROM {table} WHERE retired = 1)
              + coalesce((SELECT sum(open_created) FROM batch WHERE state = 'open' AND register = ?1), 0)"
    );
    let hidden: u64 = db.prepare_cached(&sql)?.query_row([register.name], |row| row.get(0))?;
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT ?1)");
    let found: u64 = db.prepare_cached(&sql)?.query_row([COUNT_CAP + 1 + hidden], |row| row.get(0))?;
    let shown = found.saturating_sub(hidden);
    Ok((shown.min(COUNT_CAP), shown > COUNT_CAP))
}

fn capped_count(db: &Connection, table: &str, condition: &str, values: &[Value]) -> Result<(u64, bool)> {
    let sql =
        format!("SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {condition} LIMIT {})", COUNT_CAP + 1);
    let found: u64 = db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?;
    Ok((found.min(COUNT_CAP), found > COUNT_CAP))
}

/// `id, rev, name, listed columns…`
pub(crate) fn columns(register: &Register) -> String {
    let listed: Vec<&str> =
        register.fields.iter().filter(|field| field.in_list).map(|field| field.column).collect();
    format!("id, rev, name, {}", listed.join(", "))
}

/// Reads what [`columns`] names, from column `at` on.
pub(crate) fn from_row(register: &Register, row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<ListRow> {
    let mut values = BTreeMap::new();
    for (place, field) in register.fields.iter().filter(|field| field.in_list).enumerate() {
        let value = text_of(row.get(at + 3 + place)?);
        let value =
            if field.personal { value.map(|text| super::warnings::mask(field.kind, &text)) } else { value };
        values.insert(field.name.to_owned(), value);
    }
    Ok(ListRow {
        id: row.get(at)?,
        rev: row.get(at + 1)?,
        name: row.get(at + 2)?,
        values,
        last_contact: None,
        open_rectifications: 0,
        rating: None,
    })
}

/// A stored value as the screens show it: absent when empty.
pub(crate) fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Text(text) if !text.is_empty() => Some(text),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What the office did with the subject lately.
pub(crate) fn enrich(db: &Connection, row: &mut ListRow) -> Result<()> {
    let sql = "SELECT coalesce(ended_at, began_at), state, result_word FROM inspection
               WHERE subject_id = ?1 AND state <> 'planned' AND retired = 0 ORDER BY key DESC LIMIT 1";
    row.last_contact = db
        .prepare_cached(sql)?
        .query_row([row.id], |found| {
            let at: Option<i64> = found.get(0)?;
            let state: String = found.get(1)?;
            let result: String = found.get(2)?;
            Ok(LastContact {
                on: at.map(|at| crate::clock::date_of(at).to_string()).unwrap_or_default(),
                kind: "inspection".into(),
                words: if state == "finished" { format!("检查 {result}") } else { "检查中".into() },
            })
        })
        .optional()?;
    let sql = "SELECT count(*) FROM rectification WHERE subject_id = ?1 AND state NOT IN ('closed', 'withdrawn') AND retired = 0";
    row.open_rectifications = db.prepare_cached(sql)?.query_row([row.id], |found| found.get(0))?;
    let sql = "SELECT outcome_rung FROM rating WHERE room_id = ?1 AND state = 'closed' AND retired = 0 ORDER BY key DESC LIMIT 1";
    row.rating = db.prepare_cached(sql)?.query_row([row.id], |found| found.get(0)).optional()?;
    Ok(())
}

/// Which field to count the values of.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FacetInput {
    /// Wire name of the register.
    pub register: String,
    /// Wire name of the field.
    pub field: String,
}

/// A value and how often it stands.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// How many records have it.
    pub count: u64,
}

/// The 50 most frequent values of a field.
pub fn facets(context: &Context<'_>, input: FacetInput) -> Result<Vec<Facet>> {
    let register = Register::by_name(&input.register)?;
    let field = register.field(&input.field).filter(|field| !field.personal);
    let field = field.ok_or_else(|| Failure::field("field", "这一列不能用来筛选。"))?;
    context.office.read(|db| {
        let sql = format!(
            "SELECT {0}, count(*) FROM {1} WHERE {0} <> '' GROUP BY {0} ORDER BY 2 DESC, 1 LIMIT 50",
            field.column, register.table.name
        );
        let mut statement = db.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| Ok(Facet { value: row.get(0)?, count: row.get(1)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    })
}
