//! Comparison of the schemas with the released ones: breaking changes must be declared with a reason, and the
//! changelog lists all changes.
//!
//! Before the first release, the released schemas are those last recorded by `cargo xtask changelog --release`.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn compared(directory: &str, format: &str) -> String {
    let released = format!("testdata/released/{directory}");
    let current = format!("schemas/{directory}");
    let output = Command::new(env!("CARGO_BIN_EXE_acslint"))
        .args(["schema", "diff", &released, &current, "--format", format])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1 | 3)), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Schema, property and keyword of each breaking or possibly breaking change.
fn breaking(directory: &str, report: &Value) -> Vec<[String; 3]> {
    let mut breaking = Vec::new();
    for schema in report["schemas"].as_array().unwrap() {
        let name = format!("{directory}/{}", schema["name"].as_str().unwrap());
        if schema["status"] == "removed" {
            breaking.push([name.clone(), String::new(), String::new()]);
        }
        for change in schema["changes"].as_array().unwrap() {
            if ["readers", "writers"].iter().any(|side| change[side]["verdict"] != "fine") {
                let text = |key: &str| change[key].as_str().unwrap().to_owned();
                breaking.push([name.clone(), text("property"), text("keyword")]);
            }
        }
    }
    breaking
}

#[test]
fn what_breaks_is_declared_with_a_reason() {
    let declared = fs::read(root().join("testdata/released/declared.json")).unwrap();
    let declared: Value = serde_json::from_slice(&declared).unwrap();
    let entries: Vec<[String; 3]> = declared
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let reason = entry["reason"].as_str().unwrap_or_default();
            assert!(reason.len() > 10, "{entry} has no reason that says something");
            ["schema", "property", "keyword"].map(|key| entry[key].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    let breaking: Vec<[String; 3]> = ["table", "resource-log"]
        .into_iter()
        .flat_map(|directory| {
            breaking(directory, &serde_json::from_str(&compared(directory, "json")).unwrap())
        })
        .collect();
    for change in &breaking {
        assert!(
            entries.contains(change),
            "{change:?} breaks readers or writers of the released schemas, or may: take it back, or declare it in \
             testdata/released/declared.json, with `schema`, `property`, `keyword` and a `reason`, and give the schema a new version"
        );
    }
    for entry in &entries {
        assert!(
            breaking.contains(entry),
            "testdata/released/declared.json declares {entry:?}, which breaks nothing"
        );
    }
}

#[test]
fn the_changelog_says_what_has_changed() {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let begin = "<!-- What follows is written by `cargo xtask changelog`. -->\n";
    let end = "<!-- This was written by `cargo xtask changelog`. -->\n";
    let written =
        changelog.split_once(begin).and_then(|(_, rest)| rest.split_once(end)).map(|(text, _)| text);
    let entries: String = ["table", "resource-log"]
        .into_iter()
        .filter_map(|directory| {
            compared(directory, "markdown").rsplit_once("\n\n").map(|(entries, _)| format!("{entries}\n"))
        })
        .collect();
    let expected = if entries.is_empty() {
        "The schemas accept what they accepted in the last release."
    } else {
        entries.trim()
    };
    assert_eq!(
        written.map(str::trim),
        Some(expected),
        "the schemas have changed: run `cargo xtask changelog`"
    );
}
