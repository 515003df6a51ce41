//! Recipes for the records of one category and shape: all properties in its examples, in the order of the type.
//!
//! Recipes follow from the metadata and examples of the category, so a new category needs no change here.

use acslint_types::{Category, Kind, Place, Property, Requirement, Shape};
use serde_json::Value;

use super::clock;
use super::source::{self, Model, Source};
use super::text::{Ids, Template};

/// Recipe for the records of one category and shape.
#[derive(Debug)]
pub(super) struct Recipe {
    pub(super) category: &'static Category,
    pub(super) shape: Shape,
    pub(super) fields: Vec<Field>,
    /// `properties` of a resource log with unknown content.
    pub(super) unknown_properties: Option<Template>,
    pub(super) ids: Ids,
}

/// A property of a record in this shape.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) property: &'static Property,
    pub(super) place: Place,
    /// Name in this shape.
    pub(super) name: &'static str,
    /// Name with quotes and colon.
    pub(super) key: Vec<u8>,
    pub(super) source: Source,
    pub(super) presence: Presence,
    /// True if a record is invalid without it.
    pub(super) required: bool,
    /// True if it may be null.
    pub(super) nullable: bool,
}

/// Records that contain a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Always,
    Mostly,
    /// Records of undelivered e-mails.
    OnFailure,
}

/// Properties that identify the category and the shape of a record, so that it cannot do without them.
pub(super) const IDENTITY: [&str; 3] = ["Category", "Type", "OperationCategory"];

/// Properties of an e-mail's record that explain a failed delivery.
const OF_A_FAILURE: [&str; 5] =
    ["SmtpStatusCode", "EnhancedSmtpStatusCode", "FailureReason", "FailureMessage", "IsHardBounce"];

/// Returns true if the category has records of the shape: a category without a table has no rows.
pub(super) fn exists(category: &Category, shape: Shape) -> bool {
    shape == Shape::ResourceLog || category.properties.iter().any(|property| property.in_table)
}

impl Recipe {
    /// Derives the recipe of a category; the ids of its resources depend on the seed.
    pub(super) fn new(category: &'static Category, shape: Shape, seed: u64) -> Self {
        let mut shapes: Vec<Shape> =
            Shape::ALL.into_iter().filter(|shape| exists(category, *shape)).collect();
        shapes.sort_by_key(|other| *other != shape);
        let examples: Vec<Example> = shapes.into_iter().map(|shape| Example::new(category, shape)).collect();
        let decimals = decimals(category, &examples);
        let mut ids = Ids::new(seed);
        let mut properties: Vec<&'static Property> = category.properties.iter().collect();
        // The ids of the resource must be registered before other properties use them.
        properties.sort_by_key(|property| property.requirement != Requirement::System);
        let mut fields: Vec<Field> = Vec::new();
        for property in properties {
            let Some((place, name)) = position(property, shape) else {
                continue;
            };
            // Properties of the other shape's example may occur here too, unless they identify the category.
            let usable = if IDENTITY.contains(&property.name) { &examples[..1] } else { &examples[..] };
            let found = usable.iter().find_map(|example| Some((example.get(property)?, example.time)));
            if let Some((example, time)) = found {
                let source = Source::new(&Model { property, example, time, decimals }, &mut ids);
                fields.push(Field::new(category, shape, property, place, name, source));
            }
        }
        let order = Order::new(category, shape);
        fields.sort_by_key(|field| order.rank(field.place, field.name));
        let none_inside = !fields.iter().any(|field| field.place == Place::Properties);
        let unknown = examples[0].record.get("properties").filter(|_| none_inside);
        let unknown_properties = unknown.map(|example| ids.template(&example.to_string()));
        Self { category, shape, fields, unknown_properties, ids }
    }

    /// Returns true if the content of `properties` of a resource log is known. If anything may be in it, no key is
    /// misplaced there.
    pub(super) fn knows_properties(&self) -> bool {
        let is_inside = |field: &&Field| field.place == Place::Properties;
        self.fields.iter().filter(is_inside).any(|field| field.property.kind != Kind::Any)
    }
}

impl Field {
    fn new(
        category: &'static Category,
        shape: Shape,
        property: &'static Property,
        place: Place,
        name: &'static str,
        source: Source,
    ) -> Self {
        let required = category.requires(property, shape);
        let system = property.requirement == Requirement::System;
        let fixed = system || IDENTITY.contains(&property.name) || matches!(source, Source::Recipient { .. });
        let presence = match property.requirement {
            _ if OF_A_FAILURE.contains(&property.name) => Presence::OnFailure,
            Requirement::Optional if !fixed && !required => Presence::Mostly,
            _ => Presence::Always,
        };
        let key = format!("{}:", Value::from(name)).into_bytes();
        Self { property, place, name, key, source, presence, required, nullable: !required && !fixed }
    }

    pub(super) fn is_identity(&self) -> bool {
        IDENTITY.contains(&self.property.name)
    }
}

/// Place and name of a property in a record of the shape, if it has one.
fn position(property: &'static Property, shape: Shape) -> Option<(Place, &'static str)> {
    match shape {
        Shape::Table => property.in_table.then_some((Place::Top, property.name)),
        Shape::ResourceLog => property.log.map(|log| (log.place, log.name)),
    }
}

/// Maximum number of decimals in the examples. All amounts of a category have as many, so that truncation does not
/// put a number below its lower bound.
fn decimals(category: &Category, examples: &[Example]) -> usize {
    let amounts = category.properties.iter().filter(|property| property.kind.is_numeric());
    let examples = amounts.flat_map(|property| examples.iter().filter_map(|example| example.get(property)));
    examples.filter_map(source::decimals).max().unwrap_or(0)
}

/// Example of a category in one shape.
struct Example {
    shape: Shape,
    record: Value,
    /// Nanoseconds since 1970.
    time: i64,
}

impl Example {
    fn new(category: &Category, shape: Shape) -> Self {
        // A test of acslint-types proves that the examples are valid.
        let record: Value = serde_json::from_str(category.example(shape)).unwrap_or_default();
        let time = ["TimeGenerated", "time"].iter().find_map(|name| clock::read(record[name].as_str()?));
        Self { shape, record, time: time.map_or(0, |(time, _)| time) }
    }

    fn get(&self, property: &'static Property) -> Option<&Value> {
        let (place, name) = position(property, self.shape)?;
        let object = match place {
            Place::Top => &self.record,
            Place::Properties => self.record.get("properties")?,
        };
        object.get(name).filter(|value| !value.is_null())
    }
}

/// Names of a record's members in the order of its type, which is that of the schema.
struct Order {
    top: Vec<String>,
    properties: Vec<String>,
}

impl Order {
    fn new(category: &Category, shape: Shape) -> Self {
        let schema = category.schema(shape);
        let top = &schema["properties"];
        let names =
            |members: &Value| members.as_object().into_iter().flat_map(|m| m.keys().cloned()).collect();
        Self { top: names(top), properties: names(&top["properties"]["properties"]) }
    }

    fn rank(&self, place: Place, name: &str) -> (bool, usize) {
        let names = if place == Place::Top { &self.top } else { &self.properties };
        (place == Place::Properties, names.iter().position(|known| known == name).unwrap_or(names.len()))
    }
}
