//! `acslint rules`: every rule in a line.

use acslint_check::{RULES, Rule};
use serde::Serialize;

use crate::args::ListFormat;
use crate::text::table;

/// The list of rules.
pub(crate) fn list(format: ListFormat) -> String {
    let rows = RULES.iter().map(|rule| Row::new(rule));
    match format {
        ListFormat::Table => {
            let cells = |row: Row| {
                [row.id, row.level, row.group].map(str::to_owned).into_iter().chain([row.meaning]).collect()
            };
            table(&rows.map(cells).collect::<Vec<_>>(), &[], "")
        }
        ListFormat::Json => format!("{:#}\n", serde_json::json!(rows.collect::<Vec<_>>())),
    }
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
    level: &'static str,
    group: &'static str,
    since: &'static str,
    meaning: String,
}

impl Row {
    fn new(rule: &'static Rule) -> Self {
        Self {
            id: rule.id,
            level: rule.group.level().id(),
            group: rule.group.id(),
            since: rule.since,
            meaning: rule.meaning(),
        }
    }
}
