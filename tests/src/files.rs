//! Where things are: the repository, the built programs, the pictures.

use std::path::{Path, PathBuf};

/// The repository's root.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().expect("the sources are where they were built")
}

/// Where cargo put this test, and the programs beside it.
pub fn built() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own file");
    test.ancestors().nth(2).expect("target/debug/deps/test").to_path_buf()
}

/// A program of this workspace.
pub fn program(name: &str) -> PathBuf {
    let path = built().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "{} is not built; `cargo xtask test` builds it, or: cargo build -p greenroom-cli -p greenroom-window",
        path.display()
    );
    path
}

/// Where the journeys leave their pictures.
pub fn pictures() -> PathBuf {
    let folder = built().parent().expect("target/debug lies in target").join("screens");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}
