//! The demonstration office 演示单位: made-up records at four sizes, so that anybody can look around and practise.
//!
//! Registers are written in bulk under one entry each; what people do – draws, inspections, rechecks, ratings – goes
//! through the program's own calls, on a clock that walks through the past thirteen months. Nothing in it exists:
//! names are invented, credit codes lie in an area assigned to nobody, phone numbers begin with 10.

mod bulk;
mod chance;
mod clock;
mod complaining;
mod drawing;
mod inspecting;
mod planning;
mod rating;
mod relating;
mod rows;
mod story;
#[cfg(test)]
mod tests;
mod words;

use crate::calls::{Cancel, Progress};
use crate::clock::date_of;
use crate::error::Result;
use crate::office::{Office, OpenOptions};
use crate::registers::{REGISTERS, index};
use bulk::Gauge;
use clock::StoryClock;
use rows::{Counts, Maker};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;
use story::Story;
use ts_rs::TS;

/// How large a demonstration office is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Scale {
    /// 300 rooms.
    Small,
    /// 3,000 rooms: one office.
    Office,
    /// 180,000 rooms: a large district.
    District,
    /// 1,600,000 rooms: the whole country.
    National,
}

/// What is in a demonstration office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
pub struct DemoMade {
    /// 直播间
    pub rooms: u64,
    /// 经营主体
    pub operators: u64,
    /// 平台
    pub platforms: u64,
    /// 主播
    pub hosts: u64,
    /// 网店
    pub shops: u64,
    /// 人员
    pub people: u64,
    /// 抽查
    pub draws: u64,
    /// 检查
    pub inspections: u64,
    /// 问题线索
    pub findings: u64,
    /// 整改
    pub rectifications: u64,
    /// 培育评估
    pub ratings: u64,
    /// 投诉举报
    pub complaints: u64,
}

/// How much happened in an office of some size.
#[derive(Debug, Clone, Copy)]
struct Amounts {
    name: &'static str,
    rooms: u64,
    platforms: u64,
    /// Certified inspectors beside those of the word list.
    more_inspectors: u64,
    /// Inspections that are long finished.
    finished: u64,
    /// How many rectifications are open for each kind of due date.
    open: u64,
    draws: u64,
    ratings: u64,
    complaints: u64,
}

impl Scale {
    fn amounts(self) -> Amounts {
        match self {
            Self::Small => Amounts {
                name: "柳桥市场监督管理所（演示）",
                rooms: 300,
                platforms: 5,
                more_inspectors: 0,
                finished: 36,
                open: 1,
                draws: 1,
                ratings: 5,
                complaints: 130,
            },
            Self::Office => Amounts {
                name: "柳桥市场监督管理所（演示）",
                rooms: 3_000,
                platforms: 5,
                more_inspectors: 4,
                finished: 180,
                open: 1,
                draws: 3,
                ratings: 9,
                complaints: 900,
            },
            Self::District => Amounts {
                name: "示例区市场监督管理局（演示）",
                rooms: 180_000,
                platforms: 8,
                more_inspectors: 18,
                finished: 500,
                open: 2,
                draws: 4,
                ratings: 16,
                complaints: 6_000,
            },
            Self::National => Amounts {
                name: "全国规模演示",
                rooms: 1_600_000,
                platforms: 8,
                more_inspectors: 30,
                finished: 1_200,
                open: 3,
                draws: 4,
                ratings: 24,
                complaints: 20_000,
            },
        }
    }
}

impl Amounts {
    /// Four rooms in ten have a firm of their own; a fifth of the rooms names a host; one in twenty has a shop.
    fn counts(self) -> Counts {
        Counts {
            platforms: self.platforms,
            operators: self.rooms * 2 / 5,
            rooms: self.rooms,
            hosts: self.rooms / 5,
            shops: self.rooms / 20,
        }
    }
}

/// The seed of everything that is drawn.
const SEED: u64 = 0x0067_7265_656e_726f;
/// How far the story goes back: thirteen months.
const DAYS: i64 = 396;
const DAY_MS: i64 = 86_400_000;

/// Makes a demonstration office in an empty or missing folder and opens it. The same scale at the same time gives
/// the same office. Cancelled or failed, nothing stays.
pub fn create(
    folder: &Path,
    scale: Scale,
    options: OpenOptions,
    report: &(dyn Fn(Progress) + Sync),
    cancel: &Cancel,
) -> Result<Office> {
    let now = options.clock.now_ms();
    let amounts = scale.amounts();
    let words = words::words()?;
    let clock = Arc::new(StoryClock::new(now - DAYS * DAY_MS, SEED));
    let story_options = OpenOptions { clock: Arc::<StoryClock>::clone(&clock), ..options.clone() };
    let office = Office::create(folder, amounts.name, "DEMO-01", true, story_options)?;
    let maker = Maker::new(&words, amounts.counts(), date_of(now));
    let rows: u64 = REGISTERS.iter().map(|register| maker.count(register.name)).sum();
    // Searching is prepared for the same rows once more.
    let mut gauge = Gauge { report, cancel, done: 0, total: rows * 2 };
    let told = (|| {
        let mut story = Story::begin(&office, &clock, now, &maker, &words, amounts, cancel)?;
        for register in REGISTERS {
            bulk::write(&office, story.clerk(), register, &maker, &mut gauge)?;
        }
        story.tell(&gauge)?;
        clock.go_to(now);
        index::catch_up(
            &office,
            &|done, _| report(Progress { done: rows + done, total: rows * 2, words: "准备搜索".into() }),
            cancel,
        )
    })();
    drop(office);
    if let Err(failure) = told {
        clear(folder);
        return Err(failure);
    }
    Office::open(folder, options)
}

/// Takes away what [`create`] made in the folder that was empty before.
fn clear(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        // Best effort: the failure that led here is what the person is told.
        let _ = match entry.file_type() {
            Ok(kind) if kind.is_dir() => std::fs::remove_dir_all(entry.path()),
            _ => std::fs::remove_file(entry.path()),
        };
    }
}

/// Counts what is in a demonstration office.
pub fn summary(office: &Office) -> Result<DemoMade> {
    office.read(|db| {
        let count = |table: &str| -> Result<u64> {
            Ok(db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?)
        };
        Ok(DemoMade {
            rooms: count("room")?,
            operators: count("operator")?,
            platforms: count("platform")?,
            hosts: count("host")?,
            shops: count("shop")?,
            people: count("person")?,
            draws: count("draw")?,
            inspections: count("inspection")?,
            findings: count("finding")?,
            rectifications: count("rectification")?,
            ratings: count("rating")?,
            complaints: count("complaint")?,
        })
    })
}
