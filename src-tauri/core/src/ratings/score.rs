//! How two raters' points become one score. Pure; points are whole tenths.

/// What was entered for one indicator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given {
    /// By the first rater.
    pub first: Option<u32>,
    /// By the second rater.
    pub second: Option<u32>,
    /// After 会商, with a reason.
    pub agreed: Option<u32>,
}

/// What an indicator counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody has not scored it yet.
    Missing,
    /// The two differ too much: not counted until they agree.
    Conferring,
    /// This many tenths.
    Counted(u32),
}

/// The sum over a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// Tenths counted so far.
    pub tenths: u32,
    /// Indicators that do not count yet.
    pub missing: usize,
}

impl Total {
    /// Every indicator counts.
    pub fn is_complete(&self) -> bool {
        self.missing == 0
    }
}

/// Whether two raters differ by the scheme's limit or more.
pub fn disagree(first: u32, second: u32, limit: u32) -> bool {
    limit > 0 && first.abs_diff(second) >= limit
}

/// What one indicator counts: agreed points first; a disagreement counts nothing; otherwise the middle of
/// both, half a tenth upwards.
pub fn outcome(given: Given, limit: u32) -> Outcome {
    let (Some(first), Some(second)) = (given.first, given.second) else { return Outcome::Missing };
    match given.agreed {
        Some(agreed) => Outcome::Counted(agreed),
        None if disagree(first, second, limit) => Outcome::Conferring,
        None => Outcome::Counted(first.midpoint(second) + (first + second) % 2),
    }
}

/// The sum of what counts: the scores that stand on the sheet, added up.
pub fn total(outcomes: impl IntoIterator<Item = Outcome>) -> Total {
    let mut total = Total { tenths: 0, missing: 0 };
    for outcome in outcomes {
        match outcome {
            Outcome::Counted(tenths) => total.tenths += tenths,
            Outcome::Missing | Outcome::Conferring => total.missing += 1,
        }
    }
    total
}

/// The highest of the ladder's rungs (their least tenths) that `tenths` reaches.
pub fn rung(ladder: &[u32], tenths: u32) -> Option<usize> {
    ladder
        .iter()
        .enumerate()
        .filter(|(_, least)| **least <= tenths)
        .max_by_key(|(_, least)| **least)
        .map(|(place, _)| place)
}
