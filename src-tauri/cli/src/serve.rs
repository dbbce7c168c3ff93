//! STAND-IN until the loopback host lands: replace this file whole.
use greenroom_core::error::{Failure, Result};
use greenroom_core::host::Host;
use std::sync::Arc;
pub(crate) fn run(_: Arc<Host>, _: Option<u16>) -> Result<()> {
    Err(Failure::invalid("not built yet"))
}
