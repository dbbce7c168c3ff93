//! 培育评估: two raters apart, what differs too much waits for 会商, and no outcome that the office may not give.
//!
//! The rules of the sum are in [`score`]; what a scheme says is in [`scheme`]; a rating keeps the version of the
//! scheme that it began with. Nobody sees the other rater's points until both are complete, in no call.

mod deeds;
pub mod scheme;
pub mod score;
mod sheet;
mod shown;
mod start;

pub use deeds::{CloseRating, Closed, ScoreInput, VetoInput, close, score, veto};
pub(crate) use sheet::is_covered;
pub use shown::{GetRating, RatingLine, RatingShown, get, list};
pub use start::{StartRating, start};

/// The publicity, the list and the certificate stay locked until an approving document is loaded.
pub const LOCKED: &str = "未载入批准或委托文件，公示、名单、证书不可用";

/// What stands on every face of a rating, whatever the scheme says.
pub const FACE_NOTE: &str = "仅供培育指导，非行政许可、行政确认或表彰，不得用于广告、直播画面";
