//! Embeds the built screens (`ui/dist`) into the program. None built yet is no error: `serve` then says so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let screens = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    println!("cargo:rerun-if-changed={}", screens.display());
    let mut files = Vec::new();
    collect(&screens, &screens, &mut files);
    files.sort();
    let mut table = String::from("pub(super) static SCREENS: &[(&str, &[u8])] = &[\n");
    for (name, path) in files {
        let path = path.to_str().expect("the project's folder has a readable name");
        writeln!(table, "    ({name:?}, include_bytes!({path:?})),").expect("a String takes all text");
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("screens.rs"), table).expect("OUT_DIR can be written");
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if let Ok(name) = path.strip_prefix(root) {
            let name = name.to_string_lossy().replace('\\', "/");
            files.push((name, fs::canonicalize(&path).unwrap_or(path)));
        }
    }
}
