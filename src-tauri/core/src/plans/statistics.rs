//! 抽查情况统计表: 33 columns, each figure counted by the condition that opens its list, the basis of each printed.
//!
//! The columns follow what provincial systems have in theirs. The layout is ours, and the sheet says so.

use super::checked::{Checked, Scope, rows_of};
use super::conditions::count;
use super::sheets::{self, Cell, Looks};
use super::store;
use crate::calls::{Context, FileResult};
use crate::clock::date_of;
use crate::documents::store::sha256;
use crate::error::Result;
use crate::files::safe_name;
use crate::id::Id;
use crate::rules;
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// What a column shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// The number of the line.
    Line,
    /// The task or draw.
    Title,
    /// 定向, 不定向
    Kind,
    /// The register.
    Register,
    /// Subjects on the locked lists.
    Pool,
    /// Rows for which the condition of the column's name holds.
    Count,
    /// One figure by another, in percent.
    Rate(&'static str, &'static str),
}

/// A column: stable name, group, heading, what it shows, 口径.
struct Column(&'static str, &'static str, &'static str, Shows, &'static str);

const RESULT: &str = "检查结果";
const PENDING: &str = "发现问题待后续处理";
const FOLLOW: &str = "后续处理";

const COLUMNS: [Column; 33] = [
    Column("line", "", "行次", Shows::Line, ""),
    Column("title", "", "抽查任务", Shows::Title, "计划的一项任务一行；没有列入计划的抽查各一行"),
    Column("kind", "", "检查类型", Shows::Kind, "计划所写；没有列入计划的不写"),
    Column("register", "", "抽查对象", Shows::Register, "抽取所用的名录"),
    Column("pool", "", "抽查基数", Shows::Pool, "已抽取的各次锁定名单户数之和"),
    Column("share", "", "抽查比例（%）", Shows::Rate("drawn", "pool"), "抽查户数÷抽查基数"),
    Column("drawn", "", "抽查户数", Shows::Count, "抽中且没有被递补换下的"),
    Column("published", "结果公示", "已公示", Shows::Count, "结果在公示清单上且没有撤回的"),
    Column("unpublished", "结果公示", "未公示", Shows::Count, "抽查户数减已公示，含没有企业公示渠道的自然人"),
    Column("completion", "结果公示", "抽查完成率（%）", Shows::Rate("published", "drawn"), "已公示÷抽查户数"),
    Column("noProblem", RESULT, "未发现问题", Shows::Count, "检查已完成，下同；结果用语同列名"),
    Column("corrected", RESULT, "发现问题已责令改正", Shows::Count, "含经责令已改正"),
    Column("noActivity", RESULT, "未发现开展本次抽查涉及的经营活动", Shows::Count, "结果用语同列名"),
    Column("closed", RESULT, "已关闭停业或正在组织清算", Shows::Count, "结果用语同列名"),
    Column("uncooperative", RESULT, "不配合检查情节严重", Shows::Count, "结果用语同列名"),
    Column(
        "gone",
        RESULT,
        "迁出、注销等其他情况",
        Shows::Count,
        "注销、吊销、撤销、迁出、账号注销停用或迁移",
    ),
    Column("pending", RESULT, PENDING, Shows::Count, "等于第 18、23、24、25 列之和"),
    Column("registration", PENDING, "公示信息和登记问题", Shows::Count, "等于第 19 至 22 列之和"),
    Column("notPublished", PENDING, "未按规定公示应当公示的信息", Shows::Count, "结果用语同列名"),
    Column("falsePublication", PENDING, "公示信息隐瞒真实情况、弄虚作假", Shows::Count, "结果用语同列名"),
    Column(
        "unreachable",
        PENDING,
        "住所（经营场所）或实际经营地址无法联系",
        Shows::Count,
        "两种无法联系的用语合计",
    ),
    Column("otherRegistration", PENDING, "违反登记管理其他规定", Shows::Count, "“违反其他工商行政管理规定”"),
    Column(
        "pendingFood",
        PENDING,
        "食品问题",
        Shows::Count,
        "待后续处理，发现问题的检查项属于抽查事项清单里的食品事项",
    ),
    Column("pendingMarket", PENDING, "其他市场监管问题", Shows::Count, "待后续处理，不在第 23、25 列的"),
    Column(
        "pendingOthers",
        PENDING,
        "其他部门管辖的问题",
        Shows::Count,
        "待后续处理，后续为移送有管辖权的机关",
    ),
    Column("followNone", FOLLOW, "无需后续处理", Shows::Count, "后续处理用语同列名"),
    Column("followTalk", FOLLOW, "指导、约谈、提醒、通报平台", Shows::Count, "四种用语合计"),
    Column("followOrder", FOLLOW, "责令改正", Shows::Count, "后续处理用语同列名"),
    Column("followCase", FOLLOW, "按线索核查、移交办案机构", Shows::Count, "两种用语合计"),
    Column("followOthers", FOLLOW, "移送有管辖权的机关", Shows::Count, "后续处理用语同列名"),
    Column("followRest", FOLLOW, "其他", Shows::Count, "其余用语和没有写后续处理的"),
    Column("settled", "办结", "办结数", Shows::Count, "检查已完成，线索已有决定，整改已办结"),
    Column("settledShare", "办结", "办结率（%）", Shows::Rate("settled", "checked"), "办结数÷已完成检查数"),
];

/// The column whose list a figure opens: a rate opens what it counts, its numerator.
fn list_of(key: &'static str, shows: Shows) -> &'static str {
    match shows {
        Shows::Count | Shows::Pool => key,
        Shows::Rate(part, _) => part,
        Shows::Line | Shows::Title | Shows::Kind | Shows::Register => "",
    }
}

/// What the sheet says about itself.
const NOTES: [&str; 2] = [
    "本表的版式和列名为本程序自拟，列的划分参照省级系统的抽查工作情况统计（三十三列），不是官方统一表式；上报时以上级要求的表式为准。",
    "屏幕上每个数字都能打开它所数的清单，数字与清单用同一个条件；比例打开分子的清单，抽查基数打开各次抽查的名单户数。",
];

/// Which table.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "DrawStatisticsInput")]
pub struct StatisticsInput {
    /// Draws of that year.
    pub year: i64,
    /// Only the tasks of one plan.
    #[ts(optional)]
    pub plan_id: Option<Id>,
}

/// A column.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[ts(rename = "DrawStatisticsColumn")]
pub struct StatisticsColumn {
    /// Stable name; for a count also the name of the list.
    pub key: String,
    /// Heading over several columns.
    pub group: String,
    /// Its heading.
    pub title: String,
    /// 口径
    pub basis: String,
    /// The column whose list its figures open: its own, for a rate that of its numerator; empty where nothing opens.
    pub list: String,
}

/// A cell: a text, or a figure.
#[derive(Debug, Clone, Default, Serialize, TS, JsonSchema)]
#[ts(rename = "DrawStatisticsCell")]
pub struct StatisticsCell {
    /// As shown.
    pub words: String,
    /// The figure.
    pub value: Option<f64>,
}

/// A draw of a line, with its list.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DrawStatisticsPool")]
pub struct StatisticsPool {
    /// The draw.
    pub draw_id: Id,
    /// Its title.
    pub title: String,
    /// Subjects on its locked list.
    pub count: i64,
}

/// A line.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DrawStatisticsRow")]
pub struct StatisticsRow {
    /// Its task.
    pub task_id: Option<Id>,
    /// Its draw, for one outside a plan.
    pub draw_id: Option<Id>,
    /// One for each column.
    pub cells: Vec<StatisticsCell>,
    /// The draws behind 抽查基数.
    pub pools: Vec<StatisticsPool>,
}

/// The table.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DrawStatistics")]
pub struct Statistics {
    /// Its title.
    pub title: String,
    /// 33 of them.
    pub columns: Vec<StatisticsColumn>,
    /// A line for each task, and for each draw outside a plan.
    pub rows: Vec<StatisticsRow>,
    /// 合计
    pub total: StatisticsRow,
    /// What the sheet says about itself.
    pub notes: Vec<String>,
}

/// A drawn draw with what its line says.
struct DrawLine {
    draw: Id,
    title: String,
    task: Option<(Id, String, String)>,
    register: String,
    pool: i64,
}

fn draw_lines(db: &Connection, input: &StatisticsInput) -> Result<Vec<DrawLine>> {
    let sql = "SELECT d.id, d.title, t.id, t.title, t.kind, d.register, coalesce(d.pool_count, 0)
               FROM draw d LEFT JOIN plan_task t ON t.id = d.task_id
               WHERE d.state = 'drawn' AND d.retired = 0 AND d.year = ?1 AND (?2 IS NULL OR t.plan_id = ?2)
               ORDER BY t.id IS NULL, t.plan_id, t.position, d.key";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params![input.year, input.plan_id], |row| {
        let task: Option<Id> = row.get(2)?;
        let task = match task {
            Some(task) => Some((task, row.get(3)?, row.get(4)?)),
            None => None,
        };
        Ok(DrawLine { draw: row.get(0)?, title: row.get(1)?, task, register: row.get(5)?, pool: row.get(6)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What stands in front of a line's figures.
struct Head {
    line: Option<usize>,
    title: String,
    kind: String,
    register: String,
    pools: Vec<StatisticsPool>,
}

impl Head {
    fn pool(&self) -> i64 {
        self.pools.iter().map(|pool| pool.count).sum()
    }
}

fn cells(head: &Head, rows: &[&Checked], today: NaiveDate) -> Vec<StatisticsCell> {
    let figure = |name: &str| match name {
        "pool" => head.pool().max(0).unsigned_abs(),
        _ => count(name, rows, today),
    };
    let text = |words: &str| StatisticsCell { words: words.to_owned(), value: None };
    let number = |value: u64| StatisticsCell { words: value.to_string(), value: Some(value as f64) };
    COLUMNS
        .iter()
        .map(|Column(key, _, _, shows, _)| match shows {
            Shows::Line => head.line.map_or_else(|| text("合计"), |line| number(line as u64)),
            Shows::Title => text(&head.title),
            Shows::Kind => text(&head.kind),
            Shows::Register => text(&head.register),
            Shows::Pool | Shows::Count => number(figure(key)),
            Shows::Rate(part, whole) => match figure(whole) {
                0 => text("—"),
                whole => {
                    let share = (figure(part) * 20_000 + whole) / (whole * 2);
                    // One decimal place, always, as in the file.
                    let tenths = (share + 5) / 10;
                    StatisticsCell {
                        words: format!("{}.{}", tenths / 10, tenths % 10),
                        value: Some(share as f64 / 100.0),
                    }
                }
            },
        })
        .collect()
}

/// The table of a year, or of one plan.
pub fn statistics(context: &Context<'_>, input: StatisticsInput) -> Result<Statistics> {
    let office = context.office;
    let today = date_of(office.now_ms());
    let scope = Scope { year: Some(input.year), plan: input.plan_id, ..Scope::default() };
    let checked = rows_of(context, scope)?;
    let (draws, plan) = office.read(|db| {
        let plan = input.plan_id.map(|plan| store::plan(db, plan)).transpose()?;
        Ok((draw_lines(db, &input)?, plan))
    })?;
    let mut lines: Vec<(Option<Id>, Option<Id>, Head)> = Vec::new();
    for draw in draws {
        let pool = StatisticsPool { draw_id: draw.draw, title: draw.title.clone(), count: draw.pool };
        let register = rules::store::label(office, "register", &draw.register)?;
        match draw.task {
            Some((task, ..)) if lines.last().is_some_and(|line| line.0 == Some(task)) => {
                if let Some((_, _, head)) = lines.last_mut() {
                    head.pools.push(pool);
                }
            }
            Some((task, title, kind)) => {
                let kind = rules::store::label(office, "planKind", &kind)?;
                let line = Some(lines.len() + 1);
                lines.push((Some(task), None, Head { line, title, kind, register, pools: vec![pool] }));
            }
            None => {
                let line = Some(lines.len() + 1);
                let head = Head { line, title: draw.title, kind: "—".into(), register, pools: vec![pool] };
                lines.push((None, Some(draw.draw), head));
            }
        }
    }
    let rows: Vec<StatisticsRow> = lines
        .into_iter()
        .map(|(task, draw, head)| {
            let own: Vec<&Checked> = checked
                .iter()
                .filter(|row| if task.is_some() { row.task == task } else { Some(row.draw) == draw })
                .collect();
            StatisticsRow {
                cells: cells(&head, &own, today),
                task_id: task,
                draw_id: draw,
                pools: head.pools,
            }
        })
        .collect();
    let all: Vec<&Checked> = checked.iter().collect();
    let pools: Vec<StatisticsPool> = rows.iter().flat_map(|row| row.pools.iter().cloned()).collect();
    let dash = || "—".to_owned();
    let head = Head { line: None, title: dash(), kind: dash(), register: dash(), pools };
    let total =
        StatisticsRow { cells: cells(&head, &all, today), task_id: None, draw_id: None, pools: head.pools };
    let of = plan.map_or_else(|| format!("{} 年", input.year), |plan| plan.name);
    Ok(Statistics {
        title: format!("{of}抽查情况统计表"),
        columns: COLUMNS
            .iter()
            .map(|Column(key, group, title, shows, basis)| StatisticsColumn {
                key: (*key).to_owned(),
                group: (*group).to_owned(),
                title: (*title).to_owned(),
                basis: (*basis).to_owned(),
                list: list_of(key, *shows).to_owned(),
            })
            .collect(),
        rows,
        total,
        notes: NOTES.map(str::to_owned).to_vec(),
    })
}

fn written(cell: &StatisticsCell, shows: Shows) -> Cell {
    match (cell.value, shows) {
        (Some(value), Shows::Rate(..)) => Cell::Rate(value),
        (Some(value), _) => Cell::Number(value),
        (None, _) if cell.words == "—" => Cell::Empty,
        (None, _) => Cell::Text(cell.words.clone()),
    }
}

fn sheet(now_ms: i64, table: &Statistics, unit: &str) -> Result<Vec<u8>> {
    const WIDTH: u16 = COLUMNS.len() as u16;
    let looks = Looks::new();
    let mut book = sheets::book(now_ms)?;
    let sheet = book.add_worksheet();
    sheet.set_name("抽查情况统计表").map_err(sheets::failed)?;
    // Landscape A3, all columns on one page's width.
    sheet.set_paper_size(8).set_print_fit_to_pages(1, 0);
    sheets::page(sheet);
    sheets::sentence(sheet, 0, WIDTH, &table.title, &looks.title)?;
    let head = format!("填报单位：{unit}　　制表日期：{}　　{}", date_of(now_ms), NOTES[0]);
    sheets::sentence(sheet, 1, WIDTH, &head, &looks.note)?;
    sheet.set_row_height(1, 32).map_err(sheets::failed)?;
    let mut at = 0;
    while at < COLUMNS.len() {
        let Column(_, group, title, ..) = &COLUMNS[at];
        let column = at as u16;
        if group.is_empty() {
            sheet.merge_range(2, column, 3, column, title, &looks.head).map_err(sheets::failed)?;
            at += 1;
            continue;
        }
        let wide = COLUMNS[at..].iter().take_while(|Column(_, other, ..)| other == group).count();
        let last = (at + wide - 1) as u16;
        sheet.merge_range(2, column, 2, last, group, &looks.head).map_err(sheets::failed)?;
        for (place, Column(_, _, title, ..)) in COLUMNS.iter().enumerate().skip(at).take(wide) {
            sheet.write_string_with_format(3, place as u16, *title, &looks.head).map_err(sheets::failed)?;
        }
        at += wide;
    }
    for (at, Column(_, _, _, shows, _)) in COLUMNS.iter().enumerate() {
        let width = match shows {
            Shows::Title => 28.0,
            Shows::Line => 6.0,
            _ => 9.0,
        };
        sheet.set_column_width(at as u16, width).map_err(sheets::failed)?;
        sheet.write_number_with_format(4, at as u16, (at + 1) as f64, &looks.head).map_err(sheets::failed)?;
    }
    sheet.set_row_height(3, 110).map_err(sheets::failed)?;
    sheet.set_repeat_rows(2, 4).map_err(sheets::failed)?;
    sheet.set_freeze_panes(5, 2).map_err(sheets::failed)?;
    let mut row = 5;
    for line in table.rows.iter().chain([&table.total]) {
        for (at, cell) in line.cells.iter().enumerate() {
            sheets::write(sheet, (row, at as u16), &written(cell, COLUMNS[at].3), &looks)?;
        }
        row += 1;
    }
    let bases = COLUMNS.iter().enumerate().filter(|(_, Column(.., basis))| !basis.is_empty());
    let bases: Vec<String> =
        bases.map(|(at, Column(_, _, title, _, basis))| format!("{}. {title}：{basis}", at + 1)).collect();
    for (note, height) in [
        (
            "制表人：＿＿＿＿＿＿＿＿　　　审核人：＿＿＿＿＿＿＿＿　　　负责人：＿＿＿＿＿＿＿＿".to_owned(),
            30,
        ),
        (format!("口径：{}。", bases.join("；")), 96),
    ] {
        row += 1;
        sheets::sentence(sheet, row, WIDTH, &note, &looks.note)?;
        sheet.set_row_height(row, height).map_err(sheets::failed)?;
    }
    book.save_to_buffer().map_err(sheets::failed)
}

/// The table as xlsx; the export is journalled with its hash.
pub fn statistics_file(context: &Context<'_>, input: StatisticsInput) -> Result<FileResult> {
    let office = context.office;
    let year = input.year;
    let table = statistics(context, input)?;
    let unit: String = office
        .read(|db| Ok(db.query_row("SELECT name FROM office ORDER BY key LIMIT 1", [], |row| row.get(0))?))?;
    let bytes = sheet(office.now_ms(), &table, &unit)?;
    office.write(context.actor, "plans.exportStatistics", |w| {
        w.note(
            json!({"title": table.title, "year": year, "lines": table.rows.len(), "sha256": sha256(&bytes)}),
        );
        Ok(())
    })?;
    let file_name = safe_name(&format!("{} {}.xlsx", table.title, date_of(office.now_ms())));
    Ok(FileResult { file: context.files.offer_bytes(&file_name, &bytes)?, file_name })
}
