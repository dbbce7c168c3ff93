//! How an item may be looked at. Pure: the inspection's approach and the item's permitted methods are handed in.

use crate::error::{Failure, Result};
use crate::rules::Method;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the whole inspection is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Approach {
    /// 看回放
    Replay,
    /// 看直播
    Live,
    /// 调阅资料
    Documents,
    /// 现场检查
    Onsite,
}

impl Approach {
    /// The stable word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Replay => "replay",
            Self::Live => "live",
            Self::Documents => "documents",
            Self::Onsite => "onsite",
        }
    }
    /// From the stable word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Replay, Self::Live, Self::Documents, Self::Onsite].into_iter().find(|one| one.word() == word)
    }
    /// The method that the approach stands for.
    pub fn method(self) -> Method {
        match self {
            Self::Replay | Self::Live => Method::Replay,
            Self::Documents => Method::Documents,
            Self::Onsite => Method::Onsite,
        }
    }
    /// The inspection goes to the party's place: only then is its record 现场检查笔录.
    pub fn is_onsite(self) -> bool {
        self == Self::Onsite
    }
}

/// What was found at an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ItemResult {
    /// 未检查
    Unchecked,
    /// 未发现问题
    Clear,
    /// 发现问题
    Problem,
    /// 不适用
    NotApplicable,
    /// 未能检查
    Unable,
}

impl ItemResult {
    /// The stable word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Clear => "clear",
            Self::Problem => "problem",
            Self::NotApplicable => "notApplicable",
            Self::Unable => "unable",
        }
    }
    /// From the stable word; what is unknown counts as not checked.
    pub fn from_word(word: &str) -> Self {
        [Self::Clear, Self::Problem, Self::NotApplicable, Self::Unable]
            .into_iter()
            .find(|one| one.word() == word)
            .unwrap_or(Self::Unchecked)
    }
    /// The words on papers.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Unchecked => "未检查",
            Self::Clear => "未发现问题",
            Self::Problem => "发现问题",
            Self::NotApplicable => "不适用",
            Self::Unable => "未能检查",
        }
    }
    /// It says something about what was seen, so it must say how it was seen.
    pub fn needs_method(self) -> bool {
        matches!(self, Self::Clear | Self::Problem)
    }
}

/// The stable word of a method.
pub(crate) fn method_word(method: Method) -> &'static str {
    match method {
        Method::Replay => "replay",
        Method::Documents => "documents",
        Method::Onsite => "onsite",
        Method::Inquiry => "inquiry",
    }
}

/// The method of a stable word.
pub(crate) fn method_from_word(word: &str) -> Option<Method> {
    [Method::Replay, Method::Documents, Method::Onsite, Method::Inquiry]
        .into_iter()
        .find(|&one| method_word(one) == word)
}

/// What a method is called on papers.
pub(crate) fn method_chinese(method: Method) -> &'static str {
    match method {
        Method::Replay => "看直播或回放",
        Method::Documents => "调阅资料",
        Method::Onsite => "现场",
        Method::Inquiry => "询问",
    }
}

/// The method that an answer is recorded with. `chosen` is the person's, else the approach's own if the item
/// permits it. A method that the item does not permit is refused.
pub(crate) fn settle(
    result: ItemResult,
    chosen: Option<Method>,
    approach: Approach,
    permitted: &[Method],
) -> Result<Option<Method>> {
    if result == ItemResult::Unchecked {
        return Ok(None);
    }
    match chosen {
        Some(method) if permitted.contains(&method) => Ok(Some(method)),
        Some(method) => Err(refusal(method, approach, permitted)),
        None if permitted.contains(&approach.method()) => Ok(Some(approach.method())),
        None if result.needs_method() => Err(refusal(approach.method(), approach, permitted)),
        None => Ok(None),
    }
}

fn refusal(method: Method, approach: Approach, permitted: &[Method]) -> Failure {
    let by = match (method, approach) {
        (Method::Replay, Approach::Live) => "直播",
        (Method::Replay, _) => "回放",
        (Method::Documents, _) => "资料",
        (Method::Onsite, _) => "现场查看",
        (Method::Inquiry, _) => "询问",
    };
    let words: Vec<&str> = permitted.iter().map(|&one| method_chinese(one)).collect();
    let instead = match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{}或{last}", rest.join("、")),
        None => "其他方式".to_owned(),
    };
    Failure::field("method", format!("这一项不能凭{by}判断，请改用{instead}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(outcome: Result<Option<Method>>) -> String {
        outcome.unwrap_err().to_string()
    }

    #[test]
    fn an_item_is_ticked_only_by_what_can_show_it() {
        let papers = [Method::Documents, Method::Onsite, Method::Inquiry];
        for result in [ItemResult::Clear, ItemResult::Problem] {
            assert_eq!(
                words(settle(result, None, Approach::Replay, &papers)),
                "这一项不能凭回放判断，请改用调阅资料、现场或询问"
            );
            assert_eq!(settle(result, None, Approach::Onsite, &papers).unwrap(), Some(Method::Onsite));
            let by_asking = settle(result, Some(Method::Inquiry), Approach::Replay, &papers);
            assert_eq!(by_asking.unwrap(), Some(Method::Inquiry));
        }
        assert_eq!(
            words(settle(ItemResult::Clear, Some(Method::Documents), Approach::Live, &[Method::Replay])),
            "这一项不能凭资料判断，请改用看直播或回放"
        );
        assert_eq!(
            settle(ItemResult::Clear, None, Approach::Live, &[Method::Replay]).unwrap(),
            Some(Method::Replay)
        );
    }

    #[test]
    fn not_applicable_and_unable_need_no_method_but_take_no_wrong_one() {
        for result in [ItemResult::NotApplicable, ItemResult::Unable] {
            assert_eq!(settle(result, None, Approach::Replay, &[Method::Onsite]).unwrap(), None);
            assert!(settle(result, Some(Method::Replay), Approach::Replay, &[Method::Onsite]).is_err());
        }
        let taken_back =
            settle(ItemResult::Unchecked, Some(Method::Replay), Approach::Replay, &[Method::Onsite]);
        assert_eq!(taken_back.unwrap(), None);
    }
}
