//! Options that select the reports and their files.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches};

use crate::values::Format;

/// Requested reports, if any: the format of each, and its file unless it goes to standard output.
#[derive(Debug, Clone)]
pub(crate) struct Outputs(pub(crate) Vec<(Format, Option<PathBuf>)>);

/// Options that select reports; [`Outputs`] parses them, since their order matters.
#[derive(Debug, clap::Args)]
struct Asked {
    /// Format of the report [default: human]
    ///
    /// May be repeated to write several reports in one run; all but one then need an `--output` after them. `html`
    /// also counts the contents of clean records: acslint checks every record in full for it, which takes many
    /// times as long.
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Report")]
    format: Vec<Format>,
    /// Write the report to a file instead of standard output.
    ///
    /// With several formats, the file belongs to the last `--format` before it. The finished report replaces an
    /// existing file. acslint refuses to overwrite an input of the run, or a file that it would check and that is
    /// not a report. Text formats begin with a line that marks the file as a report.
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

/// Assigns each file to its format; both come with their positions among the arguments.
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
                    "put `--output {}` after the `--format` that it belongs to",
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
            "only one report can go to standard output: add an `--output` after each `--format` but one"
                .to_owned(),
        );
    }
    Ok(Outputs(outputs))
}
