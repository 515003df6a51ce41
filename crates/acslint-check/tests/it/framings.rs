//! Tests of framing: the bytes of each record, and the place where reading continues after a fault.

use crate::support::{Seen, check, found, lines_of, rules_of, see};

/// A record without findings, and one with a single `unexpected-value`: it shows that it was checked.
const GOOD: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}"#;
const LOST: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Lost"}"#;
/// A record that cannot be read.
const BROKEN: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": #}"#;

/// Returns the text of every event with a subject, in order.
fn records<'i>(input: &'i str, seen: &[Seen]) -> Vec<&'i str> {
    let spans = seen.iter().filter(|event| event.subject.is_some()).map(|event| event.span);
    spans.map(|span| &input[span.start as usize..span.end as usize]).collect()
}

/// Asserts that exactly these records are read, without a finding.
#[track_caller]
fn reads(input: &str, expected: &[&str]) {
    let seen = see(input);
    assert_eq!(records(input, &seen), expected);
    assert_eq!(lines_of(&seen), Vec::<String>::new());
    assert!(seen.iter().all(|event| event.kind() == "EmailStatusUpdateOperational/resource-log"), "{seen:?}");
}

/// Asserts that three records are read: the one at this index (from 0) is broken, and the others are checked.
#[track_caller]
fn recovers(input: &str, broken: usize) -> Vec<String> {
    let seen = see(input);
    let kinds: Vec<bool> = seen
        .iter()
        .filter(|event| event.subject.is_some())
        .map(|event| event.kind() == "unreadable")
        .collect();
    let expected: Vec<bool> = (0..3).map(|index| index == broken).collect();
    assert_eq!(kinds, expected, "{:#?}", lines_of(&seen));
    for event in &seen {
        let rule = if event.kind() == "unreadable" { "invalid-json" } else { "unexpected-value" };
        assert_eq!(rules_of(std::slice::from_ref(event)), [rule]);
        for found in &event.found {
            let text =
                &input[found.finding.primary.span.start as usize..found.finding.primary.span.end as usize];
            assert_eq!(text, if rule == "invalid-json" { "#" } else { "\"Lost\"" });
        }
    }
    found(&seen)
        .filter_map(|found| found.finding.help.as_ref().map(|help| help.verbatim().to_owned()))
        .filter(|help| help.contains("skipped"))
        .collect()
}

#[test]
fn json_lines() {
    reads(&format!("{GOOD}\n{GOOD}\n"), &[GOOD, GOOD]);
    reads(&format!("{GOOD}\n{GOOD}"), &[GOOD, GOOD]);
    reads(&format!("{GOOD}\r\n{GOOD}\r\n"), &[GOOD, GOOD]);
    reads(&format!("\n\n{GOOD}\n  \n\t\r\n{GOOD}\n\n"), &[GOOD, GOOD]);
    reads(&format!("  {GOOD}  \n {GOOD} \n"), &[GOOD, GOOD]);
}

#[test]
fn byte_order_mark() {
    reads(&format!("\u{FEFF}{GOOD}\n{GOOD}\n"), &[GOOD, GOOD]);
    reads(&format!("\u{FEFF}[{GOOD}]"), &[GOOD]);
}

#[test]
fn one_object_and_pretty_printed_objects() {
    let pretty = GOOD.replace(", ", ",\n  ");
    reads(GOOD, &[GOOD]);
    reads(&pretty, &[&pretty]);
    reads(&format!("{pretty}\n{pretty}\n"), &[&pretty, &pretty]);
    reads(&format!("{pretty}\n\n{pretty}"), &[&pretty, &pretty]);
}

#[test]
fn arrays() {
    reads(&format!("[{GOOD}, {GOOD}]"), &[GOOD, GOOD]);
    reads(&format!("[\n{GOOD}\n,\n{GOOD}\n]\n"), &[GOOD, GOOD]);
    reads(&format!("[{GOOD}]\n[{GOOD}]"), &[GOOD, GOOD]);
    reads(&format!("[[{GOOD}], [], [{GOOD}]]"), &[GOOD, GOOD]);
    reads("[]", &[]);
}

#[test]
fn envelopes() {
    reads(&format!(r#"{{"records":[{GOOD},{GOOD}]}}"#), &[GOOD, GOOD]);
    reads(&format!("{{\"records\": [{GOOD}]}}{{\"records\": [{GOOD}]}}\n{{\"records\": []}}"), &[GOOD, GOOD]);
    reads(&format!(r#"[{{"records": [{GOOD}]}}, {{"records": [{GOOD}]}}]"#), &[GOOD, GOOD]);
    reads(&format!(r#"{{"records": [{{"records": [{GOOD}]}}]}}"#), &[GOOD]);
    reads(
        &format!(r#"{{"id": 1, "from": "hub", "records": [{GOOD}], "tail": {{"a": [1]}}, "more": null}}"#),
        &[GOOD],
    );
    reads(&format!(r#"{{"meta": {{"a": 1}}, "records": [{GOOD}, {GOOD}]}}"#), &[GOOD, GOOD]);
    reads(&format!(r#"{{"records": [{GOOD}], "records": [{GOOD}]}}"#), &[GOOD, GOOD]);
}

#[test]
fn records_in_arrays_and_envelopes_are_read_at_any_usual_depth() {
    for (opening, closing) in [("[", "]"), ("{\"records\":[", "]}")] {
        for depth in 1..=8 {
            let input = format!("{}\n{GOOD},\n{LOST}\n{}", opening.repeat(depth), closing.repeat(depth));
            let seen = see(&input);
            assert_eq!(records(&input, &seen), [GOOD, LOST], "{depth} times {opening}");
            assert_eq!(rules_of(&seen), ["unexpected-value"], "{depth} times {opening}");
        }
    }
}

/// Brackets that are not closed nest an array as deep.
#[test]
fn an_array_behind_open_brackets_hides_no_record() {
    let record = r#"{"time": "2024-03-05T09:01:57Z", "category": 1}"#;
    for depth in 1..=8 {
        let input = format!("[{}[1,,{record}]", "\"records\":[,".repeat(depth));
        assert!(records(&input, &see(&input)).contains(&record), "{depth}");
    }
}

#[test]
fn several_objects_on_a_line_are_all_checked_and_said_once() {
    let input = format!("{GOOD}\n{GOOD} {LOST}\n{GOOD}{LOST}\n");
    assert_eq!(
        check(&input),
        [
            "2:86: warning[not-json-lines] a second record on one line: this is not JSON Lines",
            "2:158: warning[unexpected-value] undocumented value \"Lost\" for `DeliveryStatus`",
            "3:157: warning[unexpected-value] undocumented value \"Lost\" for `DeliveryStatus`",
        ]
    );
}

#[test]
fn a_record_over_several_lines_of_json_lines_is_checked_and_said() {
    let input = format!("{GOOD}\n{}\n{LOST}\n", LOST.replace(", ", ",\n"));
    assert_eq!(
        check(&input),
        [
            "2:1: warning[not-json-lines] a record on several lines: this is not JSON Lines",
            "3:19: warning[unexpected-value] undocumented value \"Lost\" for `DeliveryStatus`",
            "4:73: warning[unexpected-value] undocumented value \"Lost\" for `DeliveryStatus`",
        ]
    );
}

#[test]
fn recovery_in_json_lines() {
    let input = |order: [&str; 3]| format!("{}\n{}\n{}\n", order[0], order[1], order[2]);
    assert_eq!(recovers(&input([BROKEN, LOST, LOST]), 0).len(), 1);
    assert_eq!(recovers(&input([LOST, BROKEN, LOST]), 1).len(), 1);
    assert_eq!(recovers(&input([LOST, LOST, BROKEN]), 2).len(), 1);
}

#[test]
fn recovery_in_an_array_and_an_envelope() {
    for (open, close) in [("[", "]"), ("{\"records\": [", "]}")] {
        let input = |order: [&str; 3]| format!("{open}{}, {}, {}{close}", order[0], order[1], order[2]);
        // A whole record and the comma after it.
        let skipped = [format!("skipped {} bytes", BROKEN.len() + 2)];
        assert_eq!(recovers(&input([BROKEN, LOST, LOST]), 0), skipped);
        assert_eq!(recovers(&input([LOST, BROKEN, LOST]), 1), skipped);
        assert_eq!(recovers(&input([LOST, LOST, BROKEN]), 2).len(), 1);
    }
}

#[test]
fn recovery_among_pretty_printed_objects() {
    let (lost, broken) = (LOST.replace(", ", ",\n  "), BROKEN.replace(", ", ",\n  "));
    let input = |order: [&str; 3]| format!("{}\n{}\n{}\n", order[0], order[1], order[2]);
    recovers(&input([&broken, &lost, &lost]), 0);
    recovers(&input([&lost, &broken, &lost]), 1);
    recovers(&input([&lost, &lost, &broken]), 2);
}

#[test]
fn an_input_that_begins_in_the_middle_of_a_record() {
    let input = format!("tus\": \"Delivered\"}}\n{LOST}\n{LOST}\n");
    let seen = see(&input);
    assert_eq!(records(&input, &seen)[1..], [LOST, LOST]);
    assert_eq!(rules_of(&seen), ["invalid-json", "unexpected-value", "unexpected-value"]);
    assert_eq!((found(&seen).next().map(|found| (found.line, found.column))), Some((1, 1)));
}

#[test]
fn an_input_that_is_cut_off() {
    for length in [2, 20, GOOD.len() / 2, GOOD.len() - 1] {
        let input = format!("{GOOD}\n{}", &GOOD[..length]);
        let end = input.len();
        let message = format!(
            "2:1: warning[truncated-record] last record is cut off at byte {end} (is the blob still being written?)"
        );
        assert_eq!(check(&input), [message]);
    }
}

#[test]
fn a_record_that_is_cut_off_before_others() {
    for length in [20, GOOD.len() / 2] {
        let input = format!("{LOST}\n{}\n{LOST}\n", &GOOD[..length]);
        let seen = see(&input);
        assert_eq!(
            rules_of(&seen),
            ["unexpected-value", "invalid-json", "unexpected-value"],
            "cut at {length}"
        );
        assert_eq!(found(&seen).nth(1).map(|found| found.line), Some(2));
    }
}

#[test]
fn commas_between_records() {
    assert_eq!(check(format!("[,{GOOD}]")), ["1:2: error[invalid-json] a comma with nothing before it"]);
    assert_eq!(
        check(format!("[{GOOD},,{GOOD}]")),
        ["1:87: error[invalid-json] a comma with nothing before it"]
    );
    assert_eq!(check(format!("[{GOOD}{GOOD}]")), ["1:86: error[invalid-json] missing comma"]);
    assert_eq!(check(format!("[{GOOD},]")), ["1:86: error[invalid-json] trailing comma"]);
}

#[test]
fn the_colon_before_properties_is_missing() {
    let input = format!("\"properties\"\n{GOOD}\n");
    let seen = see(&input);
    assert_eq!(rules_of(&seen), ["not-a-record"]);
    assert!(
        lines_of(&seen)[0].starts_with("1:1: error[not-a-record] expected a record, found a JSON string")
    );
    assert_eq!(records(&input, &seen), ["\"properties\"", GOOD]);
}

#[test]
fn answers_of_the_query_interface() {
    for (tables, columns, name, rows) in
        [("tables", "columns", "name", "rows"), ("Tables", "Columns", "ColumnName", "Rows")]
    {
        let input = format!(
            r#"{{"{tables}": [{{"{columns}": [{{"{name}": "TimeGenerated"}}, {{"{name}": "Category"}}, {{"{name}": "Colour"}}],
                "{rows}": [["2024-06-18T13:27:58Z", "Usage", "red"], ["yesterday", "Usage", "blue"], [1]]}}]}}"#
        );
        let seen = see(&input);
        let kinds: Vec<String> =
            seen.iter().filter(|event| event.subject.is_some()).map(Seen::kind).collect();
        assert_eq!(kinds, ["Usage/table", "Usage/table", "unreadable"]);
        let row = &seen[1];
        assert_eq!(
            &input[row.span.start as usize..row.span.end as usize],
            r#"["yesterday", "Usage", "blue"]"#
        );
        let time = row
            .found
            .iter()
            .find(|found| found.finding.rule == "invalid-format")
            .expect("the time is invalid");
        let span = time.finding.primary.span;
        assert_eq!(&input[span.start as usize..span.end as usize], "\"yesterday\"");
        assert_eq!(time.finding.field.as_deref(), Some("TimeGenerated"));
    }
}

#[test]
fn a_column_whose_name_is_no_text_is_a_field_that_nobody_knows() {
    for name in ["7", "{}", r#"{"a": ["b"]}"#, r#"[["Category"]]"#] {
        let input = format!(
            r#"{{"tables": [{{"columns": [{{"name": {name}}}, {{"name": "TimeGenerated"}}, {{"name": "Category"}}], "rows": [[["red"], "yesterday", "Usage"]]}}]}}"#
        );
        let seen = see(&input);
        let findings: Vec<(&str, &str, &str)> = found(&seen)
            .map(|found| {
                let span = found.finding.primary.span;
                let bytes = &input[span.start as usize..span.end as usize];
                (found.finding.rule, bytes, found.finding.pointer.verbatim())
            })
            .filter(|(rule, ..)| !rule.starts_with("missing"))
            .collect();
        assert_eq!(
            findings,
            [("unknown-field", r#"["red"]"#, "/"), ("invalid-format", "\"yesterday\"", "/TimeGenerated")],
            "{name}"
        );
    }
}

#[test]
fn an_answer_with_an_error_says_so_and_its_rows_are_read() {
    let input = r#"{"tables": [{"columns": [{"name": "UsageType"}, {"name": "n"}], "rows": [["sms", 3]]}], "error": {"code": "PartialError"}}"#;
    let seen = see(input);
    assert_eq!(rules_of(&seen), ["not-a-record"]);
    assert_eq!(seen.last().map(Seen::kind).as_deref(), Some("foreign"));
    let span = found(&seen).next().map(|found| found.finding.primary.span).expect("there is one");
    assert_eq!(&input[span.start as usize..span.end as usize], r#"{"code": "PartialError"}"#);
}

#[test]
fn text_exports_have_numbers_in_quotes() {
    let row = r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": "2"MORE}"#;
    assert_eq!(rules_of(&see(format!("[{}]", row.replace("MORE", "")))), ["wrong-type"]);
    assert_eq!(
        check(format!("[{}]", row.replace("MORE", r#", "TableName": "PrimaryResult""#))),
        Vec::<String>::new()
    );
    let none = row.replace("MORE", r#", "StartTime": "None", "TableName": "PrimaryResult""#);
    assert_eq!(check(format!("[{none}]")), Vec::<String>::new());
}

#[test]
fn text_exports_write_none_where_there_is_no_address() {
    let row = r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "Play", "OperationVersion": "1", "CorrelationId": "c", "Type": "ACSCallAutomationIncomingOperations", "Level": "Informational", "ResultType": "Succeeded", "ResultSignature": "202", "DurationMs": "57", "URI": "u", "ServerCallId": "s", "SdkVersion": "None", "CallerIpAddress": "None"MORE}"#;
    assert_eq!(rules_of(&see(row.replace("MORE", ""))), ["wrong-type", "invalid-format"]);
    assert_eq!(check(row.replace("MORE", r#", "TableName": "PrimaryResult""#)), Vec::<String>::new());
}

#[test]
fn a_cut_first_record_takes_none_of_those_behind_it() {
    let record = r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "r", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c", "properties": {}}"#;
    let cut = record.strip_suffix("{}}").expect("that is its end");
    for cut in [cut.to_owned(), format!("{cut}["), format!("{cut}{{\"a\": [{{\"b\":")] {
        let seen = see(format!("{cut}\n{record}\n{record}\n"));
        let kinds: Vec<String> = seen.iter().map(Seen::kind).collect();
        assert_eq!(kinds, ["unreadable", "Usage/resource-log", "Usage/resource-log"], "{cut}");
        assert_eq!(
            lines_of(&seen),
            ["1:1: error[invalid-json] the record is cut off at the end of its line"],
            "{cut}"
        );
    }
}

#[test]
fn records_that_are_cut_at_one_length_are_said_to_be() {
    let cut = &GOOD[..GOOD.len() - 20];
    let length = cut.len();
    assert_eq!(
        check(format!("{GOOD}\n{cut}\n{cut}\n{GOOD}\n{}\n{GOOD}\n", &cut[..length - 1])),
        [
            "2:1: error[invalid-json] the record is cut off at the end of its line".to_owned(),
            format!(
                "3:1: error[invalid-json] the record is cut off after {length} bytes, like the one that was cut before it"
            ),
            "5:1: error[invalid-json] the record is cut off at the end of its line".to_owned(),
        ]
    );
}

#[test]
fn portal_columns_are_understood() {
    let row = r#"{"TimeGenerated [UTC]": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": "2"}"#;
    assert_eq!(
        check(row),
        ["1:2: warning[field-spelling] `TimeGenerated [UTC]` is a spelling of `TimeGenerated`"]
    );
}

#[test]
fn other_encodings_and_formats_have_one_finding() {
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: bool| {
        let text = format!("{}{GOOD}\r\n{GOOD}\r\n", if mark { "\u{FEFF}" } else { "" });
        text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    for (input, name) in [
        (utf16(u16::to_le_bytes, true), "UTF-16LE"),
        (utf16(u16::to_be_bytes, true), "UTF-16BE"),
        (utf16(u16::to_le_bytes, false), "UTF-16LE"),
        (utf16(u16::to_be_bytes, false), "UTF-16BE"),
        (b"Obj\x01\x04\x14avro.codec\x08null\0\n{}\n".to_vec(), "an Avro file"),
        (b"\x1F\x8B\x08\0\0\0\0\0\0\xFF{}\n".to_vec(), "gzip data"),
        (b"PAR1\x15\x04{}".to_vec(), "a Parquet file"),
        (b"\x28\xB5\x2F\xFD\x04\0{}".to_vec(), "Zstandard data"),
    ] {
        let lines = check(&input);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with("1:1: error[invalid-encoding]") && lines[0].contains(name), "{lines:?}");
    }
}

#[test]
fn null_characters_between_others_do_not_hide_a_record() {
    for filler in ["[\0,\0,\0,\0,\0,\0,", "\0[\0,\0,\0,\0,\0,", "[\0,\0,\0,\0,\0,\0\n"] {
        let input = format!("{filler}{LOST}\n");
        let lines = lines_of(&see(&input));
        assert!(
            lines.iter().any(|line| line.contains(" warning[unexpected-value] ")),
            "{filler:?}: {lines:?}"
        );
    }
}

#[test]
fn foreign_records_are_counted_and_silent() {
    let metric =
        r#"{"time": "2024-06-18T13:27:00Z", "metricName": "m", "timeGrain": "PT1M", "resourceId": "/x"}"#;
    let input = format!("{GOOD}\n{metric}\n{GOOD}\n");
    let seen = see(&input);
    assert_eq!(records(&input, &seen), [GOOD, metric, GOOD]);
    assert_eq!(seen[1].foreign_kind(), Some("platform metric"));
    assert_eq!(lines_of(&seen), Vec::<String>::new());
}

#[test]
fn a_long_line_is_read_whole() {
    let long =
        GOOD.replace("Delivered\"", &format!("Delivered\", \"FailureMessage\": \"{}\"", "x".repeat(200_000)));
    reads(&format!("{GOOD}\n{long}\n{GOOD}\n"), &[GOOD, &long, GOOD]);
}

#[test]
fn activity_log_records_are_foreign() {
    let of = |category: &str, resource: &str| {
        format!(
            r#"{{"time":"2025-01-02T03:04:05Z","resourceId":"{resource}","operationName":"o","category":"{category}"}}"#
        )
    };
    let subscription = "/SUBSCRIPTIONS/7A1B";
    let custom = "/subscriptions/7a1b/resourceGroups/g/providers/Microsoft.Communication/EmailServices/mail";
    let categories = [
        "Administrative",
        "Alert",
        "Autoscale",
        "Policy",
        "Recommendation",
        "ResourceHealth",
        "Security",
        "servicehealth",
    ];
    for category in categories {
        for resource in [subscription, custom] {
            let seen = see(of(category, resource).as_bytes());
            assert_eq!(lines_of(&seen), Vec::<String>::new());
            let kind = if category == "servicehealth" { "ServiceHealth" } else { category };
            assert_eq!(seen[0].foreign_kind(), Some(&*format!("activity log ({kind})")));
        }
    }
    // An unknown category, and a record that is not of Azure.
    assert_eq!(rules_of(&see(of("Policies", custom).as_bytes())), ["unknown-category"]);
    assert_eq!(rules_of(&see(br#"{"category":"Policy"}"#)), ["unknown-category"]);
}
