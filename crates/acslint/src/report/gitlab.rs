//! `gitlab`: a code quality report, which GitLab shows in merge requests:
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::io::{self, Write};

use acslint_check::Level;
use serde_json::json;

use super::{End, Limit, Located, Reporter, Sink, json::Items};
use crate::fingerprint::{self, Occurrences};
use crate::text::printable;

pub(super) struct Gitlab {
    sink: Sink,
    limit: Limit,
    issues: Items,
    occurrences: Occurrences,
}

impl Gitlab {
    pub(super) fn new(sink: Sink, limit: Limit) -> Self {
        Self { sink, limit, issues: Items::new(""), occurrences: Occurrences::default() }
    }

    fn issue(&mut self, issue: &serde_json::Value) -> io::Result<()> {
        self.issues.write(&mut self.sink, issue)
    }
}

impl Reporter for Gitlab {
    fn event(&mut self, event: &Located<'_>) -> io::Result<()> {
        for spot in &event.findings {
            if !self.limit.admits() {
                continue;
            }
            // The same finding in another file is another issue.
            let in_file = self.occurrences.next(event.file, &spot.finding.key(event.event)).to_string();
            let path = event.service_path();
            let fingerprint = fingerprint::of(&[path.as_bytes(), in_file.as_bytes()]);
            self.issue(&json!({
                "description": printable(&spot.finding.message()),
                "check_name": spot.finding.rule(),
                "fingerprint": fingerprint.to_string(),
                "severity": match spot.finding.level() {
                    Level::Error => "major",
                    Level::Warning => "minor",
                    Level::Info | Level::Allow => "info",
                },
                "location": {
                    "path": path.trim_start_matches("./"),
                    "lines": { "begin": spot.start.line, "end": spot.end.line },
                },
            }))?;
        }
        Ok(())
    }

    fn finish(&mut self, end: &End<'_>) -> io::Result<()> {
        for unreadable in &end.tally.unreadable {
            let path = end.service_path(&unreadable.file);
            self.issue(&json!({
                "description": format!("not read: {}", printable(&unreadable.reason)),
                "check_name": "unreadable",
                "fingerprint": fingerprint::of(&[path.as_bytes(), b"unreadable"]).to_string(),
                "severity": "critical",
                "location": { "path": path.trim_start_matches("./"), "lines": { "begin": 1 } },
            }))?;
        }
        if let Some(failure) = end.failure() {
            self.issue(&json!({
                "description": failure,
                "check_name": "not-checked",
                "fingerprint": fingerprint::of(&[b"not-checked"]).to_string(),
                "severity": "critical",
                "location": { "path": ".", "lines": { "begin": 1 } },
            }))?;
        }
        // An issue is the only place in a report for a message about the run.
        if let Some(known) = end.known() {
            self.issue(&json!({
                "description": known,
                "check_name": "baseline",
                "fingerprint": fingerprint::of(&[b"baseline"]).to_string(),
                "severity": "info",
                "location": { "path": ".", "lines": { "begin": 1 } },
            }))?;
        }
        if self.limit.omitted > 0 {
            let first =
                end.tally.groups().first().map_or("".into(), |group| end.service_path(&group.first.file));
            self.issue(&json!({
                "description": format!("{} more findings are not in this report", self.limit.omitted),
                "check_name": "findings-omitted",
                "fingerprint": fingerprint::of(&[b"findings-omitted"]).to_string(),
                "severity": "info",
                "location": { "path": first.trim_start_matches("./"), "lines": { "begin": 1 } },
            }))?;
        }
        self.issues.end(&mut self.sink)?;
        writeln!(self.sink)?;
        self.sink.flush()
    }
}
