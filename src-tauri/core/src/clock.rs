//! Time and chance, handed in.
//!
//! Nothing else in the core asks the machine for the time or for random bytes.

use crate::error::{Failure, Result};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// Where the office gets the time and random bytes from.
pub trait Clock: Send + Sync {
    /// Wall time, UTC milliseconds.
    fn now_ms(&self) -> i64;
    /// Fills `bytes` from a cryptographic source.
    fn fill(&self, bytes: &mut [u8]) -> Result<()>;
}

/// The machine's own clock and generator.
#[derive(Debug, Default, Clone, Copy)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now_ms(&self) -> i64 {
        Utc::now().timestamp_millis()
    }
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        getrandom::fill(bytes).map_err(|error| Failure::Internal(format!("系统随机数不可用：{error}")))
    }
}

/// China's civil time: +08:00 all year.
fn china() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours are a valid offset")
}

/// The civil date at +08:00 of an instant.
pub fn date_of(ms: i64) -> NaiveDate {
    local(ms).date_naive()
}

/// The civil time at +08:00 of an instant.
pub fn local(ms: i64) -> DateTime<FixedOffset> {
    DateTime::<Utc>::from_timestamp_millis(ms).unwrap_or_default().with_timezone(&china())
}

/// The instant at which a civil day begins at +08:00, UTC milliseconds.
pub fn start_of(day: NaiveDate) -> i64 {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    midnight.and_local_timezone(china()).single().map_or(0, |at| at.timestamp_millis())
}

/// `2026-11-20 10:42:07`, for papers and messages.
pub fn written(ms: i64) -> String {
    local(ms).format("%Y-%m-%d %H:%M:%S").to_string()
}
