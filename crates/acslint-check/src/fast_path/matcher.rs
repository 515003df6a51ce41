//! The matcher: applies a program to the bytes of a value in one pass, without building a tree.

use super::{
    category_of,
    extra::{Extra, ExtraMembers},
    program::{CapturedRange, MOST_CAPTURED, MOST_CROSS_FIELD, Plan, Program},
    rejected::{Rejectable, RejectedValue, RejectedValues},
    scan::{self, Free},
    value::{ArrayTest, Check, ObjectTest, Recall},
};
use crate::{
    fast_path::{
        keys::Member,
        property_set::{NO_PROPERTIES, OUTSIDE_PROPERTIES, PropertySet, REPORTED, SLOTS},
    },
    identify::points_for,
};

/// Deepest nesting of objects and arrays that a program checks.
const DEPTH: usize = 32;

/// Buffers of a matcher, reused for the next record.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    pub(super) recall: Recall,
    /// Ranges of the keys without a slot in the open objects.
    pub(super) keys: Vec<(usize, usize)>,
    pub(super) extra: ExtraMembers,
    /// Captured ranges, for cross-field conditions.
    pub(super) captured: [CapturedRange; MOST_CAPTURED],
    /// Offset of the quote before the key, by slot of the reported keys of the last record.
    pub(super) reported: ReportedKeys,
    /// Members of the last record that a program accepts and that has findings.
    pub(super) members: PropertySet,
    /// Values of the last record that the program rejects, if it accepts the record but for them.
    pub(super) rejected: RejectedValues,
}

impl Scratch {
    /// Returns true if a record with these members has findings that a template can replay; notes them then.
    #[inline]
    pub(super) fn has_findings(&mut self, program: &Program, members: PropertySet) -> bool {
        let has_findings = !program.is_silent(members);
        if has_findings {
            self.members = members;
        }
        has_findings
    }
}

/// Offsets of the quotes before keys that a rule reports, by slot.
#[derive(Debug, Clone)]
pub(super) struct ReportedKeys([usize; SLOTS]);

impl Default for ReportedKeys {
    fn default() -> Self {
        Self([0; SLOTS])
    }
}

impl ReportedKeys {
    pub(super) fn note(&mut self, slot: u8, at: usize) {
        self.0[usize::from(slot)] = at;
    }

    pub(super) fn get(&self, slot: u8) -> usize {
        self.0[usize::from(slot)]
    }
}

/// Receiver of each value of a record, in the order of the bytes.
pub(super) trait Visitor {
    fn value(&mut self, visit: ValueVisit);
}

/// Visitor that ignores every value.
pub(super) struct NoVisitor;

impl Visitor for NoVisitor {
    #[inline]
    fn value(&mut self, _: ValueVisit) {}
}

/// Value of a record that the matcher has passed, with the properties that it adds.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValueVisit {
    /// Range of its bytes; for a string, the bytes between its quotes.
    pub(super) range: (usize, usize),
    pub(super) member: Member,
    /// Properties that are seen behind the value and were not seen before its key.
    pub(super) adds: PropertySet,
    /// True if it is a member of `properties`.
    pub(super) inside: bool,
    /// Slot of its key and the offset of the quote before it, if a rule reports the key.
    pub(super) reported: Option<(u8, usize)>,
    /// Offset of the quote before its key, if the value is rejected; true if any value of the property may be.
    pub(super) rejected: Option<(usize, bool)>,
}

/// Matcher of one value.
pub(super) struct Matcher<'a, T> {
    pub(super) program: &'a Program,
    pub(super) bytes: &'a [u8],
    /// True if white space may contain newlines.
    pub(super) newlines: bool,
    pub(super) scratch: &'a mut Scratch,
    pub(super) visitor: T,
    pub(super) seen: PropertySet,
    /// True unless the record has an extra member without a slot. The shape cache does not learn such a record.
    pub(super) learnable: bool,
    pub(super) rejectable: Rejectable,
}

/// Applies a check to the value at `at`, outside its record; returns its end.
#[inline(never)]
pub(super) fn value(
    program: &Program,
    check: u16,
    bytes: &[u8],
    at: usize,
    newlines: bool,
    scratch: &mut Scratch,
) -> Option<usize> {
    let mut matcher = Matcher::new(program, (bytes, newlines), scratch, NoVisitor);
    matcher.scratch.keys.clear();
    matcher.value(check, at, 0)
}

impl<'a, T: Visitor> Matcher<'a, T> {
    /// Returns a matcher that rejects no value of a record that it accepts.
    pub(super) fn new(
        program: &'a Program,
        (bytes, newlines): (&'a [u8], bool),
        scratch: &'a mut Scratch,
        visitor: T,
    ) -> Self {
        let rejectable = Rejectable::default();
        Self { program, bytes, newlines, scratch, visitor, seen: 0, learnable: true, rejectable }
    }

    /// Matches the record that begins at `at`; returns its end if the record is clean but for what a template can
    /// replay.
    pub(super) fn record(&mut self, at: usize) -> Option<usize> {
        self.scratch.keys.clear();
        let end = self.value(self.program.root, at, 0)?;
        self.program.accepts(self.bytes, self.seen, &self.scratch.captured).then_some(end)
    }

    /// Matches the record that begins at `at`, like [`Matcher::record`], but for values that it rejects. Returns its end and
    /// its members, and true if the record can be learnt.
    pub(super) fn record_but_for_values(mut self, at: usize) -> Option<(usize, PropertySet, bool)> {
        self.rejectable = self.program.rejectable;
        let end = self.record(at)?;
        Some((end, self.seen, self.learnable))
    }

    fn value(&mut self, check: u16, at: usize, depth: usize) -> Option<usize> {
        let check = &self.program.checks[usize::from(check)];
        match self.bytes.get(at)? {
            b'"' => {
                let end = check.text.as_ref()?.end(self.bytes, at + 1, &mut self.scratch.recall)?;
                Some(end + 1)
            }
            b'{' => match check.object? {
                ObjectTest::Any => self.free(at),
                ObjectTest::Plan(plan) if depth < DEPTH => {
                    let program = self.program;
                    self.object(&program.plans[usize::from(plan)], at, depth + 1)
                }
                ObjectTest::Plan(_) => None,
            },
            b'[' => match check.array? {
                ArrayTest::Any => self.free(at),
                ArrayTest::Items { check, least, most } if depth < DEPTH => {
                    let (end, count) = self.items(check, at, depth + 1)?;
                    (least..=most).contains(&count).then_some(end)
                }
                ArrayTest::Items { .. } => None,
            },
            _ => self.plain(check, at),
        }
    }

    /// Matches a number, a boolean or null.
    fn plain(&self, check: &Check, at: usize) -> Option<usize> {
        match self.bytes.get(at)? {
            b'n' if check.null => scan::literal(self.bytes, at, b"null"),
            b't' if check.yes => scan::literal(self.bytes, at, b"true"),
            b'f' if check.no => scan::literal(self.bytes, at, b"false"),
            b'-' | b'0'..=b'9' => check.number.as_ref()?.end(self.bytes, at),
            _ => None,
        }
    }

    fn free(&mut self, at: usize) -> Option<usize> {
        let keys = &mut self.scratch.keys;
        Free { bytes: self.bytes, newlines: self.newlines, keys }.value(at)
    }

    fn items(&mut self, check: u16, at: usize, depth: usize) -> Option<(usize, u64)> {
        let mut at = self.skip(at + 1);
        if self.bytes.get(at)? == &b']' {
            return Some((at + 1, 0));
        }
        let mut count = 0;
        loop {
            at = self.value(check, at, depth)?;
            count += 1;
            at = self.skip(at);
            match self.bytes.get(at)? {
                b',' => at = self.skip(at + 1),
                b']' => return Some((at + 1, count)),
                _ => return None,
            }
        }
    }

    fn object(&mut self, plan: &Plan, at: usize, depth: usize) -> Option<usize> {
        let around = if plan.shared { self.seen } else { std::mem::take(&mut self.seen) };
        let unknown_keys = self.scratch.keys.len();
        let mut at = self.skip(at + 1);
        if self.bytes.get(at)? != &b'}' {
            at = self.members(plan, at, unknown_keys, depth)?;
        }
        self.scratch.keys.truncate(unknown_keys);
        if self.seen & plan.required != plan.required {
            return None;
        }
        if !plan.shared && depth > 1 {
            self.seen = around;
        }
        Some(at + 1)
    }

    /// Matches the members of an object; returns the offset of its closing brace.
    fn members(&mut self, plan: &Plan, at: usize, unknown_keys: usize, depth: usize) -> Option<usize> {
        let mut at = at;
        loop {
            at = self.member(plan, at, unknown_keys, depth)?;
            at = self.skip(at);
            match self.bytes.get(at)? {
                b',' => at = self.skip(at + 1),
                b'}' => return Some(at),
                _ => return None,
            }
        }
    }

    fn member(&mut self, plan: &Plan, at: usize, unknown_keys: usize, depth: usize) -> Option<usize> {
        let (start, end) = scan::key(self.bytes, at)?;
        let mut reported = None;
        let member = match plan.keys.get(self.bytes, start, end) {
            Some(member) => *member,
            None => match self.extra(plan, (start, end))? {
                Extra::Slot(member, None) => member,
                Extra::Slot(member, Some(slot)) => {
                    self.scratch.reported.note(slot, at);
                    reported = Some((slot, at));
                    member
                }
                Extra::NoSlot(check) => {
                    self.learnable = false;
                    let keys = &mut self.scratch.keys;
                    let at =
                        Free { bytes: self.bytes, newlines: self.newlines, keys }.key(at, unknown_keys)?;
                    return self.value(check, at, depth);
                }
            },
        };
        let slot = 1 << member.slot;
        if self.seen & slot != 0 {
            return None;
        }
        let key = at;
        let at = scan::colon(self.bytes, end + 1, self.newlines)?;
        let mut adds = slot | member.flags;
        self.seen |= adds;
        let (seen, keys) = (self.seen, self.scratch.keys.len());
        let mut rejected = None;
        let end = if let Some(end) = self.value(member.check, at, depth) {
            end
        } else {
            self.seen = seen;
            self.scratch.keys.truncate(keys);
            rejected = Some((key, self.rejectable.any & slot != 0));
            self.reject(slot, (key, at), (plan.shared, depth))?
        };
        if self.bytes[at] == b'n' && self.program.is_shared(&self.program.checks[usize::from(member.check)]) {
            adds |= NO_PROPERTIES;
            self.seen |= NO_PROPERTIES;
        }
        if member.captured > 0 {
            if self.bytes[at] == b'"' && memchr::memchr(b'\\', &self.bytes[at..end]).is_some() {
                return None;
            }
            self.scratch.captured[usize::from(member.captured) - 1] = (at, end);
        }
        let quotes = usize::from(self.bytes[at] == b'"');
        let range = (at + quotes, end - quotes);
        if plan.shared || depth == 1 {
            self.visitor.value(ValueVisit { range, member, adds, inside: plan.shared, reported, rejected });
        }
        Some(end)
    }

    /// Notes that the value at `at` is rejected, if its property allows that; returns its end.
    #[cold]
    fn reject(
        &mut self,
        slot: PropertySet,
        (key, at): (usize, usize),
        (inside, depth): (bool, usize),
    ) -> Option<usize> {
        let Rejectable { any, other_than_text } = self.rejectable;
        let allowed = if self.bytes.get(at) == Some(&b'"') { any } else { any | other_than_text };
        // In a nested object, slots have another meaning.
        if slot & allowed == 0 || !(inside || depth == 1) {
            return None;
        }
        let end = self.free(at)?;
        self.scratch.rejected.add(RejectedValue { key, end, inside }).then_some(end)
    }

    /// Returns the extra member with this key, if it has no finding but those that a template can replay.
    fn extra(&mut self, plan: &Plan, key: (usize, usize)) -> Option<Extra> {
        let others = plan.others.as_ref()?;
        if others.names.is_none() {
            return Some(Extra::NoSlot(others.check));
        }
        self.scratch.extra.find(self.program, (others, plan.shared), self.bytes, key)
    }

    fn skip(&self, at: usize) -> usize {
        match self.bytes.get(at) {
            Some(b'!'..) => at,
            _ => scan::white_space(self.bytes, at, self.newlines),
        }
    }
}

impl Program {
    /// Returns true if a record with these members has no finding.
    #[inline]
    pub(super) fn is_silent(&self, seen: PropertySet) -> bool {
        seen & (self.expected | REPORTED) == self.expected
    }

    /// Returns true if every record with these members has the shape of the program, whichever keys it has for them.
    pub(super) fn is_of_shape(&self, seen: PropertySet, extra: &ExtraMembers) -> bool {
        let slots = (0..).zip(&self.points).filter(|(slot, _)| seen & (1 << slot) != 0);
        let known = slots.map(|(_, points)| i32::from(*points)).sum::<i32>();
        known + extra.points(self.kind, seen) > 0
    }

    /// Returns the points of a slot for the shape of the program.
    pub(super) fn points_of_slot(&self, slot: u8) -> i8 {
        self.points.get(usize::from(slot)).copied().unwrap_or(0)
    }

    /// Returns the points of a key at the top of a record, whose value is not an object, for the shape of the program.
    pub(super) fn points_of(&self, key: &[u8]) -> i8 {
        match (category_of(self.kind), std::str::from_utf8(key)) {
            (Some((_, shape)), Ok(key)) => points_for(shape, key, false) as i8,
            _ => 0,
        }
    }

    /// Returns true if a record with these members is complete and of the category, and passes every cross-field
    /// condition. It may still have findings that a template can replay.
    pub(super) fn accepts(
        &self,
        bytes: &[u8],
        seen: PropertySet,
        captured: &[CapturedRange; MOST_CAPTURED],
    ) -> bool {
        let split = NO_PROPERTIES | OUTSIDE_PROPERTIES;
        let identified = self.identified || seen & self.identifying != 0;
        identified
            && seen & self.required == self.required
            && seen & split != split
            && self.cross_field.iter().filter(|rule| seen & rule.slots == rule.slots).all(|rule| {
                let mut values: [&[u8]; MOST_CROSS_FIELD] = [&[]; MOST_CROSS_FIELD];
                for (value, place) in values.iter_mut().zip(&rule.captured) {
                    let (start, end) = captured[usize::from(*place)];
                    *value = &bytes[start..end];
                }
                (rule.passes)(&values[..rule.captured.len()])
            })
    }
}
