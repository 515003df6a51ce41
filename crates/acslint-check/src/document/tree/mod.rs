//! Nodes of a parsed value, in few bytes each: a record can be as large as memory allows.
//!
//! A node takes eight bytes: its start, its kind, and its length. Containers with contents have an element of another list,
//! behind which parents are found; long runs of numbers in arrays take four bytes a number. What follows from the order of
//! the nodes, such as the parent of a value, is not stored.

#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use super::{Entry, Kind, unquote};
use crate::key_interner::{KeyId, KeyInterner, key_interner};

/// Value, or the key before it. Nodes are in the order of the text, a container before its contents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// True if the string has escapes, so that the text between the quotes is not the string itself.
    pub(crate) escaped: bool,
    /// True if the span refers to the decoded text of a string, not to the record.
    pub(crate) embedded: bool,
    /// Id of a key.
    pub(crate) key_id: KeyId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Parent of a root.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// Key that occurs twice in one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Duplicate {
    pub(crate) first: u32,
    pub(crate) again: u32,
}

/// Nodes of a value, in buffers that are reused for the next.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    slots: Vec<Slot>,
    /// Objects and arrays with contents, and open ones, by their nodes.
    containers: Vec<Container>,
    /// Innermost open container, by its index.
    open: u32,
    /// Ends of the nodes that are too long for their slot, by node.
    long: Vec<(u32, u32)>,
    runs: Vec<Run>,
    /// Starts of the numbers in runs.
    run_starts: Vec<u32>,
    /// Members of objects, while there are not more than [`MOST_LISTED`].
    entries: Vec<Entry>,
    lists: Vec<List>,
    /// Objects as the schema sees them: the first `arranged_objects`; the others keep their memory for the next record.
    arranged: Vec<Arranged>,
    arranged_objects: usize,
    pub(crate) duplicates: Vec<Duplicate>,
    /// Places of some items in large arrays; computed on first use.
    places: OnceLock<Vec<PlacedItem>>,
}

/// Node in memory: its start; and from the lowest bit on, its [form](form), a flag, whether it is embedded, and a number.
///
/// The number is the length of a value, or [`Slot::MOST`] if that is longer. If the flag of a container is set, the number is
/// the index of its [`Container`]; if that of a number is set, the index of a [`Run`]. The flag of a string and a key states
/// that it has escapes. The number of a key consists of its length, a bit that states that a later member has the same key, and its
/// id.
#[derive(Debug, Clone, Copy)]
struct Slot {
    start: u32,
    rest: u32,
}

/// Kinds of the forms of a slot.
const KINDS: [Kind; 8] = [
    Kind::Null,
    Kind::False,
    Kind::True,
    Kind::Number,
    Kind::String,
    Kind::Array,
    Kind::Object,
    // Key.
    Kind::String,
];

/// Form of a key. The other forms are kinds.
const KEY: u32 = 7;

impl Slot {
    const FORM: u32 = 7;
    const FLAG: u32 = 1 << 3;
    const EMBEDDED: u32 = 1 << 4;
    const NUMBER: u32 = 5;
    /// Largest number.
    const MOST: u32 = (1 << (32 - Self::NUMBER)) - 1;
    /// Largest length of a key, in the lowest bits of its number.
    const MOST_OF_KEY: u32 = (1 << 15) - 1;
    const REPEATED: u32 = 1 << (Self::NUMBER + 15);
    const KEY_ID: u32 = Self::NUMBER + 16;
    /// Id of a key that is not interned.
    const UNKNOWN: u32 = KeyInterner::MOST as u32;

    const fn form(self) -> u32 {
        self.rest & Self::FORM
    }

    const fn kind(self) -> Kind {
        KINDS[self.form() as usize]
    }

    const fn is_key(self) -> bool {
        self.form() == KEY
    }

    /// Returns true if the slot is that of a key that is not a text: a query answer may have a column without a name.
    ///
    /// It is like that of a key but for the form, which is that of null with the flag.
    const fn is_nameless_key(self) -> bool {
        self.rest & (Self::FLAG | Self::FORM) == Self::FLAG | Kind::Null as u32
    }

    const fn number(self) -> u32 {
        self.rest >> Self::NUMBER
    }

    /// Returns true if the number is the index of a container.
    const fn is_container(self) -> bool {
        self.rest & Self::FLAG != 0 && self.is_array_or_object()
    }

    const fn is_object_with_members(self) -> bool {
        self.rest & (Self::FLAG | Self::FORM) == Self::FLAG | Kind::Object as u32
    }

    const fn is_array_or_object(self) -> bool {
        self.form() == Kind::Array as u32 || self.form() == Kind::Object as u32
    }

    /// Returns true if the number is an index.
    const fn is_reference(self) -> bool {
        self.rest & Self::FLAG != 0 && !self.is_text()
    }

    const fn has_escapes(self) -> bool {
        self.rest & Self::FLAG != 0 && self.is_text()
    }

    const fn is_text(self) -> bool {
        self.form() == Kind::String as u32 || self.is_key()
    }

    /// Returns true if the slot stands for a run of numbers.
    const fn is_run(self) -> bool {
        self.rest & (Self::FLAG | Self::FORM) == Self::FLAG | Kind::Number as u32
    }

    fn key_id(self) -> KeyId {
        KeyId::from_index((self.rest >> Self::KEY_ID) as usize)
    }

    /// Returns the slot with another index of a container or of a run.
    fn at(self, index: usize) -> Self {
        let number = Self::MOST.min(u32::try_from(index).unwrap_or(u32::MAX));
        Self { rest: self.rest & ((1 << Self::NUMBER) - 1) | (number << Self::NUMBER), ..self }
    }
}

/// Object or array that has contents, or is open.
#[derive(Debug, Clone, Copy)]
struct Container {
    node: u32,
    end: u32,
    /// Node behind it and its contents; [`OPEN`] before its end is read.
    next: u32,
    /// Container around it, by its index; [`NOWHERE`] for a root.
    around: u32,
    /// Number of items or members; with [`LISTED`], the index of the list of its members.
    count: u32,
}

/// Node behind a container whose end is not read.
const OPEN: u32 = u32::MAX;

/// Bit of the count of a container that marks the index of a list.
const LISTED: u32 = 1 << 31;

/// Members of an object: so many entries from the first.
#[derive(Debug, Clone, Copy)]
struct List {
    first: u32,
    count: u32,
}

/// Largest number of members of a record that are listed, which makes looking them up faster. It bounds their memory.
const MOST_LISTED: usize = if cfg!(test) { 1 << 10 } else { 1 << 16 };

/// Numbers that follow each other in an array and are not slots. The slot of the run has its start.
///
/// The nodes of the numbers are their indexes with the highest bit.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Index of the first number.
    first: u32,
    count: u32,
    /// Slot of the run.
    slot: u32,
    /// End of the last number.
    end: u32,
    /// Number of bytes from the end of a number to the next number.
    gap: u32,
}

/// Bit of the nodes of numbers in runs. There are fewer slots: each takes at least two bytes of at most 4 GiB.
const IN_RUN: u32 = 1 << 31;

/// Object as the schema sees it.
#[derive(Debug, Clone, Default)]
struct Arranged {
    object: u32,
    entries: Vec<Entry>,
}

/// Place of an item in its array.
#[derive(Debug, Clone, Copy)]
struct PlacedItem {
    array: u32,
    item: u32,
    place: u32,
}

/// Number of items from one whose place is kept to the next.
const PLACE_DISTANCE: u32 = 64;

/// Largest number of nodes for which the memory is reused for the next record.
const MOST_REUSED: usize = 1 << 20;

/// Largest number of nodes for which the memory is reused for the same record with more bytes.
///
/// Allocators keep freed memory below a size, of 32 MB in glibc; such memory is better reused.
const MOST_REUSED_AGAIN: usize = 9 << 20;

/// Largest number of keys that are compared in pairs; more are sorted.
const PAIRWISE: usize = 48;

impl Default for Tree {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            containers: Vec::new(),
            open: NOWHERE,
            long: Vec::new(),
            runs: Vec::new(),
            run_starts: Vec::new(),
            entries: Vec::new(),
            lists: Vec::new(),
            arranged: Vec::new(),
            arranged_objects: 0,
            duplicates: Vec::new(),
            places: OnceLock::new(),
        }
    }
}

impl Tree {
    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.containers.clear();
        self.open = NOWHERE;
        self.long.clear();
        self.runs.clear();
        self.run_starts.clear();
        self.entries.clear();
        self.lists.clear();
        self.arranged_objects = 0;
        self.duplicates.clear();
        self.places.take();
    }

    /// Frees the memory of a long record; `is_complete` is false if the record will be read again, with more bytes. Several
    /// threads may have tried to read it, each with a tree of its own.
    pub(crate) fn free_if_long(&mut self, is_complete: bool) {
        let most = if is_complete { MOST_REUSED } else { MOST_REUSED_AGAIN };
        if self.slots.capacity() + self.run_starts.capacity() > most {
            *self = Self::default();
        }
    }

    /// Number of values and keys.
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.runs.len() + self.run_starts.len()
    }

    /// Nodes of the values and keys; a run of numbers is one node.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = (u32, Node)> {
        (0..).zip(&self.slots).map(|(index, slot)| (index, self.unpack(index, *slot)))
    }

    /// Objects and their nodes.
    pub(crate) fn objects(&self) -> impl Iterator<Item = (u32, Node)> {
        let slots = (0..).zip(&self.slots).filter(|(_, slot)| slot.form() == Kind::Object as u32);
        slots.map(|(index, slot)| (index, self.unpack(index, *slot)))
    }

    #[inline]
    pub(crate) fn node(&self, node: u32) -> Node {
        match self.slots.get(node as usize) {
            Some(slot) => self.unpack(node, *slot),
            None => self.in_run(node),
        }
    }

    /// Returns a node, if there is one.
    pub(crate) fn get(&self, node: u32) -> Option<Node> {
        self.slots.get(node as usize).map(|slot| self.unpack(node, *slot))
    }

    /// Returns the node that was appended last.
    pub(crate) fn last(&self) -> Option<Node> {
        let slot = self.slots.last()?;
        Some(self.unpack(self.slots.len() as u32 - 1, *slot))
    }

    /// Returns true if the node that was appended last is a key.
    pub(super) fn ends_with_key(&self) -> bool {
        self.slots.last().is_some_and(|slot| slot.is_key())
    }

    #[inline]
    pub(crate) fn kind(&self, node: u32) -> Kind {
        self.slots.get(node as usize).map_or(Kind::Number, |slot| slot.kind())
    }

    /// Returns true if a node is the key of a member.
    pub(crate) fn is_key(&self, node: u32) -> bool {
        self.slots.get(node as usize).is_some_and(|slot| slot.is_key() || slot.is_nameless_key())
    }

    #[inline]
    fn unpack(&self, node: u32, slot: Slot) -> Node {
        Node {
            kind: slot.kind(),
            escaped: slot.has_escapes(),
            embedded: slot.rest & Slot::EMBEDDED != 0,
            key_id: if slot.is_key() { slot.key_id() } else { KeyId::UNKNOWN },
            start: slot.start,
            end: self.end(node, slot),
        }
    }

    /// Returns the end of a node. The slots of most tell it.
    #[inline]
    fn end(&self, node: u32, slot: Slot) -> u32 {
        let (length, most) = if slot.is_key() {
            (slot.number() & Slot::MOST_OF_KEY, Slot::MOST_OF_KEY)
        } else {
            (slot.number(), Slot::MOST)
        };
        if length < most && !slot.is_reference() {
            return slot.start + length;
        }
        self.end_elsewhere(node, slot)
    }

    fn end_elsewhere(&self, node: u32, slot: Slot) -> u32 {
        if slot.is_container() {
            self.containers[self.container(node, slot)].end
        } else if slot.is_run() {
            self.runs[slot.number() as usize].end
        } else if slot.is_nameless_key() && slot.number() & Slot::MOST_OF_KEY < Slot::MOST_OF_KEY {
            slot.start + (slot.number() & Slot::MOST_OF_KEY)
        } else {
            self.long_end(node)
        }
    }

    /// Returns the end of a node that is longer than its slot can tell.
    #[cold]
    fn long_end(&self, node: u32) -> u32 {
        self.long.binary_search_by_key(&node, |(node, _)| *node).map_or(0, |found| self.long[found].1)
    }

    /// Returns a number of a run.
    #[cold]
    fn in_run(&self, node: u32) -> Node {
        let (index, run) = (node & !IN_RUN, self.run_of(node));
        let is_last = index + 1 == run.first + run.count;
        let end = if is_last { run.end } else { self.run_starts[index as usize + 1] - run.gap };
        Node {
            kind: Kind::Number,
            escaped: false,
            embedded: self.slots[run.slot as usize].rest & Slot::EMBEDDED != 0,
            key_id: KeyId::UNKNOWN,
            start: self.run_starts[index as usize],
            end,
        }
    }

    /// Returns the run that a number is in.
    fn run_of(&self, node: u32) -> Run {
        let index = node & !IN_RUN;
        self.runs[self.runs.partition_point(|run| run.first <= index) - 1]
    }

    /// Returns the index of a container of which the slot has one.
    #[inline]
    fn container(&self, node: u32, slot: Slot) -> usize {
        if slot.number() < Slot::MOST {
            slot.number() as usize
        } else {
            self.containers.partition_point(|container| container.node < node)
        }
    }

    fn container_of(&self, node: u32) -> Option<&Container> {
        let slot = *self.slots.get(node as usize)?;
        slot.is_container().then(|| &self.containers[self.container(node, slot)])
    }

    /// Returns the node behind a node and its contents; for a key, that of its value.
    #[inline]
    pub(crate) fn behind(&self, node: u32) -> u32 {
        match self.slots.get(node as usize) {
            Some(slot) if slot.is_container() => match self.containers[self.container(node, *slot)].next {
                OPEN => node + 1,
                next => next,
            },
            Some(_) => node + 1,
            None => self.behind_number(node),
        }
    }

    #[cold]
    fn behind_number(&self, node: u32) -> u32 {
        let run = self.run_of(node);
        let is_last = (node & !IN_RUN) + 1 == run.first + run.count;
        if is_last { run.slot + 1 } else { node + 1 }
    }

    /// Returns the parent: the object of a key, the key of a member's value, the array of an item; [`NOWHERE`] for a root.
    pub(crate) fn parent(&self, node: u32) -> u32 {
        let slot = if node & IN_RUN == 0 || node == NOWHERE { node } else { self.run_of(node).slot };
        if let Some(before) = slot.checked_sub(1).filter(|before| self.is_key(*before)) {
            return before;
        }
        let before = self.containers.partition_point(|container| container.node < slot);
        let mut around = (before as u32).wrapping_sub(1);
        while let Some(container) = self.containers.get(around as usize) {
            if container.next > slot {
                return container.node;
            }
            around = container.around;
        }
        NOWHERE
    }

    /// Returns the object around the value of a member.
    pub(crate) fn around(&self, value: u32) -> u32 {
        let key = self.parent(value);
        if key == NOWHERE { value } else { self.parent(key) }
    }

    /// Returns the last node that begins before an offset.
    pub(crate) fn last_before(&self, offset: u32) -> Option<u32> {
        let last = self.slots.partition_point(|slot| slot.start < offset).checked_sub(1)?;
        if !self.slots[last].is_run() {
            return Some(last as u32);
        }
        let run = self.runs[self.slots[last].number() as usize];
        let starts = &self.run_starts[run.first as usize..][..run.count as usize];
        Some(IN_RUN | (run.first + starts.partition_point(|start| *start < offset) as u32 - 1))
    }

    /// Returns true if a node begins at an offset.
    pub(crate) fn begins_at(&self, offset: u32) -> bool {
        let node = offset.checked_add(1).and_then(|behind| self.last_before(behind));
        node.is_some_and(|node| self.node(node).start == offset)
    }

    /// Returns the index of an item in its array. The first call counts the items of all arrays.
    pub(crate) fn place(&self, item: u32) -> u32 {
        let slot = if item & IN_RUN == 0 { item } else { self.run_of(item).slot };
        let array = self.parent(slot);
        if array == NOWHERE {
            return 0;
        }
        let places = self.places.get_or_init(|| self.placed_items());
        let before = places.partition_point(|placed| (placed.array, placed.item) <= (array, slot));
        let known = before.checked_sub(1).map(|before| places[before]).filter(|known| known.array == array);
        let (mut child, mut place) = known.map_or((array + 1, 0), |known| (known.item, known.place));
        while child < slot {
            place += self.items_in(child);
            child = self.behind(child);
        }
        if slot == item { place } else { place + ((item & !IN_RUN) - self.run_of(item).first) }
    }

    /// Returns the number of items that a slot stands for.
    fn items_in(&self, slot: u32) -> u32 {
        let slot = self.slots[slot as usize];
        if slot.is_run() { self.runs[slot.number() as usize].count } else { 1 }
    }

    fn placed_items(&self) -> Vec<PlacedItem> {
        let mut placed = Vec::new();
        let arrays = self.containers.iter().filter(|container| self.kind(container.node) == Kind::Array);
        for Container { node: array, next, .. } in arrays.copied() {
            let (mut item, mut place, mut slots) = (array + 1, 0, 0);
            while item < next && item < self.slots.len() as u32 {
                if slots > 0 && slots % PLACE_DISTANCE == 0 {
                    placed.push(PlacedItem { array, item, place });
                }
                (place, slots) = (place + self.items_in(item), slots + 1);
                item = self.behind(item);
            }
        }
        placed
    }

    /// Returns true if the tree has a single node.
    pub(crate) fn is_single(&self) -> bool {
        self.slots.len() == 1
    }

    /// Number of members or items of a container.
    pub(crate) fn count(&self, node: u32) -> u32 {
        if let Some(arranged) = self.arranged(node) {
            return arranged.entries.len() as u32;
        }
        match self.container_of(node) {
            None => 0,
            Some(container) if container.count & LISTED == 0 => container.count,
            Some(container) => self.lists[(container.count & !LISTED) as usize].count,
        }
    }

    /// Members of an object under their names in the schema.
    #[inline]
    pub(crate) fn entries(&self, object: u32) -> Entries<'_> {
        match self.arranged(object) {
            Some(arranged) => Entries::Listed(arranged.entries.iter()),
            None => self.own_entries(object),
        }
    }

    /// Members of an object under their own keys, whatever the schema sees.
    #[inline]
    pub(crate) fn own_entries(&self, object: u32) -> Entries<'_> {
        let slot = self.slots.get(object as usize).copied().filter(|slot| slot.is_object_with_members());
        let Some(slot) = slot else {
            return Entries::none();
        };
        let container = &self.containers[self.container(object, slot)];
        if container.count & LISTED == 0 {
            let end = if container.next == OPEN { object } else { container.next };
            return Entries::Read(EntryReader { tree: self, key: object + 1, end });
        }
        let List { first, count } = self.lists[(container.count & !LISTED) as usize];
        Entries::Listed(self.entries[first as usize..][..count as usize].iter())
    }

    #[inline]
    fn arranged(&self, object: u32) -> Option<&Arranged> {
        self.arranged[..self.arranged_objects].iter().find(|arranged| arranged.object == object)
    }
}

/// Iterator over the members of an object.
#[derive(Debug, Clone)]
pub(crate) enum Entries<'t> {
    Listed(std::slice::Iter<'t, Entry>),
    Read(EntryReader<'t>),
}

/// Iterator over the members of an object that are not listed.
#[derive(Debug, Clone)]
pub(crate) struct EntryReader<'t> {
    tree: &'t Tree,
    key: u32,
    /// Node behind the object.
    end: u32,
}

impl Entries<'_> {
    pub(crate) fn none() -> Self {
        Self::Listed([].iter())
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        match self {
            Self::Listed(entries) => entries.next().copied(),
            Self::Read(reader) => reader.next(),
        }
    }

    #[inline]
    fn fold<B, F: FnMut(B, Entry) -> B>(self, before: B, add: F) -> B {
        match self {
            Self::Listed(entries) => entries.copied().fold(before, add),
            Self::Read(reader) => reader.fold(before, add),
        }
    }
}

impl Iterator for EntryReader<'_> {
    type Item = Entry;

    #[inline(never)]
    fn next(&mut self) -> Option<Entry> {
        while self.key < self.end {
            let (slot, key) = (self.tree.slots[self.key as usize], self.key);
            self.key = self.tree.behind(key + 1);
            if slot.rest & Slot::REPEATED == 0 {
                return Some(Entry { key_id: slot.key_id(), key, value: key + 1 });
            }
        }
        None
    }
}

/// Building a tree.
impl Tree {
    /// Appends a root. An object or array is open.
    pub(crate) fn push(&mut self, kind: Kind, start: usize, end: usize) -> u32 {
        if matches!(kind, Kind::Array | Kind::Object) {
            return self.open(kind, start, end);
        }
        self.push_scalar(kind, start, end)
    }

    #[inline]
    pub(super) fn push_scalar(&mut self, kind: Kind, start: usize, end: usize) -> u32 {
        let node = self.slots.len() as u32;
        let length = self.fitting(node, (start as u32, end as u32), Slot::MOST);
        self.slots.push(Slot { start: start as u32, rest: kind as u32 | (length << Slot::NUMBER) });
        node
    }

    /// Appends a key without escapes.
    #[inline]
    pub(super) fn push_key(&mut self, start: usize, end: usize, key_id: KeyId) {
        let node = self.slots.len() as u32;
        let length = self.fitting(node, (start as u32, end as u32), Slot::MOST_OF_KEY);
        self.slots.push(Slot { start: start as u32, rest: key(key_id, length) });
    }

    /// Returns the length of a range, or `most` if it is longer; the end of the node is then kept elsewhere.
    #[inline]
    fn fitting(&mut self, node: u32, (start, end): (u32, u32), most: u32) -> u32 {
        let length = end - start;
        if length >= most {
            self.keep_end(node, end);
            return most;
        }
        length
    }

    #[cold]
    fn keep_end(&mut self, node: u32, end: u32) {
        while self.long.pop_if(|(other, _)| *other >= node).is_some() {}
        self.long.push((node, end));
    }

    /// Appends a value: a copy of another one, perhaps of another kind. An object has no members.
    pub(crate) fn append(&mut self, node: Node) -> u32 {
        let appended = self.push_scalar(node.kind, node.start as usize, node.end as usize);
        let slot = &mut self.slots[appended as usize];
        let has_escapes = node.escaped && node.kind == Kind::String;
        slot.rest |= if has_escapes { Slot::FLAG } else { 0 };
        slot.rest |= if node.embedded { Slot::EMBEDDED } else { 0 };
        appended
    }

    /// Changes the string or the key that was appended last.
    pub(super) fn amend_last(&mut self, start: usize, end: usize, escaped: bool) {
        let Some(slot) = self.slots.last().copied() else { return };
        let node = self.slots.len() as u32 - 1;
        let range = (start as u32, end as u32);
        let mut rest = if slot.is_key() {
            key(slot.key_id(), self.fitting(node, range, Slot::MOST_OF_KEY))
        } else {
            slot.form() | (self.fitting(node, range, Slot::MOST) << Slot::NUMBER)
        };
        rest |= if escaped { Slot::FLAG } else { 0 };
        self.slots[node as usize] = Slot { start: range.0, rest };
    }

    /// Makes a key of the string that was appended last.
    pub(super) fn know_key(&mut self, text: &[u8]) {
        if let Some(node) = self.slots.len().checked_sub(1) {
            self.make_key(node as u32, text);
        }
    }

    fn make_key(&mut self, node: u32, text: &[u8]) {
        let of = self.node(node);
        let Node { kind, start, end, escaped, embedded, .. } = of;
        let key_id = key_interner().find(&unquote(of, text));
        let length = if end - start < Slot::MOST_OF_KEY {
            end - start
        } else {
            if let Err(place) = self.long.binary_search_by_key(&node, |(node, _)| *node) {
                self.long.insert(place, (node, end));
            }
            Slot::MOST_OF_KEY
        };
        let flags = (u32::from(escaped) * Slot::FLAG) | (u32::from(embedded) * Slot::EMBEDDED);
        let mut rest = key(key_id, length) | flags;
        if kind != Kind::String {
            rest = (rest & !Slot::FORM) | Slot::FLAG | Kind::Null as u32;
        }
        self.slots[node as usize].rest = rest;
    }

    /// Appends an object or array whose contents follow.
    pub(super) fn open(&mut self, kind: Kind, start: usize, end: usize) -> u32 {
        let node = self.slots.len() as u32;
        let slot = Slot { start: start as u32, rest: kind as u32 | Slot::FLAG };
        self.slots.push(slot.at(self.containers.len()));
        let container = Container { node, end: end as u32, next: OPEN, around: self.open, count: 0 };
        self.open = self.containers.len() as u32;
        self.containers.push(container);
        node
    }

    /// Innermost open object or array.
    pub(super) fn innermost(&self) -> u32 {
        self.containers.get(self.open as usize).map_or(NOWHERE, |container| container.node)
    }

    /// Ends the innermost open container.
    pub(super) fn close(&mut self, end: usize, text: &[u8]) {
        let index = self.open as usize;
        let Container { node, around, .. } = self.containers[index];
        self.open = around;
        let next = self.slots.len() as u32;
        if next == node + 1 {
            self.containers.pop();
            let start = self.slots[node as usize].start;
            let length = self.fitting(node, (start, end as u32), Slot::MOST);
            let kind = self.slots[node as usize].form();
            self.slots[node as usize].rest = kind | (length << Slot::NUMBER);
            return;
        }
        self.containers[index].end = end as u32;
        self.containers[index].next = next;
        self.containers[index].count = if self.kind(node) == Kind::Object {
            self.close_members(node, text)
        } else {
            let (mut item, mut count) = (node + 1, 0);
            while item < next {
                count += self.items_in(item);
                item = self.behind(item);
            }
            count
        };
    }

    /// Ends an object that was composed of other nodes: keys, each followed by its value. A key has no contents.
    pub(crate) fn close_object(&mut self, keys: &[u32], text: &[u8]) {
        for &key in keys {
            self.make_key(key, text);
        }
        if let Some(container) = self.containers.get(self.open as usize) {
            let end = container.end as usize;
            self.close(end, text);
        }
    }

    /// Lists the members of an object, or counts them; returns the count of its container. Of equal keys the last one counts,
    /// as in other parsers.
    fn close_members(&mut self, object: u32, text: &[u8]) -> u32 {
        let end = self.slots.len() as u32;
        let first = self.entries.len();
        // One bit for each interned key so far.
        let mut seen = [0_u64; KeyInterner::MOST / 64];
        // With many keys that are not interned, repetitions are searched for later.
        let (mut unknown, mut repeats, mut is_listed, mut count) = (0, false, true, 0);
        let mut key = object + 1;
        while key < end {
            let key_id = self.slots[key as usize].key_id();
            if let Some(index) = key_id.index() {
                let (bits, bit) = (&mut seen[index / 64], 1 << (index % 64));
                repeats |= *bits & bit != 0;
                *bits |= bit;
            } else {
                unknown += 1;
                repeats = repeats || unknown > PAIRWISE || self.is_repeated(first, key, text);
            }
            if is_listed && self.entries.len() < MOST_LISTED {
                self.entries.push(Entry { key_id, key, value: key + 1 });
            } else if is_listed {
                self.entries.truncate(first);
                (is_listed, repeats) = (false, true);
            }
            count += 1;
            key = self.behind(key + 1);
        }
        if repeats {
            let dropped = self.drop_repeated(first, (object, end), is_listed, text);
            count -= dropped;
        }
        if !is_listed {
            return count;
        }
        let list = self.lists.len() as u32;
        self.lists.push(List { first: first as u32, count });
        LISTED | list
    }

    /// Returns true if an entry from the first on has the same key, which is not interned.
    #[cold]
    fn is_repeated(&self, first: usize, key: u32, text: &[u8]) -> bool {
        let name = |key: u32| unquote(self.node(key), text);
        let mut before = self.entries[first..].iter().filter(|entry| entry.key_id == KeyId::UNKNOWN);
        before.any(|entry| name(entry.key) == name(key))
    }

    /// Drops the members of an object whose key a later member repeats; returns their number.
    fn drop_repeated(
        &mut self,
        first: usize,
        (object, end): (u32, u32),
        is_listed: bool,
        text: &[u8],
    ) -> u32 {
        let before = self.duplicates.len();
        let mut repeated = Vec::new();
        let entries = &self.entries[first..];
        if is_listed && entries.len() <= PAIRWISE {
            let name = |entry: &Entry| unquote(self.node(entry.key), text);
            let mut duplicates = Vec::new();
            for (index, entry) in entries.iter().enumerate() {
                let same = |other: &Entry| other.key_id == entry.key_id && name(other) == name(entry);
                if let Some(earlier) = entries[..index].iter().position(same) {
                    duplicates.push(Duplicate { first: entries[earlier].key, again: entry.key });
                    repeated.extend(entries[..index].iter().rposition(same).map(|index| entries[index].key));
                }
            }
            self.duplicates.append(&mut duplicates);
        } else {
            let mut keys: Vec<u32> =
                EntryReader { tree: self, key: object + 1, end }.map(|entry| entry.key).collect();
            let name = |key: u32| unquote(self.node(key), text);
            keys.sort_unstable_by(|a, b| name(*a).cmp(&name(*b)).then(a.cmp(b)));
            let mut duplicates = Vec::new();
            for run in keys.chunk_by(|a, b| name(*a) == name(*b)) {
                for pair in run.windows(2) {
                    duplicates.push(Duplicate { first: run[0], again: pair[1] });
                    repeated.push(pair[0]);
                }
            }
            drop(keys);
            self.duplicates.append(&mut duplicates);
        }
        if repeated.is_empty() {
            return 0;
        }
        self.duplicates[before..].sort_unstable_by_key(|duplicate| duplicate.again);
        for key in &repeated {
            self.slots[*key as usize].rest |= Slot::REPEATED;
        }
        if is_listed {
            let mut kept = first;
            for index in first..self.entries.len() {
                let entry = self.entries[index];
                if self.slots[entry.key as usize].rest & Slot::REPEATED == 0 {
                    self.entries[kept] = entry;
                    kept += 1;
                }
            }
            self.entries.truncate(kept);
        }
        repeated.len() as u32
    }
}

/// Runs of numbers.
impl Tree {
    /// Begins a run of numbers with a number.
    pub(super) fn open_run(&mut self, start: usize, end: usize) {
        let (slot, first) = (self.slots.len() as u32, self.run_starts.len() as u32);
        let run = Slot { start: start as u32, rest: Kind::Number as u32 | Slot::FLAG };
        self.slots.push(run.at(self.runs.len()));
        self.runs.push(Run { first, count: 1, slot, end: end as u32, gap: 0 });
        self.run_starts.push(start as u32);
    }

    /// Appends a number to the last run; returns false if it is not as far from the one before as the others of the run.
    pub(super) fn push_in_run(&mut self, start: usize, end: usize) -> bool {
        let Some(run) = self.runs.last_mut() else { return false };
        let gap = start as u32 - run.end;
        if run.count > 1 && run.gap != gap {
            return false;
        }
        (run.gap, run.end, run.count) = (gap, end as u32, run.count + 1);
        self.run_starts.push(start as u32);
        true
    }

    /// Returns the numbers of a run, by its slot; `None` if it is not the slot of a run.
    pub(super) fn run_at(&self, slot: u32) -> Option<std::ops::Range<u32>> {
        let of = self.slots.get(slot as usize).filter(|slot| slot.is_run())?;
        let run = self.runs[of.number() as usize];
        Some(IN_RUN | run.first..IN_RUN | (run.first + run.count))
    }
}

/// Trees of other trees, and the view of the schema.
impl Tree {
    /// Returns an empty list for the members of an object as the schema sees them, to be passed to [`Tree::arrange`].
    pub(crate) fn spare_list(&mut self) -> Vec<Entry> {
        match self.arranged.get_mut(self.arranged_objects) {
            Some(spare) => {
                let mut list = std::mem::take(&mut spare.entries);
                list.clear();
                list
            }
            None => Vec::new(),
        }
    }

    /// Sets the members of an object as the schema sees them.
    pub(crate) fn arrange(&mut self, object: u32, entries: Vec<Entry>) {
        let arranged = Arranged { object, entries };
        match self.arranged.get_mut(self.arranged_objects) {
            Some(spare) => *spare = arranged,
            None => self.arranged.push(arranged),
        }
        self.arranged_objects += 1;
    }

    /// Replaces a value by another one among the members of the record that the schema sees.
    pub(crate) fn replace_value(&mut self, object: u32, value: u32, by: u32) {
        if self.arranged(object).is_none() {
            let mut entries = self.spare_list();
            entries.extend(self.own_entries(object));
            self.arrange(object, entries);
        }
        let arranged = self.arranged[..self.arranged_objects].iter_mut();
        for Arranged { entries, .. } in arranged.filter(|arranged| arranged.object == object) {
            for entry in entries.iter_mut().filter(|entry| entry.value == value) {
                entry.value = by;
            }
        }
    }

    /// Appends the value of another tree, as embedded; returns its node.
    pub(crate) fn embed(&mut self, other: &Self) -> u32 {
        self.append_nodes(other, 0, other.slots.len() as u32, Slot::EMBEDDED)
    }

    /// Returns a copy of a value as a tree of its own.
    pub(crate) fn alone(&self, value: u32) -> Self {
        let mut tree = Self::default();
        tree.copy(self, value);
        tree
    }

    /// Appends a copy of a value; returns its node.
    pub(crate) fn copy(&mut self, other: &Self, value: u32) -> u32 {
        if value & IN_RUN != 0 {
            return self.append(other.node(value));
        }
        self.append_nodes(other, value, other.behind(value), 0)
    }

    /// Appends the nodes of another tree from `from` up to `to`, with these flags.
    fn append_nodes(&mut self, other: &Self, from: u32, to: u32, flags: u32) -> u32 {
        let here = self.slots.len() as u32;
        let shifted = |node: u32| node - from + here;
        let containers_before = other.containers.partition_point(|container| container.node < from);
        let runs_before = other.runs.partition_point(|run| run.slot < from);
        let (containers, runs) = (self.containers.len(), self.runs.len());
        for node in from..to {
            let slot = other.slots[node as usize];
            let slot = if slot.is_container() {
                slot.at(other.container(node, slot) - containers_before + containers)
            } else if slot.is_run() {
                slot.at(slot.number() as usize - runs_before + runs)
            } else {
                slot
            };
            self.slots.push(Slot { rest: slot.rest | flags, ..slot });
        }
        let is_inside = |node: u32| (from..to).contains(&node);
        let long = other.long.iter().filter(|(node, _)| is_inside(*node));
        self.long.extend(long.map(|(node, end)| (shifted(*node), *end)));
        for run in other.runs[runs_before..].iter().take_while(|run| run.slot < to) {
            let range = run.first as usize..(run.first + run.count) as usize;
            let first = self.run_starts.len() as u32;
            self.run_starts.extend_from_slice(&other.run_starts[range]);
            self.runs.push(Run { first, slot: shifted(run.slot), ..*run });
        }
        let inside = other.containers[containers_before..].iter();
        for container in inside.take_while(|container| container.node < to) {
            let mut count = container.count;
            if count & LISTED != 0 {
                let List { first, count: members } = other.lists[(count & !LISTED) as usize];
                let list = List { first: self.entries.len() as u32, count: members };
                let entries = other.entries[first as usize..][..members as usize].iter();
                self.entries.extend(entries.map(|entry| Entry {
                    key: shifted(entry.key),
                    value: shifted(entry.value),
                    ..*entry
                }));
                count = LISTED | self.lists.len() as u32;
                self.lists.push(list);
            }
            let around = container
                .around
                .checked_sub(containers_before as u32)
                .filter(|_| container.around != NOWHERE);
            self.containers.push(Container {
                node: shifted(container.node),
                end: container.end,
                next: if container.next == OPEN { OPEN } else { shifted(container.next) },
                around: around.map_or(self.open, |around| around + containers as u32),
                count,
            });
        }
        let duplicates = other.duplicates.iter().filter(|duplicate| is_inside(duplicate.first));
        self.duplicates.extend(
            duplicates.map(|duplicate| Duplicate {
                first: shifted(duplicate.first),
                again: shifted(duplicate.again),
            }),
        );
        here
    }
}

/// Returns the slot of a key apart from its start and flags.
fn key(key_id: KeyId, length: u32) -> u32 {
    let id = key_id.index().map_or(Slot::UNKNOWN, |index| index as u32);
    KEY | (length << Slot::NUMBER) | (id << Slot::KEY_ID)
}
