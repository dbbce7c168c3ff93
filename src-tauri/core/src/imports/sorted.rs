//! Sorts more records than memory holds: runs in temporary files, merged while they are read.
//!
//! An import writes its rows in the order of the register's own index: pages of the database are then filled one after
//! the other, where rows in the order of the file would touch most pages again in every chunk (58 GB were written for
//! a table of 1 GB). The keys are bytes and compare as bytes.

use crate::error::{Failure, Result};
use crate::files::Files;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

/// Bytes of keys and payloads in memory before a run is written.
const RUN: usize = 24 << 20;

/// Where a record lies in the buffer.
struct Place {
    at: usize,
    key: usize,
    payload: usize,
}

/// Takes records in any order.
pub(super) struct Sorter<'a> {
    files: &'a Files,
    run: usize,
    bytes: Vec<u8>,
    places: Vec<Place>,
    runs: Vec<PathBuf>,
}

impl<'a> Sorter<'a> {
    pub(super) fn new(files: &'a Files) -> Self {
        Self::with_runs_of(files, RUN)
    }

    fn with_runs_of(files: &'a Files, run: usize) -> Self {
        Self { files, run, bytes: Vec::new(), places: Vec::new(), runs: Vec::new() }
    }

    /// Takes one record. Records with the same key come back in no particular order.
    pub(super) fn push(&mut self, key: &[u8], payload: &[u8]) -> Result<()> {
        if self.bytes.len() + key.len() + payload.len() > self.run && !self.places.is_empty() {
            self.write_run()?;
        }
        self.places.push(Place { at: self.bytes.len(), key: key.len(), payload: payload.len() });
        self.bytes.extend_from_slice(key);
        self.bytes.extend_from_slice(payload);
        Ok(())
    }

    fn write_run(&mut self) -> Result<()> {
        let bytes = &self.bytes;
        self.places.sort_unstable_by(|one, other| {
            bytes[one.at..one.at + one.key].cmp(&bytes[other.at..other.at + other.key])
        });
        let path = self.files.temporary()?;
        self.runs.push(path.clone());
        let mut writer = BufWriter::with_capacity(1 << 18, File::create(&path)?);
        for place in &self.places {
            writer.write_all(&(place.key as u32).to_le_bytes())?;
            writer.write_all(&(place.payload as u32).to_le_bytes())?;
            writer.write_all(&bytes[place.at..place.at + place.key + place.payload])?;
        }
        writer.flush()?;
        self.places.clear();
        self.bytes.clear();
        Ok(())
    }

    /// All records in the order of their keys.
    pub(super) fn sorted(mut self) -> Result<Sorted> {
        if !self.places.is_empty() {
            self.write_run()?;
        }
        let mut sorted =
            Sorted { runs: Vec::new(), heads: BinaryHeap::new(), paths: std::mem::take(&mut self.runs) };
        for path in &sorted.paths {
            sorted.runs.push(BufReader::with_capacity(1 << 18, File::open(path)?));
        }
        for run in 0..sorted.runs.len() {
            let mut head = Head { key: Vec::new(), payload: Vec::new(), run };
            if head.advance(&mut sorted.runs[run])? {
                sorted.heads.push(Reverse(head));
            }
        }
        Ok(sorted)
    }
}

impl Drop for Sorter<'_> {
    fn drop(&mut self) {
        remove(&self.runs);
    }
}

/// Records in order.
pub(super) struct Sorted {
    runs: Vec<BufReader<File>>,
    heads: BinaryHeap<Reverse<Head>>,
    paths: Vec<PathBuf>,
}

impl Sorted {
    /// Puts the next payload into `payload`; false at the end.
    pub(super) fn next_into(&mut self, payload: &mut Vec<u8>) -> Result<bool> {
        let Some(mut first) = self.heads.peek_mut() else { return Ok(false) };
        std::mem::swap(payload, &mut first.0.payload);
        let run = first.0.run;
        if !first.0.advance(&mut self.runs[run])? {
            PeekMut::pop(first);
        }
        Ok(true)
    }
}

impl Drop for Sorted {
    fn drop(&mut self) {
        self.runs.clear();
        remove(&self.paths);
    }
}

/// What was spooled is personal data: it goes as soon as it is read.
fn remove(paths: &[PathBuf]) {
    for path in paths {
        let _ = std::fs::remove_file(path);
    }
}

/// The next record of a run.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    key: Vec<u8>,
    run: usize,
    payload: Vec<u8>,
}

impl Head {
    fn advance(&mut self, run: &mut BufReader<File>) -> Result<bool> {
        let mut lengths = [0; 8];
        match run.read_exact(&mut lengths) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let length = |at: usize| {
            let bytes: [u8; 4] =
                lengths[at..at + 4].try_into().map_err(|_| Failure::Internal("长度".into()))?;
            Ok::<usize, Failure>(u32::from_le_bytes(bytes) as usize)
        };
        self.key.resize(length(0)?, 0);
        self.payload.resize(length(4)?, 0);
        run.read_exact(&mut self.key)?;
        run.read_exact(&mut self.payload)?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn all_records_come_back_in_order(
            mut records in proptest::collection::vec((proptest::collection::vec(any::<u8>(), 0..6), any::<u32>()), 0..300),
            run in 1_usize..400,
        ) {
            let files = Files::default();
            let mut sorter = Sorter::with_runs_of(&files, run);
            for (key, payload) in &records {
                let mut all = key.clone();
                all.extend(payload.to_be_bytes());
                sorter.push(key, &all).unwrap();
            }
            let mut sorted = sorter.sorted().unwrap();
            let (mut payload, mut found) = (Vec::new(), Vec::new());
            while sorted.next_into(&mut payload).unwrap() {
                found.push(payload.clone());
            }
            records.sort();
            let mut wanted: Vec<Vec<u8>> = records
                .into_iter()
                .map(|(mut key, payload)| { key.extend(payload.to_be_bytes()); key })
                .collect();
            let keys_rise = found.windows(2).all(|two| two[0][..two[0].len() - 4] <= two[1][..two[1].len() - 4]);
            prop_assert!(keys_rise);
            found.sort();
            wanted.sort();
            prop_assert_eq!(found, wanted);
            let paths = sorted.paths.clone();
            drop(sorted);
            prop_assert!(paths.iter().all(|path| !path.exists()));
        }
    }
}
