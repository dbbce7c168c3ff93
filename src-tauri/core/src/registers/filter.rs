//! What narrows a list, and the same as SQL.

use super::NOT_OPEN;
use super::definition::{Field, FieldKind, Register};
use crate::error::{Failure, Result};
use rusqlite::types::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Conditions of one filter at most.
const MOST: usize = 12;

/// How a field is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum FieldTest {
    /// The value, exactly.
    Is,
    /// The value is a part of it; Latin letters in any case.
    Contains,
    /// Nothing stands there.
    Empty,
    /// Something stands there.
    Filled,
    /// A date or a number from `value` to `until`, both included; either may be open.
    Between,
}

/// One condition on one field.
#[derive(Debug, Clone, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldRule {
    /// Wire name of the field.
    pub field: String,
    /// How it is looked at.
    pub test: FieldTest,
    /// What it is compared with.
    #[serde(default)]
    #[ts(optional)]
    pub value: Option<String>,
    /// The end of a range.
    #[serde(default)]
    #[ts(optional)]
    pub until: Option<String>,
}

/// What narrows a list.
#[derive(Debug, Clone, Default, Deserialize, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ListFilter {
    /// Exact status.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Exact platform name.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform_name: Option<String>,
    /// Exact street.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// Exact risk class.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_class: Option<String>,
    /// Any part of the name, pinyin, account, code, phone.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Further conditions, all of which hold.
    #[ts(optional, as = "Option<Vec<FieldRule>>")]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<FieldRule>,
}

impl ListFilter {
    /// What is looked for in the search index, if anything.
    pub(crate) fn sought(&self) -> Option<&str> {
        self.text.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The conditions on fields that are not empty, the four named ones first.
    fn all(&self) -> Vec<FieldRule> {
        let named = [
            ("status", &self.status),
            ("platformName", &self.platform_name),
            ("street", &self.street),
            ("riskClass", &self.risk_class),
        ];
        let named = named.into_iter().filter_map(|(field, value)| {
            let value = value.as_ref().filter(|value| !value.is_empty())?;
            let (field, value) = (field.to_owned(), Some(value.clone()));
            Some(FieldRule { field, test: FieldTest::Is, value, until: None })
        });
        named.chain(self.rules.iter().cloned()).collect()
    }
}

/// A filter as SQL: what an index leads to, and what is asked of each row there.
#[derive(Debug)]
pub(crate) struct Conditions {
    /// One condition that an index answers in register order, or `1`.
    pub lead: String,
    /// Its parameters.
    pub lead_values: Vec<Value>,
    /// `retired = 0 AND …`
    pub rest: String,
    /// Its parameters.
    pub rest_values: Vec<Value>,
    /// Nothing was asked but what every list asks.
    pub open: bool,
}

impl Conditions {
    /// Both parts as one condition.
    pub(crate) fn whole(&self) -> String {
        format!("{} AND {}", self.lead, self.rest)
    }
    /// The parameters of [`Conditions::whole`].
    pub(crate) fn values(&self) -> impl Iterator<Item = Value> {
        self.lead_values.iter().chain(&self.rest_values).cloned()
    }
}

/// The filter as SQL. `None` if a named field is not in this register: then nothing matches.
pub(crate) fn conditions(register: &Register, filter: &ListFilter) -> Result<Option<Conditions>> {
    let rules = filter.all();
    if rules.len() > MOST {
        return Err(Failure::field("filter", format!("筛选条件最多 {MOST} 个，请去掉几个。")));
    }
    let named = rules.len() - filter.rules.len();
    let mut made = Conditions {
        lead: "1".to_owned(),
        lead_values: Vec::new(),
        rest: format!("retired = 0 AND {NOT_OPEN}"),
        rest_values: Vec::new(),
        open: rules.is_empty(),
    };
    for (place, rule) in rules.iter().enumerate() {
        let Some(field) = register.field(&rule.field) else {
            if place < named {
                return Ok(None);
            }
            return Err(Failure::field("filter", format!("{}没有“{}”这一项。", register.label, rule.field)));
        };
        made.add(register, field, rule)?;
    }
    Ok(Some(made))
}

impl Conditions {
    fn add(&mut self, register: &Register, field: &Field, rule: &FieldRule) -> Result<()> {
        let column = field.column;
        let whole = field.kind == FieldKind::Integer;
        let value = rule.value.as_deref().map(str::trim).unwrap_or_default();
        let until = rule.until.as_deref().map(str::trim).unwrap_or_default();
        match rule.test {
            FieldTest::Empty if whole => self.rest.push_str(&format!(" AND {column} IS NULL")),
            FieldTest::Empty => self.rest.push_str(&format!(" AND {column} = ''")),
            FieldTest::Filled if whole => self.rest.push_str(&format!(" AND {column} IS NOT NULL")),
            FieldTest::Filled => self.rest.push_str(&format!(" AND {column} <> ''")),
            _ if value.is_empty() && (rule.test != FieldTest::Between || until.is_empty()) => {
                return Err(Failure::field("filter", format!("“{}”的条件还没有填内容。", field.label)));
            }
            FieldTest::Is => {
                if let Some(lead) = led_by(register, field, value).filter(|_| self.lead == "1") {
                    self.lead = lead;
                    self.lead_values.push(value.to_owned().into());
                    return Ok(());
                }
                self.rest.push_str(&format!(" AND {column} = ?"));
                self.rest_values.push(if whole { number(field, value)? } else { value.to_owned().into() });
            }
            FieldTest::Contains => {
                let text = if whole { format!("CAST({column} AS TEXT)") } else { column.to_owned() };
                self.rest.push_str(&format!(" AND instr(lower({text}), lower(?)) > 0"));
                self.rest_values.push(value.to_owned().into());
            }
            FieldTest::Between => {
                if !matches!(field.kind, FieldKind::Date | FieldKind::Integer) {
                    return Err(Failure::field(
                        "filter",
                        format!("“{}”不是日期或数字，不能按起止筛选。", field.label),
                    ));
                }
                if !whole {
                    // Dates that could not be read stand as they were written and are in no range.
                    self.rest.push_str(&format!(
                        " AND {column} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
                    ));
                }
                for (bound, sign) in [(value, ">="), (until, "<=")].into_iter().filter(|(b, _)| !b.is_empty())
                {
                    self.rest.push_str(&format!(" AND {column} {sign} ?"));
                    self.rest_values.push(if whole { number(field, bound)? } else { date(field, bound)? });
                }
            }
        }
        Ok(())
    }
}

/// Register, column, and the one value that the index leaves out because most rows have it: the fields whose rows an
/// index gives value by value, in register order.
const INDEXED: &[(&str, &str, Option<&str>)] = &[
    ("rooms", "platform_name", None),
    ("rooms", "street", None),
    ("rooms", "risk_class", Some("")),
    ("rooms", "status", Some("active")),
    ("shops", "platform_name", None),
];

/// An index that begins with a field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldIndex {
    /// The value that it leaves out.
    pub omitted: Option<&'static str>,
}

impl FieldIndex {
    /// That of a field, if there is one.
    pub(crate) fn of(register: &Register, field: &Field) -> Option<Self> {
        let found =
            INDEXED.iter().find(|(name, column, _)| (*name, *column) == (register.name, field.column));
        found.map(|(_, _, omitted)| Self { omitted: *omitted })
    }
    /// What SQL has to say to be given this index: a partial one is named by its condition.
    pub(crate) fn named(self, column: &str) -> String {
        self.omitted.map_or_else(|| "1".to_owned(), |omitted| format!("{column} <> '{omitted}'"))
    }
}

/// The condition by which an index gives the rows of that value in register order.
fn led_by(register: &Register, field: &Field, value: &str) -> Option<String> {
    let index = FieldIndex::of(register, field).filter(|index| index.omitted != Some(value))?;
    Some(format!("{} = ? AND {}", field.column, index.named(field.column)))
}

fn number(field: &Field, text: &str) -> Result<Value> {
    super::save::stored(FieldKind::Integer, field.label, "filter", text)
}

fn date(field: &Field, text: &str) -> Result<Value> {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").map(|date| date.to_string().into()).map_err(|_| {
        Failure::field("filter", format!("“{}”的日期要写成 2026-01-31 这样，现在是“{text}”。", field.label))
    })
}
