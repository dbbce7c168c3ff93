//! The natural register of every real roster is found, and its names, ids and codes with it.

use super::*;
use crate::imports::read::{Recognised, recognise, tests_shared};

#[test]
fn headers_are_compared_without_their_dress() {
    for (header, plain) in [
        ("统一社会信用代码*", "统一社会信用代码"),
        (" 企业\n名称（必填） ", "企业名称"),
        ("ＵＳＣＣ", "uscc"),
        ("uni_social_crd_cd", "unisocialcrdcd"),
        ("【编号】", "编号"),
        ("", ""),
    ] {
        assert_eq!(normalise(header), plain);
    }
}

#[test]
fn cells_are_freed_from_what_exports_put_around_them() {
    for (cell, plain) in [
        (" 甲 \t", "甲"),
        ("=\"00123\"", "00123"),
        ("'7380278964524452620", "7380278964524452620"),
        ("\u{feff}9137068116942006X7\t", "9137068116942006X7"),
        ("-", ""),
        ("None", ""),
        ("－甲", "－甲"),
    ] {
        assert_eq!(clean(cell), plain);
    }
}

#[test]
fn every_wire_name_has_its_names() {
    for (register, names) in [
        (
            "rooms",
            "account accountUrl businessAddress category contact domicile fans hostName mcnName name operatorCode operatorName phone platformName registered remark riskClass serviceAddress sessionId source status street venue",
        ),
        (
            "operators",
            "businessAddress capital creditCode domicile establishedOn industry kind legalPerson name phone registrationNo remark scope status",
        ),
        ("platforms", "creditCode domicile kind name operatorName remark status street website"),
        ("hosts", "account bio city fans mcnName name phone platformName realName remark sex"),
        ("shops", "address name operatorCode operatorName phone platformName remark shopNo"),
    ] {
        assert_eq!(fields(register).join(" "), names);
    }
    assert!(fields("nothing").is_empty());
}

fn mapped(seen: &Recognised, register: &str) -> Vec<(String, String, How)> {
    let sheet = &seen.sheets[0];
    suggest(register, &sheet.headers, &sheet.preview)
        .into_iter()
        .filter_map(|guess| guess.field.map(|field| (guess.header, field, guess.how)))
        .collect()
}

#[test]
fn real_rosters_find_their_register_and_their_columns() {
    /// File, register, and what some columns must be.
    type Expected = (&'static str, &'static str, &'static [(&'static str, &'static str)]);
    let expected: &[Expected] = &[
        (
            "1-rosters/chongqing_finished_biff8.xls",
            "operators",
            &[
                ("公司名称", "name"),
                ("信用代码", "creditCode"),
                ("工商注册号", "registrationNo"),
                ("法人", "legalPerson"),
                ("企业地址", "domicile"),
                ("企业状态", "status"),
            ],
        ),
        ("1-rosters/company_names_50k.xlsx", "operators", &[("公司名称", "name")]),
        (
            "1-rosters/jd_店铺信息_really_xlsx.xls",
            "shops",
            &[("店铺ID", "shopNo"), ("店铺名称", "name"), ("公司名称", "operatorName")],
        ),
        (
            "1-rosters/meituan_henan1_gbk.csv.gz",
            "shops",
            &[("列1", "name"), ("列2", "phone"), ("列3", "address")],
        ),
        (
            "1-rosters/ningbo_beilun_market_entities.csv",
            "operators",
            &[
                ("comp_nm", "name"),
                ("uni_social_crd_cd", "creditCode"),
                ("legal_repre", "legalPerson"),
                ("addr", "domicile"),
                ("reg_no", "registrationNo"),
            ],
        ),
        (
            "1-rosters/qichacha_company.csv.gz",
            "operators",
            &[("企业名称", "name"), ("联系电话", "phone"), ("企业地址", "domicile")],
        ),
        (
            "1-rosters/shandong_enterprise_data.xlsx",
            "operators",
            &[
                ("企业名称", "name"),
                ("统一社会信用代码", "creditCode"),
                ("注册号", "registrationNo"),
                ("经营范围", "scope"),
                ("成立日期", "establishedOn"),
            ],
        ),
        ("2-livestream/bilibili_live_rank_gbk.csv", "rooms", &[("name", "name"), ("type", "category")]),
        (
            "2-livestream/douyin_accounts.csv",
            "hosts",
            &[("name", "name"), ("fans", "fans"), ("gender", "sex"), ("signature", "bio"), ("city", "city")],
        ),
        (
            "2-livestream/douyin_rooms_20240615.html",
            "rooms",
            &[
                ("房间id", "sessionId"),
                ("平台", "platformName"),
                ("直播间名字", "name"),
                ("房间地址", "accountUrl"),
                ("主播名", "hostName"),
                ("公会", "mcnName"),
            ],
        ),
        (
            "2-livestream/douyu_202004.csv",
            "rooms",
            &[
                ("roomnum", "account"),
                ("roomname", "name"),
                ("username", "hostName"),
                ("classify", "category"),
            ],
        ),
        (
            "2-livestream/douyu_202004_really_xlsx.xls",
            "rooms",
            &[
                ("房间号", "account"),
                ("房间名称", "name"),
                ("直播昵称", "hostName"),
                ("主播分类", "category"),
            ],
        ),
        (
            "2-livestream/douyu_rooms_20171113_biff8.xls",
            "rooms",
            &[
                ("room_id", "account"),
                ("title", "name"),
                ("user", "hostName"),
                ("href", "accountUrl"),
                ("type", "category"),
            ],
        ),
        (
            "2-livestream/guild_主播数据_masked_wps.xlsx",
            "hosts",
            &[
                ("ID", "account"),
                ("主播姓名", "realName"),
                ("昵称", "name"),
                ("电话", "phone"),
                ("直播平台", "platformName"),
                ("备注", "remark"),
            ],
        ),
        (
            "2-livestream/kuaishou_hosts.csv.gz",
            "hosts",
            &[("快手ID", "account"), ("昵称", "name"), ("性别", "sex"), ("简介", "bio"), ("城市", "city")],
        ),
    ];
    for (file, register, columns) in expected {
        let Some(path) = tests_shared(file) else { return };
        let seen = recognise(&path, file).unwrap_or_else(|e| panic!("{file}: {e}"));
        let sheet = &seen.sheets[0];
        assert_eq!(guess_register(&sheet.headers, &sheet.preview), *register, "{file}");
        let mapped = mapped(&seen, register);
        for (header, field) in *columns {
            assert!(
                mapped.iter().any(|(h, f, _)| h == header && f == field),
                "{file}: {header} → {field}, but {mapped:?}"
            );
        }
        let how = if file.contains("meituan") { How::Content } else { How::Alias };
        assert!(mapped.iter().all(|(_, _, h)| *h == how), "{file}: {mapped:?}");
        // Pictures are no links of rooms.
        assert!(
            mapped.iter().all(|(h, _, _)| !h.contains("img") && !h.contains("缩略图") && h != "封面"),
            "{file}: {mapped:?}"
        );
    }
}

fn one(register: &str, header: &str, cells: &[&str]) -> (Option<String>, How) {
    let sample: Vec<Vec<String>> = cells.iter().map(|cell| vec![(*cell).to_owned()]).collect();
    let guess = suggest(register, &[header.to_owned()], &sample).remove(0);
    (guess.field, guess.how)
}

#[test]
fn a_similar_name_is_only_a_guess_and_contents_speak_for_themselves() {
    let similar = suggest("operators", &["统一社会信用代码证号".to_owned()], &[]).remove(0);
    assert_eq!((similar.field, similar.suggestion), (None, Some("creditCode".into())), "offered, not taken");
    assert_eq!(similar.how, How::Similar);
    assert_eq!(
        one("operators", "怪名字", &["91500109203226384B", "-", "92330206MA2EL62660"]),
        (Some("creditCode".into()), How::Content)
    );
    assert_eq!(
        one("rooms", "怪名字", &["https://live.douyin.com/314966556803"]),
        (Some("accountUrl".into()), How::Content)
    );
    assert_eq!(one("rooms", "怪名字", &["https://a.cn/x.jpg"]), (None, How::None));
    assert_eq!(one("shops", "怪名字", &["0391-3127177/10374806696"]), (Some("phone".into()), How::Content));
    assert_eq!(one("rooms", "房间ID", &["7380278964524452620"]), (Some("sessionId".into()), How::Alias));
    assert_eq!(one("rooms", "房间ID", &["782551"]), (Some("account".into()), How::Alias));
    assert_eq!(one("nothing", "名称", &[]), (None, How::None));
}

#[test]
fn the_only_name_of_a_host_is_its_name() {
    let fields = |headers: &[&str]| -> Vec<Option<String>> {
        let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
        suggest("hosts", &headers, &[]).into_iter().map(|guess| guess.field).collect()
    };
    let some = |field: &str| Some(field.to_owned());
    for header in ["姓名", "姓名（必填）", " 姓 名 "] {
        assert_eq!(fields(&[header, "电话"]), [some("name"), some("phone")], "{header}");
    }
    assert_eq!(fields(&["姓名", "昵称"]), [some("realName"), some("name")]);
    assert_eq!(fields(&["昵称", "姓名"]), [some("name"), some("realName")]);
    assert_eq!(fields(&["姓名", "真实姓名"]), [some("name"), some("realName")]);
    assert_eq!(fields(&["真实姓名", "电话"]), [some("realName"), some("phone")], "a name is not masked");
}

/// Every known header alone is a field that goes by it, whatever stands below; so no step takes it for something else.
#[test]
fn a_column_that_says_what_it_is_stays_that() {
    for register in crate::registers::REGISTERS {
        let Some(known) = ALIASES.registers.get(register.name) else { continue };
        let labels = register.fields.iter().map(|field| field.label);
        for header in known.values().flatten().map(String::as_str).chain(labels) {
            for cell in ["7380278964524452620", "782551", "", "https://live.example/1"] {
                let (found, how) = one(register.name, header, &[cell]);
                let said = found.as_deref().unwrap_or_default();
                let own = register.field(said).is_some_and(|field| field.label == header)
                    || known.get(said).is_some_and(|aliases| aliases.contains(&normalise(header)));
                assert!(own && how == How::Alias, "{}: {header} over {cell} is {said:?}", register.name);
            }
        }
        let with_ids = ["account", "sessionId"].iter().any(|field| known.contains_key(*field));
        for id in ALIASES.room_ids.iter().filter(|_| with_ids) {
            assert!(
                !known.values().flatten().any(|alias| alias == id),
                "{}: {id} is two things",
                register.name
            );
        }
    }
}
