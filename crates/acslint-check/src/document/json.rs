//! jsonschema's tree traits on the span tree, so that records are validated without a copy.

use std::borrow::Cow;

use jsonschema::{
    JsonType,
    json::{Array, Json, JsonNumber, Node, NodeIdentity, Object},
};
use jsonschema_value::LazyInstance;
use serde_json::{Map, Number};

use super::{Decimal, Document, Embedded, Entries, Exact, Items, Kind, Tree, Value};
use crate::key_interner::{KeyId, KeyInterner, key_interner};

/// JSON representation that jsonschema validates: [`Value`]s of a [`Document`].
#[derive(Debug)]
pub(crate) struct SpanTree;

/// Property name of a schema, interned.
#[derive(Debug)]
pub(crate) struct Key {
    text: String,
    id: KeyId,
}

/// Document of one string, for `propertyNames`.
#[derive(Debug, Default)]
pub(crate) struct StringDocument {
    text: String,
    tree: Tree,
    embedded: Embedded,
}

impl Json for SpanTree {
    type Node<'a> = Value<'a>;
    type PreparedKey = Key;
    type StringBuffer = StringDocument;

    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> Key {
        Key { text: key.to_owned(), id: key_interner().find(key.as_bytes()) }
    }

    fn with_string_node<T>(buffer: &mut StringDocument, string: &str, f: impl FnOnce(Value<'_>) -> T) -> T {
        buffer.text.clear();
        buffer.text.push('"');
        buffer.text.push_str(string);
        buffer.text.push('"');
        buffer.tree.clear();
        buffer.tree.push(Kind::String, 0, buffer.text.len());
        f(Document { text: &buffer.text, tree: &buffer.tree, embedded: &buffer.embedded }.root())
    }
}

impl<'a> Node<'a, SpanTree> for Value<'a> {
    type Object = Self;
    type Array = Self;
    type Number = NumberText<'a>;

    fn as_object(&self) -> Option<Self> {
        (self.kind() == Kind::Object).then_some(*self)
    }

    fn as_array(&self) -> Option<Self> {
        (self.kind() == Kind::Array).then_some(*self)
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.string()
    }

    fn as_number(&self) -> Option<NumberText<'a>> {
        (self.kind() == Kind::Number).then(|| NumberText(self.raw()))
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    fn is_number(&self) -> bool {
        self.kind() == Kind::Number
    }

    fn is_string(&self) -> bool {
        self.kind() == Kind::String
    }

    fn json_type(&self) -> JsonType {
        match self.kind() {
            Kind::Null => JsonType::Null,
            Kind::False | Kind::True => JsonType::Boolean,
            Kind::Number => JsonType::Number,
            Kind::String => JsonType::String,
            Kind::Array => JsonType::Array,
            Kind::Object => JsonType::Object,
        }
    }

    fn string_length_within(&self, min: u64, max: u64) -> Option<bool> {
        let string = self.string()?;
        let bytes = string.len() as u64;
        // A character takes one to four bytes.
        if bytes < min || bytes.div_ceil(4) > max {
            return Some(false);
        }
        Some((min..=max).contains(&(string.chars().count() as u64)))
    }

    fn equals_value(&self, expected: &serde_json::Value) -> bool {
        match (self.kind(), expected) {
            (Kind::String, serde_json::Value::String(text)) => {
                self.string().is_some_and(|string| string == *text)
            }
            (Kind::Null, serde_json::Value::Null) => true,
            (Kind::True, serde_json::Value::Bool(boolean)) => *boolean,
            (Kind::False, serde_json::Value::Bool(boolean)) => !*boolean,
            (Kind::Number, serde_json::Value::Number(_))
            | (Kind::Array, serde_json::Value::Array(_))
            | (Kind::Object, serde_json::Value::Object(_)) => Exact::of(*self).is(expected),
            _ => false,
        }
    }

    fn to_value(&self) -> Cow<'a, serde_json::Value> {
        Cow::Owned(build(*self))
    }

    fn lazy_value(&self) -> LazyInstance<'a> {
        // An error for a member would otherwise copy the whole object, and no caller uses the copy.
        static NOTHING: serde_json::Value = serde_json::Value::Null;
        match self.kind() {
            Kind::Array | Kind::Object => (&NOTHING).into(),
            _ => LazyInstance::Ready(self.to_value()),
        }
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::tagged(std::ptr::from_ref(self.document.tree) as usize, self.node))
    }
}

impl Value<'_> {
    /// Converts the value to `serde_json`.
    pub(crate) fn to_json(self) -> serde_json::Value {
        build(self)
    }
}

/// Depth from which values become null. In a record, such a value only serves error reports, which do not quote it;
/// no schema is that deep.
const MAX_DEPTH: usize = 130;

fn build(value: Value<'_>) -> serde_json::Value {
    fn inner(value: Value<'_>, depth: usize) -> serde_json::Value {
        match value.kind() {
            Kind::Null => serde_json::Value::Null,
            Kind::False => serde_json::Value::Bool(false),
            Kind::True => serde_json::Value::Bool(true),
            Kind::Number => serde_json::Value::Number(NumberText(value.raw()).number()),
            Kind::String => serde_json::Value::String(value.string().unwrap_or_default().into_owned()),
            Kind::Array | Kind::Object if depth == MAX_DEPTH => serde_json::Value::Null,
            Kind::Array => value.items().map(|item| inner(item, depth + 1)).collect(),
            Kind::Object => {
                let members = value.entries().map(|entry| {
                    (
                        value.entry_name(entry, key_interner()).into_owned(),
                        inner(value.document.value(entry.value), depth + 1),
                    )
                });
                serde_json::Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }
    inner(value, 0)
}

impl<'a> Object<'a, SpanTree> for Value<'a> {
    type Node = Self;
    type MemberName = Cow<'a, str>;
    type MembersIter = Members<'a>;

    fn len(&self) -> usize {
        self.count() as usize
    }

    fn get(&self, key: &Key) -> Option<Self> {
        let entry = self.entry(key.id, &key.text)?;
        Some(self.document.value(entry.value))
    }

    fn members(&self) -> Members<'a> {
        Members { object: *self, interner: key_interner(), entries: self.entries() }
    }
}

/// Members of an object under the names that the schema knows.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    object: Value<'a>,
    interner: &'static KeyInterner,
    entries: Entries<'a>,
}

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let entry = self.entries.next()?;
        Some((self.object.entry_name(entry, self.interner), self.object.document.value(entry.value)))
    }
}

impl<'a> Array<'a, SpanTree> for Value<'a> {
    type Node = Self;
    type ElementsIter = Items<'a>;

    fn len(&self) -> usize {
        self.count() as usize
    }

    fn elements(&self) -> Items<'a> {
        self.items()
    }

    fn is_unique(&self) -> bool {
        let mut items: Vec<Exact> = self.items().map(Exact::of).collect();
        items.sort_unstable();
        items.windows(2).all(|pair| pair[0] != pair[1])
    }
}

/// Number as written in the record, without loss.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NumberText<'a>(pub(crate) &'a str);

impl NumberText<'_> {
    fn number(self) -> Number {
        serde_json::from_str(self.0)
            .ok()
            .or_else(|| Number::from_f64(if self.0.starts_with('-') { f64::MIN } else { f64::MAX }))
            .unwrap_or_else(|| Number::from(0))
    }
}

impl JsonNumber for NumberText<'_> {
    /// Returns the number if it is an unsigned integer, in any notation.
    fn as_u64(&self) -> Option<u64> {
        match self.0.parse() {
            Ok(number) => Some(number),
            Err(_) => u64::try_from(Decimal::parse(self.0).integer()?).ok(),
        }
    }

    fn as_i64(&self) -> Option<i64> {
        match self.0.parse() {
            Ok(number) => Some(number),
            Err(_) => i64::try_from(Decimal::parse(self.0).integer()?).ok(),
        }
    }

    /// Returns the float that equals the number exactly; `None` if there is none.
    fn as_f64(&self) -> Option<f64> {
        let number: f64 = self.0.parse().ok()?;
        (Decimal::parse(&number.to_string()) == Decimal::parse(self.0)).then_some(number)
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(self.number())
    }

    fn is_integer(&self) -> bool {
        self.is_written_as_integer() || Decimal::parse(self.0).is_integer()
    }

    fn is_written_as_integer(&self) -> bool {
        !self.0.contains(['.', 'e', 'E'])
    }
}

#[cfg(test)]
mod tests {
    use jsonschema::json::conformance::{assert_conformance, document};

    use super::SpanTree;
    use crate::document::{Document, Embedded, Outcome, Tree, parse};

    #[test]
    fn the_tree_is_what_jsonschema_relies_on() {
        let text = document().to_string();
        let (mut tree, mut faults) = (Tree::default(), Vec::new());
        assert_eq!(parse(text.as_bytes(), true, &mut tree, &mut faults), Outcome::Complete(text.len()));
        let embedded = Embedded::default();
        assert_conformance::<SpanTree>(&Document { text: &text, tree: &tree, embedded: &embedded }.root());
    }
}
