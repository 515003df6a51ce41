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
use crate::shard::{
    Collector, ReportOfShard, RunOfShards, ShardOfReport, ShardedCommand, Unmergeable, together,
};
use crate::stats::KeptStats;
use crate::tally::Tally;
use crate::values::Format;

/// Merge of the reports of all shards of a run, which have been read.
pub(super) struct Merge {
    pub(super) args: args::Merge,
    plan: Plan,
    guard: Guard,
    shards: (RunOfShards, Vec<ShardOfReport>),
}

impl Merge {
    /// Reads the reports.
    pub(super) fn read(args: args::Merge, environment: &Environment) -> Result<Self, Error> {
        let plan = Plan::of_merge(args.clone(), environment)?;
        let guard = guarded(&plan, &args.shards)?;
        let read = |path: &PathBuf| Ok((path.display().to_string(), read(path)?));
        let shards = args.shards.iter().map(read).collect::<Result<_, Error>>()?;
        Ok(Self { args, plan, guard, shards: together(shards)? })
    }

    /// Returns the command that wrote the reports.
    pub(super) fn command(&self) -> ShardedCommand {
        self.shards.0.command
    }

    /// Merges reports of findings.
    pub(super) fn run(self) -> Result<Exit, Error> {
        match self.args.about_statistics() {
            Some(option) => Err(Error::OfStatistics { option }),
            None => self.carry_out().map(|finished| finished.exit),
        }
    }

    /// Merges the reports with another plan.
    pub(super) fn carry_out_as(self, plan: Plan) -> Result<Finished, Error> {
        let guard = guarded(&plan, &self.args.shards)?;
        Self { plan, guard, ..self }.carry_out()
    }

    fn carry_out(self) -> Result<Finished, Error> {
        carry_out(&self.plan, &self.guard, self.shards, &Caller::process(), &mut |_, _| None)
    }
}

/// Opener of an input that the caller reads, by its name and stored size.
pub(crate) type Reopen<'o> = dyn FnMut(&str, u64) -> Option<Given> + 'o;

/// Merges the reports of all shards of a run. `reopen` opens an input again, if it is not a file.
pub(crate) fn carry_out(
    plan: &Plan,
    guard: &Guard,
    (run, shards): (RunOfShards, Vec<ShardOfReport>),
    caller: &Caller<'_>,
    reopen: &mut Reopen<'_>,
) -> Result<Finished, Error> {
    let begin = Instant::now();
    let wants_contents = plan.reports.reports.iter().any(|report| report.format == Format::Html);
    if wants_contents && !run.contents {
        return Err(Unmergeable::Contents.into());
    }
    let by = run.options.by;
    if let Some(wanted) = plan.by.filter(|wanted| Some(*wanted) != by) {
        return Err(Unmergeable::By(wanted).into());
    }
    let whole = shards.iter().flat_map(|shard| &shard.stats).map(KeptStats::stats);
    let whole = whole.collect::<Result<Vec<_>, _>>().map_err(Unmergeable::Parts)?;
    let left_out = shards.first().map(|shard| shard.left_out.clone()).unwrap_or_default();
    let left_out = left_out.left_out().map_err(Unmergeable::Parts)?;
    let inputs = by_input(run.count, shards.into_iter().flat_map(|shard| shard.parts))?;
    let paths = || inputs.iter().map(|parts| parts[0].path.clone());
    let (setups, counting) = setups_of_shards(plan, &run, paths)?;
    guard.reads_configs(&plan.configs)?;
    let mut again = |again: Again<'_>| check_again(&again, &counting, caller, reopen);
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
    reports.count_by(by);
    reports.count_losses(counting.losses.as_ref().map(Losses::alike));
    if counting.stats.is_some() {
        reports.collect_stats();
    }
    for stats in &whole {
        reports.add_stats(stats);
    }
    reports.suppress(setups.suppressions(plan.today));
    reports.expect(setups.own_categories());
    replay.report(&mut reports, |file, error| progress.note(&format!("error: {file}: {error}")));
    let finished = reports.finish(&plan.criteria, begin.elapsed(), 1)?;
    check::say_end(plan, &finished, &progress);
    Ok(finished)
}

/// Returns the setups of the inputs of shards, whose configuration must still be the same, and the counts of no record, with
/// everything that the shards count.
pub(crate) fn setups_of_shards<I: Iterator<Item = String>>(
    plan: &Plan,
    run: &RunOfShards,
    paths: impl Fn() -> I,
) -> Result<(Setups, Tally), Error> {
    let has_stats = run.command == ShardedCommand::Stats;
    let none = CustomCategories::default();
    let custom = plan.configs.of_run().map_or(&none, |config: &std::sync::Arc<Config>| &config.custom);
    let chosen =
        CliOverrides::of_kept(&run.options, custom, (run.contents, has_stats)).map_err(Unmergeable::Parts)?;
    let setups = Setups::new(&chosen, &plan.configs, &shard_command::named(paths()))?;
    if shard_command::configuration(plan, paths())? != run.configuration {
        return Err(Unmergeable::Configuration.into());
    }
    let losses = chosen.destination.as_ref().map(PlannedDestination::losses);
    Ok((setups, Tally::counting(run.options.by, losses, has_stats)))
}

/// Returns a guard of the files that the merge writes, which must not be those that it reads.
fn guarded(plan: &Plan, files: &[PathBuf]) -> Result<Guard, Error> {
    let mut guard = Guard::new();
    plan.reports.guard(&mut guard)?;
    check::guard_stats(plan, &mut guard)?;
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

/// Checks a split of an input again, and counts the same as a tally.
pub(crate) fn check_again(
    again: &Again<'_>,
    counting: &Tally,
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
    let mut collector = Collector::new(counting, file);
    let input = Input { name: file.to_owned(), origin };
    let end = shard_command::check_split(checker, &input, split, caller.interrupted, &mut collector);
    Ok((end.map_err(|error| fault(error.to_string()))?, collector.end()))
}
