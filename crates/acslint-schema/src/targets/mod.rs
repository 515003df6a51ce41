//! Schemas in the languages of destinations: tables of Azure Data Explorer and of Spark, made from JSON Schemas.
//!
//! The JSON Schema of a category gives names, nullability, descriptions and nested objects. The types of the properties
//! of Communication Services come from their Kusto types in the catalog; others follow from the schema. Whatever a
//! language cannot express is listed, so that nothing is lost without a word.

mod adx;
mod databricks;
mod table;
mod unsaid;

use std::collections::BTreeMap;

use acslint_types::{Category, Document, Shape, schemas};
use serde_json::{Value, json};

pub use unsaid::Unsaid;

/// Name of the list of what a language cannot express, in the directory of an export.
pub const UNSAID: &str = "cannot-be-said.json";

/// Destination of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Azure Data Explorer, and everything else with Kusto tables.
    Adx,
    /// Databricks, and everything else with Spark.
    Databricks,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 2] = [Self::Adx, Self::Databricks];

    /// Name in options and directories.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Adx => "adx",
            Self::Databricks => "databricks",
        }
    }

    /// Name of the language.
    pub const fn language(self) -> &'static str {
        match self {
            Self::Adx => "KQL",
            Self::Databricks => "Spark's types",
        }
    }
}

/// Category to export, with the JSON Schemas of its records.
#[derive(Debug)]
pub struct ExportedCategory {
    name: String,
    /// Category of Communication Services; `None` for a custom one.
    known: Option<&'static Category>,
    /// Keys from a record of a custom category to the text that identifies it, and that text.
    discriminator: Option<(Vec<String>, String)>,
    /// Schemas with the shapes that they describe; a custom category has no shape.
    schemas: Vec<(Option<Shape>, Value)>,
}

impl ExportedCategory {
    /// Returns the categories of Communication Services, in the order of the catalog, with these shapes.
    pub fn of_catalog(shapes: &[Shape]) -> Vec<Self> {
        let documents: BTreeMap<String, String> =
            schemas().into_iter().map(|document| (document.file, document.text)).collect();
        let parsed = |file: String| {
            documents.get(&file).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
        };
        let categories = acslint_types::CATEGORIES.iter().copied().map(|category| Self {
            name: category.id.to_owned(),
            known: Some(category),
            discriminator: None,
            schemas: category
                .shapes()
                .filter(|shape| shapes.contains(shape))
                .map(|shape| (Some(shape), parsed(category.schema_file(shape))))
                .collect(),
        });
        categories.filter(|category| !category.schemas.is_empty()).collect()
    }

    /// Returns a custom category with its schema, which refers to nothing but its own parts. By default, `category` or
    /// `Category` identifies its records, with the `const` of that property or the name of the category.
    pub fn custom(name: &str, schema: Value, pointer: Option<&str>, value: Option<&str>) -> Self {
        let is_described =
            |name: &&str| schema.get("properties").is_some_and(|properties| properties.get(name).is_some());
        let key = ["category", "Category"].into_iter().find(is_described).unwrap_or("category");
        let path: Vec<String> = pointer.map_or_else(
            || vec![key.to_owned()],
            |pointer| {
                let steps = pointer.split('/').skip(1);
                steps.map(|step| acslint_types::pointer::name(step).into_owned()).collect()
            },
        );
        let described = path.iter().try_fold(&schema, |schema, key| schema.get("properties")?.get(key));
        let constant = described.and_then(|schema| schema.get("const")?.as_str());
        let value = value.or(constant).unwrap_or(name).to_owned();
        Self {
            name: name.to_owned(),
            known: None,
            discriminator: Some((path, value)),
            schemas: vec![(None, schema)],
        }
    }

    /// Name of the table: of Log Analytics where there is one.
    fn table(&self) -> String {
        let table = self.known.and_then(|category| category.table);
        table.map_or_else(|| plain_name(&self.name), str::to_owned)
    }
}

/// Documents for a target.
#[derive(Debug)]
pub struct TargetExport {
    /// Documents, in the order of their paths.
    pub documents: Vec<Document>,
    /// Parts of the schemas that the language cannot express, by document.
    pub unsaid: Unsaid,
}

/// Exports categories for a target.
///
/// ```
/// use acslint_schema::targets::{ExportedCategory, Target, export};
/// use serde_json::json;
///
/// let schema = json!({ "properties": { "slot": { "type": "integer", "minimum": 1 } }, "required": ["slot"] });
/// let export = export(Target::Databricks, &[ExportedCategory::custom("Parking", schema, None, None)]);
/// let ddl = export.documents.iter().find(|document| document.file == "custom/Parking.ddl").unwrap();
/// assert_eq!(ddl.text, "`slot` BIGINT NOT NULL\n");
/// assert_eq!(export.unsaid.places("custom/Parking", "minimum"), ["slot"]);
/// ```
pub fn export(target: Target, categories: &[ExportedCategory]) -> TargetExport {
    let mut unsaid = Unsaid::default();
    let mut documents = match target {
        Target::Adx => adx::documents(categories, &mut unsaid),
        Target::Databricks => databricks::documents(categories, &mut unsaid),
    };
    let list = json!({
        "target": target.id(),
        "about": "Keywords of the JSON Schemas that this language cannot express, with the properties that have them.",
        "documents": unsaid.to_json(),
    });
    documents.push(Document { file: UNSAID.to_owned(), text: format!("{list:#}\n") });
    documents.sort_by(|one, other| one.file.cmp(&other.file));
    TargetExport { documents, unsaid }
}

/// Returns true if an export can have written a file.
pub fn is_of_an_export(file: &str) -> bool {
    let (folder, name) = file.split_once('/').map_or((None, file), |(folder, name)| (Some(folder), name));
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return false;
    };
    let is_plain = !stem.is_empty() && plain_name(stem) == stem;
    match folder {
        None => name == UNSAID || is_plain && extension == "kql",
        Some("table" | "resource-log" | "custom") => is_plain && matches!(extension, "json" | "ddl" | "kql"),
        Some(_) => false,
    }
}

/// Returns a name of letters, digits and `_` only, which every language and file system accepts.
fn plain_name(name: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || character == '_';
    name.chars().map(|character| if is_plain(character) { character } else { '_' }).collect()
}

#[cfg(test)]
mod tests;
