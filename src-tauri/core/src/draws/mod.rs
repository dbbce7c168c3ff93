//! 双随机抽查: draws that anyone can recheck with software that is not ours.
//!
//! A draw goes `draft` → `locked` → `seeded` → `drawn`; it may be `voided` at any time, and nothing is ever deleted.
//! The list of subjects and the persons with their recusals are frozen before a seed from outside is entered
//! ([`lock`]), and from list and seed all else follows: [`sample`] and [`strata`] the subjects, [`teams`] the officers.
//! [`pool`], [`seed`], [`sample`], [`strata`], [`teams`], [`locked`] and [`check`] are pure; [`recheck`] runs them again
//! on what was recorded.

mod again;
mod check;
mod document;
mod draw;
pub mod fairness;
mod list;
mod lock;
mod locked;
mod model;
mod officers;
mod paper;
mod plan;
pub mod pool;
mod recheck;
pub mod sample;
pub mod seed;
pub mod sheet;
mod store;
pub mod strata;
pub mod teams;
mod terms;
mod view;

pub use again::{AgainDraw, NewDraw, SubstitutePick, Substituted, VoidDraw, again, substitute, void};
pub use check::{DrawFault, DrawRecheck, FirstDifference};
pub use draw::{DrawNow, DrawnResult, EnterSeed, SeedEntered, draw, enter_seed};
pub use fairness::{DrawWeight, Fairness, FairnessInput, ListWeight, PersonShare, SubjectShare, fairness};
pub use list::{DrawExcluded, DrawPreview, PreviewDraw, PreviewStratum, preview};
pub use lock::{DrawLocked, LockDraw, lock};
pub use model::{DrawFilter, DrawWitness, PlanPerson};
pub use officers::{OfficerReplaced, ReplaceOfficer, Swap, replace_officer};
pub use paper::{DrawPaper, DrawPaperKind, paper};
pub use plan::{PlanDraw, plan};
pub use recheck::{RecheckDraw, recheck};
pub use sheet::{DrawEdition, DrawFile, SheetInput, SheetMade, page, pool_file, sheet, verify_sheet};
pub use strata::{Stratum, StratumTerm};
pub use terms::{DrawExclusion, DrawStrata, DrawTerms, PlanCap, YearlyCap};
pub use view::{
    Draw, DrawAgain, DrawPerson, DrawPick, DrawRound, DrawStep, DrawSummary, GetDraw, PickPerson, PickSwap,
    get, list,
};

/// What a result was made with; printed and recorded.
pub const ALGORITHM: &str = "consistent_sampler 1.0.10（SHA-256，不放回，随机值小者在前）；greenroom teams 3";
