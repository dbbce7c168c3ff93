//! The papers of an inspection: what is ready, what is missing, and the record in the words of the templates.

use super::method::{ItemResult, method_chinese, method_from_word};
use super::store::{self, Inspection, Item};
use super::{OneInspection, law, number_words};
use crate::calls::Context;
use crate::clock::local;
use crate::error::Result;
use crate::id::Id;
use crate::office::Office;
use crate::people;
use crate::rules;
use rusqlite::{Connection, OptionalExtension};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value as Json, json};
use ts_rs::TS;

/// A paper that was issued.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaperDocument {
    /// Identity of the document.
    pub id: Id,
    /// 文号
    pub number: String,
    /// Its state.
    pub state: String,
    /// When, UTC milliseconds.
    pub issued_at: i64,
}

/// A paper that the inspection can have.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct InspectionPaper {
    /// `onsiteRecord` or `onlineRecord`.
    pub kind: String,
    /// Its name.
    pub title: String,
    /// Nothing is missing.
    pub ready: bool,
    /// What is missing and where to fill it in.
    pub missing: Vec<String>,
    /// Those already issued.
    pub documents: Vec<PaperDocument>,
}

/// The papers of an inspection. Watching a replay is not 现场检查: the approach decides which record it is.
pub fn papers(context: &Context<'_>, input: OneInspection) -> Result<Vec<InspectionPaper>> {
    let office = context.office;
    office.read(|db| {
        let inspection = store::inspection(db, input.id)?;
        let onsite = inspection.approach.is_onsite();
        let (kind, label) = if onsite {
            ("onsiteRecord", "onsiteCheckRecord")
        } else {
            ("onlineRecord", "onlineCheckRecord")
        };
        let missing = missing(&inspection, &context_in(office, db, input.id)?);
        Ok(vec![InspectionPaper {
            kind: kind.to_owned(),
            title: law::result_words(office, "recordLabel", label)?,
            ready: missing.is_empty(),
            missing,
            documents: documents(db, input.id, kind)?,
        }])
    })
}

fn documents(db: &Connection, inspection: Id, kind: &str) -> Result<Vec<PaperDocument>> {
    let mut statement = db.prepare_cached(
        "SELECT id, number, state, issued_at FROM document WHERE inspection_id = ?1 AND kind = ?2 ORDER BY key",
    )?;
    let rows = statement.query_map((inspection, kind), |row| {
        Ok(PaperDocument { id: row.get(0)?, number: row.get(1)?, state: row.get(2)?, issued_at: row.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What both records need, and where a person fills it in.
const WANTED: [(&str, &str); 11] = [
    ("/单位/名称", "单位名称（设置）"),
    ("/单位/地址", "单位地址（设置）"),
    ("/单位/电话", "单位电话（设置）"),
    ("/检查/事由", "检查事由"),
    ("/检查/开始时间", "检查开始时间（检查信息）"),
    ("/检查/结束时间", "检查结束时间（检查信息）"),
    ("/检查/地点", "检查地点（检查信息）"),
    ("/检查/方式", "检查方式"),
    ("/当事人/名称", "当事人名称（登记）"),
    ("/当事人/住所", "当事人住所（登记）"),
    ("/当事人/负责人", "当事人负责人（登记）"),
];
/// What 现场检查笔录 needs besides.
const ONSITE: [(&str, &str); 2] =
    [("/出示证件时间", "出示执法证时间（检查信息）"), ("/告知事项", "告知陈述申辩及回避权利（检查信息）")];
/// What 网络检查记录 needs besides.
const ONLINE: [(&str, &str); 4] = [
    ("/当事人/平台", "平台（登记）"),
    ("/当事人/账号", "账号（登记）"),
    ("/检查/场次", "场次（检查信息；没有场次的写“不适用”）"),
    ("/检查/播出时长", "播出时长（检查信息；没有的写“不适用”）"),
];

fn missing(inspection: &Inspection, paper: &Json) -> Vec<String> {
    let mut missing = Vec::new();
    if inspection.state != "finished" {
        missing.push("检查尚未完成".to_owned());
    }
    if inspection.member_confirmed_at.is_none() {
        missing.push("组员尚未在本人名下确认".to_owned());
    }
    let own: &[(&str, &str)] = if inspection.approach.is_onsite() { &ONSITE } else { &ONLINE };
    for (pointer, words) in WANTED.iter().chain(own) {
        if paper.pointer(pointer).and_then(Json::as_str).is_none_or(|text| text.trim().is_empty()) {
            missing.push((*words).to_owned());
        }
    }
    if paper["检查人员"].as_array().map_or(0, Vec::len) < 2 {
        missing.push("两名检查人员".to_owned());
    }
    for one in paper["证据"].as_array().into_iter().flatten() {
        for field in ["出处", "制作方法", "制作时间", "制作人"] {
            if one[field].as_str().is_none_or(str::is_empty) {
                missing.push(format!(
                    "证据 {}“{}”的{field}",
                    one["序号"],
                    one["名称"].as_str().unwrap_or_default()
                ));
            }
        }
    }
    missing
}

/// 2026年3月5日09时30分
fn moment(at: Option<i64>) -> Option<String> {
    at.map(|ms| local(ms).format("%Y年%-m月%-d日%H时%M分").to_string())
}

fn filled(text: &str) -> Option<&str> {
    let text = text.trim();
    (!text.is_empty()).then_some(text)
}

/// The record of an inspection as the templates of 现场检查笔录 and 网络检查记录 read it. What is not known is null.
pub fn paper_context(office: &Office, id: Id) -> Result<Json> {
    office.read(|db| context_in(office, db, id))
}

fn context_in(office: &Office, db: &Connection, id: Id) -> Result<Json> {
    let inspection = store::inspection(db, id)?;
    let items = store::items(db, id)?;
    let detail = |key: &str| inspection.details.get(key).and_then(Json::as_str).and_then(filled);
    let (unit_name, unit_address, unit_phone): (String, String, String) =
        db.query_row("SELECT name, address, phone FROM office ORDER BY key LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let counts = store::counts(db, id)?;
    let (findings, methods) = item_lines(office, &inspection, &items)?;
    Ok(json!({
        "单位": { "名称": unit_name, "地址": filled(&unit_address), "电话": filled(&unit_phone) },
        "编号": number_words(db, inspection.year, inspection.number)?,
        "检查": {
            "事由": reason(office, db, &inspection)?,
            "开始时间": moment(inspection.began_at),
            "结束时间": moment(inspection.ended_at),
            "地点": detail("place"),
            "方式": filled(&methods),
            "录入时间": moment(inspection.entered_at),
            "场次": detail("session"),
            "播出时长": detail("duration"),
            "观看人数": detail("viewers"),
            "销量": detail("sales"),
            "销售额": detail("revenue"),
            "录像编号": detail("recordingNo"),
        },
        "当事人": party(db, &inspection)?,
        "检查人员": team(db, &inspection)?,
        "出示证件时间": detail("showedIdAt"),
        "告知事项": detail("toldRights"),
        "在场人": {
            "姓名": detail("present"),
            "身份": detail("presentRole"),
            "到场情况": attendance(detail("attendance"), detail("present"), detail("presentRole")),
        },
        "检查情况": findings,
        "汇总": {
            "已检查": counts.checked,
            "未检查": counts.total - counts.checked,
            "发现问题": counts.problems,
            "不适用": counts.not_applicable,
            "批量标注": counts.bulk,
        },
        "未检查原因": filled(&inspection.unchecked_reason),
        "证据": evidence(office, db, id)?,
        "当事人意见": detail("opinion"),
        "结果": filled(&law::result_words(office, "checkResult", &inspection.result_word)?),
        "后续": filled(&law::result_words(office, "followUp", &inspection.follow_up)?),
        "签名": { "当事人": null, "见证人": detail("witness"), "拒签说明": detail("refusal") },
        "链头": chain_head(db)?,
    }))
}

fn reason(office: &Office, db: &Connection, inspection: &Inspection) -> Result<String> {
    let words = rules::store::label(office, "checkReason", &inspection.reason)?;
    let title: Option<String> = match inspection.draw_id {
        Some(draw) => {
            db.query_row("SELECT title FROM draw WHERE id = ?1", [draw], |row| row.get(0)).optional()?
        }
        None => None,
    };
    Ok(match title {
        Some(title) if !words.contains(&title) => format!("{words}（{title}）"),
        _ => words,
    })
}

fn party(db: &Connection, inspection: &Inspection) -> Result<Json> {
    let known = store::subject(db, &inspection.register, inspection.subject_id)?.unwrap_or_default();
    let name = filled(&known.operator_name).unwrap_or(&inspection.subject_name);
    let register = inspection.register.as_str();
    let account = match (filled(&known.account), register) {
        (Some(account), "rooms" | "hosts") => Some(format!("{}（{account}）", inspection.subject_name)),
        (Some(account), _) => Some(account.to_owned()),
        (None, "platforms") => Some("不适用（检查对象为平台）".to_owned()),
        (None, "operators") => Some("不适用（检查对象为经营主体）".to_owned()),
        (None, _) => None,
    };
    let platform = match (filled(&known.platform_name), register) {
        (None, "operators") => Some("不适用（检查对象为经营主体）"),
        (platform, _) => platform,
    };
    Ok(json!({
        "名称": name,
        "统一社会信用代码": filled(&known.operator_code),
        "住所": filled(&known.domicile),
        "实际经营地址": filled(&known.business_address),
        "负责人": filled(&known.head),
        "联系电话": filled(&known.phone),
        "账号": account,
        "平台": platform,
    }))
}

fn team(db: &Connection, inspection: &Inspection) -> Result<Vec<Json>> {
    let mut team = Vec::new();
    for id in [inspection.leader, inspection.member].into_iter().flatten() {
        let person = people::find(db, id, "")?;
        team.push(json!({ "姓名": person.name, "执法证号": person.certificate_no }));
    }
    Ok(team)
}

/// What was stated about who was there; said as such where nothing was.
fn attendance(stated: Option<&str>, present: Option<&str>, role: Option<&str>) -> String {
    match (stated, present, role) {
        (Some(stated), ..) => stated.to_owned(),
        (None, Some(present), _) => format!("{present}到场"),
        (None, None, Some(role)) => role.to_owned(),
        (None, None, None) => "未记录当事人到场".to_owned(),
    }
}

/// The items as the record lists them, and the methods that were used.
fn item_lines(office: &Office, inspection: &Inspection, items: &[Item]) -> Result<(Vec<Json>, String)> {
    let pack = rules::store::by_id(office, inspection.pack_id)?;
    let catalogue = rules::store::current(office, "law-catalogue")?;
    let mut used: Vec<&str> = Vec::new();
    let mut lines = Vec::new();
    for item in items {
        let known = law::item(&pack.pack, &item.code)?;
        let method = method_from_word(&item.method).map(method_chinese);
        if let Some(method) = method
            && !used.contains(&method)
        {
            used.push(method);
        }
        let fact = match (item.result, filled(&item.fact)) {
            (ItemResult::Problem, Some(fact)) => {
                Some(format!("{}：{fact}", law::situation_words(known, &item.situation)))
            }
            (_, fact) => fact.map(str::to_owned),
        };
        let result = match (item.result, item.bulk) {
            (ItemResult::Unchecked, _) => None,
            (result, true) => Some(format!("{}（批量标注）", result.chinese())),
            (result, false) => Some(result.chinese().to_owned()),
        };
        lines.push(json!({
            "序号": known.no,
            "事项": known.title,
            // An answer that rests on no looking, 不适用 or 未能检查, says so with a dash.
            "方式": method.or(result.is_some().then_some("—")),
            "结果": result,
            "依据": filled(&law::basis_words(&law::cite(&catalogue.pack, &known.basis))),
            "事实": fact,
        }));
    }
    Ok((lines, used.join("、")))
}

fn evidence(office: &Office, db: &Connection, id: Id) -> Result<Vec<Json>> {
    let all = crate::evidence::of_inspection(db, office, id)?;
    let standing = all.into_iter().filter(|one| one.withdrawn_reason.is_empty());
    Ok(standing
        .enumerate()
        .map(|(index, one)| {
            json!({
                "序号": index + 1,
                "名称": one.name,
                "出处": filled(&one.source),
                "制作方法": filled(&one.made_how),
                "制作时间": filled(&one.made_at),
                "制作人": filled(&one.made_by),
                "入库时间": moment(Some(one.deposited_at)),
                "SHA256": one.sha256,
                "SM3": one.sm3,
            })
        })
        .collect())
}

/// The head of the chain as it stands: device, sequence, hash. Read from the journal and not asked of the writer,
/// so that a paper can be issued within a write.
fn chain_head(db: &Connection) -> Result<Option<String>> {
    Ok(db
        .query_row("SELECT device, seq, hash FROM journal ORDER BY key DESC LIMIT 1", [], |row| {
            let (device, seq, hash): (Id, i64, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("{}-{seq}-{}", &device.to_string()[..8], hex::encode(&hash[..hash.len().min(8)])))
        })
        .optional()?)
}
