//! Imports through their calls: what a person can do to a file, what a file can do to an office.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod basics;
mod fuzz;
mod place;
mod properties;
mod real;
mod reconcile;
