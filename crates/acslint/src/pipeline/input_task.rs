//! One input under way: its pieces come back checked in any order, and its session follows them in theirs.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;

use acslint_check::{RecordLayout, Report, Session, SpeculativeFindings, WorkerState};

use super::lock;
use super::reader::Piece;
use super::transcript::Transcript;

/// An input that is being checked by one or several workers.
pub(super) struct InputTask<'c> {
    /// Its place in the order of the report, from 0.
    pub(super) index: usize,
    pub(super) name: String,
    /// The number of the setup that it is checked with.
    pub(super) setup: usize,
    merge: Mutex<Merge<'c>>,
}

/// What was checked ahead, and who puts it together.
struct Merge<'c> {
    checked: BTreeMap<u64, (Piece, SpeculativeFindings)>,
    /// Number of the piece that the merger follows next.
    next: u64,
    /// Absent while a worker has it: that worker looks for the next piece before it leaves.
    merger: Option<Box<InOrderMerger<'c>>>,
}

impl<'c> InputTask<'c> {
    pub(super) fn new(index: usize, name: String, setup: usize) -> Self {
        Self {
            index,
            name,
            setup,
            merge: Mutex::new(Merge { checked: BTreeMap::new(), next: 0, merger: None }),
        }
    }

    /// Makes the merger available to whoever has the next piece.
    pub(super) fn leave(&self, merger: Box<InOrderMerger<'c>>) {
        lock(&self.merge).merger = Some(merger);
    }

    /// Leaves a piece that was checked to be merged.
    pub(super) fn deposit(&self, piece: Piece, ahead: SpeculativeFindings) {
        lock(&self.merge).checked.insert(piece.number, (piece, ahead));
    }

    /// The next piece, and the merger, if both are there.
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

    /// The merger, once nobody works on the input any more.
    pub(super) fn take_merger(&self) -> Option<Box<InOrderMerger<'c>>> {
        lock(&self.merge).merger.take()
    }
}

/// Puts together what was checked ahead.
pub(super) struct InOrderMerger<'c> {
    pub(super) follower: Follower<'c>,
    pub(super) outcome: Outcome,
}

impl<'c> InOrderMerger<'c> {
    pub(super) fn new(session: Session<'c>) -> Self {
        Self { follower: Follower { session, rest: Vec::new(), enough: 0 }, outcome: Outcome::default() }
    }
}

/// An input's session, and what it is not done with.
pub(super) struct Follower<'c> {
    session: Session<'c>,
    rest: Vec<u8>,
    /// How long `rest` must be for another look at it to be worth while.
    enough: usize,
}

impl Follower<'_> {
    /// Number of records so far.
    pub(super) fn records(&self) -> u64 {
        self.session.records()
    }

    /// Number of bytes that are done with.
    pub(super) fn offset(&self) -> u64 {
        self.session.offset()
    }

    /// What the input is made of, if what follows can be checked ahead.
    pub(super) fn layout(&self) -> Option<RecordLayout> {
        self.session.layout()
    }

    /// Checks bytes of which the caller keeps what is not done with.
    pub(super) fn advance(
        &mut self,
        memory: &mut WorkerState,
        bytes: &[u8],
        end: bool,
        report: &mut dyn Report,
    ) -> usize {
        self.session.advance(memory, bytes, end, report)
    }

    /// Takes over what was found in a piece, and checks what could not be checked ahead.
    ///
    /// What the session is not done with stands before the next piece. Most pieces end with a record, so that it is rare.
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
        // A record that is longer than many pieces would else be looked at anew with each of them.
        if self.rest.len() >= self.enough || !piece.more.follows() {
            let done = self.session.follow(memory, &self.rest, end, ahead.behind(before), report);
            self.rest.drain(..done);
            self.look_again_when(done);
        }
    }

    fn look_again_when(&mut self, done: usize) {
        self.enough = if done == 0 { 2 * self.rest.len() } else { 0 };
    }
}

/// How far the report of an input has come.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Whether its turn has come, so that it is told to the report of the run at once.
    pub(super) has_turn: bool,
    /// What was found before that.
    pub(super) transcript: Transcript,
}

/// An input that nobody works on any more.
#[derive(Debug)]
pub(super) struct Closed {
    pub(super) name: String,
    /// The number of the setup that it was checked with.
    pub(super) setup: usize,
    pub(super) outcome: Outcome,
    pub(super) records: u64,
    /// Number of bytes that were read, decompressed.
    pub(super) read: u64,
    /// Why not everything was read.
    pub(super) error: Option<io::Error>,
}

impl Closed {
    /// About how much memory it takes until its turn comes, besides its transcript.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>() + self.name.len()
    }
}
