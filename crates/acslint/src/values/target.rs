//! Name of a destination for which there are forecasts.

use acslint_schema::targets::Target;
use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Destination that records are loaded into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TargetName {
    /// Azure Data Explorer, and everything else with Kusto tables
    #[value(alias = "kusto")]
    Adx,
    /// Databricks, and everything else with Spark
    #[value(alias = "spark")]
    Databricks,
    /// Elasticsearch
    Elasticsearch,
    /// Custom tables of Log Analytics
    LogAnalytics,
}

impl TargetName {
    /// Target of the tables.
    pub(crate) const fn target(self) -> Target {
        match self {
            Self::Adx => Target::Adx,
            Self::Databricks => Target::Databricks,
            Self::Elasticsearch => Target::Elasticsearch,
            Self::LogAnalytics => Target::LogAnalytics,
        }
    }

    /// Name in options and reports.
    pub(crate) const fn id(self) -> &'static str {
        self.target().id()
    }

    /// Name for people.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Adx => "ADX",
            Self::Databricks => "Databricks",
            Self::Elasticsearch => "Elasticsearch",
            Self::LogAnalytics => "Log Analytics",
        }
    }
}
