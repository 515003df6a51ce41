//! The fast path: proves clean records clean from their bytes alone, without parsing them into a tree.
//!
//! It tries two things, the second where the first fails. The [`shape_cache`] compares a record with the shapes of
//! records before it. The [`matcher`] applies the [`program`] of the record's category. The full path takes every
//! record that neither proves clean. A record that the fast path wrongly
//! rejects therefore costs time, not correctness. A record that is proved clean has no finding: this follows from
//! how programs are compiled (see [`record`]), and tests verify it. Findings that the full path produced are replayed
//! for records that would be clean but for them (see [`template`]), and where only single values keep a record from
//! being clean, only they are checked (see [`rejected`]).

mod custom;
mod expansion;
mod extra;
mod extra_names;
mod inline;
mod inspection;
mod keys;
mod literal;
mod matcher;
mod precheck;
mod predictor;
mod program;
mod property_set;
mod record;
mod rejected;
mod scan;
mod shape_cache;
mod template;
mod value;

use std::{ops::Range, sync::Arc};

use acslint_types::{CATEGORIES, Category, Shape};

pub(crate) use inspection::Inspection;
use inspection::{AlongCounts, Captured, Inspected, InspectionCache};
use literal::Literal;
use matcher::{Matcher, NoVisitor, Scratch, ValueVisit, Visitor};
pub(crate) use precheck::Precheck;
use predictor::{CategoryPredictor, Prediction};
pub(crate) use program::Program;
use program::ProvenancePlace;
pub(crate) use rejected::RejectedValue;
use rejected::ValueCache;
use shape_cache::{Followed, ShapeCache, Target};
use template::Templates;
pub(crate) use template::{KeyOffset, PlacedFindings, Template};

use crate::{
    Finding, Provenance, Span, Time,
    custom::CustomCategories,
    framing::{FirstKeys, LayoutKind, pass_blank_lines, skip_white_space},
    provenance::ResourceCache,
    record::RecordPlace,
};

/// Number of records of a kind that take the full path before a program is compiled for the kind.
const BEFORE_PROGRAM: u32 = 8;

/// Number of records, among those that the shape cache did not prove, of which the matcher proved none: behind them, it
/// is tried for one of as many.
///
/// Otherwise a run takes 6 % more instructions where every record is bad in one of all ways.
const MOST_UNPROVED: u32 = 8;

/// Number of records in a window, over which the hit rate of the shape cache is measured.
const WINDOW: u32 = 1024;

/// Largest number of windows for which the shape cache is paused after its hit rate fell below one half.
const LONGEST_REST: u32 = 64;

/// Number of bad records behind which the fast path rests, unless it has proved an eighth as many.
///
/// Without the rest, a run takes a ninth more instructions where every record is bad.
const MOST_MISSES: u32 = 32;

/// Largest number of records for which the fast path rests.
const REST: u32 = 1024;

/// Number of good records in a row that end the rest.
const ENDS_REST: u32 = 4;

/// Number of a category in a shape, or of a custom category.
pub(crate) type Kind = u16;

/// Returns the category and the shape of a kind; `None` for a custom category.
pub(crate) fn category_of(kind: Kind) -> Option<(&'static Category, Shape)> {
    let kind = usize::from(kind);
    Some((CATEGORIES.get(kind / Shape::ALL.len())?, Shape::ALL[kind % Shape::ALL.len()]))
}

/// Returns the kind of a category in a shape.
pub(crate) fn kind(category: &'static Category, shape: Shape) -> Option<Kind> {
    let index = CATEGORIES.iter().position(|known| *known == category)?;
    Kind::try_from(index * Shape::ALL.len() + shape as usize).ok()
}

/// Kind of the first custom category.
const FIRST_CUSTOM: usize = CATEGORIES.len() * Shape::ALL.len();

/// Returns the kind of a custom category, given by its index among the custom categories.
pub(crate) fn custom_kind(number: usize) -> Option<Kind> {
    Kind::try_from(FIRST_CUSTOM + number).ok()
}

/// Returns the index of a custom category among the custom categories; `None` for the kind of another category.
pub(crate) fn custom_number(kind: Kind) -> Option<usize> {
    usize::from(kind).checked_sub(FIRST_CUSTOM)
}

/// Number of records by kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts(Vec<u64>);

impl Counts {
    fn count(&mut self, kind: Kind) {
        let kind = usize::from(kind);
        if self.0.len() <= kind {
            self.0.resize(kind + 1, 0);
        }
        self.0[kind] += 1;
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Kind, u64)> {
        (0..).zip(self.0.iter().copied()).filter(|(_, records)| *records > 0)
    }
}

/// Consecutive records of one record layout, all of them proved clean.
#[derive(Debug, Default)]
pub(crate) struct Run {
    pub(crate) records: u64,
    /// Number of lines passed, where records are lines.
    pub(crate) lines: u64,
    pub(crate) counts: Counts,
    /// Numbers of the records along the dimension of the settings.
    pub(crate) along: AlongCounts,
    /// Number of the records that are outside of the window of time; the counts do not include them.
    pub(crate) unselected: u64,
    pub(crate) first_keys: FirstKeys,
    /// Opening of the last record: its brace and its first key, as far as a literal holds them.
    opening: Option<Literal>,
}

impl Run {
    /// Notes the first key of a record that begins with `text`.
    pub(crate) fn note_opening(&mut self, text: &[u8]) {
        if !self.opening.as_ref().is_some_and(|opening| opening.stands_at(text, 0)) {
            let key = scan::white_space(text, 1, true);
            if let Some((_, end)) = scan::key(text, key) {
                self.opening = Some(Literal::new(&text[..=end]));
                self.first_keys.remember(&text[key..=end]);
            }
        }
    }
}

/// Compiled programs, and the categories that the predictor chooses from.
pub(crate) trait Programs {
    /// Returns the program of a kind, compiling it first if necessary.
    fn program(&self, kind: Kind) -> Option<&Program>;

    /// Custom categories, which take precedence over the known ones.
    fn custom(&self) -> &CustomCategories;

    /// Returns the number of bytes of the longest record that can be proved clean.
    fn longest_record(&self) -> usize;
}

/// State that a thread has learnt from records, and buffers that it reuses.
#[derive(Debug, Clone, Default)]
pub(crate) struct FastPath {
    predictor: CategoryPredictor,
    shapes: ShapeCache,
    scratch: Scratch,
    templates: Templates,
    values: ValueCache,
    /// Number of records that took the full path and are clean but for what a template can replay, by kind.
    met: Vec<u32>,
    attempts: Attempts,
    hit_rate: HitRate,
    visits: Vec<ValueVisit>,
    /// Offsets of the reported keys of the replayed record, and its provenance.
    keys: Vec<KeyOffset>,
    provenance: Provenance,
    resources: ResourceCache,
    /// True if the last record that was not proved clean lacks only a template.
    lacks_template: bool,
    inspections: InspectionCache,
}

/// Hit rate of the shape cache: share of the proved records that it proves with most predictions right. Where few
/// are, the matcher alone is faster, and the cache is paused: for shuffled keys, this takes a fifth of the time off.
#[derive(Debug, Clone, Default)]
struct HitRate {
    followed: u32,
    predicted: u32,
    /// Number of records until the cache is tried again, and the length of the last pause in windows.
    resting: u32,
    rest: u32,
    /// Number of records without one that the matcher proved, among those that the cache did not.
    unproved: u32,
}

impl HitRate {
    /// Returns true if the shape cache is to be tried for the next record.
    #[inline]
    fn is_open(&mut self) -> bool {
        if self.resting > 0 {
            self.resting -= 1;
            return false;
        }
        if self.followed == WINDOW {
            self.rest = if self.predicted * 2 >= WINDOW { 0 } else { (self.rest * 2).clamp(1, LONGEST_REST) };
            (self.followed, self.predicted) = (0, 0);
            self.resting = self.rest * WINDOW;
        }
        true
    }

    /// Counts a record that was proved after the cache was tried.
    #[inline]
    fn count(&mut self, is_predicted: bool) {
        self.followed += 1;
        self.predicted += u32::from(is_predicted);
    }

    /// Returns true if the matcher is to be tried for a record that the cache has not proved. Most such records are bad
    /// where the matcher proved none of the last ones.
    fn tries_matcher(&mut self) -> bool {
        self.unproved += 1;
        self.unproved <= MOST_UNPROVED || self.unproved.is_multiple_of(MOST_UNPROVED)
    }
}

/// Outcome of recent attempts: the fast path is not tried while nearly every record is bad.
#[derive(Debug, Clone, Default)]
struct Attempts {
    /// Number of records that were proved clean or replayed, and of bad ones.
    proved: u64,
    missed: u32,
    /// Number of records until the fast path is tried again.
    resting: u32,
    /// Number of good records in a row.
    good: u32,
}

impl Attempts {
    /// Counts a record that took the full path; `is_good` is true if it has no finding but those that a template can replay.
    fn count(&mut self, is_good: bool) {
        self.good = if is_good { self.good + 1 } else { 0 };
        if self.resting > 0 {
            self.resting = if self.good >= ENDS_REST { 0 } else { self.resting - 1 };
            return;
        }
        self.missed += u32::from(!is_good);
        if self.missed == MOST_MISSES {
            self.resting = if self.proved * 8 < u64::from(MOST_MISSES) { REST } else { 0 };
            (self.proved, self.missed) = (0, 0);
        }
    }
}

/// Record that was proved clean, but for what a template can replay.
#[derive(Debug, Clone, Copy)]
struct ProvedRecord {
    kind: Kind,
    matched: Matched,
}

/// Record that a program accepts.
#[derive(Debug, Clone, Copy)]
struct Matched {
    end: usize,
    /// True if it has findings that a template can replay; the scratch then has its members.
    has_findings: bool,
    /// True if the program rejects values of it, which the scratch then has.
    has_rejected: bool,
}

/// Record that is clean but for findings that take less than the full path.
#[derive(Debug)]
pub(crate) struct KnownRecord {
    pub(crate) kind: Kind,
    /// Range of its bytes.
    pub(crate) range: Range<usize>,
    /// Offset behind it, where the record layout continues.
    pub(crate) behind: usize,
    /// Template of the findings that depend on its members alone, if it has any.
    pub(crate) template: Option<Arc<Template>>,
    /// True if other findings are about [values](FastPath::rejected_values) that the program rejects.
    pub(crate) has_rejected: bool,
}

/// Place of the records of a piece, and the settings about clean ones.
#[derive(Debug)]
pub(crate) struct RecordFrame<'i> {
    pub(crate) layout: LayoutKind,
    pub(crate) inspection: Option<&'i Inspection>,
    pub(crate) place: RecordPlace,
}

/// Progress behind consecutive records that were proved clean.
#[derive(Debug)]
pub(crate) struct Progress {
    /// Offset behind them.
    pub(crate) at: usize,
    /// Next record, if it does not need the full path.
    pub(crate) known: Option<KnownRecord>,
}

impl Visitor for &mut Vec<ValueVisit> {
    fn value(&mut self, visit: ValueVisit) {
        self.push(visit);
    }
}

impl FastPath {
    /// Proves the records from `at` on clean, up to the first that it cannot prove.
    pub(crate) fn run(
        &mut self,
        programs: &impl Programs,
        frame: &RecordFrame<'_>,
        bytes: &[u8],
        at: usize,
        run: &mut Run,
    ) -> Progress {
        self.lacks_template = false;
        if self.attempts.resting > 0 {
            return Progress { at, known: None };
        }
        let before = run.records;
        let progress = self.prove_all(programs, frame, bytes, at, run);
        self.attempts.proved += run.records - before + u64::from(progress.known.is_some());
        progress
    }

    fn prove_all(
        &mut self,
        programs: &impl Programs,
        frame: &RecordFrame<'_>,
        bytes: &[u8],
        mut at: usize,
        run: &mut Run,
    ) -> Progress {
        let RecordFrame { layout, inspection, .. } = *frame;
        while let Some(record) = begin(layout, bytes, &mut at, run)
            && let Some(proved) = self.record(programs, layout, bytes, record)
            && let Some(behind) = end(layout, bytes, proved.matched.end)
        {
            if proved.matched.has_findings || proved.matched.has_rejected {
                // What is inspected can be a finding itself.
                let known = match inspection {
                    None => self.known(programs, frame, bytes, proved, record..behind),
                    Some(_) => None,
                };
                return Progress { at, known };
            }
            let inspected = match inspection {
                None => Inspected::Selected,
                Some(inspection) => {
                    self.inspect(inspection, programs, (layout, bytes), (record, proved), &mut run.along)
                }
            };
            match inspected {
                Inspected::Selected => run.counts.count(proved.kind),
                Inspected::Unselected => run.unselected += 1,
                Inspected::Refused => break,
            }
            run.records += 1;
            run.lines += u64::from(layout == LayoutKind::Lines);
            run.note_opening(&bytes[record..proved.matched.end]);
            at = behind;
        }
        Progress { at, known: None }
    }

    /// Returns a record that has findings, if there is a template of those that are not about a value.
    #[inline(never)]
    fn known(
        &mut self,
        programs: &impl Programs,
        frame: &RecordFrame<'_>,
        bytes: &[u8],
        proved: ProvedRecord,
        Range { start: record, end: behind }: Range<usize>,
    ) -> Option<KnownRecord> {
        let ProvedRecord { kind, matched: Matched { end, has_findings, has_rejected } } = proved;
        let program = programs.program(kind)?;
        self.keys.clear();
        let mut template = None;
        if has_findings {
            // A row of a query answer is not a record without a time.
            if frame.place == RecordPlace::Row && self.scratch.members & program.times == 0 {
                return None;
            }
            let Some(found) = self.templates.get(kind, self.scratch.members) else {
                self.lacks_template = !has_rejected;
                return None;
            };
            let keys = found.slots().iter();
            self.keys.extend(keys.map(|slot| (self.scratch.reported.get(*slot) - record) as KeyOffset));
            template = Some(Arc::clone(found));
        }
        let mut has_rejected = has_rejected;
        if let ([value], None) = (self.scratch.rejected.as_slice(), &template)
            && let Some(found) = self.values.get(&value.member(kind, frame.place, bytes))
        {
            self.keys.push((value.key - record) as KeyOffset);
            (template, has_rejected) = (Some(Arc::clone(found)), false);
        }
        self.note_provenance(program, bytes);
        Some(KnownRecord { kind, range: record..end, behind, template, has_rejected })
    }

    /// Learns the findings of a known record, all of which are about its rejected values.
    pub(crate) fn learn_value(
        &mut self,
        (kind, place): (Kind, RecordPlace),
        (bytes, record): (&[u8], &Range<usize>),
        (findings, span): (&[Finding], Span),
    ) {
        if let [value] = self.scratch.rejected.as_slice() {
            let start = span.start + (value.key - record.start) as u64;
            let of_member = Span::new(start, start + (value.end - value.key) as u64);
            self.values.learn(&value.member(kind, place, bytes), findings, span, of_member);
        }
    }

    /// Notes the provenance of a record of a known category, from the values that the program has captured.
    fn note_provenance(&mut self, program: &Program, bytes: &[u8]) {
        let ProvenancePlace::Captured { time, resource } = program.provenance else {
            self.provenance = Provenance::default();
            return;
        };
        let text = |number: u8| {
            let (start, end) = self.scratch.captured[usize::from(number)];
            match bytes.get(start..end)? {
                [b'"', text @ .., b'"'] => Some(text),
                _ => None,
            }
        };
        let time = time.and_then(text).and_then(|time| std::str::from_utf8(time).ok());
        self.provenance.time = time.and_then(Time::parse);
        self.provenance.resource = resource.and_then(|(number, property)| {
            let id = text(number).filter(|id| !id.is_empty())?;
            self.resources.get_written(property, id)
        });
    }

    /// Values of the last known record that its program rejects.
    pub(crate) fn rejected_values(&self) -> &[RejectedValue] {
        self.scratch.rejected.as_slice()
    }

    /// Provenance of the last known record.
    pub(crate) fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// Offsets of the reported keys of the last known record, from its beginning.
    pub(crate) fn key_offsets(&self) -> &[KeyOffset] {
        &self.keys
    }

    /// Proves the only record of a text clean, with white space around it; returns its kind.
    pub(crate) fn only_record(&mut self, programs: &impl Programs, text: &[u8]) -> Option<Kind> {
        let at = scan::white_space(text, 0, false);
        if text.get(at) != Some(&b'{') {
            return None;
        }
        let proved = self.record(programs, LayoutKind::Lines, text, at)?;
        let Matched { end, has_findings, has_rejected } = proved.matched;
        (!has_findings && !has_rejected && skip_white_space(text, end) == text.len()).then_some(proved.kind)
    }

    /// Inspects a record that begins at `record` and is proved clean.
    #[inline(never)]
    fn inspect(
        &mut self,
        inspection: &Inspection,
        programs: &impl Programs,
        (layout, bytes): (LayoutKind, &[u8]),
        (record, proved): (usize, ProvedRecord),
        counts: &mut AlongCounts,
    ) -> Inspected {
        let Self { scratch, inspections, .. } = self;
        let Some(program) = programs.program(proved.kind) else {
            return Inspected::Refused;
        };
        let captured = match program.provenance {
            ProvenancePlace::Captured { time, resource } => {
                let range = |number: u8| {
                    let (start, end) = scratch.captured[usize::from(number)];
                    (start < end).then(|| &bytes[start..end])
                };
                let resource = resource.map(|(number, _)| number);
                Captured { time: time.and_then(range), resource: resource.and_then(range) }
            }
            ProvenancePlace::Named => {
                let newlines = layout == LayoutKind::Items;
                match inspection::named(bytes, record, newlines, &mut scratch.keys) {
                    Some(captured) => captured,
                    None => return Inspected::Refused,
                }
            }
        };
        inspection.inspect(proved.kind, captured, inspections, counts)
    }

    #[inline]
    fn record(
        &mut self,
        programs: &impl Programs,
        layout: LayoutKind,
        bytes: &[u8],
        at: usize,
    ) -> Option<ProvedRecord> {
        let proved = self.record_of_any_length(programs, layout, bytes, at)?;
        (proved.matched.end - at <= programs.longest_record()).then_some(proved)
    }

    #[inline]
    fn record_of_any_length(
        &mut self,
        programs: &impl Programs,
        layout: LayoutKind,
        bytes: &[u8],
        at: usize,
    ) -> Option<ProvedRecord> {
        let prediction = self.predictor.kind(programs.custom(), bytes, at);
        if let Some(Prediction { kind, .. }) = prediction
            && let Some(matched) = self.prove(programs, kind, layout, bytes, at)
        {
            return Some(ProvedRecord { kind, matched });
        }
        if prediction.is_some_and(|prediction| prediction.by_signature) {
            return None;
        }
        self.record_otherwise(programs, prediction, layout, bytes, at)
    }

    /// Tries to prove a record clean as the kind that a search of its bytes finds, after the prediction failed.
    #[cold]
    fn record_otherwise(
        &mut self,
        programs: &impl Programs,
        prediction: Option<Prediction>,
        layout: LayoutKind,
        bytes: &[u8],
        at: usize,
    ) -> Option<ProvedRecord> {
        let kind = self.predictor.search(programs.custom(), layout, bytes, at)?;
        if prediction.is_some_and(|prediction| prediction.kind == kind) {
            return None;
        }
        let matched = self.prove(programs, kind, layout, bytes, at)?;
        Some(ProvedRecord { kind, matched })
    }

    /// Tries to prove a record clean as one of this kind.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it runs for each record, and consists of calls")]
    fn prove(
        &mut self,
        programs: &impl Programs,
        kind: Kind,
        layout: LayoutKind,
        bytes: &[u8],
        at: usize,
    ) -> Option<Matched> {
        if self.met.get(usize::from(kind)).is_none_or(|met| *met < BEFORE_PROGRAM) {
            return None;
        }
        let program = programs.program(kind)?;
        // The ranges of an earlier record would stay where this one lacks the property.
        self.scratch.captured[..ProvenancePlace::RANGES].fill((0, 0));
        let target = Target { kind, program, layout, bytes };
        self.scratch.rejected.clear();
        let open = self.hit_rate.is_open();
        if open && let Some(followed) = self.shapes.follow(&target, at, &mut self.scratch) {
            self.hit_rate.count(followed.predicted);
            let Followed { end, has_findings, has_rejected, .. } = followed;
            return Some(Matched { end, has_findings, has_rejected });
        }
        if open && !self.hit_rate.tries_matcher() {
            return None;
        }
        self.scratch.rejected.clear();
        let (text, scratch) = ((bytes, layout == LayoutKind::Items), &mut self.scratch);
        let learns = open && self.shapes.has_room();
        let (end, members, learnable) = if learns {
            self.visits.clear();
            Matcher::new(program, text, scratch, &mut self.visits).record_but_for_values(at)?
        } else {
            Matcher::new(program, text, scratch, NoVisitor).record_but_for_values(at)?
        };
        if open {
            self.hit_rate.count(false);
            self.hit_rate.unproved = 0;
        }
        let has_rejected = !self.scratch.rejected.as_slice().is_empty();
        if learns && learnable {
            self.shapes.learn(&target, (at, end), &self.visits);
        }
        let has_findings = self.scratch.has_findings(program, members);
        // Without its slot, a name is not among the members that a template belongs to.
        (learnable || !has_findings).then_some(Matched { end, has_findings, has_rejected })
    }

    /// Learns from a record of this kind that took the full path, at `range`; its `findings` need not do so again.
    pub(crate) fn learn(
        &mut self,
        programs: &impl Programs,
        kind: Kind,
        (bytes, range): (&[u8], &Range<usize>),
        (findings, record): (&[Finding], Span),
    ) {
        self.meet(kind);
        self.attempts.count(true);
        if findings.is_empty() || !std::mem::take(&mut self.lacks_template) {
            return;
        }
        let Some(program) = programs.program(kind) else { return };
        let mut matcher = Matcher::new(program, (bytes, true), &mut self.scratch, NoVisitor);
        let end = matcher.record(range.start);
        let (members, learnable) = (matcher.seen, matcher.learnable);
        let is_known = learnable && program.is_of_shape(members, &self.scratch.extra);
        if end == Some(range.end) && is_known && !program.is_silent(members) {
            let reported = self.scratch.extra.reported(kind, members).map(|(slot, length)| {
                let start = record.start + (self.scratch.reported.get(slot) - range.start) as u64;
                (slot, Span::new(start, start + length as u64 + 2))
            });
            let keys: Vec<(u8, Span)> = reported.collect();
            self.templates.learn((kind, members), findings, record, &keys);
        }
    }

    /// Counts a record that took the full path, and that the fast path cannot learn from.
    pub(crate) fn miss(&mut self) {
        self.attempts.count(false);
    }

    /// Counts a record that took the full path.
    fn meet(&mut self, kind: Kind) {
        let index = usize::from(kind);
        if self.met.len() <= index {
            self.met.resize(index + 1, 0);
        }
        self.met[index] = self.met[index].saturating_add(1);
    }
}

/// Returns the offset where the next record begins, and moves `at` behind blank lines.
#[inline]
fn begin(layout: LayoutKind, bytes: &[u8], at: &mut usize, run: &mut Run) -> Option<usize> {
    match layout {
        LayoutKind::Lines => {
            if bytes.get(*at) != Some(&b'{') {
                *at = pass_blank_lines(bytes, *at, &mut run.lines);
            }
            Some(scan::white_space(bytes, *at, false))
        }
        LayoutKind::Items => {
            let comma = skip_white_space(bytes, *at);
            (bytes.get(comma) == Some(&b',')).then(|| skip_white_space(bytes, comma + 1))
        }
    }
}

/// Returns the offset behind a record that ends at `at`: for lines, behind its newline.
#[inline]
fn end(layout: LayoutKind, bytes: &[u8], at: usize) -> Option<usize> {
    match layout {
        LayoutKind::Items => Some(at),
        LayoutKind::Lines => {
            let newline = scan::white_space(bytes, at, false);
            (bytes.get(newline) == Some(&b'\n')).then_some(newline + 1)
        }
    }
}

#[cfg(test)]
mod tests;
