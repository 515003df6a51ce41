//! Items that get an annotation in reports for services.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Items that get an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Annotate {
    /// Each finding, as many as the service shows
    Each,
    /// Each kind of finding, at its first place
    Kind,
}
