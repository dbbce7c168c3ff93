//! What a receipt says in words beside its five figures: what was passed over, what was no plain text, what is missing.
//! The wizard, the receipt and the paper say the same.

use super::reading::{MarkedColumn, Reading};
use super::receipt::Receipt;
use crate::registers::Register;

/// Chinese sentences, in the order in which a person asks.
pub(super) fn of(receipt: &Receipt, register: &Register) -> Vec<String> {
    let reading = &receipt.reading;
    let mut said = Vec::new();
    rows(reading, receipt.rows, &mut said);
    if reading.repeats > 0 {
        said.push(format!("“相同”里有 {} 行与本文件前面的行一字不差，没有重复登记。", reading.repeats));
    }
    if reading.declined > 0 {
        said.push(format!("“退回”里有 {} 行是核对时选择不采用的。", reading.declined));
    }
    for marked in &reading.formulas {
        said.push(format!(
            "“{}”列有 {} 格是公式（第一处在第 {} 行），采用表里存下的结果（没有存下的按没有填处理），请核对。",
            label(register, marked),
            marked.cells,
            marked.first_row
        ));
    }
    for marked in &reading.errors {
        said.push(format!(
            "“{}”列有 {} 格是 #N/A 一类的错误值（第一处在第 {} 行），按没有填处理。",
            label(register, marked),
            marked.cells,
            marked.first_row
        ));
    }
    if reading.pictures > 0 {
        said.push(format!("有 {} 格是 WPS 单元格图片，图片不进登记，原件里仍在。", reading.pictures));
    }
    if let Some(absent) = &reading.absent
        && absent.count > 0
    {
        said.push(format!(
            "上次同样表头的“{}”里有、这次没有的：{} 户。登记里仍保留，请与报送方核对是漏报还是注销。",
            absent.file_name, absent.count
        ));
    }
    said
}

fn label<'r>(register: &'r Register, marked: &'r MarkedColumn) -> &'r str {
    register.field(&marked.field).map_or(marked.field.as_str(), |field| field.label)
}

/// Every row of the sheet is accounted for.
fn rows(reading: &Reading, rows: u64, said: &mut Vec<String>) {
    if reading.last_row == 0 {
        return;
    }
    let mut parts = Vec::new();
    for (count, words) in [
        (reading.above, "表头及以上"),
        (reading.blank, "空行"),
        (reading.repeated_headers, "重复的表头"),
        (rows, "数据"),
    ] {
        if count > 0 {
            parts.push(format!("{words} {count} 行"));
        }
    }
    said.push(format!("表里共到第 {} 行：{}。", reading.last_row, parts.join("、")));
    if let Some(stated) = reading.stated {
        said.push(if stated == rows {
            format!("与报送方所说的 {stated} 行一致。")
        } else {
            format!("报送方说共 {stated} 行，与读到的 {rows} 行对不上。")
        });
    }
}
