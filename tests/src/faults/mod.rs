//! Faults made on purpose: the process ends in the middle of a word, the disk forgets what was never synced.

pub mod bulk;
pub mod rounds;
mod unsynced;
pub mod vfs;
