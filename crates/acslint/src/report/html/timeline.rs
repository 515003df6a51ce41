//! Timeline: records as bars above the axis and findings below it, each with a scale of its own.
//!
//! A cut, marked by a line, replaces a long time without records.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use acslint_check::{Level, RecordType};
use acslint_types::calendar::Date;
use serde::Serialize;

use super::markup::{data, text};
use super::{End, Records};
use crate::content_statistics::{Cell, Timeline};
use crate::text::{counted, thousands};

/// Maximum number of consecutive stretches without a record that are drawn; a longer gap is cut.
const MOST_BLANK: i64 = 24;
/// Number of columns above which every gap is cut.
const MOST_COLUMNS: i64 = 1600;
/// Minimum number of columns, so that a few bars do not become too wide.
const LEAST_COLUMNS: i64 = 16;
/// Heights above and below the axis.
const RECORDS: f64 = 120.0;
const FINDINGS: f64 = 80.0;
/// Number of labels below the picture.
const TICKS: usize = 5;

/// Levels in the order of their bars below the axis.
const LEVELS: [Level; 3] = [Level::Error, Level::Warning, Level::Info];

/// Stretch of time.
struct Slot<'a> {
    /// Name for people.
    name: String,
    /// Column in the picture.
    column: i64,
    counts: &'a BTreeMap<Cell, u64>,
}

impl Slot<'_> {
    fn records(&self) -> u64 {
        self.counts.iter().filter(|(cell, _)| cell.rule.is_none()).map(|(_, count)| count).sum()
    }

    fn findings(&self, level: Level) -> u64 {
        let of_level = |cell: &Cell| cell.rule.is_some_and(|(_, of)| of == level);
        self.counts.iter().filter(|(cell, _)| of_level(cell)).map(|(_, count)| count).sum()
    }

    fn all_findings(&self) -> u64 {
        LEVELS.into_iter().map(|level| self.findings(level)).sum()
    }
}

/// Counts for the script, which filters them.
#[derive(Serialize)]
struct Counts<'a> {
    /// Keys of the kinds of records.
    records: Vec<String>,
    /// Rules with their levels.
    rules: Vec<(&'a str, &'a str)>,
    /// Index of the stretch, index of the records, index of the rule from 1 or 0 for a count of records, and the
    /// count.
    cells: Vec<[u64; 4]>,
}

/// Writes the picture, and the same numbers as a table.
pub(super) fn write(out: &mut String, end: &End<'_>) {
    let timeline = end.tally.statistics.timeline();
    let unit = unit(timeline.hours());
    let _ =
        writeln!(out, "<section aria-labelledby=\"time\">\n<h2 id=\"time\">Over time, by {unit} (UTC)</h2>");
    let (slots, cuts, columns) = arrange(timeline);
    if slots.is_empty() {
        out.push_str("<p>No record of a known category has a valid time.</p>\n</section>\n");
        return;
    }
    draw(out, &slots, &cuts, columns, &unit);
    left_out(out, end, &slots);
    table(out, &slots);
    let _ = write!(
        out,
        "<script type=\"application/json\" id=\"counts\">{}</script>\n</section>\n",
        data(&counts(&slots))
    );
}

/// Returns the name of a stretch of so many hours.
fn unit(hours: i64) -> String {
    match hours {
        1 => "hour".to_owned(),
        24 => "day".to_owned(),
        168 => "week".to_owned(),
        hours => format!("{} weeks", hours / 168),
    }
}

fn name(hour: i64, hours: i64) -> String {
    let Date { year, month, day } = Date::from_epoch_days(hour.div_euclid(24));
    let date = format!("{year:04}-{month:02}-{day:02}");
    if hours == 1 { format!("{date} {:02}:00", hour.rem_euclid(24)) } else { date }
}

/// Returns the positions of bars and of cuts, and the number of columns.
fn arrange(timeline: &Timeline) -> (Vec<Slot<'_>>, Vec<i64>, i64) {
    let hours = timeline.hours();
    let starts: Vec<i64> = timeline.slots().map(|(hour, _)| hour).collect();
    let gaps = starts.windows(2).map(|pair| (pair[1] - pair[0]) / hours - 1);
    let drawn: i64 = gaps.map(|gap| if gap > MOST_BLANK { 2 } else { gap + 1 }).sum();
    let most_blank = if drawn > MOST_COLUMNS { 0 } else { MOST_BLANK };
    let (mut slots, mut cuts) = (Vec::new(), Vec::new());
    let (mut column, mut before) = (0, None);
    for (hour, counts) in timeline.slots() {
        if let Some(before) = before {
            let gap = (hour - before) / hours - 1;
            if gap > most_blank {
                cuts.push(column + 1);
                column += 2;
            } else {
                column += gap + 1;
            }
        }
        before = Some(hour);
        slots.push(Slot { name: name(hour, hours), column, counts });
    }
    let spare = (LEAST_COLUMNS - column - 1).max(0);
    for slot in &mut slots {
        slot.column += spare / 2;
    }
    (slots, cuts.into_iter().map(|cut| cut + spare / 2).collect(), column + 1 + spare)
}

fn draw(out: &mut String, slots: &[Slot<'_>], cuts: &[i64], columns: i64, unit: &str) {
    let most_records = slots.iter().map(Slot::records).max().unwrap_or(0);
    let most_findings = slots.iter().map(Slot::all_findings).max().unwrap_or(0);
    let _ = write!(
        out,
        "<figure class=\"chart\">\n\
         <p class=\"scale\">records, up to <span id=\"most-records\">{most}</span> in one {unit}</p>\n\
         <svg id=\"chart\" role=\"img\" aria-label=\"{records} and {findings} by {unit}, from {first} to {last}; the table \
         below has the numbers\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\">\n",
        most = thousands(most_records),
        records = counted(slots.iter().map(Slot::records).sum(), "record"),
        findings = counted(slots.iter().map(Slot::all_findings).sum(), "finding"),
        first = slots.first().map_or("", |slot| &slot.name),
        last = slots.last().map_or("", |slot| &slot.name),
        width = columns * 10,
        height = RECORDS + FINDINGS,
    );
    for slot in slots {
        bars(out, slot, most_records, most_findings);
    }
    for cut in cuts {
        let _ = writeln!(
            out,
            "<line class=\"cut\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{}\"><title>a longer gap without records</title></line>",
            RECORDS + FINDINGS,
            x = cut * 10,
        );
    }
    let _ = write!(
        out,
        "<line class=\"axis\" x1=\"0\" x2=\"{}\" y1=\"{RECORDS}\" y2=\"{RECORDS}\"/>\n</svg>\n\
         <p class=\"scale\">findings, up to <span id=\"most-findings\">{}</span></p>\n<div class=\"ticks\" aria-hidden=\"true\">",
        columns * 10,
        thousands(most_findings),
    );
    for number in ticks(slots.len()) {
        let slot = &slots[number];
        let left = 100.0 * (slot.column as f64 + 0.5) / columns as f64;
        let _ = write!(out, "<span style=\"left: {left:.2}%\">{}</span>", text(&slot.name));
    }
    out.push_str("</div>\n<figcaption>");
    for level in LEVELS {
        let _ = write!(out, "<span class=\"key {level}\">{level}</span> ");
    }
    out.push_str("<span class=\"key records\">records</span></figcaption>\n</figure>\n");
}

fn bars(out: &mut String, slot: &Slot<'_>, most_records: u64, most_findings: u64) {
    let (records, findings) = (slot.records(), slot.all_findings());
    let x = slot.column * 10 + 1;
    let height = |count: u64, most: u64, full: f64| full * count as f64 / most.max(1) as f64;
    let rise = height(records, most_records, RECORDS);
    let _ = write!(
        out,
        "<g><title>{}: {}, {}</title><rect class=\"all\" x=\"{x}\" y=\"0\" width=\"8\" height=\"{}\"/>\
         <rect class=\"records\" x=\"{x}\" y=\"{:.2}\" width=\"8\" height=\"{rise:.2}\"/>",
        text(&slot.name),
        counted(records, "record"),
        counted(findings, "finding"),
        RECORDS + FINDINGS,
        RECORDS - rise,
    );
    let mut y = RECORDS;
    for level in LEVELS {
        let drop = height(slot.findings(level), most_findings, FINDINGS);
        let _ =
            write!(out, "<rect class=\"{level}\" x=\"{x}\" y=\"{y:.2}\" width=\"8\" height=\"{drop:.2}\"/>");
        y += drop;
    }
    out.push_str("</g>\n");
}

/// Returns the stretches with a label below the picture.
fn ticks(count: usize) -> BTreeSet<usize> {
    let named = TICKS.min(count);
    (0..named).map(|tick| if named < 2 { 0 } else { tick * (count - 1) / (named - 1) }).collect()
}

/// Writes the numbers that the picture leaves out.
fn left_out(out: &mut String, end: &End<'_>, slots: &[Slot<'_>]) {
    let records: u64 = slots.iter().map(Slot::records).sum();
    let findings: u64 = slots.iter().map(Slot::all_findings).sum();
    let records = end.tally.records.saturating_sub(records);
    let findings = end.tally.findings().saturating_sub(findings);
    if records + findings > 0 {
        let _ = writeln!(
            out,
            "<p>Not in the picture, because their time is unknown: {} and {}.</p>",
            counted(records, "record"),
            counted(findings, "finding")
        );
    }
}

fn table(out: &mut String, slots: &[Slot<'_>]) {
    out.push_str(
        "<details>\n<summary>As a table</summary>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Records and findings over time\">\n\
         <table id=\"times\">\n<thead>\n<tr><th scope=\"col\">From</th><th scope=\"col\" class=\"n\">Records</th>\
         <th scope=\"col\" class=\"n\">Errors</th><th scope=\"col\" class=\"n\">Warnings</th>\
         <th scope=\"col\" class=\"n\">Infos</th></tr>\n</thead>\n<tbody>\n",
    );
    for slot in slots {
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td>",
            text(&slot.name),
            thousands(slot.records())
        );
        for level in LEVELS {
            let _ = write!(out, "<td class=\"n\">{}</td>", thousands(slot.findings(level)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n</details>\n");
}

fn counts<'a>(slots: &[Slot<'a>]) -> Counts<'a> {
    let cells = || slots.iter().flat_map(|slot| slot.counts.keys());
    let records: BTreeSet<_> = cells().map(|cell| (cell.category, cell.shape)).collect();
    let rules: BTreeSet<_> = cells().filter_map(|cell| cell.rule).collect();
    let place = |number: usize| number as u64;
    let mut numbers = Vec::new();
    for (number, slot) in slots.iter().enumerate() {
        for (cell, count) in slot.counts {
            let of =
                records.iter().position(|records| *records == (cell.category, cell.shape)).map_or(0, place);
            let rule =
                rules.iter().position(|rule| Some(*rule) == cell.rule).map_or(0, |rule| place(rule) + 1);
            numbers.push([place(number), of, rule, *count]);
        }
    }
    Counts {
        records: records
            .into_iter()
            .map(|(category, shape)| Records(Some(RecordType { category, shape: Some(shape) })).key())
            .collect(),
        rules: rules.into_iter().map(|(rule, level)| (rule, level.id())).collect(),
        cells: numbers,
    }
}

#[cfg(test)]
mod tests {
    use super::{name, ticks, unit};

    #[test]
    fn stretches_have_names() {
        assert_eq!(name(475_065, 1), "2024-03-12 09:00");
        assert_eq!(name(-1, 1), "1969-12-31 23:00");
        assert_eq!(name(-72, 168), "1969-12-29");
        assert_eq!([1, 24, 168, 336].map(unit), ["hour", "day", "week", "2 weeks"]);
    }

    #[test]
    fn first_and_last_are_named() {
        assert!(ticks(0).is_empty());
        assert_eq!(ticks(1).into_iter().collect::<Vec<_>>(), [0]);
        assert_eq!(ticks(3).into_iter().collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(ticks(744).into_iter().collect::<Vec<_>>(), [0, 185, 371, 557, 743]);
    }
}
