//! The table of figures: ours, the floor (the same work with nothing around it) and the peer (what people
//! would use instead), measured in one run. `cargo xtask bench` builds what it needs and calls this.
//!
//! Every figure is a ratio within this run: absolute times are the machine's.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a program that measures and prints"
)]
#![allow(clippy::unwrap_used, reason = "a bench that cannot go on stops with the place")]

mod answers;
mod draw;
mod export;
mod import;
mod lists;
mod reference;
mod roster;
mod search;
mod start;
mod subject;
mod table;

use std::path::PathBuf;
use table::Table;

/// Where things are and how large they are.
pub(crate) struct Setting {
    /// Rooms of the national office.
    pub(crate) rows: usize,
    /// A folder on a real disk.
    pub(crate) folder: tempfile::TempDir,
    /// The release build of the command line.
    pub(crate) greenroom: PathBuf,
}

fn main() {
    let rows =
        std::env::var("GREENROOM_BENCH_ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_600_000);
    let target =
        std::env::var_os("GREENROOM_BENCH_FOLDER").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    std::fs::create_dir_all(&target).unwrap();
    let greenroom =
        PathBuf::from(std::env::var_os("GREENROOM_BIN").expect("cargo xtask bench names the command line"));
    let setting = Setting { rows, folder: tempfile::tempdir_in(target).unwrap(), greenroom };
    let only = std::env::var("GREENROOM_BENCH_ONLY").unwrap_or_default();
    let wanted = |name: &str| only.is_empty() || only.split(',').any(|part| part == name);
    let mut table = Table::new(rows);
    // The office that the csv import fills is the one that the later figures look at.
    if wanted("xlsx") {
        import::xlsx(&setting, &mut table);
    }
    let office = import::csv(&setting, &mut table);
    if wanted("search") {
        search::search(&setting, &office, &mut table);
    }
    if wanted("lists") {
        lists::lists(&setting, &office, &mut table);
    }
    if wanted("export") {
        export::export(&setting, &office, &mut table);
    }
    if wanted("pages") {
        start::pages(&setting, &office, &mut table);
    }
    if wanted("subject") {
        subject::subject(&setting, &office, &mut table);
    }
    if wanted("answers") {
        answers::answers(&setting, &office, &mut table);
    }
    // After what looks at the office of rooms alone.
    if wanted("reference") {
        reference::reference(&setting, &office, &mut table);
    }
    if wanted("draw") {
        draw::draw(&setting, &mut table);
    }
    if wanted("page") {
        draw::page(&setting, &mut table);
    }
    println!("{}", table.markdown());
    if let Some(path) = std::env::var_os("GREENROOM_BENCH_JSON") {
        std::fs::write(path, table.json()).unwrap();
    }
}
