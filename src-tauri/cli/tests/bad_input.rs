//! Bad input by the command line: each is refused with exit 1 and a Chinese sentence that says what and where, nothing
//! is half-written, and the office is usable afterwards.

use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use zip::write::SimpleFileOptions;

/// Peak memory of a refusal, in KiB.
const MEMORY_MAX: u64 = 300 << 10;

/// An office and the files beside it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        desk.does(&["init", "--name", "柳桥市场监管所", "--code", "LQ"]);
        desk.does(&["call", "registers.save", r#"{"register":"rooms","values":{"name":"甲"}}"#]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).expect("written");
        text(&path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_greenroom"));
        command.arg("--office").arg(self.path("office")).args(arguments);
        command.env("GREENROOM_STATE", self.path("state"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    #[track_caller]
    fn does(&self, arguments: &[&str]) -> Value {
        let output = self.command(arguments).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        json_of(&output)
    }

    /// The code and the sentence of a refusal; and it took no more memory than it may.
    #[track_caller]
    fn refuses(&self, arguments: &[&str]) -> (String, String) {
        let mut child = self.command(arguments).spawn().expect("the program runs");
        let peak = peak_memory(&mut child);
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(
            output.status.code(),
            Some(1),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
        assert!(peak < MEMORY_MAX, "{arguments:?} took {peak} KiB");
        let failure = json_of(&output);
        let of =
            |name: &str| failure[name].as_str().unwrap_or_else(|| panic!("{name} in {failure}")).to_owned();
        let (code, message) = (of("code"), of("message"));
        let chinese = message.chars().filter(|letter| ('\u{4e00}'..'\u{9fff}').contains(letter)).count();
        assert!(chinese > 5 && message.ends_with('。'), "no sentence: {message}");
        assert_ne!(code, "internal", "{message}");
        (code, message)
    }

    /// As it was before: the one room, no import, everything in order.
    #[track_caller]
    fn is_untouched(&self) {
        assert_eq!(self.does(&["call", "registers.counts"])["rooms"], 1);
        assert_eq!(self.does(&["call", "imports.list"]), json!([]));
        assert_eq!(self.does(&["check"])["ok"], true);
        let kept = fs::read_dir(self.path("office/originals")).expect("reads").count();
        assert_eq!(kept, 0, "no file of a refused import is kept");
    }
}

fn text(path: &Path) -> String {
    path.to_str().expect("a readable path").to_owned()
}

#[track_caller]
fn json_of(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in: {text}"))
}

/// Watches a child until it ends; KiB, 0 where the system does not tell.
fn peak_memory(child: &mut Child) -> u64 {
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    while matches!(child.try_wait(), Ok(None)) {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse().ok());
        peak = peak.max(now.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_killed_import_left_in_the_temporary_folder_goes_at_the_next_start() {
    let desk = Desk::new();
    let rows = (0..400_000).fold(String::from("直播间名称,平台,账号\n"), |text, n| {
        text + &format!("店{n},澜播,acc{n}\n")
    });
    let file = desk.file("大.csv", rows.as_bytes());
    let temporary = desk.path("temporary");
    fs::create_dir(&temporary).expect("made");
    let left = || -> Vec<PathBuf> {
        let folders = fs::read_dir(&temporary).expect("readable").flatten().map(|entry| entry.path());
        folders
            .filter(|path| {
                path.is_dir() && fs::read_dir(path).is_ok_and(|mut inside| inside.next().is_some())
            })
            .collect()
    };
    let mut import =
        desk.command(&["import", "rooms", &file]).env("TMPDIR", &temporary).spawn().expect("it runs");
    let began = std::time::Instant::now();
    while left().is_empty() {
        assert!(
            began.elapsed().as_secs() < 30 && import.try_wait().expect("it runs").is_none(),
            "nothing was spooled"
        );
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    import.kill().expect("it can be ended");
    import.wait().expect("it ends");
    assert_eq!(left().len(), 1, "a killed process cannot clean up");
    let check = desk.command(&["check"]).env("TMPDIR", &temporary).output().expect("it runs");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    assert_eq!(left(), Vec::<PathBuf>::new());
    assert_eq!(fs::read_dir(&temporary).expect("readable").count(), 0, "not even a lock");
}

#[test]
fn a_second_process_is_refused() {
    let desk = Desk::new();
    let mut first = desk.command(&["serve"]).spawn().expect("the program runs");
    let pipe = first.stdout.take().expect("stdout is piped");
    let mut line = String::new();
    BufReader::new(pipe).read_line(&mut line).expect("it prints its link");
    let (code, message) = desk.refuses(&["check"]);
    let (import_code, _) =
        desk.refuses(&["import", "rooms", &desk.file("名册.csv", "直播间名称\n乙\n".as_bytes())]);
    first.kill().expect("it can be ended");
    first.wait().expect("it ends");
    assert_eq!((code.as_str(), import_code.as_str()), ("conflict", "conflict"));
    assert!(message.contains("另一个绿间窗口"), "{message}");
    desk.is_untouched();
}

#[test]
fn an_office_of_a_newer_version_is_refused_untouched() {
    let desk = Desk::new();
    let path = desk.path("office/office.db");
    let mut bytes = fs::read(&path).expect("reads");
    // The user version, where the SQLite file format has it.
    let known = bytes[60..64].to_vec();
    bytes[60..64].copy_from_slice(&999_u32.to_be_bytes());
    fs::write(&path, &bytes).expect("written");
    let (code, message) = desk.refuses(&["call", "people.list"]);
    assert_eq!(code, "fileTooNew");
    assert!(message.contains("更新版本") && message.contains("999"), "{message}");
    assert!(fs::read(&path).expect("reads") == bytes, "not a byte was changed");
    bytes[60..64].copy_from_slice(&known);
    fs::write(&path, &bytes).expect("written");
    desk.is_untouched();
}

#[test]
fn a_rule_pack_with_a_broken_line_is_refused_whole() {
    let desk = Desk::new();
    let before = desk.does(&["call", "rules.packs"]);
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/rules");
    let whole = fs::read_to_string(rules.join("law-catalogue.json")).expect("reads");
    let mut pack: Value = serde_json::from_str(&whole).expect("a pack");
    let version = pack["version"].as_str().expect("a version").to_owned();
    pack["version"] = json!(format!("{version}.99"));
    let lines = pack["lines"].as_array_mut().expect("lines");
    let line = lines.get_mut(2).and_then(Value::as_object_mut).expect("a third line");
    let id = line["id"].as_str().expect("an id").to_owned();
    line.remove("source");
    let without = desk.file("law-catalogue.json", pack.to_string().as_bytes());
    let (code, message) = desk.refuses(&["call", "rules.load", "{}", "--file", &format!("file={without}")]);
    assert_eq!(code, "invalid");
    assert!(message.contains("第 3 条") && message.contains(&id) && message.contains("未载入"), "{message}");
    let cut = desk.file("cut.json", &whole.as_bytes()[..whole.len() / 2]);
    let (code, message) = desk.refuses(&["call", "rules.load", "{}", "--file", &format!("file={cut}")]);
    assert_eq!(code, "invalid");
    assert!(message.contains("未载入"), "{message}");
    assert_eq!(desk.does(&["call", "rules.packs"]), before, "no line of it was taken");
    desk.is_untouched();
}

#[test]
fn a_cell_of_200_mb_is_refused_in_little_memory() {
    let desk = Desk::new();
    // Once bare, once in quotes that never close and with lines inside.
    for (begin, piece) in [("", "直播间"), ("\"", "直播间,一行\n")] {
        let path = desk.path("大.csv");
        let mut file = BufWriter::new(File::create(&path).expect("written"));
        write!(file, "直播间名称,平台,账号\n{begin}").expect("written");
        let block = piece.repeat((1 << 20) / piece.len());
        for _ in 0..200 {
            file.write_all(block.as_bytes()).expect("written");
        }
        file.flush().expect("written");
        drop(file);
        let (code, message) = desk.refuses(&["import", "rooms", &text(&path)]);
        assert_eq!(code, "invalid");
        assert!(message.contains("第 2 行") || message.contains("第 1 "), "says where: {message}");
        fs::remove_file(&path).expect("removed");
    }
    desk.is_untouched();
}

/// A workbook whose only sheet unpacks to `megabytes` of nothing.
fn workbook(path: &Path, megabytes: usize) {
    let options = SimpleFileOptions::default();
    let mut zip = zip::ZipWriter::new(File::create(path).expect("written"));
    let mut part = |name: &str, words: &str| {
        zip.start_file(name, options).expect("written");
        zip.write_all(words.as_bytes()).expect("written");
    };
    part(
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#,
    );
    part(
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    );
    part(
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    );
    part(
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    );
    part(
        "xl/worksheets/sheet1.xml",
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    let row = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>直播间名称</t></is></c></row>"#;
    zip.write_all(row.as_bytes()).expect("written");
    let nothing = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        zip.write_all(&nothing).expect("written");
    }
    zip.write_all(b"</sheetData></worksheet>").expect("written");
    zip.finish().expect("written");
}

#[test]
fn a_zip_bomb_and_a_workbook_cut_short_are_refused() {
    let desk = Desk::new();
    let bomb = desk.path("bomb.xlsx");
    workbook(&bomb, 320);
    assert!(bomb.metadata().expect("reads").len() < 2 << 20, "small as it comes");
    let (code, message) = desk.refuses(&["import", "rooms", &text(&bomb)]);
    assert_eq!(code, "invalid");
    assert!(message.contains("解压") || message.contains("压缩"), "{message}");

    let small = desk.path("small.xlsx");
    workbook(&small, 1);
    let mut bytes = Vec::new();
    File::open(&small).expect("opens").read_to_end(&mut bytes).expect("reads");
    let cut = desk.file("cut.xlsx", &bytes[..bytes.len() / 2]);
    assert_eq!(desk.refuses(&["import", "rooms", &cut]).0, "invalid");
    desk.is_untouched();
}

#[test]
fn what_is_no_roster_is_refused() {
    let desk = Desk::new();
    // Neither UTF-8 nor GB18030.
    let noise = b"\xff\xfe\xfd\xfc\xff\xff\x81,\xff\xff\xfe\xff\n".repeat(40);
    let cases: [(&str, &[u8]); 6] = [
        ("图.xlsx", b"\x89PNG\r\n\x1a\n0000000000000000"),
        ("空.csv", b""),
        ("零.csv", &[0; 4096]),
        ("页.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"),
        ("乱.csv", &[b"name,account\n", noise.as_slice()].concat()),
        ("包.xlsx", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
    ];
    for (name, bytes) in cases {
        let (code, message) = desk.refuses(&["import", "rooms", &desk.file(name, bytes)]);
        assert_eq!(code, "invalid", "{name}: {message}");
    }
    assert_eq!(desk.refuses(&["import", "rooms", &text(&desk.path("没有.csv"))]).0, "notFound");
    desk.is_untouched();
}

#[test]
fn workbooks_with_a_password_are_refused() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/5-spreadsheets");
    if !data.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "nothing may be skipped in CI: no data folder");
        eprintln!("SKIPPED: no data folder beside the project");
        return;
    }
    let desk = Desk::new();
    for name in ["calamine_pass_protected.xlsx", "excelize_encryptSHA1.xlsx", "fesod_demo_pwd_123.xls"] {
        let (code, message) = desk.refuses(&["import", "rooms", &text(&data.join(name))]);
        assert_eq!(code, "invalid");
        assert!(message.contains("密码"), "{name}: {message}");
    }
    desk.is_untouched();
}
