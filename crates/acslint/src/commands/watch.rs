//! `acslint watch`: checks the inputs, and checks them again after every change, until Ctrl-C.
//!
//! Every run checks and reports everything, since the report replaces the previous one on the screen. Caching the
//! findings of unchanged files would take unbounded memory, while checking a gigabyte takes a second.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::check;
use crate::args;
use crate::baseline::Task;
use crate::caller::Caller;
use crate::config;
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{Changes, Snapshot};
use crate::interrupt;
use crate::output::FileError;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::report::ReportError;
use crate::sanitize;
use crate::text::{counted, printable};

/// Clears the screen and the scrollback, and moves the cursor to the upper left corner.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Number of changed files to name; the rest are counted.
const NAMED: usize = 3;

/// Checks until an interrupt, or until standard output is closed.
pub(crate) fn run(args: &args::Check, environment: &Environment) -> Result<Exit, Error> {
    let interrupted = interrupt::watch();
    let mut plan = Plan::new(args.clone(), environment)?;
    if let Some(what) = unwatchable(&plan) {
        return Err(Error::CannotWatch { what });
    }
    let mut changes =
        Changes::watch(&plan.paths, others(&plan)).map_err(|(path, source)| Error::Watch { path, source })?;
    let note = |text: String| {
        if !args.quiet {
            Progress::none().note(&text);
        }
    };
    // Taken before the check, so that a change during the check triggers another one.
    let mut seen = snapshot(&plan)?;
    loop {
        if plan.clears_screen {
            // The report notices a closed standard output.
            let _ = sanitize::raw_stdout().write_all(CLEAR.as_bytes());
        }
        match check::carry_out(&plan) {
            Ok(finished) if !finished.is_read => return Ok(Exit::Success),
            Ok(_) => {}
            // A change of a file cannot fix the command line.
            Err(
                error @ (Error::Settings(_)
                | Error::Report(ReportError::File(FileError::Create { .. }))
                | Error::Clash(_)),
            ) => return Err(error),
            // A change of a file may fix other errors.
            Err(error) => crate::complain(&error, environment),
        }
        note(format!("watching {}; press Ctrl-C to stop", counted(seen.files() as u64, "file")));
        let differing = loop {
            let Some(touched) = changes.next(interrupted) else {
                return Ok(Exit::Success);
            };
            match Plan::new(args.clone(), environment) {
                Ok(anew) => plan = anew,
                Err(error) => {
                    crate::complain(&error, environment);
                    continue;
                }
            }
            let now = match snapshot(&plan) {
                Ok(now) => now,
                Err(error) => {
                    crate::complain(&error, environment);
                    continue;
                }
            };
            let mut differing = now.changed(&seen, &touched);
            let is_config = |path: &&PathBuf| path.file_name().is_some_and(|name| name == config::NAME);
            if !args.choices.no_config && touched.iter().any(|path| is_config(&path)) {
                differing.push(config::NAME.to_owned());
            }
            seen = now;
            if !differing.is_empty() {
                break differing;
            }
        };
        note(names(&differing));
    }
}

fn snapshot(plan: &Plan) -> Result<Snapshot, Error> {
    Ok(Snapshot::of(&check::inputs(plan, &Caller::process())?.0.inputs, others(plan)))
}

/// Files other than the inputs that the report depends on.
fn others(plan: &Plan) -> impl Iterator<Item = &Path> {
    let baseline = plan.baseline.iter().map(|(file, _)| file.as_path());
    baseline.chain(plan.configs.of_run().map(|config| Path::new(&config.name)))
}

/// Returns the reason why a plan cannot be repeated.
fn unwatchable(plan: &Plan) -> Option<&'static str> {
    match plan.baseline.as_ref().map(|(_, task)| task) {
        Some(Task::Write) => {
            return Some("cannot watch with `--write-baseline`; pass it to `acslint check`");
        }
        Some(Task::Prune) => {
            return Some("cannot watch with `--prune-baseline`; pass it to `acslint check`");
        }
        Some(Task::Compare) | None => {}
    }
    let reads_stdin = plan.paths.iter().any(|path| path == Path::new("-"));
    reads_stdin.then_some("cannot watch standard input; pass files or directories")
}

/// Phrase that names changed files.
fn names(changed: &[String]) -> String {
    let named: Vec<_> = changed.iter().take(NAMED).map(|name| printable(name)).collect();
    match changed.len().saturating_sub(NAMED) {
        0 => format!("changed: {}", named.join(", ")),
        more => format!("changed: {} and {}", named.join(", "), counted(more as u64, "other")),
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_few_files_are_named() {
        let files = ["a", "b", "c", "d", "e"].map(str::to_owned);
        assert_eq!(names(&files[..1]), "changed: a");
        assert_eq!(names(&files[..3]), "changed: a, b, c");
        assert_eq!(names(&files[..4]), "changed: a, b, c and 1 other");
        assert_eq!(names(&files), "changed: a, b, c and 2 others");
    }
}
