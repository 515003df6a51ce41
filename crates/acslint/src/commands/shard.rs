//! `--shard`: checks or describes a shard of the inputs, and records what a merge needs.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use acslint_check::{Checker, Hints, Report, Split, SplitEnd, WorkerState};

use super::check;
use crate::caller::Caller;
use crate::destination::PlannedDestination;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{Discovered, DiscoveredInput, Given, Input, LeftOut, Odometer, Origin, discover};
use crate::pipeline::Pipeline;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::report::{Finished, Reports};
use crate::setup::Setups;
use crate::shard::{
    self, Assignment, Recorder, RunOfShards, ShardTask, ShardedCommand, TaskInput, Unmergeable, Work,
};
use crate::tally::Tally;
use crate::values::Shard;

/// Checks a shard.
pub(super) fn run(plan: &Plan, shard: Shard) -> Result<Exit, Error> {
    let finished = carry_out(plan, shard)?;
    if let Some(failure) = &finished.failure {
        Progress::none().note(&format!("error: {failure}"));
    }
    Ok(finished.exit)
}

/// Carries out the work of a shard of this process. Its outcome has the recorder.
pub(super) fn carry_out(plan: &Plan, shard: Shard) -> Result<Finished, Error> {
    let begin = Instant::now();
    let caller = Caller::process();
    let (Discovered { inputs, left_out, .. }, guard) = check::inputs(plan, &caller)?;
    let setups = setups(plan, &inputs)?;
    guard.reads_configs(&plan.configs)?;
    let progress = Progress::none();
    for warning in setups.without_effect(&plan.configs) {
        progress.note(&warning);
    }
    let checker = |input| setups.checker(setups.of_input(input));
    let work = Assignment::new(&inputs, &checker, plan.piece).work(shard).map_err(Error::Cut)?;
    let run = run_of_shards(plan, shard.of, (&inputs, &left_out))?;
    let parts = work.iter().map(|work| TaskInput::new(work, &inputs[work.input]).recorded());
    let recorder = Recorder::new(shard.number, run, &left_out, parts.collect(), counting(plan));
    let mut reports = recorded(plan, recorder, &progress)?;
    if plan.say_skipped {
        for note in left_out.notes() {
            progress.note(&note.to_string());
        }
    }
    reports.left_out(left_out);
    let shard = ShardCheck { plan, interrupted: caller.interrupted, progress: &progress };
    let reports = shard.check(inputs, work, reports)?;
    Ok(reports.finish(&plan.criteria, begin.elapsed(), plan.threads)?)
}

/// Returns the counts of no record, with everything that the shards of a run count.
fn counting(plan: &Plan) -> Tally {
    let losses = plan.destination.as_ref().map(PlannedDestination::losses);
    Tally::counting(plan.by, losses, plan.stats.is_some())
}

/// Opens the reports of a shard, with its recorder.
fn recorded(plan: &Plan, recorder: Recorder, progress: &Progress) -> Result<Reports, Error> {
    let mut reports = Reports::open(&plan.reports, None, progress)?;
    reports.count_by(plan.by);
    reports.count_losses(plan.destination.as_ref().map(PlannedDestination::losses));
    reports.record_shard(recorder);
    Ok(reports)
}

/// Returns the setups of inputs that can be cut into shards.
fn setups(plan: &Plan, inputs: &[DiscoveredInput]) -> Result<Setups, Error> {
    if inputs.iter().flatten().any(|input| input.origin == Origin::Stdin) {
        return Err(Error::NotInShard { what: "standard input cannot be cut into shards; name files" });
    }
    Setups::new(&plan.chosen, &plan.configs, inputs)
}

fn run_of_shards(
    plan: &Plan,
    of: u32,
    (inputs, left_out): (&[DiscoveredInput], &LeftOut),
) -> Result<RunOfShards, Error> {
    Ok(RunOfShards {
        acslint: env!("CARGO_PKG_VERSION").to_owned(),
        command: if plan.stats.is_some() { ShardedCommand::Stats } else { ShardedCommand::Check },
        of,
        options: plan.chosen.kept(plan.limits, plan.by),
        configuration: configuration(plan, inputs.iter().map(path))?,
        inputs: shard::inputs(inputs, left_out),
        count: inputs.len(),
        contents: plan.chosen.contents,
    })
}

/// Returns the tasks of a run: one for each shard of about `size` stored bytes, and if there are more than `at_once`, a multiple
/// of it.
pub(crate) fn tasks(
    plan: &Plan,
    size: u64,
    at_once: u32,
    given: Option<Vec<Given>>,
) -> Result<Vec<ShardTask>, Error> {
    let caller = Caller { interrupted: &AtomicBool::new(false), captured: None, given };
    let (Discovered { inputs, left_out, .. }, _) = check::inputs(plan, &caller)?;
    let setups = setups(plan, &inputs)?;
    let checker = |input| setups.checker(setups.of_input(input));
    let assignment = Assignment::new(&inputs, &checker, plan.piece);
    let of = u32::try_from(assignment.total().div_ceil(size.max(1))).unwrap_or(u32::MAX).max(1);
    let multiple = of.checked_next_multiple_of(at_once).filter(|_| of > at_once);
    let of = multiple.unwrap_or(of);
    let run = run_of_shards(plan, of, (&inputs, &left_out))?;
    let task = |number| {
        let work = assignment.work(Shard { number, of }).map_err(Error::Cut)?;
        let left_out = if number == 1 { &left_out } else { &LeftOut::default() };
        let inputs = work.iter().map(|work| TaskInput::new(work, &inputs[work.input])).collect();
        Ok(ShardTask { number, run: run.clone(), left_out: shard::KeptLeftOut::new(left_out), inputs })
    };
    (1..=of).map(task).collect()
}

/// Carries out a task for a caller. `given` opens an input that the caller reads.
pub(crate) fn carry_out_task(
    plan: &Plan,
    task: &ShardTask,
    caller: &Caller<'_>,
    mut given: impl FnMut(&TaskInput) -> Option<Given>,
) -> Result<Finished, Error> {
    let begin = Instant::now();
    let members = |path| discover(&[path], &plan.configs, &plan.selection, &|_| false).inputs;
    let inputs = task.inputs.iter().map(|input| input.input(members, &mut given)).collect();
    let work = task.inputs.iter().enumerate().map(|(place, input)| input.work(place)).collect();
    let parts = task.inputs.iter().map(TaskInput::recorded).collect();
    let left_out = task.left_out().map_err(Unmergeable::Parts)?;
    let progress = caller.quiet();
    let recorder = Recorder::new(task.number, task.run.clone(), &left_out, parts, counting(plan));
    let mut reports = recorded(plan, recorder, &progress)?;
    reports.left_out(left_out);
    let shard = ShardCheck { plan, interrupted: caller.interrupted, progress: &progress };
    let reports = shard.check(inputs, work, reports)?;
    Ok(reports.finish(&plan.criteria, begin.elapsed(), plan.threads)?)
}

/// Returns the file that an input comes from.
fn path(input: &DiscoveredInput) -> String {
    match input {
        Ok(input) => {
            input.origin.file().map_or_else(|| input.name.clone(), |path| path.to_string_lossy().into_owned())
        }
        Err((name, _)) => name.clone(),
    }
}

/// Returns inputs of these paths, for a run that does not read them.
pub(crate) fn named(paths: impl Iterator<Item = String>) -> Vec<DiscoveredInput> {
    let input = |path: String| Ok(Input { origin: Origin::File(PathBuf::from(&path)), name: path });
    paths.map(input).collect()
}

/// Returns a digest of the configuration that applies to inputs of these paths.
pub(super) fn configuration(plan: &Plan, paths: impl Iterator<Item = String>) -> Result<String, Error> {
    let inputs = named(paths);
    Ok(Setups::new(&plan.chosen, &plan.configs, &inputs)?.digest(inputs.len()))
}

/// Check of the work of a shard.
struct ShardCheck<'p> {
    plan: &'p Plan,
    interrupted: &'p AtomicBool,
    progress: &'p Progress,
}

impl ShardCheck<'_> {
    fn check(
        &self,
        inputs: Vec<DiscoveredInput>,
        work: Vec<Work>,
        mut reports: Reports,
    ) -> Result<Reports, Error> {
        let mut inputs: Vec<Option<DiscoveredInput>> = inputs.into_iter().map(Some).collect();
        let mut work = VecDeque::from(work);
        while let Some(next) = work.pop_front() {
            if self.interrupted.load(Ordering::Relaxed) {
                reports.interrupted();
                break;
            }
            let mut taken: Vec<DiscoveredInput> = inputs[next.input].take().into_iter().collect();
            if let Some(split) = next.split {
                reports = self.split(&taken, split, reports)?;
                continue;
            }
            while work.front().is_some_and(|next| next.split.is_none()) {
                taken.extend(work.pop_front().and_then(|next| inputs[next.input].take()));
            }
            let setups = Setups::new(&self.plan.chosen, &self.plan.configs, &taken)?;
            let pipeline = Pipeline {
                setups: &setups,
                threads: self.plan.threads,
                piece: self.plan.piece,
                verbose: self.plan.verbose,
                interrupted: self.interrupted,
                progress: self.progress,
                limits: self.plan.limits,
                odometer: &Odometer::default(),
            };
            reports = pipeline.run(taken, reports);
        }
        Ok(reports)
    }

    /// Checks a split of the only one of these inputs.
    fn split(
        &self,
        inputs: &[DiscoveredInput],
        split: Split,
        mut reports: Reports,
    ) -> Result<Reports, Error> {
        let setups = Setups::new(&self.plan.chosen, &self.plan.configs, inputs)?;
        let Some(Ok(input)) = inputs.first() else {
            return Ok(reports);
        };
        let setup = setups.of_input(0);
        reports.begin(&input.name, setup);
        match check_split(setups.checker(setup), input, &split, self.interrupted, &mut reports) {
            Ok(end) => reports.end_of_shard(split, end),
            Err(_) if self.interrupted.load(Ordering::Relaxed) => reports.interrupted(),
            Err(source) => return Err(Error::Read { path: PathBuf::from(&input.name), source }),
        }
        Ok(reports)
    }
}

/// Checks a split of an input.
pub(super) fn check_split(
    checker: &Checker,
    Input { name, origin }: &Input,
    split: &Split,
    interrupted: &AtomicBool,
    report: &mut dyn Report,
) -> io::Result<SplitEnd> {
    let cannot = || io::Error::new(io::ErrorKind::Unsupported, "it can only be read from its beginning");
    let bytes = origin.open_at(split.offset())?.ok_or_else(cannot)?;
    let mut bytes = Interruptible { bytes, interrupted };
    checker.check_split(&mut WorkerState::default(), Hints::from_path(name), split, &mut bytes, report)
}

/// Input whose reader can be interrupted.
struct Interruptible<'i> {
    bytes: Box<dyn Read + Send>,
    interrupted: &'i AtomicBool,
}

impl Read for Interruptible<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(io::Error::other("interrupted"));
        }
        self.bytes.read(buffer)
    }
}
