//! Schemas in the languages of destinations, such as tables of Azure Data Explorer and of Spark, made from JSON Schemas.
//!
//! The JSON Schema of a category gives names, nullability, descriptions and nested objects. The types of the properties
//! of Communication Services come from their Kusto types in the catalog; others follow from the schema. Whatever a
//! language cannot express is listed, so that nothing is lost without a word.

pub(crate) mod adx;
mod arrow;
mod avro;
pub(crate) mod databricks;
pub(crate) mod elasticsearch;
pub(crate) mod flat;
mod flatbuffer;
pub(crate) mod log_analytics;
mod names;
pub(crate) mod nested;
mod parquet;
mod sql;
pub(crate) mod table;
mod unsaid;

use std::sync::LazyLock;

use acslint_types::{CATEGORIES, Category, Document, Shape};
use serde_json::{Value, json};

pub use unsaid::Unsaid;

use crate::File;

/// Name of the list of what a language cannot express, in the directory of an export.
pub const UNSAID: &str = "cannot-be-said.json";

/// Destination of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Azure Data Explorer, and everything else with Kusto tables.
    Adx,
    /// Arrow's schemas.
    Arrow,
    /// Avro's record schemas.
    Avro,
    /// Databricks, and everything else with Spark.
    Databricks,
    /// Elasticsearch's index templates.
    Elasticsearch,
    /// Custom tables of Log Analytics.
    LogAnalytics,
    /// Parquet's message types.
    Parquet,
    /// Tables of databases with SQL.
    Sql,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 8] = [
        Self::Adx,
        Self::Arrow,
        Self::Avro,
        Self::Databricks,
        Self::Elasticsearch,
        Self::LogAnalytics,
        Self::Parquet,
        Self::Sql,
    ];

    /// Name in options and directories.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Adx => "adx",
            Self::Arrow => "arrow",
            Self::Avro => "avro",
            Self::Databricks => "databricks",
            Self::Elasticsearch => "elasticsearch",
            Self::LogAnalytics => "log-analytics",
            Self::Parquet => "parquet",
            Self::Sql => "sql",
        }
    }

    /// Name of the language.
    pub const fn language(self) -> &'static str {
        match self {
            Self::Adx => "KQL",
            Self::Arrow => "Arrow's schemas",
            Self::Avro => "Avro's schemas",
            Self::Databricks => "Spark's types",
            Self::Elasticsearch => "Elasticsearch's mappings",
            Self::LogAnalytics => "tables of Log Analytics",
            Self::Parquet => "Parquet's message types",
            Self::Sql => "SQL",
        }
    }
}

/// Categories of Communication Services with all shapes. A process that checks many parts of a run makes their schemas once.
static CATALOG: LazyLock<Vec<ExportedCategory>> = LazyLock::new(|| {
    let exported = |category: &'static Category| ExportedCategory {
        name: category.id.to_owned(),
        known: Some(category),
        discriminator: None,
        schemas: category.shapes().map(|shape| (Some(shape), category.schema(shape))).collect(),
    };
    CATEGORIES.iter().copied().map(exported).collect()
});

/// Category to export, with the JSON Schemas of its records.
#[derive(Debug, Clone)]
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
        let with_shapes = |category: &Self| {
            let has_shape =
                |(shape, _): &&(Option<Shape>, _)| shape.is_some_and(|shape| shapes.contains(&shape));
            let schemas: Vec<_> = category.schemas.iter().filter(has_shape).cloned().collect();
            let Self { name, known, .. } = category;
            let exported = Self { name: name.clone(), known: *known, discriminator: None, schemas };
            (!exported.schemas.is_empty()).then_some(exported)
        };
        CATALOG.iter().filter_map(with_shapes).collect()
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

    /// Name of the category.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns true for a category of Communication Services.
    pub(crate) fn is_known(&self) -> bool {
        self.known.is_some()
    }

    /// Name of the table: of Log Analytics where there is one.
    fn table(&self) -> String {
        let table = self.known.and_then(|category| category.table);
        table.map_or_else(|| plain_name(&self.name), str::to_owned)
    }

    /// Keys from a record to the text that identifies the category, and that text.
    fn identity(&self) -> (Vec<String>, &str) {
        if let Some((path, value)) = &self.discriminator {
            return (path.clone(), value);
        }
        let value = self.known.and_then(|category| category.value).unwrap_or(&self.name);
        (vec!["category".to_owned()], value)
    }
}

/// Files for a target.
#[derive(Debug)]
pub struct TargetExport {
    /// Files, in the order of their paths.
    pub files: Vec<File>,
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
/// let ddl = export.files.iter().find(|file| file.path == "custom/Parking.ddl").unwrap();
/// assert_eq!(ddl.bytes, b"`slot` BIGINT NOT NULL\n");
/// assert_eq!(export.unsaid.places("custom/Parking", "minimum"), ["slot"]);
/// ```
pub fn export(target: Target, categories: &[ExportedCategory]) -> TargetExport {
    let mut unsaid = Unsaid::default();
    let documents = match target {
        Target::Adx => adx::documents(categories, &mut unsaid),
        Target::Arrow => Vec::new(),
        Target::Avro => avro::documents(categories, &mut unsaid),
        Target::Databricks => databricks::documents(categories, &mut unsaid),
        Target::Elasticsearch => elasticsearch::documents(categories, &mut unsaid),
        Target::LogAnalytics => log_analytics::documents(categories, &mut unsaid),
        Target::Parquet => parquet::documents(categories, &mut unsaid),
        Target::Sql => sql::documents(categories, &mut unsaid),
    };
    let mut files: Vec<File> = documents.into_iter().map(File::from).collect();
    if target == Target::Arrow {
        files = arrow::files(categories, &mut unsaid);
    }
    let list = json!({
        "target": target.id(),
        "about": "Keywords of the JSON Schemas that this language cannot express, with the properties that have them.",
        "documents": unsaid.to_json(),
    });
    files.push(Document { file: UNSAID.to_owned(), text: format!("{list:#}\n") }.into());
    files.sort_by(|one, other| one.path.cmp(&other.path));
    TargetExport { files, unsaid }
}

/// Endings of files in the directories of shapes and of custom categories.
const ENDINGS: [&str; 8] = ["arrows", "avsc", "ddl", "json", "kql", "parquet.txt", "sql", "template.json"];

/// Returns true if an export can have written a file.
pub fn is_of_an_export(file: &str) -> bool {
    let file = file
        .split_once('/')
        .filter(|(dialect, _)| sql::DIALECTS.contains(dialect))
        .map_or(file, |(_, file)| file);
    let (folder, name) = file.split_once('/').map_or((None, file), |(folder, name)| (Some(folder), name));
    let Some((stem, ending)) = name.split_once('.') else {
        return false;
    };
    let is_plain = !stem.is_empty() && plain_name(stem) == stem;
    match folder {
        None => name == UNSAID || is_plain && ["kql", "sql", "template.json"].contains(&ending),
        Some("table" | "resource-log" | "custom") => is_plain && ENDINGS.contains(&ending),
        Some(_) => false,
    }
}

/// Returns the path of a table's documents in a folder, without an extension. No other table has it, and a name that
/// differs from that of the category is listed.
fn file_of(
    category: &ExportedCategory,
    folder: &str,
    unsaid: &mut Unsaid,
    is_taken: impl Fn(&str) -> bool,
) -> String {
    let name = plain_name(&category.name);
    let mut file = format!("{folder}{name}");
    while is_taken(&file) {
        file.push('_');
    }
    if name != category.name {
        unsaid.add(&file, "name", "");
    }
    file
}

/// Returns a name of letters, digits and `_` only, which every language and file system accepts.
fn plain_name(name: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || character == '_';
    name.chars().map(|character| if is_plain(character) { character } else { '_' }).collect()
}

#[cfg(test)]
mod tests;
