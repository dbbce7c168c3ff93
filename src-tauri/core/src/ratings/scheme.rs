//! A rating scheme as the sheet needs it: sections, ladder, vetoes, numbers.

use crate::error::{Failure, Result};
use crate::id::Id;
use crate::office::Office;
use crate::rules::scheme::{RungRequirement, SchemeLine};
use crate::rules::store::{self, LoadedPack};
use crate::rules::{Kind, Lines};

/// Name of the pack that comes with the program: an example, never an official standard.
pub const EXAMPLE: &str = "scheme-example";

/// One indicator.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Stable code.
    pub code: String,
    /// Name.
    pub title: String,
    /// How the marks are made up, in words.
    pub points: String,
    /// Full marks in tenths.
    pub max: u32,
    /// Kinds of 佐证材料.
    pub evidence: Vec<String>,
}

/// A heading with its indicators.
#[derive(Debug, Clone)]
pub struct Section {
    /// 人, 货, 场, 责
    pub name: String,
    /// Sum of its indicators, tenths.
    pub max: u32,
    /// In order.
    pub indicators: Vec<Indicator>,
}

/// A rung of the ladder.
#[derive(Debug, Clone)]
pub struct Rung {
    /// Stable code.
    pub code: String,
    /// Its words in this scheme.
    pub words: String,
    /// Least tenths.
    pub from: u32,
    /// What is asked besides, in words.
    pub condition: String,
    /// What the program can look up of it.
    pub requires: Vec<RungRequirement>,
}

/// A veto: code and words.
#[derive(Debug, Clone)]
pub struct Veto {
    /// Stable code.
    pub code: String,
    /// 短语：条件
    pub words: String,
}

/// A scheme, read from its pack.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// The pack's identity: frozen in the rating.
    pub pack: Id,
    /// Title.
    pub title: String,
    /// Version.
    pub version: String,
    /// Not an official standard.
    pub example: bool,
    /// What stands on every output.
    pub face_notes: Vec<String>,
    /// Terms that follow the outcome, in the scheme's words.
    pub pass_note: String,
    /// Headings.
    pub sections: Vec<Section>,
    /// From the lowest.
    pub ladder: Vec<Rung>,
    /// All vetoes.
    pub vetoes: Vec<Veto>,
    /// Two raters who differ by this many tenths or more must confer.
    pub limit: u32,
    /// How many raters it asks for.
    pub raters: u32,
}

impl Scheme {
    /// All indicators in order.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.sections.iter().flat_map(|section| &section.indicators)
    }
    /// Full marks, tenths.
    pub fn out_of(&self) -> u32 {
        self.indicators().map(|indicator| indicator.max).sum()
    }
    /// Reads a pack.
    pub fn read(loaded: &LoadedPack) -> Result<Self> {
        let header = &loaded.pack.header;
        let Lines::Scheme(lines) = &loaded.pack.lines else {
            return Err(Failure::invalid(format!(
                "“{}”不是评估方案，不能用来评估。请在设置中载入评估方案。",
                header.name
            )));
        };
        let mut face_notes = header.notices.clone();
        if !face_notes.iter().any(|note| note.contains("仅供培育指导")) {
            face_notes.push(super::FACE_NOTE.to_owned());
        }
        let setting = |name: &str| {
            lines.iter().find_map(|line| match line {
                SchemeLine::Setting { id, value, .. } if id == name => Some(*value),
                _ => None,
            })
        };
        let missing = |name: &str| {
            Failure::invalid(format!(
                "方案“{}”没有写明“{name}”，不能用来评估。请补全后重新载入。",
                header.name
            ))
        };
        let mut ladder: Vec<Rung> = lines.iter().filter_map(rung).collect();
        ladder.sort_by_key(|rung| rung.from);
        Ok(Self {
            pack: loaded.id,
            title: header.name.clone(),
            version: header.version.clone(),
            example: header.pack == EXAMPLE || header.notices.iter().any(|note| note == "示例"),
            face_notes,
            pass_note: pass_note(lines),
            sections: sections(lines),
            ladder,
            vetoes: lines.iter().filter_map(veto).collect(),
            limit: setting("disagreementLimit").ok_or_else(|| missing("disagreementLimit"))? * 10,
            raters: setting("raters").ok_or_else(|| missing("raters"))?,
        })
    }

    /// The version that a rating began with.
    pub fn by_id(office: &Office, pack: Id) -> Result<Self> {
        Self::read(&*store::by_id(office, pack)?)
    }

    /// The scheme of that name; without a name the office's own one in force, the example only if there is none.
    pub fn current(office: &Office, name: Option<&str>) -> Result<Self> {
        if let Some(name) = name {
            return Self::read(&*store::current(office, name)?);
        }
        let own = store::all(office)?
            .iter()
            .rev()
            .map(|loaded| &loaded.pack.header)
            .filter(|header| header.kind == Kind::Scheme && header.pack != EXAMPLE)
            .map(|header| header.pack.clone())
            .find_map(|name| store::current(office, &name).ok());
        match own {
            Some(loaded) => Self::read(&loaded),
            None => Self::read(&*store::current(office, EXAMPLE)?),
        }
    }
}

fn sections(lines: &[SchemeLine]) -> Vec<Section> {
    let indicators = |of: &str| {
        let own = lines.iter().filter_map(|line| match line {
            SchemeLine::Indicator { id, group, title, weight, points, evidence, .. } if group == of => {
                let points: Vec<String> =
                    points.iter().map(|point| format!("{}（{}分）", point.words, point.score)).collect();
                Some(Indicator {
                    code: id.clone(),
                    title: title.clone(),
                    points: points.join("；"),
                    max: weight * 10,
                    evidence: evidence.clone(),
                })
            }
            _ => None,
        });
        own.collect()
    };
    lines
        .iter()
        .filter_map(|line| match line {
            SchemeLine::Group { id, title, weight, .. } => {
                Some(Section { name: title.clone(), max: weight * 10, indicators: indicators(id) })
            }
            _ => None,
        })
        .collect()
}

fn rung(line: &SchemeLine) -> Option<Rung> {
    match line {
        SchemeLine::Rung { id, title, min_score, condition, requires, .. } => Some(Rung {
            code: id.clone(),
            words: title.clone(),
            from: min_score * 10,
            condition: condition.clone(),
            requires: requires.clone(),
        }),
        _ => None,
    }
}

fn veto(line: &SchemeLine) -> Option<Veto> {
    match line {
        SchemeLine::Veto { id, title, words, .. } => {
            Some(Veto { code: id.clone(), words: format!("{title}：{words}") })
        }
        _ => None,
    }
}

/// The numbers that hold after the outcome, in the scheme's own words.
fn pass_note(lines: &[SchemeLine]) -> String {
    let numbers: Vec<String> = lines
        .iter()
        .filter_map(|line| match line {
            SchemeLine::Setting { id, words, value, .. } if id != "raters" && id != "disagreementLimit" => {
                Some(format!("{words}：{value}"))
            }
            _ => None,
        })
        .collect();
    numbers.join("；")
}
