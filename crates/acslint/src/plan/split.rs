//! Plan of `acslint split`: that of a check, with the outputs of the records.

use std::fs;
use std::path::{Path, PathBuf};

use super::Plan;
use super::shard::refuse_relative;
use crate::args;
use crate::environment::Environment;
use crate::error::Error;
use crate::input::literal_base;
use crate::split::{Foreign, SplitSettings, Target};
use crate::values::{Color, Format, Shard};

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
            shard: args.shard,
        };
        if args.shard.is_some() {
            refuse_relative(&args.window)?;
        }
        let on_stdout = |path: &PathBuf| path == Path::new("-");
        let streams = split.targets().filter(|target| **target == Target::Stdout).count();
        if streams + usize::from(args.findings.as_ref().is_some_and(on_stdout)) > 1 {
            return Err(Error::NotInSplit { what: "only one output can go to standard output" });
        }
        if args.shard.is_some_and(Shard::is_part) {
            let findings = args.findings.as_deref().filter(|path| *path != Path::new("-"));
            let files = split.targets().filter_map(Target::path).chain(findings);
            outputs_of_shard(files, &args.paths)?;
            if args.append {
                return Err(Error::NotInShard {
                    what: "with `--append`, two shards could write to the same file; give each shard its own outputs",
                });
            }
        }
        let (shard, allow_empty) = (args.shard, args.gates.allow_empty);
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
            report.opening = split.opening_for_all(false);
        }
        if findings.is_none() {
            plan.reports.reports.clear();
        }
        (plan.say_reason, plan.say_skipped, plan.say_suppressions) = (true, true, true);
        plan.chosen.keeps_apart = true;
        plan.split = Some(split);
        if let Some(shard) = shard {
            plan.divide(shard, allow_empty)?;
        }
        Ok(plan)
    }

    /// Restricts the split to a shard. What counts over all inputs has no place, since nothing merges the outputs.
    fn divide(&mut self, shard: Shard, allow_empty: bool) -> Result<(), Error> {
        if shard.is_part() && self.baseline.is_some() {
            return Err(Error::NotInShard {
                what: "a baseline counts its findings over all inputs, and a shard has a part of them; split without it",
            });
        }
        if shard.is_part() && !allow_empty && self.criteria.gates.iter().next().is_some() {
            return Err(Error::NotInShard {
                what: "gates count the records of all inputs, and a shard has a part of them; pass `--allow-empty`",
            });
        }
        if shard.is_part() {
            self.criteria.allow_empty = true;
            // A suppression may be used in another shard.
            self.say_suppressions = false;
        }
        self.shard = Some(shard);
        Ok(())
    }
}

/// Fails if outputs of a shard exist, or lie below a directory of inputs, where the other shards would read them.
pub(crate) fn outputs_of_shard<'o>(
    outputs: impl Iterator<Item = &'o Path>,
    inputs: &[PathBuf],
) -> Result<(), Error> {
    let default = [PathBuf::from(".")];
    let inputs = if inputs.is_empty() { &default[..] } else { inputs };
    let directories = inputs.iter().map(|path| if path.exists() { path.clone() } else { literal_base(path) });
    let directories: Vec<PathBuf> =
        directories.filter_map(|path| fs::canonicalize(path).ok()).filter(|path| path.is_dir()).collect();
    for output in outputs {
        if output.is_file() {
            return Err(Error::OutputOfShard { path: output.to_owned() });
        }
        let place = std::path::absolute(output).unwrap_or_else(|_| output.to_owned());
        let place = place.ancestors().find_map(|path| fs::canonicalize(path).ok()).unwrap_or(place);
        if directories.iter().any(|directory| place.starts_with(directory)) {
            return Err(Error::OutputBelowInputs { path: output.to_owned() });
        }
    }
    Ok(())
}
