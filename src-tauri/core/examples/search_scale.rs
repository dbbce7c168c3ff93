//! Measures the search index against a LIKE scan with count over the same synthetic register.
//!
//! `cargo run --release -p greenroom-core --example search_scale -- [RECORDS] [FOLDER]`
//!
//! The peer is the table that a program without an index would keep: folded name, initials, full pinyin and codes in
//! columns of their own, in register order. A Chinese word is looked for in the name only, a word of letters in name,
//! initials and full pinyin, digits in the codes only: never more columns than the kind of word needs.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use greenroom_core::search::{Doc, Query, SearchIndex, index::COUNT_CAP, pinyin, search_fold, sort_key};
use rusqlite::Connection;
use std::time::Instant;

/// A small generator: the same register on every machine.
struct Chance(u64);
impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }
    /// Early entries more often than late ones.
    fn skewed<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let (a, b) = (self.below(list.len()), self.below(list.len()));
        list[a.min(b)]
    }
}

const PLACES: &str = "杭州 余杭 海淀 微山 济宁 重庆 长沙 乐清 成都 广州 义乌 深圳 北京 上海 山东 浙江 福建 泉州 厦门 东莞 苏州 南通 \
    金华 温州 宁波 徐州 曹县 临沂 潍坊 青岛 郑州 西安 武汉 合肥 六安 昆明 贵阳 南宁 海口 沈阳 大连 长春 哈尔滨 石家庄";
const TRADES: &str = "食品 服饰 美妆 珠宝 家居 母婴 数码 茶叶 水果 海鲜 农产品 特产 女装 男装 童装 鞋包 玩具 图书 宠物 家电 \
    五金 建材 汽车用品 运动户外 保健品 酒业 零食 护肤 箱包 首饰 玉器 紫砂 陶瓷 渔具 花卉 药材 滋补 生鲜 粮油 调味";
const ENDINGS: &str = "旗舰店 专营店 专卖店 小店 直播间 商行 官方旗舰店 店 工作室 有限公司 科技有限公司 电子商务有限公司 \
    文化传媒有限公司 经营部 商贸有限公司 超市 工厂店 优选 严选 的小店 好物";
const SIGNS: &str = "美丽华鑫盛源泰和兴隆福瑞祥云天海山水月星光明阳春秋东南西北中国大小金银玉宝龙凤麒麟鹏程万里长安宁静雅致\
    优品佳好乐康健诚信德仁义礼智勇博文远志高新科创未来世纪环球国际恒达通顺利百千万亿家园居舍坊轩阁斋堂馆铺记号嘉禾微山湖";

fn name(chance: &mut Chance, places: &[&str], trades: &[&str], endings: &[&str], signs: &[char]) -> String {
    let mut name = String::new();
    if chance.below(10) < 6 {
        name.push_str(chance.skewed(places));
    }
    for _ in 0..2 + chance.below(3) {
        if chance.below(12) == 0 {
            // The long tail of rare ideographs.
            name.push(char::from_u32(0x4e00 + chance.below(8000) as u32).unwrap());
        } else {
            name.push(signs[chance.below(signs.len())]);
        }
    }
    if chance.below(25) == 0 {
        name.push_str(["Nike", "ABC", "Lily", "K2", "7号"][chance.below(5)]);
    }
    name.push_str(chance.skewed(trades));
    name.push_str(chance.skewed(endings));
    name
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let records: i64 = arguments.next().map_or(1_600_000, |n| n.parse().unwrap());
    let folder = arguments.next().map_or_else(std::env::temp_dir, Into::into).join("search_scale");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let split = |words: &'static str| words.split_whitespace().collect::<Vec<_>>();
    let (places, trades, endings) = (split(PLACES), split(TRADES), split(ENDINGS));
    let signs: Vec<char> = SIGNS.chars().collect();
    let mut chance = Chance(1);
    let names: Vec<String> =
        (0..records).map(|_| name(&mut chance, &places, &trades, &endings, &signs)).collect();
    let codes: Vec<[String; 3]> = (0..records)
        .map(|_| {
            let letters = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
            let tail: String = (0..10).map(|_| letters[chance.below(letters.len())] as char).collect();
            [
                format!("9{}33{:04}{tail}", 1 + chance.below(2), 100 + chance.below(90)),
                format!("{}", 1_000_000_000 + chance.below(2_000_000_000)),
                format!("1{}{:09}", 3 + chance.below(7), chance.below(1_000_000_000)),
            ]
        })
        .collect();

    let start = Instant::now();
    let bytes: usize = names.iter().map(|name| sort_key(name).len()).sum();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "sort keys: {records} in {seconds:.2} s, {:.0} names/s, {bytes} bytes",
        records as f64 / seconds
    );

    // Ours.
    let path = folder.join("search.db");
    let start = Instant::now();
    let mut longest = 0.0_f64;
    let mut index = SearchIndex::open(&path).unwrap();
    index.begin_bulk();
    for (at, (names, codes)) in names.chunks(20_000).zip(codes.chunks(20_000)).enumerate() {
        let step = Instant::now();
        let texts: Vec<[&str; 1]> = names.iter().map(|name| [name.as_str()]).collect();
        let codes: Vec<[&str; 3]> =
            codes.iter().map(|c| [c[0].as_str(), c[1].as_str(), c[2].as_str()]).collect();
        let docs: Vec<Doc<'_>> = texts
            .iter()
            .zip(&codes)
            .enumerate()
            .map(|(i, (texts, codes))| Doc { register: 1, key: (at * 20_000 + i) as i64, texts, codes })
            .collect();
        index.apply(&docs, &[], at as i64).unwrap();
        longest = longest.max(step.elapsed().as_secs_f64());
    }
    index.finish_bulk().unwrap();
    println!(
        "build: {:.1} s, longest batch of 20,000 {longest:.2} s, {:.0} MB",
        start.elapsed().as_secs_f64(),
        std::fs::metadata(&path).unwrap().len() as f64 / 1e6
    );
    let start = Instant::now();
    for at in 0..200_i64 {
        let name = format!("新名{at}旗舰店");
        let doc = Doc { register: 1, key: at * 7919 % records, texts: &[&name], codes: &["13800001111"] };
        index.apply(&[doc], &[], 1_000 + at).unwrap();
    }
    println!("one changed record: {:.2} ms", start.elapsed().as_secs_f64() * 1e3 / 200.0);

    // The peer.
    let start = Instant::now();
    let peer = Connection::open(folder.join("peer.db")).unwrap();
    peer.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; BEGIN;
         CREATE TABLE shop (id INTEGER PRIMARY KEY, name TEXT, initials TEXT, spelled TEXT, codes TEXT);",
    )
    .unwrap();
    {
        let mut insert = peer.prepare("INSERT INTO shop VALUES (?1, ?2, ?3, ?4, ?5)").unwrap();
        for (at, (name, codes)) in names.iter().zip(&codes).enumerate() {
            let initials = pinyin::initials(name).join(" ");
            insert
                .execute((
                    at as i64,
                    search_fold(name),
                    initials,
                    pinyin::full(name),
                    codes.join(" ").to_lowercase(),
                ))
                .unwrap();
        }
    }
    peer.execute_batch("COMMIT").unwrap();
    println!("peer: {:.1} s", start.elapsed().as_secs_f64());

    let code = codes[codes.len() / 2][0].to_lowercase();
    let phone = &codes[codes.len() / 3][2];
    let mut words: Vec<String> = [
        "店",
        "公",
        "微",
        "龘",
        "食品",
        "旗舰",
        "微山",
        "麒麟",
        "旗舰店",
        "微山湖",
        "小店",
        "官方旗舰",
        "官方旗舰店",
        "微山湖特产",
        "有限公司",
        "科技有限公司",
        "文化传媒有限公司",
        "微山湖特产旗舰店",
        "海鲜旗舰店",
        "泰和旗舰店",
        "店旗舰",
        "限公有",
        "美丽华鑫",
        "山山山",
        "杭州食品",
        "w",
        "q",
        "ws",
        "jd",
        "qj",
        "wsh",
        "qjd",
        "gfqjd",
        "yxgs",
        "kjyxgs",
        "wshtc",
        "wshtcqjd",
        "swmyxgs",
        "xzqz",
        "we",
        "weishan",
        "weish",
        "qijiandian",
        "shang",
        "shangmao",
        "youxiangongsi",
        "chongqing",
        "guanfang",
        "zhuanying",
        "weishanhutechan",
        "1",
        "33",
        "138",
        "1380",
        "13806",
        "3301",
        "91330",
        "123456",
        "88888888",
        "nike",
        "lily",
        "k2",
        "abc",
        "7号",
        "nike食品",
        "微山 旗舰店",
        "wsh 旗舰店",
        "店 1380",
        "重庆 珠宝",
        "旗舰店 yxgs",
    ]
    .map(str::to_owned)
    .to_vec();
    words.extend([
        code.clone(),
        code[8..].to_owned(),
        code[..8].to_owned(),
        phone.clone(),
        phone[7..].to_owned(),
        phone[3..9].to_owned(),
    ]);
    let reader = index.reader().unwrap();
    println!("\n| query | hits | ours ms | LIKE ms | ratio |\n|---|---|---|---|---|");
    let mut ratios: Vec<(f64, String)> = Vec::new();
    let mut ours_all = Vec::new();
    for word in &words {
        let query = Query::parse(word);
        let mut times = Vec::new();
        let mut found = reader.first_page(&query, None, 50, COUNT_CAP).unwrap();
        for _ in 0..9 {
            let start = Instant::now();
            found = reader.first_page(&query, None, 50, COUNT_CAP).unwrap();
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        let ours = times[4];
        let mut parts = Vec::new();
        for term in query.terms() {
            let columns: &[&str] = if !term.is_ascii() {
                &["name"]
            } else if term.bytes().any(|b| b.is_ascii_alphabetic()) && term.len() < 8
                || term.bytes().all(|b| b.is_ascii_lowercase())
            {
                &["name", "initials", "spelled"]
            } else {
                &["codes"]
            };
            let likes: Vec<String> =
                columns.iter().map(|c| format!("{c} LIKE '%{}%'", term.replace('\'', "''"))).collect();
            parts.push(format!("({})", likes.join(" OR ")));
        }
        let filter = parts.join(" AND ");
        let mut scan = peer.prepare(&format!("SELECT count(*) FROM shop WHERE {filter}")).unwrap();
        let mut page =
            peer.prepare(&format!("SELECT id FROM shop WHERE {filter} ORDER BY id LIMIT 50")).unwrap();
        let mut scans = Vec::new();
        for _ in 0..3 {
            let start = Instant::now();
            let _: i64 = scan.query_row([], |row| row.get(0)).unwrap();
            let _: Vec<i64> = page.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
            scans.push(start.elapsed().as_secs_f64() * 1e3);
        }
        scans.sort_by(f64::total_cmp);
        let like = scans[1];
        let hits = format!("{}{}", found.total, if found.capped { "+" } else { "" });
        println!("| {word} | {hits} | {ours:.3} | {like:.0} | {:.0} |", like / ours);
        ratios.push((like / ours, word.clone()));
        ours_all.push(ours);
    }
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    ours_all.sort_by(f64::total_cmp);
    println!("\nleast ratios: {:?}", &ratios[..5]);
    println!(
        "ours: median {:.3} ms, longest {:.3} ms",
        ours_all[ours_all.len() / 2],
        ours_all[ours_all.len() - 1]
    );
    std::fs::remove_dir_all(&folder).unwrap();
}
