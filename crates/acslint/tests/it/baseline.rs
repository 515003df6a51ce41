//! Known findings, from the first baseline of a repository to its last.

use std::fs;

use serde_json::Value;

use crate::run::{CLEAN, World, wrong};

/// A record with a finding that is the same for every number.
fn wrong_of(number: u32) -> String {
    wrong().replace("\"c\"", &format!("\"c{number}\""))
}

fn many(numbers: impl IntoIterator<Item = u32>) -> String {
    numbers.into_iter().map(wrong_of).collect()
}

fn summary(world: &World, args: &[&str]) -> (i32, Value) {
    let ran = world.run(&[&["check", "--format", "json"], args].concat());
    let report: Value = serde_json::from_str(&ran.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", ran.stdout, ran.stderr));
    (ran.code, report["summary"].clone())
}

#[track_caller]
fn says(world: &World, args: &[&str], code: i32, errors: u64, known: u64, stale: u64) {
    let (actual, summary) = summary(world, args);
    let baseline = &summary["baseline"];
    let number = |value: &Value| value.as_u64().unwrap_or_else(|| panic!("{summary}"));
    assert_eq!(
        (actual, number(&summary["errors"]), number(&baseline["known"]), number(&baseline["stale"])),
        (code, errors, known, stale),
        "{summary}"
    );
}

#[test]
fn known_findings_do_not_fail_and_new_ones_do() {
    let world = World::new();
    world.file("logs/a.jsonl", many(0..5)).file("logs/b.jsonl", CLEAN);
    says(&world, &["logs", "--write-baseline", ".known.json"], 0, 0, 5, 0);
    says(&world, &["logs", "--baseline", ".known.json"], 0, 0, 5, 0);
    // The baseline is not an input, wherever it lies.
    says(&world, &["--baseline", ".known.json"], 0, 0, 5, 0);
    world.file("known.json", fs::read(world.path(".known.json")).unwrap());
    says(&world, &["--baseline", "known.json"], 0, 0, 5, 0);

    world.file("logs/c.jsonl", wrong_of(7));
    says(&world, &["logs", "--baseline", ".known.json"], 1, 1, 5, 0);
    says(&world, &["logs", "--baseline", ".known.json", "--fail-on", "never"], 0, 1, 5, 0);
}

#[test]
fn files_may_be_moved_and_records_inserted_and_indented() {
    let world = World::new();
    world.file("a.jsonl", many(0..6)).file("b.jsonl", wrong_of(9).repeat(2));
    says(&world, &["--write-baseline", ".known.json"], 0, 0, 8, 0);
    fs::remove_file(world.path("a.jsonl")).unwrap();
    world
        .file("moved/c.jsonl", CLEAN.to_owned() + "\n" + &many([5, 4, 9]))
        .file("b.jsonl", many([0, 1]))
        .file("d.json", format!("[{}]", many([9, 3, 2]).trim_end().replace('\n', ",").replace(',', ",\n  ")));
    says(&world, &["--baseline", ".known.json"], 0, 0, 8, 0);
}

#[test]
fn a_value_that_everybody_may_see_belongs_to_what_is_known() {
    let of_category = |name: &str| {
        let rest = r#""time":"2024-03-05T09:01:57Z","resourceId":"/","operationName":"x""#;
        format!("{{\"category\":\"{name}\",{rest}}}\n")
    };
    let world = World::new();
    world.file("a.jsonl", of_category("SMSOperationl") + CLEAN);
    says(&world, &["--write-baseline", ".known.json"], 0, 0, 1, 0);
    world.file("a.jsonl", of_category("ChatOperationl") + &of_category("SMSOperationl") + CLEAN);
    says(&world, &["--baseline", ".known.json"], 1, 1, 1, 0);
    world.file("a.jsonl", of_category("ChatOperationl") + CLEAN);
    says(&world, &["--baseline", ".known.json"], 1, 1, 0, 1);
}

#[test]
fn a_finding_that_occurs_more_often_than_it_is_known_is_new_where_it_comes_last() {
    let world = World::new();
    world.file("a.jsonl", wrong() + CLEAN).file("b.jsonl", wrong());
    says(&world, &["--write-baseline", ".known.json"], 0, 0, 2, 0);
    world.file("b.jsonl", wrong().repeat(2)).file("c.jsonl", wrong());
    for threads in ["1", "4"] {
        let args = ["check", "--baseline", ".known.json", "--format", "concise", "--threads", threads];
        let ran = world.run(&[&args[..], &["--piece-size", "300"]].concat());
        let places: Vec<_> = ran.stdout.lines().map(|line| line.split(": ").next().unwrap()).collect();
        assert_eq!(places, ["b.jsonl:2:192", "c.jsonl:1:192"]);
        assert_eq!(
            ran.stderr,
            "2 findings in 5 records of 3 files (2 known findings left out): 2 findings at or above `error`\n"
        );
    }
}

#[test]
fn stale_findings_are_counted_and_pruned() {
    let world = World::new();
    world.file("a.jsonl", many(0..5));
    says(&world, &["--write-baseline", ".known.json"], 0, 0, 5, 0);
    // A record that changed elsewhere keeps its finding; one about another property is new.
    let other = CLEAN.replace("\"UnitType\":\"count\"", "\"UnitType\":5");
    world.file("a.jsonl", many([0, 8]) + &other);
    says(&world, &["--baseline", ".known.json"], 1, 1, 2, 3);
    let ran = world.run(&["check", "--baseline", ".known.json"]);
    let section = "\nbaseline\n  2 known findings left out, 3 stale ones not found any more\n    \
                   wrong-type of Usage (table), Quantity  3\n  `--prune-baseline` removes what was not found \
                   from `.known.json`\n";
    assert!(ran.stdout.contains(section), "{}", ran.stdout);
    // New findings stay new, and still fail the run.
    let ran = world.run(&["check", "--baseline", ".known.json", "--prune-baseline"]);
    assert_eq!(ran.code, 1);
    let section = "\nbaseline\n  2 known findings left out, 3 stale ones removed from `.known.json`\n";
    assert!(ran.stdout.contains(section), "{}", ran.stdout);
    says(&world, &["--baseline", ".known.json"], 1, 1, 2, 0);
    // Without stale findings, pruning changes nothing.
    let before = fs::read(world.path(".known.json")).unwrap();
    says(&world, &["--baseline", ".known.json", "--prune-baseline"], 1, 1, 2, 0);
    assert_eq!(fs::read(world.path(".known.json")).unwrap(), before);
    let left: Vec<_> =
        fs::read_dir(world.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_run_that_has_not_seen_all_writes_nothing() {
    let world = World::new();
    world.file("a.jsonl", many(0..5)).file("empty.jsonl", "");
    says(&world, &["a.jsonl", "--write-baseline", ".known.json"], 0, 0, 5, 0);
    let before = fs::read(world.path(".known.json")).unwrap();
    for (args, code) in [
        (&["a.jsonl", "absent.jsonl"][..], 2),
        (&["empty.jsonl"], 3),
        (&["a.jsonl", "--min-records", "6"], 3),
    ] {
        for task in
            [&["--write-baseline", ".known.json"][..], &["--baseline", ".known.json", "--prune-baseline"]]
        {
            let ran = world.run(&[&["check", "--format", "json"], args, task].concat());
            assert_eq!(ran.code, code, "{args:?} {task:?}: {}{}", ran.stdout, ran.stderr);
            let complaint = "error: did not write `.known.json`, since not everything was checked\n";
            assert!(ran.stderr.ends_with(complaint), "{}", ran.stderr);
            assert_eq!(fs::read(world.path(".known.json")).unwrap(), before);
            let report: Value = serde_json::from_str(&ran.stdout).unwrap();
            assert_eq!(report["summary"]["baseline"].get("stale"), None, "{}", ran.stdout);
        }
    }
}

#[test]
fn a_reader_who_has_seen_enough_does_not_cut_the_baseline_short() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let world = World::new();
    world.file("a.jsonl", many(0..3000)).file("b.jsonl", many(0..2000));
    says(&world, &["b.jsonl", "--write-baseline", ".known.json"], 0, 0, 2000, 0);
    let args = ["check", "a.jsonl", "--baseline", ".known.json", "--prune-baseline", "--format", "concise"];
    let mut child = world
        .command(&[&args[..], &["--threads", "1", "--piece-size", "1000"]].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    says(&world, &["b.jsonl", "--baseline", ".known.json"], 0, 0, 2000, 0);
}

#[test]
fn files_that_are_no_baseline_are_named_with_what_is_wrong() {
    let world = World::new();
    world
        .file("a.jsonl", wrong())
        .file("conflict.json", "{\"version\":1,\"findings\":[\n<<<<<<< HEAD\n")
        .file("newer.json", "{\"version\":7,\"findings\":{}}");
    for (args, complaint) in [
        (
            &["--baseline", "absent.json"][..],
            "error: cannot read the baseline `absent.json`; create it with `--write-baseline absent.json`: No such file",
        ),
        (
            &["--baseline", "conflict.json"],
            "error: `conflict.json` cannot be used as a baseline: expected value at line 2 column 1\n",
        ),
        (
            &["--baseline", "newer.json"],
            "error: `newer.json` cannot be used as a baseline: a baseline of version 7, but this acslint reads \
             versions up to 3 at line 1 column 13\n",
        ),
        (&["--prune-baseline"], "error: no baseline to prune; pass `--baseline`\n"),
        (&["--baseline", "a", "--write-baseline", "b"], "cannot be used with"),
        (
            &["--write-baseline", "absent/b.json"],
            "error: cannot write the baseline `absent/b.json`: No such file",
        ),
    ] {
        let ran = world.run(&[&["check", "a.jsonl", "--format", "json"], args].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ran.stderr.contains(complaint), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn the_configuration_may_name_the_baseline_and_the_gates() {
    let world = World::new();
    world.file("logs/a.jsonl", many(0..5)).file("sub/empty", "");
    world.file("acslint.toml", "baseline = \".known.json\"\nmin-records = { Usage = 6 }\n");
    let ran = world.run(&["check"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("create it with `--write-baseline .known.json`"), "{}", ran.stderr);
    // The command line takes precedence for a category.
    says(&world, &["--write-baseline", ".known.json", "--min-records", "ACSBillingUsage=5"], 0, 0, 5, 0);
    let (code, summary) = summary(&world, &[]);
    assert_eq!((code, summary["baseline"]["known"].as_u64()), (3, Some(5)), "{summary}");
    world.file("acslint.toml", "baseline = \".known.json\"\nrequire-category = [\"Usage\"]\n");
    says(&world, &[], 0, 0, 5, 0);
    let output = world.command(&["check", "../logs"]).current_dir(world.path("sub")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    world.file("logs/a.jsonl", many([3, 7]));
    says(&world, &["--prune-baseline"], 0, 0, 2, 3);
}

#[test]
fn no_value_of_a_record_gets_into_the_file() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata");
    let world = World::new();
    let ran = world.run(&["check", corpus, "--write-baseline", "known.json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let written: Value = serde_json::from_slice(&fs::read(world.path("known.json")).unwrap()).unwrap();
    let entries = written["findings"].as_array().unwrap();
    assert!(entries.len() > 60, "{}", entries.len());
    let properties = || acslint_types::CATEGORIES.iter().flat_map(|category| category.properties);
    let names: Vec<&str> = properties().map(|property| property.name).chain(["properties"]).collect();
    for entry in entries {
        let keys: Vec<_> = entry.as_object().unwrap().keys().collect();
        let expected =
            ["rule", "category", "shape", "field", "name", "pointer", "value", "message", "first", "count"];
        let is_named = entry.get("name").is_some();
        assert!(keys.into_iter().eq(expected.iter().filter(|key| is_named || **key != "name")), "{entry}");
        let text = |key: &str| entry[key].as_str();
        assert!(acslint_types::Category::by_id(text("category").unwrap_or("Usage")).is_some(), "{entry}");
        assert!(text("field").is_none_or(|field| names.contains(&field)), "{entry}");
        let shows = |value: &str| {
            let mut of_it = properties().filter(|property| Some(property.name) == text("field"));
            of_it.any(|property| property.shows_text(value) || property.shows_number(value))
        };
        // Of a value that is not a name, the rest is `…`.
        assert!(text("value").is_none_or(|value| shows(value.trim_end_matches('…'))), "{entry}");
        let is_name = |step: &str| matches!(step, "" | "*" | "?") || acslint_types::is_plain_name(step);
        assert!(text("name").is_none_or(is_name), "{entry}");
        let is_known = |step: &str| {
            is_name(step)
                || names.contains(&step)
                || properties().any(|property| property.spellings.contains(&step))
        };
        assert!(
            text("pointer").unwrap().split('/').all(|step| is_known(step) || step.contains("[UTC]")),
            "{entry}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_run_writes_nothing() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let world = World::new();
    let program = world.command(&["check", "-", "--write-baseline", "known.json", "--piece-size", "1000"]);
    let mut child = Command::new("env")
        .args(["--default-signal=INT"])
        .arg(program.get_program())
        .args(program.get_args())
        .current_dir(world.path("."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // More than a pipe holds: the program must be reading, and so handles signals.
    stdin.write_all(many(0..1000).as_bytes()).unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    while stdin.write_all(wrong().as_bytes()).is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(!world.path("known.json").exists());
}
