//! Suggestions in errors about the arguments: what other tools call an option or a command, and a path without one.

use std::path::Path;

use clap::ValueEnum;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::values::Format;

/// Options that other tools have, and what does the same here.
const OPTIONS: [(&str, &str); 34] = [
    ("--allow", "--level RULE=allow"),
    ("--check-metaschema", "acslint schema lint"),
    ("--concurrency", "--threads"),
    ("--disable", "--level RULE=allow"),
    ("--disable-rule", "--level RULE=allow"),
    ("--error-level", "--fail-on"),
    ("--errors", "--format"),
    ("--exit-zero", "--fail-on never"),
    ("--extend-exclude", "--exclude"),
    ("--fail-level", "--fail-on"),
    ("--file", "PATH without an option"),
    ("--ignore", "--exclude"),
    ("--ignore-file", "--exclude"),
    ("--ignore-missing-schemas", "--level unknown-category=allow"),
    ("--ignore-path", "--exclude"),
    ("--ignore-pattern", "--exclude"),
    ("--ignore-rule", "--level RULE=allow"),
    ("--input", "PATH without an option"),
    ("--jobs", "--threads"),
    ("--max-warnings", "--fail-on warning"),
    ("--min-severity", "--fail-on"),
    ("--no-color", "--color never"),
    ("--out", "--output"),
    ("--output-file", "--output"),
    ("--output-format", "--format"),
    ("--preset", "--strict` or `--lenient"),
    ("--reporter", "--format"),
    ("--rule", "--level RULE=LEVEL"),
    ("--schema", "[categories.NAME]` with `schema = \"FILE\"` in `acslint.toml"),
    ("--schema-location", "[categories.NAME]` with `schema = \"FILE\"` in `acslint.toml"),
    ("--schemafile", "[categories.NAME]` with `schema = \"FILE\"` in `acslint.toml"),
    ("--severity", "--fail-on"),
    ("--stdin", "-"),
    ("--warn", "--level RULE=warning"),
];

/// Commands that other tools have, and what does the same here.
const COMMANDS: [(&str, &str); 13] = [
    ("bundle", "schema export --bundle"),
    ("diff", "schema diff"),
    ("export", "schema export"),
    ("generate", "sample"),
    ("lint", "schema lint` for schemas, `check` for records"),
    ("list", "schema list"),
    ("compile", "schema lint"),
    ("metaschema", "schema lint"),
    ("show", "schema show"),
    ("test", "check"),
    ("validate", "check"),
    ("verify", "check"),
    ("run", "check"),
];

/// Adds a suggestion to an error about an unknown option or command, where its own text has none.
pub(crate) fn with_suggestion(mut error: clap::Error) -> clap::Error {
    let given = |kind| match error.get(kind) {
        Some(ContextValue::String(given)) => Some(given.clone()),
        _ => None,
    };
    let suggestion = match error.kind() {
        ErrorKind::UnknownArgument => given(ContextKind::InvalidArg).and_then(|given| option(&given)),
        ErrorKind::InvalidSubcommand => {
            given(ContextKind::InvalidSubcommand).and_then(|given| command(&given))
        }
        _ => None,
    };
    if let Some(suggestion) = suggestion {
        // Those of clap go by letters only, and its usage shows the option that it suggests.
        for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::Usage] {
            error.remove(kind);
        }
        let text = StyledStr::from(suggestion);
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![text]));
    }
    error
}

/// Returns a suggestion for an unknown option.
fn option(given: &str) -> Option<String> {
    let name = given.split('=').next().unwrap_or(given);
    if let Some((_, meant)) = OPTIONS.iter().find(|(known, _)| *known == name) {
        return Some(format!("use `{meant}`"));
    }
    let format = Format::from_str(name.strip_prefix("--")?, false).ok()?;
    Some(format!("use `--format {}`", format.id()))
}

/// Returns a suggestion for an unknown command.
fn command(given: &str) -> Option<String> {
    if let Some((_, meant)) = COMMANDS.iter().find(|(known, _)| *known == given) {
        return Some(format!("use `{meant}`"));
    }
    Path::new(given).exists().then(|| format!("to check `{given}`, use `acslint check {given}`"))
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::super::Args;
    use super::{COMMANDS, OPTIONS, with_suggestion};

    /// Error about arguments, as the program writes it.
    fn refused(args: &[&str]) -> String {
        let all = [&["acslint"], args].concat();
        with_suggestion(Args::try_parse_from(all).unwrap_err()).render().to_string()
    }

    #[test]
    fn options_and_commands_of_other_tools_lead_to_ours() {
        for (given, meant) in OPTIONS {
            let said = refused(&["check", given]);
            assert!(said.contains(&format!("tip: use `{meant}`\n")), "{given}: {said}");
        }
        for (given, meant) in COMMANDS {
            let said = refused(&[given]);
            assert!(said.contains(&format!("tip: use `{meant}`\n")), "{given}: {said}");
        }
        assert!(refused(&["check", "--json"]).contains("tip: use `--format json`\n"));
        assert!(refused(&["check", "--ignore=x"]).contains("tip: use `--exclude`\n"));
        assert!(refused(&["src"]).contains("tip: to check `src`, use `acslint check src`\n"));
    }

    #[test]
    fn a_misspelled_option_or_command_is_suggested() {
        for (given, meant) in
            [("--excludes", "--exclude"), ("--fail_on", "--fail-on"), ("--stric", "--strict")]
        {
            let said = refused(&["check", given]);
            assert!(said.contains(&format!("'{meant}'")), "{given}: {said}");
        }
        assert!(refused(&["chekc"]).contains("'check'"));
        assert!(!refused(&["check", "--zzz"]).contains("similar"), "{}", refused(&["check", "--zzz"]));
    }

    /// A suggestion must not name an option that does not exist.
    #[test]
    fn suggested_options_exist() {
        let command = Args::command();
        let check = command.find_subcommand("check").unwrap();
        let names: Vec<String> =
            check.get_arguments().filter_map(|arg| Some(format!("--{}", arg.get_long()?))).collect();
        for (given, meant) in OPTIONS {
            assert!(!names.contains(&given.to_owned()), "{given}");
            for word in meant.split([' ', '`']).filter(|word| word.starts_with("--")) {
                assert!(names.contains(&word.to_owned()), "{word}");
            }
        }
    }
}
