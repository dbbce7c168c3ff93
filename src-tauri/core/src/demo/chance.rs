//! Chance that repeats itself: the same seed, place and number give the same record in every run.

/// SplitMix64.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// The stream of one seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The stream of one record: what it draws does not depend on the records before it.
    pub(super) fn of(place: u64, number: u64) -> Self {
        let mut chance = Self(place.wrapping_mul(0xa076_1d64_78bd_642f) ^ number.rotate_left(17));
        chance.next();
        Self(chance.0 ^ number)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end - 1`; 0 if `end` is 0.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        if end == 0 { 0 } else { self.next() % end }
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, of: u64) -> bool {
        self.below(100) < of
    }

    /// One of several.
    pub(super) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// One of several by weight.
    pub(super) fn weighted<'t>(&mut self, from: &[(&'t str, u64)]) -> &'t str {
        let mut left = self.below(from.iter().map(|(_, weight)| weight).sum());
        for (word, weight) in from {
            if left < *weight {
                return word;
            }
            left -= weight;
        }
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |mut chance: Chance| (0..8).map(|_| chance.next()).collect::<Vec<_>>();
        assert_eq!(draw(Chance::of(1, 7)), draw(Chance::of(1, 7)));
        assert_ne!(draw(Chance::of(1, 7)), draw(Chance::of(1, 8)));
        assert_ne!(draw(Chance::of(1, 7)), draw(Chance::of(2, 7)));
        let mut chance = Chance::new(1);
        let tally = (0..1000).filter(|_| chance.percent(30)).count();
        assert!((240..360).contains(&tally), "{tally}");
    }
}
