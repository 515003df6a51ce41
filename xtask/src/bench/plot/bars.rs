//! Throughput by tool: bars from zero, so that their lengths compare as the numbers do.

use std::cmp::Ordering;

use super::{
    drawing::{Anchor, Drawing},
    round_up,
};
use crate::bench::{
    figures,
    peers::{Tells, peer},
    results::Results,
};

const WIDTH: f64 = 760.0;
/// Left end of the bars; the names are to the left of it.
const LEFT: f64 = 250.0;
/// Right end of the bars; the numbers are to the right of it.
const RIGHT: f64 = WIDTH - 70.0;
const TOP: f64 = 56.0;
const ROW: f64 = 26.0;
const BAR: f64 = 16.0;

struct Bar {
    class: &'static str,
    label: String,
    rate: f64,
}

/// The megabytes of clean resource logs that each tool checks in a second.
pub fn throughput(results: &Results) -> String {
    let bars = bars(results);
    let height = TOP + ROW * bars.len() as f64 + 30.0;
    let greatest = round_up(bars.iter().map(|bar| bar.rate).fold(0.0, f64::max));
    let x = |rate: f64| LEFT + (RIGHT - LEFT) * rate / greatest;
    let mut drawing = Drawing::default();
    drawing.text("title", Anchor::Start, (10.0, 24.0), "Clean resource logs, one thread, MB/s");
    for tick in (0_u8..=5).map(|tick| greatest * f64::from(tick) / 5.0) {
        drawing.grid((x(tick), TOP - 8.0), (x(tick), height - 30.0));
        drawing.text("small", Anchor::Middle, (x(tick), height - 12.0), &figures::short(tick));
    }
    for (bar, row) in bars.iter().zip(0_u32..) {
        let y = TOP + ROW * f64::from(row);
        drawing.text("", Anchor::End, (LEFT - 10.0, y + 13.0), &bar.label);
        drawing.bar(bar.class, (LEFT, y), (x(bar.rate) - LEFT, BAR));
        drawing.text("small", Anchor::Start, (x(bar.rate) + 6.0, y + 13.0), &figures::number(bar.rate));
    }
    drawing.finish((WIDTH, height), "Throughput of acslint and other tools on clean resource logs")
}

/// The bars: acslint, the tools that check, the yardsticks; within each, the fastest first.
fn bars(results: &Results) -> Vec<Bar> {
    let mut bars: Vec<(u8, Bar)> = Vec::new();
    let ours = results.comparison("lines", "baseline").or_else(|| results.case("lines").next());
    if let Some(rate) = ours.and_then(|comparison| comparison.subject.rate()) {
        bars.push((0, Bar { class: "ours", label: "acslint".to_owned(), rate: rate.median }));
    }
    for comparison in results.case("lines") {
        let name = &comparison.reference.name;
        let Some(rate) = comparison.reference.rate() else { continue };
        let label = peer(name).map_or(name.as_str(), |peer| peer.title).to_owned();
        let checks = peer(name).is_some_and(|peer| peer.tells == Tells::Schema);
        let (group, class) = if checks { (1, "tool") } else { (2, "yardstick") };
        bars.push((group, Bar { class, label, rate: rate.median }));
    }
    let faster = |a: &Bar, b: &Bar| b.rate.partial_cmp(&a.rate).unwrap_or(Ordering::Equal);
    bars.sort_by(|(a, left), (b, right)| a.cmp(b).then_with(|| faster(left, right)));
    bars.into_iter().map(|(_, bar)| bar).collect()
}
