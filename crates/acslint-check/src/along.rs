//! Counts of records along a dimension: their hour, or their resource.

use std::sync::Arc;

use crate::{Provenance, Resource};

/// Dimension along which the check counts records that are proved clean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Along {
    /// Hour of their time.
    Hour,
    /// Resource that they are about.
    Resource,
}

/// Place of a record along a dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlongKey {
    /// Hour, counted from 1970-01-01T00:00:00Z.
    Hour(i64),
    /// Resource, with its identifier in lower case: Azure ignores the letter case.
    Resource(Resource),
    /// None, since the record has no valid time or no resource.
    None,
}

impl AlongKey {
    /// Returns the place of a record of this provenance.
    pub fn of(along: Along, provenance: Option<&Provenance>) -> Self {
        let Some(provenance) = provenance else {
            return Self::None;
        };
        match along {
            Along::Hour => provenance.time.map_or(Self::None, |time| Self::Hour(time.hour())),
            Along::Resource => provenance.resource.as_ref().map_or(Self::None, Self::of_resource),
        }
    }

    /// Returns the place of a resource.
    pub(crate) fn of_resource(resource: &Resource) -> Self {
        let Resource { id, is_public } = resource;
        let id = if id.bytes().any(|byte| byte.is_ascii_uppercase()) {
            id.to_ascii_lowercase().into()
        } else {
            Arc::clone(id)
        };
        Self::Resource(Resource { id, is_public: *is_public })
    }
}
