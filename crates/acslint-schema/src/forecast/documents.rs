//! Documents that describe a table: columns of Kusto and of Log Analytics, a `StructType` of Spark, and a mapping of
//! Elasticsearch.

use std::sync::Arc;

use acslint_check::Effect;
use serde_json::{Map, Value};

use super::columns::{Field, Fields, Kind, Scalar};
use super::loading::Loading;

/// Maximum depth of nested types.
const DEPTH: usize = 64;

/// Reason why a document does not describe a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The target has no forecast.
    #[error("there are no forecasts for this target")]
    NoForecasts,
    /// The document is another one.
    #[error("expected {expected}")]
    OtherDocument {
        /// Documents that describe a table of the target.
        expected: &'static str,
    },
    /// A part of the document is not what its place is for.
    #[error("`{pointer}` must be {expected}")]
    OtherPart {
        /// JSON Pointer to the part.
        pointer: String,
        /// Value that belongs there.
        expected: &'static str,
    },
    /// A type has an unknown name.
    #[error("`{pointer}` names an unknown type, `{name}`")]
    UnknownType {
        /// JSON Pointer to the name.
        pointer: String,
        /// Name of the type.
        name: String,
    },
    /// Types are nested too deeply.
    #[error("`{pointer}` is nested deeper than {DEPTH} types")]
    TooDeep {
        /// JSON Pointer to the type.
        pointer: String,
    },
}

/// Part of a document, with its place.
#[derive(Clone, Copy)]
struct Part<'a> {
    value: &'a Value,
    /// Part that it is in, with its key or its number.
    within: Option<(&'a Self, Step<'a>)>,
    depth: usize,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

impl<'a> Part<'a> {
    fn root(value: &'a Value) -> Self {
        Self { value, within: None, depth: 0 }
    }

    fn step(&'a self, value: &'a Value, step: Step<'a>) -> Self {
        Self { value, within: Some((self, step)), depth: self.depth + 1 }
    }

    fn get(&'a self, key: &'a str) -> Option<Self> {
        self.value.get(key).map(|value| self.step(value, Step::Key(key)))
    }

    fn items(&'a self) -> Result<impl Iterator<Item = Self>, TableError> {
        let items = self.value.as_array().ok_or_else(|| self.other("an array"))?;
        Ok(items.iter().enumerate().map(|(number, item)| self.step(item, Step::Item(number))))
    }

    fn object(&self) -> Result<&'a Map<String, Value>, TableError> {
        self.value.as_object().ok_or_else(|| self.other("an object"))
    }

    fn text(&self) -> Result<&'a str, TableError> {
        self.value.as_str().ok_or_else(|| self.other("a string"))
    }

    fn pointer(&self) -> String {
        match self.within {
            None => String::new(),
            Some((outer, Step::Key(key))) => {
                format!("{}/{}", outer.pointer(), acslint_types::pointer::token(key))
            }
            Some((outer, Step::Item(number))) => format!("{}/{number}", outer.pointer()),
        }
    }

    fn other(&self, expected: &'static str) -> TableError {
        TableError::OtherPart { pointer: self.pointer(), expected }
    }

    fn unknown_type(&self, name: &str) -> TableError {
        TableError::UnknownType { pointer: self.pointer(), name: name.to_owned() }
    }

    /// Limits the depth of nested types; each has several steps.
    fn check_depth(&self) -> Result<(), TableError> {
        if self.depth > 3 * DEPTH { Err(TableError::TooDeep { pointer: self.pointer() }) } else { Ok(()) }
    }
}

/// Returns the columns of a table without nested ones, with their types.
pub(super) fn flat(loading: Loading, document: &Value) -> Result<Vec<(String, Kind)>, TableError> {
    match loading {
        Loading::LogAnalytics => log_analytics(document),
        _ => kusto(document),
    }
}

/// Reads the answer of `.show table T schema as json`, or its column `Schema`.
fn kusto(document: &Value) -> Result<Vec<(String, Kind)>, TableError> {
    let expected = "the JSON of `.show table T schema as json`, with `OrderedColumns`";
    let schema = schema_of_answer(document).ok_or(TableError::OtherDocument { expected })?;
    let root = Part::root(&schema);
    let columns = root.get("OrderedColumns").ok_or(TableError::OtherDocument { expected })?;
    let mut found = Vec::new();
    for column in columns.items()? {
        let name = column.get("Name").ok_or_else(|| column.other("an object with `Name`"))?;
        let (csl, system) = (column.get("CslType"), column.get("Type"));
        let kind = csl.or(system).ok_or_else(|| column.other("an object with `CslType` or `Type`"))?;
        found.push((name.text()?.to_owned(), kusto_type(&kind)?));
    }
    Ok(found)
}

/// Returns the schema in an answer: the document itself, or the text of a column `Schema`.
fn schema_of_answer(document: &Value) -> Option<Value> {
    if document.get("OrderedColumns").is_some() {
        return Some(document.clone());
    }
    if let Some(schema) = document.get("Schema") {
        return match schema {
            Value::String(text) => serde_json::from_str(text).ok(),
            schema => Some(schema.clone()),
        };
    }
    if let Some([row]) = document.as_array().map(Vec::as_slice) {
        return row.get("Schema").is_some().then(|| schema_of_answer(row)).flatten();
    }
    let table = document.get("Tables")?.as_array()?.first()?;
    let is_schema = |column: &Value| column.get("ColumnName").is_some_and(|name| name == "Schema");
    let column = table.get("Columns")?.as_array()?.iter().position(is_schema)?;
    let text = table.get("Rows")?.as_array()?.first()?.as_array()?.get(column)?.as_str()?;
    serde_json::from_str(text).ok()
}

fn kusto_type(part: &Part<'_>) -> Result<Kind, TableError> {
    let name = part.text()?;
    Ok(match name.strip_prefix("System.").unwrap_or(name).to_ascii_lowercase().as_str() {
        "bool" | "boolean" | "sbyte" => Kind::Scalar(Scalar::Boolean),
        "int" | "int32" => Kind::Scalar(Scalar::integer(32)),
        "long" | "int64" => Kind::Scalar(Scalar::integer(64)),
        "real" | "double" | "decimal" | "data.sqltypes.sqldecimal" => Kind::Scalar(Scalar::Number),
        "datetime" | "date" => Kind::Scalar(Scalar::Time),
        "string" => Kind::Scalar(Scalar::Text(None)),
        "guid" | "uuid" | "uniqueid" => Kind::Scalar(Scalar::Uuid),
        "dynamic" | "object" => Kind::Json,
        "timespan" | "time" => Kind::Other,
        _ => return Err(part.unknown_type(name)),
    })
}

/// Reads a table of Log Analytics, alone or in a template.
fn log_analytics(document: &Value) -> Result<Vec<(String, Kind)>, TableError> {
    let root = Part::root(document);
    let properties = root.get("properties");
    let mut resources = document.get("resources").and_then(Value::as_array).into_iter().flatten();
    let of_resource = resources.find_map(|resource| resource.pointer("/properties/schema"));
    let schema = match (&properties, of_resource) {
        (Some(properties), _) => properties.get("schema"),
        (None, Some(schema)) => Some(Part::root(schema)),
        (None, None) => root.get("schema").or(Some(root)),
    };
    let expected = "a table of Log Analytics, with `properties.schema.columns`";
    let schema = schema.ok_or(TableError::OtherDocument { expected })?;
    let columns = schema.get("columns").ok_or(TableError::OtherDocument { expected })?;
    let standard = schema.get("standardColumns");
    let mut found = Vec::new();
    for columns in [Some(&columns), standard.as_ref()].into_iter().flatten() {
        for column in columns.items()? {
            let name = column.get("name").ok_or_else(|| column.other("an object with `name`"))?;
            let kind = column.get("type").ok_or_else(|| column.other("an object with `type`"))?;
            found.push((name.text()?.to_owned(), kusto_type(&kind)?));
        }
    }
    Ok(found)
}

/// Returns the columns of a table with nested ones.
pub(super) fn nested(loading: Loading, document: &Value) -> Result<Fields, TableError> {
    match loading {
        Loading::Elasticsearch => elasticsearch(document),
        _ => spark(document),
    }
}

fn spark(document: &Value) -> Result<Fields, TableError> {
    let expected = "the JSON of a `StructType`, with `\"type\": \"struct\"`";
    if document.get("type").is_none_or(|kind| kind != "struct") {
        return Err(TableError::OtherDocument { expected });
    }
    struct_type(&Part::root(document), "")
}

fn struct_type(part: &Part<'_>, place: &str) -> Result<Fields, TableError> {
    part.check_depth()?;
    let mut fields = Fields::new(Some(Loading::Databricks.other_members()));
    let of_struct = part.get("fields").ok_or_else(|| part.other("a struct with `fields`"))?;
    for field in of_struct.items()? {
        let name = field.get("name").ok_or_else(|| field.other("an object with `name`"))?.text()?;
        let kind = field.get("type").ok_or_else(|| field.other("an object with `type`"))?;
        let path = if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
        fields.add(name.to_owned(), Field::new(Some(Arc::from(path.as_str())), spark_type(&kind, &path)?));
    }
    Ok(fields)
}

fn spark_type(part: &Part<'_>, path: &str) -> Result<Kind, TableError> {
    part.check_depth()?;
    if let Value::Object(of) = part.value {
        return match of.get("type").and_then(Value::as_str) {
            Some("struct") => Ok(Kind::Object(struct_type(part, path)?)),
            Some("array") => {
                let item =
                    part.get("elementType").ok_or_else(|| part.other("an array with `elementType`"))?;
                let field = Field::new(Some(Arc::from(path)), spark_type(&item, path)?);
                Ok(Kind::Array(Box::new(field)))
            }
            Some("map") => Ok(Kind::Scalar(Scalar::AnyObject)),
            Some("udt") => Ok(Kind::Other),
            _ => Err(part.other("a type of Spark")),
        };
    }
    let name = part.text()?;
    Ok(match name.split('(').next().unwrap_or_default() {
        "boolean" => Kind::Scalar(Scalar::Boolean),
        "byte" => Kind::Scalar(Scalar::integer(8)),
        "short" => Kind::Scalar(Scalar::integer(16)),
        "integer" => Kind::Scalar(Scalar::integer(32)),
        "long" => Kind::Scalar(Scalar::integer(64)),
        "float" | "double" => Kind::Scalar(Scalar::Number),
        "timestamp" | "timestamp_ntz" => Kind::Scalar(Scalar::Time),
        "date" => Kind::Scalar(Scalar::Date),
        "string" | "char" | "varchar" => Kind::Scalar(Scalar::Text(None)),
        "variant" => Kind::Json,
        "binary" | "decimal" | "interval" | "void" | "null" => Kind::Other,
        _ => return Err(part.unknown_type(name)),
    })
}

fn elasticsearch(document: &Value) -> Result<Fields, TableError> {
    let expected = "a mapping of Elasticsearch, with `properties`";
    let root = Part::root(document);
    let template = root.get("template");
    // The answer to a question for the mapping of one index has the name of the index.
    let only = document.as_object().filter(|of| of.len() == 1).and_then(|of| of.iter().next());
    let of_index = only.filter(|(name, of)| *name != "mappings" && of.get("mappings").is_some());
    let of_index = of_index.map(|(name, of)| root.step(of, Step::Key(name)));
    let outer = template.as_ref().or(of_index.as_ref()).unwrap_or(&root);
    let mappings = outer.get("mappings");
    let mapping = mappings.as_ref().unwrap_or(outer);
    if mapping.get("properties").is_none() {
        return Err(TableError::OtherDocument { expected });
    }
    mapped(mapping, "", Some(Effect::NewColumn))
}

/// Returns the fields of a mapping or of an object in it; `others` is the effect of unknown members, which objects inherit.
fn mapped(part: &Part<'_>, place: &str, others: Option<Effect>) -> Result<Fields, TableError> {
    part.check_depth()?;
    let others = match part.get("dynamic") {
        None => others,
        Some(dynamic) => match dynamic.value {
            Value::Bool(true) => Some(Effect::NewColumn),
            Value::Bool(false) => Some(Effect::NotIndexed),
            Value::String(text) if text == "true" || text == "runtime" => Some(Effect::NewColumn),
            Value::String(text) if text == "false" => Some(Effect::NotIndexed),
            Value::String(text) if text == "strict" => Some(Effect::Rejected),
            _ => return Err(dynamic.other("true, false, \"runtime\" or \"strict\"")),
        },
    };
    let mut fields = Fields::new(others);
    let Some(properties) = part.get("properties") else { return Ok(fields) };
    for (name, value) in properties.object()? {
        let path = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
        let of_field = properties.step(value, Step::Key(name));
        let flag = |key: &str| {
            value
                .get(key)
                .and_then(Value::as_bool)
                .or_else(|| value.get(key).and_then(Value::as_str).and_then(|text| text.parse().ok()))
        };
        let kind = field_type(&of_field, &path, others)?;
        fields.add(
            name.clone(),
            Field {
                ignores_malformed: flag("ignore_malformed") == Some(true),
                is_strict: flag("coerce") == Some(false),
                ..Field::new(Some(Arc::from(path.as_str())), kind)
            },
        );
    }
    Ok(fields)
}

fn field_type(part: &Part<'_>, path: &str, others: Option<Effect>) -> Result<Kind, TableError> {
    part.object()?;
    let name = match part.get("type") {
        Some(kind) => kind.text()?,
        None => "object",
    };
    let is_disabled = part.value.get("enabled") == Some(&Value::Bool(false));
    Ok(match name {
        "object" | "nested" if is_disabled => Kind::Json,
        "object" | "nested" => Kind::Object(mapped(part, path, others)?),
        "boolean" => Kind::Scalar(Scalar::Boolean),
        "byte" => Kind::Scalar(Scalar::integer(8)),
        "short" => Kind::Scalar(Scalar::integer(16)),
        "integer" => Kind::Scalar(Scalar::integer(32)),
        "long" => Kind::Scalar(Scalar::integer(64)),
        "unsigned_long" => Kind::Scalar(Scalar::Integer { least: 0, greatest: i128::from(u64::MAX) }),
        "float" | "double" | "half_float" | "scaled_float" => Kind::Scalar(Scalar::Number),
        // A format of its own may read any text.
        "date" | "date_nanos" if part.value.get("format").is_some() => Kind::Other,
        "date" | "date_nanos" => Kind::Scalar(Scalar::Time),
        "keyword" | "wildcard" | "constant_keyword" => {
            let most = part.value.get("ignore_above").and_then(Value::as_u64);
            Kind::Scalar(Scalar::Text(most.and_then(|most| usize::try_from(most).ok())))
        }
        "text" | "match_only_text" | "search_as_you_type" => Kind::Scalar(Scalar::Text(None)),
        "ip" => Kind::Scalar(Scalar::Address),
        "flattened" => Kind::Scalar(Scalar::AnyObject),
        // Types of plugins, of places and of vectors.
        _ => Kind::Other,
    })
}
