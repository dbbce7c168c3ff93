//! Which column of a roster is which field of a register: by its name, by a similar name, or by what stands in it.
//!
//! A guess is only offered; the person who imports confirms it. The names are data: `assets/rules/import-aliases.json`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;

/// Names this similar are offered as a guess.
const SIMILAR: f64 = 0.9;
/// Names of columns are shorter.
const NAME_CHARS: usize = 40;
/// Share of the filled sample cells, in percent, that must look alike.
const MOST: usize = 60;
/// A room's id that is made anew for each session has 19 digits; one that stays is much shorter.
const SESSION_DIGITS: usize = 17;

/// How a column was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum How {
    /// Its name is a known name of the field.
    Alias,
    /// Its name is much like a known one.
    Similar,
    /// By what stands in it.
    Content,
    /// Not recognised.
    None,
}

/// What a column is taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ColumnGuess {
    /// Index of the column, from 0.
    pub column: usize,
    /// Its name in the file.
    pub header: String,
    /// Wire name of the register's field, if one was recognised.
    pub field: Option<String>,
    /// A field whose name is much like this one: offered, and taken only when somebody says so.
    pub suggestion: Option<String>,
    /// How it was recognised.
    pub how: How,
}

/// Names of one register's fields, in the order of the file.
type Fields = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Aliases {
    signatures: BTreeMap<String, Vec<String>>,
    room_ids: Vec<String>,
    registers: BTreeMap<String, Fields>,
}

static ALIASES: LazyLock<Aliases> = LazyLock::new(|| {
    let mut aliases: Aliases =
        serde_json::from_str(include_str!("../../../../assets/rules/import-aliases.json"))
            .expect("the file is part of the program and read by a test");
    let tidy = |names: &mut Vec<String>| names.iter_mut().for_each(|name| *name = normalise(name));
    aliases.registers.values_mut().flat_map(BTreeMap::values_mut).for_each(tidy);
    aliases.signatures.values_mut().for_each(tidy);
    tidy(&mut aliases.room_ids);
    aliases
});

static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let fields = ALIASES.registers.values().flat_map(BTreeMap::values).flatten();
    fields.chain(&ALIASES.room_ids).map(String::as_str).collect()
});

/// A header as it is compared: NFKC, lower case, letters and digits only, without what stands in brackets.
pub fn normalise(header: &str) -> String {
    let folded: String = header.nfkc().flat_map(char::to_lowercase).collect();
    let mut out = String::with_capacity(folded.len());
    let mut depth = 0_usize;
    for c in folded.chars() {
        match c {
            '(' | '[' | '【' | '〔' | '<' | '《' | '{' => depth += 1,
            ')' | ']' | '】' | '〕' | '>' | '》' | '}' => depth = depth.saturating_sub(1),
            c if depth == 0 && c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    if out.is_empty() { folded.chars().filter(|c| c.is_alphanumeric()).collect() } else { out }
}

/// A cell as it goes into a field: without the blanks and marks that exports put around it, empty where it only says
/// that there is nothing (`-`, `NULL`, `None`).
pub fn clean(text: &str) -> &str {
    let blank =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}');
    let mut text = text.trim_matches(blank);
    // ="0012" and '0012 are ways to keep a spreadsheet from eating zeros.
    if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        text = inner.trim_matches(blank);
    } else if let Some(inner) = text.strip_prefix('\'') {
        text = inner.trim_matches(blank);
    }
    match text {
        "-" | "--" | "---" | "—" | "——" | "/" | "\\" | "\\N" | "NULL" | "null" | "None" | "nan" | "NaN"
        | "N/A" | "#N/A" | "undefined" => "",
        text => text,
    }
}

/// Whether a text is a name that some field of some register goes by.
pub fn is_known_header(text: &str) -> bool {
    KNOWN.contains(normalise(text).as_str())
}

/// The field names of a register, in alphabetical order; empty if there is no such register.
pub fn fields(register: &str) -> Vec<&'static str> {
    ALIASES
        .registers
        .get(register)
        .map(|fields| fields.keys().map(String::as_str).collect())
        .unwrap_or_default()
}

/// What the columns of a table are in a register: one guess per column, no field twice.
pub fn suggest(register: &str, headers: &[String], sample: &[Vec<String>]) -> Vec<ColumnGuess> {
    let mut guesses: Vec<ColumnGuess> = headers
        .iter()
        .enumerate()
        .map(|(column, header)| ColumnGuess {
            column,
            header: header.clone(),
            field: None,
            suggestion: None,
            how: How::None,
        })
        .collect();
    let Some(fields) = ALIASES.registers.get(register) else { return guesses };
    let names: Vec<String> = headers.iter().map(|header| normalise(header)).collect();
    let mut taken: HashSet<&str> = HashSet::new();

    // What our own export wrote, by the register's very labels.
    if let Ok(register) = crate::registers::Register::by_name(register) {
        for (guess, header) in guesses.iter_mut().zip(headers) {
            let own = register.fields.iter().find(|field| field.label == header.trim());
            if let Some(field) = own.filter(|field| taken.insert(field.name)) {
                guess.field = Some(field.name.to_owned());
                guess.how = How::Alias;
            }
        }
    }
    // Room ids first: only their length tells what they are.
    for (column, _) in names.iter().enumerate().filter(|(_, name)| ALIASES.room_ids.contains(name)) {
        let field = if looks(sample, column, is_session_id) { "sessionId" } else { "account" };
        if let Some((field, _)) = fields.get_key_value(field)
            && guesses[column].field.is_none()
            && taken.insert(field)
        {
            guesses[column].field = Some(field.clone());
            guesses[column].how = How::Alias;
        }
    }
    for (field, aliases) in fields {
        if taken.contains(field.as_str()) {
            continue;
        }
        // The more exact name wins, then the column further left.
        let best = aliases.iter().find_map(|alias| {
            names.iter().enumerate().find(|(column, name)| *name == alias && guesses[*column].field.is_none())
        });
        if let Some((column, _)) = best {
            taken.insert(field);
            guesses[column].field = Some(field.clone());
            guesses[column].how = How::Alias;
        }
    }
    by_content(fields, &names, sample, &mut guesses, &mut taken);
    name_from_real_name(fields, &names, &mut guesses, &mut taken);
    by_similarity(fields, &names, sample, &mut guesses, &mut taken);
    guesses
}

/// 姓名 is a host's real name beside a 昵称, and the only name where there is none: then it is the name, which no record
/// can do without. What says 真实姓名 stays the real name alone: that is masked on screens, and a name is not.
fn name_from_real_name<'a>(
    fields: &'a Fields,
    names: &[String],
    guesses: &mut [ColumnGuess],
    taken: &mut HashSet<&'a str>,
) {
    let Some((name, aliases)) =
        fields.get_key_value("name").filter(|(name, _)| !taken.contains(name.as_str()))
    else {
        return;
    };
    let real = guesses
        .iter_mut()
        .find(|guess| guess.field.as_deref() == Some("realName") && aliases.contains(&names[guess.column]));
    let Some(guess) = real else { return };
    guess.field = Some(name.clone());
    taken.insert(name);
    taken.remove("realName");
    // Another column may say what the real name is.
    let Some((real_name, aliases)) = fields.get_key_value("realName") else { return };
    let other =
        guesses.iter_mut().find(|guess| guess.field.is_none() && aliases.contains(&names[guess.column]));
    if let Some(guess) = other {
        guess.field = Some(real_name.clone());
        guess.how = How::Alias;
        taken.insert(real_name);
    }
}

/// Columns whose name says nothing. Codes, phones and links are known in any column; names and addresses only where
/// the column has no name at all.
fn by_content<'a>(
    fields: &'a Fields,
    names: &[String],
    sample: &[Vec<String>],
    guesses: &mut [ColumnGuess],
    taken: &mut HashSet<&'a str>,
) {
    type Look = fn(&str) -> bool;
    let strict: [(&[&str], Look); 4] = [
        (&["creditCode", "operatorCode"], is_credit_code),
        (&["phone"], is_phone),
        (&["accountUrl", "website"], is_link),
        (&["sessionId"], is_session_id),
    ];
    let loose: [(&[&str], Look); 2] =
        [(&["address", "domicile", "businessAddress"], is_address), (&["name"], is_entity_name)];
    for (wanted, look) in strict.into_iter().chain(loose) {
        let nameless_only = loose.iter().any(|(fields, _)| *fields == wanted);
        for (column, name) in names.iter().enumerate() {
            let nameless = name.is_empty() || is_placeholder(name);
            if guesses[column].field.is_some() || (nameless_only && !nameless) || !looks(sample, column, look)
            {
                continue;
            }
            let free = wanted
                .iter()
                .find_map(|f| fields.get_key_value(*f).filter(|(k, _)| !taken.contains(k.as_str())));
            if let Some((field, _)) = free {
                taken.insert(field);
                guesses[column].field = Some(field.clone());
                guesses[column].how = How::Content;
                break;
            }
        }
    }
}

fn by_similarity<'a>(
    fields: &'a Fields,
    names: &[String],
    sample: &[Vec<String>],
    guesses: &mut [ColumnGuess],
    taken: &mut HashSet<&'a str>,
) {
    for (column, name) in names.iter().enumerate() {
        // What is longer than a name is text, and comparing it with every name takes long.
        let fits = (3..=NAME_CHARS).contains(&name.chars().take(NAME_CHARS + 1).count());
        if guesses[column].field.is_some() || !fits || is_placeholder(name) {
            continue;
        }
        if looks(sample, column, is_picture) {
            continue;
        }
        let best = fields
            .iter()
            .filter(|(field, _)| !taken.contains(field.as_str()))
            .flat_map(|(field, aliases)| aliases.iter().map(move |alias| (field, alias)))
            .filter(|(_, alias)| alias.chars().count() >= 3)
            .map(|(field, alias)| (field, strsim::jaro_winkler(name, alias)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((field, score)) = best
            && score >= SIMILAR
        {
            taken.insert(field);
            guesses[column].suggestion = Some(field.clone());
            guesses[column].how = How::Similar;
        }
    }
}

/// `列3`: the name that a column without a name is given.
fn is_placeholder(name: &str) -> bool {
    name.strip_prefix('列').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

fn looks(sample: &[Vec<String>], column: usize, look: fn(&str) -> bool) -> bool {
    let values: Vec<&str> = sample
        .iter()
        .filter_map(|row| row.get(column))
        .map(|text| clean(text))
        .filter(|text| !text.is_empty())
        .collect();
    !values.is_empty() && values.iter().filter(|text| look(text)).count() * 100 >= values.len() * MOST
}

/// The shape of a unified social credit code; its check digit is the registers' matter.
fn is_credit_code(text: &str) -> bool {
    text.len() == 18
        && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        && text[2..8].bytes().all(|b| b.is_ascii_digit())
        && text.as_bytes()[0].is_ascii_digit()
        && matches!(text.as_bytes()[0], b'1' | b'2' | b'3' | b'4' | b'5' | b'6' | b'7' | b'8' | b'9')
}

fn is_phone(text: &str) -> bool {
    let mut parts = text.split(['/', ',', '，', ';', '；', ' ', '、']).filter(|part| !part.is_empty());
    let Some(first) = parts.next() else { return false };
    let digits = first.bytes().filter(u8::is_ascii_digit).count();
    let plain = first.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'(' | b')'));
    let mobile = digits == 11 && first.starts_with('1');
    let landline = (10..=12).contains(&digits) && first.starts_with('0');
    plain && (mobile || landline || (first.starts_with("400") && digits == 10))
}

fn is_address_of_page(text: &str) -> bool {
    ["http://", "https://", "www."]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start)))
}

/// A link to a picture: cover, avatar.
fn is_picture(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    is_address_of_page(text)
        && [".jpg", ".jpeg", ".png", ".gif", ".webp", "image", "pic"].iter().any(|mark| path.contains(mark))
}

fn is_link(text: &str) -> bool {
    is_address_of_page(text) && !is_picture(text)
}

fn is_session_id(text: &str) -> bool {
    (SESSION_DIGITS..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_address(text: &str) -> bool {
    text.chars().count() >= 6
        && ["省", "市", "区", "县", "镇", "路", "街", "号", "村", "楼"]
            .iter()
            .filter(|mark| text.contains(**mark))
            .count()
            >= 2
}

fn is_entity_name(text: &str) -> bool {
    let count = text.chars().count();
    (2..=60).contains(&count)
        && !text.contains("://")
        && text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && text.bytes().filter(u8::is_ascii_digit).count() * 2 < text.len()
}

/// The register that a table most likely belongs to.
pub fn guess_register(headers: &[String], sample: &[Vec<String>]) -> &'static str {
    let names: Vec<String> = headers.iter().map(|header| normalise(header)).collect();
    let mut best = ("operators", 0);
    let firms = (0..headers.len())
        .any(|column| looks(sample, column, is_firm) || looks(sample, column, is_credit_code));
    // Rooms first: where names and cells say nothing more, a table of names is a table of rooms.
    for register in ["rooms", "operators", "hosts", "shops", "platforms"] {
        let guesses = suggest(register, headers, sample);
        let known = guesses.iter().filter(|guess| guess.how == How::Alias).count();
        let named =
            guesses.iter().any(|guess| guess.field.as_deref() == Some("name") && guess.how == How::Alias);
        let words = ALIASES.signatures.get(register).map(Vec::as_slice).unwrap_or_default();
        let marks = names.iter().filter(|name| words.iter().any(|word| name.contains(word.as_str()))).count();
        let mut score =
            known + marks * 3 + usize::from(named) + usize::from(firms && register == "operators");
        if names.iter().all(|name| name.is_empty() || is_placeholder(name)) {
            score += by_cells(register, sample, headers.len());
        }
        if score > best.1 {
            best = (register, score);
        }
    }
    best.0
}

/// Ends as names of firms end.
fn is_firm(text: &str) -> bool {
    ["公司", "合作社", "工作室", "经营部", "商行", "厂", "中心"].iter().any(|end| text.ends_with(end))
}

/// Points of a register for a table without a header.
fn by_cells(register: &str, sample: &[Vec<String>], columns: usize) -> usize {
    let any = |look: fn(&str) -> bool| (0..columns).any(|column| looks(sample, column, look));
    let shop = |text: &str| {
        ["店", "馆", "坊", "屋", "吧", "城", "厅", "部", "店)", "店）"].iter().any(|end| text.ends_with(end))
    };
    match register {
        "operators" if any(is_credit_code) => 6,
        "operators" if any(is_firm) => 5,
        "rooms" if any(is_session_id) || any(is_link) => 5,
        "shops" if (0..columns).any(|column| share(sample, column, shop) >= 25) => 4,
        _ => 0,
    }
}

fn share(sample: &[Vec<String>], column: usize, look: impl Fn(&str) -> bool) -> usize {
    let values: Vec<&str> = sample
        .iter()
        .filter_map(|row| row.get(column))
        .map(|text| clean(text))
        .filter(|text| !text.is_empty())
        .collect();
    if values.is_empty() { 0 } else { values.iter().filter(|text| look(text)).count() * 100 / values.len() }
}

#[cfg(test)]
#[path = "mapping_tests.rs"]
mod tests;
