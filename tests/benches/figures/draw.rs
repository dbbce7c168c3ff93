//! Locking and drawing a pool: SHA-256 and SM3 of the list, one ticket per row, the smallest in order.

use crate::Setting;
use crate::table::{Table, seconds};
use greenroom_core::draws::pool::Pool;
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use greenroom_journeys::hosts::browser;
use serde_json::json;
use sha2::{Digest, Sha256};
use sm3::Sm3;
use std::process::Command;

/// Subjects of the sheet that a browser recomputes.
const SHEET: usize = 100_000;

pub(crate) fn draw(setting: &Setting, table: &mut Table) {
    let file = setting.folder.path().join("ids.txt");
    let mut ids: Vec<String> = (0..setting.rows)
        .map(|number| greenroom_core::id::Id::derived(&["bench", &number.to_string()]).to_string())
        .collect();
    ids.sort_unstable();
    std::fs::write(&file, format!("{}\n", ids.join("\n"))).unwrap();
    let (seed, take) = ("416253364152263514426135", 3000);
    let (ours, picked) = seconds(|| {
        let pool = Pool::parse(std::fs::read(&file).unwrap()).unwrap();
        let seals = pool.seals();
        let picked = greenroom_core::draws::sample::order_by(
            seed,
            pool.len(),
            |index| pool.line(index),
            take,
            &|_| Ok(()),
        )
        .unwrap();
        (seals, picked)
    });
    assert_eq!(picked.1.len(), take);
    let (floor, _) = seconds(|| {
        let text = std::fs::read_to_string(&file).unwrap();
        let seed_hash = hex::encode(Sha256::digest(seed.as_bytes()));
        let lines: Vec<&str> = text.lines().collect();
        let half = lines.len() / 2;
        let tickets = |part: &[&str]| {
            let mut last = [0u8; 32];
            for id in part {
                last = Sha256::new().chain_update(&seed_hash).chain_update(id).finalize().into();
            }
            last
        };
        std::thread::scope(|scope| {
            let first = scope.spawn(|| (Sha256::digest(text.as_bytes()), tickets(&lines[..half])));
            let second = scope.spawn(|| (Sm3::digest(text.as_bytes()), tickets(&lines[half..])));
            (first.join().unwrap(), second.join().unwrap())
        })
    });
    let script = "import sys, time\nfrom consistent_sampler import sampler\nids = open(sys.argv[1]).read().split()\nt = time.time()\nfor _ in sampler(ids, seed=sys.argv[2], take=int(sys.argv[3]), with_replacement=False, output='id'): pass\nprint(time.time() - t)";
    let peer = Command::new("python3")
        .args(["-c", script, file.to_str().unwrap(), seed, &take.to_string()])
        .output();
    let peer = peer
        .ok()
        .filter(|output| output.status.success())
        .and_then(|output| String::from_utf8_lossy(&output.stdout).trim().parse().ok());
    table.add("draw of 3,000 from the pool", "s", ours, Some(floor), peer, "floor: read ids, SHA-256 and SM3 of the list, one SHA-256 per row on two cores; peer: consistent_sampler in Python");
}

/// The page from a USB stick: a draw of three thousand from a hundred thousand, recomputed in Chromium.
pub(crate) fn page(setting: &Setting, table: &mut Table) {
    let folder = setting.folder.path().join("sheet");
    std::fs::create_dir_all(&folder).unwrap();
    let Some((page, driver)) = browser(&folder) else { return };
    let count = SHEET.min(setting.rows);
    let options = OpenOptions { state_folder: folder.join("state"), ..OpenOptions::default() };
    let host = Host::new(folder.join("office"), "browser", options).0;
    let ask = |name: &str, input| host.call(name, None, input, None).unwrap().value;
    ask("host.create", json!({"name": "量所", "code": "BENCH", "personName": "沈砚"}));
    let office = host.office().unwrap();
    office
        .write(None, "bench.rooms", |w| {
            for number in 0..count {
                let id = greenroom_core::id::Id::derived(&["bench", &number.to_string()]);
                let account = format!("{number:019}");
                w.insert(
                    &greenroom_core::tables::ROOM,
                    id,
                    &[("name", format!("直播间{number}").into()), ("account", account.into())],
                )?;
            }
            Ok(())
        })
        .unwrap();
    let people: Vec<_> = ["陆知遥", "顾南舟", "江映雪", "贺听澜"]
        .into_iter()
        .map(|name| {
            let person = json!({"name": name, "roles": ["inspector"], "certificateNo": name, "certificateUntil": "2099-01-01"});
            json!({"id": ask("people.save", person)["id"]})
        })
        .collect();
    let plan = ask(
        "draws.plan",
        json!({
            "title": "量", "register": "rooms", "take": 3000.min(count / 2), "seedKind": "dice", "seedPlace": "本所",
            "seedWitnesses": [{"name": "周见证", "unit": "居委会"}], "persons": people,
        }),
    );
    let rev = ask("draws.lock", json!({"id": plan["id"], "rev": plan["rev"]}))["rev"].clone();
    let seed = json!({"id": plan["id"], "rev": rev, "seed": "416253", "seededBy": ["沈砚", "方投掷"]});
    let rev = ask("draws.seed", seed)["rev"].clone();
    ask("draws.draw", json!({"id": plan["id"], "rev": rev}));
    let made = ask("draws.page", json!({"id": plan["id"], "edition": "internal"}));
    let held = host.files().take(made["file"].as_str().unwrap()).unwrap();
    let file = std::fs::canonicalize(&folder).unwrap().join("page.html");
    std::fs::copy(held.path, &file).unwrap();
    page.go(&format!("file://{}", file.display()));
    let script =
        "const sheet = JSON.parse(document.getElementById('sheet').textContent), start = performance.now();
        const found = verify(sheet); return [found.same, (performance.now() - start) / 1000]";
    let found = page.run(script, json!([]));
    assert_eq!(found[0], true, "{found}");
    table.add(
        "page recomputes 100,000 subjects",
        "s",
        found[1].as_f64().unwrap(),
        None,
        None,
        "in Chromium, from the disk: both hashes, every ticket, the order and the teams",
    );
    drop(page);
    drop(driver);
}
