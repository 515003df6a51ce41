//! `empty-input`: an input without a single value.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::framing::{InputFault, Problem};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "empty-input",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("empty_input.md"),
    },
    Check::Source(check),
);

fn check(fault: &InputFault<'_>, sink: &mut Sink<'_>) {
    if fault.problem == Problem::Empty {
        sink.report(
            Draft::new(fault.span.clone(), "the input is empty").help("check what should have written it"),
        );
    }
}
