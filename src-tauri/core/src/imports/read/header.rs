//! Which row names the columns: after titles and blank lines, or none at all.

use super::{Kind, Row};
use crate::imports::mapping;

/// Rows among which a header may stand.
pub(super) const LOOK: usize = 20;

/// Index in `rows` of the row that names the columns, if one does.
pub(super) fn find(rows: &[Row]) -> Option<usize> {
    let scan = &rows[..rows.len().min(LOOK)];
    let width = scan.iter().map(filled).max()?;
    let mut best: Option<(usize, usize)> = None;
    for (index, row) in scan.iter().enumerate() {
        let filled = filled(row);
        let known =
            row.cells.iter().filter(|cell| is_name(cell) && mapping::is_known_header(&cell.text)).count();
        // Two known names, or one where there is hardly room for more; never a lone title above a wide table.
        let enough = known >= 2 || (known == 1 && filled <= 3 && filled * 2 >= width);
        if enough && known * 3 >= filled && best.is_none_or(|(_, most)| known > most) {
            best = Some((index, known));
        }
    }
    if let Some((index, _)) = best {
        return Some(index);
    }
    // No word is known: the first row that is about as wide as the table, if it looks unlike the rows below it.
    let first = scan.iter().position(|row| filled(row) * 2 > width && (width < 2 || filled(row) > 1))?;
    names_columns(&scan[first], &rows[first + 1..]).then_some(first)
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_blank()).count()
}

/// Short text without long numbers, links or sentences.
fn is_name(cell: &super::Cell) -> bool {
    let text = cell.text.trim();
    !text.is_empty()
        && matches!(cell.kind, Kind::Text | Kind::Formula)
        && text.chars().count() <= 60
        && !looks_like_data(text)
}

/// A run of four digits, a link, an address of mail or a bare number.
fn looks_like_data(text: &str) -> bool {
    let mut run = 0;
    for c in text.chars() {
        run = if c.is_ascii_digit() { run + 1 } else { 0 };
        if run >= 4 {
            return true;
        }
    }
    text.contains("://") || text.contains('@') || text.parse::<f64>().is_ok()
}

fn names_columns(row: &Row, below: &[Row]) -> bool {
    let names: Vec<&str> =
        row.cells.iter().filter(|cell| !cell.is_blank()).map(|cell| cell.text.trim()).collect();
    let distinct = names.iter().enumerate().all(|(i, name)| !names[..i].contains(name));
    let all_names = row.cells.iter().all(|cell| cell.is_blank() || is_name(cell));
    if !distinct || !all_names || below.is_empty() {
        return false;
    }
    let words =
        names.iter().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || " _-./()#?%".contains(c)));
    let mut data_columns = 0;
    let mut longer_columns = 0;
    let mut foreign = false;
    for (column, head) in row.cells.iter().enumerate() {
        let values: Vec<&super::Cell> =
            below.iter().take(LOOK).filter_map(|r| r.cells.get(column)).filter(|c| !c.is_blank()).collect();
        if values.is_empty() {
            continue;
        }
        let data = values
            .iter()
            .filter(|c| {
                matches!(c.kind, Kind::Number | Kind::Date | Kind::Bool) || looks_like_data(c.text.trim())
            })
            .count();
        data_columns += usize::from(data * 2 > values.len());
        let mean = values.iter().map(|c| c.text.chars().count()).sum::<usize>() / values.len();
        longer_columns += usize::from(mean >= head.text.trim().chars().count() * 2);
        foreign |= values.iter().any(|c| !c.text.is_ascii());
    }
    data_columns > 0 || (words && foreign) || longer_columns * 2 > names.len()
}

/// Names of the columns: the header's texts on one line, `列N` where there is none.
pub(super) fn names(header: Option<&Row>, below: &[Row]) -> Vec<String> {
    let widest = below.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let count =
        header.map_or(widest, |row| row.cells.iter().rposition(|c| !c.is_blank()).map_or(0, |last| last + 1));
    (0..count)
        .map(|column| {
            let text =
                header.and_then(|row| row.cells.get(column)).map(|cell| cell.text.trim()).unwrap_or_default();
            if text.is_empty() { format!("列{}", column + 1) } else { text.to_owned() }
        })
        .collect()
}
