//! Plan of `acslint check`.

use std::path::PathBuf;
use std::sync::Arc;

use acslint_check::CustomCategories;

use crate::args;
use crate::baseline::Task;
use crate::config::{Choice, Config, Configs, RunSettings};
use crate::environment::Environment;
use crate::error::Error;
use crate::gate::{Gate, Gates};
use crate::input::Limits;
use crate::output::Opening;
use crate::report::{PlannedReport, PlannedReports};
use crate::setup::CliOverrides;
use crate::split::SplitSettings;
use crate::values::{Day, Format, category_names, known_category};
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
    /// Criteria for success.
    pub(crate) criteria: Criteria,
    /// File of the baseline, and the task with it.
    pub(crate) baseline: Option<(PathBuf, Task)>,
    /// True if all links in directories are followed.
    pub(crate) follow: bool,
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
    /// Current day, in UTC.
    pub(crate) today: Day,
    /// Settings of the split, if the run is one.
    pub(crate) split: Option<SplitSettings>,
}

impl Plan {
    /// Plans `acslint check` with these arguments.
    pub(crate) fn new(args: args::Check, environment: &Environment) -> Result<Self, Error> {
        if args.fix {
            return Err(Error::FixInCheck);
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
            step_summary: environment.step_summary.clone(),
            opening: Opening::default(),
            output,
        });
        let reports: Vec<PlannedReport> = reports.collect();
        let shown = reports.iter().find(|report| report.output.is_none()).map(|report| report.format);
        let say_reason = !shown.is_some_and(|format| format.states_reason(args.quiet));
        Ok(Self {
            paths: if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths },
            chosen: CliOverrides {
                levels: choices.level,
                category: choices.given.options.category,
                shape: choices.given.options.shape,
                contents: reports.iter().any(|report| report.format.asks_for_contents()),
            },
            reports: PlannedReports { reports, redact_key: environment.redact_key.clone() },
            criteria: Criteria {
                fail_on: settings.fail_on.value.level(),
                gates: gates(&args.gates, config)?,
            },
            baseline: baseline(args.known, config)?,
            follow: args.follow,
            limits: Limits {
                size: settings.max_decompressed.value,
                ratio: settings.max_ratio.value.map(|ratio| ratio.0.get().into()),
            },
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
            configs: Arc::new(configs),
        })
    }
}

/// Gates of the configuration, followed by those of the command line, of which the last one for a category
/// applies.
fn gates(args: &args::Gates, config: Option<&Config>) -> Result<Gates, Error> {
    let custom = config.map(|config| &config.custom);
    let named = |given: &String| {
        let custom = || custom.into_iter().flat_map(CustomCategories::names);
        let known = known_category(given).map(|category| category.id);
        known.or_else(|| custom().find(|name| name == given)).ok_or_else(|| {
            let suggestion = acslint_check::nearest(given, category_names().chain(custom()));
            Error::UnknownCategory { given: given.clone(), suggestion }
        })
    };
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
