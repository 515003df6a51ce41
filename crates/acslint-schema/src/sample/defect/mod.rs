//! Defects: each makes a clean record break exactly one rule, which is its label.
//!
//! A defect looks for a suitable place by the metadata of the record's category. If it finds none, another defect
//! is tried. A test verifies with the linter that each defect breaks its rule and no other.

mod members;
mod names;
mod values;
mod written;

use acslint_types::Property;

use super::draft::{Draft, Key};
use super::random::Random;
use super::recipe::{Field, Recipe};

/// Label of a defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Rule that reports it.
    pub rule: &'static str,
    /// Canonical name of the property, if it is about one.
    pub field: Option<&'static str>,
}

/// A record that is about to get a defect.
pub(super) struct Scene<'s> {
    pub(super) recipe: &'s Recipe,
    pub(super) draft: &'s mut Draft,
    pub(super) random: &'s mut Random,
}

/// A kind of defect.
struct Defect {
    rule: &'static str,
    /// Applies the defect, if the record has a place for it.
    spoil: fn(&mut Scene<'_>) -> Option<Target>,
}

/// Target of a defect.
enum Target {
    Property(&'static Property),
    /// Another part with a name.
    Named(&'static str),
    Record,
}

/// Defects of members and values. Every record can lose its time.
const OF_MEMBERS: [Defect; 20] = [
    Defect { rule: "damaged-version", spoil: values::damage_version },
    Defect { rule: "duplicate-key", spoil: members::repeat },
    Defect { rule: "end-before-start", spoil: values::end_before_start },
    Defect { rule: "field-spelling", spoil: names::respell },
    Defect { rule: "invalid-format", spoil: values::deform_address },
    Defect { rule: "invalid-format", spoil: values::deform_time },
    Defect { rule: "invalid-value", spoil: values::leave_closed_set },
    Defect { rule: "invalid-value", spoil: values::leave_range },
    Defect { rule: "masked-address", spoil: values::mask_address },
    Defect { rule: "misplaced-field", spoil: members::misplace },
    Defect { rule: "missing-category", spoil: members::lose_category },
    Defect { rule: "missing-field", spoil: members::lose_required },
    Defect { rule: "missing-recommended-field", spoil: members::lose_recommended },
    Defect { rule: "recipient-count-mismatch", spoil: values::miscount_recipients },
    Defect { rule: "result-contradiction", spoil: values::contradict_result },
    Defect { rule: "status-recipient-mismatch", spoil: values::mismatch_status },
    Defect { rule: "unexpected-value", spoil: values::leave_open_set },
    Defect { rule: "unknown-category", spoil: names::misname_category },
    Defect { rule: "unknown-field", spoil: names::add_unknown },
    Defect { rule: "wrong-type", spoil: values::change_type },
];

/// Defects of the written text. Every record can have a trailing comma.
const OF_TEXT: [Defect; 14] = [
    Defect { rule: "invalid-encoding", spoil: written::encode_otherwise },
    Defect { rule: "invalid-json", spoil: written::bad_escape },
    Defect { rule: "invalid-json", spoil: written::bad_literal },
    Defect { rule: "invalid-json", spoil: written::comment },
    Defect { rule: "invalid-json", spoil: written::control_character },
    Defect { rule: "invalid-json", spoil: written::extra_comma },
    Defect { rule: "invalid-json", spoil: written::missing_colon },
    Defect { rule: "invalid-json", spoil: written::missing_comma },
    Defect { rule: "invalid-json", spoil: written::single_quoted_object },
    Defect { rule: "invalid-json", spoil: written::single_quoted_text },
    Defect { rule: "invalid-json", spoil: written::trailing_comma },
    Defect { rule: "invalid-json", spoil: written::unquoted_key },
    Defect { rule: "not-a-record", spoil: written::no_record },
    Defect { rule: "stringified-object", spoil: written::stringify },
];

/// Ids of the rules that defects can break; some occur more than once.
pub fn rules() -> impl Iterator<Item = &'static str> {
    OF_MEMBERS.iter().chain(&OF_TEXT).map(|defect| defect.rule)
}

impl Scene<'_> {
    /// Adds a defect that breaks one of the rules (any if empty), and closes the record; `order` draws the place
    /// of `properties`, if it varies.
    pub(super) fn spoil(mut self, rules: &[String], order: Option<&mut Random>) -> Option<Label> {
        let wanted = |defect: &&Defect| rules.is_empty() || rules.iter().any(|rule| rule == defect.rule);
        let of_text = OF_TEXT.iter().filter(wanted).collect::<Vec<_>>();
        let of_members = OF_MEMBERS.iter().filter(wanted).collect::<Vec<_>>();
        // Most kinds of defects in the text break the same rule.
        let text_first = of_members.is_empty() || (self.random.one_in(4) && !of_text.is_empty());
        let of_member = if text_first { None } else { self.first_possible(of_members) };
        self.draft.close(self.recipe, order);
        of_member.or_else(|| self.first_possible(of_text))
    }

    fn first_possible(&mut self, mut turns: Vec<&Defect>) -> Option<Label> {
        self.random.shuffle(&mut turns);
        turns.into_iter().find_map(|defect| {
            let field = match (defect.spoil)(self)? {
                Target::Property(property) => Some(property.name),
                Target::Named(name) => Some(name),
                Target::Record => None,
            };
            Some(Label { rule: defect.rule, field })
        })
    }

    /// Draws one of the fields that pass the test, which gets the field and the value.
    fn pick(&mut self, test: impl Fn(&Field, &[u8]) -> bool) -> Option<Place<'_>> {
        let members = 0..self.draft.members.len();
        let fits = |number: &usize| {
            let field = self.draft.members[*number].field(self.recipe);
            field.is_some_and(|field| test(field, self.draft.value(*number)))
        };
        let fitting: Vec<usize> = members.filter(fits).collect();
        let member = *self.random.pick(&fitting)?;
        let field = self.draft.members[member].field(self.recipe)?;
        Some(Place { member, field, draft: self.draft, random: self.random })
    }

    /// Member of the property with this name.
    fn find(&self, property: &str) -> Option<usize> {
        let named = |member: &super::draft::Member| {
            member.field(self.recipe).is_some_and(|field| field.property.name == property)
        };
        self.draft.members.iter().position(named)
    }
}

/// A member that gets a defect.
struct Place<'a> {
    member: usize,
    field: &'a Field,
    draft: &'a mut Draft,
    random: &'a mut Random,
}

impl Place<'_> {
    fn set(self, value: &[u8]) -> Target {
        self.draft.set(self.member, value);
        Target::Property(self.field.property)
    }

    fn set_one_of(self, values: &[&[u8]]) -> Option<Target> {
        let value = self.random.pick(values)?;
        Some(self.set(value))
    }

    fn rename(self, key: Vec<u8>) -> Target {
        self.draft.members[self.member].key = Key::Written(key);
        Target::Property(self.field.property)
    }

    fn remove(self) -> Target {
        self.draft.members.remove(self.member);
        Target::Property(self.field.property)
    }
}

/// A text as JSON.
fn json(text: &str) -> Vec<u8> {
    serde_json::Value::from(text).to_string().into_bytes()
}

fn is_text(value: &[u8]) -> bool {
    value.first() == Some(&b'"')
}

#[cfg(test)]
mod tests {
    use super::{OF_MEMBERS, OF_TEXT};

    #[test]
    fn defects_are_labelled_with_rules_that_exist() {
        for defect in OF_MEMBERS.iter().chain(&OF_TEXT) {
            let rule = acslint_check::rule(defect.rule);
            let level = rule.map(|rule| rule.group.level());
            assert!(level.is_some_and(|level| level > acslint_check::Level::Allow), "{}", defect.rule);
        }
    }
}
