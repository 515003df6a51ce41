//! Plans of `--shard` and of `acslint merge`.

use std::num::NonZero;
use std::path::PathBuf;

use super::Plan;
use crate::args;
use crate::environment::Environment;
use crate::error::Error;
use crate::gate::Gates;
use crate::values::{Format, Moment, Shard};
use crate::verdict::Criteria;

impl Plan {
    /// Plans the check of a shard: everything that leaves findings out, and every verdict, is left to the merge.
    pub(super) fn of_shard(
        args: args::Check,
        shard: Shard,
        environment: &Environment,
    ) -> Result<Self, Error> {
        if let Some(what) = of_merge_only(&args) {
            return Err(Error::NotInShard { what });
        }
        let mut output: Option<PathBuf> = None;
        for (format, file) in &args.outputs.0 {
            if !matches!(format, Format::Human | Format::Json) || args.outputs.0.len() > 1 {
                return Err(Error::NotInShard {
                    what: "the report of a shard is JSON; pass other formats to `acslint merge`",
                });
            }
            output.clone_from(file);
        }
        refuse_relative(&args.window)?;
        let contents = args.contents;
        let outputs = args::Outputs(vec![(Format::Json, output)]);
        let mut plan = Self::new(args::Check { shard: None, outputs, ..args }, environment)?;
        plan.chosen.contents = contents;
        plan.leave_verdict(shard);
        for report in &mut plan.reports.reports {
            (report.max_findings, report.redacts) = (None, false);
        }
        Ok(plan)
    }

    /// Leaves every verdict on the inputs of a shard to the merge.
    pub(super) fn leave_verdict(&mut self, shard: Shard) {
        self.criteria = Criteria { fail_on: None, gates: Gates::default(), allow_empty: true };
        self.baseline = None;
        self.shard = Some(shard);
    }

    /// Plans a merge.
    pub(crate) fn of_merge(args: args::Merge, environment: &Environment) -> Result<Self, Error> {
        let mut plan = Self::new(
            args::Check {
                paths: Vec::new(),
                follow: false,
                force_exclude: false,
                outputs: args.outputs,
                choices: args.choices,
                root: args.root,
                color: args.color,
                quiet: args.quiet,
                verbose: args.verbose,
                known: args.known,
                gates: args.gates,
                fix: false,
                shard: None,
                contents: false,
                window: args::TimeWindow::default(),
                by: args.by,
                target_schema: None,
                piece_size: NonZero::<u32>::MIN,
            },
            environment,
        )?;
        (plan.paths, plan.hints_at_stdin) = (Vec::new(), false);
        (plan.destination, plan.chosen.destination) = (None, None);
        Ok(plan)
    }
}

/// Refuses a window that is relative to now, which is another time for each shard.
pub(super) fn refuse_relative(window: &args::TimeWindow) -> Result<(), Error> {
    let is_relative = |moment: &Moment| matches!(moment, Moment::Ago(_));
    if window.since.iter().chain(&window.until).any(is_relative) {
        return Err(Error::NotInShard {
            what: "`--since` and `--until` need a time or a day with `--shard`: a duration ends at another time in each shard",
        });
    }
    Ok(())
}

/// Returns what a shard cannot have, if it is given.
fn of_merge_only(args: &args::Check) -> Option<&'static str> {
    let (options, known, gates) = (&args.choices.given.options, &args.known, &args.gates);
    let is_known = known.baseline.is_some() || known.write_baseline.is_some() || known.prune_baseline;
    let is_gated = !gates.min_records.is_empty() || !gates.require_category.is_empty() || gates.allow_empty;
    let is_shown = options.show.is_some() || options.annotate.is_some() || args.root.is_some();
    [
        (is_known, "a baseline applies to all shards together; pass it to `acslint merge`"),
        (is_gated, "gates apply to all shards together; pass them to `acslint merge`"),
        (options.fail_on.is_some(), "`--fail-on` applies to all shards together; pass it to `acslint merge`"),
        (
            options.max_findings.is_some(),
            "`--max-findings` applies to all shards together; pass it to `acslint merge`",
        ),
        (
            options.redact.is_redacting(),
            "the report of a shard holds the records with findings as they are; pass `--redact` to `acslint merge`",
        ),
        (is_shown, "options of formats apply to all shards together; pass them to `acslint merge`"),
    ]
    .into_iter()
    .find_map(|(given, what)| given.then_some(what))
}
