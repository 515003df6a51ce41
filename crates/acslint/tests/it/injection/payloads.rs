//! Texts that do something where they are not escaped, and inputs that hold each of them in every place of a record.

use serde_json::{Value, json};

use crate::run::{CLEAN, World};

/// What an attacker would write.
const TEXTS: [&str; 56] = [
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
    // Terminals and eyes.
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
    // Markdown, and what services look for in it.
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

/// A text with a word in it by which it is found again.
#[derive(Debug, Clone)]
pub(super) struct Payload {
    pub(super) text: String,
    pub(super) marker: String,
}

/// Every text, with a marker behind it.
pub(super) fn all() -> Vec<Payload> {
    let payload = |(number, text): (usize, &&str)| {
        let letter = |number: usize| char::from(b"ghijklmnop"[number]);
        let marker = format!("mark{}{}", letter(number / 10), letter(number % 10));
        Payload { text: format!("{text} {marker}"), marker }
    };
    TEXTS.iter().enumerate().map(payload).collect()
}

impl Payload {
    /// As the name of a file.
    pub(super) fn file(&self) -> String {
        self.text.replace(['/', '\0'], "")
    }

    /// As a string of TOML, in which everything but letters is escaped.
    pub(super) fn toml(&self) -> String {
        let escaped = self.text.chars().map(|character| match character {
            'a'..='z' | 'A'..='Z' | ' ' => character.to_string(),
            other => format!("\\U{:08X}", u32::from(other)),
        });
        format!("\"{}\"", escaped.collect::<String>())
    }
}

/// The places of a record in which a text can stand, each as a line of an input.
pub(super) fn records(payload: &Payload) -> Vec<(&'static str, String)> {
    let text = &payload.text;
    let clean: Value = serde_json::from_str(CLEAN).unwrap();
    let with = |name: &str, value: Value| {
        let mut record = clean.clone();
        record[name] = value;
        record.to_string()
    };
    let quoted = Value::from(text.as_str()).to_string();
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
        ("own category", json!({ "kind": "audit", "who": text, text: text, "number": text }).to_string()),
        ("no record", quoted.clone()),
        ("cut", format!("{{\"Category\":\"Usage\",{quoted}:{quoted}")),
        ("unquoted", format!("{{\"a\":{text}}}")),
        ("raw", text.clone()),
    ]
}

/// A schema that has a text wherever one can stand.
pub(super) fn schema(payload: &Payload) -> Value {
    let text = &payload.text;
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": text,
        "description": text,
        "type": "object",
        "properties": {
            "kind": { "const": "audit" },
            "who": { "enum": ["someone", text] },
            "number": { "type": "integer", "description": text, "examples": [text] },
            text: { "type": "integer", "minimum": 3, "maximum": 1, "default": text },
        },
        "required": [text],
        text: true,
    })
}

/// A directory with everything in it.
pub(super) fn world(payloads: &[Payload]) -> World {
    let world = World::new();
    let own = payloads.iter().map(|payload| {
        let Payload { marker, .. } = payload;
        world.file(&format!("schemas/{marker}.schema.json"), schema(payload).to_string());
        format!(
            "[categories.{marker}]\nschema = \"schemas/{marker}.schema.json\"\n\
             discriminator = {{ pointer = \"/kind\", value = \"audit\" }}\n"
        )
    });
    // Only one category can claim the records.
    let own: String = own.take(1).collect();
    let suppressed = payloads.iter().map(|payload| {
        let Payload { marker, .. } = payload;
        let reason = payload.toml();
        format!(
            "[[suppress]]\nrule = \"missing-recommended-field\"\nreason = {reason}\npaths = [\"*{marker}*\"]\n"
        )
    });
    world.file("acslint.toml", own + &suppressed.collect::<String>());
    for payload in payloads {
        let lines: Vec<String> = records(payload).into_iter().map(|(_, record)| record).collect();
        let (whole, broken) = lines.split_at(lines.len() - 4);
        world.file(&format!("in/a {}.jsonl", payload.file()), whole.join("\n"));
        // What is broken may take what follows it with it.
        for (number, line) in broken.iter().enumerate() {
            world.file(&format!("in/{}{number}.json", payload.file()), line);
        }
        let answer = json!({ "tables": [{
            "name": payload.text,
            "columns": [{ "name": "Type" }, { "name": payload.text }, { "name": "TimeGenerated" }],
            "rows": [["ACSBillingUsage", payload.text, payload.text]],
        }]});
        world.file(&format!("in/answer {}.json", payload.marker), answer.to_string());
        world.file(&format!("more/{}.schema.json", payload.file()), schema(payload).to_string());
    }
    world
}
