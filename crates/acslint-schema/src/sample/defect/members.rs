//! Defects of members: missing, duplicate or in the wrong object.

use acslint_types::{Evidence, Place, Requirement, Shape};

use super::names::is_alone_at;
use super::{Scene, Target};
use crate::sample::recipe::{Field, IDENTITY};

pub(super) fn lose_required(scene: &mut Scene<'_>) -> Option<Target> {
    Some(scene.pick(|field, _| field.required && !field.is_identity())?.remove())
}

/// Removes a property that every record is expected to have.
pub(super) fn lose_recommended(scene: &mut Scene<'_>) -> Option<Target> {
    let shape = scene.recipe.shape;
    let expected = |field: &Field| {
        shape == Shape::Table || field.place == Place::Top && evidence(field) == Some(Evidence::Seen)
    };
    let recommended = |field: &Field| field.property.requirement == Requirement::Recommended;
    Some(scene.pick(|field, _| recommended(field) && expected(field) && !field.is_identity())?.remove())
}

/// Removes everything that identifies the category.
pub(super) fn lose_category(scene: &mut Scene<'_>) -> Option<Target> {
    let recipe = scene.recipe;
    let members = scene.draft.members.len();
    scene.draft.members.retain(|member| !member.field(recipe).is_some_and(Field::is_identity));
    (scene.draft.members.len() < members).then_some(Target::Named(IDENTITY[0]))
}

pub(super) fn repeat(scene: &mut Scene<'_>) -> Option<Target> {
    let place = scene.pick(|field, _| !field.is_identity())?;
    let member = place.draft.members[place.member].clone();
    place.draft.members.push(member);
    Some(Target::Property(place.field.property))
}

/// Moves a member of one object of a resource log to the other.
pub(super) fn misplace(scene: &mut Scene<'_>) -> Option<Target> {
    let recipe = scene.recipe;
    if !recipe.knows_properties() {
        return None;
    }
    let telling = |field: &Field| field.is_identity() || matches!(field.name, "time" | "resourceId");
    let place = scene.pick(|field, _| {
        evidence(field) == Some(Evidence::Seen)
            && !telling(field)
            && is_alone_at(recipe, field.property, other(field.place), field.name)
    })?;
    place.draft.members[place.member].place = other(place.field.place);
    Some(Target::Property(place.field.property))
}

fn evidence(field: &Field) -> Option<Evidence> {
    field.property.log.map(|log| log.evidence)
}

const fn other(place: Place) -> Place {
    match place {
        Place::Top => Place::Properties,
        Place::Properties => Place::Top,
    }
}
