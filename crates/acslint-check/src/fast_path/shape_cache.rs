//! The shape cache: an automaton over literals, learnt from records that the matcher has proved clean.
//!
//! Records of one category repeat the same keys in the same spacing. The bytes between two values are therefore a
//! literal that the cache knows once it has seen it. A transition is such a literal and the kind of the value
//! behind it. A state is a position behind a value. The shape of a record is its path through the automaton:
//!
//! ```text
//! {"time":"2024-02-19T07:30:51Z","durationMs":73,"category":"ChatOperational"}
//!
//!                                  +-- t2: literal `,"durationMs":`, value Number ---------------+
//!                                  |-- t3: literal `,"category":"ChatOperational"`, no value ----|
//!                                  v                                                             |
//! +-------+  t1: `{"time":"`   +--------+                                                        |
//! | start | -----------------> | record | -------------------------------------------------------+
//! +-------+  value Time        +--------+
//!                                  |  t4: literal `}`, value End
//!                                  +----------------------------> end of the record
//!
//! predicted transitions: start => t1 => t2 => t3 => t4
//! ```
//!
//! Each transition predicts the one that follows it. A correct prediction costs one comparison of the literal and
//! one check of the value. After a wrong one, the state finds the transition by a hash of the key. Members may
//! therefore come in any order, and may be absent.
//!
//! The matcher's result for a literal depends only on the literal, the category, the enclosing object and the
//! members seen before. The cache counts the members along the path, so a state is identified by the other three.
//!
//! The cache proves clean exactly what the matcher would. The matcher has matched each literal, byte by byte, from
//! the same state. No member may occur twice, every required member must be there, and each value is checked again.
//! This holds for [`extra`](super::extra) members, too, since each of their names has a slot. Where a rule reports the
//! name, the transition notes its place: the offset from the beginning of the literal, which may contain the value.
//!
//! The matcher alone executes 101 % more instructions for clean resource logs of nine categories (1.6 times the
//! time), 105 % more for clean rows (1.7), and 10 % more for all categories mixed (1.1). Without predictions the
//! cache executes 78, 82 and 21 % more. Where keys are shuffled, predictions fail, and the matcher alone takes 0.8
//! times the time of the cache: the fast path pauses the cache there.

use std::collections::{HashMap, HashSet};

use super::{
    Kind,
    literal::{self, Literal, MIX},
    matcher::{self, Scratch, ValueVisit},
    program::{MOST_CAPTURED, Program},
    rejected::RejectedValue,
    scan::{self, Free, Lookahead},
    value::{Check, NumberTest, TextTest},
};
use crate::{
    fast_path::property_set::{MEMBERS, PropertySet},
    framing::LayoutKind,
};

/// Limits of what is learnt; the matcher takes the records of further shapes.
const MOST_STATES: usize = 4096;
const MOST_TRANSITIONS: usize = 16_384;

/// Number that stands for no state and no transition.
const NONE: u32 = u32::MAX;

/// Mask of the offset of a value within the bytes loaded for a transition. The compiler derives from it that the
/// offset is in bounds, and leaves out the check.
const VALUE: usize = literal::LONGEST.next_power_of_two() * 2 - 1;

/// Number of bytes loaded for a transition: its literal, and the look-ahead of the value.
const LOOKED_AT: usize = VALUE + size_of::<Lookahead>();

/// Identity of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct StateKey {
    layout: LayoutKind,
    kind: Kind,
    /// Enclosing object; `None` before the record.
    object: Option<Object>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Object {
    Record,
    /// `properties`, before its first member.
    Opened,
    Properties,
}

/// Transition: a literal, and the kind of the value behind it. It fits a cache line, as reading transitions is a
/// large part of the time.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Transition {
    literal: Literal,
    value: ValueKind,
    /// Number of the captured range of the value, from 1; behind those, of a reported key; 0 if there is neither.
    note: u16,
    /// Members in the literal and the value: the number of their set, and how many they are.
    adds: u16,
    count: u8,
    /// True if another transition of the state has the same literal, so that this one may match wrongly.
    ambiguous: bool,
    /// State that it leads to.
    to: u32,
    /// Transition of the same state to try next if this one does not match.
    next: u32,
    /// Predicted transition of the state that it leads to; never an ambiguous one.
    predicted: u32,
}

const _: () = assert!(size_of::<Transition>() == 64);

/// Effect of a transition.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    /// Members in the literal and the value.
    adds: PropertySet,
    value: ValueKind,
    /// As in [`Transition`].
    note: u16,
}

impl Step {
    /// Step within a literal that continues in the next transition.
    const ON: Self = Self { value: ValueKind::Nothing, note: 0, adds: 0 };
}

/// Number of a note that is not a captured range: index of a reported key, behind this number.
const CAPTURED: u16 = MOST_CAPTURED as u16;

/// Key in a literal that a rule reports.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ReportedKey {
    slot: u8,
    /// Offset of the quote before the key from the beginning of the transition's literal: the literal may contain the
    /// value too. It wraps around where a long literal continues that of the transition before.
    offset: usize,
}

impl Transition {
    /// Returns true if the value is captured.
    fn is_captured(&self) -> bool {
        (1..=CAPTURED).contains(&self.note)
    }
}

/// Kind of the value behind a literal.
#[derive(Debug, Clone, Copy, PartialEq)]
enum ValueKind {
    /// End of the record; there is no value.
    End,
    /// Value that is part of the literal: null, a boolean, the name of the category.
    Nothing,
    /// Text without a test.
    Text,
    Time,
    /// Text that passes this test.
    Tested(u16),
    Number(u16),
    /// Any JSON.
    Free,
    /// Any value that passes this check of the category's program.
    Checked(u16),
    /// Any JSON, as the value of a property that the program [rejects](RejectedValue) if no other transition matches.
    Rejected(u16),
}

/// Key of a property whose values may be rejected.
#[derive(Debug, Clone, Copy, PartialEq)]
struct RejectedKey {
    /// As in [`ReportedKey`].
    offset: usize,
    /// True if it is a member of `properties`.
    inside: bool,
    /// True if a text may be rejected too.
    any: bool,
    /// Check of the values of the property.
    check: u16,
}

/// State: a position behind a value, or within a long literal, with an index of its transitions.
#[derive(Debug, Clone, Copy)]
struct State {
    /// Number of quotes before the one that ends the key of a transition.
    quotes: u32,
    /// Index of its first table entry, and the number of further entries.
    table: u32,
    others: u32,
    /// Shift that selects the bits of the hash: chosen so that few transitions share an entry.
    shift: u32,
    /// First of the transitions without a table entry, because their literals do not contain a whole key.
    keyless: u32,
}

/// Range of `State::shift`.
const SHIFTS: std::ops::Range<u32> = 40..u64::BITS - 8;

impl State {
    /// Returns the index of the table entry for bytes that begin with a key; only the bytes up to the end of the
    /// key count.
    #[inline]
    fn place(&self, bytes: &[u8; literal::LONGEST]) -> usize {
        let end = end_of_key(literal::find(b'"', bytes), self.quotes);
        let head = literal::first(&bytes[2..]);
        let head = if end < 10 { head & !(u64::MAX << (8 * end.saturating_sub(2))) } else { head };
        let tail = literal::last(&bytes[..end]);
        let mixed = (head ^ tail.rotate_left(29) ^ end as u64).wrapping_mul(MIX);
        self.table as usize + ((mixed >> self.shift) as u32 & self.others) as usize
    }
}

/// Returns the offset of the quote that ends the key: the one after so many others. The length of the mask if there
/// is none.
#[inline]
fn end_of_key(found: u32, quotes: u32) -> usize {
    let mut left = found;
    for _ in 0..quotes {
        left &= left.wrapping_sub(1);
    }
    left.trailing_zeros() as usize
}

/// Start of the records of a kind.
#[derive(Debug, Clone, Copy)]
struct Start {
    state: u32,
    /// Transition to try first.
    predicted: u32,
}

/// Automaton that one thread has learnt.
#[derive(Debug, Clone, Default)]
pub(super) struct ShapeCache {
    /// Starts, by record layout and kind.
    starts: [Vec<Start>; 2],
    transitions: Vec<Transition>,
    states: Vec<State>,
    /// First transition to try, for each table entry of each state.
    table: Vec<u32>,
    /// Sets of members that transitions add.
    sets: Vec<PropertySet>,
    texts: Vec<TextTest>,
    numbers: Vec<NumberTest>,
    reported: Vec<ReportedKey>,
    rejected: Vec<RejectedKey>,
    /// All transitions of each state.
    leaving: Vec<Vec<u32>>,
    state_numbers: HashMap<StateKey, u32>,
    /// Number of wrong predictions.
    wrong: u32,
}

/// Record that the cache has proved clean but for what a template can replay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Followed {
    pub(super) end: usize,
    /// True if most predictions were right: the cache is faster than the matcher for such a record only.
    pub(super) predicted: bool,
    /// True if it has findings that a template can replay; the scratch then has its members.
    pub(super) has_findings: bool,
    /// True if values of it are rejected; the scratch then has them.
    pub(super) has_rejected: bool,
}

/// Record that is compared, and its program.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) kind: Kind,
    pub(super) program: &'a Program,
    pub(super) layout: LayoutKind,
    pub(super) bytes: &'a [u8],
}

/// Returns the end of any JSON value.
#[inline(never)]
fn free(target: &Target<'_>, at: usize, scratch: &mut Scratch) -> Option<usize> {
    scratch.keys.clear();
    Free { bytes: target.bytes, newlines: target.layout == LayoutKind::Items, keys: &mut scratch.keys }
        .value(at)
}

impl ShapeCache {
    /// Follows the automaton over the record that begins at `at`; returns a record that is clean but for what a
    /// template can replay, and for values that it rejects. A record too near to the end of the bytes returns `None`.
    #[inline(never)]
    pub(super) fn follow(
        &mut self,
        target: &Target<'_>,
        at: usize,
        scratch: &mut Scratch,
    ) -> Option<Followed> {
        let start = self.starts[target.layout as usize].get(usize::from(target.kind))?;
        let (mut at, mut seen): (usize, PropertySet) = (at, 0);
        // Number of members added, counting repetitions: equal to the number of distinct members unless one occurs
        // twice.
        let mut added = 0;
        let wrong = self.wrong;
        let (mut before, mut number) = (NONE, start.predicted);
        loop {
            let prediction = self.transitions.get(number as usize);
            let prediction = prediction
                .and_then(|transition| Some((transition, self.passes(transition, target, at, scratch)?)));
            let (transition, end) = if let Some(prediction) = prediction {
                prediction
            } else {
                let end;
                (number, end) = self.mispredicted(target, before, at, scratch)?;
                (self.transitions.get(number as usize)?, end)
            };
            seen |= self.sets[usize::from(transition.adds)];
            added += u32::from(transition.count);
            if transition.note > 0 {
                if let Some(captured) = scratch.captured.get_mut(usize::from(transition.note) - 1) {
                    let start = at + transition.literal.len();
                    let quote = usize::from(start > 0 && target.bytes[start - 1] == b'"');
                    *captured = (start - quote, end);
                } else {
                    self.note_reported(transition.note, at, scratch);
                }
            }
            if transition.to == NONE {
                let predicted = self.wrong.wrapping_sub(wrong) <= added / 2;
                let once = (seen & MEMBERS).count_ones() == added;
                if !once || !target.program.accepts(target.bytes, seen, &scratch.captured) {
                    return None;
                }
                let has_findings = scratch.has_findings(target.program, seen);
                let has_rejected = !scratch.rejected.as_slice().is_empty();
                return Some(Followed { end, predicted, has_findings, has_rejected });
            }
            (at, before) = (end, number);
            number = transition.predicted;
        }
    }

    /// Notes the place of a reported key in a literal that begins at `at`.
    #[inline(never)]
    fn note_reported(&self, note: u16, at: usize, scratch: &mut Scratch) {
        if let Some(key) = self.reported.get(usize::from(note - CAPTURED) - 1) {
            scratch.reported.note(key.slot, at.wrapping_add(key.offset));
        }
    }

    /// Finds the transition that matches after `before`, or at the start of a record, where the prediction is
    /// wrong. Returns it with the offset behind its value.
    #[inline(never)]
    fn mispredicted(
        &mut self,
        target: &Target<'_>,
        before: u32,
        at: usize,
        scratch: &mut Scratch,
    ) -> Option<(u32, usize)> {
        let state = match self.transitions.get(before as usize) {
            Some(transition) => transition.to,
            None => self.starts[target.layout as usize].get(usize::from(target.kind))?.state,
        };
        let found = self.search(target, state, at, scratch)?;
        self.learn_prediction(target, before, found.0);
        Some(found)
    }

    /// Returns the offset behind a transition that matches at `at`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "most of the time of a comparison is spent here")]
    fn passes(
        &self,
        transition: &Transition,
        target: &Target<'_>,
        at: usize,
        scratch: &mut Scratch,
    ) -> Option<usize> {
        let Target { bytes, .. } = *target;
        let window: &[u8; LOOKED_AT] = bytes.get(at..)?.first_chunk()?;
        if !transition.literal.begins(window.first_chunk()?) {
            return None;
        }
        let length = transition.literal.len() & VALUE;
        let near: &Lookahead = window[length..].first_chunk()?;
        let start = at + length;
        match transition.value {
            ValueKind::Nothing | ValueKind::End => Some(start),
            ValueKind::Text => {
                let text = scan::text_ahead(near, bytes, start)?;
                (text.literal || !transition.is_captured()).then_some(text.end + 1)
            }
            ValueKind::Time => scratch.recall.clock.end(near, bytes, start).map(|end| end + 1),
            ValueKind::Tested(test) => {
                let end = scan::text_ahead(near, bytes, start).filter(|text| text.literal)?.end;
                let test = &self.texts[usize::from(test)];
                scratch.recall.passed.passes(test, bytes, start, end).then_some(end + 1)
            }
            ValueKind::Number(test) => self.numbers[usize::from(test)].end_ahead(near, bytes, start),
            ValueKind::Free => free(target, start, scratch),
            // Text has transitions of its own, which are faster.
            ValueKind::Checked(_) if near[0] == b'"' => None,
            ValueKind::Checked(check) => matcher::value(
                target.program,
                check,
                bytes,
                start,
                target.layout == LayoutKind::Items,
                scratch,
            ),
            ValueKind::Rejected(key) => self.reject(transition, key, target, (at, start), scratch),
        }
    }

    /// Notes that the value at `start` is rejected, behind a transition at `at`; returns its end.
    #[cold]
    fn reject(
        &self,
        transition: &Transition,
        key: u16,
        target: &Target<'_>,
        (at, start): (usize, usize),
        scratch: &mut Scratch,
    ) -> Option<usize> {
        let RejectedKey { offset, inside, any, check } = *self.rejected.get(usize::from(key))?;
        let Target { program, layout, bytes, .. } = *target;
        let is_text = bytes[start] == b'"';
        if is_text && !any {
            return None;
        }
        // A valid value has another transition, which is not learnt yet.
        if matcher::value(program, check, bytes, start, layout == LayoutKind::Items, scratch).is_some() {
            return None;
        }
        let end = free(target, start, scratch)?;
        if is_text && transition.is_captured() && memchr::memchr(b'\\', &bytes[start..end]).is_some() {
            return None;
        }
        let value = RejectedValue { key: at.wrapping_add(offset), end, inside };
        scratch.rejected.add(value).then_some(end)
    }

    /// Searches a state for a transition that matches; returns it with the offset behind its value.
    #[inline]
    fn search(
        &self,
        target: &Target<'_>,
        state: u32,
        at: usize,
        scratch: &mut Scratch,
    ) -> Option<(u32, usize)> {
        let state = self.states.get(state as usize)?;
        let place = match state.others {
            0 => state.table as usize,
            _ => state.place(target.bytes.get(at..)?.first_chunk()?),
        };
        let (mut number, mut keyless) = (*self.table.get(place)?, state.keyless);
        loop {
            let Some(transition) = self.transitions.get(number as usize) else {
                if keyless == NONE {
                    return None;
                }
                number = std::mem::replace(&mut keyless, NONE);
                continue;
            };
            if let Some(end) = self.passes(transition, target, at, scratch) {
                return Some((number, end));
            }
            number = transition.next;
        }
    }

    /// Updates the prediction after `before`, or at the start of a record, from the transition that was found.
    #[inline]
    fn learn_prediction(&mut self, target: &Target<'_>, before: u32, found: u32) {
        self.wrong = self.wrong.wrapping_add(1);
        let Transition { ambiguous, predicted: follower, .. } = self.transitions[found as usize];
        if ambiguous {
            return;
        }
        let predicted = match self.transitions.get_mut(before as usize) {
            Some(transition) => &mut transition.predicted,
            None => &mut self.starts[target.layout as usize][usize::from(target.kind)].predicted,
        };
        // Where the next member varies, the search finds the most frequent one most often. A member that is
        // sometimes missing is a better prediction than the member behind it.
        if *predicted == NONE || *predicted == follower || self.wrong.is_multiple_of(8) {
            *predicted = found;
        }
    }

    /// Returns true if the cache can learn more.
    pub(super) fn has_room(&self) -> bool {
        self.states.len() < MOST_STATES && self.transitions.len() < MOST_TRANSITIONS
    }

    /// Learns the record at `range`, from the values that the matcher visited.
    pub(super) fn learn(&mut self, target: &Target<'_>, range: (usize, usize), visits: &[ValueVisit]) {
        let Target { kind, layout, bytes, .. } = *target;
        let mut state = self.start(target);
        let mut at = range.0;
        let (mut adds, mut inside) = (0, false);
        for visit in visits {
            adds |= visit.adds;
            let quote = usize::from(is_quoted(bytes, visit));
            let (start, end) = (visit.range.0, visit.range.1 + quote);
            let object = Some(if visit.inside { Object::Properties } else { Object::Record });
            // The literal that opens `properties` is the same whichever member comes first. Its brace is the first one
            // behind that of the record: a name may contain braces too.
            let record = usize::from(at == range.0);
            if visit.inside
                && !std::mem::replace(&mut inside, true)
                && let Some(brace) = bytes[at + record..start].iter().position(|byte| *byte == b'{')
            {
                let brace = brace + record;
                let to = self.state_of(StateKey { layout, kind, object: Some(Object::Opened) });
                self.lead(state, &bytes[at..=at + brace], Step::ON, to);
                (state, at) = (to, at + brace + 1);
            }
            let (value, start) = match visit.rejected {
                // Any JSON may be rejected: the literal before it does not contain the quote of a text.
                Some((key, any)) => {
                    let start = start - quote;
                    let (offset, check) = (offset_in_last(key - at, start - at), visit.member.check);
                    let rejected = RejectedKey { offset, inside: visit.inside, any, check };
                    (ValueKind::Rejected(position(&mut self.rejected, &rejected)), start)
                }
                None => match self.kind_of_value(target, visit) {
                    Some(value) => (value, start),
                    None => continue,
                },
            };
            let behind = if value == ValueKind::Nothing { end } else { start };
            let to = self.state_of(StateKey { layout, kind, object });
            let note = match visit.reported {
                Some((slot, key)) => self.reported_note(slot, key - at, behind - at),
                None => u16::from(visit.member.captured),
            };
            let step = Step { value, note, adds: std::mem::take(&mut adds) };
            self.lead(state, &bytes[at..behind], step, to);
            (state, at) = (to, end);
        }
        self.lead(state, &bytes[at..range.1], Step { value: ValueKind::End, note: 0, adds }, NONE);
    }

    /// Returns the note for a reported key at this offset in a text of this length, for the last literal of the text.
    fn reported_note(&mut self, slot: u8, key: usize, length: usize) -> u16 {
        let offset = offset_in_last(key, length);
        CAPTURED + 1 + position(&mut self.reported, &ReportedKey { slot, offset })
    }

    /// Returns the start state of a kind.
    fn start(&mut self, target: &Target<'_>) -> u32 {
        let Target { kind, layout, .. } = *target;
        let state = self.state_of(StateKey { layout, kind, object: None });
        let starts = &mut self.starts[layout as usize];
        if starts.len() <= usize::from(kind) {
            starts.resize(usize::from(kind) + 1, Start { state: NONE, predicted: NONE });
        }
        starts[usize::from(kind)].state = state;
        state
    }

    fn state_of(&mut self, key: StateKey) -> u32 {
        if let Some(state) = self.state_numbers.get(&key) {
            return *state;
        }
        let state = self.new_state(1);
        self.state_numbers.insert(key, state);
        state
    }

    fn new_state(&mut self, quotes: u32) -> u32 {
        let number = self.states.len() as u32;
        self.states.push(State {
            quotes,
            table: self.table.len() as u32,
            others: 0,
            shift: 0,
            keyless: NONE,
        });
        self.leaving.push(Vec::new());
        self.table.push(NONE);
        number
    }

    /// Adds transitions for a text of any length and a value, from one state to another, unless they exist.
    fn lead(&mut self, state: u32, text: &[u8], step: Step, to: u32) {
        let (mut state, mut text) = (state, text);
        while text.len() > literal::LONGEST {
            let (first, rest) = text.split_at(literal::LONGEST);
            state = self.transition(state, first, Step::ON, None);
            text = rest;
        }
        self.transition(state, text, step, Some(to));
    }

    /// Returns the state behind a transition, which is added unless it exists. Without `to`, it leads to a new
    /// state.
    fn transition(&mut self, state: u32, text: &[u8], step: Step, to: Option<u32>) -> u32 {
        let literal = Literal::new(text);
        let leaving = &self.leaving[state as usize];
        let alike: Vec<u32> = leaving
            .iter()
            .copied()
            .filter(|transition| self.transitions[*transition as usize].literal == literal)
            .collect();
        for number in &alike {
            let transition = &self.transitions[*number as usize];
            let other = Step {
                value: transition.value,
                note: transition.note,
                adds: self.sets[usize::from(transition.adds)],
            };
            if other == step && to.is_none_or(|to| to == transition.to) {
                return transition.to;
            }
        }
        let is_rejected = matches!(step.value, ValueKind::Rejected(_));
        if !alike.is_empty() && !is_rejected {
            self.forget_predictions(&alike);
        }
        let to = to.unwrap_or_else(|| self.new_state(0));
        let adds = position(&mut self.sets, &step.adds);
        let Step { value, note, .. } = step;
        let number = self.transitions.len() as u32;
        let count = (step.adds & MEMBERS).count_ones() as u8;
        let ambiguous = !alike.is_empty() || is_rejected;
        self.transitions.push(Transition {
            literal,
            value,
            note,
            adds,
            count,
            ambiguous,
            to,
            next: NONE,
            predicted: NONE,
        });
        let leaving = &mut self.leaving[state as usize];
        // A transition that continues a literal comes last: once it is taken, the search does not return to the
        // others. One of rejected values matches the values of the others, too.
        let place = match step {
            _ if is_rejected => leaving.len(),
            Step::ON => {
                let is_rejected =
                    |number: &u32| matches!(self.transitions[*number as usize].value, ValueKind::Rejected(_));
                leaving.iter().position(is_rejected).unwrap_or(leaving.len())
            }
            _ => 0,
        };
        leaving.insert(place, number);
        self.fill_places(state);
        to
    }

    /// Marks these transitions as ambiguous, and removes the predictions of them.
    fn forget_predictions(&mut self, transitions: &[u32]) {
        for transition in transitions {
            self.transitions[*transition as usize].ambiguous = true;
        }
        let predictions = self.transitions.iter_mut().map(|transition| &mut transition.predicted);
        for predicted in predictions.chain(self.starts.iter_mut().flatten().map(|start| &mut start.predicted))
        {
            if transitions.contains(predicted) {
                *predicted = NONE;
            }
        }
    }

    /// Rebuilds the table entries of a state.
    fn fill_places(&mut self, number: u32) {
        let state = &mut self.states[number as usize];
        let literal = |transition: u32| self.transitions[transition as usize].literal;
        let has_key = |transition: &u32| {
            let literal = literal(*transition);
            let end = end_of_key(literal.find(b'"'), state.quotes);
            end < literal.len() || literal.len() == literal::LONGEST
        };
        let (keyed, keyless): (Vec<u32>, Vec<u32>) =
            self.leaving[number as usize].iter().partition(|transition| has_key(transition));
        // A few transitions are tried one after the other.
        let places = if keyed.len() > 2 { (keyed.len() * 2).next_power_of_two() } else { 1 };
        if places > state.others as usize + 1 {
            state.table = self.table.len() as u32;
            state.others = places as u32 - 1;
            self.table.resize(self.table.len() + places, NONE);
            let alone = |shift: &u32| {
                let state = State { shift: *shift, ..*state };
                keyed
                    .iter()
                    .map(|transition| state.place(literal(*transition).bytes()))
                    .collect::<HashSet<_>>()
                    .len()
            };
            state.shift = SHIFTS.max_by_key(alone).unwrap_or_default();
        }
        let state = *state;
        let places = state.table as usize..=(state.table + state.others) as usize;
        self.table[places].fill(NONE);
        for transition in keyed.into_iter().rev() {
            let place = state.place(self.transitions[transition as usize].literal.bytes());
            self.transitions[transition as usize].next =
                std::mem::replace(&mut self.table[place], transition);
        }
        self.states[number as usize].keyless = keyless.into_iter().rev().fold(NONE, |next, transition| {
            self.transitions[transition as usize].next = next;
            transition
        });
    }

    /// Returns the kind of a value; `None` for an object whose members are visited themselves.
    fn kind_of_value(&mut self, target: &Target<'_>, visit: &ValueVisit) -> Option<ValueKind> {
        let Target { program, bytes, .. } = *target;
        let number = visit.member.check;
        let check: &Check = &program.checks[usize::from(number)];
        let checked = ValueKind::Checked(number);
        if is_quoted(bytes, visit) {
            return match &check.text {
                Some(test) if test.constant().is_some() && visit.member.captured == 0 => {
                    Some(ValueKind::Nothing)
                }
                Some(test) if test.is_any() => Some(ValueKind::Text),
                Some(test) if test.is_time() => Some(ValueKind::Time),
                Some(test) => Some(ValueKind::Tested(position(&mut self.texts, test))),
                None => Some(checked),
            };
        }
        match bytes[visit.range.0] {
            b'-' | b'0'..=b'9' => Some(match &check.number {
                Some(test) => ValueKind::Number(position(&mut self.numbers, test)),
                None => checked,
            }),
            b'{' if program.is_shared(check) => None,
            // The literal ends before the bracket, so another record may have a value of another kind there.
            b'{' | b'[' if *check == Check::any() => Some(ValueKind::Free),
            b'{' | b'[' => Some(checked),
            _ if visit.member.captured > 0 => Some(checked),
            _ => Some(ValueKind::Nothing),
        }
    }
}

/// Returns the offset of a key in the last literal of a text, from its offset in the text, of which this is the length. It
/// wraps around where the key begins in an earlier literal.
fn offset_in_last(key: usize, length: usize) -> usize {
    key.wrapping_sub(length.saturating_sub(1) / literal::LONGEST * literal::LONGEST)
}

/// Returns the index of an item in a list, appending it if necessary.
fn position<T: PartialEq + Clone>(items: &mut Vec<T>, item: &T) -> u16 {
    let known = items.iter().position(|known| known == item);
    known.unwrap_or_else(|| {
        items.push(item.clone());
        items.len() - 1
    }) as u16
}

/// Returns true if the value is a text, with quotes around its bytes.
fn is_quoted(bytes: &[u8], visit: &ValueVisit) -> bool {
    let (start, end) = visit.range;
    start.checked_sub(1).is_some_and(|before| bytes[before] == b'"') && bytes.get(end) == Some(&b'"')
}
