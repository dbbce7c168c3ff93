//! 检查: walking the items of a checklist with law and evidence in view.
//!
//! An inspection keeps the version of the checklist that it began with. Each answer is one committed row with
//! its journal entry. What nobody looked at stays 未检查; how an item may be looked at is the checklist's to say.
//! Once finished, an inspection changes no more, but for its details under a stated reason.

mod answer;
mod details;
mod finish;
mod get;
pub(crate) mod law;
mod list;
mod method;
mod papers;
mod start;
mod store;

pub use answer::{AnswerItem, Answered, MarkRest, Marked, answer, mark_rest};
pub use details::{DETAILS, InspectionDetails, SavedDetails, details};
pub use finish::{FinishInspection, Finished, finish};
pub use get::{
    InspectionDraw, InspectionGroup, InspectionItem, InspectionPerson, InspectionSubject, InspectionView,
    ItemLastTime, ItemSituation, LastTime, OneInspection, PackName, Suggestions, get,
};
pub use law::ItemBasis;
pub use list::{InspectionRow, ListInspections, list};
pub use method::{Approach, ItemResult};
pub use papers::{InspectionPaper, PaperDocument, paper_context, papers};
pub use start::{StartInspection, start};

use crate::error::{Failure, Result};
use crate::id::Id;
use crate::people::{self, Person};
use rusqlite::Connection;

/// ××市监检〔2026〕12号: the office's prefix, the series, year and number.
pub(crate) fn number_words(db: &Connection, year: i32, number: i64) -> Result<String> {
    let prefix: String = db
        .prepare_cached("SELECT number_prefix FROM office ORDER BY key LIMIT 1")?
        .query_row([], |row| row.get(0))?;
    Ok(format!("{prefix}检〔{year}〕{number}号"))
}

/// Refuses what a finished or merely planned inspection does not allow.
fn refuse_unless_started(state: &str) -> Result<()> {
    match state {
        "started" => Ok(()),
        "planned" => Err(Failure::NotAllowed("这次检查还没有开始，不能记录。请先开始检查。".into())),
        _ => Err(Failure::NotAllowed(
            "这次检查已经完成，检查内容不能再改。确需补充说明的，写明原因后改检查信息。".into(),
        )),
    }
}

/// The two who check: different people, both here, both with a certificate valid on that day, neither kept away.
fn check_team(
    db: &Connection,
    today: &str,
    subject: [&str; 3],
    leader: Option<Id>,
    member: Option<Id>,
) -> Result<()> {
    let missing = [leader, member].iter().filter(|one| one.is_none()).count();
    if missing > 0 {
        return Err(Failure::NotAllowed(format!(
            "缺 {missing} 名持证人员，不能开始检查。请选定组长和组员。"
        )));
    }
    if leader == member {
        return Err(Failure::NotAllowed("组长和组员是同一人，不能开始检查。请另选一名持证人员。".into()));
    }
    for (field, id) in [("leaderId", leader), ("memberId", member)] {
        let Some(id) = id else { continue };
        let person = people::find(db, id, today)?;
        check_person(&person, field, subject)?;
    }
    Ok(())
}

fn check_person(person: &Person, field: &str, subject: [&str; 3]) -> Result<()> {
    let name = &person.name;
    if person.retired {
        return Err(Failure::NotAllowed(format!("{name} 已停用，不能参加检查。请另选一名持证人员。")));
    }
    if !person.certificate_valid {
        let why = match (&person.certificate_no, &person.certificate_until) {
            (no, _) if no.is_empty() => "没有执法证".to_owned(),
            (_, Some(until)) => format!("的执法证有效期至 {until}，已过期"),
            (_, None) => "的执法证没有登记有效期".to_owned(),
        };
        return Err(Failure::NotAllowed(format!(
            "{name} {why}，缺 1 名持证人员，不能开始检查。请另选一名持证人员。"
        )));
    }
    let kept_away = person.recusals.iter().map(|word| word.trim()).filter(|word| !word.is_empty());
    for word in kept_away {
        if subject.iter().any(|known| !known.is_empty() && (known.contains(word) || *known == word)) {
            return Err(Failure::field(field, format!("{name} 已登记对这个对象回避。请另选一名持证人员。")));
        }
    }
    Ok(())
}
