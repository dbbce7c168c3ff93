//! STAND-IN until the demonstration office lands.
use crate::{
    calls::{Cancel, Progress},
    error::Result,
    office::{Office, OpenOptions},
};
/// How large a demonstration office is.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize, ts_rs::TS, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)]
pub enum Scale {
    Small,
    Office,
    District,
    National,
}
/// x
pub fn create(
    f: &std::path::Path,
    _: Scale,
    o: OpenOptions,
    _: &(dyn Fn(Progress) + Sync),
    _: &Cancel,
) -> Result<Office> {
    Office::create(f, "演示", "DEMO", true, o)
}
/// x
pub fn summary(_: &Office) -> Result<bool> {
    Ok(true)
}
