//! The check of a record: from its bytes over its identity, the properties of its keys and its violations to findings.
//!
//! The fast path proves most clean records clean, see [`fast_path`]. Framing parses the others into a tree; this module
//! takes them from there.

use std::{borrow::Cow, ops::Range};

use acslint_types::{Category, Shape};

use crate::{
    Checker, Contents, DecodedFrom, Effect, Finding, Forecast, Hints, LoadedRecord, Provenance, RecordType,
    Span, Subject, WorkerState,
    custom::{self, Violations},
    document::{self, Document, FaultKind, Outcome, Tree},
    fast_path::{self, Kind as RecordKind, KnownRecord, RejectedValue},
    framing::{self, InputFault, Problem},
    identify::{self, Identity, identify},
    noted_provenance::NotedProvenance,
    reading::{Manner, Reading},
    record::{CustomRecord, Known, Record, RecordPlace, resolve_keys},
    rules::is_found_early,
    run_rules,
    worker_state::Scratch,
    wrapper::{self, Place},
};

/// Part of an input in memory, with the hints about the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    pub(crate) bytes: &'a [u8],
    /// Offset of the first of `bytes` in the input.
    pub(crate) offset: u64,
    pub(crate) hints: Hints,
}

impl Piece<'_> {
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.offset + range.start as u64, self.offset + range.end as u64)
    }
}

/// Check of the records in one piece of an input.
pub(crate) struct RecordCheck<'c, 's, 'p> {
    pub(crate) checker: &'c Checker,
    pub(crate) state: &'s mut WorkerState,
    pub(crate) piece: Piece<'p>,
    /// Range of the record that is being checked in the piece, parsed into the tree.
    pub(crate) record: Option<Range<usize>>,
}

/// Text that contains a record, with its context.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) text: &'a str,
    /// Offset of the text in the input.
    pub(crate) offset: u64,
    pub(crate) hints: Hints,
    pub(crate) place: RecordPlace,
    /// Wrappers that are opened, instead of reported.
    pub(crate) opens: Opens,
}

/// Wrappers of records that are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opens {
    /// None.
    Nothing,
    /// Those with the records as objects or as rows of tables.
    Values,
    /// Those with records in texts, too.
    Texts,
    /// As `Values`, where each record is a row of a table, which may not be a log record.
    InRows,
    /// As `InRows`, for a row with findings that the check of its record does not know. No record is proved clean.
    InDamagedRow,
}

/// Result of checking a value in the place of a record.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It is a record of this subject, perhaps with findings.
    Record(Subject),
    /// It is a frame of a Kusto query answer, of this subject, perhaps with rows of a table.
    Frame(Subject),
    /// It is a wrapper.
    Wrapper(Wrapper),
}

/// Object with records inside that is not one itself.
#[derive(Debug)]
pub(crate) struct Wrapper {
    /// Places of the records.
    pub(crate) places: Vec<Place>,
    /// Spoiled values inside.
    pub(crate) spoiled: Vec<Span>,
    /// Offsets of its faults in the piece.
    pub(crate) faults: Vec<usize>,
}

/// Result of checking a record.
#[derive(Debug)]
struct Checked {
    subject: Subject,
    /// Kind of the record, if it has one.
    kind: Option<RecordKind>,
    /// Places of the records inside, if the value is a wrapper that is opened.
    places: Option<Vec<Place>>,
}

impl<'p> RecordCheck<'_, '_, 'p> {
    /// Checks the record at `range`, which was parsed into the tree; `style` is a fault of its place.
    pub(crate) fn record(
        &mut self,
        range: &Range<usize>,
        place: RecordPlace,
        style: Option<Problem>,
        opens: Opens,
    ) -> Verdict {
        if let Some(problem) = style {
            self.report_fault(range.start..range.start + 1, problem, 0);
        }
        let spoiled = self.spoiled_values(range.start);
        let faults = self.state.faults.iter().map(|fault| range.start + fault.start as usize).collect();
        self.record = Some(range.clone());
        self.report_faults(range.start);
        self.record = None;
        let text = self.text(range);
        let before = self.state.findings.len();
        let offset = self.piece.offset + range.start as u64;
        let is_row = matches!(opens, Opens::InRows | Opens::InDamagedRow);
        let place = if is_row { RecordPlace::Row } else { place };
        let input = Input { text: &text, offset, hints: self.piece.hints, place, opens };
        let WorkerState { tree, scratch, findings, .. } = &mut *self.state;
        let Checked { subject, kind, places } = check(self.checker, &input, tree, scratch, findings);
        if let Some(places) = places {
            return Verdict::Wrapper(Wrapper { places, spoiled, faults });
        }
        let is_frame = matches!(subject, Subject::Foreign { .. }) && self.is_frame(&text);
        if is_frame {
            self.report_frame_errors(range.start, &text);
        }
        self.drop_echoes(before, &spoiled);
        self.assign_levels(&subject);
        self.sort_findings();
        self.learn(kind, range);
        if is_frame { Verdict::Frame(subject) } else { Verdict::Record(subject) }
    }

    /// Finds the findings of a record that is clean but for them: replays those of a template, and checks the values that
    /// the program rejects. Returns false if the record needs the full path.
    pub(crate) fn known_record(&mut self, known: &KnownRecord, place: RecordPlace) -> bool {
        let Some((category, shape)) = fast_path::category_of(known.kind) else { return false };
        let record = self.piece.span(&known.range);
        if let Some(template) = &known.template {
            let WorkerState { fast_path, placed, findings, .. } = &mut *self.state;
            findings.extend_from_slice(placed.of(template, record, fast_path.key_offsets()));
        }
        let identity = Identity::of_category(category, shape);
        for number in 0..self.state.fast_path.rejected_values().len() {
            let value = self.state.fast_path.rejected_values()[number];
            if !self.rejected_value(value, &identity, (category, shape), place) {
                self.state.findings.clear();
                return false;
            }
        }
        self.assign_levels(&Subject::Known(RecordType::of(category, shape)));
        self.sort_findings();
        if known.template.is_none() {
            let WorkerState { fast_path, findings, .. } = &mut *self.state;
            let source = (self.piece.bytes, &known.range);
            fast_path.learn_value((known.kind, place), source, (findings, record));
        }
        true
    }

    /// Checks a value that its program rejects, in a record that has no other member. Returns false if it cannot be parsed.
    fn rejected_value(
        &mut self,
        value: RejectedValue,
        identity: &Identity,
        (category, shape): (&'static Category, Shape),
        place: RecordPlace,
    ) -> bool {
        let (before, behind) = if value.inside { ("{\"properties\":{", "}}") } else { ("{", "}") };
        let WorkerState { tree, faults, scratch, findings, .. } = &mut *self.state;
        let Scratch { embedded, understanding, alone, .. } = scratch;
        let member = self.piece.bytes.get(value.key..value.end).filter(|member| member.starts_with(b"\""));
        let Some(Ok(member)) = member.map(std::str::from_utf8) else { return false };
        alone.clear();
        alone.extend([before, member, behind]);
        let outcome = document::parse(alone.as_bytes(), true, tree, faults);
        if !matches!(outcome, Outcome::Complete(end) if end == alone.len()) || !faults.is_empty() {
            return false;
        }
        let compiled = self.checker.compiled(category, shape);
        let names = &compiled.names;
        resolve_keys(alone, tree, embedded, names, false, understanding);
        let known = Known { names, inner_only: false, misnamed: None, understanding };
        let document = Document { text: alone, tree, embedded };
        let hints = self.piece.hints;
        let part = Record { document, identity, known: Some(known), custom: None, place, hints };
        let violations = compiled.violations_of_members(document.root());
        // The member is at least as far behind the beginning of its record.
        let offset = self.piece.offset + (value.key - before.len()) as u64;
        run_rules::check_values(&self.checker.levels, &part, &violations, offset, findings);
        true
    }

    /// Lets the fast path learn from a record whose findings, if it has any, do not need the full path.
    fn learn(&mut self, kind: Option<RecordKind>, range: &Range<usize>) {
        let record = self.piece.span(range);
        let WorkerState { fast_path, findings, .. } = &mut *self.state;
        let is_known = |kind: &RecordKind| match fast_path::custom_number(*kind) {
            Some(_) => findings.is_empty(),
            None => findings.iter().all(|finding| is_found_early(finding.rule)),
        };
        match kind.filter(is_known) {
            Some(kind) => fast_path.learn(self.checker, kind, (self.piece.bytes, range), (findings, record)),
            None => fast_path.miss(),
        }
    }

    /// Returns true if the record with this text, parsed into the tree, is a frame of a Kusto query answer.
    fn is_frame(&self, text: &str) -> bool {
        let WorkerState { tree, scratch, .. } = &*self.state;
        Document { text, tree, embedded: &scratch.embedded }.root().member("FrameType").is_some()
    }

    /// Checks a row of a query answer; `spoiled` are the spoiled values of the answer.
    pub(crate) fn row(&mut self, input: &Input<'_>, tree: &mut Tree, spoiled: &[Span]) -> Subject {
        let before = self.state.findings.len();
        let WorkerState { scratch, findings, .. } = &mut *self.state;
        let Checked { subject, .. } = check(self.checker, input, tree, scratch, findings);
        self.drop_echoes(before, spoiled);
        self.assign_levels(&subject);
        subject
    }

    /// Reports the errors in a frame of a Kusto query answer, with this text, that begins at `start`.
    fn report_frame_errors(&mut self, start: usize, text: &str) {
        let WorkerState { tree, scratch, .. } = &*self.state;
        let document = Document { text, tree, embedded: &scratch.embedded };
        if let Some(errors) = framing::frame_errors(document.root()) {
            let errors = errors.span();
            let range = start + errors.start as usize..start + errors.end as usize;
            self.report_fault(range, Problem::AnswerError, 0);
        }
    }

    /// Returns the values that are not what was meant, since a fault in them was repaired, in the value that begins at `start`.
    pub(crate) fn spoiled_values(&self, start: usize) -> Vec<Span> {
        let WorkerState { tree, faults, .. } = &*self.state;
        let spoiling = faults.iter().filter(|fault| fault.kind.spoils_value());
        let mut spoiled: Vec<Span> = spoiling
            .filter_map(|fault| {
                let spoilt = tree.last_before(fault.start + 1)?;
                let node = tree.node(spoilt);
                let range = start + node.start as usize..start + node.end as usize;
                (!tree.is_key(spoilt) && fault.end <= node.end).then(|| self.piece.span(&range))
            })
            .collect();
        spoiled.sort_unstable();
        spoiled
    }

    /// Removes the findings from this one on that are about a spoiled value: its fault is the cause of them.
    fn drop_echoes(&mut self, before: usize, spoiled: &[Span]) {
        if spoiled.is_empty() {
            return;
        }
        let mut index = 0;
        self.state.findings.retain(|finding| {
            index += 1;
            index <= before || spoiled.binary_search(&finding.primary.span).is_err()
        });
    }

    /// Sets the levels of the findings, now that the category of their record is known.
    fn assign_levels(&mut self, subject: &Subject) {
        let is_custom = matches!(subject, Subject::Known(RecordType { shape: None, .. }));
        let levels = if is_custom { &self.checker.custom_levels } else { &self.checker.levels };
        levels.assign_levels(&mut self.state.findings, subject.category());
    }

    /// Sorts the findings by their bytes.
    pub(crate) fn sort_findings(&mut self) {
        self.state.findings.sort_by_key(|finding| (finding.primary.span.start, finding.rule));
    }

    /// Contents of the last record, if the settings ask for them.
    pub(crate) fn contents(&self, subject: Option<&Subject>) -> Option<&Contents> {
        let is_known = matches!(subject, Some(Subject::Known(RecordType { shape: Some(_), .. })));
        (is_known && self.checker.settings.contents).then_some(&self.state.scratch.contents)
    }

    /// Time and resource of the last record, if it has findings or the settings need them.
    pub(crate) fn provenance(&self) -> Option<&Provenance> {
        self.state.scratch.provenance.get()
    }

    /// Returns the forecast for a record with this text, if the settings have a destination.
    pub(crate) fn forecast(&self, subject: &Subject, text: &[u8], is_inside: bool) -> Option<Forecast> {
        let destination = self.checker.settings.destination.as_ref()?;
        let record_type = subject.record_type();
        Some(destination.forecast(&LoadedRecord { record_type, text, is_inside }))
    }

    /// Returns the forecast for faults between records, if the settings have a destination: inside an array or an
    /// envelope, they spoil the whole file.
    pub(crate) fn forecast_between(&self, is_inside: bool) -> Option<Forecast> {
        self.checker.settings.destination.as_ref()?;
        let spoils = |finding: &Finding| match finding.rule {
            // An array or an envelope without its end.
            "truncated-record" => true,
            "invalid-json" | "invalid-encoding" => is_inside,
            _ => false,
        };
        let is_spoilt = self.state.findings.iter().any(spoils);
        Some(Forecast { record: is_spoilt.then_some(Effect::FileDiscarded), values: Vec::new() })
    }

    /// Manner of reading the last record.
    pub(crate) fn manner(&self) -> Manner {
        self.state.scratch.reading.manner()
    }

    /// Reports the faults that the parser found in the value that begins at `start`.
    pub(crate) fn report_faults(&mut self, start: usize) {
        for index in 0..self.state.faults.len() {
            let fault = self.state.faults[index];
            let span = start + fault.start as usize..start + fault.end as usize;
            self.report_fault(span, Problem::Fault(fault.kind), 0);
        }
        self.state.faults.clear();
    }

    /// Reports a fault of the bytes at `range`.
    pub(crate) fn report_fault(&mut self, range: Range<usize>, problem: Problem, skipped: u64) {
        let Span { start, end } = self.piece.span(&range);
        let bytes = &self.piece.bytes[range];
        let single_quotes = self.single_quotes(problem);
        let fault = InputFault { problem, span: start..end, bytes, skipped, single_quotes };
        run_rules::check_fault(&self.checker.levels, &fault, &mut self.state.findings);
    }

    /// Returns the offsets of the single quotes of the record that is being checked, if the problem is one of them.
    fn single_quotes(&self, problem: Problem) -> Vec<u64> {
        let is_of_quotes =
            matches!(problem, Problem::Fault(FaultKind::SingleQuotes | FaultKind::SingleQuotedKey));
        match &self.record {
            Some(range) if is_of_quotes => {
                let quotes = single_quotes(&self.state.tree, &self.piece.bytes[range.clone()]);
                let offset = self.piece.offset + range.start as u64;
                quotes.into_iter().map(|at| offset + at as u64).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the text at `range`. Bytes that are not UTF-8 are reported once and replaced, so that every offset
    /// holds.
    pub(crate) fn text(&mut self, range: &Range<usize>) -> Cow<'p, str> {
        let (text, first) = readable(&self.piece.bytes[range.clone()]);
        if let Some((at, byte)) = first {
            let at = range.start + at;
            let problem = match self.piece.hints.decoded_from {
                DecodedFrom::Utf16 => Problem::NotUtf16 { is_cut: byte == 0xFF },
                DecodedFrom::Nothing | DecodedFrom::Parquet => Problem::NotUtf8 { byte },
            };
            self.report_fault(at..at + 1, problem, 0);
        }
        text
    }
}

/// Returns the offsets of the single quotes around strings of a value; none if double quotes cannot replace them all,
/// because a string contains a double quote or a backslash.
fn single_quotes(tree: &Tree, bytes: &[u8]) -> Vec<usize> {
    let mut quotes = Vec::new();
    let strings = tree.nodes().filter(|(_, node)| node.kind == document::Kind::String);
    for (_, node) in strings {
        let (start, end) = (node.start as usize, node.end as usize);
        let Some([b'\'', text @ .., b'\'']) = bytes.get(start..end) else { continue };
        if memchr::memchr2(b'"', b'\\', text).is_some() || text.iter().any(u8::is_ascii_control) {
            return Vec::new();
        }
        quotes.extend([start, end - 1]);
    }
    quotes
}

/// Returns bytes as text, with `?` for each byte that is not UTF-8, so that every offset holds. Also returns the first of
/// those bytes and its offset.
pub(crate) fn readable(bytes: &[u8]) -> (Cow<'_, str>, Option<(usize, u8)>) {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        first = first.or_else(|| chunk.invalid().first().map(|byte| (text.len(), *byte)));
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    (Cow::Owned(text), first)
}

/// Checks a record that was parsed into `tree`.
fn check(
    checker: &Checker,
    input: &Input<'_>,
    tree: &mut Tree,
    scratch: &mut Scratch,
    findings: &mut Vec<Finding>,
) -> Checked {
    let Input { text, hints, place, .. } = *input;
    let document = Document { text, tree, embedded: &scratch.embedded };
    let identity = identify(document.root(), &checker.settings, hints, place == RecordPlace::Row);
    match &identity {
        Identity::Known(known) => {
            return check_known(checker, &identity, known, input, tree, scratch, findings);
        }
        Identity::Custom(number) => {
            let noted = (&mut scratch.reading, &mut scratch.provenance);
            return check_custom(checker, &identity, *number, input, document, noted, findings);
        }
        Identity::NoCategory { wrapped: Some(wrapped), .. } if input.opens != Opens::Nothing => {
            let places = wrapper::places(document.root(), *wrapped, input.opens == Opens::Texts);
            if places.is_some() {
                return Checked { subject: Subject::Unknown, kind: None, places };
            }
        }
        Identity::Foreign(_)
        | Identity::NoCategory { .. }
        | Identity::UnknownCategory(_)
        | Identity::LegacyRow(_) => {}
    }
    let record = Record { document, identity: &identity, known: None, custom: None, place, hints };
    run_rules::check_record(&checker.levels, &record, &[], input.offset, findings);
    scratch.provenance.note(record, needs_provenance(checker, input, findings));
    scratch.reading.set(Manner::Other, &[]);
    let subject = match identity {
        Identity::Foreign(kind) => Subject::Foreign { kind },
        _ => Subject::Unknown,
    };
    Checked { subject, kind: None, places: None }
}

/// Checks a record of a known category.
fn check_known(
    checker: &Checker,
    identity: &Identity,
    known: &identify::Known,
    input: &Input<'_>,
    tree: &mut Tree,
    scratch: &mut Scratch,
    findings: &mut Vec<Finding>,
) -> Checked {
    let Input { text, offset, place, hints, .. } = *input;
    let Scratch { embedded, understanding, contents, provenance, reading, .. } = scratch;
    let identify::Known { category, shape, inner_only, .. } = *known;
    let compiled = checker.compiled(category, shape);
    let names = &compiled.names;
    resolve_keys(text, tree, embedded, names, inner_only, understanding);
    let known = Known { names, inner_only, misnamed: known.misnamed.as_ref(), understanding };
    let document = Document { text, tree, embedded };
    let record = Record { document, identity, known: Some(known), custom: None, place, hints };
    if checker.settings.contents {
        contents.take(&record, &known, checker.settings.values);
    }
    let violations = compiled.violations(document.root(), inner_only);
    run_rules::check_record(&checker.levels, &record, &violations, offset, findings);
    provenance.note(record, needs_provenance(checker, input, findings));
    reading.set(Manner::Known { category, shape, inner_only }, &violations);
    Checked {
        subject: Subject::Known(RecordType::of(category, shape)),
        kind: fast_path::kind(category, shape),
        places: None,
    }
}

/// Returns true if the time and the resource of a record with these findings are needed.
fn needs_provenance(checker: &Checker, input: &Input<'_>, findings: &[Finding]) -> bool {
    !findings.is_empty() || input.opens == Opens::InDamagedRow || checker.wants_provenance()
}

/// Checks a record of a custom category, given by its index.
fn check_custom(
    checker: &Checker,
    identity: &Identity,
    number: usize,
    input: &Input<'_>,
    document: Document<'_>,
    (reading, provenance): (&mut Reading, &mut NotedProvenance),
    findings: &mut Vec<Finding>,
) -> Checked {
    let all = &checker.settings.custom;
    let category = &all.all()[number];
    let Violations { violations, unknown } = custom::violations(category, all, document.root());
    let custom = Some(CustomRecord { category, unknown: &unknown });
    let Input { place, hints, .. } = *input;
    let record = Record { document, identity, known: None, custom, place, hints };
    run_rules::check_record(&checker.custom_levels, &record, &violations, input.offset, findings);
    provenance.note(record, needs_provenance(checker, input, findings));
    reading.set(Manner::Custom(number), &violations);
    Checked {
        subject: Subject::Known(RecordType::custom(category.name)),
        kind: fast_path::custom_kind(number),
        places: None,
    }
}

/// Reads a record again that was checked before in this manner, without running the rules.
pub(crate) fn read_again(
    checker: &Checker,
    manner: Manner,
    text: &str,
    tree: &mut Tree,
    scratch: &mut Scratch,
) {
    let Scratch { embedded, understanding, reading, .. } = scratch;
    match manner {
        Manner::Known { category, shape, inner_only } => {
            let compiled = checker.compiled(category, shape);
            resolve_keys(text, tree, embedded, &compiled.names, inner_only, understanding);
            let root = Document { text, tree, embedded }.root();
            reading.set(manner, &compiled.violations(root, inner_only));
        }
        Manner::Custom(number) => {
            let all = &checker.settings.custom;
            let root = Document { text, tree, embedded }.root();
            reading.set(manner, &custom::violations(&all.all()[number], all, root).violations);
        }
        Manner::Other => reading.set(manner, &[]),
    }
}
