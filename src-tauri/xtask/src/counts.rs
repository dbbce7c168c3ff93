//! Counts of tests, read from what each runner says at its end.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed, failed and were skipped.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// Sums the closing lines of cargo-nextest, libtest and Vitest. Nothing, if there is no such line.
pub(crate) fn read(lines: &[String]) -> Option<Counts> {
    let mut sum = Counts::default();
    let mut found = false;
    let mut left_out = 0;
    for line in lines {
        let line = plain(line);
        let line = line.trim();
        // A test that cannot run where it is prints this line, once, and returns.
        left_out += u64::from(line.starts_with("SKIPPED:"));
        let tally = line
            .strip_prefix("Summary [")
            .and_then(|rest| rest.split_once("tests run:").or_else(|| rest.split_once("test run:")))
            .map(|(_, tally)| tally)
            .or_else(|| line.strip_prefix("test result:"))
            .or_else(|| line.strip_prefix("Tests ").map(str::trim_start));
        if let Some(tally) = tally {
            found = true;
            sum += of(tally);
        }
    }
    let left_out = left_out.min(sum.passed);
    sum.passed -= left_out;
    sum.skipped += left_out;
    found.then_some(sum)
}

/// Reads `3 passed (1 slow), 1 timed out; 2 ignored | 4 skipped (9)`.
fn of(tally: &str) -> Counts {
    let mut counts = Counts::default();
    for part in tally.split([',', ';', '|', '.']) {
        let mut words = part.split_whitespace();
        let (Some(number), Some(word)) = (words.next(), words.next()) else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match word {
            "passed" => counts.passed += number,
            "failed" | "timed" | "exec" => counts.failed += number,
            "skipped" | "ignored" | "todo" => counts.skipped += number,
            _ => {}
        }
    }
    counts
}

/// Without the colours of a terminal.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], passed: u64, failed: u64, skipped: u64) {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(read(&lines), Some(Counts { passed, failed, skipped }), "{lines:?}");
    }

    #[test]
    fn closing_lines_of_each_runner() {
        check(&["     Summary [   0.033s] 3 tests run: 3 passed (1 slow), 1 skipped"], 3, 0, 1);
        check(&["     Summary [   9.1s] 7/9 tests run: 4 passed, 2 failed, 1 timed out, 0 skipped"], 4, 3, 0);
        check(&["     Summary [   0.1s] 1 test run: 1 passed, 0 skipped"], 1, 0, 0);
        check(
            &[
                "test result: ok. 11 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.04s",
                "test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 5 filtered out; finished in 1.04s",
            ],
            13,
            3,
            1,
        );
        check(
            &["\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m12 passed\u{1b}[22m | 1 failed | 2 skipped (15)"],
            12,
            1,
            2,
        );
    }

    #[test]
    fn a_test_that_could_not_run_is_not_counted_as_passed() {
        check(
            &["  SKIPPED: no sample rosters here", "test result: ok. 2 passed; 0 failed; 0 ignored"],
            1,
            0,
            1,
        );
    }

    #[test]
    fn silence_is_no_count() {
        assert_eq!(read(&["error: could not compile".to_owned()]), None);
    }

    #[test]
    fn the_last_line() {
        assert_eq!(Counts { passed: 2, failed: 0, skipped: 0 }.to_string(), "2 passed, 0 failed");
        assert_eq!(Counts { passed: 2, failed: 1, skipped: 3 }.to_string(), "2 passed, 1 failed, 3 skipped");
    }
}
