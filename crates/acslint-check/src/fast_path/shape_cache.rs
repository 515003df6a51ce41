//! Trails: what the walk has learnt of records, so that the next one of the same make is only compared.
//!
//! Records of one category repeat the same keys in the same spacing. The bytes between two values are therefore a literal
//! that is known once it was seen. An edge is such a literal and the kind of value behind it; a node stands behind a value.
//! What the walk would do with a literal depends on nothing but the literal, the category, the object it stands in and
//! which members were seen before. The members are counted on the way, so a node is known by the rest: members may come in
//! any order, and come and go. Each edge guesses which one follows.
//!
//! A trail proves clean exactly what the walk would: each of its literals was walked over, byte by byte, from the same kind
//! of place; no member may come twice, those that must be there must have come, and each value is checked again.

use std::collections::{HashMap, HashSet};

use super::{
    Kind,
    literal::{self, Literal, MIX},
    matcher::{self, Scratch, ValueVisit},
    program::{MEMBERS, Program, PropertySet},
    scan::{self, Free, Lookahead},
    value::{Check, NumberTest, TextTest},
};
use crate::framing::LayoutKind;

/// How much is learnt; records of more makes than this take the walk.
const MOST_STATES: usize = 4096;
const MOST_TRANSITIONS: usize = 16_384;

/// After a record most of whose members were guessed wrongly, so many are followed without a guess.
const UNPREDICTED: u32 = 256;

/// No node, and no edge.
const NONE: u32 = u32::MAX;

/// Where in the bytes that are looked at for one edge its value can begin. The compiler knows the bounds of what such a
/// mask leaves, and no check is needed.
const VALUE: usize = literal::LONGEST.next_power_of_two() * 2 - 1;

/// How many bytes are looked at for one edge: its literal, and the first bytes of the value.
const LOOKED_AT: usize = VALUE + size_of::<Lookahead>();

/// What is known at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct StateKey {
    layout: LayoutKind,
    kind: Kind,
    /// The object it is in; `None` before the record.
    object: Option<Object>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Object {
    Record,
    /// Before the first member of `properties`.
    Opened,
    Properties,
}

/// A literal, and the value behind it. One fits a line of the cache: reading edges is a good part of what there is to do.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Transition {
    literal: Literal,
    value: ValueKind,
    /// Where to keep the value, from 1; 0 is nowhere.
    capture: u8,
    /// The members that the literal and the value are of, by number, and how many there are.
    adds: u16,
    count: u8,
    /// Whether another edge of its node has the same literal, so that this one may fit and be wrong.
    ambiguous: bool,
    /// The node behind it.
    to: u32,
    /// The edge of its node to try where this one does not fit.
    next: u32,
    /// The edge of the node behind it to try first; none that may fit and be wrong.
    predicted: u32,
}

const _: () = assert!(size_of::<Transition>() == 64);

/// What an edge passes behind its literal.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    /// The members that the literal and the value are of.
    adds: PropertySet,
    value: ValueKind,
    /// Where to keep the value, from 1; 0 is nowhere.
    capture: u8,
}

impl Step {
    /// None: the literal goes on behind the node.
    const ON: Self = Self { value: ValueKind::Nothing, capture: 0, adds: 0 };
}

/// The kind of value behind a literal.
#[derive(Debug, Clone, Copy, PartialEq)]
enum ValueKind {
    /// None: the record ends.
    End,
    /// One that belongs to the literal: null, a truth value, the name of the category.
    Nothing,
    /// Text without a test.
    Text,
    Time,
    /// Text that passes this test.
    Tested(u16),
    Number(u16),
    /// Any JSON.
    Free,
    /// Whatever passes a check of the category's program.
    Checked(u16),
}

/// A place behind a value, or within a literal: where to find the edges that may fit the bytes there.
#[derive(Debug, Clone, Copy)]
struct State {
    /// How many quotes stand before the one that ends the key of an edge.
    quotes: u32,
    /// Where its places in the table begin, and how many there are besides the first.
    table: u32,
    others: u32,
    /// Which bits of the hash say the place: chosen so that few edges share one.
    shift: u32,
    /// The first of its edges that are in no place, since their literals have no key.
    keyless: u32,
}

/// What `State::shift` may be.
const SHIFTS: std::ops::Range<u32> = 40..u64::BITS - 8;

impl State {
    /// The place in the table of a literal that begins with such bytes, which depends on them up to the end of the key.
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

/// Where the key ends whose closing quote comes behind so many others; the bytes there are, if it does not come.
#[inline]
fn end_of_key(found: u32, quotes: u32) -> usize {
    let mut left = found;
    for _ in 0..quotes {
        left &= left.wrapping_sub(1);
    }
    left.trailing_zeros() as usize
}

/// Where records of a kind begin.
#[derive(Debug, Clone, Copy)]
struct Start {
    state: u32,
    /// The edge to try first.
    predicted: u32,
}

/// What was learnt of records, by one thread.
#[derive(Debug, Clone, Default)]
pub(super) struct ShapeCache {
    /// By ground and kind.
    starts: [Vec<Start>; 2],
    transitions: Vec<Transition>,
    states: Vec<State>,
    /// The first edge to try, for each of the places of each node.
    table: Vec<u32>,
    /// The sets of members that edges add.
    sets: Vec<PropertySet>,
    texts: Vec<TextTest>,
    numbers: Vec<NumberTest>,
    /// By node, all its edges.
    leaving: Vec<Vec<u32>>,
    state_numbers: HashMap<StateKey, u32>,
    /// Counts wrong guesses.
    wrong: u32,
    /// How many records are followed without a guess.
    unpredicted: u32,
}

/// A record that is followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) kind: Kind,
    pub(super) program: &'a Program,
    pub(super) layout: LayoutKind,
    pub(super) bytes: &'a [u8],
}

/// Where any JSON ends.
#[inline(never)]
fn free(target: &Target<'_>, at: usize, scratch: &mut Scratch) -> Option<usize> {
    scratch.keys.clear();
    Free { bytes: target.bytes, newlines: target.layout == LayoutKind::Items, keys: &mut scratch.keys }
        .value(at)
}

impl ShapeCache {
    /// Follows the trails over the record that begins at `at`, unless it is too near to the end of the bytes; gives where
    /// it ends.
    #[inline]
    pub(super) fn follow(&mut self, target: &Target<'_>, at: usize, scratch: &mut Scratch) -> Option<usize> {
        if self.unpredicted > 0 {
            self.follow_by::<false>(target, at, scratch)
        } else {
            self.follow_by::<true>(target, at, scratch)
        }
    }

    /// The same, with guesses or without.
    #[inline(never)]
    fn follow_by<const PREDICTED: bool>(
        &mut self,
        target: &Target<'_>,
        at: usize,
        scratch: &mut Scratch,
    ) -> Option<usize> {
        let start = self.starts[target.layout as usize].get(usize::from(target.kind))?;
        let (mut at, mut seen): (usize, PropertySet) = (at, 0);
        // How often members were added: as often as there are members, unless one came twice.
        let mut added = 0;
        let wrong = self.wrong;
        let guess = |predicted: u32| if PREDICTED { predicted } else { NONE };
        let (mut before, mut number) = (NONE, guess(start.predicted));
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
            if transition.capture > 0 {
                let start = at + transition.literal.len();
                let quote = usize::from(start > 0 && target.bytes[start - 1] == b'"');
                scratch.captured[usize::from(transition.capture) - 1] = (start - quote, end);
            }
            if transition.to == NONE {
                self.weigh_predictions(added, wrong);
                let once = (seen & MEMBERS).count_ones() == added;
                return (once && target.program.is_clean(target.bytes, seen, &scratch.captured))
                    .then_some(end);
            }
            (at, before) = (end, number);
            number = guess(transition.predicted);
        }
    }

    /// The edge that fits behind another one, or where a record begins, where the guess does not; and where the bytes go on
    /// behind it.
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

    /// Finds out whether guessing pays, from a record of so many members and how many guesses were wrong before.
    fn weigh_predictions(&mut self, members: u32, wrong: u32) {
        self.unpredicted = match self.unpredicted.checked_sub(1) {
            Some(left) => left,
            None if self.wrong.wrapping_sub(wrong) > members / 2 => UNPREDICTED,
            None => 0,
        };
    }

    /// Where the bytes go on behind an edge, if it fits.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "most of value following costs is here")]
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
                (text.literal || transition.capture == 0).then_some(text.end + 1)
            }
            ValueKind::Time => scratch.recall.clock.end(near, bytes, start).map(|end| end + 1),
            ValueKind::Tested(test) => {
                let end = scan::text_ahead(near, bytes, start).filter(|text| text.literal)?.end;
                let test = &self.texts[usize::from(test)];
                scratch.recall.passed.passes(test, bytes, start, end).then_some(end + 1)
            }
            ValueKind::Number(test) => self.numbers[usize::from(test)].end_ahead(near, bytes, start),
            ValueKind::Free => free(target, start, scratch),
            // Text has edges of its own, which are faster.
            ValueKind::Checked(_) if near[0] == b'"' => None,
            ValueKind::Checked(check) => matcher::value(
                target.program,
                check,
                bytes,
                start,
                target.layout == LayoutKind::Items,
                scratch,
            ),
        }
    }

    /// The edge of a node that fits, and where the bytes go on behind it.
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

    /// Takes note of the edge that was found behind another, or where a record begins, after a wrong guess.
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
        // Where different members follow, the most frequent ones are found most often. One that is missing now and then is a
        // better guess than what follows it.
        if *predicted == NONE || *predicted == follower || self.wrong.is_multiple_of(8) {
            *predicted = found;
        }
    }

    /// Whether there is room for more.
    pub(super) fn has_room(&self) -> bool {
        self.states.len() < MOST_STATES && self.transitions.len() < MOST_TRANSITIONS
    }

    /// Learns the record at `range`, of which a walk made these marks.
    pub(super) fn learn(&mut self, target: &Target<'_>, range: (usize, usize), visits: &[ValueVisit]) {
        let Target { kind, layout, bytes, .. } = *target;
        let mut state = self.start(target);
        let mut at = range.0;
        let (mut adds, mut inside) = (0, false);
        for visit in visits {
            adds |= visit.adds;
            let Some(value) = self.kind_of_value(target, visit) else {
                continue;
            };
            let (start, end) = visit.range;
            let end = end + usize::from(is_quoted(bytes, visit));
            let behind = if value == ValueKind::Nothing { end } else { start };
            let object = Some(if visit.inside { Object::Properties } else { Object::Record });
            // Whichever member is the first of the object, what opens it is the same.
            if visit.inside
                && !std::mem::replace(&mut inside, true)
                && let Some(brace) = bytes[at..start].iter().rposition(|byte| *byte == b'{')
            {
                let to = self.state_of(StateKey { layout, kind, object: Some(Object::Opened) });
                self.lead(state, &bytes[at..=at + brace], Step::ON, to);
                (state, at) = (to, at + brace + 1);
            }
            let to = self.state_of(StateKey { layout, kind, object });
            let step = Step { value, capture: visit.member.captured, adds: std::mem::take(&mut adds) };
            self.lead(state, &bytes[at..behind], step, to);
            (state, at) = (to, end);
        }
        self.lead(state, &bytes[at..range.1], Step { value: ValueKind::End, capture: 0, adds }, NONE);
    }

    /// The node where records of a kind begin.
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

    /// Makes edges with a text of any length and a value from one node to another, where there are none yet.
    fn lead(&mut self, state: u32, text: &[u8], step: Step, to: u32) {
        let (mut state, mut text) = (state, text);
        while text.len() > literal::LONGEST {
            let (first, rest) = text.split_at(literal::LONGEST);
            state = self.transition(state, first, Step::ON, None);
            text = rest;
        }
        self.transition(state, text, step, Some(to));
    }

    /// The node behind an edge, which is made where there is none yet; without a node to lead to that is a new one.
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
                capture: transition.capture,
                adds: self.sets[usize::from(transition.adds)],
            };
            if other == step && to.is_none_or(|to| to == transition.to) {
                return transition.to;
            }
        }
        if !alike.is_empty() {
            self.forget_predictions(&alike);
        }
        let to = to.unwrap_or_else(|| self.new_state(0));
        let adds = position(&mut self.sets, &step.adds);
        let Step { value, capture, .. } = step;
        let number = self.transitions.len() as u32;
        let count = (step.adds & MEMBERS).count_ones() as u8;
        let ambiguous = !alike.is_empty();
        self.transitions.push(Transition {
            literal,
            value,
            capture,
            adds,
            count,
            ambiguous,
            to,
            next: NONE,
            predicted: NONE,
        });
        let leaving = &mut self.leaving[state as usize];
        // What is certain behind its literal comes before what is not: there is no way back from the latter.
        let place = if step == Step::ON { leaving.len() } else { 0 };
        leaving.insert(place, number);
        self.fill_places(state);
        to
    }

    /// Sees to it that none of these edges is guessed any more.
    fn forget_predictions(&mut self, transitions: &[u32]) {
        for transition in transitions {
            self.transitions[*transition as usize].ambiguous = true;
        }
        let guesses = self.transitions.iter_mut().map(|transition| &mut transition.predicted);
        for guess in guesses.chain(self.starts.iter_mut().flatten().map(|start| &mut start.predicted)) {
            if transitions.contains(guess) {
                *guess = NONE;
            }
        }
    }

    /// Puts the edges of a node into its places.
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
        // Few are tried one by one.
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

    /// The kind of a value; `None` for an object whose members have marks of their own.
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
            // The literal ends before the bracket, so another record may have another kind of value there.
            b'{' | b'[' if *check == Check::any() => Some(ValueKind::Free),
            b'{' | b'[' => Some(checked),
            _ if visit.member.captured > 0 => Some(checked),
            _ => Some(ValueKind::Nothing),
        }
    }
}

/// Where an item is in a list, to which it is added if it is in none.
fn position<T: PartialEq + Clone>(items: &mut Vec<T>, item: &T) -> u16 {
    let known = items.iter().position(|known| known == item);
    known.unwrap_or_else(|| {
        items.push(item.clone());
        items.len() - 1
    }) as u16
}

/// Whether the value is a text, the bytes of which stand between quotes.
fn is_quoted(bytes: &[u8], visit: &ValueVisit) -> bool {
    let (start, end) = visit.range;
    start.checked_sub(1).is_some_and(|before| bytes[before] == b'"') && bytes.get(end) == Some(&b'"')
}
