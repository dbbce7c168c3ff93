//! Which roles there are between subjects: who may be what to whom. One legal person may hold several.

use super::definition::Register;
use crate::calls::{Context, Nothing};
use crate::error::{Failure, Result};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// A kind of relation; its words are in the labels, groups `relationKind` and `relationBack`.
#[derive(Debug)]
pub struct Role {
    /// Stable English word.
    pub name: &'static str,
    /// Registers of the side that does it.
    pub from: &'static [&'static str],
    /// Registers of the other side.
    pub to: &'static [&'static str],
}

/// All kinds.
pub static ROLES: &[Role] = &[
    Role { name: "operates", from: &["operators"], to: &["rooms", "shops"] },
    Role { name: "actuallyOperates", from: &["operators"], to: &["rooms"] },
    Role { name: "hosts", from: &["hosts"], to: &["rooms"] },
    Role { name: "represents", from: &["agencies"], to: &["hosts", "rooms"] },
    Role { name: "supplies", from: &["suppliers"], to: &["rooms", "operators"] },
    Role { name: "locatedAt", from: &["rooms", "operators", "agencies", "suppliers"], to: &["bases"] },
    Role { name: "runsBase", from: &["operators"], to: &["bases"] },
    Role { name: "ownsBrand", from: &["operators", "suppliers"], to: &["brands"] },
    Role { name: "sellsBrand", from: &["rooms"], to: &["brands"] },
    Role { name: "onPlatform", from: &["rooms", "hosts", "shops"], to: &["platforms"] },
    Role { name: "runsPlatform", from: &["operators"], to: &["platforms"] },
    Role { name: "runsAgency", from: &["operators"], to: &["agencies"] },
    Role { name: "isSupplier", from: &["operators"], to: &["suppliers"] },
];

/// A kind of relation, for forms.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[ts(rename = "RelationRole")]
pub struct RoleShown {
    /// Stable English word.
    pub kind: String,
    /// Registers of the side that does it.
    pub from: Vec<String>,
    /// Registers of the other side.
    pub to: Vec<String>,
}

/// Which relations there are, and between which registers.
pub fn kinds(_: &Context<'_>, _: Nothing) -> Result<Vec<RoleShown>> {
    let names = |registers: &[&str]| registers.iter().map(|name| (*name).to_owned()).collect();
    let shown = ROLES.iter().map(|role| RoleShown {
        kind: role.name.to_owned(),
        from: names(role.from),
        to: names(role.to),
    });
    Ok(shown.collect())
}

/// The role of that name between those registers; a sentence if there is none.
pub fn check(name: &str, from: &Register, to: &Register) -> Result<&'static Role> {
    let role = ROLES.iter().find(|role| role.name == name);
    let role = role.ok_or_else(|| Failure::field("kind", format!("没有名为“{name}”的关系。")))?;
    if role.from.contains(&from.name) && role.to.contains(&to.name) {
        return Ok(role);
    }
    Err(Failure::field("kind", format!("{}和{}之间不能登记这种关系，请另选一种。", from.label, to.label)))
}

/// A text field of a register that names another subject.
#[derive(Debug)]
pub struct Named {
    /// Register in which the text stands.
    pub register: &'static str,
    /// Field with the name, empty if only a code tells.
    pub name: &'static str,
    /// Field with the code, empty if there is none.
    pub code: &'static str,
    /// What the other is.
    pub role: &'static str,
    /// The subject is on the receiving side.
    pub back: bool,
    /// Where the other would be registered.
    pub other: &'static str,
}

/// What rosters say in words about other subjects.
pub static NAMED: &[Named] = &[
    Named {
        register: "rooms",
        name: "platformName",
        code: "",
        role: "onPlatform",
        back: false,
        other: "platforms",
    },
    Named {
        register: "rooms",
        name: "operatorName",
        code: "operatorCode",
        role: "operates",
        back: true,
        other: "operators",
    },
    Named { register: "rooms", name: "hostName", code: "", role: "hosts", back: true, other: "hosts" },
    Named { register: "rooms", name: "mcnName", code: "", role: "represents", back: true, other: "agencies" },
    Named {
        register: "hosts",
        name: "platformName",
        code: "",
        role: "onPlatform",
        back: false,
        other: "platforms",
    },
    Named { register: "hosts", name: "mcnName", code: "", role: "represents", back: true, other: "agencies" },
    Named {
        register: "shops",
        name: "platformName",
        code: "",
        role: "onPlatform",
        back: false,
        other: "platforms",
    },
    Named {
        register: "shops",
        name: "operatorName",
        code: "operatorCode",
        role: "operates",
        back: true,
        other: "operators",
    },
    Named {
        register: "platforms",
        name: "operatorName",
        code: "creditCode",
        role: "runsPlatform",
        back: true,
        other: "operators",
    },
    Named {
        register: "agencies",
        name: "",
        code: "creditCode",
        role: "runsAgency",
        back: true,
        other: "operators",
    },
    Named {
        register: "suppliers",
        name: "",
        code: "creditCode",
        role: "isSupplier",
        back: true,
        other: "operators",
    },
    Named {
        register: "bases",
        name: "operatorName",
        code: "operatorCode",
        role: "runsBase",
        back: true,
        other: "operators",
    },
    Named {
        register: "brands",
        name: "ownerName",
        code: "ownerCode",
        role: "ownsBrand",
        back: true,
        other: "operators",
    },
    Named {
        register: "operators",
        name: "",
        code: "creditCode",
        role: "runsPlatform",
        back: false,
        other: "platforms",
    },
    Named {
        register: "operators",
        name: "",
        code: "creditCode",
        role: "runsAgency",
        back: false,
        other: "agencies",
    },
    Named {
        register: "operators",
        name: "",
        code: "creditCode",
        role: "isSupplier",
        back: false,
        other: "suppliers",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::REGISTERS;
    use crate::rules::{Lines, builtin, parse};

    #[test]
    fn every_role_has_its_registers_and_its_words_both_ways() {
        let (file, bytes) = builtin().iter().find(|(name, _)| *name == "labels.json").unwrap();
        let Lines::Labels(labels) = parse(bytes, file).unwrap().lines else { panic!("labels") };
        for role in ROLES {
            for register in role.from.iter().chain(role.to) {
                assert!(REGISTERS.iter().any(|known| known.name == *register), "{register}");
            }
            for group in ["relationKind", "relationBack"] {
                let there = labels.iter().any(|label| label.group == group && label.code == role.name);
                assert!(there, "{group}.{}", role.name);
            }
        }
    }

    #[test]
    fn every_named_text_is_a_field_and_fits_its_role() {
        for named in NAMED {
            let register = Register::by_name(named.register).unwrap();
            let other = Register::by_name(named.other).unwrap();
            for field in [named.name, named.code].into_iter().filter(|field| !field.is_empty()) {
                assert!(register.field(field).is_some(), "{}.{field}", named.register);
            }
            let (from, to) = if named.back { (other, register) } else { (register, other) };
            check(named.role, from, to).unwrap();
        }
    }

    #[test]
    fn a_relation_that_makes_no_sense_is_refused() {
        let rooms = Register::by_name("rooms").unwrap();
        let brands = Register::by_name("brands").unwrap();
        assert!(check("sellsBrand", rooms, brands).is_ok());
        assert!(check("sellsBrand", brands, rooms).is_err());
        assert!(check("owns", rooms, brands).is_err());
    }
}
