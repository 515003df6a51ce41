//! Published schemas are valid in their dialect, complete, and have the verdicts of their original schemas.

#![expect(clippy::disallowed_methods, reason = "the test reads the records below `testdata`")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use acslint_types::{
    Document, Shape,
    publish::{Dialect, Publication, Published},
};
use jsonschema::{PatternOptions, Registry, Validator};
use serde_json::{Value, json};

use crate::{READERS, fields, validator, with, without};

const BASE: &str = "https://example.org/acs/";

/// All variants of a publication.
fn publications() -> Vec<Publication<'static>> {
    let shapes: [&'static [Shape]; 3] = [&Shape::ALL, &[Shape::Table], &[Shape::ResourceLog]];
    let mut publications = Vec::new();
    for base_url in [None, Some(BASE)] {
        for shapes in shapes {
            for dialect in [Dialect::Draft202012, Dialect::Draft07] {
                for (closed, bundle) in [(false, false), (false, true), (true, false), (true, true)] {
                    publications.push(Publication { base_url, shapes, dialect, closed, bundle });
                }
            }
        }
    }
    publications
}

fn json(document: &Document) -> Value {
    serde_json::from_str(&document.text).unwrap()
}

fn text<'p>(published: &'p Published, file: &str) -> &'p Document {
    published.documents.iter().find(|document| document.file == file).unwrap()
}

/// The schemas, with their files.
fn schemas(published: &Published) -> Vec<(&str, Value)> {
    let files = published.documents.iter().filter(|document| document.file.ends_with(".schema.json"));
    files.map(|document| (document.file.as_str(), json(document))).collect()
}

/// A validator of one of the schemas that knows only the others: a reference to anything else fails.
fn published_validator(schema: &Value, schemas: &[(&str, Value)]) -> Validator {
    let others = schemas.iter().map(|(_, schema)| (schema["$id"].as_str().unwrap(), schema));
    let registry = Registry::new().extend(others).unwrap().prepare().unwrap();
    jsonschema::options()
        .with_registry(&registry)
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::regex())
        .build(schema)
        .unwrap()
}

/// The targets of all references, at any place: no record has a member `$ref`.
fn references(value: &Value) -> Vec<&str> {
    match value {
        Value::Object(object) => {
            let own = object.get("$ref").and_then(Value::as_str);
            own.into_iter().chain(object.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// A record to judge.
struct Record {
    value: Value,
    /// The example that it was made from, by its number among the readers.
    made_of: Option<usize>,
}

impl Record {
    /// Returns true if the record may belong to this reader: records of the test data may belong to any.
    fn may_be_of(&self, reader: usize) -> bool {
        self.made_of.is_none_or(|made_of| made_of == reader)
    }
}

/// Valid and invalid records: those below `testdata`, and every example with a changed member.
fn records() -> Vec<Record> {
    let mut records = Vec::new();
    for directory in ["table/valid", "table/invalid", "resource-log/valid", "resource-log/invalid"] {
        let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata").join(directory);
        for entry in fs::read_dir(directory).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            let values = text.lines().filter_map(|line| serde_json::from_str(line).ok());
            records.extend(values.map(|value| Record { value, made_of: None }));
        }
    }
    assert!(records.len() > 250, "{} records", records.len());
    for (index, reader) in READERS.iter().enumerate() {
        let example = reader.example();
        let mut values = Vec::new();
        for (place, pointer) in fields(&reader.category.schema(reader.shape)).into_iter().enumerate() {
            values.push(without(example.clone(), &pointer));
            // One of each kind for some property, not each kind for every property.
            let kinds = [json!(null), json!(-1), json!(true), json!("no such"), json!({ "a": 1 }), json!([])];
            let turns = kinds.into_iter().enumerate().filter(|(turn, _)| turn % 3 == (place + index) % 3);
            values.extend(turns.map(|(_, value)| with(example.clone(), &pointer, value)));
        }
        for (name, value) in [
            ("Category", json!("SMSOperational")),
            ("Category", json!("StorageRead")),
            ("category", json!("StorageRead")),
            ("category", json!("optOutManagement")),
            ("Category", json!("Opt-Outs")),
            ("Type", json!("ACSCallSurvey")),
            ("Type", json!("StorageBlobLogs")),
            ("time", json!("2024-01-01T00:00:00Z")),
            ("TimeGenerated", json!("2024-01-01T00:00:00Z")),
            ("newMember", json!({})),
        ] {
            let nameless = without(without(example.clone(), "/Category"), "/Type");
            for record in [example.clone(), nameless] {
                values.push(with(record, &format!("/{name}"), value.clone()));
            }
        }
        records.extend(values.into_iter().map(|value| Record { value, made_of: Some(index) }));
    }
    let others = [json!({}), json!([]), json!(null), json!("text")];
    records.extend(others.map(|value| Record { value, made_of: None }));
    records
}

#[test]
fn everything_is_valid_in_its_dialect_and_has_an_id_of_its_own() {
    let mut urns = BTreeSet::new();
    for publication in publications() {
        let published = publication.publish();
        let mut ids = BTreeSet::new();
        for (file, schema) in schemas(&published) {
            let is_valid = match publication.dialect {
                Dialect::Draft202012 => jsonschema::draft202012::meta::is_valid(&schema),
                Dialect::Draft07 => jsonschema::draft7::meta::is_valid(&schema),
            };
            assert!(is_valid, "{publication:?}: {file}");
            let id = schema["$id"].as_str().unwrap().to_owned();
            match publication.base_url {
                Some(base) => assert_eq!(id, format!("{base}{file}")),
                None => assert!(id.starts_with("urn:acslint:schema:v1:"), "{id}"),
            }
            assert!(ids.insert(id.clone()), "{id} twice");
            if publication.base_url.is_none() && publication.shapes.len() == 2 && !publication.bundle {
                assert!(urns.insert(id.clone()), "{id} says two things");
            }
        }
    }
}

#[test]
fn without_options_the_schemas_are_those_of_the_repository() {
    let published = Publication::default().publish();
    for document in acslint_types::schemas() {
        if !document.file.starts_with("catalog") {
            assert_eq!(text(&published, &document.file), &document);
        }
    }
}

#[test]
fn references_lead_to_what_is_published() {
    for publication in publications() {
        let published = publication.publish();
        let schemas = schemas(&published);
        let ids: BTreeSet<&str> = schemas.iter().map(|(_, schema)| schema["$id"].as_str().unwrap()).collect();
        for (file, schema) in &schemas {
            for reference in references(schema) {
                let found = match reference.strip_prefix('#') {
                    Some(pointer) => schema.pointer(pointer).is_some(),
                    None => ids.contains(reference) && !publication.bundle,
                };
                assert!(found, "{publication:?}: {file}: {reference}");
            }
        }
        let record = json(text(&published, "record.schema.json"));
        let of_categories =
            READERS.iter().filter(|reader| publication.shapes.contains(&reader.shape)).count();
        assert!(references(&record).len() >= of_categories, "{publication:?}");
    }
}

#[test]
fn draft_07_has_no_keyword_of_a_later_draft() {
    for bundle in [false, true] {
        let publication =
            Publication { dialect: Dialect::Draft07, closed: true, bundle, ..Publication::default() };
        for Document { file, text } in publication.publish().documents {
            for keyword in ["$defs", "2020-12", "prefixItems", "unevaluated", "dependentRequired"] {
                let is_schema = file.ends_with(".schema.json");
                assert!(!is_schema || !text.contains(&format!("{keyword}\"")), "{file}: {keyword}");
            }
        }
    }
}

#[test]
fn open_variants_have_the_verdicts_of_the_originals() {
    let records = records();
    let published = Publication { dialect: Dialect::Draft07, ..Publication::default() }.publish();
    let schemas = schemas(&published);
    let (mut valid, mut invalid) = (0, 0);
    for (index, reader) in READERS.iter().enumerate() {
        let original = validator(&reader.category.schema(reader.shape));
        let (_, schema) = schemas.iter().find(|(file, _)| *file == reader.name()).unwrap();
        let variant = published_validator(schema, &[]);
        for Record { value, .. } in records.iter().filter(|record| record.may_be_of(index)) {
            let verdict = original.is_valid(value);
            *(if verdict { &mut valid } else { &mut invalid }) += 1;
            assert_eq!(variant.is_valid(value), verdict, "{}: {value}", reader.name());
        }
    }
    assert!(valid > 1_500 && invalid > 10_000, "{valid} {invalid}");
}

#[test]
fn closed_variants_also_refuse_what_is_not_listed() {
    let records = records();
    for dialect in [Dialect::Draft202012, Dialect::Draft07] {
        let published = Publication { dialect, closed: true, ..Publication::default() }.publish();
        let schemas = schemas(&published);
        let (mut valid, mut refused) = (0, 0);
        for (index, reader) in READERS.iter().enumerate() {
            let schema = reader.category.schema(reader.shape);
            let original = validator(&schema);
            let listed: BTreeSet<String> = fields(&schema).into_iter().collect();
            let (_, schema) = schemas.iter().find(|(file, _)| *file == reader.name()).unwrap();
            let variant = published_validator(schema, &[]);
            let records = records.iter().filter(|record| record.may_be_of(index)).map(|record| &record.value);
            for record in records.filter(|record| original.is_valid(record)) {
                let inner = record.get("properties").filter(|_| reader.shape == Shape::ResourceLog);
                let inner = inner.filter(|_| !reader.category.open_properties).and_then(Value::as_object);
                let root = record.as_object().unwrap().keys().map(|name| format!("/{name}"));
                let inner = inner.into_iter().flatten().map(|(name, _)| format!("/properties/{name}"));
                let expected = root.chain(inner).all(|field| listed.contains(&field));
                *(if expected { &mut valid } else { &mut refused }) += 1;
                assert_eq!(variant.is_valid(record), expected, "{}: {record}", reader.name());
            }
        }
        assert!(valid > 1_000 && refused > 200, "{valid} {refused}");
    }
}

#[test]
fn what_stays_open_is_said() {
    let published = Publication { closed: true, ..Publication::default() }.publish();
    let open = |id: &str, shape| -> Vec<&str> {
        let of_it = published.open.iter().filter(|open| open.category.id == id && open.shape == shape);
        of_it.map(|open| open.pointer.as_str()).collect()
    };
    assert_eq!(open("SMSOperational", Shape::Table), [""; 0]);
    assert_eq!(open("SMSOperational", Shape::ResourceLog), ["/identity"]);
    let compressed = "CallClientMediaStatsCompressedTimeSeries";
    assert_eq!(open(compressed, Shape::ResourceLog), ["/identity", "/properties"]);
    assert_eq!(
        json(text(&published, &format!("resource-log/{compressed}.schema.json")))["$comment"],
        "Closed, except where no source lists all members: `/identity`, `/properties`."
    );
    let known_to_hold_more = "CallClientServiceRequestAndOutcome";
    assert_eq!(
        open(known_to_hold_more, Shape::ResourceLog),
        ["/identity", "/properties", "/properties/Properties"]
    );
    let page = &text(&published, "index.html").text;
    assert!(page.contains("<li><code>/identity</code> of all categories (resource-log)</li>"), "{page}");
    assert!(Publication::default().publish().open.is_empty());
}

/// Expected verdict of the schema of all records on a record in a shape: its category decides, or else its table.
/// A record with neither may belong to any category that requires neither.
fn expected(record: &Value, shape: Shape, validators: &[Validator]) -> bool {
    let name = match shape {
        Shape::Table => record["Category"].as_str(),
        Shape::ResourceLog => record["category"].as_str(),
    };
    let of_shape = || READERS.iter().zip(validators).filter(|(reader, _)| reader.shape == shape);
    let named = of_shape().find(|(reader, _)| name.is_some() && reader.category.value == name);
    if let Some((_, validator)) = named {
        return validator.is_valid(record);
    }
    of_shape().any(|(reader, validator)| {
        let is_without_name = reader.category.value.is_none();
        let of_its_table = shape == Shape::Table && record["Type"].as_str() == reader.category.table;
        let letters = name.unwrap_or_default().to_lowercase().replace('-', "");
        let claimed = !is_without_name || of_its_table || letters.contains("optout");
        claimed && validator.is_valid(record)
    })
}

#[test]
fn the_schema_of_all_records_has_the_verdict_of_the_categorys() {
    let validators: Vec<Validator> =
        READERS.iter().map(|reader| validator(&reader.category.schema(reader.shape))).collect();
    let judged: Vec<(Value, [bool; 2])> = records()
        .into_iter()
        .map(|Record { value, .. }| {
            let verdicts = Shape::ALL.map(|shape| expected(&value, shape, &validators));
            (value, verdicts)
        })
        .collect();
    for publication in publications() {
        if publication.closed || publication.base_url.is_some() == publication.bundle {
            continue;
        }
        let published = publication.publish();
        let schemas = schemas(&published);
        let (_, schema) = schemas.iter().find(|(file, _)| *file == "record.schema.json").unwrap();
        let only = [("record.schema.json", schema.clone())];
        let union = published_validator(schema, if publication.bundle { &only } else { &schemas });
        let (mut valid, mut invalid) = (0, 0);
        for (record, verdicts) in &judged {
            let mut of_shapes = Shape::ALL.iter().zip(verdicts);
            let expected = of_shapes.any(|(shape, verdict)| *verdict && publication.shapes.contains(shape));
            *(if expected { &mut valid } else { &mut invalid }) += 1;
            assert_eq!(union.is_valid(record), expected, "{publication:?}: {record}");
        }
        assert!(valid > 500 && invalid > 500, "{publication:?}: {valid} {invalid}");
    }
}

#[test]
fn a_wrong_record_is_told_what_its_own_category_says() {
    let published = Publication { bundle: true, ..Publication::default() }.publish();
    let schema = json(text(&published, "record.schema.json"));
    let union = published_validator(&schema, &[]);
    let complaints = |record: &Value| -> Vec<String> {
        let errors = union.iter_errors(record);
        let mut complaints: Vec<String> =
            errors.map(|error| format!("{} {}", error.instance_path(), error.kind().keyword())).collect();
        complaints.sort();
        complaints
    };
    for reader in READERS {
        let time = if reader.shape == Shape::Table { "TimeGenerated" } else { "time" };
        let wrong = with(reader.example(), &format!("/{time}"), json!("yesterday"));
        let complaints = complaints(&wrong);
        assert_eq!(complaints, [format!("/{time} format"), format!("/{time} pattern")], "{}", reader.name());
    }
    let foreign = with(READERS[1].example(), "/category", json!("StorageRead"));
    assert_eq!(complaints(&foreign), ["/category enum"]);
}

#[test]
fn catalog_and_categories_name_what_is_published() {
    for publication in publications() {
        let published = publication.publish();
        let files: BTreeSet<&str> =
            published.documents.iter().map(|document| document.file.as_str()).collect();
        let catalog = json(text(&published, "catalog.json"));
        let listed = catalog["schemas"].as_array().unwrap();
        let of_categories =
            READERS.iter().filter(|reader| publication.shapes.contains(&reader.shape)).count();
        assert_eq!(listed.len(), 1 + of_categories);
        for entry in listed {
            let url = entry["url"].as_str().unwrap();
            let file = url.strip_prefix(publication.base_url.unwrap_or_default()).unwrap();
            assert!(files.contains(file), "{url}");
            assert!(entry["description"].as_str().unwrap().ends_with('.'), "{entry}");
        }
        let categories = json(text(&published, "categories.json"));
        let schema = json(text(&published, "categories.schema.json"));
        assert!(validator(&schema).is_valid(&categories), "{publication:?}");
        for link in categories["categories"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|entry| entry["shapes"].as_object().unwrap().values())
        {
            let schema = json(text(&published, link["file"].as_str().unwrap()));
            assert_eq!(schema["$id"], link["id"]);
        }
    }
}

#[test]
fn links_of_the_page_lead_to_what_is_published() {
    for publication in publications() {
        let published = publication.publish();
        let page = &text(&published, "index.html").text;
        let linked: BTreeSet<&str> =
            page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let files = published.documents.iter().map(|document| document.file.as_str());
        let expected: BTreeSet<&str> =
            files.filter(|file| !["index.html", "categories.schema.json"].contains(file)).collect();
        assert_eq!(linked, expected, "{publication:?}");
        for part in
            ["<html lang=\"en\">", "<title>", "<h1>", "<caption", "scope=\"col\"", "scope=\"row\"", "<main>"]
        {
            assert!(page.contains(part), "{part}");
        }
        for part in ["<script", "src=", "http", "@import", "url("] {
            assert!(!page.contains(part), "the page needs something else: {part}");
        }
    }
}
