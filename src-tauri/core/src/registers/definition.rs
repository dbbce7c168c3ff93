//! The registers as data: which fields each has, what they are called, how they are read and found again.
//! Lists, pages, forms, imports, search and exports all follow these definitions.

use crate::error::{Failure, Result};
use crate::tables::{self, Table};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// One line.
    Text,
    /// 统一社会信用代码 or another official code: digits are never dropped or changed.
    Code,
    /// A platform's own id: any form, kept as it came.
    Id,
    /// Telephone.
    Phone,
    /// 居民身份证号码
    IdCard,
    /// Six digits of an administrative area (GB/T 2260).
    Area,
    /// A link.
    Url,
    /// YYYY-MM-DD, or as written when it cannot be read.
    Date,
    /// A whole number.
    Integer,
    /// One of a group of labels.
    Enum,
    /// Several lines.
    Long,
}

/// One field of a register.
#[derive(Debug)]
pub struct Field {
    /// Wire name.
    pub name: &'static str,
    /// Column in the database.
    pub column: &'static str,
    /// 中文
    pub label: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Section of the page.
    pub group: &'static str,
    /// Shown in the list.
    pub in_list: bool,
    /// Personal data: masked until somebody asks, and that is journalled.
    pub personal: bool,
    /// Group in the labels pack.
    pub label_group: &'static str,
    /// How search sees it: 't' as text with pinyin, 'c' as a code, '-' not at all.
    pub search: char,
}

/// One register.
#[derive(Debug)]
pub struct Register {
    /// Wire name.
    pub name: &'static str,
    /// 中文
    pub label: &'static str,
    /// Number in the search index; never reused.
    pub no: u8,
    /// Its table.
    pub table: &'static Table,
    /// Its fields; the first is the name.
    pub fields: &'static [Field],
    /// Natural keys in order of trust: the first whose fields are all filled gives the identity.
    pub keys: &'static [&'static [&'static str]],
    /// A reference table: imports write it, nobody edits it by hand.
    pub reference: bool,
}

impl Register {
    /// The register of that wire name.
    pub fn by_name(name: &str) -> Result<&'static Self> {
        REGISTERS
            .iter()
            .find(|register| register.name == name)
            .ok_or_else(|| Failure::field("register", format!("没有名为“{name}”的登记簿。")))
    }
    /// The register with that number.
    pub fn by_no(no: u8) -> Option<&'static Self> {
        REGISTERS.iter().find(|register| register.no == no)
    }
    /// The register kept in that table.
    pub fn by_table(table: &str) -> Option<&'static Self> {
        REGISTERS.iter().find(|register| register.table.name == table)
    }
    /// A field by its wire name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
    /// `column, column, …` in the order of the fields.
    pub fn column_list(&self) -> String {
        self.fields.iter().map(|field| field.column).collect::<Vec<_>>().join(", ")
    }
}

macro_rules! fields {
    ($($name:literal $column:literal $label:literal $kind:ident $group:literal $list:literal $personal:literal $labels:literal $search:literal),* $(,)?) => {
        &[$(Field { name: $name, column: $column, label: $label, kind: FieldKind::$kind, group: $group,
            in_list: $list, personal: $personal, label_group: $labels, search: $search }),*]
    };
}

/// All registers.
pub static REGISTERS: &[Register] = &[
    Register {
        name: "platforms",
        label: "平台",
        no: 1,
        table: &tables::PLATFORM,
        keys: &[&["creditCode"], &["name"]],
        reference: false,
        fields: fields![
            "name" "name" "平台名称" Text "基本" true false "" 't',
            "creditCode" "credit_code" "统一社会信用代码" Code "基本" true false "" 'c',
            "operatorName" "operator_name" "经营者名称" Text "基本" true false "" 't',
            "kind" "kind" "平台类型" Enum "基本" true false "platformKind" '-',
            "model" "model" "运营模式" Enum "基本" false false "platformModel" '-',
            "status" "status" "状态" Enum "基本" true false "platformStatus" '-',
            "riskClass" "risk_class" "信用风险类（内部）" Enum "基本" false false "riskClass" '-',
            "domicile" "domicile" "住所" Long "地址" false false "" 't',
            "domicileArea" "domicile_area" "住所区划代码" Area "地址" false false "" '-',
            "street" "street" "街道" Text "地址" true false "" '-',
            "serviceAddress" "service_address" "送达地址" Long "地址" false false "" 't',
            "agentName" "agent_name" "授权代理人" Text "联系" false true "" 't',
            "agentPhone" "agent_phone" "代理人电话" Phone "联系" false true "" 'c',
            "supervisionChannel" "supervision_channel" "公布的监督渠道" Long "联系" false false "" 't',
            "website" "website" "网址" Url "经营" false false "" 'c',
            "turnoverCents" "turnover_cents" "上年交易额（分）" Integer "经营" false false "" '-',
            "shopCount" "shop_count" "网店数（平台报送）" Integer "经营" true false "" '-',
            "categories" "categories" "主要经营类目" Text "经营" false false "" 't',
            "remark" "remark" "备注" Long "其他" false false "" 't',
        ],
    },
    Register {
        name: "rooms",
        label: "直播间",
        no: 2,
        table: &tables::ROOM,
        keys: &[
            &["platformName?", "account"],
            &["platformName?", "accountUrl"],
            &["platformName?", "sessionId"],
        ],
        reference: false,
        fields: fields![
            "name" "name" "直播间名称" Text "基本" true false "" 't',
            "platformName" "platform_name" "平台" Text "基本" true false "" 't',
            "account" "account" "账号" Id "基本" true false "" 'c',
            "accountUrl" "account_url" "账号链接" Url "基本" false false "" 'c',
            "sessionId" "session_id" "场次号" Id "基本" false false "" 'c',
            "status" "status" "状态" Enum "基本" true false "roomStatus" '-',
            "riskClass" "risk_class" "信用风险类（内部）" Enum "基本" true false "riskClass" '-',
            "category" "category" "主营类目" Text "基本" false false "" 't',
            "venue" "venue" "场所类型" Enum "基本" false false "venue" '-',
            "operatorName" "operator_name" "经营主体" Text "经营主体" true false "" 't',
            "operatorCode" "operator_code" "统一社会信用代码" Code "经营主体" false false "" 'c',
            "registered" "registered" "是否办理经营主体登记" Enum "经营主体" false false "yesNo" '-',
            "hostName" "host_name" "主播" Text "人员" false false "" 't',
            "mcnName" "agency_name" "服务机构（MCN）" Text "人员" false false "" 't',
            "contact" "contact" "联系人" Text "人员" false true "" 't',
            "phone" "phone" "联系电话" Phone "人员" false true "" 'c',
            "street" "street" "街道" Text "地址" true false "" '-',
            "businessAddress" "business_address" "实际经营地址" Long "地址" false false "" 't',
            "businessArea" "business_area" "实际经营地区划代码" Area "地址" false false "" '-',
            "domicile" "domicile" "住所" Long "地址" false false "" 't',
            "domicileArea" "domicile_area" "住所区划代码" Area "地址" false false "" '-',
            "serviceAddress" "service_address" "送达地址" Long "地址" false false "" 't',
            "agentName" "agent_name" "授权代理人" Text "联系" false true "" 't',
            "agentPhone" "agent_phone" "代理人电话" Phone "联系" false true "" 'c',
            "supervisionChannel" "supervision_channel" "公布的监督渠道" Long "联系" false false "" 't',
            "fans" "followers" "粉丝数（来源原文）" Text "其他" false false "" '-',
            "source" "source" "来源" Text "其他" false false "" '-',
            "remark" "remark" "备注" Long "其他" false false "" 't',
        ],
    },
    Register {
        name: "operators",
        label: "经营主体",
        no: 3,
        table: &tables::OPERATOR,
        keys: &[&["creditCode"], &["registrationNo"]],
        reference: false,
        fields: fields![
            "name" "name" "名称" Text "基本" true false "" 't',
            "creditCode" "credit_code" "统一社会信用代码" Code "基本" true false "" 'c',
            "registrationNo" "registration_no" "注册号" Code "基本" false false "" 'c',
            "kind" "kind" "类型" Enum "基本" true false "operatorKind" '-',
            "status" "status" "登记状态" Enum "基本" true false "subjectStatus" '-',
            "riskClass" "risk_class" "信用风险类（内部）" Enum "基本" false false "riskClass" '-',
            "legalPerson" "legal_person" "法定代表人（经营者）" Text "人员" true false "" 't',
            "idCard" "id_card" "身份证号码（自然人）" IdCard "人员" false true "" 'c',
            "phone" "phone" "联系电话" Phone "人员" false true "" 'c',
            "agentName" "agent_name" "授权代理人" Text "人员" false true "" 't',
            "agentPhone" "agent_phone" "代理人电话" Phone "人员" false true "" 'c',
            "domicile" "domicile" "住所" Long "地址" false false "" 't',
            "domicileArea" "domicile_area" "住所区划代码" Area "地址" false false "" '-',
            "businessAddress" "business_address" "实际经营地址" Long "地址" false false "" 't',
            "businessArea" "business_area" "实际经营地区划代码" Area "地址" false false "" '-',
            "street" "street" "街道" Text "地址" false false "" '-',
            "serviceAddress" "service_address" "送达地址" Long "地址" false false "" 't',
            "scope" "scope" "经营范围" Long "登记" false false "" '-',
            "capital" "capital" "注册资本" Text "登记" false false "" '-',
            "establishedOn" "established_on" "成立日期" Date "登记" true false "" '-',
            "industry" "industry" "行业" Text "登记" false false "" '-',
            "remark" "remark" "备注" Long "其他" false false "" 't',
        ],
    },
    Register {
        name: "hosts",
        label: "主播",
        no: 4,
        table: &tables::HOST,
        keys: &[&["platformName?", "account"]],
        reference: false,
        fields: fields![
            "name" "name" "昵称" Text "基本" true false "" 't',
            "account" "account" "账号" Id "基本" true false "" 'c',
            "platformName" "platform_name" "平台" Text "基本" true false "" 't',
            "mcnName" "agency_name" "服务机构（MCN）" Text "基本" true false "" 't',
            "accountUrl" "account_url" "账号链接" Url "基本" false false "" 'c',
            "realName" "real_name" "姓名" Text "人员" false true "" 't',
            "idCard" "id_card" "身份证号码" IdCard "人员" false true "" 'c',
            "guardianConsent" "guardian_consent" "监护人同意" Enum "人员" false false "guardianConsent" '-',
            "phone" "phone" "联系电话" Phone "人员" false true "" 'c',
            "serviceAddress" "service_address" "送达地址" Long "人员" false false "" 't',
            "fans" "followers" "粉丝数（来源原文）" Text "其他" true false "" '-',
            "sex" "sex" "性别（来源原文）" Text "其他" false false "" '-',
            "city" "city" "城市" Text "其他" true false "" '-',
            "bio" "bio" "简介" Long "其他" false false "" '-',
            "remark" "remark" "备注" Long "其他" false false "" 't',
        ],
    },
    Register {
        name: "shops",
        label: "网店",
        no: 5,
        table: &tables::SHOP,
        keys: &[&["platformName?", "shopNo"]],
        reference: true,
        fields: fields![
            "name" "name" "网店名称" Text "基本" true false "" 't',
            "platformName" "platform_name" "平台" Text "基本" true false "" 't',
            "shopNo" "shop_no" "店铺号" Id "基本" true false "" 'c',
            "operatorName" "operator_name" "经营主体" Text "经营主体" true false "" 't',
            "operatorCode" "operator_code" "统一社会信用代码" Code "经营主体" false false "" 'c',
            "category" "category" "主营类目" Text "其他" false false "" 't',
            "address" "address" "地址" Long "其他" true false "" 't',
            "phone" "phone" "联系电话" Phone "其他" false true "" 'c',
            "remark" "remark" "备注" Long "其他" false false "" 't',
        ],
    },
    Register {
        name: "agencies",
        label: "服务机构（MCN）",
        no: 6,
        table: &tables::AGENCY,
        keys: &[&["creditCode"], &["name"]],
        reference: false,
        fields: fields![
            "name" "name" "名称" Text "基本" true false "" 't',
            "creditCode" "credit_code" "统一社会信用代码" Code "基本" true false "" 'c',
            "status" "status" "状态" Enum "基本" true false "subjectStatus" '-',
            "riskClass" "risk_class" "信用风险类（内部）" Enum "基本" false false "riskClass" '-',
            "services" "services" "服务内容" Text "基本" true false "" 't',
            "legalPerson" "legal_person" "法定代表人" Text "人员" true false "" 't',
            "contact" "contact" "联系人" Text "人员" false true "" 't',
            "phone" "phone" "联系电话" Phone "人员" false true "" 'c',
            "agentName" "agent_name" "授权代理人" Text "人员" false true "" 't',
            "agentPhone" "agent_phone" "代理人电话" Phone "人员" false true "" 'c',
            "domicile" "domicile" "住所" Long "地址" false false "" 't',
            "domicileArea" "domicile_area" "住所区划代码" Area "地址" false false "" '-',
            "businessAddress" "business_address" "实际经营地址" Long "地址" false false "" 't',
            "street" "street" "街道" Text "地址" true false "" '-',
            "serviceAddress" "service_address" "送达地址" Long "地址" false false "" 't',
            "source" "source" "来源" Text "其他" false false "" '-',
            "remark" "remark" "备注" Long "其他" false false "" 't',
        ],
    },
    Register {
        name: "suppliers",
        label: "供货商",
        no: 7,
        table: &tables::SUPPLIER,
        keys: &[&["creditCode"], &["name"]],
        reference: false,
        fields: fields![
            "name" "name" "名称" Text "基本" true false "" 't',
            "creditCode" "credit_code" "统一社会信用代码" Code "基本" true false "" 'c',
            "kind" "kind" "类型" Enum "基本" true false "supplierKind" '-',
            "status" "status" "状态" Enum "基本" true false "subjectStatus" '-',
            "riskClass" "risk_class" "信用风险类（内部）" Enum "基本" false false "riskClass" '-',
            "goods" "goods" "主要供货" Text "基本" true false "" 't',
            "legalPerson" "legal_person" "法定代表人（经营者）" Text "人员" false false "" 't',
            "contact" "contact" "联系人" Text "人员" false true "" 't',
            "phone" "phone" "联系电话" Phone "人员" false true "" 'c',
            "domicile" "domicile" "住所" Long "地址" false false "" 't',
            "domicileArea" "domicile_area" "住所区划代码" Area "地址" false false "" '-',
            "businessAddress" "business_address" "实际经营地址" Long "地址" false false "" 't',
            "street" "street" "街道" Text "地址" true false "" '-',
            "serviceAddress" "service_address" "送达地址" Long "地址" false false "" 't',
            "source" "source" "来源" Text "其他" false false "" '-',
            "remark" "remark" "备注" Long "其他" false false "" 't',
        ],
    },
    Register {
        name: "bases",
        label: "直播基地（园区）",
        no: 8,
        table: &tables::BASE,
        keys: &[&["name"]],
        reference: false,
        fields: fields![
            "name" "name" "名称" Text "基本" true false "" 't',
            "kind" "kind" "类型" Enum "基本" true false "baseKind" '-',
            "status" "status" "状态" Enum "基本" true false "baseStatus" '-',
            "openedOn" "opened_on" "投用日期" Date "基本" false false "" '-',
            "categories" "categories" "主要类目" Text "基本" false false "" 't',
            "operatorName" "operator_name" "运营单位" Text "运营" true false "" 't',
            "operatorCode" "operator_code" "运营单位统一社会信用代码" Code "运营" false false "" 'c',
            "contact" "contact" "联系人" Text "运营" false true "" 't',
            "phone" "phone" "联系电话" Phone "运营" false true "" 'c',
            "address" "address" "地址" Long "地址" true false "" 't',
            "area" "area" "区划代码" Area "地址" false false "" '-',
            "street" "street" "街道" Text "地址" true false "" '-',
            "source" "source" "来源" Text "其他" false false "" '-',
            "remark" "remark" "备注" Long "其他" false false "" 't',
        ],
    },
    Register {
        name: "brands",
        label: "品牌",
        no: 9,
        table: &tables::BRAND,
        keys: &[&["trademarkNo"], &["name", "ownerCode"]],
        reference: false,
        fields: fields![
            "name" "name" "品牌（商标）" Text "基本" true false "" 't',
            "trademarkNo" "trademark_no" "商标注册号" Id "基本" true false "" 'c',
            "classes" "classes" "类别" Text "基本" true false "" '-',
            "status" "status" "状态" Enum "基本" true false "brandStatus" '-',
            "validUntil" "valid_until" "专用权期限至" Date "基本" false false "" '-',
            "goods" "goods" "商品或服务" Text "基本" false false "" 't',
            "ownerName" "owner_name" "权利人" Text "权利人" true false "" 't',
            "ownerCode" "owner_code" "统一社会信用代码" Code "权利人" false false "" 'c',
            "source" "source" "来源" Text "其他" false false "" '-',
            "remark" "remark" "备注" Long "其他" false false "" 't',
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_column_and_every_column_its_field() {
        for register in REGISTERS {
            assert_eq!(register.fields[0].name, "name", "{}", register.name);
            let mut fields: Vec<&str> =
                register.fields.iter().map(|field| field.column).chain(["retired"]).collect();
            let mut columns: Vec<&str> = register.table.columns().collect();
            fields.sort_unstable();
            columns.sort_unstable();
            assert_eq!(fields, columns, "{}", register.name);
        }
    }
}
