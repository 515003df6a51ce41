//! Layout of an input whose records are lines, and the places where it is cut.

use serde::{Deserialize, Serialize};

use crate::{
    Checker, Event, Hints, RecordType, Report, Session, SessionStart, WorkerState,
    framing::{FirstKeys, FramingState},
};

/// Layout of an input with one record on each line, so that it can be cut between two of them.
///
/// It can be written as JSON, and read by the same version of acslint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineLayout {
    /// State behind the lines that it was learnt from.
    head: SessionStart,
}

/// Receiver that is not interested in events.
struct Nothing;

impl Report for Nothing {
    fn event(&mut self, _: &Event<'_>) {}

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

impl LineLayout {
    /// Learns the layout from the first bytes of an input, which must not be compressed. `None` if they do not show that
    /// the input has one record on each line.
    pub fn learn(checker: &Checker, hints: Hints, head: &[u8]) -> Option<Self> {
        let lines = &head[..=memchr::memrchr(b'\n', head)?];
        let mut session = Session::new(checker, hints);
        session.advance(&mut WorkerState::default(), lines, false, &mut Nothing);
        session.pause().map(|head| Self { head })
    }

    /// Number of bytes that it was learnt from. The input cannot be cut before.
    pub fn learnt_from(&self) -> u64 {
        self.head.offset
    }

    /// Finds the place to cut nearest behind an offset of the input: the start of a line. `before` has some of the bytes
    /// before the offset, and `behind` those behind it; the result counts from the latter. `None` if no line begins there.
    ///
    /// A place is preferred where one record ends and another one begins, as far as a look at them tells.
    pub fn cut(&self, before: &[u8], behind: &[u8]) -> Option<usize> {
        let first_keys = self.first_keys();
        let begins_here = before.last() == Some(&b'\n');
        let newlines = memchr::memchr_iter(b'\n', behind).map(|newline| newline + 1);
        let mut places = begins_here.then_some(0).into_iter().chain(newlines);
        let between_records = |place: usize| {
            let line_before = if place == 0 { before } else { &behind[..place] };
            line_before.trim_ascii_end().ends_with(b"}") && first_keys.begin(&behind[place..])
        };
        let first = places.next()?;
        if between_records(first) {
            return Some(first);
        }
        Some(places.find(|place| between_records(*place)).unwrap_or(first))
    }

    /// Returns the assumed start of a split at an offset, where a line begins.
    pub fn start(&self, offset: u64) -> SessionStart {
        SessionStart { offset, framing: self.head.framing.assumed() }
    }

    fn first_keys(&self) -> FirstKeys {
        let mut first_keys = FirstKeys::default();
        let known: &FramingState = &self.head.framing;
        known.first_keys().for_each(|key| first_keys.remember(&key));
        first_keys
    }
}
