//! Options that decide what is found, in the report of a shard: a merge may have to check some bytes again.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::values::TargetName;

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) target: Option<KeptTarget>,
}

/// Destination that losses are forecast for, also if the configuration names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptTarget {
    pub(crate) name: TargetName,
    /// File with the table, and its content, if it is not the exported one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) table: Option<(String, Value)>,
}
