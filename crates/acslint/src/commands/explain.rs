//! `acslint explain`: a rule's page, laid out for a terminal.

use std::fmt::Write;

use acslint_check::{CustomCategories, RULES, SCHEMA_RULES, fixes, rule};
use anstyle::Style;

use crate::config::{Choice, Configs};
use crate::environment::Environment;
use crate::error::Error;
use crate::values::{CategoryChoice, Color, UnknownCategory};

/// Returns the page of a rule. The error about a name of a category leads to its explanation.
pub(crate) fn run(id: &str, color: Color, environment: &Environment) -> Result<String, Error> {
    let page = page(id, environment.colors(color, false));
    let Err(Error::UnknownRule { suggestion, .. }) = &page else {
        return page;
    };
    // A configuration that cannot be used has nothing to do with a rule.
    let configs = Configs::new(Choice::Nearest(environment.trusted_users.clone())).ok();
    let none = CustomCategories::default();
    let custom = configs.as_ref().and_then(Configs::of_run).map_or(&none, |config| &config.custom);
    match CategoryChoice::new(id, custom) {
        Ok(category) => Err(Error::CategoryIsNoRule { given: category.id() }),
        Err(UnknownCategory { suggestion: Some(near), .. }) if suggestion.is_none() => {
            Err(Error::CategoryIsNoRule { given: near })
        }
        Err(_) => page,
    }
}

/// Page of the rule with this id.
fn page(id: &str, colors: bool) -> Result<String, Error> {
    let Some(rule) = rule(id) else {
        let suggestion = acslint_check::nearest(id, RULES.iter().chain(SCHEMA_RULES).map(|rule| rule.id));
        return Err(Error::UnknownRule { given: id.to_owned(), suggestion });
    };
    let facts = format!("level {}, group {}, since {}", rule.group.level(), rule.group.id(), rule.since);
    let fixes = fixes(rule.id).map(|fixes| format!("\n## Fixes\n\n{fixes}\n")).unwrap_or_default();
    Ok(layout(&[rule.page, &fixes].concat(), &facts, colors))
}

/// Strips the marks of headings and the fences of code, indents code, and puts the facts under the title.
fn layout(page: &str, facts: &str, colors: bool) -> String {
    let style = |style: Style| if colors { style } else { Style::new() };
    let (bold, dim) = (style(Style::new().bold()), style(Style::new().dimmed()));
    let mut text = String::with_capacity(page.len());
    let mut code = false;
    for line in page.lines() {
        if line.starts_with("```") {
            code = !code;
        } else if code {
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        } else if let Some(title) = line.strip_prefix("# ") {
            let _ = writeln!(text, "{bold}{title}{bold:#}\n{dim}{facts}{dim:#}");
        } else if let Some(heading) = line.strip_prefix("## ") {
            let _ = writeln!(text, "{bold}{heading}{bold:#}");
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{layout, page};

    const PAGE: &str = "# a-rule\n\nWhat it means.\n\n## Fails\n\n```json\n{\"a\": 1}\n```\n";

    #[test]
    fn a_page_is_laid_out_for_a_terminal() {
        let expected = "a-rule\nlevel error\n\nWhat it means.\n\nFails\n\n    {\"a\": 1}\n";
        assert_eq!(layout(PAGE, "level error", false), expected);
        assert!(
            layout(PAGE, "level error", true)
                .starts_with("\x1b[1ma-rule\x1b[0m\n\x1b[2mlevel error\x1b[0m\n")
        );
    }

    #[test]
    fn an_unknown_rule_has_no_page() {
        assert_eq!(page("banana", false).unwrap_err().to_string(), "unknown rule `banana`");
    }
}
