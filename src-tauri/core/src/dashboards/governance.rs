//! 平台治理: complaints, findings, cases, rectifications.

use super::board::Maker;
use super::rows::{RowsFilter, grouped};
use super::shown::{ChartKind, Drill};
use crate::complaints::{self, By, ListComplaints};
use crate::error::Result;

/// Statutory lists only: no list of the office's own making has a place here.
const LISTED: [&str; 3] = ["abnormal", "dishonest", "revoked"];

fn during(maker: &Maker<'_>) -> RowsFilter {
    RowsFilter { period: Some(maker.period.clone()), ..Default::default() }
}

/// Puts the board together.
pub(super) fn fill(maker: &mut Maker<'_>) -> Result<()> {
    maker.sources = ["投诉举报台账", "检查、线索、整改记录", "经营主体登记"].map(str::to_owned).to_vec();
    let all = during(maker);
    complaint_cards(maker, None)?;
    let open = RowsFilter { state: Some("open".to_owned()), ..Default::default() };
    let overdue = RowsFilter { state: Some("overdue".to_owned()), ..Default::default() };
    let filed = RowsFilter { state: Some("filed".to_owned()), ..all.clone() };
    let drill = |list: &str, filter: &RowsFilter| Drill::list(list, filter.clone());
    maker.counted_card("inspections", "已完成检查", "次", "完成日在期内", drill("inspections", &all))?;
    maker.counted_card("findings", "问题线索", "条", "发现日在期内，一事一计", drill("findings", &all))?;
    maker.counted_card(
        "filed",
        "立案数",
        "件",
        "发现日在期内、已决定立案的线索",
        drill("findings", &filed),
    )?;
    maker.counted_card(
        "rectifications",
        "未办结整改",
        "件",
        "现在未办结的",
        drill("rectifications", &open),
    )?;
    maker.counted_card(
        "overdue",
        "逾期整改",
        "件",
        "现在未办结且改正期限已过的",
        drill("rectifications", &overdue),
    )?;
    for (key, title, by) in [
        ("complaintsByPlatform", "投诉举报按平台", By::Platform),
        ("complaintsByCategory", "投诉举报按类目", By::Category),
        ("complaintsByStreet", "投诉举报按街道", By::Street),
    ] {
        complaints_by(maker, key, title, by)?;
    }
    let words = |maker: &Maker<'_>, filter: &RowsFilter| -> Result<Vec<(String, u64, Drill)>> {
        let groups = grouped(maker.db, "findings", filter, "situation", &maker.today)?.into_iter();
        let shown = groups.map(|(code, n)| {
            let filter = RowsFilter { situation: Some(code.clone()), ..filter.clone() };
            ((maker.situation)(&code), n, Drill::list("findings", filter))
        });
        Ok(shown.collect())
    };
    let found = words(maker, &all)?;
    maker.chart(
        "findingsBySituation",
        "涉嫌违法类型分布",
        ChartKind::Bars,
        "条",
        "检查发现的涉嫌违法情形编码，一事一计，发现日在期内",
        found,
    );
    let found = words(maker, &filed)?;
    maker.chart(
        "filedBySituation",
        "立案数分布",
        ChartKind::Bars,
        "件",
        "已决定立案的线索，按涉嫌违法情形，发现日在期内",
        found,
    );
    let names: Vec<(&str, String)> =
        LISTED.iter().map(|code| (*code, (maker.label)("subjectStatus", code))).collect();
    maker.tallied_chart(
        "listedOperators",
        "负面主体分布",
        ChartKind::Bars,
        "户",
        "经营主体登记状态为列入经营异常名录、列入严重违法失信名单或吊销的；只计法定名单和登记状态",
        |counted| {
            let of = |code: &str, words: &str| {
                let value = counted.operators.sum(|operator| operator[0] == code);
                let filter = RowsFilter { status: Some(code.to_owned()), ..Default::default() };
                (words.to_owned(), value, Drill::register("operators", filter))
            };
            names.iter().map(|(code, words)| of(code, words)).collect()
        },
    );
    maker.complaint_trend("complaintTrend", None)
}

/// Complaints of the days; not reported at all is not nought.
pub(super) fn complaint_cards(maker: &mut Maker<'_>, platform: Option<&str>) -> Result<()> {
    let platform_name = platform.map(str::to_owned);
    let filter = RowsFilter { platform_name: platform_name.clone(), ..during(maker) };
    let verified = RowsFilter { verified: Some("yes".to_owned()), ..filter.clone() };
    if complaints::newest(maker.db, platform)?.is_none() {
        let basis = "台账里没有登记，按未报送，不计为 0";
        maker.card("complaints", "投诉举报", None, "件", basis, Drill::list("complaints", filter));
        maker.card(
            "verifiedComplaints",
            "其中核查属实",
            None,
            "件",
            basis,
            Drill::list("complaints", verified),
        );
        maker.missing.push("投诉举报未报送".to_owned());
        return Ok(());
    }
    maker.counted_card("complaints", "投诉举报", "件", "登记日在期内", Drill::list("complaints", filter))?;
    maker.counted_card(
        "verifiedComplaints",
        "其中核查属实",
        "件",
        "登记日在期内、经核查属实",
        Drill::list("complaints", verified),
    )
}

fn complaints_by(maker: &mut Maker<'_>, key: &str, title: &str, by: By) -> Result<()> {
    let filter = ListComplaints { period: Some(maker.period.clone()), ..Default::default() };
    let groups = complaints::grouped(maker.db, &filter, by)?.into_iter().map(|(name, n)| {
        let mut filter = during(maker);
        let place = match by {
            By::Platform => &mut filter.platform_name,
            By::Category => &mut filter.category,
            _ => &mut filter.street,
        };
        *place = Some(name.clone());
        (name, n, Drill::list("complaints", filter))
    });
    let groups = groups.collect();
    maker.chart(key, title, ChartKind::Bars, "件", "登记日在期内", groups);
    let note = maker.complaint_note(None)?;
    if let Some(chart) = maker.charts.last_mut().filter(|chart| chart.series.is_empty()) {
        chart.note = Some(note);
    }
    Ok(())
}
