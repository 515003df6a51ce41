//! `acslint rules`: all rules, one per line.

use acslint_check::{RULES, Rule, SCHEMA_RULES};
use serde::Serialize;

use crate::text::table;
use crate::values::ListFormat;

/// List of the rules.
pub(crate) fn list(format: ListFormat) -> String {
    let about = |rules: &'static [&'static Rule], of| rules.iter().map(move |rule| Row::new(rule, of));
    let rows = about(RULES, "records").chain(about(SCHEMA_RULES, "schemas"));
    match format {
        ListFormat::Table => {
            let cells = |row: Row| {
                [row.id, row.level, row.group, row.about]
                    .map(str::to_owned)
                    .into_iter()
                    .chain([row.meaning])
                    .collect()
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
    about: &'static str,
    since: &'static str,
    meaning: String,
}

impl Row {
    fn new(rule: &'static Rule, about: &'static str) -> Self {
        Self {
            id: rule.id,
            level: rule.group.level().id(),
            group: rule.group.id(),
            about,
            since: rule.since,
            meaning: rule.meaning(),
        }
    }
}
