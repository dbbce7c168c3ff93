//! Plans and tasks as screens see them.

use super::amount::Occurrence;
use crate::draws::DrawFilter;
use crate::id::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A department that joins a task, its unit as written in 人员, and its matters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "PlanDepartment")]
pub struct Department {
    /// 公安, 文旅, 人社, 网信 …
    pub name: String,
    /// 所在单位 of its officers, exactly as written in 人员.
    #[serde(default)]
    pub unit_name: String,
    /// Its matters: lines of the list.
    #[serde(default)]
    pub matters: Vec<String>,
    /// Its matters in its own words, where the list has none.
    #[serde(default)]
    pub words: String,
}

/// How far a task is. Each number opens the list of that name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskProgress {
    /// How often it is to be drawn in the year.
    pub times: u32,
    /// How often it was drawn.
    pub draws: u32,
    /// Subjects drawn.
    pub drawn: u64,
    /// Checked.
    pub checked: u64,
    /// The day of the check has passed.
    pub check_overdue: u64,
    /// Waiting for review.
    pub to_review: u64,
    /// Reviewed and not published.
    pub to_publish: u64,
    /// 已公示
    pub published: u64,
    /// The last day to enter and publish has passed.
    pub entry_overdue: u64,
}

/// A task of a plan.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanTask {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// The plan.
    pub plan_id: Id,
    /// 任务名称
    pub title: String,
    /// 抽查事项: lines of the list.
    pub matters: Vec<String>,
    /// Their names.
    pub matter_names: Vec<String>,
    /// The register that is drawn from.
    pub register: String,
    /// The checklist that is used.
    pub checklist: String,
    /// Which subjects.
    pub filter: DrawFilter,
    /// The filter in words.
    pub filter_words: String,
    /// 抽查比例, in hundredths of a percent.
    pub share: Option<u32>,
    /// Or a number.
    pub take: Option<u32>,
    /// `3%` or `30 户`
    pub amount_words: String,
    /// `targeted` 定向 or `untargeted` 不定向
    pub kind: String,
    /// `onsite` 入企 or `offsite` 非现场
    pub site: String,
    /// `once`, `monthly` or `quarterly`
    pub repeats: String,
    /// First day.
    pub starts_on: String,
    /// Last day.
    pub ends_on: String,
    /// 牵头部门
    pub lead: String,
    /// Departments that join.
    pub departments: Vec<Department>,
    /// `open` or `cancelled`
    pub state: String,
    /// Why cancelled.
    pub state_reason: String,
    /// Every time it comes up.
    pub occurrences: Vec<TaskOccurrence>,
    /// How far it is.
    pub progress: TaskProgress,
}

/// One time that a task comes up, and the draw that it became.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TaskOccurrence {
    /// When.
    #[serde(flatten)]
    pub when: Occurrence,
    /// Its draw.
    pub draw_id: Option<Id>,
    /// State of the draw.
    pub draw_state: Option<String>,
    /// Its last day has passed and nothing was drawn.
    pub missed: bool,
}

/// A plan in the list.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct YearPlanSummary {
    /// Identity.
    pub id: Id,
    /// 年度
    pub year: i64,
    /// 名称
    pub name: String,
    /// `draft`, `published` or `closed`
    pub state: String,
    /// Published on.
    pub published_on: Option<String>,
    /// Tasks that are not cancelled.
    pub tasks: u32,
}

/// A plan with its tasks.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct YearPlan {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// 年度
    pub year: i64,
    /// 名称
    pub name: String,
    /// 依据
    pub basis: String,
    /// 方案批准人
    pub approver: String,
    /// 备案号
    pub filing_no: String,
    /// 事项公布文号
    pub matters_no: String,
    /// Published on.
    pub published_on: Option<String>,
    /// `draft`, `published` or `closed`
    pub state: String,
    /// 检查频次上限: how often a subject may be checked in the year.
    pub visit_cap: Option<u32>,
    /// 检查事由 that do not count.
    pub cap_exempt: Vec<String>,
    /// Only 现场检查 counts.
    pub cap_onsite_only: bool,
    /// The plan that it was copied from.
    pub copied_from: Option<Id>,
    /// Its tasks in order.
    pub tasks: Vec<PlanTask>,
    /// What goes beyond the cap, in Chinese.
    pub warnings: Vec<String>,
    /// What publishing still needs, in Chinese.
    pub missing: Vec<String>,
}
