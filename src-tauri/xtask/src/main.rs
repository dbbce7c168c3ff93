//! Repository tasks: `cargo xtask start | test | bench`, for a new clone as for an old one.

mod bench;
mod counts;
mod process;
mod setup;
mod start;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask start [--office DIR] [--serve]   install what is missing, build, open the program
                                             (no display, or --serve: serve on loopback and print the link)
cargo xtask test                             install what is missing, run every check and test
cargo xtask bench                            measure, and print the table";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.first().map(String::as_str) {
        Some("start") => start::start(&arguments[1..]),
        Some("test") if arguments.len() == 1 => test::test(),
        Some("bench") => bench::bench(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            if !message.is_empty() {
                eprintln!("error: {message}");
            }
            ExitCode::FAILURE
        }
    }
}
