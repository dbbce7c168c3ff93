//! Draws of the demonstration office: locked, seeded, drawn, and their inspections planned.

use super::inspecting::{Check, Outcome};
use super::story::{Deed, Story, id};
use crate::clock::date_of;
use crate::error::Result;
use crate::id::Id;
use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Value, json};

/// How many subjects a draw takes.
const TAKE: u64 = 12;
/// How often the dice are thrown, each throw a digit of the seed.
const THROWS: usize = 24;
/// How many of the last draw's subjects were checked late, so that their results are overdue by now.
const LATE: usize = 2;

impl Story<'_> {
    /// One draw with its inspections; the current one is half done, and the next is a draft.
    pub(super) fn draw(&mut self, turn: u64, current: bool) -> Result<()> {
        let today = date_of(self.office.now_ms());
        let mut plan = self.drawing(turn);
        plan["title"] = json!(format!("{}年{}月直播间双随机抽查", today.year(), today.month()));
        let due = if current { self.today() + Days::new(9) } else { today + Days::new(30) };
        plan["dueOn"] = json!(due.to_string());
        if let Some(tasks) = self.tasks {
            plan["terms"] = self.plan_terms(tasks.plan, today)?;
            plan["taskId"] = json!(tasks.rooms);
            plan["occurrence"] = json!(format!("{}-Q{}", today.year(), today.month0() / 3 + 1));
        }
        let saved = self.ask(self.clerk, "draws.plan", plan)?;
        let draw = id(&saved, "id")?;
        let locked = self.ask(self.clerk, "draws.lock", json!({"id": draw, "rev": saved["rev"]}))?;
        let seed: String = (0..THROWS).map(|_| char::from(b'1' + self.chance.below(6) as u8)).collect();
        // Who looks on enters nothing: the clerk and one who is neither drawn nor a witness.
        let clerk = &self.words.staff[0].name;
        let second = self.reviewers.last().map_or_else(String::new, ToString::to_string);
        let seeded = self.ask(
            self.clerk,
            "draws.seed",
            json!({"id": draw, "rev": locked["rev"], "seed": seed, "seededBy": [clerk, second]}),
        )?;
        self.ask(self.clerk, "draws.draw", json!({"id": draw, "rev": seeded["rev"]}))?;
        let drawn = self.ask(self.clerk, "draws.get", json!({"id": draw}))?;
        let began = self.office.now_ms();
        for (place, pick) in drawn["picks"].as_array().into_iter().flatten().enumerate() {
            let Ok(inspection) = id(pick, "inspectionId") else { continue };
            let subject = id(pick, "subjectId")?;
            let late = turn + 1 == self.amounts.draws && place + LATE >= TAKE as usize;
            self.plan_pick(place as u64, began, current, late, (inspection, subject));
        }
        self.plan_to_go_out(draw, began, current, turn + 1 == self.amounts.draws);
        if current && self.open_joint()? {
            return Ok(());
        }
        if current {
            let mut next = self.drawing(turn + 1);
            next["title"] = json!("下一批直播间双随机抽查（草稿）");
            self.ask(self.clerk, "draws.plan", next)?;
        }
        Ok(())
    }

    /// Results go out when the checks are through; of the last draw before the current one some are left lying.
    fn plan_to_go_out(&mut self, draw: Id, began: i64, current: bool, last: bool) {
        let back = (self.now - began) / super::DAY_MS;
        let time = self.worktime(if current { 1 } else { (back - 40).max(2) });
        self.plan(time, Deed::GoOut { draw, all: !current });
        if last {
            let time = self.worktime(12);
            self.plan(time, Deed::GoOut { draw, all: false });
        }
    }

    fn plan_pick(&mut self, place: u64, began: i64, current: bool, late: bool, drawn: (Id, Id)) {
        let drawn = Some(drawn);
        let back = (self.now - began) / super::DAY_MS;
        if late && back > 60 {
            let time = self.worktime(33 + place as i64 % 2);
            self.plan(time, Deed::Check(Check { turn: 0, drawn, outcome: Outcome::Settled }));
        } else if !current {
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

    /// What the year's plan lays down for a draw of its task, as opening it from the plan does.
    fn plan_terms(&self, plan: Id, today: NaiveDate) -> Result<Value> {
        let plan = self.ask(self.clerk, "plans.get", json!({"id": plan}))?;
        Ok(json!({
            "startsOn": today.to_string(),
            "yearlyCap": {
                "visits": plan["visitCap"],
                "ofPlan": {"year": plan["year"], "exempt": plan["capExempt"], "onsiteOnly": plan["capOnsiteOnly"]},
            },
        }))
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
