//! The conditions by which drawn subjects are counted. A figure and the list behind it name the same one. Pure.

use super::checked::Checked;
use super::route::Route;
use chrono::NaiveDate;

/// Result words that say that the subject was not there or no longer is what it was.
const GONE: [&str; 5] = ["cancelled", "revoked", "annulled", "movedOut", "accountGone"];
/// Results of 公示信息 and registration.
const NOT_REACHED: [&str; 2] = ["unreachableRegistered", "unreachable"];
const TALKED_TO: [&str; 4] = ["guidance", "interview", "reminder", "notifyPlatform"];
const TO_CASES: [&str; 2] = ["transferCase", "verifyLead"];
const CORRECTED: [&str; 2] = ["orderedToCorrect", "correctedAfterOrder"];

impl Checked {
    /// The check is finished.
    pub(super) fn finished(&self) -> bool {
        self.state == "finished"
    }
    fn result(&self, code: &str) -> bool {
        self.finished() && self.result == code
    }
    fn results(&self, codes: &[&str]) -> bool {
        self.finished() && codes.contains(&self.result.as_str())
    }
    fn follows(&self, codes: &[&str]) -> bool {
        self.finished() && codes.contains(&self.follow_up.as_str())
    }
    fn passed(&self) -> bool {
        self.finished() && self.review.as_ref().is_some_and(|review| review.passed)
    }
    fn registration(&self) -> bool {
        self.results(&NOT_REACHED)
            || self.results(&["notPublished", "falsePublication", "otherRegistrationBreach"])
    }
    fn pending(&self) -> bool {
        self.result("pendingFollowUp")
    }
    /// The result still has to be entered and published. For a natural person it is done with the review.
    fn to_enter(&self) -> bool {
        let done_without_publicity = self.route == Route::NaturalPerson && self.passed();
        self.finished() && self.published.is_none() && !done_without_publicity
    }
    fn settled(&self) -> bool {
        self.finished() && self.left_open == 0
    }
}

type Condition = fn(&Checked, NaiveDate) -> bool;

/// Every condition by its stable name: first the stages of the work, then the columns of the statistics.
const CONDITIONS: &[(&str, Condition)] = &[
    ("drawn", |_, _| true),
    ("toCheck", |row, _| !row.finished()),
    ("checkOverdue", |row, today| !row.finished() && row.due_on.is_some_and(|due| due < today)),
    ("checked", |row, _| row.finished()),
    ("toConfirm", |row, _| row.finished() && !row.confirmed),
    ("toReview", |row, _| row.finished() && row.confirmed && row.review.is_none()),
    ("returned", |row, _| row.finished() && row.review.as_ref().is_some_and(|review| !review.passed)),
    ("toPublish", |row, _| row.passed() && row.route == Route::Firm && row.published.is_none()),
    ("noRoute", |row, _| row.finished() && row.published.is_none() && row.route != Route::Firm),
    ("toEnter", |row, _| row.to_enter()),
    ("entryOverdue", |row, today| row.to_enter() && row.entry_due.is_some_and(|due| due < today)),
    ("published", |row, _| row.published.is_some()),
    ("unpublished", |row, _| row.published.is_none()),
    ("noProblem", |row, _| row.result("noProblem")),
    ("corrected", |row, _| row.results(&CORRECTED)),
    ("noActivity", |row, _| row.result("noActivity")),
    ("closed", |row, _| row.result("closedOrLiquidating")),
    ("uncooperative", |row, _| row.result("uncooperative")),
    ("gone", |row, _| row.results(&GONE)),
    ("pending", |row, _| row.pending() || row.registration()),
    ("registration", |row, _| row.registration()),
    ("notPublished", |row, _| row.result("notPublished")),
    ("falsePublication", |row, _| row.result("falsePublication")),
    ("unreachable", |row, _| row.results(&NOT_REACHED)),
    ("otherRegistration", |row, _| row.result("otherRegistrationBreach")),
    ("pendingFood", |row, _| row.pending() && row.follow_up != "transferOther" && row.food),
    ("pendingMarket", |row, _| row.pending() && row.follow_up != "transferOther" && !row.food),
    ("pendingOthers", |row, _| row.pending() && row.follow_up == "transferOther"),
    ("followNone", |row, _| row.follows(&["none"])),
    ("followTalk", |row, _| row.follows(&TALKED_TO)),
    ("followOrder", |row, _| row.follows(&["orderCorrection"])),
    ("followCase", |row, _| row.follows(&TO_CASES)),
    ("followOthers", |row, _| row.follows(&["transferOther"])),
    ("followRest", |row, _| {
        let known = row.follows(&["none", "orderCorrection", "transferOther"]);
        row.finished() && !known && !row.follows(&TALKED_TO) && !row.follows(&TO_CASES)
    }),
    ("settled", |row, _| row.settled()),
];

/// Whether a condition holds; `None` if there is none of that name.
pub(super) fn holds(name: &str, row: &Checked, today: NaiveDate) -> Option<bool> {
    CONDITIONS.iter().find(|(known, _)| *known == name).map(|(_, condition)| condition(row, today))
}

/// Whether there is a condition of that name.
pub(super) fn known(name: &str) -> bool {
    CONDITIONS.iter().any(|(known, _)| *known == name)
}

/// How many rows a condition holds for.
pub(super) fn count(name: &str, rows: &[&Checked], today: NaiveDate) -> u64 {
    rows.iter().filter(|row| holds(name, row, today) == Some(true)).count() as u64
}

/// Why a result cannot be published now, in Chinese.
pub(super) fn hindrance(row: &Checked) -> Option<String> {
    if !row.finished() {
        return Some("检查还没有完成".into());
    }
    if !row.confirmed {
        return Some("组员还没有确认".into());
    }
    match &row.review {
        None => return Some("还没有复核".into()),
        Some(review) if !review.passed => return Some("复核退回，还没有重新通过".into()),
        Some(_) => {}
    }
    if row.published.is_some() {
        return Some("已经公示".into());
    }
    row.route.hindrance().map(str::to_owned)
}

#[cfg(test)]
#[path = "conditions_tests.rs"]
mod tests;
