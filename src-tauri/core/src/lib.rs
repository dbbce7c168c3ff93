//! # Greenroom 绿间: the program
//!
//! Everything that Greenroom knows and does, without a window and without a socket. Reading order:
//! [`calls`] (the contract) → [`office`] (the open data folder) → [`journal`] → the domain's words.

pub mod calls;
pub mod clock;
pub mod complaints;
pub mod dashboards;
pub mod demo;
pub mod documents;
pub mod draws;
pub mod error;
pub mod evidence;
pub mod files;
pub mod host;
pub mod id;
pub mod imports;
pub mod inspections;
pub mod journal;
pub mod office;
pub mod people;
pub mod plans;
pub mod ratings;
pub mod rectifications;
pub mod registers;
pub mod rules;
pub mod search;
pub mod tables;
