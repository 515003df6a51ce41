//! Tables without nested objects, one for each category with the columns of both shapes, and the place of each column in
//! the records.

use acslint_types::{Kind, KustoType, Place, Shape};
use serde_json::Value;

use super::names::Names;
use super::table::{Column, ColumnType, Facts, columns};
use super::{ExportedCategory, Unsaid, file_of};

/// Features that a language has besides names and types.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Language {
    pub(crate) names: Names,
    /// True if its times have all seven digits of a fraction.
    pub(crate) has_ticks: bool,
    /// True if it distinguishes columns that can be null.
    pub(crate) has_nullability: bool,
}

/// Column of a table, with its place in the records of each form.
#[derive(Debug)]
pub(crate) struct FlatColumn {
    pub(crate) column: Column,
    /// Keys from the record to the value: in a row, and in a resource log or a record of a custom category.
    pub(crate) row: Option<Vec<String>>,
    pub(crate) log: Option<Vec<String>>,
}

impl FlatColumn {
    /// Type of the column: nested objects and arrays are one value.
    pub(crate) fn kind(&self) -> KustoType {
        match self.column.kind {
            ColumnType::Scalar(kind) => kind,
            ColumnType::Object(_) | ColumnType::Array(_) => KustoType::Dynamic,
        }
    }

    /// Description of the column, with its mark of personal data.
    pub(crate) fn comment(&self) -> Option<String> {
        self.column.comment()
    }
}

/// Column, with the keys from a record of one form to its value.
pub(crate) type Placed<'t> = (&'t FlatColumn, &'t Vec<String>);

/// Table of a category.
#[derive(Debug)]
pub(crate) struct FlatTable<'c> {
    pub(crate) category: &'c ExportedCategory,
    /// Path of its document, without an extension.
    pub(crate) file: String,
    pub(crate) description: Option<&'c str>,
    pub(crate) columns: Vec<FlatColumn>,
}

impl<'c> FlatTable<'c> {
    /// Columns of the rows of a workspace, with their places.
    pub(crate) fn of_rows(&self) -> Vec<Placed<'_>> {
        self.columns.iter().filter_map(|column| Some((column, column.row.as_ref()?))).collect()
    }

    /// Columns of resource logs, or of records of a custom category, with their places.
    pub(crate) fn of_logs(&self) -> Vec<Placed<'_>> {
        self.columns.iter().filter_map(|column| Some((column, column.log.as_ref()?))).collect()
    }

    /// Forms of records that have columns, with a name and those columns.
    pub(crate) fn forms(&self) -> Vec<(&'static str, Vec<Placed<'_>>)> {
        let logs = if self.category.known.is_some() { "resource_log" } else { "record" };
        let forms = [("row", self.of_rows()), (logs, self.of_logs())];
        forms.into_iter().filter(|(_, columns)| !columns.is_empty()).collect()
    }

    /// Text that describes the table.
    pub(crate) fn about(&self) -> &'c str {
        self.description.unwrap_or(&self.category.name)
    }
}

/// Returns the tables of categories, below a directory if `below` is not empty, and lists what the language cannot
/// express.
pub(crate) fn tables<'c>(
    categories: &'c [ExportedCategory],
    language: Language,
    below: &str,
    unsaid: &mut Unsaid,
) -> Vec<FlatTable<'c>> {
    let mut tables: Vec<FlatTable<'c>> = Vec::new();
    for category in categories {
        let folder = format!("{below}{}", if category.known.is_some() { "" } else { "custom/" });
        let file = file_of(category, &folder, unsaid, |file| tables.iter().any(|table| table.file == file));
        let columns = Collector { file: &file, language, unsaid, all: Vec::new() }.collect(category);
        let description = category.schemas.iter().find_map(|(_, schema)| schema.get("description")?.as_str());
        tables.push(FlatTable { category, file, description, columns });
    }
    tables
}

/// Collector of the columns of a category.
struct Collector<'u> {
    file: &'u str,
    language: Language,
    unsaid: &'u mut Unsaid,
    all: Vec<FlatColumn>,
}

impl Collector<'_> {
    /// Columns of both shapes: those of the row, and then those that only a resource log has.
    fn collect(mut self, category: &ExportedCategory) -> Vec<FlatColumn> {
        let mut required: Vec<String> = Vec::new();
        for (shape, schema) in &category.schemas {
            self.unsaid.add_constraints(self.file, schema);
            required.extend(names_in(schema.get("required")).map(str::to_owned));
            let facts = category.known.zip(*shape).map(|(category, shape)| Facts { category, shape });
            for column in columns(schema, facts) {
                match (facts, column.kind) {
                    (Some(Facts { shape: Shape::ResourceLog, .. }), ColumnType::Object(members))
                        if column.name == "properties" =>
                    {
                        let inner = schema.pointer("/properties/properties/required");
                        required.extend(names_in(inner).map(|name| format!("properties.{name}")));
                        for mut member in members {
                            member.nullable |= column.nullable;
                            let path = vec![column.name.clone(), member.name.clone()];
                            self.add(member, facts, Place::Properties, path);
                        }
                    }
                    (_, kind) => {
                        let path = vec![column.name.clone()];
                        self.add(Column { kind, ..column }, facts, Place::Top, path);
                    }
                }
            }
        }
        let has_both = category.schemas.len() > 1;
        for known in &mut self.all {
            known.column.nullable |= has_both && (known.row.is_none() || known.log.is_none());
        }
        for path in required {
            let is_said = self.language.has_nullability
                && self.all.iter().any(|known| {
                    let paths = [&known.row, &known.log].into_iter().flatten();
                    !known.column.nullable && paths.into_iter().any(|keys| keys.join(".") == path)
                });
            if !is_said {
                self.unsaid.add(self.file, "required", &path);
            }
        }
        self.all
    }

    fn add(&mut self, mut column: Column, facts: Option<Facts>, place: Place, keys: Vec<String>) {
        let is_row = facts.is_some_and(|facts| facts.shape == Shape::Table);
        let path = keys.join(".");
        self.note(&column, &path);
        // A property has the name of its column in both shapes.
        let property = facts.filter(|_| !is_row).and_then(|facts| {
            facts.category.properties.iter().find(|property| {
                property.log.is_some_and(|log| log.place == place && log.name == column.name)
            })
        });
        if let Some(property) = property {
            property.name.clone_into(&mut column.name);
            // Resource logs have durations as text, with fractions that an integer does not hold.
            if property.kind == Kind::Duration && matches!(column.kind, ColumnType::Scalar(KustoType::String))
            {
                column.kind = ColumnType::Scalar(KustoType::Real);
            }
        }
        let names = self.language.names;
        let written = names.written(&column.name);
        if written != column.name {
            self.unsaid.add(self.file, "name", &path);
            column.name = written;
        }
        let is_known = |known: &&mut FlatColumn| known.column.name == column.name && known.log.is_none();
        let same = self.all.iter_mut().find(is_known).filter(|_| facts.is_some() && !is_row);
        if let Some(known) = same {
            known.column.nullable |= column.nullable;
            if let (
                ColumnType::Scalar(KustoType::Int | KustoType::Long),
                ColumnType::Scalar(KustoType::Real),
            ) = (&known.column.kind, &column.kind)
            {
                known.column.kind = column.kind;
            }
            known.log = Some(keys);
            return;
        }
        let name = names.distinct(&column.name, |name| {
            self.all.iter().any(|known| names.are_equal(&known.column.name, name))
        });
        if name != column.name {
            self.unsaid.add(self.file, "name", &path);
            column.name = name;
        }
        let (row, log) = if is_row { (Some(keys), None) } else { (None, Some(keys)) };
        self.all.push(FlatColumn { column, row, log });
    }

    /// Lists what the language cannot express about one column.
    fn note(&mut self, column: &Column, path: &str) {
        let is_time = matches!(column.kind, ColumnType::Scalar(KustoType::Datetime));
        let notes = [
            ("type", column.is_mixed),
            ("place", column.is_inferred),
            ("properties", matches!(column.kind, ColumnType::Object(_))),
            ("items", matches!(column.kind, ColumnType::Array(_))),
            ("precision", is_time && !self.language.has_ticks),
        ];
        for (keyword, _) in notes.into_iter().filter(|(_, is_lost)| *is_lost) {
            self.unsaid.add(self.file, keyword, path);
        }
    }
}

/// Texts of an array.
fn names_in(array: Option<&Value>) -> impl Iterator<Item = &str> {
    array.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
