//! Failure of a run within another program.

use std::fmt;

use crate::args::with_suggestion;
use crate::config::ConfigError;
use crate::error::{Error, with_causes};
use crate::report::draw_fault;

/// Width of a drawn fault, in columns.
const WIDTH: usize = 100;

/// Failure that ends a run before it has a report.
#[derive(Debug)]
pub struct Failure {
    message: String,
    is_usage: bool,
}

impl Failure {
    /// Failure because of the arguments.
    pub(super) fn usage(error: clap::Error) -> Self {
        let text = with_suggestion(error).render().to_string();
        let message = text.trim_start_matches("error: ").trim_end().to_owned();
        Self { message, is_usage: true }
    }

    /// Failure to read what another call wrote.
    #[expect(clippy::needless_pass_by_value, reason = "it is passed as a function")]
    pub(super) fn json(error: serde_json::Error) -> Self {
        Self { message: format!("not what acslint wrote: {error}"), is_usage: true }
    }

    /// Failure to check a task with options that are not those of its plan.
    pub(super) fn other_options() -> Self {
        let message = "the options are not those that the split was planned with; pass the same";
        Self { message: message.to_owned(), is_usage: true }
    }

    /// Returns true if the caller passed something invalid.
    pub fn is_usage(&self) -> bool {
        self.is_usage
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let is_usage = matches!(
            error,
            Error::Settings(_)
                | Error::Config(_)
                | Error::NotInShard { .. }
                | Error::UnknownCategory(_)
                | Error::NoTarget { .. }
                | Error::Table { .. }
                | Error::EmptyWindow { .. }
                | Error::Unmergeable(_)
        );
        let message = match &error {
            Error::Config(ConfigError::Fault(fault)) => draw_fault(fault, false, WIDTH).trim_end().to_owned(),
            error => with_causes(error),
        };
        Self { message, is_usage }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
