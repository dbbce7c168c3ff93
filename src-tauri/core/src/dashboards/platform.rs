//! 平台明细: one platform.

use super::board::{Maker, months};
use super::figures::{ROOM_PLATFORM, SHOP_CATEGORY, SHOP_PLATFORM};
use super::governance::complaint_cards;
use super::rows::RowsFilter;
use super::shown::{Chart, ChartKind, Drill, Fact, Point, Series};
use crate::complaints::{self, By, ListComplaints};
use crate::error::Result;
use rusqlite::OptionalExtension;
use std::collections::BTreeMap;

/// Puts the board together.
pub(super) fn fill(maker: &mut Maker<'_>, name: &str) -> Result<()> {
    maker.sources = ["平台登记", "直播间登记", "网店登记", "投诉举报台账", "检查、线索、整改记录"]
        .map(str::to_owned)
        .to_vec();
    registered(maker, name)?;
    let of = RowsFilter { platform_name: Some(name.to_owned()), ..Default::default() };
    let during = RowsFilter { period: Some(maker.period.clone()), ..of.clone() };
    maker.tallied_card(
        "rooms",
        "直播间",
        "间",
        "登记在该平台的直播间",
        Drill::register("rooms", of.clone()),
        |counted| counted.rooms.sum(|room| room[ROOM_PLATFORM] == name),
    );
    maker.tallied_card(
        "shops",
        "已登记网店",
        "户",
        "登记在该平台的网店",
        Drill::register("shops", of.clone()),
        |counted| counted.shops.sum(|shop| shop[SHOP_PLATFORM] == name),
    );
    complaint_cards(maker, Some(name))?;
    maker.counted_card(
        "inspections",
        "已完成检查",
        "次",
        "对该平台及其直播间，完成日在期内",
        Drill::list("inspections", during.clone()),
    )?;
    maker.counted_card(
        "findings",
        "问题线索",
        "条",
        "对该平台及其直播间，发现日在期内",
        Drill::list("findings", during),
    )?;
    maker.counted_card(
        "rectifications",
        "未办结整改",
        "件",
        "对该平台及其直播间，现在未办结的",
        Drill::list("rectifications", of.clone()),
    )?;
    maker.tallied_chart(
        "categories",
        "主要经营商品",
        ChartKind::Bars,
        "户",
        "登记在该平台的网店，按主营类目，前五",
        |counted| {
            let groups =
                counted.shops.by(SHOP_CATEGORY, |shop| shop[SHOP_PLATFORM] == name).into_iter().take(5);
            let drill = |category: &String| RowsFilter { category: Some(category.clone()), ..of.clone() };
            groups
                .map(|(category, n)| (category.clone(), n, Drill::list("shops", drill(&category))))
                .collect()
        },
    );
    maker.complaint_trend("complaintTrend", Some(name))?;
    handling(maker, name)
}

/// What the register says in words, and the reported figures.
fn registered(maker: &mut Maker<'_>, name: &str) -> Result<()> {
    let sql = "SELECT kind, model, status, street, turnover_cents, shop_count, categories FROM platform
               WHERE name = ?1 AND retired = 0 ORDER BY key LIMIT 1";
    let found = maker
        .db
        .prepare_cached(sql)?
        .query_row([name], |row| {
            let words: [String; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
            Ok((
                words,
                row.get::<_, Option<i64>>(4)?,
                row.get::<_, Option<i64>>(5)?,
                row.get::<_, String>(6)?,
            ))
        })
        .optional()?;
    let Some(([kind, model, status, street], turnover, shops, categories)) = found else {
        maker.missing.push(format!("“{name}”没有平台登记，只有直播间登记里的名称"));
        return Ok(());
    };
    let filled = |words: String| if words.is_empty() { "未填".to_owned() } else { words };
    let label =
        |group: &str, code: String| filled(if code.is_empty() { code } else { (maker.label)(group, &code) });
    maker.facts = [
        ("平台类型", label("platformKind", kind)),
        ("运营模式", label("platformModel", model)),
        ("状态", label("platformStatus", status)),
        ("住所地街道", filled(street)),
        ("平台报送的经营类目", filled(categories)),
    ]
    .map(|(label, words)| Fact { label: label.to_owned(), words })
    .into();
    let drill =
        Drill::list("platforms", RowsFilter { platform_name: Some(name.to_owned()), ..Default::default() });
    maker.card("reportedShops", "网店数", shops, "户", "平台报送的平台内经营者，未去重", drill.clone());
    let ten_thousand = turnover.map(|cents| cents / 1_000_000);
    maker.card("turnover", "上年交易额", ten_thousand, "万元", "平台报送的上年数，去尾到万元", drill);
    if shops.is_none() {
        maker.missing.push("未报送网店数".to_owned());
    }
    if turnover.is_none() {
        maker.missing.push("未报送上年交易额".to_owned());
    }
    Ok(())
}

/// 先行处置: handed to the platform and answered, by the month of handing over.
fn handling(maker: &mut Maker<'_>, name: &str) -> Result<()> {
    let filter = |answered: Option<bool>| ListComplaints {
        platform_name: Some(name.to_owned()),
        forwarded: Some(maker.period.clone()),
        answered,
        ..Default::default()
    };
    let by_month = |answered| -> Result<BTreeMap<String, u64>> {
        Ok(complaints::grouped(maker.db, &filter(answered), By::ForwardedMonth)?.into_iter().collect())
    };
    let handed = by_month(None)?;
    let mut series = Vec::new();
    for (title, answered, found) in
        [("已转送", None, handed.clone()), ("其中已回告", Some(true), by_month(Some(true))?)]
    {
        let points = months(&maker.period).into_iter().map(|(label, span)| {
            // A month without anything handed over has no answers to speak of.
            let value = handed.contains_key(&label).then(|| found.get(&label).copied().unwrap_or(0) as i64);
            let filter = RowsFilter {
                platform_name: Some(name.to_owned()),
                forwarded: Some(span),
                answered,
                ..Default::default()
            };
            Point { label, value, drill: value.map(|_| Drill::list("complaints", filter)) }
        });
        series.push(Series { name: title.to_owned(), points: points.collect() });
    }
    let any = series.iter().flat_map(|series: &Series| &series.points).any(|point| point.value.is_some());
    maker.charts.push(Chart {
        key: "handling".to_owned(),
        title: "投诉先行处置趋势".to_owned(),
        basis: "按转送平台的月份：转送件数和其中已回告件数".to_owned(),
        kind: ChartKind::Columns,
        unit: "件".to_owned(),
        series: if any { series } else { Vec::new() },
        note: (!any).then(|| "期内没有转送平台的投诉。".to_owned()),
        as_of: None,
    });
    Ok(())
}
