//! What was fixed when the list was locked, as one canonical text: lists, shares, teams, the days of the checks, persons
//! with their recusals and forbidden pairs, the source of the seed and its witnesses. Its SHA-256 is shown, printed and journalled before
//! any seed is known, so that none of it can be changed afterwards unseen.
//!
//! One fact a line, its fields parted by TAB, UTF-8, LF; a TAB or line break within a field is a blank.

use super::model::{DrawWitness, FrozenPerson};
use super::strata::Stratum;
use super::teams::Rules;
use sha2::{Digest, Sha256};
use std::fmt::Display;

/// What the text is made of.
pub(crate) struct Locked<'a> {
    pub(crate) pool_count: i64,
    pub(crate) pool_sha256: &'a str,
    pub(crate) pool_sm3: &'a str,
    pub(crate) take: i64,
    pub(crate) strata: &'a [Stratum],
    pub(crate) rules: &'a Rules,
    pub(crate) seed_kind: &'a str,
    pub(crate) seed_place: &'a str,
    pub(crate) witnesses: &'a [DrawWitness],
    pub(crate) persons: &'a [FrozenPerson],
}

fn joined<T: Display>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(|value| value.to_string()).collect::<Vec<_>>().join(",")
}

impl Locked<'_> {
    pub(crate) fn text(&self) -> String {
        let mut lines: Vec<Vec<String>> = vec![
            vec!["greenroom draw lock 1".into()],
            vec!["pool".into(), self.pool_count.to_string(), self.pool_sha256.into(), self.pool_sm3.into()],
            vec!["take".into(), self.take.to_string()],
        ];
        for one in self.strata {
            lines.push(vec![
                "stratum".into(),
                one.class.clone(),
                one.share.to_string(),
                one.minimum.to_string(),
                one.count.to_string(),
                one.take.to_string(),
                one.sha256.clone(),
            ]);
        }
        lines.push(vec![
            "team".into(),
            self.rules.size.to_string(),
            joined(&self.rules.skills),
            joined(&self.rules.joint),
        ]);
        lines.push(vec!["checks".into(), self.rules.from.clone(), self.rules.until.clone()]);
        lines.push(vec!["seed".into(), self.seed_kind.into(), self.seed_place.into()]);
        for witness in self.witnesses {
            lines.push(vec!["witness".into(), witness.name.clone(), witness.unit.clone()]);
        }
        for person in self.persons {
            lines.push(vec![
                "person".into(),
                person.id.to_string(),
                person.name.clone(),
                person.unit.clone(),
                person.certificate_no.clone(),
                person.certificate_until.clone(),
                joined(&person.skills),
                joined(person.days_off.iter().map(|days| format!("{}/{}", days.from, days.to))),
                joined(&person.avoids),
                joined(&person.apart),
                if person.valid { "1" } else { "0" }.into(),
                person.excluded_reason.clone().unwrap_or_default(),
            ]);
        }
        let mut text = String::new();
        for line in lines {
            let fields: Vec<String> =
                line.into_iter().map(|field| field.replace(['\t', '\n', '\r'], " ")).collect();
            text.push_str(&fields.join("\t"));
            text.push('\n');
        }
        text
    }

    pub(crate) fn sha256(&self) -> String {
        hex::encode(Sha256::digest(self.text().as_bytes()))
    }
}
