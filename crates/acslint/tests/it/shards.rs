//! Shards: the merged reports are those of one run, byte for byte, and nothing that does not belong together is merged.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::run::{CLEAN, Ran, World, wrong};

/// Formats of reports.
const FORMATS: [&str; 13] = [
    "azure", "concise", "github", "gitlab", "grouped", "html", "human", "json", "jsonl", "junit", "markdown",
    "rdjson", "sarif",
];

pub(crate) fn clean() -> String {
    format!("{CLEAN}\n")
}

/// Files in which much is wrong: in lines, arrays, compressed, broken across every cut, and without an end.
pub(crate) fn nasty() -> World {
    let world = World::new();
    let lines = [
        clean(),
        wrong(),
        "\r\n".to_owned(),
        clean().replace('\n', "\r\n"),
        "{\"cut\": \n".to_owned(),
        format!("{CLEAN} {CLEAN}\n"),
        wrong()[..90].to_owned() + "\n",
        "{\n  \"category\": \"Usage\"\n}\n".to_owned(),
        wrong().replace("Quantity", "Qu\u{e4}ntity"),
        format!("2024-06-18 INFO {CLEAN}\n"),
        wrong()[..90].to_owned() + "\n",
        "{\"time\":\"2023-06-30T12:00:00Z\",\"resourceId\":\"/SUBSCRIPTIONS/S/RESOURCEGROUPS/R/PROVIDERS/MICROSOFT.KEYVAULT/VAULTS/V\",\"category\":\"AuditEvent\",\"operationName\":\"VaultGet\"}\n".to_owned(),
    ];
    let head = format!("{}{}", wrong(), clean());
    world.file("logs/a.jsonl", head.clone() + &lines.concat().repeat(9));
    world.file("logs/b.json", format!("[{},\n{}]", CLEAN, wrong().trim_end()));
    world.file(
        "logs/c.jsonl",
        [head.as_bytes(), b"{\"a\": \"\xFF\xFE\"}\n", clean().repeat(20).as_bytes()].concat(),
    );
    world.file(
        "logs/d.json",
        format!("{head}{head}[\n{},\n{},\n", CLEAN, wrong().trim_end().to_owned() + &",\n".repeat(3))
            .repeat(2),
    );
    world.file("logs/empty.jsonl", "");
    world.file("logs/gone.jsonl.gz", [0x1F, 0x8B, 8, 0, 0]);
    world.file(
        "logs/schema.json",
        r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}"#,
    );
    // Compressed bytes that hold the lines as they are.
    let mut stored = GzEncoder::new(Vec::new(), Compression::none());
    stored.write_all(wrong().repeat(20).as_bytes()).unwrap();
    world.file("logs/stored.jsonl.gz", stored.finish().unwrap());
    world.file("logs/.hidden.json", "{}");
    world.file(
        "acslint.toml",
        "[[suppress]]\nrule = \"unknown-field\"\nreason = \"known\"\n\n[[overrides]]\npaths = [\"logs/c.jsonl\"]\nlevels = { wrong-type = \"warning\" }\n",
    );
    world
}

pub(crate) fn run(world: &World, args: &[&str]) -> Ran {
    let output = world.command(args).env("ACSLINT_REDACT_KEY", "key").output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Checks the shards of a run, and returns the names of their reports.
pub(crate) fn check(world: &World, of: u32, args: &[&str]) -> Vec<String> {
    let report = |number: u32| {
        let (shard, output) = (format!("{number}/{of}"), format!("shard-{number}-{of}.json"));
        let all = [&["check", "logs", "--shard", &shard, "--output", &output, "--piece-size", "500"], args]
            .concat();
        let ran = run(world, &all);
        assert!(Path::new(&world.path(&output)).exists(), "{}", ran.stderr);
        output
    };
    (1..=of).map(report).collect()
}

pub(crate) fn merge(world: &World, reports: &[String], args: &[&str]) -> Ran {
    let reports: Vec<&str> = reports.iter().map(String::as_str).collect();
    run(world, &[&["merge"], &reports[..], args].concat())
}

/// Removes the time that a run took, which only some formats show.
pub(crate) fn without_times(text: &str) -> String {
    let times = regex::Regex::new(r#"time="[0-9.]+"|took [^\n]*"#).unwrap();
    times.replace_all(text, "TIME").into_owned()
}

#[test]
fn a_merged_report_is_that_of_one_run_in_every_format() {
    let world = nasty();
    let of_one_run = FORMATS.map(|format| run(&world, &["check", "logs", "--format", format]));
    for of in [1, 3, 17] {
        let reports = check(&world, of, &["--contents"]);
        for (format, whole) in FORMATS.iter().zip(&of_one_run) {
            let merged = merge(&world, &reports, &["--format", format]);
            assert_eq!(without_times(&merged.stdout), without_times(&whole.stdout), "{format} of {of}");
            assert_eq!((merged.code, &merged.stderr), (whole.code, &whole.stderr), "{format} of {of}");
        }
    }
}

/// Adds records of many hours and resources, also in the folders of an export, with defects in some.
fn with_hours_and_resources(world: World) -> World {
    let sample = ["sample", "--count", "300", "--seed", "1", "--defects", "5%", "--labels", "labels.jsonl"];
    let sample = run(&world, &sample).stdout;
    world.file("logs/sample.jsonl", &sample);
    for hour in ["11", "12", "13"] {
        let name = format!("logs/y=2023/m=06/d=30/h={hour}/m=00/PT1H.json");
        world.file(&name, (clean() + &wrong()).replace("T12:", &format!("T{hour}:")));
    }
    world
}

#[test]
fn windows_and_dimensions_of_shards_are_those_of_one_run() {
    let world = with_hours_and_resources(nasty());
    let windows = [
        &[][..],
        &["--since", "2023-06-30T12:00:00Z"],
        &["--since", "2023-06-30T11:30:00Z", "--until", "2023-06-30T12:30:00Z"],
    ];
    for by in ["hour", "day", "resource", "file"] {
        for window in windows {
            let args = [&["--by", by], window].concat();
            let formats = ["human", "markdown", "json"];
            let of_one_run = formats
                .map(|format| run(&world, &[&["check", "logs", "--format", format], &args[..]].concat()));
            let json: Value = serde_json::from_str(&of_one_run[2].stdout).unwrap();
            assert!(json["summary"]["by"]["rows"].as_array().unwrap().len() > 1, "{by} {window:?}");
            assert_eq!(json["summary"]["unselected"].is_u64(), !window.is_empty(), "{by} {window:?}");
            for of in [1, 3, 17] {
                let reports = check(&world, of, &args);
                for (format, whole) in formats.iter().zip(&of_one_run) {
                    let merged = merge(&world, &reports, &["--format", format, "--by", by]);
                    let what = format!("{format} of {of} by {by} in {window:?}");
                    assert_eq!(without_times(&merged.stdout), without_times(&whole.stdout), "{what}");
                    assert_eq!((merged.code, &merged.stderr), (whole.code, &whole.stderr), "{what}");
                }
            }
        }
    }
}

/// Bytes that are read again are selected and counted as those of the shards.
#[test]
fn windows_and_dimensions_hold_where_bytes_are_read_again() {
    let world = World::new();
    let later = clean().replace("T12:", "T13:");
    let several = "{\n\"a\": [\n{\"b\": 1}\n]}\n".to_owned() + &later + &clean();
    world.file("logs/a.jsonl", wrong().repeat(10) + &several.repeat(40));
    for by in ["hour", "file"] {
        let args = ["--by", by, "--since", "2023-06-30T12:30:00Z"];
        let reports = check(&world, 30, &args);
        let whole = run(&world, &[&["check", "logs", "--format", "json"], &args[..]].concat());
        assert!(whole.stdout.contains("\"unselected\":50"), "{}", whole.stdout);
        assert_eq!(merge(&world, &reports, &["--format", "json"]).stdout, whole.stdout);
        fs::remove_file(world.path("logs/a.jsonl")).unwrap();
        assert_eq!(merge(&world, &reports, &[]).code, 2, "nothing had to be read again");
        world.file("logs/a.jsonl", wrong().repeat(10) + &several.repeat(40));
    }
}

#[test]
fn shards_of_other_windows_and_dimensions_are_refused() {
    let world = nasty();
    let reports = check(&world, 2, &["--by", "hour", "--since", "2023-06-30"]);
    for (args, says) in [
        (&["--by", "day", "--since", "2023-06-30"][..], "the options differ"),
        (&["--by", "hour", "--since", "2023-07-01"], "the options differ"),
        (&["--by", "hour"], "the options differ"),
    ] {
        let shard = ["check", "logs", "--shard", "2/2", "--output", "other.json", "--piece-size", "500"];
        run(&world, &[&shard, args].concat());
        let ran = merge(&world, &[reports[0].clone(), "other.json".to_owned()], &[]);
        let says = format!("error: `shard-1-2.json` and `other.json` are shards of different runs: {says}");
        assert_eq!(
            (ran.code, ran.stdout.as_str(), ran.stderr.trim_end()),
            (2, "", says.as_str()),
            "{args:?}"
        );
    }
    let ran = merge(&world, &reports, &["--by", "resource"]);
    let says = "error: the shards do not count by resource; check them with `--by resource`";
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.trim_end()), (2, "", says));
}

#[test]
fn large_files_are_cut_and_each_shard_has_its_share() {
    let world = World::new();
    world.file("logs/a.jsonl", wrong().repeat(100));
    let reports = check(&world, 4, &[]);
    let records: Vec<u64> = reports
        .iter()
        .map(|report| {
            let report: Value = serde_json::from_slice(&fs::read(world.path(report)).unwrap()).unwrap();
            report["summary"]["records"].as_u64().unwrap()
        })
        .collect();
    assert_eq!(records, [25, 25, 25, 25]);
}

#[test]
fn verdicts_baselines_and_limits_are_those_of_the_merge() {
    let world = nasty();
    fs::remove_file(world.path("logs/gone.jsonl.gz")).unwrap();
    let reports = check(&world, 5, &[]);
    for args in [
        &["--min-records", "Usage=1"][..],
        &["--min-records", "100000"],
        &["--fail-on", "never"],
        &["--max-findings", "3", "--format", "json"],
        &["--require-category", "CallSummary", "--format", "human"],
        &["--write-baseline", "known.json"],
        &["--baseline", "known.json", "--format", "json"],
    ] {
        let whole = run(&world, &[&["check", "logs"], args].concat());
        let baseline = fs::read(world.path("known.json")).ok();
        let merged = merge(&world, &reports, args);
        assert_eq!(without_times(&merged.stdout), without_times(&whole.stdout), "{args:?}");
        assert_eq!((merged.code, merged.stderr), (whole.code, whole.stderr), "{args:?}");
        assert_eq!(fs::read(world.path("known.json")).ok(), baseline, "{args:?}");
    }
}

#[test]
fn shards_that_do_not_belong_together_are_refused() {
    let world = nasty();
    let reports = check(&world, 3, &[]);
    let refused = |reports: &[&String], says: &str| {
        let reports: Vec<String> = reports.iter().map(|report| (*report).clone()).collect();
        let ran = merge(&world, &reports, &[]);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.trim_end()), (2, "", says));
    };
    let [one, two, three] = &reports[..] else { panic!() };
    refused(&[one, three], "error: a shard is missing: 2/3");
    refused(&[two], "error: shards are missing: 1/3, 3/3");
    refused(
        &[one, two, three, two],
        "error: `shard-2-3.json` and `shard-2-3.json` are reports of the same shard, 2/3",
    );
    let four = check(&world, 4, &[]).remove(3);
    refused(
        &[one, two, three, &four],
        "error: `shard-1-3.json` and `shard-4-4.json` are shards of different runs: the numbers of shards differ",
    );
    let strict = "strict.json".to_owned();
    run(&world, &["check", "logs", "--shard", "3/3", "--strict", "--piece-size", "500", "--output", &strict]);
    refused(
        &[one, two, &strict],
        "error: `shard-1-3.json` and `strict.json` are shards of different runs: the options differ",
    );
    world.file("logs/new.jsonl", clean());
    let grown = "grown.json".to_owned();
    run(&world, &["check", "logs", "--shard", "3/3", "--piece-size", "500", "--output", &grown]);
    refused(
        &[one, two, &grown],
        "error: `shard-1-3.json` and `grown.json` are shards of different runs: the inputs differ",
    );
    let other = fs::read_to_string(world.path(three)).unwrap().replace("\"acslint\":\"", "\"acslint\":\"9");
    world.file("version.json", other);
    let ran = merge(&world, &[one.clone(), two.clone(), "version.json".to_owned()], &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: `version.json` was written by acslint 9"), "{}", ran.stderr);
    world.file("acslint.toml", "fail-on = \"never\"\n");
    refused(
        &[one, two, three],
        "error: the configuration is not that of the shards; merge with the files and with the `--config` that they were checked with",
    );
    world.file("report.json", "{\"version\":1,\"findings\":[],\"groups\":[],\"summary\":{}}");
    refused(
        &[&"report.json".to_owned()],
        "error: `report.json` is not the report of a shard: it has no object `shard`",
    );
    let html = merge(&world, &reports, &["--no-config", "--format", "html"]);
    assert_eq!(
        html.stderr.trim_end(),
        "error: the format `html` shows the contents of clean records; check the shards with `--contents`"
    );
}

#[test]
fn options_of_the_merge_are_refused_for_a_shard_and_the_other_way_round() {
    let world = nasty();
    for (args, says) in [
        (
            &["--baseline", "known.json"][..],
            "a baseline applies to all shards together; pass it to `acslint merge`",
        ),
        (&["--min-records", "1"], "gates apply to all shards together; pass them to `acslint merge`"),
        (&["--fail-on", "info"], "`--fail-on` applies to all shards together; pass it to `acslint merge`"),
        (&["--format", "sarif"], "the report of a shard is JSON; pass other formats to `acslint merge`"),
        (
            &["--since", "7d"],
            "`--since` and `--until` need a time or a day with `--shard`: a duration ends at another time in each shard",
        ),
        (&["-"], "standard input cannot be cut into shards; name files"),
    ] {
        let ran = run(&world, &[&["check", "logs", "--shard", "1/2"], args].concat());
        assert_eq!((ran.code, ran.stderr.trim_end()), (2, format!("error: {says}").as_str()), "{args:?}");
    }
    let ran = merge(&world, &check(&world, 1, &[]), &["--level", "wrong-type=info"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("the option '--level' of `acslint check` means nothing for `acslint merge`"));
}

/// A record over several lines at a cut needs the file again; where it is gone, nothing is guessed.
#[test]
fn what_a_shard_cannot_know_is_read_again() {
    let world = World::new();
    let open = format!("{}[\n{}", wrong().repeat(10), format!("{},\n", wrong().trim_end()).repeat(20));
    world.file("logs/a.jsonl", &open);
    let reports = check(&world, 3, &[]);
    let whole = run(&world, &["check", "logs", "--format", "json"]);
    assert_eq!(merge(&world, &reports, &["--format", "json"]).stdout, whole.stdout);

    let several = "{\n\"a\": [\n{\"b\": 1}\n]}\n";
    world.file("logs/a.jsonl", wrong().repeat(10) + &several.repeat(60));
    let reports = check(&world, 30, &[]);
    let whole = run(&world, &["check", "logs", "--format", "json"]);
    assert_eq!(merge(&world, &reports, &["--format", "json"]).stdout, whole.stdout);
    world.file("logs/a.jsonl", "{}\n");
    let ran = merge(&world, &reports, &["--format", "json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert_eq!(
        ran.stderr.trim_end(),
        "error: a shard of `logs/a.jsonl` does not begin between two records, and merging it needs the file: its size has changed"
    );
}

#[test]
fn the_report_of_a_shard_is_a_report() {
    let world = nasty();
    let reports = check(&world, 2, &[]);
    fs::copy(world.path(&reports[0]), world.path("logs/report.json")).unwrap();
    let ran = run(&world, &["check", "logs/report.json"]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    // It may replace another report, and not the input of a merge.
    let ran = merge(&world, &reports, &["--output", "shard-1-2.json"]);
    assert_eq!(
        ran.stderr.trim_end(),
        "error: `shard-1-2.json` is an input; name another file for the output"
    );
}

#[test]
fn the_report_of_a_shard_follows_the_schema() {
    let world = nasty();
    let schema = include_str!("../../../../schemas/report.schema.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    for report in check(&world, 3, &[]) {
        let report: Value = serde_json::from_slice(&fs::read(world.path(&report)).unwrap()).unwrap();
        let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert!(report["shard"]["number"].is_u64());
    }
}

/// The reports of shards may lie among the inputs.
#[test]
fn reports_beside_the_inputs_are_no_inputs() {
    let world = World::new();
    world.file("a.jsonl", wrong().repeat(30));
    for shard in ["1/2", "2/2"] {
        let output = format!("{}.json", &shard[..1]);
        let ran = run(&world, &["check", "--shard", shard, "--output", &output, "--piece-size", "500"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    }
    let merged = run(&world, &["merge", "1.json", "2.json", "--format", "jsonl"]);
    let whole = run(&world, &["check", "a.jsonl", "--format", "jsonl"]);
    assert_eq!(merged.stdout, whole.stdout);
}
