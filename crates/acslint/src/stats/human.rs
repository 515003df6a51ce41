//! Statistics for people, with small bars.

use std::cmp::Reverse;
use std::fmt::Write;

use acslint_schema::stats::{PropertyStats, Range, Stats, TypeName, TypeStats, coverage};

use super::wire::{Bound, Changed, hour};
use crate::text::{counted, printable, table, thousands};

/// Width of a bar, in characters.
const BAR: u64 = 10;

/// Maximum number of values of a property, and of gaps, that are shown; the others are counted.
const SHOWN: usize = 5;

/// Returns the statistics as text.
pub(super) fn text(stats: &Stats) -> String {
    let mut text = counted(stats.records(), "record");
    if stats.others > 0 {
        let _ = write!(text, ", {} not of a known category", thousands(stats.others));
    }
    text.push('\n');
    for (name, of_type) in &stats.types {
        let _ = write!(text, "\n{}", kind(name, of_type));
    }
    text
}

fn kind(name: &TypeName, stats: &TypeStats) -> String {
    let mut text = format!("{}: {}", printable(&name.to_string()), counted(stats.records, "record"));
    if let Some((first, last)) = stats.times {
        let _ = write!(text, ", {first} to {last}");
    }
    if stats.undated > 0 {
        let _ = write!(text, ", {} without a time", thousands(stats.undated));
    }
    text.push('\n');
    text.push_str(&gaps(stats));
    if name.shape.is_none() {
        return text;
    }
    let (seen, documented) = coverage(name, stats);
    let _ = writeln!(text, "  {seen} of {documented} documented properties have a value");
    let seen = stats.properties.iter().filter(|(_, property)| occurs(property));
    let rows: Vec<Vec<String>> = seen.map(|(name, property)| row(name, property, stats.records)).collect();
    if !rows.is_empty() {
        let head = ["", "", "value", "null", "empty", ""].map(str::to_owned).to_vec();
        text.push_str(&table(&[vec![head], rows].concat(), &[2, 3, 4], "    "));
    }
    let never: Vec<&str> =
        stats.properties.iter().filter(|(_, property)| !occurs(property)).map(|(name, _)| &**name).collect();
    if !never.is_empty() {
        let _ = writeln!(text, "    never: {}", printable(&never.join(", ")));
    }
    text
}

fn occurs(property: &PropertyStats) -> bool {
    property.present + property.null + property.empty > 0
}

/// Returns the hours without a record, the longest gaps first.
fn gaps(stats: &TypeStats) -> String {
    let mut gaps: Vec<_> = stats.gaps().collect();
    if gaps.is_empty() {
        return String::new();
    }
    let hours: u64 = gaps.iter().map(|gap| gap.hours).sum();
    gaps.sort_by_key(|gap| (Reverse(gap.hours), gap.first));
    let listed: Vec<_> = gaps
        .iter()
        .take(SHOWN)
        .map(|gap| format!("{} from {}", counted(gap.hours, "hour"), hour(gap.first)))
        .collect();
    let more = gaps.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!(", and {}", counted(more as u64, "more gap")) } else { String::new() };
    format!("  {} without a record: {}{more}\n", counted(hours, "hour"), listed.join(", "))
}

fn row(name: &str, property: &PropertyStats, records: u64) -> Vec<String> {
    let share = |part: u64| share(part, records);
    vec![
        printable(name).into_owned(),
        bar(property.present, records),
        share(property.present),
        share(property.null),
        share(property.empty),
        details(property),
    ]
}

/// Returns a bar; it is empty or full only if the part is.
fn bar(part: u64, whole: u64) -> String {
    let filled = match part {
        0 => 0,
        part if part >= whole => BAR,
        part => (part.saturating_mul(BAR) / whole.max(1)).clamp(1, BAR - 1),
    };
    let filled = filled as usize;
    "█".repeat(filled) + &"·".repeat(BAR as usize - filled)
}

/// Returns a share in per cent; it is 0 or 100 only if exact. Nothing is a dash.
fn share(part: u64, whole: u64) -> String {
    match part {
        0 => "-".to_owned(),
        part if part >= whole => "100 %".to_owned(),
        _ => format!("{:.1} %", (100.0 * part as f64 / whole as f64).clamp(0.1, 99.9)),
    }
}

/// Returns the range of a property, or its most frequent values.
fn details(property: &PropertyStats) -> String {
    match property.range {
        Some(Range::Numbers(least, greatest)) => return range(&number(least), &number(greatest)),
        Some(Range::Times(first, last)) => return range(&first.to_string(), &last.to_string()),
        None => {}
    }
    let mut values: Vec<(&String, &u64)> = property.values.iter().collect();
    values.sort_by_key(|(value, records)| (Reverse(**records), *value));
    let more = values.len().saturating_sub(SHOWN);
    let mut listed: Vec<String> = values
        .iter()
        .take(SHOWN)
        .map(|(value, records)| format!("{} {}", printable(value), share(**records, property.present)))
        .collect();
    if more > 0 || property.other_values > 0 {
        let at_least = if property.other_values > 0 { "more than " } else { "" };
        listed.push(format!("{at_least}{} more", thousands(more as u64)));
    }
    listed.join(", ")
}

/// Returns a range, or its only value.
pub(super) fn range(least: &str, greatest: &str) -> String {
    if least == greatest { least.to_owned() } else { format!("{least} to {greatest}") }
}

/// Returns a number as reports write it.
pub(super) fn number(number: f64) -> String {
    match Bound::number(number) {
        Bound::Whole(number) => number.to_string(),
        _ => number.to_string(),
    }
}

/// Returns the changes as text.
pub(super) fn changes(changes: &[Changed], file: &str) -> String {
    let file = printable(file);
    if changes.is_empty() {
        return format!("\nno changes since `{file}`\n");
    }
    let mut text = format!("\n{} since `{file}`\n", counted(changes.len() as u64, "change"));
    for change in changes {
        let _ = writeln!(text, "  {}[{}] {}", change.level, change.kind, printable(&change.message));
    }
    text
}
