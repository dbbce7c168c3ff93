//! Changes many records at once, or takes such a change back, and says `half` as soon as a part of it is written: then
//! somebody ends the process.

use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use greenroom_journeys::faults::bulk::Work;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

fn main() {
    // Whatever goes wrong in any thread ends the whole worker, and is heard.
    std::panic::set_hook(Box::new(|what| {
        eprintln!("{what}");
        std::process::exit(3);
    }));
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("bulk-worker FOLDER STATE edit|undo");
    let (folder, state) = (PathBuf::from(next()), PathBuf::from(next()));
    let work = if next() == "undo" { Work::Undo } else { Work::Edit };
    let options = OpenOptions { state_folder: state, ..OpenOptions::default() };
    let (host, problem) = Host::new(folder, "browser", options);
    if let Some(problem) = problem {
        panic!("the office does not open: {problem}");
    }
    let office = host.office().expect("it is open");
    std::thread::scope(|threads| {
        threads.spawn(|| {
            let sql = "SELECT count(*) FROM journal WHERE deed = ?1";
            let written =
                || office.read(|db| Ok(db.query_row(sql, [work.deed()], |row| row.get::<_, i64>(0))?));
            while written().expect("the journal reads") == 0 {
                std::thread::sleep(Duration::from_millis(1));
            }
            say("half");
        });
        work.on(&host);
        say("done");
    });
}

/// One line, out of this process before anything else happens.
fn say(word: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{word}\n").as_bytes()).and_then(|()| out.flush()).expect("somebody listens");
}
