//! State that a thread keeps from record to record: buffers for reuse, and the shapes of clean records.

use std::sync::Arc;

use crate::{
    Checker, Contents, Finding,
    document::{Embedded, Fault, Tree},
    fast_path::{FastPath, PlacedFindings},
    noted_provenance::NotedProvenance,
    reading::Reading,
    record::Understanding,
};

/// State that one thread keeps while it checks any number of inputs.
///
/// It makes checking faster and does not affect results. It is cleared when it is used with another [`Checker`].
/// Its size is bounded, apart from the longest record.
#[derive(Debug, Clone, Default)]
pub struct WorkerState {
    pub(crate) tree: Tree,
    pub(crate) faults: Vec<Fault>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) fast_path: FastPath,
    /// Findings of the record that is replayed.
    pub(crate) placed: PlacedFindings,
    pub(crate) scratch: Scratch,
    /// State for texts inside records that are inputs themselves.
    pub(crate) inner: Option<Box<Self>>,
    /// Token of the checker that it was learnt with.
    learnt_with: Option<Arc<()>>,
}

/// Buffers of the check of a record, reused for the next.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch {
    pub(crate) embedded: Embedded,
    /// Text of a member that is checked without the rest of its record.
    pub(crate) alone: String,
    pub(crate) understanding: Understanding,
    /// Contents of the last record of a known category, if the settings ask for them.
    pub(crate) contents: Contents,
    /// Time and resource of the last record, if it has findings or the settings need them.
    pub(crate) provenance: NotedProvenance,
    /// Reading of the last record.
    pub(crate) reading: Reading,
}

impl WorkerState {
    /// Clears the state learnt with another checker: a record that was clean for it may have a finding for this
    /// one.
    pub(crate) fn serve(&mut self, checker: &Checker) {
        if self.learnt_with.as_ref().is_none_or(|token| !Arc::ptr_eq(token, &checker.token)) {
            self.fast_path = FastPath::default();
            self.placed = PlacedFindings::default();
            self.learnt_with = Some(Arc::clone(&checker.token));
        }
    }
}
