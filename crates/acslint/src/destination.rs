//! Destination of a run: the tables that a forecast assumes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use acslint_check::Destination;
use acslint_schema::forecast::Forecaster;
use acslint_schema::targets::ExportedCategory;
use acslint_types::Shape;
use serde_json::Value;

use crate::bounded::{SCHEMA_SIZE, read_limited};
use crate::config::Config;
use crate::error::Error;
use crate::input::schemas;
use crate::losses::Losses;
use crate::values::TargetName;

/// Destination, and the document that describes its table, if it is not the exported one.
#[derive(Debug, Clone)]
pub(crate) struct PlannedDestination {
    pub(crate) target: TargetName,
    table: Option<(PathBuf, Arc<Value>)>,
}

impl PlannedDestination {
    /// Destination of this name; reads the document of its table.
    pub(crate) fn new(target: TargetName, table: Option<&Path>) -> Result<Self, Error> {
        let read = |path: &Path| -> Result<_, Error> {
            let unusable = |reason: String| Error::Table { path: path.to_owned(), reason };
            let bytes = read_limited(path, SCHEMA_SIZE).map_err(|error| unusable(error.to_string()))?;
            let document = serde_json::from_slice(&bytes).map_err(|error| unusable(error.to_string()))?;
            // The columns do not depend on the categories.
            Forecaster::of_table(target.target(), &document, &[])
                .map_err(|error| unusable(error.to_string()))?;
            Ok((path.to_owned(), Arc::new(document)))
        };
        Ok(Self { target, table: table.map(read).transpose()? })
    }

    /// Destination with a table that was read before.
    pub(crate) fn of(target: TargetName, table: Option<(String, Value)>) -> Self {
        Self { target, table: table.map(|(file, document)| (PathBuf::from(file), Arc::new(document))) }
    }

    /// Returns the file with the table, and its content.
    pub(crate) fn table(&self) -> Option<(String, Value)> {
        let (path, document) = self.table.as_ref()?;
        Some((path.to_string_lossy().into_owned(), Value::clone(document)))
    }

    /// File of the document that describes the table.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.table.as_ref().map(|(path, _)| path.as_path())
    }

    /// Returns the losses of no record yet.
    pub(crate) fn losses(&self) -> Losses {
        Losses::new(self.target, self.file().map(|file| file.to_string_lossy().into_owned()))
    }

    /// Returns the tables for the categories of a configuration.
    pub(crate) fn of_config(&self, config: Option<&Config>) -> Result<Arc<dyn Destination>, Error> {
        let mut custom = Vec::new();
        for (name, schema, pointer, value) in config.into_iter().flat_map(Config::schemas_of_categories) {
            let path = schema.to_string_lossy();
            let set = schemas::read(&path, &path)?;
            let exported = |schema: &Value| ExportedCategory::custom(name, schema.clone(), pointer, value);
            custom.extend(set.schemas().values().map(exported));
        }
        let target = self.target.target();
        let categories = || [ExportedCategory::of_catalog(&Shape::ALL), custom.clone()].concat();
        let made = match &self.table {
            None if custom.is_empty() => Forecaster::of_catalog(target),
            None => Forecaster::of_export(target, &categories()).map(Arc::new),
            Some((_, document)) => Forecaster::of_table(target, document, &categories()).map(Arc::new),
        };
        let path = || self.file().map_or_else(|| PathBuf::from(target.id()), Path::to_owned);
        made.map(|made| made as Arc<dyn Destination>)
            .map_err(|error| Error::Table { path: path(), reason: error.to_string() })
    }
}
