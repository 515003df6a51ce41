//! Disclosure: the bytes of a record that anybody may see.
//!
//! The rules are permissions. A key is public if a schema has it, or if it looks like the name of a property. A value
//! is public only if the catalog marks its property as safe and the value has the form of the mark. `true`, `false`
//! and `null` are always public. Everything else is hidden: values of unknown properties, values nested in others, and
//! everything that is not JSON.

use acslint_types::{CATEGORIES, Property, is_plain_name};

use crate::{
    Span, Text,
    document::{Kind, Value, is_number},
    key_interner::key_interner,
    names::is_portal_column,
    quote::visible,
    record::Record,
    violation::Violation,
};

/// Returns true if a text is a name in the catalog: of a property in any documented spelling, of a category or a table.
pub fn is_known_name(text: &str) -> bool {
    key_interner().find(text.as_bytes()).index().is_some()
        || CATEGORIES.iter().any(|category| category.id == text || category.table == Some(text))
}

/// Returns a name without the suffix that the portal appends.
fn column(key: &str) -> &str {
    if is_portal_column(key) { key.split(' ').next().unwrap_or(key) } else { key }
}

/// Returns true if a key is the name of a property, in any letter case and with any spaces.
fn is_of_catalog(key: &str) -> bool {
    key_interner().find_folded(column(key)).is_some()
}

/// Quotes a key without double quotes. It may be part of a value that lost its quotes, so only a known name is public.
pub(crate) fn bare_key(key: &str, shown: &str) -> Text {
    if is_of_catalog(key) { Text::known(shown) } else { Text::private(shown) }
}

impl Record<'_> {
    /// Returns true if anybody may see a key.
    fn is_safe_key(self, key: &str) -> bool {
        is_plain_name(column(key)) || is_of_catalog(key) || self.describes(key)
    }

    /// Quotes a key for messages.
    pub(crate) fn key(self, name: &str) -> Text {
        if self.is_safe_key(name) { Text::known(visible(name)) } else { Text::private(visible(name)) }
    }

    /// Quotes the key of this node for messages.
    pub(crate) fn key_text(self, node: u32) -> Text {
        let key = self.document.value(node).string().unwrap_or_default();
        self.key_as(node, &key, &visible(&key))
    }

    /// Quotes the key of this node as `shown`.
    pub(crate) fn key_as(self, node: u32, key: &str, shown: &str) -> Text {
        if !is_json(self.document.value(node)) && !self.describes(key) {
            return bare_key(key, shown);
        }
        if self.is_safe_key(key) { Text::known(shown) } else { Text::private(shown) }
    }

    /// Quotes a value for messages; a text without its quotes.
    pub(crate) fn quote(self, value: Value<'_>) -> Text {
        match value.string() {
            Some(text) => self.quote_as(value, &text),
            None => self.quote_as(value, value.raw()),
        }
    }

    /// Quotes a value for messages as `written`, shortened.
    pub(crate) fn quote_as(self, value: Value<'_>, written: &str) -> Text {
        self.quote_whole(value, &visible(written))
    }

    /// Quotes a value for fixes as `written`.
    pub(crate) fn quote_whole(self, value: Value<'_>, written: &str) -> Text {
        let is_safe = self.property_of(value.node).is_some_and(|property| is_safe(property, value));
        if is_safe { Text::value(written) } else { Text::private(written) }
    }
}

/// Returns true if a text or a number is valid JSON as written, not repaired by the parser.
fn is_json(value: Value<'_>) -> bool {
    let raw = value.raw();
    match value.kind() {
        Kind::Number => is_number(raw.as_bytes()),
        _ => raw.len() >= 2 && raw.starts_with('"') && raw.ends_with('"'),
    }
}

/// Returns true if anybody may see a value of the property; a value that is not JSON only if it is documented.
fn is_safe(property: &Property, value: Value<'_>) -> bool {
    match value.kind() {
        Kind::Null | Kind::False | Kind::True => true,
        Kind::Number => is_json(value) && property.shows_number(value.raw()),
        Kind::String => value.string().is_some_and(|text| {
            property.shows_text(&text)
                && (is_json(value)
                    || is_known_name(&text)
                    || property.values.is_some_and(|values| values.known.contains(&&*text)))
        }),
        Kind::Array | Kind::Object => false,
    }
}

/// Collects the public spans of a record that begins at `offset` in the input, in input order.
pub(crate) fn gather(record: &Record<'_>, violations: &[Violation<'_>], offset: u64, shown: &mut Vec<Span>) {
    shown.clear();
    let nodes = &record.document.tree.nodes;
    let (mut properties, mut wrong) = (Vec::new(), Vec::new());
    let mut decoded = None;
    if let Some(known) = record.known {
        let keys = known.understanding.keys.iter();
        properties.extend(keys.filter_map(|key| Some((key.value, key.named?.property))));
        properties.sort_unstable_by_key(|(value, _)| *value);
        decoded = known.understanding.decoded_object();
    }
    wrong.extend(violations.iter().map(|violation| violation.value.node));
    wrong.sort_unstable();
    let is_right = |node| wrong.binary_search(&node).is_err();
    let root = 1..nodes[0].next;
    let inner = decoded.map_or(0..0, |object| object + 1..nodes[object as usize].next);
    for node in root.chain(inner) {
        let value = record.document.value(node);
        let parent = nodes[node as usize].parent;
        let is_key = nodes.get(parent as usize).is_some_and(|parent| parent.kind == Kind::Object);
        let is_shown = if is_key {
            let is_known = nodes[node as usize].key_id.index().is_some();
            record.is_key_inside(node) && (is_known || !record.key_text(node).is_private())
        } else {
            match value.kind() {
                Kind::Array | Kind::Object => false,
                Kind::Null | Kind::False | Kind::True => true,
                Kind::Number | Kind::String => match record.custom {
                    None => {
                        properties
                            .binary_search_by_key(&node, |(value, _)| *value)
                            .is_ok_and(|found| is_safe(properties[found].1, value))
                            && (value.kind() == Kind::String || is_right(node))
                    }
                    Some(custom) => {
                        let name = nodes.get(parent as usize).filter(|key| key.kind == Kind::String);
                        let name = name.and_then(|_| record.document.value(parent).string());
                        name.is_some_and(|name| custom.category.safe.contains(&*name))
                            && is_json(value)
                            && is_right(node)
                    }
                },
            }
        };
        if is_shown {
            let span = value.span();
            shown.push(Span::new(offset + u64::from(span.start), offset + u64::from(span.end)));
        }
    }
    if decoded.is_some() {
        shown.sort_unstable();
    }
}
