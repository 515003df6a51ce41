//! Tests of forecasts: each kind of value in each type of column, and the exported tables of all categories.

use std::sync::Arc;

use acslint_check::{
    Checker, Destination, Effect, Event, Forecast, Hints, LoadedRecord, RecordType, Report, Session,
    Settings, WorkerState,
};
use acslint_types::{Category, Shape};
use serde_json::{Value, json};

use super::{Forecaster, TableError};
use crate::sample::{self, Sampler};
use crate::targets::{ExportedCategory, Target};

fn exported(target: Target) -> Forecaster {
    Forecaster::of_export(target, &ExportedCategory::of_catalog(&Shape::ALL)).unwrap()
}

#[test]
fn the_forecaster_of_the_catalog_is_made_once_for_each_target() {
    for target in Forecaster::TARGETS {
        let made = Forecaster::of_catalog(target).unwrap();
        assert_eq!(format!("{made:?}"), format!("{:?}", exported(target)));
        assert!(Arc::ptr_eq(&made, &Forecaster::of_catalog(target).unwrap()));
    }
    assert!(matches!(Forecaster::of_catalog(Target::Avro), Err(TableError::NoForecasts)));
}

/// Effect on the record, and on the values with their pointers and columns.
type Effects = (Option<Effect>, Vec<(String, Effect, Option<String>)>);

fn effects(forecast: Forecast) -> Effects {
    let values = forecast
        .values
        .into_iter()
        .map(|value| (value.pointer, value.effect, value.column.map(|column| column.to_string())));
    (forecast.record, values.collect())
}

fn of_row(forecaster: &Forecaster, text: &str) -> Effects {
    let record_type = Some(RecordType::of(Category::by_id("SMSOperational").unwrap(), Shape::Table));
    effects(forecaster.forecast(&LoadedRecord { record_type, text: text.as_bytes(), is_inside: false }))
}

fn at(pointer: &str, effect: Effect, column: Option<&str>) -> (String, Effect, Option<String>) {
    (pointer.to_owned(), effect, column.map(str::to_owned))
}

/// Tables with a column `x` of each type, in the language of each target.
fn table(target: Target, kind: &str) -> Value {
    match target {
        Target::Adx => json!({ "OrderedColumns": [{ "Name": "x", "CslType": kind }] }),
        Target::LogAnalytics => {
            json!({ "properties": { "schema": { "columns": [{ "name": "x", "type": kind }] } } })
        }
        Target::Databricks => json!({ "type": "struct", "fields": [
            { "name": "x", "type": serde_json::from_str(kind).unwrap_or_else(|_| json!(kind)) },
        ] }),
        _ => json!({ "mappings": { "dynamic": false, "properties": {
            "x": serde_json::from_str(kind).unwrap_or_else(|_| json!({ "type": kind })),
        } } }),
    }
}

/// Effect of a value in a column of a type.
fn effect(target: Target, kind: &str, value: &str) -> Option<Effect> {
    let forecaster = Forecaster::of_table(target, &table(target, kind), &[]).unwrap();
    let text = format!("{{\"x\":{value}}}");
    let record = LoadedRecord { record_type: None, text: text.as_bytes(), is_inside: false };
    let forecast = forecaster.forecast(&record);
    forecast.record.or_else(|| forecast.values.first().map(|value| value.effect))
}

#[test]
fn each_value_has_the_effect_that_the_documentation_says() {
    use Effect::{NotIndexed, Null, Rejected, Rescued, Truncated};
    use Target::{Adx, Databricks, Elasticsearch, LogAnalytics};
    for (target, kind, value, expected) in [
        (Adx, "int", "2147483647", None),
        (Adx, "int", "2147483648", Some(Null)),
        (Adx, "int", "2.5", Some(Null)),
        (Adx, "int", "\"12\"", None),
        (Adx, "int", "\"x\"", Some(Null)),
        (Adx, "int", "null", None),
        (Adx, "int", "{}", Some(Null)),
        (Adx, "long", "9223372036854775807", None),
        (Adx, "long", "9223372036854775808", Some(Null)),
        (Adx, "real", "1e3", None),
        (Adx, "real", "true", Some(Null)),
        (Adx, "bool", "\"True\"", None),
        (Adx, "bool", "1", Some(Null)),
        (Adx, "datetime", "\"2024-03-05T09:14:27.1234567Z\"", None),
        (Adx, "datetime", "\"yesterday\"", Some(Null)),
        (Adx, "datetime", "17", Some(Null)),
        (Adx, "string", "[1]", None),
        (Adx, "dynamic", "[1]", None),
        (Adx, "guid", "\"7f1f8c06-2b4e-4d7b-9f13-000000000001\"", None),
        (Adx, "guid", "\"7f1f\"", Some(Null)),
        (Adx, "timespan", "\"x\"", None),
        (LogAnalytics, "int", "2.5", Some(Null)),
        (LogAnalytics, "boolean", "true", None),
        (LogAnalytics, "dateTime", "\"2024-03-05\"", None),
        (Databricks, "integer", "2147483648", Some(Rescued)),
        (Databricks, "integer", "\"12\"", Some(Rescued)),
        (Databricks, "integer", "5.0", Some(Rescued)),
        (Databricks, "long", "12", None),
        (Databricks, "double", "12", None),
        (Databricks, "double", "\"NaN\"", None),
        (Databricks, "double", "\"12\"", Some(Rescued)),
        (Databricks, "double", "\"INF\"", Some(Rescued)),
        (Databricks, "double", "NaN", None),
        (Databricks, "string", "{\"a\":1}", None),
        (Databricks, "boolean", "\"true\"", Some(Rescued)),
        (Databricks, "timestamp", "\"2024-03-05 09:14:27\"", None),
        (Databricks, "timestamp", "\"yesterday\"", Some(Rescued)),
        (Databricks, "timestamp", "17", None),
        (Databricks, "timestamp", "99999999999999999999", Some(Rescued)),
        (Databricks, "{\"type\":\"struct\",\"fields\":[]}", "\"x\"", Some(Rescued)),
        (Databricks, "{\"type\":\"array\",\"elementType\":\"long\"}", "[1,2]", None),
        (Databricks, "{\"type\":\"array\",\"elementType\":\"long\"}", "[1,\"2\"]", Some(Rescued)),
        (Databricks, "decimal(10,2)", "\"x\"", None),
        (Elasticsearch, "integer", "2.5", Some(Truncated)),
        (Elasticsearch, "integer", "5.0", None),
        (Elasticsearch, "integer", "\"12\"", None),
        (Elasticsearch, "integer", "[1,\"2\"]", None),
        (Elasticsearch, "integer", "2147483648", Some(Rejected)),
        (Elasticsearch, "integer", "\"x\"", Some(Rejected)),
        (Elasticsearch, "{\"type\":\"integer\",\"coerce\":false}", "\"12\"", Some(Rejected)),
        (Elasticsearch, "{\"type\":\"integer\",\"ignore_malformed\":true}", "\"x\"", Some(NotIndexed)),
        (Elasticsearch, "double", "1e999", Some(Rejected)),
        (Elasticsearch, "boolean", "\"true\"", None),
        (Elasticsearch, "boolean", "1", Some(Rejected)),
        (Elasticsearch, "date", "\"2024-03-05T09:14:27Z\"", None),
        (Elasticsearch, "date", "1709630067441", None),
        (Elasticsearch, "date", "\"05/03/2024\"", Some(Rejected)),
        (Elasticsearch, "keyword", "12", None),
        (Elasticsearch, "keyword", "{}", Some(Rejected)),
        (Elasticsearch, "{\"type\":\"keyword\",\"ignore_above\":3}", "\"abcd\"", Some(NotIndexed)),
        (Elasticsearch, "{\"type\":\"object\",\"enabled\":false}", "12", None),
        (Elasticsearch, "{\"properties\":{}}", "12", Some(Rejected)),
        (Elasticsearch, "ip", "\"::1\"", None),
        (Elasticsearch, "ip", "\"host\"", Some(Rejected)),
    ] {
        assert_eq!(effect(target, kind, value), expected, "{target:?} {kind} {value}");
    }
}

#[test]
fn an_item_of_another_type_spoils_its_array_in_spark_only() {
    let item = "{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"long\"}]}";
    let kind = format!("{{\"type\":\"array\",\"elementType\":{item}}}");
    let spark = Forecaster::of_table(Target::Databricks, &table(Target::Databricks, &kind), &[]).unwrap();
    let of = |forecaster: &Forecaster, text: &str| {
        let record = LoadedRecord { record_type: None, text: text.as_bytes(), is_inside: false };
        effects(forecaster.forecast(&record)).1
    };
    assert_eq!(of(&spark, "{\"x\":[{\"a\":\"s\"},{\"a\":1}]}"), [at("/x/0/a", Effect::Rescued, Some("x.a"))]);
    assert_eq!(of(&spark, "{\"x\":[{\"a\":\"s\"},5]}"), [at("/x", Effect::Rescued, Some("x"))]);
    let mapping = table(Target::Elasticsearch, "integer");
    let elasticsearch = Forecaster::of_table(Target::Elasticsearch, &mapping, &[]).unwrap();
    assert_eq!(of(&elasticsearch, "{\"x\":[1,2.5]}"), [at("/x/1", Effect::Truncated, Some("x"))]);
}

#[test]
fn long_values_are_cut_off() {
    let text = |length: usize| format!("\"{}\"", "a".repeat(length));
    assert_eq!(effect(Target::Adx, "string", &text(1 << 20)), None);
    assert_eq!(effect(Target::Adx, "string", &text((1 << 20) + 1)), Some(Effect::Truncated));
    assert_eq!(effect(Target::Adx, "dynamic", &text(1 << 20)), Some(Effect::Null));
    assert_eq!(effect(Target::LogAnalytics, "string", &text(64 << 10)), None);
    assert_eq!(effect(Target::LogAnalytics, "string", &text((64 << 10) + 1)), Some(Effect::Truncated));
}

#[test]
fn a_record_that_cannot_be_read_is_lost() {
    for (target, broken, commented, quoted) in [
        (Target::Adx, Effect::Dropped, None, None),
        (Target::Databricks, Effect::Corrupt, Some(Effect::Corrupt), None),
        (Target::Elasticsearch, Effect::Rejected, Some(Effect::Rejected), Some(Effect::Rejected)),
        (Target::LogAnalytics, Effect::Rejected, Some(Effect::Rejected), Some(Effect::Rejected)),
    ] {
        let forecaster = exported(target);
        for text in ["{\"OperationName\":", "{\"OperationName\":1,}", "17", "[]", "", "{\"a\":\"\u{1}\"}"] {
            assert_eq!(of_row(&forecaster, text), (Some(broken), vec![]), "{target:?} {text}");
        }
        assert_eq!(of_row(&forecaster, "/* c */{}").0, commented, "{target:?}");
        assert_eq!(of_row(&forecaster, "{'OperationName':'x'}").0, quoted, "{target:?}");
        let record_type = Some(RecordType::of(Category::by_id("SMSOperational").unwrap(), Shape::Table));
        let inside = LoadedRecord { record_type, text: b"{", is_inside: true };
        assert_eq!(forecaster.forecast(&inside).record, Some(Effect::FileDiscarded));
        let invalid = LoadedRecord { record_type, text: b"{\"OperationName\":\"\xFF\"}", is_inside: false };
        assert_eq!(forecaster.forecast(&invalid).record, Some(broken));
        let other = LoadedRecord { record_type: None, text: b"{}", is_inside: false };
        assert_eq!(forecaster.forecast(&other).record, Some(Effect::NoTable));
    }
}

#[test]
fn members_without_a_column_have_the_effect_of_the_destination() {
    for (target, other) in [
        (Target::Adx, Effect::LeftOut),
        (Target::Databricks, Effect::Rescued),
        (Target::Elasticsearch, Effect::NotIndexed),
        (Target::LogAnalytics, Effect::LeftOut),
    ] {
        let forecaster = exported(target);
        let found = of_row(&forecaster, "{\"operationName\":\"x\",\"a/b\":[1],\"c\":null}");
        let values = vec![at("/operationName", other, None), at("/a~1b", other, None)];
        assert_eq!(found, (None, values), "{target:?}");
    }
}

#[test]
fn of_two_equal_names_one_counts() {
    let text = "{\"OperationName\":\"x\",\"OperationName\":\"y\"}";
    let twice = |effect| vec![at("/OperationName", effect, Some("OperationName"))];
    assert_eq!(of_row(&exported(Target::Adx), text), (None, twice(Effect::Overwritten)));
    let rejected = (Some(Effect::Rejected), twice(Effect::Rejected));
    assert_eq!(of_row(&exported(Target::Elasticsearch), text), rejected);
    let other = of_row(&exported(Target::Elasticsearch), "{\"a\":null,\"a\":null}");
    assert_eq!(other, (Some(Effect::Rejected), vec![at("/a", Effect::Rejected, None)]));
}

#[test]
fn properties_that_are_no_object_are_left_out_as_a_whole() {
    let record_type = Some(RecordType::of(Category::by_id("SMSOperational").unwrap(), Shape::ResourceLog));
    let text = b"{\"properties\":\"{}\"}";
    let record = LoadedRecord { record_type, text, is_inside: false };
    let of = |target| effects(exported(target).forecast(&record));
    assert_eq!(of(Target::Adx), (None, vec![at("/properties", Effect::LeftOut, None)]));
    let rescued = vec![at("/properties", Effect::Rescued, Some("properties"))];
    assert_eq!(of(Target::Databricks), (None, rescued));
}

#[test]
fn a_table_of_kusto_takes_its_columns_from_the_exported_places() {
    let table = json!({ "OrderedColumns": [
        { "Name": "OperationName", "Type": "System.String" },
        { "Name": "DurationMs", "CslType": "long" },
        { "Name": "Extra", "CslType": "int" },
    ] });
    let catalog = ExportedCategory::of_catalog(&Shape::ALL);
    let forecaster = Forecaster::of_table(Target::Adx, &table, &catalog).unwrap();
    let record_type = Some(RecordType::of(Category::by_id("SMSOperational").unwrap(), Shape::ResourceLog));
    let text = b"{\"operationName\":\"x\",\"durationMs\":\"x\",\"Extra\":1.5,\"level\":\"y\"}";
    let found = effects(forecaster.forecast(&LoadedRecord { record_type, text, is_inside: false }));
    let values = vec![
        at("/durationMs", Effect::Null, Some("DurationMs")),
        at("/Extra", Effect::Null, Some("Extra")),
        at("/level", Effect::LeftOut, None),
    ];
    assert_eq!(found, (None, values));
}

#[test]
fn a_mapping_says_what_happens_to_other_members() {
    for (dynamic, expected) in [
        (json!(true), (None, Some(Effect::NewColumn))),
        (json!("runtime"), (None, Some(Effect::NewColumn))),
        (json!("false"), (None, Some(Effect::NotIndexed))),
        (json!("strict"), (Some(Effect::Rejected), Some(Effect::Rejected))),
    ] {
        let inner = json!({ "properties": {} });
        let mapping =
            json!({ "logs-1": { "mappings": { "dynamic": dynamic, "properties": { "a": inner } } } });
        let forecaster = Forecaster::of_table(Target::Elasticsearch, &mapping, &[]).unwrap();
        let text = b"{\"a\":{\"b\":1}}";
        let forecast = forecaster.forecast(&LoadedRecord { record_type: None, text, is_inside: false });
        let effect = forecast.values.first().map(|value| value.effect);
        assert_eq!((forecast.record, effect), expected, "{dynamic}");
        assert_eq!(forecast.values[0].pointer, "/a/b");
    }
}

#[test]
fn answers_of_kusto_are_read_in_each_form() {
    let schema = json!({ "Name": "T", "OrderedColumns": [{ "Name": "x", "CslType": "int" }] });
    let text = schema.to_string();
    for document in [
        schema.clone(),
        json!({ "TableName": "T", "Schema": text }),
        json!([{ "TableName": "T", "Schema": text }]),
        json!({ "Tables": [{ "Columns": [{ "ColumnName": "TableName" }, { "ColumnName": "Schema" }], "Rows": [["T", text]] }] }),
    ] {
        let forecaster = Forecaster::of_table(Target::Adx, &document, &[]).unwrap();
        let record = LoadedRecord { record_type: None, text: b"{\"x\":1.5}", is_inside: false };
        assert_eq!(forecaster.forecast(&record).values.len(), 1, "{document}");
    }
}

#[test]
fn other_documents_are_refused_with_their_place() {
    for (target, document, message) in [
        (
            Target::Adx,
            json!({}),
            "expected the JSON of `.show table T schema as json`, with `OrderedColumns`",
        ),
        (
            Target::Adx,
            json!({ "OrderedColumns": [{ "Name": "x", "CslType": "int" }, { "Name": "y", "CslType": "money" }] }),
            "`/OrderedColumns/1/CslType` names an unknown type, `money`",
        ),
        (Target::Adx, json!({ "OrderedColumns": {} }), "`/OrderedColumns` must be an array"),
        (
            Target::Databricks,
            json!({ "type": "struct", "fields": [{ "name": "x" }] }),
            "`/fields/0` must be an object with `type`",
        ),
        (
            Target::Databricks,
            json!({ "fields": [] }),
            "expected the JSON of a `StructType`, with `\"type\": \"struct\"`",
        ),
        (
            Target::Elasticsearch,
            json!({ "mappings": { "dynamic": "maybe", "properties": {} } }),
            "`/mappings/dynamic` must be true, false, \"runtime\" or \"strict\"",
        ),
        (
            Target::LogAnalytics,
            json!({ "properties": { "schema": {} } }),
            "expected a table of Log Analytics, with `properties.schema.columns`",
        ),
    ] {
        let error = Forecaster::of_table(target, &document, &[]).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(Forecaster::of_export(Target::Sql, &[]).unwrap_err(), TableError::NoForecasts);
}

#[test]
fn nested_arrays_and_types_need_no_stack() {
    let forecaster = exported(Target::Elasticsearch);
    let deep = format!("{{\"OperationName\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(of_row(&forecaster, &deep).0, Some(Effect::Rejected));
    let mut document = json!({ "type": "long" });
    for _ in 0..200 {
        document = json!({ "properties": { "a": document } });
    }
    let error = Forecaster::of_table(Target::Elasticsearch, &document, &[]).unwrap_err();
    assert!(matches!(error, TableError::TooDeep { .. }), "{error}");
}

/// Counts of a check with a destination.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    lossless: u64,
    lossy: Vec<Forecast>,
    /// Records with an event.
    events: u64,
}

impl Report for Counts {
    fn event(&mut self, event: &Event<'_>) {
        self.events += 1;
        match event.forecast {
            Some(forecast) if forecast.is_lossless() => self.lossless += 1,
            Some(forecast) => self.lossy.push(forecast.clone()),
            None => panic!("an event without a forecast"),
        }
    }

    fn proved_clean(&mut self, _: RecordType, records: u64) {
        self.lossless += records;
    }
}

fn counted(target: Target, full_path_only: bool, input: &[u8]) -> Counts {
    let destination = Some(std::sync::Arc::new(exported(target)) as std::sync::Arc<dyn Destination>);
    let checker = Checker::new(Settings { full_path_only, destination, ..Settings::default() }).unwrap();
    let mut counts = Counts::default();
    let mut state = WorkerState::default();
    Session::new(&checker, Hints::default()).advance(&mut state, input, true, &mut counts);
    counts
}

/// Samples of all categories in a shape, one on each line.
fn samples(shape: Shape, defects: f64) -> Vec<u8> {
    let settings = sample::Settings { defects, ..sample::Settings::new(shape, 22) };
    let mut sampler = Sampler::new(&settings).unwrap();
    let mut input = Vec::new();
    for _ in 0..2_000 {
        sampler.append(&mut input);
        input.push(b'\n');
    }
    input
}

#[test]
fn samples_are_kept_whole_and_most_of_them_on_the_fast_path() {
    for shape in Shape::ALL {
        let input = samples(shape, 0.0);
        for target in Forecaster::TARGETS {
            let counts = counted(target, false, &input);
            assert_eq!((counts.lossless, &*counts.lossy), (2_000, &[][..]), "{target:?} {shape}");
            assert!(counts.events < 1_000, "{target:?} {shape}: {} of 2,000 on the full path", counts.events);
        }
    }
}

#[test]
fn the_fast_path_proves_only_records_that_lose_nothing() {
    for shape in Shape::ALL {
        let input = samples(shape, 0.4);
        for target in Forecaster::TARGETS {
            let (fast, full) = (counted(target, false, &input), counted(target, true, &input));
            assert_eq!((fast.lossless, &fast.lossy), (full.lossless, &full.lossy), "{target:?} {shape}");
            assert!(full.lossy.len() > 100, "{target:?} {shape}: {} lossy", full.lossy.len());
        }
    }
}
