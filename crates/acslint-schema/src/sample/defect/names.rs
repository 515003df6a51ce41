//! Defects of names: of a property, of the category, or an unknown one.

use acslint_types::{Category, Evidence, Place, Property, Shape};

use super::{Scene, Target, json};
use crate::sample::draft::Key;
use crate::sample::recipe::{Field, IDENTITY, Recipe};

/// Keys that intermediate programs add to records.
const UNKNOWN: [&str; 6] =
    ["ingestedBy", "partitionKey", "SourceFile", "pipelineVersion", "offsetInFile", "_index"];

/// Replaces a property's name by another documented spelling, or another letter case.
pub(super) fn respell(scene: &mut Scene<'_>) -> Option<Target> {
    let recipe = scene.recipe;
    let place = scene.pick(|field, _| !spellings(recipe, field).is_empty())?;
    let spellings = spellings(recipe, place.field);
    let spelling = place.random.pick(&spellings)?;
    let key = [json(spelling).as_slice(), b":"].concat();
    Some(place.rename(key))
}

fn spellings(recipe: &Recipe, field: &Field) -> Vec<String> {
    if field.is_identity() {
        return Vec::new();
    }
    let property = field.property;
    let documented = property.spellings.iter().map(|spelling| (*spelling).to_owned());
    let letter_cases = [field.name.to_ascii_lowercase(), field.name.to_ascii_uppercase()];
    let inferred = property.log.is_some_and(|log| log.evidence == Evidence::Inferred);
    let as_good = |spelling: &str| {
        // Without a published record, the name of the column and its `camelCase` are equally valid.
        let either = recipe.shape == Shape::ResourceLog && inferred;
        spelling == field.name
            || either
                && (spelling == property.name || spelling.starts_with(|first: char| first.is_lowercase()))
    };
    documented
        .chain(letter_cases)
        .filter(|spelling| !as_good(spelling) && is_alone_at(recipe, property, field.place, spelling))
        .collect()
}

/// Returns true if only this property has the name at this place of the record.
pub(super) fn is_alone_at(recipe: &Recipe, property: &Property, place: Place, name: &str) -> bool {
    let name = fold(name);
    let is_meant = |other: &&Property| {
        let names = [other.name].into_iter().chain(other.log.map(|log| log.name));
        // If the place of a property is unknown, its name counts in both.
        let here = match (recipe.shape, other.log) {
            (Shape::Table, _) => other.in_table,
            (_, Some(log)) => log.place == place || log.evidence == Evidence::Inferred,
            _ => false,
        };
        here && names.chain(other.spellings.iter().copied()).any(|other| fold(other) == name)
    };
    let mut taken = recipe.category.properties.iter().filter(is_meant);
    taken.all(|other| other.name == property.name)
}

pub(super) fn add_unknown(scene: &mut Scene<'_>) -> Option<Target> {
    let place = if scene.recipe.knows_properties() && scene.random.one_in(2) {
        Place::Properties
    } else {
        Place::Top
    };
    let names = scene.recipe.category.properties.iter().flat_map(|property| {
        [property.name]
            .into_iter()
            .chain(property.log.map(|log| log.name))
            .chain(property.spellings.iter().copied())
    });
    let known: Vec<String> = names.map(fold).collect();
    let unknown: Vec<&str> = UNKNOWN.into_iter().filter(|name| !known.contains(&fold(name))).collect();
    let name = scene.random.pick(&unknown)?;
    scene.draft.add(Key::Written([json(name).as_slice(), b":"].concat()), place, b"\"worker-7\"");
    Some(Target::Record)
}

/// Replaces the category by an unknown one: a misspelling, the table, or another name.
pub(super) fn misname_category(scene: &mut Scene<'_>) -> Option<Target> {
    let category = scene.recipe.category;
    let only_name = |field: &Field| field.property.values.is_some_and(|values| values.known == [category.id]);
    let middle = category.id.len() / 2;
    let doubled = [&category.id[..=middle], &category.id[middle..]].concat();
    let table = category.property("Type").and_then(|table| table.values).map_or(&[][..], |table| table.known);
    let names = [doubled.as_str(), "DiagnosticLogs"].into_iter().chain(table.iter().copied());
    let names: Vec<&str> = names.filter(|name| Category::by_id(name).is_none()).collect();
    let place = scene.pick(|field, _| field.property.name == IDENTITY[0] && only_name(field))?;
    let name = json(place.random.pick(&names)?);
    Some(place.set(&name))
}

/// A name without spaces, in lower case.
fn fold(name: &str) -> String {
    name.chars().filter(|character| *character != ' ').flat_map(char::to_lowercase).collect()
}
