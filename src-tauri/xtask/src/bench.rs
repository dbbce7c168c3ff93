//! `cargo xtask bench`: builds the release command line, measures, writes the table into the README and as JSON.

use crate::process::{command, root, watch};
use std::fs;

const BEGIN: &str = "<!-- bench:begin -->";
const END: &str = "<!-- bench:end -->";

/// Measures and prints the table. `GREENROOM_BENCH_ROWS` makes it smaller.
pub(crate) fn bench() -> Result<(), String> {
    let run = |mut command: std::process::Command| match watch(&mut command) {
        Ok((true, out)) => Ok(out.join("\n")),
        Ok((false, _)) => Err("see above".to_owned()),
        Err(message) => Err(message),
    };
    crate::setup::sampler()?;
    // Both packages are named both times: else their features differ, and the core is compiled twice.
    let both = ["--package", "greenroom-cli", "--package", "greenroom-journeys"];
    run(command("cargo", ["build", "--release"].iter().chain(&both)))?;
    let folder = root().join("target/bench");
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut measure = command("cargo", ["bench", "--bench", "figures"].iter().chain(&both));
    measure
        .env(
            "GREENROOM_BIN",
            root().join("target/release").join(format!("greenroom{}", std::env::consts::EXE_SUFFIX)),
        )
        .env("GREENROOM_BENCH_FOLDER", &folder)
        .env("GREENROOM_BENCH_JSON", folder.join("figures.json"));
    let printed = run(measure)?;
    let at = printed.find("| figure |").ok_or("the bench printed no table")?;
    let table: Vec<&str> = printed[at..].lines().take_while(|line| line.starts_with('|')).collect();
    let rooms = printed[..at].lines().rev().find(|line| line.ends_with("rooms.")).unwrap_or_default();
    let text = format!("{BEGIN}\n{} {rooms}\n\n{}\n{END}", machine(), table.join("\n"));
    for name in ["README.md", "README.zh-CN.md"] {
        let path = root().join(name);
        let Ok(readme) = fs::read_to_string(&path) else { continue };
        if let (Some(from), Some(to)) = (readme.find(BEGIN), readme.find(END)) {
            let filled = format!("{}{text}{}", &readme[..from], &readme[to + END.len()..]);
            fs::write(&path, filled).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// The date and the machine, for whoever compares.
fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map(|rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let date = std::process::Command::new("date").arg("+%Y-%m-%d").output();
    let date = date.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned()).unwrap_or_default();
    format!("{date}, {cores} cores of {}, release build.", model.unwrap_or(std::env::consts::ARCH))
}
