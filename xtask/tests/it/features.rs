//! Tests that `cargo xtask` and the tests build each dependency with the same features, and so once.

use std::collections::BTreeSet;
use std::process::Command;

use xtask::Repository;

/// The packages, each with its version and features, that cargo builds for this selection.
fn packages(selection: &[&str]) -> BTreeSet<String> {
    let tree = ["tree", "--locked", "--prefix", "none", "--no-dedupe", "--format", "{p} {f}"];
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(tree).args(selection).current_dir(Repository::here().root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn xtask_and_the_tests_share_each_build_of_a_dependency() {
    let of_xtask = packages(&["--package", "xtask", "--package", "acslint", "--edges", "normal,build"]);
    let of_tests = packages(&["--workspace", "--edges", "normal,build,dev"]);
    let built_twice: Vec<&String> = of_xtask.difference(&of_tests).collect();
    assert!(of_xtask.len() > 100, "{}", of_xtask.len());
    assert!(built_twice.is_empty(), "other features in the tests: {built_twice:?}");
}
