//! Where things are: the repository, the built programs, the pictures.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::SystemTime;

/// The repository's root.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.canonicalize().expect("the sources are where they were built")
}

/// Where cargo puts the programs it builds for tests. Cargo is asked, because the test itself may lie elsewhere.
pub fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let mut metadata = Command::new(cargo);
        metadata.args(["metadata", "--no-deps", "--offline", "--format-version=1"]).current_dir(root());
        let metadata = metadata.output().expect("cargo can be asked").stdout;
        let metadata: Value = serde_json::from_slice(&metadata).expect("cargo answers in JSON");
        Path::new(metadata["target_directory"].as_str().expect("a target directory")).join("debug")
    })
}

/// A program of this workspace.
pub fn program(name: &str) -> PathBuf {
    let path = built().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "{} is not built; `cargo xtask test` builds it, or: cargo build -p greenroom-cli -p greenroom-window",
        path.display()
    );
    // A journey through yesterday's screens would be green and prove nothing.
    let screens = changed(&root().join("ui/dist/index.html"));
    assert!(
        screens.is_none() || screens <= changed(&path),
        "{} is older than the screens: build it again",
        path.display()
    );
    path
}

fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|known| known.modified()).ok()
}

/// Where the journeys leave their pictures.
pub fn pictures() -> PathBuf {
    let folder = built().parent().expect("target/debug lies in target").join("screens");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}
