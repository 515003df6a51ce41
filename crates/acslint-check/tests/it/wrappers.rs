//! Tests of wrappers: records inside other objects, in texts and in tables have the findings that they have alone, at their
//! place in the input.

use crate::support::{Seen, check, checker_with, finds, lines_of, see, see_in_pieces, transcript};

/// A record with one finding, about the value `"Lost"`.
const LOST: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Lost"}"#;
/// A record without findings.
const GOOD: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}"#;

/// Returns a text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Asserts that the record `LOST` is found as often as it is in the input, each with its finding at the text of its value.
#[track_caller]
fn finds_lost(input: &str, records: usize, value: &str) {
    let expected: Vec<String> = input
        .match_indices(value)
        .map(|(at, _)| {
            let before = &input[..at];
            let line = before.matches('\n').count() + 1;
            let column = at - before.rfind('\n').map_or(0, |newline| newline + 1) + 1;
            format!(
                "{line}:{column}: warning[unexpected-value] undocumented value \"Lost\" for `DeliveryStatus`"
            )
        })
        .collect();
    assert!(!expected.is_empty());
    let seen = finds(input, records, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    for found in seen.iter().flat_map(|seen| &seen.found) {
        let span = found.finding.primary.span;
        assert_eq!(&input[span.start as usize..span.end as usize], value, "{input}");
        assert_eq!(found.finding.pointer.verbatim(), "/DeliveryStatus");
    }
}

#[test]
fn objects_inside_are_records() {
    for wrapper in [
        r#"{"time": 1, "sourcetype": "azure", "event": @}"#,
        r#"{"data": [@, %, @]}"#,
        r#"{"items": [@]}"#,
        r#"{"logs": [%, @], "count": 2}"#,
        r#"{"Records": [@]}"#,
        r#"{"value": [@], "nextLink": null}"#,
        r#"{"Results": [@], "Render": null, "Error": null}"#,
        r#"{"took": 1, "hits": {"total": {"value": 2}, "hits": [{"_id": "1", "_source": @}, {"_source": %}]}}"#,
        r#"{"SequenceNumber": 1, "Properties": {}, "body": {"records": [@, @]}}"#,
        r#"{"body": @}"#,
        r#"{"a": [{"a": [@]}, @, {"a": %}, {"a": [%, @]}]}"#,
        "{\n  \"value\": [\n    @,\n    @\n  ]\n}",
    ] {
        let records = wrapper.matches(['@', '%']).count();
        let wrapper = wrapper.replace('@', LOST).replace('%', GOOD);
        finds_lost(&wrapper, records, "\"Lost\"");
        finds_lost(&format!("[{wrapper},\n{wrapper}]"), 2 * records, "\"Lost\"");
        if !wrapper.contains('\n') {
            finds_lost(&format!("{wrapper}\n{GOOD}\n{wrapper}\n"), 2 * records + 1, "\"Lost\"");
        }
    }
}

#[test]
fn records_with_a_time_are_found_elsewhere() {
    let timed = |record: &str| record.replacen('{', "{\"time\": \"2025-03-02T10:21:00Z\", ", 1);
    for wrapper in [
        r#"{"a": [@], "b": [%, @]}"#,
        r#"{"id": 1, "first": @, "second": @}"#,
        r#"{"a": [{"x": %, "y": @}, {"z": {"deep": [[@]]}}]}"#,
        r#"{"a": [[@], @, [[%]]], "b": {"c": {"d": @}}}"#,
        r#"{"a": [%, {"a": [{"a": [@]}, @, %]}, @]}"#,
        r#"{"error": null, "hits": [{"_source": %}], "more": {"hits": [{"_source": @}]}}"#,
    ] {
        let input = wrapper.replace('@', &timed(LOST)).replace('%', &timed(GOOD));
        let seen = see(&input);
        assert_eq!(seen.len(), wrapper.matches(['@', '%']).count(), "{input}");
        let lost = seen.iter().flat_map(|seen| &seen.found).map(|found| &found.finding);
        let lost = lost
            .filter(|finding| finding.rule == "unexpected-value")
            .map(|finding| finding.primary.span.start);
        let expected = input.match_indices("\"Lost\"").map(|(at, _)| at as u64);
        assert_eq!(lost.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{input}");
    }
    // Without a time, a value elsewhere that names a category may describe the records.
    let described = r#"{"event": @, "fields": {"category": "SMSOperational"}}"#;
    finds_lost(&described.replace('@', LOST), 1, "\"Lost\"");
}

#[test]
fn a_duplicate_key_inside_is_found() {
    let row = LOST.replace('}', ", \"DeliveryStatus\": \"Delivered\"}");
    let at = |input: &str| input.rfind("\"DeliveryStatus\"").expect("it is there") + 1;
    for input in [format!("{{\"value\": [{GOOD}, {row}]}}"), format!("{{\"event\": {row}}}")] {
        let message = "warning[duplicate-key] duplicate key `DeliveryStatus`";
        finds(&input, input.matches("OperationCategory").count(), &[&format!("1:{}: {message}", at(&input))]);
    }
}

#[test]
fn actions_of_a_bulk_request_are_foreign() {
    let input = format!(
        "{{\"index\": {{\"_index\": \"acs\"}}}}\n{LOST}\n{{\"update\": {{}}}}\n{{\"doc\": {LOST}}}\n"
    );
    finds_lost(&input, 4, "\"Lost\"");
    let kinds: Vec<String> = see(&input).iter().map(Seen::kind).collect();
    let known = "EmailStatusUpdateOperational/resource-log";
    assert_eq!(kinds, ["foreign", known, "foreign", known]);
    // A record is not an action, and neither is another object.
    for other in [r#"{"index": 1}"#, r#"{"index": {}, "a": 1}"#] {
        assert_eq!(see(other)[0].kind(), "unknown", "{other}");
    }
}

#[test]
fn texts_inside_are_read_with_the_places_of_their_escapes() {
    let escaped = "\\\"Lost\\\"";
    for (text, records) in [
        (LOST.to_owned(), 1),
        (format!("{LOST}\n"), 1),
        (format!("{LOST}\n{GOOD}\n{LOST}\n"), 3),
        (format!("[{GOOD}, {LOST}]"), 2),
        (format!("{{\"records\": [{LOST}, {LOST}]}}"), 2),
        (format!("{{\"body\": {LOST}}}"), 1),
        (LOST.replace(", ", ",\n\t"), 1),
    ] {
        for wrapper in [
            r#"{"@timestamp": "2025-03-02T10:21:00Z", "message": %}"#,
            r#"{"log": %, "stream": "stdout"}"#,
            r#"{"SequenceNumber": 1, "Body": %}"#,
            r#"{"logEvents": [{"id": "1", "message": %}, {"id": "2", "message": %}]}"#,
        ] {
            let count = wrapper.matches('%').count();
            let wrapper = wrapper.replace('%', &quoted(&text));
            finds_lost(&wrapper, count * records, escaped);
        }
    }
    // A character that is written as an escape is one place.
    let seen = see(
        r#"{"message": "{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"DeliveryStatus\": \"L\u00f6st\"}"}"#,
    );
    let span = seen[0].found[0].finding.primary.span;
    assert_eq!(span.end - span.start, "\\\"L\\u00f6st\\\"".len() as u64);
}

#[test]
fn a_fix_inside_a_text_is_not_offered() {
    let row = r#"{"OperationCategory": "EmailStatusUpdateOperational", "deliveryStatus": "Delivered",}"#;
    let alone = see(row);
    assert!(alone.iter().flat_map(|seen| &seen.found).any(|found| found.finding.fix.is_some()));
    let inside = see(format!("{{\"message\": {}}}", quoted(row)));
    // The text is not valid JSON, so the object around it is not recognized as a wrapper.
    assert_eq!(inside.len(), 1);
    let row = row.replace(",}", "}");
    let inside = see(format!("{{\"message\": {}}}", quoted(&row)));
    let found: Vec<_> = inside.iter().flat_map(|seen| &seen.found).collect();
    assert_eq!(found.iter().map(|found| found.finding.rule).collect::<Vec<_>>(), ["field-spelling"]);
    assert!(found.iter().all(|found| found.finding.fix.is_none()));
}

#[test]
fn a_finding_in_base64_is_about_the_whole_value() {
    // LOST, and an envelope with GOOD and LOST.
    for (text, records) in [
        (
            "eyJPcGVyYXRpb25DYXRlZ29yeSI6ICJFbWFpbFN0YXR1c1VwZGF0ZU9wZXJhdGlvbmFsIiwgIkRlbGl2ZXJ5U3RhdHVzIjogIkxvc3QifQ==",
            1,
        ),
        (
            "eyJyZWNvcmRzIjogW3siT3BlcmF0aW9uQ2F0ZWdvcnkiOiAiRW1haWxTdGF0dXNVcGRhdGVPcGVyYXRpb25hbCIsICJEZWxpdmVyeVN0YXR1cyI6ICJEZWxpdmVyZWQifSwgeyJPcGVyYXRpb25DYXRlZ29yeSI6ICJFbWFpbFN0YXR1c1VwZGF0ZU9wZXJhdGlvbmFsIiwgIkRlbGl2ZXJ5U3RhdHVzIjogIkxvc3QifV19",
            2,
        ),
    ] {
        let value = quoted(text);
        finds_lost(&format!("{{\"SequenceNumber\": 1, \"Body\": {value}}}"), records, &value);
    }
    // Such a text without a record is not a wrapper.
    let seen = see(r#"{"a": "eyJhIjoxfQ=="}"#);
    assert_eq!(
        lines_of(&seen),
        ["1:1: error[missing-category] no `category`: not a log record, or its category is missing"]
    );
}

#[test]
fn what_is_not_a_record_beside_records_is_a_finding() {
    let lost = |column: usize| {
        format!("1:{column}: warning[unexpected-value] undocumented value \"Lost\" for `DeliveryStatus`")
    };
    let at = |input: &str| input.find("\"Lost\"").expect("it is there") + 1;
    let input = format!("{{\"value\": [{LOST}, 7, null, \"text\", {{\"a\": 1}}]}}");
    let behind = 12 + LOST.len();
    finds(
        &input,
        5,
        &[
            &lost(at(&input)),
            &format!("1:{}: error[not-a-record] expected a record, found a JSON number", behind + 2),
            &format!("1:{}: error[not-a-record] expected a record, found JSON null", behind + 5),
            &format!("1:{}: error[not-a-record] expected a record, found a JSON string", behind + 11),
            &format!(
                "1:{}: error[missing-category] no `category`: not a log record, or its category is missing",
                behind + 19
            ),
        ],
    );
    let input = format!("{{\"hits\": [{{\"_source\": {LOST}}}, {{\"fields\": 1}}]}}");
    let behind = input.find("{\"fields\"").expect("it is there") + 1;
    finds(
        &input,
        2,
        &[
            &lost(at(&input)),
            &format!("1:{behind}: error[not-a-record] expected a record, found a JSON object"),
        ],
    );
}

#[test]
fn a_fault_of_a_wrapper_is_reported_once_and_its_records_are_read() {
    let input = format!("{{\"value\": [{LOST}, {LOST},], 'n': 1}}");
    let seen = see(&input);
    let rules: Vec<_> = seen.iter().flat_map(|seen| &seen.found).map(|found| found.finding.rule).collect();
    assert_eq!(rules, ["invalid-json", "invalid-json", "unexpected-value", "unexpected-value"]);
    assert_eq!(seen.iter().filter(|seen| seen.subject.is_some()).count(), 2);
}

#[test]
fn details_of_a_record_without_a_category_are_not_its_records() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/", "properties": {"Category": "Usage"}}"#,
        1,
        &["1:1: error[missing-category] no `category`: not a log record, or its category is missing"],
    );
}

#[test]
fn a_text_inside_a_text_is_not_read() {
    let inner = format!("{{\"log\": {}}}", quoted(LOST));
    finds(
        format!("{{\"message\": {}}}", quoted(&inner)),
        1,
        &["1:1: error[missing-category] no `category`: not a log record, or its category is missing"],
    );
}

const TABLE: &str = r#"{"name": "T", "columns": [{"name": "TimeGenerated"}, {"name": "Category"}], "rows": [["yesterday", "Usage"]]}"#;

/// Counts the findings about the time `yesterday` at its places.
#[track_caller]
fn finds_yesterday(input: &str) -> Vec<String> {
    let seen = see(input);
    let about: Vec<_> = seen
        .iter()
        .flat_map(|seen| &seen.found)
        .filter(|found| found.finding.rule == "invalid-format")
        .map(|found| found.finding.primary.span.start as usize)
        .collect();
    let expected: Vec<usize> = input.match_indices("\"yesterday\"").map(|(at, _)| at).collect();
    assert_eq!(about, expected, "{input}");
    for size in [1, 64] {
        let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[size]);
        assert_eq!(transcript(&pieces), transcript(&seen), "in pieces of {size}: {input}");
    }
    let others = |line: &String| {
        line.contains("not-a-record") || line.contains("missing-category") || line.contains("invalid-json")
    };
    lines_of(&seen).into_iter().filter(others).collect()
}

#[test]
fn tables_inside_are_read() {
    for wrapper in [
        format!("{{\"alertContext\": {{\"SearchResults\": {{\"tables\": [{TABLE}, {TABLE}]}}}}}}"),
        format!(
            "{{\"responses\": [{{\"id\": \"1\", \"status\": 200, \"body\": {{\"tables\": [{TABLE}]}}}}, {{\"id\": \"2\", \"body\": {{\"tables\": [{TABLE}]}}}}]}}"
        ),
        TABLE.to_owned(),
    ] {
        assert_eq!(finds_yesterday(&wrapper), [""; 0], "{wrapper}");
    }
    let failed = format!(
        "{{\"responses\": [{{\"body\": {{\"tables\": [{TABLE}]}}}}, {{\"body\": {{\"error\": {{\"code\": \"PartialError\"}}}}}}]}}"
    );
    let at = failed.find("{\"code\"").expect("it is there") + 1;
    assert_eq!(
        finds_yesterday(&failed),
        [format!(
            "1:{at}: error[not-a-record] the answer of the query reports an error; its rows may be incomplete"
        )]
    );
}

#[test]
fn an_error_behind_the_tables_of_a_batch_is_reported_behind_their_rows() {
    let input = format!(
        "{{\"responses\": [{{\"body\": {{\"tables\": [{TABLE}],\n\"error\": {{\"code\": \"PartialError\"}}}}}}]}}"
    );
    assert_eq!(
        finds_yesterday(&input),
        ["2:10: error[not-a-record] the answer of the query reports an error; its rows may be incomplete"]
    );
    let lines = lines_of(&see(&input));
    let time = input.find("\"yesterday\"").expect("it is there") + 1;
    assert!(
        lines.iter().any(|line| line.starts_with(&format!("1:{time}: error[invalid-format]"))),
        "{lines:?}"
    );
}

#[test]
fn frames_of_a_kusto_answer_are_read() {
    let header = r#"{"FrameType": "DataSetHeader", "Version": "v2.0"}"#;
    let columns = r#""Columns": [{"ColumnName": "TimeGenerated", "ColumnType": "datetime"}, {"ColumnName": "Category", "ColumnType": "string"}]"#;
    let properties = r#"{"FrameType": "DataTable", "TableId": 0, "TableKind": "QueryProperties", "Columns": [{"ColumnName": "Key"}], "Rows": [["Visualization"]]}"#;
    let done = r#"{"FrameType": "DataSetCompletion", "HasErrors": false, "Cancelled": false}"#;
    let table = format!(
        r#"{{"FrameType": "DataTable", "TableId": 1, {columns}, "Rows": [["yesterday", "Usage"], ["yesterday", "Usage"]]}}"#
    );
    assert_eq!(finds_yesterday(&format!("[{header}, {properties},\n{table}, {done}]")), [""; 0]);

    let begin =
        format!(r#"{{"FrameType": "TableHeader", "TableId": 1, "TableName": "PrimaryResult", {columns}}}"#);
    let fragment = r#"{"FrameType": "TableFragment", "TableId": 1, "FieldCount": 2, "TableFragmentType": "DataAppend", "Rows": [["yesterday", "Usage"], ["yesterday", "Usage"]]}"#;
    let progress = r#"{"FrameType": "TableProgress", "TableId": 1, "TableProgress": 50}"#;
    let end = r#"{"FrameType": "TableCompletion", "TableId": 1, "RowCount": 4}"#;
    let frames = format!("[{header},{begin},{fragment},{progress},\n{fragment},{end},{done}]");
    assert_eq!(finds_yesterday(&frames), [""; 0]);
    // The pointer names the column, as in every query answer.
    let seen = see(&frames);
    let pointers: Vec<_> = seen
        .iter()
        .flat_map(|seen| &seen.found)
        .filter(|found| found.finding.rule == "invalid-format")
        .map(|found| found.finding.pointer.verbatim().to_owned())
        .collect();
    assert_eq!(pointers, ["/TimeGenerated"; 4]);

    // A partial answer.
    let failed = done.replace(
        "false, \"Cancelled\": false",
        "true, \"OneApiErrors\": [{\"error\": {\"code\": \"LimitsExceeded\"}}]",
    );
    let frames = format!("[{header},{begin},\n{failed}]");
    let at = failed.find("[{").expect("it is there") + 1;
    let partial = |line: usize, at: usize| {
        format!(
            "{line}:{at}: error[not-a-record] the answer of the query reports an error; its rows may be incomplete"
        )
    };
    assert_eq!(finds_yesterday(&frames), [partial(2, at)]);
    let short = fragment
        .replacen("[\"yesterday\", \"Usage\"], ", "", 1)
        .replace("]]}", "],\n{\"OneApiErrors\": [{}]}, [1]]}");
    let frames = format!("[{begin},{short}]");
    assert_eq!(
        finds_yesterday(&frames),
        [partial(2, 1), "2:25: error[not-a-record] expected a record, found a JSON array".to_owned()]
    );
    // Without the header, the columns are unknown.
    let seen = see(format!("[{header},\n{fragment}]").replace("yesterday", ""));
    let at = fragment.find("[[").expect("it is there") + 1;
    let lines = lines_of(&seen);
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with(&format!("2:{at}: error[invalid-json]")), "{lines:?}");
}

#[test]
fn an_older_kusto_answer_with_exceptions_is_partial() {
    let table = TABLE
        .replace("\"columns\"", "\"Columns\"")
        .replace("\"rows\"", "\"Rows\"")
        .replace("\"name\"", "\"ColumnName\"");
    assert_eq!(finds_yesterday(&format!("{{\"Tables\": [{table}]}}")), [""; 0]);
    let input =
        format!("{{\"Tables\": [{table}],\n\"Exceptions\": [\"Query execution has exceeded the limits\"]}}");
    assert_eq!(
        finds_yesterday(&input),
        ["2:15: error[not-a-record] the answer of the query reports an error; its rows may be incomplete"]
    );
}

#[test]
fn without_a_record_inside_an_object_is_not_a_wrapper() {
    assert_eq!(
        check(r#"{"data": [{"a": 1}], "message": "{\"a\": 1}", "rows": [], "columns": []}"#),
        ["1:1: error[missing-category] no `category`: not a log record, or its category is missing"]
    );
}
