//! Small things that everything about a subject asks: is it registered, is a date a date, is a code one of ours.

use super::definition::Register;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::Office;
use crate::rules::{Lines, store};
use rusqlite::{Connection, OptionalExtension};

/// The name of a registered subject.
pub(crate) fn name(db: &Connection, register: &Register, id: Id) -> Result<String> {
    let sql = format!("SELECT name FROM {} WHERE id = ?1", register.table.name);
    db.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?.or_not_found(register.label)
}

/// A date of a form: absent when empty, else exactly `YYYY-MM-DD`.
pub(crate) fn date(field: &str, label: &str, text: Option<&str>) -> Result<Option<String>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let date = crate::rules::parse::date(text);
    let date = date.ok_or_else(|| {
        Failure::field(field, format!("“{label}”请写成 2026-11-27 这样的日期，现在是“{text}”。"))
    })?;
    Ok(Some(date.to_string()))
}

/// Refuses a term that ends before it begins.
pub(crate) fn term(field: &str, from: Option<&str>, to: Option<&str>) -> Result<()> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            Err(Failure::field(field, format!("结束日期 {to} 早于开始日期 {from}，请核对。")))
        }
        _ => Ok(()),
    }
}

/// Refuses a day that has not come.
pub(crate) fn not_ahead(office: &Office, field: &str, label: &str, date: &str) -> Result<()> {
    let today = crate::clock::date_of(office.now_ms()).to_string();
    if date > today.as_str() {
        return Err(Failure::field(field, format!("“{label}”{date} 还没有到，今天是 {today}。")));
    }
    Ok(())
}

/// Refuses a code that the labels do not know.
pub(crate) fn known(office: &Office, field: &str, group: &str, code: &str) -> Result<()> {
    if let Lines::Labels(lines) = &store::current(office, "labels")?.pack.lines
        && lines.iter().any(|line| line.group == group && line.code == code)
    {
        return Ok(());
    }
    Err(Failure::field(field, format!("没有“{code}”这一种，请从列出的里面选。")))
}

/// The reason for taking something back; it may not be empty.
pub(crate) fn reason(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::field("reason", "请写明原因；原来的记录都保留。"));
    }
    Ok(text.to_owned())
}
