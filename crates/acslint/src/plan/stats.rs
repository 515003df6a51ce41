//! Plan of `acslint stats`: that of a check without reports.

use super::{Plan, StatsFiles};
use crate::args;
use crate::environment::Environment;
use crate::error::Error;
use crate::values::Color;

impl Plan {
    /// Plans `acslint stats` with these arguments.
    pub(crate) fn of_stats(args: args::StatsArgs, environment: &Environment) -> Result<Self, Error> {
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
        let fail_on = plan.criteria.fail_on.take();
        plan.reports.reports.clear();
        plan.baseline = None;
        (plan.chosen.contents, plan.chosen.values) = (true, true);
        (plan.destination, plan.chosen.destination) = (None, None);
        (plan.say_reason, plan.say_skipped, plan.say_suppressions) = (true, true, false);
        plan.stats = Some(StatsFiles { output: args.output, compare: args.compare, fail_on });
        Ok(plan)
    }
}
