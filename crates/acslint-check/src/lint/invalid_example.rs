//! `invalid-example`: an example or a default that is invalid by its own schema.

use jsonschema::{Validator, error::ValidationErrorKind};
use serde_json::{Map, Value as Json};

use super::{Role, Schema, SchemaRule, Subschema, located};
use crate::{Group, Rule, document::Lookup, draft::Sink, exact_keywords, limits::Cost};

pub(super) static RULE: SchemaRule = SchemaRule {
    rule: Rule {
        id: "invalid-example",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("invalid_example.md"),
    },
    check,
};

/// Keywords with subschemas that references refer to.
const SHARED: [&str; 2] = ["$defs", "definitions"];

fn check(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>, sink: &mut Sink<'_>) {
    let examples = part.get("examples").and_then(Json::as_array).into_iter().flatten();
    let examples = examples.enumerate().map(|(index, example)| (format!("/examples/{index}"), example));
    let default = part.get("default").map(|default| ("/default".to_owned(), default));
    let values: Vec<(String, &Json)> = examples.chain(default).collect();
    if values.is_empty() || matches!(schema.cost, Cost::Doubling(_) | Cost::TooMuch(_)) {
        return;
    }
    // Other rules report a schema that cannot be compiled, unless it refers to documents that are not available here.
    let Some(validator) = validator(part, schema) else {
        return;
    };
    let mut lookup = Lookup::default();
    for (place, value) in values {
        let Some(error) = validator.iter_errors(value).next() else {
            continue;
        };
        let inside = error.instance_path().to_string();
        let node =
            lookup.walk(part.value, &format!("{place}{inside}")).or_else(|| lookup.walk(part.value, &place));
        let name = place.rsplit('/').next().and_then(|number| number.parse::<usize>().ok());
        let name = name.map_or("the default".to_owned(), |index| format!("example {}", index + 1));
        let why = match error.kind() {
            ValidationErrorKind::Custom { keyword, message } => {
                format!("the value must {}", exact_keywords::phrase(keyword, message))
            }
            _ => error.masked_with("the value").to_string(),
        };
        let message = match inside.as_str() {
            "" => format!("{name} is not valid by its own schema: {why}"),
            inside => format!("{name} is not valid by its own schema at `{inside}`: {why}"),
        };
        let pointer = format!("{}{place}{inside}", part.pointer);
        sink.report(
            located(node.unwrap_or(part.value), pointer, message).help("fix the value or the schema"),
        );
    }
}

/// Builds a validator of a subschema, with the definitions of the whole schema.
fn validator(part: &Subschema<'_, '_>, schema: &Schema<'_, '_>) -> Option<Validator> {
    let mut alone: Map<String, Json> = part.json.as_object()?.clone();
    if part.role != Role::Root {
        if let Some(dialect) = schema.json.get("$schema") {
            alone.insert("$schema".to_owned(), dialect.clone());
        }
        if part.json.to_string().contains("\"$ref\"") {
            for name in SHARED {
                if let Some(shared) = schema.json.get(name).filter(|_| !alone.contains_key(name)) {
                    alone.insert(name.to_owned(), shared.clone());
                }
            }
        }
    }
    let draft = schema.draft?;
    let options = jsonschema::options().with_draft(draft).should_validate_formats(true);
    exact_keywords::exact(options).build(&Json::Object(alone)).ok()
}
