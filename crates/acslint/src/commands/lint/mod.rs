//! `acslint schema lint`: reads and lints schemas one after the other, and ends as `acslint check` does.

mod references;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::bounded::{SCHEMA_SIZE, too_large};
use crate::config::{Choice, Configs};
use crate::error::Error;
use crate::exit::Exit;
use crate::guard::Guard;
use crate::input::{Buffer, Discovered, DiscoveredInput, Input, Limits, Origin, Selection, Source, discover};
use crate::interrupt;
use crate::plan::LintPlan;
use crate::progress::Progress;
use crate::report::Reports;

/// Suffix of the names of schemas in directories.
const ENDING: &str = ".schema.json";

/// Carries out a planned run.
pub(crate) fn run(plan: &LintPlan) -> Result<Exit, Error> {
    let begin = Instant::now();
    interrupt::listen();
    let mut guard = Guard::new();
    plan.reports.guard(&mut guard)?;
    // Configuration files are about records.
    let configs = Arc::new(Configs::new(Choice::Nothing)?);
    let selection = Selection { any_content: true, ..Selection::default() };
    let Discovered { mut inputs, left_out, .. } = discover(&plan.paths, &configs, &selection, &|_| false);
    let directories: Vec<&Path> =
        plan.paths.iter().map(PathBuf::as_path).filter(|path| path.is_dir()).collect();
    // Guards files before the selection of schemas: other files are protected too.
    guard.checks(&plan.paths, &inputs, &[])?;
    inputs.retain(|input| is_wanted(input, &plan.paths, &directories));
    if guard.has_outputs() {
        references::refuse(&guard, &inputs)?;
    }
    let inputs = guard.inputs(inputs);
    let progress = Progress::none();
    let mut reports = Reports::open(&plan.reports, None, &progress)?;
    reports.left_out(left_out);
    for input in inputs {
        match input {
            Ok(input) => lint(&input, plan, &mut reports),
            Err((name, error)) => {
                reports.begin(&name, 0);
                reports.unreadable(&name, error.to_string(), 0);
            }
        }
    }
    let finished = reports.finish(&plan.criteria, begin.elapsed(), 1)?;
    if let Some(failure) = finished.failure.filter(|_| plan.say_reason) {
        progress.note(&format!("error: {failure}"));
    }
    Ok(finished.exit)
}

/// Returns true if the user named a file, or if its name is that of a schema.
fn is_wanted(found: &DiscoveredInput, paths: &[PathBuf], directories: &[&Path]) -> bool {
    let Ok(Input { origin: Origin::File(file), .. }) = found else {
        return true;
    };
    let is_by_chance =
        !paths.contains(file) && directories.iter().any(|directory| file.starts_with(directory));
    !is_by_chance || file.to_string_lossy().ends_with(ENDING)
}

fn lint(input: &Input, plan: &LintPlan, reports: &mut Reports) {
    reports.begin(&input.name, 0);
    match read(&input.origin) {
        Ok(bytes) => {
            plan.linter.lint(bytes.bytes(), reports);
            reports.end_of_file(bytes.bytes().len() as u64);
        }
        Err(error) => reports.unreadable(&input.name, error.to_string(), 0),
    }
}

/// All bytes of an input: the linter needs the whole schema.
fn read(origin: &Origin) -> io::Result<Buffer> {
    const PIECE: usize = 256 * 1024;
    let mut source = Source::open_undecoded(origin, Limits::default())?;
    let mut buffer = Buffer::default();
    loop {
        let size = buffer.bytes().len() + PIECE;
        let is_end = source.fill(&mut buffer, size)?;
        if source.read() > SCHEMA_SIZE {
            return Err(too_large(SCHEMA_SIZE));
        }
        if is_end {
            return Ok(buffer);
        }
    }
}
