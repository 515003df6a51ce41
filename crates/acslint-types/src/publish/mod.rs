//! Variants of the schemas for publication: under other addresses, in an older dialect, closed, bundled.
//!
//! All functions here transform documents; the caller writes them.

mod closed;
mod draft07;
mod page;
mod subschemas;
mod union;

use std::fmt;

use serde_json::{Map, Value, json};

pub use closed::close;
pub use draft07::{NotInDraft07, to_draft_07};

use crate::schema::{DRAFT_2020_12, VERSION};
use crate::{CATEGORIES, Category, Document, Shape, catalog, pretty::pretty};

/// A version of JSON Schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Draft 2020-12, in which the schemas are generated.
    #[default]
    Draft202012,
    /// Draft-07, for tools that do not support newer drafts.
    Draft07,
}

impl Dialect {
    /// The name in options and `$id`s.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Draft202012 => "2020-12",
            Self::Draft07 => "draft-07",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Options of a publication.
///
/// ```
/// use acslint_types::publish::Publication;
///
/// let publication = Publication { base_url: Some("https://example.org/acs"), ..Publication::default() };
/// let published = publication.publish();
/// let record = published.documents.iter().find(|document| document.file == "record.schema.json").unwrap();
/// assert!(record.text.contains(r#""$id": "https://example.org/acs/record.schema.json""#));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Publication<'a> {
    /// The URL of the directory that will serve the documents; without one, `$id`s are URNs.
    pub base_url: Option<&'a str>,
    /// The shapes to publish, each once.
    pub shapes: &'a [Shape],
    /// The version of JSON Schema.
    pub dialect: Dialect,
    /// True if unlisted members are errors.
    pub closed: bool,
    /// True if the schema of all records contains those of the categories, instead of referring to them.
    pub bundle: bool,
}

impl Default for Publication<'_> {
    fn default() -> Self {
        Self {
            base_url: None,
            shapes: &Shape::ALL,
            dialect: Dialect::default(),
            closed: false,
            bundle: false,
        }
    }
}

/// The published documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The documents, in the order of their paths.
    pub documents: Vec<Document>,
    /// The objects that stay open in closed schemas.
    pub open: Vec<Open>,
}

/// An object with undocumented members, so that none can be rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The category.
    pub category: &'static Category,
    /// The shape.
    pub shape: Shape,
    /// The JSON Pointer of the object within a record.
    pub pointer: String,
}

/// The file of the schema for records of all categories.
pub(crate) const RECORD: &str = "record.schema.json";
/// The file of the metadata that standard keywords cannot express.
const CATEGORIES_FILE: &str = "categories.json";
/// The file of its schema.
const CATEGORIES_SCHEMA: &str = "categories.schema.json";
/// The list of schemas for editors and other tools.
const CATALOG: &str = "catalog.json";

impl Category {
    /// The name of the type of such records, in typed languages and in schemas with several types.
    ///
    /// ```
    /// use acslint_types::{Category, Shape};
    ///
    /// let category = Category::by_id("SMSOperational").unwrap();
    /// assert_eq!(category.type_name(Shape::ResourceLog), "SMSOperationalResourceLog");
    /// ```
    pub fn type_name(&self, shape: Shape) -> String {
        let shape = match shape {
            Shape::Table => "Table",
            Shape::ResourceLog => "ResourceLog",
        };
        format!("{}{shape}", self.id)
    }
}

impl Publication<'_> {
    /// Makes the documents: a schema for each category and shape, one for all of them, the metadata that standard
    /// keywords cannot express, a catalog in the format of `SchemaStore`'s, and a page for people.
    ///
    /// # Panics
    ///
    /// Never: the schemas are those of this crate, and a test publishes all variants.
    pub fn publish(&self) -> Published {
        let mut documents = Vec::new();
        let mut open = Vec::new();
        let mut definitions = Map::new();
        for (category, shape) in self.records() {
            let mut schema = category.schema(shape);
            if self.closed {
                let pointers = close_record(&mut schema, category, shape);
                say_what_stays_open(&mut schema, &pointers);
                open.extend(pointers.into_iter().map(|pointer| Open { category, shape, pointer }));
            }
            if self.bundle {
                definitions.insert(category.type_name(shape), embedded(&schema));
            }
            documents.push(self.schema(&category.schema_file(shape), schema));
        }
        documents.push(self.schema(RECORD, self.record(definitions)));
        documents.push(self.schema(CATEGORIES_SCHEMA, self.categories_schema()));
        documents.push(Document { file: CATEGORIES_FILE.to_owned(), text: pretty(&self.categories()) });
        documents.push(Document { file: CATALOG.to_owned(), text: pretty(&self.catalog()) });
        documents.push(page::index(self, &open));
        documents.sort_by(|a, b| a.file.cmp(&b.file));
        Published { documents, open }
    }

    /// The categories and shapes to publish.
    fn records(&self) -> impl Iterator<Item = (&'static Category, Shape)> {
        CATEGORIES.iter().flat_map(|category| {
            category.shapes().filter(|shape| self.shapes.contains(shape)).map(|shape| (*category, shape))
        })
    }

    /// The `$id` of a file: its URL, or else a URN. Variants have different URNs, because they differ in meaning.
    fn id(&self, file: &str) -> String {
        if let Some(base) = self.base_url {
            return format!("{}/{file}", base.trim_end_matches('/'));
        }
        let name = file.strip_suffix(".schema.json").unwrap_or(file).replace('/', ":");
        let mut id = format!("urn:acslint:schema:{VERSION}");
        if self.dialect != Dialect::default() {
            id = format!("{id}:{}", self.dialect);
        }
        if self.closed {
            id += ":closed";
        }
        format!("{id}:{name}")
    }

    /// The address of a file: its URL, or else its path in the directory.
    fn url(&self, file: &str) -> String {
        self.base_url.map_or_else(|| file.to_owned(), |_| self.id(file))
    }

    /// A schema under its new `$id`, in the dialect.
    fn schema(&self, file: &str, mut schema: Value) -> Document {
        schema["$id"] = json!(self.id(file));
        if self.dialect == Dialect::Draft07 {
            to_draft_07(&mut schema).expect("the schemas of this crate can be said in draft-07");
        }
        Document { file: file.to_owned(), text: pretty(&schema) }
    }

    /// The schema of records of all categories, with the definitions that it contains.
    fn record(&self, definitions: Map<String, Value>) -> Value {
        let mut rules = union::dispatch(self.shapes, |category, shape| {
            if self.bundle {
                json!({ "$ref": format!("#/$defs/{}", category.type_name(shape)) })
            } else {
                json!({ "$ref": self.id(&category.schema_file(shape)) })
            }
        });
        let mut defs = match rules.shift_remove("$defs") {
            Some(Value::Object(defs)) => defs,
            _ => Map::new(),
        };
        defs.extend(definitions);
        let mut schema = json!({
            "$schema": DRAFT_2020_12,
            "$id": "",
            "title": "Record",
            "description": union::ABOUT,
            "type": "object",
        });
        if let Value::Object(schema) = &mut schema {
            schema.extend(rules);
            if !defs.is_empty() {
                schema.insert("$defs".to_owned(), Value::Object(defs));
            }
        }
        schema
    }

    /// The metadata of the published categories that standard keywords cannot express.
    fn categories(&self) -> Value {
        let mut categories = catalog::catalog();
        categories["$schema"] = json!(CATEGORIES_SCHEMA);
        if let Some(Value::Array(entries)) = categories.get_mut("categories") {
            for shapes in entries.iter_mut().filter_map(|entry| entry["shapes"].as_object_mut()) {
                shapes.retain(|shape, _| self.shapes.iter().any(|published| published.id() == shape));
                for link in shapes.values_mut() {
                    link["id"] = json!(self.id(link["file"].as_str().unwrap_or_default()));
                }
            }
            entries.retain(|entry| entry["shapes"].as_object().is_some_and(|shapes| !shapes.is_empty()));
        }
        categories
    }

    /// The schema of that metadata; it requires only the published shapes.
    fn categories_schema(&self) -> Value {
        let mut schema = catalog::schema();
        let shapes = schema.pointer_mut("/properties/categories/items/properties/shapes/required");
        if let Some(Value::Array(required)) = shapes {
            required.retain(|shape| self.shapes.iter().any(|published| published.id() == shape));
        }
        schema
    }

    /// The list of the schemas in `SchemaStore`'s format.
    fn catalog(&self) -> Value {
        let entry = |name: &str, description: &str, file: &str| {
            json!({
                "name": format!("Azure Communication Services log: {name}"),
                "description": description,
                // Log files have no characteristic names for editors to match.
                "fileMatch": [],
                "url": self.url(file),
            })
        };
        let of_categories = self.records().map(|(category, shape)| {
            entry(
                &format!("{} ({shape})", category.id),
                &category.description(),
                &category.schema_file(shape),
            )
        });
        let schemas: Vec<Value> =
            std::iter::once(entry("any record", union::ABOUT, RECORD)).chain(of_categories).collect();
        json!({
            "$schema": "https://json.schemastore.org/schema-catalog.json",
            "version": 1,
            "schemas": schemas,
        })
    }
}

/// Closes the schema of a record, except for objects with undocumented members.
fn close_record(schema: &mut Value, category: &Category, shape: Shape) -> Vec<String> {
    let mut open = close(schema);
    if category.open_properties
        && shape == Shape::ResourceLog
        && let Some(Value::Object(properties)) = schema.pointer_mut("/properties/properties")
        && properties.shift_remove("additionalProperties").is_some()
    {
        open.push("/properties".to_owned());
        open.sort();
    }
    open
}

/// Adds a comment that lists the open objects of a closed schema.
fn say_what_stays_open(schema: &mut Value, pointers: &[String]) {
    if let (Value::Object(object), false) = (schema, pointers.is_empty()) {
        let pointers: Vec<String> = pointers.iter().map(|pointer| format!("`{pointer}`")).collect();
        let comment = format!("Closed, except where no source lists all members: {}.", pointers.join(", "));
        closed::add_behind(object, "description", "$comment", json!(comment));
    }
}

/// A schema for embedding in another one, without its document-level keywords.
fn embedded(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Value::Object(object) = &mut schema {
        object.shift_remove("$schema");
        object.shift_remove("$id");
    }
    schema
}
