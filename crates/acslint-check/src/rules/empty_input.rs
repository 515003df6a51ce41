//! `empty-input`: an input without a single value.

use super::{Check, Draft, Group, Rule, Sink, CleanWhen};
use crate::framing::{Problem, InputFault};

pub(super) static RULE: Rule = Rule {
    id: "empty-input",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("empty_input.md"),
    check: Check::Source(check),
    clean_when: CleanWhen::Plain,
};

fn check(trouble: &InputFault<'_>, sink: &mut Sink<'_>) {
    if trouble.problem == Problem::Empty {
        sink.report(
            Draft::new(trouble.span.clone(), "the input is empty")
                .help("look at what should have written it"),
        );
    }
}
