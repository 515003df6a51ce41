//! One schema for the records of all categories, for whoever can give a validator only one.
//!
//! It looks up the record's category and applies that category's schema, and no other: an `anyOf` of them all would
//! answer a typing error with what is wrong by the lights of every category.

use serde_json::{Map, Value, json};

use crate::{CATEGORIES, Category, Shape};

/// The description of the union.
pub(super) const ABOUT: &str =
    "A record of any category: its category, or else its table, decides which schema applies.";

/// The rules that find a record's schema, as keywords; `reference` is the schema that leads to that of a category.
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

/// Rows have `TimeGenerated` and resource logs have `time`. A record with both may be either with a name too many; one with
/// neither is none, and gets the complaint of what it resembles.
fn by_shape(row: Value, resource_log: Value) -> Value {
    // Some tools ask that what is required be named under `properties` too.
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

/// The rules as a schema that stands for itself: some tools ask each for the type that its keywords are about.
fn object(rules: Value) -> Value {
    let mut schema = json!({ "type": "object" });
    if let (Value::Object(schema), Value::Object(rules)) = (&mut schema, rules) {
        schema.extend(rules);
    }
    schema
}

/// A row's category decides, or else its table; where it names neither, it is one of those that need not.
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

/// A resource log's category decides.
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

/// Whether a record without its category is invalid.
fn names_category(category: &Category, shape: Shape) -> bool {
    category.property("Category").is_some_and(|property| category.requires(property, shape))
}

/// The schemas of the categories whose name no source has, where the name is like their table's; else what is given.
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

/// A pattern for what a table's category may be called: the first two words of the table's name, in any letter case.
///
/// Nothing more can be asked of a name that no source has, and with nothing less every foreign record would pass.
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

/// That the record has this member, and that the member is so.
fn is(name: &str, schema: &Value) -> Value {
    json!({ "properties": { name: schema }, "required": [name] })
}

fn rule(condition: &Value, then: &Value) -> Value {
    json!({ "if": condition, "then": then })
}

/// All the rules, of which at most one applies, and what applies where none does, which `any` tells.
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
