//! Lists: keyset pages in the order of the pinyin sort key, filters, counts.

use super::definition::{Field, FieldKind, REGISTERS, Register};
use super::filter::{Conditions, ListFilter, conditions};
use super::merge::WITH_ABSORBED;
use crate::calls::{Context, Nothing};
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
/// Rows that one answer looks at where no index leads to the ones that are asked for: what lies behind them comes
/// with the next page, and the answer says so.
const LOOK: usize = 20_000;
/// Rows that are looked at to count what no index leads to.
const COUNT_LOOK: usize = 40_000;

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
    /// Wire names of the fields to show; those that are listed by default if empty.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub columns: Vec<String>,
}

/// A page of a list.
#[derive(Debug, Default, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListPage {
    /// The rows.
    pub rows: Vec<ListRow>,
    /// Opaque cursor of the next page; absent at the end.
    pub next: Option<String>,
    /// How many in all, at most the cap.
    pub total: u64,
    /// `total` is the cap and there are more.
    pub total_is_capped: bool,
    /// `total` is what was found so far: no index leads to these rows and not all were looked at.
    pub total_is_floor: bool,
    /// The page ends before it is full, because so many rows were looked at: there may be more behind `next`.
    pub unfinished: bool,
}

/// The last time the office dealt with a subject.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct LastContact {
    /// Date.
    pub on: String,
    /// Stable word: inspection, visit.
    pub kind: String,
    /// Chinese words, with the code of a result or of a kind of visit in them.
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
    /// The fields that were asked for, personal ones masked.
    pub values: BTreeMap<String, Option<String>>,
    /// The last inspection or visit.
    pub last_contact: Option<LastContact>,
    /// Rectifications under way.
    pub open_rectifications: u32,
    /// Rung of the last closed rating.
    pub rating: Option<String>,
}

/// The fields that a list shows.
pub(crate) fn shown(register: &'static Register, columns: &[String]) -> Result<Vec<&'static Field>> {
    if columns.is_empty() {
        return Ok(register.fields.iter().filter(|field| field.in_list).collect());
    }
    let field = |name: &String| {
        register
            .field(name)
            .ok_or_else(|| Failure::field("columns", format!("{}没有“{name}”这一列。", register.label)))
    };
    columns.iter().map(field).collect()
}

/// One page of a register.
pub fn list(context: &Context<'_>, input: ListInput) -> Result<ListPage> {
    let register = Register::by_name(&input.register)?;
    let filter = input.filter.unwrap_or_default();
    let limit = input.limit.unwrap_or(50).clamp(1, 500) as usize;
    let fields = shown(register, &input.columns)?;
    let Some(wanted) = conditions(register, &filter)? else { return Ok(ListPage::default()) };
    let asked = Asked { register, fields, wanted, after: input.after, limit };
    match filter.sought() {
        Some(text) => super::find::page(context, &asked, text),
        None => context.office.read(|db| looked(db, &asked)),
    }
}

/// What a page is made from.
pub(crate) struct Asked {
    pub(crate) register: &'static Register,
    pub(crate) fields: Vec<&'static Field>,
    pub(crate) wanted: Conditions,
    pub(crate) after: Option<String>,
    pub(crate) limit: usize,
}

impl Asked {
    /// Where the page begins, as a condition.
    fn from(&self) -> Result<(&'static str, Vec<Value>)> {
        let Some(cursor) = &self.after else { return Ok(("1", Vec::new())) };
        let (key, sort) = cursor
            .split_once(':')
            .and_then(|(key, sort)| Some((key.parse::<i64>().ok()?, sort)))
            .ok_or_else(|| Failure::field("after", "翻页位置不对，请从第一页重新看。"))?;
        Ok(("(sort_key, key) > (?, ?)", vec![sort.to_owned().into(), key.into()]))
    }
}

fn cursor(row: &rusqlite::Row<'_>) -> rusqlite::Result<String> {
    Ok(format!("{}:{}", row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
}

/// The rows that the index leads to are looked at one by one in the list's order, so many at most.
fn looked(db: &Connection, asked: &Asked) -> Result<ListPage> {
    let (from, after) = asked.from()?;
    let (table, wanted) = (asked.register.table.name, &asked.wanted);
    let (lead, rest) = (&wanted.lead, &wanted.rest);
    let values = wanted.rest_values.iter().chain(&wanted.lead_values).cloned().chain(after);
    let sql = format!(
        "SELECT key, sort_key, {rest}, {} FROM {table} WHERE {lead} AND {from} ORDER BY sort_key, key LIMIT {}",
        columns(&asked.fields),
        LOOK + 1
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let (mut page, mut seen, mut last) = (ListPage::default(), 0, None);
    while let Some(row) = rows.next()? {
        let full = page.rows.len() == asked.limit;
        if seen == LOOK || full && row.get(2)? {
            page.unfinished = !full;
            page.next = last;
            break;
        }
        seen += 1;
        if row.get(2)? {
            page.rows.push(from_row(&asked.fields, row, 3)?);
        }
        // The cursor stands behind the last row of the page, or behind the last one that was looked at.
        last = Some(cursor(row)?);
    }
    for row in &mut page.rows {
        enrich(db, row)?;
    }
    if wanted.open {
        (page.total, page.total_is_capped) = whole_count(db, asked.register)?;
        return Ok(page);
    }
    let look = COUNT_LOOK + 1;
    let values = wanted.rest_values.iter().chain(&wanted.lead_values);
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM (SELECT {rest} AS holds FROM {table} WHERE {lead} LIMIT {look}) WHERE holds LIMIT {})",
        COUNT_CAP + 1
    );
    let found: u64 = db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get(0))?;
    (page.total, page.total_is_capped) = (found.min(COUNT_CAP), found > COUNT_CAP);
    if !page.total_is_capped {
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {lead} LIMIT {look})");
        let seen: usize =
            db.prepare_cached(&sql)?.query_row(params_from_iter(&wanted.lead_values), |row| row.get(0))?;
        page.total_is_floor = seen == look;
        page.total = page.total.max(page.rows.len() as u64);
    }
    Ok(page)
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

/// `id, rev, name, shown columns…`
pub(crate) fn columns(fields: &[&'static Field]) -> String {
    let shown = fields.iter().map(|field| format!(", {}", field.column));
    format!("id, rev, name{}", shown.collect::<String>())
}

/// Reads what [`columns`] names, from column `at` on.
pub(crate) fn from_row(fields: &[&Field], row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<ListRow> {
    let mut values = BTreeMap::new();
    for (place, field) in fields.iter().enumerate() {
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

/// The last inspection or visit of a subject and the records merged into it.
fn last_contact(db: &Connection, subject: Id) -> Result<Option<LastContact>> {
    // The few records of one subject lead, each into an index: the other way round a whole table would be read.
    let sql = format!(
        "{WITH_ABSORBED} SELECT coalesce(i.ended_at, i.began_at), i.state, i.result_word
         FROM subject CROSS JOIN inspection i ON i.subject_id = subject.id
         WHERE i.state <> 'planned' AND i.retired = 0 ORDER BY i.key DESC LIMIT 1"
    );
    let inspected = db.prepare_cached(&sql)?.query_row([subject], |found| {
        let at: Option<i64> = found.get(0)?;
        let state: String = found.get(1)?;
        let result: String = found.get(2)?;
        Ok(LastContact {
            on: at.map(|at| crate::clock::date_of(at).to_string()).unwrap_or_default(),
            kind: "inspection".into(),
            words: if state == "finished" { format!("检查 {result}") } else { "检查中".into() },
        })
    });
    let sql = format!(
        "{WITH_ABSORBED} SELECT v.visited_on, v.kind FROM subject CROSS JOIN visit v ON v.subject_id = subject.id
         WHERE v.retired = 0 ORDER BY v.visited_on DESC, v.key DESC LIMIT 1"
    );
    let visited = db.prepare_cached(&sql)?.query_row([subject], |found| {
        Ok(LastContact { on: found.get(0)?, kind: "visit".into(), words: found.get(1)? })
    });
    // On the same day the inspection says more.
    Ok(match (inspected.optional()?, visited.optional()?) {
        (Some(inspected), Some(visited)) if visited.on > inspected.on => Some(visited),
        (None, visited) => visited,
        (inspected, _) => inspected,
    })
}

/// What the office did with the subject lately, whichever of its merged records it was done under.
pub(crate) fn enrich(db: &Connection, row: &mut ListRow) -> Result<()> {
    row.last_contact = last_contact(db, row.id)?;
    let sql = format!(
        "{WITH_ABSORBED} SELECT count(*) FROM subject CROSS JOIN rectification r ON r.subject_id = subject.id
         WHERE r.state NOT IN ('closed', 'withdrawn') AND r.retired = 0"
    );
    row.open_rectifications = db.prepare_cached(&sql)?.query_row([row.id], |found| found.get(0))?;
    let sql = format!(
        "{WITH_ABSORBED} SELECT g.outcome_rung FROM subject CROSS JOIN rating g ON g.room_id = subject.id
         WHERE g.state = 'closed' AND g.retired = 0 ORDER BY g.key DESC LIMIT 1"
    );
    row.rating = db.prepare_cached(&sql)?.query_row([row.id], |found| found.get(0)).optional()?;
    Ok(())
}
