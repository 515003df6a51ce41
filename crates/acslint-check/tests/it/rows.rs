//! Tests of the rows that events name: their numbers in each table, with those that cannot be read.

use crate::support::{Seen, checker_with, see, see_in_pieces, transcript};

/// Returns the number of the row of each event, and whether the record is the row. They are the same however the input is cut.
#[track_caller]
fn rows(input: &str) -> Vec<Option<(u64, bool)>> {
    let seen = see(input);
    for size in [1, 64] {
        let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[size]);
        assert_eq!(transcript(&pieces), transcript(&seen), "in pieces of {size}");
    }
    seen.iter().map(|Seen { row, .. }| row.map(|row| (row.number, row.is_record))).collect()
}

/// The numbers of rows that are records.
fn numbers<const N: usize>(numbers: [u64; N]) -> Vec<Option<(u64, bool)>> {
    numbers.map(|number| Some((number, true))).to_vec()
}

#[test]
fn rows_of_csv_are_counted_behind_the_header() {
    let row = "2024-06-18T13:27:58Z,o,Usage";
    let input = format!("TimeGenerated,OperationName,Category\n{row}\n\n{row},x,y\n{row}\n2024,\"o");
    assert_eq!(rows(&input), numbers([1, 2, 3, 4]));
}

#[test]
fn records_in_a_cell_are_in_a_row_without_being_it() {
    let record = r#"{""OperationCategory"": ""EmailStatusUpdateOperational""}"#;
    let wrapper = format!("\"{{\"\"value\"\": [{record}, {record}]}}\"");
    // The type of the column is JSON in the category that has it; without a known column, the cell is a text.
    let inside = Some((1, false));
    assert_eq!(
        rows(&format!("TimeGenerated,OperationName,OperationPayload\nx,o,{wrapper}\nx,o,\n")),
        [inside, inside, Some((2, true))]
    );
    assert_eq!(rows(&format!("OperationName,Body\no,{wrapper}\no,\n")), numbers([1, 2]));
}

#[test]
fn rows_of_an_answer_are_counted_in_their_table() {
    let table = |rows: &str| {
        format!(
            "{{\"columns\": [{{\"name\": \"TimeGenerated\"}}, {{\"name\": \"Category\"}}], \"rows\": [{rows}]}}"
        )
    };
    let row = "[\"2024-06-18T13:27:58Z\", \"Usage\"]";
    let (two, one) = (table(&format!("{row}, 7, {row}")), table(row));
    assert_eq!(rows(&format!("{{\"tables\": [{two}, {one}]}}")), numbers([1, 2, 3, 1]));
    // A broken row counts in the table that it is in, and what is not a table has no row.
    let broken = table(&format!("{row}, [\"2024\" x], {row}"));
    assert_eq!(rows(&format!("{{\"tables\": [{one}, {broken}, {one}]}}")), numbers([1, 1, 2, 3, 1]));
    assert_eq!(rows(&format!("{{\"tables\": [{{}}, {one}]}}")), [None, Some((1, true))]);
    // The same inside of a wrapper.
    let inside = format!(
        "{{\"responses\": [{{\"body\": {{\"tables\": [{two}]}}}}, {{\"body\": {{\"tables\": [{one}]}}}}]}}"
    );
    assert_eq!(rows(&inside), numbers([1, 2, 3, 1]));
}

#[test]
fn rows_of_fragments_are_counted_on() {
    let header = "{\"FrameType\": \"TableHeader\", \"TableId\": 1, \"Columns\": [{\"ColumnName\": \"TimeGenerated\"}, {\"ColumnName\": \"Category\"}]}";
    let row = "[\"2024-06-18T13:27:58Z\", \"Usage\"]";
    let fragment =
        |rows: &str| format!("{{\"FrameType\": \"TableFragment\", \"TableId\": 1, \"Rows\": [{rows}]}}");
    let input = format!("[{header},\n{},\n{}]", fragment(&format!("{row}, 1")), fragment(row));
    assert_eq!(rows(&input)[1..], numbers([1, 2, 3]));
}

/// A cell over several lines is not a record over several lines.
#[test]
fn rows_of_a_pretty_fragment_are_like_others() {
    let columns = "[{\"ColumnName\": \"TimeGenerated\"}, {\"ColumnName\": \"Category\"}, {\"ColumnName\": \"Properties\"}]";
    let header = format!("{{\"FrameType\": \"TableHeader\", \"TableId\": 1, \"Columns\": {columns}}}");
    let rows = |cell: &str| {
        let row = format!("[\"2024-06-18T13:27:58Z\", \"Usage\", {cell}]");
        let fragment =
            format!("{{\"FrameType\": \"TableFragment\", \"TableId\": 1, \"Rows\": [{row}, {row}]}}");
        let seen = see(format!("[{header},\n{fragment}]"));
        seen.iter().flat_map(|seen| &seen.found).map(|found| found.finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rows("{\"a\":\r\n 1}"), rows("{\"a\":   1}"));
}

#[test]
fn other_records_are_in_no_row() {
    let record = r#"{"OperationCategory": "EmailStatusUpdateOperational"}"#;
    assert_eq!(rows(&format!("{record}\n{{\"value\": [{record}]}}\n")), [None, None]);
}
