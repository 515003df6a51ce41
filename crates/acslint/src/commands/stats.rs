//! `acslint stats`: describes the records of all inputs.

use std::path::Path;

use super::{check, print_in};
use crate::args::{StatsArgs, StatsFormat};
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::output::{self, FileError};
use crate::plan::{Plan, StatsFiles};
use crate::progress::Progress;
use crate::sanitize::Form;
use crate::stats::{Comparison, json, text, uncovered};
use crate::text::printable;

/// Reads all records, and writes the statistics.
pub(super) fn run(args: StatsArgs, environment: &Environment) -> Result<Exit, Error> {
    let (format, min_coverage) = (args.format, args.min_coverage);
    let plan = Plan::of_stats(args, environment)?;
    let finished = check::carry_out(&plan)?;
    let stats = finished.tally.stats.unwrap_or_default();
    let StatsFiles { output, compare, fail_on } = plan.stats.unwrap_or_default();
    let comparison = compare.map(|file| Comparison::new(&file, &stats)).transpose()?;
    let (written, form) = match format {
        StatsFormat::Human => (text(&stats, comparison.as_ref()), Form::Text),
        StatsFormat::Json => (json(&stats, comparison.as_ref()), Form::Json),
    };
    match &output {
        // As of a baseline: what comes later would be compared with a part.
        Some(path) if finished.exit == Exit::Failure => Progress::none()
            .note(&format!("error: did not write `{}`, since not everything was read", path.display())),
        output => write(output.as_deref(), form, &written)?,
    }
    let mut exit = finished.exit;
    for gate in min_coverage.into_iter().flat_map(|share| uncovered(&stats, share)) {
        let name = printable(&gate.name).into_owned();
        let (seen, documented) = (gate.seen, gate.documented);
        Progress::none().note(&format!(
            "error: {name}: {seen} of {documented} documented properties have a value, fewer than `--min-coverage` demands"
        ));
        exit = exit.max(Exit::NothingChecked);
    }
    let has_failed = comparison.zip(fail_on).is_some_and(|(comparison, level)| comparison.reaches(level));
    Ok(if has_failed { exit.max(Exit::Findings) } else { exit })
}

fn write(output: Option<&Path>, form: Form, written: &str) -> Result<(), Error> {
    match output {
        Some(path) => Ok(output::write(path, written)
            .map_err(|source| FileError::Create { path: path.to_owned(), source })?),
        None => print_in(form, written).map(|_| ()),
    }
}
