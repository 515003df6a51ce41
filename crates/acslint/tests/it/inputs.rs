//! Selection of inputs, and their decompressed content.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use crate::run::{CLEAN, Ran, World, wrong};

fn check(world: &World, args: &[&str]) -> Ran {
    world.run(&[&["check", "-v", "--format", "concise"], args].concat())
}

/// Checked inputs, in order.
#[track_caller]
fn reads(world: &World, args: &[&str], expected: &[&str]) {
    let ran = check(world, args);
    let read: Vec<_> =
        ran.stderr.lines().filter_map(|line| line.split_once(": 1 record,")).map(|(name, _)| name).collect();
    assert_eq!(read, expected, "{}", ran.stderr);
}

fn gzip(bytes: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn directories_are_searched_for_what_may_hold_records() {
    let world = World::new();
    for path in
        ["b/deep/er/x.jsonl", "b/a.json", "a.ndjson", "c.txt", ".hidden.json", ".git/x.json", "ignored.json"]
    {
        world.file(path, CLEAN);
    }
    world.file("a.json.gz", gzip(CLEAN)).file(".gitignore", "ignored.json\n");
    let all = ["a.json.gz", "a.ndjson", "b/a.json", "b/deep/er/x.jsonl"];
    reads(&world, &[], &all);
    reads(&world, &["."], &all);
    reads(&world, &["b"], &["b/a.json", "b/deep/er/x.jsonl"]);
}

#[test]
fn files_given_by_name_are_read_whatever_they_are_called() {
    let world = World::new();
    world
        .file("c.txt", CLEAN)
        .file(".hidden.json", CLEAN)
        .file("ignored.json", CLEAN)
        .file(".gitignore", "*\n");
    reads(&world, &["c.txt", ".hidden.json", "ignored.json"], &[".hidden.json", "c.txt", "ignored.json"]);
}

#[test]
fn patterns_are_expanded() {
    let world = World::new();
    for path in ["x/a.log", "x/y/b.log", "x/y/z/c.log", "x/.h/d.log", "a.log"] {
        world.file(path, CLEAN);
    }
    world.file(".gitignore", "*.log\n");
    reads(&world, &["**/*.log"], &["a.log", "x/a.log", "x/y/b.log", "x/y/z/c.log"]);
    reads(&world, &["x/*.log"], &["x/a.log"]);
    reads(&world, &["./x/*/?.log"], &["x/y/b.log"]);
    reads(&world, &["x/{a,y/b}.log"], &["x/a.log", "x/y/b.log"]);
    reads(&world, &["x/.h/*.log"], &["x/.h/d.log"]);
    let ran = check(&world, &["y/*.log", "[.log"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: [.log: error parsing glob '[.log'"), "{}", ran.stderr);
    assert!(ran.stderr.contains("error: y/*.log: no file matches this pattern\n"), "{}", ran.stderr);
}

#[test]
fn a_file_whose_name_looks_like_a_pattern_is_itself() {
    let world = World::new();
    world.file("[ab].json", CLEAN).file("a.json", CLEAN);
    reads(&world, &["[ab].json"], &["[ab].json"]);
}

#[test]
fn an_input_is_read_once() {
    let world = World::new();
    world.file("a.json", CLEAN);
    let absolute = world.path("a.json").canonicalize().unwrap();
    reads(&world, &["a.json", "./a.json", ".", "*.json", absolute.to_str().unwrap()], &["a.json"]);
}

#[test]
fn the_report_is_no_input() {
    let world = World::new();
    world.file("a.json", CLEAN);
    reads(&world, &[".", "--output", "report.json"], &["a.json"]);
    reads(&world, &[".", "--output", "report.json"], &["a.json"]);
}

#[test]
fn standard_input_is_read() {
    let world = World::new();
    for bytes in [CLEAN.as_bytes().to_vec(), gzip(CLEAN), zstd::encode_all(CLEAN.as_bytes(), 1).unwrap()] {
        let ran = world.run_with(&["check", "-", "-", "-v", "--format", "concise"], &bytes);
        assert_eq!(ran.code, 0);
        let expected = "<stdin>: 1 record, 218 bytes\n0 findings in 1 record of 1 file: no findings\n";
        assert_eq!(ran.stderr, expected);
    }
}

#[test]
fn compressed_records_have_the_places_of_their_content() {
    let world = World::new();
    let members = [gzip(&format!("{CLEAN}\n")), gzip(&wrong())].concat();
    let frames = [
        zstd::encode_all(CLEAN.as_bytes(), 1).unwrap(),
        zstd::encode_all(format!("\n{}", wrong()).as_bytes(), 1).unwrap(),
    ];
    world.file("a.json.gz", members).file("b", frames.concat());
    let ran = check(&world, &["a.json.gz", "b"]);
    assert_eq!(ran.code, 1);
    let places: Vec<_> = ran.stdout.lines().map(|line| line.split(": error[").next().unwrap()).collect();
    assert_eq!(places, ["a.json.gz:2:192", "b:2:192"], "{}", ran.stdout);
}

#[test]
fn what_precedes_a_broken_compressed_stream_is_checked() {
    let world = World::new();
    let mut cut = gzip(&format!("{CLEAN}\n{}", wrong()));
    cut.extend(&gzip(CLEAN)[..10]);
    world.file("a.json.gz", cut);
    let ran = world.run(&["check", "a.json.gz", "--format", "concise"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stdout.starts_with("a.json.gz:2:192: error[wrong-type] "), "{}", ran.stdout);
    assert!(
        ran.stderr
            .starts_with("error: a.json.gz: cannot decompress the gzip data after byte 440 of its content: "),
        "{}",
        ran.stderr
    );
}

#[cfg(unix)]
#[test]
fn waiting_standard_input_that_nobody_asked_for_is_hinted_at() {
    let world = World::new();
    world.file("a.json", CLEAN);
    let note = "note: standard input was not read; pass `-` to check it\n";
    for (args, stdin, expected) in [
        (&["check", "--format", "concise"][..], CLEAN, note),
        (&["check", "--format", "concise"], "", ""),
        (&["check", "--format", "concise", "--quiet"], CLEAN, ""),
        (&["check", "--format", "concise", "a.json"], CLEAN, ""),
        (&["check", "--format", "concise", "-"], CLEAN, ""),
    ] {
        let ran = world.run_with(args, stdin.as_bytes());
        assert_eq!(ran.code, 0, "{args:?}");
        assert_eq!(ran.stderr.contains(note), !expected.is_empty(), "{args:?}: {}", ran.stderr);
    }
}
