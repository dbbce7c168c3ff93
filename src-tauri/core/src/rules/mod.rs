//! STAND-IN until the rules branch lands: replace this file whole; keep `pub mod store;`.
pub mod store;
