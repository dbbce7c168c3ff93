//! When two records may be the same subject: the same code, the same account, or a similar name with the same
//! telephone or address. Only a suggestion: a person decides.

use super::definition::Register;
use crate::search::{fold_digits, fold_v1};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Names this similar are worth a look.
const SIMILAR: f64 = 0.85;
/// A shorter address names a street, not a place.
const ADDRESS: usize = 6;
/// Digits of a telephone number at least.
const PHONE: usize = 7;

/// Why two records may be the same subject; the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    Code,
    Account,
    NameAndPhone,
    NameAndAddress,
}

impl Likeness {
    /// Stable English word; its Chinese words are in the labels pack, group `likeness`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Code => "sameCode",
            Self::Account => "sameAccount",
            Self::NameAndPhone => "namePhone",
            Self::NameAndAddress => "nameAddress",
        }
    }
}

/// What is compared of a record, folded.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Traits {
    pub(crate) name: String,
    pub(crate) codes: Vec<String>,
    pub(crate) account: String,
    pub(crate) phones: Vec<String>,
    pub(crate) addresses: Vec<String>,
}

/// Fields that are compared, by wire name.
const CODES: [&str; 3] = ["creditCode", "registrationNo", "trademarkNo"];
const PHONES: [&str; 1] = ["phone"];
const ADDRESSES: [&str; 3] = ["businessAddress", "domicile", "address"];

impl Traits {
    /// The fields that are read, in the order in which [`Traits::of`] wants their values.
    pub(crate) fn fields(register: &'static Register) -> Vec<&'static super::Field> {
        let names = ["name", "platformName", "account"].iter().chain(&CODES).chain(&PHONES).chain(&ADDRESSES);
        names.filter_map(|name| register.field(name)).collect()
    }

    /// From the values of [`Traits::fields`].
    pub(crate) fn of(fields: &[&'static super::Field], values: &[String]) -> Self {
        let mut traits = Self::default();
        let mut platform = "";
        for (field, value) in fields.iter().zip(values) {
            match field.name {
                "name" => traits.name = fold_v1(value),
                "platformName" => platform = value,
                "account" if !value.trim().is_empty() => {
                    traits.account = format!("{}\u{1}{}", fold_v1(platform), fold_v1(value));
                }
                name if CODES.contains(&name) => {
                    traits.codes.extend(Some(fold_digits(value)).filter(|code| code.len() >= 6));
                }
                name if PHONES.contains(&name) => {
                    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                    traits.phones.extend(Some(digits).filter(|digits| digits.len() >= PHONE));
                }
                name if ADDRESSES.contains(&name) => {
                    let folded = fold_v1(value);
                    let long = folded.chars().count() >= ADDRESS;
                    if long && !traits.addresses.contains(&folded) {
                        traits.addresses.push(folded);
                    }
                }
                _ => {}
            }
        }
        traits
    }

    /// Two records that share none of these are not alike: whoever looks for pairs needs to compare no others.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = u64> {
        let block = |kind: u8, text: &str| {
            let mut hasher = DefaultHasher::new();
            (kind, text).hash(&mut hasher);
            hasher.finish()
        };
        let codes = self.codes.iter().map(move |text| block(0, text));
        let account = Some(&self.account).filter(|text| !text.is_empty()).map(move |text| block(1, text));
        let phones = self.phones.iter().map(move |text| block(2, text));
        let addresses = self.addresses.iter().map(move |text| block(3, text));
        codes.chain(account).chain(phones).chain(addresses)
    }
}

/// Whether, and why, two records may be the same subject.
pub(crate) fn likeness(a: &Traits, b: &Traits) -> Option<Likeness> {
    let share = |a: &[String], b: &[String]| a.iter().any(|one| b.contains(one));
    if share(&a.codes, &b.codes) {
        return Some(Likeness::Code);
    }
    if !a.account.is_empty() && a.account == b.account {
        return Some(Likeness::Account);
    }
    // An account on another platform is another room, however alike they call themselves.
    let platform =
        |traits: &Traits| traits.account.split_once('\u{1}').map(|(platform, _)| platform.to_owned());
    if let (Some(here), Some(there)) = (platform(a), platform(b))
        && here != there
    {
        return None;
    }
    let (phone, address) = (share(&a.phones, &b.phones), share(&a.addresses, &b.addresses));
    if !(phone || address) || !similar(&a.name, &b.name) {
        return None;
    }
    Some(if phone { Likeness::NameAndPhone } else { Likeness::NameAndAddress })
}

fn similar(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty()
        && (short == long
            || short.chars().count() >= 3 && long.contains(short)
            || strsim::jaro_winkler(a, b) >= SIMILAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str, platform: &str, account: &str, phone: &str, address: &str) -> Traits {
        let fields = Traits::fields(Register::by_name("rooms").unwrap());
        let given = [
            ("name", name),
            ("platformName", platform),
            ("account", account),
            ("phone", phone),
            ("businessAddress", address),
        ];
        let value = |field: &&'static super::super::Field| {
            given
                .iter()
                .find(|(name, _)| *name == field.name)
                .map_or(String::new(), |(_, value)| (*value).to_owned())
        };
        Traits::of(&fields, &fields.iter().map(value).collect::<Vec<_>>())
    }

    #[test]
    fn alike_by_account_or_by_name_with_phone_or_address() {
        let one = room("阿桨海味铺", "澜播", "ajhw", "10812345678", "柳桥街道临澜路 18 号");
        for (other, expected) in [
            (room("别的", "澜播", "AJHW ", "", ""), Some(Likeness::Account)),
            (room("别的", "柿子直播", "ajhw", "", ""), None),
            (room("阿桨海味旗舰店", "澜播", "other", "108 1234 5678", ""), Some(Likeness::NameAndPhone)),
            (room("阿桨海味旗舰店", "柿子直播", "other", "108 1234 5678", ""), None),
            (room("山前果园", "澜播", "other", "10812345678", ""), None),
            (room("（阿桨）海味铺", "", "", "", "柳桥街道临澜路18号"), Some(Likeness::NameAndAddress)),
            (room("阿桨海味铺", "", "", "", ""), None),
        ] {
            assert_eq!(likeness(&one, &other), expected, "{other:?}");
            assert_eq!(likeness(&other, &one), expected, "both ways");
            let shared = one.blocks().any(|block| other.blocks().any(|other| other == block));
            assert!(expected.is_none() || shared, "alike records share a block: {other:?}");
        }
    }
}
