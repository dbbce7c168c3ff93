//! Shows evidence in the page through the scheme `evidence:`, and opens it in the system's own program.
//!
//! Only pictures and PDF are shown in the page. Video opens outside, because WebKitGTK plays none over a custom
//! scheme; a file that could run as a program or a page is opened by nobody here: it is saved by dialog instead.

use greenroom_core::error::{Failure, WireFailure};
use greenroom_core::evidence::OpenEvidence;
use greenroom_core::host::Host;
use std::path::Path;
use std::sync::Arc;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{AppHandle, Manager, Runtime, State, UriSchemeContext, UriSchemeResponder};

/// Shown inside the page.
const SHOWN: [&str; 5] = ["image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"];
/// Handed to the system's own program by these endings and no others.
const OPENED: [&str; 20] = [
    "png", "jpg", "jpeg", "webp", "gif", "bmp", "pdf", "mp4", "webm", "mov", "avi", "mkv", "flv", "mp3",
    "wav", "m4a", "docx", "xlsx", "txt", "csv",
];

/// Answers `evidence://localhost/ID` (on Windows `http://evidence.localhost/ID`).
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let host = Arc::clone(&context.app_handle().state::<Arc<Host>>());
    tauri::async_runtime::spawn_blocking(move || {
        let id = request.uri().path().trim_start_matches('/');
        responder.respond(shown(&host, id).unwrap_or_else(|failure| refused(&failure)));
    });
}

/// Opens the evidence in the system's own program for its kind, as a copy: the sealed file stays untouched.
#[tauri::command]
pub(crate) async fn open_evidence(
    app: AppHandle,
    host: State<'_, Arc<Host>>,
    id: String,
) -> Result<(), WireFailure> {
    let host = Arc::clone(&host);
    let opened = tokio::task::spawn_blocking(move || open_outside(&app, &host, &id)).await;
    opened.unwrap_or_else(|panic| Err(Failure::Internal(panic.to_string()))).map_err(|failure| failure.wire())
}

/// Empties the folder of copies that earlier runs opened.
pub(crate) fn forget_copies(app: &AppHandle) {
    if let Ok(folder) = app.path().app_cache_dir() {
        let _ = std::fs::remove_dir_all(folder.join("opened"));
    }
}

fn find(host: &Host, id: &str) -> Result<OpenEvidence, Failure> {
    let id = id.parse().map_err(|_| Failure::not_found("这份证据"))?;
    greenroom_core::evidence::open(&*host.office()?, id)
}

fn shown(host: &Host, id: &str) -> Result<Response<Vec<u8>>, Failure> {
    let found = find(host, id)?;
    if !SHOWN.contains(&found.mime.as_str()) {
        return Err(Failure::NotAllowed("这类证据不在页面里显示，请打开或另存后查看。".into()));
    }
    let bytes = std::fs::read(&found.path)?;
    answer(StatusCode::OK, &found.mime, bytes)
}

fn refused(failure: &Failure) -> Response<Vec<u8>> {
    let status = if failure.code() == "notFound" { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN };
    answer(status, "text/plain; charset=utf-8", failure.to_string().into_bytes()).unwrap_or_default()
}

fn answer(status: StatusCode, mime: &str, bytes: Vec<u8>) -> Result<Response<Vec<u8>>, Failure> {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, mime)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CONTENT_SECURITY_POLICY, "sandbox")
        .body(bytes)
        .map_err(|error| Failure::Internal(error.to_string()))
}

fn open_outside(app: &AppHandle, host: &Host, id: &str) -> Result<(), Failure> {
    let found = find(host, id)?;
    let name = safe_name(&found.name)?;
    let folder = app.path().app_cache_dir().map_err(|error| Failure::Internal(error.to_string()))?;
    let folder = folder.join("opened").join(id);
    std::fs::create_dir_all(&folder)?;
    let copy = folder.join(name);
    if !copy.exists() {
        std::fs::copy(&found.path, &copy)?;
    }
    open::that_detached(&copy)
        .map_err(|error| Failure::invalid(format!("系统没有能打开它的程序：{error}。请另存后查看。")))
}

/// The bare name of a file that may be opened outside.
fn safe_name(name: &str) -> Result<&str, Failure> {
    let bare = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let ending = Path::new(bare).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if OPENED.contains(&ending.to_ascii_lowercase().as_str()) {
        Ok(bare)
    } else {
        Err(Failure::NotAllowed(format!("“{bare}”可能是程序或网页，不直接打开；请另存后由专业人员查看。")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_could_run_is_opened() {
        assert_eq!(safe_name("回放.MP4").ok(), Some("回放.MP4"));
        assert_eq!(safe_name("../../家/截图.png").ok(), Some("截图.png"));
        for name in ["a.exe", "a.html", "a.svg", "a.lnk", "a.png.bat", "a", ".png", "a.docm"] {
            assert!(safe_name(name).is_err(), "{name}");
        }
    }
}
