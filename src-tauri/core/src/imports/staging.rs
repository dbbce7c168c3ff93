//! First pass over a file: every row becomes values of the register, an identity, or a reason why not.
//!
//! Rows are spooled to a temporary file, so that the second pass neither parses again nor holds 1.6 million rows
//! in memory; what stays in memory is one small entry per identity, to find rows that contradict each other.

use super::mapping::clean;
use super::read::{Kind, ReadOptions, Row, Rows};
use super::reading::{MarkedColumn, Reading};
use super::sorted::{Sorted, Sorter};
use crate::calls::Context;
use crate::error::{Failure, Result};
use crate::id::Id;
use crate::registers::identity::{Values, identity};
use crate::registers::warnings::mask;
use crate::registers::{FieldKind, Register};
use crate::search::sort_key;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use ts_rs::TS;

/// One column of the file and the field it fills.
#[derive(Debug, Clone, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnField {
    /// Index of the column, from 0.
    pub column: usize,
    /// Wire name of the field; absent for a column that is left out.
    #[serde(default)]
    #[ts(optional)]
    pub field: Option<String>,
}

/// What to import, and how.
#[derive(Debug, Clone, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportPlan {
    /// Handle of the file, as `imports.recognise` answered it.
    pub source: String,
    /// Wire name of the register.
    pub register: String,
    /// Sheet; the first with rows if absent.
    #[ts(optional)]
    pub sheet: Option<String>,
    /// Row that names the columns, counted from 1; 0 if there is none; looked for if absent.
    #[ts(optional)]
    pub header_row: Option<usize>,
    /// Which column fills which field.
    pub mapping: Vec<ColumnField>,
    /// Fingerprint of the header, as `imports.recognise` answered it: the mapping is remembered for the next file.
    #[serde(default)]
    #[ts(optional)]
    pub fingerprint: Option<String>,
    /// Rows that the person does not adopt, by their numbers: they change nothing and count as rejected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<u32>>")]
    pub declined: Vec<u64>,
    /// How many rows the sender says there are; the import is refused if they are more or fewer.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub stated: Option<u64>,
    /// In a trial: list the rows that would change behind this row.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub changes_after: Option<u64>,
    /// Values for fields that the file does not have, e.g. the platform that sent it.
    #[serde(default)]
    #[ts(optional, as = "Option<std::collections::BTreeMap<String, String>>")]
    pub defaults: std::collections::BTreeMap<String, String>,
}

/// A row after the first pass.
#[derive(Debug)]
pub(super) struct Staged {
    /// Its number in the file, as WPS shows it.
    pub(super) row: u64,
    /// What it is about and what it says; or why it cannot be taken.
    pub(super) said: Result<(Id, bool, Values), String>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    content: u64,
    row: u64,
    contradicted: bool,
}

/// All rows of a file, ready for the second pass.
#[derive(Debug)]
pub(super) struct Staging {
    spool: PathBuf,
    seen: HashMap<Id, Seen>,
    /// Rows that are not adopted.
    declined: HashSet<u64>,
    /// Rows read.
    pub(super) rows: u64,
    /// What reading was like.
    pub(super) reading: Reading,
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.spool);
    }
}

/// Where a row's identity stands among the rows of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The first, or only, row about it.
    First,
    /// Says the same as an earlier row.
    Repeat,
    /// Another row about it says something else; its number.
    Contradicted(u64),
}

/// How each field is filled.
struct Filling {
    column: Option<usize>,
    default: String,
}

fn fillings(register: &Register, plan: &ImportPlan) -> Result<Vec<Filling>> {
    for name in plan.mapping.iter().filter_map(|column| column.field.as_ref()).chain(plan.defaults.keys()) {
        if register.field(name).is_none() {
            return Err(Failure::field(
                "mapping",
                format!("{}没有“{name}”这一项，请重新对应。", register.label),
            ));
        }
    }
    let mut fillings = Vec::with_capacity(register.fields.len());
    for field in register.fields {
        let mut columns = plan.mapping.iter().filter(|column| column.field.as_deref() == Some(field.name));
        let column = columns.next().map(|column| column.column);
        if columns.next().is_some() {
            return Err(Failure::field("mapping", format!("有两列都对应到“{}”，请只留一列。", field.label)));
        }
        let default = plan.defaults.get(field.name).map(|text| clean(text).to_owned()).unwrap_or_default();
        fillings.push(Filling { column, default });
    }
    if fillings[0].column.is_none() {
        return Err(Failure::field("mapping", format!("还没有指明哪一列是“{}”。", register.fields[0].label)));
    }
    Ok(fillings)
}

/// Reads the whole file.
pub(super) fn stage(
    context: &Context<'_>,
    register: &'static Register,
    path: &Path,
    plan: &ImportPlan,
) -> Result<Staging> {
    let fillings = fillings(register, plan)?;
    let options = ReadOptions { sheet: plan.sheet.clone(), header_row: plan.header_row };
    let mut rows = Rows::open(path, &options)?;
    let spool = context.files.temporary()?;
    let mut writer = BufWriter::with_capacity(1 << 18, File::create(&spool)?);
    let mut staging = Staging {
        spool,
        seen: HashMap::new(),
        declined: plan.declined.iter().copied().collect(),
        rows: 0,
        reading: Reading { stated: plan.stated, ..Reading::default() },
    };
    let (mut formulas, mut errors) = (Marks::new(&fillings), Marks::new(&fillings));
    let mut row = Row::default();
    while rows.next_into(&mut row)? {
        staging.rows += 1;
        if staging.rows.is_multiple_of(4096) {
            context.cancelled()?;
            context.progress(staging.rows, 0, "读入文件");
        }
        formulas.look(&fillings, &row, Kind::Formula);
        errors.look(&fillings, &row, Kind::Error);
        let said = interpret(register, &fillings, &row);
        if let Ok((id, _, values)) = &said {
            let mut hasher = DefaultHasher::new();
            values.hash(&mut hasher);
            let content = hasher.finish();
            match staging.seen.entry(*id) {
                Entry::Vacant(place) => {
                    place.insert(Seen { content, row: row.number, contradicted: false });
                }
                Entry::Occupied(mut place) => place.get_mut().contradicted |= place.get().content != content,
            }
        }
        spool_row(&mut writer, row.number, &said)?;
    }
    writer.flush()?;
    staging.reading.settle(rows.seen(), rows.header_row(), staging.rows);
    staging.reading.formulas = formulas.named(register);
    staging.reading.errors = errors.named(register);
    Ok(staging)
}

/// Counts cells of one kind, field by field.
struct Marks(Vec<(u64, u64)>);

impl Marks {
    fn new(fillings: &[Filling]) -> Self {
        Self(vec![(0, 0); fillings.len()])
    }

    fn look(&mut self, fillings: &[Filling], row: &Row, kind: Kind) {
        for (mark, filling) in self.0.iter_mut().zip(fillings) {
            if filling.column.and_then(|column| row.cells.get(column)).is_some_and(|cell| cell.kind == kind) {
                if mark.0 == 0 {
                    mark.1 = row.number;
                }
                mark.0 += 1;
            }
        }
    }

    fn named(self, register: &Register) -> Vec<MarkedColumn> {
        let marked = self.0.into_iter().zip(register.fields).filter(|((cells, _), _)| *cells > 0);
        marked
            .map(|((cells, first_row), field)| MarkedColumn {
                field: field.name.to_owned(),
                cells,
                first_row,
            })
            .collect()
    }
}

fn interpret(register: &Register, fillings: &[Filling], row: &Row) -> Result<(Id, bool, Values), String> {
    let mut values = Values::with_capacity(fillings.len());
    for (field, filling) in register.fields.iter().zip(fillings) {
        // `#REF!` says nothing about anybody.
        let cell = filling.column.and_then(|column| row.cells.get(column));
        let cell = cell.filter(|cell| cell.kind != Kind::Error);
        let text = cell.map_or("", |cell| clean(&cell.text));
        // "-" and "—" are how people write "nothing".
        let text = if matches!(text, "-" | "—" | "--" | "——" | "无" | "None" | "null" | "NULL")
            && field.name != "name"
        {
            ""
        } else {
            text
        };
        if cell.is_some_and(|cell| cell.lossy)
            && matches!(
                field.kind,
                FieldKind::Code | FieldKind::Id | FieldKind::Phone | FieldKind::IdCard | FieldKind::Area
            )
            && !text.is_empty()
        {
            return Err(format!(
                "“{}”列出现科学计数 {}，数字已丢失，请让报送方把该列设为文本后重新导出",
                field.label,
                // What is left of a personal number is personal still; the returned rows have it as it came.
                if field.personal { mask(field.kind, text) } else { text.to_owned() }
            ));
        }
        let text = if text.is_empty() { filling.default.as_str() } else { text };
        let text = match field.kind {
            FieldKind::Code | FieldKind::IdCard | FieldKind::Area => crate::search::fold_digits(text),
            // A word that is not known stays as the file has it.
            FieldKind::Enum => {
                crate::registers::codes::code_of(field.label_group, text).unwrap_or(text).to_owned()
            }
            FieldKind::Integer if !text.is_empty() => {
                let digits: String = text.chars().filter(|c| !",，_ ".contains(*c)).collect();
                let number = digits.strip_suffix(".0").unwrap_or(&digits).parse::<i64>();
                number.map_err(|_| format!("“{}”要整数，这里是“{text}”", field.label))?.to_string()
            }
            _ => text.to_owned(),
        };
        values.push(text);
    }
    if values[0].is_empty() {
        return Err(format!("没有{}", register.fields[0].label));
    }
    let (id, keyed) = identity(register, &values);
    Ok((id, keyed, values))
}

fn spool_row(writer: &mut impl Write, row: u64, said: &Result<(Id, bool, Values), String>) -> Result<()> {
    writer.write_all(&row.to_le_bytes())?;
    match said {
        Ok((id, keyed, values)) => {
            writer.write_all(&[1 + u8::from(*keyed)])?;
            writer.write_all(&id.0)?;
            for value in values {
                spool_text(writer, value)?;
            }
        }
        Err(reason) => {
            writer.write_all(&[0])?;
            spool_text(writer, reason)?;
        }
    }
    Ok(())
}

pub(super) fn spool_text(writer: &mut impl Write, text: &str) -> std::io::Result<()> {
    writer.write_all(&(text.len() as u32).to_le_bytes())?;
    writer.write_all(text.as_bytes())
}

impl Staging {
    /// Where a row stands among the rows about the same thing.
    pub(super) fn standing(&self, id: &Id, row: u64) -> Standing {
        match self.seen.get(id) {
            Some(seen) if seen.contradicted => Standing::Contradicted(seen.row),
            Some(seen) if seen.row != row => Standing::Repeat,
            _ => Standing::First,
        }
    }

    /// Whether a row of the file is about this.
    pub(super) fn mentions(&self, id: &Id) -> bool {
        self.seen.contains_key(id)
    }

    /// Whether the person decided against this row.
    pub(super) fn declines(&self, row: u64) -> bool {
        !self.declined.is_empty() && self.declined.contains(&row)
    }

    /// The rows again, in order.
    pub(super) fn reader(&self, register: &Register) -> Result<StagedRows> {
        let mut file = File::open(&self.spool)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(StagedRows {
            reader: BufReader::with_capacity(1 << 18, file),
            fields: register.fields.len(),
            left: self.rows,
        })
    }

    /// The rows again, in the order of the register's own index (and of the file where that leaves it open).
    pub(super) fn sorted(&self, context: &Context<'_>, register: &Register) -> Result<SortedRows> {
        let mut rows = self.reader(register)?;
        let mut sorter = Sorter::new(context.files);
        let (mut key, mut spooled) = (Vec::new(), Vec::new());
        let mut done = 0_u64;
        while let Some(Staged { row, said }) = rows.next()? {
            let sort_key =
                said.as_ref().map_or_else(|_| String::new(), |(_, _, values)| sort_key(&values[0]));
            key.clear();
            key.extend_from_slice(sort_key.as_bytes());
            key.push(0);
            key.extend_from_slice(&row.to_be_bytes());
            spooled.clear();
            spool_text(&mut spooled, &sort_key)?;
            spool_row(&mut spooled, row, &said)?;
            sorter.push(&key, &spooled)?;
            done += 1;
            if done.is_multiple_of(16_384) {
                context.cancelled()?;
                context.progress(done, self.rows, "排好次序");
            }
        }
        Ok(SortedRows { sorted: sorter.sorted()?, fields: register.fields.len(), spooled })
    }
}

/// The second pass.
pub(super) struct StagedRows {
    reader: BufReader<File>,
    fields: usize,
    left: u64,
}

impl StagedRows {
    /// The next row, `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Staged>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        unspool_row(&mut self.reader, self.fields).map(Some)
    }
}

/// The second pass of an import: rows in the order of the register's index, each with its sort key.
pub(super) struct SortedRows {
    sorted: Sorted,
    fields: usize,
    spooled: Vec<u8>,
}

impl SortedRows {
    /// The next row, `None` at the end. A row that cannot be taken has no sort key.
    pub(super) fn next(&mut self) -> Result<Option<(String, Staged)>> {
        if !self.sorted.next_into(&mut self.spooled)? {
            return Ok(None);
        }
        let mut bytes = self.spooled.as_slice();
        let key = unspool_text(&mut bytes)?;
        Ok(Some((key, unspool_row(&mut bytes, self.fields)?)))
    }
}

fn unspool_row(reader: &mut impl Read, fields: usize) -> Result<Staged> {
    let mut number = [0; 8];
    reader.read_exact(&mut number)?;
    let mut kind = [0];
    reader.read_exact(&mut kind)?;
    let said = if kind[0] == 0 {
        Err(unspool_text(reader)?)
    } else {
        let mut id = [0; 16];
        reader.read_exact(&mut id)?;
        let values = (0..fields).map(|_| unspool_text(reader)).collect::<Result<Values>>()?;
        Ok((Id(id), kind[0] == 2, values))
    };
    Ok(Staged { row: u64::from_le_bytes(number), said })
}

pub(super) fn unspool_text(reader: &mut impl Read) -> Result<String> {
    let mut length = [0; 4];
    reader.read_exact(&mut length)?;
    let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
    reader.read_exact(&mut bytes)?;
    String::from_utf8(bytes).map_err(|_| Failure::Internal("暂存的行读不回来".into()))
}
