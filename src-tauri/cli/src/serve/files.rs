//! Files in by upload and out by download. A page sees handles and names, never a path.

use super::{Answered, Shared, apart};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use greenroom_core::error::Failure;
use greenroom_core::files::HeldFile;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::json;
use std::io::SeekFrom;
use std::ops::RangeInclusive;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use tokio_util::io::ReaderStream;

/// Evidence that may be shown in the page; every other kind is only ever downloaded, so that none of it runs here.
const SHOWN: [&str; 7] =
    ["image/png", "image/jpeg", "image/webp", "image/gif", "video/mp4", "video/webm", "application/pdf"];

/// What RFC 5987 leaves as it is in a file name.
const IN_NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

#[derive(Deserialize)]
pub(super) struct Named {
    name: String,
}

/// Streams the body to a temporary file and answers a one-use handle for it.
pub(super) async fn upload(
    State(serving): State<Shared>,
    Query(Named { name }): Query<Named>,
    body: Body,
) -> Answered {
    let path = tempfile::TempPath::try_from_path(serving.host.files().temporary()?)?;
    let mut file = tokio::fs::File::create_new(&path).await?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk
            .map_err(|error| Failure::invalid(format!("文件没有传完，没有收下，请重新选择：{error}。")))?;
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    let path = path.keep().map_err(|error| error.error)?;
    let handle = serving.host.files().offer(&name, path, true)?;
    Ok(Json(json!({ "handle": handle })).into_response())
}

/// Hands out what a handle stands for, once.
pub(super) async fn download(State(serving): State<Shared>, Path(handle): Path<String>) -> Answered {
    let out = apart(move || serving.host.files().take(&handle)).await?;
    send(out, None, false).await
}

/// Shows evidence in the page if its kind is harmless there, else offers it for saving. A part of it may be asked
/// for: players seek.
pub(super) async fn evidence(
    State(serving): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answered {
    let out = apart(move || {
        let id = id.parse().map_err(|_| Failure::not_found("这份证据"))?;
        let found = greenroom_core::evidence::open(&*serving.host.office()?, id)?;
        Ok(HeldFile { name: found.name, path: found.path, temporary: false, mime: found.mime })
    })
    .await?;
    let shown = SHOWN.contains(&out.mime.as_str());
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let mut response = send(out, range, shown).await?;
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, header::HeaderValue::from_static("sandbox"));
    Ok(response)
}

async fn send(out: HeldFile, range: Option<&str>, shown: bool) -> Answered {
    // Dropped after the stream, when the last byte went out or the browser left.
    let spent = out.temporary.then(|| tempfile::TempPath::try_from_path(&out.path)).transpose()?;
    let mut file = tokio::fs::File::open(&out.path).await?;
    let length = file.metadata().await?.len();
    let place = if shown { "inline" } else { "attachment" };
    let name = utf8_percent_encode(&out.name, IN_NAME);
    let mut response = Response::builder()
        .header(header::CONTENT_TYPE, out.mime.as_str())
        .header(header::CONTENT_DISPOSITION, format!("{place}; filename*=UTF-8''{name}"))
        .header(header::ACCEPT_RANGES, "bytes");
    let part = match range.map(|range| part_of(range, length)) {
        None | Some(Part::Whole) => 0..=length.saturating_sub(1),
        Some(Part::Some(part)) => {
            let told = format!("bytes {}-{}/{length}", part.start(), part.end());
            response = response.status(StatusCode::PARTIAL_CONTENT).header(header::CONTENT_RANGE, told);
            part
        }
        Some(Part::None) => {
            let told = format!("bytes */{length}");
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, told)]).into_response());
        }
    };
    file.seek(SeekFrom::Start(*part.start())).await?;
    let wanted = if length == 0 { 0 } else { part.end() - part.start() + 1 };
    let stream = ReaderStream::new(file.take(wanted)).map(move |chunk| {
        let _until_the_end = &spent;
        chunk
    });
    response
        .header(header::CONTENT_LENGTH, wanted)
        .body(Body::from_stream(stream))
        .map_err(|error| Failure::Internal(error.to_string()).into())
}

/// What a Range header asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    Whole,
    Some(RangeInclusive<u64>),
    None,
}

/// One range of bytes; several at once, or another unit, count as the whole (as RFC 9110 allows).
pub(super) fn part_of(range: &str, length: u64) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    let end = length.saturating_sub(1);
    let part = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..=last.min(end),
        (Ok(first), Err(_)) if last.is_empty() => first..=end,
        (Err(_), Ok(tail)) if first.is_empty() && tail > 0 => length.saturating_sub(tail)..=end,
        (Err(_), Ok(0)) if first.is_empty() => return Part::None,
        _ => return Part::Whole,
    };
    if *part.start() >= length { Part::None } else { Part::Some(part) }
}
