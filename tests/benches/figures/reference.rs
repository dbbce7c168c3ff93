//! Search in the reference table of shops, more than six times the rooms, against the same search among the rooms.

use crate::Setting;
use crate::roster;
use crate::table::{Table, percentile, seconds};
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Ten million shops beside 1.6 million rooms.
const SHOPS_PER_16_ROOMS: usize = 100;

fn write_shops(path: &Path, shops: usize) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(file, "网店名称,平台,店铺号,经营主体,统一社会信用代码,主营类目,地址,联系电话").unwrap();
    for number in 0..shops {
        let [name, platform, account, _, operator, code, _, category, _, address, phone, _] =
            roster::row(number);
        writeln!(file, "{name},{platform},{account},{operator},{code},{category},{address},{phone}").unwrap();
    }
}

/// Fills the reference table of the office that holds the rooms, and times both in turn.
pub(crate) fn reference(setting: &Setting, office: &Path, table: &mut Table) {
    let shops = setting.rows / 16 * SHOPS_PER_16_ROOMS;
    let file = setting.folder.path().join("shops.csv");
    write_shops(&file, shops);
    let (took, output) = seconds(|| {
        Command::new(&setting.greenroom)
            .args(["--office", office.to_str().unwrap(), "import", "shops", file.to_str().unwrap()])
            .env("GREENROOM_STATE", setting.folder.path().join("state"))
            .output()
            .unwrap()
    });
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    std::fs::remove_file(file).unwrap();
    table.add("import of the reference table from csv", "s", took, None, None, &format!("{shops} shops"));

    let options = OpenOptions { state_folder: setting.folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(office.to_owned(), "browser", options).0;
    let ask = |register: &str, text: &str| {
        let input = json!({"text": text, "register": register, "limit": 50});
        seconds(|| host.call("registers.search", None, input, None).unwrap()).0 * 1000.0
    };
    let words = roster::words(setting.rows);
    let (mut rooms, mut large) = (Vec::new(), Vec::new());
    ask("rooms", "暖");
    ask("shops", "暖");
    // In turn, so that both meet the same machine.
    for word in &words {
        rooms.push(ask("rooms", word));
        large.push(ask("shops", word));
    }
    let note = "floor: the same words among the rooms of this office, in turn";
    for (figure, part) in [
        ("search in the reference table, 99th percentile", 0.99),
        ("search in the reference table, median", 0.5),
    ] {
        table.add(figure, "ms", percentile(&mut large, part), Some(percentile(&mut rooms, part)), None, note);
    }
}
