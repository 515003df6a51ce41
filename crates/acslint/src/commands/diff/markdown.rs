//! A comparison for a pull request or a changelog: a list of schemas, each with a list of its changes.

use std::fmt::Write;

use acslint_schema::diff::{Change, CodeEffect, Effect, Outcome};

use super::{Report, is_quiet, located, phrase, summary};
use crate::markdown::{code, prose};

pub(super) fn write(report: &Report) -> String {
    let mut text = String::new();
    for compared in report.compared.iter().filter(|compared| !is_quiet(compared)) {
        let name = compared.title.as_deref().unwrap_or(&compared.name);
        let verdict = phrase(compared).map_or("cannot be compared".to_owned(), |(phrase, _)| phrase);
        let _ = writeln!(text, "- **{}** ({}): {verdict}", prose(name), code(&compared.name));
        match &compared.outcome {
            Outcome::Added => text.push_str("  - new schema\n"),
            Outcome::Removed => text.push_str("  - the schema was removed\n"),
            Outcome::Unusable(message) => {
                let _ = writeln!(text, "  - {}", prose(message));
            }
            Outcome::Both(comparison) => {
                comparison.changes.iter().for_each(|change| write_change(&mut text, change));
                if !comparison.annotations.is_empty() {
                    text.push_str("  - annotations such as titles and descriptions changed\n");
                }
            }
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{}", summary(report));
    text
}

fn write_change(text: &mut String, change: &Change) {
    let property = if change.property.is_empty() { "the record".to_owned() } else { code(&change.property) };
    let _ = writeln!(text, "  - {property}: {}", prose(&change.what));
    for (side, effect) in [("writers", &change.writers), ("readers", &change.readers)] {
        match effect {
            Effect::Fine | Effect::Covered => {}
            Effect::Unknown => {
                let _ = writeln!(text, "    - {side}: undecided");
            }
            Effect::Breaks(witness) => {
                let (record, _) = located(&witness.record, &witness.pointer);
                let _ = writeln!(
                    text,
                    "    - breaks {side}: {}, as in {}",
                    prose(&witness.reason),
                    code(&record)
                );
            }
        }
    }
    match &change.code {
        CodeEffect::Fine => {}
        CodeEffect::Unknown(reason) => {
            let _ = writeln!(text, "    - code: undecided, {}", prose(reason));
        }
        CodeEffect::Breaks(reason) => {
            let _ = writeln!(text, "    - breaks code: {}", prose(reason));
        }
    }
}
