//! The clock that the demonstration office lives by while it is made: it goes through the past months.

use super::chance::Chance;
use crate::clock::Clock;
use crate::error::Result;
use crate::office::lock;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

/// Stands where the story puts it and never goes back; its chance repeats itself.
pub(super) struct StoryClock {
    at: AtomicI64,
    chance: Mutex<Chance>,
}

impl StoryClock {
    pub(super) fn new(at: i64, seed: u64) -> Self {
        Self { at: AtomicI64::new(at), chance: Mutex::new(Chance::new(seed)) }
    }

    /// Goes forward to `at`; stays if it is already later.
    pub(super) fn go_to(&self, at: i64) {
        self.at.fetch_max(at, Ordering::AcqRel);
    }
}

impl Clock for StoryClock {
    fn now_ms(&self) -> i64 {
        self.at.load(Ordering::Acquire)
    }
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        let mut chance = lock(&self.chance);
        for part in bytes.chunks_mut(8) {
            let drawn = chance.next().to_le_bytes();
            part.copy_from_slice(&drawn[..part.len()]);
        }
        Ok(())
    }
}
