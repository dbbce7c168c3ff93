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
        fields: fields![
            "name" "name" "平台名称" Text "基本" true false "" 't',
            "creditCode" "credit_code" "统一社会信用代码" Code "基本" true false "" 'c',
            "operatorName" "operator_name" "经营者名称" Text "基本" true false "" 't',
            "kind" "kind" "平台类型" Enum "基本" true false "platformKind" '-',
            "model" "model" "运营模式" Enum "基本" false false "platformModel" '-',
            "status" "status" "状态" Enum "基本" true false "platformStatus" '-',
            "domicile" "domicile" "住所" Long "地址" false false "" 't',
            "street" "street" "街道" Text "地址" true false "" '-',
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
        fields: fields![
            "name" "name" "直播间名称" Text "基本" true false "" 't',
            "platformName" "platform_name" "平台" Text "基本" true false "" 't',
            "account" "account" "账号" Id "基本" true false "" 'c',
            "accountUrl" "account_url" "账号链接" Url "基本" false false "" 'c',
            "sessionId" "session_id" "场次号" Id "基本" false false "" 'c',
            "status" "status" "状态" Enum "基本" true false "roomStatus" '-',
            "riskClass" "risk_class" "信用风险类（内部）" Enum "基本" true false "riskClass" '-',
            "category" "category" "主营类目" Text "基本" false false "" 't',
            "operatorName" "operator_name" "经营主体" Text "经营主体" true false "" 't',
            "operatorCode" "operator_code" "统一社会信用代码" Code "经营主体" false false "" 'c',
            "hostName" "host_name" "主播" Text "人员" false false "" 't',
            "mcnName" "agency_name" "服务机构（MCN）" Text "人员" false false "" 't',
            "contact" "contact" "联系人" Text "人员" false true "" 't',
            "phone" "phone" "联系电话" Phone "人员" false true "" 'c',
            "street" "street" "街道" Text "地址" true false "" '-',
            "businessAddress" "business_address" "实际经营地址" Long "地址" false false "" 't',
            "domicile" "domicile" "住所" Long "地址" false false "" 't',
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
        fields: fields![
            "name" "name" "名称" Text "基本" true false "" 't',
            "creditCode" "credit_code" "统一社会信用代码" Code "基本" true false "" 'c',
            "registrationNo" "registration_no" "注册号" Code "基本" false false "" 'c',
            "kind" "kind" "类型" Text "基本" true false "operatorKind" '-',
            "status" "status" "登记状态" Text "基本" true false "operatorStatus" '-',
            "legalPerson" "legal_person" "法定代表人（经营者）" Text "人员" true false "" 't',
            "phone" "phone" "联系电话" Phone "人员" false true "" 'c',
            "domicile" "domicile" "住所" Long "地址" false false "" 't',
            "businessAddress" "business_address" "实际经营地址" Long "地址" false false "" 't',
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
        fields: fields![
            "name" "name" "昵称" Text "基本" true false "" 't',
            "account" "account" "账号" Id "基本" true false "" 'c',
            "platformName" "platform_name" "平台" Text "基本" true false "" 't',
            "mcnName" "agency_name" "服务机构（MCN）" Text "基本" true false "" 't',
            "realName" "real_name" "姓名" Text "人员" false true "" 't',
            "phone" "phone" "联系电话" Phone "人员" false true "" 'c',
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
