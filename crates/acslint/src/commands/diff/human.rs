//! A comparison for people: one line per change, with a record that demonstrates each break.

use std::fmt::Write;

use acslint_schema::diff::{Change, CodeEffect, Effect, Outcome, SchemaComparison, Verdict, Witness};
use anstyle::{AnsiColor, Style};

use super::{Report, is_quiet, located, phrase, summary};
use crate::text::{counted, printable};

pub(super) fn write(report: &Report, colors: bool, width: usize) -> String {
    let style = |style: Style| if colors { style } else { Style::new() };
    let styles = Styles {
        bold: style(Style::new().bold()),
        dim: style(Style::new().dimmed()),
        bad: style(AnsiColor::Red.on_default().bold()),
        open: style(AnsiColor::Yellow.on_default()),
        width,
    };
    let mut text = String::new();
    for compared in report.compared.iter().filter(|compared| !is_quiet(compared)) {
        styles.schema(&mut text, compared);
        text.push('\n');
    }
    let _ = writeln!(text, "{}", summary(report));
    text
}

struct Styles {
    bold: Style,
    dim: Style,
    bad: Style,
    open: Style,
    width: usize,
}

impl Styles {
    fn schema(&self, text: &mut String, compared: &SchemaComparison) {
        let Self { bold, bad, open, .. } = self;
        let name = printable(&compared.name);
        let effects = phrase(compared);
        let headline = match &compared.outcome {
            Outcome::Both(_) | Outcome::Added | Outcome::Removed => {
                effects.as_ref().map(|(phrase, _)| phrase.clone()).unwrap_or_default()
            }
            Outcome::Unusable(message) => printable(message).into_owned(),
        };
        let style = match effects.map(|(_, worst)| worst) {
            Some(Verdict::Fine) => Style::new(),
            Some(Verdict::Unknown) => *open,
            Some(Verdict::Breaks) | None => *bad,
        };
        let _ = writeln!(text, "{bold}{name}{bold:#}: {style}{headline}{style:#}");
        match &compared.outcome {
            Outcome::Added => text.push_str("  new schema\n"),
            Outcome::Removed => text.push_str("  the schema was removed: references to it break\n"),
            Outcome::Unusable(_) => {}
            Outcome::Both(comparison) => {
                let mut changes: Vec<&Change> = comparison.changes.iter().collect();
                changes.sort_by_key(|change| std::cmp::Reverse(weight(change)));
                for change in changes {
                    self.change(text, change);
                }
                if !comparison.annotations.is_empty() {
                    let number = comparison.annotations.len() as u64;
                    let words = counted(number, "annotation");
                    let _ = writeln!(text, "  {}{words} changed{:#}", self.dim, self.dim);
                }
            }
        }
    }

    fn change(&self, text: &mut String, change: &Change) {
        let Self { bold, dim, bad, open, .. } = self;
        let property = if change.property.is_empty() { "(record)" } else { change.property.as_str() };
        let places = match change.places {
            1 => String::new(),
            all => {
                let more = counted(all as u64 - 1, "more place");
                format!(" {dim}(and in {more}){dim:#}")
            }
        };
        let _ =
            writeln!(text, "  {bold}{}{bold:#}  {}{places}", printable(property), printable(&change.what));
        for (side, effect) in [("writers", &change.writers), ("readers", &change.readers)] {
            match effect {
                Effect::Fine | Effect::Covered => {}
                Effect::Unknown => {
                    let _ = writeln!(
                        text,
                        "    {open}{side}: undecided{open:#}; found neither a proof nor a record"
                    );
                }
                Effect::Breaks(witness) => {
                    let _ = writeln!(text, "    {bad}{side} break:{bad:#} {}", printable(&witness.reason));
                    self.witness(text, witness);
                }
            }
        }
        match &change.code {
            CodeEffect::Fine => {}
            CodeEffect::Unknown(reason) => {
                let _ = writeln!(text, "    {open}code: undecided{open:#}; {}", printable(reason));
            }
            CodeEffect::Breaks(reason) => {
                let _ = writeln!(text, "    {bad}code breaks:{bad:#} {}", printable(reason));
            }
        }
    }

    /// Writes as much of the record as fits, with the rejected value underlined.
    fn witness(&self, text: &mut String, witness: &Witness) {
        let (record, place) = located(&witness.record, &witness.pointer);
        let indent = "      ";
        let room = self.width.saturating_sub(indent.len() + 2).max(20);
        let before = record[..place.start].chars().count();
        let marked = record[place.clone()].chars().count();
        let all = record.chars().count();
        let from = if all <= room {
            0
        } else {
            (before + marked.min(room / 2)).saturating_sub(room * 2 / 3).min(before)
        };
        let shown: String = record.chars().skip(from).take(room).collect();
        let (head, tail) = (if from > 0 { "…" } else { "" }, if from + room < all { "…" } else { "" });
        let _ = writeln!(text, "{indent}{head}{}{tail}", printable(&shown));
        let gap = before - from + head.chars().count();
        let line = marked.clamp(1, room.saturating_sub(before - from).max(1));
        let _ = writeln!(text, "{indent}{}{}{}{:#}", " ".repeat(gap), self.bad, "─".repeat(line), self.bad);
    }
}

fn weight(change: &Change) -> u8 {
    let weight = |effect: &Effect| match effect {
        Effect::Fine | Effect::Covered => 0,
        Effect::Unknown => 1,
        Effect::Breaks(_) => 2,
    };
    let code = match change.code.verdict() {
        Verdict::Fine => 0,
        Verdict::Unknown => 1,
        Verdict::Breaks => 2,
    };
    weight(&change.readers).max(weight(&change.writers)).max(code)
}
