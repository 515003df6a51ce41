//! `missing-recommended-field`: an absent property that is documented for every record.

use acslint_types::{Evidence, Place, Property, Requirement, Shape};

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{clean_when::CleanWhen, record::Record, text::text};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "missing-recommended-field",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("missing_recommended_field.md"),
    },
    Check::Record(check),
)
.clean_when(CleanWhen::Present(|property, shape| expects(property, shape, false)))
.replayable();

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some(known) = record.known else {
        return;
    };
    for &index in &known.names.recommended {
        let property = &known.category().properties[index];
        let expected = expects(property, known.shape(), known.inner_only);
        if expected && known.understanding.key_of(index).is_none() {
            let name = known.names.schema_name(property);
            sink.report(
                Draft::value(
                    record,
                    record.root(),
                    text!["missing `", name, "`, documented for every record"],
                )
                .field(property.name)
                .label(text!["has no `", name, "`"]),
            );
        }
    }
}

/// Returns true if every record of the shape should have the property; with `inner_only`, every inner object.
fn expects(property: &Property, shape: Shape, inner_only: bool) -> bool {
    let has_it = match (shape, property.log) {
        (Shape::Table, _) => property.in_table,
        (Shape::ResourceLog, Some(log)) => {
            log.evidence == Evidence::Seen && (log.place == Place::Top) != inner_only
        }
        (Shape::ResourceLog, None) => false,
    };
    has_it && property.requirement == Requirement::Recommended
}
