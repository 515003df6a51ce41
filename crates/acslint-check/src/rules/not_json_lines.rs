//! `not-json-lines`: an input that is mostly, but not entirely, JSON Lines.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::framing::{InputFault, Problem};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "not-json-lines",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("not_json_lines.md"),
    },
    Check::Source(check),
);

fn check(fault: &InputFault<'_>, sink: &mut Sink<'_>) {
    let message = match fault.problem {
        Problem::SharedLine => "a second record on one line: this is not JSON Lines",
        Problem::SeveralLines => "a record on several lines: this is not JSON Lines",
        _ => return,
    };
    sink.report(
        Draft::new(fault.span.clone(), message)
            .label("reported once; all records are checked")
            .help("write each record on a line of its own, since line-based readers fail here"),
    );
}
