//! Rejected values: values that a program rejects in records that it accepts otherwise.
//!
//! Some rules report a record for one value alone, such as `wrong-type`. Such a record does not need the full path: the
//! rules are run on a record that has no other member. Many records have the same bad value, so what the rules find for a
//! member is cached by its bytes, as a [`Template`].

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use super::{Kind, property_set::PropertySet, template::Template};
use crate::{Finding, Span, record::RecordPlace};

/// Largest number of rejected values of a record, and the longest member with one, in bytes.
const MOST: usize = 4;
const LONGEST: usize = 1024;

/// Binary logarithm of the number of entries of a [`ValueCache`].
const ENTRIES: u32 = 10;

/// Value of a property that a program rejects, in a record that it accepts otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RejectedValue {
    /// Offset of the quote before its key.
    pub(crate) key: usize,
    /// Offset behind the value.
    pub(crate) end: usize,
    /// True if it is a member of `properties`.
    pub(crate) inside: bool,
}

impl RejectedValue {
    /// Returns its member in a record of this kind, which is part of these bytes.
    pub(super) fn member<'b>(&self, kind: Kind, place: RecordPlace, bytes: &'b [u8]) -> RejectedMember<'b> {
        let bytes = bytes.get(self.key..self.end).unwrap_or_default();
        RejectedMember { kind, place, inside: self.inside, bytes }
    }
}

/// Rejected values of the record that is being matched.
#[derive(Debug, Clone, Default)]
pub(super) struct RejectedValues(Vec<RejectedValue>);

impl RejectedValues {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds a value; returns false if there are too many, or if it is too long.
    pub(super) fn add(&mut self, value: RejectedValue) -> bool {
        self.0.push(value);
        self.0.len() <= MOST && value.end - value.key <= LONGEST
    }

    pub(super) fn as_slice(&self) -> &[RejectedValue] {
        &self.0
    }
}

/// Properties whose values can be checked apart from their record, so that a program may reject them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rejectable {
    /// Properties of which any value may be rejected.
    pub(super) any: PropertySet,
    /// Properties of which any value but a text may be rejected.
    pub(super) other_than_text: PropertySet,
}

/// Everything that the findings about a member depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RejectedMember<'b> {
    pub(super) kind: Kind,
    pub(super) place: RecordPlace,
    /// True if it is a member of `properties`.
    pub(super) inside: bool,
    /// Bytes from the quote before its key to the end of the value.
    pub(super) bytes: &'b [u8],
}

/// Cache of the findings about members with rejected values. A member is cached when it comes for the second time.
#[derive(Debug, Clone, Default)]
pub(super) struct ValueCache(Vec<Entry>);

/// Entry of a member, by its digest.
#[derive(Debug, Clone, Default)]
struct Entry {
    digest: u64,
    cached: Option<Cached>,
}

#[derive(Debug, Clone)]
struct Cached {
    kind: Kind,
    place: RecordPlace,
    inside: bool,
    bytes: Box<[u8]>,
    template: Arc<Template>,
}

impl Cached {
    fn is_of(&self, member: &RejectedMember<'_>) -> bool {
        let Self { kind, place, inside, bytes, .. } = self;
        *member == RejectedMember { kind: *kind, place: *place, inside: *inside, bytes }
    }
}

fn digest(member: &RejectedMember<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    member.hash(&mut hasher);
    hasher.finish()
}

impl ValueCache {
    /// Returns the template of the findings about a member.
    pub(super) fn get(&self, member: &RejectedMember<'_>) -> Option<&Arc<Template>> {
        if self.0.is_empty() {
            return None;
        }
        let cached = self.0[place_of(digest(member))].cached.as_ref()?;
        cached.is_of(member).then_some(&cached.template)
    }

    /// Learns the findings of a record, all of which are about this member at `span`.
    pub(super) fn learn(
        &mut self,
        member: &RejectedMember<'_>,
        findings: &[Finding],
        record: Span,
        span: Span,
    ) {
        if self.0.is_empty() {
            self.0 = vec![Entry::default(); 1 << ENTRIES];
        }
        let digest = digest(member);
        let entry = &mut self.0[place_of(digest)];
        if entry.cached.is_some() || findings.is_empty() {
            return;
        }
        if std::mem::replace(&mut entry.digest, digest) == digest
            && let Some(template) = Template::new(findings, record, &[(0, span)])
        {
            let RejectedMember { kind, place, inside, bytes } = *member;
            entry.cached =
                Some(Cached { kind, place, inside, bytes: bytes.into(), template: Arc::new(template) });
        }
    }
}

fn place_of(digest: u64) -> usize {
    (digest >> (u64::BITS - ENTRIES)) as usize
}
