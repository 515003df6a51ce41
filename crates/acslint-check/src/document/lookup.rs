//! Look-ups in large objects and arrays, each of which is indexed once.

use std::collections::BTreeMap;

use super::{Entry, Value, steps};

/// Largest number of members or items that are searched one by one, without an index.
const FEW: u32 = 16;

/// Indexes of the objects and arrays of one document.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    /// Members by name, for each object.
    objects: BTreeMap<u32, BTreeMap<String, Entry>>,
    /// Items, for each array.
    arrays: BTreeMap<u32, Vec<u32>>,
}

impl Lookup {
    /// Returns the member with this key.
    pub(crate) fn member(&mut self, object: Value<'_>, name: &str) -> Option<Entry> {
        let document = object.document;
        let is_it = |entry: &Entry| document.value(entry.key).string().is_some_and(|key| key == name);
        if object.count() <= FEW {
            return object.entries().find(is_it);
        }
        let members = self.objects.entry(object.node).or_insert_with(|| {
            let named = |entry: Entry| Some((document.value(entry.key).string()?.into_owned(), entry));
            object.entries().filter_map(named).collect()
        });
        steps::count(1);
        members.get(name).copied()
    }

    /// Returns the item at an index.
    pub(crate) fn item<'a>(&mut self, array: Value<'a>, place: usize) -> Option<Value<'a>> {
        if array.count() <= FEW {
            return array.items().nth(place);
        }
        let items =
            self.arrays.entry(array.node).or_insert_with(|| array.items().map(|item| item.node).collect());
        steps::count(1);
        items.get(place).map(|node| array.document.value(*node))
    }

    /// Returns the value that a JSON Pointer refers to.
    pub(crate) fn walk<'a>(&mut self, root: Value<'a>, pointer: &str) -> Option<Value<'a>> {
        pointer.split('/').skip(1).try_fold(root, |value, token| {
            let name = acslint_types::pointer::name(token);
            match self.member(value, &name) {
                Some(entry) => Some(value.document.value(entry.value)),
                None => self.item(value, name.parse().ok()?),
            }
        })
    }
}
