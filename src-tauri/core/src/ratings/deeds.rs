//! Scoring, vetoes, the end.

use super::scheme::{Rung, Scheme};
use super::sheet::{Sheet, head};
use super::start::refuse_interested;
use super::{LOCKED, score as sums};
use crate::calls::{Context, Revision};
use crate::clock::date_of;
use crate::complaints;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::people;
use crate::rules::scheme::RungRequirement;
use crate::tables::{RATING, RATING_SCORE, RATING_VETO};
use rusqlite::{Connection, OptionalExtension};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whose column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RatingSeat")]
pub enum Seat {
    /// 评审人一
    First,
    /// 评审人二
    Second,
    /// 会商
    Agreed,
}

impl Seat {
    fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Agreed => "agreed",
        }
    }
}

/// Points for one indicator.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScoreInput {
    /// The rating.
    pub id: Id,
    /// Code of the indicator.
    pub indicator: String,
    /// Whose column.
    pub seat: Seat,
    /// Revision of the cell that was read, if there was one.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// Points in tenths.
    pub tenths: u32,
    /// Why; needed after 会商.
    #[serde(default)]
    pub reason: String,
}

/// Whether a veto is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum VetoState {
    /// 未触发
    Clear,
    /// 触发
    Hit,
    /// 待查
    ToCheck,
}

/// What was found about a veto.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VetoInput {
    /// The veto of this rating.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// Whether it is met.
    pub state: VetoState,
    /// 查询日期
    #[ts(optional)]
    pub checked_on: Option<String>,
    /// Where it was looked up.
    #[serde(default)]
    pub source: String,
}

/// The end of a rating.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CloseRating {
    /// The rating.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// 说明
    #[serde(default)]
    pub note: String,
}

/// The outcome.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "RatingClosed")]
pub struct Closed {
    /// The rating's revision.
    pub rev: Id,
    /// Tenths.
    pub points: u32,
    /// The rung, in the scheme's words.
    pub rung: String,
    /// Why a higher rung that the points reach was not given.
    pub withheld: Vec<String>,
    /// What keeps publicity, list and certificate locked.
    pub publicity_blocked_by: Vec<String>,
    /// To stand on every output.
    pub face_notes: Vec<String>,
}

/// Enters points. A rater sits in their own seat only, and not any more once both are complete.
pub fn score(context: &Context<'_>, input: ScoreInput) -> Result<Revision> {
    let office = context.office;
    let today = date_of(office.now_ms()).to_string();
    office.write(context.actor, "ratings.score", |w| {
        let sheet = Sheet::load(office, w.db(), input.id)?;
        if sheet.is_closed() {
            return Err(closed());
        }
        let indicator = sheet.scheme.indicators().find(|i| i.code == input.indicator);
        let indicator = indicator.ok_or_else(|| Failure::field("indicator", "方案里没有这一项指标。"))?;
        if input.tenths > indicator.max {
            return Err(Failure::field(
                "tenths",
                format!("“{}”满分 {} 分，不能再高。", indicator.title, indicator.max / 10),
            ));
        }
        let seats = [sheet.head.first, sheet.head.second];
        let actor = context.actor.filter(|actor| seats.contains(&Some(*actor)));
        let actor = actor.ok_or_else(|| {
            Failure::NotAllowed("只有这次评估的两名评审人可以评分。请由评审人本人操作。".into())
        })?;
        refuse_interested(w.db(), &people::find(w.db(), actor, &today)?, sheet.head.room, None)?;
        match input.seat {
            Seat::Agreed if !sheet.is_uncovered() => {
                return Err(Failure::NotAllowed("两名评审人都评完以后才能会商。".into()));
            }
            Seat::Agreed if input.reason.trim().is_empty() => {
                return Err(Failure::field("reason", "会商的分数要写明理由。"));
            }
            Seat::Agreed => {}
            Seat::First | Seat::Second if sheet.is_uncovered() => {
                return Err(Failure::NotAllowed(
                    "两名评审人都已评完，各自的分数不再改动。确需更正的，请会商后写明理由。".into(),
                ));
            }
            Seat::First | Seat::Second => {
                if seats[usize::from(input.seat == Seat::Second)] != Some(actor) {
                    return Err(Failure::NotAllowed("这一列是另一名评审人的，不能代填。".into()));
                }
            }
        }
        w.about(input.id);
        let row = sheet.row(&input.indicator);
        let cell = match input.seat {
            Seat::First => row.first,
            Seat::Second => row.second,
            Seat::Agreed => row.agreed,
        };
        let id = Id::derived(&["ratingScore", &input.id.to_string(), &input.indicator, input.seat.word()]);
        let points = [("tenths", input.tenths.into()), ("reason", input.reason.trim().to_owned().into())];
        if let Some(current) = cell.rev {
            let changed = w.update(&RATING_SCORE, id, input.rev, &points)?;
            return Ok(Revision { rev: if changed { w.entry() } else { current } });
        }
        let [tenths, reason] = points;
        let place = [
            ("rating_id", input.id.into()),
            ("indicator", input.indicator.clone().into()),
            ("seat", input.seat.word().to_owned().into()),
            tenths,
            reason,
        ];
        w.insert(&RATING_SCORE, id, &place)?;
        Ok(Revision { rev: w.entry() })
    })
}

/// Records what was found about a veto, with date and source.
pub fn veto(context: &Context<'_>, input: VetoInput) -> Result<Revision> {
    let today = date_of(context.office.now_ms());
    let (state, checked_on) = match input.state {
        VetoState::ToCheck => ("toCheck", None),
        given => {
            let on = input.checked_on.as_deref().and_then(crate::rules::parse::date);
            let on = on.ok_or_else(|| Failure::field("checkedOn", "请填写查询日期，例如 2026-11-20。"))?;
            if on > today {
                return Err(Failure::field("checkedOn", "查询日期还没有到，请核对。"));
            }
            if input.source.trim().is_empty() {
                return Err(Failure::field("source", "请写明在哪里查到的，例如国家企业信用信息公示系统。"));
            }
            (if given == VetoState::Hit { "hit" } else { "clear" }, Some(on.to_string()))
        }
    };
    context.office.write(context.actor, "ratings.veto", |w| {
        let rating: Id = w
            .db()
            .query_row("SELECT rating_id FROM rating_veto WHERE id = ?1", [input.id], |row| row.get(0))
            .optional()?
            .or_not_found("一票否决项")?;
        if head(w.db(), rating)?.state == "closed" {
            return Err(closed());
        }
        w.about(rating);
        let values = [
            ("state", state.to_owned().into()),
            ("checked_on", checked_on.clone().into()),
            ("source", input.source.trim().to_owned().into()),
        ];
        let changed = w.update(&RATING_VETO, input.id, Some(input.rev), &values)?;
        Ok(Revision { rev: if changed { w.entry() } else { input.rev } })
    })
}

/// Ends a rating: an internal 培育 outcome in the scheme's words, never a title or a certificate.
pub fn close(context: &Context<'_>, input: CloseRating) -> Result<Closed> {
    let office = context.office;
    let now = office.now_ms();
    let today = date_of(now).to_string();
    office.write(context.actor, "ratings.close", |w| {
        let sheet = Sheet::load(office, w.db(), input.id)?;
        if sheet.is_closed() {
            return Err(closed());
        }
        let name = |id: Option<Id>| -> Result<String> {
            Ok(id
                .map(|id| people::find(w.db(), id, &today))
                .transpose()?
                .map_or_else(String::new, |p| p.name))
        };
        let may = match context.actor {
            Some(actor) if [sheet.head.first, sheet.head.second].contains(&Some(actor)) => true,
            Some(actor) => people::find(w.db(), actor, &today)?.roles.iter().any(|role| role == "approver"),
            None => false,
        };
        if !may {
            return Err(Failure::NotAllowed("只有评审人或审批人可以结束评审。".into()));
        }
        let blocked = sheet.blocked_by(&name(sheet.head.first)?, &name(sheet.head.second)?);
        if !blocked.is_empty() {
            return Err(Failure::NotAllowed(format!("还不能结束评审：{}。", blocked.join("；"))));
        }
        let points = sheet.total().tenths;
        let facts = Facts::of(w.db(), sheet.head.room, &today)?;
        let hit = sheet.vetoes.iter().any(|veto| veto.state == "hit");
        let (rung, withheld) = outcome(&sheet.scheme, points, hit, &facts);
        w.about(input.id);
        w.note(serde_json::json!({ "withheld": withheld }));
        w.update(
            &RATING,
            input.id,
            Some(input.rev),
            &[
                ("state", "closed".to_owned().into()),
                ("outcome_points", points.into()),
                ("outcome_rung", rung.clone().into()),
                ("closed_at", now.into()),
                ("note", input.note.trim().to_owned().into()),
            ],
        )?;
        let publicity_blocked_by = vec![LOCKED.to_owned()];
        let face_notes = sheet.scheme.face_notes.clone();
        Ok(Closed { rev: w.entry(), points, rung, withheld, publicity_blocked_by, face_notes })
    })
}

fn closed() -> Failure {
    Failure::NotAllowed("这次评审已经结束，不能再改。需要重评请另起一批。".into())
}

/// What the office's own records say about a room.
pub(super) struct Facts {
    pub open_rectifications: u64,
    pub unsettled_complaints: u64,
}

impl Facts {
    pub(super) fn of(db: &Connection, room: Id, today: &str) -> Result<Self> {
        let sql = "SELECT count(*) FROM rectification
                   WHERE subject_id = ?1 AND state NOT IN ('closed', 'withdrawn') AND retired = 0";
        let open_rectifications = db.prepare_cached(sql)?.query_row([room], |row| row.get(0))?;
        let unsettled_complaints = complaints::unsettled_within_a_year(db, room, today)?;
        Ok(Self { open_rectifications, unsettled_complaints })
    }

    /// Why a rung is not given; `None` if nothing speaks against it.
    pub(super) fn against(&self, rung: &Rung) -> Option<String> {
        rung.requires.iter().find_map(|requirement| match requirement {
            RungRequirement::NoOpenRectification if self.open_rectifications > 0 => {
                Some(format!("“{}”：还有 {} 件整改没有办结", rung.words, self.open_rectifications))
            }
            RungRequirement::NoUnsettledComplaint if self.unsettled_complaints > 0 => Some(format!(
                "“{}”：近一年有 {} 件核查属实的投诉没有解决",
                rung.words, self.unsettled_complaints
            )),
            _ => None,
        })
    }
}

/// The rung in words, and why higher ones within reach were withheld. A veto leaves the lowest rung.
fn outcome(scheme: &Scheme, points: u32, hit: bool, facts: &Facts) -> (String, Vec<String>) {
    let mut withheld = Vec::new();
    let mut open: Vec<&Rung> = Vec::new();
    for (place, rung) in scheme.ladder.iter().enumerate() {
        if place > 0 && hit {
            continue;
        }
        match facts.against(rung) {
            Some(words) if rung.from <= points => withheld.push(words),
            Some(_) => {}
            None => open.push(rung),
        }
    }
    if hit {
        withheld = vec!["一票否决项触发".to_owned()];
    }
    let least: Vec<u32> = open.iter().map(|rung| rung.from).collect();
    let rung = sums::rung(&least, points).map_or_else(String::new, |place| open[place].words.clone());
    (rung, withheld)
}
