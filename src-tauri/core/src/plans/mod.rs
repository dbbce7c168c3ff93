//! 计划与公示: what comes before a draw and after its checks.
//!
//! Before: the list of what may be checked ([`matters`]), the two libraries of subjects and inspectors
//! ([`libraries`]), the plan of a year and its tasks ([`plan`], [`task`]), from which a draw is opened ([`open`]).
//! After: every drawn subject is one [`checked::Checked`], and one table of conditions ([`conditions`]) decides both
//! what is counted and what the list behind a count shows; review ([`review`]), 公示 ([`publicity`]) and the
//! statistics ([`statistics`]) rest on it. [`amount`], [`cap`], [`conditions`] and [`route`] are pure.

mod amount;
mod cap;
mod checked;
mod conditions;
mod libraries;
mod matters;
mod model;
mod open;
mod plan;
mod publicity;
mod results;
mod review;
mod route;
mod sheets;
mod statistics;
mod store;
mod task;
mod task_list;

pub use amount::Occurrence;
pub use checked::Awaiting;
pub(crate) use checked::awaiting;
pub use libraries::{Libraries, LibraryPerson, LibrarySubjects, Shortage, libraries};
pub use matters::{MatterBasis, MatterItem, MatterShown, Matters, matters};
pub use model::{Department, PlanTask, TaskOccurrence, TaskProgress, YearPlan, YearPlanSummary};
pub use open::{OneTask, OpenTask, OpenedDraw, TaskOutlook, open, outlook};
pub use plan::{
    CopyPlan, GetPlan, PublishPlan, SavePlan, SetPlanState, copy, get, list, publish, save, set_state,
};
pub use publicity::{
    AmendLine, ListPublications, OnePublication, PublicationLineShown, PublicationMade, PublicationShown,
    PublishResults, amend, publication_file, publications, publish_results,
};
pub use results::{ResultRow, Results, ResultsInput, results};
pub use review::{ReviewResult, review};
pub use statistics::{
    Statistics, StatisticsCell, StatisticsColumn, StatisticsInput, StatisticsPool, StatisticsRow, statistics,
    statistics_file,
};
pub(crate) use store::{link_of, refuse_unknown_task};
pub use task::{CancelTask, RetireTask, SaveTask, cancel_task, retire_task, save_task};
pub use task_list::{TaskListFormat, TaskListInput, task_list};
