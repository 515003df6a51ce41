//! `truncated-record`: the last record of an input is cut off.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    framing::{InputFault, Problem},
    text::Text,
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "truncated-record",
        group: Group::Suspicious,
        since: "0.1.0",
        page: include_str!("truncated_record.md"),
    },
    Check::Source(check),
);

fn check(fault: &InputFault<'_>, sink: &mut Sink<'_>) {
    let end = fault.span.end;
    let draft = match fault.problem {
        Problem::Cut { start } => {
            let message = format!("last record is cut off at byte {end} (is the blob still being written?)");
            Draft::new(start..end, Text::known(message))
                .label("begins here, and has no end")
                .open()
                .help("read the rest once it is written; all records before it were checked")
        }
        Problem::Unclosed(bracket) => {
            let message =
                format!("the input ends at byte {end}, before the `{bracket}` that closes its records");
            Draft::new(fault.span.clone(), Text::known(message))
                .label(Text::known(format!("`{bracket}` expected")))
                .help("look for what cut the input off; all records before its end were checked")
        }
        _ => return,
    };
    sink.report(draft);
}
