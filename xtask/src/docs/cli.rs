//! The command line as pages: one for each command with its subcommands, and their index. They contain the `--help`.

use std::fmt::Write as _;

use acslint_types::Document;
use clap::{Arg, Command, CommandFactory as _};

use super::{MARK, escaped};

/// The command line, completed by clap: full names of subcommands, numbers of values.
pub(super) fn definition() -> Command {
    let mut command = acslint::Args::command().disable_help_subcommand(true);
    command.build();
    command
}

pub(super) fn pages() -> Vec<Document> {
    let definition = definition();
    let mut pages = vec![Document { file: "docs/cli/README.md".to_owned(), text: index(&definition) }];
    pages.extend(below(&definition).map(|command| {
        let mut text = MARK.to_owned();
        write_command(&mut text, command, "#");
        Document { file: format!("docs/cli/{}.md", command.get_name()), text }
    }));
    pages
}

fn below(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set())
}

/// The full name of a command, such as `acslint schema show`.
fn full_name(command: &Command) -> &str {
    command.get_bin_name().unwrap_or_else(|| command.get_name())
}

fn index(definition: &Command) -> String {
    let mut index = format!(
        "{MARK}# The command line\n\nThese pages contain the output of `acslint <command> --help`.\n\n"
    );
    index.push_str("| command | what it does |\n|---|---|\n");
    for command in below(definition) {
        for (command, page) in
            std::iter::once(command).chain(below(command)).zip(std::iter::repeat(command.get_name()))
        {
            let about = command.get_about().map(|about| escaped(&about.to_string())).unwrap_or_default();
            let name = full_name(command);
            let anchor = if command.get_name() == page {
                String::new()
            } else {
                "#".to_owned() + &name.replace(' ', "-")
            };
            let _ = writeln!(index, "| [`{name}`]({page}.md{anchor}) | {about} |");
        }
    }
    index
}

/// Writes a command and its subcommands. `level` is the mark of its heading.
fn write_command(text: &mut String, command: &Command, level: &str) {
    let about = command.get_long_about().or_else(|| command.get_about());
    let _ = writeln!(text, "{level} {}\n", full_name(command));
    if let Some(about) = about {
        let _ = writeln!(text, "{}\n", escaped(&about.to_string()));
    }
    let usage = command.clone().render_usage().to_string();
    let _ = writeln!(text, "```text\n{}\n```", usage.trim_start_matches("Usage: "));
    let arguments: Vec<&Arg> = command.get_arguments().filter(|argument| is_shown(argument)).collect();
    let mut headings: Vec<&str> = Vec::new();
    for argument in &arguments {
        let heading = heading(argument);
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    for heading in headings {
        let _ = writeln!(text, "\n{level}# {heading}");
        for argument in arguments.iter().filter(|argument| self::heading(argument) == heading) {
            write_argument(text, argument);
        }
    }
    if let Some(end) = command.get_after_long_help().or_else(|| command.get_after_help()) {
        write_end(text, &end.to_string(), level);
    }
    for below in below(command) {
        text.push('\n');
        write_command(text, below, &format!("{level}#"));
    }
}

/// Returns true for all arguments except hidden ones and those of every command.
fn is_shown(argument: &Arg) -> bool {
    !argument.is_hide_set() && !matches!(argument.get_id().as_str(), "help" | "version")
}

fn heading(argument: &Arg) -> &str {
    let otherwise = if argument.is_positional() { "Arguments" } else { "Options" };
    argument.get_help_heading().unwrap_or(otherwise)
}

fn write_argument(text: &mut String, argument: &Arg) {
    let name = argument.to_string();
    let short = argument.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    let _ = writeln!(text, "\n**`{short}{name}`**");
    if let Some(help) = argument.get_long_help().or_else(|| argument.get_help()) {
        let _ = writeln!(text, "\n{}", escaped(&help.to_string()));
    }
    let mut facts = Vec::new();
    if argument.get_action().takes_values() {
        let defaults =
            argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy()));
        facts.extend(defaults.map(|value| format!("Default: {value}.")));
        facts.extend(
            argument.get_env().map(|name| format!("Environment variable: `{}`.", name.to_string_lossy())),
        );
    }
    if !facts.is_empty() {
        let _ = writeln!(text, "\n{}", facts.join(" "));
    }
    write_values(text, argument);
}

fn write_values(text: &mut String, argument: &Arg) {
    let takes_values = argument.get_action().takes_values();
    if !takes_values || argument.is_hide_possible_values_set() {
        return;
    }
    let values = argument.get_possible_values();
    let mut values = values.iter().filter(|value| !value.is_hide_set()).peekable();
    if values.peek().is_some() {
        text.push('\n');
    }
    for value in values {
        let help =
            value.get_help().map(|help| format!(": {}", escaped(&help.to_string()))).unwrap_or_default();
        let _ = writeln!(text, "- `{}`{help}", value.get_name());
    }
}

/// Writes the end of the help: headings with a colon, and below each of them unchanged lines.
fn write_end(text: &mut String, end: &str, level: &str) {
    let mut is_code = false;
    for line in end.lines() {
        if let Some(heading) = line.strip_suffix(':').filter(|line| !line.starts_with(' ')) {
            let close = if is_code { "```\n" } else { "" };
            let _ = writeln!(text, "{close}\n{level}# {heading}\n\n```text");
            is_code = true;
        } else if !(is_code && line.is_empty()) {
            let _ = writeln!(text, "{}", line.strip_prefix("  ").unwrap_or(line));
        }
    }
    if is_code {
        text.push_str("```\n");
    }
}

#[cfg(test)]
mod tests {
    use super::{below, definition, full_name, is_shown};

    /// Maximum number of options without a heading; a longer list is hard to read.
    const AT_ONCE: usize = 8;

    #[test]
    fn all_is_explained_and_many_options_stand_in_groups() {
        let mut commands = vec![definition()];
        while let Some(command) = commands.pop() {
            let name = full_name(&command);
            assert!(command.get_about().is_some(), "{name} has no help");
            let options =
                || command.get_arguments().filter(|argument| is_shown(argument) && !argument.is_positional());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{name} {argument} has no help");
            }
            let alone = options().filter(|argument| argument.get_help_heading().is_none()).count();
            assert!(alone <= AT_ONCE, "{name} has {alone} options without a heading");
            commands.extend(below(&command).cloned());
        }
    }
}
