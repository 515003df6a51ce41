//! Plans of runs: every decision that depends on options, environment or terminal is made here, once.

use std::env;
use std::io::{self, IsTerminal};
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use acslint_check::{CustomCategories, Level, Linter};

use crate::args;
use crate::baseline::Task;
use crate::config::trust::TrustedUsers;
use crate::config::{Choice, Config, Configs};
use crate::error::Error;
use crate::exit::Criteria;
use crate::gate::{Gate, Gates};
use crate::input::Limits;
use crate::output::{Guard, Purpose};
use crate::setup::CliOverrides;
use crate::values::{Color, Day, FailOn, Format, category_names, known_category};

/// Environment of the process.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(crate) struct Environment {
    /// True if standard output is a terminal.
    pub(crate) terminal: bool,
    /// True if standard error is a terminal.
    pub(crate) error_terminal: bool,
    /// True if `CI` is set to anything: output goes to a log, not to a person.
    pub(crate) ci: bool,
    /// True if `NO_COLOR` is set to anything.
    pub(crate) no_color: bool,
    /// True if `TERM` is `dumb`.
    pub(crate) dumb: bool,
    /// Width of the terminal: `COLUMNS`, or else the size of the terminal.
    pub(crate) columns: Option<usize>,
    /// Number of threads that can run at the same time.
    pub(crate) processors: usize,
    /// `GITHUB_STEP_SUMMARY`: the file that GitHub shows on the page of a run.
    pub(crate) step_summary: Option<PathBuf>,
    /// Current day, in UTC.
    pub(crate) today: Day,
    /// `ACSLINT_REDACT_KEY`: the key of hashes of personal data.
    pub(crate) redact_key: Option<String>,
    /// Users whose configuration files are trusted when found.
    pub(crate) trusted_users: TrustedUsers,
}

impl Environment {
    /// Environment of this process.
    #[expect(clippy::disallowed_methods, reason = "nothing is written")]
    pub(crate) fn of_process() -> Self {
        Self {
            terminal: io::stdout().is_terminal(),
            error_terminal: io::stderr().is_terminal(),
            ci: is_set("CI"),
            no_color: is_set("NO_COLOR"),
            dumb: env::var_os("TERM").is_some_and(|value| value == "dumb"),
            columns: env::var("COLUMNS")
                .ok()
                .and_then(|columns| columns.parse().ok())
                .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))),
            processors: thread::available_parallelism().map_or(1, NonZero::get),
            step_summary: env::var_os("GITHUB_STEP_SUMMARY")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from),
            today: SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map(|time| Day::of_days(time.as_secs() / 86_400))
                .unwrap_or_default(),
            redact_key: env::var("ACSLINT_REDACT_KEY").ok().filter(|key| !key.is_empty()),
            // Azure Pipelines sets `TF_BUILD` instead of `CI`.
            trusted_users: TrustedUsers::of_process(is_set("CI") || is_set("TF_BUILD")),
        }
    }

    /// Returns true if output to standard output, or to a file if `to_file`, is colored.
    pub(crate) fn colors(&self, color: Color, to_file: bool) -> bool {
        match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => self.terminal && !to_file && !self.no_color && !self.dumb,
        }
    }

    /// Returns true if output to standard error is colored.
    pub(crate) fn error_colors(&self) -> bool {
        self.error_terminal && !self.no_color && !self.dumb
    }

    /// Width of a line on standard error, in columns.
    pub(crate) fn error_width(&self) -> usize {
        self.width(!self.error_terminal)
    }

    /// Returns true if progress is shown on standard error.
    fn progress(&self, quiet: bool) -> bool {
        self.error_terminal && !self.ci && !self.dumb && !quiet
    }

    pub(crate) fn width(&self, to_file: bool) -> usize {
        let columns = self.columns.filter(|_| !to_file).unwrap_or(DEFAULT_WIDTH);
        columns.clamp(NARROWEST, WIDEST)
    }
}

fn is_set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// Width of a report if the environment gives none.
const DEFAULT_WIDTH: usize = 100;
/// Narrowest width that leaves excerpts readable.
const NARROWEST: usize = 40;
/// Widest width that the eye can follow.
const WIDEST: usize = 200;

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
    pub(crate) reports: Reports,
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
}

/// Reports of a run, in all formats.
#[derive(Debug, Clone)]
pub(crate) struct Reports {
    /// Reports; at most one goes to standard output.
    pub(crate) reports: Vec<Report>,
    /// Key of hashes of personal data; if absent, a random one is used.
    pub(crate) redact_key: Option<String>,
}

impl Reports {
    /// Registers the written files with a guard.
    pub(crate) fn guard(&self, guard: &mut Guard) -> Result<(), Error> {
        for report in &self.reports {
            if let Some(output) = &report.output {
                guard.writes(output, Purpose::Report)?;
            }
            if let Some(summary) = report.step_summary.as_ref().filter(|_| report.format == Format::Github) {
                guard.writes(summary, Purpose::Append)?;
            }
        }
        Ok(())
    }
}

/// A report: its format, destination and style.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(crate) struct Report {
    pub(crate) format: Format,
    /// Output file; `None` for standard output.
    pub(crate) output: Option<PathBuf>,
    /// Number of findings to show in full per group; `None` for all.
    pub(crate) show: Option<u64>,
    /// Number of findings to write; `None` for all.
    pub(crate) max_findings: Option<u64>,
    pub(crate) colors: bool,
    /// Width of a line in columns.
    pub(crate) width: usize,
    /// True if the report ends with a summary.
    pub(crate) summary: bool,
    /// True if the summary has statistics of the check, and each input is named once it has been checked.
    pub(crate) verbose: bool,
    /// True if personal data is masked.
    pub(crate) redacts: bool,
    /// File that GitHub shows on the page of a run (`github` only).
    pub(crate) step_summary: Option<PathBuf>,
}

impl Plan {
    /// Plans `acslint check` with these arguments.
    pub(crate) fn new(args: args::Check, environment: &Environment) -> Result<Self, Error> {
        let choices = args.choices;
        let configs = Configs::new(choices.which(environment))?;
        let config = configs.of_run().map(AsRef::as_ref);
        let file = config.map(|config| &config.file);
        let outputs = match (args.outputs.0, config) {
            (given, Some(config)) if given.is_empty() => config.outputs()?,
            (given, _) => given,
        };
        let outputs = if outputs.is_empty() { vec![(Format::Human, None)] } else { outputs };
        let show = choices.show.or(file.and_then(|file| Some(file.show.as_ref()?.value)));
        let show = show.map_or(Some(SHOWN), |show| show.0);
        let max_findings =
            choices.max_findings.or(file.and_then(|file| Some(file.max_findings.as_ref()?.value)));
        let fail_on = choices.fail_on.or(file.and_then(|file| Some(file.fail_on.as_ref()?.value)));
        let threads = choices.threads.number.or(file.and_then(|file| Some(file.threads.as_ref()?.value.0)));
        let redact = match (choices.redact, choices.no_redact) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => file.and_then(|file| Some(file.redact.as_ref()?.value)),
        };
        let reports = outputs.into_iter().map(|(format, output)| Report {
            format,
            colors: environment.colors(args.color, output.is_some()),
            width: environment.width(output.is_some()),
            show,
            max_findings,
            summary: !args.quiet,
            verbose: args.verbose,
            redacts: redact.unwrap_or_else(|| format.leaves_the_machine()),
            step_summary: environment.step_summary.clone(),
            output,
        });
        let reports: Vec<Report> = reports.collect();
        let shown = reports.iter().find(|report| report.output.is_none()).map(|report| report.format);
        let say_reason = !shown.is_some_and(|format| says_reason(format, args.quiet));
        Ok(Self {
            paths: if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths },
            chosen: CliOverrides {
                levels: choices.level,
                category: choices.category,
                shape: choices.shape,
                contents: reports.iter().any(|report| report.format.asks_for_contents()),
                disclosure: reports.iter().any(|report| report.redacts && report.format.shows_records()),
            },
            reports: Reports { reports, redact_key: environment.redact_key.clone() },
            criteria: Criteria {
                fail_on: failing_level(fail_on.unwrap_or(FailOn::Error)),
                gates: gates(&args.gates, config)?,
            },
            baseline: baseline(args.known, config)?,
            follow: args.follow,
            limits: Limits {
                size: choices
                    .max_decompressed
                    .or(file.and_then(|file| Some(file.max_decompressed.as_ref()?.value))),
                ratio: choices
                    .max_ratio
                    .or(file.and_then(|file| Some(file.max_ratio.as_ref()?.value.0)))
                    .map(|ratio| ratio.get().into()),
            },
            threads: threads.map_or(environment.processors, |threads| threads.get().into()),
            piece: args.piece_size.get() as usize,
            progress: environment.progress(args.quiet),
            report_on_terminal: environment.terminal && shown.is_some(),
            clears_screen: environment.terminal && !environment.dumb && shown.is_some(),
            say_reason,
            verbose: args.verbose,
            say_skipped: args.quiet || !matches!(shown, Some(Format::Human | Format::Markdown)),
            say_suppressions: args.quiet || shown != Some(Format::Human),
            today: environment.today,
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

/// Default number of findings to show per group.
pub(crate) const SHOWN: u64 = 3;

/// Returns true if a report in this format states the reason for the exit code.
fn says_reason(format: Format, quiet: bool) -> bool {
    let with_summary = matches!(format, Format::Human | Format::Concise | Format::Grouped) && !quiet;
    with_summary || matches!(format, Format::Azure | Format::Github | Format::Markdown)
}

fn failing_level(fail_on: FailOn) -> Option<Level> {
    match fail_on {
        FailOn::Error => Some(Level::Error),
        FailOn::Warning => Some(Level::Warning),
        FailOn::Info => Some(Level::Info),
        FailOn::Never => None,
    }
}

/// A run of `acslint schema lint`, with all decisions made.
#[derive(Debug)]
pub(crate) struct LintPlan {
    /// Paths to lint, as given.
    pub(crate) paths: Vec<PathBuf>,
    /// Linter with its settings.
    pub(crate) linter: Linter,
    /// Reports to write.
    pub(crate) reports: Reports,
    /// Criteria for success.
    pub(crate) criteria: Criteria,
    /// True if the report does not state the reason for the exit code, so that standard error must.
    pub(crate) say_reason: bool,
}

impl LintPlan {
    /// Plans `acslint schema lint` with these arguments.
    pub(crate) fn new(args: args::Lint, environment: &Environment) -> Result<Self, Error> {
        let outputs = if args.outputs.0.is_empty() { vec![(Format::Human, None)] } else { args.outputs.0 };
        let reports = outputs.into_iter().map(|(format, output)| Report {
            format,
            colors: environment.colors(args.color, output.is_some()),
            width: environment.width(output.is_some()),
            show: args.show.0,
            max_findings: args.max_findings,
            summary: !args.quiet,
            verbose: false,
            // Schemas do not contain personal data.
            redacts: false,
            step_summary: environment.step_summary.clone(),
            output,
        });
        let reports: Vec<Report> = reports.collect();
        let shown = reports.iter().find(|report| report.output.is_none()).map(|report| report.format);
        Ok(Self {
            paths: args.paths,
            linter: Linter::new(&args.level)?,
            reports: Reports { reports, redact_key: None },
            criteria: Criteria { fail_on: failing_level(args.fail_on), gates: Gates::new(&[], &[]) },
            say_reason: !shown.is_some_and(|format| says_reason(format, args.quiet)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Environment, WIDEST};
    use crate::values::Color;

    #[test]
    fn colour_is_for_terminals_that_want_it() {
        let terminal = Environment { terminal: true, ..Environment::default() };
        let pipe = Environment::default();
        let no_color = Environment { no_color: true, ..terminal.clone() };
        let dumb = Environment { dumb: true, ..terminal.clone() };
        for (environment, color, to_file, expected) in [
            (&terminal, Color::Auto, false, true),
            (&terminal, Color::Auto, true, false),
            (&terminal, Color::Never, false, false),
            (&pipe, Color::Auto, false, false),
            (&pipe, Color::Always, false, true),
            (&pipe, Color::Always, true, true),
            (&no_color, Color::Auto, false, false),
            (&no_color, Color::Always, false, true),
            (&dumb, Color::Auto, false, false),
            (&dumb, Color::Always, false, true),
        ] {
            assert_eq!(
                environment.colors(color, to_file),
                expected,
                "{environment:?} {color:?} to_file={to_file}"
            );
        }
    }

    #[test]
    fn progress_is_for_people_who_watch() {
        let watched = Environment { error_terminal: true, ..Environment::default() };
        assert!(watched.progress(false));
        assert!(!watched.progress(true));
        assert!(!Environment { ci: true, ..watched.clone() }.progress(false));
        assert!(!Environment { dumb: true, ..watched.clone() }.progress(false));
        assert!(!Environment { error_terminal: false, terminal: true, ..watched }.progress(false));
    }

    #[test]
    fn width_is_bounded_and_a_file_has_none_of_the_terminal() {
        let narrow = Environment { columns: Some(3), ..Environment::default() };
        let wide = Environment { columns: Some(100_000), ..Environment::default() };
        assert_eq!(narrow.width(false), super::NARROWEST);
        assert_eq!(wide.width(false), WIDEST);
        assert_eq!(narrow.width(true), super::DEFAULT_WIDTH);
    }
}
