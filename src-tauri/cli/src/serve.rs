//! `greenroom serve`: the same screens in a browser, from 127.0.0.1 only, for as long as the process runs.
//!
//! Who may come in: whoever holds the one-time link that is printed at the start. It is exchanged for a session cookie;
//! every request must name this host, and every write must come from this page (Origin) and bring the header token
//! that only this page can read, because cookies do not tell ports apart. No CORS header is ever sent.

mod files;
mod guard;
mod screens;
#[cfg(test)]
mod tests;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use greenroom_core::error::{Failure, Result};
use greenroom_core::host::Host;
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;

/// No input of a call is longer; files travel by upload.
const LONGEST_CALL: usize = 16 << 20;

/// What every request sees.
struct Serving {
    host: Arc<Host>,
    pass: guard::Pass,
}

type Shared = Arc<Serving>;

/// Serves until the process is told to stop. Prints `{"link": …}` on stdout for programs and a sentence on stderr for
/// people.
pub(crate) fn run(host: Arc<Host>, port: Option<u16>) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let listener = bind(port.unwrap_or(0)).await?;
        let (router, link) = build(host, listener.local_addr()?)?;
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "{}", json!({ "link": link }))?;
        stdout.flush()?;
        drop(stdout);
        eprintln!("绿间已启动。请在本机浏览器打开（链接只能用一次）：\n  {link}\n按 Ctrl+C 结束。");
        tokio::select! {
            ended = axum::serve(listener, router).into_future() => ended?,
            stopped = told_to_stop() => stopped?,
        }
        Ok(())
    })
}

#[cfg(unix)]
async fn told_to_stop() -> std::io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// Loopback and nothing else, whatever the machine's other addresses are.
async fn bind(port: u16) -> Result<TcpListener> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(|error| {
        match error.kind() {
            ErrorKind::AddrInUse => {
                Failure::Conflict(format!("端口 {port} 已被别的程序占用，请换一个端口，或不写 --port。"))
            }
            _ => error.into(),
        }
    })
}

/// The router and the one-time link to it.
fn build(host: Arc<Host>, address: SocketAddr) -> Result<(Router, String)> {
    let pass = guard::Pass::new(address.port())?;
    let link = pass.link();
    let serving: Shared = Arc::new(Serving { host, pass });
    let router = Router::new()
        .route("/call", post(call))
        .route("/cancel", post(cancel))
        .route("/progress", get(progress))
        .route("/session", get(session))
        .route("/upload", post(files::upload).layer(DefaultBodyLimit::disable()))
        .route("/file/{handle}", get(files::download))
        .route("/evidence/{id}", get(files::evidence))
        .fallback(get(screens::screen))
        .layer(DefaultBodyLimit::max(LONGEST_CALL))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&serving), guard::guard))
        .with_state(serving);
    Ok((router, link))
}

#[derive(Deserialize)]
struct Asked {
    name: String,
    #[serde(default)]
    input: Value,
    actor: Option<String>,
    job: Option<String>,
}

async fn call(State(serving): State<Shared>, body: Bytes) -> Answered {
    let asked: Asked = serde_json::from_slice(&body)
        .map_err(|error| Failure::invalid(format!("请求不是约定的 JSON，没有执行：{error}。")))?;
    let actor = asked.actor.as_deref().map(str::parse).transpose();
    let actor = actor.map_err(|reason| Failure::field("actor", format!("操作人标识不对：{reason}。")))?;
    let answer =
        apart(move || serving.host.call(&asked.name, actor, asked.input, asked.job.as_deref())).await?;
    Ok(Json(answer).into_response())
}

#[derive(Deserialize)]
struct Job {
    job: String,
}

async fn cancel(State(serving): State<Shared>, Query(Job { job }): Query<Job>) -> StatusCode {
    serving.host.cancel(&job);
    StatusCode::NO_CONTENT
}

async fn progress(State(serving): State<Shared>, Query(Job { job }): Query<Job>) -> Response {
    Json(serving.host.progress(&job)).into_response()
}

async fn session(State(serving): State<Shared>) -> Json<Value> {
    Json(json!({ "token": serving.pass.header_token() }))
}

/// The core waits for disks: it runs beside the server's own threads, and a panic in it becomes an error.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|panic| Err(Failure::Internal(format!("call ended early: {panic}"))))
}

/// What a handler answers; a failure becomes its wire form.
type Answered = std::result::Result<Response, Refused>;

/// A failure on its way out.
struct Refused(Failure);

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}
impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match &self.0 {
            Failure::NotFound(_) => StatusCode::NOT_FOUND,
            Failure::Conflict(_) | Failure::Cancelled => StatusCode::CONFLICT,
            Failure::NotAllowed(_) => StatusCode::FORBIDDEN,
            Failure::DiskFull(_) => StatusCode::INSUFFICIENT_STORAGE,
            Failure::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Failure::Invalid { .. } | Failure::FileTooNew(_) => StatusCode::BAD_REQUEST,
        };
        (status, Json(self.0.wire())).into_response()
    }
}
