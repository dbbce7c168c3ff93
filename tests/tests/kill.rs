//! The process is killed at random moments of the day's work; nothing that was acknowledged is lost.

use greenroom_journeys::faults::rounds::{asked, play};
use std::path::Path;

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let outcome = play(Path::new(env!("CARGO_BIN_EXE_day-worker")), "own", asked(20));
    eprintln!("{outcome:?}");
    assert!(outcome.lost.is_empty(), "{:#?}", outcome.lost);
    assert!(outcome.at_work > 0 && outcome.acknowledged > 0, "nobody was disturbed at work: {outcome:?}");
}
