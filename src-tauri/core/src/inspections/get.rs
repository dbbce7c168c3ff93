//! One inspection, with law and evidence counts in view.

use super::law::{self, ItemBasis};
use super::method::ItemResult;
use super::{number_words, store};
use crate::calls::Context;
use crate::clock::date_of;
use crate::error::Result;
use crate::id::Id;
use crate::office::Office;
use crate::people;
use crate::rectifications::term;
use crate::rules::{self, Calendar, ChecklistItem, CorrectionFirst, Method, Pack, Who};
use rusqlite::{Connection, OptionalExtension};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use ts_rs::TS;

/// One inspection, by identity.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OneInspection {
    /// Which.
    pub id: Id,
}

/// The subject as its register knows it now.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InspectionSubject {
    /// Register.
    pub register: String,
    /// Identity.
    pub id: Id,
    /// Name when the inspection began.
    pub name: String,
    /// 平台
    pub platform_name: String,
    /// 账号
    pub account: String,
    /// 经营主体
    pub operator_name: String,
    /// 统一社会信用代码
    pub operator_code: String,
    /// More, one line each; no personal data.
    pub lines: Vec<String>,
}

/// The draw it comes from.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct InspectionDraw {
    /// Identity.
    pub id: Id,
    /// Title.
    pub title: String,
    /// Position among the picks.
    pub position: i64,
}

/// One who checks.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InspectionPerson {
    /// Identity.
    pub id: Id,
    /// 姓名
    pub name: String,
    /// 执法证号
    pub certificate_no: String,
    /// Valid on the day the inspection began, or today if it has not begun.
    pub valid: bool,
}

/// The last time the subject was checked.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct LastTime {
    /// The day.
    pub on: String,
    /// What came of it.
    pub words: String,
    /// That inspection.
    pub id: Id,
}

/// What the item showed the last time.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct ItemLastTime {
    /// The day.
    pub on: String,
    /// Of [`ItemResult`].
    pub result: String,
    /// That inspection.
    pub id: Id,
}

/// A coded 涉嫌违法情形.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct ItemSituation {
    /// Stable code.
    pub code: String,
    /// Chinese words.
    pub words: String,
}

/// One item: what the checklist says, and what was found.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InspectionItem {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Code in the checklist.
    pub code: String,
    /// Number on the sheet.
    pub no: u32,
    /// Short title.
    pub title: String,
    /// What to look at.
    pub look: String,
    /// How to check.
    pub how: String,
    /// The only methods by which it may be ticked.
    pub methods: Vec<Method>,
    /// The law behind it.
    pub basis: Vec<ItemBasis>,
    /// Who answers for it: codes of the labels' group `role`.
    pub answerable: Vec<Who>,
    /// What may be found.
    pub situations: Vec<ItemSituation>,
    /// 法律责任
    pub consequence: String,
    /// Whether correction comes first.
    pub correction_first: CorrectionFirst,
    /// The same in words.
    pub consequence_badge: String,
    /// What was found.
    pub result: ItemResult,
    /// How it was looked at; empty if not stated.
    pub method: String,
    /// Code of the situation.
    pub situation: String,
    /// 责任主体
    pub responsible: String,
    /// 事实
    pub fact: String,
    /// 改正期限 as planned.
    pub correct_by: Option<String>,
    /// The same in words.
    pub correct_by_words: Option<String>,
    /// Answered by 批量标注.
    pub bulk: bool,
    /// When, UTC milliseconds.
    pub answered_at: Option<i64>,
    /// Pieces of evidence that were not withdrawn.
    pub evidence: u32,
    /// The last time.
    pub last_time: Option<ItemLastTime>,
}

/// Items under one heading.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InspectionGroup {
    /// Heading.
    pub name: String,
    /// The law of its items in one line.
    pub basis_words: String,
    /// The items.
    pub items: Vec<InspectionItem>,
}

/// The checklist that the inspection began with.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct PackName {
    /// Title.
    pub title: String,
    /// Version.
    pub version: String,
}

/// What the finish panel preselects; empty where nothing can be said yet.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Suggestions {
    /// Code of a result word.
    pub result_word: String,
    /// Code of a follow-up.
    pub follow_up: String,
}

/// One inspection.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InspectionView {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// ××市监检〔2026〕12号
    pub number: String,
    /// Register of the subject.
    pub register: String,
    /// The subject.
    pub subject: InspectionSubject,
    /// The draw it comes from.
    pub draw: Option<InspectionDraw>,
    /// How it is done.
    pub approach: super::Approach,
    /// 检查事由 as given.
    pub reason: String,
    /// The same in words.
    pub reason_words: String,
    /// planned, started or finished.
    pub state: String,
    /// 组长
    pub leader: Option<InspectionPerson>,
    /// 组员
    pub member: Option<InspectionPerson>,
    /// When the 组员 confirmed under their own account, UTC milliseconds.
    pub member_confirmed_at: Option<i64>,
    /// 检查开始时间, UTC milliseconds.
    pub began_at: Option<i64>,
    /// 检查结束时间, UTC milliseconds.
    pub ended_at: Option<i64>,
    /// 录入时间, UTC milliseconds.
    pub entered_at: Option<i64>,
    /// When it was finished, UTC milliseconds.
    pub finished_at: Option<i64>,
    /// To be done by.
    pub due_on: Option<String>,
    /// What was stated, by key.
    pub details: BTreeMap<String, String>,
    /// Code of the result word.
    pub result_word: String,
    /// Code of the follow-up.
    pub follow_up: String,
    /// Items answered by 批量标注.
    pub bulk_marked: u32,
    /// Why items stay unchecked.
    pub unchecked_reason: String,
    /// The last time the subject was checked.
    pub last_time: Option<LastTime>,
    /// The items, in the order of the checklist.
    pub groups: Vec<InspectionGroup>,
    /// Items that are no longer 未检查.
    pub checked: u32,
    /// All items.
    pub total: u32,
    /// Items with 发现问题.
    pub problems: u32,
    /// Items with 不适用.
    pub not_applicable: u32,
    /// The checklist.
    pub pack: PackName,
    /// Preselection for the finish panel.
    pub suggestions: Suggestions,
}

fn person(db: &Connection, id: Option<Id>, day: &str) -> Result<Option<InspectionPerson>> {
    let Some(id) = id else { return Ok(None) };
    let found = people::find(db, id, day)?;
    Ok(Some(InspectionPerson {
        id,
        name: found.name,
        certificate_no: found.certificate_no,
        valid: found.certificate_valid,
    }))
}

fn draw(db: &Connection, inspection: &store::Inspection) -> Result<Option<InspectionDraw>> {
    let Some(id) = inspection.draw_id else { return Ok(None) };
    let title: Option<String> =
        db.query_row("SELECT title FROM draw WHERE id = ?1", [id], |row| row.get(0)).optional()?;
    let position: Option<i64> = db
        .query_row("SELECT position FROM draw_pick WHERE id = ?1", [inspection.pick_id], |row| row.get(0))
        .optional()?;
    Ok(title.map(|title| InspectionDraw { id, title, position: position.unwrap_or_default() }))
}

fn subject(db: &Connection, inspection: &store::Inspection) -> Result<InspectionSubject> {
    let found = store::subject(db, &inspection.register, inspection.subject_id)?.unwrap_or_default();
    let lines = [
        ("品类", &found.category),
        ("主播", &found.host_name),
        ("住所（经营场所）", &found.domicile),
        ("实际经营地址", &found.business_address),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| format!("{label}：{value}"))
    .collect();
    Ok(InspectionSubject {
        register: inspection.register.clone(),
        id: inspection.subject_id,
        name: inspection.subject_name.clone(),
        platform_name: found.platform_name,
        account: found.account,
        operator_name: found.operator_name,
        operator_code: found.operator_code,
        lines,
    })
}

/// What the finish panel preselects. 未发现问题 only when nothing stays open.
fn suggest(counts: store::Counts, has_term: bool) -> Suggestions {
    let (result_word, follow_up) = match counts {
        counts if counts.problems > 0 && has_term => ("orderedToCorrect", "orderCorrection"),
        counts if counts.problems > 0 => ("pendingFollowUp", "verifyLead"),
        counts if counts.total > 0 && counts.checked == counts.total => ("noProblem", "none"),
        _ => ("", ""),
    };
    Suggestions { result_word: result_word.to_owned(), follow_up: follow_up.to_owned() }
}

/// Reads one inspection.
pub fn get(context: &Context<'_>, input: OneInspection) -> Result<InspectionView> {
    let now = context.office.now_ms();
    let calendar = rules::store::calendar(context.office)?;
    context.office.read(|db| view(context.office, db, &calendar, now, input.id))
}

fn view(office: &Office, db: &Connection, calendar: &Calendar, now: i64, id: Id) -> Result<InspectionView> {
    let inspection = store::inspection(db, id)?;
    let day = date_of(inspection.began_at.unwrap_or(now)).to_string();
    let loaded = rules::store::by_id(office, inspection.pack_id)?;
    let counts = store::counts(db, id)?;
    let items = store::items(db, id)?;
    let has_term = items.iter().any(|one| one.result == ItemResult::Problem && one.correct_by.is_some());
    let last_time = store::last_finished(db, inspection.subject_id, id)?.map(|before| LastTime {
        on: date_of(before.finished_at).to_string(),
        words: match before.problems {
            0 => "没有记录问题".to_owned(),
            problems => format!("发现问题 {problems} 项"),
        },
        id: before.id,
    });
    Ok(InspectionView {
        id,
        rev: inspection.rev,
        number: number_words(db, inspection.year, inspection.number)?,
        register: inspection.register.clone(),
        subject: subject(db, &inspection)?,
        draw: draw(db, &inspection)?,
        approach: inspection.approach,
        reason_words: rules::store::label(office, "checkReason", &inspection.reason)?,
        leader: person(db, inspection.leader, &day)?,
        member: person(db, inspection.member, &day)?,
        member_confirmed_at: inspection.member_confirmed_at,
        began_at: inspection.began_at,
        ended_at: inspection.ended_at,
        entered_at: inspection.entered_at,
        finished_at: inspection.finished_at,
        bulk_marked: counts.bulk,
        last_time,
        groups: groups(office, db, calendar, now, &inspection, &loaded.pack, items)?,
        checked: counts.checked,
        total: counts.total,
        problems: counts.problems,
        not_applicable: counts.not_applicable,
        pack: PackName {
            title: loaded.pack.header.name.clone(),
            version: loaded.pack.header.version.clone(),
        },
        suggestions: suggest(counts, has_term),
        reason: inspection.reason,
        state: inspection.state,
        due_on: inspection.due_on,
        details: inspection
            .details
            .into_iter()
            .filter_map(|(key, value)| value.as_str().map(|text| (key, text.to_owned())))
            .collect(),
        result_word: inspection.result_word,
        follow_up: inspection.follow_up,
        unchecked_reason: inspection.unchecked_reason,
    })
}

fn groups(
    office: &Office,
    db: &Connection,
    calendar: &Calendar,
    now: i64,
    inspection: &store::Inspection,
    pack: &Pack,
    items: Vec<store::Item>,
) -> Result<Vec<InspectionGroup>> {
    let catalogue = rules::store::current(office, "law-catalogue")?;
    let evidence: HashMap<Id, u32> = store::evidence_per_item(db, inspection.id)?.into_iter().collect();
    let mut last: HashMap<String, ItemLastTime> = HashMap::new();
    for (code, result, at, id) in store::last_results(db, inspection.subject_id, inspection.id)? {
        last.insert(code, ItemLastTime { on: date_of(at).to_string(), result, id });
    }
    let mut groups: Vec<InspectionGroup> = Vec::new();
    for item in items {
        let known = law::item(pack, &item.code)?;
        let shown = InspectionItem {
            evidence: evidence.get(&item.id).copied().unwrap_or_default(),
            last_time: last.remove(&item.code),
            ..show(office, calendar, now, &catalogue.pack, known, item)?
        };
        match groups.iter_mut().find(|group| group.name == known.group) {
            Some(group) => group.items.push(shown),
            None => groups.push(InspectionGroup {
                name: known.group.clone(),
                basis_words: String::new(),
                items: vec![shown],
            }),
        }
    }
    for group in &mut groups {
        let all: Vec<ItemBasis> = group.items.iter().flat_map(|item| item.basis.iter().cloned()).collect();
        group.basis_words = law::basis_words(&all);
    }
    Ok(groups)
}

fn show(
    office: &Office,
    calendar: &Calendar,
    now: i64,
    catalogue: &Pack,
    known: &ChecklistItem,
    item: store::Item,
) -> Result<InspectionItem> {
    let badge = match known.correction_first {
        CorrectionFirst::Yes => "yes",
        CorrectionFirst::CheckHigherNorm => "checkHigherNorm",
        CorrectionFirst::No => "no",
    };
    let from = date_of(item.answered_at.unwrap_or(now));
    let by = item.correct_by.as_deref().and_then(term::stored_date);
    Ok(InspectionItem {
        id: item.id,
        rev: item.rev,
        no: known.no,
        title: known.title.clone(),
        look: known.look.clone(),
        how: known.how.clone(),
        methods: known.methods.clone(),
        basis: law::cite(catalogue, &known.basis),
        answerable: known.answerable.clone(),
        situations: known
            .situations
            .iter()
            .map(|one| ItemSituation { code: one.code.clone(), words: one.words.clone() })
            .chain(std::iter::once(ItemSituation {
                code: law::OTHER.to_owned(),
                words: law::situation_words(known, law::OTHER),
            }))
            .collect(),
        consequence: law::consequence_words(known),
        correction_first: known.correction_first,
        consequence_badge: rules::store::label(office, "correctionFirst", badge)?,
        result: item.result,
        method: item.method,
        situation: item.situation,
        responsible: item.responsible,
        fact: item.fact,
        correct_by_words: by.map(|by| term::correct_by_words(calendar, from, by)),
        correct_by: item.correct_by,
        bulk: item.bulk,
        answered_at: item.answered_at,
        evidence: 0,
        last_time: None,
        code: item.code,
    })
}
