//! Rule packs: the law, checklists, words, calendars and time limits as dated data.
//!
//! Pure apart from the store: a pack is read and judged here, an open record names the version that
//! it began with.

pub mod links;
pub mod matter;
pub mod pack;
pub mod parse;
pub mod places;
pub mod scheme;
pub mod store;
pub mod time_limits;
pub mod words;
pub mod working_days;

#[cfg(test)]
mod tests;

pub use links::check_links;
pub use matter::Matter;
pub use pack::{
    CalendarDay, ChecklistItem, Consequence, CorrectionFirst, DayType, Header, Kind, Label, LawLine, Lines,
    Method, Pack, Phrase, ResultWord, RollOver, Situation, Subject, Verified, Who,
};
pub use parse::{parse, parse_all};
pub use places::{
    Area, JurisdictionLine, JurisdictionMatter, JurisdictionSubject, PlaceKind, PlaceStep, PlaceWhen,
};
pub use scheme::{Point, SchemeLine};
pub use time_limits::{Extension, Reckoning, TimeLimit, Unit, reckon, reckon_from};
pub use words::{in_force, labels};
pub use working_days::Calendar;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../../../assets/rules/", $name)) as &[u8])),+]
    };
}

/// The packs that come with the program: file name and bytes.
pub fn builtin() -> &'static [(&'static str, &'static [u8])] {
    built_in![
        "law-catalogue.json",
        "checklist-room.json",
        "checklist-platform.json",
        "check-matters.json",
        "result-words.json",
        "calendar-2024.json",
        "calendar-2025.json",
        "calendar-2026.json",
        "time-limits.json",
        "scheme-example.json",
        "phrases.json",
        "labels.json",
        "jurisdiction.json",
        "areas.json",
    ]
}
