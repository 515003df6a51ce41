//! Reports of one input in every format, in memory, for fuzzing.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use acslint_check::{Checker, Hints, Level, Session, WorkerState};
use clap::ValueEnum;

use super::{PlannedReport, Reports, reporter};
use crate::values::{Annotate, Format};
use crate::verdict::Criteria;

/// Written bytes, readable after the writer is gone.
#[derive(Debug, Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Written {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(bytes.clone()).expect("a report is text")
    }
}

/// Returns the name of each format, its report of an input, and the messages beside it.
pub(crate) fn written(checker: &Checker, file: &str, input: &[u8]) -> Vec<(&'static str, String, String)> {
    let mut reports = Reports::new(Some("key"));
    let outputs = Format::value_variants().iter().map(|format| {
        let options = PlannedReport {
            format: *format,
            output: None,
            show: None,
            max_findings: None,
            colors: true,
            width: 80,
            summary: true,
            verbose: true,
            redacts: false,
            annotate: Annotate::Each,
            step_summary: None,
            agent_directory: None,
            opening: crate::output::Opening::default(),
        };
        let (report, notes) = (Written::default(), Written::default());
        reports.add(reporter(&options, Box::new(report.clone()), Box::new(notes.clone())), None, false);
        (*format, report, notes)
    });
    let outputs: Vec<_> = outputs.collect();
    reports.begin(file, 0);
    Session::new(checker, Hints::default()).advance(&mut WorkerState::default(), input, true, &mut reports);
    reports.end_of_file(input.len() as u64);
    reports.unreadable(file, format!("cannot read `{file}`"), 0);
    let criteria = Criteria { fail_on: Some(Level::Error), ..Criteria::default() };
    reports.finish(&criteria, Duration::ZERO, 1).expect("memory takes everything");
    let name = |format: Format| NAMES[format as usize];
    outputs.into_iter().map(|(format, report, notes)| (name(format), report.text(), notes.text())).collect()
}

/// Names of the formats, in the order of their declaration.
const NAMES: [&str; 13] = [
    "human", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab", "azure", "rdjson",
    "markdown", "html",
];
