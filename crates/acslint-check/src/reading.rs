//! Reading of a record: its manner, and the values that violate the schema.

use acslint_types::{Category, Shape};

use crate::violation::Violation;

/// Manner of reading a record, by its identity.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Manner {
    /// As a record of a known category.
    Known {
        category: &'static Category,
        shape: Shape,
        /// True if the record is only the object under `properties`.
        inner_only: bool,
    },
    /// As a record of a custom category, given by its index.
    Custom(usize),
    /// As a record without a schema.
    #[default]
    Other,
}

/// Reading of the last record.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    manner: Manner,
    /// Nodes that violate the schema, sorted.
    wrong: Vec<u32>,
}

impl Reading {
    pub(crate) fn set(&mut self, manner: Manner, violations: &[Violation<'_>]) {
        self.manner = manner;
        self.wrong.clear();
        self.wrong.extend(violations.iter().map(|violation| violation.value.node));
        self.wrong.sort_unstable();
    }

    pub(crate) fn manner(&self) -> Manner {
        self.manner
    }

    /// Returns true if a node is valid by the schema.
    pub(crate) fn is_valid(&self, node: u32) -> bool {
        self.wrong.binary_search(&node).is_err()
    }
}
