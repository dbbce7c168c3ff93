//! Pinyin of Chinese text: the key that lists are sorted by, initials and full spelling for searching.
//!
//! One reading per character comes from the `pinyin` crate; words whose usual reading differs (重庆, 长沙, 银行) and
//! surnames (单, 仇, 解) come from the tables below. Characters whose two readings are both common in names give up
//! to [`MAX_VARIANTS`] variants, so that either spelling finds the record. `ü` is written `v`.

use super::fold::search_fold;
use ::pinyin::ToPinyin;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How many spellings of one text are kept for searching.
pub const MAX_VARIANTS: usize = 3;

/// Words that decide the reading of their characters: districts and places first, then words of trade.
const WORDS: &str = "\
重庆 chong qing;长沙 chang sha;长春 chang chun;长治 chang zhi;长兴 chang xing;长宁 chang ning;长安 chang an;\
长乐 chang le;长葛 chang ge;长垣 chang yuan;长清 chang qing;长岛 chang dao;长江 chang jiang;长城 chang cheng;\
长虹 chang hong;长白 chang bai;长丰 chang feng;长泰 chang tai;长汀 chang ting;长武 chang wu;长寿 chang shou;\
乐清 yue qing;乐亭 lao ting;乐陵 lao ling;单县 shan xian;解州 hai zhou;六安 lu an;六合 lu he;蚌埠 beng bu;\
番禺 pan yu;东莞 dong guan;厦门 xia men;大厦 da sha;商厦 shang sha;广厦 guang sha;台州 tai zhou;天台 tian tai;\
丽水 li shui;浒墅 xu shu;歙县 she xian;铅山 yan shan;莘县 shen xian;莘庄 xin zhuang;任丘 ren qiu;\
任城 ren cheng;任县 ren xian;洪洞 hong tong;朝阳 chao yang;大埔 da bu;黄埔 huang pu;牟平 mu ping;\
牟定 mou ding;中牟 zhong mu;鄱阳 po yang;郯城 tan cheng;兖州 yan zhou;临朐 lin qu;东阿 dong e;阿胶 e jiao;\
鄄城 juan cheng;茌平 chi ping;无棣 wu di;曲阜 qu fu;莒县 ju xian;井陉 jing xing;蔚县 yu xian;涿州 zhuo zhou;\
砀山 dang shan;亳州 bo zhou;黟县 yi xian;枞阳 zong yang;尉犁 yu li;浚县 xun xian;荥阳 xing yang;泌阳 bi yang;\
郴州 chen zhou;耒阳 lei yang;枝江 zhi jiang;犍为 qian wei;筠连 jun lian;郫都 pi du;邛崃 qiong lai;\
勐海 meng hai;百色 bai se;儋州 dan zhou;西藏 xi zang;都匀 du yun;成都 cheng du;首都 shou du;都市 du shi;\
花都 hua du;江都 jiang du;都昌 du chang;龟兹 qiu ci;吐蕃 tu bo;新会 xin hui;会稽 kuai ji;会计 kuai ji;\
银行 yin hang;商行 shang hang;车行 che hang;洋行 yang hang;琴行 qin hang;行业 hang ye;同行 tong hang;\
电器行 dian qi hang;贸易行 mao yi hang;批发行 pi fa hang;茶行 cha hang;米行 mi hang;\
音乐 yin yue;乐器 yue qi;乐队 yue dui;声乐 sheng yue;乐坊 yue fang;民乐 min yue;重量 zhong liang;\
重工 zhong gong;重点 zhong dian;重阳 chong yang;重逢 chong feng;家长 jia zhang;校长 xiao zhang;店长 dian zhang;\
成长 cheng zhang;增长 zeng zhang;会长 hui zhang;生长 sheng zhang;人参 ren shen;海参 hai shen;党参 dang shen;\
参茸 shen rong;花参 hua shen;调味 tiao wei;调料 tiao liao;空调 kong tiao;调理 tiao li;便宜 pian yi;\
传奇 chuan qi;传记 zhuan ji;水浒 shui hu;绿林 lu lin;角色 jue se;宝藏 bao zang;藏族 zang zu;藏红花 zang hong hua;\
藏药 zang yao;藏香 zang xiang;粘豆包 nian dou bao;理发 li fa;美发 mei fa;假发 jia fa;头发 tou fa;\
血糖 xue tang;供应 gong ying;应用 ying yong;朝鲜 chao xian;朝代 chao dai;模具 mu ju;柏林 bo lin;炮制 pao zhi;\
弹力 tan li;弹簧 tan huang;蛋 dan;薄荷 bo he;荷尔蒙 he er meng;咖喱 ga li;红色 hong se;女红 nv gong;\
还珠 huan zhu;盛夏 sheng xia;石油 shi you;率先 shuai xian;臭豆腐 chou dou fu;的士 di shi;目的 mu di;\
蚝 hao;豉 chi;尉氏 wei shi;给力 gei li;数码 shu ma;数据 shu ju;少年 shao nian;少儿 shao er;儿童 er tong;\
好运 hao yun;好吃 hao chi;爱好 ai hao;兴旺 xing wang;中兴 zhong xing;高兴 gao xing;兴趣 xing qu;似水 si shui;\
万俟 mo qi;尉迟 yu chi;澹台 tan tai;令狐 ling hu;长孙 zhang sun;单于 chan yu;鲜于 xian yu;宿迁 su qian";

/// Surnames, only at the head of a text of two to four ideographs (which is what names of persons look like).
const SURNAMES: &str = "单shan 仇qiu 解xie 曾zeng 查zha 朴piao 区ou 盖ge 任ren 华hua 尉wei 缪miao 覃qin 翟zhai \
    乐yue 重chong 种chong 秘bi 折she 纪ji 逄pang 黑he 召shao 繁po 员yun 燕yan 宁ning 应ying 哈ha 谌chen 冼xian \
    洗xian 晟cheng 郇xun 牟mou 车che 柏bai 隗wei 葛ge 过guo 那na 能nai 祭zhai 盛sheng 石shi 佴nai 芮rui 麦mai \
    万wan 俞yu 令ling 沈shen 逯lu 宓mi 闵min 贾jia";

/// Readings that are about as common as the usual one: both find the record.
const TWO_READINGS: &str = "重chong 重zhong 长chang 长zhang 行hang 行xing 乐le 乐yue 单dan 单shan 解jie 解xie 曾ceng \
    曾zeng 仇chou 仇qiu 查cha 查zha 区qu 区ou 朝chao 朝zhao 朴pu 朴piao 盛sheng 盛cheng 传chuan 传zhuan 藏cang \
    藏zang 调diao 调tiao 弹dan 弹tan 覃qin 覃tan 翟zhai 翟di 厦xia 厦sha 参can 参shen 会hui 会kuai 都du 都dou \
    还hai 还huan 莞guan 莞wan 番fan 番pan 石shi 石dan 车che 车ju 柏bai 柏bo 模mo 模mu 给gei 给ji 率lv 率shuai \
    薄bao 薄bo 尉wei 尉yu 阿a 阿e 六liu 六lu 系xi 系ji 便bian 便pian 澄cheng 澄deng 贾jia 贾gu 牟mou 牟mu \
    万wan 万mo 种zhong 种chong 折zhe 折she 宿su 宿xiu 校xiao 校jiao 降jiang 降xiang 圈quan 圈juan 茄qie 茄jia \
    卡ka 卡qia 屏ping 屏bing 吓xia 吓he 似si 似shi 匙chi 匙shi 虹hong 虹gang 红hong 红gong 秘mi 秘bi 粘zhan 粘nian";

/// First ideograph → words that begin with it, longest first, with the reading of every ideograph.
type WordTable = HashMap<char, Vec<(Vec<char>, Vec<&'static str>)>>;

static WORD_TABLE: LazyLock<WordTable> = LazyLock::new(|| {
    let mut table: WordTable = HashMap::new();
    for entry in WORDS.split(';') {
        let mut parts = entry.split_whitespace();
        let word: Vec<char> = parts.next().unwrap_or_default().chars().collect();
        let reading: Vec<&str> = parts.collect();
        if let (Some(&head), true) = (word.first(), word.len() == reading.len()) {
            table.entry(head).or_default().push((word, reading));
        }
    }
    for words in table.values_mut() {
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    }
    table
});

fn readings(list: &'static str) -> HashMap<char, Vec<&'static str>> {
    let mut table: HashMap<char, Vec<&'static str>> = HashMap::new();
    for entry in list.split_whitespace() {
        if let Some(c) = entry.chars().next() {
            table.entry(c).or_default().push(&entry[c.len_utf8()..]);
        }
    }
    table
}
static SURNAME_TABLE: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| readings(SURNAMES));
static TWO_TABLE: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| readings(TWO_READINGS));

/// Ideographs that any of the tables speaks of, as a set of bits: most characters need no look-up.
static SPECIAL: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0_u64; 0x1_0000 / 64];
    for &c in WORD_TABLE.keys().chain(SURNAME_TABLE.keys()).chain(TWO_TABLE.keys()) {
        if (c as usize) < 0x1_0000 {
            bits[c as usize / 64] |= 1 << (c as usize % 64);
        }
    }
    bits
});

fn is_special(c: char) -> bool {
    let code = c as usize;
    code < 0x1_0000 && SPECIAL[code / 64] & (1 << (code % 64)) != 0
}

fn usual_reading(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    Some(match c.to_pinyin()?.plain() {
        "lü" => "lv",
        "lüe" => "lve",
        "nü" => "nv",
        "nüe" => "nve",
        other => other,
    })
}

/// One character of a folded text with its reading, `None` for what is not an ideograph.
struct Read {
    c: char,
    syllable: Option<&'static str>,
    /// A word or surname decided the reading.
    decided: bool,
}

fn read(folded: &str) -> Vec<Read> {
    let mut out: Vec<Read> =
        folded.chars().map(|c| Read { c, syllable: usual_reading(c), decided: false }).collect();
    if !out.iter().any(|r| is_special(r.c)) {
        return out;
    }
    let mut at = 0;
    while at < out.len() {
        let words = if is_special(out[at].c) { WORD_TABLE.get(&out[at].c) } else { None };
        let hit = words.and_then(|words| {
            words.iter().find(|(word, _)| {
                word.len() <= out.len() - at && word.iter().zip(&out[at..]).all(|(w, r)| *w == r.c)
            })
        });
        if let Some((word, reading)) = hit {
            for (slot, syllable) in out[at..].iter_mut().zip(reading) {
                slot.syllable = Some(syllable);
                slot.decided = true;
            }
            at += word.len();
        } else {
            at += 1;
        }
    }
    let person_like = (2..=4).contains(&out.len()) && out.iter().all(|r| r.syllable.is_some());
    if let Some(first) = out.first_mut()
        && person_like
        && !first.decided
        && let Some(surname) = SURNAME_TABLE.get(&first.c).and_then(|s| s.first())
    {
        first.syllable = Some(surname);
        first.decided = true;
    }
    out
}

/// Key that lists are sorted by, compared byte by byte: pinyin syllables apart from each other by a blank, other
/// characters as they are, and the folded text behind U+0001 so that different texts never share a key.
pub fn sort_key(text: &str) -> String {
    let folded = search_fold(text);
    let mut key = String::with_capacity(folded.len() * 4);
    let mut after_syllable = false;
    for Read { c, syllable, .. } in read(&folded) {
        if let Some(syllable) = syllable {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(syllable);
            after_syllable = true;
        } else {
            if after_syllable {
                key.push(' ');
            }
            key.push(c);
            after_syllable = false;
        }
    }
    key.push('\u{1}');
    key.push_str(&folded);
    key
}

/// Full spelling of the usual reading without blanks, in lower case: `微山湖A店` is `weishanhuadian`.
pub fn full(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len() * 2);
    for r in read(&search_fold(text)) {
        match r.syllable {
            Some(syllable) => spelled.push_str(syllable),
            None if r.c.is_ascii_alphanumeric() => spelled.push(r.c),
            None => {}
        }
    }
    spelled
}

/// Every syllable that a reading may be, in order: its place is its number.
static SYLLABLES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut all: Vec<&'static str> = ('\u{3400}'..='\u{9fff}')
        .chain('\u{f900}'..='\u{faff}')
        .chain('\u{20000}'..='\u{323af}')
        .filter_map(usual_reading)
        .chain(WORD_TABLE.values().flatten().flat_map(|(_, reading)| reading.iter().copied()))
        .chain(SURNAME_TABLE.values().chain(TWO_TABLE.values()).flatten().copied())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
});
/// The same, ready for look-up without regard to case.
static NUMBERS: LazyLock<HashMap<u64, u64>> = LazyLock::new(|| {
    SYLLABLES
        .iter()
        .enumerate()
        .map(|(number, letters)| (packed(letters.as_bytes()), number as u64))
        .collect()
});
fn packed(letters: &[u8]) -> u64 {
    letters.iter().take(8).fold(0, |all, b| all << 8 | u64::from(b.to_ascii_lowercase()))
}

/// The number of a syllable.
pub(super) fn syllable_number(letters: &[u8]) -> Option<u64> {
    NUMBERS.get(&packed(letters)).copied()
}

/// Does any syllable begin with (or equal) these lower-case letters?
pub(super) fn begins_a_syllable(letters: &str) -> bool {
    let at = SYLLABLES.partition_point(|s| *s < letters);
    SYLLABLES.get(at).is_some_and(|s| s.starts_with(letters))
}

/// Initials, up to [`MAX_VARIANTS`] spellings, the usual one first. Letters and digits stand for themselves; other
/// signs are left out. Empty when the text has no ideograph.
pub fn initials(text: &str) -> Vec<String> {
    spellings(&search_fold(text)).into_iter().map(|s| s.initials).collect()
}

/// One way to spell a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    /// `wshadian` style initials.
    pub initials: String,
    /// Full spelling of the ideographs: an upper-case letter begins each syllable, a blank stands for what else there is.
    pub full: String,
}

fn spell(read: &[Read], change: Option<(usize, &'static str)>) -> Spelling {
    let mut out =
        Spelling { initials: String::with_capacity(read.len()), full: String::with_capacity(read.len() * 4) };
    for (at, r) in read.iter().enumerate() {
        let syllable = match change {
            Some((changed, other)) if changed == at => Some(other),
            _ => r.syllable,
        };
        if let Some(syllable) = syllable {
            let mut letters = syllable.chars();
            if let Some(first) = letters.next() {
                out.initials.push(first);
                out.full.push(first.to_ascii_uppercase());
                out.full.push_str(letters.as_str());
            }
            continue;
        }
        if r.c.is_ascii_alphanumeric() {
            out.initials.push(r.c);
        }
        if !out.full.is_empty() && !out.full.ends_with(' ') {
            out.full.push(' ');
        }
    }
    out
}

/// The spellings of an already folded text, none when it has no ideograph.
pub(super) fn spellings(folded: &str) -> Vec<Spelling> {
    let read = read(folded);
    if read.iter().all(|r| r.syllable.is_none()) {
        return Vec::new();
    }
    let mut out = vec![spell(&read, None)];
    for (at, r) in read.iter().enumerate() {
        if r.decided && read.len() > 4 || !is_special(r.c) {
            continue;
        }
        for other in TWO_TABLE.get(&r.c).into_iter().flatten() {
            if out.len() < MAX_VARIANTS && Some(*other) != r.syllable {
                let variant = spell(&read, Some((at, other)));
                if !out.contains(&variant) {
                    out.push(variant);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_districts_and_surnames_as_people_say_them() {
        for (text, spelled) in [
            ("重庆", "chongqing"),
            ("长沙", "changsha"),
            ("乐清", "yueqing"),
            ("微山湖A店", "weishanhuadian"),
            ("单雄信", "shanxiongxin"),
            ("仇英", "qiuying"),
            ("解晓东", "xiexiaodong"),
            ("曾国藩", "zengguofan"),
            ("中国银行", "zhongguoyinhang"),
            ("绿女", "lvnv"),
            ("六安瓜片", "luanguapian"),
            ("东阿阿胶", "dongeejiao"),
        ] {
            assert_eq!(full(text), spelled, "{text}");
        }
    }

    #[test]
    fn every_word_of_the_table_has_one_reading_per_ideograph() {
        for entry in WORDS.split(';') {
            let parts: Vec<&str> = entry.split_whitespace().collect();
            assert_eq!(parts[0].chars().count(), parts.len() - 1, "{entry}");
            assert!(parts[1..].iter().all(|p| p.bytes().all(|b| b.is_ascii_lowercase())), "{entry}");
        }
    }

    #[test]
    fn syllables_are_short_plain_and_numbered() {
        assert!(SYLLABLES.len() < 1024 && SYLLABLES.len() > 400, "{}", SYLLABLES.len());
        for syllable in SYLLABLES.iter() {
            assert!(syllable.len() <= 6 && syllable.bytes().all(|b| b.is_ascii_lowercase()), "{syllable}");
        }
        assert!(begins_a_syllable("zh") && begins_a_syllable("zhuang") && !begins_a_syllable("zhuangx"));
        assert_eq!(syllable_number(b"Shan"), syllable_number(b"shan"));
    }

    #[test]
    fn initials_offer_both_common_readings() {
        assert_eq!(initials("微山湖特产店"), ["wshtcd"]);
        assert_eq!(initials("乐园"), ["yy", "ly"]);
        assert!(initials("长长重重乐乐").len() <= MAX_VARIANTS);
        assert!(initials("nike").is_empty());
        assert_eq!(initials("7天优品A馆"), ["7typag"]);
    }

    #[test]
    fn the_sort_key_orders_by_pinyin_then_by_text() {
        let mut names = ["重庆小面", "阿里", "北京", "北", "背景", "安徽", "1号", "abc"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["1号", "阿里", "abc", "安徽", "北", "北京", "背景", "重庆小面"]);
        assert_ne!(sort_key("北京"), sort_key("背景"));
        assert_eq!(sort_key("北京（店）"), sort_key("北京店"));
    }
}
