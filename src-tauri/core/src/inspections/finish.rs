//! Finishing: the gaps are explained, the words chosen, and each problem becomes a finding with its own clock.

use super::details::check_times;
use super::method::ItemResult;
use super::store::{self, Inspection, Item};
use super::{law, refuse_unless_started};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use crate::rectifications::findings::{self, Found, Limits};
use crate::rules;
use crate::tables::INSPECTION;
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The follow-up that drafts a correction for each problem.
const ORDER_CORRECTION: &str = "orderCorrection";
/// Result words that say that something was found.
const FOUND: [&str; 3] = ["orderedToCorrect", "correctedAfterOrder", "pendingFollowUp"];
/// The result word that says that nothing was.
const NOTHING_FOUND: &str = "noProblem";

/// To finish an inspection. The 组员 calls it again, with `member_confirms`, to confirm what is finished.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FinishInspection {
    /// The inspection.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// A result word: code or words.
    pub result_word: String,
    /// A follow-up: code or words.
    pub follow_up: String,
    /// Why items stay 未检查.
    #[ts(optional)]
    pub unchecked_reason: Option<String>,
    /// The acting person is the 组员 and confirms.
    #[ts(optional)]
    pub member_confirms: Option<bool>,
}

/// What came of it.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Finished {
    /// The inspection's revision now.
    pub rev: Id,
    /// Findings that were made.
    pub findings: u32,
    /// Corrections that were drafted.
    pub rectifications: u32,
}

/// Finishes an inspection; afterwards it changes no more.
pub fn finish(context: &Context<'_>, input: FinishInspection) -> Result<Finished> {
    let office = context.office;
    let limits = Limits::of(office)?;
    office.write(context.actor, "inspections.finish", |w| {
        let inspection = store::inspection(w.db(), input.id)?;
        w.about(inspection.id);
        let now = w.now_ms();
        let confirmed = confirmation(&inspection, context.actor, input.member_confirms, now)?;
        if inspection.state == "finished"
            && let Some(at) = confirmed
            && inspection.member_confirmed_at.is_none()
        {
            w.update(&INSPECTION, inspection.id, Some(input.rev), &[("member_confirmed_at", at.into())])?;
            let rev = store::revision(w.db(), &INSPECTION, inspection.id)?;
            return Ok(Finished { rev, findings: 0, rectifications: 0 });
        }
        refuse_unless_started(&inspection.state)?;
        let items = store::items(w.db(), inspection.id)?;
        let unchecked_reason = check_items(office, &inspection, &items, input.unchecked_reason.as_deref())?;
        let (result_word, follow_up) = check_words(office, &inspection, &items, &input)?;
        let ended = inspection.ended_at.unwrap_or(now);
        check_times(inspection.began_at, Some(ended), now)?;
        let mut values: Vec<(&'static str, Value)> = vec![
            ("state", "finished".to_owned().into()),
            ("result_word", result_word.into()),
            ("follow_up", follow_up.clone().into()),
            ("unchecked_reason", unchecked_reason.into()),
            ("ended_at", ended.into()),
            ("entered_at", now.into()),
            ("finished_at", now.into()),
            ("bulk_marked", i64::from(store::counts(w.db(), inspection.id)?.bulk).into()),
        ];
        if let Some(at) = confirmed {
            values.push(("member_confirmed_at", at.into()));
        }
        w.update(&INSPECTION, inspection.id, Some(input.rev), &values)?;
        let corrects = follow_up == ORDER_CORRECTION;
        let pack = rules::store::by_id(office, inspection.pack_id)?;
        let mut made = 0;
        for item in items.iter().filter(|item| item.result == ItemResult::Problem) {
            let known = law::item(&pack.pack, &item.code)?;
            let found = Found {
                inspection: inspection.id,
                item: item.id,
                register: &inspection.register,
                subject: inspection.subject_id,
                subject_name: &inspection.subject_name,
                title: &known.title,
                situation_words: &law::situation_words(known, &item.situation),
                situation: &item.situation,
                fact: &item.fact,
                responsible: &item.responsible,
                on: date_of(ended),
                corrects,
                correct_by: item.correct_by.as_deref(),
            };
            findings::record(office, w, &limits, &found)?;
            made += 1;
        }
        Ok(Finished {
            rev: store::revision(w.db(), &INSPECTION, inspection.id)?,
            findings: made,
            rectifications: if corrects { made } else { 0 },
        })
    })
}

/// The second officer confirms under their own account, and nobody for them.
fn confirmation(
    inspection: &Inspection,
    actor: Option<Id>,
    confirms: Option<bool>,
    now: i64,
) -> Result<Option<i64>> {
    if confirms != Some(true) {
        return Ok(None);
    }
    if inspection.member.is_none() || actor != inspection.member {
        return Err(Failure::NotAllowed("组员的确认要由组员本人在自己名下作出，没有记录。".into()));
    }
    Ok(Some(now))
}

/// Each problem says what, who and which fact; each gap has a reason.
fn check_items(
    office: &Office,
    inspection: &Inspection,
    items: &[Item],
    reason: Option<&str>,
) -> Result<String> {
    let pack = rules::store::by_id(office, inspection.pack_id)?;
    for item in items.iter().filter(|item| item.result == ItemResult::Problem) {
        let no = law::item(&pack.pack, &item.code)?.no;
        let gaps = [("涉嫌违法情形", &item.situation), ("责任主体", &item.responsible), ("事实", &item.fact)];
        let missing: Vec<&str> =
            gaps.into_iter().filter(|(_, text)| text.trim().is_empty()).map(|(label, _)| label).collect();
        if !missing.is_empty() {
            return Err(Failure::invalid(format!(
                "第 {no} 项发现问题，还缺{}，不能完成检查。请补上。",
                missing.join("、")
            )));
        }
    }
    let unchecked = items.iter().filter(|item| item.result == ItemResult::Unchecked).count();
    let reason = reason.unwrap_or(&inspection.unchecked_reason).trim();
    if unchecked > 0 && reason.is_empty() {
        return Err(Failure::field(
            "uncheckedReason",
            format!("还有 {unchecked} 项未检查。请写明原因，或返回检查。"),
        ));
    }
    Ok(if unchecked > 0 { reason.to_owned() } else { String::new() })
}

/// The words fit what was found.
fn check_words(
    office: &Office,
    inspection: &Inspection,
    items: &[Item],
    input: &FinishInspection,
) -> Result<(String, String)> {
    let result =
        law::result_code(office, "checkResult", "resultWord", &input.result_word, &inspection.register)?;
    let follow_up = law::result_code(office, "followUp", "followUp", &input.follow_up, &inspection.register)?;
    let problems: Vec<&Item> = items.iter().filter(|item| item.result == ItemResult::Problem).collect();
    if result == NOTHING_FOUND && !problems.is_empty() {
        return Err(Failure::field(
            "resultWord",
            format!("有 {} 项发现问题，结果不能是“未发现问题”。请另选结果用语。", problems.len()),
        ));
    }
    if problems.is_empty() && FOUND.contains(&result.as_str()) {
        return Err(Failure::field("resultWord", "没有一项记为发现问题，请另选结果用语，或返回检查。"));
    }
    if problems.is_empty() && follow_up == ORDER_CORRECTION {
        return Err(Failure::field("followUp", "没有一项记为发现问题，不能责令改正。请另选后续处理。"));
    }
    if follow_up != ORDER_CORRECTION && problems.iter().any(|item| item.correct_by.is_some()) {
        return Err(Failure::field("followUp", "有的检查项写了改正期限。请选“责令改正”，或先去掉改正期限。"));
    }
    Ok((result, follow_up))
}
