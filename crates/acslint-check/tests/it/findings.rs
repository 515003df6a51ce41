//! Tests of each rule's findings in full: rule, place, pointer, field, labels, help and fix.

use acslint_check::Text;

use crate::support::{Found, checker_with, details, found, see, see_with};

/// Compares all findings in an input, including those of rules that are off by default.
#[track_caller]
fn finds(input: impl AsRef<[u8]>, expected: &str) {
    let input = input.as_ref();
    let mut rules = Vec::new();
    // On only in their own tests: good records have such numbers, too.
    rules.extend(expected.contains("[stringified-number]").then_some("stringified-number"));
    rules.extend(expected.contains("[foreign-record]").then_some("foreign-record"));
    let found = details(input, &see_with(&checker_with(&rules), input));
    assert_eq!(found.trim(), expected.trim(), "\n{found}");
}

/// Returns rule, name and property of each finding.
fn names(input: &str) -> Vec<(&'static str, Option<String>, Option<String>)> {
    let seen = see(input);
    let parts = |found: &Found| {
        let finding = &found.finding;
        let name = finding.name.as_ref().map(|name| name.verbatim().to_owned());
        (finding.rule, name, finding.field.clone())
    };
    found(&seen).map(parts).collect()
}

#[test]
fn a_finding_about_a_name_that_no_schema_knows_has_the_name() {
    let record = |member: &str| {
        format!(
            r#"{{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2, "Type": "ACSBillingUsage", {member}}}"#
        )
    };
    let unknown = |name: &str| ("unknown-field", Some(name.to_owned()), None);
    assert_eq!(names(&record(r#""Region": 1"#)), [unknown("Region")]);
    // Messages shorten it to 40 characters.
    let long = "a".repeat(256);
    assert_eq!(names(&record(&format!("\"{long}\": 1"))), [unknown(&long)]);
    assert_eq!(names(&record(&format!("\"{long}b\": 1"))), [unknown(&(long + "…"))]);
    let private = record(r#""zoe@example.org": 1"#);
    assert_eq!(names(&private), [unknown("zoe@example.org")]);
    let seen = see(&private);
    assert!(found(&seen).all(|found| found.finding.name.as_ref().is_some_and(Text::is_private)));
    assert_eq!(
        names(&record(r#""Region": 1, "Region": 2"#)),
        [("duplicate-key", Some("Region".to_owned()), None), unknown("Region")]
    );
    // Another finding about a known property has no name.
    assert_eq!(names(&record(r#""Quantity": 3"#)), [("duplicate-key", None, Some("Quantity".to_owned()))]);
}

#[test]
fn of_a_record_without_an_end_only_the_start_is_marked() {
    for (input, rule) in [
        (r#"{"Category": "Usage", "Quantity": 1"#, "truncated-record"),
        ("{\"Category\": \"Usage\", \"Quan\n{\"Category\": \"Usage\", \"Quantity\": 1}\n", "invalid-json"),
    ] {
        let seen = see(input);
        let found = found(&seen).find(|found| found.finding.rule == rule);
        let label = &found.unwrap_or_else(|| panic!("{rule} in {input}: {seen:?}")).finding.primary;
        assert!(label.is_open && label.text.verbatim().starts_with("begins here"), "{label:?}");
        assert_eq!(label.span.start, 0);
    }
}

#[test]
fn a_damaged_version_names_the_version() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "Usage", "operationName": "o", "operationVersion": "3/6/23", "correlationId": "c"}"#,
        r#"
1:195: warning[damaged-version] `operationVersion` is the date "3/6/23", not a version
  in Usage/resource-log #1, pointer "/operationVersion", field "OperationVersion"
  at `"3/6/23"` a date as a spreadsheet writes it
  help: export the records again without a spreadsheet, which rewrote a version such as `2023-03-06`
"#,
    );
}

#[test]
fn a_duplicate_key_names_both_places() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered", "SenderDomain": "a", "SenderDomain": "b"}"#,
        r#"
1:107: warning[duplicate-key] duplicate key `SenderDomain`
  in EmailStatusUpdateOperational/resource-log #1, pointer "/SenderDomain", field "SenderDomain"
  at `"SenderDomain"` again here
  also 85 `"SenderDomain"` first here
  help: keep one of them; readers differ in which one they take
"#,
    );
}

#[test]
fn a_duplicate_key_deeper_inside_has_its_pointer() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2, "Properties": {"a/b": [{"~": 1, "~": 2}]}}"#,
        r#"
1:241: warning[duplicate-key] duplicate key `~`
  in Usage/table #1, pointer "/Properties/a~1b/0/~0", field "-"
  at `"~"` again here
  also 232 `"~"` first here
  help: keep one of them; readers differ in which one they take
"#,
    );
}

#[test]
fn an_end_before_its_start_names_both() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2, "StartTime": "2024-06-18T13:20:00Z", "EndTime": "2024-06-18T13:15:30Z"}"#,
        r#"
1:257: warning[end-before-start] `EndTime` is before `StartTime`
  in Usage/table #1, pointer "/EndTime", field "EndTime"
  at `"2024-06-18T13:15:30Z"` ends here
  also 221 `"2024-06-18T13:20:00Z"` begins here
  help: check the order of the two, and their time zones
"#,
    );
}

#[test]
fn a_documented_spelling_has_a_safe_fix() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "Record ID": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#,
        r#"
1:133: warning[field-spelling] `Record ID` is a spelling of `RecordId`
  in Usage/table #1, pointer "/Record ID", field "RecordId"
  at `"Record ID"` understood, but spelled differently
  help: write `RecordId`
  safe fix: `"Record ID"` -> `"RecordId"`
"#,
    );
}

#[test]
fn a_spelling_beside_the_name_has_no_fix() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2, "quantity": 3}"#,
        r#"
1:209: warning[field-spelling] `quantity` is a spelling of `Quantity`, which the record also has
  in Usage/table #1, pointer "/quantity", field "Quantity"
  at `"quantity"` not read
  help: keep one of them
"#,
    );
}

#[test]
fn a_table_spelling_in_a_resource_log() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "Usage", "OperationName": "o", "operationVersion": "1", "correlationId": "c"}"#,
        r#"
1:153: warning[field-spelling] `OperationName` is a spelling of `operationName`
  in Usage/resource-log #1, pointer "/OperationName", field "OperationName"
  at `"OperationName"` understood, but spelled differently
  help: write `operationName`
  safe fix: `"OperationName"` -> `"operationName"`
"#,
    );
}

#[test]
fn a_bad_byte_is_named() {
    finds(
        b"{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"DeliveryStatus\": \"Delivered\", \"SenderUsername\": \"\xE9\"}",
        r#"
1:105: error[invalid-encoding] byte 0xE9 is not UTF-8
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `�` not a character
  help: write the records as UTF-8
"#,
    );
}

#[test]
fn a_time_without_zone() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#,
        r#"
1:19: error[invalid-format] `TimeGenerated` has no time zone
  in Usage/table #1, pointer "/TimeGenerated", field "TimeGenerated"
  at `"2024-06-18T13:27:58"`
  help: append `Z` if the time is UTC, or its offset
"#,
    );
}

#[test]
fn a_time_with_a_space_has_a_safe_fix() {
    finds(
        r#"{"TimeGenerated": "2024-06-18 13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#,
        r#"
1:19: error[invalid-format] `TimeGenerated` has a space between date and time instead of `T`
  in Usage/table #1, pointer "/TimeGenerated", field "TimeGenerated"
  at `"2024-06-18 13:27:58Z"`
  help: write it like `2024-03-05T09:14:27.441Z`
  safe fix: `"2024-06-18 13:27:58Z"` -> `"2024-06-18T13:27:58Z"`
"#,
    );
}

#[test]
fn a_time_of_the_portal_has_no_fix() {
    finds(
        r#"{"TimeGenerated": "6/18/2024, 1:27:58.120 PM", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#,
        r#"
1:19: error[invalid-format] `TimeGenerated` is the portal's text for a time, not an RFC 3339 time
  in Usage/table #1, pointer "/TimeGenerated", field "TimeGenerated"
  at `"6/18/2024, 1:27:58.120 PM"`
  help: export the records again as JSON; a date in this form is not converted silently
"#,
    );
}

#[test]
fn an_address_that_is_none() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c", "callerIpAddress": "10.50.0.304"}"#,
        r#"
1:241: error[invalid-format] `callerIpAddress` is not an IP address: "10.50.0.304"
  in Usage/resource-log #1, pointer "/callerIpAddress", field "CallerIpAddress"
  at `"10.50.0.304"`
  help: write an IPv4 or IPv6 address, with a port if there is one, or leave it empty
"#,
    );
}

#[test]
fn a_trailing_comma() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered",}"#,
        r#"
1:84: error[invalid-json] trailing comma
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `,` nothing follows it
  help: remove the comma
  safe fix: `,` -> ``
"#,
    );
}

#[test]
fn a_missing_comma() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"  "SenderDomain": "a"}"#,
        r#"
1:84: error[invalid-json] missing comma
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `` a comma belongs here
  help: add a comma
  safe fix: `` -> `,`
"#,
    );
}

#[test]
fn a_missing_colon() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus" "Delivered"}"#,
        r#"
1:71: error[invalid-json] missing colon between a key and its value
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `` a colon belongs here
  help: add a colon
  safe fix: `` -> `:`
"#,
    );
}

#[test]
fn a_single_quoted_object_is_said_once() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c", "properties": {'appName': 'x', 'b': 'y'}}"#,
        r#"
1:237: error[invalid-json] single-quoted object
  in Usage/resource-log #1, pointer "", field "-"
  at `'appName'` single quotes around a key
  help: use double quotes; was the object printed by Python?
  safe fix: `'` -> `"`
  safe fix: `'` -> `"`
  safe fix: `'` -> `"`
  safe fix: `'` -> `"`
  safe fix: `'` -> `"`
  safe fix: `'` -> `"`
  safe fix: `'` -> `"`
  safe fix: `'` -> `"`
1:237: warning[unknown-field] unknown field `appName`
  in Usage/resource-log #1, pointer "/properties/appName", field "-"
  at `'appName'` not a property of Usage (resource-log)
1:253: warning[unknown-field] unknown field `b`
  in Usage/resource-log #1, pointer "/properties/b", field "-"
  at `'b'` not a property of Usage (resource-log)
"#,
    );
}

#[test]
fn a_key_without_quotes() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", DeliveryStatus: "Delivered"}"#,
        r#"
1:55: error[invalid-json] key `DeliveryStatus` without quotes
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `DeliveryStatus`
  help: put the key in double quotes
  safe fix: `DeliveryStatus` -> `"DeliveryStatus"`
"#,
    );
}

#[test]
fn a_word_of_python() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered", "IsHardBounce": True}"#,
        r#"
1:102: error[invalid-json] `True` is not JSON
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `True`
  help: write `true`
  unsafe fix: `True` -> `true`
"#,
    );
}

#[test]
fn a_raw_newline() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Bounced", "FailureMessage": "one
two"}"#,
        r#"
1:106: error[invalid-json] raw newline inside a string
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `⏎` the line ends inside the string
  help: write `\n`
  safe fix: `⏎` -> `\n`
"#,
    );
}

#[test]
fn a_raw_newline_with_a_carriage_return() {
    finds(
        "{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"DeliveryStatus\": \"Bounced\", \"FailureMessage\": \"one\r\ntwo\"}",
        r#"
1:106: error[invalid-json] raw newline inside a string
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `␍⏎` the line ends inside the string
  help: write `\r\n`
  safe fix: `␍⏎` -> `\r\n`
"#,
    );
}

#[test]
fn a_raw_tab() {
    finds(
        "{\"OperationCategory\": \"EmailStatusUpdateOperational\", \"DeliveryStatus\": \"Bounced\", \"FailureMessage\": \"one\ttwo\"}",
        r#"
1:106: error[invalid-json] raw control character 0x09 inside a string
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `	`
  help: write `\u0009`
  safe fix: `	` -> `\u0009`
"#,
    );
}

#[test]
fn a_comment() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", /* state */ "DeliveryStatus": "Delivered"}"#,
        r#"
1:55: error[invalid-json] a comment
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `/* state */`
  help: remove it: JSON has no comments
  safe fix: `/* state */` -> ``
"#,
    );
}

#[test]
fn an_unescaped_quote() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Bounced", "FailureMessage": "user "robin" unknown"}"#,
        r#"
1:108: error[invalid-json] unescaped quote inside a string
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `"`
  help: write `\"`
  unsafe fix: `` -> `\`
"#,
    );
}

#[test]
fn a_backslash_that_escapes_nothing() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered", "SenderUsername": "contoso\orders"}"#,
        r#"
1:112: error[invalid-json] a backslash that does not begin an escape
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `\`
  help: write `\\` for a backslash
  unsafe fix: `` -> `\`
"#,
    );
}

#[test]
fn half_of_a_character() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered", "SenderUsername": "x\uD83D"}"#,
        r#"
1:106: error[invalid-json] unpaired surrogate `\uD83D`
  in EmailStatusUpdateOperational/resource-log #1, pointer "", field "-"
  at `\uD83D`
  help: write both `\u` escapes of the character; was the text cut between them?
"#,
    );
}

#[test]
fn what_cannot_be_read_says_how_much_was_skipped() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": #}"#,
        r#"
1:73: error[invalid-json] unexpected `#`
  in unreadable #1, pointer "", field "-"
  at `#`
  help: skipped 74 bytes
"#,
    );
}

#[test]
fn a_negative_number() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": -2}"#,
        r#"
1:206: error[invalid-value] `Quantity` is -2, but must be at least 0
  in Usage/table #1, pointer "/Quantity", field "Quantity"
  at `-2` must be at least 0
"#,
    );
}

#[test]
fn a_negative_number_in_quotes() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c", "durationMs": "-78"}"#,
        r#"
1:236: error[invalid-value] `durationMs` is -78, but must be at least 0
  in Usage/resource-log #1, pointer "/durationMs", field "DurationMs"
  at `"-78"` must be at least 0
"#,
    );
}

#[test]
fn an_unknown_value_of_a_closed_vocabulary() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2, "Type": "ACSBillingUsages"}"#,
        r#"
1:217: error[invalid-value] invalid value "ACSBillingUsages" for `Type`
  in Usage/table #1, pointer "/Type", field "Type"
  at `"ACSBillingUsages"`
  help: use `ACSBillingUsage`
  unsafe fix: `"ACSBillingUsages"` -> `"ACSBillingUsage"`
"#,
    );
}

#[test]
fn a_masked_address() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c", "callerIpAddress": "203.0.113.XXX"}"#,
        r#"
1:241: warning[masked-address] `callerIpAddress` is masked: "203.0.113.XXX"
  in Usage/resource-log #1, pointer "/callerIpAddress", field "CallerIpAddress"
  at `"203.0.113.XXX"` not a whole address
  help: leave it empty to hide an address: readers that parse addresses refuse a masked one
"#,
    );
}

#[test]
fn a_misplaced_field() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "EmailStatusUpdateOperational", "operationName": "o", "operationVersion": "1", "correlationId": "c", "properties": {"location": "Europe", "DeliveryStatus": "Delivered"}}"#,
        r#"
1:260: warning[misplaced-field] `location` belongs at the top of the record, not in `properties`
  in EmailStatusUpdateOperational/resource-log #1, pointer "/properties/location", field "Location"
  at `"location"` understood, but in the wrong object
  help: move it there
"#,
    );
}

#[test]
fn a_missing_category_with_a_suggestion() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#,
        r#"
1:1: error[missing-category] no `category`: not a log record, or its category is missing
  in unknown #1, pointer "", field "Category"
  at `{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}`
  help: add `category`, or check with `--category Usage`: the record looks like `Usage` (its fields match)
"#,
    );
}

#[test]
fn an_empty_category() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#,
        r#"
1:124: error[missing-category] no `category`: not a log record, or its category is missing
  in unknown #1, pointer "/Category", field "Category"
  at `""`
  help: add `category`, or check with `--category Usage`: the record looks like `Usage` (its fields match)
"#,
    );
}

#[test]
fn a_missing_field() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages"}"#,
        r#"
1:1: error[missing-field] missing `Quantity`
  in Usage/table #1, pointer "", field "Quantity"
  at `{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages"}` has no `Quantity`
  help: add `Quantity`
"#,
    );
}

#[test]
fn a_missing_field_inside_properties() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "EmailStatusUpdateOperational", "operationName": "o", "operationVersion": "1", "correlationId": "c", "location": "Europe", "properties": {"SenderDomain": "a"}}"#,
        r#"
1:281: error[missing-field] missing `DeliveryStatus`
  in EmailStatusUpdateOperational/resource-log #1, pointer "/properties", field "DeliveryStatus"
  at `{"SenderDomain": "a"}` has no `DeliveryStatus`
  help: add `DeliveryStatus`
"#,
    );
}

#[test]
fn a_missing_recommended_field() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#,
        r#"
1:1: warning[missing-recommended-field] missing `CorrelationId`, documented for every record
  in Usage/table #1, pointer "", field "CorrelationId"
  at `{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}` has no `CorrelationId`
"#,
    );
}

#[test]
fn a_number_where_a_record_was_expected() {
    finds(
        r"[42]",
        r#"
1:2: error[not-a-record] expected a record, found a JSON number
  in unreadable #1, pointer "", field "-"
  at `42`
  help: write each record as a JSON object
"#,
    );
}

#[test]
fn records_that_is_no_array() {
    finds(
        r#"{"records": {"a": 1}}"#,
        r#"
1:13: error[not-a-record] `records` is an object, but must be an array of records
  in unreadable #1, pointer "", field "-"
  at `{"a": 1}`
"#,
    );
}

#[test]
fn a_second_record_on_a_line() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}
{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}"#,
        r#"
2:85: warning[not-json-lines] a second record on one line: this is not JSON Lines
  in EmailStatusUpdateOperational/resource-log #3, pointer "", field "-"
  at `{` reported once; all records are checked
  help: write each record on a line of its own, since line-based readers fail here
"#,
    );
}

#[test]
fn too_many_unique_recipients() {
    finds(
        r#"{"OperationCategory": "EmailSendMailOperational", "Size": 0.5, "ToRecipientsCount": 4, "CcRecipientsCount": 2, "BccRecipientsCount": 1, "UniqueRecipientsCount": 9, "AttachmentsCount": 0}"#,
        r#"
1:162: warning[recipient-count-mismatch] 9 unique recipients, but only 7 in `To`, `Cc` and `Bcc` together
  in EmailSendMailOperational/resource-log #1, pointer "/UniqueRecipientsCount", field "UniqueRecipientsCount"
  at `9` must be from 4 to 7
  help: correct the counts: each list counts unique addresses, and an address in several lists counts once
"#,
    );
}

#[test]
fn a_result_that_the_status_denies() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "ChatOperational", "operationName": "o", "operationVersion": "1", "correlationId": "c", "level": "Error", "resultType": "Succeeded", "resultSignature": "503", "durationMs": 3}"#,
        r#"
1:264: warning[result-contradiction] `resultType` is Succeeded, but the HTTP status is 503
  in ChatOperational/resource-log #1, pointer "/resultType", field "ResultType"
  at `"Succeeded"`
  also 295 `"503"` the status
  help: correct whichever of the two is wrong
"#,
    );
}

#[test]
fn a_status_of_a_message_with_a_recipient() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "OutForDelivery", "RecipientId": "robin@example.org"}"#,
        r#"
1:73: warning[status-recipient-mismatch] `OutForDelivery` is the status of a message, but the row has a recipient
  in EmailStatusUpdateOperational/resource-log #1, pointer "/DeliveryStatus", field "DeliveryStatus"
  at `"OutForDelivery"`
  also 105 `"robin@example.org"` the recipient
  help: without a recipient, write the status of the message (OutForDelivery or none); with one, that of its delivery
"#,
    );
}

#[test]
fn properties_as_text() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "EmailStatusUpdateOperational", "operationName": "o", "operationVersion": "1", "correlationId": "c", "location": "Europe", "properties": "{\"DeliveryStatus\": \"Delivered\"}"}"#,
        r#"
1:281: warning[stringified-object] `properties` is a JSON string; decode it first
  in EmailStatusUpdateOperational/resource-log #1, pointer "/properties", field "properties"
  at `"{\"DeliveryStatus\": \"Delivered\"}"` text that holds an object
  help: write the object itself; what it holds is checked all the same
  safe fix: `"{\"DeliveryStatus\": \"Delivered\"}"` -> `{"DeliveryStatus": "Delivered"}`
"#,
    );
}

#[test]
fn what_properties_as_text_holds_is_checked() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "EmailStatusUpdateOperational", "operationName": "o", "operationVersion": "1", "correlationId": "c", "location": "Europe", "properties": "{\"DeliveryStatus\": \"Lost\", \"senderDomain\": 4}"}"#,
        r#"
1:281: warning[stringified-object] `properties` is a JSON string; decode it first
  in EmailStatusUpdateOperational/resource-log #1, pointer "/properties", field "properties"
  at `"{\"DeliveryStatus\": \"Lost\", \"senderDomain\": 4}"` text that holds an object
  help: write the object itself; what it holds is checked all the same
  safe fix: `"{\"DeliveryStatus\": \"Lost\", \"senderDomain\": 4}"` -> `{"DeliveryStatus": "Lost", "senderDomain": 4}`
1:303: warning[unexpected-value] undocumented value "Lost" for `DeliveryStatus`
  in EmailStatusUpdateOperational/resource-log #1, pointer "/properties/DeliveryStatus", field "DeliveryStatus"
  at `\"Lost\"`
  help: use a documented value: `OutForDelivery`, `Delivered`, `Bounced`, `Suppressed`, `Failed`, `FilteredSpam`, `Quarantined`, `Expanded`, `Dropped` or `Queued`
1:313: warning[field-spelling] `senderDomain` is a spelling of `SenderDomain`
  in EmailStatusUpdateOperational/resource-log #1, pointer "/properties/senderDomain", field "SenderDomain"
  at `\"senderDomain\"` understood, but spelled differently
  help: write `SenderDomain`
  safe fix: `\"senderDomain\"` -> `\"SenderDomain\"`
1:331: error[wrong-type] `senderDomain` is a number, but must be a string
  in EmailStatusUpdateOperational/resource-log #1, pointer "/properties/senderDomain", field "SenderDomain"
  at `4` must be a string
"#,
    );
}

#[test]
fn a_record_that_is_cut_off() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Deliv"#,
        r#"
1:1: warning[truncated-record] last record is cut off at byte 78 (is the blob still being written?)
  in unreadable #1, pointer "", field "-"
  at `{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Deliv` begins here, and has no end
  help: read the rest once it is written; all records before it were checked
"#,
    );
}

#[test]
fn an_array_that_is_not_closed() {
    finds(
        r#"[{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}"#,
        r#"
1:86: warning[truncated-record] the input ends at byte 85, before the `]` that closes its records
  in between #1, pointer "", field "-"
  at `` `]` expected
  help: look for what cut the input off; all records before its end were checked
"#,
    );
}

#[test]
fn a_value_near_a_known_one() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c", "level": "Informationl"}"#,
        r#"
1:231: warning[unexpected-value] undocumented value "Informationl" for `level`
  in Usage/resource-log #1, pointer "/level", field "Level"
  at `"Informationl"`
  help: did you mean `Informational`?
  unsafe fix: `"Informationl"` -> `"Informational"`
"#,
    );
}

#[test]
fn a_value_near_none() {
    finds(
        r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Lost"}"#,
        r#"
1:73: warning[unexpected-value] undocumented value "Lost" for `DeliveryStatus`
  in EmailStatusUpdateOperational/resource-log #1, pointer "/DeliveryStatus", field "DeliveryStatus"
  at `"Lost"`
  help: use a documented value: `OutForDelivery`, `Delivered`, `Bounced`, `Suppressed`, `Failed`, `FilteredSpam`, `Quarantined`, `Expanded`, `Dropped` or `Queued`
"#,
    );
}

#[test]
fn a_table_for_a_category() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "ACSBillingUsage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#,
        r#"
1:124: error[unknown-category] `ACSBillingUsage` is the name of a table, not of a category
  in Usage/table #1, pointer "/Category", field "Category"
  at `"ACSBillingUsage"`
  help: write `Usage`
  safe fix: `"ACSBillingUsage"` -> `"Usage"`
"#,
    );
}

#[test]
fn a_category_near_a_known_one() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "ChatOperationl", "operationName": "o", "operationVersion": "1", "correlationId": "c"}"#,
        r#"
1:144: error[unknown-category] unknown category `ChatOperationl`
  in unknown #1, pointer "/category", field "Category"
  at `"ChatOperationl"`
  help: did you mean `ChatOperational`?
  unsafe fix: `"ChatOperationl"` -> `"ChatOperational"`
"#,
    );
}

#[test]
fn a_category_that_no_source_has_is_told_by_the_table_or_by_a_near_name() {
    for (input, kind) in [
        (
            r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "Category": "Anything", "Type": "ACSOptOutManagementOperations"}"#,
            "ACSOptOutManagementOperations/table",
        ),
        (
            r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0", "category": "OptOutManagementOperational", "operationName": "o"}"#,
            "ACSOptOutManagementOperations/resource-log",
        ),
        (
            r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0", "category": "optoutmanagementoperations", "operationName": "o"}"#,
            "ACSOptOutManagementOperations/resource-log",
        ),
        (
            r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0", "category": "OptOut", "operationName": "o"}"#,
            "unknown",
        ),
        (
            r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "Category": "SMSOperational", "Type": "ACSOptOutManagementOperations"}"#,
            "SMSOperational/table",
        ),
    ] {
        let seen = see(input);
        assert_eq!(seen[0].kind(), kind, "{input}");
        if kind.starts_with("ACS") {
            assert_eq!(seen[0].found, [], "{input}");
        }
    }
}

#[test]
fn a_category_without_a_table_is_a_resource_log_in_any_letter_case() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "ResourceId": "/subscriptions/0", "Category": "CallClientMediaStatsCompressedTimeSeries", "OperationName": 7}"#,
        r#"
1:2: warning[field-spelling] `TimeGenerated` is a spelling of `time`
  in CallClientMediaStatsCompressedTimeSeries/resource-log #1, pointer "/TimeGenerated", field "TimeGenerated"
  at `"TimeGenerated"` understood, but spelled differently
  help: write `time`
  safe fix: `"TimeGenerated"` -> `"time"`
1:43: warning[field-spelling] `ResourceId` is a spelling of `resourceId`
  in CallClientMediaStatsCompressedTimeSeries/resource-log #1, pointer "/ResourceId", field "_ResourceId"
  at `"ResourceId"` understood, but spelled differently
  help: write `resourceId`
  safe fix: `"ResourceId"` -> `"resourceId"`
1:77: warning[field-spelling] `Category` is a spelling of `category`
  in CallClientMediaStatsCompressedTimeSeries/resource-log #1, pointer "/Category", field "Category"
  at `"Category"` understood, but spelled differently
  help: write `category`
  safe fix: `"Category"` -> `"category"`
1:133: warning[field-spelling] `OperationName` is a spelling of `operationName`
  in CallClientMediaStatsCompressedTimeSeries/resource-log #1, pointer "/OperationName", field "OperationName"
  at `"OperationName"` understood, but spelled differently
  help: write `operationName`
  safe fix: `"OperationName"` -> `"operationName"`
1:150: error[wrong-type] `OperationName` is a number, but must be a string
  in CallClientMediaStatsCompressedTimeSeries/resource-log #1, pointer "/OperationName", field "OperationName"
  at `7` must be a string
  help: put the number in quotes
  safe fix: `7` -> `"7"`
"#,
    );
}

#[test]
fn what_an_open_object_holds_is_no_field_of_the_envelope() {
    let record = |category: &str| {
        format!(
            r#"{{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0", "category": "{category}", "operationName": "o", "properties": {{"level": 3, "Colour": "green"}}}}"#
        )
    };
    assert_eq!(see(record("CallClientServiceRequestAndOutcome"))[0].found, []);
    assert_eq!(see(record("CallSurvey"))[0].found.len(), 3);
}

#[test]
fn a_truth_value_in_quotes_has_a_safe_fix() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "PlayInLoop": "False", "PlayInterrupted": "perhaps", "Type": "ACSCallAutomationMediaSummary"}"#,
        r#"
1:79: error[wrong-type] `PlayInLoop` is a string, but must be a boolean
  in CallAutomationMediaSummary/table #1, pointer "/PlayInLoop", field "PlayInLoop"
  at `"False"` must be a boolean
  help: write false, without quotes
  safe fix: `"False"` -> `false`
1:107: error[wrong-type] `PlayInterrupted` is a string, but must be a boolean
  in CallAutomationMediaSummary/table #1, pointer "/PlayInterrupted", field "PlayInterrupted"
  at `"perhaps"` must be a boolean
"#,
    );
}

#[test]
fn numbers_of_64_bits_and_numbers_with_a_sign() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0", "category": "CallClientMediaStatsTimeSeries", "operationName": "o", "properties": {"Count": "99999999999999999999", "Minimum": "-3", "Maximum": -3}}"#,
        r#"
1:160: error[invalid-value] `Count` is 99999999999999999999, but must be an integer of at most 9223372036854775807
  in CallClientMediaStatsTimeSeries/resource-log #1, pointer "/properties/Count", field "Count"
  at `"99999999999999999999"` must be an integer of at most 9223372036854775807
1:195: error[invalid-value] `Minimum` is -3, but must be a number without quotes
  in CallClientMediaStatsTimeSeries/resource-log #1, pointer "/properties/Minimum", field "Minimum"
  at `"-3"` must be a number without quotes
"#,
    );
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "Count": 9223372036854775808, "Average": -3.5, "Type": "ACSCallClientMediaStatsTimeSeries"}"#,
        r#"
1:74: error[invalid-value] `Count` is 9223372036854775808, but must be at most 9223372036854775807
  in CallClientMediaStatsTimeSeries/table #1, pointer "/Count", field "Count"
  at `9223372036854775808` must be at most 9223372036854775807
"#,
    );
}

#[test]
fn a_field_near_a_known_one() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2, "ParticpantId": "x"}"#,
        r#"
1:209: warning[unknown-field] unknown field `ParticpantId`
  in Usage/table #1, pointer "/ParticpantId", field "-"
  at `"ParticpantId"` not a property of Usage (table)
  help: did you mean `ParticipantId`?
  unsafe fix: `"ParticpantId"` -> `"ParticipantId"`
"#,
    );
}

#[test]
fn a_field_near_none() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": 2, "Colour": "green"}"#,
        r#"
1:209: warning[unknown-field] unknown field `Colour`
  in Usage/table #1, pointer "/Colour", field "-"
  at `"Colour"` not a property of Usage (table)
"#,
    );
}

#[test]
fn a_number_in_quotes_in_a_table_has_a_safe_fix() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": "r", "UsageType": "sms", "UnitType": "messages", "Quantity": "2"}"#,
        r#"
1:206: error[wrong-type] `Quantity` is a string, but must be a number
  in Usage/table #1, pointer "/Quantity", field "Quantity"
  at `"2"` must be a number
  help: drop the quotes
  safe fix: `"2"` -> `2`
"#,
    );
}

#[test]
fn a_required_property_that_is_null() {
    finds(
        r#"{"TimeGenerated": "2024-06-18T13:27:58Z", "OperationName": "o", "OperationVersion": "1", "CorrelationId": "c", "Category": "Usage", "RecordId": null, "UsageType": "sms", "UnitType": "messages", "Quantity": 2}"#,
        r#"
1:145: error[wrong-type] `RecordId` is null, but is required
  in Usage/table #1, pointer "/RecordId", field "RecordId"
  at `null` must be a string
"#,
    );
}

#[test]
fn text_that_is_no_number_in_a_resource_log() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c", "durationMs": "fast"}"#,
        r#"
1:236: error[wrong-type] `durationMs` is text that is not a number: "fast"
  in Usage/resource-log #1, pointer "/durationMs", field "DurationMs"
  at `"fast"` must be a number
"#,
    );
}

#[test]
fn a_number_in_quotes_in_a_resource_log() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.communication/communicationservices/contoso", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c", "durationMs": "78"}"#,
        r#"
1:236: warning[stringified-number] `durationMs` is a number in quotes
  in Usage/resource-log #1, pointer "/durationMs", field "DurationMs"
  at `"78"`
  help: drop the quotes
  safe fix: `"78"` -> `78`
"#,
    );
}

#[test]
fn a_record_of_another_service() {
    finds(
        r#"{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.keyvault/vaults/contoso", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c"}"#,
        r#"
1:1: warning[foreign-record] not a Communication Services record: resource log of microsoft.keyvault/vaults
  in foreign #1, pointer "", field "-"
  at `{"time": "2024-06-18T13:27:58Z", "resourceId": "/subscriptions/0/providers/microsoft.keyvault/vaults/contoso", "category": "Usage", "operationName": "o", "operationVersion": "1", "correlationId": "c"}`
  help: export records of Communication Services only; acslint counts others, but does not check them
"#,
    );
}

#[test]
fn an_input_without_anything() {
    finds(
        " \n",
        r#"
2:1: warning[empty-input] the input is empty
  in between #0, pointer "", field "-"
  at ``
  help: check what should have written it
"#,
    );
}
