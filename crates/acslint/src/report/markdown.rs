//! `markdown`: overview of a run, for a comment, a summary or a ticket.

use std::io::{self, Write};

use acslint_check::Level;
use acslint_types::Shape;

use super::{End, groups::Shown};
use crate::markdown::{self, in_cell, prose};
use crate::text::{bytes, counted, thousands};

/// Maximum number of shown kinds of findings; the others are counted.
const SHOWN: usize = 50;

/// Maximum number of named skipped entries; the others are counted.
const SKIPPED: usize = 10;

/// Writes the report of a run.
pub(super) fn write(sink: &mut dyn Write, groups: &[Shown<'_>], end: &End<'_>) -> io::Result<()> {
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
            writeln!(sink, "| {} | {} |", code(&unreadable.file), cell(&unreadable.reason))?;
        }
        writeln!(sink)?;
    }
    if let Some(left_out) = tally.left_out.phrase() {
        writeln!(sink, "Left out: {}\n", cell(&left_out))?;
        for (name, reason) in tally.left_out.skipped.named().iter().take(SKIPPED) {
            writeln!(sink, "- {}: {}", code(name), cell(reason.phrase()))?;
        }
        if tally.left_out.skipped.count() > 0 {
            writeln!(sink)?;
        }
    }
    if !groups.is_empty() {
        writeln!(sink, "| | Rule | Records of | Findings | First |\n|---|---|---|---:|---|")?;
        for group in groups.iter().take(SHOWN) {
            let first = group.first;
            writeln!(
                sink,
                "| {} | {} | {} | {} | {}: {} |",
                group.level,
                code(group.rule),
                cell(&group.kind()),
                thousands(group.spread.findings),
                code(&first.place()),
                cell(&first.message),
            )?;
        }
        writeln!(sink)?;
        if let Some(left_out) = groups.len().checked_sub(SHOWN).filter(|left_out| *left_out > 0) {
            writeln!(sink, "{} of findings not shown.\n", counted(left_out as u64, "kind"))?;
        }
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

/// Escapes text for a cell of a table.
fn cell(text: &str) -> String {
    in_cell(&prose(text))
}

/// Formats text as code in a cell.
fn code(text: &str) -> String {
    in_cell(&markdown::code(text))
}
