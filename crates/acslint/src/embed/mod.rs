//! Runs within another program, such as a Python interpreter.
//!
//! A run takes the options of the command line, so that an option means the same everywhere. It reads files or what the
//! caller gives, and returns its report in place of writing it: nothing goes to the standard streams, and no signal is handled.

mod column;
mod failure;
mod places;

use std::ffi::OsString;
use std::sync::atomic::AtomicBool;

pub use crate::input::Given;
pub use crate::report::{CellOfRow, EditOfRow, FixOfRow, Row};
pub use column::{Batch, Checked, ColumnCheck, Rejects, Verdict};
pub use failure::Failure;
pub use places::{Outline, Places, findings, outline, places};

use crate::args::{Args, Command};
use crate::caller::Caller;
use crate::commands::{check as check_command, merge as merge_command, shard};
use crate::environment::Environment;
use crate::error::Error;
use crate::exit::Exit;
use crate::guard::Guard;
use crate::plan::Plan;
use crate::progress::Captured;
use crate::report::Finished;
use crate::shard::{ShardTask, ShardedCommand, together};

/// Outcome of a run.
#[derive(Debug)]
pub struct Outcome {
    /// Report, in the format that the options choose.
    pub report: Vec<u8>,
    /// Lines that the program writes to standard error.
    pub notes: Vec<String>,
    /// End of the run.
    pub exit: Exit,
}

impl Outcome {
    fn new(finished: &Finished, captured: &Captured) -> Self {
        let (report, notes) = captured.take();
        Self { report, notes, exit: finished.exit }
    }
}

/// Checks as `acslint check` does with these arguments. `given` has inputs that the caller reads, in place of the paths among
/// the arguments.
pub fn check(
    arguments: &[OsString],
    given: Option<Vec<Given>>,
    interrupted: &AtomicBool,
) -> Result<Outcome, Failure> {
    let plan = plan_of("check", arguments)?;
    let (captured, caller) = capturing(interrupted, given);
    let finished = check_command::carry_out_for(&plan, &caller)?;
    Ok(Outcome::new(&finished, &captured))
}

/// Cuts the inputs into tasks of about `size` stored bytes, each in JSON. More than `at_once` tasks are a multiple of it, so that an
/// engine that runs so many at a time does not end with a few. The arguments are those of `acslint check --shard`.
pub fn tasks(
    arguments: &[OsString],
    size: u64,
    at_once: u32,
    given: Option<Vec<Given>>,
) -> Result<Vec<String>, Failure> {
    let tasks = shard::tasks(&plan_of_shards(arguments)?, size, at_once, given)?;
    tasks.iter().map(|task| serde_json::to_string(task).map_err(Failure::json)).collect()
}

/// Opener of inputs that the caller reads, by name and stored size.
pub type Open<'o> = dyn FnMut(&str, u64) -> Option<Given> + 'o;

/// Checks the inputs of a task. The report is that of a shard.
pub fn check_task(
    arguments: &[OsString],
    task: &str,
    open: &mut Open<'_>,
    interrupted: &AtomicBool,
) -> Result<Outcome, Failure> {
    let plan = plan_of_shards(arguments)?;
    let task: ShardTask = serde_json::from_str(task).map_err(Failure::json)?;
    if plan.chosen.kept(plan.limits, plan.by) != task.run.options {
        return Err(Failure::other_options());
    }
    let (captured, caller) = capturing(interrupted, None);
    let given = |input: &crate::shard::TaskInput| open(&input.file, input.size());
    let finished = shard::carry_out_task(&plan, &task, &caller, given)?;
    Ok(Outcome::new(&finished, &captured))
}

/// Merges the reports of all shards of a run, as `acslint merge` does with these arguments.
pub fn merge(
    arguments: &[OsString],
    shards: &[Vec<u8>],
    open: &mut Open<'_>,
    interrupted: &AtomicBool,
) -> Result<Outcome, Failure> {
    let plan = plan_of("merge", arguments)?;
    let read = |(number, report): (usize, &Vec<u8>)| {
        Ok((format!("report {}", number + 1), places::shard_of(report)?))
    };
    let shards = shards.iter().enumerate().map(read).collect::<Result<_, Failure>>()?;
    let shards = together(shards).map_err(Error::from)?;
    if shards.0.command != ShardedCommand::Check {
        return Err(Error::NotEmbedded.into());
    }
    let (captured, caller) = capturing(interrupted, None);
    let finished = merge_command::carry_out(&plan, &Guard::new(), shards, &caller, open)?;
    Ok(Outcome::new(&finished, &captured))
}

fn capturing(interrupted: &AtomicBool, given: Option<Vec<Given>>) -> (Captured, Caller<'_>) {
    let captured = Captured::default();
    (captured.clone(), Caller { interrupted, captured: Some(captured), given })
}

/// Plans a command with these arguments.
fn plan_of(command: &str, arguments: &[OsString]) -> Result<Plan, Failure> {
    let line = ["acslint", command].into_iter().map(OsString::from).chain(arguments.iter().cloned());
    let args = Args::read(line).map_err(Failure::usage)?;
    let environment = Environment::of_process();
    let plan = match args.command {
        Command::Check(args) => Plan::new(args, &environment),
        Command::Merge(args) => Plan::of_merge(args, &environment),
        _ => Err(Error::NotEmbedded),
    };
    Ok(plan?)
}

/// Plans the check of shards, which the tasks number.
fn plan_of_shards(arguments: &[OsString]) -> Result<Plan, Failure> {
    let shard = ["--shard", "1/1"].into_iter().map(OsString::from);
    plan_of("check", &shard.chain(arguments.iter().cloned()).collect::<Vec<_>>())
}
