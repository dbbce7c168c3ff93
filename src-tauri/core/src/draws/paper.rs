//! What is printed of a draw: the sheet of the locked list, and the record in its internal and its public edition.
//! The public record carries registration numbers only: what it does not say is not even handed to its template.

use super::model::{DrawFilter, number_words, source};
use super::seed;
use super::sheet::{PYTHON, PYTHON_WITHOUT_STRATA, SheetMade};
use super::store::{self, DrawRow, PickRow};
use super::strata::class_words;
use super::teams::{JOINT, Team};
use crate::calls::Context;
use crate::clock::written;
use crate::documents::{PaperKind, Template, store as files, template_of};
use crate::error::{Failure, Result};
use crate::files::safe_name;
use crate::id::Id;
use crate::office::Office;
use crate::rules::store::label;
use crate::tables::DOCUMENT;
use rusqlite::{OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use ts_rs::TS;

/// Numbers of subjects printed for one person's recusals; further ones are counted.
const SHOWN_RECUSALS: usize = 30;

/// Which paper of a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DrawPaperKind {
    /// 抽查名单锁定单, before the seed
    Lock,
    /// 抽取记录（内部版）
    Internal,
    /// 抽取记录（公开版）
    Public,
}

impl DrawPaperKind {
    fn paper(self) -> PaperKind {
        match self {
            Self::Lock => PaperKind::DrawLock,
            Self::Internal => PaperKind::DrawRecordInternal,
            Self::Public => PaperKind::DrawRecordPublic,
        }
    }
}

/// A paper to issue.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrawPaper {
    /// The draw.
    pub id: Id,
    /// Which paper.
    pub kind: DrawPaperKind,
}

/// Issues a paper of a draw as .docx. The same record by the same template is the same paper; a later one takes its
/// place, and the one before stays as 作废（保留）.
pub fn paper(context: &Context<'_>, input: DrawPaper) -> Result<SheetMade> {
    let office = context.office;
    let kind = input.kind.paper();
    let (draw, picks) = office.read(|db| Ok((store::find(db, input.id)?, store::picks(db, input.id)?)))?;
    if draw.locked_at.is_none() {
        return Err(Failure::NotAllowed("名单还没有锁定，还不能打印。请先锁定名单。".into()));
    }
    if input.kind != DrawPaperKind::Lock && draw.drawn_at.is_none() {
        return Err(Failure::NotAllowed("结果还没有抽出，还不能出抽取记录。".into()));
    }
    let title = kind.title(office)?;
    let (template, template_sha256) = template_of(office, kind)?;
    let template = Template::open(&template)?;
    let mut record = record(office, &draw, &picks, input.kind)?;
    let last = office.read(|db| {
        let sql = "SELECT id, file_sha256, file_name, chain_head FROM document
                   WHERE draw_id = ?1 AND kind = ?2 AND state = 'issued' AND retired = 0 ORDER BY key DESC";
        let row = db.query_row(sql, params![draw.id, kind.word()], |row| {
            Ok((
                row.get::<_, Id>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, String>(3)?,
            ))
        });
        Ok(row.optional()?)
    })?;
    // The last paper again, if it would say the same.
    if let Some((document_id, sha256, file_name, chain_head)) = &last {
        record["链头"] = json!(chain_head);
        let again = template.render(&record)?;
        if files::sha256(&again) == *sha256 {
            files::keep(office, sha256, &again)?;
            let file = context.files.offer(file_name, files::path(office, sha256), false)?;
            return Ok(SheetMade { file, file_name: file_name.clone(), document_id: *document_id });
        }
    }
    let chain_head = office.chain_head();
    record["链头"] = json!(chain_head);
    let bytes = template.render(&record)?;
    let sha256 = files::sha256(&bytes);
    let number = number_words(draw.number, draw.round);
    let file_name = safe_name(&format!("{title} {}年{number}.docx", draw.year));
    files::keep(office, &sha256, &bytes)?;
    let document_id = office.new_id()?;
    office.write(context.actor, "draws.paper", |w| {
        w.about(draw.id);
        if store::find(w.db(), draw.id)?.rev != draw.rev {
            return Err(Failure::Conflict("这次抽查刚被别处改过，没有出具。请看一眼新内容再出。".into()));
        }
        if let Some((old, ..)) = &last {
            w.update(&DOCUMENT, *old, None, &[("state", "void".to_owned().into())])?;
        }
        w.insert(
            &DOCUMENT,
            document_id,
            &[
                ("kind", kind.word().to_owned().into()),
                ("title", format!("{} {title}", draw.title).into()),
                ("number", number.clone().into()),
                ("register", draw.register.clone().into()),
                ("draw_id", draw.id.into()),
                ("state", "issued".to_owned().into()),
                ("template_sha256", template_sha256.clone().into()),
                ("file_sha256", sha256.clone().into()),
                ("file_name", file_name.clone().into()),
                ("issued_at", w.now_ms().into()),
                ("chain_head", chain_head.clone().into()),
            ],
        )
    })?;
    let file = context.files.offer(&file_name, files::path(office, &sha256), false)?;
    Ok(SheetMade { file, file_name, document_id })
}

fn filled(text: &str) -> Json {
    if text.trim().is_empty() { Json::Null } else { json!(text) }
}

/// Everything the paper may name, and nothing that it must not say.
fn record(office: &Office, draw: &DrawRow, picks: &[PickRow], kind: DrawPaperKind) -> Result<Json> {
    let internal = kind != DrawPaperKind::Public;
    let unit: String = office
        .read(|db| Ok(db.query_row("SELECT name FROM office ORDER BY key LIMIT 1", [], |row| row.get(0))?))?;
    let rounds = office.read(|db| store::other_rounds(db, draw))?;
    let mut rounds: Vec<(i64, String)> = rounds.into_iter().map(|(_, round, state)| (round, state)).collect();
    rounds.push((draw.round, draw.state.clone()));
    rounds.sort();
    let rounds: Vec<String> =
        rounds.iter().map(|(round, state)| format!("第 {round} 次：{}", state_words(state))).collect();
    let python = if draw.strata.is_empty() || internal { PYTHON } else { PYTHON_WITHOUT_STRATA };
    let mut record = json!({
        "单位": {"名称": unit},
        "编号": format!("{} 年 {}", draw.year, number_words(draw.number, draw.round)),
        "抽查": {
            "名称": draw.title,
            "依据": filled(&draw.basis),
            "名单条件": conditions(office, draw, internal)?,
            "抽取数": draw.take,
            "完成期限": draw.due_on,
            "状态": state_words(&draw.state),
            "历次": rounds.join("；"),
        },
        "名单": {
            "数量": draw.pool_count,
            "SHA256": draw.pool_sha256,
            "SM3": draw.pool_sm3,
            "锁定校验值": draw.lock_sha256,
            "锁定时间": draw.locked_at.map(written),
        },
        "种子": {
            "值": draw.seed,
            "来源": label(office, "seedSource", &draw.seed_kind)?,
            "出处": draw.seed_place,
            "规则": seed::RULE,
            "录入时间": draw.seeded_at.map(written),
            "说明": (draw.seed_kind == seed::PROGRAM).then_some(seed::MADE_BY_PROGRAM),
        },
        "抽取": {"时间": draw.drawn_at.map(written), "算法": filled(&draw.algorithm)},
        "时钟说明": filled(&draw.clock_notes().join("")),
        "复核代码": python,
        "见证人": draw
            .seed_witnesses
            .iter()
            .map(|one| if internal { json!({"姓名": one.name, "单位": one.unit}) } else { json!({"单位": one.unit}) })
            .collect::<Vec<_>>(),
    });
    let positions: HashMap<Id, i64> = picks.iter().map(|pick| (pick.id, pick.position)).collect();
    let follows = |pick: &PickRow| {
        let at = pick.replaces.and_then(|id| positions.get(&id));
        at.map(|at| format!("递补第 {at} 位"))
    };
    if !internal {
        let lines = picks.iter().map(|pick| {
            let replaced = (pick.state == "replaced").then(|| "已递补".to_owned());
            json!({"序号": pick.position, "登记号": pick.subject_no, "随机值": short(&pick.ticket),
                   "备注": replaced.or_else(|| follows(pick))})
        });
        record["结果"] = lines.collect();
        return Ok(record);
    }
    let names: HashMap<Id, &str> =
        draw.persons.iter().map(|person| (person.id, person.name.as_str())).collect();
    let name = |id: Id| names.get(&id).copied().unwrap_or_default().to_owned();
    let lines = picks.iter().map(|pick| {
        let team: Vec<String> = pick.team_now().iter().flat_map(Team::everybody).map(name).collect();
        let replaced = (pick.state == "replaced").then(|| format!("已递补：{}", pick.reason));
        json!({"序号": pick.position, "登记号": pick.subject_no, "名称": pick.subject_name,
               "组长": team.first(), "组员": team.get(1..).unwrap_or_default().join("、"),
               "随机值": short(&pick.ticket), "分层": class_words(&pick.stratum),
               "备注": replaced.or_else(|| follows(pick))})
    });
    record["结果"] = lines.collect();
    let swaps = picks.iter().flat_map(|pick| pick.swaps.iter().map(move |swap| (pick, swap)));
    record["换人"] = swaps
        .map(|(pick, swap)| {
            json!({"序号": pick.position, "原": name(swap.out), "现": name(swap.by),
                   "时间": written(swap.at), "理由": swap.reason})
        })
        .collect();
    record["抽查"]["作废理由"] = filled(&draw.void_reason);
    record["抽查"]["作废批准人"] = filled(&draw.void_approval);
    let again: Json = serde_json::from_str(&draw.plan).unwrap_or_default();
    record["抽查"]["另起理由"] = again["reason"].clone();
    record["抽查"]["另起批准人"] = again["approvedBy"].clone();
    record["抽取"]["结果校验值"] = json!(draw.result_sha256);
    record["种子"]["录入人"] = filled(&draw.seeded_by.join("、"));
    record["分层"] = draw
        .strata
        .iter()
        .map(|one| {
            json!({"名称": class_words(&one.class), "比例": format!("{}%", f64::from(one.share) / 10.0),
                   "最少": one.minimum, "数量": one.count, "抽取数": one.take})
        })
        .collect();
    record["剔除"] =
        draw.terms.exclusions.iter().map(|one| json!({"名称": one.name, "理由": one.reason})).collect();
    record["人员"] = people(office, draw)?;
    Ok(record)
}

/// The persons with what keeps them away: certificates, days off, recusals, forbidden pairs.
fn people(office: &Office, draw: &DrawRow) -> Result<Json> {
    let source = source(&draw.register)?;
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", source.number, source.table);
    office.read(|db| {
        let mut statement = db.prepare(&sql)?;
        let mut lines = Vec::new();
        for (at, person) in draw.persons.iter().enumerate() {
            let mut avoided = Vec::new();
            for id in person.avoids.iter().take(SHOWN_RECUSALS) {
                let number: Option<String> = statement.query_row([id], |row| row.get(0)).optional()?;
                avoided.push(number.unwrap_or_else(|| id.to_string()));
            }
            let mut recusals = avoided.join("、");
            if person.avoids.len() > SHOWN_RECUSALS {
                recusals.push_str(&format!(" 等 {} 户", person.avoids.len()));
            }
            let apart: Vec<&str> = draw
                .persons
                .iter()
                .filter(|other| person.apart.contains(&other.id))
                .map(|other| other.name.as_str())
                .collect();
            let off: Vec<String> =
                person.days_off.iter().map(|days| format!("{} 至 {}", days.from, days.to)).collect();
            lines.push(json!({
                "序号": at + 1,
                "姓名": person.name,
                "单位": filled(&person.unit),
                "执法证号": filled(&person.certificate_no),
                "有效期": filled(&person.certificate_until),
                "专长": filled(&person.skills.join("、")),
                "休假": filled(&off.join("；")),
                "回避": filled(&recusals),
                "不同组": filled(&apart.join("、")),
                "剔除理由": person.excluded_reason,
            }));
        }
        Ok(Json::Array(lines))
    })
}

/// The ticket as it is printed: enough to tell it from every other.
fn short(ticket: &str) -> &str {
    &ticket[..ticket.len().min(20)]
}

fn state_words(state: &str) -> &'static str {
    match state {
        "drawn" => "有效",
        "voided" => "作废（结果保留）",
        "draft" => "拟定",
        _ => "尚未抽取",
    }
}

/// The filter and the terms in words; what is internal only if asked.
fn conditions(office: &Office, draw: &DrawRow, internal: bool) -> Result<String> {
    let DrawFilter { status, platform_name, street, risk_class, not_inspected_months } = &draw.filter;
    let group = match draw.register.as_str() {
        "rooms" => "roomStatus",
        "platforms" => "platformStatus",
        _ => "subjectStatus",
    };
    let mut parts = Vec::new();
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    if let Some(status) = given(status) {
        parts.push(format!("状态 {}", label(office, group, &status).unwrap_or(status)));
    }
    if let Some(platform) = given(platform_name) {
        parts.push(format!("平台 {platform}"));
    }
    if let Some(street) = given(street) {
        parts.push(format!("镇街 {street}"));
    }
    if let Some(months) = not_inspected_months.filter(|months| *months > 0) {
        parts.push(format!("近 {months} 个月未检查"));
    }
    if let Some(cap) = draw.terms.yearly_cap.as_ref().filter(|cap| cap.kept().is_none()) {
        parts.push(format!("{}的不列入", cap.words()));
    }
    if internal {
        if let Some(class) = given(risk_class) {
            parts.push(format!("信用风险分类 {}", label(office, "riskClass", &class).unwrap_or(class)));
        }
        if let Some((cap, reason)) = draw.terms.yearly_cap.as_ref().and_then(|cap| Some((cap, cap.kept()?))) {
            parts.push(format!("{}的仍列入，理由：{reason}", cap.words()));
        }
        let rules = draw.rules();
        parts.push(format!("每组 {} 人", rules.size));
        if !rules.skills.is_empty() {
            parts.push(format!("要求专长 {}", rules.skills.join("、")));
        }
        if !rules.joint.is_empty() {
            parts.push(format!("联合部门 {}，各出 {JOINT} 人", rules.joint.join("、")));
        }
    }
    Ok(if parts.is_empty() { "名录内全部".into() } else { parts.join("；") })
}
