//! Every parser of a file that others saved, on damaged copies of a small corpus, for a bounded time on any machine.
//!
//! A panic in our code (a library's is turned into a sentence, ours would only be hidden by it), more memory or more
//! time than an office desktop has, and a failure that is no sentence, each end the test with the input kept under
//! `target/fuzz`. Such an input, made small, belongs into `corpus/`. `GREENROOM_FUZZ_SECONDS` and
//! `GREENROOM_FUZZ_SEED` play longer and otherwise; `src-tauri/fuzz` runs the same targets under libFuzzer.

mod mutate;
mod seeds;
mod targets;

use mutate::Dice;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// What one input may take.
const SLOW: Duration = Duration::from_secs(10);
/// What reading may add to the memory of the process, in KB.
const MEMORY: u64 = 600 << 10;

/// The place of the last panic in our own code.
static OURS: Mutex<Option<String>> = Mutex::new(None);

fn watch_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default().replace('\\', "/");
        if place.contains("core/src/") || place.contains("core/tests/") {
            eprintln!("{panic}");
            *OURS.lock().unwrap() = Some(panic.to_string());
        }
    }));
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports/fuzz/corpus")
}

/// The files of the corpus whose names begin so.
fn inputs(beginning: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with(beginning));
    paths.sort();
    assert!(!paths.is_empty(), "the corpus has nothing for {beginning}");
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// The most memory that this process ever held, in KB, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

fn keep(target: &str, input: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{target}-{}", input.len()));
    std::fs::write(&path, input).unwrap();
    path
}

/// Plays one target on its corpus as it is, and then on damaged copies of it.
fn play(name: &'static str, beginning: &str, target: fn(&[u8])) {
    watch_panics();
    let inputs = inputs(beginning);
    let mut dice = Dice::new(setting("GREENROOM_FUZZ_SEED", 20_261_126));
    let usual = if std::env::var_os("CI").is_some() { 20 } else { 3 };
    let until = Duration::from_secs(setting("GREENROOM_FUZZ_SECONDS", usual));
    let (give, given) = channel::<Vec<u8>>();
    let (tell, told) = channel::<bool>();
    std::thread::spawn(move || {
        for input in given {
            let whole = std::panic::catch_unwind(|| target(&input)).is_ok();
            if tell.send(whole).is_err() {
                return;
            }
        }
    });
    let began = Instant::now();
    let before = peak();
    let (mut rounds, mut at) = (0_u64, 0);
    while at < inputs.len() || began.elapsed() < until {
        let input = match inputs.get(at) {
            Some(whole) => whole.clone(),
            None => mutate::damage(&inputs, &mut dice),
        };
        at += 1;
        rounds += 1;
        give.send(input.clone()).unwrap();
        let whole = match told.recv_timeout(SLOW) {
            Ok(whole) => whole,
            Err(RecvTimeoutError::Timeout) => {
                panic!("{name}: slower than {SLOW:?}: {}", keep(name, &input).display())
            }
            Err(RecvTimeoutError::Disconnected) => panic!("{name}: {}", keep(name, &input).display()),
        };
        let ours = OURS.lock().unwrap().take();
        assert!(whole && ours.is_none(), "{name}: {ours:?}: {}", keep(name, &input).display());
        let more = peak().saturating_sub(before);
        assert!(more < MEMORY, "{name}: {more} KB more: {}", keep(name, &input).display());
    }
    eprintln!("{name}: {rounds} inputs");
    assert!(rounds > inputs.len() as u64, "no time was left for damaged copies");
}

#[test]
fn workbooks() {
    play("workbooks", "xlsx", targets::table);
}

#[test]
fn old_workbooks() {
    play("old-workbooks", "xls-", targets::table);
}

#[test]
fn delimited_texts() {
    play("delimited-texts", "csv", targets::table);
}

#[test]
fn tables_of_pages() {
    play("tables-of-pages", "html", targets::table);
}

#[test]
fn headers() {
    play("headers", "headers", targets::headers);
}

#[test]
fn codes() {
    play("codes", "codes", targets::codes);
}

/// The same roster in every form is the same roster: encodings, tables of pages, workbooks of three ages.
#[test]
fn every_form_reads_the_same() {
    use greenroom_core::imports::read::{CellMarkKind, ReadOptions, Rows, recognise};
    let first = ["阿桨海味铺", "澜播", "ajhw_0917", "91350100M000100Y43"];
    for (name, bytes) in seeds::all() {
        let known = name.ends_with("-plain")
            || ["csv-gb18030", "csv-utf16", "csv-tabs", "xlsx-shared", "xls-8", "xls-5"].contains(&name);
        if !known {
            continue;
        }
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let seen = recognise(file.path(), "名册.et").unwrap_or_else(|failure| panic!("{name}: {failure}"));
        let sheet = &seen.sheets[0];
        assert_eq!(sheet.headers, ["直播间名称", "平台", "账号", "统一社会信用代码"], "{name}");
        assert_eq!(sheet.preview[0], first, "{name}");
        let ids: Vec<String> = Rows::open(file.path(), &ReadOptions::default())
            .unwrap()
            .map(|row| row.unwrap().text(2).to_owned())
            .collect();
        assert_eq!(ids[1], "7345678901234567890", "{name}: digit for digit");
        let is = |kind| sheet.marks.iter().any(|mark| mark.is == kind);
        assert_eq!(
            is(CellMarkKind::Error),
            name.starts_with("xlsx") || name == "xls-8",
            "{name}: {:?}",
            sheet.marks
        );
        assert_eq!(is(CellMarkKind::Formula), name == "xls-8", "{name}: {:?}", sheet.marks);
        assert_eq!(is(CellMarkKind::Picture), name.starts_with("xlsx"), "{name}: {:?}", sheet.marks);
        assert_eq!(is(CellMarkKind::Lossy), name.starts_with("xlsx"), "{name}: {:?}", sheet.marks);
        assert_eq!(
            seen.notes.iter().any(|note| note.contains("按 xls 读入")),
            name.starts_with("xls-"),
            "{name}"
        );
    }
}

/// The corpus is what its maker makes: nobody's data is in it.
#[test]
fn the_corpus_is_made_here() {
    let made = seeds::all();
    if std::env::var_os("GREENROOM_WRITE_CORPUS").is_some() {
        std::fs::create_dir_all(corpus()).unwrap();
        for (name, bytes) in &made {
            std::fs::write(corpus().join(name), bytes).unwrap();
        }
    }
    for (name, bytes) in &made {
        let kept = std::fs::read(corpus().join(name)).unwrap_or_default();
        assert!(!kept.is_empty() && bytes.len() < 16 << 10, "{name}");
        // The container of a workbook carries the moment of its making; texts are the same to the byte.
        if !name.starts_with("xls") {
            assert_eq!(&kept, bytes, "{name}");
        }
    }
}
