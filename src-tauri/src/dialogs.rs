//! Files come in and go out by the system's dialogs; the page sees one-use handles and names, never a path.

use crate::remembered;
use greenroom_core::error::{Failure, WireFailure};
use greenroom_core::host::Host;
use percent_encoding::percent_decode_str;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tauri::ipc::{InvokeBody, Request};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::{DialogExt, FilePath};

/// What the page learns of a file that the person picked.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Picked {
    handle: String,
    name: String,
    size: u64,
}

/// Lets the person pick files of the endings in `accept` (as in HTML: `.xlsx,.csv`); an empty answer means none.
#[tauri::command]
pub(crate) async fn pick_files(
    app: AppHandle,
    host: State<'_, Arc<Host>>,
    multiple: bool,
    accept: Option<String>,
) -> Result<Vec<Picked>, WireFailure> {
    let mut dialog = app.dialog().file().set_title("选择文件");
    let accept = accept.unwrap_or_default();
    let endings = endings(&accept);
    if !endings.is_empty() {
        dialog = dialog.add_filter("可用的文件", &endings).add_filter("所有文件", &["*"]);
    }
    let paths = apart(move || {
        if multiple {
            dialog.blocking_pick_files().unwrap_or_default()
        } else {
            dialog.blocking_pick_file().into_iter().collect()
        }
    })
    .await?;
    paths.into_iter().map(|path| offer(&host, path)).collect()
}

/// The endings of an HTML `accept` list; kinds such as `image/*` become the endings that are common for them.
fn endings(accept: &str) -> Vec<&str> {
    let kinds = accept.split(',').map(str::trim).filter(|kind| !kind.is_empty());
    kinds
        .flat_map(|kind| match kind {
            "image/*" => vec!["png", "jpg", "jpeg", "webp", "gif", "bmp"],
            "video/*" => vec!["mp4", "webm", "mov", "avi", "mkv", "flv"],
            "audio/*" => vec!["mp3", "wav", "m4a"],
            "application/pdf" => vec!["pdf"],
            _ => kind.strip_prefix('.').into_iter().collect(),
        })
        .collect()
}

/// Takes bytes that the page holds (a file dropped on it, a picture pasted) and answers a one-use handle.
#[tauri::command]
pub(crate) async fn upload(host: State<'_, Arc<Host>>, request: Request<'_>) -> Result<String, WireFailure> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(Failure::invalid("没有收到文件内容，请重新选择文件。").wire());
    };
    let name = request.headers().get("x-name").and_then(|name| name.to_str().ok()).unwrap_or_default();
    let name = percent_decode_str(name).decode_utf8_lossy().into_owned();
    let (host, bytes) = (Arc::clone(&host), bytes.clone());
    apart(move || host.files().offer_bytes(&name, &bytes)).await?.map_err(|failure| failure.wire())
}

/// Lets the person pick the data folder to work in: one with an office, or an empty one for a new office. False if
/// they picked none.
#[tauri::command]
pub(crate) async fn choose_folder(app: AppHandle, host: State<'_, Arc<Host>>) -> Result<bool, WireFailure> {
    let dialog = app.dialog().file().set_title("选择数据文件夹");
    let Some(folder) = apart(move || dialog.blocking_pick_folder()).await? else { return Ok(false) };
    let opener = Arc::clone(&host);
    apart(move || opener.go_to(&local(folder)?)).await?.map_err(|failure| failure.wire())?;
    remembered::write(&app, &host);
    Ok(true)
}

/// Saves what `handle` stands for where the person says; false if they changed their mind (the handle stays good).
#[tauri::command]
pub(crate) async fn save_file(
    app: AppHandle,
    host: State<'_, Arc<Host>>,
    handle: String,
    name: String,
) -> Result<bool, WireFailure> {
    let dialog = app.dialog().file().set_title("保存为").set_file_name(&name);
    let Some(target) = apart(move || dialog.blocking_save_file()).await? else { return Ok(false) };
    let host = Arc::clone(&host);
    apart(move || save(&host, &handle, &local(target)?))
        .await?
        .map(|()| true)
        .map_err(|failure| failure.wire())
}

/// Copies beside the target first, so that a full disk leaves an older file of that name whole.
fn save(host: &Host, handle: &str, target: &Path) -> Result<(), Failure> {
    let out = host.files().take(handle)?;
    let name = file_name(target);
    let half = target.with_file_name(format!(".{name}.part"));
    let copied = std::fs::copy(&out.path, &half)
        .and_then(|_| std::fs::File::options().write(true).open(&half)?.sync_all())
        .and_then(|()| std::fs::rename(&half, target));
    if copied.is_err() {
        let _ = std::fs::remove_file(&half);
    }
    if out.temporary {
        let _ = std::fs::remove_file(&out.path);
    }
    copied?;
    Ok(())
}

fn offer(host: &Host, path: FilePath) -> Result<Picked, WireFailure> {
    let path = local(path).map_err(|failure| failure.wire())?;
    let size = std::fs::metadata(&path).map_err(|error| Failure::from(error).wire())?.len();
    let name = file_name(&path);
    Ok(Picked {
        handle: host.files().offer(&name, path, false).map_err(|failure| failure.wire())?,
        name,
        size,
    })
}

fn local(path: FilePath) -> Result<PathBuf, Failure> {
    path.into_path().map_err(|_| Failure::invalid("这个位置不在本机磁盘上，请选择本机的文件夹。"))
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Dialogs and copying wait; they must not stand on the window's own thread.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, WireFailure> {
    tokio::task::spawn_blocking(work).await.map_err(|panic| Failure::Internal(panic.to_string()).wire())
}

#[cfg(test)]
mod tests {
    use super::*;
    use greenroom_core::office::OpenOptions;

    #[test]
    fn what_is_saved_is_whole_and_the_handle_is_spent() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = folder.path().join("source");
        std::fs::write(&source, "笔录").expect("written");
        let (host, _) = Host::new(folder.path().join("office"), "window", OpenOptions::default());
        let handle = host.files().offer("笔录.docx", source.clone(), true).expect("offered");
        let target = folder.path().join("现场检查笔录.docx");
        save(&host, &handle, &target).expect("saved");
        assert_eq!(std::fs::read_to_string(&target).ok().as_deref(), Some("笔录"));
        assert!(!source.exists(), "a temporary source goes once it is saved");
        assert!(save(&host, &handle, &target).is_err(), "a handle is good once");
    }

    #[test]
    fn an_accept_list_becomes_endings() {
        assert_eq!(endings(".xlsx, .csv"), ["xlsx", "csv"]);
        assert_eq!(endings("application/pdf,.docx"), ["pdf", "docx"]);
        assert!(endings("").is_empty());
    }
}
