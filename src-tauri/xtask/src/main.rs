//! Repository tasks: `cargo xtask start | test | bench`.
fn main() {}
