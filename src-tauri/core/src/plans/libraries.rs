//! 两库: 检查对象名录库 from the registers, 执法检查人员名录库 from 人员, each with what is missing.

use crate::calls::{Context, Nothing};
use crate::clock::date_of;
use crate::error::Result;
use crate::id::Id;
use crate::people::{self, ListPeople};
use crate::registers::NOT_OPEN;
use crate::rules;
use chrono::Days;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// A certificate that runs out within so many days is said to do so.
const SOON: u64 = 60;

/// Something that records of a register lack.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct Shortage {
    /// What is missing, in Chinese.
    pub words: String,
    /// How many records.
    pub count: i64,
}

/// A register as a library of subjects.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LibrarySubjects {
    /// The register.
    pub register: String,
    /// Its name.
    pub title: String,
    /// Records that can be drawn from.
    pub count: i64,
    /// What is missing.
    pub missing: Vec<Shortage>,
}

/// An inspector.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LibraryPerson {
    /// The person.
    pub id: Id,
    /// 姓名
    pub name: String,
    /// 所在单位
    pub unit_name: String,
    /// 执法证号
    pub certificate_no: String,
    /// 有效期至
    pub certificate_until: Option<String>,
    /// Code of the labels' group `certificateState`: valid, expiring, expired, none.
    pub state: String,
    /// Open inspections as leader or member.
    pub open: i64,
}

/// The two libraries.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Libraries {
    /// 检查对象名录库
    pub subjects: Vec<LibrarySubjects>,
    /// 执法检查人员名录库: inspectors, and whoever else has a certificate.
    pub people: Vec<LibraryPerson>,
    /// How many of them can be drawn today.
    pub drawable: u32,
    /// What is missing, by certificate.
    pub missing: Vec<Shortage>,
    /// People of the office who are no inspectors.
    pub others: u32,
}

/// Register, table, and what its records may lack: words and condition.
type Register = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const REGISTERS: [Register; 3] = [
    (
        "platforms",
        "platform",
        &[
            ("没有统一社会信用代码", "credit_code = ''"),
            ("没有写街道", "street = ''"),
            ("状态待核", "status IN ('', 'unknown')"),
        ],
    ),
    (
        "rooms",
        "room",
        &[
            ("没有运营者的统一社会信用代码", "operator_code = ''"),
            ("没有写街道", "street = ''"),
            ("状态待核", "status IN ('', 'unknown')"),
            ("没有信用风险分类", "risk_class = ''"),
        ],
    ),
    (
        "operators",
        "operator",
        &[
            ("没有统一社会信用代码和注册号", "credit_code = '' AND registration_no = ''"),
            ("状态待核", "status IN ('', 'unknown')"),
        ],
    ),
];

/// Where a certificate stands on a day.
fn certificate_state(no: &str, until: Option<&str>, today: &str, soon: &str) -> &'static str {
    match until {
        _ if no.trim().is_empty() => "none",
        None => "expired",
        Some(until) if until < today => "expired",
        Some(until) if until <= soon => "expiring",
        Some(_) => "valid",
    }
}

/// The two libraries with what is missing in them.
pub fn libraries(context: &Context<'_>, _: Nothing) -> Result<Libraries> {
    let today = date_of(context.office.now_ms());
    let soon = today.checked_add_days(Days::new(SOON)).unwrap_or(today).to_string();
    let today = today.to_string();
    let mut subjects = Vec::new();
    for (register, table, shortages) in REGISTERS {
        let mut sums = String::new();
        for (_, condition) in shortages {
            sums.push_str(&format!(", coalesce(sum({condition}), 0)"));
        }
        let sql = format!("SELECT count(*){sums} FROM {table} WHERE retired = 0 AND {NOT_OPEN}");
        let title = rules::store::label(context.office, "register", register)?;
        subjects.push(context.office.read(|db| {
            Ok(db.query_row(&sql, [], |row| {
                let missing = shortages
                    .iter()
                    .enumerate()
                    .map(|(at, (words, _))| {
                        Ok(Shortage { words: (*words).to_owned(), count: row.get(at + 1)? })
                    })
                    .collect::<rusqlite::Result<Vec<_>>>()?;
                Ok(LibrarySubjects { register: register.to_owned(), title, count: row.get(0)?, missing })
            })?)
        })?);
    }
    let list = people::list(context, ListPeople { include_retired: None })?;
    let all = list.len();
    let mut found = Vec::new();
    for person in list {
        let inspector = person.roles.iter().any(|role| role == "inspector");
        if !inspector && person.certificate_no.is_empty() {
            continue;
        }
        let open = context.office.read(|db| {
            let sql = "SELECT count(*) FROM inspection WHERE state IN ('planned', 'started') AND retired = 0
                       AND (leader_id = ?1 OR member_id = ?1)";
            Ok(db.prepare_cached(sql)?.query_row([person.id], |row| row.get(0))?)
        })?;
        let state =
            certificate_state(&person.certificate_no, person.certificate_until.as_deref(), &today, &soon);
        found.push(LibraryPerson {
            id: person.id,
            name: person.name,
            unit_name: person.unit_name,
            certificate_no: person.certificate_no,
            certificate_until: person.certificate_until,
            state: state.to_owned(),
            open,
        });
    }
    let of = |state: &str| found.iter().filter(|person| person.state == state).count();
    let missing = [
        ("没有执法证", "none"),
        ("执法证已过期或没有写有效期", "expired"),
        ("执法证两个月内到期", "expiring"),
    ]
    .into_iter()
    .map(|(words, state)| Shortage { words: words.to_owned(), count: of(state) as i64 })
    .collect();
    Ok(Libraries {
        drawable: (of("valid") + of("expiring")) as u32,
        others: (all - found.len()) as u32,
        missing,
        subjects,
        people: found,
    })
}

#[cfg(test)]
mod tests {
    use super::certificate_state;

    #[test]
    fn a_certificate_stands_somewhere() {
        for (no, until, expected) in [
            ("JC-1", Some("2030-01-01"), "valid"),
            ("JC-1", Some("2027-01-25"), "expiring"),
            ("JC-1", Some("2027-01-26"), "valid"),
            ("JC-1", Some("2026-11-26"), "expiring"),
            ("JC-1", Some("2026-11-25"), "expired"),
            ("JC-1", None, "expired"),
            ("", Some("2030-01-01"), "none"),
            ("  ", None, "none"),
        ] {
            assert_eq!(certificate_state(no, until, "2026-11-26", "2027-01-25"), expected, "{no} {until:?}");
        }
    }
}
