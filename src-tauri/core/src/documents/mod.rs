//! Papers: documents an office signs, filled in from templates that the office keeps in WPS or Word.
//!
//! `package` opens the container and refuses what a paper has no use for, `xml` is the tree of one
//! part, `expression` reads what stands inside a tag, `part` turns a part into template source, and
//! `template` is what the rest of the program uses.

mod expression;
mod package;
mod part;
pub mod template;
#[cfg(test)]
mod tests;
mod xml;

pub use template::Template;
