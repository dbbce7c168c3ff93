//! Draws of the demonstration office: locked, seeded, drawn, and their inspections planned.

use super::inspecting::{Check, Outcome};
use super::story::{Deed, Story, id};
use crate::clock::date_of;
use crate::error::Result;
use crate::id::Id;
use chrono::{Datelike, Days};
use serde_json::{Value, json};

/// How many subjects a draw takes.
const TAKE: u64 = 12;

impl Story<'_> {
    /// One draw with its inspections; the current one is half done, and the next is a draft.
    pub(super) fn draw(&mut self, turn: u64, current: bool) -> Result<()> {
        let today = date_of(self.office.now_ms());
        let mut plan = self.drawing(turn);
        plan["title"] = json!(format!("{}年{}月直播间双随机抽查", today.year(), today.month()));
        let due = if current { self.today() + Days::new(9) } else { today + Days::new(30) };
        plan["dueOn"] = json!(due.to_string());
        let saved = self.ask(self.clerk, "draws.plan", plan)?;
        let draw = id(&saved, "id")?;
        let locked = self.ask(self.clerk, "draws.lock", json!({"id": draw, "rev": saved["rev"]}))?;
        let seed: String = (0..8).map(|_| char::from(b'1' + self.chance.below(6) as u8)).collect();
        let witness = &self.words.witnesses[0].name;
        let clerk = &self.words.staff[0].name;
        let seeded = self.ask(
            self.clerk,
            "draws.seed",
            json!({"id": draw, "rev": locked["rev"], "seed": seed, "seededBy": [clerk, witness]}),
        )?;
        self.ask(self.clerk, "draws.draw", json!({"id": draw, "rev": seeded["rev"]}))?;
        let drawn = self.ask(self.clerk, "draws.get", json!({"id": draw}))?;
        let began = self.office.now_ms();
        for (place, pick) in drawn["picks"].as_array().into_iter().flatten().enumerate() {
            let Ok(inspection) = id(pick, "inspectionId") else { continue };
            let subject = id(pick, "subjectId")?;
            self.plan_pick(place as u64, began, current, inspection, subject);
        }
        if current {
            let mut next = self.drawing(turn + 1);
            next["title"] = json!("下一批直播间双随机抽查（草稿）");
            self.ask(self.clerk, "draws.plan", next)?;
        }
        Ok(())
    }

    fn plan_pick(&mut self, place: u64, began: i64, current: bool, inspection: Id, subject: Id) {
        let drawn = Some((inspection, subject));
        let back = (self.now - began) / super::DAY_MS;
        if !current {
            let time = self.worktime((back - 2 - place as i64 * 2).max(1));
            self.plan(time, Deed::Check(Check { turn: 0, drawn, outcome: Outcome::Settled }));
        } else if place < 4 {
            let time = self.worktime((back - 1 - place as i64).max(1));
            self.plan(time, Deed::Check(Check { turn: 0, drawn, outcome: Outcome::Settled }));
        } else if place < 6 {
            let time = self.now - (100 - place as i64 * 10) * 60_000;
            self.plan(time, Deed::Check(Check { turn: 0, drawn, outcome: Outcome::Begun }));
        }
    }

    fn drawing(&self, turn: u64) -> Value {
        let persons: Vec<Value> = self.inspectors.iter().map(|id| json!({"id": id})).collect();
        // In a large register one street at a time.
        let filter = if self.maker.count("rooms") > 10_000 {
            let streets = &self.words.streets;
            json!({"status": "active", "street": streets[turn as usize % streets.len()]})
        } else {
            json!({"status": "active"})
        };
        let witnesses: Vec<Value> =
            self.words.witnesses.iter().map(|one| json!({"name": one.name, "unit": one.unit})).collect();
        json!({
            "title": "", "basis": "年度抽查工作计划（演示）", "register": "rooms", "checklist": "checklist-room",
            "filter": filter, "take": TAKE, "seedKind": "dice", "seedPlace": "本单位会议室，现场掷骰并录像",
            "seedWitnesses": witnesses, "persons": persons,
        })
    }
}
