//! Options that decide what is found, in the report of a shard: a merge may have to check some bytes again.

use acslint_check::{Time, Window};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::values::{By, TargetName};

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
    /// Window of time that selects the records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) window: Option<KeptWindow>,
    /// Dimension along which records and findings are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<By>,
}

/// First time in a window, and first time behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptWindow(Option<String>, Option<String>);

impl KeptWindow {
    pub(crate) fn new(window: &Window) -> Self {
        let time = |time: Option<Time>| time.map(|time| time.to_string());
        Self(time(window.since), time(window.until))
    }

    /// Returns the window; an error describes what is invalid in it.
    pub(crate) fn window(&self) -> Result<Window, String> {
        let time = |text: &String| Time::parse(text).ok_or_else(|| format!("`{text}` is not a time"));
        let Self(since, until) = self;
        Ok(Window {
            since: since.as_ref().map(time).transpose()?,
            until: until.as_ref().map(time).transpose()?,
        })
    }
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
