//! 双随机抽查: draws that anyone can recheck with software that is not ours.
//!
//! A draw goes `draft` → `locked` → `seeded` → `drawn`; it may be `voided` at any time, and nothing is ever deleted.
//! The list of subjects and the persons with their recusals are frozen before a seed from outside is entered
//! ([`lock`]), and from list and seed all else follows: [`sample`] the subjects, [`teams`] the officers. [`pool`],
//! [`seed`], [`sample`] and [`teams`] are pure; [`recheck`] runs them again on what was recorded.

mod again;
mod document;
mod draw;
pub mod fairness;
mod lock;
mod model;
mod plan;
pub mod pool;
pub mod recheck;
pub mod sample;
pub mod seed;
pub mod sheet;
mod store;
pub mod teams;
mod view;

pub use again::{AgainDraw, NewDraw, SubstitutePick, Substituted, VoidDraw, again, substitute, void};
pub use draw::{DrawNow, DrawnResult, EnterSeed, SeedEntered, draw, enter_seed};
pub use fairness::{Fairness, FairnessInput, PersonShare, SubjectShare, fairness};
pub use lock::{DrawLocked, LockDraw, lock};
pub use model::{DrawFilter, DrawWitness, PlanPerson};
pub use plan::{DrawExcluded, DrawPreview, PlanDraw, PreviewDraw, plan, preview};
pub use recheck::{DrawRecheck, FirstDifference, RecheckDraw, recheck};
pub use sheet::{DrawEdition, DrawFile, SheetInput, SheetMade, page, pool_file, sheet, verify_sheet};
pub use view::{
    Draw, DrawPerson, DrawPick, DrawRound, DrawStep, DrawSummary, GetDraw, PickPerson, get, list,
};

/// What a result was made with; printed and recorded.
pub const ALGORITHM: &str = "consistent_sampler 1.0.10（SHA-256，不放回，随机值小者在前）；greenroom teams 1";
