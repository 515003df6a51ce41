//! Injection tests: no text of a record, file name, configuration, schema or argument acts as a command to a log
//! reader, as markup in a report, or as a link in a comment.
//!
//! Every payload stands in every place of a record and in every name. Parsers by the rules of the consuming
//! programs read each report format.

#[path = "../../../src/fuzzing/consumers.rs"]
mod consumers;
mod payloads;
#[path = "../../../src/fuzzing/texts.rs"]
mod texts;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use self::consumers::{is_inert, is_plain_markdown, is_report, markup};
use self::payloads::{Payload, all, world};
use self::texts::records;
use crate::run::{Ran, World};

/// Report formats.
const FORMATS: [&str; 13] = [
    "human", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab", "azure", "rdjson",
    "markdown", "html",
];

/// HTML of Markdown by the rules of GitHub, with embedded HTML unchanged.
fn render(text: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.tasklist = true;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(text, &options)
}

/// A check of everything, including names of files that do not exist.
fn check(world: &World, payloads: &[Payload], args: &[&str]) -> Ran {
    let absent: Vec<String> = payloads.iter().map(|payload| format!("absent {}", payload.file())).collect();
    let absent: Vec<&str> = absent.iter().map(String::as_str).collect();
    let ran =
        world.run(&[&["check", "-v", "--show", "all", "--no-redact"], args, &["--", "in"], &absent].concat());
    assert!(ran.code == 2 && !ran.stdout.is_empty(), "{}", ran.stderr);
    ran
}

/// Number of the payloads that occur in a text.
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
            let commands = is_report(format, &ran.stdout, &render);
            lines += ran.stdout.lines().count();
            match format {
                "github" => assert!(commands >= 20, "{commands}"),
                "azure" => assert!(commands >= payloads.len(), "{commands}"),
                _ => {}
            }
            // The report has a finding of every payload, by its message or its file; `github` shows ten per level.
            let enough = if format == "github" { 10 } else { payloads.len() };
            assert!(seen(&payloads, &ran.stdout) >= enough, "{format}: {}", seen(&payloads, &ran.stdout));
        }
    }
    assert!(lines > 10_000, "{lines}");
}

/// The parsed values are those of the input: only their encoding differs.
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
    // The report shows 50 groups of findings: here each payload has its own run.
    let mut shown = 0;
    for payload in &payloads {
        let lines: Vec<String> = records(&payload.text).into_iter().map(|(_, record)| record).collect();
        let file = format!("one/{}.json", payload.file());
        world.file(&file, lines.join("\n"));
        let summary = world.path("summary.md");
        let args = ["check", "--no-redact", "--format", "github", "--", &file];
        let ran = Ran::from(world.command(&args).env("GITHUB_STEP_SUMMARY", &summary).output().unwrap());
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let text = fs::read_to_string(&summary).unwrap();
        fs::remove_file(&summary).unwrap();
        is_plain_markdown(&text, &render);
        is_inert(&text);
        shown += text.matches(&payload.marker).count();
    }
    // Each group of findings names the file, and most quote the text.
    assert!(shown > 15 * payloads.len(), "{shown}");
}

/// Number of payloads combined where each text needs a run of the program, and file names have a maximum length.
const BESIDE: usize = 4;

/// Messages of commands other than `check` about arguments, schemas and configurations.
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
            is_plain_markdown(&ran.stdout, &render);
        }
    }
    assert!(told > runs * 3 / 4, "{told} of {runs}");
}

/// A draft of a schema contains the requested values, and standard error names the inputs.
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
        let record = serde_json::json!({ "category": "Mine", "a": 1, "text": text });
        world.file("mine.json", format!("{record}\n{record}\n"));
        let draft = world.run(&["infer", "mine.json", "--values", "text"]).stdout;
        is_inert(&draft);
        let draft: Value = serde_json::from_str(&draft).unwrap();
        kept += usize::from(draft["properties"]["text"].to_string().contains(&Value::from(text).to_string()));
    }
    assert!(kept > payloads.len() / 2, "{kept}");
}

/// The GitLab template writes no personal data to the log and to reports.
#[test]
fn the_template_of_gitlab_redacts() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
    let template = fs::read_to_string(format!("{root}integrations/gitlab/acslint.gitlab-ci.yml")).unwrap();
    let (_, script) = template.split_once("acslint check ").expect("the command");
    let (arguments, _) = script.split_once("$ACSLINT_ARGS").expect("its last argument");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let invalid = format!("{root}testdata/resource-log/invalid/auth-address-invalid.jsonl");
    let world = World::new();
    world.file("a.jsonl", fs::read(invalid).unwrap());
    // The wrong value.
    let told = |args: &[&str]| {
        let ran = world.run(&[&["check"], args, &["--", "a.jsonl"]].concat());
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let written = ["gl-code-quality-report.json", "acslint-junit.xml"];
        let written = written.map(|file| fs::read_to_string(world.path(file)).unwrap_or_default());
        (ran.stdout + &ran.stderr + &written.concat()).contains("localhost")
    };
    assert!(!told(&arguments), "{arguments:?}");
    assert!(told(&["--format", "concise", "--no-redact"]));
}
