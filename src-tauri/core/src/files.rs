//! Files without paths: the host opens or receives a file and hands the core a one-use handle; results are
//! handles that the host saves. No call takes or returns a path.

use crate::error::{Failure, Result};
use crate::office::lock;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Mutex;

/// A file behind a handle.
#[derive(Debug, Clone)]
pub struct HeldFile {
    /// The name a person knows it by.
    pub name: String,
    /// Where it is; never leaves the process.
    pub path: PathBuf,
    /// Delete it when the handle goes.
    pub temporary: bool,
    /// Media type, for downloads.
    pub mime: String,
}

/// The handles of one process.
#[derive(Debug, Default)]
pub struct Files {
    held: Mutex<HashMap<String, HeldFile>>,
    folder: Mutex<Option<PathBuf>>,
}

impl Files {
    /// Registers a file that the host opened or received.
    pub fn offer(&self, name: &str, path: PathBuf, temporary: bool) -> Result<String> {
        let name = safe_name(name);
        let mime = mime_of(&name).to_owned();
        let mut random = [0u8; 16];
        getrandom::fill(&mut random).map_err(|error| Failure::Internal(error.to_string()))?;
        let handle = hex::encode(random);
        lock(&self.held).insert(handle.clone(), HeldFile { name, path, temporary, mime });
        Ok(handle)
    }
    /// Looks at a handle without using it up (a wizard reads its file several times).
    pub fn peek(&self, handle: &str) -> Result<HeldFile> {
        lock(&self.held).get(handle).cloned().ok_or_else(gone)
    }
    /// Uses a handle up.
    pub fn take(&self, handle: &str) -> Result<HeldFile> {
        lock(&self.held).remove(handle).ok_or_else(gone)
    }
    /// Writes bytes to a temporary file and registers it as a result.
    pub fn offer_bytes(&self, name: &str, bytes: &[u8]) -> Result<String> {
        let path = self.temporary()?;
        std::fs::write(&path, bytes)?;
        self.offer(name, path, true)
    }
    /// A fresh temporary path of this process.
    pub fn temporary(&self) -> Result<PathBuf> {
        let mut folder = lock(&self.folder);
        let base = match &*folder {
            Some(base) => base.clone(),
            None => {
                let mut random = [0u8; 8];
                getrandom::fill(&mut random).map_err(|error| Failure::Internal(error.to_string()))?;
                let base = std::env::temp_dir().join(format!("greenroom-{}", hex::encode(random)));
                std::fs::create_dir_all(&base)?;
                *folder = Some(base.clone());
                base
            }
        };
        let mut random = [0u8; 8];
        getrandom::fill(&mut random).map_err(|error| Failure::Internal(error.to_string()))?;
        Ok(base.join(hex::encode(random)))
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if let Some(folder) = &*lock(&self.folder) {
            // Only this process's own temporary files are in it.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn gone() -> Failure {
    Failure::invalid("这个文件句柄已用过或已过期，请重新选择文件。")
}

/// The name without folders and without characters that Windows refuses.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String =
        last.chars().map(|c| if c.is_control() || "<>:\"|?*".contains(c) { '_' } else { c }).collect();
    let clean = clean.trim_matches(['.', ' ']).to_owned();
    if clean.is_empty() { "未命名".into() } else { clean }
}

/// Media type by the name's ending.
pub fn mime_of(name: &str) -> &'static str {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "bmp" => "image/bmp",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "json" => "application/json",
        "csv" => "text/csv",
        "txt" => "text/plain",
        "html" | "htm" => "text/html",
        "mhtml" | "mht" => "multipart/related",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
