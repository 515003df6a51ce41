//! `acslint stats`: describes the records of all inputs, or of a shard, and merges such descriptions.

use std::path::Path;

use super::merge::Merge;
use super::{check, print_in, shard as shard_command};
use crate::args::StatsArgs;
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::output::{self, FileError};
use crate::plan::{Plan, StatsFiles};
use crate::progress::Progress;
use crate::report::{Finished, ReportError};
use crate::sanitize::Form;
use crate::stats::{Comparison, json, json_of_shard, text, uncovered};
use crate::text::printable;
use crate::values::{Shard, StatsFormat};

/// Reads all records, or those of a shard, and writes the statistics.
pub(super) fn run(args: StatsArgs, environment: &Environment) -> Result<Exit, Error> {
    let plan = Plan::of_stats(args, environment)?;
    match plan.shard {
        Some(shard) => of_shard(&plan, shard),
        None => describe(plan.stats.clone().unwrap_or_default(), check::carry_out(&plan)?),
    }
}

/// Merges the statistics of all shards of a run, and writes those of the run.
pub(super) fn merge(merge: Merge, environment: &Environment) -> Result<Exit, Error> {
    let plan = Plan::of_merged_stats(merge.args.clone(), environment)?;
    let files = plan.stats.clone().unwrap_or_default();
    describe(files, merge.carry_out_as(plan)?)
}

/// Writes the statistics of a run, and returns its end.
fn describe(files: StatsFiles, finished: Finished) -> Result<Exit, Error> {
    let stats = finished.tally.stats.unwrap_or_default();
    let StatsFiles { outputs, compare, fail_on, min_coverage } = files;
    let comparison = compare.map(|file| Comparison::new(&file, &stats)).transpose()?;
    for (format, output) in outputs {
        let (written, form) = match format {
            StatsFormat::Human => (text(&stats, comparison.as_ref()), Form::Text),
            StatsFormat::Json => (json(&stats, comparison.as_ref()), Form::Json),
        };
        match output {
            // As of a baseline: what comes later would be compared with a part.
            Some(path) if finished.exit == Exit::Failure => not_written(&path),
            output => write(output.as_deref(), form, &written)?,
        }
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

/// Reads the records of a shard, and writes their statistics with what a merge needs.
fn of_shard(plan: &Plan, shard: Shard) -> Result<Exit, Error> {
    let finished = shard_command::carry_out(plan, shard)?;
    if let Some(failure) = &finished.failure {
        Progress::none().note(&format!("error: {failure}"));
    }
    let recorder = finished.shard.as_ref();
    let Some((recorder, stats)) = recorder.and_then(|recorder| Some((recorder, recorder.stats()?))) else {
        return Ok(finished.exit);
    };
    let outputs = plan.stats.iter().flat_map(|files| &files.outputs);
    for (_, output) in outputs {
        let is_interrupted = finished.tally.interrupted;
        match output {
            // The merge would refuse it; a shard without a file is one that is missing.
            Some(path) if is_interrupted => not_written(path),
            output => {
                let of_shard = recorder.to_json(is_interrupted).map_err(ReportError::Stream)?;
                write(output.as_deref(), Form::Json, &json_of_shard(stats, &of_shard))?;
            }
        }
    }
    Ok(finished.exit)
}

fn not_written(path: &Path) {
    Progress::none()
        .note(&format!("error: did not write `{}`, since not everything was read", path.display()));
}

fn write(output: Option<&Path>, form: Form, written: &str) -> Result<(), Error> {
    match output {
        Some(path) => Ok(output::write(path, written)
            .map_err(|source| FileError::Create { path: path.to_owned(), source })?),
        None => print_in(form, written).map(|_| ()),
    }
}
