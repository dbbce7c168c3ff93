//! What the screens see of ratings. A covered column carries no value, only that there is one.

use super::deeds::Facts;
use super::score::{Outcome, outcome};
use super::sheet::{Cell, Sheet, heads};
use super::{LOCKED, score};
use crate::calls::{Context, Nothing};
use crate::clock::date_of;
use crate::complaints::{self, Counted};
use crate::error::Result;
use crate::id::Id;
use crate::people;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One line of the list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RatingLine {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// 直播间
    pub room_name: String,
    /// The room.
    pub room_id: Id,
    /// 批次
    pub batch_title: String,
    /// reviewing, conferring, closed
    pub state: String,
    /// 方案
    pub scheme_title: String,
    /// Tenths, once closed.
    pub points: Option<u32>,
    /// The rung in the scheme's words, once closed.
    pub rung: Option<String>,
    /// What is still missing, in words.
    pub waiting: String,
}

/// Which rating.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetRating {
    /// Identity.
    pub id: Id,
}

/// The room being rated.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RatedRoom {
    /// Identity.
    pub id: Id,
    /// Name when the rating began.
    pub name: String,
    /// Platform, account, operator, batch.
    pub lines: Vec<String>,
}

/// The scheme as frozen at the beginning.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchemeShown {
    /// Title.
    pub title: String,
    /// Version.
    pub version: String,
    /// An example, not an official standard.
    pub example: bool,
    /// To stand on every output.
    pub face_notes: Vec<String>,
    /// Terms after the outcome, in the scheme's words.
    pub pass_note: String,
}

/// That there is a value which this person may not see yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum CoveredWord {
    /// Covered until both raters are complete.
    Covered,
}

/// A rater's points: tenths, or that they are covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(untagged)]
pub enum Mark {
    /// Tenths.
    Tenths(u32),
    /// Not to be seen yet.
    Covered(CoveredWord),
}

/// Why these points.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reasons {
    /// 评审人一; empty while covered.
    pub first: String,
    /// 评审人二; empty while covered.
    pub second: String,
    /// 会商
    pub agreed: String,
}

/// Revisions of the cells this person may write.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CellRevs {
    /// 评审人一
    pub first: Option<Id>,
    /// 评审人二
    pub second: Option<Id>,
    /// 会商
    pub agreed: Option<Id>,
}

/// One indicator of the sheet.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorShown {
    /// Code.
    pub code: String,
    /// Name.
    pub title: String,
    /// 评分要点
    pub points: String,
    /// Full marks, tenths.
    pub max: u32,
    /// 评审人一
    pub first_tenths: Option<Mark>,
    /// 评审人二
    pub second_tenths: Option<Mark>,
    /// What counts; absent while missing, covered or disputed.
    pub score: Option<u32>,
    /// The two differ too much.
    pub disagreement: bool,
    /// Why.
    pub reasons: Reasons,
    /// After 会商.
    pub agreed_tenths: Option<u32>,
    /// For conflicts.
    pub revs: CellRevs,
    /// Kinds of 佐证材料.
    pub evidence_kinds: Vec<String>,
    /// `itemId` under which evidence of this indicator is added.
    pub item_id: Id,
    /// 佐证材料 of this indicator.
    pub evidence: u32,
}

/// A heading.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionShown {
    /// Heading.
    pub name: String,
    /// Tenths.
    pub max: u32,
    /// In order.
    pub indicators: Vec<IndicatorShown>,
}

/// One veto.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VetoShown {
    /// Identity, for `ratings.veto`.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// Code.
    pub code: String,
    /// Words.
    pub words: String,
    /// clear, hit, toCheck
    pub state: String,
    /// 查询日期
    pub checked_on: Option<String>,
    /// Where it was looked up.
    pub source: String,
}

/// The sum.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TotalShown {
    /// Tenths counted; absent while the columns are covered.
    pub tenths: Option<u32>,
    /// Full marks, tenths.
    pub out_of: u32,
    /// Every indicator counts.
    pub complete: bool,
    /// Indicators that do not count yet.
    pub missing: usize,
}

/// One rung.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RungShown {
    /// Code.
    pub code: String,
    /// Words.
    pub words: String,
    /// Least tenths.
    pub from: u32,
    /// What is asked besides.
    pub condition: String,
    /// Points are complete and suffice, no veto is met and nothing in the office's records speaks against it.
    pub reached: bool,
    /// What speaks against it.
    pub against: Option<String>,
}

/// One rating.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RatingShown {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// The room.
    pub room: RatedRoom,
    /// The scheme.
    pub scheme: SchemeShown,
    /// reviewing, conferring, closed
    pub state: String,
    /// Seat of the acting person: first, second, none.
    pub seat: String,
    /// 评审人一
    pub first_rater: String,
    /// 评审人二
    pub second_rater: String,
    /// The sheet.
    pub sections: Vec<SectionShown>,
    /// 一票否决
    pub vetoes: Vec<VetoShown>,
    /// The sum.
    pub total: TotalShown,
    /// From the lowest.
    pub rungs: Vec<RungShown>,
    /// Only verified ones count.
    pub complaints: Counted,
    /// What keeps it from being closed.
    pub blocked_by: Vec<String>,
    /// What keeps publicity, list and certificate locked.
    pub publicity_blocked_by: Vec<String>,
    /// Tenths and rung, once closed.
    pub outcome: Option<OutcomeShown>,
}

/// The outcome of a closed rating, as it was given.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeShown {
    /// Tenths.
    pub points: u32,
    /// The rung in the scheme's words.
    pub rung: String,
}

/// All ratings, open ones first.
pub fn list(context: &Context<'_>, _: Nothing) -> Result<Vec<RatingLine>> {
    let office = context.office;
    let today = date_of(office.now_ms()).to_string();
    office.read(|db| {
        let lines = heads(db)?.into_iter().map(|head| {
            let sheet = Sheet::of(office, db, head)?;
            let blocked =
                sheet.blocked_by(&name(db, sheet.head.first, &today)?, &name(db, sheet.head.second, &today)?);
            let waiting = match (sheet.is_closed(), blocked.is_empty()) {
                (true, _) => String::new(),
                (false, true) => "可以结束评审".to_owned(),
                (false, false) => blocked.join("；"),
            };
            let state = sheet.state().to_owned();
            let head = sheet.head;
            Ok(RatingLine {
                id: head.id,
                rev: head.rev,
                room_name: head.room_name,
                room_id: head.room,
                batch_title: head.batch_title,
                state,
                scheme_title: sheet.scheme.title,
                points: head.points,
                rung: Some(head.rung).filter(|rung| !rung.is_empty()),
                waiting,
            })
        });
        lines.collect()
    })
}

fn name(db: &Connection, person: Option<Id>, today: &str) -> Result<String> {
    Ok(person.map(|id| people::find(db, id, today)).transpose()?.map_or_else(String::new, |found| found.name))
}

/// One rating, as the acting person may see it.
pub fn get(context: &Context<'_>, input: GetRating) -> Result<RatingShown> {
    let office = context.office;
    let today = date_of(office.now_ms()).to_string();
    office.read(|db| {
        let sheet = Sheet::load(office, db, input.id)?;
        let seat = match context.actor {
            Some(actor) if sheet.head.first == Some(actor) => "first",
            Some(actor) if sheet.head.second == Some(actor) => "second",
            _ => "none",
        };
        let facts = Facts::of(db, sheet.head.room, &today)?;
        let total = sheet.total();
        let uncovered = sheet.is_uncovered();
        let hit = sheet.vetoes.iter().any(|veto| veto.state == "hit");
        let least: Vec<u32> = sheet.scheme.ladder.iter().map(|rung| rung.from).collect();
        let top = score::rung(&least, total.tenths);
        let rungs = sheet.scheme.ladder.iter().enumerate().map(|(place, rung)| {
            let against = facts.against(rung);
            let reached = uncovered
                && total.is_complete()
                && top.is_some_and(|top| place <= top)
                && (place == 0 || (!hit && against.is_none()));
            RungShown {
                code: rung.code.clone(),
                words: rung.words.clone(),
                from: rung.from,
                condition: rung.condition.clone(),
                reached,
                against,
            }
        });
        let first_rater = name(db, sheet.head.first, &today)?;
        let second_rater = name(db, sheet.head.second, &today)?;
        Ok(RatingShown {
            id: sheet.head.id,
            rev: sheet.head.rev,
            room: room(db, &sheet)?,
            scheme: SchemeShown {
                title: sheet.scheme.title.clone(),
                version: sheet.scheme.version.clone(),
                example: sheet.scheme.example,
                face_notes: sheet.scheme.face_notes.clone(),
                pass_note: sheet.scheme.pass_note.clone(),
            },
            state: sheet.state().to_owned(),
            seat: seat.to_owned(),
            sections: sections(db, &sheet, seat)?,
            vetoes: vetoes(&sheet),
            total: TotalShown {
                tenths: uncovered.then_some(total.tenths),
                out_of: sheet.scheme.out_of(),
                complete: uncovered && total.is_complete(),
                // While covered, a disagreement must not show in the count either.
                missing: if uncovered { total.missing } else { sheet.unscored() },
            },
            rungs: rungs.collect(),
            complaints: complaints::counted(db, sheet.head.room)?,
            blocked_by: sheet.blocked_by(&first_rater, &second_rater),
            publicity_blocked_by: vec![LOCKED.to_owned()],
            outcome: sheet
                .head
                .points
                .filter(|_| sheet.is_closed())
                .map(|points| OutcomeShown { points, rung: sheet.head.rung.clone() }),
            first_rater,
            second_rater,
        })
    })
}

fn room(db: &Connection, sheet: &Sheet) -> Result<RatedRoom> {
    let sql = "SELECT platform_name, account, operator_name FROM room WHERE id = ?1";
    let found: Option<[String; 3]> = db
        .prepare_cached(sql)?
        .query_row([sheet.head.room], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
        .optional()?;
    let mut lines: Vec<String> =
        found.into_iter().flatten().filter(|line: &String| !line.is_empty()).collect();
    lines.push(sheet.head.batch_title.clone());
    Ok(RatedRoom { id: sheet.head.room, name: sheet.head.room_name.clone(), lines })
}

fn sections(db: &Connection, sheet: &Sheet, seat: &str) -> Result<Vec<SectionShown>> {
    let uncovered = sheet.is_uncovered();
    let mut shown = Vec::new();
    for section in &sheet.scheme.sections {
        let mut indicators = Vec::new();
        for indicator in &section.indicators {
            let row = sheet.row(&indicator.code);
            let see_first = uncovered || seat == "first";
            let see_second = uncovered || seat == "second";
            let reason = |cell: &Cell, see: bool| if see { cell.reason.clone() } else { String::new() };
            let counted = match outcome(row.given(), sheet.scheme.limit) {
                Outcome::Counted(tenths) if uncovered => Some(tenths),
                _ => None,
            };
            let item_id = Id::derived(&["ratingIndicator", &sheet.head.id.to_string(), &indicator.code]);
            let sql = "SELECT count(*) FROM evidence
                       WHERE rating_id = ?1 AND item_id = ?2 AND withdrawn_reason = '' AND retired = 0";
            let evidence =
                db.prepare_cached(sql)?.query_row(params![sheet.head.id, item_id], |row| row.get(0))?;
            indicators.push(IndicatorShown {
                code: indicator.code.clone(),
                title: indicator.title.clone(),
                points: indicator.points.clone(),
                max: indicator.max,
                first_tenths: mark(&row.first, see_first),
                second_tenths: mark(&row.second, see_second),
                score: counted,
                disagreement: uncovered && sheet.is_disputed(&row),
                reasons: Reasons {
                    first: reason(&row.first, see_first),
                    second: reason(&row.second, see_second),
                    agreed: row.agreed.reason.clone(),
                },
                agreed_tenths: row.agreed.tenths,
                revs: CellRevs {
                    first: row.first.rev.filter(|_| see_first),
                    second: row.second.rev.filter(|_| see_second),
                    agreed: row.agreed.rev,
                },
                evidence_kinds: indicator.evidence.clone(),
                item_id,
                evidence,
            });
        }
        shown.push(SectionShown { name: section.name.clone(), max: section.max, indicators });
    }
    Ok(shown)
}

fn mark(cell: &Cell, see: bool) -> Option<Mark> {
    cell.tenths.map(|tenths| if see { Mark::Tenths(tenths) } else { Mark::Covered(CoveredWord::Covered) })
}

fn vetoes(sheet: &Sheet) -> Vec<VetoShown> {
    let shown = sheet.vetoes.iter().map(|row| {
        let words = sheet.scheme.vetoes.iter().find(|veto| veto.code == row.code);
        VetoShown {
            id: row.id,
            rev: row.rev,
            code: row.code.clone(),
            words: words.map_or_else(|| row.code.clone(), |veto| veto.words.clone()),
            state: row.state.clone(),
            checked_on: row.checked_on.clone(),
            source: row.source.clone(),
        }
    });
    shown.collect()
}
