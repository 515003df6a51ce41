//! Defects of the text: invalid JSON, invalid UTF-8, or not a record. After each of them, the linter reads the
//! following records as usual.

use acslint_types::{Kind, Shape};

use super::{Place, Scene, Target, is_text, json};
use crate::sample::draft::Key;
use crate::sample::recipe::Field;

/// Appends a comma to the last member, as in Python.
pub(super) fn trailing_comma(scene: &mut Scene<'_>) -> Option<Target> {
    let last = scene.draft.members.len().checked_sub(1)?;
    Some(append(scene, last, b","))
}

pub(super) fn extra_comma(scene: &mut Scene<'_>) -> Option<Target> {
    let member = member_with_next(scene)?;
    Some(append(scene, member, b","))
}

pub(super) fn comment(scene: &mut Scene<'_>) -> Option<Target> {
    let last = scene.draft.members.len().checked_sub(1)?;
    let member = scene.random.index(last + 1);
    Some(append(scene, member, b" /* checked */"))
}

/// Joins a member and the next one without a comma.
pub(super) fn missing_comma(scene: &mut Scene<'_>) -> Option<Target> {
    let member = member_with_next(scene)?;
    let next = &scene.draft.members[member + 1];
    let both =
        [scene.draft.value(member), b" ", next.key(scene.recipe), scene.draft.value(member + 1)].concat();
    scene.draft.set(member, &both);
    scene.draft.members.remove(member + 1);
    Some(Target::Record)
}

pub(super) fn missing_colon(scene: &mut Scene<'_>) -> Option<Target> {
    rewrite_key(scene, |name| format!("\"{name}\" "))
}

pub(super) fn unquoted_key(scene: &mut Scene<'_>) -> Option<Target> {
    rewrite_key(scene, |name| format!("{name}:"))
}

/// Writes `properties` as Python prints a dictionary.
pub(super) fn single_quoted_object(scene: &mut Scene<'_>) -> Option<Target> {
    let member = properties(scene)?;
    let value = scene.draft.value(member);
    if !value.contains(&b'"') || value.iter().any(|byte| matches!(byte, b'\'' | b'\\')) {
        return None;
    }
    let value: Vec<u8> = value.iter().map(|byte| if *byte == b'"' { b'\'' } else { *byte }).collect();
    scene.draft.set(member, &value);
    Some(Target::Record)
}

pub(super) fn single_quoted_text(scene: &mut Scene<'_>) -> Option<Target> {
    let plain = |text: &[u8]| !text.iter().any(|byte| matches!(byte, b'\'' | b'"' | b'\\'));
    let place = scene
        .pick(|field, value| is_text(value) && plain(&value[1..value.len() - 1]) && is_free_text(field))?;
    let value = place.draft.value(place.member);
    let value = [b"'", &value[1..value.len() - 1], b"'"].concat();
    place.draft.set(place.member, &value);
    Some(Target::Record)
}

/// Replaces a nullable value by a literal of another language.
pub(super) fn bad_literal(scene: &mut Scene<'_>) -> Option<Target> {
    let place = scene.pick(|field, _| field.nullable)?;
    let literals: &[&[u8]] = match place.field.property.kind {
        Kind::Count | Kind::Duration | Kind::Amount => &[b"NaN", b"None", b"nil"],
        Kind::Flag => &[b"True", b"False", b"None"],
        _ => &[b"None", b"undefined", b"nil"],
    };
    place.set_one_of(literals)?;
    Some(Target::Record)
}

pub(super) fn bad_escape(scene: &mut Scene<'_>) -> Option<Target> {
    append_to_text(scene, b"\\d")
}

pub(super) fn control_character(scene: &mut Scene<'_>) -> Option<Target> {
    append_to_text(scene, b"\t")
}

/// Appends the `é` of Latin-1.
pub(super) fn encode_otherwise(scene: &mut Scene<'_>) -> Option<Target> {
    append_to_text(scene, b"\xE9")
}

pub(super) fn no_record(scene: &mut Scene<'_>) -> Option<Target> {
    let values: [&'static [u8]; 3] = [b"null", b"17", b"true"];
    scene.draft.instead = Some(scene.random.pick(&values)?);
    Some(Target::Record)
}

/// Writes `properties` as a string that holds the object.
pub(super) fn stringify(scene: &mut Scene<'_>) -> Option<Target> {
    let member = properties(scene)?;
    let value = String::from_utf8_lossy(scene.draft.value(member)).into_owned();
    scene.draft.set(member, &json(&value));
    Some(Target::Named("properties"))
}

fn properties(scene: &Scene<'_>) -> Option<usize> {
    if scene.recipe.shape == Shape::Table {
        return None;
    }
    scene.draft.members.iter().position(|member| matches!(member.key, Key::Properties))
}

/// One of the members except the last.
fn member_with_next(scene: &mut Scene<'_>) -> Option<usize> {
    let last = scene.draft.members.len().checked_sub(1).filter(|last| *last > 0)?;
    Some(scene.random.index(last))
}

fn append(scene: &mut Scene<'_>, member: usize, bytes: &[u8]) -> Target {
    let value = [scene.draft.value(member), bytes].concat();
    scene.draft.set(member, &value);
    Target::Record
}

/// Appends bytes to an unconstrained text.
fn append_to_text(scene: &mut Scene<'_>, bytes: &[u8]) -> Option<Target> {
    let Place { member, draft, .. } = scene.pick(|field, value| is_text(value) && is_free_text(field))?;
    let value = draft.value(member);
    let value = [&value[..value.len() - 1], bytes, b"\""].concat();
    draft.set(member, &value);
    Some(Target::Record)
}

fn is_free_text(field: &Field) -> bool {
    let property = field.property;
    property.kind == Kind::Text
        && property.values.is_none()
        && !field.is_identity()
        && property.name != "RecipientId"
}

fn rewrite_key(scene: &mut Scene<'_>, write: impl Fn(&str) -> String) -> Option<Target> {
    let is_word = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let place = scene.pick(|field: &Field, _| is_word(field.name))?;
    let key = write(place.field.name).into_bytes();
    place.rename(key);
    Some(Target::Record)
}
