//! Tables of a breakdown for people, in `human` and `markdown`.

use std::cmp::Reverse;

use acslint_check::Level;

use super::End;
use crate::breakdown::{Key, Row};
use crate::text::{counted, thousands};
use crate::values::By;

/// Maximum number of rows for people; the others are counted.
const SHOWN: usize = 50;

/// Titles of the columns with numbers.
pub(super) const COLUMNS: [&str; 5] = ["records", "with findings", "errors", "warnings", "infos"];

/// Table for people.
pub(super) struct Shown {
    /// Title of the first column.
    pub(super) title: &'static str,
    /// Place and numbers of each row.
    pub(super) rows: Vec<(String, [String; COLUMNS.len()])>,
    /// Phrase about the rows that are not shown.
    pub(super) more: Option<String>,
}

/// Returns the table of a run, if it has one: the latest times in their order, or the resources or files with the most
/// findings.
pub(super) fn shown(end: &End<'_>) -> Option<Shown> {
    let breakdown = end.tally.breakdown.as_ref()?;
    let all: Vec<(&Key, &Row)> = breakdown.rows().filter(|(key, _)| **key != Key::None).collect();
    let more = all.len().saturating_sub(SHOWN);
    let is_of_time = matches!(breakdown.by(), By::Hour | By::Day);
    let listed: Vec<_> = if is_of_time {
        all.into_iter().skip(more).collect()
    } else {
        let mut all = all;
        all.sort_by_key(|(_, row)| Reverse((row.findings(), row.records)));
        all.truncate(SHOWN);
        all
    };
    let mut rows: Vec<_> = listed.into_iter().map(|(key, row)| (end.key(key), numbers(row))).collect();
    let without = breakdown.rows().find(|(key, _)| **key == Key::None);
    rows.extend(without.map(|(key, row)| (end.key(key), numbers(row))));
    rows.extend(breakdown.other().map(|row| ("other".to_owned(), numbers(row))));
    Some(Shown {
        title: breakdown.by().id(),
        rows,
        more: (more > 0)
            .then(|| format!("{} not shown; `--format json` has them", counted(more as u64, "more row"))),
    })
}

fn numbers(row: &Row) -> [String; COLUMNS.len()] {
    let level = |level| row.of_level(level);
    [row.records, row.records_with_findings, level(Level::Error), level(Level::Warning), level(Level::Info)]
        .map(thousands)
}
