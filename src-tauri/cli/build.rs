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
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let copies = out.join("screens");
    let _ = fs::remove_dir_all(&copies);
    fs::create_dir_all(&copies).expect("OUT_DIR can be written");
    let mut table = String::from("pub(super) static SCREENS: &[(&str, &[u8])] = &[\n");
    for (number, (name, path)) in files.into_iter().enumerate() {
        // A copy: the screens may be built anew while the compiler is on its way to them.
        let copy = copies.join(number.to_string());
        fs::copy(&path, &copy).expect("a built screen can be read");
        let copy = copy.to_str().expect("OUT_DIR has a readable name");
        writeln!(table, "    ({name:?}, include_bytes!({copy:?})),").expect("a String takes all text");
    }
    table.push_str("];\n");
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
