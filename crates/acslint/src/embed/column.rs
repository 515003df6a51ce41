//! Check of a column: of texts that are inputs of their own, most of them one record each.

use std::ffi::OsString;

use acslint_check::{Checker, Event, Hints, Level, RecordType, Report, Subject, WorkerState};
use acslint_types::Shape;

use super::{Failure, plan_of};
use crate::environment::Environment;
use crate::plan::Plan;
use crate::report::{Row, rows};
use crate::setup::Setups;
use crate::suppress::Suppressions;
use crate::values::Day;

/// Check of columns.
#[derive(Debug)]
pub struct ColumnCheck {
    setups: Setups,
    today: Day,
}

/// Levels that reject a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejects {
    /// Errors.
    Errors,
    /// Errors and warnings.
    Warnings,
}

impl Rejects {
    fn level(self) -> Level {
        match self {
            Self::Errors => Level::Error,
            Self::Warnings => Level::Warning,
        }
    }
}

/// Verdict on a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing rejects its records.
    Valid,
    /// A finding rejects a record, or the text cannot be read.
    Invalid,
    /// It has only records of other services, which are not checked.
    Foreign,
    /// It has no record.
    Empty,
}

impl Verdict {
    /// Name in columns.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Foreign => "foreign",
            Self::Empty => "empty",
        }
    }
}

/// Result of the check of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Verdict.
    pub verdict: Verdict,
    /// Category of its first record, if it is known.
    pub category: Option<&'static str>,
    /// Shape of its first record, if it has one.
    pub shape: Option<&'static str>,
}

/// Name of the input in the rows of a column, which have no file.
const NO_FILE: &str = "";

impl ColumnCheck {
    /// Prepares the check of columns with the options of `acslint check` among these arguments.
    pub fn new(arguments: &[OsString]) -> Result<Self, Failure> {
        let plan: Plan = plan_of("check", arguments)?;
        let setups = Setups::new(&plan.chosen, &plan.configs, &[])?;
        Ok(Self { setups, today: Environment::of_process().today })
    }

    /// Begins the check of a batch. `state` is that of the thread, from earlier batches.
    pub fn batch<'c>(&'c self, state: &'c mut WorkerState, rejects: Rejects) -> Batch<'c> {
        let (checker, rejects) = (self.setups.checker(0), rejects.level());
        let mut suppressions = self.setups.suppressions(self.today);
        suppressions.begin(0);
        Batch { checker, suppressions, state, rejects }
    }
}

/// Check of a batch of texts.
#[derive(Debug)]
pub struct Batch<'c> {
    checker: &'c Checker,
    suppressions: Suppressions,
    state: &'c mut WorkerState,
    rejects: Level,
}

impl Batch<'_> {
    /// Checks a text, and passes its findings on in their order.
    pub fn check(&mut self, text: &[u8], mut found: impl FnMut(&Row<'_>)) -> Checked {
        let (suppressions, rejects) = (&mut self.suppressions, self.rejects);
        let mut report =
            TextReport { suppressions, rejects, found: &mut found, verdict: None, record_type: None };
        self.checker.check_one(self.state, text, Hints::default(), &mut report);
        let TextReport { verdict, record_type, .. } = report;
        Checked {
            verdict: verdict.unwrap_or(Verdict::Empty),
            category: record_type.map(|of| of.category),
            shape: record_type.and_then(|of| of.shape).map(Shape::id),
        }
    }
}

/// Receiver of the events of a text.
struct TextReport<'t> {
    suppressions: &'t mut Suppressions,
    rejects: Level,
    found: &'t mut dyn FnMut(&Row<'_>),
    verdict: Option<Verdict>,
    record_type: Option<RecordType>,
}

impl TextReport<'_> {
    /// Adds the verdict on a record: the worst one is that on the text.
    fn add(&mut self, verdict: Verdict) {
        self.verdict = match (self.verdict, verdict) {
            (Some(Verdict::Invalid), _) | (_, Verdict::Invalid) => Some(Verdict::Invalid),
            (Some(Verdict::Valid), _) | (_, Verdict::Valid) => Some(Verdict::Valid),
            _ => Some(verdict),
        };
    }
}

impl Report for TextReport<'_> {
    fn event(&mut self, event: &Event<'_>) {
        self.record_type = self.record_type.or(event.subject.as_ref().and_then(Subject::record_type));
        let left = self.suppressions.left(event);
        let findings = left.as_deref().unwrap_or(event.findings);
        let is_rejected = matches!(event.subject, Some(Subject::Unreadable { .. }))
            || findings.iter().any(|finding| finding.level >= self.rejects);
        match &event.subject {
            _ if is_rejected => self.add(Verdict::Invalid),
            Some(Subject::Foreign { .. }) => self.add(Verdict::Foreign),
            Some(_) => self.add(Verdict::Valid),
            // A fault between records.
            None => {}
        }
        rows(&Event { subject: event.subject.clone(), findings, ..*event }, NO_FILE, &mut *self.found);
    }

    fn proved_clean(&mut self, record_type: RecordType, _: u64) {
        self.record_type = self.record_type.or(Some(record_type));
        self.add(Verdict::Valid);
    }
}
