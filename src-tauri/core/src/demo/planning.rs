//! The plan of the demonstration office: three tasks, some done, some overdue; reviews and 公示 of what was checked.

use super::story::{Story, id, text};
use crate::clock::date_of;
use crate::error::Result;
use crate::id::Id;
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

/// The tasks that draws are linked to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tasks {
    pub(super) plan: Id,
    pub(super) rooms: Id,
    joint: Id,
}

/// Results of a draw that are left lying, so that something is overdue.
const LEFT: usize = 2;

impl Story<'_> {
    /// The officers of the departments that join; none of them is drawn for the office's own checks.
    pub(super) fn joining_people(&mut self, until: &str) -> Result<()> {
        let mut number = 0;
        for department in &self.words.departments {
            for name in &department.people {
                number += 1;
                self.ask(
                    self.clerk,
                    "people.save",
                    json!({"name": name, "unitName": department.unit, "roles": ["inspector"],
                           "certificateNo": format!("示联{number:04}"), "certificateUntil": until}),
                )?;
            }
        }
        Ok(())
    }

    /// The plan of the year: written, published, and on the last days of the year copied for the next one.
    pub(super) fn year_plan(&mut self) -> Result<()> {
        let today = date_of(self.office.now_ms());
        let year = today.year();
        let saved = self.ask(
            self.clerk,
            "plans.save",
            json!({"year": year, "name": format!("{year}年度双随机抽查工作计划（演示）"), "basis": "示例县年度抽查工作部署（演示，虚构）",
                   "approver": self.words.staff[0].name, "filingNo": format!("示备〔{year}〕3号"), "mattersNo": format!("示市监公〔{year}〕1号"),
                   "visitCap": 3, "capExempt": ["complaint", "transfer", "case"]}),
        )?;
        let plan = id(&saved, "id")?;
        let (first, last) = (format!("{year}-01-01"), format!("{year}-12-31"));
        let room_matters = json!([
            "matter-room-licence",
            "matter-room-price",
            "matter-room-claims",
            "matter-room-advertising"
        ]);
        let rooms = self.ask(
            self.clerk,
            "plans.saveTask",
            json!({"planId": plan, "title": "直播间定向抽查", "matters": room_matters, "register": "rooms", "checklist": "checklist-room",
                   "filter": {"status": "active"}, "take": 12, "kind": "targeted", "site": "offsite", "repeats": "quarterly",
                   "startsOn": first, "endsOn": last}),
        )?;
        let departments: Vec<Value> = self
            .words
            .departments
            .iter()
            .map(|one| {
                let matter = match one.name.as_str() {
                    "公安" => "matter-joint-police",
                    "文旅" => "matter-joint-culture",
                    "人社" => "matter-joint-labour",
                    _ => "matter-joint-cyber",
                };
                json!({"name": one.name, "unitName": one.unit, "matters": [matter]})
            })
            .collect();
        let joint = self.ask(
            self.clerk,
            "plans.saveTask",
            json!({"planId": plan, "title": "每月直播间联合云抽查", "matters": ["matter-room-licence", "matter-room-records"],
                   "register": "rooms", "checklist": "checklist-room", "filter": {"status": "active"}, "take": 6, "kind": "targeted",
                   "site": "offsite", "repeats": "monthly", "startsOn": self.joint_from(year).to_string(), "endsOn": last,
                   "lead": "市场监管", "departments": departments}),
        )?;
        self.ask(
            self.clerk,
            "plans.saveTask",
            json!({"planId": plan, "title": "平台落实主体责任检查",
                   "matters": ["matter-platform-rules", "matter-platform-identity", "matter-platform-duties"],
                   "register": "platforms", "checklist": "checklist-platform", "filter": {}, "share": 4_000, "kind": "untargeted",
                   "site": "onsite", "repeats": "once", "startsOn": first, "endsOn": format!("{year}-10-31")}),
        )?;
        let known = self.ask(self.clerk, "plans.get", json!({"id": plan}))?;
        self.ask(
            self.clerk,
            "plans.publish",
            json!({"id": plan, "rev": known["rev"], "publishedOn": today.to_string(), "capReason": "名录较小，按部署抽查"}),
        )?;
        self.tasks = Some(Tasks { plan, rooms: id(&rooms, "id")?, joint: id(&joint, "id")? });
        Ok(())
    }

    /// The joint check began last month: a month that was missed and one that is on its way.
    fn joint_from(&self, year: i32) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let today = self.today();
        let month = today.with_day(1).and_then(|day| day.pred_opt()).and_then(|day| day.with_day(1));
        month.filter(|month| month.year() == year).unwrap_or(first)
    }

    /// Opens this month's joint check as a draft; false if the plan does not reach it.
    pub(super) fn open_joint(&mut self) -> Result<bool> {
        let Some(tasks) = self.tasks else { return Ok(false) };
        let today = date_of(self.office.now_ms());
        let outlook = self.ask(self.clerk, "plans.outlook", json!({"id": tasks.joint}))?;
        let mut open =
            json!({"id": tasks.joint, "occurrence": format!("{}-{:02}", today.year(), today.month())});
        if outlook["warnings"].as_array().is_some_and(|all| !all.is_empty()) {
            open["capReason"] = json!("联合抽查按月部署（演示）");
        }
        // A plan of last year has no such month.
        Ok(self.ask(self.clerk, "plans.open", open).is_ok())
    }

    /// Reviews what is checked of a draw and publishes it; unless all goes out, some is left lying.
    pub(super) fn go_out(&mut self, draw: Id, all: bool) -> Result<()> {
        let Some(reviewer) = self.reviewers.first().copied() else { return Ok(()) };
        let keep = if all { 0 } else { LEFT };
        let waiting = self.inspections(reviewer, draw, "toReview")?;
        let passed: Vec<&Value> = waiting.iter().skip(keep / 2).collect();
        if !passed.is_empty() {
            let input = json!({"inspections": passed, "decision": "passed"});
            self.ask(reviewer, "plans.review", input)?;
        }
        let fit = self.inspections(self.clerk, draw, "toPublish")?;
        let published: Vec<&Value> = fit.iter().skip(keep / 2).collect();
        if !published.is_empty() {
            let month = date_of(self.office.now_ms());
            self.ask(
                self.clerk,
                "plans.publishResults",
                json!({"title": format!("{}年{}月双随机抽查结果公示（演示）", month.year(), month.month()), "objectionPhone": "100-1000000",
                       "inspections": published}),
            )?;
        }
        Ok(())
    }

    fn inspections(&self, actor: Id, draw: Id, of: &str) -> Result<Vec<Value>> {
        let found = self.ask(actor, "plans.results", json!({"drawId": draw, "of": of, "limit": 500}))?;
        let rows = found["rows"].as_array().into_iter().flatten();
        let able = rows.filter(|row| row["handled"] == false && !text(row, "inspectionId").is_empty());
        Ok(able.map(|row| row["inspectionId"].clone()).collect())
    }
}
