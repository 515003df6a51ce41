//! Check of a column: of texts that are inputs of their own, most of them one record each.

use std::ffi::OsString;

use acslint_check::{
    Checker, Event, Finding, Forecast, Hints, Level, Loss, Part, RecordType, Report, Subject, WorkerState,
};
use acslint_types::Shape;

use super::{Failure, plan_of};
use crate::environment::Environment;
use crate::error::Error;
use crate::losses;
use crate::plan::Plan;
use crate::report::{Row, rows};
use crate::setup::Setups;
use crate::suppress::Suppressions;
use crate::values::Day;

/// Check of columns.
#[derive(Debug)]
pub struct ColumnCheck {
    setups: Setups,
    rejects: Rejects,
    /// True if there is a destination.
    has_target: bool,
    today: Day,
}

/// Reasons that reject a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejects {
    /// Errors.
    Errors,
    /// Errors and warnings.
    Warnings,
    /// Losses in the destination, whatever the findings are.
    Losses,
}

impl Rejects {
    /// Reasons of this name.
    pub fn of(id: &str) -> Option<Self> {
        match id {
            "error" => Some(Self::Errors),
            "warning" => Some(Self::Warnings),
            "loss" => Some(Self::Losses),
            _ => None,
        }
    }

    /// Lowest level of a finding that rejects a text; `None` if losses do that instead.
    fn level(self) -> Option<Level> {
        match self {
            Self::Errors => Some(Level::Error),
            Self::Warnings => Some(Level::Warning),
            Self::Losses => None,
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
    /// Worst loss of its records, if there is a destination and a record.
    pub loss: Option<&'static str>,
}

/// Name of the input in the rows of a column, which have no file.
const NO_FILE: &str = "";

impl ColumnCheck {
    /// Prepares the check of columns with the options of `acslint check` among these arguments.
    pub fn new(arguments: &[OsString], rejects: Rejects) -> Result<Self, Failure> {
        let plan: Plan = plan_of("check", arguments)?;
        let has_target = plan.destination.is_some();
        if rejects == Rejects::Losses && !has_target {
            return Err(Error::NoTarget { option: "--reject-on loss" }.into());
        }
        let setups = Setups::new(&plan.chosen, &plan.configs, &[])?;
        Ok(Self { setups, rejects, has_target, today: Environment::of_process().today })
    }

    /// Begins the check of a batch. `state` is that of the thread, from earlier batches.
    pub fn batch<'c>(&'c self, state: &'c mut WorkerState) -> Batch<'c> {
        let mut suppressions = self.setups.suppressions(self.today);
        suppressions.begin(0);
        let (rejects, has_target) = (self.rejects, self.has_target);
        Batch { checker: self.setups.checker(0), suppressions, state, rejects, has_target }
    }
}

/// Check of a batch of texts.
#[derive(Debug)]
pub struct Batch<'c> {
    checker: &'c Checker,
    suppressions: Suppressions,
    state: &'c mut WorkerState,
    rejects: Rejects,
    has_target: bool,
}

impl Batch<'_> {
    /// Checks a text, and passes its findings on in their order.
    pub fn check(&mut self, text: &[u8], mut found: impl FnMut(&Row<'_>)) -> Checked {
        let mut report = TextReport {
            suppressions: &mut self.suppressions,
            rejects: self.rejects,
            found: &mut found,
            verdict: None,
            record_type: None,
            loss: None,
        };
        self.checker.check_one(self.state, text, Hints::default(), &mut report);
        let TextReport { verdict, record_type, loss, .. } = report;
        Checked {
            verdict: verdict.unwrap_or(Verdict::Empty),
            category: record_type.map(|of| of.category),
            shape: record_type.and_then(|of| of.shape).map(Shape::id),
            loss: loss.filter(|_| self.has_target).map(Loss::id),
        }
    }
}

/// Receiver of the events of a text.
struct TextReport<'t> {
    suppressions: &'t mut Suppressions,
    rejects: Rejects,
    found: &'t mut dyn FnMut(&Row<'_>),
    verdict: Option<Verdict>,
    record_type: Option<RecordType>,
    /// Worst loss so far; `None` before the first record.
    loss: Option<Loss>,
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

    fn is_rejected(&self, event: &Event<'_>, findings: &[Finding]) -> bool {
        let is_unreadable = matches!(event.subject, Some(Subject::Unreadable { .. }));
        is_unreadable
            || match self.rejects.level() {
                Some(level) => findings.iter().any(|finding| finding.level >= level),
                None => matches!(event.part, Some(Part::Broken { .. })) || losses::is_rejected(event),
            }
    }
}

/// Returns the worst loss of the record of an event. A fault between records has one only if it spoils all of them.
fn loss_of(event: &Event<'_>) -> Option<Loss> {
    let worst = event.forecast.map_or(Loss::None, Forecast::worst);
    match event.subject {
        Some(Subject::Schema) => None,
        Some(_) => Some(worst),
        None => (worst == Loss::File).then_some(worst),
    }
}

impl Report for TextReport<'_> {
    fn event(&mut self, event: &Event<'_>) {
        self.record_type = self.record_type.or(event.subject.as_ref().and_then(Subject::record_type));
        let left = self.suppressions.left(event);
        let findings = left.as_deref().unwrap_or(event.findings);
        self.loss = self.loss.max(loss_of(event));
        match &event.subject {
            _ if self.is_rejected(event, findings) => self.add(Verdict::Invalid),
            Some(Subject::Foreign { .. }) => self.add(Verdict::Foreign),
            Some(_) => self.add(Verdict::Valid),
            // A fault between records.
            None => {}
        }
        rows(&Event { subject: event.subject.clone(), findings, ..*event }, NO_FILE, &mut *self.found);
    }

    fn proved_clean(&mut self, record_type: RecordType, _: u64) {
        self.record_type = self.record_type.or(Some(record_type));
        self.loss = self.loss.max(Some(Loss::None));
        self.add(Verdict::Valid);
    }

    /// Losses reject bytes that cannot be read, too, whatever the level of their findings is.
    fn wants_parts(&self) -> bool {
        self.rejects == Rejects::Losses
    }

    fn part(&mut self, part: Part<'_>) {
        if let Part::Broken { .. } = part {
            self.add(Verdict::Invalid);
        }
    }
}
