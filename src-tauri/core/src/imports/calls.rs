//! The calls of the wizard: recognise, try, commit.

use super::commit;
use super::mapping::{ColumnGuess, guess_register, suggest};
use super::read::{Encoding, Format, SheetInfo, look_again, recognise as look};
use super::receipt::{Receipt, Trial};
use super::staging::{ColumnField, ImportPlan, stage};
use crate::calls::Context;
use crate::error::{Failure, Result};
use crate::files::HeldFile;
use crate::id::Id;
use crate::office::hash_file;
use crate::registers::Register;
use crate::tables::MAPPING_MEMORY;
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file to look at.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecogniseInput {
    /// Handle of the file.
    pub file: String,
    /// Register; guessed if absent.
    #[ts(optional)]
    pub register: Option<String>,
    /// Sheet; the first with rows if absent.
    #[ts(optional)]
    pub sheet: Option<String>,
    /// Row that names the columns, counted from 1; 0 if there is none.
    #[ts(optional)]
    pub header_row: Option<usize>,
}

/// What a file is.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecogniseOutput {
    /// Handle for the next steps.
    pub source: String,
    /// Name of the file.
    pub file_name: String,
    /// What it is, by its content.
    pub format: Format,
    /// How its characters are written.
    pub encoding: Encoding,
    /// Its sheets.
    pub sheets: Vec<SheetInfo>,
    /// The sheet that the mapping below is for.
    pub sheet: String,
    /// Chinese sentences for whoever imports.
    pub notes: Vec<String>,
    /// The register it looks like.
    pub guessed_register: String,
    /// The register that the mapping below is for.
    pub register: String,
    /// Fingerprint of the header.
    pub fingerprint: String,
    /// The mapping was remembered from an earlier file with the same header.
    pub remembered: bool,
    /// Which column is which field.
    pub mapping: Vec<ColumnGuess>,
}

/// Looks at a file: format, sheets, header, mapping.
pub fn recognise(context: &Context<'_>, input: RecogniseInput) -> Result<RecogniseOutput> {
    let held = context.files.peek(&input.file)?;
    let mut found = look(&held.path, &held.name)?;
    let sheet = match &input.sheet {
        Some(name) => found.sheets.iter().find(|sheet| sheet.name == *name),
        None => found.sheets.first(),
    };
    let mut sheet =
        sheet.ok_or_else(|| Failure::field("sheet", "文件里没有这个工作表，请重新选择。"))?.clone();
    if let Some(row) = input.header_row {
        sheet = look_again(&held.path, &sheet.name, row)?;
        if let Some(known) = found.sheets.iter_mut().find(|known| known.name == sheet.name) {
            known.clone_from(&sheet);
        }
    }
    let guessed = guess_register(&sheet.headers, &sheet.preview).to_owned();
    let register = input.register.unwrap_or_else(|| guessed.clone());
    Register::by_name(&register)?;
    let fingerprint = fingerprint(&sheet.headers);
    let mut mapping = suggest(&register, &sheet.headers, &sheet.preview);
    let memory = Id::derived(&["mapping", &register, &fingerprint]);
    let remembered: Option<String> = context.office.read(|db| {
        Ok(db
            .query_row("SELECT mapping FROM mapping_memory WHERE id = ?1", [memory], |row| row.get(0))
            .optional()?)
    })?;
    if let Some(text) = &remembered {
        let known: Vec<ColumnField> = serde_json::from_str(text)?;
        for guess in &mut mapping {
            guess.field = known
                .iter()
                .find(|column| column.column == guess.column)
                .and_then(|column| column.field.clone());
            guess.suggestion = None;
        }
    }
    Ok(RecogniseOutput {
        source: input.file,
        file_name: held.name,
        format: found.format,
        encoding: found.encoding,
        sheet: sheet.name,
        sheets: found.sheets,
        notes: found.notes,
        guessed_register: guessed,
        register,
        fingerprint,
        remembered: remembered.is_some(),
        mapping,
    })
}

fn fingerprint(headers: &[String]) -> String {
    let folded: Vec<String> = headers.iter().map(|header| super::mapping::normalise(header)).collect();
    Id::derived(&folded.iter().map(String::as_str).collect::<Vec<_>>()).to_string()
}

/// What an import would do. Writes nothing.
pub fn trial(context: &Context<'_>, plan: ImportPlan) -> Result<Trial> {
    let register = Register::by_name(&plan.register)?;
    let held = context.files.peek(&plan.source)?;
    let hash = hash_file(&held.path)?;
    let staging = stage(context, register, &held.path, &plan)?;
    commit::trial(context, register, &staging, &plan, &held.name, &hash)
}

/// The import: all rows or none, with a receipt that adds up.
pub fn run(context: &Context<'_>, plan: ImportPlan) -> Result<Receipt> {
    let _alone = super::undo::alone(context.office)?;
    let register = Register::by_name(&plan.register)?;
    let held = context.files.peek(&plan.source)?;
    let hash = hash_file(&held.path)?;
    let staging = stage(context, register, &held.path, &plan)?;
    keep_original(context, &held, &hash)?;
    let receipt = commit::commit(context, register, &staging, &plan, &held.name, &hash)?;
    remember(context, register, &plan)?;
    // What told rows apart is no longer needed; the index wants the memory.
    drop(staging);
    // A search index that could not follow is rebuilt at the next search; the import stands.
    let follow = |done, total| context.progress(done, total, "建立检索");
    let _ = crate::registers::index::catch_up(context.office, &follow, context.cancel);
    Ok(receipt)
}

/// The file as it came, under its hash, before a row of it is written.
fn keep_original(context: &Context<'_>, held: &HeldFile, hash: &str) -> Result<()> {
    let folder = context.office.folder().join("originals");
    let to = folder.join(hash);
    if to.exists() && hash_file(&to)? == hash {
        return Ok(());
    }
    let part = folder.join(format!("{hash}.part"));
    let copied = (|| {
        // A file of our own, not a copy with the rights of the old one: a roster that is read-only could not be synced.
        let mut file = std::fs::File::create(&part)?;
        std::io::copy(&mut std::fs::File::open(&held.path)?, &mut file)?;
        file.sync_all()?;
        drop(file);
        if hash_file(&part)? != hash {
            return Err(Failure::Conflict("文件在导入途中被改动，没有导入任何内容。请重新选择文件。".into()));
        }
        std::fs::rename(&part, &to)?;
        Ok(crate::office::sync_folder(&folder)?)
    })();
    if copied.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    copied
}

/// The next file with this header needs no mapping by hand.
fn remember(context: &Context<'_>, register: &Register, plan: &ImportPlan) -> Result<()> {
    let Some(fingerprint) = plan.fingerprint.clone() else { return Ok(()) };
    let id = Id::derived(&["mapping", register.name, &fingerprint]);
    let mapping = serde_json::to_string(&plan.mapping)?;
    context.office.write(context.actor, "imports.remember", |w| {
        let known = w.db().prepare("SELECT 1 FROM mapping_memory WHERE id = ?1")?.exists([id])?;
        if known {
            w.update(&MAPPING_MEMORY, id, None, &[("mapping", mapping.clone().into())])?;
        } else {
            w.insert(
                &MAPPING_MEMORY,
                id,
                &[
                    ("register", register.name.to_owned().into()),
                    ("fingerprint", fingerprint.clone().into()),
                    ("mapping", mapping.clone().into()),
                ],
            )?;
        }
        Ok(())
    })
}
