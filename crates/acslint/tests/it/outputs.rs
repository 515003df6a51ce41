//! Destinations of reports, and closed outputs.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::run::{CLEAN, World, wrong};

#[test]
fn a_report_can_go_to_a_file() {
    let world = World::new();
    world.file("a.json", wrong());
    let shown = world.run(&["check", "a.json", "--format", "json"]);
    let written = world.run(&["check", "a.json", "--format", "json", "-o", "report.json"]);
    assert_eq!((written.code, written.stdout.as_str(), written.stderr.as_str()), (1, "", ""));
    assert_eq!(fs::read_to_string(world.path("report.json")).unwrap(), shown.stdout);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let world = World::new();
    world.file("a.json", wrong().repeat(2_000));
    for format in ["human", "concise", "json", "jsonl"] {
        let mut child = world
            .command(&["check", "a.json", "--show", "all", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(!first.is_empty());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
    }
}

#[test]
fn colour_is_decided_by_the_options_where_there_is_no_terminal() {
    let world = World::new();
    world.file("a.json", wrong());
    for (color, colored) in [("always", true), ("auto", false), ("never", false)] {
        for format in ["human", "concise"] {
            let ran = world.run(&["check", "a.json", "--format", format, "--color", color]);
            assert_eq!(ran.stdout.contains('\x1b'), colored, "{format} {color}");
        }
    }
}

#[test]
fn quiet_leaves_the_findings_only() {
    let world = World::new();
    world.file("a.json", wrong() + CLEAN);
    let ran = world.run(&["check", "a.json", "--format", "concise", "--quiet"]);
    assert_eq!((ran.stdout.lines().count(), ran.stderr.as_str()), (1, ""));
    let ran = world.run(&["check", "a.json", "--quiet"]);
    assert!(!ran.stdout.contains("took "), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
}

#[test]
fn the_same_run_says_the_same_but_for_the_time() {
    let world = World::new();
    world.file("a.json", wrong() + CLEAN).file("b.json", wrong());
    let report = || {
        let stdout = world.run(&["check"]).stdout;
        stdout.lines().filter(|line| !line.starts_with("took ")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(report(), report());
    assert_eq!(report().last().map(String::as_str), Some("exit code 1: 2 findings at or above `error`"));
}

#[test]
fn one_run_writes_several_reports() {
    let world = World::new();
    world.file("a.json", wrong());
    let ran = world.run(&[
        "check", "a.json", "--format", "sarif", "--output", "a.sarif", "--format", "concise", "--format",
        "junit", "--output", "a.xml",
    ]);
    assert_eq!((ran.code, ran.stdout.lines().count()), (1, 1), "{}", ran.stdout);
    let read = |file| fs::read_to_string(world.path(file)).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&read("a.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
    assert_eq!(sarif["runs"][0]["invocations"][0]["exitCode"], 1);
    assert!(read("a.xml").starts_with("<?xml"));
    // Each report equals that of a run with this report alone.
    let alone = world.run(&["check", "a.json", "--format", "concise"]);
    assert_eq!(alone.stdout, ran.stdout);
    let alone = world.run(&["check", "a.json", "--output", "b.sarif", "--format", "sarif"]);
    assert_eq!((alone.code, alone.stdout.as_str()), (1, ""));
    assert_eq!(read("b.sarif"), read("a.sarif"));
}

#[test]
fn reports_that_would_get_into_each_other_are_refused() {
    let world = World::new();
    world.file("a.json", wrong());
    for (options, complaint) in [
        (&["--format", "json", "--format", "junit"][..], "only one report can go to standard output"),
        (
            &["--output", "a", "--format", "json", "--format", "junit"],
            "put `--output a` after the `--format`",
        ),
        (
            &["--format", "json", "--output", "a", "--output", "b"],
            "`--output b` has no `--format` of its own",
        ),
        (
            &["--format", "json", "--output", "a", "--format", "junit", "--output", "a"],
            "`a` cannot hold two reports",
        ),
    ] {
        let ran = world.run(&[&["check", "a.json"], options].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{options:?}");
        assert!(ran.stderr.contains(complaint), "{options:?}: {}", ran.stderr);
        assert!(!world.path("a").exists());
    }
}

#[test]
fn github_gets_the_summary_of_the_step() {
    let world = World::new();
    world.file("a.json", wrong());
    let summary = world.path("summary.md");
    let output = world
        .command(&["check", "a.json", "--format", "github"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .output()
        .unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("::error file=a.json,line=1,"));
    let markdown = world.run(&["check", "a.json", "--format", "markdown"]).stdout;
    assert_eq!(fs::read_to_string(summary).unwrap(), markdown);
}

/// Clean records are counted by hour and by property too, even if only one report needs it.
#[test]
fn a_page_counts_what_clean_records_hold() {
    let world = World::new();
    let at = |time: &str| CLEAN.replace("2023-06-30T12:00:00Z", time) + "\n";
    world.file(
        "a.json",
        [at("2023-06-30T12:59:59Z"), at("2023-06-30T12:00:00Z"), at("2023-06-30T16:00:00+03:00"), wrong()]
            .concat(),
    );
    let page = world.run(&["check", "a.json", "--format", "html"]).stdout;
    for row in [
        "<tr><th scope=\"row\">2023-06-30 12:00</th><td class=\"n\">3</td><td class=\"n\">1</td>",
        "<tr><th scope=\"row\">2023-06-30 13:00</th><td class=\"n\">1</td><td class=\"n\">0</td>",
        "<td class=\"n\">9 of 15</td>",
        "<th scope=\"row\"><code>CorrelationId</code></th><td>recommended</td><td class=\"n\">4</td>",
        "<th scope=\"row\"><code>StartTime</code></th><td>optional</td><td class=\"n\">0</td>",
    ] {
        assert!(page.contains(row), "{row} is not in {page}");
    }
    // Another report in the same run is the same as alone.
    let beside =
        world.run(&["check", "a.json", "--format", "html", "--output", "a.html", "--format", "json"]);
    assert_eq!(beside.stdout, world.run(&["check", "a.json", "--format", "json"]).stdout);
    assert_eq!(fs::read_to_string(world.path("a.html")).unwrap(), page);
}

#[test]
fn personal_data_stays_here_unless_it_is_asked_for() {
    let world = World::new();
    // Its address is `localhost`.
    world
        .file("a.json", include_str!("../../../../testdata/resource-log/invalid/auth-address-invalid.jsonl"));
    let tells = |options: &[&str]| {
        let ran = world.run(&[&["check", "a.json"], options].concat());
        assert_eq!(ran.code, 1, "{options:?}: {} {}", ran.stdout, ran.stderr);
        ran.stdout.contains("localhost")
    };
    assert!(tells(&[]) && tells(&["--format", "jsonl"]));
    assert!(!tells(&["--redact"]) && !tells(&["--format", "jsonl", "--redact"]));
    for format in ["sarif", "junit", "github", "gitlab", "azure", "rdjson", "markdown", "html"] {
        assert!(!tells(&["--format", format]), "{format}");
        assert!(tells(&["--format", format, "--no-redact"]), "{format}");
    }
}

/// Texts at any depth of the values under keys that name personal data.
fn personal_texts(value: &serde_json::Value, is_personal: bool, texts: &mut BTreeSet<String>) {
    let names = |key: &str| {
        let properties = acslint_types::CATEGORIES.iter().flat_map(|category| category.properties);
        properties.filter(|property| property.personal_data.is_some()).any(|property| {
            let log_name = property.log.map_or(property.name, |log| log.name);
            property.name.eq_ignore_ascii_case(key) || log_name.eq_ignore_ascii_case(key)
        })
    };
    match value {
        serde_json::Value::String(text) if is_personal && text.len() > 3 => {
            texts.insert(text.clone());
        }
        serde_json::Value::Array(items) => {
            for item in items {
                personal_texts(item, is_personal, texts);
            }
        }
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                personal_texts(value, is_personal || names(key), texts);
            }
        }
        _ => {}
    }
}

#[test]
fn no_personal_value_of_the_test_data_is_told() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
    let mut texts = BTreeSet::new();
    for shape in ["table", "resource-log"] {
        for file in fs::read_dir(format!("{corpus}/{shape}/invalid")).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap_or_default();
            for record in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
                personal_texts(&record, false, &mut texts);
            }
        }
    }
    assert!(texts.len() > 20, "{texts:?}");
    let world = World::new();
    let formats =
        ["human", "json", "sarif", "junit", "github", "gitlab", "azure", "rdjson", "markdown", "html"];
    for format in formats {
        let kinds = ["framing", "resource-log", "syntax", "table"].map(|kind| format!("{corpus}/{kind}"));
        let args = ["check", "--format", format, "--redact", "--fail-on", "info", "--show", "all"];
        let args: Vec<&str> = args.into_iter().chain(kinds.iter().map(String::as_str)).collect();
        let told = world.run(&args).stdout;
        // Addresses of rule pages are not personal data.
        let told = match format {
            "sarif" => {
                serde_json::from_str::<serde_json::Value>(&told).unwrap()["runs"][0]["results"].to_string()
            }
            _ => told,
        };
        let leaks: Vec<_> = texts.iter().filter(|text| told.contains(text.as_str())).collect();
        assert_eq!(leaks, Vec::<&String>::new(), "{format}");
    }
}
