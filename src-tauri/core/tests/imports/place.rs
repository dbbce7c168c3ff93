//! An office of a test, and what a person does with it.

use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) host: Host,
}

pub(crate) fn office() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let options = OpenOptions { state_folder: folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(folder.path().join("office"), "browser", options).0;
    host.call("host.create", None, json!({"name": "柳桥市场监管所", "code": "LQ"}), None).unwrap();
    Place { folder, host }
}

impl Place {
    pub(crate) fn ask(&self, name: &str, input: Value) -> Value {
        self.host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
    }
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
    pub(crate) fn plan(&self, register: &str, path: &Path) -> Result<Value, String> {
        let name = path.file_name().unwrap().to_string_lossy();
        let handle = self.host.files().offer(&name, path.to_owned(), false).unwrap();
        let seen = self
            .host
            .call("imports.recognise", None, json!({"file": handle, "register": register}), None)
            .map_err(|failure| failure.to_string())?
            .value;
        let mapping: Vec<Value> = seen["mapping"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|guess| guess["field"].is_string())
            .map(|guess| json!({"column": guess["column"], "field": guess["field"]}))
            .collect();
        Ok(
            json!({"source": seen["source"], "register": register, "mapping": mapping, "fingerprint": seen["fingerprint"]}),
        )
    }
    pub(crate) fn import(&self, register: &str, path: &Path) -> Value {
        self.ask("imports.commit", self.plan(register, path).unwrap())
    }
    pub(crate) fn sound(&self) {
        assert_eq!(self.ask("office.check", json!({}))["faults"], json!([]));
    }
}

pub(crate) fn adds_up(receipt: &Value) {
    let of = |name: &str| receipt[name].as_u64().unwrap();
    assert_eq!(of("rows"), of("created") + of("updated") + of("unchanged") + of("rejected"), "{receipt}");
}

pub(crate) fn figures(receipt: &Value) -> [u64; 5] {
    adds_up(receipt);
    ["rows", "created", "updated", "unchanged", "rejected"].map(|name| receipt[name].as_u64().unwrap())
}
