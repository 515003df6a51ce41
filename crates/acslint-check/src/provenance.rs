//! Provenance of a record: its time, and the resource that it is about.

use std::sync::Arc;

use acslint_types::{Property, Safe};

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
}

impl Resource {
    /// Returns the resource with an identifier of any length.
    pub(crate) fn new(written: &str, is_public: bool) -> Self {
        Self { id: name(written).into(), is_public }
    }
}

/// Number of resources in a cache, and the length of the longest identifier there, in bytes.
const CACHED: usize = 16;
const LONGEST_CACHED: usize = 1024;

/// Cache of resources: records of an input are about few, and those of one share its text.
///
/// Without it, the full path executes a fifth more instructions, and a replayed record 1.6 times as many.
#[derive(Debug, Clone, Default)]
pub(crate) struct ResourceCache {
    /// Resources with their identifiers as written, and true if these are values of a property that shows identifiers.
    resources: Vec<(bool, Box<str>, Resource)>,
    /// Number of the one that is replaced next.
    oldest: usize,
}

impl ResourceCache {
    /// Returns the resource with this identifier, which is the value of this property in JSON.
    pub(crate) fn get(&mut self, property: Option<&'static Property>, written: &str) -> Resource {
        let is_shown = match property {
            None => false,
            Some(property) if property.safe == Some(Safe::Resource) => true,
            // The texts that other properties show depend on their known values.
            Some(property) => return Resource::new(written, property.shows_text(written)),
        };
        if let Some(resource) = self.find(is_shown, written.as_bytes()) {
            return resource.clone();
        }
        let is_public = property.is_some_and(|property| property.shows_text(written));
        let resource = Resource::new(written, is_public);
        if written.len() > LONGEST_CACHED {
            return resource;
        }
        let entry = (is_shown, written.into(), resource.clone());
        match self.resources.get_mut(self.oldest) {
            Some(place) => *place = entry,
            None => self.resources.push(entry),
        }
        self.oldest = (self.oldest + 1) % CACHED;
        resource
    }

    /// Returns the same as [`ResourceCache::get`], for bytes; `None` if they are not a text.
    pub(crate) fn get_written(&mut self, property: &'static Property, written: &[u8]) -> Option<Resource> {
        let is_shown = property.safe == Some(Safe::Resource);
        match self.find(is_shown, written).filter(|_| is_shown) {
            // The cached text is valid UTF-8, and so are equal bytes.
            Some(resource) => Some(resource.clone()),
            None => Some(self.get(Some(property), std::str::from_utf8(written).ok()?)),
        }
    }

    fn find(&self, is_shown: bool, written: &[u8]) -> Option<&Resource> {
        let is_it =
            |(shown, text, _): &&(bool, Box<str>, Resource)| *shown == is_shown && text.as_bytes() == written;
        self.resources.iter().find(is_it).map(|(.., resource)| resource)
    }
}
