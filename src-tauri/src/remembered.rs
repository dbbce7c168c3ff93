//! Which office was open last, kept in the program's configuration folder outside every office.

use greenroom_core::host::Host;
use std::path::PathBuf;
use tauri::{AppHandle, Manager};

const FILE: &str = "last-office.txt";

/// The office that was open last, if its folder is still there.
pub(crate) fn read(app: &AppHandle) -> Option<PathBuf> {
    let folder = app.path().app_config_dir().ok()?;
    let text = std::fs::read_to_string(folder.join(FILE)).ok()?;
    Some(PathBuf::from(text.trim_end_matches(['\r', '\n']))).filter(|office| office.is_dir())
}

/// Where a first office lies when nobody chose a folder: with the person's other data.
pub(crate) fn first(app: &AppHandle) -> tauri::Result<PathBuf> {
    Ok(app.path().app_local_data_dir()?.join("office"))
}

/// Remembers what is open now. Failing to is no reason to stop anyone: the program then asks at the next start.
pub(crate) fn write(app: &AppHandle, host: &Host) {
    if host.office().is_err() {
        return;
    }
    let office = host.folder();
    let Ok(folder) = app.path().app_config_dir() else { return };
    let Some(text) = office.to_str() else { return };
    if let Err(error) =
        std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(folder.join(FILE), text))
    {
        eprintln!("last office not remembered: {error}");
    }
}
