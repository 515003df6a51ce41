//! Gates against runs that pass because they check nothing, or less than before.

use serde_json::{Value, json};

use crate::run::{CLEAN, World, wrong};

const BROKEN: &str = "1\n";

#[test]
fn too_few_records_are_3_and_findings_outweigh_that() {
    let world = World::new();
    world.file("clean.jsonl", format!("{CLEAN}\n{CLEAN}\n")).file("wrong.jsonl", wrong());
    for (args, code, reason) in [
        (&["clean.jsonl", "--min-records", "2"][..], 0, "no findings"),
        (
            &["clean.jsonl", "--min-records", "usage=2", "--require-category", "ACSBillingUsage"],
            0,
            "no findings",
        ),
        (&["clean.jsonl", "--min-records", "3"], 3, "too little was checked: 2 records, at least 3 required"),
        (
            &["clean.jsonl", "--min-records", "Usage=3", "--min-records", "1"],
            3,
            "too little was checked: 2 records of `Usage`, at least 3 required",
        ),
        (
            &["clean.jsonl", "--require-category", "CallSummary", "--require-category", "Usage"],
            3,
            "too little was checked: no record of `CallSummary`, at least 1 required",
        ),
        (
            &["wrong.jsonl", "--min-records", "3"],
            1,
            "1 finding at or above `error`; too little was checked: 1 record, at least 3 required",
        ),
        (&["clean.jsonl", "--min-records", "3", "--min-records", "0"], 0, "no findings"),
        (&["absent.jsonl", "--min-records", "3"], 2, "1 input could not be read"),
    ] {
        let ran = world.run(&[&["check"], args].concat());
        assert_eq!(ran.code, code, "{args:?}");
        let last = format!("\nexit code {code}: {reason}\n");
        assert!(ran.stdout.ends_with(&last), "{args:?}: {}", ran.stdout);
    }
}

#[test]
fn what_was_not_checked_does_not_count() {
    let world = World::new();
    world.file("a.jsonl", format!("{CLEAN}\n{BROKEN}{{\"category\":\"AuditEvent\"}}\n"));
    let ran = world.run(&["check", "--min-records", "2", "--fail-on", "never"]);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
}

#[test]
fn a_broken_record_belongs_to_its_category_and_does_not_count_as_checked() {
    let world = World::new();
    let cut = CLEAN.trim_end().strip_suffix('}').unwrap();
    world.file("a.jsonl", format!("{CLEAN}\n{cut}\n{CLEAN}\n"));
    let ran = world.run(&["check", "--format", "json", "--min-records", "Usage=3", "--fail-on", "never"]);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let of_usage = &report["summary"]["categories"][0];
    assert_eq!(
        [&of_usage["category"], &of_usage["records"], &of_usage["broken"], &of_usage["findings"]],
        [&json!("Usage"), &json!(2), &json!(1), &json!(1)]
    );
    let ran = world.run(&["check", "--fail-on", "never"]);
    assert!(ran.stdout.contains(", broken  "), "{}", ran.stdout);
}

#[test]
fn every_form_of_the_report_says_what_is_missing() {
    let world = World::new();
    world.file("clean.jsonl", CLEAN).file("wrong.jsonl", wrong());
    let missing = "1 record of `Usage`, at least 2 required";
    for (file, code) in [("clean.jsonl", 3), ("wrong.jsonl", 1)] {
        for format in [
            "human", "concise", "grouped", "sarif", "junit", "github", "gitlab", "azure", "rdjson",
            "markdown",
        ] {
            let ran = world.run(&["check", file, "--min-records", "Usage=2", "--format", format]);
            assert_eq!(ran.code, code, "{format}");
            let said = if format == "concise" { &ran.stderr } else { &ran.stdout };
            assert!(said.contains(missing), "{format}: {}{}", ran.stdout, ran.stderr);
        }
        for format in ["json", "jsonl"] {
            let ran = world.run(&["check", file, "--min-records", "Usage=2", "--format", format]);
            let last = ran.stdout.lines().last().unwrap().trim_start_matches("\"summary\":");
            let summary: Value = match format {
                "json" => serde_json::from_str(last.strip_suffix('}').unwrap()).unwrap(),
                _ => serde_json::from_str::<Value>(last).unwrap()["summary"].clone(),
            };
            assert_eq!(summary["unmet"], json!([{ "category": "Usage", "required": 2, "records": 1 }]));
            assert_eq!(ran.stderr, format!("error: too little was checked: {missing}\n"));
        }
    }
}

#[test]
fn wrong_gates_are_refused() {
    let world = World::new();
    world.file("a.jsonl", CLEAN);
    for (args, complaint) in [
        (["--min-records", "some"], "expected N or CATEGORY=N, such as `Usage=100`"),
        (["--min-records", "Usage="], "expected N or CATEGORY=N, such as `Usage=100`"),
        (["--min-records", "Usag=1"], "unknown category `Usag`; did you mean `Usage`?"),
        (["--require-category", "CallSumary"], "unknown category `CallSumary`; did you mean `CallSummary`?"),
    ] {
        let ran = world.run(&[&["check", "a.jsonl"], &args[..]].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ran.stderr.contains(complaint), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn nothing_is_required_with_allow_empty_and_findings_still_fail() {
    let world = World::new();
    let foreign = "{\"time\":\"2024-01-01T00:00:00Z\",\"category\":\"AuditEvent\",\"resourceId\":\"/providers/MICROSOFT.KEYVAULT/VAULTS/A\"}\n";
    world
        .file("clean.jsonl", CLEAN)
        .file("wrong.jsonl", wrong())
        .file("empty.jsonl", "")
        .file("other.jsonl", foreign)
        .file("acslint.toml", "min-records = 5\nrequire-category = ['SMSOperational']\n");
    std::fs::create_dir(world.path("nothing")).unwrap();
    for (path, without, code, reason) in [
        ("clean.jsonl", 3, 0, "no findings"),
        ("empty.jsonl", 3, 0, "nothing was checked: no records in 1 file, which `--allow-empty` allows"),
        ("nothing", 3, 0, "nothing was checked: no inputs, which `--allow-empty` allows"),
        (
            "other.jsonl",
            3,
            0,
            "nothing was checked: none of 1 record is of a known category, which `--allow-empty` allows",
        ),
        ("wrong.jsonl", 1, 1, "1 finding at or above `error`"),
        ("absent.jsonl", 2, 2, "1 input could not be read"),
    ] {
        assert_eq!(world.run(&["check", path]).code, without, "{path}");
        let ran = world.run(&["check", path, "--allow-empty", "--min-records", "7"]);
        assert_eq!(ran.code, code, "{path}: {}", ran.stdout);
        assert!(ran.stdout.ends_with(&format!("\nexit code {code}: {reason}\n")), "{path}: {}", ran.stdout);
        // The other formats agree.
        for format in ["json", "github", "junit", "sarif", "gitlab"] {
            let ran = world.run(&["check", path, "--allow-empty", "--format", format]);
            assert_eq!(ran.code, code, "{path} {format}");
            assert!(
                !ran.stdout.contains("not-checked") && !ran.stdout.contains("too little"),
                "{path}: {}",
                ran.stdout
            );
        }
    }
    // A baseline of nothing is still not written.
    let ran = world.run(&["check", "empty.jsonl", "--allow-empty", "--write-baseline", "baseline.json"]);
    assert!(ran.stderr.contains("did not write `baseline.json`"), "{}", ran.stderr);
}
