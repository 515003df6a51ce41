//! Inspection of records that are proved clean: of their time and resource, where the settings or the folder of the
//! input need them.
//!
//! A program captures the two values of a known category, so that an inspection reads no other byte of the record. The
//! hour of a time is cached by the beginning of its text. Without an inspection, nothing of this runs.

use std::{collections::BTreeMap, str};

use acslint_types::{CATEGORIES, Category, Shape};

use super::{
    Kind,
    scan::{self, Free},
};
use crate::{
    Along, AlongKey, Resource, Time, Window,
    clean_when::Plain,
    folder::is_outside_hour,
    names::RESOURCE_ID,
    provenance::{RESOURCES, TIMES},
};

/// Length of the beginning of a time that determines its hour, if the time is in UTC: `2024-03-05T09`.
const HOUR_TEXT: usize = 13;

/// Bytes of the time and of the resource of a record, as JSON.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Captured<'a> {
    pub(super) time: Option<&'a [u8]>,
    pub(super) resource: Option<&'a [u8]>,
}

/// Inspection of the records of one input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inspection {
    pub(crate) window: Option<Window>,
    /// True if a record outside of the window is not to be proved clean, so that its bytes stay apart.
    pub(crate) keeps_apart: bool,
    pub(crate) along: Option<Along>,
    /// Category and hour of the folder of the input, if a rule compares records with them.
    pub(crate) category: Option<&'static Category>,
    pub(crate) hour: Option<i64>,
}

/// Result of inspecting a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inspected {
    Selected,
    /// It is outside of the window.
    Unselected,
    /// The full path has to check it.
    Refused,
}

/// Memory of the inspections of a thread.
#[derive(Debug, Clone, Default)]
pub(super) struct InspectionCache {
    /// Beginning of the last time in UTC, and its hour.
    hour: Option<([u8; HOUR_TEXT], i64)>,
    /// Last resource, with its place, and true if the record was of a known category.
    resource: Option<(bool, Resource, AlongKey)>,
}

/// Numbers of records along a dimension.
#[derive(Debug, Clone, Default)]
pub(crate) struct AlongCounts {
    counts: BTreeMap<AlongKey, u64>,
    /// Key of the last records and their number, which the counts do not include.
    last: Option<(AlongKey, u64)>,
}

impl AlongCounts {
    fn count(&mut self, key: &AlongKey) {
        if let Some((last, records)) = &mut self.last
            && last == key
        {
            *records += 1;
            return;
        }
        self.settle();
        self.last = Some((key.clone(), 1));
    }

    fn settle(&mut self) {
        if let Some((key, records)) = self.last.take() {
            *self.counts.entry(key).or_default() += records;
        }
    }

    /// Returns the counts in the order of the keys.
    pub(crate) fn take(&mut self) -> BTreeMap<AlongKey, u64> {
        self.settle();
        std::mem::take(&mut self.counts)
    }
}

/// Returns the category of a kind, if it is a known one.
fn category(kind: Kind) -> Option<&'static Category> {
    CATEGORIES.get(usize::from(kind) / Shape::ALL.len()).copied()
}

/// Returns the bytes of a text; `None` for any other value.
fn text(json: &[u8]) -> Option<&[u8]> {
    match Plain::of(json) {
        Plain::Text(text) => Some(text),
        Plain::Other(_) => None,
    }
}

fn parse(time: &[u8]) -> Option<Time> {
    Time::parse(str::from_utf8(time).ok()?)
}

impl InspectionCache {
    /// Returns the hour of a time.
    fn hour(&mut self, time: &[u8]) -> Option<i64> {
        // A leap second counts as the second after it, which may be in the next hour.
        let is_plain = time.ends_with(b"Z") && time.get(17) != Some(&b'6');
        let begins = time.first_chunk::<HOUR_TEXT>().filter(|_| is_plain);
        if let (Some(begins), Some((known, hour))) = (begins, &self.hour)
            && known == begins
        {
            return Some(*hour);
        }
        let hour = parse(time)?.hour();
        if let Some(begins) = begins {
            self.hour = Some((*begins, hour));
        }
        Some(hour)
    }

    /// Returns the place of the resource with this identifier, in a record of this kind.
    fn resource(&mut self, kind: Kind, id: &[u8]) -> Option<&AlongKey> {
        let is_known = category(kind).is_some();
        let is_last = |(known, resource, _): &(bool, Resource, AlongKey)| {
            *known == is_known && resource.id.as_bytes() == id
        };
        if !self.resource.as_ref().is_some_and(is_last) {
            let id = str::from_utf8(id).ok()?;
            let properties = category(kind).into_iter().flat_map(|category| category.properties);
            let property = properties.into_iter().find(|property| property.name == RESOURCE_ID);
            let resource = Resource::new(id, property.is_some_and(|property| property.shows_text(id)));
            let key = AlongKey::of_resource(&resource);
            self.resource = Some((is_known, resource, key));
        }
        self.resource.as_ref().map(|(.., key)| key)
    }
}

/// Returns the values with the usual names at the top of a record that is proved clean; `None` if a key has escapes.
pub(super) fn named<'b>(
    bytes: &'b [u8],
    at: usize,
    newlines: bool,
    keys: &mut Vec<(usize, usize)>,
) -> Option<Captured<'b>> {
    let mut found: Vec<(&[u8], &[u8])> = Vec::new();
    let mut at = scan::white_space(bytes, at + 1, newlines);
    while bytes.get(at)? != &b'}' {
        let (start, end) = scan::key(bytes, at)?;
        let value = scan::colon(bytes, end + 1, newlines)?;
        keys.clear();
        let behind = Free { bytes, newlines, keys: &mut *keys }.value(value)?;
        let key = &bytes[start..end];
        let is_wanted = |name: &&str| name.as_bytes() == key;
        if TIMES.iter().chain(&RESOURCES).any(is_wanted) {
            let value = &bytes[value..behind];
            if value.contains(&b'\\') {
                return None;
            }
            found.push((key, value));
        }
        at = scan::white_space(bytes, behind, newlines);
        if bytes.get(at)? == &b',' {
            at = scan::white_space(bytes, at + 1, newlines);
        }
    }
    let first = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| found.iter().find(|(key, _)| *key == name.as_bytes()).map(|(_, value)| *value))
    };
    Some(Captured { time: first(&TIMES), resource: first(&RESOURCES) })
}

impl Inspection {
    /// Returns the inspection, if it inspects anything.
    pub(crate) fn if_needed(self) -> Option<Self> {
        let Self { window, along, category, hour, .. } = &self;
        (window.is_some() || along.is_some() || category.is_some() || hour.is_some()).then_some(self)
    }

    /// Inspects a record of this kind, and counts it if it is selected.
    pub(super) fn inspect(
        &self,
        kind: Kind,
        captured: Captured<'_>,
        cache: &mut InspectionCache,
        counts: &mut AlongCounts,
    ) -> Inspected {
        if let Some(folder) = self.category
            && category(kind).is_some_and(|category| category.id != folder.id)
        {
            return Inspected::Refused;
        }
        let time = captured.time.and_then(text);
        let hour = if self.needs_hour() { time.and_then(|time| cache.hour(time)) } else { None };
        let parsed = || time.and_then(parse);
        if let (Some(window), Some(hour)) = (&self.window, hour)
            && !window.has_hour(hour)
            && parsed().is_some_and(|time| !window.has(time))
        {
            return if self.keeps_apart { Inspected::Refused } else { Inspected::Unselected };
        }
        if let (Some(folder), Some(hour)) = (self.hour, hour)
            && folder != hour
            && category(kind).is_some()
            && parsed().is_none_or(|time| is_outside_hour(time, folder))
        {
            return Inspected::Refused;
        }
        match self.along {
            None => {}
            Some(Along::Hour) => counts.count(&hour.map_or(AlongKey::None, AlongKey::Hour)),
            Some(Along::Resource) => match captured.resource.and_then(text).filter(|text| !text.is_empty()) {
                None => counts.count(&AlongKey::None),
                Some(id) => match cache.resource(kind, id) {
                    Some(key) => counts.count(key),
                    None => return Inspected::Refused,
                },
            },
        }
        Inspected::Selected
    }

    fn needs_hour(&self) -> bool {
        self.hour.is_some() || self.window.is_some() || self.along == Some(Along::Hour)
    }
}
