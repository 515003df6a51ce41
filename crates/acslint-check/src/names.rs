//! Spellings: which key of a record stands for which property of its category.

use std::collections::HashMap;

use acslint_types::{Category, Evidence, Place, Property, Shape};

/// What the portal appends to the names of time columns.
const PORTAL_SUFFIX: &str = " [UTC]";

/// How a key names a property, the best way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    /// The name and the place of the schema.
    Exact,
    /// Another name or place that is as good, since neither is known for certain.
    Equivalent,
    /// Another spelling.
    Spelling,
    /// Known to belong into the other object of a resource log.
    Misplaced,
}

/// A property, and how a key names it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    pub(crate) property: &'static Property,
    pub(crate) way: Way,
}

/// The names of one category in one shape.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) category: &'static Category,
    pub(crate) shape: Shape,
    top: Lookup,
    inner: Lookup,
}

#[derive(Debug, Default)]
struct Lookup {
    exact: HashMap<String, Named>,
    folded: HashMap<String, Named>,
}

impl Lookup {
    fn name(&mut self, key: &str, named: Named) {
        keep_best(&mut self.exact, key.to_owned(), named);
    }

    fn fold(&mut self, key: &str, named: Named) {
        keep_best(&mut self.folded, fold(key), named);
    }

    fn get(&self, key: &str) -> Option<Named> {
        self.exact.get(key).or_else(|| self.folded.get(&fold(key))).copied()
    }
}

fn keep_best(map: &mut HashMap<String, Named>, key: String, named: Named) {
    let entry = map.entry(key).or_insert(named);
    if named.way < entry.way {
        *entry = named;
    }
}

impl Names {
    pub(crate) fn new(category: &'static Category, shape: Shape) -> Self {
        let mut names = Self { category, shape, top: Lookup::default(), inner: Lookup::default() };
        for property in category.properties {
            match shape {
                Shape::Table => names.add_column(property),
                Shape::ResourceLog => names.add_field(property),
            }
        }
        names
    }

    fn add_column(&mut self, property: &'static Property) {
        if !property.in_table {
            return;
        }
        let spelling = Named { property, way: Way::Spelling };
        self.top.name(property.name, Named { property, way: Way::Exact });
        self.top.fold(property.name, spelling);
        for other in property.spellings {
            self.top.name(other, spelling);
            self.top.fold(other, spelling);
        }
        if let Some(log) = property.log {
            self.top.fold(log.name, spelling);
        }
    }

    fn add_field(&mut self, property: &'static Property) {
        let Some(log) = property.log else {
            return;
        };
        // Whatever an open object holds, it is no property of the envelope.
        let elsewhere = !(self.category.open_properties && log.place == Place::Top);
        let (own, other) = match log.place {
            Place::Top => (&mut self.top, &mut self.inner),
            Place::Properties => (&mut self.inner, &mut self.top),
        };
        own.name(log.name, Named { property, way: Way::Exact });
        let spellings = || [log.name, property.name].into_iter().chain(property.spellings.iter().copied());
        for spelling in spellings() {
            own.fold(spelling, Named { property, way: Way::Spelling });
        }
        match log.evidence {
            Evidence::Seen if elsewhere => {
                for spelling in spellings() {
                    other.fold(spelling, Named { property, way: Way::Misplaced });
                }
            }
            Evidence::Seen => {}
            Evidence::Inferred => {
                let equivalent = Named { property, way: Way::Equivalent };
                let other = elsewhere.then_some(other);
                for lookup in [Some(own), other].into_iter().flatten() {
                    for spelling in spellings() {
                        lookup.fold(spelling, Named { property, way: Way::Spelling });
                    }
                    for name in [log.name, property.name, &camel_case(property.name)] {
                        lookup.name(name, equivalent);
                    }
                }
            }
        }
    }

    /// The property that a key of the object at this place names.
    pub(crate) fn get(&self, place: Place, key: &str) -> Option<Named> {
        let lookup = match place {
            Place::Top => &self.top,
            Place::Properties => &self.inner,
        };
        lookup.get(key).or_else(|| {
            let column = key.strip_suffix(PORTAL_SUFFIX)?;
            lookup.get(column).map(|named| Named { way: named.way.max(Way::Spelling), ..named })
        })
    }

    /// The name of a property in the schema.
    pub(crate) fn schema_name(&self, property: &'static Property) -> &'static str {
        match (self.shape, property.log) {
            (Shape::ResourceLog, Some(log)) => log.name,
            _ => property.name,
        }
    }

    /// The property that the schema has at this place under this name.
    pub(crate) fn property(&self, place: Place, name: &str) -> Option<&'static Property> {
        self.category.properties.iter().find(|property| match self.shape {
            Shape::Table => place == Place::Top && property.in_table && property.name == name,
            Shape::ResourceLog => property.log.is_some_and(|log| log.place == place && log.name == name),
        })
    }

    /// The names that a key at this place could have been meant to be.
    pub(crate) fn candidates(&self, place: Place) -> impl Iterator<Item = &'static str> {
        self.category.properties.iter().filter_map(move |property| match (self.shape, property.log) {
            (Shape::Table, _) => property.in_table.then_some(property.name),
            (Shape::ResourceLog, Some(log)) if log.place == place || log.evidence == Evidence::Inferred => {
                Some(log.name)
            }
            (Shape::ResourceLog, _) => None,
        })
    }
}

/// Whether the key is one that the portal's CSV export makes of a time column.
pub(crate) fn is_portal_column(key: &str) -> bool {
    key.ends_with(PORTAL_SUFFIX)
}

/// A name without letter case and spaces.
pub(crate) fn fold(name: &str) -> String {
    name.chars().filter(|character| *character != ' ').flat_map(char::to_lowercase).collect()
}

/// `OperationName` -> `operationName`, `URI` -> `uri`, `UserIdA` -> `userIdA`.
pub(crate) fn camel_case(name: &str) -> String {
    let capitals = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let lowered = if capitals == name.len() || capitals <= 1 { capitals } else { capitals - 1 };
    let (head, tail) = name.split_at(lowered);
    head.to_ascii_lowercase() + tail
}

/// The nearest of the candidates, if one is near enough to have been meant: a quarter of the letters may differ, at most four.
///
/// Letter case and spaces do not count. Names of more than 100 bytes are near to nothing.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > 100 {
        return None;
    }
    let folded = fold(name);
    let allowed = folded.chars().count().div_ceil(4).min(4);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&folded, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{camel_case, nearest};

    #[test]
    fn camel_case_lowers_leading_acronyms() {
        for (name, expected) in [
            ("OperationName", "operationName"),
            ("URI", "uri"),
            ("TTL", "ttl"),
            ("UserIdA", "userIdA"),
            ("SdkType", "sdkType"),
            ("OSVersion", "osVersion"),
        ] {
            assert_eq!(camel_case(name), expected);
        }
    }

    #[test]
    fn nearest_takes_no_far_name() {
        assert_eq!(nearest("DurationMS", ["DurationMs", "Level"]), Some("DurationMs"));
        assert_eq!(nearest("Durtion", ["Duration", "Level"]), Some("Duration"));
        assert_eq!(nearest("Colour", ["Duration", "Level"]), None);
        assert_eq!(nearest("", ["Duration"]), None);
    }
}
