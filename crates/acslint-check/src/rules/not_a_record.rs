//! `not-a-record`: JSON that is not a record, where a record was expected.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    framing::{InputFault, Problem},
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "not-a-record",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("not_a_record.md"),
    },
    Check::Source(check),
);

fn check(fault: &InputFault<'_>, sink: &mut Sink<'_>) {
    let span = fault.span.clone();
    let draft = match fault.problem {
        Problem::NotARecord(kind) => {
            let kind = match kind.described().split_once(' ') {
                Some((_, kind)) => format!("a JSON {kind}"),
                None => format!("JSON {}", kind.described()),
            };
            Draft::new(span, text!["expected a record, found ", Text::known(kind)])
                .help("write each record as a JSON object")
        }
        Problem::EncodedJson => Draft::new(span, "expected a record, found JSON text inside a string")
            .label("a string that holds JSON")
            .help("decode it first, for example with `jq -c fromjson`"),
        Problem::LooseMember => {
            Draft::new(span, "expected a record, found a JSON string: a member without its object")
                .label("a key, followed by its value")
                .help("put braces around the member, and give the record its other members")
        }
        Problem::LooseKey => Draft::new(span, "expected a record, found a JSON string followed by an object")
            .help("add the colon between the key and its object, and the braces around them"),
        Problem::RecordsNoArray(kind) => {
            Draft::new(span, text!["`records` is ", kind.described(), ", but must be an array of records"])
        }
        Problem::RowLength { cells, columns } => {
            let message = format!("a row with {cells} cells in a table of {columns} columns");
            Draft::new(span, Text::known(message))
                .help("look for a quote or a delimiter in a value that is not in quotes")
        }
        Problem::AnswerError => {
            Draft::new(span, "the answer of the query reports an error; its rows may be incomplete")
                .help("run the query again")
        }
        _ => return,
    };
    sink.report(draft);
}
