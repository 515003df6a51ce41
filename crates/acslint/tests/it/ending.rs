//! Runs that are interrupted or cannot write: existing files stay intact, or new ones are complete.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::clashes::tree;
use crate::run::{CLEAN, World, wrong};

const SIGNALS: [&str; 3] = ["INT", "TERM", "HUP"];
const OLD: &str = "{\"version\":1,\"findings\":[]}\n";
/// Time limit: a program that runs longer counts as stuck.
const TOO_LONG: u32 = 6_000;
const PAUSE: Duration = Duration::from_millis(10);

/// The program with default signal handling, independent of the test runner, and with standard input held open.
fn start(world: &World, signals: &str, args: &[&str]) -> (Child, ChildStdin) {
    let program = world.command(args);
    let mut command = Command::new("env");
    command.arg("--default-signal=INT,TERM,HUP");
    if !signals.is_empty() {
        command.arg(signals);
    }
    command.arg(program.get_program()).args(program.get_args()).current_dir(world.path("."));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let stdin = child.stdin.take().unwrap();
    (child, stdin)
}

fn send(child: &Child, signal: &str) {
    let status = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status();
    assert!(status.unwrap().success());
}

#[track_caller]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..TOO_LONG {
        if is_so() {
            return;
        }
        thread::sleep(PAUSE);
    }
    panic!("{what} does not happen");
}

/// Waits until the program ends by itself.
#[track_caller]
fn end(mut child: Child) -> (ExitStatus, String) {
    for _ in 0..TOO_LONG {
        if let Some(status) = child.try_wait().unwrap() {
            let output = child.wait_with_output().unwrap();
            return (status, String::from_utf8(output.stderr).unwrap());
        }
        thread::sleep(PAUSE);
    }
    child.kill().unwrap();
    panic!("the program does not end");
}

fn has_unfinished(world: &World) -> bool {
    tree(world).keys().any(|name| name.contains(".acslint-"))
}

/// Asserts that the run left no files behind.
#[track_caller]
fn is_tidy(world: &World, expected: &[&str]) {
    let tree = tree(world);
    assert_eq!(tree.keys().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[track_caller]
fn is_old(world: &World) {
    assert_eq!(fs::read_to_string(world.path("out.json")).unwrap(), OLD);
    is_tidy(world, &["out.json"]);
}

/// Asserts that the report of an interrupted run is complete and states the interrupt.
#[track_caller]
fn is_new(world: &World, records: u64) {
    let report: Value = serde_json::from_slice(&fs::read(world.path("out.json")).unwrap()).unwrap();
    assert_eq!(report["summary"]["interrupted"], true);
    assert_eq!(report["summary"]["records"], records);
    assert_eq!(report["findings"].as_array().unwrap().len() as u64, records);
}

fn fifo(world: &World, name: &str) {
    assert!(Command::new("mkfifo").arg(world.path(name)).status().unwrap().success());
}

/// The program waits for standard input, or for a writer of a pipe that never comes.
#[test]
fn a_run_that_waits_for_input_ends_with_a_report() {
    for signal in SIGNALS {
        for (input, threads) in [("-", "1"), ("-", "3"), ("pipe", "1"), ("pipe", "3")] {
            let world = World::new();
            world.file("out.json", OLD);
            fifo(&world, "pipe");
            let args = ["check", input, "--format", "json", "-o", "out.json", "--threads", threads];
            let (child, stdin) = start(&world, "", &args);
            wait_until("the report begins", || has_unfinished(&world));
            send(&child, signal);
            let (status, stderr) = end(child);
            assert_eq!(status.code(), Some(2), "{signal} {input}: {stderr}");
            assert_eq!(stderr, "error: interrupted: not everything was read\n");
            is_new(&world, 0);
            is_tidy(&world, &["out.json"]);
            drop(stdin);
        }
    }
}

#[test]
fn a_run_that_has_found_something_reports_it() {
    for signal in SIGNALS {
        for compressed in [false, true] {
            let world = World::new();
            world.file("out.json", OLD);
            let args = [
                "check",
                "-",
                "--format",
                "json",
                "-o",
                "out.json",
                "--format",
                "jsonl",
                "--threads",
                "2",
                "--piece-size",
                "1000",
            ];
            let (mut child, mut stdin) = start(&world, "", &args);
            let records = wrong().repeat(100);
            if compressed {
                let mut encoder = flate2::write::GzEncoder::new(&mut stdin, flate2::Compression::fast());
                encoder.write_all(records.as_bytes()).unwrap();
                encoder.flush().unwrap();
                // The end of the input is never written.
                std::mem::forget(encoder);
            } else {
                stdin.write_all(records.as_bytes()).unwrap();
            }
            let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let has_reported = !compressed;
            if has_reported {
                assert!(lines.next().unwrap().unwrap().starts_with("{\"rule\":\"wrong-type\""));
            } else {
                wait_until("the report begins", || has_unfinished(&world));
            }
            let rest = thread::spawn(move || lines.map_while(Result::ok).count());
            send(&child, signal);
            let (status, stderr) = end(child);
            assert_eq!(status.code(), Some(2), "{signal}: {stderr}");
            let report: Value = serde_json::from_slice(&fs::read(world.path("out.json")).unwrap()).unwrap();
            assert_eq!(report["summary"]["interrupted"], true);
            let found = report["findings"].as_array().unwrap().len();
            assert!(found > 0 || compressed, "{found}");
            assert_eq!(rest.join().unwrap() + usize::from(has_reported), found + 1);
            is_tidy(&world, &["out.json"]);
        }
    }
}

/// The second output is a pipe without a reader: the report cannot be opened.
#[test]
fn a_run_that_waits_for_a_reader_ends_without_a_report() {
    for signal in SIGNALS {
        let world = World::new();
        world.file("out.json", OLD).file("in.jsonl", CLEAN);
        fifo(&world, "pipe");
        let args =
            ["check", "in.jsonl", "--format", "json", "-o", "out.json", "--format", "junit", "-o", "pipe"];
        let (child, _stdin) = start(&world, "", &args);
        wait_until("the first output begins", || has_unfinished(&world));
        send(&child, signal);
        let (status, stderr) = end(child);
        assert_eq!((status.code(), stderr.as_str()), (Some(2), ""), "{signal}");
        fs::remove_file(world.path("in.jsonl")).unwrap();
        is_old(&world);
    }
}

/// The reader of standard output has stalled: the first signal requests a report that cannot be written.
#[test]
fn a_second_signal_ends_a_run_at_once() {
    for signal in SIGNALS {
        let world = World::new();
        world.file("out.json", OLD).file("in.jsonl", wrong().repeat(5_000));
        let args = ["check", "in.jsonl", "--format", "json", "-o", "out.json", "--format", "jsonl"];
        let (mut child, _stdin) = start(&world, "", &args);
        wait_until("the report begins", || has_unfinished(&world));
        let mut first = String::new();
        let mut stdout = BufReader::with_capacity(1, child.stdout.take().unwrap());
        stdout.read_line(&mut first).unwrap();
        // Two signals may arrive as one, so the test sends more.
        wait_until("the end", || {
            send(&child, signal);
            fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap().contains(") Z ")
        });
        assert_eq!(end(child).0.code(), Some(2), "{signal}");
        drop(stdout);
        fs::remove_file(world.path("in.jsonl")).unwrap();
        is_old(&world);
    }
}

#[test]
fn a_baseline_is_all_or_nothing() {
    for signal in SIGNALS {
        for task in [&["--write-baseline", "out.json"][..], &["--baseline", "out.json", "--prune-baseline"]] {
            let world = World::new();
            world.file("out.json", OLD);
            let (child, mut stdin) = start(&world, "", &[&["check", "-"], task].concat());
            wait_until("the baseline begins", || has_unfinished(&world));
            stdin.write_all(wrong().as_bytes()).unwrap();
            send(&child, signal);
            let (status, stderr) = end(child);
            assert_eq!(status.code(), Some(2), "{signal}");
            assert!(stderr.contains("did not write `out.json`"), "{stderr}");
            is_old(&world);
        }
    }
}

/// The file of a shard appears once all of it was read, so that a run that was killed goes on with the missing ones.
#[test]
fn an_interrupted_shard_of_statistics_is_a_missing_one() {
    for signal in SIGNALS {
        let world = World::new();
        world.file("a.jsonl", wrong());
        fifo(&world, "pipe");
        let shard = ["stats", "a.jsonl", "pipe", "--shard", "1/1", "--output", "out.json"];
        let (child, _stdin) = start(&world, "", &shard);
        // Opening the pipe waits for its reader.
        let pipe = fs::File::options().write(true).open(world.path("pipe")).unwrap();
        send(&child, signal);
        let (status, stderr) = end(child);
        drop(pipe);
        let said = "error: interrupted: not everything was read\nerror: did not write `out.json`, since not everything was read\n";
        assert_eq!((status.code(), stderr.as_str()), (Some(2), said), "{signal}");
        is_tidy(&world, &["a.jsonl"]);
    }
}

/// Commands without an early end are killed by the signal, as the shell expects.
#[test]
fn other_commands_end_by_the_signal_and_leave_nothing() {
    for (signal, number) in SIGNALS.into_iter().zip([2, 15, 1]) {
        let world = World::new();
        world.file("out.json", OLD);
        fifo(&world, "pipe");
        for args in [
            &["sample", "--defects", "1", "--output", "out.json", "--labels", "pipe"][..],
            &["sample", "--bytes", "100GB", "--output", "out.json"],
            &["schema", "lint", "-", "--format", "json", "-o", "out.json"],
        ] {
            let (child, _stdin) = start(&world, "", args);
            wait_until("the output begins", || has_unfinished(&world));
            send(&child, signal);
            let (status, stderr) = end(child);
            assert_eq!((status.signal(), stderr.as_str()), (Some(number), ""), "{signal} {args:?}");
            is_old(&world);
        }
    }
}

#[test]
fn a_signal_that_is_ignored_stays_so() {
    let world = World::new();
    world.file("out.json", OLD);
    let args = ["check", "-", "--format", "json", "-o", "out.json"];
    let (child, mut stdin) = start(&world, "--ignore-signal=HUP,INT", &args);
    wait_until("the report begins", || has_unfinished(&world));
    for signal in ["HUP", "INT"] {
        send(&child, signal);
    }
    stdin.write_all(wrong().as_bytes()).unwrap();
    drop(stdin);
    let (status, stderr) = end(child);
    assert_eq!((status.code(), stderr.as_str()), (Some(1), ""));
    let report: Value = serde_json::from_slice(&fs::read(world.path("out.json")).unwrap()).unwrap();
    assert_eq!((&report["summary"]["errors"], &report["summary"]["interrupted"]), (&1.into(), &Value::Null));
    is_tidy(&world, &["out.json"]);
}

/// A limit on the size of files simulates a full disk: writing fails from some byte on.
#[test]
fn a_full_disk_leaves_what_was_there() {
    let cases: [(&[&str], &str); 8] = [
        (&["check", "in.jsonl", "--format", "jsonl", "-o", "out.json"], "cannot write `out.json`"),
        (&["check", "in.jsonl", "--format", "json", "-o", "out.json"], "cannot write `out.json`"),
        (&["check", "in.jsonl", "--format", "sarif", "-o", "out.json"], "cannot write `out.json`"),
        (&["check", "in.jsonl", "--show", "all", "-o", "out.json"], "cannot write `out.json`"),
        (&["check", "in.jsonl", "--format", "html", "-o", "out.json"], "cannot write `out.json`"),
        (&["check", "in.jsonl", "--write-baseline", "out.json"], "cannot write the baseline `out.json`"),
        (&["sample", "--count", "100", "--output", "out.json"], "cannot write the records"),
        (
            &["sample", "--count", "500", "--defects", "1", "--output", "/dev/null", "--labels", "out.json"],
            "cannot write the labels to `out.json`",
        ),
    ];
    for (args, message) in cases {
        let world = World::new();
        let records: String =
            (0..300).map(|number| wrong().replacen('{', &format!("{{\"x{number}\":1,"), 1)).collect();
        world.file("out.json", OLD).file("in.jsonl", records);
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -f 8; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_acslint")]).args(args);
        let output = shell.current_dir(world.path(".")).stdin(Stdio::null()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {stderr}");
        assert!(stderr.contains(&format!("error: {message}: File too large")), "{args:?}: {stderr}");
        fs::remove_file(world.path("in.jsonl")).unwrap();
        is_old(&world);
    }
    let world = World::new();
    world.file("in.jsonl", wrong());
    for args in [
        &["check", "in.jsonl", "--format", "json", "-o", "/dev/full"][..],
        &["check", "in.jsonl", "--write-baseline", "/dev/full"],
        &["sample", "--output", "/dev/full"],
        &["infer", "in.jsonl", "-o", "/dev/full"],
    ] {
        let ran = world.run(args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains("No space left on device"), "{args:?}: {}", ran.stderr);
    }
}

/// One report fails, and the others are complete.
#[test]
fn a_report_that_cannot_be_written_takes_no_other_with_it() {
    let world = World::new();
    world.file("in.jsonl", wrong());
    let args =
        ["check", "in.jsonl", "--format", "json", "-o", "/dev/full", "--format", "sarif", "-o", "out.sarif"];
    let ran = world.run(&args);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.stderr, "error: cannot write `/dev/full`: No space left on device (os error 28)\n");
    assert!(fs::read_to_string(world.path("out.sarif")).unwrap().ends_with("}]}\n"));
}

/// A directory where no file can be created, and a file that is not writable.
#[test]
fn what_cannot_be_replaced_stays_and_is_told_at_once() {
    let world = World::new();
    world.file("locked/out.json", OLD).file("open/out.json", OLD).file("in.jsonl", wrong());
    let mode = |path: &str, mode| {
        fs::set_permissions(world.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    for (path, bits) in [
        (".", 0o755),
        ("locked/out.json", 0o666),
        ("open/out.json", 0o444),
        ("locked", 0o555),
        ("open", 0o777),
    ] {
        mode(path, bits);
    }
    // Permissions do not restrict root.
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    for directory in ["locked", "open"] {
        let out = format!("{directory}/out.json");
        let before = tree(&world);
        for args in [
            &["check", "in.jsonl", "--format", "json", "-o", &out][..],
            &["check", "in.jsonl", "--write-baseline", &out],
            &["infer", "in.jsonl", "-o", &out],
            &["sample", "--output", &out],
        ] {
            let mut command = Command::new(if is_root { "setpriv" } else { "env" });
            if is_root {
                command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
            }
            command.arg(env!("CARGO_BIN_EXE_acslint")).args(args).current_dir(world.path("."));
            let output = command.stdin(Stdio::null()).output().unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(
                (output.status.code(), output.stdout.as_slice()),
                (Some(2), &b""[..]),
                "{args:?}: {stderr}"
            );
            assert!(stderr.contains(&out) && stderr.contains("Permission denied"), "{args:?}: {stderr}");
            assert_eq!(tree(&world), before, "{args:?}");
        }
    }
    mode("locked", 0o755);
    assert!(Path::new(&world.path("locked/out.json")).exists());
}
