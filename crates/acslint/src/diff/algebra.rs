//! What the validator's library can prove about two schemas as sets of values. It answers for whole documents and for
//! parts of them; where it does not know, it says so, and so do we.

use jsonschema::Draft;
use jsonschema::canonical::{CanonicalKind, Containment, PreparedDocument, options};
use serde_json::Value;

use super::bounds::Comparisons;

/// Two documents whose parts can be compared.
pub(super) struct Algebra<'v> {
    from: PreparedDocument<'v>,
    to: PreparedDocument<'v>,
    /// The documents themselves.
    values: (&'v Value, &'v Value),
    comparisons: Comparisons,
}

/// Whether all that one schema accepts is accepted by the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Covered {
    Yes,
    No,
    Unknown,
}

impl<'v> Algebra<'v> {
    /// The algebra of two documents with so many differences.
    pub(super) fn new(from: (&'v Value, Draft), to: (&'v Value, Draft), differences: usize) -> Option<Self> {
        let prepare = |(value, draft): (&'v Value, Draft)| {
            options().offline().with_draft(draft).should_validate_formats(true).prepare(value).ok()
        };
        let comparisons = Comparisons::new(from.0, to.0, differences);
        Some(Self { from: prepare(from)?, to: prepare(to)?, values: (from.0, to.0), comparisons })
    }

    /// Whether two parts may be compared: that takes nobody's patience.
    fn affords(&self, from: &str, to: &str) -> bool {
        match (self.values.0.pointer(from), self.values.1.pointer(to)) {
            (Some(from), Some(to)) => self.comparisons.spend(from, to),
            _ => false,
        }
    }

    /// Whether the part of the second document accepts all that the part of the first one does.
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

    /// What the part of the first document accepts and that of the second does not, as a schema.
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
