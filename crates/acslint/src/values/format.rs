//! Formats of reports.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;

/// Format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Format {
    /// Excerpts with the offending bytes underlined, and a summary
    Human,
    /// One line per finding: `path:line:column: level[rule] message`
    Concise,
    /// Two lines per group of findings, with counts
    Grouped,
    /// One JSON object
    Json,
    /// One JSON object per finding, each on a line, and one for the summary
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// `JUnit` XML, for viewers of test results
    Junit,
    /// Workflow commands of GitHub Actions, and the summary of the step
    Github,
    /// Code quality report of GitLab
    Gitlab,
    /// Logging commands of Azure Pipelines
    Azure,
    /// Diagnostics for reviewdog
    Rdjson,
    /// Tables for a comment or a ticket
    Markdown,
    /// Page with charts and filters, in one file
    Html,
}

impl Format {
    /// Name of the format in options and configurations.
    pub(crate) fn id(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Returns true if the report describes the contents of clean records, so that the full path must check each
    /// record.
    pub(crate) fn asks_for_contents(self) -> bool {
        matches!(self, Self::Html)
    }

    /// Returns true if the report states the reason for the exit code; `quiet` is true if it has no summary.
    pub(crate) fn states_reason(self, quiet: bool) -> bool {
        let with_summary = matches!(self, Self::Human | Self::Concise | Self::Grouped) && !quiet;
        with_summary || matches!(self, Self::Azure | Self::Github | Self::Markdown)
    }

    /// Returns true if the report is meant for sharing.
    pub(crate) fn leaves_the_machine(self) -> bool {
        match self {
            Self::Human | Self::Concise | Self::Grouped | Self::Json | Self::Jsonl => false,
            Self::Sarif
            | Self::Junit
            | Self::Github
            | Self::Gitlab
            | Self::Azure
            | Self::Rdjson
            | Self::Markdown
            | Self::Html => true,
        }
    }
}
