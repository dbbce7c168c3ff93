//! 平台总貌.

use super::board::Maker;
use super::figures::{ROOM_PLATFORM, ROOM_STATUS, ROOM_STREET, SHOP_CATEGORY, SHOP_PLATFORM};
use super::rows::{BANDS, RowsFilter, UNREPORTED, count, grouped};
use super::shown::{ChartKind, Drill};
use crate::error::Result;

/// A platform or a room in business, as the labels pack names it.
const ACTIVE: &str = "active";

fn active() -> RowsFilter {
    RowsFilter { status: Some(ACTIVE.to_owned()), ..Default::default() }
}

/// Puts the board together.
pub(super) fn fill(maker: &mut Maker<'_>) -> Result<()> {
    maker.sources =
        ["平台登记", "直播间登记", "网店登记", "平台报送的网店数、交易额"].map(str::to_owned).to_vec();
    platforms(maker)?;
    reported(maker)?;
    maker.tallied_card(
        "rooms",
        "直播间总数",
        "间",
        "登记簿中未停用的直播间，与网店数分开计",
        Drill::register("rooms", RowsFilter::default()),
        |counted| counted.rooms.sum(|_| true),
    );
    maker.tallied_card(
        "activeRooms",
        "在营直播间",
        "间",
        "登记簿中状态为在营的直播间",
        Drill::register("rooms", active()),
        |counted| counted.rooms.sum(|room| room[ROOM_STATUS] == ACTIVE),
    );
    maker.tallied_card(
        "shops",
        "已登记网店",
        "户",
        "网店登记簿中的户数，一户在两家平台算两店",
        Drill::register("shops", RowsFilter::default()),
        |counted| counted.shops.sum(|_| true),
    );
    maker.tallied_chart(
        "roomsByPlatform",
        "直播间按平台分布",
        ChartKind::Bars,
        "间",
        "按登记的平台名称，含各种状态",
        |counted| {
            let groups = counted.rooms.by(ROOM_PLATFORM, |_| true).into_iter();
            let drill =
                |name: &String| RowsFilter { platform_name: Some(name.clone()), ..Default::default() };
            groups.map(|(name, n)| (name.clone(), n, Drill::register("rooms", drill(&name)))).collect()
        },
    );
    maker.tallied_chart(
        "roomsByStreet",
        "直播间按街道分布",
        ChartKind::Tiles,
        "间",
        "按登记的街道；不是地图",
        |counted| {
            let groups = counted.rooms.by(ROOM_STREET, |_| true).into_iter();
            let drill = |name: &String| RowsFilter { street: Some(name.clone()), ..Default::default() };
            groups.map(|(name, n)| (name.clone(), n, Drill::register("rooms", drill(&name)))).collect()
        },
    );
    maker.tallied_chart(
        "shopsByPlatform",
        "店铺分布",
        ChartKind::Bars,
        "户",
        "按店铺所在平台计，一户在两家平台算两店",
        |counted| {
            let groups = counted.shops.by(SHOP_PLATFORM, |_| true).into_iter();
            let drill =
                |name: &String| RowsFilter { platform_name: Some(name.clone()), ..Default::default() };
            groups.map(|(name, n)| (name.clone(), n, Drill::register("shops", drill(&name)))).collect()
        },
    );
    maker.tallied_chart(
        "shopsByCategory",
        "网店经营类目",
        ChartKind::Bars,
        "户",
        "已登记网店的主营类目",
        |counted| {
            let groups = counted.shops.by(SHOP_CATEGORY, |_| true).into_iter();
            let drill = |name: &String| RowsFilter { category: Some(name.clone()), ..Default::default() };
            groups.map(|(name, n)| (name.clone(), n, Drill::list("shops", drill(&name)))).collect()
        },
    );
    Ok(())
}

fn platforms(maker: &mut Maker<'_>) -> Result<()> {
    maker.counted_card(
        "platforms",
        "平台总数",
        "家",
        "登记簿中状态为在营的平台；登记时按统一社会信用代码认同一家",
        Drill::register("platforms", active()),
    )?;
    let streets = grouped(maker.db, "platforms", &active(), "street", &maker.today)?;
    let streets = streets.into_iter().map(|(street, n)| {
        let filter = RowsFilter { street: Some(street.clone()), ..active() };
        (street, n, Drill::register("platforms", filter))
    });
    let streets = streets.collect();
    maker.chart(
        "platformsByStreet",
        "平台分布",
        ChartKind::Tiles,
        "家",
        "在营平台，按住所地街道；不是地图",
        streets,
    );
    let kinds = grouped(maker.db, "platforms", &active(), "kind", &maker.today)?;
    let kinds = kinds.into_iter().map(|(kind, n)| {
        let filter = RowsFilter { kind: Some(kind.clone()), ..active() };
        let words = if kind.is_empty() { kind } else { (maker.label)("platformKind", &kind) };
        (words, n, Drill::list("platforms", filter))
    });
    let kinds = kinds.collect();
    maker.chart("platformsByKind", "平台类型", ChartKind::Bars, "家", "在营平台，按登记的类型", kinds);
    Ok(())
}

/// What platforms report: who did not is named, and nobody's gap is filled.
fn reported(maker: &mut Maker<'_>) -> Result<()> {
    let of = |code: &str| RowsFilter { shop_count: Some(code.to_owned()), ..active() };
    let silent = count(maker.db, "platforms", &of(UNREPORTED), &maker.today)?;
    let speaking = count(maker.db, "platforms", &of("reported"), &maker.today)?;
    let sum: Option<i64> = if speaking == 0 {
        None
    } else {
        let sums = grouped(maker.db, "platforms", &of("reported"), "CAST(shop_count AS TEXT)", &maker.today)?;
        Some(sums.iter().map(|(number, times)| number.parse::<i64>().unwrap_or(0) * *times as i64).sum())
    };
    let basis = format!(
        "{speaking} 家平台报送的平台内经营者之和，未去重；{silent} 家未报送，不估算。打开的是报送的平台"
    );
    maker.card("reportedShops", "网店数", sum, "户", &basis, Drill::list("platforms", of("reported")));
    name_silent(maker, "shop_count IS NULL", "未报送网店数")?;
    name_silent(maker, "turnover_cents IS NULL", "未报送上年交易额")?;
    let mut bands = Vec::new();
    let codes = BANDS.iter().map(|band| (band.0, band.1)).chain([(UNREPORTED, "未报送")]);
    for (code, words) in codes {
        let filter = RowsFilter { turnover: Some(code.to_owned()), ..active() };
        let value = count(maker.db, "platforms", &filter, &maker.today)?;
        bands.push((words.to_owned(), value, Drill::list("platforms", filter)));
    }
    let basis = "在营平台报送的上年数，按亿元分档计家数；未报送单列";
    maker.chart("turnoverBands", "年交易额分布（亿元）", ChartKind::Columns, "家", basis, bands);
    Ok(())
}

fn name_silent(maker: &mut Maker<'_>, gap: &str, words: &str) -> Result<()> {
    let sql = format!(
        "SELECT name FROM platform WHERE retired = 0 AND {} AND status = ?1 AND {gap} ORDER BY sort_key",
        crate::registers::NOT_OPEN
    );
    let mut statement = maker.db.prepare_cached(&sql)?;
    let names: Vec<String> =
        statement.query_map([ACTIVE], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    if !names.is_empty() {
        let shown = names.iter().take(8).map(String::as_str).collect::<Vec<_>>().join("、");
        let rest = if names.len() > 8 { format!("等 {} 家", names.len()) } else { String::new() };
        maker.missing.push(format!("{words}：{shown}{rest}"));
    }
    Ok(())
}
