//! Environment of the process: terminal, variables, processors and the time.

use std::env;
use std::io::{self, IsTerminal};
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::values::{Color, Day};

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
    /// `AGENT_TEMPDIRECTORY`: the directory for files that Azure Pipelines shows.
    pub(crate) agent_directory: Option<PathBuf>,
    /// `GITHUB_WORKSPACE`, `CI_PROJECT_DIR` and `BUILD_SOURCESDIRECTORY`: the directories of the checkout.
    pub(crate) checkouts: Vec<PathBuf>,
    /// Branch, or id of the commit, that the change under review is based on.
    pub(crate) base: Option<String>,
    /// Current day, in UTC.
    pub(crate) today: Day,
    /// Current time, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) now: i64,
    /// `ACSLINT_REDACT_KEY`: the key of hashes of personal data.
    pub(crate) redact_key: Option<String>,
    /// Users whose configuration files are trusted when found.
    pub(crate) trusted_users: TrustedUsers,
}

impl Environment {
    /// Environment of this process.
    #[expect(clippy::disallowed_methods, reason = "nothing is written")]
    pub(crate) fn of_process() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
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
            step_summary: path("GITHUB_STEP_SUMMARY"),
            agent_directory: path("AGENT_TEMPDIRECTORY"),
            checkouts: CHECKOUTS.into_iter().filter_map(path).collect(),
            base: BASES
                .into_iter()
                .find_map(|variable| env::var(variable).ok().filter(|base| !base.is_empty()))
                .map(|base| base.strip_prefix("refs/heads/").map(str::to_owned).unwrap_or(base)),
            today: Day::of_days(now / 86_400),
            now: now.cast_signed(),
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
    pub(crate) fn progress(&self, quiet: bool) -> bool {
        self.error_terminal && !self.ci && !self.dumb && !quiet
    }

    /// Width of a line of a report, in columns.
    pub(crate) fn width(&self, to_file: bool) -> usize {
        let columns = self.columns.filter(|_| !to_file).unwrap_or(DEFAULT_WIDTH);
        columns.clamp(NARROWEST, WIDEST)
    }
}

/// Users whose configuration files are trusted when found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TrustedUsers {
    /// Their numeric ids; `None` trusts everybody.
    numbers: Option<Vec<u32>>,
}

impl TrustedUsers {
    /// The user of this process, the user who became root with `sudo`, and root, who can do anything anyway. In
    /// continuous integration, checkouts may belong to any user: there, everybody.
    #[cfg(unix)]
    pub(crate) fn of_process(ci: bool) -> Self {
        if ci {
            return Self::default();
        }
        let user = nix::unistd::geteuid().as_raw();
        let mut numbers = vec![0, user];
        if user == 0 {
            let sudo = std::env::var("SUDO_UID").ok().and_then(|number| number.parse().ok());
            numbers.extend::<Option<u32>>(sudo);
        }
        Self { numbers: Some(numbers) }
    }

    /// Everybody: only Unix has numeric owners of files.
    #[cfg(not(unix))]
    pub(crate) fn of_process(_ci: bool) -> Self {
        Self::default()
    }

    /// Returns the numeric ids of the users; `None` for everybody.
    pub(crate) fn numbers(&self) -> Option<&[u32]> {
        self.numbers.as_deref()
    }
}

/// Variables with the directory of the checkout: of GitHub, GitLab and Azure Pipelines.
const CHECKOUTS: [&str; 3] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"];
/// Variables with the base of the change under review: a branch on GitHub and Azure Pipelines, a commit on GitLab.
const BASES: [&str; 3] =
    ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "SYSTEM_PULLREQUEST_TARGETBRANCH"];

fn path(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
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
