//! Forecast of what a destination does with records that are loaded into it: what is dropped, what becomes NULL, what
//! is cut off.
//!
//! A [`Forecaster`] knows the tables: those of [`targets`](crate::targets), or a table that a document describes. What a
//! destination does with a value follows from its documentation; the pages in `docs/targets/` cite it.

mod columns;
mod documents;
mod exported;
mod json;
mod loading;
mod numbers;
mod record;
mod times;

use std::sync::{Arc, OnceLock};

use acslint_check::{Destination, Effect, Forecast, Keeps, LoadedRecord, MemberPlace, RecordType};
use acslint_types::Shape;
use serde_json::Value;

use self::columns::{Fields, Kind};
pub use self::documents::TableError;
use self::exported::ByType;
use self::loading::Loading;
use self::record::Reader;
use crate::targets::{ExportedCategory, Target};

/// Forecaster of the records of a run.
///
/// ```
/// use acslint_check::{Destination, Effect, LoadedRecord};
/// use acslint_schema::forecast::Forecaster;
/// use acslint_schema::targets::Target;
/// use serde_json::json;
///
/// let table = json!({ "OrderedColumns": [{ "Name": "DurationMs", "CslType": "int" }] });
/// let forecaster = Forecaster::of_table(Target::Adx, &table, &[])?;
/// let text = br#"{"DurationMs": 2.5}"#;
/// let forecast = forecaster.forecast(&LoadedRecord { record_type: None, text, is_inside: false });
/// assert_eq!(forecast.values[0].effect, Effect::Null);
/// assert_eq!(forecast.values[0].column.as_deref(), Some("DurationMs"));
/// # Ok::<(), acslint_schema::forecast::TableError>(())
/// ```
#[derive(Debug)]
pub struct Forecaster {
    loading: Loading,
    /// Columns by type of record.
    by_type: ByType,
    /// Columns for records of all other types, if one table takes them.
    other: Option<Fields>,
}

impl Forecaster {
    /// Destinations for which there are forecasts.
    pub const TARGETS: [Target; 4] =
        [Target::Adx, Target::Databricks, Target::Elasticsearch, Target::LogAnalytics];

    /// Forecaster for the exported tables of these categories.
    ///
    /// # Errors
    ///
    /// The target has no forecast.
    pub fn of_export(target: Target, categories: &[ExportedCategory]) -> Result<Self, TableError> {
        let loading = Loading::of(target).ok_or(TableError::NoForecasts)?;
        Ok(Self { loading, by_type: exported::tables(loading, categories), other: None })
    }

    /// Forecaster for the exported tables of Communication Services. A process makes it once, however many parts of a run it
    /// checks.
    ///
    /// # Errors
    ///
    /// The target has no forecast.
    pub fn of_catalog(target: Target) -> Result<Arc<Self>, TableError> {
        static MADE: [OnceLock<Arc<Forecaster>>; Forecaster::TARGETS.len()] =
            [const { OnceLock::new() }; Forecaster::TARGETS.len()];
        let number =
            Self::TARGETS.iter().position(|known| *known == target).ok_or(TableError::NoForecasts)?;
        if let Some(made) = MADE[number].get() {
            return Ok(Arc::clone(made));
        }
        let made = Self::of_export(target, &ExportedCategory::of_catalog(&Shape::ALL))?;
        Ok(Arc::clone(MADE[number].get_or_init(|| Arc::new(made))))
    }

    /// Forecaster for the table that a document of the target describes, which takes all records. Where a table has no
    /// nested columns, those of the export have the places that its mappings give them, and others are members of the
    /// record.
    ///
    /// # Errors
    ///
    /// The document does not describe a table of the target.
    pub fn of_table(
        target: Target,
        document: &Value,
        categories: &[ExportedCategory],
    ) -> Result<Self, TableError> {
        let loading = Loading::of(target).ok_or(TableError::NoForecasts)?;
        let (by_type, other) = match loading {
            Loading::Adx | Loading::LogAnalytics => {
                let columns = documents::flat(loading, document)?;
                let by_type = exported::restricted(loading, categories, &columns);
                (by_type, exported::by_name(loading, &columns))
            }
            Loading::Databricks | Loading::Elasticsearch => {
                (ByType::new(), documents::nested(loading, document)?)
            }
        };
        Ok(Self { loading, by_type, other: Some(other) })
    }

    /// Returns the columns that records of a type are loaded into.
    fn fields(&self, record_type: Option<RecordType>) -> Option<&Fields> {
        let of_type = record_type
            .and_then(|RecordType { category, shape }| self.by_type.get(&(category.to_owned(), shape)));
        of_type.or(self.other.as_ref())
    }
}

impl Destination for Forecaster {
    fn forecast(&self, record: &LoadedRecord<'_>) -> Forecast {
        let LoadedRecord { record_type, text, is_inside } = *record;
        let fields = self.fields(record_type);
        let read = std::str::from_utf8(text).ok().and_then(|text| {
            let is_of_a_table = fields.is_some();
            let values = Reader::new(self.loading, text, is_inside).read(fields).ok()?;
            Some((values, is_of_a_table))
        });
        match read {
            None if is_inside => Forecast { record: Some(Effect::FileDiscarded), values: Vec::new() },
            None => Forecast { record: Some(self.loading.malformed()), values: Vec::new() },
            Some((_, false)) => Forecast { record: Some(Effect::NoTable), values: Vec::new() },
            Some((values, true)) => {
                let is_rejected = values.iter().any(|value| value.effect == Effect::Rejected);
                Forecast { record: is_rejected.then_some(Effect::Rejected), values }
            }
        }
    }

    fn column(&self, record_type: RecordType, place: MemberPlace, name: &str) -> Option<Keeps> {
        let fields = self.fields(Some(record_type))?;
        let fields = match place {
            MemberPlace::Record => fields,
            MemberPlace::Properties => match &fields.get("properties")?.1.kind {
                Kind::Object(fields) => fields,
                _ => return None,
            },
        };
        fields.get(name).map(|(_, field)| self.loading.keeps(field))
    }

    fn longest_text(&self) -> usize {
        self.loading.longest_text()
    }
}

#[cfg(test)]
mod tests;
