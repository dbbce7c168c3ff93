//! The frozen list: one subject id a line (32 lower-case hex digits), each line closed by LF, sorted by bytes,
//! UTF-8. This text is hashed, kept, handed out and drawn from; it can be fed to any other sampler as it is.

use crate::id::Id;
use sha2::{Digest, Sha256};
use sm3::Sm3;

/// Bytes of a line: 32 hex digits and LF.
pub(crate) const LINE: usize = 33;

/// A list that is known to be canonical.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    text: Vec<u8>,
}

/// Both hashes of a list, in hex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seals {
    /// SHA-256
    pub sha256: String,
    /// SM3
    pub sm3: String,
}

impl Pool {
    /// The list of these subjects, each once.
    pub fn of(mut ids: Vec<Id>) -> Self {
        ids.sort_unstable();
        ids.dedup();
        let mut text = vec![b'\n'; ids.len() * LINE];
        for (line, id) in text.chunks_exact_mut(LINE).zip(&ids) {
            hex::encode_to_slice(id.0, &mut line[..LINE - 1]).expect("sixteen bytes are thirty-two digits");
        }
        Self { text }
    }

    /// Reads a list back; otherwise one sentence that names the first line at fault.
    pub fn parse(text: Vec<u8>) -> Result<Self, String> {
        let mut before: &[u8] = &[];
        for (number, line) in (1..).zip(text.chunks(LINE)) {
            let well_formed = line.len() == LINE
                && line[LINE - 1] == b'\n'
                && line[..LINE - 1].iter().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(c));
            if !well_formed {
                return Err(format!("第 {number} 行不是 32 位小写十六进制的登记编号"));
            }
            if line == before {
                return Err(format!("第 {number} 行与上一行重复"));
            }
            if line < before {
                return Err(format!("第 {number} 行的次序不对"));
            }
            before = line;
        }
        Ok(Self { text })
    }

    /// The text itself.
    pub fn text(&self) -> &[u8] {
        &self.text
    }
    /// How many subjects.
    pub fn len(&self) -> usize {
        self.text.len() / LINE
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
    /// A line without its LF.
    pub fn line(&self, index: usize) -> &[u8] {
        &self.text[index * LINE..index * LINE + LINE - 1]
    }
    /// The subject of a line.
    pub fn id(&self, index: usize) -> Id {
        let mut bytes = [0; 16];
        hex::decode_to_slice(self.line(index), &mut bytes).expect("a canonical list holds hex digits");
        Id(bytes)
    }
    /// Whether the subject is on the list.
    pub fn contains(&self, id: Id) -> bool {
        let wanted = id.to_string();
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.line(middle).cmp(wanted.as_bytes()) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }
    /// Both hashes, each on a core of its own.
    pub fn seals(&self) -> Seals {
        seals(&self.text)
    }
}

/// SHA-256 and SM3 of bytes.
pub fn seals(text: &[u8]) -> Seals {
    std::thread::scope(|scope| {
        let other = scope.spawn(|| hex::encode(Sm3::digest(text)));
        let sha256 = hex::encode(Sha256::digest(text));
        let sm3 = other.join().unwrap_or_else(|_| hex::encode(Sm3::digest(text)));
        Seals { sha256, sm3 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(n: u8) -> Vec<Id> {
        (0..n).rev().map(|n| Id([n; 16])).collect()
    }

    #[test]
    fn the_text_is_canonical_and_reads_back() {
        let pool = Pool::of([ids(20), ids(3)].concat());
        assert_eq!(pool.len(), 20);
        assert!(pool.text().starts_with(b"00000000000000000000000000000000\n01010101"));
        assert_eq!(Pool::parse(pool.text().to_vec()).unwrap(), pool);
        assert!(pool.contains(Id([19; 16])) && !pool.contains(Id([20; 16])));
        assert_eq!(pool.id(7), Id([7; 16]));
    }

    #[test]
    fn a_flaw_is_named_by_its_line() {
        let text = Pool::of(ids(4)).text().to_vec();
        let flaw = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut text = text.clone();
            change(&mut text);
            Pool::parse(text).unwrap_err()
        };
        assert!(flaw(&|text| text[40] = b'F').contains("第 2 行"));
        assert!(flaw(&|text| text.push(b'0')).contains("第 5 行"));
        assert!(flaw(&|text| text.copy_within(33..66, 66)).contains("第 3 行与上一行重复"));
        assert!(flaw(&|text| text[0] = b'f').contains("第 2 行的次序不对"));
        assert!(flaw(&|text| text[32] = b'\r').contains("第 1 行"));
    }

    #[test]
    fn the_hashes_are_the_standard_ones() {
        let seals = seals(b"abc");
        assert_eq!(seals.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(seals.sm3, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }
}
