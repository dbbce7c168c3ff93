//! Damaged copies of what the corpus holds: bytes, numbers, pieces, and the insides of containers.

use std::io::{Cursor, Read, Write};

/// Chance from a seed, the same on every machine.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.roll() >> 11) as usize % limit }
    }
}

/// Numbers at which readers stumble.
const NUMBERS: [u32; 10] = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF];
/// Pieces of what the formats are made of.
const PIECES: [&[u8]; 22] = [
    b"<table>",
    b"</table>",
    b"<tr><td>",
    b"<td rowspan=65535 colspan=999>",
    b"<c r=\"XFD1048576\"><v>1</v></c>",
    b"<v>99999999999999999999</v>",
    b" t=\"s\"",
    b" t=\"e\"",
    b"<row r=\"0\">",
    b"<f>",
    b"&#0;",
    b"&#x110000;",
    b"\"",
    b"\"\"",
    b"\r\n",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\x81\x30",
    b"=\"0012\"",
    b"9.13E+17",
    "（【〔".as_bytes(),
];

/// A damaged copy of one of the inputs.
pub(super) fn damage(inputs: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let from = &inputs[dice.below(inputs.len())];
    let other = &inputs[dice.below(inputs.len())];
    if dice.below(4) > 0 {
        let inside = if from.starts_with(b"PK") {
            inside_zip(from, other, dice)
        } else if from.starts_with(b"\xD0\xCF\x11\xE0") {
            inside_container(from, other, dice)
        } else {
            None
        };
        if let Some(damaged) = inside {
            return damaged;
        }
    }
    let mut bytes = from.clone();
    strike(&mut bytes, other, dice);
    bytes
}

/// One to six blows.
fn strike(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len());
        let end = bytes.len().min(at + 1 + dice.below(64));
        match dice.below(9) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            1 if !bytes.is_empty() => bytes[at] = dice.roll() as u8,
            2 => {
                bytes.drain(at..end);
            }
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            4 => {
                let number = NUMBERS[dice.below(NUMBERS.len())].to_le_bytes();
                let width = [1, 2, 4][dice.below(3)].min(bytes.len() - at);
                bytes[at..at + width].copy_from_slice(&number[..width]);
            }
            5 => {
                let piece = PIECES[dice.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            6 => {
                let from = dice.below(other.len());
                let to = other.len().min(from + 1 + dice.below(256));
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            7 => {
                let times = 1 + dice.below(2_000);
                let piece = bytes[at..bytes.len().min(at + 8)].to_vec();
                bytes.splice(at..at, piece.repeat(times));
            }
            _ if dice.below(4) == 0 => bytes.truncate(at),
            _ => {}
        }
    }
}

/// The parts of a zip, one of them damaged, put together again.
fn inside_zip(from: &[u8], other: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(from)).ok()?;
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).ok()?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).ok()?;
        parts.push((part.name().to_owned(), bytes));
    }
    let hit = dice.below(parts.len());
    strike(&mut parts.get_mut(hit)?.1, other, dice);
    if dice.below(8) == 0 {
        let gone = dice.below(parts.len());
        parts.remove(gone);
    }
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        out.write_all(&bytes).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// The stream of an old workbook, damaged, in a container that is whole.
fn inside_container(from: &[u8], other: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut container = cfb::CompoundFile::open(Cursor::new(from)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| container.is_stream(name))?;
    let mut stream = Vec::new();
    container.open_stream(name).ok()?.read_to_end(&mut stream).ok()?;
    strike(&mut stream, other, dice);
    Some(super::seeds::container(name, &stream))
}
