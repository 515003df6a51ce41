//! Plan of `acslint split`: that of a check, with the outputs of the records.

use std::path::{Path, PathBuf};

use super::Plan;
use crate::args;
use crate::environment::Environment;
use crate::error::Error;
use crate::split::{Foreign, SplitSettings, Target};
use crate::values::{Color, Format};

impl Plan {
    /// Plans `acslint split` with these arguments.
    pub(crate) fn of_split(args: args::Split, environment: &Environment) -> Result<Self, Error> {
        let foreign = match args.foreign.to_str() {
            Some("valid") => Foreign::Valid,
            Some("invalid") => Foreign::Invalid,
            _ => Foreign::Apart(Target::of(&args.foreign)),
        };
        let split = SplitSettings {
            valid: Target::of(&args.valid),
            invalid: Target::of(&args.invalid),
            foreign,
            reject_on: args.reject_on.level(),
            compress: args.compress,
            append: args.append,
            on_terminal: environment.terminal,
        };
        let on_stdout = |path: &PathBuf| path == Path::new("-");
        let streams = split.targets().filter(|target| **target == Target::Stdout).count();
        if streams + usize::from(args.findings.as_ref().is_some_and(on_stdout)) > 1 {
            return Err(Error::NotInSplit { what: "only one output can go to standard output" });
        }
        let findings = args.findings.clone();
        let output = findings.clone().filter(|path| !on_stdout(path));
        let mut plan = Self::new(
            args::Check {
                paths: args.paths,
                follow: args.follow,
                force_exclude: false,
                root: None,
                outputs: args::Outputs(vec![(Format::Jsonl, output)]),
                choices: args.choices,
                window: args.window,
                by: None,
                target_schema: args.target_schema,
                color: Color::Never,
                quiet: args.quiet,
                verbose: args.verbose,
                known: args::Known { baseline: args.baseline, write_baseline: None, prune_baseline: false },
                gates: args.gates,
                fix: false,
                shard: None,
                contents: false,
                piece_size: args.piece_size,
            },
            environment,
        )?;
        if args.reject_on == args::RejectOn::Loss && plan.destination.is_none() {
            return Err(Error::NoTarget { option: "--reject-on loss" });
        }
        plan.criteria.fail_on = None;
        for report in &mut plan.reports.reports {
            report.opening = split.opening(false);
        }
        if findings.is_none() {
            plan.reports.reports.clear();
        }
        (plan.say_reason, plan.say_skipped, plan.say_suppressions) = (true, true, true);
        plan.chosen.keeps_apart = true;
        plan.split = Some(split);
        Ok(plan)
    }
}
