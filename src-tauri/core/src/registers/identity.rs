//! Which record a row is about: an identity derived from the natural key, or from the content where there is none.

use super::definition::Register;
use crate::id::Id;
use crate::search::fold_v1;

/// Values of one row, in the order of the register's fields. Empty text is "not given".
pub type Values = Vec<String>;

/// The natural key of a row: which key it was and its parts, folded. `None` if no key is filled.
///
/// A part marked `?` may be empty (a roster that names no platform); its neighbours may not.
pub fn natural_key(register: &Register, values: &[String]) -> Option<Vec<String>> {
    register.keys.iter().enumerate().find_map(|(number, parts)| {
        let mut key = vec![register.name.to_owned(), number.to_string()];
        for part in *parts {
            let optional = part.ends_with('?');
            let name = part.trim_end_matches('?');
            let place = register.fields.iter().position(|field| field.name == name)?;
            let folded = fold_v1(values.get(place).map_or("", String::as_str));
            if folded.is_empty() && !optional {
                return None;
            }
            key.push(folded);
        }
        Some(key)
    })
}

/// The identity of a row, and whether it rests on a natural key.
pub fn identity(register: &Register, values: &[String]) -> (Id, bool) {
    match natural_key(register, values) {
        Some(key) => (Id::derived(&key.iter().map(String::as_str).collect::<Vec<_>>()), true),
        None => {
            let mut parts = vec![register.name, "content"];
            parts.extend(values.iter().map(String::as_str));
            (Id::derived(&parts), false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(register: &Register, given: &[(&str, &str)]) -> Values {
        register
            .fields
            .iter()
            .map(|field| {
                given
                    .iter()
                    .find(|(name, _)| *name == field.name)
                    .map_or(String::new(), |(_, v)| (*v).to_owned())
            })
            .collect()
    }

    #[test]
    fn the_first_filled_key_decides() {
        let rooms = Register::by_name("rooms").unwrap();
        let one = row(rooms, &[("name", "甲"), ("platformName", "澜播"), ("account", "ajhw_0917")]);
        let same = row(rooms, &[("name", "乙"), ("platformName", "澜播"), ("account", "AJHW_0917 ")]);
        let other = row(rooms, &[("name", "甲"), ("platformName", "柿子直播"), ("account", "ajhw_0917")]);
        assert_eq!(identity(rooms, &one), identity(rooms, &same));
        assert_ne!(identity(rooms, &one), identity(rooms, &other));
        let none = row(rooms, &[("name", "甲")]);
        assert!(!identity(rooms, &none).1);
        assert_ne!(identity(rooms, &none), identity(rooms, &row(rooms, &[("name", "乙")])));
    }
}
