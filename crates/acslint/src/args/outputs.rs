//! The options that say which reports to write, and where.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches, ValueEnum};
use schemars::JsonSchema;
use serde::Deserialize;

/// A form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Format {
    /// Excerpts with the offending bytes underlined, and a summary
    Human,
    /// One line a finding: `path:line:column: level[rule] message`
    Concise,
    /// Two lines a kind of finding, with counts
    Grouped,
    /// One JSON object
    Json,
    /// One JSON object a finding, each on a line, and one for the summary
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// `JUnit` XML, for what shows test results
    Junit,
    /// Workflow commands of GitHub Actions, and the summary of the step
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// Logging commands of Azure Pipelines
    Azure,
    /// Diagnostics for reviewdog
    Rdjson,
    /// Tables for a comment or a ticket
    Markdown,
    /// A page to look at, with charts and filters, in one file
    Html,
}

impl Format {
    /// Its name, as options and configurations have it.
    pub(crate) fn id(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Whether such reports need to know what the clean records hold, for which each must be checked in full.
    pub(crate) fn asks_for_contents(self) -> bool {
        matches!(self, Self::Html)
    }

    /// Whether such reports are made to be sent elsewhere.
    pub(crate) fn leaves_the_machine(self) -> bool {
        match self {
            Self::Human | Self::Concise | Self::Grouped | Self::Json | Self::Jsonl => false,
            Self::Sarif
            | Self::Junit
            | Self::Github
            | Self::Gitlab
            | Self::Azure
            | Self::Rdjson
            | Self::Markdown
            | Self::Html => true,
        }
    }
}

/// The reports to write, if any was named: the form of each, and the file, where it does not go to standard output.
#[derive(Debug, Clone)]
pub(crate) struct Outputs(pub(crate) Vec<(Format, Option<PathBuf>)>);

/// The options that say which reports to write; [`Outputs`] reads what was given, since their order matters.
#[derive(Debug, clap::Args)]
struct Asked {
    /// How to write the report [default: human]
    ///
    /// May be repeated, for several reports of one run: each but one then has an `--output` behind it. `html` counts what
    /// the clean records hold, too: each record is checked in full for it, and the run takes many times as long.
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Report")]
    format: Vec<Format>,
    /// Write the report to a file instead of standard output.
    ///
    /// Where there are several forms, the file is for the one that was named last before it. It takes the place of one that
    /// is there once the report is complete. A file that the run reads is refused, and so is one that would be checked and
    /// is not a report. The forms of text begin with a line that marks them as reports there.
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    output: Vec<PathBuf>,
}

impl clap::Args for Outputs {
    fn augment_args(command: clap::Command) -> clap::Command {
        Asked::augment_args(command)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Asked::augment_args_for_update(command)
    }
}

impl FromArgMatches for Outputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let places = |id| matches.indices_of(id).into_iter().flatten();
        let formats = matches.get_many::<Format>("format").into_iter().flatten().copied();
        let files = matches.get_many::<PathBuf>("output").into_iter().flatten().cloned();
        paired(&places("format").zip(formats).collect::<Vec<_>>(), places("output").zip(files))
            .map_err(|message| clap::Error::raw(ErrorKind::ArgumentConflict, format!("{message}\n")))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Gives each file to the form that it is for. Both come with their places among the arguments.
fn paired(
    formats: &[(usize, Format)],
    files: impl Iterator<Item = (usize, PathBuf)>,
) -> Result<Outputs, String> {
    let mut outputs: Vec<(Format, Option<PathBuf>)> =
        formats.iter().map(|(_, format)| (*format, None)).collect();
    let mut files = files.peekable();
    if outputs.is_empty() && files.peek().is_some() {
        outputs.push((Format::Human, None));
    }
    for (place, file) in files {
        if outputs.iter().any(|(_, known)| known.as_ref() == Some(&file)) {
            return Err(format!("`{}` cannot hold two reports", file.display()));
        }
        let before = formats.iter().take_while(|(format, _)| *format < place).count();
        let number = if outputs.len() == 1 { Some(0) } else { before.checked_sub(1) };
        match number.map(|number| &mut outputs[number].1) {
            None => {
                return Err(format!(
                    "put `--output {}` behind the `--format` that it is for",
                    file.display()
                ));
            }
            Some(Some(_)) => {
                return Err(format!("`--output {}` has no `--format` of its own", file.display()));
            }
            Some(output) => *output = Some(file),
        }
    }
    if outputs.iter().filter(|(_, file)| file.is_none()).count() > 1 {
        return Err(
            "standard output takes one report: put an `--output` behind each `--format` but one".to_owned()
        );
    }
    Ok(Outputs(outputs))
}
