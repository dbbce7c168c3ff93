//! Embeds the built screens and the capabilities into the window.

use std::{fs, path::Path};

/// What stands in for the screens while nobody has built them (`cargo check` runs before npm).
const NOT_BUILT: &str = include_str!("not-built.html");

fn main() {
    let screens = Path::new("../ui/dist");
    let index = screens.join("index.html");
    if !index.exists() {
        fs::create_dir_all(screens).expect("ui/dist can be created beside the sources");
        fs::write(&index, NOT_BUILT).expect("ui/dist can be written beside the sources");
    }
    println!("cargo:rerun-if-changed=../ui/dist");
    tauri_build::build();
}
