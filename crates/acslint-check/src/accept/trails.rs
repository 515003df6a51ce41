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
    program::{MEMBERS, Program, Slots},
    scan::{self, Free},
    value::{ArrayTest, Check, NumberTest, ObjectTest, TextTest},
    walk::{self, Mark, Tools},
};
use crate::framing::Ground;

/// How much is learnt; records of more makes than this take the walk.
const NODES: usize = 4096;
const EDGES: usize = 16_384;
const LITERAL_CHUNKS: usize = 1 << 16;

/// How many texts that passed a test are remembered with it.
const REMEMBERED: usize = 8;

/// Longer texts are not remembered.
const LONGEST: usize = 256;

/// No node.
const NONE: u32 = u32::MAX;

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

/// A literal, and the value behind it.
#[derive(Debug, Clone, Copy)]
struct Edge {
    /// Where the literal begins among the literals, and how long it is.
    literal: u32,
    length: u32,
    what: What,
    /// Where to keep the value, from 1; 0 is nowhere.
    keep: u8,
    /// The members that the literal and the value are of.
    adds: Slots,
    /// Whether a sibling has the same literal, so that this edge may fit and be wrong.
    ambiguous: bool,
    /// The node behind it.
    to: u32,
}

/// An edge of a node, and the bytes of its literal that tell it from most of its siblings.
#[derive(Debug, Clone, Copy)]
struct Branch {
    tells: u64,
    /// The bits of `tells` that are of the literal.
    mask: u64,
    edge: u32,
}

/// A place behind a value.
#[derive(Debug, Clone, Default)]
struct Node {
    branches: Vec<Branch>,
    /// How many bytes all its literals have in common: those that tell them from each other begin behind them.
    shared: usize,
}

impl Branch {
    fn new(literal: &[u8], shared: usize, edge: u32) -> Self {
        let own = literal.get(shared..).unwrap_or_default();
        let mut tells = [0; 8];
        let length = own.len().min(8);
        tells[..length].copy_from_slice(&own[..length]);
        let mask = if length == 0 { 0 } else { u64::MAX >> (8 * (8 - length)) };
        Self { tells: u64::from_le_bytes(tells), mask, edge }
    }
}

/// An edge that could have been taken instead.
#[derive(Debug, Clone, Copy, Default)]
struct Choice {
    node: u32,
    branch: usize,
    at: usize,
    seen: Slots,
}

/// Choices that were made, the last first: one literal may lead to values that are tested in different ways, as different
/// categories do before theirs is known.
#[derive(Debug, Default)]
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

/// A test, and texts that passed it, each with its closing quote.
#[derive(Debug, Clone)]
struct Tested {
    test: TextTest,
    passed: Vec<Vec<u8>>,
    /// How often texts were looked for among those, and how often that was in vain.
    sought: u32,
    missed: u32,
}

/// After so many texts it is known whether they come again; where most do not, none are remembered.
const TRIAL: u32 = 256;

/// What was learnt of records, by one thread.
#[derive(Debug, Clone, Default)]
pub(super) struct Trails {
    /// The edges of each node.
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    literals: Literals,
    tests: Vec<Tested>,
    numbers: Vec<NumberTest>,
    states: HashMap<State, u32>,
    /// Counts edges that were not the first of their node.
    turn: u32,
}

/// Literals, each in chunks of its own: comparing them is most of what there is to do, and a chunk is compared at once.
#[derive(Debug, Clone, Default)]
struct Literals(Vec<[u8; CHUNK]>);

/// How many bytes are compared at once.
const CHUNK: usize = 16;

impl Literals {
    fn push(&mut self, literal: &[u8]) {
        let (chunks, rest) = literal.as_chunks::<CHUNK>();
        self.0.extend_from_slice(chunks);
        if !rest.is_empty() {
            let mut last = [0; CHUNK];
            last[..rest.len()].copy_from_slice(rest);
            self.0.push(last);
        }
    }

    fn chunks(&self, edge: &Edge) -> &[[u8; CHUNK]] {
        let length = (edge.length as usize).div_ceil(CHUNK);
        self.0.get(edge.literal as usize..).and_then(|chunks| chunks.get(..length)).unwrap_or_default()
    }

    fn of(&self, edge: &Edge) -> &[u8] {
        &self.chunks(edge).as_flattened()[..edge.length as usize]
    }

    /// Whether the literal of an edge stands in the bytes.
    #[inline]
    fn stand_at(&self, bytes: &[u8], at: usize, edge: &Edge) -> bool {
        let literal = self.chunks(edge);
        let (text, _) = bytes.get(at..).unwrap_or_default().as_chunks::<CHUNK>();
        let Some(text) = text.get(..literal.len()) else {
            // So near to the end the bytes are no whole chunks.
            return bytes.get(at..).is_some_and(|bytes| bytes.starts_with(self.of(edge)));
        };
        let number = |chunk: &[u8; CHUNK]| u128::from_le_bytes(*chunk);
        let Some(((last, whole), (last_text, whole_text))) = literal.split_last().zip(text.split_last())
        else {
            return true;
        };
        let beyond = literal.len() * CHUNK - edge.length as usize;
        let differs = (number(last) ^ number(last_text)) & (u128::MAX >> (8 * beyond as u32));
        whole.iter().zip(whole_text).all(|(chunk, text)| number(chunk) == number(text)) && differs == 0
    }
}

/// A record that was vouched for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vouched {
    pub(super) end: usize,
    pub(super) kind: u8,
}

impl Trails {
    /// Follows the trails over the record that begins at `at`.
    pub(super) fn follow<'p>(
        &mut self,
        program: impl Fn(u8) -> Option<&'p Program>,
        ground: Ground,
        bytes: &[u8],
        at: usize,
        tools: &mut Tools,
    ) -> Option<Vouched> {
        let mut node = ground as u32;
        let (mut at, mut seen, mut branch): (usize, Slots, usize) = (at, 0, 0);
        let mut choices = Choices::default();
        loop {
            let Node { branches, shared } = self.nodes.get(node as usize)?;
            let tells = bytes
                .get(at + shared..)
                .and_then(<[u8]>::first_chunk)
                .map(|tells| u64::from_le_bytes(*tells));
            let found = branches.get(branch..).unwrap_or_default().iter().position(|branch| match tells {
                Some(tells) => (tells ^ branch.tells) & branch.mask == 0,
                // So near to the end there are not enough bytes to tell.
                None => true,
            });
            let Some(found) = found else {
                Choice { node, branch, at, seen } = choices.pop()?;
                continue;
            };
            branch += found;
            let edge = &self.edges[branches[branch].edge as usize];
            let start = at + edge.length as usize;
            let once = seen & edge.adds & MEMBERS == 0;
            let behind = if once && self.literals.stand_at(bytes, at, edge) {
                match edge.what {
                    What::Nothing => Some(start),
                    What::Text => scan::text(bytes, start).map(|text| text.end),
                    What::Time => {
                        let text = scan::text(bytes, start);
                        text.filter(|text| tools.clock.accepts(&bytes[start..text.end])).map(|text| text.end)
                    }
                    What::Tested(test) => self.tests[usize::from(test)].passes(bytes, start, tools),
                    What::Number(test) => scan::number(bytes, start)
                        .filter(|number| self.numbers[usize::from(test)].accepts(bytes, start, *number))
                        .map(|number| number.end),
                    What::Free => {
                        tools.keys.clear();
                        let newlines = ground == Ground::Items;
                        Free { bytes, newlines, keys: &mut tools.keys }.value(start)
                    }
                    What::Checked { kind, check } => {
                        walk::value(program(kind)?, check, bytes, start, ground == Ground::Items, tools)
                    }
                    What::End(kind) => {
                        let silent = program(kind)?.is_silent(bytes, seen | edge.adds, &tools.kept);
                        return silent.then_some(Vouched { end: start, kind });
                    }
                }
            } else {
                None
            };
            let Some(end) = behind else {
                branch += 1;
                continue;
            };
            if edge.keep > 0 {
                let quotes = usize::from(start > 0 && bytes[start - 1] == b'"');
                tools.kept[usize::from(edge.keep) - 1] = (start - quotes, end + quotes);
            }
            if edge.ambiguous {
                choices.push(Choice { node, branch: branch + 1, at, seen });
            } else if branch > 0 {
                self.turn = self.turn.wrapping_add(1);
                // Now and then one that fitted moves forward, so that the most frequent ones are tried first.
                if self.turn.is_multiple_of(8) {
                    self.nodes[node as usize].branches.swap(branch - 1, branch);
                }
            }
            (at, seen, node, branch) = (end, seen | edge.adds, edge.to, 0);
        }
    }

    /// Whether there is room for more.
    pub(super) fn has_room(&self) -> bool {
        self.nodes.len() < NODES && self.edges.len() < EDGES && self.literals.0.len() < LITERAL_CHUNKS
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
            self.nodes = vec![Node::default(); 2];
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
            let behind = if what == What::Nothing { mark.range.1 } else { mark.range.0 };
            let known = seen & program.telling != 0;
            let (inside, quoted) = (mark.inside, is_quoted(bytes, mark));
            let state = State { ground, kind, member: mark.member.slot, inside, quoted };
            // What was not counted on the way to where the category is known is counted there.
            let counted = if known { std::mem::take(&mut adds) } else { 0 };
            let edge = (what, mark.member.kept, counted);
            node = self.edge(node, &bytes[at..behind], edge, known.then_some(state));
            at = mark.range.1;
        }
        self.edge(node, &bytes[at..range.1], (What::End(kind), 0, adds), None);
    }

    /// The node behind an edge, which is made where there is none yet.
    fn edge(&mut self, node: u32, literal: &[u8], kind: (What, u8, Slots), state: Option<State>) -> u32 {
        let (what, keep, adds) = kind;
        let mut ambiguous = false;
        for branch in &self.nodes[node as usize].branches {
            let edge = &mut self.edges[branch.edge as usize];
            let same = self.literals.of(edge) == literal;
            if same && (edge.what, edge.keep, edge.adds) == kind {
                return edge.to;
            }
            edge.ambiguous |= same;
            ambiguous |= same;
        }
        let fresh = self.nodes.len() as u32;
        let to = match (what, state) {
            (What::End(_), _) => NONE,
            (_, Some(state)) => *self.states.entry(state).or_insert(fresh),
            (_, None) => fresh,
        };
        if to == fresh {
            self.nodes.push(Node::default());
        }
        let edge = Edge {
            literal: self.literals.0.len() as u32,
            length: literal.len() as u32,
            what,
            keep,
            adds,
            ambiguous,
            to,
        };
        self.literals.push(literal);
        let number = self.edges.len() as u32;
        self.edges.push(edge);
        self.nodes[node as usize].branches.push(Branch { tells: 0, mask: 0, edge: number });
        self.tell_apart(node);
        to
    }

    /// Finds out which bytes tell the branches of a node from each other.
    fn tell_apart(&mut self, node: u32) {
        let node = &mut self.nodes[node as usize];
        let literal = |branch: &Branch| self.literals.of(&self.edges[branch.edge as usize]);
        let Some((first, others)) = node.branches.split_first() else {
            return;
        };
        let first = literal(first);
        let in_common = |other| first.iter().zip(literal(other)).take_while(|(a, b)| a == b).count();
        node.shared = others.iter().map(in_common).min().unwrap_or(0);
        for branch in &mut node.branches {
            *branch = Branch::new(literal(branch), node.shared, branch.edge);
        }
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
                Some(test) => Some(What::Tested(self.test(test))),
                None => Some(checked),
            };
        }
        match bytes[mark.range.0] {
            b'-' | b'0'..=b'9' => Some(match check.number {
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

    fn test(&mut self, test: &TextTest) -> u16 {
        let known = self.tests.iter().position(|known| known.test == *test);
        known.unwrap_or_else(|| {
            self.tests.push(Tested { test: test.clone(), passed: Vec::new(), sought: 0, missed: 0 });
            self.tests.len() - 1
        }) as u16
    }
}

/// Where an item is in a list, to which it is added if it is in none.
fn position<T: PartialEq>(items: &mut Vec<T>, item: T) -> u16 {
    let known = items.iter().position(|known| *known == item);
    known.unwrap_or_else(|| {
        items.push(item);
        items.len() - 1
    }) as u16
}

/// Whether the value is a text, the bytes of which stand between quotes.
fn is_quoted(bytes: &[u8], mark: &Mark) -> bool {
    let (start, end) = mark.range;
    start.checked_sub(1).is_some_and(|before| bytes[before] == b'"') && bytes.get(end) == Some(&b'"')
}

impl Tested {
    /// Where the text that begins at `at` ends, if it passes.
    fn passes(&mut self, bytes: &[u8], at: usize, tools: &mut Tools) -> Option<usize> {
        let on_trial = self.sought < TRIAL;
        if on_trial || !self.passed.is_empty() {
            let rest = &bytes[at..];
            self.sought += u32::from(on_trial);
            if let Some(text) = self.passed.iter().find(|text| rest.starts_with(text)) {
                return Some(at + text.len() - 1);
            }
            self.missed += u32::from(on_trial);
            if on_trial && self.sought == TRIAL && self.missed > TRIAL / 2 {
                self.passed.clear();
            }
        }
        let text = scan::text(bytes, at)?;
        if !self.test.accepts(bytes, at, text, &mut tools.clock) {
            return None;
        }
        if self.sought < TRIAL && self.passed.len() < REMEMBERED && text.end - at < LONGEST {
            self.passed.push(bytes[at..=text.end].to_vec());
        }
        Some(text.end)
    }
}
