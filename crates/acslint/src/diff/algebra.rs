//! What the validator's library can prove about two schemas as sets of values. It answers for whole documents and for
//! parts of them; where it does not know, it says so, and so do we.

use jsonschema::Draft;
use jsonschema::canonical::{CanonicalKind, Containment, PreparedDocument, options};
use serde_json::Value;

/// Two documents whose parts can be compared.
pub(super) struct Algebra<'v> {
    from: PreparedDocument<'v>,
    to: PreparedDocument<'v>,
}

/// Whether all that one schema accepts is accepted by the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Covered {
    Yes,
    No,
    Unknown,
}

impl<'v> Algebra<'v> {
    pub(super) fn new(from: (&'v Value, Draft), to: (&'v Value, Draft)) -> Option<Self> {
        let prepare = |(value, draft): (&'v Value, Draft)| {
            options().offline().with_draft(draft).should_validate_formats(true).prepare(value).ok()
        };
        Some(Self { from: prepare(from)?, to: prepare(to)? })
    }

    /// Whether the part of the second document accepts all that the part of the first one does.
    pub(super) fn covered(&self, from: &str, to: &str) -> Covered {
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
        let from = self.from.canonicalize_at(from).ok()?;
        let to = self.to.canonicalize_at(to).ok()?;
        let difference = from.subtract(&to).ok()?;
        (difference.kind() != CanonicalKind::Raw).then(|| difference.to_json_schema())
    }
}
