//! `markdown`: what a person wants to know of a run, for a comment, a summary or a ticket.

use std::io::{self, Write};

use acslint_check::Level;
use acslint_types::Shape;

use super::{End, groups::Shown};
use crate::text::{bytes, counted, thousands, visible};

/// How many kinds of findings are shown; the others are counted.
const SHOWN: usize = 50;

/// Entries of directories that are skipped and named; the others are counted.
const SKIPPED: usize = 10;

/// Writes the report of a run.
pub(super) fn write(sink: &mut dyn Write, groups: &[Shown<'_>], end: &End<'_>) -> io::Result<()> {
    let tally = end.tally;
    writeln!(sink, "## acslint: {}\n", cell(&end.reason()))?;
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
        writeln!(sink, "{}\n", cell(&known))?;
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
            writeln!(sink, "{} of findings more are not shown.\n", counted(left_out as u64, "kind"))?;
        }
    }
    let counts = tally.types();
    if !counts.is_empty() {
        writeln!(sink, "| Category | Shape | Records | Findings |\n|---|---|---:|---:|")?;
        for count in counts {
            let shape = count.record_type.shape.map_or("", Shape::id);
            let (records, findings) = (thousands(count.records), thousands(count.findings));
            writeln!(sink, "| {} | {shape} | {records} | {findings} |", count.record_type.category)?;
        }
        writeln!(sink)?;
    }
    Ok(())
}

/// Text in a cell of a table. Backticks stay: messages mark names with them, as Markdown does.
fn cell(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len());
    let mut in_code = false;
    for character in text.chars() {
        in_code ^= character == '`';
        match character {
            '|' => escaped.push_str("\\|"),
            '<' | '>' | '*' | '_' | '[' | ']' | '#' | '~' | '\\' if !in_code => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    if in_code {
        // An odd backtick would take the rest of the table with it.
        escaped = escaped.replace('`', "\\`");
    }
    escaped
}

/// Text as code in a cell.
fn code(text: &str) -> String {
    let text = visible(text).replace('|', "\\|");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
