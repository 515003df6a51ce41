//! `acslint schema`: the JSON Schemas of the categories, as they are committed.

use acslint_types::{CATEGORIES, Category, Shape, schemas};

use crate::text::table;

/// Every schema: category, shape, table and `$id`.
pub(crate) fn list() -> String {
    let mut rows = Vec::new();
    for category in CATEGORIES {
        for shape in Shape::ALL {
            let cells = [category.id, shape.id(), category.table];
            rows.push(cells.map(str::to_owned).into_iter().chain([category.schema_id(shape)]).collect());
        }
    }
    table(&rows, &[], "")
}

/// The schema of a category, byte for byte the file in the repository.
pub(crate) fn show(category: &Category, shape: Shape) -> String {
    let file = category.schema_file(shape);
    schemas()
        .into_iter()
        .find(|document| document.file == file)
        .map(|document| document.text)
        .unwrap_or_default()
}
