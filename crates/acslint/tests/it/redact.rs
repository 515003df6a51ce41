//! `acslint redact`: production logs become fixtures of which a check says the same.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::clashes::tree;
use crate::run::{CLEAN, World};

fn redact(world: &World, key: &str, args: &[&str]) -> (i32, String) {
    let mut command: Command = world.command(&[&["redact"], args].concat());
    let output = command.env("ACSLINT_REDACT_KEY", key).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Findings of a check without what quotes a value.
fn findings(world: &World, path: &str) -> Vec<String> {
    let ran = world.run(&["check", path, "--format", "jsonl", "--level", "foreign-record=info"]);
    let finding = |line: &str| {
        let finding: Value = serde_json::from_str(line).unwrap();
        let file = finding["file"].as_str()?.rsplit('/').next()?.to_owned();
        Some(format!(
            "{file}:{}:{} {} {}",
            finding["line"], finding["record"], finding["rule"], finding["field"]
        ))
    };
    ran.stdout.lines().filter_map(finding).collect()
}

#[test]
fn a_check_finds_the_same_in_the_output() {
    let world = World::new();
    fs::create_dir(world.path("in")).unwrap();
    for (name, framing, shape) in [
        ("a.json", "lines", "table"),
        ("b.json", "array", "resource-log"),
        ("c.json", "records", "resource-log"),
        ("d.json", "lines", "resource-log"),
    ] {
        let output = format!("in/{name}");
        let args =
            ["sample", "--count", "400", "--defects", "30%", "--labels", "labels", "--framing", framing];
        world.run(&[&args[..], &["--shape", shape, "--output", &output]].concat());
    }
    let (code, message) = redact(&world, "key", &["in", "--output", "out/"]);
    assert_eq!((code, message.as_str()), (0, "redacted 1,600 records of 4 files\n"));
    let (before, after) = (findings(&world, "in"), findings(&world, "out"));
    assert!(before.len() > 300, "{} findings", before.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    assert_eq!(before.len(), after.len());
    // The same key gives the same stand-ins, another one others.
    let first = tree(&world);
    redact(&world, "key", &["in", "--output", "out/"]);
    assert!(tree(&world) == first);
    redact(&world, "other", &["in", "--output", "out/"]);
    assert!(tree(&world) != first);
}

#[test]
fn custom_categories_are_still_recognized() {
    let world = World::new();
    let schema =
        r#"{"properties":{"kind":{"const":"order"},"id":{"type":"string","minLength":3}},"required":["id"]}"#;
    world
        .file(
            "acslint.toml",
            "[categories.Order]\nschema = \"order.json\"\ndiscriminator = { pointer = \"/kind\" }\n",
        )
        .file("order.json", schema)
        .file("in.jsonl", "{\"kind\":\"order\",\"id\":\"zoe-4711\"}\n{\"kind\":\"order\",\"who\":\"zoe\"}\n");
    let (code, message) = redact(&world, "key", &["in.jsonl", "--output", "out.jsonl"]);
    assert_eq!((code, message.as_str()), (0, "redacted 2 records of 1 file\n"));
    let output = fs::read_to_string(world.path("out.jsonl")).unwrap();
    assert!(output.contains("\"kind\":\"order\"") && !output.contains("zoe"), "{output}");
    let lines = |path: &str| {
        let found = findings(&world, path);
        found.into_iter().map(|line| line.split_once(':').unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(lines("in.jsonl"), lines("out.jsonl"));
}

#[test]
fn times_move_and_usage_is_checked() {
    let world = World::new();
    world.file("a.jsonl", CLEAN).file("b.jsonl", CLEAN);
    assert_eq!(redact(&world, "k", &["a.jsonl", "--output", "out.jsonl", "--shift-time=-36h"]).0, 0);
    assert!(fs::read_to_string(world.path("out.jsonl")).unwrap().contains("\"2023-06-29T00:00:00Z\""));
    let before = tree(&world);
    for (args, message) in [
        (
            &["a.jsonl", "--output", "a.jsonl"][..],
            "error: `a.jsonl` is an input; name another file for the output\n",
        ),
        (
            &["a.jsonl", "b.jsonl", "--output", "c.jsonl"],
            "error: 2 inputs cannot be redacted into one file; name a directory, such as `fixtures/`\n",
        ),
        (
            &["absent.jsonl", "--output", "c.jsonl"],
            "error: absent.jsonl: No such file or directory (os error 2)\nredacted 0 records of 0 files\n",
        ),
    ] {
        assert_eq!(redact(&world, "k", args), (2, message.to_owned()));
        assert_eq!(tree(&world), before);
    }
    assert_eq!(redact(&world, "k", &["a.jsonl", "--output", "c", "--shift-time", "soon"]).0, 2);
}
