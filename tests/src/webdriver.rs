//! A small client of the classic WebDriver protocol, the same for Chromium and for the window.
//!
//! It waits for conditions and never for a time to pass, and it fails like a test does: by a panic that says what was
//! awaited and what the page showed instead. Elements are named by `data-testid`.

use serde_json::{Value, json};
use std::fmt::Debug;
use std::panic::panic_any;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(40);
/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys that are no letters, as WebDriver writes them.
pub mod key {
    #![allow(missing_docs)]
    pub const TAB: &str = "\u{e004}";
    pub const ENTER: &str = "\u{e007}";
    pub const ESCAPE: &str = "\u{e00c}";
    pub const CONTROL: &str = "\u{e009}";
    pub const SHIFT: &str = "\u{e008}";
    pub const ALT: &str = "\u{e00a}";
    pub const UP: &str = "\u{e013}";
    pub const DOWN: &str = "\u{e015}";
    pub const PAGE_DOWN: &str = "\u{e00f}";
    pub const F9: &str = "\u{e039}";
}

/// One browser, or one window, under control.
pub struct Driver {
    agent: ureq::Agent,
    session: String,
}

/// Something on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

type Answer = Result<Value, String>;

impl Driver {
    /// Waits until the driver at `base` answers, and opens a session with these capabilities.
    #[track_caller]
    pub fn open(base: &str, capabilities: &Value) -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None);
        let agent: ureq::Agent = config.timeout_global(Some(Duration::from_secs(90))).build().into();
        let started = Instant::now();
        while send(&agent, "GET", &format!("{base}/status"), &Value::Null).is_err() {
            assert!(started.elapsed() < PATIENCE, "no WebDriver answers at {base}");
            std::thread::sleep(GLANCE);
        }
        let asked = json!({ "capabilities": { "alwaysMatch": capabilities, "firstMatch": [{}] } });
        let answer = send(&agent, "POST", &format!("{base}/session"), &asked);
        let answer = answer.unwrap_or_else(|error| panic!("no session: {error}"));
        let id = answer["sessionId"].as_str().expect("a session has an id");
        Self { session: format!("{base}/session/{id}"), agent }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Answer {
        send(&self.agent, method, &format!("{}{path}", self.session), body)
    }

    #[track_caller]
    fn must(&self, method: &str, path: &str, body: &Value) -> Value {
        self.ask(method, path, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// Opens an address.
    #[track_caller]
    pub fn go(&self, address: &str) {
        self.must("POST", "/url", &json!({ "url": address }));
    }
    /// The address of the page.
    #[track_caller]
    pub fn address(&self) -> String {
        self.must("GET", "/url", &Value::Null).as_str().unwrap_or_default().to_owned()
    }
    /// Loads the page again.
    #[track_caller]
    pub fn refresh(&self) {
        self.must("POST", "/refresh", &json!({}));
    }
    /// The page's title.
    #[track_caller]
    pub fn title(&self) -> String {
        self.must("GET", "/title", &Value::Null).as_str().unwrap_or_default().to_owned()
    }

    /// Runs a function body in the page; `arguments[0]` and so on are `given`.
    #[track_caller]
    pub fn run(&self, body: &str, given: Value) -> Value {
        self.must("POST", "/execute/sync", &json!({ "script": body, "args": given }))
    }

    /// The text that the page shows.
    #[track_caller]
    pub fn page_text(&self) -> String {
        self.run("return document.body.innerText", json!([])).as_str().unwrap_or_default().to_owned()
    }

    /// Every element that a CSS selector finds now.
    #[track_caller]
    pub fn all(&self, css: &str) -> Vec<Element> {
        let found = self.must("POST", "/elements", &json!({ "using": "css selector", "value": css }));
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().filter_map(|element| Some(Element(element[ELEMENT].as_str()?.to_owned()))).collect()
    }

    /// Waits until `look` sees something.
    #[track_caller]
    pub fn wait<T>(&self, what: impl Debug, look: impl FnMut() -> Option<T>) -> T {
        self.wait_at_most(PATIENCE, what, look)
    }

    /// Waits longer than usual, for work that takes long.
    #[track_caller]
    pub fn wait_at_most<T>(
        &self,
        patience: Duration,
        what: impl Debug,
        mut look: impl FnMut() -> Option<T>,
    ) -> T {
        let started = Instant::now();
        loop {
            if let Some(seen) = look() {
                return seen;
            }
            if started.elapsed() > patience {
                let shown = self.ask(
                    "POST",
                    "/execute/sync",
                    &json!({ "script": "return document.body.innerText", "args": [] }),
                );
                let shown = shown.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default();
                let address = self.ask("GET", "/url", &Value::Null).unwrap_or_default();
                panic_any(format!(
                    "waited {patience:?} in vain for {what:?} at {address}; the page shows:\n{shown}"
                ));
            }
            std::thread::sleep(GLANCE);
        }
    }

    /// Waits for the element of this test id to be shown.
    #[track_caller]
    pub fn see(&self, testid: &str) -> Element {
        self.see_css(&by(testid))
    }
    /// Waits for what a CSS selector finds to be shown.
    #[track_caller]
    pub fn see_css(&self, css: &str) -> Element {
        self.wait(css, || self.all(css).into_iter().find(|element| self.is_shown(element)))
    }
    /// Waits until nothing of this test id is shown.
    #[track_caller]
    pub fn see_gone(&self, testid: &str) {
        let css = by(testid);
        self.wait(format!("{testid} to go"), || {
            (!self.all(&css).iter().any(|element| self.is_shown(element))).then_some(())
        });
    }
    /// Waits until the page shows this text.
    #[track_caller]
    pub fn see_text(&self, text: &str) {
        self.wait(text, || self.page_text().contains(text).then_some(()));
    }
    /// Waits until the element of this test id shows this text.
    #[track_caller]
    pub fn see_text_in(&self, testid: &str, text: &str) {
        let css = by(testid);
        self.wait(format!("{text} in {testid}"), || {
            self.all(&css)
                .iter()
                .any(|element| self.text_now(element).is_some_and(|shown| shown.contains(text)))
                .then_some(())
        });
    }

    /// Clicks the element of this test id, once it is there and takes the click.
    #[track_caller]
    pub fn click(&self, testid: &str) {
        self.click_css(&by(testid));
    }
    /// Clicks what a CSS selector finds, once it is there and takes the click: enabled, and nothing in front of it.
    #[track_caller]
    pub fn click_css(&self, css: &str) {
        self.wait(format!("{css} to take a click"), || {
            let element = self
                .all(css)
                .into_iter()
                .find(|element| self.is_shown(element) && self.is_enabled(element))?;
            self.ask("POST", &format!("/element/{}/click", element.0), &json!({})).ok()
        });
    }
    /// Clicks the innermost shown element whose own text is exactly this, within what `css` finds.
    #[track_caller]
    pub fn click_text(&self, css: &str, text: &str) {
        const FIND: &str = "const [css, text] = arguments;
            const shown = e => e.getClientRects().length > 0;
            const all = [...document.querySelectorAll(css)].flatMap(e => [e, ...e.querySelectorAll('*')]);
            const fit = all.filter(e => shown(e) && e.textContent.trim() === text);
            return fit.length ? fit[fit.length - 1] : null";
        self.wait(format!("{text} in {css} to take a click"), || {
            let found =
                self.ask("POST", "/execute/sync", &json!({ "script": FIND, "args": [css, text] })).ok()?;
            let id = found[ELEMENT].as_str()?;
            self.ask("POST", &format!("/element/{id}/click"), &json!({})).ok()
        });
    }

    /// Chooses the first line of an open list.
    #[track_caller]
    pub fn click_first_choice(&self) {
        self.click_choice("");
    }
    /// Chooses the shown line of an open list that begins with this name.
    #[track_caller]
    pub fn click_choice(&self, name: &str) {
        const FIND: &str = "return [...document.querySelectorAll('.el-select-dropdown__item')]
            .find(e => e.getClientRects().length > 0 && e.innerText.trim().startsWith(arguments[0])) ?? null";
        self.wait(format!("{name} in an open list"), || {
            let asked = json!({ "script": FIND, "args": [name] });
            let found = self.ask("POST", "/execute/sync", &asked).ok()?;
            let id = found[ELEMENT].as_str()?;
            self.ask("POST", &format!("/element/{id}/click"), &json!({})).ok()
        });
        // A list that is still closing would be taken for the next one.
        const OPEN: &str = "return [...document.querySelectorAll('.el-select-dropdown__item')]
            .some(e => e.getClientRects().length > 0)";
        self.wait("the list to close", || (self.run(OPEN, json!([])) == false).then_some(()));
    }

    /// Replaces what a field holds, as by hand.
    #[track_caller]
    pub fn fill(&self, testid: &str, text: &str) {
        self.fill_css(&by(testid), text);
    }
    /// Replaces what the field that a CSS selector finds, or that stands within it, holds.
    #[track_caller]
    pub fn fill_css(&self, css: &str, text: &str) {
        let element = self.see_css(&field(css));
        // WebDriver's own clearing says nothing to a page that keeps the value itself.
        const EMPTY: &str = "const [e] = arguments; if (!e.value) return;
            const kind = e instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
            Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(e, '');
            e.dispatchEvent(new Event('input', { bubbles: true }))";
        self.run(EMPTY, json!([{ ELEMENT: element.0 }]));
        self.type_into(&element, text);
        self.wait(format!("{css} to hold {text}"), || (self.value(&element) == text).then_some(()));
    }
    /// Types into an element; a path, into a file field.
    #[track_caller]
    pub fn type_into(&self, element: &Element, text: &str) {
        self.must("POST", &format!("/element/{}/value", element.0), &json!({ "text": text }));
    }
    /// Presses keys together, as a shortcut: all down in order, then up.
    #[track_caller]
    pub fn press(&self, keys: &[&str]) {
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let actions: Vec<Value> = down.chain(up).collect();
        self.must(
            "POST",
            "/actions",
            &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }),
        );
    }

    /// Presses Tab until the focus is on what bears this test id, or within it.
    #[track_caller]
    pub fn tab_to(&self, testid: &str) {
        self.see(testid);
        self.step_to(key::TAB, testid);
    }

    /// Presses this key until the focus is on what bears this test id, or within it.
    #[track_caller]
    pub fn step_to(&self, step: &str, testid: &str) {
        const THERE: &str = "return document.activeElement !== document.body && \
            document.activeElement?.closest(arguments[0]) !== null";
        for _ in 0..400 {
            if self.run(THERE, json!([by(testid)])) == true {
                return;
            }
            self.press(&[step]);
        }
        panic!("the keys do not reach {testid}");
    }

    /// What a field holds.
    #[track_caller]
    pub fn value(&self, element: &Element) -> String {
        let value = self.must("GET", &format!("/element/{}/property/value", element.0), &Value::Null);
        value.as_str().unwrap_or_default().to_owned()
    }
    /// The text of the element of this test id, once it is shown.
    #[track_caller]
    pub fn text(&self, testid: &str) -> String {
        let css = by(testid);
        self.wait(testid, || self.all(&css).iter().find_map(|element| self.text_now(element)))
    }
    /// How many elements of this test id there are now.
    #[track_caller]
    pub fn count(&self, testid: &str) -> usize {
        self.all(&by(testid)).len()
    }

    fn text_now(&self, element: &Element) -> Option<String> {
        // The window's driver has no text for what stands in a fixed place.
        let asked = json!({ "script": "return arguments[0].innerText", "args": [{ ELEMENT: element.0 }] });
        self.ask("POST", "/execute/sync", &asked).ok()?.as_str().map(str::to_owned)
    }
    fn is_shown(&self, element: &Element) -> bool {
        let seen = "return arguments[0].getClientRects().length > 0 && getComputedStyle(arguments[0]).visibility !== 'hidden'";
        let asked = json!({ "script": seen, "args": [{ ELEMENT: element.0 }] });
        self.ask("POST", "/execute/sync", &asked).is_ok_and(|shown| shown == true)
    }
    fn is_enabled(&self, element: &Element) -> bool {
        self.ask("GET", &format!("/element/{}/enabled", element.0), &Value::Null)
            .is_ok_and(|enabled| enabled == true)
    }

    /// Gives the page itself this size.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let rect =
            self.must("POST", "/window/rect", &json!({ "x": 0, "y": 0, "width": width, "height": height }));
        let inner = || self.run("return [innerWidth, innerHeight]", json!([]));
        let (mut frame_width, mut frame_height) = (width, height);
        self.wait(format!("a page of {width}x{height}, was {rect}"), || {
            let now = inner();
            let (w, h) = (now[0].as_u64()? as u32, now[1].as_u64()? as u32);
            if (w, h) == (width, height) {
                return Some(());
            }
            // A frame takes its share of the rectangle.
            frame_width = (frame_width + width).saturating_sub(w);
            frame_height = (frame_height + height).saturating_sub(h);
            let _ =
                self.ask("POST", "/window/rect", &json!({ "width": frame_width, "height": frame_height }));
            None
        });
    }
    /// The page as a PNG in base64.
    #[track_caller]
    pub fn screenshot(&self) -> String {
        self.must("GET", "/screenshot", &Value::Null).as_str().unwrap_or_default().to_owned()
    }
    /// Has Chromium hand its file dialogs to us instead of opening them (headless, it would cancel each at once).
    #[track_caller]
    pub fn hold_file_dialogs(&self) {
        let command = json!({ "cmd": "Page.setInterceptFileChooserDialog", "params": { "enabled": true } });
        self.must("POST", "/goog/cdp/execute", &command);
    }
    /// Has Chromium save what the page hands out in this folder, asking nobody.
    #[track_caller]
    pub fn keep_downloads(&self, folder: &Path) {
        let params = json!({ "behavior": "allow", "downloadPath": folder });
        let command = json!({ "cmd": "Browser.setDownloadBehavior", "params": params });
        self.must("POST", "/goog/cdp/execute", &command);
    }
    /// What the page wrote to Chromium's console since the last look.
    #[track_caller]
    pub fn console(&self) -> Vec<String> {
        let entries = self.must("POST", "/se/log", &json!({ "type": "browser" }));
        let entries = entries.as_array().cloned().unwrap_or_default();
        entries.iter().map(|entry| format!("{} {}", entry["level"], entry["message"])).collect()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.ask("DELETE", "", &Value::Null);
    }
}

/// The CSS selector of a test id.
pub fn by(testid: &str) -> String {
    format!("[data-testid=\"{testid}\"]")
}

/// A test id may stand on the field itself or on what wraps it.
fn field(css: &str) -> String {
    format!("{css}:is(input, textarea), {css} input, {css} textarea")
}

fn send(agent: &ureq::Agent, method: &str, address: &str, body: &Value) -> Answer {
    let sent = match method {
        "GET" => agent.get(address).call(),
        "DELETE" => agent.delete(address).call(),
        _ => agent.post(address).send_json(body),
    };
    let mut answer = sent.map_err(|error| error.to_string())?;
    let ok = answer.status().is_success();
    let mut answer: Value =
        answer.body_mut().with_config().limit(64 << 20).read_json().map_err(|error| error.to_string())?;
    let value = answer["value"].take();
    if ok { Ok(value) } else { Err(format!("{}: {}", value["error"], value["message"])) }
}
