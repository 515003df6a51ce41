//! Shards of `acslint split` and `acslint redact`: their outputs, one after the other, are those of one run, and no shard
//! writes what another one may write.

use std::collections::BTreeMap;
use std::fs;

use crate::clashes::tree;
use crate::run::{World, wrong};
use crate::shards::{clean, nasty, run};

/// Files in which much is wrong, all of which can be read.
fn readable() -> World {
    let world = nasty();
    fs::remove_file(world.path("logs/gone.jsonl.gz")).unwrap();
    // Its last line has no end, and neither has that of `m.jsonl`.
    world.file("logs/l.jsonl", clean() + wrong().trim_end());
    world.file("logs/m.jsonl", wrong() + clean().trim_end());
    world.file("logs/n.jsonl", "{\"cut\": 1");
    world.file("logs/z.jsonl", clean() + &wrong());
    world
}

/// Returns all files below a directory, by their paths in it.
fn files(world: &World, directory: &str) -> BTreeMap<String, Vec<u8>> {
    let below = |(path, bytes): (String, Vec<u8>)| {
        Some((path.strip_prefix(directory)?.strip_prefix('/')?.to_owned(), bytes))
    };
    tree(world).into_iter().filter_map(below).collect()
}

/// Returns the findings in a report in JSON Lines, without the places of their records in outputs.
fn findings(report: &[u8]) -> Vec<serde_json::Value> {
    let lines = report.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{\"rule\""));
    let finding = |line: &[u8]| {
        let mut finding: serde_json::Value = serde_json::from_slice(line).unwrap();
        let members = finding.as_object_mut().unwrap();
        members.retain(|name, _| !name.starts_with("out_"));
        finding
    };
    lines.map(finding).collect()
}

#[test]
fn the_outputs_of_all_shards_are_those_of_one_run() {
    let world = readable();
    let all = [
        "--valid",
        "good.jsonl",
        "--invalid",
        "bad.jsonl",
        "--foreign",
        "foreign.jsonl",
        "--findings",
        "why.jsonl",
    ];
    let whole = run(&world, &[&["split", "logs"], &all[..]].concat());
    assert_eq!(whole.code, 1, "{}", whole.stderr);
    let read = |name: &str| fs::read(world.path(name)).unwrap();
    for of in [1, 3, 17] {
        let (mut sides, mut reasons) = ([const { Vec::new() }; 3], Vec::new());
        let mut codes = Vec::new();
        for number in 1..=of {
            let shard = format!("{number}/{of}");
            let [good, bad, foreign, why] =
                ["good", "bad", "foreign", "why"].map(|side| format!("{of}/{side}-{number}.jsonl"));
            fs::create_dir_all(world.path(&of.to_string())).unwrap();
            let to = ["--valid", &good, "--invalid", &bad, "--foreign", &foreign, "--findings", &why];
            let ran = run(&world, &[&["split", "logs", "--shard", &shard], &to[..]].concat());
            codes.push(ran.code);
            for (side, name) in sides.iter_mut().zip([&good, &bad, &foreign]) {
                side.extend(read(name));
            }
            reasons.extend(findings(&read(&why)));
        }
        assert!(codes.iter().all(|code| *code <= 1) && codes.contains(&1), "{codes:?}");
        for (side, name) in sides.iter().zip(["good.jsonl", "bad.jsonl", "foreign.jsonl"]) {
            // The last shard with something for a side does not know that it is the last one.
            let one_run = read(name);
            let end = if of > 1 && side.len() == one_run.len() + 1 { &b"\n"[..] } else { b"" };
            assert_eq!(
                String::from_utf8_lossy(side),
                String::from_utf8_lossy(&[&one_run, end].concat()),
                "{name} of {of}"
            );
        }
        assert_eq!(reasons, findings(&read("why.jsonl")), "{of}");
    }
}

/// Nothing merges the shards, so each says what it saw.
#[test]
fn shards_that_saw_other_inputs_say_so() {
    let world = World::new();
    world.file("logs/a.jsonl", wrong().repeat(3)).file("logs/b.jsonl", clean().repeat(2));
    let split = |shard: &str| {
        let ran = run(&world, &["split", "logs", "--shard", shard, "--valid", "good/", "--invalid", "bad/"]);
        ran.stderr.trim_end().to_owned()
    };
    let redact = |shard: &str| {
        let ran = run(&world, &["redact", "logs", "--shard", shard, "--output", "fixtures/"]);
        ran.stderr.trim_end().to_owned()
    };
    let one = split("1/2");
    let (says, inputs) = one.rsplit_once(' ').unwrap();
    assert_eq!(says, "3 records of 1 file: 0 valid, 3 rejected; shard 1/2 of inputs");
    assert_eq!(
        split("2/2"),
        format!("2 records of 1 file: 2 valid, 0 rejected; shard 2/2 of inputs {inputs}")
    );
    assert_eq!(redact("2/2"), format!("redacted 2 records of 1 file; shard 2/2 of inputs {inputs}"));
    assert_eq!(split("1/1"), "5 records of 2 files: 2 valid, 3 rejected");
    world.file("logs/b.jsonl", clean().repeat(3));
    let grown = split("2/2");
    assert!(grown.starts_with("3 records of 1 file: 3 valid, 0 rejected; shard 2/2 of inputs "), "{grown}");
    assert!(!grown.ends_with(inputs), "{grown}");
}

#[test]
fn shards_share_output_directories() {
    let world = readable();
    let split =
        ["split", "logs", "--valid", "one/good/", "--invalid", "one/bad/", "--foreign", "one/foreign/"];
    assert_eq!(run(&world, &split).code, 1);
    assert_eq!(run(&world, &["redact", "logs", "--output", "one/fixtures/"]).code, 0);
    let one = files(&world, "one");
    assert!(one.contains_key("good/a.jsonl") && one.contains_key("good/stored.jsonl.gz"), "{:?}", one.keys());
    for of in [1, 3, 17] {
        let place = |side: &str| format!("{of}/{side}/");
        for number in 1..=of {
            let shard = format!("{number}/{of}");
            let to = [place("good"), place("bad"), place("foreign"), place("fixtures")];
            let [good, bad, foreign, fixtures] = &to;
            let outputs = ["--valid", good, "--invalid", bad, "--foreign", foreign];
            let ran = run(&world, &[&["split", "logs", "--shard", &shard], &outputs[..]].concat());
            assert!(ran.code <= 1, "{}", ran.stderr);
            let ran = run(&world, &["redact", "logs", "--shard", &shard, "--output", fixtures]);
            assert_eq!(ran.code, 0, "{}", ran.stderr);
        }
        let all = files(&world, &of.to_string());
        assert_eq!(all.keys().collect::<Vec<_>>(), one.keys().collect::<Vec<_>>(), "{of}");
        for (name, bytes) in &one {
            assert!(all[name] == *bytes, "{name} of {of}");
        }
    }
}

/// A shard without its last file is one that is missing; the others stay, and it can be split again.
#[test]
fn an_unreadable_input_leaves_the_other_shards() {
    let world = nasty();
    let split = |number: u32| {
        let (shard, good, bad) = (format!("{number}/8"), format!("good-{number}"), format!("bad-{number}"));
        let code =
            run(&world, &["split", "logs", "--shard", &shard, "--valid", &good, "--invalid", &bad]).code;
        (code, world.path(&good).exists())
    };
    let ended: Vec<_> = (1..=8).map(split).collect();
    let failed: Vec<_> = ended.iter().filter(|(code, _)| *code == 2).collect();
    assert_eq!(failed, [&(2, false)]);
    assert!(ended.iter().all(|(code, exists)| *code == 2 || *exists), "{ended:?}");
    fs::remove_file(world.path("logs/gone.jsonl.gz")).unwrap();
    world.file("logs/gone.jsonl.gz", []);
    let number = ended.iter().position(|(code, _)| *code == 2).unwrap() + 1;
    assert!(split(u32::try_from(number).unwrap()).1);
}

#[test]
fn no_shard_writes_what_another_one_may_write() {
    let world = readable();
    let (good, bad) = (["--valid", "good.jsonl"], ["--invalid", "bad.jsonl"]);
    world.file("there.jsonl", "other\n");
    world.file("known.json", "{\"version\":3,\"findings\":[]}");
    world.file("clash/x.json", format!("[{}]", clean().trim_end()));
    world.file("clash/x.ndjson", format!("[{}]", clean().trim_end()));
    for (args, says) in [
        (
            &["logs", "--valid", "there.jsonl", "--invalid", "bad.jsonl"][..],
            "`there.jsonl` exists, and may have the records of another shard; remove it, or name another file",
        ),
        (
            &["logs", good[0], good[1], bad[0], bad[1], "--findings", "there.jsonl"],
            "`there.jsonl` exists, and may have the records of another shard; remove it, or name another file",
        ),
        (
            &["logs", "--valid", "logs/good.jsonl", "--invalid", "bad.jsonl"],
            "`logs/good.jsonl` lies in a directory of inputs, where other shards would read it; name a place outside",
        ),
        (
            &["logs/*.jsonl", "--valid", "good.jsonl", "--invalid", "logs/below/"],
            "`logs/below/` lies in a directory of inputs, where other shards would read it; name a place outside",
        ),
        (
            &["logs", good[0], good[1], bad[0], bad[1], "--append"],
            "with `--append`, two shards could write to the same file; give each shard its own outputs",
        ),
        (
            &["logs", good[0], good[1], bad[0], bad[1], "--baseline", "known.json"],
            "a baseline counts its findings over all inputs, and a shard has a part of them; split without it",
        ),
        (
            &["logs", good[0], good[1], bad[0], bad[1], "--min-records", "1"],
            "gates count the records of all inputs, and a shard has a part of them; pass `--allow-empty`",
        ),
        (
            &["logs", good[0], good[1], bad[0], bad[1], "--since", "7d"],
            "`--since` and `--until` need a time or a day with `--shard`: a duration ends at another time in each shard",
        ),
        (
            &["-", good[0], good[1], bad[0], bad[1]],
            "standard input and pipes cannot be divided among shards; name files",
        ),
        (
            &["clash", "--valid", "good/", "--invalid", "bad/"],
            "`clash/x.json` and `clash/x.ndjson` could both be written to `x.jsonl` in the output directory, by different \
             shards; split them one after the other, into different directories",
        ),
    ] {
        let ran = run(&world, &[&["split", "--shard", "1/2"], args].concat());
        assert_eq!((ran.code, ran.stderr.trim_end()), (2, format!("error: {says}").as_str()), "{args:?}");
        for path in ["good.jsonl", "bad.jsonl", "logs/good.jsonl", "good", "bad"] {
            assert!(!world.path(path).exists(), "{args:?}: {path}");
        }
        assert_eq!(fs::read(world.path("there.jsonl")).unwrap(), b"other\n");
    }
    // One shard of one is a run.
    let ran =
        run(&world, &["split", "logs", "--shard", "1/1", "--valid", "there.jsonl", "--invalid", "bad.jsonl"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
}

#[test]
fn redacting_shards_needs_their_key() {
    let world = readable();
    let redact = |shard: &str, output: &str| {
        let ran = world.run(&["redact", "logs", "--shard", shard, "--output", output]);
        (ran.code, ran.stderr)
    };
    let says = "error: equal values have equal stand-ins in all shards only with the same key; set `ACSLINT_REDACT_KEY`\n";
    assert_eq!(redact("2/3", "fixtures/"), (2, says.to_owned()));
    assert!(!world.path("fixtures").exists());
    assert_eq!(redact("1/1", "fixtures/").0, 0);
    let ran = run(&world, &["redact", "logs", "--shard", "2/3", "--output", "logs/fixtures/"]);
    let says = "error: `logs/fixtures/` lies in a directory of inputs, where other shards would read it; name a place outside\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (2, says));
    let ran = run(&world, &["redact", "-", "--shard", "1/2", "--output", "-"]);
    let says = "error: standard input and pipes cannot be divided among shards; name files\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (2, says));
}
