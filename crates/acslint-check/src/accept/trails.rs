//! Trails: what the walk has learnt of records, so that the next one of the same make is only compared.
//!
//! Records of one category repeat the same keys in the same spacing. The bytes between two values are therefore a literal
//! that is known once it was seen. An edge is such a literal and the kind of value behind it; a node stands behind a value.
//! What the walk would do with a literal depends on nothing but the literal, the category, the object it stands in and
//! which members were seen before. The members are counted on the way, so a node is known by the rest: members may come in
//! any order, and come and go. Each edge guesses which one follows.
//!
//! A trail vouches for exactly what the walk would: each of its literals was walked over, byte by byte, from the same kind
//! of place; no member may come twice, those that must be there must have come, and each value is checked again.

use std::collections::{HashMap, HashSet};

use super::{
    Kind,
    literal::{self, Literal, MIX},
    program::{MEMBERS, Program, Slots},
    scan::{self, Free, Near},
    value::{Check, NumberTest, TextTest},
    walk::{self, Mark, Tools},
};
use crate::framing::Ground;

/// How much is learnt; records of more makes than this take the walk.
const NODES: usize = 4096;
const EDGES: usize = 16_384;

/// After a record most of whose members were guessed wrongly, so many are followed without a guess.
const UNGUESSED: u32 = 256;

/// No node, and no edge.
const NONE: u32 = u32::MAX;

/// Where in the bytes that are looked at for one edge its value can begin. The compiler knows the bounds of what such a
/// mask leaves, and no check is needed.
const VALUE: usize = literal::LONGEST.next_power_of_two() * 2 - 1;

/// How many bytes are looked at for one edge: its literal, and the first bytes of the value.
const WINDOW: usize = VALUE + size_of::<Near>();

/// What is known at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    ground: Ground,
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
struct Edge {
    literal: Literal,
    what: What,
    /// Where to keep the value, from 1; 0 is nowhere.
    keep: u8,
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

/// The kind of value behind a literal.
#[derive(Debug, Clone, Copy, PartialEq)]
enum What {
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
struct Node {
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

/// What `Node::shift` may be.
const SHIFTS: std::ops::Range<u32> = 40..u64::BITS - 8;

impl Node {
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
    node: u32,
    /// The edge to try first.
    likely: u32,
}

/// What was learnt of records, by one thread.
#[derive(Debug, Clone, Default)]
pub(super) struct Trails {
    /// By ground and kind.
    starts: [Vec<Start>; 2],
    edges: Vec<Edge>,
    nodes: Vec<Node>,
    /// The first edge to try, for each of the places of each node.
    table: Vec<u32>,
    /// The sets of members that edges add.
    sets: Vec<Slots>,
    texts: Vec<TextTest>,
    numbers: Vec<NumberTest>,
    /// By node, all its edges.
    leaving: Vec<Vec<u32>>,
    states: HashMap<State, u32>,
    /// Counts wrong guesses.
    wrong: u32,
    /// How many records are followed without a guess.
    unguessed: u32,
}

/// A record that is followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Path<'a> {
    pub(super) kind: Kind,
    pub(super) program: &'a Program,
    pub(super) ground: Ground,
    pub(super) bytes: &'a [u8],
}

/// Where any JSON ends.
#[inline(never)]
fn free(path: &Path<'_>, at: usize, tools: &mut Tools) -> Option<usize> {
    tools.keys.clear();
    Free { bytes: path.bytes, newlines: path.ground == Ground::Items, keys: &mut tools.keys }.value(at)
}

impl Trails {
    /// Follows the trails over the record that begins at `at`, unless it is too near to the end of the bytes; gives where
    /// it ends.
    #[inline]
    pub(super) fn follow(&mut self, path: &Path<'_>, at: usize, tools: &mut Tools) -> Option<usize> {
        if self.unguessed > 0 {
            self.follow_by::<false>(path, at, tools)
        } else {
            self.follow_by::<true>(path, at, tools)
        }
    }

    /// The same, with guesses or without.
    #[inline(never)]
    fn follow_by<const GUESSED: bool>(
        &mut self,
        path: &Path<'_>,
        at: usize,
        tools: &mut Tools,
    ) -> Option<usize> {
        let start = self.starts[path.ground as usize].get(usize::from(path.kind))?;
        let (mut at, mut seen): (usize, Slots) = (at, 0);
        // How often members were added: as often as there are members, unless one came twice.
        let mut added = 0;
        let wrong = self.wrong;
        let guess = |likely: u32| if GUESSED { likely } else { NONE };
        let (mut before, mut number) = (NONE, guess(start.likely));
        loop {
            let guessed = self.edges.get(number as usize);
            let guessed = guessed.and_then(|edge| Some((edge, self.passes(edge, path, at, tools)?)));
            let (edge, end) = if let Some(guessed) = guessed {
                guessed
            } else {
                let end;
                (number, end) = self.guessed_wrongly(path, before, at, tools)?;
                (self.edges.get(number as usize)?, end)
            };
            seen |= self.sets[usize::from(edge.adds)];
            added += u32::from(edge.count);
            if edge.keep > 0 {
                let start = at + edge.literal.len();
                let quote = usize::from(start > 0 && path.bytes[start - 1] == b'"');
                tools.kept[usize::from(edge.keep) - 1] = (start - quote, end);
            }
            if edge.to == NONE {
                self.judge_guesses(added, wrong);
                let once = (seen & MEMBERS).count_ones() == added;
                return (once && path.program.is_silent(path.bytes, seen, &tools.kept)).then_some(end);
            }
            (at, before) = (end, number);
            number = guess(edge.likely);
        }
    }

    /// The edge that fits behind another one, or where a record begins, where the guess does not; and where the bytes go on
    /// behind it.
    #[inline(never)]
    fn guessed_wrongly(
        &mut self,
        path: &Path<'_>,
        before: u32,
        at: usize,
        tools: &mut Tools,
    ) -> Option<(u32, usize)> {
        let node = match self.edges.get(before as usize) {
            Some(edge) => edge.to,
            None => self.starts[path.ground as usize].get(usize::from(path.kind))?.node,
        };
        let found = self.search(path, node, at, tools)?;
        self.learn_guess(path, before, found.0);
        Some(found)
    }

    /// Finds out whether guessing pays, from a record of so many members and how many guesses were wrong before.
    fn judge_guesses(&mut self, members: u32, wrong: u32) {
        self.unguessed = match self.unguessed.checked_sub(1) {
            Some(left) => left,
            None if self.wrong.wrapping_sub(wrong) > members / 2 => UNGUESSED,
            None => 0,
        };
    }

    /// Where the bytes go on behind an edge, if it fits.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "most of what following costs is here")]
    fn passes(&self, edge: &Edge, path: &Path<'_>, at: usize, tools: &mut Tools) -> Option<usize> {
        let Path { bytes, .. } = *path;
        let window: &[u8; WINDOW] = bytes.get(at..)?.first_chunk()?;
        if !edge.literal.begins(window.first_chunk()?) {
            return None;
        }
        let length = edge.literal.len() & VALUE;
        let near: &Near = window[length..].first_chunk()?;
        let start = at + length;
        match edge.what {
            What::Nothing | What::End => Some(start),
            What::Text => {
                let text = scan::text_near(near, bytes, start)?;
                (text.literal || edge.keep == 0).then_some(text.end + 1)
            }
            What::Time => tools.recall.clock.end(near, bytes, start).map(|end| end + 1),
            What::Tested(test) => {
                let end = scan::text_near(near, bytes, start).filter(|text| text.literal)?.end;
                let test = &self.texts[usize::from(test)];
                tools.recall.passed.passes(test, bytes, start, end).then_some(end + 1)
            }
            What::Number(test) => self.numbers[usize::from(test)].end_near(near, bytes, start),
            What::Free => free(path, start, tools),
            // Text has edges of its own, which are faster.
            What::Checked(_) if near[0] == b'"' => None,
            What::Checked(check) => {
                walk::value(path.program, check, bytes, start, path.ground == Ground::Items, tools)
            }
        }
    }

    /// The edge of a node that fits, and where the bytes go on behind it.
    #[inline]
    fn search(&self, path: &Path<'_>, node: u32, at: usize, tools: &mut Tools) -> Option<(u32, usize)> {
        let node = self.nodes.get(node as usize)?;
        let place = match node.others {
            0 => node.table as usize,
            _ => node.place(path.bytes.get(at..)?.first_chunk()?),
        };
        let (mut number, mut keyless) = (*self.table.get(place)?, node.keyless);
        loop {
            let Some(edge) = self.edges.get(number as usize) else {
                if keyless == NONE {
                    return None;
                }
                number = std::mem::replace(&mut keyless, NONE);
                continue;
            };
            if let Some(end) = self.passes(edge, path, at, tools) {
                return Some((number, end));
            }
            number = edge.next;
        }
    }

    /// Takes note of the edge that was found behind another, or where a record begins, after a wrong guess.
    #[inline]
    fn learn_guess(&mut self, path: &Path<'_>, before: u32, found: u32) {
        self.wrong = self.wrong.wrapping_add(1);
        let Edge { ambiguous, likely: follower, .. } = self.edges[found as usize];
        if ambiguous {
            return;
        }
        let likely = match self.edges.get_mut(before as usize) {
            Some(edge) => &mut edge.likely,
            None => &mut self.starts[path.ground as usize][usize::from(path.kind)].likely,
        };
        // Where different members follow, the most frequent ones are found most often. One that is missing now and then is a
        // better guess than what follows it.
        if *likely == NONE || *likely == follower || self.wrong.is_multiple_of(8) {
            *likely = found;
        }
    }

    /// Whether there is room for more.
    pub(super) fn has_room(&self) -> bool {
        self.nodes.len() < NODES && self.edges.len() < EDGES
    }

    /// Learns the record at `range`, of which a walk made these marks.
    pub(super) fn learn(&mut self, path: &Path<'_>, range: (usize, usize), marks: &[Mark]) {
        let Path { kind, ground, bytes, .. } = *path;
        let mut node = self.start(path);
        let mut at = range.0;
        let (mut adds, mut inside) = (0, false);
        for mark in marks {
            adds |= mark.adds;
            let Some(what) = self.what(path, mark) else {
                continue;
            };
            let (start, end) = mark.range;
            let end = end + usize::from(is_quoted(bytes, mark));
            let behind = if what == What::Nothing { end } else { start };
            let object = Some(if mark.inside { Object::Properties } else { Object::Record });
            // Whichever member is the first of the object, what opens it is the same.
            if mark.inside
                && !std::mem::replace(&mut inside, true)
                && let Some(brace) = bytes[at..start].iter().rposition(|byte| *byte == b'{')
            {
                let to = self.node_of(State { ground, kind, object: Some(Object::Opened) });
                self.lead(node, &bytes[at..=at + brace], Step::ON, to);
                (node, at) = (to, at + brace + 1);
            }
            let to = self.node_of(State { ground, kind, object });
            let step = Step { what, keep: mark.member.kept, adds: std::mem::take(&mut adds) };
            self.lead(node, &bytes[at..behind], step, to);
            (node, at) = (to, end);
        }
        self.lead(node, &bytes[at..range.1], Step { what: What::End, keep: 0, adds }, NONE);
    }

    /// The node where records of a kind begin.
    fn start(&mut self, path: &Path<'_>) -> u32 {
        let Path { kind, ground, .. } = *path;
        let node = self.node_of(State { ground, kind, object: None });
        let starts = &mut self.starts[ground as usize];
        if starts.len() <= usize::from(kind) {
            starts.resize(usize::from(kind) + 1, Start { node: NONE, likely: NONE });
        }
        starts[usize::from(kind)].node = node;
        node
    }

    fn node_of(&mut self, state: State) -> u32 {
        if let Some(node) = self.states.get(&state) {
            return *node;
        }
        let node = self.new_node(1);
        self.states.insert(state, node);
        node
    }

    fn new_node(&mut self, quotes: u32) -> u32 {
        let number = self.nodes.len() as u32;
        self.nodes.push(Node { quotes, table: self.table.len() as u32, others: 0, shift: 0, keyless: NONE });
        self.leaving.push(Vec::new());
        self.table.push(NONE);
        number
    }

    /// Makes edges with a text of any length and a value from one node to another, where there are none yet.
    fn lead(&mut self, node: u32, text: &[u8], step: Step, to: u32) {
        let (mut node, mut text) = (node, text);
        while text.len() > literal::LONGEST {
            let (first, rest) = text.split_at(literal::LONGEST);
            node = self.edge(node, first, Step::ON, None);
            text = rest;
        }
        self.edge(node, text, step, Some(to));
    }

    /// The node behind an edge, which is made where there is none yet; without a node to lead to that is a new one.
    fn edge(&mut self, node: u32, text: &[u8], step: Step, to: Option<u32>) -> u32 {
        let literal = Literal::new(text);
        let leaving = &self.leaving[node as usize];
        let alike: Vec<u32> =
            leaving.iter().copied().filter(|edge| self.edges[*edge as usize].literal == literal).collect();
        for number in &alike {
            let edge = &self.edges[*number as usize];
            let other = Step { what: edge.what, keep: edge.keep, adds: self.sets[usize::from(edge.adds)] };
            if other == step && to.is_none_or(|to| to == edge.to) {
                return edge.to;
            }
        }
        if !alike.is_empty() {
            self.forget_guesses(&alike);
        }
        let to = to.unwrap_or_else(|| self.new_node(0));
        let adds = position(&mut self.sets, &step.adds);
        let Step { what, keep, .. } = step;
        let number = self.edges.len() as u32;
        let count = (step.adds & MEMBERS).count_ones() as u8;
        let ambiguous = !alike.is_empty();
        self.edges.push(Edge { literal, what, keep, adds, count, ambiguous, to, next: NONE, likely: NONE });
        let leaving = &mut self.leaving[node as usize];
        // What is certain behind its literal comes before what is not: there is no way back from the latter.
        let place = if step == Step::ON { leaving.len() } else { 0 };
        leaving.insert(place, number);
        self.fill_places(node);
        to
    }

    /// Sees to it that none of these edges is guessed any more.
    fn forget_guesses(&mut self, edges: &[u32]) {
        for edge in edges {
            self.edges[*edge as usize].ambiguous = true;
        }
        let guesses = self.edges.iter_mut().map(|edge| &mut edge.likely);
        for guess in guesses.chain(self.starts.iter_mut().flatten().map(|start| &mut start.likely)) {
            if edges.contains(guess) {
                *guess = NONE;
            }
        }
    }

    /// Puts the edges of a node into its places.
    fn fill_places(&mut self, number: u32) {
        let node = &mut self.nodes[number as usize];
        let literal = |edge: u32| self.edges[edge as usize].literal;
        let has_key = |edge: &u32| {
            let literal = literal(*edge);
            let end = end_of_key(literal.find(b'"'), node.quotes);
            end < literal.len() || literal.len() == literal::LONGEST
        };
        let (keyed, keyless): (Vec<u32>, Vec<u32>) =
            self.leaving[number as usize].iter().partition(|edge| has_key(edge));
        // Few are tried one by one.
        let places = if keyed.len() > 2 { (keyed.len() * 2).next_power_of_two() } else { 1 };
        if places > node.others as usize + 1 {
            node.table = self.table.len() as u32;
            node.others = places as u32 - 1;
            self.table.resize(self.table.len() + places, NONE);
            let alone = |shift: &u32| {
                let node = Node { shift: *shift, ..*node };
                keyed.iter().map(|edge| node.place(literal(*edge).bytes())).collect::<HashSet<_>>().len()
            };
            node.shift = SHIFTS.max_by_key(alone).unwrap_or_default();
        }
        let node = *node;
        let places = node.table as usize..=(node.table + node.others) as usize;
        self.table[places].fill(NONE);
        for edge in keyed.into_iter().rev() {
            let place = node.place(self.edges[edge as usize].literal.bytes());
            self.edges[edge as usize].next = std::mem::replace(&mut self.table[place], edge);
        }
        self.nodes[number as usize].keyless = keyless.into_iter().rev().fold(NONE, |next, edge| {
            self.edges[edge as usize].next = next;
            edge
        });
    }

    /// The kind of a value; `None` for an object whose members have marks of their own.
    fn what(&mut self, path: &Path<'_>, mark: &Mark) -> Option<What> {
        let Path { program, bytes, .. } = *path;
        let number = mark.member.check;
        let check: &Check = &program.checks[usize::from(number)];
        let checked = What::Checked(number);
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
            b'{' if program.is_shared(check) => None,
            // The literal ends before the bracket, so another record may have another kind of value there.
            b'{' | b'[' if *check == Check::any() => Some(What::Free),
            b'{' | b'[' => Some(checked),
            _ if mark.member.kept > 0 => Some(checked),
            _ => Some(What::Nothing),
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
fn is_quoted(bytes: &[u8], mark: &Mark) -> bool {
    let (start, end) = mark.range;
    start.checked_sub(1).is_some_and(|before| bytes[before] == b'"') && bytes.get(end) == Some(&b'"')
}
