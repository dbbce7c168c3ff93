//! 抽查事项清单 as the office has it: each line with its four aspects, and its basis as the catalogue says it.

use crate::calls::{Context, Nothing};
use crate::error::Result;
use crate::office::Office;
use crate::rules::{self, Lines, Matter, Verified};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// The list's stable name.
pub(super) const PACK: &str = "check-matters";

/// One law that a matter rests on.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatterBasis {
    /// The law.
    pub law: String,
    /// Articles of it.
    pub articles: Vec<String>,
    /// Every line was read in the text itself; otherwise 待核.
    pub verified: bool,
}

/// An item of a checklist that a matter takes in.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct MatterItem {
    /// Number on the checklist.
    pub no: u32,
    /// Its title.
    pub title: String,
}

/// One line of the list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MatterShown {
    /// The line itself.
    #[serde(flatten)]
    pub line: Matter,
    /// 检查依据 by law.
    pub laws: Vec<MatterBasis>,
    /// Name of the checklist.
    pub checklist_title: String,
    /// The items that it takes in.
    pub checklist_items: Vec<MatterItem>,
    /// Tasks of published plans that name it.
    pub tasks: u32,
}

/// The list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Matters {
    /// Name of the pack.
    pub title: String,
    /// Version.
    pub version: String,
    /// Where it comes from.
    pub source: String,
    /// Sentences that go with it.
    pub notices: Vec<String>,
    /// The lines.
    pub lines: Vec<MatterShown>,
}

/// The lines in force.
pub(super) fn lines(office: &Office) -> Result<Vec<Matter>> {
    let loaded = rules::store::current(office, PACK)?;
    Ok(match &loaded.pack.lines {
        Lines::CheckMatters(lines) => lines.clone(),
        _ => Vec::new(),
    })
}

/// The sentences that go with the list.
pub(super) fn notices(office: &Office) -> Result<Vec<String>> {
    Ok(rules::store::current(office, PACK)?.pack.header.notices.clone())
}

fn laws(catalogue: &rules::Pack, basis: &[String]) -> Vec<MatterBasis> {
    let Lines::LawCatalogue(known) = &catalogue.lines else { return Vec::new() };
    let mut found: Vec<MatterBasis> = Vec::new();
    for line in basis.iter().filter_map(|code| known.iter().find(|line| line.id == *code)) {
        let settled = line.verified == Verified::Text;
        match found.iter_mut().find(|one| one.law == line.law) {
            Some(one) => {
                one.verified &= settled;
                if !one.articles.contains(&line.article) {
                    one.articles.push(line.article.clone());
                }
            }
            None => found.push(MatterBasis {
                law: line.law.clone(),
                articles: vec![line.article.clone()],
                verified: settled,
            }),
        }
    }
    found
}

/// The list of what may be checked.
pub fn matters(context: &Context<'_>, _: Nothing) -> Result<Matters> {
    let office = context.office;
    let pack = rules::store::current(office, PACK)?;
    let catalogue = rules::store::current(office, "law-catalogue")?;
    let used: Vec<String> = office.read(|db| {
        let sql =
            "SELECT e.value FROM plan_task t JOIN year_plan y ON y.id = t.plan_id, json_each(t.matters) e
                   WHERE t.retired = 0 AND t.state = 'open' AND y.retired = 0 AND y.state = 'published'";
        let mut statement = db.prepare_cached(sql)?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    })?;
    let mut shown = Vec::new();
    for line in lines(office)? {
        let mut checklist_title = String::new();
        let mut checklist_items = Vec::new();
        if let Some(name) = &line.checklist {
            let checklist = rules::store::current(office, name)?;
            checklist_title.clone_from(&checklist.pack.header.name);
            if let Lines::Checklist(items) = &checklist.pack.lines {
                let own = items.iter().filter(|item| line.items.contains(&item.id));
                checklist_items =
                    own.map(|item| MatterItem { no: item.no, title: item.title.clone() }).collect();
            }
        }
        shown.push(MatterShown {
            laws: laws(&catalogue.pack, &line.basis),
            tasks: used.iter().filter(|code| **code == line.id).count() as u32,
            checklist_title,
            checklist_items,
            line,
        });
    }
    let header = &pack.pack.header;
    Ok(Matters {
        title: header.name.clone(),
        version: header.version.clone(),
        source: header.source.clone(),
        notices: header.notices.clone(),
        lines: shown,
    })
}
