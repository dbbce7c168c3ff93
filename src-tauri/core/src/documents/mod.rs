//! Papers: documents an office signs, filled in from templates that the office keeps in WPS or Word.
//!
//! `package` opens the container and refuses what a paper has no use for, `xml` is the tree of one
//! part, `expression` reads what stands inside a tag, `part` turns a part into template source, and
//! `template` is what the rest of the program uses.

mod expression;
mod issue;
mod list;
mod own;
mod package;
mod part;
pub(crate) mod store;
pub mod template;
#[cfg(test)]
mod tests;
mod xml;

pub use issue::{DocumentIssued, IssueDocument, issue};
pub use list::{DocumentRow, ListDocuments, OpenDocument, list, open};
pub(crate) use own::current as template_of;
pub use own::{
    DRAW_FIELDS, FIELDS, OneTemplate, PaperKind, ReplaceTemplate, TemplateReplaced, TemplateShown,
    replace_template, template_file, templates,
};
pub use template::Template;
