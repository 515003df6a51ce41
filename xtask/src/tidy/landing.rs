//! Requirements of visitors and of continuous integration: a short README, one test command, the origin of test data.

use super::{Tree, lines};
use crate::Problem;

/// Runs every check.
const TEST_COMMAND: &str = "cargo xtask ci";

/// Maximum length of the README: people do not read a longer one.
const README_LINES: usize = 150;

pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !tree.has("testdata/README.md") {
        problems.push(Problem::new(
            "testdata/README.md",
            0,
            "is missing: it must give the origin of the test data",
        ));
    }
    for file in ["README.md", "CONTRIBUTING.md", ".ci/run"] {
        if !lines(tree.text(file).unwrap_or_default()).any(|(_, line)| line.trim() == TEST_COMMAND) {
            let message = format!("must have the test command on a line of its own: {TEST_COMMAND}");
            problems.push(Problem::new(file, 0, message));
        }
    }
    let length = tree.text("README.md").unwrap_or_default().lines().count();
    if length > README_LINES {
        let message = format!("has {length} lines, but must have at most {README_LINES}");
        problems.push(Problem::new("README.md", README_LINES + 1, message));
    }
    let changes = tree.text("CHANGELOG.md").unwrap_or_default();
    if lines(changes)
        .find(|(_, line)| line.starts_with("## "))
        .is_none_or(|(_, line)| line != "## Unreleased")
    {
        problems.push(Problem::new("CHANGELOG.md", 0, "must open with `## Unreleased`"));
    }
    problems
}
