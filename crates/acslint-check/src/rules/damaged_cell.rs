//! `damaged-cell`: a cell of CSV whose value a spreadsheet replaced.

use super::{Check, Draft, Group, RecordRule, Rule, Sink};
use crate::{
    framing::{InputFault, Problem},
    spreadsheet::Damage,
    text::{Text, text},
};

pub(super) static RULE: RecordRule = RecordRule::new(
    Rule {
        id: "damaged-cell",
        group: Group::Correctness,
        since: "0.1.0",
        page: include_str!("damaged_cell.md"),
    },
    Check::Source(check),
);

fn check(fault: &InputFault<'_>, sink: &mut Sink<'_>) {
    let Problem::DamagedCell { column, damage } = fault.problem else {
        return;
    };
    let (message, label) = match damage {
        Damage::Exponent => ("is a number in the short form of a spreadsheet", "most of its digits are lost"),
        Damage::Zeros => {
            ("is a number that a spreadsheet cut to 15 digits", "the last digits were not zeros")
        }
        Damage::Clock => {
            ("has only the minutes and seconds that a spreadsheet shows", "date and hour are lost")
        }
        Damage::DayNumber => ("is a day number of a spreadsheet, not a time", "days since the year 1900"),
        Damage::Date => ("is a date in the form of a spreadsheet", "the original text is lost"),
        Damage::Narrow => ("is what a spreadsheet shows where a column is too narrow", "the value is lost"),
        Damage::Formula => ("is an error of a spreadsheet", "the value was taken for a formula"),
    };
    let message = text!["`", column, "` ", message];
    let mut draft = Draft::new(fault.span.clone(), message)
        .label(label)
        .help("export the records again, and do not save them with a spreadsheet")
        .field(column);
    draft.pointer = Text::known(format!("/{column}"));
    sink.report(draft);
}
