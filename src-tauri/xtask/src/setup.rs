//! Installs what a task needs and this machine lacks.

use crate::process::{command, is_on_path, python_folder, root, run, succeeds};
use std::fs;

/// The last tauri-driver of Tauri 2; `cargo install tauri-driver` alone gives an alpha of the next.
const TAURI_DRIVER: &str = "tauri-driver@2.1.0";

/// Something that the system must have: how to see it, and the Debian package that brings it.
struct Need {
    package: &'static str,
    is_there: fn() -> bool,
}

/// What the window is built with and shows Chinese with.
const WINDOW: &[Need] = &[
    Need { package: "pkg-config", is_there: || is_on_path("pkg-config") },
    Need {
        package: "libwebkit2gtk-4.1-dev",
        is_there: || succeeds(&mut command("pkg-config", ["--exists", "webkit2gtk-4.1"])),
    },
    Need { package: "fonts-noto-cjk", is_there: has_chinese_font },
];

/// What the journeys are driven and photographed with.
const JOURNEYS: &[Need] = &[
    Need { package: "webkit2gtk-driver", is_there: || is_on_path("WebKitWebDriver") },
    Need { package: "xvfb", is_there: || is_on_path("Xvfb") },
    Need { package: "xauth", is_there: || is_on_path("xauth") },
    Need { package: "dbus-x11", is_there: || is_on_path("dbus-run-session") },
    Need { package: "imagemagick", is_there: || is_on_path("import") },
    Need { package: "xdotool", is_there: || is_on_path("xdotool") },
    Need {
        package: "chromium",
        is_there: || ["chromium", "chromium-browser", "google-chrome"].into_iter().any(is_on_path),
    },
    Need { package: "chromium-driver", is_there: || is_on_path("chromedriver") },
    Need { package: "python3", is_there: || is_on_path("python3") },
    Need {
        package: "python3-pip",
        is_there: || succeeds(&mut command("python3", ["-m", "pip", "--version"])),
    },
];

/// The public sampler that draws are compared with, at the version whose order they follow.
const SAMPLER: &str = "consistent_sampler==1.0.10";

/// What building the window takes.
pub(crate) fn for_window() -> Result<(), String> {
    if cfg!(windows) { windows() } else { install(WINDOW) }
}

/// What running every test takes.
pub(crate) fn for_tests() -> Result<(), String> {
    for_window()?;
    if cfg!(not(target_os = "linux")) {
        return Ok(());
    }
    install(JOURNEYS)?;
    if !is_on_path("tauri-driver") && !cargo_bin("tauri-driver") {
        run(&mut command("cargo", ["install", TAURI_DRIVER, "--locked"]))?;
    }
    sampler()
}

/// Puts the public sampler where only the tests see it (`process::command` names the folder to Python).
pub(crate) fn sampler() -> Result<(), String> {
    if succeeds(&mut command("python3", ["-c", "import consistent_sampler"])) {
        return Ok(());
    }
    let folder = python_folder();
    let into = folder.to_str().ok_or("the project's folder has no readable name")?;
    run(&mut command("python3", ["-m", "pip", "install", "--quiet", "--no-deps", "--target", into, SAMPLER]))
}

/// The npm packages, exactly as locked, if they are older than the lock.
pub(crate) fn npm() -> Result<(), String> {
    let node =
        command("node", ["--version"]).output().map_err(|_| "Node.js 20 or newer is needed: nodejs.org")?;
    let version = String::from_utf8_lossy(&node.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        return Err(format!("Node.js 20 or newer is needed, this is {version}"));
    }
    let ui = root().join("ui");
    let changed = |path: &str| fs::metadata(ui.join(path)).and_then(|file| file.modified()).ok();
    let locked = changed("package-lock.json").ok_or("ui/package-lock.json is missing")?;
    if changed("node_modules/.package-lock.json").is_some_and(|installed| installed >= locked) {
        return Ok(());
    }
    run(&mut command("npm", ["ci", "--prefix", "ui", "--no-audit", "--no-fund"]))
}

fn install(needs: &[Need]) -> Result<(), String> {
    if cfg!(not(target_os = "linux")) {
        return Ok(());
    }
    let missing: Vec<&str> =
        needs.iter().filter(|need| !(need.is_there)()).map(|need| need.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !is_on_path("apt-get") {
        return Err(format!("please install what these Debian packages hold: {}", missing.join(" ")));
    }
    let root_already = command("id", ["-u"]).output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    if !root_already && !is_on_path("sudo") {
        return Err(format!("please run as root: apt-get install {}", missing.join(" ")));
    }
    let apt = |arguments: &[&str]| {
        let words = ["apt-get"].iter().chain(arguments).copied();
        if root_already {
            run(command("env", ["DEBIAN_FRONTEND=noninteractive"].into_iter().chain(words))
                .env_remove("LD_PRELOAD"))
        } else {
            run(&mut command("sudo", ["DEBIAN_FRONTEND=noninteractive"].into_iter().chain(words)))
        }
    };
    apt(&["update", "-q"])?;
    apt(&[&["install", "-y", "-q", "--no-install-recommends"], missing.as_slice()].concat())
}

fn has_chinese_font() -> bool {
    command("fc-list", [":lang=zh-cn"]).output().is_ok_and(|fonts| !fonts.stdout.is_empty())
}

fn cargo_bin(program: &str) -> bool {
    let home = std::env::var_os("CARGO_HOME").map(std::path::PathBuf::from);
    let home = home.or_else(|| Some(std::path::PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    home.is_some_and(|home| home.join("bin").join(program).is_file())
}

/// Windows has no apt: look, and say what to do.
fn windows() -> Result<(), String> {
    let client = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let hives = [r"HKLM\SOFTWARE\WOW6432Node", r"HKLM\SOFTWARE", r"HKCU\Software"];
    if !hives
        .iter()
        .any(|hive| succeeds(&mut command("reg", ["query", &format!(r"{hive}\{client}"), "/v", "pv"])))
    {
        return Err(
            "the WebView2 runtime is missing: install the Evergreen Standalone Installer from Microsoft \
                    (on Windows 10 it comes with Edge), then run this again"
                .into(),
        );
    }
    let programs = std::env::var("ProgramFiles(x86)").unwrap_or_else(|_| r"C:\Program Files (x86)".into());
    let vswhere = format!(r"{programs}\Microsoft Visual Studio\Installer\vswhere.exe");
    let tools = "Microsoft.VisualStudio.Component.VC.Tools.x86.x64";
    let found =
        command(&vswhere, ["-products", "*", "-latest", "-requires", tools, "-property", "installationPath"]);
    let found = { found }.output().is_ok_and(|found| !found.stdout.trim_ascii().is_empty());
    if found {
        Ok(())
    } else {
        Err("the MSVC build tools are missing: install \"Build Tools for Visual Studio\" with the workload \
             \"Desktop development with C++\", then run this again"
            .into())
    }
}
