//! Tests that faults around records are found, and hide no record. `docs/recovery.md` lists the places of recovery.

use crate::support::{Seen, check, checker_with, lines_of, rules_of, see, see_in_pieces, transcript};

/// A record without findings, and one with a single `unexpected-value`: it shows that it was checked.
const GOOD: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Delivered"}"#;
const LOST: &str = r#"{"OperationCategory": "EmailStatusUpdateOperational", "DeliveryStatus": "Lost"}"#;

/// A record with a usual first key and an `unexpected-value`.
const USUAL: &str = r#"{"time":"2024-02-19T07:30:51Z","category":"EmailStatusUpdateOperational","properties":{"DeliveryStatus":"Lost"}}"#;

/// Returns the number of records with exactly their one expected finding.
fn found_lost(seen: &[Seen]) -> usize {
    seen.iter().filter(|seen| rules_of(std::slice::from_ref(*seen)) == ["unexpected-value"]).count()
}

/// Malformed envelopes; `#` is the place of two records, one of them bad.
const MALFORMED: &[&str] = &[
    r#"{"records" [#]}"#,
    r#"{"records"=[#]}"#,
    r#"{"records"::[#]}"#,
    r#"{"records":,[#]}"#,
    r#"{"records":[#]"#,
    r#"{"records":[#}"#,
    r#"{"records":[#]]"#,
    r#"{"records":[#]}}"#,
    r#"{"records":[#]},"#,
    r#"{"records":[#]}]"#,
    r#"{"records":[#]} x"#,
    r#"{"records":[#],}"#,
    r#"{"records":[#],,}"#,
    r#"{"records":[#],"a"}"#,
    r#"{"records":[#],"a":}"#,
    r#"{"records":[#],"a" 1}"#,
    r#"{"records":[#],a:1}"#,
    r#"{"records":[#],'a':1}"#,
    r#"{"records":[#],"a":'b'}"#,
    r#"{"records":[#] "a":1}"#,
    r#"{"records":[#],"a":1 "b":2}"#,
    r#"{"records":[#],"a":1,,"b":2}"#,
    r#"{"records":[#],"a":NaN}"#,
    r#"{"records":[#],"a":01}"#,
    r#"{"records":[#],"a":tru}"#,
    r#"{"records":[#],"a":"\q"}"#,
    r#"{"records":[#],"a":"\ud800"}"#,
    r#"{"records":[#],"\q":1}"#,
    r#"{"records":[#],"a":{"b":1,}}"#,
    r#"{"records":[#],"a":[1 2]}"#,
    r#"{"records":[#],"a":[1,2}"#,
    r#"{"records":[#],"a":{"b":1]}"#,
    r#"{"records":[#],"a":"x}"#,
    r#"{"records":[#],/**/"a":1}"#,
    r#"{"records":[#]/* x"#,
    r#"{"records":[#]:1}"#,
    r#"{,"records":[#]}"#,
    r#"{ ,, "records":[#]}"#,
    r#"{:"records":[#]}"#,
    r#"{1,"records":[#]}"#,
    r#"{"a","records":[#]}"#,
    r#"{"a":,"records":[#]}"#,
    r#"{"a" 1,"records":[#]}"#,
    r#"{"a":1 "records":[#]}"#,
    r#"{"a":1,,"records":[#]}"#,
    r#"{"a":NaN "b" 1,"records":[#]}"#,
    r#"{"a":NaN,"records":[#]}"#,
    r#"{"a":tru,"records":[#]}"#,
    r#"{"a":1 2,"records":[#]}"#,
    r#"{"a":1x,"records":[#]}"#,
    r#"{"a":01,"records":[#]}"#,
    r#"{"a":@,"records":[#]}"#,
    r#"{"a":'b',"records":[#]}"#,
    r#"{a:1,"records":[#]}"#,
    r#"{'a':1,"records":[#]}"#,
    r#"{"a":"\q","records":[#]}"#,
    r#"{"a":"\ud800","records":[#]}"#,
    r#"{"a\q":1,"records":[#]}"#,
    r#"{"a":"x"y","records":[#]}"#,
    r#"{"a":{"b":1,},"records":[#]}"#,
    r#"{"a":{"b":@},"records":[#]}"#,
    r#"{"a":{"b":[1 2]},"records":[#]}"#,
    r#"{"a":{"b":1,"records":[#]}"#,
    r#"{"a":{},"records" [#]}"#,
    r#"{"a":{},"records":[#],"b" 1}"#,
    r#"{"a":{},"records":[#] "b":1}"#,
    r#"{"a":[1,2,"records":[#]}"#,
    r#"{/**/"records":[#]}"#,
    r#"{"records":/**/[#]}"#,
    r#"{/* x "records":[#]}"#,
    "{\"a\":\"\u{1}\",\"records\":[#]}",
    "{\"a\":\"x\ny\",\"records\":[#]}",
    "{\"records\":[#],\"a\":\"\t\"}",
];

#[test]
fn what_is_wrong_with_an_envelope_is_found_and_hides_no_record() {
    let mut failures = Vec::new();
    for envelope in MALFORMED {
        for separator in [",", ",\n"] {
            let input = envelope.replace('#', &[GOOD, LOST].join(separator));
            let seen = see(&input);
            let rules = rules_of(&seen);
            let wrong = rules.iter().filter(|rule| **rule != "unexpected-value").count();
            if found_lost(&seen) != 1 || wrong == 0 {
                failures.push(format!("{envelope}: {:?}", lines_of(&seen)));
            }
            let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[7]);
            assert_eq!(transcript(&pieces), transcript(&seen), "{envelope}");
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn bytes_that_are_not_utf8_are_found_around_records() {
    for envelope in [
        "{\"a\":\"?\",\"records\":[#]}",
        "{\"?\":1,\"records\":[#]}",
        "{\"a\":{\"b\":\"?\"},\"records\":[#]}",
        "{\"records\":[#],\"a\":\"?\"}",
        "{\"records\":[#],\"?\":1}",
        "{\"records\":[#],\"a\":[{\"b\":\"?\"}]}",
        "{\"records\":[#],\"a\":1,\"b\":\"?\"}",
        "{\"tables\":[{\"name\":\"?\",\"columns\":[{\"name\":\"Category\"}],\"rows\":[[\"Usage\"]]}]}",
        "{\"tables\":[{\"columns\":[{\"name\":\"?\"}],\"rows\":[]}]}",
        "{\"tables\":[{\"columns\":[{\"name\":\"Category\"}],\"rows\":[[\"?\"]]}]}",
        "{\"tables\":[],\"a\":\"?\"}",
        "{\"?\":1,\"tables\":[]}",
    ] {
        let (before, behind) = envelope.split_once('?').expect("there is a place for it");
        let input = [before.as_bytes(), b"\xFF", behind.as_bytes()].concat();
        let input = String::from_utf8_lossy(&input).into_owned().replace('#', LOST);
        let input: Vec<u8> = input
            .replace('\u{FFFD}', "\u{1}")
            .bytes()
            .map(|byte| if byte == 1 { 0xFF } else { byte })
            .collect();
        let rules = rules_of(&see(&input));
        assert_eq!(
            rules.iter().filter(|rule| **rule == "invalid-encoding").count(),
            1,
            "{envelope}: {rules:?}"
        );
        let lost = rules.iter().filter(|rule| **rule == "unexpected-value").count();
        assert_eq!(lost, usize::from(envelope.contains('#')), "{envelope}");
    }
}

#[test]
fn a_comment_on_a_line_of_its_own_hides_nothing() {
    for comment in ["/*", "/* x", "/*\n", "/*\n x", "//", "// {", "/**/", "/* x */"] {
        let input = format!("{GOOD}\n{comment}\n{}", format!("{LOST}\n").repeat(100));
        let rules = rules_of(&see(&input));
        assert_eq!(rules.len(), 101, "{comment}");
        assert_eq!(rules[0], "invalid-json", "{comment}");
        assert!(rules[1..].iter().all(|rule| *rule == "unexpected-value"), "{comment}");
    }
    assert_eq!(
        check(format!("{GOOD}\n/*\n{GOOD}\n")),
        ["2:1: error[invalid-json] a comment that does not end before the next record"]
    );
}

#[test]
fn a_stray_quote_in_an_array_hides_nothing() {
    for quote in ["'", "\"", "`", "'\"", "\"'", "''", "\"\""] {
        for input in [format!("[{GOOD},{quote},{LOST},{LOST}]"), format!("[{quote},{LOST},{LOST}]")] {
            assert_eq!(found_lost(&see(&input)), 2, "{input}");
        }
    }
    assert_eq!(
        check(format!("[{GOOD},',{GOOD},{GOOD}]")),
        ["1:87: error[invalid-json] `'` is not closed before the next record begins"]
    );
}

/// Replacements of a row.
const BROKEN_ROWS: &[&str] = &[
    "@",
    "'",
    "\"",
    "1",
    "#",
    "}",
    "[@]",
    "[\"x\",@,1]",
    "[\"x]",
    "[\"x\" \"y\"@]",
    "[x\"]",
    "[\"x\",{\"a\":@}]",
    "[\"x\",{\"a\":1]",
    "[\"x\"}",
    "{\"a\":@}",
    "/*",
];

#[test]
fn a_broken_row_of_an_answer_hides_none_of_the_others() {
    let good = r#"["2024-06-18T13:27:58Z", "Usage"]"#;
    let bad = r#"["yesterday", "Usage"]"#;
    let mut failures = Vec::new();
    for broken in BROKEN_ROWS {
        for between in [",", ",\n "] {
            for rows in [
                vec![good, broken, bad, bad],
                vec![broken, bad, good, bad],
                vec![bad, broken, broken, bad, broken],
            ] {
                let input = format!(
                    r#"{{"tables": [{{"columns": [{{"name": "TimeGenerated"}}, {{"name": "Category"}}], "rows": [{}]}}]}}"#,
                    rows.join(between)
                );
                let seen = see(&input);
                let spans: Vec<&str> = seen
                    .iter()
                    .filter(|seen| rules_of(std::slice::from_ref(*seen)).contains(&"invalid-format"))
                    .map(|seen| &input[seen.span.start as usize..seen.span.end as usize])
                    .collect();
                let faults = rules_of(&seen)
                    .iter()
                    .filter(|rule| matches!(**rule, "invalid-json" | "not-a-record"))
                    .count();
                if spans != [bad, bad] || faults == 0 {
                    failures.push(format!("{input}: {:#?}", lines_of(&seen)));
                }
                let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[7]);
                assert_eq!(transcript(&pieces), transcript(&seen), "{input}");
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The brackets that close a repaired answer are not part of the input.
#[test]
fn no_place_is_behind_the_end_of_an_answer_that_is_cut_off_anywhere() {
    let answer = r#"{"Tables": [{"TableName": "T", "Columns": [{"ColumnName": "TimeGenerated"}, {"ColumnName": "Category"}], "Rows": [["yesterday", "Usage"], [7], {"a": [1]}]}, {"columns": [{"name": "Category"}], "rows": [["Usage"]]}], "error": {"code": "x", "inner": [{}]}}"#;
    for cut in 1..answer.len() {
        for seen in see(&answer[..cut]) {
            assert!(seen.span.start <= seen.span.end && seen.span.end <= cut as u64, "{cut}: {seen:?}");
            let spans = seen.found.iter().flat_map(|found| found.finding.spans());
            for span in spans {
                assert!(span.start <= span.end && span.end <= cut as u64, "{cut}: {seen:?}");
            }
        }
    }
}

#[test]
fn an_answer_that_is_cut_off_has_the_rows_before_the_cut() {
    let input = r#"{"tables": [{"columns": [{"name": "TimeGenerated"}, {"name": "Category"}], "rows": [["yesterday", "Usage"], ["tod"#;
    let seen = see(input);
    let rules = rules_of(&seen);
    assert_eq!(rules.iter().filter(|rule| **rule == "invalid-format").count(), 1, "{rules:?}");
    assert!(rules.contains(&"invalid-json"), "{rules:?}");
    let numbers: Vec<u64> =
        seen.iter().filter(|seen| seen.subject.is_some()).map(|seen| seen.record).collect();
    assert_eq!(numbers, [1, 2]);
}

/// A table without rows because of the cut is not a row; its closing brackets are not part of the input.
#[test]
fn an_answer_that_is_cut_off_in_its_columns_has_its_places_inside_the_input() {
    let input = r#"{"tables":[{"columns":["#;
    assert_eq!(
        check(input),
        [
            "1:1: error[invalid-json] `{` is not closed before the next record begins",
            "1:12: error[not-a-record] expected a record, found a JSON object"
        ]
    );
    let ends: Vec<u64> = see(input).iter().map(|seen| seen.span.end).collect();
    assert_eq!(ends.iter().max(), Some(&(input.len() as u64)));
}

#[test]
fn an_item_that_is_not_closed_takes_in_none_of_the_records_behind_it() {
    for item in
        ["],", "{\"a\":[", "{\"a\":[1,", "{\"OperationCategory\":1,\"x\":[", "\"records\":[", "{\"tables\":["]
    {
        for (before, behind) in [("{\"records\":[", "]}"), ("[", "]")] {
            for input in [
                format!("{before}\n{GOOD},\n{item},\n{LOST},\n{LOST}\n{behind}"),
                format!("{before}\n{item},\n{LOST},\n{LOST}\n{behind}"),
            ] {
                let seen = see(&input);
                assert_eq!(found_lost(&seen), 2, "{input}: {:?}", lines_of(&seen));
                let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[7]);
                assert_eq!(transcript(&pieces), transcript(&seen), "{input}");
            }
        }
    }
    assert_eq!(
        check(format!("{{\"records\":[\n{GOOD}],\n{GOOD},\n{GOOD}\n]}}")),
        ["3:1: error[invalid-json] unexpected `{`"]
    );
}

/// A string is read on behind a quote that was not escaped, but not over a record.
#[test]
fn a_string_that_goes_on_behind_its_quote_takes_in_no_record() {
    for text in ["\"\"", "\"x\"", "\"x\"y", "\"x\" [", "\"x\"y [", "\"x\" \"b\"c"] {
        for broken in [format!("{{\"a\":{text}"), format!("{{\"a\" {{\"a\" {text}")] {
            for input in [
                format!("{GOOD} {broken} {LOST} {LOST}"),
                format!("{GOOD} {broken} {LOST} \"\" {LOST}, \"b\": 1}}"),
                format!("{{\"records\": [{GOOD}, {broken} {LOST}, {LOST}]}}"),
            ] {
                let seen = see(&input);
                let lost = rules_of(&seen).iter().filter(|rule| **rule == "unexpected-value").count();
                assert_eq!(lost, 2, "{input}: {:?}", lines_of(&seen));
                let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[7]);
                assert_eq!(transcript(&pieces), transcript(&seen), "{input}");
            }
        }
    }
}

#[test]
fn a_member_without_its_object_hides_no_record() {
    for (text, found) in [
        (format!("\"a\":[\n{LOST}\n]\n"), 1),
        (format!("\"a\":[\n{LOST},\n{LOST}\n]]\n{LOST}\n"), 3),
        (format!("\"a\": {{\"records\":[\n{LOST}\n]}}\n"), 1),
        (format!("\"a\":[{USUAL},{USUAL}]\n{LOST}\n"), 3),
        (format!("[\n{LOST},\n\"a\":[\n{LOST}\n],\n{LOST}\n]\n"), 3),
        (format!("\"a\":[{{\"b\":1}}]\n{LOST}\n"), 1),
        (format!("\"a\":1\n{LOST}\n"), 1),
    ] {
        let seen = see(text.as_bytes());
        assert_eq!(
            seen.iter()
                .filter(|seen| rules_of(std::slice::from_ref(*seen)).contains(&"unexpected-value"))
                .count(),
            found,
            "{text}"
        );
        let loose = seen
            .iter()
            .flat_map(|seen| rules_of(std::slice::from_ref(seen)))
            .filter(|rule| *rule == "not-a-record");
        assert_eq!(loose.count(), 1, "{text}");
    }
}

/// Asserts that a broken input has one record with an undocumented value, and a finding about what is broken.
fn hides_no_record(input: &str) {
    let seen = see(input);
    let rules = rules_of(&seen);
    let lost = rules.iter().filter(|rule| **rule == "unexpected-value").count();
    assert_eq!(lost, 1, "{input}: {:?}", lines_of(&seen));
    assert!(rules.iter().any(|rule| matches!(*rule, "invalid-json" | "not-a-record")), "{input}: {rules:?}");
    let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[7]);
    assert_eq!(transcript(&pieces), transcript(&seen), "{input}");
}

#[test]
fn a_string_of_an_answer_that_is_not_in_its_rows_takes_in_no_record() {
    for [before, behind] in [
        ["{\"a\":\", ", "]}"],
        ["{\"a\":\"x}, ", "]}"],
        ["', ", ",// it's, \"x\"],\"n\":{\"b\":2}}"],
        ["[1,,{\"a\":\"x,", "]"],
    ] {
        hides_no_record(&format!("{{\"records\":[{GOOD}, {{\"tables\":[, {before}{LOST}{behind}"));
    }
}

#[test]
fn a_text_like_a_record_in_a_row_of_an_answer_stays_a_text() {
    let input = r#"{"tables": [{"columns": [{"name": "TimeGenerated"}, {"name": "Category"}, {"name": "Quantity"}], "rows": [["yesterday", "Usage", "a {"time": 1} b"], ["yesterday", "Usage", 1]]}]}"#;
    let rules = rules_of(&see(input));
    assert_eq!(rules.iter().filter(|rule| **rule == "invalid-format").count(), 2, "{rules:?}");
    assert_eq!(rules.iter().filter(|rule| **rule == "invalid-json").count(), 1, "{rules:?}");
}

#[test]
fn a_record_behind_a_comment_is_not_the_value_of_a_loose_member() {
    for comment in ["// x", "/* x */", "/* x */ // y", "\n// x\n"] {
        hides_no_record(&format!("\"a\": {comment}\n{LOST}\n"));
    }
}

/// The quote that opens a string closes another one, so that a member ends in front of the first key of a record.
#[test]
fn a_string_that_ends_a_member_takes_in_no_record() {
    for member in ["\", \"\"", "\"a\": \"", "\"a\" \"", "\"a\" \"\"", "\"a\": \"\" \""] {
        hides_no_record(&format!("{{\"records\":[{GOOD}], {member}, {LOST}]}}"));
    }
}

#[test]
fn a_record_in_an_envelope_with_a_broken_head_is_not_the_value_of_a_member() {
    for head in ["{\"a\":\"x}", "{\"a\":[1 2", "{\"a\":"] {
        for member in ["\"a\":\n", "\"a\"\n", "\"a\" ", "\"a\": // x\n"] {
            hides_no_record(&format!("{head}\n\"records\":[\n],\n{member}{USUAL}\n"));
        }
    }
    // The object is the value of its member if the envelope is not broken before it.
    let valid = format!("{{\"records\":\n[\n{GOOD}\n],\n\"last\":\n{USUAL}\n}}");
    assert_eq!(check(valid), Vec::<String>::new());
}

#[test]
fn the_records_of_an_envelope_are_found_whatever_is_around_their_key() {
    let good = GOOD.to_owned();
    for (key, fault) in [
        ("'records'", "1:START: error[invalid-json] single-quoted object"),
        ("records", "1:START: error[invalid-json] key `records` without quotes"),
    ] {
        for head in ["", "\"a\": 1, ", "\"a\": {\"b\": []}, ", "\"a\": [{}, {}], "] {
            for space in ["", " "] {
                let input = format!("{{{head}{key}{space}:{space}[{good}, {LOST}]}}");
                let column = input.find(key).expect("the key is there") + 1;
                let fault = fault.replace("START", &column.to_string());
                let seen = see(&input);
                let lines = lines_of(&seen);
                assert_eq!(lines[0], fault, "{input}");
                let lost = input.find("\"Lost\"").expect("it is there") + 1;
                let expected = format!("1:{lost}: warning[unexpected-value]");
                assert!(lines.len() == 2 && lines[1].starts_with(&expected), "{input}: {lines:#?}");
                assert_eq!(seen.iter().filter(|seen| seen.subject.is_some()).count(), 2, "{input}");
                for size in [1, 7] {
                    let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[size]);
                    assert_eq!(transcript(&pieces), transcript(&seen), "{input}");
                }
            }
        }
        // Over lines, behind a broken member, and one envelope on each line.
        for (input, records) in [
            (format!("{{{key}: [\n{good},\n{LOST}\n]}}\n"), 2),
            (format!("{{\"a\": @, {key}: [{good}, {LOST}]}}\n"), 2),
            (format!("{{{key}: [{good}]}}\n{{{key}: [{LOST}]}}\n{{{key}: [{good}]}}\n"), 3),
        ] {
            let seen = see(&input);
            assert_eq!(found_lost(&seen), 1, "{input}: {:#?}", lines_of(&seen));
            assert_eq!(seen.iter().filter(|seen| seen.subject.is_some()).count(), records, "{input}");
        }
    }
    // A word in a text is not a key.
    assert_eq!(check(format!("{{\"a\": \"x, records: [\", {}", &GOOD[1..])).len(), 1);
}

#[test]
fn an_answer_with_a_broken_head_says_that_its_rows_are_not_read() {
    let rows = r#"[["2024-06-18T13:27:58Z", "Usage"], ["yesterday", "Usage"]]"#;
    for (columns, fault) in [
        (r#"[{"name": "TimeGenerated"} @ {"name": "Category"}]"#, "unexpected `@`"),
        (r#"[{"name": "TimeGenerated"}, {"name": "Category"}"#, "unexpected `:`"),
        (r#"[{"name": "TimeGenerated", {"name": "Category"}]"#, "unexpected `{`"),
    ] {
        let head = format!(r#"{{"tables": [{{"name": "PrimaryResult", "columns": {columns}, "rows": "#);
        let answer = format!("{head}{rows}}}]}}");
        let begin = head.len() + 1;
        let unread = format!(
            "1:{begin}: error[invalid-json] the rows of this query answer are not read, because the text before them is not valid JSON"
        );
        let lines = check(&answer);
        assert_eq!(lines.len(), 2, "{answer}: {lines:#?}");
        assert!(lines[0].ends_with(fault), "{answer}: {lines:#?}");
        assert_eq!(lines[1], unread, "{answer}");
        // It hides nothing that is behind it.
        for input in [
            format!("{answer}\n{LOST}\n"),
            format!("[{answer}, {LOST}]"),
            format!("{LOST}\n{answer}\n{LOST}\n"),
        ] {
            let seen = see(&input);
            assert_eq!(found_lost(&seen), input.matches("Lost").count(), "{input}: {:#?}", lines_of(&seen));
            assert!(lines_of(&seen).iter().any(|line| line.contains("are not read")), "{input}");
            let pieces = see_in_pieces(&checker_with(&[]), input.as_bytes(), &[7]);
            assert_eq!(transcript(&pieces), transcript(&seen), "{input}");
        }
    }
}

#[test]
fn an_answer_that_is_broken_behind_its_rows_has_them_read() {
    let head = r#"{"tables": [{"columns": [{"name": "TimeGenerated"}, {"name": "Category"}], "rows": [["2024-06-18T13:27:58Z", "Usage"], ["yesterday", "Usage"]]"#;
    let unclosed = "1:1: error[invalid-json] `{` is not closed before the next record begins";
    for (tail, faults, records) in [
        ("}@]}", &["1:144: error[invalid-json] unexpected `@`"][..], 2),
        ("}]@}", &["1:145: error[invalid-json] unexpected `@`"], 2),
        // A bracket with anything but `}` behind it does not end the rows: it begins a broken row.
        ("@}]}", &[unclosed, "1:142: error[invalid-json] unexpected `]`"], 3),
    ] {
        let answer = format!("{head}{tail}");
        let seen = see(&answer);
        let lines = lines_of(&seen);
        let of = |rule: &str| lines.iter().filter(|line| line.contains(rule)).collect::<Vec<_>>();
        assert_eq!(of("[invalid-json]"), faults, "{answer}");
        assert_eq!(
            of("[invalid-format]"),
            ["1:121: error[invalid-format] `TimeGenerated` is not a time"],
            "{answer}"
        );
        assert_eq!(seen.iter().filter(|seen| seen.subject.is_some()).count(), records, "{answer}");
    }
}
