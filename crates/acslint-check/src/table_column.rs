//! Columns of tables whose rows are records: their names, and the types that they have in each category.

use acslint_types::{CATEGORIES, Category, KustoType, Property};

/// Column of a table.
#[derive(Debug)]
pub struct TableColumn {
    name: String,
    key: Vec<u8>,
    /// Type of the column in the first category that has it.
    usual_type: KustoType,
}

impl TableColumn {
    /// Column of this name.
    pub fn new(name: &str) -> Self {
        let mut types = CATEGORIES.iter().filter_map(|category| type_in(category, name));
        Self {
            name: name.to_owned(),
            key: serde_json::Value::from(name).to_string().into_bytes(),
            usual_type: types.next().unwrap_or(KustoType::String),
        }
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the name as a JSON string.
    pub fn key(&self) -> &[u8] {
        &self.key
    }

    /// Returns true if the category has the column.
    pub fn is_of(&self, category: Option<&'static Category>) -> bool {
        category.is_some_and(|category| type_in(category, &self.name).is_some())
    }

    /// Returns the type of the column in the rows of a category.
    pub fn type_in(&self, category: Option<&'static Category>) -> KustoType {
        category.and_then(|category| type_in(category, &self.name)).unwrap_or(self.usual_type)
    }
}

/// Columns that tell the category of a row, the first one first: by its name or by that of its table.
pub const CATEGORY_COLUMNS: [&str; 2] = ["Category", "Type"];

/// Returns the category that a value of a [column](CATEGORY_COLUMNS) names.
pub fn category_of_cell(text: &[u8]) -> Option<&'static Category> {
    let text = std::str::from_utf8(text).ok()?;
    Category::by_id(text).or_else(|| Category::by_table(text))
}

/// Returns true if records of a category in the resource-log shape have a member of this name, at the top or in `properties`.
pub fn is_log_member(category: &Category, name: &str) -> bool {
    category.properties.iter().any(|property| property.log.is_some_and(|log| log.name == name))
}

/// Returns a text that is JSON on one line.
pub fn json_on_one_line(text: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(text).ok()?;
    // Between tokens, a line break is white space; inside a string, it is not JSON.
    Some(text.replace(['\r', '\n'], " "))
}

/// Returns the property that a column has in the table of a category.
pub(crate) fn property(category: &'static Category, name: &str) -> Option<&'static Property> {
    category.property(name).filter(|property| property.in_table)
}

fn type_in(category: &'static Category, name: &str) -> Option<KustoType> {
    property(category, name).map(|property| category.kusto_type(property))
}
