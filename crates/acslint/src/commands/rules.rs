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
            meaning: meaning(rule.page),
        }
    }
}

/// The first sentence below a page's title.
fn meaning(page: &str) -> String {
    let below = page.lines().skip_while(|line| line.starts_with('#') || line.trim().is_empty());
    let paragraph: Vec<&str> = below.take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let paragraph = paragraph.join(" ");
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::meaning;

    #[test]
    fn the_meaning_is_the_first_sentence() {
        assert_eq!(meaning("# a\n\nOne thing,\nsaid. More.\n\n## Fails\n"), "One thing, said.");
        assert_eq!(meaning("# a\n\nOnly this.\n"), "Only this.");
    }
}
