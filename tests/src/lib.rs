//! What the journeys stand on: a WebDriver client, the two hosts, pictures. The tests themselves are in `tests/`.

pub mod faults;
pub mod files;
#[cfg(target_os = "linux")]
pub mod hosts;
#[cfg(target_os = "linux")]
pub mod processes;
pub mod webdriver;

/// Says that a test cannot run here, in the words that `cargo xtask test` counts. In CI that is a failure.
pub fn skip(reason: &str) {
    assert!(std::env::var_os("CI").is_none(), "nothing may be skipped in CI: {reason}");
    eprintln!("SKIPPED: {reason}");
}
