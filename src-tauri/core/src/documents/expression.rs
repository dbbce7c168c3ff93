//! What may stand inside a tag, read without running it: names, comparisons and one filter.
//!
//! The engine could do more. A paper that is signed should not compute, and what it names must be
//! known before a record is at hand, so everything else is refused when the template is opened.

/// The only filter: prints `/` for what may lawfully stay empty.
pub(super) const MAY_BE_EMPTY: &str = "可空";

const WORDS: [&str; 14] =
    ["and", "or", "not", "in", "if", "else", "true", "false", "none", "True", "False", "None", "loop", "is"];

/// What is wrong with an expression, as the start of a Chinese sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A filter nobody knows.
    UnknownFilter(String),
    /// Something that a paper must not do, quoted.
    NotAllowed(String),
    /// Brackets or dots that lead nowhere, or nothing at all.
    Unreadable,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Literal,
    Sign(char),
}

/// The dotted names in an expression, in order, or what is wrong with it.
pub(super) fn names(text: &str) -> Result<Vec<String>, Fault> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(Fault::Unreadable);
    }
    let mut names: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).map(|index| &tokens[index]);
        let after_dot = before == Some(&Token::Sign('.'));
        if after_dot && !matches!(token, Token::Name(_)) {
            return Err(Fault::Unreadable);
        }
        match token {
            Token::Sign('(' | '[') => {
                let after_name = matches!(before, Some(Token::Name(name)) if !WORDS.contains(&name.as_str()))
                    || matches!(before, Some(Token::Sign(')' | ']') | Token::Literal));
                if after_name {
                    return Err(Fault::NotAllowed("括号".into()));
                }
                depth += 1;
            }
            Token::Sign(')' | ']') => depth = depth.checked_sub(1).ok_or(Fault::Unreadable)?,
            Token::Sign('.') if !matches!(before, Some(Token::Name(_))) => return Err(Fault::Unreadable),
            Token::Sign(_) | Token::Literal => {}
            Token::Name(name) if before == Some(&Token::Sign('|')) => {
                if name != MAY_BE_EMPTY {
                    return Err(Fault::UnknownFilter(name.clone()));
                }
            }
            Token::Name(name) if after_dot => {
                let path = names.last_mut().ok_or(Fault::Unreadable)?;
                path.push('.');
                path.push_str(name);
            }
            Token::Name(name) if name == "is" => return Err(Fault::NotAllowed("is".into())),
            Token::Name(name) if WORDS.contains(&name.as_str()) && name != "loop" => {}
            Token::Name(name) => names.push(name.clone()),
        }
    }
    if depth > 0 || tokens.last() == Some(&Token::Sign('.')) {
        return Err(Fault::Unreadable);
    }
    names.retain(|name| name != "loop" && !name.starts_with("loop."));
    Ok(names)
}

/// Whether the text is one plain name without a dot, such as the variable of a loop.
pub(super) fn is_plain_name(text: &str) -> bool {
    matches!(tokens(text).as_deref(), Ok([Token::Name(name)]) if !WORDS.contains(&name.as_str()))
}

/// Whether the text is one dotted name.
pub(super) fn is_path(text: &str) -> bool {
    names(text).is_ok_and(|names| names == [text.trim()])
}

fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(Token::Name(rest[..end].to_owned()));
            end
        } else if first.is_ascii_digit() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            tokens.push(Token::Literal);
            end
        } else if first == '\'' || first == '"' {
            let inside = &rest[1..];
            let end = inside.find(first).ok_or(Fault::Unreadable)?;
            if inside[..end].contains('\\') {
                return Err(Fault::NotAllowed("\\".into()));
            }
            tokens.push(Token::Literal);
            end + 2
        } else if let Some(sign) = ["==", "!=", "<=", ">="].iter().find(|sign| rest.starts_with(**sign)) {
            tokens.push(Token::Sign('='));
            sign.len()
        } else if ".|()[],<>".contains(first) {
            tokens.push(Token::Sign(first));
            1
        } else {
            return Err(Fault::NotAllowed(first.to_string()));
        };
        rest = &rest[length..];
    }
    Ok(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_words_are_not() {
        assert_eq!(names("当事人.名称").unwrap(), ["当事人.名称"]);
        assert_eq!(names("x.SHA256 | 可空").unwrap(), ["x.SHA256"]);
        assert_eq!(names("a and not 乙.丙 == '文 字' or 3 < 丁").unwrap(), ["a", "乙.丙", "丁"]);
        assert_eq!(names("not loop.last").unwrap(), Vec::<String>::new());
        assert_eq!(names("'有' if (甲 in ['一', '二']) else 乙").unwrap(), ["甲", "乙"]);
    }

    #[test]
    fn what_a_paper_must_not_do_is_refused() {
        assert_eq!(names("甲|upper"), Err(Fault::UnknownFilter("upper".into())));
        assert_eq!(names("甲 * 3"), Err(Fault::NotAllowed("*".into())));
        assert_eq!(names("甲()"), Err(Fault::NotAllowed("括号".into())));
        assert_eq!(names("甲[0]"), Err(Fault::NotAllowed("括号".into())));
        assert_eq!(names("甲 is defined"), Err(Fault::NotAllowed("is".into())));
        for unreadable in ["", "  ", "甲.", ".甲", "(甲", "甲)", "甲.1", "'甲"] {
            assert_eq!(names(unreadable), Err(Fault::Unreadable), "{unreadable}");
        }
    }

    #[test]
    fn loops_take_one_name_and_one_path() {
        assert!(is_plain_name("x") && is_plain_name("证据项"));
        assert!(!is_plain_name("a.b") && !is_plain_name("a, b") && !is_plain_name("loop"));
        assert!(is_path("检查.结果") && !is_path("检查 if 结果") && !is_path("'甲'"));
    }
}
