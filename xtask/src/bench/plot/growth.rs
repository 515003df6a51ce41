//! Time and memory over the size of the input: a stream should give a straight line and a flat one.

use super::{
    drawing::{Anchor, Drawing},
    round_up,
};
use crate::bench::{figures, results::Results};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 300.0;
const TOP: f64 = 60.0;
const BOTTOM: f64 = HEIGHT - 44.0;

/// One of the two plots beside each other.
struct Panel<'t> {
    title: &'t str,
    left: f64,
    right: f64,
    /// Sizes and values.
    points: &'t [(f64, f64)],
    /// The share of the height for a value.
    height: &'t dyn Fn(f64) -> f64,
    shown: &'t dyn Fn(f64) -> String,
    /// Position of a number relative to its point, so that the line does not cross it.
    label: (Anchor, f64, f64),
}

/// Time and peak memory over the size of the input.
pub fn growth(results: &Results) -> String {
    let points = |value: fn(&crate::bench::results::Series) -> Option<f64>| -> Vec<(f64, f64)> {
        let series = results.growth.iter();
        series.filter_map(|series| Some((series.bytes as f64, value(series)?))).collect()
    };
    let times = points(|series| Some(series.wall()?.median));
    let memory = points(|series| Some(series.memory()? as f64));
    let mut drawing = Drawing::default();
    let (least, greatest) = logarithms(&times);
    Panel {
        title: "Time, both scales logarithmic",
        left: 40.0,
        right: 365.0,
        points: &times,
        height: &|value| share(value.log10(), least, greatest),
        shown: &figures::seconds,
        label: (Anchor::End, -8.0, -4.0),
    }
    .draw(&mut drawing);
    let most = round_up(memory.iter().map(|(_, value)| *value).fold(0.0, f64::max));
    Panel {
        title: "Peak memory, from zero",
        left: 420.0,
        right: 745.0,
        points: &memory,
        height: &|value| value / most,
        shown: &figures::bytes,
        label: (Anchor::Middle, 0.0, -10.0),
    }
    .draw(&mut drawing);
    drawing.finish((WIDTH, HEIGHT), "Time and peak memory of acslint over the size of the input")
}

impl Panel<'_> {
    fn draw(&self, drawing: &mut Drawing) {
        drawing.text("title", Anchor::Start, (self.left - 30.0, 24.0), self.title);
        drawing.grid((self.left, BOTTOM), (self.right, BOTTOM));
        let sizes: Vec<(f64, f64)> = self.points.iter().map(|(size, _)| (*size, *size)).collect();
        let (least, greatest) = logarithms(&sizes);
        let x = |size: f64| {
            self.left + 40.0 + (self.right - self.left - 70.0) * share(size.log10(), least, greatest)
        };
        let y = |value: f64| BOTTOM - 14.0 - (BOTTOM - 14.0 - TOP) * (self.height)(value);
        let points: Vec<(f64, f64)> = self.points.iter().map(|(size, value)| (x(*size), y(*value))).collect();
        let (anchor, right, down) = self.label;
        for ((size, value), (x, y)) in self.points.iter().zip(points.iter().copied()) {
            drawing.grid((x, BOTTOM), (x, BOTTOM + 5.0));
            drawing.text("small", Anchor::Middle, (x, BOTTOM + 20.0), &figures::bytes(*size));
            drawing.text("small", anchor, (x + right, y + down), &(self.shown)(*value));
        }
        drawing.curve(&points);
    }
}

/// The logarithms of the least and the greatest value.
fn logarithms(points: &[(f64, f64)]) -> (f64, f64) {
    let logarithms = || points.iter().map(|(_, value)| value.log10());
    (logarithms().fold(f64::INFINITY, f64::min), logarithms().fold(f64::NEG_INFINITY, f64::max))
}

/// Position of a value between two others: 0 at the first, 1 at the second.
fn share(value: f64, least: f64, greatest: f64) -> f64 {
    if greatest > least { (value - least) / (greatest - least) } else { 0.5 }
}
