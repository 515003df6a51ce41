//! Options that decide what is found, in the report of a shard: a merge may have to check some bytes again.

use serde::{Deserialize, Serialize};

/// Options of the command line, by their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptOptions {
    pub(crate) preset: Option<String>,
    pub(crate) levels: Vec<(String, String)>,
    pub(crate) category: Option<String>,
    pub(crate) shape: Option<String>,
    /// Limits of decompression; the inputs that they apply to are not checked again.
    pub(crate) limits: String,
}
