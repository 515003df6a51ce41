//! Configuration files: which one counts for what, and what outweighs it.

use std::fs;

use crate::run::{CLEAN, World, wrong};

/// What `concise` says of the record that [`wrong`] gives, at this level.
fn line(file: &str, level: &str) -> String {
    format!("{file}:1:192: {level}[wrong-type] `Quantity` is a string, but must be a number\n")
}

#[track_caller]
fn finds(world: &World, args: &[&str], expected: &[String]) {
    let ran = world.run(&[&["check", "--format", "concise", "-q"], args].concat());
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), (expected.concat().as_str(), ""));
}

const INFO: &str = "[levels]\nwrong-type = \"info\"\n";
const WARNING: &str = "[levels]\nwrong-type = \"warning\"\n";

#[test]
fn the_nearest_file_counts_for_each_input() {
    let world = World::new();
    world.file("a/b/x.json", wrong()).file("a/x.json", wrong()).file("x.json", wrong());
    world.file("a/acslint.toml", WARNING).file("a/b/acslint.toml", INFO);
    let expected = [line("a/b/x.json", "info"), line("a/x.json", "warning"), line("x.json", "error")];
    finds(&world, &["."], &expected);
    finds(&world, &["a/b/../x.json"], &[line("a/b/../x.json", "warning")]);
    // It is not merged with those above it.
    world.file("a/b/acslint.toml", "");
    finds(&world, &["a/b/x.json"], &[line("a/b/x.json", "error")]);
}

#[test]
fn a_file_above_the_working_directory_counts() {
    let world = World::new();
    world.file("acslint.toml", INFO).file("a/b/x.json", wrong());
    let ran = world.command(&["check", "--format", "concise", "-q"]).current_dir(world.path("a/b")).output();
    assert_eq!(String::from_utf8(ran.unwrap().stdout).unwrap(), line("x.json", "info"));
    let ran = world.run_with(&["check", "-", "--format", "concise", "-q"], wrong().as_bytes());
    assert_eq!(ran.stdout, line("<stdin>", "info"));
}

#[test]
fn one_file_for_all_or_none() {
    let world = World::new();
    world.file("acslint.toml", INFO).file("other.toml", WARNING).file("a/x.json", wrong());
    world.file("a/acslint.toml", "this is not read");
    finds(&world, &["--no-config", "a"], &[line("a/x.json", "error")]);
    finds(&world, &["--config", "other.toml", "a"], &[line("a/x.json", "warning")]);
    let both = world.run(&["check", "--config", "other.toml", "--no-config", "a"]);
    assert_eq!(both.code, 2);
    assert!(both.stderr.contains("'--config <FILE>' cannot be used with '--no-config'"), "{}", both.stderr);
    let absent = world.run(&["check", "--config", "absent.toml", "a"]);
    let message = "error: cannot read `absent.toml`: No such file or directory (os error 2)\n";
    assert_eq!((absent.code, absent.stdout.as_str(), absent.stderr.as_str()), (2, "", message));
}

#[cfg(unix)]
#[test]
fn a_linked_directory_has_what_is_above_the_link() {
    let world = World::new();
    world.file("there/x.json", wrong()).file("acslint.toml", INFO).file("here/acslint.toml", WARNING);
    std::os::unix::fs::symlink(world.path("there"), world.path("here/link")).unwrap();
    finds(&world, &["here/link/x.json"], &[line("here/link/x.json", "warning")]);
    // Behind `..` is what the system finds there.
    finds(&world, &["here/link/../there/x.json"], &[line("here/link/../there/x.json", "info")]);
}

#[test]
fn the_command_line_outweighs_the_file() {
    let world = World::new();
    world.file("a.json", wrong());
    world.file(
        "acslint.toml",
        "fail-on = \"warning\"\nmax-findings = 0\n[levels]\nwrong-type = \"warning\"\n\
         [[reports]]\nformat = \"concise\"\n",
    );
    let ran = world.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("", "1 finding in 1 record of 1 file (1 not shown): 1 finding at or above `warning`\n")
    );
    let ran = world.run(&["check", "--max-findings", "1", "--fail-on", "error"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, line("a.json", "warning").as_str()));
    let ran = world.run(&["check", "--level", "correctness=info", "--max-findings", "1"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, line("a.json", "info").as_str()));
    let ran = world.run(&["check", "--format", "json"]);
    assert!(ran.stdout.starts_with("{\"version\":1,"), "{}", ran.stdout);
}

#[test]
fn a_rule_outweighs_its_group_and_both_the_preset() {
    let world = World::new();
    let extra = CLEAN.replace("\"Quantity\":1", "\"Quantity\":1,\"Colour\":2") + "\n";
    world.file("a.json", extra);
    let level = |config: &str| {
        world.file("acslint.toml", config);
        let ran = world.run(&["check", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        report["findings"][0]["level"].as_str().map(str::to_owned)
    };
    assert_eq!(level("").as_deref(), Some("warning"));
    assert_eq!(level("preset = 'strict'").as_deref(), Some("error"));
    assert_eq!(level("preset = 'lenient'"), None);
    assert_eq!(level("preset = 'strict'\n[levels]\nsuspicious = 'info'").as_deref(), Some("info"));
    let both = "preset = 'strict'\n[levels]\nunknown-field = 'warning'\nsuspicious = 'info'";
    assert_eq!(level(both).as_deref(), Some("warning"));
}

#[test]
fn patterns_are_relative_to_the_file() {
    let world = World::new();
    for file in ["acslint.toml", "a/acslint.toml"] {
        world.file(file, "include = [\"*.log\", \"/top/*.json\"]\nexclude = [\"old/\", \"/a/skip.log\"]\n");
    }
    for file in [
        "x.log",
        "x.json",
        "top/x.json",
        "a/skip.log",
        "a/x.log",
        "a/x.json",
        "a/top/x.json",
        "a/old/x.log",
        "old/x.log",
        "a/a/skip.log",
    ] {
        world.file(file, CLEAN);
    }
    // Nothing reads what is in an excluded directory.
    world.file("old/acslint.toml", "this is not read");
    let ran = world.run(&["check", "--verbose"]);
    let read: Vec<&str> = ran.stderr.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(read, ["a/skip.log", "a/top/x.json", "a/x.log", "top/x.json", "x.log"], "{}", ran.stderr);
    // A file that is given by name is always read.
    assert_eq!(world.run(&["check", "a/old/x.log", "a/x.json"]).code, 0);
}

#[test]
fn a_file_that_cannot_be_read_ends_the_run() {
    let world = World::new();
    world.file("a.json", CLEAN);
    fs::create_dir(world.path("acslint.toml")).unwrap();
    let ran = world.run(&["check"]);
    let message = "error: cannot read `acslint.toml`: Is a directory (os error 21)\n";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (2, "", message));
}

#[test]
fn a_wrong_file_ends_the_run_before_anything_is_checked() {
    let world = World::new();
    world.file("a.json", wrong()).file("b/x.json", wrong());
    world.file("b/acslint.toml", "\u{FEFF}# two lines\r\nfail_on = \"error\"\r\n");
    let ran = world.run(&["check", "--format", "concise", "--output", "report"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert_eq!(
        ran.stderr,
        "error: unknown key `fail_on`; did you mean `fail-on`?
   ╭─[b/acslint.toml:2:1]
 1 │ # two lines
 2 │ fail_on = \"error\"
   · ───────
   ╰────
"
    );
    assert!(!world.path("report").exists());
}

#[test]
fn what_is_about_the_run_counts_in_the_file_for_the_working_directory_only() {
    let world = World::new();
    world.file("b/x.json", wrong()).file("b/acslint.toml", "\nfail-on = \"never\"\n");
    let ran = world.run(&["check", "--format", "concise", "-q"]);
    assert_eq!((ran.code, ran.stdout), (1, line("b/x.json", "error")));
    assert_eq!(
        ran.stderr,
        "warning: b/acslint.toml:2: `fail-on` is about a whole run, and counts in the file for the working directory \
         only; add `--config b/acslint.toml` to let it count\n"
    );
    assert_eq!(world.run(&["check", "--config", "b/acslint.toml"]).code, 0);
}
