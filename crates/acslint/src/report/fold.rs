//! Absent recommended fields of one record, folded into one finding for people.
//!
//! All counts, and the formats for programs, keep a finding for each property.

use std::borrow::Cow;

use acslint_check::{Level, RecordType, Subject};
use acslint_types::{Category, Shape};

use super::disclosed::{Finding, Label};
use super::{Located, Spot};

/// Rule whose findings are folded.
const RULE: &str = "missing-recommended-field";
/// Maximum number of named properties; the others are counted.
const NAMED: usize = 8;

/// Findings of a record to show as one.
pub(super) struct Folded<'s, 'a> {
    /// The findings, at least one, of one rule, level and place.
    pub(super) spots: Vec<&'s Spot<'a>>,
    record_type: Option<RecordType>,
}

/// Returns true if the findings of a rule are folded.
pub(super) fn is_folded(rule: &str) -> bool {
    rule == RULE
}

/// Returns the findings of an event, folded, in the order of their first ones.
pub(super) fn fold<'s, 'a>(event: &'s Located<'a>) -> Vec<Folded<'s, 'a>> {
    let record_type = event.event.subject.and_then(Subject::record_type);
    let mut folded: Vec<Folded<'s, 'a>> = Vec::with_capacity(event.findings.len());
    // Such findings stand in a row.
    for spot in &event.findings {
        match folded.last_mut().filter(|last| last.takes(&spot.finding)) {
            Some(last) => last.spots.push(spot),
            None => folded.push(Folded { spots: vec![spot], record_type }),
        }
    }
    folded
}

impl<'s, 'a> Folded<'s, 'a> {
    fn takes(&self, finding: &Finding<'_>) -> bool {
        let first = &self.first().finding;
        is_folded(finding.rule())
            && first.rule() == finding.rule()
            && first.level() == finding.level()
            && first.span() == finding.span()
            && finding.field().is_some()
    }

    /// Returns the first finding.
    pub(super) fn first(&self) -> &'s Spot<'a> {
        self.spots[0]
    }

    pub(super) fn level(&self) -> Level {
        self.first().finding.level()
    }

    /// Returns the message, with the names of all absent properties.
    pub(super) fn message(&self) -> Cow<'a, str> {
        if self.spots.len() == 1 {
            return self.first().finding.message();
        }
        let fields = self.spots.iter().filter_map(|spot| spot.finding.field());
        Cow::Owned(message(fields, self.record_type))
    }

    /// Returns the description of a place of the first finding; `index` 0 is the main place.
    pub(super) fn label(&self, index: usize, label: &Label<'a>) -> Cow<'a, str> {
        if index > 0 || self.spots.len() == 1 {
            return label.text();
        }
        Cow::Owned(format!("has no {}", self.names("or")))
    }

    /// Returns the names of the properties, as records of the type spell them.
    fn names(&self, last: &str) -> String {
        names(self.spots.iter().filter_map(|spot| spot.finding.field()), self.record_type, last)
    }
}

/// Returns the message about these absent properties of a type of records.
pub(super) fn message<'f>(
    fields: impl IntoIterator<Item = &'f str>,
    record_type: Option<RecordType>,
) -> String {
    format!("missing {}, documented for every record", names(fields, record_type, "and"))
}

fn names<'f>(
    fields: impl IntoIterator<Item = &'f str>,
    record_type: Option<RecordType>,
    last: &str,
) -> String {
    let names = fields.into_iter().map(|field| format!("`{}`", spelled(field, record_type)));
    listed(&names.collect::<Vec<_>>(), last)
}

/// Returns a list of names as a phrase; names only the first of many.
pub(super) fn listed(names: &[String], last: &str) -> String {
    let more = names.len().saturating_sub(NAMED);
    match names {
        [] => String::new(),
        [only] => only.clone(),
        _ if more > 1 => format!("{} {last} {more} more", names[..NAMED].join(", ")),
        [before @ .., end] => format!("{} {last} {end}", before.join(", ")),
    }
}

/// Returns the name of a property in records of this type.
fn spelled(field: &str, record_type: Option<RecordType>) -> &str {
    let category = record_type.and_then(|of| Category::by_id(of.category));
    let property =
        category.and_then(|category| category.properties.iter().find(|property| property.name == field));
    match (property.and_then(|property| property.log), record_type.and_then(|of| of.shape)) {
        (Some(log), Some(Shape::ResourceLog)) => log.name,
        _ => field,
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_few_names_are_listed_and_the_rest_is_counted() {
        let names: Vec<String> = (0..12).map(|name| name.to_string()).collect();
        assert_eq!(listed(&names[..1], "and"), "0");
        assert_eq!(listed(&names[..3], "or"), "0, 1 or 2");
        // "1 more" would be as long as the name.
        assert_eq!(listed(&names[..9], "and"), "0, 1, 2, 3, 4, 5, 6, 7 and 8");
        assert_eq!(listed(&names, "and"), "0, 1, 2, 3, 4, 5, 6, 7 and 4 more");
    }
}
