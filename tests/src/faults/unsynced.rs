//! What was written to one file and not yet synced: it exists for this process only.

use std::collections::HashMap;

/// Bytes that are lost or kept together.
const BLOCK: u64 = 4096;

/// The file as the disk has it.
pub(super) trait Disk {
    /// What went wrong, as SQLite counts it.
    type Error;
    /// Its length.
    fn length(&self) -> Result<u64, Self::Error>;
    /// Fills `bytes` from `at`; what lies behind the end is zero.
    fn read(&self, bytes: &mut [u8], at: u64) -> Result<(), Self::Error>;
    /// Writes.
    fn write(&self, bytes: &[u8], at: u64) -> Result<(), Self::Error>;
    /// Sets the length.
    fn truncate(&self, length: u64) -> Result<(), Self::Error>;
}

/// The unsynced state of one file, shared by everybody in the process who has it open.
#[derive(Debug, Default)]
pub(super) struct Unsynced {
    /// Blocks that differ from the disk, by number. Order is by chance, and so is the order of a sync.
    blocks: HashMap<u64, Box<[u8; BLOCK as usize]>>,
    /// Length as the process sees it.
    length: u64,
    /// So much of the disk's file still counts: a truncation hides what is behind it.
    kept: u64,
    changed: bool,
}

impl Unsynced {
    /// Something would be lost.
    pub(super) fn is_changed(&self) -> bool {
        self.changed
    }

    /// Starts from what the disk has.
    pub(super) fn start(length: u64) -> Self {
        Self { blocks: HashMap::new(), length, kept: length, changed: false }
    }

    /// Length as the process sees it.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Reads; answers whether everything lay before the end. What did not is zero.
    pub(super) fn read<D: Disk>(&self, disk: &D, bytes: &mut [u8], at: u64) -> Result<bool, D::Error> {
        let wanted = bytes.len() as u64;
        for (number, inside, range) in pieces(at, wanted) {
            let piece = &mut bytes[range];
            match self.blocks.get(&number) {
                Some(block) => piece.copy_from_slice(&block[inside..inside + piece.len()]),
                None => self.fill_from(disk, piece, number * BLOCK + inside as u64)?,
            }
        }
        let there = self.length.saturating_sub(at).min(wanted);
        bytes[there as usize..].fill(0);
        Ok(there == wanted)
    }

    fn fill_from<D: Disk>(&self, disk: &D, bytes: &mut [u8], at: u64) -> Result<(), D::Error> {
        let counts = self.kept.saturating_sub(at).min(bytes.len() as u64) as usize;
        bytes.fill(0);
        if counts > 0 {
            disk.read(&mut bytes[..counts], at)?;
        }
        Ok(())
    }

    /// Writes, for this process only.
    pub(super) fn write<D: Disk>(&mut self, disk: &D, bytes: &[u8], at: u64) -> Result<(), D::Error> {
        self.changed = true;
        for (number, inside, range) in pieces(at, bytes.len() as u64) {
            let mut block = Box::new([0; BLOCK as usize]);
            if let Some(known) = self.blocks.remove(&number) {
                block = known;
            } else {
                self.fill_from(disk, &mut block[..], number * BLOCK)?;
            }
            let piece = &bytes[range];
            block[inside..inside + piece.len()].copy_from_slice(piece);
            self.blocks.insert(number, block);
        }
        self.length = self.length.max(at + bytes.len() as u64);
        Ok(())
    }

    /// Shortens or lengthens, for this process only.
    pub(super) fn truncate(&mut self, length: u64) {
        self.changed = true;
        self.blocks.retain(|number, _| number * BLOCK < length);
        if let Some(block) = self.blocks.get_mut(&(length / BLOCK)) {
            block[(length % BLOCK) as usize..].fill(0);
        }
        self.length = length;
        self.kept = self.kept.min(length);
    }

    /// Hands everything to the disk, in no order.
    pub(super) fn sync<D: Disk>(&mut self, disk: &D) -> Result<(), D::Error> {
        if disk.length()? > self.kept {
            disk.truncate(self.kept)?;
        }
        for (number, block) in &self.blocks {
            let at = number * BLOCK;
            let counts = self.length.saturating_sub(at).min(BLOCK) as usize;
            disk.write(&block[..counts], at)?;
        }
        if disk.length()? != self.length {
            disk.truncate(self.length)?;
        }
        *self = Self::start(self.length);
        Ok(())
    }
}

/// The blocks that `length` bytes from `at` touch: number, offset inside, and which of the bytes.
fn pieces(at: u64, length: u64) -> impl Iterator<Item = (u64, usize, std::ops::Range<usize>)> {
    let end = at + length;
    (at / BLOCK..end.div_ceil(BLOCK)).map(move |number| {
        let from = at.max(number * BLOCK);
        let to = end.min((number + 1) * BLOCK);
        (number, (from - number * BLOCK) as usize, (from - at) as usize..(to - at) as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    struct Paper(RefCell<Vec<u8>>);

    impl Disk for Paper {
        type Error = std::convert::Infallible;
        fn length(&self) -> Result<u64, Self::Error> {
            Ok(self.0.borrow().len() as u64)
        }
        fn read(&self, bytes: &mut [u8], at: u64) -> Result<(), Self::Error> {
            bytes.copy_from_slice(&self.0.borrow()[at as usize..at as usize + bytes.len()]);
            Ok(())
        }
        fn write(&self, bytes: &[u8], at: u64) -> Result<(), Self::Error> {
            let mut file = self.0.borrow_mut();
            let end = at as usize + bytes.len();
            if file.len() < end {
                file.resize(end, 0);
            }
            file[at as usize..end].copy_from_slice(bytes);
            Ok(())
        }
        fn truncate(&self, length: u64) -> Result<(), Self::Error> {
            self.0.borrow_mut().resize(length as usize, 0);
            Ok(())
        }
    }

    /// The same deeds on a plain vector and through the unsynced state; the disk sees none before a sync, all after.
    #[test]
    fn the_process_sees_its_writes_and_the_disk_only_what_was_synced() {
        let mut chance = 7_u64;
        let mut roll = |below: u64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % below
        };
        let disk = Paper(RefCell::new(vec![9; 10_000]));
        let mut seen = vec![9_u8; 10_000];
        let mut synced = seen.clone();
        let mut unsynced = Unsynced::start(10_000);
        for step in 0..3_000_u64 {
            match roll(10) {
                0 => {
                    let length = roll(30_000);
                    unsynced.truncate(length);
                    seen.resize(length as usize, 0);
                }
                1 => {
                    let Ok(()) = unsynced.sync(&disk);
                    synced.clone_from(&seen);
                }
                _ => {
                    let (at, bytes) = (roll(25_000), vec![step as u8; roll(9_000) as usize + 1]);
                    let Ok(()) = unsynced.write(&disk, &bytes, at);
                    let end = at as usize + bytes.len();
                    if seen.len() < end {
                        seen.resize(end, 0);
                    }
                    seen[at as usize..end].copy_from_slice(&bytes);
                }
            }
            assert_eq!(unsynced.length(), seen.len() as u64);
            let mut all = vec![1; seen.len() + 100];
            let Ok(whole) = unsynced.read(&disk, &mut all, 0);
            assert!(!whole, "behind the end");
            assert!(
                all[..seen.len()] == seen[..] && all[seen.len()..].iter().all(|&byte| byte == 0),
                "{step}"
            );
            assert!(*disk.0.borrow() == synced, "the disk changed without a sync at {step}");
        }
    }
}
