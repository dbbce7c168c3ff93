//! The sampler: the same order as the public Python package `consistent_sampler` 1.0.10, without replacement.
//!
//! The ticket of an id is `0.` and the decimal digits, in reverse, of SHA-256(hex SHA-256(seed) ‖ id), the
//! number padded to 64 digits before it is reversed. The smallest ticket comes first; tickets are compared as
//! text, then ids by their bytes. Nothing here knows of offices or of time.

use crate::error::{Failure, Result};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Rows that a thread takes at a time; after each, the watcher is asked whether to go on.
const BLOCK: usize = 1 << 14;
/// Digits of the ticket that are compared first, as one number.
const MODULUS: u128 = 1_000_000_000_000_000_000;
/// 2^64, 2^128 and 2^192, each modulo [`MODULUS`].
const POWERS: [u128; 3] = {
    let one = (1u128 << 64) % MODULUS;
    let two = one * one % MODULUS;
    [one, two, two * one % MODULUS]
};
/// The three digits of 0..1000 in reverse.
const REVERSED: [u16; 1000] = {
    let mut table = [0; 1000];
    let mut n = 0u16;
    while n < 1000 {
        table[n as usize] = n % 10 * 100 + n / 10 % 10 * 10 + n / 100;
        n += 1;
    }
    table
};

/// A seed, hashed once: every ticket starts from it.
#[derive(Debug, Clone)]
pub struct Seeded(Sha256);

impl Seeded {
    /// Hashes the seed.
    pub fn new(seed: &str) -> Self {
        Self(Sha256::new().chain_update(hex::encode(Sha256::digest(seed.as_bytes()))))
    }

    fn digest(&self, id: &[u8]) -> [u8; 32] {
        self.0.clone().chain_update(id).finalize().into()
    }

    /// The first 18 digits of the ticket as a number: enough to order almost everything.
    fn key(&self, id: &[u8]) -> u64 {
        let digest = self.digest(id);
        let limb = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&digest[at..at + 8]);
            u128::from(u64::from_be_bytes(bytes))
        };
        let low = limb(24) + limb(16) * POWERS[0] + limb(8) * POWERS[1] + limb(0) * POWERS[2];
        let mut rest = (low % MODULUS) as u64;
        let mut key = 0;
        for _ in 0..6 {
            key = key * 1000 + u64::from(REVERSED[(rest % 1000) as usize]);
            rest /= 1000;
        }
        key
    }

    /// The whole ticket of an id, `0.` and 64 to 78 digits.
    pub fn ticket(&self, id: &[u8]) -> String {
        let digest = self.digest(id);
        let mut limbs = [0u32; 8];
        for (limb, bytes) in limbs.iter_mut().zip(digest.chunks_exact(4)) {
            *limb = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        let mut digits = Vec::with_capacity(83);
        digits.extend_from_slice(b"0.");
        // Nine digits at a time, the lowest first: they come out in the order that is wanted.
        for _ in 0..9 {
            let mut rest = 0u64;
            for limb in &mut limbs {
                let value = rest << 32 | u64::from(*limb);
                *limb = (value / 1_000_000_000) as u32;
                rest = value % 1_000_000_000;
            }
            for _ in 0..9 {
                digits.push(b'0' + (rest % 10) as u8);
                rest /= 10;
            }
        }
        while digits.len() > 66 && digits.last() == Some(&b'0') {
            digits.pop();
        }
        String::from_utf8(digits).expect("digits are ASCII")
    }
}

/// The ticket cut for reading, as `consistent_sampler` shows it: `digits` digits after the leading nines.
pub fn shown(ticket: &str, digits: usize) -> &str {
    let nines = ticket.bytes().skip(2).take_while(|digit| *digit == b'9').count();
    &ticket[..ticket.len().min(2 + nines + digits)]
}

/// The first `take` of the ids in the order of their tickets: places in `ids` and whole tickets.
/// Refused if an id is there twice.
pub fn order<S: AsRef<str> + Sync>(seed: &str, ids: &[S], take: usize) -> Result<Vec<(usize, String)>> {
    if let Some(twice) = duplicate(ids) {
        return Err(Failure::invalid(format!("名单里“{twice}”出现了不止一次。请去掉重复的行再抽取。")));
    }
    order_by(seed, ids.len(), |index| ids[index].as_ref().as_bytes(), take, &|_| Ok(()))
}

fn duplicate<S: AsRef<str>>(ids: &[S]) -> Option<&str> {
    if ids.is_sorted_by(|one, next| one.as_ref() < next.as_ref()) {
        return None;
    }
    let mut sorted: Vec<&str> = ids.iter().map(AsRef::as_ref).collect();
    sorted.sort_unstable();
    sorted.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

/// As [`order`], for ids that are known to be distinct and are reached through `id`. `watch` hears from time to
/// time how many rows are done; its error stops the work.
pub fn order_by<'a>(
    seed: &str,
    count: usize,
    id: impl Fn(usize) -> &'a [u8] + Sync,
    take: usize,
    watch: &(dyn Fn(u64) -> Result<()> + Sync),
) -> Result<Vec<(usize, String)>> {
    let take = take.min(count);
    if take == 0 {
        return Ok(Vec::new());
    }
    if u32::try_from(count).is_err() {
        return Err(Failure::invalid("名单太长，一次最多抽取 42 亿行。"));
    }
    let seeded = Seeded::new(seed);
    let mut keys = vec![(0u64, 0u32); count];
    fill(&mut keys, &seeded, &id, watch)?;
    let compare = |one: &(u64, u32), other: &(u64, u32)| {
        one.0.cmp(&other.0).then_with(|| {
            if one.1 == other.1 {
                return Ordering::Equal;
            }
            let (first, second) = (id(one.1 as usize), id(other.1 as usize));
            seeded.ticket(first).cmp(&seeded.ticket(second)).then_with(|| first.cmp(second))
        })
    };
    if take < count {
        keys.select_nth_unstable_by(take - 1, compare);
        keys.truncate(take);
    }
    keys.sort_unstable_by(compare);
    Ok(keys.iter().map(|(_, index)| (*index as usize, seeded.ticket(id(*index as usize)))).collect())
}

fn fill<'a>(
    keys: &mut [(u64, u32)],
    seeded: &Seeded,
    id: &(impl Fn(usize) -> &'a [u8] + Sync),
    watch: &(dyn Fn(u64) -> Result<()> + Sync),
) -> Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(keys.len().div_ceil(BLOCK));
    let blocks = Mutex::new((keys.chunks_mut(BLOCK).enumerate(), 0u64));
    let work = || -> Result<()> {
        loop {
            let next = {
                let mut guard = blocks.lock().unwrap_or_else(PoisonError::into_inner);
                guard.0.next()
            };
            let Some((block, rows)) = next else { return Ok(()) };
            for (offset, row) in rows.iter_mut().enumerate() {
                let index = block * BLOCK + offset;
                *row = (seeded.key(id(index)), index as u32);
            }
            let done = {
                let mut guard = blocks.lock().unwrap_or_else(PoisonError::into_inner);
                guard.1 += rows.len() as u64;
                guard.1
            };
            watch(done)?;
        }
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut outcome = work();
        for other in others {
            let theirs =
                other.join().unwrap_or_else(|_| Err(Failure::Internal("计算随机值的线程出错".into())));
            outcome = outcome.and(theirs);
        }
        outcome
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values computed with the Python package.
    #[test]
    fn tickets_are_those_of_the_package() {
        let seeded = Seeded::new("01382438112797316654");
        assert_eq!(
            seeded.ticket(b"AB-130"),
            "0.26299714122838008416507544297546663599715395525154425586041245287750224561854"
        );
        let ids = ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"];
        let drawn = order("314159", &ids, 6).unwrap();
        let words: Vec<_> = drawn.iter().map(|(index, ticket)| (shown(ticket, 9), ids[*index])).collect();
        assert_eq!(
            words,
            [
                ("0.410310858", "B-2"),
                ("0.470960291", "B-3"),
                ("0.471438751", "A-3"),
                ("0.567089805", "A-2"),
                ("0.9781715679", "B-1"),
                ("0.9828515724", "A-1"),
            ]
        );
    }

    #[test]
    fn the_short_key_agrees_with_the_whole_ticket() {
        let seeded = Seeded::new("七");
        for n in 0..2000 {
            let id = format!("x{n}");
            assert_eq!(format!("0.{:018}", seeded.key(id.as_bytes())), seeded.ticket(id.as_bytes())[..20]);
        }
    }

    #[test]
    fn a_duplicate_is_named() {
        let failure = order("1", &["b", "a", "b"], 1).unwrap_err();
        assert!(failure.to_string().contains("“b”"));
    }
}
