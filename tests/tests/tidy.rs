//! The rules of the repository, as a test: what a reviewer would otherwise have to say again and again.

use greenroom_core::calls::CALLS;
use greenroom_journeys::files::root;
use greenroom_journeys::skip;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// No file that a person writes is longer.
const LONGEST: usize = 500;
/// What is made by a program, or is no text of ours.
const MADE: &[&str] = &["ui/src/host/contract.ts"];
/// Names that say nothing.
const EMPTY_WORDS: &[&str] = &["manager", "service", "helper", "helpers", "utils", "util", "misc", "common"];
/// Addresses that stand in the built screens and are never asked for.
const INERT: &[(&str, &str)] = &[
    ("http://www.w3.org/", "names of XML namespaces"),
    ("https://vuejs.org/error-reference/", "the text of a warning of Vue"),
    ("https://github.com/vuejs/", "the text of a warning of Vue"),
    ("https://element-plus.org/", "texts of Element Plus's notices of deprecation"),
    ("https://echarts.apache.org/", "texts of warnings of ECharts"),
];

/// A file of the repository, by its path from the root with `/` on every system.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn ends(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }
    /// Without what stands behind `#[cfg(test)]`, which is at the end of a file here.
    fn without_tests(&self) -> &str {
        self.text.split("#[cfg(test)]").next().unwrap_or_default()
    }
}

/// Every text file that is written by hand.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root(), "", &mut found);
    assert!(found.iter().any(|source| source.path == "Cargo.toml"), "the root was not read");
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<Source>) {
    const LEFT_OUT: &[&str] = &["target", "node_modules", "dist", ".git", "gen"];
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if entry.path().is_dir() {
            collect(&entry.path(), &path, found);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            found.push(Source { path, text });
        }
    }
}

/// Fails with the list of what breaks a rule.
#[track_caller]
fn none(rule: &str, breaks: impl IntoIterator<Item = String>) {
    let breaks: Vec<String> = breaks.into_iter().collect();
    assert!(breaks.is_empty(), "{rule}:\n  {}", breaks.join("\n  "));
}

#[test]
fn files_are_short() {
    let long = sources().into_iter().filter(|source| {
        source.ends(&[".rs", ".ts", ".vue", ".css"])
            && !MADE.contains(&source.path.as_str())
            && source.text.lines().count() > LONGEST
    });
    none(
        &format!("longer than {LONGEST} lines: split it by what its parts decide"),
        long.map(|source| format!("{} has {}", source.path, source.text.lines().count())),
    );
}

#[test]
fn the_window_is_small() {
    let own = sources().into_iter().filter(|source| source.path.starts_with("src-tauri/src/"));
    let lines: usize = own
        .map(|source| {
            let lines = source.without_tests().lines().map(str::trim);
            lines.filter(|line| !line.is_empty() && !line.starts_with("//")).count()
        })
        .sum();
    assert!(lines <= 400, "the window has {lines} lines of code: what it knows belongs into the core");
}

#[test]
fn one_place_knows_tauri() {
    let strays = sources().into_iter().filter(|source| {
        source.path.starts_with("ui/src/")
            && !source.path.starts_with("ui/src/host/")
            && source.text.contains("@tauri-apps")
    });
    none("@tauri-apps outside ui/src/host", strays.map(|source| source.path));
    let core = sources().into_iter().filter(|source| source.path.starts_with("src-tauri/core/"));
    let knows = core.filter(|source| source.path.ends_with("Cargo.toml") && source.text.contains("tauri"));
    none("the core knows a window", knows.map(|source| source.path));
}

#[test]
fn only_the_office_opens_databases() {
    const MAY: &[&str] = &[
        "src-tauri/core/src/office/",
        "src-tauri/core/src/search/",
        "src-tauri/core/tests/",
        "src-tauri/core/examples/",
        "tests/",
        "src-tauri/xtask/src/bench",
    ];
    let strays = sources().into_iter().filter(|source| {
        source.ends(&[".rs"])
            && !MAY.iter().any(|folder| source.path.starts_with(folder))
            && source.without_tests().contains("Connection::open")
    });
    none("a database opened outside the office", strays.map(|source| source.path));
}

#[test]
fn only_serve_opens_a_socket() {
    const SOCKETS: &[&str] = &["TcpListener", "TcpStream", "UdpSocket", "ureq::", "reqwest", "hyper::client"];
    let strays = sources().into_iter().filter(|source| {
        source.path.starts_with("src-tauri/")
            && source.ends(&[".rs"])
            && !source.path.starts_with("src-tauri/cli/src/serve")
            && SOCKETS.iter().any(|socket| source.text.contains(socket))
    });
    none("a socket outside serve", strays.map(|source| source.path));
}

#[test]
fn every_module_says_what_it_is() {
    let silent = sources().into_iter().filter(|source| {
        source.ends(&[".rs"]) && !source.text.trim_start_matches('\u{feff}').starts_with("//!")
    });
    none("no //! at the top", silent.map(|source| source.path));
}

#[test]
fn names_say_something() {
    let empty = sources().into_iter().filter(|source| {
        let stem = |part: &str| part.split('.').next().unwrap_or_default().to_ascii_lowercase();
        source.ends(&[".rs", ".ts", ".vue"])
            && source.path.split('/').any(|part| EMPTY_WORDS.contains(&stem(part).as_str()))
    });
    none("a name that says nothing", empty.map(|source| source.path));
}

#[test]
fn every_call_is_documented_and_lives_where_its_name_says() {
    let core = sources().into_iter().map(|source| source.path);
    let core: Vec<String> = core.filter(|path| path.starts_with("src-tauri/core/src/")).collect();
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for call in CALLS {
        if !seen.insert(call.name) {
            wrong.push(format!("{} stands twice", call.name));
        }
        if call.about.len() < 12 || !call.about.ends_with('.') {
            wrong.push(format!("{}: \"{}\" is no sentence", call.name, call.about));
        }
        let module = call.name.split('.').next().unwrap_or_default();
        let folder = format!("/{module}/");
        let file = format!("/{module}.rs");
        if !core.iter().any(|path| path.contains(&folder) || path.ends_with(&file)) {
            wrong.push(format!("{}: no module {module}", call.name));
        }
    }
    none("the table of calls", wrong);
}

#[test]
fn the_readme_gives_the_two_commands() {
    let missing = ["README.md", "README.zh-CN.md"].into_iter().flat_map(|name| {
        let text = fs::read_to_string(root().join(name)).unwrap_or_default();
        ["cargo xtask start", "cargo xtask test"]
            .into_iter()
            .filter(move |words| !text.contains(words))
            .map(move |words| format!("{name}: {words}"))
    });
    none("the two commands are not in", missing);
}

#[test]
fn nothing_names_one_machine() {
    // Written in parts, so that this file does not break its own rule.
    let paths =
        [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["C:\\Us", "ers\\"]].map(|parts| parts.concat());
    let mut strays = Vec::new();
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            let named = paths.iter().any(|path| {
                line.match_indices(path.as_str()).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|letter| !letter.is_alphanumeric() && !"._-$}/".contains(letter))
                })
            });
            if named {
                strays.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    none("a path of one machine", strays);
}

#[test]
fn packages_come_from_nowhere_in_particular() {
    let mut strays = Vec::new();
    for source in sources() {
        if source.path == "Cargo.lock" {
            let other = source.text.lines().filter(|line| line.starts_with("source = "));
            let other =
                other.filter(|line| !line.contains("registry+https://github.com/rust-lang/crates.io-index"));
            strays.extend(other.map(|line| format!("Cargo.lock: {line}")));
        }
        if source.path.ends_with("package-lock.json") {
            let other = source.text.lines().filter(|line| line.contains("\"resolved\""));
            strays.extend(other.map(|line| format!("{}: {}", source.path, line.trim())));
        }
        let settings = source.ends(&[".npmrc"]) || source.path.ends_with(".cargo/config.toml");
        if settings && source.text.contains("registry") {
            strays.push(source.path);
        }
    }
    none("a registry of one machine", strays);
}

#[test]
fn the_built_screens_ask_no_network() {
    let built = root().join("ui/dist");
    if !built.join("assets").is_dir() {
        return skip("the screens are not built");
    }
    let mut files = Vec::new();
    collect(&built, "", &mut files);
    let mut strays = BTreeSet::new();
    for file in files {
        for scheme in ["http://", "https://", "ws://", "wss://"] {
            for (at, _) in file.text.match_indices(scheme) {
                let rest = &file.text[at..];
                let end = rest.find(|letter: char| "\"'`<>) \\\n".contains(letter)).unwrap_or(rest.len());
                let address = &rest[..end];
                // A bare scheme is a test of an address, not one.
                if address.len() > scheme.len() && !INERT.iter().any(|(known, _)| address.starts_with(known))
                {
                    strays.insert(format!("{}: {address}", file.path));
                }
            }
        }
        if file.ends(&[".html"]) && file.text.contains("<style") {
            strays.insert(format!("{}: an inline style element", file.path));
        }
    }
    none("addresses in the built screens", strays);
}
