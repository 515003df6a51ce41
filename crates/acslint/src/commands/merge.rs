//! `acslint merge`: makes the report of one run from the reports of its shards.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Instant;

use acslint_check::{CustomCategories, SplitEnd};

use super::{check, shard as shard_command};
use crate::args;
use crate::baseline::Baseline;
use crate::caller::Caller;
use crate::config::Config;
use crate::destination::PlannedDestination;
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::guard::{Guard, Use};
use crate::input::{Given, Input, Origin};
use crate::losses::Losses;
use crate::plan::Plan;
use crate::replay::{Again, Kept, Replay, by_input};
use crate::report::{Finished, Reports};
use crate::setup::{CliOverrides, Setups};
use crate::shard::{Collector, ReportOfShard, RunOfShards, ShardOfReport, Unmergeable, together};
use crate::values::Format;

/// Merges reports.
pub(crate) fn run(args: args::Merge, environment: &Environment) -> Result<Exit, Error> {
    let shards = args.shards.clone();
    let plan = Plan::of_merge(args, environment)?;
    let caller = Caller::process();
    let guard = guarded(&plan, &shards)?;
    let read = |path: &PathBuf| Ok((path.display().to_string(), read(path)?));
    let shards = shards.iter().map(read).collect::<Result<_, Error>>()?;
    Ok(carry_out(&plan, &guard, shards, &caller, &mut |_, _| None)?.exit)
}

/// Opener of an input that the caller reads, by its name and stored size.
pub(crate) type Reopen<'o> = dyn FnMut(&str, u64) -> Option<Given> + 'o;

/// Merges reports, each with its name. `reopen` opens an input again, if it is not a file.
pub(crate) fn carry_out(
    plan: &Plan,
    guard: &Guard,
    shards: Vec<(String, ShardOfReport)>,
    caller: &Caller<'_>,
    reopen: &mut Reopen<'_>,
) -> Result<Finished, Error> {
    let begin = Instant::now();
    let (run, shards) = together(shards)?;
    let wants_contents = plan.reports.reports.iter().any(|report| report.format == Format::Html);
    if wants_contents && !run.contents {
        return Err(Unmergeable::Contents.into());
    }
    let left_out = shards.first().map(|shard| shard.left_out.clone()).unwrap_or_default();
    let left_out = left_out.left_out().map_err(Unmergeable::Parts)?;
    let inputs = by_input(run.count, shards.into_iter().flat_map(|shard| shard.parts))?;
    let paths = || inputs.iter().map(|parts| parts[0].path.clone());
    let (setups, losses) = setups_of_shards(plan, &run, paths)?;
    guard.reads_configs(&plan.configs)?;
    let mut again = |again: Again<'_>| check_again(&again, losses.as_ref(), caller, reopen);
    let replay = Replay::new(inputs, &setups, &mut again)?;
    let baseline = plan.baseline.as_ref().map(|(file, task)| Baseline::open(file, *task)).transpose()?;
    let progress = caller.quiet();
    for warning in setups.without_effect(&plan.configs) {
        progress.note(&warning);
    }
    let mut reports = Reports::open(&plan.reports, baseline, &progress)?;
    if plan.say_skipped {
        for note in left_out.notes() {
            progress.note(&note.to_string());
        }
    }
    reports.left_out(left_out);
    reports.count_losses(losses);
    reports.suppress(setups.suppressions(plan.today));
    reports.expect(setups.own_categories());
    replay.report(&mut reports, |file, error| progress.note(&format!("error: {file}: {error}")));
    let finished = reports.finish(&plan.criteria, begin.elapsed(), 1)?;
    check::say_end(plan, &finished, &progress);
    Ok(finished)
}

/// Returns the setups of the inputs of shards, whose configuration must still be the same, and the losses of no record, if the
/// shards have a destination.
pub(crate) fn setups_of_shards<I: Iterator<Item = String>>(
    plan: &Plan,
    run: &RunOfShards,
    paths: impl Fn() -> I,
) -> Result<(Setups, Option<Losses>), Error> {
    let none = CustomCategories::default();
    let custom = plan.configs.of_run().map_or(&none, |config: &std::sync::Arc<Config>| &config.custom);
    let chosen = CliOverrides::of_kept(&run.options, custom, run.contents).map_err(Unmergeable::Parts)?;
    let setups = Setups::new(&chosen, &plan.configs, &shard_command::named(paths()))?;
    if shard_command::configuration(plan, paths())? != run.configuration {
        return Err(Unmergeable::Configuration.into());
    }
    Ok((setups, chosen.destination.as_ref().map(PlannedDestination::losses)))
}

/// Returns a guard of the files that the merge writes, which must not be those that it reads.
fn guarded(plan: &Plan, files: &[PathBuf]) -> Result<Guard, Error> {
    let mut guard = Guard::new();
    plan.reports.guard(&mut guard)?;
    check::guard_baseline(plan, &mut guard)?;
    for path in files {
        guard.reads(path, Use::Input)?;
    }
    Ok(guard)
}

/// Reads the report of a shard.
fn read(path: &Path) -> Result<ShardOfReport, Error> {
    let file = File::open(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let no_shard = |reason: String| Error::NoShard { path: path.to_owned(), reason };
    let report: ReportOfShard = serde_json::from_reader(BufReader::with_capacity(1 << 16, file))
        .map_err(|error| no_shard(error.to_string()))?;
    report.shard.ok_or_else(|| no_shard("it has no object `shard`".to_owned()))
}

/// Checks a split of an input again, and counts losses like these, if there is a destination.
pub(crate) fn check_again(
    again: &Again<'_>,
    losses: Option<&Losses>,
    caller: &Caller<'_>,
    reopen: &mut Reopen<'_>,
) -> Result<(SplitEnd, Kept), Error> {
    let Again { file, size, split, checker } = *again;
    let fault = |reason: String| Error::CheckAgain { path: file.into(), reason };
    let (origin, size_now) = match reopen(file, size) {
        Some(given) => (Origin::Given(given.clone()), Ok(given.size().unwrap_or(size))),
        None => (Origin::File(PathBuf::from(file)), fs::metadata(file).map(|there| there.len())),
    };
    match size_now {
        Ok(there) if there == size => {}
        Ok(_) => return Err(fault("its size has changed".to_owned())),
        Err(error) => return Err(fault(error.to_string())),
    }
    let mut collector = Collector::new(losses);
    let input = Input { name: file.to_owned(), origin };
    let end = shard_command::check_split(checker, &input, split, caller.interrupted, &mut collector);
    Ok((end.map_err(|error| fault(error.to_string()))?, collector.end()))
}
