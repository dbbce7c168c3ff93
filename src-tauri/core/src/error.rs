//! The one error of the program, sorted by what the user can do about it.
//!
//! Every message is a Chinese sentence that says what happened and what to do. A code exists only if
//! a screen acts on it.

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// What every fallible function of the core returns.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why something was not done. `Display` is the Chinese sentence shown to the user.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The input is wrong; `field` names the place, if there is one.
    #[error("{message}")]
    Invalid {
        /// Chinese sentence.
        message: String,
        /// Wire name of the field, for the form that sent it.
        field: Option<String>,
    },
    /// The record does not exist (any more).
    #[error("{0}")]
    NotFound(String),
    /// Somebody changed the record since it was read, or another process holds the office.
    #[error("{0}")]
    Conflict(String),
    /// The record's state or the person's role does not allow it.
    #[error("{0}")]
    NotAllowed(String),
    /// The office was written by a newer program.
    #[error("{0}")]
    FileTooNew(String),
    /// No room on the disk, or the folder cannot be written.
    #[error("{0}")]
    DiskFull(String),
    /// The person cancelled.
    #[error("已取消，没有留下半截结果。")]
    Cancelled,
    /// A fault of the program or of the machine; the chain is for the log.
    #[error("程序内部出错，已保存的内容不受影响。请重试；若仍出现，请导出诊断信息。（{0}）")]
    Internal(String),
}

/// Wire form of a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WireFailure {
    /// One of `invalid`, `notFound`, `conflict`, `notAllowed`, `fileTooNew`, `diskFull`, `cancelled`, `internal`.
    pub code: String,
    /// Chinese sentence for the user.
    pub message: String,
    /// The field of the input at fault, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
}

impl Failure {
    /// Wrong input without a single field at fault.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), field: None }
    }
    /// Wrong input in `field`.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid { message: message.into(), field: Some(field.into()) }
    }
    /// A record that is not there.
    pub fn not_found(what: impl std::fmt::Display) -> Self {
        Self::NotFound(format!("没有找到{what}，可能已被停用或不在本单位。"))
    }
    /// The stable English code on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid",
            Self::NotFound(_) => "notFound",
            Self::Conflict(_) => "conflict",
            Self::NotAllowed(_) => "notAllowed",
            Self::FileTooNew(_) => "fileTooNew",
            Self::DiskFull(_) => "diskFull",
            Self::Cancelled => "cancelled",
            Self::Internal(_) => "internal",
        }
    }
    /// The form that crosses to the screens and the command line.
    pub fn wire(&self) -> WireFailure {
        let field = match self {
            Self::Invalid { field, .. } => field.clone(),
            _ => None,
        };
        WireFailure { code: self.code().to_owned(), message: self.to_string(), field }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => {
                Self::DiskFull("磁盘空间不足，这一步没有写入，已有内容完好。请清理磁盘后重试。".into())
            }
            Some(ErrorCode::ReadOnly) => {
                Self::DiskFull("数据文件夹不可写，这一步没有写入，已有内容完好。请检查文件夹权限。".into())
            }
            Some(ErrorCode::OperationInterrupted) => Self::Cancelled,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Internal(format!("数据库文件损坏，请先不要继续录入，用最近的备份恢复：{error}"))
            }
            _ => Self::Internal(error.to_string()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                Self::DiskFull("磁盘空间不足，这一步没有写入，已有内容完好。请清理磁盘后重试。".into())
            }
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
                Self::DiskFull("文件夹不可写或没有权限，这一步没有写入。请检查文件夹权限后重试。".into())
            }
            _ => Self::Internal(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

/// Reads like a sentence: `row.or_not_found("直播间")?`.
pub trait OrNotFound<T> {
    /// The value, or a `NotFound` that names what was looked for.
    fn or_not_found(self, what: &str) -> Result<T>;
}

impl<T> OrNotFound<T> for Option<T> {
    fn or_not_found(self, what: &str) -> Result<T> {
        self.ok_or_else(|| Failure::not_found(what))
    }
}
