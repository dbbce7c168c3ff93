//! What a cell says, as text: numbers without exponent, dates as `YYYY-MM-DD`, and a mark where digits are gone.

use super::{Cell, Kind};
use calamine::{CellErrorType, ExcelDateTime};
use std::fmt::Write as _;

/// From here on a spreadsheet has already dropped digits: it keeps 15.
const DIGITS_LOST_FROM: f64 = 1e15;
/// Bytes of a cell's buffer that are kept for the next row.
const KEPT_BUFFER: usize = 1024;
/// How WPS writes a picture that it keeps in a cell, as formula and as result.
const PICTURE: &str = "DISPIMG(";
/// Integers below this are exact in a double.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0;

impl Cell {
    /// Makes the cell empty and keeps its buffer, unless it is a large one.
    pub(super) fn reset(&mut self) {
        self.text.clear();
        self.text.shrink_to(KEPT_BUFFER);
        self.kind = Kind::Empty;
        self.lossy = false;
    }

    pub(super) fn set_text(&mut self, text: &str) {
        self.text.clear();
        self.text.push_str(text);
        self.kind = if text.is_empty() { Kind::Empty } else { Kind::Text };
        self.lossy = digits_lost(text);
    }

    /// Whether what was read stands for a picture.
    pub(super) fn shows_picture(&self) -> bool {
        let text = self.text.trim_start().trim_start_matches('=');
        text.strip_prefix("_xlfn.").unwrap_or(text).starts_with(PICTURE)
    }

    /// A picture says nothing that fits into a field.
    pub(super) fn set_picture(&mut self) {
        self.text.clear();
        self.kind = Kind::Picture;
        self.lossy = false;
    }

    pub(super) fn set_number(&mut self, value: f64) {
        self.text.clear();
        self.kind = Kind::Number;
        self.lossy = value.abs() >= DIGITS_LOST_FROM || !value.is_finite();
        push_number(&mut self.text, value);
    }

    pub(super) fn set_bool(&mut self, value: bool) {
        self.text.clear();
        self.text.push_str(if value { "TRUE" } else { "FALSE" });
        self.kind = Kind::Bool;
        self.lossy = false;
    }

    pub(super) fn set_error(&mut self, error: &CellErrorType) {
        self.text.clear();
        let _ = write!(self.text, "{error}");
        self.kind = Kind::Error;
        self.lossy = false;
    }

    pub(super) fn set_date(&mut self, date: &ExcelDateTime) {
        self.text.clear();
        self.kind = Kind::Date;
        self.lossy = false;
        push_date(&mut self.text, date);
    }

    pub(super) fn set_iso(&mut self, text: &str) {
        self.text.clear();
        self.kind = Kind::Date;
        self.lossy = false;
        let text = text.trim_end_matches('Z');
        match text.split_once('T') {
            Some((day, time)) => {
                let time = time.split('.').next().unwrap_or(time);
                self.text.push_str(day);
                if time != "00:00:00" {
                    self.text.push(' ');
                    self.text.push_str(time);
                }
            }
            None => self.text.push_str(text),
        }
    }
}

/// A number as a person would type it; beyond 2^53 as the spreadsheet shows it, with exponent.
fn push_number(out: &mut String, value: f64) {
    if !value.is_finite() {
        out.push_str("#NUM!");
    } else if value.fract() == 0.0 && value.abs() < EXACT_BELOW {
        let _ = write!(out, "{}", value as i64);
    } else if value.abs() >= EXACT_BELOW {
        // 15 significant digits, as the spreadsheet would show them: 9.13301002345678E+17
        let text = format!("{value:.14e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let mantissa = mantissa.trim_end_matches('0').trim_end_matches('.');
        let _ = write!(out, "{mantissa}E+{exponent}");
    } else {
        // 0.1+0.2 reads 0.3: a spreadsheet shows 15 digits
        let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
        let _ = write!(out, "{rounded}");
    }
}

fn push_date(out: &mut String, date: &ExcelDateTime) {
    let value = date.as_f64();
    if date.is_duration() {
        let seconds = (value * 86_400.0).round() as i64;
        let (sign, seconds) = if seconds < 0 { ("-", -seconds) } else { ("", seconds) };
        let _ = write!(out, "{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        return;
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let (hour, minute, second) = round_up(hour, minute, second, milli);
    if (0.0..1.0).contains(&value) {
        let _ = write!(out, "{hour:02}:{minute:02}:{second:02}");
        return;
    }
    let _ = write!(out, "{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) != (0, 0, 0) {
        let _ = write!(out, " {hour:02}:{minute:02}:{second:02}");
    }
}

/// Milliseconds of 500 and more belong to the next second, within the day.
fn round_up(hour: u8, minute: u8, second: u8, milli: u16) -> (u8, u8, u8) {
    let total = u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second) + u32::from(milli >= 500);
    let total = total.min(86_399);
    ((total / 3600) as u8, (total / 60 % 60) as u8, (total % 60) as u8)
}

/// Whether a text is a long number that some program has already shortened: `9.13E+17`, `1.2e+18`, `9133…8000.0`.
pub(super) fn digits_lost(text: &str) -> bool {
    // The usual cell is not number-like at all: leave at the first byte.
    match text.as_bytes().first() {
        Some(b'0'..=b'9' | b'-' | b' ' | b'\t') if text.len() <= 64 => {}
        _ => return false,
    }
    let text = text.trim();
    let bytes = text.as_bytes();
    if bytes.len() < 5 || bytes.len() > 32 || !(bytes[0].is_ascii_digit() || bytes[0] == b'-') {
        return false;
    }
    if let Some(at) = memchr::memchr2(b'E', b'e', bytes) {
        let (mantissa, exponent) = (&bytes[..at], &bytes[at + 1..]);
        return exponent.first() == Some(&b'+')
            && (2..=3).contains(&(exponent.len() - 1))
            && exponent[1..].iter().all(u8::is_ascii_digit)
            && text[at + 2..].parse::<u32>().is_ok_and(|power| power >= 10)
            && mantissa.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    }
    // A table library wrote an id as a float.
    text.strip_suffix(".0")
        .is_some_and(|whole| whole.len() >= 16 && whole.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    fn number(value: f64) -> (String, bool) {
        let mut cell = Cell::default();
        cell.set_number(value);
        (cell.text, cell.lossy)
    }

    #[test]
    fn numbers_read_as_typed() {
        for (value, text, lossy) in [
            (0.0, "0", false),
            (-0.0, "0", false),
            (13_800_138_000.0, "13800138000", false),
            (5245.0, "5245", false),
            (0.1 + 0.2, "0.3", false),
            (118_416.711_9, "118416.7119", false),
            (999_999_999_999_999.0, "999999999999999", false),
            (1e15, "1000000000000000", true),
            (913_301_002_345_678_000.0, "9.13301002345678E+17", true),
            (7.380_278_964_524_453e18, "7.38027896452445E+18", true),
        ] {
            assert_eq!(number(value), (text.to_owned(), lossy), "{value}");
        }
    }

    #[test]
    fn dates_read_as_iso_and_keep_their_epoch() {
        let text = |value, kind, epoch| {
            let mut cell = Cell::default();
            cell.set_date(&ExcelDateTime::new(value, kind, epoch));
            cell.text
        };
        assert_eq!(text(43_332.0, DateTime, false), "2018-08-20");
        assert_eq!(text(43_332.0, DateTime, true), "2022-08-21");
        assert_eq!(text(45_943.541, DateTime, false), "2025-10-13 12:59:02");
        assert_eq!(text(45_943.541, DateTime, true), "2029-10-14 12:59:02");
        assert_eq!(text(0.5, DateTime, false), "12:00:00");
        assert_eq!(text(1.5, TimeDelta, false), "36:00:00");
    }

    #[test]
    fn shortened_long_numbers_are_seen() {
        for text in ["9.13E+17", "9.13301E+17", "1.2e+18", " 7.38028E+18 ", "7380278964524452620.0"] {
            assert!(digits_lost(text), "{text}");
        }
        for text in
            ["91330100234567800X", "2E10", "1E+05", "7380278964524452620", "5245.0", "12e+", "A9.13E+17", "-"]
        {
            assert!(!digits_lost(text), "{text}");
        }
    }
}
