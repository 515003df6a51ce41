//! `acslint fix`: only the edits change, files are replaced whole, and a second run finds nothing to do.

use std::fs;
use std::io::{Read, Write};

use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::clashes::tree;
use crate::run::{CLEAN, Ran, World, wrong};

fn clean() -> String {
    format!("{CLEAN}\n")
}

/// A record with a key that is close to a known one.
fn guessed() -> String {
    CLEAN.replace("\"UnitType\"", "\"UnitTyp\"") + "\n"
}

fn text(world: &World, path: &str) -> String {
    fs::read_to_string(world.path(path)).unwrap()
}

#[track_caller]
fn says(ran: &Ran, code: i32, summary: &str) {
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.trim_end()), (code, "", summary));
}

#[test]
fn files_are_fixed_in_their_place_and_once() {
    let world = World::new();
    world.file("logs/a.jsonl", clean() + &wrong() + &guessed()).file("logs/b.jsonl", clean());
    let before = fs::metadata(world.path("logs/b.jsonl")).unwrap().modified().unwrap();
    let ran = world.run(&["fix", "logs"]);
    says(&ran, 0, "fixed 1 finding in 1 of 2 files; 2 left, 1 of them with a fix for `--unsafe`");
    assert_eq!(text(&world, "logs/a.jsonl"), clean() + &clean() + &guessed());
    assert_eq!(fs::metadata(world.path("logs/b.jsonl")).unwrap().modified().unwrap(), before);
    let after = tree(&world);
    let ran = world.run(&["fix", "logs"]);
    says(&ran, 0, "fixed 0 findings in 0 of 2 files; 2 left, 1 of them with a fix for `--unsafe`");
    assert_eq!(tree(&world), after);
    let ran = world.run(&["fix", "logs", "--unsafe"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(text(&world, "logs/a.jsonl"), clean().repeat(3));
    assert_eq!(world.run(&["check", "logs"]).code, 0);
}

#[test]
fn a_diff_and_a_check_change_nothing() {
    let world = World::new();
    world.file("a.jsonl", clean().repeat(4) + &wrong() + &clean().repeat(4));
    let before = tree(&world);
    let ran = world.run(&["fix", "--check", "a.jsonl"]);
    says(&ran, 1, "1 finding in 1 of 1 file can be fixed");
    let ran = world.run(&["fix", "--diff", "a.jsonl"]);
    let clean = format!(" {CLEAN}\n").repeat(3);
    let expected = format!("--- a.jsonl\n+++ a.jsonl\n@@ -2,7 +2,7 @@\n{clean}-{}+{CLEAN}\n{clean}", wrong());
    assert_eq!((ran.code, ran.stdout), (1, expected));
    assert_eq!(tree(&world), before);
    world.file("a.jsonl", CLEAN);
    says(&world.run(&["fix", "--check", "a.jsonl"]), 0, "0 findings in 0 of 1 file can be fixed");
    says(&world.run(&["fix", "--diff", "a.jsonl"]), 0, "0 findings in 0 of 1 file can be fixed");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let world = World::new();
    let ran = world.run_with(&["fix", "-", "-q"], (wrong() + &clean()).as_bytes());
    assert_eq!((ran.code, ran.stdout, ran.stderr), (0, clean().repeat(2), String::new()));
    let ran = world.run_with(&["fix", "--diff", "-"], wrong().as_bytes());
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.starts_with("--- <stdin>\n+++ <stdin>\n@@ -1 +1 @@\n"), "{}", ran.stdout);
}

#[test]
fn wrong_usage_is_told() {
    let world = World::new();
    world.file("a.jsonl", CLEAN);
    assert_eq!(world.run(&["fix"]).code, 2);
    let ran = world.run(&["check", "--fix", "a.jsonl"]);
    says(
        &ran,
        2,
        "error: `check` does not change files; run `acslint fix`, or `acslint fix --diff` to see the changes first",
    );
    let ran = world.run(&["fix", "absent.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.starts_with("error: absent.jsonl: No such file"), "{}", ran.stderr);
    world.file("utf16.json", [&[0xFF, 0xFE][..], &[b'{', 0, b'}', 0]].concat());
    let ran = world.run(&["fix", "utf16.json", "a.jsonl"]);
    assert_eq!(ran.code, 2);
    let expected = "error: utf16.json: UTF-16 text cannot be fixed; write it as UTF-8 first\n";
    assert!(ran.stderr.starts_with(expected), "{}", ran.stderr);
    world.file("rows.csv", "TimeGenerated,Category,Quantity,UsageType\n2024-06-18T13:27:58Z,Usage,+2,x\n");
    let ran = world.run(&["fix", "rows.csv"]);
    assert_eq!(ran.code, 2);
    let expected =
        "error: rows.csv: rows of CSV cannot be fixed; make JSON Lines of them with `acslint split`\n";
    assert!(ran.stderr.starts_with(expected), "{}", ran.stderr);
}

#[test]
fn check_says_how_many_findings_can_be_fixed() {
    let world = World::new();
    world.file("a.jsonl", wrong() + &guessed());
    let ran = world.run(&["check", "a.jsonl"]);
    assert!(
        ran.stdout.contains("\n  `acslint fix` can mend 1, and 1 more with `--unsafe`\n"),
        "{}",
        ran.stdout
    );
    world.run(&["fix", "a.jsonl", "--unsafe"]);
    assert!(!world.run(&["check", "a.jsonl"]).stdout.contains("acslint fix"));
}

#[test]
fn compressed_files_stay_compressed() {
    let world = World::new();
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let long = clean().repeat(4000);
    encoder.write_all((long.clone() + &wrong()).as_bytes()).unwrap();
    world.file("a.json.gz", encoder.finish().unwrap());
    world.file("b.json", zstd::encode_all(wrong().as_bytes(), 1).unwrap());
    says(&world.run(&["fix", "a.json.gz", "b.json"]), 0, "fixed 2 findings in 2 of 2 files");
    let mut fixed = String::new();
    MultiGzDecoder::new(&fs::read(world.path("a.json.gz")).unwrap()[..]).read_to_string(&mut fixed).unwrap();
    assert!(fixed == long + &clean());
    assert_eq!(zstd::decode_all(&fs::read(world.path("b.json")).unwrap()[..]).unwrap(), clean().as_bytes());
}

#[test]
fn only_the_bytes_of_the_edits_change() {
    let world = World::new();
    let input = format!(
        "\u{FEFF}[\r\n  {} ,\n\n\t{},\n  {CLEAN} // why\n,]\n",
        CLEAN.replace("\"Quantity\":1", "\"Quantity\" : '1'"),
        CLEAN.replace('}', ",}").replace("\":", "\" :  "),
    );
    world.file("a.json", &input);
    let ran = world.run(&["fix", "a.json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let expected = input.replace(": '1'", ": 1").replace(",}", "}").replace("// why\n,]", "\n]");
    assert_eq!(text(&world, "a.json"), expected);
    assert_eq!(world.run(&["check", "a.json"]).code, 0, "{expected}");
}

#[test]
fn suppressed_findings_are_left() {
    let world = World::new();
    world.file("acslint.toml", "[[suppress]]\nrule = \"wrong-type\"\nreason = \"wanted\"\n");
    world.file("a.jsonl", wrong());
    says(&world.run(&["fix", "a.jsonl"]), 0, "fixed 0 findings in 0 of 1 file");
    assert_eq!(text(&world, "a.jsonl"), wrong());
}

#[test]
fn rows_of_a_query_answer_are_fixed() {
    let world = World::new();
    let record: serde_json::Map<String, Value> = serde_json::from_str(CLEAN).unwrap();
    let columns: Vec<String> = record.keys().map(|name| format!("{{\"name\":\"{name}\"}}")).collect();
    let cells: Vec<String> = record.values().map(ToString::to_string).collect();
    let cells = cells.join(", ");
    let answer = |cells: &str| {
        format!(
            "{{\"tables\":[{{\"name\":\"T\",\"columns\":[{}],\"rows\":[[{cells}]]}}]}}",
            columns.join(",")
        )
    };
    world.file("answer.json", answer(&cells.replace("\"count\", 1", "\"count\", \"1\"")));
    says(&world.run(&["fix", "answer.json"]), 0, "fixed 1 finding in 1 of 1 file");
    assert_eq!(text(&world, "answer.json"), answer(&cells));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let world = World::new();
    world.file("there/a.jsonl", wrong());
    fs::set_permissions(world.path("there/a.jsonl"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("there/a.jsonl", world.path("link.jsonl")).unwrap();
    assert_eq!(world.run(&["fix", "link.jsonl"]).code, 0);
    assert!(world.path("link.jsonl").is_symlink());
    assert_eq!(text(&world, "there/a.jsonl"), clean());
    let mode = fs::metadata(world.path("there/a.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(tree(&world).len(), 2);
}
