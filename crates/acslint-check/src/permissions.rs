//! Permissions to disclose keys and values of records.
//!
//! The rules are permissions. A key is public if a schema has it, or if it looks like the name of a property. A value
//! is public only if the catalog marks its property as safe and the value has the form of the mark. `true`, `false`
//! and `null` are always public. Everything else is hidden: values of unknown properties, values nested in others, and
//! everything that is not JSON.

use std::sync::LazyLock;

use acslint_types::{CATEGORIES, Property, is_plain_name};

use crate::{
    Mark, Text,
    custom::LoadedCategory,
    document::{Kind, NOWHERE, Value, is_number},
    key_interner::key_interner,
    names::is_portal_column,
    quote::{name, visible},
    record::Record,
};

/// The names of all categories and tables, sorted.
static NAMES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let names = CATEGORIES.iter().flat_map(|category| [Some(category.id), category.table]);
    let mut names: Vec<_> = names.flatten().collect();
    names.sort_unstable();
    names
});

/// Returns true if a text is a name in the catalog: of a property in any documented spelling, of a category or a table.
pub fn is_known_name(text: &str) -> bool {
    key_interner().find(text.as_bytes()).index().is_some() || NAMES.binary_search(&text).is_ok()
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
    if is_known_key(key) { Text::known(shown) } else { Text::private(shown) }
}

/// Returns true if a key is a name in the catalog, or the key of an envelope's records.
fn is_known_key(key: &str) -> bool {
    is_of_catalog(key) || key == "records"
}

/// Returns true if a key in double quotes is public.
fn is_safe_key(key: &str, custom: Option<&LoadedCategory>) -> bool {
    is_plain_name(column(key)) || is_of_catalog(key) || describes(custom, key)
}

/// Returns true if the schema of a custom category describes members of this name.
fn describes(custom: Option<&LoadedCategory>, name: &str) -> bool {
    custom.is_some_and(|custom| custom.described.contains(name))
}

/// Returns true if a node is inside the value of a property that a custom category marks as personal data.
pub(crate) fn is_personal(value: Value<'_>, custom: Option<&LoadedCategory>) -> bool {
    let Some(custom) = custom.filter(|custom| !custom.personal.is_empty()) else {
        return false;
    };
    let tree = value.document.tree;
    let parent = |node: u32| Some(tree.parent(node)).filter(|parent| *parent != NOWHERE);
    let is_key = |node: u32| tree.is_key(node);
    // A key is outside of its own value.
    let mut node = if is_key(value.node) { parent(value.node) } else { Some(value.node) };
    while let Some(inner) = node {
        node = parent(inner);
        let key = node.filter(|node| is_key(*node));
        let name = key.and_then(|key| value.document.value(key).string());
        if name.is_some_and(|name| custom.personal.contains(&*name)) {
            return true;
        }
    }
    false
}

/// Returns true if a key is public, as it is written.
pub(crate) fn is_public_key(written: Value<'_>, key: &str, custom: Option<&LoadedCategory>) -> bool {
    if is_personal(written, custom) {
        return false;
    }
    if is_json(written) || describes(custom, key) { is_safe_key(key, custom) } else { is_known_key(key) }
}

impl Record<'_> {
    fn custom_category(&self) -> Option<&LoadedCategory> {
        self.custom.map(|custom| custom.category)
    }

    /// Quotes a key for messages.
    pub(crate) fn key(self, name: &str) -> Text {
        let is_safe = is_safe_key(name, self.custom_category());
        if is_safe { Text::known(visible(name)) } else { Text::private(visible(name)) }
    }

    /// Quotes the key of this node for messages.
    pub(crate) fn key_text(self, node: u32) -> Text {
        let key = self.document.value(node).string().unwrap_or_default();
        self.key_as(node, &key, &visible(&key))
    }

    /// Returns the key of this node as a name that no schema knows.
    pub(crate) fn unknown_name(self, node: u32) -> Text {
        let key = self.document.value(node).string().unwrap_or_default();
        self.key_as(node, &key, &name(&key))
    }

    /// Quotes the key of this node as `shown`.
    pub(crate) fn key_as(self, node: u32, key: &str, shown: &str) -> Text {
        let mut text = Text::default();
        text.push_marked(shown, self.mark_of_key(node, key));
        text
    }

    /// Returns the meaning of the key of this node in a message; none if it is public.
    pub(crate) fn mark_of_key(self, node: u32, key: &str) -> Option<Mark> {
        let value = self.document.value(node);
        let is_known = self.custom.is_none() && value.data().key_id.index().is_some();
        (!is_known && !is_public_key(value, key, self.custom_category())).then_some(Mark::Private)
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
pub(crate) fn is_json(value: Value<'_>) -> bool {
    let raw = value.raw();
    match value.kind() {
        Kind::Number => is_number(raw.as_bytes()),
        _ => raw.len() >= 2 && raw.starts_with('"') && raw.ends_with('"'),
    }
}

/// Returns true if a value of the property is public; a value that is not JSON only if it is documented.
pub(crate) fn is_safe(property: &Property, value: Value<'_>) -> bool {
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
