//! Drafts of schemas from observations: all observed records satisfy the draft, which states its evidence.

use acslint_types::is_plain_name;
use serde_json::{Map, Value, json};

use super::text::{Texts, is_private};
use super::{Numbers, Profile, Properties, Shape};
use crate::numbers::{counted, thousands};

/// Minimum number of observations of each word in a closed vocabulary. With so many records, no word is personal
/// data, and another word would probably have occurred.
const SEEN_ENOUGH: u64 = 20;
/// Minimum number of observations of a word; rarer words are left out.
const SEEN_TWICE: u64 = 2;
/// Maximum number of words in a closed vocabulary; larger sets are examples only.
const MOST_CLOSED: usize = 12;

/// A draft with a list of omissions.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// JSON Schema in draft 2020-12 that accepts all observed records.
    pub schema: Value,
    /// Phrases about omitted facts, each about a property.
    pub omissions: Vec<String>,
    /// Values of records in the draft, for a review: a phrase for each property.
    pub values: Vec<String>,
}

impl Profile {
    /// Drafts a schema that accepts all observed records; the category is only named in the title and the
    /// description.
    pub fn draft(&self, category: Option<&str>) -> Draft {
        let mut writer = Writer { omissions: Vec::new(), values: Vec::new(), depth: self.depth };
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        schema.insert("title".to_owned(), json!(category.unwrap_or("Draft")));
        let about = category.map_or_else(String::new, |category| format!(" of the category `{category}`"));
        let what = format!("A draft, inferred from {}{about}.", counted(self.records(), "record"));
        schema.insert("description".to_owned(), json!(what));
        writer.describe(&self.shape, "", 0, &mut schema);
        Draft { schema: Value::Object(schema), omissions: writer.omissions, values: writer.values }
    }
}

struct Writer {
    omissions: Vec<String>,
    values: Vec<String>,
    depth: usize,
}

impl Writer {
    /// Writes the schema of the values at one place.
    fn describe(&mut self, shape: &Shape, path: &str, depth: usize, schema: &mut Map<String, Value>) {
        let types = types(shape);
        match types.as_slice() {
            [] => return,
            [one] => schema.insert("type".to_owned(), json!(one)),
            several => schema.insert("type".to_owned(), json!(several)),
        };
        if types.contains(&"string") {
            self.describe_texts(&shape.texts, path, types.len() == 1, schema);
        }
        if shape.numbers.range.is_some_and(|(low, _)| low >= 0.0) {
            schema.insert("minimum".to_owned(), json!(0));
        }
        if shape.arrays.count > 0 {
            if let Some(items) = &shape.arrays.items {
                let mut inner = Map::new();
                let number = items.count();
                inner.insert("description".to_owned(), json!(sentence(items, None, number)));
                self.describe(items, &format!("{path}[]"), depth + 1, &mut inner);
                schema.insert("items".to_owned(), Value::Object(inner));
            } else if depth >= self.depth {
                self.omit(path, "is nested too deeply for its items to be described");
            }
        }
        if shape.objects.count > 0 {
            self.objects(shape, path, depth, schema);
        }
    }

    fn objects(&mut self, shape: &Shape, path: &str, depth: usize, schema: &mut Map<String, Value>) {
        let objects = &shape.objects;
        match &objects.properties {
            Properties::Named(properties) => {
                if properties.is_empty() && depth >= self.depth {
                    self.omit(path, "is nested too deeply for its properties to be described");
                    return;
                }
                let mut written = Map::new();
                let mut required = Vec::new();
                for (name, (count, shape)) in properties {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    let mut inner = Map::new();
                    inner.insert(
                        "description".to_owned(),
                        json!(sentence(shape, Some(*count), objects.count)),
                    );
                    self.describe(shape, &path, depth + 1, &mut inner);
                    written.insert(name.clone(), Value::Object(inner));
                    if *count == objects.count {
                        required.push(name.as_str());
                    }
                }
                schema.insert("properties".to_owned(), Value::Object(written));
                if !required.is_empty() {
                    schema.insert("required".to_owned(), json!(required));
                }
            }
            Properties::Map(values) => {
                let mut inner = Map::new();
                inner.insert("description".to_owned(), json!(sentence(values, None, values.count())));
                self.describe(values, &format!("{path}.*"), depth + 1, &mut inner);
                schema.insert("additionalProperties".to_owned(), Value::Object(inner));
                self.omit(path, "has too many different names, or names that are data; they are left out");
            }
        }
    }

    /// Writes a format or a vocabulary, and lists the words for a review.
    fn describe_texts(&mut self, texts: &Texts, path: &str, alone: bool, schema: &mut Map<String, Value>) {
        if let Some(format) = texts.format().filter(|_| !texts.are_wanted()) {
            schema.insert("format".to_owned(), json!(format));
            return;
        }
        let name = path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]");
        let Some(words) = texts.words() else {
            if texts.are_wanted() {
                self.omit(path, "has too many different values, or long ones; they are left out");
            }
            return;
        };
        let listed = |words: &[&String]| {
            let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            format!("`{path}`: {}", words.join(", "))
        };
        let all: Vec<&String> = words.keys().collect();
        let names_kind = matches!(path, "category" | "Category" | "Type");
        if let (true, true, [only]) = (names_kind, alone, all.as_slice()) {
            if is_plain_name(only) {
                self.values.push(listed(&all));
                schema.insert("const".to_owned(), json!(only));
            }
            return;
        }
        // The values of a map are as private as its names.
        if !texts.are_wanted() && (is_private(name) || name == "*") {
            return;
        }
        let often = words.values().all(|count| *count >= SEEN_ENOUGH);
        if often && alone && words.len() <= MOST_CLOSED && words.len() > 1 {
            self.values.push(listed(&all));
            schema.insert("enum".to_owned(), json!(all));
            return;
        }
        let least = if texts.are_wanted() { 1 } else { SEEN_TWICE };
        let known: Vec<&String> =
            words.iter().filter(|(_, count)| **count >= least).map(|(word, _)| word).collect();
        if !known.is_empty() {
            self.values.push(listed(&known));
            schema.insert("examples".to_owned(), json!(known));
        }
    }

    fn omit(&mut self, path: &str, what: &str) {
        let path = if path.is_empty() { "the record" } else { path };
        self.omissions.push(format!("`{path}` {what}"));
    }
}

fn types(shape: &Shape) -> Vec<&'static str> {
    let Numbers { whole, others, .. } = shape.numbers;
    [
        (shape.objects.count > 0, "object"),
        (shape.arrays.count > 0, "array"),
        (shape.texts.count() > 0, "string"),
        (others > 0, "number"),
        (whole > 0 && others == 0, "integer"),
        (shape.booleans > 0, "boolean"),
        (shape.nulls > 0, "null"),
    ]
    .into_iter()
    .filter_map(|(seen, kind)| seen.then_some(kind))
    .collect()
}

/// Description of the values at a place: their frequency and their properties.
fn sentence(shape: &Shape, present: Option<u64>, of: u64) -> String {
    let mut sentences = Vec::new();
    if let Some(present) = present {
        sentences.push(if present == of {
            match of {
                1 => "In the one object observed.".to_owned(),
                more => format!("In all of {} objects observed.", thousands(more)),
            }
        } else {
            format!(
                "In {} of {} objects observed ({}).",
                thousands(present),
                thousands(of),
                percent(present, of)
            )
        });
    } else {
        sentences.push(format!("{} observed.", counted(of, "value")));
    }
    if shape.nulls > 0 {
        sentences.push(format!("Null in {}.", percent(shape.nulls, shape.count())));
    }
    if let Some((least, most)) = shape.texts.lengths().filter(|_| shape.texts.format().is_none()) {
        sentences.push(match (least, most) {
            (0, 0) => "Texts are empty.".to_owned(),
            (least, most) if least == most => format!("Texts have {}.", counted(least as u64, "character")),
            (least, most) => format!("Texts have {least} to {} characters.", thousands(most as u64)),
        });
    }
    if let Some((low, high)) = shape.numbers.range {
        sentences.push(format!("Numbers are {}.", magnitude(low, high)));
    }
    if shape.arrays.count > 0 {
        sentences.push(format!("Arrays have at most {}.", counted(shape.arrays.longest as u64, "item")));
    }
    sentences.join(" ")
}

/// A share in percent; never 0 % or 100 % after rounding.
fn percent(part: u64, whole: u64) -> String {
    let share = part as f64 * 100.0 / whole.max(1) as f64;
    match share {
        _ if part == whole => "100 %".to_owned(),
        share if share < 1.0 => "less than 1 %".to_owned(),
        share if share > 99.0 => "more than 99 %".to_owned(),
        share => format!("{share:.0} %"),
    }
}

/// Larger powers of ten are not written out.
const MOST_SPELT: u64 = 1_000_000_000_000_000_000;

/// Range of numbers in powers of ten: exact numbers may be personal data.
fn magnitude(low: f64, high: f64) -> String {
    let power = |number: f64| {
        let mut bound: u64 = 1;
        while bound as f64 <= number.abs() && bound < MOST_SPELT {
            bound *= 10;
        }
        if bound as f64 <= number.abs() { "very much".to_owned() } else { thousands(bound) }
    };
    match (low < 0.0, high > 0.0) {
        (false, false) => "0".to_owned(),
        (false, true) => format!("between 0 and {}", power(high)),
        (true, false) => format!("between -{} and 0", power(low)),
        (true, true) => format!("between -{} and {}", power(low), power(high)),
    }
}
