//! Who is what to whom in the demonstration office, licences, standing, 包片 and visits of the first rooms.

use super::story::{Story, text};
use crate::error::Result;
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// Rooms that get all of it.
const ROOMS: u64 = 30;

impl Story<'_> {
    /// Enters it all by the program's own calls, at the end of the story.
    pub(super) fn relate(&mut self) -> Result<()> {
        self.at(self.now);
        let today = self.today();
        let streets = self.words.streets.clone();
        for (number, street) in streets.iter().enumerate() {
            let people = [("station", "网监组"), ("section", "网络交易监管科"), ("leader", "分管局领导")];
            for (level, unit) in people {
                let inspector = self.inspectors.get(number % self.inspectors.len().max(1)).copied();
                let person = if level == "station" { inspector } else { None };
                self.ask(
                    self.clerk,
                    "responsibilities.save",
                    json!({"street": street, "level": level, "unitName": unit, "personId": person}),
                )?;
            }
        }
        for turn in 0..ROOMS.min(self.maker.count("rooms")) {
            self.relate_room(turn, today)?;
        }
        Ok(())
    }

    fn relate_room(&mut self, turn: u64, today: NaiveDate) -> Result<()> {
        let clerk = self.clerk;
        let room = self.maker.room_id(turn)?;
        let before = |days: u64| (today - Days::new(days)).to_string();
        let of = json!({"register": "rooms", "subjectId": room});
        let with = |more: Value| -> Value {
            let mut input = of.clone();
            if let (Some(input), Value::Object(more)) = (input.as_object_mut(), more) {
                input.extend(more);
            }
            input
        };
        let relations = [
            ("operates", "operators", self.maker.operator_of_room(turn), true, 700),
            ("hosts", "hosts", turn % self.maker.count("hosts"), true, 320),
            ("hosts", "hosts", (turn + 7) % self.maker.count("hosts"), true, 90),
            ("represents", "agencies", turn % self.maker.count("agencies"), true, 400),
            ("supplies", "suppliers", turn % self.maker.count("suppliers"), true, 200),
            ("supplies", "suppliers", (turn + 3) % self.maker.count("suppliers"), true, 500),
            ("locatedAt", "bases", turn % self.maker.count("bases"), false, 260),
            ("sellsBrand", "brands", turn % self.maker.count("brands"), false, 150),
        ];
        for (kind, register, number, back, since) in relations {
            let me = json!({"register": "rooms", "id": room});
            let other = json!({"register": register, "id": self.maker.id(register, number)?});
            let (from, to) = if back { (other, me) } else { (me, other) };
            let mut input = json!({"kind": kind, "from": from, "to": to, "since": before(since), "source": "当事人陈述（虚构）"});
            if since == 500 {
                input["until"] = json!(before(210));
            }
            // Two numbers may fall on the same record in a small office: the program refuses the second.
            if let Err(failure) = self.ask(clerk, "relations.add", input)
                && failure.code() != "conflict"
            {
                return Err(failure);
            }
        }
        let ends = [12, 400, 700, 900, 5][turn as usize % 5] + turn * 2;
        let until = if turn == 4 { before(ends) } else { (today + Days::new(ends)).to_string() };
        self.ask(
            clerk,
            "licences.save",
            with(json!({"kind": "foodOperation", "number": format!("示食{:08}", 10_000 + turn), "issuer": "示例县市场监督管理局",
                        "validFrom": before(1400), "validUntil": until, "source": "查看证照（虚构）"})),
        )?;
        let shown = ["shown", "partly", "shown", "missing"][turn as usize % 4];
        self.ask(
            clerk,
            "standings.add",
            with(json!({"kind": "display", "state": "missing", "seenOn": before(200), "source": "网络检查（虚构）"})),
        )?;
        self.ask(
            clerk,
            "standings.add",
            with(json!({"kind": "display", "state": shown, "seenOn": before(20 + turn), "source": "网络检查（虚构）"})),
        )?;
        if turn.is_multiple_of(6) {
            self.ask(
                clerk,
                "standings.add",
                with(json!({"kind": "watch", "state": "watching", "seenOn": before(3), "until": (today + Days::new(60)).to_string(),
                            "reason": "近期更换过账号", "source": "日常巡查（虚构）"})),
            )?;
        }
        let people: Vec<String> = {
            let known = self.ask(clerk, "people.list", json!({}))?;
            known.as_array().into_iter().flatten().take(2).map(|person| text(person, "name")).collect()
        };
        self.ask(
            clerk,
            "visits.add",
            with(json!({"kind": "guidance", "visitedOn": before(40 + turn), "people": people.join("、"),
                        "summary": "现场讲解账号主页和直播页面的公示要求。",
                        "nextStep": if turn.is_multiple_of(7) { "看公示是否补齐" } else { "" },
                        "dueOn": if turn.is_multiple_of(7) { json!((today + Days::new(4)).to_string()) } else { Value::Null }})),
        )?;
        Ok(())
    }
}
