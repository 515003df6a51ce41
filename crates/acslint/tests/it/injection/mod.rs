//! Nothing is let in: no text of a record, a file's name, a configuration, a schema or an argument is a command to what
//! reads a log, markup in a report, or a link in a comment.
//!
//! Every payload stands in every place of a record and in every name; each form of every report is read by the rules of the
//! programs that read it.

mod consumers;
mod payloads;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use self::consumers::{
    azure, github_v1, github_v2, has_link_or_placeholder, is_inert, is_plain_markdown, is_xml, markup,
};
use self::payloads::{Payload, all, records, world};
use crate::run::{Ran, World};

/// The forms of a report.
const FORMATS: [&str; 13] = [
    "human", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab", "azure", "rdjson",
    "markdown", "html",
];

/// What Markdown of a report consists of when it is shown.
const ELEMENTS: [&str; 14] = [
    "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "td align", "th align", "code", "ul", "li",
    "strong",
];

/// A check of everything, with names of files that do not exist besides.
fn check(world: &World, payloads: &[Payload], args: &[&str]) -> Ran {
    let absent: Vec<String> = payloads.iter().map(|payload| format!("absent {}", payload.file())).collect();
    let absent: Vec<&str> = absent.iter().map(String::as_str).collect();
    let ran =
        world.run(&[&["check", "-v", "--show", "all", "--no-redact"], args, &["--", "in"], &absent].concat());
    assert!(ran.code == 2 && !ran.stdout.is_empty(), "{}", ran.stderr);
    ran
}

/// How many of the payloads are in a text.
fn seen(payloads: &[Payload], text: &str) -> usize {
    payloads.iter().filter(|payload| text.contains(&payload.marker)).count()
}

#[test]
fn no_report_holds_a_command() {
    let payloads = all();
    let world = world(&payloads);
    let mut lines = 0;
    for format in FORMATS {
        for color in ["never", "always"] {
            let ran = check(&world, &payloads, &["--format", format, "--color", color]);
            lines += is_inert(&ran.stderr);
            match format {
                "github" => github_says_only_what_it_should(&ran.stdout),
                "azure" => azure_says_only_what_it_should(&ran.stdout),
                _ => lines += is_inert(&ran.stdout),
            }
            // A finding of every payload is in the report, by its message or its file; `github` shows ten of a level.
            let enough = if format == "github" { 10 } else { payloads.len() };
            assert!(seen(&payloads, &ran.stdout) >= enough, "{format}: {}", seen(&payloads, &ran.stdout));
        }
    }
    assert!(lines > 10_000, "{lines}");
}

#[track_caller]
fn github_says_only_what_it_should(log: &str) {
    let mut commands = 0;
    for line in log.lines() {
        let Some(command) = github_v2(line) else {
            is_inert(line);
            continue;
        };
        assert!(["error", "warning", "notice"].contains(&command.name.as_str()), "{line:?}");
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        let mut names: Vec<&str> = command.properties.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.iter().all(|name| known.contains(name)), "{line:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), command.properties.len(), "{line:?}");
        assert_eq!(github_v1(line), None, "{line:?}");
        // The runner writes the message to the log again.
        is_inert(&format!("{}\n", command.data));
        assert!(!command.data.contains('\n'), "{line:?}");
        commands += 1;
    }
    assert!(commands >= 20, "{commands}");
}

#[track_caller]
fn azure_says_only_what_it_should(log: &str) {
    let mut commands = 0;
    for line in log.lines() {
        let Some((info, data)) = azure(line) else {
            is_inert(line);
            continue;
        };
        assert!(line.starts_with("##vso[task.logissue type="), "{line:?}");
        let (name, properties) = info.split_once(' ').unwrap();
        assert_eq!(name, "task.logissue");
        let kind = properties.split_once(';').unwrap().0;
        assert!(["type=error", "type=warning"].contains(&kind), "{line:?}");
        is_inert(&data);
        is_inert(&line["##vso[".len()..]);
        commands += 1;
    }
    assert!(commands >= 50, "{commands}");
}

/// The parsed values are those of the input: only how they are written differs.
#[test]
fn json_holds_every_text_as_it_is() {
    let payloads = all();
    let world = world(&payloads);
    let ran = check(&world, &payloads, &["--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let pointers: BTreeSet<&str> =
        findings.iter().filter_map(|finding| finding["pointer"].as_str()).collect();
    let files: BTreeSet<&str> = findings.iter().filter_map(|finding| finding["file"].as_str()).collect();
    let mut escaped = 0;
    for payload in &payloads {
        let pointer = format!("/{}", payload.text.replace('~', "~0").replace('/', "~1"));
        assert!(pointers.contains(pointer.as_str()), "{pointer:?}");
        let file = format!("in/a {}.jsonl", payload.file());
        assert!(files.contains(file.as_str()), "{file:?}");
        escaped += usize::from(payload.text.contains("##"));
    }
    assert!(escaped > 10 && ran.stdout.matches("#\\u0023").count() > escaped);
    for line in check(&world, &payloads, &["--format", "jsonl"]).stdout.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}

#[test]
fn markup_consists_of_nothing_but_what_a_harmless_report_has() {
    let payloads = all();
    let hostile = world(&payloads);
    let harmless: Vec<Payload> = payloads
        .iter()
        .map(|payload| Payload { text: format!("plain {}", payload.marker), marker: payload.marker.clone() })
        .collect();
    let plain = world(&harmless);
    for format in ["junit", "html"] {
        let report = check(&hostile, &payloads, &["--format", format]).stdout;
        if format == "junit" {
            is_xml(&report);
        }
        let known: BTreeSet<String> =
            markup(&check(&plain, &harmless, &["--format", format]).stdout).elements.into_iter().collect();
        let elements = markup(&report).elements;
        assert!(elements.len() > 200, "{format}: {}", elements.len());
        for element in &elements {
            assert!(known.contains(element), "{format}: {element:?}");
        }
        let scripts = elements.iter().filter(|element| element.starts_with("script")).count();
        let known = known.iter().filter(|element| element.starts_with("script")).count();
        assert_eq!(scripts, known, "{format}");
    }
}

#[test]
fn markdown_links_mentions_and_marks_nothing() {
    let payloads = all();
    let world = world(&payloads);
    // The report shows 50 kinds of findings: here each payload has a run of its own.
    let mut shown = 0;
    for payload in &payloads {
        let lines: Vec<String> = records(payload).into_iter().map(|(_, record)| record).collect();
        let file = format!("one/{}.json", payload.file());
        world.file(&file, lines.join("\n"));
        let summary = world.path("summary.md");
        let args = ["check", "--no-redact", "--format", "github", "--", &file];
        let ran = Ran::from(world.command(&args).env("GITHUB_STEP_SUMMARY", &summary).output().unwrap());
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let text = fs::read_to_string(&summary).unwrap();
        fs::remove_file(&summary).unwrap();
        is_plain_markdown(&text, &ELEMENTS);
        is_inert(&text);
        shown += text.matches(&payload.marker).count();
    }
    // Each kind of finding names the file, and most quote the text.
    assert!(shown > 15 * payloads.len(), "{shown}");
    // Several of them beside each other, too.
    is_plain_markdown(&check(&world, &payloads, &["--format", "markdown"]).stdout, &ELEMENTS);
    let comments = check(&world, &payloads, &["--format", "rdjson"]).stdout;
    let comments: Value = serde_json::from_str(&comments).unwrap();
    let diagnostics = comments["diagnostics"].as_array().unwrap();
    assert!(diagnostics.len() > 8 * payloads.len(), "{}", diagnostics.len());
    for diagnostic in diagnostics {
        is_plain_markdown(diagnostic["message"].as_str().unwrap(), &ELEMENTS);
    }
}

#[test]
fn messages_of_sarif_link_nothing() {
    let payloads = all();
    let world = world(&payloads);
    let report: Value =
        serde_json::from_str(&check(&world, &payloads, &["--format", "sarif"]).stdout).unwrap();
    let results = report["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() > 8 * payloads.len(), "{}", results.len());
    for result in results {
        let message = result["message"]["text"].as_str().unwrap();
        assert!(!has_link_or_placeholder(message), "{message:?}");
    }
}

/// How many payloads stand beside each other where each text takes a run of the program, and names of files have an end.
const BESIDE: usize = 4;

/// What commands besides `check` say of arguments, schemas and configurations.
#[test]
fn no_command_says_one() {
    let payloads = all();
    let world = world(&payloads);
    let (mut told, mut runs) = (0, 0);
    for payloads in payloads.chunks(BESIDE) {
        let texts: Vec<&str> = payloads.iter().map(|payload| payload.text.as_str()).collect();
        let payload = Payload { text: texts.join("\n"), marker: payloads[0].marker.clone() };
        let (text, file) = (payload.text.as_str(), payload.file());
        let config = format!("{file}.toml");
        world.file(&config, format!("[levels]\n{} = \"error\"\n", payload.toml()));
        let value = format!("value {file}.toml");
        world.file(&value, format!("fail-on = {}\n", payload.toml()));
        let broken = format!("broken {file}.toml");
        world.file(&broken, format!("# {}\nfail-on = = 1\n", text.replace(['\n', '\r'], " ")));
        let (absent, schema) = (format!("absent {file}"), format!("{file}.schema.json"));
        world.file(&schema, payloads::schema(&payload).to_string());
        world.file("empty.schema.json", "{\"properties\":{}}");
        let commands: [&[&str]; 26] = [
            &["explain", "--", text],
            &["schema", "explain", "--", text],
            &["schema", "show", "--", text],
            &["man", "--", text],
            &["check", "--format", text],
            &["check", "--error", text],
            &["check", "--category", text],
            &["check", "--threads", text],
            &["check", "--require-category", text],
            &["sample", "--rule", text],
            &["sample", "--category", text],
            &["--", text],
            &["check", "--config", &config, "schemas"],
            &["check", "--config", &value, "schemas"],
            &["check", "--config", &broken, "schemas"],
            &["check", "--config", &absent, "schemas"],
            &["config", "show", "--", &absent],
            &["config", "show", "--format", "json", "--", &absent],
            &["check", "--baseline", &absent],
            &["schema", "lint", "--color", "always", "--", &schema],
            &["schema", "diff", "--color", "always", "--", &schema, "empty.schema.json"],
            &["schema", "diff", "--color", "always", "--", "empty.schema.json", &schema],
            &["schema", "diff", "--format", "json", "--", "empty.schema.json", &schema],
            &["schema", "diff", "--", &absent, &schema],
            &["schema", "export", "--", &file],
            &["init", "--", &absent],
        ];
        for args in commands {
            let ran = world.run(args);
            is_inert(&ran.stdout);
            is_inert(&ran.stderr);
            let said = ran.stdout + &ran.stderr;
            runs += 1;
            told += usize::from(seen(payloads, &said) > 0);
        }
        for (old, new) in [(&schema, "empty.schema.json"), (&absent, schema.as_str())] {
            let ran = world.run(&["schema", "diff", "--format", "markdown", "--", old, new]);
            is_inert(&ran.stdout);
            is_inert(&ran.stderr);
            is_plain_markdown(&ran.stdout, &ELEMENTS);
        }
    }
    assert!(told > runs * 3 / 4, "{told} of {runs}");
}

/// A draft of a schema has the names of records, and what was read is named beside it.
#[test]
fn no_draft_holds_one() {
    let payloads = all();
    let world = world(&payloads);
    let ran = world.run(&["infer", "in"]);
    is_inert(&ran.stdout);
    assert!(is_inert(&ran.stderr) > 10);
    let mut kept = 0;
    for payload in &payloads {
        let text = payload.text.as_str();
        let record = serde_json::json!({ "category": "Mine", "a": 1, text: text });
        world.file("mine.json", format!("{record}\n{record}\n"));
        let draft = world.run(&["infer", "mine.json"]).stdout;
        is_inert(&draft);
        let draft: Value = serde_json::from_str(&draft).unwrap();
        // Names that differ in nothing but numbers are taken for keys of a map.
        kept += usize::from(draft["properties"].get(text).is_some());
    }
    assert!(kept > payloads.len() / 2, "{kept}");
}
