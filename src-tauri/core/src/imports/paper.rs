//! The receipt as a paper: a .docx with the file's hash, the five figures, and lines for two signatures.

use super::receipt::{self, BatchInput};
use crate::calls::{Context, FileResult};
use crate::clock::written;
use crate::documents::template::Template;
use crate::error::Result;
use crate::files::safe_name;
use crate::registers::Register;
use serde_json::{Value as Json, json};

const TEMPLATE: &[u8] = include_bytes!("../../../../assets/templates/导入回执.docx");

/// The receipt of a batch, to be printed and signed.
pub fn paper(context: &Context<'_>, input: BatchInput) -> Result<FileResult> {
    let receipt = receipt::receipt(context, BatchInput { batch: input.batch })?;
    let register = Register::by_name(&receipt.register)?;
    let office: String = context
        .office
        .read(|db| Ok(db.query_row("SELECT name FROM office LIMIT 1", [], |row| row.get(0))?))?;
    let state = match receipt.state.as_str() {
        "committed" => "已入库",
        "undone" => "已入库，后又撤销",
        "cancelled" => "已取消，没有入库",
        _ => "还没有入库",
    };
    let rejects: Vec<Json> = receipt
        .rejects
        .iter()
        .map(|reject| json!({"行号": reject.row.to_string(), "理由": reject.reason}))
        .collect();
    let shown = rejects.len() as u64;
    let more = (receipt.rejected > shown).then(|| {
        format!("退回共 {} 行，这里列出前 {shown} 行；全部退回行另见导出的表格。", receipt.rejected)
    });
    let absent = receipt.reading.absent.as_ref().filter(|absent| absent.count > 0).map(|absent| {
        json!({
            "说明": format!("上次“{}”（{}）里有、这次没有的 {} 户：", absent.file_name, written(absent.at), absent.count),
            "名称": absent.names.join("、"),
        })
    });
    let batch = input.batch.to_string();
    let record = json!({
        "单位": {"名称": office},
        "编号": batch,
        "批次": batch,
        "文件": {
            "名称": receipt.file_name,
            // Records that the program itself made up came from no file.
            "SHA256": if receipt.file_hash.is_empty() { "无（不是由文件导入）" } else { &receipt.file_hash },
        },
        "登记": register.label,
        "经办人": receipt.person,
        "开始时间": written(receipt.started_at),
        "完成时间": receipt.finished_at.map_or_else(|| "未完成".to_owned(), written),
        "状态": state,
        "应有行数": receipt.reading.stated.map(|stated| stated.to_string()),
        "结果校验值": receipt.outcome_hash.as_deref().unwrap_or("无"),
        "链头": receipt.chain_head.as_deref().unwrap_or("无"),
        "数": {
            "读入": receipt.rows.to_string(), "新增": receipt.created.to_string(), "更新": receipt.updated.to_string(),
            "相同": receipt.unchanged.to_string(), "退回": receipt.rejected.to_string(),
        },
        "说明": receipt.notes,
        "退回": rejects,
        "退回说明": more,
        "缺少": absent,
    });
    let bytes = Template::open(TEMPLATE)?.render(&record)?;
    let file_name = safe_name(&format!("导入回执 {}.docx", receipt.file_name));
    Ok(FileResult { file: context.files.offer_bytes(&file_name, &bytes)?, file_name })
}
