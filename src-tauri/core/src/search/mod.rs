//! Finding anything: any substring of one character or more, pinyin initials, full pinyin, codes and phone tails.
//!
//! `search.db` is derived from the office and may be rebuilt at will. It holds postings of short character
//! sequences ("grams") made in Rust, because SQLite's own trigram tokenizer answers nothing for words of two
//! characters and FTS5 cannot be filled quickly with every infix of every code. Answers are exact: what the grams
//! alone cannot decide is checked against the stored text before it is returned.
//!
//! * [`fold`](mod@fold): what counts as the same text, for keys (frozen) and for searching
//! * [`pinyin`]: sort keys, initials, full pinyin
//! * [`query`](mod@query): what the user typed, and whether a record answers it
//! * [`index`]: the file `search.db`, filled by batches under a watermark, and [`SearchReader`]

mod fault;
pub mod fold;
mod grams;
pub mod index;
pub mod pinyin;
mod postings;
pub mod query;
mod reader;

pub use fold::{fold_digits, fold_v1, search_fold};
pub use index::{Doc, SearchIndex, last_of_chunk, register_and_key, rowid};
pub use pinyin::sort_key;
pub use query::{Query, matches};
pub use reader::{Found, SearchReader};
