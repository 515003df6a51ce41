//! The way in: [`Checker`] holds what depends on the configuration only, [`Session`] checks one input piece by piece.

use std::{borrow::Cow, ops::Range, sync::OnceLock};

use acslint_types::{CATEGORIES, Category, Shape};

use crate::{
    Event, Excerpt, Finding, Level, Position, Span, Subject,
    document::{Document, Embedded, Fault, Tree},
    framing::{self, Framer, Problem, Row, Rows, Step, Trouble},
    identify::{Identity, identify},
    names::nearest,
    record::{Known, Record, Understanding, understand},
    rules::{self, Levels, RULES},
    validate::Compiled,
};

/// What a user may decide about checking.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Levels that differ from the rules' own, by rule id; the last entry for a rule counts.
    pub levels: Vec<(String, Level)>,
    /// The category of records that do not say theirs.
    pub category: Option<&'static Category>,
    /// The shape of records that fit both.
    pub shape: Option<Shape>,
}

/// Why a [`Checker`] could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A level was given for a rule that does not exist.
    #[error("unknown rule `{rule}`{}", suggestion.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default())]
    UnknownRule {
        /// What was given.
        rule: String,
        /// The nearest rule id.
        suggestion: Option<&'static str>,
    },
}

/// Checks inputs; made once, used for any number of them, from any number of threads.
#[derive(Debug)]
pub struct Checker {
    settings: Settings,
    levels: Levels,
    /// The schemas by category and shape, each compiled when the first of its records is met: a run pays for what it uses.
    compiled: Vec<[OnceLock<Compiled>; 2]>,
}

impl Checker {
    /// A checker with these settings.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        for (id, _) in &settings.levels {
            if rules::rule(id).is_none() {
                let suggestion = nearest(id, RULES.iter().map(|rule| rule.id));
                return Err(SettingsError::UnknownRule { rule: id.clone(), suggestion });
            }
        }
        let levels = Levels::new(&settings.levels);
        let compiled = CATEGORIES.iter().map(|_| Default::default()).collect();
        Ok(Self { settings, levels, compiled })
    }

    /// Begins an input.
    pub fn session(&self, hints: Hints) -> Session<'_> {
        Session {
            checker: self,
            hints,
            framer: Framer::new(),
            records: 0,
            cursor: Cursor { offset: 0, position: Position { line: 1, column: 1 } },
            tree: Tree::default(),
            scratch: Scratch::default(),
            faults: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn compiled(&self, category: &'static Category, shape: Shape) -> &Compiled {
        let index = CATEGORIES.iter().position(|known| *known == category).unwrap_or_default();
        self.compiled[index][shape as usize].get_or_init(|| Compiled::new(category, shape))
    }

    /// Checks one record that was parsed into `tree`.
    fn check(
        &self,
        input: &Input<'_>,
        tree: &mut Tree,
        scratch: &mut Scratch,
        findings: &mut Vec<Finding>,
    ) -> Subject {
        let Input { text, offset, hints, aggregated } = *input;
        let Scratch { embedded, understanding } = scratch;
        let identity = {
            let document = Document { text, tree, embedded };
            identify(document.root(), &self.settings, hints, aggregated)
        };
        if let Identity::Known(known) = &identity {
            let compiled = self.compiled(known.category, known.shape);
            understand(text, tree, embedded, &compiled.names, known.inner_only, understanding);
            let record = Record {
                document: Document { text, tree, embedded },
                identity: &identity,
                known: Some(Known {
                    names: &compiled.names,
                    inner_only: known.inner_only,
                    misnamed: known.misnamed.as_ref(),
                    understanding,
                }),
            };
            let violations = compiled.violations(&record, known.inner_only);
            rules::check_record(&self.levels, &record, &violations, offset, findings);
            return Subject::Known { category: known.category, shape: known.shape };
        }
        let document = Document { text, tree, embedded };
        let record = Record { document, identity: &identity, known: None };
        rules::check_record(&self.levels, &record, &[], offset, findings);
        match identity {
            Identity::Foreign(kind) => Subject::Foreign { kind },
            _ => Subject::Unknown,
        }
    }
}

/// What is known of an input besides its bytes; only ever used for suggestions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints {
    /// The category that the folders of the input's path name.
    pub category: Option<&'static Category>,
}

impl Hints {
    /// Reads the folder names of Azure Monitor's exports: `insights-logs-<category>` and `am-<table>`.
    pub fn from_path(path: &str) -> Self {
        let category = path.split(['/', '\\']).find_map(|folder| {
            let folder = folder.to_ascii_lowercase();
            let named = |prefix: &str, name: fn(&Category) -> &'static str| {
                let name_in_path = folder.strip_prefix(prefix)?;
                CATEGORIES.iter().copied().find(|category| name(category).eq_ignore_ascii_case(name_in_path))
            };
            named("insights-logs-", |category| category.id)
                .or_else(|| named("am-", |category| category.table))
        });
        Self { category }
    }
}

/// The text that holds a record, and what is known of it besides.
#[derive(Debug, Clone, Copy)]
struct Input<'a> {
    text: &'a str,
    /// Where it begins in the input.
    offset: u64,
    hints: Hints,
    /// Whether the record is a row of a query's answer, which need not be a log record.
    aggregated: bool,
}

/// Buffers that the check of a record needs, used again for the next.
#[derive(Debug, Default)]
struct Scratch {
    embedded: Embedded,
    understanding: Understanding,
}

/// A place in the input, for counting lines and columns onwards.
#[derive(Debug, Clone, Copy)]
struct Cursor {
    offset: u64,
    position: Position,
}

/// The check of one input.
#[derive(Debug)]
pub struct Session<'c> {
    checker: &'c Checker,
    hints: Hints,
    framer: Framer,
    records: u64,
    /// At or before everything that is still to be reported.
    cursor: Cursor,
    tree: Tree,
    scratch: Scratch,
    faults: Vec<Fault>,
    findings: Vec<Finding>,
}

impl Session<'_> {
    /// Checks what is complete in `buffer` and returns how many of its bytes are done with.
    ///
    /// The caller calls again with the rest of the buffer and what follows it in the input; `end` says that nothing
    /// follows. Where 0 is returned and `end` was false, the first record is longer than the buffer: the caller makes
    /// the buffer larger (at least doubles it) and fills it up. The events do not depend on how the input is cut. One
    /// call with `end` finishes the input: it is done with all of the buffer, and the session is not used again.
    pub fn advance(&mut self, buffer: &[u8], end: bool, report: &mut dyn FnMut(&Event<'_>)) -> usize {
        self.framer.begin();
        loop {
            let step = self.framer.step(buffer, end, &mut self.tree, &mut self.faults);
            match step {
                Step::Record { range, style } => self.record(buffer, range, style, report),
                Step::Answer { range } => self.answer(buffer, range, report),
                Step::Broken { range, at, problem } => self.broken(buffer, range, at, problem, report),
                Step::Between { range, problem } => {
                    self.trouble(buffer, range.clone(), problem, 0);
                    self.emit(buffer, range, None, report);
                }
                Step::NeedMore(done) => {
                    self.move_cursor(buffer, done);
                    self.framer.consumed(done);
                    return done;
                }
                Step::End => {
                    self.move_cursor(buffer, buffer.len());
                    self.framer.consumed(buffer.len());
                    return buffer.len();
                }
            }
        }
    }

    fn record(
        &mut self,
        buffer: &[u8],
        range: Range<usize>,
        style: Option<Problem>,
        report: &mut dyn FnMut(&Event<'_>),
    ) {
        self.records += 1;
        if let Some(problem) = style {
            self.trouble(buffer, range.start..range.start + 1, problem, 0);
        }
        self.report_faults(buffer, range.start);
        let text = self.text(buffer, &range);
        let offset = self.framer.offset + range.start as u64;
        let subject = {
            let input = Input { text: &text, offset, hints: self.hints, aggregated: false };
            self.checker.check(&input, &mut self.tree, &mut self.scratch, &mut self.findings)
        };
        self.emit(buffer, range, Some(subject), report);
    }

    /// Reports what the parser came across in the record that begins at `start`.
    fn report_faults(&mut self, buffer: &[u8], start: usize) {
        for fault in std::mem::take(&mut self.faults) {
            let span = start + fault.start as usize..start + fault.end as usize;
            self.trouble(buffer, span, Problem::Fault(fault.kind), 0);
        }
    }

    /// The text of a record; bytes that are no UTF-8 are reported once and replaced, so that every offset holds.
    fn text<'b>(&mut self, buffer: &'b [u8], range: &Range<usize>) -> Cow<'b, str> {
        let bytes = &buffer[range.clone()];
        if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            return Cow::Borrowed(text);
        }
        let mut text = String::with_capacity(bytes.len());
        let mut first = None;
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            first = first.or_else(|| chunk.invalid().first().map(|byte| (text.len(), *byte)));
            text.extend(chunk.invalid().iter().map(|_| '?'));
        }
        if let Some((at, byte)) = first {
            let at = range.start + at;
            self.trouble(buffer, at..at + 1, Problem::NotUtf8 { byte }, 0);
        }
        Cow::Owned(text)
    }

    fn answer(&mut self, buffer: &[u8], range: Range<usize>, report: &mut dyn FnMut(&Event<'_>)) {
        self.report_faults(buffer, range.start);
        let text = self.text(buffer, &range);
        let answer = std::mem::take(&mut self.tree);
        let embedded = Embedded::default();
        let document = Document { text: &text, tree: &answer, embedded: &embedded };
        let shifted = |span: Range<u32>| range.start + span.start as usize..range.start + span.end as usize;
        if let Some(error) = framing::error(document) {
            self.trouble(buffer, shifted(error.span()), Problem::AnswerError, 0);
        }
        if !self.findings.is_empty() {
            self.emit(buffer, range.start..range.start, None, report);
        }
        let offset = self.framer.offset + range.start as u64;
        framing::rows(document, text.as_bytes(), |row| {
            self.records += 1;
            let (span, subject) = match row {
                Rows::Row(Row { mut tree, span }) => {
                    let subject = {
                        let input = Input { text: &text, offset, hints: self.hints, aggregated: true };
                        self.checker.check(&input, &mut tree, &mut self.scratch, &mut self.findings)
                    };
                    (span, subject)
                }
                Rows::NoRow(value) => {
                    let span = value.span();
                    self.trouble(buffer, shifted(span.clone()), Problem::NotARecord(value.kind()), 0);
                    (span, Subject::Unreadable)
                }
            };
            self.emit(buffer, shifted(span), Some(subject), report);
        });
        self.tree = answer;
    }

    fn broken(
        &mut self,
        buffer: &[u8],
        range: Range<usize>,
        at: Range<usize>,
        problem: Problem,
        report: &mut dyn FnMut(&Event<'_>),
    ) {
        self.records += 1;
        // Many faults before the one that ended the parse follow from reading on where nothing made sense.
        if self.faults.len() < 10 {
            self.report_faults(buffer, range.start);
        }
        self.faults.clear();
        let skipped = match problem {
            Problem::Fault(_) => range.len() as u64,
            _ => 0,
        };
        if let Problem::NotARecord(_) | Problem::LooseMember = problem {
            self.text(buffer, &range);
        }
        self.trouble(buffer, at, problem, skipped);
        self.emit(buffer, range, Some(Subject::Unreadable), report);
    }

    fn trouble(&mut self, buffer: &[u8], span: Range<usize>, problem: Problem, skipped: u64) {
        let offset = self.framer.offset;
        let trouble = Trouble {
            problem,
            span: offset + span.start as u64..offset + span.end as u64,
            bytes: &buffer[span],
            skipped,
        };
        rules::check_source(&self.checker.levels, &trouble, &mut self.findings);
    }

    /// Hands the findings so far to the caller, with the record at `range`.
    fn emit(
        &mut self,
        buffer: &[u8],
        range: Range<usize>,
        subject: Option<Subject>,
        report: &mut dyn FnMut(&Event<'_>),
    ) {
        self.findings.sort_by_key(|finding| (finding.primary.span.start, finding.rule));
        if !self.findings.is_empty() {
            let offset = self.framer.offset;
            let first = self.findings.iter().flat_map(spans).map(|span| span.start).min().unwrap_or(offset);
            // Columns named by a row's findings stand before the row.
            if first >= self.cursor.offset {
                let first = usize::try_from(first - offset).unwrap_or(0).min(range.start);
                self.move_cursor(buffer, first);
            }
        }
        let span = Span::new(self.framer.offset + range.start as u64, self.framer.offset + range.end as u64);
        report(&Event {
            record: self.records,
            span,
            subject,
            findings: &self.findings,
            excerpt: Excerpt {
                bytes: buffer,
                offset: self.framer.offset,
                anchor: self.cursor.offset,
                anchor_position: self.cursor.position,
            },
        });
        self.findings.clear();
    }

    /// Counts lines and columns up to an offset of the buffer.
    fn move_cursor(&mut self, buffer: &[u8], to: usize) {
        let offset = self.framer.offset + to as u64;
        if offset <= self.cursor.offset {
            return;
        }
        let excerpt = Excerpt {
            bytes: buffer,
            offset: self.framer.offset,
            anchor: self.cursor.offset,
            anchor_position: self.cursor.position,
        };
        self.cursor = Cursor { offset, position: excerpt.position(offset) };
    }
}

fn spans(finding: &Finding) -> impl Iterator<Item = Span> {
    std::iter::once(finding.primary.span).chain(finding.secondary.iter().map(|label| label.span))
}
