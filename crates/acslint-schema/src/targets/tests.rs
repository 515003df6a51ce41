//! Documents of targets: names, types, and what is listed instead.

use acslint_types::{Category, Kind, KustoType, Shape};
use serde_json::{Value, json};

use super::{ExportedCategory, Target, TargetExport, UNSAID, export, is_of_an_export};

fn of(target: Target, schema: Value) -> TargetExport {
    export(target, &[ExportedCategory::custom("Car Park", schema, None, None)])
}

fn text<'e>(export: &'e TargetExport, file: &str) -> &'e str {
    let found = export.files.iter().find(|found| found.path == file);
    std::str::from_utf8(&found.unwrap_or_else(|| panic!("{file}")).bytes).unwrap()
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
            let wider = match property.name {
                "ResultSignature" | "ChatMessageId" if fact == KustoType::Int => KustoType::String,
                _ if property.kind == Kind::Duration && property.log.is_some() => KustoType::Real,
                _ => fact,
            };
            let column = format!("    ['{}']: {}", property.name, wider.id());
            assert!(script.contains(&column), "{}: {column}\n{script}", category.id);
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
        spark.files.len(),
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
        let file = if target == Target::Sql { "postgresql/custom/Car_Park" } else { "custom/Car_Park" };
        assert!(!export.unsaid.places(file, "$ref").is_empty(), "{}", target.id());
    }
}

#[test]
fn a_list_names_files_of_exports_only() {
    let categories = ExportedCategory::of_catalog(&Shape::ALL);
    for file in Target::ALL.into_iter().flat_map(|target| export(target, &categories).files) {
        assert!(is_of_an_export(&file.path), "{}", file.path);
    }
    for file in [
        "",
        "../a.kql",
        "/a.kql",
        "custom/../a.json",
        "src/a.json",
        "a.ddl",
        "a.b.json",
        "tsql/a/b.sql",
        "tsql/tsql/b.sql",
        ".kql",
        "table/a.md",
        "custom/a/b.ddl",
    ] {
        assert!(!is_of_an_export(file), "{file}");
    }
}

/// A category with all that languages express in different ways.
fn park() -> Value {
    json!({
        "description": "A car's stay.",
        "type": "object",
        "required": ["time", "slot", "tags"],
        "properties": {
            "time": { "type": "string", "format": "date-time" },
            "slot": { "type": "integer", "minimum": 0, "maximum": 99 },
            "plate": { "type": "string", "description": "Someone's \"plate\" \\.", "x-personal": "plate" },
            "gate": { "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] },
            "tags": { "type": "array", "items": { "type": "string" } },
            "mixed": { "type": ["string", "number"] },
            "a.b'c": { "type": "boolean" },
            "Type": { "type": "number" }
        }
    })
}

fn document(export: &TargetExport, file: &str) -> Value {
    serde_json::from_str(text(export, file)).unwrap()
}

#[test]
fn arrow_has_a_schema_as_json_and_as_ipc() {
    let arrow = of(Target::Arrow, park());
    let json = document(&arrow, "custom/Car_Park.json");
    assert_eq!(json["schema"]["metadata"], json!([{ "key": "comment", "value": "A car's stay." }]));
    let fields = &json["schema"]["fields"];
    assert_eq!(
        fields[0],
        json!({
            "name": "time",
            "type": { "name": "timestamp", "unit": "MICROSECOND", "timezone": "UTC" },
            "nullable": false,
            "children": [],
            "metadata": [],
        })
    );
    assert_eq!(
        fields[2]["metadata"],
        json!([
            { "key": "comment", "value": "Someone's \"plate\" \\." },
            { "key": "personal_data", "value": "plate" },
        ])
    );
    assert_eq!(fields[3]["children"][0]["nullable"], false);
    assert_eq!(fields[4]["children"][0]["type"], json!({ "name": "utf8" }));
    assert_eq!(arrow.unsaid.places("custom/Car_Park", "precision"), ["time"]);

    let small = of(Target::Arrow, json!({ "properties": { "n": { "type": "number" } } }));
    let stream = small.files.iter().find(|file| file.path == "custom/Car_Park.arrows").unwrap();
    // pyarrow reads these bytes as `n: double`.
    let hexadecimal: Vec<String> = stream.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let lines = [
        "ffffffffa0000000100000000c00170014001600100008000c000000000000000000000000000000",
        "18000000040001000000000000000a000c000000040008000a000000080000005800000001000000",
        "18000000000012001600040014001500080000000c00100012000000140000002000000024000000",
        "2400000001030000010000006e000000000006000600040006000000020000000000000000000000",
        "0000000000000000ffffffff00000000",
    ];
    assert_eq!(hexadecimal.concat(), lines.concat());
}

#[test]
fn avro_has_unions_with_null_and_names_of_records() {
    let avro = of(Target::Avro, park());
    let schema = document(&avro, "custom/Car_Park.avsc");
    assert_eq!((&schema["name"], &schema["namespace"]), (&json!("Car_Park"), &json!("custom")));
    let fields = &schema["fields"];
    assert_eq!(fields[0]["type"], json!({ "type": "long", "logicalType": "timestamp-micros" }));
    assert_eq!(
        fields[2],
        json!({
            "name": "plate",
            "type": ["null", "string"],
            "default": null,
            "doc": "Someone's \"plate\" \\.",
            "personal_data": "plate",
        })
    );
    assert_eq!(fields[3]["type"][1]["name"], "Car_Park__gate");
    assert_eq!(fields[4]["type"], json!({ "type": "array", "items": ["null", "string"] }));
    assert_eq!(fields[6]["name"], "a_b_c");
    assert_eq!(avro.unsaid.places("custom/Car_Park", "name"), ["", "a.b'c"]);
}

#[test]
fn parquet_has_a_message_type_without_descriptions() {
    let parquet = of(Target::Parquet, park());
    assert_eq!(
        text(&parquet, "custom/Car_Park.parquet.txt"),
        "message Car_Park {
  required int64 time (TIMESTAMP(MICROS,true));
  required int32 slot;
  optional binary plate (STRING);
  optional group gate {
    required binary name (STRING);
  }
  required group tags (LIST) {
    repeated group list {
      optional binary element (STRING);
    }
  }
  optional binary mixed (STRING);
  optional boolean a.b'c;
  optional double Type;
}
"
    );
    for keyword in ["description", "personal data"] {
        assert_eq!(parquet.unsaid.places("custom/Car_Park", keyword), ["plate"]);
    }
    let named = of(Target::Parquet, json!({ "properties": { "a b;": {}, "a_b_": {} } }));
    assert_eq!(
        text(&named, "custom/Car_Park.parquet.txt"),
        "message Car_Park {\n  optional binary a_b_ (STRING);\n}\n"
    );
    assert_eq!(named.unsaid.places("custom/Car_Park", "name"), ["", "a b;", "a_b_"]);
}

#[test]
fn elasticsearch_indexes_known_properties_only() {
    let elasticsearch = of(Target::Elasticsearch, park());
    let template = document(&elasticsearch, "custom/Car_Park.json");
    assert_eq!(template["index_patterns"], json!(["acs-custom-car_park", "acs-custom-car_park-*"]));
    let mappings = &template["template"]["mappings"];
    assert_eq!(mappings["dynamic"], false);
    assert_eq!(mappings["_meta"]["descriptions"], json!({ "plate": "Someone's \"plate\" \\." }));
    assert_eq!(
        mappings["properties"],
        json!({
            "time": { "type": "date" },
            "slot": { "type": "integer" },
            "plate": { "type": "keyword", "ignore_above": 8191, "meta": { "personal_data": "plate" } },
            "gate": { "properties": { "name": { "type": "keyword", "ignore_above": 8191 } } },
            "tags": { "type": "keyword", "ignore_above": 8191 },
            "mixed": { "type": "object", "enabled": false },
            "a_b'c": { "type": "boolean" },
            "Type": { "type": "double" },
        })
    );
    assert_eq!(
        elasticsearch.unsaid.places("custom/Car_Park", "required"),
        ["gate.name", "slot", "tags", "time"]
    );
}

#[test]
fn log_analytics_has_a_table_and_a_transform() {
    let log_analytics = of(Target::LogAnalytics, park());
    let template = document(&log_analytics, "custom/Car_Park.template.json");
    let schema = &template["resources"][0]["properties"]["schema"];
    assert_eq!(schema["name"], "Car_Park_CL");
    assert_eq!(schema["columns"][0], json!({ "name": "TimeGenerated", "type": "dateTime" }));
    assert_eq!(
        schema["columns"][3],
        json!({ "name": "plate", "type": "string", "description": "Someone's \"plate\" \\. Personal data: plate." })
    );
    let rule = &template["resources"][1]["properties"];
    let columns = rule["streamDeclarations"]["Custom-Car_Park_record"]["columns"].as_array().unwrap();
    assert_eq!(columns[0], json!({ "name": "time", "type": "datetime" }));
    assert_eq!(
        rule["dataFlows"][0]["transformKql"],
        "source | project TimeGenerated = todatetime(['time']), time = todatetime(['time']), slot = toint(['slot']), \
         plate = tostring(['plate']), gate = ['gate'], tags = ['tags'], mixed = ['mixed'], a_b_c = tobool(['a.b\\'c']), \
         Type_ = toreal(['Type'])"
    );
    let places = |keyword| log_analytics.unsaid.places("custom/Car_Park", keyword);
    assert_eq!(places("name"), ["", "Type", "a.b'c"]);
    assert_eq!((places("properties"), places("items")), (vec!["gate"], vec!["tags"]));
}

#[test]
fn sql_has_tables_in_three_dialects() {
    let sql = of(Target::Sql, park());
    assert_eq!(
        text(&sql, "bigquery/custom/Car_Park.sql"),
        "-- Car Park: the table of its records.
CREATE TABLE IF NOT EXISTS `Car_Park` (
  `time` TIMESTAMP NOT NULL,
  `slot` INT64 NOT NULL,
  `plate` STRING OPTIONS (description = 'Someone\\'s \"plate\" \\\\. Personal data: plate.'),
  `gate` STRUCT<`name` STRING NOT NULL>,
  `tags` ARRAY<STRING>,
  `mixed` JSON,
  `a_b_c` BOOL,
  `Type` FLOAT64
)
OPTIONS (description = 'A car\\'s stay.');
"
    );
    assert_eq!(sql.unsaid.places("bigquery/custom/Car_Park", "required"), ["tags"]);
    assert_eq!(
        text(&sql, "postgresql/custom/Car_Park.sql"),
        "-- Car Park: its table, and the functions that make rows of records.
CREATE TABLE IF NOT EXISTS \"Car_Park\" (
    \"time\" timestamptz NOT NULL,
    \"slot\" integer NOT NULL,
    \"plate\" text,
    \"gate\" jsonb,
    \"tags\" jsonb NOT NULL,
    \"mixed\" jsonb,
    \"a.b'c\" boolean,
    \"Type\" double precision
);

COMMENT ON TABLE \"Car_Park\" IS 'A car''s stay.';
COMMENT ON COLUMN \"Car_Park\".\"plate\" IS 'Someone''s \"plate\" \\. Personal data: plate.';

CREATE OR REPLACE FUNCTION \"record_of_Car_Park\"(record jsonb) RETURNS SETOF \"Car_Park\"
LANGUAGE sql STABLE STRICT AS $acslint$
    SELECT
        (record ->> 'time')::timestamptz,
        (record ->> 'slot')::integer,
        record ->> 'plate',
        NULLIF(record -> 'gate', 'null'::jsonb),
        NULLIF(record -> 'tags', 'null'::jsonb),
        NULLIF(record -> 'mixed', 'null'::jsonb),
        (record ->> 'a.b''c')::boolean,
        (record ->> 'Type')::double precision
$acslint$;
"
    );
    let tsql = text(&sql, "tsql/custom/Car_Park.sql");
    for line in [
        "    [tags] nvarchar(max) NOT NULL,",
        "EXEC sys.sp_addextendedproperty N'personal_data', N'plate', N'SCHEMA', N'dbo', N'TABLE', N'Car_Park', N'COLUMN', N'plate';",
        "CREATE OR ALTER FUNCTION [dbo].[record_of_Car_Park] (@record nvarchar(max)) RETURNS TABLE AS RETURN",
        "    COALESCE([gate], [gate (plain)]) AS [gate],",
        "    [gate] nvarchar(max) N'$.\"gate\"' AS JSON,",
        "    [a.b'c] bit N'$.\"a.b''c\"',",
    ] {
        assert!(tsql.lines().any(|known| known == line), "{line}\n{tsql}");
    }
}

#[test]
fn a_name_is_cut_where_it_ends_and_stays_distinct() {
    let (long, longer) = ("n".repeat(70), "n".repeat(80));
    let schema = json!({ "properties": { (long.as_str()): {}, (longer.as_str()): {}, "N": {}, "n": {} } });
    let sql = of(Target::Sql, schema);
    let script = text(&sql, "postgresql/custom/Car_Park.sql");
    let columns = [format!("    \"{}\" jsonb", "n".repeat(63)), format!("    \"{}_\" jsonb", "n".repeat(62))];
    for column in columns {
        assert!(script.contains(&column), "{column}\n{script}");
    }
    assert_eq!(sql.unsaid.places("postgresql/custom/Car_Park", "name"), ["", long.as_str(), longer.as_str()]);
    assert!(text(&sql, "tsql/custom/Car_Park.sql").contains("    [n_] nvarchar(max) NULL\n"));
}

#[test]
fn durations_of_resource_logs_keep_their_fractions_beside_those_of_rows() {
    let categories = ExportedCategory::of_catalog(&Shape::ALL);
    let script = |shapes: &[Shape]| {
        let sql = export(Target::Sql, &ExportedCategory::of_catalog(shapes));
        text(&sql, "postgresql/SMSOperational.sql").to_owned()
    };
    assert!(script(&Shape::ALL).contains("    \"DurationMs\" double precision,\n"));
    assert!(script(&[Shape::ResourceLog]).contains("    \"DurationMs\" double precision,\n"));
    assert!(script(&[Shape::Table]).contains("    \"DurationMs\" integer,\n"));
    // A column that only one shape has may be null in the table of both.
    assert!(script(&Shape::ALL).contains("    \"Category\" text NOT NULL,\n"));
    let both = export(Target::Sql, &categories);
    assert!(both.unsaid.places("postgresql/SMSOperational", "required").contains(&"resourceId"));
}
