//! What happened in the demonstration office, in the order in which it happened.

use super::bulk::Gauge;
use super::chance::Chance;
use super::clock::StoryClock;
use super::inspecting::{Check, Outcome};
use super::planning::Tasks;
use super::rows::Maker;
use super::words::Words;
use super::{Amounts, DAY_MS, DAYS, SEED};
use crate::calls::{Cancel, Context, dispatch};
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::files::Files;
use crate::id::Id;
use crate::office::Office;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Something that is to happen.
pub(super) enum Deed {
    Check(Check),
    Recheck { inspection: Id, result: &'static str },
    Decide { inspection: Id },
    Plan,
    Draw { turn: u64, current: bool },
    GoOut { draw: Id, all: bool },
    Rate { turn: u64, open: bool },
    Complaints { from: NaiveDate, days: u64, count: u64 },
}

/// The story while it is told.
pub(super) struct Story<'a> {
    pub(super) office: &'a Office,
    pub(super) clock: &'a StoryClock,
    pub(super) now: i64,
    pub(super) maker: &'a Maker<'a>,
    pub(super) words: &'a Words,
    pub(super) amounts: Amounts,
    pub(super) chance: Chance,
    pub(super) clerk: Id,
    pub(super) inspectors: Vec<Id>,
    pub(super) reviewers: Vec<Id>,
    /// The tasks of the year's plan, once there is one.
    pub(super) tasks: Option<Tasks>,
    /// How many days back the checklists and schemes that come with the program are in force.
    since: i64,
    cancel: &'a Cancel,
    files: Files,
    /// By time and order of planning.
    agenda: BTreeMap<(i64, u64), Deed>,
    planned: u64,
}

/// A text of an answer.
pub(super) fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// An identity in an answer.
pub(super) fn id(value: &Value, key: &str) -> Result<Id> {
    text(value, key).parse().map_err(|_| Failure::Internal(format!("演示数据：回答里没有 {key}")))
}

/// How many days ago the youngest of the packs came into force: nobody checks by a list that does not apply yet.
fn in_force(office: &Office, today: NaiveDate) -> Result<i64> {
    let from: Option<NaiveDate> = office.read(|db| {
        let sql = "SELECT max(effective_from) FROM pack WHERE effective_from <= ?1";
        let from: Option<String> = db.query_row(sql, [today.to_string()], |row| row.get(0))?;
        Ok(from.and_then(|text| text.parse().ok()))
    })?;
    Ok(from.map_or(DAYS, |from| (today - from).num_days()).min(DAYS) - 4)
}

/// Local time of a day in milliseconds.
fn moment(day: NaiveDate, minutes: i64) -> i64 {
    let days = (day - NaiveDate::default()).num_days();
    days * DAY_MS + (minutes - 8 * 60) * 60_000
}

impl<'a> Story<'a> {
    /// The office gets its address and its people.
    pub(super) fn begin(
        office: &'a Office,
        clock: &'a StoryClock,
        now: i64,
        maker: &'a Maker<'a>,
        words: &'a Words,
        amounts: Amounts,
        cancel: &'a Cancel,
    ) -> Result<Self> {
        let clerk = crate::people::default_actor(office)?
            .ok_or_else(|| Failure::Internal("演示单位里没有人员".into()))?;
        let mut story = Self {
            office,
            clock,
            now,
            maker,
            words,
            amounts,
            chance: Chance::new(SEED ^ 1),
            clerk,
            inspectors: Vec::new(),
            reviewers: Vec::new(),
            tasks: None,
            since: in_force(office, date_of(now))?,
            cancel,
            files: Files::default(),
            agenda: BTreeMap::new(),
            planned: 0,
        };
        let known = story.ask(clerk, "office.overview", json!({}))?;
        story.ask(
            clerk,
            "office.save",
            json!({"rev": known["rev"], "name": known["name"], "bureau": "示例县市场监督管理局", "address": "示例县柳桥街道桥南路1号",
                   "phone": "100-1000000", "numberPrefix": "示市监", "streets": words.streets, "areaCode": "991099", "areaName": "示例县"}),
        )?;
        story.people()?;
        Ok(story)
    }

    pub(super) fn clerk(&self) -> Id {
        self.clerk
    }

    fn people(&mut self) -> Result<()> {
        let today = date_of(self.now);
        let valid = |days: u64| today.checked_add_days(Days::new(days)).unwrap_or(today).to_string();
        let unit = self.amounts.name.trim_end_matches("（演示）");
        let words = self.words;
        let mut number = 0;
        for one in &words.staff {
            let first = one.roles.iter().any(|role| role == "admin");
            number += 1;
            let until = match one.certificate.as_str() {
                "expired" => today.checked_sub_days(Days::new(12)).unwrap_or(today).to_string(),
                "soon" => valid(20),
                _ => valid(900),
            };
            let certified = one.roles.iter().any(|role| role == "inspector");
            let mut input = json!({"name": one.name, "unitName": unit, "roles": one.roles});
            if certified {
                input["certificateNo"] = json!(format!("示执{number:04}"));
                input["certificateUntil"] = json!(until);
            }
            if first {
                let people = self.ask(self.clerk, "people.list", json!({}))?;
                input["id"] = people[0]["id"].clone();
                input["rev"] = people[0]["rev"].clone();
            }
            let saved = id(&self.ask(self.clerk, "people.save", input)?, "id")?;
            if certified && one.certificate.is_empty() {
                self.inspectors.push(saved);
            }
            if one.roles.iter().any(|role| role == "reviewer") {
                self.reviewers.push(saved);
            }
        }
        for more in 0..self.amounts.more_inspectors {
            let mut chance = Chance::of(7, more);
            let name = format!("{}{}", chance.pick(&words.surnames), chance.pick(&words.given_names));
            number += 1;
            let input = json!({"name": name, "unitName": unit, "roles": ["inspector"],
                               "certificateNo": format!("示执{number:04}"), "certificateUntil": valid(700)});
            let saved = id(&self.ask(self.clerk, "people.save", input)?, "id")?;
            self.inspectors.push(saved);
        }
        self.joining_people(&valid(800))
    }

    /// One call of the program, made by `actor`.
    pub(super) fn ask(&self, actor: Id, name: &str, input: Value) -> Result<Value> {
        let context = Context {
            office: self.office,
            actor: Some(actor),
            files: &self.files,
            report: &|_| (),
            cancel: self.cancel,
        };
        Ok(dispatch(&context, name, input)?.value)
    }

    /// Goes forward in time, never beyond now.
    pub(super) fn at(&self, time: i64) {
        self.clock.go_to(time.min(self.now));
    }

    pub(super) fn today(&self) -> NaiveDate {
        date_of(self.now)
    }

    /// A time on the working day that lies `back` days back, or shortly before.
    pub(super) fn worktime(&mut self, back: i64) -> i64 {
        let mut day = self.today() - Days::new(back.max(0).unsigned_abs());
        while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            day = day - Days::new(1);
        }
        let minutes = self.chance.below(400) as i64;
        // What happened today, or would have been later than now, happened within the last hours.
        let time = moment(day, 9 * 60 + minutes);
        if time > self.now - 3_600_000 { self.now - 3_600_000 - minutes * 20_000 } else { time }
    }

    pub(super) fn plan(&mut self, time: i64, deed: Deed) {
        if time <= self.now {
            self.planned += 1;
            self.agenda.insert((time, self.planned), deed);
        }
    }

    /// A room by the order in which rooms come up; only those in business.
    pub(super) fn room(&self, turn: u64) -> Result<Id> {
        let count = self.maker.count("rooms");
        self.maker.room_id(match turn {
            0 | 1 => turn,
            _ => turn.wrapping_mul(7_919) % count,
        })
    }

    /// Lets everything happen.
    pub(super) fn tell(&mut self, gauge: &Gauge<'_>) -> Result<()> {
        self.agenda_of_checks();
        let time = self.worktime(self.since - 1);
        self.plan(time, Deed::Plan);
        let draws = self.amounts.draws as i64;
        for turn in 0..draws {
            let time = self.worktime((self.since - 8) - turn * (self.since - 45).max(0) / draws);
            self.plan(time, Deed::Draw { turn: turn as u64, current: false });
        }
        let time = self.worktime(6);
        self.plan(time, Deed::Draw { turn: draws as u64, current: true });
        let ratings = self.amounts.ratings;
        for turn in 0..ratings {
            let time = self.worktime((self.since * 3 / 4) * (ratings - turn) as i64 / ratings as i64 + 9);
            self.plan(time, Deed::Rate { turn, open: false });
        }
        let time = self.worktime(3);
        self.plan(time, Deed::Rate { turn: ratings, open: true });
        self.agenda_of_complaints();
        let mut told = 0;
        while let Some(((time, _), deed)) = self.agenda.pop_first() {
            if self.cancel.is_cancelled() {
                return Err(Failure::Cancelled);
            }
            self.at(time);
            match deed {
                Deed::Check(check) => self.check(check)?,
                Deed::Recheck { inspection, result } => self.recheck(inspection, result)?,
                Deed::Decide { inspection } => self.decide(inspection)?,
                Deed::Plan => self.year_plan()?,
                Deed::Draw { turn, current } => self.draw(turn, current)?,
                Deed::GoOut { draw, all } => self.go_out(draw, all)?,
                Deed::Rate { turn, open } => self.rate(turn, open)?,
                Deed::Complaints { from, days, count } => self.complaints(from, days, count)?,
            }
            told += 1;
            if told % 16 == 0 {
                let words = format!("写入业务记录（{}）", date_of(time));
                (gauge.report)(crate::calls::Progress { done: gauge.done, total: gauge.total, words });
            }
        }
        self.relate()
    }

    fn agenda_of_checks(&mut self) {
        // Long finished, spread over the months.
        let finished = self.amounts.finished;
        for turn in 0..finished {
            let back = self.since - (turn as i64) * (self.since - 35).max(0) / finished as i64;
            let time = self.worktime(back);
            self.plan(time, Deed::Check(Check::of(10 + turn, Outcome::Settled)));
        }
        // Open rectifications by the day they are due, from today.
        let mut turn = 2_000_003;
        for due in [-6i64, -2, 0, 1, 2, 3, 6, 9, 14] {
            for again in 0..self.amounts.open {
                let back = (7 - due).max(1) + again as i64;
                let time = self.worktime(back);
                let due = self.today() + chrono::Duration::days(due);
                let number = if due < self.today() && again == 0 && turn == 2_000_003 { 1 } else { turn };
                self.plan(time, Deed::Check(Check::of(number, Outcome::Due(due))));
                turn += 1;
            }
        }
        // Found, and to be verified.
        for back in [4, 9] {
            let time = self.worktime(back);
            self.plan(time, Deed::Check(Check::of(turn, Outcome::ToVerify)));
            turn += 1;
        }
        // Begun and left open: the room that the handbook shows.
        let time = self.now - 50 * 60_000;
        self.plan(time, Deed::Check(Check::of(0, Outcome::Begun)));
    }

    fn agenda_of_complaints(&mut self) {
        let months = 13u64;
        let days = DAYS.unsigned_abs() / months;
        let count = self.amounts.complaints;
        for month in 0..months {
            let back = (months - month) * days;
            let from = self.today() - Days::new(back);
            // A little more every month.
            let share = count * (20 + month) / (months * 20 + months * (months - 1) / 2);
            let time = moment(from + Days::new(days - 1), 17 * 60 + 30).min(self.now);
            self.plan(time, Deed::Complaints { from, days, count: share });
        }
    }
}
