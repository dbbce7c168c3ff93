//! Ratings of the demonstration office: some closed, one under way.

use super::story::{Story, id, text};
use crate::error::Result;
use crate::id::Id;
use chrono::Datelike;
use serde_json::{Value, json};

impl Story<'_> {
    /// One rating: two raters apart, the vetoes looked up, closed; or half way.
    pub(super) fn rate(&mut self, turn: u64, open: bool) -> Result<()> {
        let today = crate::clock::date_of(self.office.now_ms());
        let (first, second) = (self.reviewers[0], self.reviewers[1]);
        // Far from the rooms that inspections take, so that no rater has an interest.
        let room = self.room(500_009 + turn * 31)?;
        let batch = format!("{}年第{}批", today.year(), 1 + today.month0() / 3);
        let started = self.ask(
            self.clerk,
            "ratings.start",
            json!({"roomId": room, "batchTitle": batch, "firstRaterId": first, "secondRaterId": second}),
        )?;
        let rating = id(&started, "id")?;
        let shown = self.ask(first, "ratings.get", json!({"id": rating}))?;
        let indicators: Vec<(String, u64)> = shown["sections"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|section| section["indicators"].as_array().into_iter().flatten())
            .map(|one| (text(one, "code"), one["max"].as_u64().unwrap_or_default()))
            .collect();
        let level = 70 + self.chance.below(28);
        let half = indicators.len() / 2;
        for (place, (code, max)) in indicators.iter().enumerate() {
            // Half points, and never further apart than what needs no conferring.
            let tenths = (max * (level + self.chance.below(7)).min(100) / 100) / 5 * 5;
            self.score(rating, first, code, "first", tenths)?;
            if !open || place < half {
                let other = if self.chance.percent(40) { tenths.saturating_sub(5) } else { tenths };
                self.score(rating, second, code, "second", other)?;
            }
        }
        if open {
            return Ok(());
        }
        for veto in shown["vetoes"].as_array().into_iter().flatten() {
            self.veto(rating, first, veto, &today.to_string())?;
        }
        let shown = self.ask(first, "ratings.get", json!({"id": rating}))?;
        self.ask(first, "ratings.close", json!({"id": rating, "rev": shown["rev"], "note": "演示数据"}))?;
        Ok(())
    }

    fn score(&self, rating: Id, actor: Id, indicator: &str, seat: &str, tenths: u64) -> Result<()> {
        let score =
            json!({"id": rating, "indicator": indicator, "seat": seat, "tenths": tenths, "reason": ""});
        self.ask(actor, "ratings.score", score)?;
        Ok(())
    }

    fn veto(&self, _: Id, actor: Id, veto: &Value, today: &str) -> Result<()> {
        let input = json!({"id": veto["id"], "rev": veto["rev"], "state": "clear", "checkedOn": today,
                           "source": "国家企业信用信息公示系统（演示）"});
        self.ask(actor, "ratings.veto", input)?;
        Ok(())
    }
}
