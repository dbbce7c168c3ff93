//! The office's own data, and the two lines at the foot of every page: last save, last verified backup.

use crate::calls::{Context, Nothing, Revision};
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::tables::OFFICE;
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the shell shows.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// 单位名称
    pub name: String,
    /// 单位代码
    pub code: String,
    /// 所属局: papers are issued in its name.
    pub bureau: String,
    /// 地址
    pub address: String,
    /// 电话
    pub phone: String,
    /// 机关代字
    pub number_prefix: String,
    /// 辖区街道
    pub streets: Vec<String>,
    /// 所在县（区）的区划代码: decides what lies in this office's area.
    pub area_code: String,
    /// 所在县（区）的名称
    pub area_name: String,
    /// A demonstration or practice office.
    pub practice: bool,
    /// Head of this device's chain.
    pub chain_head: String,
    /// Entries in the journal.
    pub journal_entries: i64,
    /// When the last deed was saved.
    pub last_saved_at: Option<i64>,
    /// The newest backup.
    pub last_backup: Option<super::backup::BackupKnown>,
    /// The newest verified backup is older than one day, or there is none.
    pub backup_overdue: bool,
    /// Years whose working-day calendar is loaded.
    pub calendar_years: Vec<i32>,
    /// Next year, when its calendar is missing and the year is near its end.
    pub next_year_calendar_missing: Option<i32>,
}

/// The office's own data as entered.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveOffice {
    /// The revision that was read.
    pub rev: Id,
    /// 单位名称
    pub name: String,
    /// 所属局
    pub bureau: String,
    /// 地址
    pub address: String,
    /// 电话
    pub phone: String,
    /// 机关代字
    pub number_prefix: String,
    /// 辖区街道
    pub streets: Vec<String>,
    /// 所在县（区）的区划代码, six digits; stays as it is if absent.
    #[ts(optional)]
    pub area_code: Option<String>,
    /// 所在县（区）的名称; stays as it is if absent.
    #[ts(optional)]
    pub area_name: Option<String>,
}

/// The office's own data and the health of its folder.
pub fn overview(context: &Context<'_>, _: Nothing) -> Result<Overview> {
    let office = context.office;
    let now = office.now_ms();
    let last_backup = super::backup::newest(office.folder())?;
    let years = crate::rules::store::calendar(office)?.years();
    let this_year = chrono::Datelike::year(&crate::clock::date_of(now));
    let month = chrono::Datelike::month(&crate::clock::date_of(now));
    let missing = (month >= 11 && !years.contains(&(this_year + 1))).then_some(this_year + 1);
    let chain_head = office.chain_head();
    office.read(|db| {
        let last_saved_at = db.query_row("SELECT at FROM journal ORDER BY key DESC LIMIT 1", [], |row| row.get(0)).optional()?;
        let sql = "SELECT id, rev, name, code, bureau, address, phone, number_prefix, streets, practice, area_code, area_name FROM office ORDER BY key LIMIT 1";
        Ok(db.query_row(sql, [], |row| {
            let streets: String = row.get(8)?;
            Ok(Overview {
                id: row.get(0)?,
                rev: row.get(1)?,
                name: row.get(2)?,
                code: row.get(3)?,
                bureau: row.get(4)?,
                address: row.get(5)?,
                phone: row.get(6)?,
                number_prefix: row.get(7)?,
                streets: serde_json::from_str(&streets).unwrap_or_default(),
                practice: row.get(9)?,
                area_code: row.get(10)?,
                area_name: row.get(11)?,
                chain_head: chain_head.clone(),
                journal_entries: office.newest_entry(),
                last_saved_at,
                backup_overdue: last_backup.as_ref().is_none_or(|known| !known.verified || now - known.at > 86_400_000),
                last_backup: last_backup.clone(),
                calendar_years: years.clone(),
                next_year_calendar_missing: missing,
            })
        })?)
    })
}

/// Changes the office's own data.
pub fn save(context: &Context<'_>, input: SaveOffice) -> Result<Revision> {
    if input.name.trim().is_empty() {
        return Err(Failure::field("name", "请填写单位名称。"));
    }
    let mut area: Vec<(&'static str, rusqlite::types::Value)> = Vec::new();
    if let Some(code) = &input.area_code {
        let code = crate::search::fold_digits(code.trim());
        if !code.is_empty() && (code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit())) {
            let words = format!("区划代码是 6 位数字，现在是“{code}”。不清楚就先空着。");
            return Err(Failure::field("areaCode", words));
        }
        area.push(("area_code", code.into()));
    }
    if let Some(name) = &input.area_name {
        area.push(("area_name", name.trim().to_owned().into()));
    }
    let id = context.office.id()?;
    context.office.write(context.actor, "office.save", |w| {
        w.about(id);
        let values = [
            area.as_slice(),
            &[
                ("name", input.name.trim().to_owned().into()),
                ("bureau", input.bureau.trim().to_owned().into()),
                ("address", input.address.trim().to_owned().into()),
                ("phone", input.phone.trim().to_owned().into()),
                ("number_prefix", input.number_prefix.trim().to_owned().into()),
                ("streets", serde_json::to_string(&input.streets)?.into()),
            ],
        ]
        .concat();
        w.update(&OFFICE, id, Some(input.rev), &values)?;
        Ok(Revision {
            rev: w.db().query_row("SELECT rev FROM office WHERE id = ?1", [id], |row| row.get(0))?,
        })
    })
}
