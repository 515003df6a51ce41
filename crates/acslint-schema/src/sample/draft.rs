//! A record before it is written, as members that a defect can change.

use std::ops::Range;

use acslint_types::{Place, Shape};

use super::facts::{Delivery, Facts};
use super::random::Random;
use super::recipe::{Field, Presence, Recipe};

/// A record under construction; reused for the next one.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Members in the order of writing, except that those of `properties` form a separate group.
    pub(super) members: Vec<Member>,
    /// Values of the members, in no order.
    values: Vec<u8>,
    /// Text that replaces the record.
    pub(super) instead: Option<&'static [u8]>,
}

/// A member of a record or of its `properties`.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) key: Key,
    pub(super) place: Place,
    value: Range<usize>,
}

/// Text before a value.
#[derive(Debug, Clone)]
pub(super) enum Key {
    /// Name of the recipe's field with this number.
    Field(usize),
    /// `properties` of a resource log.
    Properties,
    /// These bytes, including the colon.
    Written(Vec<u8>),
}

impl Draft {
    /// Fills in the members of a record with these facts.
    pub(super) fn fill(&mut self, recipe: &Recipe, facts: &Facts, random: &mut Random) {
        self.members.clear();
        self.values.clear();
        self.instead = None;
        for (number, field) in recipe.fields.iter().enumerate() {
            let present = match field.presence {
                Presence::Always => true,
                Presence::Mostly => !random.one_in(8),
                Presence::OnFailure => facts.delivery == Delivery::Failed,
            };
            if !present {
                continue;
            }
            let start = self.values.len();
            if field.nullable && random.one_in(32) {
                self.values.extend_from_slice(b"null");
            } else {
                field.source.write(recipe.shape, facts, &recipe.ids, random, &mut self.values);
            }
            let value = start..self.values.len();
            self.members.push(Member { key: Key::Field(number), place: field.place, value });
        }
        if let Some(properties) = &recipe.unknown_properties {
            let start = self.values.len();
            properties.write(&recipe.ids, &facts.ids, facts.time, &mut self.values);
            let value = start..self.values.len();
            self.members.push(Member { key: Key::Properties, place: Place::Top, value });
        }
    }

    /// Moves members into `properties`, at a random index of the record or else at its end.
    pub(super) fn close(&mut self, recipe: &Recipe, random: Option<&mut Random>) {
        if recipe.shape == Shape::Table || recipe.unknown_properties.is_some() {
            return;
        }
        let start = self.values.len();
        self.values.push(b'{');
        for member in self.members.iter().filter(|member| member.place == Place::Properties) {
            if self.values.len() > start + 1 {
                self.values.push(b',');
            }
            self.values.extend_from_slice(key(&member.key, recipe));
            self.values.extend_from_within(member.value.clone());
        }
        self.values.push(b'}');
        self.members.retain(|member| member.place == Place::Top);
        let at = random.map_or(self.members.len(), |random| random.index(self.members.len() + 1));
        let value = start..self.values.len();
        self.members.insert(at, Member { key: Key::Properties, place: Place::Top, value });
    }

    /// Appends the closed record.
    pub(super) fn write(&self, recipe: &Recipe, out: &mut Vec<u8>) {
        if let Some(instead) = self.instead {
            out.extend_from_slice(instead);
            return;
        }
        out.push(b'{');
        for (number, member) in self.members.iter().enumerate() {
            if number > 0 {
                out.push(b',');
            }
            out.extend_from_slice(key(&member.key, recipe));
            out.extend_from_slice(&self.values[member.value.clone()]);
        }
        out.push(b'}');
    }

    /// Bytes of a member's value.
    pub(super) fn value(&self, member: usize) -> &[u8] {
        &self.values[self.members[member].value.clone()]
    }

    /// Replaces the value of a member.
    pub(super) fn set(&mut self, member: usize, value: &[u8]) {
        let start = self.values.len();
        self.values.extend_from_slice(value);
        self.members[member].value = start..self.values.len();
    }

    /// Adds a member after all others of its place.
    pub(super) fn add(&mut self, key: Key, place: Place, value: &[u8]) {
        self.members.push(Member { key, place, value: 0..0 });
        self.set(self.members.len() - 1, value);
    }

    /// Swaps the values of two members.
    pub(super) fn swap_values(&mut self, one: usize, other: usize) {
        let value = self.members[one].value.clone();
        self.members[one].value = std::mem::replace(&mut self.members[other].value, value);
    }
}

impl Member {
    /// Field of the member, if it is one.
    pub(super) fn field<'r>(&self, recipe: &'r Recipe) -> Option<&'r Field> {
        match self.key {
            Key::Field(number) => recipe.fields.get(number),
            Key::Properties | Key::Written(_) => None,
        }
    }

    /// Text before the value, including the colon.
    pub(super) fn key<'a>(&'a self, recipe: &'a Recipe) -> &'a [u8] {
        key(&self.key, recipe)
    }
}

fn key<'a>(key: &'a Key, recipe: &'a Recipe) -> &'a [u8] {
    match key {
        Key::Field(number) => &recipe.fields[*number].key,
        Key::Properties => b"\"properties\":",
        Key::Written(key) => key,
    }
}
