//! One schema for the records of all categories, for validators that take only one.
//!
//! It selects the schema of the record's category and applies no other. An `anyOf` of all schemas would
//! report a typing error once per category.

use serde_json::{Map, Value, json};

use crate::{CATEGORIES, Category, Shape};

/// The description of the union.
pub(super) const ABOUT: &str =
    "A record of any category: its category, or else its table, decides which schema applies.";

/// The keywords that select a record's schema; `reference` makes the schema that refers to a category's.
pub(super) fn dispatch(
    shapes: &[Shape],
    reference: impl Fn(&Category, Shape) -> Value,
) -> Map<String, Value> {
    let of_shape = |shape| match shape {
        Shape::Table => row(|category| reference(category, shape)),
        Shape::ResourceLog => resource_log(|category| reference(category, shape)),
    };
    let rules = match shapes {
        [shape] => of_shape(*shape),
        _ => by_shape(of_shape(Shape::Table), of_shape(Shape::ResourceLog)),
    };
    match rules {
        Value::Object(rules) => rules,
        _ => Map::new(),
    }
}

/// Selects the shape. Rows have `TimeGenerated` and resource logs have `time`. A record with both may be either, with a
/// superfluous name; one with neither is invalid, and gets the errors of the shape that it resembles.
fn by_shape(row: Value, resource_log: Value) -> Value {
    // Some tools require that required names also appear under `properties`.
    let has = |name: &str| is(name, &json!(true));
    json!({
        "if": has("TimeGenerated"),
        "then": {
            "if": has("time"),
            "then": { "anyOf": [{ "$ref": "#/$defs/row" }, { "$ref": "#/$defs/resourceLog" }] },
            "else": { "$ref": "#/$defs/row" },
        },
        "else": {
            "if": { "anyOf": [has("time"), has("resourceId"), has("category")] },
            "then": { "$ref": "#/$defs/resourceLog" },
            "else": { "$ref": "#/$defs/row" },
        },
        "$defs": { "row": object(row), "resourceLog": object(resource_log) },
    })
}

/// The keywords as a complete schema: some tools require the type for which a schema's keywords are meant.
fn object(rules: Value) -> Value {
    let mut schema = json!({ "type": "object" });
    if let (Value::Object(schema), Value::Object(rules)) = (&mut schema, rules) {
        schema.extend(rules);
    }
    schema
}

/// Selects by a row's category, or else by its table. A row with neither belongs to a category that does not require
/// them.
fn row(reference: impl Fn(&Category) -> Value) -> Value {
    let rows: Vec<&Category> = of_shape(Shape::Table).collect();
    let named: Vec<&str> = rows.iter().filter_map(|category| category.value).collect();
    let tables: Vec<&str> = rows.iter().filter_map(|category| category.table).collect();
    let nameless = rows.iter().filter(|category| !names_category(category, Shape::Table));
    let by_table = rows.iter().filter_map(|category| {
        category.table.map(|table| rule(&is("Type", &json!({ "const": table })), &reference(category)))
    });
    let otherwise = json!({
        "properties": { "Category": { "enum": with_null(&named) } },
        "anyOf": nameless.map(|category| reference(category)).collect::<Vec<_>>(),
    });
    let unknown = rules(
        by_table.collect(),
        &is("Type", &json!({ "enum": tables })),
        &unpublished(&rows, "Category", &reference, otherwise),
    );
    let by_category = rows.iter().filter_map(|category| {
        category.value.map(|value| rule(&is("Category", &json!({ "const": value })), &reference(category)))
    });
    rules(by_category.collect(), &is("Category", &json!({ "enum": named })), &unknown)
}

/// Selects by a resource log's category.
fn resource_log(reference: impl Fn(&Category) -> Value) -> Value {
    let logs: Vec<&Category> = of_shape(Shape::ResourceLog).collect();
    let named: Vec<&str> = logs.iter().filter_map(|category| category.value).collect();
    let otherwise = json!({ "properties": { "category": { "enum": named } }, "required": ["category"] });
    let by_category = logs.iter().filter_map(|category| {
        category.value.map(|value| rule(&is("category", &json!({ "const": value })), &reference(category)))
    });
    rules(
        by_category.collect(),
        &is("category", &json!({ "enum": named })),
        &unpublished(&logs, "category", &reference, otherwise),
    )
}

fn of_shape(shape: Shape) -> impl Iterator<Item = &'static Category> {
    CATEGORIES.iter().copied().filter(move |category| category.shapes().any(|known| known == shape))
}

/// Returns true if a record without its category is invalid.
fn names_category(category: &Category, shape: Shape) -> bool {
    category.property("Category").is_some_and(|property| category.requires(property, shape))
}

/// Selects among categories with undocumented names, if the name is like their table's; otherwise the given schema
/// applies.
fn unpublished(
    categories: &[&Category],
    name: &str,
    reference: &impl Fn(&Category) -> Value,
    otherwise: Value,
) -> Value {
    categories.iter().filter(|category| category.value.is_none()).fold(otherwise, |otherwise, category| {
        let is_like = is(name, &json!({ "type": "string", "pattern": like(category.id) }));
        json!({ "if": is_like, "then": reference(category), "else": otherwise })
    })
}

/// A pattern for a table's undocumented category name: the first two words of the table's name, in any letter case.
///
/// The name is undocumented, so the pattern cannot be stricter; a weaker one would accept every foreign record.
fn like(table: &str) -> String {
    let stem = table.strip_prefix("ACS").unwrap_or(table);
    let starts = stem.match_indices(|letter: char| letter.is_ascii_uppercase()).map(|(place, _)| place);
    let mut bounds = starts.skip(1).chain([stem.len()]);
    let first = bounds.next().unwrap_or_default();
    let second = bounds.next().unwrap_or(first);
    let in_any_case = |word: &str| -> String {
        let letters = |letter: char| ['[', letter.to_ascii_uppercase(), letter.to_ascii_lowercase(), ']'];
        word.chars().flat_map(letters).collect()
    };
    format!("{}[ _-]?{}", in_any_case(&stem[..first]), in_any_case(&stem[first..second]))
}

/// A schema for the condition that the record has this member with this schema.
fn is(name: &str, schema: &Value) -> Value {
    json!({ "properties": { name: schema }, "required": [name] })
}

fn rule(condition: &Value, then: &Value) -> Value {
    json!({ "if": condition, "then": then })
}

/// All conditions, of which at most one holds, and the schema to apply if none holds, as `any` determines.
fn rules(mut rules: Vec<Value>, any: &Value, otherwise: &Value) -> Value {
    rules.push(json!({ "if": any, "else": otherwise }));
    json!({ "allOf": rules })
}

fn with_null(names: &[&str]) -> Vec<Value> {
    names.iter().map(|name| json!(name)).chain([Value::Null]).collect()
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn a_name_that_no_source_has_is_like_its_tables() {
        assert_eq!(like("ACSOptOutManagementOperations"), "[Oo][Pp][Tt][ _-]?[Oo][Uu][Tt]");
        assert_eq!(like("ACSRooms"), "[Rr][Oo][Oo][Mm][Ss][ _-]?");
    }
}
