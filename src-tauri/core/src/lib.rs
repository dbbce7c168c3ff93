//! Greenroom core.
pub mod error;
pub mod id;
