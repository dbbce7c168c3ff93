//! STAND-IN until the search branch lands: replace this file whole; export SearchIndex and sort_key.
/// x
#[derive(Debug)]
pub struct SearchIndex;
impl SearchIndex {
    /// x
    pub fn open(_: &std::path::Path) -> crate::error::Result<Self> {
        Ok(Self)
    }
}
/// x
pub fn sort_key(t: &str) -> String {
    t.to_owned()
}
