//! The integrations for GitHub that run without it: the check step of `action.yml`, and the problem matcher.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use regex::Regex;
use serde_json::Value;
use xtask::Repository;

use crate::console::built;

/// A record with an error of `wrong-type` in line 1, column 293.
const WRONG: &str = "testdata/table/invalid/usage-quantity-in-quotes.jsonl";
/// A record with a warning.
const DOUBTFUL: &str = "testdata/resource-log/invalid/advanced-messaging-channel-misspelled.jsonl";
const CLEAN: &str = "testdata/table/valid/sms-of-a-workspace-export.jsonl";

/// A directory with the records in files with unusual names.
fn records() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let root = Repository::here();
    fs::create_dir(directory.path().join("with a space")).unwrap();
    for (from, to) in
        [(WRONG, "with a space/wrong: 1.jsonl"), (DOUBTFUL, "--doubtful.jsonl"), (CLEAN, "clean.jsonl")]
    {
        fs::copy(root.root().join(from), directory.path().join(to)).unwrap();
    }
    directory
}

/// Runs the step as GitHub does: with the default inputs of action.yml, except for these.
fn step(directory: &Path, inputs: &[(&str, &str)]) -> Output {
    step_of(directory, directory, inputs)
}

/// Runs the step in a working directory of a checkout.
fn step_of(checkout: &Path, directory: &Path, inputs: &[(&str, &str)]) -> Output {
    let script = Repository::here().root().join("integrations/github/check.sh");
    let defaults = ["FAIL_ON", "CONFIG", "BASELINE", "SARIF_FILE", "ARGS"];
    let mut bash = Command::new("bash");
    bash.arg(script).current_dir(directory).env("ACSLINT", built().join("acslint"));
    bash.env("GITHUB_WORKSPACE", checkout).env_remove("GITHUB_BASE_REF");
    bash.env("INPUT_PATHS", ".").env("INPUT_FORMAT", "github").env_remove("GITHUB_STEP_SUMMARY");
    bash.envs(defaults.map(|name| (format!("INPUT_{name}"), "")));
    bash.envs(inputs.iter().map(|(name, value)| (format!("INPUT_{name}"), value)));
    bash.env("GITHUB_OUTPUT", directory.join("output")).output().unwrap()
}

#[test]
fn places_are_of_the_checkout_wherever_the_step_works() {
    let directory = records();
    let outer = directory.path().parent().unwrap();
    let inputs = [("PATHS", "--doubtful.jsonl")];
    let output = step_of(outer, directory.path(), &inputs);
    let name = directory.path().file_name().unwrap().to_string_lossy();
    let log = String::from_utf8(output.stdout).unwrap();
    assert!(log.contains(&format!("::warning file={name}/--doubtful.jsonl,")), "{log}");
}

#[test]
fn the_step_checks_what_its_inputs_say() {
    let directory = records();
    for (inputs, code, expected) in [
        (&[("PATHS", "clean.jsonl")][..], 0, "0 findings in "),
        (
            &[("PATHS", "with a space/wrong: 1.jsonl\n\nclean.jsonl\r\n")],
            1,
            "::error file=with a space/wrong%3A 1.jsonl,line=1,endLine=1,col=293,endColumn=299,title=wrong-type::",
        ),
        (&[("PATHS", "--doubtful.jsonl")], 0, "::warning file=--doubtful.jsonl,"),
        (&[("PATHS", "--doubtful.jsonl"), ("FAIL_ON", "warning")], 1, "::warning file=--doubtful.jsonl,"),
        (
            &[("PATHS", "--doubtful.jsonl"), ("ARGS", "--level\nunknown-field=error")],
            1,
            "::error file=--doubtful.jsonl,",
        ),
        (&[("PATHS", "$(touch ran)")], 2, "::error file=$(touch ran),title=unreadable::"),
        (&[("PATHS", "absent/*.json"), ("FORMAT", "azure")], 2, "##vso[task.logissue type=error;"),
    ] {
        let output = step(directory.path(), inputs);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.starts_with(expected), "{inputs:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{inputs:?}: {text}");
        let said = fs::read_to_string(directory.path().join("output")).unwrap();
        assert_eq!(said.lines().last(), Some(format!("exit-code={code}").as_str()));
    }
    assert!(!directory.path().join("ran").exists(), "an input was run as code");
}

#[test]
fn the_step_writes_sarif_as_well() {
    let directory = records();
    let output = step(directory.path(), &[("PATHS", "clean.jsonl"), ("SARIF_FILE", "a report.sarif")]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let sarif = fs::read(directory.path().join("a report.sarif")).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&sarif).unwrap()["version"], "2.1.0");
}

#[test]
fn the_name_of_a_version_follows_the_sources() {
    let script = Repository::here().root().join("integrations/github/name-version.sh");
    let source = tempfile::tempdir().unwrap();
    fs::create_dir(source.path().join("crates")).unwrap();
    for file in ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "crates/a b.rs"] {
        fs::write(source.path().join(file), file).unwrap();
    }
    let version = || {
        let output = source.path().join("output");
        let mut bash = Command::new("bash");
        bash.arg(&script).env("GITHUB_ACTION_PATH", source.path()).env("GITHUB_OUTPUT", &output);
        assert!(bash.status().unwrap().success());
        let said = fs::read_to_string(output).unwrap();
        said.lines().last().unwrap().to_owned()
    };
    let first = version();
    assert!(Regex::new("^version=[0-9a-f]{40}$").unwrap().is_match(&first), "{first}");
    assert_eq!(version(), first);
    fs::write(source.path().join("crates/a b.rs"), "changed").unwrap();
    assert_ne!(version(), first);
}

/// Match of the problem matcher on a line: owner, file, line, column, severity, code, message.
fn matched(line: &str) -> Vec<[String; 7]> {
    let matcher = Repository::here().text("integrations/github/problem-matcher.json").unwrap();
    let matcher: Value = serde_json::from_str(&matcher).unwrap();
    let matchers = matcher["problemMatcher"].as_array().unwrap();
    let found = matchers.iter().filter_map(|matcher| {
        let pattern = &matcher["pattern"][0];
        let captures = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap().captures(line)?;
        let part = |name: &str| match pattern[name].as_u64() {
            Some(group) => captures[usize::try_from(group).unwrap()].to_owned(),
            None => matcher[name].as_str().unwrap_or_default().to_owned(),
        };
        let owner = matcher["owner"].as_str().unwrap().to_owned();
        let parts = ["file", "line", "column", "severity", "code", "message"].map(part);
        let [file, line, column, severity, code, message] = parts;
        Some([owner, file, line, column, severity, code, message])
    });
    found.collect()
}

#[test]
fn the_problem_matcher_understands_each_line() {
    let directory = records();
    let mut acslint = Command::new(built().join("acslint"));
    acslint.args(["check", ".", "--format", "concise", "--level", "unknown-field=info"]);
    let output = acslint.current_dir(directory.path()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = text.lines().map(matched).collect();
    assert_eq!(
        lines,
        [
            [[
                "acslint-info",
                "--doubtful.jsonl",
                "1",
                "738",
                "notice",
                "unknown-field",
                "unknown field `ChanelId`"
            ]
            .map(str::to_owned)],
            [[
                "acslint",
                "with a space/wrong: 1.jsonl",
                "1",
                "293",
                "error",
                "wrong-type",
                "`Quantity` is a string, but must be a number"
            ]
            .map(str::to_owned)],
        ]
    );
    assert_eq!(matched("2 findings in 3 records of 3 files: 1 finding at or above `error`"), [[""; 7]; 0]);
}
