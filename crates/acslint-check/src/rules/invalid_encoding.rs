//! `invalid-encoding`: bytes that cannot be decoded as text.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    framing::{InputFault, Problem},
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "invalid-encoding",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("invalid_encoding.md"),
    },
    Check::Source(check),
);

fn check(fault: &InputFault<'_>, sink: &mut Sink<'_>) {
    let draft = match fault.problem {
        Problem::NotUtf8 { byte } => {
            Draft::new(fault.span.clone(), Text::known(format!("byte 0x{byte:02X} is not UTF-8")))
                .label("not a character")
                .help("write the records as UTF-8")
        }
        Problem::NotUtf16 { is_cut: false } => {
            Draft::new(fault.span.clone(), "half of a surrogate pair stands alone in UTF-16 text")
                .label("not a character")
                .help("write the records as UTF-8")
        }
        Problem::NotUtf16 { is_cut: true } => {
            Draft::new(fault.span.clone(), "the UTF-16 text ends with half of a unit")
                .label("one byte of two")
                .help("look for what cut the input off")
        }
        Problem::OtherEncoding(name) => {
            Draft::new(fault.span.clone(), text!["the input is ", name, ", not UTF-8 text"]).help(text![
                "convert it first, for example with `iconv -f ",
                name,
                " -t UTF-8`"
            ])
        }
        Problem::Archive(name) => {
            Draft::new(fault.span.clone(), text!["the input is ", name, ", not JSON text"])
                .help("unpack it first; archives in archives and on standard input are not read")
        }
        Problem::Parquet => Draft::new(fault.span.clone(), "the input is a Parquet file, not JSON text")
            .help(
                "pass the file itself: Parquet is not read from archives, compressed data and standard input",
            ),
        Problem::Binary(name) => {
            Draft::new(fault.span.clone(), text!["the input is ", name, ", not JSON text"])
                .help("export the records as JSON")
        }
        _ => return,
    };
    sink.report(draft);
}
