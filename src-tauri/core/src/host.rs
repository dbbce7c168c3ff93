//! What both hosts share: which office is open, the handles, the long jobs. The window, `serve` and the
//! command line differ only in how a call reaches [`Host::call`].

use crate::calls::{Answer, Cancel, Context, Done, Nothing, Progress, Topic, dispatch, parse};
use crate::error::{Failure, Result};
use crate::files::Files;
use crate::id::Id;
use crate::office::{Office, OpenOptions, lock};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use ts_rs::TS;

/// One host process.
#[derive(Debug)]
pub struct Host {
    folder: RwLock<PathBuf>,
    surface: &'static str,
    options: OpenOptions,
    open: RwLock<Option<Arc<Office>>>,
    files: Files,
    jobs: Mutex<HashMap<String, Arc<Job>>>,
    /// Brings the search index up to date beside the first list, never before it.
    indexer: Mutex<Option<(Arc<Cancel>, std::thread::JoinHandle<()>)>>,
}

#[derive(Debug, Default)]
struct Job {
    cancel: Cancel,
    progress: Mutex<Option<Progress>>,
}

/// Where the program stands before and after an office is open.
#[derive(Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HostStatus {
    /// An office is open.
    pub open: bool,
    /// Its name.
    pub office_name: Option<String>,
    /// It is a demonstration or practice office.
    pub practice: bool,
    /// The program's version.
    pub version: String,
    /// Nothing is in the data folder yet.
    pub folder_is_empty: bool,
    /// `window`, `browser` or `command`.
    pub surface: String,
    /// Why the office in the folder could not be opened.
    pub problem: Option<crate::error::WireFailure>,
}

/// A new office.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateOffice {
    /// 单位名称
    pub name: String,
    /// 单位代码
    pub code: String,
    /// Name of the first person.
    #[ts(optional)]
    pub person_name: Option<String>,
}

/// A demonstration office.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DemoInput {
    /// How large.
    pub scale: crate::demo::Scale,
}

/// A backup to restore.
#[derive(Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RestoreInput {
    /// Handle of the backup file.
    pub file: String,
}

impl Host {
    /// A host on a data folder; opens the office in it if there is one.
    pub fn new(folder: PathBuf, surface: &'static str, options: OpenOptions) -> (Self, Option<Failure>) {
        crate::files::sweep();
        let host = Self {
            folder: RwLock::new(folder),
            surface,
            options,
            open: RwLock::new(None),
            files: Files::default(),
            jobs: Mutex::new(HashMap::new()),
            indexer: Mutex::new(None),
        };
        let problem = if host.folder().join("office.db").exists() { host.open_folder().err() } else { None };
        (host, problem)
    }

    /// The handles.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The data folder, for the native side only.
    pub fn folder(&self) -> PathBuf {
        self.folder.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Closes the open office and goes to another folder (the window's folder dialog).
    pub fn go_to(&self, folder: &Path) -> Result<()> {
        self.close();
        folder.clone_into(&mut self.folder.write().unwrap_or_else(PoisonError::into_inner));
        if folder.join("office.db").exists() { self.open_folder() } else { Ok(()) }
    }

    /// The open office.
    pub fn office(&self) -> Result<Arc<Office>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(|| {
            Failure::NotAllowed("还没有打开单位。请先新建单位、打开演示单位，或从备份恢复。".into())
        })
    }

    fn open_folder(&self) -> Result<()> {
        let office = Office::open(&self.folder(), self.options.clone())?;
        self.settle(office);
        Ok(())
    }

    fn settle(&self, office: Office) {
        let office = Arc::new(office);
        if self.surface != "command" {
            let cancel = Arc::new(Cancel::default());
            let (mine, stop) = (Arc::clone(&office), Arc::clone(&cancel));
            // What it does not get done, the next search does.
            let work = move || drop(crate::registers::index::catch_up(&mine, &|_, _| (), &stop));
            *lock(&self.indexer) = Some((cancel, std::thread::spawn(work)));
        }
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(office);
    }

    fn close(&self) {
        if let Some((cancel, thread)) = lock(&self.indexer).take() {
            cancel.cancel();
            let _ = thread.join();
        }
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Runs one call. `actor` defaults to the office's first person; `job` names long work for progress and cancel.
    /// A panic inside one call becomes an error and does not end the program.
    pub fn call(&self, name: &str, actor: Option<Id>, input: Value, job: Option<&str>) -> Result<Answer> {
        let entry = Arc::new(Job::default());
        if let Some(job) = job {
            lock(&self.jobs).insert(job.to_owned(), Arc::clone(&entry));
        }
        let report = |progress: Progress| *lock(&entry.progress) = Some(progress);
        let run = std::panic::AssertUnwindSafe(|| self.run(name, actor, input, &report, &entry.cancel));
        let outcome = std::panic::catch_unwind(run)
            .unwrap_or_else(|_| Err(Failure::Internal(format!("调用 {name} 时程序出现意外"))));
        if let Some(job) = job {
            lock(&self.jobs).remove(job);
        }
        outcome
    }

    fn run(
        &self,
        name: &str,
        actor: Option<Id>,
        input: Value,
        report: &(dyn Fn(Progress) + Sync),
        cancel: &Cancel,
    ) -> Result<Answer> {
        if name.starts_with("host.") {
            return self.host_call(name, input, report, cancel);
        }
        let office = self.office()?;
        let actor = match actor {
            Some(actor) => Some(actor),
            None => crate::people::default_actor(&office)?,
        };
        dispatch(&Context { office: &office, actor, files: &self.files, report, cancel }, name, input)
    }

    fn host_call(
        &self,
        name: &str,
        input: Value,
        report: &(dyn Fn(Progress) + Sync),
        cancel: &Cancel,
    ) -> Result<Answer> {
        let done = |value: Value| Ok(Answer { value, changed: &[Topic::Office] });
        match name {
            "host.status" => {
                let _: Nothing = parse(input)?;
                Ok(Answer { value: serde_json::to_value(self.status()?)?, changed: &[] })
            }
            "host.create" => {
                let input: CreateOffice = parse(input)?;
                self.refuse_if_open()?;
                let office =
                    Office::create(&self.folder(), &input.name, &input.code, false, self.options.clone())?;
                if let Some(person) = input.person_name.filter(|name| !name.trim().is_empty()) {
                    crate::people::name_first_person(&office, person.trim())?;
                }
                self.settle(office);
                done(serde_json::to_value(Done { ok: true })?)
            }
            "host.demo" => {
                let input: DemoInput = parse(input)?;
                self.refuse_if_open()?;
                let office =
                    crate::demo::create(&self.folder(), input.scale, self.options.clone(), report, cancel)?;
                let made = crate::demo::summary(&office)?;
                self.settle(office);
                done(serde_json::to_value(made)?)
            }
            "host.restore" => {
                let input: RestoreInput = parse(input)?;
                self.refuse_if_open()?;
                let file = self.files.peek(&input.file)?;
                crate::office::backup::restore(&file.path, &self.folder(), &self.options)?;
                self.open_folder()?;
                done(serde_json::to_value(Done { ok: true })?)
            }
            _ => Err(Failure::invalid(format!("没有名为“{name}”的调用。"))),
        }
    }

    fn refuse_if_open(&self) -> Result<()> {
        if self.office().is_ok() {
            return Err(Failure::Conflict("已经打开了一个单位，没有改动它。".into()));
        }
        Ok(())
    }

    fn status(&self) -> Result<HostStatus> {
        let folder = self.folder();
        let mut problem = None;
        if self.office().is_err() && folder.join("office.db").exists() {
            problem = self.open_folder().err().map(|failure| failure.wire());
        }
        let folder_is_empty = !folder.exists() || std::fs::read_dir(&folder)?.next().is_none();
        let (open, office_name, practice) = match self.office() {
            Ok(office) => {
                let (name, practice) = office.read(|db| {
                    Ok(db.query_row("SELECT name, practice FROM office ORDER BY key LIMIT 1", [], |row| {
                        Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
                    })?)
                })?;
                (true, Some(name), practice)
            }
            Err(_) => (false, None, false),
        };
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(HostStatus {
            open,
            office_name,
            practice,
            version,
            folder_is_empty,
            surface: self.surface.to_owned(),
            problem,
        })
    }

    /// How far a job is.
    pub fn progress(&self, job: &str) -> Option<Progress> {
        let entry = lock(&self.jobs).get(job).cloned()?;
        let progress = lock(&entry.progress);
        progress.clone()
    }

    /// Asks a job to stop.
    pub fn cancel(&self, job: &str) {
        if let Some(entry) = lock(&self.jobs).get(job) {
            entry.cancel.cancel();
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.close();
    }
}
