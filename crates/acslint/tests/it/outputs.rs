//! Where reports go, and what happens when nobody reads them.

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
    assert!(!ran.stdout.contains("checked"), "{}", ran.stdout);
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
