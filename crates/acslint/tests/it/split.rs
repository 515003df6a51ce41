//! `acslint split`: every record to the side of its verdict, nothing lost, and no half file under a final name.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::clashes::tree;
use crate::run::{CLEAN, Ran, World, wrong};

/// A record with one warning.
fn doubtful() -> String {
    CLEAN.replace("\"Quantity\":1", "\"Quantity\":1,\"Extra\":1") + "\n"
}

fn clean() -> String {
    format!("{CLEAN}\n")
}

/// A record of another service.
const FOREIGN: &str = "{\"time\":\"2023-06-30T12:00:00Z\",\"resourceId\":\"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V\",\"category\":\"AuditEvent\",\"operationName\":\"VaultGet\"}\n";

fn text(world: &World, path: &str) -> String {
    let bytes = fs::read(world.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    String::from_utf8_lossy(&bytes).into_owned()
}

fn split(world: &World, args: &[&str]) -> Ran {
    world.run(&[&["split", "--valid", "good", "--invalid", "bad"], args].concat())
}

#[track_caller]
fn says(ran: &Ran, code: i32, summary: &str) {
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.trim_end()), (code, "", summary));
}

#[test]
fn lines_go_to_their_sides_as_they_are() {
    let world = World::new();
    let broken = "{\"cut\": \n";
    let input = [&clean(), &wrong(), "\n", &doubtful(), broken, "  ", &clean()].concat();
    world.file("in.jsonl", &input);
    says(&split(&world, &["in.jsonl"]), 1, "5 records of 1 file: 3 valid, 2 rejected");
    assert_eq!(text(&world, "good"), [&clean(), "\n", &doubtful(), "  ", &clean()].concat());
    assert_eq!(text(&world, "bad"), [&wrong(), broken].concat());

    let ran = split(&world, &["in.jsonl", "--reject-on", "warning"]);
    says(&ran, 1, "5 records of 1 file: 2 valid, 3 rejected");
    assert_eq!(text(&world, "bad"), [&wrong(), &doubtful(), broken].concat());

    world.file("in.jsonl", clean());
    says(&split(&world, &["in.jsonl"]), 0, "1 record of 1 file: 1 valid, 0 rejected");
    assert_eq!((text(&world, "good"), text(&world, "bad")), (clean(), String::new()));
}

#[test]
fn records_of_other_forms_become_lines() {
    let world = World::new();
    let bad = wrong();
    let bad = bad.trim_end();
    let pretty = "{\n  \"TimeGenerated\": \"2023-06-30T12:00:00Z\",\n  \"Category\": \"Usage\"\n}";
    let array = format!("[\n {CLEAN},\n {bad},\n {pretty} ,\n {CLEAN}\n]\n");
    world.file("in.json", &array);
    says(&split(&world, &["in.json"]), 1, "4 records of 1 file: 2 valid, 2 rejected");
    assert_eq!(text(&world, "good"), clean().repeat(2));
    let joined = "{\"TimeGenerated\": \"2023-06-30T12:00:00Z\",\"Category\": \"Usage\"}";
    assert_eq!(text(&world, "bad"), format!("{bad}\n{joined}\n"));

    world.file("in.json", format!("{{\"records\": [{CLEAN}, // why\n{bad} oops, {CLEAN}]}}"));
    let ran = split(&world, &["in.json"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(text(&world, "good"), clean().repeat(2));
    let aside = text(&world, "bad");
    assert!(aside.contains(bad) && aside.contains("// why\n") && aside.contains("oops"), "{aside}");
}

#[test]
fn rows_of_a_query_answer_become_records_with_the_names_of_the_columns() {
    let world = World::new();
    let record: serde_json::Map<String, Value> = serde_json::from_str(CLEAN).unwrap();
    let columns: Vec<String> = record.keys().map(|name| format!("{{\"name\":\"{name}\"}}")).collect();
    let cells: Vec<String> = record.values().map(ToString::to_string).collect();
    let cells = cells.join(", ");
    world.file(
        "answer.json",
        format!(
            "{{\"tables\":[{{\"name\":\"T\",\"columns\":[{}],\"rows\":[[{cells}],[{}],[oops],[1]]}}]}}",
            columns.join(","),
            cells.replace("\"sms\", \"count\", 1", "\"sms\", \"count\", \"1\"")
        ),
    );
    let ran = split(&world, &["answer.json"]);
    says(&ran, 1, "4 records of 1 file: 1 valid, 3 rejected");
    assert_eq!(text(&world, "good"), clean());
    assert_eq!(text(&world, "bad"), format!("{}[oops]\n[1]\n", wrong()));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn unzipped(bytes: &[u8]) -> String {
    let mut text = String::new();
    match bytes {
        [0x1F, 0x8B, ..] => drop(MultiGzDecoder::new(bytes).read_to_string(&mut text).unwrap()),
        [0x28, 0xB5, ..] => text = String::from_utf8(zstd::decode_all(bytes).unwrap()).unwrap(),
        _ => text = String::from_utf8_lossy(bytes).into_owned(),
    }
    text
}

/// Names and decompressed texts below a directory.
fn texts(world: &World, directory: &str) -> BTreeMap<String, String> {
    let below = |name: &String| name.strip_prefix(&format!("{directory}/")).map(str::to_owned);
    let names = tree(world).keys().filter_map(below).collect::<Vec<_>>();
    let files = names.into_iter().filter(|name| world.path(directory).join(name).is_file());
    files
        .map(|name| (name.clone(), unzipped(&fs::read(world.path(directory).join(&name)).unwrap())))
        .collect()
}

fn names(texts: &BTreeMap<String, String>) -> Vec<&str> {
    texts.keys().map(String::as_str).collect()
}

#[test]
fn directories_mirror_the_tree_with_names_and_compression() {
    let world = World::new();
    world
        .file("exports/a/PT1H.json", clean() + &wrong())
        .file("exports/b/PT1H.json", clean())
        .file("exports/c.json.gz", gzip((clean() + &wrong()).as_bytes()))
        .file("exports/d.jsonl.zst", zstd::encode_all(clean().as_bytes(), 1).unwrap())
        .file("exports/e.json", format!("[{CLEAN}]"))
        .file("exports/f.json.gz", gzip(format!("[{}]", wrong().trim_end()).as_bytes()));
    let out = ["split", "exports", "--valid", "clean/", "--invalid", "aside/", "--findings", "why.jsonl"];
    says(&world.run(&out), 1, "8 records of 6 files: 5 valid, 3 rejected");
    let (valid, invalid) = (texts(&world, "clean"), texts(&world, "aside"));
    let expected = ["a/PT1H.json", "b/PT1H.json", "c.json.gz", "d.jsonl.zst", "e.jsonl", "f.jsonl.gz"];
    assert_eq!(names(&valid), expected);
    assert_eq!(names(&invalid), ["a/PT1H.json", "c.json.gz", "f.jsonl.gz"]);
    assert!(
        valid.iter().all(|(name, text)| *text == if name == "f.jsonl.gz" { String::new() } else { clean() })
    );
    assert!(invalid.values().all(|text| *text == wrong()));
    assert_eq!(fs::read(world.path("clean/c.json.gz")).unwrap()[0], 0x1F);
    // The findings join with the invalid side.
    let places: Vec<(String, u64)> = text(&world, "why.jsonl")
        .lines()
        .filter_map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["out_file"].as_str().map(str::to_owned)
        })
        .map(|file| (file, 1))
        .collect();
    let expected = ["aside/a/PT1H.json", "aside/c.json.gz", "aside/f.jsonl.gz"];
    assert_eq!(places, expected.map(|file| (file.to_owned(), 1)));

    // Once mended, an input leaves nothing of its earlier invalid records.
    world.file("exports/a/PT1H.json", clean());
    assert_eq!(world.run(&out).code, 1);
    assert_eq!(text(&world, "aside/a/PT1H.json"), "");

    let out = ["split", "exports", "--valid", "none/", "--invalid", "zstd/", "--compress", "none"];
    assert_eq!(world.run(&out).code, 1);
    let expected = ["a/PT1H.json", "b/PT1H.json", "c.json", "d.jsonl", "e.jsonl", "f.jsonl"];
    assert_eq!(names(&texts(&world, "none")), expected);
    assert_eq!(fs::read_to_string(world.path("none/c.json")).unwrap(), clean());
}

#[test]
fn names_that_would_meet_are_refused_or_kept_apart() {
    let world = World::new();
    world.file("x/a.json", clean()).file("y/a.json", clean());
    let ran = world.run(&["split", "x", "y", "--valid", "clean/", "--invalid", "aside/"]);
    let expected = "error: `x/a.json` and `y/a.json` would both be written to `a.json` in the output directory; split them one \
                    after the other, into different directories";
    says(&ran, 2, expected);
    assert!(!world.path("clean").exists());
    world.file("x/a.jsonl", clean()).file("x/a.json", format!("[{CLEAN}]"));
    assert_eq!(world.run(&["split", "x", "--valid", "clean/", "--invalid", "aside/"]).code, 0);
    assert_eq!(names(&texts(&world, "clean")), ["a.json.jsonl", "a.jsonl"]);
}

#[test]
fn findings_name_the_line_of_their_record_on_the_invalid_side() {
    let world = World::new();
    let mut input = String::new();
    for number in 0..500 {
        let record = wrong().replace("\"c\"", &format!("\"c{number}\""));
        input += &if number % 3 == 0 { record } else { clean() };
    }
    input += "[1,\n";
    world.file("in.jsonl", &input);
    for threads in ["1", "3"] {
        let args = ["in.jsonl", "--findings", "why", "--threads", threads, "--piece-size", "4000"];
        assert_eq!(split(&world, &args).code, 1);
        let aside = text(&world, "bad");
        let aside: Vec<&str> = aside.lines().collect();
        let lines: Vec<&str> = input.lines().collect();
        let mut count = 0;
        for line in text(&world, "why").lines() {
            let finding: Value = serde_json::from_str(line).unwrap();
            let Some(place) = finding["out_line"].as_u64() else {
                assert!(finding.get("summary").is_some() || finding["out_file"].is_null(), "{finding}");
                continue;
            };
            assert_eq!(finding["out_file"], "bad");
            let from = finding["line"].as_u64().unwrap() as usize;
            assert!(lines[from - 1].contains(aside[place as usize - 1]), "{finding}");
            count += 1;
        }
        assert!(count >= 167, "{count}");
    }
}

#[test]
fn the_result_does_not_depend_on_threads_and_pieces() {
    let world = World::new();
    for (name, framing) in [("lines", "lines"), ("array", "array"), ("records", "records")] {
        for seed in ["1", "2"] {
            let output = format!("in/{name}{seed}.json");
            let args = ["--count", "400", "--defects", "20%", "--seed", seed, "--labels", "labels"];
            fs::create_dir_all(world.path("in")).unwrap();
            world.run(&[&["sample", "--framing", framing, "--output", &output], &args[..]].concat());
        }
    }
    let mut all = Vec::new();
    for (number, (threads, piece)) in
        [("1", "500000"), ("1", "2000"), ("3", "2000"), ("3", "30000")].into_iter().enumerate()
    {
        let [valid, invalid, why] = ["v", "i", "w"].map(|side| format!("{side}{number}"));
        let ran = world.run(&[
            "split",
            "in",
            "--valid",
            &format!("{valid}/"),
            "--invalid",
            &invalid,
            "--findings",
            &why,
            "--threads",
            threads,
            "--piece-size",
            piece,
        ]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let why = text(&world, &why).replace(&format!("\"out_file\":\"{invalid}\""), "");
        all.push((texts(&world, &valid), text(&world, &invalid), why));
    }
    assert!(all.iter().all(|one| *one == all[0]));
    assert_eq!(all[0].0.len(), 6);
}

#[test]
fn known_and_suppressed_findings_do_not_reject() {
    let world = World::new();
    world.file("in.jsonl", wrong().repeat(2));
    world.run(&["check", "in.jsonl", "--write-baseline", "known.json"]);
    world.file("in.jsonl", wrong().repeat(3));
    let ran = split(&world, &["in.jsonl", "--baseline", "known.json"]);
    says(&ran, 1, "3 records of 1 file: 2 valid, 1 rejected");
    world.file("acslint.toml", "[[suppress]]\nrule = \"wrong-type\"\nreason = \"old exports\"\n");
    says(&split(&world, &["in.jsonl"]), 0, "3 records of 1 file: 3 valid, 0 rejected");
    says(
        &split(&world, &["in.jsonl", "--no-config", "--level", "wrong-type=warning"]),
        0,
        "3 records of 1 file: 3 valid, 0 rejected",
    );
}

#[test]
fn records_of_other_services_go_where_they_are_sent() {
    let world = World::new();
    world.file("in.jsonl", clean() + FOREIGN);
    says(
        &split(&world, &["in.jsonl"]),
        0,
        "2 records of 1 file: 2 valid, 0 rejected; 1 record of other services, with the valid ones",
    );
    assert_eq!(text(&world, "good"), clean() + FOREIGN);
    says(
        &split(&world, &["in.jsonl", "--foreign", "invalid"]),
        0,
        "2 records of 1 file: 1 valid, 0 rejected; 1 record of other services, with the rejected ones",
    );
    assert_eq!(text(&world, "bad"), FOREIGN);
    says(
        &split(&world, &["in.jsonl", "--foreign", "others"]),
        0,
        "2 records of 1 file: 1 valid, 0 rejected; 1 record of other services, in a place of their own",
    );
    assert_eq!((text(&world, "good"), text(&world, "others")), (clean(), FOREIGN.to_owned()));
}

#[test]
fn existing_files_are_continued() {
    let world = World::new();
    world.file("in.jsonl", clean() + &wrong()).file("good", "{\"before\":1}").file("bad.gz", gzip(b"1\n2\n"));
    let args =
        ["split", "in.jsonl", "--valid", "good", "--invalid", "bad.gz", "--findings", "why", "--append"];
    for round in 1..=2 {
        assert_eq!(world.run(&args).code, 1);
        assert_eq!(text(&world, "good"), format!("{{\"before\":1}}\n{}", clean().repeat(round)));
        let aside = unzipped(&fs::read(world.path("bad.gz")).unwrap());
        assert_eq!(aside, format!("1\n2\n{}", wrong().repeat(round)));
        let why = text(&world, "why");
        let finding: Value = serde_json::from_str(why.lines().rev().nth(1).unwrap()).unwrap();
        assert_eq!(finding["out_line"], 2 + round);
    }
    let ran = world.run(&[
        "split",
        "in.jsonl",
        "--valid",
        "good",
        "--invalid",
        "b",
        "--append",
        "--compress",
        "zstd",
    ]);
    says(&ran, 2, "error: cannot append zstd data to `good`, which is not compressed; pass `--compress`");
}

#[test]
fn an_unreadable_input_leaves_the_others() {
    let world = World::new();
    let mut cut = gzip(clean().repeat(1000).as_bytes());
    cut.truncate(cut.len() / 2);
    world.file("in/a.json", clean()).file("in/b.json.gz", cut).file("in/c.json", wrong());
    let ran = world.run(&["split", "in", "--valid", "clean/", "--invalid", "aside/", "--findings", "why"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: in/b.json.gz: cannot decompress the gzip data"), "{}", ran.stderr);
    assert_eq!(names(&texts(&world, "clean")), ["a.json", "c.json"]);
    assert_eq!(names(&texts(&world, "aside")), ["c.json"]);
    assert!(text(&world, "why").contains("\"unreadable\":[{\"file\":\"in/b.json.gz\""));

    let ran = split(&world, &["in", "--findings", "single"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("were not written"), "{}", ran.stderr);
    for path in ["good", "bad", "single"] {
        assert!(!world.path(path).exists(), "{path}");
    }
    assert!(!tree(&world).keys().any(|name| name.contains(".acslint-")));
}

#[test]
fn outputs_are_no_inputs() {
    let world = World::new();
    world.file("in/a.json", clean()).file("in/b.json", clean());
    let before = tree(&world);
    for (args, message) in [
        (
            &["in", "--valid", "in/a.json", "--invalid", "bad"][..],
            "`in/a.json` would be replaced, and is not a report by acslint; name another file for the output, or move this one away",
        ),
        (
            &["in/a.json", "--valid", "in/a.json", "--invalid", "bad"],
            "`in/a.json` is an input; name another file for the output",
        ),
        (
            &["in", "--valid", "in", "--invalid", "bad"],
            "`in` is an output directory, and contains the input `in/a.json`; name another directory",
        ),
        (
            &["in", "--valid", ".", "--invalid", "bad"],
            "`.` is an output directory, and contains the input `in/a.json`; name another directory",
        ),
        (&["in", "--valid", "x", "--invalid", "x"], "`x` is already the output `x`; name another file"),
        (&["in", "--valid", "x/", "--invalid", "./x/"], ""),
        (&["in", "--valid", "-", "--invalid", "-"], "only one output can go to standard output"),
        (
            &["in", "--valid", "-", "--invalid", "x", "--findings", "-"],
            "only one output can go to standard output",
        ),
    ] {
        let ran = world.run(&[&["split"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        if !message.is_empty() {
            says(&ran, 2, &format!("error: {message}"));
        }
        assert_eq!(tree(&world), before, "{args:?}");
    }
}

#[test]
fn one_side_can_go_to_standard_output() {
    let world = World::new();
    let ran =
        world.run_with(&["split", "-", "--valid", "-", "--invalid", "bad"], (clean() + &wrong()).as_bytes());
    assert_eq!((ran.code, ran.stdout), (1, clean()));
    assert_eq!(text(&world, "bad"), wrong());
}

#[test]
fn redacted_findings_show_no_values() {
    let world = World::new();
    let record = CLEAN.replace("\"Quantity\":1", "\"Quantity\":-98765");
    world.file("in.jsonl", record);
    split(&world, &["in.jsonl", "--findings", "shown"]);
    assert!(text(&world, "shown").contains("98765"));
    split(&world, &["in.jsonl", "--findings", "masked", "--redact"]);
    assert!(!text(&world, "masked").contains("98765"));
    assert!(text(&world, "masked").contains("\"out_line\":1"));
}

#[cfg(target_os = "linux")]
mod streams {
    use std::process::{Command, Stdio};
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;

    #[track_caller]
    fn wait_for(world: &World, path: &str, expected: &str) {
        for _ in 0..3000 {
            if fs::read_to_string(world.path(path)).is_ok_and(|text| text == expected) {
                return;
            }
            sleep(Duration::from_millis(10));
        }
        panic!("{path}: {:?}", fs::read_to_string(world.path(path)));
    }

    #[test]
    fn records_are_written_as_they_arrive_and_a_signal_ends_between_two() {
        for threads in ["1", "3"] {
            let world = World::new();
            world.file("good", clean());
            let args =
                ["split", "-", "--valid", "good", "--invalid", "bad", "--append", "--threads", threads];
            let program = world.command(&args);
            let mut child = Command::new("env")
                .arg("--default-signal=TERM")
                .arg(program.get_program())
                .args(program.get_args())
                .current_dir(world.path("."))
                .stdin(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            let mut stdin = child.stdin.take().unwrap();
            let mut send = |text: &str| {
                stdin.write_all(text.as_bytes()).unwrap();
                stdin.flush().unwrap();
            };
            send(&clean());
            wait_for(&world, "good", &clean().repeat(2));
            send(&wrong());
            wait_for(&world, "bad", &wrong());
            send(&(clean() + "{\"half\":"));
            wait_for(&world, "good", &clean().repeat(3));
            assert!(
                Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success()
            );
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(2));
            assert_eq!((text(&world, "good"), text(&world, "bad")), (clean().repeat(3), wrong()));
        }
    }

    /// Runs with a limit on the size of files, which is as a full disk.
    fn limited(world: &World, args: &str) -> (i32, String) {
        let program = Path::new(env!("CARGO_BIN_EXE_acslint")).display().to_string();
        let script = format!("ulimit -f 20; exec {program} split {args}");
        let output = Command::new("sh").args(["-c", &script]).current_dir(world.path(".")).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }

    #[test]
    fn a_full_disk_leaves_no_half_file() {
        let world = World::new();
        let long = clean().repeat(500);
        world.file("in/a.json", clean()).file("in/b.json", &long).file("good", "old\n");
        for threads in ["1", "3"] {
            let (code, message) =
                limited(&world, &format!("in --valid good --invalid bad --findings why --threads {threads}"));
            assert_eq!(code, 2);
            assert!(message.contains("cannot write `good`"), "{message}");
            assert_eq!(text(&world, "good"), "old\n");
            assert!(!world.path("bad").exists() && !world.path("why").exists());
            let (code, message) =
                limited(&world, &format!("in --valid clean{threads}/ --invalid aside/ --threads {threads}"));
            assert_eq!(code, 2, "{message}");
            assert!(!world.path(&format!("clean{threads}/b.json")).exists());
            assert!(!tree(&world).keys().any(|name| name.contains(".acslint-")), "{:?}", tree(&world).keys());
        }
    }

    #[test]
    fn a_kill_leaves_no_half_file() {
        let world = World::new();
        let long = clean().repeat(60_000);
        world.file("in/a.json", &long).file("in/b.json", &long).file("in/c.json", &long);
        for pause in [5, 15, 30, 60, 120, 250] {
            let args = ["split", "in", "--valid", "clean/", "--invalid", "aside/", "--piece-size", "50000"];
            let mut child = world.command(&args).stderr(Stdio::null()).spawn().unwrap();
            sleep(Duration::from_millis(pause));
            child.kill().unwrap();
            child.wait().unwrap();
            for (name, text) in texts(&world, "clean") {
                assert!(name.contains(".acslint-") || text == long, "{name} has {} bytes", text.len());
            }
        }
    }
}
