//! The contract: the committed TypeScript is what the table says, and every call is described.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use greenroom_core::calls::{CALLS, typescript};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn the_committed_typescript_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/host/contract.ts");
    let fresh = typescript();
    if std::env::var_os("GREENROOM_WRITE_CONTRACT").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(committed == fresh, "run `greenroom contract > ui/src/host/contract.ts` and commit it");
}

#[test]
fn every_call_has_one_name_a_sentence_and_schemas() {
    let mut names = BTreeSet::new();
    for call in CALLS {
        assert!(names.insert(call.name), "{} stands twice", call.name);
        assert!(call.name.split('.').count() == 2 && call.about.ends_with('.'), "{}", call.name);
        let (input, output) = call.schemas();
        assert!(input.is_object() && output.is_object(), "{}", call.name);
        assert!(
            !input.to_string().to_lowercase().contains("\"path\""),
            "{}: no call takes a path",
            call.name
        );
    }
}
