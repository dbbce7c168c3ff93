//! 导入: rosters that others saved, taken into the registers without loss.
//!
//! read (what the file says) → mapping (which column is which field) → staging (what each row is about, and
//! which rows contradict each other) → trial or commit → receipt → undo. The outcome of every row is stored and
//! never changed; another machine applies the outcome and never reruns the import.

pub mod calls;
mod commit;
pub mod mapping;
pub mod outcome;
pub mod paper;
pub mod read;
pub mod reading;
pub mod receipt;
pub mod returned;
mod sentences;
mod sorted;
pub mod staging;
mod undo;
pub(crate) mod verify;

pub use undo::{UndoInput, Undone, recover, undo};
