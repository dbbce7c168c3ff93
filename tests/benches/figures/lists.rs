//! Filters, what filters offer, and the search for duplicates, in the office of the large roster.

use crate::Setting;
use crate::table::{Table, percentile, seconds};
use greenroom_core::host::Host;
use greenroom_core::office::OpenOptions;
use serde_json::{Value, json};
use std::path::Path;

pub(crate) fn lists(setting: &Setting, office: &Path, table: &mut Table) {
    let options = OpenOptions { state_folder: setting.folder.path().join("state"), ..OpenOptions::default() };
    let host = Host::new(office.to_owned(), "browser", options).0;
    let ask = |name: &str, input: Value| {
        let (took, answer) = seconds(|| host.call(name, None, input, None).unwrap().value);
        (took * 1000.0, answer)
    };
    let all = json!({});
    let rule = |field: &str, test: &str, value: &str| json!({"rules": [{"field": field, "test": test, "value": value}]});
    let filters = [
        ("a list of one street, with an index", json!({"street": "石湾镇"})),
        ("a list of one category, without an index", rule("category", "is", "茶饮")),
        ("a list of a rare part of a remark, which nothing has", rule("remark", "contains", "没有")),
        ("a list that a word narrows", json!({"text": "海味"})),
    ];
    ask("registers.list", json!({"register": "rooms", "filter": all}));
    for (figure, filter) in filters {
        let input = json!({"register": "rooms", "filter": filter});
        let mut took: Vec<f64> = (0..20).map(|_| ask("registers.list", input.clone()).0).collect();
        let note = "the worst of 20; a person waits at most 100 ms";
        table.add(figure, "ms", percentile(&mut took, 1.0), None, None, note);
    }
    let street = || ask("registers.facets", json!({"register": "rooms", "field": "street"}));
    let (first, _) = street();
    table.add("values that a filter offers, the first time", "ms", first, None, None, "not counted yet");
    let (counted, ()) = seconds(|| {
        while street().1[0].get("count").is_none() {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    });
    table.add("until they are counted, in the background", "ms", counted * 1000.0, None, None, "");
    table.add("values that a filter offers, after that", "ms", street().0, None, None, "");
    let (pass, found) = ask("registers.duplicates", json!({"register": "rooms", "again": true}));
    let note = format!("{} pairs, at most 2,000 are kept", found["total"]);
    table.add("the whole register looked through for duplicates", "s", pass / 1000.0, None, None, &note);
}
