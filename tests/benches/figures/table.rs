//! figure | ours | floor | ours/floor | peer | peer/ours

use serde_json::json;

struct Line {
    figure: String,
    unit: &'static str,
    ours: f64,
    floor: Option<f64>,
    peer: Option<f64>,
    note: String,
}

pub(crate) struct Table {
    rows: usize,
    lines: Vec<Line>,
}

impl Table {
    pub(crate) fn new(rows: usize) -> Self {
        Self { rows, lines: Vec::new() }
    }

    pub(crate) fn add(
        &mut self,
        figure: &str,
        unit: &'static str,
        ours: f64,
        floor: Option<f64>,
        peer: Option<f64>,
        note: &str,
    ) {
        eprintln!("{figure}: {ours:.3} {unit}, floor {floor:?}, peer {peer:?} {note}");
        self.lines.push(Line { figure: figure.to_owned(), unit, ours, floor, peer, note: note.to_owned() });
    }

    pub(crate) fn markdown(&self) -> String {
        let number = |value: Option<f64>| {
            value.map_or("–".to_owned(), |value| {
                if value < 10.0 { format!("{value:.3}") } else { format!("{value:.1}") }
            })
        };
        let ratio = |top: Option<f64>, bottom: Option<f64>| match (top, bottom) {
            (Some(top), Some(bottom)) if bottom > 0.0 => format!("{:.2}", top / bottom),
            _ => "–".to_owned(),
        };
        let mut text = format!(
            "{} rooms.\n\n| figure | unit | ours | floor | ours/floor | peer | peer/ours | what floor and peer are |\n|---|---|---|---|---|---|---|---|\n",
            self.rows
        );
        for line in &self.lines {
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} | {} | {} | {} |\n",
                line.figure,
                line.unit,
                number(Some(line.ours)),
                number(line.floor),
                ratio(Some(line.ours), line.floor),
                number(line.peer),
                ratio(line.peer, Some(line.ours)),
                line.note
            ));
        }
        text
    }

    pub(crate) fn json(&self) -> String {
        let lines: Vec<_> = self
            .lines
            .iter()
            .map(|line| json!({"figure": line.figure, "unit": line.unit, "ours": line.ours, "floor": line.floor, "peer": line.peer, "note": line.note}))
            .collect();
        serde_json::to_string_pretty(&json!({"rooms": self.rows, "figures": lines})).unwrap()
    }
}

/// The value below which `share` of the measurements lie.
pub(crate) fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share).round() as usize]
}

/// Seconds that `work` takes.
pub(crate) fn seconds<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let began = std::time::Instant::now();
    let value = work();
    (began.elapsed().as_secs_f64(), value)
}
