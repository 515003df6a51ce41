//! Plan of `acslint schema lint`.

use std::path::PathBuf;

use acslint_check::Linter;

use crate::args;
use crate::environment::Environment;
use crate::error::Error;
use crate::output::Opening;
use crate::report::{PlannedReport, PlannedReports, Roots};
use crate::values::{Annotate, Format};
use crate::verdict::Criteria;

/// A run of `acslint schema lint`, with all decisions made.
#[derive(Debug)]
pub(crate) struct LintPlan {
    /// Paths to lint, as given.
    pub(crate) paths: Vec<PathBuf>,
    /// Linter with its settings.
    pub(crate) linter: Linter,
    /// Reports to write.
    pub(crate) reports: PlannedReports,
    /// Criteria for success.
    pub(crate) criteria: Criteria,
    /// True if the report does not state the reason for the exit code, so that standard error must.
    pub(crate) say_reason: bool,
}

impl LintPlan {
    /// Plans `acslint schema lint` with these arguments.
    pub(crate) fn new(args: args::Lint, environment: &Environment) -> Result<Self, Error> {
        let outputs = if args.outputs.0.is_empty() { vec![(Format::Human, None)] } else { args.outputs.0 };
        let reports = outputs.into_iter().map(|(format, output)| PlannedReport {
            format,
            colors: environment.colors(args.color, output.is_some()),
            width: environment.width(output.is_some()),
            show: args.show.0,
            max_findings: args.max_findings,
            summary: !args.quiet,
            verbose: false,
            // Schemas do not contain personal data.
            redacts: false,
            annotate: Annotate::Each,
            step_summary: environment.step_summary.clone(),
            agent_directory: environment.agent_directory.clone(),
            opening: Opening::default(),
            output,
        });
        let reports: Vec<PlannedReport> = reports.collect();
        let shown = reports.iter().find(|report| report.output.is_none()).map(|report| report.format);
        Ok(Self {
            paths: args.paths,
            linter: Linter::new(&args.level)?,
            reports: PlannedReports {
                reports,
                redact_key: None,
                roots: Roots { chosen: None, checkouts: environment.checkouts.clone() },
                base: environment.base.clone(),
            },
            criteria: Criteria { fail_on: args.fail_on.level(), ..Criteria::default() },
            say_reason: !shown.is_some_and(|format| format.states_reason(args.quiet)),
        })
    }
}
