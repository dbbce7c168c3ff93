//! `cargo xtask test`: every check and every test, the same from a bare clone as on a runner.

use crate::counts::{self, Counts};
use crate::process::{command, root, succeeds, watch};
use crate::setup;
use std::fs;
use std::io::Write;
use std::process::Command;

/// The crate of journeys and repository rules: it wants both programs built first.
const JOURNEYS: &str = "greenroom-journeys";
/// The test of that crate that opens windows; it runs last and alone.
const DAY: &str = "day";

/// Runs everything, and ends with a line `N passed, N failed`. A check (formatting, lints, types, a build) counts as one.
pub(crate) fn test() -> Result<(), String> {
    let mut tally = Tally::default();
    tally.did("set-up", setup::for_tests().and_then(|()| setup::npm()));

    let ui = root().join("ui");
    tally.check("formatting", command("cargo", ["fmt", "--all", "--check"]));
    tally.check("types of the screens", at(&ui, command("npx", ["vue-tsc", "--noEmit"])));
    tally.tests("screens", at(&ui, command("npx", ["vitest", "run", "--reporter=default"])));
    tally.check("build of the screens", at(&ui, command("npx", ["vite", "build"])));
    let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    tally.check("lints", command("cargo", lints));
    let programs = ["build", "--package", "greenroom-cli", "--package", "greenroom-window"];
    tally.check("build of both programs", command("cargo", programs));

    let runner = Runner::found();
    tally.tests("crates", runner.tests(&["--workspace", "--exclude", JOURNEYS], false));
    tally.tests("documentation examples", command("cargo", ["test", "--doc", "--package", "greenroom-core"]));
    let others = other_tests()?;
    let mut selected = vec!["--package", JOURNEYS, "--lib"];
    for name in &others {
        selected.extend(["--test", name]);
    }
    tally.tests("repository rules and faults", runner.tests(&selected, false));
    if cfg!(target_os = "linux") {
        tally.tests("journeys", runner.tests(&["--package", JOURNEYS, "--test", DAY], true));
    }
    tally.end()
}

/// Every test of the journeys' crate but the day itself, by file.
fn other_tests() -> Result<Vec<String>, String> {
    let folder = root().join("tests/tests");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".rs")?.to_owned()))
        .filter(|name| name != DAY)
        .collect();
    names.sort();
    Ok(names)
}

fn at(folder: &std::path::Path, mut command: Command) -> Command {
    command.current_dir(folder);
    command
}

/// What runs Rust tests here.
enum Runner {
    Nextest,
    Libtest,
}

impl Runner {
    fn found() -> Self {
        if succeeds(&mut command("cargo", ["nextest", "--version"])) { Self::Nextest } else { Self::Libtest }
    }

    fn tests(&self, selected: &[&str], one_by_one: bool) -> Command {
        let (first, last): (&[&str], &[&str]) = match (self, one_by_one) {
            (Self::Nextest, false) => {
                (&["nextest", "run", "--no-fail-fast", "--success-output=immediate"], &[])
            }
            (Self::Nextest, true) => {
                (&["nextest", "run", "--no-fail-fast", "--success-output=immediate", "--test-threads=1"], &[])
            }
            (Self::Libtest, false) => (&["test", "--no-fail-fast"], &["--", "--show-output"]),
            (Self::Libtest, true) => {
                (&["test", "--no-fail-fast"], &["--", "--show-output", "--test-threads=1"])
            }
        };
        command("cargo", first.iter().chain(selected).chain(last))
    }
}

/// The sum so far, and what went wrong by name.
#[derive(Default)]
struct Tally {
    sum: Counts,
    wrong: Vec<String>,
}

impl Tally {
    fn did(&mut self, what: &str, done: Result<(), String>) {
        if let Err(message) = done {
            eprintln!("error: {message}");
            self.sum.failed += 1;
            self.wrong.push(what.to_owned());
        }
    }

    /// A command that is content or not.
    fn check(&mut self, what: &str, mut command: Command) {
        let content = match watch(&mut command) {
            Ok((true, _)) => {
                self.sum.passed += 1;
                Ok(())
            }
            Ok((false, _)) => Err(format!("{what}: see above")),
            Err(message) => Err(message),
        };
        self.did(what, content);
    }

    /// A runner that counts. One that fails without counting a failure counts as one.
    fn tests(&mut self, what: &str, mut command: Command) {
        let (content, lines) = match watch(&mut command) {
            Ok(seen) => seen,
            Err(message) => return self.did(what, Err(message)),
        };
        let counts = counts::read(&lines);
        self.sum += counts.unwrap_or_default();
        let failed = counts.map_or(0, |counts| counts.failed);
        match (content, counts) {
            (true, Some(_)) if failed == 0 => {}
            (_, Some(_)) if failed > 0 => self.wrong.push(what.to_owned()),
            (false, _) => self.did(what, Err(format!("{what}: the runner gave up"))),
            (true, _) => self.did(what, Err(format!("{what}: the runner counted nothing"))),
        }
    }

    fn end(self) -> Result<(), String> {
        let mut stdout = std::io::stdout();
        if !self.wrong.is_empty() {
            let _ = writeln!(stdout, "failed: {}", self.wrong.join(", "));
        }
        let _ = writeln!(stdout, "{}", self.sum);
        if self.sum.failed == 0 { Ok(()) } else { Err(String::new()) }
    }
}
