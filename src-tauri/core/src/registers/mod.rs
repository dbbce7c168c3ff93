//! 登记: the registers of platforms, rooms, operators, hosts and shops.
//!
//! Everything here follows [`definition::REGISTERS`]; a field is added there and in the schema, nowhere else.

mod alike;
pub mod as_of;
pub mod bulk;
pub mod codes;
pub mod definition;
pub mod duplicates;
pub mod export;
pub mod facets;
pub mod filter;
pub mod find;
pub mod identity;
pub mod index;
pub mod jurisdiction;
pub mod licences;
pub mod list;
pub mod merge;
pub mod page;
pub mod relations;
pub mod responsibilities;
pub mod restore;
pub mod roles;
pub mod save;
pub mod standings;
mod subject;
pub mod timeline;
pub mod views;
pub mod visits;
pub mod warnings;
mod words;

pub use definition::{Field, FieldKind, REGISTERS, Register};

/// Rows of an import that is still open are left out of lists, search and draws.
pub(crate) const NOT_OPEN: &str =
    "(batch IS NULL OR batch NOT IN (SELECT key FROM batch WHERE state = 'open'))";
