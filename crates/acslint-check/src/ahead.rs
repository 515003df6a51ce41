//! Checking ahead: a piece of an input is checked before it is known how what precedes it ends.
//!
//! That makes the check of one input parallel. Most inputs are the same thing over and over: a record on each line, or an
//! item of an array behind each comma. Such a [`Ground`] is known after the first piece; from then on any piece that is
//! cut between two records is checked as if the input stood on that ground there, and the session, which alone knows,
//! takes over what was found if it does. What would depend on more than the piece is left to the session.

use std::ops::Range;

use crate::{
    Checker, Contents, Finding, Hints, Memory, Span, Subject,
    accept::Run,
    document::{Outcome, parse},
    framing::{self, FirstKeys},
    memory::Stretch,
};

/// What an input is made of where its records follow each other without anything else between them.
#[derive(Debug, Clone)]
pub struct Ground {
    kind: framing::Ground,
    first_keys: FirstKeys,
    hints: Hints,
}

impl Ground {
    pub(crate) fn new(kind: framing::Ground, first_keys: FirstKeys, hints: Hints) -> Self {
        Self { kind, first_keys, hints }
    }

    /// Where to cut the bytes so that, as far as can be told, a piece ends between two records: the last such place.
    ///
    /// `None` if there is no such place, as in the middle of a long record.
    pub fn cut(&self, bytes: &[u8]) -> Option<usize> {
        match self.kind {
            framing::Ground::Lines => memchr::memrchr(b'\n', bytes).map(|newline| newline + 1),
            framing::Ground::Items => memchr::memrchr_iter(b'{', bytes).find_map(|brace| {
                let before = bytes[..brace].trim_ascii_end().strip_suffix(b",")?.trim_ascii_end();
                (before.ends_with(b"}") && self.first_keys.begin(&bytes[brace..])).then_some(before.len())
            }),
        }
    }
}

/// What was found in a piece by checking it ahead.
#[derive(Debug, Default)]
pub struct Ahead {
    pub(crate) strides: Vec<Stride>,
}

impl Ahead {
    /// The same, for the piece with so many bytes before it.
    #[must_use]
    pub fn behind(mut self, bytes: usize) -> Self {
        for Stride { range, found, .. } in &mut self.strides {
            *range = range.start + bytes..range.end + bytes;
            for (line, _) in found.iter_mut().filter_map(|found| found.line.as_mut()) {
                *line += bytes;
            }
        }
        self
    }
}

/// A part of a piece that was checked as far as it goes.
#[derive(Debug)]
pub(crate) struct Stride {
    pub(crate) ground: framing::Ground,
    /// Its bytes in the piece.
    pub(crate) range: Range<usize>,
    /// All of its records, also those that were checked in full.
    pub(crate) run: Run,
    /// Those that were checked in full.
    pub(crate) found: Vec<Found>,
}

/// What was found in a record that was checked in full.
#[derive(Debug)]
pub(crate) struct Found {
    /// Number of the record in its stride, from 1.
    pub(crate) record: u64,
    /// Where its line begins in the piece, and how many lines of the stride are before it; on the ground of lines.
    pub(crate) line: Option<(usize, u64)>,
    pub(crate) span: Span,
    pub(crate) subject: Subject,
    pub(crate) findings: Vec<Finding>,
    pub(crate) contents: Option<Contents>,
    pub(crate) shown: Vec<Span>,
}

impl Checker {
    /// Checks what can be checked of a piece that is cut out of an input at `offset`, on its ground.
    pub fn check_ahead(&self, memory: &mut Memory, ground: &Ground, piece: &[u8], offset: u64) -> Ahead {
        memory.serve(self);
        let stretch = Stretch { bytes: piece, offset, hints: ground.hints };
        let mut scout =
            Scout { checker: self, memory, stretch, ground: ground.kind, at: 0, strides: Vec::new() };
        scout.run();
        let strides = scout.strides;
        // What is wrong with a record that is left to the session is for the session to find.
        memory.faults.clear();
        Ahead { strides }
    }
}

/// The check of one piece ahead of its session.
struct Scout<'c, 'm> {
    checker: &'c Checker,
    memory: &'m mut Memory,
    stretch: Stretch<'m>,
    ground: framing::Ground,
    at: usize,
    strides: Vec<Stride>,
}

impl Scout<'_, '_> {
    fn run(&mut self) {
        loop {
            let (range, run) = (self.at..self.at, Run::default());
            let mut stride = Stride { ground: self.ground, range, run, found: Vec::new() };
            loop {
                self.vouch(&mut stride.run);
                if !self.record(&mut stride) {
                    break;
                }
            }
            stride.range.end = self.at;
            if !stride.range.is_empty() {
                self.strides.push(stride);
            }
            match self.ground {
                // What is wrong with a line is the session's business; it mostly ends with its line.
                framing::Ground::Lines => match memchr::memchr(b'\n', &self.stretch.bytes[self.at..]) {
                    Some(length) if length > 0 => self.at += length,
                    _ => return,
                },
                framing::Ground::Items => return,
            }
        }
    }

    fn vouch(&mut self, run: &mut Run) {
        if self.checker.vouches() {
            self.at = self.memory.accept.run(self.checker, self.ground, self.stretch.bytes, self.at, run);
        }
    }

    /// Checks the next record in full, if it is one that no session is needed for.
    fn record(&mut self, stride: &mut Stride) -> bool {
        let bytes = self.stretch.bytes;
        if self.ground == framing::Ground::Lines {
            self.at = framing::pass_blank_lines(bytes, self.at, &mut stride.run.lines);
        }
        let Some(place) = self.ground.next(bytes, self.at) else {
            return false;
        };
        let Outcome::Complete(length) = parse(
            &bytes[place.record..place.limit],
            place.whole,
            &mut self.memory.tree,
            &mut self.memory.faults,
        ) else {
            return false;
        };
        let range = place.record..place.record + length;
        let Some(end) = self.ground.behind(bytes, &range, place.limit, &self.memory.tree) else {
            return false;
        };
        let lines = stride.run.lines;
        stride.run.records += 1;
        stride.run.first_keys.remember_of(&bytes[range.clone()], &self.memory.tree);
        let subject = self.memory.record(self.checker, self.stretch, &range, None);
        let line = (self.ground == framing::Ground::Lines).then_some((self.at, lines));
        stride.run.lines += u64::from(line.is_some());
        stride.found.push(Found {
            record: stride.run.records,
            line,
            span: self.stretch.span(&range),
            contents: self.memory.contents(self.checker, Some(&subject)).cloned(),
            shown: self.memory.shown(Some(&subject)).to_vec(),
            subject,
            findings: std::mem::take(&mut self.memory.findings),
        });
        self.at = end;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Ground;
    use crate::{
        Checker, Hints, Memory, Settings,
        framing::{self, FirstKeys},
    };

    #[test]
    fn what_is_wrong_with_a_record_that_is_left_to_the_session_is_not_kept() {
        let checker = Checker::new(Settings::default()).unwrap();
        let mut memory = Memory::default();
        let ground = Ground::new(framing::Ground::Lines, FirstKeys::default(), Hints::default());
        // A fault that the parser goes on behind, and then the line ends.
        let ahead = checker.check_ahead(&mut memory, &ground, b"{\"time\": 'now', \"category\": \n", 0);
        assert!(ahead.strides.iter().all(|stride| stride.run.records == 0));
        assert_eq!(memory.faults.len(), 0);
    }
}
