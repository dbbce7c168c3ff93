//! The process is killed at random moments of the day's work; nothing that was acknowledged is lost. And it is killed
//! in the middle of a change of many records, and of taking it back: neither stays half done.

use greenroom_journeys::faults::bulk::{Work, cut_short};
use greenroom_journeys::faults::rounds::{asked, play};
use std::path::Path;

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let outcome = play(Path::new(env!("CARGO_BIN_EXE_day-worker")), "own", asked(20));
    eprintln!("{outcome:?}");
    assert!(outcome.lost.is_empty(), "{:#?}", outcome.lost);
    assert!(outcome.at_work > 0 && outcome.acknowledged > 0, "nobody was disturbed at work: {outcome:?}");
}

#[test]
fn a_killed_bulk_edit_is_made_whole_or_not_at_all() {
    let half = cut_short(Path::new(env!("CARGO_BIN_EXE_bulk-worker")), Work::Edit);
    assert!(half > 0, "it was never caught in the middle");
}

#[test]
fn a_killed_undo_of_a_bulk_edit_is_brought_to_its_end() {
    let half = cut_short(Path::new(env!("CARGO_BIN_EXE_bulk-worker")), Work::Undo);
    assert!(half > 0, "it was never caught in the middle");
}
