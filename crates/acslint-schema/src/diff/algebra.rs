//! Inclusion proofs of two schemas as sets of values, by the library of the validator. The library compares whole
//! documents or parts of them; it may fail to decide.

use jsonschema::Draft;
use jsonschema::canonical::{CanonicalKind, Containment, PreparedDocument, options};
use serde_json::Value;

use super::bounds::ComparisonBudget;

/// Two documents whose parts can be compared.
pub(super) struct Algebra<'v> {
    from: PreparedDocument<'v>,
    to: PreparedDocument<'v>,
    /// The documents themselves.
    values: (&'v Value, &'v Value),
    comparisons: ComparisonBudget,
}

/// Verdict of the algebra: does one schema accept everything that the other accepts?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Covered {
    Yes,
    No,
    Unknown,
}

impl<'v> Algebra<'v> {
    /// Algebra of two documents with this number of differences.
    pub(super) fn new(from: (&'v Value, Draft), to: (&'v Value, Draft), differences: usize) -> Option<Self> {
        let prepare = |(value, draft): (&'v Value, Draft)| {
            options().offline().with_draft(draft).should_validate_formats(true).prepare(value).ok()
        };
        let comparisons = ComparisonBudget::new(from.0, to.0, differences);
        Some(Self { from: prepare(from)?, to: prepare(to)?, values: (from.0, to.0), comparisons })
    }

    /// Returns true if a comparison of two parts fits the remaining budget.
    fn affords(&self, from: &str, to: &str) -> bool {
        match (self.values.0.pointer(from), self.values.1.pointer(to)) {
            (Some(from), Some(to)) => self.comparisons.spend(from, to),
            _ => false,
        }
    }

    /// Checks if the part of the second document accepts everything that the part of the first one accepts.
    pub(super) fn covered(&self, from: &str, to: &str) -> Covered {
        if !self.affords(from, to) {
            return Covered::Unknown;
        }
        let (Ok(from), Ok(to)) = (self.from.canonicalize_at(from), self.to.canonicalize_at(to)) else {
            return Covered::Unknown;
        };
        match to.covers(&from) {
            Ok(Containment::Yes) => Covered::Yes,
            Ok(Containment::No) => Covered::No,
            Ok(Containment::Unknown) | Err(_) => Covered::Unknown,
        }
    }

    /// Schema of the values that the part of the first document accepts and that of the second rejects.
    pub(super) fn difference(&self, from: &str, to: &str) -> Option<Value> {
        if !self.affords(from, to) {
            return None;
        }
        let from = self.from.canonicalize_at(from).ok()?;
        let to = self.to.canonicalize_at(to).ok()?;
        let difference = from.subtract(&to).ok()?;
        (difference.kind() != CanonicalKind::Raw).then(|| difference.to_json_schema())
    }
}
