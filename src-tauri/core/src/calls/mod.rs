//! The contract: one table of calls. From it come the dispatcher, the command line's `calls`, the JSON
//! schemas and the TypeScript of the screens.

mod table;
mod typescript;

pub use table::CALLS;
pub use typescript::typescript;

use crate::error::{Failure, Result};
use crate::files::Files;
use crate::id::Id;
use crate::office::Office;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use ts_rs::TS;

/// What a call reads or changes. Screens ask again when one of their topics changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[allow(missing_docs, reason = "the names are the domain's words, one per module")]
pub enum Topic {
    Office,
    People,
    Rules,
    Registers,
    Views,
    Imports,
    Plans,
    Draws,
    Inspections,
    Evidence,
    Rectifications,
    Ratings,
    Documents,
    Complaints,
    Backups,
}

/// How far long work is.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Units done.
    pub done: u64,
    /// Units in all, 0 if unknown.
    pub total: u64,
    /// What is going on, in Chinese.
    pub words: String,
}

/// Set by the person who presses 取消.
#[derive(Debug, Default)]
pub struct Cancel(AtomicBool);

impl Cancel {
    /// Asks the work to stop at its next chance.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Release);
    }
    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// What a call works with.
pub struct Context<'a> {
    /// The open office.
    pub office: &'a Office,
    /// The person who acts.
    pub actor: Option<Id>,
    /// Handles in and out.
    pub files: &'a Files,
    /// Where progress goes.
    pub report: &'a (dyn Fn(Progress) + Sync),
    /// Whether to stop.
    pub cancel: &'a Cancel,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("actor", &self.actor).finish_non_exhaustive()
    }
}

impl Context<'_> {
    /// Reports progress.
    pub fn progress(&self, done: u64, total: u64, words: &str) {
        (self.report)(Progress { done, total, words: words.to_owned() });
    }
    /// `Err(Cancelled)` once the person asked to stop.
    pub fn cancelled(&self) -> Result<()> {
        if self.cancel.is_cancelled() { Err(Failure::Cancelled) } else { Ok(()) }
    }
}

/// One line of the table.
pub struct Call {
    /// `module.verb`.
    pub name: &'static str,
    /// What it does, in one English sentence.
    pub about: &'static str,
    /// Whether it writes.
    pub writes: bool,
    /// What a read shows or a write changes.
    pub topics: &'static [Topic],
    pub(crate) run: fn(&Context<'_>, Value) -> Result<Value>,
    pub(crate) schemas: fn() -> (Value, Value),
    pub(crate) types: fn(&mut typescript::Declarations) -> (String, String),
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Call {
    /// JSON schemas of the input and the output.
    pub fn schemas(&self) -> (Value, Value) {
        (self.schemas)()
    }
}

/// What comes back from a call.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The output.
    pub value: Value,
    /// What a write changed; empty for a read.
    pub changed: &'static [Topic],
}

/// For calls without input: `{}`.
#[derive(Debug, Default, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// For writes without anything to say.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Done {
    /// Always true: failures are errors.
    pub ok: bool,
}

/// The identity and the new revision of a record that was written.
#[derive(Debug, Clone, Copy, Serialize, TS, JsonSchema)]
pub struct Saved {
    /// The record.
    pub id: Id,
    /// Its revision now.
    pub rev: Id,
}

/// The new revision of a record that was written.
#[derive(Debug, Clone, Copy, Serialize, TS, JsonSchema)]
pub struct Revision {
    /// The record's revision now.
    pub rev: Id,
}

/// A result that the host saves.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileResult {
    /// Handle for the host.
    pub file: String,
    /// The name to save it under.
    pub file_name: String,
}

/// A page of rows.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Opaque cursor of the next page; absent at the end.
    pub next: Option<String>,
    /// How many in all, at most the cap.
    pub total: u64,
    /// `total` is the cap and there are more.
    pub total_is_capped: bool,
}

/// Looks the call up, checks the input's shape, runs it.
pub fn dispatch(context: &Context<'_>, name: &str, input: Value) -> Result<Answer> {
    let call = CALLS.iter().find(|call| call.name == name).ok_or_else(|| {
        Failure::invalid(format!("没有名为“{name}”的调用。用 greenroom calls 查看全部调用。"))
    })?;
    let value = (call.run)(context, input)?;
    Ok(Answer { value, changed: if call.writes { call.topics } else { &[] } })
}

pub(crate) fn parse<T: DeserializeOwned>(input: Value) -> Result<T> {
    let input = if input.is_null() { Value::Object(serde_json::Map::new()) } else { input };
    serde_json::from_value(input).map_err(|error| {
        let text = error.to_string();
        let field = text.split('`').nth(1).map(str::to_owned);
        Failure::Invalid {
            message: format!("输入的格式不对：{text}。请对照 greenroom calls 的说明。"),
            field,
        }
    })
}
