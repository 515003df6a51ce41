//! Plan of `acslint check`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use acslint_check::Level;

use super::choices::{limits, named, overrides, selection, window};
use crate::args;
use crate::baseline::Task;
use crate::config::{Choice, Config, Configs, RunSettings};
use crate::destination::PlannedDestination;
use crate::environment::Environment;
use crate::error::Error;
use crate::gate::{Gate, Gates};
use crate::input::{Limits, Selection};
use crate::output::Opening;
use crate::report::{PlannedReport, PlannedReports, Roots};
use crate::setup::CliOverrides;
use crate::split::SplitSettings;
use crate::values::{By, CategoryChoice, Day, Format, Shard, StatsFormat, TargetName};
use crate::verdict::Criteria;

/// A run of `acslint check`, with all decisions made.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(crate) struct Plan {
    /// Paths to check, as given.
    pub(crate) paths: Vec<PathBuf>,
    /// Overrides from the command line.
    pub(crate) chosen: CliOverrides,
    /// Configuration files.
    pub(crate) configs: Arc<Configs>,
    /// Reports to write.
    pub(crate) reports: PlannedReports,
    /// Dimension along which reports count records and findings.
    pub(crate) by: Option<By>,
    /// Destination that reports forecast losses for.
    pub(crate) destination: Option<PlannedDestination>,
    /// Files that the statistics are written to and compared with, and their gates, if the run collects statistics.
    pub(crate) stats: Option<StatsFiles>,
    /// Criteria for success.
    pub(crate) criteria: Criteria,
    /// File of the baseline, and the task with it.
    pub(crate) baseline: Option<(PathBuf, Task)>,
    /// Criteria for inputs besides the configuration.
    pub(crate) selection: Selection,
    /// Limits of decompression.
    pub(crate) limits: Limits,
    /// Maximum number of threads.
    pub(crate) threads: usize,
    /// Approximate number of bytes read and checked at once.
    pub(crate) piece: usize,
    /// True if progress is shown on standard error.
    pub(crate) progress: bool,
    /// True if the report goes to a terminal, which then also shows the progress.
    pub(crate) report_on_terminal: bool,
    /// True if a repeated run clears the screen first.
    pub(crate) clears_screen: bool,
    /// True if the report does not state the reason for the exit code, so that standard error must.
    pub(crate) say_reason: bool,
    /// True if each input is named once it has been checked.
    pub(crate) verbose: bool,
    /// True if the report does not warn about suppressions, so that standard error must.
    pub(crate) say_suppressions: bool,
    /// True if the report does not name skipped files, so that standard error must.
    pub(crate) say_skipped: bool,
    /// True if waiting standard input that is not an input is worth a hint.
    pub(crate) hints_at_stdin: bool,
    /// Current day, in UTC.
    pub(crate) today: Day,
    /// Settings of the split, if the run is one.
    pub(crate) split: Option<SplitSettings>,
    /// Shard to check, if not everything.
    pub(crate) shard: Option<Shard>,
}

/// Files of statistics, and what fails a run that collects them.
#[derive(Debug, Clone, Default)]
pub(crate) struct StatsFiles {
    /// Formats of the statistics, each with its file unless it goes to standard output.
    pub(crate) outputs: Vec<(StatsFormat, Option<PathBuf>)>,
    pub(crate) compare: Option<PathBuf>,
    /// Lowest level of a change that fails the run.
    pub(crate) fail_on: Option<Level>,
    /// Least share of the documented properties of a category with a value.
    pub(crate) min_coverage: Option<f64>,
}

impl Plan {
    /// Plans `acslint check` with these arguments.
    pub(crate) fn new(args: args::Check, environment: &Environment) -> Result<Self, Error> {
        if args.fix {
            return Err(Error::FixInCheck);
        }
        if let Some(shard) = args.shard {
            return Self::of_shard(args, shard, environment);
        }
        if let Some(root) = args.root.as_ref().filter(|root| !root.is_dir()) {
            return Err(Error::NoRoot { path: root.clone() });
        }
        let choices = args.choices;
        let configs = Configs::new(choices.which(environment))?;
        let config = configs.of_run().map(AsRef::as_ref);
        let settings = RunSettings::new(&choices.given, config, environment);
        let outputs = match (args.outputs.0, config) {
            (given, Some(config)) if given.is_empty() => config.outputs()?,
            (given, _) => given,
        };
        let outputs = if outputs.is_empty() { vec![(Format::Human, None)] } else { outputs };
        let reports = outputs.into_iter().map(|(format, output)| PlannedReport {
            format,
            colors: environment.colors(args.color, output.is_some()),
            width: environment.width(output.is_some()),
            show: settings.show.value.0,
            max_findings: settings.max_findings.value,
            summary: !args.quiet,
            verbose: args.verbose,
            redacts: settings.redact.value.masks(format),
            annotate: settings.annotate.value,
            step_summary: environment.step_summary.clone(),
            agent_directory: environment.agent_directory.clone(),
            opening: Opening::default(),
            output,
        });
        let reports: Vec<PlannedReport> = reports.collect();
        let shown = reports.iter().find(|report| report.output.is_none()).map(|report| report.format);
        let limits = limits(&settings);
        let destination = destination(settings.target.value, args.target_schema.as_deref())?;
        let window = window(&args.window, environment)?;
        let say_reason = !shown.is_some_and(|format| format.states_reason(args.quiet));
        Ok(Self {
            hints_at_stdin: args.paths.is_empty() && !args.quiet,
            paths: if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths },
            chosen: CliOverrides {
                window,
                along: args.by.and_then(By::along),
                destination: destination.clone(),
                ..overrides(&choices, config, reports.iter().any(|report| report.format.asks_for_contents()))?
            },
            by: args.by,
            destination,
            stats: None,
            reports: PlannedReports {
                reports,
                redact_key: environment.redact_key.clone(),
                roots: Roots { chosen: args.root, checkouts: environment.checkouts.clone() },
                base: environment.base.clone(),
            },
            criteria: Criteria {
                fail_on: settings.fail_on.value.level(),
                gates: gates(&args.gates, config)?,
                allow_empty: args.gates.allow_empty,
            },
            baseline: baseline(args.known, config)?,
            selection: Selection {
                force_exclude: args.force_exclude,
                window,
                ..selection(&choices, args.follow, limits)
            },
            limits,
            threads: settings.threads.value.0.get().into(),
            piece: args.piece_size.get() as usize,
            progress: environment.progress(args.quiet),
            report_on_terminal: environment.terminal && shown.is_some(),
            clears_screen: environment.terminal && !environment.dumb && shown.is_some(),
            say_reason,
            verbose: args.verbose,
            say_skipped: args.quiet || !matches!(shown, Some(Format::Human | Format::Markdown)),
            say_suppressions: args.quiet || shown != Some(Format::Human),
            today: environment.today,
            split: None,
            shard: None,
            configs: Arc::new(configs),
        })
    }
}

/// Destination that is planned, if any.
fn destination(
    target: Option<TargetName>,
    table: Option<&Path>,
) -> Result<Option<PlannedDestination>, Error> {
    match (target, table) {
        (None, Some(_)) => Err(Error::NoTarget { option: "--target-schema" }),
        (None, None) => Ok(None),
        (Some(target), table) => PlannedDestination::new(target, table).map(Some),
    }
}

/// Gates of the configuration, followed by those of the command line, of which the last one for a category
/// applies.
fn gates(args: &args::Gates, config: Option<&Config>) -> Result<Gates, Error> {
    let named = |given: &String| named(given, config).map(CategoryChoice::id);
    let mut gates = config.map_or_else(Vec::new, |config| config.gates.clone());
    for args::MinRecords { category, records } in &args.min_records {
        let category = category.as_ref().map(named).transpose()?;
        gates.push(Gate { category, records: *records });
    }
    let mut required = config.map_or_else(Vec::new, |config| config.required.clone());
    for category in &args.require_category {
        required.push(named(category)?);
    }
    Ok(Gates::new(&gates, &required))
}

/// Baseline of the command line, or else of the configuration; the latter is ignored if the run writes a baseline.
fn baseline(args: args::Known, config: Option<&Config>) -> Result<Option<(PathBuf, Task)>, Error> {
    let known = match (&args.write_baseline, args.baseline, config) {
        (None, None, Some(config)) => config.baseline()?,
        (_, given, _) => given,
    };
    match (args.write_baseline, known, args.prune_baseline) {
        (Some(file), _, _) => Ok(Some((file, Task::Write))),
        (None, Some(file), true) => Ok(Some((file, Task::Prune))),
        (None, Some(file), false) => Ok(Some((file, Task::Compare))),
        (None, None, true) => Err(Error::NothingToPrune),
        (None, None, false) => Ok(None),
    }
}

impl args::Configuration {
    /// Reads the configuration with the custom categories.
    pub(crate) fn read(&self, environment: &Environment) -> Result<Configs, Error> {
        let choice = match &self.config {
            Some(path) => Choice::Given(path.clone()),
            None => Choice::Nearest(environment.trusted_users.clone()),
        };
        Ok(Configs::new(choice)?)
    }
}

impl args::Choices {
    /// Selects the configuration files that apply.
    pub(crate) fn which(&self, environment: &Environment) -> Choice {
        match &self.config {
            Some(path) => Choice::Given(path.clone()),
            None if self.no_config => Choice::Nothing,
            None => Choice::Nearest(environment.trusted_users.clone()),
        }
    }
}
