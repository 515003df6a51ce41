//! Generation of the documents under `schemas/` from Rust types: the generator's settings, the transforms, and the only
//! list of files.

use schemars::{JsonSchema, Schema, generate::SchemaSettings, transform::transform_subschemas};
use serde_json::{Map, Value, json};

use crate::{CATEGORIES, Category, Place, Property, Shape, ValueKind, catalog, pretty::pretty};

/// The version in every `$id`; it changes with the first breaking change after a release.
pub(crate) const VERSION: &str = "v1";

/// The `$schema` of generated schemas.
pub(crate) const DRAFT_2020_12: &str = "https://json-schema.org/draft/2020-12/schema";

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Path below `schemas/`, or below `docs/` for a page, with `/` as separator.
    pub file: String,
    /// The complete text, ending in a newline.
    pub text: String,
}

/// Every file under `schemas/` that is derived from the types of this crate, in the order of their paths.
///
/// # Panics
///
/// Never: the documents are made only from the types in this crate, and a test generates all of them.
pub fn schemas() -> Vec<Document> {
    let mut documents = vec![
        Document::json("catalog.json".to_owned(), &catalog::catalog()),
        Document::json("catalog.schema.json".to_owned(), &catalog::schema()),
    ];
    for category in CATEGORIES {
        for shape in category.shapes() {
            documents.push(Document::json(category.schema_file(shape), &category.schema(shape)));
        }
    }
    documents.sort_by(|a, b| a.file.cmp(&b.file));
    documents
}

impl Document {
    /// The file of a JSON document, formatted for reviewers.
    pub fn json(file: String, value: &Value) -> Self {
        Self { file, text: pretty(value) }
    }

    /// The JSON Schema (draft 2020-12), `<name>.schema.json`, of a type that is read from or written to files.
    pub fn schema<T: JsonSchema>(name: &str, title: &str) -> Self {
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        schema.insert("$id".to_owned(), json!(format!("urn:acslint:schema:{VERSION}:{name}")));
        schema.insert("title".to_owned(), json!(title));
        if let Value::Object(generated) = root::<T>().to_value() {
            schema.extend(
                generated.into_iter().filter(|(key, _)| !matches!(key.as_str(), "$schema" | "title")),
            );
        }
        Self::json(format!("{name}.schema.json"), &Value::Object(schema))
    }
}

impl Category {
    /// The path of the schema below `schemas/`.
    pub fn schema_file(&self, shape: Shape) -> String {
        format!("{shape}/{}.schema.json", self.id)
    }

    /// The `$id` of the schema: a URN that names version, shape and category.
    pub fn schema_id(&self, shape: Shape) -> String {
        format!("urn:acslint:schema:{VERSION}:{shape}:{}", self.id)
    }

    /// The JSON Schema document (draft 2020-12) of this category in this shape.
    ///
    /// # Panics
    ///
    /// If the category does not have this shape; see [`shapes`](Self::shapes).
    pub fn schema(&self, shape: Shape) -> Value {
        let mut generated = (self.schema)(shape).to_value();
        for property in self.properties {
            add_known_values(&mut generated, property, shape);
        }
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), json!(DRAFT_2020_12));
        schema.insert("$id".to_owned(), json!(self.schema_id(shape)));
        schema.insert("title".to_owned(), json!(format!("{} ({shape})", self.id)));
        if let Value::Object(generated) = generated {
            schema.extend(
                generated.into_iter().filter(|(key, _)| !matches!(key.as_str(), "$schema" | "title")),
            );
        }
        schema.insert("examples".to_owned(), json!([self.example_value(shape)]));
        Value::Object(schema)
    }

    pub(crate) fn example_value(&self, shape: Shape) -> Value {
        serde_json::from_str(self.example(shape)).expect("the example of a shape that exists is JSON")
    }

    /// A complete record of this category in this shape, as JSON text.
    ///
    /// # Panics
    ///
    /// If the category does not have this shape; see [`shapes`](Self::shapes).
    pub fn example(&self, shape: Shape) -> &'static str {
        assert!(self.shapes().any(|known| known == shape), "{} has no shape {shape}", self.id);
        (self.examples)(shape)
    }
}

/// Adds the known values of a property as `examples`, unless the schema already restricts it to them.
fn add_known_values(schema: &mut Value, property: &Property, shape: Shape) {
    let Some(values) = property.values.filter(|values| values.kind != ValueKind::Closed) else {
        return;
    };
    let pointer = match (shape, property.log) {
        (Shape::Table, _) => format!("/properties/{}", property.name),
        (Shape::ResourceLog, None) => return,
        (Shape::ResourceLog, Some(log)) => match log.place {
            Place::Top => format!("/properties/{}", log.name),
            Place::Properties => format!("/properties/properties/properties/{}", log.name),
        },
    };
    if let Some(Value::Object(field)) = schema.pointer_mut(&pointer) {
        field.insert("examples".to_owned(), json!(values.known));
    }
}

/// The schema of a type with everything inlined, so that each property is readable in its place.
pub(crate) fn root<T: JsonSchema>() -> Schema {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    settings.with_transform(tidy).into_generator().into_root_schema_for::<T>()
}

/// Simplifies a generated schema: standard keywords only, descriptions on one line, no redundant
/// nesting.
fn tidy(schema: &mut Schema) {
    transform_subschemas(&mut tidy, schema);
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    flatten_any_of(object);
    single_value_to_const(object);
    // The formats for the widths of Rust's integers are unknown to other validators.
    if object.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("uint")) {
        object.remove("format");
    }
    if let Some(Value::String(description)) = object.shift_remove("description") {
        let line = description.split_whitespace().collect::<Vec<_>>().join(" ");
        object.shift_insert(0, "description".to_owned(), json!(line));
    }
    if let Some(required) = object.shift_remove("required") {
        object.insert("required".to_owned(), required);
    }
}

/// Flattens `anyOf` within `anyOf`, which results from an `Option` of a choice.
fn flatten_any_of(object: &mut Map<String, Value>) {
    let Some(Value::Array(branches)) = object.get_mut("anyOf") else {
        return;
    };
    let nested = std::mem::take(branches);
    for branch in nested {
        match branch {
            Value::Object(mut inner) if inner.len() == 1 && inner.contains_key("anyOf") => {
                if let Some(Value::Array(inner)) = inner.remove("anyOf") {
                    branches.extend(inner);
                }
            }
            branch => branches.push(branch),
        }
    }
}

/// Replaces an `enum` of one value with a `const`.
fn single_value_to_const(object: &mut Map<String, Value>) {
    if let Some([value]) = object.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
        let value = value.clone();
        object.remove("enum");
        object.insert("const".to_owned(), value);
    }
}
