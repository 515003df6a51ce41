//! Columns of the exported tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use acslint_types::{KustoType, Shape};

use super::columns::{Field, Fields, Kind, Scalar};
use super::loading::Loading;
use crate::targets::elasticsearch::LONGEST_TERM;
use crate::targets::flat::{FlatColumn, tables as flat_tables};
use crate::targets::nested::tables as nested_tables;
use crate::targets::table::{Column, ColumnType};
use crate::targets::{ExportedCategory, Unsaid, adx, databricks, elasticsearch, log_analytics};

/// Columns by category and shape.
pub(super) type ByType = BTreeMap<(String, Option<Shape>), Fields>;

/// Returns the columns of the exported tables of categories.
pub(super) fn tables(loading: Loading, categories: &[ExportedCategory]) -> ByType {
    let mut unsaid = Unsaid::default();
    let language = match loading {
        Loading::Adx | Loading::LogAnalytics => {
            return flat(loading, categories, |column| Some(kind_of(column.kind())));
        }
        Loading::Databricks => databricks::LANGUAGE,
        Loading::Elasticsearch => elasticsearch::LANGUAGE,
    };
    let tables = nested_tables(categories, language, "", &mut unsaid);
    let tables = tables.iter().map(|table| {
        let name = (table.category.name().to_owned(), table.shape);
        (name, nested(loading, &table.columns, ""))
    });
    tables.collect()
}

/// Returns the columns that a table has, at the places of the exported ones of the same names. Others are members of the
/// record.
pub(super) fn restricted(
    loading: Loading,
    categories: &[ExportedCategory],
    columns: &[(String, Kind)],
) -> ByType {
    let mut tables = flat(loading, categories, |column| {
        let (_, kind) = columns.iter().find(|(name, _)| *name == column.column.name)?;
        Some(copy(kind))
    });
    for fields in tables.values_mut() {
        let placed = fields.columns();
        for (name, kind) in columns.iter().filter(|(name, _)| !placed.contains(name.as_str())) {
            fields.add_at(std::slice::from_ref(name), name.as_str().into(), copy(kind));
        }
    }
    tables
}

/// Returns columns as members of records, by their names.
pub(super) fn by_name(loading: Loading, columns: &[(String, Kind)]) -> Fields {
    let mut fields = Fields::new(Some(loading.other_members()));
    for (name, kind) in columns {
        fields.add(name.clone(), Field::new(Some(name.as_str().into()), copy(kind)));
    }
    fields
}

/// Type of a column without nested ones.
fn copy(kind: &Kind) -> Kind {
    match kind {
        Kind::Scalar(scalar) => Kind::Scalar(*scalar),
        Kind::Json => Kind::Json,
        Kind::Object(_) | Kind::Array(_) | Kind::Other => Kind::Other,
    }
}

/// Returns the columns of tables without nested objects, with the types that a function gives them.
fn flat(
    loading: Loading,
    categories: &[ExportedCategory],
    kind: impl Fn(&FlatColumn) -> Option<Kind>,
) -> ByType {
    let language = if loading == Loading::Adx { adx::LANGUAGE } else { log_analytics::LANGUAGE };
    let mut by_type = ByType::new();
    for table in flat_tables(categories, language, "", &mut Unsaid::default()) {
        let name = table.category.name();
        let forms = [
            (Some(Shape::Table), table.of_rows()),
            (Some(Shape::ResourceLog).filter(|_| table.category.is_known()), table.of_logs()),
        ];
        for (shape, columns) in forms.into_iter().filter(|(_, columns)| !columns.is_empty()) {
            let mut fields = Fields::new(Some(loading.other_members()));
            for (column, path) in columns {
                if let Some(kind) = kind(column) {
                    fields.add_at(path, column.column.name.as_str().into(), kind);
                }
            }
            by_type.insert((name.to_owned(), shape), fields);
        }
    }
    by_type
}

/// Returns the columns of a table with nested objects; `place` is the path of the object.
fn nested(loading: Loading, columns: &[Column], place: &str) -> Fields {
    let mut fields = Fields::new(Some(loading.other_members()));
    for column in columns {
        let path = if place.is_empty() { column.name.clone() } else { format!("{place}.{}", column.name) };
        let kind = nested_kind(loading, &column.kind, &path);
        fields.add(column.name.clone(), Field::new(Some(Arc::from(path)), kind));
    }
    fields
}

fn nested_kind(loading: Loading, kind: &ColumnType, path: &str) -> Kind {
    match kind {
        ColumnType::Object(members) => Kind::Object(nested(loading, members, path)),
        ColumnType::Array(item) => {
            Kind::Array(Box::new(Field::new(Some(path.into()), nested_kind(loading, item, path))))
        }
        ColumnType::Scalar(KustoType::String) if loading == Loading::Elasticsearch => {
            Kind::Scalar(Scalar::Text(Some(LONGEST_TERM as usize)))
        }
        ColumnType::Scalar(kind) => kind_of(*kind),
    }
}

/// Type of a column of this Kusto type.
pub(super) fn kind_of(kind: KustoType) -> Kind {
    Kind::Scalar(match kind {
        KustoType::Bool => Scalar::Boolean,
        KustoType::Int => Scalar::integer(32),
        KustoType::Long => Scalar::integer(64),
        KustoType::Real => Scalar::Number,
        KustoType::Datetime => Scalar::Time,
        KustoType::String => Scalar::Text(None),
        KustoType::Dynamic => return Kind::Json,
    })
}
