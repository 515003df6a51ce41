//! `catalog.json` follows its schema and agrees with the types.

use acslint_types::{CATEGORIES, Shape, schemas};
use serde_json::Value;

use crate::validator;

fn document(file: &str) -> Value {
    let document = schemas().into_iter().find(|document| document.file == file).unwrap();
    serde_json::from_str(&document.text).unwrap()
}

#[test]
fn catalog_follows_its_schema() {
    let validator = validator(&document("catalog.schema.json"));
    let mut catalog = document("catalog.json");
    assert!(validator.is_valid(&catalog));
    catalog["categories"][0]["properties"][0]["requirement"] = "perhaps".into();
    assert!(!validator.is_valid(&catalog));
}

#[test]
fn catalog_names_every_schema() {
    let catalog = document("catalog.json");
    let entries = catalog["categories"].as_array().unwrap();
    assert_eq!(entries.len(), CATEGORIES.len());
    for (entry, category) in entries.iter().zip(CATEGORIES) {
        assert_eq!(entry["category"], category.id);
        assert_eq!(entry["table"], Value::from(category.table));
        assert_eq!(entry["value"], Value::from(category.value));
        assert_eq!(entry["properties"].as_array().unwrap().len(), category.properties.len());
        for shape in Shape::ALL {
            let link = &entry["shapes"][shape.id()];
            match link["file"].as_str() {
                Some(file) => assert_eq!(document(file)["$id"], link["id"]),
                None => assert!(!category.shapes().any(|known| known == shape), "{}", category.id),
            }
        }
    }
}
