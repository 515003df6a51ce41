//! Provenance of a record: its time, and the resource that it is about.

use std::sync::Arc;

use crate::{Time, heap::block, quote::name};

/// Time and resource of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Time; `None` if the record has no valid one.
    pub time: Option<Time>,
    /// Resource; `None` if the record names none.
    pub resource: Option<Resource>,
}

/// Azure resource that a record is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resource {
    /// Identifier as written, shortened to 256 characters.
    pub id: Arc<str>,
    /// True if redacted reports may show it.
    pub is_public: bool,
}

/// Names of the time at the top of records that are not of a known category, the more usual ones first.
pub(crate) const TIMES: [&str; 4] = ["time", "TimeGenerated", "timeGenerated", "timestamp"];

/// Names of the resource there.
pub(crate) const RESOURCES: [&str; 3] = ["resourceId", "_ResourceId", "ResourceId"];

impl Provenance {
    /// Returns the number of bytes on the heap, as if it did not share them.
    pub fn heap_size(&self) -> usize {
        self.resource.as_ref().map_or(0, |resource| block(resource.id.len()))
    }

    /// Sets the resource with this identifier, unless it is the same as before. So consecutive records share its text.
    pub(crate) fn set_resource(&mut self, written: &str, is_public: bool) {
        let is_same = |known: &Resource| known.is_public == is_public && *known.id == *written;
        if !self.resource.as_ref().is_some_and(is_same) {
            self.resource = Some(Resource::new(written, is_public));
        }
    }
}

impl Resource {
    /// Returns the resource with an identifier of any length.
    pub(crate) fn new(written: &str, is_public: bool) -> Self {
        Self { id: name(written).into(), is_public }
    }
}
