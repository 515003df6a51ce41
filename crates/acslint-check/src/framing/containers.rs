//! Steps inside arrays and envelopes.

use super::{Container, Expect, Framer, Input, NeedMore, Problem, Step, Text, around, recover};
use crate::document::{FaultKind, Outcome, Tree, read_member};

impl Framer {
    /// Reads behind a comma. It needs the next token, so that a trailing comma is reported at its own offset.
    pub(super) fn comma(&mut self, text: Text<'_>) -> Result<Option<Step>, NeedMore> {
        let more = text.bytes[self.at + 1..].iter().any(|byte| !byte.is_ascii_whitespace());
        if !more && !text.end {
            return Err(NeedMore);
        }
        self.expect = Expect::AfterComma(self.at);
        self.at += 1;
        Ok(None)
    }

    /// Reads on in an array; what precedes ended at `behind`.
    pub(super) fn item(
        &mut self,
        behind: usize,
        input: &mut Input<'_, '_>,
    ) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let byte = text.bytes[self.at];
        match (byte, self.expect) {
            (b']', expect) => {
                self.at += 1;
                self.leave();
                Ok(trailing_comma(expect))
            }
            (b',', _) => self.comma_between(text),
            (b'{' | b'[' | b'"', Expect::CommaOrEnd) => Ok(Some(self.missing_comma(behind))),
            (_, Expect::CommaOrEnd) => self.unexpected(input),
            _ => self.value(byte, input),
        }
    }

    pub(super) fn comma_between(&mut self, text: Text<'_>) -> Result<Option<Step>, NeedMore> {
        if self.expect == Expect::CommaOrEnd {
            return self.comma(text);
        }
        let range = self.at..self.at + 1;
        self.at += 1;
        // A later finding must not stand before this one.
        self.expect = Expect::First;
        Ok(Some(Step::Between { range, problem: Problem::Fault(FaultKind::ExtraComma) }))
    }

    pub(super) fn missing_comma(&mut self, behind: usize) -> Step {
        self.expect = Expect::First;
        let problem = Problem::Fault(FaultKind::MissingComma);
        Step::Between { range: behind..behind, problem }
    }

    /// Reads on in an envelope, behind its records.
    pub(super) fn member(
        &mut self,
        behind: usize,
        input: &mut Input<'_, '_>,
    ) -> Result<Option<Step>, NeedMore> {
        let text = input.text;
        let start = self.at;
        match (text.bytes[start], self.expect) {
            (b'}', expect) => {
                self.at += 1;
                self.leave();
                return Ok(trailing_comma(expect));
            }
            (b',', _) => return self.comma_between(text),
            (b'{', _) => {
                // The bracket that closed the records is superfluous.
                self.enter(Container::Array);
                let problem = Problem::Fault(FaultKind::Unexpected);
                return Ok(Some(Step::Between { range: start..start + 1, problem }));
            }
            (b'"', Expect::CommaOrEnd) => return Ok(Some(self.missing_comma(behind))),
            (_, Expect::CommaOrEnd) => return self.unexpected(input),
            _ => {}
        }
        let reach = self.reach(text)?;
        let (reading, is_records) =
            read_member(&reach.bytes[start..], reach.end, input.parsed.tree, input.parsed.faults);
        self.effort.steps += reading.steps;
        match reading.outcome {
            Outcome::Complete(length)
                if !is_records
                    && (self.ends_in_record(&reach.bytes[start..start + length], input.parsed.tree)
                        || self.swallows_record(
                            reach,
                            &(start..start + length),
                            input.parsed.tree,
                            input.parsed.faults,
                        )?) =>
            {
                self.failed(start + length, 0);
                input.parsed.faults.clear();
                self.skip_broken(input, (start..start + 1, FaultKind::Unclosed), false)
            }
            Outcome::Complete(length) => {
                let range = start..start + length;
                self.at = range.end;
                self.expect = Expect::CommaOrEnd;
                if is_records {
                    self.at += 1;
                    self.enter(Container::Array);
                }
                Ok(around(text.bytes, range, input.parsed.faults))
            }
            _ => self.not_read(input, reach, reading),
        }
    }

    pub(super) fn enter(&mut self, container: Container) {
        self.stack.push(container);
        self.expect = Expect::First;
    }

    /// Returns true if the value of a member, which has this text, is a record that follows it: an object with a usual first key
    /// that no colon precedes, or that begins a line in an envelope whose beginning is broken.
    fn ends_in_record(&mut self, text: &[u8], tree: &Tree) -> bool {
        let (Some(key), Some(value)) = (tree.get(1), tree.get(2)) else {
            return false;
        };
        let between = text.get(key.end as usize..value.start as usize).unwrap_or_default();
        let is_broken = self.broken_envelope == self.stack.len();
        let is_set_off = !between.contains(&b':') || (is_broken && between.contains(&b'\n'));
        self.usage.first_keys = true;
        is_set_off && recover::begins_usual(&text[value.start as usize..], self.first_keys.known())
    }

    /// Enters the records of an envelope whose members before them were read.
    pub(super) fn enter_envelope(&mut self) {
        self.stack.push(Container::Envelope);
        self.enter(Container::Array);
        self.broken_envelope = 0;
    }

    /// Enters the records of an envelope whose beginning is broken.
    pub(super) fn enter_records(&mut self) {
        if self.stack.last() != Some(&Container::Envelope) {
            self.stack.push(Container::Envelope);
        }
        self.broken_envelope = self.stack.len();
        self.enter(Container::Array);
    }

    pub(super) fn leave(&mut self) {
        self.stack.pop();
        self.line_taken = self.stack.is_empty();
        self.expect = Expect::CommaOrEnd;
    }
}

/// Returns the step for a bracket that closes behind a comma.
pub(super) fn trailing_comma(expect: Expect) -> Option<Step> {
    let Expect::AfterComma(comma) = expect else {
        return None;
    };
    Some(Step::Between { range: comma..comma + 1, problem: Problem::Fault(FaultKind::TrailingComma) })
}
