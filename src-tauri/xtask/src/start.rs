//! `cargo xtask start`: from a clone to the open program.

use crate::process::{built, command, root, run};
use crate::setup;
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// Installs, builds and opens.
pub(crate) fn start(arguments: &[String]) -> Result<(), String> {
    let mut office = None;
    let mut serve = !has_display();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--serve" => serve = true,
            "--office" => office = Some(PathBuf::from(arguments.next().ok_or("--office needs a folder")?)),
            other => {
                return Err(format!("unknown argument {other}: cargo xtask start [--office DIR] [--serve]"));
            }
        }
    }
    if !serve {
        setup::for_window()?;
    }
    build_screens()?;
    if serve { serve_office(office) } else { open_window(office) }
}

/// The screens, which both programs embed.
fn build_screens() -> Result<(), String> {
    setup::npm()?;
    run(command("npx", ["vite", "build"]).current_dir(root().join("ui")))
}

fn open_window(office: Option<PathBuf>) -> Result<(), String> {
    run(&mut command("cargo", ["build", "--package", "greenroom-window"]))?;
    let mut window = Command::new(built()?.join("greenroom-window"));
    if let Some(office) = office {
        window.arg("--office").arg(office);
    }
    run(&mut window)
}

fn serve_office(office: Option<PathBuf>) -> Result<(), String> {
    run(&mut command("cargo", ["build", "--package", "greenroom-cli"]))?;
    let office = office.map_or_else(default_office, Ok)?;
    if let Some(parent) = office.parent() {
        std::fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
    }
    let mut greenroom = Command::new(built()?.join("greenroom"));
    run(greenroom.arg("--office").arg(office).arg("serve"))
}

/// Where an office lies when nobody says otherwise: with the person's other data.
fn default_office() -> Result<PathBuf, String> {
    let data = if cfg!(windows) {
        env::var_os("LOCALAPPDATA").map(PathBuf::from)
    } else {
        let given = env::var_os("XDG_DATA_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
        given.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".local/share")))
    };
    Ok(data
        .ok_or("no home folder is set; name one: cargo xtask start --office DIR")?
        .join("greenroom/office"))
}

fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(windows) || cfg!(target_os = "macos") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
