//! `misplaced-field`: a known property in the wrong object of a resource log.

use acslint_types::Place;

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{names::MatchQuality, record::Record, text::text};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "misplaced-field",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("misplaced_field.md"),
    },
    Check::Record(check),
)
.replayable();

fn check(record: &Record<'_>, sink: &mut Sink<'_>) {
    let Some(known) = record.known else {
        return;
    };
    for (key, named) in known.understanding.misspelled() {
        // If the property is also in its own place, this one is a copy without new information.
        if named.quality != MatchQuality::Misplaced || !key.used {
            continue;
        }
        let text = record.key_text(key.key);
        let place = match key.place {
            Place::Top => "inside `properties`",
            Place::Properties => "at the top of the record, not in `properties`",
        };
        let draft = Draft::key(record, key, text!["`", text, "` belongs ", place]);
        sink.report(draft.label("understood, but in the wrong object").help("move it there"));
    }
}
