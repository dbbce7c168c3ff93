//! Search in the reference table of shops, more than six times the rooms, against the same search among the rooms, both
//! before the shops came and beside them.

use crate::Setting;
use crate::import;
use crate::roster;
use crate::table::{Table, percentile, seconds};
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

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
    let options =
        || OpenOptions { state_folder: setting.folder.path().join("state"), ..OpenOptions::default() };
    let words = roster::words(setting.rows);
    let mut alone = {
        let host = Host::new(office.to_owned(), "browser", options()).0;
        let pass = || words.iter().map(|word| search(&host, "rooms", word)).collect::<Vec<_>>();
        pass();
        pass()
    };
    let shops = setting.rows / 16 * SHOPS_PER_16_ROOMS;
    let file = setting.folder.path().join("shops.csv");
    write_shops(&file, shops);
    let arguments = ["--office", office.to_str().unwrap(), "import", "shops", file.to_str().unwrap()];
    let (took, (receipt, megabytes)) = seconds(|| import::run_with_memory(setting, &arguments));
    assert_eq!(receipt["created"], shops, "{receipt}");
    std::fs::remove_file(file).unwrap();
    table.add("import of the reference table from csv", "s", took, None, None, &format!("{shops} shops"));
    table.add("import of the reference table, peak memory", "MB", megabytes, None, None, "");

    let host = Host::new(office.to_owned(), "browser", options()).0;
    // In turn, so that both meet the same machine.
    let pass = || -> (Vec<f64>, Vec<f64>) {
        words.iter().map(|word| (search(&host, "rooms", word), search(&host, "shops", word))).unzip()
    };
    let (_, mut first) = pass();
    let note = "each word for the first time after the import";
    table.add(
        "search among the shops, 99th percentile",
        "ms",
        percentile(&mut first, 0.99),
        None,
        None,
        note,
    );
    let (mut rooms, mut large) = pass();
    let note = "each word again; floor: among the rooms, before the shops came";
    for (figure, times) in [("shops", &mut large), ("rooms, beside the shops", &mut rooms)] {
        for (part, name) in [(0.99, "99th percentile"), (0.5, "median")] {
            let floor = percentile(&mut alone, part);
            let figure = format!("search among the {figure}, {name}");
            table.add(&figure, "ms", percentile(times, part), Some(floor), None, note);
        }
    }
    let platform = json!({"platformName": roster::row(0)[1]});
    let both = json!({"text": "海味", "rules": [{"field": "address", "test": "contains", "value": "没有"}]});
    for (figure, name, input) in [
        ("the first page of the shops", "registers.list", json!({"register": "shops"})),
        (
            "shops of one platform, with an index",
            "registers.list",
            json!({"register": "shops", "filter": platform}),
        ),
        (
            "shops that a word finds, and a condition that none meets",
            "registers.list",
            json!({"register": "shops", "filter": both}),
        ),
        (
            "values that a filter of the shops offers, the first time",
            "registers.facets",
            json!({"register": "shops", "field": "platformName"}),
        ),
    ] {
        let took = ask(&host, name, input);
        table.add(figure, "ms", took, None, None, "asked once; a person waits at most 100 ms");
    }
}

fn search(host: &Host, register: &str, text: &str) -> f64 {
    ask(host, "registers.search", json!({"text": text, "register": register, "limit": 50}))
}

/// Milliseconds of one call.
fn ask(host: &Host, name: &str, input: Value) -> f64 {
    seconds(|| host.call(name, None, input, None).unwrap()).0 * 1000.0
}
