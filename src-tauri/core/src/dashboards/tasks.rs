//! Where the tasks of the 工作台 stand: one table each, read through the index of what is open.

use super::due::Horizon;
use super::workbench::TaskKind;
use chrono::Days;

/// One kind of task: where it stands, which of its columns is the last day. The conditions are those of the
/// partial indices, so that only what is open is read.
pub(super) struct Source {
    pub(super) kind: TaskKind,
    table: &'static str,
    /// The record that it leads to.
    id: &'static str,
    due: &'static str,
    open: &'static str,
    /// register, subject, words, state
    shown: &'static str,
    pub(super) none: &'static str,
}

pub(super) const SOURCES: [Source; 7] = [
    Source {
        kind: TaskKind::Rectification,
        table: "rectification INDEXED BY rectification_open",
        id: "id",
        due: "correct_by",
        open: "state NOT IN ('closed', 'withdrawn') AND retired = 0",
        shown: "(SELECT register FROM finding f WHERE f.id = rectification.finding_id), subject_name, requirement, state",
        none: "未定期限",
    },
    Source {
        kind: TaskKind::Finding,
        table: "finding INDEXED BY finding_open",
        id: "id",
        due: "verify_by",
        open: "state IN ('suspected', 'verifying') AND retired = 0",
        shown: "register, subject_name, CASE fact WHEN '' THEN '涉嫌违法情形待核查' ELSE fact END, state",
        none: "核查期限待核",
    },
    Source {
        kind: TaskKind::Inspection,
        table: "inspection INDEXED BY inspection_open",
        id: "id",
        due: "due_on",
        open: "state IN ('planned', 'started') AND retired = 0",
        shown: "register, subject_name, coalesce((SELECT '抽查：' || d.title FROM draw d WHERE d.id = inspection.draw_id), reason), state",
        none: "未定日期",
    },
    Source {
        kind: TaskKind::Draw,
        table: "draw",
        id: "id",
        due: "due_on",
        open: "state IN ('draft', 'locked', 'seeded') AND retired = 0",
        shown: "register, title, '编号 ' || number || '，第 ' || round || ' 次', state",
        none: "未定日期",
    },
    Source {
        kind: TaskKind::Licence,
        table: "licence INDEXED BY licence_open",
        id: "subject_id",
        due: "valid_until",
        open: "valid_until IS NOT NULL AND valid_until <= '{ahead}' AND retired = 0",
        shown: "register, subject_name, number, kind",
        none: "未登记期限",
    },
    Source {
        kind: TaskKind::Visit,
        table: "visit INDEXED BY visit_open",
        id: "subject_id",
        due: "due_on",
        open: "due_on IS NOT NULL AND done_on IS NULL AND retired = 0",
        shown: "register, subject_name, '跟进：' || next_step, ''",
        none: "未定日期",
    },
    Source {
        kind: TaskKind::Watch,
        table: "standing INDEXED BY standing_open",
        id: "subject_id",
        due: "until",
        open: "kind = 'watch' AND until IS NOT NULL AND until >= '{today}' AND until <= '{soon}' AND retired = 0",
        shown: "register, subject_name, '内部关注到期：' || reason, ''",
        none: "未定日期",
    },
];

impl Source {
    /// The condition with the days of the horizon put in.
    fn open(&self, horizon: Horizon) -> String {
        let ahead = horizon.today.checked_add_days(Days::new(crate::registers::licences::AHEAD_DAYS));
        self.open
            .replace("{ahead}", &ahead.unwrap_or(horizon.today).to_string())
            .replace("{today}", &horizon.today.to_string())
            .replace("{soon}", &horizon.soon.to_string())
    }
    pub(super) fn tally_sql(&self, horizon: Horizon) -> String {
        let Self { table, due, .. } = self;
        format!("SELECT {due}, count(*) FROM {table} WHERE {} GROUP BY 1", self.open(horizon))
    }
    pub(super) fn list_sql(&self, with_day: bool, horizon: Horizon) -> String {
        let Self { table, id, due, shown, .. } = self;
        let open = self.open(horizon);
        let order =
            if with_day { format!("{due} IS NOT NULL ORDER BY {due}") } else { format!("{due} IS NULL") };
        format!("SELECT {id}, {due}, {shown} FROM {table} WHERE {open} AND {order} LIMIT ?1")
    }
    pub(super) fn verb(&self, state: &str) -> &'static str {
        match (self.kind, state) {
            (TaskKind::Rectification, _) => "复查",
            (TaskKind::Finding, _) => "核查",
            (TaskKind::Inspection, "planned") => "开始检查",
            (TaskKind::Inspection, _) => "继续检查",
            (TaskKind::Rating, _) => "评审",
            (TaskKind::Draw, "draft") => "继续拟定",
            (TaskKind::Draw, "locked") => "录入种子",
            (TaskKind::Draw, _) => "抽取",
            (TaskKind::Licence, _) => "核对证照",
            (TaskKind::Visit, _) => "跟进",
            (TaskKind::Watch, _) => "查看",
            (TaskKind::Result, _) => "看结果",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use rusqlite::Connection;

    /// Each query names its index, so it fails outright where the index does not serve; and nothing is sorted.
    #[test]
    fn only_what_is_open_is_read_and_in_order() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(crate::office::migrate::STEPS[0]).unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
        let horizon = Horizon { today, soon: today };
        for source in SOURCES.iter().filter(|source| source.kind != TaskKind::Draw) {
            for sql in
                [source.tally_sql(horizon), source.list_sql(true, horizon), source.list_sql(false, horizon)]
            {
                let sql = format!("EXPLAIN QUERY PLAN {}", sql.replace("?1", "300"));
                let mut statement = db.prepare(&sql).unwrap();
                let plan: Vec<String> =
                    statement.query_map([], |row| row.get(3)).unwrap().map(|line| line.unwrap()).collect();
                assert!(
                    plan[0].contains("_open") && !plan.concat().contains("TEMP B-TREE"),
                    "{sql}: {plan:?}"
                );
            }
        }
    }
}
