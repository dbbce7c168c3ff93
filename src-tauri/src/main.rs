//! The window: a Tauri shell around `greenroom_core::host::Host`, and nothing that a test of the program would need.
//!
//! One command carries every call of the contract (`call`); beside it stand only the things that a page cannot do
//! by itself: file dialogs, saving, and showing evidence. No command takes or returns a path.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod call;
mod dialogs;
mod evidence;
mod remembered;

use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tauri::webview::PageLoadEvent;
use tauri::{Manager, WebviewUrl, WebviewWindowBuilder};

/// The window is shown at the latest after this long, so that a page that fails to load is seen to fail.
const SHOW_AT_LATEST: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let given = match office_from(std::env::args_os().skip(1)) {
        Ok(given) => given,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol("evidence", evidence::serve)
        .invoke_handler(tauri::generate_handler![
            call::call,
            call::cancel,
            dialogs::pick_files,
            dialogs::choose_folder,
            dialogs::save_file,
            dialogs::upload,
            evidence::open_evidence,
        ])
        .setup(move |app| {
            let office = given.or_else(|| remembered::read(app.handle()));
            let office = office.map_or_else(|| remembered::first(app.handle()), Ok)?;
            evidence::forget_copies(app.handle());
            // Why an office did not open is asked again, and shown, by the first page.
            let (host, _) = Host::new(office, "window", OpenOptions::default());
            app.manage(Arc::new(host));
            open_window(app)?;
            Ok(())
        })
        .run(tauri::generate_context!());
    if let Err(error) = built {
        eprintln!("窗口没有打开：{error}");
        #[cfg(windows)]
        eprintln!("请确认已安装 Microsoft Edge WebView2 运行时（安装包内附带）。");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Reads `--office DIR`; the first free argument counts as the folder too, so that a shortcut can name one.
fn office_from(arguments: impl Iterator<Item = std::ffi::OsString>) -> Result<Option<PathBuf>, String> {
    let mut arguments = arguments.peekable();
    let mut office = None;
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--office") => {
                let folder = arguments.next().ok_or("--office 后面要写数据文件夹。")?;
                office = Some(PathBuf::from(folder));
            }
            Some(flag) if flag.starts_with('-') => {
                return Err(format!("不认识参数 {flag}。用法：greenroom-window [--office 数据文件夹]"));
            }
            _ => office = Some(PathBuf::from(argument)),
        }
    }
    Ok(office)
}

fn open_window(app: &tauri::App) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("绿间")
        .inner_size(1366.0, 768.0)
        .min_inner_size(1093.0, 557.0)
        .visible(false)
        // A page may go nowhere but to itself; links out open nothing.
        .on_navigation(|url| matches!(url.scheme(), "tauri") || url.host_str() == Some("tauri.localhost"))
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                let _ = window.show();
            }
        })
        .build()?;
    if let Some(monitor) = window.current_monitor()? {
        let size = monitor.size().to_logical::<f64>(monitor.scale_factor());
        if size.width < 1400.0 || size.height < 840.0 {
            window.maximize()?;
        }
    }
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(SHOW_AT_LATEST).await;
        let _ = window.show();
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<Option<PathBuf>, String> {
        office_from(arguments.iter().map(std::ffi::OsString::from))
    }

    #[test]
    fn the_office_is_named_by_flag_or_alone() {
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["--office", "数据"]), Ok(Some("数据".into())));
        assert_eq!(read(&["数据"]), Ok(Some("数据".into())));
        assert!(read(&["--office"]).is_err());
        assert!(read(&["--nonsense"]).is_err_and(|message| message.contains("--nonsense")));
    }
}
