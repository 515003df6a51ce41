//! `catalog.json`, the metadata of categories and properties that standard JSON Schema keywords cannot express, and its
//! own schema.

use serde_json::{Map, Value, json};

use crate::{CATEGORIES, Category, KustoType, Property, Safe, Status};

/// The catalog of all categories.
pub(crate) fn catalog() -> Value {
    json!({
        "$schema": "catalog.schema.json",
        "version": 1,
        "categories": CATEGORIES.iter().map(|category| category_entry(category)).collect::<Vec<_>>(),
    })
}

fn category_entry(category: &Category) -> Value {
    let shapes: Map<String, Value> = category
        .shapes()
        .map(|shape| {
            let entry = json!({ "id": category.schema_id(shape), "file": category.schema_file(shape) });
            (shape.id().to_owned(), entry)
        })
        .collect();
    let mut entry = json!({
        "category": category.id,
        "value": category.value,
        "title": category.title,
        "table": category.table,
        "status": match category.status {
            Status::Active => "active",
            Status::Retired { .. } => "retired",
        },
    });
    if let Status::Retired { since } = category.status {
        entry["retired_since"] = json!(since);
    }
    entry["notes"] = json!(category.notes);
    entry["open_properties"] = json!(category.open_properties);
    entry["shapes"] = Value::Object(shapes);
    entry["properties"] =
        category.properties.iter().map(|property| property_entry(category, property)).collect();
    entry
}

fn property_entry(category: &Category, property: &Property) -> Value {
    let mut entry = json!({
        "name": property.name,
        "kusto_type": category.kusto_type(property).id(),
        "requirement": property.requirement.id(),
        "evidence": property.source.id(),
        "in_table": property.in_table,
    });
    if let Some(log) = property.log {
        entry["resource_log"] =
            json!({ "place": log.place.id(), "name": log.name, "evidence": log.evidence.id() });
    }
    if !property.spellings.is_empty() {
        entry["spellings"] = json!(property.spellings);
    }
    if let Some(values) = property.values {
        entry["values"] = json!({ "kind": values.kind.id(), "known": values.known });
    }
    if let Some(kind) = property.personal_data {
        entry["personal_data"] = json!(kind);
    }
    if let Some(safe) = property.safe {
        entry["safe"] = json!(safe.id());
    }
    entry
}

/// The JSON Schema of the catalog.
pub(crate) fn schema() -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:acslint:schema:v1:catalog",
        "title": "Catalog of Azure Communication Services log categories",
        "description": "What the schemas of the categories cannot say with standard keywords.",
    });
    let root = object(
        &json!({
            "$schema": text("This schema."),
            "version": { "description": "Version of this format.", "const": 1 },
            "categories": list("In the order of the product documentation.", &category_schema()),
        }),
        &["version", "categories"],
    );
    if let (Value::Object(schema), Value::Object(root)) = (&mut schema, root) {
        schema.extend(root);
    }
    schema
}

fn category_schema() -> Value {
    let link = object(
        &json!({
            "id": text("The `$id` of the schema."),
            "file": text("Path of the schema, relative to this file."),
        }),
        &["id", "file"],
    );
    object(
        &json!({
            "category": text("Name: the value of `category`, or of the table where no source has that value."),
            "value": text_or_null("The value of `category`; null where no source has it."),
            "title": text("Name in the product documentation."),
            "table": text_or_null("Log Analytics table; null where there is none."),
            "status": one_of("Whether records are still being written.", &["active", "retired"]),
            "retired_since": { "description": "Day of the shutdown.", "type": "string", "format": "date" },
            "notes": list(
                "What a reader of such records should know: history, and where documentation and records differ.",
                &json!({ "type": "string" }),
            ),
            "open_properties": {
                "description": "Whether `properties` of a resource log may hold what no source lists.",
                "type": "boolean",
            },
            "shapes": object(&json!({ "table": link, "resource-log": link }), &["resource-log"]),
            "properties": list("In the order of the table's schema.", &property_schema()),
        }),
        &[
            "category",
            "value",
            "title",
            "table",
            "status",
            "notes",
            "open_properties",
            "shapes",
            "properties",
        ],
    )
}

fn property_schema() -> Value {
    let resource_log = object(
        &json!({
            "place": one_of("The object that holds it in a resource log.", &["top", "properties"]),
            "name": text("Its name there."),
            "evidence": one_of(
                "seen: a published record shows it there; \
                 inferred: both places and both letter cases are accepted.",
                &["seen", "inferred"],
            ),
        }),
        &["place", "name", "evidence"],
    );
    let values = object(
        &json!({
            "kind": one_of(
                "What other values are: an error (closed), a warning (open), or fine (examples).",
                &["closed", "open", "examples"],
            ),
            "known": list("The known values.", &json!({ "type": "string" })),
        }),
        &["kind", "known"],
    );
    object(
        &json!({
            "name": text("Canonical name: the column's, or the resource log's where no column exists."),
            "kusto_type": one_of(
                "Type of the column in Kusto, as the table's reference declares it; of others, as such columns have it.",
                &KustoType::ALL.map(KustoType::id),
            ),
            "requirement": one_of(
                "Absence is an error (required), a warning (recommended), or nothing (optional); \
                 system: added by the workspace.",
                &["required", "recommended", "optional", "system"],
            ),
            "evidence": one_of(
                "Where the knowledge comes from: Azure Monitor's table reference, a third party's \
                 schema file, the product documentation only, or exports only.",
                &["reference", "third-party", "documented", "observed"],
            ),
            "in_table": { "description": "Whether a row of the table can hold it.", "type": "boolean" },
            "resource_log": resource_log,
            "spellings": list("Other names that the documentation has for it.", &json!({ "type": "string" })),
            "values": values,
            "personal_data": text("The kind of personal data it holds."),
            "safe": one_of(
                "The form of those of its values that a report may show to anybody; without it none is shown.",
                &Safe::ALL.map(Safe::id),
            ),
        }),
        &["name", "kusto_type", "requirement", "evidence", "in_table"],
    )
}

fn text(description: &str) -> Value {
    json!({ "description": description, "type": "string" })
}

fn text_or_null(description: &str) -> Value {
    json!({ "description": description, "type": ["string", "null"] })
}

fn one_of(description: &str, values: &[&str]) -> Value {
    json!({ "description": description, "enum": values })
}

fn list(description: &str, items: &Value) -> Value {
    json!({ "description": description, "type": "array", "items": items })
}

/// An object without other properties: acslint writes the catalog, so an unlisted name is a mistake.
fn object(properties: &Value, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
