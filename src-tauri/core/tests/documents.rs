//! Papers through their calls: issued, found again, refused with the name of what is missing, templates replaced.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use greenroom_core::calls::Cancel;
use greenroom_core::demo::{self, Scale};
use greenroom_core::documents::FIELDS;
use greenroom_core::host::Host;
use greenroom_core::inspections::paper_context;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;

struct Place {
    folder: PathBuf,
    host: Host,
    _temporary: tempfile::TempDir,
}

impl Place {
    /// The small demonstration office.
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("office");
        let options = OpenOptions { state_folder: place.path().join("state"), ..OpenOptions::default() };
        drop(demo::create(&folder, Scale::Small, options.clone(), &|_| (), &Cancel::default()).unwrap());
        let (host, problem) = Host::new(folder.clone(), "browser", options);
        assert!(problem.is_none(), "{problem:?}");
        Self { folder, host, _temporary: place }
    }
    fn ask(&self, name: &str, input: Value) -> Value {
        self.host.call(name, None, input, None).unwrap_or_else(|failure| panic!("{name}: {failure}")).value
    }
    fn fails(&self, name: &str, input: Value) -> (Option<String>, String) {
        let failure = self.host.call(name, None, input, None).expect_err(name).wire();
        (failure.field, failure.message)
    }
    /// Finished inspections that were done on the spot, or not.
    fn finished(&self, onsite: bool) -> Vec<Value> {
        let list = self.ask("inspections.list", json!({"state": "finished", "limit": 200}));
        let rows = list["rows"].as_array().unwrap().iter().map(|row| row["id"].clone());
        rows.filter(|id| (self.ask("inspections.get", json!({"id": id}))["approach"] == "onsite") == onsite)
            .collect()
    }
    fn bytes(&self, file: &Value) -> Vec<u8> {
        std::fs::read(self.host.files().peek(file.as_str().unwrap()).unwrap().path).unwrap()
    }
    /// The online record's template with one text in it replaced, as a handle.
    fn changed(&self, from: &str, to: &str) -> String {
        let now = self.ask("documents.template", json!({"kind": "onlineRecord"}));
        let mut old = zip::ZipArchive::new(Cursor::new(self.bytes(&now["file"]))).unwrap();
        let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for place in 0..old.len() {
            let mut entry = old.by_index(place).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            if entry.name() == "word/document.xml" {
                let text = String::from_utf8(content).unwrap();
                assert!(text.contains(from), "{from} is in the template");
                content = text.replace(from, to).into_bytes();
            }
            new.start_file(entry.name().to_owned(), zip::write::SimpleFileOptions::default()).unwrap();
            new.write_all(&content).unwrap();
        }
        let bytes = new.finish().unwrap().into_inner();
        self.host.files().offer_bytes("本所网络检查记录.docx", &bytes).unwrap()
    }
}

fn words(paper: &[u8]) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(paper)).unwrap();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_paper_is_issued_once_and_found_again() {
    let place = Place::new();
    let inspection = place.finished(false)[0].clone();
    let view = place.ask("inspections.get", json!({"id": inspection}));
    let papers = place.ask("inspections.papers", json!({"id": inspection}));
    assert_eq!(papers[0]["missing"], json!([]), "what the demonstration finished is ready");
    let input = json!({"kind": "onlineRecord", "inspectionId": inspection});
    let issued = place.ask("documents.issue", input.clone());
    assert_eq!(issued["number"], view["number"], "the number of the inspection");
    assert!(issued["number"].as_str().unwrap().starts_with("示市监检〔"));
    let paper = place.bytes(&issued["file"]);
    for part in [&issued["number"], &view["subject"]["operatorName"], &view["leader"]["name"]] {
        assert!(words(&paper).contains(part.as_str().unwrap()), "{part} stands in the paper");
    }
    assert_eq!(
        place.ask("documents.issue", input.clone())["id"],
        issued["id"],
        "the same paper is not issued twice"
    );
    let rows = place.ask("documents.list", json!({"inspectionId": inspection}));
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["state"]), (1, &json!("issued")));
    assert!(rows[0]["chainHead"].as_str().unwrap().len() > 16);
    let file = place.folder.join("documents").join(rows[0]["fileSha256"].as_str().unwrap());
    assert_eq!(std::fs::read(&file).unwrap(), paper);
    let papers = place.ask("inspections.papers", json!({"id": inspection}));
    assert_eq!(papers[0]["documents"][0]["number"], issued["number"]);

    // The record is added to: another paper, another number, and the spoiled one stays.
    let rev = place.ask("inspections.get", json!({"id": inspection}))["rev"].clone();
    place.ask(
        "inspections.details",
        json!({"id": inspection, "rev": rev, "details": {"duration": "3 小时整"}, "reason": "补充"}),
    );
    let second = place.ask("documents.issue", input);
    assert_eq!(second["number"], format!("{}-2", issued["number"].as_str().unwrap()));
    let rows = place.ask("documents.list", json!({"inspectionId": inspection}));
    assert_eq!((&rows[0]["state"], &rows[1]["state"]), (&json!("issued"), &json!("void")));

    let opened = place.ask("documents.open", json!({"id": issued["id"]}));
    assert_eq!(place.bytes(&opened["file"]), paper, "handed out as it was");
    assert_eq!(place.ask("office.check", json!({}))["faults"], json!([]));
    std::fs::write(&file, "changed").unwrap();
    assert!(place.fails("documents.open", json!({"id": issued["id"]})).1.contains("被改动过"));
    std::fs::remove_file(&file).unwrap();
    assert!(place.fails("documents.open", json!({"id": issued["id"]})).1.contains("不见了"));
    assert_eq!(place.ask("office.check", json!({}))["ok"], false);
}

#[test]
fn the_approach_decides_which_record_and_nothing_may_be_missing() {
    let place = Place::new();
    let (online, onsite) = (place.finished(false)[0].clone(), place.finished(true)[0].clone());
    let files = || std::fs::read_dir(place.folder.join("documents")).unwrap().count();
    let before = files();
    let (field, words) =
        place.fails("documents.issue", json!({"kind": "onsiteRecord", "inspectionId": online}));
    assert_eq!(field.as_deref(), Some("kind"));
    assert!(words.contains("应出具网络检查记录，不能出具现场检查笔录"), "{words}");
    place.fails("documents.issue", json!({"kind": "onlineRecord", "inspectionId": onsite}));

    let begun = place.ask("inspections.list", json!({"state": "started"}))["rows"][0]["id"].clone();
    let (_, words) = place.fails("documents.issue", json!({"kind": "onlineRecord", "inspectionId": begun}));
    assert!(words.contains("检查尚未完成"), "{words}");
    assert_eq!(files(), before, "what was refused leaves no file");
    place.ask("documents.issue", json!({"kind": "onsiteRecord", "inspectionId": onsite}));
    assert_eq!(files(), before + 1);
    let office = place.host.office().unwrap();
    // Every field that a template may name is in the record, and the other way round.
    for id in [online, onsite] {
        let record = paper_context(&office, id.as_str().unwrap().parse().unwrap()).unwrap();
        let mut named: Vec<String> = Vec::new();
        for (group, inner) in record.as_object().unwrap() {
            let rows = inner.as_array().map(Vec::as_slice).unwrap_or_default();
            match inner.as_object().or_else(|| rows.first().and_then(Value::as_object)) {
                Some(inner) => named.extend(inner.keys().map(|key| format!("{group}.{key}"))),
                None => named.push(group.clone()),
            }
        }
        for name in named.iter().filter(|name| *name != "证据") {
            assert!(FIELDS.contains(&name.as_str()), "{name} is not in FIELDS");
        }
        for field in FIELDS.iter().filter(|field| !field.starts_with("证据.")) {
            assert!(named.iter().any(|name| name == field), "{field} is not in the record");
        }
    }
}

#[test]
fn an_office_brings_its_own_template() {
    let place = Place::new();
    let inspection = place.finished(false)[0].clone();
    let input = json!({"kind": "onlineRecord", "inspectionId": inspection});
    let builtin = place.ask("documents.templates", json!({}));
    assert!(builtin.as_array().unwrap().len() >= 5);
    assert!(builtin.as_array().unwrap().iter().all(|one| one["custom"] == false));

    let unknown = place.changed("单位.电话", "单位.传真");
    let (field, words) =
        place.fails("documents.replaceTemplate", json!({"kind": "onlineRecord", "file": unknown}));
    assert_eq!(field.as_deref(), Some("file"));
    assert!(words.contains("“单位.传真”"), "{words}");
    let no_template = place.host.files().offer_bytes("a.docx", b"no zip").unwrap();
    place.fails("documents.replaceTemplate", json!({"kind": "onlineRecord", "file": no_template}));
    assert_eq!(place.ask("documents.templates", json!({})), builtin, "what was refused changed nothing");

    // A field that this record does not have is named, and no number is taken.
    let file = place.changed("单位.电话", "检查.销售额");
    let replaced = place.ask("documents.replaceTemplate", json!({"kind": "onlineRecord", "file": file}));
    let shown = place.ask("documents.templates", json!({}));
    let shown = shown.as_array().unwrap().iter().find(|one| one["kind"] == "onlineRecord").unwrap();
    assert_eq!((&shown["custom"], &shown["sha256"]), (&json!(true), &replaced["sha256"]));
    let (field, words) = place.fails("documents.issue", input.clone());
    assert_eq!(field.as_deref(), Some("检查.销售额"), "{words}");
    assert_eq!(place.ask("documents.list", json!({"kind": "onlineRecord"})), json!([]));

    let file = place.changed("检查.销售额", "检查.销量");
    let own = place.ask("documents.replaceTemplate", json!({"kind": "onlineRecord", "file": file}));
    let issued = place.ask("documents.issue", input);
    let row = place.ask("documents.list", json!({"inspectionId": inspection}))[0].clone();
    assert_eq!((&row["id"], &row["templateSha256"]), (&issued["id"], &own["sha256"]));
    assert_eq!(place.ask("office.check", json!({}))["faults"], json!([]));
}
