//! A page for each rule, and their index: the output of `acslint explain` and `acslint rules`, for the web.

use std::fmt::Write as _;

use acslint_check::{RULES, Rule, SCHEMA_RULES, fixes};
use acslint_types::Document;

use super::{MARK, escaped};

pub(super) fn pages() -> Vec<Document> {
    let page = |rule: &&Rule| Document { file: format!("docs/rules/{}.md", rule.id), text: page(rule) };
    let mut pages: Vec<Document> = RULES.iter().chain(SCHEMA_RULES).map(page).collect();
    pages.push(Document { file: "docs/rules/README.md".to_owned(), text: index() });
    pages
}

/// The rule's own page, with its metadata from the registry below the title.
fn page(rule: &Rule) -> String {
    let below = rule.page.split_once('\n').map_or("", |(_, below)| below);
    let fixes = fixes(rule.id).map(|fixes| format!("\n## Fixes\n\n{}\n", wrapped(fixes))).unwrap_or_default();
    format!(
        "{MARK}# {}\n\nLevel `{}` unless it is set, group `{}`, since {}. [All rules](README.md)\n{below}{fixes}",
        rule.id,
        rule.group.level().id(),
        rule.group.id(),
        rule.since,
    )
}

/// Returns a text in lines of at most 120 characters.
fn wrapped(text: &str) -> String {
    let mut wrapped = String::new();
    let mut length = 0;
    for word in text.split(' ') {
        if length + 1 + word.len() > 120 {
            wrapped.push('\n');
            length = 0;
        } else if length > 0 {
            wrapped.push(' ');
            length += 1;
        }
        wrapped.push_str(word);
        length += word.len();
    }
    wrapped
}

fn index() -> String {
    let mut index = format!(
        "{MARK}# Rules\n\nThe rules of `acslint check`. `--level RULE=LEVEL` sets another level for a run; a rule at \
         `allow` is off.\n\n"
    );
    write_table(&mut index, RULES);
    index += "\n## Rules about schemas\n\nThe rules of `acslint schema lint`, which has the same option.\n\n";
    write_table(&mut index, SCHEMA_RULES);
    index
}

fn write_table(index: &mut String, rules: &[&Rule]) {
    index.push_str("| rule | level | group | what it means |\n|---|---|---|---|\n");
    for rule in rules {
        let Rule { id, group, .. } = rule;
        let meaning = escaped(&rule.meaning());
        let _ =
            writeln!(index, "| [`{id}`]({id}.md) | {} | {} | {meaning} |", group.level().id(), group.id());
    }
}
