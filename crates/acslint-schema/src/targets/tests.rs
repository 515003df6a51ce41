//! Documents of targets: names, types, and what is listed instead.

use acslint_types::{Category, KustoType, Shape};
use serde_json::{Value, json};

use super::{ExportedCategory, Target, TargetExport, UNSAID, export, is_of_an_export};

fn of(target: Target, schema: Value) -> TargetExport {
    export(target, &[ExportedCategory::custom("Car Park", schema, None, None)])
}

fn text<'e>(export: &'e TargetExport, file: &str) -> &'e str {
    let document = export.documents.iter().find(|document| document.file == file);
    &document.unwrap_or_else(|| panic!("{file}")).text
}

#[test]
fn a_custom_category_has_the_types_of_its_schema() {
    let schema = json!({
        "type": "object",
        "required": ["time", "slot"],
        "properties": {
            "time": { "type": "string", "format": "date-time" },
            "slot": { "type": "integer", "minimum": 0, "maximum": 99 },
            "count": { "type": ["integer", "null"] },
            "price": { "$ref": "#/$defs/Price" },
            "free": { "type": "boolean" },
            "kind": { "enum": ["car", "bicycle"] },
            "plate": { "type": "string", "description": "Someone's `plate`, in \"quotes\" \\.", "x-personal": "plate" },
            "gate": { "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] },
            "tags": { "type": "array", "items": { "type": "string" } },
            "mixed": { "type": ["string", "number"] },
            "any": {}
        },
        "$defs": { "Price": { "type": "number" } }
    });
    let spark = of(Target::Databricks, schema.clone());
    assert_eq!(
        text(&spark, "custom/Car_Park.ddl"),
        "`time` TIMESTAMP NOT NULL,
`slot` INT NOT NULL,
`count` BIGINT,
`price` DOUBLE,
`free` BOOLEAN,
`kind` STRING,
`plate` STRING COMMENT 'Someone\\'s `plate`, in \"quotes\" \\\\. Personal data: plate.',
`gate` STRUCT<`name`: STRING NOT NULL>,
`tags` ARRAY<STRING>,
`mixed` STRING,
`any` STRING
"
    );
    let fields: Value = serde_json::from_str(text(&spark, "custom/Car_Park.json")).unwrap();
    assert_eq!(fields["fields"][6]["metadata"]["personal_data"], "plate");
    assert_eq!(fields["fields"][0]["nullable"], false);
    assert_eq!(spark.unsaid.places("custom/Car_Park", "type"), ["mixed"]);
    assert_eq!(spark.unsaid.places("custom/Car_Park", "enum"), ["kind"]);
    assert_eq!(spark.unsaid.places("custom/Car_Park", "maximum"), ["slot"]);
    assert_eq!(spark.unsaid.places("custom/Car_Park", "name"), [""]);
    let list: Value = serde_json::from_str(text(&spark, UNSAID)).unwrap();
    assert_eq!(list["documents"]["custom/Car_Park"]["name"], json!(["(record)"]));

    let adx = of(Target::Adx, schema);
    let script = text(&adx, "custom/Car_Park.kql");
    assert!(script.contains("    ['slot']: int,\n    ['count']: long,\n    ['price']: real,\n"), "{script}");
    assert!(
        script.contains("['gate']: dynamic,\n    ['tags']: dynamic,\n    ['mixed']: dynamic,\n"),
        "{script}"
    );
    assert!(
        script.contains("['plate']: \"Someone's `plate`, in \\\"quotes\\\" \\\\. Personal data: plate.\""),
        "{script}"
    );
    assert!(script.contains("=~ \"Car Park\"\n"), "{script}");
    assert_eq!(adx.unsaid.places("custom/Car_Park", "required"), ["slot", "time"]);
}

#[test]
fn names_that_a_language_does_not_distinguish_or_have_are_listed() {
    let schema =
        json!({ "properties": { "Slot": { "type": "string" }, "slot": { "type": "integer" }, "a'b/c": {} } });
    let spark = of(Target::Databricks, schema.clone());
    assert_eq!(text(&spark, "custom/Car_Park.ddl"), "`Slot` STRING,\n`a'b/c` STRING\n");
    assert_eq!(spark.unsaid.places("custom/Car_Park", "name"), ["", "slot"]);
    let adx = of(Target::Adx, schema);
    let script = text(&adx, "custom/Car_Park.kql");
    assert!(
        script.contains("    ['Slot']: string,\n    ['slot']: long,\n    ['a_b_c']: dynamic\n"),
        "{script}"
    );
    assert!(script.contains(r#"{"column":"a_b_c","Properties":{"Path":"$['a\\'b/c']"}}"#), "{script}");
    assert_eq!(adx.unsaid.places("custom/Car_Park", "name"), ["", "a'b/c"]);
}

#[test]
fn every_column_of_the_catalog_has_a_type_and_both_shapes_meet_in_one_table() {
    let categories = ExportedCategory::of_catalog(&Shape::ALL);
    let adx = export(Target::Adx, &categories);
    for category in acslint_types::CATEGORIES {
        let script = text(&adx, &format!("{}.kql", category.id));
        for property in category.properties {
            let fact = category.kusto_type(property);
            let is_text = fact == KustoType::Int
                && script.contains(&format!("    ['{}']: string", property.name))
                && ["ResultSignature", "ChatMessageId", "DurationMs"].contains(&property.name);
            let column = format!("    ['{}']: {}", property.name, fact.id());
            assert!(is_text || script.contains(&column), "{}: {column}\n{script}", category.id);
        }
    }
    let usage = text(&adx, "Usage.kql");
    assert!(
        usage.contains(r#"{"column":"Quantity","Properties":{"Path":"$['properties']['Quantity']"}}"#),
        "{usage}"
    );
    assert!(usage.contains(r#"{"column":"Quantity","Properties":{"Path":"$['Quantity']"}}"#), "{usage}");
    assert!(usage.contains(r#"['Quantity'] = toreal(record["properties"]["Quantity"])"#), "{usage}");
    let spark = export(Target::Databricks, &categories);
    assert_eq!(
        spark.documents.len(),
        1 + 2 * acslint_types::CATEGORIES.iter().flat_map(|of| Category::shapes(of)).count()
    );
    let usage = text(&spark, "table/Usage.ddl");
    assert!(
        usage.starts_with("`TimeGenerated` TIMESTAMP NOT NULL COMMENT 'UTC time of the event.',\n"),
        "{usage}"
    );
    assert!(usage.contains("`ParticipantId` STRING COMMENT 'Participant of the call, as other categories name it. Personal data: user-id.'"), "{usage}");
}

#[test]
fn the_discriminator_of_a_custom_category_selects_its_records() {
    let schema = json!({ "properties": { "kind": { "properties": { "a/b": { "const": "parked" } } } } });
    let script = |pointer, value| {
        let category = ExportedCategory::custom("Parking", schema.clone(), pointer, value);
        let export = export(Target::Adx, &[category]);
        let script = text(&export, "custom/Parking.kql");
        script.lines().find(|line| line.contains("where")).unwrap().trim().to_owned()
    };
    assert_eq!(script(None, None), r#"| where tostring(record["category"]) =~ "Parking""#);
    assert_eq!(script(Some("/kind/a~1b"), None), r#"| where tostring(record["kind"]["a/b"]) == "parked""#);
    assert_eq!(script(Some("/x"), Some("y")), r#"| where tostring(record["x"]) == "y""#);
}

#[test]
fn a_place_that_is_inferred_is_listed() {
    let categories = ExportedCategory::of_catalog(&Shape::ALL);
    for (target, document) in [(Target::Adx, "Usage"), (Target::Databricks, "resource-log/Usage")] {
        let places = export(target, &categories).unsaid.places(document, "place").join(" ");
        assert!(places.contains("properties.Quantity") && !places.contains("time"), "{places}");
    }
}

#[test]
fn recursive_schemas_end() {
    let member = json!({ "$ref": "#" });
    let names = (0..30).map(|number| (format!("p{number}"), member.clone()));
    let properties: serde_json::Map<_, _> = names.collect();
    let schema = json!({ "type": "object", "properties": properties, "minProperties": 1 });
    for target in Target::ALL {
        let export = of(target, schema.clone());
        assert!(!export.unsaid.places("custom/Car_Park", "$ref").is_empty());
    }
}

#[test]
fn a_list_names_files_of_exports_only() {
    let categories = ExportedCategory::of_catalog(&Shape::ALL);
    for document in Target::ALL.into_iter().flat_map(|target| export(target, &categories).documents) {
        assert!(is_of_an_export(&document.file), "{}", document.file);
    }
    for file in [
        "",
        "../a.kql",
        "/a.kql",
        "custom/../a.json",
        "src/a.json",
        "a.json",
        ".kql",
        "table/a.md",
        "custom/a/b.ddl",
    ] {
        assert!(!is_of_an_export(file), "{file}");
    }
}
