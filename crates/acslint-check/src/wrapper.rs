//! Wrappers: objects of shippers and sinks that are not records, with records inside. This module finds all records inside: from
//! the place of the first, and objects elsewhere that read as records.

use std::ops::Range;

use crate::{
    document::{Document, Kind, Value},
    identify::{
        Wrapped, WrappedForm, details, may_be_record_text, names_category, reads_as_record, table_rows,
    },
};

/// Value inside a wrapper, where a record is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) node: u32,
    pub(crate) form: PlaceForm,
}

/// Form of a value inside a wrapper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaceForm {
    /// Object.
    Record,
    /// String that holds JSON text.
    Text,
    /// String that holds JSON text in Base64.
    Base64,
    /// Table, each row of which is a record.
    Table,
    /// Value that is not a record.
    NotARecord,
    /// Error that a query reports instead of a table.
    Error,
}

/// Step from a value to one inside.
enum Step<'a> {
    Member(Value<'a>),
    /// To each item of an array.
    Items,
}

/// Returns the values in the places of records, in the order of the text: those on the path to the first record, through each
/// item of the arrays on it, and objects elsewhere that read as records, or as tables of them. `None` if they are in texts,
/// unless `opens_texts` is true.
pub(crate) fn places(root: Value<'_>, wrapped: Wrapped, opens_texts: bool) -> Option<Vec<Place>> {
    if wrapped.form.is_text() && !opens_texts {
        return None;
    }
    let document = root.document;
    let target = match wrapped.form {
        WrappedForm::Rows => document.tree.around(wrapped.node),
        WrappedForm::Objects | WrappedForm::Text | WrappedForm::Base64 => wrapped.node,
    };
    let mut path = Vec::new();
    let mut node = target;
    while node != root.node {
        let parent = document.value(node).parent();
        if parent.kind() == Kind::String {
            path.push(Step::Member(parent));
            node = parent.parent().node;
        } else {
            path.push(Step::Items);
            node = parent.node;
        }
    }
    path.reverse();
    let mut places = Vec::new();
    gather(root, &path, wrapped.form, &mut places);
    // An error may stand behind the tables beside it.
    places.sort_by_key(|place| place.node);
    Some(with_others(root, &places))
}

/// Returns places with the records that are elsewhere in the wrapper, or inside of what is not a record.
fn with_others(root: Value<'_>, places: &[Place]) -> Vec<Place> {
    let (document, details) = (root.document, details(root));
    let others = |nodes, all: &mut Vec<Place>| others(document, nodes, &details, all);
    let mut all = Vec::with_capacity(places.len());
    let mut node = root.node + 1;
    for place in places {
        others(node..place.node, &mut all);
        let behind = document.value(place.node).behind();
        let before = all.len();
        // An object at the end of the path may be a wrapper itself.
        let holds_others = match place.form {
            PlaceForm::NotARecord => true,
            PlaceForm::Record => !names_category(document.value(place.node)),
            _ => false,
        };
        if holds_others {
            others(place.node..behind, &mut all);
        }
        if all.len() == before {
            all.push(*place);
        }
        node = node.max(behind);
    }
    others(node..root.behind(), &mut all);
    all
}

/// Returns a value in the place of a row or of a table if it is a record, or else the records inside that have a time.
pub(crate) fn records_in(value: Value<'_>) -> Vec<Value<'_>> {
    if off_path(value) == PlaceForm::Record {
        return vec![value];
    }
    let mut places = Vec::new();
    others(value.document, value.node..value.behind(), &details(value), &mut places);
    let records = places.iter().filter(|place| place.form == PlaceForm::Record);
    records.map(|place| value.document.value(place.node)).collect()
}

/// Adds the outermost objects among these nodes that read as records, and tables of records; not those in the details.
fn others(document: Document<'_>, nodes: Range<u32>, details: &Range<u32>, all: &mut Vec<Place>) {
    let Range { start: mut node, end } = nodes;
    while node < end {
        let value = document.value(node);
        let form = match value.kind() {
            Kind::Object if reads_as_record(value) => Some(PlaceForm::Record),
            Kind::Object => table_rows(value).map(|_| PlaceForm::Table),
            _ => None,
        };
        if let Some(form) = form.filter(|_| !details.contains(&node)) {
            all.push(Place { node, form });
            node = value.behind();
        } else {
            node += 1;
        }
    }
}

fn gather(value: Value<'_>, path: &[Step<'_>], form: WrappedForm, places: &mut Vec<Place>) {
    let mut push = |value: Value<'_>, form| places.push(Place { node: value.node, form });
    let Some((step, rest)) = path.split_first() else {
        let of_value = match (value.kind(), form) {
            (Kind::Object, WrappedForm::Rows) => PlaceForm::Table,
            (Kind::Object, _) => PlaceForm::Record,
            (Kind::String, WrappedForm::Base64) => PlaceForm::Base64,
            (Kind::String, _) if may_be_record_text(value.raw()) => PlaceForm::Text,
            _ => PlaceForm::NotARecord,
        };
        return push(value, of_value);
    };
    match step {
        Step::Items if value.kind() == Kind::Array => {
            value.items().for_each(|item| gather(item, rest, form, places));
        }
        Step::Member(key) if value.kind() == Kind::Object => {
            let error = value.member("error").filter(|error| error.kind() != Kind::Null);
            let error = error.filter(|_| form == WrappedForm::Rows);
            if let Some(error) = error {
                push(error, PlaceForm::Error);
            }
            match key.string().and_then(|key| value.member(&key)) {
                Some(member) => gather(member, rest, form, places),
                // An error alone is the answer; an object without the member is not a record on the path.
                None if error.is_some() => {}
                None => push(value, off_path(value)),
            }
        }
        _ => push(value, off_path(value)),
    }
}

/// Returns the form of a value that is not on the path: a wrapper may have records beside values with records inside.
fn off_path(value: Value<'_>) -> PlaceForm {
    if value.kind() == Kind::Object && names_category(value) {
        PlaceForm::Record
    } else {
        PlaceForm::NotARecord
    }
}
