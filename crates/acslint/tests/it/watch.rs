//! `acslint watch`: the screen shows the state of the files.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::run::{CLEAN, World, wrong};

/// Time limit: a report that takes longer counts as missing.
const TOO_LONG: Duration = Duration::from_secs(120);

/// The watching program.
struct Watching {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    lines
}

impl Watching {
    fn start(world: &World, args: &[&str]) -> Self {
        let program = world.command(&[&["watch"], args].concat());
        // Default handling of Ctrl-C, independent of the test runner.
        let mut command = Command::new("env");
        if cfg!(target_os = "linux") {
            command.arg("--default-signal=INT,TERM,HUP");
        }
        let mut child = command
            .arg(program.get_program())
            .args(program.get_args())
            .current_dir(world.path("."))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        Self { child, stdout: lines(stdout), stderr: lines(stderr) }
    }

    /// Standard error up to a line with this prefix.
    #[track_caller]
    fn said(&self, beginning: &str) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        while !said.last().is_some_and(|line| line.starts_with(beginning)) {
            match self.stderr.recv_timeout(TOO_LONG) {
                Ok(line) => said.push(line),
                Err(error) => panic!("{error} before `{beginning}`: {said:#?}"),
            }
        }
        said
    }

    /// Lines of the report so far, once a check is complete.
    fn reported(&self) -> Vec<String> {
        self.stdout.try_iter().collect()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_changes_is_checked_again() {
    let world = World::new();
    world.file("logs/a.jsonl", CLEAN).file("logs/b.jsonl", CLEAN).file("logs/.gitignore", "c.jsonl\n");
    let watching = Watching::start(&world, &["logs", "--format", "concise"]);
    let said = watching.said("watching");
    assert_eq!(
        said,
        ["0 findings in 2 records of 2 files: no findings", "watching 2 files; press Ctrl-C to stop"]
    );

    world.file("logs/a.jsonl", wrong());
    // A slow write leaves the file empty for a moment.
    let said = watching.said("1 finding in 2 records of 2 files: 1 finding at or above `error`");
    assert_eq!(said[0], "changed: logs/a.jsonl");
    let line = watching.stdout.recv_timeout(TOO_LONG).unwrap();
    assert!(line.starts_with("logs/a.jsonl:1:192: error[wrong-type]"), "{line}");

    // Many editors write a temporary file and rename it. Files that are not inputs have no effect.
    world.file("notes.jsonl", "1").file("logs/c.jsonl", "1").file("logs/.a.jsonl.swp", CLEAN);
    fs::rename(world.path("logs/.a.jsonl.swp"), world.path("logs/a.jsonl")).unwrap();
    let said = watching.said("0 findings in 2 records of 2 files (ignored: 1 by `.gitignore`): no findings");
    assert!(said.contains(&"changed: logs/a.jsonl".to_owned()), "{said:?}");
    assert!(!said.iter().any(|line| line.contains("notes") || line.contains("c.jsonl")), "{said:?}");

    // A new directory, and a removed file.
    world.file("logs/new/d.jsonl", wrong());
    watching.said("1 finding in 3 records of 3 files");
    watching.said("watching 3 files");
    fs::remove_file(world.path("logs/b.jsonl")).unwrap();
    let said = watching.said("watching 2");
    assert!(said.contains(&"changed: logs/b.jsonl".to_owned()), "{said:?}");
    let reported = watching.reported();
    let last = reported.last().map_or("", String::as_str);
    assert!(last.starts_with("logs/new/d.jsonl:1:192: error[wrong-type]"), "{reported:?}");
}

#[test]
fn a_file_and_a_baseline_are_watched_where_they_are() {
    let world = World::new();
    world.file("logs/a.jsonl", wrong()).file("logs/b.jsonl", wrong());
    let written = world.run(&["check", "logs/b.jsonl", "--write-baseline", "empty.json"]);
    assert_eq!(written.code, 0, "{}", written.stderr);
    world.file("known.json", "{\"version\":1,\"findings\":[]}");
    let watching =
        Watching::start(&world, &["logs/a.jsonl", "--baseline", "known.json", "--format", "concise"]);
    watching.said("watching 2 files");

    // A broken baseline is reported, and watching continues.
    world.file("known.json", "{\"version\":");
    watching.said("error: `known.json` cannot be used as a baseline");
    fs::copy(world.path("empty.json"), world.path("known.json")).unwrap();
    watching.said("0 findings in 1 record of 1 file (1 known finding left out): no new findings");

    // A removed file is an unreadable input until it is back.
    fs::remove_file(world.path("logs/a.jsonl")).unwrap();
    watching.said("error: logs/a.jsonl: No such file");
    world.file("logs/a.jsonl", CLEAN);
    watching
        .said("0 findings in 1 record of 1 file (0 known findings left out, 1 stale one not found any more)");
}

#[test]
fn a_configuration_is_watched_wherever_it_counts() {
    let world = World::new();
    world.file("logs/a.jsonl", wrong());
    let watching = Watching::start(&world, &[".", "--format", "concise"]);
    watching.said("1 finding in 1 record of 1 file: 1 finding at or above `error`");
    world.file("logs/acslint.toml", "[levels]\nwrong-type = \"info\"\n");
    watching.said("1 finding in 1 record of 1 file: no finding at or above `error`");
    fs::remove_file(world.path("logs/acslint.toml")).unwrap();
    watching.said("1 finding in 1 record of 1 file: 1 finding at or above `error`");
}

/// Its own outputs do not count as changes, under any name and in any place.
#[test]
fn a_report_below_the_directory_is_no_change() {
    let world = World::new();
    world.file("logs/a.jsonl", wrong());
    let args = ["logs", "--format", "json", "-o", "logs/out.json", "--format", "concise"];
    let watching = Watching::start(&world, &args);
    watching.said("watching 1 file");
    for (bytes, findings) in
        [(CLEAN.to_owned(), "0 findings"), (wrong(), "1 finding"), (CLEAN.to_owned(), "0 findings")]
    {
        world.file("logs/a.jsonl", bytes);
        let said = watching.said("watching 1 file");
        // A file is empty for a moment while it is written, and may be checked at that moment too.
        assert!(
            said.iter()
                .filter(|line| line.starts_with("changed"))
                .all(|line| line == "changed: logs/a.jsonl"),
            "{said:?}"
        );
        if !said.iter().any(|line| line.starts_with(findings)) {
            watching.said(findings);
            watching.said("watching 1 file");
        }
    }
    let report = fs::read_to_string(world.path("logs/out.json")).unwrap();
    assert!(report.contains("\"files\":1,"), "{report}");
}

/// A report that the shell writes below the directory changes during the check.
#[cfg(unix)]
#[test]
fn a_redirected_report_is_no_change() {
    let world = World::new();
    world.file("a.jsonl", CLEAN);
    let out = fs::File::create(world.path("out.json")).unwrap();
    let mut command = world.command(&["watch", ".", "--format", "json"]);
    let mut child = command.stdout(out).stderr(Stdio::piped()).spawn().unwrap();
    let stderr = lines(child.stderr.take().unwrap());
    let watching = Watching { child, stdout: mpsc::channel().1, stderr };
    assert_eq!(watching.said("watching").last().unwrap(), "watching 1 file; press Ctrl-C to stop");
    // After the first report: if the report were an input, the next change would name it.
    for bytes in [wrong(), CLEAN.to_owned()] {
        world.file("a.jsonl", bytes);
        let said = watching.said("watching");
        assert_eq!(said.last().unwrap(), "watching 1 file; press Ctrl-C to stop");
        let mut changed = said.iter().filter(|line| line.starts_with("changed"));
        assert!(changed.all(|line| line == "changed: a.jsonl"), "{said:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_directory_may_go_and_come_back() {
    let world = World::new();
    world.file("all/logs/a.jsonl", CLEAN);
    let watching = Watching::start(&world, &["all/logs", "--format", "concise"]);
    watching.said("watching 1 file");
    for gone in ["all/logs", "all", "all/logs"] {
        fs::remove_dir_all(world.path(gone)).unwrap();
        watching.said("error: all/logs: No such file");
        watching.said("watching 0 files");
        world.file("all/logs/a.jsonl", wrong());
        watching.said("1 finding in 1 record of 1 file");
        // Later changes in a new directory are noticed too, at any depth.
        world.file("all/logs/deep/b.jsonl", wrong());
        watching.said("2 findings in 2 records of 2 files");
        fs::remove_dir_all(world.path("all/logs/deep")).unwrap();
        watching.said("1 finding in 1 record of 1 file");
        watching.said("watching 1 file");
    }
}

#[test]
fn what_makes_no_sense_twice_is_refused() {
    let world = World::new();
    world.file("a.jsonl", CLEAN);
    for (args, complaint) in [
        (&["-"][..], "error: cannot watch standard input; pass files or directories\n"),
        (
            &["--write-baseline", "b.json"],
            "error: cannot watch with `--write-baseline`; pass it to `acslint check`",
        ),
        (&["absent/a.jsonl"], "error: cannot watch `absent`"),
        (&["--level", "wrong-typ=error"], "error: unknown rule `wrong-typ`; did you mean `wrong-type`?\n"),
    ] {
        let ran = world.run(&[&["watch"], args].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ran.stderr.contains(complaint), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn a_closed_report_ends_it() {
    let world = World::new();
    world.file("a.jsonl", wrong().repeat(3000));
    let args = ["watch", "--format", "json", "-q"];
    let mut child = world.command(&args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_it_well() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let world = World::new();
        world.file("a.jsonl", wrong());
        let mut watching = Watching::start(&world, &["--format", "concise"]);
        watching.said("watching");
        let id = watching.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert_eq!(watching.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}
