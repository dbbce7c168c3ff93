//! The command line `greenroom`: the same calls without a window.
//!
//! JSON on stdout, messages on stderr. Exit 0: done. 1: refused, with the error object on stdout. 2: wrong usage.

mod arguments;
mod commands;
mod serve;

use clap::Parser;
use greenroom_core::error::Failure;
use std::process::ExitCode;

fn main() -> ExitCode {
    // clap prints its own usage message and ends with 2.
    let arguments = arguments::Arguments::parse();
    match commands::run(arguments) {
        Ok(done) => done,
        Err(failure) => refuse(&failure),
    }
}

/// Says why on stderr and hands the error object to the caller's program.
fn refuse(failure: &Failure) -> ExitCode {
    eprintln!("{failure}");
    commands::print(&failure.wire());
    ExitCode::from(1)
}
