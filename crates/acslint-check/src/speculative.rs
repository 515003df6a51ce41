//! Speculative checks: a piece of an input is checked before it is known how what precedes it ends.
//!
//! They make the check of one input parallel. Most inputs have one record on each line, or one behind each comma of
//! an array. This [`RecordLayout`] is known after the first piece. Each later piece is cut between two records, and
//! checked as if the input had that layout there. The session then takes over the findings if it had. Records that
//! depend on more than the piece are left to the session.

use std::{ops::Range, sync::Arc};

use crate::{
    Checker, Contents, Finding, Forecast, Hints, Presence, Provenance, PublicValue, Span, Subject,
    WorkerState,
    document::{Outcome, parse},
    fast_path::{KeyOffset, KnownRecord, Progress, RecordFrame, Run, Template},
    framing::{self, FirstKeys},
    heap::block,
    reading::Manner,
    record::RecordPlace,
    record_check::{Opens, Piece, RecordCheck, Verdict},
};

/// Record layout of an input: its records follow each other with nothing else between them.
#[derive(Debug, Clone)]
pub struct RecordLayout {
    kind: framing::LayoutKind,
    first_keys: FirstKeys,
    hints: Hints,
}

impl RecordLayout {
    pub(crate) fn new(kind: framing::LayoutKind, first_keys: FirstKeys, hints: Hints) -> Self {
        Self { kind, first_keys, hints }
    }

    /// Returns the offset of the last cut of the bytes that is likely to be between two records.
    ///
    /// `None` if there is no such place, for example in the middle of a long record.
    pub fn cut(&self, bytes: &[u8]) -> Option<usize> {
        match self.kind {
            framing::LayoutKind::Lines => memchr::memrchr(b'\n', bytes).map(|newline| newline + 1),
            framing::LayoutKind::Items => memchr::memrchr_iter(b'{', bytes).find_map(|brace| {
                let before = bytes[..brace].trim_ascii_end().strip_suffix(b",")?.trim_ascii_end();
                (before.ends_with(b"}") && self.first_keys.begin(&bytes[brace..])).then_some(before.len())
            }),
        }
    }
}

/// Findings of a speculative check of a piece.
#[derive(Debug, Default)]
pub struct SpeculativeFindings {
    pub(crate) chunks: Vec<Chunk>,
    size: usize,
}

impl SpeculativeFindings {
    /// Approximate bound, in bytes, on the findings that are kept of one piece, up to the last record checked.
    ///
    /// Small faulty records can have findings of hundreds of times their size. Behind this bound, the piece is left
    /// to its session, which reports its findings instead of keeping them.
    pub const MOST_KEPT: usize = 2 << 20;

    /// Approximate size in memory, in bytes.
    pub fn size_in_memory(&self) -> usize {
        self.size
    }

    /// Returns the findings of the piece with so many bytes before it.
    #[must_use]
    pub fn behind(mut self, bytes: usize) -> Self {
        for Chunk { range, found, .. } in &mut self.chunks {
            *range = range.start + bytes..range.end + bytes;
            for (line, _) in found.iter_mut().filter_map(|found| found.line.as_mut()) {
                *line += bytes;
            }
        }
        self
    }
}

/// Chunk: part of a piece that was checked without a gap.
#[derive(Debug)]
pub(crate) struct Chunk {
    pub(crate) layout: framing::LayoutKind,
    /// Range of its bytes in the piece.
    pub(crate) range: Range<usize>,
    /// All records of the chunk, including those that were checked in full.
    pub(crate) run: Run,
    /// Records that were checked in full, and those whose findings are replayed.
    pub(crate) found: Vec<SpeculativeRecord>,
    /// Offsets of the reported keys of the replayed records.
    pub(crate) keys: Vec<KeyOffset>,
}

/// Findings of a record that was not proved clean.
#[derive(Debug)]
pub(crate) enum RecordFindings {
    /// Findings of the full path.
    Found(Vec<Finding>),
    /// Those of a template, with the range of the offsets of its keys in the chunk.
    Replayed(Arc<Template>, Range<usize>),
}

/// Event of a record that was not proved clean.
#[derive(Debug)]
pub(crate) struct SpeculativeRecord {
    /// Number of the record in its chunk, from 1.
    pub(crate) record: u64,
    /// For lines: the offset of its line in the piece, and the number of lines of the chunk before it.
    pub(crate) line: Option<(usize, u64)>,
    pub(crate) span: Span,
    pub(crate) subject: Subject,
    pub(crate) findings: RecordFindings,
    pub(crate) contents: Option<Contents>,
    pub(crate) provenance: Option<Provenance>,
    pub(crate) forecast: Option<Forecast>,
    pub(crate) manner: Manner,
}

impl SpeculativeRecord {
    /// Approximate size in memory, in bytes.
    fn size_in_memory(&self) -> usize {
        let subject = match &self.subject {
            Subject::Foreign { kind } => block(kind.capacity()),
            _ => 0,
        };
        let findings = match &self.findings {
            RecordFindings::Found(findings) => block(findings.iter().map(Finding::size_in_memory).sum()),
            RecordFindings::Replayed(_, keys) => keys.len() * size_of::<KeyOffset>(),
        };
        let contents = self.contents.as_ref().map_or(0, |contents| {
            block(
                contents.properties.capacity() * size_of::<Presence>()
                    + contents.values.capacity() * size_of::<PublicValue>(),
            )
        });
        let forecast = self.forecast.as_ref().map_or(0, |forecast| block(forecast.heap_size()));
        size_of::<Self>() + subject + findings + contents + forecast
    }

    /// Returns true if its resource is in memory for the other record too.
    fn shares_resource(&self, other: &Self) -> bool {
        let resource = |of: &Self| Some(Arc::as_ptr(&of.provenance.as_ref()?.resource.as_ref()?.id));
        resource(self) == resource(other)
    }
}

impl Checker {
    /// Checks a piece that is cut out of an input at `offset`, in its layout. The check ends where a record needs
    /// the session, or where the findings reach [a bound](SpeculativeFindings::MOST_KEPT).
    pub fn check_speculatively(
        &self,
        state: &mut WorkerState,
        layout: &RecordLayout,
        piece: &[u8],
        offset: u64,
    ) -> SpeculativeFindings {
        state.serve(self);
        let piece = Piece { bytes: piece, offset, hints: layout.hints };
        let (kind, chunks) = (layout.kind, Vec::new());
        let mut speculative = SpeculativeChecker {
            check: RecordCheck { checker: self, state, piece, record: None },
            layout: kind,
            at: 0,
            chunks,
            kept: 0,
        };
        speculative.run();
        let SpeculativeChecker { check, chunks, kept, .. } = speculative;
        // The session finds the faults of the records that are left to it.
        check.state.faults.clear();
        SpeculativeFindings { chunks, size: kept }
    }
}

/// Reading of a record apart from its findings.
struct Reading {
    subject: Subject,
    manner: Manner,
    contents: Option<Contents>,
    provenance: Option<Provenance>,
    forecast: Option<Forecast>,
}

/// Speculative check of one piece.
struct SpeculativeChecker<'c, 'm> {
    check: RecordCheck<'c, 'm, 'm>,
    layout: framing::LayoutKind,
    at: usize,
    chunks: Vec<Chunk>,
    /// Approximate size of the findings so far, in bytes.
    kept: usize,
}

impl SpeculativeChecker<'_, '_> {
    fn is_full(&self) -> bool {
        self.kept >= SpeculativeFindings::MOST_KEPT
    }

    fn run(&mut self) {
        loop {
            let (range, run) = (self.at..self.at, Run::default());
            let mut chunk = Chunk { layout: self.layout, range, run, found: Vec::new(), keys: Vec::new() };
            loop {
                self.prove(&mut chunk);
                if self.is_full() || !self.record(&mut chunk) {
                    break;
                }
            }
            chunk.range.end = self.at;
            if !chunk.range.is_empty() {
                self.chunks.push(chunk);
            }
            if self.is_full() {
                return;
            }
            match self.layout {
                // The session finds the faults of a line; most of them end with the line.
                framing::LayoutKind::Lines => match memchr::memchr(b'\n', &self.check.piece.bytes[self.at..])
                {
                    Some(length) if length > 0 => self.at += length,
                    _ => return,
                },
                framing::LayoutKind::Items => return,
            }
        }
    }

    /// Proves records clean, and replays the findings of those that are clean but for them.
    fn prove(&mut self, chunk: &mut Chunk) {
        let (checker, Piece { bytes, hints, .. }) = (self.check.checker, self.check.piece);
        if !checker.uses_fast_path() {
            return;
        }
        while !self.is_full() {
            let place = self.place();
            let fast_path = &mut self.check.state.fast_path;
            let inspection = checker.inspection(hints);
            let frame = RecordFrame { layout: self.layout, inspection: inspection.as_ref(), place };
            let Progress { at, known } = fast_path.run(checker, &frame, bytes, self.at, &mut chunk.run);
            self.at = at;
            if !known.is_some_and(|known| self.add_known(chunk, known)) {
                return;
            }
        }
    }

    /// Adds a record that is clean but for findings that are known without the full path. Returns false if they are not.
    fn add_known(&mut self, chunk: &mut Chunk, known: KnownRecord) -> bool {
        let findings = if known.has_rejected {
            if !self.check.known_record(&known, self.place()) {
                return false;
            }
            RecordFindings::Found(self.check.state.findings.drain(..).collect())
        } else {
            let keys = chunk.keys.len();
            chunk.keys.extend_from_slice(self.check.state.fast_path.key_offsets());
            let Some(template) = known.template else { return false };
            RecordFindings::Replayed(template, keys..chunk.keys.len())
        };
        let KnownRecord { kind, range, behind, .. } = known;
        chunk.run.note_opening(&self.check.piece.bytes[range.clone()]);
        let (subject, manner) = self.check.checker.reading_of(kind);
        let is_clean = matches!(&findings, RecordFindings::Found(findings) if findings.is_empty());
        let provenance = (!is_clean).then(|| self.check.state.fast_path.provenance().clone());
        // A program passes only what the destination keeps.
        let forecast = self.check.checker.settings.destination.is_some().then(Forecast::default);
        let reading = Reading { subject, manner, contents: None, provenance, forecast };
        self.add(chunk, &range, reading, findings);
        self.at = behind;
        true
    }

    /// Place of the records.
    fn place(&self) -> RecordPlace {
        match self.layout {
            framing::LayoutKind::Lines => RecordPlace::Document,
            framing::LayoutKind::Items => RecordPlace::Item,
        }
    }

    /// Adds the next record of a chunk, which begins at `range` on the line at the current offset.
    fn add(&mut self, chunk: &mut Chunk, range: &Range<usize>, reading: Reading, findings: RecordFindings) {
        let Reading { subject, manner, contents, provenance, forecast } = reading;
        let lines = chunk.run.lines;
        chunk.run.records += 1;
        let line = (self.layout == framing::LayoutKind::Lines).then_some((self.at, lines));
        chunk.run.lines += u64::from(line.is_some());
        let (record, span) = (chunk.run.records, self.check.piece.span(range));
        let found = SpeculativeRecord {
            record,
            line,
            span,
            subject,
            findings,
            contents,
            provenance,
            forecast,
            manner,
        };
        self.kept += found.size_in_memory();
        if chunk.found.last().is_none_or(|last| !last.shares_resource(&found)) {
            self.kept += found.provenance.as_ref().map_or(0, Provenance::heap_size);
        }
        chunk.found.push(found);
    }

    /// Checks the next record in full; returns false if it needs the session.
    fn record(&mut self, chunk: &mut Chunk) -> bool {
        let bytes = self.check.piece.bytes;
        if self.layout == framing::LayoutKind::Lines {
            self.at = framing::pass_blank_lines(bytes, self.at, &mut chunk.run.lines);
        }
        let Some(place) = self.layout.next(bytes, self.at) else {
            return false;
        };
        let Outcome::Complete(length) = parse(
            &bytes[place.record..place.limit],
            place.whole,
            &mut self.check.state.tree,
            &mut self.check.state.faults,
        ) else {
            return false;
        };
        if self.check.state.faults.iter().any(|fault| fault.kind.may_hide_records())
            || (!self.check.state.faults.is_empty() && framing::has_objects_in_arrays(&self.check.state.tree))
        {
            return false;
        }
        let range = place.record..place.record + length;
        let Some(end) = self.layout.behind(bytes, &range, place.limit, &self.check.state.tree) else {
            return false;
        };
        let Verdict::Record(subject) = self.check.record(&range, self.place(), None, Opens::Texts) else {
            self.check.state.findings.clear();
            return false;
        };
        chunk.run.first_keys.remember_of(&bytes[range.clone()], &self.check.state.tree);
        let contents = self.check.contents(Some(&subject)).cloned();
        let provenance = self.check.provenance().cloned();
        // Collected to allocate the exact size: most records with findings have one.
        let findings = RecordFindings::Found(self.check.state.findings.drain(..).collect());
        let is_inside = self.layout == framing::LayoutKind::Items;
        let forecast = self.check.forecast(&subject, &bytes[range.clone()], is_inside);
        let reading = Reading { subject, manner: self.check.manner(), contents, provenance, forecast };
        self.add(chunk, &range, reading, findings);
        self.at = end;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{RecordLayout, SpeculativeFindings};
    use crate::{
        Checker, Event, Hints, RecordType, Report, Session, Settings, Span, WorkerState,
        framing::{self, FirstKeys},
    };

    /// Records and findings with their places.
    #[derive(Debug, Default, PartialEq)]
    struct Seen(Vec<(u64, Span, Vec<&'static str>)>);

    impl Report for Seen {
        fn event(&mut self, event: &Event<'_>) {
            let rules = event.findings.iter().map(|finding| finding.rule);
            self.0.push((event.record, event.span, rules.collect()));
        }

        fn proved_clean(&mut self, _: RecordType, records: u64) {
            assert_eq!(records, 0, "no record here is clean");
        }
    }

    /// The findings that are kept of a dense piece are bounded, and its session still reports all records.
    #[test]
    fn what_is_kept_of_a_piece_is_bounded() {
        let checker = Checker::new(Settings::default()).unwrap();
        let lines = "{}\n".repeat(20_000);
        let items = format!("[{}]", vec!["{\"a\":1}"; 20_000].join(","));
        for (kind, text, begin) in
            [(framing::LayoutKind::Lines, lines, 3), (framing::LayoutKind::Items, items, 8)]
        {
            let mut state = WorkerState::default();
            let (mut expected, mut seen) = (Seen::default(), Seen::default());
            Session::new(&checker, Hints::default()).advance(
                &mut state,
                text.as_bytes(),
                true,
                &mut expected,
            );
            assert_eq!(expected.0.len(), 20_000);

            let mut session = Session::new(&checker, Hints::default());
            let done = session.advance(&mut state, &text.as_bytes()[..100 * begin], false, &mut seen);
            let layout = session.layout().unwrap();
            assert_eq!(layout.kind, kind);
            let piece = &text.as_bytes()[done..];
            let ahead = checker.check_speculatively(&mut state, &layout, piece, done as u64);
            let kept: usize = ahead.chunks.iter().map(|chunk| chunk.found.len()).sum();
            assert!((1000..10_000).contains(&kept), "{kept} records");
            let size = ahead.size_in_memory();
            assert!(
                (SpeculativeFindings::MOST_KEPT..SpeculativeFindings::MOST_KEPT + 2000).contains(&size),
                "{size} bytes"
            );
            session.follow(&mut state, piece, true, ahead, &mut seen);
            assert!(seen == expected, "{kind:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_record_that_is_left_to_the_session_is_not_kept() {
        let checker = Checker::new(Settings::default()).unwrap();
        let mut state = WorkerState::default();
        let layout = RecordLayout::new(framing::LayoutKind::Lines, FirstKeys::default(), Hints::default());
        // A fault behind which the parser continues, at the end of a line.
        let ahead =
            checker.check_speculatively(&mut state, &layout, b"{\"time\": 'now', \"category\": \n", 0);
        assert!(ahead.chunks.iter().all(|chunk| chunk.run.records == 0));
        assert_eq!(state.faults.len(), 0);
    }
}
