//! 检查任务单: what is drawn and not checked yet, for one inspector or for all, as a table or as a paper to print.

use super::checked::{Checked, Scope, rows_of};
use super::route::{is_citizen_number, masked};
use super::sheets::{self, Cell};
use crate::calls::{Context, FileResult};
use crate::clock::date_of;
use crate::documents::Template;
use crate::error::{Failure, Result};
use crate::files::safe_name;
use crate::id::Id;
use crate::people;
use crate::rules;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// Which file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "DrawTaskListFormat")]
pub enum TaskListFormat {
    /// A table.
    Xlsx,
    /// A paper.
    Docx,
}

/// Which tasks.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "DrawTaskListInput")]
pub struct TaskListInput {
    /// Which file.
    pub format: TaskListFormat,
    /// Of one inspector.
    #[ts(optional)]
    pub person_id: Option<Id>,
    /// Of one plan.
    #[ts(optional)]
    pub plan_id: Option<Id>,
    /// Of one task.
    #[ts(optional)]
    pub task_id: Option<Id>,
    /// Of one draw.
    #[ts(optional)]
    pub draw_id: Option<Id>,
}

/// The columns: heading, width, key in the template.
const COLUMNS: [(&str, f64, &str); 10] = [
    ("序号", 6.0, "序号"),
    ("抽查任务", 30.0, "任务"),
    ("检查对象", 24.0, "对象"),
    ("账号、代码", 22.0, "编号"),
    ("经营者", 26.0, "经营者"),
    ("统一社会信用代码", 22.0, "代码"),
    ("地址", 32.0, "地址"),
    ("检查人员（组长在前）", 20.0, "人员"),
    ("检查期限", 13.0, "期限"),
    ("状态", 10.0, "状态"),
];

fn texts(context: &Context<'_>, at: usize, row: &Checked) -> Result<[String; 10]> {
    let state = if row.state.is_empty() { "planned" } else { row.state.as_str() };
    let code = if is_citizen_number(&row.code) { masked(&row.code) } else { row.code.clone() };
    Ok([
        (at + 1).to_string(),
        row.draw_title.clone(),
        row.subject_name.clone(),
        row.subject_no.clone(),
        row.firm.clone(),
        code,
        row.place.clone(),
        row.people.join("、"),
        row.due_on.map(|day| day.to_string()).unwrap_or_default(),
        rules::store::label(context.office, "inspectionState", state)?,
    ])
}

/// The list of what is drawn and not checked yet.
pub fn task_list(context: &Context<'_>, input: TaskListInput) -> Result<FileResult> {
    let office = context.office;
    let today = date_of(office.now_ms());
    let scope = Scope { plan: input.plan_id, task: input.task_id, draw: input.draw_id, ..Scope::default() };
    let person = match input.person_id {
        Some(id) => Some(office.read(|db| people::find(db, id, &today.to_string()))?),
        None => None,
    };
    let mut rows = rows_of(context, scope)?;
    rows.retain(|row| {
        let own = person.as_ref().is_none_or(|one| row.leader == Some(one.id) || row.member == Some(one.id));
        own && !row.finished()
    });
    if rows.is_empty() {
        return Err(Failure::invalid(match &person {
            Some(person) => format!("{}现在没有抽中未检的任务，没有任务单可出。", person.name),
            None => "现在没有抽中未检的任务，没有任务单可出。".to_owned(),
        }));
    }
    // The earliest day first, those without a day last.
    rows.sort_by_key(|row| (row.due_on.is_none(), row.due_on, row.key));
    let lines: Vec<[String; 10]> =
        rows.iter().enumerate().map(|(at, row)| texts(context, at, row)).collect::<Result<_>>()?;
    let whose = person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
    let unit: String = office
        .read(|db| Ok(db.query_row("SELECT name FROM office ORDER BY key LIMIT 1", [], |row| row.get(0))?))?;
    let (bytes, ending) = match input.format {
        TaskListFormat::Xlsx => {
            let title = if whose.is_empty() {
                "双随机检查任务单".to_owned()
            } else {
                format!("双随机检查任务单（{whose}）")
            };
            let headings: Vec<sheets::Heading<'_>> =
                COLUMNS.iter().map(|(head, wide, _)| (*head, *wide)).collect();
            let cells: Vec<Vec<Cell>> = lines
                .iter()
                .enumerate()
                .map(|(at, [_, others @ ..])| {
                    let others = others.iter().cloned().map(Cell::from);
                    std::iter::once(Cell::Number((at + 1) as f64)).chain(others).collect()
                })
                .collect();
            let notes =
                [format!("{unit}　制表日期 {today}　共 {} 户。内部使用，检查完成前不公开。", lines.len())];
            (sheets::table(office.now_ms(), &title, &headings, &cells, &notes)?, "xlsx")
        }
        TaskListFormat::Docx => {
            let rows: Vec<serde_json::Value> = lines
                .iter()
                .map(|line| {
                    COLUMNS
                        .iter()
                        .zip(line)
                        .map(|((.., key), text)| ((*key).to_owned(), json!(text)))
                        .collect()
                })
                .collect();
            let whose = if whose.is_empty() { "全部检查人员".to_owned() } else { whose.clone() };
            let record = json!({
                "单位": {"名称": unit}, "检查人": whose, "日期": today.to_string(), "户数": lines.len().to_string(),
                "任务": rows,
            });
            let template = include_bytes!("../../../../assets/templates/检查任务单.docx");
            (Template::open(template)?.render(&record)?, "docx")
        }
    };
    let whose = if whose.is_empty() { "全部".to_owned() } else { whose };
    let file_name = safe_name(&format!("检查任务单 {whose} {today}.{ending}"));
    Ok(FileResult { file: context.files.offer_bytes(&file_name, &bytes)?, file_name })
}
