//! Reports in the format `jsonl`.

use snapbox::{assert_data_eq, str};

use super::matrix;
use crate::values::Format;

#[test]
fn jsonl_matrix() {
    assert_data_eq!(
        matrix(Format::Jsonl),
        str![[r#"
== findings
{"rule":"wrong-type","level":"error","message":"`Quantity` is text, not a number","help":"drop the quotes","file":"a.json","record":1,"line":1,"column":52,"end_line":1,"end_column":56,"byte_offset":51,"byte_length":4,"pointer":"/Quantity","field":"Quantity","name":null,"cell":null,"category":"Usage","shape":"table","time":null,"resource":null,"fix":{"applicability":"safe","edits":[{"byte_offset":51,"byte_length":4,"text":"57"}]}}
{"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":1}],"foreign":[]}}
== clean
{"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}
== unreadable file
{"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[{"file":"b.json","error":"Permission denied (os error 13)"}],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}
== broken document
{"rule":"invalid-json","level":"error","message":"trailing comma","help":null,"file":"a.json","record":1,"line":1,"column":7,"end_line":1,"end_column":8,"byte_offset":6,"byte_length":1,"pointer":"","field":null,"name":null,"cell":null,"category":null,"shape":null,"time":null,"resource":null,"fix":null}
{"summary":{"files":1,"bytes":8,"records":1,"records_with_findings":1,"errors":1,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[],"foreign":[]}}
== nothing checked
{"summary":{"files":0,"bytes":0,"records":0,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[],"foreign":[]}}
== interrupted
{"summary":{"files":1,"bytes":56,"records":1,"records_with_findings":0,"errors":0,"warnings":0,"infos":0,"interrupted":true,"unreadable":[],"ignored":{"count":0,"reasons":{},"entries":[]},"skipped":{"count":0,"reasons":{},"entries":[]},"categories":[{"category":"Usage","shape":"table","records":1,"findings":0}],"foreign":[]}}

"#]]
    );
}
