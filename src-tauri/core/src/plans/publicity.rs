//! 公示: a list of results as it was handed out, kept under its hash; a line is corrected or withdrawn, never erased.
//!
//! Only what is finished, confirmed and reviewed goes on a list, only by a firm's code, and no personal data with it.

use super::checked::{Checked, EntryLimit, Scope, load};
use super::conditions::hindrance;
use super::matters;
use super::route::masked;
use super::sheets::{self, Cell};
use crate::calls::{Context, FileResult, Nothing, Revision};
use crate::clock::date_of;
use crate::documents::store as kept;
use crate::error::{Failure, OrNotFound, Result};
use crate::files::safe_name;
use crate::id::Id;
use crate::inspections::law::{result_code, result_words};
use crate::office::Office;
use crate::rules;
use crate::tables::{PUBLICATION, PUBLICATION_LINE};
use rusqlite::{Connection, OptionalExtension};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// Results to publish.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "PublishDrawResults")]
pub struct PublishResults {
    /// Title of the list.
    pub title: String,
    /// 异议电话
    pub objection_phone: String,
    /// The inspections.
    pub inspections: Vec<Id>,
}

/// The list that was made.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicationMade {
    /// The list.
    pub id: Id,
    /// Handle for the host.
    pub file: String,
    /// The name to save it under.
    pub file_name: String,
    /// Lines on it.
    pub lines: u32,
}

/// One line of a list.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicationLineShown {
    /// The line.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// The inspection.
    pub inspection_id: Id,
    /// 名称
    pub name: String,
    /// 代码
    pub code: String,
    /// 检查对象
    pub subject_words: String,
    /// 抽查任务
    pub task_words: String,
    /// 检查完成日期
    pub checked_on: String,
    /// The result as published.
    pub result_words: String,
    /// published, corrected, withdrawn
    pub state: String,
    /// The result as corrected.
    pub corrected_words: String,
    /// Why.
    pub reason: String,
    /// When it was corrected or withdrawn.
    pub changed_on: Option<String>,
}

/// A list as handed out.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicationShown {
    /// The list.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// 公示日期
    pub published_on: String,
    /// 异议电话
    pub objection_phone: String,
    /// SHA-256 of the file as it was handed out.
    pub file_sha256: String,
    /// Head of the journal's chain then.
    pub chain_head: String,
    /// Its lines.
    pub lines: Vec<PublicationLineShown>,
}

/// Nothing to choose: all lists.
pub type ListPublications = Nothing;

/// Which list.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OnePublication {
    /// The list.
    pub id: Id,
}

/// 更正 or 撤回 of a line.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "AmendPublicationLine")]
pub struct AmendLine {
    /// The line.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// `corrected` or `withdrawn`
    pub state: String,
    /// The right result word, code of the group `checkResult`, when corrected.
    #[serde(default)]
    pub result_word: String,
    /// Why.
    pub reason: String,
}

const SHOWN: &str = "id, rev, inspection_id, name, code, subject_words, task_words, checked_on, result_words, state, corrected_words,
    reason, changed_on";

fn lines(db: &Connection, publication: Id) -> Result<Vec<PublicationLineShown>> {
    let sql = format!("SELECT {SHOWN} FROM publication_line WHERE publication_id = ?1 ORDER BY position");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([publication], |row| {
        Ok(PublicationLineShown {
            id: row.get(0)?,
            rev: row.get(1)?,
            inspection_id: row.get(2)?,
            name: row.get(3)?,
            code: row.get(4)?,
            subject_words: row.get(5)?,
            task_words: row.get(6)?,
            checked_on: row.get(7)?,
            result_words: row.get(8)?,
            state: row.get(9)?,
            corrected_words: row.get(10)?,
            reason: row.get(11)?,
            changed_on: row.get(12)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The lists, the newest first.
pub fn publications(context: &Context<'_>, _: ListPublications) -> Result<Vec<PublicationShown>> {
    context.office.read(|db| {
        let sql = "SELECT id, title, published_on, objection_phone, file_sha256, chain_head FROM publication
                   WHERE retired = 0 ORDER BY key DESC";
        let mut statement = db.prepare_cached(sql)?;
        let heads = statement
            .query_map([], |row| {
                Ok(PublicationShown {
                    id: row.get(0)?,
                    title: row.get(1)?,
                    published_on: row.get(2)?,
                    objection_phone: row.get(3)?,
                    file_sha256: row.get(4)?,
                    chain_head: row.get(5)?,
                    lines: Vec::new(),
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        heads.into_iter().map(|head| Ok(PublicationShown { lines: lines(db, head.id)?, ..head })).collect()
    })
}

/// Who publishes: the bureau, or the office where none is stated.
fn authority(office: &Office) -> Result<String> {
    office.read(|db| {
        let sql = "SELECT CASE WHEN bureau <> '' THEN bureau ELSE name END FROM office ORDER BY key LIMIT 1";
        Ok(db.query_row(sql, [], |row| row.get(0))?)
    })
}

/// What a list says about a subject: 直播间 阿桨海味铺.
fn subject_words(office: &Office, row: &Checked) -> Result<String> {
    let register = rules::store::label(office, "register", &row.register)?;
    Ok(format!("{register} {}", masked(&row.subject_name)))
}

fn sheet(office: &Office, head: (&str, &str, &str), lines: &[PublicationLineShown]) -> Result<Vec<u8>> {
    let (title, phone, on) = head;
    let authority = authority(office)?;
    let rows: Vec<Vec<Cell>> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let changed = line.changed_on.as_deref().unwrap_or_default();
            let amended = match line.state.as_str() {
                "corrected" => format!("{changed} 更正为：{}。{}", line.corrected_words, line.reason),
                "withdrawn" => format!("{changed} 撤回。{}", line.reason),
                _ => String::new(),
            };
            vec![
                Cell::Number((at + 1) as f64),
                line.name.clone().into(),
                line.code.clone().into(),
                line.subject_words.clone().into(),
                line.task_words.clone().into(),
                authority.clone().into(),
                line.checked_on.clone().into(),
                line.result_words.clone().into(),
                on.into(),
                phone.into(),
                amended.into(),
            ]
        })
        .collect();
    // Of the pack's sentences the one that says on which basis results are published.
    let mut notes = matters::notices(office)?;
    notes.retain(|notice| notice.contains("公示的依据"));
    notes.push(format!(
        "对公示的结果有异议的，可拨打 {phone} 向{authority}提出。检查结果反映检查当时的情况。个人信息已遮盖。"
    ));
    let headings: [sheets::Heading<'_>; 11] = [
        ("序号", 6.0),
        ("名称", 26.0),
        ("统一社会信用代码（注册号）", 24.0),
        ("检查对象", 24.0),
        ("抽查任务", 28.0),
        ("检查机关", 20.0),
        ("检查完成日期", 13.0),
        ("检查结果", 26.0),
        ("公示日期", 13.0),
        ("异议电话", 16.0),
        ("更正、撤回", 26.0),
    ];
    sheets::table(office.now_ms(), title, &headings, &rows, &notes)
}

/// Reads the rows to publish; whatever stands in the way of one stops all.
fn ready(office: &Office, db: &Connection, limit: &EntryLimit, inspections: &[Id]) -> Result<Vec<Checked>> {
    let mut found = Vec::new();
    for (at, inspection) in inspections.iter().enumerate() {
        if inspections[..at].contains(inspection) {
            return Err(Failure::field("inspections", "同一次检查选了两次，请去掉一次。"));
        }
        let scope = Scope { inspection: Some(*inspection), ..Scope::default() };
        let row = load(office, db, limit, scope)?.pop().or_not_found("这次抽查的检查")?;
        if let Some(why) = hindrance(&row) {
            return Err(Failure::NotAllowed(format!(
                "“{}”不能公示：{why}。全部没有公示，请去掉这一户或先办完。",
                row.subject_name
            )));
        }
        found.push(row);
    }
    Ok(found)
}

/// Publishes results: the list is made, kept, and handed out; what is on it is journalled with its hash.
pub fn publish_results(context: &Context<'_>, input: PublishResults) -> Result<PublicationMade> {
    let (title, phone) = (input.title.trim(), input.objection_phone.trim());
    if title.is_empty() {
        return Err(Failure::field("title", "请填写公示清单的名称。"));
    }
    if phone.chars().filter(char::is_ascii_digit).count() < 3 {
        return Err(Failure::field("objectionPhone", "请填写异议电话，当事人要能打通。"));
    }
    if input.inspections.is_empty() || input.inspections.len() > 5_000 {
        return Err(Failure::field("inspections", "请选择要公示的检查结果，一次不超过 5000 户。"));
    }
    let office = context.office;
    let limit = EntryLimit::of(office)?;
    let rows = office.read(|db| ready(office, db, &limit, &input.inspections))?;
    let on = date_of(office.now_ms()).to_string();
    let blank = office.new_id()?;
    let mut shown = Vec::new();
    for row in &rows {
        shown.push(PublicationLineShown {
            id: office.new_id()?,
            rev: blank,
            inspection_id: row.inspection.or_not_found("这次抽查的检查")?,
            name: masked(if row.firm.is_empty() { &row.subject_name } else { &row.firm }),
            code: row.code.trim().to_owned(),
            subject_words: subject_words(office, row)?,
            task_words: row.draw_title.clone(),
            checked_on: row.ended_on.map(|day| day.to_string()).unwrap_or_default(),
            result_words: result_words(office, "checkResult", &row.result)?,
            state: "published".to_owned(),
            corrected_words: String::new(),
            reason: String::new(),
            changed_on: None,
        });
    }
    let bytes = sheet(office, (title, phone, &on), &shown)?;
    let sha256 = kept::sha256(&bytes);
    let file_name = safe_name(&format!("{title} {on}.xlsx"));
    let chain_head = office.chain_head();
    kept::keep(office, &sha256, &bytes)?;
    let id = office.new_id()?;
    office.write(context.actor, "plans.publishResults", |w| {
        // Once more where nobody else writes: what was fit a moment ago may be published by now.
        ready(office, w.db(), &limit, &input.inspections)?;
        w.about(id);
        w.note(json!({"sha256": sha256, "lines": shown.len()}));
        w.insert(
            &PUBLICATION,
            id,
            &[
                ("title", title.to_owned().into()),
                ("objection_phone", phone.to_owned().into()),
                ("published_on", on.clone().into()),
                ("file_sha256", sha256.clone().into()),
                ("file_name", file_name.clone().into()),
                ("line_count", (shown.len() as i64).into()),
                ("chain_head", chain_head.into()),
            ],
        )?;
        for (at, line) in shown.iter().enumerate() {
            w.insert(
                &PUBLICATION_LINE,
                line.id,
                &[
                    ("publication_id", id.into()),
                    ("inspection_id", line.inspection_id.into()),
                    ("position", (at as i64 + 1).into()),
                    ("name", line.name.clone().into()),
                    ("code", line.code.clone().into()),
                    ("subject_words", line.subject_words.clone().into()),
                    ("task_words", line.task_words.clone().into()),
                    ("checked_on", line.checked_on.clone().into()),
                    ("result_words", line.result_words.clone().into()),
                ],
            )?;
        }
        Ok(())
    })?;
    let file = context.files.offer(&file_name, kept::path(office, &sha256), false)?;
    Ok(PublicationMade { id, file, file_name, lines: rows.len() as u32 })
}

/// The list as it stands now, with what was corrected or withdrawn since; the export is journalled with its hash.
pub fn publication_file(context: &Context<'_>, input: OnePublication) -> Result<FileResult> {
    let office = context.office;
    let (title, phone, on, lines) = office.read(|db| {
        let sql =
            "SELECT title, objection_phone, published_on FROM publication WHERE id = ?1 AND retired = 0";
        let head: Option<(String, String, String)> =
            db.query_row(sql, [input.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        let (title, phone, on) = head.or_not_found("这份公示清单")?;
        Ok((title, phone, on, lines(db, input.id)?))
    })?;
    let bytes = sheet(office, (&title, &phone, &on), &lines)?;
    let sha256 = kept::sha256(&bytes);
    office.write(context.actor, "plans.exportPublication", |w| {
        w.about(input.id);
        w.note(json!({"sha256": sha256, "lines": lines.len()}));
        Ok(())
    })?;
    let file_name = safe_name(&format!("{title} {on}.xlsx"));
    Ok(FileResult { file: context.files.offer_bytes(&file_name, &bytes)?, file_name })
}

/// Corrects or withdraws a line: what was published stays on the list beside it.
pub fn amend(context: &Context<'_>, input: AmendLine) -> Result<Revision> {
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请写明更正或撤回的理由。"));
    }
    let office = context.office;
    let corrected = match input.state.as_str() {
        "withdrawn" => String::new(),
        "corrected" => {
            let sql = "SELECT i.register FROM publication_line l JOIN inspection i ON i.id = l.inspection_id WHERE l.id = ?1";
            let register: Option<String> =
                office.read(|db| Ok(db.query_row(sql, [input.id], |row| row.get(0)).optional()?))?;
            let register = register.or_not_found("这条公示记录")?;
            // The words of 公示信息抽查 serve only such tasks.
            let word = result_code(office, "checkResult", "resultWord", &input.result_word, &register)?;
            result_words(office, "checkResult", &word)?
        }
        _ => return Err(Failure::field("state", "请选择更正或撤回。")),
    };
    let on = date_of(office.now_ms()).to_string();
    office.write(context.actor, "plans.amendPublication", |w| {
        let sql =
            "SELECT publication_id, state, result_words, corrected_words FROM publication_line WHERE id = ?1";
        let found: Option<(Id, String, String, String)> = w
            .db()
            .query_row(sql, [input.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        let (publication, state, before, again) = found.or_not_found("这条公示记录")?;
        w.about(publication);
        if state == "withdrawn" {
            return Err(Failure::NotAllowed(
                "这条公示已经撤回，不能再改。需要的请重新复核后另行公示。".into(),
            ));
        }
        let now = if again.is_empty() { &before } else { &again };
        if input.state == "corrected" && *now == corrected {
            return Err(Failure::field("resultWord", "更正后的结果和现在公示的一样，没有改动。"));
        }
        w.update(
            &PUBLICATION_LINE,
            input.id,
            Some(input.rev),
            &[
                ("state", input.state.clone().into()),
                ("corrected_words", corrected.into()),
                ("reason", reason.to_owned().into()),
                ("changed_on", on.into()),
            ],
        )?;
        Ok(Revision { rev: super::store::revision(w.db(), &PUBLICATION_LINE, input.id)? })
    })
}
