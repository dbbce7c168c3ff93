//! Locking and drawing a pool: SHA-256 and SM3 of the list, one ticket per row, the smallest in order.

use crate::Setting;
use crate::table::{Table, seconds};
use greenroom_core::draws::pool::Pool;
use sha2::{Digest, Sha256};
use sm3::Sm3;
use std::process::Command;

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
