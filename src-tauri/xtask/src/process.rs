//! Running other programs from the repository's root.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").components().collect::<PathBuf>().canonical()
}

trait Canonical {
    fn canonical(self) -> PathBuf;
}
impl Canonical for PathBuf {
    /// Without `..`, and without the `\\?\` that Windows puts before canonical paths and npm stumbles over.
    fn canonical(self) -> PathBuf {
        let plain = self.canonicalize().unwrap_or(self);
        plain.to_str().and_then(|text| text.strip_prefix(r"\\?\")).map(PathBuf::from).unwrap_or(plain)
    }
}

/// Where cargo puts what it builds in the dev profile.
pub(crate) fn built() -> Result<PathBuf, String> {
    let metadata = command("cargo", ["metadata", "--no-deps", "--format-version=1"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo metadata did not start: {error}"))?;
    let metadata: serde_json::Value =
        serde_json::from_slice(&metadata.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    let target = metadata["target_directory"].as_str().ok_or("cargo metadata names no target directory")?;
    Ok(Path::new(target).join("debug"))
}

/// A command at the root; `npm` and `npx` are scripts with another name on Windows.
pub(crate) fn command<A: AsRef<OsStr>>(program: &str, arguments: impl IntoIterator<Item = A>) -> Command {
    let program = match program {
        "npm" | "npx" if cfg!(windows) => format!("{program}.cmd"),
        "cargo" => std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()),
        _ => program.to_owned(),
    };
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root()).env("PYTHONPATH", python_folder());
    command
}

/// Where the tests' one Python package goes.
pub(crate) fn python_folder() -> PathBuf {
    root().join("target/python")
}

/// Runs with the terminal's own output; an error names the command.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let words = words(command);
    eprintln!("$ {words}");
    let status = command.status().map_err(|error| format!("{words}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{words}: {status}")) }
}

/// True if it ran and was content, in silence.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// True if a program of this name can be started.
pub(crate) fn is_on_path(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| {
        folder.join(program).is_file() || (cfg!(windows) && folder.join(format!("{program}.exe")).is_file())
    })
}

/// Runs, shows the output as it comes, and keeps its lines. The flag tells whether the command was content.
pub(crate) fn watch(command: &mut Command) -> Result<(bool, Vec<String>), String> {
    let words = words(command);
    eprintln!("$ {words}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{words}: {error}"))?;
    let (sender, lines) = mpsc::channel();
    let out = child.stdout.take().map(|pipe| forward(pipe, sender.clone()));
    let err = child.stderr.take().map(|pipe| forward(pipe, sender));
    let mut kept = Vec::new();
    let mut stdout = std::io::stdout();
    for line in lines {
        let _ = writeln!(stdout, "{line}");
        kept.push(line);
    }
    for reader in [out, err].into_iter().flatten() {
        let _ = reader.join();
    }
    let status = child.wait().map_err(|error| format!("{words}: {error}"))?;
    Ok((status.success(), kept))
}

fn forward(pipe: impl Read + Send + 'static, lines: mpsc::Sender<String>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).trim_end_matches('\r').to_owned();
            if lines.send(line).is_err() {
                return;
            }
        }
    })
}

fn words(command: &Command) -> String {
    let program =
        Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}
