//! Tests of causes: one cause has one finding with its name, the other records are read, and their number is right.

use crate::support::{check, finds, lines_of, see};

/// A record without findings, and one with a single `unexpected-value`: it shows that it was checked.
const GOOD: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}"#;
const LOST: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Lost"}"#;
/// A row of a table without findings.
const ROW: &str = r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#;

/// Returns the column of the first occurrence of a text in a line.
fn column(line: &str, text: &str) -> usize {
    line.find(text).expect("the text is in the line") + 1
}

/// Line of the finding about the value of the record with the value `Lost`, on this line.
fn lost(line: usize) -> String {
    let column = column(LOST, "\"Lost\"");
    format!("{line}:{column}: warning[unexpected-value] undocumented value \"Lost\" for `DeliveryStatus`")
}

#[test]
fn a_value_that_was_repaired_has_no_further_finding() {
    for (written, message) in [
        ("NaN", "`NaN` is not JSON"),
        ("nan", "`nan` is not JSON"),
        ("-Infinity", "`-Infinity` is not a JSON number"),
        ("undefined", "`undefined` is not JSON"),
        ("01", "`01` is not a JSON number"),
        ("0x1F", "`0x1F` is not a JSON number"),
        ("many", "text \"many\" without quotes"),
        ("\"a \"b\" c\"", "unescaped quote inside a string"),
    ] {
        let row = ROW.replace("\"Quantity\": 2", &format!("\"Quantity\": {written}"));
        let at = column(&row, written) + if written.starts_with('"') { 3 } else { 0 };
        finds(&row, 1, &[&format!("1:{at}: error[invalid-json] {message}")]);
    }
    // No number is the right way to write one that is not finite.
    for (written, begins) in [
        ("NaN", "JSON has no such number"),
        ("-nan", "JSON has no such number"),
        ("-Infinity", "JSON has no such number"),
        ("+Infinity", "JSON has no such number"),
        ("-inf", "JSON has no such number"),
        ("01", "write a decimal number"),
        ("-x1", "write a decimal number"),
    ] {
        let row = ROW.replace("\"Quantity\": 2", &format!("\"Quantity\": {written}"));
        let seen = see(&row);
        let help = seen[0].found[0].finding.help.as_ref().expect("there is a help").verbatim().to_owned();
        assert!(help.starts_with(begins), "{written}: {help}");
    }
    // Another value of the record is checked, and so is the value of a name with a fault.
    let row =
        ROW.replace("\"Quantity\": 2", "\"Quantity\": NaN").replace("2024-06-18T13:27:58Z", "yesterday");
    let (time, quantity) = (column(&row, "\"yesterday\""), column(&row, "NaN"));
    finds(
        &row,
        1,
        &[
            &format!("1:{time}: error[invalid-format] `TimeGenerated` is not a time"),
            &format!("1:{quantity}: error[invalid-json] `NaN` is not JSON"),
        ],
    );
    let rows = r#"{"tables": [{"columns": [{"name": "TimeGenerated"}, {"name": "Category"}], "rows": [[NaN, "Usage"]]}]}"#;
    let about = lines_of(&see(rows)).into_iter().filter(|line| line.contains("TimeGenerated")).count();
    assert_eq!(about, 0);
}

#[test]
fn a_record_that_is_not_closed_is_named_at_its_brace() {
    let open = GOOD.strip_suffix('}').expect("it ends with a brace");
    let second = GOOD.len() + 4;
    let third = second + open.len() + 2;
    finds(
        format!("[{GOOD},\n{open}\n]"),
        2,
        &["2:1: error[invalid-json] `{` is not closed before the array of the records ends"],
    );
    finds(
        format!("[{GOOD}, {open}, {LOST}]"),
        3,
        &[
            &format!("1:{second}: error[invalid-json] `{{` is not closed before the next record begins"),
            &lost(1).replace(
                &format!(":{}:", column(LOST, "\"Lost\"")),
                &format!(":{}:", third + column(LOST, "\"Lost\"") - 1),
            ),
        ],
    );
}

#[test]
fn a_missing_quote_is_named_where_it_belongs() {
    for (written, instead, at) in [
        ("\"OperationName\": \"o\"", "\"OperationName\": \"o", "\"OperationName\": \"o".len()),
        ("\"OperationName\": \"o\"", "\"OperationName\": o\"", "\"OperationName\": ".len()),
        ("\"OperationName\":", "\"OperationName:", "\"OperationName".len()),
        ("\"OperationName\":", "OperationName\":", 0),
        ("\"TimeGenerated\": \"2024-06-18T13:27:58Z\"", "\"TimeGenerated\": 2024-06-18T13:27:58Z\"", 17),
        ("\"Category\": \"Usage\"", "\"Category\": \"Usage", "\"Category\": \"Usage".len()),
    ] {
        let row = ROW.replace(written, instead);
        assert_ne!(row, ROW);
        let at = column(&row, instead) + at;
        let expected = format!("1:{at}: error[invalid-json] missing quote");
        finds(&row, 1, &[&expected]);
        finds(format!("{row}\n{ROW}\n"), 2, &[&expected]);
        finds(format!("[{row},{ROW}]"), 2, &[&format!("1:{}: error[invalid-json] missing quote", at + 1)]);
    }
}

#[test]
fn a_quote_that_is_missing_at_the_end_of_a_line_is_named_and_the_record_is_read() {
    let pretty = ROW.replace(", ", ",\n").replace('{', "{\n").replace('}', "\n}");
    for (written, at) in [("\"OperationName\": \"o\"", 20), ("\"Category\": \"Usage\"", 19)] {
        let row = pretty.replace(written, written.strip_suffix('"').expect("it ends with a quote"));
        let line = pretty[..pretty.find(written).expect("it is there")].matches('\n').count() + 1;
        finds(&row, 1, &[&format!("{line}:{at}: error[invalid-json] missing quote")]);
        finds(format!("{row}\n{pretty}\n"), 2, &[&format!("{line}:{at}: error[invalid-json] missing quote")]);
    }
}

#[test]
fn json_text_in_a_string_without_escapes_is_one_finding() {
    for text in
        [r#"{"a":"b","c":[1,{}]}"#, r#"["a","b"]"#, r#"{"time":"x"}"#, r#"[{"time":"x"},{"time":"y"}]"#]
    {
        let row = ROW.replace("\"OperationName\": \"o\"", &format!("\"OperationName\": \"{text}\""));
        let at = column(&row, &format!("\"{text}\""));
        let expected = format!("1:{at}: error[invalid-json] unescaped JSON text inside a string");
        finds(&row, 1, &[&expected]);
        finds(format!("{row}\n{ROW}\n"), 2, &[&expected]);
    }
    // Text that is not JSON does not swallow the record behind it.
    let seen = see(format!("{GOOD} {{\"a\":\"{{\"b\":@, {LOST} {LOST}"));
    assert_eq!(lines_of(&seen).iter().filter(|line| line.contains("unexpected-value")).count(), 2);
}

#[test]
fn a_text_before_each_line_is_one_finding() {
    for before in ["2024-06-18 13:27:58 INFO sink: ", "[2024-06-18T13:27:58Z] app ", "<13>1 - ", "stdout F "]
    {
        let found = lost(2).replace(
            &format!(":{}:", column(LOST, "\"Lost\"")),
            &format!(":{}:", before.len() + column(LOST, "\"Lost\"")),
        );
        finds(
            format!("{before}{GOOD}\n{before}{LOST}\n{before}{GOOD}\n"),
            3,
            &["1:1: error[invalid-json] a text before the record on its line", &found],
        );
    }
}

#[test]
fn a_comma_behind_each_line_is_one_finding() {
    let at = GOOD.len() + 1;
    let comma =
        |at: usize| format!("1:{at}: error[invalid-json] a comma between records that are not in an array");
    for newline in [",\n", ",\r\n", ", \n"] {
        finds(format!("{GOOD}{newline}{LOST}{newline}{GOOD}{newline}"), 3, &[&comma(at), &lost(2)]);
        finds(format!("{GOOD} {newline}{LOST}\n{GOOD}"), 3, &[&comma(at + 1), &lost(2)]);
    }
    finds(format!("{GOOD},{GOOD}"), 2, &[&comma(at)]);
}

#[test]
fn characters_between_records_are_named_once() {
    for (text, name) in [
        ("\u{FEFF}", "a byte order mark (U+FEFF) outside of any string"),
        ("\u{A0}", "a no-break space (U+00A0) outside of any string"),
        ("\u{200B}", "a zero width space (U+200B) outside of any string"),
        ("\u{1E}", "a record separator (U+001E) outside of any string"),
        ("\0", "a NUL character (U+0000) outside of any string"),
        ("\u{2}", "a control character (U+0002) outside of any string"),
        ("\u{1B}[32m", "a colour code of a terminal"),
    ] {
        let column = column(LOST, "\"Lost\"");
        let found = lost(2).replace(&format!(":{column}:"), &format!(":{}:", column + text.chars().count()));
        finds(
            format!("{GOOD}\n{text}{LOST}\n{text}{GOOD}{text}\n"),
            3,
            &[&format!("2:1: error[invalid-json] {name}"), &found],
        );
        finds(
            format!("[{GOOD},{text}{GOOD}]"),
            2,
            &[&format!("1:{}: error[invalid-json] {name}", GOOD.len() + 3)],
        );
    }
    finds(
        format!("\u{1E}{GOOD}\n\u{1E}{GOOD}\n"),
        2,
        &["1:1: error[invalid-json] a record separator (U+001E) outside of any string"],
    );
}

#[test]
fn characters_between_tokens_are_named_once_for_each_record() {
    for (text, name) in [
        ("\u{A0}", "a no-break space (U+00A0) outside of any string"),
        ("\u{FEFF}", "a byte order mark (U+FEFF) outside of any string"),
        ("\u{1B}[0m", "a colour code of a terminal"),
    ] {
        for (token, width) in [("{", 1), (", ", 2), (": ", 2)] {
            let record = GOOD.replace(token, &format!("{token}{text}"));
            let at = column(&record, token) + width;
            finds(&record, 1, &[&format!("1:{at}: error[invalid-json] {name}")]);
        }
        let record = GOOD.replace("\":", &format!("\"{text}:")).replace(',', &format!("{text},"));
        let at = column(&record, text);
        finds(&record, 1, &[&format!("1:{at}: error[invalid-json] {name}")]);
    }
}

#[test]
fn typographic_quotes_are_named_once_for_each_record() {
    for (written, instead) in [
        ("\"DeliveryStatus\": \"Delivered\"", "\u{201C}DeliveryStatus\u{201D}: \u{201C}Delivered\u{201D}"),
        ("\"Delivered\"", "\u{AB}Delivered\u{BB}"),
        ("\"Delivered\"", "\u{2018}Delivered\u{2019}"),
        ("\"Delivered\"", "\u{201C}Delivered\""),
    ] {
        let record = GOOD.replace(written, instead);
        let at = column(&record, instead);
        finds(&record, 1, &[&format!("1:{at}: error[invalid-json] typographic quotes around a string")]);
    }
    let record = GOOD.replace("\"EmailStatusUpdateOperational\"", "\"EmailStatusUpdateOperational\u{201D}");
    for record in [record.clone(), record.replace(", ", ",\n")] {
        let at = column(&record, "\u{201D}");
        finds(&record, 1, &[&format!("1:{at}: error[invalid-json] typographic quotes around a string")]);
    }
}

#[test]
fn merge_conflicts_are_named() {
    finds(
        format!("{GOOD}\n<<<<<<< HEAD\n{LOST}\n=======\n{GOOD}\n>>>>>>> topic\n{GOOD}\n"),
        4,
        &["2:1: error[invalid-json] a merge conflict marker", &lost(3)],
    );
    let pretty = GOOD.replace(", ", ",\n").replace('{', "{\n").replace('}', "\n}");
    let conflict = pretty.replace(
        "\"DeliveryStatus\"",
        "<<<<<<< HEAD\n\"SenderDomain\": \"a\",\n=======\n>>>>>>> topic\n\"DeliveryStatus\"",
    );
    finds(&conflict, 1, &["3:1: error[invalid-json] a merge conflict marker"]);
}

#[test]
fn files_of_another_format_are_named() {
    for (input, name) in [
        ("<!DOCTYPE html>\n<html><body>Sign in</body></html>\n", "HTML"),
        ("<html>\n<p>Sign in</p></html>\n", "HTML"),
        ("\u{FEFF}<?xml version=\"1.0\"?><Error><Code>BlobNotFound</Code></Error>", "XML"),
        ("<Error><Code>x</Code></Error>", "XML"),
        ("---\ntime: 2024-06-18\n", "YAML"),
        ("# records\ntime: 2024-06-18\ncategory: Usage\n", "YAML"),
        ("- time: 2024-06-18\n  category: Usage\n", "YAML"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0a\nsize 12\n", "a pointer of Git LFS"),
    ] {
        finds(input, 0, &[&format!("1:1: error[invalid-json] this is {name}, not JSON")]);
    }
    // None of them, if a record follows.
    for input in [format!("time: x\nb: 1\n{LOST}\n"), format!("<p>\n{LOST}\n"), format!("---\n{LOST}\n")] {
        assert!(check(&input).iter().any(|line| line.contains("unexpected-value")), "{input}");
    }
}

#[test]
fn json_text_in_the_place_of_a_record_is_to_be_decoded() {
    let text = format!("\"{}\"", GOOD.replace('"', "\\\""));
    let message = "error[not-a-record] expected a record, found JSON text inside a string";
    finds(format!("{text}\n{GOOD}\n"), 2, &[&format!("1:1: {message}")]);
    finds(format!("[{GOOD},{text}]"), 2, &[&format!("1:{}: {message}", GOOD.len() + 3)]);
    finds("\"{}\"\n", 1, &["1:1: error[not-a-record] expected a record, found a JSON string"]);
}

#[test]
fn an_answer_of_the_client_library_for_javascript_is_read() {
    let answer = r#"{"status": "Success", "tables": [{"columnDescriptors": [{"name": "TimeGenerated"}, {"name": "Category"}], "rows": [["yesterday", "Usage"]]}]}"#;
    let seen = see(answer);
    assert_eq!(seen[0].kind(), "Usage/table");
    let at = column(answer, "\"yesterday\"");
    assert!(
        lines_of(&seen).contains(&format!("1:{at}: error[invalid-format] `TimeGenerated` is not a time"))
    );
}

#[test]
fn a_row_of_the_legacy_table_is_one_finding() {
    let row = ROW.replace(
        "\"Quantity\": 2",
        "\"Quantity_d\": 2, \"MessageId_s\": \"m\", \"Type\": \"AzureDiagnostics\"",
    );
    let at = column(&row, "\"AzureDiagnostics\"");
    finds(&row, 1, &[&format!("1:{at}: error[legacy-table] a row of the legacy table `AzureDiagnostics`")]);
}

#[test]
fn names_of_a_preview_are_known() {
    for (old, now) in [
        ("CallSummaryPRIVATEPREVIEW", "write `CallSummary`"),
        ("callDiagnosticsPrivatePreview", "write `CallDiagnostics`"),
        ("CallDiagnosticPRIVATEPREVIEW", "did you mean `CallDiagnostics`?"),
    ] {
        let seen =
            see(format!(r#"{{"time": "2024-06-18T13:27:58Z", "resourceId": "/", "category": "{old}"}}"#));
        let found = seen[0].found.iter().find(|found| found.finding.rule == "unknown-category");
        let help = found.and_then(|found| found.finding.help.as_ref()).expect("there is one");
        assert_eq!(help.verbatim(), now, "{old}");
    }
    let record = GOOD.replace("\"DeliveryStatus\"", "\"MessageStatus\"");
    let seen = see(&record);
    let helps: Vec<&str> = seen[0]
        .found
        .iter()
        .filter_map(|found| found.finding.help.as_ref())
        .map(acslint_check::Text::verbatim)
        .collect();
    assert_eq!(helps, ["write `DeliveryStatus` for `MessageStatus`, its name in a preview"]);
    assert_eq!(seen[0].found.len(), 1, "{:?}", lines_of(&seen));
}

#[test]
fn the_operation_decides_between_categories_with_the_same_fields() {
    let record = r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "PauseCallRecording", "CallConnectionId": "a", "ServerCallId": "b", "SdkType": "c"}"#;
    let seen = see(record);
    let help = seen[0].found[0].finding.help.as_ref().expect("there is one").verbatim().to_owned();
    assert!(help.contains("--category CallRecordingOperational"), "{help}");
}

#[test]
fn a_broken_record_is_of_the_category_that_its_beginning_tells() {
    for (record, kind) in [
        (r#"{"Category": "Usage", "TimeGenerated": "#, "unreadable Usage (table)"),
        (
            r#"{"time": "2024", "category": "SMSOperational", "a": "#,
            "unreadable SMSOperational (resource-log)",
        ),
        (r#"{"Type": "ACSBillingUsage", "a": @}"#, "unreadable Usage (table)"),
        (r#"{"a": "category", "b": @}"#, "unreadable"),
    ] {
        for input in [record.to_owned(), format!("{record}\n{GOOD}\n"), format!("[{record}, {GOOD}]")] {
            let seen = see(&input);
            let record_type = seen[0].subject.as_ref().and_then(acslint_check::Subject::record_type);
            let named = record_type.map(|record_type| format!(" {record_type}")).unwrap_or_default();
            assert_eq!(format!("{}{named}", seen[0].kind()), kind, "{input}");
        }
    }
}
