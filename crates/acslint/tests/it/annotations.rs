//! Annotations of services: paths from the root of a repository, and the files of a change first.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use serde_json::Value;

use crate::run::{CLEAN, Ran, World, git, wrong};

/// Formats with paths for services.
const SERVICES: [&str; 6] = ["github", "gitlab", "azure", "sarif", "rdjson", "junit"];
/// Formats whose paths can be opened from the working directory.
const OTHERS: [&str; 7] = ["human", "concise", "grouped", "json", "jsonl", "markdown", "html"];

/// A repository with an input in `sub/logs`, and one beside the repository.
fn repository() -> World {
    let world = World::new();
    world
        .file("checkout/repository/.git/config", "")
        .file("checkout/repository/sub/logs/a.json", wrong())
        .file("checkout/beside.json", wrong());
    world
}

fn run_in(world: &World, directory: &str, args: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = world.command(args);
    command.current_dir(world.path(directory)).envs(variables.iter().copied());
    let ran = Ran::from(command.output().unwrap());
    assert_eq!(ran.code, 1, "{args:?}: {}", ran.stderr);
    ran.stdout
}

/// Returns the path of the only finding in a report.
fn path(format: &str, report: &str) -> String {
    let json = || serde_json::from_str::<Value>(report).unwrap();
    let behind = |mark: &str, end: &str| {
        let rest = report.split(mark).nth(1).unwrap_or_else(|| panic!("{mark} in {report}"));
        rest.split(end).next().unwrap().to_owned()
    };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    match format {
        "github" => behind("::error file=", ","),
        "azure" => behind("sourcepath=", ";"),
        "junit" => {
            assert_eq!(behind("classname=\"files\" name=\"", "\""), behind(" file=\"", "\""));
            behind(" file=\"", "\"")
        }
        "gitlab" => text(&json()[0]["location"]["path"]),
        "rdjson" => text(&json()["diagnostics"][0]["location"]["path"]),
        "sarif" => {
            let uri = text(
                &json()["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            );
            uri.strip_prefix("file://").map(str::to_owned).unwrap_or(uri)
        }
        _ => unreachable!(),
    }
}

#[test]
fn services_get_paths_from_the_root() {
    let world = repository();
    let workspace = world.path("checkout").display().to_string();
    let elsewhere = world.path("elsewhere").display().to_string();
    let inside = world.path("checkout/repository/sub").display().to_string();
    let beside = world.path("checkout/beside.json").canonicalize().unwrap().display().to_string();
    let (input, other) = ("logs/a.json", "../../beside.json");
    for format in SERVICES {
        let with = |args: &[&str], variables: &[(&str, &str)]| {
            let args = [&["check", "--format", format], args].concat();
            path(format, &run_in(&world, "checkout/repository/sub", &args, variables))
        };
        // The nearest repository.
        assert_eq!(with(&[input], &[]), "sub/logs/a.json", "{format}");
        // The checkout of a service, if it contains the file.
        for variable in ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"] {
            assert_eq!(with(&[input], &[(variable, &workspace)]), "repository/sub/logs/a.json", "{format}");
            assert_eq!(with(&[input], &[(variable, &elsewhere)]), "sub/logs/a.json", "{format}");
        }
        // The chosen root comes first, and outside of it paths are absolute.
        let chosen = ["--root", "..", input];
        assert_eq!(with(&chosen, &[("GITHUB_WORKSPACE", &workspace)]), "sub/logs/a.json", "{format}");
        assert_eq!(with(&["--root", &inside, other], &[]), beside, "{format}");
        assert_eq!(with(&[other], &[]), beside, "{format}");
        assert_eq!(with(&[other], &[("CI_PROJECT_DIR", &workspace)]), "beside.json", "{format}");
    }
    for format in OTHERS {
        let args = ["check", "--format", format, "--root", "..", input];
        let report = run_in(&world, "checkout/repository/sub", &args, &[("GITHUB_WORKSPACE", &workspace)]);
        assert!(report.contains("logs/a.json") && !report.contains("sub/logs/a.json"), "{format}: {report}");
    }
}

#[test]
fn the_root_must_be_a_directory() {
    let world = World::new();
    world.file("a.json", CLEAN);
    let ran = world.run(&["check", "--root", "absent", "a.json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (2, "error: `--root absent` is not a directory\n"));
}

#[test]
fn findings_or_kinds_get_annotations() {
    let world = World::new();
    world.file("a.json", wrong().repeat(3)).file("acslint.toml", "annotate = \"kind\"\n");
    let count = |args: &[&str]| {
        let report = world.run(&[&["check", "--format", "github", "a.json"], args].concat()).stdout;
        report.matches("::error ").count()
    };
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&["--annotate", "each"]), 3);
    assert_eq!(count(&["--no-config"]), 3);
    assert_eq!(count(&["--no-config", "--annotate", "kind"]), 1);
}

/// A clone of a repository with twenty broken inputs, of which a branch changes `logs/17.json`.
fn changed() -> World {
    let world = World::new();
    for number in 10..30 {
        world.file(&format!("origin/logs/{number}.json"), wrong());
    }
    let origin = world.path("origin");
    git(&origin, &["init", "--quiet"]);
    git(&origin, &["add", "."]);
    git(&origin, &["commit", "--quiet", "--message", "base"]);
    git(&origin, &["checkout", "--quiet", "-b", "feature"]);
    world.file("origin/logs/17.json", wrong().repeat(2));
    git(&origin, &["commit", "--quiet", "--all", "--message", "change"]);
    // What the base changed later is not of the change.
    git(&origin, &["checkout", "--quiet", "main"]);
    world.file("origin/logs/12.json", wrong().repeat(2));
    git(&origin, &["commit", "--quiet", "--all", "--message", "later"]);
    git(&world.path(""), &["clone", "--quiet", "--branch", "feature", "origin", "clone"]);
    world
}

/// Returns the names of the annotated files, in order.
fn annotated(world: &World, directory: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let report = run_in(world, directory, &["check", "--format", "github", "logs"], variables);
    let commands = report.lines().filter_map(|line| line.strip_prefix("::error file=logs/"));
    commands.map(|command| command.split(".json").next().unwrap().to_owned()).collect()
}

#[test]
fn files_that_differ_from_the_base_branch_come_first() {
    let world = changed();
    let in_order = ["10", "11", "12", "13", "14", "15", "16", "17", "18", "19"];
    let first = ["17", "17", "10", "11", "12", "13", "14", "15", "16", "18"];
    let base = String::from_utf8(
        Command::new("git")
            .args(["rev-parse", "origin/main~1"])
            .current_dir(world.path("clone"))
            .output()
            .unwrap()
            .stdout,
    );
    let base = base.unwrap();
    for variable in [
        ("GITHUB_BASE_REF", "main"),
        ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim()),
    ] {
        assert_eq!(annotated(&world, "clone", &[variable]), first, "{variable:?}");
    }
    for variables in [&[][..], &[("GITHUB_BASE_REF", "")], &[("GITHUB_BASE_REF", "--output=x")]] {
        assert_eq!(annotated(&world, "clone", variables), in_order, "{variables:?}");
    }
    // A service checks out a merge, perhaps without the branches.
    let clone = world.path("clone");
    git(&clone, &["checkout", "--quiet", "--detach", "origin/main"]);
    git(&clone, &["merge", "--quiet", "--no-edit", "feature"]);
    git(&clone, &["remote", "remove", "origin"]);
    assert_eq!(annotated(&world, "clone", &[("GITHUB_BASE_REF", "main")]), first);
    // Without the base, or without a repository, all files are equal.
    git(&clone, &["checkout", "--quiet", "feature"]);
    assert_eq!(annotated(&world, "clone", &[("GITHUB_BASE_REF", "main")]), in_order);
    fs::remove_dir_all(clone.join(".git")).unwrap();
    assert_eq!(annotated(&world, "clone", &[("GITHUB_BASE_REF", "main")]), in_order);
}

/// The repository of a change may be hostile.
#[test]
fn git_runs_nothing_that_a_repository_names() {
    let world = changed();
    let clone = world.path("clone");
    let (program, ran) = (world.path("program"), world.path("ran"));
    fs::write(&program, format!("#!/bin/sh\necho ran >> '{}'\n", ran.display())).unwrap();
    fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    let program = program.display().to_string();
    for setting in [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.alternateRefsCommand",
        "diff.a.command",
        "diff.a.textconv",
        "diff.external",
        "filter.a.clean",
        "filter.a.smudge",
        "pager.diff-tree",
        "pager.rev-parse",
        "remote.origin.uploadpack",
    ] {
        git(&clone, &["config", setting, &program]);
    }
    for alias in ["alias.diff-tree", "alias.merge-base", "alias.rev-parse"] {
        git(&clone, &["config", alias, &format!("!{program}")]);
    }
    world.file("clone/.git/info/attributes", "* filter=a diff=a\n");
    for hook in ["post-index-change", "reference-transaction", "pre-auto-gc"] {
        fs::create_dir_all(clone.join(".git/hooks")).unwrap();
        std::os::unix::fs::symlink(world.path("program"), clone.join(".git/hooks").join(hook)).unwrap();
    }
    let files = annotated(&world, "clone", &[("GITHUB_BASE_REF", "main")]);
    assert_eq!(files.first().map(String::as_str), Some("17"));
    assert!(!ran.exists());
}

#[test]
fn each_unknown_keyword_of_a_schema_is_a_kind() {
    let world = World::new();
    let schema = r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "minimun": 1, "requried": [], "items": {"minimun": 2}}"#;
    world.file("a.schema.json", schema);
    let grouped = world.run(&["schema", "lint", "a.schema.json", "--format", "grouped"]).stdout;
    assert!(grouped.contains("unknown category, `minimun`: 2 findings in 1 record of 1 file\n"), "{grouped}");
    assert!(grouped.contains("unknown category, `requried`: 1 finding in 1 record of 1 file\n"), "{grouped}");
}

#[test]
fn each_unknown_column_is_a_kind() {
    let world = World::new();
    let with = |member: &str| CLEAN.replace("\"Quantity\":1", &format!("\"Quantity\":1,{member}")) + "\n";
    let lines = [with("\"Region\":\"x\",\"Tier\":1"), CLEAN.to_owned() + "\n", with("\"Region\":\"y\"")];
    world.file("a.json", lines.concat());
    let grouped = world.run(&["check", "a.json", "--format", "grouped"]).stdout;
    assert!(
        grouped.contains("`Region`: 2 findings in 2 records of 1 file, 2023-06-30T12:00:00Z\n  a.json:1:"),
        "{grouped}"
    );
    assert!(
        grouped.contains("`Tier`: 1 finding in 1 record of 1 file, 2023-06-30T12:00:00Z\n  a.json:1:"),
        "{grouped}"
    );
    let json: Value =
        serde_json::from_str(&world.run(&["check", "a.json", "--format", "json"]).stdout).unwrap();
    let names = |list: &str| -> Vec<(Value, Value)> {
        let items = json[list].as_array().unwrap().iter();
        items.map(|item| (item["field"].clone(), item["name"].clone())).collect()
    };
    let name = |name: &str| (Value::Null, Value::from(name));
    assert_eq!(names("findings"), [name("Region"), name("Tier"), name("Region")]);
    assert_eq!(names("groups"), [name("Region"), name("Tier")]);
}
