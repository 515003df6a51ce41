//! `markdown`: overview of a run, for a comment, a summary or a ticket.

use std::borrow::Cow;
use std::io::{self, Write};

use acslint_check::Level;
use acslint_types::Shape;

use super::annotations::Rest;
use super::{End, breakdown, groups::Shown};
use crate::input::LeftOut;
use crate::markdown::{self, in_cell, prose};
use crate::text::{bytes, counted, thousands};

/// Maximum number of shown kinds of findings; the others are counted.
const SHOWN: usize = 50;

/// Maximum size of the list of findings without an annotation, in bytes: GitHub takes 1 MiB of a step.
const LIST_SIZE: usize = 400_000;

/// Writes the report of a run.
pub(super) fn write(sink: &mut dyn Write, groups: &[Shown<'_>], end: &End<'_>) -> io::Result<()> {
    overview(sink, groups, end, Cow::Borrowed)
}

/// Writes the summary of a step for a service, with the findings without an annotation.
pub(super) fn write_for_service(
    sink: &mut dyn Write,
    groups: &[Shown<'_>],
    rest: &Rest<'_>,
    end: &End<'_>,
) -> io::Result<()> {
    overview(sink, groups, end, |file| end.service_path(file))?;
    if rest.count() == 0 {
        return Ok(());
    }
    writeln!(sink, "{} without an annotation:\n", counted(rest.count(), "finding"))?;
    let (mut size, mut listed) = (0, 0);
    for finding in &rest.listed {
        let (place, rule) = (markdown::code(&finding.place()), markdown::code(finding.rule));
        let line = format!("- {place} {} {rule}: {}", finding.level, prose(&finding.advice()));
        size += line.len() + 1;
        if size > LIST_SIZE {
            break;
        }
        writeln!(sink, "{line}")?;
        listed += 1;
    }
    let more = rest.count() - listed;
    if more > 0 {
        writeln!(sink, "\n{} not listed; the table has their kinds.", counted(more, "more finding"))?;
    }
    writeln!(sink)
}

/// Writes the tables; `path` returns the path of an input.
fn overview<'e>(
    sink: &mut dyn Write,
    groups: &[Shown<'_>],
    end: &End<'e>,
    path: impl Fn(&'e str) -> Cow<'e, str>,
) -> io::Result<()> {
    let tally = end.tally;
    writeln!(sink, "## acslint: {}\n", prose(&end.reason()))?;
    writeln!(
        sink,
        "{}, {} in {}: {}, {}, {}\n",
        counted(tally.records, tally.unit()),
        bytes(tally.bytes as f64),
        counted(tally.files, "file"),
        counted(tally.of_level(Level::Error), "error"),
        counted(tally.of_level(Level::Warning), "warning"),
        counted(tally.of_level(Level::Info), "info"),
    )?;
    if let Some(known) = end.known() {
        writeln!(sink, "{}\n", prose(&known))?;
    }
    if !tally.unreadable.is_empty() {
        writeln!(sink, "| Not read | why |\n|---|---|")?;
        for unreadable in &tally.unreadable {
            writeln!(sink, "| {} | {} |", code(&path(&unreadable.file)), cell(&unreadable.reason))?;
        }
        writeln!(sink)?;
    }
    if let Some(left_out) = tally.left_out.phrase() {
        writeln!(sink, "Left out: {}\n", cell(&left_out))?;
        for (name, reason) in tally.left_out.skipped.named().iter().take(LeftOut::SHOWN) {
            writeln!(sink, "- {}: {}", code(name), cell(reason.phrase()))?;
        }
        if tally.left_out.skipped.count() > 0 {
            writeln!(sink)?;
        }
    }
    if !groups.is_empty() {
        writeln!(sink, "| | Rule | Records of | Findings | Time | First |\n|---|---|---|---:|---|---|")?;
        for group in groups.iter().take(SHOWN) {
            let first = group.first;
            writeln!(
                sink,
                "| {} | {} | {} | {} | {} | {}: {} |",
                group.level,
                code(group.rule),
                cell(&group.kind()),
                thousands(group.spread.findings),
                group.times.map(|times| code(&times.to_string())).unwrap_or_default(),
                code(&first.place()),
                cell(&group.example()),
            )?;
        }
        writeln!(sink)?;
        if let Some(left_out) = groups.len().checked_sub(SHOWN).filter(|left_out| *left_out > 0) {
            writeln!(sink, "{} of findings not shown.\n", counted(left_out as u64, "kind"))?;
        }
    }
    if let Some(unselected) = end.unselected() {
        writeln!(sink, "Left out: {}\n", cell(&unselected))?;
    }
    if let Some(losses) = &tally.losses {
        writeln!(sink, "Forecast: {}\n", prose(&losses.sentence()))?;
    }
    if let Some(shown) = breakdown::shown(end) {
        by(sink, &shown)?;
    }
    let counts = tally.types();
    if !counts.is_empty() {
        writeln!(sink, "| Category | Shape | Records | Findings |\n|---|---|---:|---:|")?;
        for count in counts {
            let shape = count.record_type.shape.map_or("", Shape::id);
            let (records, findings) = (thousands(count.records), thousands(count.findings));
            writeln!(sink, "| {} | {shape} | {records} | {findings} |", cell(count.record_type.category))?;
        }
        writeln!(sink)?;
    }
    Ok(())
}

/// Writes the numbers along a dimension.
fn by(sink: &mut dyn Write, shown: &breakdown::Shown) -> io::Result<()> {
    writeln!(
        sink,
        "| By {} | Records | With findings | Errors | Warnings | Infos |\n|---|---:|---:|---:|---:|---:|",
        shown.title
    )?;
    for (key, numbers) in &shown.rows {
        writeln!(sink, "| {} | {} |", code(key), numbers.join(" | "))?;
    }
    writeln!(sink)?;
    if let Some(more) = &shown.more {
        writeln!(sink, "{}\n", prose(more))?;
    }
    Ok(())
}

/// Escapes text for a cell of a table.
fn cell(text: &str) -> String {
    in_cell(&prose(text))
}

/// Formats text as code in a cell.
fn code(text: &str) -> String {
    in_cell(&markdown::code(text))
}
