//! 今日清单: the tasks of the workbench that are due, as a paper to take along.

use super::workbench::{Task, TaskKind, Tone, workbench};
use crate::calls::{Context, FileResult, Nothing};
use crate::documents::template::Template;
use crate::error::{Failure, Result};
use crate::files::safe_name;
use crate::registers::Register;
use crate::rules::store;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value as Json, json};

const TEMPLATE: &[u8] = include_bytes!("../../../../assets/templates/今日清单.docx");

/// What is overdue, due today or in the next three working days, in the order of the workbench.
pub fn today_paper(context: &Context<'_>, _: Nothing) -> Result<FileResult> {
    let bench = workbench(context, Nothing {})?;
    let reasons = store::labels(context, Nothing {})?.remove("checkReason").unwrap_or_default();
    let due: Vec<&Task> = bench.tasks.iter().filter(|task| task.tone != Tone::Draft).collect();
    if due.is_empty() {
        return Err(Failure::invalid("没有已逾期、今日到期或 3 个工作日内到期的事，没有清单可打印。"));
    }
    let (unit, lines) = context.office.read(|db| {
        let unit: String =
            db.query_row("SELECT name FROM office ORDER BY key LIMIT 1", [], |row| row.get(0))?;
        let line = |(at, task): (usize, &&Task)| -> Result<Json> {
            Ok(json!({
                "序号": (at + 1).to_string(),
                "日期": task.due_on,
                "期限": task.due_words,
                "要做": task.verb,
                "对象": task.subject_name,
                "地址": address(db, task)?,
                "说明": reasons.get(&task.words).unwrap_or(&task.words),
            }))
        };
        Ok((unit, due.iter().enumerate().map(line).collect::<Result<Vec<Json>>>()?))
    })?;
    let counts = bench.counts;
    let in_all = counts.overdue + counts.today + counts.soon;
    let left_out = in_all.saturating_sub(lines.len() as u64);
    let record = json!({
        "单位": {"名称": unit},
        "日期": format!("{} {}", bench.today, bench.weekday),
        "数": {"逾期": counts.overdue.to_string(), "今日": counts.today.to_string(), "近期": counts.soon.to_string()},
        "件数": if left_out == 0 { format!("共 {in_all} 件") } else { format!("共 {in_all} 件，这里是最急的 {} 件", lines.len()) },
        "清单": lines,
    });
    let file_name = safe_name(&format!("今日清单 {}.docx", bench.today));
    let bytes = Template::open(TEMPLATE)?.render(&record)?;
    Ok(FileResult { file: context.files.offer_bytes(&file_name, &bytes)?, file_name })
}

/// Where the subject of a task is found; empty if nobody entered it.
fn address(db: &Connection, task: &Task) -> Result<String> {
    let Some(register) = task.register.as_deref().map(Register::by_name).transpose()? else {
        return Ok(String::new());
    };
    let subject = match task.kind {
        TaskKind::Rectification => "(SELECT subject_id FROM rectification WHERE id = ?1)",
        TaskKind::Finding => "(SELECT subject_id FROM finding WHERE id = ?1)",
        TaskKind::Inspection | TaskKind::Result => "(SELECT subject_id FROM inspection WHERE id = ?1)",
        TaskKind::Rating => "(SELECT room_id FROM rating WHERE id = ?1)",
        TaskKind::Licence | TaskKind::Visit | TaskKind::Watch => "?1",
        TaskKind::Draw => return Ok(String::new()),
    };
    let places: Vec<&str> = ["businessAddress", "domicile", "street"]
        .iter()
        .filter_map(|name| register.field(name))
        .map(|field| field.column)
        .collect();
    if places.is_empty() {
        return Ok(String::new());
    }
    let place: Vec<String> = places.iter().map(|column| format!("nullif({column}, '')")).collect();
    let sql = format!(
        "SELECT coalesce({}, '') FROM {} WHERE id = {subject}",
        place.join(", "),
        register.table.name
    );
    Ok(db.prepare_cached(&sql)?.query_row([task.id], |row| row.get(0)).optional()?.unwrap_or_default())
}
