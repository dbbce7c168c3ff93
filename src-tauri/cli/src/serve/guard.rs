//! Who may come in, checked before anything else looks at a request.

use super::{Refused, Shared};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use greenroom_core::error::{Failure, Result};
use std::sync::Mutex;

/// The rules of the page: only what this program carries, no inline script or style element, in nobody's frame.
pub(super) const CSP: &str = "default-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
    img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// The header that every write brings.
const TOKEN: &str = "x-greenroom-token";

/// The secrets of one run: none of them is ever written down.
pub(super) struct Pass {
    port: u16,
    once: Mutex<Option<String>>,
    link: String,
    session: String,
    token: String,
}

impl Pass {
    pub(super) fn new(port: u16) -> Result<Self> {
        let once = secret()?;
        let link = format!("http://127.0.0.1:{port}/?token={once}");
        Ok(Self { port, once: Mutex::new(Some(once)), link, session: secret()?, token: secret()? })
    }

    pub(super) fn link(&self) -> String {
        self.link.clone()
    }

    pub(super) fn header_token(&self) -> &str {
        &self.token
    }

    /// True the first time, for the right token.
    fn spend(&self, offered: &str) -> bool {
        let mut once = self.once.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let right = once.as_deref().is_some_and(|token| same(token, offered));
        if right {
            *once = None;
        }
        right
    }

    /// Cookies ignore ports, so the name carries it: two offices may be served at once.
    fn cookie_name(&self) -> String {
        format!("greenroom-{}", self.port)
    }

    fn names_this_host(&self, headers: &HeaderMap) -> bool {
        let host = text(headers, header::HOST.as_str());
        host == format!("127.0.0.1:{}", self.port) || host == format!("localhost:{}", self.port)
    }

    fn has_session(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .any(|(key, value)| key == name && same(value, &self.session))
    }
}

/// Lets a request through, or says in Chinese why not.
pub(super) async fn guard(State(serving): State<Shared>, request: Request, next: Next) -> Response {
    let pass = &serving.pass;
    let headers = request.headers();
    let mut response = if !pass.names_this_host(headers) {
        page(
            StatusCode::MISDIRECTED_REQUEST,
            "地址不对",
            "请用启动时打印的链接打开绿间，不要改动其中的地址。",
        )
    } else if let Some(offered) = link_token(&request) {
        enter(pass, offered, headers)
    } else if foreign(headers) {
        page(StatusCode::FORBIDDEN, "来源不对", "这个请求来自别的网页，已被拒绝。")
    } else if !pass.has_session(headers) {
        outside(&request)
    } else if matches!(*request.method(), Method::GET | Method::HEAD) {
        next.run(request).await
    } else if !comes_from_this_page(headers) {
        refuse("这个请求不是从绿间的页面发出的，没有执行。")
    } else if !same(text(headers, TOKEN), &pass.token) {
        refuse("页面的凭据不对，没有执行。请刷新页面后重试。")
    } else {
        next.run(request).await
    };
    seal(response.headers_mut());
    response
}

/// The token of the printed link, if this is a visit by it.
fn link_token(request: &Request) -> Option<&str> {
    let by_link = *request.method() == Method::GET && request.uri().path() == "/";
    by_link.then(|| request.uri().query()?.strip_prefix("token=")).flatten()
}

/// Another site's page asked for this. Browsers say so; what is no browser does not, and is held by the cookie.
fn foreign(headers: &HeaderMap) -> bool {
    !matches!(text(headers, "sec-fetch-site"), "" | "same-origin" | "none")
}

/// The Origin is the address that the request itself names, which is this host by now.
fn comes_from_this_page(headers: &HeaderMap) -> bool {
    let origin = text(headers, header::ORIGIN.as_str());
    origin.strip_prefix("http://").is_some_and(|origin| origin == text(headers, header::HOST.as_str()))
}

fn enter(pass: &Pass, offered: &str, headers: &HeaderMap) -> Response {
    if pass.spend(offered) {
        // A page and no redirect: a Strict cookie is not sent along a redirect that began on another site.
        let mut response = page_with(
            StatusCode::OK,
            "正在打开绿间",
            "如果没有自动打开，请点这里：<a href=\"/\">打开</a>",
            true,
        );
        let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", pass.cookie_name(), pass.session);
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        response
    } else if pass.has_session(headers) {
        page_with(StatusCode::OK, "正在打开绿间", "如果没有自动打开，请点这里：<a href=\"/\">打开</a>", true)
    } else {
        page(
            StatusCode::FORBIDDEN,
            "链接已失效",
            "这个链接只能用一次，已经用过或不完整。请关闭绿间后重新启动，用新打印的链接打开。已保存的内容不受影响。",
        )
    }
}

fn outside(request: &Request) -> Response {
    if *request.method() == Method::GET && request.uri().path() == "/" {
        page(
            StatusCode::UNAUTHORIZED,
            "请用链接打开",
            "请用启动绿间时打印的链接打开；链接用过的，请重新启动绿间。",
        )
    } else {
        let failure = Failure::NotAllowed("还没有登录本机的绿间，请用启动时打印的链接重新打开。".into());
        (StatusCode::UNAUTHORIZED, axum::Json(failure.wire())).into_response()
    }
}

fn refuse(message: &str) -> Response {
    Refused(Failure::NotAllowed(message.into())).into_response()
}

fn page(status: StatusCode, title: &str, sentence: &str) -> Response {
    page_with(status, title, sentence, false)
}

fn page_with(status: StatusCode, title: &str, sentence: &str, onward: bool) -> Response {
    let onward = if onward { "<meta http-equiv=\"refresh\" content=\"0;url=/\">" } else { "" };
    let body = format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>绿间 · {title}</title>{onward}</head>\
         <body><h1>{title}</h1><p>{sentence}</p></body></html>"
    );
    (status, axum::response::Html(body)).into_response()
}

/// Headers of every answer; an answer that set its own policy (evidence) keeps it.
fn seal(headers: &mut HeaderMap) {
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn secret() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(hex::encode(bytes))
}

/// Compares without telling by its time where two secrets differ.
fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && left.bytes().zip(right.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
