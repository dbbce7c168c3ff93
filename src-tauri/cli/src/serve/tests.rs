//! Every refusal, and the way in, against a real server on loopback.

use super::files::{Part, part_of};
use super::*;
use std::io::Read;
use std::net::TcpStream;

/// A server in this process, and what a browser would keep of its visit.
struct Visit {
    runtime: tokio::runtime::Runtime,
    host: Arc<Host>,
    _folder: tempfile::TempDir,
    port: u16,
    link_token: String,
    cookie: String,
    token: String,
}

/// An answer as it came over the wire.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("JSON expected: {}", self.text()))
    }
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl Visit {
    /// Starts a server; nobody has come in yet.
    fn outside() -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let folder = tempfile::tempdir().expect("a folder");
        let options = greenroom_core::office::OpenOptions {
            state_folder: folder.path().join("state"),
            ..greenroom_core::office::OpenOptions::default()
        };
        let (host, problem) = Host::new(folder.path().join("office"), "browser", options);
        assert!(problem.is_none());
        let host = Arc::new(host);
        let (port, link) = runtime.block_on(async {
            let listener = bind(0).await.expect("a free port");
            let address = listener.local_addr().expect("an address");
            assert!(address.ip().is_loopback());
            let (router, link) = build(Arc::clone(&host), address).expect("a router");
            tokio::spawn(axum::serve(listener, router).into_future());
            (address.port(), link)
        });
        let link_token = link.split_once("token=").expect("a token in the link").1.to_owned();
        Self { runtime, host, _folder: folder, port, link_token, cookie: String::new(), token: String::new() }
    }

    /// Comes in by the link, as a browser does.
    fn inside() -> Self {
        let mut visit = Self::outside();
        let entered = visit.raw("GET", &format!("/?token={}", visit.link_token), &visit.host_line(), b"");
        assert_eq!(entered.status, 200, "{}", entered.text());
        let cookie = entered.header("set-cookie").expect("a cookie");
        for trait_ in ["HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(trait_), "{cookie}");
        }
        visit.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let session = visit.raw("GET", "/session", &[visit.host_line(), visit.cookie_line()].concat(), b"");
        visit.token = session.json()["token"].as_str().expect("a header token").to_owned();
        visit
    }

    fn host_line(&self) -> String {
        format!("Host: 127.0.0.1:{}\r\n", self.port)
    }
    fn cookie_line(&self) -> String {
        format!("Cookie: other=1; {}\r\n", self.cookie)
    }
    fn origin_line(&self) -> String {
        format!("Origin: http://127.0.0.1:{}\r\n", self.port)
    }
    fn token_line(&self) -> String {
        format!("X-Greenroom-Token: {}\r\n", self.token)
    }
    fn all_lines(&self) -> String {
        [self.host_line(), self.cookie_line(), self.origin_line(), self.token_line()].concat()
    }

    fn get(&self, path: &str) -> Answer {
        self.raw("GET", path, &[self.host_line(), self.cookie_line()].concat(), b"")
    }
    fn post(&self, path: &str, body: &[u8]) -> Answer {
        self.raw("POST", path, &self.all_lines(), body)
    }

    fn raw(&self, method: &str, path: &str, lines: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connected");
        let head = format!(
            "{method} {path} HTTP/1.1\r\n{lines}Connection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("sent");
        // A refusal may close before a long body is through.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        assert!(!head.to_ascii_lowercase().contains("access-control-"), "no CORS header, ever: {head}");
        Answer { status, head, body: bytes[end + 4..].to_vec() }
    }
}

const CALL: &[u8] = br#"{"name":"no.such","input":{},"actor":null}"#;

#[test]
fn a_call_travels_and_its_failure_has_the_wire_form() {
    let visit = Visit::inside();
    let refused = visit.post("/call", CALL);
    assert!((400..500).contains(&refused.status), "{}", refused.text());
    let wire = refused.json();
    assert!(wire["code"].is_string() && wire["message"].is_string(), "{wire}");
    let status = visit.post("/call", br#"{"name":"host.status","input":{},"actor":null,"job":"1"}"#);
    assert_eq!(status.status, 200, "{}", status.text());
    assert_eq!((&status.json()["value"]["open"], &status.json()["changed"]), (&json!(false), &json!([])));
    let garbled = visit.post("/call", b"{");
    assert_eq!(garbled.json()["code"], "invalid");
    let nobody = visit.post("/call", br#"{"name":"no.such","input":{},"actor":"xyz"}"#);
    assert_eq!(nobody.json()["field"], "actor");
}

#[test]
fn the_link_lets_in_once() {
    let visit = Visit::inside();
    let again = visit.raw("GET", &format!("/?token={}", visit.link_token), &visit.host_line(), b"");
    assert_eq!(again.status, 403);
    assert!(again.text().contains("只能用一次") && again.text().contains("重新启动"));
    assert!(again.header("set-cookie").is_none());
    let same_browser = [visit.host_line(), visit.cookie_line()].concat();
    let back = visit.raw("GET", &format!("/?token={}", visit.link_token), &same_browser, b"");
    assert_eq!(back.status, 200, "going back in the browser that came in is no attack");
}

#[test]
fn a_guessed_link_opens_nothing_and_spends_nothing() {
    let visit = Visit::outside();
    for guess in ["", "0", &"0".repeat(64)] {
        let refused = visit.raw("GET", &format!("/?token={guess}"), &visit.host_line(), b"");
        assert_eq!(refused.status, 403);
        assert!(refused.header("set-cookie").is_none());
    }
    let entered = visit.raw("GET", &format!("/?token={}", visit.link_token), &visit.host_line(), b"");
    assert_eq!(entered.status, 200);
}

#[test]
fn without_a_session_nothing_is_seen() {
    let visit = Visit::outside();
    let page = visit.raw("GET", "/", &visit.host_line(), b"");
    assert_eq!(page.status, 401);
    assert!(page.text().contains("链接"));
    for path in ["/session", "/file/00", "/evidence/00", "/progress?job=1", "/assets/index.js"] {
        let refused = visit.raw("GET", path, &visit.host_line(), b"");
        assert_eq!((refused.status, &refused.json()["code"]), (401, &json!("notAllowed")), "{path}");
    }
    let call = visit.raw("POST", "/call", &[visit.host_line(), visit.origin_line()].concat(), CALL);
    assert_eq!(call.status, 401);
    let wrong = format!("{}Cookie: greenroom-{}={}\r\n", visit.host_line(), visit.port, "0".repeat(64));
    assert_eq!(visit.raw("GET", "/session", &wrong, b"").status, 401);
}

#[test]
fn another_name_for_this_host_is_refused() {
    let visit = Visit::inside();
    let port = visit.port;
    for host in
        ["evil.example", "127.0.0.1", &format!("127.0.0.1:{}", port ^ 1), &format!("evil.example:{port}"), ""]
    {
        let lines = format!("Host: {host}\r\n{}", visit.cookie_line());
        assert_eq!(visit.raw("GET", "/session", &lines, b"").status, 421, "{host}");
    }
    let local = format!("Host: localhost:{port}\r\n{}", visit.cookie_line());
    assert_eq!(visit.raw("GET", "/session", &local, b"").status, 200);
}

#[test]
fn a_write_needs_this_pages_origin_and_the_header_token() {
    let visit = Visit::inside();
    let [host, cookie, origin, token] =
        [visit.host_line(), visit.cookie_line(), visit.origin_line(), visit.token_line()];
    let other_port = format!("Origin: http://127.0.0.1:{}\r\n", visit.port ^ 1);
    let refused = [
        ("no origin", [host.as_str(), &cookie, &token].concat()),
        ("another site", [host.as_str(), &cookie, &token, "Origin: http://evil.example\r\n"].concat()),
        ("another port", [host.as_str(), &cookie, &token, &other_port].concat()),
        ("null origin", [host.as_str(), &cookie, &token, "Origin: null\r\n"].concat()),
        ("no token", [host.as_str(), &cookie, &origin].concat()),
        ("wrong token", [host.as_str(), &cookie, &origin, "X-Greenroom-Token: 00\r\n"].concat()),
    ];
    for (what, lines) in refused {
        for path in ["/call", "/cancel?job=1", "/upload?name=a.csv"] {
            let answer = visit.raw("POST", path, &lines, CALL);
            assert_eq!((answer.status, &answer.json()["code"]), (403, &json!("notAllowed")), "{what} {path}");
        }
    }
    assert_eq!(visit.post("/cancel?job=1", b"").status, 204);
}

#[test]
fn another_sites_page_may_not_even_read() {
    let visit = Visit::inside();
    for from in ["cross-site", "same-site"] {
        let lines = format!("{}{}Sec-Fetch-Site: {from}\r\n", visit.host_line(), visit.cookie_line());
        assert_eq!(visit.raw("GET", "/session", &lines, b"").status, 403, "{from}");
    }
}

#[test]
fn every_answer_carries_the_policy() {
    let visit = Visit::inside();
    for answer in [visit.get("/"), visit.get("/session"), visit.get("/nothing"), visit.post("/call", CALL)] {
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(
            policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-eval") && !policy.contains("script-src"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    assert_eq!(visit.get("/nothing").status, 404);
    assert_eq!(visit.get("/../Cargo.toml").status, 404);
}

#[test]
fn a_file_goes_up_and_comes_down_once() {
    let visit = Visit::inside();
    let bytes = vec![7; 20 << 20];
    let up = visit.post("/upload?name=%E5%90%8D%E5%86%8C.csv", &bytes);
    assert_eq!(up.status, 200, "{}", up.text());
    let handle = up.json()["handle"].as_str().expect("a handle").to_owned();
    assert!(!handle.contains('/'), "no path on the wire");

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x");
    std::fs::write(&path, "<script>").expect("written");
    let out = visit.host.files().offer("笔录 1.html", path.clone(), true).expect("offered");
    let down = visit.get(&format!("/file/{out}"));
    assert_eq!((down.status, down.text().as_str()), (200, "<script>"));
    let place = down.header("content-disposition").expect("a disposition");
    assert_eq!(place, "attachment; filename*=UTF-8''%E7%AC%94%E5%BD%95%201.html");
    assert_eq!(down.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(visit.get(&format!("/file/{out}")).status, 400, "a handle is good once");
    assert!(!path.exists(), "what was temporary is gone");
}

#[test]
fn evidence_is_shown_only_where_it_can_do_no_harm() {
    let visit = Visit::inside();
    let called = |name: &str, input: Value| {
        let body = json!({ "name": name, "input": input, "actor": null }).to_string();
        let answer = visit.post("/call", body.as_bytes());
        assert_eq!(answer.status, 200, "{name}: {}", answer.text());
        answer.json()["value"].clone()
    };
    called("host.create", json!({ "name": "所", "code": "S", "personName": "林青" }));
    let room = called("registers.save", json!({ "register": "rooms", "values": { "name": "海味直播间" } }));
    let inspector = |name: &str, number: &str| {
        let person = json!({
            "name": name, "roles": ["inspector"], "certificateNo": number, "certificateUntil": "2099-01-01",
        });
        called("people.save", person)["id"].clone()
    };
    let subject = json!({
        "register": "rooms", "subjectId": room["id"], "approach": "replay", "reason": "routine",
        "leaderId": inspector("陆知遥", "JC-1"), "memberId": inspector("顾南乔", "JC-2"),
    });
    let inspection = called("inspections.start", subject);
    let add = |name: &str, bytes: &[u8]| {
        let up = visit.post(&format!("/upload?name={name}"), bytes);
        let evidence = called(
            "evidence.add",
            json!({ "file": up.json()["handle"], "kind": "screenshot", "inspectionId": inspection["id"] }),
        );
        evidence["id"].as_str().expect("an id").to_owned()
    };
    let picture = visit.get(&format!("/evidence/{}", add("a.png", b"0123456789")));
    assert_eq!((picture.status, picture.text().as_str()), (200, "0123456789"));
    assert!(picture.header("content-disposition").is_some_and(|place| place.starts_with("inline")));
    assert_eq!(picture.header("content-security-policy"), Some("sandbox"));
    assert_eq!(picture.header("x-content-type-options"), Some("nosniff"));

    for name in ["page.html", "drawing.svg", "page.mhtml", "program.exe"] {
        let page = visit.get(&format!("/evidence/{}", add(name, name.as_bytes())));
        assert!(
            page.header("content-disposition").is_some_and(|place| place.starts_with("attachment")),
            "{name}"
        );
        assert_eq!(page.header("content-security-policy"), Some("sandbox"), "{name}");
    }

    let film = format!("/evidence/{}", add("film.mp4", b"abcdefghij"));
    let ask = |range: &str| {
        let lines = format!("{}{}Range: {range}\r\n", visit.host_line(), visit.cookie_line());
        visit.raw("GET", &film, &lines, b"")
    };
    let part = ask("bytes=2-4");
    assert_eq!(
        (part.status, part.text().as_str(), part.header("content-range")),
        (206, "cde", Some("bytes 2-4/10"))
    );
    assert_eq!(ask("bytes=10-").status, 416);
    assert_eq!(visit.get(&format!("/evidence/{}", "0".repeat(32))).status, 404);
    assert_eq!(visit.get("/evidence/..%2Foffice.db").status, 404);
}

#[test]
fn a_port_in_use_is_said_so() {
    let visit = Visit::outside();
    let refused = visit.runtime.block_on(bind(visit.port)).expect_err("refused");
    assert!(refused.to_string().contains(&visit.port.to_string()));
}

#[test]
fn ranges() {
    let cases = [
        ("bytes=0-3", Part::Some(0..=3)),
        ("bytes=4-", Part::Some(4..=9)),
        ("bytes=-2", Part::Some(8..=9)),
        ("bytes=-99", Part::Some(0..=9)),
        ("bytes=8-99", Part::Some(8..=9)),
        ("bytes=10-", Part::None),
        ("bytes=-0", Part::None),
        ("bytes=5-2", Part::Whole),
        ("bytes=0-1,4-5", Part::Whole),
        ("lines=0-1", Part::Whole),
        ("bytes=-", Part::Whole),
    ];
    for (asked, part) in cases {
        assert_eq!(part_of(asked, 10), part, "{asked}");
    }
    assert_eq!(part_of("bytes=0-", 0), Part::None);
}
