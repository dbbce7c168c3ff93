//! Which template applies to a paper: the one that comes with the program, or the office's own.

use super::store;
use super::template::Template;
use crate::calls::{Context, FileResult, Nothing};
use crate::error::{Failure, Result};
use crate::files::safe_name;
use crate::id::Id;
use crate::office::Office;
use crate::rules;
use crate::tables::TEMPLATE;
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Larger files are no templates of papers.
const LARGEST: u64 = 20 << 20;

/// Everything that a template of an inspection's paper may name. What stands in a list is named through the list.
pub const FIELDS: &[&str] = &[
    "单位.名称",
    "单位.地址",
    "单位.电话",
    "编号",
    "检查.事由",
    "检查.开始时间",
    "检查.结束时间",
    "检查.地点",
    "检查.方式",
    "检查.录入时间",
    "检查.场次",
    "检查.播出时长",
    "检查.观看人数",
    "检查.销量",
    "检查.销售额",
    "检查.录像编号",
    "当事人.名称",
    "当事人.统一社会信用代码",
    "当事人.住所",
    "当事人.实际经营地址",
    "当事人.负责人",
    "当事人.联系电话",
    "当事人.账号",
    "当事人.平台",
    "检查人员.姓名",
    "检查人员.执法证号",
    "出示证件时间",
    "告知事项",
    "在场人.姓名",
    "在场人.身份",
    "在场人.到场情况",
    "检查情况.序号",
    "检查情况.事项",
    "检查情况.结果",
    "检查情况.方式",
    "检查情况.依据",
    "检查情况.事实",
    "汇总.已检查",
    "汇总.未检查",
    "汇总.发现问题",
    "汇总.不适用",
    "汇总.批量标注",
    "未检查原因",
    "证据.序号",
    "证据.名称",
    "证据.出处",
    "证据.制作方法",
    "证据.制作时间",
    "证据.制作人",
    "证据.入库时间",
    "证据.SHA256",
    "证据.SM3",
    "当事人意见",
    "结果",
    "后续",
    "签名.当事人",
    "签名.见证人",
    "签名.拒签说明",
    "链头",
];

/// Everything that a template of a draw's paper may name; the public record knows fewer.
pub const DRAW_FIELDS: &[&str] = &[
    "单位.名称",
    "编号",
    "链头",
    "抽查.名称",
    "抽查.依据",
    "抽查.名单条件",
    "抽查.抽取数",
    "抽查.完成期限",
    "抽查.状态",
    "抽查.历次",
    "抽查.作废理由",
    "抽查.作废批准人",
    "抽查.另起理由",
    "抽查.另起批准人",
    "名单.数量",
    "名单.SHA256",
    "名单.SM3",
    "名单.锁定校验值",
    "名单.锁定时间",
    "种子.值",
    "种子.来源",
    "种子.出处",
    "种子.规则",
    "种子.录入时间",
    "种子.录入人",
    "种子.说明",
    "见证人.姓名",
    "见证人.单位",
    "抽取.时间",
    "抽取.算法",
    "抽取.结果校验值",
    "分层.名称",
    "分层.比例",
    "分层.最少",
    "分层.数量",
    "分层.抽取数",
    "剔除.名称",
    "剔除.理由",
    "人员.序号",
    "人员.姓名",
    "人员.单位",
    "人员.执法证号",
    "人员.有效期",
    "人员.专长",
    "人员.休假",
    "人员.回避",
    "人员.不同组",
    "人员.剔除理由",
    "结果.序号",
    "结果.登记号",
    "结果.名称",
    "结果.组长",
    "结果.组员",
    "结果.随机值",
    "结果.分层",
    "结果.备注",
    "换人.序号",
    "换人.原",
    "换人.现",
    "换人.时间",
    "换人.理由",
    "时钟说明",
    "复核代码",
];

/// A paper that is made from a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum PaperKind {
    /// 现场检查笔录
    OnsiteRecord,
    /// 网络检查记录
    OnlineRecord,
    /// 抽查名单锁定单
    DrawLock,
    /// 抽取记录（内部版）
    DrawRecordInternal,
    /// 抽取记录（公开版）
    DrawRecordPublic,
}

impl PaperKind {
    /// All of them.
    const ALL: [Self; 5] = [
        Self::OnsiteRecord,
        Self::OnlineRecord,
        Self::DrawLock,
        Self::DrawRecordInternal,
        Self::DrawRecordPublic,
    ];

    /// Stable word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::OnsiteRecord => "onsiteRecord",
            Self::OnlineRecord => "onlineRecord",
            Self::DrawLock => "drawLock",
            Self::DrawRecordInternal => "drawRecordInternal",
            Self::DrawRecordPublic => "drawRecordPublic",
        }
    }

    /// Its name, from the labels.
    pub(crate) fn title(self, office: &Office) -> Result<String> {
        rules::store::label(office, "documentKind", self.word())
    }

    /// Everything that a template of it may name.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::OnsiteRecord | Self::OnlineRecord => FIELDS,
            Self::DrawLock | Self::DrawRecordInternal | Self::DrawRecordPublic => DRAW_FIELDS,
        }
    }

    /// The template that comes with the program.
    fn builtin(self) -> &'static [u8] {
        match self {
            Self::OnsiteRecord => include_bytes!("../../../../assets/templates/现场检查笔录.docx"),
            Self::OnlineRecord => include_bytes!("../../../../assets/templates/网络检查记录.docx"),
            Self::DrawLock => include_bytes!("../../../../assets/templates/抽查名单锁定单.docx"),
            Self::DrawRecordInternal => {
                include_bytes!("../../../../assets/templates/抽取记录（内部版）.docx")
            }
            Self::DrawRecordPublic => include_bytes!("../../../../assets/templates/抽取记录（公开版）.docx"),
        }
    }
}

/// A template and how it came.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct TemplateShown {
    /// Which paper.
    pub kind: PaperKind,
    /// Its name.
    pub title: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The office's own, not the one that comes with the program.
    pub custom: bool,
    /// What it names.
    pub fields: Vec<String>,
}

/// Which template.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OneTemplate {
    /// Which paper.
    pub kind: PaperKind,
}

/// Another template.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplaceTemplate {
    /// Which paper.
    pub kind: PaperKind,
    /// Handle of the .docx.
    pub file: String,
}

/// A template that was accepted.
#[derive(Debug, Serialize, TS, JsonSchema)]
pub struct TemplateReplaced {
    /// SHA-256 of the file.
    pub sha256: String,
    /// What it names.
    pub fields: Vec<String>,
}

/// The bytes of the template that applies, and their SHA-256.
pub(crate) fn current(office: &Office, kind: PaperKind) -> Result<(Vec<u8>, String)> {
    let own: Option<String> = office.read(|db| {
        let sql = "SELECT sha256 FROM template WHERE kind = ?1 AND retired = 0";
        Ok(db.query_row(sql, [kind.word()], |row| row.get(0)).optional()?)
    })?;
    match own {
        Some(sha256) => Ok((store::read(office, &sha256, &format!("{}模板", kind.title(office)?))?, sha256)),
        None => Ok((kind.builtin().to_vec(), store::sha256(kind.builtin()))),
    }
}

/// The templates of papers.
pub fn templates(context: &Context<'_>, _: Nothing) -> Result<Vec<TemplateShown>> {
    PaperKind::ALL
        .into_iter()
        .map(|kind| {
            let (bytes, sha256) = current(context.office, kind)?;
            Ok(TemplateShown {
                kind,
                title: kind.title(context.office)?,
                custom: sha256 != store::sha256(kind.builtin()),
                sha256,
                fields: Template::open(&bytes)?.fields(),
            })
        })
        .collect()
}

/// The file of a template.
pub fn template_file(context: &Context<'_>, input: OneTemplate) -> Result<FileResult> {
    let (bytes, _) = current(context.office, input.kind)?;
    let file_name = safe_name(&format!("{}（模板）.docx", input.kind.title(context.office)?));
    Ok(FileResult { file: context.files.offer_bytes(&file_name, &bytes)?, file_name })
}

/// Replaces a template. What it names and no record will ever have is refused here, not on the day of the check.
pub fn replace_template(context: &Context<'_>, input: ReplaceTemplate) -> Result<TemplateReplaced> {
    let office = context.office;
    let held = context.files.take(&input.file)?;
    if std::fs::metadata(&held.path)?.len() > LARGEST {
        return Err(Failure::field("file", "模板文件太大，没有更换。请压缩其中的图片，或另选一个文件。"));
    }
    let bytes = std::fs::read(&held.path)?;
    let template = Template::open(&bytes)?;
    let fields = template.fields();
    if fields.is_empty() {
        return Err(Failure::field(
            "file",
            "这个文件里没有要填写的项，没有更换。请先导出现在的模板，在它上面修改。",
        ));
    }
    let unknown: Vec<&str> =
        fields.iter().map(String::as_str).filter(|field| !known(input.kind, field)).collect();
    if !unknown.is_empty() {
        return Err(Failure::field(
            "file",
            format!("模板用到“{}”，程序里没有这样的项，没有更换。请在模板中改正或删去。", unknown.join("”“")),
        ));
    }
    let sha256 = store::sha256(&bytes);
    store::keep(office, &sha256, &bytes)?;
    let id = Id::derived(&["template", input.kind.word()]);
    office.write(context.actor, "documents.replaceTemplate", |w| {
        w.about(id);
        let file = [
            ("sha256", sha256.clone().into()),
            ("file_name", held.name.clone().into()),
            ("replaced_at", w.now_ms().into()),
        ];
        let there: bool =
            w.db()
                .query_row("SELECT EXISTS (SELECT 1 FROM template WHERE id = ?1)", [id], |row| row.get(0))?;
        if there {
            w.update(&TEMPLATE, id, None, &file)?;
        } else {
            let mut values = vec![("kind", input.kind.word().to_owned().into())];
            values.extend(file);
            w.insert(&TEMPLATE, id, &values)?;
        }
        Ok(())
    })?;
    Ok(TemplateReplaced { sha256, fields })
}

/// A field, or a group or list of fields.
fn known(kind: PaperKind, name: &str) -> bool {
    kind.fields()
        .iter()
        .any(|field| field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}
