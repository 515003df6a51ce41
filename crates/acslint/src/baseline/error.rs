//! Errors of baselines.

use std::io;
use std::path::PathBuf;

/// Reason why a baseline cannot be used or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BaselineError {
    /// Unreadable baseline.
    #[error("cannot read the baseline `{0}`; create it with `--write-baseline {0}`", path.display())]
    Read {
        /// Baseline.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// Invalid baseline.
    #[error("`{}` cannot be used as a baseline", path.display())]
    Broken {
        /// Baseline.
        path: PathBuf,
        /// Error of the parser, with its place.
        source: serde_json::Error,
    },
    /// A baseline cannot be written.
    #[error("cannot write the baseline `{}`", path.display())]
    Write {
        /// Baseline.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
}
