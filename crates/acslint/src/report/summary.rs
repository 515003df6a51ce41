//! Summary at the end of the `human` report: records, findings, and the reason for the exit code.

use std::fmt::Write;

use acslint_check::Effect;
use anstyle::Style;

use super::{End, breakdown, concise};
use crate::baseline::Change;
use crate::config::Suppression;
use crate::input::{Entries, Reason};
use crate::losses::{ColumnKey, Losses};
use crate::suppress::Count;
use crate::text::{bytes, counted, printable, table, thousands};

/// Returns the summary. It is deterministic except for the line that begins with `took` and the additions of
/// `verbose`.
pub(super) fn summary(end: &End<'_>, colors: bool, verbose: bool) -> String {
    let tally = end.tally;
    let mut summary = format!(
        "{} in {} ({})",
        counted(tally.records, tally.unit()),
        counted(tally.files, "file"),
        bytes(tally.bytes as f64)
    );
    match tally.records_with_findings {
        0 => summary.push('\n'),
        records => {
            let _ = writeln!(summary, ", {} with findings", counted(records, tally.unit()));
        }
    }
    section(&mut summary, "records", &table(&records(end, verbose), &[1, 2], "  "));
    if let Some(unselected) = end.unselected() {
        let _ = writeln!(summary, "left out: {unselected}");
    }
    section(&mut summary, "without a record", &unseen(end));
    section(&mut summary, "findings", &findings(end, colors));
    if let Some(shown) = breakdown::shown(end) {
        section(&mut summary, &format!("by {}", shown.title), &by(&shown));
    }
    if let Some(losses) = &tally.losses {
        section(&mut summary, &format!("in {}", losses.target().title()), &lost(losses));
    }
    section(&mut summary, "baseline", &baseline(end));
    section(&mut summary, "suppressed", &suppressed(end));
    section(&mut summary, "not read", &unreadable(end));
    section(&mut summary, "left out", &left_out(end));
    let seconds = end.elapsed.as_secs_f64();
    let rate = bytes(tally.bytes as f64 / seconds.max(1e-9));
    let threads =
        if verbose { format!(", with {}", counted(end.threads as u64, "thread")) } else { String::new() };
    let _ = writeln!(summary, "\ntook {seconds:.3} s, {rate}/s{threads}");
    let _ = writeln!(summary, "exit code {}: {}", end.exit.code(), printable(&end.reason()));
    summary
}

fn section(summary: &mut String, title: &str, lines: &str) {
    if !lines.is_empty() {
        let _ = write!(summary, "\n{title}\n{lines}");
    }
}

/// Returns the numbers along a dimension.
fn by(shown: &breakdown::Shown) -> String {
    let titles = [vec![String::new()], breakdown::COLUMNS.map(str::to_owned).to_vec()].concat();
    let row = |(key, numbers): &(String, [String; breakdown::COLUMNS.len()])| {
        [vec![printable(key).into_owned()], numbers.to_vec()].concat()
    };
    let rows: Vec<_> = [titles].into_iter().chain(shown.rows.iter().map(row)).collect();
    let mut lines = table(&rows, &[1, 2, 3, 4, 5], "  ");
    if let Some(more) = &shown.more {
        let _ = writeln!(lines, "  {more}");
    }
    lines
}

/// Maximum number of columns with losses that the summary names; the others are counted.
const COLUMNS: usize = 20;

/// Returns the losses in a destination: a sentence, and a table of the columns.
fn lost(losses: &Losses) -> String {
    let mut lines = format!("  {}\n", printable(&losses.sentence()));
    let columns = losses.effects().flat_map(|(effect, count)| {
        let columns = count.columns().into_iter();
        columns.map(move |(column, values)| (effect, column, values))
    });
    let columns: Vec<_> = columns.collect();
    let row = |(effect, (record_type, column), values): &(Effect, &ColumnKey, u64)| {
        let column = column.as_ref().map_or("other names".into(), |column| printable(column));
        let records = record_type.map(|of| of.to_string()).unwrap_or_default();
        vec![effect.id().to_owned(), column.into_owned(), records, thousands(*values)]
    };
    let rows: Vec<_> = columns.iter().take(COLUMNS).map(row).collect();
    lines.push_str(&table(&rows, &[3], "  "));
    if let Some(more) = columns.len().checked_sub(COLUMNS).filter(|more| *more > 0) {
        let _ = writeln!(lines, "  and {} more", counted(more as u64, "column"));
    }
    lines
}

fn records(end: &End<'_>, verbose: bool) -> Vec<Vec<String>> {
    let tally = end.tally;
    let mut rows: Vec<Vec<String>> = Vec::new();
    for count in tally.types().into_iter().filter(|count| count.records > 0) {
        if count.checked() > 0 {
            let mut row = vec![count.record_type.to_string(), thousands(count.checked())];
            if verbose {
                let mut path = format!("{} proved clean", share(count.proved_clean, count.checked()));
                if count.replayed > 0 {
                    // Proved clean as well, but for findings that are known.
                    let _ = write!(path, ", {} replayed", share(count.replayed, count.checked()));
                }
                row.push(path);
            }
            rows.push(row);
        }
        if count.broken > 0 {
            rows.push(vec![format!("{}, broken", count.record_type), thousands(count.broken)]);
        }
    }
    for (kind, records) in tally.foreign() {
        rows.push(vec![format!("not checked: {}", printable(kind)), thousands(records)]);
    }
    for (what, records) in
        [("category missing or unknown", tally.unidentified), ("not a record", tally.broken)]
    {
        if records > 0 {
            rows.push(vec![what.to_owned(), thousands(records)]);
        }
    }
    rows
}

/// Returns the categories of the configuration without a record: their discriminators may be wrong.
fn unseen(end: &End<'_>) -> String {
    let unseen = end.tally.types().into_iter().filter(|count| count.records == 0);
    unseen.fold(String::new(), |lines, count| lines + "  " + count.record_type.category + "\n")
}

/// Returns a share in per cent; it is 0 or 100 only if exact.
pub(super) fn share(part: u64, whole: u64) -> String {
    let share = 100.0 * part as f64 / whole.max(1) as f64;
    match part {
        0 => "none".to_owned(),
        part if part == whole => "all".to_owned(),
        _ => format!("{:.1} %", share.clamp(0.1, 99.9)),
    }
}

fn findings(end: &End<'_>, colors: bool) -> String {
    let rules = end.tally.rules();
    let rows: Vec<_> = rules
        .iter()
        .map(|(rule, level, count)| vec![level.to_string(), (*rule).to_owned(), thousands(*count)])
        .collect();
    let lines = table(&rows, &[2], "  ");
    let mut colored = String::new();
    for (line, (_, level, _)) in lines.lines().zip(&rules) {
        let style = if colors { concise::style(*level) } else { Style::new() };
        let level = level.id();
        let rest = line.trim_start().trim_start_matches(level);
        let _ = writeln!(colored, "  {style}{level}{style:#}{rest}");
    }
    if let Some(fixable) = end.tally.fixable_phrase() {
        let _ = writeln!(colored, "  {fixable}");
    }
    colored
}

/// Maximum number of named kinds of stale findings; the others are counted.
const STALE: usize = 10;

fn baseline(end: &End<'_>) -> String {
    let Some(baseline) = end.baseline else {
        return String::new();
    };
    let mut lines = format!("  {}\n", printable(&baseline.phrase()));
    let stale = baseline.stale.as_deref().unwrap_or_default();
    let row = |(kind, count): &(String, u64)| vec![printable(kind).into_owned(), thousands(*count)];
    let rows: Vec<_> = stale.iter().take(STALE).map(row).collect();
    lines.push_str(&table(&rows, &[1], "    "));
    if let Some(more) = stale.len().checked_sub(STALE).filter(|more| *more > 0) {
        let _ = writeln!(lines, "    and {} more", counted(more as u64, "kind"));
    }
    if baseline.change == Change::None && !stale.is_empty() {
        let file = printable(&baseline.file);
        let _ = writeln!(lines, "  `--prune-baseline` removes what was not found from `{file}`");
    }
    lines
}

/// Returns the suppressed findings with their reasons, and warnings about suppressions.
fn suppressed(end: &End<'_>) -> String {
    let used = end.tally.suppressions.iter().filter(|count| count.findings > 0);
    let row = |count: &Count| {
        let Suppression { file, line, rule, reason, .. } = &*count.suppression;
        let place = printable(&format!("{file}:{line}")).into_owned();
        vec![(*rule).to_owned(), thousands(count.findings), place, printable(reason).into_owned()]
    };
    let mut lines = table(&used.map(row).collect::<Vec<_>>(), &[1], "  ");
    for warning in end.tally.suppression_warnings() {
        let _ = writeln!(lines, "  warning: {}", printable(&warning));
    }
    lines
}

/// Returns the numbers of entries that are not inputs, by reason, and the names of skipped ones.
fn left_out(end: &End<'_>) -> String {
    let left_out = &end.tally.left_out;
    let rows = |entries: &Entries, done: &str| -> Vec<Vec<String>> {
        let row =
            |(reason, count): (_, u64)| vec![format!("{done}: {}", Reason::phrase(reason)), thousands(count)];
        entries.by_reason().map(row).collect()
    };
    let rows = [rows(&left_out.ignored, "ignored"), rows(&left_out.skipped, "skipped")].concat();
    let mut lines = table(&rows, &[1], "  ");
    if let Some(unread) = left_out.unread.phrase() {
        let _ = writeln!(lines, "  {}", printable(&unread));
    }
    for note in left_out.notes().iter().filter(|note| !note.is_of_unread) {
        let _ = writeln!(lines, "  {}", printable(&note.text));
    }
    lines
}

fn unreadable(end: &End<'_>) -> String {
    let mut lines = String::new();
    for input in &end.tally.unreadable {
        let _ = writeln!(lines, "  {}: {}", printable(&input.file), printable(&input.reason));
    }
    lines
}
