//! Plans of `acslint stats` and of a merge of statistics: those of a check and of a merge without reports.

use std::path::PathBuf;

use super::shard::refuse_relative;
use super::{Plan, StatsFiles};
use crate::args;
use crate::environment::Environment;
use crate::error::Error;
use crate::values::{Color, Format, StatsFormat};

impl Plan {
    /// Plans `acslint stats` with these arguments.
    pub(crate) fn of_stats(args: args::StatsArgs, environment: &Environment) -> Result<Self, Error> {
        if args.shard.is_some() {
            let fail_on = args.choices.given.options.fail_on;
            if args.compare.is_some() || args.min_coverage.is_some() || fail_on.is_some() {
                return Err(Error::NotInShard {
                    what: "`--compare`, `--fail-on` and `--min-coverage` are about all shards together; pass them to `acslint merge`",
                });
            }
            refuse_relative(&args.window)?;
        }
        let mut plan = Self::new(
            args::Check {
                paths: args.paths,
                follow: args.follow,
                force_exclude: false,
                root: None,
                outputs: args::Outputs(Vec::new()),
                choices: args.choices,
                window: args.window,
                by: None,
                target_schema: None,
                shard: None,
                contents: false,
                color: Color::Never,
                quiet: false,
                verbose: false,
                known: args::Known { baseline: None, write_baseline: None, prune_baseline: false },
                gates: args::Gates {
                    min_records: Vec::new(),
                    require_category: Vec::new(),
                    allow_empty: false,
                },
                fix: false,
                piece_size: args.piece_size,
            },
            environment,
        )?;
        plan.describe(vec![(args.format, args.output)], args.compare, args.min_coverage);
        if let Some(shard) = args.shard {
            plan.leave_verdict(shard);
        }
        Ok(plan)
    }

    /// Plans a merge of statistics.
    pub(crate) fn of_merged_stats(mut args: args::Merge, environment: &Environment) -> Result<Self, Error> {
        if let Some(option) = args.about_findings() {
            return Err(Error::OfFindings { option });
        }
        if args.choices.given.options.fail_on.is_some() && args.compare.is_none() {
            return Err(Error::NothingToFailOn);
        }
        let outputs = std::mem::take(&mut args.outputs.0);
        let outputs = if outputs.is_empty() { vec![(Format::Human, None)] } else { outputs };
        let outputs = outputs.into_iter().map(|(format, file)| match format {
            Format::Human => Ok((StatsFormat::Human, file)),
            Format::Json => Ok((StatsFormat::Json, file)),
            _ => Err(Error::NoStatsFormat { format: format.id() }),
        });
        let outputs = outputs.collect::<Result<_, _>>()?;
        let (compare, min_coverage) = (args.compare.take(), args.min_coverage);
        let mut plan = Self::of_merge(args, environment)?;
        plan.describe(outputs, compare, min_coverage);
        Ok(plan)
    }

    /// Has the plan describe the records in place of reporting findings.
    fn describe(
        &mut self,
        outputs: Vec<(StatsFormat, Option<PathBuf>)>,
        compare: Option<PathBuf>,
        min_coverage: Option<f64>,
    ) {
        let fail_on = self.criteria.fail_on.take();
        self.reports.reports.clear();
        self.baseline = None;
        (self.chosen.contents, self.chosen.values) = (true, true);
        (self.destination, self.chosen.destination) = (None, None);
        (self.say_reason, self.say_skipped, self.say_suppressions) = (true, true, false);
        self.stats = Some(StatsFiles { outputs, compare, fail_on, min_coverage });
    }
}
