//! Errors of the configuration.

use std::io;
use std::path::PathBuf;

use super::fault::Fault;
use crate::baseline::BaselineError;

/// Reason why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// Invalid configuration file.
    #[error("{}:{}: {}", .0.file, .0.line(), .0.message)]
    Fault(Box<Fault>),
    /// Unreadable configuration file.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// Configuration file.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// Untrusted configuration file.
    #[error(
        "`{0}` is not trusted: {why}; if you trust it, pass `--config {0}`, or else `--no-config`",
        path.display()
    )]
    Untrusted {
        /// Configuration file.
        path: PathBuf,
        /// Reason for the distrust.
        why: String,
    },
    /// Unreadable baseline of a configuration.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
}

impl From<Fault> for ConfigError {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}
