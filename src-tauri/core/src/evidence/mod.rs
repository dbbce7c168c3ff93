//! 证据: files kept as they came, with what is known about where they come from. Never changed, never deleted;
//! what should not count is withdrawn and stays listed.
//!
//! An equal hash says that a file is unchanged since its deposit and nothing about its origin: the time of the
//! deposit is 入库时间, and a source that nobody stated is 待核.

mod deposit;

pub use deposit::sweep;

use crate::calls::{Context, FileResult, Revision};
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::Office;
use crate::tables::EVIDENCE;
use deposit::{folder, sums_of};
use rusqlite::{Connection, OptionalExtension, Row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// What kind of thing a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceKind {
    /// 画面截图
    Screenshot,
    /// 录屏、视频
    Recording,
    /// 网页存档
    Page,
    /// 照片
    Photo,
    /// 书证材料
    Document,
    /// 其他
    Other,
}

impl EvidenceKind {
    fn word(self) -> &'static str {
        match self {
            Self::Screenshot => "screenshot",
            Self::Recording => "recording",
            Self::Page => "page",
            Self::Photo => "photo",
            Self::Document => "document",
            Self::Other => "other",
        }
    }
}

/// Whether somebody said where a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SourceState {
    /// 出处已写明
    Stated,
    /// 来源待核
    ToCheck,
}

/// One piece of evidence.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// The file's name as it came.
    pub name: String,
    /// Media type by the name's ending.
    pub mime: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256, hex.
    pub sha256: String,
    /// SM3, hex.
    pub sm3: String,
    /// Of [`EvidenceKind`].
    pub kind: String,
    /// 出处
    pub source: String,
    /// Whether the source is stated.
    pub source_state: SourceState,
    /// 制作方法
    pub made_how: String,
    /// 制作时间, as stated by a person
    pub made_at: String,
    /// 制作人
    pub made_by: String,
    /// 时间点 within the recording
    pub time_mark: String,
    /// 入库时间, UTC milliseconds
    pub deposited_at: i64,
    /// The checklist item it belongs to.
    pub item_id: Option<Id>,
    /// Why it was withdrawn; empty if it was not.
    pub withdrawn_reason: String,
    /// The file is there with its length.
    pub present: bool,
}

/// A file to deposit.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddEvidence {
    /// Handle of the file.
    pub file: String,
    /// The inspection it belongs to.
    #[ts(optional)]
    pub inspection_id: Option<Id>,
    /// The item of that inspection.
    #[ts(optional)]
    pub item_id: Option<Id>,
    /// The rating it belongs to.
    #[ts(optional)]
    pub rating_id: Option<Id>,
    /// The rectification it belongs to.
    #[ts(optional)]
    pub rectification_id: Option<Id>,
    /// What it is.
    pub kind: EvidenceKind,
    /// 出处
    #[ts(optional)]
    pub source: Option<String>,
    /// 制作方法
    #[ts(optional)]
    pub made_how: Option<String>,
    /// 制作时间
    #[ts(optional)]
    pub made_at: Option<String>,
    /// 制作人
    #[ts(optional)]
    pub made_by: Option<String>,
    /// 时间点
    #[ts(optional)]
    pub time_mark: Option<String>,
}

/// Whose evidence: name one.
#[derive(Debug, Default, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListEvidence {
    /// Of an inspection.
    #[ts(optional)]
    pub inspection_id: Option<Id>,
    /// Of a rating.
    #[ts(optional)]
    pub rating_id: Option<Id>,
    /// Of a rectification.
    #[ts(optional)]
    pub rectification_id: Option<Id>,
}

/// What a person states about a piece of evidence; absent leaves as it is, empty clears.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DescribeEvidence {
    /// Which.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// The item it belongs to.
    #[ts(optional)]
    pub item_id: Option<Id>,
    /// What it is.
    #[ts(optional)]
    pub kind: Option<EvidenceKind>,
    /// 出处
    #[ts(optional)]
    pub source: Option<String>,
    /// 制作方法
    #[ts(optional)]
    pub made_how: Option<String>,
    /// 制作时间
    #[ts(optional)]
    pub made_at: Option<String>,
    /// 制作人
    #[ts(optional)]
    pub made_by: Option<String>,
    /// 时间点
    #[ts(optional)]
    pub time_mark: Option<String>,
}

/// To withdraw a piece of evidence.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawEvidence {
    /// Which.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// Why.
    pub reason: String,
}

/// One piece of evidence, by identity.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OneEvidence {
    /// Which.
    pub id: Id,
}

/// What a recomputation found.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceVerified {
    /// Both hashes are those of the deposit.
    pub same: bool,
    /// SHA-256 as recomputed; empty if the file is gone.
    pub sha256: String,
    /// One Chinese sentence that claims no more than it proves.
    pub words: String,
}

/// Evidence for a host to show or to send.
#[derive(Debug, Clone)]
pub struct OpenEvidence {
    /// Where the file is; never leaves the process.
    pub path: PathBuf,
    /// The name a person knows it by.
    pub name: String,
    /// Media type.
    pub mime: String,
    /// Bytes.
    pub size: u64,
}

const COLUMNS: &str = "id, rev, name, mime, size, sha256, sm3, kind, source, made_how, made_at, made_by, time_mark, \
     deposited_at, item_id, withdrawn_reason";

fn from_row(row: &Row<'_>, folder: &Path) -> rusqlite::Result<Evidence> {
    let size: i64 = row.get(4)?;
    let sha256: String = row.get(5)?;
    let source: String = row.get(8)?;
    let present = std::fs::metadata(folder.join(&sha256))
        .is_ok_and(|found| found.is_file() && found.len() == size as u64);
    Ok(Evidence {
        id: row.get(0)?,
        rev: row.get(1)?,
        name: row.get(2)?,
        mime: row.get(3)?,
        size: size as u64,
        sha256,
        sm3: row.get(6)?,
        kind: row.get(7)?,
        source_state: if source.is_empty() { SourceState::ToCheck } else { SourceState::Stated },
        source,
        made_how: row.get(9)?,
        made_at: row.get(10)?,
        made_by: row.get(11)?,
        time_mark: row.get(12)?,
        deposited_at: row.get(13)?,
        item_id: row.get(14)?,
        withdrawn_reason: row.get(15)?,
        present,
    })
}

fn one(db: &Connection, office: &Office, id: Id) -> Result<Evidence> {
    let sql = format!("SELECT {COLUMNS} FROM evidence WHERE id = ?1");
    let folder = folder(office);
    db.prepare_cached(&sql)?.query_row([id], |row| from_row(row, &folder)).optional()?.or_not_found("证据")
}

/// The evidence where `column` is `of`, oldest first.
fn of(db: &Connection, folder: &Path, column: &str, of: Id) -> Result<Vec<Evidence>> {
    let sql = format!("SELECT {COLUMNS} FROM evidence WHERE {column} = ?1 ORDER BY key");
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([of], |row| from_row(row, folder))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The evidence of an inspection, oldest first, as the papers list it.
pub(crate) fn of_inspection(db: &Connection, office: &Office, inspection: Id) -> Result<Vec<Evidence>> {
    of(db, &folder(office), "inspection_id", inspection)
}

/// The evidence of a rectification, oldest first.
pub(crate) fn of_rectification(db: &Connection, office: &Office, rectification: Id) -> Result<Vec<Evidence>> {
    of(db, &folder(office), "rectification_id", rectification)
}

fn text(given: Option<&String>) -> String {
    given.map(|text| text.trim().to_owned()).unwrap_or_default()
}

/// Deposits a file. The row is written only when the file lies safely in its place.
pub fn add(context: &Context<'_>, input: AddEvidence) -> Result<Evidence> {
    let office = context.office;
    let inspection = office.read(|db| check_place(db, &input))?;
    let held = context.files.peek(&input.file)?;
    let sums = deposit::deposit(context, &held.path, &held.name)?;
    let id = office.new_id()?;
    let added = office.write(context.actor, "evidence.add", |w| {
        w.about(inspection.or(input.rectification_id).or(input.rating_id).unwrap_or(id));
        w.insert(
            &EVIDENCE,
            id,
            &[
                ("inspection_id", inspection.into()),
                ("item_id", input.item_id.into()),
                ("rectification_id", input.rectification_id.into()),
                ("rating_id", input.rating_id.into()),
                ("name", held.name.clone().into()),
                ("mime", held.mime.clone().into()),
                ("size", (sums.size as i64).into()),
                ("sha256", sums.sha256.clone().into()),
                ("sm3", sums.sm3.clone().into()),
                ("kind", input.kind.word().to_owned().into()),
                ("source", text(input.source.as_ref()).into()),
                ("made_how", text(input.made_how.as_ref()).into()),
                ("made_at", text(input.made_at.as_ref()).into()),
                ("made_by", text(input.made_by.as_ref()).into()),
                ("time_mark", text(input.time_mark.as_ref()).into()),
                ("deposited_at", w.now_ms().into()),
            ],
        )?;
        one(w.db(), office, id)
    })?;
    // The handle is used up only now, so that a full disk can be cleared and the deposit tried again.
    if let Ok(held) = context.files.take(&input.file)
        && held.temporary
    {
        let _ = std::fs::remove_file(held.path);
    }
    Ok(added)
}

/// What the evidence belongs to must exist, and be one thing; an item brings its inspection along.
fn check_place(db: &Connection, input: &AddEvidence) -> Result<Option<Id>> {
    let named = [input.inspection_id.or(input.item_id), input.rating_id, input.rectification_id];
    if named.iter().flatten().count() != 1 {
        return Err(Failure::invalid("请写明证据属于哪一次检查、哪一项整改或哪一次培育评估，只能选一个。"));
    }
    let exists = |table: &str, id: Option<Id>, what: &str| -> Result<()> {
        let Some(id) = id else { return Ok(()) };
        let sql = format!("SELECT 1 FROM {table} WHERE id = ?1");
        db.query_row(&sql, [id], |_| Ok(())).optional()?.or_not_found(what)
    };
    exists("rating", input.rating_id, "培育评估")?;
    exists("rectification", input.rectification_id, "整改")?;
    exists("inspection", input.inspection_id, "检查")?;
    let Some(item) = input.item_id else { return Ok(input.inspection_id) };
    let inspection = inspection_of(db, item)?;
    if input.inspection_id.is_some_and(|given| given != inspection) {
        return Err(Failure::field("itemId", "这个检查项不属于这次检查，没有入库。"));
    }
    Ok(Some(inspection))
}

fn inspection_of(db: &Connection, item: Id) -> Result<Id> {
    db.query_row("SELECT inspection_id FROM inspection_item WHERE id = ?1", [item], |row| row.get(0))
        .optional()?
        .or_not_found("检查项")
}

/// The evidence of one record, oldest first, the withdrawn included.
pub fn list(context: &Context<'_>, input: ListEvidence) -> Result<Vec<Evidence>> {
    let (column, id) = match (input.inspection_id, input.rating_id, input.rectification_id) {
        (Some(id), None, None) => ("inspection_id", id),
        (None, Some(id), None) => ("rating_id", id),
        (None, None, Some(id)) => ("rectification_id", id),
        _ => return Err(Failure::invalid("请写明要看哪一次检查、哪一项整改或哪一次培育评估的证据。")),
    };
    let folder = folder(context.office);
    context.office.read(|db| of(db, &folder, column, id))
}

/// States what a piece of evidence is and where it comes from.
pub fn describe(context: &Context<'_>, input: DescribeEvidence) -> Result<Revision> {
    let office = context.office;
    office.write(context.actor, "evidence.describe", |w| {
        w.about(input.id);
        if let Some(item) = input.item_id {
            let own: Option<Id> = w
                .db()
                .query_row("SELECT inspection_id FROM evidence WHERE id = ?1", [input.id], |row| row.get(0))
                .optional()?
                .or_not_found("证据")?;
            if own != Some(inspection_of(w.db(), item)?) {
                return Err(Failure::field("itemId", "这个检查项不属于这份证据的检查，没有改动。"));
            }
        }
        let mut values = Vec::new();
        if let Some(item) = input.item_id {
            values.push(("item_id", item.into()));
        }
        if let Some(kind) = input.kind {
            values.push(("kind", kind.word().to_owned().into()));
        }
        for (column, given) in [
            ("source", &input.source),
            ("made_how", &input.made_how),
            ("made_at", &input.made_at),
            ("made_by", &input.made_by),
            ("time_mark", &input.time_mark),
        ] {
            if let Some(given) = given {
                values.push((column, given.trim().to_owned().into()));
            }
        }
        if values.is_empty() {
            return Err(Failure::invalid("没有写要改什么，没有改动。"));
        }
        w.update(&EVIDENCE, input.id, Some(input.rev), &values)?;
        Ok(Revision { rev: one(w.db(), office, input.id)?.rev })
    })
}

/// Withdraws a piece of evidence under a reason. File and row stay.
pub fn withdraw(context: &Context<'_>, input: WithdrawEvidence) -> Result<Revision> {
    let reason = input.reason.trim();
    if reason.is_empty() {
        return Err(Failure::field("reason", "请写明撤回的原因；证据撤回后仍保留，不会删除。"));
    }
    let office = context.office;
    office.write(context.actor, "evidence.withdraw", |w| {
        w.about(input.id);
        if !one(w.db(), office, input.id)?.withdrawn_reason.is_empty() {
            return Err(Failure::NotAllowed("这份证据已经撤回过，没有改动。".into()));
        }
        w.update(&EVIDENCE, input.id, Some(input.rev), &[("withdrawn_reason", reason.to_owned().into())])?;
        Ok(Revision { rev: one(w.db(), office, input.id)?.rev })
    })
}

/// Recomputes the hashes of a piece of evidence.
pub fn verify(context: &Context<'_>, input: OneEvidence) -> Result<EvidenceVerified> {
    let evidence = context.office.read(|db| one(db, context.office, input.id))?;
    let path = folder(context.office).join(&evidence.sha256);
    let found = match sums_of(&path, || context.cancelled()) {
        Ok(found) => found,
        Err(deposit::Fault::Stopped(failure)) => return Err(failure),
        Err(deposit::Fault::Read(error) | deposit::Fault::Write(error)) => {
            let why = match error.kind() {
                std::io::ErrorKind::NotFound => "缺失".to_owned(),
                _ => format!("读不出来（{error}）"),
            };
            let words = format!("入库文件“{}”{why}，无法重算。请从备份中找回，登记不作改动。", evidence.name);
            return Ok(EvidenceVerified { same: false, sha256: String::new(), words });
        }
    };
    let same = found.size == evidence.size && found.sha256 == evidence.sha256 && found.sm3 == evidence.sm3;
    let words = if same {
        "校验值一致。这只说明文件自登记后未变，不证明来源、时间、真实、完整。".to_owned()
    } else {
        format!("校验值不一致：“{}”登记后被改动或已损坏。请不要使用，从备份中找回。", evidence.name)
    };
    Ok(EvidenceVerified { same, sha256: found.sha256, words })
}

/// A copy of a piece of evidence for the host to save.
pub fn export(context: &Context<'_>, input: OneEvidence) -> Result<FileResult> {
    let found = open(context.office, input.id)?;
    let file = context.files.offer(&found.name, found.path, false)?;
    Ok(FileResult { file, file_name: found.name })
}

/// A piece of evidence for a host to show or to send.
pub fn open(office: &Office, id: Id) -> Result<OpenEvidence> {
    let evidence = office.read(|db| one(db, office, id))?;
    if !evidence.present {
        return Err(Failure::NotFound(format!(
            "入库文件“{}”缺失或长度不对。登记仍在，请从备份中找回文件。",
            evidence.name
        )));
    }
    Ok(OpenEvidence {
        path: folder(office).join(&evidence.sha256),
        name: evidence.name,
        mime: evidence.mime,
        size: evidence.size,
    })
}
