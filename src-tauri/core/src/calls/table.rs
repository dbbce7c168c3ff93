//! Every call of the program, one line each: name, function, input, output, topics.

use super::{Call, Topic, parse};
use crate::calls;

macro_rules! table {
    (@writes read) => { false };
    (@writes write) => { true };
    ($($about:literal $mode:ident $name:literal $path:path : $input:ty => $output:ty [$($topic:ident),*];)*) => {
        /// The table.
        pub static CALLS: &[Call] = &[$(Call {
            name: $name,
            about: $about,
            writes: table!(@writes $mode),
            topics: &[$(Topic::$topic),*],
            run: |context, input| {
                let input: $input = parse(input)?;
                let output: $output = $path(context, input)?;
                Ok(serde_json::to_value(output)?)
            },
            schemas: || (
                schemars::schema_for!($input).to_value(),
                schemars::schema_for!($output).to_value(),
            ),
            types: |declarations| (declarations.add::<$input>(), declarations.add::<$output>()),
        },)*];
    };
}

table! {
    "The office's own data and the health of its folder." read "office.overview" crate::office::overview::overview: calls::Nothing => crate::office::overview::Overview [Office, Backups, Rules];
    "Changes the office's own data." write "office.save" crate::office::overview::save: crate::office::overview::SaveOffice => calls::Revision [Office];
    "Checks journal chain, evidence hashes, references and the database." read "office.check" crate::office::check::call: calls::Nothing => crate::office::CheckReport [Office];
    "Makes a verified backup." write "office.backup" crate::office::backup::call: calls::Nothing => crate::office::backup::BackupMade [Backups, Office];
    "The time line of a record or of the office." read "office.history" crate::journal::history: crate::journal::HistoryInput => crate::journal::HistoryPage [Office];
    "The people of the office." read "people.list" crate::people::list: crate::people::ListPeople => Vec<crate::people::Person> [People];
    "Adds or changes a person." write "people.save" crate::people::save: crate::people::SavePerson => calls::Saved [People];
    "Retires a person, or brings one back." write "people.retire" crate::people::retire: crate::people::RetirePerson => calls::Revision [People];
}
