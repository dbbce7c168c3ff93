//! 人员: the people of the office, their certificates and roles. Every call is made by one of them.

use crate::calls::{Context, Revision, Saved};
use crate::clock::date_of;
use crate::error::{Failure, OrNotFound, Result};
use crate::id::Id;
use crate::office::Office;
use crate::tables::PERSON;
use rusqlite::{Connection, OptionalExtension, Row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Roles a person may hold: stable words, Chinese in the labels pack.
pub const ROLES: [&str; 6] = ["inspector", "clerk", "reviewer", "approver", "sealer", "admin"];

/// Days on which a person is away, first and last included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DaysOff {
    /// YYYY-MM-DD
    pub from: String,
    /// YYYY-MM-DD
    pub to: String,
}

/// One person.
#[derive(Debug, Clone, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Identity.
    pub id: Id,
    /// Revision.
    pub rev: Id,
    /// 姓名
    pub name: String,
    /// 所在单位
    pub unit_name: String,
    /// 执法证号, as text
    pub certificate_no: String,
    /// 有效期至, YYYY-MM-DD
    pub certificate_until: Option<String>,
    /// There is a certificate and it is valid today.
    pub certificate_valid: bool,
    /// Of [`ROLES`].
    pub roles: Vec<String>,
    /// 回避: subjects or words this person keeps away from. Internal, never printed on a public sheet.
    pub recusals: Vec<String>,
    /// 业务专长, as a draw may require them
    pub skills: Vec<String>,
    /// 休假
    pub days_off: Vec<DaysOff>,
    /// No longer here.
    pub retired: bool,
}

/// Whom to list.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListPeople {
    /// Also those who left.
    #[ts(optional)]
    pub include_retired: Option<bool>,
}

/// A person as entered.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavePerson {
    /// Absent for a new person.
    #[ts(optional)]
    pub id: Option<Id>,
    /// The revision that was read.
    #[ts(optional)]
    pub rev: Option<Id>,
    /// 姓名
    pub name: String,
    /// 所在单位
    #[serde(default)]
    pub unit_name: String,
    /// 执法证号
    #[serde(default)]
    pub certificate_no: String,
    /// 有效期至
    #[ts(optional)]
    pub certificate_until: Option<String>,
    /// Of [`ROLES`].
    pub roles: Vec<String>,
    /// 回避
    #[serde(default)]
    pub recusals: Vec<String>,
    /// 业务专长; absent, they stay as they are
    #[ts(optional)]
    pub skills: Option<Vec<String>>,
    /// 休假; absent, they stay as they are
    #[ts(optional)]
    pub days_off: Option<Vec<DaysOff>>,
}

/// Retire or bring back.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RetirePerson {
    /// The person.
    pub id: Id,
    /// The revision that was read.
    pub rev: Id,
    /// True when leaving.
    pub retired: bool,
}

const COLUMNS: &str =
    "id, rev, name, unit_name, certificate_no, certificate_until, roles, recusals, retired, skills, days_off";

fn from_row(row: &Row<'_>, today: &str) -> rusqlite::Result<Person> {
    let list = |text: String| serde_json::from_str(&text).unwrap_or_default();
    let certificate_no: String = row.get(4)?;
    let certificate_until: Option<String> = row.get(5)?;
    Ok(Person {
        id: row.get(0)?,
        rev: row.get(1)?,
        name: row.get(2)?,
        unit_name: row.get(3)?,
        certificate_valid: !certificate_no.is_empty()
            && certificate_until.as_deref().is_some_and(|until| until >= today),
        certificate_no,
        certificate_until,
        roles: list(row.get(6)?),
        recusals: list(row.get(7)?),
        retired: row.get(8)?,
        skills: list(row.get(9)?),
        days_off: serde_json::from_str(&row.get::<_, String>(10)?).unwrap_or_default(),
    })
}

/// The people of the office.
pub fn list(context: &Context<'_>, input: ListPeople) -> Result<Vec<Person>> {
    let today = date_of(context.office.now_ms()).to_string();
    context.office.read(|db| {
        let sql = format!("SELECT {COLUMNS} FROM person WHERE retired = 0 OR ?1 ORDER BY key");
        let mut statement = db.prepare_cached(&sql)?;
        let rows =
            statement.query_map([input.include_retired.unwrap_or(false)], |row| from_row(row, &today))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    })
}

/// One person, by identity.
pub fn find(db: &Connection, id: Id, today: &str) -> Result<Person> {
    let sql = format!("SELECT {COLUMNS} FROM person WHERE id = ?1");
    db.prepare_cached(&sql)?.query_row([id], |row| from_row(row, today)).optional()?.or_not_found("人员")
}

/// Adds or changes a person.
pub fn save(context: &Context<'_>, input: SavePerson) -> Result<Saved> {
    let name = input.name.trim();
    if name.is_empty() {
        return Err(Failure::field("name", "请填写姓名。"));
    }
    if let Some(role) = input.roles.iter().find(|role| !ROLES.contains(&role.as_str())) {
        return Err(Failure::field("roles", format!("没有“{role}”这个角色。")));
    }
    if let Some(until) = &input.certificate_until {
        chrono::NaiveDate::parse_from_str(until, "%Y-%m-%d")
            .map_err(|_| Failure::field("certificateUntil", "有效期请写成 2027-12-31 这样的日期。"))?;
    }
    if input.roles.iter().any(|role| role == "inspector") && input.certificate_no.trim().is_empty() {
        return Err(Failure::field("certificateNo", "没有执法证号的人员不能列为检查人员；可先列为录入员。"));
    }
    let mut values = vec![
        ("name", name.to_owned().into()),
        ("unit_name", input.unit_name.trim().to_owned().into()),
        ("certificate_no", input.certificate_no.trim().to_owned().into()),
        ("certificate_until", input.certificate_until.clone().into()),
        ("roles", serde_json::to_string(&input.roles)?.into()),
        ("recusals", serde_json::to_string(&input.recusals)?.into()),
    ];
    if let Some(skills) = &input.skills {
        values.push(("skills", serde_json::to_string(&words(skills))?.into()));
    }
    if let Some(days) = &input.days_off {
        check_days_off(days)?;
        values.push(("days_off", serde_json::to_string(days)?.into()));
    }
    context.office.write(context.actor, "people.save", |w| {
        let id = match input.id {
            Some(id) => {
                w.update(&PERSON, id, input.rev, &values)?;
                keep_one_admin(w.db())?;
                id
            }
            None => {
                let id = context.office.new_id()?;
                w.insert(&PERSON, id, &values)?;
                id
            }
        };
        w.about(id);
        Ok(Saved { id, rev: revision(w.db(), id)? })
    })
}

/// Words without blanks around them, each once.
fn words(typed: &[String]) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for word in typed.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn check_days_off(days: &[DaysOff]) -> Result<()> {
    for off in days {
        let day = |text: &str| chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        let (Some(from), Some(to)) = (day(&off.from), day(&off.to)) else {
            return Err(Failure::field("daysOff", "休假日期请写成 2027-02-01 至 2027-02-07 这样的日期。"));
        };
        if to < from {
            return Err(Failure::field(
                "daysOff",
                format!("休假的最后一天 {} 早于第一天 {}，请核对。", off.to, off.from),
            ));
        }
    }
    Ok(())
}

/// Retires a person, or brings one back.
pub fn retire(context: &Context<'_>, input: RetirePerson) -> Result<Revision> {
    context.office.write(context.actor, "people.retire", |w| {
        w.about(input.id);
        w.update(&PERSON, input.id, Some(input.rev), &[("retired", i64::from(input.retired).into())])?;
        keep_one_admin(w.db())?;
        Ok(Revision { rev: revision(w.db(), input.id)? })
    })
}

fn keep_one_admin(db: &Connection) -> Result<()> {
    let admins: i64 = db.query_row(
        "SELECT count(*) FROM person WHERE retired = 0 AND roles LIKE '%\"admin\"%'",
        [],
        |row| row.get(0),
    )?;
    if admins == 0 {
        return Err(Failure::NotAllowed(
            "这是最后一位管理员，不能停用或去掉管理员角色。请先设另一位管理员。".into(),
        ));
    }
    Ok(())
}

fn revision(db: &Connection, id: Id) -> Result<Id> {
    Ok(db.query_row("SELECT rev FROM person WHERE id = ?1", [id], |row| row.get(0))?)
}

/// A new office has one person, so that its first deeds have an actor; the name is to be filled in.
pub(crate) fn first_person(office: &Office) -> Result<Id> {
    let id = office.new_id()?;
    office.write(None, "people.save", |w| {
        w.about(id);
        w.insert(
            &PERSON,
            id,
            &[
                ("name", "本单位管理员（待补姓名）".to_owned().into()),
                ("roles", "[\"admin\",\"clerk\"]".to_owned().into()),
            ],
        )?;
        Ok(id)
    })
}

/// Who acts when the caller names nobody: the first person who is still here.
pub fn default_actor(office: &Office) -> Result<Option<Id>> {
    office.read(|db| {
        Ok(db
            .query_row("SELECT id FROM person WHERE retired = 0 ORDER BY key LIMIT 1", [], |row| row.get(0))
            .optional()?)
    })
}

/// Puts a name to the person that a new office begins with.
pub(crate) fn name_first_person(office: &Office, name: &str) -> Result<()> {
    let Some(id) = default_actor(office)? else { return Ok(()) };
    office.write(Some(id), "people.save", |w| {
        w.about(id);
        w.update(&PERSON, id, None, &[("name", name.to_owned().into())]).map(|_| ())
    })
}
