//! What each command does: one call, or the few things that no call can do because they concern paths.

use crate::arguments::{Arguments, Command, DrawCommand, VerifyCommand};
use greenroom_core::calls::CALLS;
use greenroom_core::error::{Failure, Result};
use greenroom_core::host::Host;
use greenroom_core::id::Id;
use greenroom_core::office::{OpenOptions, backup};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Prints one JSON value and a line feed.
pub(crate) fn print(value: &impl Serialize) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is the reader's choice, not a failure of the work.
    let _ = serde_json::to_writer(&mut out, value)
        .map_err(std::io::Error::from)
        .and_then(|()| out.write_all(b"\n"));
}

/// Runs one command.
pub(crate) fn run(arguments: Arguments) -> Result<ExitCode> {
    let actor = arguments.actor.as_deref().map(str::parse::<Id>).transpose();
    let actor = actor.map_err(|words| Failure::field("actor", format!("人员标识不对：{words}。")))?;
    let session = Session { folder: arguments.office, actor };
    match arguments.command {
        Command::Calls => print(&calls()),
        Command::Contract => {
            let _ = std::io::stdout().write_all(greenroom_core::calls::typescript().as_bytes());
        }
        Command::Init { name, code, person } => {
            let host = session.empty_host()?;
            print(&session.ask(
                &host,
                "host.create",
                json!({"name": name, "code": code, "personName": person}),
            )?);
        }
        Command::Demo { scale } => {
            let host = session.empty_host()?;
            print(&session.ask(&host, "host.demo", json!({"scale": scale}))?);
        }
        Command::Call { name, input, file, save } => call(&session, &name, input, &file, save)?,
        Command::Import { register, file, mapping, dry_run } => {
            import(&session, &register, &file, mapping, dry_run)?;
        }
        Command::Check => {
            let report = session.ask(&session.host()?, "office.check", json!({}))?;
            print(&report);
            if report["ok"] != json!(true) {
                return Ok(ExitCode::from(1));
            }
        }
        Command::Serve { port } => {
            let (host, problem) = Host::new(session.folder()?, "browser", OpenOptions::default());
            if let Some(problem) = problem {
                return Err(problem);
            }
            crate::serve::run(Arc::new(host), port)?;
        }
        Command::Backup { file } => {
            let office = session.host()?.office()?;
            backup::make(&office, &file, true, &say)?;
            print(
                &json!({"bytes": std::fs::metadata(&file)?.len(), "verified": true, "chainHead": office.chain_head()}),
            );
        }
        Command::Restore { file } => {
            backup::restore(&file, &session.folder()?, &OpenOptions::default())?;
            print(&session.ask(&session.host()?, "office.check", json!({}))?);
        }
        Command::Find { text, limit } => {
            print(&session.ask(
                &session.host()?,
                "registers.search",
                json!({"text": text, "limit": limit}),
            )?);
        }
        Command::Export { register, file, filter, columns, personal } => {
            export(&session, &register, &file, filter.as_deref(), &columns, personal)?;
        }
        Command::Draw { command: DrawCommand::Sample { ids, seed, take } } => sample(&ids, &seed, take)?,
        Command::Verify { command: VerifyCommand::Draw { file } } => return verify_draw(&file),
    }
    Ok(ExitCode::SUCCESS)
}

struct Session {
    folder: Option<PathBuf>,
    actor: Option<Id>,
}

impl Session {
    fn folder(&self) -> Result<PathBuf> {
        self.folder.clone().ok_or_else(|| Failure::field("office", "请用 --office 指明单位的数据文件夹。"))
    }
    /// A host with the office open.
    fn host(&self) -> Result<Host> {
        let (host, problem) = Host::new(self.folder()?, "command", OpenOptions::default());
        if let Some(problem) = problem {
            return Err(problem);
        }
        host.office()?;
        Ok(host)
    }
    /// A host on a folder where an office is to be made.
    fn empty_host(&self) -> Result<Host> {
        let folder = self.folder()?;
        if folder.join("office.db").exists() {
            return Err(Failure::Conflict(
                "这个文件夹里已经有一个单位的数据，没有改动它。请换一个文件夹。".into(),
            ));
        }
        Ok(Host::new(folder, "command", OpenOptions::default()).0)
    }
    /// One call, with progress on stderr while it runs.
    fn ask(&self, host: &Host, name: &str, input: Value) -> Result<Value> {
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let watch = scope.spawn(|| {
                let mut last = String::new();
                while !done.load(Ordering::Acquire) {
                    std::thread::park_timeout(Duration::from_millis(500));
                    if let Some(progress) = host.progress("cli") {
                        let line = format!("{} {}/{}", progress.words, progress.done, progress.total);
                        if line != last {
                            eprintln!("{line}");
                            last = line;
                        }
                    }
                }
            });
            let outcome = host.call(name, self.actor, input, Some("cli"));
            done.store(true, Ordering::Release);
            watch.thread().unpark();
            outcome.map(|answer| answer.value)
        })
    }
}

fn say(done: u64, total: u64, words: &str) {
    if total > 0 && done == total {
        eprintln!("{words}");
    }
}

fn calls() -> Value {
    let list = CALLS.iter().map(|call| {
        let (input, output) = call.schemas();
        json!({"name": call.name, "about": call.about, "writes": call.writes, "topics": call.topics, "input": input, "output": output})
    });
    Value::Array(list.collect())
}

fn call(
    session: &Session,
    name: &str,
    input: Option<String>,
    files: &[String],
    save: Option<PathBuf>,
) -> Result<()> {
    let text = match input.as_deref() {
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            text
        }
        Some(text) => text.to_owned(),
        None => "{}".to_owned(),
    };
    let mut input: Value = serde_json::from_str(&text)
        .map_err(|error| Failure::invalid(format!("输入不是合格的 JSON：{error}。")))?;
    let host = session.host()?;
    for pair in files {
        let (field, path) =
            pair.split_once('=').ok_or_else(|| Failure::invalid(format!("“{pair}”应写成 字段=路径。")))?;
        input[field] = json!(offer(&host, Path::new(path))?);
    }
    let value = session.ask(&host, name, input)?;
    if let (Some(to), Some(handle)) = (save, value["file"].as_str()) {
        let held = host.files().take(handle)?;
        std::fs::copy(&held.path, to)?;
    }
    print(&value);
    Ok(())
}

fn offer(host: &Host, path: &Path) -> Result<String> {
    if !path.is_file() {
        return Err(Failure::NotFound(format!("没有找到文件“{}”。", path.display())));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    host.files().offer(&name, path.to_owned(), false)
}

/// Recognise, map (by the file given, else by what was recognised), then try or commit.
fn import(
    session: &Session,
    register: &str,
    file: &Path,
    mapping: Option<PathBuf>,
    dry_run: bool,
) -> Result<()> {
    let host = session.host()?;
    let handle = offer(&host, file)?;
    let mut plan: Map<String, Value> = match mapping {
        Some(path) => serde_json::from_slice(&std::fs::read(path)?)
            .map_err(|error| Failure::field("mapping", format!("对应关系文件读不懂：{error}。")))?,
        None => Map::new(),
    };
    let mut question = json!({"file": handle, "register": register});
    for key in ["sheet", "headerRow"] {
        if let Some(value) = plan.get(key) {
            question[key] = value.clone();
        }
    }
    let seen = session.ask(&host, "imports.recognise", question)?;
    if !plan.contains_key("mapping") {
        let guessed =
            seen["mapping"].as_array().into_iter().flatten().filter(|guess| guess["field"].is_string());
        let mapping: Vec<Value> =
            guessed.map(|guess| json!({"column": guess["column"], "field": guess["field"]})).collect();
        plan.insert("mapping".into(), Value::Array(mapping));
    }
    plan.insert("source".into(), seen["source"].clone());
    plan.insert("register".into(), json!(register));
    let name = if dry_run { "imports.trial" } else { "imports.commit" };
    print(&session.ask(&host, name, Value::Object(plan))?);
    Ok(())
}

/// A list as a file: whole or not at all.
fn export(
    session: &Session,
    register: &str,
    file: &Path,
    filter: Option<&str>,
    columns: &[String],
    personal: Option<String>,
) -> Result<()> {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let Some(format @ ("xlsx" | "csv")) = ending.as_deref() else {
        return Err(Failure::field("file", "文件名要以 .xlsx 或 .csv 结尾，才知道导出成哪一种。"));
    };
    let filter: Value = filter
        .map_or(Ok(json!({})), serde_json::from_str)
        .map_err(|error| Failure::field("filter", format!("筛选条件不是合格的 JSON：{error}。")))?;
    let host = session.host()?;
    let mut input = json!({"register": register, "format": format, "filter": filter, "columns": columns});
    if let Some(reason) = personal {
        input["personalReason"] = json!(reason);
    }
    let made = session.ask(&host, "registers.export", input)?;
    let held = host.files().take(made["file"].as_str().unwrap_or_default())?;
    greenroom_core::registers::export::settle(&held.path, file)?;
    print(&json!({"rows": made["rows"], "sha256": made["sha256"], "masked": made["masked"]}));
    Ok(())
}

/// The bare algorithm, on a list of one identity a line.
fn sample(ids: &Path, seed: &str, take: usize) -> Result<()> {
    let text = std::fs::read_to_string(ids).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::NotFound(format!("没有找到文件“{}”。", ids.display())),
        std::io::ErrorKind::InvalidData => Failure::field("ids", "名单文件不是 UTF-8 文本。"),
        _ => error.into(),
    })?;
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let picked = greenroom_core::draws::sample::order(seed, &lines, take)?;
    let picked = picked.into_iter().map(|(index, ticket)| json!({"id": lines[index], "ticket": ticket}));
    print(&picked.collect::<Value>());
    Ok(())
}

/// Recomputes a sheet that was handed out, without an office.
fn verify_draw(file: &Path) -> Result<ExitCode> {
    let text = std::fs::read(file).map_err(|_| {
        Failure::NotFound(format!("没有读到抽取记录“{}”。请选择导出的 JSON 文件。", file.display()))
    })?;
    let report = greenroom_core::draws::verify_sheet(&text, &|_| Ok(()))?;
    print(&report);
    Ok(ExitCode::from(u8::from(!report.same)))
}
