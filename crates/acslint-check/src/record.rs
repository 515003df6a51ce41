//! Interpreted records: every key with the property it names, and the view of the record that the schema sees.

use std::{borrow::Cow, ops::Range};

use acslint_types::{Category, Kind as Holds, Place, Property, Shape, pointer};

use crate::{
    Hints,
    custom::{LoadedCategory, Unknown},
    document::{
        Document, Embedded, Entries, Entry, Fault, Kind, NOWHERE, Node, Outcome, Tree, Value, is_number,
        parse,
    },
    identify::{Identity, Misnamed, is_nothing},
    key_interner::{KeyId, key_interner},
    names::{Column, MatchQuality, Named, Names, is_portal_column},
    quote::visible,
    text::{Mark, Text},
};

/// Key of the record, or of its `properties`, and the property that it names, if it names one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Naming {
    pub(crate) key: u32,
    pub(crate) value: u32,
    /// Id of the key, if it is interned.
    key_id: KeyId,
    pub(crate) place: Place,
    /// Property it names; `None` for an unknown key.
    pub(crate) named: Option<Named>,
    /// True if the schema sees it; of several keys for one property, it sees the best match.
    pub(crate) used: bool,
}

/// Interpretation of a record.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent fact about the keys")]
#[derive(Debug, Clone, Default)]
pub(crate) struct Understanding {
    /// Keys that name a property, in the order of the text.
    pub(crate) keys: Vec<Naming>,
    /// Objects with the keys, and their places.
    objects: Vec<(u32, Place)>,
    /// Keys that name no property and are not unknown: that of `properties`, and [`QUERY_COLUMN`].
    skipped: Vec<u32>,
    /// Index of the key that the schema sees, for each property of the category; [`NO_KEY`] if there is none.
    used: Vec<u32>,
    /// Value of `properties`, if it is a string that contains JSON.
    pub(crate) decoded_properties: Option<u32>,
    /// Values that the schema sees in another form, with the value in the record.
    replaced: Vec<(u32, u32)>,
    /// True if the writer of the record turned every value into text.
    pub(crate) text_export: bool,
    /// True if a key names no property.
    pub(crate) has_unknown: bool,
    /// True if a key is written in another way than in the schema.
    has_misspelled: bool,
    /// True if the schema sees every key at its place and as written.
    as_written: bool,
}

/// Index for a property without a key.
const NO_KEY: u32 = u32::MAX;

/// Key that `az monitor log-analytics query` adds.
pub(crate) const QUERY_COLUMN: &str = "TableName";

/// Finds the properties of the keys, and arranges the tree as the schema sees it.
pub(crate) fn resolve_keys(
    text: &str,
    tree: &mut Tree,
    embedded: &mut Embedded,
    names: &Names,
    inner_only: bool,
    understanding: &mut Understanding,
) {
    understanding.begin(names);
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
    if !understanding.as_written {
        arrange(tree, properties, names, inner_only, understanding);
    }
    if understanding.text_export {
        read_text_values(text, tree, embedded, understanding);
    }
}

/// Returns the key of `properties` and its object; a string that contains an object is decoded.
fn find_properties(
    text: &str,
    tree: &mut Tree,
    embedded: &mut Embedded,
    understanding: &mut Understanding,
) -> Option<(u32, u32)> {
    let root = Document { text, tree, embedded }.root();
    let named = |name: &str| root.entry(key_interner().find(name.as_bytes()), name);
    let entry = named("properties").or_else(|| {
        let capitalized = named("Properties");
        understanding.as_written &= capitalized.is_none();
        capitalized
    })?;
    let value = root.document.value(entry.value);
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
            if !whole || !faults.is_empty() || inner.kind(0) != Kind::Object {
                return Some((entry.key, entry.value));
            }
            understanding.as_written = false;
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
    let query_column = key_interner().find(QUERY_COLUMN.as_bytes());
    let known = names.keys(place);
    understanding.objects.push((object.node, place));
    understanding.skipped.extend(skip);
    object.entries().for_each(|entry| {
        if Some(entry.key) == skip {
            return;
        }
        let Some(key_id) = entry.key_id.index() else {
            understanding.add_unknown(object.document.value(entry.key), entry, place, names);
            return;
        };
        let found = known.get(key_id);
        if entry.key_id == query_column && is_query_column(object.document.value(entry.value)) {
            understanding.text_export = true;
            if found.is_none() {
                understanding.as_written = false;
                understanding.skipped.push(entry.key);
                return;
            }
        }
        understanding.add(entry, place, found);
    });
}

/// Returns true if the value of [`QUERY_COLUMN`] is the one that the query command writes.
#[cold]
fn is_query_column(value: Value<'_>) -> bool {
    value.string().is_some_and(|table| table == "PrimaryResult")
}

impl Understanding {
    fn begin(&mut self, names: &Names) {
        self.keys.clear();
        self.objects.clear();
        self.skipped.clear();
        self.used.clear();
        self.used.resize(names.category.properties.len(), NO_KEY);
        self.replaced.clear();
        self.decoded_properties = None;
        self.text_export = false;
        self.has_unknown = false;
        self.has_misspelled = false;
        self.as_written = true;
    }

    /// Adds a key that is not interned; a column of the portal reveals a text export.
    #[cold]
    fn add_unknown(&mut self, key: Value<'_>, entry: Entry, place: Place, names: &Names) {
        let key = key.string().unwrap_or_default();
        self.text_export |= is_portal_column(&key);
        self.add(entry, place, names.get_unknown(place, &key));
    }

    /// Adds a key. Of several keys for one property, the schema sees the best match, or the first of equal ones. An unknown
    /// key is found again in its object: there can be millions.
    #[inline]
    fn add(&mut self, Entry { key, value, key_id }: Entry, place: Place, named: Option<Named>) {
        let Some(found) = named else {
            self.has_unknown = true;
            return;
        };
        let index = self.keys.len() as u32;
        let mut used = true;
        self.has_misspelled |= found.quality >= MatchQuality::Spelling;
        let best = &mut self.used[usize::from(found.index)];
        match self.keys.get_mut(*best as usize) {
            None => *best = index,
            Some(before) if before.named.is_some_and(|before| found.quality < before.quality) => {
                before.used = false;
                *best = index;
            }
            Some(_) => used = false,
        }
        self.as_written &= used && found.quality == MatchQuality::Exact;
        self.keys.push(Naming { key, value, key_id, place, named, used });
    }
}

/// Iterator over all keys of a record and its `properties`.
#[derive(Debug)]
pub(crate) struct AllKeys<'a> {
    understanding: &'a Understanding,
    tree: &'a Tree,
    objects: std::slice::Iter<'a, (u32, Place)>,
    place: Place,
    entries: Entries<'a>,
    /// Keys that name a property and come later.
    known: std::slice::Iter<'a, Naming>,
}

impl Iterator for AllKeys<'_> {
    type Item = Naming;

    fn next(&mut self) -> Option<Naming> {
        if !self.understanding.has_unknown {
            return self.known.next().copied();
        }
        loop {
            let Some(Entry { key, value, key_id }) = self.entries.next() else {
                let (object, place) = *self.objects.next()?;
                (self.place, self.entries) = (place, self.tree.own_entries(object));
                continue;
            };
            if self.known.as_slice().first().is_some_and(|known| known.key == key) {
                return self.known.next().copied();
            }
            if !self.understanding.skipped.contains(&key) {
                return Some(Naming { key, value, key_id, place: self.place, named: None, used: true });
            }
        }
    }
}

impl Understanding {
    /// Keys of the record and of its `properties`, in this order, without those that are not columns.
    pub(crate) fn all<'a>(&'a self, tree: &'a Tree) -> AllKeys<'a> {
        AllKeys {
            understanding: self,
            tree,
            objects: self.objects.iter(),
            place: Place::Top,
            entries: Entries::none(),
            known: self.keys.iter(),
        }
    }

    /// Members that the schema sees at a place.
    fn seen_at<'a>(
        &'a self,
        at: Place,
        tree: &'a Tree,
        names: &'a Names,
    ) -> impl Iterator<Item = Entry> + use<'a> {
        self.all(tree).filter(|key| key.used).filter_map(move |key| {
            let (place, key_id) = match key.named {
                Some(known) => {
                    let seen = names.seen_as(known.index);
                    (seen.place, seen.key_id)
                }
                None => (key.place, key.key_id),
            };
            (place == at).then_some(Entry { key_id, key: key.key, value: key.value })
        })
    }

    /// Keys that name no property.
    pub(crate) fn unknown<'a>(&'a self, tree: &'a Tree) -> impl Iterator<Item = Naming> {
        let all = self.has_unknown.then(|| self.all(tree));
        all.into_iter().flatten().filter(|key| key.named.is_none())
    }
}

/// Sets the members of the record and its `properties` that the schema sees.
fn arrange(
    tree: &mut Tree,
    properties: Option<(u32, u32)>,
    names: &Names,
    inner_only: bool,
    understanding: &mut Understanding,
) {
    if inner_only || names.shape == Shape::Table {
        let seen_place = if inner_only { Place::Properties } else { Place::Top };
        let mut seen = tree.spare_list();
        seen.extend(understanding.seen_at(seen_place, tree, names));
        tree.arrange(0, seen);
        return;
    }
    let mut inside = tree.spare_list();
    inside.extend(understanding.seen_at(Place::Properties, tree, names));
    let entry = |key, value| Entry { key_id: key_interner().find(b"properties"), key, value };
    let mut made = None;
    let properties = match properties {
        Some((key, object)) if tree.kind(object) == Kind::Object => {
            tree.arrange(object, inside);
            Some(entry(key, object))
        }
        Some((key, value)) if tree.kind(value) != Kind::Null || inside.is_empty() => Some(entry(key, value)),
        _ if inside.is_empty() => None,
        _ => {
            let object = tree.append(Node { kind: Kind::Object, ..tree.node(0) });
            tree.arrange(object, inside);
            made = Some(object);
            Some(entry(object, object))
        }
    };
    let mut top = tree.spare_list();
    top.extend(understanding.seen_at(Place::Top, tree, names).chain(properties));
    tree.arrange(0, top);
    understanding.replaced.extend(made.map(|object| (object, 0)));
}

/// Parses the boolean that a text stands for: `True`, `false`, `TRUE`.
pub(crate) fn truth(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") { Some(true) } else { is("false").then_some(false) }
}

/// Parses the values of a text export: numbers from their text, and null from texts for no value.
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
            // A repaired string may lack its quotes.
            let quote = ((value.raw().len() - string.len()) / 2) as u32;
            Node { kind: Kind::Number, start: node.start + quote, end: node.end - quote, ..node }
        } else if let Some(truth) = truth(&string).filter(|_| named.property.kind == Holds::Boolean) {
            Node { kind: if truth { Kind::True } else { Kind::False }, ..node }
        } else {
            continue;
        };
        let seen = tree.append(seen);
        understanding.replaced.push((seen, key.value));
        tree.replace_value(0, key.value, seen);
    }
}

/// Record, with what is known of its category.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'r> {
    pub(crate) document: Document<'r>,
    pub(crate) identity: &'r Identity,
    /// Interpretation, if the category is a known one.
    pub(crate) known: Option<Known<'r>>,
    /// Result of validation, if the category is a custom one.
    pub(crate) custom: Option<CustomRecord<'r>>,
    pub(crate) place: RecordPlace,
    /// Hints about its input.
    pub(crate) hints: Hints,
}

/// Place of a record in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum RecordPlace {
    /// The record is a document of its own, such as a line.
    Document,
    /// The record is an item of an array, which may be the `records` of an envelope.
    Item,
    /// The record is a row of a query answer, which may not be a log record.
    Row,
    /// Value inside a wrapper.
    Wrapper,
}

/// Result of validating a record of a custom category.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CustomRecord<'r> {
    pub(crate) category: &'r LoadedCategory,
    /// Keys that its schema does not describe.
    pub(crate) unknown: &'r [Unknown],
}

/// Interpretation of a record of a known category.
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

    /// Name of its category, if it is known.
    pub(crate) fn category(self) -> Option<&'static str> {
        self.known.map(|known| known.category().id).or(self.custom.map(|custom| custom.category.name))
    }

    /// Returns the value of a property as the schema sees it, and the property.
    pub(crate) fn property(self, column: Column) -> Option<(Value<'r>, &'static Property)> {
        let known = self.known?;
        let key = known.understanding.key_of(known.names.column(column)?)?;
        let named = key.named?;
        let seen = known.understanding.replaced.iter().find(|(_, original)| *original == key.value);
        Some((self.document.value(seen.map_or(key.value, |(seen, _)| *seen)), named.property))
    }

    /// Returns the property that a value belongs to.
    pub(crate) fn property_of(self, value: u32) -> Option<&'static Property> {
        let known = self.known?;
        let original = known.understanding.original(value);
        known.understanding.keys.iter().find(|key| key.value == original)?.named.map(|named| named.property)
    }

    /// Returns the canonical name of a value's property. In a record of a custom category, it consists of the names
    /// on the path, with `*` for a name that the schema leaves open.
    pub(crate) fn field(self, node: u32) -> Option<String> {
        if self.custom.is_none() {
            return self.property_of(node).map(|property| property.name.to_owned());
        }
        let mut names: Vec<Cow<'_, str>> = Vec::new();
        for step in self.path_up(node).filter(|node| self.step(*node).is_some()) {
            let name = if self.is_item(step) { None } else { self.step(step) };
            names.push(match name {
                None => "[]".into(),
                Some(name) if self.describes(&name) => name,
                Some(_) => "*".into(),
            });
        }
        let mut field = String::new();
        for name in names.into_iter().rev() {
            if !field.is_empty() && name != "[]" {
                field.push('.');
            }
            field.push_str(&name);
        }
        (!field.is_empty()).then_some(field)
    }

    /// Returns true if the schema of a custom category describes a property of this name.
    pub(crate) fn describes(self, name: &str) -> bool {
        self.custom.is_some_and(|custom| custom.category.described.contains(name))
    }

    /// Returns true if a node is an item of an array.
    fn is_item(self, node: u32) -> bool {
        let tree = self.document.tree;
        tree.kind(tree.parent(node)) == Kind::Array
    }

    /// Returns the last name on the path to a value, as written, with the indexes of arrays behind it; for the
    /// record itself, a description.
    pub(crate) fn name(self, value: Value<'_>) -> Text {
        let mut items = String::new();
        for node in self.path_up(value.node) {
            let Some(step) = self.step(node) else {
                continue;
            };
            if !self.is_item(node) {
                let mut name = Text::with_room();
                name.push_known("`");
                name.push_marked(&visible(&step), self.mark_of_key(node, &step));
                name.push_known(&items);
                name.push_known("`");
                return name;
            }
            items.insert_str(0, &format!("[{step}]"));
        }
        Text::known("the record")
    }

    /// JSON Pointer of a value or of the value of a key, in the record's own spelling.
    pub(crate) fn pointer(self, node: u32) -> Text {
        let nodes: Vec<u32> = self.path_up(node).collect();
        let mut pointer = Text::default();
        for node in nodes.into_iter().rev() {
            let Some(step) = self.step(node) else {
                continue;
            };
            let mark = if self.is_item(node) { Some(Mark::Index) } else { self.mark_of_key(node, &step) };
            pointer.push_known("/");
            pointer.push_marked(&pointer::token(&step), mark);
        }
        pointer
    }

    /// Filter of `jq` that selects a value in the document of the record, and all values at its place in arrays; `None` if
    /// there is no such filter, or a key needs quoting for a shell.
    pub(crate) fn jq_filter(self, node: u32) -> Option<Text> {
        let steps: Vec<_> = self.path_up(node).filter_map(|node| Some((node, self.step(node)?))).collect();
        let mut filter = match self.place {
            RecordPlace::Document if steps.is_empty() => return Some(Text::known(".")),
            RecordPlace::Document => Text::default(),
            RecordPlace::Item => Text::known("(.records? // .)[]"),
            RecordPlace::Row | RecordPlace::Wrapper => return None,
        };
        for (node, step) in steps.iter().rev() {
            if self.is_item(*node) {
                filter.push_known("[]");
                continue;
            }
            let is_name = step.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                && step.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            let written = if is_name { step.to_string() } else { format!("\"{step}\"") };
            if step.contains(['\'', '"', '\\']) || step.chars().any(char::is_control) {
                return None;
            }
            filter.push_known(".");
            filter.push(&self.key_as(*node, step, &written));
        }
        Some(filter)
    }

    /// Nodes from one up to the record, which is not included.
    fn path_up(self, node: u32) -> impl Iterator<Item = u32> {
        let tree = self.document.tree;
        let original = move |node| self.known.map_or(node, |known| known.understanding.original(node));
        let above = move |node: u32| {
            let parent = tree.parent(node);
            if parent != NOWHERE {
                return Some(parent);
            }
            // The contents of a decoded string are below the string.
            Some(original(node)).filter(|string| *string != node)
        };
        let begin = Some(original(node));
        std::iter::successors(begin, move |node| above(*node)).take_while(|node| *node != 0)
    }

    /// Step of a node in the path to it: the name of a key, the index of an item.
    fn step(self, node: u32) -> Option<Cow<'r, str>> {
        if self.document.tree.is_key(node) {
            return Some(self.document.value(node).string().unwrap_or_default());
        }
        self.is_item(node).then(|| self.document.tree.place(node).to_string().into())
    }

    /// Returns true if a key stands in the record itself, not in the columns of a query answer.
    pub(crate) fn is_key_inside(self, key: u32) -> bool {
        let (root, key) = (self.root().span(), self.document.value(key).span());
        root.start <= key.start && key.end <= root.end
    }

    /// Range of a key; if the key stands elsewhere, of its value.
    pub(crate) fn key_span(self, key: u32) -> Range<u32> {
        let node = if self.is_key_inside(key) { key } else { self.document.tree.behind(key) };
        self.document.value(node).span()
    }

    /// Range of a value, as written in the record.
    pub(crate) fn span(self, value: Value<'_>) -> Range<u32> {
        let original = self.known.map_or(value.node, |known| known.understanding.original(value.node));
        self.document.value(original).span()
    }
}

impl Understanding {
    /// Returns the value in the record that the schema sees as this one.
    fn original(&self, seen: u32) -> u32 {
        self.replaced.iter().find(|(replaced, _)| *replaced == seen).map_or(seen, |(_, original)| *original)
    }

    /// Object that `properties` contains as text.
    pub(crate) fn decoded_object(&self) -> Option<u32> {
        let string = self.decoded_properties?;
        self.replaced.iter().find(|(_, original)| *original == string).map(|(object, _)| *object)
    }

    /// Returns the key by which the schema sees a property, given by its index in the category.
    pub(crate) fn key_of(&self, property: usize) -> Option<&Naming> {
        self.keys.get(*self.used.get(property)? as usize)
    }

    /// Keys that are written in another way than in the schema.
    pub(crate) fn misspelled(&self) -> impl Iterator<Item = (&Naming, Named)> {
        let keys = if self.has_misspelled { self.keys.as_slice() } else { &[] };
        keys.iter()
            .filter_map(|key| Some((key, key.named?)))
            .filter(|(_, named)| named.quality >= MatchQuality::Spelling)
    }
}
