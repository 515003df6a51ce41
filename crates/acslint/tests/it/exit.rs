//! Exit codes of runs.

use crate::clashes::tree;
use crate::run::{CLEAN, World, wrong};

/// A finding without a record of a known category.
const BROKEN: &str = "1\n";
const FOREIGN: &str = r#"{"time":"2023-06-30T12:00:00Z","category":"AuditEvent","operationName":"VaultGet","resourceId":"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V","properties":{}}"#;

#[track_caller]
fn ends(world: &World, args: &[&str], code: i32) {
    let ran = world.run(&[&["check"], args].concat());
    assert_eq!(ran.code, code, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains(&format!("\nexit code {code}: ")), "{}", ran.stdout);
}

#[test]
fn nothing_wrong_is_0() {
    let world = World::new();
    world.file("a.json", CLEAN);
    ends(&world, &["a.json"], 0);
    ends(&world, &["a.json", "--fail-on", "info"], 0);
}

#[test]
fn findings_are_1_from_the_failing_level_on() {
    let world = World::new();
    world.file("a.json", wrong());
    ends(&world, &["a.json"], 1);
    ends(&world, &["a.json", "--fail-on", "never"], 0);
    ends(&world, &["a.json", "--level", "wrong-type=warning"], 0);
    ends(&world, &["a.json", "--level", "wrong-type=warning", "--fail-on", "warning"], 1);
    ends(&world, &["a.json", "--level", "wrong-type=info", "--fail-on", "warning"], 0);
    ends(&world, &["a.json", "--level", "wrong-type=info", "--fail-on", "info"], 1);
    ends(&world, &["a.json", "--level", "wrong-type=allow", "--fail-on", "info"], 0);
}

#[test]
fn an_unreadable_input_is_2_and_outweighs_findings() {
    let world = World::new();
    world.file("broken.json", BROKEN).file("clean.json", CLEAN);
    ends(&world, &["clean.json", "absent.json"], 2);
    ends(&world, &["broken.json", "absent.json"], 2);
    ends(&world, &["absent.json"], 2);
    ends(&world, &["absent/*.json"], 2);
}

#[test]
fn nothing_checked_is_3_and_findings_outweigh_it() {
    let world = World::new();
    world.file("empty.json", "").file("foreign.json", FOREIGN).file("broken.json", BROKEN);
    ends(&world, &["empty.json"], 3);
    ends(&world, &["foreign.json"], 3);
    ends(&world, &["foreign.json", "--fail-on", "never"], 3);
    ends(&world, &["broken.json"], 1);
    ends(&world, &["broken.json", "--fail-on", "never"], 3);
    let empty = World::new();
    ends(&empty, &[], 3);
    assert_eq!(empty.run(&["check", "--format", "json"]).stderr, "error: nothing was checked: no inputs\n");
    assert_eq!(empty.run(&["check", "-q"]).stderr, "error: nothing was checked: no inputs\n");
}

#[test]
fn an_unreadable_file_does_not_stop_the_others() {
    let world = World::new();
    world.file("a.json", BROKEN).file("c.json", BROKEN);
    let ran = world.run(&["check", "a.json", "b.json", "c.json", "--format", "concise", "-q"]);
    assert_eq!(ran.code, 2);
    let files: Vec<_> = ran.stdout.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(files, ["a.json", "c.json", "b.json"]);
    assert_eq!(ran.stderr, "error: b.json: No such file or directory (os error 2)\n");
}

#[test]
fn wrong_usage_is_2() {
    let world = World::new();
    world.file("a.json", CLEAN);
    for (args, message) in [
        (
            &["--level", "wrong-typ=error"][..],
            "error: unknown rule `wrong-typ`; did you mean `wrong-type`?\n",
        ),
        (&["--level", "wrong-type"], "expected RULE=LEVEL"),
        (&["--level", "wrong-type=fatal"], "unknown level `fatal`"),
        (&["--category", "Usag"], "error: unknown category `Usag`; did you mean `Usage`?\n"),
        (&["--shape", "round"], "[possible values: table, resource-log]"),
        (&["--show", "some"], "expected a number or `all`"),
        (&["--output", "absent/report.json"], "error: cannot create `absent/report.json`: No such file"),
    ] {
        let ran = world.run(&[&["check", "a.json"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains(message), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn options_that_mean_nothing_for_a_command_are_refused_and_change_nothing() {
    let world = World::new();
    world.file("a.jsonl", wrong());
    let rewrites =
        ["annotate=kind", "fail-on=info", "max-findings=1", "no-redact", "redact", "show=all", "threads=1"];
    let split = ["annotate=kind", "fail-on=info", "show=all"];
    let commands: [(&[&str], &[&str]); 3] = [
        (&["fix", "a.jsonl"], &rewrites),
        (&["redact", "a.jsonl", "--output", "b.jsonl"], &rewrites),
        (&["split", "a.jsonl", "--valid", "b.jsonl", "--invalid", "c.jsonl"], &split),
    ];
    let before = tree(&world);
    for (command, options) in commands {
        for option in options {
            let ran = world.run(&[command, &[format!("--{option}").as_str()]].concat());
            let name = option.split('=').next().unwrap();
            let instead =
                if (command[0], name) == ("split", "fail-on") { "; pass '--reject-on'" } else { "" };
            let line = format!(
                "error: the option '--{name}' of `acslint check` means nothing for `acslint {}`{instead}",
                command[0]
            );
            assert_eq!((ran.code, ran.stderr.lines().next()), (2, Some(line.as_str())), "{}", ran.stderr);
            assert_eq!(tree(&world), before);
        }
    }
}
