//! Inference of schemas: observations of records, one at a time, become a draft.
//!
//! Observations add up: merging those of two inputs gives the same as reading both in a row, in any order. They
//! take bounded memory, however many records there are. Texts are kept while they are few and look like
//! identifiers, names of properties while they are few, and deeply nested values are only counted. This module
//! does no I/O.

mod draft;
mod text;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use text::Texts;

pub use draft::Draft;

/// Maximum number of property names; objects with more names are described as maps.
const MOST_NAMES: usize = 200;
/// Maximum depth of described values; deeper values are counted by type only.
const DEEPEST: usize = 10;
/// Maximum number of shapes kept at the same time; beyond it, the deepest are dropped.
const MOST_SHAPES: usize = 20_000;

/// Observations of all records, of bounded size.
///
/// ```
/// use acslint_schema::infer::Profile;
/// use serde_json::json;
///
/// let (mut one, mut other) = (Profile::default(), Profile::default());
/// one.observe(&json!({ "State": "Ended", "DurationMs": 250 }));
/// other.observe(&json!({ "State": "Ended" }));
/// one.merge(other);
/// assert_eq!(one.records(), 2);
/// assert_eq!(one.draft(None).schema["required"], json!(["State"]));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    shape: Shape,
    /// Maximum depth of described values.
    depth: usize,
    /// Properties whose values are always listed.
    values: BTreeSet<String>,
}

/// Observations of the values at one place.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shape {
    nulls: u64,
    booleans: u64,
    numbers: Numbers,
    texts: Texts,
    arrays: Arrays,
    objects: Objects,
}

/// Observations of numbers.
#[derive(Clone, Debug, Default, PartialEq)]
struct Numbers {
    whole: u64,
    others: u64,
    /// Minimum and maximum.
    range: Option<(f64, f64)>,
}

/// Observations of arrays.
#[derive(Clone, Debug, Default, PartialEq)]
struct Arrays {
    count: u64,
    longest: usize,
    items: Option<Box<Shape>>,
}

/// Observations of objects.
#[derive(Clone, Debug, Default, PartialEq)]
struct Objects {
    count: u64,
    properties: Properties,
}

/// Properties of objects.
#[derive(Clone, Debug, PartialEq)]
enum Properties {
    /// By name, each with the number of objects that have it.
    Named(BTreeMap<String, (u64, Shape)>),
    /// All values together, because there are too many names, or because names are data.
    Map(Box<Shape>),
}

impl Default for Properties {
    fn default() -> Self {
        Self::Named(BTreeMap::new())
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self { shape: Shape::default(), depth: DEEPEST, values: BTreeSet::new() }
    }
}

impl Profile {
    /// Returns an empty profile whose drafts list the values of the properties with these names. Without a request,
    /// a draft lists only values that look like identifiers of programs, since others may be personal data.
    pub fn with_values(values: &[String]) -> Self {
        Self { values: values.iter().cloned().collect(), ..Self::default() }
    }

    /// Adds a record.
    pub fn observe(&mut self, record: &Value) {
        self.shape.observe(record, self.depth, &self.values);
        // Counting takes time, and one record adds few shapes.
        if self.records().is_multiple_of(64) || self.records() < 64 {
            self.bound();
        }
    }

    /// Adds the observations of another profile.
    pub fn merge(&mut self, other: Self) {
        let mut other = other;
        self.depth = self.depth.min(other.depth);
        self.values.append(&mut other.values);
        self.shape.cut(self.depth);
        other.shape.cut(self.depth);
        self.shape.merge(other.shape);
        self.bound();
    }

    /// Returns the number of observed records.
    pub fn records(&self) -> u64 {
        self.shape.count()
    }

    /// Drops the deepest shapes if there are too many.
    fn bound(&mut self) {
        while self.depth > 1 && self.shape.size() > MOST_SHAPES {
            self.depth -= 1;
            self.shape.cut(self.depth);
        }
    }
}

impl Shape {
    fn count(&self) -> u64 {
        self.nulls
            + self.booleans
            + self.numbers.whole
            + self.numbers.others
            + self.texts.count()
            + self.arrays.count
            + self.objects.count
    }

    fn observe(&mut self, value: &Value, depth: usize, wanted: &BTreeSet<String>) {
        match value {
            Value::Null => self.nulls += 1,
            Value::Bool(_) => self.booleans += 1,
            Value::Number(number) => {
                let float = number.as_f64().unwrap_or(0.0);
                self.numbers.merge(&Numbers {
                    whole: u64::from(float.fract() == 0.0),
                    others: u64::from(float.fract() != 0.0),
                    range: Some((float, float)),
                });
            }
            Value::String(text) => self.texts.observe(text),
            Value::Array(items) => {
                self.arrays.count += 1;
                self.arrays.longest = self.arrays.longest.max(items.len());
                if depth > 0 {
                    for item in items {
                        self.arrays.items.get_or_insert_default().observe(item, depth - 1, wanted);
                    }
                }
            }
            Value::Object(members) => {
                self.objects.count += 1;
                if depth > 0 {
                    for (name, value) in members {
                        self.objects.observe(name, value, depth - 1, wanted);
                    }
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.nulls += other.nulls;
        self.booleans += other.booleans;
        self.numbers.merge(&other.numbers);
        self.texts.merge(other.texts);
        self.arrays.count += other.arrays.count;
        self.arrays.longest = self.arrays.longest.max(other.arrays.longest);
        if let Some(items) = other.arrays.items {
            self.arrays.items.get_or_insert_default().merge(*items);
        }
        self.objects.merge(other.objects);
    }

    /// Number of shapes, including this one.
    fn size(&self) -> usize {
        let items = self.arrays.items.as_ref().map_or(0, |items| items.size());
        let properties = match &self.objects.properties {
            Properties::Named(properties) => properties.values().map(|(_, shape)| shape.size()).sum(),
            Properties::Map(values) => values.size(),
        };
        1 + items + properties
    }

    /// Drops all shapes below this depth.
    fn cut(&mut self, depth: usize) {
        if depth == 0 {
            self.arrays.items = None;
            self.objects.properties = Properties::default();
            return;
        }
        if let Some(items) = &mut self.arrays.items {
            items.cut(depth - 1);
        }
        match &mut self.objects.properties {
            Properties::Named(properties) => {
                for (_, shape) in properties.values_mut() {
                    shape.cut(depth - 1);
                }
            }
            Properties::Map(values) => values.cut(depth - 1),
        }
    }
}

impl Numbers {
    fn merge(&mut self, other: &Self) {
        self.whole += other.whole;
        self.others += other.others;
        self.range = match (self.range, other.range) {
            (Some((low, high)), Some((lower, higher))) => Some((low.min(lower), high.max(higher))),
            (one, other) => one.or(other),
        };
    }
}

impl Objects {
    fn observe(&mut self, name: &str, value: &Value, depth: usize, wanted: &BTreeSet<String>) {
        match &mut self.properties {
            Properties::Map(values) => values.observe(value, depth, wanted),
            Properties::Named(properties) => {
                if let Some((count, shape)) = properties.get_mut(name) {
                    *count += 1;
                    shape.observe(value, depth, wanted);
                    return;
                }
                let mut shape = Shape::default();
                if wanted.contains(name) {
                    shape.texts = Texts::wanted();
                }
                shape.observe(value, depth, wanted);
                properties.insert(name.to_owned(), (1, shape));
                if properties.len() > MOST_NAMES || text::is_data(name) {
                    self.collapse();
                }
            }
        }
    }

    fn merge(&mut self, mut other: Self) {
        self.count += other.count;
        if let Properties::Map(_) = &self.properties {
            other.collapse();
        }
        if let Properties::Map(_) = &other.properties {
            self.collapse();
        }
        match (&mut self.properties, other.properties) {
            (Properties::Map(values), Properties::Map(others)) => values.merge(*others),
            (Properties::Named(properties), Properties::Named(others)) => {
                for (name, (count, shape)) in others {
                    let known = properties.entry(name).or_default();
                    known.0 += count;
                    known.1.merge(shape);
                }
                if properties.len() > MOST_NAMES {
                    self.collapse();
                }
            }
            // At this point, either both are maps or none is.
            (Properties::Map(_) | Properties::Named(_), _) => {}
        }
    }

    /// Merges the values of all properties into a map.
    fn collapse(&mut self) {
        if let Properties::Named(properties) = &mut self.properties {
            let mut values = Shape::default();
            for (_, shape) in std::mem::take(properties).into_values() {
                values.merge(shape);
            }
            self.properties = Properties::Map(Box::new(values));
        }
    }
}
