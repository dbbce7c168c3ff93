//! 抽取记录: one JSON file with everything needed to recompute a draw, in an internal and a public edition, and the
//! list itself. The public edition carries registration numbers only: no class, no reason, no person. What it proves of
//! strata and what it cannot stands in ARCHITECTURE.md.

use super::check::{DrawRecheck, Facts, People, RecordedPick, compare};
use super::model::{DrawFilter, DrawWitness, FrozenPerson, INTERNAL, number_words};
use super::officers::Swap;
use super::pool::Pool;
use super::store::{self, DrawRow};
use super::strata::Stratum;
use super::teams::Team;
use super::terms::DrawTerms;
use super::{document, seed};
use crate::calls::{Context, FileResult};
use crate::clock::date_of;
use crate::error::{Failure, Result};
use crate::files::safe_name;
use crate::id::Id;
use crate::office::Office;
use crate::tables::DOCUMENT;
use rusqlite::{OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use ts_rs::TS;

/// A page that recomputes a sheet in any browser, without a network; the sheet goes where the mark is.
const PAGE: &str = include_str!("page.html");
const MARK: &str = "__SHEET__";

/// Name and version of the file's form.
const FORMAT: &str = "greenroom-draw/1";
/// How anyone recomputes it with software that is not ours.
pub(crate) const PYTHON: [&str; 6] = [
    "import hashlib, json",
    "from consistent_sampler import sampler  # pip install consistent_sampler==1.0.10",
    "sheet = json.load(open('抽取记录.json', encoding='utf-8'))",
    "for part in sheet.get('strata') or [sheet['pool']]:",
    "    drawn = [pick['id'] for pick in sheet['picks'] if pick.get('stratum', '') == part.get('class', '')]",
    "    print(hashlib.sha256(''.join(id + '\\n' for id in part['ids']).encode()).hexdigest() == part['sha256'], list(sampler(part['ids'], seed=sheet['seed']['value'], take=len(drawn), output='id')) == drawn)",
];
/// The same where strata are not told: list, tickets and their order.
pub(crate) const PYTHON_WITHOUT_STRATA: [&str; 6] = [
    "import hashlib, json",
    "from consistent_sampler import sampler  # pip install consistent_sampler==1.0.10",
    "sheet = json.load(open('抽取记录.json', encoding='utf-8')); ids = sheet['pool']['ids']",
    "drawn = {pick['id']: pick['ticket'] for pick in sheet['picks']}",
    "print(hashlib.sha256(''.join(id + '\\n' for id in ids).encode()).hexdigest() == sheet['pool']['sha256'], set(drawn) <= set(ids))",
    "print({row[1]: row[0] for row in sampler(list(drawn), seed=sheet['seed']['value'], take=len(drawn), digits=100)} == drawn)",
];

/// For whom a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DrawEdition {
    /// 内部版
    Internal,
    /// 公开版
    Public,
}

impl DrawEdition {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Internal => "内部版",
            Self::Public => "公开版",
        }
    }
}

/// Which sheet.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SheetInput {
    /// The draw.
    pub id: Id,
    /// For whom.
    pub edition: DrawEdition,
}

/// Which draw's list.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrawFile {
    /// The draw.
    pub id: Id,
}

/// A sheet that was issued.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetMade {
    /// Handle for the host.
    pub file: String,
    /// The name to save it under.
    pub file_name: String,
    /// The document on record.
    pub document_id: Id,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sheet {
    format: String,
    edition: DrawEdition,
    number: String,
    year: i64,
    round: i64,
    title: String,
    basis: String,
    register: String,
    checklist: String,
    filter: DrawFilter,
    take: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    due_on: Option<String>,
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    void_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    void_approved_by: Option<String>,
    /// Other rounds of the same number, whatever became of them.
    #[serde(default)]
    rounds: Vec<SheetRound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<DrawTerms>,
    /// Drawn by strata. The public edition tells them by number, unless they are internal.
    #[serde(default)]
    stratified: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    strata: Option<Vec<SheetStratum>>,
    /// SHA-256 of what was fixed with the list.
    #[serde(default)]
    lock_sha256: String,
    seed: SheetSeed,
    algorithm: String,
    drawn_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    result_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    persons: Option<Vec<FrozenPerson>>,
    picks: Vec<SheetPick>,
    clock_notes: Vec<String>,
    recheck: Vec<String>,
    pool: SheetPool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SheetRound {
    round: i64,
    state: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SheetStratum {
    #[serde(flatten)]
    frozen: Stratum,
    ids: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SheetPool {
    count: i64,
    sha256: String,
    sm3: String,
    locked_at: i64,
    ids: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SheetSeed {
    value: String,
    kind: String,
    place: String,
    rule: String,
    /// The program made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    witnesses: Vec<DrawWitness>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entered_by: Option<Vec<String>>,
    entered_at: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SheetPick {
    position: i64,
    id: String,
    number: String,
    ticket: String,
    state: String,
    picked_at: i64,
    /// The place that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<i64>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    stratum: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leader: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<Id>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<Id>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    swaps: Vec<Swap>,
}

/// Issues a sheet and keeps it; the same content is kept once.
pub fn sheet(context: &Context<'_>, input: SheetInput) -> Result<SheetMade> {
    let office = context.office;
    let (draw, made) = compose(office, input.id, input.edition)?;
    let edition = input.edition.words();
    let number = number_words(draw.number, draw.round);
    let name = file_name(&draw, "抽取记录", input.edition, "json");
    let (title, register) = (draw.title.clone(), draw.register.clone());
    let bytes = serde_json::to_vec_pretty(&made)?;
    let sha256 = hex::encode(Sha256::digest(&bytes));
    document::keep(office, &sha256, &bytes)?;
    let chain_head = office.chain_head();
    let document_id = office.write(context.actor, "draws.sheet", |w| {
        let sql = "SELECT id FROM document WHERE draw_id = ?1 AND file_sha256 = ?2 AND retired = 0";
        let known: Option<Id> =
            w.db().query_row(sql, params![input.id, sha256], |row| row.get(0)).optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        let id = office.new_id()?;
        w.about(input.id);
        w.insert(
            &DOCUMENT,
            id,
            &[
                ("kind", "drawSheet".to_owned().into()),
                ("title", format!("{title} 抽取记录（{edition}）").into()),
                ("number", number.clone().into()),
                ("register", register.into()),
                ("draw_id", input.id.into()),
                ("state", "issued".to_owned().into()),
                ("template_sha256", String::new().into()),
                ("file_sha256", sha256.clone().into()),
                ("file_name", name.clone().into()),
                ("issued_at", w.now_ms().into()),
                ("chain_head", chain_head.into()),
            ],
        )?;
        Ok(id)
    })?;
    let file = context.files.offer(&name, office.folder().join("documents").join(&sha256), false)?;
    Ok(SheetMade { file, file_name: name, document_id })
}

/// Whether the strata go by what is internal: then shares and lists would tell of each drawn subject what it counts as,
/// however the strata were called.
fn has_internal_strata(draw: &DrawRow) -> bool {
    draw.terms.strata.as_ref().is_none_or(|strata| INTERNAL.contains(&strata.by.as_str()))
}

/// The sheet of a draw, in one of its editions.
fn compose(office: &Office, id: Id, edition: DrawEdition) -> Result<(DrawRow, Sheet)> {
    let missing = || Failure::NotAllowed("结果还没有抽出，还不能出抽取记录。".into());
    let internal = edition == DrawEdition::Internal;
    let (draw, picks, rounds) = office.read(|db| {
        let draw = store::find(db, id)?;
        let rounds = store::other_rounds(db, &draw)?;
        Ok((draw, store::picks(db, id)?, rounds))
    })?;
    let pool = document::pool(office, &draw)?;
    let stratified = !draw.strata.is_empty();
    let told = stratified && (internal || !has_internal_strata(&draw));
    // Outside a stratum is a number: what it stands for is nothing that the shares need.
    let stratum_name = |class: &str| match draw.strata.iter().position(|one| one.class == class) {
        _ if internal => class.to_owned(),
        Some(at) if told => (at + 1).to_string(),
        _ => String::new(),
    };
    let strata = if told {
        let lists = document::lists(office, &draw)?.into_iter().zip(&draw.strata);
        let strata = lists.map(|(list, frozen)| SheetStratum {
            frozen: Stratum { class: stratum_name(&frozen.class), ..frozen.clone() },
            ids: ids(&list.pool),
        });
        Some(strata.collect())
    } else {
        None
    };
    let python = if stratified && !told { PYTHON_WITHOUT_STRATA } else { PYTHON };
    let positions: HashMap<Id, i64> = picks.iter().map(|pick| (pick.id, pick.position)).collect();
    let made = Sheet {
        format: FORMAT.into(),
        edition,
        number: number_words(draw.number, draw.round),
        year: draw.year,
        round: draw.round,
        title: draw.title.clone(),
        basis: draw.basis.clone(),
        register: draw.register.clone(),
        checklist: draw.checklist.clone(),
        filter: DrawFilter {
            risk_class: draw.filter.risk_class.clone().filter(|_| internal),
            ..draw.filter.clone()
        },
        take: draw.take,
        due_on: draw.due_on.clone(),
        state: draw.state.clone(),
        void_reason: internal.then(|| draw.void_reason.clone()).filter(|reason| !reason.is_empty()),
        void_approved_by: internal.then(|| draw.void_approval.clone()).filter(|name| !name.is_empty()),
        rounds: rounds.into_iter().map(|(_, round, state)| SheetRound { round, state }).collect(),
        terms: internal.then(|| draw.terms.clone()),
        stratified,
        strata,
        lock_sha256: draw.lock_sha256.clone().unwrap_or_default(),
        seed: SheetSeed {
            value: draw.seed.clone().ok_or_else(missing)?,
            kind: draw.seed_kind.clone(),
            place: draw.seed_place.clone(),
            rule: seed::RULE.into(),
            note: (draw.seed_kind == seed::PROGRAM).then(|| seed::MADE_BY_PROGRAM.into()),
            witnesses: draw
                .seed_witnesses
                .iter()
                .cloned()
                .map(
                    |witness| if internal { witness } else { DrawWitness { name: String::new(), ..witness } },
                )
                .collect(),
            entered_by: internal.then(|| draw.seeded_by.clone()),
            entered_at: draw.seeded_at.ok_or_else(missing)?,
        },
        algorithm: draw.algorithm.clone(),
        drawn_at: draw.drawn_at.ok_or_else(missing)?,
        // It covers the teams too, so only the internal edition can be held against it.
        result_sha256: draw.result_sha256.clone().filter(|_| internal),
        persons: internal.then(|| draw.persons.clone()),
        picks: picks
            .into_iter()
            .map(|pick| SheetPick {
                position: pick.position,
                id: pick.subject_id.to_string(),
                number: pick.subject_no,
                ticket: pick.ticket,
                state: pick.state,
                picked_at: pick.picked_at,
                replaces: pick.replaces.and_then(|id| positions.get(&id).copied()),
                stratum: stratum_name(&pick.stratum),
                name: internal.then_some(pick.subject_name),
                reason: internal.then_some(pick.reason).filter(|reason| !reason.is_empty()),
                leader: pick.leader_id.filter(|_| internal),
                member: pick.member_id.filter(|_| internal),
                others: if internal { pick.others } else { Vec::new() },
                swaps: if internal { pick.swaps } else { Vec::new() },
            })
            .collect(),
        clock_notes: draw.clock_notes(),
        recheck: python.iter().map(|line| (*line).to_owned()).collect(),
        pool: SheetPool {
            count: draw.pool_count.ok_or_else(missing)?,
            sha256: draw.pool_sha256.clone().ok_or_else(missing)?,
            sm3: draw.pool_sm3.clone().ok_or_else(missing)?,
            locked_at: draw.locked_at.ok_or_else(missing)?,
            ids: ids(&pool),
        },
    };
    Ok((draw, made))
}

/// A sheet inside a page of its own, which recomputes it in any browser and shows where it differs.
pub fn page(context: &Context<'_>, input: SheetInput) -> Result<FileResult> {
    let office = context.office;
    let (draw, made) = compose(office, input.id, input.edition)?;
    // Inside a page no text may close the script that holds it.
    let json = serde_json::to_string(&made)?.replace('<', "\\u003c");
    let name = file_name(&draw, "抽取记录复核", input.edition, "html");
    let file = context.files.offer_bytes(&name, PAGE.replacen(MARK, &json, 1).as_bytes())?;
    Ok(FileResult { file, file_name: name })
}

fn ids(pool: &Pool) -> Vec<String> {
    (0..pool.len()).map(|at| String::from_utf8_lossy(pool.line(at)).into_owned()).collect()
}

fn file_name(draw: &DrawRow, what: &str, edition: DrawEdition, ending: &str) -> String {
    let number = number_words(draw.number, draw.round);
    safe_name(&format!("{what} {}年{number} {}.{ending}", draw.year, edition.words()))
}

/// Recomputes a sheet from itself alone: no office is needed.
pub fn verify_sheet(bytes: &[u8], watch: &(dyn Fn(u64) -> Result<()> + Sync)) -> Result<DrawRecheck> {
    let sheet: Sheet = serde_json::from_slice(bytes)
        .map_err(|error| Failure::invalid(format!("这不是绿间的抽取记录文件，或内容不完整：{error}。")))?;
    if sheet.format != FORMAT {
        return Err(Failure::FileTooNew(format!(
            "抽取记录的格式是“{}”，本程序只认“{FORMAT}”。请用较新的绿间打开。",
            sheet.format
        )));
    }
    let strata = match sheet.strata {
        Some(strata) => {
            let texts = strata.into_iter().map(|one| (one.frozen, text_of(&one.ids)));
            Some(texts.collect::<Vec<_>>())
        }
        None => (!sheet.stratified).then(Vec::new),
    };
    let mut notes = sheet.clock_notes;
    if notes.is_empty()
        && (sheet.seed.entered_at < sheet.pool.locked_at || sheet.drawn_at < sheet.seed.entered_at)
    {
        notes.push("锁定、录入随机种子、抽取三步的时间先后不对：其间本机时钟被调回过。".into());
    }
    let people = sheet.persons.as_deref().map(|persons| People {
        persons,
        rules: sheet.terms.clone().unwrap_or_default().rules(sheet.due_on.as_deref()),
        seed_place: &sheet.seed.place,
        witnesses: &sheet.seed.witnesses,
        lock_sha256: &sheet.lock_sha256,
    });
    let picks = sheet.picks.into_iter().map(|pick| RecordedPick {
        position: pick.position,
        subject: pick.id,
        ticket: pick.ticket,
        stratum: pick.stratum,
        team: pick.leader.zip(pick.member).map(|(leader, member)| Team {
            leader,
            members: std::iter::once(member).chain(pick.others).collect(),
        }),
        swaps: pick.swaps,
        on: date_of(pick.picked_at).to_string(),
    });
    let facts = Facts {
        pool_text: text_of(&sheet.pool.ids),
        pool_count: sheet.pool.count,
        pool_sha256: &sheet.pool.sha256,
        pool_sm3: &sheet.pool.sm3,
        strata,
        take: sheet.take,
        seed_kind: &sheet.seed.kind,
        seed: &sheet.seed.value,
        people,
        picks: picks.collect(),
        notes,
    };
    compare(facts, watch)
}

/// The list again as it was hashed.
fn text_of(ids: &[String]) -> Vec<u8> {
    let mut text = Vec::with_capacity(ids.len() * 33);
    for id in ids {
        text.extend_from_slice(id.as_bytes());
        text.push(b'\n');
    }
    text
}

/// The locked list itself, as it was hashed.
pub fn pool_file(context: &Context<'_>, input: DrawFile) -> Result<FileResult> {
    let office = context.office;
    let draw = office.read(|db| store::find(db, input.id))?;
    document::pool(office, &draw)?;
    let name = safe_name(&format!("抽查名单 {}年{}.txt", draw.year, number_words(draw.number, draw.round)));
    let sha256 = draw.pool_sha256.unwrap_or_default();
    let file = context.files.offer(&name, office.folder().join("documents").join(sha256), false)?;
    Ok(FileResult { file, file_name: name })
}
