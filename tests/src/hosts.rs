//! The two hosts of the same screens: Chromium on `greenroom serve`, and the window under Xvfb.

use crate::files::{pictures, program};
use crate::processes::{Running, free_port, is_on_path};
use crate::webdriver::Driver;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The size that most offices have, and the one that they buy next.
pub const SIZES: [(u32, u32); 2] = [(1366, 768), (1920, 1080)];

/// What a host wants on the machine.
const FOR_CHROMIUM: &[&str] = &["chromedriver"];
const FOR_WINDOW: &[&str] =
    &["tauri-driver", "WebKitWebDriver", "Xvfb", "dbus-run-session", "import", "xdotool"];

/// Finds the window itself.
const WINDOW: &[&str] = &["search", "--onlyvisible", "--name", "^绿间"];

/// Finds the window's file dialog.
const DIALOG: &[&str] = &["search", "--onlyvisible", "--name", "选择文件"];

/// Finds the window's dialog for a file that is to be saved.
const SAVE: &[&str] = &["search", "--onlyvisible", "--name", "保存为"];

/// Headless Chromium alone, with its profile and downloads in this folder. It knows no address but this machine's.
/// The page ends before its driver. Nothing, if the machine lacks what that takes.
#[track_caller]
pub fn browser(folder: &Path) -> Option<(Driver, Running)> {
    have(FOR_CHROMIUM)?;
    let port = free_port();
    let driver = Running::start(Command::new("chromedriver").arg(format!("--port={port}")));
    let profile = folder.join("profile");
    let downloads = folder.join("downloads");
    let arguments = [
        "--headless".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-quic".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--hide-scrollbars".to_owned(),
        "--no-proxy-server".to_owned(),
        // Proves that the screens need no network: nothing but this machine has an address.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_owned(),
        format!("--user-data-dir={}", profile.display()),
    ];
    let page = Driver::open(
        &format!("http://127.0.0.1:{port}"),
        &json!({
            "goog:chromeOptions": {
                "args": arguments,
                "prefs": { "download.default_directory": downloads, "download.prompt_for_download": false },
            },
            "goog:loggingPrefs": { "browser": "ALL" },
        }),
    );
    Some((page, driver))
}

/// A stage for a journey: an office in a folder of its own, and the screens on it. Fields end in this order.
pub struct Stage {
    /// The page under control.
    pub page: Driver,
    kind: Kind,
    running: Vec<Running>,
    folder: TempDir,
}

enum Kind {
    Chromium,
    Window { display: String },
}

impl Stage {
    /// Headless Chromium on the loopback host. Nothing, if the machine lacks what that takes.
    #[track_caller]
    pub fn chromium() -> Option<Self> {
        Self::chromium_on(|_| ())
    }

    /// The same on an office that is made first: `make` gets the folder that the office and the state lie in.
    #[track_caller]
    pub fn chromium_on(make: impl FnOnce(&Path)) -> Option<Self> {
        have(FOR_CHROMIUM)?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        make(folder.path());
        let mut serve = Command::new(program("greenroom"));
        serve.arg("--office").arg(folder.path().join("office")).arg("serve");
        serve.env("GREENROOM_STATE", folder.path().join("state"));
        let (serving, line) = Running::start_and_hear(&mut serve);
        let told: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("serve printed: {line}"));
        let link = told["link"].as_str().expect("serve prints its link");

        let (page, driver) = browser(folder.path())?;
        page.hold_file_dialogs();
        page.keep_downloads(&folder.path().join("downloads"));
        page.go(link);
        let stage = Self { page, kind: Kind::Chromium, running: vec![driver, serving], folder };
        stage.resize(SIZES[0]);
        Some(stage)
    }

    /// The real window, on a display of its own. Nothing, if the machine lacks what that takes.
    #[track_caller]
    pub fn window() -> Option<Self> {
        Self::window_on(|_| ())
    }

    /// The same on an office that is made first: `make` gets the folder that the office and the state lie in.
    #[track_caller]
    pub fn window_on(make: impl FnOnce(&Path)) -> Option<Self> {
        have(FOR_WINDOW)?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        make(folder.path());
        let (width, height) = SIZES[1];
        let screen = format!("{width}x{height}x24");
        let (xvfb, number) = Running::start_and_hear(Command::new("Xvfb").args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            &screen,
            "-nolisten",
            "tcp",
            "-noreset",
        ]));
        let display = format!(":{number}");
        let (port, native) = (free_port().to_string(), free_port().to_string());
        let mut driver = Command::new("dbus-run-session");
        driver.args(["--", "tauri-driver", "--port", &port, "--native-port", &native]);
        driver.env("DISPLAY", &display).env_remove("WAYLAND_DISPLAY").env("LANG", "C.UTF-8");
        driver.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1").env("NO_AT_BRIDGE", "1").env("GTK_USE_PORTAL", "0");
        for home in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
            driver.env(home, folder.path().join(home));
        }
        driver.env("GREENROOM_STATE", folder.path().join("state"));
        let driver = Running::start(&mut driver);
        let options = json!({
            "application": program("greenroom-window"),
            "args": ["--office", folder.path().join("office")],
        });
        let page = Driver::open(&format!("http://127.0.0.1:{port}"), &json!({ "tauri:options": options }));
        let stage = Self { page, kind: Kind::Window { display }, running: vec![driver, xvfb], folder };
        stage.resize(SIZES[0]);
        Some(stage)
    }

    /// Where the office of this journey lies.
    pub fn office(&self) -> PathBuf {
        self.folder.path().join("office")
    }

    /// A folder of this journey for files that the person has.
    pub fn desk(&self) -> &Path {
        self.folder.path()
    }

    /// The name of the host, as the pictures bear it.
    pub fn host(&self) -> &'static str {
        match self.kind {
            Kind::Chromium => "chromium",
            Kind::Window { .. } => "window",
        }
    }

    /// Leaves a picture of this screen in every size, and returns to the first.
    #[track_caller]
    pub fn picture(&self, screen: &str) {
        for size in SIZES {
            self.resize(size);
            self.settle();
            self.shoot(screen, size);
        }
        self.resize(SIZES[0]);
        self.settle();
    }

    /// Picks a file in the way that this host offers, after something on the page asked for one. Its name is in ASCII:
    /// letters that no key has get lost on the way into the dialog when the machine is busy.
    #[track_caller]
    pub fn pick_file(&self, file: &Path) {
        let path = file.to_str().expect("files of a journey have readable names");
        match &self.kind {
            Kind::Chromium => {
                let field = self.page.wait("a file field", || self.page.all("input[type=file]").pop());
                self.page.type_into(&field, path);
            }
            Kind::Window { display } => {
                answer_dialog(&self.page, display, DIALOG, path);
            }
        }
    }

    /// Presses F9 where it asks for a file. In the window it is a key of the display itself: the driver's own waits for
    /// the key to come up again, and by then the dialog may have the keyboard.
    #[track_caller]
    pub fn press_f9_for_a_dialog(&self) {
        match &self.kind {
            Kind::Chromium => self.page.press(&[crate::webdriver::key::F9]),
            Kind::Window { display } => {
                let window = self.page.wait("the window", || xdotool(display, WINDOW));
                let window = window.lines().last().unwrap_or_default().to_owned();
                xdotool(display, &["windowfocus", "--sync", &window]).expect("the window takes the keyboard");
                self.page.wait("a file dialog", || {
                    xdotool(display, &["key", "F9"])?;
                    let asked = Instant::now();
                    while asked.elapsed() < Duration::from_secs(5) {
                        if xdotool(display, DIALOG).is_some() {
                            return Some(());
                        }
                    }
                    None
                });
            }
        }
    }

    /// Keeps what the page shows now as a picture in this file.
    #[track_caller]
    pub fn keep_picture(&self, file: &Path) {
        std::fs::write(file, decode(&self.page.screenshot())).expect("the picture can be written");
    }

    /// The file of this ending that the page has just handed out, saved in the way that this host offers.
    #[track_caller]
    pub fn receive(&self, ending: &str) -> PathBuf {
        let downloads = self.folder.path().join("downloads");
        std::fs::create_dir_all(&downloads).expect("a folder for what is saved");
        if let Kind::Window { display } = &self.kind {
            let target = downloads.join(format!("paper.{ending}"));
            answer_dialog(&self.page, display, SAVE, target.to_str().expect("a readable name"));
        }
        let saved = self.page.wait("a saved file", || {
            let entries = std::fs::read_dir(&downloads).ok()?.flatten().map(|entry| entry.path());
            entries.into_iter().find(|path| path.extension().is_some_and(|kind| kind == ending))
        });
        // Out of the way of the next file of this ending.
        let taken = self.folder.path().join("taken");
        std::fs::create_dir_all(&taken).expect("a folder for what was taken");
        let number = std::fs::read_dir(&taken).expect("the folder can be read").count();
        let kept = taken.join(format!("{number}.{ending}"));
        std::fs::rename(&saved, &kept).expect("the file can be moved");
        kept
    }

    /// Ends the page and its host, and waits until the office is nobody's: the window is its driver's child and ends a
    /// moment after it. What the journey wrote stays until the folder is dropped.
    #[track_caller]
    pub fn close(self) -> TempDir {
        let Self { page, kind: _, running, folder } = self;
        drop(page);
        drop(running);
        if let Ok(lock) = std::fs::File::open(folder.path().join("office/office.lock")) {
            let asked = Instant::now();
            while lock.try_lock().is_err() {
                assert!(asked.elapsed() < Duration::from_secs(30), "the host still holds the office");
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        folder
    }

    /// Fails if the page broke its own policy or threw, as far as the host tells.
    #[track_caller]
    pub fn is_quiet(&self) {
        if let Kind::Chromium = self.kind {
            let loud = |line: &String| {
                line.contains("SEVERE") && !line.contains("the server responded with a status of 4")
            };
            let lines: Vec<String> = self.page.console().into_iter().filter(loud).collect();
            assert!(lines.is_empty(), "the page complained:\n{}", lines.join("\n"));
        }
    }

    #[track_caller]
    fn resize(&self, (width, height): (u32, u32)) {
        match &self.kind {
            Kind::Chromium => self.page.resize(width, height),
            Kind::Window { display } => {
                let window = self.page.wait("the window", || xdotool(display, WINDOW));
                let window = window.lines().last().unwrap_or_default().to_owned();
                let (width, height) = (width.to_string(), height.to_string());
                xdotool(display, &["windowmove", &window, "0", "0"]).expect("the window moves");
                xdotool(display, &["windowsize", &window, &width, &height]).expect("the window takes a size");
                let size = format!("return innerWidth === {width} && innerHeight === {height}");
                self.page.wait(format!("a window of {width}x{height}"), || {
                    (self.page.run(&size, json!([])) == true).then_some(())
                });
            }
        }
    }

    /// Waits until fonts are in and nothing moves any more.
    #[track_caller]
    fn settle(&self) {
        let still = "return document.fonts.status === 'loaded' && \
            document.getAnimations().every(a => a.playState !== 'running' || a.effect?.getComputedTiming().iterations === Infinity)";
        self.page.wait("the page to be still", || (self.page.run(still, json!([])) == true).then_some(()));
        // Two frames on, what was laid out is painted.
        self.page.run("window.painted = 0; requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = 1 }))", json!([]));
        self.page.wait("a painted frame", || {
            (self.page.run("return window.painted", json!([])) == 1).then_some(())
        });
    }

    #[track_caller]
    fn shoot(&self, screen: &str, (width, height): (u32, u32)) {
        let file = pictures().join(format!("{}-{screen}-{width}x{height}.png", self.host()));
        match &self.kind {
            Kind::Chromium => {
                let png = decode(&self.page.screenshot());
                std::fs::write(&file, png).expect("the picture can be written");
            }
            Kind::Window { display } => {
                let crop = format!("{width}x{height}+0+0");
                let shot = Command::new("import")
                    .env("DISPLAY", display)
                    .args(["-silent", "-window", "root", "-crop", &crop, "+repage"])
                    .arg(&file)
                    .status();
                assert!(shot.is_ok_and(|status| status.success()), "no picture of {screen}");
            }
        }
    }
}

/// Writes a path into a file dialog of the window, and waits until it is gone.
#[track_caller]
fn answer_dialog(page: &Driver, display: &str, dialog: &[&str], path: &str) {
    let window = page.wait("a file dialog", || xdotool(display, dialog));
    let window = window.lines().last().unwrap_or_default().to_owned();
    xdotool(display, &["windowfocus", "--sync", &window]).expect("the dialog takes the keyboard");
    page.wait("the file dialog to take a path", || {
        // Its line for a path opens when it likes, and letters typed before that are lost: write it again until the
        // dialog is content.
        for keys in
            [&["key", "ctrl+l"][..], &["key", "ctrl+a"], &["type", "--delay", "8", path], &["key", "Return"]]
        {
            if xdotool(display, dialog).is_none() {
                // It was content after all; these keys would go to the page.
                return Some(());
            }
            xdotool(display, keys)?;
        }
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(2) {
            if xdotool(display, dialog).is_none() {
                return Some(());
            }
        }
        None
    });
}

fn have(programs: &[&str]) -> Option<()> {
    let missing: Vec<&str> = programs.iter().copied().filter(|program| !is_on_path(program)).collect();
    if missing.is_empty() {
        return Some(());
    }
    crate::skip(&format!("not on this machine: {}", missing.join(", ")));
    None
}

fn xdotool(display: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new("xdotool").args(arguments).env("DISPLAY", display).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Base64, as WebDriver writes pictures.
fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for letter in text.bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}
