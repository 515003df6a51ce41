//! `acslint check`: finds and checks the inputs, and ends with the report and an exit code.

use std::fs;
use std::time::Instant;

use crate::baseline::{Baseline, Change, Task};
use crate::caller::Caller;
use crate::destination::PlannedDestination;
use crate::error::Error;
use crate::exit::Exit;
use crate::guard::{Guard, Purpose, Use};
use crate::identity::Identity;
use crate::input::{self, Discovered, DiscoveredInput, Input, Odometer, Origin, discover};
use crate::pipeline::Pipeline;
use crate::plan::{Plan, StatsFiles};
use crate::progress::Progress;
use crate::report::{Finished, Reports};
use crate::setup::Setups;
use crate::shard::{self, shards_of_whole_inputs};
use crate::split::{Names, SplitSettings, Splitter, Target};
use crate::values::Shard;

/// Carries out a planned run.
pub(crate) fn run(plan: &Plan) -> Result<Exit, Error> {
    let finished = carry_out(plan)?;
    // At the end, since a writer that started at the same time has written by now.
    if plan.hints_at_stdin && input::stdin_waits() {
        Progress::none().note("note: standard input was not read; pass `-` to check it");
    }
    Ok(finished.exit)
}

/// Inputs of a planned run. The guard keeps apart the files that the run writes, and the baseline.
pub(super) fn inputs(plan: &Plan, caller: &Caller<'_>) -> Result<(Discovered, Guard), Error> {
    let mut guard = Guard::new();
    plan.reports.guard(&mut guard)?;
    for target in plan.split.iter().flat_map(SplitSettings::targets) {
        let append = plan.split.as_ref().is_some_and(|split| split.append);
        match target {
            Target::Stdout => {}
            Target::File(path) => {
                guard.writes(path, if append { Purpose::Append } else { Purpose::Other })?;
            }
            Target::Directory(path) => guard.writes_below(path)?,
        }
    }
    guard_stats(plan, &mut guard)?;
    if let Some(table) = plan.destination.as_ref().and_then(PlannedDestination::file) {
        guard.compares_with(table, Use::Schema)?;
    }
    guard_baseline(plan, &mut guard)?;
    if let Some(given) = &caller.given {
        return Ok((Discovered::given(given.clone()), guard));
    }
    let found = discover(&plan.paths, &plan.configs, &plan.selection, &|path| guard.is_ours(path));
    guard.checks(&plan.paths, &found.inputs, &found.documents)?;
    Ok((Discovered { inputs: guard.inputs(found.inputs), ..found }, guard))
}

/// Adds the files of statistics of a run to its guard.
pub(super) fn guard_stats(plan: &Plan, guard: &mut Guard) -> Result<(), Error> {
    if let Some(StatsFiles { outputs, compare, .. }) = &plan.stats {
        let mut files = outputs.iter().filter_map(|(_, file)| file.as_ref());
        files.try_for_each(|file| guard.writes(file, Purpose::Statistics))?;
        compare.iter().try_for_each(|compare| guard.compares_with(compare, Use::Statistics))?;
    }
    Ok(())
}

/// Adds the baseline of a run to its guard.
pub(super) fn guard_baseline(plan: &Plan, guard: &mut Guard) -> Result<(), Error> {
    match &plan.baseline {
        Some((file, Task::Compare)) => guard.compares_with(file, Use::Baseline)?,
        Some((file, Task::Write | Task::Prune)) => guard.writes(file, Purpose::Baseline)?,
        None => {}
    }
    Ok(())
}

/// Carries out a planned run of this process, and returns its outcome.
pub(super) fn carry_out(plan: &Plan) -> Result<Finished, Error> {
    carry_out_for(plan, &Caller::process())
}

/// Carries out a planned run for a caller, and returns its outcome.
pub(crate) fn carry_out_for(plan: &Plan, caller: &Caller<'_>) -> Result<Finished, Error> {
    let begin = Instant::now();
    let (Discovered { inputs, left_out, .. }, guard) = inputs(plan, caller)?;
    let mut names = plan.split.as_ref().map(|split| split.names(&plan.paths, &inputs)).transpose()?;
    let digest = plan.shard.map(|_| shard::inputs(&inputs, &left_out));
    let inputs = match plan.shard {
        None => inputs,
        Some(shard) => whole_inputs(shard, inputs, &mut names)?,
    };
    let setups = Setups::new(&plan.chosen, &plan.configs, &inputs)?;
    guard.reads_configs(&plan.configs)?;
    let baseline = plan.baseline.as_ref().map(|(file, task)| Baseline::open(file, *task)).transpose()?;
    let size = size(&inputs);
    let threads = useful_threads(plan.threads, size, plan.piece);
    let is_shown = plan.progress && caller.captured.is_none();
    let progress = if is_shown { Progress::new(size, plan.report_on_terminal) } else { caller.quiet() };
    for warning in setups.without_effect(&plan.configs) {
        progress.note(&warning);
    }
    let pipeline = Pipeline {
        setups: &setups,
        threads,
        piece: plan.piece,
        verbose: plan.verbose,
        interrupted: caller.interrupted,
        progress: &progress,
        limits: plan.limits,
        odometer: &Odometer::default(),
    };
    let is_stream = inputs.iter().flatten().any(is_stream);
    let mut planned = plan.reports.clone();
    let mut splitter = None;
    if let Some(split) = &plan.split {
        for report in &mut planned.reports {
            report.opening = split.opening_for_all(is_stream);
        }
        splitter = Some(Splitter::new(split.clone(), names.unwrap_or_default(), is_stream)?);
    }
    let mut reports = Reports::open(&planned, baseline, &progress)?;
    if let Some(splitter) = splitter {
        reports.split(splitter);
    }
    if plan.say_skipped {
        for note in left_out.notes() {
            progress.note(&note.to_string());
        }
    }
    reports.left_out(left_out);
    reports.count_by(plan.by);
    reports.count_losses(plan.destination.as_ref().map(PlannedDestination::losses));
    if plan.stats.is_some() {
        reports.collect_stats();
    }
    reports.suppress(setups.suppressions(plan.today));
    reports.expect(setups.own_categories());
    let reports = pipeline.run(inputs, reports);
    progress.wipe();
    let finished = reports.finish(&plan.criteria, begin.elapsed(), threads)?;
    say_end(plan, &finished, &progress);
    Ok(Finished { inputs: digest, ..finished })
}

/// Returns the inputs of a shard that are not cut, and reduces the names of outputs to theirs.
fn whole_inputs(
    shard: Shard,
    inputs: Vec<DiscoveredInput>,
    names: &mut Option<Names>,
) -> Result<Vec<DiscoveredInput>, Error> {
    if inputs.iter().flatten().any(|input| input.origin == Origin::Stdin || is_stream(input)) {
        return Err(Error::NotInShard {
            what: "standard input and pipes cannot be divided among shards; name files",
        });
    }
    let shards = shards_of_whole_inputs(&inputs, shard.of);
    let own: Vec<usize> = (0..inputs.len()).filter(|input| shards[*input] == shard.number).collect();
    if let Some(all) = names.take() {
        all.check_shards(&shards, &inputs)?;
        *names = Some(all.of_inputs(&own));
    }
    let numbered = inputs.into_iter().zip(shards);
    Ok(numbered.filter_map(|(input, of)| (of == shard.number).then_some(input)).collect())
}

/// Says on standard error what the report does not say of the end of a run.
pub(super) fn say_end(plan: &Plan, finished: &Finished, progress: &Progress) {
    // What a split rejects is its result, even if nothing else was checked.
    let has_rejected = finished.split.is_some_and(|split| split.counts.has_rejected());
    let says_reason = plan.say_reason && !(has_rejected && finished.exit == Exit::NothingChecked);
    if let Some(failure) = finished.failure.as_ref().filter(|_| says_reason) {
        progress.note(&format!("error: {failure}"));
    }
    let baseline = finished.baseline.as_ref();
    if let Some(baseline) = baseline.filter(|baseline| baseline.change == Change::Refused) {
        let file = &baseline.file;
        progress.note(&format!("error: did not write `{file}`, since not everything was checked"));
    }
    if plan.say_suppressions {
        for warning in &finished.suppressions {
            progress.note(&format!("warning: {warning}"));
        }
    }
}

/// Total stored size of the inputs, if all of them are files.
fn size(inputs: &[DiscoveredInput]) -> Option<u64> {
    let readable = inputs.iter().filter_map(|found| found.as_ref().ok());
    let sizes = readable.map(|input| match &input.origin {
        Origin::Stdin => None,
        Origin::Given(given) => given.size(),
        // The check itself reports unreadable files.
        Origin::File(path) => fs::metadata(path).map_or(Some(0), |file| file.is_file().then_some(file.len())),
        Origin::Member(member) => Some(member.size()),
    });
    sizes.sum()
}

/// Returns true for an input that may have no end, such as a pipe.
fn is_stream(input: &Input) -> bool {
    match &input.origin {
        Origin::Stdin => Identity::of_input_stream().is_none(),
        Origin::File(path) => fs::metadata(path).is_ok_and(|there| !there.is_file()),
        Origin::Member(_) | Origin::Given(_) => false,
    }
}

/// Number of threads with enough work: starting one takes longer than checking a small file.
fn useful_threads(threads: usize, size: Option<u64>, piece: usize) -> usize {
    let pieces = size.map_or(usize::MAX, |size| usize::try_from(size / piece as u64).unwrap_or(usize::MAX));
    threads.min(pieces.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::useful_threads;

    #[test]
    fn little_input_needs_few_threads() {
        assert_eq!(useful_threads(8, Some(0), 1000), 1);
        assert_eq!(useful_threads(8, Some(999), 1000), 1);
        assert_eq!(useful_threads(8, Some(3500), 1000), 4);
        assert_eq!(useful_threads(8, Some(u64::MAX), 1000), 8);
        assert_eq!(useful_threads(8, None, 1000), 8);
    }
}
