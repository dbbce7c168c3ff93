//! The hot path: one answer is one row and one journal entry. And its careful cousin, 其余均未发现.

use super::law::{self, OTHER};
use super::method::{Approach, ItemResult, method_word, settle};
use super::{refuse_unless_started, store};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::rectifications::term;
use crate::rules::{self, ChecklistItem, Method};
use crate::tables::{INSPECTION, INSPECTION_ITEM};
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// The whole answer of an item: what is absent is empty.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerItem {
    /// The item.
    pub item: Id,
    /// The revision that was read.
    pub rev: Id,
    /// What was found.
    pub result: ItemResult,
    /// How it was looked at; absent for the approach's own method.
    #[ts(optional)]
    pub method: Option<Method>,
    /// Code of the 涉嫌违法情形, or `other`.
    #[ts(optional)]
    pub situation: Option<String>,
    /// 责任主体: codes of the labels' group `role`, several joined by commas.
    #[ts(optional)]
    pub responsible: Option<String>,
    /// 事实, or a remark where there is no problem.
    #[ts(optional)]
    pub fact: Option<String>,
    /// 改正期限 as the officer plans it, YYYY-MM-DD.
    #[ts(optional)]
    pub correct_by: Option<String>,
}

/// Saved, and how far the inspection is.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answered {
    /// The item's revision now.
    pub rev: Id,
    /// When it was committed, UTC milliseconds.
    pub saved_at: i64,
    /// Items that are no longer 未检查.
    pub checked: u32,
    /// Items with 发现问题.
    pub problems: u32,
    /// The new term in words, if it changed.
    pub correct_by_words: Option<String>,
}

/// To mark the rest.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MarkRest {
    /// The inspection.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
}

/// What was marked.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Marked {
    /// The inspection's revision now.
    pub rev: Id,
    /// Items that became 未发现问题 by 批量标注.
    pub marked: u32,
    /// Items that stay 未检查 because the approach cannot show them.
    pub left: u32,
}

/// Answers one item.
pub fn answer(context: &Context<'_>, input: AnswerItem) -> Result<Answered> {
    let office = context.office;
    let (rev, saved_at, counts, term) = office.write(context.actor, "inspections.answer", |w| {
        let (before, place) = store::item(w.db(), input.item)?;
        refuse_unless_started(&place.state)?;
        w.about(place.inspection);
        let pack = rules::store::by_id(office, place.pack_id)?;
        let known = law::item(&pack.pack, &before.code)?;
        let method = settle(input.result, input.method, place.approach, &known.methods)?;
        let situation = situation(known, input.situation.as_deref())?;
        let correct_by = correct_by(&input, before.correct_by.as_deref(), w.now_ms())?;
        let mut values: Vec<(&'static str, Value)> = vec![
            ("result", input.result.word().to_owned().into()),
            ("method", method.map(method_word).unwrap_or_default().to_owned().into()),
            ("situation", situation.into()),
            ("responsible", trimmed(input.responsible.as_deref()).into()),
            ("fact", input.fact.clone().unwrap_or_default().into()),
            ("correct_by", correct_by.clone().into()),
            ("bulk", Value::Integer(0)),
        ];
        // The same answer once more is no deed.
        let stands: [Value; 7] = [
            before.result.word().to_owned().into(),
            before.method.clone().into(),
            before.situation.clone().into(),
            before.responsible.clone().into(),
            before.fact.clone().into(),
            before.correct_by.clone().into(),
            i64::from(before.bulk).into(),
        ];
        if values.iter().zip(&stands).any(|((_, new), old)| new != old) {
            let answered = (input.result != ItemResult::Unchecked).then_some(w.now_ms());
            values.push(("answered_at", answered.into()));
        }
        w.update(&INSPECTION_ITEM, input.item, Some(input.rev), &values)?;
        let rev = store::revision(w.db(), &INSPECTION_ITEM, input.item)?;
        let term = correct_by.filter(|by| before.correct_by.as_ref() != Some(by));
        Ok((rev, w.now_ms(), store::counts(w.db(), place.inspection)?, term))
    })?;
    let correct_by_words = match term.as_deref().and_then(term::stored_date) {
        Some(by) => {
            let calendar = rules::store::calendar(office)?;
            Some(term::correct_by_words(&calendar, date_of(saved_at), by))
        }
        None => None,
    };
    Ok(Answered { rev, saved_at, checked: counts.checked, problems: counts.problems, correct_by_words })
}

fn trimmed(given: Option<&str>) -> String {
    given.unwrap_or_default().trim().to_owned()
}

fn situation(item: &ChecklistItem, given: Option<&str>) -> Result<String> {
    let code = trimmed(given);
    if code.is_empty() || code == OTHER || item.situations.iter().any(|one| one.code == code) {
        return Ok(code);
    }
    Err(Failure::field(
        "situation",
        format!("第 {} 项的清单里没有这个涉嫌违法情形，请从列出的情形中选择。", item.no),
    ))
}

fn correct_by(input: &AnswerItem, before: Option<&str>, now: i64) -> Result<Option<String>> {
    let Some(given) = input.correct_by.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let date = term::parse_date("correctBy", given)?;
    if date < date_of(now) && before != Some(given) {
        return Err(Failure::field("correctBy", "改正期限不能早于今天，请重新填写日期。"));
    }
    Ok(Some(given.to_owned()))
}

/// 其余均未发现: every item still unchecked that the approach can show becomes 未发现问题, recorded as 批量标注.
pub fn mark_rest(context: &Context<'_>, input: MarkRest) -> Result<Marked> {
    let office = context.office;
    office.write(context.actor, "inspections.markRest", |w| {
        let inspection = store::inspection(w.db(), input.id)?;
        refuse_unless_started(&inspection.state)?;
        w.about(inspection.id);
        let pack = rules::store::by_id(office, inspection.pack_id)?;
        let approach: Approach = inspection.approach;
        let (mut marked, mut left) = (0, 0);
        for item in store::items(w.db(), inspection.id)? {
            if item.result != ItemResult::Unchecked {
                continue;
            }
            if !law::item(&pack.pack, &item.code)?.allows(approach.method()) {
                left += 1;
                continue;
            }
            let values = [
                ("result", ItemResult::Clear.word().to_owned().into()),
                ("method", method_word(approach.method()).to_owned().into()),
                ("bulk", Value::Integer(1)),
                ("answered_at", w.now_ms().into()),
            ];
            w.update(&INSPECTION_ITEM, item.id, Some(item.rev), &values)?;
            marked += 1;
        }
        let bulk = store::counts(w.db(), inspection.id)?.bulk;
        w.update(&INSPECTION, inspection.id, Some(input.rev), &[("bulk_marked", i64::from(bulk).into())])?;
        if marked > 0 {
            w.note(json!({ "bulk": marked }));
        }
        Ok(Marked { rev: store::revision(w.db(), &INSPECTION, inspection.id)?, marked, left })
    })
}
