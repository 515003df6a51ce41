//! Texts with a special meaning unless escaped, and records that contain a text in every place.
//!
//! The tests of the program read this file as well.

use serde_json::{Value, json};

/// Record of a known category without any finding.
const CLEAN: &str = r#"{"TimeGenerated":"2023-06-30T12:00:00Z","OperationName":"Usage","OperationVersion":"1.0","Category":"Usage","CorrelationId":"c","RecordId":"r","UsageType":"sms","UnitType":"count","Quantity":1,"Type":"ACSBillingUsage"}"#;

/// Texts of attackers.
pub(super) const TEXTS: [&str; 56] = [
    // GitHub's runner.
    "::error file=a::b",
    " ::set-output name=a::b",
    "\u{A0}::stop-commands::t",
    "\u{2028}::error::b",
    "\u{85}::error::b",
    "\n::error::b",
    "\r::error::b",
    "\r\n  ::add-mask::b",
    "\u{FEFF}::error::b",
    "%0A::error::b",
    "%250A::error::b",
    "##[error]b",
    "a ##[add-mask]b",
    "###[group]b",
    "##\u{FE0F}[error]b",
    "#\u{AD}#[error]b",
    "##\u{1}[error]b",
    // Azure's agent.
    "##vso[task.setvariable variable=a]b",
    "a ##vso[task.uploadfile]/etc/passwd",
    "\n##vso[task.complete result=Succeeded;]",
    "##VSO[task.complete]",
    "##v\u{200B}so[task.complete]",
    "a;]##vso[task.complete]",
    "%AZP25##vso[task.complete]",
    // TeamCity and GitLab.
    "##teamcity[buildProblem description='a']",
    "\u{1B}[0Ksection_start:1560896352:a\r\u{1B}[0Kb",
    "section_end:1560896352:a\r\u{1B}[0K",
    // Terminals and readers.
    "\u{1B}[2J\u{1B}[31mred",
    "\u{1B}]0;title\u{7}",
    "\u{9B}31mred",
    "\u{7F}\u{8}\u{8}",
    "\u{202E}rtl\u{202C}",
    "\u{2066}isolate\u{2069}",
    "\u{E0001}tag",
    // XML and HTML.
    "\u{FFFE}\u{FFFF}",
    "]]><!-- -->",
    "</failure></system-out><x a=\"b\">",
    "</code></pre><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onclick='alert(1)",
    "&lt;&#60;&unknown;",
    // Markdown, and text that services turn into links.
    "@octocat",
    "a@b.example",
    "#1",
    "GH-1 a/b#2 !3 ~a",
    "0123456789abcdef0123456789abcdef01234567",
    "[a](https://b.example)",
    "![a](https://b.example/c.png)",
    "<https://b.example>",
    "https://b.example www.b.example",
    "`@octocat`",
    "```\n@octocat\n```",
    "``a`@octocat",
    "\\| @octocat | `b`",
    "{0} {1} $d$ :smile:",
    "*a* _b_ ~~c~~ \\",
];

/// Places of a record that can hold a text, each as a line of an input.
pub(super) fn records(text: &str) -> Vec<(&'static str, String)> {
    let clean: Value = serde_json::from_str(CLEAN).expect("JSON");
    let with = |name: &str, value: Value| {
        let mut record = clean.clone();
        record[name] = value;
        record.to_string()
    };
    let quoted = Value::from(text).to_string();
    let resource_log = json!({
        "time": "2023-06-30T12:00:00Z",
        "resourceId": "/SUBSCRIPTIONS/A/RESOURCEGROUPS/B/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/C",
        "category": "Usage",
        "operationName": text,
        "properties": json!({ text: 1, "quantity": text }).to_string(),
    });
    let foreign = json!({
        "time": "2023-06-30T12:00:00Z",
        "resourceId": "/SUBSCRIPTIONS/A/RESOURCEGROUPS/B/PROVIDERS/MICROSOFT.STORAGE/STORAGEACCOUNTS/C",
        "category": text,
        "operationName": "a",
    });
    vec![
        ("key", with(text, json!(1))),
        ("value", with("Quantity", json!(text))),
        ("time", with("TimeGenerated", json!(text))),
        ("category", json!({ "Category": text, "TimeGenerated": "2023-06-30T12:00:00Z" }).to_string()),
        ("table", json!({ "Type": text, "TimeGenerated": "2023-06-30T12:00:00Z" }).to_string()),
        ("pointer", with("UsageType", json!({ text: [{ text: text }] }))),
        ("text in text", resource_log.to_string()),
        ("foreign", foreign.to_string()),
        ("duplicate key", format!("{{{quoted}:1,{quoted}:2,{}", &CLEAN[1..])),
        ("custom category", json!({ "kind": "audit", "who": text, text: text, "number": text }).to_string()),
        ("no record", quoted.clone()),
        ("cut", format!("{{\"Category\":\"Usage\",{quoted}:{quoted}")),
        ("unquoted", format!("{{\"a\":{text}}}")),
        ("raw", text.to_owned()),
    ]
}
