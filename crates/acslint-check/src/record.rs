//! A record as it was understood: every key with the property it names, and the view of it that the schema sees.

use std::{cell::OnceCell, ops::Range};

use acslint_types::{Category, Kind as Holds, Place, Property, Shape};

use crate::{
    document::{Document, Embedded, Entry, Fault, Kind, Node, Outcome, Tree, Value, is_number, parse},
    identify::{Identity, Misnamed, is_nothing},
    names::{Named, Names, Way, is_portal_column},
    rules::visible,
};

/// A key of the record, or of its `properties`, and what it stands for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Naming {
    pub(crate) key: u32,
    pub(crate) value: u32,
    /// The member as it stands.
    entry: Entry,
    pub(crate) place: Place,
    /// The property it names; `None` for a key that nobody knows.
    pub(crate) named: Option<Named>,
    /// Whether the schema sees it; of several keys for one property it sees the best.
    pub(crate) used: bool,
}

/// How a record was understood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Understanding {
    pub(crate) keys: Vec<Naming>,
    /// The value of `properties`, where it is a string that holds JSON.
    pub(crate) decoded_properties: Option<u32>,
    /// Values that the schema sees in another form, with the value in the record.
    replaced: Vec<(u32, u32)>,
    /// Whether every value was turned into text by whatever wrote the record.
    pub(crate) text_export: bool,
}

/// Marks a key that is an artefact of `az monitor log-analytics query`.
pub(crate) const QUERY_COLUMN: &str = "TableName";

/// Works out which keys stand for which properties, and arranges the tree as the schema has it.
pub(crate) fn understand(
    text: &str,
    tree: &mut Tree,
    embedded: &mut Embedded,
    names: &Names,
    inner_only: bool,
    understanding: &mut Understanding,
) {
    understanding.keys.clear();
    understanding.replaced.clear();
    understanding.decoded_properties = None;
    understanding.text_export = false;

    let place = if inner_only { Place::Properties } else { Place::Top };
    let mut properties = None;
    if names.shape == Shape::ResourceLog && !inner_only {
        properties = find_properties(text, tree, embedded, understanding);
    }
    let document = Document { text, tree, embedded };
    name_keys(document.root(), place, properties.map(|found| found.0), names, understanding);
    if let Some((_, object)) = properties {
        name_keys(document.value(object), Place::Properties, None, names, understanding);
    }
    choose_keys(&mut understanding.keys);
    arrange(tree, properties, names, inner_only, understanding);
    if understanding.text_export {
        read_text_values(text, tree, embedded, understanding);
    }
}

/// The key of `properties`, and the object it holds; a string that holds an object is decoded.
fn find_properties(
    text: &str,
    tree: &mut Tree,
    embedded: &mut Embedded,
    understanding: &mut Understanding,
) -> Option<(u32, u32)> {
    let document = Document { text, tree, embedded };
    let entries = document.root().entries();
    let named = |name: &str| {
        entries.iter().find(|entry| document.value(entry.key).string().is_some_and(|key| key == name))
    };
    let entry = *named("properties").or_else(|| named("Properties"))?;
    let value = document.value(entry.value);
    match value.kind() {
        Kind::Object => Some((entry.key, entry.value)),
        Kind::String => {
            let (raw, start) = (value.raw().to_owned(), value.span().start);
            embedded.decode(&raw, start);
            let mut inner = Tree::default();
            let mut faults: Vec<Fault> = Vec::new();
            let outcome = parse(embedded.text.as_bytes(), true, &mut inner, &mut faults);
            let whole =
                matches!(outcome, Outcome::Complete(end) if embedded.text[end..].trim_ascii().is_empty());
            if !whole || !faults.is_empty() || inner.nodes[0].kind != Kind::Object {
                return Some((entry.key, entry.value));
            }
            understanding.decoded_properties = Some(entry.value);
            let object = tree.embed(&inner);
            understanding.replaced.push((object, entry.value));
            Some((entry.key, object))
        }
        _ => Some((entry.key, entry.value)),
    }
}

fn name_keys(
    object: Value<'_>,
    place: Place,
    skip: Option<u32>,
    names: &Names,
    understanding: &mut Understanding,
) {
    for entry in object.entries() {
        if Some(entry.key) == skip {
            continue;
        }
        let key = object.document.value(entry.key).string().unwrap_or_default();
        let found = names.get(place, &key);
        let query_column = key == QUERY_COLUMN
            && object.document.value(entry.value).string().is_some_and(|table| table == "PrimaryResult");
        understanding.text_export |= query_column || is_portal_column(&key);
        if found.is_none() && query_column {
            continue;
        }
        understanding.keys.push(Naming {
            key: entry.key,
            value: entry.value,
            entry: *entry,
            place,
            named: found,
            used: true,
        });
    }
}

/// Of several keys for one property the schema sees the one that names it best, of equals the first.
fn choose_keys(keys: &mut [Naming]) {
    for index in 0..keys.len() {
        let Some(named) = keys[index].named.filter(|_| keys[index].used) else {
            continue;
        };
        let rivals = (index + 1..keys.len()).filter(|&other| {
            keys[other].named.is_some_and(|rival| std::ptr::eq(rival.property, named.property))
        });
        let mut best = index;
        let rivals: Vec<usize> = rivals.collect();
        for &rival in &rivals {
            let way = |index: usize| keys[index].named.map(|named| named.way);
            if way(rival) < way(best) {
                best = rival;
            }
        }
        for rival in rivals.into_iter().chain([index]) {
            keys[rival].used = rival == best;
        }
    }
}

/// Gives the record and its `properties` the members that the schema shall see.
fn arrange(
    tree: &mut Tree,
    properties: Option<(u32, u32)>,
    names: &Names,
    inner_only: bool,
    understanding: &mut Understanding,
) {
    let (mut top, mut inner) = (Vec::new(), Vec::new());
    for key in understanding.keys.iter().filter(|key| key.used) {
        let (place, entry) = match key.named {
            Some(Named { property, .. }) => {
                let place = match (names.shape, property.log) {
                    (Shape::ResourceLog, Some(log)) => log.place,
                    _ => Place::Top,
                };
                (place, Tree::entry(names.schema_name(property), key.key, key.value))
            }
            None => (key.place, key.entry),
        };
        match place {
            Place::Top => top.push(entry),
            Place::Properties => inner.push(entry),
        }
    }
    if inner_only {
        tree.set_entries(0, inner);
        return;
    }
    if names.shape == Shape::Table {
        tree.set_entries(0, top);
        return;
    }
    match properties {
        Some((key, object)) if tree.nodes[object as usize].kind == Kind::Object => {
            tree.set_entries(object, inner);
            top.push(Tree::entry("properties", key, object));
        }
        Some((key, value)) if tree.nodes[value as usize].kind != Kind::Null || inner.is_empty() => {
            top.push(Tree::entry("properties", key, value));
        }
        _ if inner.is_empty() => {}
        _ => {
            let object = synthesize(tree, Node { kind: Kind::Object, ..tree.nodes[0] });
            tree.set_entries(object, inner);
            understanding.replaced.push((object, 0));
            top.push(Tree::entry("properties", object, object));
        }
    }
    tree.set_entries(0, top);
}

/// The truth value that a text stands for: `True`, `false`, `TRUE`.
pub(crate) fn truth(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") { Some(true) } else { is("false").then_some(false) }
}

fn synthesize(tree: &mut Tree, node: Node) -> u32 {
    let index = tree.nodes.len() as u32;
    tree.nodes.push(Node { next: index + 1, ..node });
    index
}

/// Where an export turned every value into text, numbers are read from the text, and texts for nothing are null.
fn read_text_values(text: &str, tree: &mut Tree, embedded: &Embedded, understanding: &mut Understanding) {
    for index in 0..understanding.keys.len() {
        let key = understanding.keys[index];
        let Some(named) = key.named.filter(|_| key.used) else {
            continue;
        };
        if !named.property.kind.is_numeric()
            && !matches!(named.property.kind, Holds::Time | Holds::Closed | Holds::Address | Holds::Boolean)
        {
            continue;
        }
        let document = Document { text, tree, embedded };
        let value = document.value(key.value);
        let Some(string) = value.string() else {
            continue;
        };
        let node = value.data();
        let seen = if is_nothing(&string) {
            Node { kind: Kind::Null, ..node }
        } else if named.property.kind.is_numeric() && !node.escaped && is_number(string.as_bytes()) {
            Node { kind: Kind::Number, start: node.start + 1, end: node.end - 1, ..node }
        } else if let Some(truth) = truth(&string).filter(|_| named.property.kind == Holds::Boolean) {
            Node { kind: if truth { Kind::True } else { Kind::False }, ..node }
        } else {
            continue;
        };
        let seen = synthesize(tree, seen);
        understanding.replaced.push((seen, key.value));
        tree.replace_value(0, key.value, seen);
    }
}

/// A record of a known category.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'r> {
    pub(crate) document: Document<'r>,
    pub(crate) identity: &'r Identity,
    /// What there is to know of a record of a known category.
    pub(crate) known: Option<Known<'r>>,
    /// Made for the first pointer.
    pub(crate) links: &'r OnceCell<Links>,
}

/// Ways from the nodes of a tree to its root.
#[derive(Debug)]
pub(crate) struct Links {
    parents: Vec<u32>,
    keys: Vec<Step>,
}

/// The last part of the way to a node.
#[derive(Debug, Clone, Copy)]
enum Step {
    Member(u32),
    Item(u32),
}

/// The parent of a root.
const NOWHERE: u32 = u32::MAX;

impl Links {
    fn new(tree: &Tree) -> Self {
        let mut links =
            Self { parents: vec![NOWHERE; tree.nodes.len()], keys: vec![Step::Item(0); tree.nodes.len()] };
        for (index, node) in tree.nodes.iter().enumerate() {
            let mut child = index as u32 + 1;
            let mut ordinal = 0;
            while matches!(node.kind, Kind::Object | Kind::Array) && child < node.next {
                let (value, step) = if node.kind == Kind::Object {
                    (child + 1, Step::Member(child))
                } else {
                    (child, Step::Item(ordinal))
                };
                for node in [child, value] {
                    links.parents[node as usize] = index as u32;
                    links.keys[node as usize] = step;
                }
                child = tree.nodes[value as usize].next;
                ordinal += 1;
            }
        }
        links
    }
}

/// What was understood of a record of a known category.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'r> {
    pub(crate) names: &'r Names,
    pub(crate) inner_only: bool,
    pub(crate) misnamed: Option<&'r Misnamed>,
    pub(crate) understanding: &'r Understanding,
}

impl Known<'_> {
    pub(crate) fn category(&self) -> &'static Category {
        self.names.category
    }

    pub(crate) fn shape(&self) -> Shape {
        self.names.shape
    }
}

impl<'r> Record<'r> {
    pub(crate) fn root(self) -> Value<'r> {
        self.document.root()
    }

    /// The value of a property as the schema sees it, and its property, by canonical name.
    pub(crate) fn property(self, name: &str) -> Option<(Value<'r>, &'static Property)> {
        let known = self.known?;
        let key = known
            .understanding
            .keys
            .iter()
            .find(|key| key.used && key.named.is_some_and(|named| named.property.name == name))?;
        let named = key.named?;
        let seen = known.understanding.replaced.iter().find(|(_, original)| *original == key.value);
        Some((self.document.value(seen.map_or(key.value, |(seen, _)| *seen)), named.property))
    }

    /// The property that a value belongs to.
    pub(crate) fn property_of(self, value: u32) -> Option<&'static Property> {
        let known = self.known?;
        let original = known.understanding.original(value);
        known.understanding.keys.iter().find(|key| key.value == original)?.named.map(|named| named.property)
    }

    /// The last name on the way to a value, as the record writes it; of the record itself, a description.
    pub(crate) fn name(self, value: Value<'_>) -> String {
        let pointer = self.pointer(value.node);
        match pointer.rsplit_once('/') {
            Some((_, name)) => format!("`{}`", visible(&name.replace("~1", "/").replace("~0", "~"))),
            None => "the record".to_owned(),
        }
    }

    /// JSON Pointer of a value or of the value of a key, in the record's own spelling.
    pub(crate) fn pointer(self, node: u32) -> String {
        let mut pointer = String::new();
        let mut node = self.known.map_or(node, |known| known.understanding.original(node));
        if let Some(known) = self.known {
            // What a decoded string holds hangs below the string.
            let holder = known.understanding.replaced.iter().find(|(seen, _)| {
                self.document.tree.nodes[*seen as usize].embedded
                    && node > *seen
                    && node < self.document.value(*seen).data().next
            });
            if let Some(&(object, string)) = holder {
                self.descend(0, string, &mut pointer);
                self.descend(object, node, &mut pointer);
                return pointer;
            }
        }
        if node >= self.document.tree.nodes[0].next {
            node = 0;
        }
        self.descend(0, node, &mut pointer);
        pointer
    }

    /// Appends the way from a container to a node inside it.
    fn descend(self, from: u32, to: u32, pointer: &mut String) {
        use std::fmt::Write as _;

        let links = self.links.get_or_init(|| Links::new(self.document.tree));
        let mut steps = Vec::new();
        let mut node = to;
        while node != from && node != NOWHERE {
            steps.push(node);
            node = links.parents[node as usize];
        }
        for &step in steps.iter().rev() {
            let _ = match links.keys[step as usize] {
                Step::Item(index) => write!(pointer, "/{index}"),
                Step::Member(key) => {
                    let key = self.document.value(key).string().unwrap_or_default();
                    write!(pointer, "/{}", key.replace('~', "~0").replace('/', "~1"))
                }
            };
        }
    }

    /// Whether a key stands in the record itself, not in the columns of a query's answer.
    pub(crate) fn is_key_inside(self, key: u32) -> bool {
        let (root, key) = (self.root().span(), self.document.value(key).span());
        root.start <= key.start && key.end <= root.end
    }

    /// The bytes of a key; of its value, where the key stands elsewhere.
    pub(crate) fn key_span(self, key: u32) -> Range<u32> {
        let node = if self.is_key_inside(key) { key } else { key + 1 };
        self.document.value(node).span()
    }

    /// The bytes of a value, as written in the record.
    pub(crate) fn span(self, value: Value<'_>) -> Range<u32> {
        let original = self.known.map_or(value.node, |known| known.understanding.original(value.node));
        self.document.value(original).span()
    }
}

impl Understanding {
    /// The value in the record that the schema sees as this one.
    fn original(&self, seen: u32) -> u32 {
        self.replaced.iter().find(|(replaced, _)| *replaced == seen).map_or(seen, |(_, original)| *original)
    }

    /// Whether a key is written in another way than the schema has it.
    pub(crate) fn misspelled(&self) -> impl Iterator<Item = (&Naming, Named)> {
        self.keys
            .iter()
            .filter_map(|key| Some((key, key.named?)))
            .filter(|(_, named)| named.way >= Way::Spelling)
    }
}
