//! Checking ahead: a piece of an input is checked before it is known how what precedes it ends.
//!
//! That makes the check of one input parallel. Most inputs are the same thing over and over: a record on each line, or an
//! item of an array behind each comma. Such a [`Ground`] is known after the first piece; from then on any piece that is
//! cut between two records is checked as if the input stood on that ground there, and the session, which alone knows,
//! takes over what was found if it does. What would depend on more than the piece is left to the session.

use std::ops::Range;

use crate::{
    Checker, Contents, Finding, Held, Hints, Memory, Span, Subject,
    accept::Run,
    document::{Outcome, parse},
    finding::block,
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
    size: usize,
}

impl Ahead {
    /// The most bytes that are kept of what is found in one piece, up to the last record that is checked.
    ///
    /// Small records that are all wrong have findings of hundreds of times their size. Behind this bound the piece is
    /// left to its session, which reports what it finds instead of keeping it.
    pub const MOST_KEPT: usize = 2 << 20;

    /// About the number of bytes that it takes in memory.
    pub fn size_in_memory(&self) -> usize {
        self.size
    }

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

impl Found {
    /// About the number of bytes that it takes in memory.
    fn size_in_memory(&self) -> usize {
        let subject = match &self.subject {
            Subject::Foreign { kind } => block(kind.capacity()),
            _ => 0,
        };
        let findings: usize = self.findings.iter().map(Finding::size_in_memory).sum();
        let contents = self
            .contents
            .as_ref()
            .map_or(0, |contents| block(contents.properties.capacity() * size_of::<Held>()));
        size_of::<Self>() + subject + block(findings) + contents
    }
}

impl Checker {
    /// Checks what can be checked of a piece that is cut out of an input at `offset`, on its ground, until what is kept
    /// of it reaches [a bound](Ahead::MOST_KEPT).
    pub fn check_ahead(&self, memory: &mut Memory, ground: &Ground, piece: &[u8], offset: u64) -> Ahead {
        memory.serve(self);
        let stretch = Stretch { bytes: piece, offset, hints: ground.hints };
        let (kind, strides) = (ground.kind, Vec::new());
        let mut scout = Scout { checker: self, memory, stretch, ground: kind, at: 0, strides, kept: 0 };
        scout.run();
        let Scout { strides, kept, .. } = scout;
        // What is wrong with a record that is left to the session is for the session to find.
        memory.faults.clear();
        Ahead { strides, size: kept }
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
    /// About the number of bytes that what was found so far takes.
    kept: usize,
}

impl Scout<'_, '_> {
    fn is_full(&self) -> bool {
        self.kept >= Ahead::MOST_KEPT
    }

    fn run(&mut self) {
        loop {
            let (range, run) = (self.at..self.at, Run::default());
            let mut stride = Stride { ground: self.ground, range, run, found: Vec::new() };
            loop {
                self.vouch(&mut stride.run);
                if self.is_full() || !self.record(&mut stride) {
                    break;
                }
            }
            stride.range.end = self.at;
            if !stride.range.is_empty() {
                self.strides.push(stride);
            }
            if self.is_full() {
                return;
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
        if self.memory.faults.iter().any(|fault| fault.kind.may_hide_records())
            || (!self.memory.faults.is_empty() && framing::has_objects_in_arrays(&self.memory.tree))
        {
            return false;
        }
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
        let found = Found {
            record: stride.run.records,
            line,
            span: self.stretch.span(&range),
            contents: self.memory.contents(self.checker, Some(&subject)).cloned(),
            shown: self.memory.shown(Some(&subject)).to_vec(),
            subject,
            // A block of the right size: most records that have a finding have one.
            findings: self.memory.findings.drain(..).collect(),
        };
        self.kept += found.size_in_memory();
        stride.found.push(found);
        self.at = end;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Ahead, Ground};
    use crate::{
        Checker, Event, Hints, Memory, RecordType, Report, Settings, Span,
        framing::{self, FirstKeys},
    };

    /// Records and findings by their places.
    #[derive(Debug, Default, PartialEq)]
    struct Told(Vec<(u64, Span, Vec<&'static str>)>);

    impl Report for Told {
        fn event(&mut self, event: &Event<'_>) {
            let rules = event.findings.iter().map(|finding| finding.rule);
            self.0.push((event.record, event.span, rules.collect()));
        }

        fn vouched(&mut self, _: RecordType, records: u64) {
            assert_eq!(records, 0, "no record here is clean");
        }
    }

    /// What is kept of a dense piece is bounded, and its session reports all records nevertheless.
    #[test]
    fn what_is_kept_of_a_piece_is_bounded() {
        let checker = Checker::new(Settings::default()).unwrap();
        let lines = "{}\n".repeat(20_000);
        let items = format!("[{}]", vec!["{\"a\":1}"; 20_000].join(","));
        for (kind, text, begin) in [(framing::Ground::Lines, lines, 3), (framing::Ground::Items, items, 8)] {
            let mut memory = Memory::default();
            let (mut expected, mut told) = (Told::default(), Told::default());
            checker.session(Hints::default()).advance(&mut memory, text.as_bytes(), true, &mut expected);
            assert_eq!(expected.0.len(), 20_000);

            let mut session = checker.session(Hints::default());
            let done = session.advance(&mut memory, &text.as_bytes()[..100 * begin], false, &mut told);
            let ground = session.ground().unwrap();
            assert_eq!(ground.kind, kind);
            let piece = &text.as_bytes()[done..];
            let ahead = checker.check_ahead(&mut memory, &ground, piece, done as u64);
            let kept: usize = ahead.strides.iter().map(|stride| stride.found.len()).sum();
            assert!((1000..10_000).contains(&kept), "{kept} records");
            let size = ahead.size_in_memory();
            assert!((Ahead::MOST_KEPT..Ahead::MOST_KEPT + 2000).contains(&size), "{size} bytes");
            session.follow(&mut memory, piece, true, ahead, &mut told);
            assert!(told == expected, "{kind:?}");
        }
    }

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
