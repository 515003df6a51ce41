//! Shards of `acslint stats`: the merged statistics are those of one run, byte for byte, and nothing is merged that does not
//! belong together.

use std::fs;

use serde_json::Value;

use crate::run::{CLEAN, Ran, World, wrong};
use crate::shards::{merge, nasty, run};

/// Adds a file with more values than statistics distinguish, hours with gaps, and numbers that a sloppy reader of JSON rounds.
fn with_values(world: World) -> World {
    let record = |number: usize| {
        let quantity = match number {
            200 => "31.245270191439438".to_owned(),
            201 => "121.48791951161945".to_owned(),
            _ => format!("{}.5", 40 + number % 60),
        };
        CLEAN
            .replace("\"1.0\"", &format!("\"1.{number}\""))
            .replace("\"Quantity\":1", &format!("\"Quantity\":{quantity}"))
            .replace("30T12:00", &format!("{:02}T{:02}:00", 1 + number % 28, number % 7))
            + "\n"
    };
    world.file("logs/values.jsonl", (0..300).map(record).collect::<String>());
    world
}

/// Describes the shards of a run, and returns the names of their files.
fn describe(world: &World, of: u32, args: &[&str]) -> Vec<String> {
    let shard = |number: u32| {
        let (shard, output) = (format!("{number}/{of}"), format!("stats-{number}-{of}.json"));
        let all = [&["stats", "logs", "--shard", &shard, "--output", &output, "--piece-size", "500"], args];
        let ran = run(world, &all.concat());
        assert!(world.path(&output).exists(), "{}", ran.stderr);
        output
    };
    (1..=of).map(shard).collect()
}

fn assert_same(merged: &Ran, whole: &Ran, what: &str) {
    assert_eq!(merged.stdout, whole.stdout, "{what}");
    assert_eq!((merged.code, &merged.stderr), (whole.code, &whole.stderr), "{what}");
}

#[test]
fn merged_statistics_are_those_of_one_run() {
    let world = with_values(nasty());
    for window in [&[][..], &["--since", "2023-06-05", "--until", "2023-06-30T12:00:00Z"]] {
        let whole = ["human", "json"]
            .map(|format| run(&world, &[&["stats", "logs", "--format", format], window].concat()));
        let json: Value = serde_json::from_str(&whole[1].stdout).unwrap();
        let of_usage =
            json["statistics"].as_array().unwrap().iter().find(|of| of["shape"] == "table").unwrap();
        let property = |name| {
            of_usage["properties"].as_array().unwrap().iter().find(|property| property["name"] == name)
        };
        assert_ne!(property("OperationVersion").unwrap()["other_values"], 0);
        if window.is_empty() {
            assert_eq!(property("Quantity").unwrap()["maximum"].to_string(), "121.48791951161945");
        }
        for of in [1, 3, 17] {
            let shards = describe(&world, of, window);
            for (format, whole) in ["human", "json"].iter().zip(&whole) {
                let merged = merge(&world, &shards, &["--format", format]);
                assert_same(&merged, whole, &format!("{format} of {of} in {window:?}"));
            }
        }
    }
}

#[test]
fn one_merge_writes_both_formats() {
    let world = with_values(World::new());
    let shards = describe(&world, 3, &[]);
    let merged = merge(&world, &shards, &["--format", "human", "--format", "json", "--output", "all.json"]);
    assert_same(&merged, &run(&world, &["stats", "logs"]), "human");
    let whole = run(&world, &["stats", "logs", "--format", "json"]).stdout;
    assert_eq!(fs::read_to_string(world.path("all.json")).unwrap(), whole);
}

#[test]
fn comparisons_and_gates_are_those_of_the_merge() {
    let world = with_values(nasty());
    fs::remove_file(world.path("logs/gone.jsonl.gz")).unwrap();
    let before = run(&world, &["stats", "logs/values.jsonl", "--format", "json"]).stdout;
    world.file("before.json", before);
    let shards = describe(&world, 4, &[]);
    for args in [
        &["--compare", "before.json"][..],
        &["--compare", "before.json", "--format", "json", "--fail-on", "info"],
        &["--min-coverage", "90%"],
    ] {
        let whole = run(&world, &[&["stats", "logs"], args].concat());
        assert_same(&merge(&world, &shards, args), &whole, &format!("{args:?}"));
        assert_eq!(
            whole.code,
            if args.contains(&"--min-coverage") { 3 } else { i32::from(args.contains(&"info")) }
        );
    }
    let config = fs::read_to_string(world.path("acslint.toml")).unwrap();
    world.file("acslint.toml", format!("min-records = {{ Usage = 100000 }}\n{config}"));
    let shards = describe(&world, 4, &[]);
    let whole = run(&world, &["stats", "logs"]);
    assert_eq!(whole.code, 3);
    assert_same(&merge(&world, &shards, &[]), &whole, "a gate of the configuration");
}

/// A record over several lines at a cut needs the file again; where it is gone, nothing is guessed.
#[test]
fn what_a_shard_cannot_know_is_read_again() {
    let world = World::new();
    let several = "{\n\"a\": [\n{\"b\": 1}\n]}\n";
    world.file("logs/a.jsonl", wrong().repeat(10) + &several.repeat(60));
    let shards = describe(&world, 30, &[]);
    let whole = run(&world, &["stats", "logs", "--format", "json"]);
    assert_same(&merge(&world, &shards, &["--format", "json"]), &whole, "several lines");
    world.file("logs/a.jsonl", "{}\n");
    let ran = merge(&world, &shards, &["--format", "json", "--output", "all.json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert_eq!(
        ran.stderr.trim_end(),
        "error: a shard of `logs/a.jsonl` does not begin between two records, and merging it needs the file: its size has changed"
    );
    assert!(!world.path("all.json").exists());
}

#[test]
fn shards_that_do_not_belong_together_are_refused() {
    let world = with_values(World::new());
    let shards = describe(&world, 3, &[]);
    run(&world, &["check", "logs", "--shard", "2/3", "--output", "check.json", "--piece-size", "500"]);
    run(&world, &["stats", "logs", "--shard", "2/3", "--output", "later.json", "--since", "2023-06-05"]);
    run(&world, &["stats", "logs", "--format", "json", "--output", "whole.json"]);
    for (reports, args, says) in [
        (&["stats-1-3.json", "stats-3-3.json"][..], &[][..], "a shard is missing: 2/3"),
        (
            &["stats-1-3.json", "stats-2-3.json", "stats-1-3.json"],
            &[],
            "`stats-1-3.json` and `stats-1-3.json` are reports of the same shard, 1/3",
        ),
        (
            &["stats-1-3.json", "check.json", "stats-3-3.json"],
            &[],
            "`stats-1-3.json` is a shard of `acslint stats`, and `check.json` one of `acslint check`; merge them apart",
        ),
        (
            &["stats-1-3.json", "later.json", "stats-3-3.json"],
            &[],
            "`stats-1-3.json` and `later.json` are shards of different runs: the options differ",
        ),
        (&["whole.json"], &[], "`whole.json` is not the report of a shard: it has no object `shard`"),
        (
            &["stats-1-3.json", "stats-2-3.json", "stats-3-3.json"],
            &["--format", "sarif"],
            "statistics have the formats `human` and `json`, and not `sarif`",
        ),
        (
            &["stats-1-3.json", "stats-2-3.json", "stats-3-3.json"],
            &["--baseline", "known.json"],
            "`--baseline` is about findings, and these are shards of `acslint stats`",
        ),
        (
            &["stats-1-3.json", "stats-2-3.json", "stats-3-3.json"],
            &["--fail-on", "info"],
            "`--fail-on` is about changes of statistics; pass `--compare` too",
        ),
        (
            &["stats-1-3.json", "stats-2-3.json", "stats-3-3.json"],
            &["--compare", "stats-1-3.json"],
            "cannot compare with `stats-1-3.json`: it has the statistics of one shard; merge all shards first",
        ),
    ] {
        let reports: Vec<String> = reports.iter().map(|report| (*report).to_owned()).collect();
        let ran = merge(&world, &reports, &[args, &["--output", "all.json"]].concat());
        assert_eq!(
            (ran.code, ran.stdout.as_str(), ran.stderr.trim_end()),
            (2, "", &*format!("error: {says}"))
        );
        assert!(!world.path("all.json").exists(), "{says}");
    }
    let output = merge(&world, &shards, &["--output", "stats-1-3.json"]);
    assert_eq!(
        output.stderr.trim_end(),
        "error: `stats-1-3.json` is an input; name another file for the output"
    );
    let of_check = crate::shards::check(&world, 1, &[]);
    let refused = merge(&world, &of_check, &["--min-coverage", "50%"]);
    assert_eq!(
        (refused.code, refused.stderr.trim_end()),
        (2, "error: `--min-coverage` is about statistics, and these are shards of `acslint check`")
    );
}

#[test]
fn options_of_the_merge_are_refused_for_a_shard() {
    let world = with_values(World::new());
    let of_merge = "`--compare`, `--fail-on` and `--min-coverage` are about all shards together; pass them to `acslint merge`";
    for (args, says) in [
        (&["--compare", "before.json"][..], of_merge),
        (&["--min-coverage", "50%"], of_merge),
        (&["--fail-on", "info"], of_merge),
        (
            &["--since", "7d"],
            "`--since` and `--until` need a time or a day with `--shard`: a duration ends at another time in each shard",
        ),
        (&["-"], "standard input cannot be cut into shards; name files"),
    ] {
        let ran = run(&world, &[&["stats", "logs", "--shard", "1/2"], args].concat());
        assert_eq!((ran.code, ran.stderr.trim_end()), (2, format!("error: {says}").as_str()), "{args:?}");
    }
}

#[test]
fn the_statistics_of_a_shard_follow_the_schema() {
    let world = with_values(nasty());
    let schema = include_str!("../../../../schemas/stats.schema.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    let mut records = 0;
    for shard in describe(&world, 3, &[]) {
        let shard: Value = serde_json::from_slice(&fs::read(world.path(&shard)).unwrap()).unwrap();
        let errors: Vec<String> = schema.iter_errors(&shard).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        records += shard["total"].as_u64().unwrap();
        assert_eq!(shard["shard"]["run"]["command"], "stats");
    }
    assert!(records >= 300, "{records}");
}

/// The files of shards may lie among the inputs, also where other shards are checked.
#[test]
fn files_of_shards_beside_the_inputs_are_no_inputs() {
    let world = World::new();
    world.file("a.jsonl", wrong().repeat(30));
    for command in ["stats", "check"] {
        for shard in ["1/2", "2/2"] {
            let output = format!("{command}-{}.json", &shard[..1]);
            let ran = run(&world, &[command, "--shard", shard, "--output", &output, "--piece-size", "500"]);
            assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
        }
    }
    let merged = run(&world, &["merge", "stats-1.json", "stats-2.json"]);
    assert_eq!(merged.stdout, run(&world, &["stats", "a.jsonl"]).stdout);
    let merged = run(&world, &["merge", "check-1.json", "check-2.json", "--format", "concise"]);
    assert_eq!(merged.code, 1, "{}", merged.stderr);
}
