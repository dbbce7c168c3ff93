//! The two papers of the house, filled in from a made-up check.

use std::io::{Cursor, Read};

use serde_json::{Value, json};
use zip::ZipArchive;

use super::{paragraphs, part_of};
use crate::documents::{Template, xml};
use crate::error::Failure;

pub(super) const SCENE: &[u8] = include_bytes!("../../../../../assets/templates/现场检查笔录.docx");
pub(super) const NETWORK: &[u8] = include_bytes!("../../../../../assets/templates/网络检查记录.docx");

/// A check as the store hands it to a template; everything in it is made up.
pub(super) fn sample_context() -> Value {
    json!({
        "单位": { "名称": "示例县市场监督管理局示例市场监督管理所", "地址": "示例县示例镇示例路1号", "电话": "000-00000000" },
        "编号": "示市监检〔2026〕12号",
        "检查": {
            "事由": "网络直播营销专项检查（2026年度双随机抽查第3批）", "开始时间": "2026年3月5日09时30分",
            "结束时间": "2026年3月5日11时10分", "地点": "示例县示例镇示例路88号3层直播间", "方式": "现场检查、调阅资料",
            "录入时间": "2026年3月5日16时02分", "场次": "2026年3月4日20时场“示例好物专场”",
            "播出时长": "2小时14分", "观看人数": "12,840人次（平台页面显示）", "录像编号": "LX-2026-0012",
        },
        "当事人": {
            "名称": "示例县青禾示例电子商务有限公司", "统一社会信用代码": "91000000MA00000000",
            "住所": "示例县示例镇示例路88号", "实际经营地址": null, "负责人": "张某某", "联系电话": "000-00000001",
            "账号": "青禾示例好物（ID：example_0001）", "平台": "示例直播平台",
        },
        "检查人员": [
            { "姓名": "李某", "执法证号": "00000000001" },
            { "姓名": "王某某", "执法证号": "00000000002" },
        ],
        "出示证件时间": "2026年3月5日09时31分",
        "告知事项": "当事人依法享有陈述、申辩的权利；认为检查人员与检查事项有直接利害关系的，有权申请回避。当事人应当如实提供情况并予以配合。",
        "在场人": { "姓名": "张某某", "身份": "当事人的法定代表人", "到场情况": "已于2026年3月3日电话通知，张某某到场" },
        "检查情况": [
            { "序号": 1, "事项": "直播间是否公示经营者主体信息", "结果": "未发现问题", "方式": "看直播或回放",
              "依据": "示例检查事项清单第1项", "事实": "直播间页面可见营业执照信息链接，可以打开" },
            { "序号": 2, "事项": "是否以显著方式说明实际销售者", "结果": "发现问题", "方式": "看直播或回放",
              "依据": "示例检查事项清单第2项", "事实": "00:31:20至00:34:05讲解“示例茶叶”时，\n页面和口播均未说明实际销售者" },
            { "序号": 3, "事项": "是否建立选品审核记录并保存", "结果": null, "方式": null, "依据": "示例检查事项清单第3项", "事实": null },
            { "序号": 4, "事项": "是否核验直播营销人员身份", "结果": "不适用", "方式": "询问", "依据": null, "事实": "由经营者本人直播 <无雇员> & 无合作主播" },
        ],
        "汇总": { "已检查": 3, "未检查": 1, "发现问题": 1, "不适用": 1, "批量标注": 0 },
        "证据": [
            { "序号": 1, "名称": "直播回放录屏片段（00:31:20—00:34:05）", "出处": "示例直播平台回放页面", "制作方法": "录屏",
              "制作时间": "2026年3月5日10时05分", "制作人": "李某", "SHA256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
              "SM3": "c7466350cb7a33f6a98be7c8a5a3ba76b5d0c0f5b6a3a2a9c4a1f8f5d7a6e1b2" },
            { "序号": 2, "名称": "商品详情页截图", "出处": "示例直播平台商品页面", "制作方法": "截图",
              "制作时间": "2026年3月5日10时20分", "制作人": "王某某", "SHA256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
              "SM3": "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4" },
        ],
        "当事人意见": null,
        "结果": "发现问题1项：讲解商品时未以显著方式说明实际销售者，涉嫌违反网络直播营销有关规定。",
        "后续": "按涉嫌违法情形登记核查；当事人称当场改正，另行复查。",
        "签名": { "当事人": null, "见证人": null, "拒签说明": null },
        "链头": "甲机 128：3b1f0c5d9a7e",
    })
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for template in [SCENE, NETWORK] {
        let first = Template::open(template).unwrap().render(&sample_context()).unwrap();
        assert_eq!(first, Template::open(template).unwrap().render(&sample_context()).unwrap());
        let mut archive = ZipArchive::new(Cursor::new(&first)).unwrap();
        for index in 0..archive.len() {
            let stamp = archive.by_index(index).unwrap().last_modified().unwrap();
            assert_eq!((stamp.year(), stamp.month(), stamp.day()), (1980, 1, 1));
        }
    }
}

/// Writes the papers to `$PAPERS` when it is set, for eyes and for other programs.
#[test]
fn the_papers_of_the_house_are_whole() {
    for (name, template) in [("现场检查笔录", SCENE), ("网络检查记录", NETWORK)] {
        let template = Template::open(template).unwrap();
        let docx = template.render(&sample_context()).unwrap();
        if let Ok(folder) = std::env::var("PAPERS") {
            std::fs::write(format!("{folder}/{name}.docx"), &docx).unwrap();
        }
        let mut archive = ZipArchive::new(Cursor::new(&docx)).unwrap();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let part = file.name().to_owned();
            xml::parse(&part, &bytes).unwrap();
            let text = String::from_utf8(bytes).unwrap();
            for sign in ["{{", "}}", "{%", "%}", "{#"] {
                assert!(!text.contains(sign), "{name} {part} still holds {sign}");
            }
        }
        let text = paragraphs(&docx).join("\n");
        for wanted in [
            name,
            "未检查",
            "校验值一致只说明文件自登记后未变，不证明来源、时间、真实、完整",
            "李某（执法证号：00000000001）、王某某（执法证号：00000000002）",
            "由经营者本人直播 <无雇员> & 无合作主播",
            "2026年3月5日16时02分",
            "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
        ] {
            assert!(text.contains(wanted), "{name} lacks {wanted}");
        }
        assert!(
            part_of(&docx, "word/header1.xml")
                .contains("样式为本程序示例，非法定格式文本，单位可在 WPS 中修改")
        );
        assert!(part_of(&docx, "word/footer1.xml").contains("PAGE"));
    }
}

#[test]
fn the_papers_of_the_house_carry_what_was_signed_refused_or_not_there() {
    let mut record = sample_context();
    record["证据"] = json!([]);
    record["当事人意见"] = json!("笔录已阅看，与实际相符。");
    record["签名"] =
        json!({ "当事人": "张某某（电子签名）", "见证人": "赵某某", "拒签说明": "当事人称需请示后再签。" });
    for template in [SCENE, NETWORK] {
        let text = paragraphs(&Template::open(template).unwrap().render(&record).unwrap()).join("\n");
        for wanted in ["没有登记证据", "与实际相符", "张某某（电子签名）", "赵某某", "需请示后再签"]
        {
            assert!(text.contains(wanted), "{wanted}");
        }
        assert!(!text.contains("SHA-256"));
    }
}

#[test]
fn the_papers_of_the_house_leave_nothing_required_blank() {
    let required = [
        "/单位/名称",
        "/编号",
        "/检查/事由",
        "/检查/开始时间",
        "/检查/结束时间",
        "/检查/地点",
        "/检查/方式",
        "/检查/录入时间",
        "/当事人/名称",
        "/当事人/住所",
        "/当事人/负责人",
        "/检查人员/0/执法证号",
        "/检查情况/1/事项",
        "/汇总/未检查",
        "/在场人/到场情况",
        "/证据/1/出处",
        "/证据/0/制作方法",
        "/证据/0/制作人",
        "/证据/0/SM3",
        "/结果",
        "/链头",
    ];
    for template in [SCENE, NETWORK] {
        let template = Template::open(template).unwrap();
        for pointer in required {
            let mut record = sample_context();
            *record.pointer_mut(pointer).unwrap() = Value::Null;
            let Err(Failure::Invalid { message, field }) = template.render(&record) else {
                panic!("{pointer} may be blank");
            };
            let last = pointer.rsplit('/').next().unwrap();
            assert!(message.contains(last) && field.unwrap().ends_with(last), "{pointer}: {message}");
        }
    }
}

/// The second paper after another word processor (LibreOffice 7.4) opened and saved it: other runs,
/// other styles, other parts. The office's own changes come back like this.
#[test]
fn a_paper_saved_by_another_word_processor_says_the_same() {
    let resaved = Template::open(include_bytes!("resaved.docx")).unwrap();
    let own = Template::open(NETWORK).unwrap();
    let sorted = |template: &Template| {
        let mut fields = template.fields();
        fields.sort();
        fields
    };
    assert_eq!(sorted(&resaved), sorted(&own));
    let record = sample_context();
    assert_eq!(paragraphs(&resaved.render(&record).unwrap()), paragraphs(&own.render(&record).unwrap()));
}
