//! Complaints and reports of the demonstration office, a month at a time.

use super::story::Story;
use crate::error::Result;
use crate::id::Id;
use crate::registers::Register;
use crate::registers::identity::identity;
use crate::tables::COMPLAINT;
use chrono::{Datelike, Days, NaiveDate};
use rusqlite::types::Value;

impl Story<'_> {
    /// What came in from a day on.
    pub(super) fn complaints(&mut self, from: NaiveDate, days: u64, count: u64) -> Result<()> {
        let rooms = Register::by_name("rooms")?;
        let place = |name: &str| rooms.fields.iter().position(|field| field.name == name).unwrap_or_default();
        let (name, platform, category, street) =
            (place("name"), place("platformName"), place("category"), place("street"));
        let mut received: Vec<u64> = (0..count).map(|_| self.chance.below(days)).collect();
        received.sort_unstable();
        let all = self.maker.count("rooms");
        let mut rows: Vec<(Id, Vec<(&'static str, Value)>)> = Vec::new();
        for (number, after) in received.into_iter().enumerate() {
            let on = from + Days::new(after);
            // A tenth of the rooms draws half of the complaints.
            let within = if self.chance.percent(50) { all.div_ceil(10) } else { all };
            let room = rooms_values(self, rooms, within);
            let (room_id, _) = identity(rooms, &room);
            let kind = self.chance.weighted(&[("complaint", 78), ("report", 22)]);
            let verified = self.chance.weighted(&[("yes", 42), ("no", 33), ("pending", 25)]);
            let state = self.chance.pick(&self.words.complaint_states).clone();
            let mut values: Vec<(&'static str, Value)> = vec![
                ("number", format!("示投{}-{:02}{:05}", on.year(), on.month(), number + 1).into()),
                ("kind", kind.to_owned().into()),
                ("received_on", on.to_string().into()),
                ("platform_name", room[platform].clone().into()),
                ("room_id", room_id.into()),
                ("subject_name", room[name].clone().into()),
                ("category", room[category].clone().into()),
                ("street", room[street].clone().into()),
                ("state", state.into()),
                ("verified", verified.to_owned().into()),
            ];
            self.handling(on, &mut values);
            rows.push((self.office.new_id()?, values));
        }
        self.office.write(Some(self.clerk), "complaints.record", |w| {
            for (id, values) in rows {
                w.insert(&COMPLAINT, id, &values)?;
            }
            Ok(())
        })
    }

    /// Handed to the platform, answered, settled: as far as time has gone.
    fn handling(&mut self, on: NaiveDate, values: &mut Vec<(&'static str, Value)>) {
        let mut day = on;
        for (column, share) in [("forwarded_on", 70), ("answered_on", 85), ("settled_on", 80)] {
            day = day + Days::new(1 + self.chance.below(6));
            if !self.chance.percent(share) || day > self.today() {
                return;
            }
            values.push((column, day.to_string().into()));
        }
    }
}

fn rooms_values(story: &mut Story<'_>, rooms: &Register, within: u64) -> Vec<String> {
    let number = story.chance.below(within);
    story.maker.values(rooms, number)
}
