//! Codes, ids, phones, links and names.
#![no_main]

#[path = "../../core/tests/imports/fuzz/targets.rs"]
#[allow(dead_code, reason = "one target of several")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::codes(bytes));
