//! The cap on visits: a parameter of the year's plan, never law. What goes beyond it is a warning that wants a reason.

use crate::error::{Failure, Result};
use rusqlite::{Connection, params};

/// How often a subject may be checked in the year of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cap {
    /// So many times.
    pub(super) times: u32,
    /// 检查事由 that do not count: usually those that a case drives.
    pub(super) exempt: Vec<String>,
    /// Only 现场检查 counts.
    pub(super) onsite_only: bool,
}

impl Cap {
    /// Whether the checks of a task on that site count.
    pub(super) fn holds_for(&self, site: &str) -> bool {
        !self.onsite_only || site == "onsite"
    }
}

/// A task as far as the cap looks at it: how many it takes, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Load {
    /// Subjects each time.
    pub(super) take: u32,
    /// Times in the year.
    pub(super) times: u32,
    /// It goes to the subject's place.
    pub(super) onsite: bool,
}

/// What the tasks on one register ask of its subjects together, if that is more than the cap allows.
pub(super) fn too_much(cap: &Cap, subjects: i64, loads: &[Load]) -> Option<String> {
    let counted = loads.iter().filter(|load| load.onsite || !cap.onsite_only);
    let visits: u64 = counted.map(|load| u64::from(load.take) * u64::from(load.times)).sum();
    let allowed = u64::from(cap.times) * subjects.max(0).unsigned_abs();
    (visits > allowed).then(|| {
        format!("各项任务共 {visits} 户次，{subjects} 户按每户每年 {} 次只容 {allowed} 户次", cap.times)
    })
}

/// How many subjects of a register have been checked, or are to be, as often as the cap allows in the year.
pub(super) fn reached(db: &Connection, cap: &Cap, register: &str, year: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM inspection i
                 WHERE i.register = ?1 AND i.year = ?2 AND i.retired = 0
                   AND NOT EXISTS (SELECT 1 FROM json_each(?3) e WHERE e.value = i.reason)
                   AND (?4 = 0 OR i.approach = 'onsite')
                 GROUP BY i.subject_id HAVING count(*) >= ?5)";
    let exempt = serde_json::to_string(&cap.exempt)?;
    let values = params![register, year, exempt, i64::from(cap.onsite_only), cap.times];
    Ok(db.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// Warnings want a reason, which is journalled with them.
pub(super) fn reason_for(warnings: &[String], reason: Option<&str>) -> Result<Option<String>> {
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    match (warnings, reason) {
        ([], _) => Ok(None),
        (_, Some(reason)) => Ok(Some(reason.to_owned())),
        (_, None) => Err(Failure::field(
            "capReason",
            format!(
                "超出计划的检查频次上限：{}。确需这样安排的，请写明理由，理由会记入留痕。",
                warnings.join("；")
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_held_against_the_cap_together() {
        let load = |take, times, onsite| Load { take, times, onsite };
        for (times, onsite_only, subjects, loads, over) in [
            (2, false, 10, vec![load(10, 2, true)], false),
            (2, false, 10, vec![load(10, 2, true), load(1, 1, false)], true),
            (2, true, 10, vec![load(10, 2, true), load(1, 1, false)], false),
            (1, false, 0, vec![load(1, 1, true)], true),
            (1, false, 0, vec![], false),
            (4, false, 164, vec![load(164, 4, false)], false),
            (4, false, 164, vec![load(4_000_000_000, 12, false)], true),
        ] {
            let cap = Cap { times, exempt: Vec::new(), onsite_only };
            let found = too_much(&cap, subjects, &loads);
            assert_eq!(found.is_some(), over, "{times} {subjects} {loads:?}: {found:?}");
        }
    }

    #[test]
    fn a_warning_wants_a_reason() {
        assert_eq!(reason_for(&[], None).unwrap(), None);
        assert_eq!(reason_for(&[], Some("多余的理由")).unwrap(), None, "nothing to give a reason for");
        let warned = ["三户已满".to_owned()];
        assert_eq!(reason_for(&warned, Some(" 专项部署 ")).unwrap().as_deref(), Some("专项部署"));
        for nothing in [None, Some(""), Some("　 ")] {
            assert!(reason_for(&warned, nothing).unwrap_err().to_string().contains("三户已满"));
        }
    }
}
