//! Tests of CSV: rows are records, their values have the types of the columns, and a finding is at its cell.

use crate::support::{Seen, check, checker_with, finds, lines_of, see, see_in_pieces, transcript};

const HEADER: &str = "TimeGenerated [UTC],OperationName,OperationVersion,CorrelationId,Category,RecordId,UsageType,UnitType,Quantity";
const ROW: &str = "2024-06-18T13:27:58Z,o,1,c,Usage,r,sms,messages,2";

#[test]
fn rows_are_records() {
    finds(format!("{HEADER}\n{ROW}\n{ROW}\n"), 2, &[]);
    finds(format!("\u{FEFF}{HEADER}\r\n{ROW}\r\n\r\n{ROW}"), 2, &[]);
    for delimiter in ["\t", ";"] {
        finds(format!("{HEADER}\n{ROW}\n").replace(',', delimiter), 1, &[]);
    }
    let quoted = |line: &str| format!("\"{}\"", line.replace(',', "\",\""));
    finds(format!("{}\n{}\n", quoted(HEADER), quoted(ROW)), 1, &[]);
    // Only a header.
    finds(format!("{HEADER}\n"), 0, &[]);
    let kinds: Vec<String> = see(format!("{HEADER}\n{ROW}\n")).iter().map(Seen::kind).collect();
    assert_eq!(kinds, ["Usage/table"]);
}

#[test]
fn a_finding_is_at_its_cell() {
    let many = ROW.replace(",2", ",\"many\"");
    let input = format!("{HEADER}\n{ROW}\n{many}\n");
    let seen = finds(&input, 2, &["3:49: error[wrong-type] `Quantity` is a string, but must be a number"]);
    let found = &seen[1].found[0].finding;
    let span = found.primary.span;
    assert_eq!(&input[span.start as usize..span.end as usize], "\"many\"");
    assert_eq!((found.pointer.verbatim(), found.field.as_deref()), ("/Quantity", Some("Quantity")));
    assert!(found.fix.is_none());
    let span = seen[1].span;
    assert_eq!(&input[span.start as usize..span.end as usize], many);
    // Line breaks, delimiters and quotes in cells; the byte order mark is not a column.
    let odd = ROW.replace(",o,", ",\"o, \"\"o\"\"\n{\r\n\",").replace(",2", ",x");
    finds(
        format!("\u{FEFF}{HEADER}\r\n{odd}\r\n{ROW}\r\n"),
        2,
        &["4:28: error[wrong-type] `Quantity` is a string, but must be a number"],
    );
    // A name that the table does not have is found at the cell of each row.
    finds(format!("{HEADER},Extra\n{ROW},1\n"), 1, &["2:51: warning[unknown-field] unknown field `Extra`"]);
}

#[test]
fn values_are_read_by_the_type_of_their_column() {
    // A decimal comma, between semicolons.
    let row = ROW.replace(',', ";").replace(";2", ";2,5");
    finds(format!("{}\n{row}\n", HEADER.replace(',', ";")), 1, &[]);
    // A number that is a text in the table, and JSON in a cell.
    let columns = "TimeGenerated,OperationName,CorrelationId,Category,ResultSignature";
    assert!(
        !check(format!("{columns}\n2024-06-18T13:27:58Z,o,7,EmailSendMailOperational,200\n"))
            .iter()
            .any(|line| line.contains("wrong-type"))
    );
    // An empty cell is null, as in a query answer, and an empty text is a text.
    finds(
        format!("{HEADER}\n{}\n", ROW.replace("2024-06-18T13:27:58Z", "").replace(",o,", ",,")),
        1,
        &["2:1: error[wrong-type] `TimeGenerated` is null, but is required"],
    );
    // In rows of several categories, the columns of the others are empty.
    let both = format!("{HEADER},DeliveryStatus\n{ROW},\n");
    finds(&both, 1, &[]);
}

#[test]
fn times_of_the_portal_are_read_where_they_have_one_meaning() {
    let row = |time: &str| ROW.replace("2024-06-18T13:27:58Z", &format!("\"{time}\""));
    finds(
        format!("{HEADER}\n{}\n{}\n", row("6/18/2024, 1:27:58.120 PM"), row("6/7/2024, 1:27:58 PM")),
        2,
        &[],
    );
    let ambiguous = "error[invalid-format] `TimeGenerated` is a date with an ambiguous order of day and month, not an RFC 3339 time";
    finds(
        format!("{HEADER}\n{}\n{}\n", row("6/7/2024, 1:27:58 PM"), row("6/18/2024, 1:27:58.120 PM")),
        2,
        &[&format!("2:1: {ambiguous}")],
    );
    // Nothing says in which zone the time is.
    let local = HEADER.replace(" [UTC]", "");
    assert_eq!(check(format!("{local}\n{}\n", row("6/18/2024, 1:27:58.120 PM"))).len(), 1);
}

#[test]
fn rows_of_another_length_are_not_records() {
    let message = |line: usize, cells: usize| {
        format!("{line}:1: error[not-a-record] a row with {cells} cells in a table of 9 columns")
    };
    finds(format!("{HEADER}\n{ROW},x\n{ROW}\na,b\n{ROW},,\n"), 4, &[&message(2, 10), &message(4, 2)]);
}

/// The end of a piece is not the end of the row.
#[test]
fn a_piece_may_end_behind_a_delimiter() {
    let lines = lines_of(&finds_any("OperationName\tType\tProperties\no\tACSBillingUsage\t{}\n\t\t\t\t\n"));
    assert_eq!(lines, Vec::<String>::new());
}

#[test]
fn a_row_that_the_input_ends_in_is_cut_off() {
    let cut = ROW.replace(",o,", ",\"o,");
    let lines = lines_of(&finds_any(&format!("{HEADER}\n{ROW}\n{cut}\n{ROW}\n")));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("3:1: warning[truncated-record]"), "{lines:?}");
}

/// Returns the events of an input, which are the same however it is cut.
#[track_caller]
fn finds_any(input: &str) -> Vec<Seen> {
    let seen = see(input);
    for size in [1, 64] {
        let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[size]);
        assert_eq!(transcript(&pieces), transcript(&seen), "in pieces of {size}");
    }
    seen
}

#[test]
fn rows_of_an_aggregation_are_foreign() {
    let seen = finds_any("OperationName,count_\nSMSMessagesSent,7\n");
    assert_eq!(seen[0].foreign_kind(), Some("query result without TimeGenerated"));
}

#[test]
fn a_table_without_column_names_is_named() {
    assert_eq!(
        check("t\to\t2024-06-18T13:27:58Z\tUsage\t2\nt\to\t2024-06-18T13:27:58Z\tUsage\t2\n"),
        ["1:1: error[invalid-json] this is a table without column names, not JSON"]
    );
}

#[test]
fn only_public_cells_are_shown() {
    // The disclosure of a row is that of its record.
    let columns = "TimeGenerated,OperationName,OperationVersion,CorrelationId,Category,PhoneNumber,Method";
    let input =
        format!("{columns}\n2024-06-18T13:27:58Z,SMSMessagesSent,1,c,SMSOperational,+14255550123,GETS\n");
    let shown = crate::disclosure::shown(&input);
    assert!(shown.contains("SMSOperational") && !shown.contains("425555"), "{shown}");
}

#[test]
fn damage_of_spreadsheets_takes_the_place_of_other_findings() {
    let row =
        |time: &str, id: &str| ROW.replace("2024-06-18T13:27:58Z", time).replace(",c,", &format!(",{id},"));
    let input = format!(
        "{HEADER}\n{ROW}\n{}\n{}\n{}\n",
        row("27:58.1", "1.23457E+15"),
        row("6/7/2024 13:27", "123456789012345678"),
        row("2024-06-18T13:27:58Z", "123456789012345000").replace(",2", ",x"),
    );
    let seen = finds(
        &input,
        4,
        &[
            "3:1: error[damaged-cell] `TimeGenerated` has only the minutes and seconds that a spreadsheet shows",
            "3:13: error[damaged-cell] `CorrelationId` is a number in the short form of a spreadsheet",
            "4:1: error[damaged-cell] `TimeGenerated` is a date in the form of a spreadsheet",
            "5:26: error[damaged-cell] `CorrelationId` is a number that a spreadsheet cut to 15 digits",
            "5:66: error[wrong-type] `Quantity` is a string, but must be a number",
        ],
    );
    let found = &seen[1].found[1].finding;
    let span = found.primary.span;
    assert_eq!(&input[span.start as usize..span.end as usize], "1.23457E+15");
    assert_eq!((found.pointer.verbatim(), found.field.as_deref()), ("/CorrelationId", Some("CorrelationId")));
    // Without the rule, the other findings are there.
    let levels = vec![("damaged-cell".to_owned(), acslint_check::Level::Allow)];
    let settings =
        acslint_check::Settings { levels, full_path_only: true, ..acslint_check::Settings::default() };
    let checker = acslint_check::Checker::new(settings).expect("the rule exists");
    let lines = lines_of(&crate::support::see_with(&checker, input.as_bytes()));
    assert_eq!(lines.len(), 3, "{lines:?}");
    // A column of another category may hold anything.
    let other = format!("{HEADER},Other\n{ROW},1.23E+15\n");
    finds(&other, 1, &["2:51: warning[unknown-field] unknown field `Other`"]);
}

#[test]
fn a_damaged_row_is_not_proved_clean() {
    #[derive(Default)]
    struct Counted(Vec<&'static str>, u64);
    impl acslint_check::Report for Counted {
        fn event(&mut self, event: &acslint_check::Event<'_>) {
            self.0.extend(event.findings.iter().map(|finding| finding.rule));
        }
        fn proved_clean(&mut self, _: acslint_check::RecordType, records: u64) {
            self.1 += records;
        }
    }
    let checker = acslint_check::Checker::new(acslint_check::Settings::default()).expect("the defaults");
    let clean = format!("{ROW}\n").repeat(20);
    let damaged = ROW.replace(",c,", ",1.23E+15,");
    let (mut state, mut counted) = (acslint_check::WorkerState::default(), Counted::default());
    let input = format!("{HEADER}\n{clean}{damaged}\n{clean}");
    let mut session = acslint_check::Session::new(&checker, acslint_check::Hints::default());
    session.advance(&mut state, input.as_bytes(), true, &mut counted);
    assert_eq!((counted.0, session.records()), (vec!["damaged-cell"], 41));
    assert!(counted.1 > 20, "{}", counted.1);
}
