//! Made-up records of the registers: the same number gives the same record, whatever was asked before.

use super::chance::Chance;
use super::words::{Goods, Words};
use crate::error::Result;
use crate::id::Id;
use crate::registers::Register;
use crate::registers::identity::identity;
use crate::registers::warnings::credit_code_check;
use chrono::{Days, NaiveDate};
use pinyin::ToPinyin;

/// How many of each register.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    pub(super) platforms: u64,
    pub(super) operators: u64,
    pub(super) rooms: u64,
    pub(super) hosts: u64,
    pub(super) shops: u64,
}

/// Makes the records.
pub(super) struct Maker<'w> {
    words: &'w Words,
    counts: Counts,
    today: NaiveDate,
    /// First letters of the brands and goods, for accounts.
    brands: Vec<String>,
    goods: Vec<Vec<String>>,
}

/// A firm, as far as its rooms and shops repeat it.
pub(super) struct Firm {
    brand: usize,
    category: usize,
    good: usize,
    pub(super) name: String,
    pub(super) code: String,
    kind: String,
    street: usize,
    domicile: String,
}

const PLATFORM: [&str; 12] = [
    "name",
    "creditCode",
    "operatorName",
    "kind",
    "model",
    "status",
    "domicile",
    "website",
    "shopCount",
    "categories",
    "street",
    "turnoverCents",
];
/// Last year's turnover of the platforms in 万元, one for each band of the board; one has not reported.
const TURNOVER: [Option<u64>; 8] =
    [Some(1_284_600), Some(237_400), Some(41_860), None, Some(6_215), Some(815), Some(13_090), Some(362_500)];
/// Cents of 1 万元.
const CENTS: u64 = 1_000_000;
const ROOM: [&str; 17] = [
    "name",
    "platformName",
    "account",
    "accountUrl",
    "status",
    "riskClass",
    "category",
    "operatorName",
    "operatorCode",
    "hostName",
    "mcnName",
    "contact",
    "phone",
    "street",
    "businessAddress",
    "domicile",
    "fans",
];
const OPERATOR: [&str; 11] = [
    "name",
    "creditCode",
    "kind",
    "status",
    "legalPerson",
    "phone",
    "domicile",
    "businessAddress",
    "scope",
    "capital",
    "establishedOn",
];
const HOST: [&str; 7] = ["name", "account", "platformName", "mcnName", "realName", "phone", "city"];
const SHOP: [&str; 8] =
    ["name", "platformName", "shopNo", "operatorName", "operatorCode", "category", "address", "phone"];

const AGENCY: [&str; 8] =
    ["name", "creditCode", "status", "services", "legalPerson", "phone", "domicile", "street"];
const SUPPLIER: [&str; 8] =
    ["name", "creditCode", "kind", "status", "goods", "phone", "domicile", "businessAddress"];
const BASE: [&str; 6] = ["name", "kind", "status", "operatorName", "address", "street"];
const BRAND: [&str; 6] = ["name", "trademarkNo", "classes", "status", "goods", "ownerName"];

impl<'w> Maker<'w> {
    pub(super) fn new(words: &'w Words, counts: Counts, today: NaiveDate) -> Self {
        let letters = |word: &String| -> String {
            word.as_str()
                .to_pinyin()
                .flatten()
                .filter_map(|read| read.first_letter().chars().next())
                .collect()
        };
        let brands = words.brands.iter().map(letters).collect();
        let goods = words.goods.iter().map(|goods| goods.words.iter().map(letters).collect()).collect();
        Self { words, counts, today, brands, goods }
    }

    /// How many records a register gets.
    pub(super) fn count(&self, register: &str) -> u64 {
        match register {
            "platforms" => self.counts.platforms,
            "operators" => self.counts.operators,
            "rooms" => self.counts.rooms,
            "hosts" => self.counts.hosts,
            "shops" => self.counts.shops,
            "agencies" => self.agencies().count() as u64,
            "suppliers" => (self.counts.operators / 20).clamp(1, 200),
            "bases" => (self.words.streets.len() as u64).min(4),
            "brands" => self.words.brands.len() as u64,
            _ => 0,
        }
    }

    /// Record `number` of a register, in the order of its fields.
    pub(super) fn values(&self, register: &Register, number: u64) -> Vec<String> {
        let (names, made): (&[&str], Vec<String>) = match register.name {
            "platforms" => (&PLATFORM, self.platform(number)),
            "operators" => (&OPERATOR, self.operator(number)),
            "rooms" => (&ROOM, self.room(number)),
            "hosts" => (&HOST, self.host(number)),
            "agencies" => (&AGENCY, self.agency(number)),
            "suppliers" => (&SUPPLIER, self.supplier(number)),
            "bases" => (&BASE, self.base(number)),
            "brands" => (&BRAND, self.brand(number)),
            _ => (&SHOP, self.shop(number)),
        };
        let mut values = vec![String::new(); register.fields.len()];
        for (name, value) in names.iter().zip(made) {
            if let Some(place) = register.fields.iter().position(|field| field.name == *name) {
                values[place] = value;
            }
        }
        values
    }

    /// Identity of room `number`.
    pub(super) fn room_id(&self, number: u64) -> Result<Id> {
        self.id("rooms", number)
    }

    /// Identity of record `number` of a register.
    pub(super) fn id(&self, register: &str, number: u64) -> Result<Id> {
        let register = Register::by_name(register)?;
        Ok(identity(register, &self.values(register, number)).0)
    }

    /// Which firm runs a room: a few run several.
    pub(super) fn firm_of_room(&self, number: u64) -> Firm {
        self.firm(self.operator_of_room(number))
    }

    /// The number of that firm in the register of operators.
    pub(super) fn operator_of_room(&self, number: u64) -> u64 {
        number.wrapping_mul(2_654_435_761) % self.counts.operators.max(1)
    }

    fn firm(&self, number: u64) -> Firm {
        let words = self.words;
        // The first two are those that the handbook shows.
        let fixed = [("阿桨", "海味"), ("云母", "护肤")].get(number as usize);
        let mut chance = Chance::of(3, number);
        let mut brand = chance.below(words.brands.len() as u64) as usize;
        let mut category = chance.below(words.goods.len() as u64) as usize;
        let mut good = chance.below(words.goods[category].words.len() as u64) as usize;
        if let Some((name, goods)) = fixed {
            let of = |goods: &Goods, word: &str| goods.words.iter().position(|one| one == word);
            brand = words.brands.iter().position(|one| one == name).unwrap_or(brand);
            if let Some((place, within)) =
                words.goods.iter().enumerate().find_map(|(place, one)| Some((place, of(one, goods)?)))
            {
                (category, good) = (place, within);
            }
        }
        let ending = chance.pick(&words.operator_endings);
        let street = chance.below(words.streets.len() as u64) as usize;
        let domicile = format!(
            "示例县{}{}{}号",
            words.streets[street],
            chance.pick(&words.roads),
            1 + chance.below(399)
        );
        let name =
            format!("示例县{}{}{}", words.brands[brand], words.goods[category].words[good], ending.words);
        Firm {
            brand,
            category,
            good,
            name,
            code: credit_code(&ending.code, number),
            kind: ending.kind.clone(),
            street,
            domicile,
        }
    }

    fn person(&self, chance: &mut Chance) -> String {
        format!("{}{}", chance.pick(&self.words.surnames), chance.pick(&self.words.given_names))
    }

    fn platform(&self, number: u64) -> Vec<String> {
        let mut chance = Chance::of(1, number);
        let known = &self.words.platforms[number as usize % self.words.platforms.len()];
        let street = &self.words.streets[(number / 2) as usize % self.words.streets.len()];
        let turnover = TURNOVER[number as usize % TURNOVER.len()];
        vec![
            known.name.clone(),
            credit_code("1", 9_900_000 + number),
            known.operator.clone(),
            known.kind.clone(),
            known.model.clone(),
            "active".into(),
            format!("示例县{street}{}{}号", chance.pick(&self.words.roads), 1 + chance.below(99)),
            format!("https://platform{}.example", number + 1),
            (20_000 + chance.below(900_000)).to_string(),
            self.words
                .goods
                .iter()
                .skip(number as usize)
                .step_by(3)
                .map(|goods| goods.category.as_str())
                .collect::<Vec<_>>()
                .join("、"),
            street.clone(),
            turnover.map(|amount| (amount * CENTS).to_string()).unwrap_or_default(),
        ]
    }

    /// Name of the platform of room, host or shop.
    fn platform_name(&self, chance: &mut Chance) -> &'w str {
        // The first platforms are the large ones.
        let count = self.counts.platforms.clamp(1, self.words.platforms.len() as u64);
        let place = chance.below(count).min(chance.below(count));
        &self.words.platforms[place as usize].name
    }

    fn account(&self, firm: &Firm, number: u64) -> String {
        let brand = &self.brands[firm.brand];
        format!("{brand}{}_{:04}", self.goods[firm.category][firm.good], (number * 7919 + 917) % 10_000_000)
    }

    fn room(&self, number: u64) -> Vec<String> {
        let words = self.words;
        let firm = self.firm_of_room(number);
        let mut chance = Chance::of(2, number);
        let goods = &words.goods[firm.category];
        let brand = &words.brands[firm.brand];
        let ending = match number {
            0 => "铺",
            _ => chance.pick(&words.room_endings),
        };
        let branch = if number > 0 && chance.percent(25) {
            words.streets[firm.street].trim_end_matches(['街', '道', '镇', '乡'])
        } else {
            ""
        };
        let name = format!("{branch}{brand}{}{ending}", goods.words[firm.good]);
        let account = self.account(&firm, number);
        let platform = if number == 0 { &words.platforms[0].name } else { self.platform_name(&mut chance) };
        let fans = match chance.below(100) {
            0..60 => format!("{}", 200 + chance.below(9_800)),
            60..95 => format!("{}.{}万", 1 + chance.below(60), chance.below(10)),
            _ => format!("{}万", 100 + chance.below(400)),
        };
        let status = match number {
            0 | 1 => "active",
            _ => chance.weighted(&[("active", 86), ("stopped", 8), ("cancelled", 3), ("unknown", 3)]),
        };
        let business = if chance.percent(80) {
            firm.domicile.clone()
        } else {
            format!(
                "示例县{}{}{}号",
                chance.pick(&words.streets),
                chance.pick(&words.roads),
                1 + chance.below(399)
            )
        };
        vec![
            name,
            platform.to_owned(),
            account.clone(),
            format!("https://live.example/{account}"),
            status.into(),
            chance.weighted(&[("A", 52), ("B", 28), ("C", 12), ("D", 3), ("none", 5)]).into(),
            goods.category.clone(),
            firm.name,
            firm.code,
            chance.pick(&words.hosts).clone(),
            chance.pick(&words.agencies).clone(),
            self.person(&mut chance),
            phone(&mut chance),
            words.streets[firm.street].clone(),
            business,
            firm.domicile,
            fans,
        ]
    }

    fn operator(&self, number: u64) -> Vec<String> {
        let firm = self.firm(number);
        let mut chance = Chance::of(4, number);
        let capital = if firm.kind == "company" {
            format!("{}万元", [10, 50, 100, 200, 500][chance.below(5) as usize])
        } else {
            String::new()
        };
        let age = Days::new(400 + chance.below(5000));
        let established = self.today.checked_sub_days(age).unwrap_or(self.today);
        let status = chance.weighted(&[("active", 92), ("cancelled", 5), ("revoked", 3)]);
        vec![
            firm.name,
            firm.code,
            firm.kind,
            status.into(),
            self.person(&mut chance),
            phone(&mut chance),
            firm.domicile.clone(),
            firm.domicile,
            chance.pick(&self.words.scopes).clone(),
            capital,
            established.to_string(),
        ]
    }

    fn host(&self, number: u64) -> Vec<String> {
        let mut chance = Chance::of(5, number);
        let nick = chance.pick(&self.words.hosts);
        vec![
            format!("{nick}{}", if number < 20 { String::new() } else { number.to_string() }),
            format!("zb_{:06}", (number * 7_919 + 4_201) % 100_000_000),
            self.platform_name(&mut chance).to_owned(),
            chance.pick(&self.words.agencies).clone(),
            self.person(&mut chance),
            phone(&mut chance),
            chance.pick(&self.words.cities).clone(),
        ]
    }

    fn address(&self, chance: &mut Chance) -> (String, String) {
        let street = chance.pick(&self.words.streets).clone();
        let road = chance.pick(&self.words.roads);
        (format!("示例县{street}{road}{}号", 1 + chance.below(399)), street)
    }

    /// Those that have a name: many rooms have no agency.
    fn agencies(&self) -> impl Iterator<Item = &String> {
        self.words.agencies.iter().filter(|name| !name.is_empty())
    }

    fn agency(&self, number: u64) -> Vec<String> {
        let mut chance = Chance::of(7, number);
        let (domicile, street) = self.address(&mut chance);
        vec![
            self.agencies().nth(number as usize).cloned().unwrap_or_default(),
            credit_code("1", 9_800_000 + number),
            "active".into(),
            ["主播经纪、直播策划", "主播培训、选品", "直播代运营"][chance.below(3) as usize].into(),
            self.person(&mut chance),
            phone(&mut chance),
            domicile,
            street,
        ]
    }

    fn supplier(&self, number: u64) -> Vec<String> {
        let firm = self.firm(number.wrapping_mul(7_919) % self.counts.operators.max(1));
        let mut chance = Chance::of(8, number);
        let (business, _) = self.address(&mut chance);
        vec![
            firm.name,
            firm.code,
            chance.weighted(&[("producer", 50), ("wholesaler", 40), ("farmer", 10)]).into(),
            "active".into(),
            self.words.goods[firm.category].category.clone(),
            phone(&mut chance),
            firm.domicile,
            business,
        ]
    }

    fn base(&self, number: u64) -> Vec<String> {
        let mut chance = Chance::of(9, number);
        let street = &self.words.streets[number as usize % self.words.streets.len()];
        let short = street.trim_end_matches(['街', '道', '镇', '乡']);
        vec![
            format!("{short}直播{}", ["基地", "产业园", "街区", "小镇"][number as usize % 4]),
            ["base", "park", "street", "village"][number as usize % 4].into(),
            "active".into(),
            format!("示例县{short}直播运营有限公司"),
            format!("示例县{street}{}{}号", chance.pick(&self.words.roads), 1 + chance.below(99)),
            street.clone(),
        ]
    }

    fn brand(&self, number: u64) -> Vec<String> {
        let mut chance = Chance::of(10, number);
        let goods = &self.words.goods[chance.below(self.words.goods.len() as u64) as usize];
        vec![
            self.words.brands[number as usize % self.words.brands.len()].clone(),
            format!("示例{:08}", 10_000_000 + number * 7_919),
            format!("第{}类", 1 + chance.below(45)),
            "active".into(),
            goods.category.clone(),
            format!("示例县{}有限公司", self.words.brands[number as usize % self.words.brands.len()]),
        ]
    }

    fn shop(&self, number: u64) -> Vec<String> {
        let firm = self.firm(number.wrapping_mul(40_503) % self.counts.operators.max(1));
        let mut chance = Chance::of(6, number);
        let goods = &self.words.goods[firm.category];
        vec![
            format!("{}{}网店", self.words.brands[firm.brand], goods.words[firm.good]),
            self.platform_name(&mut chance).to_owned(),
            format!("{}", 1_000_000_000 + number * 7_919),
            firm.name,
            firm.code,
            goods.category.clone(),
            firm.domicile,
            phone(&mut chance),
        ]
    }
}

/// A credit code whose check digits hold, in an area that is assigned to nobody.
fn credit_code(kind: &str, number: u64) -> String {
    let body = format!("9{kind}991099MA{:07}", number % 10_000_000);
    let check = credit_code_check(&body).unwrap_or('0');
    format!("{body}{check}")
}

/// Eleven digits that no operator gives out.
fn phone(chance: &mut Chance) -> String {
    format!("10{:09}", chance.below(1_000_000_000))
}
