//! `acslint check --shard`: checks a shard of the inputs, and writes its report.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use acslint_check::{Checker, Hints, Report, Split, SplitEnd, WorkerState};

use super::check;
use crate::destination::PlannedDestination;
use crate::error::Error;
use crate::exit::Exit;
use crate::input::{Discovered, DiscoveredInput, Input, Odometer, Origin};
use crate::interrupt;
use crate::pipeline::Pipeline;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::report::{Finished, Reports};
use crate::setup::Setups;
use crate::shard::{self, RecordedInput, Recorder, RunOfShards, Work};
use crate::values::Shard;

/// Checks a shard.
pub(super) fn run(plan: &Plan, shard: Shard) -> Result<Exit, Error> {
    let finished = carry_out(plan, shard)?;
    if let Some(failure) = &finished.failure {
        Progress::none().note(&format!("error: {failure}"));
    }
    Ok(finished.exit)
}

fn carry_out(plan: &Plan, shard: Shard) -> Result<Finished, Error> {
    let begin = Instant::now();
    let interrupted = interrupt::watch();
    let (Discovered { inputs, left_out, .. }, guard) = check::inputs(plan)?;
    if inputs.iter().flatten().any(|input| input.origin == Origin::Stdin) {
        return Err(Error::NotInShard { what: "standard input cannot be cut into shards; name files" });
    }
    let setups = Setups::new(&plan.chosen, &plan.configs, &inputs)?;
    guard.reads_configs(&plan.configs)?;
    let progress = Progress::none();
    for warning in setups.without_effect(&plan.configs) {
        progress.note(&warning);
    }
    let checker = |input| setups.checker(setups.of_input(input));
    let work = shard::assign(&inputs, &checker, shard, plan.piece).map_err(Error::Cut)?;
    let run = RunOfShards {
        acslint: env!("CARGO_PKG_VERSION").to_owned(),
        of: shard.of,
        options: plan.chosen.kept(plan.limits),
        configuration: configuration(plan, inputs.iter().map(path))?,
        inputs: shard::inputs(&inputs, &left_out),
        count: inputs.len(),
        contents: plan.chosen.contents,
    };
    let part =
        |work: &Work| RecordedInput { number: work.input, path: path(&inputs[work.input]), size: work.size };
    let parts = work.iter().map(part);
    let losses = plan.destination.as_ref().map(PlannedDestination::losses);
    let recorder = Recorder::new(shard.number, run, &left_out, parts.collect(), losses.clone());
    let mut reports = Reports::open(&plan.reports, None, &progress)?;
    reports.count_losses(losses);
    reports.record_shard(recorder);
    if plan.say_skipped {
        for note in left_out.notes() {
            progress.note(&note.to_string());
        }
    }
    reports.left_out(left_out);
    let shard = ShardCheck { plan, interrupted, progress: &progress };
    let reports = shard.check(inputs, work, reports)?;
    Ok(reports.finish(&plan.criteria, begin.elapsed(), plan.threads)?)
}

/// Returns the file that an input comes from.
fn path(input: &DiscoveredInput) -> String {
    match input {
        Ok(input) => input.origin.file().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default(),
        Err((name, _)) => name.clone(),
    }
}

/// Returns inputs of these paths, for a run that does not read them.
pub(super) fn named(paths: impl Iterator<Item = String>) -> Vec<DiscoveredInput> {
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
    interrupted: &'static AtomicBool,
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
        let Some(Ok(Input { name, origin: Origin::File(path) })) = inputs.first() else {
            return Ok(reports);
        };
        let setup = setups.of_input(0);
        reports.begin(name, setup);
        match check_split(setups.checker(setup), name, path, &split, self.interrupted, &mut reports) {
            Ok(end) => reports.end_of_shard(split, end),
            Err(_) if self.interrupted.load(Ordering::Relaxed) => reports.interrupted(),
            Err(source) => return Err(Error::Read { path: path.clone(), source }),
        }
        Ok(reports)
    }
}

/// Checks a split of a file.
pub(super) fn check_split(
    checker: &Checker,
    name: &str,
    path: &std::path::Path,
    split: &Split,
    interrupted: &AtomicBool,
    report: &mut dyn Report,
) -> io::Result<SplitEnd> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(split.offset()))?;
    let mut bytes = Interruptible { file, interrupted };
    checker.check_split(&mut WorkerState::default(), Hints::from_path(name), split, &mut bytes, report)
}

/// File whose reader can be interrupted.
struct Interruptible<'i> {
    file: File,
    interrupted: &'i AtomicBool,
}

impl Read for Interruptible<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(io::Error::other("interrupted"));
        }
        self.file.read(buffer)
    }
}
