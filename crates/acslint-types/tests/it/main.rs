//! Tests of the crate through its public interface.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod agreement;
mod catalog;
mod documents;
mod drift;
mod grammars;
mod metadata;
mod publish;

use std::collections::BTreeSet;

use acslint_types::{CATEGORIES, Category, Shape, categories};
use jsonschema::{PatternOptions, Validator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The Rust type of a category and shape, as a function that reads a record's text and writes the record again.
struct Reader {
    category: &'static Category,
    shape: Shape,
    read: fn(&str) -> serde_json::Result<Value>,
}

impl Reader {
    fn name(&self) -> String {
        self.category.schema_file(self.shape)
    }

    fn example(&self) -> Value {
        serde_json::from_str(self.category.example(self.shape)).unwrap()
    }
}

fn read<T: Serialize + DeserializeOwned>(text: &str) -> serde_json::Result<Value> {
    serde_json::to_value(serde_json::from_str::<T>(text)?)
}

/// The types of the categories; those after the semicolon have no table.
macro_rules! readers {
    ($($module:ident),* $(,)?; $($logs_only:ident),* $(,)?) => {
        const READERS: &[Reader] = &[
            $(
                Reader {
                    category: &categories::$module::CATEGORY,
                    shape: Shape::Table,
                    read: read::<categories::$module::Table>,
                },
                Reader {
                    category: &categories::$module::CATEGORY,
                    shape: Shape::ResourceLog,
                    read: read::<categories::$module::ResourceLog>,
                },
            )*
            $(
                Reader {
                    category: &categories::$logs_only::CATEGORY,
                    shape: Shape::ResourceLog,
                    read: read::<categories::$logs_only::ResourceLog>,
                },
            )*
        ];
    };
}

readers!(
    usage,
    chat_operational,
    sms_operational,
    auth_operational,
    network_traversal_operational,
    network_traversal_diagnostics,
    email_send_mail_operational,
    email_status_update_operational,
    email_user_engagement_operational,
    call_automation_operational,
    call_automation_media_summary,
    call_automation_streaming_usage,
    call_summary,
    call_summary_updates,
    call_diagnostics,
    call_diagnostics_updates,
    call_client_operations,
    call_client_media_stats_time_series,
    call_client_service_request_and_outcome,
    call_recording_operational,
    call_recording_summary,
    call_closed_captions_summary,
    call_survey,
    rooms_operational,
    job_router_operational,
    advanced_messaging_operational,
    calling_metrics,
    opt_out_management_operations;
    call_client_media_stats_compressed_time_series,
);

/// A validator of the schema, with formats enabled, as the documentation recommends.
fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::regex())
        .build(schema)
        .unwrap()
}

/// The value without the member that the JSON Pointer names.
fn without(mut value: Value, pointer: &str) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    if let Some(Value::Object(parent)) = value.pointer_mut(parent) {
        parent.shift_remove(name);
    }
    value
}

/// The value with another value at the JSON Pointer; the object around it is created if it is
/// missing.
fn with(mut value: Value, pointer: &str, member: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    if !value.pointer(parent).is_some_and(Value::is_object) {
        value = with(value, parent, Value::Object(serde_json::Map::new()));
    }
    value.pointer_mut(parent).unwrap()[name] = member;
    value
}

/// JSON Pointers of every field of a record: the root's and, in a resource log, those inside `properties`.
fn fields(schema: &Value) -> Vec<String> {
    let names = |pointer: &str| -> Vec<String> {
        schema
            .pointer(pointer)
            .and_then(Value::as_object)
            .map_or_else(Vec::new, |names| names.keys().cloned().collect())
    };
    let root = names("/properties").into_iter().map(|name| format!("/{name}"));
    let inner =
        names("/properties/properties/properties").into_iter().map(|name| format!("/properties/{name}"));
    root.chain(inner).collect()
}

#[test]
fn every_category_and_shape_has_a_reader() {
    let readers: BTreeSet<_> = READERS.iter().map(|reader| (reader.category.id, reader.shape)).collect();
    assert_eq!(readers.len(), READERS.len());
    let expected: BTreeSet<_> =
        CATEGORIES.iter().flat_map(|category| category.shapes().map(|shape| (category.id, shape))).collect();
    assert_eq!(readers, expected);
}
