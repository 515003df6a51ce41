//! Trails: what the walk has learnt of records, so that the next one of the same make is only compared.
//!
//! Records of one category repeat the same keys in the same order and spacing. The bytes between two values are therefore a
//! literal that is known once it was seen. An edge is such a literal and the kind of value behind it; a node stands behind a
//! value. What the walk would do with a literal depends on nothing but the literal, the category, the object it stands in and
//! which members were seen before. The members are counted on the way, so a node is known by the rest and by the member
//! whose value it is behind: members that come and go do not multiply nodes. Before the category is known, a node is known
//! by the way to it.
//!
//! A trail vouches for exactly what the walk would: each of its literals was walked over, byte by byte, from the same kind
//! of place; no member may come twice, those that must be there must have come, and each value is checked again.

use std::collections::HashMap;

use super::{
    literal::{self, Literal},
    program::{MEMBERS, Program, Slots},
    scan::{self, Free, Near},
    value::{ArrayTest, Check, NumberTest, ObjectTest, TextTest},
    walk::{self, Mark, Tools},
};
use crate::framing::Ground;

/// How much is learnt; records of more makes than this take the walk.
const NODES: usize = 4096;
const EDGES: usize = 16_384;

/// No node, and no edge.
const NONE: u32 = u32::MAX;

/// How many bytes are looked at for one edge: its literal, and the first bytes of the value.
const WINDOW: usize = literal::LONGEST + size_of::<Near>();

/// How many bytes tell edges from each other at most.
const TELLING: usize = 16;

/// What is known behind a value, once the category is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    ground: Ground,
    kind: u8,
    /// The slot of the member.
    member: u8,
    inside: bool,
    /// Whether the value is a text, whose closing quote the next literal begins with.
    quoted: bool,
}

/// A literal, and the value behind it. One fits a line of the cache: reading edges is a good part of what there is to do.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Edge {
    literal: Literal,
    what: What,
    /// Where to keep the value, from 1; 0 is nowhere.
    keep: u8,
    /// Whether another edge of its node has the same literal, so that this one may fit and be wrong.
    ambiguous: bool,
    /// The members that the literal and the value are of, by number.
    adds: u16,
    /// The node behind it.
    to: u32,
    /// The edge of its node to try where this one does not fit.
    next: u32,
    /// The edge of the node behind it to try first.
    likely: u32,
}

const _: () = assert!(size_of::<Edge>() == 64);

/// What an edge passes behind its literal.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    /// The members that the literal and the value are of.
    adds: Slots,
    what: What,
    /// Where to keep the value, from 1; 0 is nowhere.
    keep: u8,
}

impl Step {
    /// None: the literal goes on behind the node.
    const ON: Self = Self { what: What::Nothing, keep: 0, adds: 0 };
}

/// A place behind a value, or within a literal: where to find the edges that may fit the bytes there.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The bits of the bytes that tell its edges from each other.
    mask: u128,
    /// How many bytes before those its edges have in common.
    shared: u32,
    /// Where its places in the table begin, and how many there are besides the first.
    table: u32,
    others: u32,
}

/// Where a record is followed.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    at: usize,
    /// The members before it.
    seen: Slots,
    node: u32,
    /// The edge that leads here.
    before: u32,
}

/// An edge that could have been taken instead.
#[derive(Debug, Clone, Copy, Default)]
struct Choice {
    edge: u32,
    place: Place,
}

/// Choices that were made, the last first: one literal may lead to values that are tested in different ways, as different
/// categories do before theirs is known.
#[derive(Debug, Clone, Default)]
struct Choices {
    made: [Choice; 4],
    count: usize,
}

impl Choices {
    #[cold]
    fn push(&mut self, choice: Choice) {
        if let Some(made) = self.made.get_mut(self.count) {
            *made = choice;
            self.count += 1;
        }
    }

    fn pop(&mut self) -> Option<Choice> {
        self.count = self.count.checked_sub(1)?;
        Some(self.made[self.count])
    }
}

/// The kind of value behind a literal.
#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
    /// None: a record of this kind ends.
    End(u8),
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
    /// Whatever passes a check of a category's program.
    Checked {
        kind: u8,
        check: u16,
    },
}

/// What was learnt of records, by one thread.
#[derive(Debug, Clone, Default)]
pub(super) struct Trails {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// The first edge to try, for each of the places of each node.
    table: Vec<u32>,
    /// The sets of members that edges add.
    sets: Vec<Slots>,
    texts: Vec<TextTest>,
    numbers: Vec<NumberTest>,
    /// By node, all its edges.
    leaving: Vec<Vec<u32>>,
    states: HashMap<State, u32>,
    /// The edge to try first where a record begins, by ground.
    starts: [u32; 2],
    /// Counts wrong guesses.
    wrong: u32,
    choices: Choices,
}

/// A record that was vouched for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vouched {
    pub(super) end: usize,
    pub(super) kind: u8,
}

impl Node {
    /// The place that such bytes have in the table.
    #[inline]
    fn place(&self, telling: u128) -> usize {
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        let telling = telling & self.mask;
        let mixed = (telling as u64 ^ ((telling >> 64) as u64).rotate_left(29)).wrapping_mul(MIX);
        self.table as usize + ((mixed >> 32) as u32 & self.others) as usize
    }
}

/// The bytes at an offset that tell edges; zeros where there are no more.
#[inline]
fn telling(bytes: &[u8], at: usize) -> u128 {
    let rest = bytes.get(at..).unwrap_or_default();
    let telling = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut telling = [0; TELLING];
        telling[..rest.len()].copy_from_slice(rest);
        telling
    });
    u128::from_le_bytes(telling)
}

/// Where any JSON ends.
#[inline(never)]
fn free(bytes: &[u8], at: usize, ground: Ground, tools: &mut Tools) -> Option<usize> {
    tools.keys.clear();
    Free { bytes, newlines: ground == Ground::Items, keys: &mut tools.keys }.value(at)
}

impl Trails {
    /// Follows the trails over the record that begins at `at`, unless it is too near to the end of the bytes.
    pub(super) fn follow<'p>(
        &mut self,
        program: impl Fn(u8) -> Option<&'p Program>,
        ground: Ground,
        bytes: &[u8],
        at: usize,
        tools: &mut Tools,
    ) -> Option<Vouched> {
        let mut place = Place { at, seen: 0, node: ground as u32, before: NONE };
        let mut number = self.starts[ground as usize];
        self.choices.count = 0;
        loop {
            let guess = self.edges.get(number as usize).filter(|edge| !edge.ambiguous);
            let passed = guess.and_then(|edge| self.passes(edge, &program, ground, bytes, &place, tools));
            let end = if let Some(end) = passed {
                end
            } else {
                let end;
                (number, end) = self.search(&program, ground, bytes, &mut place, tools)?;
                end
            };
            let edge = self.edges.get(number as usize)?;
            place.seen |= self.sets[usize::from(edge.adds)];
            if let What::End(kind) = edge.what {
                let silent = program(kind)?.is_silent(bytes, place.seen, &tools.kept);
                return silent.then_some(Vouched { end, kind });
            }
            if edge.keep > 0 {
                let start = place.at + edge.literal.len();
                let quotes = usize::from(start > 0 && bytes[start - 1] == b'"');
                tools.kept[usize::from(edge.keep) - 1] = (start - quotes, end + quotes);
            }
            (place.at, place.node, place.before) = (end, edge.to, number);
            number = edge.likely;
        }
    }

    /// Where the bytes go on behind an edge, if it fits.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: the call costs a tenth of what following does")]
    fn passes<'p>(
        &self,
        edge: &Edge,
        program: impl Fn(u8) -> Option<&'p Program>,
        ground: Ground,
        bytes: &[u8],
        place: &Place,
        tools: &mut Tools,
    ) -> Option<usize> {
        let window: &[u8; WINDOW] = bytes.get(place.at..)?.first_chunk()?;
        let once = place.seen & self.sets[usize::from(edge.adds)] & MEMBERS == 0;
        if !once || !edge.literal.begins(window.first_chunk()?) {
            return None;
        }
        let length = edge.literal.len();
        let near: &Near = window.get(length..)?.first_chunk()?;
        let start = place.at + length;
        match edge.what {
            What::Nothing | What::End(_) => Some(start),
            What::Text => scan::text_near(near, bytes, start).map(|text| text.end),
            What::Time => tools.recall.clock.end(near, bytes, start),
            What::Tested(test) => {
                let text = scan::text_near(near, bytes, start).filter(|text| text.literal)?;
                let test = &self.texts[usize::from(test)];
                tools.recall.passed.passes(test, bytes, start, text.end).then_some(text.end)
            }
            What::Number(test) => self.numbers[usize::from(test)].end_near(near, bytes, start),
            What::Free => free(bytes, start, ground, tools),
            What::Checked { kind, check } => {
                walk::value(program(kind)?, check, bytes, start, ground == Ground::Items, tools)
            }
        }
    }

    /// The edge that fits where the guess was wrong, and where the bytes go on behind it; the place is moved back to where
    /// another edge could have been taken, where none does.
    #[inline(never)]
    fn search<'p>(
        &mut self,
        program: impl Fn(u8) -> Option<&'p Program>,
        ground: Ground,
        bytes: &[u8],
        place: &mut Place,
        tools: &mut Tools,
    ) -> Option<(u32, usize)> {
        let mut number = self.first(place.node, bytes, place.at)?;
        loop {
            let Some(edge) = self.edges.get(number as usize) else {
                let choice = self.choices.pop()?;
                (number, *place) = (choice.edge, choice.place);
                continue;
            };
            if let Some(end) = self.passes(edge, &program, ground, bytes, place, tools) {
                if edge.ambiguous {
                    self.choices.push(Choice { edge: edge.next, place: *place });
                }
                self.learn_guess(place, number);
                return Some((number, end));
            }
            number = edge.next;
        }
    }

    /// Takes note of the edge that was found behind another, where the guess was wrong.
    #[inline]
    fn learn_guess(&mut self, place: &Place, found: u32) {
        let likely = match self.edges.get_mut(place.before as usize) {
            Some(edge) => &mut edge.likely,
            None => &mut self.starts[place.node as usize],
        };
        self.wrong = self.wrong.wrapping_add(1);
        // Where different members follow, the most frequent ones are found most often.
        if *likely == NONE || self.wrong.is_multiple_of(8) {
            *likely = found;
        }
    }

    /// The first edge to try at a node.
    #[inline]
    fn first(&self, node: u32, bytes: &[u8], at: usize) -> Option<u32> {
        let node = self.nodes.get(node as usize)?;
        let place = if node.others == 0 {
            node.table as usize
        } else {
            node.place(telling(bytes, at + node.shared as usize))
        };
        self.table.get(place).copied()
    }

    /// Whether there is room for more.
    pub(super) fn has_room(&self) -> bool {
        self.nodes.len() < NODES && self.edges.len() < EDGES
    }

    /// Learns the record at `range`, of which a walk made these marks.
    pub(super) fn learn(
        &mut self,
        kind: u8,
        program: &Program,
        ground: Ground,
        bytes: &[u8],
        range: (usize, usize),
        marks: &[Mark],
    ) {
        if self.nodes.is_empty() {
            self.node();
            self.node();
            self.starts = [NONE; 2];
        }
        let mut node = ground as u32;
        let mut at = range.0;
        let (mut seen, mut adds) = (0, 0);
        for mark in marks {
            seen |= mark.adds;
            adds |= mark.adds;
            let Some(what) = self.what(kind, program, bytes, mark) else {
                continue;
            };
            let (start, mut end) = mark.range;
            let mut quoted = is_quoted(bytes, mark);
            if what == What::Nothing && quoted {
                // What tells the category is told apart at a node of its own.
                node = self.lead(node, &bytes[at..start], Step::ON, None);
                (at, end, quoted) = (start, end + 1, false);
            }
            let behind = if what == What::Nothing { end } else { start };
            let known = seen & program.telling != 0;
            let state = State { ground, kind, member: mark.member.slot, inside: mark.inside, quoted };
            // What was not counted on the way to where the category is known is counted there.
            let counted = if known { std::mem::take(&mut adds) } else { 0 };
            let step = Step { what, keep: mark.member.kept, adds: counted };
            node = self.lead(node, &bytes[at..behind], step, known.then_some(state));
            at = end;
        }
        self.lead(node, &bytes[at..range.1], Step { what: What::End(kind), keep: 0, adds }, None);
    }

    /// A new node.
    fn node(&mut self) -> u32 {
        let number = self.nodes.len() as u32;
        self.nodes.push(Node { table: self.table.len() as u32, ..Node::default() });
        self.leaving.push(Vec::new());
        self.table.push(NONE);
        number
    }

    /// The node behind a text of any length and a value, to which edges are made where there are none yet.
    fn lead(&mut self, node: u32, text: &[u8], step: Step, state: Option<State>) -> u32 {
        let (mut node, mut text) = (node, text);
        while let Some((first, rest)) =
            text.split_at_checked(literal::LONGEST).filter(|(_, rest)| !rest.is_empty())
        {
            node = self.edge(node, first, Step::ON, None);
            text = rest;
        }
        self.edge(node, text, step, state)
    }

    /// The node behind an edge, which is made where there is none yet.
    fn edge(&mut self, node: u32, text: &[u8], step: Step, state: Option<State>) -> u32 {
        let literal = Literal::new(text);
        let mut ambiguous = false;
        for number in &self.leaving[node as usize] {
            let edge = &mut self.edges[*number as usize];
            let same = edge.literal == literal;
            let other = Step { what: edge.what, keep: edge.keep, adds: self.sets[usize::from(edge.adds)] };
            if same && other == step {
                return edge.to;
            }
            edge.ambiguous |= same;
            ambiguous |= same;
        }
        let to = match (step.what, state) {
            (What::End(_), _) => NONE,
            (_, None) => self.node(),
            (_, Some(state)) => match self.states.get(&state) {
                Some(node) => *node,
                None => {
                    let node = self.node();
                    self.states.insert(state, node);
                    node
                }
            },
        };
        let number = self.edges.len() as u32;
        let adds = position(&mut self.sets, &step.adds);
        let Step { what, keep, .. } = step;
        self.edges.push(Edge { literal, what, keep, ambiguous, adds, to, next: NONE, likely: NONE });
        self.leaving[node as usize].push(number);
        self.tell_apart(node);
        to
    }

    /// Finds out which bytes tell the edges of a node from each other, and fills its places in the table.
    fn tell_apart(&mut self, number: u32) {
        let leaving = std::mem::take(&mut self.leaving[number as usize]);
        let text = |edge: u32| self.edges[edge as usize].literal.text();
        let goes_on = |edge: &&u32| !matches!(self.edges[**edge as usize].what, What::End(_));
        let mut members = leaving.iter().filter(goes_on).map(|edge| text(*edge));
        let shared = members.next().map_or(0, |first| {
            let in_common = |other: &[u8]| first.iter().zip(other).take_while(|(a, b)| a == b).count();
            members.map(in_common).min().unwrap_or(first.len())
        });
        // Of more bytes that tell, fewer literals are long enough. Those that are not are tried last.
        let groups = |bytes: usize| {
            let mask = u128::MAX >> (8 * (TELLING - bytes));
            let (mut groups, mut short): (Vec<(u128, Vec<u32>)>, Vec<u32>) = Default::default();
            for edge in &leaving {
                let text = text(*edge);
                if text.len() < shared + bytes {
                    short.push(*edge);
                    continue;
                }
                let telling = telling(text, shared) & mask;
                match groups.iter_mut().find(|(known, _)| *known == telling) {
                    Some((_, group)) => group.push(*edge),
                    None => groups.push((telling, vec![*edge])),
                }
            }
            (mask, groups, short)
        };
        let tries = |edges: &[u32]| edges.len() * (edges.len() + 1) / 2;
        let (mask, groups, short) = [16, 12, 8, 6, 4, 3, 2, 1]
            .map(groups)
            .into_iter()
            .min_by_key(|(_, groups, short)| {
                tries(short) + groups.iter().map(|(_, group)| tries(group)).sum::<usize>()
            })
            .unwrap_or_default();

        let places = if groups.len() > 1 { (groups.len() * 2).next_power_of_two() } else { 1 };
        let node = &mut self.nodes[number as usize];
        if places > node.others as usize + 1 {
            node.table = self.table.len() as u32;
            node.others = places as u32 - 1;
            self.table.resize(self.table.len() + places, NONE);
        }
        (node.mask, node.shared) = (mask, shared as u32);
        let first_short = chain(&mut self.edges, &short, NONE);
        let own = node.table as usize..=node.table as usize + node.others as usize;
        self.table[own].fill(first_short);
        for (telling, group) in groups {
            let place = &mut self.table[node.place(telling)];
            *place = chain(&mut self.edges, &group, *place);
        }
        self.leaving[number as usize] = leaving;
    }

    /// The kind of a value; `None` for an object whose members have marks of their own.
    fn what(&mut self, kind: u8, program: &Program, bytes: &[u8], mark: &Mark) -> Option<What> {
        let number = mark.member.check;
        let check: &Check = &program.checks[usize::from(number)];
        let checked = What::Checked { kind, check: number };
        if is_quoted(bytes, mark) {
            return match &check.text {
                Some(test) if test.constant().is_some() && mark.member.kept == 0 => Some(What::Nothing),
                Some(test) if test.is_any() => Some(What::Text),
                Some(test) if test.is_time() => Some(What::Time),
                Some(test) => Some(What::Tested(position(&mut self.texts, test))),
                None => Some(checked),
            };
        }
        match bytes[mark.range.0] {
            b'-' | b'0'..=b'9' => Some(match &check.number {
                Some(test) => What::Number(position(&mut self.numbers, test)),
                None => checked,
            }),
            b'{' if check.object == Some(ObjectTest::Any) => Some(What::Free),
            b'{' if program.is_shared(check) => None,
            b'[' if check.array == Some(ArrayTest::Any) => Some(What::Free),
            b'{' | b'[' => Some(checked),
            _ if mark.member.kept > 0 => Some(checked),
            _ => Some(What::Nothing),
        }
    }
}

/// Makes each edge the next of the one before it, and `behind` that of the last; gives the first.
fn chain(edges: &mut [Edge], links: &[u32], behind: u32) -> u32 {
    links.iter().rev().fold(behind, |next, link| {
        edges[*link as usize].next = next;
        *link
    })
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
fn is_quoted(bytes: &[u8], mark: &Mark) -> bool {
    let (start, end) = mark.range;
    start.checked_sub(1).is_some_and(|before| bytes[before] == b'"') && bytes.get(end) == Some(&b'"')
}
