//! Suppressions: findings that a configuration leaves out, with the state of each entry.
//!
//! acslint warns about an expired or unused suppression: without that, a list of exceptions only grows.

use std::sync::Arc;

use acslint_check::{Event, Finding};

use crate::config::{Applies, Config, Suppression};
use crate::values::Day;

/// Suppressions of a run.
#[derive(Debug, Default)]
pub(crate) struct Suppressions {
    today: Day,
    all: Vec<Count>,
    /// Indices into `all` of the suppressions for each setup.
    by_setup: Vec<Vec<usize>>,
    /// Setup of the current input.
    current: usize,
}

/// Result of a suppression.
#[derive(Debug, Clone)]
pub(crate) struct Count {
    pub(crate) suppression: Arc<Suppression>,
    /// Number of suppressed findings.
    pub(crate) findings: u64,
    pub(crate) has_expired: bool,
    /// True if the run had a record to which the suppression applies.
    is_reached: bool,
}

/// State of a suppression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It suppressed a finding.
    Used,
    /// It applied to something checked, but suppressed no finding.
    Unused,
    /// It applied to nothing that was checked.
    NotReached,
    /// Its last day has passed: it suppresses nothing any more.
    Expired,
}

impl State {
    /// Returns the name of the state in reports.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Unused => "unused",
            Self::NotReached => "not-reached",
            Self::Expired => "expired",
        }
    }
}

impl Count {
    pub(crate) fn state(&self) -> State {
        match self {
            Self { has_expired: true, .. } => State::Expired,
            Self { findings: 1.., .. } => State::Used,
            Self { is_reached: true, .. } => State::Unused,
            Self { .. } => State::NotReached,
        }
    }

    /// Returns the warning for the user, if any.
    pub(crate) fn warning(&self) -> Option<String> {
        let Suppression { file, line, rule, until, .. } = &*self.suppression;
        match (self.state(), until) {
            (State::Expired, Some(until)) => {
                Some(format!("{file}:{line}: the suppression of `{rule}` expired on {until}"))
            }
            (State::Unused, _) => {
                Some(format!("{file}:{line}: unused suppression of `{rule}`: no finding matches it"))
            }
            _ => None,
        }
    }

    fn is_for_category(&self, category: Option<&str>) -> bool {
        let categories = &self.suppression.categories;
        categories.is_empty() || category.is_some_and(|category| categories.contains(&category))
    }

    fn is_for(&self, finding: &Finding, category: Option<&str>) -> bool {
        let Suppression { rule, fields, .. } = &*self.suppression;
        let names = || finding.subject().is_some_and(|subject| fields.iter().any(|field| *field == subject));
        finding.rule == *rule && self.is_for_category(category) && (fields.is_empty() || names())
    }
}

impl Suppressions {
    /// Creates an empty set; `today` determines the expired ones.
    pub(crate) fn new(today: Day) -> Self {
        Self { today, ..Self::default() }
    }

    /// Adds the suppressions of the next setup.
    pub(crate) fn add(&mut self, config: Option<(&Config, &Applies)>) {
        let mut places = Vec::new();
        if let Some((config, applies)) = config {
            for suppression in config.all_suppressions() {
                self.place(suppression);
            }
            places.extend(config.suppressions(applies).map(|suppression| self.place(suppression)));
        }
        places.retain(|place| !self.all[*place].has_expired);
        self.by_setup.push(places);
    }

    fn place(&mut self, suppression: &Arc<Suppression>) -> usize {
        let known = self.all.iter().position(|count| Arc::ptr_eq(&count.suppression, suppression));
        known.unwrap_or_else(|| {
            self.all.push(Count {
                suppression: Arc::clone(suppression),
                findings: 0,
                has_expired: suppression.until.is_some_and(|until| until < self.today),
                is_reached: false,
            });
            self.all.len() - 1
        })
    }

    /// Begins an input of a setup.
    pub(crate) fn begin(&mut self, setup: usize) {
        self.current = setup;
        self.reach(None);
    }

    /// Marks the suppressions of a category as reached in the current input; with `None`, those of the input itself.
    pub(crate) fn reach(&mut self, category: Option<&str>) {
        for place in self.by_setup.get(self.current).into_iter().flatten() {
            let count = &mut self.all[*place];
            count.is_reached |= count.is_for_category(category);
        }
    }

    /// Returns the remaining findings of an event; `None` if none is suppressed.
    pub(crate) fn left(&mut self, event: &Event<'_>) -> Option<Vec<Finding>> {
        let places = self.by_setup.get(self.current).filter(|places| !places.is_empty())?;
        let category = event.subject.as_ref().and_then(acslint_check::Subject::category);
        let mut left = Vec::with_capacity(event.findings.len());
        for finding in event.findings {
            // Only the first matching suppression counts the finding.
            match places.iter().find(|place| self.all[**place].is_for(finding, category)) {
                Some(place) => self.all[*place].findings += 1,
                None => left.push(finding.clone()),
            }
        }
        self.reach(category);
        (left.len() < event.findings.len()).then_some(left)
    }

    /// Returns the results, in the order of the files.
    pub(crate) fn finish(self) -> Vec<Count> {
        let mut all = self.all;
        all.sort_by(|a, b| {
            let key = |count: &Count| (count.suppression.file.clone(), count.suppression.line);
            key(a).cmp(&key(b))
        });
        all
    }
}
