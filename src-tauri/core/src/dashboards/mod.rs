//! 工作台 and 驾驶舱: what is to be done, and figures that can be opened.
//!
//! Reads what the other modules keep; nobody uses it. A figure and the list behind it come from one condition
//! ([`rows`]), so that what is opened is what was counted. What was not reported is absent, never 0.

mod board;
mod due;
mod figures;
mod governance;
mod overview;
mod platform;
mod results;
mod rows;
mod shown;
mod tasks;
mod today;
mod workbench;

pub use board::{board, platforms};
pub use figures::Figures;
pub use rows::{FigureRow, RowsFilter, RowsInput, rows};
pub use shown::{Board, BoardInput, BoardName, Card, Chart, ChartKind, Drill, Fact, Point, Series};
pub use today::today_paper;
pub use workbench::{
    DayShown, DrawLine, DueCounts, NoticeShown, RecheckLine, Task, TaskKind, Tone, UnfinishedLine, Workbench,
    workbench,
};
