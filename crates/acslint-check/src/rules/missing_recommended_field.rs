//! `missing-recommended-field`: a property that the documentation gives every record is absent.

use acslint_types::{Evidence, Place, Shape};

use super::{Check, Draft, Group, Rule, Sink};
use crate::record::Record;

pub(super) static RULE: Rule = Rule {
    id: "missing-recommended-field",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("missing_recommended_field.md"),
    check: Check::Record(check),
};

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some(known) = record.known else {
        return;
    };
    for &index in &known.names.recommended {
        if known.understanding.key_of(index).is_some() {
            continue;
        }
        let property = &known.category().properties[index];
        let expected = match (known.shape(), property.log) {
            (Shape::Table, _) => property.in_table,
            (Shape::ResourceLog, Some(log)) => {
                log.evidence == Evidence::Seen && (log.place == Place::Top) != known.inner_only
            }
            (Shape::ResourceLog, None) => false,
        };
        if expected {
            let name = known.names.schema_name(property);
            sink.report(
                Draft::value(
                    record,
                    record.root(),
                    format!("missing `{name}`, which the documentation gives every record"),
                )
                .field(property.name)
                .label(format!("has no `{name}`")),
            );
        }
    }
}
