//! Reports in the format `json`.

use acslint_check::Level;
use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use super::{MATRIX, RECORD, Run, about, matrix, options, usage, wrong_type};
use crate::report::PlannedReport;
use crate::values::Format;

#[test]
fn json_matrix() {
    assert_data_eq!(
        matrix(Format::Json),
        str![[r#"
== findings
{"version":1,"findings":[
{"rule":"wrong-type","level":"error","message":"`Quantity` is text, not a number","help":"drop the quotes","file":"a.json","record":1,"line":1,"column":52,"end_line":1,"end_column":56,"byte_offset":51,"byte_length":4,"pointer":"/Quantity","field":"Quantity","name":null,"cell":null,"category":"Usage","shape":"table","time":null,"resource":null,"fix":{"applicability":"safe","edits":[{"byte_offset":51,"byte_length":4,"text":"57"}]}}
],
"groups":[{"rule":"wrong-type","level":"error","category":"Usage","shape":"table","field":"Quantity","name":null,"count":1,"records":1,"first_time":null,"last_time":null,"time":null,"resource":null,"first":{"file":"a.json","record":1,"line":1}}],
"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":1}],"foreign":[]}}
== clean
{"version":1,"findings":[],
"groups":[],
"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}
== unreadable file
{"version":1,"findings":[],
"groups":[],
"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[{"file":"b.json","error":"Permission denied (os error 13)"}],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}
== broken document
{"version":1,"findings":[
{"rule":"invalid-json","level":"error","message":"trailing comma","help":null,"file":"a.json","record":1,"line":1,"column":7,"end_line":1,"end_column":8,"byte_offset":6,"byte_length":1,"pointer":"","field":null,"name":null,"cell":null,"category":null,"shape":null,"time":null,"resource":null,"fix":null}
],
"groups":[{"rule":"invalid-json","level":"error","category":null,"shape":null,"field":null,"name":null,"count":1,"records":1,"first_time":null,"last_time":null,"time":null,"resource":null,"first":{"file":"a.json","record":1,"line":1}}],
"summary":{"files":1,"bytes":8,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[],"foreign":[]}}
== nothing checked
{"version":1,"findings":[],
"groups":[],
"summary":{"files":0,"bytes":0,"records":0,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[],"foreign":[]}}
== interrupted
{"version":1,"findings":[],
"groups":[],
"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"interrupted":true,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}

"#]]
    );
}

/// Committed schema of reports, or one of its definitions.
fn schema(definition: Option<&str>) -> jsonschema::Validator {
    let text = include_str!("../../../../../schemas/report.schema.json");
    let mut schema: Value = serde_json::from_str(text).unwrap();
    if let Some(definition) = definition {
        let definitions = schema["$defs"].take();
        schema = json!({ "$ref": format!("#/$defs/{definition}"), "$defs": definitions });
    }
    jsonschema::validator_for(&schema).unwrap()
}

#[track_caller]
fn validate(validator: &jsonschema::Validator, report: &str) -> Value {
    let report: Value = serde_json::from_str(report).unwrap_or_else(|error| panic!("{error}: {report}"));
    let errors: Vec<_> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{report:#}");
    report
}

#[test]
fn json_reports_follow_their_schema() {
    let (whole, finding, last) = (schema(None), schema(Some("finding")), schema(Some("last-line")));
    for (_, fill) in MATRIX {
        for max_findings in [None, Some(0)] {
            let mut run = Run::new(&PlannedReport { max_findings, ..options(Format::Json) });
            fill(&mut run);
            validate(&whole, &run.finish().0);

            let mut run = Run::new(&PlannedReport { max_findings, ..options(Format::Jsonl) });
            fill(&mut run);
            let report = run.finish().0;
            let (summary, findings) = report
                .lines()
                .collect::<Vec<_>>()
                .split_last()
                .map(|(last, rest)| (*last, rest.to_vec()))
                .unwrap();
            validate(&last, summary);
            for line in findings {
                validate(&finding, line);
            }
        }
    }
}

#[test]
fn the_schema_is_closed() {
    let report = json!({ "version": 1, "findings": [], "groups": [], "summary": {}, "extra": 1 });
    assert!(!schema(None).is_valid(&report));
    assert!(!schema(Some("finding")).is_valid(&json!({})));
}

#[test]
fn groups_add_up_to_all_findings() {
    let second = about(RECORD, b"\"Quantity\"", "unknown-field", Level::Warning, "unknown");
    for max_findings in [None, Some(0), Some(1), Some(5), Some(1000)] {
        let mut run = Run::new(&PlannedReport { max_findings, ..options(Format::Json) });
        for file in ["a.json", "b.json", "c.json"] {
            run.record(file, RECORD, usage(), &[wrong_type(), wrong_type(), second.clone()]);
        }
        let report = validate(&schema(None), &run.finish().0);
        let groups = report["groups"].as_array().unwrap();
        let count = |key| groups.iter().map(|group| group[key].as_u64().unwrap()).collect::<Vec<_>>();
        assert_eq!(count("count"), [6, 3]);
        assert_eq!(count("records"), [3, 3]);
        let listed = report["findings"].as_array().unwrap().len() as u64;
        assert_eq!(listed, max_findings.unwrap_or(9).min(9));
        assert_eq!(report["summary"]["findings_omitted"].as_u64().unwrap_or(0), 9 - listed);
        assert_eq!(report["summary"]["errors"], 6);
        assert_eq!(report["summary"]["warnings"], 3);
        assert_eq!(report["summary"]["records_with_findings"], 3);
        assert_eq!(report["summary"]["categories"][0]["findings"], 9);
    }
}
