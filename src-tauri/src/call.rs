//! The one command behind every call of the contract, and its cancellation.

use crate::remembered;
use greenroom_core::calls::{Answer, Progress};
use greenroom_core::error::{Failure, WireFailure};
use greenroom_core::host::Host;
use greenroom_core::id::Id;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

/// How often a running job tells its channel how far it is.
const TELL_EVERY: Duration = Duration::from_millis(150);

/// What the page asks for.
#[derive(Deserialize)]
pub(crate) struct Asked {
    name: String,
    #[serde(default)]
    input: Value,
    actor: Option<String>,
    job: Option<String>,
}

/// Runs one call for a person. With a `job`, it can be cancelled by that name, and `progress` hears how far it is.
#[tauri::command]
pub(crate) async fn call(
    app: AppHandle,
    host: State<'_, Arc<Host>>,
    request: Asked,
    progress: Channel<Progress>,
) -> Result<Answer, WireFailure> {
    let host = Arc::clone(&host);
    let Asked { name, input, actor, job } = request;
    let actor = actor.as_deref().map(actor_id).transpose().map_err(|failure| failure.wire())?;
    let concerns_office = name.starts_with("host.");
    let mut work = tokio::task::spawn_blocking({
        let (host, job) = (Arc::clone(&host), job.clone());
        move || host.call(&name, actor, input, job.as_deref())
    });
    let finished = loop {
        tokio::select! {
            finished = &mut work => break finished,
            () = tokio::time::sleep(TELL_EVERY), if job.is_some() => {
                if let Some(now) = job.as_deref().and_then(|job| host.progress(job)) {
                    let _ = progress.send(now);
                }
            }
        }
    };
    let answer = finished
        .unwrap_or_else(|panic| Err(Failure::Internal(format!("call ended early: {panic}"))))
        .map_err(|failure| failure.wire())?;
    if concerns_office {
        remembered::write(&app, &host);
    }
    Ok(answer)
}

/// Asks the job to stop; the call itself then answers `cancelled`.
#[tauri::command]
pub(crate) fn cancel(host: State<'_, Arc<Host>>, job: String) {
    host.cancel(&job);
}

fn actor_id(text: &str) -> Result<Id, Failure> {
    text.parse().map_err(|reason| Failure::field("actor", format!("操作人标识不对：{reason}。")))
}
