//! `empty-input`: an input without a single value.

use super::{Check, Draft, Group, Rule, Sink, Vouch};
use crate::framing::{Problem, Trouble};

pub(super) static RULE: Rule = Rule {
    id: "empty-input",
    group: Group::Suspicious,
    since: "0.1.0",
    page: include_str!("empty_input.md"),
    check: Check::Source(check),
    vouch: Vouch::Plain,
};

fn check(trouble: &Trouble<'_>, sink: &mut Sink<'_>) {
    if trouble.problem == Problem::Empty {
        sink.report(
            Draft::new(trouble.span.clone(), "the input is empty")
                .help("look at what should have written it"),
        );
    }
}
