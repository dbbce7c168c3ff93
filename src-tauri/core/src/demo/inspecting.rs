//! Inspections of the demonstration office: begun, answered, finished; rechecked and decided later.

use super::DAY_MS;
use super::story::{Deed, Story, id, text};
use crate::error::Result;
use crate::id::Id;
use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::{Value, json};

/// What comes of an inspection.
#[derive(Clone, Copy)]
pub(super) enum Outcome {
    /// Finished, and what it found was put right and decided.
    Settled,
    /// Finished with a correction due on that day, still open.
    Due(NaiveDate),
    /// Finished with a problem that is to be verified, without a term.
    ToVerify,
    /// Begun, some items answered.
    Begun,
}

/// An inspection to make.
pub(super) struct Check {
    /// Which room, in the order in which rooms come up.
    pub(super) turn: u64,
    /// The inspection and the subject, if a draw planned it.
    pub(super) drawn: Option<(Id, Id)>,
    pub(super) outcome: Outcome,
}

const MINUTE: i64 = 60_000;

impl Check {
    pub(super) fn of(turn: u64, outcome: Outcome) -> Self {
        Self { turn, drawn: None, outcome }
    }
}

impl Story<'_> {
    /// One inspection from the beginning to where its outcome leaves it.
    pub(super) fn check(&mut self, check: Check) -> Result<()> {
        let began = self.office.now_ms();
        let approach =
            self.chance.weighted(&[("replay", 52), ("live", 16), ("documents", 17), ("onsite", 15)]);
        let approach = if matches!(check.outcome, Outcome::Begun) { "replay" } else { approach };
        let (leader, member, inspection) = self.start(&check, approach)?;
        let view = self.ask(leader, "inspections.get", json!({"id": inspection}))?;
        let problems = match check.outcome {
            Outcome::Settled => self.chance.below(100).saturating_sub(45).div_ceil(25),
            Outcome::Due(_) | Outcome::ToVerify | Outcome::Begun => 1,
        };
        let due = match check.outcome {
            Outcome::Due(day) => Some(day.to_string()),
            Outcome::Settled if self.chance.percent(80) => {
                let days = 7 + self.chance.below(8) as i64;
                Some(crate::clock::date_of(began + days * DAY_MS).to_string())
            }
            _ => None,
        };
        let looks = match approach {
            "documents" | "onsite" => approach,
            _ => "replay",
        };
        let items: Vec<&Value> = view["groups"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|group| group["items"].as_array().into_iter().flatten())
            .filter(|item| item["methods"].as_array().is_some_and(|all| all.iter().any(|one| one == looks)))
            .collect();
        let mut found = Vec::new();
        for _ in 0..problems {
            let place = self.chance.below(items.len() as u64) as usize;
            if !found.contains(&place) {
                found.push(place);
            }
        }
        for place in found {
            self.at(began + (4 + place as i64) * MINUTE);
            let answer = self.problem(items[place], looks, due.as_deref());
            self.ask(leader, "inspections.answer", answer)?;
        }
        self.details(leader, inspection, approach)?;
        if matches!(check.outcome, Outcome::Begun) {
            for item in items.iter().take(9).filter(|item| self.unchecked(item)) {
                let clear = json!({"item": item["id"], "rev": item["rev"], "result": "clear"});
                self.ask(leader, "inspections.answer", clear)?;
            }
            return Ok(());
        }
        self.at(began + 32 * MINUTE);
        let rev = self.revision(inspection)?;
        self.ask(leader, "inspections.markRest", json!({"id": inspection, "rev": rev}))?;
        let (result, follow_up) = match (problems, &due) {
            (0, _) => ("noProblem", "none"),
            (_, Some(_)) => ("orderedToCorrect", "orderCorrection"),
            (_, None) => ("pendingFollowUp", "verifyLead"),
        };
        self.at(began + 38 * MINUTE);
        let rev = self.revision(inspection)?;
        self.ask(
            leader,
            "inspections.finish",
            json!({"id": inspection, "rev": rev, "resultWord": result, "followUp": follow_up,
                   "uncheckedReason": "本次检查方式看不到的检查项，另行安排"}),
        )?;
        let rev = self.revision(inspection)?;
        self.ask(
            member,
            "inspections.finish",
            json!({"id": inspection, "rev": rev, "resultWord": result, "followUp": follow_up, "memberConfirms": true}),
        )?;
        if problems > 0 && matches!(check.outcome, Outcome::Settled) {
            self.plan_the_rest(began, inspection, due.is_some());
        }
        Ok(())
    }

    /// Rechecks and the decision, later.
    fn plan_the_rest(&mut self, began: i64, inspection: Id, corrects: bool) {
        if corrects {
            let after = 9 + self.chance.below(7) as i64;
            if self.chance.percent(20) {
                let result = *self.chance.pick(&["partly", "notCorrected", "unreachable"]);
                self.plan(began + (after - 4) * DAY_MS, Deed::Recheck { inspection, result });
            }
            self.plan(began + after * DAY_MS, Deed::Recheck { inspection, result: "corrected" });
        }
        let after = 8 + self.chance.below(6) as i64;
        self.plan(began + after * DAY_MS, Deed::Decide { inspection });
    }

    fn start(&mut self, check: &Check, approach: &str) -> Result<(Id, Id, Id)> {
        if let Some((planned, subject)) = check.drawn {
            let (leader, member) = self.office.read(|db| team(db, planned))?;
            let started = self.ask(
                leader,
                "inspections.start",
                json!({"register": "rooms", "subjectId": subject, "approach": approach, "reason": "random",
                       "inspectionId": planned}),
            )?;
            return Ok((leader, member, id(&started, "id")?));
        }
        let count = self.inspectors.len() as u64;
        let first = self.chance.below(count);
        let second = (first + 1 + self.chance.below(count - 1)) % count;
        let (leader, member) = (self.inspectors[first as usize], self.inspectors[second as usize]);
        let reason =
            self.chance.weighted(&[("routine", 50), ("special", 25), ("complaint", 20), ("transfer", 5)]);
        let started = self.ask(
            leader,
            "inspections.start",
            json!({"register": "rooms", "subjectId": self.room(check.turn)?, "approach": approach, "reason": reason,
                   "leaderId": leader, "memberId": member}),
        )?;
        Ok((leader, member, id(&started, "id")?))
    }

    fn problem(&mut self, item: &Value, looks: &str, due: Option<&str>) -> Value {
        let situations = item["situations"].as_array().map(Vec::as_slice).unwrap_or_default();
        let (code, words) = match situations.get(self.chance.below(situations.len() as u64) as usize) {
            Some(one) => (text(one, "code"), text(one, "words")),
            None => ("other".to_owned(), text(item, "title")),
        };
        let who = item["answerable"][0].as_str().unwrap_or("room_operator").to_owned();
        let (minute, second) = (self.chance.below(60), self.chance.below(60));
        let fact = match looks {
            "documents" => format!("调阅的资料显示，{words}"),
            "onsite" => format!("现场查看，{words}"),
            _ => format!("回放 0{}:{minute:02}:{second:02} 起，{words}", self.chance.below(3)),
        };
        let mut answer = json!({"item": item["id"], "rev": item["rev"], "result": "problem", "situation": code,
                                "responsible": who, "fact": fact});
        if let Some(due) = due {
            answer["correctBy"] = json!(due);
        }
        answer
    }

    fn details(&mut self, leader: Id, inspection: Id, approach: &str) -> Result<()> {
        let place =
            if approach == "onsite" { "当事人实际经营地址" } else { "本单位网络监测室" };
        let viewers = 200 + self.chance.below(40_000);
        let sales = 20 + self.chance.below(3_000);
        let details = json!({
            "place": place,
            "session": format!("第 {} 场", 1 + self.chance.below(300)),
            "duration": format!("{} 小时 {} 分", 1 + self.chance.below(5), self.chance.below(60)),
            "viewers": format!("{viewers} 人（页面显示）"),
            "sales": format!("{sales} 件（页面显示）"),
            "recordingNo": format!("录{:05}", self.chance.below(100_000)),
        });
        let mut details = details;
        if approach == "onsite" {
            details["showedIdAt"] = json!("检查开始时出示");
            details["toldRights"] = json!("已告知陈述、申辩及申请回避的权利");
            details["present"] = json!("现场负责人（虚构）");
            details["presentRole"] = json!("现场负责人");
            details["opinion"] = json!("无异议");
        }
        let rev = self.revision(inspection)?;
        self.ask(leader, "inspections.details", json!({"id": inspection, "rev": rev, "details": details}))?;
        Ok(())
    }

    fn unchecked(&self, item: &Value) -> bool {
        let answered = self.office.read(|db| {
            let sql = "SELECT result FROM inspection_item WHERE id = ?1";
            Ok(db.query_row(sql, [id(item, "id")?], |row| row.get::<_, String>(0))?)
        });
        answered.is_ok_and(|result| result == "unchecked")
    }

    fn revision(&self, inspection: Id) -> Result<Id> {
        self.office.read(|db| {
            Ok(db.query_row("SELECT rev FROM inspection WHERE id = ?1", [inspection], |row| row.get(0))?)
        })
    }

    /// Looks again at everything that an inspection wants corrected.
    pub(super) fn recheck(&mut self, inspection: Id, result: &str) -> Result<()> {
        let open = self.office.read(|db| {
            let sql = "SELECT id, rev FROM rectification WHERE inspection_id = ?1 AND state <> 'closed' ORDER BY key";
            pairs(db, sql, inspection)
        })?;
        let on = crate::clock::date_of(self.office.now_ms()).to_string();
        let note = match result {
            "corrected" => "复查时已改正",
            "partly" => "部分内容已改正，继续督促",
            "unreachable" => "电话和地址均未联系上",
            _ => "复查时仍未改正，继续督促",
        };
        for (rectification, rev) in open {
            let actor = self.inspectors[0];
            self.ask(
                actor,
                "rectifications.recheck",
                json!({"id": rectification, "rev": rev, "result": result, "note": note, "on": on}),
            )?;
        }
        Ok(())
    }

    /// The head decides about what an inspection found.
    pub(super) fn decide(&mut self, inspection: Id) -> Result<()> {
        let open = self.office.read(|db| {
            let sql =
                "SELECT id, rev FROM finding WHERE inspection_id = ?1 AND state = 'suspected' ORDER BY key";
            pairs(db, sql, inspection)
        })?;
        for (finding, rev) in open {
            let state = self.chance.weighted(&[("notFiled", 70), ("filed", 18), ("transferred", 12)]);
            self.ask(
                self.clerk,
                "findings.decide",
                json!({"id": finding, "rev": rev, "state": state, "reason": "演示数据，理由和条款由本单位填写"}),
            )?;
        }
        Ok(())
    }
}

fn pairs(db: &Connection, sql: &str, inspection: Id) -> Result<Vec<(Id, Id)>> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([inspection], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn team(db: &Connection, planned: Id) -> Result<(Id, Id)> {
    let sql = "SELECT leader_id, member_id FROM inspection WHERE id = ?1";
    Ok(db.query_row(sql, [planned], |row| Ok((row.get(0)?, row.get(1)?)))?)
}
