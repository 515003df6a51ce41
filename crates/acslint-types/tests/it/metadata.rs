//! The metadata and the schemas, made from one list, agree.

use std::collections::BTreeSet;

use acslint_types::{CATEGORIES, Category, Place, Property, Shape, ValueKind};
use serde_json::Value;

const INNER: &str = "/properties/properties";

/// The names in the `properties` of the schema at the pointer, in their order.
fn names(schema: &Value, pointer: &str) -> Vec<String> {
    let properties = schema.pointer(&format!("{pointer}/properties")).and_then(Value::as_object);
    properties.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// The names in `required` of the schema at the pointer.
fn required(schema: &Value, pointer: &str) -> BTreeSet<String> {
    let list = schema.pointer(&format!("{pointer}/required")).and_then(Value::as_array);
    list.into_iter().flatten().map(|name| name.as_str().unwrap().to_owned()).collect()
}

/// The schema of a property in each shape that has it.
fn property_schemas(category: &Category, property: &Property) -> Vec<Value> {
    let table = property.in_table.then(|| category.schema(Shape::Table)["properties"][property.name].clone());
    let log = property.log.map(|log| {
        let schema = category.schema(Shape::ResourceLog);
        let object = if log.place == Place::Top { "" } else { INNER };
        schema.pointer(&format!("{object}/properties/{}", log.name)).unwrap().clone()
    });
    table.into_iter().chain(log).collect()
}

/// The names of the category's properties in a resource log's object, for those that the predicate
/// selects.
fn log_names(category: &Category, place: Place, select: impl Fn(&Property) -> bool) -> BTreeSet<String> {
    let properties = category.properties.iter().filter(|property| select(property));
    let places = properties.filter_map(|property| property.log).filter(|log| log.place == place);
    places.map(|log| log.name.to_owned()).collect()
}

#[test]
fn columns_are_the_properties_of_the_table_schema() {
    for category in CATEGORIES {
        if category.table.is_none() {
            assert!(category.properties.iter().all(|property| !property.in_table), "{}", category.id);
            continue;
        }
        let schema = category.schema(Shape::Table);
        let columns: Vec<_> = category.properties.iter().filter(|property| property.in_table).collect();
        assert_eq!(columns.iter().map(|property| property.name).collect::<Vec<_>>(), names(&schema, ""));
        let demanded = columns.iter().filter(|property| category.requires(property, Shape::Table));
        let demanded: BTreeSet<_> = demanded.map(|property| property.name.to_owned()).collect();
        assert_eq!(demanded, required(&schema, ""), "{}", category.id);
    }
}

#[test]
fn log_places_are_the_properties_of_the_resource_log_schema() {
    for category in CATEGORIES {
        let schema = category.schema(Shape::ResourceLog);
        let all = |_: &Property| true;
        let mut top = log_names(category, Place::Top, all);
        top.insert("properties".to_owned());
        assert_eq!(top, BTreeSet::from_iter(names(&schema, "")), "{}", category.id);
        let inner = log_names(category, Place::Properties, all);
        assert_eq!(inner, BTreeSet::from_iter(names(&schema, INNER)), "{}", category.id);
    }
}

#[test]
fn requires_is_presence_in_required() {
    for category in CATEGORIES {
        let schema = category.schema(Shape::ResourceLog);
        let demanded = |property: &Property| category.requires(property, Shape::ResourceLog);
        let inner = log_names(category, Place::Properties, demanded);
        let mut top = log_names(category, Place::Top, demanded);
        if !inner.is_empty() {
            top.insert("properties".to_owned());
        }
        assert_eq!(top, required(&schema, ""), "{}", category.id);
        assert_eq!(inner, required(&schema, INNER), "{}", category.id);
    }
}

#[test]
fn closed_values_are_the_only_ones_and_other_values_are_examples() {
    for category in CATEGORIES {
        for property in category.properties {
            for schema in property_schemas(category, property) {
                let known: Vec<Value> = property
                    .values
                    .map_or(&[][..], |values| values.known)
                    .iter()
                    .map(|text| Value::from(*text))
                    .collect();
                let constant = schema.get("const").into_iter();
                let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
                // null and empty text stand for a missing value, which is not part of a vocabulary.
                let closed: Vec<Value> = constant
                    .chain(listed)
                    .filter(|value| !value.is_null() && **value != "")
                    .cloned()
                    .collect();
                let examples = schema.get("examples").and_then(Value::as_array).cloned().unwrap_or_default();
                let is_closed = property.values.is_some_and(|values| values.kind == ValueKind::Closed);
                let expected = if is_closed { (known, Vec::new()) } else { (Vec::new(), known) };
                assert_eq!((closed, examples), expected, "{}: {}", category.id, property.name);
            }
        }
    }
}

#[test]
fn names_are_unique_and_looked_up() {
    for category in CATEGORIES {
        assert_eq!(Category::by_id(category.id), Some(*category));
        assert_eq!(Some(category.id), category.value.or(category.table), "{}", category.id);
        assert_eq!(category.table.map(Category::by_table), category.table.map(|_| Some(*category)));
        let mut seen = BTreeSet::new();
        for property in category.properties {
            for name in std::iter::once(&property.name).chain(property.spellings) {
                assert!(seen.insert(*name), "{}: `{name}` twice", category.id);
            }
            assert_eq!(category.property(property.name), Some(property));
        }
    }
    assert_eq!(Category::by_id("smsoperational"), None);
    assert_eq!(Category::by_table("SMSOperational"), None);
    assert!(Shape::ALL.into_iter().all(|shape| Shape::from_id(shape.id()) == Some(shape)));
    assert_eq!(Shape::from_id("Table"), None);
}

#[test]
fn resource_log_has_the_envelope_of_azure_monitor() {
    let envelope = [
        "time",
        "resourceId",
        "tenantId",
        "operationName",
        "operationVersion",
        "category",
        "resultType",
        "resultSignature",
        "resultDescription",
        "durationMs",
        "callerIpAddress",
        "correlationId",
        "identity",
        "level",
        "location",
        "uri",
        "properties",
    ];
    for category in CATEGORIES {
        let top = BTreeSet::from_iter(names(&category.schema(Shape::ResourceLog), ""));
        assert_eq!(top, envelope.map(str::to_owned).into_iter().collect(), "{}", category.id);
    }
}
