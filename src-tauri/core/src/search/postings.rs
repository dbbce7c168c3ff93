//! Which records of a chunk of 65,536 hold a gram: sets as bits, and their stored forms.
//!
//! A stored posting begins with a byte that names its form: differences as variable-length numbers, a bit map, or
//! differences with places.

/// Records in one chunk.
pub(super) const CHUNK: usize = 1 << 16;

const DIFFERENCES: u8 = 0;
const BITMAP: u8 = 1;
const PLACES: u8 = 2;

/// A set of records of one chunk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Bits(Box<[u64; CHUNK / 64]>);

impl Bits {
    pub(super) fn empty() -> Self {
        Self(Box::new([0; CHUNK / 64]))
    }
    pub(super) fn insert(&mut self, doc: u16) {
        self.0[usize::from(doc) / 64] |= 1 << (doc % 64);
    }
    pub(super) fn remove(&mut self, doc: u16) {
        self.0[usize::from(doc) / 64] &= !(1 << (doc % 64));
    }
    pub(super) fn contains(&self, doc: u16) -> bool {
        self.0[usize::from(doc) / 64] & (1 << (doc % 64)) != 0
    }
    pub(super) fn and(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(a, b)| *a &= b);
    }
    pub(super) fn or(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(a, b)| *a |= b);
    }
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
    /// Members within `low..=high`, ascending.
    pub(super) fn iter_within(&self, low: u16, high: u16) -> impl Iterator<Item = u16> {
        let (first, last) = (usize::from(low) / 64, usize::from(high) / 64);
        (first..=last).flat_map(move |at| {
            let mut word = self.0[at];
            if at == first {
                word &= u64::MAX << (low % 64);
            }
            if at == last {
                word &= u64::MAX >> (63 - high % 64);
            }
            std::iter::from_fn(move || {
                (word != 0).then(|| {
                    let bit = word.trailing_zeros();
                    word &= word - 1;
                    (at * 64) as u16 + bit as u16
                })
            })
        })
    }
}

fn put(out: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..35).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Stored form of ascending records without repeats.
pub(super) fn encode_docs(docs: &[u16], out: &mut Vec<u8>) {
    out.clear();
    out.push(DIFFERENCES);
    let mut last = 0;
    for &doc in docs {
        put(out, u32::from(doc - last));
        last = doc;
        if out.len() > CHUNK / 8 {
            let mut bits = Bits::empty();
            for &doc in docs {
                bits.insert(doc);
            }
            out.clear();
            out.push(BITMAP);
            bits.0.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
            return;
        }
    }
}

/// Stored form of a set.
pub(super) fn encode_bits(bits: &Bits, out: &mut Vec<u8>) {
    if bits.len() >= CHUNK / 8 {
        out.clear();
        out.push(BITMAP);
        for word in bits.0.iter() {
            out.extend_from_slice(&word.to_le_bytes());
        }
    } else {
        let docs: Vec<u16> = bits.iter_within(0, u16::MAX).collect();
        encode_docs(&docs, out);
    }
}

/// Stored form of ascending places, each the record above and the place in it below.
pub(super) fn encode_places(places: &[u32], out: &mut Vec<u8>) {
    out.clear();
    out.push(PLACES);
    let mut last = 0;
    for &place in places {
        let step = (place >> 16) - (last >> 16);
        put(out, step);
        put(out, if step == 0 { (place & 0xffff).wrapping_sub(last & 0xffff) } else { place & 0xffff });
        last = place;
    }
}

/// Adds the records of a stored posting to `bits`; `None` when the bytes make no sense.
pub(super) fn decode_docs(body: &[u8], bits: &mut Bits) -> Option<()> {
    let (&form, mut rest) = body.split_first()?;
    match form {
        BITMAP => {
            if rest.len() != CHUNK / 8 {
                return None;
            }
            for (word, bytes) in bits.0.iter_mut().zip(rest.as_chunks::<8>().0) {
                *word |= u64::from_le_bytes(*bytes);
            }
        }
        DIFFERENCES => {
            let mut doc: u32 = 0;
            while !rest.is_empty() {
                doc = doc.checked_add(take(&mut rest)?)?;
                bits.insert(u16::try_from(doc).ok()?);
            }
        }
        PLACES => {
            let mut doc: u32 = 0;
            while !rest.is_empty() {
                doc = doc.checked_add(take(&mut rest)?)?;
                take(&mut rest)?;
                bits.insert(u16::try_from(doc).ok()?);
            }
        }
        _ => return None,
    }
    Some(())
}

/// The places of a stored posting, shifted `back`; places nearer to the beginning than that are left out.
pub(super) fn decode_places(body: &[u8], back: u32, out: &mut Vec<u32>) -> Option<()> {
    let (&form, mut rest) = body.split_first()?;
    if form != PLACES {
        return None;
    }
    out.clear();
    let (mut doc, mut place): (u32, u32) = (0, 0);
    while !rest.is_empty() {
        let step = take(&mut rest)?;
        let number = take(&mut rest)?;
        place = if step == 0 { place.checked_add(number)? } else { number };
        doc = doc.checked_add(step)?;
        if doc > 0xffff || place > 0xffff {
            return None;
        }
        if place >= back {
            out.push(doc << 16 | (place - back));
        }
    }
    Some(())
}

/// Keeps in `left` what is also in `right`; both ascending.
pub(super) fn intersect(left: &mut Vec<u32>, right: &[u32]) {
    let mut at = 0;
    left.retain(|&value| {
        while at < right.len() && right[at] < value {
            at += 1;
        }
        at < right.len() && right[at] == value
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn docs() -> impl Strategy<Value = BTreeSet<u16>> {
        prop_oneof![
            proptest::collection::btree_set(any::<u16>(), 0..300),
            (any::<u16>(), 1_u16..5)
                .prop_map(|(start, step)| (start..=u16::MAX).step_by(step.into()).collect()),
        ]
    }

    proptest! {
        #[test]
        fn records_come_back(docs in docs()) {
            let list: Vec<u16> = docs.iter().copied().collect();
            let mut body = Vec::new();
            encode_docs(&list, &mut body);
            prop_assert!(body.len() <= CHUNK / 8 + 2);
            let mut bits = Bits::empty();
            prop_assert!(decode_docs(&body, &mut bits).is_some());
            prop_assert_eq!(bits.iter_within(0, u16::MAX).collect::<Vec<_>>(), list.clone());
            prop_assert_eq!(bits.len(), list.len());
            let middle: Vec<u16> = list.into_iter().filter(|d| (100..=40_000).contains(d)).collect();
            prop_assert_eq!(bits.iter_within(100, 40_000).collect::<Vec<_>>(), middle);
        }

        #[test]
        fn places_come_back(places in proptest::collection::btree_set(any::<u32>(), 0..300), back in 0_u32..3) {
            let list: Vec<u32> = places.into_iter().collect();
            let (mut body, mut out) = (Vec::new(), Vec::new());
            encode_places(&list, &mut body);
            prop_assert!(decode_places(&body, back, &mut out).is_some());
            let shifted: Vec<u32> = list.iter().filter(|p| **p & 0xffff >= back).map(|p| p - back).collect();
            prop_assert_eq!(out, shifted);
        }

        #[test]
        fn damaged_bytes_do_no_harm(body in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut out = Vec::new();
            let _ = decode_docs(&body, &mut Bits::empty());
            let _ = decode_places(&body, 1, &mut out);
        }
    }
}
