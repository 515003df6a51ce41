//! Parquet: rows are records whose values have the types of the columns, and what cannot be read is named.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::World;

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/parquet").join(name)).unwrap()
}

/// A directory with a file of the test data.
fn world(name: &str) -> World {
    let world = World::new();
    world.file(name, fixture(name));
    world
}

fn report(world: &World, args: &[&str]) -> (i32, Value) {
    let ran = world.run(&[&["check", "--format", "json"], args].concat());
    let report = serde_json::from_str(&ran.stdout);
    (ran.code, report.unwrap_or_else(|error| panic!("{error}: {}", ran.stderr)))
}

/// Returns name and error of each input that could not be read.
fn unreadable(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let inputs = report["summary"]["unreadable"].as_array().unwrap().iter();
    inputs.map(|input| (text(&input["file"]), text(&input["error"]))).collect()
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_that_does_not_read_parquet_says_so() {
    let (code, found) = report(&world("clean.parquet"), &["clean.parquet"]);
    let message = "this build does not read Parquet: build it with `--features parquet`";
    assert_eq!((code, unreadable(&found)), (2, vec![("clean.parquet".to_owned(), message.to_owned())]));
}

/// Streams have no end to begin with, and members of archives are streams.
#[test]
fn parquet_in_streams_is_named() {
    let world = world("clean.parquet");
    let bytes = fixture("clean.parquet");
    let ran = world.run_with(&["check", "--format", "json", "-"], &bytes);
    let found: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((ran.code, &found["findings"][0]["rule"]), (1, &json!("invalid-encoding")));
    assert_eq!(found["findings"][0]["message"], "the input is a Parquet file, not JSON text");
    let help = "pass the file itself: Parquet is not read from archives, compressed data and standard input";
    assert_eq!(found["findings"][0]["help"], help);
    world.file("clean.parquet.zst", zstd::encode_all(&bytes[..], 1).unwrap());
    let (code, found) = report(&world, &["clean.parquet.zst"]);
    assert_eq!((code, &found["findings"][0]["help"]), (1, &json!(help)));
}

#[cfg(feature = "parquet")]
mod read {
    use super::*;

    /// Findings as text: rule, record, line, column and cell.
    fn findings(report: &Value) -> Vec<String> {
        let text = |found: &Value| {
            let Value::Object(of) = found else { panic!("{found}") };
            for (key, value) in [("byte_offset", 0), ("byte_length", 0), ("column", 1), ("end_column", 1)] {
                assert_eq!(of[key], value, "{found}");
            }
            assert_eq!((&of["fix"], &of["line"]), (&Value::Null, &of["end_line"]));
            assert!(of["cell"].is_null() || of["cell"]["row"] == of["line"], "{found}");
            format!(
                "{} {}: {}[{}] {} ({})",
                of["record"],
                of["line"],
                of["level"].as_str().unwrap(),
                of["rule"].as_str().unwrap(),
                of["message"].as_str().unwrap(),
                of["cell"]["column"]
            )
        };
        report["findings"].as_array().unwrap().iter().map(text).collect()
    }

    #[track_caller]
    fn finds(name: &str, records: u64, expected: &[&str]) {
        let world = world(name);
        for threads in ["1", "4"] {
            let (_, found) = report(&world, &[name, "--threads", threads]);
            assert_eq!(findings(&found), expected);
            assert_eq!((unreadable(&found), &found["summary"]["records"]), (Vec::new(), &json!(records)));
            assert_eq!(found["summary"]["bytes"], fixture(name).len());
        }
    }

    #[test]
    fn a_clean_file_has_no_findings() {
        finds("clean.parquet", 3, &[]);
        finds("empty.parquet", 0, &["0 1: warning[empty-input] the input is empty (null)"]);
        finds("int96.parquet", 1, &[]);
    }

    #[test]
    fn findings_name_row_and_column() {
        finds(
            "defects.parquet",
            5,
            &[
                "2 2: error[wrong-type] `Quantity` is null, but is required (\"Quantity\")",
                "4 4: warning[end-before-start] `EndTime` is before `StartTime` (\"EndTime\")",
            ],
        );
    }

    #[test]
    fn types_of_columns_are_those_of_the_values() {
        finds(
            "wrong-types.parquet",
            1,
            &[
                "1 1: error[invalid-format] `TimeGenerated` has no time zone (\"TimeGenerated\")",
                "1 1: error[wrong-type] `Quantity` is a string, but must be a number (\"Quantity\")",
            ],
        );
        finds(
            "nested.parquet",
            3,
            &[
                "1 1: warning[unknown-field] unknown field `more` (\"properties\")",
                "1 1: warning[unknown-field] unknown field `pairs` (\"properties\")",
            ],
        );
        let (_, found) = report(&world("unknown-column.parquet"), &["unknown-column.parquet"]);
        let last = "1 1: warning[unknown-field] unknown field `Colour` (\"Colour\")";
        assert_eq!(findings(&found).last().map(String::as_str), Some(last));
        let none =
            "1 1: error[missing-category] no `category`: not a log record, or its category is missing (null)";
        finds("no-category.parquet", 1, &[none]);
    }

    /// The crate has no text for bytes that are none; the check has.
    #[test]
    fn text_that_is_not_utf_8_is_found_in_its_cell() {
        let (_, found) = report(&world("kinds.parquet"), &["kinds.parquet"]);
        let expected = "1 1: error[invalid-encoding] byte 0xFF is not UTF-8 (null)";
        assert!(findings(&found).iter().any(|found| found == expected), "{:?}", findings(&found));
    }

    /// The column has wrappers: the row is not the record.
    #[test]
    fn records_inside_of_a_cell_are_in_its_row() {
        finds(
            "capture.parquet",
            2,
            &[
                "1 1: error[invalid-format] `time` is not a time (null)",
                "2 2: error[invalid-format] `time` is not a time (null)",
            ],
        );
    }

    #[test]
    fn people_see_row_and_column() {
        let world = world("defects.parquet");
        let ran = world.run(&["check", "defects.parquet", "--color", "never"]);
        assert!(ran.stdout.contains("row 2, column Quantity of defects.parquet:2:1"), "{}", ran.stdout);
    }

    #[test]
    fn what_cannot_be_read_is_unreadable() {
        for (name, error) in [
            ("brotli.parquet", "the column `TimeGenerated` is compressed with Brotli, which is not read"),
            ("encrypted.parquet", "the file is encrypted"),
        ] {
            let (code, found) = report(&world(name), &[name]);
            let message = format!("cannot read the Parquet file: {error}");
            assert_eq!((code, unreadable(&found)), (2, vec![(name.to_owned(), message)]));
        }
        let world = World::new();
        let whole = fixture("defects.parquet");
        world.file("cut.parquet", &whole[..whole.len() / 2]);
        let (code, found) = report(&world, &["cut.parquet"]);
        assert_eq!((code, &found["summary"]["records"]), (2, &json!(0)));
        let message = "cannot read the Parquet file: the file is cut off: it does not end with `PAR1`";
        assert_eq!(unreadable(&found)[0].1, message);
        // The rows before the damage count.
        let mut damaged = whole.clone();
        let last = damaged.windows(4).rposition(|bytes| bytes == b"\x28\xB5\x2F\xFD").unwrap();
        damaged[last] = 0;
        world.file("damaged.parquet", damaged);
        let (code, found) = report(&world, &["damaged.parquet"]);
        assert_eq!((code, &found["summary"]["records"]), (2, &json!(4)));
        assert_eq!(findings(&found).len(), 2);
        assert!(unreadable(&found)[0].1.starts_with("cannot read the Parquet file behind row 4: "));
    }

    #[test]
    fn limits_of_decompression_are_those_of_the_text() {
        let world = world("clean.parquet");
        let (code, found) = report(&world, &["clean.parquet", "--max-decompressed", "1kB"]);
        let message = "the Parquet file holds more than 1.0 kB, the most that `--max-decompressed` allows";
        assert_eq!((code, unreadable(&found)[0].1.as_str()), (2, message));
        let (code, _) = report(&world, &["clean.parquet", "--max-ratio", "1"]);
        assert_eq!(code, 0, "the ratio counts from a megabyte on");
        // A few bytes can make any number of rows.
        world.file("bomb.parquet", fixture("bomb.parquet"));
        let (code, found) = report(&world, &["bomb.parquet", "--max-findings", "1"]);
        let message = "the Parquet file holds more than 1,000 bytes for each byte of it, the most that `--max-ratio` allows";
        assert_eq!((code, unreadable(&found)[0].1.as_str()), (2, message));
    }

    #[test]
    fn a_directory_has_the_files_that_it_includes() {
        let world = World::new();
        world.file("logs/clean.parquet", fixture("clean.parquet"));
        world.file("logs/a.json", crate::run::CLEAN);
        let (code, found) = report(&world, &["logs"]);
        assert_eq!((code, &found["summary"]["files"]), (0, &json!(1)));
        assert_eq!(found["summary"]["unread"]["extensions"][".parquet"], 1, "{}", found["summary"]);
        world.file("acslint.toml", "include = [\"*.parquet\", \"*.json\"]\n");
        let (code, found) = report(&world, &["logs"]);
        assert_eq!(
            (code, &found["summary"]["files"], &found["summary"]["records"]),
            (0, &json!(2), &json!(4))
        );
    }

    #[test]
    fn a_split_writes_json_lines() {
        let world = World::new();
        world.file("in/defects.parquet", fixture("defects.parquet"));
        let ran = world.run(&["split", "in/defects.parquet", "--valid", "valid/", "--invalid", "invalid/"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        let lines = |path: &str| -> Vec<Value> {
            let text = fs::read_to_string(world.path(path)).unwrap();
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
        };
        let valid = lines("valid/defects.parquet.jsonl");
        assert_eq!(valid.len(), 4);
        assert_eq!(valid[0]["TimeGenerated"], "2024-06-18T13:27:58.12Z");
        let invalid = lines("invalid/defects.parquet.jsonl");
        assert_eq!((invalid.len(), &invalid[0]["Quantity"]), (1, &Value::Null));
    }

    #[test]
    fn what_rewrites_an_input_refuses_rows() {
        let world = world("clean.parquet");
        for (args, done) in [
            (&["fix", "clean.parquet"][..], "fixed"),
            (&["redact", "clean.parquet", "--output", "out.jsonl"], "redacted"),
        ] {
            let ran = world.run(args);
            let refusal = format!(
                "error: clean.parquet: rows of Parquet cannot be {done}; make JSON Lines of them with `acslint split`\n"
            );
            assert!(ran.code == 2 && ran.stderr.starts_with(&refusal), "{}", ran.stderr);
        }
        assert_eq!(fs::read(world.path("clean.parquet")).unwrap(), fixture("clean.parquet"));
    }

    /// Rows are not lines of the file, so that a file is one split.
    #[test]
    fn shards_are_whole_files_and_merge_to_the_same_report() {
        let world = World::new();
        let names = ["defects.parquet", "clean.parquet", "wrong-types.parquet"];
        for name in names {
            world.file(name, fixture(name));
        }
        let (_, whole) = report(&world, &names);
        for shard in ["1", "2", "3", "4"] {
            let of = format!("{shard}/4");
            let args = ["check", "--shard", &of, "--format", "json", "--output", shard];
            assert!(world.run(&[&args[..], &names].concat()).code < 2);
        }
        let merged = world.run(&["merge", "1", "2", "3", "4", "--format", "json"]);
        let merged: Value =
            serde_json::from_str(&merged.stdout).unwrap_or_else(|_| panic!("{}", merged.stderr));
        assert_eq!(merged["findings"], whole["findings"]);
        assert_eq!(merged["summary"]["records"], whole["summary"]["records"]);
    }

    #[test]
    fn statistics_and_drafts_read_rows() {
        let world = world("clean.parquet");
        let ran = world.run(&["stats", "clean.parquet", "--format", "json"]);
        let stats: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!((&stats["total"], &stats["statistics"][0]["category"]), (&json!(3), &json!("Usage")));
    }
}
