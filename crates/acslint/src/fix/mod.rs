//! Fix of one input: applies the edits that findings carry, and passes all other bytes on as they are.
//!
//! Each record is checked on its own before and after its edits: they are applied only if they remove findings and
//! bring no new ones. The edits of faults between records are applied as they are.

mod diff;
mod record;

use std::io;

use acslint_check::{
    Applicability, Checker, Event, Hints, RecordType, Report, Session, Span, Subject, WorkerState,
};

pub(crate) use diff::Diff;
use record::Mender;

use crate::input::{Buffer, Source, refusal};
use crate::suppress::Suppressions;

/// Bytes read and checked at once.
const PIECE: usize = 512 * 1024;

/// Receiver of a fixed input.
pub(crate) trait Output {
    /// Takes the next bytes, which are as in the input.
    fn same(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Takes the next bytes, which replace others.
    fn changed(&mut self, bytes: &[u8]) -> io::Result<()>;
}

/// Counts of a fix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Findings that were fixed.
    pub(crate) fixed: u64,
    /// Findings that are left.
    pub(crate) left: u64,
    /// Findings that are left, and have a fix based on a guess.
    pub(crate) uncertain: u64,
}

/// End of the fix of an input.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    pub(crate) counts: Counts,
    /// Reason why the input cannot be fixed at all, such as its encoding.
    pub(crate) refusal: Option<String>,
}

/// Fixer of inputs with the same settings.
pub(crate) struct Fixer<'f> {
    checker: &'f Checker,
    suppressions: &'f mut Suppressions,
    /// True if fixes based on a guess are applied too.
    with_unsafe: bool,
}

impl<'f> Fixer<'f> {
    pub(crate) fn new(checker: &'f Checker, suppressions: &'f mut Suppressions, with_unsafe: bool) -> Self {
        Self { checker, suppressions, with_unsafe }
    }

    /// Reads an input to its end, and passes it on with its fixes.
    pub(crate) fn fix(
        &mut self,
        source: &mut Source,
        hints: Hints,
        output: &mut dyn Output,
    ) -> io::Result<Fixed> {
        let mut session = Session::new(self.checker, hints);
        session.set_decoded_from(source.decoded_from());
        let mut state = WorkerState::default();
        let mut edits = Edits {
            mender: Mender::new(self.checker, hints, self.suppressions, self.with_unsafe),
            pending: Vec::new(),
            fixed: Fixed::default(),
        };
        let (mut buffer, mut size, mut offset) = (Buffer::default(), PIECE, 0);
        loop {
            let is_end = source.fill(&mut buffer, size)?;
            let done = session.advance(&mut state, buffer.bytes(), is_end, &mut edits);
            if let Some(form) = session.encoded_form() {
                edits.fixed.refusal = Some(refusal(form, "fixed"));
                return Ok(edits.fixed);
            }
            edits.write(&buffer.bytes()[..done], offset, output)?;
            if is_end {
                return Ok(edits.fixed);
            }
            buffer.advance(done);
            offset += done as u64;
            size = if done == 0 { 2 * buffer.bytes().len() } else { buffer.bytes().len() + PIECE };
        }
    }
}

/// Edits of an input, as its events come.
struct Edits<'e> {
    mender: Mender<'e>,
    /// Edits of bytes that are not consumed yet.
    pending: Vec<(Span, Vec<u8>)>,
    fixed: Fixed,
}

impl Edits<'_> {
    /// Writes consumed bytes, which begin at `offset`, with their edits.
    fn write(&mut self, bytes: &[u8], offset: u64, output: &mut dyn Output) -> io::Result<()> {
        let end = offset + bytes.len() as u64;
        self.pending.sort_by_key(|(span, _)| *span);
        let mut at = offset;
        let index = |to: u64| (to.clamp(offset, end) - offset) as usize;
        for (span, text) in self.pending.drain(..) {
            // Of edits that overlap, the first one counts.
            if span.start < at || span.end > end {
                continue;
            }
            output.same(&bytes[index(at)..index(span.start)])?;
            let old = &bytes[index(span.start)..index(span.end)];
            let shared = old.iter().zip(&text).take_while(|(old, new)| old == new).count();
            output.same(&old[..shared])?;
            output.changed(&text[shared..])?;
            at = span.end;
        }
        output.same(&bytes[index(at)..])
    }

    /// Applies the safe fixes of an event as they are.
    fn apply(&mut self, event: &Event<'_>) {
        for finding in event.findings {
            let counts = &mut self.fixed.counts;
            match &finding.fix {
                Some(fix) if fix.applicability == Applicability::Safe => {
                    counts.fixed += 1;
                    let edits =
                        fix.edits.iter().map(|edit| (edit.span, edit.text.verbatim().as_bytes().to_vec()));
                    self.pending.extend(edits);
                }
                fix => {
                    counts.left += 1;
                    counts.uncertain += u64::from(fix.is_some());
                }
            }
        }
    }

    fn leave(&mut self, event: &Event<'_>) {
        let is_uncertain = |finding: &&acslint_check::Finding| finding.fix.is_some();
        self.fixed.counts.left += event.findings.len() as u64;
        self.fixed.counts.uncertain += event.findings.iter().filter(is_uncertain).count() as u64;
    }
}

impl Report for Edits<'_> {
    fn event(&mut self, event: &Event<'_>) {
        let left = self.mender.suppressions.left(event);
        let event = &Event {
            subject: event.subject.clone(),
            findings: left.as_deref().unwrap_or(event.findings),
            ..*event
        };
        match &event.subject {
            _ if event.findings.is_empty() => {}
            None => {
                if let Some(finding) =
                    event.findings.iter().find(|finding| finding.rule == "invalid-encoding")
                {
                    self.fixed.refusal =
                        Some(format!("{}, which cannot be fixed", finding.message.verbatim()));
                }
                self.apply(event);
            }
            Some(Subject::Unreadable { .. } | Subject::Schema) => self.leave(event),
            Some(_) if event.findings.iter().all(|finding| finding.fix.is_none()) => self.leave(event),
            Some(_) => {
                let text = event.excerpt.slice(event.span);
                match self.mender.mend(text) {
                    Some(mended) => {
                        let counts = &mut self.fixed.counts;
                        counts.fixed += mended.fixed;
                        counts.left += (event.findings.len() as u64).saturating_sub(mended.fixed);
                        counts.uncertain += mended.uncertain;
                        if let Some(text) = mended.text {
                            self.pending.push((event.span, text));
                        }
                    }
                    // A row of a query answer is not a record on its own.
                    None => self.apply(event),
                }
            }
        }
    }

    fn proved_clean(&mut self, _: RecordType, _: u64) {}
}

/// Returns the input with its fixes, read from memory until nothing changes any more.
#[cfg(any(test, fuzzing))]
pub(crate) fn fixed_bytes(checker: &Checker, input: &[u8], with_unsafe: bool) -> (Vec<u8>, Counts) {
    let mut suppressions = Suppressions::default();
    let mut session = Session::new(checker, Hints::default());
    let mut edits = Edits {
        mender: Mender::new(checker, Hints::default(), &mut suppressions, with_unsafe),
        pending: Vec::new(),
        fixed: Fixed::default(),
    };
    session.advance(&mut WorkerState::default(), input, true, &mut edits);
    let mut text = Vec::new();
    edits.write(input, 0, &mut text).expect("memory can be written");
    (text, edits.fixed.counts)
}

#[cfg(any(test, fuzzing))]
impl Output for Vec<u8> {
    fn same(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extend_from_slice(bytes);
        Ok(())
    }

    fn changed(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extend_from_slice(bytes);
        Ok(())
    }
}
