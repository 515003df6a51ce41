//! Input task: pieces of one input, checked in any order, and the session that follows them in order.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, OnceLock};

use acslint_check::{DecodedFrom, RecordLayout, Report, Session, SpeculativeFindings, WorkerState};

use super::lock;
use super::reader::{Piece, longer};
use super::transcript::Transcript;
use crate::split::SplitInput;
use crate::tally::Tally;
use crate::values::Compression;

/// Input that one or several workers check.
pub(super) struct InputTask<'c> {
    /// Index in the order of the report, from 0.
    pub(super) index: usize,
    pub(super) name: String,
    /// Number of the setup for the check.
    pub(super) setup: usize,
    /// Compression of the input, and the form that it is decoded from, once it is open.
    pub(super) form: OnceLock<(Compression, DecodedFrom)>,
    merge: Mutex<Merge<'c>>,
}

/// Speculatively checked pieces, and the merger.
struct Merge<'c> {
    checked: BTreeMap<u64, (Piece, SpeculativeFindings)>,
    /// Number of the piece that the merger follows next.
    next: u64,
    /// Absent while a worker has it: that worker looks for the next piece before it returns the merger.
    merger: Option<Box<InOrderMerger<'c>>>,
}

impl<'c> InputTask<'c> {
    pub(super) fn new(index: usize, name: String, setup: usize) -> Self {
        Self {
            index,
            name,
            setup,
            form: OnceLock::new(),
            merge: Mutex::new(Merge { checked: BTreeMap::new(), next: 0, merger: None }),
        }
    }

    /// Returns what a split needs to know of the input.
    pub(super) fn of_split(&self) -> SplitInput {
        let (compression, decoded_from) = self.form.get().copied().unwrap_or_default();
        SplitInput { index: self.index, compression, has_rows: decoded_from == DecodedFrom::Parquet }
    }

    /// Makes the merger available to the worker that has the next piece.
    pub(super) fn leave(&self, merger: Box<InOrderMerger<'c>>) {
        lock(&self.merge).merger = Some(merger);
    }

    /// Stores a checked piece for the merger.
    pub(super) fn deposit(&self, piece: Piece, ahead: SpeculativeFindings) {
        lock(&self.merge).checked.insert(piece.number, (piece, ahead));
    }

    /// Returns the merger and the next piece, if both are present.
    pub(super) fn take(&self) -> Option<(Box<InOrderMerger<'c>>, Piece, SpeculativeFindings)> {
        let mut merge = lock(&self.merge);
        let next = merge.next;
        if merge.merger.is_none() || !merge.checked.contains_key(&next) {
            return None;
        }
        merge.next += 1;
        let (piece, ahead) = merge.checked.remove(&next)?;
        merge.merger.take().map(|merger| (merger, piece, ahead))
    }

    /// Returns the merger, once no worker works on the input any more.
    pub(super) fn take_merger(&self) -> Option<Box<InOrderMerger<'c>>> {
        lock(&self.merge).merger.take()
    }
}

/// Merger of speculatively checked pieces, in the order of the input.
pub(super) struct InOrderMerger<'c> {
    pub(super) follower: Follower<'c>,
    pub(super) outcome: Outcome,
}

impl<'c> InOrderMerger<'c> {
    pub(super) fn new(session: Session<'c>) -> Self {
        Self { follower: Follower { session, rest: Vec::new(), enough: 0 }, outcome: Outcome::default() }
    }

    /// Counts the clean records of this file in a tally.
    pub(super) fn counting(mut self, tally: Tally, file: &str) -> Self {
        self.outcome.transcript = Transcript::counting(tally, file);
        self
    }
}

/// Session of an input, with the bytes that it has not finished.
pub(super) struct Follower<'c> {
    session: Session<'c>,
    rest: Vec<u8>,
    /// Minimum length of `rest` for another scan of it.
    enough: usize,
}

impl Follower<'_> {
    /// Notes, before anything is checked, that the bytes to come are decoded from another form.
    pub(super) fn set_decoded_from(&mut self, form: DecodedFrom) {
        self.session.set_decoded_from(form);
    }

    /// Returns the number of records so far.
    pub(super) fn records(&self) -> u64 {
        self.session.records()
    }

    /// Returns the number of finished bytes.
    pub(super) fn offset(&self) -> u64 {
        self.session.offset()
    }

    /// Returns the record layout, if the following pieces can be checked speculatively.
    pub(super) fn layout(&self) -> Option<RecordLayout> {
        self.session.layout()
    }

    /// Checks bytes; the caller keeps those that are not finished.
    pub(super) fn advance(
        &mut self,
        memory: &mut WorkerState,
        bytes: &[u8],
        end: bool,
        report: &mut dyn Report,
    ) -> usize {
        self.session.advance(memory, bytes, end, report)
    }

    /// Merges the findings of a piece, and checks the parts of it that the speculative check could not.
    ///
    /// Unfinished bytes of the session come before the next piece. They are rare, since most pieces end with a
    /// record.
    pub(super) fn follow(
        &mut self,
        memory: &mut WorkerState,
        piece: &Piece,
        ahead: SpeculativeFindings,
        report: &mut dyn Report,
    ) {
        let bytes = piece.buffer.bytes();
        let end = piece.more.is_end();
        if self.rest.is_empty() {
            let done = self.session.follow(memory, bytes, end, ahead, report);
            self.rest.extend_from_slice(&bytes[done..]);
            self.look_again_when(done);
            return;
        }
        let before = self.rest.len();
        self.rest.extend_from_slice(bytes);
        // Otherwise each piece would cause another scan of a record that is longer than many pieces.
        if self.rest.len() >= self.enough || !piece.more.follows() {
            let done = self.session.follow(memory, &self.rest, end, ahead.behind(before), report);
            self.rest.drain(..done);
            self.look_again_when(done);
        }
    }

    fn look_again_when(&mut self, done: usize) {
        self.enough = if done == 0 { longer(self.rest.len()) } else { 0 };
    }
}

/// State of the report of an input.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// True once it is the input's turn: events then go directly to the report of the run.
    pub(super) has_turn: bool,
    /// Events from before that.
    pub(super) transcript: Transcript,
    /// True if events were dropped, because the run was stopped.
    pub(super) is_partial: bool,
}

/// Finished input.
#[derive(Debug)]
pub(super) struct Closed {
    pub(super) name: String,
    /// Number of the setup of the check.
    pub(super) setup: usize,
    pub(super) of_split: SplitInput,
    /// True if it was read to its end.
    pub(super) is_complete: bool,
    pub(super) outcome: Outcome,
    pub(super) records: u64,
    /// Number of bytes read, decompressed.
    pub(super) read: u64,
    /// Error that prevented reading to the end.
    pub(super) error: Option<io::Error>,
}

impl Closed {
    /// Returns the approximate memory that it takes until its turn, without its transcript.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.name.len()
    }
}
