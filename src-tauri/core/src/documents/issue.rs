//! Issuing a paper: the template filled in strictly, a number that is never used twice, the file kept by its hash.

use super::own::{PaperKind, current};
use super::store;
use super::template::Template;
use crate::calls::Context;
use crate::error::{Failure, OrNotFound, Result};
use crate::files::safe_name;
use crate::id::Id;
use crate::inspections::{self, OneInspection};
use crate::tables::DOCUMENT;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// A paper to issue.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssueDocument {
    /// Which paper.
    pub kind: PaperKind,
    /// The inspection that it records.
    pub inspection_id: Id,
}

/// A paper that was issued.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentIssued {
    /// The document.
    pub id: Id,
    /// Handle for the host.
    pub file: String,
    /// The name to save it under.
    pub file_name: String,
    /// 文号
    pub number: String,
}

/// What of an inspection stands in the row of its paper.
struct Subject {
    rev: Id,
    register: String,
    id: Id,
    name: String,
}

fn subject(db: &Connection, inspection: Id) -> Result<Subject> {
    let sql = "SELECT rev, register, subject_id, subject_name FROM inspection WHERE id = ?1";
    db.query_row(sql, [inspection], |row| {
        Ok(Subject { rev: row.get(0)?, register: row.get(1)?, id: row.get(2)?, name: row.get(3)? })
    })
    .optional()?
    .or_not_found("检查")
}

/// An earlier paper of the same inspection.
struct Earlier {
    id: Id,
    number: String,
    state: String,
    file: String,
    file_name: String,
    chain_head: String,
}

fn earlier(db: &Connection, kind: PaperKind, inspection: Id) -> Result<Vec<Earlier>> {
    let sql = "SELECT id, number, state, file_sha256, file_name, chain_head FROM document
               WHERE inspection_id = ?1 AND kind = ?2 ORDER BY key";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![inspection, kind.word()], |row| {
        Ok(Earlier {
            id: row.get(0)?,
            number: row.get(1)?,
            state: row.get(2)?,
            file: row.get(3)?,
            file_name: row.get(4)?,
            chain_head: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Issues a paper. The same record by the same template is the same paper; another one takes another number, and the
/// one before stays as 作废（保留）.
pub fn issue(context: &Context<'_>, input: IssueDocument) -> Result<DocumentIssued> {
    let office = context.office;
    let title = input.kind.title(office)?;
    refuse_unless_ready(context, &input, &title)?;
    let (before, known) = office
        .read(|db| Ok((subject(db, input.inspection_id)?, earlier(db, input.kind, input.inspection_id)?)))?;
    let (bytes, template_sha256) = current(office, input.kind)?;
    let template = Template::open(&bytes)?;
    let mut record = inspections::paper_context(office, input.inspection_id)?;
    let own = record["编号"].as_str().unwrap_or_default().to_owned();
    // The last paper again, if it would say the same.
    if let Some(last) = known.last().filter(|last| last.state == "issued") {
        record["编号"] = json!(last.number);
        record["链头"] = json!(last.chain_head);
        let again = template.render(&record)?;
        if store::sha256(&again) == last.file {
            store::keep(office, &last.file, &again)?;
            let file = context.files.offer(&last.file_name, store::path(office, &last.file), false)?;
            let (file_name, number) = (last.file_name.clone(), last.number.clone());
            return Ok(DocumentIssued { id: last.id, file, file_name, number });
        }
    }
    let number = match known.len() {
        0 => own,
        times => format!("{own}-{}", times + 1),
    };
    let chain_head = office.chain_head();
    record["编号"] = json!(number);
    record["链头"] = json!(chain_head);
    let paper = template.render(&record)?;
    let file_sha256 = store::sha256(&paper);
    let file_name = safe_name(&format!("{title} {number} {}.docx", before.name));
    store::keep(office, &file_sha256, &paper)?;
    let id = office.new_id()?;
    office.write(context.actor, "documents.issue", |w| {
        let now = subject(w.db(), input.inspection_id)?;
        let count = earlier(w.db(), input.kind, input.inspection_id)?.len();
        if now.rev != before.rev || count != known.len() {
            return Err(Failure::Conflict(
                "出具文书时这次检查刚被别处改过，文书没有出具。请看一眼新内容后再出具。".into(),
            ));
        }
        w.about(input.inspection_id);
        for old in known.iter().filter(|old| old.state == "issued") {
            w.update(&DOCUMENT, old.id, None, &[("state", "void".to_owned().into())])?;
        }
        w.insert(
            &DOCUMENT,
            id,
            &[
                ("kind", input.kind.word().to_owned().into()),
                ("title", title.clone().into()),
                ("number", number.clone().into()),
                ("register", now.register.into()),
                ("subject_id", now.id.into()),
                ("subject_name", now.name.into()),
                ("inspection_id", input.inspection_id.into()),
                ("state", "issued".to_owned().into()),
                ("template_sha256", template_sha256.into()),
                ("file_sha256", file_sha256.clone().into()),
                ("file_name", file_name.clone().into()),
                ("issued_at", w.now_ms().into()),
                ("chain_head", chain_head.into()),
            ],
        )?;
        Ok(())
    })?;
    let file = context.files.offer(&file_name, store::path(office, &file_sha256), false)?;
    Ok(DocumentIssued { id, file, file_name, number })
}

/// The approach decides which record an inspection has, and nothing that it needs may be missing.
fn refuse_unless_ready(context: &Context<'_>, input: &IssueDocument, title: &str) -> Result<()> {
    let papers = inspections::papers(context, OneInspection { id: input.inspection_id })?;
    let Some(paper) = papers.iter().find(|paper| paper.kind == input.kind.word()) else {
        let names: Vec<&str> = papers.iter().map(|paper| paper.title.as_str()).collect();
        return Err(Failure::field(
            "kind",
            format!(
                "按这次检查的方式，应出具{}，不能出具{title}。看回放、看直播不是现场检查。",
                names.join("、")
            ),
        ));
    };
    if paper.ready {
        return Ok(());
    }
    Err(Failure::field(
        "inspectionId",
        format!("{title}还缺：{}。没有编号，请补上后再出具。", paper.missing.join("、")),
    ))
}
