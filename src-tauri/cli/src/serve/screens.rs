//! The built screens, embedded by `build.rs`.

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

include!(concat!(env!("OUT_DIR"), "/screens.rs"));

const NOT_BUILT: &str = include_str!("not_built.html");

/// A file of the screens, or their one page: routes within it are the page's own.
pub(super) async fn screen(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if let Some((name, bytes)) = find(if path.is_empty() { "index.html" } else { path }) {
        // Names under assets/ carry a hash of the content.
        let cache =
            if name.starts_with("assets/") { "private, max-age=31536000, immutable" } else { "no-store" };
        ([(header::CONTENT_TYPE, kind(name)), (header::CACHE_CONTROL, cache)], bytes).into_response()
    } else if path.is_empty() {
        Html(NOT_BUILT).into_response()
    } else {
        (StatusCode::NOT_FOUND, "没有这个页面。").into_response()
    }
}

fn find(path: &str) -> Option<(&'static str, &'static [u8])> {
    SCREENS.iter().find(|(name, _)| *name == path).copied()
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
