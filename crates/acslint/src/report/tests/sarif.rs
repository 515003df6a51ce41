//! Reports in the format `sarif`.

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use super::{RECORD, Run, matrix, options, usage, wrong_type};
use crate::values::Format;

/// Returns the text of a SARIF report without its rules, which have pages of their own.
fn without_rules(report: &str) -> String {
    let lines = report.lines().map(|line| match line.split_once("\"rules\":[") {
        Some((before, rules)) => {
            format!("{before}\"rules\":[…{}", &rules[rules.find("]}},\"columnKind\"").unwrap_or(0)..])
        }
        None => line.to_owned(),
    });
    lines.map(|line| line + "\n").collect()
}

#[test]
fn sarif_matrix() {
    assert_data_eq!(
        without_rules(&matrix(Format::Sarif)),
        str![[r#"
== findings
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[
{"ruleId":"wrong-type","ruleIndex":29,"level":"error","message":{"text":"`Quantity` is text, not a number. drop the quotes"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.json"},"region":{"startLine":1,"startColumn":52,"endLine":1,"endColumn":56,"byteOffset":51,"byteLength":4,"snippet":{"text":"/"57/""}}},"logicalLocations":[{"fullyQualifiedName":"/Quantity","kind":"property"}]}],"partialFingerprints":{"acslint/v2":"5f1cd16fa4a85c6c97830c22963ed730"},"fixes":[{"artifactChanges":[{"artifactLocation":{"uri":"a.json"},"replacements":[{"deletedRegion":{"byteOffset":51,"byteLength":4},"insertedContent":{"text":"57"}}]}]}]}
],"invocations":[{"executionSuccessful":true,"exitCode":1,"exitCodeDescription":"1 finding at or above `error`","toolExecutionNotifications":[]}]}]}
== clean
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[

],"invocations":[{"executionSuccessful":true,"exitCode":0,"exitCodeDescription":"no findings","toolExecutionNotifications":[]}]}]}
== unreadable file
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[

],"invocations":[{"executionSuccessful":false,"exitCode":2,"exitCodeDescription":"1 input could not be read","toolExecutionNotifications":[{"level":"error","message":{"text":"not read: Permission denied (os error 13)"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"b.json"}}}]}]}]}]}
== broken document
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[
{"ruleId":"invalid-json","ruleIndex":9,"level":"error","message":{"text":"trailing comma"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.json"},"region":{"startLine":1,"startColumn":7,"endLine":1,"endColumn":8,"byteOffset":6,"byteLength":1,"snippet":{"text":","}}},"logicalLocations":[{"fullyQualifiedName":"","kind":"property"}]}],"partialFingerprints":{"acslint/v2":"8b731b66263a9f8346c69c2b3615c0ec"}}
],"invocations":[{"executionSuccessful":true,"exitCode":1,"exitCodeDescription":"1 finding at or above `error`","toolExecutionNotifications":[]}]}]}
== nothing checked
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[

],"invocations":[{"executionSuccessful":false,"exitCode":3,"exitCodeDescription":"nothing was checked: no inputs","toolExecutionNotifications":[{"level":"error","message":{"text":"nothing was checked: no inputs"}}]}]}]}
== interrupted
{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"acslint","semanticVersion":"0.1.0","rules":[…]}},"columnKind":"unicodeCodePoints","results":[

],"invocations":[{"executionSuccessful":false,"exitCode":2,"exitCodeDescription":"interrupted: not everything was read","toolExecutionNotifications":[{"level":"error","message":{"text":"interrupted: not everything was read"}}]}]}]}

"#]]
    );
}

#[test]
fn sarif_has_room_for_every_kind() {
    let mut run = Run::new(&options(Format::Sarif));
    run.reports.begin("a.json", 0);
    for number in 0..21_000 {
        run.event(RECORD, number, 0, RECORD.len(), usage(), &[wrong_type()]);
    }
    let mut last = wrong_type();
    last.field = Some("Other".to_owned());
    run.event(RECORD, 21_000, 0, RECORD.len(), usage(), &[last]);
    let (report, _) = run.finish();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["runs"][0]["results"].as_array().unwrap().len(), 20_001);
    assert_eq!(
        report["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
        "1,000 of 21,001 findings are left out; each kind has at least one"
    );
}
