//! Planned reports: format, destination and style of each.

use std::path::PathBuf;

use super::paths::Roots;
use crate::guard::{Clash, Guard, Purpose};
use crate::output::Opening;
use crate::values::{Annotate, Format};

/// Reports of a run, in all formats.
#[derive(Debug, Clone)]
pub(crate) struct PlannedReports {
    /// Reports; at most one goes to standard output.
    pub(crate) reports: Vec<PlannedReport>,
    /// Key of hashes of personal data; if absent, a random one is used.
    pub(crate) redact_key: Option<String>,
    /// Roots of paths in reports for services.
    pub(crate) roots: Roots,
    /// Branch, or id of the commit, that the change under review is based on.
    pub(crate) base: Option<String>,
}

impl PlannedReports {
    /// Registers the written files with a guard.
    pub(crate) fn guard(&self, guard: &mut Guard) -> Result<(), Clash> {
        for report in &self.reports {
            if let Some(output) = &report.output {
                let purpose = if report.opening.continues() { Purpose::Append } else { Purpose::Report };
                guard.writes(output, purpose)?;
            }
            if let Some(summary) = report.step_summary.as_ref().filter(|_| report.format == Format::Github) {
                guard.writes(summary, Purpose::Append)?;
            }
        }
        Ok(())
    }
}

/// A report: its format, destination and style.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(crate) struct PlannedReport {
    pub(crate) format: Format,
    /// Output file; `None` for standard output.
    pub(crate) output: Option<PathBuf>,
    /// Way to write the file.
    pub(crate) opening: Opening,
    /// Number of findings to show in full per group; `None` for all.
    pub(crate) show: Option<u64>,
    /// Number of findings to write; `None` for all.
    pub(crate) max_findings: Option<u64>,
    pub(crate) colors: bool,
    /// Width of a line in columns.
    pub(crate) width: usize,
    /// True if the report ends with a summary.
    pub(crate) summary: bool,
    /// True if the summary has statistics of the check, and each input is named once it has been checked.
    pub(crate) verbose: bool,
    /// True if personal data is masked.
    pub(crate) redacts: bool,
    /// Items that get an annotation (`azure`, `github` and `junit` only).
    pub(crate) annotate: Annotate,
    /// File that GitHub shows on the page of a run (`github` only).
    pub(crate) step_summary: Option<PathBuf>,
    /// Directory for a file that Azure Pipelines shows on the page of a run (`azure` only).
    pub(crate) agent_directory: Option<PathBuf>,
}
